"""HAR files as browsers save them: with fields of their own, and without what they do not know."""

from __future__ import annotations

import json
from typing import Any

import pytest

from netaccess.testing.cassettes.cassette import Cassette
from netaccess.testing.cassettes.har import HarLog
from netaccess.testing.cassettes.harfile import dump, parse
from netaccess.testing.network.sentrequest import SentRequest

CHROME: dict[str, Any] = {
    "log": {
        "version": "1.2",
        "creator": {"name": "WebInspector", "version": "537.36"},
        "pages": [
            {
                "startedDateTime": "2025-01-01T10:00:00.000Z",
                "id": "page_1",
                "title": "https://api.example.com/",
                "pageTimings": {"onContentLoad": 123.4, "onLoad": None},
            }
        ],
        "entries": [
            {
                "_connectionId": "1234",
                "_initiator": {"type": "script", "stack": {"callFrames": []}},
                "_priority": "High",
                "_resourceType": "fetch",
                "cache": {},
                "connection": "443",
                "pageref": "page_1",
                "request": {
                    "method": "GET",
                    "url": "https://api.example.com/items?page=1#top",
                    "httpVersion": "http/2.0",
                    "headers": [
                        {"name": ":authority", "value": "api.example.com"},
                        {"name": ":method", "value": "GET"},
                        {"name": "accept-encoding", "value": "gzip, deflate, br, zstd"},
                    ],
                    "queryString": [{"name": "page", "value": "1"}],
                    "cookies": [],
                    "headersSize": -1,
                    "bodySize": 0,
                },
                "response": {
                    "status": 200,
                    "statusText": "",
                    "httpVersion": "http/2.0",
                    "headers": [
                        {"name": "content-encoding", "value": "br"},
                        {"name": "content-length", "value": "11"},
                        {"name": "content-type", "value": "application/json"},
                        {"name": "set-cookie", "value": "a=1; path=/\nb=2; path=/"},
                        {"name": ":status", "value": "200"},
                    ],
                    "cookies": [],
                    "content": {
                        "size": 15,
                        "mimeType": "application/json",
                        "compression": 4,
                        "text": '{"items":[1,2]}',
                    },
                    "redirectURL": "",
                    "headersSize": -1,
                    "bodySize": -1,
                    "_transferSize": 120,
                    "_error": None,
                    "_fetchedViaServiceWorker": False,
                },
                "serverIPAddress": "192.0.2.1",
                "startedDateTime": "2025-01-01T10:00:00.123Z",
                "time": 12.5,
                "timings": {
                    "blocked": 1.5,
                    "dns": -1,
                    "ssl": -1,
                    "connect": -1,
                    "send": 0.1,
                    "wait": 10.4,
                    "receive": 0.5,
                    "_blocked_queueing": 1.1,
                },
            },
            {
                "request": {
                    "method": "GET",
                    "url": "https://blocked.example.com/",
                    "httpVersion": "",
                    "headers": [],
                    "queryString": [],
                    "cookies": [],
                    "headersSize": -1,
                    "bodySize": 0,
                },
                "response": {
                    "status": 0,
                    "statusText": "",
                    "httpVersion": "",
                    "headers": [],
                    "cookies": [],
                    "content": {"size": 0, "mimeType": "x-unknown"},
                    "redirectURL": "",
                    "headersSize": -1,
                    "bodySize": -1,
                    "_transferSize": 0,
                    "_error": "net::ERR_CONNECTION_REFUSED",
                },
                "cache": {},
                "startedDateTime": "2025-01-01T10:00:01.000Z",
                "time": 3.1,
                "timings": {"blocked": 3.1, "dns": -1, "ssl": -1, "connect": -1, "send": 0, "wait": 0, "receive": 0},
            },
            {
                "request": {"method": "GET", "url": "data:image/png;base64,AAAA", "headers": []},
                "response": {"status": 200, "headers": [], "content": {"size": 3, "mimeType": "image/png"}},
                "timings": {},
            },
        ],
    }
}

FIREFOX: dict[str, Any] = {
    "log": {
        "version": "1.2",
        "creator": {"name": "Firefox", "version": "133.0"},
        "browser": {"name": "Firefox", "version": "133.0"},
        "pages": [{"id": "page_1", "pageTimings": {"onContentLoad": -1, "onLoad": -1}, "title": ""}],
        "entries": [
            {
                "startedDateTime": "2025-01-01T11:00:00.000+01:00",
                "request": {
                    "bodySize": 3,
                    "method": "POST",
                    "url": "http://api.example.com/login",
                    "httpVersion": "HTTP/1.1",
                    "headers": [{"name": "Content-Type", "value": "application/x-www-form-urlencoded"}],
                    "cookies": [],
                    "queryString": [],
                    "headersSize": 400,
                    "postData": {
                        "mimeType": "application/x-www-form-urlencoded",
                        "params": [{"name": "a", "value": "1"}],
                        "text": "a=1",
                    },
                },
                "response": {
                    "status": 200,
                    "statusText": "OK",
                    "httpVersion": "HTTP/1.1",
                    "headers": [
                        {"name": "Content-Type", "value": "image/png"},
                        {"name": "Transfer-Encoding", "value": "chunked"},
                    ],
                    "cookies": [{"name": "sid", "value": "1"}],
                    "content": {"mimeType": "image/png", "size": 3, "encoding": "base64", "text": "AAEC"},
                    "redirectURL": "",
                    "headersSize": 120,
                    "bodySize": 123,
                },
                "cache": {},
                "timings": {},
                "time": 0,
                "_securityState": "insecure",
                "pageref": "page_1",
            },
            {
                "startedDateTime": "2025-01-01T11:00:01.000+01:00",
                "request": {"method": "GET", "url": "http://api.example.com/large", "headers": [], "bodySize": 0},
                "response": {
                    "status": 200,
                    "statusText": "OK",
                    "headers": [],
                    "content": {
                        "mimeType": "text/html",
                        "size": 5000000,
                        "comment": "Response bodies are not included.",
                    },
                },
                "cache": {},
                "timings": {"blocked": 0, "dns": 0, "connect": 0, "ssl": 0, "send": 0, "wait": 12, "receive": 0},
            },
        ],
    }
}


@pytest.mark.parametrize("document", [CHROME, FIREFOX], ids=["chrome", "firefox"])
def test_a_browsers_file_is_read_and_written_again(document: dict[str, Any]) -> None:
    log = parse(json.dumps(document))
    assert len(log.entries) == len(document["log"]["entries"])
    assert parse(dump(log)) == log


def test_what_is_not_modelled_is_kept() -> None:
    log = parse(json.dumps(CHROME))
    found = json.loads(dump(log))["log"]
    assert found["pages"] == CHROME["log"]["pages"]
    assert found["creator"] == CHROME["log"]["creator"]
    assert found["entries"][0]["_priority"] == "High"
    assert found["entries"][0]["serverIPAddress"] == "192.0.2.1"
    assert found["entries"][0]["response"]["_transferSize"] == 120


def test_timings_may_be_missing() -> None:
    log = parse(json.dumps(FIREFOX))
    assert log.entries[0].timings.total == 0
    assert log.entries[1].timings.wait == 12


def cassette(document: dict[str, Any]) -> Cassette:
    """Return the cassette of a browser's file."""
    log: HarLog = parse(json.dumps(document))
    return Cassette(log)


def test_an_http2_answer_is_served_as_http1_would_have_it() -> None:
    answer: Any = cassette(CHROME).answer(SentRequest("GET", "https://api.example.com/items?page=1"))
    assert answer.body == b'{"items":[1,2]}'
    assert answer.headers == [
        ("content-length", "15"),
        ("content-type", "application/json"),
        ("set-cookie", "a=1; path=/"),
        ("set-cookie", "b=2; path=/"),
    ]
    assert answer.phrase() == "OK"


def test_a_request_that_a_browser_could_not_make_fails() -> None:
    fault: Any = cassette(CHROME).answer(SentRequest("GET", "https://blocked.example.com/"))
    assert fault.name == "connection refused"


def test_entries_of_other_schemes_are_not_on_the_cassette() -> None:
    assert cassette(CHROME).unplayed() == [
        "entry 1 (GET https://api.example.com/items?page=1#top)",
        "entry 2 (GET https://blocked.example.com/)",
    ]


def test_a_form_is_found_by_its_text_and_answered_in_bytes() -> None:
    fields = [("Content-Type", "application/x-www-form-urlencoded")]
    answer: Any = cassette(FIREFOX).answer(SentRequest("POST", "http://api.example.com/login", fields, b"a=1"))
    assert answer.body == b"\x00\x01\x02"
    assert answer.actual_framing() == "chunked"


def test_an_answer_whose_body_was_not_saved_is_not_made_up() -> None:
    request = SentRequest("GET", "http://api.example.com/large")
    one = cassette(FIREFOX)
    assert one.answer(request) is None
    assert "the file does not hold its answer's body" in one.nearest(request)[0]
