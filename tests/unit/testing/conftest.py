"""Fixtures of the tests of `netaccess.testing`."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from netaccess.QtCore import QCoreApplication
from netaccess.testing import FakeLoop


@pytest.fixture
def loop() -> Iterator[FakeLoop]:
    """A fake loop without the plugin's checks."""
    with FakeLoop() as entered:
        yield entered


@pytest.fixture
def application() -> Iterator[QCoreApplication]:
    """An application."""
    app = QCoreApplication([])
    yield app
    app.shutdown()
