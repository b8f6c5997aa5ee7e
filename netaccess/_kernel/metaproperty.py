"""`QMetaProperty`: a declared property as a meta-object lists it, which can be asked about, read and set."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .metaenum import QMetaEnum
from .metamethod import QMetaMethod
from .properties import NativeProperty, declared, read_property, reset_declared, write_declared
from .property import Property
from .signal import Signal
from .typenames import type_name
from .variant import empty

if TYPE_CHECKING:
    from .metaobject import QMetaObject
    from .qobject import QObject


class QMetaProperty:
    """A declared property of a class (``QMetaProperty``). They come from `QMetaObject.property`; others are invalid."""

    __slots__ = ("_declaration", "_index", "_name", "_owner")

    def __init__(self) -> None:
        """Make an invalid one, which stands for no property."""
        self._owner: QMetaObject | None = None
        self._name = ""
        self._declaration: Property | NativeProperty | None = None
        self._index = -1

    @classmethod
    def _made(cls, owner: QMetaObject, name: str, declaring: type, declaration: Any, index: int) -> QMetaProperty:
        made = cls()
        made._owner = owner
        made._name = name
        native = isinstance(declaration, tuple)
        made._declaration = NativeProperty(declaring, name, declaration) if native else declaration
        made._index = index
        return made

    # What it is.

    def isValid(self) -> bool:
        """Return whether this stands for a property."""
        return self._owner is not None

    def name(self) -> str | None:
        """Return the property's name."""
        return self._name if self.isValid() else None

    def typeName(self) -> str | None:
        """Return the type of the value as Qt spells it."""
        if self._declaration is None:
            return None
        name = type_name(self._declaration.type)
        return "PySide::PyObjectWrapper" if name == "PyObject" else name

    def propertyIndex(self) -> int:
        """Return the property's number in its meta-object, -1 when it is invalid."""
        return self._index

    def relativePropertyIndex(self) -> int:
        """Return the property's number among those its own class adds."""
        return -1 if self._owner is None else self._index - self._owner.propertyOffset()

    def revision(self) -> int:
        """Return 0: nothing here has a revision."""
        return 0

    def isEnumType(self) -> bool:
        """Return whether the value is of an enumeration."""
        return self._enumeration() is not None

    def isFlagType(self) -> bool:
        """Return whether the value is of an enumeration that is meant to be combined."""
        return self.enumerator().isFlag()

    def enumerator(self) -> QMetaEnum:
        """Return the enumeration that the value is of, an invalid one when it is of none."""
        found = self._enumeration()
        if found is None:
            return QMetaEnum()
        scope = type_name(found).rpartition("::")[0] or found.__qualname__.rpartition(".")[0].rpartition(".")[2]
        return QMetaEnum._made(scope, found.__name__, found)

    def _enumeration(self) -> Any:
        from enum import EnumMeta

        declared_type = None if self._declaration is None else self._declaration.type
        return declared_type if isinstance(declared_type, EnumMeta) else None

    # What can be done with it.

    def isReadable(self) -> bool:
        """Return whether the property has a getter."""
        return self._declaration is not None and self._declaration.fget is not None

    def isWritable(self) -> bool:
        """Return whether the property has a setter."""
        return self._declaration is not None and self._declaration.fset is not None

    def isResettable(self) -> bool:
        """Return whether the property can be put back to its default."""
        return self._declaration is not None and self._declaration.freset is not None

    def hasNotifySignal(self) -> bool:
        """Return whether a signal says that the property has changed."""
        return self.notifySignalIndex() >= 0

    def notifySignal(self) -> QMetaMethod:
        """Return the signal that says the property has changed, an invalid method when there is none."""
        index = self.notifySignalIndex()
        return QMetaMethod() if index < 0 or self._owner is None else self._owner.method(index)

    def notifySignalIndex(self) -> int:
        """Return the number of the signal that says the property has changed, -1 when there is none."""
        signal = None if self._declaration is None else self._declaration.notify
        if not isinstance(signal, Signal) or self._owner is None:
            return -1
        return self._owner.indexOfSignal(signal.signatures[0].text)

    def _option(self, name: str) -> bool:
        return self._declaration is not None and bool(self._declaration.options[name])

    def isConstant(self) -> bool:
        """Return whether the property was declared never to change."""
        return self._option("constant")

    def isFinal(self) -> bool:
        """Return whether the property was declared not to be overridden."""
        return self._option("final")

    def isDesignable(self) -> bool:
        """Return whether designers should show the property."""
        return self._option("designable")

    def isScriptable(self) -> bool:
        """Return whether scripts should see the property."""
        return self._option("scriptable")

    def isStored(self) -> bool:
        """Return whether the property should be stored with the object."""
        return self._option("stored")

    def isUser(self) -> bool:
        """Return whether the property is the one that users edit."""
        return self._option("user")

    def isRequired(self) -> bool:
        """Return False: no property here has to be set."""
        return False

    # Doing it.

    def read(self, obj: QObject) -> Any:
        """Return the value of *obj*'s property; the type's empty value for an object of another class."""
        if self._owner is None:
            return None
        if self._owner.cast(obj) is None:
            return None if self._declaration is None else empty(self._declaration.type)
        return read_property(obj, self._name)

    def write(self, obj: QObject, value: Any) -> bool:
        """Set *obj*'s property to *value*, converted as by `QObject.setProperty`. Return whether it could be set."""
        found = self._of(obj)
        return found is not None and write_declared(obj, found, value)

    def reset(self, obj: QObject) -> bool:
        """Put *obj*'s property back to its default. Return whether there is a way to."""
        found = self._of(obj)
        return found is not None and reset_declared(obj, found)

    def _of(self, obj: Any) -> Property | NativeProperty | None:
        """Return the property as *obj*'s class has it, which may be another than this: subclasses declare it anew."""
        if self._owner is None or self._owner.cast(obj) is None:
            return None
        return declared(type(obj), self._name)

    def __repr__(self) -> str:
        if not self.isValid():
            return "<QMetaProperty (invalid)>"
        flags = {
            "writeable": self.isWritable(),
            "resettable": self.isResettable(),
            "constant": self.isConstant(),
            "designable": self.isDesignable(),
            "final": self.isFinal(),
        }
        return f'"{self._name}", {self.typeName()}' + "".join(f" [{flag}]" for flag, on in flags.items() if on)
