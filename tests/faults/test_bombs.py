"""Bodies that are small on the wire and large when decoded: what is decoded is bounded."""

from __future__ import annotations

import tracemalloc
import zlib

import pytest
from brokenanswers import CONTENT, coded, gzipped, sized
from hostile import Hostile, Talk
from suffering import Suffer, play, run_until

from netaccess.QtCore import QUrl
from netaccess.QtNetwork import QNetworkAccessManager, QNetworkRequest

MIB = 1024 * 1024
THRESHOLD = 10 * MIB
SLACK = 2 * MIB
ONE = gzipped(bytes(200 * MIB))
"""200 MiB in 200 KB."""
TWO = gzipped(ONE)
"""The same in a few hundred bytes."""
DEFLATED = zlib.compress(bytes(100 * MIB), 9)


def unguarded(request: QNetworkRequest) -> None:
    """Switch the guard off."""
    request.setDecompressedSafetyCheckThreshold(-1)


@pytest.mark.parametrize(
    ("body", "coding"),
    [(ONE, b"gzip"), (DEFLATED, b"deflate"), (TWO, b"gzip, gzip")],
    ids=["gzip", "deflate", "gzip in gzip"],
)
@pytest.mark.parametrize("crowded", [False, True], ids=["alone", "in a crowd"])
def test_a_bomb(
    server: Hostile, application: object, slot_errors: object, body: bytes, coding: bytes, crowded: bool
) -> None:
    """An error at Qt's threshold; what was decoded until then can be read, and no more was made of it."""
    outcome = play(server, coded(body, coding), "GET", crowded, lambda request: None, False, b"")
    assert outcome.error == CONTENT
    assert THRESHOLD <= len(outcome.body) <= THRESHOLD + SLACK
    assert not any(outcome.body[:: MIB // 4])


def test_a_bomb_takes_no_more_memory_than_its_threshold(server: Hostile, manager: QNetworkAccessManager) -> None:
    """Nothing is decoded that is not handed on."""
    server.on("/fault", coded(ONE))
    tracemalloc.start()
    try:
        reply = manager.get(QNetworkRequest(QUrl(server.url("/fault"))))
        run_until(reply.isFinished)
        assert tracemalloc.get_traced_memory()[1] < 4 * THRESHOLD
    finally:
        tracemalloc.stop()


def test_a_large_body_that_is_worth_it_is_no_bomb(suffer: Suffer) -> None:
    """Text that packs well, but not very well, may be as large as it likes."""
    text = b"".join(b"%d %x\n" % (number, number * 7919) for number in range(30_000)) * 30
    suffer(coded(gzipped(text, 1)), body=text, trusted=True, post=False, crowd=False)


def test_a_body_under_the_threshold_is_no_bomb(suffer: Suffer) -> None:
    """However well it packs."""
    suffer(coded(gzipped(bytes(9 * MIB))), body=bytes(9 * MIB), trusted=True, post=False, crowd=False)


def test_a_bomb_behind_a_redirect_is_not_decoded(suffer: Suffer) -> None:
    """Nobody reads the body of a redirect."""

    def script(talk: Talk) -> None:
        head = b"HTTP/1.1 302 Found\r\nLocation: /good/end\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n"
        talk.send(head % len(ONE) + ONE)

    suffer(script, body=b"/good/end", trusted=True, post=False)


def test_a_bomb_on_head_is_nothing(suffer: Suffer) -> None:
    """A coding without a body has nothing to decode."""
    suffer(
        sized(len(ONE), b"").replace(b"\r\n\r\n", b"\r\nContent-Encoding: gzip\r\n\r\n"), method="HEAD", trusted=True
    )


def test_a_bomb_that_is_wanted_waits_for_its_reader(server: Hostile, manager: QNetworkAccessManager) -> None:
    """Without the guard a limited reader still holds no more than its limit."""
    server.on("/fault", coded(ONE))
    request = QNetworkRequest(QUrl(server.url("/fault")))
    unguarded(request)
    reply = manager.get(request)
    reply.setReadBufferSize(100_000)
    total, most = 0, 0
    while total < 3_000_000:
        run_until(lambda: reply.bytesAvailable() > 0, "something can be read")
        most = max(most, reply.bytesAvailable())
        total += len(bytes(reply.readAll()))
    assert most <= 100_000
    reply.abort()
