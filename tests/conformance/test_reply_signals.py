"""Which signals a reply emits, with which arguments, in which order."""

from __future__ import annotations

import gzip
import zlib
from typing import Any

import pytest
from binding import QtNetwork, enum_name
from loops import run_until, spin
from recorder import Recorder
from server import refused_port
from shortcuts import DIALLED, LAST, REUSED, get, pairs, request, status, typed


def test_a_get_with_a_body(server: Any, manager: Any) -> None:
    log = Recorder(get(manager, server.on("/a", body=b"hello"))).run()
    assert log.collapsed() == [*DIALLED, ("readyRead",), ("downloadProgress", 5, 5), *LAST]


def test_a_second_get_does_not_connect_again(server: Any, manager: Any) -> None:
    url = server.on("/a", body=b"hello")
    Recorder(get(manager, url)).run()
    log = Recorder(get(manager, url)).run()
    assert log.collapsed() == [*REUSED, ("readyRead",), ("downloadProgress", 5, 5), *LAST]
    assert server.connections == 1


@pytest.mark.parametrize("code", [200, 204, 304])
def test_an_answer_without_a_body_has_no_ready_read(server: Any, manager: Any, code: int) -> None:
    log = Recorder(get(manager, server.on("/a", status=code))).run()
    assert log.events == [*DIALLED, ("downloadProgress", 0, 0), *LAST]
    assert status(log.reply) == code
    assert enum_name(log.reply.error()) == "NoError"


def test_a_head_reports_the_announced_length(server: Any, manager: Any) -> None:
    log = Recorder(manager.head(request(server.on("/a", body=b"hello")))).run()
    assert log.events == [*DIALLED, ("downloadProgress", 0, 5), *LAST]
    assert bytes(log.reply.readAll()) == b""
    assert pairs(log.reply) == [("content-length", "5")]


def test_a_head_that_fails(server: Any, manager: Any) -> None:
    log = Recorder(manager.head(request(server.on("/a", status=404, body=b"hello")))).run()
    assert log.events == [*DIALLED, ("errorOccurred", "ContentNotFoundError"), ("downloadProgress", 0, 5), *LAST]


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_a_decoded_body_counts_decoded_bytes(server: Any, manager: Any, coding: str) -> None:
    packed = gzip.compress(b"hello" * 10) if coding == "gzip" else zlib.compress(b"hello" * 10)
    log = Recorder(get(manager, server.on("/a", headers=[("Content-Encoding", coding)], body=packed))).run()
    assert log.collapsed() == [*DIALLED, ("readyRead",), ("downloadProgress", 50, 50), *LAST]
    assert bytes(log.reply.readAll()) == b"hello" * 10
    assert pairs(log.reply) == [("content-encoding", coding)]


def test_deflate_without_its_wrapper_is_decoded_too(server: Any, manager: Any) -> None:
    packer = zlib.compressobj(wbits=-15)
    packed = packer.compress(b"hello" * 10) + packer.flush()
    log = Recorder(get(manager, server.on("/a", headers=[("Content-Encoding", "deflate")], body=packed))).run()
    assert bytes(log.reply.readAll()) == b"hello" * 10


def test_an_unknown_coding_is_left_alone(server: Any, manager: Any) -> None:
    log = Recorder(get(manager, server.on("/a", headers=[("Content-Encoding", "foo")], body=b"hello"))).run()
    assert log.collapsed() == [*DIALLED, ("readyRead",), ("downloadProgress", 5, 5), *LAST]
    assert pairs(log.reply) == [("content-encoding", "foo"), ("content-length", "5")]


def test_a_chunked_body(server: Any, manager: Any) -> None:
    log = Recorder(get(manager, server.on("/a", chunks=[b"he", b"llo"]))).run()
    assert log.collapsed() == [*DIALLED, ("readyRead",), ("downloadProgress", 5, 5), *LAST]
    assert bytes(log.reply.readAll()) == b"hello"


def test_progress_of_an_unknown_length_has_total_minus_one(server: Any, manager: Any) -> None:
    gate = server.gate()

    def script(talk: Any) -> None:
        talk.head(200, [("Transfer-Encoding", "chunked")])
        talk.chunk(b"x" * 100)
        gate.wait()
        talk.chunk(b"y" * 100)
        talk.chunk(b"")

    log = Recorder(get(manager, server.script("/a", script)))
    run_until(lambda: log.reply.bytesAvailable() == 100)
    gate.open()
    log.run()
    *earlier, last = log.arguments("downloadProgress")
    assert last == (200, 200)
    assert all(total == -1 for _, total in earlier)


@pytest.mark.parametrize("version", [b"HTTP/1.0", b"HTTP/1.1"])
def test_a_body_that_ends_with_the_connection(server: Any, manager: Any, version: bytes) -> None:
    url = server.on("/a", raw=version + b" 200 OK\r\n\r\nhello", close=True)
    log = Recorder(get(manager, url)).run()
    assert log.collapsed() == [*DIALLED, ("readyRead",), ("downloadProgress", 5, 5), *LAST]
    assert bytes(log.reply.readAll()) == b"hello"


def test_interim_answers_are_swallowed(server: Any, manager: Any) -> None:
    interim = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"
    url = server.on("/a", raw=interim + b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi")
    log = Recorder(get(manager, url)).run()
    assert log.collapsed() == [*DIALLED, ("readyRead",), ("downloadProgress", 2, 2), *LAST]
    assert pairs(log.reply) == [("content-length", "2")]


def test_a_404_with_a_body(server: Any, manager: Any) -> None:
    log = Recorder(get(manager, server.on("/a", status=404, body=b"hello"))).run()
    error = ("errorOccurred", "ContentNotFoundError")
    assert log.collapsed() == [*DIALLED, ("readyRead",), error, ("downloadProgress", 5, 5), *LAST]
    assert bytes(log.reply.readAll()) == b"hello"


def test_a_404_without_a_body(server: Any, manager: Any) -> None:
    log = Recorder(get(manager, server.on("/a", status=404))).run()
    assert log.events == [*DIALLED, ("errorOccurred", "ContentNotFoundError"), ("downloadProgress", 0, 0), *LAST]


def test_a_refused_connection(manager: Any) -> None:
    log = Recorder(get(manager, f"http://127.0.0.1:{refused_port()}/")).run()
    assert log.events == [
        ("socketStartedConnecting",),
        ("errorOccurred", "ConnectionRefusedError"),
        ("downloadProgress", 0, 0),
        *LAST,
    ]


def test_a_refused_post_reports_its_upload_once(manager: Any) -> None:
    log = Recorder(manager.post(typed(f"http://127.0.0.1:{refused_port()}/"), b"abc")).run()
    assert log.events == [
        ("socketStartedConnecting",),
        ("errorOccurred", "ConnectionRefusedError"),
        ("downloadProgress", 0, 0),
        ("uploadProgress", 0, 0),
        *LAST,
    ]


@pytest.mark.parametrize("url", ["foo://bar/", "", "a/b"])
def test_an_unknown_scheme(manager: Any, url: str) -> None:
    log = Recorder(get(manager, url)).run()
    assert log.events == [("errorOccurred", "ProtocolUnknownError"), ("downloadProgress", 0, 0), *LAST]


@pytest.mark.parametrize("url", ["http://", "http:", "http:///path", "http://[bad", "http://nonexistent.invalid/"])
def test_a_host_that_is_missing_or_unknown(manager: Any, url: str) -> None:
    log = Recorder(get(manager, url)).run()
    assert log.events == [("errorOccurred", "HostNotFoundError"), ("downloadProgress", 0, 0), *LAST]


def test_a_post(server: Any, manager: Any) -> None:
    log = Recorder(manager.post(typed(server.on("/a", body=b"ok")), b"abc")).run()
    assert log.collapsed() == [
        ("socketStartedConnecting",),
        ("uploadProgress", 3, 3),
        ("requestSent",),
        ("metaDataChanged",),
        ("readyRead",),
        ("downloadProgress", 2, 2),
        ("uploadProgress", 0, 0),
        *LAST,
    ]


def test_nothing_is_emitted_before_get_returns(server: Any, manager: Any) -> None:
    finished: list[Any] = []
    manager.finished.connect(finished.append)
    for url in (server.on("/a"), "foo:bar", "", f"http://127.0.0.1:{refused_port()}/", "data:,x"):
        reply = get(manager, url)
        assert finished == []
        Recorder(reply).run()
        finished.clear()


def test_the_manager_hears_of_the_end_before_the_user(server: Any, manager: Any) -> None:
    log = Recorder(get(manager, server.on("/a"))).run()
    assert log.names.index("manager.finished") == log.names.index("finished") - 1


def test_finished_comes_once(server: Any, manager: Any) -> None:
    log = Recorder(get(manager, server.on("/a", body=b"x"))).run()
    spin(10)
    assert log.count("finished") == log.count("manager.finished") == 1


def test_ready_read_never_comes_without_new_bytes(server: Any, manager: Any) -> None:
    def script(talk: Any) -> None:
        talk.head(200, [("Content-Length", "400000")])
        for _ in range(40):
            talk.send(b"x" * 10000)

    reply = get(manager, server.script("/a", script))
    seen: list[int] = []
    reply.readyRead.connect(lambda: seen.append(reply.bytesAvailable()))
    Recorder(reply).run()
    assert seen == sorted(set(seen))
    assert seen[-1] == 400000


def test_download_progress_only_grows_and_ends_with_all(server: Any, manager: Any) -> None:
    log = Recorder(get(manager, server.on("/a", body=b"x" * 3000000))).run()
    received = [got for got, _ in log.arguments("downloadProgress")]
    assert received == sorted(received)
    assert log.arguments("downloadProgress")[-1] == (3000000, 3000000)
    assert all(total == 3000000 for _, total in log.arguments("downloadProgress"))


def test_what_the_reply_says_of_itself_in_each_signal(server: Any, manager: Any) -> None:
    reply = get(manager, server.on("/a", status=404, body=b"hello"))
    said: list[tuple[Any, ...]] = []

    def note(name: str) -> None:
        said.append((name, reply.isFinished(), reply.isRunning(), enum_name(reply.error())))

    hooks = {
        name: (lambda name=name: note(name))
        for name in ("metaDataChanged", "readyRead", "errorOccurred", "downloadProgress", "readChannelFinished")
    }
    hooks |= {name: (lambda name=name: note(name)) for name in ("manager.finished", "finished")}
    Recorder(reply, hooks=hooks).run()
    assert said == [
        ("metaDataChanged", False, True, "NoError"),
        ("readyRead", False, True, "NoError"),
        ("errorOccurred", False, True, "ContentNotFoundError"),
        ("downloadProgress", True, False, "ContentNotFoundError"),
        ("readChannelFinished", True, False, "ContentNotFoundError"),
        ("manager.finished", True, False, "ContentNotFoundError"),
        ("finished", True, False, "ContentNotFoundError"),
    ]


def test_the_status_is_known_from_meta_data_changed_on(server: Any, manager: Any) -> None:
    reply = get(manager, server.on("/a", status=404, headers=[("X-A", "1")], body=b"hello"))
    known: list[tuple[Any, Any]] = []
    hooks = {name: lambda: known.append((status(reply), pairs(reply)[0])) for name in ("metaDataChanged", "finished")}
    assert status(reply) is None
    assert pairs(reply) == []
    Recorder(reply, hooks=hooks).run()
    assert known == [(404, ("x-a", "1"))] * 2


def test_a_signal_can_be_connected_by_its_old_overload(server: Any, manager: Any) -> None:
    reply = get(manager, server.on("/a"))
    heard: list[Any] = []
    manager.finished[QtNetwork.QNetworkReply].connect(heard.append)
    reply.errorOccurred[QtNetwork.QNetworkReply.NetworkError].connect(heard.append)
    Recorder(reply).run()
    assert heard == [reply]
