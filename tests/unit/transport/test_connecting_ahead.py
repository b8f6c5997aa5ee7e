"""Connections made before there is anything to send, how few of them are kept, and how they are probed."""

from __future__ import annotations

import socket
import threading

import pytest
from wiresupport import Peer, Run, fetch, hop, keeping, serving

from netaccess._transport import dial as dial_module
from netaccess._transport import hopper as hopper_module
from netaccess._transport import pool as pool_module
from netaccess._transport.pool import Pool
from netaccess._values.messages import Endpoint, Failed, Hop

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc"


def rest(pool: Pool, endpoint: Endpoint) -> None:
    """Return when a worker of *endpoint* is parked."""
    while not pool.idle(endpoint):
        threading.Event().wait(0.001)


def connecting(port: int) -> Hop:
    return Hop(Endpoint("http", "127.0.0.1", port), b"", b"", [])


def test_a_hop_without_a_method_makes_a_connection_and_leaves_it(pool: Pool) -> None:
    with serving(keeping(OK)) as server:
        assert fetch(pool, connecting(server.port)).kinds == ["Connecting", "End"]
        rest(pool, Endpoint("http", "127.0.0.1", server.port))
        assert fetch(pool, hop(server.port)).kinds == ["Sent", "Head", "Data", "End"]
        assert server.connections == 1


def test_a_connection_that_cannot_be_made_fails_as_for_any_hop(pool: Pool, refusing: int) -> None:
    assert isinstance(fetch(pool, connecting(refusing)).last, Failed)


def test_idle_connections_are_kept_for_a_few_hosts_only(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool_module, "_MOST_IDLE_HOSTS", 2)
    with serving(keeping(OK)) as server:
        endpoints = [Endpoint("http", "127.0.0.1", server.port, verify=each) for each in (True, False)]
        endpoints.append(Endpoint("http", "localhost", server.port))
        for endpoint in endpoints:
            run = Run(Hop(endpoint, b"GET", b"/", [(b"Host", b"h")]))
            pool.start(run.ticket)
            run.wait()
            rest(pool, endpoint)
        assert [pool.idle(endpoint) for endpoint in endpoints] == [0, 1, 1]


@pytest.mark.skipif(not hasattr(socket, "TCP_KEEPIDLE"), reason="the system has other names for it")
def test_probes_are_set_on_the_connection_of_a_request_that_asks_for_them(
    pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[list[int]] = []

    def looking(sock: socket.socket, *numbers: int) -> None:
        dial_module.keep_alive(sock, *numbers)
        options = socket.TCP_KEEPIDLE, socket.TCP_KEEPINTVL, socket.TCP_KEEPCNT
        seen.append([sock.getsockopt(socket.IPPROTO_TCP, option) for option in options])
        seen.append([sock.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)])

    monkeypatch.setattr(hopper_module, "keep_alive", looking)

    def handler(peer: Peer, number: int) -> None:
        peer.request()
        peer.send(OK)

    with serving(handler) as server:
        plain = hop(server.port)
        run = Run(Hop(plain.endpoint, b"GET", b"/", plain.headers, keep_alive=(17, 5, 3)))
        pool.start(run.ticket)
        run.wait()
    assert seen == [[17, 5, 3], [1]]
