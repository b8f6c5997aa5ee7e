"""Names that a newer binding has dropped, taken away while that binding is installed.

netaccess's own code does without them: it calls ``exec``, and names members with their enumeration.
"""

from __future__ import annotations

from enum import Enum

from .changes import Changes, ours


def hide_old_names(cls: type, changes: Changes) -> None:
    """Take from *cls* and its bases ``exec_`` and the enumeration members that stand on the class."""
    for each in ours(cls):
        names = dict(vars(each))
        if "exec_" in names:
            changes.remove(each, "exec_")
        for enumeration in [value for value in names.values() if isinstance(value, type) and issubclass(value, Enum)]:
            for name, member in enumeration.__members__.items():
                if names.get(name) is member and name in vars(each):  # an enumeration can have a second name
                    changes.remove(each, name)
