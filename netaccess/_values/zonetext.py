"""Time zones as they stand in the text of a date: offsets, names of the database, names of the local clock."""

from __future__ import annotations

import time

from .zoneids import MAX_OFFSET, has_file, offset_of_id

LOCAL = "local"
"""Stands for the local clock, whose abbreviation was read."""

_LONG_UTC = "Coordinated Universal Time"
_DIGITS = "0123456789"

Reading = tuple[str | int, int]
"""The name of a zone or its offset in seconds, and where in the text it ends."""


def read_zone(text: str, at: int, form: int) -> list[Reading]:
    """Return what may be meant as a zone at *at*, the longest text first.

    Where an offset ends, only what follows can tell: ``+01:00:30`` may be an offset with seconds, or one without and
    something else after it.

    :param form: how many ``t`` the field has: 1 for any, 2 for ``+0100``, 3 for ``+01:00``, 4 for a name.
    """
    found: list[Reading] = []
    if form != 4:
        found = _offsets(text, at, form)
        if found or form != 1:
            return found
    for name in time.tzname:
        if name and name not in ("UTC", "Z") and text.startswith(name, at) and not _goes_on(text, at + len(name)):
            return [(LOCAL, at + len(name))]
    if form == 4 and text.startswith(_LONG_UTC, at):
        return [("UTC", at + len(_LONG_UTC))]
    end = at
    while end < len(text) and text[end].isascii() and (text[end].isalnum() or text[end] in "/_+-:"):
        end += 1
    while end > at:
        name = text[at:end]
        if offset_of_id(name) is not None or has_file(name):
            return [(name, end)]
        end -= 1
    return found


def _goes_on(text: str, at: int) -> bool:
    return text[at : at + 1].isalpha() or text[at : at + 1] in ("/", "_")


def _offsets(text: str, at: int, form: int) -> list[Reading]:
    """Read ``Z``, ``UTC``, or an offset with or without ``UTC`` before it."""
    if form == 1 and text[at : at + 1] == "Z" and not _goes_on(text, at + 1):
        return [(0, at + 1)]
    named = text.startswith("UTC", at)
    start = at + 3 if named else at
    found: list[Reading] = [(0, start)] if named else []
    sign = text[start : start + 1]
    if sign not in ("+", "-") or (named and form == 2):
        return found
    for seconds, end in _numbers(text, start + 1, form):
        if seconds <= MAX_OFFSET:
            found.append((-seconds if sign == "-" else seconds, end))
    found.reverse()
    return found


def _numbers(text: str, at: int, form: int) -> list[tuple[int, int]]:
    """Read hours, then minutes and seconds where there are; return the seconds after each of them, and its end."""
    hours = _pair(text, at)
    if hours is None:
        if form != 1 or text[at : at + 1] not in tuple(_DIGITS):
            return []
        seconds, end = int(text[at]) * 3600, at + 1
    else:
        seconds, end = hours * 3600, at + 2
    found = [(seconds, end)]
    colon = text[end : end + 1] == ":"
    if form == (2 if colon else 3):
        return found
    for unit in (60, 1):
        step = end + 1 if colon else end
        part = _pair(text, step) if text[end : end + 1] == ":" or not colon else None
        if part is None or part > 59:
            break
        seconds, end = seconds + part * unit, step + 2
        found.append((seconds, end))
    return found


def _pair(text: str, at: int) -> int | None:
    digits = text[at : at + 2]
    return int(digits) if len(digits) == 2 and digits.isascii() and digits.isdigit() else None
