"""`QThread`: a thread with an event loop of its own, and the object that stands for every thread that has objects."""

from __future__ import annotations

import threading
import time
import weakref
from threading import Lock
from typing import Any

from netaccess._values.qtenum import QtEnum, export_enums

from .blocking import take_stranded
from .capacity import native_slot
from .events import QEvent
from .loop import QEventLoop, exit_loops
from .posting import deliver_posted, report_exception
from .qobject import QObject
from .qtwarning import warn
from .signal import Signal, emit_own
from .threaddata import ThreadData, adopt, current


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

    #: The thread runs; emitted in it, before `run`.
    started = Signal()
    #: The thread has done its work; emitted in it, last of all.
    finished = Signal()

    def __init__(self, parent: QObject | None = None, **keywords: Any) -> None:
        """:param parent: the owner."""
        super().__init__(parent, **keywords)
        self._qt_data = ThreadData(0, self.__class__.__name__)
        self._qt_data.thread = weakref.ref(self)
        # Guards the five below: start, the thread's end and wait meet here. No user code runs under it.
        self._qt_lock = Lock()
        self._qt_running = False
        self._qt_finishing = False
        self._qt_finished = False
        self._qt_ended: threading.Event | None = None
        self._qt_exited = False
        self._qt_code = 0
        self._qt_interrupted = False
        self._qt_priority = QThread.Priority.InheritPriority

    # Running.

    @native_slot((Priority,), ())
    def start(self, priority: Priority = Priority.InheritPriority) -> None:
        """Start the thread, which emits `started` and calls `run`. Does nothing while it is running."""
        with self._qt_lock:
            if self._qt_running:
                return
            self._qt_running = True
            self._qt_finished = self._qt_finishing = self._qt_exited = self._qt_interrupted = False
            self._qt_code = 0
            self._qt_ended = threading.Event()
            self._qt_priority = QThread.Priority(priority)
        name = self._qt_name or self.__class__.__name__
        self._qt_data.name = name
        self._qt_data.quit_now = False
        try:
            threading.Thread(target=self._qt_main, name=name, daemon=True).start()
        except RuntimeError:  # the system has no thread left
            with self._qt_lock:
                self._qt_running = False
                self._qt_ended = None
            raise

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
            data.level += 1  # whatever was to be deleted "later" in this thread is deleted now
            deliver_posted(data, event_type=QEvent.Type.DeferredDelete)
        except BaseException:
            report_exception()
        data.level = 0
        with self._qt_lock:
            self._qt_running = self._qt_finishing = False
            self._qt_finished = True
            self._qt_interrupted = False
            data.ident = 0
            stranded = take_stranded(data)
            ended = self._qt_ended
        for entry in stranded:
            entry.drop()
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

    def exec_(self) -> int:
        """Run as `exec` does, under the name it had when ``exec`` was a keyword."""
        return self.exec()

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

    def wait(self, time: int | None = None) -> bool:
        """Wait until the thread has ended.

        :param time: milliseconds to wait at the most; None waits as long as it takes.
        Returns False when it is still running, or when a thread waits for itself.
        """
        if self._qt_data is current():
            warn("QThread::wait: Thread tried to wait on itself")
            return False
        with self._qt_lock:
            ended = self._qt_ended
            if not self._qt_running or ended is None:
                return True
        return ended.wait(None if time is None or time < 0 else time / 1000)

    def isRunning(self) -> bool:
        """Return whether the thread runs; no longer True in slots of `finished`."""
        return self._qt_running and not self._qt_finishing

    def isFinished(self) -> bool:
        """Return whether the thread has ended."""
        return self._qt_finished or self._qt_finishing

    def requestInterruption(self) -> None:
        """Ask the thread to stop; its code asks `isInterruptionRequested`. Without effect when it is not running."""
        with self._qt_lock:
            if self._qt_running and not self._qt_finishing:
                self._qt_interrupted = True

    def isInterruptionRequested(self) -> bool:
        """Return whether the running thread has been asked to stop."""
        return self._qt_interrupted

    def loopLevel(self) -> int:
        """Return how many event loops run in the thread, one inside the other."""
        return len(self._qt_data.loops)

    def priority(self) -> Priority:
        """Return the priority the running thread was started with."""
        return self._qt_priority

    def setPriority(self, priority: Priority) -> None:
        """Set the priority of the running thread. Raises `ValueError` when it is not running."""
        if not self._qt_running:
            raise ValueError("the priority of a thread can be set while it is running: start it first")
        self._qt_priority = QThread.Priority(priority)

    def isCurrentThread(self) -> bool:
        """Return whether the caller runs in this thread."""
        return self._qt_data is current()

    def _qt_dispose(self) -> None:
        if self._qt_running and self._qt_data is not current():
            warn(f"QThread: Destroyed while thread '{self._qt_name}' is still running")
            exit_loops(self._qt_data, 0)

    # Threads at large.

    @staticmethod
    def currentThread() -> QThread:
        """Return the object that stands for the calling thread, made if it was not started by a QThread."""
        return thread_object(current())

    @staticmethod
    def isMainThread() -> bool:
        """Return whether the caller runs in Python's main thread."""
        return threading.current_thread() is threading.main_thread()

    @staticmethod
    def idealThreadCount() -> int:
        """Return the number of threads the machine can run at once."""
        import os

        return os.cpu_count() or 1

    @staticmethod
    def yieldCurrentThread() -> None:
        """Let another thread run."""
        time.sleep(0)

    @staticmethod
    def sleep(secs: int) -> None:
        """Let the calling thread sleep for *secs* seconds; its event loop stands still meanwhile."""
        time.sleep(secs)

    @staticmethod
    def msleep(msecs: int) -> None:
        """Let the calling thread sleep for *msecs* milliseconds."""
        time.sleep(msecs / 1000)

    @staticmethod
    def usleep(usecs: int) -> None:
        """Let the calling thread sleep for *usecs* microseconds."""
        time.sleep(usecs / 1_000_000)


class _AdoptedThread(QThread):
    """Stands for a thread that was not started by a QThread: the main one, or a `threading.Thread`."""

    def __init__(self, data: ThreadData) -> None:
        super().__init__()
        self._qt_data = self._qt_thread = data
        self._qt_running = True
        main = threading.main_thread().ident == data.ident
        self._qt_name = "Qt mainThread" if main else ""

    __class__ = QThread  # type: ignore[assignment]


_adopting = Lock()


def thread_object(data: ThreadData) -> QThread:
    """Return the QThread that stands for a thread; the same one every time."""
    thread: QThread | None = None if data.thread is None else data.thread()
    if thread is None:
        made = _AdoptedThread(data)
        with _adopting:
            thread = None if data.thread is None else data.thread()
            if thread is None:
                thread = made
                data.thread = lambda: made
    return thread
