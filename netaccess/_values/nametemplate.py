"""Names for temporary files: a template, and letters that nobody can guess for the X in it."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TypeVar

_Made = TypeVar("_Made")

_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LEAST = 6
_ATTEMPTS = 1000


def taken_apart(template: str) -> tuple[str, int, str]:
    """What stands before the X, how many there are, and what stands behind them.

    The last run of six or more in the file name counts; where there is none, six are added behind a dot.
    """
    start = template.rfind("/") + 1
    end = template.rfind("X" * _LEAST, start)
    if end < 0:
        return f"{template}.", _LEAST, ""
    end += _LEAST
    first = end
    while first > start and template[first - 1] == "X":
        first -= 1
    return template[:first], end - first, template[end:]


def make_unique(template: str, make: Callable[[str], _Made]) -> tuple[str, _Made]:
    """Try names until *make* finds one that nobody has; returns the name and what *make* returned.

    :param make: makes a file or directory of that name and raises `FileExistsError` if there is one.
    Raises OSError.
    """
    before, count, behind = taken_apart(template)
    for _ in range(_ATTEMPTS):
        drawn = "".join(_LETTERS[byte % len(_LETTERS)] for byte in os.urandom(count))
        name = f"{before}{drawn}{behind}"
        try:
            return name, make(name)
        except FileExistsError:
            continue
    raise FileExistsError(f"no free name for {template!r} was found in {_ATTEMPTS} attempts")
