"""`EventLoopThread`: results, exceptions, nested calls, and the end."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from kernelsupport import PATIENCE

from netaccess._kernel.loop import QEventLoop
from netaccess._kernel.loopthread import EventLoopThread
from netaccess._kernel.qobject import QObject
from netaccess._kernel.thread import QThread
from netaccess._kernel.timer import QTimer


def test_a_call_returns_the_functions_result() -> None:
    with EventLoopThread() as loop:
        assert loop.run(lambda a, b=0: (a, b), 1, b=2) == (1, 2)


def test_a_call_runs_on_the_loops_thread() -> None:
    with EventLoopThread("my loop") as loop:
        assert loop.run(threading.get_ident) != threading.get_ident()
        assert loop.run(lambda: threading.current_thread().name) == "my loop"
        assert loop.run(QThread.currentThread) is loop.thread


@pytest.mark.parametrize("kind", [ValueError, KeyboardInterrupt, SystemExit, GeneratorExit])
def test_whatever_the_function_raises_is_the_callers(kind: type[BaseException]) -> None:
    def fail() -> None:
        raise kind("from there")

    with EventLoopThread() as loop:
        with pytest.raises(kind, match="from there"):
            loop.run(fail)
        assert loop.run(lambda: "still alive") == "still alive"


def test_a_call_inside_a_call_is_an_ordinary_one() -> None:
    with EventLoopThread() as loop:
        assert loop.run(lambda: loop.run(lambda: loop.run(lambda: 3) + 1) + 1) == 5


def test_the_exception_of_a_nested_call_passes_through_both() -> None:
    with EventLoopThread() as loop, pytest.raises(ZeroDivisionError):
        loop.run(lambda: loop.run(lambda: 1 / 0))


def test_a_function_may_run_a_loop_of_its_own() -> None:
    def work() -> int:
        inner = QEventLoop()
        QTimer.singleShot(1, lambda: inner.exit(8))
        return inner.exec()

    with EventLoopThread() as loop:
        assert loop.run(work) == 8


def test_calls_are_served_while_a_function_runs_a_loop_of_its_own() -> None:
    nested, inner = threading.Event(), []

    def work() -> int:
        inner.append(QEventLoop())
        QTimer.singleShot(1, nested.set)
        return inner[0].exec()

    with EventLoopThread() as loop:
        codes: list[int] = []
        caller = threading.Thread(target=lambda: codes.append(loop.run(work)), daemon=True)
        caller.start()
        assert nested.wait(PATIENCE)
        loop.run(lambda: inner[0].exit(6))
        caller.join(PATIENCE)
        assert codes == [6]


def test_calls_of_one_thread_run_in_their_order() -> None:
    log: list[int] = []
    with EventLoopThread() as loop:
        for number in range(100):
            loop.post(log.append, number)
        loop.run(int)
    assert log == list(range(100))


def test_many_threads_may_call_at_once() -> None:
    with EventLoopThread() as loop:
        results: list[int] = []
        callers = [
            threading.Thread(target=lambda n=n: results.extend(loop.run(lambda: n) for _ in range(50)))
            for n in range(4)
        ]
        for caller in callers:
            caller.start()
        for caller in callers:
            caller.join(PATIENCE)
    assert sorted(results) == [n for n in range(4) for _ in range(50)]


def test_an_exception_of_a_posted_call_goes_to_the_hook(uncaught: list[BaseException]) -> None:
    with EventLoopThread() as loop:
        loop.post(lambda: 1 / 0)
        loop.run(int)
    assert [type(error) for error in uncaught] == [ZeroDivisionError]


def test_objects_made_in_a_call_live_on_the_loops_thread() -> None:
    with EventLoopThread() as loop:
        made = loop.run(QObject)
        assert made.thread() is loop.thread
        loop.run(made.deleteLater)


def test_a_timer_made_in_a_call_fires() -> None:
    fired, kept = threading.Event(), []

    def make() -> None:
        timer = QTimer(singleShot=True, timeout=fired.set)
        kept.append(timer)
        timer.start(1)

    with EventLoopThread() as loop:
        loop.run(make)
        assert fired.wait(PATIENCE)
        loop.run(kept.clear)


def test_leaving_the_context_ends_the_thread() -> None:
    with EventLoopThread() as loop:
        thread = loop.thread
    assert thread.isFinished()


def test_an_exception_in_the_context_ends_the_thread_too() -> None:
    with pytest.raises(ValueError, match="mine"), EventLoopThread() as loop:
        raise ValueError("mine")
    assert loop.thread.isFinished()


def test_a_stopped_loop_takes_no_calls() -> None:
    loop = EventLoopThread()
    assert loop.stop() is True
    with pytest.raises(RuntimeError, match="has been stopped"):
        loop.run(int)
    with pytest.raises(RuntimeError, match="has been stopped"):
        loop.post(int)


def test_stopping_twice_is_harmless() -> None:
    loop = EventLoopThread()
    assert loop.stop() is True
    assert loop.stop() is True


def test_a_stop_that_is_not_waited_for_says_that_the_thread_still_runs() -> None:
    loop, begun, go_on = EventLoopThread(), threading.Event(), threading.Event()
    loop.post(lambda: (begun.set(), go_on.wait(PATIENCE)))
    assert begun.wait(PATIENCE)
    assert loop.stop(0) is False
    go_on.set()
    assert loop.stop() is True


def test_calls_that_wait_when_the_loop_is_stopped_raise_in_their_callers() -> None:
    loop, begun, go_on = EventLoopThread(), threading.Event(), threading.Event()
    outcome: list[Any] = []
    loop.post(lambda: (begun.set(), go_on.wait(PATIENCE)))
    assert begun.wait(PATIENCE)

    def call() -> None:
        try:
            outcome.append(loop.run(lambda: "ran"))
        except RuntimeError as error:
            outcome.append(str(error))

    started = len(loop.thread._qt_data.queue)
    callers = [threading.Thread(target=call, daemon=True) for _ in range(3)]
    for caller in callers:
        caller.start()
    while len(loop.thread._qt_data.queue) < started + 3:
        QThread.yieldCurrentThread()
    assert loop.stop(0) is False
    go_on.set()
    assert loop.stop() is True
    for caller in callers:
        caller.join(PATIENCE)
    assert outcome == ["the event loop thread was stopped before the call ran"] * 3


def test_a_single_shot_call_of_zero_runs_on_the_loops_thread() -> None:
    called, where = threading.Event(), list[str]()

    def note() -> None:
        where.append(threading.current_thread().name)
        called.set()

    with EventLoopThread() as loop:
        loop.run(QTimer.singleShot, 0, note)
        assert called.wait(PATIENCE)
    assert where == ["netaccess loop"]


def test_a_loop_that_was_ended_from_elsewhere_takes_no_more_calls() -> None:
    loop = EventLoopThread()
    loop.thread.quit()
    assert loop.thread.wait(int(PATIENCE * 1000))
    with pytest.raises(RuntimeError, match="its loop has ended"):
        loop.run(int)
    with pytest.raises(RuntimeError, match="its loop has ended"):
        loop.post(int)
    assert loop.stop()


def test_a_call_that_waits_when_the_loop_is_ended_from_elsewhere_raises() -> None:
    loop = EventLoopThread()
    inside, go_on = threading.Event(), threading.Event()
    errors: list[BaseException] = []

    def busy() -> None:
        inside.set()
        assert go_on.wait(PATIENCE)
        loop.thread.quit()

    def call() -> None:
        try:
            loop.run(int)
        except RuntimeError as error:
            errors.append(error)

    loop.post(busy)
    assert inside.wait(PATIENCE)
    caller = threading.Thread(target=call, daemon=True)
    caller.start()
    data = loop.thread._qt_data
    while not data.queue:
        continue  # until the call lies in the queue of the thread that is busy
    go_on.set()
    caller.join(PATIENCE)
    assert ["stopped before the call ran" in str(error) for error in errors] == [True]
