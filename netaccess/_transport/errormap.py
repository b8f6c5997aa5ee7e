"""Exceptions of sockets, TLS, the wire and decoders, told in Qt's error codes and words: one place, one table."""

from __future__ import annotations

from netaccess._values.errors import NetworkError
from netaccess._values.messages import Endpoint, Failed, UploadBroken

from .decode import DecodingError
from .dial import DialError
from .http1 import WireError

CLOSED = Failed(NetworkError.RemoteHostClosedError, "Connection closed")

_MISMATCH = "The host name did not match any of the valid hosts for this certificate"
# OpenSSL's number for what is wrong with a certificate, and how Qt words it.
_CERTIFICATE_TEXT = {
    2: "The issuer certificate could not be found",
    4: "The certificate signature could not be decrypted",
    6: "The public key in the certificate could not be read",
    7: "The signature of the certificate is invalid",
    9: "The certificate is not yet valid",
    10: "The certificate has expired",
    13: "The certificate's notBefore field contains an invalid time",
    14: "The certificate's notAfter field contains an invalid time",
    18: "The certificate is self-signed, and untrusted",
    19: "The root certificate of the certificate chain is self-signed, and untrusted",
    20: "The issuer certificate of a locally looked up certificate could not be found",
    21: "No certificates could be verified",
    25: "The basicConstraints path length parameter has been exceeded",
    26: "The supplied certificate is unsuitable for this purpose",
    27: "The root CA certificate is not trusted for this purpose",
    28: "The root CA certificate is marked to reject the specified purpose",
    62: _MISMATCH,
    64: _MISMATCH,
    79: "One of the CA certificates is invalid",
}


def failure(error: Exception, endpoint: Endpoint, dialling: bool = False) -> Failed:
    """Return the message for *error*, met on the way to *endpoint*.

    :param dialling: whether it was met before the connection stood.
    """
    if isinstance(error, (WireError, DecodingError)):
        return Failed(error.error, str(error))
    if isinstance(error, DialError):
        return Failed(error.error, str(error), 0, error.answer)
    if isinstance(error, UploadBroken):
        return Failed(NetworkError.UnknownNetworkError, str(error))
    if dialling and (unreached := _unreached(error, endpoint)) is not None:
        return unreached
    if isinstance(error, OSError):
        return _network(error, dialling)
    if isinstance(error, ValueError) and not isinstance(error, UnicodeError):
        return Failed(NetworkError.ProtocolInvalidOperationError, str(error))
    return Failed(NetworkError.UnknownNetworkError, f"{type(error).__name__}: {error}")


def _unreached(error: Exception, endpoint: Endpoint) -> Failed | None:
    """Return the message for a host that has no address or does not take the connection; a proxy's are its own."""
    from socket import gaierror

    from urllib3.exceptions import LocationParseError

    if isinstance(error, (gaierror, LocationParseError, UnicodeError)):
        if endpoint.proxy is not None:
            return Failed(NetworkError.ProxyNotFoundError, "Unknown error")
        return Failed(NetworkError.HostNotFoundError, f"Host {endpoint.host} not found")
    if isinstance(error, ConnectionRefusedError):
        if endpoint.proxy is None:
            return Failed(NetworkError.ConnectionRefusedError, "Connection refused")
        text = "Proxy connection refused" if endpoint.scheme == "https" else "Connection refused"
        return Failed(NetworkError.ProxyConnectionRefusedError, text)
    return None


def _network(error: OSError, dialling: bool) -> Failed:
    """Return the message for an error of a socket, with or without TLS."""
    import errno
    import ssl

    if isinstance(error, TimeoutError):
        return Failed(NetworkError.TimeoutError, "Socket operation timed out")
    if isinstance(error, ssl.SSLCertVerificationError):
        text = _CERTIFICATE_TEXT.get(error.verify_code, error.verify_message)
        return Failed(NetworkError.SslHandshakeFailedError, f"SSL handshake failed: {text}", error.verify_code)
    if isinstance(error, (ConnectionError, ssl.SSLEOFError, ssl.SSLZeroReturnError)):
        return CLOSED
    if isinstance(error, ssl.SSLError):
        reason = (error.reason or str(error)).replace("_", " ").lower()
        if not dialling:
            return Failed(NetworkError.UnknownNetworkError, f"Error while reading: {reason}")
        return Failed(NetworkError.SslHandshakeFailedError, f"SSL handshake failed: {reason}")
    if error.errno == errno.ENETUNREACH:
        return Failed(NetworkError.UnknownNetworkError, "Network unreachable")
    if error.errno == errno.EHOSTUNREACH:
        return Failed(NetworkError.UnknownNetworkError, "Host unreachable")
    return Failed(NetworkError.UnknownNetworkError, error.strerror or str(error))
