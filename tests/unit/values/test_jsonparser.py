"""The two ways to read and to write JSON, the fast one and the exact one, agree."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netaccess._values import jsonwriter
from netaccess._values.jsonparser import JsonError, Parser, parse
from netaccess._values.jsonwriter import write

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text()
)
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20)
PIECES = st.sampled_from(
    [*rb'{ } [ ] , : " \ a \u00e9 - 1 0 .5 e5 true null "a": "x" 1.5'.split(), b" ", b"\xc3\xa9", b"\xff"]
)


def outcome(read: Any, data: bytes) -> Any:
    try:
        return write(read(data), True)
    except JsonError as error:
        return error.error, error.offset


@given(st.lists(PIECES, max_size=12).map(b"".join))
def test_both_readers_find_the_same(data: bytes) -> None:
    assert outcome(parse, data) == outcome(lambda text: Parser(text).document(), data)


@given(VALUES)
def test_what_is_written_is_read(value: Any) -> None:
    text = write(value, True)
    assert write(parse(text), True) == write(Parser(text).document(), True)
    assert write(parse(write(value, False)), False) == write(parse(text), False)


@given(VALUES)
def test_both_writers_write_the_same(value: Any) -> None:
    fast = jsonwriter._write_fast(value)
    assert fast is None or fast == "".join(jsonwriter._pieces(value, True))


@pytest.mark.parametrize("deep", [1024, 1025, 5000])
def test_depth_is_measured_the_same_by_both(deep: int) -> None:
    data = b"[" * deep + b"]" * deep
    assert outcome(parse, data) == outcome(lambda text: Parser(text).document(), data)
