"""The nested event loop of everything in `netaccess.testing` that waits: it asks after every pass whether it is over."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from netaccess._kernel.loop import QEventLoop, run_once
from netaccess._kernel.threaddata import current
from netaccess._kernel.timer import QTimer
from netaccess._values.qtnamespace import Qt

_POLL = 10
"""Milliseconds between two looks at what no event announces, on the system's clock."""


def seconds_of(value: Any, what: str) -> float:
    """Return *value* as a number of seconds. *what* names the argument, for the errors.

    Raises `TypeError` for what is no number, `ValueError` for a negative or infinite one.
    """
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise TypeError(f"{what} is a number of seconds, not {value!r}")
    if not 0 <= value < math.inf:
        raise ValueError(f"{what} is a finite number of seconds >= 0, not {value!r}")
    return float(value)


def function_of(value: Any, who: str) -> Callable[[], Any]:
    """Return *value* if it can be called. *who* wants it, for the error. Raises `TypeError` for anything else."""
    if not callable(value):
        raise TypeError(
            f"{who} takes a function, or a signal such as reply.finished, itself and not called, not {value!r}"
        )
    function: Callable[[], Any] = value
    return function


class PassLoop(QEventLoop):
    """An event loop that runs until a condition holds or its time is over, on the clock of the calling thread.

    It serves everything, deferred deletions included, as any nested loop does. It is ended by its condition and its limit
    only: a program that quits meanwhile ends its own loops and not that of the test, which may be waiting for the end.
    """

    def __init__(self, what: str) -> None:
        """:param what: what is being waited for, as reports of the loop call it."""
        super().__init__()
        self.setObjectName(what)
        self.virtual = not self._qt_thread.dispatcher.coalesces  # only a clock for tests has every timer exact
        self.began = self._qt_thread.dispatcher.now()
        self.took = 0.0
        """Seconds that `run_until` has taken."""
        self.told_to_quit = False

    def run_until(self, done: Callable[[], bool], seconds: float, *, polls: bool = False) -> bool:
        """Serve events until *done* returns True or *seconds* have passed, and return which it was: True for *done*.

        :param done: asked first of all, and then after every pass; an exception of it ends the loop and goes to the caller.
        :param polls: on the system's clock, ask every few milliseconds as well: what *done* looks at may change without an
            event. Virtual time jumps from event to event, so that there is no moment between two of them.
        """
        if done():
            return True
        limit = self._timer(f"limit of {self.objectName()}", math.ceil(round(seconds * 1000, 6)), single=True)
        looks = self._timer("looks", _POLL, single=False) if polls and not self.virtual else None
        data = self._qt_thread
        quitting = data.quit_now
        data.loops.append(self)
        try:
            with data.as_loop():
                while True:
                    run_once(data, 0, may_wait=True)
                    if done():
                        return True
                    if not limit.isActive():  # a single shot that has fired, maybe in a loop inside this one
                        return False
        finally:
            data.loops.remove(self)
            limit.stop()
            if looks is not None:
                looks.stop()
            self.took = data.dispatcher.now() - self.began
            self.told_to_quit = data.quit_now and not quitting

    @staticmethod
    def _timer(name: str, milliseconds: int, single: bool) -> QTimer:
        timer = QTimer()
        timer.setObjectName(name)
        timer.setTimerType(Qt.TimerType.PreciseTimer)
        timer.setSingleShot(single)
        timer.start(milliseconds)
        return timer

    def nudge(self) -> None:
        """Let the condition be asked again, because of something that another thread, the caller's, has done.

        In the loop's own thread nothing is needed: it is in the middle of a pass, after which it asks.
        """
        if current() is not self._qt_thread:
            self.wakeUp()
