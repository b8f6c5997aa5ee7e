"""Signals: `Signal` on a class, and the bound signal it makes for each object.

A `Signal` is a non-data descriptor: the `SignalInstance` it makes lands in the object's ``__dict__``, where the next access
finds it without any Python code. It holds its owner weakly, because an object without a parent dies with its last reference.
Behind it stands a `ConnectionList`, made (and blinker imported) when something connects for the first time.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterable
from threading import get_ident
from typing import TYPE_CHECKING, Any, overload

from .capacity import UNBOUNDED
from .posting import report_exception
from .signature import ANY_COUNT, Signature
from .threaddata import DEAD
from .typenames import split_types, type_name

if TYPE_CHECKING:
    from .connection import Connection
    from .connectionlist import ConnectionList
    from .qobject import QObject

_GONE = "Signal source has been deleted"


def check_kind(kind: Any) -> int:
    """Return *kind*, a combination of `Qt.ConnectionType`; raises `ValueError` for anything else."""
    if not isinstance(kind, int) or kind & ~0x183:
        raise ValueError(f"a connection type is a Qt.ConnectionType, not {kind!r}")
    return kind


class Signal:
    """Declares a signal on a class: ``Signal()``, ``Signal(int, str)``, overloads ``Signal((int,), (str,))``.

    Reached through an object it is a `SignalInstance`, with ``connect``, ``disconnect`` and ``emit``.
    """

    _signatures: list[Signature] | None = None

    def __init__(self, *types: Any, name: str | None = None, arguments: Iterable[str] | None = None) -> None:
        """
        :param types: the argument types; tuples or lists of types declare overloads, the first being the default.
        :param name: the signal's name, if it is not the attribute's.
        :param arguments: names of the arguments, for documentation.
        """
        if types and all(isinstance(each, (tuple, list)) for each in types):
            self._overloads = [tuple(each) for each in types]
        else:
            self._overloads = [types]
        self._name = name or ""
        self._attribute = ""
        self.arguments = tuple(arguments or ())
        self._caller: Callable[[Any], Any] | None = None
        self._optional = False

    def with_optional_arguments(self) -> Signal:
        """Let slots that take any number of arguments get none (``destroyed`` is declared with and without its object)."""
        self._optional = True
        return self

    def callable_as(self, method: Callable[[Any], Any]) -> Signal:
        """Let the bound signal be called as well: ``object.signal()`` returns ``method(object)`` (``QNetworkReply.error``)."""
        self._caller = method
        return self

    def __set_name__(self, owner: type, name: str) -> None:
        self._attribute = name
        self._name = self._name or name

    @property
    def signatures(self) -> list[Signature]:
        """The overloads, made on first use: a declared type may be a class that is still being defined."""
        found = self._signatures
        if found is None:
            made = [Signature(self._name, types) for types in self._overloads]
            # They are told apart by identity: of two threads that make them, both get those that are stored first.
            found = self.__dict__.setdefault("_signatures", made)
        return found

    @overload
    def __get__(self, instance: None, owner: type) -> Signal: ...

    @overload
    def __get__(self, instance: Any, owner: type | None = None) -> SignalInstance: ...

    def __get__(self, instance: Any, owner: type | None = None) -> Signal | SignalInstance:
        if instance is None:
            return self
        if owner is None:
            owner = type(instance)
        state = instance.__dict__
        if state.get("_qt_thread", DEAD) is DEAD:
            if not hasattr(owner, "_qt_thread"):
                return self  # a mixin's object that is no QObject: there is nothing to connect to
            bound = self._make(instance)
            bound._count = -1
            return bound
        if not self._attribute:
            self._find_name(owner)
        # Each step that shares something is one operation of a dict: threads that meet here agree on one bound signal.
        made = state.get("_qt_signals")
        if made is None:
            made = state.setdefault("_qt_signals", {})
        bound = made.get(self)
        if bound is None:
            bound = made.setdefault(self, self._make(instance))
        # Asked for through super(), a base's signal is not what the object has under its name.
        if getattr(owner, self._attribute, None) is self:
            state.setdefault(self._attribute, bound)
        return bound  # type: ignore[no-any-return]

    def _make(self, instance: Any) -> SignalInstance:
        kind = SignalInstance if self._caller is None else CallableSignalInstance
        made = kind(self, instance, (self._signatures or self.signatures)[0])
        if len(self._overloads) > 1:
            made._others = {}
        return made

    def _find_name(self, owner: type) -> None:
        """Find the attribute of a signal that was put on a finished class."""
        for cls in owner.__mro__:
            for name, value in vars(cls).items():
                if value is self:
                    self.__set_name__(cls, name)
                    return

    def __getitem__(self, types: Any) -> str:
        """Return the signature of the overload with these argument types."""
        return self.select(types).text

    def select(self, types: Any) -> Signature:
        """Return the overload with these argument *types* (one type, a tuple of them, or their names).

        Raises `IndexError` naming the candidates when there is none.
        """
        if isinstance(types, str) and "," in types:
            types = split_types(types)
        wanted = types if isinstance(types, (tuple, list)) else (types,)
        if self._optional and not wanted:
            return self.signatures[0]  # the overload without arguments is the same signal
        text = f"{self._name}({','.join(type_name(each) for each in wanted)})"
        for signature in self.signatures:
            if signature.text == text and (
                signature.types == tuple(wanted)
                or any(isinstance(each, str) for each in wanted)
                or "PyObject" not in text
            ):
                return signature
        candidates = ", ".join(f'"{signature.text}"' for signature in self.signatures)
        raise IndexError(f'Signature "{text}" not found for signal: "{self._name}". Available candidates: {candidates}')

    def __call__(self, *args: Any) -> Any:
        raise TypeError(f"the signal {self._name!r} is not callable: emit it with .emit(...) on an object")

    def __str__(self) -> str:
        return "; ".join(signature.text for signature in self.signatures)


class SignalInstance:
    """A signal of one object, in one of its overloads."""

    __slots__ = ("_checked", "_count", "_exact", "_list", "_live", "_others", "_owner", "_signal", "_signature")

    def __init__(self, signal: Signal, owner: QObject, signature: Signature) -> None:
        self._signal = signal
        self._signature = signature
        self._owner = weakref.ref(owner)
        self._count = signature.count  # -1 once the owner is deleted, which no emission fits
        self._checked = signature.converters is not None
        self._exact = signature.exact
        self._live: tuple[Connection, ...] = ()
        self._list: ConnectionList | None = None
        self._others: dict[str, SignalInstance] | None = None

    def emit(self, *args: Any) -> bool:
        """Call or notify the connected slots, in the order of connection. Returns True.

        Raises `TypeError` when the number of arguments is not the signal's, or one does not fit the declared type, and
        `RuntimeError` when the object has been deleted. An exception in a slot goes to ``sys.excepthook``.
        """
        if len(args) != self._count:
            args = self._check_count(args)
        elif self._checked and (self._exact is None or type(args[0]) is not self._exact):
            args = self._signature.convert(args)
        live = self._live
        if not live:
            return True
        owner = self._owner()
        if owner is None or owner._qt_blocked:
            return True
        thread = get_ident()
        for connection in live:
            short_cut = connection.short_cut
            if short_cut == 1:  # an automatic connection to a method of an object
                context = connection.context()
                if context is None or context._qt_thread.ident != thread:
                    connection.run(owner, args, thread)
                    continue
                previous = context._qt_sender
                context._qt_sender = owner
                try:
                    connection.function(context, *args)
                except Exception:
                    report_exception()
                finally:
                    context._qt_sender = previous
            elif short_cut == 2 and owner._qt_thread.ident == thread:  # the same to a function
                previous = owner._qt_sender
                owner._qt_sender = owner
                try:
                    connection.function(*args)
                except Exception:
                    report_exception()
                finally:
                    owner._qt_sender = previous
            else:
                connection.run(owner, args, thread)
        return True

    def connect(self, slot: Any, type: int = 0) -> Connection:
        """Connect *slot*, and return a handle that is true while the connection stands.

        :param slot: a function, method, signal instance or any callable. Methods are held weakly, everything else strongly.
            It is given as many of the signal's arguments as it accepts.
        :param type: a `Qt.ConnectionType`, combined with ``|`` where wanted (``Queued | Unique | SingleShot``).
        Raises `TypeError` for what cannot be called, `ValueError` for an unknown type.
        """
        owner = self._source()
        check_kind(type)
        if isinstance(slot, SignalInstance):
            return self._connect_signal(owner, slot, type)
        if not callable(slot) or isinstance(slot, Signal):
            raise TypeError(f'Expected signal or callable, got "{slot.__class__.__name__}"')
        if len(self._signal._overloads) > 1:
            from .overloads import overload_for

            chosen = overload_for(self, slot)
            return chosen._listing().connect_slot(owner, chosen._signature.types, slot, type)
        connection = self._listing().connect_slot(owner, self._signature.types, slot, type)
        if self._signal._optional and connection.active and connection.count >= UNBOUNDED:
            connection.count = 0
        return connection

    def disconnect(self, slot: Any = None) -> bool:
        """Take away the connections to *slot* (a callable, a signal instance, or what ``connect`` returned), or all of them.

        Returns False, with a ``RuntimeWarning``, when there was none.
        """
        self._source()
        if slot is None:
            gone = self._list is not None and self._list.remove_all()
        elif callable(slot):  # a signal instance is, a handle is not
            gone = self._disconnect_slot(slot)
            if not gone and len(self._signal._overloads) > 1:
                from .overloads import overloads_with

                gone = any([each._disconnect_slot(slot) for each in overloads_with(self, slot)])
        else:
            from .connection import Connection

            if not isinstance(slot, Connection):
                raise TypeError(f'Expected signal, callable or connection id, got "{slot.__class__.__name__}"')
            gone = slot.listing.end(slot)
        if not gone:
            self._not_connected(slot)
        return gone

    def _not_connected(self, slot: Any) -> None:
        """Say that there was nothing to disconnect. `netaccess.compat` puts PyQt's way, an exception, in its place."""
        import warnings

        text = f'Failed to disconnect ({slot!r}) from signal "{self._signature.text}".'
        warnings.warn(text, RuntimeWarning, stacklevel=3)

    def _disconnect_slot(self, slot: Any) -> bool:
        return any([each.listing.remove(each) for each in self._live if each.matches(slot)])

    def __getitem__(self, types: Any) -> SignalInstance:
        """Return the overload of the signal with these argument types."""
        signature = self._signal.select(types)
        if signature is self._signature:
            return self
        return self.overload(signature)

    def overload(self, signature: Signature) -> SignalInstance:
        """Return the bound signal of another of the signal's overloads."""
        owner = self._source()
        default: SignalInstance = (owner._qt_signals or {}).get(self._signal, self)
        if signature is default._signature:
            return default
        others = default._others
        assert others is not None, "a signal with another overload has a place for it"
        found = others.get(signature.text)
        if found is None:
            found = others.setdefault(signature.text, self.__class__(self._signal, owner, signature))
        return found

    def revive(self, owner: QObject) -> None:
        """Know *owner* again: the collector clears weak references to an object before it lets the object say goodbye."""
        if self._owner() is None:
            self._owner = weakref.ref(owner)
            for connection in self._live:
                connection.adopt(self._owner)

    def drop_connections(self) -> None:
        """End every connection, in all overloads: the owner is going away."""
        self._count = -1
        for connection in self._live:
            connection.listing.remove(connection)
        for other in (self._others or {}).values():
            other.drop_connections()

    def _listing(self) -> ConnectionList:
        if self._list is None:
            from .connectionlist import list_of

            return list_of(self)
        return self._list

    def _connect_signal(self, owner: QObject, target: SignalInstance, kind: int) -> Connection:
        """Connect to another object's signal, which is emitted with as many arguments as it has."""
        from .overloads import relay_pair

        target._source()
        pair = relay_pair(self, target)
        if pair is None:
            texts = f'signal "{self._signature.text}" to signal "{target._signature.text}"'
            raise RuntimeError(f"Failed to connect {texts}.")
        source, end = pair
        return source._listing().connect_slot(owner, source._signature.types, end, kind)

    def relay(self, *args: Any) -> None:
        """Emit on behalf of a connected signal."""
        self.emit(*args)

    def _source(self) -> QObject:
        owner = self._owner()
        if owner is None or owner._qt_thread is DEAD:
            raise RuntimeError(_GONE)
        return owner

    def _check_count(self, args: tuple[Any, ...]) -> tuple[Any, ...]:
        """Raise the error for a wrong number of arguments, or for a deleted owner."""
        self._source()
        if (self._signal._optional and not args) or self._count == ANY_COUNT:
            return args
        if self._count < 0:
            raise RuntimeError(_GONE)
        text, count, given = self._signature.text, self._count, len(args)
        verb = "needs" if given < count else "only accepts"
        raise TypeError(f"{text} {verb} {count} argument(s), {given} given!")

    def __call__(self, *args: Any) -> Any:
        raise TypeError(f"the signal {self._signal._name!r} is not callable: emit it with .emit(...)")

    def __repr__(self) -> str:
        return f"<{self.__class__.__module__}.SignalInstance {self._signature.text} at {id(self):#x}>"


class CallableSignalInstance(SignalInstance):
    """A bound signal that is a method as well: ``reply.error()`` is the code, ``reply.error.connect`` the PySide 1 signal."""

    __slots__ = ()

    def __call__(self, *args: Any) -> Any:
        owner = self._owner()
        caller = self._signal._caller
        if owner is None or owner._qt_thread is DEAD or caller is None:
            raise RuntimeError("Internal C++ object already deleted.")
        return caller(owner, *args)


def emit_own(owner: QObject, signal: Signal, *args: Any) -> None:
    """Emit *signal*, one of our own classes', on *owner*: also where the program has put something else on its name.

    Costs nothing when nobody has asked for the signal yet.
    """
    made = owner._qt_signals
    bound = None if made is None else made.get(signal)
    if bound is not None:
        bound.emit(*args)


__all__ = ["Signal", "SignalInstance", "check_kind", "emit_own"]
