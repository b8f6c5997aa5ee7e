"""Redirects that lead nowhere, for ever, or astray."""

from __future__ import annotations

import pytest
from brokenanswers import CLOSED
from hostile import Hostile, Talk
from suffering import Suffer

from netaccess._transport import hopper

UNKNOWN = "ProtocolUnknownError"
MANY = "TooManyRedirectsError"


def moved(location: bytes, body: bytes = b"", status: bytes = b"302 Found") -> bytes:
    """Return a redirect."""
    return b"HTTP/1.1 %b\r\nLocation: %b\r\nContent-Length: %d\r\n\r\n%b" % (status, location, len(body), body)


@pytest.mark.parametrize("status", [b"301 M", b"302 F", b"303 S", b"307 T", b"308 P"])
def test_a_redirect_to_itself(suffer: Suffer, server: Hostile, status: bytes) -> None:
    """Fifty are followed, not one more."""
    suffer(moved(b"/fault", status=status), MANY, trusted=True, sent=51, post=False, crowd=False)


def test_a_redirect_to_and_fro(suffer: Suffer, server: Hostile) -> None:
    """Fifty are followed, whoever sends them."""
    server.on("/other", moved(b"/fault"))
    suffer(moved(b"/other"), MANY, trusted=True, sent=26, post=False, crowd=False)
    assert len(server.requests_for("/other")) == 25


def test_a_redirect_that_grows(suffer: Suffer, server: Hostile) -> None:
    """Fifty are followed, however long their targets get."""

    def script(talk: Talk) -> None:
        talk.send(moved(b"/grow/" + talk.path.encode().removeprefix(b"/grow/") + b"x" * 1000))

    server.on("/grow/", script)
    suffer(script, MANY, trusted=True, post=False, crowd=False)


def test_a_post_is_redirected_and_sent_once(suffer: Suffer, server: Hostile) -> None:
    """A 302 makes a GET of it, and where that fails nobody goes back."""

    def script(talk: Talk) -> None:
        talk.close()

    server.on("/gone", script)
    suffer(moved(b"/gone"), CLOSED, method="POST", trusted=True)
    assert [each.method for each in server.requests_for("/gone")] == ["GET", "GET", "GET"][
        : len(server.requests_for("/gone"))
    ]


@pytest.mark.parametrize(
    ("location", "error"),
    [
        (b"", UNKNOWN),
        (b"file:///etc/passwd", UNKNOWN),
        (b"data:,x", UNKNOWN),
        (b"javascript:alert(1)", UNKNOWN),
        (b"ftp://127.0.0.1/", UNKNOWN),
        (b"http://[::bad/", UNKNOWN),
        (b"http://", "HostNotFoundError"),
        (b"http://127.0.0.1:1/", "ConnectionRefusedError"),
    ],
    ids=["nowhere", "a file", "data", "a script", "ftp", "no address", "no host", "a closed port"],
)
def test_a_redirect_astray(suffer: Suffer, location: bytes, error: str) -> None:
    """One error; nothing is opened that is no page."""
    suffer(moved(location), error, trusted=True)


def test_a_redirect_with_a_target_of_200_kb(suffer: Suffer) -> None:
    """It is tried as it is; what the server says to that counts."""
    suffer(moved(b"/good/" + b"x" * 200_000), body=b"/good/" + b"x" * 200_000, trusted=True, crowd=False, post=False)


def test_a_redirect_with_an_endless_body(suffer: Suffer, server: Hostile) -> None:
    """It is followed; the body is read for a while for the sake of the connection, and then no more."""

    def script(talk: Talk) -> None:
        talk.send(b"HTTP/1.1 302 Found\r\nLocation: /good/end\r\n\r\n")
        talk.pour(b"x" * 32768)

    suffer(script, body=b"/good/end")
    assert server.poured < 24 * 1024 * 1024


def test_a_redirect_whose_body_never_comes(suffer: Suffer, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is followed when the patience with bodies that nobody wants is over."""
    monkeypatch.setattr(hopper, "_DISCARD_PATIENCE", 50)

    def script(talk: Talk) -> None:
        talk.send(b"HTTP/1.1 302 Found\r\nLocation: /good/end\r\nContent-Length: 10\r\n\r\nabc")
        talk.hold()

    suffer(script, body=b"/good/end", crowd=False, post=False)


@pytest.mark.parametrize(
    "rest", [b"", b"xyz\r\n", b"3\r\nabcd", b"0\r\nX: y"], ids=["none", "bad size", "bad end", "cut"]
)
def test_a_redirect_with_a_broken_body(suffer: Suffer, rest: bytes) -> None:
    """The body is broken, the target is not; the connection is not used again."""

    def script(talk: Talk) -> None:
        talk.send(b"HTTP/1.1 302 Found\r\nLocation: /good/end\r\nTransfer-Encoding: chunked\r\n\r\n" + rest)
        talk.close()

    suffer(script, body=b"/good/end")


def test_a_redirect_with_bytes_behind_it(suffer: Suffer) -> None:
    """They are not taken for the target's answer."""
    suffer(moved(b"/good/end") + b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil", body=b"/good/end")
