"""Hops on real sockets: what is reported, in which batches, and what becomes of the connection."""

from __future__ import annotations

import socket
import threading
from typing import Any

import pytest
from wiresupport import CLOSED, WAIT, Blocks, Peer, Run, answering, be_patient, fetch, hop, keeping, serving

from netaccess._transport.pool import Pool
from netaccess._values.errors import NetworkError
from netaccess._values.messages import Connecting, Data, End, Failed, Head, Hop, Informational, Message, Sent

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc"
HEAD_OK = Head(200, "OK", [(b"Content-Length", b"3")], 3)


def test_a_small_response_is_one_batch(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    be_patient(monkeypatch)
    with serving(keeping(OK)) as server:
        first = fetch(pool, hop(server.port))
        second = fetch(pool, hop(server.port))
    assert first.batches == [[Connecting(), Sent(), HEAD_OK, Data(b"abc"), End([])]]
    assert second.batches == [[Sent(), HEAD_OK, Data(b"abc"), End([])]]
    assert server.connections == 1


def test_what_happened_is_reported_while_the_server_thinks(pool: Pool) -> None:
    go_on = threading.Event()

    def handler(peer: Peer, number: int) -> None:
        peer.request()
        go_on.wait(20)
        peer.send(OK)

    with serving(handler) as server:
        run = Run(hop(server.port))
        pool.start(run.ticket)
        run.wait_for(lambda: run.messages == [Connecting(), Sent()])
        go_on.set()
        run.wait()
    assert run.kinds == ["Connecting", "Sent", "Head", "Data", "End"]


def test_a_part_of_a_body_is_reported_while_the_rest_is_on_its_way(pool: Pool) -> None:
    go_on = threading.Event()

    def handler(peer: Peer, number: int) -> None:
        peer.request()
        peer.send(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nabc")
        go_on.wait(20)
        peer.send(b"def")

    with serving(handler) as server:
        run = Run(hop(server.port))
        pool.start(run.ticket)
        run.wait_for(lambda: run.body == b"abc")
        go_on.set()
        run.wait()
    assert run.body == b"abcdef"


def test_the_request_goes_out_as_given(pool: Pool) -> None:
    seen: list[bytes] = []

    def handler(peer: Peer, number: int) -> None:
        seen.append(peer.request())
        peer.send(OK)

    with serving(handler) as server:
        fetch(pool, hop(server.port, b"POST", b"/p?q", b"body", extra=[(b"X-Y", b"z")]))
    assert seen == [b"POST /p?q HTTP/1.1\r\nHost: h\r\nX-Y: z\r\nContent-Length: 4\r\n\r\nbody"]


def test_the_successor_runs_on_the_same_thread_and_connection(pool: Pool) -> None:
    threads: set[str] = set()

    def react(run: Run, message: Message) -> None:
        threads.add(threading.current_thread().name)

    with serving(keeping(OK)) as server:
        second = Run(hop(server.port), react=react)
        first = Run(hop(server.port), following=lambda: second.ticket, react=react)
        pool.start(first.ticket)
        first.wait()
        second.wait()
        assert threads == {f"netaccess 127.0.0.1:{server.port}"}
    assert second.kinds == ["Sent", "Head", "Data", "End"]
    assert server.connections == 1


def test_a_successor_is_sent_before_the_end_of_the_hop_before_is_reported(pool: Pool) -> None:
    order: list[str] = []

    def handler(peer: Peer, number: int) -> None:
        for name in ("first arrived", "second arrived"):
            peer.request()
            order.append(name)
            if name == "second arrived":
                assert first.ended.wait(WAIT)  # the worker does not wait for this answer to report
            peer.send(OK)

    class Noting(Run):
        def __init__(self, name: str, *arguments: Any, **options: Any) -> None:
            self.name, self.ended = name, threading.Event()
            super().__init__(*arguments, **options)

        def _sink(self, batch: list[Message]) -> None:
            super()._sink(batch)
            if isinstance(batch[-1], End):
                order.append(f"{self.name} ended")
                self.ended.set()

    with serving(handler) as server:
        second = Noting("second", hop(server.port))
        first = Noting("first", hop(server.port), following=lambda: second.ticket)
        pool.start(first.ticket)
        second.wait()
    assert sorted(order[1:3]) == ["first ended", "second arrived"]
    assert (order[0], order[3]) == ("first arrived", "second ended")


def test_a_successor_for_another_endpoint_gets_a_connection_of_its_own(pool: Pool) -> None:
    with serving(keeping(OK)) as one, serving(keeping(OK)) as two:
        second = Run(hop(two.port))
        first = Run(hop(one.port), following=lambda: second.ticket)
        pool.start(first.ticket)
        second.wait()
        assert second.kinds == ["Connecting", "Sent", "Head", "Data", "End"]
        assert two.connections == 1


def test_informational_responses_are_reported(pool: Pool) -> None:
    with serving(answering(b"HTTP/1.1 103 Early\r\nA: b\r\n\r\n" + OK)) as server:
        run = fetch(pool, hop(server.port))
    assert run.messages[2:4] == [Informational(103, "Early", [(b"A", b"b")]), HEAD_OK]


@pytest.mark.parametrize("answer", [b"HTTP/1.0 200 OK\r\n\r\nabc", b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nabc"])
def test_a_body_may_end_with_the_connection(pool: Pool, answer: bytes) -> None:
    with serving(answering(answer)) as server:
        run = fetch(pool, hop(server.port))
        again = fetch(pool, hop(server.port))
    assert (run.body, run.last) == (b"abc", End([]))
    assert (again.body, server.connections) == (b"abc", 2)


@pytest.mark.parametrize("extra", [b"junk", b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil"])
def test_bytes_after_a_response_are_not_taken_for_the_next(pool: Pool, extra: bytes) -> None:
    with serving(keeping(OK + extra)) as server:
        bodies = [fetch(pool, hop(server.port)).body for _ in range(2)]
    assert bodies == [b"abc", b"abc"]
    assert server.connections == 2


def test_bytes_on_an_idle_connection_are_not_taken_for_an_answer(pool: Pool) -> None:
    stray = threading.Event()
    sent = threading.Event()

    def handler(peer: Peer, number: int) -> None:
        peer.request()
        peer.send(OK)
        if number == 1:
            stray.wait(20)
            peer.send(OK.replace(b"abc", b"bad"))
            sent.set()
            peer.request()

    with serving(handler) as server:
        fetch(pool, hop(server.port))
        stray.set()
        assert sent.wait(20)
        assert fetch(pool, hop(server.port)).body == b"abc"
    assert server.connections == 2


@pytest.mark.parametrize("answer", [b"", b"garbage\r\n\r\n", b"HTTP/1.1 200"])
def test_a_get_without_an_answer_is_tried_twice(pool: Pool, answer: bytes) -> None:
    with serving(answering(answer)) as server:
        run = fetch(pool, hop(server.port))
    assert run.messages == [Connecting(), Sent(), Sent(), CLOSED]
    assert server.connections == 2


def test_a_get_whose_second_try_is_answered_succeeds(pool: Pool) -> None:
    def handler(peer: Peer, number: int) -> None:
        peer.request()
        if number == 2:
            peer.send(OK)

    with serving(handler) as server:
        run = fetch(pool, hop(server.port))
    assert run.kinds == ["Connecting", "Sent", "Head", "Data", "End"]


def test_a_post_without_an_answer_is_tried_once(pool: Pool) -> None:
    with serving(answering(b"")) as server:
        run = fetch(pool, hop(server.port, b"POST", body=b"x", idempotent=False))
    assert run.last == CLOSED
    assert server.connections == 1


def dying_after_one(peer: Peer, number: int) -> None:
    """Answer; on the first connection, read the second request and close without a word."""
    while peer.request():
        if number == 1 and getattr(peer, "answered", False):
            return
        peer.send(OK)
        peer.answered = True  # type: ignore[attr-defined]


@pytest.mark.parametrize("body", [None, b"x", Blocks([b"x"], 1)])
def test_a_stale_connection_is_replaced_when_repeating_is_safe(pool: Pool, body: bytes | Blocks | None) -> None:
    with serving(dying_after_one) as server:
        fetch(pool, hop(server.port))
        run = fetch(pool, hop(server.port, b"PUT" if body else b"GET", body=body))
    assert "Connecting" not in run.kinds
    assert run.last == End([])
    assert server.connections == 2


@pytest.mark.parametrize(
    ("body", "idempotent"), [(b"x", False), (Blocks([b"x"], 1, rewinds=False), True), (Blocks([b"x"], 1), False)]
)
def test_a_stale_connection_is_an_error_when_repeating_is_not_safe(
    pool: Pool, body: bytes | Blocks, idempotent: bool
) -> None:
    with serving(dying_after_one) as server:
        fetch(pool, hop(server.port))
        run = fetch(pool, hop(server.port, b"POST", body=body, idempotent=idempotent))
    assert run.last == CLOSED
    assert server.connections == 1


def test_a_connection_closed_while_idle_is_replaced_before_anything_is_sent(pool: Pool) -> None:
    closed = threading.Event()

    def handler(peer: Peer, number: int) -> None:
        peer.request()
        peer.send(OK)
        peer.sock.shutdown(socket.SHUT_RDWR)
        closed.set()

    with serving(handler) as server:
        fetch(pool, hop(server.port))
        assert closed.wait(WAIT)
        run = fetch(pool, hop(server.port, b"POST", body=b"x", idempotent=False))
    assert run.kinds == ["Connecting", "UploadProgress", "Sent", "Head", "Data", "End"]
    assert server.connections == 2


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nabc",
    ],
)
def test_a_response_cut_short_fails_after_its_bytes(pool: Pool, answer: bytes) -> None:
    with serving(answering(answer)) as server:
        run = fetch(pool, hop(server.port))
    assert (run.body, run.last) == (b"abc", CLOSED)
    assert server.connections == 1


def test_a_reset_within_a_body_fails_after_its_bytes(pool: Pool) -> None:
    seen = threading.Event()

    def handler(peer: Peer, number: int) -> None:
        peer.request()
        peer.send(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc")
        seen.wait(20)
        peer.reset()

    with serving(handler) as server:
        run = Run(hop(server.port), react=lambda run, message: seen.set() if isinstance(message, Data) else None)
        pool.start(run.ticket)
        run.wait()
    assert (run.body, run.last) == (b"abc", CLOSED)


def test_a_bad_response_fails_with_the_rule_it_breaks(pool: Pool) -> None:
    with serving(answering(b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n")) as server:
        run = fetch(pool, hop(server.port))
    assert run.last == Failed(
        NetworkError.ProtocolFailure, "Invalid response: the Content-Length ' -1'".replace("' ", "'")
    )


def test_a_request_that_cannot_be_sent_fails(pool: Pool) -> None:
    run = fetch(pool, hop(1, b"GET\r\nX: y"))
    assert isinstance(run.last, Failed)
    assert run.last.error == NetworkError.ProtocolInvalidOperationError
    assert run.successors == 1


def test_an_unforeseen_error_ends_the_hop_and_not_the_chain(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(hop: Hop) -> bytes:
        raise KeyError("surprise")

    with serving(keeping(OK)) as server:
        monkeypatch.setattr("netaccess._transport.hopper.head_of", broken)
        following = Run(hop(server.port))

        def go_on() -> object:
            monkeypatch.undo()
            return following.ticket

        run = Run(hop(server.port), following=go_on)  # type: ignore[arg-type]
        pool.start(run.ticket)
        run.wait()
        following.wait()
    assert run.messages == [Failed(NetworkError.UnknownNetworkError, "KeyError: 'surprise'")]
    assert following.body == b"abc"
