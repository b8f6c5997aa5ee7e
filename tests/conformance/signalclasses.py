"""Classes with signals that others inherit or redefine, and a way to hear a signal."""

from __future__ import annotations

from typing import Any

from binding import QtCore

Signal, QObject = QtCore.Signal, QtCore.QObject


class Base(QObject):
    """A signal that subclasses do things to."""

    changed = Signal(int)
    other = Signal()


class Redefined(Base):
    """The same name with another type."""

    changed = Signal(str)


def heard_by(signal: Any) -> list[Any]:
    """Connect a list of argument tuples to a signal."""
    calls: list[Any] = []
    signal.connect(lambda *arguments: calls.append(arguments))
    return calls
