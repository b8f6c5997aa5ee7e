"""What the tests of the transport share."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from netaccess._transport.pool import Pool


@pytest.fixture
def pool() -> Iterator[Pool]:
    """A transport, shut down when the test ends."""
    pool = Pool()
    yield pool
    pool.shutdown()


@pytest.fixture
def refusing() -> Iterator[int]:
    """A port at which nobody listens, and nobody begins to: it is taken."""
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        yield holder.getsockname()[1]
