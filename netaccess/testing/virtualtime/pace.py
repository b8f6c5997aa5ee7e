"""How fast time goes where nobody waits for it: what keeps programs that go round from going round for ever.

A clock that stood still as long as there is something to do would never get on in a program that polls, has a timer without an
interval, or sends itself one call after another. So much is free at one moment; from then on, it takes time.

Thread safety: belongs to whoever has the turn.
"""

from __future__ import annotations

from .turn import Turn

_FREE_LOOKS = 100
_LOOKS = 100
"""Looks at a clock that count as one poll: programs also look at it for other reasons than to wait."""
_FREE_POLLS = 1000
"""Looks for something to do that a thread may take at one moment; from then on each takes some time."""
_MANY_POLLS = 5 * _FREE_POLLS
"""Polls after which the thread is in no hurry: every round counts as one."""
_MOST_POLLS = 50_000
"""Looks without a deadline in sight after which a thread is taken to be going round for ever."""
_IDLE_ROUNDS = 10
"""Rounds of timers without an interval that count as one poll."""
_FIRST_STEP = 0.001
_LONGEST_STEP = 1.0
_MOST_AT_ONCE = 10_000
"""Things that may happen at one moment; from then on each takes `SLIP` seconds."""
SLIP = 0.00001
MOST_JUMPS = 500_000
"""Jumps of the clock within one wait of the test, after which it is taken to wait for ever."""


class Pace:
    """Counts what happens at one moment, and how often time has jumped."""

    def __init__(self) -> None:
        self.jumps = 0
        """Jumps of time since the test last drove the loop."""
        self.stirs = 0
        """How much has happened at this moment."""

    def restless(self) -> bool:
        """Return whether so much has happened at this moment that it would be wrong to let nothing else come."""
        return self.stirs > _MOST_AT_ONCE

    def has_jumped(self) -> bool:
        """Note a jump; return whether there have been so many that the test seems to wait for ever."""
        self.jumps += 1
        if self.jumps < MOST_JUMPS:
            return False
        self.jumps = 0
        return True

    @staticmethod
    def counts_as_poll(turn: Turn, at_clock: bool) -> bool:
        """Note that a thread has asked the time (*at_clock*) or about another thread; return whether it seems to poll."""
        turn.looks += 1
        return turn.looks > _FREE_LOOKS and (not at_clock or turn.looks % _LOOKS == 0)

    @staticmethod
    def idle_round_counts(turn: Turn) -> bool:
        """Note a round of timers that are always due; return whether it counts as a poll."""
        turn.rounds += 1
        return turn.polls > _MANY_POLLS or turn.rounds % _IDLE_ROUNDS == 0

    @staticmethod
    def polled(turn: Turn) -> bool:
        """Note a poll; return whether it is to take time."""
        turn.polls += 1
        return turn.polls > _FREE_POLLS

    @staticmethod
    def in_vain(turn: Turn, something_to_come: bool) -> bool:
        """Return whether a thread has polled so often that it goes round for ever."""
        if something_to_come:
            turn.polls = min(turn.polls, _MOST_POLLS // 2)
        return turn.polls > _MOST_POLLS

    @staticmethod
    def step(turn: Turn) -> float:
        """Return how many seconds the thread's next poll takes: the longer it has polled, the more."""
        return longer(turn.polls // _FREE_POLLS - 1)

    @staticmethod
    def waits(turn: Turn) -> None:
        """The thread waits properly."""
        turn.polls = turn.looks = 0


def longer(times: int) -> float:
    """Return a step of time that has been made longer so many times."""
    return float(min(_FIRST_STEP * 10.0 ** min(times, 9), _LONGEST_STEP))
