"""What crosses the line between the loop's thread and a worker's: one `Hop` goes out, frozen messages come back."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from .errors import NetworkError

CONNECT_SECONDS = 30.0
"""How long making a connection may take unless the request says else, TLS included."""
Headers = list[tuple[bytes, bytes]]
"""Header fields in wire order, names as they are sent or were received."""


class Upload(Protocol):
    """A request body that the loop's thread feeds and a worker drains."""

    @property
    def length(self) -> int | None:
        """The body's length in bytes, None when it is not known beforehand (then it is sent chunked)."""

    def read(self) -> bytes:
        """Return the next block, ``b""`` at the end. Called on the worker; waits until the loop has fed a block.

        Raises `UploadBroken` when the body cannot be completed or the hop was cancelled.
        """

    def try_read(self) -> bytes | None:
        """Return what `read` would, None when that would have to wait: the loop has been asked for a block by then."""

    @property
    def readable(self) -> bool:
        """Whether `try_read` would not return None."""

    def rewind(self) -> bool:
        """Go back to the first byte, so that a stale connection's hop can be sent again; False when that cannot be done.
        Called on the worker."""


class UploadBroken(Exception):
    """The body of a request ended early, could not be read, or its hop was cancelled; ``str()`` is the error text."""


class ProxyRoute(NamedTuple):
    """The HTTP proxy a hop goes through."""

    host: str
    port: int
    authorization: bytes | None = None
    """The value of Proxy-Authorization (sent with the request, or with the CONNECT of an https hop)."""


class Endpoint(NamedTuple):
    """What a connection is good for: two hops with equal endpoints can share one."""

    scheme: str
    """``http`` or ``https``."""
    host: str
    """A name in ASCII (IDNA A-labels) or an IP literal without brackets."""
    port: int
    proxy: ProxyRoute | None = None
    verify: bool = True
    """For https: whether the certificate chain and the host name must hold."""


class Hop:
    """One HTTP message pair to be made: everything the wire needs, nothing it has to decide. Not changed once sent."""

    __slots__ = (
        "body",
        "connect_timeout",
        "decode",
        "decode_limit",
        "endpoint",
        "headers",
        "idempotent",
        "keep_alive",
        "method",
        "target",
    )

    def __init__(
        self,
        endpoint: Endpoint,
        method: bytes,
        target: bytes,
        headers: Headers,
        body: bytes | Upload | None = None,
        decode: bool = False,
        idempotent: bool = True,
        connect_timeout: float = CONNECT_SECONDS,
        decode_limit: int = 10 * 1024 * 1024,
        keep_alive: tuple[int, int, int] = (0, 0, 0),
    ) -> None:
        """
        :param method: the verb; ``b""`` for a hop that only makes a connection, and leaves it to those that follow.
        :param target: the request-target as it stands on the request line (RFC 9112 3.2), proxied form included.
        :param headers: complete, Host and Content-Length or Transfer-Encoding included.
        :param body: bytes, or an `Upload` read while it is sent; one without a length is sent in chunks.
        :param decode: undo the response's Content-Encoding.
        :param idempotent: whether the hop may be sent again when a kept-alive connection turns out stale.
        :param connect_timeout: seconds for dialling, TLS included.
        :param decode_limit: decoded bytes beyond which a body that is very much larger than its coded form fails as a
            decompression bomb; -1 for never.
        :param keep_alive: for a new connection: seconds without traffic before it is probed, seconds between two probes,
            and how many are sent; 0 for what the system does.
        """
        self.endpoint = endpoint
        self.method = method
        self.target = target
        self.headers = headers
        self.body = body
        self.decode = decode
        self.idempotent = idempotent
        self.connect_timeout = connect_timeout
        self.decode_limit = decode_limit
        self.keep_alive = keep_alive


class Connecting(NamedTuple):
    """A new connection is being dialled (not sent when a kept-alive one is used)."""


class Encrypted(NamedTuple):
    """The TLS handshake of a new connection succeeded."""

    protocol: str = ""
    cipher: str = ""


class Sent(NamedTuple):
    """The request, body included, has been handed to the socket."""


class UploadProgress(NamedTuple):
    """*sent* of *total* body bytes have been handed to the socket; *total* is -1 when it is not known."""

    sent: int
    total: int


class Informational(NamedTuple):
    """A 1xx response other than 101."""

    status: int
    reason: str
    headers: Headers


class Head(NamedTuple):
    """The final response's status line and header section."""

    status: int
    reason: str
    headers: Headers
    length: int | None = None
    """The body's length on the wire where it is known beforehand (0 for a response that cannot have one)."""
    decoded: bool = False
    """Whether the worker undoes the body's Content-Encoding."""


class Data(NamedTuple):
    """Bytes of the body, decoded where `Head.decoded` says so."""

    data: bytes


class End(NamedTuple):
    """The response is complete; nothing follows."""

    trailers: Headers


class Failed(NamedTuple):
    """The hop failed; nothing follows. *text* is the error string as Qt words it."""

    error: NetworkError
    text: str
    verify_code: int = 0
    """For a certificate that does not hold: OpenSSL's X509_V_ERR number, or one of `to_verify_code`; else 0."""
    answer: Head | None = None
    """For a 407 to the CONNECT of an https hop: the proxy's head, with its challenges. It is not a `Head` message, because
    nothing in it speaks for the server: no cookie and no policy may be learnt from it."""


Message = Connecting | Encrypted | Sent | UploadProgress | Informational | Head | Data | End | Failed
