"""Threads under fire: what moves, dies, connects and ticks while thousands of calls are under way between eight threads.

``python tests/bench/stress.py`` runs the first of these at full length, a million deliveries, and watches the memory.
"""

from __future__ import annotations

import gc
import threading

import pytest
from kernelsupport import PATIENCE, ended, started_thread
from stresscore import Stress

from netaccess import QtCore

pytestmark = pytest.mark.usefixtures("eager_switching")

THREADS = 8


def test_queued_calls_are_neither_lost_nor_out_of_order_while_receivers_move_and_die() -> None:
    stress = Stress(QtCore, THREADS, 500)
    stress.start()
    heard = stress.wait(PATIENCE)
    assert stress.end()
    stress.check()
    assert stress.errors == []
    assert heard
    assert stress.deliveries == THREADS * THREADS * 500
    assert len(stress.born) == THREADS * 5


def test_receivers_that_have_died_leave_nothing_behind() -> None:
    stress = Stress(QtCore, 4, 500)
    stress.start()
    assert stress.wait(PATIENCE)
    assert stress.end()
    gc.collect()
    assert stress.alive() == 4
    for sender in stress.senders:
        assert len(sender.sent._live) <= 16  # the dead are found when the list grows


class Ticking(QtCore.QTimer):
    """A timer that goes to the next thread each time it fires."""

    def __init__(self, threads: list[QtCore.QThread], ticks: int) -> None:
        super().__init__()
        self.left = ticks
        self.over = threading.Event()
        self._threads = threads
        self.timeout.connect(self.move, QtCore.Qt.ConnectionType.DirectConnection)

    def move(self) -> None:
        self.left -= 1
        if not self.left:
            self.stop()
            self.over.set()
            return
        self.moveToThread(self._threads[self.left % len(self._threads)])


@pytest.mark.parametrize("interval", [0, 1])
def test_timers_that_change_their_thread_at_every_tick_are_not_lost(interval: int) -> None:
    threads = [started_thread() for _ in range(4)]
    timers = [Ticking(threads, 30) for _ in range(60)]  # enough of them that heaps are tidied
    for number, timer in enumerate(timers):
        timer.start(interval)
        timer.moveToThread(threads[number % 4])
    assert all([timer.over.wait(PATIENCE) for timer in timers])
    assert all([ended(thread) for thread in threads])


class Bell(QtCore.QObject):
    """Rings."""

    rung = QtCore.Signal(int)


class Listener(QtCore.QObject):
    """Counts."""

    count = 0

    def hear(self, value: int) -> None:
        self.count += 1


def test_connecting_and_disconnecting_during_emission_disturbs_nobody() -> None:
    bell, steady = Bell(), Listener()
    errors: list[BaseException] = []
    stop = threading.Event()
    bell.rung.connect(steady.hear, QtCore.Qt.ConnectionType.DirectConnection)

    def come_and_go() -> None:
        try:
            while not stop.is_set():
                passing = Listener()
                connection = bell.rung.connect(passing.hear, QtCore.Qt.ConnectionType.DirectConnection)
                another = bell.rung.connect(passing.hear, QtCore.Qt.ConnectionType.QueuedConnection)
                assert bell.rung.disconnect(connection)
                assert another
                del passing
        except BaseException as error:
            errors.append(error)

    visitors = [threading.Thread(target=come_and_go) for _ in range(3)]
    for visitor in visitors:
        visitor.start()
    for value in range(3000):
        bell.rung.emit(value)
    stop.set()
    for visitor in visitors:
        visitor.join(PATIENCE)
    assert errors == []
    assert steady.count == 3000
    assert bell.rung.disconnect(steady.hear)


class Asker(QtCore.QObject):
    """Asks another thread, and waits for the answer."""

    asked = QtCore.Signal(int)
    begin = QtCore.Signal()

    def __init__(self, over: threading.Semaphore) -> None:
        super().__init__()
        self.answers: list[int] = []
        self._over = over

    @QtCore.Slot()
    def work(self) -> None:
        for value in range(100):
            self.asked.emit(value)
        self._over.release()


class Answerer(QtCore.QObject):
    """Answers several, one after the other."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[int] = []

    def answer(self, value: int) -> None:
        self.heard.append(value)


def test_threads_that_block_for_each_others_slots_all_come_to_an_end() -> None:
    over = threading.Semaphore(0)
    threads = [started_thread() for _ in range(4)]
    answerer = Answerer()
    askers = [Asker(over) for _ in range(3)]
    for asker, thread in zip(askers, threads, strict=False):
        asker.asked.connect(answerer.answer, QtCore.Qt.ConnectionType.BlockingQueuedConnection)
        asker.begin.connect(asker.work)
        asker.moveToThread(thread)
    answerer.moveToThread(threads[3])
    for asker in askers:
        asker.begin.emit()
    assert all([over.acquire(timeout=PATIENCE) for _ in askers])
    assert sorted(answerer.heard) == sorted([*range(100)] * 3)
    assert all([ended(thread) for thread in threads])


def test_a_pool_does_all_work_once_while_its_size_changes() -> None:
    pool = QtCore.QThreadPool()
    done: list[int] = []

    def submit(first: int) -> None:
        for value in range(first, first + 300):
            pool.start(lambda value=value: done.append(value), value % 3)  # type: ignore[misc]

    def resize() -> None:
        for count in [1, 4, 2, 8, 0, 3] * 20:
            pool.setMaxThreadCount(count)
            pool.reserveThread()
            pool.releaseThread()

    workers = [threading.Thread(target=submit, args=(first,)) for first in (0, 300, 600)]
    workers.append(threading.Thread(target=resize))
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(PATIENCE)
    assert pool.waitForDone(int(PATIENCE * 1000))
    assert sorted(done) == list(range(900))
    assert pool.activeThreadCount() == 0


def test_a_mutex_a_semaphore_and_a_condition_pass_work_along_without_losing_any() -> None:
    mutex, filled, free = QtCore.QMutex(), QtCore.QWaitCondition(), QtCore.QSemaphore(8)
    waiting: list[int] = []
    taken: list[int] = []

    def consume() -> None:
        while True:
            with QtCore.QMutexLocker(mutex):
                while not waiting:
                    filled.wait(mutex)
                value = waiting.pop(0)
                if value >= 0:
                    taken.append(value)
            free.release()
            if value < 0:
                return

    def give(value: int) -> None:
        free.acquire()
        with QtCore.QMutexLocker(mutex):
            waiting.append(value)
        filled.wakeOne()

    consumers = [threading.Thread(target=consume, daemon=True) for _ in range(4)]
    for consumer in consumers:
        consumer.start()
    producers = [
        threading.Thread(target=lambda first=first: [give(first + value) for value in range(200)], daemon=True)  # type: ignore[misc]
        for first in (0, 200, 400)
    ]
    for producer in producers:
        producer.start()
    for producer in producers:
        producer.join(PATIENCE)
    for _ in consumers:
        give(-1)
    for consumer in consumers:
        consumer.join(PATIENCE)
    assert sorted(taken) == list(range(600))
