"""Interim responses and trailers on cassettes: HAR has no field for them, so that they stand in fields of our own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from fakenetworksupport import Client, request
from realserver import Server

from netaccess.QtCore import QCoreApplication, QUrl
from netaccess.QtNetwork import QNetworkAccessManager, QNetworkReply, QNetworkRequest
from netaccess.testing import FakeLoop
from netaccess.testing.cassettes.cassette import Cassette
from netaccess.testing.cassettes.har import HarEntry, HarError, HarField, HarInterim, HarLog, HarRequest, HarResponse
from netaccess.testing.cassettes.harfile import dump, parse
from netaccess.testing.cassettes.redaction import Redaction
from netaccess.testing.cassettes.replay import answer_of
from netaccess.testing.network import FakeNetwork, Response

pytestmark = pytest.mark.usefixtures("application")

HINTS = b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\nX-Twice: 1\r\nX-Twice: 2\r\n\r\n"
WORKING = b"HTTP/1.1 102 Still At It\r\n\r\n"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nX-Sum: 5\r\nX-Key: secret\r\n\r\n"
URL = "http://server.test/"
INTERIM = (
    HarInterim(
        103,
        "Early Hints",
        (HarField("Link", "</a.css>; rel=preload"), HarField("X-Twice", "1"), HarField("X-Twice", "2")),
    ),
    HarInterim(102, "Still At It"),
)
TRAILERS = (HarField("X-Sum", "5"), HarField("X-Key", "secret"))


def recorded(path: Path, raw: bytes, **options: Any) -> HarEntry:
    """Record a GET that a real server answers with these bytes; return what the file holds."""
    with Server() as server, FakeLoop() as loop:
        url = server.on("/", raw=raw)
        with Cassette.record(path, **options):
            manager = QNetworkAccessManager(QCoreApplication.instance())
            reply = manager.get(QNetworkRequest(QUrl(url)))
            loop.run_until(reply.isFinished)
            assert reply.error() == QNetworkReply.NetworkError.NoError
    return HarLog.load(path).entries[0]


def played(client: Client, path: Path, response: HarResponse, method: str = "GET") -> str:
    """Return the conversation in which a request is answered from a cassette with this response."""
    network = client.network
    HarLog((HarEntry(HarRequest(method, URL), response),)).save(path)
    network.cassette(path)
    client.finish(client.manager.sendCustomRequest(request(URL), method.encode()))
    return network.transcript()


# Recording.


def test_interim_responses_and_trailers_are_recorded(cassette_path: Path) -> None:
    response = recorded(cassette_path, HINTS + WORKING + CHUNKED).response
    assert (response.interim, response.trailers) == (INTERIM, TRAILERS)
    assert (response.status, response.content.body) == (200, b"hello")


def test_they_stand_in_fields_of_our_own_whose_names_the_standard_leaves_free(cassette_path: Path) -> None:
    recorded(cassette_path, WORKING + CHUNKED)
    written = json.loads(cassette_path.read_bytes())["log"]["entries"][0]["response"]
    assert written["_interim"] == [{"status": 102, "statusText": "Still At It", "headers": []}]
    assert written["_trailers"] == [{"name": "X-Sum", "value": "5"}, {"name": "X-Key", "value": "secret"}]


def test_a_response_without_them_has_no_such_fields(cassette_path: Path) -> None:
    recorded(cassette_path, b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    written = json.loads(cassette_path.read_bytes())["log"]["entries"][0]["response"]
    assert not [name for name in written if name.startswith("_")]


def test_secrets_are_taken_out_of_them(cassette_path: Path) -> None:
    hints = b"HTTP/1.1 103 Early Hints\r\nSet-Cookie: id=17\r\nX-Key: secret\r\n\r\n"
    response = recorded(cassette_path, hints + CHUNKED, redact=Redaction(headers=["X-Key"])).response
    assert response.interim[0].headers == (HarField("Set-Cookie", "id=REDACTED"), HarField("X-Key", "REDACTED"))
    assert response.trailers == (HarField("X-Sum", "5"), HarField("X-Key", "REDACTED"))
    assert b"secret" not in cassette_path.read_bytes()


# The file.


def test_a_file_is_read_as_it_was_written() -> None:
    entry = HarEntry(HarRequest("GET", URL), HarResponse(200, "OK", interim=INTERIM, trailers=TRAILERS))
    again = parse(dump(HarLog((entry,)))).entries[0].response
    assert (again.interim, again.trailers, dict(again.extra)) == (INTERIM, TRAILERS, {})


@pytest.mark.parametrize(
    ("field", "value", "complaint"),
    [
        ("_interim", {}, r"response._interim is \{\}, where a list is wanted"),
        ("_interim", [7], r"response._interim\[0\] is 7, where an object is wanted"),
        ("_interim", [{}], r"response._interim\[0\].status is missing"),
        ("_interim", [{"status": 200}], r"response._interim\[0\].status is 200, where 1xx but not 101 is wanted"),
        ("_trailers", [{"value": "x"}], r"response._trailers\[0\].name is missing"),
    ],
)
def test_a_file_that_has_them_wrong_is_told_where(field: str, value: Any, complaint: str) -> None:
    document = json.loads(dump(HarLog((HarEntry(HarRequest("GET", URL), HarResponse(200)),))))
    document["log"]["entries"][0]["response"][field] = value
    with pytest.raises(HarError, match=f"entry 1: {complaint}"):
        parse(json.dumps(document))


# Playing.


def test_interim_responses_are_played_before_the_head(client: Client, cassette_path: Path) -> None:
    lines = played(client, cassette_path, HarResponse(200, "OK", interim=INTERIM)).splitlines()
    order = [line.partition("< ")[2] for line in lines if "< " in line]
    assert order[:5] == [
        "103 Early Hints",
        "Link: </a.css>; rel=preload",
        "X-Twice: 1",
        "X-Twice: 2",
        "102 Still At It",
    ]
    assert order[5] == "200 OK"


@pytest.mark.parametrize(
    "headers", [(), (HarField("Content-Length", "2"),), (HarField("Transfer-Encoding", "chunked"),)]
)
def test_trailers_are_played_behind_the_body(
    client: Client, cassette_path: Path, headers: tuple[HarField, ...]
) -> None:
    response = HarResponse(200, "OK", headers, trailers=TRAILERS)
    transcript = played(client, cassette_path, response._replace(content=response.content._replace(body=b"ok")))
    assert [line.strip() for line in transcript.splitlines()][-4:] == ["< ok", "<", "< X-Sum: 5", "< X-Key: secret"]
    assert "Transfer-Encoding: chunked" in transcript
    assert "Content-Length" not in transcript


@pytest.mark.parametrize(("method", "status"), [("HEAD", 200), ("GET", 204), ("GET", 304)])
def test_an_answer_without_a_body_has_no_trailers(
    client: Client, cassette_path: Path, method: str, status: int
) -> None:
    assert "X-Sum" not in played(client, cassette_path, HarResponse(status, trailers=TRAILERS), method)


def test_the_go_ahead_for_a_body_is_not_played_twice() -> None:
    go_ahead = HarInterim(100, "Continue")
    asking = HarRequest("PUT", URL, (HarField("Expect", "100-continue"),))
    answer = answer_of(HarEntry(asking, HarResponse(200, interim=(go_ahead, *INTERIM))))
    assert isinstance(answer, Response)
    assert [each.status for each in answer.informational] == [103, 102]
    unasked = answer_of(HarEntry(HarRequest("PUT", URL), HarResponse(200, interim=(go_ahead,))))
    assert isinstance(unasked, Response)
    assert [each.status for each in unasked.informational] == [100]


def test_what_is_recorded_of_a_replay_is_what_was_played(cassette_path: Path, tmp_path: Path) -> None:
    first = recorded(cassette_path, HINTS + WORKING + CHUNKED)
    again = tmp_path / "again.har"
    with FakeLoop() as loop, FakeNetwork(loop) as network:
        network.cassette(cassette_path)
        with Cassette.record(again):
            manager = QNetworkAccessManager(QCoreApplication.instance())
            loop.run_until(manager.get(QNetworkRequest(QUrl(first.request.url))).isFinished)
    assert HarLog.load(again).entries[0].response == first.response


# The transcript.


def test_the_conversation_shows_trailers_behind_the_body(client: Client) -> None:
    client.network.get(URL).respond(Response(body="hello", trailers={"X-Sum": "5"}))
    client.get(URL)
    shown = [line.strip() for line in client.network.transcript().splitlines()]
    assert shown[-4:] == ["0.000 s  #1  < end of 5 bytes", "< hello", "<", "< X-Sum: 5"]


def test_the_conversation_shows_the_trailers_of_an_empty_body(client: Client) -> None:
    client.network.get(URL).respond(Response(trailers={"X-Sum": "0"}))
    client.get(URL)
    shown = [line.strip() for line in client.network.transcript().splitlines()]
    assert shown[-3:] == ["0.000 s  #1  < end of 0 bytes", "<", "< X-Sum: 0"]
