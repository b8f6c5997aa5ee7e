"""`QThreadPool`: a few threads that share the work of many runnables.

Thread safety: everything that is shared, the queue, the counts and the threads without work, is read and written under the
pool's lock; no work is done under it, and no thread is started. The lock is re-entrant, because a garbage collection inside it
can run the program's code, which may use this very pool: between a question and the change that follows from it no section
makes anything that could set off a collection, and the change itself is one step. A thread that waits is found in the list of
idle ones by exactly one side: whoever has work for it (or sends it home) takes it out and then opens its gate, or it takes
itself out when its time is up.
"""

from __future__ import annotations

import itertools
import weakref
from collections.abc import Callable
from heapq import heapify, heappop, heappush
from threading import Condition, Lock, RLock
from time import monotonic
from typing import Any

from .deadlinetimer import acquire, time_limit
from .events import QEvent
from .posting import deliver_posted, report_exception
from .qobject import QObject
from .runnable import FunctionRunnable, QRunnable
from .thread import QThread
from .threaddata import DEAD, current

_EXPIRY_MS = 30_000


class _Worker(QThread):
    """A thread of a pool: does one piece of work after another, and waits for more in between."""

    def __init__(self, pool: QThreadPool, first: QRunnable) -> None:
        super().__init__()
        self._qt_thread = self._qt_data  # lives in itself, so that no other thread's loop has to bury it
        self._qt_name = "Thread (pooled)"
        self._qt_pool = pool
        self._qt_task: QRunnable | None = first
        # Released by whoever gives the waiting thread a task, or tells it to end; which of both, it sees in _qt_task.
        self._qt_gate = Lock()
        self._qt_gate.acquire()

    def run(self) -> None:
        """Work until the pool has none for longer than its threads wait."""
        while self._qt_task is not None:
            _perform(self._qt_task)
            self._qt_task = None  # nothing of the work lives on in a thread that waits
            self._qt_task = self._qt_pool._qt_next_task(self)


def _perform(task: QRunnable) -> None:
    try:
        task.run()
    except SystemExit:
        pass  # ends the work
    except BaseException:
        report_exception()
    data = current()
    if data.queue:  # what the work has sent to itself goes no further than deletions
        data.level += 1
        try:
            deliver_posted(data, event_type=QEvent.Type.DeferredDelete)
        finally:
            data.level -= 1


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
        self._qt_lock = RLock()
        self._qt_changed = Condition(self._qt_lock)  # work has ended, or a thread has
        self._qt_queue: list[tuple[int, int, QRunnable]] = []  # a heap: the highest priority first, then the first come
        self._qt_numbers = itertools.count()
        self._qt_workers: set[_Worker] = set()
        self._qt_idle: list[_Worker] = []  # the one that has waited least comes last, and is used first
        self._qt_busy = 0
        self._qt_reserved = 0
        self._qt_maximum = QThread.idealThreadCount()
        self._qt_expiry = _EXPIRY_MS
        self._qt_stack = 0
        self._qt_priority = QThread.Priority.InheritPriority
        self._qt_service = QThread.QualityOfService.Auto
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
        task = _task(runnable)
        with self._qt_lock:
            if not self._qt_has_room():
                heappush(self._qt_queue, (-int(priority), next(self._qt_numbers), task))
                return
            self._qt_busy += 1
        self._qt_hand_out(task)

    def tryStart(self, runnable: QRunnable | Callable[[], Any]) -> bool:
        """Run *runnable* now if a thread is free for it, and return whether there was one."""
        task = _task(runnable)
        with self._qt_lock:
            if not self._qt_has_room():
                return False
            self._qt_busy += 1
        self._qt_hand_out(task)
        return True

    def startOnReservedThread(self, runnable: QRunnable | Callable[[], Any]) -> None:
        """Run *runnable* in a thread that `reserveThread` has set aside, which is given back with it.

        Raises `RuntimeError` when none is reserved.
        """
        task = _task(runnable)
        with self._qt_lock:
            if self._qt_reserved < 1:
                raise RuntimeError(
                    "startOnReservedThread() needs a thread set aside with reserveThread(), and there is none"
                )
            self._qt_reserved -= 1
            self._qt_busy += 1
        self._qt_hand_out(task)

    def tryTake(self, runnable: QRunnable) -> bool:
        """Take *runnable* out of the queue if it has not begun, and return whether that was so."""
        with self._qt_lock:
            for index, entry in enumerate(self._qt_queue):
                if entry[2] is runnable:
                    del self._qt_queue[index]
                    heapify(self._qt_queue)
                    self._qt_changed.notify_all()
                    return True
        return False

    def clear(self) -> None:
        """Forget what has not begun."""
        with self._qt_lock:
            dropped, self._qt_queue = self._qt_queue, []
            self._qt_changed.notify_all()
        dropped.clear()  # the program's objects may die here, outside the lock

    def waitForDone(self, deadline: Any = None) -> bool:
        """Wait until all work is done and the threads have ended. Ctrl-C ends the wait of the main thread.

        :param deadline: milliseconds (negative: for ever) or a `QDeadlineTimer`; None waits as long as it takes.
        Returns False when that was too short. Raises `RuntimeError` when the pool's own work would wait for itself.
        """
        limit = time_limit(deadline, "waitForDone()")
        if limit is None and self.contains(QThread.currentThread()):
            raise RuntimeError("waitForDone() called by work of the same pool would wait for itself")
        over = None if limit is None else monotonic() + limit
        with self._qt_lock:
            if not self._qt_changed.wait_for(lambda: not self._qt_busy and not self._qt_queue, limit):
                return False
            leaving = list(self._qt_workers)
            self._qt_dismiss()
        return all([_has_ended(worker, over) for worker in leaving])

    # Threads.

    def activeThreadCount(self) -> int:
        """Return how many threads work, and how many are set aside."""
        return self._qt_busy + self._qt_reserved

    def maxThreadCount(self) -> int:
        """Return how many threads may work at once. One always may."""
        return self._qt_maximum

    def setMaxThreadCount(self, maxThreadCount: int) -> None:
        """Set how many threads may work at once; work that waits begins if there is room for it now."""
        with self._qt_lock:
            self._qt_maximum = int(maxThreadCount)
        self._qt_start_more()

    def reserveThread(self) -> None:
        """Set a thread aside: one fewer is used for work. Also counts a thread that work has begun to wait in again."""
        with self._qt_lock:
            self._qt_reserved += 1

    def releaseThread(self) -> None:
        """Give back a thread that was set aside; without one, let one more work for as long as the calling work waits."""
        with self._qt_lock:
            self._qt_reserved -= 1
        self._qt_start_more()

    def contains(self, thread: QThread) -> bool:
        """Return whether *thread* is one of the pool's."""
        return thread in self._qt_workers

    def expiryTimeout(self) -> int:
        """Return after how many milliseconds without work a thread ends; -1 is never."""
        return self._qt_expiry

    def setExpiryTimeout(self, expiryTimeout: int) -> None:
        """Set after how many milliseconds without work a thread ends (negative: never); for threads that begin to wait now."""
        self._qt_expiry = max(-1, int(expiryTimeout))

    def stackSize(self) -> int:
        """Return the size of the stack of new threads in bytes; 0 is the system's choice."""
        return self._qt_stack

    def setStackSize(self, stackSize: int) -> None:
        """Set the size of the stack of new threads in bytes. Raises `ValueError` when negative."""
        if stackSize < 0:
            raise ValueError(f"a stack has a size >= 0, not {stackSize!r}")
        self._qt_stack = int(stackSize)

    def threadPriority(self) -> QThread.Priority:
        """Return the priority of new threads."""
        return self._qt_priority

    def setThreadPriority(self, priority: QThread.Priority) -> None:
        """Set the priority of new threads."""
        self._qt_priority = QThread.Priority(priority)

    def serviceLevel(self) -> QThread.QualityOfService:
        """Return whether new threads should be quick or save power."""
        return self._qt_service

    def setServiceLevel(self, serviceLevel: QThread.QualityOfService) -> None:
        """Set whether new threads should be quick or save power."""
        self._qt_service = QThread.QualityOfService(serviceLevel)

    # Inside.

    def _qt_has_room(self) -> bool:
        """Return whether one more thread may work. However many are set aside, one may. Called with the lock held."""
        return self._qt_busy + self._qt_reserved < self._qt_maximum or self._qt_busy < 1

    def _qt_hand_out(self, task: QRunnable) -> None:
        """Give *task*, which is counted as begun, to a thread that waits or to a new one."""
        with self._qt_lock:
            worker = self._qt_idle.pop() if self._qt_idle else None
            if worker is not None:
                worker._qt_task = task
        if worker is not None:
            worker._qt_gate.release()
            return
        _remember(self)
        worker = _Worker(self, task)
        worker._qt_stack = self._qt_stack
        worker._qt_service = self._qt_service
        with self._qt_lock:
            self._qt_workers.add(worker)
        try:
            QThread.start(worker, self._qt_priority)
        except BaseException:
            with self._qt_lock:
                self._qt_workers.discard(worker)
                self._qt_busy -= 1
                self._qt_changed.notify_all()
            raise

    def _qt_start_more(self) -> None:
        """Begin work that waits, as long as there is room for it."""
        while True:
            with self._qt_lock:
                if not self._qt_queue or not self._qt_has_room():
                    return
                task = heappop(self._qt_queue)[2]
                self._qt_busy += 1
            self._qt_hand_out(task)

    def _qt_next_task(self, worker: _Worker) -> QRunnable | None:
        """Return the next task for *worker*, which has done one; None when it is to end. Waits for one."""
        with self._qt_lock:
            self._qt_busy -= 1
            if self._qt_queue and self._qt_has_room():
                self._qt_busy += 1
                return heappop(self._qt_queue)[2]
            if not self._qt_busy:
                self._qt_changed.notify_all()
            if self._qt_busy + self._qt_reserved >= self._qt_maximum > 0:
                self._qt_workers.discard(worker)  # there are more threads than there may be
                return None
            self._qt_idle.append(worker)
            limit = None if self._qt_expiry < 0 else self._qt_expiry / 1000
        if not acquire(worker._qt_gate, limit):
            with self._qt_lock:
                if worker in self._qt_idle:
                    self._qt_idle.remove(worker)
                    self._qt_workers.discard(worker)
                    return None
            worker._qt_gate.acquire()  # somebody has just picked this thread, and is about to say so
        return worker._qt_task

    def _qt_dismiss(self) -> None:
        """Let the threads that wait end. Called with the lock held."""
        while self._qt_idle:
            worker = self._qt_idle.pop()
            self._qt_workers.discard(worker)
            worker._qt_gate.release()

    def _qt_dispose(self) -> None:
        if not QThreadPool.contains(self, QThread.currentThread()):
            QThreadPool.waitForDone(self)


def _has_ended(worker: _Worker, over: float | None) -> bool:
    """Wait for the end of a thread, until *over* on the system's clock."""
    ended = worker._qt_end()
    return ended is None or ended.wait(None if over is None else max(0.0, over - monotonic()))


def _task(runnable: Any) -> QRunnable:
    if isinstance(runnable, QRunnable):
        return runnable
    if not callable(runnable):
        raise TypeError(f"a pool runs a QRunnable or a function, not {runnable!r}")
    return FunctionRunnable(runnable)


_making = RLock()
_pools: list[QThreadPool] = []  # the global one
_used: weakref.WeakSet[QThreadPool] = weakref.WeakSet()


def _global_pool() -> QThreadPool:
    if not _pools:
        pool = QThreadPool()
        with _making:
            if not _pools:
                _pools.append(pool)
    return _pools[0]


def _remember(pool: QThreadPool) -> None:
    """See to it that the program does not end in the middle of a pool's work."""
    with _making:
        if not _used:
            import atexit

            atexit.unregister(_finish_work)
            atexit.register(_finish_work)
        _used.add(pool)


def _finish_work() -> None:
    for pool in list(_used):
        if pool._qt_thread is not DEAD:
            QThreadPool.waitForDone(pool)
