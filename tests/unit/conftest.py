"""What holds for all unit tests: each begins and ends without an application."""

from __future__ import annotations

import gc
import signal
import sys
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings
from virtualclock import VirtualClock

from netaccess._kernel.application import QCoreApplication
from netaccess.testing import FakeLoop

# A shell's background job starts with Ctrl-C ignored, and its children inherit that: the tests of Ctrl-C need it back.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


# An example may take as long as the machine needs while other tests run beside it. No examples are kept: the folder of
# the checkout need not be writable, and what a run finds does not depend on the runs before it.
settings.register_profile(
    "untimed", deadline=None, database=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("untimed")


@pytest.fixture(autouse=True)
def _no_application_left() -> Iterator[None]:
    """Shut down the application that a test, or the command line it ran, has left."""
    yield
    left = QCoreApplication.instance()
    if left is not None:
        left.shutdown()


@pytest.fixture(scope="module", autouse=True)
def _small_heap() -> None:
    """Take what pytest and the test modules hold out of the sight of the collections that tests ask for."""
    gc.collect()
    gc.freeze()


@pytest.fixture
def clock() -> Iterator[VirtualClock]:
    """Virtual time for the test's thread, moved by hand or by what waits."""
    with FakeLoop() as loop:
        yield VirtualClock(loop)


@pytest.fixture
def uncaught(monkeypatch: pytest.MonkeyPatch) -> list[BaseException]:
    """The exceptions handed to ``sys.excepthook``, which stays silent."""
    seen: list[BaseException] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, value, traceback: seen.append(value))
    return seen
