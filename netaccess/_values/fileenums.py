"""The enumerations of files."""

from __future__ import annotations

from .qtenum import QtEnum, QtFlag


class FileError(QtEnum):
    """What went wrong with a file."""

    NoError = 0
    ReadError = 1
    WriteError = 2
    FatalError = 3
    ResourceError = 4
    OpenError = 5
    AbortError = 6
    TimeOutError = 7
    UnspecifiedError = 8
    RemoveError = 9
    RenameError = 10
    PositionError = 11
    ResizeError = 12
    PermissionsError = 13
    CopyError = 14


class Permission(QtFlag):
    """Who may do what with a file: its owner, the user of this process, its group, everybody."""

    ReadOwner = 0x4000
    WriteOwner = 0x2000
    ExeOwner = 0x1000
    ReadUser = 0x0400
    WriteUser = 0x0200
    ExeUser = 0x0100
    ReadGroup = 0x0040
    WriteGroup = 0x0020
    ExeGroup = 0x0010
    ReadOther = 0x0004
    WriteOther = 0x0002
    ExeOther = 0x0001


class FileTime(QtEnum):
    """Which of a file's times is meant."""

    FileAccessTime = 0
    FileBirthTime = 1
    FileMetadataChangeTime = 2
    FileModificationTime = 3


class MemoryMapFlag(QtFlag):
    """How a file is laid into memory; here for its numbers."""

    NoOptions = 0
    MapPrivateOption = 1


class FileHandleFlag(QtFlag):
    """Whether closing a device closes the file descriptor it was opened on."""

    DontCloseHandle = 0
    AutoCloseHandle = 1
