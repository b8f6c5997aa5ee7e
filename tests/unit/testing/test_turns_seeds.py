"""What seeds permute, and what they leave in order."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from turnsupport import started

from netaccess.QtCore import (
    QCoreApplication,
    QEvent,
    QMutex,
    QMutexLocker,
    QObject,
    QReadWriteLock,
    QSemaphore,
    Qt,
    QThread,
    QTimer,
    QWaitCondition,
    Signal,
    Slot,
)
from netaccess.testing import FakeLoop

SEEDS = range(40)


def outcomes(run: Callable[[FakeLoop, list[str]], object]) -> set[tuple[str, ...]]:
    """Return every log that *run* has written under the seeds; each seed writes the same one twice."""
    found = set()
    for seed in SEEDS:
        logs: list[list[str]] = [[], []]
        for log in logs:
            with FakeLoop(seed=seed) as loop:
                run(loop, log)
        assert logs[0] == logs[1]
        found.add(tuple(logs[0]))
    return found


class Receiver(QObject):
    def __init__(self, log: list[str]) -> None:
        super().__init__()
        self.log = log

    @Slot(str)
    def note(self, text: str) -> None:
        self.log.append(text)


class Sender(QObject):
    sent = Signal(str)


def test_a_thread_that_is_started_may_be_quicker_than_the_one_that_starts_it() -> None:
    def run(loop: FakeLoop, log: list[str]) -> None:
        thread = started(lambda: log.append("new"))
        log.append("old")
        thread.wait()

    assert outcomes(run) == {("new", "old"), ("old", "new")}


def test_a_thread_s_event_may_come_before_one_of_the_receiver_s_own_thread() -> None:
    def run(loop: FakeLoop, log: list[str]) -> None:
        receiver, own, other = Receiver(log), Sender(), Sender()
        own.sent.connect(receiver.note, Qt.ConnectionType.QueuedConnection)
        other.sent.connect(receiver.note, Qt.ConnectionType.QueuedConnection)
        started(lambda: other.sent.emit("other"))
        own.sent.emit("own")
        loop.run_until_idle()

    assert outcomes(run) == {("own", "other"), ("other", "own")}


def test_who_gives_a_resource_back_and_who_gets_it_go_on_in_any_order() -> None:
    def run(loop: FakeLoop, log: list[str]) -> None:
        semaphore = QSemaphore()
        consumer = started(lambda: (semaphore.acquire(), log.append("consumer")))
        producer = started(lambda: (semaphore.release(), log.append("producer")))
        consumer.wait()
        producer.wait()

    assert outcomes(run) == {("producer", "consumer"), ("consumer", "producer")}


def test_who_wakes_and_who_is_woken_go_on_in_any_order() -> None:
    def run(loop: FakeLoop, log: list[str]) -> None:
        mutex, condition = QMutex(), QWaitCondition()

        def wait() -> None:
            with QMutexLocker(mutex):
                condition.wait(mutex)
            log.append("woken")

        waiting = started(wait)
        loop.advance(0.0)
        waking = started(lambda: (condition.wakeAll(), log.append("waking")))
        waiting.wait()
        waking.wait()

    assert outcomes(run) == {("woken", "waking"), ("waking", "woken")}


def lost_updates(locked: Callable[[Callable[[], None]], None]) -> set[tuple[str, ...]]:
    def run(loop: FakeLoop, log: list[str]) -> None:
        value = [0]

        def add() -> None:
            read: list[int] = []
            locked(lambda: read.append(value[0]))
            locked(lambda: value.__setitem__(0, read[0] + 1))

        for thread in [started(add) for _ in range(2)]:
            thread.wait()
        log.append(str(value[0]))

    return outcomes(run)


def test_an_update_that_is_lost_between_two_sections_under_a_mutex_is_found() -> None:
    mutex = QMutex()

    def locked(work: Callable[[], None]) -> None:
        with QMutexLocker(mutex):
            work()

    assert lost_updates(locked) == {("1",), ("2",)}


def test_an_update_that_is_lost_between_two_sections_under_a_read_write_lock_is_found() -> None:
    lock = QReadWriteLock()

    def locked(work: Callable[[], None]) -> None:
        lock.lockForWrite()
        work()
        lock.unlock()

    assert lost_updates(locked) == {("1",), ("2",)}


def test_timers_of_different_threads_fire_in_any_order() -> None:
    def run(loop: FakeLoop, log: list[str]) -> None:
        threads = [QThread() for _ in range(3)]
        timers = [QTimer(interval=10, singleShot=True) for _ in threads]
        for thread, timer, name in zip(threads, timers, "abc", strict=True):
            timer.timeout.connect(partial(log.append, name), Qt.ConnectionType.DirectConnection)
            timer.moveToThread(thread)
            thread.started.connect(timer.start, Qt.ConnectionType.DirectConnection)
            thread.start()
        loop.advance(1.0)
        for thread in threads:
            thread.quit()
            thread.wait()

    assert len(outcomes(run)) == 6


def test_releases_are_as_they_were_afterwards() -> None:
    before = QMutex.unlock, QSemaphore.release
    with FakeLoop(seed=1):
        assert QSemaphore.release is not before[1]
    with FakeLoop():
        assert (QMutex.unlock, QSemaphore.release) == before
    assert (QMutex.unlock, QSemaphore.release) == before


# What Qt promises.

USER = int(QEvent.Type.User)


class Events(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.got: list[int] = []

    def event(self, event: QEvent) -> bool:
        if event.type() >= USER:
            self.got.append(event.type() - USER)
            return True
        return super().event(event)


def test_events_of_one_thread_to_one_object_keep_their_order_in_whatever_thread_it_lives() -> None:
    orders = set()
    for seed in SEEDS:
        with FakeLoop(seed=seed) as loop:
            thread, receiver = QThread(), Events()
            receiver.moveToThread(thread)
            thread.start()

            def send(name: int, receiver: Events = receiver) -> None:
                for number in range(4):
                    QCoreApplication.postEvent(receiver, QEvent(QEvent.Type(USER + 10 * name + number)))

            for sender in [started(partial(send, name)) for name in range(3)]:
                sender.wait()
            loop.run_until_idle()
            thread.quit()
            thread.wait()
        for name in range(3):
            assert [number % 10 for number in receiver.got if number // 10 == name] == [0, 1, 2, 3]
        orders.add(tuple(receiver.got))
    assert len(orders) > 6


@pytest.mark.parametrize("seed", [None, *range(10)])
def test_priorities_deletions_and_timers_keep_qt_s_order(seed: int | None) -> None:
    with FakeLoop(seed=seed) as loop:
        log: list[object] = []
        receiver = Events()
        receiver.got = log  # type: ignore[assignment]
        timer = QTimer(interval=0, singleShot=True)
        timer.timeout.connect(lambda: log.append("timer"))
        timer.start()
        QTimer.singleShot(0, lambda: log.append("shot"))
        for number, priority in ((1, -1), (2, 5), (3, 5)):
            QCoreApplication.postEvent(receiver, QEvent(QEvent.Type(USER + number)), priority)
        deleted = QObject()
        deleted.destroyed.connect(lambda: log.append("deleted"))
        deleted.deleteLater()
        loop.run_until_idle()
    assert log == [2, 3, "shot", "deleted", 1, "timer"]
