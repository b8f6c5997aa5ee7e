"""How many arguments a slot takes, so that it can be given only as many."""

from __future__ import annotations

from collections.abc import Callable
from types import BuiltinFunctionType, FunctionType, MethodType
from typing import Any, TypeVar

UNBOUNDED = 1 << 30

_Function = TypeVar("_Function", bound=Callable[..., Any])


def native_slot(*overloads: tuple[type, ...]) -> Callable[[_Function], _Function]:
    """Decorate a method of ours that stands for overloaded Qt slots (``start()`` and ``start(int)``).

    Connected to a signal, it is given the arguments of the first overload that the signal's types fit.
    """

    def mark(function: _Function) -> _Function:
        function._qt_overloads = overloads  # type: ignore[attr-defined]
        return function

    return mark


def capacity(slot: Any, types: tuple[Any, ...]) -> int:
    """Return how many positional arguments *slot* takes of a signal with these argument *types*, `UNBOUNDED` for any number.

    Defaults count, keyword-only parameters do not. What cannot be looked into (a function written in C) takes all.
    """
    if isinstance(slot, MethodType):
        function = slot.__func__
        return _function_capacity(function, types, 1) if isinstance(function, FunctionType) else UNBOUNDED
    if isinstance(slot, FunctionType):
        return _function_capacity(slot, types, 0)
    if isinstance(slot, (BuiltinFunctionType, type)):
        return UNBOUNDED
    inner = getattr(slot, "func", None)
    if inner is not None and hasattr(slot, "keywords"):  # functools.partial
        taken = capacity(inner, types)
        return taken if taken >= UNBOUNDED else max(0, taken - len(slot.args))
    call = type(slot).__call__  # the caller has made sure that it can be called
    return _function_capacity(call, types, 1) if isinstance(call, FunctionType) else UNBOUNDED


def _function_capacity(function: FunctionType, types: tuple[Any, ...], bound: int) -> int:
    overloads = getattr(function, "_qt_overloads", None)
    if overloads is not None:
        for overload in overloads:
            if len(overload) <= len(types) and all(_fits(*pair) for pair in zip(types, overload, strict=False)):
                return len(overload)
        return 0
    code = function.__code__
    if code.co_flags & 0x04:  # *args
        return UNBOUNDED
    return max(0, code.co_argcount - bound)


def _fits(given: Any, wanted: type) -> bool:
    return wanted is object or (isinstance(given, type) and issubclass(given, wanted))
