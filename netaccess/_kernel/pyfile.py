"""`PythonFileDevice`: a device that reads a Python binary file object, so that one can be uploaded."""

from __future__ import annotations

from typing import Any

from .iodevice import QIODevice, as_mode
from .lookahead import TEXT, WRITE
from .qobject import QObject

_SEEK_END = 2


class PythonFileDevice(QIODevice):
    """Reads any object with ``read(n)`` from where it stands; position 0 is the place it stood at when opened.

    It is sequential unless the object says that it is seekable. An exception of the object ends in `errorString` and in
    the attribute ``exception``, and the read fails. The object is never closed by the device.
    """

    # The file object has a buffer; and what was not asked for stays in it, for whoever uses it next.
    _qt_own_buffer = True
    _qt_origin: int = 0
    _qt_seekable: bool = False
    _qt_ended: bool = False

    def __init__(self, file: Any, parent: QObject | None = None) -> None:
        """
        :param file: the object to read.
        :param parent: the owner.
        Raises `TypeError` if *file* has no ``read``.
        """
        if not callable(getattr(file, "read", None)):
            raise TypeError(f"a binary file object with read() is needed, not {file!r}")
        QIODevice.__init__(self, parent)
        self._qt_file = file
        #: What the file object raised last, or None.
        self.exception: Exception | None = None
        try:
            seekable = getattr(file, "seekable", None)
            if seekable is not None and seekable():
                self._qt_origin = file.tell()
                self._qt_seekable = True
        except Exception:
            # Objects that lie about being seekable are streams.
            self._qt_seekable = False

    def file(self) -> Any:
        """The object that is read."""
        return self._qt_file

    def open(self, mode: int = 1) -> bool:
        """Open for reading. Returns False for any other mode."""
        wanted = as_mode(mode)
        if wanted & WRITE or not wanted & ~TEXT:
            self._qt_error = "The file object can only be read"
            return False
        self._qt_ended = False
        return super().open(wanted)

    def isSequential(self) -> bool:
        """Whether the object cannot seek."""
        return not self._qt_seekable

    def size(self) -> int:
        """The number of bytes from where the object stood to its end; for a stream those that were looked ahead."""
        if not self._qt_seekable:
            return super().size()
        try:
            here = self._qt_file.tell()
            end = self._qt_file.seek(0, _SEEK_END)
            if end is None:
                end = self._qt_file.tell()
            self._qt_file.seek(here)
        except Exception as error:
            self._qt_failed(error)
            return 0
        return max(int(end) - self._qt_origin, 0)

    def seek(self, pos: int) -> bool:
        """Go to *pos*, in bytes from where the object stood."""
        if not super().seek(pos):
            return False
        try:
            self._qt_file.seek(self._qt_origin + pos)
        except Exception as error:
            self._qt_failed(error)
            return False
        self._qt_ended = False
        return True

    def atEnd(self) -> bool:
        """Whether there is nothing left; of a stream that is known only after a read found its end."""
        if self._qt_seekable or not self._qt_mode:
            return super().atEnd()
        return self._qt_ended and super().atEnd()

    def readData(self, maxlen: int) -> bytes | None:
        """Read from the object; None if it raised, or gave something that is not bytes."""
        if maxlen <= 0:
            return b""
        try:
            data = self._qt_file.read(maxlen)
            if data is None:  # a non-blocking object with nothing to give now
                return b""
            if not isinstance(data, (bytes, bytearray, memoryview)):
                raise TypeError(f"read() of {self._qt_file!r} must return bytes, not {type(data).__name__}")
        except Exception as error:
            self._qt_failed(error)
            return None
        if not data:
            self._qt_ended = True
        return bytes(data)

    def _qt_failed(self, error: Exception) -> None:
        self.exception = error
        self._qt_error = str(error) or type(error).__name__
