"""The timers of a thread: deadlines, their order, and what stopping and moving does to them."""

from __future__ import annotations

from typing import Any

from looping import drain, run_for
from virtualclock import VirtualClock

from netaccess._kernel import timers
from netaccess._kernel.loop import QEventLoop
from netaccess._kernel.threaddata import ThreadData, current
from netaccess._kernel.timer import QTimer


class Log(list[Any]):
    """Remembers which timer fired, and starts timers that say so."""

    def timer(self, milliseconds: float, name: str) -> timers.TimerEntry:
        return timers.start(current(), milliseconds, self._fired, name)

    def _fired(self, entry: timers.TimerEntry) -> None:
        self.append(entry.target)


class Coalescing:
    """A clock that wants timers to be put together."""

    coalesces = True
    turns = None

    def __init__(self) -> None:
        self.time = 0.0

    def now(self) -> float:
        return self.time

    def wait(self, deadline: float | None) -> None:
        raise AssertionError("nobody waits on this clock")

    def wake(self) -> None:
        raise AssertionError("nobody waits on this clock")


def stop(*entries: timers.TimerEntry) -> None:
    for entry in entries:
        timers.stop(current(), entry)


def test_timers_fire_in_the_order_of_their_deadlines(clock: VirtualClock) -> None:
    log = Log()
    entries = [log.timer(milliseconds, str(milliseconds)) for milliseconds in (5, 1, 3)]
    clock.advance(0.005)
    timers.activate(current())
    assert log == ["1", "3", "5"]
    stop(*entries)


def test_equal_deadlines_fire_in_the_order_they_were_started(clock: VirtualClock) -> None:
    log = Log()
    entries = [log.timer(10, name) for name in "abcdef"]
    clock.advance(0.01)
    timers.activate(current())
    assert "".join(log) == "abcdef"
    stop(*entries)


def test_a_timer_that_is_not_due_does_not_fire(clock: VirtualClock) -> None:
    log = Log()
    entry = log.timer(10, "a")
    clock.advance(0.0099)
    assert not timers.activate(current())
    assert log == []
    stop(entry)


def test_an_interval_of_zero_fires_once_in_every_pass(clock: VirtualClock) -> None:
    log = Log()
    entry = log.timer(0, "a")
    for _ in range(3):
        timers.activate(current())
    assert log == ["a", "a", "a"]
    stop(entry)


def test_deadlines_that_were_missed_are_not_made_up_for(clock: VirtualClock) -> None:
    log = Log()
    entry = log.timer(10, "a")
    clock.advance(1.0)
    timers.activate(current())
    timers.activate(current())
    assert log == ["a"]
    assert timers.next_deadline(current()) == 1.01
    stop(entry)


def test_a_timer_keeps_its_rhythm_when_it_is_a_little_late(clock: VirtualClock) -> None:
    log = Log()
    entry = log.timer(10, "a")
    clock.advance(0.012)
    timers.activate(current())
    assert timers.next_deadline(current()) == 0.02
    stop(entry)


def test_a_timer_stopped_by_one_that_fires_before_it_does_not_fire(clock: VirtualClock) -> None:
    log = Log()
    first = timers.start(current(), 1, lambda entry: stop(second), None)
    second = log.timer(1, "second")
    clock.advance(0.001)
    timers.activate(current())
    assert log == []
    stop(first)


def test_the_next_deadline_passes_over_stopped_timers(clock: VirtualClock) -> None:
    log = Log()
    early, late = log.timer(1, "early"), log.timer(5, "late")
    stop(early)
    assert timers.next_deadline(current()) == 0.005
    stop(late)
    assert timers.next_deadline(current()) is None


def test_starting_and_stopping_for_ever_does_not_fill_the_heap(clock: VirtualClock) -> None:
    log = Log()
    for _ in range(5000):
        stop(log.timer(1000, "a"))
    assert len(current().heap) < 300


def test_a_timer_moved_to_another_thread_keeps_its_deadline(clock: VirtualClock) -> None:
    elsewhere = ThreadData(0, "elsewhere", clock)
    entry = Log().timer(7, "a")
    timers.transfer(entry, current(), elsewhere)
    assert timers.next_deadline(current()) is None
    assert timers.next_deadline(elsewhere) == 0.007


def test_a_timer_does_not_fire_inside_a_loop_nested_in_its_own_slot(clock: VirtualClock) -> None:
    depth = 0
    deepest = 0

    def fired() -> None:
        nonlocal depth, deepest
        depth += 1
        deepest = max(deepest, depth)
        if depth == 1:
            run_for(50)
        depth -= 1

    timer = QTimer(interval=5, timeout=fired)
    timer.start()
    run_for(20)
    timer.stop()
    assert deepest == 1


def test_other_timers_fire_inside_a_nested_loop(clock: VirtualClock) -> None:
    log: list[str] = []
    QTimer.singleShot(5, lambda: (log.append("in"), run_for(20), log.append("out")))
    QTimer.singleShot(10, lambda: log.append("nested"))
    run_for(100)
    assert log == ["in", "nested", "out"]


def test_a_timer_fires_again_after_the_nested_loop_of_its_slot_has_ended(clock: VirtualClock) -> None:
    count = 0

    def fired() -> None:
        nonlocal count
        count += 1
        if count == 1:
            run_for(30)

    timer = QTimer(interval=5, timeout=fired)
    timer.start()
    run_for(100)
    timer.stop()
    assert count > 5


def test_a_year_of_virtual_time_takes_no_time(clock: VirtualClock) -> None:
    log = []
    loop = QEventLoop()
    QTimer.singleShot(2_000_000_000, lambda: (log.append(clock.now()), loop.quit()))
    loop.exec()
    assert log == [2_000_000.0]


def test_an_exception_in_a_timer_does_not_end_the_timer(clock: VirtualClock, uncaught: list[BaseException]) -> None:
    timer = QTimer(interval=10, timeout=lambda: 1 / 0)
    timer.start()
    run_for(35)
    timer.stop()
    assert [type(error) for error in uncaught] == [ZeroDivisionError] * 3


def test_the_thread_is_at_rest_when_the_timers_are_stopped(clock: VirtualClock) -> None:
    timer = QTimer()
    timer.start(0)
    timer.stop()
    drain()
    assert not current().timers


def test_a_timer_moved_here_survives_the_tidying_of_the_heap(clock: VirtualClock) -> None:
    log = Log()
    elsewhere, here = ThreadData(-5, "elsewhere", clock.dispatcher), current()
    coming = timers.TimerEntry(0.001, 0.001, log._fired, "came", timers.PRECISE)
    elsewhere.timers[coming.number] = coming
    many = [log.timer(1000, "") for _ in range(200)]
    timers.transfer(coming, elsewhere, here)
    stop(*many)  # the heap is tidied, and the timer is not in it yet
    clock.advance(0.001)
    timers.activate(here)
    assert log == ["came"]
    stop(coming)


def test_a_timer_that_moves_on_before_it_has_arrived_fires_once_where_it_is(clock: VirtualClock) -> None:
    log = Log()
    one, two = ThreadData(-5, "one", clock.dispatcher), ThreadData(-6, "two", clock.dispatcher)
    entry = timers.start(one, 1, log._fired, "fired")
    timers.transfer(entry, one, two)
    timers.transfer(entry, two, one)
    timers.transfer(entry, one, two)
    clock.advance(0.001)
    assert [timers.activate(one), timers.activate(two)] == [False, True]
    assert log == ["fired"]


def test_a_zero_timer_that_has_been_away_fires_once_a_pass(clock: VirtualClock) -> None:
    log = Log()
    one, two = ThreadData(-5, "one", clock.dispatcher), ThreadData(-6, "two", clock.dispatcher)
    entry = timers.start(one, 0, log._fired, "fired")
    timers.transfer(entry, one, two)
    timers.transfer(entry, two, one)
    timers.activate(one)
    assert log == ["fired"]


def test_coarse_timers_are_late_by_a_twentieth_at_most_and_share_round_moments() -> None:
    for interval in (0.021, 0.1, 0.25, 1.0, 19.0):
        for due in (interval + 0.0001 * step for step in range(0, 3000, 7)):
            deadline = timers.rounded(due, interval, timers.COARSE)
            assert due - 1e-9 <= deadline <= due + interval / 20 + 1e-9
    assert {timers.rounded(10 + step / 1000, 1.0, timers.COARSE) for step in range(461, 500)} == {10.5}


def test_very_coarse_timers_keep_to_full_seconds() -> None:
    assert [timers.rounded(due, 5.0, timers.VERY_COARSE) for due in (10.4, 10.6, 11.0)] == [10.0, 11.0, 11.0]


def test_timers_of_every_type_are_exact_on_virtual_time(clock: VirtualClock) -> None:
    for kind in (timers.PRECISE, timers.COARSE, timers.VERY_COARSE):
        entry = timers.start(current(), 1234, lambda entry: None, None, kind)
        assert entry.deadline == clock.now() + 1.234
        stop(entry)


def test_rounding_does_not_add_up() -> None:
    log = Log()
    clock = Coalescing()
    data = ThreadData(-5, "one", clock)
    entry = timers.start(data, 1001, log._fired, "fired", timers.COARSE)
    for _ in range(100):
        clock.time = entry.deadline
        timers.activate(data)
    assert abs(clock.now() - 100.1) < 0.06
