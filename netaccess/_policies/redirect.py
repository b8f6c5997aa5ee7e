"""Redirects: what a 3xx response means for the exchange. A function of its arguments and of nothing else."""

from __future__ import annotations

from collections.abc import Iterable

from netaccess._values.errors import NetworkError
from netaccess._values.request import QNetworkRequest
from netaccess._values.url import QUrl

from .base import Deliver, Fail, Hold, Resend

_TO_GET = frozenset((301, 302, 303, 305))
_KEEPING_METHOD = frozenset((307, 308))
_DEFAULT_PORTS = {"http": 80, "https": 443}

CONTENT_HEADERS = frozenset(
    (
        b"content-type",
        b"content-length",
        b"content-encoding",
        b"content-language",
        b"content-location",
        b"transfer-encoding",
        b"expect",
    )
)
"""Lower-case names of the headers that go with a body, and stay behind with it."""

CREDENTIAL_HEADERS = frozenset((b"authorization", b"cookie", b"proxy-authorization", b"host"))
"""Lower-case names of the headers that say who the user is, or whom he means, and do not follow to another origin."""


def is_redirect(status: int) -> bool:
    """Return whether a response with *status* sends the client elsewhere; 300, 304 and 306 do not."""
    return status in _TO_GET or status in _KEEPING_METHOD


def policy_number(wanted: object, otherwise: int) -> int:
    """Return the redirect policy that a request's attribute asks for, *otherwise* if it has none.

    What is no policy at all asks for none of the automatic ones.
    """
    if wanted is None:
        return otherwise
    return int(wanted) if isinstance(wanted, int) else int(QNetworkRequest.RedirectPolicy.ManualRedirectPolicy)


def origin(url: QUrl) -> tuple[str, str, int]:
    """Return scheme, host and port of *url*, the port filled in where the scheme has a usual one."""
    scheme = url.scheme().lower()
    return scheme, url.host().lower(), url.port(_DEFAULT_PORTS.get(scheme, -1))


def decide(
    status: int,
    location: bytes | None,
    url: QUrl,
    method: bytes,
    policy: int,
    followed: int,
    maximum: int,
    has_body: bool = False,
) -> Deliver | Resend | Hold | Fail:
    """Say what a response to a request for *url* means.

    :param location: the raw value of its Location header, None without one.
    :param method: the request's method in upper case.
    :param policy: a `QNetworkRequest.RedirectPolicy`.
    :param followed: redirects of this exchange that have been followed.
    :param maximum: redirects that may be followed.
    :param has_body: whether a body was sent with the request.
    """
    policies = QNetworkRequest.RedirectPolicy
    if policy == policies.ManualRedirectPolicy or not is_redirect(status):
        return Deliver()
    found = target(location, url)
    if found is None:
        return Fail(NetworkError.ProtocolUnknownError, "Unknown protocol specified")
    if followed >= maximum:
        return Fail(NetworkError.TooManyRedirectsError, "Too many redirects")
    scheme = found.scheme().lower()
    if scheme not in _DEFAULT_PORTS:
        return Fail(NetworkError.ProtocolUnknownError, "Unknown protocol specified")
    crosses = origin(found) != origin(url)
    less_safe = scheme == "http" and url.scheme().lower() == "https"
    if less_safe and policy == policies.NoLessSafeRedirectPolicy:
        return Fail(
            NetworkError.InsecureRedirectError, "Insecure redirect", found
        )  # as in Qt: the URL says what was refused
    if crosses and policy == policies.SameOriginRedirectPolicy:
        return Fail(NetworkError.InsecureRedirectError, "Insecure redirect")
    new_method, drop_body = method_after(status, method, has_body)
    resend = Resend(found, new_method, drop_body, drop_credentials=crosses)
    return Hold(resend) if policy == policies.UserVerifiedRedirectPolicy else resend


def target(location: bytes | None, url: QUrl) -> QUrl | None:
    """Return the absolute URL that *location* means in a response from *url*, None when it means none.

    Without a fragment of its own it has that of *url* (RFC 9110 10.2.2).
    """
    if not location:
        return None
    reference = QUrl.fromEncoded(location)
    if not reference.isValid() or reference.isEmpty():
        return None
    found = url.resolved(reference) if reference.isRelative() else reference
    if url.hasFragment() and not found.hasFragment():
        found.setFragment(url.fragment(QUrl.ComponentFormattingOption.FullyEncoded), QUrl.ParsingMode.StrictMode)
    return found


def method_after(status: int, method: bytes, has_body: bool = False) -> tuple[bytes, bool]:
    """Return the method of the hop that follows a redirect, and whether the body stays behind, with what describes it."""
    if status in _KEEPING_METHOD:
        return method, not has_body and method in (b"GET", b"HEAD")
    return (method if method == b"HEAD" else b"GET"), True


def remaining_headers(
    fields: Iterable[tuple[bytes, bytes]], drop_body: bool, drop_credentials: bool
) -> list[tuple[bytes, bytes]]:
    """Return those of *fields* that the hop after a redirect may carry (see `Resend`)."""
    dropped: frozenset[bytes] = frozenset()
    if drop_body:
        dropped |= CONTENT_HEADERS
    if drop_credentials:
        dropped |= CREDENTIAL_HEADERS
    return [field for field in fields if field[0].lower() not in dropped]
