"""Signals while things change: connecting, disconnecting and deleting in the middle of an emission, and the life of slots."""

from __future__ import annotations

import functools
import gc
import weakref
from typing import Any

import pytest
from binding import QtCore
from objects import destroy, in_plain_thread, process
from oldstyle import Emitter, Receiver

QUEUED = QtCore.Qt.QueuedConnection


@pytest.fixture
def emitter() -> Any:
    """A fresh emitter."""
    return Emitter()


# Connecting and disconnecting in a slot.


def test_a_slot_may_connect_itself_again_and_is_called_once_more_next_time(emitter: Any) -> None:
    receiver = Receiver()

    def again() -> None:
        receiver.heard.append("called")
        if len(receiver.heard) == 1:
            emitter.plain.connect(receiver.ping)

    emitter.plain.connect(again)
    emitter.plain.emit()
    assert receiver.heard == ["called"]
    emitter.plain.emit()
    assert receiver.heard == ["called", "called", "ping"]


def test_a_slot_that_disconnects_itself_lets_the_others_run(emitter: Any) -> None:
    calls: list[str] = []

    def once() -> None:
        calls.append("once")
        emitter.plain.disconnect(once)

    emitter.plain.connect(once)
    emitter.plain.connect(lambda: calls.append("other"))
    emitter.plain.emit()
    emitter.plain.emit()
    assert calls == ["once", "other", "other"]


def test_a_slot_may_disconnect_one_that_has_run(emitter: Any) -> None:
    first, calls = Receiver(), []
    emitter.plain.connect(first.ping)
    emitter.plain.connect(lambda: calls.append(emitter.plain.disconnect(first.ping)))
    emitter.plain.emit()
    assert len(calls) == 1
    assert first.heard == ["ping"]


def test_a_slot_that_connects_another_signal_does_not_disturb_the_emission(emitter: Any) -> None:
    receiver = Receiver()
    emitter.plain.connect(lambda: emitter.number.connect(receiver.take_int))
    emitter.plain.connect(receiver.ping)
    emitter.plain.emit()
    emitter.number.emit(1)
    assert receiver.heard == ["ping", 1]


def test_a_slot_disconnected_in_a_nested_emission_is_not_called_by_the_outer_one(emitter: Any) -> None:
    receiver = Receiver()

    def nested(value: int) -> None:
        if value:
            emitter.number.emit(0)
        else:
            emitter.number.disconnect(receiver.take_int)

    emitter.number.connect(nested)
    emitter.number.connect(receiver.take_int)
    emitter.number.emit(1)
    assert receiver.heard == []


def test_recursion_that_ends_calls_the_later_slots_from_the_inside_out(emitter: Any) -> None:
    calls: list[tuple[str, int]] = []

    def first(value: int) -> None:
        calls.append(("first", value))
        if value:
            emitter.number.emit(value - 1)

    emitter.number.connect(first)
    emitter.number.connect(lambda value: calls.append(("second", value)))
    emitter.number.emit(2)
    assert calls == [("first", 2), ("first", 1), ("first", 0), ("second", 0), ("second", 1), ("second", 2)]


def test_blocking_signals_in_a_slot_lets_the_emission_finish(emitter: Any) -> None:
    receiver = Receiver()
    emitter.plain.connect(lambda: emitter.blockSignals(True))
    emitter.plain.connect(receiver.ping)
    emitter.plain.emit()
    emitter.plain.emit()
    assert receiver.heard == ["ping"]


def test_a_blocked_relay_passes_nothing_on(emitter: Any) -> None:
    relay, calls = Receiver(), []
    emitter.plain.connect(relay.relayed)
    relay.relayed.connect(lambda: calls.append("called"))
    relay.blockSignals(True)
    emitter.plain.emit()
    assert calls == []


def test_blocking_does_not_touch_slots_of_the_blocked_object(emitter: Any) -> None:
    receiver = Receiver()
    emitter.plain.connect(receiver.ping)
    receiver.blockSignals(True)
    emitter.plain.emit()
    assert receiver.heard == ["ping"]


# Deleting in a slot.


def test_a_receiver_deleted_by_an_earlier_slot_is_not_called(emitter: Any) -> None:
    doomed, other = Receiver(), Receiver()
    emitter.plain.connect(lambda: destroy(doomed))
    emitter.plain.connect(doomed.ping)
    emitter.plain.connect(other.ping)
    emitter.plain.emit()
    assert (doomed.heard, other.heard) == ([], ["ping"])


def test_a_receiver_that_deletes_itself_lets_the_others_run(emitter: Any) -> None:
    class Doomed(QtCore.QObject):
        def slot(self) -> None:
            destroy(self)

    doomed, other = Doomed(), Receiver()
    emitter.plain.connect(doomed.slot)
    emitter.plain.connect(other.ping)
    emitter.plain.emit()
    emitter.plain.emit()
    assert other.heard == ["ping", "ping"]


def test_a_receiver_whose_last_reference_goes_in_a_slot_is_not_called(emitter: Any) -> None:
    holder, heard = [Receiver()], []
    heard = holder[0].heard
    emitter.plain.connect(holder.clear)
    emitter.plain.connect(holder[0].ping)
    emitter.plain.emit()
    assert heard == []


def test_a_sender_deleted_in_a_nested_emission_ends_the_outer_one_too() -> None:
    emitter, receiver = Emitter(), Receiver()

    def nested(value: int) -> None:
        if value:
            emitter.number.emit(0)
        else:
            destroy(emitter)

    emitter.number.connect(nested)
    emitter.number.connect(receiver.take_int)
    emitter.number.emit(1)
    assert receiver.heard == []


def test_a_parent_deleted_in_a_slot_takes_its_receiving_children_along(emitter: Any) -> None:
    parent = QtCore.QObject()
    child = Receiver(parent)
    emitter.plain.connect(lambda: destroy(parent))
    emitter.plain.connect(child.ping)
    emitter.plain.emit()
    assert child.heard == []


def test_a_relay_deleted_in_a_slot_relays_no_more(emitter: Any) -> None:
    relay, calls = Receiver(), []
    relay.relayed.connect(lambda: calls.append("relayed"))
    emitter.plain.connect(lambda: destroy(relay))
    emitter.plain.connect(relay.relayed)
    emitter.plain.emit()
    assert calls == []


def test_the_end_of_a_relay_may_delete_the_sender() -> None:
    emitter, relay, other = Emitter(), Receiver(), Receiver()
    emitter.plain.connect(relay.relayed)
    relay.relayed.connect(lambda: destroy(emitter))
    emitter.plain.connect(other.ping)
    emitter.plain.emit()
    assert other.heard == []


def test_deleting_later_in_a_slot_lets_the_emission_finish() -> None:
    emitter, receiver = Emitter(), Receiver()
    emitter.plain.connect(emitter.deleteLater)
    emitter.plain.connect(receiver.ping)
    emitter.plain.emit()
    assert receiver.heard == ["ping"]


def test_a_queued_call_to_a_receiver_deleted_meanwhile_is_dropped(emitter: Any) -> None:
    receiver = Receiver()
    heard = receiver.heard
    emitter.plain.connect(receiver.ping, QUEUED)
    emitter.plain.emit()
    destroy(receiver)
    process()
    assert heard == []


def test_a_queued_call_may_delete_the_receiver_of_the_next(emitter: Any) -> None:
    receiver = Receiver()
    emitter.plain.connect(lambda: destroy(receiver), QUEUED)
    emitter.plain.connect(receiver.ping, QUEUED)
    emitter.plain.emit()
    process()
    assert receiver.heard == []


# The life of slots.


def test_a_method_of_a_plain_object_is_held_weakly(emitter: Any) -> None:
    class Plain:
        def __init__(self) -> None:
            self.calls: list[str] = []

        def slot(self) -> None:
            self.calls.append("called")

    plain = Plain()
    calls, watch = plain.calls, weakref.ref(plain)
    emitter.plain.connect(plain.slot)
    emitter.plain.emit()
    del plain
    gc.collect()
    emitter.plain.emit()
    assert calls == ["called"]
    assert watch() is None


def test_a_partial_keeps_what_it_holds_alive(emitter: Any) -> None:
    receiver = Receiver()
    heard = receiver.heard
    emitter.number.connect(functools.partial(receiver.hear, "first"))
    del receiver
    gc.collect()
    emitter.number.emit(1)
    assert heard == [("first", 1)]


def test_a_lambda_is_let_go_when_it_is_disconnected(emitter: Any) -> None:
    class Held:
        pass

    held = Held()
    watch = weakref.ref(held)

    def slot(kept: Any = held) -> None:
        assert kept

    emitter.plain.connect(slot)
    emitter.plain.disconnect(slot)
    del held, slot
    gc.collect()
    assert watch() is None


def test_a_lambda_is_let_go_when_the_sender_dies() -> None:
    class Held:
        pass

    held = Held()
    watch = weakref.ref(held)
    emitter = Emitter()

    def slot(kept: Any = held) -> None:
        assert kept

    emitter.plain.connect(slot)
    del held, slot
    destroy(emitter)
    gc.collect()
    assert watch() is None


def test_many_receivers_that_die_leave_nothing_behind(emitter: Any) -> None:
    last = Receiver()
    for _ in range(200):
        emitter.plain.connect(Receiver().ping)
    emitter.plain.connect(last.ping)
    emitter.plain.emit()
    assert last.heard == ["ping"]
    assert emitter.receivers(QtCore.SIGNAL("plain()")) == 1


def test_a_hundred_connections_run_in_order(emitter: Any) -> None:
    calls: list[int] = []
    for number in range(100):
        emitter.plain.connect(lambda number=number: calls.append(number))
    emitter.plain.emit()
    assert calls == list(range(100))


def test_a_connection_made_again_goes_to_the_end(emitter: Any) -> None:
    calls: list[str] = []

    def first() -> None:
        calls.append("first")

    emitter.plain.connect(first)
    emitter.plain.connect(lambda: calls.append("second"))
    emitter.plain.disconnect(first)
    emitter.plain.connect(first)
    emitter.plain.emit()
    assert calls == ["second", "first"]


def test_emission_from_many_plain_threads_reaches_the_loop_whole(emitter: Any) -> None:
    import threading

    receiver = Receiver()
    emitter.number.connect(receiver.take_int)
    threads = [
        threading.Thread(target=lambda base=base: [emitter.number.emit(base + step) for step in range(100)])
        for base in range(0, 400, 100)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    for _ in range(500):
        if len(receiver.heard) == 400:
            break
        process()
    assert sorted(receiver.heard) == list(range(400))
    for base in range(0, 400, 100):
        own = [value for value in receiver.heard if base <= value < base + 100]
        assert own == sorted(own)


@pytest.mark.only("netaccess", "PySide6")
def test_connecting_from_plain_threads_loses_nothing(emitter: Any) -> None:
    calls: list[int] = []
    for _ in range(8):
        in_plain_thread(lambda: emitter.plain.connect(lambda: calls.append(1)) is not None)
    emitter.plain.emit()
    assert len(calls) == 8


def test_an_object_used_in_its_destroyed_slot_has_no_signals_left() -> None:
    emitter, seen = Emitter(), []

    def gone() -> None:
        seen.append("gone")

    emitter.destroyed.connect(gone)
    destroy(emitter)
    assert seen == ["gone"]
    with pytest.raises(RuntimeError):
        emitter.plain.emit()
