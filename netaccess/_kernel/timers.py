"""The timers of a thread: a heap of deadlines over the thread's clock.

Thread safety: heap and table belong to the thread itself, which alone reads and changes them. A timer that another thread
pushes over lands in `ThreadData.arrived`, under that thread's lock, and is sorted in by the thread it arrives at; so a move
cannot meet the thread in the middle of tidying its heap, with or without a global interpreter lock.
"""

from __future__ import annotations

import itertools
from heapq import heappop, heappush
from typing import TYPE_CHECKING, Any

from .posting import report_exception
from .threaddata import ThreadData

if TYPE_CHECKING:
    from collections.abc import Callable

PRECISE, COARSE, VERY_COARSE = 0, 1, 2
"""How exact a timer is: the numbers of `Qt.TimerType`."""

_numbers = itertools.count(1)
_order = itertools.count()
_STEPS = (0.5, 0.25, 0.1, 0.05, 0.025, 0.01, 0.005, 0.002)


class TimerEntry:
    """One running timer. *fire* is called with the entry on the timer's thread at each deadline."""

    __slots__ = ("deadline", "due", "fire", "firing", "interval", "kind", "number", "order", "target")

    def __init__(self, interval: float, due: float, fire: Callable[[TimerEntry], None], target: Any, kind: int) -> None:
        """
        :param interval: seconds between two deadlines; 0 fires once in every pass of the loop.
        :param due: the first deadline, on the clock of the thread.
        :param target: whatever *fire* needs, usually a weak reference to the object the timer belongs to.
        :param kind: `PRECISE`, `COARSE` or `VERY_COARSE`.
        """
        self.number = next(_numbers)
        self.interval = interval
        self.due = (
            due  # what the interval asks for; the next one is counted from here, so that rounding adds up to nothing
        )
        self.deadline = due if kind == PRECISE else rounded(due, interval, kind)
        self.kind = kind
        self.fire = fire
        self.target = target
        self.firing = False
        self.order = next(_order)  # tells the entry's place in a heap from the places it has left


def start(
    data: ThreadData, milliseconds: float, fire: Callable[[TimerEntry], None], target: Any, kind: int = PRECISE
) -> TimerEntry:
    """Start a timer on *data*'s thread, which is the caller's, and return its entry.

    :param kind: `COARSE` timers may be late by a twentieth of the interval, and `VERY_COARSE` ones are moved to full
        seconds, so that a program with many of them wakes up less often. A clock that does not want that is left alone.
    """
    interval = milliseconds / 1000
    dispatcher = data.dispatcher
    if kind:
        kind = _effective(interval, kind) if dispatcher.coalesces else PRECISE
        if kind == VERY_COARSE:
            interval = max(1.0, float(int(interval + 0.5)))
    due = dispatcher.now() + interval
    if not dispatcher.coalesces:
        due = round(due, 9)
    entry = TimerEntry(interval, due, fire, target, kind)
    data.timers[entry.number] = entry
    heappush(data.heap, (entry.deadline, entry.order, entry))
    return entry


def _effective(interval: float, kind: int) -> int:
    """Return how exact a timer has to be: a twentieth of the interval must be a millisecond to matter, a second to be much."""
    if kind == COARSE:
        return PRECISE if interval <= 0.02 else VERY_COARSE if interval >= 20 else COARSE
    return kind


def rounded(due: float, interval: float, kind: int) -> float:
    """Return the deadline near *due* that many timers share: the full second, or the roundest moment soon after it."""
    if kind == VERY_COARSE:
        return float(int(due + 0.5))
    latest = due + interval / 20
    for step in _STEPS:
        candidate = -(-due // step) * step
        if candidate <= latest:
            return candidate
    return due


def stop(data: ThreadData, entry: TimerEntry) -> None:
    """Stop a timer; a stopped one's place in the heap is passed over when its turn comes."""
    if (
        data.timers.pop(entry.number, None) is not None
        and len(data.heap) > 64
        and len(data.heap) > 4 * len(data.timers)
    ):
        data.heap[:] = sorted(item for item in data.heap if _stands(data, item))


def _stands(data: ThreadData, item: tuple[float, int, TimerEntry]) -> bool:
    """Return whether a place in the heap is that of a running timer, and not one that it has left."""
    return item[2].order == item[1] and item[2].number in data.timers


def transfer(entry: TimerEntry, source: ThreadData, target: ThreadData) -> None:
    """Move a running timer to another thread, its next deadline kept. Called with both threads' locks held."""
    if source.timers.pop(entry.number, None) is not None:
        target.timers[entry.number] = entry
        target.arrived.append(entry)


def rebase(data: ThreadData, seconds: float) -> None:
    """Move every deadline of a thread by *seconds*: its clock is about to be changed for one that shows so much more.

    On the thread itself, or while it does not run.
    """
    with data.lock:
        arrived = list(data.arrived)
    for entry in {**data.timers, **{each.number: each for each in arrived}}.values():
        entry.due += seconds
        entry.deadline += seconds
    data.heap[:] = sorted((item[2].deadline, item[1], item[2]) for item in data.heap)


def _admit(data: ThreadData) -> None:
    """Sort in the timers that other threads have moved here."""
    with data.lock:
        arrived, data.arrived = data.arrived, []
    for entry in arrived:
        if entry.number in data.timers:  # else it has been stopped or moved on meanwhile
            entry.order = next(_order)
            heappush(data.heap, (entry.deadline, entry.order, entry))


def next_deadline(data: ThreadData) -> float | None:
    """Return when the earliest timer is due, None when none runs."""
    if data.arrived:
        _admit(data)
    heap = data.heap
    while heap:
        if _stands(data, heap[0]):
            return heap[0][0]
        heappop(heap)
    return None


def activate(data: ThreadData) -> bool:
    """Fire every timer that is due now, once, in the order of their deadlines. True when at least one fired."""
    if data.arrived:
        _admit(data)
    heap = data.heap
    if not heap:
        return False
    now = data.dispatcher.now()
    last = next(_order)  # what is started or restarted from here on waits for the next pass
    fired = False
    while heap and heap[0][0] <= now and heap[0][1] < last:
        item = heappop(heap)
        if not _stands(data, item):
            continue  # stopped, or moved on
        fired = True
        entry = item[2]
        following = entry.due + entry.interval
        if following <= now:  # missed deadlines are not made up for, as in Qt
            following = now + entry.interval
        if not data.dispatcher.coalesces:
            following = round(following, 9)
        entry.due = following
        entry.deadline = following if entry.kind == PRECISE else rounded(following, entry.interval, entry.kind)
        entry.order = next(_order)
        heappush(heap, (entry.deadline, entry.order, entry))
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
