"""Connections: what stands between a signal and one slot, and the list of them behind a signal, a `blinker.Signal`.

Every connection has a context, a QObject whose thread decides where the slot runs and whose `sender` it sets: the object the
slot is a method of, or, for functions and methods of other objects, the emitting object itself (as in PySide6).

Thread safety: a list is changed under `registry_lock` and read as an immutable tuple, so emission needs no lock. A connection's
`active` only ever goes from True to False.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable
from threading import Lock, RLock
from types import MethodType
from typing import Any

import blinker

from netaccess._values.qtnamespace import Qt

from .capacity import capacity
from .posting import Posted, post, report_exception
from .qobject import QObject
from .signal import SignalInstance
from .threaddata import DEAD

registry_lock = RLock()
"""Guards every connection list. Re-entrant, because a collection inside it may destroy an object that has connections."""

_AUTO = int(Qt.ConnectionType.AutoConnection)
_DIRECT = int(Qt.ConnectionType.DirectConnection)
_BLOCKING = int(Qt.ConnectionType.BlockingQueuedConnection)
_UNIQUE = int(Qt.ConnectionType.UniqueConnection)
_SINGLE_SHOT = int(Qt.ConnectionType.SingleShotConnection)


class Connection:
    """One connection, and the handle that ``connect`` returns: true while it stands (``QMetaObject::Connection``)."""

    __slots__ = (
        "__weakref__",
        "active",
        "context",
        "count",
        "function",
        "listing",
        "mode",
        "short_cut",
        "single_shot",
        "slot",
    )

    SHORT_CUT = (
        2  # which short cut of `SignalInstance.emit` serves this class: 1 for methods, 2 for functions, 0 for none
    )

    def __init__(self) -> None:
        """Make a handle that stands for no connection."""
        self.active = False
        self.short_cut = 0
        self.single_shot = False

    def _set_up(self, listing: ConnectionList, context: weakref.ref[QObject], slot: Any, mode: int, count: int) -> None:
        self.active = True
        self.listing = listing
        self.context = context
        self.slot = slot
        self.mode = mode
        self.count = count

    def __bool__(self) -> bool:
        return self.active

    def run(self, sender: QObject, args: tuple[Any, ...], thread: int) -> None:
        """Deliver one emission. *thread* identifies the calling thread."""
        context = self.context()
        if context is None:
            self.listing.remove(self)
            return
        if not self.active:
            return
        if (context._qt_thread.ident != thread or self.mode != _AUTO) and not self._directly(context):
            self._elsewhere(context, sender, args, thread)
            return
        if self.single_shot and not self.listing.remove(self):
            return
        self.call(context, sender, args)

    def _directly(self, context: QObject) -> bool:
        return self.mode == _DIRECT and context._qt_thread is not DEAD

    def call(self, context: QObject, sender: QObject | None, args: tuple[Any, ...]) -> None:
        """Call the slot on this thread, with *sender* as the context's `QObject.sender` meanwhile."""
        previous = context._qt_sender
        context._qt_sender = sender
        try:
            self.invoke(context, args if self.count >= len(args) else args[: self.count])
        except Exception:
            report_exception()
        finally:
            context._qt_sender = previous

    def invoke(self, context: QObject, args: tuple[Any, ...]) -> None:
        """Call the slot with just these arguments."""
        self.function(*args)

    function: Callable[..., Any]

    def adopt(self, owner: weakref.ref[QObject]) -> None:
        """Take *owner*, the emitting object, as the context again."""
        if self.context() is None:
            self.context = owner

    def matches(self, slot: Any) -> bool:
        """Return whether the connection leads to *slot*."""
        return bool(self.slot == slot)

    def _elsewhere(self, context: QObject, sender: QObject, args: tuple[Any, ...], thread: int) -> None:
        """Deliver through the event queue of the context's thread."""
        if context._qt_thread is DEAD:
            self.listing.remove(self)
            return
        if self.single_shot and not self.listing.remove(self):
            return
        if self.mode != _BLOCKING:
            post(context, QueuedCall(self, sender, args))
            return
        if context._qt_thread.ident == thread:
            raise RuntimeError(
                f"a BlockingQueuedConnection inside one thread waits for itself: sender {sender!r} and receiver {context!r} "
                f"both live in {context._qt_thread.describe()}"
            )
        gate = Lock()
        gate.acquire()
        post(context, QueuedCall(self, sender, args, gate))
        gate.acquire()  # opened by the call's end, or when it is dropped


class MethodConnection(Connection):
    """To a method of a QObject, which is held weakly and runs in that object's thread."""

    __slots__ = ()

    SHORT_CUT = 1

    def adopt(self, owner: weakref.ref[QObject]) -> None:
        """Do nothing: the context is the receiver, not the emitting object."""

    def invoke(self, context: QObject, args: tuple[Any, ...]) -> None:
        """Call the method on the receiver."""
        self.function(context, *args)

    def matches(self, slot: Any) -> bool:
        """Return whether *slot* is the same method of the same object."""
        return isinstance(slot, MethodType) and slot.__self__ is self.context() and slot.__func__ is self.function


class WeakMethodConnection(Connection):
    """To a method of an object that is no QObject, held weakly."""

    __slots__ = ("owner",)

    SHORT_CUT = 0

    owner: weakref.ref[Any]

    def invoke(self, context: QObject, args: tuple[Any, ...]) -> None:
        """Call the method if its object is still there."""
        owner = self.owner()
        if owner is None:
            self.listing.remove(self)
        else:
            self.function(owner, *args)

    def matches(self, slot: Any) -> bool:
        """Return whether *slot* is the same method of the same object."""
        return isinstance(slot, MethodType) and slot.__self__ is self.owner() and slot.__func__ is self.function


class SignalConnection(Connection):
    """To another object's signal, which is emitted in its turn; the context is the object that has it."""

    __slots__ = ()

    SHORT_CUT = 0

    def call(self, context: QObject, sender: QObject | None, args: tuple[Any, ...]) -> None:
        """Emit. The slots behind see the relaying object as their sender, and its own `sender` stays as it is."""
        try:
            self.function(*args[: self.count])
        except Exception:
            report_exception()


class QueuedCall(Posted):
    """One emission on its way through an event queue; *gate*, if there is one, is released when it is over."""

    __slots__ = ("args", "connection", "gate", "sender")

    event_type = 43  # QEvent.Type.MetaCall

    def __init__(self, connection: Connection, sender: QObject, args: tuple[Any, ...], gate: Any = None) -> None:
        self.receiver = connection.context
        self.connection = connection
        self.sender = weakref.ref(sender)
        self.args = args
        self.gate = gate

    def deliver(self, receiver: QObject) -> None:
        """Run the slot; through the object's filters and ``event`` where the program watches them."""
        try:
            if receiver.watches_events():
                from .metacall import deliver_watched

                deliver_watched(receiver, self)
            else:
                self.place(receiver)
        finally:
            self.drop()

    def place(self, receiver: QObject) -> None:
        """Call the slot."""
        self.connection.call(receiver, self.sender(), self.args)

    def drop(self) -> None:
        """Let a blocked emitter go on."""
        gate, self.gate = self.gate, None
        if gate is not None:
            gate.release()


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
            connection._set_up(listing, weakref.ref(receiver), None, mode, capacity(slot, types))
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
    if mode == _AUTO and not connection.single_shot and connection.count >= len(types):
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
