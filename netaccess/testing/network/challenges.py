"""Servers and proxies that want to know who asks: Basic and Bearer, and what all schemes share.

A request without credentials, or with wrong ones, is answered 401 (407 by a proxy) with a challenge; being asked uses up
none of a route's answers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .response import Response

if TYPE_CHECKING:
    from .sentrequest import SentRequest

__tracebackhide__ = True  # pytest shows the test's line instead of those here


class Challenge:
    """What is asked of a request. Subclasses say how."""

    scheme = ""

    def __init__(self, realm: str, proxy: bool) -> None:
        """:param realm: what the credentials are for, as told to the client. :param proxy: whether a proxy asks."""
        self.realm = realm
        self.proxy = proxy

    def check(self, request: SentRequest) -> Response | None:
        """Return the challenge that *request* is answered with, None when it may pass."""
        given = request.header("Proxy-Authorization" if self.proxy else "Authorization")
        scheme, _, credentials = (given or "").partition(" ")
        if given is not None and scheme.lower() == self.scheme.lower():
            refused = self.refuses(credentials.strip(), request)
            if refused is None:
                return None
            return self._ask(refused)
        return self._ask("")

    def refuses(self, credentials: str, request: SentRequest) -> str | None:
        """Return None when *credentials* are right, else parameters to add to the challenge ("" for none)."""
        raise AssertionError(f"{type(self).__name__} does not say what is right")

    def parameters(self, more: str) -> str:
        """Return the parameters of the challenge; *more* are those that `refuses` asked for."""
        return f'realm="{self.realm}"{", " + more if more else ""}'

    def _ask(self, more: str) -> Response:
        name, status = ("Proxy-Authenticate", 407) if self.proxy else ("WWW-Authenticate", 401)
        return Response(status, headers={name: f"{self.scheme} {self.parameters(more)}"})


class Basic(Challenge):
    """RFC 7617."""

    scheme = "Basic"

    def __init__(self, user: str, password: str, realm: str = "fake", proxy: bool = False) -> None:
        """:param user: without a colon. See `Challenge`."""
        if ":" in user:
            raise ValueError(f"a user's name has no colon in Basic: {user!r}")
        super().__init__(realm, proxy)
        self._expected = f"{user}:{password}".encode()

    def refuses(self, credentials: str, request: SentRequest) -> str | None:
        """Compare name and password."""
        from base64 import b64decode

        try:
            given = b64decode(credentials, validate=True)
        except ValueError:
            return ""
        return None if given == self._expected else ""


class Bearer(Challenge):
    """RFC 6750."""

    scheme = "Bearer"

    def __init__(self, token: str, realm: str = "fake", proxy: bool = False) -> None:
        """:param token: what has to be borne. See `Challenge`."""
        super().__init__(realm, proxy)
        self._token = token

    def refuses(self, credentials: str, request: SentRequest) -> str | None:
        """Compare the token."""
        return None if credentials == self._token else 'error="invalid_token"'
