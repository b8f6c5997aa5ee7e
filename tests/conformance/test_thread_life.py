"""The life of threads: starting, priorities, stacks, waiting, sleeping, ending, and threads that Qt did not start."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from binding import BINDING, QtCore, run_loop
from loops import run_until
from objects import destroy, in_plain_thread

WAIT_MS = 10_000
SHORT_MS = 2
Thread = QtCore.QThread


@pytest.fixture
def thread() -> Iterator[Any]:
    """A running thread with a loop."""
    made = Thread()
    made.start()
    yield made
    made.quit()
    assert made.wait(WAIT_MS)


def test_a_thread_has_the_priority_it_was_started_with_until_it_ends() -> None:
    thread = Thread()
    assert thread.priority() == Thread.InheritPriority
    thread.start(Thread.LowPriority)
    assert thread.priority() == Thread.LowPriority
    thread.setPriority(Thread.HighPriority)
    assert thread.priority() == Thread.HighPriority
    thread.quit()
    assert thread.wait(WAIT_MS)
    assert thread.priority() == Thread.InheritPriority


@pytest.mark.differs("thread-priority")
def test_the_priority_of_a_thread_that_does_not_run_cannot_be_set() -> None:
    with pytest.raises(ValueError):
        Thread().setPriority(Thread.LowPriority)


@pytest.mark.differs("thread-priority")
def test_a_running_thread_cannot_inherit_its_priority(thread: Any) -> None:
    with pytest.raises(ValueError):
        thread.setPriority(Thread.InheritPriority)


def test_a_thread_may_have_a_stack_of_its_own() -> None:
    thread = Thread()
    assert thread.stackSize() == 0
    thread.setStackSize(1 << 20)
    assert thread.stackSize() == 1 << 20
    thread.start()
    thread.quit()
    assert thread.wait(WAIT_MS)


def test_a_stack_of_one_thread_does_not_change_those_of_others() -> None:
    before = threading.stack_size()
    thread = Thread()
    thread.setStackSize(1 << 20)
    thread.start()
    assert threading.stack_size() == before
    thread.quit()
    assert thread.wait(WAIT_MS)


@pytest.mark.only("netaccess", "PySide6")
def test_a_thread_has_a_service_level() -> None:
    thread = Thread()
    assert thread.serviceLevel() == Thread.QualityOfService.Auto
    thread.setServiceLevel(Thread.QualityOfService.Eco)
    assert thread.serviceLevel() == Thread.QualityOfService.Eco


@pytest.mark.only("netaccess", "PySide6")
@pytest.mark.parametrize("limit", [0, SHORT_MS, 1.5, lambda: QtCore.QDeadlineTimer(SHORT_MS)])
def test_waiting_for_a_running_thread_takes_any_time_limit(thread: Any, limit: Any) -> None:
    assert thread.wait(limit() if callable(limit) else limit) is False


@pytest.mark.only("netaccess", "PySide6")
def test_a_time_limit_may_be_a_keyword_or_for_ever(thread: Any) -> None:
    assert thread.wait(deadline=QtCore.QDeadlineTimer(SHORT_MS)) is False
    thread.quit()
    assert thread.wait(QtCore.QDeadlineTimer.Forever) is True
    assert thread.wait(0) is True


def test_a_time_limit_that_is_none_is_a_type_error(thread: Any) -> None:
    with pytest.raises(TypeError):
        thread.wait("long")


def test_a_thread_does_not_wait_for_itself() -> None:
    log: list[bool] = []

    class Waiting(Thread):
        def run(self) -> None:
            log.append(self.wait(WAIT_MS))

    thread = Waiting()
    thread.start()
    assert thread.wait(WAIT_MS)
    assert log == [False]


@pytest.mark.real_time("waits for a thread of Python's")
def test_many_threads_may_wait_for_one(thread: Any) -> None:
    results: list[bool] = []
    waiters = [threading.Thread(target=lambda: results.append(thread.wait(WAIT_MS))) for _ in range(3)]
    for waiter in waiters:
        waiter.start()
    thread.quit()
    for waiter in waiters:
        waiter.join()
    assert results == [True, True, True]


def test_the_level_counts_the_loops_that_run(thread: Any) -> None:
    run_until(lambda: thread.loopLevel() == 1)
    thread.quit()
    assert thread.wait(WAIT_MS)
    assert thread.loopLevel() == 0


@pytest.mark.only("netaccess", "PySide6")
def test_a_thread_knows_whether_it_is_the_current_one(thread: Any) -> None:
    assert thread.isCurrentThread() is False
    assert Thread.currentThread().isCurrentThread() is True


def test_the_main_thread_has_no_parent_and_never_finishes() -> None:
    main = Thread.currentThread()
    assert main.parent() is None
    assert (main.isRunning(), main.isFinished()) == (True, False)
    assert main.start() is None


def test_the_main_thread_is_not_interrupted() -> None:
    main = Thread.currentThread()
    main.requestInterruption()
    assert main.isInterruptionRequested() is False


@pytest.mark.only("netaccess")  # real Qt kills the thread, whatever it holds
def test_no_thread_is_killed(thread: Any) -> None:
    with pytest.raises(RuntimeError, match="requestInterruption"):
        thread.terminate()
    assert thread.isRunning() is True


def test_termination_can_be_switched_in_vain() -> None:
    assert Thread.setTerminationEnabled(True) is None


def test_sleeping_takes_seconds_milliseconds_and_microseconds() -> None:
    elapsed = QtCore.QElapsedTimer()
    elapsed.start()
    assert Thread.sleep(0) is None
    assert Thread.msleep(2) is None
    assert Thread.usleep(10) is None
    assert Thread.yieldCurrentThread() is None
    assert elapsed.elapsed() >= 2


def test_sleeping_for_no_number_is_a_type_error() -> None:
    with pytest.raises(TypeError):
        Thread.msleep("1")


def test_exec_can_be_called_again_in_run() -> None:
    class Twice(Thread):
        def run(self) -> None:
            for _ in range(2):
                codes.append((self.exec if hasattr(self, "exec") else self.exec_)())

    codes: list[int] = []
    thread = Twice()
    thread.start()
    for code in (3, 4):
        run_until(lambda: thread.loopLevel() == 1)
        thread.exit(code)
        run_until(lambda code=code: code in codes)
    assert thread.wait(WAIT_MS)
    assert codes == [3, 4]


@pytest.mark.real_time("waits for a QThread by an Event of Python's")
def test_quitting_ends_nested_loops_in_a_thread(thread: Any) -> None:
    class Worker(QtCore.QObject):
        go = QtCore.Signal()

        @QtCore.Slot()
        def nest(self) -> None:
            inside.set()
            codes.append(run_loop(QtCore.QEventLoop()))

    codes: list[int] = []
    inside = threading.Event()
    worker = Worker()
    worker.moveToThread(thread)
    worker.go.connect(worker.nest)
    worker.go.emit()
    assert inside.wait(10)
    run_until(lambda: thread.loopLevel() == 2)
    thread.exit(5)
    assert thread.wait(WAIT_MS)
    assert codes == [5]


def test_a_thread_and_its_worker_may_be_deleted_when_it_has_finished() -> None:
    log: list[str] = []
    loop = QtCore.QEventLoop()
    thread, worker = Thread(), QtCore.QObject()
    worker.moveToThread(thread)
    worker.destroyed.connect(lambda *_: log.append("worker"), QtCore.Qt.DirectConnection)
    thread.destroyed.connect(lambda *_: log.append("thread"))
    thread.destroyed.connect(lambda *_: loop.quit())
    thread.finished.connect(worker.deleteLater)
    thread.finished.connect(thread.deleteLater)
    thread.start()
    thread.quit()
    run_loop(loop)
    assert log == ["worker", "thread"]


def test_a_thread_that_has_finished_may_be_destroyed() -> None:
    thread = Thread()
    thread.start()
    thread.quit()
    assert thread.wait(WAIT_MS)
    destroy(thread)
    with pytest.raises(RuntimeError):
        thread.isRunning()


@pytest.mark.real_time("waits for a QThread by an Event of Python's")
def test_what_is_posted_while_a_thread_is_down_is_delivered_after_its_next_start() -> None:
    class Worker(QtCore.QObject):
        go = QtCore.Signal()

        @QtCore.Slot()
        def work(self) -> None:
            worked.set()

    worked = threading.Event()
    thread, worker = Thread(), Worker()
    thread.start()
    worker.moveToThread(thread)
    thread.quit()
    assert thread.wait(WAIT_MS)
    worker.go.connect(worker.work)
    worker.go.emit()
    assert not worked.is_set()
    thread.start()
    assert worked.wait(10)
    thread.quit()
    assert thread.wait(WAIT_MS)


def test_an_object_of_a_plain_thread_that_has_ended_knows_that() -> None:
    made = in_plain_thread(QtCore.QObject)
    run_until(lambda: made.thread().isFinished())
    assert made.thread().isRunning() is False
    assert made.thread().wait(WAIT_MS) is True


def test_a_plain_thread_looks_like_any_other_while_it_runs() -> None:
    def look() -> Any:
        thread = Thread.currentThread()
        return (
            thread.isRunning(),
            thread.isFinished(),
            thread.loopLevel(),
            thread.thread() is thread,
            thread.objectName(),
        )

    assert in_plain_thread(look) == (True, False, 0, True, "")


def plain_thread_that_waits() -> tuple[Any, threading.Event, threading.Thread]:
    """The object that stands for a running plain thread, what ends it, and the thread itself."""
    seen: list[Any] = []
    begun, over = threading.Event(), threading.Event()

    def work() -> None:
        seen.append((QtCore.QObject(), Thread.currentThread()))
        begun.set()
        over.wait(10)

    plain = threading.Thread(target=work)
    plain.start()
    begun.wait(10)
    return seen[0], over, plain


def test_a_plain_thread_can_be_waited_for() -> None:
    (keeper, thread), over, plain = plain_thread_that_waits()
    assert thread.wait(SHORT_MS) is False
    assert thread.isCurrentThread() is False if BINDING != "PySide2" else True
    over.set()
    plain.join()
    assert keeper.thread().wait(WAIT_MS) is True


def test_a_plain_thread_can_be_asked_to_stop() -> None:
    (_keeper, thread), over, plain = plain_thread_that_waits()
    thread.requestInterruption()
    assert thread.isInterruptionRequested() is True
    over.set()
    plain.join()


@pytest.mark.only("netaccess")  # real Qt: the object is gone
def test_a_plain_thread_that_has_ended_cannot_be_started() -> None:
    (_keeper, thread), over, plain = plain_thread_that_waits()
    assert thread.start() is None
    over.set()
    plain.join()
    assert (thread.isRunning(), thread.isFinished(), thread.wait()) == (False, True, True)
    with pytest.raises(RuntimeError, match="cannot be started"):
        thread.start()


def test_threads_that_nobody_waits_for_leave_nothing_behind() -> None:
    def count() -> int:
        gc.collect()
        return sum(1 for each in threading.enumerate() if each.is_alive())

    before = count()
    threads = [Thread() for _ in range(5)]
    for thread in threads:
        thread.start()
        thread.quit()
    for thread in threads:
        assert thread.wait(WAIT_MS)
    run_until(lambda: count() <= before)
