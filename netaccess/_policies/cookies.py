"""Cookies: which a request carries, which a server may set, and which go when there are too many.

The rules are RFC 6265 with what its successor added for safety, and Qt's where Qt is no less safe.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from netaccess._values.cookie import QNetworkCookie, expiry, pair
from netaccess._values.hosts import is_address

PublicSuffix = Callable[[str], bool]
"""Tells whether a domain is one under which everybody can register names (``co.uk``)."""

MAXIMUM_PAIR = 4096
"""The most bytes that name, equals sign and value of a cookie may have together."""
MAXIMUM_ATTRIBUTE = 1024
"""The most characters that a domain or a path may have."""
MAXIMUM_PER_DOMAIN = 180
"""The most cookies that one domain may have in a jar."""
MAXIMUM_IN_ALL = 3000
"""The most cookies that a jar keeps."""


class Site(NamedTuple):
    """What cookies need to know of a URL."""

    host: str
    path: str
    secure: bool


def site(scheme: str, host: str, path: str) -> Site:
    """Return the `Site` of a URL with these parts."""
    return Site(host.lower(), path or "/", scheme.lower() in ("https", "wss"))


def domain_matches(host: str, domain: str) -> bool:
    """Return whether a cookie of *domain* is for *host*: the same host, or one below a *domain* with a dot in front."""
    domain = domain.lower()
    if not domain.startswith("."):
        return host == domain
    if host == domain[1:]:
        return True
    return host.endswith(domain) and len(host) > len(domain) and not is_address(host)


def path_matches(path: str, cookie_path: str) -> bool:
    """Return whether *path* is *cookie_path* or below it (RFC 6265 5.1.4)."""
    if not path.startswith(cookie_path):
        return False
    return len(path) == len(cookie_path) or cookie_path.endswith("/") or path[len(cookie_path)] == "/"


def is_expired(cookie: QNetworkCookie, now: float) -> bool:
    """Return whether *cookie* has ended at *now*, in seconds since 1970."""
    moment = expiry(cookie)
    return moment is not None and moment < now


def is_sent(cookie: QNetworkCookie, to: Site, now: float, is_public_suffix: PublicSuffix) -> bool:
    """Return whether a request to *to* carries *cookie*."""
    domain = cookie.domain()
    if not domain_matches(to.host, domain) or not path_matches(to.path, cookie.path() or "/"):
        return False
    if (cookie.isSecure() and not to.secure) or is_expired(cookie, now):
        return False
    # What everybody shares is for the host of that very name alone.
    return not domain.startswith(".") or domain[1:].lower() == to.host or not is_public_suffix(domain[1:].lower())


def is_acceptable(cookie: QNetworkCookie, source: Site, is_public_suffix: PublicSuffix) -> bool:
    """Return whether *source* may set *cookie*, which has its domain and path filled in."""
    domain = cookie.domain()
    if len(pair(cookie)) > MAXIMUM_PAIR or max(len(domain), len(cookie.path())) > MAXIMUM_ATTRIBUTE:
        return False
    if not domain_matches(source.host, domain) or not _keeps_promise(cookie, source):
        return False
    bare = domain.removeprefix(".").lower()
    return bare == source.host or not is_public_suffix(bare)


def _keeps_promise(cookie: QNetworkCookie, source: Site) -> bool:
    """Return whether *cookie* is what the prefix of its name says (RFC 6265bis 4.1.3)."""
    name = bytes(cookie.name()).lower()
    if name.startswith(b"__secure-"):
        return cookie.isSecure() and source.secure
    if name.startswith(b"__host-"):
        whole = cookie.path() == "/" and not cookie.domain().startswith(".")
        return cookie.isSecure() and source.secure and whole
    return True


def hides_secure(cookie: QNetworkCookie, source: Site, kept: Iterable[QNetworkCookie]) -> bool:
    """Return whether *cookie*, coming from *source* unencrypted, would replace or hide a Secure one of *kept*."""
    if source.secure:
        return False
    name = cookie.name()
    mine = cookie.domain().removeprefix(".").lower()
    return any(
        other.isSecure()
        and other.name() == name
        and _overlap(mine, other.domain().removeprefix(".").lower())
        and path_matches(cookie.path() or "/", other.path() or "/")
        for other in kept
    )


def _overlap(one: str, other: str) -> bool:
    return one == other or one.endswith("." + other) or other.endswith("." + one)


def ordered(cookies: Iterable[QNetworkCookie]) -> list[QNetworkCookie]:
    """Return *cookies* as a request carries them: long paths first, the order they had among equals."""
    return sorted(cookies, key=lambda cookie: -len(cookie.path()))


def excess(cookies: list[QNetworkCookie], maximum: int, now: float) -> list[int]:
    """Return the places in *cookies* (oldest first) of those that go, so that *maximum* stay.

    The ended ones go first, then the oldest that are not Secure, then the oldest.
    """
    surplus = len(cookies) - maximum
    if surplus <= 0:
        return []
    ranks = [(0 if is_expired(cookie, now) else 2 if cookie.isSecure() else 1) for cookie in cookies]
    return sorted(sorted(range(len(cookies)), key=ranks.__getitem__)[:surplus])
