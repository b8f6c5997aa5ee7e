"""What an HTTP status means as a `NetworkError`, and the error string that goes with it."""

from __future__ import annotations

from netaccess._values.errors import NetworkError

_ERRORS = {
    400: NetworkError.ProtocolInvalidOperationError,
    401: NetworkError.AuthenticationRequiredError,
    403: NetworkError.ContentAccessDenied,
    404: NetworkError.ContentNotFoundError,
    405: NetworkError.ContentOperationNotPermittedError,
    407: NetworkError.ProxyAuthenticationRequiredError,
    409: NetworkError.ContentConflictError,
    410: NetworkError.ContentGoneError,
    418: NetworkError.ProtocolInvalidOperationError,
    500: NetworkError.InternalServerError,
    501: NetworkError.OperationNotImplementedError,
    503: NetworkError.ServiceUnavailableError,
}
_CHALLENGES = {401: "Host requires authentication", 407: "Proxy requires authentication"}


def status_error(status: int) -> NetworkError:
    """Return the error a final response with *status* is, `NoError` below 400."""
    found = _ERRORS.get(status)
    if found is not None:
        return found
    if status >= 500:
        return NetworkError.UnknownServerError
    return NetworkError.UnknownContentError if status >= 400 else NetworkError.NoError


def status_text(status: int, url: str, reason: str) -> str:
    """Return the error string for a response with *status* and *reason* from *url*."""
    said = f": {reason}" if reason else f" with status code {status}"
    return _CHALLENGES.get(status) or f"Error transferring {url} - server replied{said}"
