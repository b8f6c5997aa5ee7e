"""`RealLoop`: the loop of the test's thread in real time, driven as a `FakeLoop` is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netaccess._kernel.loop import run_once
from netaccess._kernel.signal import SignalInstance
from netaccess._kernel.threaddata import current

from ..signals.catching import catching
from ..signals.passes import PassLoop, function_of, seconds_of
from ..signals.wording import duration, signal_title
from ..virtualtime.pending import owner_of, repeats
from .leaks import name_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from .leaks import LeakTracker

_MOST_PASSES = 100


class RealLoop:
    """Drives the calling thread's event loop in real time. All times are seconds.

    It has `FakeLoop`'s names where real time allows that: there is no ``advance``.
    """

    def __init__(self, tracker: LeakTracker | None = None) -> None:
        """:param tracker: knows the replies under way, which a loop that is to become idle waits for."""
        self._data = current()
        self._tracker = tracker
        self._began = self._data.dispatcher.now()

    @property
    def now(self) -> float:
        """Seconds since the test began."""
        return self._data.dispatcher.now() - self._began

    def process_events(self) -> bool:
        """Do everything that is ready, without waiting; what is to be deleted later is deleted. Return whether there was any."""
        data = self._data
        happened = False
        with data.as_loop():
            for _ in range(_MOST_PASSES):
                if not run_once(data, 0, may_wait=False):
                    break
                happened = True
        return happened

    def step(self) -> bool:
        """Do what is ready now, once, without waiting. Return whether there was anything."""
        with self._data.as_loop():
            return run_once(self._data, 0, may_wait=False)

    def run_until(self, what: Callable[[], Any] | SignalInstance, timeout: float = 5.0) -> Any:
        """Run until a function returns something true, or a signal is emitted, in whatever thread.

        :param what: the function, asked after everything that happens and a hundred times a second, or the signal.
        :param timeout: seconds. Returns what the function returned, or a tuple of the signal's arguments; raises
            `TimeoutError` when the time is up, with a list of what is being waited for.
        """
        __tracebackhide__ = True
        if isinstance(what, SignalInstance):
            return self._run_until_emitted(what, timeout)
        function_of(what, "run_until()")
        result: list[Any] = [None]

        def holds() -> bool:
            result[0] = what()
            return bool(result[0])

        self._run(holds, timeout, getattr(what, "__qualname__", repr(what)), polls=True)
        return result[0]

    def run_until_idle(self, timeout: float = 5.0) -> None:
        """Run until nothing is left to come: no event, no running reply, no timer that fires once.

        Repeating timers fire meanwhile, but do not keep the loop from being idle. Raises `TimeoutError` after *timeout* seconds.
        """

        __tracebackhide__ = True

        def idle() -> bool:
            self.process_events()
            return not self._outstanding()

        self._run(idle, timeout, "an idle loop", polls=True)

    def describe_waiting(self) -> str:
        """Return what the loop has still to wait for, a line each."""
        lines = self._outstanding(True)
        head = f"after {duration(round(self.now, 3))}"
        if not lines:
            return f"{head} nothing is left to come in this thread"
        return "\n".join([f"{head} this is still to come:", *(f"  {line}" for line in lines)])

    # Inside.

    def _run_until_emitted(self, signal: SignalInstance, timeout: float) -> tuple[Any, ...]:
        __tracebackhide__ = True
        loop = PassLoop(f"{signal_title(signal)}, from now on")
        with catching(signal, loop.nudge) as caught:
            self._run(lambda: bool(caught), timeout, loop.objectName(), loop=loop)
        return caught[0]

    def _run(
        self,
        holds: Callable[[], bool],
        timeout: float,
        what: str,
        *,
        loop: PassLoop | None = None,
        polls: bool = False,
    ) -> None:
        __tracebackhide__ = True
        seconds = seconds_of(timeout, "timeout")
        if not (loop or PassLoop(what)).run_until(holds, seconds, polls=polls):
            raise TimeoutError(f"waited {duration(seconds)} in vain for {what}\n{self.describe_waiting()}")

    def _outstanding(self, everything: bool = False) -> list[str]:
        """Return what is left to come; with *everything* repeating timers too."""
        own = (PassLoop,)
        lines = []
        for entry in sorted(self._data.timers.values(), key=lambda each: each.deadline):
            owner = owner_of(entry)
            if getattr(owner, "_qt_name", "").startswith(_HELPERS) or isinstance(owner, own):
                continue  # the wait's own
            if everything or not repeats(entry):
                rest = max(0.0, round(entry.deadline - self._data.dispatcher.now(), 3))
                name = "a single shot" if owner is None else name_of(owner)
                lines.append(f"timer of {name}, {'every' if repeats(entry) else 'once'}, due in {duration(rest)}")
        lines += [f"posted, not delivered: {type(entry).__name__}" for entry in tuple(self._data.queue)[:20]]
        if self._tracker is not None:
            lines += [f"the reply to {reply.url().toString()}" for reply in self._tracker.running_replies()]
        return lines


_HELPERS = ("limit of ", "looks")
