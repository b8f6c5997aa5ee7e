"""How much of a body waits to be read, and what the worker is granted when some of it has been."""

from __future__ import annotations

import pytest
from faketransport import FakeTransport, Recorder, answer, head, request
from looping import drain

from netaccess._access.manager import QNetworkAccessManager
from netaccess._values.messages import Data, Sent

# -- back-pressure ---------------------------------------------------------------------------------------------------


def test_a_reader_without_a_limit_takes_everything(manager: QNetworkAccessManager, wire: FakeTransport) -> None:
    reply = manager.get(request())
    wire.say(wire.tickets[0], Sent(), head())
    wire.stream(wire.tickets[0], bytes(10_000_000))
    drain()
    assert reply.bytesAvailable() == 10_000_000


def test_no_more_waits_than_the_buffer_holds(manager: QNetworkAccessManager, wire: FakeTransport) -> None:
    reply = manager.get(request())
    reply.setReadBufferSize(1000)
    ticket = wire.tickets[0]
    wire.say(ticket, Sent(), head(length=5000))
    wire.stream(ticket, bytes(range(250)) * 20)
    drain()
    assert reply.bytesAvailable() == 1000
    assert wire.pump(ticket) == 0


@pytest.mark.parametrize("how", ["read", "readAll", "readLine"])
def test_what_is_read_is_granted_to_the_worker(manager: QNetworkAccessManager, wire: FakeTransport, how: str) -> None:
    reply = manager.get(request())
    reply.setReadBufferSize(1000)
    ticket, body, got, most = wire.tickets[0], bytes(i % 251 for i in range(5000)), b"", 0
    wire.say(ticket, Sent(), head(length=5000))
    wire.stream(ticket, body)
    for _ in range(100_000):
        drain()
        most = max(most, reply.bytesAvailable())
        if reply.isFinished() and not reply.bytesAvailable():
            break
        got += bytes({"read": lambda: reply.read(300), "readAll": reply.readAll, "readLine": reply.readLine}[how]())
        if ticket in wire.running:
            wire.pump(ticket)
    assert got == body
    assert most <= 1000


def test_a_limit_set_before_anything_came_holds_from_the_start(
    manager: QNetworkAccessManager, wire: FakeTransport
) -> None:
    for _ in range(6):
        manager.get(request())
    reply = manager.get(request())
    reply.setReadBufferSize(10)
    wire.say(wire.tickets[0], *answer(b""))
    drain()
    assert wire.tickets[6].allowance(100, wait=False, take=False) == 10


def test_lifting_the_limit_lets_the_rest_in(manager: QNetworkAccessManager, wire: FakeTransport) -> None:
    reply = manager.get(request())
    reply.setReadBufferSize(10)
    ticket = wire.tickets[0]
    wire.say(ticket, Sent(), head(length=100))
    wire.stream(ticket, bytes(100))
    drain()
    reply.setReadBufferSize(0)
    wire.pump(ticket)
    drain()
    assert reply.bytesAvailable() == 100


def test_a_smaller_limit_counts_what_waits_already(manager: QNetworkAccessManager, wire: FakeTransport) -> None:
    reply = manager.get(request())
    ticket = wire.tickets[0]
    wire.say(ticket, Sent(), head(), Data(bytes(50)))
    drain()
    reply.setReadBufferSize(20)
    assert ticket.allowance(100, wait=False, take=False) == 0
    reply.setReadBufferSize(80)
    assert ticket.allowance(100, wait=False, take=False) == 30


def test_a_discarded_body_needs_no_credit(manager: QNetworkAccessManager, wire: FakeTransport) -> None:
    reply = manager.get(request())
    reply.setReadBufferSize(1)
    wire.say(wire.tickets[0], Sent(), head(302, (b"Location", b"/next"), length=100))
    drain()
    assert wire.tickets[0].discarding
    assert wire.tickets[0].allowance(100, wait=False) == 100


# -- a limit that is set while bytes are on their way ----------------------------------------------------------------


def test_what_was_on_its_way_when_the_buffer_was_limited_waits_for_room(
    manager: QNetworkAccessManager, wire: FakeTransport
) -> None:
    wire.script = lambda ticket: answer(b"0123456789" * 10)
    reply = manager.get(request())
    reply.setReadBufferSize(7)
    recorder = Recorder(manager, reply)
    drain()
    assert reply.bytesAvailable() == 7
    assert not reply.isFinished()
    seen = b""
    while reply.bytesAvailable():
        seen += bytes(reply.read(5))
        drain()
        assert reply.bytesAvailable() <= 7
    assert seen == b"0123456789" * 10
    assert recorder.log.count("finished") == 1


def test_lifting_the_limit_lets_in_what_waited(manager: QNetworkAccessManager, wire: FakeTransport) -> None:
    wire.script = lambda ticket: answer(b"0123456789" * 10)
    reply = manager.get(request())
    reply.setReadBufferSize(7)
    drain()
    reply.setReadBufferSize(0)
    drain()
    assert reply.isFinished()
    assert reply.bytesAvailable() == 100
