"""``connectNotify``, ``disconnectNotify`` and ``isSignalConnected``."""

from __future__ import annotations

from typing import Any

import pytest
from binding import QtCore
from objects import destroy
from oldstyle import SIGNAL, SLOT, Receiver, connect, disconnect

# PySide2 tells with texts inside its own connections, and crashes at some; PySide6 tells more than once.
pytestmark = pytest.mark.only("netaccess", "PySide6")


class Notified(QtCore.QObject):
    """Notes what it is told of its connections."""

    plain = QtCore.Signal()
    number = QtCore.Signal(int)
    either = QtCore.Signal((int,), (str,))

    def __init__(self) -> None:
        super().__init__()
        self.told: list[str] = []

    def connectNotify(self, signal: Any) -> None:
        """Note a connection."""
        self.note("+", signal)

    def disconnectNotify(self, signal: Any) -> None:
        """Note a disconnection."""
        self.note("-", signal)

    def note(self, sign: str, signal: Any) -> None:
        """Note the signature, once where it comes again."""
        text = sign + bytes(signal.methodSignature()).decode()
        if not text.endswith("destroyed(QObject*)") and (not self.told or self.told[-1] != text):
            self.told.append(text)


@pytest.fixture
def notified() -> Any:
    """A fresh object."""
    return Notified()


def test_a_connection_is_told(notified: Any) -> None:
    notified.number.connect(print)
    assert notified.told == ["+number(int)"]


def test_a_disconnection_is_told(notified: Any) -> None:
    notified.number.connect(print)
    notified.number.disconnect(print)
    assert notified.told == ["+number(int)", "-number(int)"]


def test_a_receiver_is_not_told_that_it_is_connected_to(notified: Any) -> None:
    sender = Notified()
    sender.number.connect(notified.setObjectName)
    sender.number.disconnect(notified.setObjectName)
    assert sender.told == ["+number(int)", "-number(int)"]
    assert notified.told == []


def test_the_overload_is_told(notified: Any) -> None:
    notified.either[str].connect(print)
    assert notified.told == ["+either(QString)"]


def test_a_connection_by_text_is_told(notified: Any) -> None:
    receiver = Receiver()
    connect(notified, SIGNAL("number(int)"), receiver, SLOT("take_int(int)"))
    disconnect(notified, SIGNAL("number(int)"), receiver, SLOT("take_int(int)"))
    assert notified.told == ["+number(int)", "-number(int)"]


def test_the_end_of_a_handle_is_told(notified: Any) -> None:
    handle = notified.plain.connect(print)
    QtCore.QObject.disconnect(handle)
    assert notified.told == ["+plain()", "-plain()"]


def test_disconnecting_everything_of_a_signal_is_told_once(notified: Any) -> None:
    notified.plain.connect(print)
    notified.plain.connect(Receiver().ping)
    told: list[str] = []
    notified.note = lambda sign, signal: told.append(sign)
    notified.plain.disconnect()
    assert told == ["-"]


def test_disconnecting_every_signal_is_told_with_no_signal(notified: Any) -> None:
    receiver = Receiver()
    connect(notified, SIGNAL("plain()"), receiver, SLOT("ping()"))
    connect(notified, SIGNAL("number(int)"), receiver, SLOT("take_int(int)"))
    notified.told.clear()
    assert disconnect(notified, None, None, None)
    assert notified.told == ["-"]


def test_a_disconnection_that_fails_is_not_told(notified: Any) -> None:
    assert not disconnect(notified, SIGNAL("plain()"), Receiver(), SLOT("ping()"))
    assert notified.told == []


def test_a_refused_unique_connection_is_not_told(notified: Any) -> None:
    receiver = Receiver()
    notified.plain.connect(receiver.ping, QtCore.Qt.UniqueConnection)
    notified.told.clear()
    notified.plain.connect(receiver.ping, QtCore.Qt.UniqueConnection)
    assert notified.told == []


def test_a_single_shot_connection_is_told_when_it_ends(notified: Any) -> None:
    receiver = Receiver()
    notified.plain.connect(receiver.ping, QtCore.Qt.SingleShotConnection)
    notified.plain.emit()
    assert notified.told == ["+plain()", "-plain()"]


def test_the_death_of_a_receiver_is_told(notified: Any) -> None:
    receiver = Receiver()
    notified.plain.connect(receiver.ping)
    destroy(receiver)
    assert notified.told == ["+plain()", "-plain()"]


def test_the_death_of_the_object_itself_is_not_told() -> None:
    told: list[str] = []

    class Dying(QtCore.QObject):
        plain = QtCore.Signal()

        def disconnectNotify(self, signal: Any) -> None:
            told.append("told")

    dying, receiver = Dying(), Receiver()
    dying.plain.connect(receiver.ping)
    destroy(dying)
    assert told == []


def test_the_target_of_a_relay_is_not_told(notified: Any) -> None:
    receiver = Receiver()
    receiver.relayed.connect(notified.plain)
    assert notified.told == []


def test_a_signal_of_the_base_class_is_told(notified: Any) -> None:
    notified.objectNameChanged.connect(print)
    assert notified.told == ["+objectNameChanged(QString)"]


def test_the_notification_comes_when_the_connection_stands() -> None:
    class Counting(QtCore.QObject):
        plain = QtCore.Signal()

        def __init__(self) -> None:
            super().__init__()
            self.counts: list[int] = []

        def connectNotify(self, signal: Any) -> None:
            self.counts.append(self.receivers(SIGNAL("plain()")))

    counting = Counting()
    counting.plain.connect(Receiver().ping)
    assert counting.counts[-1] == 1


def test_the_name_of_the_signal_is_told() -> None:
    names: list[bytes] = []

    class Naming(QtCore.QObject):
        plain = QtCore.Signal()

        def connectNotify(self, signal: Any) -> None:
            names.append(bytes(signal.name()))

    naming = Naming()
    naming.plain.connect(Receiver().ping)
    assert names[-1] == b"plain"


def test_lazy_work_can_begin_with_the_first_connection() -> None:
    class Lazy(QtCore.QObject):
        data = QtCore.Signal(int)
        started = False

        def connectNotify(self, signal: Any) -> None:
            if signal == QtCore.QMetaMethod.fromSignal(self.data):
                self.started = True

    lazy = Lazy()
    lazy.objectNameChanged.connect(print)
    assert not lazy.started
    lazy.data.connect(print)
    assert lazy.started


# isSignalConnected


def test_a_signal_without_connections_is_not_connected(notified: Any) -> None:
    assert not notified.isSignalConnected(QtCore.QMetaMethod.fromSignal(notified.plain))


def test_a_connected_signal_is_connected(notified: Any) -> None:
    notified.plain.connect(print)
    assert notified.isSignalConnected(QtCore.QMetaMethod.fromSignal(notified.plain))
    assert not notified.isSignalConnected(QtCore.QMetaMethod.fromSignal(notified.number))


def test_a_disconnected_signal_is_not_connected(notified: Any) -> None:
    notified.plain.connect(print)
    notified.plain.disconnect(print)
    assert not notified.isSignalConnected(QtCore.QMetaMethod.fromSignal(notified.plain))


def test_no_signal_is_not_connected(notified: Any) -> None:
    assert not notified.isSignalConnected(QtCore.QMetaMethod())


def test_a_number_is_no_signal(notified: Any) -> None:
    with pytest.raises(TypeError):
        notified.isSignalConnected(5)
