"""The connections of one signal of one object: a `blinker.Signal`, made when something connects for the first time.

Thread safety: a list is changed under `registry_lock` and read as an immutable tuple, so emission needs no lock.
"""

from __future__ import annotations

import weakref
from types import MethodType
from typing import Any

import blinker

from netaccess._values.qtnamespace import Qt

from .capacity import UNBOUNDED, capacity
from .connection import AUTO, Connection, MethodConnection, SignalConnection, WeakMethodConnection
from .qobject import QObject
from .signal import SignalInstance
from .threaddata import DEAD, registry_lock

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
    """The connections of *bound*, one signal of one object, in order; it is given the new snapshot after every change."""

    set_class = _OrderedSet  # type: ignore[assignment]

    def __init__(self, bound: SignalInstance) -> None:
        super().__init__()
        self.bound = bound

    def connect_slot(self, owner: QObject, types: tuple[Any, ...], slot: Any, kind: int) -> Connection:
        """Connect *slot*; see `make_connection`."""
        return make_connection(self, owner, types, slot, kind)

    def add(self, connection: Connection) -> None:
        """Register a connection behind the others. A fresh object each time: blinker joins equal receivers into one."""
        gone: list[object] = []  # what has been dropped may be the program's, and dies when the lock is free
        with registry_lock:
            if len(self.receivers) >= 16:
                self._prune(gone)
            self.connect(connection, weak=False)  # type: ignore[type-var]
            self._publish()

    def remove(self, connection: Connection) -> bool:
        """Take a connection out; False when somebody else has already done so."""
        with registry_lock:
            if not connection.active:
                return False
            connection.active = False
            connection.short_cut = 0
            self.disconnect(connection)  # type: ignore[arg-type]
            self._publish()
            return True

    def remove_all(self) -> bool:
        """Take out every connection; False when there was none that stood."""
        return any([self.end(connection) for connection in self.snapshot()])

    def end(self, connection: Connection) -> bool:
        """Take out a connection because the program says so; False when there was none any more, its receiver being gone."""
        stood = connection.stands()
        return self.remove(connection) and stood

    def snapshot(self) -> tuple[Connection, ...]:
        """Return the connections that stand now."""
        return tuple(self.receivers.values())  # type: ignore[arg-type]

    def _publish(self) -> None:
        """Give the signal its new snapshot: read and stored in one step without a call between them, where a collection could
        connect something that the older snapshot would then hide.
        """
        self.bound._live = (*self.receivers.values(),)  # type: ignore[arg-type]

    def _prune(self, gone: list[object]) -> None:
        """Drop connections whose receiver is gone: they are not told of its death, but found when the list grows.

        :param gone: takes what must not die before the lock is free.
        """
        for connection in self.snapshot():
            context = connection.context()
            gone.append(context)
            if context is None or context._qt_thread is DEAD:
                gone.append(connection)
                connection.active = False
                connection.short_cut = 0
                self.disconnect(connection)  # type: ignore[arg-type]


def list_of(bound: SignalInstance) -> ConnectionList:
    """Return the connections of *bound*, a list made when the first connection is."""
    owner = bound._owner()
    made: ConnectionList
    if owner is not None and _overrides_notify(owner):
        from .connectnotify import NotifyingList

        made = NotifyingList(bound)
    else:
        made = ConnectionList(bound)
    with registry_lock:  # two threads that connect first have one list
        bound._list = made if bound._list is None else bound._list  # one step, as in `ConnectionList._publish`
        return bound._list


def _overrides_notify(owner: QObject) -> bool:
    """Return whether the program has put its own ``connectNotify`` or ``disconnectNotify`` on *owner* or its class."""
    cls, state = type(owner), owner.__dict__
    return (
        cls.connectNotify is not QObject.connectNotify
        or cls.disconnectNotify is not QObject.disconnectNotify
        or "connectNotify" in state
        or "disconnectNotify" in state
    )


def make_connection(
    listing: ConnectionList,
    owner: QObject,
    types: tuple[Any, ...],
    slot: Any,
    kind: int,
    limit: int = UNBOUNDED,
    named: bool = False,
) -> Connection:
    """Connect *slot* to *listing*, a signal of *owner* with these argument *types*; *kind* is the `Qt.ConnectionType`.

    :param limit: give the slot no more than so many arguments.
    :param named: *owner* is not the emitting object but one that was named as receiver: a function runs in its thread and
        its connection ends with it.
    Raises `TypeError` for what cannot be called and `RuntimeError` for a method of a deleted object.
    """
    if kind & _UNIQUE and any(existing.matches(slot) for existing in listing.snapshot()):
        return Connection()
    mode = kind & 0xF
    given = types[:limit]
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
            connection._set_up(listing, context, None, mode, min(capacity(slot, given), limit))
            connection.function = slot.__func__
        else:
            connection = _weak_method(slot)
            connection._set_up(
                listing,
                weakref.ref(owner),
                slot if connection.__class__ is Connection else None,
                mode,
                min(capacity(slot, given), limit),
            )
    elif isinstance(slot, SignalInstance):
        connection = SignalConnection()
        connection._set_up(listing, slot._owner, slot, mode, min(slot._count, limit) if slot._count >= 0 else UNBOUNDED)
        connection.function = slot.relay
    else:
        connection = Connection()
        connection._set_up(listing, weakref.ref(owner), slot, mode, min(capacity(slot, given), limit))
        connection.function = slot
    connection.single_shot = bool(kind & _SINGLE_SHOT)
    if mode == AUTO and not connection.single_shot and connection.count >= len(types):
        # The short cut for functions takes the emitting object for their context.
        connection.short_cut = 0 if named and connection.SHORT_CUT == 2 else connection.SHORT_CUT
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
