"""`Leak`: something that a test has left, where it was begun, and how it is ended."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from .origins import Origin

KINDS = ("replies", "timers", "threads", "sockets", "events")
"""What can be left, and what ``allow_leaks`` takes."""


class Leak(NamedTuple):
    """Something that a test has left."""

    kind: str
    """One of `KINDS`."""
    text: str
    """What it is, in words."""
    verb: str
    """What the program did with it at its origin: ``started``, ``sent``, ``posted``, ``opened``."""
    origin: Origin
    """Where the program did it."""
    end: Callable[[], object]
    """Ends it."""


class Ender:
    """Ends one leak, whatever happens: nobody is there any more to hear of an exception."""

    __slots__ = ("_args", "_function")

    def __init__(self, function: Callable[..., object], *args: object) -> None:
        self._function = function
        self._args = args

    def __call__(self) -> None:
        try:
            self._function(*self._args)
        except Exception:
            pass
