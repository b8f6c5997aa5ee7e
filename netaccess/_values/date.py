"""Days of the calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, SupportsIndex

from . import gregorian
from .qtnamespace import Qt

if TYPE_CHECKING:
    import datetime

    from .qdatetime import QDateTime

_INT_MIN, _INT_MAX = -(1 << 31), (1 << 31) - 1
_NULL_DAY = -(1 << 63)


def integer(value: Any, what: str) -> int:
    """Return a number without its fraction, as Qt's functions take it.

    Raises TypeError for what is no number, OverflowError for one that a 32-bit integer cannot hold.
    """
    if not isinstance(value, (int, float)):
        raise TypeError(f"{what} is a number, not {value!r}")
    number = int(value)
    if not _INT_MIN <= number <= _INT_MAX:
        raise OverflowError(f"{what} is {number}, which a 32-bit integer cannot hold")
    return number


def wide_integer(value: Any, what: str) -> int:
    """Return an integer of at most 64 bits; raises TypeError for anything else, OverflowError for a larger one."""
    if not isinstance(value, int):
        raise TypeError(f"{what} is an integer, not {value!r}")
    if not -(1 << 63) <= value < 1 << 63:
        raise OverflowError(f"{what} is {value}, which a 64-bit integer cannot hold")
    return int(value)


class QDate:
    """A day of the Gregorian calendar between the years -2147483648 and 2147483647, or no day at all (null).

    There is no year 0. A date that the calendar does not have is null; so is the result of computing with a null date.
    """

    __slots__ = ("__weakref__", "_day")

    _day: int | None

    def __init__(self, *args: Any) -> None:
        """Make a date from a year, a month and a day, or from a `QDate`, a `datetime.date` or a `datetime.datetime`.

        Without arguments, with None or with numbers that are no day the date is null. Raises TypeError for anything
        else, OverflowError for a year that a 32-bit integer cannot hold.
        """
        self._day = None
        if len(args) == 3:
            self.setDate(*args)
        elif len(args) == 1:
            if args[0] is not None:
                self._day = as_date(args[0])._day
        elif args:
            raise TypeError(f"QDate takes a year, a month and a day, or a date, not {args!r}")

    def isValid(*args: Any) -> bool:
        """Return whether the date is one; called with year, month and day, whether those would be one."""
        date, numbers = (args[0], args[1:]) if args and isinstance(args[0], QDate) else (None, args)
        if date is not None and not numbers:
            return date._day is not None
        if len(numbers) != 3:
            raise TypeError(f"QDate.isValid takes a year, a month and a day, not {numbers!r}")
        year, month, day = numbers
        return gregorian.is_date(integer(year, "a year"), integer(month, "a month"), integer(day, "a day"))

    def isNull(self) -> bool:
        """Return whether this is no day."""
        return self._day is None

    def year(self) -> int:
        """Return the year, 0 for a null date."""
        return self.getDate()[0]

    def month(self) -> int:
        """Return the month from 1 to 12, 0 for a null date."""
        return self.getDate()[1]

    def day(self) -> int:
        """Return the day of the month from 1, 0 for a null date."""
        return self.getDate()[2]

    def getDate(self) -> tuple[int, int, int]:
        """Return year, month and day; three zeros for a null date."""
        return (0, 0, 0) if self._day is None else gregorian.civil(self._day)

    def setDate(self, year: int, month: int, day: int) -> bool:
        """Become another day; returns whether the calendar has it. If it has not, the date becomes null."""
        self._day = gregorian.julian_day(integer(year, "a year"), integer(month, "a month"), integer(day, "a day"))
        return self._day is not None

    def dayOfWeek(self) -> int:
        """Return the day of the week from 1 for Monday to 7 for Sunday, 0 for a null date."""
        return 0 if self._day is None else gregorian.weekday(self._day)

    def dayOfYear(self) -> int:
        """Return the number of the day in its year from 1, 0 for a null date."""
        return 0 if self._day is None else self._day - (gregorian.julian_day(self.year(), 1, 1) or 0) + 1

    def daysInMonth(self) -> int:
        """Return how many days the date's month has, 0 for a null date."""
        year, month, _ = self.getDate()
        return gregorian.days_in_month(year, month)

    def daysInYear(self) -> int:
        """Return how many days the date's year has, 0 for a null date."""
        return 0 if self._day is None else 366 if gregorian.is_leap(self.year()) else 365

    def weekNumber(self) -> tuple[int, int]:
        """Return the number of the week from 1 to 53 and the year it belongs to, as ISO 8601 counts them."""
        if self._day is None:
            return 0, 0
        thursday = QDate.fromJulianDay(self._day - self.dayOfWeek() + 4)
        return (thursday.dayOfYear() - 1) // 7 + 1, thursday.year()

    def addDays(self, days: int) -> QDate:
        """Return the date *days* later, or earlier when negative; null beyond the last year."""
        days = wide_integer(days, "a number of days")
        return QDate() if self._day is None else QDate.fromJulianDay(max(self._day + days, _NULL_DAY))

    def addMonths(self, months: int) -> QDate:
        """Return the date *months* later, on the last day of the month when that has no such day."""
        months = integer(months, "a number of months")
        if self._day is None:
            return QDate()
        year, month, day = gregorian.civil(self._day)
        return _clipped(*gregorian.shifted_month(year, month, months), day)

    def addYears(self, years: int) -> QDate:
        """Return the date *years* later, 29 February as the 28th in years that have no such day."""
        years = integer(years, "a number of years")
        if self._day is None:
            return QDate()
        year, month, day = gregorian.civil(self._day)
        return _clipped(gregorian.shifted_year(year, years), month, day)

    def daysTo(self, d: QDate | datetime.date) -> int:
        """Return the number of days from this date to *d*, 0 when either is null."""
        other = as_date(d)
        return 0 if self._day is None or other._day is None else other._day - self._day

    def startOfDay(self, *args: Any, offsetSeconds: int = 0) -> QDateTime:
        """Return the moment at which the day begins.

        :param args: a `Qt.TimeSpec` (with an offset in seconds after `OffsetFromUTC`) or a `QTimeZone`; nothing means
            local time.

        Invalid when the zone's clocks skip the whole day.
        """
        from .dayedges import edge_of_date

        return edge_of_date(self, args, offsetSeconds, end=False)

    def endOfDay(self, *args: Any, offsetSeconds: int = 0) -> QDateTime:
        """Return the day's last millisecond; *args* as for `startOfDay`."""
        from .dayedges import edge_of_date

        return edge_of_date(self, args, offsetSeconds, end=True)

    def toJulianDay(self) -> int:
        """Return the Julian day number, -2**63 for a null date."""
        return _NULL_DAY if self._day is None else self._day

    @staticmethod
    def fromJulianDay(jd: int) -> QDate:
        """Return the date with that Julian day number, null when it lies beyond the years that a date can have."""
        number = wide_integer(jd, "a Julian day")
        date = QDate()
        if gregorian.FIRST_DAY <= number <= gregorian.LAST_DAY:
            date._day = number
        return date

    @staticmethod
    def currentDate() -> QDate:
        """Return today's date in local time."""
        from .qdatetime import QDateTime

        return QDateTime.currentDateTime().date()

    @staticmethod
    def isLeapYear(year: int) -> bool:
        """Return whether *year* has a 29 February."""
        return gregorian.is_leap(integer(year, "a year"))

    def toString(self, format: Qt.DateFormat | str | None = Qt.DateFormat.TextDate) -> str:
        """Write the date as a `Qt.DateFormat` says, or a format string: ``d``, ``M`` and ``y`` once to four times.

        A null date is written as nothing; so is one outside the years 1 to 9999 with `Qt.ISODate`.
        """
        from .dateformat import form_of, write
        from .datetext import write_date

        form = form_of(format)
        if self._day is None:
            return ""
        if form is None:
            return write(str(format or ""), self.getDate(), self.dayOfWeek())
        return write_date(self.getDate(), self.dayOfWeek(), form)

    @staticmethod
    def fromString(string: str, format: Qt.DateFormat | str = Qt.DateFormat.TextDate, baseYear: int = 1900) -> QDate:
        """Read a date; null when *string* is not written as *format* says.

        :param format: a `Qt.DateFormat` or a format string as for `toString`.
        :param baseYear: two-digit years are those of the hundred years from this one on.
        """
        from .dateformat import form_of

        form = form_of(format)
        if form is None:
            from .dateparse import DATE, parse

            found = parse(str(string), str(format or ""), DATE, integer(baseYear, "a year"))
            return QDate() if found is None else QDate(*found.date)
        from .datetext import read_date

        fields = read_date(str(string), form)
        return QDate() if fields is None else QDate(*fields)

    def toPython(self) -> datetime.date:
        """Return the `datetime.date`. Raises ValueError for a null date and outside the years 1 to 9999."""
        import datetime

        return datetime.date(*self.getDate())

    toPyDate = toPython

    @staticmethod
    def shortDayName(weekday: int) -> str:
        """Return the short English name of a day of the week, 1 being Monday (a function of Qt 5)."""
        return gregorian.SHORT_DAYS[weekday - 1] if 1 <= weekday <= 7 else ""

    @staticmethod
    def longDayName(weekday: int) -> str:
        """Return the English name of a day of the week, 1 being Monday (a function of Qt 5)."""
        return gregorian.LONG_DAYS[weekday - 1] if 1 <= weekday <= 7 else ""

    @staticmethod
    def shortMonthName(month: int) -> str:
        """Return the short English name of a month (a function of Qt 5)."""
        return gregorian.SHORT_MONTHS[month - 1] if 1 <= month <= 12 else ""

    @staticmethod
    def longMonthName(month: int) -> str:
        """Return the English name of a month (a function of Qt 5)."""
        return gregorian.LONG_MONTHS[month - 1] if 1 <= month <= 12 else ""

    def __bool__(self) -> bool:
        return self._day is not None

    def __eq__(self, other: object) -> bool:
        date = maybe_date(other)
        return NotImplemented if date is None else self._day == date._day

    def __lt__(self, other: object) -> bool:
        date = maybe_date(other)
        return NotImplemented if date is None else self.toJulianDay() < date.toJulianDay()

    def __le__(self, other: object) -> bool:
        date = maybe_date(other)
        return NotImplemented if date is None else self.toJulianDay() <= date.toJulianDay()

    def __gt__(self, other: object) -> bool:
        date = maybe_date(other)
        return NotImplemented if date is None else self.toJulianDay() > date.toJulianDay()

    def __ge__(self, other: object) -> bool:
        date = maybe_date(other)
        return NotImplemented if date is None else self.toJulianDay() >= date.toJulianDay()

    def __hash__(self) -> int:
        return hash(("QDate", self._day))

    def __copy__(self) -> QDate:
        return QDate(self)

    def __deepcopy__(self, memo: dict[int, Any]) -> QDate:
        return QDate(self)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), self.getDate()

    def __reduce_ex__(self, protocol: SupportsIndex) -> tuple[Any, ...]:
        return self.__reduce__()

    def __repr__(self) -> str:
        return f"{class_name(type(self))}{self.getDate()}"


def class_name(kind: type) -> str:
    """Return the name of a class as it is printed: ours are those of the face."""
    if kind.__module__.startswith("netaccess."):
        return f"netaccess.QtCore.{kind.__qualname__}"
    return f"{kind.__module__}.{kind.__qualname__}"


def maybe_date(value: object) -> QDate | None:
    """Return a `QDate` or a `datetime.date` as a `QDate`, None for anything else."""
    if isinstance(value, QDate):
        return value
    import datetime

    return QDate(value.year, value.month, value.day) if isinstance(value, datetime.date) else None


def as_date(value: object) -> QDate:
    """Return a `QDate` or a `datetime.date` as a `QDate`. Raises TypeError for anything else."""
    date = maybe_date(value)
    if date is None:
        raise TypeError(f"a date is a QDate or a datetime.date, not {value!r}")
    return date


def _clipped(year: int, month: int, day: int) -> QDate:
    """Return a day of a month, its last one when *day* lies beyond it; null beyond the last year."""
    if not _INT_MIN <= year <= _INT_MAX:
        return QDate()
    return QDate(year, month, min(day, gregorian.days_in_month(year, month)))
