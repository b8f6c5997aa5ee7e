"""``QObject.connect`` with ``SIGNAL()`` and ``SLOT()``, in all its forms."""

from __future__ import annotations

import gc
from typing import Any

import pytest
from binding import QtCore
from objects import destroy, process
from oldstyle import SIGNAL, SLOT, Emitter, Receiver, connect

QUEUED = QtCore.Qt.QueuedConnection
UNIQUE = QtCore.Qt.UniqueConnection


# The texts.


def test_signal_and_slot_mark_their_texts() -> None:
    assert SIGNAL("done()") == "2done()"
    assert SLOT("done()") == "1done()"


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("done( )", "2done()"),
        ("done(void)", "2done()"),
        ("text( const QString & )", "2text(QString)"),
        ("pair( int , QString )", "2pair(int,QString)"),
        ("thing(QObject *)", "2thing(QObject*)"),
        ("number(unsigned int)", "2number(uint)"),
        ("many(QList< int >)", "2many(QList<int>)"),
    ],
)
def test_a_text_is_brought_into_its_normal_form(written: str, normal: str) -> None:
    assert SIGNAL(written) == normal


def test_a_number_is_no_text() -> None:
    with pytest.raises(TypeError):
        SIGNAL(5)


# Connecting.


def test_a_signal_is_connected_to_a_slot(old_emitter: Any, old_receiver: Any) -> None:
    assert connect(old_emitter, SIGNAL("plain()"), old_receiver, SLOT("ping()"))
    old_emitter.plain.emit()
    assert old_receiver.heard == ["ping"]


def test_arguments_reach_the_slot(old_emitter: Any, old_receiver: Any) -> None:
    connect(old_emitter, SIGNAL("pair(int,QString)"), old_receiver, SLOT("take_pair(int,QString)"))
    old_emitter.pair.emit(3, "x")
    assert old_receiver.heard == [(3, "x")]


def test_a_slot_may_take_fewer_arguments(old_emitter: Any, old_receiver: Any) -> None:
    assert connect(old_emitter, SIGNAL("pair(int,QString)"), old_receiver, SLOT("take_int(int)"))
    old_emitter.pair.emit(3, "x")
    assert old_receiver.heard == [3]


def test_a_connection_type_comes_last(old_emitter: Any, old_receiver: Any) -> None:
    connect(old_emitter, SIGNAL("plain()"), old_receiver, SLOT("ping()"), QUEUED)
    old_emitter.plain.emit()
    assert old_receiver.heard == []
    process()
    assert old_receiver.heard == ["ping"]


def test_a_unique_connection_refuses_the_same_slot_again(old_emitter: Any, old_receiver: Any) -> None:
    assert connect(old_emitter, SIGNAL("plain()"), old_receiver, SLOT("ping()"), UNIQUE)
    assert not connect(old_emitter, SIGNAL("plain()"), old_receiver, SLOT("ping()"), UNIQUE)
    old_emitter.plain.emit()
    assert old_receiver.heard == ["ping"]


def test_a_function_is_connected(old_emitter: Any) -> None:
    calls: list[Any] = []
    assert connect(old_emitter, SIGNAL("number(int)"), calls.append)
    old_emitter.number.emit(4)
    assert calls == [4]


def test_a_function_is_connected_queued(old_emitter: Any) -> None:
    calls: list[Any] = []
    connect(old_emitter, SIGNAL("number(int)"), lambda value: calls.append(value), QUEUED)
    old_emitter.number.emit(4)
    assert calls == []
    process()
    assert calls == [4]


def test_a_method_is_connected_and_knows_its_sender(old_emitter: Any, old_receiver: Any) -> None:
    connect(old_emitter, SIGNAL("number(int)"), old_receiver.hear)
    old_emitter.number.emit(4)
    assert old_receiver.heard == [(4,)]
    assert old_receiver.senders == [old_emitter]


def test_the_object_form_connects_its_own_signal(old_emitter: Any, old_receiver: Any) -> None:
    assert old_emitter.connect(SIGNAL("number(int)"), old_receiver.hear)
    old_emitter.number.emit(5)
    assert old_receiver.heard == [(5,)]


def test_the_object_form_may_name_the_sender(old_emitter: Any, old_receiver: Any) -> None:
    assert old_receiver.connect(old_emitter, SIGNAL("number(int)"), old_receiver.hear)
    old_emitter.number.emit(5)
    assert old_receiver.heard == [(5,)]


def test_the_object_form_may_name_sender_and_receiver(old_emitter: Any, old_receiver: Any) -> None:
    bystander = QtCore.QObject()
    assert bystander.connect(old_emitter, SIGNAL("plain()"), old_receiver, SLOT("ping()"))
    old_emitter.plain.emit()
    assert old_receiver.heard == ["ping"]


def test_the_object_form_with_a_slot_is_the_receiver(old_emitter: Any, old_receiver: Any) -> None:
    assert old_receiver.connect(old_emitter, SIGNAL("plain()"), SLOT("ping()"))
    old_emitter.plain.emit()
    assert old_receiver.heard == ["ping"]


def test_the_object_form_with_a_slot_takes_a_type(old_emitter: Any, old_receiver: Any) -> None:
    old_receiver.connect(old_emitter, SIGNAL("plain()"), SLOT("ping()"), QUEUED)
    old_emitter.plain.emit()
    assert old_receiver.heard == []
    process()
    assert old_receiver.heard == ["ping"]


@pytest.mark.only("netaccess", "PySide6")
def test_a_function_may_be_given_a_receiver(old_emitter: Any, old_receiver: Any) -> None:
    calls: list[str] = []
    assert connect(old_emitter, SIGNAL("plain()"), old_receiver, lambda: calls.append("called"))
    old_emitter.plain.emit()
    assert calls == ["called"]
    destroy(old_receiver)
    old_emitter.plain.emit()
    assert calls == ["called"]


def test_a_signal_is_connected_to_a_signal(old_emitter: Any, old_receiver: Any) -> None:
    calls: list[int] = []
    assert connect(old_emitter, SIGNAL("number(int)"), old_receiver, SIGNAL("relayed_number(int)"))
    old_receiver.relayed_number.connect(calls.append)
    old_emitter.number.emit(6)
    assert calls == [6]


def test_a_signal_relays_to_one_without_arguments(old_emitter: Any, old_receiver: Any) -> None:
    calls: list[str] = []
    assert connect(old_emitter, SIGNAL("number(int)"), old_receiver, SIGNAL("relayed()"))
    old_receiver.relayed.connect(lambda: calls.append("relayed"))
    old_emitter.number.emit(6)
    assert calls == ["relayed"]


@pytest.mark.parametrize("slot", ["take_int(int)", "take_text(QString)"])
def test_a_slot_with_other_arguments_is_refused(old_emitter: Any, old_receiver: Any, slot: str) -> None:
    assert not connect(old_emitter, SIGNAL("plain()"), old_receiver, SLOT(slot))
    old_emitter.plain.emit()
    assert old_receiver.heard == []


def test_a_slot_with_another_type_is_refused(old_emitter: Any, old_receiver: Any) -> None:
    assert not connect(old_emitter, SIGNAL("number(int)"), old_receiver, SLOT("take_text(QString)"))


def test_a_signal_with_other_arguments_is_refused(old_emitter: Any, old_receiver: Any) -> None:
    assert not connect(old_emitter, SIGNAL("text(QString)"), old_receiver, SIGNAL("relayed_number(int)"))


@pytest.mark.differs("missing-slot-refused")
def test_a_slot_that_does_not_exist_is_refused(old_emitter: Any, old_receiver: Any) -> None:
    assert not connect(old_emitter, SIGNAL("plain()"), old_receiver, SLOT("nowhere()"))


@pytest.mark.parametrize("text", ["text(QString)", "text(const QString&)", "text( QString )"])
def test_a_signal_is_found_however_its_types_are_written(old_emitter: Any, old_receiver: Any, text: str) -> None:
    connect(old_emitter, SIGNAL(text), old_receiver, SLOT("take_text(const QString &)"))
    old_emitter.text.emit("x")
    assert old_receiver.heard == ["x"]


@pytest.mark.differs("python-names-in-signatures")
@pytest.mark.parametrize("text", ["text(unicode)", "text(str)"])
def test_a_signal_is_found_by_pythons_name_of_its_type(old_emitter: Any, text: str) -> None:
    calls: list[str] = []
    connect(old_emitter, SIGNAL(text), calls.append)
    old_emitter.text.emit("x")
    assert calls == ["x"]


@pytest.mark.differs("python-names-in-signatures")
def test_object_is_another_name_of_any_object(old_emitter: Any) -> None:
    calls: list[Any] = []
    connect(old_emitter, SIGNAL("anything(object)"), lambda value: calls.append(value))
    old_emitter.anything.emit("x")
    old_emitter.anything.emit(None)
    assert calls == ["x", None]


def test_a_signal_of_any_object_is_found(old_emitter: Any) -> None:
    calls: list[Any] = []
    connect(old_emitter, SIGNAL("anything(PyObject)"), calls.append)
    value = [1]
    old_emitter.emit(SIGNAL("anything(PyObject)"), value)
    assert calls == [value]


@pytest.mark.parametrize("text", ["thing(QObject*)", "thing(QObject *)"])
def test_a_signal_of_an_object_is_found(old_emitter: Any, old_receiver: Any, text: str) -> None:
    calls: list[Any] = []
    connect(old_emitter, SIGNAL(text), calls.append)
    old_emitter.thing.emit(old_receiver)
    assert calls == [old_receiver]


def test_a_text_chooses_the_overload(old_emitter: Any, old_receiver: Any) -> None:
    connect(old_emitter, SIGNAL("either(QString)"), old_receiver, SLOT("take_either(QString)"))
    old_emitter.either[int].emit(1)
    old_emitter.either[str].emit("x")
    assert old_receiver.heard == [("either", "x")]


def test_a_renamed_signal_is_found_by_its_name(old_emitter: Any) -> None:
    calls: list[int] = []
    connect(old_emitter, SIGNAL("elsewhere(int)"), calls.append)
    old_emitter.renamed.emit(2)
    assert calls == [2]


@pytest.mark.only("netaccess")  # real Qt ends in an endless recursion
def test_a_renamed_slot_is_found_by_its_name(old_emitter: Any, old_receiver: Any) -> None:
    connect(old_emitter, SIGNAL("number(int)"), old_receiver, SLOT("called(int)"))
    old_emitter.number.emit(2)
    assert old_receiver.heard == [("called", 2)]


def test_a_method_without_the_decorator_is_a_slot_too(old_emitter: Any, old_receiver: Any) -> None:
    assert connect(old_emitter, SIGNAL("plain()"), old_receiver, SLOT("undecorated()"))
    assert connect(old_emitter, SIGNAL("number(int)"), old_receiver, SLOT("undecorated_value(int)"))
    old_emitter.plain.emit()
    old_emitter.number.emit(8)
    assert old_receiver.heard == ["undecorated", ("undecorated", 8)]


def test_the_slots_of_qt_classes_are_found_with_their_overloads(old_emitter: Any) -> None:
    timer = QtCore.QTimer()
    timer.setInterval(99)
    connect(old_emitter, SIGNAL("number(int)"), timer, SLOT("start(int)"))
    old_emitter.number.emit(70000)
    assert (timer.isActive(), timer.interval()) == (True, 70000)
    connect(old_emitter, SIGNAL("plain()"), timer, SLOT("stop()"))
    old_emitter.plain.emit()
    assert not timer.isActive()


def test_a_slot_without_parameters_gets_none_of_the_arguments(old_emitter: Any) -> None:
    timer = QtCore.QTimer()
    timer.setInterval(70000)
    connect(old_emitter, SIGNAL("number(int)"), timer, SLOT("start()"))
    old_emitter.number.emit(5)
    assert (timer.isActive(), timer.interval()) == (True, 70000)


def test_a_signal_of_a_qt_class_is_connected() -> None:
    timer, calls = QtCore.QTimer(), []
    assert connect(timer, SIGNAL("timeout()"), lambda: calls.append("timeout"))
    assert timer.emit(SIGNAL("timeout()"))
    assert calls == ["timeout"]


def test_object_name_changed_reaches_a_slot(old_receiver: Any) -> None:
    named = QtCore.QObject()
    connect(named, SIGNAL("objectNameChanged(QString)"), old_receiver, SLOT("take_text(QString)"))
    named.setObjectName("x")
    assert old_receiver.heard == ["x"]


def test_delete_later_is_a_slot(old_emitter: Any) -> None:
    doomed, gone = QtCore.QObject(), []
    doomed.destroyed.connect(lambda: gone.append(True))
    connect(old_emitter, SIGNAL("plain()"), doomed, SLOT("deleteLater()"))
    old_emitter.plain.emit()
    destroy(doomed)
    assert gone == [True]


@pytest.mark.parametrize("text", ["destroyed()", "destroyed(QObject*)", "destroyed(QObject *)"])
def test_destroyed_is_known_with_and_without_its_object(old_receiver: Any, text: str) -> None:
    doomed = QtCore.QObject()
    assert connect(doomed, SIGNAL(text), old_receiver, SLOT("ping()"))
    destroy(doomed)
    assert old_receiver.heard == ["ping"]


def test_destroyed_without_its_object_gives_no_argument() -> None:
    doomed, calls = QtCore.QObject(), []
    connect(doomed, SIGNAL("destroyed()"), lambda *arguments: calls.append(len(arguments)))
    connect(doomed, SIGNAL("destroyed(QObject*)"), lambda *arguments: calls.append(len(arguments)))
    destroy(doomed)
    assert sorted(calls) == [0, 1]


@pytest.mark.parametrize("mark", ["", "1"])
def test_a_signal_without_its_mark_is_a_type_error(old_emitter: Any, old_receiver: Any, mark: str) -> None:
    with pytest.raises(TypeError):
        connect(old_emitter, f"{mark}plain()", old_receiver, SLOT("ping()"))


def test_connecting_to_a_number_is_a_type_error(old_emitter: Any) -> None:
    with pytest.raises(TypeError):
        connect(old_emitter, SIGNAL("plain()"), 5)


@pytest.mark.only("netaccess", "PySide6")
def test_connecting_to_nothing_is_a_type_error(old_emitter: Any) -> None:
    with pytest.raises(TypeError):
        connect(old_emitter, SIGNAL("plain()"))


@pytest.mark.differs("none-is-no-slot")
@pytest.mark.parametrize("position", [1, 3])
def test_none_is_neither_a_signal_nor_a_slot(old_emitter: Any, old_receiver: Any, position: int) -> None:
    arguments = [old_emitter, SIGNAL("plain()"), old_receiver, SLOT("ping()")]
    arguments[position] = None
    with pytest.raises(TypeError):
        connect(*arguments)


# Dead objects.


def test_the_old_forms_refuse_a_dead_sender(old_receiver: Any) -> None:
    emitter = Emitter()
    destroy(emitter)
    with pytest.raises(RuntimeError):
        emitter.receivers(SIGNAL("plain()"))


@pytest.mark.only("netaccess", "PySide6")
def test_an_old_connection_does_not_keep_its_receiver_alive(old_emitter: Any) -> None:
    gone: list[bool] = []
    receiver = Receiver()
    receiver.destroyed.connect(lambda: gone.append(True))
    connect(old_emitter, SIGNAL("plain()"), receiver, SLOT("ping()"))
    del receiver
    gc.collect()
    assert gone == [True]
    assert old_emitter.emit(SIGNAL("plain()")) is True
