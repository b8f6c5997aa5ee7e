"""How `QDataStream` writes values of our own classes, and reads into them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netaccess._values.bytearray import QByteArray
from netaccess._values.valuekind import value_class, value_kind

from .rawstream import NULL_SIZE

if TYPE_CHECKING:
    from .datastream import QDataStream

_NULL_DAY = -(2**63)
_NO_ZONE = "-No Time Zone Specified!"
_LOCAL, _UTC, _OFFSET, _ZONE = range(4)  # numbers of Qt.TimeSpec
_OLD_SPECS = {_LOCAL: -1, _UTC: 2, _OFFSET: 3, _ZONE: 4}  # as they were in Qt 4 and 5.1


def write_value(stream: QDataStream, value: Any) -> None:
    """Write *value* in the layout of its type. Raises `TypeError` if it has none."""
    if value is None or isinstance(value, str):
        stream.writeQString(value)
    elif isinstance(value, (bytes, bytearray, memoryview)):
        write_bytes(stream, value)
    elif isinstance(value, dict):
        write_typed(stream, "QJsonValue", value_class("QJsonDocument")(value))
    elif isinstance(value, (list, tuple)) and value_kind(value) != "QJsonArray":
        stream.writeQVariant(value)
    elif kind := value_kind(value):
        write_typed(stream, kind, value)
    elif isinstance(value, (int, float)):
        raise TypeError(
            f"how many bytes has {value!r}? say it: writeInt32(), writeUInt8(), writeDouble(), writeBool()..."
        )
    else:
        raise TypeError(f"a data stream has no layout for {value!r}")


def write_typed(stream: QDataStream, kind: str, value: Any) -> None:
    """Write *value*, which is of the class *kind*."""
    if kind == "QByteArray":
        write_bytes(stream, value)
    elif kind == "QUrl":
        data = value.toEncoded()
        write_bytes(stream, QByteArray(data) if len(data) else QByteArray())
    elif kind == "QUuid":
        data = bytes(value.toRfc4122())
        stream.writeRawData(_swapped(data) if stream._qt_order else data)
    elif kind == "QDate":
        _write_date(stream, value)
    elif kind == "QTime":
        _write_time(stream, value)
    elif kind == "QDateTime":
        _write_datetime(stream, value)
    elif kind == "QTimeZone":
        _write_zone(stream, value)
    else:
        _write_json(stream, value)


def write_bytes(stream: QDataStream, data: bytes | bytearray | memoryview) -> None:
    """Write a length and *data*; a null `QByteArray` as such."""
    if isinstance(data, QByteArray) and data.isNull():
        stream._qt_put("I", NULL_SIZE if stream._qt_version >= stream.Version.Qt_3_3 else 0)
    else:
        stream.writeBytes(data)


def read_typed(stream: QDataStream, kind: str) -> Any:
    """Read a new value of the class *kind*."""
    if kind == "QByteArray":
        return read_bytes(stream)
    if kind == "QUrl":
        return value_class("QUrl").fromEncoded(read_bytes(stream))
    if kind == "QUuid":
        data = stream._qt_take(16) or bytes(16)
        return value_class("QUuid").fromRfc4122(QByteArray(_swapped(data) if stream._qt_order else data))
    if kind == "QDate":
        return _read_date(stream)
    if kind == "QTime":
        return _read_time(stream)
    if kind == "QDateTime":
        return _read_datetime(stream)
    if kind == "QTimeZone":
        return _read_zone(stream)
    return _read_json(stream, kind)


def read_bytes(stream: QDataStream) -> QByteArray:
    """Read what `write_bytes` wrote; empty for a null array, and on error."""
    size = stream._qt_size()
    return QByteArray(stream._qt_take(size) or b"") if size > 0 else QByteArray(b"")


def read_into(stream: QDataStream, target: Any) -> None:
    """Read a value of *target*'s type and let *target* be equal to it. Raises `TypeError` for what cannot be changed."""
    kind = value_kind(target)
    if kind == "QByteArray" or (not kind and isinstance(target, bytearray)):
        data = read_bytes(stream)
        target[:] = data
    elif kind == "QJsonArray":
        target[:] = read_typed(stream, kind)
    elif kind:
        overwrite(target, read_typed(stream, kind))
    elif isinstance(target, list):
        value = stream.readQVariant()
        target[:] = value if isinstance(value, list) else []
    elif isinstance(target, dict):
        value = read_typed(stream, "QJsonDocument").object()
        target.clear()
        target.update(value)
    else:
        raise TypeError(f"cannot read into {target!r}: the methods readInt32(), readQString()... return such values")


def overwrite(target: Any, value: Any) -> None:
    """Give *target* the state of *value*, an instance of the same class or of a base of it."""
    for kind in type(value).__mro__:
        slots = vars(kind).get("__slots__", ())
        for name in (slots,) if isinstance(slots, str) else slots:
            if not name.startswith("__") and hasattr(value, name):
                object.__setattr__(target, name, getattr(value, name))
    for name, item in getattr(value, "__dict__", {}).items():
        object.__setattr__(target, name, item)


def _swapped(data: bytes) -> bytes:
    """A UUID's bytes with the numbers at its front the other way round."""
    return data[3::-1] + data[5:3:-1] + data[7:5:-1] + data[8:]


# -- dates -----------------------------------------------------------------------------------------------------------


def _write_date(stream: QDataStream, date: Any) -> None:
    if stream._qt_version < stream.Version.Qt_5_0:
        stream._qt_put("I", max(date.toJulianDay(), 0) & 0xFFFFFFFF if date.isValid() else 0)
    else:
        stream._qt_put("q", date.toJulianDay() if date.isValid() else _NULL_DAY)


def _read_date(stream: QDataStream) -> Any:
    kind = value_class("QDate")
    if stream._qt_version < stream.Version.Qt_5_0:
        day = stream._qt_get("I")
        return kind.fromJulianDay(day) if day else kind()
    day = stream._qt_get("q")
    return kind() if day == _NULL_DAY else kind.fromJulianDay(day)


def _write_time(stream: QDataStream, time: Any) -> None:
    valid = time.isValid()
    nothing = 0xFFFFFFFF if stream._qt_version >= stream.Version.Qt_4_0 else 0
    stream._qt_put("I", time.msecsSinceStartOfDay() if valid else nothing)


def _read_time(stream: QDataStream) -> Any:
    kind = value_class("QTime")
    moment = stream._qt_get("I")
    if moment >= 86_400_000 or (not moment and stream._qt_version < stream.Version.Qt_4_0):
        return kind()
    return kind.fromMSecsSinceStartOfDay(moment)


def _write_datetime(stream: QDataStream, moment: Any) -> None:
    version, versions = stream._qt_version, stream.Version
    spec = int(moment.timeSpec())
    shown = moment.toUTC() if version == versions.Qt_5_0 and moment.isValid() else moment
    _write_date(stream, shown.date())
    _write_time(stream, shown.time())
    if version >= versions.Qt_5_2:
        stream._qt_put("b", spec)
        if spec == _OFFSET:
            stream._qt_put("i", moment.offsetFromUtc())
        elif spec == _ZONE:
            _write_zone(stream, moment.timeZone())
    elif version == versions.Qt_5_0:
        stream._qt_put("b", spec)
    elif version >= versions.Qt_4_0:
        stream._qt_put("b", _OLD_SPECS[spec])


def _read_datetime(stream: QDataStream) -> Any:
    version, versions = stream._qt_version, stream.Version
    kind, zone = value_class("QDateTime"), value_class("QTimeZone")
    date, time = _read_date(stream), _read_time(stream)
    local = zone(zone.Initialization.LocalTime)
    utc = zone(zone.Initialization.UTC)
    if version < versions.Qt_4_0:
        return kind(date, time, local)
    spec = stream._qt_get("b")
    if version >= versions.Qt_5_2:
        if spec == _OFFSET:
            return kind(date, time, zone.fromSecondsAheadOfUtc(stream._qt_get("i")))
        if spec == _ZONE:
            return kind(date, time, _read_zone(stream))
        return kind(date, time, utc if spec == _UTC else local)
    if version == versions.Qt_5_0:
        moment = kind(date, time, utc)
        if spec != _LOCAL:
            return moment
        return moment.toLocalTime() if moment.isValid() else kind(date, time, local)
    return kind(date, time, utc if spec in (2, 3) else local)


def _write_zone(stream: QDataStream, zone: Any) -> None:
    spec = int(zone.timeSpec())
    if spec == _LOCAL:
        stream.writeQString("QTimeZone::LocalTime")
    elif spec == _UTC:
        stream.writeQString("QTimeZone::UTC")
    elif spec == _OFFSET:
        stream.writeQString("AheadOfUtcBy")
        stream._qt_put("i", zone.fixedSecondsAheadOfUtc())
    elif not zone.isValid():
        stream.writeQString(_NO_ZONE)
    else:
        name = bytes(zone.id()).decode("utf-8")
        if not name.startswith("UTC"):
            stream.writeQString(name)
            return
        offset = zone.standardTimeOffset(value_class("QDateTime").fromMSecsSinceEpoch(0))
        stream.writeQString("OffsetFromUtc")
        stream.writeQString(name)
        stream._qt_put("i", offset)
        stream.writeQString(name)
        stream.writeQString(name)
        stream._qt_put("i", 0)  # the territory: any
        stream.writeQString(name)


def _read_zone(stream: QDataStream) -> Any:
    kind = value_class("QTimeZone")
    name = stream.readQString()
    if name == _NO_ZONE:
        return kind()
    if name == "QTimeZone::LocalTime":
        return kind(kind.Initialization.LocalTime)
    if name == "QTimeZone::UTC":
        return kind(kind.Initialization.UTC)
    if name == "AheadOfUtcBy":
        return kind.fromSecondsAheadOfUtc(stream._qt_get("i"))
    if name == "OffsetFromUtc":
        name, offset = stream.readQString(), stream._qt_get("i")
        stream.readQString()
        stream.readQString()
        stream._qt_get("i")
        stream.readQString()
        known = kind(name.encode("utf-8"))
        return known if known.isValid() else kind(offset)
    return kind(name.encode("utf-8"))


# -- JSON ------------------------------------------------------------------------------------------------------------


def _write_json(stream: QDataStream, value: Any) -> None:
    kind = value_kind(value)
    if kind == "QJsonValue":
        _write_json_value(stream, value)
        return
    text = (value_class("QJsonDocument")(value) if kind == "QJsonArray" else value).toJson(1)
    write_bytes(stream, text if len(text) else QByteArray())


def _write_json_value(stream: QDataStream, value: Any) -> None:
    kind = value.type()
    stream._qt_put("B", kind)
    if kind == value.Type.Bool:
        stream.writeBool(value.toBool())
    elif kind == value.Type.Double:
        stream.writeDouble(value.toDouble())
    elif kind == value.Type.String:
        stream.writeQString(value.toString())
    elif kind in (value.Type.Array, value.Type.Object):
        write_bytes(stream, value.toJson(1))


def _read_json(stream: QDataStream, kind: str) -> Any:
    if kind == "QJsonValue":
        return _read_json_value(stream)
    text = read_bytes(stream)
    document = value_class("QJsonDocument").fromJson(text)
    if document.isNull() and len(text):
        stream.setStatus(stream.Status.ReadCorruptData)
    return document.array() if kind == "QJsonArray" else document


def _read_json_value(stream: QDataStream) -> Any:
    kind = value_class("QJsonValue")
    number = stream._qt_get("B")
    if number == kind.Type.Bool:
        return kind(stream.readBool())
    if number == kind.Type.Double:
        return kind(stream.readDouble())
    if number == kind.Type.String:
        return kind(stream.readQString())
    if number in (kind.Type.Array, kind.Type.Object):
        document = _read_json(stream, "QJsonDocument")
        return kind(document.array() if number == kind.Type.Array else document.object())
    return kind(kind.Type.Undefined if number == kind.Type.Undefined else kind.Type.Null)
