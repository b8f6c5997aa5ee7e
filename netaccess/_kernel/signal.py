"""Signals and slots: `Signal` on a class, the bound signal it makes for each object, and the `Slot` decorator.

A `Signal` is a non-data descriptor: the `SignalInstance` it makes lands in the object's ``__dict__``, where the next access
finds it without any Python code. It holds its owner weakly, because an object without a parent dies with its last reference.
Behind it stands a `ConnectionList`, made (and blinker imported) when something connects for the first time.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterable
from threading import get_ident
from typing import TYPE_CHECKING, Any, TypeVar, overload

from .capacity import UNBOUNDED
from .coercion import EXACT, Converter, converter
from .posting import report_exception
from .threaddata import DEAD
from .typenames import type_name

if TYPE_CHECKING:
    from .connection import Connection
    from .connectionlist import ConnectionList
    from .qobject import QObject

_Function = TypeVar("_Function", bound=Callable[..., Any])
_GONE = "Signal source has been deleted"


class Signature:
    """One overload of a signal: its argument types, how they are spelled, and what converts them."""

    __slots__ = ("converters", "count", "exact", "text", "types")

    def __init__(self, name: str, types: tuple[Any, ...]) -> None:
        self.types = types
        self.count = len(types)
        self.text = f"{name}({','.join(type_name(declared) for declared in types)})"
        found = [converter(declared) for declared in types]
        self.converters: tuple[tuple[Converter | None, type | None], ...] | None = None
        if any(found):
            self.converters = tuple((each, EXACT.get(each) if each else None) for each in found)
        # The type of a single argument that needs no conversion, for emission's short cut.
        self.exact = self.converters[0][1] if self.converters is not None and self.count == 1 else None

    def convert(self, args: tuple[Any, ...]) -> tuple[Any, ...]:
        """Return *args* as the declared types. Raises `TypeError` for what does not fit."""
        converters = self.converters
        if converters is None:
            return args
        for value, (convert, exact) in zip(args, converters, strict=False):
            if convert is not None and type(value) is not exact:
                break
        else:
            return args
        return tuple(
            value if convert is None else convert(value) for value, (convert, _) in zip(args, converters, strict=False)
        )


class Signal:
    """Declares a signal on a class: ``Signal()``, ``Signal(int, str)``, overloads ``Signal((int,), (str,))``.

    Reached through an object it is a `SignalInstance`, with ``connect``, ``disconnect`` and ``emit``.
    """

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
        self._signatures: list[Signature] | None = None
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
            found = self._signatures = [Signature(self._name, types) for types in self._overloads]
        return found

    @overload
    def __get__(self, instance: None, owner: type) -> Signal: ...

    @overload
    def __get__(self, instance: Any, owner: type) -> SignalInstance: ...

    def __get__(self, instance: Any, owner: type) -> Signal | SignalInstance:
        if instance is None:
            return self
        if not self._attribute:
            self._find_name(owner)
        kind = SignalInstance if self._caller is None else CallableSignalInstance
        bound = kind(self, instance, self.signatures[0])
        if instance.__dict__.get("_qt_thread", DEAD) is not DEAD:
            instance.__dict__[self._attribute] = bound
            made = instance._qt_signals
            if made is None:
                instance._qt_signals = [self._attribute]
            else:
                made.append(self._attribute)
        else:
            bound._count = -1
        return bound

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
        wanted = types if isinstance(types, (tuple, list)) else (types,)
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
        if not isinstance(type, int) or type & ~0x183:
            raise ValueError(f"a connection type is a Qt.ConnectionType, not {type!r}")
        if isinstance(slot, SignalInstance):
            return self._connect_signal(owner, slot, type)
        if not callable(slot) or isinstance(slot, Signal):
            raise TypeError(f'Expected signal or callable, got "{slot.__class__.__name__}"')
        from .connectionlist import make_connection

        connection = make_connection(self._listing(), owner, self._signature.types, slot, type)
        if self._signal._optional and connection.active and connection.count >= UNBOUNDED:
            connection.count = 0
        return connection

    def disconnect(self, slot: Any = None) -> bool:
        """Take away the connections to *slot* (a callable, a signal instance, or what ``connect`` returned), or all of them.

        Returns False, with a ``RuntimeWarning``, when there was none.
        """
        self._source()
        from .connection import Connection

        if isinstance(slot, Connection):
            gone = slot.active and slot.listing.remove(slot)
        elif slot is None:
            gone = any([connection.listing.remove(connection) for connection in self._live])
        elif not callable(slot) and not isinstance(slot, SignalInstance):
            raise TypeError(f'Expected signal, callable or connection id, got "{slot.__class__.__name__}"')
        else:
            gone = any([each.listing.remove(each) for each in self._live if each.matches(slot)])
        if not gone:
            import warnings

            text = f'Failed to disconnect ({slot!r}) from signal "{self._signature.text}".'
            warnings.warn(text, RuntimeWarning, stacklevel=2)
        return gone

    def __getitem__(self, types: Any) -> SignalInstance:
        """Return the overload of the signal with these argument types."""
        signature = self._signal.select(types)
        if signature is self._signature:
            return self
        owner = self._source()
        default: SignalInstance = owner.__dict__[self._signal._attribute]
        if signature is default._signature:
            return default
        if default._others is None:
            default._others = {}
        found = default._others.get(signature.text)
        if found is None:
            found = default._others[signature.text] = self.__class__(self._signal, owner, signature)
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

    def _publish(self, live: tuple[Connection, ...]) -> None:
        self._live = live

    def _listing(self) -> ConnectionList:
        if self._list is None:
            from .connectionlist import ConnectionList

            self._list = ConnectionList(self._publish)
        return self._list

    def _connect_signal(self, owner: QObject, target: SignalInstance, kind: int) -> Connection:
        """Connect to another object's signal, which is emitted with as many arguments as it has."""
        theirs = target._signature
        if theirs.count > self._count or any(
            given is not wanted and object not in (given, wanted)
            for given, wanted in zip(self._signature.types, theirs.types, strict=False)
        ):
            raise RuntimeError(f'Failed to connect signal "{self._signature.text}" to signal "{theirs.text}".')
        target._source()
        from .connectionlist import make_connection

        return make_connection(self._listing(), owner, self._signature.types, target, kind)

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
        if self._signal._optional and not args:
            return args
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


class Slot:
    """Decorator that marks a method as a slot and notes its signature; the method works as before.

    The parameters of the method, not the decorator, decide how many arguments it is given (as in PySide6).
    """

    def __init__(self, *types: Any, result: Any = None, name: str | None = None) -> None:
        """
        :param types: the argument types.
        :param result: the type of the result, for `QMetaObject.invokeMethod` and other callers by name.
        :param name: the slot's name, if it is not the method's.
        """
        self.types = types
        self.result = result
        self.name = name

    def __call__(self, function: _Function) -> _Function:
        slots: list[Slot] = function.__dict__.setdefault("_qt_slots", [])
        slots.append(self)
        return function


__all__ = ["Signal", "SignalInstance", "Signature", "Slot"]
