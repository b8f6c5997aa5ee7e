"""`QDataStream`: values as bytes, in the layouts of Qt 4 to Qt 6."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any

from .rawstream import NULL_SIZE, RawStream, stream_int

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


class QDataStream(RawStream):
    """Writes numbers, texts and values to a device and reads them back, byte for byte as Qt does.

    What cannot be read is 0, empty or None, and `status` says so from then on. Writing stops with the first error.
    """

    # -- numbers -----------------------------------------------------------------------------------------------------

    def writeBool(self, value: bool) -> None:
        """Write one byte, 0 or 1."""
        self._qt_put("b", 1 if stream_int(value) else 0)

    def writeInt8(self, value: int) -> None:
        """Write an integer of one byte."""
        self._qt_put("b", stream_int(value))

    def writeUInt8(self, value: int) -> None:
        """Write an unsigned integer of one byte."""
        self._qt_put("B", stream_int(value))

    def writeInt16(self, value: int) -> None:
        """Write an integer of two bytes."""
        self._qt_put("h", stream_int(value))

    def writeUInt16(self, value: int) -> None:
        """Write an unsigned integer of two bytes."""
        self._qt_put("H", stream_int(value))

    def writeInt32(self, value: int) -> None:
        """Write an integer of four bytes."""
        self._qt_put("i", stream_int(value))

    def writeUInt32(self, value: int) -> None:
        """Write an unsigned integer of four bytes."""
        self._qt_put("I", stream_int(value))

    def writeInt64(self, value: int) -> None:
        """Write an integer of eight bytes."""
        self._qt_put("q", stream_int(value))

    def writeUInt64(self, value: int) -> None:
        """Write an unsigned integer of eight bytes."""
        self._qt_put("Q", stream_int(value))

    def writeFloat(self, value: float) -> None:
        """Write a float, rounded to single precision, with as many bytes as `floatingPointPrecision` says."""
        self._qt_put(self._qt_code("f"), _single(_float(value)))

    def writeDouble(self, value: float) -> None:
        """Write a float with as many bytes as `floatingPointPrecision` says."""
        code = self._qt_code("d")
        self._qt_put(code, _single(_float(value)) if code == "f" else _float(value))

    def readBool(self) -> bool:
        """Read one byte: whether it is not 0."""
        return bool(self._qt_get("b"))

    def readInt8(self) -> int:
        """Read an integer of one byte."""
        return int(self._qt_get("b"))

    def readUInt8(self) -> int:
        """Read an unsigned integer of one byte."""
        return int(self._qt_get("B"))

    def readInt16(self) -> int:
        """Read an integer of two bytes."""
        return int(self._qt_get("h"))

    def readUInt16(self) -> int:
        """Read an unsigned integer of two bytes."""
        return int(self._qt_get("H"))

    def readInt32(self) -> int:
        """Read an integer of four bytes."""
        return int(self._qt_get("i"))

    def readUInt32(self) -> int:
        """Read an unsigned integer of four bytes."""
        return int(self._qt_get("I"))

    def readInt64(self) -> int:
        """Read an integer of eight bytes."""
        return int(self._qt_get("q"))

    def readUInt64(self) -> int:
        """Read an unsigned integer of eight bytes."""
        return int(self._qt_get("Q"))

    def readFloat(self) -> float:
        """Read a float of single precision, with as many bytes as `floatingPointPrecision` says."""
        return _single(float(self._qt_get(self._qt_code("f"))))

    def readDouble(self) -> float:
        """Read a float with as many bytes as `floatingPointPrecision` says."""
        return float(self._qt_get(self._qt_code("d")))

    def _qt_code(self, code: str) -> str:
        """The format of a float in this version."""
        if self._qt_version < QDataStream.Version.Qt_4_6:
            return code
        return "f" if self._qt_single else "d"

    # -- texts -------------------------------------------------------------------------------------------------------

    def writeQString(self, text: str | None) -> None:
        """Write *text* in UTF-16 with its length in bytes (version Qt_1_0: in Latin-1); None as a null string."""
        if text is None:
            self._qt_put("I", NULL_SIZE if self._qt_version >= self.Version.Qt_2_1 else 0)
            return
        if not isinstance(text, str):
            raise TypeError(f"writeQString() takes a str, not {text!r}")
        data = text.encode(self._qt_codec(), "replace" if self._qt_version == 1 else "surrogatepass")
        self._qt_put("I", len(data))
        self.writeRawData(data)

    def readQString(self) -> str:
        """Read what `writeQString` wrote; empty for a null string, and on error."""
        size = self._qt_size()
        if size <= 0:
            return ""
        if size % 2 and self._qt_version != 1:
            self.setStatus(self.Status.ReadCorruptData)
            return ""
        return (self._qt_take(size) or b"").decode(self._qt_codec(), "surrogatepass")

    def writeString(self, text: str | None) -> None:
        """As `writeQString`."""
        self.writeQString(text)

    def readString(self) -> str:
        """As `readQString`."""
        return self.readQString()

    def writeQChar(self, char: str) -> None:
        """Write a character of one UTF-16 unit. Raises `ValueError` for other texts."""
        if len(char) != 1 or ord(char) > 0xFFFF:
            raise ValueError(f"writeQChar() takes one character of up to U+FFFF, not {char!r}")
        self._qt_put("H", ord(char))

    def readQChar(self) -> str:
        """Read a character of one UTF-16 unit."""
        return chr(self._qt_get("H"))

    def writeQStringList(self, texts: Iterable[str]) -> None:
        """Write the number of *texts* and each of them."""
        items = list(texts)
        if not all(isinstance(item, str) for item in items):
            raise TypeError(f"writeQStringList() takes str only, not {texts!r}")
        self._qt_put("I", len(items))
        for item in items:
            self.writeQString(item)

    def readQStringList(self) -> list[str]:
        """Read what `writeQStringList` wrote; empty on error."""
        return self._qt_list(self.readQString)

    def _qt_codec(self) -> str:
        if self._qt_version == 1:
            return "latin-1"
        return "utf-16-le" if self._qt_order else "utf-16-be"

    def _qt_list(self, read: Callable[[], Any]) -> list[Any]:
        """Read a number of elements, and each of them with *read*. An announced number costs nothing until they come."""
        count = self._qt_size()
        if count < 0:
            self.setStatus(self.Status.SizeLimitExceeded)
        items: list[Any] = []
        for _ in range(count):
            item = read()
            if self._qt_status:
                return []
            items.append(item)
        return items

    # -- values ------------------------------------------------------------------------------------------------------

    def writeQVariant(self, value: Any) -> None:
        """Write *value* with its type: None, bool, int, float, str, bytes, list, dict with str keys, URL, date, UUID, JSON.

        Raises `TypeError` for other types.
        """
        from .variantstream import write_variant

        write_variant(self, value)

    def readQVariant(self) -> Any:
        """Read what `writeQVariant` wrote; None on error, also for types that are not known here (ReadCorruptData)."""
        from .variantstream import read_variant

        return read_variant(self)

    def __lshift__(self, value: Any) -> QDataStream:
        """Write a str, bytes, a list, a dict, or a `QByteArray`, `QUrl`, `QDateTime`... in the layout of its type.

        Raises `TypeError` for numbers, which have a method for each size, and for types that have no layout here.
        """
        from .streamvalues import write_value

        write_value(self, value)
        return self

    def __rshift__(self, target: Any) -> QDataStream:
        """Read into *target*, an object of the type that was written: `QByteArray`, `QUrl`, `QDateTime`, list, dict...

        Raises `TypeError` for what cannot be changed in place, such as str and int: the methods return those.
        """
        from .streamvalues import read_into

        read_into(self, target)
        return self


def _float(value: Any) -> float:
    if not isinstance(value, (int, float)):
        raise TypeError(f"a data stream needs a number here, not {value!r}")
    return float(value)


def _single(value: float) -> float:
    """*value*, rounded to single precision; infinite where that has no room."""
    try:
        return float(struct.unpack("<f", struct.pack("<f", value))[0])
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")
