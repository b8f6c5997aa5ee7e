"""QMutex, QRecursiveMutex and QMutexLocker: who gets a lock, who has to wait, and who gives it back."""

from __future__ import annotations

import gc
import threading
from typing import Any

import pytest
from binding import QtCore
from objects import in_plain_thread

SHORT_MS = 2
pytestmark = pytest.mark.only("netaccess", "PySide6")


def taken(mutex: Any) -> bool:
    """Whether another thread cannot have the mutex."""

    def attempt() -> bool:
        if not mutex.tryLock():
            return True
        mutex.unlock()
        return False

    return bool(in_plain_thread(attempt))


@pytest.fixture
def mutex() -> Any:
    """A mutex nobody has."""
    return QtCore.QMutex()


def test_a_fresh_mutex_can_be_locked(mutex: Any) -> None:
    assert mutex.tryLock() is True
    mutex.unlock()


def test_lock_and_unlock_return_nothing(mutex: Any) -> None:
    assert mutex.lock() is None
    assert mutex.unlock() is None


def test_a_locked_mutex_is_not_had_by_another_thread(mutex: Any) -> None:
    mutex.lock()
    assert taken(mutex)
    mutex.unlock()
    assert not taken(mutex)


def test_a_mutex_is_not_had_twice_by_one_thread(mutex: Any) -> None:
    mutex.lock()
    assert mutex.tryLock() is False
    assert mutex.tryLock(SHORT_MS) is False
    mutex.unlock()


@pytest.mark.parametrize("limit", [0, SHORT_MS, 1.5])
def test_trying_to_lock_takes_milliseconds(mutex: Any, limit: Any) -> None:
    assert mutex.tryLock(limit) is True
    assert mutex.tryLock(limit) is False
    mutex.unlock()


def test_trying_to_lock_takes_a_deadline(mutex: Any) -> None:
    assert mutex.tryLock(QtCore.QDeadlineTimer(SHORT_MS)) is True
    assert mutex.tryLock(QtCore.QDeadlineTimer(SHORT_MS)) is False
    mutex.unlock()


def test_a_negative_limit_waits_for_ever(mutex: Any) -> None:
    in_plain_thread(mutex.lock)
    threading.Timer(0.01, mutex.unlock).start()
    assert mutex.tryLock(-1) is True
    mutex.unlock()


def test_forever_is_a_limit_too(mutex: Any) -> None:
    assert mutex.tryLock(QtCore.QDeadlineTimer.Forever) is True
    mutex.unlock()


@pytest.mark.parametrize("limit", ["1", [], object()])
def test_a_limit_that_is_no_time_is_a_type_error(mutex: Any, limit: Any) -> None:
    with pytest.raises(TypeError):
        mutex.tryLock(limit)


def test_the_name_of_the_standard_library_works_as_well(mutex: Any) -> None:
    assert mutex.try_lock() is True
    assert mutex.try_lock() is False
    mutex.unlock()


def test_a_mutex_lets_one_thread_at_a_time_through(mutex: Any) -> None:
    inside: list[int] = []
    seen: list[int] = []

    def work() -> None:
        for _ in range(200):
            mutex.lock()
            inside.append(1)
            seen.append(len(inside))
            inside.pop()
            mutex.unlock()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [1] * 800


@pytest.mark.only("netaccess")  # real Qt is undefined here, and crashes
def test_unlocking_what_is_not_locked_is_an_error(mutex: Any) -> None:
    with pytest.raises(RuntimeError):
        mutex.unlock()


@pytest.mark.only("netaccess")
def test_a_thread_that_would_wait_for_itself_is_told_so(mutex: Any) -> None:
    mutex.lock()
    with pytest.raises(RuntimeError, match="would wait for itself"):
        mutex.lock()
    mutex.unlock()


def test_a_recursive_mutex_is_had_again_by_its_thread() -> None:
    mutex = QtCore.QRecursiveMutex()
    mutex.lock()
    assert mutex.tryLock() is True
    assert taken(mutex)
    mutex.unlock()
    assert taken(mutex)
    mutex.unlock()
    assert not taken(mutex)


def test_a_recursive_mutex_takes_limits_and_deadlines() -> None:
    mutex = QtCore.QRecursiveMutex()
    assert mutex.tryLock(SHORT_MS) is True
    assert mutex.tryLock(QtCore.QDeadlineTimer(0)) is True
    assert in_plain_thread(lambda: mutex.tryLock(SHORT_MS)) is False
    mutex.unlock()
    mutex.unlock()


@pytest.mark.only("netaccess", "PySide2")
def test_a_mutex_may_be_recursive_by_its_mode() -> None:
    mutex = QtCore.QMutex(QtCore.QMutex.Recursive)
    assert mutex.isRecursive() is True
    mutex.lock()
    assert mutex.tryLock() is True
    mutex.unlock()
    assert taken(mutex)
    mutex.unlock()
    assert QtCore.QMutex(QtCore.QMutex.NonRecursive).isRecursive() is False


def test_a_locker_locks_at_once_and_for_the_length_of_its_life(mutex: Any) -> None:
    locker = QtCore.QMutexLocker(mutex)
    assert taken(mutex)
    del locker
    gc.collect()
    assert not taken(mutex)


def test_a_locker_holds_the_mutex_for_a_block(mutex: Any) -> None:
    with QtCore.QMutexLocker(mutex) as locker:
        assert isinstance(locker, QtCore.QMutexLocker)
        assert taken(mutex)
    assert not taken(mutex)


def test_a_locker_lets_go_when_its_block_raises(mutex: Any) -> None:
    with pytest.raises(ZeroDivisionError), QtCore.QMutexLocker(mutex):
        _ = 1 / 0
    assert not taken(mutex)


def test_a_locker_can_unlock_early_and_lock_again(mutex: Any) -> None:
    locker = QtCore.QMutexLocker(mutex)
    locker.unlock()
    locker.unlock()
    assert not taken(mutex)
    locker.relock()
    assert taken(mutex)
    locker.unlock()


def test_a_locker_unlocked_in_its_block_leaves_it_alone(mutex: Any) -> None:
    with QtCore.QMutexLocker(mutex) as locker:
        locker.unlock()
        assert not taken(mutex)
    assert not taken(mutex)


@pytest.mark.differs("locker-reused")
def test_a_locker_used_for_a_second_block_locks_again(mutex: Any) -> None:
    locker = QtCore.QMutexLocker(mutex)
    with locker:
        assert taken(mutex)
    with locker:
        assert taken(mutex)
    assert not taken(mutex)


def test_a_locker_knows_its_mutex(mutex: Any) -> None:
    locker = QtCore.QMutexLocker(mutex)
    assert locker.mutex() is mutex
    locker.unlock()


def test_a_locker_of_a_recursive_mutex_knows_it_as_such() -> None:
    mutex = QtCore.QRecursiveMutex()
    with QtCore.QMutexLocker(mutex) as locker:
        assert locker.recursiveMutex() is mutex
        assert locker.mutex() is None
        assert taken(mutex)
    assert not taken(mutex)


@pytest.mark.only("netaccess")  # real Qt crashes
def test_a_locker_without_a_mutex_does_nothing() -> None:
    locker = QtCore.QMutexLocker(None)
    locker.unlock()
    locker.relock()
    assert locker.mutex() is None


def test_a_locker_of_no_mutex_is_a_type_error() -> None:
    with pytest.raises(TypeError):
        QtCore.QMutexLocker(5)
