"""`NetworkGuard`: who is kept from the real network, who is not, and what is remembered of it."""

from __future__ import annotations

import _socket
import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from netaccess.testing import NetworkBlocked
from netaccess.testing.checks.networkguard import (
    ConnectionBlocked,
    LookupBlocked,
    NetworkGuard,
    is_address,
    is_loopback,
)

TARGET = ("192.0.2.1", 80)  # an address that is nobody's
NAME = "server.example"


@pytest.fixture
def guard() -> Iterator[NetworkGuard]:
    """A guard that lets nothing through."""
    with NetworkGuard("the test") as guard:
        yield guard


@pytest.fixture
def local() -> Iterator[NetworkGuard]:
    """A guard that lets this machine through."""
    with NetworkGuard("the test", loopback=True) as guard:
        yield guard


def tcp() -> socket.socket:
    return socket.socket(socket.AF_INET, socket.SOCK_STREAM)


def udp() -> socket.socket:
    return socket.socket(socket.AF_INET, socket.SOCK_DGRAM)


def over(make: Callable[[], socket.socket], use: Callable[[socket.socket], Any]) -> Callable[[], Any]:
    def call() -> Any:
        with make() as sock:
            return use(sock)

    return call


def around_the_module() -> None:
    sock = _socket.socket(_socket.AF_INET, _socket.SOCK_STREAM)
    try:
        sock.connect(TARGET)
    finally:
        sock.close()


CONNECTIONS = {
    "connect": over(tcp, lambda sock: sock.connect(TARGET)),
    "connect_ex": over(tcp, lambda sock: sock.connect_ex(TARGET)),
    "connect to a name": over(tcp, lambda sock: sock.connect((NAME, 80))),
    "create_connection": lambda: socket.create_connection(TARGET, timeout=1),
    "sendto": over(udp, lambda sock: sock.sendto(b"x", TARGET)),
    "sendto with flags": over(udp, lambda sock: sock.sendto(b"x", 0, TARGET)),
    "sendmsg": over(udp, lambda sock: sock.sendmsg([b"x"], [], 0, TARGET)),
    "around the module": around_the_module,
}
LOOKUPS = {
    "getaddrinfo": lambda: socket.getaddrinfo(NAME, 80),
    "create_connection": lambda: socket.create_connection((NAME, 80)),
    "gethostbyname": lambda: socket.gethostbyname(NAME),
    "gethostbyname_ex": lambda: socket.gethostbyname_ex(NAME),
    "gethostbyaddr": lambda: socket.gethostbyaddr("192.0.2.1"),
    "getnameinfo": lambda: socket.getnameinfo(TARGET, 0),
    "a name in bytes": lambda: socket.getaddrinfo(NAME.encode(), 80),
}


@pytest.mark.parametrize("way", CONNECTIONS)
def test_no_way_of_connecting_gets_through(guard: NetworkGuard, way: str) -> None:
    with pytest.raises(ConnectionBlocked):
        CONNECTIONS[way]()
    assert len(guard.attempts) == 1


@pytest.mark.parametrize("way", LOOKUPS)
def test_no_way_of_looking_up_a_name_gets_through(guard: NetworkGuard, way: str) -> None:
    with pytest.raises(LookupBlocked):
        LOOKUPS[way]()
    assert len(guard.attempts) == 1


def test_the_error_is_one_that_network_code_expects(guard: NetworkGuard) -> None:
    with pytest.raises(ConnectionRefusedError) as refused:
        CONNECTIONS["connect"]()
    with pytest.raises(socket.gaierror) as unknown:
        LOOKUPS["getaddrinfo"]()
    assert isinstance(refused.value, NetworkBlocked) and isinstance(unknown.value, NetworkBlocked)
    assert unknown.value.errno == socket.EAI_NONAME


def test_the_error_names_address_and_test(guard: NetworkGuard) -> None:
    with pytest.raises(NetworkBlocked, match=r"connect to 192\.0\.2\.1:80: blocked in the test"):
        CONNECTIONS["connect"]()


def test_an_ipv6_address_is_written_in_brackets(guard: NetworkGuard) -> None:
    with (
        pytest.raises(NetworkBlocked, match=r"connect to \[2001:db8::1\]:443"),
        socket.socket(socket.AF_INET6) as sock,
    ):
        sock.connect(("2001:db8::1", 443))


def test_an_attempt_that_is_swallowed_is_remembered_with_its_line(guard: NetworkGuard) -> None:
    assert guard.describe() == ""
    try:
        CONNECTIONS["connect"]()
    except OSError:
        pass
    text = guard.describe()
    assert text.splitlines()[0] == "real network: connect to 192.0.2.1:80"
    assert text.splitlines()[1].startswith("  at ")
    assert "test_network_guard.py:" in text and "sock.connect(TARGET)" in text


def test_an_attempt_of_another_thread_is_remembered(guard: NetworkGuard) -> None:
    def use() -> None:
        with pytest.raises(NetworkBlocked):
            CONNECTIONS["connect"]()

    thread = threading.Thread(target=use)
    thread.start()
    thread.join()
    assert len(guard.attempts) == 1


def test_the_library_itself_is_kept_from_the_network(local: NetworkGuard) -> None:
    from netaccess.QtCore import QEventLoop, QUrl
    from netaccess.QtNetwork import QNetworkAccessManager, QNetworkReply, QNetworkRequest

    manager, loop = QNetworkAccessManager(), QEventLoop()
    named = manager.get(QNetworkRequest(QUrl(f"http://{NAME}/")))
    named.finished.connect(loop.quit)
    loop.exec()
    numbered = manager.get(QNetworkRequest(QUrl("http://192.0.2.1/")))
    numbered.finished.connect(loop.quit)
    loop.exec()
    assert named.error() == QNetworkReply.NetworkError.HostNotFoundError
    assert numbered.error() == QNetworkReply.NetworkError.ConnectionRefusedError
    assert [attempt.what for attempt in local.attempts] == [f"look up {NAME}", "connect to 192.0.2.1:80"]


def test_asyncio_is_kept_from_the_network(guard: NetworkGuard) -> None:
    import asyncio

    async def use() -> None:
        with pytest.raises(NetworkBlocked):
            await asyncio.open_connection(NAME, 80)
        with pytest.raises(NetworkBlocked):
            await asyncio.open_connection(*TARGET)

    asyncio.run(use())
    assert len(guard.attempts) == 2


# What is left alone.


def test_a_pair_of_sockets_works(guard: NetworkGuard) -> None:
    one, other = socket.socketpair()
    with one, other:
        one.sendall(b"x")
        assert other.recv(1) == b"x"
    assert guard.attempts == []


def test_a_pair_made_of_two_connections_works(guard: NetworkGuard) -> None:
    def socketpair() -> None:
        with socket.create_server(("127.0.0.1", 0)) as server, tcp() as client:
            client.connect(server.getsockname())

    compiled = compile(_source_of(socketpair), socket.__file__, "exec")
    names: dict[str, Any] = {"socket": socket, "tcp": tcp}
    exec(compiled, names)
    names["socketpair"]()
    assert guard.attempts == []


def _source_of(function: Callable[[], None]) -> str:
    import inspect
    import textwrap

    return textwrap.dedent(inspect.getsource(function))


def test_a_local_socket_works(guard: NetworkGuard, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # paths of such sockets are short
    with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as client:
        server.bind("here")
        server.listen()
        client.connect("here")
    assert guard.attempts == []


def test_what_was_connected_before_goes_on() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        accepted, _ = server.accept()
        with accepted, NetworkGuard("the test") as guard:
            client.sendall(b"x")
            assert accepted.recv(1) == b"x"
        assert guard.attempts == []


def test_an_address_needs_no_look_up(guard: NetworkGuard) -> None:
    assert socket.getaddrinfo("192.0.2.1", 80)[0][4] == TARGET
    assert socket.gethostbyname("127.0.0.1") == "127.0.0.1"
    assert guard.attempts == []


def test_a_datagram_over_a_connected_socket_needs_no_address(local: NetworkGuard) -> None:
    with udp() as receiver, udp() as sender:
        receiver.bind(("127.0.0.1", 0))
        sender.connect(receiver.getsockname())
        sender.sendmsg([b"x"])
        assert receiver.recv(1) == b"x"


# This machine.


def test_this_machine_is_blocked_too_unless_allowed(guard: NetworkGuard) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, pytest.raises(NetworkBlocked):
        socket.create_connection(server.getsockname())


def test_this_machine_can_be_let_through(local: NetworkGuard) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()
        socket.create_connection(("localhost", server.getsockname()[1])).close()
    socket.getfqdn("127.0.0.1")
    with pytest.raises(NetworkBlocked):
        CONNECTIONS["connect"]()
    assert len(local.attempts) == 1


def test_the_own_name_may_be_looked_up_where_this_machine_is_let_through(local: NetworkGuard) -> None:
    try:
        socket.gethostbyname(socket.gethostname())
    except LookupBlocked:
        raise
    except OSError:
        pass  # machines need not know their own name
    assert local.attempts == []


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("127.0.0.1", True),
        ("127.1.2.3", True),
        ("::1", True),
        ("::ffff:127.0.0.1", True),
        ("localhost", True),
        ("a.localhost", True),
        ("0.0.0.0", True),
        ("", True),
        ("127.evil.example", False),
        ("192.0.2.1", False),
        ("::ffff:192.0.2.1", False),
        ("localhost.example", False),
    ],
)
def test_which_hosts_are_this_machine(host: str, loopback: bool) -> None:
    assert is_loopback(host) is loopback


@pytest.mark.parametrize(
    ("host", "address"),
    [("192.0.2.1", True), ("fe80::1%eth0", True), ("", True), ("1.2.3", False), ("example", False)],
)
def test_what_is_an_address(host: str, address: bool) -> None:
    assert is_address(host) is address


# Hosts that are let through.


def test_a_host_can_be_let_through_by_its_address() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        NetworkGuard("the test", hosts=["127.0.0.1"]) as guard,
    ):
        socket.create_connection(server.getsockname()).close()
        with pytest.raises(NetworkBlocked):
            CONNECTIONS["connect"]()
    assert len(guard.attempts) == 1


def test_a_host_can_be_let_through_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        def resolve(host: Any, port: Any, *args: Any, **kwargs: Any) -> Any:
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

        with NetworkGuard("the test", hosts=["*.example"]) as guard:
            monkeypatch.setattr(socket, "getaddrinfo", resolve)
            guard.judge_lookup("Server.Example.", "look up")  # as the event of the real function would
            socket.create_connection((NAME, port)).close()
            with pytest.raises(NetworkBlocked):
                guard.judge_lookup("server.other", "look up")


# Coming and going.


def test_nothing_is_blocked_when_it_is_down() -> None:
    with NetworkGuard("the test"):
        pass
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()


def test_sockets_have_their_own_methods_again_when_it_is_down() -> None:
    before = {name: socket.socket.__dict__.get(name) for name in ("connect", "connect_ex", "sendto")}
    with NetworkGuard("the test"):
        assert "connect" in socket.socket.__dict__
    assert {name: socket.socket.__dict__.get(name) for name in before} == before


def test_a_guard_within_another_takes_its_place_for_a_while() -> None:
    with NetworkGuard("outer") as outer:
        with NetworkGuard("inner", loopback=True) as inner, socket.create_server(("127.0.0.1", 0)) as server:
            socket.create_connection(server.getsockname()).close()
        with pytest.raises(NetworkBlocked):
            CONNECTIONS["connect"]()
    assert inner.attempts == [] and len(outer.attempts) == 1


def test_several_attempts_are_listed(guard: NetworkGuard) -> None:
    for _ in range(2):
        with pytest.raises(NetworkBlocked):
            CONNECTIONS["connect"]()
    lines = guard.describe().splitlines()
    assert lines[:2] == ["real network: connect to 192.0.2.1:80, and 1 more", "  connect to 192.0.2.1:80"]
    assert lines[2].startswith("    at ") and lines[3] == lines[1]
