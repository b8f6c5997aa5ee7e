"""`QHttpHeaders`: a list of headers that is added to, asked, changed, copied, and turned into lists and dicts."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from binding import QtCore, QtNetwork
from headerlists import Known, listed, made

pytestmark = pytest.mark.only("netaccess", "PySide6")

Request = QtNetwork.QNetworkRequest
Headers = getattr(QtNetwork, "QHttpHeaders", None)  # Qt 5 has none


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
