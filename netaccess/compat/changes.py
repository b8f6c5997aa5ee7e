"""Changes to classes that can be taken back."""

from __future__ import annotations

from typing import Any

_ABSENT = object()


class Changes:
    """Sets and removes attributes of classes and modules, and knows what was there before."""

    def __init__(self) -> None:
        """Begin with none."""
        self._before: dict[tuple[int, str], tuple[Any, Any]] = {}

    def put(self, owner: Any, name: str, value: Any) -> None:
        """Set *name* in *owner* itself, whatever its bases have."""
        self._before.setdefault((id(owner), name), (owner, vars(owner).get(name, _ABSENT)))
        setattr(owner, name, value)

    def remove(self, owner: Any, name: str) -> None:
        """Take *name*, which *owner* itself has, out of it."""
        self._before.setdefault((id(owner), name), (owner, vars(owner)[name]))
        delattr(owner, name)

    def undo(self) -> None:
        """Put everything back, the newest change first."""
        for (_, name), (owner, value) in reversed(self._before.items()):
            if value is not _ABSENT:
                setattr(owner, name, value)
            elif name in vars(owner):
                delattr(owner, name)
        self._before.clear()


def ours(cls: type) -> list[type]:
    """Return *cls* and its bases as far as they are netaccess's."""
    return [each for each in cls.__mro__ if each.__module__.partition(".")[0] == "netaccess"]
