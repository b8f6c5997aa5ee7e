"""Moments from text and what text needs of them: what the readers of dates found becomes the state of a `QDateTime`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .dateformat import Zone
from .dateparse import BOTH, parse
from .datetext import read_moment
from .gregorian import julian_day
from .momentstate import DAY, LOCAL, MomentState
from .qtimezone import QTimeZone
from .qtnamespace import Qt
from .zonetext import LOCAL as LOCAL_NAME

if TYPE_CHECKING:
    from .qdatetime import QDateTime


def read_pattern(moment: MomentState, text: str, pattern: str, base_year: int) -> None:
    """Make *moment* what *text* says, written as a format string says; leave it null when it is not."""
    found = parse(text, pattern, BOTH, base_year)
    if found is not None:
        _fill(moment, found.date, found.msecs, None if found.zone == LOCAL_NAME else found.zone)


def read_form(moment: MomentState, text: str, form: Qt.DateFormat) -> None:
    """Make *moment* what *text* says, written in one of the fixed forms; leave it null when it is not."""
    found = read_moment(text, form)
    if found is not None:
        _fill(moment, found.date, found.msecs, found.offset)


def _fill(moment: MomentState, date: tuple[int, int, int], msecs: int, zone: str | int | None) -> None:
    day = julian_day(*date)
    if day is None:
        return
    if isinstance(zone, str):
        moment._zone = QTimeZone(zone)
    else:
        moment._zone = LOCAL if zone is None else QTimeZone.fromSecondsAheadOfUtc(zone)
    moment._day, moment._msecs = day + msecs // DAY, msecs % DAY
    moment._settle()


def zone_text(moment: QDateTime) -> Zone:
    """Return what the ``t`` fields of a format string write of a moment's zone."""
    period = moment._period()
    name = moment._zone.displayName(moment, QTimeZone.NameType.LongName)
    return Zone("" if period is None else period.abbreviation, moment.offsetFromUtc(), name)
