"""`QTimer`: a signal at intervals, or once."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from threading import get_ident
from types import MethodType
from typing import Any

from netaccess._values.qtnamespace import Qt

from . import timers
from .affinity import check_thread
from .capacity import native_slot
from .posting import PostedCall, notify, post, post_to_thread, report_exception
from .qobject import QObject
from .qtwarning import warn
from .signal import Signal, SignalInstance, emit_own
from .threaddata import current

_AS_SET: Any = object()


class QTimer(QObject):
    """Emits `timeout` every `interval` milliseconds while it is active, or once if it is a single shot (``QTimer``).

    An interval of 0 fires once in every pass of the event loop. The timer runs in the thread it lives in.
    """

    #: The interval has passed.
    timeout = Signal()

    _qt_properties = {
        "singleShot": ("isSingleShot", "setSingleShot"),
        "interval": ("interval", "setInterval"),
        "remainingTime": ("remainingTime", None),
        "timerType": ("timerType", "setTimerType"),
        "active": ("isActive", None),
    }
    _qt_interval: int = 0
    _qt_single: bool = False
    _qt_type: Qt.TimerType = Qt.TimerType.CoarseTimer
    _qt_entry: timers.TimerEntry | None = None

    @native_slot((int,), ())
    def start(self, msec: int = _AS_SET, /) -> None:
        """Start the timer, or start it anew when it is running.

        :param msec: the new interval in milliseconds, by default the one that is set. Negative raises `ValueError`.
        """
        check_thread(self, "start")
        if msec is not _AS_SET:
            self._qt_interval = _milliseconds(msec)
        if self._qt_entry is not None:
            timers.stop(self._qt_thread, self._qt_entry)
        self._qt_entry = timers.start(
            self._qt_thread, self._qt_interval, _expired, weakref.ref(self), int(self._qt_type)
        )

    def stop(self) -> None:
        """Stop the timer."""
        entry = self._qt_entry
        if entry is not None:
            check_thread(self, "stop")
            self._qt_entry = None
            timers.stop(self._qt_thread, entry)

    def isActive(self) -> bool:
        """Return whether the timer is running."""
        return self._qt_entry is not None

    def timerId(self) -> int:
        """Return the number of the running timer, -1 when it is not running."""
        return -1 if self._qt_entry is None else self._qt_entry.number

    def id(self) -> Qt.TimerId:
        """Return the number of the running timer as a `Qt.TimerId`, ``Invalid`` when it is not running."""
        return Qt.TimerId(0 if self._qt_entry is None else self._qt_entry.number)

    def interval(self) -> int:
        """Return the interval in milliseconds."""
        return self._qt_interval

    def setInterval(self, msec: int) -> None:
        """Set the interval in milliseconds; a running timer starts anew with it. Negative raises `ValueError`."""
        self._qt_interval = _milliseconds(msec)
        if self._qt_entry is not None:
            self.start()

    def remainingTime(self) -> int:
        """Return the milliseconds until the timer fires, rounded up; 0 when overdue, -1 when it is not running."""
        entry = self._qt_entry
        if entry is None:
            return -1
        remaining = round(
            (entry.deadline - self._qt_thread.dispatcher.now()) * 1000, 6
        )  # differences of floats are rough
        return max(0, -int(-remaining // 1))

    def intervalAsDuration(self) -> int:
        """Return the interval in milliseconds."""
        return self._qt_interval

    def remainingTimeAsDuration(self) -> int:
        """Return what `remainingTime` returns."""
        return QTimer.remainingTime(self)

    def isSingleShot(self) -> bool:
        """Return whether the timer fires only once."""
        return self._qt_single

    def setSingleShot(self, singleShot: bool) -> None:
        """Let the timer fire only once, or at intervals."""
        self._qt_single = bool(singleShot)

    def timerType(self) -> Qt.TimerType:
        """Return how exact the timer is."""
        return self._qt_type

    def setTimerType(self, atype: Qt.TimerType) -> None:
        """Set how exact the timer is from its next start on.

        ``PreciseTimer`` is as exact as the clock. ``CoarseTimer``, the default, may be late by a twentieth of intervals from
        20 ms on, never early, so that timers fire together; from 20 s on it is a ``VeryCoarseTimer``, whose interval and
        deadlines are rounded to full seconds.
        """
        self._qt_type = Qt.TimerType(atype)

    def _qt_dispose(self) -> None:
        entry, self._qt_entry = self._qt_entry, None
        if entry is not None:
            timers.stop(self._qt_thread, entry)

    @staticmethod
    def singleShot(msec: int, *arguments: Any) -> None:
        """Call a slot once, *msec* milliseconds from now, in the calling thread's loop.

        Forms: ``singleShot(msec, slot)``, ``(msec, timerType, slot)``, ``(msec, context, slot)`` and
        ``(msec, timerType, context, slot)``; with a context the slot may be the text that ``SLOT()`` or ``SIGNAL()`` returns.
        From two seconds on the timer is a coarse one unless it is told otherwise.

        The slot runs in the thread of *context*, by default the object it is a method of; a context that dies first cancels
        the call. Methods are held weakly. With 0 the call is posted behind what is posted already, and keeps the method's
        object until then.
        """
        milliseconds = _milliseconds(msec)
        rest = list(arguments)
        kind = timers.COARSE if milliseconds >= 2000 else timers.PRECISE
        if len(rest) > 1 and isinstance(rest[0], Qt.TimerType):
            kind = int(rest.pop(0))
        context: QObject | None = None
        if len(rest) == 2 and (rest[0] is None or isinstance(rest[0], QObject)):
            context = rest.pop(0)
        if len(rest) != 1:
            raise TypeError(f"singleShot(msec, [timerType,] [context,] slot) does not take {arguments!r}")
        slot = rest[0]
        if isinstance(slot, str) and context is not None:
            slot = _named_slot(context, slot)
            if slot is None:
                return
        if isinstance(slot, SignalInstance):
            slot = slot.emit
        if not callable(slot):
            raise TypeError(f"a slot is a callable, not {slot!r}")
        if context is None and isinstance(slot, MethodType) and isinstance(slot.__self__, QObject):
            context = slot.__self__
        reference = None if context is None else weakref.ref(context)
        shot = _Shot(_weakly(slot) if milliseconds and isinstance(slot, MethodType) else slot, reference)
        if milliseconds:
            timers.start(current(), milliseconds, shot.expired, None, kind)
        else:
            shot.pass_on()


def _named_slot(context: QObject, text: str) -> Any:
    """Return the slot or signal of *context* that ``SLOT()`` or ``SIGNAL()`` named; None, with a warning, if there is none."""
    from .signalnames import find_signal, find_slot
    from .typenames import normalized_signature

    if text[:1] not in ("1", "2"):
        raise TypeError(f"Use the function SLOT or SIGNAL on {text!r}")
    member = normalized_signature(text[1:])
    if text[:1] == "2":
        found: Any = find_signal(context, member)
    else:
        found = (find_slot(context, member) or (None,))[0]
    if found is None:
        warn(
            f"QObject::connect: No such {'signal' if text[:1] == '2' else 'slot'} {context.__class__.__name__}::{member}"
        )
    return found


class _Shot:
    """What `QTimer.singleShot` calls, with the context whose thread it runs in and whose death cancels it."""

    __slots__ = ("context", "slot")

    def __init__(self, slot: Callable[[], Any], context: weakref.ref[QObject] | None) -> None:
        self.slot = slot
        self.context = context

    def expired(self, entry: timers.TimerEntry) -> None:
        """Handle the timer's deadline."""
        data = current()
        timers.stop(data, entry)
        context = None if self.context is None else self.context()
        if self.context is None or (context is not None and context._qt_thread is data):
            self.call()
        else:
            self.pass_on()

    def pass_on(self) -> None:
        """Call the slot through the event queue of the context's thread, or of the calling one."""
        if self.context is None:
            post_to_thread(current(), self.call)
            return
        context = self.context()
        if context is not None:
            post(context, PostedCall(self.context, self.call))

    def call(self, receiver: QObject | None = None) -> None:
        """Call the slot."""
        try:
            self.slot()
        except Exception:
            report_exception()


def _weakly(method: MethodType) -> Callable[[], Any]:
    """Return what calls *method* if its object is still there then; the method itself if that cannot be held weakly."""
    try:
        owner = weakref.ref(method.__self__)
    except TypeError:
        return method
    function = method.__func__

    def call() -> None:
        target = owner()
        if target is not None:
            function(target)

    return call


def _milliseconds(value: Any) -> int:
    """Return an interval in whole milliseconds. Raises `TypeError` for no number, `ValueError` when negative."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        if hasattr(value, "total_seconds"):  # a datetime.timedelta
            value = value.total_seconds() * 1000
        elif hasattr(value, "__index__"):
            value = value.__index__()
        else:
            raise TypeError(f"an interval is a number of milliseconds, not {value!r}")
    if value < 0:
        raise ValueError(f"an interval is a number of milliseconds >= 0, not {value!r}")
    return int(value)


_timeout = QTimer.__dict__["timeout"]


def _expired(entry: timers.TimerEntry) -> None:
    timer: QTimer | None = entry.target()
    if timer is None or timer._qt_entry is not entry or timer._qt_thread.ident != get_ident():
        return
    if timer.watches_events() or type(timer).timerEvent is not QObject.timerEvent:
        from .events import QTimerEvent

        if type(timer).timerEvent is not QObject.timerEvent or not _passes(timer, entry):
            notify(timer, QTimerEvent(entry.number))
            return
    if timer._qt_single:
        timer.stop()
    emit_own(timer, _timeout)


def _passes(timer: QTimer, entry: timers.TimerEntry) -> bool:
    """Return whether the timer's event gets past the filters that watch it."""
    from .events import QTimerEvent
    from .posting import Hooks, filtered

    event = QTimerEvent(entry.number)
    application = Hooks.application
    for watched in (application, timer):
        if watched is not None and watched._qt_filters and filtered(watched, timer, event):
            return False
    return True
