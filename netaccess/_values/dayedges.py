"""The first and the last moment of a day, which are not midnight where clocks change at night."""

from __future__ import annotations

from typing import Any

from . import localclock
from .date import QDate, integer
from .gregorian import EPOCH
from .momentstate import DAY, LOCAL, zone_of
from .qdatetime import QDateTime


def edge_of_date(date: QDate, where: tuple[Any, ...], offset: int, *, end: bool) -> QDateTime:
    """Return the first or the last millisecond of a date; invalid where the clocks skip the day.

    :param where: nothing for local time, else what `zone_of` takes, and the offset behind it.
    """
    moment = QDateTime()
    zone = LOCAL
    if where:
        zone = zone_of(where[0], integer(where[1], "an offset in seconds") if len(where) > 1 else offset)
    clock = zone._clock()
    if date._day is None or clock is None:
        return moment
    edge = localclock.edge_of_day(clock, (date._day - EPOCH + end) * (DAY // 1000), end=end) * 1000 - end
    moment._zone = zone
    moment._set_utc(edge)
    return moment if moment._day == date._day else QDateTime()
