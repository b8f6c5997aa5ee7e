"""What is to be done on the test's thread at moments of virtual time, or as soon as something holds."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable
from heapq import heappop, heappush

from netaccess._kernel.posting import report_exception


class Chore:
    """Work that is to be done on the test's thread at a moment, or as soon as something holds. Made by `Turns`."""

    __slots__ = ("background", "cancelled", "ready", "waits_for", "when", "work")

    def __init__(self, work: Callable[[], None], when: float, background: bool) -> None:
        self.work = work
        self.when = when
        self.background = background
        self.ready: Callable[[], bool] | None = None
        self.waits_for = ""
        self.cancelled = False

    def cancel(self) -> None:
        """Do not do it. On a thread that has its turn."""
        self.cancelled = True


class Chores:
    """All chores of a loop, in the order in which they come due."""

    def __init__(self, draw: random.Random | None) -> None:
        """:param draw: permutes chores of one moment; with None they keep the order they were asked for."""
        self._draw = draw
        self._order = itertools.count()
        self._agenda: list[tuple[float, float, int, Chore]] = []
        self._conditions: list[Chore] = []

    def add_at(self, when: float, work: Callable[[], None], background: bool) -> Chore:
        """Note *work* for the moment *when*; see `Turns.call_at`."""
        chore = Chore(work, when, background)
        tie = 0.0 if self._draw is None else self._draw.random()
        heappush(self._agenda, (when, tie, next(self._order), chore))
        return chore

    def add_when(self, ready: Callable[[], bool], work: Callable[[], None], waits_for: str) -> Chore:
        """Note *work* for when *ready* returns True; see `Turns.call_when`."""
        chore = Chore(work, 0.0, False)
        chore.ready = ready
        chore.waits_for = waits_for
        self._conditions.append(chore)
        return chore

    def waited_for(self) -> list[str]:
        """Return what chores wait for, in words."""
        return [chore.waits_for for chore in self._conditions if not chore.cancelled]

    def next_moment(self) -> float | None:
        """Return when the next chore is due; None when none ever is by itself."""
        agenda = self._agenda
        while agenda and agenda[0][3].cancelled:
            heappop(agenda)
        return agenda[0][0] if agenda else None

    def pressing(self) -> bool:
        """Return whether a chore is to be done at a moment that is a reason to let time pass."""
        return any(not entry[3].cancelled and not entry[3].background for entry in self._agenda)

    def due(self, now: float) -> bool:
        """Return whether there is something to do now."""
        if self._conditions and any(_holds(chore) for chore in self._conditions):
            return True
        moment = self.next_moment()
        return moment is not None and moment <= now

    def take(self, now: float) -> Chore | None:
        """Take out one chore that is due, one whose condition holds first; None when none is."""
        self._conditions = [chore for chore in self._conditions if not chore.cancelled]
        holding = [chore for chore in self._conditions if _holds(chore)]
        if holding:
            chosen = holding[0] if self._draw is None else self._draw.choice(holding)
            self._conditions.remove(chosen)
            return chosen
        moment = self.next_moment()
        return heappop(self._agenda)[3] if moment is not None and moment <= now else None


def _holds(chore: Chore) -> bool:
    """Return whether a chore's condition holds. One that raises is reported, and not asked again."""
    if chore.cancelled or chore.ready is None:
        return False
    try:
        return chore.ready()
    except Exception:
        chore.cancelled = True
        report_exception()
        return False
