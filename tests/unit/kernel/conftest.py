"""Fixtures of the kernel's tests: an application, and threads that take turns eagerly."""

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
def eager_switching() -> Iterator[None]:
    """Let threads take turns after a few bytecodes."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(before)
