"""``connectNotify`` and ``disconnectNotify``: telling an object that somebody has connected to one of its signals.

Objects whose class overrides neither have ordinary lists of connections, and pay nothing for these.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from .connectionlist import ConnectionList
from .posting import report_exception
from .qobject import QObject

if TYPE_CHECKING:
    from .connection import Connection
    from .signal import SignalInstance

_DESTROYED = QObject.__dict__["destroyed"]


class _Watch(partial[None]):
    """What is called when a connection's receiver dies: a connection of our own, of which nobody is told."""


class NotifyingList(ConnectionList):
    """The connections of a signal whose object wants to be told. The object's code runs when no lock is held."""

    def __init__(self, bound: SignalInstance) -> None:
        """:param bound: the signal."""
        super().__init__(bound)
        self._watches: dict[Connection, Connection] = {}  # what tells of the death of each connection's receiver

    def add(self, connection: Connection) -> None:
        """Register a connection, then call ``connectNotify``."""
        super().add(connection)
        receiver = connection.context()
        if receiver is not None and receiver is not self.bound._owner():
            destroyed = _DESTROYED.__get__(receiver, type(receiver))
            self._watches[connection] = destroyed.connect(_Watch(self._end, connection))
        self._tell("connectNotify", connection)

    def _end(self, connection: Connection, *_receiver: object) -> None:
        self.remove(connection)

    def remove(self, connection: Connection) -> bool:
        """Take a connection out, then call ``disconnectNotify``."""
        removed = self._remove(connection)
        if removed:
            self._tell("disconnectNotify", connection)
        return removed

    def _remove(self, connection: Connection) -> bool:
        removed = super().remove(connection)
        watch = self._watches.pop(connection, None)
        if watch is not None:
            watch.listing.remove(watch)
        return removed

    def remove_all(self) -> bool:
        """Take out every connection, then call ``disconnectNotify`` once."""
        removed = self.remove_silently()
        if removed:
            self._tell("disconnectNotify")
        return removed

    def remove_silently(self) -> bool:
        """Take out every connection and tell nobody."""
        return any([self._remove(connection) for connection in self.snapshot()])

    def _tell(self, method: str, connection: Connection | None = None) -> None:
        if connection is not None and isinstance(connection.slot, _Watch):
            return
        from .metamethod import QMetaMethod

        owner: Any = self.bound._owner()
        if owner is not None and "_qt_dying" not in owner.__dict__:
            call_notify(owner, method, QMetaMethod.fromSignal(self.bound))


def call_notify(owner: Any, method: str, signal: Any) -> None:
    """Call the object's method with the `QMetaMethod` of a signal; an exception goes to ``sys.excepthook``."""
    try:
        getattr(owner, method)(signal)
    except Exception:
        report_exception()
