"""Connections: what stands between a signal and one slot.

Every connection has a context, a QObject whose thread decides where the slot runs and whose `sender` it sets: the object
the slot is a method of, or, for functions and methods of other objects, the emitting object itself (as in PySide6).

Thread safety: a connection's `active` only ever goes from True to False, under the lock of `connectionlist`.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable
from types import MethodType
from typing import TYPE_CHECKING, Any

from netaccess._values.qtnamespace import Qt

from .posting import Posted, post, report_exception
from .qobject import QObject
from .threaddata import DEAD

if TYPE_CHECKING:
    from .connectionlist import ConnectionList

AUTO = int(Qt.ConnectionType.AutoConnection)
_DIRECT = int(Qt.ConnectionType.DirectConnection)
_BLOCKING = int(Qt.ConnectionType.BlockingQueuedConnection)


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
        return self.stands()

    def stands(self) -> bool:
        """Return whether the connection has not been ended and its receiver lives."""
        if not self.active:
            return False
        context = self.context()
        return context is not None and context._qt_thread is not DEAD

    def run(self, sender: QObject, args: tuple[Any, ...], thread: int) -> None:
        """Deliver one emission. *thread* identifies the calling thread."""
        context = self.context()
        if context is None:
            self.listing.remove(self)
            return
        if not self.active:
            return
        if (context._qt_thread.ident != thread or self.mode != AUTO) and not self._directly(context):
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

    def leads_to(self, receiver: QObject) -> bool:
        """Return whether the slot belongs to *receiver*, or runs on its account."""
        return self.context() is receiver

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
        else:
            self._blocking(context, sender, args)

    def _blocking(self, context: QObject, sender: QObject, args: tuple[Any, ...]) -> None:
        """Have the slot called in the context's thread, and wait until that is done."""
        from .blocking import call_and_wait

        call_and_wait(context, sender, lambda gate: QueuedCall(self, sender, args, gate))


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


for _kind in (Connection, MethodConnection, WeakMethodConnection, SignalConnection):
    _kind.__name__ = "Connection"  # programs know one class, and find it in QMetaObject
    _kind.__qualname__ = "QMetaObject.Connection"
