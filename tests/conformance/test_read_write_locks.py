"""QReadWriteLock and its lockers: many readers, one writer, and the turn of a writer that waits."""

from __future__ import annotations

import gc
import threading
from typing import Any

import pytest
from binding import QtCore
from loops import run_until
from objects import in_plain_thread

SHORT_MS = 2
pytestmark = pytest.mark.only("netaccess", "PySide6")


@pytest.fixture
def lock() -> Any:
    """A lock nobody has."""
    return QtCore.QReadWriteLock()


def readable(lock: Any) -> bool:
    """Whether another thread could read."""
    return bool(in_plain_thread(lambda: lock.tryLockForRead() and (lock.unlock() or True)))


def writable(lock: Any) -> bool:
    """Whether another thread could write."""
    return bool(in_plain_thread(lambda: lock.tryLockForWrite() and (lock.unlock() or True)))


def test_readers_share_the_lock(lock: Any) -> None:
    lock.lockForRead()
    assert readable(lock)
    assert not writable(lock)
    lock.unlock()
    assert writable(lock)


def test_a_writer_is_alone(lock: Any) -> None:
    lock.lockForWrite()
    assert not readable(lock)
    assert not writable(lock)
    lock.unlock()
    assert readable(lock)


def test_a_thread_may_read_twice(lock: Any) -> None:
    lock.lockForRead()
    lock.lockForRead()
    lock.unlock()
    assert not writable(lock)
    lock.unlock()
    assert writable(lock)


def test_a_reader_cannot_become_a_writer(lock: Any) -> None:
    lock.lockForRead()
    assert lock.tryLockForWrite() is False
    assert lock.tryLockForWrite(SHORT_MS) is False
    lock.unlock()


def test_a_writer_cannot_write_twice_or_read(lock: Any) -> None:
    lock.lockForWrite()
    assert lock.tryLockForWrite() is False
    assert lock.tryLockForRead(SHORT_MS) is False
    lock.unlock()


@pytest.mark.parametrize("limit", [0, SHORT_MS, -1])
def test_a_free_lock_is_had_within_any_limit(lock: Any, limit: int) -> None:
    assert lock.tryLockForRead(limit) is True
    lock.unlock()
    assert lock.tryLockForWrite(limit) is True
    lock.unlock()


def test_a_limit_may_be_a_deadline(lock: Any) -> None:
    lock.lockForWrite()
    assert lock.tryLockForRead(QtCore.QDeadlineTimer(SHORT_MS)) is False
    assert lock.tryLockForWrite(QtCore.QDeadlineTimer(SHORT_MS)) is False
    lock.unlock()


def writer_waiting_for(lock: Any) -> tuple[threading.Thread, list[str]]:
    """A thread that waits to write, and says when it has written."""
    log: list[str] = []

    def write() -> None:
        lock.lockForWrite()
        log.append("written")
        lock.unlock()

    thread = threading.Thread(target=write)
    thread.start()
    run_until(lambda: not readable(lock))
    return thread, log


def test_a_writer_that_waits_keeps_new_readers_out(lock: Any) -> None:
    lock.lockForRead()
    thread, log = writer_waiting_for(lock)
    assert lock.tryLockForRead() is False
    assert log == []
    lock.unlock()
    thread.join()
    assert log == ["written"]
    assert readable(lock)


def test_a_writer_that_gives_up_lets_readers_in_again(lock: Any) -> None:
    lock.lockForRead()
    assert in_plain_thread(lambda: lock.tryLockForWrite(SHORT_MS)) is False
    assert readable(lock)
    lock.unlock()


def test_a_recursive_lock_is_had_again_by_its_writer() -> None:
    lock = QtCore.QReadWriteLock(QtCore.QReadWriteLock.Recursive)
    lock.lockForWrite()
    assert lock.tryLockForWrite() is True
    lock.unlock()
    assert not readable(lock)
    lock.unlock()
    assert readable(lock)


def test_a_recursive_lock_does_not_turn_writers_into_readers_or_back() -> None:
    lock = QtCore.QReadWriteLock(QtCore.QReadWriteLock.Recursive)
    lock.lockForWrite()
    assert lock.tryLockForRead() is False
    lock.unlock()
    lock.lockForRead()
    assert lock.tryLockForWrite() is False
    lock.unlock()


def test_a_recursive_lock_lets_its_reader_in_past_a_writer_that_waits() -> None:
    lock = QtCore.QReadWriteLock(QtCore.QReadWriteLock.Recursive)
    lock.lockForRead()
    thread, _log = writer_waiting_for(lock)
    assert lock.tryLockForRead() is True
    lock.unlock()
    lock.unlock()
    thread.join()


def test_a_lock_of_another_mode_is_a_type_error() -> None:
    with pytest.raises(TypeError):
        QtCore.QReadWriteLock("recursive")


@pytest.mark.only("netaccess")
def test_giving_up_what_is_not_locked_is_an_error(lock: Any) -> None:
    with pytest.raises(RuntimeError, match="not locked"):
        lock.unlock()


@pytest.mark.only("netaccess")
def test_a_thread_that_would_wait_for_itself_is_told_so(lock: Any) -> None:
    lock.lockForRead()
    with pytest.raises(RuntimeError, match="would wait for itself"):
        lock.lockForWrite()
    lock.unlock()
    lock.lockForWrite()
    with pytest.raises(RuntimeError, match="would wait for itself"):
        lock.lockForRead()
    lock.unlock()


def test_a_read_locker_shares(lock: Any) -> None:
    locker = QtCore.QReadLocker(lock)
    assert readable(lock)
    assert not writable(lock)
    locker.unlock()
    assert writable(lock)
    locker.relock()
    assert not writable(lock)
    del locker
    gc.collect()
    assert writable(lock)


def test_a_write_locker_is_alone(lock: Any) -> None:
    locker = QtCore.QWriteLocker(lock)
    assert not readable(lock)
    assert locker.readWriteLock() is lock
    del locker
    gc.collect()
    assert readable(lock)


@pytest.mark.parametrize("kind", ["QReadLocker", "QWriteLocker"])
def test_a_locker_holds_the_lock_for_a_block(lock: Any, kind: str) -> None:
    with getattr(QtCore, kind)(lock) as locker:
        assert locker.readWriteLock() is lock
        assert not writable(lock)
    assert writable(lock)


def test_lockers_of_nothing_do_nothing() -> None:
    locker = QtCore.QReadLocker(None)
    locker.unlock()
    assert locker.readWriteLock() is None
    with pytest.raises(TypeError):
        QtCore.QWriteLocker(QtCore.QMutex())
