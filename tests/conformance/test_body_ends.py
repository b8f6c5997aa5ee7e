"""Bodies that end otherwise than they should, or are closed in the middle."""

from __future__ import annotations

from typing import Any

import pytest
from binding import enum_name
from downloads import avail, dripping
from loops import run_until, spin
from recorder import Recorder
from shortcuts import CANCELLED, LAST, get, pairs, status

HEAD = b"HTTP/1.1 200 OK\r\n"


# Closing in the middle.


def test_a_body_closed_in_the_middle_is_gone(server: Any, manager: Any) -> None:
    url, gates = dripping(server, [b"hello", b"world"], 10)
    log = Recorder(get(manager, url))
    reply = log.reply
    avail(reply, 5)
    reply.close()
    assert log.collapsed()[-6:] == [*CANCELLED, ("downloadProgress", 5, 10), *LAST]
    for gate in gates:
        gate.open()
    spin(20)
    assert (bytes(reply.read(3)), bytes(reply.readLine()), bytes(reply.peek(1))) == (b"", b"", b"")
    assert reply.atEnd()
    assert status(reply) == 200
    assert log.names[-1] == "finished"


def test_what_was_read_before_a_close_stays_with_the_program(server: Any, manager: Any) -> None:
    url, _ = dripping(server, [b"hello", b"world"], 10)
    reply = get(manager, url)
    kept: list[Any] = []

    def read_and_close() -> None:
        kept.append(reply.readAll())
        reply.close()

    reply.readyRead.connect(read_and_close)
    run_until(reply.finished)
    assert bytes(kept[0]) == b"hello"


# Bodies that end otherwise.


CUT = [
    (b"Content-Length: 10\r\n\r\nhello", (5, 10)),
    (b"Content-Length: 10\r\n\r\n", (0, 10)),
    (b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n5\r\n", (5, 5)),
    (b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n5", (5, 5)),
    (b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", (5, 5)),
]


@pytest.mark.only("netaccess", "PySide6")
@pytest.mark.parametrize(("rest", "progress"), CUT)
def test_a_body_that_is_cut_is_an_error_and_readable(
    server: Any, manager: Any, rest: bytes, progress: tuple[int, int]
) -> None:
    log = Recorder(get(manager, server.on("/a", raw=HEAD + rest, close=True))).run()
    assert log.collapsed()[-5:] == [("errorOccurred", "RemoteHostClosedError"), ("downloadProgress", *progress), *LAST]
    assert log.reply.errorString() == "Connection closed"
    assert status(log.reply) == 200
    assert bytes(log.reply.readAll()) == b"hello"[: progress[0]]


@pytest.mark.parametrize(
    "head",
    [b"HTTP/1.1 200 OK\r\n\r\n", b"HTTP/1.0 200 OK\r\n\r\n", b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"],
)
@pytest.mark.parametrize("body", [b"hello", b""])
def test_a_body_ended_by_close(server: Any, manager: Any, head: bytes, body: bytes) -> None:
    log = Recorder(get(manager, server.on("/a", raw=head + body, close=True))).run()
    assert enum_name(log.reply.error()) == "NoError"
    assert bytes(log.reply.readAll()) == body
    assert log.arguments("downloadProgress")[-1] == (len(body), len(body))


def test_a_body_longer_than_announced(server: Any, manager: Any) -> None:
    url = server.on("/a", raw=HEAD + b"Content-Length: 3\r\n\r\nhello", close=True)
    log = Recorder(get(manager, url)).run()
    assert enum_name(log.reply.error()) == "NoError"
    assert bytes(log.reply.readAll()) == b"hel"


def test_trailers_are_no_headers(server: Any, manager: Any) -> None:
    raw = HEAD + (
        b"Transfer-Encoding: chunked\r\nTrailer: X-T\r\n\r\n5\r\nhello\r\n0\r\nX-T: 1\r\nContent-Type: evil/type\r\n\r\n"
    )
    log = Recorder(get(manager, server.on("/a", raw=raw))).run()
    assert bytes(log.reply.readAll()) == b"hello"
    assert [name.lower() for name, _ in pairs(log.reply)] == ["transfer-encoding", "trailer"]


@pytest.mark.only("netaccess")
def test_after_trailers_the_connection_is_used_again(server: Any, manager: Any) -> None:
    raw = HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nX-T: 1\r\n\r\n"
    Recorder(get(manager, server.on("/a", raw=raw))).run()
    reply = Recorder(get(manager, server.on("/b", body=b"b"))).run().reply
    assert bytes(reply.readAll()) == b"b"
    assert server.connections == 1


def test_chunk_extensions_are_ignored(server: Any, manager: Any) -> None:
    raw = HEAD + b"Transfer-Encoding: chunked\r\n\r\n5;a=b;c\r\nhello\r\n0;d\r\n\r\n"
    log = Recorder(get(manager, server.on("/a", raw=raw))).run()
    assert bytes(log.reply.readAll()) == b"hello"


def test_a_body_with_204_is_none(server: Any, manager: Any) -> None:
    raw = b"HTTP/1.1 204 No Content\r\n\r\n"
    log = Recorder(get(manager, server.on("/a", raw=raw))).run()
    assert (status(log.reply), bytes(log.reply.readAll())) == (204, b"")


@pytest.mark.only("netaccess", "PySide6")
def test_an_error_with_a_cut_body_is_told_once(server: Any, manager: Any) -> None:
    raw = b"HTTP/1.1 404 Not Found\r\nContent-Length: 10\r\n\r\nhello"
    log = Recorder(get(manager, server.on("/a", raw=raw, close=True))).run()
    assert log.count("errorOccurred") == 1
    assert log.count("finished") == 1
    assert bytes(log.reply.readAll()) == b"hello"
