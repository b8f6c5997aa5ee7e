"""``QObject.disconnect`` with ``SIGNAL()`` and ``SLOT()``, in all its forms."""

from __future__ import annotations

from typing import Any

import pytest
from oldstyle import SIGNAL, SLOT, Receiver, connect, disconnect


def test_a_slot_is_disconnected_by_its_text(old_emitter: Any, old_receiver: Any) -> None:
    connect(old_emitter, SIGNAL("plain()"), old_receiver, SLOT("ping()"))
    assert disconnect(old_emitter, SIGNAL("plain()"), old_receiver, SLOT("ping()")) is True
    old_emitter.plain.emit()
    assert old_receiver.heard == []


def test_disconnecting_by_text_what_is_not_connected_gives_false(old_emitter: Any, old_receiver: Any) -> None:
    assert disconnect(old_emitter, SIGNAL("plain()"), old_receiver, SLOT("ping()")) is False
    assert disconnect(old_emitter, SIGNAL("plain()"), None, None) is False


def test_a_method_connected_in_the_new_way_is_disconnected_in_the_old(old_emitter: Any, old_receiver: Any) -> None:
    old_emitter.number.connect(old_receiver.hear)
    assert disconnect(old_emitter, SIGNAL("number(int)"), old_receiver.hear)
    old_emitter.number.emit(1)
    assert old_receiver.heard == []


def test_a_slot_connected_in_the_old_way_is_disconnected_in_the_new(old_emitter: Any, old_receiver: Any) -> None:
    connect(old_emitter, SIGNAL("plain()"), old_receiver, SLOT("ping()"))
    assert old_emitter.plain.disconnect(old_receiver.ping)
    old_emitter.plain.emit()
    assert old_receiver.heard == []


def test_a_function_is_disconnected(old_emitter: Any) -> None:
    calls: list[Any] = []

    def take(value: int) -> None:
        calls.append(value)

    connect(old_emitter, SIGNAL("number(int)"), take)
    assert disconnect(old_emitter, SIGNAL("number(int)"), take)
    old_emitter.number.emit(1)
    assert calls == []
    assert not disconnect(old_emitter, SIGNAL("number(int)"), take)


def test_the_object_form_disconnects_its_own_signal(old_emitter: Any, old_receiver: Any) -> None:
    old_emitter.connect(SIGNAL("number(int)"), old_receiver.hear)
    assert old_emitter.disconnect(SIGNAL("number(int)"), old_receiver.hear)
    old_emitter.number.emit(1)
    assert old_receiver.heard == []


def test_the_object_form_disconnects_receiver_and_slot(old_emitter: Any, old_receiver: Any) -> None:
    connect(old_emitter, SIGNAL("plain()"), old_receiver, SLOT("ping()"))
    assert old_emitter.disconnect(SIGNAL("plain()"), old_receiver, SLOT("ping()"))
    old_emitter.plain.emit()
    assert old_receiver.heard == []


def test_the_object_form_may_name_the_sender_in_disconnecting(old_emitter: Any, old_receiver: Any) -> None:
    connect(old_emitter, SIGNAL("plain()"), old_receiver.ping)
    assert old_receiver.disconnect(old_emitter, SIGNAL("plain()"), old_receiver.ping)
    old_emitter.plain.emit()
    assert old_receiver.heard == []


def test_none_for_the_receiver_disconnects_all_slots_of_a_signal(old_emitter: Any, old_receiver: Any) -> None:
    other = Receiver()
    connect(old_emitter, SIGNAL("plain()"), old_receiver, SLOT("ping()"))
    connect(old_emitter, SIGNAL("plain()"), other, SLOT("ping()"))
    connect(old_emitter, SIGNAL("number(int)"), old_receiver, SLOT("take_int(int)"))
    assert disconnect(old_emitter, SIGNAL("plain()"), None, None)
    old_emitter.plain.emit()
    old_emitter.number.emit(1)
    assert (old_receiver.heard, other.heard) == ([1], [])


def test_none_for_the_signal_disconnects_a_receiver_from_all(old_emitter: Any, old_receiver: Any) -> None:
    other = Receiver()
    connect(old_emitter, SIGNAL("plain()"), old_receiver, SLOT("ping()"))
    connect(old_emitter, SIGNAL("number(int)"), old_receiver, SLOT("take_int(int)"))
    connect(old_emitter, SIGNAL("plain()"), other, SLOT("ping()"))
    assert disconnect(old_emitter, None, old_receiver, None)
    old_emitter.plain.emit()
    old_emitter.number.emit(1)
    assert (old_receiver.heard, other.heard) == ([], ["ping"])


def test_nones_throughout_disconnect_everything(old_emitter: Any, old_receiver: Any) -> None:
    calls: list[int] = []
    connect(old_emitter, SIGNAL("plain()"), old_receiver, SLOT("ping()"))
    old_emitter.number.connect(calls.append)
    old_emitter.either[str].connect(old_receiver.take_text)
    assert disconnect(old_emitter, None, None, None)
    old_emitter.plain.emit()
    old_emitter.number.emit(1)
    old_emitter.either[str].emit("x")
    assert (old_receiver.heard, calls) == ([], [])


def test_an_object_disconnects_a_receiver(old_emitter: Any, old_receiver: Any) -> None:
    old_emitter.plain.connect(old_receiver.ping)
    old_emitter.number.connect(old_receiver.take_int)
    assert old_emitter.disconnect(old_receiver)
    old_emitter.plain.emit()
    old_emitter.number.emit(1)
    assert old_receiver.heard == []


def test_an_object_disconnects_one_slot_of_a_receiver(old_emitter: Any, old_receiver: Any) -> None:
    connect(old_emitter, SIGNAL("plain()"), old_receiver, SLOT("ping()"))
    connect(old_emitter, SIGNAL("number(int)"), old_receiver, SLOT("take_int(int)"))
    assert old_emitter.disconnect(old_receiver, SLOT("ping()"))
    old_emitter.plain.emit()
    old_emitter.number.emit(1)
    assert old_receiver.heard == [1]


def test_a_relay_is_disconnected_by_its_text(old_emitter: Any, old_receiver: Any) -> None:
    calls: list[str] = []
    connect(old_emitter, SIGNAL("plain()"), old_receiver, SIGNAL("relayed()"))
    old_receiver.relayed.connect(lambda: calls.append("relayed"))
    assert disconnect(old_emitter, SIGNAL("plain()"), old_receiver, SIGNAL("relayed()"))
    old_emitter.plain.emit()
    assert calls == []


@pytest.mark.parametrize("arguments", [(), ("2plain()",)])
def test_too_little_to_disconnect_is_a_type_error(old_emitter: Any, arguments: tuple[Any, ...]) -> None:
    with pytest.raises(TypeError):
        old_emitter.disconnect(*arguments)
