"""Waits of Python's own (`threading.Event`, `threading.Condition`, `queue.Queue`, futures) in threads that take turns.

A thread that waited there for real would keep its turn, and whoever it waits for might never get one. Under a fake loop the locks
that `threading.Condition` makes for its waiters, and on which all of these are built, give the turn up instead. Their time limits
stay what they are to Python, which reads its own clock: real.

Thread safety: a waiter's lock is an ordinary one; whoever notifies releases it, on any thread.
"""

from __future__ import annotations

import sys
import threading
from time import monotonic
from typing import TYPE_CHECKING, Any

from netaccess._kernel import threaddata

if TYPE_CHECKING:
    from .turns import Turns

__tracebackhide__ = True  # a test is shown where it called this

_NAME = "_allocate_lock"
"""What `threading` makes the locks of waiters with."""


class PythonWaits:
    """Puts such waits in the place of real ones for as long as a loop lasts."""

    def __init__(self, turns: Turns) -> None:
        """:param turns: of the loop."""
        self._turns = turns
        self._before: Any = None

    def begin(self) -> None:
        """Put the waits in place. Does nothing on a Python whose `threading` is made in another way."""
        self._before = getattr(threading, _NAME, None)
        if self._before is not None:
            setattr(threading, _NAME, self._make)

    def end(self) -> None:
        """Put the real ones back."""
        before, self._before = self._before, None
        if before is not None:
            setattr(threading, _NAME, before)

    def _make(self) -> Any:
        """Return a lock for a waiter: one that gives up the turn, where the calling thread takes turns with others."""
        lock = threading.Lock()
        data, turns = threaddata.known(), self._turns
        if data is None or data.dispatcher.turns is not turns or turns.over:
            return lock
        frame: Any = sys._getframe(1)
        for _ in range(3):  # a thread that starts another waits for that to run: always a moment, in real time
            if frame is None or (frame.f_code.co_name == "start" and frame.f_globals is vars(threading)):
                return lock  # by name, as the method may have been replaced by one that calls it
            frame = frame.f_back
        if len(turns.turns) == 1:
            turns.others_come()  # nobody takes turns yet, but somebody may hold the lock for ever
            return lock
        return _WaitersLock(lock, turns)


class _WaitersLock:
    """The lock of one waiter of a `threading.Condition`, as far as that uses it."""

    __slots__ = ("_lock", "_turns")

    def __init__(self, lock: Any, turns: Turns) -> None:
        self._lock = lock
        self._turns = turns

    def acquire(self, blocking: bool = True, timeout: float = -1) -> bool:
        """Acquire the lock, if that is asked for within *timeout* real seconds; others have their turns meanwhile."""
        if self._lock.acquire(blocking=False):
            return True
        if not blocking:
            self._turns.passed(False)  # whoever asks again and again must let the others get on
            return bool(self._lock.acquire(blocking=False))
        taken = False
        end = None if timeout < 0 else monotonic() + timeout

        def ready() -> bool:
            nonlocal taken
            taken = taken or self._lock.acquire(blocking=False)
            return taken or (end is not None and monotonic() >= end)

        self._turns.block_in_real_time(ready, end is not None, "a wait of Python's own")
        return taken

    def release(self) -> None:
        """Let the waiter go on. Any thread may call this."""
        self._lock.release()
        if not self._turns.baton.is_ours():
            self._turns.outside.tell()
