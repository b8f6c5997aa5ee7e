"""What the tests of fake loops and of turns share: timers, and threads that do something."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from netaccess.QtCore import QObject, QThread, QTimer, Signal, Slot


class Doing(QThread):
    """Runs a function."""

    def __init__(self, work: Callable[[], Any]) -> None:
        super().__init__()
        self.work = work

    def run(self) -> None:
        self.work()


def started(work: Callable[[], Any]) -> Doing:
    """Return a thread that does *work*, started."""
    thread = Doing(work)
    thread.start()
    return thread


class Worker(QObject):
    """Works for a quarter of a second, and tells in which thread."""

    done = Signal(object)

    @Slot()
    def work(self) -> None:
        QThread.msleep(250)
        self.done.emit(QThread.currentThread())


def every(milliseconds: int, slot: object) -> QTimer:
    """Return a timer that calls *slot* again and again."""
    timer = QTimer(interval=milliseconds)
    timer.timeout.connect(slot)
    timer.start()
    return timer
