"""Bodies as they come down: when which signal comes, and every way to read them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from binding import QtCore
from downloads import done, dripping
from loops import run_for, run_until, spin
from recorder import Recorder
from shortcuts import LAST, get

ReadOnly = QtCore.QIODevice.ReadOnly


# Signals.


def test_progress_is_not_told_with_every_piece(server: Any, manager: Any) -> None:
    url, gates = dripping(server, [b"0123456789"] * 20, 200)
    log = Recorder(get(manager, url))
    for index, gate in enumerate(gates):
        run_until(lambda index=index: log.reply.bytesAvailable() == 10 * (index + 1))
        spin(5)
        gate.open()
    log.run()
    assert log.count("readyRead") == 20
    assert log.arguments("downloadProgress")[-1] == (200, 200)
    assert log.count("downloadProgress") < 20


@pytest.mark.parametrize("announced", [15, None])
def test_progress_is_told_behind_ready_read_after_a_while(server: Any, manager: Any, announced: int | None) -> None:
    url, gates = dripping(server, [b"01234"] * 3, announced)
    log = Recorder(get(manager, url))
    for index, gate in enumerate(gates):
        run_until(lambda index=index: log.reply.bytesAvailable() == 5 * (index + 1))
        run_for(130)
        gate.open()
    log.run()
    total = -1 if announced is None else 15
    told = [event for event in log.events if event[0] in ("readyRead", "downloadProgress")]
    assert told == [
        ("readyRead",),
        ("readyRead",),
        ("downloadProgress", 10, total),
        ("readyRead",),
        ("downloadProgress", 15, total),
        ("downloadProgress", 15, 15),
    ]


def test_a_large_body_tells_progress_seldom(server: Any, manager: Any) -> None:
    size = 8 << 20
    log = Recorder(get(manager, server.on("/a", body=bytes(size)))).run()
    told = log.arguments("downloadProgress")
    assert told[-1] == (size, size)
    assert len(told) < 20
    assert [received for received, _ in told] == sorted(received for received, _ in told)
    assert {total for _, total in told} == {size}


def test_there_is_something_new_at_every_ready_read(server: Any, manager: Any) -> None:
    reply = get(manager, server.on("/a", body=bytes(4 << 20)))
    seen = [0]
    reply.readyRead.connect(lambda: seen.append(reply.bytesAvailable()))
    Recorder(reply).run()
    assert all(before < after for before, after in pairwise(seen))
    assert reply.bytesAvailable() == 4 << 20


EVERY_SIGNAL = [
    ("socketStartedConnecting", 0),
    ("requestSent", 0),
    ("metaDataChanged", 0),
    ("readyRead", 5),
    ("downloadProgress", 5),
    ("readChannelFinished", 5),
    ("manager.finished", 5),
    ("finished", 5),
]


@pytest.mark.only("netaccess", "PySide6")
@pytest.mark.parametrize(("signal", "available"), EVERY_SIGNAL)
def test_reading_in_a_slot(server: Any, manager: Any, signal: str, available: int) -> None:
    reply = get(manager, server.on("/a", body=b"hello"))
    seen: list[Any] = []

    def read() -> None:
        seen.append((reply.bytesAvailable(), bytes(reply.readAll()), reply.bytesAvailable(), reply.atEnd()))

    log = Recorder(reply, hooks={signal: read}).run()
    assert seen[0] == (available, b"hello"[:available], 0, True)
    assert bytes(reply.readAll()) == b"hello"[available:]
    assert log.collapsed()[-4:] == [("downloadProgress", 5, 5), *LAST]


@pytest.mark.only("netaccess", "PySide6")
def test_reading_in_error_occurred(server: Any, manager: Any) -> None:
    reply = get(manager, server.on("/a", status=404, body=b"hello"))
    seen: list[bytes] = []
    log = Recorder(reply, hooks={"errorOccurred": lambda: seen.append(bytes(reply.read(2)))}).run()
    assert seen == [b"he"]
    assert bytes(reply.readAll()) == b"llo"
    assert log.arguments("downloadProgress")[-1] == (5, 5)


@pytest.mark.parametrize(
    ("read", "result", "left"),
    [
        (lambda reply: reply.read(3), b"one", b"\ntwo\n"),
        (lambda reply: reply.readLine(), b"one\n", b"two\n"),
        (lambda reply: reply.peek(3), b"one", b"one\ntwo\n"),
        (lambda reply: reply.readAll(), b"one\ntwo\n", b""),
    ],
)
def test_every_way_to_read_in_ready_read(
    server: Any, manager: Any, read: Callable[[Any], Any], result: bytes, left: bytes
) -> None:
    reply = get(manager, server.on("/a", body=b"one\ntwo\n"))
    seen: list[bytes] = []
    Recorder(reply, hooks={"readyRead": lambda: seen.append(bytes(read(reply)))}).run()
    assert seen == [result]
    assert bytes(reply.readAll()) == left


# Ways to read.


def test_peeking_takes_nothing(server: Any, manager: Any) -> None:
    reply = done(server, manager)
    assert bytes(reply.peek(100)) == b"one\ntwo\nthree"
    assert bytes(reply.peek(3)) == b"one"
    assert bytes(reply.peek(0)) == b""
    assert reply.bytesAvailable() == 13
    assert bytes(reply.read(5)) == b"one\nt"
    assert bytes(reply.peek(100)) == b"wo\nthree"
    assert bytes(reply.readAll()) == b"wo\nthree"
    assert bytes(reply.peek(1)) == b""


def test_lines(server: Any, manager: Any) -> None:
    reply = done(server, manager, b"a\0b\n\n\nlast")
    lines = []
    while reply.canReadLine():
        lines.append(bytes(reply.readLine()))
    assert lines == [b"a\0b\n", b"\n", b"\n"]
    assert bytes(reply.readLine()) == b"last"
    assert reply.atEnd()


def test_a_line_in_parts(server: Any, manager: Any) -> None:
    reply = done(server, manager, b"x" * 100000 + b"\ny")
    assert len(reply.readLine(1000)) == 999  # room for a terminating zero, as in C++
    assert reply.canReadLine()
    assert len(reply.readLine()) == 99002
    assert bytes(reply.readAll()) == b"y"


def test_a_line_over_many_pieces(server: Any, manager: Any) -> None:
    url, gates = dripping(server, [b"ab", b"cd", b"e\nf", b"g\n"], 9)
    reply = get(manager, url)
    told: list[bool] = []
    for index, gate in enumerate(gates):
        wanted = [2, 4, 7, 9][index]
        run_until(lambda wanted=wanted: reply.bytesAvailable() == wanted)
        told.append(reply.canReadLine())
        gate.open()
    Recorder(reply)
    run_until(reply.isFinished)
    assert told == [False, False, True, True]
    assert [bytes(reply.readLine()), bytes(reply.readLine())] == [b"abcde\n", b"fg\n"]


@pytest.mark.only("netaccess", "PySide6")
def test_lines_are_found_behind_what_was_put_back(server: Any, manager: Any) -> None:
    reply = done(server, manager)
    reply.readLine()
    reply.ungetChar("X")
    assert reply.bytesAvailable() == reply.size() == 10
    assert bytes(reply.readLine()) == b"Xtwo\n"


def test_skipping(server: Any, manager: Any) -> None:
    reply = done(server, manager)
    assert reply.skip(4) == 4
    assert bytes(reply.readLine()) == b"two\n"
    assert reply.skip(100) == 5
    assert reply.atEnd()


def test_reading_nothing(server: Any, manager: Any) -> None:
    reply = done(server, manager)
    assert bytes(reply.read(0)) == b""
    assert reply.bytesAvailable() == 13


@pytest.mark.only("netaccess", "PySide6")
def test_a_transaction_that_is_rolled_back(server: Any, manager: Any) -> None:
    reply = done(server, manager)
    reply.startTransaction()
    assert reply.isTransactionStarted()
    assert bytes(reply.readLine()) == b"one\n"
    assert reply.skip(2) == 2
    assert bytes(reply.peek(3)) == b"o\nt"
    assert reply.bytesAvailable() == 7
    reply.rollbackTransaction()
    assert reply.bytesAvailable() == 13
    assert bytes(reply.readAll()) == b"one\ntwo\nthree"


@pytest.mark.only("netaccess", "PySide6")
def test_a_transaction_that_is_committed(server: Any, manager: Any) -> None:
    reply = done(server, manager)
    reply.startTransaction()
    reply.read(5)
    reply.commitTransaction()
    assert not reply.isTransactionStarted()
    assert bytes(reply.readAll()) == b"wo\nthree"


@pytest.mark.only("netaccess", "PySide6")
def test_a_transaction_over_everything(server: Any, manager: Any) -> None:
    reply = done(server, manager)
    reply.startTransaction()
    assert bytes(reply.readAll()) == b"one\ntwo\nthree"
    assert reply.atEnd()
    reply.rollbackTransaction()
    assert not reply.atEnd()
    assert bytes(reply.readAll()) == b"one\ntwo\nthree"


def test_a_transaction_waits_for_a_whole_record(server: Any, manager: Any) -> None:
    url, gates = dripping(server, [b"\0\0\0\x05he", b"llo"], 9)
    reply = get(manager, url)
    records: list[bytes] = []

    def take() -> None:
        reply.startTransaction()
        size = int.from_bytes(bytes(reply.read(4)), "big")
        record = bytes(reply.read(size))
        if len(record) < size:
            reply.rollbackTransaction()
        else:
            reply.commitTransaction()
            records.append(record)

    reply.readyRead.connect(take)
    run_until(lambda: reply.bytesAvailable() == 6)
    assert records == []
    for gate in gates:
        gate.open()
    run_until(reply.isFinished)
    assert records == [b"hello"]


def test_text_mode(server: Any, manager: Any) -> None:
    reply = done(server, manager, b"a\r\nb\r\nc")
    reply.setTextModeEnabled(True)
    assert bytes(reply.readLine()) == b"a\n"
    assert bytes(reply.read(2)) == b"b\n"
    assert bytes(reply.readAll()) == b"c"


def test_one_byte_at_a_time(server: Any, manager: Any) -> None:
    reply = done(server, manager, b"ab")
    read = [bytes(reply.read(1)) for _ in range(3)]
    assert read == [b"a", b"b", b""]


def test_an_empty_body(server: Any, manager: Any) -> None:
    reply = done(server, manager, b"")
    assert (bytes(reply.readAll()), bytes(reply.readLine()), bytes(reply.peek(1))) == (b"", b"", b"")
    assert reply.atEnd()
    assert not reply.canReadLine()


def test_a_reply_does_not_wait(server: Any, manager: Any) -> None:
    reply = get(manager, server.on("/a", body=b"x"))
    assert not reply.waitForReadyRead(10)
    assert not reply.waitForBytesWritten(10)
    assert reply.bytesToWrite() == 0
    run_until(reply.isFinished)


def test_opening_an_open_reply_changes_nothing_that_matters(server: Any, manager: Any) -> None:
    reply = done(server, manager)
    assert reply.open(ReadOnly)
    assert bytes(reply.readAll()) == b"one\ntwo\nthree"


def test_a_body_is_read_through_a_data_stream(server: Any, manager: Any) -> None:
    reply = done(server, manager, b"\0\0\0\x07rest")
    stream = QtCore.QDataStream(reply)
    assert stream.readInt32() == 7
    assert bytes(reply.readAll()) == b"rest"
