"""What the tests of spies and waits share: an object with signals, and threads that emit them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from netaccess.QtCore import QMetaMethod, QObject, QThread, QTimer, Signal, Slot

PATIENCE = 20.0
"""Seconds after which something that has to happen counts as never happening; reached by failing tests only."""


class Download(QObject):
    """An object with signals of every kind."""

    started = Signal()
    progress = Signal(int, int)
    finished = Signal()
    failed = Signal(str)
    value = Signal((int,), (str,))

    @Slot()
    def work(self) -> None:
        """Emit a whole run."""
        self.started.emit()
        self.progress.emit(1, 2)
        self.progress.emit(2, 2)
        self.finished.emit()


def emit_in_thread(work: Callable[[], object], name: str = "helper") -> None:
    """Call *work* in a thread of Python's, and return when it is over."""
    thread = threading.Thread(target=work, name=name, daemon=True)
    thread.start()
    thread.join(PATIENCE)
    assert not thread.is_alive(), "the thread is stuck"


@contextmanager
def running_thread(name: str = "worker") -> Iterator[QThread]:
    """A QThread with an event loop."""
    thread = QThread()
    thread.setObjectName(name)
    thread.start()
    try:
        yield thread
    finally:
        thread.quit()
        assert thread.wait(int(PATIENCE * 1000)), "the thread does not end"


def later(work: Any) -> None:
    """Call *work* in the next pass of the loop."""
    QTimer.singleShot(0, work)


def connected(signal: Any, owner: QObject) -> bool:
    """Return whether anything is connected to *signal*."""
    return owner.isSignalConnected(QMetaMethod.fromSignal(signal))
