"""Fixtures of the kernel's tests: virtual time, an application, and what went to ``sys.excepthook``."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from netaccess._kernel.application import QCoreApplication


@pytest.fixture
def application() -> Iterator[QCoreApplication]:
    """An application, deleted after the test."""
    made = QCoreApplication(["test"])
    yield made
    made.shutdown()


@pytest.fixture
def uncaught(monkeypatch: pytest.MonkeyPatch) -> list[BaseException]:
    """The exceptions handed to ``sys.excepthook``, which stays silent."""
    seen: list[BaseException] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, value, traceback: seen.append(value))
    return seen
