"""Qt's format strings: how they fall into fields and literal text, and how dates and times are written with them.

Names of days and months are English: there is no locale here.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

from .gregorian import LONG_DAYS, LONG_MONTHS, SHORT_DAYS, SHORT_MONTHS
from .qtnamespace import Qt

_LONGEST = {"d": 4, "M": 4, "y": 4, "h": 2, "H": 2, "m": 2, "s": 2, "z": 3, "t": 4}
"""How often the letter of a field may be repeated; what is repeated more often begins a new field."""

DATE_FIELDS = "dMy"
TIME_FIELDS = "hHmszaA"
ZONE_FIELDS = "t"
ALL_FIELDS = DATE_FIELDS + TIME_FIELDS + ZONE_FIELDS


class Field(NamedTuple):
    """One piece of a format string: a field (``dd``) when *is_field*, else text that stands for itself."""

    text: str
    is_field: bool


class Zone(NamedTuple):
    """What the ``t`` fields write of a time zone at some moment."""

    abbreviation: str
    offset: int
    name: str


def form_of(format: Any) -> Qt.DateFormat | None:
    """Return the fixed form that *format* is, None when it is a format string (or None, which is an empty one).

    Raises TypeError for anything else.
    """
    if format is None or isinstance(format, str):
        return None
    if not isinstance(format, int):
        raise TypeError(f"a format is a Qt.DateFormat or a str, not {format!r}")
    return Qt.DateFormat(format)


@lru_cache(maxsize=64)  # programs use few formats, and use them often
def split_format(pattern: str, letters: str) -> tuple[Field, ...]:
    """Split a format string at its fields.

    :param letters: the letters that are fields; all others, and what stands in single quotes, are literal text. Two
        single quotes are one of them, inside quoted text as well.
    """
    fields: list[Field] = []
    literal = ""
    quoted = False
    at = 0
    while at < len(pattern):
        letter = pattern[at]
        if letter == "'":
            if pattern[at + 1 : at + 2] == "'":
                literal += "'"
                at += 2
                continue
            quoted = not quoted
            at += 1
            continue
        size = 0 if quoted or letter not in letters else _field_size(pattern, at)
        if size:
            if literal:
                fields.append(Field(literal, False))
                literal = ""
            fields.append(Field(pattern[at : at + size], True))
        else:
            literal += letter
        at += size or 1
    if literal:
        fields.append(Field(literal, False))
    return tuple(fields)


def _field_size(pattern: str, at: int) -> int:
    """Return how many characters the field at *at* has; 0 for a single ``y``, which is no field."""
    letter = pattern[at]
    if letter in "aA":
        return 2 if pattern[at + 1 : at + 2] in ("p", "P") else 1
    longest = _LONGEST[letter]
    size = 1
    while size < longest and pattern[at + size : at + size + 1] == letter:
        size += 1
    if letter == "y":
        return size & ~1  # yy and yyyy
    return size


def has_half_days(fields: tuple[Field, ...]) -> bool:
    """Return whether there is an AM/PM field, which makes ``h`` count to twelve."""
    return any(field.is_field and field.text[0] in "aA" for field in fields)


def year_text(year: int) -> str:
    """Return a year with four digits at least, with a plus when it has more."""
    return f"+{year}" if year > 9999 else f"-{-year:04}" if year < 0 else f"{year:04}"


def _date_text(field: str, date: tuple[int, int, int], weekday: int) -> str:
    year, month, day = date
    if field[0] == "y":
        rest = abs(year) % 100
        return year_text(year) if len(field) == 4 else format(-rest if year < 0 else rest, "02")
    if field[0] == "M":
        names = (str(month), f"{month:02}", SHORT_MONTHS[month - 1], LONG_MONTHS[month - 1])
    else:
        names = (str(day), f"{day:02}", SHORT_DAYS[weekday - 1], LONG_DAYS[weekday - 1])
    return names[len(field) - 1]


def _time_text(field: str, msecs: int, half_days: bool) -> str:
    letter = field[0]
    hour = msecs // 3600000
    if letter in "aA":
        text = "AM" if hour < 12 else "PM"
        return text.lower() if field in ("a", "ap") else text
    if letter == "z":
        digits = f"{msecs % 1000:03}"
        return digits if len(field) == 3 else digits.rstrip("0") or "0"
    if letter == "h" and half_days:
        hour = (hour + 11) % 12 + 1
    number = {"h": hour, "H": hour, "m": msecs // 60000 % 60, "s": msecs // 1000 % 60}[letter]
    return f"{number:02}" if len(field) == 2 else str(number)


def offset_text(offset: int, colon: bool) -> str:
    """Return an offset from UTC in seconds as ``+01:00`` or ``+0100``, with seconds where it has some."""
    rest = abs(offset)
    parts = [f"{rest // 3600:02}", f"{rest // 60 % 60:02}"]
    if rest % 60:
        parts.append(f"{rest % 60:02}")
    return ("-" if offset < 0 else "+") + (":" if colon else "").join(parts)


def _zone_text(field: str, zone: Zone) -> str:
    if len(field) == 1:
        return zone.abbreviation
    return zone.name if len(field) == 4 else offset_text(zone.offset, colon=len(field) == 3)


def write(
    pattern: str,
    date: tuple[int, int, int] | None = None,
    weekday: int = 0,
    msecs: int | None = None,
    zone: Callable[[], Zone] | None = None,
) -> str:
    """Write a date, a time or both as *pattern* says; the fields of what is not given stand for themselves.

    :param date: year, month and day, and *weekday* (1 for Monday) with it.
    :param msecs: milliseconds since midnight.
    :param zone: asked for the zone when the pattern has a field for it.
    """
    letters = ("" if date is None else DATE_FIELDS) + ("" if msecs is None else TIME_FIELDS)
    fields = split_format(pattern, letters + ("" if zone is None else ZONE_FIELDS))
    half_days = has_half_days(fields)
    text = ""
    for field in fields:
        if not field.is_field:
            text += field.text
        elif field.text[0] == "t":
            assert zone is not None
            text += _zone_text(field.text, zone())
        elif field.text[0] in DATE_FIELDS:
            assert date is not None
            text += _date_text(field.text, date, weekday)
        else:
            assert msecs is not None
            text += _time_text(field.text, msecs, half_days)
    return text
