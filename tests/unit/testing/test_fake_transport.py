"""The fake transport keeps the promises of the seam: messages in order, one successor, credit, cancellation."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from netaccess._transport.base import Ticket
from netaccess._values.messages import Connecting, Data, Encrypted, End, Endpoint, Failed, Head, Hop, Sent
from netaccess.testing import FakeLoop
from netaccess.testing.network import FakeNetwork, Response, redirect, refused, reset
from netaccess.testing.network.transport import FakeTransport

HTTP = Endpoint("http", "api.example", 80)
HTTPS = Endpoint("https", "api.example", 443)


@pytest.fixture
def network() -> Iterator[FakeNetwork]:
    with FakeLoop() as loop, FakeNetwork(loop) as network:
        yield network


@pytest.fixture
def transport(network: FakeNetwork) -> FakeTransport:
    return network.make_transport()


class Asked(Ticket):
    """A ticket that writes down what it is told, and how often it was asked for the next one."""

    __slots__ = ("asked", "told")

    def __init__(
        self, target: str = "/", endpoint: Endpoint = HTTP, credit: int = 1 << 62, following: Ticket | None = None
    ) -> None:
        self.told: list[Any] = []
        self.asked = 0

        def successor() -> Ticket | None:
            self.asked += 1
            return following

        hop = Hop(endpoint, b"GET", target.encode(), [(b"Host", b"api.example")], decode=True)
        super().__init__(hop, self.told.extend, successor, credit)

    @property
    def kinds(self) -> list[type]:
        return [type(each) for each in self.told]


def settle(network: FakeNetwork) -> None:
    network._loop.run_until_idle()


def test_a_hop_is_told_in_order(network: FakeNetwork, transport: FakeTransport) -> None:
    network.get("**").respond("hello")
    ticket = Asked(endpoint=HTTPS)
    transport.start(ticket)
    assert ticket.told == []
    settle(network)
    assert ticket.kinds == [Connecting, Encrypted, Sent, Head, Data, End]


@pytest.mark.parametrize(
    "answer", ["hello", 204, refused(), reset(), reset(2, "hello"), Response(chunks=["a"], chunk_delay=1)], ids=range(6)
)
def test_the_successor_is_asked_for_once(network: FakeNetwork, transport: FakeTransport, answer: Any) -> None:
    network.get("**").respond(answer)
    ticket = Asked()
    transport.start(ticket)
    settle(network)
    assert (ticket.asked, transport.busy(HTTP)) == (1, 0)


def test_the_ticket_that_follows_is_started_on_the_same_connection(
    network: FakeNetwork, transport: FakeTransport
) -> None:
    network.get("**").respond("hello")
    second = Asked("/2")
    transport.start(Asked("/1", following=second))
    settle(network)
    assert second.kinds == [Sent, Head, Data, End]
    assert network.connections == 1


@pytest.mark.parametrize("after", [None, 0.0, 0.5, 1.5])
def test_a_cancelled_ticket_hears_no_more_and_makes_room(
    network: FakeNetwork, transport: FakeTransport, after: float | None
) -> None:
    network.latency = 1.0
    network.get("**", optional=True).respond(Response(text="hello", delay=5))
    second = Asked("/2")
    ticket = Asked("/1", following=second)
    if after is None:
        ticket.cancel()
    transport.start(ticket)
    if after is not None:
        network._loop.advance(after)
        ticket.cancel()
    heard = len(ticket.told)
    settle(network)
    assert (len(ticket.told), ticket.asked, second.kinds[-1]) == (heard, 1, End)


def test_a_ticket_that_is_cancelled_after_its_end_changes_nothing(
    network: FakeNetwork, transport: FakeTransport
) -> None:
    network.get("**")
    ticket = Asked()
    transport.start(ticket)
    settle(network)
    ticket.cancel()
    assert (ticket.asked, network.idle_connections) == (1, 1)


def test_no_more_is_told_than_there_is_credit_for(network: FakeNetwork, transport: FakeTransport) -> None:
    network.get("**").respond("hello")
    ticket = Asked(credit=2)
    transport.start(ticket)
    network._loop.advance(1)
    told = b"".join(each.data for each in ticket.told if isinstance(each, Data))
    assert (told, ticket.kinds[-1]) == (b"he", Data)
    ticket.grant(2)
    network._loop.advance(1)
    ticket.set_credit(100)
    settle(network)
    assert b"".join(each.data for each in ticket.told if isinstance(each, Data)) == b"hello"
    assert ticket.kinds[-1] is End


def test_decoded_bytes_count_for_the_credit(network: FakeNetwork, transport: FakeTransport) -> None:
    network.get("**").respond(Response(body=b"a" * 1000, content_encoding="gzip"))
    ticket = Asked(credit=10)
    transport.start(ticket)
    network._loop.advance(1)
    assert sum(len(each.data) for each in ticket.told if isinstance(each, Data)) == 10
    ticket.cancel()


def test_a_discarding_ticket_hears_of_no_data_and_keeps_the_connection(
    network: FakeNetwork, transport: FakeTransport
) -> None:
    network.get("**").respond(Response(chunks=["a", "b"], chunk_delay=0.5))
    ticket = Asked()
    transport.start(ticket)
    network._loop.advance(0.1)
    ticket.discard()
    settle(network)
    assert ticket.kinds == [Connecting, Sent, Head, Data, End]
    assert network.idle_connections == 1


@pytest.mark.parametrize("pause", [0.5, 1.0, 1.5, 5.0])
def test_a_discarding_ticket_does_not_wait_long(network: FakeNetwork, transport: FakeTransport, pause: float) -> None:
    network.get("**").respond(redirect("/x", chunks=["a", "b"], chunk_delay=pause))
    ticket = Asked()
    transport.start(ticket)
    network._loop.advance(0.1)
    ticket.discard()
    settle(network)
    assert ticket.kinds[-1] is End
    assert network._loop.now == pytest.approx(min(pause, 1.1))


def test_a_hop_that_only_connects_sends_nothing(network: FakeNetwork, transport: FakeTransport) -> None:
    told: list[Any] = []
    transport.start(Ticket(Hop(HTTPS, b"", b"", []), told.extend, lambda: None))
    settle(network)
    assert [type(each) for each in told] == [Connecting, Encrypted, End]
    assert (network.requests, network.idle_connections) == ([], 1)


def test_after_the_shutdown_nothing_can_be_started(network: FakeNetwork, transport: FakeTransport) -> None:
    transport.shutdown()
    with pytest.raises(RuntimeError, match="shut down"):
        transport.start(Asked())


def test_what_was_queued_before_the_shutdown_is_still_sent(network: FakeNetwork, transport: FakeTransport) -> None:
    network.get("**")
    second = Asked("/2")
    transport.start(Asked("/1", following=second))
    transport.shutdown()
    settle(network)
    assert second.kinds[-1] is End


def test_hops_under_way_are_counted_by_endpoint(network: FakeNetwork, transport: FakeTransport) -> None:
    network.get("**").respond(Response(delay=1))
    for endpoint in (HTTP, HTTP, HTTPS):
        transport.start(Asked(endpoint=endpoint))
    assert (transport.busy(HTTP), transport.busy(HTTPS)) == (2, 1)
    settle(network)
    assert transport.busy(HTTP) == 0


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (lambda hop: setattr(hop, "method", b"G T"), "The method b'G T' is not an HTTP token"),
        (lambda hop: setattr(hop, "body", b"x"), "A request with a body needs either"),
        (lambda hop: setattr(hop, "headers", [(b"A", b"b\r\nc: d")]), "The value of header b'A' holds CR"),
    ],
)
def test_a_hop_that_cannot_be_written_fails(
    network: FakeNetwork, transport: FakeTransport, change: Callable[[Hop], None], text: str
) -> None:
    ticket = Asked()
    change(ticket.hop)
    transport.start(ticket)
    settle(network)
    failed = ticket.told[-1]
    assert isinstance(failed, Failed)
    assert failed.text.startswith(text)
    assert network.requests == []
