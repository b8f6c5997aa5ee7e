"""`QByteArray`: Qt's mutable, comparable, hashable array of bytes.

What construction costs: ``QByteArray(data)`` of ``bytes`` is one copy of the memory and about a quarter of a
microsecond. Received pieces go through `QByteArray.from_chunks`, which copies each of them once, straight into the
result, without joining them first.

As in Qt the hash follows the contents: do not change an array that is a key. While a ``memoryview`` of an array
exists its size cannot change (BufferError); Qt would let the view dangle.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, SupportsIndex, TypeAlias

from . import bytecodec
from .bytereading import ByteReading, ByteSource, as_bytes, as_char
from .qtenum import QtEnum, QtFlag, export_enums

if TYPE_CHECKING:
    from typing import Self

_PADDING = b" "
# Inside the class the name means Qt's method.
_Slice: TypeAlias = slice


@export_enums
class QByteArray(ByteReading):
    """An array of bytes with Qt's methods. It is also a ``bytearray``, and goes wherever Python takes bytes.

    Indexing and iteration give ``bytes`` of length one, slices give a `QByteArray`. Methods that change the array
    return it, so that calls can be chained.
    """

    __slots__ = ("__dict__", "__weakref__")

    class Base64Option(QtFlag):
        """How base64 is written and read."""

        Base64Encoding = 0
        Base64UrlEncoding = 1
        KeepTrailingEquals = 0
        OmitTrailingEquals = 2
        IgnoreBase64DecodingErrors = 0
        AbortOnBase64DecodingErrors = 4

    class Base64DecodingStatus(QtEnum):
        """How decoding base64 ended."""

        Ok = 0
        IllegalInputLength = 1
        IllegalCharacter = 2
        IllegalPadding = 3

    class FromBase64Result:
        """What `QByteArray.fromBase64Encoding` returns: the bytes and the status. True if the status is Ok."""

        __slots__ = ("decoded", "decodingStatus")

        def __init__(self, decoded: QByteArray, status: QByteArray.Base64DecodingStatus) -> None:
            self.decoded = decoded
            self.decodingStatus = status

        def __bool__(self) -> bool:
            return self.decodingStatus == 0

        def __eq__(self, other: object) -> bool:
            if not isinstance(other, QByteArray.FromBase64Result):
                return NotImplemented
            return (self.decoded, self.decodingStatus) == (other.decoded, other.decodingStatus)

        def __hash__(self) -> int:
            return hash((self.decoded, self.decodingStatus))

    def __init__(self, data: ByteSource = None, size: str | int | None = None) -> None:
        """Make an array of *data*: bytes-like, str (as UTF-8) or nothing.

        ``QByteArray(count, char)`` makes *count* times *char*, and ``QByteArray(data, size)`` takes the first *size*
        bytes. Raises TypeError for other types.
        """
        if size is None:
            kind = data.__class__
            if kind is bytes or kind is bytearray:
                bytearray.__init__(self, data)  # type: ignore[arg-type]
                return
            if data is None:
                bytearray.__init__(self)
                self._null = True
                return
            if isinstance(data, int):
                raise TypeError(f"QByteArray({data!r}) needs a character to repeat: QByteArray({data!r}, 'x')")
            bytearray.__init__(self, as_bytes(data))
            self._null = isinstance(data, QByteArray) and data.isNull()
        elif isinstance(data, int):
            bytearray.__init__(self, bytes((as_char(size),)) * data)
        elif isinstance(size, int):
            source = as_bytes(data)
            bytearray.__init__(self, source if size < 0 else source[:size])
        else:
            raise TypeError(f"QByteArray(data, size) needs an int for the size, not {size!r}")

    @classmethod
    def from_chunks(cls, chunks: Iterable[bytes | bytearray | memoryview]) -> Self:
        """Make an array of all *chunks* in their order, copying each once."""
        result = bytearray.__new__(cls)
        for chunk in chunks:
            # The plain bytearray operation, so that no Python code runs per chunk.
            bytearray.__iadd__(result, chunk)
        return result

    # -- static makers -------------------------------------------------------------------------------------------

    @staticmethod
    def fromBase64(base64: ByteSource, options: int = 0) -> QByteArray:
        """Decode *base64*, skipping foreign characters unless *options* has AbortOnBase64DecodingErrors."""
        return QByteArray(bytecodec.decode_base64(as_bytes(base64), int(options))[0])

    @staticmethod
    def fromBase64Encoding(base64: ByteSource, options: int = 0) -> QByteArray.FromBase64Result:
        """As `fromBase64`, with the status."""
        data, status = bytecodec.decode_base64(as_bytes(base64), int(options))
        return QByteArray.FromBase64Result(QByteArray(data), QByteArray.Base64DecodingStatus(status))

    @staticmethod
    def fromHex(hexEncoded: ByteSource) -> QByteArray:
        """Decode pairs of hex digits; other characters are skipped."""
        return QByteArray(bytecodec.decode_hex(as_bytes(hexEncoded)))

    @staticmethod
    def fromPercentEncoding(pctEncoded: ByteSource, percent: str | bytes | int = "%") -> QByteArray:
        """Undo percent-encoding."""
        return QByteArray(bytecodec.percent_decode(as_bytes(pctEncoded), as_char(percent)))

    @staticmethod
    def fromRawData(data: ByteSource, size: int = -1) -> QByteArray:
        """An array of the first *size* bytes of *data* (-1: all). It is a copy: Python memory is not shared."""
        return QByteArray(as_bytes(data), size)

    @staticmethod
    def fromStdString(text: str) -> QByteArray:
        """The UTF-8 form of *text*."""
        return QByteArray(text)

    @staticmethod
    def number(value: int | float, base: int | str = 10, precision: int = 6) -> QByteArray:
        """*value* as text: an int in *base* 2 to 36; a float in the form *base* ``e``, ``f`` or ``g`` (default)."""
        return QByteArray(_number_text(value, base, precision))

    # -- editing -------------------------------------------------------------------------------------------------

    def setNum(self, value: int | float, base: int | str = 10, precision: int = 6) -> QByteArray:
        """Become the text that `number` gives."""
        return self.assign(_number_text(value, base, precision))

    def setRawData(self, data: ByteSource, size: int = -1) -> QByteArray:
        """Become a copy of the first *size* bytes of *data* (-1: all)."""
        source = as_bytes(data)
        return self.assign(source if size < 0 else source[:size])

    def assign(self, data: ByteSource, char: str | int | None = None) -> QByteArray:
        """Become *data*, or ``assign(count, char)``."""
        self._null = False
        bytearray.__setitem__(self, slice(None), bytes(_piece(data, char)))
        return self

    def append(self, data: ByteSource, more: str | int | None = None) -> QByteArray:  # type: ignore[override]
        """Add *data* at the end; also ``append(count, char)`` and ``append(data, size)``."""
        self._null = False
        piece = _piece(data, more)
        bytearray.__iadd__(self, bytes(self) if piece is self else piece)
        return self

    def prepend(self, data: ByteSource, more: str | int | None = None) -> QByteArray:
        """Add *data* in front; also ``prepend(count, char)`` and ``prepend(data, size)``."""
        return self.insert(0, data, more)

    def push_back(self, data: ByteSource) -> None:
        """Add *data* at the end."""
        self.append(data)

    def push_front(self, data: ByteSource) -> None:
        """Add *data* in front."""
        self.insert(0, data)

    def insert(self, index: int, data: ByteSource, more: str | int | None = None) -> QByteArray:  # type: ignore[override]
        """Insert *data* at *index*; also ``insert(index, count, char)`` and ``insert(index, data, size)``.

        Behind the end the gap is filled with spaces; a negative *index* does nothing.
        """
        if index >= 0:
            self._null = False
            piece = bytes(_piece(data, more))
            if index > len(self):
                bytearray.__iadd__(self, _PADDING * (index - len(self)))
            bytearray.__setitem__(self, slice(index, index), piece)
        return self

    def remove(self, index: int, count: int) -> QByteArray:  # type: ignore[override]
        """Remove *count* bytes from *index* on. Positions outside of the array, and counts below 1, do nothing."""
        if index >= 0 and count > 0:
            self._null = self.isNull()
            del self[index : index + count]
        return self

    def removeAt(self, index: int) -> QByteArray:
        """Remove the byte at *index*, if there is one."""
        return self.remove(index, 1)

    def removeFirst(self) -> QByteArray:
        """Remove the first byte, if there is one."""
        return self.remove(0, 1)

    def removeLast(self) -> QByteArray:
        """Remove the last byte, if there is one."""
        return self.remove(len(self) - 1, 1)

    def replace(self, before: ByteSource, after: ByteSource, data: ByteSource = None) -> QByteArray:  # type: ignore[override]
        """Replace every *before* by *after*; or, with three arguments ``(index, count, data)``, that stretch."""
        if data is None:
            changed = bytearray.replace(self, as_bytes(before), as_bytes(after))
            if changed != self:
                self.assign(changed)
            return self
        if not isinstance(before, int) or not isinstance(after, int):
            raise TypeError(f"replace(index, count, data) needs two ints first, not {before!r} and {after!r}")
        if 0 <= before <= len(self):
            self._null = False
            bytearray.__setitem__(self, slice(before, before + max(after, 0)), bytes(as_bytes(data)))
        return self

    def slice(self, pos: int, count: int = -1) -> QByteArray:
        """Keep only what `mid` would return."""
        return self.assign(self.mid(pos, count))

    def fill(self, char: str | bytes | int, size: int = -1) -> QByteArray:
        """Become *size* times *char* (-1: as many as there are bytes now)."""
        return self.assign(bytes((as_char(char),)) * (len(self) if size < 0 else size))

    def clear(self) -> None:
        """Remove all bytes; the array is null then."""
        bytearray.clear(self)
        self._null = True

    def chop(self, count: int) -> None:
        """Remove the last *count* bytes."""
        if count > 0:
            self.truncate(len(self) - count)

    def truncate(self, size: int) -> None:
        """Cut off what lies behind *size* bytes."""
        if size < len(self):
            self._null = False
            del self[max(size, 0) :]

    def resize(self, size: int, char: str | bytes | int = 0) -> None:
        """Make the array *size* bytes long; new bytes are *char*."""
        self._null = False
        if size > len(self):
            bytearray.__iadd__(self, bytes((as_char(char),)) * (size - len(self)))
        else:
            self.truncate(size)

    def resizeForOverwrite(self, size: int) -> None:
        """As `resize`."""
        self.resize(size)

    def reserve(self, size: int) -> None:
        """Accepted for Qt's sake: growth is amortised here, and *size* changes nothing."""

    def squeeze(self) -> None:
        """Accepted for Qt's sake: memory is given back when bytes are removed."""

    def shrink_to_fit(self) -> None:
        """As `squeeze`."""

    def nullTerminate(self) -> QByteArray:
        """Return the array: memory behind the contents is not visible in Python."""
        return self

    def swap(self, other: QByteArray) -> None:
        """Exchange the contents of the two arrays."""
        mine, null = bytes(self), self.isNull()
        theirs, other_null = bytes(other), other.isNull()
        self.assign(theirs)
        other.assign(mine)
        self._null, other._null = other_null, null

    # -- Python protocols ----------------------------------------------------------------------------------------

    def __getitem__(self, index: SupportsIndex | _Slice) -> Any:
        """One byte as ``bytes`` (index 0 to ``size() - 1``), or a slice as a `QByteArray`. Raises IndexError."""
        if isinstance(index, _Slice):
            return QByteArray(bytearray.__getitem__(self, index))
        at = index.__index__()
        if not 0 <= at < len(self):
            raise IndexError(f"index {at} out of bounds 0..{len(self)}")
        return bytes((bytearray.__getitem__(self, at),))

    def __setitem__(self, index: SupportsIndex | _Slice, value: Any) -> None:
        """Replace one byte by one byte, or a slice by bytes of any length. Raises IndexError, ValueError."""
        self._null = False
        if isinstance(index, _Slice):
            bytearray.__setitem__(self, index, as_bytes(value))
        else:
            bytearray.__setitem__(self, index, as_char(value))

    def __iter__(self) -> Iterator[bytes]:  # type: ignore[override]
        """The bytes one by one, each as ``bytes``."""
        for number in bytes(self):
            yield bytes((number,))

    def __reversed__(self) -> Iterator[bytes]:  # type: ignore[override]
        """The bytes one by one from the end."""
        for number in reversed(bytes(self)):
            yield bytes((number,))

    def __contains__(self, item: object) -> bool:
        """Whether *item* occurs, as a part of any length."""
        return self.find(as_bytes(item)) >= 0  # type: ignore[arg-type]

    def __add__(self, other: ByteSource) -> QByteArray:  # type: ignore[override]
        return QByteArray(bytearray.__add__(self, as_bytes(other))) if _is_source(other) else NotImplemented

    def __radd__(self, other: Any) -> Any:
        """``bytes + array`` is a `QByteArray`, ``str + array`` a ``str`` of the array read as UTF-8."""
        if isinstance(other, str):
            return other + self.decode("utf-8", "replace")
        return QByteArray(bytes(as_bytes(other)) + bytes(self)) if _is_source(other) else NotImplemented

    def __iadd__(self, other: ByteSource) -> QByteArray:  # type: ignore[override]
        return self.append(other)

    def __mul__(self, times: SupportsIndex) -> QByteArray:
        return QByteArray(bytes(self) * times)

    __rmul__ = __mul__

    def __eq__(self, other: object) -> bool:
        if isinstance(other, str):
            return bytearray.__eq__(self, other.encode("utf-8", "surrogatepass"))
        return bytearray.__eq__(self, other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __lt__(self, other: Any) -> bool:
        return bytearray.__lt__(self, as_bytes(other) if isinstance(other, str) else other)

    def __le__(self, other: Any) -> bool:
        return bytearray.__le__(self, as_bytes(other) if isinstance(other, str) else other)

    def __gt__(self, other: Any) -> bool:
        return bytearray.__gt__(self, as_bytes(other) if isinstance(other, str) else other)

    def __ge__(self, other: Any) -> bool:
        return bytearray.__ge__(self, as_bytes(other) if isinstance(other, str) else other)

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(bytes(self))

    def __repr__(self) -> str:
        return f"netaccess.QtCore.QByteArray({bytes(self)!r})"

    def __str__(self) -> str:
        return repr(bytes(self))

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), () if self.isNull() else (bytes(self),), self.__dict__ or None

    def __reduce_ex__(self, protocol: SupportsIndex) -> tuple[Any, ...]:
        return self.__reduce__()

    def __copy__(self) -> QByteArray:
        return self._same(self)

    def copy(self) -> QByteArray:
        """Another array with the same contents."""
        return self._same(self)


ByteReading._result = QByteArray


def _is_source(value: object) -> bool:
    """Whether *value* can stand in an addition."""
    return isinstance(value, (bytes, bytearray, memoryview, str, int))


def _piece(data: ByteSource, more: str | int | None) -> bytes | bytearray:
    """The bytes of ``(data)``, ``(count, char)`` or ``(data, size)``."""
    if more is None:
        return as_bytes(data)
    if isinstance(data, int):
        return bytes((as_char(more),)) * data
    if not isinstance(more, int):
        raise TypeError(f"the size of the data must be an int, not {more!r}")
    return as_bytes(data)[: max(more, 0)]


def _number_text(value: int | float, base: int | str, precision: int) -> bytes:
    """The text of an int in a base, or of a float in a form. Raises TypeError when they do not fit."""
    if isinstance(value, int) and isinstance(base, int):
        return bytecodec.format_integer(int(value), base)
    if isinstance(value, float):
        return bytecodec.format_double(value, "g" if base == 10 else chr(as_char(base)), precision)
    raise TypeError(f"expected an int with an int base, or a float with a form, not {value!r} and {base!r}")
