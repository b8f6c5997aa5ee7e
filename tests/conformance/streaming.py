"""What the tests of `QDataStream` share: streams on bytes, and what keeps them alive."""

from __future__ import annotations

from typing import Any

from binding import QtCore, enum_name

QByteArray = QtCore.QByteArray
QBuffer = QtCore.QBuffer
QDataStream = QtCore.QDataStream
QIODevice = QtCore.QIODevice


class Reading:
    """A stream that reads *data*, and what it needs to stay alive."""

    def __init__(self, data: bytes) -> None:
        self.array = QByteArray(data)
        self.buffer = QBuffer(self.array)
        self.buffer.open(QIODevice.ReadOnly)
        self.stream = QDataStream(self.buffer)

    def __enter__(self) -> Any:
        return self.stream

    def __exit__(self, *_: Any) -> None:
        self.stream.setDevice(None)

    def status(self) -> str:
        return enum_name(self.stream.status())


_alive: list[Any] = []  # on the oracle a stream does not keep its array alive


def opened(array: Any, mode: Any = QIODevice.WriteOnly) -> Any:
    """A stream on bytes."""
    _alive[:] = [array]
    return QDataStream(array, mode)
