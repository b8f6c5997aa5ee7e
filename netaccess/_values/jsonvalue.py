"""`QJsonValue`, and what JSON makes of other values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .bytearray import QByteArray
from .bytereading import as_bytes
from .jsonerror import QJsonParseError
from .jsonnumbers import GREATEST_INTEGER, LEAST_INTEGER, double_text, number_of_double
from .jsonparser import JsonError, parse
from .jsonwriter import write
from .qtenum import QtEnum, export_enums
from .valuekind import value_kind

if TYPE_CHECKING:
    from .jsonarray import QJsonArray


class _Undefined:
    """What stands where there is no value at all, not even null."""

    def __repr__(self) -> str:
        return "undefined"


UNDEFINED: Any = _Undefined()


def json_value(value: Any) -> Any:
    """*value* as JSON: None, a bool, an int of 64 bits, a float, a str, a list of such, or a dict of such sorted by key.

    What JSON has no form for becomes None, as in Qt: objects, and dicts whose keys are not all str. Dates, URLs and
    UUIDs become text. Raises `OverflowError` for ints of more than 64 bits.
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, int):
        if not LEAST_INTEGER <= value <= GREATEST_INTEGER:
            raise OverflowError(f"{int(value)} has more than the 64 bits that an integer in JSON may have")
        return int(value)
    if isinstance(value, float):
        return number_of_double(float(value)) if value - value == 0 else None
    if isinstance(value, dict):
        if not all(isinstance(key, str) for key in value):
            return None
        return {str(key): json_value(value[key]) for key in sorted(value, key=_utf16)}
    if isinstance(value, (list, tuple)):
        return [json_value(item) for item in value]
    return _text_of(value)


def _utf16(name: str) -> bytes:
    """What orders keys that a program gave; those of a text that was read are ordered by code points."""
    return name.encode("utf-16-be", "surrogatepass")


def _text_of(value: Any) -> Any:
    """The JSON of a value of one of our own classes, None for everything else."""
    kind = value_kind(value)
    if kind == "QJsonValue":
        return None if value._value is UNDEFINED else value._value
    if kind == "QJsonDocument":
        return value._value
    if kind == "QByteArray" or isinstance(value, (bytes, bytearray)):
        return bytes(value).decode("utf-8", "replace") or None
    if kind == "QUrl":
        return bytes(value.toEncoded()).decode("ascii")
    if kind == "QUuid":
        return value.toString(value.StringFormat.WithoutBraces)
    if kind in ("QDateTime", "QDate", "QTime"):
        from .qtnamespace import Qt

        text = value.toString(Qt.DateFormat.ISODateWithMs)
        return text if text or kind == "QDateTime" else None
    return None


def same_json(one: Any, other: Any) -> bool:
    """Whether two JSON values are equal. Unlike in Python, true is not 1."""
    if one is UNDEFINED or other is UNDEFINED:
        return one is other
    return write(one, True) == write(other, True)


def fill_error(error: QJsonParseError | None, code: QJsonParseError.ParseError, offset: int) -> None:
    """Put *code* and *offset* into *error*, if somebody wants to know."""
    if error is not None:
        error.error = code
        error.offset = offset


def json_source(data: Any, method: str) -> bytes:
    """The bytes of *data*: bytes-like, None (empty), or a str as UTF-8. Raises `TypeError` for others."""
    try:
        return b"" if data is None else bytes(as_bytes(data))
    except TypeError:
        raise TypeError(f"{method}() takes JSON as bytes, not {data!r}") from None


@export_enums
class QJsonValue:
    """One value of a JSON document: null, a bool, a number, a string, an array, an object, or undefined."""

    class Type(QtEnum):
        """What a value is."""

        Null = 0x0
        Bool = 0x1
        Double = 0x2
        String = 0x3
        Array = 0x4
        Object = 0x5
        Undefined = 0x80

    __slots__ = ("_value",)

    _value: Any

    def __init__(self, value: Any = None) -> None:
        """
        :param value: a bool, number, str, list, dict with str keys, `QJsonArray` or `QJsonValue`; or a `Type`, for the
            empty value of that type. None is null.
        Raises `TypeError` for what JSON has no form for.
        """
        if isinstance(value, QJsonValue.Type):
            empty = {1: False, 2: 0, 3: "", 4: [], 5: {}, 0x80: UNDEFINED}
            self._value = empty.get(int(value))
        elif isinstance(value, QJsonValue):
            self._value = value._value  # which may be undefined
        elif isinstance(value, float):
            self._value = number_of_double(value) if value - value == 0 else value
        else:
            self._value = json_value(value)
            if self._value is None and value is not None:
                raise TypeError(f"JSON has no form for {value!r}")

    @staticmethod
    def fromVariant(variant: Any) -> QJsonValue:
        """The JSON form of *variant*; null for what has none."""
        return wrap_json(json_value(variant))

    @staticmethod
    def fromJson(json: Any, error: QJsonParseError | None = None) -> QJsonValue:
        """Read a text, which may be of any type of value. Undefined if it is no JSON; *error* says why."""
        try:
            value = parse(json_source(json, "fromJson"))
        except JsonError as reason:
            fill_error(error, reason.error, reason.offset)
            return wrap_json(UNDEFINED)
        fill_error(error, QJsonParseError.ParseError.NoError, 0)
        return wrap_json(value)

    # -- what it is --------------------------------------------------------------------------------------------------

    def type(self) -> QJsonValue.Type:
        """What the value is."""
        value = self._value
        if value is None:
            return QJsonValue.Type.Null
        if value is UNDEFINED:
            return QJsonValue.Type.Undefined
        if isinstance(value, bool):
            return QJsonValue.Type.Bool
        if isinstance(value, (int, float)):
            return QJsonValue.Type.Double
        if isinstance(value, str):
            return QJsonValue.Type.String
        return QJsonValue.Type.Array if isinstance(value, list) else QJsonValue.Type.Object

    def isNull(self) -> bool:
        """Whether it is null."""
        return self._value is None

    def isBool(self) -> bool:
        """Whether it is true or false."""
        return isinstance(self._value, bool)

    def isDouble(self) -> bool:
        """Whether it is a number, whole or not."""
        return self.type() == QJsonValue.Type.Double

    def isString(self) -> bool:
        """Whether it is a string."""
        return isinstance(self._value, str)

    def isArray(self) -> bool:
        """Whether it is an array."""
        return isinstance(self._value, list)

    def isObject(self) -> bool:
        """Whether it is an object."""
        return isinstance(self._value, dict)

    def isUndefined(self) -> bool:
        """Whether there is no value: a key or an index that does not exist."""
        return self._value is UNDEFINED

    # -- taking it out -----------------------------------------------------------------------------------------------

    def toBool(self, defaultValue: bool = False) -> bool:
        """The bool, or *defaultValue* if it is none."""
        return self._value if isinstance(self._value, bool) else defaultValue

    def toInt(self, defaultValue: int = 0) -> int:
        """The number if it is whole and of 32 bits, else *defaultValue*."""
        value = self.toInteger(defaultValue)
        return value if -(2**31) <= value < 2**31 else defaultValue

    def toInteger(self, defaultValue: int = 0) -> int:
        """The number if it is whole and of 64 bits, else *defaultValue*."""
        value = self._value
        if isinstance(value, float) and value.is_integer() and abs(value) < 2.0**63:
            return int(value)
        return value if isinstance(value, int) and not isinstance(value, bool) else defaultValue

    def toDouble(self, defaultValue: float = 0.0) -> float:
        """The number, or *defaultValue* if it is none."""
        return float(self._value) if self.isDouble() else defaultValue

    def toString(self, defaultValue: str = "") -> str:
        """The string, or *defaultValue* if it is none."""
        return self._value if isinstance(self._value, str) else defaultValue

    def toStringView(self, defaultValue: str = "") -> str:
        """As `toString`."""
        return self.toString(defaultValue)

    def toArray(self, defaultValue: QJsonArray | None = None) -> QJsonArray:
        """The array, or *defaultValue* if it is none."""
        from .jsonarray import QJsonArray

        if isinstance(self._value, list):
            return QJsonArray(self._value)
        return QJsonArray() if defaultValue is None else defaultValue

    def toObject(self, defaultValue: dict[str, Any] | None = None) -> dict[str, Any]:
        """The object as a dict of Python values, or *defaultValue* if it is none."""
        if isinstance(self._value, dict):
            return copy_json(self._value)  # type: ignore[no-any-return]
        return {} if defaultValue is None else defaultValue

    def toVariant(self) -> Any:
        """The value as Python's own: None, bool, int, float, str, list or dict."""
        return None if self._value is UNDEFINED else copy_json(self._value)

    def toJson(self, format: int = 0) -> QByteArray:
        """The JSON text, indented or (``QJsonDocument.Compact``) compact."""
        return QByteArray(write(None if self._value is UNDEFINED else self._value, int(format) == 1))

    def swap(self, other: QJsonValue) -> None:
        """Exchange the two values."""
        self._value, other._value = other._value, self._value

    # -- Python protocols --------------------------------------------------------------------------------------------

    def __getitem__(self, key: str | int) -> QJsonValue:
        """The value of a key of an object, or at an index of an array; undefined if there is none."""
        return json_item(self._value, key)

    def __bool__(self) -> bool:
        """Whether it is not null."""
        return self._value is not None

    def __eq__(self, other: object) -> bool:
        if isinstance(other, QJsonValue):
            return same_json(self._value, other._value)
        if isinstance(other, (bool, int, float, str, list, dict)):
            return same_json(self._value, json_value(other))
        return NotImplemented

    def __hash__(self) -> int:
        return hash(self._value if self._value is UNDEFINED else write(self._value, True))

    def __copy__(self) -> QJsonValue:
        return QJsonValue(self)

    def __repr__(self) -> str:
        kind = self.type()
        value = self._value
        if kind in (QJsonValue.Type.Null, QJsonValue.Type.Undefined):
            text = kind.name.lower()
        elif isinstance(value, float):
            text = f"double, {double_text(value)}"
        else:
            inner = write(value, True).decode("utf-8")
            if isinstance(value, (list, dict)):
                inner = f"QJson{kind.name}({inner})"
            text = f"{kind.name.lower()}, {inner}"
        return f"<{self.__class__.__name__}({text})>"


def wrap_json(value: Any) -> QJsonValue:
    """A `QJsonValue` of what is known to be JSON already."""
    result = QJsonValue.__new__(QJsonValue)
    result._value = value
    return result


def copy_json(value: Any) -> Any:
    """A copy of *value*, of which nothing is shared that can be changed. Without recursion: documents may be deep."""
    if not isinstance(value, (list, dict)):
        return value
    top = value.copy()
    pending: list[Any] = [top]
    while pending:
        container = pending.pop()
        for key, item in container.items() if isinstance(container, dict) else enumerate(container):
            if isinstance(item, (list, dict)):
                container[key] = item = item.copy()
                pending.append(item)
    return top


def json_item(value: Any, key: str | int) -> QJsonValue:
    """Return the value of a key of an object, or at an index of an array; undefined if there is none."""
    if (isinstance(value, dict) and isinstance(key, str) and key in value) or (
        isinstance(value, list) and isinstance(key, int) and 0 <= key < len(value)
    ):
        return wrap_json(value[key])  # type: ignore[index]
    return wrap_json(UNDEFINED)
