"""`Property`: a Python property that the object model knows by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .signal import Signal

_Getter = Callable[[Any], Any]
_Setter = Callable[[Any, Any], Any]


class Property:
    """Declares a property of a `QObject` class: ``level = Property(int, getter, setter, notify=changed)``.

    Also a decorator: ``@Property(int)`` on the getter, ``@level.setter`` on the setter. As an attribute it reads, writes and
    deletes through these; `QObject.property`, `QObject.setProperty` and constructor keywords find it by its name.
    """

    def __init__(
        self,
        type: Any,
        fget: _Getter | None = None,
        fset: _Setter | None = None,
        freset: _Getter | None = None,
        fdel: _Getter | None = None,
        doc: str | None = None,
        notify: Signal | None = None,
        designable: bool = True,
        scriptable: bool = True,
        stored: bool = True,
        user: bool = False,
        constant: bool = False,
        final: bool = False,
    ) -> None:
        """
        :param type: the type of the value, a class or how Qt spells one; `QObject.setProperty` converts to it.
        :param fget: reads it. :param fset: writes it; without one the property is read-only.
        :param freset: puts it back to its default (`QMetaProperty.reset`, and setting it to None by name).
        :param fdel: what ``del`` on the attribute calls.
        :param doc: the documentation, by default the getter's.
        :param notify: the signal that says it has changed; the setter emits it.
        :param designable: :param scriptable: :param stored: whether designers, scripts and storage should see it.
        :param user: whether it is the one that the user edits. :param constant: whether it never changes.
        :param final: whether subclasses leave it alone. These six are for `QMetaProperty`, nothing here acts on them.
        Raises `TypeError` for a type that is none, and for functions that cannot be called.
        """
        if not type or not (isinstance(type, str) or callable(type)):
            raise TypeError(f"Invalid property type or type name: {type!r}")
        for name, function in (("fget", fget), ("fset", fset), ("freset", freset), ("fdel", fdel)):
            if function is not None and not callable(function):
                raise TypeError(f'Non-callable parameter given for "{name}": {function!r}')
        self.type = type
        self.fget = fget
        self.fset = fset
        self.freset = freset
        self.fdel = fdel
        self.notify = notify
        self.options = {
            "designable": designable,
            "scriptable": scriptable,
            "stored": stored,
            "user": user,
            "constant": constant,
            "final": final,
        }
        self.name = ""
        self._doc = doc
        self.__doc__ = doc or (fget.__doc__ if fget is not None else None)

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def _with(self, **changes: Any) -> Property:
        """Return a copy with other functions: a subclass can refine a base's property and leave the base alone."""
        keywords: dict[str, Any] = {"fget": self.fget, "fset": self.fset, "freset": self.freset, "fdel": self.fdel}
        keywords.update(self.options, doc=self._doc, notify=self.notify)
        keywords.update(changes)
        return self.__class__(self.type, **keywords)

    def __call__(self, fget: _Getter) -> Property:
        """Take the getter: ``@Property(int)``."""
        return self._with(fget=fget)

    def getter(self, fget: _Getter) -> Property:
        """Return the property with this getter."""
        return self._with(fget=fget)

    def setter(self, fset: _Setter) -> Property:
        """Return the property with this setter."""
        return self._with(fset=fset)

    def resetter(self, freset: _Getter) -> Property:
        """Return the property with what puts the value back to its default."""
        return self._with(freset=freset)

    def deleter(self, fdel: _Getter) -> Property:
        """Return the property with what ``del`` calls."""
        return self._with(fdel=fdel)

    def __get__(self, instance: Any, owner: type) -> Any:
        if instance is None:
            return self
        if self.fget is None:
            raise AttributeError(f"the property {self.name!r} cannot be read: it has no getter")
        return self.fget(instance)

    def __set__(self, instance: Any, value: Any) -> None:
        if self.fset is None:
            raise AttributeError(f"Attribute is read only: the property {self.name!r} has no setter")
        self.fset(instance, value)

    def __delete__(self, instance: Any) -> None:
        if self.fdel is None:
            raise AttributeError(f"Attribute is read only: the property {self.name!r} has no deleter")
        self.fdel(instance)
