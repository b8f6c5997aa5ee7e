"""What the clocks of a place show and when they change, from zone files (RFC 8536) or a fixed offset.

The zoneinfo module finds the files (and the tzdata package where the system has none), but keeps from its users what
is needed here: the list of changes, which times count as daylight saving, and years beyond 1 to 9999.
"""

from __future__ import annotations

from bisect import bisect_right
from struct import unpack_from
from typing import NamedTuple

from .gregorian import shifted_year
from .posixrule import PosixRule, parse_posix_rule, year_of


class Period(NamedTuple):
    """What is in force at a moment: offsets in seconds east of UTC, standard time's own among them, and the name."""

    offset: int
    standard: int
    is_daylight: bool
    abbreviation: str


class Change(NamedTuple):
    """A moment in seconds since 1970 at which clocks change, and what is in force from then on."""

    moment: int
    period: Period


class FixedRules:
    """Clocks that never change."""

    __slots__ = ("period",)

    def __init__(self, offset: int, abbreviation: str) -> None:
        """Show the same *offset* (seconds east of UTC) for ever."""
        self.period = Period(offset, offset, False, abbreviation)

    def at(self, seconds: int) -> Period:
        """Return what is in force at a moment in seconds since 1970."""
        return self.period

    def after(self, seconds: int) -> Change | None:
        """Return the first change after a moment; there is none."""
        return None

    def before(self, seconds: int) -> Change | None:
        """Return the last change before a moment; there is none."""
        return None

    def has_daylight_time(self) -> bool:
        """Return whether clocks have ever shown daylight saving time."""
        return False

    def has_changes(self) -> bool:
        """Return whether the zone is one whose clocks can change."""
        return False


class TableRules(FixedRules):
    """Clocks that change at listed moments, and by a rule after the last of them."""

    __slots__ = ("changes", "moments", "tail")

    def __init__(self, first: Period, changes: list[Change], tail: PosixRule | None) -> None:
        """Show *first* until the first of *changes*, and follow *tail* after the last one."""
        self.period = first
        self.changes = changes
        self.moments = [change.moment for change in changes]
        self.tail = tail

    def at(self, seconds: int) -> Period:
        """Return what is in force at a moment in seconds since 1970."""
        index = bisect_right(self.moments, seconds)
        if index == len(self.moments) and self.tail is not None:
            return self._tail_period(self.tail.is_daylight(seconds))
        return self.changes[index - 1].period if index else self.period

    def _tail_period(self, daylight: bool) -> Period:
        tail = self.tail
        assert tail is not None
        if daylight:
            return Period(tail.daylight, tail.standard, True, tail.daylight_name)
        return Period(tail.standard, tail.standard, False, tail.standard_name)

    def _tail_changes(self, year: int) -> list[Change]:
        if self.tail is None:
            return []
        last = self.moments[-1] if self.moments else None
        return [
            Change(moment, self._tail_period(begins))
            for moment, begins in self.tail.changes(year)
            if last is None or moment > last
        ]

    def after(self, seconds: int) -> Change | None:
        """Return the first change after a moment in seconds since 1970, None when there is none."""
        index = bisect_right(self.moments, seconds)
        if index < len(self.changes):
            return self.changes[index]
        year = year_of(seconds)
        for near in (-1, 0, 1):
            for change in self._tail_changes(shifted_year(year, near)):
                if change.moment > seconds:
                    return change
        return None

    def before(self, seconds: int) -> Change | None:
        """Return the last change before a moment in seconds since 1970, None when there is none."""
        if not self.moments or seconds > self.moments[-1]:
            year = year_of(seconds)
            for near in (1, 0, -1):
                for change in reversed(self._tail_changes(shifted_year(year, near))):
                    if change.moment < seconds:
                        return change
        index = bisect_right(self.moments, seconds - 1)
        return self.changes[index - 1] if index else None

    def has_daylight_time(self) -> bool:
        """Return whether clocks have ever shown daylight saving time, or will."""
        if self.tail is not None and self.tail.begins is not None:
            return True
        return any(change.period.is_daylight for change in self.changes)

    def has_changes(self) -> bool:
        """Return whether the zone is one whose clocks can change, which those of every file can."""
        return True


def rules_of_posix(text: str) -> FixedRules | None:
    """Return the rules of a POSIX zone string, None when it is not one."""
    rule = parse_posix_rule(text)
    if rule is None:
        return None
    return TableRules(Period(rule.standard, rule.standard, False, rule.standard_name), [], rule)


def _block(data: bytes, at: int, width: int) -> tuple[list[int], list[int], list[tuple[int, bool, str]], int]:
    """Read one block of a zone file: moments, the type of each, the types, and where the block ends."""
    utc_flags, wall_flags, leaps, moments, types, names = unpack_from(">6l", data, at + 20)
    at += 44
    times = list(unpack_from(f">{moments}{'q' if width == 8 else 'l'}", data, at))
    at += moments * width
    indexes = list(data[at : at + moments])
    at += moments
    raw = [unpack_from(">lBB", data, at + 6 * index) for index in range(types)]
    at += 6 * types
    letters = data[at : at + names]
    at += names + leaps * (width + 4) + wall_flags + utc_flags
    kinds = [(offset, bool(dst), letters[name:].split(b"\0", 1)[0].decode("latin-1")) for offset, dst, name in raw]
    return times, indexes, kinds, at


def _standard_offset(offset: int, previous: int | None, following: int | None) -> int:
    """Guess the standard time behind a daylight time, which files do not tell: that before it or that after it.

    An hour's difference is the likeliest, then another one forward, then one backward (winter time in Ireland).
    """
    known = [standard for standard in (previous, following) if standard is not None]
    for low, high in ((3600, 3600), (1, 7200), (-7200, 0)):
        for standard in known:
            if low <= offset - standard <= high:
                return standard
    return offset - 3600


def rules_of_file(data: bytes) -> FixedRules | None:
    """Return the rules of a zone file's bytes, None when they are no zone file."""
    if data[:4] != b"TZif":
        return None
    times, indexes, kinds, end = _block(data, 0, 4)
    tail = None
    if data[4:5] >= b"2":
        times, indexes, kinds, end = _block(data, end, 8)
        tail = parse_posix_rule(data[end:].strip(b"\n").decode("latin-1"))
    standards = [None if kinds[index][1] else kinds[index][0] for index in indexes]
    following: list[int | None] = []
    coming: int | None = tail.standard if tail else None
    for standard in reversed(standards):
        following.append(coming)
        coming = coming if standard is None else standard
    following.reverse()
    first = next((kind for kind in kinds if not kind[1]), kinds[0])
    previous = first[0]
    changes: list[Change] = []
    for moment, index, after in zip(times, indexes, following, strict=True):
        offset, daylight, name = kinds[index]
        standard = _standard_offset(offset, previous, after) if daylight else offset
        previous = standard
        changes.append(Change(moment, Period(offset, standard, daylight, name)))
    if changes and changes[0].moment <= -(1 << 59):  # some files begin with the birth of time
        return TableRules(changes[0].period, changes[1:], tail)
    return TableRules(Period(first[0], first[0], False, first[2]), changes, tail)
