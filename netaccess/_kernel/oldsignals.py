"""The old way to connect and emit: ``QObject.connect(sender, SIGNAL("finished()"), receiver, SLOT("done()"))``.

Works as in PySide 1, in all its forms, and as far as PySide6 still has them as there. Signals that were never declared are
made when something connects to them.
"""

from __future__ import annotations

from typing import Any

from .capacity import UNBOUNDED
from .connection import Connection
from .connectionlist import make_connection
from .connectnotify import NotifyingList, call_notify
from .qobject import QObject
from .qtwarning import warn
from .signal import SignalInstance, check_kind
from .signalnames import check_alive, find_signal, find_slot, signal_or_new
from .typefamilies import same_types
from .typenames import normalized_signature, split_signature, type_name

_texts: dict[str, str] = {}


def SIGNAL(signature: str) -> str:
    """Return what names a signal to ``QObject.connect``, ``emit`` and their like: ``SIGNAL("finished(QNetworkReply*)")``.

    Without parentheses it names a signal of PySide 1's short-circuit kind, which takes any arguments.
    """
    return "2" + _normal(signature)


def SLOT(signature: str) -> str:
    """Return what names a slot to ``QObject.connect`` and its like: ``SLOT("deleteLater()")``."""
    return "1" + _normal(signature)


def _normal(signature: str) -> str:
    """Return the normal form of a signature, remembered: old programs ask at every emission."""
    found = _texts.get(signature)
    if found is None:
        if not isinstance(signature, str):
            raise TypeError(f"a signal or slot is named by a str, not {signature!r}")
        found = normalized_signature(signature)
        if len(_texts) < 1000:
            _texts[signature] = found
    return found


def connect(instance: QObject | None, arguments: tuple[Any, ...], kind: Any) -> Connection:
    """Connect as ``QObject.connect`` does; *instance* is the object it was called on, if it was called on one."""
    rest = list(arguments)
    sender = _take_sender(instance, rest, "connect")
    if not rest or not _is_signal(rest[0]):
        raise TypeError(_usage("connect", arguments, "the signal is given as SIGNAL('name(types)')"))
    text = rest.pop(0)[1:]
    source = signal_or_new(sender, text)
    receiver: Any = None
    if len(rest) > 1 and isinstance(rest[0], QObject) and (isinstance(rest[1], str) or callable(rest[1])):
        receiver = rest.pop(0)
    if not rest or len(rest) > 2:
        raise TypeError(
            _usage("connect", arguments, "what to call comes after the signal, then only a connection type")
        )
    slot = rest.pop(0)
    kind = rest.pop() if rest else kind
    if isinstance(slot, str):
        receiver = instance if receiver is None else receiver
        if receiver is None:
            raise TypeError(_usage("connect", arguments, "a SLOT() needs the object that has it"))
        return _connect_text(source, receiver, slot, kind)
    if isinstance(slot, SignalInstance):
        return source.connect(slot, kind)
    if not callable(slot):
        raise TypeError(_usage("connect", arguments, f"{slot!r} cannot be called"))
    context = sender if receiver is None else receiver
    check_alive(context)
    limit = 0 if text.endswith("()") else UNBOUNDED  # destroyed() is a signal with an argument as well
    types = source._signature.types
    return make_connection(source._listing(), context, types, slot, check_kind(kind), limit, context is not sender)


def _connect_text(source: SignalInstance, receiver: QObject, text: str, kind: Any) -> Connection:
    """Connect to a ``SLOT()`` or ``SIGNAL()`` of *receiver*. When that fails, warn and return a handle that is false."""
    member = normalized_signature(text[1:])
    check_alive(receiver)
    sender = source._source().__class__.__name__
    if text[:1] == "2":
        target = find_signal(receiver, member)
        if target is None:
            warn(f"QObject::connect: No such signal {receiver.__class__.__name__}::{member}")
            return Connection()
        if source._signature.covers(target._signature):
            return source.connect(target, kind)
    elif text[:1] == "1":
        found = find_slot(receiver, member)
        if found is None:
            warn(f"QObject::connect: No such slot {receiver.__class__.__name__}::{member}")
            return Connection()
        if _fits(source, member):
            slot, limit = found
            types = source._signature.types
            named = receiver is not source._owner()
            return make_connection(source._listing(), receiver, types, slot, check_kind(kind), limit, named)
    else:
        raise TypeError(f"Use the function SLOT or SIGNAL on {text!r}")
    warn(
        "QObject::connect: Incompatible sender/receiver arguments\n"
        f"        {sender}::{source._signature.text} --> {receiver.__class__.__name__}::{member}"
    )
    return Connection()


def _fits(source: SignalInstance, slot: str) -> bool:
    """Return whether the slot with this text takes the first of the signal's arguments, all of them or fewer."""
    if "(" not in slot or "(" not in source._signature.text:
        return True
    types = split_signature(slot)[1]
    given = [type_name(each) for each in source._signature.types]
    return same_types(given[: len(types)], types)


def disconnect(instance: QObject | None, arguments: tuple[Any, ...]) -> bool:
    """Disconnect as ``QObject.disconnect`` does, where None stands for every signal, receiver or slot."""
    if len(arguments) == 1 and isinstance(arguments[0], Connection):
        handle = arguments[0]
        return handle.listing.end(handle)
    rest = list(arguments)
    if instance is not None and rest and len(rest) <= 2 and isinstance(rest[0], QObject) and _is_slot_or_none(rest[1:]):
        sender, rest = instance, [None, *rest]  # obj.disconnect(receiver), obj.disconnect(receiver, SLOT(...))
    else:
        sender = _take_sender(instance, rest, "disconnect")
    if not 2 <= len(rest) <= 3:
        raise TypeError(_usage("disconnect", arguments, "a connection, or a sender, signal, receiver and slot"))
    if rest[0] is not None and not _is_signal(rest[0]):
        raise TypeError(_usage("disconnect", arguments, "the signal is given as SIGNAL('name(types)') or None"))
    check_alive(sender)
    text = None if rest[0] is None else rest[0][1:]
    receiver, slot = _target(instance, rest[1:], arguments)
    if receiver is None and slot is None:
        return _disconnect_all(sender, text)
    gone = False
    for bound in _signals(sender, text):
        for connection in bound._live:
            if _meets(connection, receiver, slot):
                gone |= connection.listing.remove(connection)
    return gone


def _target(instance: QObject | None, rest: list[Any], arguments: tuple[Any, ...]) -> tuple[QObject | None, Any]:
    """Return the receiver and the slot of a disconnection, from what follows the signal."""
    if len(rest) == 2:
        receiver, slot = rest
        if receiver is not None and not isinstance(receiver, QObject):
            raise TypeError(_usage("disconnect", arguments, f"{receiver!r} is no receiver"))
    elif not rest or rest[0] is None:
        return None, None
    elif isinstance(rest[0], str):
        receiver, slot = instance, rest[0]
    elif callable(rest[0]) or isinstance(rest[0], SignalInstance):
        receiver, slot = None, rest[0]
    else:
        receiver, slot = rest[0], None
    if isinstance(slot, str):
        if receiver is None:
            raise TypeError(_usage("disconnect", arguments, "a SLOT() needs the object that has it"))
        member = normalized_signature(slot[1:])
        found = find_signal(receiver, member) if slot[:1] == "2" else (find_slot(receiver, member) or (None,))[0]
        slot = _Nothing if found is None else found
    elif slot is not None and not callable(slot) and not isinstance(slot, SignalInstance):
        raise TypeError(_usage("disconnect", arguments, f"{slot!r} cannot be called"))
    return receiver, slot


class _Nothing:
    """Stands for a slot that does not exist, which nothing is connected to."""


def _meets(connection: Connection, receiver: QObject | None, slot: Any) -> bool:
    return (receiver is None or connection.leads_to(receiver)) and (slot is None or connection.matches(slot))


def _disconnect_all(sender: QObject, text: str | None) -> bool:
    """End every connection of *sender*, or of its signal *text*. Ending all of them is told to the object once."""
    gone = False
    told = False
    for bound in _signals(sender, text):
        listing = bound._list
        if text is None and isinstance(listing, NotifyingList):
            told |= listing.remove_silently()
            gone |= told
        elif listing is not None:
            gone |= listing.remove_all()
    if told:
        from .metamethod import QMetaMethod

        call_notify(sender, "disconnectNotify", QMetaMethod())
    return gone


def _signals(sender: QObject, text: str | None) -> list[SignalInstance]:
    """Return the bound signals of *sender* that have been made, or the one with this *text*, if there is one."""
    if text is not None:
        found = find_signal(sender, text)
        return [] if found is None else [found]
    made: list[SignalInstance] = []
    for bound in list((sender._qt_signals or {}).values()):
        made += [bound, *(bound._others or {}).values()]
    return made


def emit(sender: QObject, signal: Any, arguments: tuple[Any, ...]) -> bool:
    """Emit the signal with the text *signal*; False when *sender* has no such signal."""
    if not isinstance(signal, str):
        raise TypeError(f"emit() takes SIGNAL('name(types)') and the arguments, not {signal!r}")
    if not _is_signal(signal):
        raise TypeError(f"Use the function SIGNAL on signals: {signal!r}")
    bound = find_signal(sender, signal[1:])
    return False if bound is None else bound.emit(*arguments)


def receivers(sender: QObject, signal: Any) -> int:
    """Return how many connections a signal has, given by its text or, as in PyQt, by itself."""
    if isinstance(signal, SignalInstance):
        return _count(signal)
    if not isinstance(signal, str):
        raise TypeError(f"receivers() takes SIGNAL('name(types)'), not {signal!r}")
    bound = find_signal(sender, signal[1:]) if _is_signal(signal) else None
    return 0 if bound is None else _count(bound)


def is_connected(sender: QObject, method: Any) -> bool:
    """Return whether something is connected to the signal that a `QMetaMethod` stands for."""
    from .metamethod import QMetaMethod

    if not isinstance(method, QMetaMethod):
        raise TypeError(f"isSignalConnected() takes a QMetaMethod, not {method!r}")
    if not method.isValid():
        return False
    bound = find_signal(sender, bytes(method.methodSignature()).decode())
    return bound is not None and _count(bound) > 0


def _count(bound: SignalInstance) -> int:
    return sum(1 for connection in bound._live if connection.stands())


def _take_sender(instance: QObject | None, rest: list[Any], what: str) -> QObject:
    """Take the sender off the front of the arguments, or return the object the method was called on."""
    if rest and isinstance(rest[0], QObject):
        sender: QObject = rest.pop(0)
        return sender
    if instance is None:
        raise TypeError(_usage(what, tuple(rest), "the first argument is the sender, a QObject"))
    return instance


def _is_signal(text: object) -> bool:
    return isinstance(text, str) and text[:1] == "2"


def _is_slot_or_none(rest: list[Any]) -> bool:
    return not rest or rest[0] is None or (isinstance(rest[0], str) and rest[0][:1] == "1")


def _usage(what: str, arguments: tuple[Any, ...], rule: str) -> str:
    return f"QObject.{what}{arguments!r}: {rule}"
