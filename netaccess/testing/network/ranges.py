"""Parts of a response, as a server of static files gives them (RFC 9110 14)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .conditions import is_that_version, refused_by_condition

if TYPE_CHECKING:
    from .response import Response
    from .sentrequest import SentRequest

_OF_THE_BODY = frozenset(("content-length", "content-type", "content-encoding", "content-language"))
_OF_THE_FILE = _OF_THE_BODY | {"etag", "last-modified"}


def ranged(response: Response, request: SentRequest) -> Response:
    """Return what a server that knows ranges makes of *response* for *request*: all of it, a part, or a 416; a 304 or a 412
    where the request has conditions that say so.

    Several ranges at once are answered with all, which a server is free to do, and so is what is no range of bytes.
    """
    headers = [*response.headers, ("Accept-Ranges", "bytes")]
    if response.header("ETag") is None and response.header("Last-Modified") is None:
        from hashlib import sha256

        headers.append(("ETag", f'"{sha256(response.body).hexdigest()[:16]}"'))
    whole = response.changed(headers=headers)
    refusal = refused_by_condition(whole, request)
    if refusal is not None:
        return _without_body(
            whole, refusal, _OF_THE_BODY if whole.header("ETag") is None else _OF_THE_BODY | {"last-modified"}
        )
    asked = request.header("Range")
    if request.method != "GET" or asked is None or not is_that_version(whole, request.header("If-Range")):
        return whole
    size = len(response.body)
    found = _ranges(asked, size)
    if found is None:
        return whole
    parts = [part for part in found if part is not None]
    if not parts:
        return _without_body(whole, 416, _OF_THE_FILE, ("Content-Range", f"bytes */{size}"))
    if len(found) > 1 or not size:
        return whole
    first, last = parts[0]
    fields = [*_without(headers, frozenset(("content-length",))), ("Content-Range", f"bytes {first}-{last}/{size}")]
    chunks = None if response.chunks is None else _cut(response.chunks, first, last + 1)
    body = response.body[first : last + 1]
    return whole.changed(status=206, reason=None, body=body, chunks=chunks, headers=fields)


def _without_body(response: Response, status: int, names: frozenset[str], *more: tuple[str, str]) -> Response:
    """Return *response* with another status and no body, without the headers of these *names* and with *more*."""
    return response.changed(
        status=status,
        reason=None,
        body=b"",
        chunks=None,
        framing=None,
        trailers=[],
        stall_after=None,
        reset_after=None,
        close_after=None,
        headers=[*_without(response.headers, names), *more],
    )


def _without(headers: list[tuple[str, str]], names: frozenset[str]) -> list[tuple[str, str]]:
    return [(name, value) for name, value in headers if name.lower() not in names]


def _ranges(text: str, size: int) -> list[tuple[int, int] | None] | None:
    """Return the first and last byte of each range in a Range header, None for one that is not there in *size* bytes.

    What is no range of bytes makes the whole None.
    """
    unit, equals, specs = text.partition("=")
    if unit.strip().lower() != "bytes" or not equals:
        return None
    found: list[tuple[int, int] | None] = []
    for spec in filter(None, (each.strip() for each in specs.split(","))):
        first, dash, last = spec.partition("-")
        if not dash or not (first or last) or any(each and not _is_number(each) for each in (first, last)):
            return None
        if not first:
            length = min(int(last), size)
            found.append((size - length, size - 1) if int(last) else None)
        elif last and int(last) < int(first):
            return None
        else:
            end = min(int(last), size - 1) if last else size - 1
            found.append((int(first), end) if int(first) < size else None)
    return found or None


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 1000


def _cut(chunks: list[tuple[float, bytes]], start: int, end: int) -> list[tuple[float, bytes]]:
    """Return what of *chunks* lies between the bytes *start* and *end*, each with the pause before it."""
    made: list[tuple[float, bytes]] = []
    position = 0
    for pause, piece in chunks:
        part = piece[max(start - position, 0) : max(end - position, 0)]
        position += len(piece)
        if part:
            made.append((pause, part))
    return made
