"""What a `QDateTime` holds, and how a time on a wall clock and a moment in UTC are made of each other."""

from __future__ import annotations

from typing import Any

from . import localclock
from .gregorian import EPOCH, FIRST_DAY, LAST_DAY
from .qtimezone import QTimeZone
from .zonerules import Period

DAY = 86400000
_LIMIT = 1 << 63

LOCAL = QTimeZone(QTimeZone.Initialization.LocalTime)
UTC = QTimeZone(QTimeZone.Initialization.UTC)
"""The two zones that need no name; zones that moments hold are never changed."""


class MomentState:
    """A date and a time of the day in a zone, and the zone's offset then; what is missing is None."""

    __slots__ = ("_day", "_msecs", "_offset", "_zone")

    _day: int | None
    """The Julian day."""
    _msecs: int | None
    """Milliseconds since midnight on the zone's clock."""
    _zone: QTimeZone
    _offset: int | None
    """Seconds east of UTC; None while this is no moment."""

    def _clear(self, zone: QTimeZone) -> None:
        self._day = self._msecs = self._offset = None
        self._zone = zone

    def _copy_state(self, other: MomentState) -> None:
        self._day, self._msecs = other._day, other._msecs
        self._zone, self._offset = other._zone, other._offset

    def _settle(self, how: int = localclock.BEFORE) -> None:
        """Find out the offset after date, time or zone have changed, and step out of times that the clock skips.

        :param how: what to do with times that the clock skips or shows twice, one of `localclock`'s numbers.
        """
        self._offset = None
        if self._day is None:
            return
        if self._msecs is None:
            self._msecs = 0
        wall = (self._day - EPOCH) * DAY + self._msecs
        if not -_LIMIT <= wall < _LIMIT:
            self._clear(self._zone)
            return
        clock = self._zone._clock()
        if clock is None:
            return
        found = localclock.resolve(clock, wall // 1000, how)
        if found is not None:
            self._set_moment(found[0] * 1000 + wall % 1000, found[1].offset)

    def _set_moment(self, utc: int, offset: int) -> None:
        wall = utc + offset * 1000
        if not (-_LIMIT <= utc < _LIMIT and -_LIMIT <= wall < _LIMIT):
            self._clear(self._zone)
            return
        day = wall // DAY + EPOCH
        if not FIRST_DAY <= day <= LAST_DAY:
            self._clear(self._zone)
            return
        self._day, self._msecs, self._offset = day, wall % DAY, offset

    def _set_utc(self, utc: int) -> None:
        """Become the moment *utc* (milliseconds since 1970) in the zone that is set."""
        clock = self._zone._clock()
        if clock is None:
            self._clear(self._zone)
        else:
            self._set_moment(utc, clock(utc // 1000).offset)

    def _utc(self) -> int | None:
        """Return the milliseconds since 1970, None while this is no moment."""
        if self._offset is None or self._day is None or self._msecs is None:
            return None
        return (self._day - EPOCH) * DAY + self._msecs - self._offset * 1000

    def _period(self) -> Period | None:
        """Return what is in force in the zone at this moment, None while this is none."""
        utc, clock = self._utc(), self._zone._clock()
        return None if utc is None or clock is None else clock(utc // 1000)

    def _order(self) -> tuple[bool, int]:
        """Return what moments are compared by: those that are none come first and are all the same."""
        utc = self._utc()
        return utc is not None, utc or 0

    def _order_of(self, other: object) -> tuple[bool, int] | None:
        """Return the order of another moment, Python's included; None for what is no moment."""
        if not isinstance(other, MomentState):
            from .momentargs import maybe_moment

            moment = maybe_moment(other)
            return None if moment is None else moment._order()
        return other._order()

    def __eq__(self, other: object) -> bool:
        order = self._order_of(other)
        return NotImplemented if order is None else self._order() == order

    def __lt__(self, other: object) -> bool:
        order = self._order_of(other)
        return NotImplemented if order is None else self._order() < order

    def __le__(self, other: object) -> bool:
        order = self._order_of(other)
        return NotImplemented if order is None else self._order() <= order

    def __gt__(self, other: object) -> bool:
        order = self._order_of(other)
        return NotImplemented if order is None else self._order() > order

    def __ge__(self, other: object) -> bool:
        order = self._order_of(other)
        return NotImplemented if order is None else self._order() >= order

    def __hash__(self) -> int:
        return hash(self._order())


def zone_of(value: Any, offset: int = 0) -> QTimeZone:
    """Return the zone that a `QTimeZone`, one of its `Initialization` or a `Qt.TimeSpec` with an offset means.

    Raises TypeError for anything else, ValueError for `Qt.TimeZone`, which does not say which one.
    """
    from .qtnamespace import Qt

    if isinstance(value, QTimeZone):
        return QTimeZone(value)
    if isinstance(value, QTimeZone.Initialization):
        return UTC if value == QTimeZone.Initialization.UTC else LOCAL
    if not isinstance(value, int):
        raise TypeError(f"a time zone is a QTimeZone or a Qt.TimeSpec, not {value!r}")
    spec = Qt.TimeSpec(value)
    if spec == Qt.TimeSpec.TimeZone:
        raise ValueError("Qt.TimeZone does not say which time zone: pass a QTimeZone instead of it")
    if spec == Qt.TimeSpec.OffsetFromUTC:
        return QTimeZone.fromSecondsAheadOfUtc(offset)
    return UTC if spec == Qt.TimeSpec.UTC else LOCAL


def quotient(number: int, divisor: int) -> int:
    """Divide and cut the fraction off, as C does: towards zero."""
    return number // divisor if number >= 0 else -(-number // divisor)
