"""Servers that never come to an end: what is taken of it is bounded."""

from __future__ import annotations

from itertools import count

import pytest
from brokenanswers import CHUNKED, OK, PROTOCOL, sized
from hostile import Hostile, Talk
from suffering import Suffer, play, run_until

from netaccess.QtCore import QUrl
from netaccess.QtNetwork import QNetworkAccessManager, QNetworkReply, QNetworkRequest

BOUND = 24 * 1024 * 1024
"""Bytes that a client may take: the little it looks at, and what the system keeps for it."""
BLOCK = 32 * 1024

ENDLESS = {
    "status line": (b"HTTP/1.1 200 ", b"x" * BLOCK, PROTOCOL, b""),
    "field": (OK + b"X: ", b"y" * BLOCK, PROTOCOL, b""),
    "name": (OK, b"x" * BLOCK, PROTOCOL, b""),
    "fields": (OK, b"X: y\r\n" * 5000, PROTOCOL, b""),
    "folded lines": (OK + b"X: y\r\n", b" z\r\n" * 5000, PROTOCOL, b""),
    "lines that are no fields": (OK, b"nonsense\r\n" * 3000, PROTOCOL, b""),
    "informational answers": (b"", b"HTTP/1.1 103 Hint\r\nLink: x\r\n\r\n" * 500, PROTOCOL, b""),
    "chunk size": (CHUNKED, b"0" * BLOCK, PROTOCOL, b""),
    "chunk extension": (CHUNKED + b"3;", b"x" * BLOCK, PROTOCOL, b""),
    "trailer": (CHUNKED + b"3\r\nabc\r\n0\r\nX: ", b"y" * BLOCK, PROTOCOL, b"abc"),
    "trailers": (CHUNKED + b"3\r\nabc\r\n0\r\n", b"X: y\r\n" * 5000, PROTOCOL, b"abc"),
    "bytes behind the body": (sized(3), b"x" * BLOCK, "NoError", b"abc"),
    "bytes behind 204": (b"HTTP/1.1 204 No\r\n\r\n", b"x" * BLOCK, "NoError", b""),
}


@pytest.mark.parametrize("what", ENDLESS)
def test_an_endless(suffer: Suffer, server: Hostile, what: str) -> None:
    """A bounded part of it is taken, then the connection is closed."""
    begun, block, error, body = ENDLESS[what]

    def script(talk: Talk) -> None:
        talk.send(begun)
        talk.pour(block)
        talk.closing = True

    suffer(script, error, body)
    assert server.poured < BOUND


def test_small_chunks_with_endless_extensions(suffer: Suffer, server: Hostile) -> None:
    """What is no body is bounded in sum: 256 KiB of extensions, a few bytes of body."""

    def script(talk: Talk) -> None:
        talk.send(CHUNKED)
        talk.pour((b"1;" + b"x" * 4000 + b"\r\na\r\n") * 8)

    outcome = play(server, script, "GET", True, lambda request: None, False, b"")
    assert outcome.error == PROTOCOL
    assert outcome.body == b"a" * len(outcome.body)
    assert len(outcome.body) < 100
    assert server.poured < BOUND


def test_a_head_of_many_small_writes(suffer: Suffer) -> None:
    """A long head in small pieces costs no more than its length: it is refused at the same place."""

    def script(talk: Talk) -> None:
        talk.send(OK)
        for number in count():
            talk.send(b"X-%d: y\r\n" % number)

    suffer(script, PROTOCOL)


def test_an_endless_body_waits_in_the_socket_when_the_reader_says_so(
    server: Hostile, manager: QNetworkAccessManager
) -> None:
    """A reader with a limit holds no more than that; the server is held up."""

    def script(talk: Talk) -> None:
        talk.send(OK + b"\r\n")
        talk.pour(b"x" * BLOCK)

    server.on("/fault", script)
    reply = manager.get(QNetworkRequest(QUrl(server.url("/fault"))))
    reply.setReadBufferSize(10_000)
    most: list[int] = []
    reply.readyRead.connect(lambda: most.append(reply.bytesAvailable()))
    total = 0
    while total < 300_000:
        run_until(lambda: reply.bytesAvailable() > 0, "something can be read")
        total += len(bytes(reply.read(7000)))
    assert max(most) <= 10_000
    reply.abort()
    assert reply.error() == QNetworkReply.NetworkError.OperationCanceledError
    run_until(lambda: server.poured > 0, "the server has noticed")
    assert server.poured < BOUND


def test_an_endless_body_that_is_aborted(suffer: Suffer, server: Hostile) -> None:
    """Closing the reply in a slot ends it."""

    def script(talk: Talk) -> None:
        talk.send(OK + b"\r\n")
        talk.pour(b"x" * BLOCK)

    manager = QNetworkAccessManager()
    reply = manager.get(QNetworkRequest(QUrl(server.on("/fault", script))))
    reply.readyRead.connect(reply.abort)
    run_until(reply.isFinished)
    run_until(lambda: server.poured > 0, "the server has noticed")
    assert server.poured < BOUND
    del manager
