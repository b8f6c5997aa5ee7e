"""Enumerations that satisfy both spellings of Qt for Python.

PySide 1 and 2 have integer enumerations whose members stand on the class that owns them (``QNetworkReply.NoError``);
PySide6 has scoped ones (``QNetworkReply.NetworkError.NoError``) that know ``name`` and ``value``. Members here are
integers with a name and a value, printed the way PySide6 prints them, and `export_enums` puts them on their owner.

As in every version of Qt for Python, an enumeration takes any number: one without a name gets a member called after the
number, which equals no named one and is not listed. Called without an argument it gives the member 0.
"""

from __future__ import annotations

from enum import Enum, EnumMeta, IntEnum, IntFlag
from typing import TYPE_CHECKING, Any, TypeVar

_Owner = TypeVar("_Owner", bound=type)
_Enumeration = TypeVar("_Enumeration", bound="QtEnum")

_unnamed: dict[tuple[type, int], Any] = {}  # apart from the members, so that `in`, len() and iteration do not see them


class QtEnumMeta(EnumMeta):
    """The type of the enumerations: ``OpenMode()`` is ``OpenMode(0)``."""

    if not TYPE_CHECKING:

        def __call__(cls, value=0, *arguments, **keywords):
            """Return the member of a number."""
            return EnumMeta.__call__(cls, value, *arguments, **keywords)


class QtEnum(IntEnum, metaclass=QtEnumMeta):
    """An integer enumeration: equal to, hashed as and ordered like its number; ``str()`` gives ``NetworkError.NoError``."""

    __str__ = Enum.__str__

    @classmethod
    def _missing_(cls, value: object) -> Any:
        """Return the member of a number that has no name, always the same one; None for what is no integer."""
        if not isinstance(value, int):
            return None
        number = int(value)
        member = _unnamed.get((cls, number))
        if member is None:
            member = int.__new__(cls, number)
            member._name_ = str(number)
            member._value_ = number
            # setdefault is one step: threads that meet here agree on one member.
            member = _unnamed.setdefault((cls, number), member)
        return member

    def __format__(self, spec: str) -> str:
        """Format as the name for an empty spec or a string spec, as a number for an integer spec such as ``d`` or ``x``."""
        if spec and spec[-1] in "bcdoxXneEfFgG%":
            return int.__format__(int(self), spec)
        return format(str(self), spec)


class QtIntEnum(QtEnum):
    """An enumeration that PySide6, too, has as integers: ``str()`` gives the number."""

    __str__ = int.__repr__


class QtFlag(IntFlag, metaclass=QtEnumMeta):
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


def named(enumeration: type[_Enumeration], value: int) -> _Enumeration:
    """Return the member of *enumeration* for *value*, where only the numbers that have a name make sense.

    Raises `ValueError` for any other number, and for what is no number.
    """
    member = enumeration(value)
    if member._name_ not in enumeration.__members__:
        raise ValueError(f"{value!r} is not a valid {enumeration.__qualname__}")
    return member


def export_enums(owner: _Owner) -> _Owner:
    """Class decorator: make the members of every enumeration nested in *owner* reachable as attributes of *owner* itself."""
    for value in list(vars(owner).values()):
        if isinstance(value, type) and issubclass(value, (QtEnum, QtFlag)):
            for name, member in value.__members__.items():
                if name not in vars(owner):
                    setattr(owner, name, member)
    return owner
