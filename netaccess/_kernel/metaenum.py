"""Enumerations and notes that a meta-object lists: `QMetaEnum`, `QEnum`, `QFlag`, `QMetaClassInfo`, `ClassInfo`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from netaccess._values.bytearray import QByteArray

if TYPE_CHECKING:
    from enum import Enum

_Class = TypeVar("_Class", bound=type)


class QMetaEnum:
    """An enumeration of a class, with names and numbers (``QMetaEnum``); one from nowhere is invalid and empty."""

    __slots__ = ("_cls", "_name", "_scope")

    def __init__(self) -> None:
        """Make an invalid one."""
        self._name = ""
        self._scope = ""
        self._cls: type[Enum] | None = None

    @classmethod
    def _made(cls, scope: str, name: str, enumeration: type[Enum]) -> QMetaEnum:
        made = cls()
        made._scope = scope
        made._name = name
        made._cls = enumeration
        return made

    def isValid(self) -> bool:
        """Return whether this stands for an enumeration."""
        return self._cls is not None

    def name(self) -> str | None:
        """Return the enumeration's name."""
        return self._name if self.isValid() else None

    def enumName(self) -> str | None:
        """Return the enumeration's name; for flags Qt knows two, here they are one."""
        return self.name()

    def scope(self) -> str | None:
        """Return the name of the class that it was declared in."""
        return self._scope if self.isValid() else None

    def isFlag(self) -> bool:
        """Return whether its values are meant to be combined."""
        from enum import Flag

        return self._cls is not None and issubclass(self._cls, Flag)

    def isScoped(self) -> bool:
        """Return whether names need the enumeration in front of them, which is so for every one made in Python."""
        return self.isValid()

    def is64Bit(self) -> bool:
        """Return whether a value needs more than 32 bits."""
        return any(not -(1 << 31) <= number < 1 << 32 for _, number in self._items())

    def _items(self) -> list[tuple[str, int]]:
        members = {} if self._cls is None else self._cls.__members__
        return [(name, int(member.value)) for name, member in members.items()]

    def keyCount(self) -> int:
        """Return the number of names."""
        return len(self._items())

    def key(self, index: int) -> str | None:
        """Return name number *index*, None when there is none."""
        items = self._items()
        return items[index][0] if 0 <= index < len(items) else None

    def value(self, index: int) -> int:
        """Return the value of name number *index*, -1 when there is none."""
        items = self._items()
        return items[index][1] if 0 <= index < len(items) else -1

    def keyToValue(self, key: str) -> tuple[int, bool]:
        """Return the value of a name and True, or -1 and False. The class, and the enumeration, may stand before it."""
        found = self._value(key)
        return (-1, False) if found is None else (found, True)

    def _value(self, key: str) -> int | None:
        scope, _, bare = key.strip().rpartition("::")
        if scope not in ("", self._scope, f"{self._scope}::{self._name}"):
            return None
        return dict(self._items()).get(bare)

    def keysToValue(self, keys: str) -> tuple[int, bool]:
        """Return the value of names joined by ``|`` and True, or -1 and False when one of them is unknown."""
        result = 0
        for key in keys.split("|"):
            found = self._value(key)
            if found is None:
                return -1, False
            result |= found
        return result, True

    def valueToKey(self, value: int) -> str | None:
        """Return the first name of *value*, None when it has none."""
        return next((name for name, number in self._items() if number == int(value)), None)

    def valueToKeys(self, value: int) -> QByteArray:
        """Return the names whose values make up *value*, joined by ``|``; empty when they cannot."""
        left = int(value)
        names: list[str] = []
        for name, number in reversed(self._items()):
            if (number and left & number == number) or number == left == int(value):
                left &= ~number
                names.insert(0, name)
        return QByteArray("|".join(names).encode() if not left else b"")

    def __repr__(self) -> str:
        return f"<QMetaEnum {self._scope}::{self._name}>" if self.isValid() else "<QMetaEnum (invalid)>"


def QEnum(enumeration: _Class) -> _Class:
    """Decorate an enumeration inside a QObject class (or call with it there): the class's meta-object then lists it.

    Raises `TypeError` for what is no enumeration of integers.
    """
    from enum import Enum

    if not (isinstance(enumeration, type) and issubclass(enumeration, Enum)):
        raise TypeError(f"type {getattr(enumeration, '__name__', enumeration)} does not inherit from 'Enum' or 'Flag'")
    for member in enumeration:
        if not isinstance(member.value, int):
            raise TypeError(f"an enumeration for QEnum has int values, not {member.value!r} ({member})")
    enumeration._qt_registered = True  # type: ignore[attr-defined]
    return enumeration


def QFlag(enumeration: _Class) -> _Class:
    """Decorate an ``enum.Flag`` inside a QObject class, as `QEnum`. Raises `TypeError` for any other class."""
    from enum import Flag

    QEnum(enumeration)
    if not issubclass(enumeration, Flag):
        raise TypeError(f"expected 'Flag' but got 'Enum' ({enumeration.__qualname__})")
    return enumeration


class QMetaClassInfo:
    """A note on a class: a name and a text (``QMetaClassInfo``)."""

    __slots__ = ("_name", "_value")

    def __init__(self) -> None:
        """Make an empty one."""
        self._name: str | None = None
        self._value: str | None = None

    @classmethod
    def _made(cls, name: str, value: str) -> QMetaClassInfo:
        made = cls()
        made._name = name
        made._value = value
        return made

    def name(self) -> str | None:
        """Return the note's name, None when it is empty."""
        return self._name

    def value(self) -> str | None:
        """Return the note's text, None when it is empty."""
        return self._value


def ClassInfo(*notes: Any, **keywords: Any) -> Callable[[_Class], _Class]:
    """Decorate a QObject class with notes for its meta-object: ``@ClassInfo(author="me")`` or ``@ClassInfo({"a b": "c"})``.

    Raises `TypeError` for anything but str, and for a class of something else than QObjects.
    """
    if len(notes) + bool(keywords) != 1 or (notes and not isinstance(notes[0], dict)):
        raise TypeError("ClassInfo() takes either keyword argument(s) or a single dictionary argument")
    found = dict(notes[0]) if notes else keywords
    if not all(isinstance(name, str) and isinstance(value, str) for name, value in found.items()):
        raise TypeError("All keys and values provided to ClassInfo() must be strings")

    def note(cls: _Class) -> _Class:
        from .qobject import QObject

        if not (isinstance(cls, type) and issubclass(cls, QObject)):
            raise TypeError(f"ClassInfo() decorates classes of QObjects, not {cls!r}")
        cls._qt_class_info = {**cls.__dict__.get("_qt_class_info", {}), **found}  # type: ignore[attr-defined]
        return cls

    return note
