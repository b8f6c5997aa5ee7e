"""What requests, replies and proxies do with `QHttpHeaders`, and what goes over the wire of them."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from binding import QtNetwork
from headerlists import Known, listed, made
from programreplies import Answer
from recorder import Recorder
from shortcuts import get, pairs, request

pytestmark = pytest.mark.only("netaccess", "PySide6")

Request = QtNetwork.QNetworkRequest
Proxy = QtNetwork.QNetworkProxy
Headers = getattr(QtNetwork, "QHttpHeaders", None)  # Qt 5 has none
Ranges = getattr(QtNetwork, "QHttpHeaderRangeSet", None)


# Requests.


def test_a_request_has_the_headers_that_were_set_in_any_way() -> None:
    asked = Request()
    asked.setRawHeader(b"X-A", b"1")
    asked.setHeader(Request.ContentTypeHeader, "text/x")
    assert listed(asked.headers()) == [("x-a", "1"), ("content-type", "text/x")]


def test_setting_headers_replaces_all_that_were_set() -> None:
    asked = Request()
    asked.setRawHeader(b"X-Old", b"1")
    asked.setHeader(Request.ContentTypeHeader, "text/x")
    asked.setHeaders(made(("B", "2"), ("Content-Length", "5"), ("b", "3")))
    assert listed(asked.headers()) == [("b", "2"), ("content-length", "5"), ("b", "3")]
    assert [bytes(name) for name in asked.rawHeaderList()] == [b"b", b"content-length"]
    assert bytes(asked.rawHeader("B")) == b"2, 3" and not asked.hasRawHeader("X-Old")
    assert asked.header(Request.ContentLengthHeader) == 5 and asked.header(Request.ContentTypeHeader) is None


def test_the_headers_of_a_request_are_a_copy() -> None:
    asked, headers = Request(), made(("A", "1"))
    asked.setHeaders(headers)
    headers.append("B", "2")
    asked.headers().append("C", "3")
    assert listed(asked.headers()) == [("a", "1")]


def test_a_raw_header_takes_the_place_of_all_of_its_name_at_the_end() -> None:
    asked = Request()
    asked.setHeaders(made(("B", "2"), ("C", "1"), ("b", "3")))
    asked.setRawHeader(b"B", b"9")
    assert listed(asked.headers()) == [("c", "1"), ("b", "9")]
    asked.setRawHeader(b"C", None)
    assert listed(asked.headers()) == [("b", "9")]


def test_cookies_in_one_raw_header_are_several_fields() -> None:
    asked = Request()
    asked.setRawHeader(b"Set-Cookie", b"a=1\n b=2 ")
    assert listed(asked.headers()) == [("set-cookie", "a=1"), ("set-cookie", "b=2")]
    assert bytes(asked.rawHeader("Set-Cookie")) == b"a=1\nb=2"
    assert [bytes(name) for name in asked.rawHeaderList()] == [b"set-cookie"]


@pytest.mark.parametrize(
    ("one", "two", "equal"),
    [
        ([("A", "1")], [("a", "1")], True),
        ([("A", "1"), ("B", "1")], [("B", "1"), ("A", "1")], False),
        ([("A", "1"), ("A", "2")], [("A", "1, 2")], False),
    ],
)
def test_requests_are_compared_by_their_headers(one: Any, two: Any, equal: bool) -> None:
    first, second = Request(), Request()
    first.setHeaders(made(*one))
    second.setHeaders(made(*two))
    assert (first == second) is equal


@pytest.mark.parametrize("wrong", [None, {"A": "1"}, [("A", "1")]])
def test_requests_take_headers_only(wrong: Any) -> None:
    with pytest.raises(TypeError):
        Request().setHeaders(wrong)


# Replies and proxies.


def test_a_reply_of_the_programs_own_is_given_headers() -> None:
    reply = Answer()
    assert listed(reply.headers()) == []
    reply.setHeaders(made(("A", "1"), ("B", "2"), ("a", "3")))
    assert listed(reply.headers()) == [("a", "1"), ("b", "2"), ("a", "3")]
    assert pairs(reply) == [("a", "1, 3"), ("b", "2")]
    reply.setRawHeader(b"A", b"9")
    assert listed(reply.headers()) == [("b", "2"), ("a", "9")]


def test_a_well_known_header_of_a_reply_stands_where_the_first_stood() -> None:
    reply = Answer()
    reply.setHeaders(made(("Age", "1"), ("B", "2"), ("Age", "3")))
    reply.setWellKnownHeader(Known.Age, b"9")
    reply.setWellKnownHeader(Known.ContentType, b"text/x")
    assert listed(reply.headers()) == [("age", "9"), ("b", "2"), ("content-type", "text/x")]
    assert reply.header(Request.ContentTypeHeader) == "text/x"


@pytest.mark.parametrize("wrong", [5, "Age"])
def test_a_well_known_header_of_a_reply_is_a_member(wrong: Any) -> None:
    with pytest.raises(TypeError):
        Answer().setWellKnownHeader(wrong, b"1")


@pytest.mark.parametrize("kind", ["HttpProxy", "HttpCachingProxy"])
def test_a_proxy_that_speaks_http_has_headers(kind: str) -> None:
    proxy = Proxy(getattr(Proxy, kind), "h", 1)
    proxy.setHeaders(made(("A", "1"), ("B", "3"), ("a", "2")))
    assert listed(proxy.headers()) == [("a", "1"), ("b", "3"), ("a", "2")]
    assert bytes(proxy.rawHeader(b"a")) == b"1, 2"
    proxy.setRawHeader(b"A", b"9")
    assert listed(copy.copy(proxy).headers()) == [("b", "3"), ("a", "9")]


@pytest.mark.parametrize("kind", ["NoProxy", "DefaultProxy", "Socks5Proxy", "FtpCachingProxy"])
def test_other_proxies_have_no_headers(kind: str) -> None:
    proxy = Proxy(getattr(Proxy, kind), "h", 1)
    proxy.setHeaders(made(("A", "1")))
    proxy.setRawHeader(b"B", b"1")
    proxy.setHeader(Request.UserAgentHeader, "me")
    assert listed(proxy.headers()) == [] and len(proxy.rawHeaderList()) == 0
    assert not proxy.hasRawHeader(b"B") and proxy.header(Request.UserAgentHeader) is None


def test_headers_of_a_proxy_sleep_while_it_is_of_another_type() -> None:
    proxy = Proxy(Proxy.HttpProxy, "h", 1)
    proxy.setRawHeader(b"A", b"1")
    proxy.setType(Proxy.Socks5Proxy)
    proxy.setRawHeader(b"C", b"1")
    assert listed(proxy.headers()) == []
    proxy.setType(Proxy.HttpProxy)
    assert listed(proxy.headers()) == [("a", "1")]


# On the wire.


def sent(server: Any, manager: Any, headers: Any) -> list[tuple[str, str]]:
    """The headers of a GET as the server sees them, without those that every request has."""
    asked = request(server.on("/a"))
    asked.setHeaders(headers)
    Recorder(manager.get(asked)).run()
    usual = ("Connection", "Accept-Encoding", "Accept-Language")
    return [(name, value) for name, value in server.requests[-1].headers[1:] if name not in usual]


def test_headers_go_out_in_their_order(server: Any, manager: Any) -> None:
    found = sent(server, manager, made(("X-B", "1"), (Known.AIM, "2"), ("x-a", "3"), (Known.ETag, '"4"')))
    assert found[:4] == [("X-B", "1"), ("A-Im", "2"), ("X-A", "3"), ("Etag", '"4"')]


@pytest.mark.parametrize("name", ["User-Agent", "Content-Type", "Referer", "Authorization", "If-Modified-Since"])
def test_the_last_goes_out_of_a_header_that_must_stand_once(server: Any, manager: Any, name: str) -> None:
    found = sent(server, manager, made((name, "one"), ("X", "1"), (name, "two")))
    assert [each for each in found if each[0] in (name, "X")] == [("X", "1"), (name, "two")]


@pytest.mark.differs("repeated-headers-sent")
def test_every_one_of_a_repeated_header_goes_out(server: Any, manager: Any) -> None:
    found = sent(server, manager, made(("X-B", "1"), ("X-A", "2"), ("X-B", "3")))
    assert found[:3] == [("X-B", "1"), ("X-A", "2"), ("X-B", "3")]


@pytest.mark.differs("repeated-headers-sent")
def test_several_cookie_headers_go_out_as_one(server: Any, manager: Any) -> None:
    found = sent(server, manager, made(("Cookie", "a=1"), ("X", "1"), ("Cookie", "b=2")))
    assert found[:2] == [("X", "1"), ("Cookie", "a=1; b=2")]


def test_the_last_host_goes_out(server: Any, manager: Any) -> None:
    sent(server, manager, made(("Host", "one.example"), ("Host", "two.example")))
    assert [value for name, value in server.requests[-1].headers if name == "Host"] == ["two.example"]


def test_text_in_latin_1_goes_out_byte_for_byte(server: Any, manager: Any) -> None:
    assert ("X-Ae", "äöü") in sent(server, manager, made(("X-Ae", "äöü")))


def test_bytes_of_a_raw_header_go_out_as_they_are(server: Any, manager: Any) -> None:
    asked = request(server.on("/a"))
    asked.setRawHeader(b"X-Ae", "äö".encode() + b"\xff")
    Recorder(manager.get(asked)).run()
    assert ("äö".encode() + b"\xff") in server.requests[-1].head


def test_an_empty_header_goes_out_empty(server: Any, manager: Any) -> None:
    assert ("X-E", "") in sent(server, manager, made(("X-E", "")))


def test_a_header_of_sixty_kilobytes_goes_out_whole(server: Any, manager: Any) -> None:
    assert ("X-Long", "v" * 60_000) in sent(server, manager, made(("X-Long", "v" * 60_000)))


def test_ranges_reach_the_server(server: Any, manager: Any) -> None:
    headers = Headers()
    headers.setRangeValues(Ranges([(0, 1), (None, 5)]))
    assert ("Range", "bytes=0-1, -5") in sent(server, manager, headers)


def test_received_headers_are_kept_one_by_one(server: Any, manager: Any) -> None:
    fields = [("X-A", "1"), ("x-b", "2"), ("X-a", "3"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2"), ("X-E", "")]
    reply = Recorder(get(manager, server.on("/a", headers=fields))).run().reply
    assert listed(reply.headers())[:6] == [(name.lower(), value) for name, value in fields]
    assert pairs(reply)[:4] == [("x-a", "1, 3"), ("x-b", "2"), ("set-cookie", "a=1\nb=2"), ("x-e", "")]
    assert bytes(reply.rawHeader("X-A")) == b"1, 3"
    assert reply.headers().values("set-cookie") == [b"a=1", b"b=2"]


def test_received_bytes_are_kept_as_they_are(server: Any, manager: Any) -> None:
    reply = Recorder(get(manager, server.on("/a", headers=[("X-Ae", "äÿ")]))).run().reply
    assert bytes(reply.rawHeader("X-Ae")) == b"\xe4\xff"


def test_a_received_header_of_sixty_kilobytes_is_whole(server: Any, manager: Any) -> None:
    reply = Recorder(get(manager, server.on("/a", headers=[("X-Long", "v" * 60_000)]))).run().reply
    assert bytes(reply.rawHeader("X-Long")) == b"v" * 60_000


def test_changing_the_headers_of_a_reply_leaves_the_reply_alone(server: Any, manager: Any) -> None:
    reply = Recorder(get(manager, server.on("/a", headers=[("X-A", "1")]))).run().reply
    reply.headers().clear()
    assert reply.hasRawHeader("X-A")


def test_before_the_head_has_come_a_reply_has_no_headers(server: Any, manager: Any) -> None:
    reply = get(manager, server.on("/a"))
    assert reply.headers().isEmpty()
    Recorder(reply).run()
    assert not reply.headers().isEmpty()
