"""Dialling: a connected socket for an endpoint, through a proxy and with TLS where the endpoint says so.

urllib3 makes the connection (it tries the host's addresses in turn) and the TLS handshake; the CONNECT to a proxy is
spoken with our own codec. Everything here blocks, bounded by the hop's timeout except for the name look-up, which the
operating system bounds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from netaccess._values.errors import NetworkError
from netaccess._values.messages import Encrypted, Endpoint, Head, Headers, Message

from .fields import encode_head
from .http1 import ResponseDecoder, WireError

if TYPE_CHECKING:
    import socket


class DialError(Exception):
    """Dialling failed for a reason that no exception of the socket tells: the proxy's answer.

    *answer* is a 407's head.
    """

    def __init__(self, error: NetworkError, text: str, answer: Head | None = None) -> None:
        super().__init__(text)
        self.error = error
        self.answer = answer


def is_loopback(endpoint: Endpoint) -> bool:
    """Return whether dialling *endpoint* ends at this very machine, judging by its name alone."""
    host = endpoint.proxy.host if endpoint.proxy else endpoint.host
    return host == "localhost" or host == "::1" or host.startswith("127.")


def resolve(endpoint: Endpoint) -> list[tuple[str, int]]:
    """Return the addresses to dial for *endpoint*, in the order the system prefers.

    :raises OSError: `socket.gaierror` when there are none.
    """
    import socket

    host, port = (endpoint.proxy.host, endpoint.proxy.port) if endpoint.proxy else (endpoint.host, endpoint.port)
    if is_loopback(endpoint):
        return [(host, port)]  # nothing to look up, or nothing that takes time
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys((str(address[0]), port) for *_, address in found))


def dial(
    endpoint: Endpoint, timeout: float, addresses: list[tuple[str, int]]
) -> tuple[socket.socket, Encrypted | None]:
    """Return a connected blocking socket for *endpoint*, and what its TLS handshake agreed on.

    :param timeout: seconds for all of it.
    :param addresses: what `resolve` found, tried one after the other.
    :raises OSError: and its subclasses, those of `ssl` included, as they come.
    :raises DialError: when the proxy refuses a CONNECT.
    """
    from time import monotonic

    ends = monotonic() + timeout
    sock = _connect(addresses, ends)
    try:
        if endpoint.scheme != "https":
            sock.settimeout(None)
            return sock, None
        if endpoint.proxy is not None:
            _connect_through(sock, endpoint, ends)
        sock.settimeout(_left(ends))
        encrypted = _encrypt(sock, endpoint)
        encrypted[0].settimeout(None)
        return encrypted
    except BaseException:
        sock.close()
        raise


def keep_alive(sock: socket.socket, idle: int, interval: int, count: int) -> None:
    """Let the system probe a connection without traffic.

    :param idle: seconds before the first probe, :param interval: seconds between two, :param count: how many without an answer
        end the connection; 0 leaves it to the system. What it cannot be told it is not told.
    """
    import socket

    sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    names = (("TCP_KEEPIDLE", "TCP_KEEPALIVE"), ("TCP_KEEPINTVL",), ("TCP_KEEPCNT",))
    for number, spellings in zip((idle, interval, count), names, strict=True):
        option = next((getattr(socket, name) for name in spellings if hasattr(socket, name)), None)
        if number and option is not None:
            sock.setsockopt(socket.IPPROTO_TCP, option, number)


def _connect(addresses: list[tuple[str, int]], ends: float) -> socket.socket:
    """Return a socket connected to the first of *addresses* that answers."""
    import socket

    from urllib3.util.connection import create_connection

    problem: OSError | None = None
    for address in addresses:
        try:
            return create_connection(address, _left(ends), socket_options=[(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)])
        except OSError as error:
            problem = error
    raise problem or OSError("there is no address to connect to")


def _left(ends: float) -> float:
    from time import monotonic

    left = ends - monotonic()
    if left <= 0:
        raise TimeoutError("timed out")
    return left


def _encrypt(sock: socket.socket, endpoint: Endpoint) -> tuple[socket.socket, Encrypted]:
    from .tls import context_for

    name = endpoint.host.partition("%")[0].rstrip(".")
    secure = context_for(endpoint.verify).wrap_socket(sock, server_hostname=name)
    cipher = secure.cipher()
    return secure, Encrypted(secure.version() or "", cipher[0] if cipher else "")


def _connect_through(sock: socket.socket, endpoint: Endpoint, ends: float) -> None:
    """Ask the proxy for a tunnel to the endpoint."""
    host = f"[{endpoint.host}]" if ":" in endpoint.host else endpoint.host
    authority = f"{host}:{endpoint.port}".encode("ascii")
    headers: Headers = [(b"Host", authority), (b"Proxy-Connection", b"Keep-Alive"), (b"User-Agent", b"Mozilla/5.0")]
    assert endpoint.proxy is not None
    if endpoint.proxy.authorization is not None:
        headers.append((b"Proxy-Authorization", endpoint.proxy.authorization))
    sock.settimeout(_left(ends))
    sock.sendall(encode_head(b"CONNECT", authority, headers))
    head = _answer_of_proxy(sock, ends)
    if 200 <= head.status < 300:
        return
    raise _refusal(head, endpoint)


def _answer_of_proxy(sock: socket.socket, ends: float) -> Head:
    decoder = ResponseDecoder(b"CONNECT")
    messages: list[Message] = []
    try:
        while not decoder.answered:
            sock.settimeout(_left(ends))
            data = sock.recv(65536)
            if not data:
                raise DialError(NetworkError.ProxyConnectionClosedError, "Proxy connection closed")
            decoder.feed(data, messages)
    except WireError as error:
        text = "Did not receive HTTP response from proxy"
        raise DialError(NetworkError.UnknownNetworkError, text) from error
    except ConnectionError as error:
        raise DialError(NetworkError.ProxyConnectionClosedError, "Proxy connection closed") from error
    head = next(message for message in messages if isinstance(message, Head))
    if decoder.excess and head.status < 300:
        # Nobody has spoken through the tunnel yet, so these bytes are not the server's.
        raise DialError(NetworkError.UnknownNetworkError, "Did not receive HTTP response from proxy")
    return head


def _refusal(head: Head, endpoint: Endpoint) -> DialError:
    """Return what the proxy's refusal of a tunnel means, in Qt's terms."""
    if head.status == 407:
        return DialError(NetworkError.ProxyAuthenticationRequiredError, "Proxy requires authentication", head)
    if head.status in (403, 405):
        return DialError(NetworkError.UnknownNetworkError, "Proxy denied connection")
    if head.status == 404:
        return DialError(NetworkError.HostNotFoundError, f"Host {endpoint.host} not found")
    if head.status == 503:
        return DialError(NetworkError.ConnectionRefusedError, "Connection refused")
    return DialError(NetworkError.UnknownNetworkError, "Error communicating with HTTP proxy")
