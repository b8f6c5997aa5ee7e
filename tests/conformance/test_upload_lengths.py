"""The lengths of bodies, announced and true, and how their progress is told."""

from __future__ import annotations

from typing import Any

import pytest
from binding import QtNetwork, enum_name
from bodies import Counting, Generated, asking, file, sent
from recorder import Recorder
from shortcuts import request, typed

Request = QtNetwork.QNetworkRequest
QT6 = pytest.mark.only("netaccess", "PySide6")
# What makes real Qt wait for ever or crash is asked of netaccess alone.
OURS = pytest.mark.only("netaccess")


# -- bytes and lengths -----------------------------------------------------------------------------------------------


@QT6
@pytest.mark.parametrize("own", ["100", "abc", "-4"])
def test_a_length_that_is_not_true_is_put_right(server: Any, manager: Any, own: str) -> None:
    got = sent(server, manager, b"0123456789", asking(server, length=own))
    assert [value for name, value in got.headers if name.lower() == "content-length"] == ["10"]
    assert got.body == b"0123456789"


@pytest.mark.parametrize("own", ["4", "10"])
def test_a_length_that_is_smaller_cuts_off(server: Any, manager: Any, own: str) -> None:
    got = sent(server, manager, b"0123456789", asking(server, length=own))
    assert (got.header("Content-Length"), got.body) == (own, b"0123456789"[: int(own)])


def test_a_length_of_nothing_sends_nothing(server: Any, manager: Any) -> None:
    assert sent(server, manager, b"0123456789", asking(server, length=0)).body == b""


@QT6
def test_a_length_for_an_empty_body_is_put_right(server: Any, manager: Any) -> None:
    assert sent(server, manager, b"", asking(server, length=4)).header("Content-Length") == "0"


@pytest.mark.differs("upload-cut-total")
def test_progress_of_a_body_that_is_cut_off_reaches_its_total(server: Any, manager: Any) -> None:
    log = Recorder(manager.post(asking(server, length=4), b"0123456789")).run()
    assert log.arguments("uploadProgress") == [(4, 4), (0, 0)]


@OURS
def test_a_length_without_a_body_is_not_announced(server: Any, manager: Any) -> None:
    Recorder(manager.get(asking(server, length=4))).run()
    assert server.request_for("/body").header("Content-Length") is None


@OURS
@pytest.mark.parametrize("data", [b"0123456789", b"x" * 500000])
def test_a_body_is_sent_in_chunks_where_the_program_says_so(server: Any, manager: Any, data: bytes) -> None:
    asked = asking(server)
    asked.setRawHeader(b"Transfer-Encoding", b"chunked")
    got = sent(server, manager, data, asked)
    assert (got.header("Content-Length"), got.body) == (None, data)


@QT6
@pytest.mark.parametrize("data", [b"abc", b"x" * 300000])
def test_a_get_with_a_body(server: Any, manager: Any, data: bytes) -> None:
    log = Recorder(manager.get(request(server.on("/body")), data)).run()
    got = server.request_for("/body")
    assert (got.method, got.body) == ("GET", data)
    assert log.arguments("uploadProgress")[-1] == (0, 0)


@QT6
@pytest.mark.parametrize("verb", [b"GET", b"HEAD", b"DELETE"])
def test_an_empty_body_is_none_where_none_is_usual(server: Any, manager: Any, verb: bytes) -> None:
    log = Recorder(manager.sendCustomRequest(asking(server), verb, b"")).run()
    assert server.request_for("/body").header("Content-Length") is None
    assert log.count("uploadProgress") == 0
    assert log.count("requestSent") == 1


@QT6
def test_a_delete_with_a_body(server: Any, manager: Any) -> None:
    Recorder(manager.sendCustomRequest(asking(server), b"DELETE", b"abc")).run()
    assert server.request_for("/body").body == b"abc"


@QT6
def test_a_get_with_a_device(server: Any, manager: Any, tmp_path: Any) -> None:
    device = file(tmp_path / "f", b"0123456789", at=5)
    Recorder(manager.get(request(server.on("/body")), device)).run()
    assert server.request_for("/body").body == b"56789"


def test_a_custom_verb_with_an_empty_body_announces_its_length(server: Any, manager: Any) -> None:
    log = Recorder(manager.sendCustomRequest(asking(server), b"PATCH", b"")).run()
    assert server.request_for("/body").header("Content-Length") == "0"
    assert log.arguments("uploadProgress") == [(0, 0)]


# -- progress --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("source", ["bytes", "file"])
@QT6
def test_all_progress_is_told_to_those_who_want_it(server: Any, manager: Any, tmp_path: Any, source: str) -> None:
    data = b"x" * 500000
    device = file(tmp_path / "f", data)
    log = Recorder(manager.post(asking(server, every=True), data if source == "bytes" else device)).run()
    told = log.arguments("uploadProgress")
    assert len(told) == 32
    assert told[:2] == [(16384, 500000), (32768, 500000)]
    assert told[-2:] == [(500000, 500000), (0, 0)]
    assert server.request_for("/body").body == data


def test_progress_is_throttled_by_default(server: Any, manager: Any) -> None:
    log = Recorder(manager.post(asking(server), b"x" * 2_000_000)).run()
    told = log.arguments("uploadProgress")
    assert len(told) < 32
    assert told[-2:] == [(2_000_000, 2_000_000), (0, 0)]
    assert len(set(told)) == len(told)


def test_bytes_written_is_not_a_replys_business(server: Any, manager: Any) -> None:
    log = Recorder(manager.post(asking(server), b"x" * 500000)).run()
    assert log.count("bytesWritten") == 0


def test_progress_never_goes_back(server: Any, manager: Any) -> None:
    device = Counting(700_000)
    told = Recorder(manager.put(asking(server), device)).run().arguments("uploadProgress")[:-1]
    assert told == sorted(told)
    assert {total for _, total in told} == {700_000}


def test_the_server_may_answer_before_the_body_is_read(server: Any, manager: Any) -> None:
    def script(talk: Any) -> None:
        talk.answer(413, body=b"too much")
        left = 2_000_000
        while left > 0:
            left -= len(talk.sock.recv(65536)) or left

    log = Recorder(manager.post(typed(server.script("/body", script, read_body=False)), b"x" * 2_000_000)).run()
    assert enum_name(log.reply.error()) == "UnknownContentError"
    assert bytes(log.reply.readAll()) == b"too much"
    assert log.count("finished") == 1


@OURS
def test_an_early_answer_ends_a_stream_that_would_not(server: Any, manager: Any) -> None:
    url = server.script("/body", lambda talk: (talk.answer(403), talk.close())[1], read_body=False)
    asked = typed(url)
    asked.setRawHeader(b"Content-Length", b"1000000000")
    asked.setAttribute(Request.DoNotBufferUploadDataAttribute, True)
    device = Generated(iter(lambda: b"x" * 65536, b""))
    log = Recorder(manager.post(asked, device)).run()
    assert enum_name(log.reply.error()) == "ContentAccessDenied"
    assert log.count("finished") == 1
