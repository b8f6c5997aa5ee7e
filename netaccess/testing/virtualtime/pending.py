"""What a loop on virtual time still has to come, and who in it waits for what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netaccess._kernel import timers
from netaccess._kernel.posting import delete_deferred
from netaccess._kernel.qobject import QObject
from netaccess._kernel.timer import QTimer

if TYPE_CHECKING:
    from netaccess._kernel.posting import Posted
    from netaccess._kernel.threaddata import ThreadData
    from netaccess._kernel.timers import TimerEntry

    from .turn import Turn
    from .turns import Turns


def owner_of(entry: TimerEntry) -> object | None:
    """Return the object that a running timer belongs to, None when there is none any more or never was."""
    return entry.target() if callable(entry.target) else None


def repeats(entry: TimerEntry) -> bool:
    """Return whether a running timer fires again and again: a `QTimer` that is not single-shot, or ``startTimer``."""
    owner = owner_of(entry)
    if isinstance(owner, QTimer) and owner._qt_entry is entry:
        return not owner._qt_single
    return isinstance(owner, QObject) and entry.number in (owner._qt_timers or ())


def keeps_busy(turns: Turns) -> bool:
    """Return whether something is to come that is no endless repetition: a chore, a timer that fires once, a limited wait."""
    if turns.chores.pressing():
        return True
    for turn in turns.turns:
        if any(not repeats(entry) for entry in turn.data.timers.values()):
            return True
        if turn.what and turn.deadline is not None and not turn.idle:
            return True
    return False


def clear_away(data: ThreadData, timers_before: frozenset[int], posts_before: frozenset[Posted]) -> None:
    """End what was begun in a thread: delete what was to be deleted later, stop timers, drop what was posted.

    :param timers_before: the numbers of the timers to keep.
    :param posts_before: the entries of the queue to keep.
    """
    delete_deferred(data)
    for entry in [each for each in data.timers.values() if each.number not in timers_before]:
        owner = owner_of(entry)
        if isinstance(owner, QTimer) and owner._qt_entry is entry:
            QTimer.stop(owner)
        else:
            timers.stop(data, entry)
            if isinstance(owner, QObject) and owner._qt_timers:
                owner._qt_timers.pop(entry.number, None)
    with data.lock:
        dropped = [posted for posted in data.queue if posted not in posts_before]
        for posted in dropped:
            data.queue.remove(posted)
    for posted in dropped:
        posted.drop()


def describe_waiting(turns: Turns) -> list[str]:
    """Return who waits for what, a line each."""
    lines = [f"at {turns.time:.3f} s of virtual time:"]
    for turn in turns.turns:
        lines.append(f"  {turn.data.describe()} {_wait_of(turn, turn is turns.main)}")
        lines += [f"    {_timer(entry)}" for entry in _timers(turn.data)]
        lines += [f"    posted, not delivered: {_posted(entry)}" for entry in tuple(turn.data.queue)[:20]]
    lines += [f"  waited for: {what}" for what in turns.chores.waited_for()]
    lines += [f"  {each.name} takes no turns (not started by a QThread)" for each in turns.outside.strangers()]
    return lines


def _wait_of(turn: Turn, is_the_tests: bool) -> str:
    depth = len(turn.data.loops)
    place = f"in {depth} nested event loops" if depth > 1 else "in an event loop" if depth else "without an event loop"
    if turn.ready is None and is_the_tests and not depth:
        return "runs the test"
    if turn.ready is None:
        return f"has its turn, {place}"
    until = "" if turn.deadline is None else f" until {turn.deadline:.3f} s"
    return f"waits in {turn.what}{until}, {place}" if turn.what else f"waits for events{until}, {place}"


def _timers(data: ThreadData) -> list[TimerEntry]:
    return sorted(data.timers.values(), key=lambda entry: (entry.deadline, entry.number))


def _timer(entry: TimerEntry) -> str:
    owner = owner_of(entry)
    name = "singleShot" if owner is None else _name(owner)
    kind = f"every {entry.interval:g} s" if repeats(entry) else "once"
    return f"timer of {name}, {kind}, due at {entry.deadline:.3f} s"


def _posted(entry: Posted) -> str:
    receiver = entry.receiver()
    kind = f"event of type {int(entry.event_type)}" if entry.event_type else "call"
    return f"{kind} for {'an object that is gone' if receiver is None else _name(receiver)}"


def _name(owner: object) -> str:
    name = getattr(owner, "_qt_name", "")
    return f"{owner.__class__.__name__} {name!r}" if name else owner.__class__.__name__
