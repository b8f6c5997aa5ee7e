"""`FakeLoopTestCase`: what the pytest fixtures give, for classes of Python's own ``unittest``."""

from __future__ import annotations

import sys
import unittest
from typing import TYPE_CHECKING, Any, ClassVar

from .watch import LeakWarning, Watch

if TYPE_CHECKING:
    from datetime import datetime

    from ..network import FakeNetwork
    from ..virtualtime.fakeloop import FakeLoop


class FakeLoopTestCase(unittest.TestCase):
    """A test case on virtual time: each test method has a `FakeLoop` and a strict `FakeNetwork` of its own.

    They are there before ``setUp`` and until the last clean-up has been made; then the test fails for requests that no route
    is for, routes never called, exceptions in slots, attempts to use the real network, and for what it has left running. It
    runs under ``python -m unittest`` and under pytest, whose markers and options count as well.
    """

    seed: ClassVar[int | None] = None
    """The schedule to run with; see `FakeLoop`."""
    date: ClassVar[str | datetime | None] = None
    """The time of day when each test begins; None for that of `FakeLoop`."""
    strict: ClassVar[bool] = True
    """Whether requests without a route make a test fail."""
    leaks: ClassVar[str] = "fail"
    """What is done about what a test leaves running, where pytest does not say: ``fail``, ``warn`` or ``off``."""
    allowed_leaks: ClassVar[tuple[str, ...]] = ()
    """What tests may leave running: ``replies``, ``timers``, ``threads``, ``sockets``, ``events``."""

    loop: FakeLoop
    """The loop of the test that runs."""
    network: FakeNetwork
    """The network of the test that runs."""

    _equipped: bool = False  # pytest has done it
    _watch: Watch | None = None

    def run(self, result: unittest.TestResult | None = None) -> unittest.TestResult | None:
        """Run the test. *result* is told how it went."""
        if self._equipped:
            return super().run(result)
        if result is not None and not self._begin_for(result):
            return result
        if result is None:
            self._begin()
        try:
            return super().run(result)
        finally:
            self._drop()

    def debug(self) -> None:
        """Run the test without collecting its result: exceptions leave it."""
        if self._equipped:
            super().debug()
            return
        self._begin()
        try:
            super().debug()
        finally:
            self._drop()

    @classmethod
    def _loop_options(cls) -> dict[str, Any]:
        return {} if cls.date is None else {"date": cls.date}

    def _begin_for(self, result: unittest.TestResult) -> bool:
        """Begin; where that fails, tell *result* so and return False."""
        try:
            self._begin()
        except Exception:
            result.startTest(self)
            result.addError(self, sys.exc_info())
            result.stopTest(self)
            return False
        return True

    def _begin(self) -> None:
        watch = Watch(self.id(), leaks=self.leaks, allowed=self.allowed_leaks)
        self.loop = watch.begin_fake(self.seed, **self._loop_options())
        self._watch = watch
        self.network = watch.begin_network(strict=self.strict)
        self.addCleanup(self._check)  # the first one, and so the last that is made

    def _check(self) -> None:
        """Finish, and fail for what was found, with the conversation."""
        watch = self._watch
        if watch is None:
            return
        watch.failed = not getattr(getattr(self, "_outcome", None), "success", True)
        watch.finish()
        if watch.warning:
            import warnings

            warnings.warn(LeakWarning(watch.warning), stacklevel=2)
        if watch.problems and getattr(getattr(self, "_outcome", None), "expectedFailure", None) is None:
            parts = [watch.report()]
            if self.network.requests:
                parts.append(f"the conversation with the fake network ({watch.transcript()})")
            raise self.failureException("\n".join(parts))

    def _drop(self) -> None:
        """Finish in any case: the clean-ups of a test that is skipped are not made."""
        watch, self._watch = self._watch, None
        if watch is not None and not watch.finished:
            watch.finish()
