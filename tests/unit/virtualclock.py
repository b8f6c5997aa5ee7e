"""Virtual time that a test moves by hand."""

from __future__ import annotations

from netaccess._kernel.dispatcher import Dispatcher
from netaccess._kernel.threaddata import current
from netaccess.testing import FakeLoop


class VirtualClock:
    """The clock of a `FakeLoop`, for tests that make single passes themselves."""

    def __init__(self, loop: FakeLoop) -> None:
        self.loop = loop

    @property
    def dispatcher(self) -> Dispatcher:
        """The dispatcher of the test's thread."""
        return current().dispatcher

    def now(self) -> float:
        """Return the virtual time in seconds."""
        return self.loop.now

    def advance(self, seconds: float) -> None:
        """Move the clock forward without running anything."""
        self.loop.turns.jump(self.now() + seconds)
