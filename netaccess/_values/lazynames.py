"""Names of a face that are loaded when they are asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def lazy_names(face: dict[str, Any], modules: dict[str, str]) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """Return the ``__getattr__`` and the ``__dir__`` of a module that loads some of its names late.

    :param face: the module's ``globals()``, which has an ``__all__``; a name lands there when it has been loaded.
    :param modules: the names, and the module (relative to the face's package) that has each.
    """

    def load(name: str) -> Any:
        module = modules.get(name)
        if module is None:
            raise AttributeError(f"module {face['__name__']!r} has no attribute {name!r}")
        from importlib import import_module

        value = face[name] = getattr(import_module(module, face["__package__"]), name)
        return value

    def names() -> list[str]:
        return sorted({*face, *face["__all__"]})

    return load, names
