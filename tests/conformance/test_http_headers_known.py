"""The well-known names of `QHttpHeaders`, and its dates and ranges."""

from __future__ import annotations

import copy
import datetime
from typing import Any

import pytest
from binding import QtCore, QtNetwork, number
from headerlists import Known, listed, made

pytestmark = pytest.mark.only("netaccess", "PySide6")

Headers = getattr(QtNetwork, "QHttpHeaders", None)  # Qt 5 has none
Ranges = getattr(QtNetwork, "QHttpHeaderRangeSet", None)


# Well-known headers.


def test_well_known_headers_have_qts_numbers_and_names() -> None:
    assert len(Known.__members__) == 177
    assert [number(member) for member in Known.__members__.values()] == list(range(177))
    some = {"AIM": 0, "ContentType": 54, "SetCookie": 142, "WWWAuthenticate": 169, "ProtocolQuery": 176}
    assert {name: number(getattr(Known, name)) for name in some} == some


@pytest.mark.parametrize(
    ("member", "name"),
    [
        ("AIM", b"a-im"),
        ("CPEPInfo", b"c-pep-info"),
        ("DASL", b"dasl"),
        ("DPoP", b"dpop"),
        ("ETag", b"etag"),
        ("ODataEntityId", b"odata-entityid"),
        ("OptionalWWWAuthenticate", b"optional-www-authenticate"),
        ("SecWebSocketAccept", b"sec-websocket-accept"),
        ("SoapAction", b"soapaction"),
        ("TE", b"te"),
        ("WWWAuthenticate", b"www-authenticate"),
        ("XContentTypeOptions", b"x-content-type-options"),
    ],
)
def test_names_of_well_known_headers(member: str, name: bytes) -> None:
    found = Headers.wellKnownHeaderName(getattr(Known, member))
    assert (found, type(found)) == (name, bytes)


def test_names_of_all_well_known_headers_follow_from_those_of_the_members() -> None:
    for name, member in Known.__members__.items():
        assert Headers.wellKnownHeaderName(member).replace(b"-", b"").decode() == name.lower()


@pytest.mark.parametrize("wrong", [5, "Age", None])
def test_only_a_member_is_a_well_known_header(wrong: Any) -> None:
    with pytest.raises(TypeError):
        Headers.wellKnownHeaderName(wrong)


def test_a_header_set_by_number_is_found_by_name() -> None:
    headers = made((Known.ContentType, "text/x"))
    assert headers.contains("Content-Type") and headers.value("content-type") == b"text/x"
    assert headers.contains(Headers.ContentType)


# Dates and ranges.


def test_a_date_is_written_in_utc_and_stands_once() -> None:
    headers = made(("Date", "x"), ("Date", "y"))
    zone = QtCore.QTimeZone.fromSecondsAheadOfUtc(7200)
    moment = QtCore.QDateTime(QtCore.QDate(1994, 11, 6), QtCore.QTime(8, 49, 37, 123), zone)
    headers.setDateTimeValue(Known.Date, moment)
    assert listed(headers) == [("date", "Sun, 06 Nov 1994 06:49:37 GMT")]
    headers.setDateTimeValue("X-Date", moment)
    assert headers.value("x-date") == b"Sun, 06 Nov 1994 06:49:37 GMT"


def test_a_datetime_of_python_is_written_too() -> None:
    headers = Headers()
    headers.setDateTimeValue(Known.Expires, datetime.datetime(2020, 1, 2, 3, 4, 5, tzinfo=datetime.UTC))
    assert headers.value("Expires") == b"Thu, 02 Jan 2020 03:04:05 GMT"


@pytest.mark.parametrize("nothing", [QtCore.QDateTime(), None])
def test_an_invalid_date_changes_nothing(nothing: Any) -> None:
    headers = made(("Date", "x"))
    headers.setDateTimeValue(Known.Date, nothing)
    assert listed(headers) == [("date", "x")]


@pytest.mark.parametrize("wrong", ["today", 5])
def test_what_is_no_date_is_a_type_error(wrong: Any) -> None:
    with pytest.raises(TypeError):
        Headers().setDateTimeValue(Known.Date, wrong)


RANGES = [
    ([(0, 499)], "bytes=0-499"),
    ([(0, 0)], "bytes=0-0"),
    ([(9500, None)], "bytes=9500-"),
    ([(None, 500)], "bytes=-500"),
    ([(None, 0)], "bytes=-0"),
    ([(0, 499), (400, 999), (None, 5)], "bytes=0-499, 400-999, -5"),
    ([(0, 2**63 - 1)], "bytes=0-9223372036854775807"),
]


@pytest.mark.parametrize(("ranges", "text"), RANGES)
def test_ranges_are_written_and_read(ranges: Any, text: str) -> None:
    headers = Headers()
    headers.setRangeValues(Ranges(ranges))
    assert listed(headers) == [("range", text)]
    assert headers.rangeValues().ranges() == ranges


def test_ranges_take_the_place_of_others_and_none_removes_them() -> None:
    headers = made(("Range", "x"), ("A", "1"), ("Range", "y"))
    headers.setRangeValues(Ranges([(1, 2)]))
    assert listed(headers) == [("range", "bytes=1-2"), ("a", "1")]
    headers.setRangeValues(Ranges())
    assert listed(headers) == [("a", "1")]


@pytest.mark.parametrize(
    ("values", "ranges"),
    [
        ([], []),
        (["bytes=0-499, 500-600 , -5"], [(0, 499), (500, 600), (None, 5)]),
        (["bytes= 0 - 5"], [(0, 5)]),
        (["bytes=+0-+5"], [(0, 5)]),
        (["bytes=00-05"], [(0, 5)]),
        (["bytes=0-5", "bytes=7-9"], [(0, 5), (7, 9)]),
        (["items=0-5", "bytes=7-9", "x"], [(7, 9)]),
        (["BYTES=0-5"], []),
        (["bytes =0-5"], []),
        (["bytes"], []),
        (["=0-5"], []),
        (["bytes="], None),
        (["bytes=-"], None),
        (["bytes=5-1"], None),
        (["bytes=a-b"], None),
        (["bytes=0-1,"], None),
        (["bytes=0-1,,2-3"], None),
        (["bytes=--5"], None),
        (["bytes=1-2-3"], None),
        (["bytes=1_0-20"], None),
        (["bytes=0-9223372036854775808"], None),
        (["bytes=0-5 6-7"], None),
        (["bytes=0-5", "bytes=x"], None),
    ],
)
def test_ranges_are_read_from_all_fields(values: list[str], ranges: Any) -> None:
    found = made(*[("Range", value) for value in values]).rangeValues()
    assert (None if found is None else found.ranges()) == ranges


def test_sets_of_ranges_are_values() -> None:
    one, two = Ranges([(0, 1), (2, None)]), Ranges([(0, 1), (2, None)])
    assert one == two and (one != two) is False and hash(one) == hash(two)
    assert one != Ranges([(0, 1)]) and one != [(0, 1), (2, None)]
    two.setRanges([(3, 4)])
    one.swap(two)
    assert one.ranges() == [(3, 4)] and two.ranges() == [(0, 1), (2, None)]
    for twin in (Ranges(one), copy.copy(one)):
        twin.setRanges([])
        assert one.ranges() == [(3, 4)]


@pytest.mark.parametrize("wrong", [None, 5])
def test_what_is_no_list_of_ranges_is_a_type_error(wrong: Any) -> None:
    with pytest.raises(TypeError):
        Ranges(wrong)


@pytest.mark.differs("range-set-types")
@pytest.mark.parametrize("wrong", [[0, 1], [("a", "b")], [(0, 1, 2)], [(1.5, 2)], [None]])
def test_what_is_no_range_is_a_type_error(wrong: Any) -> None:
    with pytest.raises(TypeError):
        Ranges(wrong)


@pytest.mark.parametrize("wrong", [[(0, 1)], None])
def test_headers_take_a_set_of_ranges_only(wrong: Any) -> None:
    with pytest.raises(TypeError):
        Headers().setRangeValues(wrong)
