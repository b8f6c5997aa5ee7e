"""`QReadWriteLock`: many readers or one writer; with `QReadLocker` and `QWriteLocker`, which hold it for a block.

A waiting writer keeps further readers out, so that it gets its turn. A wait that could never end, because the thread waits
for itself, raises `RuntimeError` where Qt would hang.

Thread safety: everything is read and written under the condition's lock, and nobody else's code runs under it.
"""

from __future__ import annotations

from threading import Condition, get_ident
from typing import Any

from netaccess._values.qtenum import QtEnum, export_enums

from .deadlinetimer import time_limit
from .locker import Locker
from .waiting import wait_for


@export_enums
class QReadWriteLock:
    """A lock for what is read often and written now and then (``QReadWriteLock``)."""

    class RecursionMode(QtEnum):
        """Whether a thread may lock again for the same purpose what it has locked already."""

        NonRecursive = 0
        Recursive = 1

    __slots__ = ("__weakref__", "_depth", "_free", "_readers", "_recursive", "_waiting", "_writer")

    def __init__(self, recursionMode: RecursionMode = RecursionMode.NonRecursive) -> None:
        """:param recursionMode: ``Recursive`` lets a thread lock again for writing, and for reading past waiting writers."""
        if not isinstance(recursionMode, QReadWriteLock.RecursionMode):
            raise TypeError(f"a QReadWriteLock takes a QReadWriteLock.RecursionMode, not {recursionMode!r}")
        self._recursive = recursionMode == QReadWriteLock.RecursionMode.Recursive
        self._free = Condition()
        self._readers: dict[int, int] = {}  # how often each thread has locked for reading
        self._writer = 0
        self._depth = 0
        self._waiting = 0  # writers

    def lockForRead(self) -> None:
        """Lock for reading, together with other readers. Raises `RuntimeError` when the thread would wait for itself."""
        self._read(None)

    def lockForWrite(self) -> None:
        """Lock for writing, alone. Raises `RuntimeError` when the thread would wait for itself."""
        self._write(None)

    def tryLockForRead(self, timeout: Any = 0) -> bool:
        """Lock for reading if that is possible within *timeout*, milliseconds (negative: for ever) or a `QDeadlineTimer`."""
        return self._read(time_limit(timeout, "tryLockForRead()"))

    def tryLockForWrite(self, timeout: Any = 0) -> bool:
        """Lock for writing if that is possible within *timeout*, milliseconds (negative: for ever) or a `QDeadlineTimer`."""
        return self._write(time_limit(timeout, "tryLockForWrite()"))

    def unlock(self) -> None:
        """Give up one lock for reading or writing. Raises `RuntimeError` when there is none."""
        here = get_ident()
        with self._free:
            if self._writer:
                if self._recursive and self._writer != here:
                    raise RuntimeError(
                        "unlock() of a recursive QReadWriteLock that another thread has locked for writing"
                    )
                self._depth -= 1
                if not self._depth:
                    self._writer = 0
            else:
                self._leave(here)
            self._free.notify_all()

    def _leave(self, here: int) -> None:
        if here not in self._readers:  # a thread may give up what another has locked, unless threads are told apart
            if self._recursive or not self._readers:
                raise RuntimeError("unlock() of a QReadWriteLock that is not locked, or not by this thread")
            here = next(iter(self._readers))
        self._readers[here] -= 1
        if not self._readers[here]:
            del self._readers[here]

    def _read(self, limit: float | None) -> bool:
        here = get_ident()
        with self._free:
            if not self._readable(here):
                if limit is None and (self._writer == here or here in self._readers):
                    raise RuntimeError(
                        "lockForRead() would wait for itself: this thread has locked for "
                        + ("writing already" if self._writer else "reading already, and a writer waits for it")
                    )
                if not wait_for(self._free, lambda: self._readable(here), limit, "QReadWriteLock.lockForRead()"):
                    return False
            self._readers[here] = self._readers.get(here, 0) + 1
            return True

    def _readable(self, here: int) -> bool:
        return not self._writer and (not self._waiting or (self._recursive and here in self._readers))

    def _write(self, limit: float | None) -> bool:
        here = get_ident()
        with self._free:
            if self._recursive and self._writer == here:
                self._depth += 1
                return True
            if self._writer or self._readers:
                if limit is None and (self._writer == here or here in self._readers):
                    raise RuntimeError("lockForWrite() would wait for itself: this thread has the lock already")
                self._waiting += 1
                try:
                    if not wait_for(
                        self._free,
                        lambda: not self._writer and not self._readers,
                        limit,
                        "QReadWriteLock.lockForWrite()",
                    ):
                        return False
                finally:
                    self._waiting -= 1
                    self._free.notify_all()  # readers that a writer kept waiting who has given up
            self._writer = here
            self._depth = 1
            return True

    def _give_up_for_a_wait(self) -> Any:
        """Unlock for a wait condition, and return what locks again; None when this thread has not locked it.

        Raises `RuntimeError` when the lock is locked for writing more than once: one unlocking would not free it.
        """
        with self._free:
            here = get_ident()
            if self._writer != here and here not in self._readers:
                return None
            if self._writer and self._depth > 1:
                raise RuntimeError("QWaitCondition: cannot wait on QReadWriteLocks with recursive lockForWrite()")
            again = self.lockForWrite if self._writer else self.lockForRead
        self.unlock()
        return again


class _ReadWriteLocker(Locker):
    """What both lockers have in common."""

    __slots__ = ()

    _kinds = (QReadWriteLock,)
    _wanted = "QReadWriteLock"

    def __init__(self, readWriteLock: QReadWriteLock | None) -> None:
        """:param readWriteLock: the lock; with None the locker does nothing."""
        super().__init__(readWriteLock)

    def readWriteLock(self) -> QReadWriteLock | None:
        """Return the lock."""
        lock: QReadWriteLock | None = self._lock
        return lock


class QReadLocker(_ReadWriteLocker):
    """Locks for reading when it is made, and unlocks at the end of its ``with`` block or of its life (``QReadLocker``)."""

    __slots__ = ()

    def _take(self, lock: QReadWriteLock) -> None:
        lock.lockForRead()


class QWriteLocker(_ReadWriteLocker):
    """Locks for writing when it is made, and unlocks at the end of its ``with`` block or of its life (``QWriteLocker``)."""

    __slots__ = ()

    def _take(self, lock: QReadWriteLock) -> None:
        lock.lockForWrite()
