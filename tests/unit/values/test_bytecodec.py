"""The codecs behind QByteArray, over many inputs."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netaccess._values import bytecodec


@given(st.binary(), st.integers(0, 3))
def test_base64_round_trips_in_every_form(data: bytes, options: int) -> None:
    assert bytecodec.decode_base64(bytecodec.encode_base64(data, options), options) == (data, bytecodec.OK)


@given(st.binary())
def test_base64_is_the_standard_one(data: bytes) -> None:
    assert bytecodec.encode_base64(data) == base64.b64encode(data)


@given(st.binary(), st.integers(0, 7))
def test_decoding_base64_never_raises(text: bytes, options: int) -> None:
    data, status = bytecodec.decode_base64(text, options)
    assert status == bytecodec.OK or data == b""


@given(st.binary())
def test_percent_encoding_round_trips(data: bytes) -> None:
    encoded = bytecodec.percent_encode(data, b"", b"", ord("%"))
    assert encoded.isascii() and bytecodec.percent_decode(encoded, ord("%")) == data


@given(st.binary())
def test_percent_decoding_never_raises(text: bytes) -> None:
    assert len(bytecodec.percent_decode(text, ord("%"))) <= len(text)


@given(st.binary())
def test_decoding_hex_never_raises(text: bytes) -> None:
    bytecodec.decode_hex(text)


@given(st.integers(-(2**63), 2**63 - 1), st.integers(2, 36))
def test_integers_round_trip_in_every_base(number: int, base: int) -> None:
    assert bytecodec.parse_integer(bytecodec.format_integer(number, base), base, 64, True) == (number, True)


@given(st.floats(allow_nan=False, allow_infinity=False), st.sampled_from("efg"))
def test_the_shortest_form_identifies_a_float(number: float, form: str) -> None:
    assert float(bytecodec.format_double(number, form, -128)) == number


@given(st.floats(-1e15, 1e15), st.integers(0, 12), st.sampled_from("eEfFgG"))
def test_formatted_floats_are_right_to_half_of_the_last_digit(number: float, precision: int, form: str) -> None:
    ours, theirs = float(bytecodec.format_double(number, form, precision)), float(f"{number:.{precision}{form}}")
    assert abs(ours - number) <= abs(theirs - number) * (1 + 1e-9) + 1e-300


@given(st.binary(max_size=12))
def test_reading_a_number_never_raises(text: bytes) -> None:
    assert bytecodec.parse_integer(text, 0, 32, True)[1] in (True, False)
    assert bytecodec.parse_double(text)[1] in (True, False)


@pytest.mark.parametrize(
    ("number", "expected"),
    [(0.0001, b"1e-04"), (12300000.0, b"12300000"), (1e21, b"1e+21"), (0.1, b"0.1"), (5e-324, b"5e-324"), (0.0, b"0")],
)
def test_the_shortest_form_takes_an_exponent_where_that_is_shorter(number: float, expected: bytes) -> None:
    assert bytecodec.format_double(number, "g", -128) == expected


@pytest.mark.parametrize("base", [1, 37, -3])
def test_a_base_that_does_not_exist_reads_nothing_and_writes_decimals(base: int) -> None:
    assert bytecodec.parse_integer(b"12", base, 32, True) == (0, False) and bytecodec.format_integer(12, base) == b"12"


def test_a_single_too_small_is_no_number() -> None:
    assert bytecodec.parse_float(b"1e-50") == (0.0, False) and bytecodec.parse_float(b"-1e39") == (float("-inf"), False)
