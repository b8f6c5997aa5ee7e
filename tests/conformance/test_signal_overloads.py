"""Declared signals with overloads: types, names, relays, and the slots that serve them."""

from __future__ import annotations

from typing import Any

import pytest
from binding import QtCore
from signalclasses import Base, Redefined, heard_by

Signal, QObject = QtCore.Signal, QtCore.QObject


class Emitter(QObject):
    """Overloads."""

    either = Signal((int,), (str,))
    growing = Signal((), (int,), (int, str))
    named = Signal(("int",), ("QString", "bool"))
    single = Signal(int)


# Overloads.


def test_each_overload_has_its_own_connections() -> None:
    emitter = Emitter()
    numbers, texts = heard_by(emitter.either[int]), heard_by(emitter.either[str])
    emitter.either[int].emit(1)
    emitter.either[str].emit("a")
    assert (numbers, texts) == ([(1,)], [("a",)])


def test_the_default_overload_is_the_signal_itself() -> None:
    emitter = Emitter()
    assert emitter.either[int] == emitter.either


def test_an_overload_is_the_same_object_each_time() -> None:
    emitter = Emitter()
    assert emitter.either[str] is emitter.either[str]


def test_the_overload_without_arguments_may_be_the_default() -> None:
    emitter = Emitter()
    calls = heard_by(emitter.growing)
    emitter.growing.emit()
    assert calls == [()]


def test_an_overload_of_several_types_is_chosen_by_all_of_them() -> None:
    emitter = Emitter()
    calls = heard_by(emitter.growing[int, str])
    emitter.growing[int, str].emit(1, "a")
    emitter.growing[int].emit(2)
    assert calls == [(1, "a")]


def test_an_overload_declared_by_names_is_chosen_by_types() -> None:
    emitter = Emitter()
    calls = heard_by(emitter.named[str, bool])
    emitter.named["QString", "bool"].emit("a", True)
    assert calls == [("a", True)]


def test_an_overload_is_chosen_by_one_text_with_a_comma() -> None:
    emitter = Emitter()
    calls = heard_by(emitter.named["QString,bool"])
    emitter.named[str, bool].emit("a", False)
    assert calls == [("a", False)]


def test_each_overload_counts_its_own_arguments() -> None:
    emitter = Emitter()
    with pytest.raises(TypeError):
        emitter.growing[int].emit()
    with pytest.raises(TypeError):
        emitter.growing.emit(1)


def test_an_overload_that_does_not_exist_is_an_index_error() -> None:
    with pytest.raises(IndexError):
        Emitter().growing[str]


def test_a_slot_connected_to_one_overload_is_not_disconnected_from_the_other() -> None:
    emitter = Emitter()
    calls: list[Any] = []

    def take(value: Any) -> None:
        calls.append(value)

    emitter.either[int].connect(take)
    emitter.either[str].connect(take)
    emitter.either[int].disconnect(take)
    emitter.either[int].emit(1)
    emitter.either[str].emit("a")
    assert calls == ["a"]


def test_disconnecting_all_of_one_overload_leaves_the_other() -> None:
    emitter = Emitter()
    numbers, texts = heard_by(emitter.either[int]), heard_by(emitter.either[str])
    emitter.either.disconnect()
    emitter.either[int].emit(1)
    emitter.either[str].emit("a")
    assert (numbers, texts) == ([], [("a",)])


def test_an_overload_relays_to_a_signal_of_its_type() -> None:
    emitter, other = Emitter(), Redefined()
    calls = heard_by(other.changed)
    emitter.either[str].connect(other.changed)
    emitter.either[str].emit("a")
    assert calls == [("a",)]


def test_a_relay_takes_the_overload_that_fits() -> None:
    emitter, other = Emitter(), Redefined()
    calls = heard_by(other.changed)
    emitter.either.connect(other.changed)
    emitter.either[int].emit(1)
    emitter.either[str].emit("a")
    assert calls == [("a",)]


def test_a_relay_leads_to_the_overload_that_fits() -> None:
    emitter, other = Redefined(), Emitter()
    numbers, texts = heard_by(other.either[int]), heard_by(other.either[str])
    emitter.changed.connect(other.either)
    emitter.changed.emit("a")
    assert (numbers, texts) == ([], [("a",)])


def test_an_overload_before_the_chosen_one_is_not_tried() -> None:
    emitter, other = Emitter(), Base()
    with pytest.raises(RuntimeError, match="Failed to connect signal"):
        emitter.either[str].connect(other.changed)


@pytest.mark.parametrize(
    ("slot", "wanted"),
    [
        (lambda calls: lambda: calls.append("none"), ["none"]),
        (lambda calls: lambda one: calls.append(one), [1]),
        (lambda calls: lambda one=9: calls.append(one), [1]),
        (lambda calls: lambda one, two: calls.append((one, two)), [(2, "b")]),
        (lambda calls: lambda *all_of_them: calls.append(all_of_them), [()]),
    ],
    ids=["none", "one", "default", "two", "any"],
)
def test_a_slot_is_connected_to_the_overload_with_as_many_arguments(slot: Any, wanted: list[Any]) -> None:
    calls: list[Any] = []
    emitter = Emitter()
    emitter.growing.connect(slot(calls))
    emitter.growing.emit()
    emitter.growing[int].emit(1)
    emitter.growing[int, str].emit(2, "b")
    assert calls == wanted


@pytest.mark.only("netaccess", "PySide6")
def test_a_slot_is_disconnected_from_the_overload_it_was_connected_to() -> None:
    calls: list[Any] = []
    emitter = Emitter()

    def take(value: int) -> None:
        calls.append(value)

    emitter.growing.connect(take)
    assert emitter.growing.disconnect(take)
    emitter.growing[int].emit(1)
    assert calls == []


@pytest.mark.only("netaccess", "PySide6")
@pytest.mark.parametrize(("one", "two"), [(int, float), (object, int), (int, object), (list, object)])
def test_a_relay_converts_nothing(one: type, two: type) -> None:
    kind = type("Kind", (QObject,), {"one": Signal(one), "two": Signal(two)})
    instance = kind()
    with pytest.raises(RuntimeError, match="Failed to connect signal"):
        instance.one.connect(instance.two)


@pytest.mark.parametrize(
    ("declared", "spelled"),
    [
        (QtCore.QTimer, "s(QTimer*)"),
        (Base, "s(QObject*)"),
        (QtCore.QEvent, "s(QEvent*)"),
        (QtCore.QUrl, "s(QUrl)"),
        (QtCore.QByteArray, "s(QByteArray)"),
        (bytes, "s(PyObject)"),
        (tuple, "s(PyObject)"),
        ("QVariant", "s(QVariant)"),
        ("QObject *", "s(QObject*)"),
        ("const QString &", "s(QString)"),
    ],
)
@pytest.mark.only("netaccess", "PySide6")
def test_types_are_spelled_as_qt_spells_them(declared: Any, spelled: str) -> None:
    kind = type("Kind", (QObject,), {"s": Signal(declared)})
    assert str(kind.s) == spelled


def test_an_unknown_keyword_of_a_signal_is_a_type_error() -> None:
    with pytest.raises(TypeError):
        Signal(int, bogus=3)


# Slots.


def test_stacked_slot_decorators_serve_every_overload() -> None:
    class Receiver(QObject):
        def __init__(self) -> None:
            super().__init__()
            self.heard: list[Any] = []

        @QtCore.Slot(int)
        @QtCore.Slot(str)
        def take(self, value: Any) -> None:
            self.heard.append(value)

    emitter, receiver = Emitter(), Receiver()
    emitter.either[int].connect(receiver.take)
    emitter.either[str].connect(receiver.take)
    emitter.either[int].emit(1)
    emitter.either[str].emit("a")
    assert receiver.heard == [1, "a"]


@pytest.mark.only("netaccess", "PySide6")
def test_the_slot_decorator_needs_its_parentheses() -> None:
    with pytest.raises(TypeError):
        QtCore.Slot(lambda self: None)


@pytest.mark.only("netaccess", "PySide6")
def test_an_unknown_keyword_of_the_slot_decorator_is_a_type_error() -> None:
    with pytest.raises(TypeError):
        QtCore.Slot(int, bogus=1)


def test_a_decorated_slot_stays_the_function_it_was() -> None:
    def take(value: int) -> int:
        return value

    assert QtCore.Slot(int, result=int, name="other")(take) is take
