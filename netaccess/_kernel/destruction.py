"""The death of objects: by `deleteLater`, by a parent's death, or with the last reference."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from . import timers
from .posting import post_to_thread, report_exception
from .threaddata import DEAD, current, holds_a_lock
from .tombstone import bury

if TYPE_CHECKING:
    from .qobject import QObject
    from .signal import Signal, SignalInstance


def destroy(target: QObject) -> None:
    """Delete *target* now, on its own thread: emit ``destroyed``, delete the children, drop connections and timers.

    Afterwards its Qt methods raise `RuntimeError`; references to it stay valid.
    """
    state = target.__dict__
    if state.get("_qt_thread", DEAD) is DEAD or "_qt_dying" in state:
        return
    state["_qt_dying"] = True
    try:
        target._qt_dispose()
        made = state.get("_qt_signals")
        signal = None if made is None else _destroyed_among(made)
        if signal is not None:
            signal.revive(target)
            target._qt_blocked = False
            signal.emit(target)
    except Exception:
        report_exception()
    children = target._qt_children
    target._qt_children = None  # nobody is told that they leave
    for child in list((children or {}).values()):
        if child.__dict__.get("_qt_thread", DEAD) is not DEAD and _is_parent(target, child):
            destroy(child)
    parent = None if target._qt_parent is None else target._qt_parent()
    if parent is not None:
        target._qt_leave(parent)
    for entry in (target._qt_timers or {}).values():
        timers.stop(target._qt_thread, entry)
    _drop_signals(state)
    target._qt_thread = DEAD
    del state["_qt_dying"]
    bury(target)


def _destroyed_among(made: dict[Signal, SignalInstance]) -> SignalInstance | None:
    """Return the bound ``destroyed`` of an object if somebody is connected to it."""
    for signal, bound in tuple(made.items()):  # another thread may be asking for a signal
        if signal._optional and bound._live:  # the one signal of this kind
            return bound
    return None


def _is_parent(target: QObject, child: QObject) -> bool:
    """Return whether *child* still is *target*'s. The collector has cleared the weak references to what it found."""
    reference = child._qt_parent
    if reference is None:
        return False
    parent = reference()
    return parent is target or parent is None


def _drop_signals(state: dict[str, Any]) -> None:
    for signal, bound in tuple((state.pop("_qt_signals", None) or {}).items()):
        bound.drop_connections()
        if state.get(signal._attribute) is bound:  # else the program has put something else there
            del state[signal._attribute]


def collect(target: QObject) -> None:
    """The last reference to *target* is gone, or the collector found it: destroy it if that can be noticed.

    A child dies with its parent, not here. The collector may run on any thread; an object that belongs to another one is
    kept alive until that thread has destroyed it, because its ``destroyed`` may run the program's code. For the same reason
    nothing is destroyed while this thread holds a lock: what the code waits for may need it.
    """
    state = target.__dict__
    data = state.get("_qt_thread", DEAD)
    if data is DEAD or "_qt_dying" in state:
        return
    if sys is None or sys.is_finalizing():  # None: the modules have been cleared already
        return  # daemon threads have been frozen wherever they were, perhaps with a lock that the deletion needs
    if target._qt_parent is not None and target._qt_parent() is not None:
        return
    here = current()
    # Its own thread, or one that has ended or never began.
    if (data is here or data.ident < 1) and not holds_a_lock(here):
        destroy(target)
    else:
        post_to_thread(here if data.ident < 1 else data, destroy, target)
