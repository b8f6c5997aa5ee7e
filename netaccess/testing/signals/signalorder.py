"""Matching emissions with those a wait expects: one signal or several, in an order or in any, with checks of the arguments."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from netaccess._kernel.signal import SignalInstance
from netaccess._kernel.threaddata import DEAD

from .signalspy import SignalSpy
from .wording import signal_title

if TYPE_CHECKING:
    from .passes import PassLoop
    from .signalspy import Emission

Check: TypeAlias = Callable[..., object]
"""Looks at the arguments of an emission, and returns whether it is the expected one."""

Order: TypeAlias = Literal["none", "simple", "strict"]


class Expected(NamedTuple):
    """One emission that is waited for."""

    signal: SignalInstance
    check: Check | None
    title: str

    @classmethod
    def of(cls, signal: SignalInstance, check: Check | None) -> Expected:
        """Remember what the signal is called: its object may be gone when that is asked."""
        return cls(signal, check, signal_title(signal))

    def accepts(self, emission: Emission) -> bool:
        """Return what the check says; without one every emission will do."""
        return self.check is None or bool(self.check(*emission.args))

    def is_possible(self) -> bool:
        """Return whether the signal can still be emitted: whether its object lives."""
        owner = self.signal._owner()
        return owner is not None and owner._qt_thread is not DEAD


class Matcher:
    """Takes emissions as they come, in any thread, and knows what is still missing.

    Thread safety: checks are the program's code and run outside the lock, in the emitting thread. What they have accepted is
    claimed under the lock, if nobody else has done so meanwhile; who comes too late looks at what is missing then.
    """

    def __init__(self, expected: list[Expected], order: Order) -> None:
        self.expected = expected
        self.order = order
        self.matched: list[Emission | None] = [None] * len(expected)
        self.rejected: list[Emission] = []
        """What the checks did not accept."""
        self.breach: Emission | None = None
        """What came out of turn where the order is strict."""
        self.error: BaseException | None = None
        """What a check has raised: the first of such exceptions."""
        self.loop: PassLoop | None = None
        """What is to be told of the end; set before `over` is asked."""
        self._lock = Lock()
        self._next = 0
        self._dying: set[int] = set()  # numbers of those whose object has said that it dies

    @property
    def complete(self) -> bool:
        """Whether all that was expected has come."""
        return self._next == len(self.expected)

    def missing(self) -> list[Expected]:
        """Return what has not come."""
        return [each for each, found in zip(self.expected, tuple(self.matched), strict=True) if found is None]

    def impossible(self) -> list[Expected]:
        """Return what can never come any more. Whether an object lives is asked before what has come: it may emit with its
        last breath, in another thread."""
        gone = [not each.is_possible() or number in self._dying for number, each in enumerate(self.expected)]
        each = zip(self.expected, gone, tuple(self.matched), strict=True)
        return [expected for expected, dead, found in each if dead and found is None]

    def farewell(self, owner: object) -> None:
        """*owner* is being destroyed: nobody else tells a loop in another thread, which may be asleep."""
        for number, each in enumerate(self.expected):
            if each.signal._owner() is owner:
                self._dying.add(number)
        if self.loop is not None:
            self.loop.nudge()

    def over(self) -> bool:
        """Return whether there is nothing to wait for: all has come, or something never will."""
        never = bool(self.impossible())
        return never or self.complete or self.breach is not None or self.error is not None

    def offer(self, signal: SignalInstance, emission: Emission) -> None:
        """Take an emission of *signal*."""
        if self.complete or self.breach is not None or self.error is not None:
            return
        try:
            if self.order == "none":
                self._anywhere(signal, emission)
            else:
                self._in_turn(signal, emission)
        except BaseException as error:
            self.error = self.error or error
        loop = self.loop
        if loop is not None and (self.complete or self.breach is not None or self.error is not None):
            loop.nudge()

    def _anywhere(self, signal: SignalInstance, emission: Emission) -> None:
        """Let the emission stand for the first that is missing and accepts it."""
        asked = False
        for number, each in enumerate(self.expected):
            if each.signal is not signal or self.matched[number] is not None:
                continue
            asked = True
            if each.accepts(emission):
                with self._lock:
                    if self.matched[number] is None:
                        self.matched[number] = emission
                        self._next += 1
                        return
        if asked:
            self.rejected.append(emission)

    def _in_turn(self, signal: SignalInstance, emission: Emission) -> None:
        """Let the emission stand for the next one, if it is that."""
        while True:
            turn = self._next
            if turn == len(self.expected):
                return  # another thread's was the last
            wanted = self.expected[turn]
            same = wanted.signal is signal
            accepted = same and wanted.accepts(emission)
            with self._lock:
                if self._next != turn:
                    continue  # another thread's emission was the next one
                if accepted:
                    self.matched[turn] = emission
                    self._next += 1
                elif self.order == "strict":
                    self.breach = self.breach or emission
                if same and not accepted:
                    self.rejected.append(emission)
                return


class MatchingSpy(SignalSpy):
    """A spy that hands every emission to a `Matcher` as well, from the first on."""

    def __init__(self, matcher: Matcher) -> None:
        self._matcher = matcher
        super().__init__(*(each.signal for each in matcher.expected))

    def _heard(self, signal: SignalInstance, emission: Emission) -> None:
        self._matcher.offer(signal, emission)
