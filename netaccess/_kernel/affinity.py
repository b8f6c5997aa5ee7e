"""Which thread an object lives in: checking it, and moving objects from one to another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import timers
from .events import QEvent
from .posting import move_posted, notify
from .threaddata import NOWHERE, ThreadData, current
from .tombstone import deleted_error, is_buried

if TYPE_CHECKING:
    from .qobject import QObject
    from .thread import QThread


def check_thread(target: QObject, what: str, rule: str = "") -> None:
    """Raise `RuntimeError` unless the calling thread is the one *target* lives in.

    :param what: what is being attempted. :param rule: the rule it breaks, if that needs saying.
    A deleted object lives nowhere: the error says that it is deleted.
    """
    here = current()
    if target._qt_thread is here:
        return
    if is_buried(target):
        raise deleted_error(target.__class__.__name__)
    raise RuntimeError(
        f"{what} of a {target.__class__.__name__} was called from {here.describe()}, but the object lives in "
        f"{target._qt_thread.describe()}" + (f": {rule}" if rule else "")
    )


def move_to_thread(target: QObject, thread: QThread | None) -> bool:
    """Move *target* and its descendants to *thread*, or out of every thread for None. True also when it is there already."""
    from .thread import QThread

    if thread is not None and not isinstance(thread, QThread):
        raise TypeError(f"moveToThread() takes a QThread or None, not {thread!r}")
    owner = None if target._qt_parent is None else target._qt_parent()
    if owner is not None:
        raise ValueError(f"cannot move objects with a parent: {target!r} belongs to {owner!r}")
    source = target._qt_thread
    # A record of its own for what leaves all threads: what is posted to it waits there, and is gone with it.
    destination = ThreadData(NOWHERE, "none (it was moved to None)") if thread is None else thread._qt_data
    if source is destination:
        return True
    _check_move(target, destination)
    _announce(target)
    # Both locks, in one order everywhere: a poster that holds one of them sees the object wholly here or wholly there.
    first, second = sorted((source, destination), key=id)
    with first.lock, second.lock:
        moves = target._qt_thread is source  # of two threads that pull an object out of nowhere, the first gets it
        if moves:
            _move_tree(target, source, destination)
    if not moves:
        return move_to_thread(target, thread)
    destination.wake()
    return True


def _check_move(target: QObject, destination: ThreadData) -> None:
    """Raise `RuntimeError` unless the calling thread may move *target*: it is in this thread, or is fetched from nowhere."""
    if target._qt_thread.ident != NOWHERE:
        check_thread(target, "moveToThread", "only an object's own thread can push it to another")
    elif destination is not current():
        check_thread(target, "moveToThread", "an object without a thread can only be moved to the calling thread")


def _announce(target: QObject) -> None:
    """Tell the object and its descendants, still in the old thread, that they are about to move."""
    notify(target, QEvent(QEvent.Type.ThreadChange))
    for child in tuple((target._qt_children or {}).values()):
        _announce(child)


def _move_tree(target: QObject, source: ThreadData, destination: ThreadData) -> None:
    target._qt_thread = destination
    move_posted(target, source, destination)
    entries = dict(target._qt_timers or {})
    for name in ("_qt_entry", "_qt_idle_timer", "_qt_deadline"):  # a QTimer's, a reply's two
        own = getattr(target, name, None)
        if isinstance(own, timers.TimerEntry):
            entries[own.number] = own
    for entry in entries.values():
        timers.transfer(entry, source, destination)
    for child in tuple((target._qt_children or {}).values()):
        _move_tree(child, source, destination)
