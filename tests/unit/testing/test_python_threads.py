"""Threads of Python's own beside a `FakeLoop`: those that are started under it, and those that were there before."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from turnsupport import started

from netaccess.QtCore import QThread
from netaccess.testing import FakeLoop, Stalled


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    """A pool whose one worker was there before the loop."""
    with ThreadPoolExecutor(1) as made:
        made.submit(int).result()
        yield made


def test_starting_a_thread_is_no_wait(fake_loop: FakeLoop) -> None:
    order: list[str] = []
    thread = started(lambda: order.append("thread"))
    plain = threading.Thread(target=int)
    plain.start()
    order.append("test")
    plain.join()
    thread.wait()
    assert order == ["test", "thread"]


def test_a_pool_that_was_there_before_the_loop_works_for_the_test(pool: ThreadPoolExecutor) -> None:
    gate = threading.Event()
    with FakeLoop() as loop:
        thread = QThread()
        thread.start()
        answer = pool.submit(lambda: gate.wait() and 5)
        threading.Timer(0.02, gate.set).start()
        assert answer.result() == 5
        assert loop.now == 0
        thread.quit()
        thread.wait()


def test_a_pool_that_was_there_before_the_loop_works_for_a_thread(pool: ThreadPoolExecutor) -> None:
    found: list[int] = []
    with FakeLoop():
        thread = started(lambda: found.append(pool.submit(lambda: 5).result()))
        thread.wait()
    assert found == [5]


def test_a_pool_that_does_not_answer_is_waited_for_as_long_as_patience_lasts(pool: ThreadPoolExecutor) -> None:
    gate = threading.Event()
    answer = pool.submit(gate.wait)
    try:
        with FakeLoop(patience=0.05):
            thread = QThread()
            thread.start()
            with pytest.raises(Stalled, match="waits in a wait of Python's own"):
                answer.result()
            thread.quit()
            thread.wait()
    finally:
        gate.set()
