"""Dates as HTTP and cookies write them, to and from seconds since 1970, without the datetime module."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import wallclock

if TYPE_CHECKING:
    from .qdatetime import QDateTime

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTH_NUMBERS = {name.lower(): number for number, name in enumerate(_MONTHS, 1)}
_DAYS_BEFORE_MONTH = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)

LATEST = 253402300799
"""The last second of the year 9999, where the four-digit years of HTTP end."""
_EARLIEST = -62135596800
_JULIAN_DAY_OF_1970 = 2440588


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _days_in_month(year: int, month: int) -> int:
    if month == 2:
        return 29 if _is_leap(year) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def seconds(year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> int | None:
    """Return the seconds since 1970 of a moment in UTC, None for a moment that the calendar does not have."""
    if not (1 <= year <= 9999 and 1 <= month <= 12 and 1 <= day <= _days_in_month(year, month)):
        return None
    if not (0 <= hour < 24 and 0 <= minute < 60 and 0 <= second <= 60):
        return None
    before = year - 1
    days = before * 365 + before // 4 - before // 100 + before // 400 - 719162
    days += _DAYS_BEFORE_MONTH[month - 1] + (1 if month > 2 and _is_leap(year) else 0) + day - 1
    return ((days * 24 + hour) * 60 + minute) * 60 + min(second, 59)


def _civil(days: int) -> tuple[int, int, int]:
    """Return year, month and day of the day that is *days* after 1970-01-01."""
    days += 719162  # days since 0001-01-01
    cycles, days = divmod(days, 146097)
    centuries = min(days // 36524, 3)
    days -= centuries * 36524
    fours, days = divmod(days, 1461)
    years = min(days // 365, 3)
    days -= years * 365
    year = cycles * 400 + centuries * 100 + fours * 4 + years + 1
    month = 1
    while days >= _days_in_month(year, month):
        days -= _days_in_month(year, month)
        month += 1
    return year, month, days + 1


def format_http_date(moment: float, separator: str = " ") -> str:
    """Write *moment* (seconds since 1970) as ``Thu, 29 Feb 2024 12:34:56 GMT``.

    :param separator: stands between day, month and year; cookies traditionally have a dash there.
    """
    days, rest = divmod(min(max(int(moment // 1), _EARLIEST), LATEST), 86400)
    year, month, day = _civil(days)
    date = f"{day:02}{separator}{_MONTHS[month - 1]}{separator}{year:04}"
    return f"{_DAYS[(days + 3) % 7]}, {date} {rest // 3600:02}:{rest // 60 % 60:02}:{rest % 60:02} GMT"


def _number(text: str, longest: int) -> int | None:
    return int(text) if 1 <= len(text) <= longest and text.isascii() and text.isdigit() else None


def _time_of_day(text: str) -> tuple[int, int, int] | None:
    parts = [_number(part, 2) for part in text.split(":")]
    if len(parts) not in (2, 3) or None in parts:
        return None
    numbers = [part for part in parts if part is not None]
    return numbers[0], numbers[1], numbers[2] if len(numbers) == 3 else 0


def _near_year(year: int) -> int:
    """Place a two-digit year less than 50 years ahead of today (RFC 9110 5.6.7)."""
    this_year = _civil(int(wallclock.now() // 86400))[0]
    year += this_year - this_year % 100
    return year - 100 if year > this_year + 50 else year


def parse_http_date(text: str) -> int | None:
    """Read a date in one of HTTP's three forms (RFC 9110 5.6.7); None when it is not a date in UTC."""
    fields = text.replace(",", " ").split()
    if len(fields) > 1 and "-" in fields[1]:  # Sunday, 06-Nov-94 08:49:37 GMT
        fields[1:2] = fields[1].split("-")
    if len(fields) == 5 and fields[1].lower() in _MONTH_NUMBERS:  # Sun Nov  6 08:49:37 1994
        fields = [fields[0], fields[2], fields[1], fields[4], fields[3]]
    if len(fields) == 6 and fields.pop() not in ("GMT", "UTC"):
        return None
    if len(fields) != 5 or fields[0][:3].title() not in _DAYS:
        return None
    day, month, year = _number(fields[1], 2), _MONTH_NUMBERS.get(fields[2].lower()), _number(fields[3], 4)
    clock = _time_of_day(fields[4])
    if day is None or month is None or year is None or clock is None:
        return None
    if len(fields[3]) == 2:
        year = _near_year(year)
    return seconds(year, month, day, *clock)


def _cookie_tokens(text: str) -> list[str]:
    """Split a cookie's date where RFC 6265 5.1.1 splits it: at everything but letters, digits and colons."""
    return "".join(char if char.isalnum() or char == ":" else " " for char in text).split()


def parse_cookie_date(text: str) -> int | None:
    """Read the date of a cookie's Expires: a time, a day, a month and a year in any order (RFC 6265 5.1.1).

    As Qt does, dates in ISO 8601 and American numbers (6/9/2021) are read, and the time may be missing. Time zones are
    not looked at: the date is in UTC. None when it is no date.
    """
    if len(text) >= 10 and text[4] == "-" and text[7] == "-":
        text = f"{text[5:7]}/{text[8:10]}/{text[:4]} {text[11:]}"
    clock: tuple[int, int, int] | None = None
    month: int | None = None
    small: list[int] = []
    year: int | None = None
    for token in _cookie_tokens(text):
        if ":" in token:
            clock = clock or _time_of_day(token.rstrip("zZ"))
        elif token.isalpha():
            month = month or _MONTH_NUMBERS.get(token[:3].lower())
        elif (value := _number(token, 2)) is not None and len(small) < (1 if month else 2):
            small.append(value)
        elif (value := _number(token, 4)) is not None and year is None:
            year = value + (0 if len(token) > 2 else 1900 if value >= 70 else 2000)
    if month is None and len(small) == 2:
        month = small.pop(0)
    if month is None or year is None or year < 1601 or len(small) != 1:
        return None
    return seconds(year, month, small[0], *(clock or (0, 0, 0)))


def to_moment(moment: float) -> QDateTime:
    """Return *moment* (seconds since 1970) as a `QDateTime` in UTC."""
    from .qdatetime import QDateTime
    from .qtnamespace import Qt

    return QDateTime.fromMSecsSinceEpoch(round(moment * 1000), Qt.TimeSpec.UTC)


def from_moment(value: Any) -> float:
    """Return the seconds since 1970 of a moment.

    :param value: a `QDateTime`, a `datetime.datetime` (a naive one is local time), a `QDate` or a `datetime.date` (its
        midnight in UTC), or a number of seconds.

    Raises TypeError for anything else, ValueError for a `QDateTime` or a `QDate` that is not valid.
    """
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value)
    # Asked for by name, so that programs without dates do not load the classes.
    if hasattr(value, "toMSecsSinceEpoch"):
        if not value.isValid():
            raise ValueError(f"{value!r} is no moment")
        return float(value.toMSecsSinceEpoch()) / 1000
    if hasattr(value, "toJulianDay"):
        if not value.isValid():
            raise ValueError(f"{value!r} is no day")
        return float((value.toJulianDay() - _JULIAN_DAY_OF_1970) * 86400)
    from datetime import date, datetime

    if isinstance(value, datetime):
        return value.timestamp()
    if isinstance(value, date):
        return float(seconds(value.year, value.month, value.day) or 0)
    raise TypeError(f"a date is a QDateTime, a datetime, a date or a number of seconds since 1970, not {value!r}")
