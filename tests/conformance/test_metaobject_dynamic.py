"""Meta-objects of objects that have signals which no class declares."""

from __future__ import annotations

from typing import Any

import pytest
from binding import QtCore

SIGNAL = QtCore.SIGNAL


class Thing(QtCore.QObject):
    """An object with a signal and a slot of its own."""

    declared = QtCore.Signal(int)


@pytest.fixture
def thing(application: Any) -> Thing:
    """Return an object with a signal that was made in connecting to it."""
    made = Thing()
    QtCore.QObject.connect(made, SIGNAL("made(int,QString)"), lambda *arguments: None)
    return made


def own_methods(target: Any) -> list[str]:
    meta = target.metaObject()
    return [bytes(meta.method(i).methodSignature()).decode() for i in range(meta.methodOffset(), meta.methodCount())]


def test_a_signal_made_by_connecting_is_listed(thing: Thing) -> None:
    assert own_methods(thing) == ["made(int,QString)"]
    assert thing.metaObject().method(thing.metaObject().methodOffset()).methodType() == QtCore.QMetaMethod.Signal


def test_it_is_found_by_its_text(thing: Thing) -> None:
    assert thing.metaObject().indexOfSignal("made(int,QString)") == thing.metaObject().methodOffset()


def test_the_class_and_other_objects_do_not_list_it(thing: Thing) -> None:
    assert Thing.staticMetaObject.indexOfSignal("made(int,QString)") == -1
    assert Thing().metaObject().indexOfSignal("made(int,QString)") == -1


def test_what_the_class_declares_is_behind_it(thing: Thing) -> None:
    meta = thing.metaObject()
    assert meta.className() == "Thing"
    assert meta.superClass().className() == "Thing"
    assert meta.indexOfSignal("declared(int)") == Thing.staticMetaObject.indexOfSignal("declared(int)")
    assert meta.inherits(Thing.staticMetaObject)


def test_a_second_one_is_listed_as_well(thing: Thing) -> None:
    assert own_methods(thing) == ["made(int,QString)"]
    QtCore.QObject.connect(thing, SIGNAL("more()"), lambda: None)
    assert own_methods(thing) == ["made(int,QString)", "more()"]


def test_it_can_be_emitted_by_its_name(application: Any) -> None:
    sender = Thing()
    seen: list[Any] = []
    QtCore.QObject.connect(sender, SIGNAL("made(int)"), seen.append)
    assert QtCore.QMetaObject.invokeMethod(sender, "made", QtCore.Q_ARG(int, 5))
    assert seen == [5]


def test_it_is_known_as_connected(thing: Thing) -> None:
    meta = thing.metaObject()
    assert thing.isSignalConnected(meta.method(meta.indexOfSignal("made(int,QString)")))
