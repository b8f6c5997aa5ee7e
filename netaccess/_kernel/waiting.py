"""Waiting for another thread: for real, or, where threads take turns on virtual time, by letting the others have theirs.

Everything in the library that makes a thread of the program wait comes here, except the event loop's own wait, which is its
dispatcher's. The calling thread's dispatcher knows which kind of wait it is.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Condition, Event
from typing import Any

from .dispatcher import Turns
from .threaddata import current


def _never() -> bool:
    return False


def taking_turns() -> Turns | None:
    """Return what shares out the turns of the calling thread's clock, None where time is real."""
    return current().dispatcher.turns


def acquire(lock: Any, limit: float | None, what: str, idle: bool = False) -> bool:
    """Acquire *lock*, an own `threading.Lock`, within *limit* seconds; False when that was too short.

    :param limit: None waits however long it takes.
    :param what: the call that waits, for those who ask what everybody is waiting for.
    :param idle: nothing is expected of the wait: it is one for work that need not come.
    """
    turns = taking_turns()
    if turns is not None:
        return turns.block(lambda: bool(lock.acquire(blocking=False)), limit, what, idle)
    if limit is None:
        return bool(lock.acquire())
    return bool(lock.acquire(timeout=limit)) if limit > 0 else bool(lock.acquire(blocking=False))


def wait_for(condition: Condition, predicate: Callable[[], bool], limit: float | None, what: str) -> bool:
    """Wait until *predicate* holds; return whether it does. The caller holds *condition*'s lock, once.

    On virtual time nobody else has a turn between the moment the predicate is found to hold and the return, so that it
    still holds when the lock has been taken again.
    """
    turns = taking_turns()
    if turns is None:
        return condition.wait_for(predicate, limit)
    condition.release()
    try:
        return turns.block(predicate, limit, what)
    finally:
        condition.acquire()


def wait_event(event: Event, limit: float | None, what: str) -> bool:
    """Wait until *event* is set; return whether it is."""
    turns = taking_turns()
    return event.wait(limit) if turns is None else turns.block(event.is_set, limit, what)


def sleep(seconds: float, what: str) -> None:
    """Let the calling thread do nothing for so long; with 0, let the others go first."""
    turns = taking_turns()
    if turns is None:
        time.sleep(seconds)
    elif seconds > 0:
        turns.block(_never, seconds, what)
    else:
        turns.give_way()


def looked() -> None:
    """The program has asked what another thread does. It may go on asking until that changes, and others must get on."""
    turns = taking_turns()
    if turns is not None:
        turns.looked(at_clock=False)


def nanoseconds() -> int:
    """Return the time in nanoseconds on the calling thread's clock. The program may go on asking, and time must get on."""
    dispatcher = current().dispatcher
    if dispatcher.turns is not None:
        dispatcher.turns.looked(at_clock=True)
    return round(dispatcher.now() * 1_000_000_000)


def monotonic() -> float:
    """Return the time in seconds on the calling thread's clock, which never goes back."""
    return current().dispatcher.now()
