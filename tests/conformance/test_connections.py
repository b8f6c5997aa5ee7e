"""How many connections there are to a host, connections made in advance, and the settings for both."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from binding import IS_ORACLE, QtNetwork, number
from loops import run_until, spin
from recorder import Recorder
from shortcuts import get, request
from tlsserver import TlsServer, unverified

pytestmark = pytest.mark.only("netaccess", "PySide6")

Request = QtNetwork.QNetworkRequest


def configured(url: str, amount: int) -> Any:
    asked = request(url)
    configuration = QtNetwork.QHttp1Configuration()
    configuration.setNumberOfConnectionsPerHost(amount)
    asked.setHttp1Configuration(configuration)
    return asked


def most_at_once(manager: Any, server: Any, number: int, count: int) -> int:
    """Send *count* requests of *number* connections each, and return how many were with the server at one time."""
    lock, state = threading.Lock(), {"now": 0, "most": 0}
    gate = server.gate()

    def script(talk: Any) -> None:
        with lock:
            state["now"] += 1
            state["most"] = max(state["most"], state["now"])
            if state["now"] == number:
                gate.open()
        gate.wait()
        with lock:
            state["now"] -= 1
        talk.answer(200, body=b"x")

    url = server.script("/x", script)
    replies = [manager.get(configured(url, number)) for _ in range(count)]
    run_until(lambda: all(reply.isFinished() for reply in replies))
    return state["most"]


@pytest.mark.parametrize("number", [1, 2, 3, 10])
def test_no_more_connections_than_the_requests_allow(manager: Any, server: Any, number: int) -> None:
    assert most_at_once(manager, server, number, number * 2) == number


def test_six_connections_are_the_default() -> None:
    assert QtNetwork.QHttp1Configuration().numberOfConnectionsPerHost() == 6
    assert Request().http1Configuration().numberOfConnectionsPerHost() == 6


def test_zero_connections_leave_the_number_as_it_is() -> None:
    configuration = QtNetwork.QHttp1Configuration()
    configuration.setNumberOfConnectionsPerHost(3)
    configuration.setNumberOfConnectionsPerHost(0)
    assert configuration.numberOfConnectionsPerHost() == 3


def test_configurations_are_equal_when_their_numbers_are() -> None:
    one, other = QtNetwork.QHttp1Configuration(), QtNetwork.QHttp1Configuration()
    assert one == other
    other.setNumberOfConnectionsPerHost(2)
    assert one != other
    one.swap(other)
    assert one.numberOfConnectionsPerHost() == 2


def test_a_request_keeps_a_copy_of_its_configuration() -> None:
    configuration = QtNetwork.QHttp1Configuration()
    configuration.setNumberOfConnectionsPerHost(3)
    asked = Request()
    asked.setHttp1Configuration(configuration)
    configuration.setNumberOfConnectionsPerHost(4)
    assert asked.http1Configuration().numberOfConnectionsPerHost() == 3


def test_requests_with_different_configurations_differ() -> None:
    assert configured("http://host/", 2) != request("http://host/")
    assert configured("http://host/", 6) == request("http://host/")


@pytest.mark.parametrize(
    "name", ["TcpKeepAliveIdleTimeBeforeProbes", "TcpKeepAliveIntervalBetweenProbes", "TcpKeepAliveProbeCount"]
)
def test_a_keep_alive_setting_is_zero_until_it_is_set(name: str) -> None:
    asked = Request()
    getter = name[0].lower() + name[1:]
    assert getattr(asked, getter)() == 0
    getattr(asked, "set" + name)(7)
    assert getattr(asked, getter)() == 7
    assert asked != Request()


def test_a_request_finds_the_connection_that_was_made_in_advance(manager: Any, server: Any) -> None:
    url = server.on("/x", body=b"x")
    manager.connectToHost("127.0.0.1", server.port)
    run_until(lambda: server.connections == 1)
    spin()
    reply = get(manager, url)
    Recorder(reply).run()
    assert bytes(reply.readAll()) == b"x"
    assert server.connections == 1


def test_a_connection_made_in_advance_is_announced_with_a_reply_of_its_own(manager: Any, server: Any) -> None:
    heard: list[Any] = []
    manager.finished.connect(lambda reply: heard.append((reply.url().toString(), number(reply.error()))))
    manager.connectToHost("127.0.0.1", server.port)
    manager.connectToHost("127.0.0.1", 1)
    run_until(lambda: len(heard) == 2)
    assert sorted(heard) == sorted(
        [(f"preconnect-http://127.0.0.1:{server.port}", 0), ("preconnect-http://127.0.0.1:1", 1)]
    )


def test_the_first_request_waits_for_the_connection_that_is_being_made(manager: Any, server: Any) -> None:
    manager.connectToHost("127.0.0.1", server.port)
    Recorder(get(manager, server.on("/x", body=b"x"))).run()
    assert server.connections == 1


def test_a_second_request_has_a_connection_of_its_own_made(manager: Any, server: Any) -> None:
    gate = server.gate()
    url = server.on("/x", body=b"x", gate=gate)
    manager.connectToHost("127.0.0.1", server.port)
    replies = [get(manager, url) for _ in range(2)]
    run_until(lambda: server.connections == 2)
    gate.open()
    run_until(lambda: all(reply.isFinished() for reply in replies))
    assert server.connections == 2


def test_clearing_the_access_cache_closes_idle_connections(manager: Any, server: Any) -> None:
    url = server.on("/x", body=b"x")
    Recorder(get(manager, url)).run()
    manager.clearAccessCache()
    Recorder(get(manager, url)).run()
    assert server.connections == 2


def test_a_managers_timeout_can_be_asked_for_as_a_duration(manager: Any) -> None:
    manager.setTransferTimeout(1234)
    assert manager.transferTimeoutAsDuration() == 1234


def test_the_schemes_are_named_by_both_methods(manager: Any) -> None:
    assert manager.supportedSchemesImplementation() == manager.supportedSchemes()


def test_an_encrypted_connection_can_be_made_in_advance(manager: Any) -> None:
    heard: list[tuple[str, int]] = []
    encrypted: list[str] = []
    manager.encrypted.connect(lambda reply: encrypted.append(reply.url().scheme()))
    manager.finished.connect(lambda reply: heard.append((reply.url().scheme(), number(reply.error()))))
    with TlsServer() as server:
        asked = unverified(server.on("/x", body=b"x"))
        manager.connectToHostEncrypted("127.0.0.1", server.port, asked.sslConfiguration())
        run_until(lambda: bool(heard))
        assert encrypted == ["preconnect-https"]
        reply = manager.get(asked)
        Recorder(reply).run()
        assert bytes(reply.readAll()) == b"x"
        if not IS_ORACLE:  # Qt makes another one for a request with TLS settings of its own
            assert server.connections == 1
    assert heard == [("preconnect-https", 0), ("https", 0)]


def test_a_host_that_has_no_certificate_to_trust_is_told_in_advance(manager: Any) -> None:
    heard: list[Any] = []
    manager.sslErrors.connect(lambda reply, errors: heard.append((reply.url().scheme(), len(errors) > 0)))
    manager.finished.connect(lambda reply: heard.append(number(reply.error())))
    with TlsServer() as server:
        manager.connectToHostEncrypted("127.0.0.1", server.port)
        run_until(lambda: len(heard) == 2)
    assert heard == [("preconnect-https", True), number(QtNetwork.QNetworkReply.SslHandshakeFailedError)]
