"""Responses of the fake network: when their bytes come, how they are framed and decoded, and where they stop."""

from __future__ import annotations

from typing import Any

import pytest
from fakenetworksupport import Client, Error, Heard, request, status

from netaccess.QtNetwork import QNetworkRequest
from netaccess.testing import Stalled
from netaccess.testing.network import Response, close_early, drip, raw, redirect, reset, stall

BASE = "http://api.example"
Attribute = QNetworkRequest.Attribute


def arrivals(client: Client, reply: Any) -> list[tuple[float, bytes]]:
    """Let *reply* finish, and return what it could read when."""
    came: list[tuple[float, bytes]] = []
    reply.readyRead.connect(lambda: came.append((round(client.loop.now, 6), bytes(reply.readAll()))))
    client.finish(reply)
    return came


def test_without_a_delay_everything_comes_at_once(client: Client) -> None:
    client.network.get(BASE).respond("hello")
    assert arrivals(client, client.manager.get(request(BASE))) == [(0.0, b"hello")]
    assert client.loop.now == 0.0


def test_a_large_body_comes_in_blocks_of_64_kib_at_one_moment(client: Client) -> None:
    client.network.get(BASE).respond(bytes(150_000))
    came = arrivals(client, client.manager.get(request(BASE)))
    assert [(when, len(data)) for when, data in came] == [(0.0, 65536), (0.0, 65536), (0.0, 18928)]


def test_a_delay_comes_before_the_head(client: Client) -> None:
    client.network.get(BASE).respond("hello", times=None).respond(Response(text="hello", delay=3600))
    heard = Heard(client.manager.get(request(BASE)))
    client.loop.advance(3599)
    assert "metaDataChanged" not in heard.names
    client.loop.advance(1)
    assert "finished" in heard.names


def test_chunks_come_one_by_one_with_pauses_between(client: Client) -> None:
    client.network.get(BASE).respond(Response(chunks=[b"a", "b", (2.0, b"c")], chunk_delay=0.5))
    assert arrivals(client, client.manager.get(request(BASE))) == [(0.0, b"a"), (0.5, b"b"), (2.5, b"c")]


def test_chunks_without_a_pause_are_heard_one_by_one(client: Client) -> None:
    client.network.get(BASE).respond(Response(chunks=[b"a", b"b", b"c"]))
    assert [data for _, data in arrivals(client, client.manager.get(request(BASE)))] == [b"a", b"b", b"c"]


def test_a_body_can_be_cut_into_chunks(client: Client) -> None:
    client.network.get(BASE).respond(Response(body="abcde", chunk_size=2, chunk_delay=1))
    assert arrivals(client, client.manager.get(request(BASE))) == [(0.0, b"ab"), (1.0, b"cd"), (2.0, b"e")]


def test_a_body_that_drips(client: Client) -> None:
    client.network.get(BASE).respond(drip("abc", 0.25))
    assert arrivals(client, client.manager.get(request(BASE))) == [(0.0, b"a"), (0.25, b"b"), (0.5, b"c")]


def test_a_response_may_have_its_own_bandwidth(client: Client) -> None:
    client.network.get(BASE).respond(Response(body=bytes(1000), bandwidth=100))
    came = arrivals(client, client.manager.get(request(BASE)))
    assert came[-1][0] == 10.0
    assert sum(len(data) for when, data in came if when <= 5) == 500


def test_the_bandwidth_of_the_network_is_shared(client: Client) -> None:
    client.network.bandwidth = 100
    client.network.get(BASE).respond(bytes(200))
    replies = [client.manager.get(request(BASE)) for _ in range(3)]
    for reply in replies:
        client.finish(reply)
    assert client.loop.now == pytest.approx(6.0)


def test_parallel_responses_share_the_bandwidth_evenly(client: Client) -> None:
    client.network.bandwidth = 100
    client.network.get(BASE).respond(bytes(200))
    replies = [client.manager.get(request(BASE)) for _ in range(2)]
    client.loop.advance(2.0)
    assert [reply.bytesAvailable() for reply in replies] == [100, 100]
    client.loop.run_until_idle()


def test_latency_is_a_round_trip_for_dialling_and_one_for_the_answer(client: Client) -> None:
    client.network.latency = 0.1
    client.network.get(BASE).respond("a")
    client.get(BASE)
    assert client.loop.now == pytest.approx(0.2)
    client.get(BASE)
    assert client.loop.now == pytest.approx(0.3)


def test_tls_costs_another_round_trip(client: Client) -> None:
    client.network.latency = 0.1
    client.network.get("https://api.example/").respond("a")
    client.get("https://api.example/")
    assert client.loop.now == pytest.approx(0.3)


def test_the_length_is_announced(client: Client) -> None:
    client.network.get(BASE).respond("hello")
    assert bytes(client.get(BASE).rawHeader("Content-Length")) == b"5"


def test_chunks_have_no_length(client: Client) -> None:
    client.network.get(BASE).respond(Response(chunks=["a"]))
    reply = client.get(BASE)
    assert bytes(reply.rawHeader("Transfer-Encoding")) == b"chunked"
    assert not reply.hasRawHeader("Content-Length")


def test_a_body_may_end_with_its_connection(client: Client) -> None:
    client.network.get(BASE).respond(Response(body="hello", framing="close"))
    assert [client.text(BASE), client.text(BASE)] == ["hello", "hello"]
    assert client.network.connections == 2


def test_headers_are_sent_as_they_are_given(client: Client) -> None:
    client.network.get(BASE).respond(Response(headers={"X-One": "1", "X-Many": ["a", "b"]}))
    reply = client.get(BASE)
    assert (bytes(reply.rawHeader("X-One")), bytes(reply.rawHeader("X-Many"))) == (b"1", b"a, b")


def test_headers_may_be_pairs(client: Client) -> None:
    client.network.get(BASE).respond(Response(headers=[("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")]))
    client.get(BASE)
    client.get(BASE)
    assert client.network.requests[1].header("Cookie") == "a=1; b=2"


def test_a_wrong_content_length_is_an_early_end(client: Client) -> None:
    client.network.get(BASE).respond(Response(body="hello", headers={"Content-Length": "9"}, keep_alive=False))
    reply = client.get(BASE)
    assert (reply.error(), bytes(reply.readAll())) == (Error.RemoteHostClosedError, b"hello")


def test_a_reason_may_be_given(client: Client) -> None:
    client.network.get(BASE).respond(Response(418, reason="Short and stout"))
    assert client.get(BASE).attribute(Attribute.HttpReasonPhraseAttribute) == "Short and stout"


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_a_coded_body_is_decoded(client: Client, coding: str) -> None:
    client.network.get(BASE).respond(Response(body="hello" * 100, content_encoding=coding))
    reply = client.get(BASE)
    assert bytes(reply.readAll()) == b"hello" * 100
    assert reply.attribute(Attribute.OriginalContentLengthAttribute) > 0


def test_a_coded_body_stays_coded_for_who_asks_for_the_coding(client: Client) -> None:
    client.network.get(BASE).respond(Response(body="hello" * 100, content_encoding="gzip"))
    reply = client.get(BASE, {"Accept-Encoding": "gzip"})
    assert bytes(reply.readAll())[:2] == b"\x1f\x8b"


def test_a_bomb_fails_as_on_the_real_transport(client: Client) -> None:
    client.network.get(BASE).respond(Response(body=bytes(20_000_000), content_encoding="gzip"))
    reply = client.get(BASE)
    assert reply.error() == Error.UnknownContentError
    assert reply.errorString().startswith("Decompression failed")


def test_a_head_has_no_body(client: Client) -> None:
    client.network.head(BASE).respond("hello")
    reply = client.finish(client.manager.head(request(BASE)))
    assert (bytes(reply.readAll()), bytes(reply.rawHeader("Content-Length"))) == (b"", b"5")


@pytest.mark.parametrize("code", [204, 304])
def test_a_status_without_a_body_has_none(client: Client, code: int) -> None:
    client.network.get(BASE).respond(Response(code, body="never sent"))
    reply = client.get(BASE)
    assert (status(reply), bytes(reply.readAll())) == (code, b"")
    assert client.network.idle_connections == 1


def test_a_response_may_stall_behind_its_head(client: Client) -> None:
    client.network.get(BASE).respond(stall(0, "hello"))
    reply = client.manager.get(request(BASE))
    reply.setProperty("x", 1)
    heard = Heard(reply)
    with pytest.raises(Stalled, match="waits for the rest of its response, 0 bytes"):
        client.loop.run_until(reply.isFinished)
    assert heard.names[-1] == "metaDataChanged"
    reply.abort()


def test_a_response_may_stall_in_its_body_and_a_timeout_ends_it(client: Client) -> None:
    client.network.get(BASE).respond(Response(body="hello", stall_after=3))
    client.manager.setTransferTimeout(5000)
    reply = client.get(BASE)
    assert (reply.error(), client.loop.now) == (Error.TimeoutError, 5.0)


@pytest.mark.parametrize("cut", [close_early, reset])
def test_a_response_breaks_off_behind_so_many_bytes(client: Client, cut: Any) -> None:
    client.network.get(BASE).fail(cut(3, "hello"))
    reply = client.manager.get(request(BASE))
    came = arrivals(client, reply)
    assert [data for _, data in came] == [b"hel"]
    assert (reply.error(), reply.errorString()) == (Error.RemoteHostClosedError, "Connection closed")


def test_a_chunked_response_breaks_off_too(client: Client) -> None:
    client.network.get(BASE).respond(Response(chunks=["abc", "def"], close_after=4))
    reply = client.manager.get(request(BASE))
    came = arrivals(client, reply)
    assert b"".join(data for _, data in came) == b"abcd"
    assert reply.error() == Error.RemoteHostClosedError


def test_a_cut_beyond_the_end_cuts_nothing(client: Client) -> None:
    client.network.get(BASE).respond(Response(body="abc", close_after=3))
    assert client.text(BASE) == "abc"


def test_interim_responses_come_before(client: Client) -> None:
    client.network.get(BASE).respond(
        Response(text="x", informational=[Response(103, headers={"Link": "</a>"}, delay=1)])
    )
    assert client.text(BASE) == "x"
    assert client.loop.now == 1.0
    assert "< 103 Early Hints" in client.network.transcript()


def test_trailers_come_behind_the_body(client: Client) -> None:
    client.network.get(BASE).respond(Response(body="x", trailers={"X-Sum": "1"}))
    assert client.text(BASE) == "x"


def test_bytes_may_be_sent_as_they_are(client: Client) -> None:
    client.network.get(BASE).respond(raw(b"HTTP/1.1 200 Fine\r\nContent-Length: 2\r\n\r\nok"))
    reply = client.get(BASE)
    assert (reply.attribute(Attribute.HttpReasonPhraseAttribute), bytes(reply.readAll())) == ("Fine", b"ok")


def test_conflicting_lengths_are_an_error(client: Client) -> None:
    client.network.get(BASE).respond(raw(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok"))
    assert client.get(BASE).errorString() == "Invalid response: conflicting Content-Length fields"


def test_a_redirect_is_followed(client: Client) -> None:
    client.network.get(BASE + "/a").respond(redirect("/b"))
    client.network.get(BASE + "/b").respond("here")
    reply = client.get(BASE + "/a")
    assert (reply.url().path(), bytes(reply.readAll())) == ("/b", b"here")
    assert client.network.connections == 1


def test_a_redirect_keeps_the_body_where_its_status_says_so(client: Client) -> None:
    client.network.post(BASE + "/a").respond(redirect("/b", 307))
    target = client.network.post(BASE + "/b")
    client.post(BASE + "/a", b"hello")
    assert target.last.body == b"hello"


def test_a_redirect_that_is_followed_does_not_wait_for_a_body_that_stalls(client: Client) -> None:
    client.network.get(BASE + "/a").respond(redirect("/b", body="x" * 10, stall_after=5))
    client.network.get(BASE + "/b").respond("here")
    assert client.text(BASE + "/a") == "here"
    assert client.loop.now == 1.0
    assert client.network.connections == 2


def test_a_redirect_with_a_body_that_never_ends_is_left(client: Client) -> None:
    client.network.get(BASE + "/a").respond(redirect("/b", body=bytes(3_000_000)))
    client.network.get(BASE + "/b").respond("here")
    assert client.text(BASE + "/a") == "here"
    assert client.network.connections == 2


def test_a_redirect_loop_ends_with_an_error(client: Client) -> None:
    client.network.get(BASE).respond(redirect("/"))
    assert client.get(BASE).error() == Error.TooManyRedirectsError
    assert len(client.network.requests) == 51


def test_a_small_read_buffer_holds_the_server_back(client: Client) -> None:
    client.network.get(BASE).respond(bytes(100_000))
    reply = client.manager.get(request(BASE))
    reply.setReadBufferSize(1000)
    sizes: list[int] = []
    total: list[int] = []

    def read() -> None:
        sizes.append(reply.bytesAvailable())
        total.append(len(reply.readAll()))

    reply.readyRead.connect(read)
    client.finish(reply)
    assert max(sizes) <= 1000
    assert sum(total) == 100_000


def test_a_reply_that_nobody_reads_waits_for_room(client: Client) -> None:
    client.network.get(BASE).respond(bytes(100_000))
    reply = client.manager.get(request(BASE))
    reply.setReadBufferSize(1000)
    with pytest.raises(Stalled, match="waits for its reply to be read"):
        client.loop.run_until(reply.isFinished)
    assert reply.bytesAvailable() == 1000
    reply.setReadBufferSize(0)
    client.finish(reply)
    assert reply.bytesAvailable() == 100_000


@pytest.mark.parametrize(
    "arguments",
    [
        {"body": b"a", "text": "b"},
        {"status": 99},
        {"framing": "magic"},
        {"delay": -1},
        {"bandwidth": 0},
        {"chunk_size": 0},
        {"content_encoding": "br", "body": b"a"},
        {"content_encoding": "gzip", "chunks": [b"a"]},
    ],
)
def test_a_response_that_cannot_be_is_refused(arguments: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"a response has one|status|framing|negative|more than 0|content_encoding"):
        Response(**arguments)


@pytest.mark.parametrize("arguments", [{"headers": {"a": 1.5}}, {"headers": {1: "a"}}, {"body": 7}])
def test_a_response_of_wrong_types_is_refused(arguments: dict[str, Any]) -> None:
    with pytest.raises(TypeError):
        Response(**arguments)


def test_a_redirect_has_a_status_of_its_own() -> None:
    with pytest.raises(ValueError, match="300 to 399"):
        redirect("/x", 200)


def test_a_copy_of_a_response_has_other_values() -> None:
    first = Response(200, text="x")
    assert (first.changed(status=404).status, first.status) == (404, 200)
    with pytest.raises(TypeError, match="has no colour"):
        first.changed(colour="red")
