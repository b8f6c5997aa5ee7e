"""Kept connections that turn out stale, or not to be trusted."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable

import pytest
from brokenanswers import CLOSED, EVIL, sized
from hostile import Hostile, Talk
from suffering import Suffer, Witness, request_for, run_until, send

from netaccess.QtNetwork import QNetworkAccessManager


class Kept:
    """A manager with one idle connection, on which the server does something."""

    def __init__(self, server: Hostile, manager: QNetworkAccessManager) -> None:
        self.server = server
        self.manager = manager
        self._go, self._done = threading.Event(), threading.Event()

    def fetch(self, path: str, method: str = "GET") -> tuple[str, bytes]:
        """Return the error and the body of a request."""
        witness = Witness(send(self.manager, request_for(self.server.url(path)), method))
        run_until(lambda: witness.finished)
        witness.check()
        return witness.reply.error().name, bytes(witness.reply.readAll())

    def when_idle(self, action: Callable[[Talk], None]) -> None:
        """Make the connection, let it come to rest, and have *action* done on it."""

        def script(talk: Talk) -> None:
            talk.answer(b"first")
            self._go.wait(20)
            try:
                action(talk)
            finally:
                self._done.set()

        self.server.on("/first", script)
        assert self.fetch("/first") == ("NoError", b"first")
        endpoint = next(iter(self.manager._qt_queues))
        run_until(lambda: self.manager._qt_transport.idle(endpoint) == 1, "the connection is idle")
        self._go.set()
        run_until(self._done.is_set, "the server has acted")


@pytest.fixture(params=["server", "tls_server"])
def kept(request: pytest.FixtureRequest, manager: QNetworkAccessManager) -> Kept:
    """See `Kept`; without TLS and with it."""
    return Kept(request.getfixturevalue(request.param), manager)


def end(talk: Talk) -> None:
    """Close in an orderly way, at once."""
    socket.socket.shutdown(talk.sock, socket.SHUT_WR)
    talk.close()


def reset(talk: Talk) -> None:
    """Close with a RST."""
    try:
        talk.reset()
    except OSError:
        talk.closing = True


ACTIONS = {
    "closed": end,
    "reset": reset,
    "fed with junk": lambda talk: talk.send(b"junk"),
    "fed with an answer": lambda talk: talk.send(EVIL),
    "fed with 408 and closed": lambda talk: (talk.send(b"HTTP/1.1 408 Slow\r\nContent-Length: 0\r\n\r\n"), end(talk)),
    "fed with junk past TLS": lambda talk: socket.socket.sendall(talk.sock, b"junk" * 10),
    "fed with a megabyte": lambda talk: talk.send(b"x" * 1_000_000),
}


@pytest.mark.parametrize("method", ["GET", "POST", "PUT"])
@pytest.mark.parametrize("what", ACTIONS)
def test_an_idle_connection_that_was(kept: Kept, what: str, method: str) -> None:
    """It is left, and the request is sent once, on a new one."""
    kept.when_idle(ACTIONS[what])
    assert kept.fetch("/good/next", method) == ("NoError", b"/good/next")
    asked = kept.server.requests_for("/good/next")
    assert len(asked) == 1
    assert asked[0].connection != kept.server.requests_for("/first")[0].connection


@pytest.mark.parametrize(("method", "tries"), [("GET", 2), ("PUT", 2), ("POST", 1)])
@pytest.mark.parametrize("how", [end, reset])
def test_a_kept_connection_that_is_closed_by_the_next_request(
    kept: Kept, method: str, tries: int, how: Callable[..., None]
) -> None:
    """What may be repeated is repeated on a new connection; a POST is not, for the server may have heard it."""
    kept.server.on("/first", sized(5, b"first"))
    assert kept.fetch("/first") == ("NoError", b"first")
    first = kept.server.requests_for("/first")[0].connection

    def script(talk: Talk) -> None:
        how(talk) if talk.connection == first else talk.answer(b"second")

    kept.server.on("/second", script)
    wanted = (CLOSED, b"") if method == "POST" else ("NoError", b"second")
    assert kept.fetch("/second", method) == wanted
    assert len(kept.server.requests_for("/second")) == tries


@pytest.mark.parametrize("method", ["GET", "PUT", "POST"])
def test_a_kept_connection_that_ends_within_the_next_answer(kept: Kept, method: str) -> None:
    """An answer has begun: nothing is repeated but what was not answered at all."""
    kept.server.on("/first", sized(5, b"first"))
    assert kept.fetch("/first") == ("NoError", b"first")

    def script(talk: Talk) -> None:
        talk.send(sized(10, b"abc"))
        talk.close()

    kept.server.on("/second", script)
    assert kept.fetch("/second", method) == (CLOSED, b"abc")
    assert len(kept.server.requests_for("/second")) == 1


def test_a_server_that_says_close_and_does_not(suffer: Suffer) -> None:
    """The client does it."""
    suffer(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 3\r\n\r\nabc", body=b"abc")


def test_an_old_server_that_does_not_close(suffer: Suffer) -> None:
    """HTTP/1.0 keeps a connection only where it says so."""
    suffer(b"HTTP/1.0 200 OK\r\nContent-Length: 3\r\n\r\nabc", body=b"abc")


def test_an_answer_before_the_request(server: Hostile, manager: QNetworkAccessManager) -> None:
    """A server may turn everybody away; its word is read."""

    def script(talk: Talk) -> None:
        talk.send(b"HTTP/1.1 503 Full\r\nConnection: close\r\nContent-Length: 4\r\n\r\nfull")
        talk.read_request()
        talk.close()

    server.greet(script)
    assert Kept(server, manager).fetch("/good/1") == ("ServiceUnavailableError", b"full")


def test_an_answer_before_the_request_and_one_to_it(server: Hostile, manager: QNetworkAccessManager) -> None:
    """The second one is not taken for the answer to the next request."""
    done = threading.Event()

    def script(talk: Talk) -> None:
        talk.send(sized(4, b"soon"))
        talk.read_request()
        talk.answer(b"late")
        done.set()

    server.greet(script)
    assert Kept(server, manager).fetch("/good/1") == ("NoError", b"soon")
    run_until(done.is_set, "the server has answered")
    assert Kept(server, manager).fetch("/good/2") == ("NoError", b"/good/2")


def test_garbage_before_the_request(server: Hostile, manager: QNetworkAccessManager) -> None:
    """It is no answer, and a new connection is better."""
    server.greet(lambda talk: talk.send(b"220 mail.example ESMTP\r\n"))
    assert Kept(server, manager).fetch("/good/1") == ("NoError", b"/good/1")
