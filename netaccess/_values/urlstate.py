"""The parsed parts of a URL: shared by all copies of it and never changed once they are."""

from __future__ import annotations

from typing import NamedTuple


class UrlError(NamedTuple):
    """Why text is no URL: *reason* in words, and the *source* that was read."""

    reason: str
    source: str


class UrlState:
    """The parts of one URL in their stored form.

    A part that is absent is None, one that is present and empty is "". *path* and *scheme* are never absent, *port* is
    -1 when it is. *text* and *encoded* remember what `toString` and `toEncoded` last gave; nothing else ever changes,
    so that states may be shared between URLs and threads: a setter works on a `copy`.
    """

    __slots__ = (
        "encoded",
        "error",
        "fragment",
        "host",
        "password",
        "path",
        "port",
        "query",
        "scheme",
        "text",
        "user_name",
    )

    def __init__(
        self,
        scheme: str = "",
        host: str | None = None,
        port: int = -1,
        path: str = "",
        query: str | None = None,
        fragment: str | None = None,
        text: str | None = None,
    ) -> None:
        self.scheme = scheme
        self.user_name: str | None = None
        self.password: str | None = None
        self.host = host
        self.port = port
        self.path = path
        self.query = query
        self.fragment = fragment
        self.error: UrlError | None = None
        self.text = text
        self.encoded: bytes | None = None

    def copy(self) -> UrlState:
        """Return a state with the same parts, free to be changed; what was wrong with this one is forgotten."""
        other = UrlState(self.scheme, self.host, self.port, self.path, self.query, self.fragment)
        other.user_name = self.user_name
        other.password = self.password
        return other

    def key(self) -> tuple[str | int | None, ...]:
        """Return what two equal URLs have in common."""
        return (
            self.scheme,
            self.user_name,
            self.password,
            self.host if self.host or self.scheme != "file" else None,
            self.port,
            self.path,
            self.query,
            self.fragment,
        )

    def has_authority(self) -> bool:
        """Return whether a user or a host is present, be it empty; a port needs a host to stand with."""
        return self.host is not None or self.user_name is not None or self.password is not None

    def has_user_info(self) -> bool:
        """Return whether a user name or a password is present, be it empty."""
        return self.user_name is not None or self.password is not None

    def is_empty(self) -> bool:
        """Return whether there is nothing at all."""
        return (
            not self.scheme
            and not self.path
            and self.query is None
            and self.fragment is None
            and self.port == -1
            and not self.has_authority()
        )

    def validity_error(self) -> UrlError | None:
        """Return what is wrong: the error of reading the text, or parts that cannot stand together."""
        if self.error is not None:
            return self.error
        path = self.path
        if not path:
            return None
        if path[0] == "/":
            if path[:2] == "//" and not self.has_authority():
                return UrlError("Path component starts with '//' and authority is absent", path)
            return None
        if self.host is not None:
            return UrlError("Path component is relative and authority is present", path)
        if not self.scheme and ":" in path.partition("/")[0]:
            return UrlError("Relative URL's path component contains ':' before any '/'", path)
        return None

    def is_valid(self) -> bool:
        """Return whether the parts make a URL; an empty one is none."""
        return self.validity_error() is None and not self.is_empty()


# The state of `QUrl()`, and that of `QUrl("")`: both empty, but the second is a reference that can be resolved.
EMPTY = UrlState()
BLANK = UrlState()
