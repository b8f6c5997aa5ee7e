"""Names of a face that are loaded when they are asked for, and what is said of names that it does not have."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any


def lazy_names(face: dict[str, Any], modules: dict[str, str]) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """Return the ``__getattr__`` and the ``__dir__`` of a module that loads some of its names late.

    :param face: the module's ``globals()``, which has an ``__all__``; a name lands there when it has been loaded.
    :param modules: the names, and the module (relative to the face's package) that has each.
    """

    def load(name: str) -> Any:
        module = modules.get(name)
        if module is None:
            raise missing(face["__name__"], name, sys._getframe(1))
        from importlib import import_module

        value = face[name] = getattr(import_module(module, face["__package__"]), name)
        return value

    def names() -> list[str]:
        return sorted({*face, *face["__all__"]})

    return load, names


def missing(module: str, name: str, asking: FrameType) -> Exception:
    """Return the error for a *name* that a module does not have, saying what to use instead where that is known.

    :param asking: the frame that asks. In a ``from module import name`` Python would put a text of its own in the place
        of an AttributeError's; then the error is an ImportError, which passes.
    """
    if name.startswith("__"):  # asked for by Python's own machinery, which wants no explanation
        return AttributeError(f"module {module!r} has no attribute {name!r}")
    from .absentnames import explain

    reason = explain(name)
    if is_import_from(asking):
        text = f"cannot import name {name!r} from {module!r}"
        return ImportError(f"{text}: {reason}" if reason else text, name=module)
    text = f"module {module!r} has no attribute {name!r}"
    return AttributeError(f"{text}: {reason}" if reason else text)


def is_import_from(frame: FrameType) -> bool:
    """Return whether *frame* is just now executing a ``from ... import name``."""
    from opcode import opmap

    where = frame.f_lasti
    return where >= 0 and frame.f_code.co_code[where] == opmap["IMPORT_FROM"]
