"""Which conformance tests run on virtual time, when ``--time virtual`` asks for that, and which cannot.

The tests stay as they are: ``FakeLoop`` takes the real dispatcher's place before a test's own fixtures are made, and what
Qt does in real time has to happen in virtual time, too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

REAL_FIXTURES = {
    "server": "real connections",
    "manager": "real connections",
    "gate": "threads held back by an Event of Python's",
}
"""Fixtures that need real time, and what for."""
OUTSIDE = {"run_script", "run_program", "run_source", "subprocess", "Popen"}
"""What a test calls that starts a program, which has time of its own."""
ABOUT_TIME = re.compile(
    r"from loops|Timer\b|EventLoop|Thread|processEvents|sendPostedEvents|\.exec|Mutex|Lock\b|Semaphore|WaitCondition"
    r"|current\w*Time\(|currentDate\(|Queued|[Ee]lapsed|[Dd]eadline|QSettings|QHttpMultiPart|MetaObject|oldstyle"
)
"""What stands in a test module that has to do with time, loops or threads: to the others, time is all one.

Settings are written and bodies are read from the loop, and old connections and calls by name may be queued.
"""


class Timekeeper:
    """Chooses the tests that run on virtual time, and counts them and the others."""

    def __init__(self) -> None:
        self.virtual = 0
        self.real: Counter[str] = Counter()
        self._about_time: dict[Path, bool] = {}

    def choose(self, item: pytest.Item) -> bool:
        """Whether a test is to run on virtual time."""
        reason = self._why_real(item)
        if reason:
            self.real[reason] += 1
            return False
        self.virtual += 1
        return True

    def _why_real(self, item: pytest.Item) -> str:
        marker = item.get_closest_marker("real_time")
        if marker is not None:
            (reason,) = marker.args
            return str(reason)
        if not self._is_about_time(item.path):
            return "nothing to do with time"
        for name in getattr(item, "fixturenames", ()):
            if name in REAL_FIXTURES:
                return REAL_FIXTURES[name]
        return "a program of its own" if OUTSIDE & _names_used(getattr(item, "function", None)) else ""

    def _is_about_time(self, path: Path) -> bool:
        if path not in self._about_time:
            self._about_time[path] = ABOUT_TIME.search(path.read_text()) is not None
        return self._about_time[path]

    def __str__(self) -> str:
        reasons = ", ".join(f"{count} {reason}" for reason, count in self.real.most_common())
        return f"on virtual time: {self.virtual}; left to real time: {self.real.total()} ({reasons})"


def _names_used(function: Any) -> set[str]:
    """The names that a test uses, and those that its helpers in the same module use."""
    code = getattr(function, "__code__", None)
    if code is None:
        return set()
    names = set(code.co_names)
    for helper in [function.__globals__.get(name) for name in code.co_names]:
        if getattr(helper, "__module__", None) == function.__module__ and hasattr(helper, "__code__"):
            names.update(helper.__code__.co_names)
    return names


@contextmanager
def virtual_time() -> Iterator[None]:
    """Let time be virtual."""
    from netaccess.testing import FakeLoop

    with FakeLoop():
        yield
