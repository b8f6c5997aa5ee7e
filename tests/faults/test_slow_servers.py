"""Servers that are silent, that drip, and that never read."""

from __future__ import annotations

import pytest
from brokenanswers import CHUNKED, sized
from hostile import Talk, unread
from suffering import Suffer

from netaccess.QtNetwork import QNetworkRequest

Attribute = QNetworkRequest.Attribute
SOON = 60
"""Milliseconds of patience."""


def impatient(request: QNetworkRequest) -> None:
    """Give up after a moment without a byte."""
    request.setTransferTimeout(SOON)


def hurried(request: QNetworkRequest) -> None:
    """Give up after a moment, whatever comes."""
    request.setAttribute(Attribute.TotalTimeoutAttribute, SOON)


@pytest.mark.parametrize(
    "begun",
    [
        b"",
        b"H",
        b"HTTP/1.1 200 OK\r\nContent-Le",
        b"HTTP/1.1 100 Go\r\n\r\n",
        sized(10),
        CHUNKED,
        CHUNKED + b"3\r\nab",
        CHUNKED + b"3\r\nabc\r\n0\r\n",
        b"HTTP/1.1 200 OK\r\n\r\nabc",
    ],
    ids=[
        "at once",
        "in the version",
        "in the head",
        "behind 100",
        "in the body",
        "at a chunk",
        "in it",
        "in the trailers",
        "at the end",
    ],
)
@pytest.mark.parametrize("adjust", [impatient, hurried])
def test_a_server_that_falls_silent(suffer: Suffer, begun: bytes, adjust: object) -> None:
    """The time runs out, of the transfer or of the whole; the request is not sent again, the connection not used again."""

    def script(talk: Talk) -> None:
        talk.send(begun)
        talk.hold()

    suffer(script, "TimeoutError", adjust=adjust, sent=1)


def test_a_drip_that_ends(suffer: Suffer) -> None:
    """However small the pieces, it is an answer."""
    suffer(
        lambda talk: talk.drip(sized(3), 0.0005),
        body=b"abc",
        trusted=True,
        adjust=lambda request: request.setTransferTimeout(5000),
    )


def test_a_drip_of_chunks_that_ends(suffer: Suffer) -> None:
    """However small the pieces, it is an answer."""
    suffer(lambda talk: talk.drip(CHUNKED + b"3\r\nabc\r\n0\r\n\r\n", 0.0005), body=b"abc", trusted=True)


def test_a_drip_of_body_that_never_ends(suffer: Suffer) -> None:
    """Every byte renews the transfer's patience, but not that of the whole."""

    def script(talk: Talk) -> None:
        talk.send(sized(1_000_000, b""))
        talk.drip(b"x" * 20_000, 0.005)

    suffer(script, "TimeoutError", adjust=hurried)


def test_a_drip_of_head_that_never_ends(suffer: Suffer) -> None:
    """Bytes of a head that nobody can read yet renew nothing."""
    suffer(lambda talk: talk.drip(b"HTTP/1.1 200 OK\r\nX: " + b"y" * 20_000, 0.005), "TimeoutError", adjust=impatient)


def test_a_drip_of_informational_answers(suffer: Suffer) -> None:
    """There may be a few of them, and then no more."""

    def script(talk: Talk) -> None:
        for _ in range(1000):
            talk.drip(b"HTTP/1.1 102 Wait\r\n\r\n", 0.0001)

    suffer(script, "ProtocolFailure")


@pytest.mark.parametrize("size", [10, 60_000, 16_000_000])
def test_an_upload_that_is_never_read(suffer: Suffer, size: int) -> None:
    """The time runs out, whether or not the system has taken the body."""

    suffer(unread(Talk.ignore), "TimeoutError", method="POST", adjust=impatient, upload=b"x" * size)
