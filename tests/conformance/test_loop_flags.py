"""What a pass of the loop leaves out, how long it may last, and loops in threads that Qt did not start."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from binding import BINDING, QtCore, number, run_loop
from loops import run_until
from objects import in_plain_thread, post

Flags = QtCore.QEventLoop
Deadline = QtCore.QDeadlineTimer
LONG_MS = 3_600_000


class Log(QtCore.QObject):
    """Notes posted events."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: list[str] = []

    def customEvent(self, _event: Any) -> None:
        """An event."""
        self.entries.append("posted")


@pytest.fixture
def log() -> Log:
    """An empty log."""
    return Log()


@pytest.fixture
def loop() -> Any:
    """A loop."""
    return QtCore.QEventLoop()


@pytest.fixture
def zero(log: Log) -> Any:
    """A timer that fires in every round, and says so in the log."""
    timer = QtCore.QTimer()
    timer.timeout.connect(lambda: log.entries.append("timer"))
    timer.start(0)
    yield timer
    timer.stop()


def pass_once(*arguments: Any) -> None:
    """One pass of the main thread's loop."""
    QtCore.QCoreApplication.processEvents(*arguments)


def test_timers_can_be_left_out_of_a_pass(log: Log, zero: Any) -> None:
    post(log)
    pass_once(Flags.X11ExcludeTimers)
    assert log.entries == ["posted"]
    pass_once()
    assert log.entries == ["posted", "timer"]


@pytest.mark.only("netaccess", "PySide6")  # in Qt 5 a single shot of 0 ms is a timer too
def test_timers_can_be_left_out_of_a_loop(loop: Any, log: Log, zero: Any) -> None:
    single_shot = QtCore.QTimer.singleShot
    single_shot(0, lambda: single_shot(0, loop.quit))  # posted calls, not timers
    (loop.exec if hasattr(loop, "exec") else loop.exec_)(Flags.X11ExcludeTimers)
    assert log.entries == []


@pytest.mark.parametrize("flag", ["AllEvents", "ExcludeUserInputEvents", "ExcludeSocketNotifiers", "DialogExec"])
def test_other_flags_leave_events_and_timers_in(log: Log, zero: Any, flag: str) -> None:
    post(log)
    pass_once(getattr(Flags, flag))
    assert log.entries == ["posted", "timer"]


def test_flags_can_be_combined_for_a_pass(log: Log, zero: Any) -> None:
    post(log)
    pass_once(Flags.ExcludeUserInputEvents | Flags.ExcludeSocketNotifiers | Flags.X11ExcludeTimers)
    assert log.entries == ["posted"]


def test_a_waiting_pass_lasts_until_a_timer_fires(loop: Any, log: Log) -> None:
    QtCore.QTimer.singleShot(5, lambda: log.entries.append("fired"))
    while not log.entries:
        assert loop.processEvents(Flags.WaitForMoreEvents) is True
    assert log.entries == ["fired"]


def test_a_waiting_pass_does_not_wait_when_something_is_posted(loop: Any, log: Log) -> None:
    post(log)
    assert loop.processEvents(Flags.WaitForMoreEvents) is True
    assert log.entries == ["posted"]


def test_waking_ends_a_waiting_pass(loop: Any) -> None:
    threading.Timer(0.01, loop.wakeUp).start()
    assert loop.processEvents(Flags.WaitForMoreEvents) is True


def test_an_event_from_another_thread_ends_a_waiting_pass(loop: Any, log: Log) -> None:
    threading.Timer(0.01, lambda: post(log)).start()
    while not log.entries:
        loop.processEvents(Flags.WaitForMoreEvents)
    assert log.entries == ["posted"]


class Endless(QtCore.QObject):
    """Posts itself another event for each that comes."""

    count = 0

    def customEvent(self, _event: Any) -> None:
        """Go on."""
        self.count += 1
        post(self)


@pytest.fixture
def endless() -> Any:
    """An object that always has something to do."""
    made = Endless()
    post(made)
    yield made
    QtCore.QCoreApplication.removePostedEvents(made)


@pytest.mark.parametrize("limit", [lambda: 10, lambda: Deadline(10)])
def test_a_pass_with_a_time_limit_goes_on_until_then(endless: Any, limit: Any) -> None:
    if BINDING == "PySide2" and not isinstance(limit(), int):
        limit = lambda: 10  # noqa: E731
    elapsed = QtCore.QElapsedTimer()
    elapsed.start()
    pass_once(Flags.AllEvents, limit())
    assert elapsed.elapsed() >= 9
    assert endless.count > 10


@pytest.mark.only("netaccess", "PySide6")  # Qt 5 goes on for the rest of the millisecond
def test_a_pass_with_no_time_is_one_pass(endless: Any) -> None:
    pass_once(Flags.AllEvents, 0)
    assert endless.count == 1


def test_a_limited_pass_ends_when_there_is_nothing_to_do(loop: Any) -> None:
    elapsed = QtCore.QElapsedTimer()
    elapsed.start()
    assert loop.processEvents(Flags.AllEvents, LONG_MS) is None
    assert elapsed.elapsed() < LONG_MS


@pytest.mark.only("netaccess", "PySide6")
@pytest.mark.parametrize("limit", [lambda: -1, lambda: Deadline.Forever, lambda: Deadline(-1)])
def test_a_pass_without_limit_ends_when_there_is_nothing_to_do(loop: Any, log: Log, limit: Any) -> None:
    post(log)
    assert loop.processEvents(Flags.AllEvents, limit()) is None
    assert log.entries == ["posted"]


def test_a_limited_pass_never_waits(log: Log) -> None:
    late = QtCore.QTimer()
    late.timeout.connect(lambda: log.entries.append("late"))
    late.start(LONG_MS)
    pass_once(Flags.WaitForMoreEvents, LONG_MS)
    assert log.entries == []


def test_a_time_limit_that_is_none_is_a_type_error(loop: Any) -> None:
    with pytest.raises(TypeError):
        loop.processEvents(Flags.AllEvents, "long")


def test_passes_work_in_a_plain_thread() -> None:
    def work() -> list[str]:
        loop, entries = QtCore.QEventLoop(), []
        QtCore.QTimer.singleShot(0, lambda: entries.append("posted"))
        timer = QtCore.QTimer()
        timer.timeout.connect(lambda: entries.append("timer"))
        timer.start(0)
        loop.processEvents()
        QtCore.QCoreApplication.processEvents()
        timer.stop()
        return list(entries)

    assert in_plain_thread(work) == ["posted", "timer", "timer"]


def test_a_pass_in_one_thread_delivers_nothing_of_another(log: Log) -> None:
    post(log)

    def work() -> bool:
        loop = QtCore.QEventLoop()
        loop.processEvents()
        QtCore.QCoreApplication.processEvents()
        return True

    assert in_plain_thread(work)
    assert log.entries == []
    pass_once()
    assert log.entries == ["posted"]


def test_loops_nest_in_a_plain_thread() -> None:
    def work() -> list[int]:
        outer, inner, codes = QtCore.QEventLoop(), QtCore.QEventLoop(), []

        def nested() -> None:
            QtCore.QTimer.singleShot(0, lambda: inner.exit(2))
            codes.append(run_loop(inner))
            outer.exit(1)

        QtCore.QTimer.singleShot(0, nested)
        codes.append(run_loop(outer))
        return codes

    assert in_plain_thread(work) == [2, 1]


def quit_event() -> Any:
    """An event of type Quit."""
    return QtCore.QEvent(QtCore.QEvent.Quit)


def test_a_quit_event_ends_a_loop(loop: Any) -> None:
    QtCore.QTimer.singleShot(0, lambda: QtCore.QCoreApplication.postEvent(loop, quit_event()))
    assert run_loop(loop) == 0


def test_a_quit_event_ends_a_thread() -> None:
    thread = QtCore.QThread()
    thread.start()
    run_until(lambda: thread.loopLevel() == 1)
    QtCore.QCoreApplication.postEvent(thread, quit_event())
    run_until(thread.isFinished)
    assert thread.wait(10_000)


def test_the_flags_of_a_loop_have_qts_numbers() -> None:
    assert [number(getattr(Flags, name)) for name in ("X11ExcludeTimers", "WaitForMoreEvents", "DialogExec")] == [
        8,
        4,
        64,
    ]
