"""Which proxy a URL goes through: the one given with -x, or the one that the environment names."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

DEFAULT_PORT = 1080
_KINDS = {"http": "http", "socks5": "socks5", "socks5h": "socks5"}


class ProxyChoice(NamedTuple):
    """A proxy: kind is "http" or "socks5"; user and password are empty where it asks for none."""

    kind: str
    host: str
    port: int
    user: str = ""
    password: str = ""


def parse_proxy(text: str) -> ProxyChoice:
    """Return the proxy that "[scheme://][user:password@]host[:port]" names; port 1080 when none is given, as in curl.

    Raises ValueError when there is no host, or the scheme is none of http, socks5 and socks5h.
    """
    rule = f"proxy {text!r} is not [http://][user:password@]host[:port]"
    try:
        parts = urlsplit(text if "://" in text else f"http://{text}")
        port = parts.port
    except ValueError as problem:
        raise ValueError(rule) from problem
    if parts.scheme not in _KINDS or not parts.hostname:
        raise ValueError(rule)
    port = DEFAULT_PORT if port is None else port
    return ProxyChoice(
        _KINDS[parts.scheme], parts.hostname, port, unquote(parts.username or ""), unquote(parts.password or "")
    )


def proxy_for(url: str, given: str | None, environment: Mapping[str, str] = os.environ) -> ProxyChoice | None:
    """Return the proxy for a URL, None for a direct connection.

    given is what -x said: "" for none, None to look into the environment, where http_proxy is read in lower case only
    (web servers set HTTP_PROXY from a request's header), and the others in both. Raises ValueError for what is no proxy,
    and for a SOCKS proxy: going without it could tell the wrong people what is asked for.
    """
    if given is not None:
        return _usable(given) if given else None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or _excluded(parts.hostname or "", environment):
        return None
    found = environment.get(f"{parts.scheme}_proxy", "")
    if not found and parts.scheme == "https":
        found = environment.get("HTTPS_PROXY", "")
    found = found or environment.get("all_proxy", "") or environment.get("ALL_PROXY", "")
    return _usable(found) if found else None


def _usable(text: str) -> ProxyChoice:
    """Return the proxy that text names; raises ValueError when transfers cannot go through it."""
    choice = parse_proxy(text)
    if choice.kind != "http":
        raise ValueError(f"SOCKS proxies are not supported, HTTP proxies are; the one given is on {choice.host}")
    return choice


def _excluded(host: str, environment: Mapping[str, str]) -> bool:
    """Whether no_proxy names a host, a domain that it is in, or everything."""
    for entry in (environment.get("no_proxy") or environment.get("NO_PROXY") or "").split(","):
        name = entry.strip().lower().removeprefix("*").lstrip(".")
        if entry.strip() == "*" or (name and (host == name or host.endswith(f".{name}"))):
            return True
    return False
