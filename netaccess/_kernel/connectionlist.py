"""The connections of one signal of one object: a `blinker.Signal`, made when something connects for the first time.

Thread safety: a list is changed under `registry_lock` and read as an immutable tuple, so emission needs no lock.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable
from threading import RLock
from types import MethodType
from typing import Any

import blinker

from netaccess._values.qtnamespace import Qt

from .capacity import capacity
from .connection import AUTO, Connection, MethodConnection, SignalConnection, WeakMethodConnection
from .qobject import QObject
from .signal import SignalInstance
from .threaddata import DEAD

registry_lock = RLock()
"""Guards every connection list. Re-entrant, because a collection inside it may destroy an object that has connections."""

_UNIQUE = int(Qt.ConnectionType.UniqueConnection)
_SINGLE_SHOT = int(Qt.ConnectionType.SingleShotConnection)


class _OrderedSet(dict[Any, None]):
    """What blinker needs of a set, in insertion order, so that ``blinker.Signal.send`` keeps the order of connection too."""

    def add(self, item: Any) -> None:
        self[item] = None

    def discard(self, item: Any) -> None:
        self.pop(item, None)

    def remove(self, item: Any) -> None:
        del self[item]

    def __or__(self, other: Any) -> Any:
        return _OrderedSet(dict.fromkeys([*self, *other]))


class ConnectionList(blinker.Signal):
    """The connections of one signal of one object, in order. *publish* is given the new snapshot after every change."""

    set_class = _OrderedSet  # type: ignore[assignment]

    def __init__(self, publish: Callable[[tuple[Connection, ...]], None]) -> None:
        super().__init__()
        self._publish = publish

    def add(self, connection: Connection) -> None:
        """Register a connection behind the others. A fresh object each time: blinker joins equal receivers into one."""
        with registry_lock:
            if len(self.receivers) >= 16:
                self._prune()
            self.connect(connection, weak=False)  # type: ignore[type-var]
            self._publish(self.snapshot())

    def remove(self, connection: Connection) -> bool:
        """Take a connection out; False when somebody else has already done so."""
        with registry_lock:
            if not connection.active:
                return False
            connection.active = False
            connection.short_cut = 0
            self.disconnect(connection)  # type: ignore[arg-type]
            self._publish(self.snapshot())
            return True

    def snapshot(self) -> tuple[Connection, ...]:
        """Return the connections that stand now."""
        return tuple(self.receivers.values())  # type: ignore[arg-type]

    def _prune(self) -> None:
        """Drop connections whose receiver is gone: they are not told of its death, but found when the list grows."""
        for connection in self.snapshot():
            context = connection.context()
            if context is None or context._qt_thread is DEAD:
                connection.active = False
                connection.short_cut = 0
                self.disconnect(connection)  # type: ignore[arg-type]


def make_connection(
    listing: ConnectionList, owner: QObject, types: tuple[Any, ...], slot: Any, kind: int
) -> Connection:
    """Connect *slot* to *listing*, a signal of *owner* with these argument *types*; *kind* is the `Qt.ConnectionType`.

    Raises `TypeError` for what cannot be called and `RuntimeError` for a method of a deleted object.
    """
    if kind & _UNIQUE and any(existing.matches(slot) for existing in listing.snapshot()):
        return Connection()
    mode = kind & 0xF
    connection: Connection
    if isinstance(slot, MethodType):
        receiver = slot.__self__
        if isinstance(receiver, QObject):
            if receiver._qt_thread is DEAD:
                raise RuntimeError(f"cannot connect to a method of a deleted object: {slot!r}")
            connection = MethodConnection()
            # The receiver keeps the reference to itself that all its connections share: the collector would clear one
            # that only a dying emitter holds, before the emitter can say goodbye.
            context = receiver._qt_self = weakref.ref(receiver)
            connection._set_up(listing, context, None, mode, capacity(slot, types))
            connection.function = slot.__func__
        else:
            connection = _weak_method(slot)
            connection._set_up(
                listing,
                weakref.ref(owner),
                slot if connection.__class__ is Connection else None,
                mode,
                capacity(slot, types),
            )
    elif isinstance(slot, SignalInstance):
        connection = SignalConnection()
        connection._set_up(listing, slot._owner, slot, mode, slot._count)
        connection.function = slot.relay
    else:
        connection = Connection()
        connection._set_up(listing, weakref.ref(owner), slot, mode, capacity(slot, types))
        connection.function = slot
    connection.single_shot = bool(kind & _SINGLE_SHOT)
    if mode == AUTO and not connection.single_shot and connection.count >= len(types):
        connection.short_cut = connection.SHORT_CUT
    listing.add(connection)
    return connection


def _weak_method(slot: MethodType) -> Connection:
    """Return a connection that holds the method's object weakly where that object allows it (a class is held strongly)."""
    try:
        owner = weakref.ref(slot.__self__)
    except TypeError:
        strong = Connection()
        strong.function = slot
        return strong
    weak = WeakMethodConnection()
    weak.owner = owner
    weak.function = slot.__func__
    return weak
