"""Signals: declaration, connections, disconnection and the order of emission."""

from __future__ import annotations

import functools
import gc
from typing import Any

import pytest
from binding import QtCore, number
from objects import process
from signalclasses import heard_by

UNIQUE = QtCore.Qt.UniqueConnection
QUEUED = QtCore.Qt.QueuedConnection


class Emitter(QtCore.QObject):
    """One signal of every kind the tests need."""

    plain = QtCore.Signal()
    number = QtCore.Signal(int)
    text = QtCore.Signal(str)
    anything = QtCore.Signal(object)
    progress = QtCore.Signal(int, int, QtCore.QByteArray)
    either = QtCore.Signal((int,), (str,))
    renamed = QtCore.Signal(int, name="elsewhere")


class Listener(QtCore.QObject):
    """Remembers what reached it."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[Any] = []

    def hear(self, *arguments: Any) -> None:
        """Take everything."""
        self.heard.append(arguments)

    def ping(self) -> None:
        """Take nothing."""
        self.heard.append("ping")


@pytest.fixture
def emitter() -> Any:
    """A fresh emitter."""
    return Emitter()


def test_slots_are_called_in_the_order_of_connection(emitter: Any) -> None:
    calls: list[str] = []
    for name in "abc":
        emitter.plain.connect(functools.partial(calls.append, name))
    emitter.plain.emit()
    assert calls == ["a", "b", "c"]


def test_emit_returns_true_with_and_without_connections(emitter: Any) -> None:
    assert emitter.plain.emit() is True
    emitter.plain.connect(lambda: None)
    assert emitter.plain.emit() is True


def test_a_slot_connected_twice_is_called_twice(emitter: Any) -> None:
    listener = Listener()
    emitter.plain.connect(listener.ping)
    emitter.plain.connect(listener.ping)
    emitter.plain.emit()
    assert listener.heard == ["ping", "ping"]


def test_disconnecting_a_method_removes_all_its_connections(emitter: Any) -> None:
    listener = Listener()
    emitter.plain.connect(listener.ping)
    emitter.plain.connect(listener.ping)
    assert emitter.plain.disconnect(listener.ping) is True
    emitter.plain.emit()
    assert listener.heard == []


def test_disconnecting_one_slot_leaves_the_others(emitter: Any) -> None:
    calls: list[str] = []
    listener = Listener()

    def function() -> None:
        calls.append("function")

    emitter.plain.connect(function)
    emitter.plain.connect(listener.ping)
    emitter.plain.disconnect(function)
    emitter.plain.emit()
    assert calls == []
    assert listener.heard == ["ping"]


def test_disconnect_without_a_slot_removes_every_connection(emitter: Any) -> None:
    listener = Listener()
    emitter.plain.connect(listener.ping)
    calls = heard_by(emitter.plain)
    assert emitter.plain.disconnect() is True
    emitter.plain.emit()
    assert (listener.heard, calls) == ([], [])


def test_a_connection_is_true_until_it_is_disconnected(emitter: Any) -> None:
    connection = emitter.plain.connect(lambda: None)
    assert isinstance(connection, QtCore.QMetaObject.Connection)
    assert connection
    assert emitter.plain.disconnect(connection) is True
    assert not connection


def test_a_connection_can_be_ended_through_the_class(emitter: Any) -> None:
    calls: list[int] = []
    connection = emitter.number.connect(calls.append)
    assert QtCore.QObject.disconnect(connection) is True
    assert QtCore.QObject.disconnect(connection) is False
    emitter.number.emit(1)
    assert calls == []


def test_a_connection_goes_false_when_its_slot_is_disconnected(emitter: Any) -> None:
    listener = Listener()
    connection = emitter.plain.connect(listener.ping)
    emitter.plain.disconnect(listener.ping)
    assert not connection


def test_a_fresh_connection_handle_is_false() -> None:
    assert not QtCore.QMetaObject.Connection()


@pytest.mark.parametrize("kind", ["nothing", "function", "method", "lambda"])
def test_disconnecting_what_is_not_connected_warns_and_returns_false(emitter: Any, kind: str) -> None:
    listener = Listener()
    slots = {"nothing": (), "function": (heard_by,), "method": (listener.ping,), "lambda": (lambda: None,)}
    with pytest.warns(RuntimeWarning, match=r"Failed to disconnect \(.*\) from signal \"plain\(\)\""):
        assert emitter.plain.disconnect(*slots[kind]) is False


def test_disconnecting_a_number_is_a_type_error(emitter: Any) -> None:
    with pytest.raises(TypeError, match="int"):
        emitter.plain.disconnect(5)


@pytest.mark.parametrize("slot", [None, 5, "name", 2.5, [1]])
def test_connecting_what_is_not_callable_is_a_type_error(emitter: Any, slot: Any) -> None:
    with pytest.raises(TypeError, match=type(slot).__name__):
        emitter.plain.connect(slot)


def test_connecting_a_plain_object_is_a_type_error(emitter: Any) -> None:
    with pytest.raises(TypeError, match="QObject"):
        emitter.plain.connect(QtCore.QObject())


def test_connect_takes_the_type_as_a_keyword(emitter: Any) -> None:
    calls: list[int] = []
    emitter.number.connect(calls.append, type=QUEUED)
    emitter.number.emit(4)
    assert calls == []
    process()
    assert calls == [4]


def test_an_unknown_keyword_of_connect_is_a_type_error(emitter: Any) -> None:
    with pytest.raises(TypeError, match="bogus"):
        emitter.plain.connect(lambda: None, bogus=1)


def test_the_signal_of_the_class_cannot_be_connected() -> None:
    with pytest.raises(AttributeError, match="connect"):
        Emitter.plain.connect(lambda: None)
    with pytest.raises(AttributeError, match="emit"):
        QtCore.QTimer.timeout.emit()


def test_a_bound_signal_is_the_same_object_each_time(emitter: Any) -> None:
    assert emitter.plain is emitter.plain
    assert emitter.plain != emitter.number
    assert len({emitter.plain, emitter.plain, emitter.number}) == 2


def test_a_signal_that_is_not_native_cannot_be_called(emitter: Any) -> None:
    with pytest.raises(TypeError, match="not callable"):
        emitter.plain()


def test_the_text_of_a_bound_signal_names_its_signature(emitter: Any) -> None:
    assert "number(int)" in repr(emitter.number)
    assert "progress(int,int,QByteArray)" in repr(emitter.progress)
    assert "text(QString)" in repr(emitter.text)


def test_the_text_of_a_signal_lists_its_overloads() -> None:
    assert str(Emitter.plain) == "plain()"
    assert str(Emitter.either) == "either(int); either(QString)"


def test_name_renames_a_signal(emitter: Any) -> None:
    calls = heard_by(emitter.renamed)
    emitter.renamed.emit(2)
    assert calls == [(2,)]
    assert "elsewhere(int)" in repr(emitter.renamed)


def test_the_first_overload_is_the_default(emitter: Any) -> None:
    numbers = heard_by(emitter.either)
    texts = heard_by(emitter.either[str])
    emitter.either.emit(3)
    emitter.either[int].emit(4)
    emitter.either[str].emit("x")
    assert numbers == [(3,), (4,)]
    assert texts == [("x",)]


def test_overloads_can_be_chosen_by_type_name(emitter: Any) -> None:
    texts = heard_by(emitter.either["QString"])
    emitter.either[str].emit("x")
    assert texts == [("x",)]


def test_an_unknown_overload_is_an_index_error(emitter: Any) -> None:
    with pytest.raises(IndexError, match=r"either\(double\).*not found.*either\(int\).*either\(QString\)"):
        emitter.either[float]
    with pytest.raises(IndexError):
        emitter.plain[int]


def test_indexing_with_the_only_signature_gives_the_signal(emitter: Any) -> None:
    calls = heard_by(emitter.number)
    emitter.number[int].emit(6)
    assert calls == [(6,)]


def test_a_unique_connection_refuses_the_second_time(emitter: Any) -> None:
    listener = Listener()
    assert emitter.plain.connect(listener.ping, UNIQUE)
    assert not emitter.plain.connect(listener.ping, UNIQUE)
    emitter.plain.emit()
    assert listener.heard == ["ping"]


def test_a_unique_connection_sees_an_ordinary_one(emitter: Any) -> None:
    listener = Listener()
    emitter.plain.connect(listener.ping)
    assert not emitter.plain.connect(listener.ping, UNIQUE)
    emitter.plain.emit()
    assert listener.heard == ["ping"]


def test_unique_connections_of_two_objects_do_not_exclude_each_other(emitter: Any) -> None:
    first, second = Listener(), Listener()
    assert emitter.plain.connect(first.ping, UNIQUE)
    assert emitter.plain.connect(second.ping, UNIQUE)
    emitter.plain.emit()
    assert (first.heard, second.heard) == (["ping"], ["ping"])


@pytest.mark.only("netaccess", "PySide6")
def test_a_single_shot_connection_fires_once(emitter: Any) -> None:
    single = QtCore.Qt.SingleShotConnection
    calls: list[str] = []
    listener = Listener()
    connection = emitter.plain.connect(listener.ping, single)
    emitter.plain.connect(lambda: calls.append("lambda"), single)
    emitter.plain.emit()
    emitter.plain.emit()
    assert (listener.heard, calls) == (["ping"], ["lambda"])
    assert not connection


@pytest.mark.only("netaccess", "PySide6")
def test_a_single_shot_connection_is_gone_before_its_slot_runs(emitter: Any) -> None:
    calls: list[str] = []

    def again() -> None:
        calls.append("again")
        emitter.plain.emit()

    emitter.plain.connect(again, QtCore.Qt.SingleShotConnection)
    emitter.plain.emit()
    assert calls == ["again"]


def test_the_connection_types_have_qts_numbers() -> None:
    names = ("AutoConnection", "DirectConnection", "QueuedConnection", "BlockingQueuedConnection", "UniqueConnection")
    assert [number(getattr(QtCore.Qt, name)) for name in names] == [0, 1, 2, 3, 128]


def test_a_slot_connected_during_an_emission_waits_for_the_next(emitter: Any) -> None:
    calls: list[str] = []

    def late() -> None:
        calls.append("late")

    def adding() -> None:
        calls.append("adding")
        emitter.plain.disconnect(adding)
        emitter.plain.connect(late)

    emitter.plain.connect(adding)
    emitter.plain.emit()
    assert calls == ["adding"]
    emitter.plain.emit()
    assert calls == ["adding", "late"]


def test_a_slot_disconnected_during_an_emission_is_not_called(emitter: Any) -> None:
    calls: list[str] = []

    def late() -> None:
        calls.append("late")

    emitter.plain.connect(lambda: emitter.plain.disconnect(late))
    emitter.plain.connect(late)
    emitter.plain.emit()
    assert calls == []


def test_disconnecting_all_in_a_slot_ends_the_emission(emitter: Any) -> None:
    calls: list[str] = []
    emitter.plain.connect(lambda: emitter.plain.disconnect())
    emitter.plain.connect(lambda: calls.append("late"))
    emitter.plain.emit()
    assert calls == []


def test_an_emission_inside_a_slot_runs_at_once(emitter: Any) -> None:
    calls: list[Any] = []

    def recurse(value: int) -> None:
        calls.append(("in", value))
        if value < 2:
            emitter.number.emit(value + 1)
        calls.append(("out", value))

    emitter.number.connect(recurse)
    emitter.number.emit(0)
    assert calls == [("in", 0), ("in", 1), ("in", 2), ("out", 2), ("out", 1), ("out", 0)]


def test_a_signal_connected_to_a_signal_hands_its_arguments_on(emitter: Any) -> None:
    other = Emitter()
    calls = heard_by(other.number)
    assert emitter.number.connect(other.number)
    emitter.number.emit(8)
    assert calls == [(8,)]


def test_a_signal_may_relay_to_one_with_fewer_arguments(emitter: Any) -> None:
    other = Emitter()
    calls = heard_by(other.plain)
    emitter.number.connect(other.plain)
    emitter.number.emit(8)
    assert calls == [()]


def test_a_signal_cannot_relay_to_one_with_more_arguments(emitter: Any) -> None:
    other = Emitter()
    with pytest.raises(RuntimeError, match=r"Failed to connect signal \"plain\(\)\" to signal \"number\(int\)\""):
        emitter.plain.connect(other.number)


def test_a_relay_is_disconnected_by_naming_the_signal(emitter: Any) -> None:
    other = Emitter()
    calls = heard_by(other.plain)
    emitter.plain.connect(other.plain)
    emitter.plain.disconnect(other.plain)
    emitter.plain.emit()
    assert calls == []


def test_bound_methods_do_not_keep_their_object_alive(emitter: Any) -> None:
    class Plain:
        def hear(self) -> None:
            heard.append("plain")

    heard: list[str] = []
    listener, plain = Listener(), Plain()
    gone: list[str] = []
    listener.destroyed.connect(lambda: gone.append("listener"))
    emitter.plain.connect(listener.ping)
    emitter.plain.connect(plain.hear)
    del listener, plain
    gc.collect()
    assert gone == ["listener"]
    emitter.plain.emit()
    assert heard == []


def test_lambdas_live_as_long_as_their_connection(emitter: Any) -> None:
    listener = Listener()
    emitter.plain.connect(lambda kept=listener: kept.ping())
    heard = listener.heard
    del listener
    gc.collect()
    emitter.plain.emit()
    assert heard == ["ping"]


def test_blocked_signals_call_nobody_and_emit_returns_true(emitter: Any) -> None:
    calls = heard_by(emitter.plain)
    assert emitter.blockSignals(True) is False
    assert emitter.signalsBlocked() is True
    assert emitter.plain.emit() is True
    assert emitter.blockSignals(True) is True
    assert emitter.blockSignals(False) is True
    emitter.plain.emit()
    assert calls == [()]


def test_a_signal_blocker_blocks_inside_its_with_block(emitter: Any) -> None:
    calls = heard_by(emitter.plain)
    with QtCore.QSignalBlocker(emitter):
        emitter.plain.emit()
    assert calls == []
    assert emitter.signalsBlocked() is False


def test_queued_slots_run_later_and_in_the_order_of_emission(emitter: Any) -> None:
    calls: list[Any] = []
    emitter.number.connect(lambda value: calls.append(("queued", value)), QUEUED)
    emitter.number.connect(lambda value: calls.append(("direct", value)))
    emitter.number.emit(1)
    emitter.number.emit(2)
    assert calls == [("direct", 1), ("direct", 2)]
    process()
    assert calls[2:] == [("queued", 1), ("queued", 2)]


def test_queued_calls_of_several_senders_keep_the_order_of_emission() -> None:
    listener = Listener()
    emitters = [Emitter() for _ in range(3)]
    for each in emitters:
        each.number.connect(listener.hear, QUEUED)
    for value in range(9):
        emitters[value % 3].number.emit(value)
    process()
    assert listener.heard == [(value,) for value in range(9)]


def test_a_queued_call_survives_the_disconnection(emitter: Any) -> None:
    listener = Listener()
    emitter.plain.connect(listener.ping, QUEUED)
    emitter.plain.emit()
    emitter.plain.disconnect(listener.ping)
    process()
    assert listener.heard == ["ping"]


def test_a_queued_call_to_an_object_that_died_is_dropped(emitter: Any) -> None:
    listener = Listener()
    heard = listener.heard
    emitter.plain.connect(listener.ping, QUEUED)
    emitter.plain.emit()
    del listener
    process()
    assert heard == []


def test_a_queued_call_is_delivered_though_its_sender_died() -> None:
    listener = Listener()
    sender = Emitter()
    sender.plain.connect(listener.ping, QUEUED)
    sender.plain.emit()
    del sender
    process()
    assert listener.heard == ["ping"]


def test_assigning_over_a_signal_hides_it(emitter: Any) -> None:
    emitter.plain = 3
    assert emitter.plain == 3


def test_a_signal_may_be_inherited_and_stays_apart_per_instance() -> None:
    class Derived(Emitter):
        extra = QtCore.Signal(int)

    first, second = Derived(), Derived()
    calls = heard_by(first.number)
    extra = heard_by(first.extra)
    second.number.emit(1)
    first.number.emit(2)
    first.extra.emit(3)
    assert calls == [(2,)]
    assert extra == [(3,)]
