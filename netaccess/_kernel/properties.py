"""Properties: declared ones, which a class lists with their getter and setter, and dynamic ones, made by setting them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .signal import Signal

if TYPE_CHECKING:
    from .qobject import QObject


def declared(cls: type, name: str) -> tuple[str, str | None] | None:
    """Return the names of the getter and the setter (None: read-only) of a declared property, None when there is none."""
    for base in cls.__mro__:
        found = base.__dict__.get("_qt_properties")
        if found is not None and name in found:
            result: tuple[str, str | None] = found[name]
            return result
    return None


def read_property(target: QObject, name: str) -> Any:
    """Return a property's value, None when there is none of that *name*."""
    found = declared(type(target), name)
    if found is not None:
        return getattr(target, found[0])()
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
        getattr(target, setter)(value)
        return True, False
    dynamic = target._qt_dynamic
    if value is None:
        changed = dynamic is not None and dynamic.pop(name, None) is not None
        return False, changed
    if dynamic is None:
        dynamic = target._qt_dynamic = {}
    changed = name not in dynamic or dynamic[name] is not value
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
            getattr(target, found[1])(value)
        elif isinstance(getattr(cls, name, None), Signal):
            getattr(target, name).connect(value)
        elif following is object:
            raise AttributeError(f"{cls.__name__}(): {name!r} is not a Qt property or a signal")
        else:
            rest[name] = value
    if following is not object:
        following.__init__(target, **rest)  # type: ignore[misc]
