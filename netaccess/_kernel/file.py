"""`QFile`: a device on a file with a name, and what can be done with files by name."""

from __future__ import annotations

import os
from typing import Any

from netaccess._values import fileenums, filepath
from netaccess._values.bytearray import QByteArray
from netaccess._values.bytereading import ByteSource, as_bytes
from netaccess._values.fileenums import FileError, Permission
from netaccess._values.filepath import as_name
from netaccess._values.filepermissions import mode_of, permissions_of

from .filedevice import QFileDevice, name_and_parent, reason_of
from .iodevice import QIODevice, as_mode
from .lookahead import APPEND, EXISTING_ONLY, NEW_ONLY, READ, TRUNCATE, WRITE
from .qobject import QObject
from .qtwarning import warn


class _ByName:
    """A method that also stands on the class: ``QFile.exists(name)`` asks what ``QFile(name).exists()`` asks."""

    def __init__(self, method: Any, by_name: Any = None) -> None:
        self._method = method
        self._by_name = by_name
        self.__doc__ = method.__doc__

    def __get__(self, instance: Any, owner: type) -> Any:
        if instance is not None:
            return self._method.__get__(instance, owner)
        if self._by_name is not None:
            return self._by_name
        method = self._method

        def of_name(fileName: Any, *args: Any) -> Any:
            return method(QFile(fileName), *args)

        of_name.__name__ = method.__name__
        of_name.__doc__ = method.__doc__
        return of_name


def _exists(self: QFile) -> bool:
    """Whether there is such a file; of a link whether there is the link."""
    try:
        return os.path.lexists(self._qt_file_name)
    except ValueError:
        return False


def _exists_by_name(fileName: Any) -> bool:
    """Whether there is a file of that name; of a link whether there is what it points to."""
    return filepath.exists(as_name(fileName))


class QFile(QFileDevice):
    """A file on disk, or whatever else the operating system gives a name or a descriptor.

    `exists`, `remove`, `rename`, `copy`, `link`, `symLinkTarget`, `resize`, `permissions` and `setPermissions` work on
    the object and, with a name as the first argument, on the class.
    """

    _qt_file_name: str = ""

    def __init__(self, *args: Any, parent: QObject | None = None, **keywords: Any) -> None:
        """``QFile(name=None, parent=None)`` or ``QFile(parent)``; *name* is a str, bytes or path object.

        Raises `TypeError` for other arguments.
        """
        file_name, parent = name_and_parent(self.__class__.__name__, args, parent)
        QFileDevice.__init__(self, parent, **keywords)
        if file_name:
            self._qt_file_name = file_name

    def fileName(self) -> str:
        """The name of the file."""
        return self._qt_file_name

    def setFileName(self, name: Any) -> None:
        """Name another file; one that is open is closed first, with a warning."""
        if self._qt_mode:
            warn(f"QFile::setFileName: File ({self._qt_file_name}) already open")
            self.close()
        self._qt_file_name = as_name(name)

    @staticmethod
    def encodeName(fileName: str) -> QByteArray:
        """The bytes that the operating system knows *fileName* by."""
        return filepath.encode_name(fileName)

    @staticmethod
    def decodeName(localFileName: ByteSource) -> str:
        """The name behind the operating system's bytes."""
        return os.fsdecode(bytes(as_bytes(localFileName)))

    # -- opening ---------------------------------------------------------------------------------------------------

    def open(self, mode: int, flags: int | None = None, handleFlags: int = 0) -> bool:
        """Open the named file: ``open(mode)``, or ``open(mode, permissions)`` with those of a file that is made by it;
        or a descriptor: ``open(fd, mode, handleFlags=DontCloseHandle)``.

        Append and NewOnly imply writing; writing without reading, Append and NewOnly empties the file. Returns whether
        that worked.
        """
        if self._qt_mode:
            warn(f"QFile::open: File ({self._qt_file_name}) already open")
            return False
        self.unsetError()
        rights = 0o666
        if isinstance(flags, Permission):
            rights, flags = mode_of(flags), None
        wanted = as_mode(mode if flags is None else flags)
        if wanted & (APPEND | NEW_ONLY):
            wanted |= WRITE
        if not wanted & (READ | WRITE):
            warn("QIODevice::open: File access not specified")
            return False
        if flags is not None:
            return self._qt_open_descriptor(int(mode), wanted, bool(int(handleFlags) & 1))
        if wanted & NEW_ONLY and wanted & EXISTING_ONLY:
            return self._qt_fail(FileError.OpenError, "NewOnly and ExistingOnly are mutually exclusive")
        if not self._qt_file_name:
            warn("QFSFileEngine::open: No file name specified")
            return self._qt_fail(FileError.OpenError, "No file name specified")
        try:
            fd = os.open(self._qt_file_name, system_flags(wanted), rights)
        except (OSError, ValueError) as error:
            return self._qt_fail(FileError.OpenError, error)
        if os.path.isdir(self._qt_file_name):
            os.close(fd)
            return self._qt_fail(FileError.OpenError, "file to open is a directory")
        return self._qt_opened(fd, wanted, owns=True, place=0)

    def _qt_open_descriptor(self, fd: int, wanted: int, owns: bool) -> bool:
        """Take over a descriptor, from where it stands."""
        place = 0
        try:
            place = os.lseek(fd, 0, os.SEEK_END if wanted & APPEND else os.SEEK_CUR)
        except OSError:
            place = 0  # a pipe; or a bad descriptor, which shows when it is used
        return self._qt_opened(fd, wanted, owns, place)

    def _qt_opened(self, fd: int, wanted: int, owns: bool, place: int) -> bool:
        self._qt_fd, self._qt_owns_fd, self._qt_stream = fd, owns, None
        QIODevice.open(self, wanted)
        if place:
            self._qt_pos = self._qt_device_pos = place
        elif wanted & APPEND and not self.isSequential():
            os.lseek(fd, 0, os.SEEK_END)
        return True

    # -- files by name ---------------------------------------------------------------------------------------------

    exists = _ByName(_exists, _exists_by_name)

    @_ByName
    def remove(self) -> bool:
        """Remove the file, closing it first. Returns whether that worked."""
        if not self._qt_has_name("remove"):
            return False
        self.close()
        try:
            os.unlink(self._qt_file_name)
        except (OSError, ValueError) as error:
            return self._qt_fail(FileError.RemoveError, error)
        self._qt_removed()
        self.unsetError()
        return True

    @_ByName
    def rename(self, newName: Any) -> bool:
        """Give the file another name, closing it first; an existing file is not overwritten. Returns success."""
        if not self._qt_has_name("rename"):
            return False
        target = as_name(newName)
        if not os.path.lexists(self._qt_file_name):
            return self._qt_fail(FileError.RenameError, "Source file does not exist.")
        if target == self._qt_file_name:
            return self._qt_fail(FileError.RenameError, "Destination file is the same file.")
        if os.path.lexists(target):
            return self._qt_fail(FileError.RenameError, "Destination file exists")
        self.close()
        try:
            filepath.move(self._qt_file_name, target)
        except (OSError, ValueError) as error:
            return self._qt_fail(FileError.RenameError, error)
        self._qt_renamed(target)
        self.unsetError()
        return True

    @_ByName
    def copy(self, newName: Any) -> bool:
        """Copy the file with its permissions, closing it first; nothing is overwritten. Returns success."""
        if not self._qt_has_name("copy"):
            return False
        target = as_name(newName)
        if os.path.lexists(target):
            return self._qt_fail(FileError.CopyError, "Destination file exists")
        self.close()
        try:
            source = os.open(self._qt_file_name, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        except (OSError, ValueError):
            return self._qt_fail(FileError.CopyError, f"Cannot open {self._qt_file_name} for input")
        os.close(source)
        try:
            import shutil

            shutil.copy(self._qt_file_name, target)
        except (OSError, ValueError) as error:
            _forget(target)
            return self._qt_fail(FileError.CopyError, f"Cannot open for output: {reason_of(error)}")
        self.unsetError()
        return True

    @_ByName
    def link(self, newName: Any) -> bool:
        """Make the symbolic link *newName* to the file. Returns whether that worked."""
        if not self._qt_has_name("link"):
            return False
        try:
            os.symlink(self._qt_file_name, as_name(newName))
        except (OSError, ValueError) as error:
            return self._qt_fail(FileError.RenameError, error)
        self.unsetError()
        return True

    @_ByName
    def symLinkTarget(self) -> str:
        """The absolute name of the file that a symbolic link points to; empty if it is no link."""
        return filepath.link_target(self._qt_file_name)

    readLink = symLinkTarget

    @_ByName
    def resize(self, size: int) -> bool:
        """Make the file *size* bytes long, cutting it or adding zero bytes. Returns whether that worked."""
        return QFileDevice.resize(self, size)

    @_ByName
    def permissions(self) -> fileenums.Permission:
        """Who may do what with the file; no flag at all if there is none."""
        return permissions_of(self._qt_file_name) if self._qt_file_name else QFileDevice.permissions(self)

    @_ByName
    def setPermissions(self, permissions: int) -> bool:
        """Let people do what *permissions* say. Returns whether that worked."""
        if not self._qt_file_name:
            return QFileDevice.setPermissions(self, permissions)
        try:
            os.chmod(self._qt_file_name, mode_of(permissions))
        except (OSError, ValueError) as error:
            return self._qt_fail(FileError.PermissionsError, error)
        self.unsetError()
        return True

    def _qt_renamed(self, name: str) -> None:
        """The file has another name now."""
        self._qt_file_name = name

    def _qt_removed(self) -> None:
        """The file is gone."""

    def _qt_has_name(self, function: str) -> bool:
        if self._qt_file_name:
            return True
        warn(f"QFile::{function}: Empty or null file name")
        return False


def _forget(target: str) -> None:
    """Remove what a copy that failed has left."""
    try:
        os.unlink(target)
    except (OSError, ValueError):
        pass  # it had not been begun


def system_flags(mode: int) -> int:
    """The flags of ``os.open`` for an open mode."""
    if mode & WRITE:
        flags = os.O_RDWR if mode & READ else os.O_WRONLY
        if not mode & EXISTING_ONLY:
            flags |= os.O_CREAT
        if mode & NEW_ONLY:
            flags |= os.O_EXCL
        if mode & APPEND:
            flags |= os.O_APPEND
        if mode & TRUNCATE or not mode & (READ | APPEND | NEW_ONLY):
            flags |= os.O_TRUNC
    else:
        flags = os.O_RDONLY
    return flags | getattr(os, "O_BINARY", 0)
