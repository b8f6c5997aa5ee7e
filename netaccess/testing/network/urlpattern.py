"""`UrlPattern`: which URLs a route is for."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import re

__tracebackhide__ = True  # pytest shows the test's line instead of those here

_DEFAULT_PORTS = {"http": "80", "https": "443"}
_SAFE = "/%:@!$&'()+,;=-._~[]"


class UrlPattern:
    """What the URL of a request is compared with.

    * a `str` or a `QUrl`: scheme, host (in any case) and path must be equal. ``*`` stands for any text without a slash, ``**``
      for any text, ``{name}`` for one part of the path (not empty), whose decoded text a responding callable gets as *name*.
      One that begins with a slash, or with ``**``, is for every host. ``*`` alone, like ``**``, is every URL. A query in it must
      be there exactly, ``?`` alone stands for "no query"; without a question mark any query will do. A fragment says nothing.
    * a compiled pattern: it is searched for in the URL (``pattern.search``); its named groups go to a responding callable
    * a callable: gets the URL as text, and returns whether it is the right one
    """

    __slots__ = ("_host", "_parts", "_path", "_predicate", "_query", "_regex", "_scheme", "text")

    def __init__(self, pattern: Any) -> None:
        """Raises `TypeError` for what is none of the above, `ValueError` for text that is no URL."""
        self._predicate: Callable[[str], Any] | None = None
        self._regex: re.Pattern[str] | None = None
        self._parts: re.Pattern[str] | None = None
        self._scheme = self._host = self._path = ""
        self._query: str | None = None
        if hasattr(pattern, "toEncoded") and hasattr(pattern, "toString"):
            pattern = bytes(pattern.toEncoded()).decode("ascii")
        if isinstance(pattern, str):
            self.text = pattern
            self._read(pattern)
        elif hasattr(pattern, "search") and hasattr(pattern, "pattern"):
            if isinstance(pattern.pattern, bytes):
                raise TypeError(f"URLs are text: the pattern {pattern.pattern!r} is for bytes")
            self.text = f"/{pattern.pattern}/"
            self._regex = pattern
        elif callable(pattern):
            self.text = f"<{getattr(pattern, '__qualname__', None) or pattern!r}>"
            self._predicate = pattern
        else:
            raise TypeError(f"a URL pattern is a str, a QUrl, a compiled pattern or a callable, not {pattern!r}")

    def _read(self, pattern: str) -> None:
        pattern = pattern.partition("#")[0]
        if pattern in ("*", "**"):
            pattern = "/**"
        address, mark, query = pattern.partition("?")
        if mark:
            self._query = _quoted(query, _SAFE + "?*")
        if address.startswith(("/", "**")):
            path = address
        else:
            self._scheme, separator, rest = address.partition("://")
            if not separator or not rest:
                raise ValueError(
                    f'a URL pattern begins with a scheme ("https://...") or with a slash, unlike {pattern!r}'
                )
            host, slash, path = rest.partition("/")
            path = slash + path or "/"
            self._scheme = self._scheme.lower()
            self._host = _host(host, self._scheme)
        self._path = path
        self._parts = _compiled(path)

    def compare(self, url: str) -> tuple[list[str], dict[str, str]]:
        """Return in what *url* differs, a line each (nothing: it is the right one), and the parts of it that have a name."""
        if self._predicate is not None:
            return ([] if self._predicate(url) else [f"url: {url} is not one for {self.text}"]), {}
        if self._regex is not None:
            found = self._regex.search(url)
            if found is None:
                return [f"url: {url} does not match {self.text}"], {}
            return [], {name: text or "" for name, text in found.groupdict().items()}
        return self._compare_parts(url)

    def _compare_parts(self, url: str) -> tuple[list[str], dict[str, str]]:
        scheme, host, path, query = split_url(url)
        different: list[str] = []
        if self._scheme and not _matches(self._scheme, scheme):
            different.append(f"scheme: expected {self._scheme}, got {scheme}")
        if self._host and not _matches(self._host, host):
            different.append(f"host: expected {self._host}, got {host}")
        assert self._parts is not None
        found = self._parts.fullmatch(path)
        if found is None:
            different.append(f"path: expected {self._path}, got {path}")
        if self._query is not None and not _matches(self._query, query):
            different.append(f"query: expected {self._query or 'none'}, got {query or 'none'}")
        if different or found is None:
            return different, {}
        from urllib.parse import unquote

        return [], {name: unquote(text) for name, text in found.groupdict().items()}


def split_url(url: str) -> tuple[str, str, str, str]:
    """Return scheme, host (with its port where that is not the scheme's own), path and query of *url*."""
    address, _, query = url.partition("#")[0].partition("?")
    scheme, _, rest = address.partition("://")
    host, slash, path = rest.partition("/")
    return scheme.lower(), _host(host, scheme.lower()), slash + path or "/", query


def _host(text: str, scheme: str) -> str:
    host = text.rpartition("@")[2].lower()
    if not host.isascii():
        from netaccess._values.url import QUrl, ace_host

        name, colon, port = host.partition(":")
        host = ace_host(QUrl(f"http://{name}/")) + colon + port
    name, colon, port = host.rpartition(":")
    return name if colon and port == _DEFAULT_PORTS.get(scheme) else host


def _matches(pattern: str, text: str) -> bool:
    if "*" not in pattern:
        return pattern == text
    return _compiled(pattern, braces=False).fullmatch(text) is not None


def _compiled(pattern: str, braces: bool = True) -> re.Pattern[str]:
    """Return the expression for *pattern*: what is literal in it is compared in its percent-encoded form."""
    import re

    made: list[str] = []
    for piece in re.split(r"(\*\*|\*|\{[^{}]*\})" if braces else r"(\*\*|\*)", pattern):
        if piece == "**":
            made.append(".*")
        elif piece == "*":
            made.append("[^/]*")
        elif braces and piece[:1] == "{" and piece[-1:] == "}":
            name = piece[1:-1]
            if not name.isidentifier():
                raise ValueError(f"{{{name}}} in {pattern!r} is no name that a callable could take")
            made.append(f"(?P<{name}>[^/]+)")
        else:
            made.append(re.escape(_quoted(piece, _SAFE)))
    return re.compile("".join(made), re.DOTALL)


def _quoted(text: str, safe: str) -> str:
    from urllib.parse import quote

    return quote(text, safe=safe)
