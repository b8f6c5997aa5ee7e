"""The threads of a `QThreadPool` and the work that waits for them.

Thread safety: everything that is shared, the queue, the counts and the threads without work, is read and written under the
crew's lock; no work is done under it, and no thread is started. The lock is re-entrant, because a garbage collection inside it
can run the program's code, which may use this very pool: between a question and the change that follows from it no section
makes anything that could set off a collection, and the change itself is one step. A thread that waits is found in the list of
idle ones by exactly one side: whoever has work for it (or sends it home) takes it out and then opens its gate, or it takes
itself out when its time is up.
"""

from __future__ import annotations

import itertools
import weakref
from heapq import heapify, heappop, heappush
from threading import Condition, Lock, RLock
from typing import TYPE_CHECKING

from .posting import delete_deferred, report_exception
from .runnable import QRunnable
from .thread import QThread
from .threaddata import current
from .waiting import acquire, monotonic, taking_turns, wait_event, wait_for

if TYPE_CHECKING:
    from .dispatcher import Turns

_EXPIRY_MS = 30_000


class Worker(QThread):
    """A thread of a pool: does one piece of work after another, and waits for more in between.

    It knows the crew, not the pool, which dies with its last reference as any object does.
    """

    def __init__(self, crew: Crew, first: QRunnable) -> None:
        super().__init__()
        self._qt_thread = self._qt_data  # lives in itself, so that no other thread's loop has to bury it
        self._qt_name = "Thread (pooled)"
        self._qt_crew = crew
        self._qt_task: QRunnable | None = first
        # Released by whoever gives the waiting thread a task, or tells it to end; which of both, it sees in _qt_task.
        self._qt_gate = Lock()
        self._qt_gate.acquire()

    def run(self) -> None:
        """Work until there has been none for longer than the crew waits."""
        while self._qt_task is not None:
            _perform(self._qt_task)
            self._qt_task = None  # nothing of the work lives on in a thread that waits
            self._qt_task = self._qt_crew.next_task(self)

    def has_ended(self, over: float | None) -> bool:
        """Wait for the end of the thread, until *over* on the thread's clock; False when that was too early."""
        ended = self._qt_end()
        if ended is None:
            return True
        return wait_event(ended, None if over is None else max(0.0, over - monotonic()), "QThreadPool.waitForDone()")


def _perform(task: QRunnable) -> None:
    try:
        task.run()
    except SystemExit:
        pass  # ends the work
    except BaseException:
        report_exception()
    data = current()
    if data.queue:  # what the work has sent to itself goes no further than deletions
        delete_deferred(data)


class Crew:
    """A limited number of threads, and a queue by priority."""

    def __init__(self) -> None:
        self.lock = RLock()
        self._changed = Condition(self.lock)  # work has ended, or been taken back
        self._queue: list[tuple[int, int, QRunnable]] = []  # a heap: the highest priority first, then the first come
        self._numbers = itertools.count()
        self.workers: dict[Worker, None] = {}  # in the order they were started
        self._idle: list[Worker] = []  # the one that has waited least comes last, and is used first
        self.busy = 0
        self.reserved = 0
        self.maximum = QThread.idealThreadCount()
        self.expiry = _EXPIRY_MS
        self.stack = 0
        self.priority = QThread.Priority.InheritPriority
        self.service = QThread.QualityOfService.Auto

    def start(self, task: QRunnable, priority: int) -> None:
        """Do *task* now if there is room, else when its turn comes."""
        with self.lock:
            if not self._has_room():
                heappush(self._queue, (-priority, next(self._numbers), task))
                return
            self.busy += 1
        self._hand_out(task)

    def try_start(self, task: QRunnable) -> bool:
        """Do *task* now if there is room; False when there is none."""
        with self.lock:
            if not self._has_room():
                return False
            self.busy += 1
        self._hand_out(task)
        return True

    def start_reserved(self, task: QRunnable) -> bool:
        """Do *task* in a thread that was set aside; False when there is none."""
        with self.lock:
            if self.reserved < 1:
                return False
            self.reserved -= 1
            self.busy += 1
        self._hand_out(task)
        return True

    def take(self, task: QRunnable) -> bool:
        """Take *task* out of the queue; False when it is not there."""
        with self.lock:
            for index, entry in enumerate(self._queue):
                if entry[2] is task:
                    del self._queue[index]
                    heapify(self._queue)
                    self._changed.notify_all()
                    return True
        return False

    def clear(self) -> None:
        """Forget what waits."""
        with self.lock:
            dropped, self._queue = self._queue, []
            self._changed.notify_all()
        dropped.clear()  # the program's objects may die here, outside the lock

    def reserve(self, change: int) -> None:
        """Set *change* threads aside, or give back as many if it is negative."""
        with self.lock:
            self.reserved += change
        self.start_more()

    def wait(self, limit: float | None) -> bool:
        """Wait for the end of all work and then of the threads; False when *limit* seconds were too short."""
        over = None if limit is None else monotonic() + limit
        with self.lock:
            if not wait_for(
                self._changed, lambda: not self.busy and not self._queue, limit, "QThreadPool.waitForDone()"
            ):
                return False
            turns = taking_turns()
            leaving = [worker for worker in self.workers if worker._qt_data.dispatcher.turns is turns]
            self._dismiss()
        return all([worker.has_ended(over) for worker in leaving])

    def disband(self) -> None:
        """Let the threads end when there is no work left, without waiting for that."""
        with self.lock:
            self.expiry = 0
            self._dismiss()

    def _dismiss(self) -> None:
        """Send the threads home that wait. Called with the lock held."""
        while self._idle:
            worker = self._idle.pop()
            self.workers.pop(worker, None)
            worker._qt_gate.release()

    def _has_room(self) -> bool:
        """Return whether one more thread may work. However many are set aside, one may. Called with the lock held."""
        return self.busy + self.reserved < self.maximum or self.busy < 1

    def _hand_out(self, task: QRunnable) -> None:
        """Give *task*, which is counted as begun, to a thread that waits or to a new one."""
        turns = taking_turns()
        with self.lock:
            worker = self._take_idle(turns)
            if worker is not None:
                worker._qt_task = task
        if worker is not None:
            worker._qt_gate.release()
            return
        remember(self)
        worker = Worker(self, task)
        worker._qt_stack = self.stack
        worker._qt_service = self.service
        with self.lock:
            self.workers[worker] = None
        try:
            QThread.start(worker, self.priority)
        except BaseException:
            with self.lock:
                self.workers.pop(worker, None)
                self.busy -= 1
                self._changed.notify_all()
            raise

    def _take_idle(self, turns: Turns | None) -> Worker | None:
        """Take out a thread that waits: one on the clock of the thread that has work. Called with the lock held."""
        idle = self._idle
        for index in range(len(idle) - 1, -1, -1):
            if idle[index]._qt_data.dispatcher.turns is turns:
                return idle.pop(index)
        return None

    def start_more(self) -> None:
        """Begin work that waits, as long as there is room for it."""
        while True:
            with self.lock:
                if not self._queue or not self._has_room():
                    return
                task = heappop(self._queue)[2]
                self.busy += 1
            self._hand_out(task)

    def next_task(self, worker: Worker) -> QRunnable | None:
        """Return the next task for *worker*, which has done one; None when it is to end. Waits for one."""
        with self.lock:
            self.busy -= 1
            if self._queue and self._has_room():
                self.busy += 1
                return heappop(self._queue)[2]
            if not self.busy:
                self._changed.notify_all()
            if self.busy + self.reserved >= self.maximum > 0:
                self.workers.pop(worker, None)  # there are more threads than there may be
                return None
            self._idle.append(worker)
            limit = None if self.expiry < 0 else self.expiry / 1000
        try:
            called = acquire(worker._qt_gate, limit, "work in a QThreadPool", idle=True)
        except BaseException:  # on virtual time that ends, a thread ends where it waits
            with self.lock:
                if worker in self._idle:
                    self._idle.remove(worker)
                else:
                    self.busy -= 1
                self.workers.pop(worker, None)
            raise
        if not called:
            with self.lock:
                if worker in self._idle:
                    self._idle.remove(worker)
                    self.workers.pop(worker, None)
                    return None
            worker._qt_gate.acquire()  # somebody has just picked this thread, and is about to say so
        return worker._qt_task


_remembering = RLock()
_used: weakref.WeakSet[Crew] = weakref.WeakSet()


def remember(crew: Crew) -> None:
    """See to it that the program does not end in the middle of a crew's work."""
    with _remembering:
        if not _used:
            import atexit

            atexit.unregister(_finish_work)
            atexit.register(_finish_work)
        _used.add(crew)


def _finish_work() -> None:
    for crew in list(_used):
        crew.wait(None)
