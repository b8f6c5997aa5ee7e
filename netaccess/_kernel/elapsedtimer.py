"""`QElapsedTimer`: how long ago something was, on the clock of the thread's dispatcher."""

from __future__ import annotations

from netaccess._values.qtenum import QtEnum, export_enums

from .waiting import nanoseconds

_INVALID = -(2**63)


@export_enums
class QElapsedTimer:
    """Measures elapsed time on a clock that never goes back (``QElapsedTimer``). Invalid until `start` is called."""

    class ClockType(QtEnum):
        """Which clock is read; always the monotonic one."""

        SystemTime = 0
        MonotonicClock = 1
        TickCounter = 2
        MachAbsoluteTime = 3
        PerformanceCounter = 4

    __slots__ = ("_start",)

    _start: int

    def __init__(self, other: QElapsedTimer | None = None) -> None:
        """:param other: a timer to copy."""
        self._start = _INVALID if other is None else other._start

    @staticmethod
    def clockType() -> ClockType:
        """Return ``MonotonicClock``."""
        return QElapsedTimer.ClockType.MonotonicClock

    @staticmethod
    def isMonotonic() -> bool:
        """Return True: the clock never goes back."""
        return True

    def start(self) -> None:
        """Start measuring now."""
        self._start = nanoseconds()

    def restart(self) -> int:
        """Start measuring anew, and return the milliseconds since the last start."""
        now = nanoseconds()
        before, self._start = self._start, now
        return _milliseconds(now - before)

    def invalidate(self) -> None:
        """Make the timer invalid again."""
        self._start = _INVALID

    def isValid(self) -> bool:
        """Return whether the timer has been started."""
        return self._start != _INVALID

    def elapsed(self) -> int:
        """Return the milliseconds since the start."""
        return _milliseconds(nanoseconds() - self._start)

    def nsecsElapsed(self) -> int:
        """Return the nanoseconds since the start."""
        return nanoseconds() - self._start

    def hasExpired(self, timeout: int) -> bool:
        """Return whether more than *timeout* milliseconds have passed; -1 never expires."""
        elapsed = self.elapsed()  # asked in any case: a program may go round until it has expired
        return timeout >= 0 and (not self.isValid() or elapsed > timeout)

    def msecsSinceReference(self) -> int:
        """Return the start in milliseconds on the clock."""
        return _milliseconds(self._start)

    def msecsTo(self, other: QElapsedTimer) -> int:
        """Return the milliseconds from this timer's start to *other*'s; negative when that was earlier."""
        return _milliseconds(other._start - self._start)

    def secsTo(self, other: QElapsedTimer) -> int:
        """Return the whole seconds from this timer's start to *other*'s."""
        return self.msecsTo(other) // 1000

    def __eq__(self, other: object) -> bool:
        return self._start == other._start if isinstance(other, QElapsedTimer) else NotImplemented

    __hash__ = None  # type: ignore[assignment]


def _milliseconds(nanoseconds: int) -> int:
    return nanoseconds // 1_000_000 if nanoseconds >= 0 else -(-nanoseconds // 1_000_000)
