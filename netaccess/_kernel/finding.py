"""Finding objects in a tree by class and name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .qobject import QObject


def find_children(root: QObject, kind: Any, name: Any, options: int, first: bool = False) -> list[Any]:
    """Return the descendants of *root* that are of class *kind* and named *name*.

    :param kind: a class, or a tuple of classes that all will do.
    :param name: a str, None for any name, or a compiled regular expression that is searched for in the name.
    :param options: `Qt.FindChildOption`: only direct children, or all descendants.
    :param first: stop at the first one found; direct children are looked at before deeper ones.
    Raises `TypeError` for another kind of class, name or option.
    """
    if not isinstance(kind, type) and not (
        isinstance(kind, tuple) and kind and all(isinstance(each, type) for each in kind)
    ):
        raise TypeError(f"children are found by a class, not by {kind!r}")
    if name is not None and not isinstance(name, str) and not hasattr(name, "search"):
        raise TypeError(f"children are found by a name, a compiled regular expression or None, not by {name!r}")
    if not isinstance(options, int):
        raise TypeError(f"children are found with a Qt.FindChildOption, not with {options!r}")
    return _nearest(root, kind, name, options) if first else _all(root, kind, name, options)


def _nearest(root: QObject, kind: Any, name: Any, options: int) -> list[Any]:
    """Look at the direct children first, then below each of them in turn."""
    children = list((root._qt_children or {}).values())
    for child in children:
        if isinstance(child, kind) and _named(child, name):
            return [child]
    if options & 1:
        for child in children:
            found = _nearest(child, kind, name, options)
            if found:
                return found
    return []


def _all(root: QObject, kind: Any, name: Any, options: int) -> list[Any]:
    found: list[Any] = []
    for child in list((root._qt_children or {}).values()):
        if isinstance(child, kind) and _named(child, name):
            found.append(child)
        if options & 1:
            found += _all(child, kind, name, options)
    return found


def _named(child: QObject, name: Any) -> bool:
    if name is None:
        return True
    if isinstance(name, str):
        return child._qt_name == name
    return name.search(child._qt_name) is not None
