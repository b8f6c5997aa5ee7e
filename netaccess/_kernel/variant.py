"""What Qt makes of a value that is set by name: the conversions between the types a variant can hold.

A str that is a number becomes one, a number becomes text, half a unit is rounded away from zero, None is the type's empty value.
What a type cannot be made of is not set.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .typenames import type_name

Convert = Callable[[Any], Any]


class Unconvertible(Exception):
    """A value that a property of the declared type cannot have."""


def to_declared(declared: Any, value: Any) -> Any:
    """Return *value* as the *declared* type (a class or how Qt spells it). Raises `Unconvertible`."""
    from enum import EnumMeta

    if isinstance(declared, EnumMeta):
        return _enumeration(declared, value)
    name = type_name(declared)
    convert = _CONVERSIONS.get(name)
    if convert is not None:
        return convert(value)
    if name.endswith("*"):
        if value is None or (
            isinstance(value, declared) if isinstance(declared, type) else hasattr(value, "_qt_thread")
        ):
            return value
        raise Unconvertible
    if isinstance(declared, type) and declared.__module__.startswith("netaccess."):
        return _value_class(declared, value)
    return value


def empty(declared: Any) -> Any:
    """Return the value of *declared* type that stands for nothing: 0, the empty str, None for objects."""
    try:
        return to_declared(declared, None)
    except (Unconvertible, TypeError, ValueError):
        return None


def _int(value: Any) -> int:
    if value is None:
        return 0
    if isinstance(value, float):
        return _rounded(value)
    if isinstance(value, int):
        return int(value)
    text = _text_of(value)
    digits = text.strip().replace("_", "x")  # Python's own spelling of large numbers is not Qt's
    try:
        return int(digits)
    except ValueError:
        raise Unconvertible from None


def _rounded(value: float) -> int:
    if value != value or value in (float("inf"), float("-inf")):
        raise Unconvertible
    return int(value + 0.5) if value >= 0 else -int(-value + 0.5)


def _float(value: Any) -> float:
    if value is None:
        return 0.0
    if isinstance(value, (int, float)):
        return float(value)
    try:
        return float(_text_of(value).replace("_", "x"))
    except ValueError:
        raise Unconvertible from None


def _bool(value: Any) -> bool:
    if isinstance(value, float) and value != value:
        raise Unconvertible
    if value is None or isinstance(value, (int, float)):
        return bool(value)
    return _text_of(value).lower() not in ("", "0", "false")


def _text_of(value: Any) -> str:
    """Return a str or a byte array as a str, and nothing else."""
    if isinstance(value, str):
        return value
    if isinstance(value, bytes) or type(value).__name__ == "QByteArray":
        return bytes(value).decode(errors="replace")
    raise Unconvertible


def _str(value: Any) -> str:
    from enum import Enum

    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Enum):
        return value.name
    if isinstance(value, int):
        return str(int(value))
    if isinstance(value, float):
        return repr(value).removesuffix(".0")
    if type(value).__name__ == "QUrl":
        return str(value.toString())
    return _text_of(value)


def _byte_array(value: Any) -> Any:
    from netaccess._values.bytearray import QByteArray

    if isinstance(value, (QByteArray, bytes, bytearray)):
        return QByteArray(value)
    if type(value).__name__ == "QUrl":
        raise Unconvertible
    return QByteArray(_str(value).encode())


def _list(value: Any) -> list[Any]:
    if value is None:
        return []
    if isinstance(value, (list, tuple)):
        return list(value)
    return list(_text_of(value))


def _string_list(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if value is None:
        return []
    if isinstance(value, (list, tuple)):
        return [_str(each) for each in value]
    raise Unconvertible


def _dict(value: Any) -> dict[str, Any]:
    if value is None:
        return {}
    if isinstance(value, dict) and all(isinstance(key, str) for key in value):
        return dict(value)
    raise Unconvertible


def _enumeration(declared: Any, value: Any) -> Any:
    if isinstance(value, declared):
        return value
    try:
        return declared(_int(value))
    except ValueError:
        raise Unconvertible from None


def _value_class(declared: type, value: Any) -> Any:
    """Make a value of one of our classes: of nothing, of one of its own, or, an address, of a str."""
    if isinstance(value, declared):
        return value
    if value is None or (isinstance(value, str) and declared.__name__ == "QUrl"):
        return declared() if value is None else declared(value)
    raise Unconvertible


_CONVERSIONS: dict[str, Convert] = {
    **dict.fromkeys(("int", "uint", "long", "ulong", "short", "ushort", "qlonglong", "qulonglong"), _int),
    **dict.fromkeys(("double", "float"), _float),
    **dict.fromkeys(("QString", "str"), _str),
    "bool": _bool,
    "QByteArray": _byte_array,
    **dict.fromkeys(("QVariantList", "list"), _list),
    **dict.fromkeys(("QVariantMap", "dict"), _dict),
    "QStringList": _string_list,
}
