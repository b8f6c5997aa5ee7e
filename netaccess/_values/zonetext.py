"""Time zones as they stand in the text of a date: offsets, names of the database, names of the local clock."""

from __future__ import annotations

import time

from .zoneids import MAX_OFFSET, has_file, offset_of_id

LOCAL = "local"
"""Stands for the local clock, whose abbreviation was read."""

_LONG_UTC = "Coordinated Universal Time"


def read_zone(text: str, at: int, form: int, reserved: int) -> tuple[str | int, int] | None:
    """Read a zone: its name or its offset in seconds, and where it ends. None when there is none.

    :param form: how many ``t`` the field has: 1 for any, 2 for ``+0100``, 3 for ``+01:00``, 4 for a name.
    :param reserved: how many digits must be left for the fields behind.
    """
    if form < 4:
        found = _read_offset(text, at, form, reserved)
        if found is not None:
            return found
    if form in (2, 3):
        return None
    for name in time.tzname:
        if name and name not in ("UTC", "Z") and text.startswith(name, at) and not _goes_on(text, at + len(name)):
            return LOCAL, at + len(name)
    if form == 4 and text.startswith(_LONG_UTC, at):
        return "UTC", at + len(_LONG_UTC)
    end = at
    while end < len(text) and text[end].isascii() and (text[end].isalnum() or text[end] in "/_+-:"):
        end += 1
    while end > at:
        name = text[at:end]
        if offset_of_id(name) is not None or has_file(name):
            return name, end
        end -= 1
    return None


def _goes_on(text: str, at: int) -> bool:
    return text[at : at + 1].isalpha() or text[at : at + 1] in ("/", "_")


def _pair(text: str, at: int, reserved: int) -> int | None:
    """Return the two digits at *at*, None when they are none or belong to the fields behind."""
    digits = 0
    while at + digits < len(text) and text[at + digits] in "0123456789":
        digits += 1
    return int(text[at : at + 2]) if digits >= 2 and digits - 2 >= reserved else None


def _read_offset(text: str, at: int, form: int, reserved: int) -> tuple[int, int] | None:
    """Read ``Z``, ``UTC``, or an offset with or without ``UTC`` before it."""
    if form == 1 and text[at : at + 1] == "Z" and not _goes_on(text, at + 1):
        return 0, at + 1
    named = text.startswith("UTC", at) and not _goes_on(text, at + 3)
    start = at + 3 if named else at
    sign = text[start : start + 1]
    if sign not in ("+", "-") or (named and form == 2):
        return (0, start) if named else None
    end = start + 1
    hours = _pair(text, end, reserved)
    if hours is None:
        if form != 1 or text[end : end + 1] not in tuple("0123456789"):
            return None
        hours, end = int(text[end]), end + 1
    else:
        end += 2
    seconds = hours * 3600
    colon = text[end : end + 1] == ":"
    if form == (3 if not colon else 2):
        return _signed(seconds, sign, end)
    for unit in (60, 1):
        step = end + 1 if colon else end
        part = _pair(text, step, reserved) if text[end : end + 1] == ":" or not colon else None
        if part is None or part > 59:
            break
        seconds += part * unit
        end = step + 2
    return _signed(seconds, sign, end)


def _signed(seconds: int, sign: str, end: int) -> tuple[int, int] | None:
    if seconds > MAX_OFFSET:
        return None
    return (-seconds if sign == "-" else seconds), end
