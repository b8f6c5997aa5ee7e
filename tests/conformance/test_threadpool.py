"""QThreadPool and QRunnable: who runs when and where, priorities, limits, and waiting for the end."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from binding import QtCore
from loops import run_until

pytestmark = pytest.mark.only("netaccess", "PySide6")
SHORT_MS = 5
PATIENCE_S = 10


class Task(QtCore.QRunnable):
    """Notes its name, and may wait for a gate before that. The test keeps it, so the pool must not delete it."""

    def __init__(self, log: list[Any], name: Any, gate: threading.Event | None = None) -> None:
        super().__init__()
        self.setAutoDelete(False)
        self._log = log
        self._name = name
        self._gate = gate

    def run(self) -> None:
        """Do it."""
        if self._gate is not None:
            self._gate.wait(PATIENCE_S)
        self._log.append(self._name)


@pytest.fixture
def pool() -> Iterator[Any]:
    """A pool of its own, idle at the end."""
    made = QtCore.QThreadPool()
    yield made
    assert made.waitForDone(PATIENCE_S * 1000)


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    """What tasks wait for; open at the end."""
    made = threading.Event()
    yield made
    made.set()


def busy(pool: Any, gate: threading.Event) -> Task:
    """Let the pool, which is then full, have one thread, and let it wait."""
    pool.setMaxThreadCount(1)
    task = Task([], "busy", gate)
    pool.start(task)
    return task


def test_a_fresh_pool_is_idle(pool: Any) -> None:
    assert pool.activeThreadCount() == 0
    assert pool.maxThreadCount() == QtCore.QThread.idealThreadCount()
    assert pool.expiryTimeout() == 30_000
    assert pool.stackSize() == 0
    assert pool.threadPriority() == QtCore.QThread.InheritPriority
    assert pool.serviceLevel() == QtCore.QThread.QualityOfService.Auto
    assert pool.waitForDone() is True


def test_the_global_pool_is_always_the_same() -> None:
    pool = QtCore.QThreadPool.globalInstance()
    assert pool is QtCore.QThreadPool.globalInstance()
    assert isinstance(pool, QtCore.QThreadPool)
    assert pool.parent() is None


def test_a_function_runs_in_another_thread(pool: Any) -> None:
    log: list[int] = []
    assert pool.start(lambda: log.append(threading.get_ident())) is None
    assert pool.waitForDone() is True
    assert len(log) == 1
    assert log[0] != threading.get_ident()


def test_a_runnable_runs(pool: Any) -> None:
    log: list[str] = []
    task = Task(log, "ran")
    pool.start(task)
    pool.waitForDone()
    assert log == ["ran"]


def test_a_runnable_may_run_again(pool: Any) -> None:
    log: list[str] = []
    task = Task(log, "ran")
    for _ in range(2):
        pool.start(task)
        pool.waitForDone()
    assert log == ["ran", "ran"]


def test_a_runnable_may_run_twice_at_once(pool: Any, gate: threading.Event) -> None:
    log: list[str] = []
    pool.setMaxThreadCount(2)
    task = Task(log, "ran", gate)
    pool.start(task)
    pool.start(task)
    assert pool.activeThreadCount() == 2
    gate.set()
    pool.waitForDone()
    assert log == ["ran", "ran"]


def test_a_runnable_nobody_refers_to_lives_until_it_has_run(pool: Any, gate: threading.Event) -> None:
    class Owned(QtCore.QRunnable):
        def run(self) -> None:
            log.append(self.autoDelete())

    log: list[bool] = []
    task = busy(pool, gate)
    pool.start(Owned())
    gate.set()
    pool.waitForDone()
    assert log == [True]
    del task


def test_auto_delete_is_on_until_it_is_switched_off() -> None:
    task = QtCore.QRunnable.create(lambda: None)
    assert task.autoDelete() is True
    task.setAutoDelete(False)
    assert task.autoDelete() is False


def test_a_runnable_can_be_made_of_a_function(pool: Any) -> None:
    log: list[str] = []
    task = QtCore.QRunnable.create(lambda: log.append("ran"))
    task.setAutoDelete(False)
    assert isinstance(task, QtCore.QRunnable)
    pool.start(task)
    pool.waitForDone()
    assert log == ["ran"]


def test_a_runnable_without_run_cannot_be_made() -> None:
    with pytest.raises(RuntimeError):  # PySide6: NotImplementedError, which is one
        QtCore.QRunnable()


def test_an_object_may_be_a_runnable_as_well(pool: Any) -> None:
    class Both(QtCore.QObject, QtCore.QRunnable):
        done = QtCore.Signal(str)

        def __init__(self) -> None:
            QtCore.QObject.__init__(self)
            QtCore.QRunnable.__init__(self)

        def run(self) -> None:
            self.done.emit("done")

    log: list[str] = []
    both = Both()
    both.setAutoDelete(False)
    both.done.connect(log.append)
    pool.start(both)
    pool.waitForDone()
    run_until(lambda: bool(log))
    assert log == ["done"]


@pytest.mark.parametrize("wrong", [5, "x"])
def test_what_cannot_be_run_is_a_type_error(pool: Any, wrong: Any) -> None:
    with pytest.raises(TypeError):
        pool.start(wrong)


def test_what_waits_runs_by_priority_and_then_first_come(pool: Any, gate: threading.Event) -> None:
    log: list[str] = []
    first = busy(pool, gate)
    tasks = []
    for name, priority in (("a", 0), ("b", 5), ("c", -3), ("d", 5), ("e", 0)):
        tasks.append(Task(log, name))
        pool.start(tasks[-1], priority)
    pool.start(lambda: log.append("f"), priority=7)
    assert log == []
    gate.set()
    pool.waitForDone()
    assert log == ["f", "b", "d", "a", "e", "c"]
    del first


def test_a_full_pool_lets_work_wait(pool: Any, gate: threading.Event) -> None:
    log: list[str] = []
    first, second = busy(pool, gate), Task(log, "waited")
    pool.start(second)
    assert pool.activeThreadCount() == 1
    assert pool.waitForDone(SHORT_MS) is False
    assert pool.waitForDone(0) is False
    assert log == []
    gate.set()
    assert pool.waitForDone(-1) is True
    assert log == ["waited"]
    del first


def test_waiting_takes_a_deadline(pool: Any, gate: threading.Event) -> None:
    first = busy(pool, gate)
    assert pool.waitForDone(QtCore.QDeadlineTimer(SHORT_MS)) is False
    assert pool.waitForDone(deadline=QtCore.QDeadlineTimer(SHORT_MS)) is False
    gate.set()
    assert pool.waitForDone(QtCore.QDeadlineTimer.Forever) is True
    del first


def test_trying_starts_only_what_fits(pool: Any, gate: threading.Event) -> None:
    log: list[str] = []
    first, second = busy(pool, gate), Task(log, "tried")
    assert pool.tryStart(second) is False
    gate.set()
    pool.waitForDone()
    assert log == []
    assert pool.tryStart(second) is True
    pool.waitForDone()
    assert log == ["tried"]
    del first


def test_what_waits_can_be_taken_back(pool: Any, gate: threading.Event) -> None:
    log: list[str] = []
    first, second, third = busy(pool, gate), Task(log, "second"), Task(log, "third")
    pool.start(second)
    pool.start(third)
    assert pool.tryTake(second) is True
    assert pool.tryTake(second) is False
    assert pool.tryTake(first) is False
    gate.set()
    pool.waitForDone()
    assert log == ["third"]


def test_what_waits_can_be_forgotten(pool: Any, gate: threading.Event) -> None:
    log: list[str] = []
    first, second = busy(pool, gate), Task(log, "second")
    pool.start(second)
    pool.start(lambda: log.append("third"))
    assert pool.clear() is None
    gate.set()
    pool.waitForDone()
    assert log == []
    del first


def test_more_threads_begin_what_waits(pool: Any, gate: threading.Event) -> None:
    log: list[str] = []
    done = threading.Event()
    first = busy(pool, gate)
    pool.start(lambda: (log.append("second"), done.set()))
    pool.setMaxThreadCount(2)
    assert done.wait(PATIENCE_S)
    assert log == ["second"]
    del first


@pytest.mark.parametrize("count", [0, -1])
def test_one_thread_may_always_work(pool: Any, count: int) -> None:
    log: list[str] = []
    pool.setMaxThreadCount(count)
    assert pool.maxThreadCount() == count
    task = Task(log, "ran")
    pool.start(task)
    pool.waitForDone()
    assert pool.tryStart(task) is True
    pool.waitForDone()
    assert log == ["ran", "ran"]


def test_reserved_threads_count_as_active(pool: Any) -> None:
    pool.reserveThread()
    assert pool.activeThreadCount() == 1
    pool.releaseThread()
    assert pool.activeThreadCount() == 0
    pool.releaseThread()
    assert pool.activeThreadCount() == -1
    pool.reserveThread()


def test_work_goes_on_though_every_thread_is_reserved(pool: Any) -> None:
    log: list[str] = []
    pool.setMaxThreadCount(1)
    pool.reserveThread()
    tasks = [Task(log, "ran"), Task(log, "ran")]
    for task in tasks:
        pool.start(task)
    assert pool.waitForDone() is True
    assert log == ["ran", "ran"]
    assert pool.activeThreadCount() == 1
    pool.releaseThread()


def test_work_that_waits_can_lend_its_thread(pool: Any, gate: threading.Event) -> None:
    log: list[str] = []
    lent = threading.Event()

    def wait() -> None:
        pool.releaseThread()
        gate.wait(PATIENCE_S)
        pool.reserveThread()
        log.append("first")

    pool.setMaxThreadCount(1)
    pool.start(wait)
    pool.start(lambda: (log.append("second"), lent.set()))
    assert lent.wait(PATIENCE_S)
    gate.set()
    pool.waitForDone()
    assert log == ["second", "first"]


def test_a_reserved_thread_can_be_used(pool: Any, gate: threading.Event) -> None:
    log: list[str] = []
    first, second = busy(pool, gate), Task(log, "second")
    pool.setMaxThreadCount(2)
    pool.reserveThread()
    pool.startOnReservedThread(second)
    run_until(lambda: log == ["second"])
    gate.set()
    pool.waitForDone()
    assert pool.activeThreadCount() == 0
    del first


@pytest.mark.only("netaccess")
def test_without_a_reserved_thread_none_can_be_used(pool: Any) -> None:
    with pytest.raises(RuntimeError, match="reserveThread"):
        pool.startOnReservedThread(Task([], "never"))


def test_an_exception_goes_to_the_excepthook(pool: Any, slot_errors: list[BaseException]) -> None:
    class Failing(QtCore.QRunnable):
        def run(self) -> None:
            raise KeyError("run")

    def fail() -> None:
        raise ValueError("function")

    log: list[str] = []
    pool.setMaxThreadCount(1)
    pool.start(Failing())
    pool.start(fail)
    pool.start(lambda: log.append("goes on"))
    pool.waitForDone()
    assert [type(error) for error in slot_errors] == [KeyError, ValueError]
    assert log == ["goes on"]
    slot_errors.clear()


@pytest.mark.real_time("waits for a QThread by an Event of Python's")
def test_threads_are_used_again(pool: Any) -> None:
    log: list[int] = []
    done = threading.Event()
    pool.setMaxThreadCount(1)
    for _ in range(5):
        pool.start(lambda: log.append(threading.get_ident()))
    pool.start(done.set)
    assert done.wait(PATIENCE_S)
    assert len(log) == 5
    assert len(set(log)) == 1


def test_a_pool_knows_its_threads(pool: Any) -> None:
    log: list[Any] = []
    pool.start(lambda: log.append((pool.contains(QtCore.QThread.currentThread()), pool.activeThreadCount())))
    pool.waitForDone()
    assert log == [(True, 1)]
    assert pool.contains(QtCore.QThread.currentThread()) is False


def test_a_thread_of_a_pool_is_a_qthread(pool: Any) -> None:
    log: list[Any] = []

    def look() -> None:
        thread = QtCore.QThread.currentThread()
        log.append((thread.objectName(), thread.isRunning(), thread.isFinished(), thread.loopLevel()))

    pool.start(look)
    pool.waitForDone()
    assert log == [("Thread (pooled)", True, False, 0)]


def test_a_loop_may_run_in_a_pool(pool: Any) -> None:
    log: list[int] = []

    def work() -> None:
        loop = QtCore.QEventLoop()
        QtCore.QTimer.singleShot(1, lambda: loop.exit(7))
        log.append(loop.exec())

    pool.start(work)
    pool.waitForDone()
    assert log == [7]


def test_a_signal_from_a_pool_reaches_the_main_loop(pool: Any) -> None:
    class Sender(QtCore.QObject):
        sent = QtCore.Signal(int)

    log: list[Any] = []
    sender = Sender()
    sender.sent.connect(lambda value: log.append((value, threading.current_thread() is threading.main_thread())))
    pool.start(lambda: sender.sent.emit(4))
    pool.waitForDone()
    assert log == []
    run_until(lambda: bool(log))
    assert log == [(4, True)]


@pytest.mark.parametrize(("given", "kept"), [(5, 5), (0, 0), (-1, -1), (-5, -1)])
def test_threads_wait_for_work_as_long_as_they_are_told(pool: Any, given: int, kept: int) -> None:
    log: list[str] = []
    pool.setExpiryTimeout(given)
    assert pool.expiryTimeout() == kept
    for _ in range(3):
        pool.start(lambda: log.append("ran"))
    pool.waitForDone()
    assert len(log) == 3


def test_what_is_set_for_threads_is_remembered(pool: Any) -> None:
    pool.setStackSize(1 << 20)
    pool.setThreadPriority(QtCore.QThread.LowPriority)
    pool.setServiceLevel(QtCore.QThread.QualityOfService.Eco)
    log: list[Any] = []
    pool.start(lambda: log.append(QtCore.QThread.currentThread().priority()))
    pool.waitForDone()
    assert (pool.stackSize(), log) == (1 << 20, [QtCore.QThread.LowPriority])
    assert pool.serviceLevel() == QtCore.QThread.QualityOfService.Eco


def test_a_pool_has_properties() -> None:
    pool = QtCore.QThreadPool(maxThreadCount=3, expiryTimeout=9)
    names = ("maxThreadCount", "expiryTimeout", "activeThreadCount", "stackSize")
    assert [pool.property(name) for name in names] == [3, 9, 0, 0]
    assert pool.setProperty("maxThreadCount", 4) is True
    assert pool.maxThreadCount() == 4


def test_a_pool_that_is_deleted_waits_for_its_work(application: Any) -> None:
    log: list[str] = []
    gate = threading.Event()
    pool = QtCore.QThreadPool()
    task = Task(log, "done", gate)
    pool.start(task)
    threading.Timer(0.02, gate.set).start()
    del pool
    assert log == ["done"]
