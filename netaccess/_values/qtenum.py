"""Enumerations that satisfy both spellings of Qt for Python.

PySide 1 and 2 have integer enumerations whose members stand on the class that owns them (``QNetworkReply.NoError``);
PySide6 has scoped ones (``QNetworkReply.NetworkError.NoError``) that know ``name`` and ``value``. Members here are
integers with a name and a value, printed the way PySide6 prints them, and `export_enums` puts them on their owner.
"""

from __future__ import annotations

from enum import Enum, IntEnum, IntFlag
from typing import TypeVar

_Owner = TypeVar("_Owner", bound=type)


class QtEnum(IntEnum):
    """An integer enumeration: equal to, hashed as and ordered like its number; ``str()`` gives ``NetworkError.NoError``."""

    __str__ = Enum.__str__

    def __format__(self, spec: str) -> str:
        """Format as the name for an empty spec or a string spec, as a number for an integer spec such as ``d`` or ``x``."""
        if spec and spec[-1] in "bcdoxXneEfFgG%":
            return int.__format__(int(self), spec)
        return format(str(self), spec)


class QtFlag(IntFlag):
    """An integer flag type: combined with ``|``, ``&``, ``^`` and ``~``, tested with ``in`` or truth; also an ``int``."""

    __str__ = Enum.__str__

    def __format__(self, spec: str) -> str:
        """Format as `QtEnum` does."""
        if spec and spec[-1] in "bcdoxXneEfFgG%":
            return int.__format__(int(self), spec)
        return format(str(self), spec)

    def testFlag(self, flag: int, on: bool = True) -> bool:
        """Return whether all bits of *flag* are set (with *on* False: none of them), as ``QFlags::testFlag`` does."""
        number = int(flag)
        if not on:
            return not int(self) & number
        return (int(self) & number) == number and (number != 0 or int(self) == 0)


def export_enums(owner: _Owner) -> _Owner:
    """Class decorator: make the members of every enumeration nested in *owner* reachable as attributes of *owner* itself."""
    for value in list(vars(owner).values()):
        if isinstance(value, type) and issubclass(value, (QtEnum, QtFlag)):
            for name, member in value.__members__.items():
                if name not in vars(owner):
                    setattr(owner, name, member)
    return owner
