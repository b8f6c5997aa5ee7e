"""For which long bodies the loop has memory made before they have come."""

from __future__ import annotations

import pytest
from faketransport import FakeTransport, head, request
from looping import drain

from netaccess._access import chunks
from netaccess._access.manager import QNetworkAccessManager
from netaccess._access.reservation import RESERVE_FROM
from netaccess._values.bytearray import QByteArray
from netaccess._values.messages import Data, Sent

HALF = bytes(RESERVE_FROM // 2)


@pytest.fixture
def ready(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How much of a body had come each time when memory for more of it was made, on any system."""
    asked: list[int] = []
    monkeypatch.setattr(chunks, "reserved", lambda size: (QByteArray(size, b"?"), asked.append))
    return asked


def receive_half(wire: FakeTransport) -> None:
    """Let the first half of the first request's body come."""
    ticket = wire.tickets[0]
    wire.say(ticket, Sent(), head(length=RESERVE_FROM), Data(HALF))
    drain()


def test_memory_is_made_for_a_body_that_nobody_reads_before_its_end(
    manager: QNetworkAccessManager, wire: FakeTransport, ready: list[int]
) -> None:
    manager.get(request())
    receive_half(wire)
    assert ready == [len(HALF)]


def test_none_is_made_for_a_body_that_is_read_as_it_comes(
    manager: QNetworkAccessManager, wire: FakeTransport, ready: list[int]
) -> None:
    manager.get(request()).readyRead.connect(lambda: None)
    receive_half(wire)
    assert ready == []


def test_none_is_made_while_the_loop_has_other_transfers_to_serve(
    manager: QNetworkAccessManager, wire: FakeTransport, ready: list[int]
) -> None:
    manager.get(request())
    manager.get(request())
    receive_half(wire)
    assert ready == []


def test_none_is_made_for_a_short_body(manager: QNetworkAccessManager, wire: FakeTransport, ready: list[int]) -> None:
    manager.get(request())
    wire.say(wire.tickets[0], Sent(), head(length=RESERVE_FROM - 1), Data(HALF))
    drain()
    assert ready == []
