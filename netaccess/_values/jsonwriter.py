"""Writing JSON byte for byte as Qt does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .jsonnumbers import double_text

_INDENT = "    "


def write(value: Any, compact: bool) -> bytes:
    """The JSON of *value*, which consists of None, bool, int, float, str, list and dict, in UTF-8.

    :param compact: without any space, else over several lines with indentation (and a newline at the end of containers).
    """
    text = _write_fast(value) if compact else None
    if text is None:
        text = "".join(_pieces(value, compact))
        if not compact and isinstance(value, (list, dict)):
            text += "\n"
    # Lone surrogates have no UTF-8: they are escaped, as \udXXX.
    return text.encode("utf-8", "backslashreplace")


def _write_fast(value: Any) -> str | None:
    """What the standard library writes, if that is what Qt would write as well: they differ in some floats."""
    import json
    import re

    try:
        text = json.dumps(value, ensure_ascii=False, check_circular=False, separators=(",", ":"))
    except RecursionError:
        return None
    return None if re.search(r"\d\.0(?!\d)|\de[-+]?\d|\d\.000|NaN|Infinity", text) else text


def _scalar(value: Any) -> str:
    """The text of a value that is no container."""
    from json.encoder import encode_basestring

    if value is None:
        return "null"
    if value is True or value is False:
        return "true" if value else "false"
    if isinstance(value, str):
        return encode_basestring(value)
    return double_text(value) if isinstance(value, float) else int.__repr__(value)


def _pieces(value: Any, compact: bool) -> list[str]:
    """The text of *value* in pieces. Without recursion: documents may be deeper than the call stack."""
    pieces: list[str] = []
    # What is still to come of each open container: its values with what stands in front, and how it ends.
    open_ones: list[tuple[Iterator[tuple[str, Any]], str]] = []
    line = ""
    while True:
        if isinstance(value, (list, dict)):
            inner = "" if compact else "\n" + _INDENT * (len(open_ones) + 1)
            end = "" if compact else "\n" + _INDENT * len(open_ones)
            array = isinstance(value, list)
            pieces.append("[" if array else "{")
            open_ones.append((_entries(value, inner, compact), end + ("]" if array else "}")))
        else:
            pieces.append(_scalar(value))
        while open_ones:
            entries, end = open_ones[-1]
            line, value = next(entries, ("", entries))
            if value is not entries:
                pieces.append(line)
                break
            pieces.append(end)
            open_ones.pop()
        else:
            return pieces


def _entries(container: Any, line: str, compact: bool) -> Iterator[tuple[str, Any]]:
    """What stands in front of each value of *container*, and the value."""
    separator = line
    if isinstance(container, list):
        for value in container:
            yield separator, value
            separator = "," + line
        return
    colon = ":" if compact else ": "
    for name, value in container.items():
        yield separator + _scalar(name) + colon, value
        separator = "," + line
