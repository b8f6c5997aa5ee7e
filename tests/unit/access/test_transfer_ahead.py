"""Connections that a manager makes in advance, on a scripted transport."""

from __future__ import annotations

from typing import Any

import pytest
from faketransport import FakeTransport

from netaccess._access.manager import QNetworkAccessManager
from netaccess._access.reply import QNetworkReply
from netaccess._values.errors import NetworkError


def test_connections_made_in_advance_are_hops_without_a_method(
    manager: QNetworkAccessManager, wire: FakeTransport
) -> None:
    manager.connectToHost("Host", 81)
    manager.connectToHostEncrypted("host")
    hops = [ticket.hop for ticket in wire.tickets]
    assert [(each.method, *each.endpoint[:3]) for each in hops] == [
        (b"", "http", "host", 81),
        (b"", "https", "host", 443),
    ]


def test_a_connection_in_the_making_can_be_given_up(manager: QNetworkAccessManager, wire: FakeTransport) -> None:
    heard: list[Any] = []
    manager.finished.connect(heard.append)
    manager.connectToHost("host")
    (reply,) = manager.findChildren(QNetworkReply)
    reply.abort()
    reply.abort()
    assert heard == [reply]
    assert reply.error() == NetworkError.OperationCanceledError
    assert wire.running == []


@pytest.mark.parametrize("port", [0, -1, 65536])
def test_a_port_that_is_none_is_refused(manager: QNetworkAccessManager, port: int) -> None:
    with pytest.raises(ValueError, match="a port is a number from 1 to 65535"):
        manager.connectToHost("host", port)
