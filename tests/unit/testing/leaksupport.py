"""What the tests of leaks share: the one that there is, and where it comes from."""

from __future__ import annotations

from netaccess.testing.checks.leak import Leak
from netaccess.testing.checks.leaks import LeakTracker


def place(leak: Leak) -> tuple[str, int]:
    """Return the file and the line that a leak comes from."""
    found = leak.origin.where()
    assert found is not None
    return found


def the_only(tracker: LeakTracker) -> Leak:
    """Return the one leak that there is."""
    (leak,) = tracker.find()
    return leak
