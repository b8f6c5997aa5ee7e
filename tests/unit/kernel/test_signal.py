"""Signals: declaration, overloads, emission order, exceptions, blocking, and what becomes of them when objects die."""

from __future__ import annotations

import functools
import gc
import weakref
from typing import Any

import pytest

from netaccess._kernel.destruction import destroy
from netaccess._kernel.qobject import QObject
from netaccess._kernel.signal import Signal, SignalInstance
from netaccess._kernel.slot import Slot


class Emitter(QObject):
    plain = Signal()
    number = Signal(int)
    pair = Signal(int, str)
    anything = Signal(object)
    both = Signal((int,), (str,))
    listed = Signal([int], [str])
    renamed = Signal(int, name="other")


class Receiver(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[Any] = []

    def take(self, value: Any = "nothing") -> None:
        self.seen.append(value)

    @Slot(int)
    def marked(self, value: int) -> None:
        self.seen.append(value)


def test_slots_are_called_in_the_order_of_connection() -> None:
    emitter = Emitter()
    log: list[int] = []
    for place in range(20):
        emitter.plain.connect(lambda place=place: log.append(place))
    emitter.plain.emit()
    assert log == list(range(20))


def test_the_order_holds_across_kinds_of_slots() -> None:
    emitter, receiver = Emitter(), Receiver()
    emitter.number.connect(lambda value: receiver.seen.append("lambda"))
    emitter.number.connect(receiver.take)
    emitter.number.connect(functools.partial(receiver.seen.append))
    emitter.number.emit(1)
    assert receiver.seen == ["lambda", 1, 1]


def test_a_slot_connected_again_goes_to_the_end() -> None:
    emitter = Emitter()
    log: list[str] = []

    def first() -> None:
        log.append("first")

    emitter.plain.connect(first)
    emitter.plain.connect(lambda: log.append("second"))
    emitter.plain.disconnect(first)
    emitter.plain.connect(first)
    emitter.plain.emit()
    assert log == ["second", "first"]


def test_two_connections_of_one_slot_fire_twice() -> None:
    emitter, receiver = Emitter(), Receiver()
    emitter.number.connect(receiver.take)
    emitter.number.connect(receiver.take)
    emitter.number.emit(4)
    assert receiver.seen == [4, 4]


def test_emit_returns_true_with_and_without_slots() -> None:
    emitter = Emitter()
    assert emitter.plain.emit() is True
    emitter.plain.connect(lambda: None)
    assert emitter.plain.emit() is True


def test_a_method_is_held_weakly() -> None:
    emitter, receiver = Emitter(), Receiver()
    emitter.number.connect(receiver.take)
    gone = weakref.ref(receiver)
    del receiver
    assert gone() is None
    emitter.number.emit(1)


def test_a_method_of_an_object_that_is_no_qobject_is_held_weakly() -> None:
    class Plain:
        def take(self, value: int) -> None:
            raise AssertionError("called after its object's death")

    emitter, plain = Emitter(), Plain()
    emitter.number.connect(plain.take)
    gone = weakref.ref(plain)
    del plain
    assert gone() is None
    emitter.number.emit(1)


@pytest.mark.parametrize("wrap", [lambda f: lambda value: f(value), functools.partial], ids=["lambda", "partial"])
def test_functions_are_held_strongly(wrap: Any) -> None:
    emitter = Emitter()
    log: list[int] = []
    emitter.number.connect(wrap(log.append))
    gc.collect()
    emitter.number.emit(7)
    assert log == [7]


def test_an_emitter_with_a_connected_lambda_dies_with_its_last_reference() -> None:
    emitter = Emitter()
    emitter.plain.connect(lambda: None)
    gone = weakref.ref(emitter)
    del emitter
    assert gone() is None


def test_an_emitter_does_not_die_of_a_signal_that_is_held() -> None:
    emitter = Emitter()
    signal = emitter.plain
    del emitter
    with pytest.raises(RuntimeError, match="Signal source has been deleted"):
        signal.emit()


def test_an_exception_in_a_slot_does_not_stop_the_others(uncaught: list[BaseException]) -> None:
    emitter = Emitter()
    log: list[str] = []

    def fails() -> None:
        raise ValueError("in a slot")

    emitter.plain.connect(lambda: log.append("before"))
    emitter.plain.connect(fails)
    emitter.plain.connect(lambda: log.append("after"))
    assert emitter.plain.emit() is True
    assert log == ["before", "after"]
    assert [str(error) for error in uncaught] == ["in a slot"]


@pytest.mark.parametrize("leaving", [SystemExit, KeyboardInterrupt])
def test_what_ends_a_program_passes_through_emission(leaving: type[BaseException]) -> None:
    emitter = Emitter()

    def leave() -> None:
        raise leaving(3)

    emitter.plain.connect(leave)
    with pytest.raises(leaving):
        emitter.plain.emit()


def test_the_sender_is_forgotten_after_an_exception_that_passes_through() -> None:
    class Leaver(QObject):
        def leave(self) -> None:
            raise SystemExit

    emitter, leaver = Emitter(), Leaver()
    emitter.plain.connect(leaver.leave)
    with pytest.raises(SystemExit):
        emitter.plain.emit()
    assert leaver.sender() is None


def test_blocked_signals_go_unheard() -> None:
    emitter, receiver = Emitter(), Receiver()
    emitter.number.connect(receiver.take)
    assert emitter.blockSignals(True) is False
    emitter.number.emit(1)
    assert emitter.blockSignals(False) is True
    emitter.number.emit(2)
    assert receiver.seen == [2]


def test_a_deleted_receiver_is_passed_over() -> None:
    emitter, receiver = Emitter(), Receiver()
    emitter.number.connect(receiver.take)
    destroy(receiver)
    emitter.number.emit(1)
    assert receiver.seen == []


def test_a_receiver_deleted_by_a_slot_before_its_own_is_not_called() -> None:
    emitter, receiver = Emitter(), Receiver()
    emitter.number.connect(lambda value: destroy(receiver))
    emitter.number.connect(receiver.take)
    emitter.number.emit(1)
    assert receiver.seen == []


def test_a_receiver_that_deletes_itself_does_not_disturb_the_others() -> None:
    class Suicidal(Receiver):
        def take(self, value: Any = None) -> None:
            destroy(self)

    emitter, first, second = Emitter(), Suicidal(), Receiver()
    emitter.number.connect(first.take)
    emitter.number.connect(second.take)
    emitter.number.emit(5)
    assert second.seen == [5]


def test_a_sender_deleted_by_a_slot_calls_no_further_slots() -> None:
    emitter = Emitter()
    log: list[str] = []
    emitter.plain.connect(lambda: (log.append("first"), destroy(emitter)))
    emitter.plain.connect(lambda: log.append("second"))
    assert emitter.plain.emit() is True
    assert log == ["first"]


def test_a_slot_disconnected_by_one_before_it_is_not_called() -> None:
    emitter = Emitter()
    log: list[str] = []
    emitter.plain.connect(lambda: handle and emitter.plain.disconnect(handle))
    handle = emitter.plain.connect(lambda: log.append("late"))
    emitter.plain.emit()
    assert log == []


def test_a_slot_connected_during_emission_is_called_next_time() -> None:
    emitter = Emitter()
    log: list[str] = []
    handle = emitter.plain.connect(lambda: emitter.plain.connect(lambda: log.append("new")))
    emitter.plain.emit()
    assert log == []
    emitter.plain.disconnect(handle)
    emitter.plain.emit()
    assert log == ["new"]


def test_emission_may_nest() -> None:
    emitter = Emitter()
    log: list[int] = []

    def again(value: int) -> None:
        if value:
            emitter.number.emit(value - 1)
        log.append(value)

    emitter.number.connect(again)
    emitter.number.emit(3)
    assert log == [0, 1, 2, 3]


@pytest.mark.parametrize("name", ["both", "listed"])
def test_overloads_are_told_apart_by_type(name: str) -> None:
    emitter = Emitter()
    log: list[Any] = []
    signal = getattr(emitter, name)
    signal[int].connect(lambda value: log.append(("int", value)))
    signal[str].connect(lambda value: log.append(("str", value)))
    signal.emit(1)
    signal[str].emit("a")
    assert log == [("int", 1), ("str", "a")]


def test_an_overload_is_known_by_its_qt_name() -> None:
    emitter = Emitter()
    assert emitter.both["QString"] is emitter.both[str]


def test_the_default_overload_is_the_signal_itself() -> None:
    emitter = Emitter()
    assert emitter.both[int] is emitter.both


def test_an_unknown_overload_names_the_candidates() -> None:
    with pytest.raises(IndexError, match=r'both\(double\).*"both\(int\)", "both\(QString\)"'):
        Emitter().both[float]


def test_a_bound_signal_is_made_once() -> None:
    emitter = Emitter()
    assert emitter.plain is emitter.plain
    assert isinstance(emitter.plain, SignalInstance)


def test_a_signal_has_the_name_it_was_given() -> None:
    assert str(Emitter.renamed) == "other(int)"


def test_too_many_arguments_are_refused() -> None:
    emitter = Emitter()
    with pytest.raises(TypeError, match=r"plain\(\) only accepts 0 argument\(s\), 1 given!"):
        emitter.plain.emit(1)


def test_too_few_arguments_are_refused() -> None:
    emitter = Emitter()
    with pytest.raises(TypeError, match=r"pair\(int,QString\) needs 2 argument\(s\), 1 given!"):
        emitter.pair.emit(1)


def test_a_wrong_argument_is_refused_before_any_slot_is_called() -> None:
    emitter, receiver = Emitter(), Receiver()
    emitter.pair.connect(receiver.take)
    with pytest.raises(TypeError):
        emitter.pair.emit(1, 2)
    assert receiver.seen == []


def test_an_object_argument_arrives_as_it_is() -> None:
    emitter, receiver, value = Emitter(), Receiver(), object()
    emitter.anything.connect(receiver.take)
    emitter.anything.emit(value)
    assert receiver.seen[0] is value


def test_what_cannot_be_called_cannot_be_connected() -> None:
    emitter = Emitter()
    with pytest.raises(TypeError, match='Expected signal or callable, got "int"'):
        emitter.plain.connect(5)


def test_an_unknown_connection_type_is_refused() -> None:
    emitter = Emitter()
    with pytest.raises(ValueError, match=r"Qt\.ConnectionType"):
        emitter.plain.connect(print, 64)


def test_disconnecting_nothing_warns_and_returns_false() -> None:
    emitter = Emitter()
    with pytest.warns(RuntimeWarning, match=r'signal "plain\(\)"'):
        assert emitter.plain.disconnect() is False


def test_disconnecting_a_slot_takes_all_its_connections() -> None:
    emitter, receiver = Emitter(), Receiver()
    emitter.number.connect(receiver.take)
    emitter.number.connect(receiver.take)
    emitter.number.disconnect(receiver.take)
    emitter.number.emit(1)
    assert receiver.seen == []


def test_disconnecting_everything_leaves_nothing() -> None:
    emitter, receiver = Emitter(), Receiver()
    emitter.number.connect(receiver.take)
    emitter.number.connect(receiver.marked)
    assert emitter.number.disconnect() is True
    emitter.number.emit(1)
    assert receiver.seen == []


def test_a_signal_passes_on_to_a_signal_with_fewer_arguments() -> None:
    one, other, receiver = Emitter(), Emitter(), Receiver()
    one.pair.connect(other.number)
    other.number.connect(receiver.take)
    one.pair.emit(3, "x")
    assert receiver.seen == [3]


def test_a_signal_cannot_pass_on_what_it_does_not_have() -> None:
    one, other = Emitter(), Emitter()
    with pytest.raises(RuntimeError, match=r'"plain\(\)" to signal "number\(int\)"'):
        one.plain.connect(other.number)


def test_a_deleted_owner_refuses_to_emit_and_to_connect() -> None:
    emitter = Emitter()
    signal = emitter.number
    destroy(emitter)
    with pytest.raises(RuntimeError, match="deleted"):
        signal.emit(1)
    with pytest.raises(RuntimeError, match="deleted"):
        signal.connect(print)
    with pytest.raises(RuntimeError, match="deleted"):
        emitter.number.emit(1)


def test_a_signal_put_on_a_finished_class_finds_its_name() -> None:
    class Late(QObject):
        pass

    Late.added = Signal(int)  # type: ignore[attr-defined]
    late, log = Late(), []
    late.added.connect(log.append)  # type: ignore[attr-defined]
    late.added.emit(2)  # type: ignore[attr-defined]
    assert log == [2]


def test_the_dead_are_cleared_out_of_a_signal_that_is_connected_again_and_again() -> None:
    emitter = Emitter()
    for _ in range(1000):
        emitter.number.connect(Receiver().take)
    assert len(emitter.number._live) < 50


def test_a_slot_decorator_leaves_the_method_as_it_is() -> None:
    receiver = Receiver()
    receiver.marked(3)
    assert receiver.seen == [3]
