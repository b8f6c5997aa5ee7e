"""Text in pieces: however it is cut, it is the same text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netaccess._values.textdecoder import TextDecoder, charset_of

CHARSETS = {
    "utf-8": "utf-8",
    "utf-16": "utf-16",
    "utf-16le": "utf-16-le",
    "utf-16be": "utf-16-be",
    "utf-32": "utf-32",
    "gb18030": "gb18030",
    "utf-7": "utf-7",
}


def decoded(charset: str, pieces: list[bytes]) -> str:
    decoder = TextDecoder(charset)
    text = "".join([decoder.decode(piece) for piece in pieces])
    assert decoder.problem == ""
    return text


def cut(data: bytes, places: list[int]) -> list[bytes]:
    """Return *data* in pieces."""
    edges = sorted({0, len(data), *(place % (len(data) + 1) for place in places)})
    return [data[begin:end] for begin, end in pairwise(edges)]


@given(
    charset=st.sampled_from(sorted(CHARSETS)),
    text=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufeff")),
    places=st.lists(st.integers(0, 200)),
)
def test_text_may_be_cut_anywhere(charset: str, text: str, places: list[int]) -> None:
    assert decoded(charset, cut(text.encode(CHARSETS[charset]), places)) == text


@given(data=st.binary(), charset=st.text(max_size=20))
def test_any_bytes_in_any_charset_are_text_or_a_problem(data: bytes, charset: str) -> None:
    decoder = TextDecoder(charset)
    text = decoder.decode(data)
    assert isinstance(text, str)
    assert not (text and decoder.problem)


@given(content_type=st.binary(max_size=60))
def test_any_content_type_has_a_charset_or_none(content_type: bytes) -> None:
    assert isinstance(charset_of(content_type), str)


@pytest.mark.parametrize(
    "name", ["idna", "punycode", "undefined", "rot13", "hex", "raw_unicode_escape", "x" * 65, "\0", "ä"]
)
def test_what_is_no_charset_is_refused(name: str) -> None:
    assert "not supported" in TextDecoder(name).problem


def test_an_unfinished_quotation_ends_with_the_header() -> None:
    assert charset_of(b'text/plain; charset="utf-8') == "utf-8"
