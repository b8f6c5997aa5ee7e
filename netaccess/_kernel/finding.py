"""Finding objects in a tree by class and name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .qobject import QObject


def find_children(root: QObject, kind: Any, name: Any, options: int, first: bool = False) -> list[Any]:
    """Return the descendants of *root* that are of class *kind* and named *name*.

    :param name: a str, None for any name, or a compiled regular expression that is searched for in the name.
    :param options: `Qt.FindChildOption`: only direct children, or all descendants.
    :param first: stop at the first one found; direct children are looked at before deeper ones.
    """
    if not isinstance(kind, type):
        raise TypeError(f"children are found by a class, not by {kind!r}")
    found: list[Any] = []
    level = list((root._qt_children or {}).values())
    if first:
        while level:
            for child in level:
                if isinstance(child, kind) and _named(child, name):
                    return [child]
            level = (
                [grandchild for child in level for grandchild in (child._qt_children or {}).values()]
                if options & 1
                else []
            )
        return found
    for child in level:
        if isinstance(child, kind) and _named(child, name):
            found.append(child)
        if options & 1:
            found += find_children(child, kind, name, options)
    return found


def _named(child: QObject, name: Any) -> bool:
    if name is None:
        return True
    if isinstance(name, str):
        return child._qt_name == name
    return name.search(child._qt_name) is not None
