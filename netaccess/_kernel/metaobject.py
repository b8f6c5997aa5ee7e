"""`QMetaObject`: what a class declares (signals, slots, properties, enumerations), and calling its members by name."""

from __future__ import annotations

from copy import copy
from threading import Lock
from typing import Any

from netaccess._values.bytearray import QByteArray

from . import metascan
from .connection import Connection
from .invocation import GenericArgument, GenericReturnArgument, Request
from .metaenum import QMetaClassInfo, QMetaEnum
from .metamethod import QMetaMethod, fits
from .metaproperty import QMetaProperty
from .qobject import QObject
from .qtwarning import warn
from .tombstone import deleted_error, is_buried
from .typenames import normalized_signature, normalized_type, split_signature

_publishing = Lock()
_SIGNAL = QMetaMethod.MethodType.Signal
_SLOT = QMetaMethod.MethodType.Slot


def Q_ARG(type: Any, value: Any) -> GenericArgument:
    """Return *value* as an argument of *type* (a class or its name) for `QMetaObject.invokeMethod`."""
    return GenericArgument(type, value)


def Q_RETURN_ARG(type: Any) -> GenericReturnArgument:
    """Return what tells `QMetaObject.invokeMethod` to return the result, of *type*."""
    return GenericReturnArgument(type)


def meta_object(cls: type) -> QMetaObject:
    """Return the meta-object of *cls*, made when it is first asked for: a program that never asks pays nothing."""
    found: QMetaObject | None = cls.__dict__.get("_qt_meta_object")
    if found is None:
        made = QMetaObject(cls)
        with _publishing:  # of two threads that made one at the same time, both get the one that was put up first
            found = cls.__dict__.get("_qt_meta_object")
            if found is None:
                found = made
                type.__setattr__(cls, "_qt_meta_object", made)
    return found


def object_meta(target: QObject) -> QMetaObject:
    """Return the meta-object of *target*: its class's, with the signals that were made for this object alone behind it."""
    made = target._qt_signals
    if not made:
        return meta_object(type(target))
    from .signalnames import dynamic_signals

    texts = dynamic_signals(target)
    if not texts:
        return meta_object(type(target))
    known: QMetaObject | None = target.__dict__.get("_qt_own_meta")
    if known is None or known.methodCount() - known.methodOffset() != len(texts):
        known = target.__dict__["_qt_own_meta"] = QMetaObject._extended(meta_object(type(target)), texts)
    return known


class QMetaObject:
    """What a class of objects declares (``QMetaObject``): its name, base, methods, properties, enumerations and notes.

    It comes from `QObject.metaObject` or a class's ``staticMetaObject``, always the same one for a class. Numbers count
    from the members of `QObject` on; a class's own begin at `methodOffset` and its like.
    """

    Connection = Connection

    def __init__(self, of: type | None = None) -> None:
        """:param of: the class that is described. Raises `TypeError` for what is no class of QObjects."""
        if not (isinstance(of, type) and issubclass(of, QObject)):
            raise TypeError(f"a QMetaObject describes a class of QObjects, not {of!r}: ask its staticMetaObject")
        self._class = of
        base = metascan.base_of(of, QObject)
        self._super = None if base is None else meta_object(base)
        classes = metascan.own_classes(of, base)
        behind = self._super
        self._methods: list[QMetaMethod] = [] if behind is None else list(behind._methods)
        self._signatures: dict[str, int] = {} if behind is None else dict(behind._signatures)
        for kind, text, attribute, names, result in metascan.own_members(classes):
            if text not in self._signatures:  # else declared anew what a base has: it stays where it was
                method = QMetaMethod._made(self, kind, text, attribute, names, result)
                method._index = self._signatures[text] = len(self._methods)
                self._methods.append(method)
        self._properties: list[QMetaProperty] = [] if behind is None else list(behind._properties)
        self._property_names: dict[str, int] = {} if behind is None else dict(behind._property_names)
        for name, cls, declaration in metascan.own_properties(classes):
            if name not in self._property_names:
                self._property_names[name] = len(self._properties)
                self._properties.append(QMetaProperty._made(self, name, cls, declaration, len(self._properties)))
        scope = of.__name__
        self._enumerators: list[QMetaEnum] = [] if behind is None else list(behind._enumerators)
        self._enumerators += [QMetaEnum._made(scope, *found) for found in metascan.own_enumerations(classes)]
        self._notes: list[QMetaClassInfo] = [] if behind is None else list(behind._notes)
        self._notes += [QMetaClassInfo._made(*found) for found in metascan.own_notes(classes)]
        self._constructors = [
            QMetaMethod._made(self, QMetaMethod.MethodType.Constructor, text, "__init__", (), "")
            for text in metascan.constructors(of)
        ]

    @classmethod
    def _extended(cls, behind: QMetaObject, signals: list[str]) -> QMetaObject:
        """Make the meta-object of one object that has *signals* beside what its class, *behind*, declares."""
        made = copy(behind)
        made._super = behind
        made._methods = list(behind._methods)
        made._signatures = dict(behind._signatures)
        for text in signals:
            method = QMetaMethod._made(made, _SIGNAL, text, split_signature(text)[0], (), "void")
            method._index = made._signatures[text] = len(made._methods)
            made._methods.append(method)
        return made

    # The class.

    def className(self) -> str:
        """Return the name of the class."""
        return self._class.__name__

    def superClass(self) -> QMetaObject | None:
        """Return the meta-object of the base class, None for `QObject` itself."""
        return self._super

    def inherits(self, metaObject: QMetaObject) -> bool:
        """Return whether the class is that of *metaObject*, or has it behind it."""
        if not isinstance(metaObject, QMetaObject):
            raise TypeError(f"inherits() takes a QMetaObject, not {metaObject!r}")
        return issubclass(self._class, metaObject._class)

    def cast(self, obj: QObject | None) -> QObject | None:
        """Return *obj* if it is of this class, None if it is not. Raises `RuntimeError` for a deleted object."""
        if not isinstance(obj, self._class):
            return None
        _check_alive(obj)
        return obj

    # Methods.

    def methodCount(self) -> int:
        """Return the number of signals and slots, those of the bases included."""
        return len(self._methods)

    def methodOffset(self) -> int:
        """Return the number of the first method that the class itself adds."""
        return 0 if self._super is None else len(self._super._methods)

    def method(self, index: int) -> QMetaMethod:
        """Return method number *index*, an invalid one when there is none."""
        return self._methods[index] if 0 <= index < len(self._methods) else QMetaMethod()

    def indexOfMethod(self, method: str) -> int:
        """Return the number of the signal or slot with this normalized signature (``"progress(int)"``), -1 for none."""
        return self._signatures.get(_text(method), -1)

    def indexOfSignal(self, signal: str) -> int:
        """Return the number of the signal with this normalized signature, -1 when there is none."""
        return self._index_of(signal, _SIGNAL)

    def indexOfSlot(self, slot: str) -> int:
        """Return the number of the slot with this normalized signature, -1 when there is none."""
        return self._index_of(slot, _SLOT)

    def _index_of(self, text: str, kind: QMetaMethod.MethodType) -> int:
        index = self._signatures.get(_text(text), -1)
        return index if index >= 0 and self._methods[index]._kind is kind else -1

    def constructorCount(self) -> int:
        """Return the number of constructors listed; classes made in Python list none."""
        return len(self._constructors)

    def constructor(self, index: int) -> QMetaMethod:
        """Return constructor number *index*, an invalid method when there is none."""
        return self._constructors[index] if 0 <= index < len(self._constructors) else QMetaMethod()

    def indexOfConstructor(self, constructor: str) -> int:
        """Return the number of the constructor with this normalized signature, -1 when there is none."""
        texts = [each._signature for each in self._constructors]
        return texts.index(constructor) if constructor in texts else -1

    # Properties.

    def propertyCount(self) -> int:
        """Return the number of declared properties, those of the bases included."""
        return len(self._properties)

    def propertyOffset(self) -> int:
        """Return the number of the first property that the class itself adds."""
        return 0 if self._super is None else len(self._super._properties)

    def property(self, index: int) -> QMetaProperty:
        """Return property number *index*, an invalid one when there is none."""
        return self._properties[index] if 0 <= index < len(self._properties) else QMetaProperty()

    def indexOfProperty(self, name: str) -> int:
        """Return the number of the property called *name*, -1 when there is none."""
        return self._property_names.get(_text(name), -1)

    def userProperty(self) -> QMetaProperty:
        """Return the property that was declared with ``user=True``, an invalid one when there is none."""
        found = [each for each in self._properties if each.isUser()]
        return found[-1] if found else QMetaProperty()

    # Enumerations and notes.

    def enumeratorCount(self) -> int:
        """Return the number of enumerations, those of the bases included."""
        return len(self._enumerators)

    def enumeratorOffset(self) -> int:
        """Return the number of the first enumeration that the class itself adds."""
        return 0 if self._super is None else len(self._super._enumerators)

    def enumerator(self, index: int) -> QMetaEnum:
        """Return enumeration number *index*, an invalid one when there is none."""
        return self._enumerators[index] if 0 <= index < len(self._enumerators) else QMetaEnum()

    def indexOfEnumerator(self, name: str) -> int:
        """Return the number of the enumeration called *name*, -1 when there is none."""
        names = [each.name() for each in self._enumerators]
        return names.index(name) if name in names else -1

    def classInfoCount(self) -> int:
        """Return the number of notes made with `ClassInfo`, those of the bases included."""
        return len(self._notes)

    def classInfoOffset(self) -> int:
        """Return the number of the first note that the class itself adds."""
        return 0 if self._super is None else len(self._super._notes)

    def classInfo(self, index: int) -> QMetaClassInfo:
        """Return note number *index*, an empty one when there is none."""
        return self._notes[index] if 0 <= index < len(self._notes) else QMetaClassInfo()

    def indexOfClassInfo(self, name: str) -> int:
        """Return the number of the note called *name*, -1 when there is none."""
        names = [each.name() for each in self._notes]
        return len(names) - 1 - names[::-1].index(name) if name in names else -1

    # Signatures.

    @staticmethod
    def normalizedSignature(method: str) -> QByteArray:
        """Return a signature as the others here take it: ``b"a(int,QString)"`` for ``"a( int, const QString & )"``."""
        return QByteArray(normalized_signature(_text(method)).encode())

    @staticmethod
    def normalizedType(type: str) -> QByteArray:
        """Return a type as signatures spell it: ``b"QString"`` for ``"const QString &"``."""
        return QByteArray(normalized_type(_text(type)).encode())

    @staticmethod
    def checkConnectArgs(signal: str | QMetaMethod, method: str | QMetaMethod) -> bool:
        """Return whether a slot with the signature *method* can be connected to one with the signature *signal*.

        It may take fewer arguments, not more, and none of another type. Both are normalized signatures, or methods.
        """
        given, taken = (
            split_signature(each._signature if isinstance(each, QMetaMethod) else _text(each))[1]
            for each in (signal, method)
        )
        return given[: len(taken)] == taken

    # Calling.

    @staticmethod
    def invokeMethod(target: QObject, member: str, *arguments: Any) -> Any:
        """Call the slot or emit the signal named *member* of *target*.

        :param arguments: optionally a `Qt.ConnectionType` (by default the call is direct in the object's own thread and
            queued from another), a `Q_RETURN_ARG`, and the arguments, plain or made with `Q_ARG`.
        Returns True, or the method's result when a `Q_RETURN_ARG` was given; False, with a warning, when there is no such
        method. Raises `RuntimeError` for a result that cannot be had, and for a blocking call in one thread.
        """
        if not isinstance(target, QObject) or not isinstance(member, str):
            raise TypeError(f"invokeMethod() takes a QObject and a method's name, not {target!r} and {member!r}")
        _check_alive(target)
        request = Request(arguments)
        meta = object_meta(target)
        candidates = []
        for method in reversed(meta._methods):
            name, types = split_signature(method._signature)
            if name == member:
                if len(types) == len(request.types) and all(map(fits, types, request.types)):
                    return request.carry_out(target, method.function_of, method._signature)
                candidates.append(method._signature)
        given = ",".join("?" if each is None else each for each in request.types)
        text = f"QMetaObject::invokeMethod: No such method {meta.className()}::{member}({given})"
        if candidates:
            text += "\nCandidates are:" + "".join(f"\n    {each}" for each in reversed(candidates))
        warn(text)
        return request.refused()

    @staticmethod
    def connectSlotsByName(object: QObject) -> None:
        """Connect signals of *object* and its descendants to its slots named ``on_<objectName>_<signal>``."""
        from .autoconnect import connect_slots_by_name

        connect_slots_by_name(object)

    def __repr__(self) -> str:
        base = "" if self._super is None else f' inherits "{self._super.className()}"'
        lines = [f'{type(self).__module__}.QMetaObject("{self.className()}"{base}:']
        for title, first, own in (
            ("Properties", self.propertyOffset(), self._properties),
            ("Methods", self.methodOffset(), self._methods),
        ):
            if len(own) > first:
                lines += [f"{title}:", *(f"  #{first + i} {each!r}" for i, each in enumerate(own[first:]))]
        return "\n".join([*lines, ")"])


def _check_alive(target: QObject) -> None:
    if is_buried(target):
        raise deleted_error(target.__class__.__name__)


def _text(given: object) -> str:
    if isinstance(given, (bytes, QByteArray)):  # what normalizedSignature() returns is taken back
        return bytes(given).decode()
    if not isinstance(given, str):
        raise TypeError(f"a signature or name is a str, not {given!r}")
    return given
