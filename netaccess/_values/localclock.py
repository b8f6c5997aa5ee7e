"""The clock on the wall: what local time is at a moment, and which moment a time on a wall clock means."""

from __future__ import annotations

import time
from collections.abc import Callable

from .zonerules import Period

_MARGIN = 18 * 3600
"""No clock is further from UTC than this, in seconds, so that moments this far away lie on both sides of a change."""

# A calendar repeats itself, weekdays included, after 400 years; times that the platform's clock cannot convert are
# taken from the same day of the cycle that lies around now.
_CYCLE = 146097 * 86400
_EARLIEST = 0
_LATEST = 32503680000  # 3000-01-01, where the clock of Windows ends

REJECT, BEFORE, AFTER, PREFER_BEFORE, PREFER_AFTER, PREFER_STANDARD, PREFER_DAYLIGHT = range(7)
"""What to do with a time that the wall clock skips or shows twice; numbered as ``QDateTime.TransitionResolution``."""


def local_period(seconds: int) -> Period:
    """Return what the system's clock shows at a moment in seconds since 1970."""
    try:
        fields = time.localtime(seconds)
    except (OverflowError, OSError, ValueError):
        if seconds < _EARLIEST:
            fields = time.localtime(_EARLIEST + 86400)
        else:
            fields = time.localtime(_LATEST - _CYCLE + (seconds - _LATEST) % _CYCLE)
    offset = fields.tm_gmtoff
    daylight = fields.tm_isdst > 0
    return Period(offset, offset - 3600 if daylight else offset, daylight, fields.tm_zone)


def resolve(at: Callable[[int], Period], wall: int, how: int) -> tuple[int, Period] | None:
    """Return the moment (in seconds since 1970) that a wall clock means when it shows *wall*, and what is in force then.

    :param at: what is in force at a moment.
    :param wall: the time on the clock, in seconds since it showed the beginning of 1970.
    :param how: what to do with a time that is skipped or shown twice, `BEFORE` for instance.

    None when the clock does not show that time once and *how* is `REJECT`. For a time that is skipped, the clock shows
    another one at the moment returned.
    """
    before, after = at(wall - _MARGIN), at(wall + _MARGIN)
    early, late = wall - before.offset, wall - after.offset
    at_early = at(early)
    if before.offset == after.offset:
        return (early, at_early) if at_early.offset == before.offset else (wall - at_early.offset, at_early)
    at_late = at(late)
    fits_early, fits_late = at_early.offset == before.offset, at_late.offset == after.offset
    if fits_early and not fits_late:
        return early, at_early
    if fits_late and not fits_early:
        return late, at_late
    if how == REJECT:
        return None
    first = _wants_first(how, before, after, gap=not fits_early)
    return (early, at_early) if first else (late, at_late)


def _wants_first(how: int, before: Period, after: Period, gap: bool) -> bool:
    """Return whether the time is to be read with the offset from before the change.

    In a gap this gives a moment after the change, so that "prefer before" means the offset from after it.
    """
    if how in (BEFORE, AFTER):
        return how == BEFORE
    if how in (PREFER_BEFORE, PREFER_AFTER):
        return (how == PREFER_BEFORE) != gap
    # Where neither or both are daylight saving time, the clock that is ahead passes for it.
    ahead = before.is_daylight if before.is_daylight != after.is_daylight else before.offset > after.offset
    return (ahead == (how == PREFER_DAYLIGHT)) != gap


def change_between(at: Callable[[int], Period], low: int, high: int) -> int:
    """Return the moment after *low* and not after *high* from which on another offset is in force than at *low*."""
    offset = at(low).offset
    while high - low > 1:
        middle = (low + high) // 2
        if at(middle).offset == offset:
            low = middle
        else:
            high = middle
    return high


def edge_of_day(at: Callable[[int], Period], midnight: int, *, end: bool) -> int:
    """Return the moment at which a day begins, or with *end* the one at which it is over, in seconds since 1970.

    :param midnight: what the clock should show then, in seconds since it showed the beginning of 1970.

    Where the clock skips midnight, this is the moment of the change; the clock may then show another day altogether.
    """
    wall = midnight - 1 if end else midnight  # the day's own first or last second
    found = resolve(at, wall, REJECT)
    if found is None:
        before, after = at(wall - _MARGIN), at(wall + _MARGIN)
        if before.offset < after.offset:  # skipped
            return change_between(at, wall - after.offset, wall - before.offset)
        found = resolve(at, wall, AFTER if end else BEFORE)
    assert found is not None
    return found[0] + 1 if end else found[0]
