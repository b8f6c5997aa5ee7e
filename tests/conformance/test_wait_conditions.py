"""QWaitCondition: waiting with a mutex or a read-write lock, and being woken."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from binding import QtCore
from objects import in_plain_thread

SHORT_MS = 2
pytestmark = pytest.mark.only("netaccess", "PySide6")


@pytest.fixture
def condition() -> Any:
    """A condition nobody waits for."""
    return QtCore.QWaitCondition()


@pytest.fixture
def mutex() -> Any:
    """A mutex nobody has."""
    return QtCore.QMutex()


class Waiters:
    """Threads that wait for a condition, one after the other."""

    def __init__(self, condition: Any, mutex: Any, count: int) -> None:
        self.woken: list[int] = []
        self._mutex = mutex
        self.threads = [threading.Thread(target=self._wait, args=(condition, number)) for number in range(count)]
        for number, thread in enumerate(self.threads):
            begun = self._begun = threading.Event()
            thread.start()
            begun.wait()
            mutex.lock()  # had only when the thread has given it up to wait
            mutex.unlock()
            assert len(self.woken) == 0, number

    def _wait(self, condition: Any, number: int) -> None:
        self._mutex.lock()
        self._begun.set()
        if condition.wait(self._mutex):
            self.woken.append(number)
        self._mutex.unlock()

    def join(self, *numbers: int) -> None:
        """Wait for the end of some of the threads."""
        for number in numbers:
            self.threads[number].join()


def test_a_wait_that_nobody_ends_is_over_in_time_and_has_the_mutex_again(condition: Any, mutex: Any) -> None:
    mutex.lock()
    assert condition.wait(mutex, SHORT_MS) is False
    assert condition.wait(mutex, 0) is False
    assert in_plain_thread(mutex.tryLock) is False
    mutex.unlock()


def test_a_wait_takes_a_deadline(condition: Any, mutex: Any) -> None:
    mutex.lock()
    assert condition.wait(mutex, QtCore.QDeadlineTimer(SHORT_MS)) is False
    mutex.unlock()


def test_the_deadline_has_a_name(condition: Any, mutex: Any) -> None:
    mutex.lock()
    assert condition.wait(mutex, deadline=QtCore.QDeadlineTimer(SHORT_MS)) is False
    mutex.unlock()


def test_waking_one_wakes_the_one_that_has_waited_longest(condition: Any, mutex: Any) -> None:
    waiters = Waiters(condition, mutex, 2)
    condition.wakeOne()
    waiters.join(0)
    assert waiters.woken == [0]
    condition.wakeOne()
    waiters.join(1)
    assert waiters.woken == [0, 1]


def test_waking_all_wakes_everybody(condition: Any, mutex: Any) -> None:
    waiters = Waiters(condition, mutex, 3)
    condition.wakeAll()
    waiters.join(0, 1, 2)
    assert sorted(waiters.woken) == [0, 1, 2]


def test_the_names_of_the_standard_library_work_as_well(condition: Any, mutex: Any) -> None:
    waiters = Waiters(condition, mutex, 2)
    condition.notify_one()
    waiters.join(0)
    condition.notify_all()
    waiters.join(1)
    assert waiters.woken == [0, 1]


def test_a_wake_before_the_wait_is_lost(condition: Any, mutex: Any) -> None:
    condition.wakeOne()
    condition.wakeAll()
    mutex.lock()
    assert condition.wait(mutex, SHORT_MS) is False
    mutex.unlock()


def test_who_is_woken_waits_for_the_mutex(condition: Any, mutex: Any) -> None:
    waiters = Waiters(condition, mutex, 1)
    mutex.lock()
    condition.wakeOne()
    assert waiters.woken == []
    mutex.unlock()
    waiters.join(0)
    assert waiters.woken == [0]


@pytest.mark.parametrize("way", ["lockForRead", "lockForWrite"])
def test_a_read_write_lock_is_had_again_in_the_way_it_was_had(condition: Any, way: str) -> None:
    lock = QtCore.QReadWriteLock()
    getattr(lock, way)()
    assert condition.wait(lock, SHORT_MS) is False
    assert in_plain_thread(lock.tryLockForWrite) is False
    shared = in_plain_thread(lambda: lock.tryLockForRead() and (lock.unlock() or True))
    assert bool(shared) is (way == "lockForRead")
    lock.unlock()


@pytest.mark.real_time("is woken by a thread of Python's")
def test_a_read_write_lock_is_free_during_the_wait(condition: Any) -> None:
    lock = QtCore.QReadWriteLock()
    lock.lockForWrite()

    def wake() -> None:
        lock.lockForWrite()
        condition.wakeAll()
        lock.unlock()

    thread = threading.Thread(target=wake)
    thread.start()
    assert condition.wait(lock, 10_000) is True
    lock.unlock()
    thread.join()


def test_a_read_write_lock_that_is_not_locked_is_not_waited_with(condition: Any) -> None:
    assert condition.wait(QtCore.QReadWriteLock(), 10_000) is False


def test_a_wait_without_a_mutex_is_no_wait(condition: Any) -> None:
    assert condition.wait(None, 10_000) is False


def test_waiting_with_what_is_no_mutex_is_a_type_error(condition: Any) -> None:
    with pytest.raises(TypeError):
        condition.wait(5, SHORT_MS)


def test_waiting_with_a_recursive_mutex_is_a_type_error(condition: Any) -> None:
    with pytest.raises(TypeError):
        condition.wait(QtCore.QRecursiveMutex(), SHORT_MS)


@pytest.mark.differs("lock-misuse")
def test_waiting_with_a_mutex_that_is_not_locked_is_an_error(condition: Any, mutex: Any) -> None:
    with pytest.raises(RuntimeError):
        condition.wait(mutex, SHORT_MS)
