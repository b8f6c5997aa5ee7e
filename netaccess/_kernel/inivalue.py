"""Values of settings as the texts of an INI file, and back."""

from __future__ import annotations

from typing import Any

from netaccess._values.bytearray import QByteArray
from netaccess._values.initext import escape_value, escape_values, unescape_value
from netaccess._values.jsonnumbers import double_text
from netaccess._values.valuekind import value_kind

from .buffer import QBuffer
from .datastream import QDataStream
from .iodevice import QIODevice

_VERSIONS = {"@Variant(": QDataStream.Version.Qt_4_0, "@DateTime(": QDataStream.Version.Qt_5_6}


class Untouched(str):
    """A value in a file that means something to Qt but nothing here: it reads as None and is written back as it was."""

    __slots__ = ()


def storable(value: Any) -> Any:
    """A copy of *value*, if settings can hold it, with all that is inside of it.

    Raises `TypeError` if not, `OverflowError` for ints of more than 64 bits.
    """
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        raise OverflowError(f"{int(value)} has more than the 64 bits that an integer in settings may have")
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, (bytes, bytearray)):
        return QByteArray(value) if isinstance(value, bytearray) else value
    if value_kind(value):
        return copied(value)
    if isinstance(value, (list, tuple)):
        return type(value)(map(storable, value)) if type(value) in (list, tuple) else list(map(storable, value))
    if isinstance(value, dict) and all(isinstance(key, str) for key in value):
        return {key: storable(item) for key, item in value.items()}
    raise TypeError(f"settings hold no {type(value).__name__}: {value!r}")


def copied(value: Any) -> Any:
    """A copy of *value*, so that changing the one does not change the other."""
    if value is None or isinstance(value, (bool, int, float, str, bytes)):
        return value
    if type(value) in (list, tuple):
        return type(value)(map(copied, value))
    if isinstance(value, dict):
        return {key: copied(item) for key, item in value.items()}
    if isinstance(value, QByteArray):
        return QByteArray(value)
    kind = type(value)
    try:
        return kind(value)
    except TypeError:
        return value


def ini_text(value: Any) -> str:
    """*value* as it stands behind the equals sign."""
    if isinstance(value, Untouched):
        return str(value)
    if isinstance(value, (list, tuple)):
        texts = all(isinstance(item, str) for item in value)
        if len(value) != 1 or texts:
            return escape_values([text_of(item) for item in value])
    return escape_value(text_of(value))


def text_of(value: Any) -> str:
    """*value* as a text that says its type where that is not plain."""
    if value is None:
        return "@Invalid()"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(int(value))
    if isinstance(value, float):
        return float_text(value)
    if isinstance(value, str):
        if "\0" in value:
            return f"@String({value})"
        return "@" + value if value.startswith("@") else value
    if isinstance(value, (bytes, bytearray)):
        return f"@ByteArray({bytes(value).decode('latin-1')})"
    return _streamed("@DateTime(" if value_kind(value) == "QDateTime" else "@Variant(", value)


def float_text(value: float) -> str:
    """*value* in its shortest form, as Qt makes a text of it."""
    if value != value:
        return "nan"
    if value in (float("inf"), float("-inf")):
        return "inf" if value > 0 else "-inf"
    text = double_text(value)
    return "-0" if text == "0" and str(value).startswith("-") else text


def _streamed(prefix: str, value: Any) -> str:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    stream = QDataStream(buffer)
    stream.setVersion(_VERSIONS[prefix])
    stream.writeQVariant(value)
    return prefix + bytes(buffer.data()).decode("latin-1") + ")"


def ini_value(text: str) -> Any:
    """The value that stands behind the equals sign as *text*: a str, a list, or what a text says it is."""
    found = unescape_value(text)
    if isinstance(found, str):
        return _value_of(found, text)
    if any(item.startswith("@") for item in found):
        return [_value_of(item, item) for item in found]
    return found


def _value_of(text: str, raw: str) -> Any:
    """The value of a *text* that may say its type; for one that is not known here *raw* is kept as it is."""
    if not text.startswith("@"):
        return text
    if text.startswith("@@"):
        return text[1:]
    if text.endswith(")"):
        if text == "@Invalid()":
            return None
        if text.startswith("@ByteArray("):
            return QByteArray(text[11:-1].encode("latin-1", "replace"))
        if text.startswith("@String("):
            return text[8:-1]
        for prefix, version in _VERSIONS.items():
            if text.startswith(prefix):
                stream = QDataStream(text[len(prefix) : -1].encode("latin-1", "replace"))
                stream.setVersion(version)
                value = stream.readQVariant()
                return Untouched(raw.strip()) if stream.status() else value
        if text.startswith(("@Size(", "@Rect(", "@Point(")):
            return Untouched(raw.strip())
    return text
