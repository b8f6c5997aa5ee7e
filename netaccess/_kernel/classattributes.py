"""Attributes of `QObject` that work something out when they are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .metaobject import QMetaObject


class Uninitialised:
    """Stands for the thread of an object whose ``__init__`` has not run: asking for it is an error that says so."""

    def __get__(self, instance: Any, owner: type) -> Any:
        if instance is None:
            return self
        raise RuntimeError(f"'__init__' method of object's base class ({owner.__name__}) not called.")


class StaticMetaObject:
    """Gives each class its own meta-object, made when it is asked for."""

    def __get__(self, instance: Any, owner: type) -> QMetaObject:
        from .metaobject import meta_object

        # What a deleted object's class has been swapped for is that class, as far as anybody else is concerned.
        return meta_object(owner.__dict__.get("_qt_buried", owner))
