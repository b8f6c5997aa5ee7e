"""Driving a loop on virtual time from outside, as tests do that do not call ``exec()``: on the test's thread, in its turn."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from netaccess._kernel import timers
from netaccess._kernel.posting import deliver_posted

from . import pace
from .pending import keeps_busy
from .stalled import Stalled

if TYPE_CHECKING:
    from .turns import Turns

__tracebackhide__ = True  # a test is shown where it called this

_PASSES = 100
"""Rounds of timers without an interval that are made at one moment before time goes on."""
_SHORT_STEPS = 1000
"""Steps of time from one such moment to the next before they grow longer, and the rounds fewer."""


class Driver:
    """One call that drives the loop."""

    def __init__(self, turns: Turns) -> None:
        """:param turns: of the loop, whose thread is the calling one."""
        self._turns = turns
        self._data = turns.main.data
        self._steps = 0
        self._jumps_left = pace.MOST_JUMPS

    def step(self) -> bool:
        """Do what is ready, once; if nothing is, let time jump and do what is due then. Returns whether anything was done."""
        if self._pass():
            return True
        while self._turns.outside.wait_for_work():
            if self._pass():
                return True
        moment = self._turns.next_moment()
        if moment is None:
            return False
        self._turns.jump(moment)
        self._pass()
        return True

    def run_to(self, target: float, holds: Callable[[], Any] = lambda: False, *, patient: bool = True) -> Any:
        """Run until *holds* returns something true, which is returned, or *target* is over, or nothing is left to come.

        :param patient: time is to pass, however often it has to jump; otherwise too often raises `Stalled`.
        """
        while True:
            result = self._settle(holds)
            if result:
                return result
            if self._turns.outside.wait_for_work():
                continue
            moment = self._next()
            if moment is None or moment > target:
                return None
            self._jump(moment, patient)

    def run_until_idle(self, target: float) -> bool:
        """Run until nothing is left to come but repetitions; False when that is still so at *target*."""
        while True:
            self._settle()
            if self._turns.outside.wait_for_work():
                continue
            if not keeps_busy(self._turns):
                return True
            moment = self._next()
            if moment is None:
                return True
            if moment > target:
                return False
            self._jump(moment, patient=False)

    def _next(self) -> float | None:
        """Return when to go on, later than now: with timers without an interval, or very much at one moment, a bit later."""
        turns = self._turns
        moment = turns.next_moment()
        if moment is None or moment > turns.time:
            return moment
        self._steps += 1
        step = round(turns.time + pace.longer(self._steps // _SHORT_STEPS), 9)
        later = turns.later_moment()
        return step if later is None else min(step, later)

    def _jump(self, moment: float, patient: bool) -> None:
        self._turns.jump(moment)
        if patient:
            return
        self._jumps_left -= 1
        if not self._jumps_left:
            raise Stalled(f"time goes on and on, and nothing comes of it\n{self._turns.describe()}")

    def _settle(self, holds: Callable[[], Any] = lambda: False) -> Any:
        """Do everything that can be done without time passing; stop as soon as *holds* returns something true.

        In the order of ``exec()``: what is posted, then the others, then timers.
        """
        spins = 0
        most = _PASSES if self._steps < _SHORT_STEPS else 1
        while True:
            result = holds()
            if result:
                return result
            posted = self._deliver()
            others = self._turns.run_others()
            fired = timers.activate(self._data)
            if not posted and not others:
                spins += 1
                if not fired or spins > most:
                    return None
            elif self._turns.pace.restless():
                return None

    def _pass(self) -> bool:
        posted = self._deliver()
        others = self._turns.run_others()
        return timers.activate(self._data) or posted or others

    def _deliver(self) -> bool:
        if not deliver_posted(self._data):
            return False
        self._turns.count()
        return True
