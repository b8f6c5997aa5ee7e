"""Conditional requests to a server that knows ranges (RFC 9110 13): which conditions hold, and in which order."""

from __future__ import annotations

from typing import Any

import pytest
from fakenetworksupport import Client, Error, request, status

from netaccess.testing.network import Response

URL = "http://files.test/a"
BODY = b"0123456789"
BEFORE = "Tue, 31 Dec 2024 23:59:59 GMT"
DATE = "Wed, 01 Jan 2025 00:00:00 GMT"
AFTER = "Thu, 02 Jan 2025 00:00:00 GMT"
NO_DATE = "the day before yesterday"
ZONED = "Wed, 01 Jan 2025 09:00:00 +0100"
HELD = {"ETag": '"v1"', "Last-Modified": DATE}


def asked(client: Client, headers: dict[str, str], served: dict[str, str] | None = None, method: str = "GET") -> Any:
    """Return the finished reply to a request with these headers for a file that is served with those."""
    client.network.routes.clear()
    client.network.any(URL).respond(Response(body=BODY, ranges=True, headers=HELD if served is None else served))
    return client.finish(client.manager.sendCustomRequest(request(URL, headers), method.encode()))


def sent_headers(reply: Any) -> dict[str, str]:
    """Return what headers came."""
    return {bytes(name).decode().lower(): bytes(value).decode() for name, value in reply.rawHeaderPairs()}


# If-None-Match: weak comparison.


@pytest.mark.parametrize("tag", ['"v1"', 'W/"v1"', '"v0", "v1"', '"v0",W/"v1",', "*", ' "v1" '])
def test_a_file_that_the_client_has_is_a_304_without_a_body(client: Client, tag: str) -> None:
    reply = asked(client, {"If-None-Match": tag})
    assert (status(reply), bytes(reply.readAll()), reply.error()) == (304, b"", Error.NoError)


@pytest.mark.parametrize("tag", ['"v2"', 'W/"v2"', '"V1"', "v1", 'w/"v1"x', "", '"v1'])
def test_a_file_that_the_client_has_not_is_sent(client: Client, tag: str) -> None:
    reply = asked(client, {"If-None-Match": tag})
    assert (status(reply), bytes(reply.readAll())) == (200, BODY)


def test_a_weak_tag_of_the_servers_is_the_same_for_a_client_that_wants_to_keep_its_copy(client: Client) -> None:
    assert status(asked(client, {"If-None-Match": '"v1"'}, {"ETag": 'W/"v1"'})) == 304


def test_a_tag_with_a_comma_in_it_is_one_tag(client: Client) -> None:
    assert status(asked(client, {"If-None-Match": '"a,b"'}, {"ETag": '"a,b"'})) == 304
    assert status(asked(client, {"If-None-Match": '"x", "a,b"'}, {"ETag": '"a,b"'})) == 304


def test_the_tag_that_the_fake_server_has_made_of_the_body_is_known_to_it_again(client: Client) -> None:
    tag = sent_headers(asked(client, {}, {}))["etag"]
    assert status(asked(client, {"If-None-Match": tag}, {})) == 304


def test_a_request_that_is_to_make_a_new_file_is_refused_where_there_is_one(client: Client) -> None:
    assert status(asked(client, {"If-None-Match": "*"}, method="PUT")) == 412
    assert status(asked(client, {"If-None-Match": '"v0"'}, method="PUT")) == 200


def test_a_head_gets_a_304_too(client: Client) -> None:
    assert status(asked(client, {"If-None-Match": '"v1"'}, method="HEAD")) == 304


# If-Modified-Since.


@pytest.mark.parametrize(
    ("since", "expected"), [(DATE, 304), (AFTER, 304), (BEFORE, 200), (NO_DATE, 200), (ZONED, 200)]
)
def test_a_file_is_sent_when_it_has_changed_since_a_date(client: Client, since: str, expected: int) -> None:
    assert status(asked(client, {"If-Modified-Since": since})) == expected


@pytest.mark.parametrize("since", ["Wednesday, 01-Jan-25 00:00:00 GMT", "Wed Jan  1 00:00:00 2025"])
def test_a_date_may_be_written_in_the_old_ways(client: Client, since: str) -> None:
    assert status(asked(client, {"If-Modified-Since": since})) == 304


def test_a_file_without_a_date_is_always_new(client: Client) -> None:
    assert status(asked(client, {"If-Modified-Since": AFTER}, {"ETag": '"v1"'})) == 200


def test_a_request_that_changes_something_does_not_depend_on_if_modified_since(client: Client) -> None:
    assert status(asked(client, {"If-Modified-Since": AFTER}, method="PUT")) == 200


def test_the_tag_decides_where_a_date_is_given_too(client: Client) -> None:
    assert status(asked(client, {"If-None-Match": '"v0"', "If-Modified-Since": AFTER})) == 200
    assert status(asked(client, {"If-None-Match": '"v1"', "If-Modified-Since": BEFORE})) == 304


# If-Match and If-Unmodified-Since: strong comparison.


@pytest.mark.parametrize("tag", ['"v1"', '"v0", "v1"', "*"])
def test_a_request_for_that_very_version_is_answered(client: Client, tag: str) -> None:
    reply = asked(client, {"If-Match": tag})
    assert (status(reply), bytes(reply.readAll())) == (200, BODY)


@pytest.mark.parametrize("tag", ['"v0"', 'W/"v1"', "v1", ""])
def test_a_request_for_another_version_is_a_412(client: Client, tag: str) -> None:
    reply = asked(client, {"If-Match": tag})
    assert (status(reply), bytes(reply.readAll()), reply.error()) == (412, b"", Error.UnknownContentError)


def test_a_weak_tag_of_the_servers_names_no_very_version(client: Client) -> None:
    assert status(asked(client, {"If-Match": 'W/"v1"'}, {"ETag": 'W/"v1"'})) == 412


@pytest.mark.parametrize(
    ("since", "expected"), [(DATE, 200), (AFTER, 200), (BEFORE, 412), (NO_DATE, 200), (ZONED, 200)]
)
def test_a_request_for_an_unchanged_file_is_a_412_when_it_has_changed(
    client: Client, since: str, expected: int
) -> None:
    assert status(asked(client, {"If-Unmodified-Since": since}, method="PUT")) == expected


def test_a_file_without_a_date_does_not_depend_on_if_unmodified_since(client: Client) -> None:
    assert status(asked(client, {"If-Unmodified-Since": BEFORE}, {"ETag": '"v1"'})) == 200


def test_if_match_decides_where_a_date_is_given_too(client: Client) -> None:
    assert status(asked(client, {"If-Match": '"v1"', "If-Unmodified-Since": BEFORE})) == 200
    assert status(asked(client, {"If-Match": '"v0"', "If-Unmodified-Since": AFTER})) == 412


# The order.


def test_what_must_hold_is_looked_at_before_what_the_client_has(client: Client) -> None:
    assert status(asked(client, {"If-Match": '"v0"', "If-None-Match": '"v1"'})) == 412
    assert status(asked(client, {"If-Match": '"v1"', "If-None-Match": '"v1"'})) == 304


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"If-None-Match": '"v1"'}, 304),
        ({"If-None-Match": '"v0"'}, 206),
        ({"If-Match": '"v1"'}, 206),
        ({"If-Match": '"v0"'}, 412),
        ({"If-Unmodified-Since": BEFORE}, 412),
        ({"If-Match": '"v1"', "If-Range": '"v0"'}, 200),
        ({"If-None-Match": '"v1"', "If-Range": '"v1"'}, 304),
    ],
)
def test_conditions_are_looked_at_before_ranges(client: Client, condition: dict[str, str], expected: int) -> None:
    assert status(asked(client, {"Range": "bytes=2-4", **condition})) == expected


def test_options_has_no_conditions(client: Client) -> None:
    assert status(asked(client, {"If-Match": '"v0"'}, method="OPTIONS")) == 200


def test_without_ranges_the_route_answers_what_it_was_told(client: Client) -> None:
    client.network.get(URL).respond(Response(body=BODY, headers=HELD))
    assert status(client.get(URL, {"If-None-Match": '"v1"', "If-Match": '"v0"'})) == 200


# What the answers hold.


def test_a_304_says_what_a_cache_has_to_know_and_nothing_of_the_body(client: Client) -> None:
    served = {
        **HELD,
        "Content-Type": "text/plain",
        "Content-Language": "en",
        "Cache-Control": "max-age=60",
        "Vary": "Accept",
        "Content-Location": "/a.en",
    }
    assert sent_headers(asked(client, {"If-None-Match": '"v1"'}, served)) == {
        "etag": '"v1"',
        "cache-control": "max-age=60",
        "vary": "Accept",
        "content-location": "/a.en",
        "accept-ranges": "bytes",
    }


def test_a_304_without_a_tag_says_when_the_file_was_changed(client: Client) -> None:
    headers = sent_headers(asked(client, {"If-Modified-Since": DATE}, {"Last-Modified": DATE}))
    assert headers == {"last-modified": DATE, "accept-ranges": "bytes"}


def test_the_connection_is_used_again_behind_a_304_and_a_412(client: Client) -> None:
    served = Response(chunks=[b"01", b"23"], trailers={"X-Sum": "1"}, headers=HELD, ranges=True, reset_after=3)
    client.network.get(URL).respond(served, times=2).then(b"done")
    assert status(client.get(URL, {"If-None-Match": '"v1"'})) == 304
    assert status(client.get(URL, {"If-Match": '"v0"'})) == 412
    assert client.text(URL) == "done"
    assert client.network.transcript().count("connecting to") == 1


def test_the_transcript_shows_the_condition_and_its_answer(client: Client) -> None:
    asked(client, {"If-None-Match": '"v1"'})
    transcript = client.network.transcript()
    assert 'If-None-Match: "v1"' in transcript
    assert "< 304 Not Modified" in transcript
