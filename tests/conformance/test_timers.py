"""QTimer and QTimer.singleShot: properties, order, restarting, and what happens in nested loops."""

from __future__ import annotations

import functools
from typing import Any

import pytest
from binding import QtCore, number, run_loop
from loops import run_for, run_until
from objects import destroy, post, process

LONG_MS = 3_600_000
single_shot = QtCore.QTimer.singleShot


class Receiver(QtCore.QObject):
    """Slots that note their calls."""

    def __init__(self, log: list[str] | None = None) -> None:
        super().__init__()
        self.log: list[str] = [] if log is None else log

    @QtCore.Slot()
    def slot(self) -> None:
        """A decorated slot."""
        self.log.append("slot")

    def method(self) -> None:
        """A plain method."""
        self.log.append("method")

    def customEvent(self, _event: Any) -> None:
        """A posted event."""
        self.log.append("posted")

    relay = QtCore.Signal()


def test_a_fresh_timer_is_idle(timer: Any) -> None:
    assert timer.interval() == 0
    assert timer.isActive() is False
    assert timer.isSingleShot() is False
    assert timer.remainingTime() == -1
    assert timer.timerId() == -1
    assert number(timer.timerType()) == number(QtCore.Qt.CoarseTimer)


def test_starting_with_an_interval_sets_it(timer: Any) -> None:
    timer.setTimerType(QtCore.Qt.PreciseTimer)
    timer.start(LONG_MS)
    assert timer.isActive() is True
    assert timer.interval() == LONG_MS
    assert 0 < timer.remainingTime() <= LONG_MS
    assert timer.timerId() > 0


def test_starting_without_an_interval_uses_the_one_set(timer: Any) -> None:
    timer.setInterval(LONG_MS)
    assert timer.isActive() is False
    timer.start()
    assert timer.isActive() is True
    assert timer.interval() == LONG_MS


def test_a_stopped_timer_keeps_its_interval(timer: Any) -> None:
    timer.start(LONG_MS)
    timer.stop()
    timer.stop()
    assert (timer.isActive(), timer.interval(), timer.remainingTime(), timer.timerId()) == (False, LONG_MS, -1, -1)


def test_restarting_gives_a_new_number(timer: Any) -> None:
    timer.start(LONG_MS)
    before = timer.timerId()
    timer.start()
    assert timer.timerId() != before
    assert timer.isActive()


def test_changing_the_interval_of_a_running_timer_restarts_it(timer: Any) -> None:
    ticks: list[int] = []
    timer.timeout.connect(lambda: ticks.append(1))
    timer.start(LONG_MS)
    timer.setInterval(1)
    run_until(lambda: len(ticks) >= 2)
    assert timer.isActive()


@pytest.mark.parametrize(("given", "kept"), [(1.9, 1), (True, 1), (7, 7)])
def test_intervals_become_whole_milliseconds(timer: Any, given: Any, kept: int) -> None:
    timer.setInterval(given)
    assert timer.interval() == kept


@pytest.mark.parametrize("interval", ["x", None, [1], b"5"])
def test_an_interval_that_is_no_number_is_a_type_error(timer: Any, interval: Any) -> None:
    with pytest.raises(TypeError):
        timer.start(interval)
    with pytest.raises(TypeError):
        timer.setInterval(interval)
    assert not timer.isActive()


def test_start_takes_no_keywords(timer: Any) -> None:
    with pytest.raises(TypeError):
        timer.start(msec=5)


def test_the_timer_type_can_be_set(timer: Any) -> None:
    timer.setTimerType(QtCore.Qt.PreciseTimer)
    assert timer.timerType() == QtCore.Qt.PreciseTimer


def test_a_timer_repeats(timer: Any) -> None:
    ticks: list[bool] = []
    timer.timeout.connect(lambda: ticks.append(timer.isActive()))
    timer.start(1)
    run_until(lambda: len(ticks) >= 3)
    assert ticks[:3] == [True, True, True]


def test_a_single_shot_timer_fires_once_and_is_idle_in_its_slot(timer: Any) -> None:
    ticks: list[bool] = []
    timer.setSingleShot(True)
    timer.timeout.connect(lambda: ticks.append(timer.isActive()))
    timer.start(0)
    run_until(lambda: bool(ticks))
    process()
    assert ticks == [False]


def test_a_single_shot_timer_may_restart_itself(timer: Any) -> None:
    ticks: list[int] = []

    def tick() -> None:
        ticks.append(1)
        if len(ticks) < 3:
            timer.start(0)

    timer.setSingleShot(True)
    timer.timeout.connect(tick)
    timer.start(0)
    run_until(lambda: len(ticks) == 3)
    process()
    assert len(ticks) == 3


def test_a_timer_of_interval_zero_fires_once_a_round(timer: Any) -> None:
    ticks: list[int] = []
    timer.timeout.connect(lambda: ticks.append(1))
    timer.start(0)
    process()
    assert len(ticks) == 1
    process()
    assert len(ticks) == 2


def test_a_stopped_timer_does_not_fire_though_it_was_due(timer: Any) -> None:
    ticks: list[int] = []
    timer.timeout.connect(lambda: ticks.append(1))
    timer.start(0)
    timer.stop()
    process()
    assert ticks == []


def test_a_timer_stopped_in_its_slot_fires_no_more(timer: Any) -> None:
    ticks: list[int] = []
    timer.timeout.connect(lambda: (ticks.append(1), timer.stop()))
    timer.start(1)
    run_until(timer.timeout)
    run_for(5)
    assert ticks == [1]


def test_a_destroyed_timer_does_not_fire() -> None:
    ticks: list[int] = []
    timer = QtCore.QTimer()
    timer.timeout.connect(lambda: ticks.append(1))
    timer.start(0)
    destroy(timer)
    process()
    assert ticks == []


def test_a_timer_does_not_fire_in_a_nested_loop_of_its_own_slot(timer: Any) -> None:
    ticks: list[int] = []
    during: list[int] = []

    def tick() -> None:
        ticks.append(1)
        if len(ticks) == 1:
            run_for(5)
            during.append(len(ticks))
            timer.stop()

    timer.timeout.connect(tick)
    timer.start(1)
    run_until(lambda: bool(during))
    assert during == [1]


def test_emitting_timeout_by_hand_calls_the_slots(timer: Any) -> None:
    ticks: list[int] = []
    timer.timeout.connect(lambda: ticks.append(1))
    timer.timeout.emit()
    assert ticks == [1]
    assert not timer.isActive()


def test_timers_fire_in_the_order_of_their_deadlines() -> None:
    log: list[int] = []
    timers = []
    for interval in (12, 1, 8, 4):
        timer = QtCore.QTimer()
        timer.setTimerType(QtCore.Qt.PreciseTimer)
        timer.setSingleShot(True)
        timer.timeout.connect(functools.partial(log.append, interval))
        timer.start(interval)
        timers.append(timer)
    run_until(lambda: len(log) == 4)
    assert log == [1, 4, 8, 12]


def test_single_shots_of_equal_length_fire_in_the_order_of_their_start() -> None:
    log: list[int] = []
    for value in range(5):
        single_shot(0, functools.partial(log.append, value))
    process()
    assert log == [0, 1, 2, 3, 4]


def test_a_zero_timer_comes_after_posted_events_and_single_shots(timer: Any) -> None:
    log: list[str] = []
    receiver = Receiver(log)
    timer.timeout.connect(lambda: (log.append("timer"), timer.stop()))
    timer.start(0)
    post(receiver)
    single_shot(0, lambda: log.append("single shot"))
    process()
    assert log == ["posted", "single shot", "timer"]


@pytest.mark.only("netaccess", "PySide6")
def test_a_zero_single_shot_takes_its_place_among_posted_events() -> None:
    log: list[str] = []
    receiver = Receiver(log)
    single_shot(0, lambda: log.append("first"))
    post(receiver)
    single_shot(0, lambda: log.append("last"))
    process()
    assert log == ["first", "posted", "last"]


def test_a_single_shot_started_by_a_single_shot_comes_a_round_later() -> None:
    log: list[str] = []
    single_shot(0, lambda: (log.append("outer"), single_shot(0, lambda: log.append("inner"))))
    process()
    assert log == ["outer"]
    process()
    assert log == ["outer", "inner"]


def test_single_shot_calls_functions_methods_and_slots() -> None:
    receiver = Receiver()
    assert single_shot(0, lambda: receiver.log.append("lambda")) is None
    single_shot(0, receiver.method)
    single_shot(0, receiver.slot)
    single_shot(0, functools.partial(receiver.log.append, "partial"))
    process()
    assert receiver.log == ["lambda", "method", "slot", "partial"]


def test_single_shot_emits_a_signal() -> None:
    receiver = Receiver()
    receiver.relay.connect(receiver.method)
    single_shot(0, receiver.relay)
    process()
    assert receiver.log == ["method"]


@pytest.mark.only("netaccess", "PySide6")
def test_single_shot_with_a_context_dies_with_it() -> None:
    log: list[str] = []
    context, other = QtCore.QObject(), QtCore.QObject()
    single_shot(0, context, lambda: log.append("never"))
    single_shot(0, other, lambda: log.append("other"))
    destroy(context)
    process()
    assert log == ["other"]


@pytest.mark.only("netaccess", "PySide6")
def test_single_shot_keeps_the_object_of_a_method_alive() -> None:
    log: list[str] = []
    receiver = Receiver(log)
    single_shot(0, receiver.method)
    del receiver
    process()
    assert log == ["method"]


@pytest.mark.only("netaccess", "PySide6")
def test_single_shot_with_a_delay_holds_the_object_of_a_method_weakly() -> None:
    log: list[str] = []
    receiver = Receiver(log)
    single_shot(1, receiver.method)
    del receiver
    done: list[bool] = []
    single_shot(10, lambda: done.append(True))
    run_until(lambda: bool(done))
    assert log == []


def test_single_shot_truncates_fractions() -> None:
    log: list[str] = []
    single_shot(0.9, lambda: log.append("now"))
    process()
    assert log == ["now"]


@pytest.mark.parametrize("arguments", [(0,), (0, None), (0, 5), ("x", print)])
def test_single_shot_refuses_nonsense(arguments: tuple[Any, ...]) -> None:
    with pytest.raises(TypeError):
        single_shot(*arguments)


def test_a_single_shot_that_raises_goes_to_the_excepthook(slot_errors: list[BaseException]) -> None:
    def fail() -> None:
        raise ValueError("mine")

    single_shot(0, fail)
    process()
    assert [str(error) for error in slot_errors] == ["mine"]
    slot_errors.clear()


def test_a_single_shot_whose_slot_needs_arguments_goes_to_the_excepthook(slot_errors: list[BaseException]) -> None:
    single_shot(0, lambda value: None)
    process()
    assert [type(error) for error in slot_errors] == [TypeError]
    slot_errors.clear()


def test_timeout_carries_no_arguments(timer: Any) -> None:
    got: list[Any] = []
    timer.timeout.connect(lambda *arguments: got.append(arguments))
    timer.timeout.emit()
    assert got == [()]


def test_timers_tick_on_while_a_nested_loop_runs(timer: Any) -> None:
    log: list[str] = []
    outer, inner = QtCore.QEventLoop(), QtCore.QEventLoop()

    def tick() -> None:
        log.append("tick")
        if len(log) == 2:
            inner.quit()

    def nest() -> None:
        run_loop(inner)
        outer.quit()

    timer.timeout.connect(tick)
    timer.start(1)
    single_shot(0, nest)
    run_loop(outer)
    assert log == ["tick", "tick"]
