"""Bodies long enough to be gathered in one piece: however they come, are read and end, the bytes are the right ones."""

from __future__ import annotations

import gc
import random
import threading
import weakref
from typing import Any

import pytest
from hostile import WAIT, Hostile, Talk
from suffering import delete, run_until

from netaccess.QtCore import QByteArray, QCoreApplication, QEvent, QUrl
from netaccess.QtNetwork import QNetworkAccessManager, QNetworkReply, QNetworkRequest

BODY = random.Random(5).randbytes(12 * 1024 * 1024)
HALF = len(BODY) // 2
HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n"


def get(manager: QNetworkAccessManager, server: Hostile, *pieces: Any) -> QNetworkReply:
    """Ask for the long body, which the server sends as *pieces*; those that are functions are called in between."""

    def script(talk: Talk) -> None:
        for piece in pieces or (HEAD % len(BODY), BODY):
            if callable(piece):
                piece(talk)
            else:
                talk.send(piece)

    server.on("/long", script)
    return manager.get(QNetworkRequest(QUrl(server.url("/long"))))


@pytest.fixture(params=["http", "https"])
def anywhere(request: pytest.FixtureRequest) -> Hostile:
    """A server with and one without TLS."""
    server: Hostile = request.getfixturevalue("server" if request.param == "http" else "tls_server")
    return server


def test_a_long_body_read_at_the_end_is_an_array_of_its_own(manager: QNetworkAccessManager, anywhere: Hostile) -> None:
    for _ in range(2):
        reply = get(manager, anywhere)
        run_until(reply.isFinished)
        assert reply.bytesAvailable() == len(BODY)
        data = reply.readAll()
        assert type(data) is QByteArray and data == BODY
        data.append(b"!")
        assert data.endsWith(b"!") and reply.readAll() == b""


def test_a_long_body_read_in_the_middle_and_at_the_end(manager: QNetworkAccessManager, anywhere: Hostile) -> None:
    read = threading.Event()
    reply = get(manager, anywhere, HEAD % len(BODY), BODY[:HALF], lambda talk: read.wait(WAIT), BODY[HALF:])
    run_until(lambda: reply.bytesAvailable() == HALF)
    first = reply.readAll()
    first.append(b"!")
    read.set()
    run_until(reply.isFinished)
    assert first == BODY[:HALF] + b"!"
    assert reply.readAll() == BODY[HALF:]


@pytest.mark.parametrize("size", [7_001, 100_000, 3_000_000])
def test_a_long_body_read_in_parts_now_and_then(manager: QNetworkAccessManager, anywhere: Hostile, size: int) -> None:
    reply = get(manager, anywhere)
    dice = random.Random(size)
    got: list[bytes] = []

    def look() -> None:
        if reply.bytesAvailable() > 2_000_000 and dice.random() < 0.3:
            got.extend((bytes(reply.peek(5)), bytes(reply.read(size)), bytes(reply.readLine(size))))

    reply.readyRead.connect(look)
    run_until(reply.isFinished)
    got.append(bytes(reply.readAll()))
    peeked = got[:-1:3]
    read = [piece for place, piece in enumerate(got) if place == len(got) - 1 or place % 3]
    assert b"".join(read) == BODY
    assert all(front == behind[:5] for front, behind in zip(peeked, got[1::3], strict=True))


def test_a_byte_put_back_comes_before_a_long_body(manager: QNetworkAccessManager, anywhere: Hostile) -> None:
    reply = get(manager, anywhere)
    run_until(reply.isFinished)
    assert reply.skip(3) == 3
    reply.ungetChar(b"x")
    assert reply.readAll() == b"x" + BODY[3:]


def test_a_limit_set_in_the_middle_of_a_long_body_holds(manager: QNetworkAccessManager, anywhere: Hostile) -> None:
    reply = get(manager, anywhere)
    run_until(lambda: reply.bytesAvailable() > 3_000_000 or reply.isFinished())
    got = bytes(reply.readAll())
    reply.setReadBufferSize(1_000_000)
    seen: list[int] = []
    pieces: list[bytes] = [got]

    def read() -> None:
        seen.append(reply.bytesAvailable())
        pieces.append(bytes(reply.readAll()))

    reply.readyRead.connect(read)
    run_until(reply.isFinished)
    pieces.append(bytes(reply.readAll()))
    assert b"".join(pieces) == BODY
    assert max(seen, default=0) <= 1_000_000


def test_a_long_body_that_breaks_off_can_be_read_as_far_as_it_came(
    manager: QNetworkAccessManager, anywhere: Hostile
) -> None:
    reply = get(manager, anywhere, HEAD % len(BODY), BODY[:HALF], Talk.close)
    run_until(reply.isFinished)
    assert reply.error() == QNetworkReply.RemoteHostClosedError
    data = reply.readAll()
    data.append(b"!")
    assert data == BODY[:HALF] + b"!"


def test_a_length_that_is_a_lie_costs_nothing(manager: QNetworkAccessManager, anywhere: Hostile) -> None:
    reply = get(manager, anywhere, HEAD % (1 << 62), BODY, Talk.close)
    run_until(reply.isFinished)
    assert reply.error() == QNetworkReply.RemoteHostClosedError
    assert reply.readAll() == BODY


@pytest.mark.parametrize("end", ["abort", "deleteLater"])
def test_the_memory_of_a_long_body_goes_with_its_reply(
    manager: QNetworkAccessManager, anywhere: Hostile, end: str
) -> None:
    def begin() -> weakref.ref[Any]:
        reply = get(manager, anywhere, HEAD % len(BODY), BODY[:HALF], Talk.ignore)
        run_until(lambda: reply.bytesAvailable() == HALF)
        pile = weakref.ref(reply._qt_waiting._pile)  # type: ignore[attr-defined]
        getattr(reply, end)()
        reply.deleteLater()
        QCoreApplication.sendPostedEvents(None, int(QEvent.Type.DeferredDelete))
        return pile

    pile = begin()
    gc.collect()
    run_until(lambda: pile() is None, "the memory has been given back")


def test_a_manager_deleted_in_the_middle_of_a_long_body(application: QCoreApplication, anywhere: Hostile) -> None:
    manager = QNetworkAccessManager()
    reply = get(manager, anywhere, HEAD % len(BODY), BODY[:HALF], Talk.ignore)
    run_until(lambda: reply.bytesAvailable() == HALF)
    delete(manager)
