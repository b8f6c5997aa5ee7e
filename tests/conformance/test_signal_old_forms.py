"""``QObject.connect``, ``disconnect`` and ``emit`` with ``SIGNAL()`` and ``SLOT()``, in all their forms."""

from __future__ import annotations

import gc
from typing import Any

import pytest
from binding import QtCore
from objects import destroy, process
from oldstyle import SIGNAL, SLOT, Emitter, Receiver, connect, disconnect

QUEUED = QtCore.Qt.QueuedConnection
UNIQUE = QtCore.Qt.UniqueConnection


@pytest.fixture
def emitter() -> Any:
    """A fresh emitter."""
    return Emitter()


@pytest.fixture
def receiver() -> Any:
    """A fresh receiver."""
    return Receiver()


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


def test_a_signal_is_connected_to_a_slot(emitter: Any, receiver: Any) -> None:
    assert connect(emitter, SIGNAL("plain()"), receiver, SLOT("ping()"))
    emitter.plain.emit()
    assert receiver.heard == ["ping"]


def test_arguments_reach_the_slot(emitter: Any, receiver: Any) -> None:
    connect(emitter, SIGNAL("pair(int,QString)"), receiver, SLOT("take_pair(int,QString)"))
    emitter.pair.emit(3, "x")
    assert receiver.heard == [(3, "x")]


def test_a_slot_may_take_fewer_arguments(emitter: Any, receiver: Any) -> None:
    assert connect(emitter, SIGNAL("pair(int,QString)"), receiver, SLOT("take_int(int)"))
    emitter.pair.emit(3, "x")
    assert receiver.heard == [3]


def test_a_connection_type_comes_last(emitter: Any, receiver: Any) -> None:
    connect(emitter, SIGNAL("plain()"), receiver, SLOT("ping()"), QUEUED)
    emitter.plain.emit()
    assert receiver.heard == []
    process()
    assert receiver.heard == ["ping"]


def test_a_unique_connection_refuses_the_same_slot_again(emitter: Any, receiver: Any) -> None:
    assert connect(emitter, SIGNAL("plain()"), receiver, SLOT("ping()"), UNIQUE)
    assert not connect(emitter, SIGNAL("plain()"), receiver, SLOT("ping()"), UNIQUE)
    emitter.plain.emit()
    assert receiver.heard == ["ping"]


def test_a_function_is_connected(emitter: Any) -> None:
    calls: list[Any] = []
    assert connect(emitter, SIGNAL("number(int)"), calls.append)
    emitter.number.emit(4)
    assert calls == [4]


def test_a_function_is_connected_queued(emitter: Any) -> None:
    calls: list[Any] = []
    connect(emitter, SIGNAL("number(int)"), lambda value: calls.append(value), QUEUED)
    emitter.number.emit(4)
    assert calls == []
    process()
    assert calls == [4]


def test_a_method_is_connected_and_knows_its_sender(emitter: Any, receiver: Any) -> None:
    connect(emitter, SIGNAL("number(int)"), receiver.hear)
    emitter.number.emit(4)
    assert receiver.heard == [(4,)]
    assert receiver.senders == [emitter]


def test_the_object_form_connects_its_own_signal(emitter: Any, receiver: Any) -> None:
    assert emitter.connect(SIGNAL("number(int)"), receiver.hear)
    emitter.number.emit(5)
    assert receiver.heard == [(5,)]


def test_the_object_form_may_name_the_sender(emitter: Any, receiver: Any) -> None:
    assert receiver.connect(emitter, SIGNAL("number(int)"), receiver.hear)
    emitter.number.emit(5)
    assert receiver.heard == [(5,)]


def test_the_object_form_may_name_sender_and_receiver(emitter: Any, receiver: Any) -> None:
    bystander = QtCore.QObject()
    assert bystander.connect(emitter, SIGNAL("plain()"), receiver, SLOT("ping()"))
    emitter.plain.emit()
    assert receiver.heard == ["ping"]


def test_the_object_form_with_a_slot_is_the_receiver(emitter: Any, receiver: Any) -> None:
    assert receiver.connect(emitter, SIGNAL("plain()"), SLOT("ping()"))
    emitter.plain.emit()
    assert receiver.heard == ["ping"]


def test_the_object_form_with_a_slot_takes_a_type(emitter: Any, receiver: Any) -> None:
    receiver.connect(emitter, SIGNAL("plain()"), SLOT("ping()"), QUEUED)
    emitter.plain.emit()
    assert receiver.heard == []
    process()
    assert receiver.heard == ["ping"]


@pytest.mark.only("netaccess", "PySide6")
def test_a_function_may_be_given_a_receiver(emitter: Any, receiver: Any) -> None:
    calls: list[str] = []
    assert connect(emitter, SIGNAL("plain()"), receiver, lambda: calls.append("called"))
    emitter.plain.emit()
    assert calls == ["called"]
    destroy(receiver)
    emitter.plain.emit()
    assert calls == ["called"]


def test_a_signal_is_connected_to_a_signal(emitter: Any, receiver: Any) -> None:
    calls: list[int] = []
    assert connect(emitter, SIGNAL("number(int)"), receiver, SIGNAL("relayed_number(int)"))
    receiver.relayed_number.connect(calls.append)
    emitter.number.emit(6)
    assert calls == [6]


def test_a_signal_relays_to_one_without_arguments(emitter: Any, receiver: Any) -> None:
    calls: list[str] = []
    assert connect(emitter, SIGNAL("number(int)"), receiver, SIGNAL("relayed()"))
    receiver.relayed.connect(lambda: calls.append("relayed"))
    emitter.number.emit(6)
    assert calls == ["relayed"]


@pytest.mark.parametrize("slot", ["take_int(int)", "take_text(QString)"])
def test_a_slot_with_other_arguments_is_refused(emitter: Any, receiver: Any, slot: str) -> None:
    assert not connect(emitter, SIGNAL("plain()"), receiver, SLOT(slot))
    emitter.plain.emit()
    assert receiver.heard == []


def test_a_slot_with_another_type_is_refused(emitter: Any, receiver: Any) -> None:
    assert not connect(emitter, SIGNAL("number(int)"), receiver, SLOT("take_text(QString)"))


def test_a_signal_with_other_arguments_is_refused(emitter: Any, receiver: Any) -> None:
    assert not connect(emitter, SIGNAL("text(QString)"), receiver, SIGNAL("relayed_number(int)"))


@pytest.mark.differs("missing-slot-refused")
def test_a_slot_that_does_not_exist_is_refused(emitter: Any, receiver: Any) -> None:
    assert not connect(emitter, SIGNAL("plain()"), receiver, SLOT("nowhere()"))


@pytest.mark.parametrize("text", ["text(QString)", "text(const QString&)", "text( QString )"])
def test_a_signal_is_found_however_its_types_are_written(emitter: Any, receiver: Any, text: str) -> None:
    connect(emitter, SIGNAL(text), receiver, SLOT("take_text(const QString &)"))
    emitter.text.emit("x")
    assert receiver.heard == ["x"]


@pytest.mark.differs("python-names-in-signatures")
@pytest.mark.parametrize("text", ["text(unicode)", "text(str)"])
def test_a_signal_is_found_by_pythons_name_of_its_type(emitter: Any, text: str) -> None:
    calls: list[str] = []
    connect(emitter, SIGNAL(text), calls.append)
    emitter.text.emit("x")
    assert calls == ["x"]


@pytest.mark.differs("python-names-in-signatures")
def test_object_is_another_name_of_any_object(emitter: Any) -> None:
    calls: list[Any] = []
    connect(emitter, SIGNAL("anything(object)"), lambda value: calls.append(value))
    emitter.anything.emit("x")
    emitter.anything.emit(None)
    assert calls == ["x", None]


def test_a_signal_of_any_object_is_found(emitter: Any) -> None:
    calls: list[Any] = []
    connect(emitter, SIGNAL("anything(PyObject)"), calls.append)
    value = [1]
    emitter.emit(SIGNAL("anything(PyObject)"), value)
    assert calls == [value]


@pytest.mark.parametrize("text", ["thing(QObject*)", "thing(QObject *)"])
def test_a_signal_of_an_object_is_found(emitter: Any, receiver: Any, text: str) -> None:
    calls: list[Any] = []
    connect(emitter, SIGNAL(text), calls.append)
    emitter.thing.emit(receiver)
    assert calls == [receiver]


def test_a_text_chooses_the_overload(emitter: Any, receiver: Any) -> None:
    connect(emitter, SIGNAL("either(QString)"), receiver, SLOT("take_either(QString)"))
    emitter.either[int].emit(1)
    emitter.either[str].emit("x")
    assert receiver.heard == [("either", "x")]


def test_a_renamed_signal_is_found_by_its_name(emitter: Any) -> None:
    calls: list[int] = []
    connect(emitter, SIGNAL("elsewhere(int)"), calls.append)
    emitter.renamed.emit(2)
    assert calls == [2]


@pytest.mark.only("netaccess")  # real Qt ends in an endless recursion
def test_a_renamed_slot_is_found_by_its_name(emitter: Any, receiver: Any) -> None:
    connect(emitter, SIGNAL("number(int)"), receiver, SLOT("called(int)"))
    emitter.number.emit(2)
    assert receiver.heard == [("called", 2)]


def test_a_method_without_the_decorator_is_a_slot_too(emitter: Any, receiver: Any) -> None:
    assert connect(emitter, SIGNAL("plain()"), receiver, SLOT("undecorated()"))
    assert connect(emitter, SIGNAL("number(int)"), receiver, SLOT("undecorated_value(int)"))
    emitter.plain.emit()
    emitter.number.emit(8)
    assert receiver.heard == ["undecorated", ("undecorated", 8)]


def test_the_slots_of_qt_classes_are_found_with_their_overloads(emitter: Any) -> None:
    timer = QtCore.QTimer()
    timer.setInterval(99)
    connect(emitter, SIGNAL("number(int)"), timer, SLOT("start(int)"))
    emitter.number.emit(70000)
    assert (timer.isActive(), timer.interval()) == (True, 70000)
    connect(emitter, SIGNAL("plain()"), timer, SLOT("stop()"))
    emitter.plain.emit()
    assert not timer.isActive()


def test_a_slot_without_parameters_gets_none_of_the_arguments(emitter: Any) -> None:
    timer = QtCore.QTimer()
    timer.setInterval(70000)
    connect(emitter, SIGNAL("number(int)"), timer, SLOT("start()"))
    emitter.number.emit(5)
    assert (timer.isActive(), timer.interval()) == (True, 70000)


def test_a_signal_of_a_qt_class_is_connected() -> None:
    timer, calls = QtCore.QTimer(), []
    assert connect(timer, SIGNAL("timeout()"), lambda: calls.append("timeout"))
    assert timer.emit(SIGNAL("timeout()"))
    assert calls == ["timeout"]


def test_object_name_changed_reaches_a_slot(receiver: Any) -> None:
    named = QtCore.QObject()
    connect(named, SIGNAL("objectNameChanged(QString)"), receiver, SLOT("take_text(QString)"))
    named.setObjectName("x")
    assert receiver.heard == ["x"]


def test_delete_later_is_a_slot(emitter: Any) -> None:
    doomed, gone = QtCore.QObject(), []
    doomed.destroyed.connect(lambda: gone.append(True))
    connect(emitter, SIGNAL("plain()"), doomed, SLOT("deleteLater()"))
    emitter.plain.emit()
    destroy(doomed)
    assert gone == [True]


@pytest.mark.parametrize("text", ["destroyed()", "destroyed(QObject*)", "destroyed(QObject *)"])
def test_destroyed_is_known_with_and_without_its_object(receiver: Any, text: str) -> None:
    doomed = QtCore.QObject()
    assert connect(doomed, SIGNAL(text), receiver, SLOT("ping()"))
    destroy(doomed)
    assert receiver.heard == ["ping"]


def test_destroyed_without_its_object_gives_no_argument() -> None:
    doomed, calls = QtCore.QObject(), []
    connect(doomed, SIGNAL("destroyed()"), lambda *arguments: calls.append(len(arguments)))
    connect(doomed, SIGNAL("destroyed(QObject*)"), lambda *arguments: calls.append(len(arguments)))
    destroy(doomed)
    assert sorted(calls) == [0, 1]


@pytest.mark.parametrize("mark", ["", "1"])
def test_a_signal_without_its_mark_is_a_type_error(emitter: Any, receiver: Any, mark: str) -> None:
    with pytest.raises(TypeError):
        connect(emitter, f"{mark}plain()", receiver, SLOT("ping()"))


def test_connecting_to_a_number_is_a_type_error(emitter: Any) -> None:
    with pytest.raises(TypeError):
        connect(emitter, SIGNAL("plain()"), 5)


@pytest.mark.only("netaccess", "PySide6")
def test_connecting_to_nothing_is_a_type_error(emitter: Any) -> None:
    with pytest.raises(TypeError):
        connect(emitter, SIGNAL("plain()"))


@pytest.mark.differs("none-is-no-slot")
@pytest.mark.parametrize("position", [1, 3])
def test_none_is_neither_a_signal_nor_a_slot(emitter: Any, receiver: Any, position: int) -> None:
    arguments = [emitter, SIGNAL("plain()"), receiver, SLOT("ping()")]
    arguments[position] = None
    with pytest.raises(TypeError):
        connect(*arguments)


# Disconnecting.


def test_a_slot_is_disconnected_by_its_text(emitter: Any, receiver: Any) -> None:
    connect(emitter, SIGNAL("plain()"), receiver, SLOT("ping()"))
    assert disconnect(emitter, SIGNAL("plain()"), receiver, SLOT("ping()")) is True
    emitter.plain.emit()
    assert receiver.heard == []


def test_disconnecting_by_text_what_is_not_connected_gives_false(emitter: Any, receiver: Any) -> None:
    assert disconnect(emitter, SIGNAL("plain()"), receiver, SLOT("ping()")) is False
    assert disconnect(emitter, SIGNAL("plain()"), None, None) is False


def test_a_method_connected_in_the_new_way_is_disconnected_in_the_old(emitter: Any, receiver: Any) -> None:
    emitter.number.connect(receiver.hear)
    assert disconnect(emitter, SIGNAL("number(int)"), receiver.hear)
    emitter.number.emit(1)
    assert receiver.heard == []


def test_a_slot_connected_in_the_old_way_is_disconnected_in_the_new(emitter: Any, receiver: Any) -> None:
    connect(emitter, SIGNAL("plain()"), receiver, SLOT("ping()"))
    assert emitter.plain.disconnect(receiver.ping)
    emitter.plain.emit()
    assert receiver.heard == []


def test_a_function_is_disconnected(emitter: Any) -> None:
    calls: list[Any] = []

    def take(value: int) -> None:
        calls.append(value)

    connect(emitter, SIGNAL("number(int)"), take)
    assert disconnect(emitter, SIGNAL("number(int)"), take)
    emitter.number.emit(1)
    assert calls == []
    assert not disconnect(emitter, SIGNAL("number(int)"), take)


def test_the_object_form_disconnects_its_own_signal(emitter: Any, receiver: Any) -> None:
    emitter.connect(SIGNAL("number(int)"), receiver.hear)
    assert emitter.disconnect(SIGNAL("number(int)"), receiver.hear)
    emitter.number.emit(1)
    assert receiver.heard == []


def test_the_object_form_disconnects_receiver_and_slot(emitter: Any, receiver: Any) -> None:
    connect(emitter, SIGNAL("plain()"), receiver, SLOT("ping()"))
    assert emitter.disconnect(SIGNAL("plain()"), receiver, SLOT("ping()"))
    emitter.plain.emit()
    assert receiver.heard == []


def test_the_object_form_may_name_the_sender_in_disconnecting(emitter: Any, receiver: Any) -> None:
    connect(emitter, SIGNAL("plain()"), receiver.ping)
    assert receiver.disconnect(emitter, SIGNAL("plain()"), receiver.ping)
    emitter.plain.emit()
    assert receiver.heard == []


def test_none_for_the_receiver_disconnects_all_slots_of_a_signal(emitter: Any, receiver: Any) -> None:
    other = Receiver()
    connect(emitter, SIGNAL("plain()"), receiver, SLOT("ping()"))
    connect(emitter, SIGNAL("plain()"), other, SLOT("ping()"))
    connect(emitter, SIGNAL("number(int)"), receiver, SLOT("take_int(int)"))
    assert disconnect(emitter, SIGNAL("plain()"), None, None)
    emitter.plain.emit()
    emitter.number.emit(1)
    assert (receiver.heard, other.heard) == ([1], [])


def test_none_for_the_signal_disconnects_a_receiver_from_all(emitter: Any, receiver: Any) -> None:
    other = Receiver()
    connect(emitter, SIGNAL("plain()"), receiver, SLOT("ping()"))
    connect(emitter, SIGNAL("number(int)"), receiver, SLOT("take_int(int)"))
    connect(emitter, SIGNAL("plain()"), other, SLOT("ping()"))
    assert disconnect(emitter, None, receiver, None)
    emitter.plain.emit()
    emitter.number.emit(1)
    assert (receiver.heard, other.heard) == ([], ["ping"])


def test_nones_throughout_disconnect_everything(emitter: Any, receiver: Any) -> None:
    calls: list[int] = []
    connect(emitter, SIGNAL("plain()"), receiver, SLOT("ping()"))
    emitter.number.connect(calls.append)
    emitter.either[str].connect(receiver.take_text)
    assert disconnect(emitter, None, None, None)
    emitter.plain.emit()
    emitter.number.emit(1)
    emitter.either[str].emit("x")
    assert (receiver.heard, calls) == ([], [])


def test_an_object_disconnects_a_receiver(emitter: Any, receiver: Any) -> None:
    emitter.plain.connect(receiver.ping)
    emitter.number.connect(receiver.take_int)
    assert emitter.disconnect(receiver)
    emitter.plain.emit()
    emitter.number.emit(1)
    assert receiver.heard == []


def test_an_object_disconnects_one_slot_of_a_receiver(emitter: Any, receiver: Any) -> None:
    connect(emitter, SIGNAL("plain()"), receiver, SLOT("ping()"))
    connect(emitter, SIGNAL("number(int)"), receiver, SLOT("take_int(int)"))
    assert emitter.disconnect(receiver, SLOT("ping()"))
    emitter.plain.emit()
    emitter.number.emit(1)
    assert receiver.heard == [1]


def test_a_relay_is_disconnected_by_its_text(emitter: Any, receiver: Any) -> None:
    calls: list[str] = []
    connect(emitter, SIGNAL("plain()"), receiver, SIGNAL("relayed()"))
    receiver.relayed.connect(lambda: calls.append("relayed"))
    assert disconnect(emitter, SIGNAL("plain()"), receiver, SIGNAL("relayed()"))
    emitter.plain.emit()
    assert calls == []


@pytest.mark.parametrize("arguments", [(), ("2plain()",)])
def test_too_little_to_disconnect_is_a_type_error(emitter: Any, arguments: tuple[Any, ...]) -> None:
    with pytest.raises(TypeError):
        emitter.disconnect(*arguments)


# Emitting and counting.


def test_a_signal_is_emitted_by_its_text(emitter: Any, receiver: Any) -> None:
    emitter.pair.connect(receiver.hear)
    assert emitter.emit(SIGNAL("pair(int,QString)"), 2, "x") is True
    assert receiver.heard == [(2, "x")]


def test_a_text_emits_its_overload(emitter: Any, receiver: Any) -> None:
    emitter.either[str].connect(receiver.hear)
    emitter.emit(SIGNAL("either(int)"), 1)
    emitter.emit(SIGNAL("either(QString)"), "x")
    assert receiver.heard == [("x",)]


def test_emitting_an_unknown_signal_gives_false(emitter: Any) -> None:
    assert emitter.emit(SIGNAL("nowhere()")) is False


@pytest.mark.parametrize("text", ["number(int)", "1number(int)"])
def test_emitting_without_the_mark_is_a_type_error(emitter: Any, text: str) -> None:
    with pytest.raises(TypeError, match="SIGNAL"):
        emitter.emit(text, 1)


def test_emitting_by_text_counts_the_arguments(emitter: Any) -> None:
    with pytest.raises(TypeError, match=r"number\(int\) needs 1 argument\(s\), 0 given!"):
        emitter.emit(SIGNAL("number(int)"))
    with pytest.raises(TypeError, match=r"number\(int\) only accepts 1 argument\(s\), 2 given!"):
        emitter.emit(SIGNAL("number(int)"), 1, 2)


def test_emitting_by_text_converts_the_arguments(emitter: Any, receiver: Any) -> None:
    emitter.octets.connect(receiver.hear)
    emitter.emit(SIGNAL("octets(QByteArray)"), b"abc")
    assert type(receiver.heard[0][0]) is QtCore.QByteArray


def test_receivers_counts_connections(emitter: Any, receiver: Any) -> None:
    assert emitter.receivers(SIGNAL("plain()")) == 0
    emitter.plain.connect(receiver.ping)
    emitter.plain.connect(receiver.undecorated)
    assert emitter.receivers(SIGNAL("plain()")) == 2
    disconnect(emitter, SIGNAL("plain()"), receiver, SLOT("ping()"))
    assert emitter.receivers(SIGNAL("plain()")) == 1


def test_receivers_counts_each_overload_for_itself(emitter: Any, receiver: Any) -> None:
    emitter.either[str].connect(receiver.take_text)
    assert emitter.receivers(SIGNAL("either(QString)")) == 1
    assert emitter.receivers(SIGNAL("either(int)")) == 0


@pytest.mark.parametrize("text", ["2nowhere()", "plain()"])
def test_receivers_of_an_unknown_signal_are_none(emitter: Any, receiver: Any, text: str) -> None:
    emitter.plain.connect(receiver.ping)
    assert emitter.receivers(text) == 0


def test_a_dead_receiver_is_not_counted(emitter: Any, receiver: Any) -> None:
    emitter.plain.connect(receiver.ping)
    destroy(receiver)
    assert emitter.receivers(SIGNAL("plain()")) == 0


# Signals that nobody declared.


def test_connecting_to_an_undeclared_signal_makes_it(emitter: Any, receiver: Any) -> None:
    assert connect(emitter, SIGNAL("invented(int)"), receiver, SLOT("take_int(int)"))
    assert emitter.emit(SIGNAL("invented(int)"), 5) is True
    assert receiver.heard == [5]


def test_an_undeclared_signal_can_be_used_as_an_attribute(emitter: Any, receiver: Any) -> None:
    emitter.connect(SIGNAL("invented(int)"), receiver.hear)
    emitter.invented.emit(7)
    assert receiver.heard == [(7,)]


def test_an_undeclared_signal_belongs_to_one_object(emitter: Any, receiver: Any) -> None:
    emitter.connect(SIGNAL("invented()"), receiver.hear)
    assert Emitter().emit(SIGNAL("invented()")) is False


def test_an_undeclared_signal_counts_its_arguments(emitter: Any, receiver: Any) -> None:
    emitter.connect(SIGNAL("invented(int)"), receiver.hear)
    with pytest.raises(TypeError, match=r"invented\(int\) needs 1 argument\(s\), 0 given!"):
        emitter.emit(SIGNAL("invented(int)"))


def test_an_undeclared_signal_is_disconnected(emitter: Any, receiver: Any) -> None:
    emitter.connect(SIGNAL("invented(PyObject)"), receiver.hear)
    assert emitter.receivers(SIGNAL("invented(PyObject)")) == 1
    assert disconnect(emitter, SIGNAL("invented(PyObject)"), receiver.hear)
    emitter.emit(SIGNAL("invented(PyObject)"), [1])
    assert receiver.heard == []


def test_an_undeclared_signal_ends_with_its_object(receiver: Any) -> None:
    emitter = Emitter()
    emitter.connect(SIGNAL("invented()"), receiver.hear)
    destroy(emitter)
    with pytest.raises(RuntimeError):
        emitter.emit(SIGNAL("invented()"))


@pytest.mark.differs("short-circuit-signals")
def test_a_short_circuit_signal_takes_any_arguments(emitter: Any, receiver: Any) -> None:
    assert connect(emitter, SIGNAL("invented"), receiver.hear)
    assert emitter.emit(SIGNAL("invented"), 1, "a", None) is True
    assert emitter.emit(SIGNAL("invented")) is True
    assert receiver.heard == [(1, "a", None), ()]


@pytest.mark.differs("short-circuit-signals")
def test_a_slot_of_a_short_circuit_signal_gets_what_it_accepts(emitter: Any, receiver: Any) -> None:
    connect(emitter, SIGNAL("invented"), receiver.undecorated)
    connect(emitter, SIGNAL("invented"), receiver.undecorated_value)
    emitter.emit(SIGNAL("invented"), 1, 2)
    assert receiver.heard == ["undecorated", ("undecorated", 1)]


@pytest.mark.differs("short-circuit-signals")
def test_a_short_circuit_signal_is_disconnected(emitter: Any, receiver: Any) -> None:
    connect(emitter, SIGNAL("invented"), receiver.hear)
    assert disconnect(emitter, SIGNAL("invented"), receiver.hear)
    emitter.emit(SIGNAL("invented"), 1)
    assert receiver.heard == []


def test_emitting_a_short_circuit_signal_that_nobody_connected_gives_false(emitter: Any) -> None:
    assert emitter.emit(SIGNAL("invented"), 1) is False


# Dead objects.


def test_the_old_forms_refuse_a_dead_sender(receiver: Any) -> None:
    emitter = Emitter()
    destroy(emitter)
    with pytest.raises(RuntimeError):
        emitter.receivers(SIGNAL("plain()"))


@pytest.mark.only("netaccess", "PySide6")
def test_an_old_connection_does_not_keep_its_receiver_alive(emitter: Any) -> None:
    gone: list[bool] = []
    receiver = Receiver()
    receiver.destroyed.connect(lambda: gone.append(True))
    connect(emitter, SIGNAL("plain()"), receiver, SLOT("ping()"))
    del receiver
    gc.collect()
    assert gone == [True]
    assert emitter.emit(SIGNAL("plain()")) is True
