"""`Property`: a Python property that the object model knows by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .signal import Signal


class Property:
    """Declares a property of a `QObject` class: ``level = Property(int, getter, setter, notify=changed)``.

    Also a decorator: ``@Property(int)`` on the getter, ``@level.setter`` on the setter. As an attribute it reads and writes
    through these; `QObject.property`, `QObject.setProperty` and constructor keywords find it by its name.
    """

    def __init__(
        self,
        type: Any,
        fget: Callable[[Any], Any] | None = None,
        fset: Callable[[Any, Any], Any] | None = None,
        freset: Callable[[Any], Any] | None = None,
        doc: str | None = None,
        notify: Signal | None = None,
        **options: Any,
    ) -> None:
        """
        :param type: the type of the value.
        :param fget: reads it. :param fset: writes it; without one the property is read-only.
        :param freset: puts it back to its default.
        :param notify: the signal that says it has changed; the setter emits it.
        :param options: what Qt's designer and QML want to know (``constant``, ``final``, ``user`` ...); kept, not used.
        """
        self.type = type
        self.fget = fget
        self.fset = fset
        self.freset = freset
        self.notify = notify
        self.options = options
        self.name = ""
        self.__doc__ = doc or (fget.__doc__ if fget is not None else None)

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __call__(self, fget: Callable[[Any], Any]) -> Property:
        """Take the getter: ``@Property(int)``."""
        return self.getter(fget)

    def getter(self, fget: Callable[[Any], Any]) -> Property:
        """Take the getter."""
        self.fget = fget
        self.__doc__ = self.__doc__ or fget.__doc__
        return self

    def setter(self, fset: Callable[[Any, Any], Any]) -> Property:
        """Take the setter."""
        self.fset = fset
        return self

    def resetter(self, freset: Callable[[Any], Any]) -> Property:
        """Take what puts the value back to its default."""
        self.freset = freset
        return self

    def read(self, instance: Any) -> Any:
        """Return the value of *instance*'s property."""
        return self.__get__(instance, type(instance))

    def __get__(self, instance: Any, owner: type) -> Any:
        if instance is None:
            return self
        if self.fget is None:
            raise AttributeError(f"the property {self.name!r} cannot be read: it has no getter")
        return self.fget(instance)

    def __set__(self, instance: Any, value: Any) -> None:
        if self.fset is None:
            raise AttributeError(f"the property {self.name!r} is read-only")
        self.fset(instance, value)
