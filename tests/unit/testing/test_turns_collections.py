"""Garbage collections under a `FakeLoop`: they disturb no choice, hold up nobody, and come at the same places every time."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
from turnsupport import started

from netaccess.QtCore import QObject, QThread, QTimer
from netaccess.testing import FakeLoop


@pytest.fixture
def all_the_time() -> Iterator[None]:
    """Collections whenever two objects have been made."""
    before = gc.get_threshold()
    gc.set_threshold(1, 1, 1000)
    yield
    gc.set_threshold(*before)


class Sends:
    """Posts to an object when a collection finds it."""

    def __init__(self, receiver: QObject) -> None:
        self.itself = self
        self.receiver = receiver

    def __del__(self) -> None:
        QTimer.singleShot(0, self.receiver, lambda: None)


class Waits:
    """Ends a thread, and waits for that, when a collection finds it."""

    def __init__(self, thread: QThread) -> None:
        self.itself = self
        self.thread = thread

    def __del__(self) -> None:
        self.thread.quit()
        self.thread.wait()


def loops(count: int) -> list[QThread]:
    threads = [QThread() for _ in range(count)]
    for thread in threads:
        thread.start()
    return threads


@pytest.mark.usefixtures("all_the_time")
def test_destructors_that_post_hold_up_nobody() -> None:
    for seed in range(20):
        with FakeLoop(seed=seed, patience=5.0):
            threads = loops(3)
            receivers = [QObject() for _ in threads]
            for receiver, thread in zip(receivers, threads, strict=True):
                receiver.moveToThread(thread)

            def work(name: int, receivers: list[QObject] = receivers) -> None:
                for number in range(5):
                    Sends(receivers[(name + number) % 3])
                    QThread.msleep(1)

            for worker in [started(lambda name=name, work=work: work(name)) for name in range(3)]:  # type: ignore[misc]
                assert worker.wait()
            for thread in threads:
                thread.quit()
                assert thread.wait()


@pytest.mark.usefixtures("all_the_time")
@pytest.mark.parametrize("seed", [None, *range(10)])
def test_destructors_that_wait_for_threads_hold_up_nobody(seed: int | None) -> None:
    with FakeLoop(seed=seed, patience=5.0):

        def work() -> None:
            for thread in loops(4):
                Waits(thread)
                QThread.msleep(1)

        for worker in [started(work) for _ in range(3)]:
            assert worker.wait()


def test_young_garbage_is_collected_where_a_thread_waits() -> None:
    found: list[int] = []

    class Garbage:
        def __init__(self) -> None:
            self.itself = self

        def __del__(self) -> None:
            found.append(1)

    with FakeLoop() as loop:
        for _ in range(2 * gc.get_threshold()[0]):
            Garbage()
        assert not found
        loop.advance(1.0)
        assert found


@pytest.mark.parametrize("automatic", [True, False])
def test_automatic_collections_are_as_they_were_afterwards(automatic: bool) -> None:
    before = gc.isenabled()
    try:
        gc.enable() if automatic else gc.disable()
        with FakeLoop():
            assert not gc.isenabled()
        assert gc.isenabled() == automatic
    finally:
        gc.enable() if before else gc.disable()
