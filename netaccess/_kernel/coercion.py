"""What a signal makes of its arguments: the conversions that Qt for Python applies for the types a signal declares.

A declared ``int`` takes None as 0 and truncates a float; ``str`` takes None as empty; ``QByteArray`` takes any bytes; a class
of the program's own (and ``object``) takes anything as it is. Where Qt for Python would print a line and deliver a zero, or
crash, emitting raises `TypeError`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from netaccess._values.qtenum import QtEnum, QtFlag

from .typenames import SPELLINGS

Converter = Callable[[Any], Any]

_NAMED_TYPES: dict[str, type] = {
    **{name: cls for cls, name in SPELLINGS.items()},
    **dict.fromkeys(("uint", "qint64", "quint64", "qlonglong", "qulonglong", "long", "short", "int64", "uint64"), int),
    "float": float,
    "str": str,
    "list": list,
    "dict": dict,
}


def converter(declared: object) -> Converter | None:
    """Return the function that converts an argument to the *declared* type, None when every object is taken as it is."""
    if isinstance(declared, str):
        declared = _NAMED_TYPES.get(declared, object)
    if not isinstance(declared, type):
        return None
    found = _CONVERTERS.get(declared)
    if found is not None:
        return found
    if declared.__name__ == "QByteArray" and declared.__module__.startswith("netaccess."):
        return _byte_array(declared)
    if issubclass(declared, (QtEnum, QtFlag)):
        return _enum(declared)
    from .qobject import QObject

    if issubclass(declared, QObject):
        return _object
    if declared.__name__.startswith("Q") and declared.__module__.startswith("netaccess._values."):
        return _value(declared)
    return None


def _refuse(value: object, wanted: str) -> TypeError:
    return TypeError(f"a signal argument declared as {wanted} cannot be {value!r} ({type(value).__name__})")


def _int(value: Any) -> Any:
    if isinstance(value, (int, float)):
        return int(value)  # also of a bool or an enumeration's member: what arrives is a plain int
    if value is None:
        return 0
    if hasattr(value, "__index__"):
        return value.__index__()
    raise _refuse(value, "int")


def _str(value: Any) -> Any:
    if isinstance(value, str):
        return str.__str__(value)  # a subclass arrives as a plain str
    if value is None:
        return ""
    raise _refuse(value, "str")


def _float(value: Any) -> Any:
    if value is None:
        return 0.0
    if isinstance(value, (int, float)) or hasattr(value, "__float__"):
        return float(value)
    raise _refuse(value, "float")


def _bool(value: Any) -> Any:
    if isinstance(value, bool):
        return value
    if value is None or isinstance(value, int):
        return bool(value)
    raise _refuse(value, "bool")


def _list(value: Any) -> Any:
    if value is None:
        return []
    if isinstance(value, dict) or not hasattr(value, "__getitem__") or not hasattr(value, "__len__"):
        raise _refuse(value, "list")
    return list(value)


def _dict(value: Any) -> Any:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise _refuse(value, "dict")
    return dict(value)


def _object(value: Any) -> Any:
    from .qobject import QObject

    if value is None or isinstance(value, QObject):
        return value
    raise _refuse(value, "a QObject")


def _byte_array(cls: type) -> Converter:
    def convert(value: Any) -> Any:
        if isinstance(value, cls):
            return value
        if value is None:
            return cls()
        if isinstance(value, (bytes, bytearray, memoryview)):
            return cls(value)
        raise _refuse(value, "QByteArray")

    return convert


def _value(cls: type) -> Converter:
    """Return the converter to a value class of ours: None is the empty value, and an URL may be given as its text."""

    def convert(value: Any) -> Any:
        if isinstance(value, cls):
            return value
        if value is None:
            return cls()
        if cls.__name__ == "QUrl" and isinstance(value, str):
            return cls(value)
        raise _refuse(value, cls.__name__)

    return convert


def _enum(cls: type) -> Converter:
    def convert(value: Any) -> Any:
        if isinstance(value, cls):
            return value
        try:
            return cls(0 if value is None else value)
        except ValueError:
            raise _refuse(value, cls.__name__) from None

    return convert


_CONVERTERS: dict[type, Converter] = {int: _int, str: _str, float: _float, bool: _bool, list: _list, dict: _dict}
EXACT: dict[Converter, type] = {_int: int, _str: str, _float: float, _bool: bool}
"""Converters that return a value of exactly this type unchanged: emission may skip the call."""
