"""`QThread`: a thread with an event loop of its own, and the object that stands for every thread that has objects.

Thread safety: what start, the thread's end and its waiters share is written under the object's lock. The plain reads of single
flags (`isRunning`, `isInterruptionRequested`) may be a moment old, as any answer to such a question is.
"""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable
from functools import partial
from threading import RLock
from typing import Any

from netaccess._values.qtenum import QtEnum, export_enums

from .capacity import native_slot
from .deadlinetimer import time_limit
from .dispatcher import ThreadDispatcher
from .loop import QEventLoop, exit_loops
from .posting import delete_deferred, report_exception
from .qobject import QObject
from .qtwarning import warn
from .signal import Signal, emit_own
from .threaddata import ENDED, NOWHERE, ThreadData, adopt, current, drop_stranded
from .timers import rebase
from .waiting import looked, sleep, taking_turns, wait_event


@export_enums
class QThread(QObject):
    """Manages one thread of the program (``QThread``).

    Without a subclass, `start` runs an event loop in the new thread, and objects moved to it work there; a subclass may
    override `run`. The QThread object itself lives in the thread that made it. The thread does not keep the interpreter
    from exiting, and a running one stays alive without any reference.
    """

    class Priority(QtEnum):
        """How urgent a thread is. Remembered; the system's scheduler is not told."""

        IdlePriority = 0
        LowestPriority = 1
        LowPriority = 2
        NormalPriority = 3
        HighPriority = 4
        HighestPriority = 5
        TimeCriticalPriority = 6
        InheritPriority = 7

    class QualityOfService(QtEnum):
        """Whether a thread should be quick or save power. Remembered; the system's scheduler is not told."""

        Auto = 0
        High = 1
        Eco = 2

    #: The thread runs; emitted in it, before `run`.
    started = Signal()
    #: The thread has done its work; emitted in it, last of all.
    finished = Signal()

    def __init__(self, parent: QObject | None = None, **keywords: Any) -> None:
        """:param parent: the owner."""
        super().__init__(parent, **keywords)
        self._qt_data = ThreadData(0, self.__class__.__name__)
        self._qt_data.thread = weakref.ref(self)
        # Guards the flags below: start, the thread's end and wait meet here. No user code runs under it; re-entrant, because
        # a garbage collection inside it can run some all the same.
        self._qt_lock = RLock()
        self._qt_running = False
        self._qt_finishing = False
        self._qt_finished = False
        self._qt_ended: threading.Event | None = None
        self._qt_exited = False
        self._qt_code = 0
        self._qt_interrupted = False
        self._qt_priority = QThread.Priority.InheritPriority
        self._qt_service = QThread.QualityOfService.Auto
        self._qt_stack = 0

    # Running.

    @native_slot((Priority,), ())
    def start(self, priority: Priority = Priority.InheritPriority) -> None:
        """Start the thread, which emits `started` and calls `run`. Does nothing while it is running.

        Raises `ValueError` for what is no priority, and when the system does not take the stack size; `RuntimeError` when it
        has no thread left.
        """
        priority = QThread.Priority(priority)
        with self._qt_lock:
            if self._qt_running:
                return
            self._qt_running = True
            self._qt_finished = self._qt_finishing = self._qt_exited = self._qt_interrupted = False
            self._qt_code = 0
            self._qt_ended = threading.Event()
            self._qt_priority = priority
        name = self._qt_name or self.__class__.__name__
        self._qt_data.name = name
        self._qt_data.quit_now = False
        try:
            self._qt_launch(name)
        except (RuntimeError, ValueError):
            with self._qt_lock:
                self._qt_running = False
                self._qt_ended = None
            raise

    def _qt_launch(self, name: str) -> None:
        """Start the thread of the system; on virtual time it takes turns with the thread that starts it."""
        turns = taking_turns()
        if turns is not None:
            turns.spawn(self._qt_data, self._qt_main, partial(_start_native, name, self._qt_stack))
            return
        before = self._qt_data.dispatcher
        if before.turns is not None:  # its last run was one on virtual time
            real = ThreadDispatcher()
            rebase(self._qt_data, real.now() - before.now())
            self._qt_data.dispatcher = real
        _start_native(name, self._qt_stack, self._qt_main)

    def run(self) -> None:
        """What the thread does: an event loop, until `quit`. May be overridden."""
        self.exec()

    def _qt_main(self) -> None:
        adopt(self._qt_data)
        try:
            emit_own(self, QThread.__dict__["started"])
            self.run()
        except SystemExit:
            pass  # ends the thread, as it does everywhere in Python
        except BaseException:
            report_exception()
        self._qt_finish()

    def _qt_finish(self) -> None:
        data = self._qt_data
        with self._qt_lock:
            self._qt_finishing = True
        try:
            emit_own(self, QThread.__dict__["finished"])
            delete_deferred(data)  # whatever was to be deleted "later" in this thread is deleted now
        except BaseException:
            report_exception()
        data.level = data.running = 0
        data.ident = 0
        # After this store a blocking call is refused or taken back by its caller; what was there before is dropped here,
        # outside the lock: who holds the queue's may be asking this object something.
        drop_stranded(data)
        with self._qt_lock:
            self._qt_running = self._qt_finishing = False
            self._qt_finished = True
            self._qt_interrupted = False
            ended = self._qt_ended
        if ended is not None:
            ended.set()

    def exec(self) -> int:
        """Run the thread's event loop until `exit` or `quit`, and return the exit code. For use inside `run`."""
        if self._qt_data is not current():
            raise RuntimeError(
                f"exec() of a QThread runs in the thread it manages, not in {current().describe()}: override run(), or start()"
            )
        with self._qt_lock:
            self._qt_data.quit_now = False
            if self._qt_exited:
                self._qt_exited = False
                return self._qt_code
        code = QEventLoop().exec()
        with self._qt_lock:
            if self._qt_exited:
                code = self._qt_code
            self._qt_exited = False
        return code

    exec_ = exec
    """What `exec` was called when that was a keyword; itself, so that a program may define either name by the other."""

    @native_slot((int,), ())
    def exit(self, retcode: int = 0) -> None:
        """Make the thread's event loop return *retcode*. Any thread may call this, also before the loop has begun."""
        with self._qt_lock:
            self._qt_exited = True
            self._qt_code = int(retcode)
        exit_loops(self._qt_data, int(retcode))

    def quit(self) -> None:
        """Make the thread's event loop return 0."""
        self.exit(0)

    def wait(self, deadline: Any = None, *, time: Any = None) -> bool:
        """Wait until the thread has ended. Ctrl-C ends the wait of the main thread.

        :param deadline: milliseconds to wait at the most, or a `QDeadlineTimer`; None waits as long as it takes.
        :param time: the same, as Qt 5 calls it.
        Returns False when it is still running, or when a thread waits for itself.
        """
        limit = time_limit(time if deadline is None else deadline, "QThread.wait()")
        if self._qt_data is current():
            warn("QThread::wait: Thread tried to wait on itself")
            return False
        ended = self._qt_end()
        return ended is None or wait_event(ended, limit, "QThread.wait()")

    def _qt_end(self) -> threading.Event | None:
        """Return what is set when the thread ends, None when it does not run."""
        with self._qt_lock:
            return self._qt_ended if self._qt_running else None

    def isRunning(self) -> bool:
        """Return whether the thread runs; no longer True in slots of `finished`."""
        looked()
        return self._qt_running and not self._qt_finishing

    def isFinished(self) -> bool:
        """Return whether the thread has ended."""
        looked()
        return self._qt_finished or self._qt_finishing

    def requestInterruption(self) -> None:
        """Ask the thread to stop; its code asks `isInterruptionRequested`. Without effect when it is not running."""
        if self._qt_data.ident == threading.main_thread().ident:
            warn("QThread::requestInterruption has no effect on the main thread")
            return
        with self._qt_lock:
            if self._qt_running and not self._qt_finishing:
                self._qt_interrupted = True

    def isInterruptionRequested(self) -> bool:
        """Return whether the running thread has been asked to stop."""
        looked()
        return self._qt_interrupted

    def terminate(self) -> None:
        """Raise `RuntimeError`: Python cannot kill a thread, and a killed one would leave locks locked and data half written."""
        raise RuntimeError(
            "QThread.terminate() is refused: a thread cannot be killed in the middle of Python code. Ask it to stop with "
            "requestInterruption() or quit(), and wait() for it"
        )

    @staticmethod
    def setTerminationEnabled(enabled: bool = True) -> None:
        """Have no effect: no thread is ever terminated, so none needs protection from it."""

    def loopLevel(self) -> int:
        """Return how many event loops run in the thread, one inside the other."""
        return len(self._qt_data.loops)

    def priority(self) -> Priority:
        """Return the priority of the running thread, ``InheritPriority`` when it is not running."""
        return self._qt_priority if self._qt_running else QThread.Priority.InheritPriority

    def setPriority(self, priority: Priority) -> None:
        """Set the priority of the running thread. Raises `ValueError` when it is not running, or for ``InheritPriority``."""
        priority = QThread.Priority(priority)
        if not self._qt_running:
            raise ValueError("QThread::setPriority: Cannot set priority, thread is not running: start it first")
        if priority == QThread.Priority.InheritPriority:
            raise ValueError("QThread::setPriority: Argument cannot be InheritPriority")
        self._qt_priority = priority

    def serviceLevel(self) -> QualityOfService:
        """Return whether the thread should be quick or save power."""
        return self._qt_service

    def setServiceLevel(self, serviceLevel: QualityOfService) -> None:
        """Set whether the thread should be quick or save power."""
        self._qt_service = QThread.QualityOfService(serviceLevel)

    def stackSize(self) -> int:
        """Return the size of the thread's stack in bytes that was set; 0 is the system's choice."""
        return self._qt_stack

    def setStackSize(self, stackSize: int) -> None:
        """Set the size of the thread's stack in bytes, from the next start on. Raises `ValueError` when negative."""
        if stackSize < 0:
            raise ValueError(f"a stack has a size >= 0, not {stackSize!r}")
        self._qt_stack = int(stackSize)

    def isCurrentThread(self) -> bool:
        """Return whether the caller runs in this thread."""
        return self._qt_data is current()

    def _qt_dispose(self) -> None:
        if self._qt_running and not self._qt_finishing and self._qt_data is not current():
            warn(f"QThread: Destroyed while thread '{self._qt_name}' is still running")
            exit_loops(self._qt_data, 0)

    def _qt_quit(self) -> bool:
        self.quit()
        return True

    # Threads at large.

    @staticmethod
    def currentThread() -> QThread:
        """Return the object that stands for the calling thread, made if it was not started by a QThread."""
        return standing_for(current())

    @staticmethod
    def isMainThread() -> bool:
        """Return whether the caller runs in Python's main thread."""
        return threading.current_thread() is threading.main_thread()

    @staticmethod
    def idealThreadCount() -> int:
        """Return the number of threads this process can run at once."""
        import os

        if hasattr(os, "sched_getaffinity"):
            return len(os.sched_getaffinity(0))
        return os.cpu_count() or 1

    @staticmethod
    def yieldCurrentThread() -> None:
        """Let another thread run."""
        sleep(0, "QThread.yieldCurrentThread()")

    @staticmethod
    def sleep(secs: int) -> None:
        """Let the calling thread sleep for *secs* seconds; its event loop stands still meanwhile."""
        sleep(secs, f"QThread.sleep({secs})")

    @staticmethod
    def msleep(msecs: int) -> None:
        """Let the calling thread sleep for *msecs* milliseconds."""
        sleep(msecs / 1000, f"QThread.msleep({msecs})")

    @staticmethod
    def usleep(usecs: int) -> None:
        """Let the calling thread sleep for *usecs* microseconds."""
        sleep(usecs / 1_000_000, f"QThread.usleep({usecs})")


class _AdoptedThread(QThread):
    """Stands for a thread that was not started by a QThread: the main one, or a `threading.Thread`.

    Thread safety: the end of such a thread is noted in its `ThreadData`, under that record's lock.
    """

    def __init__(self, data: ThreadData) -> None:
        super().__init__()
        self._qt_data = self._qt_thread = data
        main = threading.main_thread().ident == data.ident
        self._qt_name = "Qt mainThread" if main else ""

    @property
    def _qt_running(self) -> bool:
        """Whether the thread has not ended."""
        return self._qt_data.ident != ENDED

    @_qt_running.setter
    def _qt_running(self, value: bool) -> None:
        """Nobody but the thread itself ends it."""

    def start(self, priority: QThread.Priority = QThread.Priority.InheritPriority) -> None:
        """Do nothing while the thread is running. Raises `RuntimeError` when it has ended."""
        if not self._qt_running:
            raise RuntimeError("a thread that was not started by a QThread cannot be started again")

    def isFinished(self) -> bool:
        """Return whether the thread has ended."""
        return not self._qt_running

    def _qt_end(self) -> threading.Event | None:
        data = self._qt_data
        with data.lock:
            if data.ident == ENDED:
                return None
            if self._qt_ended is None:
                self._qt_ended = threading.Event()
                data.ended = self._qt_ended.set
            return self._qt_ended

    __class__ = QThread  # type: ignore[assignment]


_starting = RLock()


def _start_native(name: str, stack_size: int, main: Callable[[], None]) -> threading.Thread:
    """Start a thread of the system that runs *main*, and return it.

    :param stack_size: bytes, 0 for what the system gives: the size is the process's, and set for this start.
    """
    thread = threading.Thread(target=main, name=name, daemon=True)
    if not stack_size:
        thread.start()
        return thread
    with _starting:
        before = threading.stack_size(stack_size)
        try:
            thread.start()
        finally:
            threading.stack_size(before)
    return thread


_adopting = RLock()


def thread_object(data: ThreadData) -> QThread | None:
    """Return the QThread that stands for a thread, the same one every time; None for no thread."""
    return None if data.ident == NOWHERE else standing_for(data)


def standing_for(data: ThreadData) -> QThread:
    """Return the QThread that stands for a thread, made when it is first asked for."""
    while True:
        known = data.thread
        thread: QThread | None = None if known is None else known()
        if thread is not None:
            return thread
        made = partial(_same, _AdoptedThread(data))
        with _adopting:  # a collection between the question and the store would run code that may come back: one step
            data.thread = made if data.thread is known else data.thread


def _same(thread: QThread) -> QThread:
    return thread
