"""Names that a newer binding has dropped, hidden from the program while netaccess's own code goes on using them."""

from __future__ import annotations

import sys
from enum import Enum
from typing import Any

from .changes import Changes, ours


class Hidden:
    """Stands in a class for an attribute that only netaccess itself sees; for others it is an `AttributeError`."""

    __slots__ = ("_name", "_reason", "_value")

    def __init__(self, value: Any, name: str, reason: str) -> None:
        self._value = value
        self._name = name
        self._reason = reason

    def __get__(self, instance: Any, owner: type) -> Any:
        asking = sys._getframe(1).f_globals.get("__name__")
        if isinstance(asking, str) and asking.partition(".")[0] == "netaccess":
            binder = getattr(type(self._value), "__get__", None)
            return self._value if binder is None else binder(self._value, instance, owner)
        raise AttributeError(f"{owner.__name__!r} has no attribute {self._name!r}: {self._reason}")


def hide_old_names(cls: type, binding: str, changes: Changes) -> None:
    """Hide in *cls* and its bases what *binding* has no longer: ``exec_``, and enumeration members on the class."""
    for each in ours(cls):
        names = vars(each)
        if "exec_" in names and not isinstance(names["exec_"], Hidden):
            changes.put(each, "exec_", Hidden(names["exec_"], "exec_", f"{binding} has exec() only"))
        for enumeration in [value for value in names.values() if isinstance(value, type) and issubclass(value, Enum)]:
            for name, member in enumeration.__members__.items():
                if names.get(name) is member:
                    reason = f"{binding} has {enumeration.__qualname__}.{name} only"
                    changes.put(each, name, Hidden(member, name, reason))
