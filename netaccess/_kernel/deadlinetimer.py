"""`QDeadlineTimer`: a moment in the future after which something is too late; and time limits in all their spellings."""

from __future__ import annotations

from threading import TIMEOUT_MAX
from typing import TYPE_CHECKING, Any

from netaccess._values.qtenum import QtEnum, export_enums
from netaccess._values.qtnamespace import Qt

from .waiting import nanoseconds

_FOREVER = 2**63 - 1
_MILLISECOND = 1_000_000
_SECOND = 1_000_000_000
_NOTHING: Any = object()


def _whole(value: Any, what: str) -> int:
    """Return *value* as an int, fractions cut off. Raises `TypeError` for what is no number."""
    if isinstance(value, (int, float)):
        return int(value)
    if hasattr(value, "__index__"):
        return int(value.__index__())
    raise TypeError(f"{what} is a number, not {value!r}")


def _saturated(nanoseconds: int) -> int:
    """Return a moment that fits Qt's 64 bits; the greatest of them means "never"."""
    return max(-_FOREVER - 1, min(nanoseconds, _FOREVER))


@export_enums
class QDeadlineTimer:
    """A moment on the thread's clock, or "never" (``QDeadlineTimer``); what waits takes one as its time limit.

    A fresh one without arguments has expired. It is a value: copied, compared and moved about with ``+=`` and ``-``.
    """

    class ForeverConstant(QtEnum):
        """Stands for a deadline that never comes."""

        Forever = 0

    if TYPE_CHECKING:
        Forever: ForeverConstant

    __slots__ = ("_moment", "_type")

    def __init__(self, msecs: Any = _NOTHING, type: Qt.TimerType = Qt.TimerType.CoarseTimer) -> None:
        """
        :param msecs: milliseconds from now (negative: never), ``Forever``, another deadline to copy, or a `Qt.TimerType`
            alone, which makes a deadline that has passed.
        :param type: how exact the deadline is meant to be; remembered.
        Raises `TypeError` for anything else.
        """
        self._moment = 0
        self._type = Qt.TimerType(type)
        if isinstance(msecs, QDeadlineTimer):
            self._moment, self._type = msecs._moment, msecs._type
        elif isinstance(msecs, QDeadlineTimer.ForeverConstant):
            self._moment = _FOREVER
        elif isinstance(msecs, Qt.TimerType):
            self._type = msecs
        elif msecs is not _NOTHING:
            self.setRemainingTime(msecs, type)

    @staticmethod
    def current(timerType: Qt.TimerType = Qt.TimerType.CoarseTimer) -> QDeadlineTimer:
        """Return the present moment, which has expired."""
        return _at(nanoseconds(), timerType)

    @staticmethod
    def addNSecs(dt: Any, nsecs: int) -> QDeadlineTimer:
        """Return the deadline *nsecs* nanoseconds after *dt*; "never" stays "never"."""
        dt = _deadline(dt)
        return _at(dt._moved(_whole(nsecs, "a number of nanoseconds")), dt._type)

    def isForever(self) -> bool:
        """Return whether the deadline never comes."""
        return self._moment == _FOREVER

    def hasExpired(self) -> bool:
        """Return whether the deadline has passed."""
        return self._moment <= nanoseconds() and self._moment != _FOREVER

    def remainingTime(self) -> int:
        """Return the milliseconds that are left, rounded up; 0 when expired, -1 for "never"."""
        left = self.remainingTimeNSecs()
        return left if left < 0 else -(-left // _MILLISECOND)

    def remainingTimeNSecs(self) -> int:
        """Return the nanoseconds that are left; 0 when expired, -1 for "never"."""
        left = self._moment - nanoseconds()
        return -1 if self._moment == _FOREVER else max(0, left)

    def setRemainingTime(self, msecs: Any, type: Qt.TimerType = Qt.TimerType.CoarseTimer) -> None:
        """Set the deadline *msecs* milliseconds from now (negative: never)."""
        self.setPreciseRemainingTime(0, _whole(msecs, "a remaining time in milliseconds") * _MILLISECOND, type)
        if msecs < 0:
            self._moment = _FOREVER

    def setPreciseRemainingTime(self, secs: int, nsecs: int = 0, type: Qt.TimerType = Qt.TimerType.CoarseTimer) -> None:
        """Set the deadline *secs* seconds and *nsecs* nanoseconds from now (negative *secs*: never)."""
        seconds = _whole(secs, "a remaining time in seconds")
        left = seconds * _SECOND + _whole(nsecs or 0, "a number of nanoseconds")
        self._moment = _FOREVER if seconds < 0 else _saturated(nanoseconds() + left)
        self._type = Qt.TimerType(type)

    def deadline(self) -> int:
        """Return the deadline in milliseconds on the clock; 2**63 - 1 for "never"."""
        return self._moment if self._moment == _FOREVER else self._moment // _MILLISECOND

    def deadlineNSecs(self) -> int:
        """Return the deadline in nanoseconds on the clock; 2**63 - 1 for "never"."""
        return self._moment

    def setDeadline(self, msecs: int, timerType: Qt.TimerType = Qt.TimerType.CoarseTimer) -> None:
        """Set the deadline to *msecs* milliseconds on the clock; 2**63 - 1 is "never"."""
        self._moment = _saturated(_whole(msecs, "a deadline in milliseconds") * _MILLISECOND)
        self._type = Qt.TimerType(timerType)

    def setPreciseDeadline(self, secs: int, nsecs: int = 0, type: Qt.TimerType = Qt.TimerType.CoarseTimer) -> None:
        """Set the deadline to *secs* seconds and *nsecs* nanoseconds on the clock."""
        moment = _whole(secs, "a deadline in seconds") * _SECOND + _whole(nsecs or 0, "a number of nanoseconds")
        self._moment = _saturated(moment)
        self._type = Qt.TimerType(type)

    def timerType(self) -> Qt.TimerType:
        """Return how exact the deadline is meant to be."""
        return self._type

    def setTimerType(self, type: Qt.TimerType) -> None:
        """Set how exact the deadline is meant to be. It is remembered, and makes no difference."""
        self._type = Qt.TimerType(type)

    def swap(self, other: QDeadlineTimer) -> None:
        """Change places with *other*."""
        self._moment, other._moment = other._moment, self._moment
        self._type, other._type = other._type, self._type

    def _moved(self, nanoseconds: int) -> int:
        return _FOREVER if self._moment == _FOREVER else _saturated(self._moment + nanoseconds)

    def __add__(self, msecs: int) -> QDeadlineTimer:
        """Return the deadline *msecs* milliseconds later."""
        if not isinstance(msecs, int):
            return NotImplemented
        return _at(self._moved(msecs * _MILLISECOND), self._type)

    __radd__ = __add__

    def __iadd__(self, msecs: int) -> QDeadlineTimer:
        """Put the deadline off by *msecs* milliseconds."""
        if not isinstance(msecs, int):
            return NotImplemented
        self._moment = self._moved(msecs * _MILLISECOND)
        return self

    def __isub__(self, msecs: int) -> QDeadlineTimer:  # type: ignore[misc]
        """Bring the deadline forward by *msecs* milliseconds."""
        return self.__iadd__(-msecs) if isinstance(msecs, int) else NotImplemented

    def __sub__(self, other: Any) -> Any:
        """Return the deadline that many milliseconds earlier, or the milliseconds between two deadlines."""
        if isinstance(other, QDeadlineTimer):
            between = self._moment - other._moment
            return between // _MILLISECOND if between >= 0 else -(-between // _MILLISECOND)
        return self.__add__(-other) if isinstance(other, int) else NotImplemented

    def __eq__(self, other: object) -> bool:
        theirs = _comparable(other)
        return NotImplemented if theirs is None else self._moment == theirs

    def __lt__(self, other: Any) -> bool:
        theirs = _comparable(other)
        return NotImplemented if theirs is None else self._moment < theirs

    def __le__(self, other: Any) -> bool:
        theirs = _comparable(other)
        return NotImplemented if theirs is None else self._moment <= theirs

    def __gt__(self, other: Any) -> bool:
        theirs = _comparable(other)
        return NotImplemented if theirs is None else self._moment > theirs

    def __ge__(self, other: Any) -> bool:
        theirs = _comparable(other)
        return NotImplemented if theirs is None else self._moment >= theirs

    __hash__ = None  # type: ignore[assignment]

    def __copy__(self) -> QDeadlineTimer:
        return QDeadlineTimer(self)


def _at(moment: int, type: Qt.TimerType) -> QDeadlineTimer:
    made = QDeadlineTimer(Qt.TimerType(type))
    made._moment = moment
    return made


def _deadline(value: Any) -> QDeadlineTimer:
    """Return *value*, a deadline, ``Forever`` or milliseconds from now, as a deadline."""
    return value if isinstance(value, QDeadlineTimer) else QDeadlineTimer(value)


def _comparable(value: object) -> int | None:
    """Return the moment that *value* stands for, None when it stands for none."""
    if isinstance(value, (QDeadlineTimer, int)):
        return _deadline(value)._moment
    return None


def time_limit(value: Any, what: str) -> float | None:
    """Return how many seconds a wait may last: None for ever.

    :param value: milliseconds (negative: for ever), a `QDeadlineTimer`, ``Forever``, or None, which is for ever.
    :param what: the call, for the `TypeError` that anything else raises.
    """
    if value is None or isinstance(value, QDeadlineTimer.ForeverConstant):
        return None
    if isinstance(value, QDeadlineTimer):
        return None if value.isForever() else min(value.remainingTimeNSecs() / _SECOND, TIMEOUT_MAX)
    if isinstance(value, (int, float)) or hasattr(value, "__index__"):
        milliseconds = _whole(value, what)
        return None if milliseconds < 0 else min(milliseconds / 1000, TIMEOUT_MAX)
    raise TypeError(f"the time limit of {what} is a number of milliseconds or a QDeadlineTimer, not {value!r}")
