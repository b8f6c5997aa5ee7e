"""`QMetaObject.invokeMethod` and the arguments made for it: calling a slot or a signal by name, in its object's thread."""

from __future__ import annotations

import weakref
from threading import Lock
from typing import Any, NamedTuple

from netaccess._values.qtnamespace import Qt

from .connection import Connection
from .posting import PostedCall, post, report_exception
from .qobject import QObject
from .qtwarning import warn
from .signal import SignalInstance
from .threaddata import current
from .typenames import type_name


class GenericArgument(NamedTuple):
    """An argument for `QMetaObject.invokeMethod`: its type and its value."""

    type: Any
    value: Any


class GenericReturnArgument(NamedTuple):
    """Says that `QMetaObject.invokeMethod` is to return the method's result, and of which type it is."""

    type: Any


def Q_ARG(type: Any, value: Any) -> GenericArgument:
    """Return *value* as an argument of *type* (a class or its name) for `QMetaObject.invokeMethod`."""
    return GenericArgument(type, value)


def Q_RETURN_ARG(type: Any) -> GenericReturnArgument:
    """Return what tells `QMetaObject.invokeMethod` to return the result, of *type*."""
    return GenericReturnArgument(type)


class QMetaObject:
    """What can be asked of objects by name (``QMetaObject``); used through its static methods."""

    Connection = Connection

    @staticmethod
    def invokeMethod(target: QObject, member: str, *arguments: Any) -> Any:
        """Call the slot or emit the signal named *member* of *target*.

        :param arguments: optionally a `Qt.ConnectionType` (by default the call is direct in the object's own thread and
            queued from another), a `Q_RETURN_ARG`, and the arguments, plain or made with `Q_ARG`.
        Returns True, or the method's result when a `Q_RETURN_ARG` was given; False, with a warning, when there is no such
        method. Raises `RuntimeError` for a result that a queued call cannot give, and for a blocking call in one thread.
        """
        if not isinstance(target, QObject) or not isinstance(member, str):
            raise TypeError(f"invokeMethod() takes a QObject and a method's name, not {target!r} and {member!r}")
        kind = int(Qt.ConnectionType.AutoConnection)
        rest = list(arguments)
        if rest and isinstance(rest[0], Qt.ConnectionType):
            kind = int(rest.pop(0))
        wants_result = bool(rest) and isinstance(rest[0], GenericReturnArgument)
        if wants_result:
            del rest[0]
        values = tuple(each.value if isinstance(each, GenericArgument) else each for each in rest)
        function = _find(
            target, member, tuple(each.type if isinstance(each, GenericArgument) else None for each in rest)
        )
        if function is None:
            warn(f"QMetaObject::invokeMethod: No such method {target.__class__.__name__}::{member}()")
            return False
        same = target._qt_thread is current()
        if kind == Qt.ConnectionType.AutoConnection:
            kind = int(Qt.ConnectionType.DirectConnection if same else Qt.ConnectionType.QueuedConnection)
        if kind == Qt.ConnectionType.DirectConnection:
            call = _Invocation(weakref.ref(target), function, values)
            call.gate.acquire()
            call.perform(target)
            return call.result if wants_result else True
        call = _Invocation(weakref.ref(target), function, values)
        if kind == Qt.ConnectionType.QueuedConnection:
            if wants_result:
                raise RuntimeError(f"a queued call of {member!r} cannot return a result")
            post(target, call)
            return True
        if same:
            raise RuntimeError(f"a blocking call of {member!r} inside one thread waits for itself")
        call.gate.acquire()
        post(target, call)
        call.gate.acquire()  # opened when the call is over or was dropped
        return call.result if wants_result else True


class _Invocation(PostedCall):
    """A call by name on its way through an event queue."""

    __slots__ = ("call", "gate", "result", "values")

    def __init__(self, receiver: weakref.ref[QObject], call: Any, values: tuple[Any, ...]) -> None:
        super().__init__(receiver, self.perform)
        self.call = call
        self.values = values
        self.result: Any = None
        self.gate = Lock()

    def perform(self, receiver: QObject) -> None:
        """Make the call; an exception goes to ``sys.excepthook``."""
        try:
            self.result = self.call(*self.values)
        except Exception:
            report_exception()
        finally:
            self.drop()

    def drop(self) -> None:
        """Let a blocked caller go on."""
        if self.gate.locked():
            self.gate.release()


def _find(target: QObject, member: str, given: tuple[Any, ...]) -> Any:
    """Return what calls the slot or emits the signal named *member*, if it takes arguments of the types *given*.

    :param given: the type of each argument, None where it is not known.
    """
    for cls in type(target).__mro__:
        for attribute, value in vars(cls).items():
            for slot in getattr(value, "_qt_slots", ()):
                if (slot.name or attribute) == member and _fits(slot.types, given):
                    return getattr(target, attribute)
        if member in vars(cls):
            found = getattr(target, member)
            if isinstance(found, SignalInstance):
                return found.emit if _fits(found._signature.types, given) else None
            return found if cls.__module__.startswith("netaccess.") and callable(found) else None
    return None


def _fits(wanted: tuple[Any, ...], given: tuple[Any, ...]) -> bool:
    return len(wanted) == len(given) and all(
        theirs is None or type_name(ours) == type_name(theirs) for ours, theirs in zip(wanted, given, strict=True)
    )
