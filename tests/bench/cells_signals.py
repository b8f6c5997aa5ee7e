"""Cells of the signal framework: direct and queued emission, connecting and disconnecting."""

from __future__ import annotations

from collections import deque
from time import perf_counter
from typing import TYPE_CHECKING, Any

from binding import QtCore

if TYPE_CHECKING:
    from collections.abc import Callable

    from cells import Setting

REPEATS = 5
DIRECT_EMISSIONS = 40_000
QUEUED_EMISSIONS = 10_000
QUEUED_BATCH = 500
CONNECTIONS = 8_000


class Sender(QtCore.QObject):  # type: ignore[misc]
    """An object with one signal of one argument."""

    changed = QtCore.Signal(int)


class Receiver(QtCore.QObject):  # type: ignore[misc]
    """An object whose method is the slot; it counts, so that a cell can tell that it was called."""

    def __init__(self) -> None:
        super().__init__()
        self.calls = 0

    def on_changed(self, value: int) -> None:
        """Count one call."""
        self.calls += 1


def _best_microseconds(run: Callable[[int], Any], count: int) -> dict[str, float]:
    """Return the microseconds of one of ``count`` operations, from the fastest of a few repeats after a warm-up."""
    run(count // 10)
    best = float("inf")
    for _ in range(REPEATS):
        start = perf_counter()
        run(count)
        best = min(best, perf_counter() - start)
    return {"value": best / count * 1e6}


def emit_method(setting: Setting) -> dict[str, float]:
    """Emit to one bound method of another object in the same thread."""
    sender, receiver = Sender(), Receiver()
    sender.changed.connect(receiver.on_changed)

    def run(count: int) -> None:
        before = receiver.calls
        for value in range(count):
            sender.changed.emit(value)
        assert receiver.calls - before == count

    return _best_microseconds(run, setting.times(DIRECT_EMISSIONS))


def emit_lambda(setting: Setting) -> dict[str, float]:
    """Emit to one lambda."""
    sender = Sender()
    seen: deque[int] = deque(maxlen=1)
    sender.changed.connect(lambda value: seen.append(value))

    def run(count: int) -> None:
        for value in range(count):
            sender.changed.emit(value)
        assert seen[0] == count - 1

    return _best_microseconds(run, setting.times(DIRECT_EMISSIONS))


def emit_queued(setting: Setting) -> dict[str, float]:
    """Emit over a queued connection in batches, and let the loop deliver each batch."""
    application = QtCore.QCoreApplication([])
    sender, receiver = Sender(), Receiver()
    sender.changed.connect(receiver.on_changed, QtCore.Qt.QueuedConnection)

    def run(count: int) -> None:
        for _ in range(count // QUEUED_BATCH):
            wanted = receiver.calls + QUEUED_BATCH
            for value in range(QUEUED_BATCH):
                sender.changed.emit(value)
            while receiver.calls < wanted:
                application.processEvents()

    return _best_microseconds(run, setting.times(QUEUED_EMISSIONS))


def connect_disconnect(setting: Setting) -> dict[str, float]:
    """Connect a bound method and disconnect it again."""
    sender, receiver = Sender(), Receiver()

    def run(count: int) -> None:
        for _ in range(count):
            sender.changed.connect(receiver.on_changed)
            sender.changed.disconnect(receiver.on_changed)

    return _best_microseconds(run, setting.times(CONNECTIONS))
