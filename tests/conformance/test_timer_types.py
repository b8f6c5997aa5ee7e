"""Coarse and precise timers, remaining times, restarts, and timers that change their thread."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from binding import QtCore, number, run_loop
from loops import run_for, run_until
from objects import in_plain_thread, process

Qt = QtCore.Qt
LONG_MS = 3_600_000


def remaining(timer: Any, kind: Any, interval: int) -> int:
    """What a timer of this type says is left right after its start."""
    timer.setTimerType(kind)
    timer.start(interval)
    return int(timer.remainingTime())


@pytest.mark.parametrize("interval", [10, 300, 30_000])
def test_a_precise_timer_has_its_interval_to_go(timer: Any, interval: int) -> None:
    assert interval - 9 <= remaining(timer, Qt.PreciseTimer, interval) <= interval


@pytest.mark.parametrize("interval", [21, 100, 1000, 19_000])
def test_a_coarse_timer_is_exact_to_five_percent(timer: Any, interval: int) -> None:
    left = remaining(timer, Qt.CoarseTimer, interval)
    assert interval * 0.95 - 10 <= left <= interval * 1.05 + 1


@pytest.mark.parametrize("interval", [1, 10, 20])
def test_a_short_coarse_timer_is_precise(timer: Any, interval: int) -> None:
    assert remaining(timer, Qt.CoarseTimer, interval) <= interval


@pytest.mark.parametrize("interval", [1000, 2400, 2600, 30_600])
def test_a_very_coarse_timer_is_exact_to_a_second(timer: Any, interval: int) -> None:
    left = remaining(timer, Qt.VeryCoarseTimer, interval)
    whole = (interval + 500) // 1000 * 1000
    assert whole - 510 <= left <= whole + 501


def test_a_long_coarse_timer_is_very_coarse(timer: Any) -> None:
    other = QtCore.QTimer()
    assert abs(remaining(timer, Qt.CoarseTimer, 30_000) - remaining(other, Qt.VeryCoarseTimer, 30_000)) <= 10
    other.stop()


@pytest.mark.parametrize("kind", [Qt.PreciseTimer, Qt.CoarseTimer, Qt.VeryCoarseTimer])
def test_rounding_does_not_show_in_the_interval(timer: Any, kind: Any) -> None:
    timer.setTimerType(kind)
    timer.start(1234)
    assert timer.interval() == 1234
    assert number(timer.timerType()) == number(kind)


def test_changing_the_type_does_not_restart_the_timer(timer: Any) -> None:
    timer.start(LONG_MS)
    running = timer.timerId()
    timer.setTimerType(Qt.PreciseTimer)
    assert timer.timerId() == running


@pytest.mark.parametrize("kind", [Qt.PreciseTimer, Qt.CoarseTimer])
def test_timers_of_both_types_fire(timer: Any, kind: Any) -> None:
    log: list[int] = []
    timer.timeout.connect(lambda: log.append(1))
    timer.setTimerType(kind)
    timer.start(25)
    run_until(lambda: len(log) >= 3)  # two may come between two looks


@pytest.mark.only("netaccess", "PySide6")
def test_durations_are_milliseconds(timer: Any) -> None:
    timer.setInterval(LONG_MS)
    assert timer.intervalAsDuration() == LONG_MS
    assert timer.remainingTimeAsDuration() == -1


@pytest.mark.real_time("waits busily, by the clock")
def test_an_overdue_timer_has_nothing_left(timer: Any) -> None:
    elapsed = QtCore.QElapsedTimer()
    timer.setTimerType(Qt.PreciseTimer)
    timer.start(1)
    elapsed.start()
    while elapsed.elapsed() < 3:
        continue
    assert timer.remainingTime() == 0
    assert timer.isActive() is True


@pytest.mark.real_time("waits busily, by the clock")
def test_missed_timeouts_are_not_made_up_for(timer: Any) -> None:
    log: list[int] = []
    timer.timeout.connect(lambda: log.append(1))
    timer.setTimerType(Qt.PreciseTimer)
    timer.start(1)
    elapsed = QtCore.QElapsedTimer()
    elapsed.start()
    while elapsed.elapsed() < 20:
        continue
    process()
    assert len(log) == 1


def test_a_timer_restarted_in_its_slot_runs_the_whole_interval_again(timer: Any) -> None:
    log: list[Any] = []

    def slot() -> None:
        timer.start(LONG_MS)
        log.append((timer.isActive(), timer.interval(), timer.remainingTime() > LONG_MS - 60_000))

    timer.setTimerType(Qt.PreciseTimer)
    timer.timeout.connect(slot)
    timer.start(1)
    run_until(lambda: bool(log))
    run_for(5)
    assert log == [(True, LONG_MS, True)]


def test_an_interval_set_in_the_slot_counts_from_there(timer: Any) -> None:
    log: list[int] = []

    def slot() -> None:
        log.append(1)
        timer.setInterval(LONG_MS)

    timer.timeout.connect(slot)
    timer.start(0)
    run_until(lambda: bool(log))
    run_for(5)
    assert log == [1]


def test_a_timer_that_becomes_a_single_shot_while_it_runs_fires_once_more(timer: Any) -> None:
    log: list[int] = []
    timer.timeout.connect(lambda: log.append(1))
    timer.start(0)
    timer.setSingleShot(True)
    run_for(5)
    assert log == [1]
    assert timer.isActive() is False


@pytest.mark.differs("thread-rules")
@pytest.mark.parametrize("call", ["start", "stop"])
def test_a_timer_is_started_and_stopped_in_its_own_thread(timer: Any, call: str) -> None:
    timer.start(LONG_MS)

    def attempt() -> bool:
        with pytest.raises(RuntimeError):
            getattr(timer, call)()
        return True

    assert in_plain_thread(attempt)
    assert timer.isActive() is True
    timer.stop()


@pytest.mark.real_time("waits for a QThread by an Event of Python's")
def test_a_running_timer_goes_on_in_the_thread_it_is_moved_to(thread: Any) -> None:
    fired = threading.Event()
    where: list[int] = []
    timer = QtCore.QTimer()

    def note() -> None:
        where.append(threading.get_ident())
        fired.set()

    timer.timeout.connect(note, Qt.DirectConnection)
    timer.start(1)
    timer.moveToThread(thread)
    assert fired.wait(10)
    assert where[0] != threading.get_ident()
    timer.deleteLater()


@pytest.mark.real_time("waits for a QThread by an Event of Python's")
def test_a_timer_in_a_thread_is_started_by_a_signal(thread: Any) -> None:
    class Starter(QtCore.QObject):
        go = QtCore.Signal(int)

    fired = threading.Event()
    starter, timer = Starter(), QtCore.QTimer()
    timer.setSingleShot(True)
    timer.timeout.connect(fired.set, Qt.DirectConnection)
    timer.moveToThread(thread)
    starter.go.connect(timer.start)
    starter.go.emit(1)
    assert fired.wait(10)
    timer.deleteLater()


@pytest.mark.only("netaccess", "PySide6")
@pytest.mark.parametrize("form", [lambda r: (1, r.slot), lambda r: (0, r, r.slot), lambda r: (1, r, r.slot)])
def test_single_shot_runs_a_slot_in_the_thread_of_its_object(thread: Any, form: Any) -> None:
    class Receiver(QtCore.QObject):
        def slot(self) -> None:
            where.append(threading.get_ident())
            done.set()

    where: list[int] = []
    done = threading.Event()
    receiver = Receiver()
    receiver.moveToThread(thread)
    QtCore.QTimer.singleShot(*form(receiver))
    run_until(done.is_set)
    assert where[0] != threading.get_ident()
    receiver.deleteLater()


@pytest.mark.parametrize("interval", [0, 1])
def test_single_shot_calls_a_slot_by_name(interval: int) -> None:
    class Receiver(QtCore.QObject):
        @QtCore.Slot()
        def slot(self) -> None:
            log.append("called")

    log: list[str] = []
    receiver = Receiver()
    QtCore.QTimer.singleShot(interval, receiver, QtCore.SLOT("slot()"))
    run_until(lambda: bool(log))
    assert log == ["called"]


@pytest.mark.only("netaccess", "PySide6")
def test_single_shot_takes_a_type_before_the_name() -> None:
    class Receiver(QtCore.QObject):
        @QtCore.Slot()
        def slot(self) -> None:
            log.append("called")

    log: list[str] = []
    receiver = Receiver()
    QtCore.QTimer.singleShot(1, Qt.PreciseTimer, receiver, QtCore.SLOT("slot()"))
    run_until(lambda: bool(log))


@pytest.mark.only("netaccess", "PySide6")
def test_single_shot_takes_nothing_as_the_context() -> None:
    log: list[str] = []
    QtCore.QTimer.singleShot(0, None, lambda: log.append("called"))
    run_until(lambda: bool(log))


def test_a_zero_timer_starves_nobody(timer: Any) -> None:
    log: list[str] = []
    timer.timeout.connect(lambda: log.append("zero"))
    timer.start(0)
    loop = QtCore.QEventLoop()
    QtCore.QTimer.singleShot(5, loop.quit)
    run_loop(loop)
    assert len(log) > 1
