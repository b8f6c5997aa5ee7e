"""Multipart bodies with devices: how they are read, and what becomes of them when the devices misbehave."""

from __future__ import annotations

import gc
from typing import Any

import pytest
from binding import QtCore, QtNetwork, enum_name, octets
from bodies import FAILED, READ_ONLY, Stream, buffer, file, multipart, part, sent
from loops import flush_deletions, run_for, spin
from recorder import Recorder
from shortcuts import request

Part = QtNetwork.QHttpPart
Request = QtNetwork.QNetworkRequest
QT6 = pytest.mark.only("netaccess", "PySide6")


def failed(log: Any) -> Any:
    """The events of an upload that never began, without the connection that may have been made for it."""
    return [event for event in log.events if event[0] != "socketStartedConnecting"]


FRAME = (b"--BB\r\n\r\nfirst\r\n--BB\r\n\r\n", b"\r\n--BB\r\n\r\nlast\r\n--BB--\r\n")


def framed(device: Any) -> Any:
    """A body with a device in its second part."""
    return multipart(part(b"first"), part(device=device), part(b"last"))


def test_a_buffer_is_the_body_of_a_part(server: Any, manager: Any) -> None:
    device = buffer(b"0123456789")
    assert sent(server, manager, framed(device)).body == FRAME[0] + b"0123456789" + FRAME[1]
    assert (device.pos(), device.isOpen(), device.parent()) == (10, True, None)


def test_a_file_is_the_body_of_a_part(server: Any, manager: Any, tmp_path: Any) -> None:
    device = file(tmp_path / "f", bytes(range(256)) * 2000)
    got = sent(server, manager, framed(device))
    assert got.body == FRAME[0] + bytes(range(256)) * 2000 + FRAME[1]
    assert got.header("Content-Length") == str(len(got.body))


def test_an_empty_device_is_an_empty_part(server: Any, manager: Any) -> None:
    assert sent(server, manager, framed(buffer(b""))).body == FRAME[0] + FRAME[1]


@pytest.mark.parametrize("device_first", [True, False])
def test_a_device_goes_before_bytes(server: Any, manager: Any, device_first: bool) -> None:
    made, device = Part(), buffer(b"device")
    if device_first:
        made.setBodyDevice(device)
    made.setBody(b"bytes")
    if not device_first:
        made.setBodyDevice(device)
    assert sent(server, manager, multipart(made)).body == b"--BB\r\n\r\ndevice\r\n--BB--\r\n"


def test_no_device_is_no_body(server: Any, manager: Any) -> None:
    made = Part()
    made.setBodyDevice(None)
    assert sent(server, manager, multipart(made)).body == b"--BB\r\n\r\n\r\n--BB--\r\n"


def test_two_parts_from_two_files(server: Any, manager: Any, tmp_path: Any) -> None:
    devices = [file(tmp_path / name, name.encode() * 50000) for name in "ab"]
    body = multipart(*[part(device=device) for device in devices])
    assert sent(server, manager, body).body == (
        b"--BB\r\n\r\n" + b"a" * 50000 + b"\r\n--BB\r\n\r\n" + b"b" * 50000 + b"\r\n--BB--\r\n"
    )


@QT6
@pytest.mark.parametrize("kind", ["buffer", "file"])
def test_an_unopened_device_in_a_part_is_an_error(server: Any, manager: Any, tmp_path: Any, kind: str) -> None:
    (tmp_path / "f").write_bytes(b"x")
    device = buffer(b"x", opened=False) if kind == "buffer" else QtCore.QFile(str(tmp_path / "f"))
    body = framed(device)
    log = Recorder(manager.post(request(server.on("/body")), body)).run()
    assert failed(log) == FAILED
    assert server.requests == []


def test_a_write_only_device_in_a_part_is_an_error(server: Any, manager: Any) -> None:
    device = QtCore.QBuffer()
    device.open(QtCore.QIODevice.WriteOnly)
    body = framed(device)
    assert failed(Recorder(manager.post(request(server.on("/body")), body)).run()) == FAILED


def test_a_device_closed_before_it_is_read_is_an_error(server: Any, manager: Any) -> None:
    device = buffer(b"x" * 400000)
    body = framed(device)
    log = Recorder(manager.post(request(server.on("/body")), body))
    device.close()
    assert failed(log.run()) == FAILED


@QT6
@pytest.mark.parametrize("status", [307, 308])
def test_a_body_from_a_device_is_sent_again_after_a_redirect(
    server: Any, manager: Any, tmp_path: Any, status: int
) -> None:
    asked = request(server.on("/r", status=status, headers=[("Location", "/body")]))
    server.on("/body")
    device = file(tmp_path / "f", b"f" * 100000)
    body = framed(device)
    Recorder(manager.post(asked, body)).run()
    assert [each.body for each in server.requests] == [FRAME[0] + b"f" * 100000 + FRAME[1]] * 2
    assert server.requests[1].header("Content-Type") == 'multipart/form-data; boundary="BB"'


@QT6
def test_a_redirect_that_drops_the_body_drops_its_type(server: Any, manager: Any) -> None:
    asked = request(server.on("/r", status=302, headers=[("Location", "/body")]))
    server.on("/body")
    body = framed(buffer(b"x"))
    Recorder(manager.post(asked, body)).run()
    assert (server.requests[1].method, server.requests[1].body) == ("GET", b"")
    assert server.requests[1].header("Content-Type") is None


@QT6
def test_a_sequential_device_with_an_own_length_is_sent_as_it_comes(server: Any, manager: Any) -> None:
    device = Stream(b"one")
    whole = FRAME[0] + b"onetwo" + FRAME[1]
    asked = request(server.on("/body"), {"Content-Length": str(len(FRAME[0]) + 3)})
    asked.setAttribute(Request.DoNotBufferUploadDataAttribute, True)
    body = framed(device)
    Recorder(manager.post(asked, body)).run()
    assert server.request_for("/body").body == whole[: len(FRAME[0]) + 3]


@pytest.mark.differs("multipart-stream")
def test_a_sequential_device_is_read_until_it_says_that_it_ended(server: Any, manager: Any) -> None:
    device = Stream(b"one")
    body = framed(device)
    log = Recorder(manager.post(request(server.on("/body")), body))
    spin()
    device.feed(b"two")
    device.finish_soon()
    log.run()
    got = server.request_for("/body")
    assert got.body == FRAME[0] + b"onetwo" + FRAME[1]
    assert got.header("Content-Length") == str(len(got.body))


@pytest.mark.differs("multipart-stream")
def test_an_unopened_sequential_device_is_an_error(server: Any, manager: Any) -> None:
    device = Stream(b"one", opened=False)
    body = framed(device)
    assert failed(Recorder(manager.post(request(server.on("/body")), body)).run()) == FAILED


# What follows makes real Qt read for ever, send nothing, or crash: it is asked of netaccess alone.
OURS = pytest.mark.only("netaccess")


@OURS
def test_a_device_is_sent_from_where_it_stands(server: Any, manager: Any, tmp_path: Any) -> None:
    device = file(tmp_path / "f", b"0123456789", at=4)
    assert sent(server, manager, framed(device)).body == FRAME[0] + b"456789" + FRAME[1]


@OURS
def test_one_device_may_serve_two_parts(server: Any, manager: Any) -> None:
    device = buffer(b"abc")
    body = multipart(part(device=device), part(device=device))
    assert sent(server, manager, body).body == b"--BB\r\n\r\nabc\r\n--BB\r\n\r\nabc\r\n--BB--\r\n"


@OURS
def test_a_body_can_be_sent_several_times_and_grow_between(server: Any, manager: Any) -> None:
    body = framed(buffer(b"0123456789", at=5))
    first, second = sent(server, manager, body).body, sent(server, manager, body).body
    assert first == second == FRAME[0] + b"56789" + FRAME[1]
    body.append(part(b"more"))
    assert sent(server, manager, body).body == first[:-8] + b"--BB\r\n\r\nmore\r\n--BB--\r\n"


@OURS
def test_parts_appended_after_the_call_are_not_sent(server: Any, manager: Any) -> None:
    body = multipart(part(b"x"))
    log = Recorder(manager.post(request(server.on("/body")), body))
    body.append(part(b"late"))
    body.setBoundary(b"CC")
    log.run()
    assert server.request_for("/body").body == b"--BB\r\n\r\nx\r\n--BB--\r\n"


@OURS
def test_nothing_needs_to_be_kept_by_the_program(server: Any, manager: Any, tmp_path: Any) -> None:
    def start() -> Any:
        body = multipart(part(b"x"))
        device = file(tmp_path / "f", b"y" * 400000)
        device.setParent(body)
        body.append(part(device=device))
        return manager.post(request(server.on("/body")), body)

    reply = start()
    gc.collect()
    Recorder(reply).run()
    assert len(server.request_for("/body").body) > 400000


@OURS
def test_deleting_the_body_with_its_devices_is_one_error_and_one_end(server: Any, manager: Any) -> None:
    body = multipart(part(b"x"))
    device = QtCore.QBuffer(body)
    device.setData(b"y" * 400000)
    device.open(READ_ONLY)
    body.append(part(device=device))
    log = Recorder(manager.post(request(server.on("/body")), body))
    body.deleteLater()
    flush_deletions()
    assert failed(log.run()) == FAILED
    assert "part 2 was deleted" in log.reply.errorString()


@OURS
def test_a_device_that_shrinks_is_one_error_and_one_end(server: Any, manager: Any, tmp_path: Any) -> None:
    device = file(tmp_path / "f", b"y" * 400000)
    body = framed(device)
    log = Recorder(manager.post(request(server.on("/body")), body))
    with (tmp_path / "f").open("r+b") as shrinking:
        shrinking.truncate(1000)
    log.run()
    assert (log.count("errorOccurred"), log.count("finished")) == (1, 1)
    assert "part 2 ended after 1000 of 400000 bytes" in log.reply.errorString()


@OURS
def test_a_device_that_raises_is_one_error_and_one_end(server: Any, manager: Any) -> None:
    class Broken(QtCore.QIODevice):
        def size(self) -> int:
            return 100

        def readData(self, size: int) -> bytes:
            raise ValueError("the disk is gone")

    device = Broken()
    device.open(READ_ONLY)
    body = framed(device)
    log = Recorder(manager.post(request(server.on("/body")), body)).run()
    assert (log.count("errorOccurred"), log.count("finished")) == (1, 1)
    assert "the disk is gone" in log.reply.errorString()


@OURS
def test_a_sequential_device_that_closes_early_is_one_error_and_one_end(server: Any, manager: Any) -> None:
    device = Stream(b"one")
    body = framed(device)
    log = Recorder(manager.post(request(server.on("/body")), body))
    spin()
    device.close()
    assert failed(log.run()) == FAILED


@OURS
def test_an_overridden_create_request_sees_the_body_as_a_device(server: Any, application: Any) -> None:
    seen: list[Any] = []

    class Manager(QtNetwork.QNetworkAccessManager):
        def createRequest(self, operation: Any, asked: Any, data: Any = None) -> Any:
            seen.append((octets(data.readAll()), data.isSequential(), octets(asked.rawHeader(b"Content-Type"))))
            data.seek(0)
            return super().createRequest(operation, asked, data)

    manager = Manager()
    body = multipart(part(b"x"))
    log = Recorder(manager.post(request(server.on("/body")), body)).run()
    assert enum_name(log.reply.error()) == "NoError"
    assert seen == [(b"--BB\r\n\r\nx\r\n--BB--\r\n", False, b'multipart/form-data; boundary="BB"')]
    assert server.request_for("/body").body == seen[0][0]


@OURS
def test_a_python_file_is_the_body_of_a_part(server: Any, manager: Any, tmp_path: Any) -> None:
    (tmp_path / "f").write_bytes(b"0123456789")
    with (tmp_path / "f").open("rb") as stream:
        stream.seek(3)
        assert sent(server, manager, framed(stream)).body == FRAME[0] + b"3456789" + FRAME[1]


@OURS
def test_a_python_file_in_text_mode_is_refused(tmp_path: Any) -> None:
    (tmp_path / "f").write_bytes(b"text")
    with (tmp_path / "f").open(encoding="utf-8") as stream, pytest.raises(TypeError, match="binary mode"):
        Part().setBodyDevice(stream)


@OURS
def test_a_python_stream_without_a_length_is_sent_in_chunks(server: Any, manager: Any) -> None:
    class Pipe:
        def __init__(self) -> None:
            self.blocks = [b"one", b"two"]

        def read(self, size: int) -> bytes:
            return self.blocks.pop(0) if self.blocks else b""

    got = sent(server, manager, framed(Pipe()))
    assert got.header("Transfer-Encoding") == "chunked"
    assert got.body == FRAME[0] + b"onetwo" + FRAME[1]


@OURS
def test_a_body_whose_device_cannot_be_read_again_is_not_sent_again(server: Any, manager: Any, tmp_path: Any) -> None:
    asked = request(server.on("/r", status=307, headers=[("Location", "/body")]))
    device = file(tmp_path / "f", b"f" * 1000)
    body = framed(device)
    log = Recorder(manager.post(asked, body), hooks={"metaDataChanged": device.close}).run()
    assert enum_name(log.reply.error()) == "ContentReSendError"
    assert len(server.requests) == 1


def test_a_multipart_of_a_finished_request_can_be_deleted(server: Any, manager: Any) -> None:
    body = multipart(part(b"x"))
    log = Recorder(manager.post(request(server.on("/body")), body)).run()
    gone: list[bool] = []
    body.destroyed.connect(lambda *_: gone.append(True))
    body.setParent(log.reply)
    log.reply.deleteLater()
    spin()
    run_for(1)
    assert gone == [True]
