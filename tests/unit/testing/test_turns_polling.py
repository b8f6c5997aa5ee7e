"""Programs that go round and look: on virtual time they get what they wait for, or a `Stalled`, and never hang."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from typing import Any

import pytest
from turnsupport import started

from netaccess.QtCore import (
    QCoreApplication,
    QDateTime,
    QDeadlineTimer,
    QElapsedTimer,
    QEventLoop,
    QMutex,
    QObject,
    QSemaphore,
    QThread,
    QThreadPool,
    QTimer,
)
from netaccess.testing import FakeLoop, Stalled
from netaccess.testing.virtualtime import pace
from netaccess.testing.virtualtime.outside import Outside


def until_a_thread_has_slept(look: Callable[[], Any], loop: FakeLoop) -> None:
    done: list[int] = []
    started(lambda: (QThread.msleep(50), done.append(1)))
    while not done:
        look()
    assert loop.now == pytest.approx(0.05)


def test_yielding_until_something_is_done(loop: FakeLoop) -> None:
    until_a_thread_has_slept(QThread.yieldCurrentThread, loop)


def test_sleeping_for_no_time_until_something_is_done(loop: FakeLoop) -> None:
    until_a_thread_has_slept(lambda: QThread.msleep(0), loop)


def test_sending_posted_events_until_something_is_done(loop: FakeLoop) -> None:
    until_a_thread_has_slept(QCoreApplication.sendPostedEvents, loop)


def test_asking_whether_events_are_pending_until_one_is(loop: FakeLoop) -> None:
    context = QObject()
    started(lambda: (QThread.msleep(50), QTimer.singleShot(0, context, lambda: None)))
    while not QCoreApplication.hasPendingEvents():
        pass
    assert loop.now == pytest.approx(0.05)


@pytest.mark.parametrize(
    "over", [lambda thread: not thread.isRunning(), QThread.isFinished], ids=["running", "finished"]
)
def test_asking_whether_a_thread_has_ended_until_it_has(loop: FakeLoop, over: Callable[[QThread], bool]) -> None:
    thread = started(lambda: QThread.msleep(50))
    while not over(thread):
        pass
    assert loop.now == pytest.approx(0.05)


def test_asking_a_pool_whether_it_works_until_it_does_not(loop: FakeLoop) -> None:
    pool = QThreadPool()
    pool.start(lambda: QThread.msleep(50))
    while pool.activeThreadCount():
        pass
    assert loop.now == pytest.approx(0.05)


def test_a_thread_that_asks_whether_it_is_to_stop_is_told(loop: FakeLoop) -> None:
    def work() -> None:
        while not QThread.currentThread().isInterruptionRequested():
            pass

    thread = started(work)
    QTimer.singleShot(50, thread.requestInterruption)
    loop.run_until(thread.finished)
    assert loop.now < 0.06


def test_a_thread_that_has_just_been_started_runs(loop: FakeLoop) -> None:
    thread = started(lambda: None)
    assert all(thread.isRunning() for _ in range(10))


def test_looking_at_an_elapsed_timer_until_time_has_passed(loop: FakeLoop) -> None:
    timer = QElapsedTimer()
    timer.start()
    while timer.elapsed() < 50:
        pass
    assert 0.05 <= loop.now < 0.06


def test_looking_at_a_deadline_until_it_has_expired(loop: FakeLoop) -> None:
    deadline = QDeadlineTimer(50)
    while not deadline.hasExpired():
        pass
    assert 0.05 <= loop.now < 0.06


def test_looking_at_the_time_of_day_until_it_is_late(loop: FakeLoop) -> None:
    end = QDateTime.currentMSecsSinceEpoch() + 50
    while QDateTime.currentMSecsSinceEpoch() < end:
        pass
    assert 0.05 <= loop.now < 0.06


def test_measuring_much_takes_no_time(loop: FakeLoop) -> None:
    timer = QElapsedTimer()
    timer.start()
    for _ in range(50_000):
        timer.elapsed()
    assert loop.now == 0.0


def test_trying_a_lock_that_is_never_free_is_a_stall(loop: FakeLoop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "_MOST_POLLS", 2000)
    mutex = QMutex()
    mutex.lock()

    def spin() -> None:
        while not mutex.tryLock():
            pass

    thread = started(spin)
    with pytest.raises(Stalled, match="goes round for ever"):
        thread.wait()


def test_a_thread_that_goes_round_and_catches_everything_is_a_stall(
    loop: FakeLoop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "_MOST_POLLS", 2000)

    def spin() -> None:
        while True:
            try:
                QCoreApplication.processEvents()
            except Exception:
                continue

    thread = started(spin)
    with pytest.raises(Stalled, match=r"'Doing' goes round for ever[\s\S]*'Doing' has its turn"):
        thread.wait()


def test_who_polls_waits_for_a_thread_of_python_s_own(loop: FakeLoop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "_MOST_POLLS", 2000)
    go = threading.Event()
    done: list[bool] = []
    stranger = threading.Thread(target=lambda: done.append(go.wait(30)))
    stranger.start()
    wait = Outside.wait_for_strangers

    def let_it_go_on(outside: Outside, woken: Callable[[], bool], anybody: bool = False) -> bool:
        go.set()
        return wait(outside, woken, anybody)

    monkeypatch.setattr(Outside, "wait_for_strangers", let_it_go_on)
    while not done:
        QCoreApplication.processEvents()
    stranger.join()


@pytest.mark.parametrize(
    "drive",
    [
        lambda loop: loop.run_until(lambda: False),
        lambda loop: loop.run_until_idle(),
        lambda loop: QEventLoop().exec(),
    ],
    ids=["run_until", "run_until_idle", "exec"],
)
def test_a_thread_that_sleeps_again_and_again_is_a_stall(
    loop: FakeLoop, monkeypatch: pytest.MonkeyPatch, drive: Callable[[FakeLoop], object]
) -> None:
    monkeypatch.setattr(pace, "MOST_JUMPS", 1000)

    def work() -> None:
        while True:
            QThread.msleep(10)

    started(work)
    with pytest.raises(Stalled, match="time goes on and on"):
        drive(loop)


def test_advance_goes_as_far_as_it_was_told_to(loop: FakeLoop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "MOST_JUMPS", 100)
    timer = QTimer(interval=10)
    timer.start()
    loop.advance(5.0)
    assert loop.now == 5.0


def test_threads_that_keep_each_other_busy_for_ever_are_a_stall(
    loop: FakeLoop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "MOST_JUMPS", 1000)
    one, other = QSemaphore(), QSemaphore()

    def ping() -> None:
        while True:
            one.acquire()
            other.release()

    def pong() -> None:
        while True:
            one.release()
            other.acquire()

    thread, _ = started(ping), started(pong)
    with pytest.raises(Stalled, match="so much happens"):
        thread.wait()


# Timers without an interval.


def test_a_timer_without_an_interval_does_not_keep_the_loop_from_becoming_idle(loop: FakeLoop) -> None:
    always = QTimer(interval=0)
    always.start()
    fired: list[float] = []
    QTimer.singleShot(1000, lambda: fired.append(loop.now))
    loop.run_until_idle()
    assert fired == [1.0]


@pytest.mark.parametrize("driven", [True, False], ids=["driven", "exec"])
def test_timers_are_on_time_beside_one_without_an_interval(loop: FakeLoop, driven: bool) -> None:
    always = QTimer(interval=0)
    always.start()
    fired: list[float] = []
    timer = QTimer(interval=100)
    timer.timeout.connect(lambda: fired.append(loop.now))
    timer.start()
    if driven:
        loop.advance(600.0)
    else:
        inner = QEventLoop()
        QTimer.singleShot(600_000, inner.quit)
        inner.exec()
    assert len(fired) >= 5999
    assert all(later - earlier == pytest.approx(0.1) for earlier, later in pairwise(fired))


def test_others_are_on_time_beside_a_timer_without_an_interval(loop: FakeLoop) -> None:
    always = QTimer(interval=0)
    always.start()
    moments: list[float] = []
    started(lambda: (QThread.usleep(500), moments.append(loop.now)))
    loop.turns.call_at(0.0102, lambda: moments.append(loop.now))
    loop.advance(1.0)
    assert moments == [0.0005, 0.0102]


def test_some_thousand_rounds_of_idle_work_take_hardly_any_time(loop: FakeLoop) -> None:
    inner = QEventLoop()
    rounds: list[int] = []
    always = QTimer(interval=0)
    always.timeout.connect(lambda: rounds.append(1) if len(rounds) < 10_000 else inner.quit())
    always.start()
    inner.exec()
    assert loop.now < 0.1


def test_a_remaining_time_is_exact_at_every_moment(loop: FakeLoop) -> None:
    for _ in range(200):
        timer = QTimer(interval=300)
        timer.start()
        deadline = QDeadlineTimer(300)
        assert (timer.remainingTime(), deadline.remainingTime()) == (300, 300)
        loop.advance(0.3)
        assert deadline.hasExpired()
        loop.advance(0.007)


@pytest.mark.parametrize("seconds", [float("inf"), float("nan"), -1])
def test_advance_takes_a_time_that_comes(loop: FakeLoop, seconds: float) -> None:
    with pytest.raises(ValueError, match="advance"):
        loop.advance(seconds)
    assert loop.now == 0.0


@pytest.mark.parametrize(
    "look", [QDeadlineTimer(QDeadlineTimer.Forever).hasExpired, partial(QElapsedTimer().hasExpired, -1)]
)
def test_looking_whether_never_has_come_is_a_stall(
    loop: FakeLoop, monkeypatch: pytest.MonkeyPatch, look: Callable[[], bool]
) -> None:
    monkeypatch.setattr(pace, "_MOST_POLLS", 2000)
    with pytest.raises(Stalled, match="goes round for ever"):
        while not look():
            pass
