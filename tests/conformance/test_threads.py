"""QThread and signals across threads: who runs where, in which order, and what threads may not do."""

from __future__ import annotations

import contextlib
import functools
import threading
from typing import Any

import pytest
from binding import QtCore, number, run_loop
from loops import run_until
from objects import in_plain_thread, post, process

WAIT_MS = 10_000
Qt = QtCore.Qt


class Emitter(QtCore.QObject):
    """A signal with and one without a value."""

    plain = QtCore.Signal()
    number = QtCore.Signal(int)


class Worker(QtCore.QObject):
    """Notes in which thread it was called."""

    worked = QtCore.Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[tuple[Any, int]] = []

    def method(self, value: int = -1) -> None:
        """A plain method."""
        self.calls.append((value, threading.get_ident()))
        self.worked.emit(value)

    @QtCore.Slot(int)
    def slot(self, value: int) -> None:
        """A decorated slot."""
        self.calls.append((value, threading.get_ident()))

    @QtCore.Slot(result=int)
    def answer(self) -> int:
        """A slot with a result."""
        self.calls.append(("answer", threading.get_ident()))
        return 42

    def customEvent(self, event: Any) -> None:
        """An event."""
        self.calls.append((number(event.type()) - number(QtCore.QEvent.User), threading.get_ident()))


class Running(QtCore.QThread):
    """A thread that notes what happens in run()."""

    def __init__(self) -> None:
        super().__init__()
        self.log: list[Any] = []

    def run(self) -> None:
        """Note who and where."""
        self.log.append((QtCore.QThread.currentThread() is self, self.isRunning(), self.isFinished()))


@pytest.fixture
def worker(thread: Any) -> Any:
    """A worker that lives in the thread."""
    made = Worker()
    made.moveToThread(thread)
    return made


def places(calls: list[tuple[Any, int]]) -> list[tuple[Any, str]]:
    """Where calls happened: in the main thread or elsewhere."""
    main = threading.main_thread().ident
    return [(value, "main" if ident == main else "other") for value, ident in calls]


def test_a_fresh_thread_neither_runs_nor_has_finished() -> None:
    thread = QtCore.QThread()
    assert (thread.isRunning(), thread.isFinished()) == (False, False)
    assert thread.wait() is True
    assert thread.thread() is QtCore.QThread.currentThread()


def test_run_happens_in_the_thread() -> None:
    running = Running()
    running.start()
    assert running.wait(WAIT_MS) is True
    assert running.log == [(True, True, False)]
    assert (running.isRunning(), running.isFinished()) == (False, True)


def test_a_thread_can_be_started_again() -> None:
    running = Running()
    for _ in range(2):
        running.start()
        assert running.wait(WAIT_MS)
    assert len(running.log) == 2


def test_started_and_finished_reach_the_main_thread_in_order() -> None:
    log: list[Any] = []
    running = Running()

    def note(name: str) -> None:
        log.append((name, threading.current_thread() is threading.main_thread(), running.isFinished()))

    running.started.connect(lambda: note("started"))
    running.finished.connect(lambda: note("finished"))
    running.start()
    run_until(lambda: len(log) == 2)
    assert log[0][:2] == ("started", True)
    assert log[1] == ("finished", True, True)


def test_a_direct_slot_of_finished_runs_in_the_thread() -> None:
    idents: list[int] = []
    running = Running()
    running.finished.connect(lambda: idents.append(threading.get_ident()), Qt.DirectConnection)
    running.start()
    running.wait(WAIT_MS)
    assert len(idents) == 1
    assert idents[0] != threading.get_ident()


def test_waiting_for_a_running_thread_may_fail(thread: Any) -> None:
    assert thread.wait(1) is False
    assert thread.isRunning() is True


def test_starting_a_running_thread_does_nothing() -> None:
    release = threading.Event()

    class Blocked(QtCore.QThread):
        def run(self) -> None:
            runs.append(1)
            release.wait(WAIT_MS / 1000)

    runs: list[int] = []
    blocked = Blocked()
    blocked.start()
    blocked.start()
    release.set()
    assert blocked.wait(WAIT_MS)
    assert runs == [1]


def test_the_default_run_is_a_loop_that_quit_ends() -> None:
    thread = QtCore.QThread()
    thread.start()
    thread.quit()
    assert thread.wait(WAIT_MS) is True
    assert thread.isFinished()


def test_exit_gives_exec_of_the_thread_its_code() -> None:
    class Looping(QtCore.QThread):
        def run(self) -> None:
            codes.append(run_loop(self))

    codes: list[int] = []
    looping = Looping()
    looping.started.connect(lambda: looping.exit(7))
    looping.start()
    run_until(lambda: bool(codes))
    assert looping.wait(WAIT_MS)
    assert codes == [7]


@pytest.mark.real_time("waits for a QThread by an Event of Python's")
def test_a_request_to_interrupt_is_seen_by_run() -> None:
    entered = threading.Event()

    class Interruptible(QtCore.QThread):
        def run(self) -> None:
            entered.set()
            while not self.isInterruptionRequested():
                self.yieldCurrentThread()
            seen.append(True)

    seen: list[bool] = []
    thread = Interruptible()
    thread.start()
    assert entered.wait(WAIT_MS / 1000)
    thread.requestInterruption()
    assert thread.wait(WAIT_MS)
    assert seen == [True]


def test_a_request_to_interrupt_before_start_is_lost() -> None:
    thread = QtCore.QThread()
    thread.requestInterruption()
    assert thread.isInterruptionRequested() is False


def test_a_raising_run_goes_to_the_excepthook_and_finishes(slot_errors: list[BaseException]) -> None:
    class Raising(QtCore.QThread):
        def run(self) -> None:
            raise ValueError("in run")

    finished: list[bool] = []
    raising = Raising()
    raising.finished.connect(lambda: finished.append(True))
    raising.start()
    assert raising.wait(WAIT_MS)
    run_until(lambda: bool(finished))
    assert [type(error) for error in slot_errors] == [ValueError]
    slot_errors.clear()


def test_the_current_thread_is_always_the_same_object() -> None:
    assert QtCore.QThread.currentThread() is QtCore.QThread.currentThread()
    assert QtCore.QObject().thread() is QtCore.QThread.currentThread()


def test_a_plain_thread_is_adopted() -> None:
    def look() -> Any:
        current = QtCore.QThread.currentThread()
        made = QtCore.QObject()
        return current is QtCore.QThread.currentThread(), made.thread() is current, current.isRunning(), current

    same, lives, running, adopted = in_plain_thread(look)
    assert (same, lives, running) == (True, True, True)
    assert adopted is not QtCore.QThread.currentThread()


def test_a_method_runs_in_the_thread_of_its_object(thread: Any, worker: Any) -> None:
    emitter = Emitter()
    done: list[int] = []
    worker.worked.connect(done.append, Qt.DirectConnection)
    emitter.number.connect(worker.slot)
    emitter.number.connect(worker.method)
    emitter.number.emit(5)
    run_until(lambda: bool(done))
    assert places(worker.calls) == [(5, "other"), (5, "other")]


def test_a_direct_connection_runs_where_it_is_emitted(worker: Any) -> None:
    emitter = Emitter()
    emitter.number.connect(worker.slot, Qt.DirectConnection)
    emitter.number.emit(1)
    assert places(worker.calls) == [(1, "main")]


def test_a_blocking_connection_returns_after_the_slot_ran(worker: Any) -> None:
    emitter = Emitter()
    emitter.number.connect(worker.slot, Qt.BlockingQueuedConnection)
    emitter.number.emit(3)
    assert places(worker.calls) == [(3, "other")]


def test_queued_calls_to_a_thread_keep_their_order(thread: Any, worker: Any) -> None:
    emitters = [Emitter() for _ in range(3)]
    for emitter in emitters:
        emitter.number.connect(worker.slot)
    for value in range(30):
        emitters[value % 3].number.emit(value)
    run_until(lambda: len(worker.calls) == 30)
    assert [value for value, _ in worker.calls] == list(range(30))


def test_a_signal_from_a_thread_reaches_a_method_in_the_main_loop(worker: Any) -> None:
    emitter, listener = Emitter(), Worker()
    emitter.number.connect(worker.method)
    worker.worked.connect(listener.slot)
    emitter.number.emit(4)
    run_until(lambda: bool(listener.calls))
    assert places(listener.calls) == [(4, "main")]


def test_a_function_runs_in_the_thread_of_the_sender(worker: Any) -> None:
    calls: list[tuple[Any, int]] = []
    worker.worked.connect(lambda value: calls.append((value, threading.get_ident())))
    worker.worked.connect(functools.partial(lambda value: calls.append((value, threading.get_ident()))))
    worker.worked.emit(1)
    run_until(lambda: len(calls) == 2)
    assert places(calls) == [(1, "other"), (1, "other")]


def test_a_function_on_an_object_of_the_main_thread_runs_in_its_loop() -> None:
    calls: list[tuple[Any, int]] = []
    emitter = Emitter()
    emitter.number.connect(lambda value: calls.append((value, threading.get_ident())))
    in_plain_thread(lambda: emitter.number.emit(6))
    assert calls == []
    run_until(lambda: bool(calls))
    assert places(calls) == [(6, "main")]


def test_methods_of_plain_objects_run_where_functions_do(worker: Any) -> None:
    class Plain:
        def hear(self, value: int) -> None:
            calls.append((value, threading.get_ident()))

    calls: list[tuple[Any, int]] = []
    plain = Plain()
    worker.worked.connect(plain.hear)
    worker.worked.emit(2)
    run_until(lambda: bool(calls))
    assert places(calls) == [(2, "other")]


def test_emitting_from_a_plain_thread_queues_to_the_main_loop() -> None:
    emitter, listener = Emitter(), Worker()
    emitter.number.connect(listener.slot)
    in_plain_thread(lambda: [emitter.number.emit(value) for value in range(3)])
    assert listener.calls == []
    run_until(lambda: len(listener.calls) == 3)
    assert places(listener.calls) == [(0, "main"), (1, "main"), (2, "main")]


def test_events_are_delivered_in_the_thread_of_the_object(worker: Any) -> None:
    post(worker, 4)
    run_until(lambda: bool(worker.calls))
    assert places(worker.calls) == [(4, "other")]


def test_posted_events_move_with_the_object(thread: Any) -> None:
    moving = Worker()
    post(moving, 2)
    moving.moveToThread(thread)
    run_until(lambda: bool(moving.calls))
    assert places(moving.calls) == [(2, "other")]


def test_children_move_with_their_parent(thread: Any) -> None:
    parent = QtCore.QObject()
    child = QtCore.QObject(parent)
    parent.moveToThread(thread)
    assert parent.thread() is thread
    assert child.thread() is thread


def test_an_object_with_a_parent_does_not_move(thread: Any) -> None:
    parent = QtCore.QObject()
    child = QtCore.QObject(parent)
    with contextlib.suppress(ValueError, RuntimeError):
        assert not child.moveToThread(thread)
    assert child.thread() is QtCore.QThread.currentThread()


def test_only_its_own_thread_may_push_an_object_away(worker: Any, thread: Any) -> None:
    with contextlib.suppress(ValueError, RuntimeError):
        assert not worker.moveToThread(QtCore.QThread.currentThread())
    assert worker.thread() is thread


@pytest.mark.only("netaccess", "PySide6")
def test_moving_tells_whether_it_moved(thread: Any) -> None:
    assert QtCore.QObject().moveToThread(thread) is True
    assert QtCore.QObject().moveToThread(QtCore.QThread.currentThread()) is True


def test_moving_to_what_is_no_thread_is_a_type_error() -> None:
    with pytest.raises(TypeError):
        QtCore.QObject().moveToThread(5)


def test_moving_is_announced_by_an_event(thread: Any) -> None:
    class Watching(QtCore.QObject):
        def event(self, event: Any) -> bool:
            seen.append((number(event.type()), threading.get_ident()))
            return bool(super().event(event))

    seen: list[tuple[int, int]] = []
    watching = Watching()
    watching.moveToThread(thread)
    assert seen == [(number(QtCore.QEvent.ThreadChange), threading.get_ident())]


def test_a_slot_in_a_thread_returns_its_result_to_a_blocking_invocation(worker: Any) -> None:
    invoke = QtCore.QMetaObject.invokeMethod
    assert invoke(worker, "answer", Qt.BlockingQueuedConnection, QtCore.Q_RETURN_ARG(int)) == 42
    assert places(worker.calls) == [("answer", "other")]


def test_an_invocation_without_a_type_is_queued_across_threads(worker: Any) -> None:
    invoke = QtCore.QMetaObject.invokeMethod
    assert invoke(worker, "slot", QtCore.Q_ARG(int, 9)) is True
    run_until(lambda: bool(worker.calls))
    assert places(worker.calls) == [(9, "other")]


def test_a_thread_without_loop_deletes_the_condemned_when_it_ends() -> None:
    class Condemning(QtCore.QThread):
        def run(self) -> None:
            thing = QtCore.QObject()
            thing.destroyed.connect(lambda: log.append("died"), Qt.DirectConnection)
            thing.deleteLater()
            self.kept = thing
            log.append("run ends")

    log: list[str] = []
    condemning = Condemning()
    condemning.start()
    assert condemning.wait(WAIT_MS)
    assert log == ["run ends", "died"]


def test_delete_later_happens_in_the_thread_of_the_object(worker: Any) -> None:
    deaths: list[int] = []
    worker.destroyed.connect(lambda: deaths.append(threading.get_ident()), Qt.DirectConnection)
    worker.deleteLater()
    run_until(lambda: bool(deaths))
    assert deaths != [threading.get_ident()]


def test_a_call_queued_to_a_thread_that_has_ended_is_not_made() -> None:
    thread = QtCore.QThread()
    thread.start()
    worker = Worker()
    worker.moveToThread(thread)
    thread.quit()
    assert thread.wait(WAIT_MS)
    emitter = Emitter()
    emitter.number.connect(worker.slot)
    emitter.number.emit(1)
    process()
    assert worker.calls == []


def test_timers_run_in_the_thread_they_live_in(thread: Any) -> None:
    idents: list[int] = []
    timer = QtCore.QTimer()
    timer.setInterval(1)
    timer.setSingleShot(True)
    timer.timeout.connect(lambda: idents.append(threading.get_ident()), Qt.DirectConnection)
    timer.moveToThread(thread)
    emitter = Emitter()
    emitter.plain.connect(timer.start)
    emitter.plain.emit()
    run_until(lambda: bool(idents))
    assert idents != [threading.get_ident()]


def test_the_main_thread_can_tell_that_it_is_one() -> None:
    main = QtCore.QCoreApplication.instance().thread()
    assert main.isRunning() is True
    assert main.isFinished() is False


def test_a_thread_has_a_parent_and_a_name(application: Any) -> None:
    thread = QtCore.QThread(application)
    thread.setObjectName("helper")
    assert thread.parent() is application
    assert thread.objectName() == "helper"
    thread.setParent(None)


def test_the_ideal_number_of_threads_is_positive() -> None:
    assert QtCore.QThread.idealThreadCount() >= 1
