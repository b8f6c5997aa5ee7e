"""A server that closes, or resets the connection, after each byte of its answer."""

from __future__ import annotations

import pytest
from brokenanswers import CHUNKED, CLOSED, sized
from suffering import Suffer, closing, resetting

SIZED = sized(3)
IN_CHUNKS = CHUNKED + b"2\r\nab\r\n1\r\nc\r\n0\r\n\r\n"
UNTIL_CLOSE = b"HTTP/1.0 200 OK\r\n\r\nabc"
BODIES = {SIZED: "length", IN_CHUNKS: "chunks", UNTIL_CLOSE: "close"}
CASES = [(wire, size) for wire in BODIES for size in range(len(wire))]
NAMES = [f"{BODIES[wire]}, {size} bytes" for wire, size in CASES]


def readable(wire: bytes, size: int) -> bytes:
    """Return what can be read of the body when so many bytes of the answer have come."""
    start = wire.index(b"\r\n\r\n") + 4
    if wire is not IN_CHUNKS:
        return wire[start:size]
    return bytes(wire[place] for place in range(start, size) if wire[place] in b"abc")


@pytest.mark.parametrize(("wire", "size"), CASES, ids=NAMES)
def test_a_connection_that_ends_early(suffer: Suffer, wire: bytes, size: int) -> None:
    """Half a head is no answer (a GET has another try), half a body is an error; only a body without any length may end so."""
    headless = size < wire.index(b"\r\n\r\n") + 4
    whole = wire is UNTIL_CLOSE and not headless
    suffer(
        closing(wire[:size]),
        "NoError" if whole else CLOSED,
        readable(wire, size),
        sent=2 if headless else 1,
        crowd=size % 5 == 0,
        post=size % 4 == 1,
    )


@pytest.mark.parametrize(("wire", "size"), CASES, ids=NAMES)
def test_a_connection_that_is_reset_early(suffer: Suffer, wire: bytes, size: int) -> None:
    """As above, but a reset is never the end of a body."""
    headless = size < wire.index(b"\r\n\r\n") + 4
    suffer(
        resetting(wire[:size]),
        CLOSED,
        readable(wire, size),
        sent=2 if headless else 1,
        crowd=size % 5 == 0,
        post=size % 4 == 1,
    )
