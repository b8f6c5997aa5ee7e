"""Transcripts of ten conversations, as they are read where a test has failed."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator

import pytest
from fakenetworksupport import Client, request

from netaccess.QtNetwork import QNetworkProxy, QSslError
from netaccess.testing import FakeLoop
from netaccess.testing.network import (
    FakeNetwork,
    Response,
    close_early,
    host_not_found,
    no_answer,
    no_connection,
    redirect,
    refused,
    reset,
    stall,
    tls_error,
)

BASE = "https://api.test"
PLAIN = "http://api.test"


@pytest.fixture
def client() -> Iterator[Client]:
    with FakeLoop() as loop, FakeNetwork(loop) as network:
        network.latency = 0.05
        yield Client(loop, network)


def reads(client: Client, text: str) -> None:
    """Assert that the transcript is *text*."""
    assert client.network.transcript() == textwrap.dedent(text).strip("\n")


def events(client: Client) -> list[str]:
    """Return what has happened, without times and details."""
    return [event.text for event in client.network.transcribed.events]


# Ten conversations.


def test_a_redirect(client: Client) -> None:
    client.network.get(BASE + "/a").respond(redirect("/b"))
    client.network.get(BASE + "/b").respond({"ok": True}, delay=1)
    client.get(BASE + "/a", {"Accept": "*/*"})
    reads(
        client,
        """
        0.000 s  #1  connecting to https://api.test
        0.100 s  #1  TLS established
        0.125 s  #1  > GET /a HTTP/1.1
                     > Host: api.test
                     > Accept: */*
        0.150 s  #1  < 302 Found
                     < Location: /b
                     < Content-Length: 0
        0.175 s  #1  > GET /b HTTP/1.1   (redirected from https://api.test/a)
                     > Host: api.test
                     > Accept: */*
        1.200 s  #1  < 200 OK
                     < Content-Type: application/json
                     < Content-Length: 12
        1.200 s  #1  < end of 12 bytes
                     < {"ok": true}
        """,
    )


def test_a_challenge(client: Client) -> None:
    client.network.get(BASE + "/m").require_basic("ada", "x").respond("in")
    client.get(BASE + "/m")
    client.get(BASE + "/m", {"Authorization": "Basic YWRhOng="})
    reads(
        client,
        """
        0.000 s  #1  connecting to https://api.test
        0.100 s  #1  TLS established
        0.125 s  #1  > GET /m HTTP/1.1
                     > Host: api.test
        0.150 s  #1  < 401 Unauthorized
                     < WWW-Authenticate: Basic realm="fake"
                     < Content-Length: 0
        0.175 s  #1  > GET /m HTTP/1.1
                     > Host: api.test
                     > Authorization: Basic ...
        0.200 s  #1  < 200 OK
                     < Content-Type: text/plain; charset=utf-8
                     < Content-Length: 2
        0.200 s  #1  < end of 2 bytes
                     < in
        """,
    )


def test_an_upload_that_waits_for_the_word(client: Client) -> None:
    client.network.put(PLAIN + "/u").respond(201)
    asked = request(PLAIN + "/u", {"Expect": "100-continue", "Content-Type": "text/plain"})
    client.finish(client.manager.put(asked, b"x" * 200_000))
    reads(
        client,
        """
        0.000 s  #1  connecting to http://api.test
        0.075 s  #1  > PUT /u HTTP/1.1
                     > Host: api.test
                     > Expect: 100-continue
                     > Content-Type: text/plain
                     > Content-Length: 200000
        0.100 s  #1  < 100 Continue
        0.125 s  #1  > end of 200000 bytes
                     > [200000 bytes] b'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'...
        0.150 s  #1  < 201 Created
                     < Content-Length: 0
        """,
    )


def test_a_response_in_chunks(client: Client) -> None:
    client.network.get(PLAIN + "/c").respond(chunks=["one\n", (5, "two")], delay=10)
    client.get(PLAIN + "/c")
    reads(
        client,
        """
         0.000 s  #1  connecting to http://api.test
         0.075 s  #1  > GET /c HTTP/1.1
                      > Host: api.test
        10.100 s  #1  < 200 OK
                      < Transfer-Encoding: chunked
        15.100 s  #1  < end of 7 bytes
                      < one
                      < two
        """,
    )


def test_a_reset(client: Client) -> None:
    client.network.get(PLAIN + "/r").respond(reset()).then(reset(after=3, response="text"))
    client.get(PLAIN + "/r")
    reads(
        client,
        """
        0.000 s  #1  connecting to http://api.test
        0.075 s  #1  > GET /r HTTP/1.1
                     > Host: api.test
        0.100 s  #1  connection reset by the server; the request is sent again
        0.100 s  #2  connecting to http://api.test
        0.175 s  #2  > GET /r HTTP/1.1
                     > Host: api.test
        0.200 s  #2  < 200 OK
                     < Content-Type: text/plain; charset=utf-8
                     < Content-Length: 4
        0.200 s  #2  connection reset by the server after 3 of 4 bytes of body -> RemoteHostClosedError
                     < tex
        """,
    )


def test_a_stall_that_a_timeout_ends(client: Client) -> None:
    client.network.get(PLAIN + "/s").respond(stall(after=3, response="text"))
    asked = request(PLAIN + "/s")
    asked.setTransferTimeout(3000)
    client.finish(client.manager.get(asked))
    reads(
        client,
        """
        0.000 s  #1  connecting to http://api.test
        0.075 s  #1  > GET /s HTTP/1.1
                     > Host: api.test
        0.100 s  #1  < 200 OK
                     < Content-Type: text/plain; charset=utf-8
                     < Content-Length: 4
        0.100 s  #1  stalls after 3 of 4 bytes of body
                     < tex
        3.100 s  #1  aborted by the client after 3 of 4 bytes of body -> TimeoutError
        """,
    )


def test_an_abort(client: Client) -> None:
    client.network.get(PLAIN + "/slow").respond(chunks=["a", (5, "bc")])
    reply = client.manager.get(request(PLAIN + "/slow"))
    client.loop.advance(1)
    reply.abort()
    client.loop.run_until_idle()
    reads(
        client,
        """
        0.000 s  #1  connecting to http://api.test
        0.075 s  #1  > GET /slow HTTP/1.1
                     > Host: api.test
        0.100 s  #1  < 200 OK
                     < Transfer-Encoding: chunked
        1.000 s  #1  aborted by the client after 1 byte of body -> OperationCanceledError
                     < a
        """,
    )


def test_a_proxy(client: Client) -> None:
    client.network.require_basic("me", "x", proxy=True)
    client.network.get("**").respond(204)
    client.manager.setProxy(QNetworkProxy(QNetworkProxy.ProxyType.HttpProxy, "proxy.test", 3128))
    client.get(BASE + "/x")
    client.manager.setProxy(QNetworkProxy(QNetworkProxy.ProxyType.HttpProxy, "proxy.test", 3128, "me", "x"))
    client.get(BASE + "/x")
    client.get(PLAIN + "/x")
    reads(
        client,
        """
        0.000 s  #1  connecting to https://api.test through the proxy proxy.test:3128
        0.150 s  #1  > CONNECT api.test:443 HTTP/1.1
        0.150 s  #1  < 407 Proxy Authentication Required
                     < Proxy-Authenticate: Basic realm="fake"
                     < Content-Length: 0
        0.150 s  #1  Proxy requires authentication -> ProxyAuthenticationRequiredError
        0.150 s  #2  connecting to https://api.test through the proxy proxy.test:3128
        0.300 s  #2  > CONNECT api.test:443 HTTP/1.1
                     > Proxy-Authorization: Basic ...
        0.300 s  #2  < 200 Connection established
        0.300 s  #2  TLS established
        0.325 s  #2  > GET /x HTTP/1.1
                     > Host: api.test
        0.350 s  #2  < 204 No Content
        0.350 s  #3  connecting to http://api.test through the proxy proxy.test:3128
        0.425 s  #3  > GET http://api.test/x HTTP/1.1
                     > Host: api.test
                     > Proxy-Authorization: Basic ...
        0.450 s  #3  < 204 No Content
        """,
    )


def test_a_tls_failure(client: Client) -> None:
    client.network.get(BASE + "/t").fail(tls_error(QSslError.SslError.CertificateExpired))
    client.get(BASE + "/t")
    reads(
        client,
        """
        0.000 s  #1  connecting to https://api.test
        0.100 s  #1  TLS error: The certificate has expired (GET https://api.test/t) -> SslHandshakeFailedError
        """,
    )


def test_the_cable(client: Client) -> None:
    client.network.get(PLAIN + "/o").respond(chunks=["a", (5, "bc")])
    reply = client.manager.get(request(PLAIN + "/o"))
    client.loop.advance(1)
    client.network.offline = True
    client.loop.advance(7)
    client.get(PLAIN + "/other")
    client.network.offline = False
    client.finish(reply)
    reads(
        client,
        """
        0.000 s  #1  connecting to http://api.test
        0.075 s  #1  > GET /o HTTP/1.1
                     > Host: api.test
        0.100 s  #1  < 200 OK
                     < Transfer-Encoding: chunked
        1.000 s      the network is offline
        8.050 s      host not found (GET http://api.test/other) -> HostNotFoundError
        8.050 s      the network is back
        8.050 s  #1  < end of 3 bytes
                     < abc
        """,
    )


# What goes wrong is told once.


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (refused(), "connection refused (POST http://api.test/) -> ConnectionRefusedError"),
        (host_not_found(), "host not found (POST http://api.test/) -> HostNotFoundError"),
        (no_connection(), "no answer to dialling (POST http://api.test/) -> TimeoutError"),
        (reset(), "connection reset by the server -> RemoteHostClosedError"),
        (close_early(), "connection closed by the server -> RemoteHostClosedError"),
        (close_early(1), "connection closed by the server after 1 of 2 bytes of body -> RemoteHostClosedError"),
    ],
    ids=lambda value: "" if isinstance(value, str) else value.name if hasattr(value, "name") else "body",
)
def test_a_fault_is_one_line(client: Client, fault: object, told: str) -> None:
    client.network.post(PLAIN).respond(fault)
    client.post(PLAIN, b"x")
    assert events(client)[-1] == told
    assert sum(" -> " in event for event in events(client)) == 1


def test_a_request_without_a_route_is_one_line(client: Client) -> None:
    client.get(PLAIN + "/x")
    client.network.unmatched.clear()
    assert events(client) == [
        "connecting to http://api.test",
        "> GET /x HTTP/1.1",
        "no route for GET http://api.test/x -> ConnectionRefusedError",
    ]


def test_a_body_that_cannot_be_decoded_is_one_line(client: Client) -> None:
    client.network.get(PLAIN).respond(Response(body=b"no gzip", headers={"Content-Encoding": "gzip"}))
    client.get(PLAIN)
    assert sum("Decompression failed" in event for event in events(client)) == 1


# Who closes, and when there is nothing to say.


@pytest.mark.parametrize(
    ("response", "told"),
    [
        (Response(body="abc", framing="close"), "< end of 3 bytes, closed by the server"),
        (Response(body="abc", keep_alive=False), "< end of 3 bytes, closed by the server"),
        (Response(body="abc", headers={"Connection": "close"}), "< end of 3 bytes, closed by the server"),
        (Response(keep_alive=False), "closed by the server"),
        (Response(body="a"), "< end of 1 byte"),
        (Response(body="a" * 100, content_encoding="gzip"), "< end of 100 bytes (24 coded)"),
        (Response(), "< 200 OK"),
    ],
    ids=["close", "last", "header", "empty", "one", "coded", "nothing"],
)
def test_the_end_of_a_response_tells_its_bytes_and_who_closes(client: Client, response: Response, told: str) -> None:
    client.network.get(PLAIN).respond(response)
    client.get(PLAIN)
    assert re.sub(r"\d+ coded", "24 coded", events(client)[-1]) == told  # packers differ


def test_a_client_that_asks_to_close_closes(client: Client) -> None:
    client.network.get(PLAIN).respond("abc")
    client.get(PLAIN, {"Connection": "close"})
    assert events(client)[-1] == "< end of 3 bytes, closed by the client"


def test_idle_connections_that_the_server_closes_are_told_of(client: Client) -> None:
    client.network.get(PLAIN)
    client.get(PLAIN)
    client.network.close_idle()
    assert client.network.transcript().splitlines()[-1] == "0.100 s  #1  closed by the server while idle"


def test_an_abort_tells_how_far_the_request_was(client: Client) -> None:
    network, manager, loop = client.network, client.manager, client.loop
    network.get(PLAIN).fail(no_answer())
    network.put(PLAIN, optional=True)
    manager.get(request(PLAIN + "/early")).abort()
    reply = manager.get(request(BASE))
    loop.advance(0.01)
    reply.abort()
    reply = manager.get(request(PLAIN))
    loop.advance(1)
    reply.abort()
    network.bandwidth = 1000
    reply = manager.put(request(PLAIN, {"Content-Type": "text/plain"}), b"x" * 5000)
    loop.advance(2.075)
    reply.abort()
    loop.run_until_idle()
    assert [event for event in events(client) if "client" in event] == [
        "aborted by the client before anything was sent (GET http://api.test/early) -> OperationCanceledError",
        "aborted by the client while connecting (GET https://api.test/) -> OperationCanceledError",
        "aborted by the client before an answer -> OperationCanceledError",
        "aborted by the client after sending 2000 of 5000 bytes (PUT http://api.test/) -> OperationCanceledError",
    ]


def test_headers_that_every_request_has_are_left_out_unless_they_say_something_else(client: Client) -> None:
    client.network.get(PLAIN)
    client.get(PLAIN, {"User-Agent": "mine", "Accept-Language": "tlh", "Accept-Encoding": "rot13"})
    text = client.network.transcript()
    assert all(each in text for each in ("User-Agent: mine", "Accept-Language: tlh", "Accept-Encoding: rot13"))
    assert "Keep-Alive" not in text


def test_many_connections_stay_aligned(client: Client) -> None:
    client.network.get("**").respond(204)
    for number in range(12):
        client.get(f"http://h{number}.test/")
    lines = client.network.transcript().splitlines()
    assert "0.000 s  #1   connecting to http://h0.test" in lines
    assert "              > Host: h0.test" in lines
    assert "1.100 s  #12  connecting to http://h11.test" in lines


def test_bodies_have_no_blanks_at_their_ends(client: Client) -> None:
    client.network.post(PLAIN)
    client.post(PLAIN, b"one\n\ntwo")
    assert not any(line.endswith(" ") for line in client.network.transcript().splitlines())
