"""Threads under a `FakeLoop`: they take turns, beside those that take none, and end with it."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from turnsupport import Worker, started

from netaccess.QtCore import QCoreApplication, QElapsedTimer, QEventLoop, QObject, Qt, QThread, QTimer, Signal, Slot
from netaccess.testing import FakeLoop, Stalled

# Taking turns.


def test_a_thread_begins_when_the_one_that_started_it_waits(loop: FakeLoop) -> None:
    log: list[str] = []
    thread = started(lambda: log.append("thread"))
    log.append("test")
    assert thread.wait()
    assert log == ["test", "thread"]


def test_a_thread_is_another_thread_of_the_system(loop: FakeLoop) -> None:
    idents: list[int] = []
    started(lambda: idents.append(threading.get_ident())).wait()
    assert idents != [threading.get_ident()]


def test_only_one_thread_runs_at_a_time(loop: FakeLoop) -> None:
    counter = [0]

    def count() -> None:
        for _ in range(1000):
            counter[0] += 1
            read = counter[0]
            for _ in range(10):
                pass
            assert counter[0] == read
        QThread.yieldCurrentThread()

    threads = [started(count) for _ in range(4)]
    assert all([thread.wait() for thread in threads])
    assert counter == [4000]


def test_threads_go_on_in_the_order_they_began_to_wait(loop: FakeLoop) -> None:
    log: list[int] = []

    def twice(name: int) -> None:
        log.append(name)
        QThread.yieldCurrentThread()
        log.append(name)

    threads = [started(lambda name=name: twice(name)) for name in (1, 2, 3)]  # type: ignore[misc]
    for thread in threads:
        thread.wait()
    assert log == [1, 2, 3, 1, 2, 3]


def test_a_worker_object_does_its_work_in_its_thread_and_answers_in_ours(loop: FakeLoop) -> None:
    thread, worker = QThread(), Worker()
    worker.moveToThread(thread)
    thread.started.connect(worker.work)

    class Receiver(QObject):
        got: list[tuple[Any, Any, float]] = []

        @Slot(object)
        def take(self, where: object) -> None:
            self.got.append((where, QThread.currentThread(), loop.now))
            thread.quit()

    receiver = Receiver()
    worker.done.connect(receiver.take)
    thread.start()
    loop.run_until(thread.finished)
    assert receiver.got == [(thread, receiver.thread(), 0.25)]
    assert thread.wait()


def test_run_until_idle_waits_for_threads_that_sleep(loop: FakeLoop) -> None:
    done: list[float] = []
    thread = started(lambda: (QThread.sleep(10), done.append(loop.now)))
    loop.run_until_idle()
    assert done == [10.0]
    assert thread.isFinished()


def test_a_timer_in_a_thread_fires_on_the_same_clock(loop: FakeLoop) -> None:
    moments: list[float] = []

    class Ticking(QThread):
        def run(self) -> None:
            timer = QTimer()
            timer.timeout.connect(lambda: moments.append(loop.now))
            timer.start(100)
            nested = QEventLoop()
            QTimer.singleShot(350, nested.quit)
            nested.exec()
            timer.stop()

    thread = Ticking()
    thread.start()
    loop.advance(0.2)
    assert moments == [0.1, 0.2]
    assert thread.wait()
    assert moments == [0.1, 0.2, 0.3]


def test_threads_ask_the_same_clock(loop: FakeLoop) -> None:
    seen: list[int] = []
    elapsed = QElapsedTimer()
    elapsed.start()
    started(lambda: (QThread.msleep(40), seen.append(elapsed.elapsed()))).wait()
    assert seen == [40]


def test_exec_in_the_test_lets_threads_run(loop: FakeLoop) -> None:
    application = QCoreApplication([])
    thread = started(lambda: QThread.msleep(30))
    thread.finished.connect(application.quit)
    assert application.exec() == 0
    assert loop.now == 0.03


def test_a_thread_can_be_started_again(loop: FakeLoop) -> None:
    runs: list[float] = []
    thread = started(lambda: (QThread.msleep(5), runs.append(loop.now)))
    thread.wait()
    thread.start()
    thread.wait()
    assert runs == [0.005, 0.01]


def test_a_thread_used_on_virtual_time_runs_for_real_afterwards() -> None:
    runs: list[int] = []
    with FakeLoop():
        thread = started(lambda: runs.append(1))
        thread.wait()
    thread.start()
    assert thread.wait(10_000)
    assert runs == [1, 1]


def test_an_exception_in_a_thread_goes_to_the_excepthook(loop: FakeLoop, monkeypatch: pytest.MonkeyPatch) -> None:
    caught: list[BaseException] = []
    monkeypatch.setattr("sys.excepthook", lambda kind, value, traceback: caught.append(value))
    thread = started(lambda: [][0])
    assert thread.wait()
    assert [type(each) for each in caught] == [IndexError]


# Threads that take no turns.


def test_a_thread_of_python_s_own_may_post(loop: FakeLoop) -> None:
    class Receiver(QObject):
        called = Signal(int)

    receiver = Receiver()
    thread = threading.Thread(target=lambda: receiver.called.emit(5))
    waiting = QEventLoop()
    got: list[int] = []
    receiver.called.connect(got.append, Qt.ConnectionType.QueuedConnection)
    receiver.called.connect(waiting.quit, Qt.ConnectionType.QueuedConnection)
    thread.start()
    waiting.exec()
    thread.join()
    assert got == [5]
    assert loop.now == 0.0


def test_time_does_not_jump_while_real_work_is_under_way(loop: FakeLoop) -> None:
    class Receiver(QObject):
        called = Signal()

    receiver, waiting, go = Receiver(), QEventLoop(), threading.Event()
    QTimer.singleShot(1000, waiting.quit)
    receiver.called.connect(waiting.quit, Qt.ConnectionType.QueuedConnection)

    def work() -> None:
        go.wait(10)
        receiver.called.emit()

    thread = threading.Thread(target=work)
    thread.start()
    with loop.real_work():
        go.set()
        waiting.exec()
    thread.join()
    assert loop.now == 0.0


@pytest.mark.parametrize("drive", ["run_until", "run_until_idle", "advance", "step"])
def test_driving_the_loop_waits_for_real_work(loop: FakeLoop, drive: str) -> None:
    class Receiver(QObject):
        called = Signal()

    receiver, got = Receiver(), []
    receiver.called.connect(lambda: got.append(loop.now), Qt.ConnectionType.QueuedConnection)
    QTimer.singleShot(1000, lambda: None)
    go = threading.Event()

    def work() -> None:
        go.wait(10)
        receiver.called.emit()
        loop.turns.outside.ends()

    thread = threading.Thread(target=work)
    thread.start()
    loop.turns.outside.begins()
    go.set()
    {
        "run_until": lambda: loop.run_until(lambda: got),
        "run_until_idle": loop.run_until_idle,
        "advance": lambda: loop.advance(2),
        "step": loop.step,
    }[drive]()
    thread.join()
    assert got == [0.0]


def test_real_work_that_does_not_end_is_a_stall() -> None:
    with FakeLoop(patience=0.02) as loop, loop.real_work(), pytest.raises(Stalled, match="real work outside"):
        QEventLoop().exec()


# What is left at the end.


def test_a_thread_that_still_runs_ends_where_it_waits() -> None:
    log: list[str] = []

    def work() -> None:
        try:
            QThread.sleep(1_000_000)
        finally:
            log.append("unwound")

    with FakeLoop() as loop:
        thread = started(work)
        loop.advance(1)
    assert log == ["unwound"]
    assert thread.isFinished()


def test_a_thread_in_its_event_loop_ends_with_the_fake_loop() -> None:
    with FakeLoop() as loop:
        thread = QThread()
        thread.start()
        loop.advance(1)
        assert thread.isRunning()
    assert thread.isFinished()


def test_a_thread_that_will_not_end_does_not_hang_the_test() -> None:
    tries = [0]

    def stubborn() -> None:
        while tries[0] < 100:
            try:
                QThread.sleep(1)
            except SystemExit:
                tries[0] += 1

    with FakeLoop() as loop:
        started(stubborn)
        loop.advance(0.5)
    assert 0 < tries[0] <= 100
