"""Threads under a `FakeLoop`: they take turns, wait on virtual time, and go the same way every time."""

from __future__ import annotations

import threading
from functools import partial
from typing import Any

import pytest
from turnsupport import Doing, started

from netaccess import EventLoopThread
from netaccess.QtCore import (
    QCoreApplication,
    QDeadlineTimer,
    QElapsedTimer,
    QEventLoop,
    QMetaObject,
    QMutex,
    QMutexLocker,
    QObject,
    QReadWriteLock,
    QSemaphore,
    Qt,
    QThread,
    QThreadPool,
    QTimer,
    QWaitCondition,
    Signal,
    Slot,
)
from netaccess.testing import FakeLoop, Stalled
from netaccess.testing.virtualtime import pace


class Worker(QObject):
    done = Signal(object)

    @Slot()
    def work(self) -> None:
        QThread.msleep(250)
        self.done.emit(QThread.currentThread())


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


# Waiting for each other.


def test_wait_with_a_limit_gives_up_in_virtual_time(loop: FakeLoop) -> None:
    thread = started(lambda: QThread.sleep(60))
    assert not thread.wait(1000)
    assert loop.now == 1.0
    assert thread.wait(QDeadlineTimer(QDeadlineTimer.ForeverConstant.Forever))
    assert loop.now == 60.0


def test_a_mutex_is_waited_for_until_it_is_free(loop: FakeLoop) -> None:
    mutex, log = QMutex(), []
    mutex.lock()

    def take() -> None:
        with QMutexLocker(mutex):
            log.append(loop.now)

    thread = started(take)
    QThread.sleep(2)
    mutex.unlock()
    thread.wait()
    assert log == [2.0]


def test_try_lock_gives_up_in_virtual_time(loop: FakeLoop) -> None:
    mutex, result = QMutex(), []
    mutex.lock()
    started(lambda: result.append((mutex.tryLock(500), loop.now))).wait()
    assert result == [(False, 0.5)]


def test_trying_a_lock_again_and_again_lets_its_owner_go_on(loop: FakeLoop) -> None:
    mutex, tries = QMutex(), [0]

    def hold() -> None:
        with QMutexLocker(mutex):
            QThread.msleep(100)

    thread = started(hold)
    QThread.yieldCurrentThread()
    while not mutex.tryLock():
        tries[0] += 1
    assert tries[0] > 0
    assert 0.1 <= loop.now < 0.2
    mutex.unlock()
    thread.wait()


def test_a_semaphore_is_waited_for(loop: FakeLoop) -> None:
    free, used, log = QSemaphore(2), QSemaphore(), []

    def produce() -> None:
        for number in range(4):
            free.acquire()
            log.append(f"make {number}")
            used.release()

    def consume() -> None:
        for number in range(4):
            used.acquire()
            QThread.msleep(10)
            log.append(f"eat {number}")
            free.release()

    threads = [started(produce), started(consume)]
    assert all([thread.wait() for thread in threads])
    assert log == ["make 0", "make 1", "eat 0", "make 2", "eat 1", "make 3", "eat 2", "eat 3"]
    assert loop.now == 0.04


def test_a_semaphore_gives_up_in_virtual_time(loop: FakeLoop) -> None:
    assert not QSemaphore().tryAcquire(1, 700)
    assert loop.now == 0.7


def test_a_wait_condition_wakes_who_waits(loop: FakeLoop) -> None:
    mutex, condition, log = QMutex(), QWaitCondition(), []

    def wait() -> None:
        mutex.lock()
        log.append(condition.wait(mutex))
        mutex.unlock()

    thread = started(wait)
    QThread.msleep(10)
    condition.wakeAll()
    thread.wait()
    assert log == [True]


def test_a_wait_condition_gives_up_in_virtual_time(loop: FakeLoop) -> None:
    mutex, condition = QMutex(), QWaitCondition()
    mutex.lock()
    assert not condition.wait(mutex, 1500)
    assert loop.now == 1.5
    mutex.unlock()


def test_a_writer_waits_for_readers(loop: FakeLoop) -> None:
    lock, log = QReadWriteLock(), []

    def write() -> None:
        lock.lockForWrite()
        log.append(loop.now)
        lock.unlock()

    lock.lockForRead()
    thread = started(write)
    QThread.msleep(30)
    lock.unlock()
    thread.wait()
    assert log == [0.03]


def test_a_blocking_call_returns_when_the_slot_has_run(loop: FakeLoop) -> None:
    thread, worker = QThread(), Worker()
    worker.moveToThread(thread)
    thread.start()
    QMetaObject.invokeMethod(worker, "work", Qt.ConnectionType.BlockingQueuedConnection)
    assert loop.now == 0.25
    thread.quit()
    assert thread.wait()


def test_a_pool_does_its_work_in_virtual_time(loop: FakeLoop) -> None:
    pool, log = QThreadPool(), []
    pool.setMaxThreadCount(2)
    for number in range(4):
        pool.start(lambda number=number: (QThread.msleep(100), log.append((number, loop.now))))  # type: ignore[misc]
    assert pool.waitForDone()
    assert log == [(0, 0.1), (1, 0.1), (2, 0.2), (3, 0.2)]


def test_idle_threads_of_a_pool_do_not_keep_the_loop_busy(loop: FakeLoop) -> None:
    pool = QThreadPool()
    pool.start(lambda: None)
    loop.run_until_idle()
    assert loop.now == 0.0
    assert pool.waitForDone()


def test_a_pool_gives_up_waiting_in_virtual_time(loop: FakeLoop) -> None:
    pool = QThreadPool()
    pool.start(lambda: QThread.sleep(60))
    assert not pool.waitForDone(5000)
    assert loop.now == 5.0
    assert pool.waitForDone()


def test_a_pool_goes_from_loop_to_loop_and_to_real_time() -> None:
    pool, log = QThreadPool(), []
    for number in range(2):
        with FakeLoop() as loop:
            pool.start(lambda number=number: log.append(number))  # type: ignore[misc]
            loop.run_until_idle()
    pool.start(lambda: log.append(2))
    assert pool.waitForDone(10_000)
    with FakeLoop() as loop:
        pool.start(lambda: log.append(3))
        loop.run_until_idle()
        assert pool.waitForDone()
    assert log == [0, 1, 2, 3]


def test_work_on_virtual_time_is_not_done_by_a_thread_that_runs_for_real() -> None:
    pool, where = QThreadPool(), []
    pool.start(lambda: where.append(threading.get_ident()))
    while not where:
        QThread.yieldCurrentThread()
    with FakeLoop() as loop:
        pool.start(lambda: (QThread.sleep(100), where.append(threading.get_ident())))
        loop.run_until_idle()
        assert loop.now == 100.0
    assert where[0] != where[1]
    assert pool.waitForDone(10_000)


def test_an_event_loop_thread_runs_functions(loop: FakeLoop) -> None:
    with EventLoopThread() as running:
        assert running.run(lambda: (QThread.msleep(20), loop.now)[1]) == 0.02


def test_an_event_loop_thread_posts_functions(loop: FakeLoop) -> None:
    log: list[float] = []
    with EventLoopThread() as running:
        running.post(lambda: log.append(loop.now))
        loop.run_until_idle()
        assert log == [0.0]


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


# Stalls.


def test_an_event_loop_without_anything_to_wait_for_stalls(loop: FakeLoop) -> None:
    with pytest.raises(Stalled, match=r"can never go on[\s\S]*'MainThread' waits for events, in an event loop"):
        QEventLoop().exec()


def test_threads_that_wait_for_each_other_stall_and_are_named(loop: FakeLoop) -> None:
    first, second = QMutex(), QMutex()

    def take(one: QMutex, other: QMutex) -> None:
        one.lock()
        QThread.msleep(10)
        other.lock()

    a, b = Doing(lambda: take(first, second)), Doing(lambda: take(second, first))
    a.setObjectName("reader")
    b.setObjectName("writer")
    a.start()
    b.start()
    with pytest.raises(Stalled) as stalled:
        a.wait()
    text = str(stalled.value)
    assert "thread 'reader' waits in QMutex.lock()" in text
    assert "thread 'writer' waits in QMutex.lock()" in text
    assert "thread 'MainThread' waits in QThread.wait()" in text


def test_a_stall_is_reported_to_the_test_whoever_finds_it(loop: FakeLoop) -> None:
    forever = QSemaphore()
    thread = started(lambda: (QThread.msleep(10), forever.acquire()))
    with pytest.raises(Stalled, match=r"QSemaphore.acquire\(1\)"):
        thread.wait()
    assert loop.now == 0.01


def test_a_stall_lists_calls_that_nobody_delivers(loop: FakeLoop) -> None:
    receiver = Worker()
    thread = QThread()
    receiver.moveToThread(thread)  # and never started
    other = started(lambda: QSemaphore().acquire())
    QMetaObject.invokeMethod(receiver, "work", Qt.ConnectionType.QueuedConnection)
    with pytest.raises(Stalled):
        other.wait()


def test_a_thread_that_keeps_its_turn_is_shown_with_its_stack() -> None:
    blocked = threading.Event()
    with FakeLoop(patience=0.05):
        thread = started(lambda: blocked.wait(30))
        with pytest.raises(Stalled, match=r"has kept its turn[\s\S]*blocked.wait"):
            thread.wait()
        blocked.set()


def test_a_stall_names_threads_that_take_no_turns() -> None:
    go = threading.Event()
    stranger = threading.Thread(target=go.wait, args=(30,), name="stranger")
    with FakeLoop(patience=0.05) as loop:
        stranger.start()
        with pytest.raises(Stalled, match="stranger takes no turns"):
            loop.run_until(lambda: False)
        with pytest.raises(Stalled, match="stranger takes no turns"):
            QEventLoop().exec()
    go.set()
    stranger.join()


def test_waiting_for_ever_while_a_timer_repeats_is_a_stall(loop: FakeLoop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "MOST_JUMPS", 1000)
    timer = QTimer(interval=100, objectName="heartbeat")
    timer.start()
    with pytest.raises(Stalled, match=r"on and on[\s\S]*QTimer 'heartbeat', every 0.1 s"):
        QEventLoop().exec()


# Seeds.


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
