"""Known headers: from Python objects to what is sent, and from what came to Python objects."""

from __future__ import annotations

from typing import Any

import pytest
from binding import QtCore, QtNetwork, octets
from programreplies import Answer
from recorder import Recorder
from shortcuts import get, request

pytestmark = pytest.mark.only("netaccess", "PySide6")

Request = QtNetwork.QNetworkRequest
Cookie = QtNetwork.QNetworkCookie
Headers = getattr(QtNetwork, "QHttpHeaders", None)  # Qt 5 has none
NAMES = {
    "ContentType": b"content-type",
    "ContentLength": b"content-length",
    "Location": b"location",
    "LastModified": b"last-modified",
    "Cookie": b"cookie",
    "SetCookie": b"set-cookie",
    "ContentDisposition": b"content-disposition",
    "UserAgent": b"user-agent",
    "Server": b"server",
    "IfModifiedSince": b"if-modified-since",
    "ETag": b"etag",
    "IfMatch": b"if-match",
    "IfNoneMatch": b"if-none-match",
}
DATE = b"Sun, 06 Nov 1994 08:49:37 GMT"


def known(name: str) -> Any:
    return getattr(Request, f"{name}Header")


def plain(value: Any) -> Any:
    """A header's value as what all bindings agree on: cookies and URLs as text, dates as milliseconds."""
    if isinstance(value, list):
        return [plain(each) for each in value]
    if isinstance(value, Cookie):
        return bytes(value.toRawForm())
    if isinstance(value, QtCore.QUrl):
        return f"url {value.toString()}"
    if isinstance(value, QtCore.QDateTime):
        return f"moment {value.toMSecsSinceEpoch()}"
    return value


def set_and_get(name: str, value: Any) -> tuple[bytes | None, Any]:
    """What is sent for a value that was set, None for nothing, and what is given back."""
    asked = Request()
    asked.setHeader(known(name), value)
    raw = bytes(asked.rawHeader(NAMES[name].decode())) if asked.rawHeaderList() else None
    return raw, plain(asked.header(known(name)))


def read(name: str, *values: bytes) -> Any:
    """What header fields of these values mean."""
    asked = Request()
    asked.setHeaders(Headers.fromListOfPairs([(NAMES[name], value) for value in values]))
    return plain(asked.header(known(name)))


# From Python objects.


@pytest.mark.parametrize(
    ("name", "value", "raw"),
    [
        ("ContentType", "text/ä", "text/ä".encode()),
        ("UserAgent", "€", "€".encode()),
        ("ContentDisposition", 'attachment; filename="ä"', 'attachment; filename="ä"'.encode()),
        ("ContentType", "  a ", b"a"),
        ("ContentType", 5, b"5"),
        ("ContentType", True, b"true"),
        ("ContentType", 1.5, b"1.5"),
        ("ContentLength", 2**40, b"1099511627776"),
        ("ContentLength", 0, b"0"),
        ("ContentLength", " 7 ", b"7"),
        ("ContentLength", 5.0, b"5"),
        ("Location", "/there", b"/there"),
        ("Location", "http://x/a b", b"http://x/a b"),
        ("LastModified", "junk", b"junk"),
        ("ETag", "x", b"x"),
        ("ETag", 'W/"x"', b'W/"x"'),
        ("IfMatch", '"a", "b"', b'"a", "b"'),
        ("IfMatch", "*", b"*"),
        ("IfNoneMatch", 'W/"a"', b'W/"a"'),
    ],
)
def test_what_is_set_is_written_and_given_back_as_it_was(name: str, value: Any, raw: bytes) -> None:
    assert set_and_get(name, value) == (raw, value)


def test_bytes_of_qt_are_given_back_as_such() -> None:
    asked = Request()
    asked.setHeader(Request.ContentTypeHeader, QtCore.QByteArray(b"text/x"))
    assert isinstance(asked.header(Request.ContentTypeHeader), QtCore.QByteArray)
    assert octets(asked.header(Request.ContentTypeHeader)) == octets(asked.rawHeader("content-type")) == b"text/x"


@pytest.mark.parametrize(
    ("url", "raw"),
    [
        ("/rel", b"/rel"),
        ("http://x/a b?c#d", b"http://x/a%20b?c#d"),
        ("http://ä.de/ü", b"http://xn--4ca.de/%C3%BC"),
    ],
)
def test_a_url_is_written_encoded(url: str, raw: bytes) -> None:
    assert set_and_get("Location", QtCore.QUrl(url)) == (raw, f"url {QtCore.QUrl(url).toString()}")


@pytest.mark.parametrize("name", ["ContentType", "UserAgent", "ETag", "Server", "Location", "ContentDisposition"])
def test_empty_text_changes_nothing(name: str) -> None:
    asked = Request()
    asked.setHeader(known(name), "x")
    asked.setHeader(known(name), "")
    assert asked.header(known(name)) == "x"
    assert bytes(asked.rawHeader(NAMES[name].decode())) == b"x"


@pytest.mark.parametrize("name", NAMES)
def test_none_removes_every_known_header(name: str) -> None:
    asked = Request()
    asked.setRawHeader(NAMES[name], b"x")
    asked.setRawHeader(b"X-Other", b"1")
    asked.setHeader(known(name), None)
    assert [bytes(each) for each in asked.rawHeaderList()] == [b"x-other"]
    assert asked.header(known(name)) is None


def test_a_raw_value_takes_the_place_of_a_known_one() -> None:
    asked = Request()
    asked.setHeader(Request.LastModifiedHeader, "x")
    asked.setRawHeader(b"last-modified", DATE)
    assert plain(asked.header(Request.LastModifiedHeader)) == "moment 784111777000"
    asked.setRawHeader(b"last-modified", b"junk")
    assert asked.header(Request.LastModifiedHeader) is None


@pytest.mark.differs("raw-length-counts")
def test_a_raw_length_takes_the_place_of_a_known_one() -> None:
    asked = Request()
    asked.setHeader(Request.ContentLengthHeader, 5)
    asked.setRawHeader(b"content-length", b"7")
    assert asked.header(Request.ContentLengthHeader) == 7


def test_another_header_leaves_what_was_set_as_it_was() -> None:
    asked = Request()
    asked.setHeader(Request.ContentLengthHeader, "5")
    asked.setRawHeader(b"X-A", b"1")
    assert asked.header(Request.ContentLengthHeader) == "5"


def test_headers_that_were_taken_and_set_again_mean_what_they_say() -> None:
    asked = Request()
    asked.setHeader(Request.ContentLengthHeader, "5")
    asked.setHeaders(asked.headers())
    assert asked.header(Request.ContentLengthHeader) == 5


def test_the_number_of_known_headers_is_no_header() -> None:
    assert Request().header(Request.NumKnownHeaders) is None


@pytest.mark.differs("lists-in-known-headers")
@pytest.mark.parametrize("kind", [list, tuple])
def test_lists_of_cookies_are_taken(kind: Any) -> None:
    cookies = kind([Cookie(b"a", b"1"), Cookie(b"b", b"2")])
    assert set_and_get("Cookie", cookies) == (b"a=1; b=2", [b"a=1", b"b=2"])
    assert set_and_get("SetCookie", cookies) == (b"a=1\nb=2", [b"a=1", b"b=2"])


@pytest.mark.differs("lists-in-known-headers")
def test_a_single_cookie_is_taken() -> None:
    assert set_and_get("Cookie", Cookie(b"a", b"1"))[0] == b"a=1"


@pytest.mark.differs("lists-in-known-headers")
@pytest.mark.parametrize("name", ["IfMatch", "IfNoneMatch"])
def test_lists_of_tags_are_taken(name: str) -> None:
    assert set_and_get(name, ['"a"', '"b"']) == (b'"a", "b"', ['"a"', '"b"'])


@pytest.mark.differs("wrong-header-value-raises")
@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("ContentType", ["a"]),
        ("ContentType", QtCore.QUrl("http://x/")),
        ("UserAgent", {}),
        ("LastModified", QtCore.QTime(1, 2)),
        ("Location", object()),
        ("IfMatch", ['"a"', 5]),
        ("Cookie", ["a=b"]),
    ],
)
def test_what_a_header_cannot_be_is_a_type_error(name: str, wrong: Any) -> None:
    with pytest.raises(TypeError, match=f"{name}Header|a date is"):
        Request().setHeader(known(name), wrong)


@pytest.mark.differs("wrong-header-value-raises")
@pytest.mark.parametrize("wrong", [-5, "abc", 5.5, ""])
def test_a_length_that_is_no_count_of_bytes_is_a_value_error(wrong: Any) -> None:
    with pytest.raises(ValueError, match="ContentLengthHeader"):
        Request().setHeader(Request.ContentLengthHeader, wrong)


# From what came.


@pytest.mark.parametrize(
    ("name", "raw", "value"),
    [
        ("ContentType", b"text/\xe4", "text/ä"),
        ("ContentType", b"text/\xc3\xa4", "text/Ã¤"),
        ("ContentType", b"", ""),
        ("UserAgent", b"", ""),
        ("ContentDisposition", b'attachment; filename="\xe4"', 'attachment; filename="ä"'),
        ("ContentLength", b"-5", -5),
        ("ContentLength", b"+5", 5),
        ("ContentLength", b"0005", 5),
        ("ContentLength", b"9223372036854775807", 9223372036854775807),
        ("ContentLength", b"9223372036854775808", None),
        ("ContentLength", b"0x5", None),
        ("ContentLength", b"5 5", None),
        ("ContentLength", b"5, 5", None),
        ("ContentLength", b"5.0", None),
        ("ContentLength", b"1_0", None),
        ("ContentLength", b"x", None),
        ("ContentLength", b"", None),
        ("Location", b"http://x/\xc3\xa4", "url http://x/ä"),
        ("Location", b"mailto:x", "url mailto:x"),
        ("Location", b"http://x/a b", None),
        ("Location", b"/rel", None),
        ("Location", b"//host/x", None),
        ("Location", b"", None),
        ("LastModified", DATE, "moment 784111777000"),
        ("LastModified", b"Mon, 06 Nov 1994 08:49:37 GMT", "moment 784111777000"),
        ("LastModified", b"Sun, 31 Feb 1994 08:49:37 GMT", None),
        ("LastModified", b"", None),
        ("IfModifiedSince", DATE, "moment 784111777000"),
        ("Cookie", b"a=1; b=2", [b"a=1", b"b=2"]),
        ("Cookie", b"a=1;b=", [b"a=1", b"b="]),
        ("Cookie", b"a=1, b=2", [b"a=1, b=2"]),
        ("SetCookie", b"a=1; path=/", [b"a=1; path=/"]),
        ("SetCookie", b"a=1, b=2", [b"a=1, b=2"]),
        ("SetCookie", b"junk", []),
        ("SetCookie", b"", []),
        ("ETag", b'"x"', '"x"'),
        ("ETag", b'W/"x"', 'W/"x"'),
        ("ETag", b'""', '""'),
        ("ETag", b'"a"b"', '"a"b"'),
        ("ETag", b'"\xe4"', '"ä"'),
        ("ETag", b'"', '"'),
        ("ETag", b"x", None),
        ("ETag", b'w/"x"', None),
        ("IfMatch", b'"a", "b"', ['"a"', '"b"']),
        ("IfMatch", b'W/"a", "b"', ['"b"']),
        ("IfMatch", b"*", ["*"]),
        ("IfMatch", b'"a", *', ['"a"']),
        ("IfMatch", b'"a,b", "c"', ['"c"']),
        ("IfMatch", b"a", []),
        ("IfMatch", b"", []),
        ("IfNoneMatch", b'W/"a", "b", w/"c"', ['W/"a"', '"b"']),
        ("IfNoneMatch", b"x", []),
    ],
)
def test_a_raw_value_is_read(name: str, raw: bytes, value: Any) -> None:
    assert read(name, raw) == value


@pytest.mark.parametrize("raw", [b"a", b"", b"=1", b"a=1; b", b"a=1;b=2;", b"a=1;;b=2", b'a="1; 2"; b=3'])
def test_cookies_of_which_one_is_none_are_unreadable(raw: bytes) -> None:
    asked = Request()
    asked.setRawHeader(b"Cookie", raw)
    assert asked.header(Request.CookieHeader) == []


@pytest.mark.parametrize(
    ("name", "values", "value"),
    [
        ("ContentType", [b"a", b"b"], "a"),
        ("ContentLength", [b"5", b"6"], 5),
        ("Location", [b"http://a/", b"http://b/"], "url http://a/"),
        ("LastModified", [DATE, b"Mon, 07 Nov 1994 08:49:37 GMT"], "moment 784111777000"),
        ("Server", [b"x", b"y"], "x"),
        ("ETag", [b'"x"', b'"y"'], '"x"'),
        ("Cookie", [b"a=1", b"b=2"], [b"a=1", b"b=2"]),
        ("SetCookie", [b"a=1", b"b=2; secure"], [b"a=1", b"b=2; secure"]),
        ("IfMatch", [b'"a"', b'"b"'], ['"a"', '"b"']),
        ("IfMatch", [b"*", b'"a"'], ["*", '"a"']),
        ("IfNoneMatch", [b'W/"a"', b'"b"'], ['W/"a"', '"b"']),
    ],
)
def test_repeated_headers_are_joined_where_they_are_lists_else_the_first_counts(
    name: str, values: list[bytes], value: Any
) -> None:
    assert read(name, *values) == value


# In transit.


RECEIVED = [
    ("Content-Type", "text/html; charset=utf-8"),
    ("Content-Disposition", 'attachment; filename="x.txt"'),
    ("Last-Modified", DATE.decode()),
    ("ETag", 'W/"abc"'),
    ("Server", "srv/1"),
    ("Set-Cookie", "a=1; path=/"),
    ("Set-Cookie", "b=2"),
    ("Location", "http://x/y"),
]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ContentType", "text/html; charset=utf-8"),
        ("ContentLength", 3),
        ("ContentDisposition", 'attachment; filename="x.txt"'),
        ("LastModified", "moment 784111777000"),
        ("ETag", 'W/"abc"'),
        ("Server", "srv/1"),
        ("SetCookie", [b"a=1; path=/", b"b=2"]),
        ("Location", "url http://x/y"),
        ("UserAgent", None),
        ("Cookie", None),
        ("IfMatch", None),
    ],
)
def test_known_headers_of_a_reply(server: Any, manager: Any, name: str, value: Any) -> None:
    reply = Recorder(get(manager, server.on("/a", headers=RECEIVED, body=b"abc"))).run().reply
    assert plain(reply.header(known(name))) == value


def test_known_headers_are_there_with_the_head(server: Any, manager: Any) -> None:
    reply = get(manager, server.on("/a", headers=RECEIVED, body=b"abc"))
    assert reply.header(Request.ContentTypeHeader) is None
    seen: list[Any] = []
    Recorder(reply, hooks={"metaDataChanged": lambda: seen.append(reply.header(Request.ContentTypeHeader))}).run()
    assert seen == ["text/html; charset=utf-8"]


@pytest.mark.parametrize(
    ("name", "value", "sent"),
    [
        ("UserAgent", "me/1.0", ("User-Agent", "me/1.0")),
        ("ContentDisposition", "inline", ("Content-Disposition", "inline")),
        ("IfModifiedSince", QtCore.QDate(1994, 11, 6), ("If-Modified-Since", "Sun, 06 Nov 1994 00:00:00 GMT")),
        ("IfNoneMatch", 'W/"a"', ("If-None-Match", 'W/"a"')),
        ("ETag", '"x"', ("Etag", '"x"')),
        ("Location", QtCore.QUrl("http://x/a b"), ("Location", "http://x/a%20b")),
    ],
)
def test_known_headers_reach_the_server(
    server: Any, manager: Any, name: str, value: Any, sent: tuple[str, str]
) -> None:
    asked = request(server.on("/a"))
    asked.setHeader(known(name), value)
    Recorder(manager.get(asked)).run()
    assert sent in server.requests[-1].headers


def test_a_user_agent_beyond_ascii_reaches_the_server_as_utf8(server: Any, manager: Any) -> None:
    asked = request(server.on("/a"))
    asked.setHeader(Request.UserAgentHeader, "mé €")
    Recorder(manager.get(asked)).run()
    assert b"User-Agent: " + "mé €".encode() + b"\r\n" in server.requests[-1].head


def test_a_reply_of_the_programs_own_is_given_known_headers() -> None:
    reply = Answer()
    reply.setHeader(Request.ContentLengthHeader, 7)
    reply.setHeader(Request.ContentTypeHeader, "text/ä")
    assert reply.header(Request.ContentLengthHeader) == 7 and reply.header(Request.ContentTypeHeader) == "text/ä"
    assert bytes(reply.rawHeader("Content-Type")) == "text/ä".encode()
    reply.setHeader(Request.ContentTypeHeader, None)
    assert [bytes(name) for name in reply.rawHeaderList()] == [b"content-length"]
