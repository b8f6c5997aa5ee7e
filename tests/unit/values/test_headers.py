"""The immutable header list behind requests, replies and proxies."""

from __future__ import annotations

import pytest

from netaccess._values.bytearray import QByteArray
from netaccess._values.headers import EMPTY, HeaderFields, field_name, field_value, octets, with_raw


def test_names_are_found_without_regard_to_case() -> None:
    fields = EMPTY.replaced(b"X-Thing", b"1")
    assert fields.get(b"x-thing") == b"1"
    assert b"X-THING" in fields


def test_a_name_keeps_its_spelling_for_the_wire_and_is_reported_in_lower_case() -> None:
    fields = EMPTY.replaced(b"X-Thing", b"1")
    assert fields.wire() == [(b"X-Thing", b"1")]
    assert fields.names() == [b"x-thing"]
    assert fields.items() == [(b"x-thing", b"1")]


def test_fields_keep_the_order_they_were_set_in() -> None:
    fields = EMPTY.replaced(b"B", b"1").replaced(b"A", b"2").replaced(b"C", b"3")
    assert fields.names() == [b"b", b"a", b"c"]


def test_a_field_set_again_moves_to_the_end() -> None:
    fields = EMPTY.replaced(b"A", b"1").replaced(b"B", b"2").replaced(b"a", b"3")
    assert fields.items() == [(b"b", b"2"), (b"a", b"3")]


def test_replacing_leaves_the_original_alone() -> None:
    first = EMPTY.replaced(b"A", b"1")
    first.replaced(b"A", b"2")
    first.without(b"A")
    assert first.items() == [(b"a", b"1")]
    assert len(EMPTY) == 0


def test_removing_what_is_not_there_gives_the_same_object() -> None:
    fields = EMPTY.replaced(b"A", b"1")
    assert fields.without(b"B") is fields


def test_received_duplicates_are_joined_with_a_comma() -> None:
    fields = HeaderFields.received([(b"Via", b"a"), (b"X", b"1"), (b"via", b"b")])
    assert fields.get(b"Via") == b"a, b"
    assert fields.names() == [b"via", b"x"]


def test_received_cookies_are_joined_with_a_newline() -> None:
    fields = HeaderFields.received([(b"Set-Cookie", b"a=1"), (b"set-cookie", b"b=2, 3")])
    assert fields.get(b"Set-Cookie") == b"a=1\nb=2, 3"
    assert fields.wire() == [(b"Set-Cookie", b"a=1"), (b"set-cookie", b"b=2, 3")]


def test_a_typed_value_goes_when_the_field_is_set_raw() -> None:
    fields = EMPTY.replaced(b"Content-Type", b"5", typed=5)
    assert fields.typed(b"content-type") == 5
    assert fields.replaced(b"content-type", b"6").typed(b"Content-Type") is None
    assert fields.without(b"Content-Type").typed(b"Content-Type") is None


def test_a_typed_value_stays_when_another_field_is_set() -> None:
    fields = EMPTY.replaced(b"Content-Length", b"5", typed=5).replaced(b"X", b"1")
    assert fields.typed(b"Content-Length") == 5


def test_lists_are_equal_without_regard_to_spelling() -> None:
    assert EMPTY.replaced(b"X-A", b"1") == EMPTY.replaced(b"x-a", b"1")
    assert hash(EMPTY.replaced(b"X-A", b"1")) == hash(EMPTY.replaced(b"x-a", b"1"))
    assert EMPTY.replaced(b"X-A", b"1") != EMPTY.replaced(b"x-a", b"2")
    assert EMPTY != []


def test_lists_in_another_order_differ() -> None:
    assert EMPTY.replaced(b"A", b"1").replaced(b"B", b"1") != EMPTY.replaced(b"B", b"1").replaced(b"A", b"1")


@pytest.mark.parametrize("data", [b"x", bytearray(b"x"), memoryview(b"x"), QByteArray(b"x"), "x"])
def test_every_kind_of_bytes_and_text_is_taken(data: object) -> None:
    assert octets(data, "it") == b"x"


def test_text_is_encoded_as_utf8() -> None:
    assert octets("é€", "it") == "é€".encode()


@pytest.mark.parametrize("data", [None, 5, 1.5, ["x"]])
def test_what_is_neither_bytes_nor_text_is_a_type_error_that_names_it(data: object) -> None:
    with pytest.raises(TypeError, match="the thing must be"):
        octets(data, "the thing")


@pytest.mark.parametrize("name", [b"", b"a b", b"a:", b"a\r\nb", b"\xc3\xa9", b"a\0", b"a(b)", "naïve", b"a/b"])
def test_a_name_that_is_no_token_is_refused(name: object) -> None:
    with pytest.raises(ValueError, match="cannot be a header's name"):
        field_name(name)


@pytest.mark.parametrize("value", [b"x\ny", b"x\ry", b"x\r\ny", b"x\0y", b"\x01", b"x\x7f", b"x\r\n y"])
def test_a_value_that_could_break_out_of_its_line_is_refused_and_its_header_named(value: bytes) -> None:
    with pytest.raises(ValueError, match="X-Evil"):
        field_value(b"X-Evil", value)


def test_white_space_around_a_value_is_cut_off() -> None:
    assert field_value(b"A", b" \tx y\t ") == b"x y"


def test_bytes_beyond_ascii_are_kept_in_a_value() -> None:
    assert field_value(b"A", b"\xff\x80") == b"\xff\x80"


def test_a_tab_inside_a_value_is_kept() -> None:
    assert field_value(b"A", b"x\ty") == b"x\ty"


def test_a_newline_between_cookies_is_allowed_in_set_cookie_alone() -> None:
    assert field_value(b"Set-Cookie", b"a=1\nb=2") == b"a=1\nb=2"
    with pytest.raises(ValueError, match="Set-Cookie"):
        field_value(b"Set-Cookie", b"a=1\r\nb=2")


@pytest.mark.parametrize("nothing", [None, QByteArray()])
def test_setting_nothing_removes_a_field(nothing: object) -> None:
    assert with_raw(EMPTY.replaced(b"A", b"1"), b"a", nothing) == EMPTY


def test_setting_an_empty_value_keeps_an_empty_field() -> None:
    assert with_raw(EMPTY, b"A", b"").items() == [(b"a", b"")]


def test_a_value_of_sixty_kilobytes_is_kept() -> None:
    assert with_raw(EMPTY, "A", b"x" * 60_000).get(b"a") == b"x" * 60_000


def test_many_names_are_kept_apart() -> None:
    fields = EMPTY
    for number in range(600):
        fields = fields.replaced(b"X-%d" % number, b"%d" % number)
    assert fields.get(b"x-599") == b"599"
    assert len(fields) == 600
