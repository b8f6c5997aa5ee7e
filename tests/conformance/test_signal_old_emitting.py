"""``QObject.emit`` and ``receivers`` with ``SIGNAL()``, also of signals that nobody declared."""

from __future__ import annotations

from typing import Any

import pytest
from binding import QtCore
from objects import destroy
from oldstyle import SIGNAL, SLOT, Emitter, connect, disconnect

# Emitting and counting.


def test_a_signal_is_emitted_by_its_text(old_emitter: Any, old_receiver: Any) -> None:
    old_emitter.pair.connect(old_receiver.hear)
    assert old_emitter.emit(SIGNAL("pair(int,QString)"), 2, "x") is True
    assert old_receiver.heard == [(2, "x")]


def test_a_text_emits_its_overload(old_emitter: Any, old_receiver: Any) -> None:
    old_emitter.either[str].connect(old_receiver.hear)
    old_emitter.emit(SIGNAL("either(int)"), 1)
    old_emitter.emit(SIGNAL("either(QString)"), "x")
    assert old_receiver.heard == [("x",)]


def test_emitting_an_unknown_signal_gives_false(old_emitter: Any) -> None:
    assert old_emitter.emit(SIGNAL("nowhere()")) is False


@pytest.mark.parametrize("text", ["number(int)", "1number(int)"])
def test_emitting_without_the_mark_is_a_type_error(old_emitter: Any, text: str) -> None:
    with pytest.raises(TypeError, match="SIGNAL"):
        old_emitter.emit(text, 1)


def test_emitting_by_text_counts_the_arguments(old_emitter: Any) -> None:
    with pytest.raises(TypeError, match=r"number\(int\) needs 1 argument\(s\), 0 given!"):
        old_emitter.emit(SIGNAL("number(int)"))
    with pytest.raises(TypeError, match=r"number\(int\) only accepts 1 argument\(s\), 2 given!"):
        old_emitter.emit(SIGNAL("number(int)"), 1, 2)


def test_emitting_by_text_converts_the_arguments(old_emitter: Any, old_receiver: Any) -> None:
    old_emitter.octets.connect(old_receiver.hear)
    old_emitter.emit(SIGNAL("octets(QByteArray)"), b"abc")
    assert type(old_receiver.heard[0][0]) is QtCore.QByteArray


def test_receivers_counts_connections(old_emitter: Any, old_receiver: Any) -> None:
    assert old_emitter.receivers(SIGNAL("plain()")) == 0
    old_emitter.plain.connect(old_receiver.ping)
    old_emitter.plain.connect(old_receiver.undecorated)
    assert old_emitter.receivers(SIGNAL("plain()")) == 2
    disconnect(old_emitter, SIGNAL("plain()"), old_receiver, SLOT("ping()"))
    assert old_emitter.receivers(SIGNAL("plain()")) == 1


def test_receivers_counts_each_overload_for_itself(old_emitter: Any, old_receiver: Any) -> None:
    old_emitter.either[str].connect(old_receiver.take_text)
    assert old_emitter.receivers(SIGNAL("either(QString)")) == 1
    assert old_emitter.receivers(SIGNAL("either(int)")) == 0


@pytest.mark.parametrize("text", ["2nowhere()", "plain()"])
def test_receivers_of_an_unknown_signal_are_none(old_emitter: Any, old_receiver: Any, text: str) -> None:
    old_emitter.plain.connect(old_receiver.ping)
    assert old_emitter.receivers(text) == 0


def test_a_dead_receiver_is_not_counted(old_emitter: Any, old_receiver: Any) -> None:
    old_emitter.plain.connect(old_receiver.ping)
    destroy(old_receiver)
    assert old_emitter.receivers(SIGNAL("plain()")) == 0


# Signals that nobody declared.


def test_connecting_to_an_undeclared_signal_makes_it(old_emitter: Any, old_receiver: Any) -> None:
    assert connect(old_emitter, SIGNAL("invented(int)"), old_receiver, SLOT("take_int(int)"))
    assert old_emitter.emit(SIGNAL("invented(int)"), 5) is True
    assert old_receiver.heard == [5]


def test_an_undeclared_signal_can_be_used_as_an_attribute(old_emitter: Any, old_receiver: Any) -> None:
    old_emitter.connect(SIGNAL("invented(int)"), old_receiver.hear)
    old_emitter.invented.emit(7)
    assert old_receiver.heard == [(7,)]


def test_an_undeclared_signal_belongs_to_one_object(old_emitter: Any, old_receiver: Any) -> None:
    old_emitter.connect(SIGNAL("invented()"), old_receiver.hear)
    assert Emitter().emit(SIGNAL("invented()")) is False


def test_an_undeclared_signal_counts_its_arguments(old_emitter: Any, old_receiver: Any) -> None:
    old_emitter.connect(SIGNAL("invented(int)"), old_receiver.hear)
    with pytest.raises(TypeError, match=r"invented\(int\) needs 1 argument\(s\), 0 given!"):
        old_emitter.emit(SIGNAL("invented(int)"))


def test_an_undeclared_signal_is_disconnected(old_emitter: Any, old_receiver: Any) -> None:
    old_emitter.connect(SIGNAL("invented(PyObject)"), old_receiver.hear)
    assert old_emitter.receivers(SIGNAL("invented(PyObject)")) == 1
    assert disconnect(old_emitter, SIGNAL("invented(PyObject)"), old_receiver.hear)
    old_emitter.emit(SIGNAL("invented(PyObject)"), [1])
    assert old_receiver.heard == []


def test_an_undeclared_signal_ends_with_its_object(old_receiver: Any) -> None:
    emitter = Emitter()
    emitter.connect(SIGNAL("invented()"), old_receiver.hear)
    destroy(emitter)
    with pytest.raises(RuntimeError):
        emitter.emit(SIGNAL("invented()"))


@pytest.mark.differs("short-circuit-signals")
def test_a_short_circuit_signal_takes_any_arguments(old_emitter: Any, old_receiver: Any) -> None:
    assert connect(old_emitter, SIGNAL("invented"), old_receiver.hear)
    assert old_emitter.emit(SIGNAL("invented"), 1, "a", None) is True
    assert old_emitter.emit(SIGNAL("invented")) is True
    assert old_receiver.heard == [(1, "a", None), ()]


@pytest.mark.differs("short-circuit-signals")
def test_a_slot_of_a_short_circuit_signal_gets_what_it_accepts(old_emitter: Any, old_receiver: Any) -> None:
    connect(old_emitter, SIGNAL("invented"), old_receiver.undecorated)
    connect(old_emitter, SIGNAL("invented"), old_receiver.undecorated_value)
    old_emitter.emit(SIGNAL("invented"), 1, 2)
    assert old_receiver.heard == ["undecorated", ("undecorated", 1)]


@pytest.mark.differs("short-circuit-signals")
def test_a_short_circuit_signal_is_disconnected(old_emitter: Any, old_receiver: Any) -> None:
    connect(old_emitter, SIGNAL("invented"), old_receiver.hear)
    assert disconnect(old_emitter, SIGNAL("invented"), old_receiver.hear)
    old_emitter.emit(SIGNAL("invented"), 1)
    assert old_receiver.heard == []


def test_emitting_a_short_circuit_signal_that_nobody_connected_gives_false(old_emitter: Any) -> None:
    assert old_emitter.emit(SIGNAL("invented"), 1) is False
