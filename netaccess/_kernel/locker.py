"""What holds a lock for the length of a block, or of its own life: the common half of the mutex's and the read-write lock's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from typing import Self


class Locker:
    """Locks when it is made, and unlocks at the end of its ``with`` block or of its life, unless that has been done."""

    __slots__ = ("_lock", "_locked")

    _kinds: ClassVar[tuple[type, ...]] = ()
    _wanted: ClassVar[str] = ""

    def __init__(self, lock: Any) -> None:
        self._locked = False
        self._lock = lock
        if lock is not None and not isinstance(lock, self._kinds):
            raise TypeError(f"a {self.__class__.__name__} takes a {self._wanted}, not {lock!r}")
        self.relock()

    def relock(self) -> None:
        """Lock again after `unlock`; does nothing when the locker has the lock."""
        if self._lock is not None and not self._locked:
            self._take(self._lock)
            self._locked = True

    def unlock(self) -> None:
        """Unlock early; does nothing when the locker has done so before."""
        if self._lock is not None and self._locked:
            self._locked = False
            self._lock.unlock()

    def _take(self, lock: Any) -> None:
        lock.lock()

    def __enter__(self) -> Self:
        """Lock unless the locker has the lock, so that one locker serves several blocks."""
        self.relock()
        return self

    def __exit__(self, *exc: object) -> None:
        self.unlock()

    def __del__(self) -> None:
        self.unlock()
