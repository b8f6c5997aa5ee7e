"""What a `QDateTime` can be made of: other moments, Python's, dates and times, or numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .date import QDate, as_date, integer, maybe_date
from .momentenums import TransitionResolution
from .momentstate import LOCAL, UTC, MomentState, zone_of
from .qtimezone import QTimeZone
from .qtnamespace import Qt
from .timeofday import QTime, as_time, maybe_time

if TYPE_CHECKING:
    from .qdatetime import QDateTime


def take_moment(moment: MomentState, value: Any) -> None:
    """Make *moment* a copy of a `QDateTime` or a `datetime.datetime`, or the local midnight of a date."""
    if isinstance(value, MomentState):
        moment._copy_state(value)
        return
    found = maybe_moment(value)
    if found is not None:
        moment._copy_state(found)
        return
    date = maybe_date(value)
    if date is None:
        raise TypeError(f"QDateTime takes a date and a time, a QDateTime or a datetime.datetime, not {value!r}")
    moment._day = date._day
    moment._settle()


def take_numbers(moment: MomentState, args: tuple[Any, ...]) -> None:
    """Make *moment* what year, month, day, hour, minute, second, millisecond and spec say."""
    if not 5 <= len(args) <= 8:
        raise TypeError(f"QDateTime takes year, month, day, hour, minute, second, msec and spec, not {args!r}")
    if len(args) == 8:
        # PySide takes numbers other than UTC's for local time: its pickles hold those of all specs, and no zones.
        known = isinstance(args[7], (QTimeZone, QTimeZone.Initialization, Qt.TimeSpec)) or args[7] == Qt.TimeSpec.UTC
        moment._zone = zone_of(args[7]) if known else LOCAL
    moment._day = QDate(*args[:3])._day
    moment._msecs = QTime(*args[3:7])._msecs
    moment._settle()


def take_date_and_time(moment: MomentState, args: tuple[Any, ...], how: int, offset: int) -> None:
    """Make *moment* a date and a time, in the zone and resolved as the arguments behind them say."""
    if len(args) > 4:
        raise TypeError(f"QDateTime takes a date, a time, a zone and what to do in transitions, not {args!r}")
    moment._day, moment._msecs = as_date(args[0])._day, as_time(args[1])._msecs
    rest = list(args[2:])
    if rest and isinstance(rest[-1], TransitionResolution):
        how = rest.pop()
    if len(rest) == 2:
        offset = integer(rest[1], "an offset in seconds")
    if rest:
        moment._zone = zone_of(rest[0], offset)
    moment._settle(int(how))


def maybe_moment(value: object) -> QDateTime | None:
    """Return a `QDateTime` or a `datetime.datetime` as a `QDateTime`, None for anything else.

    A naive `datetime.datetime` is local time; an aware one keeps its moment, in UTC, in the zone of the IANA database
    that it is in, or at its offset.
    """
    from .qdatetime import QDateTime

    if isinstance(value, QDateTime):
        return value
    import datetime

    if not isinstance(value, datetime.datetime):
        return None
    date, time = maybe_date(value.date()), maybe_time(value.time())
    offset = value.utcoffset()
    if offset is None:
        return QDateTime(date, time)
    seconds = offset // datetime.timedelta(seconds=1)
    key = getattr(value.tzinfo, "key", None)
    zone = QTimeZone(key) if isinstance(key, str) else QTimeZone()
    utc = QDateTime(date, time, UTC).addSecs(-seconds)
    return utc.toTimeZone(zone if zone.isValid() and key else QTimeZone.fromSecondsAheadOfUtc(seconds))


def as_moment(value: object) -> QDateTime:
    """Return a `QDateTime` or a `datetime.datetime` as a `QDateTime`. Raises TypeError for anything else."""
    moment = maybe_moment(value)
    if moment is None:
        raise TypeError(f"a moment is a QDateTime or a datetime.datetime, not {value!r}")
    return moment
