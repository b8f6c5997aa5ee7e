"""Mutexes: `QMutex`, `QRecursiveMutex`, and `QMutexLocker`, which holds one for the length of a block.

They are real locks, whatever clock the thread's event loop runs on. Qt leaves it open what misuse does (or hangs); here a wait
that could never end, and an unlock of what is not locked, raise `RuntimeError`.

Thread safety: a thread finds its own identifier in `_owner` only when it has put it there itself, inside the lock, so the
question "is it mine?" needs no further lock; `_depth` is touched by the owner alone.
"""

from __future__ import annotations

from threading import Lock, get_ident
from typing import Any

from netaccess._values.qtenum import QtEnum, export_enums

from .deadlinetimer import time_limit
from .locker import Locker
from .waiting import acquire


class _Mutex:
    """What both kinds have in common."""

    __slots__ = ("__weakref__", "_depth", "_gate", "_owner", "_recursive")

    def __init__(self, recursive: bool) -> None:
        self._gate = Lock()
        self._owner = 0
        self._depth = 0
        self._recursive = recursive

    def lock(self) -> None:
        """Lock the mutex, and wait for whoever has it. Ctrl-C ends the wait of the main thread.

        Raises `RuntimeError` when the calling thread has it already and it is not recursive: it would wait for itself.
        """
        self._take(None)

    def _take(self, limit: float | None) -> bool:
        """Lock within *limit* seconds (None: however long it takes); False when that was too short."""
        here = get_ident()
        if self._owner == here:
            if self._recursive:
                self._depth += 1
                return True
            if limit is None:
                raise RuntimeError(
                    f"this thread has locked the {self.__class__.__name__} already and would wait for itself: "
                    "unlock it first, or use a QRecursiveMutex"
                )
        if not self._gate.acquire(False) and not acquire(self._gate, limit, f"{self.__class__.__name__}.lock()"):
            return False
        self._owner = here
        self._depth = 1
        return True

    def try_lock(self) -> bool:
        """Lock the mutex if nobody has it; False when somebody has."""
        return self._take(0)

    def unlock(self) -> None:
        """Unlock the mutex. Raises `RuntimeError` when nobody has locked it, or a recursive one was locked by another thread."""
        if self._recursive:
            if self._owner != get_ident():
                raise RuntimeError(f"unlock() of a {self.__class__.__name__} that this thread has not locked")
            self._depth -= 1
            if self._depth:
                return
        self._owner = 0
        try:
            self._gate.release()
        except RuntimeError:
            raise RuntimeError(f"unlock() of a {self.__class__.__name__} that is not locked") from None

    def _is_mine(self) -> bool:
        return self._owner == get_ident()


@export_enums
class QMutex(_Mutex):
    """A lock that one thread at a time can have (``QMutex``)."""

    class RecursionMode(QtEnum):
        """Whether the thread that has the mutex may lock it again (Qt 5; later `QRecursiveMutex`)."""

        NonRecursive = 0
        Recursive = 1

    __slots__ = ()

    def __init__(self, mode: RecursionMode = RecursionMode.NonRecursive) -> None:
        """:param mode: ``Recursive`` lets the thread that has the mutex lock it again."""
        super().__init__(QMutex.RecursionMode(mode) == QMutex.RecursionMode.Recursive)

    def tryLock(self, timeout: Any = 0) -> bool:
        """Lock the mutex if that is possible within *timeout*, and return whether it was.

        :param timeout: milliseconds (negative: for ever) or a `QDeadlineTimer`.
        """
        return self._take(time_limit(timeout, "tryLock()"))

    def isRecursive(self) -> bool:
        """Return whether the thread that has the mutex may lock it again."""
        return self._recursive


class QRecursiveMutex(_Mutex):
    """A lock that its thread can take again, and has to give back as often (``QRecursiveMutex``)."""

    __slots__ = ()

    def __init__(self) -> None:
        """Make a mutex that nobody has."""
        super().__init__(True)

    def tryLock(self, timer: Any = 0) -> bool:
        """Lock the mutex if that is possible within *timer*, and return whether it was.

        :param timer: milliseconds (negative: for ever) or a `QDeadlineTimer`.
        """
        return self._take(time_limit(timer, "tryLock()"))


class QMutexLocker(Locker):
    """Locks a mutex when it is made, and unlocks it at the end of its ``with`` block or of its life (``QMutexLocker``)."""

    __slots__ = ()

    _kinds = (_Mutex,)
    _wanted = "QMutex or a QRecursiveMutex"

    def __init__(self, m: QMutex | QRecursiveMutex | None) -> None:
        """:param m: the mutex; with None the locker does nothing."""
        super().__init__(m)

    def mutex(self) -> QMutex | None:
        """Return the mutex if it is a `QMutex`."""
        return self._lock if isinstance(self._lock, QMutex) else None

    def recursiveMutex(self) -> QRecursiveMutex | None:
        """Return the mutex if it is a `QRecursiveMutex`."""
        return self._lock if isinstance(self._lock, QRecursiveMutex) else None
