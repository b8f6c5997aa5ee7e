"""What the tests of the transport share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from netaccess._transport.pool import Pool


@pytest.fixture
def pool() -> Iterator[Pool]:
    """A transport, shut down when the test ends."""
    pool = Pool()
    yield pool
    pool.shutdown()
