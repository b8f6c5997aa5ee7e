"""Fixtures of the kernel's tests: virtual time, an application, and what went to ``sys.excepthook``."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from netaccess._kernel.application import QCoreApplication
from netaccess._kernel.dispatcher import VirtualDispatcher
from netaccess._kernel.threaddata import SwapDispatcher


@pytest.fixture
def clock() -> Iterator[VirtualDispatcher]:
    """Virtual time for the test's thread."""
    dispatcher = VirtualDispatcher()
    with SwapDispatcher(dispatcher):
        yield dispatcher


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
