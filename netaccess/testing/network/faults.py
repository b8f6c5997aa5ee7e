"""What can go wrong on the way to a server: values to give to `Route.fail` or in place of a response.

How a fault is told to the code under test (error code and text) is the real transport's table.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from netaccess._values.messages import Endpoint, Failed

    from .response import Response

__tracebackhide__ = True  # pytest shows the test's line instead of those here

DIALLING, ANSWERING = "dialling", "answering"


class Fault:
    """Something that goes wrong instead of an answer. Made by the functions of this module.

    Attributes: `name` (for transcripts), `stage` (``"dialling"``: there is no connection, and a kept-alive one is dropped;
    ``"answering"``: the request has been taken), `resolves` (whether the host's name is found, so that dialling begins), `silent`
    (nothing is ever told: timeouts have to), `certificate` (for a TLS error, what was given for it), `instead` (for a certificate
    that does not hold: the answer to a request that does not mind).
    """

    __slots__ = ("_make", "certificate", "instead", "name", "resolves", "silent", "stage")

    def __init__(
        self,
        name: str,
        stage: str,
        make: Callable[[], Exception] | None,
        *,
        certificate: Any = None,
        instead: Response | None = None,
        resolves: bool = True,
    ) -> None:
        """:param make: makes what the real transport would meet; None for silence."""
        self.name = name
        self.stage = stage
        self.silent = make is None
        self.certificate = certificate
        self.instead = instead
        self.resolves = resolves
        self._make = make

    def error(self) -> Exception:
        """Return what the real transport would meet."""
        return TimeoutError("timed out") if self._make is None else self._make()

    def failed(self, endpoint: Endpoint) -> Failed:
        """Return how the fault is told to a reply."""
        from netaccess._transport.errormap import failure

        return failure(self.error(), endpoint, dialling=self.stage == DIALLING)

    def __repr__(self) -> str:
        return f"<Fault {self.name}>"


def refused() -> Fault:
    """Nobody listens at the port: ``ConnectionRefusedError``."""
    return Fault("connection refused", DIALLING, ConnectionRefusedError)


def host_not_found() -> Fault:
    """The host's name is unknown: ``HostNotFoundError``."""

    def unknown() -> Exception:
        from socket import gaierror

        return gaierror(-2, "Name or service not known")

    return Fault("host not found", DIALLING, unknown, resolves=False)


def network_unreachable() -> Fault:
    """There is no way to the address: ``UnknownNetworkError``, "Network unreachable"."""

    def unreachable() -> Exception:
        import errno

        return OSError(errno.ENETUNREACH, "Network is unreachable")

    return Fault("network unreachable", DIALLING, unreachable)


def no_connection() -> Fault:
    """Dialling has no answer: ``TimeoutError`` when the time for connecting is over (30 s unless the request says else)."""
    return Fault("no answer to dialling", DIALLING, None)


def no_answer() -> Fault:
    """The server takes the request and never answers; only timeouts of the code under test end that."""
    return Fault("no answer", ANSWERING, None)


def reset(after: int | None = None, response: Response | Any = None) -> Fault | Response:
    """The connection breaks: ``RemoteHostClosedError``.

    :param after: bytes of the response's body that still come; None: not even its head does.
    :param response: what breaks off (any value that a route can be given), some 200 by default.

    As on a real network a GET or HEAD that has had no byte of an answer is sent once more on a new connection (the other route
    or answer that it meets then may well succeed), a POST is not.
    """
    if after is None and response is None:
        return Fault("connection reset", ANSWERING, ConnectionResetError)
    return _cut("reset_after", after or 0, response)


def close_early(after: int | None = None, response: Response | Any = None) -> Fault | Response:
    """The server closes the connection too early: ``RemoteHostClosedError``. Arguments as of `reset`."""
    if after is None and response is None:
        return Fault("connection closed", ANSWERING, _closed)
    return _cut("close_after", after or 0, response)


def stall(after: int = 0, response: Response | Any = None) -> Response:
    """The response comes to a halt behind its head and *after* bytes of its body, and never goes on."""
    return _cut("stall_after", after, response)


def _closed() -> Exception:
    from netaccess._transport.http1 import WireError
    from netaccess._values.errors import NetworkError

    return WireError(NetworkError.RemoteHostClosedError, "Connection closed", unanswered=True)


def _cut(what: str, after: int, value: Any) -> Response:
    from .response import Response, as_response

    if after < 0:
        raise ValueError(f"a number of bytes is not negative: {after!r}")
    made = Response(200, body=bytes(after + 1)) if value is None else as_response(value)
    if not isinstance(made, Response):
        raise TypeError(f"a response is to break off, not {made!r}")
    return made.changed(**{what: after})


def tls_error(what: Any = None, certificate: Any = None, *, instead: Any = None) -> Fault:
    """The TLS handshake fails: ``SslHandshakeFailedError``, and ``sslErrors`` where the certificate is the reason.

    :param what: a `QSslError.SslError` (or a `QSslError`), or a text: Qt's words for such an error mean that error, others a
        handshake that fails for another reason than the certificate. By default the certificate is self-signed.
    :param certificate: bytes, PEM text, or an object with ``cert_chain_pems`` (trustme's); kept on the fault as bytes for the
        test to look at. Replies do not hand certificates on.
    :param instead: what requests get that do not verify certificates, where *what* is about one; an empty 200 by default.
    """
    from netaccess._values.sslerror import QSslError, to_verify_code

    from .response import Response, as_response

    kind, text = _ssl_kind(what)
    answer = Response(200) if instead is None else as_response(instead)
    if not isinstance(answer, Response):
        raise TypeError(f"instead of a TLS error there is a response, not {answer!r}")

    def failing() -> Exception:
        import ssl

        if kind is None:
            other = ssl.SSLError(1, text)
            other.reason = text
            return other
        error = ssl.SSLCertVerificationError(1, "certificate verify failed")
        error.verify_code = to_verify_code(kind)
        error.verify_message = QSslError(kind).errorString()
        return error

    name = f"TLS error: {text}"
    pem = _pem(certificate)
    return Fault(name, DIALLING, failing, certificate=pem, instead=None if kind is None else answer)


def _ssl_kind(what: Any) -> tuple[Any, str]:
    """Return the `QSslError.SslError` that *what* names (None: it is not about a certificate) and its words."""
    from netaccess._values.sslerror import QSslError

    if what is None:
        what = QSslError.SslError.SelfSignedCertificate
    if isinstance(what, str):
        for kind in QSslError.SslError:
            if what and QSslError(kind).errorString() == what:
                return kind, what
        return None, what
    if not isinstance(what, (QSslError, int)):
        raise TypeError(f"a TLS error is told by a QSslError.SslError or a text, not by {what!r}")
    error = QSslError(what)
    if error.error() == QSslError.SslError.NoError:
        raise ValueError("NoError is no TLS error")
    return error.error(), error.errorString()


def _pem(certificate: Any) -> bytes | None:
    if certificate is None or isinstance(certificate, bytes):
        return certificate
    if isinstance(certificate, str):
        return certificate.encode("ascii")
    chain = getattr(certificate, "cert_chain_pems", None)
    if chain is not None:
        return b"".join(each.bytes() for each in chain)
    raise TypeError(f"a certificate is bytes, PEM text or an object with cert_chain_pems, not {certificate!r}")
