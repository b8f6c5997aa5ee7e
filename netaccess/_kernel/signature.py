"""One overload of a signal: the types of its arguments, how they are spelled, and what makes arguments fit them."""

from __future__ import annotations

from typing import Any

from .coercion import EXACT, Converter, converter
from .typenames import type_name

ANY_COUNT = -2
"""The argument count of a short-circuit signal, which is emitted with whatever it is given."""


class Signature:
    """One overload of a signal: its argument types, how they are spelled, and what converts them."""

    __slots__ = ("converters", "count", "exact", "text", "types")

    def __init__(self, name: str, types: tuple[Any, ...]) -> None:
        self.types = types
        self.count = len(types)
        self.text = f"{name}({','.join(type_name(declared) for declared in types)})"
        found = [converter(declared) for declared in types]
        self.converters: tuple[tuple[Converter | None, type | None], ...] | None = None
        if any(found):
            self.converters = tuple((each, EXACT.get(each) if each else None) for each in found)
        # The type of a single argument that needs no conversion, for emission's short cut.
        self.exact = self.converters[0][1] if self.converters is not None and self.count == 1 else None

    def covers(self, other: Signature) -> bool:
        """Return whether a signal with this signature can be connected to one with *other*, which may have fewer arguments."""
        if self.count == ANY_COUNT or other.count == ANY_COUNT:
            return True
        return self.count >= other.count and all(
            given is wanted or type_name(given) == type_name(wanted)
            for given, wanted in zip(self.types, other.types, strict=False)
        )

    def convert(self, args: tuple[Any, ...]) -> tuple[Any, ...]:
        """Return *args* as the declared types. Raises `TypeError` for what does not fit."""
        converters = self.converters
        if converters is None:
            return args
        for value, (convert, exact) in zip(args, converters, strict=False):
            if convert is not None and type(value) is not exact:
                break
        else:
            return args
        return tuple(
            value if convert is None else convert(value) for value, (convert, _) in zip(args, converters, strict=False)
        )
