"""Threads that take turns on one virtual clock: which of them runs, when time jumps, and who wakes whom.

Every thread of a `FakeLoop` (the test's own, and each `QThread` started under it) is a real thread of the system, but only
one of them has its *turn*; the others stand still at a gate of their own. A turn ends where the thread would wait: for an
event, a lock, another thread, or for time to pass. Whoever has the turn then chooses who is next. When nobody can go on, time
jumps to the next deadline; when there is none, the loop has stalled.

Thread safety: all state belongs to whoever has the turn, and is handed over with it, by releasing the next thread's gate after
the last change to it; there is no moment at which two threads touch it. The exceptions are `Turn.woken`, which a thread that
takes no turns (a `threading.Thread` that posts an event) sets in one store, and `outside`, which proves its own safety.
"""

from __future__ import annotations

import itertools
import random
import sys
import threading
from collections.abc import Callable
from threading import get_ident
from typing import TYPE_CHECKING

from netaccess._kernel.posting import report_exception
from netaccess._kernel.threaddata import holds_a_lock
from netaccess._kernel.timers import next_deadline

from .chores import Chore, Chores
from .outside import Outside
from .stalled import Stalled
from .turn import Turn, TurnDispatcher

if TYPE_CHECKING:
    from netaccess._kernel.threaddata import ThreadData

_FREE_POLLS = 1000
"""Looks for something to do that a thread may take at one moment of virtual time; from then on each takes some time."""
_FIRST_STEP = 0.001
_LONGEST_STEP = 1.0
_MOST_POLLS = 50_000
"""Looks without a deadline in sight after which a thread is taken to be going round for ever."""
_MOST_AT_ONCE = 10_000
"""Things that may happen at one moment of virtual time; from then on each takes `_SLIP` seconds."""
_SLIP = 0.00001
_MOST_JUMPS = 1_000_000
"""Jumps of the clock within one wait of the test, after which it is taken to wait for ever."""


class Turns:
    """Shares out the turns of all threads on one virtual clock, and does chores in between.

    `random` draws every permutation; it is None when nothing is permuted.
    """

    def __init__(self, data: ThreadData, seed: int | None, patience: float) -> None:
        """
        :param data: the record of the calling thread, which has the first turn and does the chores.
        :param patience: real seconds after which a thread that keeps its turn, or one that takes no turns, is given up.
        """
        self.time = 0.0
        self.random = None if seed is None else random.Random(seed)
        self.main = Turn(data)
        self.running = self.main
        self.running_ident = get_ident()
        self.turns: list[Turn] = [self.main]
        self.broken = False
        """Whether a thread has kept its turn for so long that nothing here is to be relied on any more."""
        self._patience = patience
        self._order = itertools.count()
        self.chores = Chores(self.random)
        self._activity = 0  # turns given to others, and chores done
        self._jumps = 0  # of time, since the test last drove the loop
        self._stirs = 0  # how much has happened at this moment
        self._quiet = False  # the test's thread wants the turn back before time passes
        self._summoned = False  # the test's thread has the turn in order to do chores
        self._doing_chores = False
        self._failure: BaseException | None = None
        self.outside = Outside(patience)
        self.describe: Callable[[], str] = str  # who waits for what; the loop knows

    # The clock and the agenda.

    def now(self) -> float:
        """Return the virtual time in seconds since the loop began."""
        return self.time

    def call_at(self, when: float, work: Callable[[], None], *, background: bool = False) -> Chore:
        """Do *work* on the test's thread when virtual time gets to *when*.

        Chores of one moment are done in the order they were asked for, with a seed in any order. An exception goes to
        ``sys.excepthook``.

        :param when: seconds since the loop began; what is past is done next.
        :param background: the chore is no reason to let time pass.
        """
        return self.chores.add_at(max(round(when, 9), self.time), work, background)

    def call_when(self, ready: Callable[[], bool], work: Callable[[], None], waits_for: str) -> Chore:
        """Do *work* on the test's thread as soon as *ready* returns True.

        :param ready: asked often; cheap and without effects.
        :param waits_for: what that is, in words.
        """
        return self.chores.add_when(ready, work, waits_for)

    def next_moment(self) -> float | None:
        """Return when the next chore, timer or time limit of any thread is due; None when nothing ever is."""
        moments = [self.chores.next_moment(), *map(self._deadline, self.turns)]
        return min((moment for moment in moments if moment is not None), default=None)

    @staticmethod
    def _deadline(turn: Turn) -> float | None:
        """Return when the thread goes on by itself: one that has its turn, when its next timer is due."""
        return next_deadline(turn.data) if turn.ready is None else turn.deadline

    def count(self) -> None:
        """Something has happened."""
        self._stirs += 1

    # What the kernel asks for. The caller has its turn.

    def block(self, ready: Callable[[], bool], limit: float | None, what: str, idle: bool = False) -> bool:
        """Let others have their turns until *ready* returns True or *limit* seconds have passed; see the kernel's seam."""
        if ready():
            return True
        if limit is not None and limit <= 0:
            self.passed(False)
            return ready()
        deadline = None if limit is None else round(self.time + limit, 9)
        return self._rest(self.running, ready, deadline, what, idle)

    def give_way(self) -> None:
        """Let every other thread that can go on have a turn."""
        self._let_others(self.running)

    def passed(self, happened: bool) -> None:
        """A pass has been made, and the thread does not wait: others get their turns, and in the end time passes too.

        Programs poll (``while not done: processEvents()``) and chain calls without a delay; on a clock that stood still
        meanwhile they would go round for ever.
        """
        turn = self.running
        others = self._let_others(turn)
        if happened:
            self._stirs += 1
            if self._stirs > _MOST_AT_ONCE:
                self._rest(turn, _always, None, "its next turn", False)
        elif others:
            turn.polls = 0
        else:
            turn.polls += 1
            if turn.polls > _FREE_POLLS:
                self._creep(turn)

    def wait(self, turn: Turn, deadline: float | None) -> None:
        """The event loop of the thread has nothing to do before *deadline*."""
        if turn.woken:
            turn.woken = False
            return
        if deadline is not None and deadline <= self.time:  # timers without an interval are always due
            self.passed(False)
            return
        turn.polls = 0
        self._rest(turn, turn.is_woken, deadline, "", False)
        turn.woken = False

    def wake(self, turn: Turn) -> None:
        """Let the event loop of *turn*'s thread go on. Any thread may call this."""
        turn.woken = True
        if get_ident() != self.running_ident:
            self.outside.tell()
        elif (
            self.random is not None
            and turn is not self.running
            and not self._doing_chores
            and not holds_a_lock(self.running.data)  # a destructor posts: whoever wants that lock would wait for real
            and self.random.random() < 0.5
        ):
            self._let_others(self.running)

    def spawn(self, data: ThreadData, main: Callable[[], None], launch: Callable[[Callable[[], None]], None]) -> None:
        """Start a thread that takes turns with the others; its first turn comes when the caller's ends."""
        turn = Turn(data)
        turn.ready, turn.what = _always, "its first turn"
        turn.last = next(self._order)

        def run() -> None:
            turn.ident = get_ident()
            turn.gate.acquire()
            self.running_ident = turn.ident
            try:
                if not turn.abandoned:
                    main()
            finally:
                self._leave(turn)

        data.dispatcher = TurnDispatcher(self, turn)
        self.turns.append(turn)
        try:
            launch(run)
        except BaseException:
            self.turns.remove(turn)
            raise

    # What the loop of the test asks for. The caller is the test's thread, and has its turn.

    def run_others(self) -> bool:
        """Let the other threads go on until all of them wait, and do the chores that are due; time stands still.

        Returns whether anything was done.
        """
        before = self._activity
        self._jumps = 0
        self._quiet = self.main.data.sleeping = True  # asleep, so that a post wakes it, which may end the poster's turn
        try:
            self._rest(self.main, self._has_posts, None, "", False)
        finally:
            self._quiet = self.main.data.sleeping = False
            self.main.woken = False
        return self._activity != before

    def _has_posts(self) -> bool:
        """Return whether something has been posted to the test's thread."""
        return bool(self.main.data.queue)

    def restless(self) -> bool:
        """Return whether so much has happened at this moment that it would be wrong to let nothing else come."""
        return self._stirs > _MOST_AT_ONCE

    def jump(self, moment: float) -> None:
        """Let time pass until *moment*."""
        self.time = max(self.time, moment)
        self._stirs = 0

    def abandon(self) -> list[Turn]:
        """End the threads that have not ended by themselves: `SystemExit` is raised where they wait. Returns those that stay."""
        others = [turn for turn in self.turns if turn is not self.main]
        for _ in range(10):  # a thread may catch what is raised in it, and wait again
            for turn in others:
                turn.abandoned = True
            if self.broken or len(self.turns) == 1:
                break
            self.run_others()
        return [turn for turn in others if turn in self.turns]

    # Inside.

    def _rest(self, turn: Turn, ready: Callable[[], bool], deadline: float | None, what: str, idle: bool) -> bool:
        """Give up the turn until *ready* returns True or *deadline* has come; return whether it was ready."""
        before = (turn.ready, turn.deadline, turn.what, turn.idle)  # a chore may wait in the middle of a wait
        turn.ready, turn.deadline, turn.what, turn.idle = ready, deadline, what, idle
        try:
            while True:
                chosen = self._choose(turn)
                if chosen is not turn:
                    self._hand_over(turn, chosen)
                    if self._summoned:
                        self._summoned = False
                        continue
                break
        finally:
            turn.ready, turn.deadline, turn.what, turn.idle = before
            turn.last = next(self._order)
        if turn is self.main and self._failure is not None:
            failure, self._failure = self._failure, None
            raise failure
        if turn.abandoned:
            raise SystemExit
        return turn.outcome

    def _hand_over(self, turn: Turn, chosen: Turn) -> None:
        """Let *chosen* go on, and wait for the turn to come back."""
        self._activity += 1
        self._stirs += 1
        self.running = chosen
        chosen.gate.release()
        if turn is not self.main:
            turn.gate.acquire()
            if self.broken:
                raise SystemExit
        else:
            self._wait_for_turn(chosen)
        self.running_ident = get_ident()

    def _wait_for_turn(self, chosen: Turn) -> None:
        """Wait on the test's thread until it has its turn again."""
        kept = True
        try:
            kept = not self.main.gate.acquire(timeout=self._patience)
        finally:
            if kept:  # also after Ctrl-C
                self.broken = True
                self.running, self.running_ident = self.main, get_ident()
        if kept:
            raise Stalled(self._kept(chosen))

    def _leave(self, turn: Turn) -> None:
        """The thread has come to its end: another has the turn now."""
        self.turns.remove(turn)
        if self.broken:
            return
        chosen = self._choose(turn)
        self._activity += 1
        self.running = chosen
        chosen.gate.release()

    def _choose(self, chooser: Turn) -> Turn:
        """Return who goes on; time passes here, when nobody can. *chooser* has the turn."""
        main = self.main
        while True:
            if self._stirs > _MOST_AT_ONCE:
                if self._quiet:
                    main.outcome = False
                    return main
                self._slip()
            if self.chores.due(self.time):
                if chooser is not main:
                    self._summoned = True
                    return main
                self._do_chores()
            found = self._find()
            if found is not None:
                return found
            if self._quiet:
                main.outcome = False
                return main
            if self.outside.at_work():
                if self.outside.wait_for_work():
                    continue
                self._failure = Stalled(f"real work outside does not end\n{self.describe()}")
                main.outcome = False
                return main
            moment = self.next_moment()
            if moment is not None:
                self.jump(moment)
                self._jumps += 1
                if self._jumps < _MOST_JUMPS:
                    continue
                self._jumps = 0
                self._failure = Stalled(f"time goes on and on, and the test never gets any further\n{self.describe()}")
                main.outcome = False
                return main
            if not self._wait_for_strangers():
                self._failure = Stalled(f"the loop can never go on\n{self.describe()}")
                main.outcome = False
                return main

    def _find(self) -> Turn | None:
        """Return a thread that can go on, the one that has waited longest, with a seed any of them."""
        waiting = [turn for turn in self.turns if turn.ready is not None]
        if len(waiting) > 1:
            waiting.sort(key=_by_last)
            if self.random is not None:
                self.random.shuffle(waiting)
        for turn in waiting:
            ready = turn.ready
            if turn.abandoned or (ready is not None and ready()):
                turn.outcome = True
                return turn
            if turn.deadline is not None and turn.deadline <= self.time:
                turn.outcome = False
                return turn
        return None

    def _let_others(self, turn: Turn) -> bool:
        """Let the others go first; return whether there was anything to do for them."""
        before = self._activity
        if len(self.turns) == 1:
            if turn is self.main and not self._doing_chores and self.chores.due(self.time):
                self._do_chores()
        elif not self._doing_chores:
            turn.last = next(self._order)
            waiting = [each for each in self.turns if each is not turn]
            due = self.chores.due(self.time) or any(self._could_go_on(each) for each in waiting)
            if due:
                self._rest(turn, _always, None, "its next turn", False)
        return self._activity != before

    def _could_go_on(self, turn: Turn) -> bool:
        """Return whether *turn* would be chosen, as far as that can be told without taking what it waits for."""
        if turn.deadline is not None and turn.deadline <= self.time:
            return True
        return turn.ready is not None and (turn.woken or turn.ready != turn.is_woken)

    def _creep(self, turn: Turn) -> None:
        """Let some time pass for a thread that goes round and finds nothing to do: the longer it does, the more."""
        moment = self.next_moment()
        if moment is not None:
            turn.polls = min(turn.polls, _MOST_POLLS // 2)
        elif turn.polls > _MOST_POLLS:
            turn.polls = 0
            raise Stalled(f"{turn.data.describe()} goes round for ever, and nothing is left to come\n{self.describe()}")
        step = min(_FIRST_STEP * 10.0 ** (turn.polls // _FREE_POLLS - 1), _LONGEST_STEP)
        self._rest(turn, _never, round(self.time + step, 9), "its next look", False)

    def _slip(self) -> None:
        """Let a little time pass where very much happens at one moment, so that what is due later comes at all."""
        moment = self.next_moment()
        target = round(self.time + _SLIP, 9)
        if moment is not None and self.time < moment <= target:
            self.jump(moment)
        else:
            self.time = target

    def _do_chores(self) -> None:
        """Do what is due. On the test's thread."""
        before, self._doing_chores = self._doing_chores, True
        try:
            while self.chores.due(self.time) and self._stirs <= _MOST_AT_ONCE:
                self._activity += 1
                self._stirs += 1
                chore = self.chores.take()
                try:
                    chore.work()
                except Exception:
                    report_exception()
        finally:
            self._doing_chores = before

    def strangers(self) -> list[threading.Thread]:
        """Return the threads that were started since the loop began and take no turns."""
        return self.outside.strangers(self._idents())

    def _idents(self) -> set[int]:
        return {turn.ident for turn in self.turns}

    def _wait_for_strangers(self) -> bool:
        """Wait for threads that take no turns to wake somebody, as long as patience lasts; False when none will."""

        def done() -> bool:
            if any(turn.ready is not None and turn.woken for turn in self.turns) or self.chores.due(self.time):
                return True
            found = self._find()
            if found is None:
                return False
            found.ready = _always  # what it waited for has been taken for it
            return True

        return self.outside.wait_for_strangers(self._idents(), done)

    def _kept(self, turn: Turn) -> str:
        """Return what to say of a thread that does not give up its turn."""
        import traceback

        frame = sys._current_frames().get(turn.ident)
        stack = "".join(traceback.format_stack(frame)) if frame is not None else "(it has no stack any more)\n"
        return (
            f"{turn.data.describe()} has kept its turn for {self._patience:g} real seconds: it waits for something that the fake "
            f"loop does not know of (a lock of Python's, a socket, time.sleep), or works that long\n{stack}"
        )


def _always() -> bool:
    return True


def _never() -> bool:
    return False


def _by_last(turn: Turn) -> int:
    return turn.last
