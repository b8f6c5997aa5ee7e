"""`FakeLoop`: the event loop of a test, on virtual time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ClassVar

from netaccess._kernel import timers
from netaccess._kernel.posting import deliver_posted
from netaccess._kernel.signal import SignalInstance
from netaccess._kernel.threaddata import current
from netaccess._values import wallclock

from .pending import clear_away, describe_waiting, keeps_busy
from .stalled import Stalled
from .turn import TurnDispatcher
from .turns import Turns

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Self

    from netaccess._kernel.dispatcher import Dispatcher
    from netaccess._kernel.posting import Posted
    from netaccess._kernel.threaddata import ThreadData

_PASSES = 100
"""Rounds of timers without an interval that are made at one moment before time goes on."""
_SPIN = 0.001
_DAY = 86400.0


class FakeLoop:
    """Virtual time for the thread that enters it, and for every `QThread` started meanwhile.

    ``with FakeLoop() as loop:`` makes timers, transfer time limits, `QElapsedTimer`, ``QThread.sleep``, the time of day and
    whatever else the library times read one clock, which stands still while there is something to do and then jumps to the
    next deadline. The code under test stays as it is: ``exec()`` and nested loops run on this clock, and return at once when
    all they did was wait. A test that does not call ``exec()`` drives the loop itself: `advance`, `run_until_idle`,
    `run_until`, `step`.

    Threads started by `QThread` and `QThreadPool` run one at a time and change places only where they wait, so that a test
    goes the same way every time. With a *seed* everything that Qt leaves unordered is permuted: which thread goes on first,
    in which order parallel requests are answered, where bodies are cut into chunks. The same seed gives the same order.

    A loop that can never go on raises `Stalled`, with a list of who waits for what. All times are seconds.
    """

    _active: ClassVar[FakeLoop | None] = None

    def __init__(
        self, *, seed: int | None = None, date: str | datetime = "2025-01-01T00:00:00Z", patience: float = 10.0
    ) -> None:
        """
        :param seed: what every permutation is drawn from; None permutes nothing.
        :param date: the time of day when the loop begins, as a `datetime.datetime` or in ISO 8601; one without a zone is UTC.
        :param patience: real seconds to wait for threads that the loop cannot see, such as a `threading.Thread`, before it
            takes itself to be stalled.
        """
        self.seed = seed
        self._epoch = _seconds(date)
        self._patience = patience
        self._reporters: list[Callable[[], list[str]]] = []
        self._turns: Turns | None = None
        self._data: ThreadData | None = None
        self._before: Dispatcher | None = None
        self._timers_before: frozenset[int] = frozenset()
        self._posts_before: frozenset[Posted] = frozenset()
        self._clock: Callable[[], float] | None = None

    @staticmethod
    def current() -> FakeLoop | None:
        """Return the loop that has been entered, None when time is real."""
        return FakeLoop._active

    # Coming and going.

    def __enter__(self) -> Self:
        """Take over the calling thread's clock. Timers that run go on with what was left of their time.

        Raises `RuntimeError` when another fake loop has been entered, or this one was before.
        """
        if FakeLoop._active is not None:
            raise RuntimeError("a FakeLoop has been entered already: there is one virtual time in a process")
        if self._turns is not None:
            raise RuntimeError("a FakeLoop can be entered only once: make another")
        data = self._data = current()
        self._turns = Turns(data, self.seed, self._patience)
        self._turns.describe = self.describe_waiting
        self._before = data.dispatcher
        self._timers_before = frozenset(data.timers)
        self._posts_before = frozenset(data.queue)
        _shift(data, self._turns.time - self._before.now())
        data.dispatcher = TurnDispatcher(self._turns, self._turns.main)
        self._clock = wallclock.set_source(lambda: self._epoch + self.turns.time)
        FakeLoop._active = self
        return self

    def __exit__(self, *exc: object) -> None:
        """Give the thread its real clock back.

        What was begun on virtual time ends with it: threads that still run end where they wait, timers stop, calls and
        events on their way are dropped; what was to be deleted later is deleted.
        """
        turns, data, before = self.turns, self._data, self._before
        assert data is not None and before is not None
        try:
            turns.abandon()
            if not turns.broken:
                clear_away(data, self._timers_before, self._posts_before)
        finally:
            FakeLoop._active = None
            wallclock.set_source(self._clock)
            data.dispatcher = before
            _shift(data, before.now() - turns.time)

    # Asking.

    @property
    def turns(self) -> Turns:
        """What shares out the turns of the threads, and does chores at moments of virtual time."""
        if self._turns is None:
            raise RuntimeError("the FakeLoop has not been entered: use it in a with statement")
        return self._turns

    @property
    def now(self) -> float:
        """The virtual time, in seconds since the loop was entered."""
        return self.turns.time

    def describe_waiting(self) -> str:
        """Return who waits for what, a line each: threads, timers, requests under way."""
        lines = describe_waiting(self.turns)
        for report in self._reporters:
            lines += report()
        return "\n".join(lines)

    def add_reporter(self, report: Callable[[], list[str]]) -> None:
        """Let *report* add lines to `describe_waiting`."""
        self._reporters.append(report)

    # Running.

    def step(self) -> bool:
        """Do what is ready now, once; if nothing is, let time jump to the next deadline and do what is due then.

        Returns whether anything was done.
        """
        __tracebackhide__ = True
        with self._running():
            if self._pass():
                return True
            while self.turns.outside.wait_for_work():
                if self._pass():
                    return True
            moment = self.turns.next_moment()
            if moment is None:
                return False
            self.turns.jump(moment)
            self._pass()
            return True

    def advance(self, seconds: float) -> None:
        """Let so much time pass, and do everything that becomes due meanwhile, each at its moment.

        Raises `ValueError` for a number below 0.
        """
        if not seconds >= 0:
            raise ValueError(f"time does not go back: advance() takes seconds >= 0, not {seconds!r}")
        __tracebackhide__ = True
        target = round(self.now + seconds, 9)
        with self._running():
            self._run_to(target, lambda: False)
        if self.now < target:
            self.turns.jump(target)

    def run_until_idle(self, limit: float = _DAY) -> None:
        """Run until nothing is left to come: no event, no request that gets on, no timer that fires once.

        Repeating timers fire meanwhile, but do not keep the loop from being idle: they would for ever.

        :param limit: seconds of virtual time after which a loop that is still not idle raises `Stalled`.
        """
        __tracebackhide__ = True
        turns = self.turns
        target = round(turns.time + limit, 9)
        with self._running():
            while True:
                self._settle()
                if turns.outside.wait_for_work():
                    continue
                if not keeps_busy(turns):
                    return
                moment = turns.next_moment()
                if moment is None:
                    return
                if moment > target:
                    raise Stalled(f"the loop is not idle after {limit:g} seconds\n{self.describe_waiting()}")
                turns.jump(moment)

    def run_until(self, what: Callable[[], Any] | SignalInstance, timeout: float = _DAY) -> Any:
        """Run until a function returns something true, or a signal is emitted.

        :param what: the function, asked after everything that happens, or the signal, of which earlier emissions do not count.
        :param timeout: seconds of virtual time.
        Returns what the function returned, or a tuple of the signal's arguments. Raises `TimeoutError` when the time is up,
        and `Stalled` when nothing is left that could happen.
        """
        __tracebackhide__ = True
        if isinstance(what, SignalInstance):
            return self._run_until_emitted(what, timeout)
        if not callable(what):
            raise TypeError(f"run_until() takes a function or a signal, not {what!r}")
        return self._run_until(what, timeout, getattr(what, "__qualname__", repr(what)))

    def sleep(self, seconds: float) -> None:
        """Let so much time pass in code under test that a test has given this for ``time.sleep``."""
        self.turns.block(lambda: False, seconds, f"sleep({seconds:g})")

    @contextmanager
    def real_work(self) -> Iterator[None]:
        """Let no time pass in the block unless something happens: real work, in a thread of the program's own, is under way."""
        self.turns.outside.begins()
        try:
            yield
        finally:
            self.turns.outside.ends()

    # Inside.

    def _run_until_emitted(self, signal: SignalInstance, timeout: float) -> tuple[Any, ...]:
        from netaccess.QtCore import Qt

        __tracebackhide__ = True
        caught: list[tuple[Any, ...]] = []

        def catch(*arguments: Any) -> None:
            caught.append(arguments)

        signal.connect(catch, Qt.ConnectionType.DirectConnection)
        try:
            self._run_until(
                lambda: bool(caught), timeout, f"the signal {signal._signature.text} to be emitted from now on"
            )
        finally:
            try:
                signal.disconnect(catch)
            except (RuntimeError, TypeError):
                pass  # the sender is gone
        return caught[0]

    def _run_until(self, holds: Callable[[], Any], timeout: float, what: str) -> Any:
        __tracebackhide__ = True
        target = round(self.now + timeout, 9)
        with self._running():
            result = self._run_to(target, holds)
        if result:
            return result
        if self.turns.next_moment() is None:
            raise Stalled(f"waited in vain for {what}: nothing is left that could happen\n{self.describe_waiting()}")
        self.turns.jump(target)
        raise TimeoutError(f"waited {timeout:g} seconds in vain for {what}\n{self.describe_waiting()}")

    def _run_to(self, target: float, holds: Callable[[], Any]) -> Any:
        """Run until *holds* returns something true, which is returned, or *target* is over, or nothing is left to come."""
        turns = self.turns
        while True:
            result = self._settle(holds)
            if result:
                return result
            if turns.outside.wait_for_work():
                continue
            moment = turns.next_moment()
            if moment is not None and moment <= turns.time:  # timers without an interval, or very much at one moment
                moment = round(turns.time + _SPIN, 9)
            if moment is None or moment > target:
                return None
            turns.jump(moment)

    def _settle(self, holds: Callable[[], Any] = lambda: False) -> Any:
        """Do everything that can be done without time passing; stop as soon as *holds* returns something true."""
        spins = 0
        while True:
            result = holds()
            if result:
                return result
            posted = self._deliver()
            fired = timers.activate(self._main)
            others = self.turns.run_others()
            if not posted and not others:
                spins += 1
                if not fired or spins > _PASSES:
                    return None
            elif self.turns.restless():
                return None

    def _pass(self) -> bool:
        posted = self._deliver()
        fired = timers.activate(self._main)
        return self.turns.run_others() or posted or fired

    def _deliver(self) -> bool:
        if not deliver_posted(self._main):
            return False
        self.turns.count()
        return True

    @property
    def _main(self) -> ThreadData:
        assert self._data is not None
        return self._data

    @contextmanager
    def _running(self) -> Iterator[None]:
        """What is done is done as inside ``exec()``: what was to be deleted later is deleted."""
        self._main.level += 1
        try:
            yield
        finally:
            self._main.level -= 1


def _seconds(date: Any) -> float:
    """Return a moment in seconds since 1970-01-01T00:00:00Z."""
    from datetime import UTC, datetime

    if isinstance(date, str):
        try:
            date = datetime.fromisoformat(date)
        except ValueError:
            raise ValueError(f"date is a moment in ISO 8601, such as 2025-01-01T00:00:00Z, not {date!r}") from None
    if not isinstance(date, datetime):
        raise TypeError(f"date is a datetime.datetime or a str in ISO 8601, not {date!r}")
    if date.tzinfo is None:
        date = date.replace(tzinfo=UTC)
    return float(date.timestamp())


def _shift(data: ThreadData, seconds: float) -> None:
    """Move the deadlines of a thread's timers by so much: its clock is about to be changed for another one."""
    with data.lock:
        arrived = list(data.arrived)
    for entry in {**data.timers, **{each.number: each for each in arrived}}.values():
        entry.due += seconds
        entry.deadline += seconds
    data.heap[:] = sorted((item[2].deadline, item[1], item[2]) for item in data.heap)
