"""`Place`: memory of the reader's into which a worker receives a body directly."""

from __future__ import annotations

import weakref
from threading import Lock


class Place:
    """An array that a body is gathered in, lent to the worker that receives it, so that nothing is copied on the way.

    A sink lends by having one as its attribute ``place``. A byte's position in the array is its position in the body. The
    worker writes behind everything that it has reported, each byte once, and what it wrote it reports as a `Data` whose
    ``data`` is a memoryview of the array, to be released by whoever has taken note of it. Nobody reads what was not reported.

    Thread safety: `enter` and `leave` are the worker's, `close` is the reader's; `_lock` orders them, so that the reader knows
    for certain whether the array is its own again. As long as it is not, the array is not given away, and its size does not
    change. If the reader loses interest, the array lives until the worker has left.
    """

    __slots__ = ("_array", "_end", "_lock", "_view", "wanted")

    def __init__(self, array: bytearray) -> None:
        """:param array: as long as the body, or as the part of it that is worth it; of a class that can be referenced weakly."""
        self._array = weakref.ref(array)
        self._view: memoryview | None = None
        self._end = 0
        self._lock = Lock()
        self.wanted = True
        """Whether the worker may go on. Read without the lock: one block more does no harm."""

    def enter(self) -> memoryview | None:
        """Return a view of the array, to be written to until `leave`; None when that is not wanted any more."""
        with self._lock:
            if self.wanted:
                array = self._array()
                self._view = None if array is None else memoryview(array)
            return self._view

    def leave(self, end: int) -> None:
        """Give the array back: all that was reported, or is about to be, lies before *end*. Nothing happens a second time."""
        with self._lock:
            self.wanted = False
            if self._view is not None:
                self._end = end
                self._view.release()
                self._view = None

    def close(self, arrived: int) -> bool:
        """Have the worker write no more. Return whether the array is the reader's own: nobody is writing, and all that was
        reported has *arrived*, a number of bytes."""
        with self._lock:
            self.wanted = False
            return self._view is None and self._end <= arrived
