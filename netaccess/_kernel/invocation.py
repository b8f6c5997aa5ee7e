"""Calling by name: the arguments of an invocation, and its way to the object's thread."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from netaccess._values.qtnamespace import Qt

from .blocking import Gate, call_and_wait
from .posting import PostedCall, post, report_exception
from .threaddata import current
from .typenames import type_name

if TYPE_CHECKING:
    from .qobject import QObject

_AUTO = Qt.ConnectionType.AutoConnection
_DIRECT = Qt.ConnectionType.DirectConnection
_QUEUED = Qt.ConnectionType.QueuedConnection
_BLOCKING = Qt.ConnectionType.BlockingQueuedConnection


class GenericArgument(NamedTuple):
    """An argument for `QMetaObject.invokeMethod`: its type and its value."""

    type: Any
    value: Any


class GenericReturnArgument(NamedTuple):
    """Says that `QMetaObject.invokeMethod` is to return the method's result, and of which type it is."""

    type: Any


class Request:
    """What an invocation is asked to do, taken from its arguments: how to call, whether for a result, and with what."""

    def __init__(self, arguments: tuple[Any, ...]) -> None:
        """:param arguments: optionally a `Qt.ConnectionType`, optionally a `GenericReturnArgument`, then the arguments,
        plain or as `GenericArgument`.
        """
        rest = list(arguments)
        self.kind: Qt.ConnectionType = _AUTO
        if rest and isinstance(rest[0], Qt.ConnectionType):
            self.kind = rest.pop(0)
        self.wants_result = bool(rest) and isinstance(rest[0], GenericReturnArgument)
        if self.wants_result:
            del rest[0]
        self.values = [each.value if isinstance(each, GenericArgument) else each for each in rest]
        #: How Qt spells the arguments' types, None where a plain value was given.
        self.types = [type_name(each.type) if isinstance(each, GenericArgument) else None for each in rest]

    def refused(self) -> bool:
        """Return what an invocation gives that cannot be made: False, or `RuntimeError` where a result was expected."""
        if self.wants_result:
            raise RuntimeError("QMetaMethod invocation failed.")
        return False

    def carry_out(self, target: QObject, find: Callable[[Any], Callable[..., Any]], what: str) -> Any:
        """Call what *find* finds for *target*, in its thread. Return its result if that is wanted, else True.

        :param what: the method's signature, for errors.
        Raises `RuntimeError` for a result that a queued call cannot give, and for a blocking call inside one thread.
        """
        same = target._qt_thread is current()
        kind = self.kind
        if kind == _AUTO:
            kind = _DIRECT if same else _QUEUED
        if self.wants_result and kind == _QUEUED:
            raise RuntimeError(f"QMetaMethod invocation failed: a queued call of {what} cannot return a result")
        call = Invocation(weakref.ref(target), find, tuple(self.values[: len(self.types)]))
        if kind == _DIRECT:
            call.perform(target)
        elif kind == _QUEUED:
            post(target, call)
        else:
            call_and_wait(target, what, call.with_gate)
        return call.result if self.wants_result else True


class Invocation(PostedCall):
    """A call by name on its way through an event queue."""

    __slots__ = ("find", "gate", "result", "values")

    def __init__(
        self, receiver: weakref.ref[QObject], find: Callable[[Any], Callable[..., Any]], values: tuple[Any, ...]
    ) -> None:
        """:param find: returns what is called for the receiver; asked only then, so that nothing keeps it alive."""
        super().__init__(receiver, self.perform)
        self.find = find
        self.values = values
        self.result: Any = None
        self.gate: Gate | None = None

    def with_gate(self, gate: Gate) -> Invocation:
        """Release *gate* when the call is over or was dropped."""
        self.gate = gate
        return self

    def perform(self, receiver: QObject) -> None:
        """Make the call; an exception goes to ``sys.excepthook``."""
        try:
            self.result = self.find(receiver)(*self.values)
        except Exception:
            report_exception()
        finally:
            self.drop()

    def drop(self) -> None:
        """Let a blocked caller go on."""
        gate, self.gate = self.gate, None
        if gate is not None:
            gate.release()
