"""The read buffer of a reply: what waits when it is full, and what makes room."""

from __future__ import annotations

from typing import Any

import pytest
from binding import QtNetwork
from downloads import avail, done
from loops import run_until, spin
from recorder import Recorder
from shortcuts import get, request

Request = QtNetwork.QNetworkRequest


@pytest.mark.unsteady
def test_a_read_buffer_takes_up_again_after_reading(server: Any, manager: Any) -> None:
    reply = get(manager, server.on("/a", body=bytes(1000000)))
    reply.setReadBufferSize(1000)
    log = Recorder(reply)
    avail(reply, 1000)
    for _ in range(5):
        before = log.count("readyRead")
        assert len(reply.readAll()) == 1000
        run_until(lambda before=before: log.count("readyRead") > before)
        avail(reply, 1000)
    reply.abort()


def test_a_read_buffer_can_be_made_larger_in_flight(server: Any, manager: Any) -> None:
    reply = get(manager, server.on("/a", body=bytes(1000000)))
    reply.setReadBufferSize(1000)
    Recorder(reply)
    avail(reply, 1000)
    reply.setReadBufferSize(5000)
    reply.readAll()
    run_until(lambda: 1000 <= reply.bytesAvailable() <= 5000)
    reply.abort()


def test_a_read_buffer_made_smaller_keeps_what_it_has(server: Any, manager: Any) -> None:
    reply = get(manager, server.on("/a", body=bytes(1000000)))
    reply.setReadBufferSize(5000)
    Recorder(reply)
    avail(reply, 5000)
    reply.setReadBufferSize(100)
    spin(10)
    assert reply.bytesAvailable() == 5000
    assert len(reply.read(4950)) == 4950
    spin(10)
    assert reply.bytesAvailable() <= 100
    reply.readAll()
    avail(reply, 100)
    reply.abort()


@pytest.mark.parametrize("take", ["read", "readLine", "skip", "getChar"])
def test_every_way_to_read_makes_room(server: Any, manager: Any, take: str) -> None:
    size = 20000
    reply = get(manager, server.on("/a", body=b"0123456789abcd\n" * (size // 15)))
    reply.setReadBufferSize(300)
    Recorder(reply)
    read = 0
    while not reply.isFinished() or reply.bytesAvailable():
        run_until(lambda: reply.bytesAvailable() > 0 or reply.isFinished())
        before = reply.bytesAvailable()
        if take == "read":
            read += len(reply.read(250))
        elif take == "readLine":
            read += len(reply.readLine())
        elif take == "skip":
            read += max(0, reply.skip(250))
        else:
            while reply.bytesAvailable():
                reply.getChar()
            read += before
    assert read == size // 15 * 15


def test_a_read_buffer_set_too_late_does_nothing(server: Any, manager: Any) -> None:
    reply = done(server, manager)
    reply.setReadBufferSize(2)
    assert bytes(reply.readAll()) == b"one\ntwo\nthree"


@pytest.mark.only("netaccess")
@pytest.mark.parametrize(("size", "kind"), [(-1, ValueError), ("x", TypeError), (None, TypeError), (1.5, TypeError)])
def test_a_read_buffer_has_a_size(server: Any, manager: Any, size: Any, kind: type[Exception]) -> None:
    reply = done(server, manager)
    with pytest.raises(kind):
        reply.setReadBufferSize(size)


def test_a_peek_does_not_make_room(server: Any, manager: Any) -> None:
    reply = get(manager, server.on("/a", body=bytes(1000000)))
    reply.setReadBufferSize(1000)
    Recorder(reply)
    avail(reply, 1000)
    for _ in range(5):
        assert len(reply.peek(1000)) == 1000
        spin(5)
        assert reply.bytesAvailable() == 1000
    reply.abort()


def test_hints_about_buffers_are_accepted(server: Any, manager: Any) -> None:
    asked = request(server.on("/a", body=b"hello"))
    asked.setAttribute(Request.MaximumDownloadBufferSizeAttribute, 1 << 20)
    reply = Recorder(manager.get(asked)).run().reply
    assert bytes(reply.readAll()) == b"hello"
