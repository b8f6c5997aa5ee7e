"""One thread's part in the taking of turns, and the dispatcher through which its event loop waits for one."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from netaccess._kernel.threaddata import ThreadData

    from .turns import Turns

__tracebackhide__ = True  # a test is shown where it called this


class Turn:
    """One thread's part in the taking of turns."""

    __slots__ = (
        "abandoned",
        "data",
        "deadline",
        "gate",
        "ident",
        "idle",
        "last",
        "looks",
        "outcome",
        "polls",
        "python",
        "ready",
        "rounds",
        "what",
        "woken",
    )

    def __init__(self, data: ThreadData) -> None:
        self.data = data
        self.ident = data.ident
        self.gate = Lock()
        self.gate.acquire()
        self.ready: Callable[[], bool] | None = None
        """Whether the thread can go on; None while it has its turn."""
        self.deadline: float | None = None
        self.what = ""
        self.idle = False
        self.outcome = False
        self.woken = False
        self.last = 0
        self.looks = 0
        self.polls = 0
        self.rounds = 0
        self.abandoned = False
        self.python = ""
        """How the thread waits in real time, for what may come from threads that take no turns: "limited", or "for ever"."""

    def is_woken(self) -> bool:
        """Return whether the thread's event loop has been woken."""
        return self.woken


class TurnDispatcher:
    """The dispatcher of a thread that takes turns (`netaccess._kernel.dispatcher.Dispatcher`)."""

    __slots__ = ("_turn", "turns")

    coalesces: ClassVar[bool] = False

    def __init__(self, turns: Turns, turn: Turn) -> None:
        self.turns = turns
        self._turn = turn

    def now(self) -> float:
        """Return the virtual time in seconds."""
        return self.turns.time

    def wait(self, deadline: float | None) -> None:
        """Let others have their turns until the thread is woken or *deadline* has come."""
        self.turns.wait(self._turn, deadline)

    def wake(self) -> None:
        """Let the thread go on; any thread may call this. With a seed, the woken one may be let go first."""
        self.turns.wake(self._turn)


def always() -> bool:
    """The predicate of a thread that can go on in any case."""
    return True


def never() -> bool:
    """The predicate of a thread that waits for time to pass."""
    return False


def by_last(turn: Turn) -> int:
    """The sort key that puts first who has waited longest."""
    return turn.last
