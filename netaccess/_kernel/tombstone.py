"""What becomes of the class of a deleted object.

Living objects pay nothing for the question whether they are deleted: deletion swaps the object's class for a tombstone derived
from it, which knows the same names, but refuses to call what Qt's classes define. What the program defined itself, in a
subclass or on the object, goes on working, as it does on PySide6.
"""

from __future__ import annotations

from typing import Any

_OURS = "netaccess."
_STATE = frozenset(("_qt_name", "_qt_children", "_qt_dynamic"))  # what inherited methods read of a deleted object


def deleted_error(name: str) -> RuntimeError:
    """Return the error that using a deleted object of class *name* raises."""
    return RuntimeError(f"Internal C++ object ({name}) already deleted.")


def bury(instance: Any) -> None:
    """Swap *instance*'s class for its tombstone."""
    cls = instance.__class__
    stone = cls.__dict__.get("_qt_tombstone")
    if stone is None:
        stone = _make(cls)
        type.__setattr__(cls, "_qt_tombstone", stone)
    try:
        object.__setattr__(instance, "__class__", stone)
    except TypeError:
        pass  # a class with slots of its own cannot be swapped; its object keeps answering


def is_buried(instance: object) -> bool:
    """Return whether *instance* has been deleted."""
    return "_qt_buried" in type(instance).__dict__


def _make(cls: type) -> type:
    def __getattribute__(self: Any, name: str) -> Any:
        if name in _STATE:
            raise deleted_error(cls.__name__)
        if not name.startswith("_"):
            for base in cls.__mro__:
                if name in base.__dict__:
                    found = base.__dict__[name]
                    if base.__module__.startswith(_OURS) and callable(found) and not hasattr(found, "signatures"):
                        return _refuser(cls.__name__)
                    break
        return object.__getattribute__(self, name)

    def __repr__(self: Any) -> str:
        raise deleted_error(cls.__name__)

    namespace = {
        "__getattribute__": __getattribute__,
        "__repr__": __repr__,
        "__module__": cls.__module__,
        "__qualname__": cls.__qualname__,
        "__doc__": cls.__doc__,
        "__slots__": (),
        "__class__": property(lambda self: cls),
        "_qt_buried": cls,
    }
    # Not by calling the class's metaclass: the program's code is to hear nothing of a class that is none of its own.
    return type.__new__(type(cls), cls.__name__, (_Unannounced, cls), namespace)


class _Unannounced:
    """Keeps the making of a tombstone from ``__init_subclass__``, which may want arguments, or keep a list of subclasses.

    It stands first among the bases, where Python looks for the layout of the objects: like a QObject's, theirs have a
    ``__dict__`` and can be referenced weakly, else they could not take the tombstone as their class.
    """

    def __init_subclass__(cls) -> None:
        """Do nothing."""


def _refuser(name: str) -> Any:
    """Return what stands for a method of a deleted object: it can be looked at, not called."""

    def already_deleted(*args: Any, **kwargs: Any) -> Any:
        raise deleted_error(name)

    return already_deleted
