"""The timers of a thread: a heap of deadlines over the thread's clock."""

from __future__ import annotations

import itertools
from heapq import heappop, heappush
from typing import TYPE_CHECKING, Any

from .posting import report_exception
from .threaddata import ThreadData

if TYPE_CHECKING:
    from collections.abc import Callable

_numbers = itertools.count(1)
_order = itertools.count()


class TimerEntry:
    """One running timer. *fire* is called with the entry on the timer's thread at each deadline."""

    __slots__ = ("deadline", "fire", "firing", "interval", "number", "target")

    def __init__(self, interval: float, deadline: float, fire: Callable[[TimerEntry], None], target: Any) -> None:
        """
        :param interval: seconds between two deadlines; 0 fires once in every pass of the loop.
        :param target: whatever *fire* needs, usually a weak reference to the object the timer belongs to.
        """
        self.number = next(_numbers)
        self.interval = interval
        self.deadline = deadline
        self.fire = fire
        self.target = target
        self.firing = False


def start(data: ThreadData, milliseconds: float, fire: Callable[[TimerEntry], None], target: Any) -> TimerEntry:
    """Start a timer on *data*'s thread, which is the caller's, and return its entry."""
    interval = milliseconds / 1000
    entry = TimerEntry(interval, data.dispatcher.now() + interval, fire, target)
    data.timers[entry.number] = entry
    heappush(data.heap, (entry.deadline, next(_order), entry))
    return entry


def stop(data: ThreadData, entry: TimerEntry) -> None:
    """Stop a timer; a stopped one's place in the heap is passed over when its turn comes."""
    if (
        data.timers.pop(entry.number, None) is not None
        and len(data.heap) > 64
        and len(data.heap) > 4 * len(data.timers)
    ):
        data.heap[:] = sorted(item for item in data.heap if item[2].number in data.timers)


def transfer(entry: TimerEntry, source: ThreadData, target: ThreadData) -> None:
    """Move a running timer to another thread, its next deadline kept. Called with both threads' locks held."""
    if source.timers.pop(entry.number, None) is not None:
        target.timers[entry.number] = entry
        heappush(target.heap, (entry.deadline, next(_order), entry))


def next_deadline(data: ThreadData) -> float | None:
    """Return when the earliest timer is due, None when none runs."""
    heap = data.heap
    while heap:
        deadline, _, entry = heap[0]
        if entry.number in data.timers and entry.deadline == deadline:
            return deadline
        heappop(heap)
    return None


def activate(data: ThreadData) -> bool:
    """Fire every timer that is due now, once, in the order of their deadlines. True when at least one fired."""
    heap = data.heap
    if not heap:
        return False
    now = data.dispatcher.now()
    last = next(_order)  # what is started or restarted from here on waits for the next pass
    fired = False
    while heap and heap[0][0] <= now and heap[0][1] < last:
        deadline, _, entry = heappop(heap)
        if entry.number not in data.timers or entry.deadline != deadline:
            continue  # stopped, or moved on
        fired = True
        following = entry.deadline + entry.interval
        if following <= now:  # missed deadlines are not made up for, as in Qt
            following = now + entry.interval
        entry.deadline = following
        heappush(heap, (entry.deadline, next(_order), entry))
        if entry.firing:
            continue  # a nested loop inside this timer's own slot does not fire it again
        entry.firing = True
        data.level += 1
        try:
            entry.fire(entry)
        except Exception:
            report_exception()
        finally:
            data.level -= 1
            entry.firing = False
    return fired
