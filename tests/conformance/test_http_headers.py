"""QHttpHeaders and its ranges, and what requests, replies and proxies do with them."""

from __future__ import annotations

import copy
import datetime
from typing import Any

import pytest
from binding import QtCore, QtNetwork, number
from recorder import Recorder
from shortcuts import get, pairs, request

pytestmark = pytest.mark.only("netaccess", "PySide6")

Request = QtNetwork.QNetworkRequest
Proxy = QtNetwork.QNetworkProxy
Headers = getattr(QtNetwork, "QHttpHeaders", None)  # Qt 5 has none
Ranges = getattr(QtNetwork, "QHttpHeaderRangeSet", None)
Known: Any = getattr(Headers, "WellKnownHeader", None)


class Answer(QtNetwork.QNetworkReply):
    """A reply of the program's own."""

    def abort(self) -> None:
        self.close()


def made(*fields: tuple[Any, str]) -> Any:
    headers = Headers()
    for name, value in fields:
        assert headers.append(name, value)
    return headers


def listed(headers: Any) -> list[tuple[str, str]]:
    return [(bytes(name).decode("latin-1"), bytes(value).decode("latin-1")) for name, value in headers.toListOfPairs()]


# Adding and asking.


def test_an_empty_list() -> None:
    headers = Headers()
    assert headers.isEmpty() and headers.size() == 0 and headers.toListOfPairs() == []


def test_headers_stand_in_the_order_in_which_they_were_appended() -> None:
    headers = made(("X-B", "1"), ("X-A", "2"), ("X-B", "3"))
    assert listed(headers) == [("x-b", "1"), ("x-a", "2"), ("x-b", "3")]
    assert not headers.isEmpty() and headers.size() == 3


def test_names_are_reported_in_lower_case() -> None:
    assert made(("X-MixedCase", "1")).nameAt(0) == "x-mixedcase"
    assert type(made(("X", "1")).nameAt(0)) is str


def test_values_are_bytes_without_the_blanks_around_them() -> None:
    value = made(("X", " \t a b\t ")).valueAt(0)
    assert (value, type(value)) == (b"a b", bytes)


def test_text_is_written_in_latin_1() -> None:
    assert made(("X", "äÿ")).valueAt(0) == b"\xe4\xff"


@pytest.mark.parametrize("value", ["", "a\tb", "\x80\x9f", '"; ,='])
def test_values_that_are_taken(value: str) -> None:
    assert made(("X", value)).valueAt(0) == value.encode("latin-1")


@pytest.mark.parametrize("name", ["", "a b", "a:b", "ä", "a(", "a\x7f", "€"])
def test_a_name_that_no_header_can_have_is_refused(name: str) -> None:
    headers = Headers()
    assert headers.append(name, "1") is False and headers.isEmpty()


@pytest.mark.parametrize("value", ["a\x01b", "a\x0bb", "a\x7f", "€", "\ud800"])
def test_a_value_that_no_header_can_have_is_refused(value: str) -> None:
    headers = Headers()
    assert headers.append("X", value) is False and headers.isEmpty()


BREAKING = ["a\nb", "a\rb", "a\r\nEvil: 1", "a\0b", "\na", "a\n"]


@pytest.mark.differs("bad-header-raises")
@pytest.mark.parametrize("value", BREAKING)
def test_a_value_that_would_begin_another_line_raises_and_names_its_header(value: str) -> None:
    headers = Headers()
    with pytest.raises(ValueError, match="X-Evil"):
        headers.append("X-Evil", value)
    assert headers.isEmpty()


@pytest.mark.differs("bad-header-raises")
@pytest.mark.parametrize("how", ["append", "insert", "replace", "replaceOrAppend", "setRawHeader", "setHeader"])
def test_every_way_of_setting_a_header_refuses_line_breaks(how: str) -> None:
    headers, asked = made(("X", "1")), Request()
    with pytest.raises(ValueError, match=r"(?i)user-agent"):
        {
            "append": lambda: headers.append("User-Agent", "a\r\nb"),
            "insert": lambda: headers.insert(0, Known.UserAgent, "a\r\nb"),
            "replace": lambda: headers.replace(0, Known.UserAgent, "a\r\nb"),
            "replaceOrAppend": lambda: headers.replaceOrAppend("User-Agent", "a\r\nb"),
            "setRawHeader": lambda: asked.setRawHeader(b"User-Agent", b"a\r\nb"),
            "setHeader": lambda: asked.setHeader(Request.UserAgentHeader, "a\r\nb"),
        }[how]()
    assert listed(headers) == [("x", "1")] and not asked.hasRawHeader("User-Agent")


@pytest.mark.differs("bad-header-raises")
def test_a_name_with_a_line_break_raises() -> None:
    with pytest.raises(ValueError, match="name of the header"):
        Headers().append("X\r\nEvil", "1")


@pytest.mark.parametrize(("name", "value"), [(0, "x"), ("X", 5), (1.5, "x"), (["X"], "x"), ("X", ["y"])])
def test_what_is_no_text_is_a_type_error(name: Any, value: Any) -> None:
    with pytest.raises(TypeError):
        Headers().append(name, value)


def test_no_value_is_an_empty_one() -> None:
    assert listed(made(("X", None))) == [("x", "")]  # type: ignore[arg-type]


def test_a_header_is_found_in_any_case() -> None:
    headers = made(("X-Thing", "1"))
    assert headers.contains("x-tHING") and not headers.contains("X-Thin") and not headers.contains("")


def test_the_first_of_several_values_is_the_value() -> None:
    headers = made(("A", "1"), ("B", "2"), ("a", "3"))
    assert headers.value("A") == b"1" and type(headers.value("A")) is bytes
    assert headers.values("A") == [b"1", b"3"] and isinstance(headers.values("A")[0], QtCore.QByteArray)


def test_a_missing_header_has_the_default_value() -> None:
    headers = made(("X", ""))
    assert headers.value("nope") == b"" and headers.value("nope", b"d") == b"d"
    assert headers.value("X", b"d") == b""
    assert headers.values("nope") == []


def test_values_are_combined_with_commas_those_of_cookies_too() -> None:
    headers = made(("A", "1"), ("B", "2"), ("a", "3"), ("Set-Cookie", "x=1"), ("Set-Cookie", "y=2"))
    assert headers.combinedValue("a") == b"1, 3" and isinstance(headers.combinedValue("a"), QtCore.QByteArray)
    assert headers.combinedValue(Known.SetCookie) == b"x=1, y=2"


def test_an_empty_value_is_combined_as_an_empty_word() -> None:
    assert made(("A", ""), ("A", "1")).combinedValue("A") == b", 1"


def test_the_combined_value_of_no_header_is_null() -> None:
    assert Headers().combinedValue("A").isNull() and not made(("A", "")).combinedValue("A").isNull()


# Changing.


def test_a_header_is_inserted_in_front_of_another_or_at_the_end() -> None:
    headers = made(("A", "1"), ("B", "2"))
    assert (
        headers.insert(0, "C", "0") and headers.insert(headers.size(), Known.Age, "9") and headers.insert(2, "D", "1")
    )
    assert listed(headers) == [("c", "0"), ("a", "1"), ("d", "1"), ("b", "2"), ("age", "9")]


def test_a_header_is_replaced_by_another() -> None:
    headers = made(("A", "1"), ("B", "2"))
    assert headers.replace(0, "C", "3")
    assert listed(headers) == [("c", "3"), ("b", "2")]


def test_what_is_refused_changes_nothing() -> None:
    headers = made(("A", "1"))
    assert headers.replace(0, "bad name", "2") is False
    assert headers.insert(0, "bad name", "2") is False
    assert headers.replaceOrAppend("A", "\x01") is False
    assert listed(headers) == [("a", "1")]


def test_replacing_by_name_leaves_one_where_the_first_stood() -> None:
    headers = made(("A", "1"), ("B", "2"), ("a", "3"), ("C", "4"))
    assert headers.replaceOrAppend("a", "9")
    assert listed(headers) == [("a", "9"), ("b", "2"), ("c", "4")]


def test_replacing_by_name_appends_what_is_not_there() -> None:
    headers = made(("A", "1"))
    assert headers.replaceOrAppend(Known.Age, "5")
    assert listed(headers) == [("a", "1"), ("age", "5")]


def test_all_headers_of_a_name_are_removed() -> None:
    headers = made(("A", "1"), ("Age", "2"), ("a", "3"))
    headers.removeAll("A")
    headers.removeAll("nope")
    assert listed(headers) == [("age", "2")]
    headers.removeAll(Known.Age)
    assert headers.isEmpty()


def test_one_header_is_removed_by_its_place() -> None:
    headers = made(("A", "1"), ("B", "2"), ("A", "3"))
    headers.removeAt(0)
    assert listed(headers) == [("b", "2"), ("a", "3")]


def test_clearing_and_room_for_more() -> None:
    headers = made(("A", "1"))
    headers.reserve(100)
    assert headers.size() == 1
    headers.clear()
    assert headers.isEmpty()


@pytest.mark.only("netaccess")  # Qt reads past the end of its memory, and mostly crashes
@pytest.mark.parametrize("place", [-1, 2, 99])
@pytest.mark.parametrize("how", ["nameAt", "valueAt", "removeAt", "replace"])
def test_a_place_outside_the_list_is_an_index_error(how: str, place: int) -> None:
    headers = made(("A", "1"), ("B", "2"))
    arguments = (place, "X", "1") if how == "replace" else (place,)
    with pytest.raises(IndexError, match=str(place)):
        getattr(headers, how)(*arguments)
    assert listed(headers) == [("a", "1"), ("b", "2")]


@pytest.mark.only("netaccess")
@pytest.mark.parametrize("place", [-1, 3])
def test_nothing_is_inserted_beyond_the_end(place: int) -> None:
    with pytest.raises(IndexError, match=str(place)):
        made(("A", "1"), ("B", "2")).insert(place, "X", "1")


# Copies.


def test_a_copy_is_independent() -> None:
    headers = made(("A", "1"))
    for twin in (Headers(headers), copy.copy(headers)):
        twin.append("B", "2")
        assert listed(headers) == [("a", "1")] and listed(twin) == [("a", "1"), ("b", "2")]


def test_lists_are_exchanged() -> None:
    one, two = made(("A", "1")), made(("B", "2"), ("C", "3"))
    one.swap(two)
    assert listed(one) == [("b", "2"), ("c", "3")] and listed(two) == [("a", "1")]


def test_a_list_equals_itself_alone() -> None:
    headers = made(("A", "1"))
    assert headers == headers and headers != made(("A", "1"))
    assert hash(headers) == hash(headers)


@pytest.mark.parametrize("wrong", [5, "A: 1", [("A", "1")], {"A": "1"}])
def test_a_list_is_made_of_another_one_only(wrong: Any) -> None:
    with pytest.raises(TypeError):
        Headers(wrong)


def test_an_empty_list_is_true() -> None:
    assert Headers()


# Lists and dicts of Python.


def test_a_list_of_pairs_and_back() -> None:
    headers = Headers.fromListOfPairs([(b"A", b" 1 "), (QtCore.QByteArray(b"B"), b"\xff"), (b"a", b"3")])
    assert listed(headers) == [("a", "1"), ("b", "\xff"), ("a", "3")]
    assert headers.toListOfPairs() == [(b"a", b"1"), (b"b", b"\xff"), (b"a", b"3")]


def test_pairs_that_are_no_headers_are_left_out() -> None:
    assert listed(Headers.fromListOfPairs([(b"A b", b"1"), (b"C", b"\x01"), (b"D", b"1")])) == [("d", "1")]


@pytest.mark.parametrize("wrong", [None, 5, [(b"A",)], {b"A": b"1"}])
def test_what_is_no_list_of_pairs_is_a_type_error(wrong: Any) -> None:
    with pytest.raises(TypeError):
        Headers.fromListOfPairs(wrong)


def test_a_map_has_names_in_order_and_the_last_value_first() -> None:
    found = made(("C", "1"), ("B", "2"), ("c", "3")).toMultiMap()
    assert [bytes(name) for name in found] == [b"b", b"c"]
    assert found[QtCore.QByteArray(b"c")] == [b"3", b"1"]


def test_a_hash_has_the_last_value_first() -> None:
    found = made(("C", "1"), ("B", "2"), ("c", "3")).toMultiHash()
    assert found == {QtCore.QByteArray(b"c"): [b"3", b"1"], QtCore.QByteArray(b"b"): [b"2"]}


def test_a_map_becomes_headers_in_the_order_of_names() -> None:
    headers = Headers.fromMultiMap({b"b": [b"1"], b"B": [b"2"], b"a": [b"5", b"0"]})
    assert listed(headers) == [("b", "2"), ("a", "0"), ("a", "5"), ("b", "1")]


@pytest.mark.parametrize("kind", ["Map", "Hash"])
def test_a_dict_and_back_keeps_the_values_in_order(kind: str) -> None:
    headers = made(("A", "1"), ("A", "2"), ("A", "3"))
    again = getattr(Headers, f"fromMulti{kind}")(getattr(headers, f"toMulti{kind}")())
    assert listed(again) == [("a", "1"), ("a", "2"), ("a", "3")]


@pytest.mark.parametrize("kind", ["fromMultiMap", "fromMultiHash"])
@pytest.mark.parametrize("wrong", [None, [], 5])
def test_what_is_no_dict_is_a_type_error(kind: str, wrong: Any) -> None:
    with pytest.raises(TypeError):
        getattr(Headers, kind)(wrong)


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
