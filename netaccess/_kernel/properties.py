"""Properties: declared ones, which a class lists with their getter and setter, and dynamic ones, made by setting them."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from .posting import report_exception
from .property import Property
from .signal import Signal

if TYPE_CHECKING:
    from .qobject import QObject


class NativeProperty:
    """A property of a class of ours: the names of its methods, looked up on the class so that a program's do not get between."""

    __slots__ = ("_cls", "_getter", "_setter", "name")

    freset = None

    def __init__(self, cls: type, name: str, methods: tuple[str, str | None]) -> None:
        """:param methods: the getter's name, and the setter's or None."""
        self._cls = cls
        self.name = name
        self._getter, self._setter = methods

    def fget(self, target: Any) -> Any:
        """Return the value."""
        return self._bound(self._getter, target)()

    def _bound(self, name: str, target: Any) -> Any:
        """Return a method of the class, bound as it is: the application's are static ones."""
        found = next(vars(base)[name] for base in self._cls.__mro__ if name in vars(base))
        return found.__get__(target, self._cls)

    @property
    def fset(self) -> Any:
        """Return what sets the value, None when nothing does."""
        name = self._setter
        return None if name is None else lambda target, value: self._bound(name, target)(value)

    @property
    def notify(self) -> Signal | None:
        """Return the signal that says the value has changed, which is named after the property."""
        found = getattr(self._cls, f"{self.name}Changed", None)
        return found if isinstance(found, Signal) else None

    @property
    def type(self) -> Any:
        """Return the type of the value: what the getter is annotated with."""
        spelled: str = getattr(self._cls, self._getter).__annotations__["return"]
        found: Any = vars(sys.modules["builtins"]).get(spelled)
        if found is None:
            first, *rest = spelled.split(".")
            found = getattr(sys.modules[self._cls.__module__], first, None)
            for name in rest:
                found = getattr(found, name, None)
        return spelled if found is None else found

    @property
    def options(self) -> dict[str, bool]:
        """Return what `QMetaProperty` tells of a property: the usual."""
        return {
            "designable": True,
            "scriptable": True,
            "stored": True,
            "user": False,
            "constant": False,
            "final": False,
        }


def declared(cls: type, name: str) -> Property | NativeProperty | None:
    """Return a declared property of *cls*, None when there is none of that *name*.

    Ours stand in a class's ``_qt_properties``, as the names of their methods; the program's are `Property` attributes.
    """
    for base in cls.__mro__:
        own = base.__dict__.get(name)
        if isinstance(own, Property):
            return own
        found = base.__dict__.get("_qt_properties")
        if found is not None and name in found:
            return NativeProperty(base, name, found[name])
    return None


def read_property(target: QObject, name: str) -> Any:
    """Return a property's value, as its declared type if that is possible; None when there is none of that *name*.

    A getter's exception goes to ``sys.excepthook``, and the value is the type's empty one.
    """
    if not isinstance(name, str):
        raise TypeError(f"a property's name is a str, not {name!r}")
    found = declared(type(target), name)
    if found is None:
        return _own_copy((target._qt_dynamic or {}).get(name))
    if isinstance(found, NativeProperty):
        return found.fget(target)
    from .coercion import converter
    from .variant import empty

    if found.fget is None:
        return empty(found.type)
    try:
        value = found.fget(target)
    except Exception:
        report_exception()
        return empty(found.type)
    convert = converter(found.type)
    try:
        return value if convert is None else convert(value)
    except (TypeError, ValueError, OverflowError):
        return value  # better than a made-up zero


def write_property(target: QObject, name: str, value: Any) -> tuple[bool, bool]:
    """Set a property; return whether it is a declared one that has been set, and whether a dynamic one changed."""
    if not isinstance(name, str):
        raise TypeError(f"a property's name is a str, not {name!r}")
    found = declared(type(target), name)
    if found is not None:
        return write_declared(target, found, value), False
    dynamic = target._qt_dynamic
    if value is None:
        changed = dynamic is not None and dynamic.pop(name, None) is not None
        return False, changed
    if dynamic is None:
        dynamic = target._qt_dynamic = {}
    changed = name not in dynamic or (dynamic[name] is not value and dynamic[name] != value)
    dynamic[name] = _own_copy(value)
    return False, changed


def _own_copy(value: Any) -> Any:
    """Return a copy of a list or dict, which are values to Qt, and any other object as it is."""
    return type(value)(value) if type(value) in (list, dict) else value


def write_declared(target: QObject, found: Property | NativeProperty, value: Any) -> bool:
    """Set a declared property to *value*, converted as Qt converts; None resets one that can be. Return whether it could be.

    A setter's exception goes to ``sys.excepthook``.
    """
    if value is None and found.freset is not None:
        return reset_declared(target, found)
    setter = found.fset
    if setter is None:
        return False
    from .variant import Unconvertible, to_declared

    try:
        value = to_declared(found.type, value)
    except (Unconvertible, TypeError, ValueError, OverflowError):
        return False
    if isinstance(found, NativeProperty):
        try:
            setter(target, value)
        except (TypeError, ValueError):
            return False  # a value that the property cannot have
        return True
    try:
        setter(target, value)
    except Exception:
        report_exception()
    return True


def reset_declared(target: QObject, found: Property | NativeProperty) -> bool:
    """Put a declared property back to its default; return False when it has no way to."""
    if found.freset is None:
        return False
    try:
        found.freset(target)
    except Exception:
        report_exception()
    return True


def initialise(target: QObject, keywords: dict[str, Any], last: type) -> None:
    """Apply the keywords of a constructor: properties, signals, and the rest for the class behind *last*.

    Raises `AttributeError` for a keyword that is nobody's.
    """
    cls = type(target)
    mro = cls.__mro__
    following = mro[mro.index(last) + 1]
    rest: dict[str, Any] = {}
    for name, value in keywords.items():
        found = declared(cls, name)
        if found is not None:
            setter = found.fset
            if setter is None:
                raise AttributeError(f"{cls.__name__}(): the property {name!r} is read-only: unsupported keyword")
            setter(target, value)
        elif isinstance(getattr(cls, name, None), Signal):
            getattr(target, name).connect(value)
        elif following is object:
            raise AttributeError(f"{cls.__name__}(): {name!r} is not a Qt property or a signal")
        else:
            rest[name] = value
    if following is not object:
        following.__init__(target, **rest)  # type: ignore[misc]
