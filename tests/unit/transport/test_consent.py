"""Requests that ask the server whether it wants their body (``Expect: 100-continue``)."""

from __future__ import annotations

import queue

import pytest
from wiresupport import WAIT, Peer, Run, hop, serving

from netaccess._transport import sending
from netaccess._transport.pool import Pool
from netaccess._values.messages import Head, Hop

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc"


def asking(port: int, body: bytes = b"0123456789") -> Hop:
    return hop(port, b"POST", body=body, extra=[(b"Expect", b"100-continue")], idempotent=False)


def run(pool: Pool, one: Hop) -> Run:
    started = Run(one)
    pool.start(started.ticket)
    return started.wait()


def test_the_body_follows_the_servers_consent(pool: Pool) -> None:
    seen: list[bytes] = []

    def handler(peer: Peer, number: int) -> None:
        seen.append(peer.until(b"\r\n\r\n"))
        peer.sock.settimeout(0.05)
        with pytest.raises(TimeoutError):
            peer.sock.recv(1)
        peer.sock.settimeout(None)
        peer.send(b"HTTP/1.1 100 Continue\r\n\r\n")
        seen.append(peer.take(10))
        peer.send(OK)

    with serving(handler) as server:
        result = run(pool, asking(server.port))
    assert seen[1] == b"0123456789"
    assert result.body == b"abc"


def test_an_answer_instead_of_consent_saves_the_body(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "_CONTINUE_PATIENCE", WAIT)
    rest: queue.Queue[bytes] = queue.Queue()

    def handler(peer: Peer, number: int) -> None:
        peer.until(b"\r\n\r\n")
        peer.send(b"HTTP/1.1 417 Expectation Failed\r\nContent-Length: 0\r\n\r\n")
        rest.put(peer.take(1))

    with serving(handler) as server:
        result = run(pool, asking(server.port))
        heads = [message for message in result.messages if isinstance(message, Head)]
        assert [head.status for head in heads] == [417]
        assert "Sent" not in result.kinds
        assert rest.get(timeout=WAIT) == b""


def test_a_server_that_says_nothing_gets_the_body_all_the_same(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "_CONTINUE_PATIENCE", 0.01)

    def handler(peer: Peer, number: int) -> None:
        assert peer.request().endswith(b"0123456789")
        peer.send(OK)

    with serving(handler) as server:
        assert run(pool, asking(server.port)).body == b"abc"


def test_other_informational_responses_are_no_consent(pool: Pool) -> None:
    early: list[bytes] = []

    def handler(peer: Peer, number: int) -> None:
        peer.until(b"\r\n\r\n")
        peer.send(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n")
        peer.sock.settimeout(0.05)
        try:
            early.append(peer.sock.recv(1))
        except TimeoutError:
            pass
        peer.sock.settimeout(None)
        peer.send(b"HTTP/1.1 100 Continue\r\n\r\n")
        peer.take(10)
        peer.send(OK)

    with serving(handler) as server:
        assert run(pool, asking(server.port)).body == b"abc"
    assert early == []


def test_a_large_body_waits_for_consent_too(pool: Pool) -> None:
    body = b"x" * 1_000_000

    def handler(peer: Peer, number: int) -> None:
        peer.until(b"\r\n\r\n")
        peer.send(b"HTTP/1.1 100 Continue\r\n\r\n")
        assert peer.take(len(body)) == body
        peer.send(OK)

    with serving(handler) as server:
        assert run(pool, asking(server.port, body)).body == b"abc"
