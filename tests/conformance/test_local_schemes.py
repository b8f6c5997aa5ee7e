"""data: and file: URLs."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from binding import QtCore, QtNetwork, enum_name
from loops import spin
from recorder import Recorder
from shortcuts import CANCELLED, LAST, get, pairs, request, status

Request = QtNetwork.QNetworkRequest

DELIVERED = ["metaDataChanged", "downloadProgress", "readyRead", "manager.finished", "finished"]
FAILED = ["errorOccurred", "manager.finished", "finished"]
UNKNOWN = [("errorOccurred", "ProtocolUnknownError"), ("downloadProgress", 0, 0)]
NO_UPLOAD = [("uploadProgress", 0, 0)]


def local(path: Path | str) -> Any:
    """A request for a file."""
    return Request(QtCore.QUrl.fromLocalFile(str(path)))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file with a known content and date."""
    path = tmp_path / "f.txt"
    path.write_bytes(b"one\ntwo\nthree")
    os.utime(path, (784111777, 784111777.75))
    return path


# data: URLs.


def test_a_data_url_is_finished_at_once_and_tells_later(manager: Any) -> None:
    reply = get(manager, "data:text/plain,hello")
    assert reply.isFinished()
    assert not reply.isRunning()
    assert reply.isOpen()
    assert reply.bytesAvailable() == 5
    assert reply.header(Request.ContentTypeHeader) == "text/plain"
    log = Recorder(reply).run()
    assert log.events == [
        ("metaDataChanged",),
        ("downloadProgress", 5, 5),
        ("readyRead",),
        ("manager.finished",),
        ("finished",),
    ]
    assert bytes(reply.readAll()) == b"hello"
    assert status(reply) is None


@pytest.mark.parametrize(
    ("described", "shown"),
    [
        ("", "text/plain;charset=US-ASCII"),
        ("foo", "text/plain;charset=US-ASCII"),
        (";foo=bar", "text/plain;charset=US-ASCII"),
        ("text/html", "text/html"),
        ("TEXT/Html;Charset=UTF-8", "TEXT/Html;Charset=UTF-8"),
        ("text/plain;foo=bar;charset=utf-8", "text/plain;charset=utf-8"),
        ("text/plain;a=b", "text/plain"),
        ("charset=utf-8", "text/plain;charset=utf-8"),
        (";charset=utf-8;charset=latin1", "text/plain;charset=latin1"),
        (" text/plain ; charset=x", "text/plain;charset=x"),
        ("%74ext%2Fplain", "text/plain"),
        ("charset/x", "charset/x;charset/x"),
        ("/", "/"),
        ("text/html;charset=x;base64", "text/html;charset=x"),
    ],
)
def test_the_type_of_a_data_url(manager: Any, described: str, shown: str) -> None:
    reply = get(manager, f"data:{described},eHh4")
    assert pairs(reply) == [("content-type", shown), ("content-length", "3" if "base64" in described else "4")]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (",", b""),
        (",a%20b%00c%ff", b"a b\x00c\xff"),
        (",a b", b"a b"),
        (",%zz", b"%zz"),
        (",a?b#c,d", b"a?b#c,d"),
        (",ä", b"\xc3\xa4"),
        (";base64,aGVsbG8=", b"hello"),
        (";base64,aGVsbG8", b"hello"),
        (";BASE64,aGVs%62G8=", b"hello"),
        (";base64,aGVs bG8=", b"hello"),
        (";base64,aGVs=bG8=", b"hello"),
        (";base64,aGVsbG8_-w==", b"hello0"),
        (";base64,aGVsb", b"hel"),
        (";base64,!!!", b""),
        ("base64,aGVsbG8=", b"aGVsbG8="),
        ("; base64,aGVsbG8=", b"aGVsbG8="),
        ("%3Bbase64 ,aGVsbG8=", b"hello"),
        (";base64;a=b,aGVsbG8=", b"aGVsbG8="),
        ("//:80/x,y", b"y"),
    ],
)
def test_the_content_of_a_data_url(manager: Any, written: str, meant: bytes) -> None:
    reply = get(manager, f"data:{written}")
    assert bytes(reply.readAll()) == meant


@pytest.mark.parametrize("url", ["data:x", "data:", "data:a%2Cb", "data://host/x,y", "data:h%C3%A4#f", "data:;base64"])
def test_a_bad_data_url(manager: Any, url: str) -> None:
    reply = get(manager, url)
    assert reply.isFinished()
    assert enum_name(reply.error()) == "ProtocolFailure"
    assert reply.errorString() == f"Invalid URI: {QtCore.QUrl(url).toString()}"
    log = Recorder(reply).run()
    assert log.events == [("errorOccurred", "ProtocolFailure"), ("manager.finished",), ("finished",)]
    assert pairs(reply) == []


def test_a_type_with_a_line_break_makes_no_header(manager: Any) -> None:
    reply = get(manager, "data:text/plain;charset=a%0D%0AX:y,x")
    assert pairs(reply) == [("content-length", "1")]


def test_an_empty_data_url_emits_ready_read_all_the_same(manager: Any) -> None:
    log = Recorder(get(manager, "data:,")).run()
    assert log.names == DELIVERED
    assert log.arguments("downloadProgress") == [(0, 0)]


def test_the_size_of_a_data_reply_is_that_of_the_whole(manager: Any) -> None:
    reply = get(manager, "data:,abc")
    assert (reply.size(), reply.pos(), reply.isSequential()) == (3, 0, True)
    assert bytes(reply.read(2)) == b"ab"
    assert (reply.size(), reply.bytesAvailable(), reply.atEnd()) == (3, 1, False)
    assert bytes(reply.peek(5)) == b"c"
    assert bytes(reply.readAll()) == b"c"
    assert (reply.size(), reply.bytesAvailable(), reply.atEnd()) == (3, 0, True)


# file: URLs.


def test_a_file_url(manager: Any, file: Path) -> None:
    reply = manager.get(local(file))
    assert reply.isFinished()
    assert status(reply) is None
    assert pairs(reply) == [("last-modified", "Sun, 06 Nov 1994 08:49:37 GMT"), ("content-length", "13")]
    assert reply.header(Request.ContentLengthHeader) == 13
    assert reply.header(Request.ContentTypeHeader) is None
    log = Recorder(reply).run()
    assert log.names == DELIVERED
    assert log.arguments("downloadProgress") == [(13, 13)]
    assert bytes(reply.readAll()) == b"one\ntwo\nthree"


def test_a_file_has_a_status_once_something_of_it_has_been_read(manager: Any, file: Path) -> None:
    reply = manager.get(local(file))
    reply.read(1)
    assert status(reply) == 200
    assert reply.attribute(Request.HttpReasonPhraseAttribute) == "OK"


def test_a_file_is_read_line_by_line(manager: Any, file: Path) -> None:
    reply = manager.get(local(file))
    assert not reply.canReadLine()
    assert bytes(reply.peek(2)) == b"on"
    assert reply.canReadLine()
    assert [bytes(reply.readLine()) for _ in range(3)] == [b"one\n", b"two\n", b"three"]
    assert (reply.size(), reply.bytesAvailable(), reply.atEnd()) == (13, 0, True)


def test_a_file_is_read_when_the_reply_is(manager: Any, file: Path) -> None:
    reply = manager.get(local(file))
    file.write_bytes(b"changed meanwhile")
    assert bytes(reply.readAll()) == b"changed meanwhile"


def test_an_empty_file_emits_ready_read_all_the_same(manager: Any, tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    log = Recorder(manager.get(local(tmp_path / "empty"))).run()
    assert log.names == DELIVERED
    assert log.arguments("downloadProgress") == [(0, 0)]
    assert log.reply.atEnd()


def test_a_missing_file(manager: Any, tmp_path: Path) -> None:
    path = str(tmp_path / "missing")
    reply = manager.get(local(path))
    assert reply.isFinished()
    assert enum_name(reply.error()) == "ContentNotFoundError"
    log = Recorder(reply).run()
    assert log.events == [("errorOccurred", "ContentNotFoundError"), ("manager.finished",), ("finished",)]
    assert reply.errorString() == f"Error opening {path}: No such file or directory"
    assert pairs(reply) == []
    assert reply.isOpen()


def test_a_directory_is_not_a_file(manager: Any, tmp_path: Path) -> None:
    url = QtCore.QUrl.fromLocalFile(str(tmp_path))
    log = Recorder(manager.get(Request(url))).run()
    assert enum_name(log.reply.error()) == "ContentOperationNotPermittedError"
    assert log.reply.errorString() == f"Cannot open {url.toString()}: Path is a directory"
    assert log.names == FAILED


def test_a_file_of_another_host(manager: Any, file: Path) -> None:
    log = Recorder(get(manager, f"file://host{file}")).run()
    assert enum_name(log.reply.error()) == "ProtocolInvalidOperationError"
    assert log.reply.errorString() == f"Request for opening non-local file file://host{file}"
    assert log.names == FAILED


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("file:", "", "file://{}"),
        ("FILE://LocalHost", "", "file://{}"),
        ("file://", "?q=1#f", "file://{}?q=1#f"),
        ("file://", "", "file://{}"),
    ],
)
def test_ways_to_write_a_file_url(manager: Any, file: Path, before: str, after: str, shown: str) -> None:
    url = f"{before}{file}{after}"
    reply = get(manager, url)
    assert reply.url().toString() == shown.format(file)
    assert reply.request().url().toString() == QtCore.QUrl(url).toString()
    assert reply.bytesAvailable() == 13


def test_a_file_url_without_a_path_is_the_root(manager: Any) -> None:
    reply = get(manager, "file:")
    assert reply.url().toString() == "file:///"
    assert reply.errorString() == "Cannot open file:///: Path is a directory"


def test_a_path_is_percent_decoded(manager: Any, tmp_path: Path) -> None:
    (tmp_path / "a b#c.png").write_bytes(b"x")
    assert bytes(get(manager, f"file://{tmp_path}/a%20b%23c.png").readAll()) == b"x"


# Operations, and the end.


@pytest.mark.parametrize("kind", ["data", "file"])
def test_head_delivers_the_content_too(manager: Any, file: Path, kind: str) -> None:
    reply = manager.head(request("data:,one") if kind == "data" else local(file))
    assert enum_name(reply.operation()) == "HeadOperation"
    assert bytes(reply.readAll())[:3] == b"one"
    assert Recorder(reply).run().names == DELIVERED


@pytest.mark.parametrize("url", ["data:,x", "file:///x"])
def test_other_operations_do_not_know_the_scheme(manager: Any, url: str) -> None:
    sent = request(url, {"Content-Type": "text/plain"})
    scheme = url.partition(":")[0]
    for method, arguments, more in (
        (manager.deleteResource, (), []),
        (manager.post, (b"x",), NO_UPLOAD),
        (manager.sendCustomRequest, (b"GET",), []),
        (manager.sendCustomRequest, (b"PUT", b"x"), NO_UPLOAD),
    ):
        reply = method(sent, *arguments)
        assert not reply.isFinished()
        assert Recorder(reply).run().events == [*UNKNOWN, *more, *LAST]
        assert reply.errorString() == f'Protocol "{scheme}" is unknown'


@pytest.mark.parametrize("way", ["abort", "close"])
@pytest.mark.parametrize("url", ["data:,hello", "data:x"])
def test_a_reply_that_is_closed_still_says_what_it_had_to_say(manager: Any, way: str, url: str) -> None:
    reply = get(manager, url)
    before = enum_name(reply.error())
    log = Recorder(reply)
    getattr(reply, way)()
    assert not reply.isOpen()
    log.run()
    assert log.names == ["aboutToClose", *(FAILED if url == "data:x" else DELIVERED)]
    assert enum_name(reply.error()) == before
    assert bytes(reply.readAll()) == b""


def test_a_closed_file_has_nothing_to_read(manager: Any, file: Path) -> None:
    reply = manager.get(local(file))
    reply.close()
    assert reply.bytesAvailable() == 0
    assert reply.size() == 13
    assert Recorder(reply).run().names == DELIVERED


@pytest.mark.parametrize("url", ["data:,hello", "data:x"])
@pytest.mark.parametrize("name", ["", "metaDataChanged", "errorOccurred", "finished"])
def test_a_reply_that_is_deleted_says_everything_first(manager: Any, url: str, name: str) -> None:
    reply = get(manager, url)
    log = Recorder(reply, hooks={name: reply.deleteLater} if name else None)
    reply.destroyed.connect(lambda: log.events.append(("destroyed",)))
    if not name:
        reply.deleteLater()
    log.run()
    spin()
    gone = [] if name == ("metaDataChanged" if url == "data:x" else "errorOccurred") else ["destroyed"]
    assert log.names == [*(FAILED if url == "data:x" else DELIVERED), *gone]


def test_a_nested_loop_goes_on_with_the_next_signal(manager: Any) -> None:
    log = Recorder(get(manager, "data:,hello"), hooks={"metaDataChanged": lambda: spin(2)})
    log._hooks["downloadProgress"] = lambda: log.events.append(("nested",))
    log.run()
    assert log.names == [*DELIVERED[:2], "nested", *DELIVERED[2:]]


@pytest.mark.parametrize("by", ["manager", "request"])
def test_a_local_reply_deletes_itself_if_asked_to(manager: Any, by: str) -> None:
    sent = request("data:,x")
    if by == "manager":
        manager.setAutoDeleteReplies(True)
    else:
        sent.setAttribute(Request.AutoDeleteReplyOnFinishAttribute, True)
    log = Recorder(manager.get(sent))
    log.reply.destroyed.connect(lambda: log.events.append(("destroyed",)))
    log.run()
    spin()
    assert log.names == [*DELIVERED, "destroyed"]


def test_a_create_request_that_hands_on_gets_one_finished(application: Any) -> None:
    class Manager(QtNetwork.QNetworkAccessManager):  # type: ignore[misc]
        def createRequest(self, op: Any, sent: Any, data: Any = None) -> Any:
            return super().createRequest(op, sent, data)

    own = Manager()
    assert Recorder(get(own, "data:,x"), own).run().names == DELIVERED


def test_the_schemes_that_are_supported(manager: Any) -> None:
    ours = ("file", "http", "https", "data")
    assert [scheme for scheme in manager.supportedSchemes() if scheme in ours] == list(ours)


# PUT to a file.


@pytest.mark.parametrize("data", [b"hello", b"x"])
def test_a_put_writes_a_file(manager: Any, file: Path, data: bytes) -> None:
    reply = manager.put(local(file), data)
    assert not reply.isFinished()
    assert file.read_bytes() == b"one\ntwo\nthree"
    log = Recorder(reply).run()
    assert log.events == [("uploadProgress", len(data), len(data)), ("downloadProgress", 0, 0), *LAST]
    assert file.read_bytes() == data
    assert pairs(reply) == []
    assert status(reply) is None


@pytest.mark.parametrize("data", [b"", None])
def test_a_put_of_nothing_writes_an_empty_file(manager: Any, file: Path, data: bytes | None) -> None:
    log = Recorder(manager.put(local(file), data)).run()
    assert log.events == [("downloadProgress", 0, 0), *NO_UPLOAD, *LAST]
    assert file.read_bytes() == b""


def test_a_put_of_a_device_begins_where_it_stands(manager: Any, file: Path, tmp_path: Path) -> None:
    large = tmp_path / "large"
    large.write_bytes(bytes(1_000_000))
    source = QtCore.QFile(str(large))
    source.open(QtCore.QIODevice.ReadOnly)
    source.seek(10)
    log = Recorder(manager.put(local(file), source)).run()
    progress = log.arguments("uploadProgress")
    assert progress[0] == (16384, 999_990)
    assert progress[-1] == (999_990, 999_990)
    assert file.stat().st_size == 999_990
    assert source.pos() == 1_000_000


def test_a_put_into_a_missing_folder(manager: Any, tmp_path: Path) -> None:
    url = f"file://{tmp_path}/no/x"
    log = Recorder(manager.put(request(url), b"x")).run()
    assert log.events == [("errorOccurred", "ContentAccessDenied"), ("downloadProgress", 0, 0), *NO_UPLOAD, *LAST]
    assert log.reply.errorString() == f"Error opening {url}: No such file or directory"


def test_a_put_to_a_directory(manager: Any, tmp_path: Path) -> None:
    log = Recorder(manager.put(local(tmp_path), b"x")).run()
    assert log.arguments("errorOccurred") == [("ContentAccessDenied",)]
    assert log.reply.errorString() == f"Error opening file://{tmp_path}: Is a directory"


def test_a_put_to_another_host(manager: Any, file: Path) -> None:
    log = Recorder(manager.put(request(f"file://host{file}"), b"x")).run()
    assert log.arguments("errorOccurred") == [("ProtocolInvalidOperationError",)]
    assert log.reply.errorString() == f"Request for opening non-local file file://host{file}"
    assert file.read_bytes() == b"one\ntwo\nthree"


@pytest.mark.parametrize("way", ["abort", "close"])
def test_a_put_that_has_begun_is_cancelled(manager: Any, file: Path, way: str) -> None:
    reply = manager.put(local(file), bytes(1_000_000))
    log = Recorder(reply, hooks={"uploadProgress": getattr(reply, way)}).run()
    assert log.events == [("uploadProgress", 16384, 1_000_000), *CANCELLED, ("downloadProgress", 0, 0), *LAST]


@pytest.mark.differs("put-writes-files-only")
@pytest.mark.parametrize("url", ["mailto:x", "data:x", "data:,x"])
def test_a_put_to_what_is_no_file_writes_none(
    manager: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.chdir(tmp_path)
    log = Recorder(manager.put(request(url), b"x")).run()
    assert log.events == [*UNKNOWN, *NO_UPLOAD, *LAST]
    assert os.listdir(tmp_path) == []


@pytest.mark.differs("put-unopened-device")
def test_a_put_of_a_device_that_is_not_open_leaves_the_file_alone(manager: Any, file: Path, tmp_path: Path) -> None:
    (tmp_path / "source").write_bytes(b"source")
    source = QtCore.QFile(str(tmp_path / "source"))
    log = Recorder(manager.put(local(file), source)).run()
    assert log.arguments("errorOccurred") == [("UnknownNetworkError",)]
    assert file.read_bytes() == b"one\ntwo\nthree"


@pytest.mark.differs("signals-after-finished")
def test_a_put_that_is_aborted_at_once_writes_nothing(manager: Any, file: Path) -> None:
    log = Recorder(manager.put(local(file), b"x"))
    log.reply.abort()
    spin()
    assert log.events == [*CANCELLED, ("downloadProgress", 0, 0), *NO_UPLOAD, *LAST]
    assert file.read_bytes() == b"one\ntwo\nthree"
