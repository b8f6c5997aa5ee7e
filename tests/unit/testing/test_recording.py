"""Recording what a real server says: entries, what is left out of them, and when the file is written."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from cassettesupport import ask, finish
from realserver import Conversation, Server, refused_port

from netaccess._access.manager import Seam
from netaccess.QtCore import QBuffer, QByteArray, QEventLoop
from netaccess.QtNetwork import QNetworkAccessManager, QNetworkReply
from netaccess.testing import FakeLoop
from netaccess.testing.cassettes.cassette import Cassette
from netaccess.testing.cassettes.har import HarEntry, HarLog, HarRequest
from netaccess.testing.cassettes.redaction import Redaction


@pytest.fixture
def server() -> Iterator[Server]:
    """A real server."""
    with Server() as running:
        yield running


pytestmark = pytest.mark.usefixtures("application")


def entries(path: Path) -> tuple[HarEntry, ...]:
    """Return what the file holds."""
    return HarLog.load(path).entries


def record(path: Path, *urls: str, **options: Any) -> tuple[HarEntry, ...]:
    """Record GETs of these URLs, one after the other, and return what the file holds."""
    with Cassette.record(path, **options):
        manager = QNetworkAccessManager()
        for url in urls:
            finish(manager.get(ask(url)))
    return entries(path)


# What an entry says.


def test_a_get_is_recorded(server: Server, cassette_path: Path) -> None:
    url = server.on("/a", body=b"hello", headers=[("Content-Type", "text/plain"), ("X-Twice", "1"), ("X-Twice", "2")])
    (entry,) = record(cassette_path, url)
    assert (entry.request.method, entry.request.url) == ("GET", url)
    assert entry.request.content is None
    assert entry.request.header("host") == f"127.0.0.1:{server.port}"
    assert (entry.response.status, entry.response.reason) == (200, "OK")
    assert entry.response.content.body == b"hello"
    assert [value for name, value in entry.response.headers if name == "X-Twice"] == ["1", "2"]
    assert entry.failure is None
    assert not entry.aborted


def test_the_url_keeps_its_query(server: Server, cassette_path: Path) -> None:
    (entry,) = record(cassette_path, server.on("/a") + "?x=1&y=%20")
    assert entry.request.url == server.url("/a?x=1&y=%20")


def test_a_body_of_bytes_is_recorded(server: Server, cassette_path: Path) -> None:
    url = server.on("/a")
    with Cassette.record(cassette_path):
        manager = QNetworkAccessManager()
        finish(manager.post(ask(url, Content_Type="application/json"), b'{"a": 1}'))
    (entry,) = entries(cassette_path)
    assert entry.request.content is not None
    assert entry.request.content.body == b'{"a": 1}'
    assert entry.request.content.mime_type == "application/json"


def test_a_body_from_a_device_is_recorded(server: Server, cassette_path: Path) -> None:
    url = server.on("/a")
    data = bytes(range(256)) * 3000
    device = QBuffer()
    device.setData(QByteArray(data))
    device.open(QBuffer.OpenModeFlag.ReadOnly)
    with Cassette.record(cassette_path):
        manager = QNetworkAccessManager()
        finish(manager.put(ask(url, Content_Type="application/octet-stream"), device))
    (entry,) = entries(cassette_path)
    assert server.request_for("/a").body == data
    assert entry.request.content is not None
    assert entry.request.content.body == data


def test_a_body_that_comes_in_chunks_is_recorded_whole(server: Server, cassette_path: Path) -> None:
    (entry,) = record(cassette_path, server.on("/a", chunks=[b"one", b"two", b"three"]))
    assert entry.response.content.body == b"onetwothree"


def test_a_large_body_is_recorded_whole(server: Server, cassette_path: Path) -> None:
    body = bytes(range(256)) * 8000
    (entry,) = record(cassette_path, server.on("/a", body=body))
    assert entry.response.content.body == body


def test_a_coded_body_is_recorded_decoded(server: Server, cassette_path: Path) -> None:
    body = gzip.compress(b"hello", mtime=0)
    headers = [("Content-Type", "text/plain"), ("Content-Encoding", "gzip")]
    (entry,) = record(cassette_path, server.on("/a", body=body, headers=headers))
    assert entry.response.content.body == b"hello"
    assert not entry.response.content.coded
    assert entry.response.header("content-encoding") == "gzip"


def test_a_body_that_the_program_wants_coded_is_recorded_coded(server: Server, cassette_path: Path) -> None:
    body = gzip.compress(b"hello", mtime=0)
    url = server.on("/a", body=body, headers=[("Content-Encoding", "gzip")])
    with Cassette.record(cassette_path):
        manager = QNetworkAccessManager()
        finish(manager.get(ask(url, Accept_Encoding="gzip")))
    (entry,) = entries(cassette_path)
    assert entry.response.content.body == body
    assert entry.response.content.coded


def test_a_redirect_is_an_entry_of_its_own(server: Server, cassette_path: Path) -> None:
    target = server.on("/target", body=b"there")
    first = server.on("/first", status=302, headers=[("Location", "/target")], body=b"moved")
    found = record(cassette_path, first)
    assert [(each.request.url, each.response.status) for each in found] == [(first, 302), (target, 200)]
    assert found[0].response.header("location") == "/target"


def test_an_error_status_is_recorded_with_its_body(server: Server, cassette_path: Path) -> None:
    (entry,) = record(cassette_path, server.on("/a", status=404, body=b"nothing here"))
    assert entry.response.status == 404
    assert entry.response.content.body == b"nothing here"
    assert entry.failure is None


def test_a_refused_connection_is_recorded_as_a_failure(cassette_path: Path) -> None:
    (entry,) = record(cassette_path, f"http://127.0.0.1:{refused_port()}/")
    assert entry.response.status == 0
    assert entry.failure == (int(QNetworkReply.NetworkError.ConnectionRefusedError), "Connection refused")
    assert entry.extra["_failure"]["connected"] is False


def test_a_body_that_breaks_off_is_recorded_as_far_as_it_came(server: Server, cassette_path: Path) -> None:
    raw = b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"
    (entry,) = record(cassette_path, server.on("/a", raw=raw, close=True))
    assert entry.response.content.body == b"half"
    assert entry.failure == (int(QNetworkReply.NetworkError.RemoteHostClosedError), "Connection closed")


def test_a_request_that_is_aborted_is_recorded_as_that(server: Server, cassette_path: Path) -> None:
    gate = server.gate()

    def script(talk: Conversation) -> None:
        talk.head(200, [("Content-Length", "10")])
        talk.send(b"half")
        gate.wait()

    url = server.script("/a", script)
    with Cassette.record(cassette_path):
        manager = QNetworkAccessManager()
        reply = manager.get(ask(url))
        reply.readyRead.connect(reply.abort)
        finish(reply)
    (entry,) = entries(cassette_path)
    assert entry.aborted
    assert entry.response.status == 200
    assert entry.response.content.body == b"half"


def test_a_request_that_is_aborted_before_its_answer_is_recorded_without_one(
    server: Server, cassette_path: Path
) -> None:
    gate = server.gate()
    url = server.on("/a", gate=gate)
    with Cassette.record(cassette_path):
        manager = QNetworkAccessManager()
        reply = manager.get(ask(url))
        reply.requestSent.connect(reply.abort)
        finish(reply)
    (entry,) = entries(cassette_path)
    assert entry.aborted
    assert entry.response.status == 0


def test_a_request_that_runs_when_the_recording_ends_is_recorded_as_aborted(
    server: Server, cassette_path: Path
) -> None:
    gate = server.gate()
    url = server.on("/a", gate=gate, body=b"late")
    with Cassette.record(cassette_path):
        manager = QNetworkAccessManager()
        reply = manager.get(ask(url))
        waiting = QEventLoop()
        reply.requestSent.connect(waiting.quit)
        waiting.exec()
    (entry,) = entries(cassette_path)
    assert entry.aborted
    gate.open()
    finish(reply)
    assert bytes(reply.readAll()) == b"late"


def test_a_connection_made_in_advance_is_no_entry(server: Server, cassette_path: Path) -> None:
    with Cassette.record(cassette_path):
        manager = QNetworkAccessManager()
        waiting = QEventLoop()
        manager.finished.connect(waiting.quit)
        manager.connectToHost("127.0.0.1", server.port)
        waiting.exec()
    assert entries(cassette_path) == ()


def test_many_parallel_requests_are_recorded_each_with_its_own_answer(server: Server, cassette_path: Path) -> None:
    urls = [server.on(f"/{number}", body=b"%d" % number) for number in range(40)]
    with Cassette.record(cassette_path):
        manager = QNetworkAccessManager()
        for reply in [manager.get(ask(url)) for url in urls]:
            finish(reply)
    found = entries(cassette_path)
    assert sorted(each.request.url for each in found) == sorted(urls)
    for each in found:
        assert (each.response.content.body or b"").decode() == each.request.url.rpartition("/")[2]


def test_a_request_that_is_sent_again_on_a_fresh_connection_is_one_entry(server: Server, cassette_path: Path) -> None:
    tries: list[int] = []

    def script(talk: Conversation) -> None:
        tries.append(talk.request.connection)
        if len(tries) == 1:
            talk.close()
        else:
            talk.answer(200, [], b"second")

    (entry,) = record(cassette_path, server.script("/a", script))
    assert len(tries) == 2
    assert entry.response.content.body == b"second"


def test_a_head_request_has_no_body(server: Server, cassette_path: Path) -> None:
    url = server.on("/a", body=b"hello")
    with Cassette.record(cassette_path):
        manager = QNetworkAccessManager()
        finish(manager.head(ask(url)))
    (entry,) = entries(cassette_path)
    assert entry.request.method == "HEAD"
    assert entry.response.header("content-length") == "5"
    assert entry.response.content.body == b""


def test_times_are_milliseconds_and_the_moment_has_a_zone(server: Server, cassette_path: Path) -> None:
    first, second = record(cassette_path, server.on("/a"), server.url("/a"))
    assert first.started.endswith("Z")
    assert first.started <= second.started
    assert first.timings.connect >= 0
    assert second.timings.connect == -1
    for each in (first.timings, second.timings):
        assert min(each.send, each.wait, each.receive) >= 0
        assert 0 < each.total < 60_000


# What is not written.


def test_secrets_are_not_in_the_file(server: Server, cassette_path: Path) -> None:
    fields = [("Set-Cookie", "sid=s3cret; Path=/"), ("Content-Type", "application/json"), ("X-Token", "s3cret")]
    url = server.on("/a", headers=fields, body=b'{"token": "s3cret", "items": [1]}')
    redaction = Redaction(headers=["X-Token"], query=["key"], json=["token", "password"])
    with Cassette.record(cassette_path, redact=redaction):
        manager = QNetworkAccessManager()
        request = ask(url + "?key=s3cret", Authorization="Bearer s3cret", Content_Type="application/json")
        finish(manager.post(request, b'{"password": "s3cret"}'))
        finish(manager.get(ask(url)))  # with the cookie
    assert "s3cret" not in cassette_path.read_text()
    assert server.requests[1].header("Cookie") == "sid=s3cret"
    first, second = entries(cassette_path)
    assert json.loads(first.response.content.body or b"") == {"token": "REDACTED", "items": [1]}
    assert second.request.header("cookie") == "sid=REDACTED"


def test_the_program_gets_what_the_server_said(server: Server, cassette_path: Path) -> None:
    url = server.on("/a", headers=[("Content-Type", "application/json")], body=b'{"token": "s3cret"}')
    with Cassette.record(cassette_path, redact=Redaction(json=["token"])):
        manager = QNetworkAccessManager()
        reply = manager.get(ask(url))
        finish(reply)
    assert bytes(reply.readAll()) == b'{"token": "s3cret"}'


def test_what_was_taken_out_is_remembered_by_name(server: Server, cassette_path: Path) -> None:
    record(cassette_path, server.on("/a"), redact=Redaction(query=["key"]))
    assert HarLog.load(cassette_path).extra["_redaction"]["query"] == ["key"]


# The file, and the seam.


def test_nothing_is_written_before_the_end(server: Server, cassette_path: Path) -> None:
    with Cassette.record(cassette_path) as recording:
        manager = QNetworkAccessManager()
        finish(manager.get(ask(server.on("/a"))))
        assert not cassette_path.exists()
        assert len(recording.log().entries) == 1
    assert cassette_path.exists()


def test_nothing_is_written_after_an_exception(server: Server, cassette_path: Path) -> None:
    cassette_path.write_text("old")
    with pytest.raises(KeyError), Cassette.record(cassette_path):
        manager = QNetworkAccessManager()
        finish(manager.get(ask(server.on("/a"))))
        raise KeyError
    assert cassette_path.read_text() == "old"


def test_what_there_is_can_be_written_after_an_exception(server: Server, cassette_path: Path) -> None:
    with pytest.raises(KeyError), Cassette.record(cassette_path, keep_on_error=True):
        manager = QNetworkAccessManager()
        finish(manager.get(ask(server.on("/a"))))
        raise KeyError
    assert len(entries(cassette_path)) == 1


def test_nothing_is_written_when_the_programs_function_raises(server: Server, cassette_path: Path) -> None:
    def broken(request: HarRequest) -> HarRequest:
        raise LookupError(request.url)

    with pytest.raises(LookupError), Cassette.record(cassette_path, redact=Redaction(on_request=broken)):
        manager = QNetworkAccessManager()
        finish(manager.get(ask(server.on("/a"))))
    assert not cassette_path.exists()


def test_the_seam_is_as_before_afterwards(cassette_path: Path) -> None:
    before = Seam.make_transport
    with pytest.raises(KeyError), Cassette.record(cassette_path):
        assert Seam.make_transport is not before
        raise KeyError
    assert Seam.make_transport is before
    with Cassette.record(cassette_path):
        pass
    assert Seam.make_transport is before
    assert entries(cassette_path) == ()


def test_a_manager_that_sends_on_afterwards_is_not_recorded_any_more(server: Server, cassette_path: Path) -> None:
    with Cassette.record(cassette_path):
        manager = QNetworkAccessManager()
        finish(manager.get(ask(server.on("/a"))))
    reply = manager.get(ask(server.on("/b", body=b"b")))
    finish(reply)
    assert bytes(reply.readAll()) == b"b"
    assert len(entries(cassette_path)) == 1


def test_a_manager_made_before_is_recorded_if_its_first_request_comes_inside(
    server: Server, cassette_path: Path
) -> None:
    manager = QNetworkAccessManager()
    with Cassette.record(cassette_path):
        finish(manager.get(ask(server.on("/a"))))
    assert len(entries(cassette_path)) == 1


def test_a_recording_is_made_once(cassette_path: Path) -> None:
    recording = Cassette.record(cassette_path)
    with recording:
        pass
    with pytest.raises(RuntimeError, match="a recording can be made only once"):
        recording.__enter__()


def test_another_transport_can_do_the_work(server: Server, cassette_path: Path) -> None:
    made: list[object] = []
    real: Callable[[], Any] = Seam.make_transport

    def make() -> Any:
        made.append(None)
        return real()

    record(cassette_path, server.on("/a"), make_transport=make)
    assert len(made) == 1


# On virtual time.


def test_virtual_time_stands_still_while_the_network_works(server: Server, cassette_path: Path) -> None:
    gate = server.gate()
    url = server.on("/a", gate=gate, body=b"late")
    fired: list[float] = []
    with FakeLoop() as loop, Cassette.record(cassette_path):
        manager = QNetworkAccessManager()
        reply = manager.get(ask(url))
        reply.requestSent.connect(gate.open)
        loop.turns.call_at(3600.0, lambda: fired.append(loop.now))
        finish(reply)
        assert (loop.now, fired) == (0.0, [])
        loop.advance(3600.0)
        assert fired == [3600.0]
    (entry,) = entries(cassette_path)
    assert entry.response.content.body == b"late"


def test_redirects_are_followed_on_virtual_time_too(server: Server, cassette_path: Path) -> None:
    target = server.on("/target", body=b"there")
    first = server.on("/first", status=302, headers=[("Location", "/target")])
    with FakeLoop() as loop:
        assert [each.request.url for each in record(cassette_path, first)] == [first, target]
        assert loop.now == 0.0


def test_virtual_time_goes_on_after_an_abort(server: Server, cassette_path: Path) -> None:
    gate = server.gate()
    url = server.on("/a", gate=gate)
    with FakeLoop() as loop, Cassette.record(cassette_path):
        manager = QNetworkAccessManager()
        reply = manager.get(ask(url))
        reply.requestSent.connect(reply.abort)
        finish(reply)
        waiting = QEventLoop()
        loop.turns.call_at(5.0, waiting.quit)
        waiting.exec()
        assert loop.now == 5.0
    assert entries(cassette_path)[0].aborted
