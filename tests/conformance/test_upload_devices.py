"""Bodies from devices of every kind, what becomes of them when the devices misbehave, and how their progress is told."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator
from typing import Any

import pytest
from binding import QtCore, QtNetwork, enum_name
from bodies import READ_ONLY, Stream, buffer, file, sent
from loops import flush_deletions, run_until, spin
from recorder import Recorder
from shortcuts import LAST, request, typed

Request = QtNetwork.QNetworkRequest
QT6 = pytest.mark.only("netaccess", "PySide6")
# What makes real Qt wait for ever or crash is asked of netaccess alone.
OURS = pytest.mark.only("netaccess")
FAILED = [("errorOccurred", "UnknownNetworkError"), ("downloadProgress", 0, 0), ("uploadProgress", 0, 0), *LAST]


def ending(log: Any) -> Any:
    """The events without the connection and the progress of what was sent before it failed."""
    names = ("socketStartedConnecting", "requestSent")
    events = [event for event in log.events if event[0] not in names]
    while events and events[0][0] == "uploadProgress":
        events.pop(0)
    return events


def asking(server: Any, length: Any = None, unbuffered: bool = False, every: bool = False) -> Any:
    """A request for ``/body`` with a Content-Length and attributes."""
    asked = typed(server.on("/body"))
    if length is not None:
        asked.setRawHeader(b"Content-Length", str(length).encode())
    if unbuffered:
        asked.setAttribute(Request.DoNotBufferUploadDataAttribute, True)
    if every:
        asked.setAttribute(Request.EmitAllUploadProgressSignalsAttribute, True)
    return asked


class Counting(QtCore.QIODevice):
    """A random-access device of so many bytes, which acts when it is asked for the byte at a place."""

    def __init__(self, length: int, at: int = 0, act: Any = None) -> None:
        super().__init__()
        self.length = length
        self.at = at
        self.act = act
        self.open(READ_ONLY)

    def size(self) -> int:
        return self.length

    def readData(self, size: int) -> Any:
        start = self.pos()
        if self.act is not None and start >= self.at:
            return self.act(self)
        return bytes(index % 251 for index in range(start, min(start + size, self.length)))

    def writeData(self, data: bytes, size: int = 0) -> int:
        return -1


# -- random access ---------------------------------------------------------------------------------------------------


def test_a_device_of_the_program_is_sent(server: Any, manager: Any) -> None:
    device = Counting(100000)
    got = sent(server, manager, device, asking(server))
    assert got.body == bytes(index % 251 for index in range(100000))
    assert got.header("Content-Length") == "100000"


@pytest.mark.parametrize("at", [1, 50000, 99999])
def test_a_device_is_sent_from_where_it_stands(server: Any, manager: Any, at: int) -> None:
    device = Counting(100000)
    device.seek(at)
    assert sent(server, manager, device, asking(server)).body == bytes(index % 251 for index in range(at, 100000))


def test_a_device_at_its_end_is_an_empty_body(server: Any, manager: Any, tmp_path: Any) -> None:
    device = file(tmp_path / "f", b"abc", at=3)
    got = sent(server, manager, device, asking(server))
    assert (got.header("Content-Length"), got.body) == ("0", b"")


def test_an_empty_file_is_an_empty_body(server: Any, manager: Any, tmp_path: Any) -> None:
    got = sent(server, manager, file(tmp_path / "f", b""), asking(server))
    assert (got.header("Content-Length"), got.body) == ("0", b"")


def test_a_byte_put_back_is_sent(server: Any, manager: Any, tmp_path: Any) -> None:
    device = file(tmp_path / "f", b"0123456789")
    device.read(5)
    device.ungetChar("Z")
    assert sent(server, manager, device, asking(server)).body == b"Z56789"


def test_what_was_peeked_at_is_sent(server: Any, manager: Any, tmp_path: Any) -> None:
    device = file(tmp_path / "f", b"0123456789")
    device.peek(5)
    assert sent(server, manager, device, asking(server)).body == b"0123456789"


def test_a_buffer_open_for_both_is_sent(server: Any, manager: Any) -> None:
    device = QtCore.QBuffer()
    device.setData(b"abc")
    device.open(QtCore.QIODevice.ReadWrite)
    assert sent(server, manager, device, asking(server)).body == b"abc"


def test_a_buffer_just_written_stands_at_its_end(server: Any, manager: Any) -> None:
    device = QtCore.QBuffer()
    device.open(QtCore.QIODevice.ReadWrite)
    device.write(b"abc")
    assert sent(server, manager, device, asking(server)).body == b""


def test_a_write_only_device_is_an_empty_body(server: Any, manager: Any, tmp_path: Any) -> None:
    device = QtCore.QFile(str(tmp_path / "f"))
    device.open(QtCore.QIODevice.WriteOnly)
    assert sent(server, manager, device, asking(server)).body == b""


def test_a_buffer_closed_after_the_call_is_sent_all_the_same(server: Any, manager: Any) -> None:
    device = buffer(b"x" * 300000)
    log = Recorder(manager.post(asking(server), device))
    device.close()
    log.run()
    assert len(server.request_for("/body").body) == 300000


def test_a_file_closed_after_the_call_is_an_error(server: Any, manager: Any, tmp_path: Any) -> None:
    device = file(tmp_path / "f", b"x" * 300000)
    log = Recorder(manager.post(asking(server), device))
    device.close()
    assert ending(log.run()) == FAILED
    assert server.requests == []


def test_a_file_that_grows_is_sent_as_long_as_it_was(server: Any, manager: Any, tmp_path: Any) -> None:
    device = file(tmp_path / "f", b"x" * 300000)
    log = Recorder(manager.post(asking(server), device))
    with (tmp_path / "f").open("ab") as growing:
        growing.write(b"y" * 100000)
    log.run()
    assert server.request_for("/body").body == b"x" * 300000


@pytest.mark.unsteady
@pytest.mark.parametrize("status", [307, 308])
@QT6
def test_a_file_is_sent_again_from_where_it_stood(server: Any, manager: Any, tmp_path: Any, status: int) -> None:
    asked = typed(server.on("/r", status=status, headers=[("Location", "/body")]))
    server.on("/body")
    device = file(tmp_path / "f", b"0123456789" * 10000, at=5)
    Recorder(manager.put(asked, device)).run()
    assert [each.body for each in server.requests] == [(b"0123456789" * 10000)[5:]] * 2


@OURS
@pytest.mark.parametrize(
    ("act", "text"),
    [
        (lambda device: 1 // 0, "division"),
        (lambda device: None, "could not be read"),
        (lambda device: b"", "ended after"),
        (lambda device: device.close() or b"", ""),
        (lambda device: [], "could not be read"),
    ],
    ids=["raises", "fails", "ends", "closes", "gives nonsense"],
)
@pytest.mark.parametrize("at", [0, 600000])
def test_a_device_that_breaks_is_one_error_and_one_end(server: Any, manager: Any, act: Any, text: str, at: int) -> None:
    device = Counting(1_000_000, at, act)
    log = Recorder(manager.post(asking(server), device)).run()
    assert ending(log) == FAILED
    assert text in log.reply.errorString()
    assert [each for each in server.requests if len(each.body) == 1_000_000] == []


@OURS
def test_a_device_deleted_after_the_call_is_one_error_and_one_end(server: Any, manager: Any, tmp_path: Any) -> None:
    device = file(tmp_path / "f", b"x" * 300000)
    log = Recorder(manager.post(asking(server), device))
    device.deleteLater()
    flush_deletions()
    assert ending(log.run()) == FAILED


@OURS
def test_a_file_that_shrinks_is_one_error_and_one_end(server: Any, manager: Any, tmp_path: Any) -> None:
    device = file(tmp_path / "f", b"x" * 300000)
    log = Recorder(manager.post(asking(server), device))
    with (tmp_path / "f").open("r+b") as shrinking:
        shrinking.truncate(1000)
    assert ending(log.run()) == FAILED
    assert "after 1000 of 300000 bytes" in log.reply.errorString()


@OURS
def test_other_uploads_do_not_suffer_from_one_that_breaks(server: Any, manager: Any) -> None:
    broken = Counting(1_000_000, 500_000, lambda device: 1 // 0)
    first = Recorder(manager.post(asking(server), broken))
    second = Recorder(manager.post(typed(server.on("/other")), Counting(300_000)))
    assert ending(first.run()) == FAILED
    second.run()
    assert len(server.request_for("/other").body) == 300_000


@OURS
def test_the_program_need_not_keep_the_device(server: Any, manager: Any, tmp_path: Any) -> None:
    log = Recorder(manager.post(asking(server), file(tmp_path / "f", b"x" * 300000)))
    log.run()
    assert len(server.request_for("/body").body) == 300000


@pytest.mark.differs("upload-text-mode")
def test_a_file_opened_as_text_is_sent_as_it_is(server: Any, manager: Any, tmp_path: Any) -> None:
    (tmp_path / "f").write_bytes(b"a\r\nb\r\nc")
    device = QtCore.QFile(str(tmp_path / "f"))
    device.open(QtCore.QIODevice.ReadOnly | QtCore.QIODevice.Text)
    assert sent(server, manager, device, asking(server)).body == b"a\r\nb\r\nc"


# -- sequential ------------------------------------------------------------------------------------------------------


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


class Generated(Stream):
    """A generator as a device: what a program writes to send what it makes up as it goes."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        super().__init__()
        self.blocks = blocks

    def bytesAvailable(self) -> int:
        return 1

    def readData(self, size: int) -> bytes:
        while len(self.data) < size:
            block = next(self.blocks, b"")
            if not block:
                break
            self.data += block
        return super().readData(size)


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


# -- bytes and lengths -----------------------------------------------------------------------------------------------


@QT6
@pytest.mark.parametrize("own", ["100", "abc", "-4"])
def test_a_length_that_is_not_true_is_put_right(server: Any, manager: Any, own: str) -> None:
    got = sent(server, manager, b"0123456789", asking(server, length=own))
    assert [value for name, value in got.headers if name.lower() == "content-length"] == ["10"]
    assert got.body == b"0123456789"


@pytest.mark.parametrize("own", ["4", "10"])
def test_a_length_that_is_smaller_cuts_off(server: Any, manager: Any, own: str) -> None:
    got = sent(server, manager, b"0123456789", asking(server, length=own))
    assert (got.header("Content-Length"), got.body) == (own, b"0123456789"[: int(own)])


def test_a_length_of_nothing_sends_nothing(server: Any, manager: Any) -> None:
    assert sent(server, manager, b"0123456789", asking(server, length=0)).body == b""


@QT6
def test_a_length_for_an_empty_body_is_put_right(server: Any, manager: Any) -> None:
    assert sent(server, manager, b"", asking(server, length=4)).header("Content-Length") == "0"


@pytest.mark.differs("upload-cut-total")
def test_progress_of_a_body_that_is_cut_off_reaches_its_total(server: Any, manager: Any) -> None:
    log = Recorder(manager.post(asking(server, length=4), b"0123456789")).run()
    assert log.arguments("uploadProgress") == [(4, 4), (0, 0)]


@OURS
def test_a_length_without_a_body_is_not_announced(server: Any, manager: Any) -> None:
    Recorder(manager.get(asking(server, length=4))).run()
    assert server.request_for("/body").header("Content-Length") is None


@OURS
@pytest.mark.parametrize("data", [b"0123456789", b"x" * 500000])
def test_a_body_is_sent_in_chunks_where_the_program_says_so(server: Any, manager: Any, data: bytes) -> None:
    asked = asking(server)
    asked.setRawHeader(b"Transfer-Encoding", b"chunked")
    got = sent(server, manager, data, asked)
    assert (got.header("Content-Length"), got.body) == (None, data)


@QT6
@pytest.mark.parametrize("data", [b"abc", b"x" * 300000])
def test_a_get_with_a_body(server: Any, manager: Any, data: bytes) -> None:
    log = Recorder(manager.get(request(server.on("/body")), data)).run()
    got = server.request_for("/body")
    assert (got.method, got.body) == ("GET", data)
    assert log.arguments("uploadProgress")[-1] == (0, 0)


@QT6
@pytest.mark.parametrize("verb", [b"GET", b"HEAD", b"DELETE"])
def test_an_empty_body_is_none_where_none_is_usual(server: Any, manager: Any, verb: bytes) -> None:
    log = Recorder(manager.sendCustomRequest(asking(server), verb, b"")).run()
    assert server.request_for("/body").header("Content-Length") is None
    assert log.count("uploadProgress") == 0
    assert log.count("requestSent") == 1


@QT6
def test_a_delete_with_a_body(server: Any, manager: Any) -> None:
    Recorder(manager.sendCustomRequest(asking(server), b"DELETE", b"abc")).run()
    assert server.request_for("/body").body == b"abc"


@QT6
def test_a_get_with_a_device(server: Any, manager: Any, tmp_path: Any) -> None:
    device = file(tmp_path / "f", b"0123456789", at=5)
    Recorder(manager.get(request(server.on("/body")), device)).run()
    assert server.request_for("/body").body == b"56789"


def test_a_custom_verb_with_an_empty_body_announces_its_length(server: Any, manager: Any) -> None:
    log = Recorder(manager.sendCustomRequest(asking(server), b"PATCH", b"")).run()
    assert server.request_for("/body").header("Content-Length") == "0"
    assert log.arguments("uploadProgress") == [(0, 0)]


# -- progress --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("source", ["bytes", "file"])
@QT6
def test_all_progress_is_told_to_those_who_want_it(server: Any, manager: Any, tmp_path: Any, source: str) -> None:
    data = b"x" * 500000
    device = file(tmp_path / "f", data)
    log = Recorder(manager.post(asking(server, every=True), data if source == "bytes" else device)).run()
    told = log.arguments("uploadProgress")
    assert len(told) == 32
    assert told[:2] == [(16384, 500000), (32768, 500000)]
    assert told[-2:] == [(500000, 500000), (0, 0)]
    assert server.request_for("/body").body == data


def test_progress_is_throttled_by_default(server: Any, manager: Any) -> None:
    log = Recorder(manager.post(asking(server), b"x" * 2_000_000)).run()
    told = log.arguments("uploadProgress")
    assert len(told) < 32
    assert told[-2:] == [(2_000_000, 2_000_000), (0, 0)]
    assert len(set(told)) == len(told)


def test_bytes_written_is_not_a_replys_business(server: Any, manager: Any) -> None:
    log = Recorder(manager.post(asking(server), b"x" * 500000)).run()
    assert log.count("bytesWritten") == 0


def test_progress_never_goes_back(server: Any, manager: Any) -> None:
    device = Counting(700_000)
    told = Recorder(manager.put(asking(server), device)).run().arguments("uploadProgress")[:-1]
    assert told == sorted(told)
    assert {total for _, total in told} == {700_000}


def test_the_server_may_answer_before_the_body_is_read(server: Any, manager: Any) -> None:
    def script(talk: Any) -> None:
        talk.answer(413, body=b"too much")
        left = 2_000_000
        while left > 0:
            left -= len(talk.sock.recv(65536)) or left

    log = Recorder(manager.post(typed(server.script("/body", script, read_body=False)), b"x" * 2_000_000)).run()
    assert enum_name(log.reply.error()) == "UnknownContentError"
    assert bytes(log.reply.readAll()) == b"too much"
    assert log.count("finished") == 1


@OURS
def test_an_early_answer_ends_a_stream_that_would_not(server: Any, manager: Any) -> None:
    url = server.script("/body", lambda talk: (talk.answer(403), talk.close())[1], read_body=False)
    asked = typed(url)
    asked.setRawHeader(b"Content-Length", b"1000000000")
    asked.setAttribute(Request.DoNotBufferUploadDataAttribute, True)
    device = Generated(iter(lambda: b"x" * 65536, b""))
    log = Recorder(manager.post(asked, device)).run()
    assert enum_name(log.reply.error()) == "ContentAccessDenied"
    assert log.count("finished") == 1


# -- Python's files --------------------------------------------------------------------------------------------------


@OURS
@pytest.mark.parametrize(
    "make",
    [
        lambda folder: io.BytesIO(b"0123456789"),
        lambda folder: (folder / "f").open("rb"),
        lambda folder: (folder / "f").open("rb", buffering=0),
        lambda folder: (folder / "f").open("r+b"),
        lambda folder: tempfile.SpooledTemporaryFile(),  # noqa: SIM115
    ],
    ids=["BytesIO", "buffered", "raw", "both ways", "spooled"],
)
def test_a_file_object_is_sent_from_where_it_stands(server: Any, manager: Any, tmp_path: Any, make: Any) -> None:
    (tmp_path / "f").write_bytes(b"0123456789")
    with make(tmp_path) as stream:
        if not stream.read(1):
            stream.write(b"0123456789")
        stream.seek(4)
        got = sent(server, manager, stream, asking(server))
        assert (got.header("Content-Length"), got.body) == ("6", b"456789")
        assert not stream.closed


@OURS
@pytest.mark.parametrize(
    "make",
    [
        lambda folder: io.StringIO("text"),
        lambda folder: (folder / "f").open(encoding="utf-8"),
        lambda folder: tempfile.NamedTemporaryFile("w+", encoding="utf-8"),  # noqa: SIM115
        lambda folder: tempfile.SpooledTemporaryFile(mode="w+", encoding="utf-8"),  # noqa: SIM115
    ],
    ids=["StringIO", "file", "temporary", "spooled"],
)
def test_a_file_object_in_text_mode_is_refused(server: Any, manager: Any, tmp_path: Any, make: Any) -> None:
    (tmp_path / "f").write_bytes(b"text")
    with make(tmp_path) as stream, pytest.raises(TypeError, match="binary mode"):
        manager.post(asking(server), stream)


@OURS
def test_a_file_object_that_gives_text_is_one_error_and_one_end(server: Any, manager: Any) -> None:
    class Text:
        def read(self, size: int) -> str:
            return "text"

    log = Recorder(manager.post(asking(server), Text())).run()
    assert ending(log) == FAILED
    assert "must return bytes" in log.reply.errorString()


@OURS
def test_a_file_object_that_does_not_block_is_one_error_and_one_end(server: Any, manager: Any) -> None:
    class Idle:
        def read(self, size: int) -> None:
            return None

    log = Recorder(manager.post(asking(server), Idle())).run()
    assert ending(log) == FAILED


@OURS
@pytest.mark.parametrize("length", [None, 6, 4])
def test_a_stream_of_python_is_sent_in_chunks_or_with_its_length(server: Any, manager: Any, length: Any) -> None:
    class Pipe:
        def __init__(self) -> None:
            self.blocks = [b"one", b"two"]

        def read(self, size: int) -> bytes:
            block = self.blocks.pop(0) if self.blocks else b""
            if len(block) > size:
                self.blocks.insert(0, block[size:])
            return block[:size]

    got = sent(server, manager, Pipe(), asking(server, length=length))
    assert got.body == b"onetwo"[:length]
    assert got.header("Transfer-Encoding") == (None if length else "chunked")


@OURS
def test_a_closed_file_object_is_one_error_and_one_end(server: Any, manager: Any) -> None:
    stream = io.BytesIO(b"x" * 400000)
    log = Recorder(manager.post(asking(server), stream))
    stream.close()
    assert ending(log.run()) == FAILED


@pytest.mark.parametrize("data", ["text", 5, 5.0, ["list"], {"a": "b"}])
def test_what_is_no_body_is_refused(server: Any, manager: Any, data: Any) -> None:
    with pytest.raises(TypeError):
        manager.post(asking(server), data)
