"""QEventLoop: exec, exit, nesting, and loops that end in the wrong order."""

from __future__ import annotations

from typing import Any

import pytest
from binding import QtCore, number, run_loop
from objects import in_plain_thread

single_shot = QtCore.QTimer.singleShot


class Emitter(QtCore.QObject):
    """A signal with a number."""

    number = QtCore.Signal(int)


@pytest.fixture
def loop() -> Any:
    """A fresh loop."""
    return QtCore.QEventLoop()


def test_exec_returns_the_code_given_to_exit(loop: Any) -> None:
    single_shot(0, lambda: loop.exit(12))
    assert run_loop(loop) == 12


def test_quit_is_exit_with_zero(loop: Any) -> None:
    single_shot(0, loop.quit)
    assert run_loop(loop) == 0


def test_a_loop_runs_only_inside_exec(loop: Any) -> None:
    running: list[bool] = []
    single_shot(0, lambda: (running.append(loop.isRunning()), loop.quit(), running.append(loop.isRunning())))
    assert loop.isRunning() is False
    run_loop(loop)
    assert running == [True, False]
    assert loop.isRunning() is False


def test_a_loop_can_be_used_again(loop: Any) -> None:
    for code in (1, 2, 3):
        single_shot(0, lambda code=code: loop.exit(code))
        assert run_loop(loop) == code


def test_quitting_before_exec_has_no_effect(loop: Any) -> None:
    loop.quit()
    single_shot(0, lambda: loop.exit(3))
    assert run_loop(loop) == 3


def test_exec_of_a_running_loop_returns_minus_one(loop: Any) -> None:
    codes: list[int] = []
    single_shot(0, lambda: (codes.append(run_loop(loop)), loop.exit(4)))
    assert run_loop(loop) == 4
    assert codes == [-1]


def test_the_code_may_come_from_a_signal(loop: Any) -> None:
    emitter = Emitter()
    emitter.number.connect(loop.exit)
    single_shot(0, lambda: emitter.number.emit(8))
    assert run_loop(loop) == 8


def test_nested_loops_end_from_the_inside_out() -> None:
    outer, inner = QtCore.QEventLoop(), QtCore.QEventLoop()
    log: list[Any] = []

    def nest() -> None:
        single_shot(0, lambda: inner.exit(2))
        log.append(("inner", run_loop(inner)))
        outer.exit(1)

    single_shot(0, nest)
    log.append(("outer", run_loop(outer)))
    assert log == [("inner", 2), ("outer", 1)]


def test_an_outer_loop_that_was_quit_waits_for_the_inner_one() -> None:
    outer, inner = QtCore.QEventLoop(), QtCore.QEventLoop()
    log: list[Any] = []

    def look() -> None:
        log.append((outer.isRunning(), inner.isRunning()))
        inner.exit(2)

    def nest() -> None:
        single_shot(0, lambda: outer.exit(1))
        single_shot(2, look)
        log.append(("inner", run_loop(inner)))

    single_shot(0, nest)
    log.append(("outer", run_loop(outer)))
    assert log == [(False, True), ("inner", 2), ("outer", 1)]


def test_the_exit_of_the_application_ends_nested_loops(application: Any) -> None:
    inner = QtCore.QEventLoop()
    codes: list[int] = []
    single_shot(0, lambda: codes.append(run_loop(inner)))
    single_shot(1, lambda: application.exit(6))
    assert run_loop(application) == 6
    assert codes == [6]


def test_a_loop_started_after_the_exit_of_the_application_ends_at_once(application: Any) -> None:
    codes: list[int] = []

    def nest() -> None:
        single_shot(0, lambda: application.exit(6))
        codes.append(run_loop(QtCore.QEventLoop()))
        codes.append(run_loop(QtCore.QEventLoop()))

    single_shot(0, nest)
    assert run_loop(application) == 6
    assert codes == [6, -1]


def test_timers_of_the_outer_level_run_in_a_nested_loop() -> None:
    outer, inner = QtCore.QEventLoop(), QtCore.QEventLoop()
    log: list[str] = []

    def nest() -> None:
        single_shot(2, inner.quit)
        run_loop(inner)
        log.append("nested loop ended")
        outer.quit()

    single_shot(0, nest)
    single_shot(1, lambda: log.append("timer"))
    run_loop(outer)
    assert log == ["timer", "nested loop ended"]


def test_process_events_tells_whether_something_happened(loop: Any) -> None:
    QtCore.QCoreApplication.processEvents()
    assert loop.processEvents() is False
    ran: list[bool] = []
    single_shot(0, lambda: ran.append(True))
    assert loop.processEvents() is True
    assert ran == [True]


def test_process_events_does_not_make_a_loop_run(loop: Any) -> None:
    running: list[bool] = []
    single_shot(0, lambda: running.append(loop.isRunning()))
    loop.processEvents()
    assert running == [False]


def test_a_loop_may_have_a_parent(application: Any) -> None:
    loop = QtCore.QEventLoop(application)
    assert loop.parent() is application
    loop.setParent(None)


def test_exec_takes_flags(loop: Any) -> None:
    single_shot(0, loop.quit)
    execute = loop.exec if hasattr(loop, "exec") else loop.exec_
    assert execute(QtCore.QEventLoop.ExcludeUserInputEvents) == 0


def test_a_raising_slot_does_not_end_the_loop(loop: Any, slot_errors: list[BaseException]) -> None:
    def fail() -> None:
        raise ValueError("mine")

    single_shot(0, fail)
    single_shot(1, lambda: loop.exit(5))
    assert run_loop(loop) == 5
    assert [str(error) for error in slot_errors] == ["mine"]
    slot_errors.clear()


def test_a_loop_works_in_a_plain_thread() -> None:
    def run() -> int:
        loop = QtCore.QEventLoop()
        QtCore.QTimer.singleShot(1, lambda: loop.exit(9))
        return run_loop(loop)

    assert in_plain_thread(run) == 9


def test_the_flags_have_qts_numbers() -> None:
    expected = {"AllEvents": 0, "ExcludeUserInputEvents": 1, "ExcludeSocketNotifiers": 2, "WaitForMoreEvents": 4}
    assert {name: number(getattr(QtCore.QEventLoop, name)) for name in expected} == expected


def test_flags_combine() -> None:
    both = QtCore.QEventLoop.ExcludeUserInputEvents | QtCore.QEventLoop.WaitForMoreEvents
    assert number(both) == 5


def test_the_level_of_a_thread_counts_its_running_loops(loop: Any) -> None:
    inner = QtCore.QEventLoop()
    thread = QtCore.QThread.currentThread()
    levels: list[int] = [thread.loopLevel()]

    def nest() -> None:
        levels.append(thread.loopLevel())
        single_shot(0, lambda: (levels.append(thread.loopLevel()), inner.quit()))
        run_loop(inner)
        loop.quit()

    single_shot(0, nest)
    run_loop(loop)
    assert levels == [0, 1, 2]
