"""``QMetaObject.connectSlotsByName``: slots named after objects and their signals."""

from __future__ import annotations

from typing import Any

import pytest
from binding import QtCore
from oldstyle import Emitter

connect_slots = QtCore.QMetaObject.connectSlotsByName


class Window(QtCore.QObject):
    """What a designer's form looks like, without a form."""

    fired = QtCore.Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[Any] = []
        self.setObjectName("window")
        self.timer = self.named(QtCore.QTimer(self), "timer")
        self.emitter = self.named(Emitter(self.timer), "emitter")
        self.long_name = self.named(Emitter(self), "a_long_name")
        self.nameless = Emitter(self)

    @staticmethod
    def named(thing: Any, name: str) -> Any:
        """Give an object its name."""
        thing.setObjectName(name)
        return thing


def test_a_slot_is_connected_to_the_signal_of_a_child() -> None:
    class Form(Window):
        @QtCore.Slot()
        def on_timer_timeout(self) -> None:
            self.calls.append("timeout")

    form = Form()
    connect_slots(form)
    form.timer.emit(QtCore.SIGNAL("timeout()"))
    assert form.calls == ["timeout"]


def test_a_slot_is_connected_to_a_grandchild_with_its_argument() -> None:
    class Form(Window):
        @QtCore.Slot(int)
        def on_emitter_number(self, value: int) -> None:
            self.calls.append(value)

    form = Form()
    connect_slots(form)
    form.emitter.number.emit(4)
    assert form.calls == [4]


def test_the_object_itself_counts_by_its_name() -> None:
    class Form(Window):
        @QtCore.Slot(int)
        def on_window_fired(self, value: int) -> None:
            self.calls.append(value)

    form = Form()
    connect_slots(form)
    form.fired.emit(6)
    assert form.calls == [6]


def test_object_names_may_have_underscores() -> None:
    class Form(Window):
        @QtCore.Slot()
        def on_a_long_name_plain(self) -> None:
            self.calls.append("plain")

    form = Form()
    connect_slots(form)
    form.long_name.plain.emit()
    assert form.calls == ["plain"]


def test_the_slots_types_choose_the_overload() -> None:
    class Form(Window):
        @QtCore.Slot(str)
        def on_emitter_either(self, value: str) -> None:
            self.calls.append(value)

    form = Form()
    connect_slots(form)
    form.emitter.either[int].emit(1)
    form.emitter.either[str].emit("a")
    assert form.calls == ["a"]


def test_stacked_slots_are_connected_to_each_overload() -> None:
    class Form(Window):
        @QtCore.Slot(int)
        @QtCore.Slot(str)
        def on_emitter_either(self, value: Any) -> None:
            self.calls.append(value)

    form = Form()
    connect_slots(form)
    form.emitter.either[int].emit(1)
    form.emitter.either[str].emit("a")
    assert form.calls == [1, "a"]


def test_a_slot_with_fewer_arguments_is_connected() -> None:
    class Form(Window):
        @QtCore.Slot()
        def on_emitter_pair(self, *arguments: Any) -> None:
            self.calls.append(arguments)

    form = Form()
    connect_slots(form)
    form.emitter.pair.emit(1, "a")
    assert form.calls == [()]


def test_a_slot_with_another_type_is_not_connected() -> None:
    class Form(Window):
        @QtCore.Slot(str)
        def on_emitter_number(self, value: str) -> None:
            self.calls.append(value)

    form = Form()
    connect_slots(form)
    form.emitter.number.emit(1)
    assert form.calls == []


def test_a_method_without_the_decorator_is_not_connected() -> None:
    class Form(Window):
        def on_timer_timeout(self) -> None:
            self.calls.append("timeout")

    form = Form()
    connect_slots(form)
    form.timer.emit(QtCore.SIGNAL("timeout()"))
    assert form.calls == []


def test_slots_without_a_matching_object_or_signal_are_passed_over() -> None:
    class Form(Window):
        @QtCore.Slot()
        def on_nobody_clicked(self) -> None:
            self.calls.append("nobody")

        @QtCore.Slot()
        def on_emitter_nothing(self) -> None:
            self.calls.append("nothing")

        @QtCore.Slot()
        def on_emitter_plain(self) -> None:
            self.calls.append("plain")

    form = Form()
    connect_slots(form)
    form.emitter.plain.emit()
    assert form.calls == ["plain"]


def test_connecting_twice_calls_twice() -> None:
    class Form(Window):
        @QtCore.Slot()
        def on_emitter_plain(self) -> None:
            self.calls.append("plain")

    form = Form()
    connect_slots(form)
    connect_slots(form)
    form.emitter.plain.emit()
    assert form.calls == ["plain", "plain"]


def test_a_slot_of_the_base_class_is_connected() -> None:
    class Form(Window):
        @QtCore.Slot()
        def on_emitter_plain(self) -> None:
            self.calls.append("plain")

    class Special(Form):
        pass

    form = Special()
    connect_slots(form)
    form.emitter.plain.emit()
    assert form.calls == ["plain"]


def test_an_override_without_the_decorator_runs_once() -> None:
    class Form(Window):
        @QtCore.Slot()
        def on_emitter_plain(self) -> None:
            self.calls.append("base")

    class Special(Form):
        def on_emitter_plain(self) -> None:
            self.calls.append("override")

    form = Special()
    connect_slots(form)
    form.emitter.plain.emit()
    assert form.calls == ["override"]


def test_the_sender_is_known_in_the_slot() -> None:
    class Form(Window):
        @QtCore.Slot()
        def on_emitter_plain(self) -> None:
            self.calls.append(self.sender())

    form = Form()
    connect_slots(form)
    form.emitter.plain.emit()
    assert form.calls == [form.emitter]


@pytest.mark.only("netaccess", "PySide6")
def test_a_number_has_no_slots() -> None:
    with pytest.raises(TypeError):
        connect_slots(5)
