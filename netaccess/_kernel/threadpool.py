"""`QThreadPool`: a few threads that share the work of many runnables. What they do stands in `poolcrew`."""

from __future__ import annotations

from collections.abc import Callable
from threading import RLock
from typing import Any

from .deadlinetimer import time_limit
from .poolcrew import Crew
from .qobject import QObject
from .runnable import FunctionRunnable, QRunnable
from .thread import QThread
from .waiting import looked


class QThreadPool(QObject):
    """Runs functions and `QRunnable` objects in a limited number of threads, which it keeps for some time (``QThreadPool``).

    Any thread may use a pool. What does not fit waits, by priority. Deleting a pool waits for its work.
    """

    _qt_properties = {
        "expiryTimeout": ("expiryTimeout", "setExpiryTimeout"),
        "maxThreadCount": ("maxThreadCount", "setMaxThreadCount"),
        "activeThreadCount": ("activeThreadCount", None),
        "stackSize": ("stackSize", "setStackSize"),
        "threadPriority": ("threadPriority", "setThreadPriority"),
    }

    def __init__(self, parent: QObject | None = None, **keywords: Any) -> None:
        """:param parent: the owner."""
        self._qt_crew = Crew()  # first: a keyword may be one of its settings
        super().__init__(parent, **keywords)

    @staticmethod
    def globalInstance() -> QThreadPool:
        """Return the pool that everybody may use, made when it is asked for first. It belongs to no thread in particular."""
        return _global_pool()

    # Work.

    def start(self, runnable: QRunnable | Callable[[], Any], priority: int = 0) -> None:
        """Run *runnable*, a `QRunnable` or a function, in a thread of the pool as soon as there is one.

        :param priority: what waits is run in falling order of priority, and first come first served within one.
        Raises `TypeError` for what cannot be run, `RuntimeError` when the system has no thread left.
        """
        self._qt_crew.start(_task(runnable), int(priority))

    def tryStart(self, runnable: QRunnable | Callable[[], Any]) -> bool:
        """Run *runnable* now if a thread is free for it, and return whether there was one."""
        return self._qt_crew.try_start(_task(runnable))

    def startOnReservedThread(self, runnable: QRunnable | Callable[[], Any]) -> None:
        """Run *runnable* in a thread that `reserveThread` has set aside, which is given back with it.

        Raises `RuntimeError` when none is reserved.
        """
        if not self._qt_crew.start_reserved(_task(runnable)):
            raise RuntimeError(
                "startOnReservedThread() needs a thread set aside with reserveThread(), and there is none"
            )

    def tryTake(self, runnable: QRunnable) -> bool:
        """Take *runnable* out of the queue if it has not begun, and return whether that was so."""
        return self._qt_crew.take(runnable)

    def clear(self) -> None:
        """Forget what has not begun."""
        self._qt_crew.clear()

    def waitForDone(self, deadline: Any = None) -> bool:
        """Wait until all work is done and the threads have ended. Ctrl-C ends the wait of the main thread.

        :param deadline: milliseconds (negative: for ever) or a `QDeadlineTimer`; None waits as long as it takes.
        Returns False when that was too short. Raises `RuntimeError` when the pool's own work would wait for itself.
        """
        limit = time_limit(deadline, "waitForDone()")
        if limit is None and QThread.currentThread() in self._qt_crew.workers:
            raise RuntimeError("waitForDone() called by work of the same pool would wait for itself")
        return self._qt_crew.wait(limit)

    # Threads.

    def activeThreadCount(self) -> int:
        """Return how many threads work, and how many are set aside."""
        looked()
        return self._qt_crew.busy + self._qt_crew.reserved

    def maxThreadCount(self) -> int:
        """Return how many threads may work at once. One always may."""
        return self._qt_crew.maximum

    def setMaxThreadCount(self, maxThreadCount: int) -> None:
        """Set how many threads may work at once; work that waits begins if there is room for it now."""
        self._qt_crew.maximum = int(maxThreadCount)
        self._qt_crew.start_more()

    def reserveThread(self) -> None:
        """Set a thread aside: one fewer is used for work. Also counts a thread that work has begun to wait in again."""
        self._qt_crew.reserve(1)

    def releaseThread(self) -> None:
        """Give back a thread that was set aside; without one, let one more work for as long as the calling work waits."""
        self._qt_crew.reserve(-1)

    def contains(self, thread: QThread) -> bool:
        """Return whether *thread* is one of the pool's."""
        return thread in self._qt_crew.workers

    def expiryTimeout(self) -> int:
        """Return after how many milliseconds without work a thread ends; -1 is never."""
        return self._qt_crew.expiry

    def setExpiryTimeout(self, expiryTimeout: int) -> None:
        """Set after how many milliseconds without work a thread ends (negative: never); for threads that begin to wait now."""
        self._qt_crew.expiry = max(-1, int(expiryTimeout))

    def stackSize(self) -> int:
        """Return the size of the stack of new threads in bytes; 0 is the system's choice."""
        return self._qt_crew.stack

    def setStackSize(self, stackSize: int) -> None:
        """Set the size of the stack of new threads in bytes. Raises `ValueError` when negative."""
        if stackSize < 0:
            raise ValueError(f"a stack has a size >= 0, not {stackSize!r}")
        self._qt_crew.stack = int(stackSize)

    def threadPriority(self) -> QThread.Priority:
        """Return the priority of new threads."""
        return self._qt_crew.priority

    def setThreadPriority(self, priority: QThread.Priority) -> None:
        """Set the priority of new threads."""
        self._qt_crew.priority = QThread.Priority(priority)

    def serviceLevel(self) -> QThread.QualityOfService:
        """Return whether new threads should be quick or save power."""
        return self._qt_crew.service

    def setServiceLevel(self, serviceLevel: QThread.QualityOfService) -> None:
        """Set whether new threads should be quick or save power."""
        self._qt_crew.service = QThread.QualityOfService(serviceLevel)

    def _qt_dispose(self) -> None:
        if QThread.currentThread() in self._qt_crew.workers:  # which would wait for itself
            self._qt_crew.disband()
        else:
            self._qt_crew.wait(None)


def _task(runnable: Any) -> QRunnable:
    if isinstance(runnable, QRunnable):
        return runnable
    if not callable(runnable):
        raise TypeError(f"a pool runs a QRunnable or a function, not {runnable!r}")
    return FunctionRunnable(runnable)


_making = RLock()
_pools: list[QThreadPool] = []  # the global one


def _global_pool() -> QThreadPool:
    if not _pools:
        pool = QThreadPool()
        with _making:
            if not _pools:
                _pools.append(pool)
    return _pools[0]
