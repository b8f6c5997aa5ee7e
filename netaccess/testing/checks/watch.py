"""`Watch`: everything that a test on a fake or a real loop is given, checked for at its end, and freed of."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, NamedTuple

from netaccess._kernel.posting import Hooks

from ..signals.exceptions import ExceptionCollector
from .leak import KINDS, Leak
from .leaks import LeakTracker, Sent, describe
from .networkguard import NetworkGuard
from .settings import LEAK_MODES

if TYPE_CHECKING:
    from ..network import FakeNetwork
    from ..virtualtime.fakeloop import FakeLoop
    from .realloop import RealLoop

_LAST_WAIT = 1000
"""Milliseconds that real threads have to end after they have been told to."""
_ROUNDS = 5


class Problem(NamedTuple):
    """What is wrong with a test besides what it found itself."""

    kind: str
    """``requests``, ``exceptions``, ``leaks``, ``real network`` or ``loop``."""
    text: str


class LeakWarning(UserWarning):
    """A test has left something running, and ``netaccess_leaks`` is ``warn``."""

    __module__ = "netaccess.testing"


class Watch:
    """One test's loop, network and checks. `begin_fake` or `begin_real` first, `finish` last, on one thread."""

    def __init__(
        self,
        title: str,
        *,
        leaks: str = "fail",
        allowed: Iterable[str] = (),
        hosts: Iterable[str] | None = (),
        whole: bool = False,
    ) -> None:
        """
        :param title: the test, for messages.
        :param leaks: one of `LEAK_MODES`.
        :param allowed: kinds of leaks that do not matter (`KINDS`).
        :param hosts: what of the real network may be used; None for all of it.
        :param whole: show origins with their whole stack.
        Raises `ValueError` for an unknown mode or kind.
        """
        if leaks not in LEAK_MODES:
            raise ValueError(f"netaccess_leaks is one of {', '.join(LEAK_MODES)}, not {leaks!r}")
        for kind in allowed:
            if kind not in KINDS:
                raise ValueError(f"what can be left is one of {', '.join(KINDS)}, not {kind!r}")
        self.title = title
        self.loop: FakeLoop | None = None
        self.real: RealLoop | None = None
        self.network: FakeNetwork | None = None
        self.problems: list[Problem] = []
        """What `finish` has found."""
        self.warning = ""
        """What `finish` has found and only warns of."""
        self.finished = False
        self.failed = False
        """The test itself has failed: what it did is not to be kept, as a recorded cassette would be."""
        self._transcript = ""
        self._mode = leaks
        self._allowed = frozenset(allowed)
        self._hosts = None if hosts is None else tuple(hosts)
        self._whole = whole
        self._collector = ExceptionCollector()
        self._guard: NetworkGuard | None = None
        self._tracker: LeakTracker | None = None
        self._application = Hooks.application

    # Beginning.

    def begin_guard(self) -> None:
        """Let nobody reach more of the real network than this machine."""
        self._raise_guard(loopback=True)

    def begin_fake(self, seed: int | None = None, **options: Any) -> FakeLoop:
        """Enter a `FakeLoop`, and return it. *options* go to it."""
        from ..virtualtime.fakeloop import FakeLoop

        if self.real is not None:
            raise RuntimeError("a test runs in real time or on virtual time, not on both")
        loop = FakeLoop(seed=seed, **options)
        loop.__enter__()
        self.loop = loop
        self._begin(loopback=False)
        return loop

    def begin_network(self, **options: Any) -> FakeNetwork:
        """Enter a `FakeNetwork` on the fake loop, and return it. *options* go to it."""
        from ..network import FakeNetwork

        network = FakeNetwork(self.loop, **options)
        network.__enter__()
        self.network = network
        return network

    def begin_real(self) -> RealLoop:
        """Watch a test in real time, and return what drives its loop."""
        from .realloop import RealLoop

        if self.loop is not None:
            raise RuntimeError("a test runs in real time or on virtual time, not on both")
        self._begin(loopback=True)
        self.real = RealLoop(self._tracker)
        return self.real

    def _begin(self, loopback: bool) -> None:
        self._collector.install()
        self._raise_guard(loopback)
        self._tracker = LeakTracker()
        self._tracker.begin()

    def _raise_guard(self, loopback: bool) -> None:
        if self._hosts is None:
            return
        if self._guard is None:
            self._guard = NetworkGuard(self.title, hosts=self._hosts)
            self._guard.begin()
        self._guard.loopback = loopback

    # Asking.

    def transcript(self) -> str:
        """Return the conversation with the fake network, with the seed; '' without one."""
        if self.network is None:
            return ""
        if not self.finished or not self._transcript:
            seed = None if self.loop is None else self.loop.seed
            head = "no seed" if seed is None else f"seed {seed}"
            self._transcript = f"{head}, times in virtual seconds\n{self.network.transcript()}"
        return self._transcript

    def report(self) -> str:
        """Return all problems as one text, '' when there are none."""
        if len(self.problems) < 2:
            return "".join(problem.text for problem in self.problems)
        kinds = ", ".join(problem.kind for problem in self.problems)
        parts = [f"{len(self.problems)} problems at the end of the test: {kinds}"]
        for number, problem in enumerate(self.problems, 1):
            first, *rest = problem.text.splitlines() or [""]
            parts += [f"{number}) {first}", *(f"   {line}" for line in rest)]
        return "\n".join(parts)

    # Ending.

    def finish(self) -> list[Problem]:
        """Find what is wrong, end whatever is left, and give everything back. Returns `problems`; a second call does nothing."""
        if self.finished:
            return self.problems
        with ExitStack() as ends:  # each of these happens, whatever becomes of the others; the last one first
            ends.callback(self._mark_finished)
            ends.callback(self._collector.remove)
            if self._guard is not None:
                ends.callback(self._guard.end)
            if self.loop is not None:
                ends.callback(self._leave_loop, self.loop)
            if self.network is not None:
                ends.callback(self._leave_network, self.network)
            if self._tracker is not None:
                ends.callback(self._tracker.stop)
            ends.callback(self._shut_down_application)
            self._examine()
            self._end_what_is_left()
        return self.problems

    def _mark_finished(self) -> None:
        self.finished = True

    def _examine(self) -> None:
        if self._tracker is not None:
            self._try("loop", self._settle)
        if self.network is not None:
            self._try("requests", self.network.verify)
        self._try("exceptions", self._collector.raise_if_any)
        self._try("leaks", self._look_for_leaks)
        if self._guard is not None and self._guard.attempts:
            self.problems.append(Problem("real network", self._guard.describe(self._whole, self._whose)))
        if self.problems:
            self.transcript()  # as it is now: ending what is left adds to it

    def _whose(self, host: str) -> list[Sent]:
        """Return the requests to *host* that the fake network would have answered."""
        return self._tracker.sent_to(host) if self._tracker is not None else []

    def _try(self, kind: str, check: Callable[[], object]) -> None:
        try:
            check()
        except (Exception, SystemExit) as error:  # a slot may want to end the program
            text = str(error) if isinstance(error, AssertionError) else f"{type(error).__name__}: {error}"
            self.problems.append(Problem(kind, text.partition("\nThe conversation:\n")[0]))  # reports have that anyway

    def _settle(self) -> None:
        """Give the loop the chance to deliver what is ready, deletions first."""
        from netaccess._kernel.posting import delete_deferred
        from netaccess._kernel.threaddata import current

        delete_deferred(current())
        if self.loop is not None:
            self.loop.advance(0.0)
        elif self.real is not None and self._tracker is not None:
            self.real.process_events()
            for thread in self._tracker.busy_threads():
                if thread._qt_exited or thread._qt_data.quit_now or thread.isInterruptionRequested():
                    thread.wait(_LAST_WAIT)
            self.real.process_events()

    def _look_for_leaks(self) -> None:
        if self._tracker is None or self._mode == "off":
            return
        leaks = [leak for leak in self._tracker.find() if leak.kind not in self._allowed]
        if not leaks:
            return
        text = describe(leaks, self._whole)
        if self._mode == "warn":
            self.warning = text
        else:
            raise AssertionError(text)

    def _end_what_is_left(self) -> None:
        """End it, and what the program begins because of that. What is done about exceptions now is nothing."""
        tracker = self._tracker
        if tracker is None:
            return
        for number in range(_ROUNDS):
            leaks: list[Leak] = list(tracker.still_there())
            if not leaks:
                break
            for leak in leaks:
                leak.end()
            del leaks
            self._let_threads_end(tracker, 0 if number else _LAST_WAIT)
        self._collector.exceptions.clear()

    def _let_threads_end(self, tracker: LeakTracker, milliseconds: int) -> None:
        try:
            if self.loop is not None:
                self.loop.turns.run_others()
            else:
                for thread in tracker.busy_threads():
                    thread.wait(milliseconds)
        except Exception:
            pass  # what cannot be ended has been reported

    def _leave_network(self, network: FakeNetwork) -> None:
        if self.failed or self.problems:
            from ..network import UnmatchedRequest

            network.__exit__(UnmatchedRequest, UnmatchedRequest(""), None)  # it adds no notes to an error of its own
        else:
            self._try("requests", lambda: network.__exit__(None, None, None))

    def _leave_loop(self, loop: FakeLoop) -> None:
        self._try("loop", lambda: loop.__exit__(None, None, None))

    def _shut_down_application(self) -> None:
        """Shut down the application that the test made and left."""
        left = Hooks.application
        if left is not None and self._application is None:
            try:
                left.shutdown()
            except Exception:
                sys.excepthook(*sys.exc_info())


def rules_of(names: Iterable[str]) -> frozenset[str]:
    """Return the kinds that ``allow_leaks`` was given: all of them without any."""
    return frozenset(names) or frozenset(KINDS)
