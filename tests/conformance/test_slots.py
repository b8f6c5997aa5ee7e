"""Slots: which arguments they get, what happens when they raise, and sender()."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import pytest
from binding import QtCore
from objects import process

QUEUED = QtCore.Qt.QueuedConnection


class Emitter(QtCore.QObject):
    """Signals of none, one and two arguments."""

    plain = QtCore.Signal()
    number = QtCore.Signal(int)
    pair = QtCore.Signal(int, int)
    either = QtCore.Signal((int,), (str,))


class Receiver(QtCore.QObject):
    """Methods of many shapes."""

    def __init__(self) -> None:
        super().__init__()
        self.got: list[Any] = []
        self.senders: list[Any] = []

    def one(self, first: Any) -> None:
        """One parameter."""
        self.got.append((first,))

    def none(self) -> None:
        """No parameter."""
        self.got.append(())

    def defaults(self, first: Any, second: Any = "second", third: Any = "third") -> None:
        """One parameter and two defaults."""
        self.got.append((first, second, third))

    @QtCore.Slot(int)
    def slot_one(self, first: int) -> None:
        """A decorated slot of one parameter."""
        self.got.append((first,))

    @QtCore.Slot()
    def slot_none(self) -> None:
        """A decorated slot of none."""
        self.got.append(())

    @QtCore.Slot(int)
    @QtCore.Slot(str)
    def slot_either(self, value: Any) -> None:
        """A slot of two signatures."""
        self.got.append((value,))

    @QtCore.Slot(int, name="somethingElse", result=int)
    def slot_named(self, value: int) -> int:
        """A slot with every keyword."""
        self.got.append((value,))
        return value

    @staticmethod
    def static(first: Any) -> None:
        """A static method."""
        Receiver.seen.append(first)

    @classmethod
    def of_class(cls, first: Any) -> None:
        """A class method."""
        cls.seen.append((cls.__name__, first))

    def note_sender(self) -> None:
        """Remember who called."""
        self.senders.append(self.sender())

    @QtCore.Slot()
    def note_sender_slot(self) -> None:
        """Remember who called, as a decorated slot."""
        self.senders.append(self.sender())

    seen: list[Any] = []


@pytest.fixture
def emitter() -> Any:
    """A fresh emitter."""
    return Emitter()


@pytest.fixture
def receiver() -> Any:
    """A fresh receiver."""
    Receiver.seen.clear()
    return Receiver()


def shapes(got: list[Any]) -> dict[str, Callable[..., Any]]:
    """Functions of many shapes that all note what they were given."""
    return {
        "none": lambda: got.append(()),
        "one": lambda a: got.append((a,)),
        "two": lambda a, b: got.append((a, b)),
        "default": lambda a=0: got.append((a,)),
        "one and default": lambda a, b=0: got.append((a, b)),
        "two and default": lambda a, b, c="c": got.append((a, b, c)),
        "star": lambda *a: got.append(a),
        "one and star": lambda a, *rest: got.append((a, *rest)),
        "keywords": lambda **k: got.append(tuple(k)),
        "keyword only": lambda *, k="k": got.append((k,)),
        "one and keyword only": lambda a, *, k="k": got.append((a, k)),
        "positional only": lambda a, /, b: got.append((a, b)),
    }


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        ("none", ()),
        ("one", (1,)),
        ("two", (1, 2)),
        ("default", (1,)),
        ("one and default", (1, 2)),
        ("two and default", (1, 2, "c")),
        ("star", (1, 2)),
        ("one and star", (1, 2)),
        ("keywords", ()),
        ("keyword only", ("k",)),
        ("one and keyword only", (1, "k")),
        ("positional only", (1, 2)),
    ],
)
def test_a_function_gets_the_arguments_it_accepts(emitter: Any, shape: str, expected: tuple[Any, ...]) -> None:
    got: list[Any] = []
    emitter.pair.connect(shapes(got)[shape])
    emitter.pair.emit(1, 2)
    assert got == [expected]


@pytest.mark.parametrize("name", ["one", "slot_one"])
def test_a_method_gets_the_arguments_it_accepts(emitter: Any, receiver: Any, name: str) -> None:
    emitter.pair.connect(getattr(receiver, name))
    emitter.pair.emit(1, 2)
    assert receiver.got == [(1,)]


@pytest.mark.parametrize("name", ["none", "slot_none"])
def test_a_method_without_parameters_gets_none(emitter: Any, receiver: Any, name: str) -> None:
    emitter.pair.connect(getattr(receiver, name))
    emitter.pair.emit(1, 2)
    assert receiver.got == [()]


def test_defaults_of_a_method_are_filled_by_the_signal_first(emitter: Any, receiver: Any) -> None:
    emitter.pair.connect(receiver.defaults)
    emitter.pair.emit(1, 2)
    assert receiver.got == [(1, 2, "third")]


def test_static_and_class_methods_are_slots(emitter: Any, receiver: Any) -> None:
    emitter.pair.connect(receiver.static)
    emitter.pair.connect(Receiver.of_class)
    emitter.pair.emit(1, 2)
    assert Receiver.seen == [1, ("Receiver", 1)]


def test_a_slot_with_two_signatures_takes_both(emitter: Any, receiver: Any) -> None:
    emitter.either[int].connect(receiver.slot_either)
    emitter.either[str].connect(receiver.slot_either)
    emitter.either[int].emit(1)
    emitter.either[str].emit("x")
    assert receiver.got == [(1,), ("x",)]


def test_the_slot_decorator_leaves_the_method_callable(receiver: Any) -> None:
    assert receiver.slot_named(3) == 3
    assert receiver.slot_named.__name__ == "slot_named"


def test_the_slot_decorator_works_on_a_function(emitter: Any) -> None:
    got: list[int] = []

    @QtCore.Slot(int)
    def function(value: int) -> None:
        got.append(value)

    emitter.pair.connect(function)
    emitter.pair.emit(1, 2)
    assert got == [1]


def test_the_method_of_the_subclass_is_called(emitter: Any) -> None:
    class Derived(Receiver):
        def slot_one(self, first: int) -> None:
            self.got.append(("derived", first))

    derived = Derived()
    emitter.number.connect(derived.slot_one)
    emitter.number.emit(1)
    assert derived.got == [("derived", 1)]


def test_builtin_functions_are_slots(emitter: Any) -> None:
    got: list[int] = []
    emitter.number.connect(got.append)
    emitter.number.emit(5)
    assert got == [5]


def test_partials_are_slots(emitter: Any) -> None:
    got: list[Any] = []
    emitter.pair.connect(functools.partial(lambda *a: got.append(a), 0))
    emitter.pair.emit(1, 2)
    assert got == [(0, 1, 2)]


def test_the_connected_partial_itself_disconnects(emitter: Any) -> None:
    got: list[Any] = []
    slot = functools.partial(got.append)
    emitter.number.connect(slot)
    assert emitter.number.disconnect(slot) is True
    emitter.number.emit(1)
    assert got == []


def test_callable_objects_are_slots(emitter: Any) -> None:
    class Callable_:
        def __call__(self, *arguments: Any) -> None:
            got.append(arguments)

    got: list[Any] = []
    emitter.pair.connect(Callable_())
    emitter.pair.emit(1, 2)
    assert got == [(1, 2)]


def test_classes_are_slots(emitter: Any) -> None:
    class Thing:
        def __init__(self, *arguments: Any) -> None:
            got.append(arguments)

    got: list[Any] = []
    emitter.number.connect(Thing)
    emitter.number.emit(1)
    assert got == [(1,)]


def test_a_decorated_function_counts_as_its_wrapper(emitter: Any) -> None:
    def inner(first: int) -> None:
        got.append(first)

    @functools.wraps(inner)
    def wrapper(*arguments: Any) -> None:
        got.append(arguments)
        inner(arguments[0])

    got: list[Any] = []
    emitter.pair.connect(wrapper)
    emitter.pair.emit(1, 2)
    assert got == [(1, 2), 1]


def test_methods_of_qt_classes_get_what_they_accept(emitter: Any) -> None:
    timer = QtCore.QTimer()
    emitter.pair.connect(timer.start)
    emitter.pair.emit(60000, 2)
    assert timer.isActive()
    assert timer.interval() == 60000
    emitter.plain.connect(timer.stop)
    emitter.plain.emit()
    assert not timer.isActive()


def test_a_signal_without_arguments_starts_a_timer_with_its_interval(emitter: Any) -> None:
    timer = QtCore.QTimer()
    timer.setInterval(54321)
    emitter.plain.connect(timer.start)
    emitter.plain.emit()
    assert timer.isActive()
    assert timer.interval() == 54321


def test_a_slot_that_needs_more_is_reported_and_the_others_run(emitter: Any, slot_errors: list[BaseException]) -> None:
    got: list[str] = []
    assert emitter.number.connect(lambda a, b: got.append("never"))
    emitter.number.connect(lambda: got.append("other"))
    assert emitter.number.emit(1) is True
    assert got == ["other"]
    assert [type(error) for error in slot_errors] == [TypeError]
    assert "missing 1 required positional argument: 'b'" in str(slot_errors[0])
    slot_errors.clear()


def test_a_raising_slot_goes_to_the_excepthook_and_stops_nobody(emitter: Any, slot_errors: list[BaseException]) -> None:
    order: list[Any] = []

    def fail() -> None:
        order.append("fail")
        raise ValueError("mine")

    emitter.plain.connect(fail)
    emitter.plain.connect(lambda: order.append(len(slot_errors)))
    assert emitter.plain.emit() is True
    assert order == ["fail", 1]
    assert [str(error) for error in slot_errors] == ["mine"]
    slot_errors.clear()


def test_a_type_error_raised_inside_a_slot_stays_what_it_is(emitter: Any, slot_errors: list[BaseException]) -> None:
    calls: list[Any] = []

    def fail(*arguments: Any) -> None:
        calls.append(arguments)
        raise TypeError("mine")

    emitter.pair.connect(fail)
    emitter.pair.emit(1, 2)
    assert calls == [(1, 2)]
    assert [str(error) for error in slot_errors] == ["mine"]
    slot_errors.clear()


def test_a_raising_queued_slot_goes_to_the_excepthook(emitter: Any, slot_errors: list[BaseException]) -> None:
    def fail() -> None:
        raise ValueError("queued")

    got: list[str] = []
    emitter.plain.connect(fail, QUEUED)
    emitter.plain.connect(lambda: got.append("next"), QUEUED)
    emitter.plain.emit()
    process()
    assert [str(error) for error in slot_errors] == ["queued"]
    assert got == ["next"]
    slot_errors.clear()


def test_a_raised_keyboard_interrupt_in_a_slot_reaches_the_excepthook_or_the_caller(
    emitter: Any, slot_errors: list[BaseException]
) -> None:
    def fail() -> None:
        raise KeyboardInterrupt

    emitter.plain.connect(fail)
    try:
        emitter.plain.emit()
    except KeyboardInterrupt as error:
        slot_errors.append(error)
    assert [type(error) for error in slot_errors] == [KeyboardInterrupt]
    slot_errors.clear()


def test_there_is_no_sender_outside_slots(receiver: Any) -> None:
    assert receiver.sender() is None


def test_a_direct_slot_knows_its_sender(emitter: Any, receiver: Any) -> None:
    emitter.plain.connect(receiver.note_sender)
    emitter.plain.connect(receiver.note_sender_slot)
    emitter.plain.emit()
    assert [each is emitter for each in receiver.senders] == [True, True]
    assert receiver.sender() is None


def test_a_queued_slot_knows_its_sender(emitter: Any, receiver: Any) -> None:
    emitter.plain.connect(receiver.note_sender, QUEUED)
    emitter.plain.connect(receiver.note_sender_slot, QUEUED)
    emitter.plain.emit()
    process()
    assert [each is emitter for each in receiver.senders] == [True, True]


def test_a_queued_slot_whose_sender_died_has_no_sender(receiver: Any) -> None:
    emitter = Emitter()
    emitter.plain.connect(receiver.note_sender, QUEUED)
    emitter.plain.emit()
    del emitter
    process()
    assert receiver.senders == [None]


def test_a_method_called_through_a_lambda_has_no_sender(emitter: Any, receiver: Any) -> None:
    emitter.plain.connect(lambda: receiver.note_sender())
    emitter.plain.connect(functools.partial(Receiver.note_sender, receiver))
    emitter.plain.emit()
    assert receiver.senders == [None, None]


def test_a_method_called_by_the_slot_has_the_same_sender(emitter: Any) -> None:
    class Outer(Receiver):
        def outer(self) -> None:
            self.note_sender()

    outer = Outer()
    emitter.plain.connect(outer.outer)
    emitter.plain.emit()
    assert outer.senders[0] is emitter


def test_the_sender_of_a_relayed_signal_is_the_relay(emitter: Any, receiver: Any) -> None:
    relay = Emitter()
    emitter.plain.connect(relay.plain)
    relay.plain.connect(receiver.note_sender)
    emitter.plain.emit()
    assert receiver.senders[0] is relay


def test_a_nested_emission_gives_the_outer_sender_back(emitter: Any) -> None:
    inner = Emitter()

    class Nesting(Receiver):
        def nest(self) -> None:
            self.note_sender()
            inner.plain.emit()
            self.note_sender()

    nesting = Nesting()
    emitter.plain.connect(nesting.nest)
    inner.plain.connect(nesting.note_sender)
    emitter.plain.emit()
    assert [each is emitter for each in nesting.senders] == [True, False, True]
    assert nesting.senders[1] is inner


def test_the_slot_of_a_single_shot_timer_has_no_sender(receiver: Any) -> None:
    QtCore.QTimer.singleShot(0, receiver.note_sender)
    process()
    assert receiver.senders == [None]
