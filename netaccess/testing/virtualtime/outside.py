"""What goes on beside the threads that take turns: real work under way, and threads that the fake loop knows nothing of.

Thread safety: the number of works is changed under a lock, by any thread; `_news` is a binary semaphore, released by whoever
has something to tell and taken by the thread that has its turn. Everything else is used by that thread alone, but for `looks`,
which the test's thread reads at any time, to see that it changes.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from threading import Lock
from weakref import WeakSet

_LOOK = 0.002
"""Real seconds between two looks at what has been done."""


class Outside:
    """Waits, in real time and with some patience, for what happens outside."""

    def __init__(self, patience: float) -> None:
        """:param patience: real seconds to wait while nothing happens."""
        self._patience = patience
        self._lock = Lock()
        self._works = 0
        self.looks = 0
        """How often the thread that has its turn has looked: as long as this grows, it waits here with some patience."""
        self._waited = 0.0
        self._news = Lock()
        self._news.acquire()
        self._known: WeakSet[threading.Thread] = WeakSet(threading.enumerate())
        self._before: WeakSet[threading.Thread] = WeakSet(self._known - {threading.current_thread()})

    def begins(self) -> None:
        """A piece of real work is under way that will tell of its end. Any thread may call this."""
        with self._lock:
            self._works += 1

    def ends(self) -> None:
        """A piece of real work is over. Any thread may call this."""
        with self._lock:
            self._works -= 1
        self.tell()

    def tell(self) -> None:
        """Something has happened. Any thread may call this."""
        try:
            self._news.release()
        except RuntimeError:
            pass  # somebody has said so already

    def at_work(self) -> bool:
        """Return whether real work is under way."""
        return self._works > 0

    def wait_for_work(self) -> bool:
        """Wait a little for real work that is under way; False when there is none, or it has lasted too long."""
        if self._works <= 0:
            return False
        if self._look():
            self._waited = 0.0
        else:
            self._waited += _LOOK
        return self._waited < self._patience

    def pause(self) -> None:
        """Let a little real time pass."""
        self._news.acquire(timeout=_LOOK)

    def _look(self) -> bool:
        """Wait a moment; return whether there is news."""
        self.looks += 1
        return self._news.acquire(timeout=_LOOK)

    def knows(self, thread: threading.Thread) -> None:
        """Count *thread* among those that take turns, and that need not be waited for when they are about to end."""
        self._known.add(thread)

    def wait_for_strangers(self, done: Callable[[], bool], anybody: bool = False) -> bool:
        """Wait for threads that take no turns until they have told something, or *done* returns True.

        :param anybody: also for those that were there before the loop, such as workers of a pool. As a rule these have nothing
            to do with the test, so that it would be a waste of time.
        Returns False when there are none, or they have done nothing for too long; True also when they have ended meanwhile.
        """
        waited = 0.0
        while self.strangers() or (anybody and any(thread.is_alive() for thread in self._before)):
            if self._look() or done():
                return True
            waited += _LOOK
            if waited >= self._patience:
                return False
        return waited > 0

    def strangers(self) -> list[threading.Thread]:
        """Return the threads that were started since the loop began and take no turns."""
        return [each for each in threading.enumerate() if each not in self._known]
