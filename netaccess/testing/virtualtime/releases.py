"""Under a seed, whoever gives a lock or a resource back may lose its turn there, as it may on a real machine.

Without that a thread would go on until it waits, and every section between two locks would be one step: a value that is read
under a lock, and written under it later, would never be read by another thread in between.

Thread safety: the classes are changed by the thread that enters and leaves the loop. A thread in real time that calls what has
been put in their place gets what it always got.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from netaccess._kernel.mutex import _Mutex
from netaccess._kernel.readwritelock import QReadWriteLock
from netaccess._kernel.semaphore import QSemaphore
from netaccess._kernel.waitcondition import QWaitCondition

if TYPE_CHECKING:
    from .turns import Turns

__tracebackhide__ = True  # a test is shown where it called this

_RELEASES: tuple[tuple[type, str], ...] = (
    (_Mutex, "unlock"),
    (QReadWriteLock, "unlock"),
    (QSemaphore, "release"),
    (QWaitCondition, "wakeOne"),
)


class Releases:
    """Makes releases places where threads may change, for as long as a loop with a seed lasts."""

    def __init__(self, turns: Turns) -> None:
        """:param turns: of the loop."""
        self._turns = turns
        self._before: list[tuple[type, str, Any]] = []

    def begin(self) -> None:
        """Put the changed methods in place; without a seed there is nothing to do, and nothing to pay in real time."""
        if self._turns.random is None:
            return
        for owner, name in _RELEASES:
            method = vars(owner)[name]
            self._before.append((owner, name, method))
            setattr(owner, name, self._then_switch(method))

    def end(self) -> None:
        """Put the methods back."""
        while self._before:
            setattr(*self._before.pop())

    def _then_switch(self, method: Callable[..., None]) -> Callable[..., None]:
        turns = self._turns

        @wraps(method)
        def release(*arguments: Any, **keywords: Any) -> None:
            method(*arguments, **keywords)
            turns.may_switch()

        return release
