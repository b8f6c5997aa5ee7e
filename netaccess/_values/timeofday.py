"""Times of the day (the class `QTime`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, SupportsIndex

from . import wallclock
from .date import class_name, integer
from .qtnamespace import Qt

if TYPE_CHECKING:
    import datetime

DAY = 86400000
"""The milliseconds of a day."""


def milliseconds(hour: int, minute: int, second: int, msec: int) -> int | None:
    """Return the milliseconds since midnight of a time, None when a clock does not show it."""
    if 0 <= hour < 24 and 0 <= minute < 60 and 0 <= second < 60 and 0 <= msec < 1000:
        return ((hour * 60 + minute) * 60 + second) * 1000 + msec
    return None


class QTime:
    """A time between midnight and midnight, to the millisecond, or no time at all (null).

    It knows no date and no time zone; computing wraps around at midnight.
    """

    __slots__ = ("__weakref__", "_msecs", "_started")

    _msecs: int | None
    _started: float

    def __init__(self, *args: Any, s: int = 0, ms: int = 0) -> None:
        """Make a time from hour, minute, second and millisecond, or from a `QTime` or a `datetime.time`.

        Without arguments, with None or with numbers that no clock shows the time is null. A `datetime.time` loses what
        is below a millisecond, and its time zone. Raises TypeError for anything else.
        """
        self._msecs = None
        if 2 <= len(args) <= 4:
            numbers = (*args, s, ms)[:4] if len(args) == 2 else (*args, ms)[:4]
            self._msecs = milliseconds(*[integer(number, "a part of a time") for number in numbers])
        elif len(args) == 1:
            if args[0] is not None:
                self._msecs = as_time(args[0])._msecs
        elif args:
            raise TypeError(f"QTime takes an hour, a minute, a second and a millisecond, or a time, not {args!r}")

    def isValid(*args: Any, ms: int = 0) -> bool:
        """Return whether the time is one; called with hour, minute, second and millisecond, whether those would be."""
        time, numbers = (args[0], args[1:]) if args and isinstance(args[0], QTime) else (None, args)
        if time is not None and not numbers:
            return time._msecs is not None
        if len(numbers) not in (3, 4):
            raise TypeError(f"QTime.isValid takes an hour, a minute, a second and a millisecond, not {numbers!r}")
        return milliseconds(*[integer(number, "a part of a time") for number in (*numbers, ms)[:4]]) is not None

    def isNull(self) -> bool:
        """Return whether this is no time."""
        return self._msecs is None

    def hour(self) -> int:
        """Return the hour from 0 to 23, -1 for a null time."""
        return -1 if self._msecs is None else self._msecs // 3600000

    def minute(self) -> int:
        """Return the minute from 0 to 59, -1 for a null time."""
        return -1 if self._msecs is None else self._msecs // 60000 % 60

    def second(self) -> int:
        """Return the second from 0 to 59, -1 for a null time."""
        return -1 if self._msecs is None else self._msecs // 1000 % 60

    def msec(self) -> int:
        """Return the millisecond from 0 to 999, -1 for a null time."""
        return -1 if self._msecs is None else self._msecs % 1000

    def setHMS(self, h: int, m: int, s: int, ms: int = 0) -> bool:
        """Become another time; returns whether a clock shows it. If none does, the time becomes null."""
        self._msecs = milliseconds(*[integer(number, "a part of a time") for number in (h, m, s, ms)])
        return self._msecs is not None

    def addSecs(self, secs: int) -> QTime:
        """Return the time *secs* seconds later, or earlier when negative, wrapped around at midnight."""
        return self._later(integer(secs, "a number of seconds") * 1000)

    def addMSecs(self, ms: int) -> QTime:
        """Return the time *ms* milliseconds later, or earlier when negative, wrapped around at midnight."""
        return self._later(integer(ms, "a number of milliseconds"))

    def _later(self, msecs: int) -> QTime:
        time = QTime()
        if self._msecs is not None:
            time._msecs = (self._msecs + msecs) % DAY
        return time

    def secsTo(self, t: QTime | datetime.time) -> int:
        """Return the whole seconds from this time to *t* of the same day, negative when it is earlier.

        Milliseconds are not looked at. 0 when either is null.
        """
        other = as_time(t)
        return 0 if self._msecs is None or other._msecs is None else other._msecs // 1000 - self._msecs // 1000

    def msecsTo(self, t: QTime | datetime.time) -> int:
        """Return the milliseconds from this time to *t* of the same day; 0 when either is null."""
        other = as_time(t)
        return 0 if self._msecs is None or other._msecs is None else other._msecs - self._msecs

    def msecsSinceStartOfDay(self) -> int:
        """Return the milliseconds since midnight, 0 for a null time."""
        return self._msecs or 0

    @staticmethod
    def fromMSecsSinceStartOfDay(msecs: int) -> QTime:
        """Return the time that lies *msecs* milliseconds after midnight, null when that is not on the same day."""
        number = integer(msecs, "a number of milliseconds")
        time = QTime()
        if 0 <= number < DAY:
            time._msecs = number
        return time

    @staticmethod
    def currentTime() -> QTime:
        """Return the local time."""
        from .qdatetime import QDateTime

        return QDateTime.currentDateTime().time()

    def start(self) -> None:
        """Become the current time and begin to measure (a function of Qt 5; `QElapsedTimer` is the better one)."""
        self._msecs = QTime.currentTime()._msecs
        self._started = wallclock.now()

    def elapsed(self) -> int:
        """Return the milliseconds since `start` or `restart`, 0 before; wraps around after a day, as in Qt 5."""
        started = getattr(self, "_started", None)
        return 0 if started is None else round((wallclock.now() - started) * 1000) % DAY

    def restart(self) -> int:
        """Begin to measure anew; returns what `elapsed` would have."""
        elapsed = self.elapsed()
        self.start()
        return elapsed

    def toString(self, format: Qt.DateFormat | str | None = Qt.DateFormat.TextDate, *, f: Any = None) -> str:
        """Write the time as a `Qt.DateFormat` says, or a format string of ``h``, ``m``, ``s``, ``z``, ``AP`` and ``t``.

        A null time is written as nothing. *f* is PySide's name of the argument.
        """
        from .dateformat import form_of, write
        from .datetext import write_time
        from .momenttext import zone_text
        from .qdatetime import QDateTime

        wanted = format if f is None else f
        form = form_of(wanted)
        if self._msecs is None:
            return ""
        if form is None:
            return write(str(wanted or ""), msecs=self._msecs, zone=lambda: zone_text(QDateTime.currentDateTime()))
        return write_time(self._msecs, form)

    @staticmethod
    def fromString(string: str, format: Qt.DateFormat | str = Qt.DateFormat.TextDate) -> QTime:
        """Read a time; null when *string* is not written as *format* (a `Qt.DateFormat` or a format string) says."""
        from .dateformat import form_of

        form = form_of(format)
        if form is None:
            from .dateparse import TIME, parse

            found = parse(str(string), str(format or ""), TIME)
            msecs = None if found is None else found.msecs
        else:
            from .datetext import read_time

            msecs = read_time(str(string), form)
        return QTime() if msecs is None else QTime.fromMSecsSinceStartOfDay(msecs)

    def toPython(self) -> datetime.time:
        """Return the `datetime.time`. Raises ValueError for a null time."""
        import datetime

        return datetime.time(self.hour(), self.minute(), self.second(), self.msec() * 1000)

    toPyTime = toPython

    def _order(self) -> int:
        return -1 if self._msecs is None else self._msecs

    def __bool__(self) -> bool:
        return self._msecs is not None

    def __eq__(self, other: object) -> bool:
        time = maybe_time(other)
        return NotImplemented if time is None else self._msecs == time._msecs

    def __lt__(self, other: object) -> bool:
        time = maybe_time(other)
        return NotImplemented if time is None else self._order() < time._order()

    def __le__(self, other: object) -> bool:
        time = maybe_time(other)
        return NotImplemented if time is None else self._order() <= time._order()

    def __gt__(self, other: object) -> bool:
        time = maybe_time(other)
        return NotImplemented if time is None else self._order() > time._order()

    def __ge__(self, other: object) -> bool:
        time = maybe_time(other)
        return NotImplemented if time is None else self._order() >= time._order()

    def __hash__(self) -> int:
        return hash(("QTime", self._msecs))

    def __copy__(self) -> QTime:
        return QTime(self)

    def __deepcopy__(self, memo: dict[int, Any]) -> QTime:
        return QTime(self)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.hour(), self.minute(), self.second(), self.msec())

    def __reduce_ex__(self, protocol: SupportsIndex) -> tuple[Any, ...]:
        return self.__reduce__()

    def __repr__(self) -> str:
        return f"{class_name(type(self))}{(self.hour(), self.minute(), self.second(), self.msec())}"


def maybe_time(value: object) -> QTime | None:
    """Return a `QTime` or a `datetime.time` as a `QTime`, None for anything else."""
    if isinstance(value, QTime):
        return value
    import datetime

    if not isinstance(value, datetime.time):
        return None
    return QTime(value.hour, value.minute, value.second, value.microsecond // 1000)


def as_time(value: object) -> QTime:
    """Return a `QTime` or a `datetime.time` as a `QTime`. Raises TypeError for anything else."""
    time = maybe_time(value)
    if time is None:
        raise TypeError(f"a time is a QTime or a datetime.time, not {value!r}")
    return time
