"""Dialling, proxies and TLS, and how their failures are told."""

from __future__ import annotations

import datetime
import socket
import ssl
import threading
from pathlib import Path

import pytest
import trustme
from wiresupport import WAIT, Peer, Run, answering, be_patient, fetch, hop, keeping, serving

from netaccess._transport import hopper as hopper_module
from netaccess._transport.pool import Pool
from netaccess._values.errors import NetworkError
from netaccess._values.messages import (
    Connecting,
    Data,
    Encrypted,
    End,
    Endpoint,
    Failed,
    Head,
    Hop,
    ProxyRoute,
    UploadProgress,
)

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc"


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def trusted(authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> trustme.CA:
    """The authority, trusted through SSL_CERT_FILE."""
    path = tmp_path / "roots.pem"
    authority.cert_pem.write_to_path(str(path))
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    return authority


def context_of(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_alpn_protocols(["h2", "http/1.1"])
    certificate.configure_cert(context)
    return context


def secure(port: int, **options: object) -> Hop:
    return hop(port, scheme="https", host="localhost", **options)  # type: ignore[arg-type]


# Hosts.


def test_a_refused_connection(pool: Pool, refusing: int) -> None:
    run = fetch(pool, hop(refusing))
    assert run.messages == [Connecting(), Failed(NetworkError.ConnectionRefusedError, "Connection refused")]


@pytest.mark.parametrize("host", ["nosuch.invalid", "a" * 64 + ".invalid", "a..b"])
def test_a_host_without_an_address(pool: Pool, host: str) -> None:
    run = fetch(pool, hop(80, host=host))
    assert run.messages == [Failed(NetworkError.HostNotFoundError, f"Host {host} not found")]


def test_news_of_a_connection_to_another_machine_is_not_held_back(
    pool: Pool, refusing: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("netaccess._transport.hopper.resolve", lambda endpoint: [("127.0.0.1", refusing)])
    run = fetch(pool, hop(refusing, host="far.invalid"))
    assert run.batches[0] == [Connecting()]
    assert run.last == Failed(NetworkError.ConnectionRefusedError, "Connection refused")


def test_all_addresses_of_a_host_are_tried(pool: Pool, refusing: int, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(answering(OK)) as server:
        addresses = [("127.0.0.1", refusing), ("127.0.0.1", server.port)]
        monkeypatch.setattr("netaccess._transport.hopper.resolve", lambda endpoint: addresses)
        assert fetch(pool, hop(server.port, host="far.invalid")).kinds[-1] == "End"


@pytest.mark.parametrize(
    ("error", "failed"),
    [
        (TimeoutError("timed out"), Failed(NetworkError.TimeoutError, "Socket operation timed out")),
        (OSError(101, "x"), Failed(NetworkError.UnknownNetworkError, "Network unreachable")),
        (OSError(113, "x"), Failed(NetworkError.UnknownNetworkError, "Host unreachable")),
        (OSError(24, "Too many open files"), Failed(NetworkError.UnknownNetworkError, "Too many open files")),
        (ConnectionResetError(), Failed(NetworkError.RemoteHostClosedError, "Connection closed")),
        (ssl.SSLEOFError(8, "EOF"), Failed(NetworkError.RemoteHostClosedError, "Connection closed")),
        (KeyError("x"), Failed(NetworkError.UnknownNetworkError, "KeyError: 'x'")),
    ],
)
def test_other_failures_to_connect(
    pool: Pool, monkeypatch: pytest.MonkeyPatch, error: Exception, failed: Failed
) -> None:
    def fail(endpoint: Endpoint, timeout: float, addresses: list[tuple[str, int]]) -> None:
        raise error

    monkeypatch.setattr(hopper_module, "dial", fail)
    assert fetch(pool, hop(80)).messages == [Connecting(), failed]


def test_a_host_that_does_not_answer_times_out(pool: Pool) -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=0) as listener:
        # A connection that nobody accepts fills the backlog; further ones are ignored.
        waiting = [socket.socket() for _ in range(4)]
        for sock in waiting:
            sock.setblocking(False)
            sock.connect_ex(listener.getsockname())
        run = fetch(pool, hop(listener.getsockname()[1], connect_timeout=0.05))
        for sock in waiting:
            sock.close()
    assert run.last == Failed(NetworkError.TimeoutError, "Socket operation timed out")


# TLS.


def test_a_trusted_server_is_spoken_to_and_kept(
    pool: Pool, trusted: trustme.CA, monkeypatch: pytest.MonkeyPatch
) -> None:
    be_patient(monkeypatch)
    with serving(keeping(OK), context_of(trusted.issue_cert("localhost"))) as server:
        first = fetch(pool, secure(server.port))
        second = fetch(pool, secure(server.port))
        assert server.connections == 1
    assert first.kinds == ["Connecting", "Encrypted", "Sent", "Head", "Data", "End"]
    assert len(first.batches) == 1
    encrypted = first.messages[1]
    assert isinstance(encrypted, Encrypted)
    assert encrypted.protocol.startswith("TLSv1.")
    assert encrypted.cipher
    assert second.kinds == ["Sent", "Head", "Data", "End"]


def test_http_1_1_is_agreed_on_and_the_name_is_sent(pool: Pool, trusted: trustme.CA) -> None:
    seen: list[object] = []

    def handler(peer: Peer, number: int) -> None:
        assert isinstance(peer.sock, ssl.SSLSocket)
        seen.append(peer.sock.selected_alpn_protocol())
        peer.request()
        peer.send(OK)

    context = context_of(trusted.issue_cert("localhost"))
    context.sni_callback = lambda sock, name, context: seen.append(name)
    with serving(handler, context) as server:
        assert fetch(pool, secure(server.port)).last == End([])
    assert seen == ["localhost", "http/1.1"]


def test_a_large_body_comes_in_few_large_blocks(pool: Pool, trusted: trustme.CA) -> None:
    size = 8 << 20
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % size + bytes(size)
    with serving(keeping(answer), context_of(trusted.issue_cert("localhost"))) as server:
        run = fetch(pool, secure(server.port))
    blocks = [len(message.data) for message in run.messages if isinstance(message, Data)]
    assert sum(blocks) == size
    assert max(blocks) <= 256 * 1024


def test_a_large_upload_goes_through_tls(pool: Pool, trusted: trustme.CA) -> None:
    body = bytes(range(256)) * 16384

    def handler(peer: Peer, number: int) -> None:
        got = peer.request().partition(b"\r\n\r\n")[2]
        peer.send(OK.replace(b"abc", b"yes" if got == body else b"no!"))

    with serving(handler, context_of(trusted.issue_cert("localhost"))) as server:
        run = fetch(pool, secure(server.port, method=b"PUT", body=body))
    assert run.body == b"yes"
    assert UploadProgress(len(body), len(body)) in run.messages


def test_an_early_answer_ends_an_upload_through_tls(pool: Pool, trusted: trustme.CA) -> None:
    over = threading.Event()

    def handler(peer: Peer, number: int) -> None:
        peer.until(b"\r\n\r\n")
        peer.send(OK)
        over.wait(WAIT)

    with serving(handler, context_of(trusted.issue_cert("localhost"))) as server:
        run = fetch(pool, secure(server.port, method=b"PUT", body=bytes(64 << 20)))
        over.set()
    assert "Sent" not in run.kinds
    assert (run.body, run.last) == (b"abc", End([]))


def test_cancel_ends_a_wait_on_a_tls_connection(pool: Pool, trusted: trustme.CA) -> None:
    def handler(peer: Peer, number: int) -> None:
        peer.request()
        peer.request()

    with serving(handler, context_of(trusted.issue_cert("localhost"))) as server:
        run = Run(secure(server.port))
        pool.start(run.ticket)
        run.wait_for(lambda: "Sent" in run.kinds)
        run.ticket.cancel()
        run.wait()
    assert run.kinds[-1] == "Sent"


def test_a_body_may_end_without_a_farewell_of_tls(pool: Pool, trusted: trustme.CA) -> None:
    with serving(answering(b"HTTP/1.1 200 OK\r\n\r\nabc"), context_of(trusted.issue_cert("localhost"))) as server:
        run = fetch(pool, secure(server.port))
    assert (run.body, run.last) == (b"abc", End([]))


def failed_handshake(pool: Pool, certificate: trustme.LeafCert) -> Failed:
    with serving(keeping(OK), context_of(certificate)) as server:
        run = fetch(pool, secure(server.port))
    assert run.kinds == ["Connecting", "Failed"]
    assert isinstance(run.last, Failed)
    assert run.last.error == NetworkError.SslHandshakeFailedError
    return run.last


def test_an_untrusted_certificate_is_refused(pool: Pool, authority: trustme.CA) -> None:
    failed = failed_handshake(pool, authority.issue_cert("localhost"))
    assert failed.verify_code == 20
    assert failed.text == (
        "SSL handshake failed: The issuer certificate of a locally looked up certificate could not be found"
    )


def test_a_certificate_for_another_host_is_refused(pool: Pool, trusted: trustme.CA) -> None:
    failed = failed_handshake(pool, trusted.issue_cert("other.example"))
    assert failed.verify_code == 62
    assert failed.text == (
        "SSL handshake failed: The host name did not match any of the valid hosts for this certificate"
    )


def test_an_expired_certificate_is_refused(pool: Pool, trusted: trustme.CA) -> None:
    zone = datetime.UTC
    certificate = trusted.issue_cert(
        "localhost",
        not_before=datetime.datetime(2020, 1, 1, tzinfo=zone),
        not_after=datetime.datetime(2021, 1, 1, tzinfo=zone),
    )
    failed = failed_handshake(pool, certificate)
    assert (failed.verify_code, failed.text) == (10, "SSL handshake failed: The certificate has expired")


def test_an_address_is_checked_against_the_certificate(pool: Pool, trusted: trustme.CA) -> None:
    with serving(keeping(OK), context_of(trusted.issue_cert("127.0.0.1"))) as server:
        assert fetch(pool, hop(server.port, scheme="https")).body == b"abc"
    with serving(keeping(OK), context_of(trusted.issue_cert("localhost"))) as server:
        run = fetch(pool, hop(server.port, scheme="https"))
        assert isinstance(run.last, Failed)
        assert run.last.verify_code == 64


def test_without_verification_any_certificate_will_do(pool: Pool, authority: trustme.CA) -> None:
    with serving(keeping(OK), context_of(authority.issue_cert("other.example"))) as server:
        assert fetch(pool, secure(server.port, verify=False)).body == b"abc"


def test_plain_http_on_a_tls_port_fails_the_handshake(pool: Pool) -> None:
    def handler(peer: Peer, number: int) -> None:
        peer.send(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        peer.sock.recv(65536)

    with serving(handler) as server:
        run = fetch(pool, secure(server.port))
    assert isinstance(run.last, Failed)
    assert run.last.error == NetworkError.SslHandshakeFailedError
    assert run.last.text == "SSL handshake failed: wrong version number"


def test_a_close_within_the_handshake(pool: Pool) -> None:
    with serving(lambda peer, number: peer.sock.recv(1 << 16) and None) as server:
        run = fetch(pool, secure(server.port))
    assert run.messages == [Connecting(), Failed(NetworkError.RemoteHostClosedError, "Connection closed")]
    assert server.connections == 1


def test_a_server_silent_in_the_handshake_times_out(pool: Pool) -> None:
    with serving(lambda peer, number: (peer.until(b"never"), None)[1]) as server:
        run = fetch(pool, secure(server.port, connect_timeout=0.05))
    assert run.last == Failed(NetworkError.TimeoutError, "Socket operation timed out")


# Proxies.


def test_a_plain_hop_goes_to_the_proxy_with_its_authorization(pool: Pool) -> None:
    seen: list[bytes] = []

    def handler(peer: Peer, number: int) -> None:
        seen.append(peer.request())
        peer.send(OK)

    with serving(handler) as proxy:
        route = ProxyRoute("127.0.0.1", proxy.port, b"Basic eA==")
        run = fetch(pool, hop(80, target=b"http://far.invalid/", host="far.invalid", proxy=route))
    assert run.body == b"abc"
    assert seen == [b"GET http://far.invalid/ HTTP/1.1\r\nHost: h\r\nProxy-Authorization: Basic eA==\r\n\r\n"]


def test_a_secure_hop_goes_through_a_tunnel(pool: Pool, trusted: trustme.CA) -> None:
    seen: list[bytes] = []
    context = context_of(trusted.issue_cert("far.invalid"))

    def handler(peer: Peer, number: int) -> None:
        seen.append(peer.until(b"\r\n\r\n"))
        peer.send(b"HTTP/1.1 200 Established\r\n\r\n")
        with context.wrap_socket(peer.sock, server_side=True) as inner:
            tunnel = Peer(inner)
            seen.append(tunnel.request())
            tunnel.send(OK)

    with serving(handler) as proxy:
        route = ProxyRoute("127.0.0.1", proxy.port, b"Basic eA==")
        run = fetch(pool, hop(443, scheme="https", host="far.invalid", proxy=route))
    assert run.kinds == ["Connecting", "Encrypted", "Sent", "Head", "Data", "End"]
    assert seen[0].startswith(b"CONNECT far.invalid:443 HTTP/1.1\r\nHost: far.invalid:443\r\n")
    assert b"Proxy-Authorization: Basic eA==\r\n" in seen[0]
    assert b"Proxy-Authorization" not in seen[1]


@pytest.mark.parametrize(("scheme", "text"), [("http", "Connection refused"), ("https", "Proxy connection refused")])
def test_a_refused_proxy(pool: Pool, refusing: int, scheme: str, text: str) -> None:
    route = ProxyRoute("127.0.0.1", refusing)
    run = fetch(pool, hop(80, scheme=scheme, host="far.invalid", proxy=route))
    assert run.last == Failed(NetworkError.ProxyConnectionRefusedError, text)


def test_a_proxy_without_an_address(pool: Pool) -> None:
    run = fetch(pool, hop(80, host="far.invalid", proxy=ProxyRoute("nosuch.invalid", 80)))
    assert isinstance(run.last, Failed)
    assert run.last.error == NetworkError.ProxyNotFoundError


@pytest.mark.parametrize(
    ("answer", "error", "text"),
    [
        (b"HTTP/1.1 403 No\r\n\r\n", NetworkError.UnknownNetworkError, "Proxy denied connection"),
        (b"HTTP/1.1 405 No\r\n\r\n", NetworkError.UnknownNetworkError, "Proxy denied connection"),
        (b"HTTP/1.1 404 No\r\n\r\n", NetworkError.HostNotFoundError, "Host far.invalid not found"),
        (b"HTTP/1.1 503 No\r\n\r\n", NetworkError.ConnectionRefusedError, "Connection refused"),
        (b"HTTP/1.1 500 No\r\n\r\n", NetworkError.UnknownNetworkError, "Error communicating with HTTP proxy"),
        (b"HTTP/1.1 302 No\r\n\r\n", NetworkError.UnknownNetworkError, "Error communicating with HTTP proxy"),
        (b"xx yy zz\r\n\r\n", NetworkError.UnknownNetworkError, "Did not receive HTTP response from proxy"),
        (
            b"HTTP/1.1 200 OK\r\n\r\nnot the server",
            NetworkError.UnknownNetworkError,
            "Did not receive HTTP response from proxy",
        ),
        (b"", NetworkError.ProxyConnectionClosedError, "Proxy connection closed"),
    ],
)
def test_a_tunnel_that_is_not_made(pool: Pool, answer: bytes, error: NetworkError, text: str) -> None:
    with serving(answering(answer)) as proxy:
        run = fetch(pool, hop(443, scheme="https", host="far.invalid", proxy=ProxyRoute("127.0.0.1", proxy.port)))
    assert run.messages == [Connecting(), Failed(error, text)]


def test_a_proxy_that_wants_credentials_tells_its_challenge(pool: Pool) -> None:
    answer = b"HTTP/1.1 407 Auth\r\nProxy-Authenticate: Basic realm=x\r\nContent-Length: 0\r\n\r\n"
    with serving(answering(answer)) as proxy:
        run = fetch(pool, hop(443, scheme="https", host="far.invalid", proxy=ProxyRoute("127.0.0.1", proxy.port)))
    assert isinstance(run.last, Failed)
    assert run.last[:2] == (NetworkError.ProxyAuthenticationRequiredError, "Proxy requires authentication")
    assert isinstance(run.last.answer, Head)
    assert (b"Proxy-Authenticate", b"Basic realm=x") in run.last.answer.headers


def test_endless_fields_of_a_proxy_are_an_error(pool: Pool) -> None:
    answer = b"HTTP/1.1 200 OK\r\n" + b"a: b\r\n" * 100_000
    with serving(answering(answer)) as proxy:
        run = fetch(pool, hop(443, scheme="https", host="far.invalid", proxy=ProxyRoute("127.0.0.1", proxy.port)))
    assert isinstance(run.last, Failed)
    assert run.last.error == NetworkError.UnknownNetworkError
