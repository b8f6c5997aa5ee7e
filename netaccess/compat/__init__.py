"""Unmodified code imports netaccess under the name of the binding it was written for.

``netaccess.compat.install("PySide6")`` before the program's own imports is all; ``PySide``, ``PySide2``, ``PyQt4``, ``PyQt5`` and
``PyQt6`` likewise. From then on ``PySide6.QtCore``, ``PySide6.QtNetwork``, ``PySide6.QtTest``, ``shiboken6`` (PyQt: ``sip``) and
``__feature__`` are netaccess; a module that draws or plays raises an ImportError that says so. `uninstall` takes it all back,
and ``with installed("PySide6"):`` does both. ``python -m netaccess run --as PySide6 program.py`` needs no change at all.

What the bindings differ in follows the one that was named: PyQt's ``pyqtSignal`` with its errors, its ``bytes`` from devices,
PyQt6 without ``exec_`` and without enumeration members outside their enumeration. These differences are those of classes that
the whole process shares, so one binding at a time can be stood in for. Enumerations are integers everywhere, and what takes
bytes takes str as well: programs for a binding that is stricter do not notice. Install before threads use the classes.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from threading import RLock
from typing import TYPE_CHECKING

from .bindings import find

if TYPE_CHECKING:
    from .finder import BindingFinder

__all__ = ["current", "install", "installed", "uninstall"]

_lock = RLock()
_finder: BindingFinder | None = None


def install(binding: str) -> None:
    """Let netaccess stand in for *binding*: ``PySide``, ``PySide2``, ``PySide6``, ``PyQt4``, ``PyQt5`` or ``PyQt6``.

    Does nothing when it does so already. Raises `ValueError` for another name, and `RuntimeError` when the real binding has
    been imported, or when netaccess stands in for another one.
    """
    global _finder
    from .contents import Contents
    from .finder import BindingFinder

    wanted = find(binding)
    with _lock:
        if _finder is not None:
            if _finder.contents.binding is wanted:
                return
            raise RuntimeError(
                f"netaccess stands in for {_finder.contents.binding.name} already; uninstall() that before "
                f"install({binding!r}): the two differ in what their classes do"
            )
        finder = BindingFinder(Contents(wanted))
        _refuse_real_modules(finder)
        sys.meta_path.insert(0, finder)
        _finder = finder
        for name in (wanted.name, *wanted.life):
            sys.modules.pop(name, None)  # None stands there for a module that must not be imported
        import_module(wanted.name)  # other packages look into sys.modules for the binding in use


def uninstall() -> None:
    """Take back what `install` has done: the modules are gone, the classes as they were. Does nothing without it."""
    global _finder
    with _lock:
        finder, _finder = _finder, None
        if finder is None:
            return
        sys.meta_path.remove(finder)
        for name, module in list(sys.modules.items()):
            if finder.made(module):
                del sys.modules[name]
        finder.contents.changes.undo()


def current() -> str | None:
    """Return the name of the binding that netaccess stands in for, None when it is none."""
    finder = _finder
    return None if finder is None else finder.contents.binding.name


@contextmanager
def installed(binding: str) -> Iterator[None]:
    """Stand in for *binding* inside a ``with`` block; where it does so already, it goes on after the block.

    Raises as `install` does.
    """
    before = current()
    install(binding)
    try:
        yield
    finally:
        if before is None:
            uninstall()


def _refuse_real_modules(finder: BindingFinder) -> None:
    """Raise `RuntimeError` when the program has imported what *finder* would replace."""
    for name, module in list(sys.modules.items()):
        root = name.partition(".")[0]
        replaced = root == finder.contents.binding.name or name in finder.contents.modules
        if replaced and module is not None:
            place = getattr(module, "__file__", None)
            raise RuntimeError(
                f"{name} has been imported already{f' from {place}' if place else ''}: "
                f"netaccess can stand in for it only before its first import"
            )
