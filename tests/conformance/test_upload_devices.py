"""Bodies from devices with random access and from files of Python, and what becomes of them when those misbehave."""

from __future__ import annotations

import io
import tempfile
from typing import Any

import pytest
from binding import QtCore
from bodies import FAILED, Counting, asking, buffer, ending, file, sent
from loops import flush_deletions
from recorder import Recorder
from shortcuts import typed

QT6 = pytest.mark.only("netaccess", "PySide6")
# What makes real Qt wait for ever or crash is asked of netaccess alone.
OURS = pytest.mark.only("netaccess")


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
