"""Fixtures of the access layer's tests: virtual time, a fake transport, and a manager that uses it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from faketransport import FakeTransport
from looping import drain
from virtualclock import VirtualClock

from netaccess._access.manager import QNetworkAccessManager, Seam
from netaccess._kernel.destruction import destroy
from netaccess._kernel.tombstone import is_buried


@pytest.fixture
def wire(monkeypatch: pytest.MonkeyPatch) -> FakeTransport:
    """The transport of the managers made in the test."""
    transport = FakeTransport()
    monkeypatch.setattr(Seam, "make_transport", staticmethod(lambda: transport))
    return transport


@pytest.fixture
def manager(clock: VirtualClock, wire: FakeTransport) -> Iterator[QNetworkAccessManager]:
    """A manager on the fake transport and virtual time."""
    made = QNetworkAccessManager()
    yield made
    if not is_buried(made):
        destroy(made)
    drain()
