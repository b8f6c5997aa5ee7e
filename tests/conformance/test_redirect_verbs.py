"""What becomes of the verb, the body and the headers that describe it when a request is redirected."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from binding import QtCore, QtNetwork, enum_name
from loops import run_until
from recorder import Recorder
from shortcuts import LAST, request, typed

pytestmark = [pytest.mark.unsteady, pytest.mark.only("netaccess", "PySide6")]

Request = QtNetwork.QNetworkRequest
Device = QtCore.QIODevice
VERBS: list[tuple[str, tuple[Any, ...], str]] = [
    ("get", (), "GET"),
    ("head", (), "HEAD"),
    ("post", (b"abc",), "POST"),
    ("put", (b"abc",), "PUT"),
    ("deleteResource", (), "DELETE"),
    ("sendCustomRequest", (b"PATCH", b"abc"), "PATCH"),
    ("sendCustomRequest", (b"OPTIONS",), "OPTIONS"),
    ("sendCustomRequest", (b"DELETE", b"abc"), "DELETE"),
    ("sendCustomRequest", (b"pUrGe",), "pUrGe"),
]
OPERATIONS = {
    "GET": "GetOperation",
    "HEAD": "HeadOperation",
    "POST": "PostOperation",
    "PUT": "PutOperation",
    "DELETE": "DeleteOperation",
}


@pytest.fixture
def redirecting(server: Any) -> Callable[[int], str]:
    """A function that sets a redirect with a status and returns its URL."""
    server.on("/end", body=b"final")

    def make(code: int) -> str:
        return str(server.on("/a", status=code, headers=[("Location", "/end")], body=b"go"))

    return make


def send(manager: Any, verb: str, asked: Any, *arguments: Any) -> Recorder:
    """Send a request and wait for its end."""
    return Recorder(getattr(manager, verb)(asked, *arguments)).run()


@pytest.mark.parametrize("code", [301, 302, 303, 305, 307, 308])
@pytest.mark.parametrize(("verb", "arguments", "method"), VERBS)
def test_the_verb_after_a_redirect(
    server: Any,
    manager: Any,
    redirecting: Callable[[int], str],
    code: int,
    verb: str,
    arguments: tuple[Any, ...],
    method: str,
) -> None:
    log = send(manager, verb, typed(redirecting(code)), *arguments)
    expected = method if code in (307, 308) or method == "HEAD" else "GET"
    sent = server.requests[-1]
    assert (server.requests[0].method, sent.method, sent.target) == (method, expected, "/end")
    assert sent.body == (b"abc" if code in (307, 308) and b"abc" in arguments else b"")
    assert sent.header("Content-Length") == ("3" if sent.body else None)
    assert enum_name(log.reply.operation()) == OPERATIONS.get(expected, "CustomOperation")
    assert enum_name(log.reply.error()) == "NoError"


@pytest.mark.parametrize("code", [302, 307])
@pytest.mark.parametrize("verb", ["get", "head"])
def test_a_content_type_does_not_follow_without_a_body(
    server: Any, manager: Any, redirecting: Callable[[int], str], verb: str, code: int
) -> None:
    send(manager, verb, typed(redirecting(code)))
    assert server.requests[0].header("Content-Type") == "text/plain"
    assert server.requests[-1].header("Content-Type") is None


@pytest.mark.parametrize("code", [307, 308])
def test_a_content_type_follows_a_verb_of_its_own_without_a_body(
    server: Any, manager: Any, redirecting: Callable[[int], str], code: int
) -> None:
    send(manager, "deleteResource", typed(redirecting(code)))
    assert server.requests[-1].header("Content-Type") == "text/plain"


@pytest.mark.differs("redirect-content-headers")
@pytest.mark.parametrize("name", ["Content-Encoding", "Content-Language", "Content-Location"])
def test_what_describes_a_body_stays_with_it(
    server: Any, manager: Any, redirecting: Callable[[int], str], name: str
) -> None:
    send(manager, "post", request(redirecting(303), {"Content-Type": "text/plain", name: "x"}), b"abc")
    assert server.requests[0].header(name) == "x"
    assert server.requests[-1].header(name) is None


@pytest.mark.parametrize("name", ["Content-Encoding", "Content-Language", "Content-Location"])
def test_what_describes_a_body_goes_with_it(
    server: Any, manager: Any, redirecting: Callable[[int], str], name: str
) -> None:
    send(manager, "post", request(redirecting(307), {"Content-Type": "text/plain", name: "x"}), b"abc")
    assert server.requests[-1].header(name) == "x"


@pytest.mark.parametrize("name", ["If-Match", "Range", "Origin", "Content-Disposition", "X-Content"])
def test_other_headers_are_kept_by_a_get_that_was_a_post(
    server: Any, manager: Any, redirecting: Callable[[int], str], name: str
) -> None:
    send(manager, "post", request(redirecting(303), {"Content-Type": "text/plain", name: "x"}), b"abc")
    assert server.requests[-1].header(name) == "x"


def test_the_body_of_a_get_goes_along_with_a_308(server: Any, manager: Any, redirecting: Callable[[int], str]) -> None:
    send(manager, "get", typed(redirecting(308)), b"abc")
    assert (server.requests[-1].method, server.requests[-1].body) == ("GET", b"abc")


@pytest.mark.differs("redirect-get-body")
def test_the_body_of_a_get_goes_along_with_a_307(server: Any, manager: Any, redirecting: Callable[[int], str]) -> None:
    send(manager, "get", typed(redirecting(307)), b"abc")
    assert (server.requests[-1].method, server.requests[-1].body) == ("GET", b"abc")


def test_a_post_that_became_a_get_stays_one(server: Any, manager: Any) -> None:
    server.on("/a", status=303, headers=[("Location", "/b")])
    server.on("/b", status=307, headers=[("Location", "/end")])
    server.on("/end", body=b"final")
    log = send(manager, "post", typed(server.url("/a")), b"abc")
    assert server.targets() == ["POST /a", "GET /b", "GET /end"]
    assert enum_name(log.reply.operation()) == "GetOperation"


def test_a_post_may_become_a_get_late(server: Any, manager: Any) -> None:
    server.on("/a", status=308, headers=[("Location", "/b")])
    server.on("/b", status=302, headers=[("Location", "/end")])
    server.on("/end", body=b"final")
    send(manager, "post", typed(server.url("/a")), b"abc")
    assert server.targets() == ["POST /a", "POST /b", "GET /end"]
    assert [sent.body for sent in server.requests] == [b"abc", b"abc", b""]


@pytest.mark.parametrize("verb", [b"get", b"Head", b"post", b"pUt", b"delete"])
def test_a_custom_verb_that_has_a_name_is_that_operation(server: Any, manager: Any, verb: bytes) -> None:
    reply = manager.sendCustomRequest(typed(server.on("/a", body=b"x")), verb)
    method = verb.decode().upper()
    assert enum_name(reply.operation()) == OPERATIONS[method]
    Recorder(reply).run()
    assert server.requests[-1].method == method


def test_a_custom_head_has_no_body(server: Any, manager: Any) -> None:
    log = send(manager, "sendCustomRequest", request(server.on("/a", body=b"hello")), b"HEAD")
    assert log.collapsed()[-4:] == [("downloadProgress", 0, 5), *LAST]


def test_a_custom_post_without_a_body_announces_none(server: Any, manager: Any) -> None:
    log = send(manager, "sendCustomRequest", request(server.on("/a", body=b"x")), b"POST")
    assert server.requests[-1].header("Content-Length") is None
    assert log.count("uploadProgress") == 0


# Bodies sent again.


class Sequential(QtCore.QIODevice):
    """A stream of ten digits."""

    def __init__(self) -> None:
        super().__init__()
        self.left = b"0123456789"
        self.open(Device.ReadOnly)

    def isSequential(self) -> bool:
        return True

    def bytesAvailable(self) -> int:
        return len(self.left) + super().bytesAvailable()

    def readData(self, size: int) -> bytes:
        data, self.left = self.left[:size], self.left[size:]
        return data

    def writeData(self, _data: bytes, _size: int = 0) -> int:
        return -1


class Stuck(Sequential):
    """Ten digits with a size, but no way back."""

    def isSequential(self) -> bool:
        return False

    def size(self) -> int:
        return 10

    def bytesAvailable(self) -> int:
        return 10 - self.pos()

    def seek(self, position: int) -> bool:
        return position == self.pos()


def streamed(url: str) -> Any:
    """A request whose sequential body is sent as it is read."""
    asked = typed(url)
    asked.setAttribute(Request.DoNotBufferUploadDataAttribute, True)
    asked.setHeader(Request.ContentLengthHeader, 10)
    return asked


def buffer(position: int = 0) -> Any:
    """An open buffer of ten digits."""
    device = QtCore.QBuffer()
    device.setData(b"0123456789")
    device.open(Device.ReadOnly)
    device.seek(position)
    return device


def test_a_file_is_sent_again_from_where_it_stood(
    server: Any, manager: Any, redirecting: Callable[[int], str], tmp_path: Path
) -> None:
    path = tmp_path / "body"
    path.write_bytes(b"0123456789" * 50000)
    device = QtCore.QFile(str(path))
    device.open(Device.ReadOnly)
    device.seek(7)
    send(manager, "put", typed(redirecting(307)), device)
    expected = path.read_bytes()[7:]
    assert [sent.body == expected for sent in server.requests] == [True] * len(server.requests)
    assert server.requests[-1].target == "/end"


def test_a_large_body_is_sent_again(server: Any, manager: Any, redirecting: Callable[[int], str]) -> None:
    body = bytes(range(256)) * 8192
    log = send(manager, "post", typed(redirecting(308)), body)
    assert server.requests[-1].target == "/end"
    assert server.requests[-1].body == body
    assert log.arguments("uploadProgress")[-2:] == [(len(body), len(body)), (0, 0)]


def test_a_buffered_sequential_device_is_sent_again(
    server: Any, manager: Any, redirecting: Callable[[int], str]
) -> None:
    device = Sequential()
    reply = manager.post(typed(redirecting(307)), device)
    QtCore.QTimer.singleShot(20, device.readChannelFinished.emit)
    Recorder(reply).run()
    assert {(sent.target, sent.body) for sent in server.requests} == {("/a", b"0123456789"), ("/end", b"0123456789")}


def test_a_buffer_closed_meanwhile_is_sent_again(server: Any, manager: Any, redirecting: Callable[[int], str]) -> None:
    device = buffer()
    reply = manager.post(typed(redirecting(307)), device)
    reply.metaDataChanged.connect(device.close)
    Recorder(reply).run()
    assert server.requests[-1].body == b"0123456789"


@pytest.mark.parametrize("kind", ["sequential", "stuck"])
@pytest.mark.parametrize("code", [307, 308])
def test_a_device_that_cannot_go_back_cannot_be_sent_again(
    server: Any, manager: Any, redirecting: Callable[[int], str], kind: str, code: int
) -> None:
    asked = streamed(redirecting(code)) if kind == "sequential" else typed(redirecting(code))
    log = send(manager, "post", asked, Sequential() if kind == "sequential" else Stuck())
    assert log.collapsed()[-8:] == [
        ("requestSent",),
        ("metaDataChanged",),
        ("errorOccurred", "ContentReSendError"),
        ("downloadProgress", 0, 2),
        ("uploadProgress", 0, 0),
        *LAST,
    ]
    assert log.reply.url().toString() == server.url("/a")
    assert server.targets() == ["POST /a"]


def test_a_device_that_cannot_go_back_may_become_a_get(
    server: Any, manager: Any, redirecting: Callable[[int], str]
) -> None:
    log = send(manager, "post", streamed(redirecting(302)), Sequential())
    assert enum_name(log.reply.error()) == "NoError"
    assert (server.requests[-1].method, server.requests[-1].body) == ("GET", b"")


def test_a_body_is_sent_again_to_another_server(server: Any, manager: Any) -> None:
    from server import Server

    with Server() as other:
        server.on("/a", status=307, headers=[("Location", other.on("/end"))])
        send(manager, "put", typed(server.url("/a")), buffer(4))
        assert other.requests[-1].body == b"456789"


def test_a_redirect_before_the_body_was_read_is_followed(server: Any, manager: Any) -> None:
    server.on("/end", body=b"final")
    body = b"x" * 4_000_000

    def early(talk: Any) -> None:
        talk.head(302, [("Location", "/end"), ("Content-Length", "0"), ("Connection", "close")])
        talk.closed_by_peer()  # reads what else is sent
        talk.close()

    server.script("/a", early, read_body=False)
    reply = manager.post(typed(server.url("/a")), body)
    run_until(reply.finished)
    assert server.requests[-1].target == "/end"
    assert bytes(reply.readAll()) == b"final"
