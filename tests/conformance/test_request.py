"""QNetworkRequest as a value: headers, attributes, copies, equality."""

from __future__ import annotations

import contextlib
import copy
import gc
from typing import Any

import pytest
from binding import QtCore, QtNetwork, number

Request = QtNetwork.QNetworkRequest


def names(asked: Any) -> list[str]:
    """The raw header names in order, in lower case: Qt 5 keeps the user's case and Qt 6 does not."""
    return [bytes(name).decode().lower() for name in asked.rawHeaderList()]


def test_an_empty_request() -> None:
    asked = Request()
    assert asked.url().isEmpty()
    assert names(asked) == []
    assert not asked.hasRawHeader("X-A")
    assert bytes(asked.rawHeader("X-A")) == b""
    assert asked.originatingObject() is None
    assert asked.priority() == Request.NormalPriority
    assert asked.maximumRedirectsAllowed() == 50
    assert asked.header(Request.ContentTypeHeader) is None


def test_the_url_is_a_copy() -> None:
    url = QtCore.QUrl("http://one/")
    asked = Request(url)
    url.setHost("two")
    assert asked.url().toString() == "http://one/"
    asked.url().setHost("three")
    assert asked.url().toString() == "http://one/"
    asked.setUrl(QtCore.QUrl("http://four/"))
    assert asked.url().toString() == "http://four/"


@pytest.mark.only("netaccess", "PySide6")
def test_a_request_takes_text_for_a_url() -> None:
    assert Request("http://one/").url().toString() == "http://one/"


@pytest.mark.parametrize("wrong", [None, 5, b"http://x/"])
def test_a_request_does_not_take_anything_else(wrong: Any) -> None:
    with pytest.raises(TypeError):
        Request(wrong)


def test_raw_headers_are_found_in_any_case() -> None:
    asked = Request()
    asked.setRawHeader(b"X-One", b"1")
    assert bytes(asked.rawHeader("x-oNE")) == b"1"
    assert asked.hasRawHeader("X-ONE")


def test_raw_headers_keep_their_order() -> None:
    asked = Request()
    for name in (b"X-B", b"X-C", b"X-A"):
        asked.setRawHeader(name, b"1")
    assert names(asked) == ["x-b", "x-c", "x-a"]


def test_a_header_that_is_set_again_moves_to_the_end() -> None:
    asked = Request()
    for name, value in ((b"X-A", b"1"), (b"X-B", b"2"), (b"x-a", b"3")):
        asked.setRawHeader(name, value)
    assert names(asked) == ["x-b", "x-a"]
    assert bytes(asked.rawHeader("X-A")) == b"3"


@pytest.mark.only("netaccess", "PySide6")
def test_raw_header_names_are_listed_in_lower_case() -> None:
    asked = Request()
    asked.setRawHeader(b"X-One", b"1")
    assert [bytes(name) for name in asked.rawHeaderList()] == [b"x-one"]
    assert isinstance(asked.rawHeaderList()[0], QtCore.QByteArray)


@pytest.mark.only("netaccess", "PySide6")
def test_an_empty_value_stays_and_no_value_removes() -> None:
    asked = Request()
    asked.setRawHeader(b"X-A", b"1")
    asked.setRawHeader(b"X-A", b"")
    assert asked.hasRawHeader("X-A")
    asked.setRawHeader(b"X-A", QtCore.QByteArray())
    assert not asked.hasRawHeader("X-A")
    asked.setRawHeader(b"X-B", b"1")
    asked.setRawHeader(b"X-B", None)
    assert not asked.hasRawHeader("X-B")


@pytest.mark.only("netaccess", "PySide6")
def test_values_are_trimmed() -> None:
    asked = Request()
    asked.setRawHeader(b"X-A", b"  a b\t")
    assert bytes(asked.rawHeader("X-A")) == b"a b"


BAD_HEADERS = [(b"Bad Name", b"1"), (b"X:Y", b"1"), (b"", b"1"), (b"X-A", b"a\r\nB: c"), (b"X-A", b"a\x00b")]


@pytest.mark.only("netaccess", "PySide6")
@pytest.mark.parametrize(("name", "value"), BAD_HEADERS)
def test_a_header_that_would_break_the_message_is_not_taken(name: bytes, value: bytes) -> None:
    asked = Request()
    with contextlib.suppress(ValueError):  # Qt only prints a warning
        asked.setRawHeader(name, value)
    assert names(asked) == []


@pytest.mark.differs("bad-header-raises")
@pytest.mark.parametrize(("name", "value"), BAD_HEADERS)
def test_a_header_that_would_break_the_message_is_an_error(name: bytes, value: bytes) -> None:
    with pytest.raises(ValueError, match="header"):
        Request().setRawHeader(name, value)


@pytest.mark.only("netaccess")
def test_text_and_bytes_are_both_taken_for_names_and_values() -> None:
    asked = Request()
    asked.setRawHeader("X-A", "1")
    assert bytes(asked.rawHeader(b"X-A")) == b"1"
    assert asked.hasRawHeader(b"X-A")


@pytest.mark.parametrize(
    ("header", "value", "raw"),
    [
        ("ContentTypeHeader", "text/x", ("content-type", b"text/x")),
        ("ContentLengthHeader", 5, ("content-length", b"5")),
        ("ContentLengthHeader", "7", ("content-length", b"7")),
        ("LocationHeader", "http://x/y", ("location", b"http://x/y")),
        ("UserAgentHeader", "me", ("user-agent", b"me")),
        ("ServerHeader", "srv", ("server", b"srv")),
        ("ETagHeader", '"x"', ("etag", b'"x"')),
        ("ContentDispositionHeader", "x", ("content-disposition", b"x")),
    ],
)
def test_a_known_header_is_written_as_a_raw_one(header: str, value: Any, raw: tuple[str, bytes]) -> None:
    asked = Request()
    asked.setHeader(getattr(Request, header), value)
    assert names(asked) == [raw[0]]
    assert bytes(asked.rawHeader(raw[0])) == raw[1]
    assert asked.header(getattr(Request, header)) == value


def test_a_location_may_be_a_url() -> None:
    asked = Request()
    asked.setHeader(Request.LocationHeader, QtCore.QUrl("http://x/a b"))
    assert bytes(asked.rawHeader("Location")) == b"http://x/a%20b"
    assert asked.header(Request.LocationHeader) == QtCore.QUrl("http://x/a b")


def test_no_value_removes_a_known_header() -> None:
    asked = Request()
    asked.setHeader(Request.ContentTypeHeader, "a")
    asked.setHeader(Request.ContentTypeHeader, None)
    assert names(asked) == []
    assert asked.header(Request.ContentTypeHeader) is None


def test_a_raw_header_is_read_as_a_known_one() -> None:
    asked = Request()
    asked.setRawHeader(b"content-length", b"12")
    asked.setRawHeader(b"content-type", b"text/x")
    length = asked.header(Request.ContentLengthHeader)
    assert (length, type(length)) == (12, int)
    assert asked.header(Request.ContentTypeHeader) == "text/x"


@pytest.mark.only("netaccess")
def test_bytes_are_taken_for_a_known_header() -> None:
    asked = Request()
    asked.setHeader(Request.ContentTypeHeader, b"text/x")
    assert asked.header(Request.ContentTypeHeader) == "text/x"


def test_attributes_keep_what_they_are_given() -> None:
    asked = Request()
    mark = {"k": [1]}
    asked.setAttribute(Request.User, mark)
    asked.setAttribute(Request.HttpPipeliningAllowedAttribute, True)
    assert asked.attribute(Request.User) == mark
    assert asked.attribute(Request.HttpPipeliningAllowedAttribute) is True


def test_a_missing_attribute_has_a_default() -> None:
    asked = Request()
    assert asked.attribute(Request.User) is None
    assert asked.attribute(Request.User, 5) == 5
    asked.setAttribute(Request.User, "x")
    assert asked.attribute(Request.User, 5) == "x"
    asked.setAttribute(Request.User, None)
    assert asked.attribute(Request.User, 5) == 5


@pytest.mark.parametrize("name", ["HighPriority", "NormalPriority", "LowPriority"])
def test_priorities(name: str) -> None:
    asked = Request()
    asked.setPriority(getattr(Request, name))
    assert asked.priority() == getattr(Request, name)


def test_numbers_of_the_enumerations() -> None:
    assert [number(getattr(Request, name)) for name in ("HighPriority", "NormalPriority", "LowPriority")] == [1, 3, 5]
    assert number(Request.HttpStatusCodeAttribute) == 0
    assert number(Request.RedirectionTargetAttribute) == 2
    assert number(Request.CustomVerbAttribute) == 10
    assert (number(Request.User), number(Request.UserMax)) == (1000, 32767)
    assert number(Request.ContentLengthHeader) == 1


def test_the_originating_object_is_not_kept_alive() -> None:
    asked = Request()
    origin = QtCore.QObject()
    asked.setOriginatingObject(origin)
    assert asked.originatingObject() is origin
    del origin
    gc.collect()
    assert asked.originatingObject() is None


def test_a_copy_is_equal_and_independent() -> None:
    asked = Request(QtCore.QUrl("http://x/"))
    asked.setRawHeader(b"X-A", b"1")
    for twin in (Request(asked), copy.copy(asked)):
        assert twin == asked
        assert (twin != asked) is False
        twin.setRawHeader(b"X-B", b"2")
        twin.setUrl(QtCore.QUrl("http://y/"))
        assert twin != asked
        assert names(asked) == ["x-a"]
        assert asked.url().toString() == "http://x/"


@pytest.mark.parametrize("what", ["url", "header", "attribute", "priority", "redirects"])
def test_requests_differ_by(what: str) -> None:
    asked = Request(QtCore.QUrl("http://x/"))
    other = Request(asked)
    {
        "url": lambda: other.setUrl(QtCore.QUrl("http://y/")),
        "header": lambda: other.setRawHeader(b"X-A", b"1"),
        "attribute": lambda: other.setAttribute(Request.User, 1),
        "priority": lambda: other.setPriority(Request.HighPriority),
        "redirects": lambda: other.setMaximumRedirectsAllowed(3),
    }[what]()
    assert asked != other
    assert (asked == other) is False


def test_the_originating_object_does_not_count_for_equality() -> None:
    asked = Request(QtCore.QUrl("http://x/"))
    other = Request(asked)
    origin = QtCore.QObject()
    other.setOriginatingObject(origin)
    assert asked == other


@pytest.mark.only("netaccess", "PySide6")
def test_requests_differ_by_their_timeout() -> None:
    asked = Request(QtCore.QUrl("http://x/"))
    other = Request(asked)
    other.setTransferTimeout(5)
    assert asked != other


def test_requests_cannot_be_hashed() -> None:
    with pytest.raises(TypeError):
        hash(Request())


def test_a_request_is_true() -> None:
    assert Request()


@pytest.mark.only("netaccess", "PySide6")
def test_other_settings_are_kept() -> None:
    asked = Request()
    asked.setMaximumRedirectsAllowed(3)
    asked.setTransferTimeout(1500)
    twin = Request(asked)
    assert (twin.maximumRedirectsAllowed(), twin.transferTimeout()) == (3, 1500)
