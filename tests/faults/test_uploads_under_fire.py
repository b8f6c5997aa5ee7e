"""Servers that answer, close or reset while a body is sent to them. Nothing is sent twice."""

from __future__ import annotations

import pytest
from brokenanswers import CLOSED, sized
from hostile import Talk, unread
from suffering import Suffer

LARGE = b"x" * 8_000_000
SIZES = [b"", b"x" * 100, b"x" * 60_000, LARGE]
NAMES = ["empty", "small", "middling", "large"]
REFUSED = b"HTTP/1.1 413 Too Large\r\nConnection: close\r\nContent-Length: 2\r\n\r\nno"


@pytest.mark.parametrize("upload", SIZES, ids=NAMES)
def test_an_answer_before_the_body_is_read(suffer: Suffer, upload: bytes) -> None:
    """The answer counts, and the rest of the body is not sent."""

    @unread
    def script(talk: Talk) -> None:
        talk.send(REFUSED)
        talk.ignore()

    suffer(script, "UnknownContentError", b"no", method="POST", upload=upload)


def test_an_early_answer_on_a_kept_connection(suffer: Suffer) -> None:
    """The server may want to go on, but nobody knows what it makes of half a body."""

    @unread
    def script(talk: Talk) -> None:
        talk.send(sized(2, b"ok"))
        talk.ignore()

    suffer(script, "NoError", b"ok", method="POST", upload=LARGE)


def test_an_early_answer_that_is_cut(suffer: Suffer) -> None:
    """Half an answer is an error, early or not."""

    @unread
    def script(talk: Talk) -> None:
        talk.send(REFUSED[:-1])
        talk.sock.shutdown(1)
        talk.ignore()

    suffer(script, CLOSED, b"n", method="POST", upload=LARGE)


def test_an_early_answer_that_is_garbage(suffer: Suffer) -> None:
    """No answer at all."""

    @unread
    def script(talk: Talk) -> None:
        talk.send(b"garbage\r\n\r\n")
        talk.ignore()

    suffer(script, CLOSED, method="POST", upload=LARGE)


@pytest.mark.parametrize("upload", SIZES, ids=NAMES)
@pytest.mark.parametrize("taken", [0, 50])
def test_a_reset_while_the_body_is_sent(suffer: Suffer, upload: bytes, taken: int) -> None:
    """A closed connection; a POST has one try."""

    @unread
    def script(talk: Talk) -> None:
        talk.sock.recv(max(1, taken)) if upload and not talk.buffer else None
        talk.reset()

    suffer(script, CLOSED, method="POST", upload=upload)


@pytest.mark.parametrize("upload", [b"x" * 100, LARGE], ids=["small", "large"])
def test_a_close_while_the_body_is_sent(suffer: Suffer, upload: bytes) -> None:
    """A closed connection; a POST has one try."""

    @unread
    def script(talk: Talk) -> None:
        talk.close()

    suffer(script, CLOSED, method="POST", upload=upload)


def test_informational_answers_while_the_body_is_sent(suffer: Suffer) -> None:
    """They are passed over, up to a number."""

    @unread
    def script(talk: Talk) -> None:
        for _ in range(5):
            talk.send(b"HTTP/1.1 102 Wait\r\n\r\n")
        talk.read_body()
        talk.answer(b"%d" % len(talk.body))

    suffer(script, "NoError", b"8000000", method="POST", upload=LARGE, trusted=True)


def test_endless_informational_answers_while_the_body_is_sent(suffer: Suffer) -> None:
    """More than anybody needs."""

    @unread
    def script(talk: Talk) -> None:
        talk.send(b"HTTP/1.1 102 Wait\r\n\r\n" * 100)
        talk.ignore()

    suffer(script, "ProtocolFailure", method="POST", upload=LARGE)


def test_a_body_that_is_read_and_never_answered(suffer: Suffer) -> None:
    """A closed connection; a POST has one try."""
    suffer(lambda talk: talk.close(), CLOSED, method="POST", upload=LARGE)
