"""Faults below HTTP: handshakes that fail, records that are none, connections that end without a word."""

from __future__ import annotations

import socket

import pytest
from brokenanswers import CHUNKED, CLOSED, EVERY, Fault, sized
from hostile import Hostile, Talk
from suffering import Bystanders, Suffer, Witness, closing, make_suffer, request_for, resetting, run_until

from netaccess.QtNetwork import QNetworkAccessManager, QNetworkRequest

UNTIL_CLOSE = b"HTTP/1.1 200 OK\r\n\r\nabc"
HANDSHAKE = "SslHandshakeFailedError"


@pytest.fixture
def server(tls_server: Hostile) -> Hostile:
    """The server of this file."""
    return tls_server


@pytest.fixture
def suffer(server: Hostile, application: object, slot_errors: object) -> Suffer:
    """See `conftest`."""
    return make_suffer(server)


SOME = [fault for fault in EVERY if len(fault.wire) < 20_000][::3]


@pytest.mark.parametrize("fault", SOME, ids=[f"{fault.name}: {fault.rule}" for fault in SOME])
def test_a_broken_answer_over_tls(suffer: Suffer, fault: Fault) -> None:
    """As without TLS."""
    wire = closing(fault.wire) if fault.closes else fault.wire
    suffer(wire, fault.error, fault.body, method=fault.method, trusted=fault.trusted, sent=fault.sent)


def bare(talk: Talk, data: bytes) -> None:
    """Send bytes past TLS."""
    socket.socket.sendall(talk.sock, data)


@pytest.mark.parametrize(
    ("begun", "body"),
    [(b"", b""), (b"HTTP/1.1 200 OK\r\n", b""), (sized(10), b"abc"), (CHUNKED + b"3\r\nabc\r\n", b"abc")],
)
def test_bytes_that_are_no_tls(suffer: Suffer, begun: bytes, body: bytes) -> None:
    """One error, what came before is readable."""

    def script(talk: Talk) -> None:
        if begun:
            talk.send(begun)
        bare(talk, b"this is no record of TLS, and long enough to be seen as none")
        talk.ignore()

    assert suffer(script, "UnknownNetworkError", body).text.startswith("Error while reading: ")


@pytest.mark.parametrize("wire", [sized(3), CHUNKED + b"3\r\nabc\r\n0\r\n\r\n"])
def test_a_goodbye_behind_the_answer(suffer: Suffer, wire: bytes) -> None:
    """The answer is whole; the next request finds out before it is sent, even while the socket stays open."""

    def script(talk: Talk) -> None:
        plain = talk.sock
        talk.send(wire)
        try:
            plain.settimeout(0)
            plain.unwrap()
        except OSError:
            pass  # the goodbye is out; the client's is not waited for
        talk.ignore()

    suffer(script, body=b"abc")


@pytest.mark.parametrize("how", [closing, resetting])
@pytest.mark.parametrize(("wire", "body"), [(b"", b""), (sized(10), b"abc"), (CHUNKED + b"3\r\nabc\r\n", b"abc")])
def test_a_connection_that_ends_without_a_word(suffer: Suffer, how: object, wire: bytes, body: bytes) -> None:
    """A closed connection, what came is readable."""
    suffer(how(wire), CLOSED, body, sent=None)  # type: ignore[operator]


def test_a_body_without_length_and_without_goodbye(suffer: Suffer) -> None:
    """Half the servers of the world end like that: it is the end."""
    suffer(closing(b"HTTP/1.1 200 OK\r\n\r\nabc"), body=b"abc")


def test_a_body_with_goodbye(suffer: Suffer) -> None:
    """The proper end."""

    def script(talk: Talk) -> None:
        talk.send(b"HTTP/1.1 200 OK\r\n\r\nabc")
        talk.goodbye()

    suffer(script, body=b"abc")


class Handshake:
    """A connection whose first bytes are the server's own."""

    def __init__(self, server: Hostile, manager: QNetworkAccessManager) -> None:
        self.server = server
        self.manager = manager

    def met_by(self, *greetings: object) -> str:
        """Return the error of a GET whose connections begin so; the next one is well."""
        others = Bystanders(self.manager, self.server)
        held = others.ask("/held/1")
        run_until(lambda: bool(self.server.requests_for("/held/1")), "the server has been asked")
        for greeting in greetings:
            self.server.greet(greeting)  # type: ignore[arg-type]
        request = request_for(self.server.url("/good/2"))
        request.setAttribute(QNetworkRequest.Attribute.ConnectTimeoutAttribute, 200)
        witness = Witness(self.manager.get(request))
        run_until(lambda: witness.finished)
        witness.check()
        assert not held.finished
        self.server.release()
        others.ask("/good/3")
        others.check()
        assert self.server.requests_for("/good/2") == []
        return witness.reply.error().name


@pytest.fixture
def handshake(server: Hostile, manager: QNetworkAccessManager) -> Handshake:
    """See `Handshake`."""
    return Handshake(server, manager)


def test_http_in_place_of_a_handshake(handshake: Handshake) -> None:
    """The handshake has failed."""

    def script(talk: Talk) -> None:
        talk.send(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
        talk.ignore()

    assert handshake.met_by(script) == HANDSHAKE


def test_an_alert_in_place_of_a_handshake(handshake: Handshake) -> None:
    """The handshake has failed."""

    def script(talk: Talk) -> None:
        talk.send(b"\x15\x03\x03\x00\x02\x02\x28")
        talk.ignore()

    assert handshake.met_by(script) == HANDSHAKE


def test_a_close_in_place_of_a_handshake(handshake: Handshake) -> None:
    """The server has closed the connection."""
    assert handshake.met_by(lambda talk: talk.close()) == CLOSED


# Where the reset is there before TLS begins, some Pythons' ssl drops the socket that it has taken over.
@pytest.mark.filterwarnings("ignore:unclosed <ssl.SSLSocket:ResourceWarning")
def test_a_reset_in_place_of_a_handshake(handshake: Handshake) -> None:
    """The server has closed the connection."""
    assert handshake.met_by(Talk.reset) == CLOSED


def test_silence_in_place_of_a_handshake(handshake: Handshake) -> None:
    """The time for making the connection runs out."""
    assert handshake.met_by(Talk.hold) == "TimeoutError"


def test_half_a_handshake(handshake: Handshake) -> None:
    """The time for making the connection runs out."""

    def script(talk: Talk) -> None:
        talk.send(b"\x16\x03\x03\x00\x7a\x02\x00")
        talk.hold()

    assert handshake.met_by(script) == "TimeoutError"
