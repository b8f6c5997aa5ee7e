"""Cassettes on a fake network: played to the real manager, and recorded by it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from cassettesupport import ask, finish
from realserver import Server

from netaccess.QtCore import QCoreApplication, QUrl
from netaccess.QtNetwork import QNetworkAccessManager, QNetworkReply
from netaccess.testing import FakeLoop
from netaccess.testing.cassettes.cassette import CassetteMatch
from netaccess.testing.cassettes.har import HarContent, HarEntry, HarError, HarField, HarLog, HarRequest, HarResponse
from netaccess.testing.cassettes.redaction import Redaction
from netaccess.testing.network import FakeNetwork, UnmatchedRequest

pytestmark = pytest.mark.usefixtures("application")


def kept() -> QNetworkAccessManager:
    """Return a manager that lives as long as the application."""
    return QNetworkAccessManager(QCoreApplication.instance())


def simple(url: str, body: bytes = b"hello") -> HarEntry:
    """Return an entry."""
    fields = (HarField("Content-Type", "text/plain"), HarField("Content-Length", str(len(body))))
    return HarEntry(HarRequest("GET", url), HarResponse(200, "OK", fields, HarContent(body, "text/plain")))


# Playing.


def test_a_request_is_answered_from_the_cassette(cassette_path: Path) -> None:
    HarLog((simple("http://host/a"),)).save(cassette_path)
    with FakeLoop() as loop, FakeNetwork(loop) as network:
        network.cassette(cassette_path)
        reply = finish(kept().get(ask("http://host/a")))
        assert reply.error() == QNetworkReply.NetworkError.NoError
        assert bytes(reply.readAll()) == b"hello"
        assert bytes(reply.rawHeader("content-type")) == b"text/plain"
        assert loop.now == 0.0


def test_routes_go_before_the_cassette(cassette_path: Path) -> None:
    HarLog((simple("http://host/a"),)).save(cassette_path)
    with FakeLoop() as loop, FakeNetwork(loop) as network:
        network.cassette(cassette_path)
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


def test_a_request_that_is_not_on_the_cassette_fails_the_test(cassette_path: Path) -> None:
    HarLog((simple("http://host/a?page=1"),)).save(cassette_path)
    with pytest.raises(UnmatchedRequest) as caught, FakeLoop() as loop, FakeNetwork(loop) as network:
        network.cassette(cassette_path)
        reply = finish(kept().get(ask("http://host/a?page=2")))
        assert reply.error() == QNetworkReply.NetworkError.ConnectionRefusedError
    text = str(caught.value)
    assert "GET http://host/a?page=2" in text
    assert "entry 1 (GET http://host/a?page=1): query: recorded 'page=1', sent 'page=2'" in text


def test_an_entry_is_played_once_only(cassette_path: Path) -> None:
    HarLog((simple("http://host/a"),)).save(cassette_path)
    with pytest.raises(UnmatchedRequest, match="has been played already"), FakeLoop() as loop, FakeNetwork(loop) as net:
        net.cassette(cassette_path)
        manager = QNetworkAccessManager()
        finish(manager.get(ask("http://host/a")))
        finish(manager.get(ask("http://host/a")))


def test_an_entry_that_is_never_played_fails_the_test(cassette_path: Path) -> None:
    HarLog((simple("http://host/a"), simple("http://host/b"))).save(cassette_path)
    with (
        pytest.raises(AssertionError, match=r"entry 2 \(GET http://host/b\)"),
        FakeLoop() as loop,
        FakeNetwork(loop) as net,
    ):
        net.cassette(cassette_path)
        finish(kept().get(ask("http://host/a")))


def test_a_cassette_that_is_not_strict_fails_nothing(cassette_path: Path) -> None:
    HarLog((simple("http://host/a"), simple("http://host/b"))).save(cassette_path)
    with FakeLoop() as loop, FakeNetwork(loop) as network:
        network.cassette(cassette_path, strict=False)
        manager = QNetworkAccessManager()
        finish(manager.get(ask("http://host/a")))
        assert bytes(finish(manager.get(ask("http://host/a"))).readAll()) == b"hello"


def test_what_counts_can_be_said(cassette_path: Path) -> None:
    HarLog((simple("http://host/a?now=1"),)).save(cassette_path)
    with FakeLoop() as loop, FakeNetwork(loop) as network:
        network.cassette(cassette_path, match=CassetteMatch(ignored_query=("now",)))
        assert bytes(finish(kept().get(ask("http://host/a?now=2"))).readAll()) == b"hello"


def test_a_redirect_is_played_hop_by_hop(cassette_path: Path) -> None:
    fields = (HarField("Location", "/b"), HarField("Content-Length", "0"))
    moved = HarEntry(HarRequest("GET", "http://host/a"), HarResponse(302, "Found", fields))
    HarLog((moved, simple("http://host/b"))).save(cassette_path)
    with FakeLoop() as loop, FakeNetwork(loop) as network:
        network.cassette(cassette_path)
        reply = finish(kept().get(ask("http://host/a")))
        assert reply.url() == QUrl("http://host/b")
        assert bytes(reply.readAll()) == b"hello"


def test_a_coded_answer_is_served_decoded(cassette_path: Path) -> None:
    fields = (HarField("Content-Encoding", "br"), HarField("Content-Length", "3"))
    HarLog((HarEntry(HarRequest("GET", "http://host/"), HarResponse(200, "OK", fields, HarContent(b"hello"))),)).save(
        cassette_path
    )
    with FakeLoop() as loop, FakeNetwork(loop) as network:
        network.cassette(cassette_path)
        reply = finish(kept().get(ask("http://host/")))
        assert bytes(reply.readAll()) == b"hello"
        assert bytes(reply.rawHeader("content-length")) == b"5"


def test_an_aborted_answer_comes_to_a_halt_where_it_did(cassette_path: Path) -> None:
    response = HarResponse(200, "OK", (HarField("Content-Length", "9"),), HarContent(b"half"))
    HarLog((HarEntry(HarRequest("GET", "http://host/a"), response, extra={"_aborted": True}),)).save(cassette_path)
    with FakeLoop() as loop, FakeNetwork(loop) as network:
        network.cassette(cassette_path)
        request = ask("http://host/a")
        request.setTransferTimeout(2000)
        reply = finish(kept().get(request))
        assert reply.error() == QNetworkReply.NetworkError.TimeoutError
        assert loop.now == pytest.approx(2.0)


def test_a_certificate_that_did_not_hold_does_not_hold_again(cassette_path: Path) -> None:
    failure = {"code": 6, "text": "SSL handshake failed: ...", "verifyCode": 10, "connected": False}
    entry = HarEntry(HarRequest("GET", "https://host/"), HarResponse(0), extra={"_failure": failure})
    HarLog((entry,)).save(cassette_path)
    errors: list[Any] = []
    with FakeLoop() as loop, FakeNetwork(loop) as network:
        network.cassette(cassette_path)
        reply = kept().get(ask("https://host/"))
        reply.sslErrors.connect(errors.extend)
        finish(reply)
        assert reply.error() == QNetworkReply.NetworkError.SslHandshakeFailedError
    assert [each.errorString() for each in errors] == ["The certificate has expired"]


def test_a_file_that_is_no_cassette_says_so(cassette_path: Path) -> None:
    cassette_path.write_text("{}")
    with FakeLoop() as loop, FakeNetwork(loop) as network, pytest.raises(HarError, match="it is no HAR"):
        network.cassette(cassette_path)


# Recording with a fake network, and playing what was recorded.


def test_a_cassette_that_is_not_there_is_recorded_and_then_played(cassette_path: Path) -> None:
    bodies: list[bytes] = []
    with Server() as server:
        url = server.on("/a", body=b"real")
        for _ in range(2):
            with FakeLoop() as loop, FakeNetwork(loop) as network:
                network.cassette(cassette_path)
                bodies.append(bytes(finish(kept().get(ask(url))).readAll()))
                assert loop.now == 0.0
                assert [each.url for each in network.requests] == [url]
        assert len(server.requests) == 1
    assert bodies == [b"real", b"real"]


def test_a_cassette_can_be_recorded_anew(cassette_path: Path) -> None:
    HarLog((simple("http://host/old"),)).save(cassette_path)
    with Server() as server:
        url = server.on("/a", body=b"real")
        with FakeLoop() as loop, FakeNetwork(loop) as network:
            assert network.cassette(cassette_path, record=True) is None
            finish(kept().get(ask(url)))
    assert [each.request.url for each in HarLog.load(cassette_path).entries] == [url]


def test_where_nothing_may_be_recorded_a_cassette_has_to_be_there(cassette_path: Path) -> None:
    with (
        FakeLoop() as loop,
        FakeNetwork(loop) as network,
        pytest.raises(FileNotFoundError, match=f"there is no such cassette.*record=False.*{cassette_path.name}"),
    ):
        network.cassette(cassette_path, record=False)
    HarLog((simple("http://host/a"),)).save(cassette_path)
    with FakeLoop() as loop, FakeNetwork(loop) as network:
        network.cassette(cassette_path, record=False)
        finish(kept().get(ask("http://host/a")))


def test_a_recording_of_nothing_is_not_written(cassette_path: Path) -> None:
    with FakeLoop() as loop, FakeNetwork(loop) as network:
        network.cassette(cassette_path)
    assert not cassette_path.exists()


def test_routes_answer_while_recording_too_and_are_not_recorded(cassette_path: Path) -> None:
    with Server() as server:
        real = server.on("/real", body=b"real")
        with FakeLoop() as loop, FakeNetwork(loop) as network:
            network.cassette(cassette_path)
            network.get("http://host/fake").respond(b"fake")
            manager = QNetworkAccessManager()
            assert bytes(finish(manager.get(ask("http://host/fake"))).readAll()) == b"fake"
            assert bytes(finish(manager.get(ask(real))).readAll()) == b"real"
    assert [each.request.url for each in HarLog.load(cassette_path).entries] == [real]


def test_more_requests_than_a_host_may_have_at_once_are_recorded(cassette_path: Path) -> None:
    with Server() as server:
        urls = [server.on(f"/{number}", body=b"%d" % number) for number in range(20)]
        for live in (True, False):
            with FakeLoop() as loop, FakeNetwork(loop) as network:
                network.cassette(cassette_path)
                manager = QNetworkAccessManager()
                replies = [manager.get(ask(url)) for url in urls]
                assert [bytes(finish(each).readAll()) for each in replies] == [b"%d" % number for number in range(20)]
            if live:
                server.stop()


def test_an_aborted_request_gives_its_place_to_the_next_while_recording(cassette_path: Path) -> None:
    with Server() as server:
        gate = server.gate()
        slow = [server.on(f"/slow{number}", gate=gate) for number in range(6)]
        quick = server.on("/quick", body=b"quick")
        with FakeLoop() as loop, FakeNetwork(loop) as network:
            network.cassette(cassette_path)
            manager = QNetworkAccessManager()
            held = [manager.get(ask(url)) for url in slow]
            last = manager.get(ask(quick))
            held[0].requestSent.connect(held[0].abort)
            assert bytes(finish(last).readAll()) == b"quick"
            gate.open()
            for each in held:
                finish(each)
    found = {each.request.url: each for each in HarLog.load(cassette_path).entries}
    assert found[slow[0]].aborted
    assert found[quick].response.content.body == b"quick"


def test_nothing_is_written_when_the_test_fails(cassette_path: Path) -> None:
    with Server() as server:
        url = server.on("/a")
        with pytest.raises(KeyError), FakeLoop() as loop, FakeNetwork(loop) as network:
            network.cassette(cassette_path)
            finish(kept().get(ask(url)))
            raise KeyError
    assert not cassette_path.exists()


def test_a_recording_can_be_ended_before_the_network_is_left(cassette_path: Path) -> None:
    with Server() as server:
        url = server.on("/a")
        with pytest.raises(KeyError), FakeLoop() as loop, FakeNetwork(loop) as network:
            network.cassette(cassette_path)
            finish(kept().get(ask(url)))
            assert network.passage is not None
            network.passage.end(save=True)
            raise KeyError
    assert [each.request.url for each in HarLog.load(cassette_path).entries] == [url]


def test_one_cassette_is_recorded_at_a_time(tmp_path: Path) -> None:
    with FakeLoop() as loop:
        network = FakeNetwork(loop)
        with pytest.raises(RuntimeError, match="inside its with statement"):
            network.cassette(tmp_path / "1.har")
        with network:
            network.cassette(tmp_path / "1.har")
            with pytest.raises(RuntimeError, match="records one cassette"):
                network.cassette(tmp_path / "2.har")


def test_secrets_are_neither_written_nor_compared(cassette_path: Path) -> None:
    redaction = Redaction(query=["key"], json=["password"])
    with Server() as server:
        url = server.on("/a", headers=[("Set-Cookie", "sid=s3cret; Path=/")], body=b"in")
        for secret in ("s3cret", "another"):
            with FakeLoop() as loop, FakeNetwork(loop) as network:
                network.cassette(cassette_path, redact=redaction)
                manager = QNetworkAccessManager()
                request = ask(f"{url}?key={secret}", Authorization=f"Bearer {secret}", Content_Type="application/json")
                reply = finish(manager.post(request, b'{"password": "%s"}' % secret.encode()))
                assert bytes(reply.readAll()) == b"in"
                finish(manager.post(request, b'{"password": "%s"}' % secret.encode()))
    assert "s3cret" not in cassette_path.read_text()
    assert "sid=REDACTED" in cassette_path.read_text()
