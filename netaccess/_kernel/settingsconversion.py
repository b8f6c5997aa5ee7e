"""What `QSettings.value` makes of a value when a type is asked for: what Qt's variants would."""

from __future__ import annotations

from typing import Any

from netaccess._values.bytearray import QByteArray

from .inivalue import float_text


def convert_setting(value: Any, kind: Any) -> Any:
    """*value* as a *kind*: the empty value of that type where it has no such form.

    Raises `TypeError` for a *kind* that settings do not know.
    """
    if kind is bool:
        return _bool(value)
    if kind is int:
        return _int(value)
    if kind is float:
        return _float(value)
    if kind is str:
        return _text(value)
    if kind is list:
        return _list(value)
    if kind is bytes:
        return _bytes(value)
    if kind is QByteArray:
        return QByteArray(_bytes(value))
    if isinstance(kind, type):
        if isinstance(value, kind):
            return value
        if kind is dict or kind is tuple:
            return kind(value) if kind is tuple and isinstance(value, list) else kind()
    raise TypeError(f"value() gives bool, int, float, str, list, dict or bytes, not {kind!r}")


def _text(value: Any) -> str:
    if isinstance(value, str):
        return str(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(int(value))
    if isinstance(value, float):
        return float_text(value)
    if isinstance(value, (bytes, bytearray)):
        return bytes(value).decode("utf-8", "replace")
    return ""


def _bool(value: Any) -> bool:
    if isinstance(value, (int, float)):
        return value == value and bool(value)
    return _text(value).lower() not in ("", "0", "false")


def _int(value: Any) -> int:
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        if value - value != 0:
            return 0
        return int(value + 0.5) if value >= 0 else -int(-value + 0.5)
    try:
        return int(_text(value).strip())
    except ValueError:
        return 0


def _float(value: Any) -> float:
    if isinstance(value, (int, float)):
        return float(value)
    try:
        return float(_text(value).strip())
    except ValueError:
        return 0.0


def _bytes(value: Any) -> bytes:
    return bytes(value) if isinstance(value, (bytes, bytearray)) else _text(value).encode("utf-8", "surrogatepass")


def _list(value: Any) -> list[Any]:
    if isinstance(value, (list, tuple)):
        return list(value)
    return [value] if isinstance(value, (str, int, float, bytes, bytearray)) else []
