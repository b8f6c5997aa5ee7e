"""A sequential device that a test feeds."""

from __future__ import annotations

from netaccess.QtCore import QIODevice


class Stream(QIODevice):
    """A sequential device that is fed by the test."""

    def __init__(self, *blocks: bytes) -> None:
        super().__init__()
        self.waiting = b"".join(blocks)
        self.over = False
        self.open(QIODevice.OpenModeFlag.ReadOnly)

    def isSequential(self) -> bool:
        return True

    def bytesAvailable(self) -> int:
        return len(self.waiting) + super().bytesAvailable()

    def atEnd(self) -> bool:
        return self.over and not self.waiting and super().atEnd()

    def readData(self, maxlen: int) -> bytes:
        data, self.waiting = self.waiting[:maxlen], self.waiting[maxlen:]
        return data

    def feed(self, data: bytes) -> None:
        self.waiting += data
        self.readyRead.emit()

    def finish(self) -> None:
        self.over = True
        self.readChannelFinished.emit()
