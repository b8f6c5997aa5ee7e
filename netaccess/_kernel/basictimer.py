"""`QBasicTimer`: a timer that sends its events to an object, without being an object itself."""

from __future__ import annotations

import weakref
from typing import Any

from netaccess._values.qtnamespace import Qt

from .posting import PostedCall, post
from .qobject import QObject
from .threaddata import DEAD, current


class QBasicTimer:
    """Sends a `QTimerEvent` to an object every so many milliseconds (``QBasicTimer``). It stops when it dies."""

    __slots__ = ("__weakref__", "_id", "_target")

    def __init__(self) -> None:
        """Make a timer that does not run."""
        self._id = 0
        self._target: weakref.ref[QObject] | None = None

    def start(self, msec: int, *arguments: Any) -> None:
        """Start the timer, or start it anew: ``start(msec, object)`` or ``start(msec, timerType, object)``.

        The object's `QObject.timerEvent` is called in the thread it lives in, which has to be the calling one
        (`RuntimeError`). Raises `TypeError` for other arguments, `ValueError` for a negative interval.
        """
        if len(arguments) not in (1, 2) or not isinstance(arguments[-1], QObject):
            raise TypeError(f"start(msec, [timerType,] object) does not take {(msec, *arguments)!r}")
        target = arguments[-1]
        kind = Qt.TimerType.CoarseTimer if len(arguments) == 1 else Qt.TimerType(arguments[0])
        if not hasattr(msec, "__index__") and not isinstance(msec, float):
            raise TypeError(f"an interval is a number of milliseconds, not {msec!r}")
        self.stop()
        self._id = QObject.startTimer(target, int(msec), kind)
        self._target = weakref.ref(target)

    def stop(self) -> None:
        """Stop the timer. Raises `RuntimeError` when its object lives in another thread."""
        target = self._object()
        if target is not None:
            QObject.killTimer(target, self._id)
        self._id = 0
        self._target = None

    def isActive(self) -> bool:
        """Return whether the timer has been started and not stopped; its object may be gone."""
        return self._id != 0

    def timerId(self) -> int:
        """Return the number of the running timer, 0 when it does not run."""
        return self._id

    def id(self) -> Qt.TimerId:
        """Return the number of the running timer as a `Qt.TimerId`, ``Invalid`` when it does not run."""
        return Qt.TimerId(self._id)

    def swap(self, other: QBasicTimer) -> None:
        """Change places with *other*."""
        self._id, other._id = other._id, self._id
        self._target, other._target = other._target, self._target

    def _object(self) -> QObject | None:
        target = None if self._target is None else self._target()
        return None if target is None or target._qt_thread is DEAD else target

    def __del__(self) -> None:
        target = self._object()
        if target is None:
            return
        if target._qt_thread is current():
            QObject.killTimer(target, self._id)
        else:  # the collector may run on any thread; a timer is stopped on its own
            number = self._id
            post(target, PostedCall(weakref.ref(target), lambda alive: QObject.killTimer(alive, number)))
