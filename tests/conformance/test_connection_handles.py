"""What connecting returns: a handle that is true as long as the connection is there."""

from __future__ import annotations

import pytest
from binding import QtCore
from signalclasses import Base

QObject = QtCore.QObject


@pytest.mark.only("netaccess", "PySide6")
def test_a_connection_handle_is_a_qmetaobject_connection() -> None:
    instance = Base()
    handle = instance.other.connect(print)
    assert isinstance(handle, QtCore.QMetaObject.Connection)
    assert type(handle).__name__ == "Connection"
    assert type(handle).__qualname__ == "QMetaObject.Connection"


@pytest.mark.only("netaccess", "PySide6")
def test_connection_handles_are_equal_to_themselves_only() -> None:
    instance = Base()
    one, two = instance.other.connect(print), instance.other.connect(print)
    assert one == one
    assert one != two
    assert {one: 1, two: 2}[one] == 1


@pytest.mark.only("netaccess", "PySide6")
def test_an_old_connection_gives_a_handle_that_disconnects() -> None:
    instance = Base()
    handle = QObject.connect(instance, QtCore.SIGNAL("other()"), lambda: None)
    assert bool(handle)
    assert QObject.disconnect(handle)
    assert not handle
    assert not QObject.disconnect(handle)


@pytest.mark.only("netaccess", "PySide6")
def test_a_handle_goes_false_when_its_receiver_dies() -> None:
    from objects import destroy

    class Receiver(QObject):
        @QtCore.Slot()
        def ping(self) -> None:
            pass

    instance, receiver = Base(), Receiver()
    handle = instance.other.connect(receiver.ping)
    destroy(receiver)
    assert not handle


@pytest.mark.only("netaccess", "PySide6")
def test_a_handle_goes_false_when_its_sender_dies() -> None:
    from objects import destroy

    instance = Base()
    handle = instance.other.connect(print)
    destroy(instance)
    assert not handle
