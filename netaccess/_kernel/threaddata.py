"""What the kernel keeps for each thread: its event queue, timers, running loops and dispatcher.

Thread safety: `queue`, `fence`, `changes`, `sleeping`, `arrived` and `ended` are written under `lock`, which is held for a few
instructions and never while user code runs. Everything else belongs to the thread itself, with three exceptions that need no
lock: `ident` is one store that readers compare with their own identifier, `quit_now` and the loops' exit flags are stores
followed by a wake-up, and `loops` is read from outside as a copy. An object's affinity (`_qt_thread`) is changed only with the
locks of both threads held, so a poster that has checked it under the lock cannot be overtaken by a move.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import RLock, get_ident
from typing import TYPE_CHECKING, Any

from .dispatcher import Dispatcher, ThreadDispatcher

if TYPE_CHECKING:
    from .loop import QEventLoop
    from .posting import Posted
    from .timers import TimerEntry


class ThreadData:
    """The kernel's record of one thread."""

    __slots__ = (
        "__weakref__",
        "arrived",
        "changes",
        "deferred",
        "dispatcher",
        "draining",
        "ended",
        "fence",
        "heap",
        "held",
        "ident",
        "level",
        "lock",
        "loops",
        "name",
        "queue",
        "quit_now",
        "running",
        "sleeping",
        "thread",
        "timers",
        "unsorted",
    )

    def __init__(self, ident: int, name: str, dispatcher: Dispatcher | None = None) -> None:
        self.ident = ident
        self.name = name
        # Re-entrant, because a garbage collection inside the lock can run code that posts to this very thread.
        self.lock = RLock()
        self.queue: deque[Posted] = deque()
        self.unsorted = False  # whether an event with a priority other than 0 has been posted
        self.deferred: list[Posted] = []  # deletions that wait for an outer loop level
        self.held: list[Posted] = []  # network arrivals kept back by ExcludeSocketNotifiers
        # How many entries at the front of the queue the pass under way has still to look at. What is posted meanwhile comes
        # behind them, whatever its priority.
        self.fence = 0
        self.changes = 0  # counts what may take entries out of the queue: passes, removals, moves
        self.sleeping = False
        # What is in the middle of handing out a batch of messages: a nested loop goes on with it before anything else.
        self.draining: list[Callable[[], None]] = []
        self.dispatcher: Dispatcher = ThreadDispatcher() if dispatcher is None else dispatcher
        self.level = 0  # loops running plus events being delivered
        self.running = 0  # loops running, and what does as if it were one
        self.loops: list[QEventLoop] = []
        self.quit_now = False
        self.timers: dict[int, TimerEntry] = {}
        self.heap: list[tuple[float, int, TimerEntry]] = []
        self.arrived: list[TimerEntry] = []  # timers that other threads have moved here; under the lock
        self.ended: Callable[[], None] | None = (
            None  # told when a thread that no QThread started is over; under the lock
        )
        self.thread: Callable[[], Any] | None = (
            None  # gives the QThread that stands for this thread, None when it is gone
        )

    @contextmanager
    def as_loop(self) -> Iterator[None]:
        """Count what is done meanwhile as done inside a running loop. For the thread itself."""
        level, running = self.level, self.running
        self.level, self.running = level + 1, running + 1
        try:
            yield
        finally:
            self.level, self.running = level, running

    def wake(self) -> None:
        """End the thread's wait, whoever calls."""
        self.dispatcher.wake()

    def describe(self) -> str:
        """Return the thread's name for error messages."""
        return f"thread {self.name!r}"


class _Dead(ThreadData):
    """Where deleted objects live: a thread that is never the current one."""

    __slots__ = ()


DEAD = _Dead(-1, "none (the object is deleted)")
"""The affinity of deleted objects. Its identifier equals no thread's, so the fast paths need no further check."""


ENDED = -2
"""The identifier of a plain thread that is over."""


NOWHERE = -3
"""The identifier of no thread at all, for the records of objects that were moved to None."""


class _Local(threading.local):
    data: ThreadData | None = None
    tombstone: _Tombstone | None = None


class _Tombstone:
    """Dies with its thread, and takes the thread's identifier out of the record, because the system gives it out again."""

    __slots__ = ("data", "ident")

    def __init__(self, data: ThreadData) -> None:
        self.data = data
        self.ident = data.ident

    def __del__(self) -> None:
        data = self.data
        with data.lock:  # between this and whoever waits for the end, one sees the other
            if data.ident != self.ident:
                return  # a restarted QThread has given the record to a new thread
            data.ident = ENDED
            told = data.ended
        drop_stranded(data)
        if told is not None:
            told()


def drop_stranded(data: ThreadData) -> None:
    """Drop the blocking calls that are in the queue of a thread that has ended: nobody will make them.

    A caller that posts later finds the thread ended and does this itself.
    """
    with data.lock:
        stranded = [entry for entry in tuple(data.queue) if getattr(entry, "gate", None) is not None]
        for entry in stranded:
            data.queue.remove(entry)
    for entry in stranded:
        entry.drop()


registry_lock = RLock()
"""Guards every list of connections. Re-entrant, because a collection inside it may destroy an object that has connections."""


def holds_a_lock(data: ThreadData) -> bool:
    """Return whether the calling thread, whose record is *data*, is inside a section under one of the kernel's shared locks.

    That can be so in a destructor only: a collection has begun there.
    """
    return data.lock._is_owned() or registry_lock._is_owned()  # type: ignore[attr-defined, no-any-return]


_local = _Local()


def known() -> ThreadData | None:
    """Return the calling thread's record, None when it has none yet."""
    return _local.data


def current() -> ThreadData:
    """Return the calling thread's record, made on first use."""
    data = _local.data
    if data is None:
        data = ThreadData(get_ident(), threading.current_thread().name)
        adopt(data)
    return data


def adopt(data: ThreadData) -> None:
    """Make *data* the calling thread's record (for a `QThread` that starts, whose objects know the record already)."""
    data.ident = get_ident()
    _local.data = data
    if threading.current_thread() is not threading.main_thread():
        _local.tombstone = _Tombstone(data)
