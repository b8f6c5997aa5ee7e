"""Threads that take turns on one virtual clock: which of them runs, when time jumps, and who wakes whom.

Every thread of a `FakeLoop` (the test's own, and each `QThread` started under it) is a real thread of the system, but only
one of them has its *turn*; the others stand still at a gate of their own. A turn ends where the thread would wait: for an
event, a lock, another thread, or for time to pass. Whoever has the turn then chooses who is next. When nobody can go on, time
jumps to the next deadline; when there is none, the loop has stalled.

Thread safety: all state belongs to whoever has the turn, and is handed over with it (`Baton` proves that); there is no moment
at which two threads touch it. The exceptions are `Turn.woken`, which a thread that takes no turns (a `threading.Thread` that
posts an event) sets in one store, and `outside`, which proves its own safety. No destructor runs in the middle of a choice:
automatic collections are off (`Collecting`), and nothing that is dropped here keeps an object of the program alive.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable
from contextlib import suppress
from threading import get_ident
from typing import TYPE_CHECKING

from netaccess._kernel.posting import report_exception
from netaccess._kernel.threaddata import holds_a_lock
from netaccess._kernel.timers import next_deadline, rebase

from .baton import Baton
from .chores import Chore, Chores
from .collecting import Collecting
from .outside import Outside
from .pace import SLIP, Pace
from .stalled import Stalled
from .turn import Turn, TurnDispatcher, always, by_last, never

if TYPE_CHECKING:
    import threading

    from netaccess._kernel.threaddata import ThreadData

__tracebackhide__ = True  # a test is shown where it called this


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
        self.turns: list[Turn] = [self.main]
        self.outside = Outside(patience)
        self.baton = Baton(self.main, patience, lambda: self.outside.looks)
        self.chores = Chores(self.random)
        self.pace = Pace()
        self.collecting = Collecting()
        self.describe: Callable[[], str] = str  # who waits for what; the loop knows
        self.driving = 0
        """How many calls of the test that drive the loop are under way, one inside the other."""
        self.unseen: Stalled | None = None
        """What was raised in the middle of a slot."""
        self.others_come: Callable[[], None] = lambda: None
        """Called when the first other thread begins to take turns."""
        self.over = False
        """Whether the loop has ended: nobody takes turns any more."""
        self._order = itertools.count()
        self._done = 0  # chores
        self._quiet = False  # the test's thread wants the turn back before time passes
        self._summoned = False  # the test's thread has the turn in order to do chores
        self._doing_chores = False
        self._failure: Stalled | None = None

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

    def later_moment(self) -> float | None:
        """Return the next moment after this one at which something is due; there may be timers that are due all the time."""
        moments = [self.chores.next_moment()]
        for turn in self.turns:
            if turn.ready is None:
                moments += [entry.deadline for entry in turn.data.timers.values()]
            else:
                moments.append(turn.deadline)
        return min((moment for moment in moments if moment is not None and moment > self.time), default=None)

    @property
    def _activity(self) -> int:
        """How often something has been done: turns given to others, and chores."""
        return self.baton.given + self._done

    # What the kernel asks for. The caller has its turn.

    def block(self, ready: Callable[[], bool], limit: float | None, what: str, idle: bool = False) -> bool:
        """Let others have their turns until *ready* returns True or *limit* seconds have passed; see the kernel's seam."""
        self.collecting.catch_up()
        if ready():
            return True
        if limit is not None and limit <= 0:
            self.passed(False)
            return ready()
        turn = self.baton.running
        self.pace.waits(turn)
        deadline = None if limit is None else round(self.time + limit, 9)
        return self._rest(turn, ready, deadline, what, idle)

    def block_in_real_time(self, ready: Callable[[], bool], limited: bool, what: str) -> None:
        """Let others have their turns until *ready* returns True, as it will after some real time if it is *limited*."""
        turn = self.baton.running
        turn.python = "limited" if limited else "for ever"
        try:
            self.block(ready, None, what)
        finally:
            turn.python = ""

    def give_way(self) -> None:
        """Let every other thread that can go on have a turn. Programs poll with this too."""
        self.passed(False)

    def looked(self, at_clock: bool) -> None:
        """The thread has asked the time (*at_clock*), or what another thread does: those who ask again and again must get on.

        ``while not timer.hasExpired()`` would go round for ever on a clock that stands still.
        """
        if self.baton.is_ours() and not self.over and self.pace.counts_as_poll(self.baton.running, at_clock):
            self.passed(False)

    def passed(self, happened: bool) -> None:
        """A pass has been made, and the thread does not wait: others get their turns, and in the end time passes too.

        Programs poll (``while not done: processEvents()``) and chain calls without a delay; on a clock that stood still
        meanwhile they would go round for ever.
        """
        self.collecting.catch_up()
        turn = self.baton.running
        others = self._let_others(turn)
        if happened:
            self.count()
            if self.pace.restless():
                self._rest(turn, always, None, "its next turn", False)
        elif others:
            turn.polls = 0
        elif self.pace.polled(turn):
            self._creep(turn)

    def count(self) -> None:
        """Something has happened."""
        self.pace.stirs += 1

    def wait(self, turn: Turn, deadline: float | None) -> None:
        """The event loop of the thread has nothing to do before *deadline*."""
        self.collecting.catch_up()
        if turn.woken or not turn.data.sleeping:  # a destructor may have run a loop that has taken the wake-up
            turn.woken = False
            return
        if deadline is not None and deadline <= self.time:  # timers without an interval are always due
            if self.pace.idle_round_counts(turn):
                self.passed(False)
            else:
                self._let_others(turn)
            return
        self.pace.waits(turn)
        self._rest(turn, turn.is_woken, deadline, "", False)
        turn.woken = False

    def wake(self, turn: Turn) -> None:
        """Let the event loop of *turn*'s thread go on. Any thread may call this."""
        turn.woken = True
        if self.over:
            return
        if not self.baton.is_ours():
            self.outside.tell()
        elif turn is not self.baton.running:
            self.may_switch()

    def may_switch(self) -> None:
        """With a seed, let others go first, or not: here somebody else could go on, and Qt leaves open who does.

        A thread that is to end does so where it waits, and not here: this may be a destructor, where nothing can be raised.
        """
        turn = self.baton.running
        if (
            self.random is not None
            and len(self.turns) > 1
            and not self.over
            and self.baton.is_ours()
            and not self._doing_chores
            and not self.collecting.under_way
            and not holds_a_lock(turn.data)  # a destructor: whoever wants that lock would wait for real
            and self.random.random() < 0.5
        ):
            with suppress(SystemExit):
                self._let_others(turn)

    def spawn(
        self, data: ThreadData, main: Callable[[], None], launch: Callable[[Callable[[], None]], threading.Thread]
    ) -> None:
        """Start a thread that takes turns with the others; its first turn comes when the caller's ends, with a seed at once."""
        turn = Turn(data)
        turn.ready, turn.what = always, "its first turn"
        turn.last = next(self._order)
        mains = [main]

        def run() -> None:
            turn.ident = get_ident()
            turn.gate.acquire()
            self.baton.arrives()
            turn.ready, turn.what = None, ""
            try:
                mains.pop()()  # not kept: what dies with the thread dies while it has its turn
            finally:
                self._leave(turn)

        rebase(data, self.time - data.dispatcher.now())  # timers that an earlier run has left
        data.dispatcher = TurnDispatcher(self, turn)
        self.turns.append(turn)
        self.others_come()
        try:
            self.outside.knows(launch(run))
        except BaseException:
            self.turns.remove(turn)
            raise
        self.may_switch()

    # What the loop of the test asks for. The caller is the test's thread, and has its turn.

    def run_others(self) -> bool:
        """Let the other threads go on until all of them wait, and do the chores that are due; time stands still.

        Returns whether anything was done.
        """
        before = self._activity
        self.pace.jumps = 0
        self.collecting.catch_up()
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

    def jump(self, moment: float) -> None:
        """Let time pass until *moment*."""
        self.time = max(self.time, moment)
        self.pace.stirs = 0

    def abandon(self) -> list[Turn]:
        """End the threads that have not ended by themselves: `SystemExit` is raised where they wait. Returns those that stay."""
        others = [turn for turn in self.turns if turn is not self.main]
        for _ in range(10):  # a thread may catch what is raised in it, and wait again
            for turn in others:
                turn.abandoned = True
            if self.baton.broken or len(self.turns) == 1:
                break
            self.run_others()
        return [turn for turn in others if turn in self.turns]

    # Inside.

    def _rest(self, turn: Turn, ready: Callable[[], bool], deadline: float | None, what: str, idle: bool) -> bool:
        """Give up the turn until *ready* returns True or *deadline* has come; return whether it was ready."""
        self.baton.check()
        before = (turn.ready, turn.deadline, turn.what, turn.idle)  # a chore may wait in the middle of a wait
        turn.ready, turn.deadline, turn.what, turn.idle = ready, deadline, what, idle
        try:
            while True:
                chosen = self._choose(turn)
                if chosen is not turn:
                    self.count()
                    self.baton.exchange(turn, chosen)
                    if self._summoned:
                        self._summoned = False
                        continue
                break
        finally:
            turn.ready, turn.deadline, turn.what, turn.idle = before
            turn.last = next(self._order)
        if turn is self.main and self._failure is not None:
            failure, self._failure = self._failure, None
            self.raises(failure)
            raise failure
        if turn.abandoned:
            raise SystemExit
        return turn.outcome

    def raises(self, failure: Stalled) -> None:
        """Note that *failure* is raised in the test's thread now: in the middle of a slot the test may never get to see it."""
        self.unseen = failure if self._in_a_slot() else None

    def _in_a_slot(self) -> bool:
        """Return whether what is raised now in the test's thread is raised in the middle of something the loop does."""
        data = self.main.data
        return self._doing_chores or data.level > len(data.loops) + self.driving

    def _leave(self, turn: Turn) -> None:
        """The thread has come to its end: another has the turn now."""
        self.turns.remove(turn)
        if self.baton.broken:
            return
        try:
            chosen = self._choose(turn)
        except Exception as error:  # somebody must have the turn
            chosen = self._stall(f"{error.__class__.__name__}: {error}")
        self.count()
        self.baton.give(chosen)

    def _choose(self, chooser: Turn) -> Turn:
        """Return who goes on; time passes here, when nobody can. *chooser* has the turn."""
        while True:
            if self._failure is not None:
                return self._back_to_the_test()
            if self.pace.restless():
                if self._quiet:
                    return self._back_to_the_test()
                self._slip()
            if self.chores.due(self.time):
                if chooser is not self.main:
                    self._summoned = True
                    return self.main
                self._do_chores()
            found = self._find()
            if found is not None:
                return found
            if self._quiet:
                return self._back_to_the_test()
            if self.outside.at_work():
                if not self.outside.wait_for_work():
                    self._stall("real work outside does not end")
                continue
            moment = self.next_moment()
            if any(turn.python for turn in self.turns) and self.wait_for_strangers():
                continue  # what they bring comes before time passes
            if moment is not None:
                self._jump_on(moment)
            elif any(turn.python == "limited" for turn in self.turns):
                self.outside.pause()
            elif not self.wait_for_strangers(anybody=any(turn.python for turn in self.turns)):
                self._stall("the loop can never go on")

    def _back_to_the_test(self) -> Turn:
        self.main.outcome = False
        return self.main

    def _stall(self, why: str) -> Turn:
        """Let `Stalled` be raised in the test's thread, which is returned."""
        if self._failure is None:
            self._failure = Stalled(f"{why}\n{self.describe()}")
        return self._back_to_the_test()

    def _jump_on(self, moment: float) -> None:
        """Let time pass until *moment*, but not for ever."""
        self.jump(moment)
        if self.pace.has_jumped():
            self._stall("time goes on and on, and the test never gets any further")

    def _find(self) -> Turn | None:
        """Return a thread that can go on, the one that has waited longest, with a seed any of them."""
        waiting = [turn for turn in self.turns if turn.ready is not None]
        if len(waiting) > 1:
            waiting.sort(key=by_last)
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
        self.baton.check()
        before = self._activity
        due = self.chores.due(self.time)
        if len(self.turns) == 1:
            if due and turn is self.main:
                self._do_chores()
        else:
            turn.last = next(self._order)
            if due or any(self._could_go_on(each) for each in self.turns if each is not turn):
                self._rest(turn, always, None, "its next turn", False)
        return self._activity != before

    def _could_go_on(self, turn: Turn) -> bool:
        """Return whether *turn* would be chosen, as far as that can be told without taking what it waits for."""
        if turn.deadline is not None and turn.deadline <= self.time:
            return True
        return turn.ready is not None and (turn.woken or turn.ready != turn.is_woken)

    def _creep(self, turn: Turn) -> None:
        """Let some time pass for a thread that goes round and finds nothing to do: the longer it does, the more."""
        something = self.next_moment() is not None
        if self.pace.in_vain(turn, something):
            turn.polls = 0
            if self.wait_for_strangers():
                return
            self._stall(f"{turn.data.describe()} goes round for ever, and nothing is left to come")
            self._rest(turn, never, None, "what never comes", False)
            return
        target = round(self.time + self.pace.step(turn), 9)
        moment = self.later_moment()
        self._rest(turn, never, target if moment is None else min(target, moment), "its next look", False)

    def _slip(self) -> None:
        """Let a little time pass where very much happens at one moment, so that what is due later comes at all."""
        moment = self.next_moment()
        target = round(self.time + SLIP, 9)
        if moment is not None and self.time < moment <= target:
            self._jump_on(moment)
            return
        self.time = target
        if self.pace.has_jumped():
            self._stall("so much happens that the test never gets any further")

    def _do_chores(self) -> None:
        """Do what is due. On the test's thread.

        A chore may wait, and time passes then, whoever drives the loop. It may have used up the wake-up of the event loop
        that rests meanwhile, or started timers: that loop has a look afterwards.
        """
        main = self.main
        before = self._doing_chores, self._quiet, main.ready
        while not self.pace.restless():
            chore = self.chores.take(self.time)
            if chore is None:
                break
            self._done += 1
            self.count()
            self._doing_chores, self._quiet, main.ready = True, False, None  # the thread works
            try:
                chore.work()
            except Exception:
                report_exception()
            finally:
                self._doing_chores, self._quiet, main.ready = before
                main.woken = True

    def wait_for_strangers(self, holds: Callable[[], object] = never, anybody: bool = False) -> bool:
        """Wait for threads that take no turns to wake somebody, as long as patience lasts; False when none will.

        :param holds: returns something true when they have done what is waited for.
        :param anybody: also for threads that were there before the loop.
        """

        def done() -> bool:
            if any(turn.woken for turn in self.turns) or self.chores.due(self.time) or holds():
                return True
            found = self._find()
            if found is None:
                return False
            found.ready = always  # what it waited for has been taken for it
            return True

        return self.outside.wait_for_strangers(done, anybody)
