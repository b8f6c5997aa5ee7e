"""How things end under a `FakeLoop`: stalls that are seen by the test, threads that are over, loops that are broken off."""

from __future__ import annotations

import contextlib
import signal
import threading
import weakref
from collections.abc import Callable

import pytest
from turnsupport import Doing, started

from netaccess._kernel.threaddata import ThreadData
from netaccess.QtCore import QEventLoop, QObject, QSemaphore, Qt, QThread, QThreadPool, QTimer
from netaccess.testing import FakeLoop, Stalled, capture_exceptions
from netaccess.testing.virtualtime.baton import Baton
from netaccess.testing.virtualtime.turn import Turn


def exec_for_ever() -> None:
    QEventLoop().exec()


def swallow() -> None:
    with contextlib.suppress(Exception):
        exec_for_ever()


# A stall is seen.


def test_a_stall_that_a_slot_swallows_is_raised_at_the_end() -> None:
    with pytest.raises(Stalled, match="can never go on"), FakeLoop() as loop:
        QTimer.singleShot(10, swallow)
        loop.run_until_idle()


def test_a_stall_that_a_chore_swallows_is_raised_at_the_end() -> None:
    with pytest.raises(Stalled, match="can never go on"), FakeLoop() as loop:
        loop.turns.call_at(1.0, swallow)
        loop.run_until_idle()


def test_a_stall_that_a_slot_lets_through_is_told_once() -> None:
    with FakeLoop() as loop, capture_exceptions() as caught:
        QTimer.singleShot(10, exec_for_ever)
        loop.run_until_idle()
    assert [type(error) for error in caught] == [Stalled]


def test_a_stall_that_the_test_has_caught_is_over() -> None:
    with FakeLoop(), pytest.raises(Stalled):
        exec_for_ever()


def test_a_stall_in_a_slot_is_over_when_the_test_has_caught_what_came_of_it() -> None:
    with FakeLoop():
        QTimer.singleShot(10, swallow)
        with pytest.raises(Stalled):
            exec_for_ever()


def test_an_error_of_the_test_goes_before_a_stall() -> None:
    with pytest.raises(ZeroDivisionError), FakeLoop() as loop:
        QTimer.singleShot(10, swallow)
        loop.run_until_idle()
        raise ZeroDivisionError


def test_a_reporter_that_fails_does_not_hide_a_stall() -> None:
    def report() -> list[str]:
        raise ValueError("no report")

    with FakeLoop() as loop:
        loop.add_reporter(report)
        thread = started(lambda: QSemaphore().acquire())
        with pytest.raises(Stalled, match=r"QSemaphore.acquire\(1\)[\s\S]*ValueError: no report"):
            thread.wait()


def test_a_stall_that_an_ending_thread_finds_names_no_thread_that_is_over() -> None:
    for _ in range(20):
        with FakeLoop(patience=0.01):
            for _ in range(3):
                started(lambda: None)
            with pytest.raises(Stalled) as caught:
                exec_for_ever()
        assert "takes no turns" not in str(caught.value)


def test_a_thread_that_has_its_turn_is_described_as_such() -> None:
    with FakeLoop() as loop:
        said: list[str] = []
        started(lambda: said.append(loop.describe_waiting())).wait()
    assert "thread 'Doing' has its turn" in said[0]


# Patience.


def held() -> threading.Lock:
    """Return a lock that somebody has, a wait for which no fake loop knows of."""
    lock = threading.Lock()
    lock.acquire()
    return lock


class SlowGate:
    """The gate of the test's thread, which is opened only when patience has been lost several times."""

    def __init__(self, baton: Baton, others_go_on: bool) -> None:
        self.baton = baton
        self.others_go_on = others_go_on
        self.asked = 0

    def acquire(self, timeout: float) -> bool:
        self.asked += 1
        self.baton.given += self.others_go_on
        return self.asked > 5


@pytest.mark.parametrize("others_go_on", [True, False])
def test_patience_is_lost_with_one_thread_and_not_with_several_that_take_turns(others_go_on: bool) -> None:
    main, other = Turn(ThreadData(1, "main")), Turn(ThreadData(2, "other"))
    baton = Baton(main, 0.01)
    main.gate = gate = SlowGate(baton, others_go_on)  # type: ignore[assignment]
    if others_go_on:
        baton.exchange(main, other)
    else:
        with pytest.raises(Stalled, match="'other' has kept its turn"):
            baton.exchange(main, other)
    assert gate.asked == (6 if others_go_on else 1)


def sleep_once_free(go: threading.Lock, log: list[str]) -> None:
    """Keep the turn until the lock is released; write down whether the sleep after that ended the thread."""
    go.acquire(timeout=30)
    try:
        QThread.msleep(10)
        log.append("slept")
    except SystemExit:
        log.append("ended")
        raise


def test_a_thread_that_was_given_up_ends_where_it_waits_next() -> None:
    go, log = held(), list[str]()
    with pytest.raises(Stalled, match="kept its turn"), FakeLoop(patience=0.05):
        thread = started(lambda: sleep_once_free(go, log))
        thread.wait()
    go.release()
    assert thread.wait(30_000)
    assert log == ["ended"]


def test_ctrl_c_ends_the_test_s_wait_and_the_thread_that_has_its_turn() -> None:
    go, log = held(), list[str]()

    def work() -> None:
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
        sleep_once_free(go, log)

    with pytest.raises(KeyboardInterrupt), FakeLoop():
        thread = started(work)
        thread.wait()
    go.release()
    assert thread.wait(30_000)
    assert log == ["ended"]


def test_a_loop_that_was_broken_off_says_so() -> None:
    go = held()
    with FakeLoop(patience=0.05) as loop:
        thread = started(lambda: go.acquire(timeout=30))
        with pytest.raises(Stalled, match="kept its turn"):
            thread.wait()
        with pytest.raises(Stalled, match="no more use"):
            loop.advance(1.0)
        go.release()
    thread.wait()


# Afterwards.


def test_a_thread_that_never_had_a_turn_has_begun_and_ended() -> None:
    done: list[int] = []
    with FakeLoop():
        thread = started(lambda: (done.append(1), QThread.msleep(1), done.append(2)))
    assert thread.wait(30_000)
    assert not thread.isRunning()
    assert done == [1]


def test_a_pool_whose_thread_never_had_a_turn_works_afterwards() -> None:
    pool, done = QThreadPool(), []
    with FakeLoop():
        pool.start(lambda: done.append(1))
    pool.start(lambda: done.append(2))
    assert pool.waitForDone(30_000)
    assert done == [1, 2]


def test_chores_of_a_loop_that_is_over_are_not_done() -> None:
    done: list[int] = []
    thread = QThread()
    with FakeLoop(seed=1) as loop:
        thread.start()
        thread.quit()
        thread.wait()
        loop.turns.call_at(0.0, lambda: done.append(1))
    for _ in range(20):
        QObject().moveToThread(thread)
    assert not done


def test_a_loop_is_driven_by_its_own_thread() -> None:
    said: list[str] = []
    with FakeLoop() as loop:

        def work() -> None:
            try:
                loop.advance(1.0)
            except RuntimeError as error:
                said.append(str(error))

        started(work).wait()
    assert "'MainThread', not by thread 'Doing'" in said[0]


def timer_in(thread: QThread) -> QTimer:
    """Return a timer of a second that runs in *thread*, which is started for that and ended."""
    timer = QTimer(interval=1000)
    timer.moveToThread(thread)
    thread.started.connect(timer.start, Qt.ConnectionType.DirectConnection)
    thread.started.connect(thread.quit, Qt.ConnectionType.DirectConnection)
    thread.start()
    thread.wait()
    thread.started.disconnect()
    return timer


def test_a_timer_left_in_a_thread_goes_on_when_that_is_started_on_virtual_time() -> None:
    thread = QThread()
    timer = timer_in(thread)
    with FakeLoop() as loop:
        thread.start()
        loop.run_until(timer.timeout, timeout=1.5)
        thread.quit()
        thread.wait()


def test_a_timer_left_in_a_thread_on_virtual_time_goes_on_when_that_is_started_for_real() -> None:
    thread = QThread()
    with FakeLoop() as loop:
        loop.advance(1e9)
        timer = timer_in(thread)
        loop.advance(0.9)
    fired = threading.Event()
    timer.timeout.connect(fired.set, Qt.ConnectionType.DirectConnection)
    thread.start()
    assert fired.wait(30)
    thread.quit()
    thread.wait()


def test_what_dies_with_a_thread_dies_in_its_turn() -> None:
    ends: list[int] = []
    with FakeLoop() as loop:

        class Last(Doing):
            def __del__(self) -> None:
                loop.turns.baton.check()
                ends.append(loop.turns.baton.is_ours())

        thread = Last(lambda: None)
        reference = weakref.ref(thread)
        thread.start()
        del thread
        loop.run_until_idle()
        assert reference() is None
    assert ends == [True]


def order_of(wait: Callable[[QThreadPool], object], seed: int) -> list[int]:
    log: list[int] = []
    with FakeLoop(seed=seed):
        pool = QThreadPool()
        pool.setMaxThreadCount(4)
        for name in range(4):
            pool.start(lambda name=name: (QThread.msleep(name), log.append(name), QThread.msleep(5)))  # type: ignore[misc]
        wait(pool)
        for name in range(4, 8):
            started(lambda name=name: log.append(name))  # type: ignore[misc]
        QThread.msleep(10)
    return log


def test_a_pool_is_waited_for_in_the_order_its_threads_were_started() -> None:
    keep = [bytearray(1000 + number) for number in range(50)]  # other addresses each time
    for seed in range(5):
        orders = set()
        for _ in range(10):
            keep.append(bytearray(4321))
            orders.add(tuple(order_of(lambda pool: pool.waitForDone(), seed)))
        assert len(orders) == 1
