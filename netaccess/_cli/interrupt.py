"""Ctrl-C and termination while a loop runs: noted at once, acted upon by whoever looks."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from types import FrameType, TracebackType

_SIGNALS = tuple(
    number for name in ("SIGINT", "SIGTERM", "SIGHUP") if (number := getattr(signal, name, None)) is not None
)


class Interrupts:
    """A context manager under which the first Ctrl-C sets `number` and the second one works as ever.

    The handler only takes a note. It runs between any two lines of the main thread, inside the loop's own code too,
    where calling anything that takes a lock could wait for itself.
    """

    def __init__(self) -> None:
        """Start without an interruption."""
        self.number: int | None = None
        self._before: dict[int, Any] = {}

    def __enter__(self) -> Interrupts:
        """Begin to listen; on another than the main thread signals cannot be had, and nothing happens."""
        try:
            for number in _SIGNALS:
                before = signal.getsignal(number)
                if before is not signal.SIG_IGN:  # nohup means it
                    self._before[number] = before
                    signal.signal(number, self._note)
        except ValueError:
            self._before.clear()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Put the former handlers back."""
        for number, before in self._before.items():
            signal.signal(number, before if before is not None else signal.SIG_DFL)
        self._before.clear()

    def _note(self, number: int, frame: FrameType | None) -> None:
        """Remember the signal, and let the next one of its kind do what it would have done."""
        self.number = number
        signal.signal(number, self._before.get(number) or signal.SIG_DFL)
