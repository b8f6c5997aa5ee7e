"""Parts of files, as a server of static files gives them (RFC 9110 14)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from fakenetworksupport import Client, Error, request, status

from netaccess.testing.network import Response, reset

URL = "http://files.test/a"
BODY = b"0123456789"
DATE = "Wed, 01 Jan 2025 00:00:00 GMT"
LATER = "Thu, 02 Jan 2025 00:00:00 GMT"


def part(client: Client, asked: str | None, served: Response | None = None, **headers: str) -> tuple[Any, bytes, Any]:
    """Return status, body and Content-Range of the answer to a GET with these headers."""
    client.network.routes.clear()
    client.network.get(URL).respond(Response(body=BODY, ranges=True) if served is None else served)
    fields = {name.replace("_", "-"): value for name, value in headers.items()}
    if asked is not None:
        fields["Range"] = asked
    reply = client.get(URL, fields)
    return status(reply), bytes(reply.readAll()), header(reply, "Content-Range")


def header(reply: Any, name: str) -> str | None:
    return bytes(reply.rawHeader(name)).decode() if reply.hasRawHeader(name) else None


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=2-4", 2, 4),
        ("bytes=7-", 7, 9),
        ("bytes=0-", 0, 9),
        ("bytes=0-0", 0, 0),
        ("bytes=9-9", 9, 9),
        ("bytes=5-999999999999999999999", 5, 9),
        ("bytes=-3", 7, 9),
        ("bytes=-999", 0, 9),
        ("BYTES=2-4", 2, 4),
        ("bytes= 2-4 ,", 2, 4),
    ],
)
def test_a_range_is_answered_with_that_part(client: Client, asked: str, first: int, last: int) -> None:
    assert part(client, asked) == (206, BODY[first : last + 1], f"bytes {first}-{last}/10")


@pytest.mark.parametrize("asked", ["bytes=10-", "bytes=99-100", "bytes=-0", "bytes=10-,20-30"])
def test_a_range_that_is_not_there_is_a_416_with_the_length(client: Client, asked: str) -> None:
    assert part(client, asked) == (416, b"", "bytes */10")
    assert client.get(URL, {"Range": asked}).error() == Error.UnknownContentError


@pytest.mark.parametrize(
    "asked",
    [
        None,
        "lines=1-2",
        "bytes",
        "bytes=",
        "bytes=a-b",
        "bytes=4-2",
        "bytes=-",
        "bytes=1-2-3",
        "bytes=+1-2",
        "bytes=²-",
    ],
)
def test_what_is_no_range_of_bytes_is_answered_with_all(client: Client, asked: str | None) -> None:
    assert part(client, asked) == (200, BODY, None)


@pytest.mark.parametrize("asked", ["bytes=0-1,4-5", "bytes=-1,0-0", "bytes=0-1,99-"])
def test_several_ranges_are_answered_with_all(client: Client, asked: str) -> None:
    assert part(client, asked) == (200, BODY, None)


def test_only_get_has_ranges(client: Client) -> None:
    client.network.any(URL).respond(Response(body=BODY, ranges=True))
    reply = client.finish(client.manager.head(request(URL, {"Range": "bytes=2-4"})))
    assert (status(reply), header(reply, "Content-Length"), header(reply, "Accept-Ranges")) == (200, "10", "bytes")
    assert status(client.post(URL, b"x", {"Range": "bytes=2-4"})) == 200


@pytest.mark.parametrize("asked", [None, "bytes=1-2", "bytes=99-"])
def test_the_server_says_that_it_knows_ranges(client: Client, asked: str | None) -> None:
    client.network.get(URL).respond(Response(body=BODY, ranges=True))
    assert header(client.get(URL, {} if asked is None else {"Range": asked}), "Accept-Ranges") == "bytes"


def test_without_ranges_all_is_sent(client: Client) -> None:
    assert part(client, "bytes=2-4", Response(body=BODY)) == (200, BODY, None)


def test_an_empty_file_has_no_parts(client: Client) -> None:
    assert part(client, "bytes=0-", Response(ranges=True)) == (416, b"", "bytes */0")
    assert part(client, "bytes=-5", Response(ranges=True)) == (200, b"", None)


# The version.


def test_a_file_has_a_version_made_of_its_bytes(client: Client) -> None:
    client.network.get(URL).respond_each([Response(body=body, ranges=True) for body in ("a", "a", "b")])
    versions = [header(client.get(URL), "ETag") for _ in range(3)]
    assert versions[0] == versions[1] != versions[2]
    assert str(versions[0]).startswith('"')


def test_a_file_with_a_date_or_a_version_of_its_own_has_just_that(client: Client) -> None:
    client.network.get(URL).respond(Response(ranges=True, headers={"ETag": '"1"'})).then(
        Response(ranges=True, headers={"last-modified": DATE})
    )
    assert header(client.get(URL), "ETag") == '"1"'
    assert header(client.get(URL), "ETag") is None


@pytest.mark.parametrize(
    ("own", "asked", "expected"),
    [
        ({"ETag": '"1"'}, '"1"', 206),
        ({"ETag": '"1"'}, '"2"', 200),
        ({"ETag": 'W/"1"'}, 'W/"1"', 200),  # a weak one tells nothing about bytes
        ({"ETag": '"1"'}, 'W/"1"', 200),
        ({"ETag": '"1"'}, DATE, 200),
        ({"Last-Modified": DATE}, DATE, 206),
        ({"Last-Modified": LATER}, DATE, 200),
        ({"Last-Modified": DATE}, LATER, 200),  # it has to be the very same
        ({"Last-Modified": DATE}, "Wednesday, 01-Jan-25 00:00:00 GMT", 206),
        ({"Last-Modified": DATE}, "rubbish", 200),
        ({"Last-Modified": "rubbish"}, "rubbish", 200),
        ({}, '"unknown"', 200),
    ],
)
def test_a_part_is_given_only_of_the_same_version(
    client: Client, own: dict[str, str], asked: str, expected: int
) -> None:
    served = Response(body=BODY, ranges=True, headers=own)
    assert part(client, "bytes=2-4", served, If_Range=asked)[0] == expected


def test_a_version_is_asked_before_the_range(client: Client) -> None:
    served = Response(body=BODY, ranges=True, headers={"ETag": '"1"'})
    assert part(client, "bytes=99-", served, If_Range='"2"') == (200, BODY, None)


# What goes with a part.


def test_a_part_keeps_the_headers_and_has_its_own_length(client: Client) -> None:
    headers = {"ETag": '"1"', "Content-Length": "10", "Cache-Control": "no-cache", "Content-Type": "text/plain"}
    client.network.get(URL).respond(Response(body=BODY, ranges=True, headers=headers))
    reply = client.get(URL, {"Range": "bytes=2-4"})
    names = ("ETag", "Content-Length", "Cache-Control", "Content-Type")
    assert [header(reply, name) for name in names] == ['"1"', "3", "no-cache", "text/plain"]


def test_a_range_that_is_not_there_says_nothing_of_the_file_but_its_length(client: Client) -> None:
    headers = {"ETag": '"1"', "Content-Type": "text/plain", "X-A": "b"}
    client.network.get(URL).respond(Response(body=BODY, ranges=True, headers=headers))
    reply = client.get(URL, {"Range": "bytes=99-"})
    assert [header(reply, name) for name in ("ETag", "Content-Type", "X-A")] == [None, None, "b"]


def test_a_file_on_disk_is_served_in_parts(client: Client, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(BODY)
    client.network.get(URL).respond(path, ranges=True)
    reply = client.get(URL, {"Range": "bytes=-4"})
    assert (bytes(reply.readAll()), header(reply, "Content-Type")) == (b"6789", "text/plain")


def test_pieces_that_come_one_by_one_are_cut_too(client: Client) -> None:
    served = Response(chunks=["012", (2, "345"), (3, "678"), (4, "9")], ranges=True, delay=1)
    assert part(client, "bytes=2-6", served) == (206, b"23456", "bytes 2-6/10")
    assert client.loop.now == 6.0


def test_a_part_breaks_off_like_the_whole(client: Client) -> None:
    route = client.network.get(URL).respond(reset(after=4, response=Response(body=BODY, ranges=True)))
    got = b""
    while len(got) < len(BODY):
        got += bytes(client.get(URL, {"Range": f"bytes={len(got)}-"}).readAll())
    assert (got, route.count) == (BODY, 3)


def test_a_function_may_return_a_file_in_parts(client: Client) -> None:
    client.network.get(URL).respond(lambda request: Response(body=BODY, ranges=True))
    assert bytes(client.get(URL, {"Range": "bytes=2-4"}).readAll()) == b"234"


def test_the_route_is_told_of_the_status(client: Client) -> None:
    assert part(client, "bytes=2-4")[0] == 206
    assert client.network.requests[0].status == 206


@pytest.mark.parametrize("status", [206, 404])
def test_only_a_200_has_ranges(status: int) -> None:
    with pytest.raises(ValueError, match=f"ranges are of a 200, not of a {status}"):
        Response(status, ranges=True)
