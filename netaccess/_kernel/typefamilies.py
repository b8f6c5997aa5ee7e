"""When two spellings of an argument type mean one: programs write signatures by hand, in the names that C++, Python or an
older binding has for the type.
"""

from __future__ import annotations

from collections.abc import Iterable

from .typenames import type_name

_FAMILIES: dict[str, str] = {
    **dict.fromkeys(("str", "unicode", "char*", "const char*"), "QString"),
    **dict.fromkeys(("object", "PyQt_PyObject"), "PyObject"),
    "float": "double",
    "list": "QVariantList",
    "dict": "QVariantMap",
}


def family(name: str) -> str:
    """Return what a type's name has in common with its other spellings: ``unicode`` is ``QString``, scopes do not count."""
    name = type_name(name)
    found = _FAMILIES.get(name)
    return name.rpartition("::")[2] if found is None else found


def same_types(one: Iterable[str], other: Iterable[str]) -> bool:
    """Return whether two lists of type names mean the same types."""
    ours, theirs = list(one), list(other)
    return ours == theirs or [family(each) for each in ours] == [family(each) for each in theirs]
