"""Time zone rules as POSIX writes them in ``TZ``: a standard time, and when each year another one replaces it.

``CET-1CEST,M3.5.0,M10.5.0/3`` is the form in which every zone file says how its clocks go on after its last entry.
"""

from __future__ import annotations

from typing import NamedTuple

from .gregorian import EPOCH, civil, days_in_month, is_leap, julian_day, weekday

_DAY = 86400


class _Day(NamedTuple):
    """A day of the year on which clocks change, and the second of that day (by the clock before the change)."""

    kind: str  # J: day 1..365 without 29 February, 0: day 0..365 with it, M: the week-th weekday of a month
    day: int
    week: int
    month: int
    second: int

    def at(self, year: int) -> int:
        """Return the moment in a year, in seconds since 1970 by the clock before the change."""
        if self.kind == "M":
            first = julian_day(year, self.month, 1) or 0
            offset = (self.day - weekday(first)) % 7 + (self.week - 1) * 7
            if offset >= days_in_month(year, self.month):
                offset -= 7
            days = first + offset
        else:
            days = (julian_day(year, 1, 1) or 0) + self.day
            if self.kind == "J" and not (is_leap(year) and self.day >= 60):
                days -= 1
        return (days - EPOCH) * _DAY + self.second


class PosixRule(NamedTuple):
    """A zone's standard time and its daylight saving time, offsets in seconds east of UTC; *begins* None: only one."""

    standard: int
    standard_name: str
    daylight: int = 0
    daylight_name: str = ""
    begins: _Day | None = None
    ends: _Day | None = None

    def changes(self, year: int) -> list[tuple[int, bool]]:
        """Return the changes of a year in order: the moment in seconds since 1970, and whether daylight time begins."""
        if self.begins is None or self.ends is None:
            return []
        return sorted(
            ((self.begins.at(year) - self.standard, True), (self.ends.at(year) - self.daylight, False)),
            key=lambda change: change[0],
        )

    def is_daylight(self, seconds: int) -> bool:
        """Return whether daylight time is in force at a moment."""
        year = year_of(seconds + self.standard)
        changes = self.changes(year)
        if not changes:
            return False
        state = not changes[0][1]  # before the year's first change the year before goes on
        for moment, begins in changes:
            if seconds >= moment:
                state = begins
        return state


def year_of(seconds: int) -> int:
    """Return the year of a moment in seconds since 1970."""
    return civil(seconds // _DAY + EPOCH)[0]


class _Reader:
    """Reads a rule from left to right; every method raises ValueError where the text is no rule."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def skip(self, letter: str) -> bool:
        if self.peek() != letter:
            return False
        self.at += 1
        return True

    def number(self) -> int:
        start = self.at
        while self.peek().isdigit():
            self.at += 1
        return int(self.text[start : self.at])

    def name(self) -> str:
        if self.skip("<"):
            name, bracket, _ = self.text[self.at :].partition(">")
            self.at += len(name) + 1
            if not bracket:
                raise ValueError("a name in angle brackets does not end")
        else:
            start = self.at
            while self.peek().isascii() and self.peek().isalpha():
                self.at += 1
            name = self.text[start : self.at]
        if len(name) < 3:
            raise ValueError("a name of a time has three letters or more")
        return name

    def time(self) -> int:
        sign = -1 if self.skip("-") else 1
        if sign == 1:
            self.skip("+")
        seconds = self.number() * 3600
        if self.skip(":"):
            seconds += self.number() * 60
            if self.skip(":"):
                seconds += self.number()
        return sign * seconds

    def day(self) -> _Day:
        if self.skip("M"):
            month = self.number()
            week = self.number() if self.skip(".") else 0
            day = self.number() if self.skip(".") else -1
            if not (1 <= month <= 12 and 1 <= week <= 5 and 0 <= day <= 6):
                raise ValueError("a day of a month is out of range")
            return _Day("M", day or 7, week, month, self.time() if self.skip("/") else 7200)
        kind = "J" if self.skip("J") else "0"
        return _Day(kind, self.number(), 0, 0, self.time() if self.skip("/") else 7200)


def parse_posix_rule(text: str) -> PosixRule | None:
    """Read a rule such as ``CET-1CEST,M3.5.0,M10.5.0/3``; None when it is not one."""
    reader = _Reader(text)
    try:
        name = reader.name()
        standard = -reader.time()
        if not reader.peek():
            return PosixRule(standard, name)
        daylight_name = reader.name()
        daylight = -reader.time() if reader.peek() not in ("", ",") else standard + 3600
        if not reader.skip(","):
            return None
        begins = reader.day()
        ends = reader.day() if reader.skip(",") else None
    except ValueError:
        return None
    if ends is None or reader.peek():
        return None
    return PosixRule(standard, name, daylight, daylight_name, begins, ends)
