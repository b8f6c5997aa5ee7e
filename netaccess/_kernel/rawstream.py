"""The lower half of `QDataStream`: its device, its settings, transactions, and bytes and numbers as they are."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any

from netaccess._values.bytearray import QByteArray
from netaccess._values.bytereading import as_bytes

from .buffer import QBuffer
from .iodevice import QIODevice
from .qtwarning import warn
from .streamenums import StreamEnums

if TYPE_CHECKING:
    from typing import Self

_CHUNK = 1 << 20  # how much memory an announced length is believed for, until the bytes have come
NULL_SIZE = 0xFFFFFFFF
_EXTENDED = 0xFFFFFFFE
_FORMATS = {code: (struct.Struct(">" + code), struct.Struct("<" + code)) for code in "bBhHiIqQfd"}


class RawStream(StreamEnums):
    """What `QDataStream` inherits to read and write bytes."""

    def __init__(self, source: Any = None, flags: int | None = None) -> None:
        """``QDataStream()``, ``QDataStream(device)`` or ``QDataStream(bytes, mode)``.

        :param source: an open `QIODevice`, or bytes: a `QByteArray` with a *flags* that allows writing is written into.
        :param flags: how bytes are opened; without it they are read from.
        Raises `TypeError` for other sources.
        """
        self._qt_device: QIODevice | None = None
        self._qt_status = StreamEnums.Status.Ok
        self._qt_version: int = StreamEnums.Version.Qt_DefaultCompiledVersion
        self._qt_order = 0
        self._qt_single = False
        self._qt_depth = 0
        if source is None or isinstance(source, QIODevice):
            if flags is not None:
                raise TypeError("a mode goes with bytes only: a device has been opened already")
            self._qt_device = source
        elif isinstance(source, (bytes, bytearray, memoryview)):
            writable = flags is not None and isinstance(source, QByteArray)
            self._qt_device = QBuffer(source if writable else QByteArray(bytes(source)))
            self._qt_device.open(QIODevice.OpenModeFlag.ReadOnly if flags is None else flags)
        else:
            raise TypeError(f"a QDataStream works on a QIODevice or on bytes, not on {source!r}")

    # -- settings ----------------------------------------------------------------------------------------------------

    def device(self) -> QIODevice | None:
        """The device, None if there is none."""
        return self._qt_device

    def setDevice(self, device: QIODevice | None) -> None:
        """Work on *device* (None: on nothing) from now on; the status stays."""
        if device is not None and not isinstance(device, QIODevice):
            raise TypeError(f"setDevice() takes a QIODevice, not {device!r}")
        self._qt_device = device

    def atEnd(self) -> bool:
        """Whether the device is at its end, or there is none."""
        return self._qt_device is None or self._qt_device.atEnd()

    def version(self) -> int:
        """The number of the layout; at first that of the newest Qt."""
        return self._qt_version

    def setVersion(self, version: int) -> None:
        """Use the layout *version*, a `Version` or its number."""
        self._qt_version = int(stream_int(version))

    def byteOrder(self) -> StreamEnums.ByteOrder:
        """Which byte of a number comes first."""
        return StreamEnums.ByteOrder(self._qt_order)

    def setByteOrder(self, order: int) -> None:
        """Put the byte first that *order* says."""
        self._qt_order = int(StreamEnums.ByteOrder(order))

    def floatingPointPrecision(self) -> StreamEnums.FloatingPointPrecision:
        """How floats and doubles are written from version Qt_4_6 on."""
        return StreamEnums.FloatingPointPrecision(not self._qt_single)

    def setFloatingPointPrecision(self, precision: int) -> None:
        """Write floats and doubles, both, with four bytes or with eight. Below version Qt_4_6 each has its own size."""
        self._qt_single = StreamEnums.FloatingPointPrecision(precision) == 0

    def status(self) -> StreamEnums.Status:
        """Ok, or the first error since the start or the last `resetStatus`."""
        return self._qt_status

    def setStatus(self, status: int) -> None:
        """Set the status, if there is no error yet."""
        if self._qt_status == StreamEnums.Status.Ok:
            self._qt_status = StreamEnums.Status(status)

    def resetStatus(self) -> None:
        """Forget the error."""
        self._qt_status = StreamEnums.Status.Ok

    # -- transactions ------------------------------------------------------------------------------------------------

    def startTransaction(self) -> None:
        """Begin to read what may not be there as a whole yet. Transactions may be nested; the outermost one counts."""
        if self._qt_device is None:
            return
        if not self._qt_depth:
            self._qt_device.startTransaction()
            self.resetStatus()
        self._qt_depth += 1

    def commitTransaction(self) -> bool:
        """End the transaction: True if all could be read; if something was missing, everything can be read again."""
        if not self._qt_ends():
            return False
        if not self._qt_depth and self._qt_device is not None:
            if self._qt_status == StreamEnums.Status.ReadPastEnd:
                self._qt_device.rollbackTransaction()
                return False
            self._qt_device.commitTransaction()
        return self._qt_status == StreamEnums.Status.Ok

    def rollbackTransaction(self) -> None:
        """End the transaction as if something were missing (ReadPastEnd), so that everything can be read again."""
        self.setStatus(StreamEnums.Status.ReadPastEnd)
        if not self._qt_ends() or self._qt_depth or self._qt_device is None:
            return
        if self._qt_status == StreamEnums.Status.ReadPastEnd:
            self._qt_device.rollbackTransaction()
        else:
            self._qt_device.commitTransaction()

    def abortTransaction(self) -> None:
        """End the transaction because the data is wrong (ReadCorruptData); what was read stays read."""
        self._qt_status = StreamEnums.Status.ReadCorruptData
        if self._qt_ends() and not self._qt_depth and self._qt_device is not None:
            self._qt_device.commitTransaction()

    def isDeviceTransactionStarted(self) -> bool:
        """Whether the device has a transaction going on."""
        return self._qt_device is not None and self._qt_device.isTransactionStarted()

    def _qt_ends(self) -> bool:
        if not self._qt_depth:
            warn("QDataStream: No transaction in progress")
            return False
        self._qt_depth -= 1
        return True

    # -- raw bytes ---------------------------------------------------------------------------------------------------

    def writeRawData(self, data: Any) -> int:
        """Write *data* (a str as UTF-8) as it is. Returns the number of bytes, -1 on error."""
        source = bytes(as_bytes(data))
        if self._qt_device is None or self._qt_status:
            return -1
        written = self._qt_device.write(source)
        if written != len(source):
            self.setStatus(StreamEnums.Status.WriteFailed)
        return written

    def readRawData(self, len: int) -> bytes | None:
        """Read at most *len* bytes as they are; None without a device."""
        if self._qt_device is None:
            return None
        if self._qt_refuses() or len <= 0:
            return b""
        return self._qt_some(len)

    def skipRawData(self, len: int) -> int:
        """Pass over *len* bytes. Returns how many there were, -1 on error."""
        if self._qt_device is None or self._qt_refuses():
            return -1
        skipped = self._qt_device.skip(len)
        if skipped != len and len >= 0:
            self.setStatus(StreamEnums.Status.ReadPastEnd)
        return skipped

    def writeBytes(self, data: Any) -> Self:
        """Write the length of *data* and the bytes themselves. Returns the stream."""
        if isinstance(data, str) or data is None:
            raise TypeError(f"writeBytes() takes bytes, not {data!r}")
        source = bytes(as_bytes(data))
        self._qt_put("I", len(source))
        self.writeRawData(source)
        return self

    def readBytes(self, len: int = 0) -> bytes | None:
        """Read what `writeBytes` wrote; None for no bytes, and on error. The argument is ignored, as in Qt."""
        size = self._qt_size()
        if size < 0:
            self.setStatus(StreamEnums.Status.SizeLimitExceeded)
        return (self._qt_take(size) or None) if size > 0 else None

    def _qt_refuses(self) -> bool:
        """Whether reading is over: in a transaction nothing is read any more after an error."""
        return bool(self._qt_status) and self.isDeviceTransactionStarted()

    def _qt_some(self, count: int) -> bytes:
        """At most *count* bytes, with an error status if there are fewer."""
        device = self._qt_device
        assert device is not None
        if count <= _CHUNK:
            data = bytes(device.read(count))
        else:
            pieces: list[bytes] = []
            missing = count
            while missing and (piece := bytes(device.read(min(missing, _CHUNK)))):
                pieces.append(piece)
                missing -= len(piece)
            data = b"".join(pieces)
        if len(data) < count:
            self.setStatus(StreamEnums.Status.ReadPastEnd)
        return data

    def _qt_take(self, count: int) -> bytes | None:
        """Exactly *count* bytes, or None with an error status."""
        if self._qt_device is None or self._qt_refuses():
            return None
        data = self._qt_some(count)
        return data if len(data) == count else None

    def _qt_put(self, code: str, value: int | float) -> None:
        """Write one number. Raises `OverflowError` if it has not got the room."""
        try:
            data = _FORMATS[code][self._qt_order].pack(value)
        except struct.error:
            raise OverflowError(f"{value} does not fit into {_FORMATS[code][0].size} bytes") from None
        if self._qt_device is not None and not self._qt_status and self._qt_device.write(data) != len(data):
            self.setStatus(StreamEnums.Status.WriteFailed)

    def _qt_get(self, code: str) -> Any:
        """Read one number, 0 on error."""
        form = _FORMATS[code][self._qt_order]
        data = self._qt_take(form.size)
        return 0 if data is None else form.unpack(data)[0]

    def _qt_size(self) -> int:
        """Read a length: -1 if it stands for "null"."""
        size: int = self._qt_get("I")
        if size == NULL_SIZE:
            return -1
        if size == _EXTENDED and self._qt_version >= StreamEnums.Version.Qt_6_7:
            size = self._qt_get("q")
            if size < 0:
                self.setStatus(StreamEnums.Status.SizeLimitExceeded)
                return 0
        return size


def stream_int(value: Any) -> int:
    """*value* if it is an integer. Raises `TypeError` if not."""
    if isinstance(value, int):
        return value
    try:
        return int(value.__index__())
    except (AttributeError, TypeError):
        raise TypeError(f"a data stream needs an int here, not {value!r}") from None
