"""What the transcript says of requests, of how far they have come, and of who gave up."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from .transcript import plural, shown_body, shown_headers, worth_telling

if TYPE_CHECKING:
    from .crossing import Crossing
    from .sentrequest import SentRequest


def tell_head(crossing: Crossing, request: SentRequest, body: bytes = b"") -> None:
    """Write down that the server has the head of *request*, and *body*."""
    origin = crossing.network.redirected_from(request)
    reason = "" if origin is None else f"   (redirected from {origin})"
    details = [*shown_headers(">", worth_telling(request.headers)), *shown_body(">", body)]
    crossing.told = True
    crossing.log(f"> {request.method} {request.target} HTTP/1.1{reason}", details)


def tell_request(crossing: Crossing, request: SentRequest) -> None:
    """Write down that the server has the whole of *request*, whose head may have been told before."""
    if not crossing.told:
        tell_head(crossing, request, request.body)
    elif request.body:
        crossing.log(f"> end of {plural(len(request.body), 'byte')}", shown_body(">", request.body)[1:])


def tell_abort(crossing: Crossing) -> None:
    """Write down that the client has given up, with what came of it for the reply."""
    upstream = crossing.upstream
    if crossing.told:
        how = crossing.downstream.so_far() or " before an answer"
    elif crossing.line is None:
        how = f" before anything was sent ({crossing.describe()})"
    elif upstream is None:
        how = f" while connecting ({crossing.describe()})"
    else:
        how = f" after sending {upstream.so_far()} ({crossing.describe()})"
    crossing.log(f"aborted by the client{how}", crossing.downstream.what_came(), _outcome(crossing.ticket.sink))


def _outcome(sink: Any) -> Callable[[], str] | None:
    """Return what tells how the reply behind *sink* has ended, a moment later; None where there is none."""
    receiver = getattr(sink, "receiver", None)
    if receiver is None:
        return None

    def outcome() -> str:
        reply = receiver()
        error = None if reply is None else reply._qt_code
        return f" -> {error.name}" if error else ""

    return outcome
