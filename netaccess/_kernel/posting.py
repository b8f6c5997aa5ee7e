"""Posted events and calls: how work reaches an object through its thread's queue, and how one pass of the queue runs.

What lies in a queue is a `Posted`: it knows its receiver weakly (an object without a parent dies with its last reference,
whatever is under way to it) and how to deliver itself.
"""

from __future__ import annotations

import sys
import weakref
from collections import deque
from collections.abc import Callable, Iterator, MutableSequence
from typing import TYPE_CHECKING, Any

from .events import QEvent
from .threaddata import DEAD, ThreadData

if TYPE_CHECKING:
    from .qobject import QObject

_DEFERRED_DELETE = QEvent.Type.DeferredDelete


class KeepAlive:
    """Looks like a weak reference and is none: what is posted with it keeps its receiver alive."""

    __slots__ = ("_target",)

    def __init__(self, target: QObject) -> None:
        self._target = target

    def __call__(self) -> QObject:
        return self._target


class Posted:
    """One entry of a thread's queue."""

    __slots__ = ("receiver",)

    priority = 0
    event_type: int = 0
    from_network = False

    receiver: weakref.ref[QObject]

    def allowed(self, data: ThreadData) -> bool:
        """Return whether the entry may be delivered at the loop level *data*'s thread is at."""
        return True

    def deliver(self, receiver: QObject) -> None:
        """Do what was posted. Called on the receiver's thread, inside the loop's scope."""

    def drop(self) -> None:
        """The entry will never be delivered."""


class PostedEvent(Posted):
    """A `QEvent` on its way to an object."""

    __slots__ = ("event", "priority")

    def __init__(self, receiver: weakref.ref[QObject], event: QEvent, priority: int) -> None:
        self.receiver = receiver
        self.event = event
        self.priority = priority

    @property
    def event_type(self) -> int:  # type: ignore[override]
        """The event's type."""
        return self.event._qt_type

    def allowed(self, data: ThreadData) -> bool:
        """A deferred delete waits until control is back in the loop it was posted from, or in an outer one. One posted while no
        loop ran (its level is negative then, or zero) does not wait for that in a loop that has been started since."""
        if self.event._qt_type != _DEFERRED_DELETE:
            return True
        level = self.event._qt_level
        if level > 0:
            return level > data.level
        return data.running > 0 or -level > data.level

    def deliver(self, receiver: QObject) -> None:
        """Hand the event to the filters and the object."""
        notify(receiver, self.event)


class PostedCall(Posted):
    """A function to be called with the receiver on the receiver's thread; seen by no event filter."""

    __slots__ = ("function",)

    def __init__(self, receiver: weakref.ref[QObject], function: Callable[[Any], object]) -> None:
        self.receiver = receiver
        self.function = function

    def deliver(self, receiver: QObject) -> None:
        """Call the function."""
        self.function(receiver)


class NetworkCall(PostedCall):
    """A `PostedCall` that brings something from the network, which ``ExcludeSocketNotifiers`` keeps back."""

    __slots__ = ()

    from_network = True


def post(receiver: QObject, entry: Posted) -> None:
    """Put *entry* into the queue of *receiver*'s thread and wake that thread. Any thread may call this.

    Affinity is read, then verified under that thread's lock: a move holds the lock while it changes the affinity, so the
    entry cannot land in a queue the object has left, and two posts of one caller keep their order.
    """
    while True:
        data = receiver._qt_thread
        if data is DEAD:
            entry.drop()
            return
        with data.lock:
            if receiver._qt_thread is not data:
                continue
            if entry.priority or data.unsorted:
                enqueue(data, entry)
            else:
                data.queue.append(entry)
            asleep, data.sleeping = data.sleeping, False
        if asleep:
            data.dispatcher.wake()
        return


class ThreadContext:
    """Stands for a thread where an object is expected, so that something can be posted to the thread itself."""

    __slots__ = ("_qt_thread",)

    def __init__(self, data: ThreadData) -> None:
        self._qt_thread = data


def post_to_thread(data: ThreadData, function: Callable[[Any], object], argument: Any = None) -> None:
    """Call ``function(argument)`` on *data*'s thread soon. Any thread may call this."""
    context: Any = ThreadContext(data)
    keep: Any = KeepAlive(context)
    post(context, PostedCall(keep, lambda receiver: function(argument)))


def enqueue(data: ThreadData, entry: Posted) -> None:
    """Put *entry* behind the last one of its priority, but not into a pass under way. Called with the lock of *data* held."""
    priority = entry.priority
    queue = data.queue
    if priority or data.unsorted:
        data.unsorted = True
        low, high = min(data.fence, len(queue)), len(queue)
        while low < high:  # behind the fence the queue is in falling order of priority
            middle = (low + high) // 2
            if queue[middle].priority < priority:
                high = middle
            else:
                low = middle + 1
        queue.insert(low, entry)
    else:
        queue.append(entry)


def deliver_posted(
    data: ThreadData, only: QObject | None = None, event_type: int = 0, exclude_network: bool = False
) -> bool:
    """Deliver what lies in the queue of *data*'s thread, the caller's, as the call begins; what is posted meanwhile stays.

    :param only: deliver what was posted to this object only.
    :param event_type: deliver events of this type only (0: all).
    Returns whether anything was delivered.
    """
    if not exclude_network:
        for resume in tuple(data.draining):
            resume()
    _revive(data, exclude_network, event_type)
    delivered = False
    if only is not None or event_type != 0:
        for entry in _matching(data, only, event_type):
            delivered = _deliver_entry(entry, data, event_type, False) or delivered
        return delivered
    with data.lock:
        data.fence = len(data.queue)
        data.changes += 1
    while True:
        with data.lock:  # a poster with a priority may be looking for its place
            if not data.fence or not data.queue:
                break  # also when a pass inside this one has delivered the rest
            data.fence -= 1
            entry = data.queue.popleft()
        delivered = _deliver_entry(entry, data, 0, exclude_network) or delivered
    return delivered


def delete_deferred(data: ThreadData) -> None:
    """Delete what was to be deleted later, as it happens when control is back in a loop."""
    with data.as_loop():
        deliver_posted(data, event_type=_DEFERRED_DELETE)


def _deliver_entry(entry: Posted, data: ThreadData, event_type: int, exclude_network: bool) -> bool:
    """Deliver *entry*, which has been taken out of the queue, or put it where it has to wait. Returns whether it was delivered.

    :param event_type: the type of event that was asked for, 0 if all were.
    """
    receiver = entry.receiver()
    if receiver is None:
        entry.drop()
    elif receiver._qt_thread is not data:
        post(receiver, entry)  # deleted: dropped; moved by somebody else's hand: sent after it
    elif exclude_network and entry.from_network:
        data.held.append(entry)
    elif not (entry.allowed(data) or _may_deliver(entry, data, event_type)):
        data.deferred.append(entry)
    else:
        data.level += 1
        try:
            entry.deliver(receiver)
        except Exception:
            report_exception()
        finally:
            data.level -= 1
        return True
    return False


def _matching(data: ThreadData, only: QObject | None, event_type: int) -> Iterator[Posted]:
    """Take the entries for *only*, and of *event_type*, out of the queue one by one, as far as it goes now.

    The others stay where they are: a loop that runs inside such a delivery has to find them.
    """
    queue = data.queue
    targets: list[QObject | None] = []  # what they keep alive may die only when the lock is free

    def wanted(entry: Posted) -> bool:
        target = entry.receiver()
        targets.append(target)
        return target is None or (
            (only is None or target is only)
            and (not event_type or entry.event_type == event_type)
            and _may_deliver(entry, data, event_type)
        )

    with data.lock:
        if only is not None:
            targets.extend([entry.receiver() for entry in tuple(queue)])
            if not any(target is only for target in targets):
                return  # no pass at all: one that may be under way is left as it is
        data.fence = len(queue)
        data.changes += 1
        changes = data.changes
    index = 0
    while True:
        found: Posted | None = None
        with data.lock:
            if data.changes != changes:  # entries may be gone from before our place: look from the start again
                index, changes = 0, data.changes
            while index < min(data.fence, len(queue)) and not wanted(queue[index]):
                index += 1
            if index < min(data.fence, len(queue)):
                found = queue[index]
                del queue[index]
                data.fence -= 1
        targets.clear()
        if found is None:
            return
        yield found


def _may_deliver(entry: Posted, data: ThreadData, event_type: int) -> bool:
    """Return whether *entry* may be delivered at this loop level. Who asks for deferred deletions by their type, to have them
    now, gets those of the level he is at as well.
    """
    if entry.allowed(data):
        return True
    return (
        event_type == _DEFERRED_DELETE and isinstance(entry, PostedEvent) and abs(entry.event._qt_level) == data.level
    )


def _revive(data: ThreadData, exclude_network: bool, event_type: int) -> None:
    """Put what waited for another loop level, or for a loop that takes network arrivals, back into the queue."""
    if data.held and not exclude_network:
        held, data.held = data.held, []
        with data.lock:
            data.queue.extendleft(reversed(held))
            data.fence += len(held) if data.fence else 0
    if data.deferred:
        ready = [entry for entry in data.deferred if _may_deliver(entry, data, event_type)]
        if ready:
            data.deferred = [entry for entry in data.deferred if not _may_deliver(entry, data, event_type)]
            with data.lock:
                data.queue.extendleft(reversed(ready))
                data.fence += len(ready) if data.fence else 0


def remove_posted(receiver: QObject | None, event_type: int, data: ThreadData) -> None:
    """Take out of *data*'s queue what was posted to *receiver* (None: to anybody), of one type only unless it is 0."""
    dropped: list[Posted] = []
    targets: list[QObject | None] = []  # what they keep alive may die only when the lock is free again

    def goes(entry: Posted) -> bool:
        target = entry.receiver()
        targets.append(target)
        return (receiver is None or target is receiver) and (not event_type or entry.event_type == event_type)

    with data.lock:
        for entries in (data.queue, data.deferred, data.held):
            dropped += _take(data, entries, goes)
    for entry in dropped:
        entry.drop()


def move_posted(receiver: QObject, source: ThreadData, target: ThreadData) -> None:
    """Take what was posted to *receiver* over to another thread, in order. Called with both threads' locks held.

    What was kept back is older than what is in the queue. A deletion goes last: it must not overtake what came before it.
    """
    moved: list[Posted] = []
    for entries in (source.held, source.queue, source.deferred):
        moved += _take(source, entries, lambda entry: entry.receiver() is receiver)
    for entry in moved:
        enqueue(target, entry)


def _take(data: ThreadData, entries: MutableSequence[Posted], goes: Callable[[Posted], bool]) -> list[Posted]:
    """Take those out of *entries*, a queue of *data*, that *goes* is true for. Called with the lock of *data* held."""
    before = tuple(entries)
    taken: list[Posted] = []
    kept: list[Posted] = []
    fence = data.fence
    for place, entry in enumerate(before):
        if goes(entry):
            taken.append(entry)
            if entries is data.queue and place < fence:
                data.fence -= 1
        else:
            kept.append(entry)
    _keep(entries, len(before), kept)
    data.changes += 1
    return taken


def _keep(entries: MutableSequence[Posted], count: int, kept: list[Posted]) -> None:
    """Put *kept* in the place of the first *count* of *entries*.

    What stands behind those was posted meanwhile, by code that a collection has run under the very lock that is held.
    """
    if len(kept) == count:
        return
    if isinstance(entries, deque):
        for _ in range(count):
            entries.popleft()
        entries.extendleft(reversed(kept))
    else:
        entries[:count] = kept


class Hooks:
    """What the application plugs into delivery: itself once it exists, for filters and an overridden ``notify``."""

    application: Any = None
    notify: Callable[[QObject, QEvent], bool] | None = None


def notify(receiver: QObject, event: QEvent) -> bool:
    """Deliver *event* now, through the application's ``notify`` if the program has overridden it. Return what it returned."""
    overridden = Hooks.notify
    if overridden is None:
        return filter_and_handle(receiver, event)
    try:
        return bool(overridden(receiver, event))
    except Exception:
        report_exception()
        return False


def filter_and_handle(receiver: QObject, event: QEvent) -> bool:
    """Pass *event* through the application's filters, the object's filters and the object, until one of them takes it.

    An exception in the program's code goes to ``sys.excepthook`` and counts as "not handled".
    """
    try:
        application = Hooks.application
        if (
            application is not None
            and application._qt_filters
            and application._qt_thread is receiver._qt_thread
            and filtered(application, receiver, event)
        ):
            return True
        if receiver._qt_filters and receiver is not application and filtered(receiver, receiver, event):
            return True
        return bool(receiver.event(event))
    except Exception:
        report_exception()
        return False


def filtered(watched: QObject, receiver: QObject, event: QEvent) -> bool:
    """Return whether one of *watched*'s event filters, the last installed first, keeps *event* from *receiver*."""
    filters = watched._qt_filters or ()  # never changed in place: a filter that comes or goes makes a new list
    for reference in filters:
        if watched._qt_filters is not filters and not any(each is reference for each in watched._qt_filters or ()):
            continue  # another filter has taken it out
        candidate = reference()
        if (
            candidate is not None
            and candidate._qt_thread is receiver._qt_thread
            and candidate.eventFilter(receiver, event)
        ):
            return True
    return False


def report_exception() -> None:
    """Hand the exception being handled to ``sys.excepthook``: nothing in the loop can catch it for the program."""
    kind, value, traceback = sys.exc_info()
    if kind is not None and value is not None:
        if hasattr(value, "reported"):  # it wants to know whether it was noticed: a stall of a loop for tests
            value.reported = True
        sys.excepthook(kind, value, traceback)
