"""The same exchanges over a real server with the real transport, and over the fake network: replies tell the same story."""

from __future__ import annotations

import gzip
import socket
import threading
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from fakenetworksupport import Forward, Heard, request

from netaccess.QtCore import QBuffer, QByteArray, QEventLoop, QIODevice, QTemporaryFile, QTimer, QUrl
from netaccess.QtNetwork import QNetworkAccessManager, QNetworkReply, QNetworkRequest
from netaccess.testing import FakeLoop
from netaccess.testing.network import FakeNetwork, Response, close_early, host_not_found, raw, redirect, refused, reset

GUARD_MS = 10_000
LARGE = bytes(range(256)) * 1200


class Script(threading.Thread):
    """A server on 127.0.0.1 that answers each request with the bytes that its target stands for."""

    def __init__(self, answers: dict[str, list[bytes]], ending: dict[str, str]) -> None:
        super().__init__(daemon=True)
        self._answers = answers
        self._ending = ending
        self._sockets: list[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]

    def run(self) -> None:
        threads = []
        while True:
            try:
                sock, _ = self._listener.accept()
            except OSError:
                break
            self._sockets.append(sock)
            threads.append(threading.Thread(target=self._serve, args=(sock,), daemon=True))
            threads[-1].start()
        for thread in threads:
            thread.join(5)

    def stop(self) -> None:
        for sock in (self._listener, *self._sockets):
            try:
                sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            sock.close()
        self.join(5)

    def _serve(self, sock: socket.socket) -> None:
        stream = sock.makefile("rb")
        try:
            while self._answer(sock, stream):
                pass
        except (OSError, ValueError):
            pass
        finally:
            stream.close()
            sock.close()

    def _answer(self, sock: socket.socket, stream: Any) -> bool:
        line = stream.readline().decode("latin-1")
        if not line:
            return False
        target = line.split(" ")[1]
        headers = {}
        while (field := stream.readline().decode("latin-1").strip()) != "":
            name, _, value = field.partition(":")
            headers[name.lower()] = value.strip()
        if headers.get("expect") == "100-continue":
            sock.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
        if headers.get("transfer-encoding") == "chunked":
            while size := int(stream.readline(), 16):
                stream.read(size + 2)
            stream.readline()
        stream.read(int(headers.get("content-length", 0)))
        for part in self._answers.get(target, [b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"]):
            sock.sendall(part)
        ending = self._ending.get(target, "kept")
        if ending == "reset":
            import struct

            # What was sent has to arrive before the reset does: the peer's own close is waited for where there was any.
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        return ending == "kept"


class Case(NamedTuple):
    """One exchange: how it is asked for, what the real server sends, and what the fake one is told."""

    name: str
    fake: Callable[[FakeNetwork, str], Any]
    real: dict[str, list[bytes]]
    ask: Callable[[QNetworkAccessManager, str], QNetworkReply]
    ending: dict[str, str] = {}


def get(path: str = "/x", **headers: str) -> Callable[[QNetworkAccessManager, str], QNetworkReply]:
    return lambda manager, base: manager.get(request(base + path, headers))


def head(manager: QNetworkAccessManager, base: str) -> QNetworkReply:
    return manager.head(request(base + "/x"))


def post(body: Any, **headers: str) -> Callable[[QNetworkAccessManager, str], QNetworkReply]:
    fields = {"Content-Type": "text/plain", **{name.replace("_", "-"): text for name, text in headers.items()}}
    return lambda manager, base: manager.post(request(base + "/x", fields), body)


def post_file(manager: QNetworkAccessManager, base: str) -> QNetworkReply:
    device = QTemporaryFile(manager)
    device.open()
    device.write(LARGE)
    device.seek(0)
    return manager.post(request(base + "/x", {"Content-Type": "text/plain"}), device)


def post_stream(manager: QNetworkAccessManager, base: str) -> QNetworkReply:
    return manager.post(request(base + "/x", {"Content-Type": "text/plain"}), Forward(LARGE))


def post_device(manager: QNetworkAccessManager, base: str) -> QNetworkReply:
    device = QBuffer(manager)
    device.setData(QByteArray(LARGE))
    device.open(QIODevice.OpenModeFlag.ReadOnly)
    return manager.post(request(base + "/x", {"Content-Type": "text/plain"}), device)


def put_nothing(manager: QNetworkAccessManager, base: str) -> QNetworkReply:
    return manager.put(request(base + "/x"), QByteArray())


def delete(manager: QNetworkAccessManager, base: str) -> QNetworkReply:
    return manager.deleteResource(request(base + "/x"))


def message(status: str, *fields: str, body: bytes = b"") -> list[bytes]:
    return ["\r\n".join([f"HTTP/1.1 {status}", *fields, "", ""]).encode("latin-1") + body]


def simple(method: str, **response: Any) -> Callable[[FakeNetwork, str], Any]:
    return lambda network, base: network.route(method, base + "/x").respond(Response(**response))


OK = message("200 OK", "Content-Length: 0")
GZIP = gzip.compress(b"hello " * 100, mtime=0)
CASES = [
    Case("plain", simple("GET", body=b"hello"), {"/x": message("200 OK", "Content-Length: 5", body=b"hello")}, get()),
    Case("empty", simple("GET"), {"/x": OK}, get()),
    Case(
        "chunked",
        simple("GET", chunks=[b"hello ", b"world"]),
        {"/x": message("200 OK", "Transfer-Encoding: chunked", body=b"6\r\nhello \r\n5\r\nworld\r\n0\r\n\r\n")},
        get(),
    ),
    Case(
        "until close",
        simple("GET", body=b"hello", framing="close"),
        {"/x": message("200 OK", "Connection: close", body=b"hello")},
        get(),
        {"/x": "closed"},
    ),
    Case(
        "gzip",
        simple("GET", body=b"hello " * 100, content_encoding="gzip"),
        {"/x": message("200 OK", "Content-Encoding: gzip", f"Content-Length: {len(GZIP)}", body=GZIP)},
        get(),
    ),
    Case(
        "gzip that is none",
        simple("GET", body=b"hello", headers={"Content-Encoding": "gzip"}),
        {"/x": message("200 OK", "Content-Encoding: gzip", "Content-Length: 5", body=b"hello")},
        get(),
    ),
    Case("204", simple("GET", status=204), {"/x": message("204 No Content")}, get()),
    Case(
        "304",
        simple("GET", status=304, headers={"ETag": '"a"'}),
        {"/x": message("304 Not Modified", 'ETag: "a"')},
        get(),
    ),
    Case("HEAD", simple("HEAD", body=b"hello"), {"/x": message("200 OK", "Content-Length: 5")}, head),
    Case(
        "404",
        simple("GET", status=404, body=b"no"),
        {"/x": message("404 Not Found", "Content-Length: 2", body=b"no")},
        get(),
    ),
    Case(
        "503 without a reason",
        simple("GET", status=503, reason=""),
        {"/x": message("503 ", "Content-Length: 0")},
        get(),
    ),
    Case(
        "redirect",
        lambda network, base: (
            network.get(base + "/x").respond(redirect("/y", body=b"over there")),
            network.get(base + "/y").respond(b"here"),
        ),
        {
            "/x": message("302 Found", "Location: /y", "Content-Length: 10", body=b"over there"),
            "/y": message("200 OK", "Content-Length: 4", body=b"here"),
        },
        get(),
    ),
    Case(
        "redirect without a target",
        simple("GET", status=302),
        {"/x": message("302 Found", "Content-Length: 0")},
        get(),
    ),
    Case(
        "closed in the body",
        lambda network, base: network.get(base + "/x").fail(close_early(3, b"hello")),
        {"/x": message("200 OK", "Content-Length: 5", body=b"hel")},
        get(),
        {"/x": "closed"},
    ),
    Case(
        "closed without an answer",
        lambda network, base: network.get(base + "/x").fail(close_early()),
        {"/x": []},
        get(),
        {"/x": "closed"},
    ),
    Case(
        "POST that is reset",
        lambda network, base: network.post(base + "/x").fail(reset()),
        {"/x": []},
        post(b"hello"),
        {"/x": "reset"},
    ),
    Case(
        "garbage",
        lambda network, base: network.get(base + "/x").respond(raw(b"what is this?\r\n\r\n", close=True)),
        {"/x": [b"what is this?\r\n\r\n"]},
        get(),
        {"/x": "closed"},
    ),
    Case(
        "bad chunk",
        simple("GET", body=b"xyz\r\n", headers={"Transfer-Encoding": "chunked"}, framing="length"),
        {"/x": message("200 OK", "Transfer-Encoding: chunked", body=b"xyz\r\n")},
        get(),
        {"/x": "closed"},
    ),
    Case("POST", simple("POST", status=201), {"/x": message("201 Created", "Content-Length: 0")}, post(b"hello")),
    Case("POST of nothing", simple("POST"), {"/x": OK}, post(b"")),
    Case(
        "POST of much",
        simple("POST", body=b"ok"),
        {"/x": message("200 OK", "Content-Length: 2", body=b"ok")},
        post(LARGE),
    ),
    Case("POST with a device", simple("POST"), {"/x": OK}, post_device),
    Case("POST with a file", simple("POST"), {"/x": OK}, post_file),
    Case("POST of a stream", simple("POST"), {"/x": OK}, post_stream),
    Case("POST that expects", simple("POST"), {"/x": OK}, post(b"hello", Expect="100-continue")),
    Case("PUT of nothing", simple("PUT"), {"/x": OK}, put_nothing),
    Case("DELETE", simple("DELETE", status=204), {"/x": message("204 No Content")}, delete),
    Case(
        "1xx",
        simple("GET", body=b"hello", informational=[102, Response(103, headers={"Link": "</a>"})]),
        {
            "/x": [
                b"HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n",
                *message("200 OK", "Content-Length: 5", body=b"hello"),
            ]
        },
        get(),
    ),
    Case(
        "trailers",
        simple("GET", body=b"hello", trailers={"X-Sum": "5"}),
        {"/x": message("200 OK", "Transfer-Encoding: chunked", body=b"5\r\nhello\r\n0\r\nX-Sum: 5\r\n\r\n")},
        get(),
    ),
    Case(
        "large",
        simple("GET", body=LARGE),
        {"/x": message("200 OK", f"Content-Length: {len(LARGE)}", body=LARGE)},
        get(),
    ),
]


def outcome(heard: Heard) -> dict[str, Any]:
    """Return what can be told of a finished reply."""
    reply = heard.reply
    attributes = QNetworkRequest.Attribute
    body = bytes(reply.readAll())
    shown = [
        (bytes(name).lower(), bytes(value))
        for name, value in reply.rawHeaderPairs()
        if bytes(name).lower() != b"content-type"
    ]
    return {
        "events": heard.collapsed(),
        "error": reply.error(),
        "text": reply.errorString().replace(f":{QUrl(reply.url()).port()}", ""),
        "status": reply.attribute(attributes.HttpStatusCodeAttribute),
        "reason": reply.attribute(attributes.HttpReasonPhraseAttribute),
        "length": reply.attribute(attributes.OriginalContentLengthAttribute),
        "encrypted": reply.attribute(attributes.ConnectionEncryptedAttribute),
        "headers": shown,
        "body": body,
        "path": reply.url().path(),
    }


def run_real(case: Case) -> dict[str, Any]:
    server = Script(case.real, case.ending)
    server.start()
    manager = QNetworkAccessManager()
    loop = QEventLoop()
    try:
        heard = Heard(case.ask(manager, f"http://127.0.0.1:{server.port}"))
        heard.reply.finished.connect(loop.quit)
        guard = QTimer()
        guard.timeout.connect(loop.quit)
        guard.start(GUARD_MS)
        if not heard.reply.isFinished():
            loop.exec()
        assert heard.reply.isFinished(), heard.events
        return _without_port(outcome(heard), server.port)
    finally:
        manager.clearConnectionCache()
        server.stop()


def _without_port(told: dict[str, Any], port: int) -> dict[str, Any]:
    told["events"] = [
        tuple(each.replace(f":{port}", "") if isinstance(each, str) else each for each in event)
        for event in told["events"]
    ]
    return told


def run_fake(case: Case) -> dict[str, Any]:
    with FakeLoop() as loop, FakeNetwork(loop) as network:
        case.fake(network, "http://127.0.0.1")
        manager = QNetworkAccessManager()
        heard = Heard(case.ask(manager, "http://127.0.0.1"))
        loop.run_until(heard.reply.isFinished)
        return outcome(heard)


@pytest.mark.parametrize("case", CASES, ids=[case.name.replace(" ", "-") for case in CASES])
def test_a_reply_over_the_fake_network_tells_the_same_as_over_a_real_one(case: Case) -> None:
    assert run_fake(case) == run_real(case)


def test_a_refused_connection_is_told_as_a_real_one_is() -> None:
    manager = QNetworkAccessManager()
    loop = QEventLoop()
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))  # taken, and nobody listens
        real = Heard(manager.get(request(f"http://127.0.0.1:{holder.getsockname()[1]}/x")))
        real.reply.finished.connect(loop.quit)
        loop.exec()
    with FakeLoop() as fake, FakeNetwork(fake) as network:
        network.get("**").fail(refused())
        another = QNetworkAccessManager()
        heard = Heard(another.get(request("http://127.0.0.1/x")))
        fake.run_until(heard.reply.isFinished)
        assert (heard.events, heard.reply.error(), heard.reply.errorString()) == (
            real.events,
            real.reply.error(),
            real.reply.errorString(),
        )


def test_a_name_that_is_unknown_is_told_as_a_real_one_is(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*arguments: Any, **more: Any) -> Any:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    manager = QNetworkAccessManager()
    loop = QEventLoop()
    real = Heard(manager.get(request("http://nowhere.invalid/x")))
    real.reply.finished.connect(loop.quit)
    loop.exec()
    with FakeLoop() as fake, FakeNetwork(fake) as network:
        network.get("**").fail(host_not_found())
        another = QNetworkAccessManager()
        heard = Heard(another.get(request("http://nowhere.invalid/x")))
        fake.run_until(heard.reply.isFinished)
        assert (heard.events, heard.reply.errorString()) == (real.events, real.reply.errorString())
