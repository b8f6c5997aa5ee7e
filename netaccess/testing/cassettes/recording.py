"""Recording: a transport that lets a real one do the work, and writes down every hop.

Each hop of a ticket (a redirect that is followed and a request that is sent again are hops of their own) gets a `Tap`. The tap
stands where the ticket's sink stood, hears every message first, and hands it on. What it has heard becomes a HAR entry.

A hop that the program gave up (``abort``, a time limit, a reply deleted) is recorded as aborted, with what had come of it: a
replay answers that much and then no more. A hop that only makes a connection is not recorded.
"""

from __future__ import annotations

from threading import Lock
from time import time
from typing import TYPE_CHECKING, Any

from netaccess._transport.base import Ticket, Transport
from netaccess._values.messages import (
    Data,
    End,
    Endpoint,
    Failed,
    Head,
    Headers,
    Hop,
    Informational,
    Message,
    Sent,
    Upload,
)

from .har import ABORTED, CODED, FAILURE, HarContent, HarEntry, HarField, HarInterim, HarRequest, HarResponse
from .stages import Stages

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..virtualtime.outside import Outside

    HandBack = Callable[[Ticket | None], None]


class Recorder:
    """Collects the taps of a recording.

    Thread safety: `_lock` guards the list of taps. While it is held nothing else is called but `outside`, which takes no lock of
    ours; a tap's own lock is never held while this one is taken.
    """

    def __init__(self, outside: Outside | None = None) -> None:
        """:param outside: is told of each hop's begin and end; None where time is real."""
        self._lock = Lock()
        self._taps: list[Tap] = []
        self._outside = outside
        self._closed = False

    def tap(self, ticket: Ticket, hand_back: HandBack | None = None) -> None:
        """Listen to *ticket*, which has not been started. Any thread may call it.

        Nobody else knows the ticket's worker side yet: it is changed here before the transport gets it.

        :param hand_back: called once, on the worker's thread, with the ticket that follows (or None), which the worker then does
            not get; without it the worker goes on with that ticket, which is listened to as well.
        """
        if isinstance(ticket, TappedTicket):
            return
        with self._lock:
            if self._closed:
                return
            tap = Tap(self, ticket, hand_back)
            self._taps.append(tap)
            if self._outside is not None:
                self._outside.begins()
        tap.install()

    def ended(self) -> None:
        """A tap has heard the last of its hop. Any thread."""
        if self._outside is not None:
            self._outside.ends()

    def withdraw(self, ticket: Ticket) -> None:
        """Forget *ticket*, which could not be started."""
        tap = ticket.sink
        if isinstance(tap, Tap):
            tap.stop()
            tap.leave()
            with self._lock:
                self._taps.remove(tap)

    def close(self) -> None:
        """Listen to no further tickets; hops under way are aborted ones as far as the recording goes."""
        with self._lock:
            self._closed = True
            taps = [*self._taps]
        for tap in taps:
            tap.stop()

    def entries(self) -> list[HarEntry]:
        """Return what was heard so far, in the order in which the requests were started."""
        with self._lock:
            taps = [*self._taps]
        return [entry for tap in taps if (entry := tap.entry()) is not None]


class TappedTicket(Ticket):
    """A ticket whose sink is a `Tap`, which hears of a cancellation too.

    It has the shape of its base, so that a ticket that the access layer holds already can be turned into one.
    """

    __slots__ = ()

    def cancel(self) -> None:
        """Stop the hop, and let the tap know: nothing that is reported from here on reaches anybody."""
        super().cancel()
        tap = self.sink
        if isinstance(tap, Tap):
            tap.stop()


class Tap:
    """Listens to one hop.

    Thread safety: messages come on a worker's thread, one batch after the other (a hop that changes workers is handed over
    whole), the cancellation and the question what was heard on the loop's. What was heard is kept under `_lock`, and the
    ticket's own sink is called outside it. A hop is over with its last message, a cancellation, or the end of the recording,
    whichever finds `_over` unset first; its worker has left it when it has asked for the successor. Whoever completes the pair
    tells the recorder, and has told the sink before, so that virtual time stands still until the loop has been woken. A
    cancellation that was looked up on the ticket's old class just before `install` gave it the new one does not tell; it is
    noticed there, or when the worker leaves.
    """

    def __init__(self, recorder: Recorder, ticket: Ticket, hand_back: HandBack | None) -> None:
        self._recorder = recorder
        self._hand_back = hand_back
        self._ticket = ticket
        self._sink = ticket.sink
        self._successor = ticket.successor
        self._lock = Lock()
        self._started = time()
        self._upload: TappedUpload | None = None
        self._interim: list[Informational] = []
        self._head: Head | None = None
        self._body: list[bytes] = []
        self._end: Failed | End | None = None
        self._over = False
        self._left = False
        self._sent = False
        self._clock = Stages()

    def install(self) -> None:
        """Take the place of the ticket's sink and successor, and stand between its upload and the worker."""
        ticket, hop = self._ticket, self._ticket.hop
        ticket.__class__ = TappedTicket
        ticket.sink = self
        ticket.successor = self._next
        if hop.body is not None and not isinstance(hop.body, bytes):
            self._upload = TappedUpload(hop.body)
            hop.body = self._upload
        if ticket.cancelled:  # meanwhile, before the class was there that tells
            self.stop()

    def __call__(self, batch: list[Message]) -> None:
        """Take messages from the worker, in order, and hand them on."""
        with self._lock:
            ends = not self._over and self._hear(batch)
        try:
            self._sink(batch)
        finally:
            if ends:
                self._mark(over=True)

    def stop(self) -> None:
        """Nothing more of the hop counts."""
        self._mark(over=True)

    def leave(self) -> None:
        """The worker has nothing more to do with the hop."""
        self._mark(over=self._ticket.cancelled, left=True)

    def _mark(self, over: bool = False, left: bool = False) -> None:
        with self._lock:
            before = self._over and self._left
            self._over = self._over or over
            self._left = self._left or left
            ended = not before and self._over and self._left
        if ended:
            self._recorder.ended()

    def _next(self) -> Ticket | None:
        """The hop is over: return the ticket that the worker goes on with."""
        following = self._successor()
        if self._hand_back is not None:
            self._hand_back(following)
            following = None
        elif following is not None:
            self._recorder.tap(following)
        self.leave()
        return following

    def _hear(self, batch: list[Message]) -> bool:
        """Note what *batch* says; return whether that is the end. The lock is held."""
        self._clock.note(batch)
        for message in batch:
            if isinstance(message, Data):
                self._body.append(message.data)
            elif isinstance(message, Head):
                self._head = message
            elif isinstance(message, Informational):
                self._interim.append(message)
            elif isinstance(message, Sent):
                self._sent = True
            elif isinstance(message, (End, Failed)):
                self._end = message
        return self._end is not None

    # What was heard.

    def entry(self) -> HarEntry | None:
        """Return the hop as an entry, None for one that only makes a connection."""
        if not self._ticket.hop.method:
            return None
        with self._lock:
            head, end, body, timings = self._head, self._end, b"".join(self._body), self._clock.timings()
            interim = [*self._interim]
        extra: dict[str, Any] = {}
        if end is None:
            extra[ABORTED] = True
        elif isinstance(end, Failed):
            extra[FAILURE] = {
                "code": int(end.error),
                "text": end.text,
                **({"verifyCode": end.verify_code} if end.verify_code else {}),
                **({} if self._sent or head is not None else {"connected": False}),
            }
        response = _response(head, body)._replace(
            interim=tuple(HarInterim(each.status, each.reason, _fields(each.headers)) for each in interim),
            trailers=_fields(end.trailers) if isinstance(end, End) else (),
        )
        return HarEntry(self._request(), response, _iso(self._started), timings, extra)

    def _request(self) -> HarRequest:
        hop = self._ticket.hop
        proxy = hop.endpoint.proxy
        fields = hop.headers
        if proxy is not None and proxy.authorization is not None and hop.endpoint.scheme == "http":
            fields = [*fields, (b"Proxy-Authorization", proxy.authorization)]
        headers = _fields(fields)
        body = hop.body if isinstance(hop.body, bytes) else self._upload.sent() if self._upload is not None else None
        request = HarRequest(hop.method.decode("latin-1"), url_of(hop), headers)
        if body is None:
            return request
        return request._replace(content=HarContent(body, request.header("content-type") or ""))


class TappedUpload:
    """Keeps what a worker reads of a body.

    Thread safety: the worker reads and rewinds; the loop's thread asks what was read, by which time the recording is over or the
    list only grows. Appending to a list, emptying it and joining a copy are atomic.
    """

    def __init__(self, upload: Upload) -> None:
        self._upload = upload
        self._blocks: list[bytes] = []
        self.tells_all: bool = getattr(upload, "tells_all", False)

    @property
    def length(self) -> int | None:
        """The body's length in bytes, None when it is not known beforehand."""
        return self._upload.length

    def read(self) -> bytes:
        """Return the next block; see `netaccess._values.messages.Upload`."""
        return self._keep(self._upload.read())

    def try_read(self) -> bytes | None:
        """Return the next block, None when there is none yet."""
        block = self._upload.try_read()
        return None if block is None else self._keep(block)

    @property
    def readable(self) -> bool:
        """Whether `try_read` would not return None."""
        return self._upload.readable

    def rewind(self) -> bool:
        """Go back to the first byte; what was read before does not count."""
        self._blocks.clear()
        return self._upload.rewind()

    def sent(self) -> bytes:
        """Return what was read."""
        return b"".join([*self._blocks])

    def _keep(self, block: bytes) -> bytes:
        self._blocks.append(bytes(block))
        return block


class RecordingTransport:
    """Lets another transport do the work, and a `Recorder` hear of it (`netaccess._transport.base.Transport`)."""

    def __init__(self, inner: Transport, recorder: Recorder, hand_back: HandBack | None = None) -> None:
        """:param hand_back: see `Recorder.tap`."""
        self._inner = inner
        self._recorder = recorder
        self._hand_back = hand_back

    def start(self, ticket: Ticket) -> None:
        """Begin the ticket's hop. Raises what the other transport raises."""
        self._recorder.tap(ticket, self._hand_back)
        try:
            self._inner.start(ticket)
        except BaseException:
            self._recorder.withdraw(ticket)
            raise

    def close_idle(self) -> None:
        """Close the connections that no hop is using."""
        self._inner.close_idle()

    def shutdown(self) -> None:
        """Let nothing be started any more."""
        self._inner.shutdown()

    def busy(self, endpoint: Endpoint) -> int:
        """Return the number of hops under way to *endpoint*."""
        return self._inner.busy(endpoint)


def url_of(hop: Hop) -> str:
    """Return the URL that a hop asks for."""
    target = hop.target.decode("latin-1")
    if not target.startswith("/"):
        return target  # through a proxy, or a form that only programs of their own send
    endpoint = hop.endpoint
    host = f"[{endpoint.host}]" if ":" in endpoint.host else endpoint.host
    port = "" if endpoint.port == (443 if endpoint.scheme == "https" else 80) else f":{endpoint.port}"
    return f"{endpoint.scheme}://{host}{port}{target}"


def _response(head: Head | None, body: bytes) -> HarResponse:
    if head is None:
        return HarResponse(0, http_version="")
    response = HarResponse(head.status, head.reason, _fields(head.headers))
    coded = bool(response.header("content-encoding")) and not head.decoded
    content = HarContent(body, response.header("content-type") or "", {CODED: True} if coded else {})
    return response._replace(content=content)


def _fields(headers: Headers) -> tuple[HarField, ...]:
    return tuple(HarField(name.decode("latin-1"), value.decode("latin-1")) for name, value in headers)


def _iso(seconds: float) -> str:
    """Return a moment, in seconds since 1970, as HAR writes it."""
    from datetime import UTC, datetime

    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
