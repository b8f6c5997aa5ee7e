"""Short ways to run the loop of the test's thread."""

from __future__ import annotations

from netaccess._kernel.loop import QEventLoop, run_once
from netaccess._kernel.threaddata import current
from netaccess._kernel.timer import QTimer


def drain() -> None:
    """Make passes over the calling thread's queue until nothing is left to do just now."""
    for _ in range(1000):
        if not run_once(current(), 0, may_wait=False):
            return
    raise AssertionError("the loop never comes to rest")


def run_for(milliseconds: int) -> None:
    """Run a loop for so long; at once on virtual time."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
