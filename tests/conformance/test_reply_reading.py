"""A reply as a device: what can be read when, back-pressure, and its headers and attributes."""

from __future__ import annotations

from typing import Any

import pytest
from binding import QtCore, QtNetwork, enum_name
from loops import run_until, spin
from recorder import Recorder
from shortcuts import LAST, get, pairs, request, status

Request = QtNetwork.QNetworkRequest


def done(manager: Any, url: str) -> Any:
    """A finished reply to a GET."""
    return Recorder(get(manager, url)).run().reply


def test_a_reply_is_open_for_reading_when_returned(server: Any, manager: Any) -> None:
    reply = get(manager, server.on("/a"))
    assert reply.isOpen()
    assert reply.isReadable()
    assert not reply.isWritable()
    assert reply.openMode() == QtCore.QIODevice.ReadOnly
    assert reply.isSequential()
    assert not reply.isFinished()
    assert reply.isRunning()
    assert reply.bytesAvailable() == 0
    Recorder(reply).run()


def test_reading_in_pieces(server: Any, manager: Any) -> None:
    reply = done(manager, server.on("/a", body=b"one\ntwo\nthree"))
    assert reply.bytesAvailable() == reply.size() == 13
    assert reply.canReadLine()
    assert bytes(reply.readLine()) == b"one\n"
    assert bytes(reply.peek(3)) == b"two"
    assert bytes(reply.read(2)) == b"tw"
    assert not reply.atEnd()
    assert reply.bytesAvailable() == 7
    assert bytes(reply.readAll()) == b"o\nthree"
    assert reply.atEnd()
    assert bytes(reply.read(5)) == b""
    assert bytes(reply.readLine()) == b""


def test_a_reply_cannot_be_sought_or_written(server: Any, manager: Any) -> None:
    reply = done(manager, server.on("/a", body=b"hello"))
    assert not reply.seek(2)
    assert reply.write(b"x") == -1
    assert reply.pos() == 0
    assert bytes(reply.readAll()) == b"hello"


def test_a_finished_reply_can_be_read_later(server: Any, manager: Any) -> None:
    reply = done(manager, server.on("/a", body=b"hello"))
    done(manager, server.on("/b", body=b"other"))
    assert bytes(reply.readAll()) == b"hello"


def test_reading_while_it_arrives(server: Any, manager: Any) -> None:
    gates = [server.gate() for _ in range(3)]

    def script(talk: Any) -> None:
        talk.head(200, [("Content-Length", "6")])
        for index, gate in enumerate(gates):
            gate.wait()
            talk.send(b"%d%d" % (index, index))

    reply = get(manager, server.script("/a", script))
    log = Recorder(reply)
    read = b""
    for index, gate in enumerate(gates):
        gate.open()
        run_until(lambda: reply.bytesAvailable() == 2)
        read += bytes(reply.readAll())
        assert read[-2:] == b"%d%d" % (index, index)
    log.run()
    assert read == b"001122"


def test_every_byte_can_be_read_in_ready_read(server: Any, manager: Any) -> None:
    body = bytes(range(256)) * 4096
    reply = get(manager, server.on("/a", body=body))
    pieces: list[bytes] = []
    reply.readyRead.connect(lambda: pieces.append(bytes(reply.readAll())))
    Recorder(reply).run()
    pieces.append(bytes(reply.readAll()))
    assert b"".join(pieces) == body
    assert b"" not in pieces[:-1]


def test_the_read_buffer_is_never_overfilled(server: Any, manager: Any) -> None:
    size = 300000
    reply = get(manager, server.on("/a", body=b"x" * size))
    reply.setReadBufferSize(10000)
    assert reply.readBufferSize() == 10000
    held: list[int] = []
    read: list[int] = []

    def take() -> None:
        held.append(reply.bytesAvailable())
        read.append(len(bytes(reply.readAll())))

    reply.readyRead.connect(take)
    log = Recorder(reply).run()
    read.append(len(bytes(reply.readAll())))
    assert max(held[:-2]) <= 10000  # Qt lets the last piece exceed it
    assert sum(read) == size
    assert log.collapsed()[-4:] == [("downloadProgress", size, size), *LAST]


def test_a_full_read_buffer_stops_the_server(server: Any, manager: Any) -> None:
    size = 64 * 1024 * 1024
    sent: list[int] = []

    def script(talk: Any) -> None:
        talk.head(200, [("Content-Length", str(size))])
        for _ in range(size // 65536):
            talk.send(b"x" * 65536)
            sent.append(65536)

    reply = get(manager, server.script("/a", script))
    reply.setReadBufferSize(20000)
    log = Recorder(reply)
    run_until(lambda: reply.bytesAvailable() == 20000)
    spin(50)
    assert reply.bytesAvailable() == 20000
    assert sum(sent) < size
    assert log.count("finished") == 0
    reply.abort()
    assert log.count("finished") == 1


def test_a_read_buffer_that_is_lifted_lets_the_rest_come(server: Any, manager: Any) -> None:
    size = 300000
    reply = get(manager, server.on("/a", body=b"x" * size))
    reply.setReadBufferSize(1000)
    log = Recorder(reply)
    run_until(lambda: reply.bytesAvailable() == 1000)
    reply.setReadBufferSize(0)
    reply.read(1)
    log.run()
    assert reply.bytesAvailable() == size - 1


def test_header_names_are_received_in_lower_case(server: Any, manager: Any) -> None:
    reply = done(manager, server.on("/a", headers=[("X-One", "1"), ("ETAG", '"e"')]))
    assert pairs(reply) == [("x-one", "1"), ("etag", '"e"'), ("content-length", "0")]
    assert [bytes(name) for name in reply.rawHeaderList()] == [b"x-one", b"etag", b"content-length"]


def test_raw_headers_are_found_in_any_case(server: Any, manager: Any) -> None:
    reply = done(manager, server.on("/a", headers=[("X-One", "1"), ("X-Empty", "")]))
    assert bytes(reply.rawHeader("X-ONE")) == b"1"
    assert reply.hasRawHeader("x-oNe")
    assert reply.hasRawHeader("X-Empty")
    assert not reply.hasRawHeader("X-Two")
    assert bytes(reply.rawHeader("X-Two")) == b""
    assert isinstance(reply.rawHeader("X-Two"), QtCore.QByteArray)


def test_repeated_headers_are_joined(server: Any, manager: Any) -> None:
    repeated = [("X-Multi", "a"), ("Set-Cookie", "a=1; Path=/"), ("x-multi", "b"), ("Set-Cookie", "b=2")]
    reply = done(manager, server.on("/a", headers=repeated))
    assert pairs(reply)[:2] == [("x-multi", "a, b"), ("set-cookie", "a=1; Path=/\nb=2")]


def test_header_values_are_latin_1_and_trimmed(server: Any, manager: Any) -> None:
    reply = done(manager, server.on("/a", headers=[("X-A", "  caf\xe9\t")]))
    assert bytes(reply.rawHeader("X-A")) == b"caf\xe9"


def test_known_headers_have_their_types(server: Any, manager: Any) -> None:
    headers = [
        ("Content-Type", "text/html; charset=utf-8"),
        ("Location", "http://other/x"),
        ("ETag", '"e"'),
        ("Server", "srv"),
        ("Content-Disposition", "attachment"),
    ]
    reply = done(manager, server.on("/a", headers=headers, body=b"abc"))
    assert reply.header(Request.ContentTypeHeader) == "text/html; charset=utf-8"
    length = reply.header(Request.ContentLengthHeader)
    assert (length, type(length)) == (3, int)
    assert reply.header(Request.LocationHeader) == QtCore.QUrl("http://other/x")
    assert reply.header(Request.ETagHeader) == '"e"'
    assert reply.header(Request.ServerHeader) == "srv"
    assert reply.header(Request.ContentDispositionHeader) == "attachment"


def test_a_date_keeps_its_text(server: Any, manager: Any) -> None:
    date = "Sun, 06 Nov 1994 08:49:37 GMT"
    reply = done(manager, server.on("/a", headers=[("Last-Modified", date)]))
    assert bytes(reply.rawHeader("Last-Modified")).decode() == date
    assert reply.header(Request.LastModifiedHeader) is not None


def test_a_known_header_that_did_not_come_is_none(server: Any, manager: Any) -> None:
    reply = done(manager, server.on("/a"))
    assert reply.header(Request.ContentTypeHeader) is None
    assert reply.header(Request.LastModifiedHeader) is None
    assert reply.header(Request.SetCookieHeader) is None


def test_set_cookie_is_a_list_of_cookies(server: Any, manager: Any) -> None:
    reply = done(manager, server.on("/a", headers=[("Set-Cookie", "a=1; Path=/"), ("Set-Cookie", "b=2")]))
    cookies = reply.header(Request.SetCookieHeader)
    assert isinstance(cookies, list)
    assert [(bytes(cookie.name()), bytes(cookie.value())) for cookie in cookies] == [(b"a", b"1"), (b"b", b"2")]


def test_a_relative_location_has_no_url(server: Any, manager: Any) -> None:
    reply = done(manager, server.on("/a", headers=[("Location", "/x")]))
    assert reply.header(Request.LocationHeader) is None
    assert bytes(reply.rawHeader("Location")) == b"/x"


def test_status_and_reason(server: Any, manager: Any) -> None:
    reply = done(manager, server.on("/a", status=201, reason="Made it"))
    assert (status(reply), type(status(reply))) == (201, int)
    reason = reply.attribute(Request.HttpReasonPhraseAttribute)
    assert (reason, type(reason)) == ("Made it", str)


def test_attributes_of_a_plain_answer(server: Any, manager: Any) -> None:
    reply = done(manager, server.on("/a"))
    assert reply.attribute(Request.ConnectionEncryptedAttribute) is False
    assert reply.attribute(Request.HttpPipeliningWasUsedAttribute) is False
    assert reply.attribute(Request.RedirectionTargetAttribute) is None
    assert reply.attribute(Request.User) is None


@pytest.mark.only("netaccess", "PySide6")
def test_the_original_length_of_a_decoded_body(server: Any, manager: Any) -> None:
    import gzip

    packed = gzip.compress(b"hello" * 100)
    reply = done(manager, server.on("/a", headers=[("Content-Encoding", "gzip")], body=packed))
    assert reply.attribute(Request.OriginalContentLengthAttribute) == len(packed)
    assert reply.header(Request.ContentLengthHeader) is None


def test_a_reply_knows_its_request_and_manager(server: Any, manager: Any) -> None:
    asked = request(server.on("/a"), {"X-Mine": "1"})
    reply = manager.get(asked)
    assert reply.request() == asked
    assert reply.request() is not asked
    assert reply.url() == asked.url()
    assert reply.manager() is manager
    assert reply.parent() is manager
    assert enum_name(reply.operation()) == "GetOperation"
    Recorder(reply).run()
    assert reply.request() == asked


def test_the_reply_keeps_a_copy_of_the_request(server: Any, manager: Any) -> None:
    asked = request(server.on("/a"))
    reply = manager.get(asked)
    asked.setUrl(QtCore.QUrl("http://other/"))
    asked.setRawHeader(b"X-Late", b"1")
    assert reply.request().url().toString() == server.url("/a")
    Recorder(reply).run()
    assert server.request_for("/a").header("X-Late") is None


def test_python_objects_in_user_attributes_come_back(server: Any, manager: Any) -> None:
    asked = request(server.on("/a"))
    mark = {"k": [1]}
    asked.setAttribute(Request.User, mark)
    reply = manager.get(asked)
    Recorder(reply).run()
    assert reply.request().attribute(Request.User) == mark
    assert reply.attribute(Request.User) is None


@pytest.mark.parametrize(
    ("verb", "name"),
    [
        ("get", "GetOperation"),
        ("head", "HeadOperation"),
        ("post", "PostOperation"),
        ("put", "PutOperation"),
        ("deleteResource", "DeleteOperation"),
        ("sendCustomRequest", "CustomOperation"),
    ],
)
def test_operations(server: Any, manager: Any, verb: str, name: str) -> None:
    asked = request(server.on("/a"), {"Content-Type": "text/plain"})
    extra = {"post": (b"x",), "put": (b"x",), "sendCustomRequest": (b"PATCH",)}.get(verb, ())
    reply = getattr(manager, verb)(asked, *extra)
    assert enum_name(reply.operation()) == name
    Recorder(reply).run()


def test_the_body_of_a_head_reply_is_empty_even_when_it_is_read_to_the_end(server: Any, manager: Any) -> None:
    reply = Recorder(manager.head(request(server.on("/a", body=b"hello")))).run().reply
    assert reply.atEnd()
    assert reply.bytesAvailable() == 0
