"""QBasicTimer, and the numbers of timers: events at intervals without an object of their own."""

from __future__ import annotations

import gc
from typing import Any

import pytest
from binding import QtCore, number
from loops import run_for, run_until
from objects import destroy, in_plain_thread

LONG_MS = 3_600_000
Qt = QtCore.Qt


class Target(QtCore.QObject):
    """Notes the numbers of its timer events."""

    def __init__(self) -> None:
        super().__init__()
        self.log: list[int] = []

    def timerEvent(self, event: Any) -> None:
        """A timer has run out."""
        self.log.append(event.timerId())


@pytest.fixture
def timer() -> Any:
    """A fresh timer."""
    made = QtCore.QBasicTimer()
    yield made
    made.stop()


@pytest.fixture
def target() -> Target:
    """An object for it."""
    return Target()


def test_a_fresh_timer_is_idle(timer: Any) -> None:
    assert timer.isActive() is False
    assert timer.timerId() == 0


def test_a_started_timer_sends_its_number(timer: Any, target: Target) -> None:
    assert timer.start(1, target) is None
    assert timer.isActive() is True
    assert timer.timerId() > 0
    run_until(lambda: len(target.log) > 2)
    assert set(target.log) == {timer.timerId()}


@pytest.mark.only("netaccess", "PySide6")
def test_starting_again_gives_a_new_number(timer: Any, target: Target) -> None:
    timer.start(LONG_MS, target)
    first = timer.timerId()
    timer.start(LONG_MS, target)
    assert timer.isActive() is True
    assert timer.timerId() != first


def test_a_timer_may_change_its_object(timer: Any, target: Target) -> None:
    other = Target()
    timer.start(1, target)
    timer.start(1, other)
    run_until(lambda: len(other.log) > 1)
    assert target.log == []


def test_a_type_may_come_before_the_object(timer: Any, target: Target) -> None:
    timer.start(1, Qt.PreciseTimer, target)
    run_until(lambda: bool(target.log))


def test_a_stopped_timer_sends_nothing(timer: Any, target: Target) -> None:
    timer.start(0, target)
    timer.stop()
    timer.stop()
    run_for(5)
    assert target.log == []
    assert (timer.isActive(), timer.timerId()) == (False, 0)


def test_a_timer_of_interval_zero_fires_once_a_round(timer: Any, target: Target) -> None:
    timer.start(0, target)
    QtCore.QCoreApplication.processEvents()
    QtCore.QCoreApplication.processEvents()
    assert len(target.log) == 2


def test_a_timer_can_be_stopped_in_its_event(timer: Any) -> None:
    class Stopping(Target):
        def timerEvent(self, event: Any) -> None:
            super().timerEvent(event)
            timer.stop()

    target = Stopping()
    timer.start(0, target)
    run_for(5)
    assert len(target.log) == 1


def test_a_timer_that_dies_sends_nothing(target: Target) -> None:
    timer = QtCore.QBasicTimer()
    timer.start(0, target)
    del timer
    gc.collect()
    run_for(5)
    assert target.log == []


def test_a_timer_whose_object_is_gone_still_counts_as_started(timer: Any, target: Target) -> None:
    timer.start(0, target)
    destroy(target)
    assert timer.isActive() is True
    timer.stop()
    assert timer.isActive() is False


def test_timers_change_places(timer: Any, target: Target) -> None:
    other = QtCore.QBasicTimer()
    timer.start(LONG_MS, target)
    running = timer.timerId()
    timer.swap(other)
    assert (timer.isActive(), other.timerId()) == (False, running)
    other.stop()


@pytest.mark.parametrize("arguments", [("x", "target"), (5, 5), (5,), (5, "target", 7)])
def test_nonsense_is_a_type_error(timer: Any, target: Target, arguments: tuple[Any, ...]) -> None:
    with pytest.raises(TypeError):
        timer.start(*(target if each == "target" else each for each in arguments))


@pytest.mark.differs("thread-rules")
def test_a_timer_is_not_started_for_an_object_of_another_thread(timer: Any, target: Target) -> None:
    def start() -> Any:
        with pytest.raises(RuntimeError):
            timer.start(5, target)
        return True

    assert in_plain_thread(start)
    assert timer.isActive() is False


@pytest.mark.only("netaccess", "PySide6")
def test_the_number_has_a_type_of_its_own(timer: Any, target: Target) -> None:
    assert timer.id() == Qt.TimerId.Invalid
    timer.start(LONG_MS, target)
    assert number(timer.id()) == timer.timerId()
    assert Qt.TimerId(timer.timerId()) == timer.id()


@pytest.mark.only("netaccess", "PySide6")
def test_an_event_knows_the_number_in_both_spellings() -> None:
    seen: list[Any] = []

    class Noting(Target):
        def timerEvent(self, event: Any) -> None:
            seen.append((event.timerId(), event.id()))
            self.killTimer(event.id())

    target = Noting()
    started = target.startTimer(0)
    run_until(lambda: bool(seen))
    run_for(5)
    assert seen == [(started, Qt.TimerId(started))]


@pytest.mark.only("netaccess", "PySide6")
def test_a_timer_object_knows_its_number_in_both_spellings() -> None:
    timer = QtCore.QTimer()
    assert timer.id() == Qt.TimerId.Invalid
    timer.start(LONG_MS)
    assert number(timer.id()) == timer.timerId()
    timer.stop()
    assert timer.id() == Qt.TimerId.Invalid
