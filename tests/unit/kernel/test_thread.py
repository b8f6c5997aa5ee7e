"""`QThread`: its life, its loop, and the objects that stand for other threads."""

from __future__ import annotations

import threading
import weakref

import pytest
from kernelsupport import PATIENCE, ended, in_thread, started_thread
from looping import drain

from netaccess._kernel.loop import QEventLoop
from netaccess._kernel.qobject import QObject
from netaccess._kernel.signal import Signal
from netaccess._kernel.thread import QThread
from netaccess._kernel.tombstone import is_buried
from netaccess._values.qtnamespace import Qt

MS = int(PATIENCE * 1000)


class Worker(QThread):
    """Runs a function instead of a loop."""

    def __init__(self, work: object) -> None:
        super().__init__()
        self.work = work

    def run(self) -> None:
        self.work()  # type: ignore[operator]


def test_a_new_thread_neither_runs_nor_has_ended() -> None:
    thread = QThread()
    assert (thread.isRunning(), thread.isFinished(), thread.wait()) == (False, False, True)


def test_a_started_thread_runs_until_it_is_told_to_quit() -> None:
    thread = started_thread()
    assert thread.isRunning()
    assert not thread.wait(0)
    assert ended(thread)
    assert (thread.isRunning(), thread.isFinished()) == (False, True)


def test_quitting_right_after_the_start_is_remembered() -> None:
    for _ in range(50):
        thread = QThread()
        thread.start()
        thread.quit()
        assert thread.wait(MS)


def test_quitting_before_the_start_is_forgotten() -> None:
    thread = QThread()
    thread.quit()
    thread.start()
    assert not thread.wait(0)
    assert ended(thread)


def test_a_thread_can_be_started_again() -> None:
    thread = QThread()
    for _ in range(3):
        thread.start()
        assert ended(thread)


def test_the_loop_of_a_thread_returns_the_code_of_exit() -> None:
    codes: list[int] = []
    thread = Worker(lambda: codes.append(thread.exec()))
    thread.start()
    thread.exit(9)
    assert thread.wait(MS)
    assert codes == [9]


def test_a_thread_can_run_a_loop_twice() -> None:
    codes: list[int] = []

    def work() -> None:
        for _ in range(2):
            codes.append(thread.exec())
            again.set()

    again = threading.Event()
    thread = Worker(work)
    thread.start()
    thread.exit(1)
    assert again.wait(PATIENCE)
    thread.exit(2)
    assert thread.wait(MS)
    assert codes == [1, 2]


def test_started_and_finished_come_once_in_order() -> None:
    thread, log = QThread(), []
    thread.started.connect(lambda: log.append("started"), Qt.ConnectionType.DirectConnection)
    thread.finished.connect(lambda: log.append("finished"), Qt.ConnectionType.DirectConnection)
    thread.start()
    assert ended(thread)
    assert log == ["started", "finished"]


def test_finished_is_heard_in_the_thread_of_the_thread_object() -> None:
    thread, where = QThread(), []
    loop = QEventLoop()
    thread.finished.connect(lambda: (where.append(threading.get_ident()), loop.quit()))
    thread.start()
    thread.quit()
    loop.exec()
    assert where == [threading.get_ident()]
    assert thread.wait(MS)


def test_a_thread_that_emits_finished_no_longer_runs() -> None:
    thread, states = QThread(), []
    thread.finished.connect(
        lambda: states.append((thread.isRunning(), thread.isFinished())), Qt.ConnectionType.DirectConnection
    )
    thread.start()
    assert ended(thread)
    assert states == [(False, True)]


def test_an_exception_in_run_goes_to_the_hook_and_ends_the_thread(uncaught: list[BaseException]) -> None:
    thread = Worker(lambda: 1 / 0)
    thread.start()
    assert thread.wait(MS)
    assert [type(error) for error in uncaught] == [ZeroDivisionError]


def test_sys_exit_in_run_ends_the_thread_quietly(uncaught: list[BaseException]) -> None:
    def leave() -> None:
        raise SystemExit(3)

    thread = Worker(leave)
    thread.start()
    assert thread.wait(MS)
    assert uncaught == []


def test_run_knows_its_thread() -> None:
    seen: list[QThread] = []
    thread = Worker(lambda: seen.append(QThread.currentThread()))
    thread.start()
    assert thread.wait(MS)
    assert seen == [thread]


def test_an_interruption_reaches_the_running_thread_only() -> None:
    asked, go_on, seen = threading.Event(), threading.Event(), []

    def work() -> None:
        seen.append(thread.isInterruptionRequested())
        asked.set()
        go_on.wait(PATIENCE)
        seen.append(thread.isInterruptionRequested())

    thread = Worker(work)
    thread.requestInterruption()
    thread.start()
    assert asked.wait(PATIENCE)
    thread.requestInterruption()
    go_on.set()
    assert thread.wait(MS)
    assert seen == [False, True]
    assert not thread.isInterruptionRequested()


def test_an_object_deleted_later_in_run_dies_when_the_thread_ends() -> None:
    made: list[QObject] = []

    def work() -> None:
        made.append(QObject())
        made[0].deleteLater()

    thread = Worker(work)
    thread.start()
    assert thread.wait(MS)
    assert is_buried(made[0])


def test_a_thread_cannot_wait_for_itself(capsys: pytest.CaptureFixture[str]) -> None:
    assert QThread.currentThread().wait() is False
    assert "wait on itself" in capsys.readouterr().err


def test_a_loop_cannot_be_run_in_a_thread_from_outside() -> None:
    with pytest.raises(RuntimeError, match="runs in the thread it manages"):
        QThread().exec()


def test_a_running_thread_lives_without_a_reference() -> None:
    thread = started_thread()
    gone = weakref.ref(thread)
    done = threading.Event()
    thread.finished.connect(done.set, Qt.ConnectionType.DirectConnection)
    del thread
    kept = gone()
    assert kept is not None and kept.isRunning()
    kept.quit()
    assert done.wait(PATIENCE)


def test_deleting_a_running_thread_object_ends_its_loop(capsys: pytest.CaptureFixture[str]) -> None:
    from netaccess._kernel.destruction import destroy

    thread = started_thread()
    over = thread._qt_ended
    destroy(thread)
    assert "is still running" in capsys.readouterr().err
    assert over is not None and over.wait(PATIENCE)


def test_every_thread_has_an_object_that_stands_for_it() -> None:
    def look() -> tuple[bool, bool, str]:
        mine = QThread.currentThread()
        return mine is QThread.currentThread(), mine.isRunning(), mine.objectName()

    assert in_thread(look) == (True, True, "")


def test_the_main_thread_is_known() -> None:
    assert QThread.isMainThread()
    assert QThread.currentThread().objectName() == "Qt mainThread"
    assert in_thread(QThread.isMainThread) is False


def test_a_loop_runs_in_a_thread_that_python_started() -> None:
    def work() -> int:
        from netaccess._kernel.timer import QTimer

        loop = QEventLoop()
        QTimer.singleShot(0, lambda: loop.exit(4))
        return loop.exec()

    assert in_thread(work) == 4


def test_objects_of_a_thread_talk_through_its_loop() -> None:
    class Ping(QObject):
        ping = Signal(int)

        def __init__(self) -> None:
            super().__init__()
            self.log: list[int] = []

    class Pong(QObject):
        pong = Signal(int)

        def take(self, value: int) -> None:
            self.pong.emit(value + 1)

    thread, ping, pong = started_thread(), Ping(), Pong()
    loop = QEventLoop()

    def back(value: int) -> None:
        ping.log.append(value)
        if value >= 10:
            loop.quit()
        else:
            ping.ping.emit(value)

    ping.back = back  # type: ignore[attr-defined]
    pong.moveToThread(thread)
    ping.ping.connect(pong.take)

    class Ear(QObject):
        def hear(self, value: int) -> None:
            back(value)

    ear = Ear()
    pong.pong.connect(ear.hear)
    ping.ping.emit(0)
    loop.exec()
    assert ping.log == list(range(1, 11))
    assert ended(thread)


def test_priorities_are_remembered_while_the_thread_runs() -> None:
    thread = QThread()
    with pytest.raises(ValueError, match="thread is not running"):
        thread.setPriority(QThread.Priority.LowPriority)
    thread.start(QThread.Priority.HighPriority)
    assert thread.priority() == QThread.Priority.HighPriority
    assert ended(thread)
    drain()
