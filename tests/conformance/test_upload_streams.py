"""Bodies from sequential devices, which are collected first, or sent while they come."""

from __future__ import annotations

from typing import Any

import pytest
from binding import QtNetwork, enum_name
from bodies import FAILED, Generated, Stream, asking, ending, sent
from loops import run_until, spin
from recorder import Recorder
from shortcuts import request, typed

Request = QtNetwork.QNetworkRequest
QT6 = pytest.mark.only("netaccess", "PySide6")
# What makes real Qt wait for ever or crash is asked of netaccess alone.
OURS = pytest.mark.only("netaccess")


@pytest.mark.parametrize("unbuffered", [True, False])
def test_a_stream_without_a_length_waits_for_its_end(server: Any, manager: Any, unbuffered: bool) -> None:
    device = Stream(b"one")
    log = Recorder(manager.post(asking(server, unbuffered=unbuffered), device))
    spin(20)
    assert log.events == []
    device.feed(b"two")
    device.finish_soon()
    log.run()
    got = server.request_for("/body")
    assert (got.header("Content-Length"), got.body) == ("6", b"onetwo")


def test_a_buffered_stream_has_the_length_it_has(server: Any, manager: Any) -> None:
    device = Stream(b"0123456789")
    log = Recorder(manager.post(asking(server, length=10), device))
    device.finish_soon()
    log.run()
    assert server.request_for("/body").body == b"0123456789"


@QT6
@pytest.mark.parametrize(("length", "expected"), [(4, b"0123"), (25, b"0123456789")])
def test_a_buffered_stream_with_another_length(server: Any, manager: Any, length: int, expected: bytes) -> None:
    device = Stream(b"0123456789")
    log = Recorder(manager.post(asking(server, length=length), device))
    device.finish_soon()
    log.run()
    got = server.request_for("/body")
    assert (got.header("Content-Length"), got.body) == (str(len(expected)), expected)


def test_an_unbuffered_stream_is_sent_while_it_comes(server: Any, manager: Any) -> None:
    device = Stream(b"one")
    log = Recorder(manager.post(asking(server, length=8, unbuffered=True), device))
    run_until(lambda: device.data == b"")
    device.feed(b"two")
    run_until(lambda: device.data == b"")
    device.feed(b"33")
    log.run()
    assert server.request_for("/body").body == b"onetwo33"


def test_an_unbuffered_stream_is_cut_off_at_its_length(server: Any, manager: Any) -> None:
    device = Stream(b"0123456789")
    assert sent(server, manager, device, asking(server, length=4, unbuffered=True)).body == b"0123"


def test_an_unopened_stream_is_an_empty_body(server: Any, manager: Any) -> None:
    device = Stream(b"abc", opened=False)
    assert sent(server, manager, device, asking(server)).body == b""


@QT6
def test_an_unbuffered_stream_cannot_be_sent_again(server: Any, manager: Any) -> None:
    asked = typed(server.on("/r", status=307, headers=[("Location", "/body")]))
    asked.setRawHeader(b"Content-Length", b"3")
    asked.setAttribute(Request.DoNotBufferUploadDataAttribute, True)
    device = Stream(b"abc")
    log = Recorder(manager.post(asked, device)).run()
    assert enum_name(log.reply.error()) == "ContentReSendError"
    assert len(server.requests) == 1


@QT6
@pytest.mark.unsteady
def test_a_buffered_stream_can_be_sent_again(server: Any, manager: Any) -> None:
    asked = typed(server.on("/r", status=307, headers=[("Location", "/body")]))
    server.on("/body")
    device = Stream(b"abc")
    log = Recorder(manager.post(asked, device))
    device.finish_soon()
    log.run()
    assert [each.body for each in server.requests] == [b"abc", b"abc"]


def test_aborting_while_a_stream_is_collected(server: Any, manager: Any) -> None:
    device = Stream(b"one")
    log = Recorder(manager.post(asking(server), device))
    spin()
    log.reply.abort()
    assert log.names.count("finished") == 1
    device.feed(b"two")
    device.readChannelFinished.emit()
    spin()
    assert log.names.count("finished") == 1
    assert server.requests == []


@OURS
@pytest.mark.parametrize("unbuffered", [True, False])
def test_a_stream_that_closes_before_its_end_is_one_error_and_one_end(
    server: Any, manager: Any, unbuffered: bool
) -> None:
    device = Stream(b"one")
    log = Recorder(manager.post(asking(server, length=8, unbuffered=unbuffered), device))
    spin()
    device.close()
    assert ending(log.run()) == FAILED
    assert "closed" in log.reply.errorString()


@OURS
@pytest.mark.parametrize("unbuffered", [True, False])
def test_a_stream_that_is_deleted_is_one_error_and_one_end(server: Any, manager: Any, unbuffered: bool) -> None:
    device = Stream(b"one")
    log = Recorder(manager.post(asking(server, length=8, unbuffered=unbuffered), device))
    run_until(lambda: device.data == b"")
    device.deleteLater()
    assert ending(log.run()) == FAILED


@OURS
def test_an_unbuffered_stream_that_ends_early_is_one_error_and_one_end(server: Any, manager: Any) -> None:
    device = Stream(b"one")
    log = Recorder(manager.post(asking(server, length=8, unbuffered=True), device))
    device.finish_soon()
    assert ending(log.run()) == FAILED


@OURS
@pytest.mark.parametrize("unbuffered", [True, False])
def test_a_stream_that_raises_is_one_error_and_one_end(server: Any, manager: Any, unbuffered: bool) -> None:
    class Broken(Stream):
        def readData(self, size: int) -> bytes:
            raise ValueError("the line is dead")

    device = Broken(b"abc")
    log = Recorder(manager.post(asking(server, length=3, unbuffered=unbuffered), device))
    assert ending(log.run()) == FAILED
    assert "the line is dead" in log.reply.errorString()


def test_a_generator_is_sent_through_a_small_device(server: Any, manager: Any) -> None:
    expected = b"".join(b"%d\n" % number for number in range(50000))
    device = Generated(b"%d\n" % number for number in range(50000))
    got = sent(server, manager, device, asking(server, length=len(expected), unbuffered=True))
    assert got.body == expected


def test_a_generator_without_a_length_says_when_it_has_ended(server: Any, manager: Any) -> None:
    device = Generated(iter([b"one", b"two"]))
    log = Recorder(manager.post(asking(server), device))
    device.finish_soon()
    log.run()
    assert server.request_for("/body").body == b"onetwo"


@OURS
def test_a_finished_reply_is_sent_on(server: Any, manager: Any) -> None:
    source = Recorder(manager.get(request(server.on("/source", body=b"from there")))).run().reply
    assert sent(server, manager, source, asking(server)).body == b"from there"


def test_a_reply_is_sent_on_while_it_comes(server: Any, manager: Any) -> None:
    gate = server.gate()
    source = manager.get(request(server.on("/source", body=b"from there", gate=gate)))
    log = Recorder(manager.post(asking(server), source))
    gate.open()
    log.run()
    assert server.request_for("/body").body == b"from there"
