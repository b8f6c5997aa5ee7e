"""The clock seam: the real dispatcher, and the records of threads."""

from __future__ import annotations

import threading

from kernelsupport import PATIENCE, in_thread

from netaccess._kernel.dispatcher import ThreadDispatcher
from netaccess._kernel.threaddata import current


def test_the_real_clock_does_not_go_back() -> None:
    dispatcher = ThreadDispatcher()
    assert dispatcher.now() <= dispatcher.now()


def test_a_wake_before_the_wait_ends_it_at_once() -> None:
    dispatcher = ThreadDispatcher()
    dispatcher.wake()
    assert in_thread(lambda: dispatcher.wait(None)) is None


def test_several_wakes_count_as_one() -> None:
    dispatcher = ThreadDispatcher()
    dispatcher.wake()
    dispatcher.wake()
    dispatcher.wait(None)
    over = threading.Event()
    thread = threading.Thread(target=lambda: (dispatcher.wait(None), over.set()), daemon=True)
    thread.start()
    assert not over.is_set()
    dispatcher.wake()
    assert over.wait(PATIENCE)


def test_a_wait_ends_at_its_deadline() -> None:
    dispatcher = ThreadDispatcher()
    deadline = dispatcher.now() + 0.002
    dispatcher.wait(deadline)
    assert dispatcher.now() >= deadline


def test_a_deadline_that_has_passed_does_not_block() -> None:
    dispatcher = ThreadDispatcher()
    dispatcher.wait(dispatcher.now() - 1)


def test_a_passed_deadline_takes_the_pending_wake_with_it() -> None:
    dispatcher = ThreadDispatcher()
    dispatcher.wake()
    dispatcher.wait(dispatcher.now() - 1)
    deadline = dispatcher.now() + 0.001
    dispatcher.wait(deadline)
    assert dispatcher.now() >= deadline


def test_a_deadline_beyond_what_a_lock_can_wait_is_taken() -> None:
    dispatcher = ThreadDispatcher()
    dispatcher.wake()
    dispatcher.wait(dispatcher.now() + 1e15)


def test_each_thread_has_a_record_of_its_own() -> None:
    assert in_thread(current) is not current()


def test_a_thread_has_one_record() -> None:
    assert current() is current()


def test_the_record_of_a_thread_that_has_ended_is_no_threads() -> None:
    record = in_thread(current)
    assert record.ident < 1
