"""Dates in headers and in cookies."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from binding import QtCore, QtNetwork
from recorder import Recorder
from shortcuts import get
from zones import berlin  # noqa: F401

Request = QtNetwork.QNetworkRequest
Cookie = QtNetwork.QNetworkCookie
Qt = QtCore.Qt

# What Qt 5 calls the same it wants in other types.
pytestmark = pytest.mark.only("netaccess", "PySide6")

HTTP_DATE = "Sun, 06 Nov 1994 08:49:37 GMT"


def moment(*zone: Any) -> Any:
    return QtCore.QDateTime(QtCore.QDate(1994, 11, 6), QtCore.QTime(8, 49, 37), *zone)


def test_a_received_date_is_a_qdatetime(server: Any, manager: Any) -> None:
    reply = Recorder(get(manager, server.on("/a", headers=[("Last-Modified", HTTP_DATE)]))).run().reply
    assert reply.header(Request.LastModifiedHeader).toUTC().toString("yyyy-MM-dd hh:mm:ss") == "1994-11-06 08:49:37"


def test_a_date_is_written_as_http_writes_it() -> None:
    asked = Request()
    asked.setHeader(Request.LastModifiedHeader, moment(Qt.UTC))
    assert bytes(asked.rawHeader("Last-Modified")) == HTTP_DATE.encode()
    asked.setHeader(Request.IfModifiedSinceHeader, moment(Qt.UTC))
    assert bytes(asked.rawHeader("If-Modified-Since")) == HTTP_DATE.encode()


@pytest.mark.parametrize(
    ("zone", "hour"), [((), b"07"), ((Qt.OffsetFromUTC, 7200), b"06"), ((Qt.OffsetFromUTC, -3600), b"09")]
)
def test_a_date_is_written_in_utc(zone: tuple[Any, ...], hour: bytes) -> None:
    asked = Request()
    asked.setHeader(Request.LastModifiedHeader, moment(*zone))
    assert bytes(asked.rawHeader("Last-Modified")) == b"Sun, 06 Nov 1994 " + hour + b":49:37 GMT"


def test_a_day_is_written_as_its_midnight() -> None:
    asked = Request()
    asked.setHeader(Request.LastModifiedHeader, QtCore.QDate(1994, 11, 6))
    assert bytes(asked.rawHeader("Last-Modified")) == b"Sun, 06 Nov 1994 00:00:00 GMT"


def test_a_date_that_was_set_comes_back_with_its_zone() -> None:
    asked = Request()
    asked.setHeader(Request.LastModifiedHeader, moment(Qt.OffsetFromUTC, 7200))
    again = asked.header(Request.LastModifiedHeader)
    assert again == moment(Qt.OffsetFromUTC, 7200) and again.offsetFromUtc() == 7200


@pytest.mark.parametrize("raw", [HTTP_DATE, "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"])
def test_all_forms_of_a_date_in_http_are_read(raw: str) -> None:
    asked = Request()
    asked.setRawHeader(b"Last-Modified", raw.encode())
    read = asked.header(Request.LastModifiedHeader)
    assert read == moment(Qt.UTC) and read.timeSpec() == Qt.UTC


@pytest.mark.parametrize("raw", [b"junk", b"1994-11-06T08:49:37Z", b"Sun, 06 Nov 1994"])
def test_what_is_no_date_is_none(raw: bytes) -> None:
    asked = Request()
    asked.setRawHeader(b"Last-Modified", raw)
    assert asked.header(Request.LastModifiedHeader) is None


@pytest.mark.differs("python-dates-in-headers")
def test_dates_of_python_are_taken_in_headers() -> None:
    asked = Request()
    asked.setHeader(Request.LastModifiedHeader, datetime.datetime(1994, 11, 6, 9, 49, 37))
    assert bytes(asked.rawHeader("Last-Modified")) == HTTP_DATE.encode()
    assert asked.header(Request.LastModifiedHeader) == moment(Qt.UTC)


def test_a_session_cookie_has_an_invalid_date() -> None:
    assert not Cookie(b"a", b"b").expirationDate().isValid()


@pytest.mark.parametrize("zone", [(), (Qt.UTC,), (Qt.OffsetFromUTC, 7200)])
def test_a_cookies_date_comes_back_as_it_was_set(zone: tuple[Any, ...]) -> None:
    cookie = Cookie(b"a", b"b")
    cookie.setExpirationDate(moment(*zone))
    assert repr(cookie.expirationDate()) == repr(moment(*zone)) and not cookie.isSessionCookie()


def test_a_cookies_date_is_written_in_utc() -> None:
    cookie = Cookie(b"a", b"b")
    cookie.setExpirationDate(moment())
    assert bytes(cookie.toRawForm()) == b"a=b; expires=Sun, 06-Nov-1994 07:49:37 GMT"


def test_an_invalid_date_makes_a_session_cookie() -> None:
    cookie = Cookie(b"a", b"b")
    cookie.setExpirationDate(moment())
    cookie.setExpirationDate(QtCore.QDateTime())
    assert cookie.isSessionCookie() and bytes(cookie.toRawForm()) == b"a=b"


def test_a_naive_datetime_of_python_is_local_time() -> None:
    cookie = Cookie(b"a", b"b")
    cookie.setExpirationDate(datetime.datetime(1994, 11, 6, 8, 49, 37))
    assert cookie.expirationDate() == moment()


def test_a_cookie_that_came_has_its_date_in_utc() -> None:
    (cookie,) = Cookie.parseCookies(QtCore.QByteArray(b"a=b; expires=Wed, 09 Jun 2021 10:18:14 GMT"))
    assert repr(cookie.expirationDate()).endswith("(2021, 6, 9, 10, 18, 14, 0, 1)")


def test_cookies_are_equal_when_they_end_at_the_same_moment() -> None:
    first, second = Cookie(b"a", b"b"), Cookie(b"a", b"b")
    first.setExpirationDate(moment(Qt.UTC))
    second.setExpirationDate(moment(Qt.OffsetFromUTC, 0).toOffsetFromUtc(3600))
    assert first == second


def test_a_date_taken_from_a_cookie_is_a_copy() -> None:
    cookie = Cookie(b"a", b"b")
    cookie.setExpirationDate(moment(Qt.UTC))
    cookie.expirationDate().setTime(QtCore.QTime(1, 1))
    assert cookie.expirationDate() == moment(Qt.UTC)


@pytest.mark.parametrize("value", [QtCore.QDate(2021, 7, 1), QtCore.QTime(1, 2), moment(Qt.UTC)], ids=repr)
def test_dates_are_kept_as_attributes_of_a_request(value: Any) -> None:
    asked = Request()
    asked.setAttribute(Request.User, value)
    assert asked.attribute(Request.User) == value
