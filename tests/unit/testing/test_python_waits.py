"""Threads under a `FakeLoop` that wait with Python's own means: they give up their turn as well."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest

from netaccess.QtCore import QThread, QTimer
from netaccess.testing import FakeLoop, Stalled


class Doing(QThread):
    """Runs a function."""

    def __init__(self, work: Callable[[], Any]) -> None:
        super().__init__()
        self.work = work
        self.start()

    def run(self) -> None:
        self.work()


def test_the_test_may_wait_for_an_event_that_a_thread_sets(fake_loop: FakeLoop) -> None:
    done = threading.Event()
    thread = Doing(lambda: (QThread.msleep(50), done.set()))
    assert done.wait()
    assert fake_loop.now == 0.05
    assert thread.wait()


def test_a_thread_may_wait_for_an_event_that_the_test_sets(fake_loop: FakeLoop) -> None:
    go, log = threading.Event(), []
    thread = Doing(lambda: (go.wait(), log.append(fake_loop.now)))
    fake_loop.advance(3)
    go.set()
    assert thread.wait()
    assert log == [3.0]


def test_a_limited_wait_ends_when_its_real_time_is_up(fake_loop: FakeLoop) -> None:
    thread = Doing(lambda: QThread.sleep(100))
    assert not threading.Event().wait(0.01)
    assert not threading.Event().wait(0)
    assert thread.wait()


def test_a_limited_wait_ends_with_what_it_waits_for(fake_loop: FakeLoop) -> None:
    done = threading.Event()
    thread = Doing(lambda: (QThread.sleep(100), done.set()))
    assert done.wait(30)
    assert fake_loop.now == 100.0
    assert thread.wait()


def test_a_queue_passes_work_between_threads(fake_loop: FakeLoop) -> None:
    todo: queue.Queue[int | None] = queue.Queue(maxsize=1)
    done: queue.Queue[int] = queue.Queue()

    def work() -> None:
        while (number := todo.get()) is not None:
            QThread.msleep(10)
            done.put(number * number)

    thread = Doing(work)
    for number in range(5):
        todo.put(number)
    todo.put(None)
    assert [done.get() for _ in range(5)] == [0, 1, 4, 9, 16]
    assert fake_loop.now == 0.05
    assert thread.wait()


def test_a_future_may_be_completed_by_a_thread(fake_loop: FakeLoop) -> None:
    future: Future[int] = Future()
    thread = Doing(lambda: (QThread.msleep(20), future.set_result(7)))
    assert future.result() == 7
    assert thread.wait()


def test_work_of_an_executor_is_waited_for_before_time_passes(fake_loop: FakeLoop) -> None:
    go = threading.Event()
    thread = Doing(lambda: QThread.sleep(100))
    QTimer.singleShot(1000, lambda: None)
    with ThreadPoolExecutor(1) as executor:
        future = executor.submit(lambda: go.wait(10))
        go.set()
        assert future.result(20) is True
    assert fake_loop.now == 0.0
    assert thread.wait()


def test_waiting_for_what_nobody_brings_is_a_stall() -> None:
    with FakeLoop(patience=0.05):  # for threads that other tests have left
        thread = Doing(lambda: threading.Event().wait())
        with pytest.raises(Stalled, match="'Doing' waits in a wait of Python's own"):
            thread.wait()


def test_real_waits_are_back_afterwards() -> None:
    before = threading._allocate_lock  # type: ignore[attr-defined]
    with FakeLoop():
        assert threading._allocate_lock is not before  # type: ignore[attr-defined]
    assert threading._allocate_lock is before  # type: ignore[attr-defined]
