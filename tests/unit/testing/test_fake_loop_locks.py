"""Threads under a `FakeLoop` that wait for each other on virtual time: locks, blocking calls, pools, loop threads."""

from __future__ import annotations

import threading

from turnsupport import Worker, started

from netaccess import EventLoopThread
from netaccess.QtCore import (
    QDeadlineTimer,
    QMetaObject,
    QMutex,
    QMutexLocker,
    QReadWriteLock,
    QSemaphore,
    Qt,
    QThread,
    QThreadPool,
    QWaitCondition,
)
from netaccess.testing import FakeLoop


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
