"""Dates with a time of the day in a time zone (the class `QDateTime`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, SupportsIndex

from . import localclock, momentenums, wallclock
from .date import QDate, as_date, class_name, integer, wide_integer
from .momentargs import as_moment, maybe_moment, take_date_and_time, take_moment, take_numbers
from .momentstate import LOCAL, UTC, MomentState, quotient, zone_of
from .qtenum import export_enums
from .qtimezone import QTimeZone
from .qtnamespace import Qt
from .timeofday import QTime, as_time

if TYPE_CHECKING:
    import datetime

_NO_TIME_T = (1 << 32) - 1


_LEGACY = momentenums.TransitionResolution.LegacyBehavior


@export_enums
class QDateTime(MomentState):
    """A date and a time of the day on the clocks of a time zone: a moment, to the millisecond.

    Its zone is local time, UTC, a fixed offset or a `QTimeZone`. Moments compare by when they are, whatever their
    zones. What is no moment is invalid: without a date, in an unknown zone, or at a time that is skipped and was to be
    rejected.
    """

    TransitionResolution = momentenums.TransitionResolution
    YearRange = momentenums.YearRange

    __slots__ = ("__weakref__",)

    def __init__(self, *args: Any, resolve: int = _LEGACY, offsetSeconds: int = 0, spec: Any = None) -> None:
        """Make a moment.

        :param args: nothing; another `QDateTime` or a `datetime.datetime` (an aware one keeps its moment and its zone,
            a naive one is local time); a date and a time, followed by a `QTimeZone` or a `Qt.TimeSpec` (with
            `OffsetFromUTC` the offset in seconds after it); or year, month, day, hour, minute, second, millisecond and
            spec, the last three of which may be missing.
        :param resolve: what a time means that is skipped or shown twice, a `TransitionResolution`.
        :param offsetSeconds: the offset for `OffsetFromUTC`.
        :param spec: the zone or the time spec, where it is not among *args*.

        Raises TypeError for anything else.
        """
        self._clear(LOCAL if spec is None else zone_of(spec, offsetSeconds))
        if not args or args == (None,):
            return
        if len(args) == 1:
            take_moment(self, args[0])
        elif isinstance(args[0], int):
            take_numbers(self, args)
        else:
            take_date_and_time(self, args, resolve, offsetSeconds)

    # -- what it is --------------------------------------------------------------------------------------------------

    def isNull(self) -> bool:
        """Return whether there is neither a date nor a time."""
        return self._day is None and self._msecs is None

    def isValid(self) -> bool:
        """Return whether this is a moment."""
        return self._offset is not None

    def date(self) -> QDate:
        """Return the date on the zone's calendar."""
        return QDate() if self._day is None else QDate.fromJulianDay(self._day)

    def time(self) -> QTime:
        """Return the time on the zone's clock."""
        return QTime() if self._msecs is None else QTime.fromMSecsSinceStartOfDay(self._msecs)

    def timeSpec(self) -> Qt.TimeSpec:
        """Return which kind of zone the moment is given in."""
        return self._zone.timeSpec()

    def timeZone(self) -> QTimeZone:
        """Return the zone as one with a name: for local time the system's zone."""
        return self._zone.asBackendZone()

    def timeRepresentation(self) -> QTimeZone:
        """Return the zone as the moment was given it."""
        return QTimeZone(self._zone)

    def timeZoneAbbreviation(self) -> str:
        """Return the abbreviation of the zone at this moment: ``CEST``, ``UTC``, ``UTC+01:00``."""
        period = self._period()
        if period is None:
            return ""
        return period.abbreviation[:9] if self.timeSpec() == Qt.TimeSpec.OffsetFromUTC else period.abbreviation

    def offsetFromUtc(self) -> int:
        """Return the zone's offset from UTC at this moment in seconds, east positive; 0 when invalid."""
        return self._offset or 0

    def isDaylightTime(self) -> bool:
        """Return whether daylight saving time is in force at this moment."""
        period = self._period()
        return period is not None and period.is_daylight

    def toMSecsSinceEpoch(self) -> int:
        """Return the milliseconds since 1970-01-01T00:00:00Z, 0 when invalid."""
        return self._utc() or 0

    def toSecsSinceEpoch(self) -> int:
        """Return the seconds since 1970-01-01T00:00:00Z, milliseconds cut off; 0 when invalid."""
        return quotient(self._utc() or 0, 1000)

    def toTime_t(self) -> int:
        """Return the seconds since 1970 as Qt 5 does: 2**32 - 1 when invalid or not in range."""
        utc = self._utc()
        return utc // 1000 if utc is not None and 0 <= utc // 1000 < _NO_TIME_T else _NO_TIME_T

    # -- changing it -------------------------------------------------------------------------------------------------

    def setDate(self, date: QDate | datetime.date, resolve: int = _LEGACY) -> None:
        """Set the date; *resolve* as for the constructor. A date alone means its midnight."""
        self._day = as_date(date)._day
        self._settle(int(resolve))

    def setTime(self, time: QTime | datetime.time, resolve: int = _LEGACY) -> None:
        """Set the time of the day, a null one meaning midnight; *resolve* as for the constructor."""
        self._msecs = as_time(time)._msecs
        self._settle(int(resolve))

    def setTimeSpec(self, spec: Qt.TimeSpec) -> None:
        """Mean another zone's clock from now on, which shows the same date and time."""
        self._zone = zone_of(Qt.TimeSpec(spec))
        self._settle()

    def setOffsetFromUtc(self, offsetSeconds: int) -> None:
        """Mean a clock with that offset from UTC in seconds, which shows the same date and time."""
        self._zone = QTimeZone.fromSecondsAheadOfUtc(integer(offsetSeconds, "an offset in seconds"))
        self._settle()

    setUtcOffset = setOffsetFromUtc
    utcOffset = offsetFromUtc

    def setTimeZone(self, toZone: QTimeZone | QTimeZone.Initialization, resolve: int = _LEGACY) -> None:
        """Mean the clock of *toZone*, which shows the same date and time; *resolve* as for the constructor."""
        self._zone = zone_of(toZone)
        self._settle(int(resolve))

    def setMSecsSinceEpoch(self, msecs: int) -> None:
        """Become the moment *msecs* milliseconds after 1970-01-01T00:00:00Z, in the same zone."""
        self._set_utc(wide_integer(msecs, "a number of milliseconds"))

    def setSecsSinceEpoch(self, secs: int) -> None:
        """Become the moment *secs* seconds after 1970-01-01T00:00:00Z, in the same zone."""
        self._set_utc(wide_integer(secs, "a number of seconds") * 1000)

    setTime_t = setSecsSinceEpoch

    def swap(self, other: QDateTime) -> None:
        """Exchange this moment with *other*."""
        mine = QDateTime(self)
        self._copy_state(other)
        other._copy_state(mine)

    # -- the same moment elsewhere -----------------------------------------------------------------------------------

    def _in(self, zone: QTimeZone) -> QDateTime:
        moment = QDateTime(self)
        moment._zone = zone
        utc = self._utc()
        if utc is None:
            moment._settle()
        else:
            moment._set_utc(utc)
        return moment

    def toUTC(self) -> QDateTime:
        """Return the same moment in UTC."""
        return self._in(UTC)

    def toLocalTime(self) -> QDateTime:
        """Return the same moment in local time."""
        return self._in(LOCAL)

    def toTimeSpec(self, spec: Qt.TimeSpec) -> QDateTime:
        """Return the same moment in local time or in UTC. Raises ValueError for `Qt.TimeZone`."""
        return self._in(zone_of(Qt.TimeSpec(spec)))

    def toOffsetFromUtc(self, offsetSeconds: int) -> QDateTime:
        """Return the same moment on a clock with that offset from UTC in seconds."""
        return self._in(QTimeZone.fromSecondsAheadOfUtc(integer(offsetSeconds, "an offset in seconds")))

    def toTimeZone(self, toZone: QTimeZone | QTimeZone.Initialization) -> QDateTime:
        """Return the same moment on the clocks of *toZone*."""
        return self._in(zone_of(toZone))

    # -- computing ---------------------------------------------------------------------------------------------------

    def _on(self, date: QDate, ahead: bool) -> QDateTime:
        """Return the same time on another date, out of skipped times in the direction of the step."""
        moment = QDateTime(self)
        if self._day is not None:
            moment._day = date._day
            if date._day is None:
                moment._msecs = None
            moment._settle(localclock.BEFORE if ahead else localclock.AFTER)
        return moment

    def addDays(self, days: int) -> QDateTime:
        """Return the same time of the day *days* later, or earlier when negative."""
        return self._on(self.date().addDays(days), days >= 0)

    def addMonths(self, months: int) -> QDateTime:
        """Return the same time *months* later, on the month's last day where it has no such day."""
        return self._on(self.date().addMonths(months), months >= 0)

    def addYears(self, years: int) -> QDateTime:
        """Return the same time *years* later, 29 February as the 28th in years that have no such day."""
        return self._on(self.date().addYears(years), years >= 0)

    def addSecs(self, secs: int) -> QDateTime:
        """Return the moment *secs* seconds later, or earlier when negative."""
        return self._later(wide_integer(secs, "a number of seconds") * 1000)

    def addMSecs(self, msecs: int) -> QDateTime:
        """Return the moment *msecs* milliseconds later, or earlier when negative; invalid beyond `YearRange`."""
        return self._later(wide_integer(msecs, "a number of milliseconds"))

    addDuration = addMSecs

    def _later(self, msecs: int) -> QDateTime:
        moment = QDateTime(self)
        utc = self._utc()
        if utc is None:
            moment._clear(self._zone)
        else:
            moment._set_utc(utc + msecs)
        return moment

    def daysTo(self, other: QDateTime | datetime.datetime) -> int:
        """Return how many days the date of *other*, as its own zone counts it, lies after the date of this moment."""
        return self.date().daysTo(as_moment(other).date())

    def msecsTo(self, other: QDateTime | datetime.datetime) -> int:
        """Return the milliseconds from this moment to *other*, 0 when either is invalid."""
        mine, theirs = self._utc(), as_moment(other)._utc()
        return 0 if mine is None or theirs is None else theirs - mine

    def secsTo(self, other: QDateTime | datetime.datetime) -> int:
        """Return the whole seconds from this moment to *other*, 0 when either is invalid."""
        return quotient(self.msecsTo(other), 1000)

    # -- text --------------------------------------------------------------------------------------------------------

    def toString(self, format: Qt.DateFormat | str | None = Qt.DateFormat.TextDate) -> str:
        """Write the moment as a `Qt.DateFormat` says, or a format string; an invalid one is written as nothing.

        :param format: besides the fields of `QDate.toString` and `QTime.toString`: ``t`` (the zone's abbreviation),
            ``tt`` (``+0100``), ``ttt`` (``+01:00``) and ``tttt`` (its name).
        """
        from .dateformat import form_of, write
        from .datetext import write_moment
        from .momenttext import zone_text

        form = form_of(format)
        if self._offset is None or self._msecs is None:
            return ""
        date = self.date()
        if form is None:
            pattern = str(format or "")
            return write(pattern, date.getDate(), date.dayOfWeek(), self._msecs, lambda: zone_text(self))
        return write_moment(date.getDate(), date.dayOfWeek(), self._msecs, form, self._zone._kind, self._offset)

    @staticmethod
    def fromString(
        string: str, format: Qt.DateFormat | str = Qt.DateFormat.TextDate, baseYear: int = 1900
    ) -> QDateTime:
        """Read a moment; invalid when *string* is not written as *format* says.

        :param format: a `Qt.DateFormat` or a format string as for `toString`. What it leaves out is 1 January of
            *baseYear*, midnight, local time.
        :param baseYear: two-digit years are those of the hundred years from this one on.
        """
        from .dateformat import form_of
        from .momenttext import read_form, read_pattern

        moment = QDateTime()
        form = form_of(format)
        if form is None:
            read_pattern(moment, str(string), str(format or ""), integer(baseYear, "a year"))
        else:
            read_form(moment, str(string), form)
        return moment

    # -- made of the clock or of numbers -----------------------------------------------------------------------------

    @staticmethod
    def currentDateTime(zone: QTimeZone | QTimeZone.Initialization | None = None) -> QDateTime:
        """Return this moment, in *zone* or in local time."""
        return QDateTime.fromMSecsSinceEpoch(QDateTime.currentMSecsSinceEpoch(), LOCAL if zone is None else zone)

    @staticmethod
    def currentDateTimeUtc() -> QDateTime:
        """Return this moment in UTC."""
        return QDateTime.fromMSecsSinceEpoch(QDateTime.currentMSecsSinceEpoch(), UTC)

    @staticmethod
    def currentMSecsSinceEpoch() -> int:
        """Return the milliseconds since 1970-01-01T00:00:00Z now."""
        return int(wallclock.now() * 1000 // 1)

    @staticmethod
    def currentSecsSinceEpoch() -> int:
        """Return the seconds since 1970-01-01T00:00:00Z now."""
        return int(wallclock.now() // 1)

    @staticmethod
    def fromMSecsSinceEpoch(msecs: int, spec: Any = Qt.TimeSpec.LocalTime, offsetFromUtc: int = 0) -> QDateTime:
        """Return the moment *msecs* milliseconds after 1970-01-01T00:00:00Z.

        :param spec: a `Qt.TimeSpec` or a `QTimeZone`; *offsetFromUtc* are the seconds for `OffsetFromUTC`.
        """
        moment = QDateTime(spec=spec, offsetSeconds=offsetFromUtc)
        moment.setMSecsSinceEpoch(msecs)
        return moment

    @staticmethod
    def fromSecsSinceEpoch(secs: int, spec: Any = Qt.TimeSpec.LocalTime, offsetFromUtc: int = 0) -> QDateTime:
        """Return the moment *secs* seconds after 1970-01-01T00:00:00Z; the rest as for `fromMSecsSinceEpoch`."""
        moment = QDateTime(spec=spec, offsetSeconds=offsetFromUtc)
        moment.setSecsSinceEpoch(secs)
        return moment

    fromTime_t = fromSecsSinceEpoch

    def toPython(self) -> datetime.datetime:
        """Return the date and the time as a naive `datetime.datetime`, whatever the zone (as PySide does).

        Raises ValueError for an invalid moment and outside the years 1 to 9999.
        """
        import datetime

        return datetime.datetime.combine(self.date().toPython(), self.time().toPython())

    toPyDateTime = toPython

    # -- as Python sees it -------------------------------------------------------------------------------------------

    def __bool__(self) -> bool:
        return not self.isNull()

    def __add__(self, duration: int) -> QDateTime:
        return self.addMSecs(duration) if isinstance(duration, int) else NotImplemented

    __radd__ = __add__

    def __sub__(self, other: Any) -> Any:
        if isinstance(other, int):
            return self.addMSecs(-other)
        moment = maybe_moment(other)
        return NotImplemented if moment is None else moment.msecsTo(self)

    def __iadd__(self, duration: int) -> QDateTime:  # changes this object, as in PySide
        if not isinstance(duration, int):
            return NotImplemented
        self._copy_state(self.addMSecs(duration))
        return self

    def __isub__(self, duration: int) -> QDateTime:  # type: ignore[misc]
        return self.__iadd__(-duration) if isinstance(duration, int) else NotImplemented

    def __copy__(self) -> QDateTime:
        return QDateTime(self)

    def __deepcopy__(self, memo: dict[int, Any]) -> QDateTime:
        return QDateTime(self)

    def _numbers(self) -> tuple[int, ...]:
        time = self.time()
        clock = (time.hour(), time.minute(), time.second(), time.msec())
        return (*self.date().getDate(), *clock, self._zone._kind)

    def __reduce__(self) -> tuple[Any, ...]:
        numbers = self._numbers()
        if numbers[-1] <= Qt.TimeSpec.UTC:
            return type(self), numbers
        # PySide's pickles lose the offset and the zone.
        return type(self), (*numbers[:-1], self._zone), (self._offset,)

    def __reduce_ex__(self, protocol: SupportsIndex) -> tuple[Any, ...]:
        return self.__reduce__()

    def __setstate__(self, state: tuple[int | None]) -> None:
        self._offset = state[0]  # tells the two times apart that a clock shows twice

    def __repr__(self) -> str:
        return f"{class_name(type(self))}{self._numbers()}"
