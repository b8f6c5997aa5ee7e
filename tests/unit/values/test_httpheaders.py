"""What `QHttpHeaders` takes beyond Qt, how it is kept, and what goes out of it."""

from __future__ import annotations

import copy

import pytest

from netaccess._kernel import qtwarning
from netaccess._values import valuewarning
from netaccess._values.bytearray import QByteArray
from netaccess._values.headers import EMPTY, ONCE, HeaderFields
from netaccess._values.httpheaderranges import QHttpHeaderRangeSet
from netaccess._values.httpheaders import QHttpHeaders, fields_of, headers_of, with_well_known
from netaccess._values.knownheaders import KnownHeaders, known, with_known
from netaccess._values.netproxy import QNetworkProxy
from netaccess._values.request import QNetworkRequest
from netaccess._values.wellknownheader import WellKnownHeader, well_known_name


def made(*fields: tuple[object, object]) -> QHttpHeaders:
    headers = QHttpHeaders()
    for name, value in fields:
        assert headers.append(name, value)  # type: ignore[arg-type]
    return headers


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview, QByteArray])
def test_bytes_are_taken_for_names_and_values(kind: type) -> None:
    headers = made((kind(b"X-A"), kind(b"\xff")))
    assert headers.valueAt(0) == b"\xff"
    assert headers.contains(kind(b"x-a"))  # type: ignore[arg-type]


def test_a_default_value_is_bytes() -> None:
    assert QHttpHeaders().value("A", defaultValue=QByteArray(b"x")) == b"x"
    with pytest.raises(TypeError, match="'x'"):
        QHttpHeaders().value("A", "x")  # type: ignore[arg-type]


def test_a_deep_copy_is_a_copy() -> None:
    headers = made(("A", "1"))
    copy.deepcopy(headers).append("B", "2")
    assert headers.size() == 1
    assert copy.deepcopy(QHttpHeaderRangeSet([(0, 1)])).ranges() == [(0, 1)]


def test_a_representation_shows_names_and_keeps_values_to_itself() -> None:
    shown = repr(made(("Authorization", "secret"), ("X-A", "1")))
    assert "authorization, x-a" in shown and "secret" not in shown


def test_ranges_show_themselves() -> None:
    assert repr(QHttpHeaderRangeSet([(0, None)])).endswith("QHttpHeaderRangeSet([(0, None)])")


def test_dicts_of_plain_values_and_iterators_of_pairs_are_taken() -> None:
    assert QHttpHeaders.fromMultiMap({"B": "2", b"A": b"1"}).toListOfPairs() == [(b"a", b"1"), (b"b", b"2")]
    assert QHttpHeaders.fromListOfPairs(iter([("A", "1")])).toListOfPairs() == [(b"a", b"1")]


def test_a_hash_keeps_the_dicts_order() -> None:
    headers = QHttpHeaders.fromMultiHash({b"b": [b"2", b"1"], b"a": [b"3"]})
    assert headers.toListOfPairs() == [(b"b", b"1"), (b"b", b"2"), (b"a", b"3")]


@pytest.mark.parametrize("build", [QHttpHeaders.fromListOfPairs, QHttpHeaders.fromMultiMap, QHttpHeaders.fromMultiHash])
def test_a_line_break_in_a_list_or_dict_raises(build: object) -> None:
    given = [(b"X-Evil", b"a\r\nb")] if build is QHttpHeaders.fromListOfPairs else {b"X-Evil": [b"a\r\nb"]}
    with pytest.raises(ValueError, match="X-Evil"):
        build(given)  # type: ignore[operator]


def test_a_number_without_a_name_is_refused_as_an_empty_name() -> None:
    assert QHttpHeaders.wellKnownHeaderName(WellKnownHeader(500)) == b""
    assert QHttpHeaders().append(WellKnownHeader(500), "1") is False
    assert well_known_name(-1) == b""


def test_a_number_beyond_64_bits_is_no_range() -> None:
    with pytest.raises(ValueError, match="64 bits"):
        QHttpHeaderRangeSet([(0, 1 << 63)])


def test_a_hostile_range_of_many_digits_is_none() -> None:
    assert made(("Range", "bytes=" + "9" * 10_000 + "-")).rangeValues() is None
    found = made(("Range", "bytes=" + "0" * 10_000 + "5-")).rangeValues()
    assert found is not None and found.ranges() == [(5, None)]


@pytest.mark.parametrize("wrong", [None, 5])
def test_only_lists_of_headers_are_exchanged(wrong: object) -> None:
    with pytest.raises(TypeError, match=repr(wrong)):
        QHttpHeaders().swap(wrong)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=repr(wrong)):
        QHttpHeaderRangeSet().swap(wrong)  # type: ignore[arg-type]


def test_headers_come_out_of_a_request_as_they_were_spelled() -> None:
    request = QNetworkRequest()
    request.setRawHeader("X-MixedCase", "1")
    request.setHeaders(request.headers())
    assert request._qt_headers.wire() == [(b"X-MixedCase", b"1")]


def test_no_headers_are_kept_as_the_shared_empty_ones() -> None:
    assert fields_of(QHttpHeaders()) is EMPTY


@pytest.mark.parametrize("name", sorted(ONCE))
def test_the_last_is_sent_of_what_must_stand_once(name: bytes) -> None:
    fields = fields_of(made((name, "1"), ("X", "2"), (name, "3"), ("X", "4")))
    assert fields.wire() == [(b"X", b"2"), (name, b"3"), (b"X", b"4")]


def test_cookies_are_sent_in_one_line() -> None:
    fields = fields_of(made(("Cookie", "a=1"), ("cookie", "b=2")))
    assert fields.wire() == [(b"cookie", b"a=1; b=2")]


def test_joined_and_single_fields_stand_where_the_first_of_each_stood() -> None:
    fields = HeaderFields.received([(b"A", b"1"), (b"B", b"2"), (b"a", b"3"), (b"C", b"4"), (b"A", b"5")])
    assert fields.names() == [b"a", b"b", b"c"]
    assert fields.items() == [(b"a", b"1, 3, 5"), (b"b", b"2"), (b"c", b"4")]
    assert fields.values(b"A") == [b"1", b"3", b"5"]


def test_removing_a_repeated_field_removes_all_of_it() -> None:
    fields = HeaderFields.received([(b"A", b"1"), (b"B", b"2"), (b"a", b"3")])
    assert fields.without(b"A").items() == [(b"b", b"2")]
    assert fields.replaced(b"A", b"9").items() == [(b"b", b"2"), (b"a", b"9")]


def test_many_repeated_fields_take_no_quadratic_time() -> None:
    names = [b"X-%d" % (number % 20_000) for number in range(40_000)]
    fields = HeaderFields.received([(name, b"1") for name in names])
    assert fields.get(b"x-19999") == b"1, 1"


def test_a_well_known_header_leaves_the_python_values_of_the_others() -> None:
    fields = with_known(with_known(EMPTY, KnownHeaders.ContentLengthHeader, "5"), KnownHeaders.ServerHeader, "é")
    fields = with_well_known(fields, WellKnownHeader.ContentLength, b"7")
    assert known(fields, KnownHeaders.ServerHeader) == "é"
    assert known(fields, KnownHeaders.ContentLengthHeader) == 7


def test_headers_of_fields_are_a_copy() -> None:
    fields = EMPTY.replaced(b"A", b"1")
    headers_of(fields).clear()
    assert fields.items() == [(b"a", b"1")]


def test_a_proxy_takes_headers_only() -> None:
    with pytest.raises(TypeError, match="QHttpHeaders"):
        QNetworkProxy(QNetworkProxy.ProxyType.HttpProxy).setHeaders({"A": "1"})  # type: ignore[arg-type]


def test_a_line_break_for_a_proxy_without_headers_is_refused_too() -> None:
    with pytest.raises(ValueError, match="X-Evil"):
        QNetworkProxy().setRawHeader("X-Evil", "a\nb")


# The warnings.


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("", "1", "HTTP header name cannot be empty"),
        ("a b", "1", "HTTP header name contained illegal character(s)"),
        ("a", "€", "HTTP header value contained illegal character(s)"),
    ],
)
def test_what_is_refused_is_warned_of_in_qts_category(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, text: str
) -> None:
    heard: list[tuple[str, str]] = []
    monkeypatch.setattr(valuewarning.Route, "send", lambda *arguments: heard.append(arguments))
    assert QHttpHeaders().append(name, value) is False
    assert heard == [(text, "qt.network.http.headers")]


def test_the_kernel_carries_the_warnings() -> None:
    assert valuewarning.Route.send is qtwarning.warn


@pytest.mark.parametrize(("category", "line"), [("default", "text\n"), ("qt.a", "qt.a: text\n")])
def test_without_the_kernel_warnings_go_to_standard_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], category: str, line: str
) -> None:
    monkeypatch.setattr(valuewarning.Route, "send", None)
    valuewarning.warn("text", category)
    assert capsys.readouterr().err == line


def test_a_category_that_is_switched_off_is_silent(capfd: pytest.CaptureFixture[str]) -> None:
    from netaccess._kernel.loggingcategory import QLoggingCategory

    QLoggingCategory.setFilterRules("qt.network.http.headers=false")
    try:
        QHttpHeaders().append("", "1")
        assert capfd.readouterr().err == ""
    finally:
        QLoggingCategory.setFilterRules("")
    QHttpHeaders().append("", "1")
    assert capfd.readouterr().err == "qt.network.http.headers: HTTP header name cannot be empty\n"
