"""What holds for all unit tests: each begins and ends without an application."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from netaccess._kernel.application import QCoreApplication


@pytest.fixture(autouse=True)
def _no_application_left() -> Iterator[None]:
    """Shut down the application that a test, or the command line it ran, has left."""
    yield
    left = QCoreApplication.instance()
    if left is not None:
        left.shutdown()
