"""A queued slot call made visible as an event, for objects whose events the program filters or overrides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .events import QEvent
from .posting import notify

if TYPE_CHECKING:
    from .connection import QueuedCall
    from .qobject import QObject


class MetaCallEvent(QEvent):
    """The event of type ``MetaCall``: handled by the object, it runs the slot."""

    __slots__ = ("_qt_call",)

    def __init__(self, call: QueuedCall) -> None:
        super().__init__(QEvent.Type.MetaCall)
        self._qt_call = call

    def place(self, receiver: QObject) -> None:
        """Run the slot."""
        self._qt_call.place(receiver)


def deliver_watched(receiver: QObject, call: QueuedCall) -> None:
    """Deliver *call* through filters and ``event``."""
    notify(receiver, MetaCallEvent(call))
