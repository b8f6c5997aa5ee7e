"""`Response`: what a fake server answers, and the values that can stand for one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .faults import Fault

__tracebackhide__ = True  # pytest shows the test's line instead of those here

Headers = Mapping[str, "str | Sequence[str]"] | Iterable[tuple[str, str]]
Chunk = bytes | str | tuple[float, "bytes | str"]

_NOTHING: Any = object()
_BODILESS = frozenset((204, 304))


class Response:
    """A response as a value; it is not changed, and may be given any number of times. Times are virtual seconds.

    Without headers of its own it has what its body asks for: Content-Type for text, JSON and files, Content-Length or
    Transfer-Encoding, and Connection: close where it is the last on its connection. Headers that are given are sent as they
    are, also where they are wrong.

    :param status: 200 to 999 (1xx go into *informational*). :param reason: the phrase beside it; the usual one by default.
    :param body: bytes, or text that is sent as UTF-8.
    :param json: a value that is sent as JSON. :param text: text, with a Content-Type.
    :param file: a path; it is read at once, and its name tells the Content-Type.
    :param headers: a dict (a list of values makes several fields) or pairs of name and value.
    :param delay: seconds before the head; with a seed some small time unless it is given.
    :param chunks: the body in pieces that arrive one by one, each bytes, text, or a pair of seconds to wait and either.
    :param chunk_size: cuts *body* into such pieces. :param chunk_delay: seconds before each piece after the first.
    :param bandwidth: bytes of body a second.
    :param stall_after: bytes of body after which nothing comes any more; likewise *reset_after*, after which the
        connection breaks, and *close_after*, after which the server closes it.
    :param informational: 1xx responses that come before, as numbers or as `Response` (with headers and delay).
    :param trailers: fields behind the body, which is sent in chunks then.
    :param keep_alive: whether the connection can be used again.
    :param framing: how the body's end is told: ``"length"``, ``"close"`` or ``"chunked"`` (as with *chunks* or *trailers*).
    :param content_encoding: ``"gzip"`` or ``"deflate"``: the body is compressed, and the header says so.
    :param early: the answer comes before the request's body has been read, and cuts a streamed one short.
    :param expect_continue: whether the server answers 100 to ``Expect: 100-continue``; without it, the client sends the
        body after a second.
    :param ranges: the server knows ranges and conditions, as one of static files: a GET with ``Range: bytes=...`` gets that
        part in a 206, or a 416; with If-Range only while ETag or Last-Modified are the same. Several ranges at once get the
        whole. If-None-Match and If-Modified-Since make it a 304 without a body, If-Match and If-Unmodified-Since a 412.
        Without an ETag or Last-Modified of its own the response has an ETag made of its body.
    """

    __slots__ = (
        "bandwidth",
        "body",
        "chunk_delay",
        "chunk_size",
        "chunks",
        "close_after",
        "delay",
        "early",
        "expect_continue",
        "framing",
        "headers",
        "informational",
        "keep_alive",
        "ranges",
        "reason",
        "reset_after",
        "stall_after",
        "status",
        "trailers",
        "wire",
    )

    def __init__(
        self,
        status: int = 200,
        *,
        body: bytes | str = b"",
        json: Any = _NOTHING,
        text: str | None = None,
        file: Any = None,
        headers: Headers | None = None,
        reason: str | None = None,
        delay: float | None = None,
        chunks: Iterable[Chunk] | None = None,
        chunk_size: int | None = None,
        chunk_delay: float = 0.0,
        bandwidth: float | None = None,
        stall_after: int | None = None,
        reset_after: int | None = None,
        close_after: int | None = None,
        informational: Iterable[int | Response] = (),
        trailers: Headers = (),
        keep_alive: bool = True,
        framing: str | None = None,
        content_encoding: str | None = None,
        early: bool = False,
        expect_continue: bool = True,
        ranges: bool = False,
    ) -> None:
        _check(status, framing, delay=delay, chunk_delay=chunk_delay, bandwidth=bandwidth, chunk_size=chunk_size)
        _check_cuts(stall_after, reset_after, close_after)
        _check_sources(body=body or None, text=text, file=file, chunks=chunks, json=None if json is _NOTHING else True)
        if ranges and status != 200:
            raise ValueError(f"ranges are of a 200, not of a {status}")
        fields = header_list(headers)
        content, kind = _content(body, json, text, file)
        self.chunks = None if chunks is None else [_chunk(each, chunk_delay, n) for n, each in enumerate(chunks)]
        if content_encoding is not None:
            if chunks is not None:
                raise ValueError("content_encoding compresses a body; chunks are sent as they are")
            content = _compressed(content, content_encoding)
            fields.append(("Content-Encoding", content_encoding))
        if kind is not None and not _has(fields, "content-type"):
            fields.append(("Content-Type", kind))
        self.status = int(status)
        self.reason = reason
        self.headers = fields
        self.body = content if self.chunks is None else b"".join(piece for _, piece in self.chunks)
        self.delay = delay
        self.chunk_size = chunk_size
        self.chunk_delay = chunk_delay
        self.bandwidth = bandwidth
        self.stall_after = stall_after
        self.reset_after = reset_after
        self.close_after = close_after
        self.informational = [each if isinstance(each, Response) else Response(each) for each in informational]
        self.trailers = header_list(trailers)
        self.keep_alive = keep_alive
        self.framing = framing
        self.early = early
        self.expect_continue = expect_continue
        self.ranges = ranges
        self.wire: bytes | None = None

    def changed(self, **changes: Any) -> Response:
        """Return a copy with other values for some attributes."""
        copy = Response.__new__(Response)
        for name in Response.__slots__:
            setattr(copy, name, changes.pop(name, getattr(self, name)))
        if changes:
            raise TypeError(f"a response has no {', '.join(changes)}")
        return copy

    def header(self, name: str) -> str | None:
        """Return the value of the header *name* in any case, several joined by ", "; None without one."""
        values = [value for key, value in self.headers if key.lower() == name.lower()]
        return ", ".join(values) if values else None

    def phrase(self) -> str:
        """Return the reason phrase: the given one, or the usual one of the status."""
        if self.reason is not None:
            return self.reason
        from http import HTTPStatus

        try:
            return HTTPStatus(self.status).phrase
        except ValueError:
            return ""

    def has_body(self, method: str) -> bool:
        """Return whether the answer to a request with *method* has a body at all."""
        return method != "HEAD" and self.status >= 200 and self.status not in _BODILESS

    def head_fields(self, method: str) -> list[tuple[str, str]]:
        """Return the header fields as they are sent in an answer to *method*, those about the body's end included."""
        fields = list(self.headers)
        framing = self.actual_framing()
        own = _has(fields, "content-length") or _has(fields, "transfer-encoding")
        if not own and self.status >= 200 and self.status not in _BODILESS:
            if framing == "length":
                fields.append(("Content-Length", str(len(self.body))))
            elif framing == "chunked":
                fields.append(("Transfer-Encoding", "chunked"))
        if (not self.keep_alive or framing == "close") and self.status >= 200 and not _has(fields, "connection"):
            fields.append(("Connection", "close"))
        return fields

    def actual_framing(self) -> str:
        """Return how the body's end is told: ``"length"``, ``"chunked"`` or ``"close"``."""
        if self.framing is not None:
            return self.framing
        if _has(self.headers, "content-length"):
            return "length"
        if (self.header("transfer-encoding") or "").lower() == "chunked" or self.chunks is not None or self.trailers:
            return "chunked"
        return "length"

    def __repr__(self) -> str:
        what = "raw bytes" if self.wire is not None else f"{self.status}, {len(self.body)} bytes"
        return f"<Response {what}>"


def redirect(to: str, status: int = 302, **others: Any) -> Response:
    """Return a response that leads to the URL *to*, absolute or relative. :param others: as for `Response`."""
    if not 300 <= status <= 399:
        raise ValueError(f"a redirect has a status from 300 to 399, not {status!r}")
    headers = [("Location", str(to)), *header_list(others.pop("headers", None))]
    return Response(status, headers=headers, **others)


def drip(body: bytes | str, seconds: float, size: int = 1, **others: Any) -> Response:
    """Return a response whose body comes in pieces of *size* bytes, one every *seconds*. :param others: as for `Response`."""
    return Response(others.pop("status", 200), body=body, chunk_size=size, chunk_delay=seconds, **others)


def raw(data: bytes, *, delay: float | None = None, close: bool = False) -> Response:
    """Return an answer of bytes as they are, for servers that speak no proper HTTP.

    :param close: the connection is closed behind them; else it stays open, and nothing more comes.
    """
    made = Response(200, delay=delay, keep_alive=not close)
    made.wire = bytes(data)
    return made


def as_response(value: Any, **response: Any) -> Response | Fault:
    """Return the response that *value* means: a `Response` or a fault itself, a status, bytes, text, a path, None (an empty
    200), a dict or list as JSON. *response* are further arguments of `Response`. Raises `TypeError` for anything else."""
    from .faults import Fault

    if isinstance(value, (Response, Fault)):
        if response:
            raise TypeError(f"{value!r} is a whole answer: {', '.join(response)} cannot be said besides")
        return value
    if value is None:
        return Response(**response)
    if isinstance(value, bool):
        raise TypeError(f"a response is no {value!r}; Response(json={value!r}) sends it as JSON")
    if isinstance(value, int):
        return Response(value, **response)
    if isinstance(value, (bytes, bytearray, memoryview)):
        return Response(body=bytes(value), **response)
    if isinstance(value, str):
        return Response(body=value, **response)
    if isinstance(value, (dict, list)):
        return Response(json=value, **response)
    if hasattr(value, "__fspath__"):
        return Response(file=value, **response)
    raise TypeError(
        f"a response is a Response, a fault, a status, bytes, text, a dict or list for JSON, or a path, not {value!r}"
    )


def header_list(headers: Headers | None) -> list[tuple[str, str]]:
    """Return *headers* as pairs of name and value, in their order."""
    if headers is None:
        return []
    pairs: Iterable[tuple[str, Any]] = headers.items() if isinstance(headers, Mapping) else headers
    made: list[tuple[str, str]] = []
    for name, value in pairs:
        for each in value if isinstance(value, (list, tuple)) else (value,):
            if not isinstance(name, str) or not isinstance(each, (str, int)):
                raise TypeError(f"a header is a name and a str, not {name!r}: {each!r}")
            made.append((name, str(each)))
    return made


def as_bytes(value: bytes | str) -> bytes:
    """Return text as UTF-8, bytes as they are. Raises `TypeError` for anything else."""
    if isinstance(value, str):
        return value.encode("utf-8")
    if isinstance(value, (bytes, bytearray, memoryview)):
        return bytes(value)
    raise TypeError(f"a body is bytes or text, not {value!r}")


def _check(status: int, framing: str | None, **numbers: float | None) -> None:
    """Raise `ValueError` for arguments of `Response` that cannot be."""
    if not 100 <= int(status) <= 999:
        raise ValueError(f"a status is a number from 100 to 999, not {status!r}")
    if framing not in (None, "length", "chunked", "close"):
        raise ValueError(f'framing is "length", "chunked" or "close", not {framing!r}')
    for name, number in numbers.items():
        if number is not None and number < 0:
            raise ValueError(f"{name} is not negative: {number!r}")
        if number == 0 and name in ("bandwidth", "chunk_size"):
            raise ValueError(f"{name} is more than 0, not {number!r}")


def _check_sources(**sources: Any) -> None:
    given = [name for name, source in sources.items() if source is not None]
    if len(given) > 1:
        raise ValueError(f"a response has one of body, json, text, file and chunks, not {' and '.join(given)}")


def _check_cuts(*cuts: int | None) -> None:
    for cut in cuts:
        if cut is not None and cut < 0:
            raise ValueError(f"a number of bytes is not negative: {cut!r}")


def _content(body: bytes | str, json: Any, text: str | None, file: Any) -> tuple[bytes, str | None]:
    """Return the bytes of a body that is given in one of these ways, and the Content-Type that goes with it."""
    if json is not _NOTHING:
        import json as codec

        return codec.dumps(json).encode("utf-8"), "application/json"
    if file is not None:
        return _read(file)
    if text is not None:
        body = text
    return as_bytes(body), "text/plain; charset=utf-8" if isinstance(body, str) else None


def _chunk(chunk: Chunk, delay: float, index: int) -> tuple[float, bytes]:
    if isinstance(chunk, tuple):
        pause, piece = chunk
        return float(pause), as_bytes(piece)
    return (delay if index else 0.0), as_bytes(chunk)


def _has(fields: list[tuple[str, str]], name: str) -> bool:
    return any(key.lower() == name for key, _ in fields)


def _read(path: Any) -> tuple[bytes, str]:
    from mimetypes import guess_type
    from pathlib import Path

    file = Path(path)
    kind, coding = guess_type(file.name)
    return file.read_bytes(), kind if kind is not None and coding is None else "application/octet-stream"


def _compressed(body: bytes, coding: str) -> bytes:
    import zlib

    windows = {"gzip": 31, "deflate": 15}
    if coding not in windows:
        raise ValueError(f'content_encoding is "gzip" or "deflate", not {coding!r}; other bodies are given compressed')
    packer = zlib.compressobj(9, zlib.DEFLATED, windows[coding])
    return packer.compress(body) + packer.flush()
