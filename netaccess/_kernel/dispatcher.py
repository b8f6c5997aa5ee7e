"""The clock seam: who tells the time, who waits, and who ends a wait.

Every timer, timeout and elapsed-time measurement asks the dispatcher of its thread. `ThreadDispatcher` blocks the thread
it serves; `netaccess.testing` has one that jumps to the next deadline instead of waiting.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from threading import TIMEOUT_MAX, Lock
from time import monotonic
from typing import TYPE_CHECKING, ClassVar, Protocol

if TYPE_CHECKING:
    from threading import Thread

    from .threaddata import ThreadData


class Turns(Protocol):
    """Threads that take turns on one virtual clock: what a thread of theirs does instead of waiting for real.

    All but `spawn` are called by the thread that has its turn, outside every lock that another of them may want.
    """

    def block(self, ready: Callable[[], bool], limit: float | None, what: str, idle: bool = False) -> bool:
        """Let the other threads have their turns until *ready* returns True, or *limit* virtual seconds have passed.

        :param ready: may take what is waited for, in which case True means that it was taken.
        :param what: the call that waits, in words.
        :param idle: the wait is for work that need not come, so that its limit is no reason to let time pass.
        Returns whether it was ready in time.
        """

    def give_way(self) -> None:
        """Let every other thread that can go on have a turn."""

    def passed(self, happened: bool) -> None:
        """The thread has made a pass over its events after which it will not wait; *happened*: there was something to do."""

    def looked(self, at_clock: bool) -> None:
        """The thread has asked the time (*at_clock*), or what another thread does, perhaps in a loop."""

    def spawn(self, data: ThreadData, main: Callable[[], None], launch: Callable[[Callable[[], None]], Thread]) -> None:
        """Start a thread that takes turns with the others.

        :param data: the thread's record.
        :param main: what the thread does.
        :param launch: starts a thread of the system that runs the function it is given, and returns it.
        """


class Dispatcher(Protocol):
    """What an event loop needs of the world."""

    @property
    def coalesces(self) -> bool:
        """Whether coarse timers may be put together on round moments of this clock. If not, it counts in whole nanoseconds."""

    @property
    def turns(self) -> Turns | None:
        """Who gives the thread its turns, None where threads run as the system lets them."""

    def now(self) -> float:
        """Return the time in seconds on a clock that never goes back; its zero has no meaning."""

    def wait(self, deadline: float | None) -> None:
        """Return at *deadline* (None: never), or when `wake` was called since the last wait, whichever comes first."""

    def wake(self) -> None:
        """End the current wait, or the next one if none is under way. Any thread may call it."""


class ThreadDispatcher:
    """The real one: time is the system's monotonic clock, waiting blocks on a lock.

    Thread safety: the lock is a binary semaphore, held while no wake-up is pending. Any number of wakers may release it;
    releasing it twice raises, which means only that a wake-up was already pending.
    """

    __slots__ = ("_gate",)

    coalesces: ClassVar[bool] = True
    turns: ClassVar[Turns | None] = None
    now = staticmethod(monotonic)

    def __init__(self) -> None:
        self._gate = Lock()
        self._gate.acquire()

    def wait(self, deadline: float | None) -> None:
        """Block until `wake` or *deadline*. On the main thread a signal handler's exception (Ctrl-C) ends the wait."""
        if deadline is None:
            if sys.platform != "win32":
                self._gate.acquire()
                return
            # Windows cannot interrupt a lock: give Ctrl-C a chance ten times a second.
            while not self._gate.acquire(timeout=0.1):
                continue
            return
        remaining = deadline - monotonic()
        if remaining > 0:
            self._gate.acquire(timeout=min(remaining, TIMEOUT_MAX))
        else:
            self._gate.acquire(blocking=False)

    def wake(self) -> None:
        """Let the wait end."""
        try:
            self._gate.release()
        except RuntimeError:
            pass  # a wake-up is pending already
