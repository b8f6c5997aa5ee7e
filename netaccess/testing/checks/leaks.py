"""What a test leaves running: replies, timers, threads, sockets, undelivered events, each with where it was begun.

Nothing of this costs a program anything. While a test runs, the records of its threads hold a dict and a deque that note who
puts something in, and functions of the library and of Python's own are replaced by ones that note their caller.

Thread safety: notes are single stores into dicts and lists, from whatever thread; they are read when the test is over. A
thread's queue is exchanged under the lock that posters hold.
"""

from __future__ import annotations

import weakref
from collections import deque
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple, TypeGuard

from netaccess._access.manager import QNetworkAccessManager
from netaccess._access.reply import QNetworkReply
from netaccess._kernel.posting import Posted, ThreadContext
from netaccess._kernel.qobject import QObject
from netaccess._kernel.thread import QThread
from netaccess._kernel.threaddata import DEAD, ThreadData, current
from netaccess._kernel.timer import QTimer

from ..signals.wording import duration
from ..virtualtime.pending import owner_of, repeats
from .leak import KINDS, Ender, Leak
from .origins import Origin, capture
from .pythonleaks import PythonLeaks

if TYPE_CHECKING:
    from netaccess._kernel.timers import TimerEntry

_SHOWN = 20
_KEPT = 500


class _Timers(dict[int, Any]):
    """The timers of a thread; notes who starts one."""

    def __init__(self, notes: _TimerNotes, content: dict[int, Any]) -> None:
        super().__init__(content)
        self._notes = notes

    def __setitem__(self, number: int, entry: Any) -> None:
        notes = self._notes
        if notes.taken:
            notes.running[number] = notes.stopped.pop(number, None) or capture()
        super().__setitem__(number, entry)

    def pop(self, number: int, *default: Any) -> Any:
        """Take out the timer. It may be about to go over to another thread, and keeps its note for that."""
        notes = self._notes
        origin = notes.running.pop(number, None)
        if origin is not None:
            if len(notes.stopped) > _KEPT:
                notes.stopped.clear()
            notes.stopped[number] = origin
        return super().pop(number, *default)


class _TimerNotes:
    """Where timers were started, by their numbers."""

    __slots__ = ("running", "stopped", "taken")

    def __init__(self) -> None:
        self.running: dict[int, Origin] = {}
        self.stopped: dict[int, Origin | None] = {}
        self.taken = True


class _PostNotes:
    """Where entries of queues were posted, by their identities."""

    __slots__ = ("posted", "taken")

    def __init__(self) -> None:
        self.posted: dict[int, Origin] = {}
        self.taken = True


class _Queue(deque[Posted]):
    """The queue of a thread; notes who posts.

    An entry comes in by `append` or `insert`, with a note that replaces that of an entry of the same identity, dead since.
    What is put back comes by ``extendleft``, and has its note already.
    """

    def __init__(self, notes: _PostNotes, content: deque[Posted]) -> None:
        super().__init__(content)
        self._notes = notes

    def append(self, entry: Posted) -> None:
        """Note the caller, and put *entry* last."""
        if self._notes.taken:
            self._notes.posted[id(entry)] = capture()
        super().append(entry)

    def insert(self, index: int, entry: Posted) -> None:
        """Note the caller, and put *entry* at its place."""
        if self._notes.taken:
            self._notes.posted[id(entry)] = capture()
        super().insert(index, entry)


class Sent(NamedTuple):
    """A request that a manager was asked for."""

    host: str
    what: str
    """Its method and its URL."""
    origin: Origin


class LeakTracker:
    """Notes what is begun between `begin` and `stop`, and tells what of it is still there.

    What was running before is not this test's, and is left alone.
    """

    def __init__(self) -> None:
        self._here = current()
        self._records: list[weakref.ref[ThreadData]] = []
        self._timers = _TimerNotes()
        self._posts = _PostNotes()
        self._replies: list[tuple[weakref.ref[QNetworkReply], Origin]] = []
        self._sent: deque[Sent] = deque(maxlen=_KEPT)
        self._threads: list[tuple[weakref.ref[QThread], Origin]] = []
        self._python = PythonLeaks()
        self._before: list[tuple[type, str, Any]] = []

    def begin(self) -> None:
        """Begin to note."""
        self._watch(self._here)
        self._replace(ThreadData, "__init__", self._noting_records)
        self._replace(QThread, "_qt_launch", self._noting_threads)
        self._replace(QNetworkAccessManager, "_qt_send", self._noting_replies)
        self._python.begin(self._replace)

    def stop(self) -> None:
        """Note nothing any more, and leave everything as it was.

        A thread that still runs may be in the middle of its queue: it keeps what it has, which notes nothing from now on.
        """
        while self._before:
            cls, name, function = self._before.pop()
            setattr(cls, name, function)
        self._timers.taken = self._posts.taken = False
        for data in self._known():
            if data is not self._here and data.ident > 0:
                continue
            with data.lock:
                data.queue = deque(data.queue)
                data.timers = dict(data.timers)

    # Noting.

    def _replace(self, cls: type, name: str, make: Callable[[Callable[..., Any]], Callable[..., Any]]) -> None:
        function = cls.__dict__[name]
        self._before.append((cls, name, function))
        setattr(cls, name, make(function))

    def _watch(self, data: ThreadData) -> None:
        with data.lock:
            data.queue = _Queue(self._posts, data.queue)
            data.timers = _Timers(self._timers, data.timers)
        self._records.append(weakref.ref(data))

    def _noting_records(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def __init__(data: ThreadData, *args: Any, **kwargs: Any) -> None:
            function(data, *args, **kwargs)
            self._watch(data)

        return __init__

    def _noting_threads(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def _qt_launch(thread: QThread, name: str) -> None:
            self._threads.append((weakref.ref(thread), capture()))
            function(thread, name)

        return _qt_launch

    def _noting_replies(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def _qt_send(manager: QNetworkAccessManager, *args: Any, **kwargs: Any) -> QNetworkReply:
            reply: QNetworkReply = function(manager, *args, **kwargs)
            origin, url = capture(), reply.url()
            self._replies.append((weakref.ref(reply), origin))
            self._sent.append(Sent(url.host().lower(), f"{_verb_of(reply)} {url.toString()}", origin))
            if len(self._replies) > 1000:
                self._replies = [note for note in self._replies if _is_running(note[0]())]
            return reply

        return _qt_send

    def _known(self) -> Iterator[ThreadData]:
        for reference in self._records:
            data = reference()
            if data is not None:
                yield data

    # Telling.

    def running_replies(self) -> list[QNetworkReply]:
        """Return the replies that are still being worked on."""
        return [reply for reference, _ in self._replies if _is_running(reply := reference())]

    def sent_to(self, host: str) -> list[Sent]:
        """Return the latest requests that were sent to *host*, running or not."""
        return [each for each in tuple(self._sent) if each.host == host]

    def busy_threads(self) -> list[QThread]:
        """Return the threads that still run; those of a pool that wait for work do not count."""
        return [thread for reference, _ in self._threads if _is_busy(thread := reference())]

    def find(self) -> list[Leak]:
        """Return what is still there. What only the garbage collector could end is not: it is asked to."""
        if any(True for _ in self.still_there()):
            import gc

            self._python.wait()
            gc.collect()
        return list(self.still_there())

    def still_there(self) -> Iterator[Leak]:
        """Yield what is still there, garbage included."""
        yield from self._found_replies()
        for data in self._known():
            yield from self._found_timers(data)
        yield from self._found_threads()
        yield from self._python.found()
        for data in self._known():
            yield from self._found_posts(data)

    def _found_replies(self) -> Iterator[Leak]:
        for reference, origin in self._replies:
            reply = reference()
            if _is_running(reply):
                text = f"the reply to {_verb_of(reply)} {reply.url().toString()} is still running"
                yield Leak("replies", text, "sent", origin, Ender(_abort, reply))

    def _found_timers(self, data: ThreadData) -> Iterator[Leak]:
        for entry in sorted(data.timers.values(), key=_by_number):
            origin = self._timers.running.get(entry.number)
            owner = owner_of(entry)
            if origin is None or isinstance(owner, QNetworkReply):  # a reply's time limit ends with it
                continue
            text = _timer_text(entry, owner, data)
            if text:
                yield Leak("timers", text, "started", origin, Ender(_stop_timer, data, entry, owner))

    def _found_threads(self) -> Iterator[Leak]:
        for reference, origin in self._threads:
            thread = reference()
            if _is_busy(thread):
                told = "" if not thread._qt_data.quit_now else ", though it was told to quit"
                yield Leak(
                    "threads", f"{name_of(thread)} is still running{told}", "started", origin, Ender(_end, thread)
                )

    def _found_posts(self, data: ThreadData) -> Iterator[Leak]:
        if data is not self._here and data.ident > 0:
            return  # its thread runs, and shows as what is left
        with data.lock:
            entries = [*data.queue, *data.deferred, *data.held]
        for entry in entries:
            origin = self._posts.posted.get(id(entry))
            receiver = entry.receiver()
            if origin is None or receiver is None or isinstance(receiver, QNetworkReply):
                continue
            yield Leak("events", _post_text(entry, receiver, data), "posted", origin, Ender(_drop, data, entry))


def describe(leaks: list[Leak], whole: bool = False) -> str:
    """Return a text that lists *leaks* with their origins. *whole*: with the whole stack of each."""
    alone = len(leaks) == 1
    lines = [f"left at the end of the test: {leaks[0].text if alone else _counted(leaks)}"]
    by = "" if alone else "  "
    for leak in leaks[:_SHOWN]:
        if not alone:
            lines.append(f"  {leak.text}")
        told = leak.origin.lines(whole)
        if whole:
            lines.append(f"{by}  {leak.verb} at (innermost last):")
            lines += [f"{by}    {line}" for line in told]
        else:
            lines.append(f"{by}  {leak.verb} at {told[0]}")
    if len(leaks) > _SHOWN:
        lines.append(f"  ... and {len(leaks) - _SHOWN} more")
    kinds = ", ".join(f'"{kind}"' for kind in KINDS if any(leak.kind == kind for leak in leaks))
    return "\n".join([*lines, f"  (@pytest.mark.allow_leaks({kinds}) lets a test leave them)"])


def _counted(leaks: list[Leak]) -> str:
    """Return how many of each kind there are: ``1 reply, 3 timers``."""
    numbers = {kind: sum(leak.kind == kind for leak in leaks) for kind in KINDS}
    ones = dict(zip(KINDS, ("reply", "timer", "thread", "socket", "event"), strict=True))
    return ", ".join(f"{number} {ones[kind] if number == 1 else kind}" for kind, number in numbers.items() if number)


def name_of(target: object) -> str:
    """Return what messages call an object: its class, its name, and whose child it is."""
    public = (each for each in type(target).__mro__ if not each.__name__.startswith("_"))
    cls = next(public) if type(target).__module__.startswith("netaccess.") else type(target)
    name = getattr(target, "__dict__", {}).get("_qt_name", "")
    text = f"{cls.__name__} {name!r}" if name else cls.__name__
    parent = target._qt_parent() if isinstance(target, QObject) and target._qt_parent is not None else None
    return text if parent is None else f"{text} of {type(parent).__name__}"


def _by_number(entry: TimerEntry) -> int:
    return entry.number


def _is_running(reply: QNetworkReply | None) -> TypeGuard[QNetworkReply]:
    return reply is not None and reply._qt_thread is not DEAD and not reply.isFinished()


def _is_busy(thread: QThread | None) -> TypeGuard[QThread]:
    if thread is None or thread.__dict__.get("_qt_thread") is DEAD or not thread._qt_running or thread._qt_finishing:
        return False
    crew = thread.__dict__.get("_qt_crew")
    return crew is None or thread not in crew._idle


def _verb_of(reply: QNetworkReply) -> str:
    name = str(getattr(reply.operation(), "name", ""))
    return name.removesuffix("Operation").upper()


def _timer_text(entry: TimerEntry, owner: object, data: ThreadData) -> str:
    """Return what a running timer is; '' for one that nobody would notice, because its object is gone."""
    rest = duration(max(0.0, round(entry.deadline - data.dispatcher.now(), 3)))
    if isinstance(owner, QObject):
        if owner._qt_thread is DEAD:
            return ""
        what = (
            name_of(owner) if isinstance(owner, QTimer) and owner._qt_entry is entry else f"a timer of {name_of(owner)}"
        )
        if repeats(entry):
            return f"{what} is still active, every {duration(entry.interval)}"
        return f"{what} is still active, once in {rest}"
    if callable(entry.target):
        return ""
    shot = getattr(entry.fire, "__self__", None)
    context = getattr(shot, "context", None)
    if context is not None and (context() is None or context()._qt_thread is DEAD):
        return ""
    slot = getattr(shot, "slot", entry.fire)
    return f"a single shot in {rest} is still to come, of {getattr(slot, '__qualname__', None) or repr(slot)}"


def _post_text(entry: Posted, receiver: Any, data: ThreadData) -> str:
    from netaccess._kernel.events import QEvent

    number = int(entry.event_type)
    if not number:
        what = "a call"
    else:
        known = next((str(each.name) for each in QEvent.Type if int(each) == number), "")
        what = f"an event of type {known or number}"
    target = "" if isinstance(receiver, ThreadContext) else f" for {name_of(receiver)}"
    where = "" if data is current() else f", which lives in {data.describe()}, which does not run"
    return f"{what}{target} was never delivered{where}"


# Ending what is left.


def _abort(reply: QNetworkReply) -> None:
    """Abort a reply; nobody hears of it."""
    if reply._qt_thread is current():
        reply.blockSignals(True)
        reply.abort()


def _stop_timer(data: ThreadData, entry: TimerEntry, owner: object) -> None:
    from netaccess._kernel import timers

    if isinstance(owner, QTimer) and owner._qt_entry is entry:
        owner._qt_entry = None
    elif isinstance(owner, QObject) and owner._qt_timers:
        owner._qt_timers.pop(entry.number, None)
    timers.stop(data, entry)


def _end(thread: QThread) -> None:
    thread.requestInterruption()
    thread.quit()


def _drop(data: ThreadData, entry: Posted) -> None:
    with data.lock:
        for entries in (data.queue, data.deferred, data.held):
            if entry in entries:
                entries.remove(entry)
    entry.drop()
