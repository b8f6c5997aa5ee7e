"""`FakeLoop`: the event loop of a test, on virtual time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ClassVar

from netaccess._kernel.signal import SignalInstance
from netaccess._kernel.threaddata import current
from netaccess._kernel.timers import rebase
from netaccess._values import wallclock

from .driver import Driver
from .lockwatch import LockWatch
from .pending import clear_away, describe_waiting
from .pythonwaits import PythonWaits
from .releases import Releases
from .stalled import Stalled
from .turn import TurnDispatcher
from .turns import Turns

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Self

    from netaccess._kernel.dispatcher import Dispatcher
    from netaccess._kernel.posting import Posted
    from netaccess._kernel.threaddata import ThreadData

__tracebackhide__ = True  # a test is shown where it called this

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
        rebase(data, self._turns.time - self._before.now())
        data.dispatcher = TurnDispatcher(self._turns, self._turns.main)
        self._clock = wallclock.set_source(self._time_of_day)
        self._turns.collecting.begin()
        self._lock_watch = LockWatch(self._turns, self._patience, self.describe_waiting)
        self._lock_watch.install()
        self._turns.others_come = self._lock_watch.begin
        self._python_waits = PythonWaits(self._turns)
        self._python_waits.begin()
        self._releases = Releases(self._turns)
        self._releases.begin()
        FakeLoop._active = self
        return self

    def __exit__(self, *exc: object) -> None:
        """Give the thread its real clock back.

        What was begun on virtual time ends with it: threads that still run end where they wait, timers stop, calls and
        events on their way are dropped; what was to be deleted later is deleted.

        A `Stalled` that a slot has swallowed is raised here, where the test sees it.
        """
        turns, data, before = self.turns, self._data, self._before
        assert data is not None and before is not None
        try:
            turns.abandon()
            if not turns.baton.broken:
                clear_away(data, self._timers_before, self._posts_before)
        finally:
            FakeLoop._active = None
            turns.over = True
            self._releases.end()
            self._python_waits.end()
            self._lock_watch.remove()
            turns.collecting.end()
            wallclock.set_source(self._clock)
            data.dispatcher = before
            rebase(data, before.now() - turns.time)
        unseen = turns.unseen
        if exc[0] is None and unseen is not None and not unseen.reported:
            raise unseen

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
            try:
                lines += report()
            except Exception as error:
                lines.append(f"  {report!r} had nothing to say: {error.__class__.__name__}: {error}")
        return "\n".join(lines)

    def add_reporter(self, report: Callable[[], list[str]]) -> None:
        """Let *report* add lines to `describe_waiting`."""
        self._reporters.append(report)

    # Running.

    def step(self) -> bool:
        """Do what is ready now, once; if nothing is, let time jump to the next deadline and do what is due then.

        Returns whether anything was done.
        """
        with self._driver() as driver:
            return driver.step()

    def advance(self, seconds: float) -> None:
        """Let so much time pass, and do everything that becomes due meanwhile, each at its moment.

        Raises `TypeError` for what is no number, `ValueError` for one below 0.
        """
        from ..signals.passes import seconds_of

        seconds = seconds_of(seconds, "what advance() takes")
        target = round(self.now + seconds, 9)
        with self._driver() as driver:
            driver.run_to(target)
        if self.now < target:
            self.turns.jump(target)

    def run_until_idle(self, limit: float = _DAY) -> None:
        """Run until nothing is left to come: no event, no request that gets on, no timer that fires once.

        Repeating timers fire meanwhile, but do not keep the loop from being idle: they would for ever.

        :param limit: seconds of virtual time after which a loop that is still not idle raises `Stalled`.
        """
        target = round(self.now + limit, 9)
        with self._driver() as driver:
            if not driver.run_until_idle(target):
                raise Stalled(f"the loop is not idle after {limit:g} seconds\n{self.describe_waiting()}")

    def run_until(self, what: Callable[[], Any] | SignalInstance, timeout: float = _DAY) -> Any:
        """Run until a function returns something true, or a signal is emitted.

        :param what: the function, asked after everything that happens, or the signal, of which earlier emissions do not count.
        :param timeout: seconds of virtual time.
        Returns what the function returned, or a tuple of the signal's arguments. Raises `TimeoutError` when the time is up,
        and `Stalled` when nothing is left that could happen.
        """
        if isinstance(what, SignalInstance):
            return self._run_until_emitted(what, timeout)
        from ..signals.passes import function_of

        function_of(what, "run_until()")
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
        from ..signals.catching import catching
        from ..signals.wording import signal_title

        with catching(signal) as caught:
            self._run_until(
                lambda: bool(caught), timeout, f"the signal {signal_title(signal)} to be emitted from now on"
            )
        return caught[0]

    def _run_until(self, holds: Callable[[], Any], timeout: float, what: str) -> Any:
        from ..signals.passes import seconds_of

        target = round(self.now + seconds_of(timeout, "timeout"), 9)
        with self._driver() as driver:
            result = driver.run_to(target, holds, patient=False)
            while not result and self.turns.next_moment() is None and self.turns.wait_for_strangers(holds):
                result = driver.run_to(target, holds, patient=False)
            result = result or holds()
            if result:
                return result
            if self.turns.next_moment() is None:
                raise Stalled(
                    f"waited in vain for {what}: nothing is left that could happen\n{self.describe_waiting()}"
                )
        self.turns.jump(target)
        raise TimeoutError(f"waited {timeout:g} seconds in vain for {what}\n{self.describe_waiting()}")

    def _time_of_day(self) -> float:
        turns = self.turns
        turns.looked(at_clock=True)
        return self._epoch + turns.time

    @contextmanager
    def _driver(self) -> Iterator[Driver]:
        """Drive the loop. What is done is done as inside ``exec()``: what was to be deleted later is deleted."""
        turns, data = self.turns, self._data
        assert data is not None
        if data is not current():
            raise RuntimeError(
                f"a FakeLoop is driven by the thread that has entered it, {data.describe()}, not by {current().describe()}"
            )
        turns.driving += 1
        try:
            with data.as_loop():
                yield Driver(turns)
        except Stalled:
            if data.level == turns.driving - 1:  # the test gets to see it
                turns.unseen = None
            raise
        finally:
            turns.driving -= 1


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
