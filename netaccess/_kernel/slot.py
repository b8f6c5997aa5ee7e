"""`Slot`: the decorator that marks methods as slots."""

from __future__ import annotations

from collections.abc import Callable
from types import FunctionType
from typing import Any, TypeVar

_Function = TypeVar("_Function", bound=Callable[..., Any])


class Slot:
    """Decorator that marks a method as a slot and notes its signature; the method works as before.

    The parameters of the method, not the decorator, decide how many arguments it is given (as in PySide6).
    """

    def __init__(self, *types: Any, result: Any = None, name: str | None = None, tag: str | None = None) -> None:
        """
        :param types: the argument types.
        :param result: the type of the result, for `QMetaObject.invokeMethod` and other callers by name.
        :param name: the slot's name, if it is not the method's.
        :param tag: a tag for tools; kept, not used.
        Raises `TypeError` for what is no type nor the name of one, as in ``@Slot`` without parentheses.
        """
        for each in types:
            if isinstance(each, (FunctionType, int, list, tuple)):
                raise TypeError(
                    f"a slot's argument types are classes or their names, not {each!r}: write @Slot(int, str)"
                )
        self.tag = tag
        self.types = types
        self.result = result
        self.name = name

    def __call__(self, function: _Function) -> _Function:
        slots: list[Slot] = function.__dict__.setdefault("_qt_slots", [])
        slots.append(self)
        return function
