"""``connectNotify`` and ``disconnectNotify``: telling an object that somebody has connected to one of its signals.

Objects whose class overrides neither have ordinary lists of connections, and pay nothing for these.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .connectionlist import ConnectionList
from .posting import report_exception

if TYPE_CHECKING:
    from .connection import Connection


class NotifyingList(ConnectionList):
    """The connections of a signal whose object wants to be told. The object's code runs when no lock is held."""

    def add(self, connection: Connection) -> None:
        """Register a connection, then call ``connectNotify``."""
        super().add(connection)
        self._tell("connectNotify")

    def remove(self, connection: Connection) -> bool:
        """Take a connection out, then call ``disconnectNotify``, unless it ended because its receiver died."""
        removed = super().remove(connection)
        if removed and connection.context() is not None:
            self._tell("disconnectNotify")
        return removed

    def remove_all(self) -> bool:
        """Take out every connection, then call ``disconnectNotify`` once."""
        removed = self.remove_silently()
        if removed:
            self._tell("disconnectNotify")
        return removed

    def remove_silently(self) -> bool:
        """Take out every connection and tell nobody."""
        return any([super(NotifyingList, self).remove(connection) for connection in self.snapshot()])

    def _tell(self, method: str) -> None:
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
