"""The clock seam: the real dispatcher, the virtual one, and swapping them."""

from __future__ import annotations

import threading

import pytest
from kernelsupport import PATIENCE, in_thread

from netaccess._kernel.dispatcher import Stalled, ThreadDispatcher, VirtualDispatcher
from netaccess._kernel.threaddata import SwapDispatcher, current


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


def test_virtual_time_stands_still_by_itself() -> None:
    assert VirtualDispatcher(5.0).now() == 5.0


def test_virtual_time_jumps_to_the_deadline() -> None:
    dispatcher = VirtualDispatcher()
    dispatcher.wait(3600.0)
    assert dispatcher.now() == 3600.0


def test_virtual_time_does_not_go_back_to_a_deadline_that_has_passed() -> None:
    dispatcher = VirtualDispatcher(10.0)
    dispatcher.wait(3.0)
    assert dispatcher.now() == 10.0


def test_a_pending_wake_keeps_virtual_time_where_it_is() -> None:
    dispatcher = VirtualDispatcher()
    dispatcher.wake()
    dispatcher.wait(10.0)
    assert dispatcher.now() == 0.0


def test_waiting_for_nothing_on_virtual_time_raises() -> None:
    with pytest.raises(Stalled, match="no timer is set"):
        VirtualDispatcher().wait(None)


def test_advance_moves_virtual_time() -> None:
    dispatcher = VirtualDispatcher()
    dispatcher.advance(1.5)
    assert dispatcher.now() == 1.5


def test_advance_refuses_to_go_back() -> None:
    with pytest.raises(ValueError, match=r"advance\(-1\)"):
        VirtualDispatcher().advance(-1)


def test_virtual_time_waits_for_real_work_that_is_outstanding() -> None:
    dispatcher = VirtualDispatcher()
    dispatcher.outstanding = lambda: True
    thread = threading.Thread(target=dispatcher.wake, daemon=True)
    thread.start()
    dispatcher.wait(10.0)
    assert dispatcher.now() == 0.0


def test_a_thread_gets_its_own_dispatcher_back() -> None:
    before = current().dispatcher
    with SwapDispatcher(VirtualDispatcher()) as virtual:
        assert current().dispatcher is virtual
    assert current().dispatcher is before


def test_each_thread_has_a_record_of_its_own() -> None:
    assert in_thread(current) is not current()


def test_a_thread_has_one_record() -> None:
    assert current() is current()


def test_the_record_of_a_thread_that_has_ended_is_no_threads() -> None:
    record = in_thread(current)
    assert record.ident < 1
