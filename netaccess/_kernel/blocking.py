"""Waiting for a slot that runs in another thread, and finding out beforehand when that wait would never end.

A thread that waits is noted together with the thread it waits for. Before one starts to wait, the chain of notes that
begins at its target is followed: if it leads back, every thread of the circle would wait for the next.

Thread safety: the notes are changed under one lock, by whoever begins to wait and by whoever ends a wait. The end is noted
before the waiting thread is let go, so that a note never outlives its wait and no circle is seen where there is none.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import TYPE_CHECKING

from .posting import post
from .threaddata import DEAD, ThreadData, current

if TYPE_CHECKING:
    from .posting import Posted
    from .qobject import QObject

_lock = Lock()
_waits: dict[ThreadData, Gate] = {}


class Gate:
    """One thread's wait for one call in another thread."""

    __slots__ = ("_lock", "_target", "_waiter")

    def __init__(self, waiter: ThreadData, receiver: QObject, sender: object) -> None:
        """Note that *waiter* is about to wait for a slot of *receiver*, whose thread is another one.

        :param sender: what the message names as the cause.
        Raises `RuntimeError` when that would be a deadlock.
        """
        self._waiter = waiter
        self._target = receiver._qt_thread
        self._lock = Lock()
        self._lock.acquire()
        with _lock:
            data: ThreadData | None = self._target
            while data is not None:
                if data is waiter:
                    raise RuntimeError(
                        f"Dead lock detected while activating a BlockingQueuedConnection: sender is {sender!r}, receiver is "
                        f"{receiver!r}; {waiter.describe()} would wait for {self._target.describe()}, which waits for it"
                    )
                gate = _waits.get(data)
                data = None if gate is None else gate._target
            _waits[waiter] = self

    def wait(self) -> None:
        """Wait until the gate is opened. An interruption by a signal handler ends the wait and the note."""
        try:
            self._lock.acquire()
        except BaseException:
            self._forget()
            raise

    def release(self) -> None:
        """Let the waiting thread go on. Called once, by whoever has made or dropped the call."""
        self._forget()
        self._lock.release()

    def _forget(self) -> None:
        with _lock:
            if _waits.get(self._waiter) is self:
                del _waits[self._waiter]


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
        for entry in take_stranded(data):
            entry.drop()
    gate.wait()


def take_stranded(data: ThreadData) -> list[Posted]:
    """Take the blocking calls out of the queue of a thread that has ended: nobody will make them. They are to be dropped.

    A caller that posts later finds the thread ended and does this itself.
    """
    with data.lock:
        stranded = [entry for entry in data.queue if getattr(entry, "gate", None) is not None]
        for entry in stranded:
            data.queue.remove(entry)
    return stranded


def will_deliver(data: ThreadData) -> bool:
    """Return whether *data*'s thread is there to take calls: not deleted, not ended, or a `QThread` that is starting."""
    if data is DEAD:
        return False
    if data.ident > 0:
        return True
    thread = None if data.thread is None else data.thread()
    return thread is not None and bool(thread._qt_running)
