"""Whether an object is still alive, who owns it, and its deletion here and now (``shiboken6.isValid``, ``sip.delete``)."""

from __future__ import annotations

from .affinity import check_thread
from .destruction import destroy
from .qobject import QObject
from .threaddata import DEAD
from .tombstone import is_buried

_OURS = "netaccess."


def is_valid(obj: object) -> bool:
    """Return whether *obj* can be used: it has been initialised and not been deleted. So can whatever is no QObject."""
    if not isinstance(obj, QObject):
        return not is_buried(obj)
    return obj.__dict__.get("_qt_thread", DEAD) is not DEAD


def delete(obj: object) -> None:
    """Delete *obj* and its children now, not with the next turn of the loop. Deleted ones stay deleted, values are values.

    Raises `TypeError` for what is no object of ours, `RuntimeError` from a thread that *obj* does not live in.
    """
    if isinstance(obj, QObject):
        if is_valid(obj):
            if obj._qt_thread.ident > 0:  # else its thread has ended, and nobody else can do it
                check_thread(obj, "delete")
            destroy(obj)
    elif not any(cls.__module__.startswith(_OURS) for cls in type(obj).__mro__):
        raise TypeError(f"only objects of Qt's classes can be deleted, not {obj!r}")


def owned_by_python(obj: object) -> bool:
    """Return whether *obj* dies with its last reference: it is alive and has no parent.

    Raises `TypeError` for what is no QObject.
    """
    if not isinstance(obj, QObject):
        raise TypeError(f"a QObject is wanted, not {obj!r}")
    return is_valid(obj) and (obj._qt_parent is None or obj._qt_parent() is None)
