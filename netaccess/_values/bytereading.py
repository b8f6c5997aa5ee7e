"""The reading half of `QByteArray`: search, cut, convert. Nothing here changes the object.

`QByteArray` is a ``bytearray``, because only then do files, ``json``, ``hashlib``, ``b"".join`` and ``memoryview``
take it on every supported Python. The methods of Qt whose names Python spells alike (``split``, ``count``, ``replace``)
follow Qt; the others of ``bytearray`` (``decode``, ``find``, ``startswith``) stay available.

Arguments that hold bytes may be bytes-like objects, ``str`` (taken as UTF-8) or, for one byte, an ``int``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, TypeAlias

from . import bytecodec

if TYPE_CHECKING:
    from .bytearray import QByteArray

ByteSource: TypeAlias = bytes | bytearray | memoryview | str | int | None


def as_bytes(value: ByteSource) -> bytes | bytearray:
    """The bytes that *value* stands for; an ``int`` of 0 to 255 (or -128 to -1) is one byte, None is empty.

    Raises TypeError for other types and ValueError for an ``int`` out of range.
    """
    if isinstance(value, (bytes, bytearray)):
        return value
    if isinstance(value, str):
        return value.encode("utf-8", "surrogatepass")
    if isinstance(value, int):
        if not -128 <= value <= 255:
            raise ValueError(f"{value} is no byte: it must be in the range -128 to 255")
        return bytes((value & 0xFF,))
    if isinstance(value, memoryview):
        return value.tobytes()
    if value is None:
        return b""
    raise TypeError(f"expected a bytes-like object, str, or int for one byte, not {value!r}")


def as_char(value: str | bytes | bytearray | int) -> int:
    """The number of the one byte that *value* stands for. Raises ValueError if it is not exactly one character."""
    data = value.encode("latin-1", "replace") if isinstance(value, str) else bytes(as_bytes(value))
    if len(data) != 1:
        raise ValueError(f"{value!r} is not exactly one character")
    return data[0]


class ByteReading(bytearray):
    """Everything a `QByteArray` can be asked."""

    __slots__ = ("_null",)

    # Set to QByteArray where that is defined: results are of that type, whatever the subclass asked.
    _result: ClassVar[type[QByteArray]]
    _null: bool

    def _same(self, data: bytes | bytearray) -> QByteArray:
        """*data* as a result that is null if this object is null."""
        return self._result() if self.isNull() else self._result(data)

    # -- size and state ------------------------------------------------------------------------------------------

    def size(self) -> int:
        """The number of bytes."""
        return len(self)

    def length(self) -> int:
        """The number of bytes."""
        return len(self)

    def capacity(self) -> int:
        """The number of bytes that fit before memory must be asked for."""
        return max(self.__alloc__() - 1, len(self))

    def isEmpty(self) -> bool:
        """Whether there are no bytes."""
        return not self

    def isNull(self) -> bool:
        """Whether this was made without contents, or cleared, and got none since."""
        return not self and getattr(self, "_null", False)

    def isUpper(self) -> bool:
        """Whether upper-casing would change nothing."""
        return self.upper() == self

    def isLower(self) -> bool:
        """Whether lower-casing would change nothing."""
        return self.lower() == self

    def isValidUtf8(self) -> bool:
        """Whether the bytes are well-formed UTF-8."""
        try:
            self.decode("utf-8")
        except UnicodeDecodeError:
            return False
        return True

    def isSharedWith(self, other: QByteArray) -> bool:
        """Whether *other* uses the same memory: only the object itself does."""
        return other is self

    # -- bytes and pieces ----------------------------------------------------------------------------------------

    def data(self) -> bytes:
        """A copy of the contents as ``bytes``."""
        return bytes(self)

    def constData(self) -> bytes:
        """A copy of the contents as ``bytes``."""
        return bytes(self)

    def toStdString(self) -> str:
        """The contents read as UTF-8. Raises UnicodeDecodeError."""
        return self.decode("utf-8")

    def at(self, index: int) -> str:
        """The byte at *index* as a character. Raises IndexError outside of 0 to ``size() - 1``."""
        if not 0 <= index < len(self):
            raise IndexError(f"index {index} out of bounds 0..{len(self)}")
        return chr(bytearray.__getitem__(self, index))

    def front(self) -> str:
        """The first byte as a character. Raises IndexError if empty."""
        return self.at(0)

    def back(self) -> str:
        """The last byte as a character. Raises IndexError if empty."""
        return self.at(len(self) - 1)

    def left(self, count: int) -> QByteArray:
        """The first *count* bytes, all of them if there are fewer."""
        return self._same(bytes(self)[: max(count, 0)])

    def right(self, count: int) -> QByteArray:
        """The last *count* bytes, all of them if there are fewer."""
        return self._same(bytes(self)[max(len(self) - max(count, 0), 0) :])

    def mid(self, pos: int, count: int = -1) -> QByteArray:
        """*count* bytes from *pos* on (-1: all the rest); null when *pos* lies behind the end."""
        size = len(self)
        if pos > size:
            return self._result()
        end = size if count < 0 else min(pos + count, size)
        return self._same(bytes(self)[max(pos, 0) : max(end, 0)])

    def first(self, count: int) -> QByteArray:
        """As `left`."""
        return self.left(count)

    def last(self, count: int) -> QByteArray:
        """As `right`."""
        return self.right(count)

    def sliced(self, pos: int, count: int = -1) -> QByteArray:
        """As `mid`."""
        return self.mid(pos, count)

    def chopped(self, count: int) -> QByteArray:
        """All but the last *count* bytes."""
        return self.left(len(self) - max(count, 0))

    def split(self, sep: str | bytes | bytearray | int) -> list[QByteArray]:  # type: ignore[override]
        """The pieces between the occurrences of *sep*. Raises ValueError if *sep* is empty."""
        return [self._result(piece) for piece in bytearray.split(self, as_bytes(sep))]

    def join(self, pieces: list[QByteArray | bytes]) -> QByteArray:  # type: ignore[override]
        """The *pieces* put together with these bytes between them."""
        return self._result(bytearray.join(self, pieces))

    # -- search --------------------------------------------------------------------------------------------------

    def contains(self, needle: ByteSource) -> bool:
        """Whether *needle* occurs."""
        return self.find(as_bytes(needle)) >= 0

    def indexOf(self, needle: ByteSource, start: int = 0) -> int:
        """The first position of *needle* at or after *start* (negative: counted from the end), or -1."""
        if start < 0:
            start += len(self)
            if start < 0:
                return -1
        return self.find(as_bytes(needle), start)

    def lastIndexOf(self, needle: ByteSource, start: int | None = None) -> int:
        """The last position of *needle* at or before *start* (negative: counted from the end), or -1."""
        pattern, size = as_bytes(needle), len(self)
        if start is None:
            start = size
        elif start < 0:
            start += size
        if start < 0 or (start > size and len(pattern) != 1):
            return -1
        return self.rfind(pattern, 0, start + len(pattern))

    def count(self, needle: ByteSource = None) -> int:  # type: ignore[override]
        """How often *needle* occurs, overlaps counted; without it, the size."""
        if needle is None:
            return len(self)
        pattern = as_bytes(needle)
        if len(pattern) < 2:
            return bytearray.count(self, pattern)
        found, at = 0, self.find(pattern)
        while at >= 0:
            found, at = found + 1, self.find(pattern, at + 1)
        return found

    def startsWith(self, prefix: ByteSource) -> bool:
        """Whether these bytes begin with *prefix*."""
        return self.startswith(as_bytes(prefix))

    def endsWith(self, suffix: ByteSource) -> bool:
        """Whether these bytes end with *suffix*."""
        return self.endswith(as_bytes(suffix))

    def compare(self, other: ByteSource, sensitivity: int = 1) -> int:
        """-1, 0 or 1 as these bytes sort before, with or after *other*; *sensitivity* 0 ignores the case of A to Z."""
        mine, theirs = bytes(self), bytes(as_bytes(other))
        if int(sensitivity) == 0:
            mine, theirs = mine.lower(), theirs.lower()
        return (mine > theirs) - (mine < theirs)

    # -- converted copies ----------------------------------------------------------------------------------------

    def toLower(self) -> QByteArray:
        """A copy with A to Z in lower case."""
        return self._same(self.lower())

    def toUpper(self) -> QByteArray:
        """A copy with a to z in upper case."""
        return self._same(self.upper())

    def trimmed(self) -> QByteArray:
        """A copy without blanks at either end."""
        return self._same(self.strip())

    def simplified(self) -> QByteArray:
        """A copy without blanks at either end, and with runs of blanks replaced by one space."""
        return self._same(b" ".join(bytearray.split(self)))

    def repeated(self, times: int) -> QByteArray:
        """*times* copies, one after another."""
        return self._same(bytes(self) * times)

    def leftJustified(self, width: int, fill: str | int = " ", truncate: bool = False) -> QByteArray:
        """A copy of at least *width* bytes, filled up at the end; *truncate* also cuts what is longer."""
        wide = bytes(self).ljust(width, bytes((as_char(fill),)))
        return self._result(wide[: max(width, 0)] if truncate else wide)

    def rightJustified(self, width: int, fill: str | int = " ", truncate: bool = False) -> QByteArray:
        """A copy of at least *width* bytes, filled up in front; *truncate* also cuts what is longer."""
        wide = bytes(self).rjust(width, bytes((as_char(fill),)))
        return self._result(wide[: max(width, 0)] if truncate else wide)

    def nullTerminated(self) -> QByteArray:
        """A copy: memory behind the contents is not visible in Python."""
        return self._result(self)

    def toHex(self, separator: str | bytes | int = "\0") -> QByteArray:
        """The bytes as lower-case hex digits, with *separator* between them unless it is NUL."""
        mark = as_char(separator)
        return self._same((self.hex(chr(mark)) if mark else self.hex()).encode("latin-1"))

    def toBase64(self, options: int = 0) -> QByteArray:
        """The bytes in base64; *options* from `QByteArray.Base64Option`."""
        return self._result(bytecodec.encode_base64(self, int(options)))

    def toPercentEncoding(
        self, exclude: ByteSource = b"", include: ByteSource = b"", percent: str | bytes | int = "%"
    ) -> QByteArray:
        """Percent-encode what is no letter, digit, ``-``, ``.``, ``_`` or ``~``.

        Bytes in *exclude* stay as they are, those in *include* are always encoded.
        """
        keep, force = bytes(as_bytes(exclude)), bytes(as_bytes(include))
        return self._same(bytecodec.percent_encode(self, keep, force, as_char(percent)))

    def percentDecoded(self, percent: str | bytes | int = "%") -> QByteArray:
        """The bytes with percent-encoding undone."""
        return self._same(bytecodec.percent_decode(self, as_char(percent)))

    # -- numbers -------------------------------------------------------------------------------------------------

    def toShort(self, base: int = 10) -> tuple[int, bool]:
        """``(number, True)`` read as 16 bits with sign, or ``(0, False)``; *base* 0 goes by the prefix, as in C."""
        return bytecodec.parse_integer(self, base, 16, True)

    def toUShort(self, base: int = 10) -> tuple[int, bool]:
        """As `toShort`, 16 bits without sign."""
        return bytecodec.parse_integer(self, base, 16, False)

    def toInt(self, base: int = 10) -> tuple[int, bool]:
        """As `toShort`, 32 bits with sign."""
        return bytecodec.parse_integer(self, base, 32, True)

    def toUInt(self, base: int = 10) -> tuple[int, bool]:
        """As `toShort`, 32 bits without sign."""
        return bytecodec.parse_integer(self, base, 32, False)

    def toLong(self, base: int = 10) -> tuple[int, bool]:
        """As `toShort`, 64 bits with sign."""
        return bytecodec.parse_integer(self, base, 64, True)

    def toULong(self, base: int = 10) -> tuple[int, bool]:
        """As `toShort`, 64 bits without sign."""
        return bytecodec.parse_integer(self, base, 64, False)

    def toLongLong(self, base: int = 10) -> tuple[int, bool]:
        """As `toShort`, 64 bits with sign."""
        return bytecodec.parse_integer(self, base, 64, True)

    def toULongLong(self, base: int = 10) -> tuple[int, bool]:
        """As `toShort`, 64 bits without sign."""
        return bytecodec.parse_integer(self, base, 64, False)

    def toDouble(self) -> tuple[float, bool]:
        """``(number, True)``, or ``(0.0, False)`` if the bytes are no number in the C locale or out of range."""
        return bytecodec.parse_double(self)

    def toFloat(self) -> tuple[float, bool]:
        """As `toDouble`, rounded to single precision."""
        return bytecodec.parse_float(self)
