"""`QWaitCondition`: threads wait until another says that something has happened.

Thread safety: each wait has a gate of its own, a lock that whoever wakes it releases. The gates are in a deque, which is changed
in single steps and therefore without a lock (a collection inside one could run code that wakes); a gate is taken out of it by
exactly one side, the waker (then the wait was woken) or the waiter whose time was up.
"""

from __future__ import annotations

from collections import deque
from threading import Lock
from typing import TYPE_CHECKING, Any

from .deadlinetimer import time_limit
from .mutex import QMutex
from .readwritelock import QReadWriteLock
from .waiting import acquire

if TYPE_CHECKING:
    from collections.abc import Callable


class QWaitCondition:
    """Lets threads wait, their mutex unlocked meanwhile, until `wakeOne` or `wakeAll` (``QWaitCondition``)."""

    __slots__ = ("__weakref__", "_gates")

    def __init__(self) -> None:
        """Make a condition nobody waits for."""
        self._gates: deque[Any] = deque()

    def wait(self, lockedMutex: QMutex | QReadWriteLock | None, deadline: Any = None) -> bool:
        """Unlock the mutex, wait to be woken, lock it again, and return whether the wait ended by being woken.

        :param lockedMutex: a `QMutex` that the calling thread has locked, or a `QReadWriteLock`, locked once; with one that is
            not locked (or None) nothing is waited for.
        :param deadline: milliseconds or a `QDeadlineTimer`; None waits for ever. Ctrl-C ends the wait of the main thread.
        Raises `RuntimeError` for a mutex that the calling thread has not locked, or a recursive one.
        """
        limit = time_limit(deadline, "QWaitCondition.wait()")
        if lockedMutex is None:
            return False
        release = _releaser(lockedMutex)
        gate = Lock()
        gate.acquire()
        self._gates.append(gate)
        relock: Callable[[], object] | None = None
        woken = False
        try:
            relock = release()  # only now: whoever locks the mutex after this, and then wakes, finds the gate
            woken = relock is not None and acquire(gate, limit, "QWaitCondition.wait()")
            if not woken:
                woken = not self._withdraw(gate)
        except BaseException:  # Ctrl-C
            if not self._withdraw(gate):
                self.wakeOne()  # the wake was for somebody who still waits
            raise
        finally:
            if relock is not None:
                relock()
        return woken and relock is not None

    def _withdraw(self, gate: Any) -> bool:
        """Take a gate out whose wait is over; False when a waker has already done so."""
        try:
            self._gates.remove(gate)
        except ValueError:
            return False
        return True

    def wakeOne(self) -> None:
        """Wake the thread that has waited longest."""
        try:
            gate = self._gates.popleft()
        except IndexError:
            return  # nobody waits
        gate.release()

    def wakeAll(self) -> None:
        """Wake every thread that waits."""
        for _ in range(len(self._gates)):
            self.wakeOne()

    def notify_one(self) -> None:
        """Wake the thread that has waited longest."""
        self.wakeOne()

    def notify_all(self) -> None:
        """Wake every thread that waits."""
        self.wakeAll()


def _releaser(mutex: Any) -> Callable[[], Callable[[], object] | None]:
    """Return what unlocks *mutex*, and returns what locks it again (None when it was not locked).

    Raises `RuntimeError` for a mutex that cannot be waited with, `TypeError` for what is none.
    """
    if isinstance(mutex, QReadWriteLock):
        return mutex._give_up_for_a_wait
    if not isinstance(mutex, QMutex):
        raise TypeError(f"QWaitCondition.wait() takes a QMutex or a QReadWriteLock, not {mutex!r}")
    if mutex.isRecursive():
        raise RuntimeError("QWaitCondition: cannot wait on recursive mutexes")
    if not mutex._is_mine():
        raise RuntimeError("QWaitCondition.wait() takes a mutex that the calling thread has locked; this one is not")

    def release() -> Callable[[], object]:
        mutex.unlock()
        return mutex.lock

    return release
