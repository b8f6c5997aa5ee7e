"""The import machinery's side: finds and makes the modules of the binding that netaccess stands in for."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType

from .absence import why_absent
from .contents import Contents


class BindingFinder:
    """A finder for ``sys.meta_path``, and the loader of what it finds."""

    def __init__(self, contents: Contents) -> None:
        """Find the modules that *contents* can fill."""
        self.contents = contents

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return how to load a module, None for one that is not the binding's.

        Raises `ModuleNotFoundError`, which says why, for a module that the binding has and netaccess has not.
        """
        root, _, part = fullname.partition(".")
        if fullname in self.contents.modules:
            return ModuleSpec(fullname, self, origin="netaccess", is_package=fullname == self.contents.binding.name)  # type: ignore[arg-type]
        if root == self.contents.binding.name and _is_being_imported():
            raise ModuleNotFoundError(why_absent(root, part), name=fullname)
        return None

    def create_module(self, spec: ModuleSpec) -> None:
        """Let Python make an ordinary module."""

    def exec_module(self, module: ModuleType) -> None:
        """Fill a module."""
        self.contents.fill(module)

    def made(self, module: object) -> bool:
        """Return whether *module* comes from here."""
        spec = getattr(module, "__spec__", None)
        loader: object = getattr(spec, "loader", None)
        return loader is self


def _is_being_imported() -> bool:
    """Return whether an import statement wants the module; a mere question whether it exists gets None for an answer."""
    asking = sys._getframe(3) if sys._getframe(2).f_code.co_name == "_find_spec" else sys._getframe(2)
    return asking.f_code.co_name == "_find_and_load_unlocked"
