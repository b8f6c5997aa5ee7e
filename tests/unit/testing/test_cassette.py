"""Cassettes by themselves: which entry a request gets, what it is answered with, and what is left over."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from netaccess.testing.cassettes.cassette import Cassette, CassetteMatch
from netaccess.testing.cassettes.har import (
    CODED,
    HarContent,
    HarEntry,
    HarError,
    HarField,
    HarLog,
    HarRequest,
    HarResponse,
)
from netaccess.testing.cassettes.redaction import Redaction
from netaccess.testing.cassettes.replay import answer_of
from netaccess.testing.network.sentrequest import SentRequest


def recorded(
    url: str = "http://host/",
    answer: bytes = b"",
    method: str = "GET",
    body: bytes | None = None,
    kind: str = "",
    headers: tuple[tuple[str, str], ...] = (),
    status: int = 200,
    **extra: Any,
) -> HarEntry:
    """Return an entry."""
    fields = [HarField(*each) for each in headers]
    if kind:
        fields.append(HarField("Content-Type", kind))
    content = None if body is None else HarContent(body, kind)
    response = HarResponse(status, "OK" if status else "", (), HarContent(answer))
    return HarEntry(HarRequest(method, url, tuple(fields), content), response, extra=extra)


def cassette(*entries: HarEntry, **options: Any) -> Cassette:
    """Return a cassette of these entries."""
    return Cassette(HarLog(entries), **options)


def sent(
    url: str = "http://host/", method: str = "GET", body: bytes = b"", kind: str = "", *headers: tuple[str, str]
) -> SentRequest:
    """Return a live request."""
    return SentRequest(method, url, [*headers, *([("Content-Type", kind)] if kind else [])], body)


def played(one: Cassette, request: SentRequest) -> bytes | None:
    """Return the body that *request* is answered with, None without an answer."""
    answer: Any = one.answer(request)
    return None if answer is None else answer.body


# Order.


def test_equal_requests_get_their_answers_in_order_each_once() -> None:
    one = cassette(recorded(answer=b"1"), recorded(answer=b"2"))
    assert [played(one, sent()) for _ in range(3)] == [b"1", b"2", None]


def test_different_requests_get_their_answers_in_any_order() -> None:
    one = cassette(recorded("http://host/a", b"a"), recorded("http://host/b", b"b"))
    assert played(one, sent("http://host/b")) == b"b"
    assert played(one, sent("http://host/a")) == b"a"


def test_a_cassette_that_is_not_strict_repeats_the_last_answer() -> None:
    one = cassette(recorded(answer=b"1"), recorded(answer=b"2"), strict=False)
    assert [played(one, sent()) for _ in range(4)] == [b"1", b"2", b"2", b"2"]
    assert one.unplayed() == []


def test_peeking_plays_nothing() -> None:
    one = cassette(recorded(answer=b"1"))
    assert one.peek(sent()) is not None
    assert one.peek(sent("http://host/x")) is None
    assert played(one, sent()) == b"1"
    assert one.peek(sent()) is None


def test_a_cassette_can_be_rewound() -> None:
    one = cassette(recorded(answer=b"1"))
    assert played(one, sent()) == b"1"
    one.rewind()
    assert played(one, sent()) == b"1"


# What is compared.


@pytest.mark.parametrize(
    ("url", "live"),
    [
        ("http://host", "http://host/"),
        ("http://HOST:80/", "http://host/"),
        ("https://host:443/a", "https://host/a"),
        ("http://host/a#fragment", "http://host/a"),
        ("http://user:word@host/a", "http://host/a"),
        ("http://host/é", "http://host/%C3%A9"),
        ("http://host/?a=b c", "http://host/?a=b%20c"),
    ],
)
def test_urls_that_are_asked_for_alike_are_equal(url: str, live: str) -> None:
    assert played(cassette(recorded(url, b"x")), sent(live)) == b"x"


@pytest.mark.parametrize(
    ("live", "what"),
    [
        (sent(method="PUT"), "method: recorded 'GET', sent 'PUT'"),
        (sent("https://host/"), "host: recorded 'http://host:80', sent 'https://host:443'"),
        (sent("http://host:81/"), "host: recorded 'http://host:80', sent 'http://host:81'"),
        (sent("http://host/a"), "path: recorded '/', sent '/a'"),
        (sent("http://host/?a=1"), "query: recorded '', sent 'a=1'"),
        (sent(body=b"x"), "body: recorded '', sent 'x'"),
    ],
)
def test_a_request_that_differs_is_not_answered_and_the_difference_is_told(live: SentRequest, what: str) -> None:
    one = cassette(recorded())
    assert one.answer(live) is None
    assert one.nearest(live) == [f"entry 1 (GET http://host/): {what}"]


def test_json_is_compared_by_its_meaning() -> None:
    one = cassette(recorded(method="POST", body=b'{"a": 1, "b": [1.5]}', kind="application/json"))
    assert one.answer(sent(method="POST", body=b'{"b":[1.5],"a":2}', kind="application/json")) is None
    assert one.answer(sent(method="POST", body=b'{"b":[1.5],"a":1}', kind="application/json")) is not None


@pytest.mark.parametrize(("one", "other"), [(b"1", b"true"), (b"[1]", b"[1.0]"), (b"{", b"[")])
def test_json_of_other_types_differs(one: bytes, other: bytes) -> None:
    entry = recorded(method="POST", body=one, kind="application/json")
    assert cassette(entry).answer(sent(method="POST", body=other, kind="application/json")) is None


def test_multipart_bodies_are_compared_without_their_boundary() -> None:
    def body(boundary: bytes, text: bytes) -> bytes:
        return b"--%b\r\nContent-Disposition: form-data; name=a\r\n\r\n%b\r\n--%b--\r\n" % (boundary, text, boundary)

    kind = "multipart/form-data; boundary="
    one = cassette(recorded(method="POST", body=body(b"first", b"1"), kind=kind + "first"))
    assert one.answer(sent(method="POST", body=body(b"second", b"2"), kind=kind + '"second"')) is None
    assert one.answer(sent(method="POST", body=body(b"second", b"1"), kind=kind + '"second"')) is not None


def test_other_bodies_are_compared_byte_by_byte() -> None:
    one = cassette(recorded(method="PUT", body=b"\x00\xff"))
    assert one.answer(sent(method="PUT", body=b"\x00\xfe")) is None
    assert one.answer(sent(method="PUT", body=b"\x00\xff")) is not None


def test_headers_do_not_count_unless_asked_for() -> None:
    entry = recorded(headers=(("Accept", "text/plain"),))
    live = sent("http://host/", "GET", b"", "", ("Accept", "text/html"))
    assert cassette(entry).answer(live) is not None
    one = cassette(entry, match=CassetteMatch(headers=("accept",)))
    assert one.answer(live) is None
    assert one.nearest(live) == ["entry 1 (GET http://host/): header accept: recorded 'text/plain', sent 'text/html'"]
    assert one.nearest(sent()) == ["entry 1 (GET http://host/): header accept: recorded 'text/plain', sent '(none)'"]


def test_parameters_can_be_ignored() -> None:
    one = cassette(recorded("http://host/?a=1&now=1"), match=CassetteMatch(ignored_query=("now",)))
    assert one.answer(sent("http://host/?now=2&a=1")) is not None


@pytest.mark.parametrize(
    ("match", "live"),
    [
        (CassetteMatch(host=False), sent("https://other:1/?a=1", "GET", b"b")),
        (CassetteMatch(query=False), sent("http://host/?a=2", "GET", b"b")),
        (CassetteMatch(body=False), sent("http://host/?a=1", "GET", b"other")),
    ],
)
def test_what_does_not_count_may_differ(match: CassetteMatch, live: SentRequest) -> None:
    assert cassette(recorded("http://host/?a=1", body=b"b"), match=match).answer(live) is not None


def test_a_recorded_body_that_is_not_in_the_file_is_equal_to_any() -> None:
    entry = recorded(method="POST")
    entry = entry._replace(request=entry.request._replace(content=HarContent(None, "multipart/form-data")))
    assert cassette(entry).answer(sent(method="POST", body=b"anything")) is not None


def test_live_requests_are_redacted_before_they_are_compared() -> None:
    redaction = Redaction(query=["token"], json=["password"])
    live = sent("http://host/?token=new", "POST", b'{"password": "new"}', "application/json")
    entry = recorded(
        "http://host/?token=REDACTED", method="POST", body=b'{"password": "REDACTED"}', kind="application/json"
    )
    assert cassette(entry).answer(live) is None
    assert cassette(entry, redact=redaction).answer(live) is not None


def test_what_was_taken_out_while_recording_need_not_be_said_again() -> None:
    log = HarLog((recorded("http://host/?token=REDACTED"),), {"_redaction": Redaction(query=["token"]).names()})
    assert Cassette(log).answer(sent("http://host/?token=live")) is not None


def test_a_cassette_that_was_not_redacted_can_be_compared_redacted() -> None:
    one = cassette(recorded("http://host/?token=old"), redact=Redaction(query=["token"]))
    assert one.answer(sent("http://host/?token=new")) is not None


def test_differences_do_not_show_what_is_redacted() -> None:
    one = cassette(recorded("http://host/?token=old&a=1"), redact=Redaction(query=["token"]))
    assert "new" not in one.nearest(sent("http://host/?token=new&a=2"))[0]


# What is told.


def test_the_nearest_entries_come_first() -> None:
    one = cassette(
        recorded("http://other/a", method="POST"),
        recorded("http://host/a?page=1"),
        recorded("http://host/b"),
        recorded("http://else/", method="PUT", body=b"x"),
    )
    lines = one.nearest(sent("http://host/a?page=2"))
    assert [line.partition(" (")[0] for line in lines] == ["entry 2", "entry 3", "entry 1"]
    assert lines[0] == "entry 2 (GET http://host/a?page=1): query: recorded 'page=1', sent 'page=2'"


def test_an_entry_that_was_played_says_so() -> None:
    one = cassette(recorded())
    one.answer(sent())
    assert one.nearest(sent()) == ["entry 1 (GET http://host/): it is the same request, but has been played already"]


def test_a_long_body_is_shown_where_it_differs() -> None:
    one = cassette(recorded(method="POST", body=b"a" * 500 + b"X" + b"b" * 500))
    line = one.nearest(sent(method="POST", body=b"a" * 500 + b"Y" + b"b" * 500))[0]
    assert "X" in line
    assert "Y" in line
    assert len(line) < 300


def test_entries_that_were_not_played_are_told() -> None:
    one = cassette(recorded("http://host/a"), recorded("http://host/b"), path="some.har")
    one.answer(sent("http://host/a"))
    assert one.unplayed() == ["entry 2 (GET http://host/b)"]
    with pytest.raises(AssertionError) as caught:
        one.verify()
    assert "some.har" in str(caught.value)
    assert "1 of 2 entries were never played" in str(caught.value)
    assert "entry 2 (GET http://host/b)" in str(caught.value)


def test_a_cassette_that_was_played_to_its_end_is_verified() -> None:
    one = cassette(recorded())
    one.answer(sent())
    one.verify()


def test_an_aborted_entry_need_not_be_played() -> None:
    cassette(recorded(_aborted=True)).verify()


# What is answered.


def answered(entry: HarEntry) -> Any:
    """Return the answer of *entry*."""
    return answer_of(entry)


def with_headers(
    body: bytes, *headers: tuple[str, str], status: int = 200, method: str = "GET", **extra: Any
) -> HarEntry:
    """Return an entry whose response has these headers."""
    fields = tuple(HarField(*each) for each in headers)
    return HarEntry(
        HarRequest(method, "http://host/"), HarResponse(status, "Fine", fields, HarContent(body)), extra=extra
    )


def test_status_reason_headers_and_body_are_the_recorded_ones() -> None:
    answer = answered(with_headers(b"ab", ("X", "1"), ("Content-Length", "2"), ("X", "2"), status=201))
    assert (answer.status, answer.phrase(), answer.body) == (201, "Fine", b"ab")
    assert answer.headers == [("X", "1"), ("Content-Length", "2"), ("X", "2")]


def test_an_empty_reason_stays_empty() -> None:
    assert answered(HarEntry(HarRequest("GET", "http://h/"), HarResponse(200))).phrase() == ""


def test_a_decoded_body_is_served_without_its_coding_and_with_its_own_length() -> None:
    answer = answered(with_headers(b"decoded", ("Content-Encoding", "gzip"), ("Content-Length", "3")))
    assert answer.headers == [("Content-Length", "7")]


def test_a_body_that_was_kept_coded_is_served_coded() -> None:
    entry = with_headers(b"\x1f\x8b", ("Content-Encoding", "gzip"), ("Content-Length", "2"))
    entry = entry._replace(response=entry.response._replace(content=HarContent(b"\x1f\x8b", "", {CODED: True})))
    assert answered(entry).headers == [("Content-Encoding", "gzip"), ("Content-Length", "2")]


def test_a_chunked_body_is_served_in_chunks() -> None:
    answer = answered(with_headers(b"ab", ("Transfer-Encoding", "chunked")))
    assert answer.actual_framing() == "chunked"
    assert answer.head_fields("GET") == [("Transfer-Encoding", "chunked")]


def test_another_transfer_coding_is_left_out() -> None:
    answer = answered(with_headers(b"ab", ("Transfer-Encoding", "gzip, chunked"), ("Content-Length", "9")))
    assert answer.headers == [("Content-Length", "2")]


def test_a_body_that_ended_with_its_connection_ends_so() -> None:
    assert answered(with_headers(b"ab")).actual_framing() == "close"


def test_a_length_that_stands_twice_is_served_once() -> None:
    answer = answered(with_headers(b"ab", ("Content-Length", "2"), ("content-length", "2")))
    assert answer.headers == [("Content-Length", "2")]


@pytest.mark.parametrize(("method", "status"), [("HEAD", 200), ("GET", 304)])
def test_the_length_of_a_body_that_is_not_sent_is_the_recorded_one(method: str, status: int) -> None:
    fields = (("Content-Length", "1234"), ("Content-Encoding", "gzip"))
    assert answered(with_headers(b"", *fields, method=method, status=status)).headers == list(fields)


def test_line_ends_in_recorded_headers_make_no_further_headers() -> None:
    answer = answered(with_headers(b"", ("X", "a\r\nEvil: 1"), ("Content-Length", "0")))
    assert answer.headers == [("X", "a, , Evil: 1"), ("Content-Length", "0")]


def test_a_response_that_broke_off_breaks_off_again() -> None:
    failure = {"code": 2, "text": "Connection closed"}
    answer = answered(with_headers(b"half", ("Content-Length", "8"), _failure=failure))
    assert answer.close_after == 4
    assert answer.headers == [("Content-Length", "8")]


def test_a_response_that_was_given_up_comes_to_a_halt() -> None:
    answer = answered(with_headers(b"half", ("Content-Length", "8"), _aborted=True))
    assert answer.stall_after == 4


def test_a_redirect_whose_body_broke_off_is_served_whole() -> None:
    failure = {"code": 2, "text": "Connection closed"}
    answer = answered(with_headers(b"", ("Location", "/"), ("Content-Length", "8"), status=302, _failure=failure))
    assert answer.close_after is None
    assert answer.headers == [("Location", "/"), ("Content-Length", "0")]


def test_a_failure_without_a_response_is_a_fault() -> None:
    fault = answered(recorded(status=0, _failure={"code": 3, "text": "Host x not found", "connected": False}))
    assert fault.stage == "dialling"
    assert str(fault.error()) == "Host x not found"


def test_a_request_that_was_given_up_without_an_answer_has_none() -> None:
    assert answered(recorded(status=0, _aborted=True)).silent


def test_an_entry_whose_body_is_not_in_the_file_cannot_be_answered() -> None:
    entry = recorded()
    entry = entry._replace(response=entry.response._replace(content=HarContent(None)))
    with pytest.raises(ValueError, match=r"the body of GET http://host/ is not in the file"):
        answer_of(entry)


# Files.


def test_a_cassette_is_loaded_from_a_file(tmp_path: Path) -> None:
    HarLog((recorded(answer=b"x"),)).save(tmp_path / "a.har")
    one = Cassette.load(tmp_path / "a.har", strict=False)
    assert played(one, sent()) == b"x"
    assert repr(one) == f"<Cassette {tmp_path / 'a.har'}>"
    assert not one.strict


def test_a_file_that_is_no_cassette_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.har").write_text("[]")
    with pytest.raises(HarError, match=r"a\.har: it is no HAR"):
        Cassette.load(tmp_path / "a.har")
