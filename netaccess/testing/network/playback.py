"""A response on the wire: which bytes arrive when, and what becomes of the connection."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import random

    from .response import Response

BLOCK = 64 * 1024
"""Bytes of a body that arrive at once where nothing else is said."""
_TICK = 0.05
"""Seconds that a piece may take under a limited bandwidth."""

KEPT, CLOSED, BROKEN, SILENT = "kept", "closed", "reset", "stalled"


class Step(NamedTuple):
    """Bytes that arrive *pause* seconds after those before; *size* of them are the body's."""

    pause: float
    data: bytes
    size: int = 0


class Playback(NamedTuple):
    """What a server sends, and the state it leaves the connection in (one of the names above)."""

    steps: list[Step]
    ending: str


def play(response: Response, method: str, random: random.Random | None, bandwidth: float | None = None) -> Playback:
    """Return what arrives of *response* when it answers *method*.

    :param random: draws the pauses and cuts that the response leaves open; None: none are made.
    :param bandwidth: of the whole network, in bytes a second; only how the body is cut depends on it here.
    """
    steps: list[Step] = []
    for each in response.informational:
        steps.append(Step(each.delay or 0.0, _head(each, method)))
    delay = response.delay
    if delay is None:
        delay = 0.0 if random is None else round(random.uniform(0.0, 0.05), 6)
    if response.wire is not None:
        return Playback([*steps, Step(delay, response.wire)], KEPT if response.keep_alive else CLOSED)
    steps.append(Step(delay, _head(response, method)))
    if not response.has_body(method):
        return Playback(steps, KEPT if response.keep_alive else CLOSED)
    chunked = response.actual_framing() == "chunked"
    cut, ending = _cut(response)
    left = cut
    for pause, piece in _pieces(response, random, bandwidth):
        if left is not None and len(piece) > left:
            whole = len(piece)
            piece = piece[:left]
            if piece:
                steps.append(Step(pause, b"%x\r\n" % whole + piece if chunked else piece, len(piece)))
            left = 0
            break
        if piece:
            steps.append(Step(pause, b"%x\r\n%b\r\n" % (len(piece), piece) if chunked else piece, len(piece)))
        if left is not None:
            left -= len(piece)
    if chunked and (cut is None or len(response.body) < cut):
        steps.append(Step(0.0, b"0\r\n" + _lines(response.trailers) + b"\r\n"))
    return Playback(steps, ending)


def _cut(response: Response) -> tuple[int | None, str]:
    """Return after how many bytes of the body the response breaks off (None: it does not), and how it ends."""
    cuts = [
        (after, ending)
        for after, ending in (
            (response.reset_after, BROKEN),
            (response.close_after, CLOSED),
            (response.stall_after, SILENT),
        )
        if after is not None
    ]
    if cuts:
        return min(cuts)
    keeps = response.keep_alive and response.actual_framing() != "close"
    return None, KEPT if keeps else CLOSED


def _pieces(response: Response, random: random.Random | None, bandwidth: float | None) -> Iterator[tuple[float, bytes]]:
    """Yield the body's pieces, each with the pause before it."""
    limits = [limit for limit in (response.bandwidth, bandwidth) if limit]
    most = min([BLOCK, *(max(1, int(limit * _TICK)) for limit in limits)])
    pause_for = response.bandwidth
    for pause, piece in _given_pieces(response, random):
        for start in range(0, len(piece), most):
            part = piece[start : start + most]
            yield (0.0 if start else pause) + (len(part) / pause_for if pause_for else 0.0), part


def _given_pieces(response: Response, random: random.Random | None) -> Iterator[tuple[float, bytes]]:
    body = response.body
    if response.chunks is not None:
        yield from response.chunks
    elif response.chunk_size is not None:
        for start in range(0, len(body), response.chunk_size):
            yield (response.chunk_delay if start else 0.0), body[start : start + response.chunk_size]
    elif random is None or not body:
        yield 0.0, body
    else:
        cuts = sorted({random.randrange(len(body)) for _ in range(random.randint(0, 3))} - {0})
        for start, end in zip([0, *cuts], [*cuts, len(body)], strict=True):
            yield (round(random.uniform(0.0, 0.01), 6) if start else 0.0), body[start:end]


def _head(response: Response, method: str) -> bytes:
    line = f"HTTP/1.1 {response.status} {response.phrase()}\r\n"
    return line.encode("latin-1", "replace") + _lines(response.head_fields(method)) + b"\r\n"


def _lines(fields: list[tuple[str, str]]) -> bytes:
    return b"".join(f"{name}: {value}\r\n".encode("latin-1", "replace") for name, value in fields)
