"""What chores of a `FakeLoop` may do: wait, run loops, start timers, fail."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest
from turnsupport import started

from netaccess.QtCore import QCoreApplication, QEventLoop, QObject, QThread, QTimer
from netaccess.testing import FakeLoop


def nested() -> None:
    inner = QEventLoop()
    QTimer.singleShot(100, inner.quit)
    inner.exec()


def test_a_chore_may_run_a_nested_loop_while_the_test_drives(loop: FakeLoop) -> None:
    ends: list[float] = []
    loop.turns.call_at(1.0, lambda: (nested(), ends.append(loop.now)))
    loop.run_until_idle()
    assert ends == [1.1]


def test_a_chore_may_sleep_while_the_test_drives(loop: FakeLoop) -> None:
    ends: list[float] = []
    loop.turns.call_at(1.0, lambda: (QThread.msleep(100), ends.append(loop.now)))
    loop.run_until_idle()
    assert ends == [1.1]


def test_a_chore_may_drive_the_loop(loop: FakeLoop) -> None:
    ends: list[float] = []

    def chore() -> None:
        fired: list[int] = []
        QTimer.singleShot(100, lambda: fired.append(1))
        loop.run_until(lambda: fired)
        ends.append(loop.now)

    loop.turns.call_at(1.0, chore)
    loop.run_until_idle()
    assert ends == [1.1]


def test_a_chore_may_poll(loop: FakeLoop) -> None:
    ends: list[float] = []

    def chore() -> None:
        done: list[int] = []
        started(lambda: (QThread.msleep(100), done.append(1)))
        while not done:
            QCoreApplication.processEvents()
        ends.append(loop.now)

    loop.turns.call_at(1.0, chore)
    loop.run_until_idle()
    assert ends == [1.1]


def test_a_timer_that_a_chore_starts_fires_in_exec(loop: FakeLoop) -> None:
    outer = QEventLoop()
    timer = QTimer(singleShot=True, interval=500)
    timer.timeout.connect(outer.quit)
    loop.turns.call_at(1.0, timer.start)
    outer.exec()
    assert loop.now == 1.5


def test_a_timer_that_a_chore_starts_fires_before_later_ones_in_exec(loop: FakeLoop) -> None:
    outer = QEventLoop()
    fired: list[float] = []
    timer = QTimer(singleShot=True, interval=500)
    timer.timeout.connect(lambda: fired.append(loop.now))
    loop.turns.call_at(1.0, timer.start)
    QTimer.singleShot(5000, outer.quit)
    outer.exec()
    assert fired == [1.5]


def test_a_loop_around_a_chore_that_ran_a_loop_of_its_own_is_still_woken(loop: FakeLoop) -> None:
    outer, context = QEventLoop(), QObject()
    loop.turns.call_at(1.0, nested)
    thread = started(lambda: (QThread.msleep(2000), QTimer.singleShot(0, context, outer.quit)))
    outer.exec()
    assert loop.now == 2.0
    assert thread.wait()


def test_a_condition_that_raises_is_reported_and_given_up(loop: FakeLoop, monkeypatch: pytest.MonkeyPatch) -> None:
    caught: list[type[BaseException]] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, value, traceback: caught.append(kind))
    loop.turns.call_when(lambda: bool(1 / 0), lambda: None, "a number")
    thread = started(lambda: QThread.msleep(5))
    assert thread.wait()
    assert caught == [ZeroDivisionError]


def test_a_chore_that_ends_the_program_leaves_the_threads_as_they_are(loop: FakeLoop) -> None:
    def leave() -> None:
        sys.exit(4)

    loop.turns.call_at(0.0, leave)
    thread = started(lambda: QThread.msleep(5))
    with pytest.raises(SystemExit):
        thread.wait()
    assert thread.wait()


def at_one_moment(drive: Callable[[FakeLoop], object]) -> list[str]:
    """Return in which order a chore, a timer, and what it posts, come at one moment."""
    log: list[str] = []
    with FakeLoop() as loop:
        QTimer.singleShot(10, lambda: (log.append("timer"), QTimer.singleShot(0, lambda: log.append("posted"))))
        loop.turns.call_at(0.01, lambda: log.append("chore"))
        drive(loop)
    return log


def in_exec(loop: FakeLoop) -> None:
    inner = QEventLoop()
    QTimer.singleShot(50, inner.quit)
    inner.exec()


def test_things_of_one_moment_come_in_one_order_however_the_loop_is_run() -> None:
    orders = [
        at_one_moment(in_exec),
        at_one_moment(lambda loop: loop.advance(0.05)),
        at_one_moment(FakeLoop.run_until_idle),
        at_one_moment(lambda loop: [loop.step() for _ in range(20)]),
    ]
    assert orders == [["chore", "timer", "posted"]] * 4
