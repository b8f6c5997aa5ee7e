"""What the tests of redirect policies share: redirects, and requests under a policy."""

from __future__ import annotations

from typing import Any

from binding import QtNetwork
from recorder import Recorder
from tlsserver import unverified

Request = QtNetwork.QNetworkRequest


def redirect(server: Any, location: str, path: str = "/a", code: int = 302) -> str:
    """Set a redirect and return its URL."""
    return server.on(path, status=code, headers=[("Location", location)], body=b"go")


def under(policy: Any, url: str, headers: dict[str, str] | None = None) -> Any:
    """A request with a redirect policy."""
    asked = unverified(url, headers)
    asked.setAttribute(Request.RedirectPolicyAttribute, policy)
    return asked


def run(manager: Any, asked: Any) -> Any:
    """The finished reply of a GET."""
    return Recorder(manager.get(asked)).run().reply


def allow(reply: Any) -> None:
    """Consent to a redirect."""
    reply.redirectAllowed.emit()
