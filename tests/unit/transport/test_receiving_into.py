"""Long bodies that a worker receives right into the reader's memory."""

from __future__ import annotations

import random
import ssl
import threading
from collections.abc import Iterator

import pytest
import trustme
from wiresupport import WAIT, Peer, Run, hop, serving

from netaccess._transport.base import UNLIMITED
from netaccess._transport.pool import Pool
from netaccess._values.bytearray import QByteArray
from netaccess._values.errors import NetworkError
from netaccess._values.messages import Data, End, Failed, Message
from netaccess._values.place import Place

BODY = random.Random(3).randbytes(3 * 1024 * 1024)
ENOUGH = 512 * 1024
"""Bytes that have come before the reader lends its memory."""


class Lender:
    """A sink that lends its memory once a part of the body has come, and takes note of what comes as a reader does."""

    def __init__(self, run: Run, size: int = len(BODY), after: int = ENOUGH) -> None:
        self.array = QByteArray(size, b"?")
        self.place: Place | None = None
        self.offered = Place(self.array)
        self.arrived = 0
        self.in_place = 0
        self.over = threading.Event()
        self._after = after
        self._sink = run.ticket.sink
        run.ticket.sink = self

    def __call__(self, batch: list[Message]) -> None:
        taken: list[Message] = []
        for message in batch:
            if isinstance(message, Data):
                data = message.data
                if isinstance(data, memoryview):
                    assert data.obj is self.array and data == self.array[self.arrived : self.arrived + len(data)]
                    self.in_place += len(data)
                    message = Data(bytes(data))
                    data.release()
                self.arrived += len(message.data)
            taken.append(message)
        if self.arrived >= self._after:
            self.place = self.offered
        self._sink(taken)


@pytest.fixture(params=["http", "https"])
def scheme(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def context(scheme: str) -> Iterator[ssl.SSLContext | None]:
    if scheme == "http":
        yield None
        return
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(made)
    yield made


def sized(body: bytes, length: int) -> bytes:
    return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % length + body


def test_a_long_body_is_received_in_place(pool: Pool, scheme: str, context: ssl.SSLContext | None) -> None:
    def handler(peer: Peer, number: int) -> None:
        while peer.request():
            peer.send(sized(BODY, len(BODY)))

    with serving(handler, context) as server:
        for _ in range(2):  # the connection is as good as before
            run = Run(hop(server.port, scheme=scheme, verify=False))
            lender = Lender(run)
            pool.start(run.ticket)
            run.wait()
            assert run.last == End([])
            assert run.body == BODY
            assert lender.in_place >= len(BODY) // 2
            assert lender.offered.close(len(BODY))
            lender.array.append(b"its size can change")
        assert server.connections == 1


def test_a_place_that_is_too_short_takes_what_it_holds(pool: Pool, scheme: str, context: ssl.SSLContext | None) -> None:
    with serving(lambda peer, number: peer.send(sized(BODY, len(BODY))) if peer.request() else None, context) as server:
        run = Run(hop(server.port, scheme=scheme, verify=False))
        lender = Lender(run, len(BODY) // 2)
        pool.start(run.ticket)
        run.wait()
    assert run.body == BODY
    assert 0 < lender.in_place < len(BODY) // 2
    assert lender.offered.close(len(BODY))


def test_a_body_that_ends_too_soon_fails_with_what_has_come(
    pool: Pool, scheme: str, context: ssl.SSLContext | None
) -> None:
    def handler(peer: Peer, number: int) -> None:
        peer.request()
        peer.send(sized(BODY[:-7], len(BODY)))

    with serving(handler, context) as server:
        run = Run(hop(server.port, scheme=scheme, verify=False))
        lender = Lender(run)
        pool.start(run.ticket)
        run.wait()
    assert isinstance(run.last, Failed) and run.last.error == NetworkError.RemoteHostClosedError
    assert run.body == BODY[:-7]
    assert lender.in_place and lender.offered.close(len(BODY))


@pytest.mark.parametrize("how", ["cancel", "close", "limit"])
def test_a_worker_leaves_a_place_that_is_taken_from_it(
    pool: Pool, scheme: str, context: ssl.SSLContext | None, how: str
) -> None:
    gone_on = threading.Event()
    half = len(BODY) // 2

    def handler(peer: Peer, number: int) -> None:
        peer.request()
        peer.send(sized(BODY[:half], len(BODY)))
        assert gone_on.wait(WAIT)
        peer.send(BODY[half:])

    with serving(handler, context) as server:
        run = Run(hop(server.port, scheme=scheme, verify=False))
        lender = Lender(run)
        pool.start(run.ticket)
        run.wait_for(lambda: lender.arrived == half)
        if how == "close":
            assert not lender.offered.close(half)
        elif how == "cancel":
            run.ticket.cancel()
        else:
            run.ticket.set_credit(len(BODY) - half)
        gone_on.set()
        run.wait()
    if how == "cancel":
        assert not isinstance(run.last, End)
    else:
        assert run.body == BODY
        assert lender.in_place < len(BODY)
        assert run.last == End([])
    assert lender.offered.close(len(BODY))
    lender.array.append(b"its size can change")


def test_what_is_reported_under_a_limit_is_the_workers_own(pool: Pool) -> None:
    def limit(run: Run, message: Message) -> None:
        if isinstance(message, Data) and lender.in_place and run.ticket.unlimited:
            run.ticket.set_credit(1000)
        elif isinstance(message, Data) and not run.ticket.unlimited:
            run.ticket.grant(len(message.data))

    with serving(lambda peer, number: peer.send(sized(BODY, len(BODY))) if peer.request() else None) as server:
        run = Run(hop(server.port), UNLIMITED, react=limit)
        lender = Lender(run)
        pool.start(run.ticket)
        run.wait()
    assert run.body == BODY


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n" % len(BODY) + BODY + b"\r\n0\r\n\r\n",
        b"HTTP/1.0 200 OK\r\n\r\n" + BODY,
    ],
    ids=["chunked", "until close"],
)
def test_only_a_body_of_known_length_is_received_in_place(pool: Pool, answer: bytes) -> None:
    with serving(lambda peer, number: peer.send(answer) if peer.request() else None) as server:
        run = Run(hop(server.port))
        lender = Lender(run)
        pool.start(run.ticket)
        run.wait()
    assert run.body == BODY
    assert lender.in_place == 0
