"""What makes a live request equal to a recorded one, and how differences between the two are told."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from .har import HarRequest
from .redaction import boundary_of

if TYPE_CHECKING:
    from collections.abc import Iterable


class CassetteMatch(NamedTuple):
    """What has to be equal for a request to be a recorded one. The method and the path always have to."""

    headers: tuple[str, ...] = ()
    """Header fields by name, in any case; none by default."""
    host: bool = True
    """Scheme, host and port."""
    query: bool = True
    """The query, in its order."""
    ignored_query: tuple[str, ...] = ()
    """Parameters of the query that do not count."""
    body: bool = True
    """The body: JSON by its meaning, multipart without its boundary, anything else byte by byte."""


UNKNOWN = "(not in the file)"
"""Stands for a recorded body that is equal to any."""
WEIGHTS = {"method": 3, "host": 3, "path": 3, "body": 2, "query": 2}
"""How much a difference counts when the nearest entries are looked for; 1 for what is not named."""


def aspects(request: HarRequest, match: CassetteMatch) -> list[tuple[str, str]]:
    """Return what of *request* is compared, by name, in the order in which it is told."""
    from netaccess._values.url import QUrl, origin, request_target

    url = QUrl(request.url)
    scheme, host, port = origin(url)
    path, _, query = request_target(url).decode("ascii").partition("?")
    found = [("method", request.method)]
    if match.host:
        found.append(("host", f"{scheme}://{host}:{port}"))
    found.append(("path", path))
    if match.query:
        found.append(("query", _without(query, match.ignored_query)))
    for name in match.headers:
        values = [value for key, value in request.headers if key.lower() == name.lower()]
        found.append((f"header {name}", ", ".join(values) if values else "(none)"))
    if match.body:
        found.append(("body", _comparable(request)))
    return found


def _without(query: str, ignored: Iterable[str]) -> str:
    from urllib.parse import unquote_plus

    names = frozenset(ignored)
    return "&".join(pair for pair in query.split("&") if unquote_plus(pair.partition("=")[0]) not in names)


def _comparable(request: HarRequest) -> str:
    """Return a body in a form that is equal for equal ones."""
    content = request.content
    if content is None:
        return ""
    body = content.body
    if body is None:
        return UNKNOWN
    kind = request.header("content-type") or content.mime_type
    if "json" in kind.partition(";")[0].lower():
        import json

        try:
            return json.dumps(json.loads(body), sort_keys=True)
        except (ValueError, RecursionError):
            pass  # compared as it stands
    if kind.lower().startswith("multipart/"):
        boundary = boundary_of(kind)
        if boundary is not None:
            body = body.replace(b"--" + boundary, b"--boundary")
    return body.decode("latin-1")


def window(text: str, other: str) -> str:
    """Return a text, or the part of a long one around its first difference from another."""
    if len(text) <= 60:
        return repr(text)
    first = next((index for index, (a, b) in enumerate(zip(text, other, strict=False)) if a != b), len(other))
    start = max(0, min(first - 20, len(text) - 60))
    return f"{'...' if start else ''}{text[start : start + 60]!r}{'...' if start + 60 < len(text) else ''}"
