"""What a test is told: requests without a route, routes without a request, assertions, transcripts."""

from __future__ import annotations

import re
from typing import Any

import pytest
from fakenetworksupport import Client, Error, request, status

from netaccess.testing import FakeLoop
from netaccess.testing.network import FakeNetwork, Response, UnmatchedRequest, redirect, refused, reset

BASE = "http://api.example"


def caught(client: Client) -> str:
    """Return what `verify` says."""
    with pytest.raises(AssertionError) as info:
        client.network.verify()
    return str(info.value)


# Unmatched requests.


def test_a_request_without_a_route_fails_and_its_text_names_it(client: Client) -> None:
    reply = client.get(BASE + "/x")
    assert reply.error() == Error.ConnectionRefusedError
    assert reply.errorString() == "The fake network has no route for GET http://api.example/x"
    assert [sent.url for sent in client.network.unmatched] == [BASE + "/x"]
    caught(client)


def test_a_request_without_a_route_fails_the_test_though_the_program_swallows_the_error() -> None:
    with pytest.raises(UnmatchedRequest) as info, FakeLoop() as loop, FakeNetwork(loop) as network:
        Client(loop, network).get(BASE + "/x")
    assert [sent.url for sent in info.value.requests] == [BASE + "/x"]


def test_the_message_shows_the_request(client: Client) -> None:
    client.post(BASE + "/x?a=1", b'{"a": 1}', {"X-A": "b"})
    text = caught(client)
    assert "POST http://api.example/x?a=1   (request 1, at 0.000 s)" in text
    assert "> X-A: b" in text
    assert '> {"a": 1}' in text
    assert "there are no routes" in text


@pytest.mark.parametrize(
    ("conditions", "difference"),
    [
        ({"method": "PUT"}, "method: expected PUT, got POST"),
        ({"url": BASE + "/y"}, "path: expected /y, got /x"),
        ({"url": "http://www.example/x"}, "host: expected www.example, got api.example"),
        ({"query": {"a": "2"}}, "query a: expected '2', got '1'"),
        ({"headers": {"X-A": "c"}}, "header X-A: expected 'c', got 'b'"),
        ({"body": "other"}, "body: expected 'other', got 'hello'"),
        ({"json": {"a": 1}}, "json: the body is none: 'hello'"),
        ({"form": {"a": "1"}}, "form field a: expected '1', got none"),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else "",
)
def test_the_message_says_in_what_the_nearest_route_differs(
    client: Client, conditions: dict[str, Any], difference: str
) -> None:
    wanted = {"method": "POST", "url": BASE + "/x", "optional": True, **conditions}
    client.network.route(wanted.pop("method"), wanted.pop("url"), **wanted)
    client.post(BASE + "/x?a=1", b"hello", {"X-A": "b"})
    assert difference in caught(client)


def test_the_nearest_routes_come_first_and_only_three_of_them(client: Client) -> None:
    for name, url in (("far", "http://www.example/y"), ("near", BASE + "/x"), ("middle", BASE + "/y"), ("other", "/z")):
        client.network.put(url, optional=True, name=name)
    client.get(BASE + "/x")
    text = caught(client)
    places = [text.find(f"route {name}") for name in ("near", "other", "middle", "far")]
    assert places[0] < places[2]
    assert -1 in places
    assert "(1 routes more)" in text


def test_a_route_that_is_used_up_is_told_of(client: Client) -> None:
    client.network.get(BASE).respond("once", times=1)
    client.get(BASE)
    client.get(BASE)
    assert "it matches, but is used up after 1 request" in caught(client)


def test_every_unmatched_request_is_told_of(client: Client) -> None:
    client.get(BASE + "/a")
    client.get(BASE + "/b")
    text = caught(client)
    assert "GET http://api.example/a " in text
    assert "GET http://api.example/b " in text


def test_what_was_told_once_is_not_told_again(client: Client) -> None:
    client.get(BASE + "/a")
    caught(client)
    client.network.verify()


def test_a_network_that_is_not_strict_answers_404() -> None:
    with FakeLoop() as loop, FakeNetwork(loop, strict=False) as network:
        network.get(BASE + "/never")
        client = Client(loop, network)
        reply = client.get(BASE + "/x")
        assert status(reply) == 404
        assert bytes(reply.readAll()) == b"no route for GET http://api.example/x"
        assert len(network.unmatched) == 1


def test_a_route_that_is_never_called_fails_the_test() -> None:
    with (
        pytest.raises(AssertionError, match=r"the route GET http://api.example/x was never called"),
        FakeLoop() as loop,
        FakeNetwork(loop) as network,
    ):
        network.get(BASE + "/x")


def test_a_route_that_was_only_refused_was_called(client: Client) -> None:
    route = client.network.get(BASE).fail(refused())
    client.get(BASE)
    assert route.called


def test_an_optional_route_need_not_be_called(client: Client) -> None:
    client.network.get(BASE, optional=True)
    client.network.verify()


def test_a_test_that_fails_gets_the_transcript_as_a_note() -> None:
    with pytest.raises(ZeroDivisionError) as info, FakeLoop() as loop, FakeNetwork(loop) as network:
        network.get(BASE + "/never")
        Client(loop, network).get(BASE + "/x")
        _ = 1 / 0
    assert "> GET /x HTTP/1.1" in info.value.__notes__[0]


# Assertions.


def test_a_route_says_how_often_it_was_called(client: Client) -> None:
    route = client.network.get(BASE, name="the start")
    client.get(BASE)
    route.assert_called()
    route.assert_called(times=1)
    with pytest.raises(
        AssertionError, match=r"(?s)the route the start should have had 2 requests, and had 1\n.*> GET /"
    ):
        route.assert_called(times=2)


def test_the_last_request_of_a_route_that_had_none_is_an_assertion(client: Client) -> None:
    with pytest.raises(AssertionError, match="should have had a request"):
        _ = client.network.get(BASE, optional=True).last


def test_what_was_sent_is_found(client: Client) -> None:
    client.network.post("**")
    client.post(BASE + "/a", b'{"n": 1}', {"X-A": "b"})
    client.post(BASE + "/b", b"x=1&y=2")
    network = client.network
    assert [sent.number for sent in network.assert_sent("POST", BASE + "/a", json={"n": 1}, headers={"x-a": "b"})] == [
        1
    ]
    assert network.assert_sent(form={"x": "1"}, times=1)[0].number == 2
    assert len(network.assert_sent(times=2)) == 2
    assert network.assert_sent("post", body=b'{"n": 1}')[0].json() == {"n": 1}
    network.assert_not_sent("GET")


def test_what_was_not_sent_is_told_with_what_came_nearest(client: Client) -> None:
    client.network.post("**")
    client.post(BASE + "/a", b'{"n": 1}')
    with pytest.raises(AssertionError) as info:
        client.network.assert_sent("POST", BASE + "/a", json={"n": 2})
    text = str(info.value)
    assert "expected a request like POST http://api.example/a json={'n': 2}, 0 of 1 were so" in text
    assert "json['n']: expected 2, got 1" in text
    assert "> POST /a HTTP/1.1" in text


def test_the_number_of_requests_is_told(client: Client) -> None:
    client.network.get("**")
    client.get(BASE)
    with pytest.raises(AssertionError, match="expected 2 requests like GET"):
        client.network.assert_sent("GET", times=2)


def test_nothing_sent_is_told_too(client: Client) -> None:
    with pytest.raises(AssertionError, match="no request was sent"):
        client.network.assert_sent("GET")


def test_routes_are_called_in_an_order(client: Client) -> None:
    network = client.network
    login, items = network.post(BASE + "/login"), network.get(BASE + "/items")
    network.get(BASE + "/other")
    client.post(BASE + "/login", b"x")
    client.get(BASE + "/other")
    client.get(BASE + "/items")
    client.get(BASE + "/items")
    network.assert_order(login, items, items)
    with pytest.raises(AssertionError) as info:
        network.assert_order(items, login)
    assert (
        "they came as: POST http://api.example/login, GET http://api.example/items, GET http://api.example/items\n"
        in str(info.value)
    )


# Requests as they were sent.


def test_a_request_is_kept_as_it_went_out(client: Client) -> None:
    client.network.post(BASE + "/a")
    client.loop.advance(2.5)
    client.post(BASE + "/a?x=1&x=2#top", b"hello", {"x-one": "1"})
    sent = client.network.requests[0]
    assert (sent.number, sent.time, sent.method, sent.url, sent.target) == (
        1,
        2.5,
        "POST",
        BASE + "/a?x=1&x=2",
        "/a?x=1&x=2",
    )
    assert sent.headers[0] == ("Host", "api.example")
    assert (sent.header("X-ONE"), sent.header("X-Two")) == ("1", None)
    assert sent.query == {"x": ["1", "2"]}
    assert (sent.body, sent.text(), sent.status) == (b"hello", "hello", 200)
    assert repr(sent) == "<SentRequest 1 POST http://api.example/a?x=1&x=2>"


def test_each_redirect_and_each_resend_is_a_request(client: Client) -> None:
    client.network.get(BASE + "/a").fail(reset()).then(redirect("/b"))
    client.network.get(BASE + "/b")
    client.get(BASE + "/a")
    assert [(sent.target, sent.status, sent.failure) for sent in client.network.requests] == [
        ("/a", None, "connection reset"),
        ("/a", 302, ""),
        ("/b", 200, ""),
    ]


# The transcript.


def test_the_transcript_tells_the_whole_conversation(client: Client) -> None:
    client.network.latency = 0.1
    client.network.get("https://api.example/a").respond(redirect("/b"))
    client.network.get("https://api.example/b").respond(Response(json={"ok": True}, delay=1))
    client.get("https://api.example/a", {"User-Agent": "test", "Accept-Encoding": "identity"})
    assert client.network.transcript().splitlines() == [
        "0.000 s  #1  connecting to https://api.example",
        "0.200 s  #1  TLS established",
        "0.250 s  #1  > GET /a HTTP/1.1",
        "             > Host: api.example",
        "             > User-Agent: test",
        "             > Accept-Encoding: identity",
        "0.300 s  #1  < 302 Found",
        "             < Location: /b",
        "             < Content-Length: 0",
        "0.350 s  #1  > GET /b HTTP/1.1   (redirected from https://api.example/a)",
        "             > Host: api.example",
        "             > User-Agent: test",
        "             > Accept-Encoding: identity",
        "1.400 s  #1  < 200 OK",
        "             < Content-Type: application/json",
        "             < Content-Length: 12",
        "1.400 s  #1  < end of 12 bytes",
        '             < {"ok": true}',
    ]


def test_an_empty_transcript_says_so(client: Client) -> None:
    assert client.network.transcript() == "(nothing was sent)"


def test_the_transcript_tells_of_aborts_and_resets(client: Client) -> None:
    client.network.get(BASE).fail(reset()).then(Response(delay=5))
    reply = client.manager.get(request(BASE))
    client.loop.advance(1)
    reply.abort()
    text = client.network.transcript()
    events = [re.sub(r"^[\d.]+ s +", "", line) for line in text.splitlines() if " s  " in line]
    assert events == [
        "#1  connecting to http://api.example",
        "#1  > GET / HTTP/1.1",
        "#1  connection reset by the server; the request is sent again",
        "#2  connecting to http://api.example",
        "#2  > GET / HTTP/1.1",
        "#2  aborted by the client before an answer -> OperationCanceledError",
    ]


def test_the_transcript_shows_binary_and_long_bodies_by_their_beginning(client: Client) -> None:
    client.network.post(BASE).respond(b"\x00" * 50)
    client.post(BASE, b"a" * 1000)
    text = client.network.transcript()
    assert "> [1000 bytes] b'" + "a" * 40 + "'..." in text
    assert "< [50 bytes] b'" in text


def test_cookies_that_are_set_are_shortened(client: Client) -> None:
    client.network.get(BASE).respond(Response(headers={"Set-Cookie": "sid=secret; Path=/; HttpOnly"}))
    client.get(BASE)
    assert "< Set-Cookie: sid=...; Path=/; HttpOnly" in client.network.transcript()
    assert "secret" not in client.network.transcript()
