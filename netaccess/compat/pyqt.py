"""What PyQt has in the place of Signal, Slot and Property, and how its signals differ."""

from __future__ import annotations

import functools
from collections.abc import Callable
from enum import Enum
from typing import Any, TypeVar

from netaccess._kernel.capacity import native_slot
from netaccess.QtCore import ClassInfo, Property, QEnum, QIODevice, Signal, SignalInstance, Slot

from .bindings import Binding, version_number
from .changes import Changes, ours
from .variant import QVariant

_Function = TypeVar("_Function", bound=Callable[..., Any])

pyqtBoundSignal = SignalInstance


class _SignalType(type):
    """The type of `pyqtSignal`, which every signal is an instance of, also those of netaccess's own classes."""

    def __instancecheck__(cls, instance: object) -> bool:
        """Return whether *instance* is a signal on a class."""
        return isinstance(instance, Signal)


class pyqtSignal(Signal, metaclass=_SignalType):
    """Declares a signal on a class: ``pyqtSignal(int, str)``, overloads ``pyqtSignal([int], [str])``."""

    def __init__(self, *types: Any, name: str | None = None, revision: int = 0, arguments: Any = ()) -> None:
        """
        :param types: the argument types, classes or names of C++; lists of types declare overloads.
        :param name: the signal's name, if it is not the attribute's.
        :param revision: for QML; kept, not used.
        :param arguments: names of the arguments, for documentation.
        """
        super().__init__(*types, name=name, arguments=arguments)
        self.revision = revision


class pyqtSlot(Slot):
    """Decorator that marks a method as a slot. The slot gets as many arguments as it declares, if it declares fewer."""

    def __init__(self, *types: Any, name: str | None = None, result: Any = None, revision: int = 0) -> None:
        """
        :param types: the argument types, classes or names of C++.
        :param name: the slot's name, if it is not the method's.
        :param result: the type of the result.
        :param revision: for QML; kept, not used.
        """
        super().__init__(*types, result=result, name=name)
        self.revision = revision

    def __call__(self, function: _Function) -> _Function:
        """Mark *function*."""
        marked = super().__call__(function)
        code = getattr(marked, "__code__", None)
        counts = sorted({len(slot.types) for slot in marked._qt_slots}, reverse=True)  # type: ignore[attr-defined]
        # A method's first parameter is its object. Only a slot that could take more has to be held back.
        if code is not None and (code.co_flags & 0x04 or code.co_argcount - 1 > counts[0]):
            native_slot(*((object,) * count for count in counts))(marked)
        return marked


class pyqtProperty(Property):
    """Declares a property of a QObject class: ``pyqtProperty(int, getter, setter)``; also a decorator."""

    def __init__(
        self,
        type: Any,
        fget: Callable[[Any], Any] | None = None,
        fset: Callable[[Any, Any], Any] | None = None,
        freset: Callable[[Any], Any] | None = None,
        fdel: Callable[[Any], Any] | None = None,
        doc: str | None = None,
        notify: Signal | None = None,
        **options: Any,
    ) -> None:
        """
        :param type: the type of the value.
        :param fget: reads it. :param fset: writes it. :param freset: puts it back to its default.
        :param fdel: is called for ``del object.property``.
        :param notify: the signal that says it has changed.
        :param options: what Qt's designer and QML want to know; kept, not used.
        """
        super().__init__(type, fget, fset, freset, fdel, doc, notify, **options)
        self.fdel = fdel

    def deleter(self, fdel: Callable[[Any], Any]) -> pyqtProperty:
        """Take what ``del object.property`` calls."""
        self.fdel = fdel
        return self

    def reset(self, freset: Callable[[Any], Any]) -> pyqtProperty:
        """Take what puts the value back to its default."""
        self.freset = freset
        return self

    def __delete__(self, instance: Any) -> None:
        if self.fdel is None:
            raise AttributeError(f"the property {self.name!r} cannot be deleted: it has no deleter")
        self.fdel(instance)


def pyqtSignature(signature: str, result: str | None = None) -> Callable[[_Function], _Function]:
    """Mark a method as the slot with this *signature* (``"on_reply(QNetworkReply*)"``), as old PyQt4 programs do.

    :param result: what the slot returns, in C++.
    """
    name, bracket, rest = signature.partition("(")
    types = [each.strip() for each in rest.rpartition(")")[0].split(",") if each.strip()] if bracket else []
    return pyqtSlot(*types, name=name.strip() or None, result=result)


def remove_input_hook() -> None:
    """Do nothing: no event loop of ours runs inside the interactive prompt (``pyqtRemoveInputHook``)."""


def restore_input_hook() -> None:
    """Do nothing, as `remove_input_hook` does (``pyqtRestoreInputHook``)."""


def register_enums(*enumerations: Any) -> None:
    """Let a class's meta-object list its enumerations (``Q_ENUM``, ``Q_FLAG``). Those that are no `enum.Enum` are left out."""
    for each in enumerations:
        if isinstance(each, type) and issubclass(each, Enum):
            QEnum(each)


def pyqtEnum(enum: Any = None) -> Any:
    """Decorate an enumeration inside a QObject class: the class's meta-object then lists it."""
    return QEnum if enum is None else QEnum(enum)


def pyqtClassInfo(name: str, value: str) -> Callable[[Any], Any]:
    """Decorate a QObject class with a note for its meta-object."""
    return ClassInfo({name: value})


def note_class(name: str, value: str) -> None:
    """Do nothing: a note made inside a class (``Q_CLASSINFO``) is for Qt's own tools."""


def core_names(binding: Binding) -> dict[str, Any]:
    """Return what QtCore of a PyQt has beside the face's names."""
    names: dict[str, Any] = {
        "PYQT_VERSION": version_number(binding.version),
        "PYQT_VERSION_STR": binding.version,
        "QT_VERSION": version_number(binding.qt_version),
        "QT_VERSION_STR": binding.qt_version,
        "QVariant": QVariant,
        "pyqtBoundSignal": pyqtBoundSignal,
        "pyqtProperty": pyqtProperty,
        "pyqtRemoveInputHook": remove_input_hook,
        "pyqtRestoreInputHook": restore_input_hook,
        "pyqtSignal": pyqtSignal,
        "pyqtSlot": pyqtSlot,
    }
    if binding.name == "PyQt4":
        names["pyqtSignature"] = pyqtSignature
    if binding.modern:
        names.update(pyqtEnum=pyqtEnum, pyqtClassInfo=pyqtClassInfo)
    else:
        names.update(dict.fromkeys(("Q_ENUM", "Q_ENUMS", "Q_FLAG", "Q_FLAGS"), register_enums), Q_CLASSINFO=note_class)
    return names


def change_signals(changes: Changes) -> None:
    """Let all signals behave as PyQt's do."""
    connect = SignalInstance.connect

    @functools.wraps(connect)
    def connect_as_pyqt(self: SignalInstance, slot: Any, type: int = 0, no_receiver_check: bool = False) -> Any:
        return connect(self, slot, type)

    changes.put(SignalInstance, "connect", connect_as_pyqt)
    changes.put(SignalInstance, "_not_connected", _refuse_to_disconnect)
    changes.put(SignalInstance, "signal", property(_old_spelling))


def _refuse_to_disconnect(self: SignalInstance, slot: Any) -> None:
    if slot is None:
        raise TypeError(f"disconnect() failed between {_old_spelling(self)[1:]!r} and all its connections")
    raise TypeError(f"disconnect() failed: {slot!r} is not connected to {_old_spelling(self)[1:]!r}")


def _old_spelling(self: SignalInstance) -> str:
    """The signal as SIGNAL() spells it."""
    return f"2{self._signature.text}"


def change_devices(changes: Changes) -> None:
    """Let all devices' methods that read return ``bytes``, as PyQt's do, where PySide's return a QByteArray."""
    for cls in _devices(QIODevice):
        for each in ours(cls):
            for name in ("read", "readLine", "peek"):
                method = vars(each).get(name)
                if method is not None and not hasattr(method, "_qt_as_bytes"):
                    changes.put(each, name, _returning_bytes(method))


def _devices(cls: type[Any]) -> list[type[Any]]:
    found: list[type[Any]] = [cls]
    for below in cls.__subclasses__():
        found += _devices(below)
    return found


def _returning_bytes(method: Callable[..., Any]) -> Callable[..., bytes]:
    @functools.wraps(method)
    def read(*args: Any, **keywords: Any) -> bytes:
        return bytes(method(*args, **keywords))

    read._qt_as_bytes = True  # type: ignore[attr-defined]
    return read
