"""`QFileDevice`: a device on a file descriptor. `QFile` adds names."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, Any, TypeAlias

from netaccess._values import fileenums
from netaccess._values.fileenums import FileError, FileTime
from netaccess._values.filepath import as_name
from netaccess._values.filepermissions import mode_of, permissions_of
from netaccess._values.qtenum import export_enums

from .iodevice import QIODevice
from .lookahead import UNBUFFERED, WRITE
from .qobject import QObject
from .qtwarning import warn

if TYPE_CHECKING:
    from netaccess._values.qdatetime import QDateTime

_HELD_BACK = 16384
_LARGE = 1 << 20


@export_enums
class QFileDevice(QIODevice):
    """An open file: reads and writes go to its descriptor, writes in pieces of 16 KiB unless it is unbuffered.

    What goes wrong is in `error` and `errorString`; nothing raises `OSError`.
    """

    FileError: TypeAlias = fileenums.FileError
    Permission: TypeAlias = fileenums.Permission
    Permissions: TypeAlias = fileenums.Permission
    FileTime: TypeAlias = fileenums.FileTime
    FileHandleFlag: TypeAlias = fileenums.FileHandleFlag
    FileHandleFlags: TypeAlias = fileenums.FileHandleFlag
    MemoryMapFlag: TypeAlias = fileenums.MemoryMapFlag
    MemoryMapFlags: TypeAlias = fileenums.MemoryMapFlag

    _qt_fd: int = -1
    _qt_owns_fd: bool = True
    _qt_stream: bool | None = None
    _qt_held_back: bytearray | None = None
    _qt_file_error: fileenums.FileError = FileError.NoError

    # -- errors ----------------------------------------------------------------------------------------------------

    def error(self) -> fileenums.FileError:
        """What went wrong last."""
        return self._qt_file_error

    def unsetError(self) -> None:
        """Forget what went wrong."""
        self._qt_file_error = FileError.NoError
        self._qt_error = ""

    def _qt_fail(self, kind: fileenums.FileError, reason: Exception | str) -> bool:
        """Remember a failure; returns False for the caller to return."""
        self._qt_file_error = kind
        self._qt_error = reason if isinstance(reason, str) else reason_of(reason)
        return False

    # -- the file --------------------------------------------------------------------------------------------------

    def fileName(self) -> str:
        """The name of the file; empty here."""
        return ""

    def handle(self) -> int:
        """The file descriptor, -1 while the file is closed. What was held back is written first."""
        self.flush()
        return self._qt_fd

    def isSequential(self) -> bool:
        """Whether the file is a pipe, a socket, a terminal or the like, without positions."""
        if self._qt_stream is None:
            found = _is_stream(self._qt_fd if self._qt_fd >= 0 else self.fileName())
            if self._qt_fd < 0:
                return found
            self._qt_stream = found
        return self._qt_stream

    def size(self) -> int:
        """The size of the file in bytes; 0 if there is none."""
        self.flush()
        try:
            found = os.fstat(self._qt_fd) if self._qt_fd >= 0 else os.stat(self.fileName())
        except (OSError, ValueError):
            return 0
        return 0 if stat.S_ISCHR(found.st_mode) or stat.S_ISFIFO(found.st_mode) else found.st_size

    def putChar(self, char: str | bytes | int) -> bool:
        """Write one byte. Returns whether that worked."""
        if not self._qt_mode & WRITE:
            warn(f"QIODevice::putChar: {'ReadOnly' if self._qt_mode else 'Closed'} device")
            return False
        return super().putChar(char)

    def resize(self, size: int) -> bool:
        """Make the file *size* bytes long, cutting it or adding zero bytes. Returns whether that worked."""
        if not self.flush():
            return False
        try:
            os.truncate(self._qt_fd if self._qt_fd >= 0 else self.fileName(), size)
        except (OSError, ValueError) as error:
            return self._qt_fail(FileError.ResizeError, error)
        if self._qt_fd >= 0:
            self._qt_ahead = None
            self.seek(min(self._qt_pos, size))
        self.unsetError()
        return True

    def permissions(self) -> fileenums.Permission:
        """Who may do what with the file; no flag at all if there is none."""
        return permissions_of(self._qt_fd if self._qt_fd >= 0 else self.fileName())

    def setPermissions(self, permissions: int) -> bool:
        """Let people do what *permissions* say. Returns whether that worked."""
        try:
            os.chmod(self._qt_fd if self._qt_fd >= 0 else self.fileName(), mode_of(permissions))
        except (OSError, ValueError) as error:
            return self._qt_fail(FileError.PermissionsError, error)
        self.unsetError()
        return True

    def fileTime(self, time: fileenums.FileTime) -> QDateTime:
        """One of the times of the file, in UTC; invalid if there is no file, or nobody knows."""
        from netaccess._values import filetimes

        which = FileTime(time)
        file = self._qt_fd if self._qt_fd >= 0 else self.fileName()
        self.flush()
        try:
            found = os.stat(file)
        except (OSError, ValueError):
            return filetimes.as_date(None)
        return filetimes.as_date(filetimes.milliseconds(found, which, file)).toUTC()

    def setFileTime(self, newDate: QDateTime, fileTime: fileenums.FileTime) -> bool:
        """Set when the open file was last read or changed. Returns whether that worked; other times cannot be set."""
        which = FileTime(fileTime)
        if self._qt_fd < 0:
            return self._qt_fail(FileError.PermissionsError, "Permission denied")
        if not newDate.isValid() or which not in (FileTime.FileAccessTime, FileTime.FileModificationTime):
            return self._qt_fail(FileError.PermissionsError, "Invalid argument")
        moment = int(newDate.toMSecsSinceEpoch()) * 1_000_000
        try:
            self.flush()
            found = os.fstat(self._qt_fd)
            reading = which == FileTime.FileAccessTime
            times = (moment, found.st_mtime_ns) if reading else (found.st_atime_ns, moment)
            os.utime(self._qt_fd, ns=times)
        except (OSError, ValueError, OverflowError) as error:
            return self._qt_fail(FileError.PermissionsError, error)
        self.unsetError()
        return True

    # -- the device ------------------------------------------------------------------------------------------------

    def close(self) -> None:
        """Write what was held back and close the file; a failure of that stays in `error`."""
        if not self._qt_mode:
            return
        super().close()
        flushed = self.flush()
        fd, self._qt_fd, self._qt_stream, self._qt_held_back = self._qt_fd, -1, None, None
        if self._qt_owns_fd and fd >= 0:
            try:
                os.close(fd)
            except OSError as error:
                self._qt_fail(FileError.UnspecifiedError, error)
                return
        if flushed:
            self.unsetError()

    def _qt_dispose(self) -> None:
        self.close()

    def flush(self) -> bool:
        """Write what was held back to the operating system. Returns whether that worked."""
        held = self._qt_held_back
        if not held:
            return True
        try:
            while held:
                # What is not written yet is tried again by the next flush, the one of close() at the latest.
                del held[: os.write(self._qt_fd, held)]
        except OSError as error:
            return self._qt_write_failed(error)
        return True

    def seek(self, pos: int) -> bool:
        """Go to *pos*, which may lie behind the end."""
        if not self._qt_mode:
            warn("QFileDevice::seek: IODevice is not open")
            return False
        if pos < 0 and not self.isSequential():
            return self._qt_fail(FileError.PositionError, "Invalid argument")
        if not self.flush() or not super().seek(pos):
            return False
        try:
            os.lseek(self._qt_fd, pos, os.SEEK_SET)
        except OSError as error:
            return self._qt_fail(FileError.PositionError, error)
        return True

    def readData(self, maxlen: int) -> bytes | None:
        """Read at most *maxlen* bytes from the descriptor."""
        if self._qt_held_back and not self.flush():
            return None
        if maxlen > _LARGE:
            # os.read() takes memory for all it is asked for; people ask for more than there is.
            maxlen = min(maxlen, max(self.size() - self._qt_device_pos, _LARGE))
        try:
            return os.read(self._qt_fd, maxlen)
        except OSError as error:
            self._qt_fail(FileError.ReadError, error)
            return None

    def readLineData(self, maxlen: int) -> Any:
        """Read a line, looking ahead."""
        return self._qt_line(maxlen)

    def writeData(self, data: bytes, len: int) -> int:
        """Write *data*, or hold it back until there is enough of it."""
        if self._qt_mode & UNBUFFERED or (len >= _HELD_BACK and not self._qt_held_back):
            try:
                _write_all(self._qt_fd, data)
            except OSError as error:
                self._qt_write_failed(error)
                return -1
            return len
        held = self._qt_held_back
        if held is None:
            self._qt_held_back = bytearray(data)
            return len
        held += data
        if held.__len__() >= _HELD_BACK and not self.flush():
            return -1
        return len

    def _qt_write_failed(self, error: OSError) -> bool:
        import errno

        full = error.errno in (errno.ENOSPC, errno.EDQUOT) if hasattr(errno, "EDQUOT") else error.errno == errno.ENOSPC
        return self._qt_fail(FileError.ResourceError if full else FileError.WriteError, error)

    def _qt_label(self) -> str:
        return self.fileName() or self._qt_name


def reason_of(error: Exception) -> str:
    """The operating system's words for *error*."""
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def _is_stream(file: int | str) -> bool:
    """Whether a descriptor or name has no positions. A file that is not there counts as a stream, as on Qt."""
    try:
        mode = os.stat(file).st_mode
    except (OSError, ValueError):
        return isinstance(file, str)
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode) or stat.S_ISBLK(mode))


def _write_all(fd: int, data: bytes | bytearray) -> None:
    """Write all of *data*, in as many goes as it takes. Raises OSError."""
    written = os.write(fd, data)
    if written < len(data):
        with memoryview(data) as rest:
            while written < len(data):
                written += os.write(fd, rest[written:])


def name_and_parent(class_name: str, arguments: tuple[Any, ...], parent: QObject | None) -> tuple[str, QObject | None]:
    """Return what the arguments ``(name=None, parent=None)`` or ``(parent)`` of a class of files mean.

    Raises `TypeError` for other arguments.
    """
    name: Any = None
    if arguments and not isinstance(arguments[0], QObject):
        name, arguments = arguments[0], arguments[1:]
    if len(arguments) > 1 or (arguments and parent is not None):
        raise TypeError(f"{class_name} takes a name and a parent; {arguments!r} is too much")
    return as_name(name), arguments[0] if arguments else parent
