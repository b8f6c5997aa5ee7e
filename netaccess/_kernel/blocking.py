"""Waiting for a slot that runs in another thread, and finding out beforehand when that wait would never end.

A thread that waits is noted together with the thread it waits for. Before one starts to wait, the chain of notes that
begins at its target is followed: if it leads back, every thread of the circle would wait for the next.

Thread safety: who begins to wait looks for a circle and makes the note under one lock, so that of two threads whose waits
would close a circle one is told. The lock is re-entrant, because a collection inside it can run code that waits in its turn;
for the same reason the end of a wait, one step, does without the lock. It is noted before the waiting thread is let go, so
that a note never outlives its wait and no circle is seen where there is none.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock, RLock
from typing import TYPE_CHECKING

from .posting import post
from .threaddata import DEAD, ThreadData, current, drop_stranded
from .waiting import acquire

if TYPE_CHECKING:
    from .posting import Posted
    from .qobject import QObject

_lock = RLock()
_waits: dict[ThreadData, Gate] = {}


class Gate:
    """One thread's wait for one call in another thread."""

    __slots__ = ("_lock", "_receiver", "_waiter")

    def __init__(self, waiter: ThreadData, receiver: QObject, sender: object) -> None:
        """Note that *waiter* is about to wait for a slot of *receiver*, whose thread is another one.

        :param sender: what the message names as the cause.
        Raises `RuntimeError` when that would be a deadlock.
        """
        self._waiter = waiter
        self._receiver = receiver  # and not its thread: the receiver may move on, and the call with it
        self._lock = Lock()
        self._lock.acquire()
        with _lock:
            closes = self._leads_to(waiter)
            if not closes:
                _waits[waiter] = self
        if closes:  # said outside the lock: descriptions are the program's code
            raise RuntimeError(
                f"Dead lock detected while activating a BlockingQueuedConnection: sender is {sender!r}, receiver is "
                f"{receiver!r}; {waiter.describe()} would wait for {receiver._qt_thread.describe()}, which waits for it"
            )

    def _leads_to(self, waiter: ThreadData) -> bool:
        """Return whether what is waited for waits, directly or not, for *waiter*."""
        data = self._receiver._qt_thread
        for _ in range(len(_waits) + 1):  # not for ever: receivers that have moved may have closed a circle elsewhere
            if data is waiter:
                return True
            gate = _waits.get(data)
            if gate is None:
                return False
            data = gate._receiver._qt_thread
        return False

    def wait(self) -> None:
        """Wait until the gate is opened. An interruption by a signal handler ends the wait and the note."""
        try:
            acquire(self._lock, None, "the end of a slot that runs in another thread")
        except BaseException:
            self._forget()
            raise

    def release(self) -> None:
        """Let the waiting thread go on. Called once, by whoever has made or dropped the call."""
        self._forget()
        self._lock.release()

    def _forget(self) -> None:
        if _waits.get(self._waiter) is self:
            _waits.pop(self._waiter, None)


def call_and_wait(receiver: QObject, cause: object, make: Callable[[Gate], Posted]) -> None:
    """Post a call to *receiver*, whose thread is another one, and return when it has been made or dropped.

    :param cause: what errors name as the cause, the sender of a signal.
    :param make: returns what is posted, which releases the gate it is given when it is over.
    Raises `RuntimeError` where the wait would never end: inside one thread, in a circle of threads that wait for each other,
    and for a thread that does not run.
    """
    waiter, data = current(), receiver._qt_thread
    if data is waiter:
        raise RuntimeError(
            f"Dead lock detected while activating a BlockingQueuedConnection: sender is {cause!r}, receiver is {receiver!r}, "
            f"and both live in {data.describe()}, which waits for itself"
        )
    if not will_deliver(data):
        raise RuntimeError(
            f"a BlockingQueuedConnection would wait for ever: {receiver!r} lives in {data.describe()}, which does not run"
        )
    gate = Gate(waiter, receiver, cause)
    post(receiver, make(gate))
    if not will_deliver(data):  # it has ended meanwhile, perhaps after it had cleared its queue for the last time
        drop_stranded(data)
    gate.wait()


def will_deliver(data: ThreadData) -> bool:
    """Return whether *data*'s thread is there to take calls: not deleted, not ended, or a `QThread` that is starting."""
    if data is DEAD:
        return False
    if data.ident > 0:
        return True
    thread = None if data.thread is None else data.thread()
    return thread is not None and bool(thread._qt_running) and not thread._qt_finishing
