"""What POST, PUT and custom requests send, from bytes and from devices, and how progress is told."""

from __future__ import annotations

from typing import Any

import pytest
from binding import QtCore, QtNetwork, enum_name
from loops import run_until
from recorder import Recorder
from shortcuts import LAST, REUSED, get, request, typed

Request = QtNetwork.QNetworkRequest
EMPTY_UPLOAD = [("metaDataChanged",), ("readyRead",), ("downloadProgress", 2, 2), ("uploadProgress", 0, 0), *LAST]


class Sequential(QtCore.QIODevice):
    """A device that cannot be sought; it says that it has ended when told to."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.data = data
        self.offset = 0

    def isSequential(self) -> bool:
        return True

    def bytesAvailable(self) -> int:
        return len(self.data) - self.offset + super().bytesAvailable()

    def atEnd(self) -> bool:
        return self.offset >= len(self.data)

    def readData(self, size: int) -> bytes:
        piece = self.data[self.offset : self.offset + size]
        self.offset += len(piece)
        return piece

    def writeData(self, data: bytes, size: int = 0) -> int:
        return -1


def warm(server: Any, manager: Any) -> str:
    """Open a connection with a first request, so that it plays no part in the test; return the URL to use."""
    url = server.on("/a", body=b"ok")
    Recorder(get(manager, url)).run()
    server.requests.clear()
    return url


def buffer(data: bytes, opened: bool = True, at: int = 0) -> Any:
    """A QBuffer over some bytes."""
    made = QtCore.QBuffer()
    made.setData(data)
    if opened:
        made.open(QtCore.QIODevice.ReadOnly)
        made.seek(at)
    return made


@pytest.mark.parametrize("verb", ["post", "put"])
@pytest.mark.parametrize("kind", [bytes, bytearray, QtCore.QByteArray])
def test_bytes_are_sent(server: Any, manager: Any, verb: str, kind: Any) -> None:
    url = warm(server, manager)
    log = Recorder(getattr(manager, verb)(typed(url), kind(b"abc"))).run()
    assert log.collapsed() == [
        ("uploadProgress", 3, 3),
        *REUSED,
        ("readyRead",),
        ("downloadProgress", 2, 2),
        ("uploadProgress", 0, 0),
        *LAST,
    ]
    sent = server.request_for("/a")
    assert (sent.method, sent.body, sent.header("Content-Length")) == (verb.upper(), b"abc", "3")


@pytest.mark.only("netaccess")
def test_a_memoryview_is_sent(server: Any, manager: Any) -> None:
    Recorder(manager.post(typed(server.on("/a")), memoryview(b"abc"))).run()
    assert server.request_for("/a").body == b"abc"


@pytest.mark.only("netaccess")
def test_a_python_file_is_sent_from_where_it_stands(server: Any, manager: Any, tmp_path: Any) -> None:
    path = tmp_path / "f"
    path.write_bytes(b"0123456789")
    with path.open("rb") as stream:
        stream.seek(4)
        Recorder(manager.post(typed(server.on("/a")), stream)).run()
    assert server.request_for("/a").body == b"456789"


@pytest.mark.parametrize("verb", ["post", "put"])
@pytest.mark.parametrize("data", [b"", None])
def test_nothing_is_sent_with_length_zero(server: Any, manager: Any, verb: str, data: bytes | None) -> None:
    url = warm(server, manager)
    log = Recorder(getattr(manager, verb)(typed(url), data)).run()
    assert log.collapsed() == EMPTY_UPLOAD
    assert server.request_for("/a").header("Content-Length") == "0"


def test_text_is_refused(server: Any, manager: Any) -> None:
    with pytest.raises(TypeError):
        manager.post(typed(server.on("/a")), "abc")


def test_a_buffer_is_sent_from_where_it_stands(server: Any, manager: Any) -> None:
    device = buffer(b"0123456789", at=4)
    log = Recorder(manager.post(typed(server.on("/a")), device)).run()
    assert server.request_for("/a").body == b"456789"
    assert server.request_for("/a").header("Content-Length") == "6"
    assert ("uploadProgress", 6, 6) in log.events
    assert device.pos() == 4
    assert device.isOpen()


def test_an_unopened_buffer_is_sent_and_closed_again(server: Any, manager: Any) -> None:
    device = buffer(b"0123456789", opened=False)
    Recorder(manager.post(typed(server.on("/a")), device)).run()
    assert server.request_for("/a").body == b"0123456789"
    assert not device.isOpen()


def test_an_empty_buffer_is_an_empty_upload(server: Any, manager: Any) -> None:
    url = warm(server, manager)
    device = buffer(b"")
    assert Recorder(manager.post(typed(url), device)).run().collapsed() == EMPTY_UPLOAD


def test_a_file_is_sent_from_where_it_stands(server: Any, manager: Any, tmp_path: Any) -> None:
    path = tmp_path / "f"
    path.write_bytes(b"x" * 100 + b"y" * 200000)
    device = QtCore.QFile(str(path))
    assert device.open(QtCore.QIODevice.ReadOnly)
    device.seek(100)
    log = Recorder(manager.put(typed(server.on("/a")), device)).run()
    assert server.request_for("/a").body == b"y" * 200000
    assert log.arguments("uploadProgress")[-2:] == [(200000, 200000), (0, 0)]
    assert device.pos() == 200100


def test_an_unopened_file_is_an_error(server: Any, manager: Any, tmp_path: Any) -> None:
    path = tmp_path / "f"
    path.write_bytes(b"abc")
    device = QtCore.QFile(str(path))
    log = Recorder(manager.post(typed(server.on("/a")), device)).run()
    assert [event for event in log.events if event[0] != "socketStartedConnecting"] == [
        ("errorOccurred", "UnknownNetworkError"),
        ("downloadProgress", 0, 0),
        ("uploadProgress", 0, 0),
        *LAST,
    ]
    assert server.requests == []


def test_a_sequential_device_is_read_until_it_says_that_it_ended(server: Any, manager: Any) -> None:
    device = Sequential(b"seq" * 10)
    device.open(QtCore.QIODevice.ReadOnly)
    log = Recorder(manager.post(typed(server.on("/a")), device))
    QtCore.QTimer.singleShot(0, device.readChannelFinished.emit)
    log.run()
    assert server.request_for("/a").body == b"seq" * 10
    assert server.request_for("/a").header("Content-Length") == "30"
    assert ("uploadProgress", 30, 30) in log.events


def test_a_sequential_device_that_grows(server: Any, manager: Any) -> None:
    device = Sequential(b"one")
    device.open(QtCore.QIODevice.ReadOnly)
    reply = manager.post(typed(server.on("/a")), device)

    def grow() -> None:
        device.data += b"two"
        device.readyRead.emit()
        QtCore.QTimer.singleShot(0, device.readChannelFinished.emit)

    QtCore.QTimer.singleShot(0, grow)
    Recorder(reply).run()
    assert server.request_for("/a").body == b"onetwo"


def test_an_unbuffered_sequential_device_with_a_length(server: Any, manager: Any) -> None:
    device = Sequential(b"seq" * 10)
    device.open(QtCore.QIODevice.ReadOnly)
    asked = typed(server.on("/a"))
    asked.setAttribute(Request.DoNotBufferUploadDataAttribute, True)
    asked.setHeader(Request.ContentLengthHeader, 30)
    Recorder(manager.post(asked, device)).run()
    assert server.request_for("/a").body == b"seq" * 10


def test_a_length_smaller_than_the_device_wins(server: Any, manager: Any) -> None:
    asked = typed(server.on("/a"))
    asked.setHeader(Request.ContentLengthHeader, 4)
    device = buffer(b"0123456789")
    Recorder(manager.post(asked, device)).run()
    assert server.request_for("/a").body == b"0123"


def test_a_large_upload_arrives_whole(server: Any, manager: Any) -> None:
    body = bytes(range(256)) * 12000
    log = Recorder(manager.post(typed(server.on("/a")), body)).run()
    assert server.request_for("/a").body == body
    progress = log.arguments("uploadProgress")
    assert progress[-2:] == [(len(body), len(body)), (0, 0)]
    assert all(total == len(body) for _, total in progress[:-1])
    sent = [count for count, _ in progress[:-1]]
    assert sent == sorted(sent)


def test_request_sent_comes_once_for_an_upload(server: Any, manager: Any) -> None:
    log = Recorder(manager.post(typed(server.on("/a")), b"x" * 500000)).run()
    assert log.count("requestSent") == 1
    assert log.names.index("uploadProgress") < log.names.index("requestSent") < log.names.index("metaDataChanged")


def test_delete_sends_no_body_and_no_length(server: Any, manager: Any) -> None:
    log = Recorder(manager.deleteResource(request(server.on("/a")))).run()
    assert log.count("uploadProgress") == 0
    assert server.request_for("/a").method == "DELETE"
    assert server.request_for("/a").header("Content-Length") is None


@pytest.mark.parametrize("verb", [b"PATCH", b"lower", b"GET", b"M-SEARCH"])
def test_a_custom_verb_without_data(server: Any, manager: Any, verb: bytes) -> None:
    log = Recorder(manager.sendCustomRequest(request(server.on("/a")), verb)).run()
    assert log.count("uploadProgress") == 0
    assert server.request_for("/a").method == verb.decode()
    assert server.request_for("/a").header("Content-Length") is None


def test_a_custom_verb_with_data(server: Any, manager: Any) -> None:
    log = Recorder(manager.sendCustomRequest(typed(server.on("/a")), b"PATCH", b"abc")).run()
    assert ("uploadProgress", 3, 3) in log.events
    assert server.request_for("/a").body == b"abc"


def test_a_custom_verb_with_a_device(server: Any, manager: Any) -> None:
    device = buffer(b"0123456789", at=7)
    Recorder(manager.sendCustomRequest(typed(server.on("/a")), b"PATCH", device)).run()
    assert server.request_for("/a").body == b"789"


@pytest.mark.only("netaccess", "PySide6")
def test_a_get_with_a_body(server: Any, manager: Any) -> None:
    log = Recorder(manager.get(request(server.on("/a")), b"abc")).run()
    sent = server.request_for("/a")
    assert (sent.method, sent.body) == ("GET", b"abc")
    assert sent.header("Content-Type") is None
    assert ("uploadProgress", 3, 3) in log.events


def test_the_answer_may_come_before_the_upload_is_read(server: Any, manager: Any) -> None:
    def script(talk: Any) -> None:
        talk.head(200, [("Content-Length", "2")])
        talk.send(b"ok")

    log = Recorder(manager.post(typed(server.script("/a", script, read_body=False)), b"abc")).run()
    assert enum_name(log.reply.error()) == "NoError"
    assert bytes(log.reply.readAll()) == b"ok"


def test_abort_in_the_middle_of_an_upload(server: Any, manager: Any) -> None:
    gate = server.gate()
    url = server.script("/a", lambda talk: gate.wait(), read_body=False)
    device = buffer(b"x" * 30000000)
    log = Recorder(manager.post(typed(url), device))
    run_until(lambda: log.count("uploadProgress") > 0)
    log.reply.abort()
    assert log.events[-6:] == [
        ("errorOccurred", "OperationCanceledError"),
        ("downloadProgress", 0, 0),
        ("uploadProgress", 0, 0),
        *LAST,
    ]
    assert device.isOpen()


def test_two_uploads_from_two_devices_do_not_mix(server: Any, manager: Any) -> None:
    devices = [buffer(bytes([65 + index]) * 50000) for index in range(4)]
    logs = [Recorder(manager.post(typed(server.on(f"/{index}")), device)) for index, device in enumerate(devices)]
    for log in logs:
        log.run()
    for index in range(4):
        assert server.request_for(f"/{index}").body == bytes([65 + index]) * 50000


def test_a_post_to_an_unknown_scheme(manager: Any) -> None:
    log = Recorder(manager.post(typed("foo:x"), b"abc")).run()
    assert log.events == [
        ("errorOccurred", "ProtocolUnknownError"),
        ("downloadProgress", 0, 0),
        ("uploadProgress", 0, 0),
        *LAST,
    ]
