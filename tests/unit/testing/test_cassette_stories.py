"""The same story twice: told by a real server while it is recorded, and played from the cassette."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cassettesupport import ask, finish
from realserver import Conversation, Server, refused_port

from netaccess.QtCore import QBuffer, QByteArray
from netaccess.QtNetwork import QHttpMultiPart, QHttpPart, QNetworkAccessManager, QNetworkReply, QNetworkRequest
from netaccess.testing import FakeLoop
from netaccess.testing.cassettes.cassette import Cassette
from netaccess.testing.network import FakeNetwork

SIGNALS = (
    "socketStartedConnecting",
    "requestSent",
    "metaDataChanged",
    "redirected",
    "readyRead",
    "downloadProgress",
    "uploadProgress",
    "errorOccurred",
    "readChannelFinished",
    "finished",
)
Send = Callable[[QNetworkAccessManager, str], list[QNetworkReply]]

pytestmark = pytest.mark.usefixtures("application")


class Account:
    """What a reply has told: its signals with their arguments, and what it was left with."""

    def __init__(self, reply: QNetworkReply) -> None:
        self.signals: list[tuple[Any, ...]] = []
        self.reply = reply
        self.body = b""
        for name in SIGNALS:
            getattr(reply, name).connect(self._slot(name))
        reply.readyRead.connect(self._read)

    def _slot(self, name: str) -> Callable[..., None]:
        return lambda *arguments: self.signals.append((name, *map(str, arguments)))

    def _read(self) -> None:
        self.body += bytes(self.reply.readAll())

    def told(self) -> dict[str, Any]:
        """Return everything, to be compared."""
        reply = finish(self.reply)
        return {
            "signals": self.signals,
            "body": self.body,
            "error": (int(reply.error()), reply.errorString()),
            "status": reply.attribute(QNetworkRequest.Attribute.HttpStatusCodeAttribute),
            "reason": reply.attribute(QNetworkRequest.Attribute.HttpReasonPhraseAttribute),
            "url": reply.url().toString(),
            "headers": [(bytes(name), bytes(value)) for name, value in reply.rawHeaderPairs()],
        }


def plain(manager: QNetworkAccessManager, base: str) -> list[QNetworkReply]:
    return [manager.get(ask(base + "/plain"))]


def missing(manager: QNetworkAccessManager, base: str) -> list[QNetworkReply]:
    return [manager.get(ask(base + "/missing"))]


def empty(manager: QNetworkAccessManager, base: str) -> list[QNetworkReply]:
    return [manager.get(ask(base + "/empty"))]


def chunked(manager: QNetworkAccessManager, base: str) -> list[QNetworkReply]:
    return [manager.get(ask(base + "/chunked"))]


def closed(manager: QNetworkAccessManager, base: str) -> list[QNetworkReply]:
    return [manager.get(ask(base + "/closed"))]


def redirected(manager: QNetworkAccessManager, base: str) -> list[QNetworkReply]:
    return [manager.get(ask(base + "/moved"))]


def headed(manager: QNetworkAccessManager, base: str) -> list[QNetworkReply]:
    return [manager.head(ask(base + "/plain"))]


def unchanged(manager: QNetworkAccessManager, base: str) -> list[QNetworkReply]:
    return [manager.get(ask(base + "/unchanged", If_None_Match='"1"'))]


def posted(manager: QNetworkAccessManager, base: str) -> list[QNetworkReply]:
    return [manager.post(ask(base + "/plain", Content_Type="text/plain"), b"body")]


def uploaded(manager: QNetworkAccessManager, base: str) -> list[QNetworkReply]:
    device = QBuffer(manager)
    device.setData(QByteArray(b"0123456789" * 1000))
    device.open(QBuffer.OpenModeFlag.ReadOnly)
    return [manager.put(ask(base + "/plain", Content_Type="text/plain"), device)]


def form(manager: QNetworkAccessManager, base: str) -> list[QNetworkReply]:
    parts = QHttpMultiPart(QHttpMultiPart.ContentType.FormDataType)
    part = QHttpPart()
    part.setRawHeader(b"Content-Disposition", b'form-data; name="a"')
    part.setBody(b"1")
    parts.append(part)
    parts.setParent(manager)
    return [manager.post(ask(base + "/plain"), parts)]


def cut(manager: QNetworkAccessManager, base: str) -> list[QNetworkReply]:
    return [manager.get(ask(base + "/cut"))]


def lost(manager: QNetworkAccessManager, base: str) -> list[QNetworkReply]:
    return [manager.post(ask(base + "/lost", Content_Type="text/plain"), b"x")]


def refused(manager: QNetworkAccessManager, base: str) -> list[QNetworkReply]:
    return [manager.get(ask(f"http://127.0.0.1:{_CLOSED}/"))]


def cookies(manager: QNetworkAccessManager, base: str) -> list[QNetworkReply]:
    finish(manager.get(ask(base + "/login")))
    return [manager.get(ask(base + "/plain"))]


_CLOSED = refused_port()
STORIES = (
    plain,
    missing,
    empty,
    chunked,
    closed,
    redirected,
    headed,
    unchanged,
    posted,
    uploaded,
    form,
    cut,
    lost,
    refused,
    cookies,
)


def set_up(server: Server) -> None:
    """Let the server say what the stories ask for."""
    server.on("/plain", body=b"plain body", headers=[("Content-Type", "text/plain"), ("X-A", "1"), ("X-A", "2")])
    server.on("/missing", status=404, body=b"not here")
    server.on("/empty", status=204)
    server.on("/chunked", chunks=[b"all at once"])
    server.on("/closed", raw=b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nto the end", close=True)
    server.on("/moved", status=302, headers=[("Location", "/plain")])
    server.on("/unchanged", status=304, headers=[("ETag", '"1"')])
    server.on("/cut", raw=b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf", close=True)
    server.on("/login", headers=[("Set-Cookie", "sid=1; Path=/")])
    server.script("/lost", Conversation.close)


def tell(send: Send, base: str) -> list[dict[str, Any]]:
    """Return what the replies of a story told."""
    manager = QNetworkAccessManager()
    return [each.told() for each in [Account(reply) for reply in send(manager, base)]]


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
def test_a_replay_tells_what_the_real_server_did(story: Send, cassette_path: Path) -> None:
    with Server() as server:
        set_up(server)
        base = server.url("")
        with Cassette.record(cassette_path):
            live = tell(story, base)
    with FakeLoop() as loop, FakeNetwork(loop) as network:
        network.cassette(cassette_path)
        assert tell(story, base) == live


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
def test_a_recording_on_virtual_time_tells_the_same(story: Send, cassette_path: Path) -> None:
    with Server() as server:
        set_up(server)
        base = server.url("")
        with FakeLoop() as loop, FakeNetwork(loop) as network:
            network.cassette(cassette_path)
            live = tell(story, base)
    with FakeLoop() as loop, FakeNetwork(loop) as network:
        network.cassette(cassette_path)
        assert tell(story, base) == live


def test_a_coded_body_is_replayed_decoded_without_its_coding(cassette_path: Path) -> None:
    with Server() as server:
        url = server.on("/", body=gzip.compress(b"hello"), headers=[("Content-Encoding", "gzip")])
        with Cassette.record(cassette_path):
            (live,) = tell(lambda manager, base: [manager.get(ask(base))], url)
    with FakeLoop() as loop, FakeNetwork(loop) as network:
        network.cassette(cassette_path)
        (again,) = tell(lambda manager, base: [manager.get(ask(base))], url)
    assert again["body"] == live["body"] == b"hello"
    assert (b"content-encoding", b"gzip") in live["headers"]
    assert again["headers"] == [(b"content-length", b"5")]


def test_a_replay_with_a_seed_gives_the_same_bodies(cassette_path: Path) -> None:
    with Server() as server:
        urls = [server.on(f"/{number}", body=b"%d" % number * 1000) for number in range(8)]
        with Cassette.record(cassette_path):
            manager = QNetworkAccessManager()
            for reply in [manager.get(ask(url)) for url in urls]:
                finish(reply)
    for seed in range(5):
        with FakeLoop(seed=seed) as loop, FakeNetwork(loop) as network:
            network.cassette(cassette_path)
            manager = QNetworkAccessManager()
            replies = [manager.get(ask(url)) for url in urls]
            assert [bytes(finish(each).readAll()) for each in replies] == [b"%d" % number * 1000 for number in range(8)]
