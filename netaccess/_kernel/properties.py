"""Properties: declared ones, which a class lists with their getter and setter, and dynamic ones, made by setting them."""

from __future__ import annotations

from collections.abc import Callable
from operator import methodcaller
from typing import TYPE_CHECKING, Any

from .property import Property
from .signal import Signal

if TYPE_CHECKING:
    from .qobject import QObject


Getter = Callable[[Any], Any]
Setter = Callable[[Any, Any], Any]


def declared(cls: type, name: str) -> tuple[Getter, Setter | None] | None:
    """Return what reads and what writes (None: read-only) a declared property, None when there is none of that *name*.

    Ours stand in a class's ``_qt_properties``, as the names of their methods; the program's are `Property` attributes.
    """
    for base in cls.__mro__:
        own = base.__dict__.get(name)
        if isinstance(own, Property):
            return own.read, None if own.fset is None else own.fset
        found = base.__dict__.get("_qt_properties")
        if found is not None and name in found:
            getter, setter = found[name]
            return methodcaller(getter), None if setter is None else _NativeSetter(setter)
    return None


class _NativeSetter:
    """Calls a setter of ours by name."""

    __slots__ = ("_name",)

    def __init__(self, name: str) -> None:
        self._name = name

    def __call__(self, target: Any, value: Any) -> None:
        getattr(target, self._name)(value)


def read_property(target: QObject, name: str) -> Any:
    """Return a property's value, None when there is none of that *name*."""
    found = declared(type(target), name)
    if found is not None:
        return found[0](target)
    return (target._qt_dynamic or {}).get(name)


def write_property(target: QObject, name: str, value: Any) -> tuple[bool, bool]:
    """Set a property; return whether it is a declared one that can be written, and whether a dynamic one changed."""
    if not isinstance(name, str):
        raise TypeError(f"a property's name is a str, not {name!r}")
    found = declared(type(target), name)
    if found is not None:
        setter = found[1]
        if setter is None:
            return False, False
        try:
            setter(target, value)
        except (TypeError, ValueError):
            if not isinstance(setter, _NativeSetter):
                raise  # the program's own trouble
            return False, False  # a value the property cannot have
        return True, False
    dynamic = target._qt_dynamic
    if value is None:
        changed = dynamic is not None and dynamic.pop(name, None) is not None
        return False, changed
    if dynamic is None:
        dynamic = target._qt_dynamic = {}
    changed = name not in dynamic or (dynamic[name] is not value and dynamic[name] != value)
    dynamic[name] = value
    return False, changed


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
            if found[1] is None:
                raise AttributeError(f"{cls.__name__}(): the property {name!r} is read-only: unsupported keyword")
            found[1](target, value)
        elif isinstance(getattr(cls, name, None), Signal):
            getattr(target, name).connect(value)
        elif following is object:
            raise AttributeError(f"{cls.__name__}(): {name!r} is not a Qt property or a signal")
        else:
            rest[name] = value
    if following is not object:
        following.__init__(target, **rest)  # type: ignore[misc]
