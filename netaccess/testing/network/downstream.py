"""A response on its way from the fake server: pieces at their moments, decoded as the real transport does it, and reported
as far as the reply has room."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from netaccess._values.messages import Data, End, Head, Informational, Message

from .arrival import heard
from .playback import BROKEN, CLOSED, SILENT, Step, play
from .transcript import plural, shown_body, shown_headers

if TYPE_CHECKING:
    from netaccess._values.messages import Headers

    from ..virtualtime.chores import Chore
    from .crossing import Crossing
    from .response import Response

_DISCARD_LIMIT = 1024 * 1024
_DISCARD_PATIENCE = 1.0
_PREVIEW = 301


class Downstream:
    """The answer to one request that was sent once."""

    def __init__(self, crossing: Crossing) -> None:
        from netaccess._transport.http1 import ResponseDecoder

        self.decoder = ResponseDecoder(crossing.hop.method)
        self._crossing = crossing
        self._ticket = crossing.ticket
        self._decoding: Any = None
        self._steps: list[Step] = []  # what is still to come, the next one last
        self._ending = ""
        self._flow: Iterator[Message] = iter(())
        self._held: Message | None = None  # what the reply has no room for
        self._discarded = 0
        self._size = 0  # bytes of body that have come, and that were reported once decoded
        self._given = 0
        self._preview = b""
        self._length: int | None = None
        self._closed = False  # by the server, before the response was known to be complete
        self._coded = False
        self._trailers: Headers = []
        self._shown = False  # whether the transcript has what came of the body

    def begin(self, response: Response) -> None:
        """Let *response* come."""
        network = self._crossing.network
        method = self._crossing.hop.method.decode("latin-1")
        played = play(response, method, network.turns.random, network.bandwidth)
        self._steps, self._ending = list(reversed(played.steps)), played.ending
        if self._steps and network.latency:
            first = self._steps.pop()
            self._steps.append(first._replace(pause=first.pause + network.latency / 2))
        self._follow(0)

    def continue_(self) -> None:
        """Take the server's word that it wants the request's body."""
        fresh: list[Message] = []
        self.decoder.feed(b"HTTP/1.1 100 Continue\r\n\r\n", fresh)
        self._flow = self._understood(fresh, None)
        self._drain()

    # One piece after the other.

    def _follow(self, before: int) -> None:
        """Let the next step come, which follows one with *before* bytes of body."""
        crossing, ticket, decoder = self._crossing, self._ticket, self.decoder
        if decoder.done:
            self._end()
            return
        if ticket.discarding and decoder.answered:
            self._decoding = None
            if self._discarded + decoder.remaining > _DISCARD_LIMIT:
                self._give_up_rest()
                return
        if not self._steps:
            self._run_dry()
            return
        step = self._steps.pop()
        due = self._due(step)
        pause = due - crossing.network.turns.now()
        if decoder.answered and pause > _DISCARD_PATIENCE:
            self._wait_in_body(due, step)
        elif pause > 0:
            crossing.after(pause, lambda: self._deliver(step))
        elif before and step.size:
            # At the same moment, but one by one: the reply hears of a piece before the next one comes.
            crossing.when(lambda: heard(ticket), lambda: self._deliver(step), "its reply")
        else:
            self._deliver(step)

    def _due(self, step: Step) -> float:
        network = self._crossing.network
        due = network.turns.now() + step.pause
        if network.bandwidth and step.size:
            due = network.downlink.through(due, step.size, network.bandwidth)
        return due

    def _wait_in_body(self, due: float | None, step: Step | None) -> None:
        """Wait for *step* (None: nothing comes any more), as long as the body is wanted."""
        crossing, ticket = self._crossing, self._ticket
        now = crossing.network.turns.now
        if ticket.discarding:
            crossing.after(_DISCARD_PATIENCE, self._give_up_rest)
            return
        coming: list[Chore] = []

        def unwanted() -> None:
            for chore in coming:
                chore.cancel()
            if due is None or step is None or due - now() > _DISCARD_PATIENCE:
                crossing.after(_DISCARD_PATIENCE, self._give_up_rest)
            else:
                crossing.after(due - now(), lambda: self._deliver(step))

        watch = crossing.when(lambda: ticket.discarding, unwanted, "the rest of its response")
        if due is not None and step is not None:

            def deliver() -> None:
                watch.cancel()
                self._deliver(step)

            coming.append(crossing.after(due - now(), deliver))

    def _run_dry(self) -> None:
        """The server has nothing more to send, and the response is not complete."""
        crossing = self._crossing
        if self._ending == CLOSED:
            self._closed = True
            self._take(b"")
        elif self._ending == BROKEN:
            error = ConnectionResetError(104, "Connection reset by peer")
            crossing.meet(error, f"connection reset by the server{self.so_far()}")
        else:
            if self._ending == SILENT:
                crossing.log(f"stalls{self.so_far()}", self.what_came())
            crossing.enter(f"waits for the rest of its response, {self._size} bytes of body have come")
            if self.decoder.answered:
                self._wait_in_body(None, None)

    def _deliver(self, step: Step) -> None:
        crossing = self._crossing
        if crossing.network.offline:
            crossing.when_online(lambda: self._deliver(step))
            return
        self._take(step.data)
        if not crossing.over and self._held is None and crossing.downstream is self:
            self._follow(step.size)

    # Decoding and reporting.

    def _take(self, data: bytes) -> None:
        """Decode *data*, ``b""`` for the end of the connection, and report what it brought."""
        from netaccess._transport.http1 import WireError

        crossing = self._crossing
        fresh: list[Message] = []
        problem: Exception | None = None
        try:
            if data:
                self.decoder.feed(data, fresh)
            else:
                self.decoder.eof(fresh)
        except WireError as error:
            problem = error
        self._flow = self._understood(fresh, problem)
        self._drain()
        if not data and not crossing.over and self._held is None and crossing.downstream is self:
            self._end()

    def _understood(self, messages: list[Message], problem: Exception | None) -> Iterator[Message]:
        """Yield *messages* with the body's coding undone, then raise *problem*, if there is one."""
        for message in messages:
            if isinstance(message, Data):
                self._size += len(message.data)
                if self._decoding is None:
                    yield message
                else:
                    yield from map(Data, self._decoding.decode(message.data))
                continue
            if isinstance(message, Informational):
                self._log_head(message.status, message.reason, message.headers)
            elif isinstance(message, Head):
                message = self._begin_body(message)
            elif isinstance(message, End):
                self._trailers = message.trailers
                if self._decoding is not None and not self._ticket.discarding:
                    self._decoding.finish()
            yield message
        if problem is not None:
            raise problem

    def _begin_body(self, head: Head) -> Head:
        crossing = self._crossing
        request = crossing.request
        if request is not None:
            request.status = head.status
            crossing.network.note_redirect(request, head)
        self._log_head(head.status, head.reason, head.headers)
        self._length = head.length
        if crossing.hop.decode:
            from netaccess._transport.decode import decoding_for

            self._decoding = decoding_for(head, crossing.hop.decode_limit)
            if self._decoding is not None:
                self._coded = True
                return head._replace(decoded=True)
        return head

    def _log_head(self, status: int, reason: str, headers: Headers) -> None:
        self._crossing.log(f"< {status} {reason}", shown_headers("<", _as_text(headers)))

    def _drain(self) -> None:
        """Report what has been understood, as far as the reply has room for it."""
        ticket = self._ticket
        while True:
            message = self._held
            if message is None:
                try:
                    message = next(self._flow, None)
                except Exception as error:
                    self._crossing.meet(
                        error, f"connection closed by the server{self.so_far()}" if self._closed else ""
                    )
                    return
                if message is None:
                    return
            self._held = None
            if not isinstance(message, Data) or not message.data:
                self._crossing.report(message)
            elif ticket.discarding:
                self._discarded += len(message.data)
            elif not self._pour(message.data):
                return

    def _pour(self, data: bytes) -> bool:
        """Report *data*; False when there is room for a part of it only."""
        crossing, ticket = self._crossing, self._ticket
        allowed = ticket.allowance(len(data), wait=False)
        if allowed:
            self._given += allowed
            self._preview = (self._preview + data[:allowed])[:_PREVIEW]
            crossing.report(Data(data if allowed == len(data) else data[:allowed]))
        if allowed == len(data):
            return True
        self._held = Data(data[allowed:])
        crossing.enter("waits for its reply to be read")

        def room() -> bool:
            return ticket.cancelled or ticket.allowance(1, wait=False, take=False) > 0

        crossing.when(room, self._go_on, "room in its read buffer")
        return False

    def _go_on(self) -> None:
        """There is room for what was held back."""
        self._drain()
        if not self._crossing.over and self._held is None:
            self._follow(1)

    # What the transcript says.

    def so_far(self) -> str:
        """Return how much of the body has come, in words that follow others; "" before the head."""
        if not self.decoder.answered:
            return ""
        if self._length is None:
            return f" after {plural(self._size, 'byte')} of body"
        return f" after {self._size} of {plural(self._length, 'byte')} of body"

    def what_came(self) -> list[str]:
        """Return lines that show what has come of the body, unless they have been written down."""
        shown, self._shown = self._shown, True
        return [] if shown else shown_body("<", self._preview, self._given)[1:]

    def _tell_end(self) -> None:
        """Write down that the response is complete, if there is anything to say besides its head."""
        crossing, closer = self._crossing, self._closer()
        if not self._size and not self._trailers:
            if closer:
                crossing.log(closer)
            return
        if crossing.ticket.discarding:
            amount = f"{plural(self._size, 'byte')} that nobody wants"
        else:
            amount = plural(self._given, "byte") + (f" ({self._size} coded)" if self._coded else "")
        crossing.log(f"< end of {amount}{', ' if closer else ''}{closer}", [*self.what_came(), *self._shown_trailers()])

    def _shown_trailers(self) -> list[str]:
        return ["<", *shown_headers("<", _as_text(self._trailers))] if self._trailers else []

    def _closer(self) -> str:
        """Return who closes the connection behind the response; "" when it is kept."""
        request = self._crossing.request
        if self._ending in (CLOSED, BROKEN):
            return "closed by the server"
        if request is not None and (request.header("Connection") or "").lower() == "close":
            return "closed by the client"
        return "" if self.decoder.reusable else "closed by the server"

    # The end.

    def _end(self) -> None:
        self._tell_end()
        self._crossing.response_is_over(self.decoder.reusable and self._ending not in (CLOSED, BROKEN))

    def _give_up_rest(self) -> None:
        """Leave the rest of a body that nobody wants."""
        crossing = self._crossing
        crossing.report(End([]))
        crossing.log(f"closed by the client{self.so_far()}: the rest is not wanted")
        crossing.response_is_over(False)


def _as_text(headers: Headers) -> list[tuple[str, str]]:
    return [(name.decode("latin-1"), value.decode("latin-1")) for name, value in headers]
