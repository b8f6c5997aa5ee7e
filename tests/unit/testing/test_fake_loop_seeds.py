"""Threads under a `FakeLoop` go the same way every time, another with each seed."""

from __future__ import annotations

from functools import partial

from turnsupport import started

from netaccess.QtCore import QThread, QTimer, Signal
from netaccess.testing import FakeLoop


def order_of(seed: int | None) -> list[int]:
    log: list[int] = []

    def twice(name: int) -> None:
        log.append(name)
        QThread.msleep(1)
        log.append(-name)

    with FakeLoop(seed=seed):
        threads = [started(lambda name=name: twice(name)) for name in range(1, 6)]  # type: ignore[misc]
        for thread in threads:
            thread.wait()
    return log


def test_without_a_seed_every_run_goes_the_same_way() -> None:
    assert order_of(None) == order_of(None) == [1, 2, 3, 4, 5, -1, -2, -3, -4, -5]


def test_a_seed_goes_the_same_way_every_time() -> None:
    assert [order_of(seed) for seed in range(5)] == [order_of(seed) for seed in range(5)]


def test_seeds_permute_the_order_of_threads() -> None:
    assert len({tuple(order_of(seed)) for seed in range(20)}) > 10


def test_every_schedule_does_the_same_work() -> None:
    assert {tuple(sorted(order_of(seed))) for seed in range(20)} == {(-5, -4, -3, -2, -1, 1, 2, 3, 4, 5)}


def events_of(seed: int) -> list[tuple[int, int]]:
    got: list[tuple[int, int]] = []

    class Sender(QThread):
        sent = Signal(int, int)

        def __init__(self, name: int) -> None:
            super().__init__()
            self.name = name

        def run(self) -> None:
            for number in range(3):
                self.sent.emit(self.name, number)

    with FakeLoop(seed=seed) as loop:
        senders = [Sender(name) for name in range(3)]
        for sender in senders:
            sender.sent.connect(lambda name, number: got.append((name, number)))
            sender.start()
        loop.run_until_idle()
    return got


def test_seeds_permute_events_of_different_threads() -> None:
    assert len({tuple(events_of(seed)) for seed in range(30)}) > 8


def test_events_of_one_thread_keep_their_order_under_every_seed() -> None:
    for seed in range(30):
        got = events_of(seed)
        for name in range(3):
            assert [number for who, number in got if who == name] == [0, 1, 2]


def test_seeds_permute_chores_of_one_moment() -> None:
    orders = set()
    for seed in range(20):
        done: list[int] = []
        with FakeLoop(seed=seed) as loop:
            for name in range(3):
                loop.turns.call_at(1.0, partial(done.append, name))
            loop.run_until_idle()
        orders.add(tuple(done))
    assert len(orders) == 6


def test_timers_keep_qt_s_order_under_every_seed() -> None:
    for seed in range(20):
        fired: list[int] = []
        with FakeLoop(seed=seed) as loop:
            for name in range(4):
                QTimer.singleShot(100, partial(fired.append, name))
            loop.run_until_idle()
        assert fired == [0, 1, 2, 3]
