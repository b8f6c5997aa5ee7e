"""`QBuffer`: a device whose bytes lie in a `QByteArray`."""

from __future__ import annotations

import weakref
from typing import Any

from netaccess._values.bytearray import QByteArray
from netaccess._values.bytereading import ByteSource, as_bytes

from .iodevice import QIODevice, as_mode
from .lookahead import APPEND, READ, TEXT, TRUNCATE, UNBUFFERED, WRITE
from .posting import PostedCall, post
from .qobject import QObject
from .qtwarning import warn


class QBuffer(QIODevice):
    """A random-access device on a `QByteArray`, which it shares with whoever gave it: writing changes that array.

    After writing, `bytesWritten` (once, with the sum) and `readyRead` are emitted from the event loop.
    """

    _qt_unsaid: int | None = None  # bytes to announce: 0 after writing nothing, which is announced too

    def __init__(self, *args: Any, parent: QObject | None = None, **keywords: Any) -> None:
        """``QBuffer(parent=None)`` on an empty array of its own, or ``QBuffer(array, parent=None)``.

        :param array: a `QByteArray` to share; of other bytes-like objects a copy is made.
        Raises `TypeError` for other arguments.
        """
        data: Any = None
        if args and not isinstance(args[0], QObject) and args[0] is not None:
            data, args = args[0], args[1:]
        if len(args) > 1 or (args and parent is not None):
            raise TypeError(f"QBuffer takes an array and a parent; {args!r} is too much")
        QIODevice.__init__(self, args[0] if args else parent, **keywords)
        self._qt_data = _shared(data)

    # -- the array -------------------------------------------------------------------------------------------------

    def buffer(self) -> QByteArray:
        """The array itself."""
        return self._qt_data

    def data(self) -> QByteArray:
        """A copy of the array."""
        return QByteArray(self._qt_data)

    def setBuffer(self, buffer: QByteArray | None) -> None:
        """Share another array (None: a new empty one). Not while the device is open."""
        if self._qt_mode:
            warn("QBuffer::setBuffer: Buffer is open")
            return
        self._qt_data = _shared(buffer)

    def setData(self, data: ByteSource, size: int = -1) -> None:
        """Put *data* (its first *size* bytes, -1: all) into the array. Not while the device is open."""
        if self._qt_mode:
            warn("QBuffer::setData: Buffer is open")
            return
        if isinstance(data, int):
            raise TypeError(f"setData() takes bytes, not the int {data!r}")
        source = as_bytes(data)
        self._qt_data.assign(source if size < 0 else source[:size])

    # -- the device ------------------------------------------------------------------------------------------------

    def open(self, mode: int) -> bool:
        """Open for reading and writing as *mode* says; Append and Truncate imply writing. False if it says neither."""
        wanted = as_mode(mode)
        if wanted & (APPEND | TRUNCATE):
            wanted |= WRITE
        if not wanted & (READ | WRITE):
            warn("QBuffer::open: Buffer access not specified")
            return False
        if wanted & TRUNCATE:
            self._qt_data.resize(0)
        return super().open(wanted | UNBUFFERED)

    def size(self) -> int:
        """The size of the array."""
        return len(self._qt_data)

    def seek(self, pos: int) -> bool:
        """Go to *pos*; behind the end the array grows by zero bytes if the device is writable."""
        size = len(self._qt_data)
        if pos < 0 or (pos > size and not self._qt_mode & WRITE):
            warn(f"QBuffer::seek: Invalid pos: {pos}")
            return False
        if pos > size:
            self._qt_data.resize(pos)
        return super().seek(pos)

    def canReadLine(self) -> bool:
        """Whether a newline lies between the position and the end."""
        if not self._qt_mode:
            return False
        return self._qt_data.find(b"\n", max(self._qt_device_pos, 0)) >= 0 or super().canReadLine()

    def readData(self, maxlen: int) -> bytes:
        """At most *maxlen* bytes of the array from the position on."""
        start = self._qt_device_pos
        with memoryview(self._qt_data) as view:
            return bytes(view[start : start + maxlen])

    def readLineData(self, maxlen: int) -> bytes:
        """At most *maxlen* bytes of the array, up to and with a newline."""
        if self._qt_mode & TEXT:
            return self._qt_text_line(maxlen) or b""
        start = self._qt_device_pos
        end = self._qt_data.find(b"\n", start, start + maxlen)
        return self.readData(maxlen if end < 0 else end + 1 - start)

    def writeData(self, data: bytes, len: int) -> int:
        """Put *data* over what lies at the position, and behind the end."""
        start = self._qt_device_pos
        array = self._qt_data
        if start > array.size():
            array.resize(start)
        array[start : start + len] = data
        if self._qt_listened():
            if self._qt_unsaid is None:
                post(self, PostedCall(weakref.ref(self), QBuffer._qt_say))
            self._qt_unsaid = (self._qt_unsaid or 0) + len
        return len

    def _qt_listened(self) -> bool:
        """Whether somebody may be connected to what `writeData` announces."""
        made = self.__dict__
        return "bytesWritten" in made or "readyRead" in made

    def _qt_say(self) -> None:
        """Announce all that was written since the last time."""
        count, self._qt_unsaid = self._qt_unsaid, None
        self.bytesWritten.emit(count)
        self.readyRead.emit()


def _shared(data: Any) -> QByteArray:
    """*data* itself if it is a `QByteArray`, else a new array of its bytes."""
    if isinstance(data, QByteArray):
        return data
    if data is None:
        return QByteArray()
    if isinstance(data, (bytes, bytearray, memoryview)):
        return QByteArray(data)
    raise TypeError(f"a QBuffer works on a QByteArray or other bytes, not {data!r}")
