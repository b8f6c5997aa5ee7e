"""`QSemaphore`: a number of like resources; and `QSemaphoreReleaser`, which gives some back at the end of its life.

Thread safety: the number is read and written under the condition's
lock, and nobody else's code runs under it.
"""

from __future__ import annotations

from threading import Condition
from typing import Any

from .deadlinetimer import time_limit
from .waiting import wait_for


class QSemaphore:
    """Counts what is available, and lets threads wait for it (``QSemaphore``)."""

    __slots__ = ("__weakref__", "_available", "_more")

    def __init__(self, n: int = 0) -> None:
        """:param n: how many resources there are at first. Negative raises `ValueError`."""
        self._more = Condition()
        self._available = _count(n)

    def acquire(self, n: int = 1) -> None:
        """Take *n* resources, and wait until there are as many. Ctrl-C ends the wait of the main thread."""
        self._take(_count(n), None)

    def tryAcquire(self, n: int = 1, timeout: Any = 0) -> bool:
        """Take *n* resources if there are as many within *timeout*, and return whether there were.

        :param timeout: milliseconds (negative: for ever) or a `QDeadlineTimer`.
        """
        return self._take(_count(n), time_limit(timeout, "tryAcquire()"))

    def release(self, n: int = 1) -> None:
        """Give *n* resources back, or add new ones."""
        n = _count(n)
        with self._more:
            self._available += n
            self._more.notify_all()  # those who wait may want different numbers

    def available(self) -> int:
        """Return how many resources can be had now."""
        return self._available

    def _take(self, n: int, limit: float | None) -> bool:
        with self._more:
            if self._available < n and not wait_for(
                self._more, lambda: self._available >= n, limit, f"QSemaphore.acquire({n})"
            ):
                return False
            self._available -= n
            return True


class QSemaphoreReleaser:
    """Gives resources back to a semaphore when it dies, unless it was cancelled (``QSemaphoreReleaser``)."""

    __slots__ = ("_n", "_semaphore")

    def __init__(self, sem: QSemaphore | None = None, n: int = 1) -> None:
        """
        :param sem: the semaphore; without one nothing is given back.
        :param n: how many resources to give back.
        """
        self._semaphore: QSemaphore | None = None
        if sem is not None and not isinstance(sem, QSemaphore):
            raise TypeError(f"a QSemaphoreReleaser takes a QSemaphore, not {sem!r}")
        self._n = _count(n)
        self._semaphore = sem

    def semaphore(self) -> QSemaphore | None:
        """Return the semaphore, None when there is none (any longer)."""
        return self._semaphore

    def cancel(self) -> QSemaphore | None:
        """Let nothing be given back, and return the semaphore."""
        semaphore, self._semaphore = self._semaphore, None
        return semaphore

    def swap(self, other: QSemaphoreReleaser) -> None:
        """Change places with *other*."""
        self._semaphore, other._semaphore = other._semaphore, self._semaphore
        self._n, other._n = other._n, self._n

    def __del__(self) -> None:
        semaphore = self.cancel()
        if semaphore is not None:
            semaphore.release(self._n)


def _count(n: Any) -> int:
    if isinstance(n, float):
        n = int(n)
    if not hasattr(n, "__index__"):
        raise TypeError(f"a number of resources is an int, not {n!r}")
    if n < 0:
        raise ValueError(f"a number of resources is >= 0, not {n!r}")
    return int(n)
