"""`QSaveFile`: a file that is replaced as a whole, or not at all."""

from __future__ import annotations

import os
import stat
from typing import Any

from netaccess._values import fileenums
from netaccess._values.fileenums import FileError
from netaccess._values.filepath import as_name
from netaccess._values.nametemplate import make_unique

from .filedevice import QFileDevice, name_and_parent
from .iodevice import QIODevice, as_mode
from .lookahead import APPEND, EXISTING_ONLY, NEW_ONLY, READ, WRITE
from .qobject import QObject
from .qtwarning import warn


class QSaveFile(QFileDevice):
    """Writes beside the file it is named after, and takes its place in `commit`.

    Whoever reads the file sees the old contents or the new, never a part. Without `commit` nothing changes; where the
    operating system has files without names (Linux), nothing is left over even when the program is killed. A link is
    followed; the permissions of a file that is replaced are kept.
    """

    _qt_file_name: str = ""
    _qt_fallback: bool = False
    _qt_target: str = ""
    #: The file that is written until `commit`: None for one without a name, the target itself when written directly.
    _qt_beside: str | None = None
    #: What went wrong in writing, which `commit` must not forget.
    _qt_failed: fileenums.FileError = FileError.NoError

    def __init__(self, *args: Any, parent: QObject | None = None, **keywords: Any) -> None:
        """``QSaveFile(name=None, parent=None)`` or ``QSaveFile(parent)``; *name* is a str, bytes or path object.

        Raises `TypeError` for other arguments.
        """
        file_name, parent = name_and_parent(self.__class__.__name__, args, parent)
        QFileDevice.__init__(self, parent, **keywords)
        if file_name:
            self._qt_file_name = file_name

    def fileName(self) -> str:
        """The name of the file that is to be replaced."""
        return self._qt_file_name

    def setFileName(self, name: Any) -> None:
        """Name another file, for the next `open`."""
        self._qt_file_name = as_name(name)

    def directWriteFallback(self) -> bool:
        """Whether the file itself is written where no file can be made beside it."""
        return self._qt_fallback

    def setDirectWriteFallback(self, enabled: bool) -> None:
        """Choose whether the file itself is written, without safety, where no file can be made beside it."""
        self._qt_fallback = bool(enabled)

    def size(self) -> int:
        """The number of bytes written; 0 while closed."""
        return QFileDevice.size(self) if self._qt_fd >= 0 else 0

    # -- opening ---------------------------------------------------------------------------------------------------

    def open(self, flags: int) -> bool:
        """Begin: *flags* are ``WriteOnly``, perhaps with ``Truncate``, ``Text``, ``Unbuffered``. Returns success."""
        wanted = as_mode(flags)
        if self._qt_mode:
            warn(f"QSaveFile::open: File ({self._qt_file_name}) already open")
            return False
        self.unsetError()
        self._qt_failed = FileError.NoError
        if not wanted & (READ | WRITE):
            warn("QSaveFile::open: Open mode not specified")
            return False
        if wanted & (READ | APPEND | NEW_ONLY | EXISTING_ONLY):
            warn(f"QSaveFile::open: Unsupported open mode {wanted:#x}")
            return False
        if not self._qt_file_name:
            return self._qt_fail(FileError.OpenError, "No file name specified")
        try:
            # Absolute, because the current directory may be another one when it is committed.
            self._qt_target = os.path.realpath(self._qt_file_name)
            found = os.stat(self._qt_target)
        except FileNotFoundError:
            return self._qt_begin(wanted, None)
        except (OSError, ValueError) as error:
            return self._qt_fail(FileError.OpenError, error)
        if stat.S_ISDIR(found.st_mode):
            return self._qt_fail(FileError.WriteError, "Filename refers to a directory")
        if not os.access(self._qt_target, os.W_OK):
            return self._qt_fail(FileError.WriteError, f"Existing file {self._qt_file_name} is not writable")
        return self._qt_begin(wanted, found.st_mode)

    def _qt_begin(self, wanted: int, mode: int | None) -> bool:
        """Open the file to write, where *mode* is the one of the file to replace, None if there is none."""
        replaceable = mode is None or stat.S_ISREG(mode)
        try:
            if not replaceable:
                raise PermissionError(1, "Operation not permitted")  # a device, say: it is not ours to replace
            fd, self._qt_beside = _open_beside(self._qt_target)
            if mode is not None and hasattr(os, "fchmod"):
                os.fchmod(fd, stat.S_IMODE(mode))
        except OSError as error:
            if not self._qt_fallback:
                return self._qt_fail(FileError.OpenError, error)
            try:
                fd = os.open(self._qt_target, _FLAGS | os.O_CREAT | os.O_TRUNC, 0o666)
            except OSError as failure:
                return self._qt_fail(FileError.OpenError, failure)
            self._qt_beside = self._qt_target
        self._qt_fd, self._qt_owns_fd, self._qt_stream = fd, True, None
        return QIODevice.open(self, wanted)

    # -- writing ---------------------------------------------------------------------------------------------------

    def writeData(self, data: bytes, len: int) -> int:
        """Write *data*, unless writing has failed or was cancelled."""
        if self._qt_failed:
            return -1
        written = QFileDevice.writeData(self, data, len)
        if written < 0:
            self._qt_failed = self._qt_file_error
        return written

    def flush(self) -> bool:
        """Write what was held back to the operating system. Returns whether that worked."""
        if QFileDevice.flush(self):
            return True
        self._qt_failed = self._qt_file_error
        return False

    def cancelWriting(self) -> None:
        """Give up: nothing more is written, and `commit` will fail."""
        if not self._qt_mode:
            return
        self._qt_failed = FileError.WriteError
        self._qt_fail(FileError.WriteError, "Writing canceled by application")

    def commit(self) -> bool:
        """Put what was written in the place of the file, and close. Returns whether that worked; if not, the file is as
        it was, and `error` says why."""
        if not self._qt_mode:
            warn(f"QSaveFile::commit: File ({self._qt_file_name}) is not open")
            return False
        QIODevice.close(self)  # whoever hears of it may still write
        if self._qt_failed or not self.flush():
            error, reason = self._qt_failed, self._qt_error
            self._qt_discard()
            self._qt_file_error, self._qt_error = error, reason
            return False
        try:
            if self._qt_beside != self._qt_target:
                os.fsync(self._qt_fd)
                self._qt_beside = _with_name(self._qt_fd, self._qt_beside, self._qt_target)
            # Before the file takes its place: a network file system may say only now that it has no room.
            fd, self._qt_fd = self._qt_fd, -1
            os.close(fd)
            if self._qt_beside != self._qt_target:
                os.replace(self._qt_beside, self._qt_target)
        except OSError as error:
            self._qt_discard()
            return self._qt_fail(FileError.RenameError, error)
        self._qt_beside = None
        return True

    def close(self) -> None:
        """Not for a QSaveFile, which `commit` closes: raises `TypeError`."""
        raise TypeError(
            "close() is a private method. A QSaveFile is closed by commit(), after cancelWriting() perhaps."
        )

    def _qt_discard(self) -> None:
        """Close the file that was written, and remove it."""
        fd, self._qt_fd, self._qt_held_back, self._qt_stream = self._qt_fd, -1, None, None
        beside, self._qt_beside = self._qt_beside, None
        try:
            if fd >= 0:
                os.close(fd)
            if beside is not None and beside != self._qt_target:
                os.unlink(beside)
        except OSError as error:
            self._qt_fail(FileError.UnspecifiedError, error)

    def _qt_dispose(self) -> None:
        QIODevice.close(self)
        self._qt_discard()


_FLAGS = os.O_WRONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


def _open_beside(target: str) -> tuple[int, str | None]:
    """Open a new file in the directory of *target*: a descriptor, and its name if it has one. Raises OSError."""
    nameless = getattr(os, "O_TMPFILE", 0)
    if nameless and os.path.isdir("/proc/self/fd"):  # else it could not be given a name
        try:
            return os.open(os.path.dirname(target), _FLAGS | nameless, 0o666), None
        except OSError:
            pass  # not every file system has files without names
    name, fd = make_unique(f"{target}.XXXXXX", lambda name: os.open(name, _FLAGS | os.O_CREAT | os.O_EXCL, 0o666))
    return fd, name


def _with_name(fd: int, name: str | None, target: str) -> str:
    """The name of an open file, which is given one beside *target* if it has none. Raises OSError."""
    if name is not None:
        return name
    link = f"/proc/self/fd/{fd}"
    # The link in /proc must be followed to the file itself. Python asks for that only where a descriptor of a directory
    # is given, which does not matter: the name is absolute.
    return make_unique(f"{target}.XXXXXX", lambda name: os.link(link, name, src_dir_fd=fd))[0]
