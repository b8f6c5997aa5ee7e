"""QSemaphore and QSemaphoreReleaser: counting what there is, and waiting for more."""

from __future__ import annotations

import gc
import threading

import pytest
from binding import QtCore
from objects import in_plain_thread

SHORT_MS = 2
pytestmark = pytest.mark.only("netaccess", "PySide6")


def test_a_fresh_semaphore_has_nothing() -> None:
    assert QtCore.QSemaphore().available() == 0
    assert QtCore.QSemaphore(5).available() == 5
    assert QtCore.QSemaphore(n=3).available() == 3


def test_taking_and_giving_change_what_is_available() -> None:
    semaphore = QtCore.QSemaphore(5)
    assert semaphore.acquire(3) is None
    assert semaphore.available() == 2
    semaphore.acquire()
    assert semaphore.available() == 1
    assert semaphore.release(10) is None
    assert semaphore.available() == 11
    semaphore.release()
    assert semaphore.available() == 12


def test_trying_takes_all_or_nothing() -> None:
    semaphore = QtCore.QSemaphore(2)
    assert semaphore.tryAcquire(3) is False
    assert semaphore.available() == 2
    assert semaphore.tryAcquire(2) is True
    assert semaphore.tryAcquire() is False


def test_taking_nothing_always_works() -> None:
    semaphore = QtCore.QSemaphore()
    semaphore.acquire(0)
    assert semaphore.tryAcquire(0) is True
    semaphore.release(0)
    assert semaphore.available() == 0


def test_trying_takes_milliseconds() -> None:
    semaphore = QtCore.QSemaphore(1)
    assert semaphore.tryAcquire(1, SHORT_MS) is True
    assert semaphore.tryAcquire(1, SHORT_MS) is False
    assert semaphore.tryAcquire(1, 0) is False


def test_trying_takes_a_deadline() -> None:
    semaphore = QtCore.QSemaphore(1)
    assert semaphore.tryAcquire(1, QtCore.QDeadlineTimer(SHORT_MS)) is True
    assert semaphore.tryAcquire(1, QtCore.QDeadlineTimer(SHORT_MS)) is False


def test_a_negative_limit_waits_for_ever() -> None:
    semaphore = QtCore.QSemaphore()
    threading.Timer(0.01, semaphore.release).start()
    assert semaphore.tryAcquire(1, -1) is True


def test_a_thread_waits_until_there_is_enough() -> None:
    semaphore = QtCore.QSemaphore()
    log: list[str] = []

    def work() -> None:
        semaphore.acquire(3)
        log.append("had")

    thread = threading.Thread(target=work)
    thread.start()
    for _ in range(3):
        log.append("given")
        semaphore.release()
    thread.join()
    assert log == ["given", "given", "given", "had"]
    assert semaphore.available() == 0


def test_who_waits_for_much_does_not_keep_out_who_wants_little() -> None:
    semaphore = QtCore.QSemaphore()
    thread = threading.Thread(target=lambda: semaphore.acquire(3))
    thread.start()
    semaphore.release()
    assert semaphore.tryAcquire(1, 1000) is True
    semaphore.release(3)
    thread.join()
    assert semaphore.available() == 0


def test_producer_and_consumer_meet() -> None:
    free, used = QtCore.QSemaphore(4), QtCore.QSemaphore()
    buffer: list[int] = []
    got: list[int] = []

    def consume() -> bool:
        for _ in range(200):
            used.acquire()
            got.append(buffer.pop(0))
            free.release()
        return True

    def produce() -> None:
        for value in range(200):
            free.acquire()
            buffer.append(value)
            used.release()

    producer = threading.Thread(target=produce)
    producer.start()
    assert in_plain_thread(consume)
    producer.join()
    assert got == list(range(200))
    assert free.available() == 4


def test_a_number_that_is_none_is_a_type_error() -> None:
    with pytest.raises(TypeError):
        QtCore.QSemaphore("5")
    with pytest.raises(TypeError):
        QtCore.QSemaphore(1).acquire("1")


@pytest.mark.differs("negative-semaphore")
@pytest.mark.parametrize("call", ["tryAcquire", "release"])
def test_a_negative_number_is_a_value_error(call: str) -> None:
    semaphore = QtCore.QSemaphore(5)
    with pytest.raises(ValueError):
        getattr(semaphore, call)(-1)


def test_a_releaser_gives_back_when_it_dies() -> None:
    semaphore = QtCore.QSemaphore(1)
    releaser = QtCore.QSemaphoreReleaser(semaphore, 2)
    assert releaser.semaphore() is semaphore
    assert semaphore.available() == 1
    del releaser
    gc.collect()
    assert semaphore.available() == 3


def test_a_cancelled_releaser_gives_nothing_back() -> None:
    semaphore = QtCore.QSemaphore()
    releaser = QtCore.QSemaphoreReleaser(semaphore)
    assert releaser.cancel() is semaphore
    assert releaser.semaphore() is None
    del releaser
    gc.collect()
    assert semaphore.available() == 0


def test_releasers_change_places() -> None:
    semaphore = QtCore.QSemaphore()
    empty, full = QtCore.QSemaphoreReleaser(), QtCore.QSemaphoreReleaser(semaphore, 5)
    empty.swap(full)
    assert full.semaphore() is None
    assert empty.semaphore() is semaphore
    del full
    gc.collect()
    assert semaphore.available() == 0
    del empty
    gc.collect()
    assert semaphore.available() == 5
