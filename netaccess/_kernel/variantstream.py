"""How `QDataStream` writes and reads a value together with its type, as Qt does with a ``QVariant``.

Python objects of other types are refused: PySide6 pickles them. What it pickled is read here as far as it is plain
data: a pickle may call anything, and a stream may come from anybody.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from netaccess._values.valuekind import value_kind

from .streamvalues import read_bytes, read_typed, write_bytes, write_typed

if TYPE_CHECKING:
    from .datastream import QDataStream

DEEPEST = 200
"""How many lists and maps may stand in one another; more is taken for an attack on the stack."""

_BOOL, _INT, _UINT, _LONGLONG, _ULONGLONG, _DOUBLE, _CHAR = range(1, 8)
_MAP, _LIST, _STRING, _STRINGLIST, _BYTES = range(8, 13)
_HASH = 28
_NULL_POINTER = 51
_PICKLED = "PySide::PyObjectWrapper"
_TYPES = {"QDate": 14, "QTime": 15, "QDateTime": 16, "QUrl": 17, "QUuid": 30, "QJsonValue": 45, "QJsonArray": 47}
_TYPES |= {"QJsonDocument": 48}
_KINDS = {number: kind for kind, number in _TYPES.items()}
_JSON_OBJECT = 46
# Types by their number up to Qt 3, where they had others.
_OLD = {
    18: _BOOL,
    16: _INT,
    17: _UINT,
    33: _LONGLONG,
    34: _ULONGLONG,
    19: _DOUBLE,
    3: _STRING,
    2: _LIST,
    4: _STRINGLIST,
}
_OLD |= {1: _MAP, 29: _BYTES, 26: 14, 27: 15, 28: 16}
_TO_OLD = {new: old for old, new in _OLD.items()}
# Between Qt 4 and Qt 5 the numbers of the smaller types and of JSON moved by this.
_MOVED = 97
_FIRST_MOVED = 31
_NUMBERS: dict[int, Callable[[QDataStream], Any]] = {
    _BOOL: lambda stream: stream.readBool(),
    _INT: lambda stream: stream.readInt32(),
    _UINT: lambda stream: stream.readUInt32(),
    _LONGLONG: lambda stream: stream.readInt64(),
    _ULONGLONG: lambda stream: stream.readUInt64(),
    _DOUBLE: lambda stream: stream.readDouble(),
    _CHAR: lambda stream: stream.readQChar(),
    32: lambda stream: stream.readInt64(),
    33: lambda stream: stream.readInt16(),
    34: lambda stream: chr(stream.readUInt8()),
    35: lambda stream: stream.readUInt64(),
    36: lambda stream: stream.readUInt16(),
    37: lambda stream: stream.readUInt8(),
    38: lambda stream: stream.readFloat(),
    40: lambda stream: stream.readInt8(),
    _STRING: lambda stream: stream.readQString(),
    _STRINGLIST: lambda stream: stream.readQStringList(),
    _BYTES: read_bytes,
    _NULL_POINTER: lambda stream: None,
}


def write_variant(stream: QDataStream, value: Any) -> None:
    """Write the type of *value* and the value. Raises `TypeError` for types that have no number."""
    number = _number(value)
    kind = value_kind(value)
    if not _write_type(stream, number, kind):
        return
    if number == _BOOL:
        stream.writeBool(value)
    elif number == _INT:
        stream.writeInt32(value)
    elif number == _LONGLONG:
        stream.writeInt64(value)
    elif number == _ULONGLONG:
        stream.writeUInt64(value)
    elif number == _DOUBLE:
        stream.writeDouble(value)
    elif number == _STRING:
        stream.writeQString(value)
    elif number == _STRINGLIST:
        stream.writeQStringList(value)
    elif number == _LIST:
        stream._qt_put("I", len(value))
        for item in value:
            write_variant(stream, item)
    elif number == _MAP:
        stream._qt_put("I", len(value))
        for name in sorted(value, key=lambda text: text.encode("utf-16-be", "surrogatepass")):
            stream.writeQString(name)
            write_variant(stream, value[name])
    elif number == _BYTES:
        write_bytes(stream, value)
    else:
        write_typed(stream, kind, value)


def _number(value: Any) -> int:
    """The number of *value*'s type as it is in Qt 6, 0 for None, -1 for a type that is written by its name."""
    if value is None:
        return 0
    if isinstance(value, bool):
        return _BOOL
    if isinstance(value, int):
        if -(2**31) <= value < 2**31:
            return _INT
        if value >= 2**64 or value < -(2**63):
            raise OverflowError(f"{int(value)} has more than 64 bits")
        return _LONGLONG if value < 2**63 else _ULONGLONG
    if isinstance(value, float):
        return _DOUBLE
    if isinstance(value, str):
        return _STRING
    if isinstance(value, (bytes, bytearray)):
        return _BYTES
    kind = value_kind(value)
    if kind:
        return _TYPES.get(kind, -1)
    if isinstance(value, dict) and all(isinstance(name, str) for name in value):
        return _MAP
    if isinstance(value, (list, tuple)):
        return _STRINGLIST if value and all(isinstance(item, str) for item in value) else _LIST
    raise TypeError(f"a data stream has no type for {value!r}")


def _write_type(stream: QDataStream, number: int, kind: str) -> bool:
    """Write the *number* of a type as it is in the stream's version; whether a value is to follow."""
    version, versions = stream._qt_version, stream.Version
    named = number < 0 or (kind == "QUuid" and version < versions.Qt_5_0)
    if version < versions.Qt_4_0:
        number = 0 if named else _TO_OLD.get(number, 0)
    elif named:
        number = _user(stream)
    elif number >= _FIRST_MOVED and version < versions.Qt_5_0:
        number += _MOVED
    stream._qt_put("I", number)
    if version >= versions.Qt_4_2:
        stream._qt_put("b", not number)
    if number == _user(stream) and named and version >= versions.Qt_4_0:
        stream.writeBytes(kind.encode("ascii") + b"\0")
    if not number and version < versions.Qt_5_0:
        stream.writeQString(None)
    return number != 0


def _user(stream: QDataStream) -> int:
    """The number that says that the name of the type follows."""
    if stream._qt_version < stream.Version.Qt_5_0:
        return 127
    return 1024 if stream._qt_version < stream.Version.Qt_6_0 else 65536


def read_variant(stream: QDataStream, depth: int = 0) -> Any:
    """Read what `write_variant` wrote. None, with an error status, for types that are not known here."""
    version, versions = stream._qt_version, stream.Version
    number = stream._qt_get("I")
    if version < versions.Qt_4_0:
        number = _OLD.get(number, 0)
    elif version < versions.Qt_5_0 and number >= _FIRST_MOVED + _MOVED:
        number -= _MOVED
    if version >= versions.Qt_4_2:
        stream._qt_get("b")  # whether it is null, which Python has no value for
    if stream._qt_status and not number:
        return None
    if number == 0:
        if version < versions.Qt_5_0:
            stream.readQString()
        return None
    if number == _user(stream):
        kind = (stream.readBytes() or b"").rstrip(b"\0").decode("latin-1")
        if kind in ("QTimeZone", "QUuid"):
            return read_typed(stream, kind)
        if kind == _PICKLED:
            return _read_pickled(stream)
    elif number in _NUMBERS:
        return _NUMBERS[number](stream)
    elif number in _KINDS:
        return read_typed(stream, _KINDS[number])
    elif number == _JSON_OBJECT:
        return read_typed(stream, "QJsonDocument").object()
    elif number in (_LIST, _MAP, _HASH) and depth < DEEPEST:
        return _read_container(stream, number, depth + 1)
    stream.setStatus(stream.Status.ReadCorruptData)
    return None


def _read_pickled(stream: QDataStream) -> Any:
    """A value that PySide6 had no type for, if it is plain data: bytes, tuples and sets."""
    from netaccess._values.plainpickle import load_plain

    try:
        return load_plain(bytes(read_bytes(stream)))
    except ValueError:
        stream.setStatus(stream.Status.ReadCorruptData)
        return None


def _read_container(stream: QDataStream, number: int, depth: int) -> Any:
    if number == _LIST:
        return stream._qt_list(lambda: read_variant(stream, depth))
    pairs = stream._qt_list(lambda: (stream.readQString(), read_variant(stream, depth)))
    return dict(pairs)
