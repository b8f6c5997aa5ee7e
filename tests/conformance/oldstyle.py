"""The objects of the tests of signals by name: an emitter and a receiver with slots of several kinds."""

from __future__ import annotations

from typing import Any

from binding import QtCore

SIGNAL, SLOT = QtCore.SIGNAL, QtCore.SLOT
connect, disconnect = QtCore.QObject.connect, QtCore.QObject.disconnect


class Emitter(QtCore.QObject):
    """Signals of the types that old programs name in texts."""

    plain = QtCore.Signal()
    number = QtCore.Signal(int)
    text = QtCore.Signal(str)
    pair = QtCore.Signal(int, str)
    anything = QtCore.Signal(object)
    thing = QtCore.Signal(QtCore.QObject)
    octets = QtCore.Signal(QtCore.QByteArray)
    either = QtCore.Signal((int,), (str,))
    renamed = QtCore.Signal(int, name="elsewhere")


class Receiver(QtCore.QObject):
    """Remembers what reached it, and from whom."""

    relayed = QtCore.Signal()
    relayed_number = QtCore.Signal(int)

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self.heard: list[Any] = []
        self.senders: list[Any] = []

    @QtCore.Slot()
    def ping(self) -> None:
        """Take nothing."""
        self.heard.append("ping")
        self.senders.append(self.sender())

    @QtCore.Slot(int)
    def take_int(self, value: int) -> None:
        """Take a number."""
        self.heard.append(value)
        self.senders.append(self.sender())

    @QtCore.Slot(str)
    def take_text(self, value: str) -> None:
        """Take a text."""
        self.heard.append(value)

    @QtCore.Slot(int, str)
    def take_pair(self, value: int, text: str) -> None:
        """Take both."""
        self.heard.append((value, text))

    @QtCore.Slot(int)
    @QtCore.Slot(str)
    def take_either(self, value: Any) -> None:
        """Take a number or a text."""
        self.heard.append(("either", value))

    @QtCore.Slot(int, name="called", result=int)
    def under_another_name(self, value: int) -> int:
        """Be known as ``called``."""
        self.heard.append(("called", value))
        return value

    def undecorated(self) -> None:
        """Be no declared slot."""
        self.heard.append("undecorated")

    def undecorated_value(self, value: Any) -> None:
        """Be no declared slot, with a parameter."""
        self.heard.append(("undecorated", value))

    def hear(self, *arguments: Any) -> None:
        """Take everything."""
        self.heard.append(arguments)
        self.senders.append(self.sender())
