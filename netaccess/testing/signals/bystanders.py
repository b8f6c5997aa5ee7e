"""What an object emits while one of its other signals is waited for: the first thing one asks when that does not come."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from netaccess._kernel.qobject import QObject
from netaccess._kernel.threaddata import DEAD

from .signalspy import Emission, SignalSpy, signals_of
from .wording import call_text

if TYPE_CHECKING:
    from netaccess._kernel.signal import SignalInstance

    from .signalspy import _Source

_KEPT = 20
_DESTROYED = QObject.__dict__["destroyed"]


class Bystanders(SignalSpy):
    """Listens to the other signals of the objects that are waited for, and keeps the texts of the latest emissions.

    Only the texts, so that arguments die when they would without it. Objects that want to be told of connections
    (``connectNotify``) are left alone.
    """

    def __init__(self, awaited: Iterable[SignalInstance], on_death: Callable[[object], None]) -> None:
        """
        :param awaited: the signals that are waited for.
        :param on_death: called with each of their objects that is being destroyed, in its thread.
        """
        self._on_death = on_death
        known = list(awaited)
        others: list[SignalInstance] = []
        for owner in {id(each._owner()): each._owner() for each in known}.values():
            if owner is not None and owner._qt_thread is not DEAD and not _wants_to_know(owner):
                others += [each for each in signals_of(owner) if not any(each is one for one in known)]
        self._texts: deque[str] = deque(maxlen=_KEPT)
        self._heard_at_all = 0
        if others:
            super().__init__(*others)
        else:
            self._sources = []

    def _record(self, source: _Source, args: tuple[Any, ...]) -> None:
        emission = Emission(source.name, (), self._now(), "")
        self._heard_at_all += 1  # a number for people: threads that count at once may lose one
        self._texts.append(f"{self._when(emission)}  {call_text(source.name, args)}")
        if source.bound._signal is _DESTROYED:
            self._on_death(source.bound._owner())

    def lines(self) -> list[str]:
        """Return the latest emissions, a line each, and how many there were before those."""
        texts = list(self._texts)
        before = self._heard_at_all - len(texts)
        return [f"... {before} more before these ...", *texts] if before > 0 else texts


def _wants_to_know(owner: QObject) -> bool:
    """Return whether the program has put its own ``connectNotify`` or ``disconnectNotify`` on *owner* or its class."""
    cls, state = type(owner), owner.__dict__
    return any(
        getattr(cls, name) is not getattr(QObject, name) or name in state
        for name in ("connectNotify", "disconnectNotify")
    )
