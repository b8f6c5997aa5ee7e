"""Dates and times in the fixed forms of `Qt.DateFormat`: ISO 8601, RFC 2822 and Qt's own, written and read.

Dates are tuples of year, month and day here, times milliseconds since midnight, offsets seconds east of UTC.
"""

from __future__ import annotations

from typing import NamedTuple

from .dateformat import offset_text, year_text
from .gregorian import SHORT_DAYS, SHORT_MONTHS, is_date, julian_day, weekday
from .qtnamespace import Qt

_DAY = 86400000
_PUNCTUATION = "!\"#%&'()*,-./:;?@[\\]_{}"

Date = tuple[int, int, int]


class Moment(NamedTuple):
    """What was read: a date, a time (a whole day's milliseconds for 24:00), and the offset, None for local time."""

    date: Date
    msecs: int
    offset: int | None


# -- writing ---------------------------------------------------------------------------------------------------------


def _clock(msecs: int) -> str:
    return f"{msecs // 3600000:02}:{msecs // 60000 % 60:02}:{msecs // 1000 % 60:02}"


def _plain_year(year: int) -> str:
    return f"{year:04}"


def write_date(date: Date, day_of_week: int, form: Qt.DateFormat) -> str:
    """Write a date; nothing for a year that ISO 8601 has no four digits for."""
    year, month, day = date
    if form == Qt.DateFormat.RFC2822Date:
        return f"{day:02} {SHORT_MONTHS[month - 1]} {year_text(year)}"
    if form == Qt.DateFormat.TextDate:
        return f"{SHORT_DAYS[day_of_week - 1]} {SHORT_MONTHS[month - 1]} {day} {_plain_year(year)}"
    return f"{year:04}-{month:02}-{day:02}" if 0 < year <= 9999 else ""


def write_time(msecs: int, form: Qt.DateFormat) -> str:
    """Write a time, with milliseconds for `Qt.ISODateWithMs`."""
    return _clock(msecs) + (f".{msecs % 1000:03}" if form == Qt.DateFormat.ISODateWithMs else "")


def write_moment(date: Date, day_of_week: int, msecs: int, form: Qt.DateFormat, spec: int, offset: int) -> str:
    """Write a date and a time, followed by what *form* says of a moment of that `Qt.TimeSpec` and offset."""
    year, month, day = date
    spec = Qt.TimeSpec(spec)
    if form == Qt.DateFormat.RFC2822Date:
        return f"{write_date(date, day_of_week, form)} {_clock(msecs)} {offset_text(_minutes(offset), colon=False)}"
    if form == Qt.DateFormat.TextDate:
        text = f"{SHORT_DAYS[day_of_week - 1]} {SHORT_MONTHS[month - 1]} {day} {_clock(msecs)} {_plain_year(year)}"
        if spec == Qt.TimeSpec.LocalTime:
            return text
        if spec == Qt.TimeSpec.TimeZone:
            return f"{text} UTC{offset_text(offset, colon=True)}"
        return f"{text} GMT" + ("" if spec == Qt.TimeSpec.UTC else offset_text(_minutes(offset), colon=False))
    written = write_date(date, day_of_week, form)
    if not written:
        return ""
    text = f"{written}T{write_time(msecs, form)}"
    if spec == Qt.TimeSpec.UTC:
        return text + "Z"
    return text if spec == Qt.TimeSpec.LocalTime else text + offset_text(_minutes(offset), colon=True)


def _minutes(offset: int) -> int:
    """Return an offset without its seconds, which these forms have no place for."""
    return offset // 60 * 60 if offset >= 0 else -(-offset // 60 * 60)


# -- reading: the parts ----------------------------------------------------------------------------------------------


def _digits(text: str, shortest: int, longest: int) -> int | None:
    return int(text) if shortest <= len(text) <= longest and text.isascii() and text.isdigit() else None


def _signed(text: str) -> int | None:
    sign = text[:1] if text[:1] in ("+", "-") else ""
    number = _digits(text[len(sign) :], 1, 9)
    return None if number is None else -number if sign == "-" else number


def _iso_date(text: str) -> Date | None:
    """Read ``2024-02-29`` from the beginning of *text*; what follows must not be a digit."""
    if len(text) < 10 or text[4] not in _PUNCTUATION or text[7] not in _PUNCTUATION or text[10:11].isdigit():
        return None
    year, month, day = _digits(text[:4], 4, 4), _digits(text[5:7], 2, 2), _digits(text[8:10], 2, 2)
    if year is None or month is None or day is None or not is_date(year, month, day):
        return None
    return year, month, day


def _iso_time(text: str, *, midnight: bool) -> int | None:
    """Read ``01``, ``01:02`` or ``01:02:03``, each with a fraction after it; with *midnight* 24:00 too."""
    whole, point, fraction = text.replace(",", ".").partition(".")
    parts = [_digits(part, 2, 2) for part in whole.split(":")]
    if len(parts) > 3 or None in parts or (point and _digits(fraction, 1, 99) is None):
        return None
    hour, minute, second = ([part or 0 for part in parts] + [0, 0])[:3]
    unit = (3600000, 60000, 1000)[len(parts) - 1]
    msecs = ((hour * 60 + minute) * 60 + second) * 1000
    if minute > 59 or second > 59 or hour > 24 or (hour == 24 and not midnight):
        return None
    if point:
        # Half a millisecond and more is rounded up.
        msecs += (int(fraction[:18]) * unit * 2 + 10 ** len(fraction[:18])) // (2 * 10 ** len(fraction[:18]))
    return msecs if msecs < _DAY or (midnight and msecs == _DAY) or hour < 24 else None


def iso_offset(text: str) -> int | None:
    """Read ``+1``, ``+01:30`` or ``+0130`` as seconds, None when it is no offset."""
    if text[:1] not in ("+", "-"):
        return None
    hours, colon, minutes = text[1:].partition(":")
    if not colon:
        hours, minutes = hours[:2], hours[2:]
    first, second = _digits(hours, 1, 2), _digits(minutes, 1, 2) if minutes else 0
    if first is None or second is None or second > 59:
        return None
    seconds = first * 3600 + second * 60
    return -seconds if text[0] == "-" else seconds


# -- reading: the whole ----------------------------------------------------------------------------------------------


def _read_iso(text: str) -> Moment | None:
    date = _iso_date(text)
    if date is None:
        return None
    if len(text) == 10:
        return Moment(date, 0, None)
    clock, offset = text[11:], None
    if text[10] not in "Tt " or not clock:
        return None
    if clock[-1] in "Zz":
        clock, offset = clock[:-1], 0
    else:
        sign = max(clock.rfind("+"), clock.rfind("-"))
        if sign >= 0:
            offset = iso_offset(clock[sign:])
            if offset is None:
                return None
            clock = clock[:sign]
    msecs = _iso_time(clock, midnight=True)
    return None if msecs is None else Moment(date, msecs, offset)


def _text_date(words: list[str]) -> Date | None:
    """Read month, day and year; the day of the week before them is not looked at."""
    day, year = _signed(words[1]), _signed(words[2])
    if words[0] not in SHORT_MONTHS or day is None or year is None:
        return None
    date = year, SHORT_MONTHS.index(words[0]) + 1, day
    return date if is_date(*date) else None


def _read_text(text: str) -> Moment | None:
    words = text.split()
    if len(words) not in (5, 6):
        return None
    clock, year = (words[3], words[4]) if ":" in words[3] else (words[4], words[3])
    date = _text_date([words[1], words[2], year])
    msecs = _iso_time(clock, midnight=False) if ":" in clock else None
    if date is None or msecs is None:
        return None
    if len(words) == 5:
        return Moment(date, msecs, None)
    zone = words[5]
    if zone[:3].upper() not in ("GMT", "UTC"):
        return None
    offset = iso_offset(zone[3:]) if zone[3:] else 0
    return None if offset is None else Moment(date, msecs, offset)


def _rfc_clock(text: str) -> int | None:
    parts = [_digits(part, 2, 2) for part in text.split(":")]
    if len(parts) not in (2, 3) or None in parts:
        return None
    hour, minute, second = ([part or 0 for part in parts] + [0])[:3]
    return ((hour * 60 + minute) * 60 + second) * 1000 if hour < 24 and minute < 60 and second < 60 else -1


def _rfc_words(text: str) -> tuple[str, str, str, str, list[str]] | None:
    """Return day of the week, day, month, year and what follows, from ``Fri, 09 Feb 2024`` or ``Fri Feb 09 2024``."""
    words = [word for word in text.strip().split(" ") if word]
    name = ""
    if words and words[0].endswith(","):
        name = words.pop(0)[:-1]
    elif words and words[0] in SHORT_DAYS:
        name = words.pop(0)
        if len(words) > 3 and ":" in words[2]:  # the time stands before the year
            words[2], words[3] = words[3], words[2]
        if len(words) < 3:
            return None
        return name, words[1], words[0], words[2], words[3:]
    return (name, words[0], words[1], words[2], words[3:]) if len(words) >= 3 else None


def _read_rfc(text: str) -> tuple[Date | None, int | None, int | None] | None:
    """Read RFC 2822: a date (None: not on the calendar), a time (None: there is none, -1: not on a clock), an offset."""
    found = _rfc_words(text)
    if found is None:
        return None
    name, day_text, month_text, year_text_, rest = found
    day, year = _digits(day_text, 1, 9), _digits(year_text_, 4, 4)
    if day is None or year is None or month_text not in SHORT_MONTHS or len(rest) > 2:
        return None
    msecs = offset = None
    if rest:
        msecs = _rfc_clock(rest[0])
        if msecs is None:
            return None
    if len(rest) == 2:
        hours, minutes = _digits(rest[1][1:3], 2, 2), _digits(rest[1][3:], 2, 2)
        if rest[1][0] not in "+-" or hours is None or minutes is None:
            return None
        offset = (hours * 3600 + minutes * 60) * (-1 if rest[1][0] == "-" else 1)
    date = year, SHORT_MONTHS.index(month_text) + 1, day
    known = julian_day(*date)
    if known is None or (name and SHORT_DAYS[weekday(known) - 1] != name):
        return None, msecs, offset
    return date, msecs, offset


def read_date(text: str, form: Qt.DateFormat) -> Date | None:
    """Read a date, None when *text* is not written that way."""
    if form == Qt.DateFormat.RFC2822Date:
        found = _read_rfc(text)
        return None if found is None else found[0]
    if form == Qt.DateFormat.TextDate:
        words = text.split()
        return _text_date(words[1:]) if len(words) == 4 else None
    return _iso_date(text)


def read_time(text: str, form: Qt.DateFormat) -> int | None:
    """Read a time as milliseconds since midnight, None when *text* is not written that way."""
    if form == Qt.DateFormat.RFC2822Date:
        found = _read_rfc(text)
        return None if found is None or found[1] is None or found[1] < 0 else found[1]
    if form == Qt.DateFormat.TextDate:
        msecs = _iso_time(text, midnight=False) if ":" in text else None
        return None if msecs is None else min(msecs, _DAY - 1)
    msecs = _iso_time(text, midnight=True)
    if msecs is None:
        return None
    return 0 if text.startswith("24") else min(msecs, _DAY - 1)


def read_moment(text: str, form: Qt.DateFormat) -> Moment | None:
    """Read a date and a time, None when *text* is not written that way."""
    if form == Qt.DateFormat.TextDate:
        return _read_text(text)
    if form != Qt.DateFormat.RFC2822Date:
        return _read_iso(text)
    found = _read_rfc(text)
    if found is None or found[0] is None or found[1] is None or found[1] < 0:
        return None
    return Moment(found[0], found[1], found[2] or 0)
