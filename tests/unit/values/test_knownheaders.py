"""Known headers: from Python objects to bytes and back."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from netaccess._values import knownheaders
from netaccess._values.bytearray import QByteArray
from netaccess._values.cookie import QNetworkCookie
from netaccess._values.date import QDate
from netaccess._values.headers import EMPTY
from netaccess._values.knownheaders import KnownHeaders as K
from netaccess._values.knownheaders import from_raw, raw_name, to_raw, with_known
from netaccess._values.qdatetime import QDateTime
from netaccess._values.qtnamespace import Qt
from netaccess._values.url import QUrl

LEAP_DAY = datetime(2024, 2, 29, 12, 34, 56, tzinfo=UTC)
LEAP_MOMENT = QDateTime(2024, 2, 29, 12, 34, 56, 0, Qt.TimeSpec.UTC)
LEAP_TEXT = b"Thu, 29 Feb 2024 12:34:56 GMT"


def named(header: K) -> str:
    return header.name


@pytest.mark.parametrize("header", [header for header in K if header is not K.NumKnownHeaders], ids=named)
def test_every_header_has_a_name(header: K) -> None:
    assert raw_name(header).lower().replace(b"-", b"") == header.name.removesuffix("Header").lower().encode()


@pytest.mark.parametrize("header", [-1, 13, 99, "ContentTypeHeader", None])
def test_what_is_no_known_header_is_refused(header: object) -> None:
    with pytest.raises(ValueError, match="KnownHeaders"):
        raw_name(header)  # type: ignore[arg-type]


def test_the_plain_number_of_a_header_is_taken() -> None:
    assert raw_name(7) == b"User-Agent"


@pytest.mark.parametrize(
    ("header", "value", "raw"),
    [
        (K.ContentTypeHeader, "text/plain", b"text/plain"),
        (K.ContentTypeHeader, "é€", "é€".encode()),
        (K.ContentTypeHeader, QByteArray(b"text/x"), b"text/x"),
        (K.ContentTypeHeader, b"text/x", b"text/x"),
        (K.ContentTypeHeader, 5, b"5"),
        (K.ContentTypeHeader, 3.7, b"3.7"),
        (K.ContentTypeHeader, True, b"true"),
        (K.ContentLengthHeader, 5, b"5"),
        (K.ContentLengthHeader, 2**40, b"1099511627776"),
        (K.ContentLengthHeader, "12", b"12"),
        (K.LocationHeader, QUrl("http://e.com/a b?c#d"), b"http://e.com/a%20b?c#d"),
        (K.LocationHeader, QUrl("rel/x"), b"rel/x"),
        (K.LocationHeader, "/there", b"/there"),
        (K.LastModifiedHeader, LEAP_DAY, LEAP_TEXT),
        (K.LastModifiedHeader, date(2024, 2, 29), b"Thu, 29 Feb 2024 00:00:00 GMT"),
        (K.LastModifiedHeader, 1709210096, LEAP_TEXT),
        (K.LastModifiedHeader, LEAP_MOMENT, LEAP_TEXT),
        (K.LastModifiedHeader, LEAP_MOMENT.toOffsetFromUtc(3600), LEAP_TEXT),
        (K.LastModifiedHeader, QDate(2024, 2, 29), b"Thu, 29 Feb 2024 00:00:00 GMT"),
        (K.IfModifiedSinceHeader, LEAP_DAY, LEAP_TEXT),
        (K.IfModifiedSinceHeader, "yesterday", b"yesterday"),
        (K.CookieHeader, [QNetworkCookie(b"a", b"1"), QNetworkCookie(b"b", b"2")], b"a=1; b=2"),
        (K.CookieHeader, QNetworkCookie(b"a", b"1"), b"a=1"),
        (K.CookieHeader, [], b""),
        (K.ContentDispositionHeader, 'attachment; filename="x"', b'attachment; filename="x"'),
        (K.UserAgentHeader, "me/1.0", b"me/1.0"),
        (K.ServerHeader, "nginx", b"nginx"),
        (K.ETagHeader, '"a"', b'"a"'),
        (K.IfMatchHeader, ['"a"', '"b"'], b'"a", "b"'),
        (K.IfNoneMatchHeader, "*", b"*"),
    ],
)
def test_python_objects_become_raw_values(header: K, value: object, raw: bytes) -> None:
    assert to_raw(header, value) == raw


def test_set_cookie_gives_each_cookie_a_line_with_its_attributes() -> None:
    second = QNetworkCookie(b"b", b"2")
    second.setHttpOnly(True)
    assert to_raw(K.SetCookieHeader, [QNetworkCookie(b"a", b"1"), second]) == b"a=1\nb=2; HttpOnly"


@pytest.mark.parametrize(
    ("header", "value"),
    [
        (K.ContentTypeHeader, QUrl("http://e.com/")),
        (K.UserAgentHeader, ["a"]),
        (K.LocationHeader, LEAP_DAY),
        (K.LastModifiedHeader, [1]),
        (K.CookieHeader, ["a=1"]),
        (K.IfMatchHeader, [b"a"]),
        (K.ETagHeader, {"a": 1}),
    ],
)
def test_objects_that_a_header_cannot_have_are_a_type_error(header: K, value: object) -> None:
    with pytest.raises(TypeError):
        to_raw(header, value)


@pytest.mark.parametrize("value", [-5, "abc", "", "5, 5", "+5"])
def test_a_length_that_is_no_count_of_bytes_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="ContentLengthHeader"):
        to_raw(K.ContentLengthHeader, value)


def test_text_that_would_start_another_header_is_refused() -> None:
    with pytest.raises(ValueError, match="User-Agent"):
        to_raw(K.UserAgentHeader, "me\r\nX-Evil: 1")


@pytest.mark.parametrize(
    ("header", "raw", "value"),
    [
        (K.ContentTypeHeader, b"text/x", "text/x"),
        (K.ContentTypeHeader, b"\xe9", "é"),
        (K.ContentLengthHeader, b"5", 5),
        (K.ContentLengthHeader, b"-1", -1),
        (K.ContentLengthHeader, b"+7", 7),
        (K.ContentLengthHeader, b"abc", None),
        (K.ContentLengthHeader, b"5, 5", None),
        (K.ContentLengthHeader, b"99999999999999999999", None),
        (K.ContentLengthHeader, b"0x10", None),
        (K.ContentLengthHeader, b"9" * 10_000, None),
        (K.ContentLengthHeader, b"0" * 10_000 + b"7", 7),
        (K.ContentLengthHeader, b"+-7", None),
        (K.LocationHeader, b"http://e.com/a%20b", QUrl("http://e.com/a%20b")),
        (K.LocationHeader, b"/rel", None),
        (K.LocationHeader, b"http://e.com/a b", None),
        (K.LocationHeader, b"http://[bad", None),
        (K.LocationHeader, b"", None),
        (K.LastModifiedHeader, LEAP_TEXT, LEAP_MOMENT),
        (K.LastModifiedHeader, b"junk", None),
        (K.IfModifiedSinceHeader, LEAP_TEXT, LEAP_MOMENT),
        (K.CookieHeader, b"a=1; b=2", [QNetworkCookie(b"a", b"1"), QNetworkCookie(b"b", b"2")]),
        (K.CookieHeader, b"a=1; Path=/x", [QNetworkCookie(b"a", b"1"), QNetworkCookie(b"Path", b"/x")]),
        (K.CookieHeader, b"junk", []),
        (K.CookieHeader, b"", []),
        (K.SetCookieHeader, b"a=1\nb=2", [QNetworkCookie(b"a", b"1"), QNetworkCookie(b"b", b"2")]),
        (K.ContentDispositionHeader, b"attachment", "attachment"),
        (K.UserAgentHeader, b"\xc3\xa9", "Ã©"),
        (K.ServerHeader, b"x", "x"),
        (K.ETagHeader, b'W/"a"', 'W/"a"'),
        (K.ETagHeader, b"a", None),
        (K.IfMatchHeader, b'"a", "b"', ['"a"', '"b"']),
        (K.IfMatchHeader, b"*", ["*"]),
        (K.IfMatchHeader, b'W/"a"', []),
        (K.IfMatchHeader, b'"a"  ,"b",', ['"a"', '"b"']),
        (K.IfNoneMatchHeader, b'"a", W/"b"', ['"a"', 'W/"b"']),
    ],
)
def test_raw_values_become_python_objects(header: K, raw: bytes, value: object) -> None:
    assert from_raw(header, raw) == value


@pytest.mark.parametrize("value", [5, 3.7, True, "é", LEAP_DAY, LEAP_MOMENT, QByteArray(b"x")])
def test_a_header_gives_back_what_it_was_set_from(value: object) -> None:
    header = K.LastModifiedHeader if isinstance(value, (datetime, QDateTime)) else K.ContentTypeHeader
    assert knownheaders.known(with_known(EMPTY, header, value), header) == value


@pytest.mark.parametrize(("given", "kind"), [(LEAP_DAY, QDateTime), (date(2024, 2, 29), QDate)])
def test_dates_of_python_come_back_as_those_of_qt(given: object, kind: type) -> None:
    fields = with_known(EMPTY, K.LastModifiedHeader, given)
    assert type(knownheaders.known(fields, K.LastModifiedHeader)) is kind


@pytest.mark.parametrize("nothing", [QDateTime(), QDate()])
def test_a_date_that_is_none_is_refused(nothing: object) -> None:
    with pytest.raises(ValueError, match="is no"):
        to_raw(K.LastModifiedHeader, nothing)


def test_a_moment_changed_after_setting_leaves_the_header_alone() -> None:
    moment = QDateTime(LEAP_MOMENT)
    fields = with_known(EMPTY, K.LastModifiedHeader, moment)
    moment.setDate(QDate(1999, 1, 1))
    assert knownheaders.known(fields, K.LastModifiedHeader) == LEAP_MOMENT


def test_a_header_set_raw_gives_what_the_bytes_mean() -> None:
    assert knownheaders.known(EMPTY.replaced(b"content-length", b"5"), K.ContentLengthHeader) == 5
    assert knownheaders.known(EMPTY, K.ContentLengthHeader) is None


def test_a_url_changed_after_setting_leaves_the_header_alone() -> None:
    url = QUrl("http://a.com/")
    fields = with_known(EMPTY, K.LocationHeader, url)
    url.setHost("b.com")
    knownheaders.known(fields, K.LocationHeader).setHost("c.com")
    assert knownheaders.known(fields, K.LocationHeader) == QUrl("http://a.com/")


def test_a_list_changed_after_setting_leaves_the_header_alone() -> None:
    tags = ['"a"']
    fields = with_known(EMPTY, K.IfMatchHeader, tags)
    tags.append('"b"')
    knownheaders.known(fields, K.IfMatchHeader).append('"c"')
    assert knownheaders.known(fields, K.IfMatchHeader) == ['"a"']


def test_none_removes_a_known_header() -> None:
    assert with_known(EMPTY.replaced(b"user-agent", b"x"), K.UserAgentHeader, None) == EMPTY


def test_a_known_header_is_spelled_in_the_usual_way() -> None:
    assert with_known(EMPTY, K.ETagHeader, '"a"').wire() == [(b"ETag", b'"a"')]
