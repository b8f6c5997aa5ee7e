"""Cassettes on a fake network: played to the real manager, and recorded from a real server."""

from __future__ import annotations

import gzip
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

sys.path.append(str(Path(__file__).resolve().parents[2] / "conformance"))

from server import Conversation, Server, refused_port

from netaccess.QtCore import QBuffer, QByteArray, QCoreApplication, QEventLoop, QUrl
from netaccess.QtNetwork import QHttpMultiPart, QHttpPart, QNetworkAccessManager, QNetworkReply, QNetworkRequest
from netaccess.testing import FakeLoop
from netaccess.testing.cassettes.cassette import Cassette, CassetteMatch
from netaccess.testing.cassettes.har import HarContent, HarEntry, HarError, HarField, HarLog, HarRequest, HarResponse
from netaccess.testing.cassettes.redaction import Redaction
from netaccess.testing.network import FakeNetwork, UnmatchedRequest

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


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the cassette is."""
    return tmp_path / "cassette.har"


pytestmark = pytest.mark.usefixtures("application")


def ask(url: str, **headers: str) -> QNetworkRequest:
    """Return a request."""
    request = QNetworkRequest(QUrl(url))
    for name, value in headers.items():
        request.setRawHeader(name.replace("_", "-").encode(), value.encode())
    return request


def kept() -> QNetworkAccessManager:
    """Return a manager that lives as long as the application."""
    return QNetworkAccessManager(QCoreApplication.instance())


def finish(reply: QNetworkReply) -> QNetworkReply:
    """Run a loop until the reply is finished."""
    if not reply.isFinished():
        loop = QEventLoop()
        reply.finished.connect(loop.quit)
        loop.exec()
    return reply


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


def simple(url: str, body: bytes = b"hello") -> HarEntry:
    """Return an entry."""
    fields = (HarField("Content-Type", "text/plain"), HarField("Content-Length", str(len(body))))
    return HarEntry(HarRequest("GET", url), HarResponse(200, "OK", fields, HarContent(body, "text/plain")))


# Playing.


def test_a_request_is_answered_from_the_cassette(path: Path) -> None:
    HarLog((simple("http://host/a"),)).save(path)
    with FakeLoop() as loop, FakeNetwork(loop) as network:
        network.cassette(path)
        reply = finish(kept().get(ask("http://host/a")))
        assert reply.error() == QNetworkReply.NetworkError.NoError
        assert bytes(reply.readAll()) == b"hello"
        assert bytes(reply.rawHeader("content-type")) == b"text/plain"
        assert loop.now == 0.0


def test_routes_go_before_the_cassette(path: Path) -> None:
    HarLog((simple("http://host/a"),)).save(path)
    with FakeLoop() as loop, FakeNetwork(loop) as network:
        network.cassette(path)
        network.get("http://host/a").respond(b"route", times=1)
        manager = QNetworkAccessManager()
        assert bytes(finish(manager.get(ask("http://host/a"))).readAll()) == b"route"
        assert bytes(finish(manager.get(ask("http://host/a"))).readAll()) == b"hello"


def test_several_cassettes_are_asked_in_order(tmp_path: Path) -> None:
    HarLog((simple("http://host/a", b"1"),)).save(tmp_path / "1.har")
    HarLog((simple("http://host/a", b"2"),)).save(tmp_path / "2.har")
    with FakeLoop() as loop, FakeNetwork(loop) as network:
        network.cassette(tmp_path / "1.har")
        network.cassette(tmp_path / "2.har")
        manager = QNetworkAccessManager()
        assert [bytes(finish(manager.get(ask("http://host/a"))).readAll()) for _ in "12"] == [b"1", b"2"]


def test_a_request_that_is_not_on_the_cassette_fails_the_test(path: Path) -> None:
    HarLog((simple("http://host/a?page=1"),)).save(path)
    with pytest.raises(UnmatchedRequest) as caught, FakeLoop() as loop, FakeNetwork(loop) as network:
        network.cassette(path)
        reply = finish(kept().get(ask("http://host/a?page=2")))
        assert reply.error() == QNetworkReply.NetworkError.ConnectionRefusedError
    text = str(caught.value)
    assert "GET http://host/a?page=2" in text
    assert "entry 1 (GET http://host/a?page=1): query: recorded 'page=1', sent 'page=2'" in text


def test_an_entry_is_played_once_only(path: Path) -> None:
    HarLog((simple("http://host/a"),)).save(path)
    with pytest.raises(UnmatchedRequest, match="has been played already"), FakeLoop() as loop, FakeNetwork(loop) as net:
        net.cassette(path)
        manager = QNetworkAccessManager()
        finish(manager.get(ask("http://host/a")))
        finish(manager.get(ask("http://host/a")))


def test_an_entry_that_is_never_played_fails_the_test(path: Path) -> None:
    HarLog((simple("http://host/a"), simple("http://host/b"))).save(path)
    with (
        pytest.raises(AssertionError, match=r"entry 2 \(GET http://host/b\)"),
        FakeLoop() as loop,
        FakeNetwork(loop) as net,
    ):
        net.cassette(path)
        finish(kept().get(ask("http://host/a")))


def test_a_cassette_that_is_not_strict_fails_nothing(path: Path) -> None:
    HarLog((simple("http://host/a"), simple("http://host/b"))).save(path)
    with FakeLoop() as loop, FakeNetwork(loop) as network:
        network.cassette(path, strict=False)
        manager = QNetworkAccessManager()
        finish(manager.get(ask("http://host/a")))
        assert bytes(finish(manager.get(ask("http://host/a"))).readAll()) == b"hello"


def test_what_counts_can_be_said(path: Path) -> None:
    HarLog((simple("http://host/a?now=1"),)).save(path)
    with FakeLoop() as loop, FakeNetwork(loop) as network:
        network.cassette(path, match=CassetteMatch(ignored_query=("now",)))
        assert bytes(finish(kept().get(ask("http://host/a?now=2"))).readAll()) == b"hello"


def test_a_redirect_is_played_hop_by_hop(path: Path) -> None:
    fields = (HarField("Location", "/b"), HarField("Content-Length", "0"))
    moved = HarEntry(HarRequest("GET", "http://host/a"), HarResponse(302, "Found", fields))
    HarLog((moved, simple("http://host/b"))).save(path)
    with FakeLoop() as loop, FakeNetwork(loop) as network:
        network.cassette(path)
        reply = finish(kept().get(ask("http://host/a")))
        assert reply.url() == QUrl("http://host/b")
        assert bytes(reply.readAll()) == b"hello"


def test_a_coded_answer_is_served_decoded(path: Path) -> None:
    fields = (HarField("Content-Encoding", "br"), HarField("Content-Length", "3"))
    HarLog((HarEntry(HarRequest("GET", "http://host/"), HarResponse(200, "OK", fields, HarContent(b"hello"))),)).save(
        path
    )
    with FakeLoop() as loop, FakeNetwork(loop) as network:
        network.cassette(path)
        reply = finish(kept().get(ask("http://host/")))
        assert bytes(reply.readAll()) == b"hello"
        assert bytes(reply.rawHeader("content-length")) == b"5"


def test_an_aborted_answer_comes_to_a_halt_where_it_did(path: Path) -> None:
    response = HarResponse(200, "OK", (HarField("Content-Length", "9"),), HarContent(b"half"))
    HarLog((HarEntry(HarRequest("GET", "http://host/a"), response, extra={"_aborted": True}),)).save(path)
    with FakeLoop() as loop, FakeNetwork(loop) as network:
        network.cassette(path)
        request = ask("http://host/a")
        request.setTransferTimeout(2000)
        reply = finish(kept().get(request))
        assert reply.error() == QNetworkReply.NetworkError.TimeoutError
        assert loop.now == pytest.approx(2.0)


def test_a_certificate_that_did_not_hold_does_not_hold_again(path: Path) -> None:
    failure = {"code": 6, "text": "SSL handshake failed: ...", "verifyCode": 10, "connected": False}
    entry = HarEntry(HarRequest("GET", "https://host/"), HarResponse(0), extra={"_failure": failure})
    HarLog((entry,)).save(path)
    errors: list[Any] = []
    with FakeLoop() as loop, FakeNetwork(loop) as network:
        network.cassette(path)
        reply = kept().get(ask("https://host/"))
        reply.sslErrors.connect(errors.extend)
        finish(reply)
        assert reply.error() == QNetworkReply.NetworkError.SslHandshakeFailedError
    assert [each.errorString() for each in errors] == ["The certificate has expired"]


def test_a_file_that_is_no_cassette_says_so(path: Path) -> None:
    path.write_text("{}")
    with FakeLoop() as loop, FakeNetwork(loop) as network, pytest.raises(HarError, match="it is no HAR"):
        network.cassette(path)


# Recording with a fake network, and playing what was recorded.


def test_a_cassette_that_is_not_there_is_recorded_and_then_played(path: Path) -> None:
    bodies: list[bytes] = []
    with Server() as server:
        url = server.on("/a", body=b"real")
        for _ in range(2):
            with FakeLoop() as loop, FakeNetwork(loop) as network:
                network.cassette(path)
                bodies.append(bytes(finish(kept().get(ask(url))).readAll()))
                assert loop.now == 0.0
                assert [each.url for each in network.requests] == [url]
        assert len(server.requests) == 1
    assert bodies == [b"real", b"real"]


def test_a_cassette_can_be_recorded_anew(path: Path) -> None:
    HarLog((simple("http://host/old"),)).save(path)
    with Server() as server:
        url = server.on("/a", body=b"real")
        with FakeLoop() as loop, FakeNetwork(loop) as network:
            assert network.cassette(path, record=True) is None
            finish(kept().get(ask(url)))
    assert [each.request.url for each in HarLog.load(path).entries] == [url]


def test_where_nothing_may_be_recorded_a_cassette_has_to_be_there(path: Path) -> None:
    with (
        FakeLoop() as loop,
        FakeNetwork(loop) as network,
        pytest.raises(FileNotFoundError, match=f"there is no such cassette.*record=False.*{path.name}"),
    ):
        network.cassette(path, record=False)
    HarLog((simple("http://host/a"),)).save(path)
    with FakeLoop() as loop, FakeNetwork(loop) as network:
        network.cassette(path, record=False)
        finish(kept().get(ask("http://host/a")))


def test_a_recording_of_nothing_is_not_written(path: Path) -> None:
    with FakeLoop() as loop, FakeNetwork(loop) as network:
        network.cassette(path)
    assert not path.exists()


def test_routes_answer_while_recording_too_and_are_not_recorded(path: Path) -> None:
    with Server() as server:
        real = server.on("/real", body=b"real")
        with FakeLoop() as loop, FakeNetwork(loop) as network:
            network.cassette(path)
            network.get("http://host/fake").respond(b"fake")
            manager = QNetworkAccessManager()
            assert bytes(finish(manager.get(ask("http://host/fake"))).readAll()) == b"fake"
            assert bytes(finish(manager.get(ask(real))).readAll()) == b"real"
    assert [each.request.url for each in HarLog.load(path).entries] == [real]


def test_more_requests_than_a_host_may_have_at_once_are_recorded(path: Path) -> None:
    with Server() as server:
        urls = [server.on(f"/{number}", body=b"%d" % number) for number in range(20)]
        for live in (True, False):
            with FakeLoop() as loop, FakeNetwork(loop) as network:
                network.cassette(path)
                manager = QNetworkAccessManager()
                replies = [manager.get(ask(url)) for url in urls]
                assert [bytes(finish(each).readAll()) for each in replies] == [b"%d" % number for number in range(20)]
            if live:
                server.stop()


def test_an_aborted_request_gives_its_place_to_the_next_while_recording(path: Path) -> None:
    with Server() as server:
        gate = server.gate()
        slow = [server.on(f"/slow{number}", gate=gate) for number in range(6)]
        quick = server.on("/quick", body=b"quick")
        with FakeLoop() as loop, FakeNetwork(loop) as network:
            network.cassette(path)
            manager = QNetworkAccessManager()
            held = [manager.get(ask(url)) for url in slow]
            last = manager.get(ask(quick))
            held[0].requestSent.connect(held[0].abort)
            assert bytes(finish(last).readAll()) == b"quick"
            gate.open()
            for each in held:
                finish(each)
    found = {each.request.url: each for each in HarLog.load(path).entries}
    assert found[slow[0]].aborted
    assert found[quick].response.content.body == b"quick"


def test_nothing_is_written_when_the_test_fails(path: Path) -> None:
    with Server() as server:
        url = server.on("/a")
        with pytest.raises(KeyError), FakeLoop() as loop, FakeNetwork(loop) as network:
            network.cassette(path)
            finish(kept().get(ask(url)))
            raise KeyError
    assert not path.exists()


def test_a_recording_can_be_ended_before_the_network_is_left(path: Path) -> None:
    with Server() as server:
        url = server.on("/a")
        with pytest.raises(KeyError), FakeLoop() as loop, FakeNetwork(loop) as network:
            network.cassette(path)
            finish(kept().get(ask(url)))
            assert network.passage is not None
            network.passage.end(save=True)
            raise KeyError
    assert [each.request.url for each in HarLog.load(path).entries] == [url]


def test_one_cassette_is_recorded_at_a_time(tmp_path: Path) -> None:
    with FakeLoop() as loop:
        network = FakeNetwork(loop)
        with pytest.raises(RuntimeError, match="inside its with statement"):
            network.cassette(tmp_path / "1.har")
        with network:
            network.cassette(tmp_path / "1.har")
            with pytest.raises(RuntimeError, match="records one cassette"):
                network.cassette(tmp_path / "2.har")


def test_secrets_are_neither_written_nor_compared(path: Path) -> None:
    redaction = Redaction(query=["key"], json=["password"])
    with Server() as server:
        url = server.on("/a", headers=[("Set-Cookie", "sid=s3cret; Path=/")], body=b"in")
        for secret in ("s3cret", "another"):
            with FakeLoop() as loop, FakeNetwork(loop) as network:
                network.cassette(path, redact=redaction)
                manager = QNetworkAccessManager()
                request = ask(f"{url}?key={secret}", Authorization=f"Bearer {secret}", Content_Type="application/json")
                reply = finish(manager.post(request, b'{"password": "%s"}' % secret.encode()))
                assert bytes(reply.readAll()) == b"in"
                finish(manager.post(request, b'{"password": "%s"}' % secret.encode()))
    assert "s3cret" not in path.read_text()
    assert "sid=REDACTED" in path.read_text()


# The same story twice.


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
def test_a_replay_tells_what_the_real_server_did(story: Send, path: Path) -> None:
    with Server() as server:
        set_up(server)
        base = server.url("")
        with Cassette.record(path):
            live = tell(story, base)
    with FakeLoop() as loop, FakeNetwork(loop) as network:
        network.cassette(path)
        assert tell(story, base) == live


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
def test_a_recording_on_virtual_time_tells_the_same(story: Send, path: Path) -> None:
    with Server() as server:
        set_up(server)
        base = server.url("")
        with FakeLoop() as loop, FakeNetwork(loop) as network:
            network.cassette(path)
            live = tell(story, base)
    with FakeLoop() as loop, FakeNetwork(loop) as network:
        network.cassette(path)
        assert tell(story, base) == live


def test_a_coded_body_is_replayed_decoded_without_its_coding(path: Path) -> None:
    with Server() as server:
        url = server.on("/", body=gzip.compress(b"hello"), headers=[("Content-Encoding", "gzip")])
        with Cassette.record(path):
            (live,) = tell(lambda manager, base: [manager.get(ask(base))], url)
    with FakeLoop() as loop, FakeNetwork(loop) as network:
        network.cassette(path)
        (again,) = tell(lambda manager, base: [manager.get(ask(base))], url)
    assert again["body"] == live["body"] == b"hello"
    assert (b"content-encoding", b"gzip") in live["headers"]
    assert again["headers"] == [(b"content-length", b"5")]


def test_a_replay_with_a_seed_gives_the_same_bodies(path: Path) -> None:
    with Server() as server:
        urls = [server.on(f"/{number}", body=b"%d" % number * 1000) for number in range(8)]
        with Cassette.record(path):
            manager = QNetworkAccessManager()
            for reply in [manager.get(ask(url)) for url in urls]:
                finish(reply)
    for seed in range(5):
        with FakeLoop(seed=seed) as loop, FakeNetwork(loop) as network:
            network.cassette(path)
            manager = QNetworkAccessManager()
            replies = [manager.get(ask(url)) for url in urls]
            assert [bytes(finish(each).readAll()) for each in replies] == [b"%d" % number * 1000 for number in range(8)]
