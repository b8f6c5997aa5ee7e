"""`Crossing`: one hop on its way through the fake network, on virtual time.

It does what a worker of the real transport does (`netaccess._transport.hopper`), with the same decoder of HTTP, the same
decoding of bodies and the same words for what goes wrong; only the connection is made up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from netaccess._kernel.posting import report_exception
from netaccess._values.messages import Connecting, Data, Encrypted, End, Failed, Head, Message, Sent

from .arrival import heard, proxy_refusal, request_of
from .faults import DIALLING, Fault
from .playback import BROKEN, CLOSED, SILENT, Step, play
from .response import Response
from .transcript import shown_body, shown_headers
from .upstream import Upstream

if TYPE_CHECKING:
    from netaccess._transport.base import Ticket

    from ..turns import Chore
    from .fakenetwork import FakeNetwork
    from .line import Line
    from .sentrequest import SentRequest
    from .transport import FakeTransport

_ATTEMPTS = 2
_DISCARD_LIMIT = 1024 * 1024
_DISCARD_PATIENCE = 1.0
_PREVIEW = 301
_TLS = Encrypted("TLSv1.3", "TLS_AES_256_GCM_SHA384")


class Crossing:
    """One hop from its start to its end. Everything happens in chores, on the test's thread; `cancelled` may come from another
    thread, which has its turn then."""

    def __init__(self, network: FakeNetwork, transport: FakeTransport, ticket: Ticket) -> None:
        self.network = network
        self.transport = transport
        self.ticket = ticket
        self.hop = ticket.hop
        self.over = False
        self.line: Line | None = None
        self.request: SentRequest | None = None
        self.state = "waits for its turn"
        self.since = network.turns.now()
        self._batch: list[Message] = []
        self._chores: list[Chore] = []
        self._dialled = 0
        self._sent = False
        self._used = False  # whether the connection in use had been used before
        self._complete = True  # whether the whole request went out
        self._upstream: Upstream | None = None
        self._reset_response()

    def _reset_response(self) -> None:
        from netaccess._transport.http1 import ResponseDecoder

        self._decoder = ResponseDecoder(self.hop.method)
        self._decoding: Any = None
        self._steps: list[Step] = []
        self._ending = ""
        self._flow: Iterator[Message] = iter(())
        self._held: Message | None = None
        self._discarded = 0
        self._size = 0
        self._given = 0
        self._preview = b""

    # Waiting.

    def start(self) -> None:
        """Begin, as soon as the test's thread comes to it."""
        if self.ticket.interruptible(self.cancelled):
            self.after(0.0, self._begin)
        else:
            self._finish()

    def after(self, seconds: float, work: Callable[[], Any]) -> None:
        """Go on with *work* in so many seconds; what there is to report is reported before."""
        self._flush()
        turns = self.network.turns
        self._keep(turns.call_at(turns.now() + seconds, self._guarded(work)))

    def soon(self, seconds: float, work: Callable[[], Any]) -> None:
        """Go on with *work* in so many seconds, at once for 0."""
        if seconds > 0:
            self.after(seconds, work)
        else:
            work()

    def when(self, ready: Callable[[], bool], work: Callable[[], Any], waits_for: str) -> Chore:
        """Go on with *work* as soon as *ready* holds."""
        self._flush()
        where = f"{self.describe()}: {waits_for}"
        chore = self.network.turns.call_when(ready, self._guarded(work), where)
        self._keep(chore)
        return chore

    def _keep(self, chore: Chore) -> None:
        self._chores = [each for each in self._chores if not each.cancelled][-3:]
        self._chores.append(chore)

    def _guarded(self, work: Callable[[], Any]) -> Callable[[], None]:
        def run() -> None:
            if self.over:
                return
            try:
                work()
            except Exception as error:
                self._meet(error)
            if not self.over:
                self._flush()

        return run

    # Reporting.

    def report(self, message: Message) -> None:
        """Tell the reply of *message*, together with what happens at the same moment."""
        self._batch.append(message)

    def _flush(self) -> None:
        batch = self._batch
        if batch and not self.ticket.cancelled:
            self._batch = []
            self.ticket.sink(batch)

    def log(self, text: str, details: list[str] | tuple[str, ...] = ()) -> None:
        """Write down what happens on the connection."""
        number = self.line.number if self.line is not None else 0
        self.network.transcribed.add(self.network.turns.now(), number, text, details)

    def describe(self) -> str:
        """Return the hop in a few words."""
        if not self.hop.method:
            return f"connection to {self.network.origin_text(self.hop.endpoint)}"
        return f"{self.hop.method.decode('latin-1')} {self.network.url_of(self.hop)}"

    def _enter(self, state: str) -> None:
        self.state = state
        self.since = self.network.turns.now()

    # Connecting.

    def _begin(self) -> None:
        if self.hop.method:
            from netaccess._transport.sending import head_of

            head_of(self.hop)  # raises where the request cannot be written
        self._take_line()

    def _take_line(self) -> None:
        """Use a kept connection, or dial."""
        fault = self._fault_on_the_way()
        line = None if fault is not None else self.transport.lines.take(self.hop.endpoint, self.network.turns.now())
        if line is not None:
            self.line = line
            self._on_line()
            return
        if fault is not None:
            self.transport.lines.drop(self.hop.endpoint)
        self._dial(fault)

    def _fault_on_the_way(self) -> Fault | None:
        """Return what keeps the hop from having a connection, None when nothing does."""
        fault = self.network.fault_of(self.hop.endpoint)
        if fault is not None:
            return fault
        answer = self.peek() if self.hop.method else None
        if isinstance(answer, Fault) and answer.stage == DIALLING:
            if answer.instead is not None and (not self.hop.endpoint.verify or self.hop.endpoint.scheme != "https"):
                return None
            self.request = request_of(self.hop, self.network)
            self.network.note(self.request)
            self.network.take_peeked(self.request, self._body_is_known)
            return answer
        return None

    def _dial(self, fault: Fault | None) -> None:
        network, endpoint = self.network, self.hop.endpoint
        if not self._sent and not self._dialled:
            self.report(Connecting())
        self._dialled += 1
        self.line = self.transport.new_line(endpoint)
        proxy = f" through the proxy {endpoint.proxy.host}:{endpoint.proxy.port}" if endpoint.proxy else ""
        self.log(f"connecting to {network.origin_text(endpoint)}{proxy}")
        self._enter("is connecting")
        limit = self.hop.connect_timeout
        if fault is not None and fault.silent:
            self.after(limit, lambda: self._fail_dialling(fault))
            return
        trips = 1 + (endpoint.scheme == "https") * (2 if endpoint.proxy else 1)
        needed = network.latency * trips
        if needed > limit:
            from .faults import no_connection

            self.after(limit, lambda: self._fail_dialling(no_connection()))
        elif fault is not None:
            self.soon(needed, lambda: self._fail_dialling(fault))
        else:
            self.soon(needed, self._connected)

    def _fail_dialling(self, fault: Fault) -> None:
        if self.request is not None:
            self.request.failure = fault.name
        self.log(fault.name)
        self._fail(fault.failed(self.hop.endpoint))

    def _connected(self) -> None:
        endpoint = self.hop.endpoint
        if endpoint.scheme == "https":
            if endpoint.proxy is not None:
                refusal = proxy_refusal(self)
                if refusal is not None:
                    self._fail(refusal)
                    return
            self.log("TLS established")
            if not self._sent:
                self.report(_TLS)
        self._on_line()

    def _on_line(self) -> None:
        assert self.line is not None
        if not self.hop.method:
            self.report(End([]))
            self._rest_line()
            self._finish()
            return
        self._used, self.line.used = self.line.used, True
        self._enter("sends its request")
        self._upstream = Upstream(self, self._request_is_out)
        self._upstream.start()

    # The request.

    def peek(self) -> Any:
        """Return the answer that the request would have as it is known by now, None when there is no route for it."""
        return self.network.peek(request_of(self.hop, self.network), self._body_is_known)

    @property
    def _body_is_known(self) -> bool:
        return self.hop.body is None or isinstance(self.hop.body, bytes)

    def request_head_is_out(self) -> None:
        """The server knows the head, and the body waits for its word."""
        self._sent = True
        self._enter("waits for 100 Continue")

    def take_informational(self, data: bytes) -> None:
        """Take an interim response that comes before the body."""
        self._decoder.feed(data, self._batch)
        self.log("< 100 Continue")

    def _request_is_out(self, complete: bool) -> None:
        self._sent = True
        self._complete = complete
        if complete:
            self.report(Sent())
        self._enter("waits for its response")
        self.soon(self.network.latency / 2, self._arrive)

    def _arrive(self) -> None:
        """The server has the request: it answers."""
        network = self.network
        if network.offline:
            self.when(lambda: not network.offline, self._arrive, "the network is offline")
            return
        assert self._upstream is not None
        request = self.request = request_of(self.hop, network, bytes(self._upstream.body))
        network.note(request)
        details = [*shown_headers(">", request.headers), *shown_body(">", request.body)]
        origin = network.redirected_from(request)
        if origin is not None:
            self.log(f"follows the redirect of {origin}")
        self.log(f"> {request.method} {request.target} HTTP/1.1", details)
        try:
            answer = network.answer(request, self.hop.endpoint)
        except Exception as error:
            report_exception()
            from netaccess._transport.errormap import failure

            request.failure = f"{type(error).__name__} in the route's callable"
            self.log(f"{request.failure}: {error}")
            if not self.over:
                self._fail(failure(error, self.hop.endpoint))
            return
        if self.over:
            return  # the callable has made the client give up
        if isinstance(answer, Failed):
            request.failure = answer.text
            self.log(answer.text)
            self.soon(network.latency / 2, lambda: self._fail(answer))
        elif isinstance(answer, Fault):
            self._suffer(answer)
        else:
            self._answer(answer)

    def _suffer(self, fault: Fault) -> None:
        """Let the request meet *fault*."""
        assert self.request is not None
        self.request.failure = fault.name
        self.log(fault.name)
        if fault.stage == DIALLING:
            self._fail(fault.failed(self.hop.endpoint))
        elif fault.silent:
            self._enter("waits for an answer that never comes")
        else:
            self.soon(self.network.latency / 2, lambda: self._meet(fault.error()))

    # The response.

    def _answer(self, response: Response) -> None:
        network = self.network
        method = self.hop.method.decode("latin-1")
        played = play(response, method, network.turns.random, network.bandwidth)
        self._steps, self._ending = list(reversed(played.steps)), played.ending
        if self._steps and network.latency:
            first = self._steps.pop()
            self._steps.append(first._replace(pause=first.pause + network.latency / 2))
        self._follow(0)

    def _follow(self, before: int) -> None:
        """Let the next step come, which follows one with *before* bytes of body."""
        ticket, decoder = self.ticket, self._decoder
        if decoder.done:
            self._end_of_response()
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
        pause = due - self.network.turns.now()
        if decoder.answered and pause > _DISCARD_PATIENCE:
            self._wait_in_body(due, step)
        elif pause > 0:
            self.after(pause, lambda: self._deliver(step))
        elif before and step.size:
            self.when(lambda: heard(ticket), lambda: self._deliver(step), "its reply")
        else:
            self._deliver(step)

    def _due(self, step: Step) -> float:
        network = self.network
        due = network.turns.now() + step.pause
        if network.bandwidth and step.size:
            due = network.downlink.through(due, step.size, network.bandwidth)
        return due

    def _wait_in_body(self, due: float | None, step: Step | None) -> None:
        """Wait for *step* (None: nothing comes any more), as long as the body is wanted."""
        ticket = self.ticket
        if ticket.discarding:
            self.after(_DISCARD_PATIENCE, self._give_up_rest)
            return
        coming: list[Chore] = []

        def unwanted() -> None:
            for chore in coming:
                chore.cancel()
            now = self.network.turns.now()
            if due is None or step is None or due - now > _DISCARD_PATIENCE:
                self.after(_DISCARD_PATIENCE, self._give_up_rest)
            else:
                self.after(due - now, lambda: self._deliver(step))

        watch = self.when(lambda: ticket.discarding, unwanted, "the rest of its response")
        if due is not None and step is not None:

            def deliver() -> None:
                watch.cancel()
                self._deliver(step)

            self.after(due - self.network.turns.now(), deliver)
            coming.append(self._chores[-1])

    def _run_dry(self) -> None:
        """The server has nothing more to send, and the response is not complete."""
        if self._ending == CLOSED:
            self.log("closed by the server")
            self._take(b"")
        elif self._ending == BROKEN:
            self.log("connection reset")
            self._meet(ConnectionResetError(104, "Connection reset by peer"))
        else:
            if self._ending == SILENT:
                self.log(f"stalls after {self._size} bytes of body")
            self._enter(f"waits for the rest of its response, {self._size} bytes of body have come")
            if self._decoder.answered:
                self._wait_in_body(None, None)

    def _deliver(self, step: Step) -> None:
        network = self.network
        if network.offline:
            self.when(lambda: not network.offline, lambda: self._deliver(step), "the network is offline")
            return
        self._take(step.data)
        if not self.over and self._held is None:
            self._follow(step.size)

    def _take(self, data: bytes) -> None:
        """Decode *data*, ``b""`` for the end of the connection, and report what it brought."""
        from netaccess._transport.http1 import WireError

        fresh: list[Message] = []
        problem: Exception | None = None
        try:
            if data:
                self._decoder.feed(data, fresh)
            else:
                self._decoder.eof(fresh)
        except WireError as error:
            problem = error
        self._flow = self._understood(fresh, problem)
        self._drain()
        if not self.over and not data and self._held is None:
            self._end_of_response()

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
            if isinstance(message, Head):
                message = self._begin_body(message)
            elif isinstance(message, End) and self._decoding is not None and not self.ticket.discarding:
                self._decoding.finish()
            yield message
        if problem is not None:
            raise problem

    def _begin_body(self, head: Head) -> Head:
        if self.request is not None:
            self.request.status = head.status
            self.network.note_redirect(self.request, head)
        fields = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in head.headers]
        self.log(f"< {head.status} {head.reason}", shown_headers("<", fields))
        if self.hop.decode:
            from netaccess._transport.decode import decoding_for

            self._decoding = decoding_for(head, self.hop.decode_limit)
            if self._decoding is not None:
                return head._replace(decoded=True)
        return head

    def _drain(self) -> None:
        """Report what has been understood, as far as the reply has room for it."""
        ticket = self.ticket
        while True:
            message = self._held
            if message is None:
                try:
                    message = next(self._flow, None)
                except Exception as error:
                    self._meet(error)
                    return
                if message is None:
                    return
            self._held = None
            if not isinstance(message, Data) or not message.data:
                self.report(message)
            elif ticket.discarding:
                self._discarded += len(message.data)
            elif not self._pour(message.data):
                return

    def _pour(self, data: bytes) -> bool:
        """Report *data*; False when there is room for a part of it only."""
        ticket = self.ticket
        allowed = ticket.allowance(len(data), wait=False)
        if allowed:
            self._given += allowed
            self._preview = (self._preview + data[:allowed])[:_PREVIEW]
            self.report(Data(data if allowed == len(data) else data[:allowed]))
        if allowed == len(data):
            return True
        self._held = Data(data[allowed:])
        self._enter("waits for its reply to be read")

        def room() -> bool:
            return ticket.cancelled or ticket.allowance(1, wait=False, take=False) > 0

        def go_on() -> None:
            self._drain()
            if not self.over and self._held is None:
                self._follow(1)

        self.when(room, go_on, "room in its read buffer")
        return False

    # The end.

    def _end_of_response(self) -> None:
        coded = f" ({self._size} coded)" if self._given != self._size else ""
        text = f"< end of {self._given} bytes{coded}" if self._size else "< end"
        self.log(text, shown_body("<", self._preview, self._given)[1:])
        reusable = self._decoder.reusable and self._complete and self._ending not in (CLOSED, BROKEN)
        if reusable and self.ticket.interruptible(None):
            self._rest_line()
        self._finish()

    def _give_up_rest(self) -> None:
        """Leave the rest of a body that nobody wants."""
        self.report(End([]))
        self.log("closed by the client: the rest is not wanted")
        self._finish()

    def _meet(self, error: Exception) -> None:
        """The hop has met *error*: send it again where that is safe, else let it fail."""
        from netaccess._transport.errormap import failure
        from netaccess._transport.http1 import WireError

        if self.over:
            return
        if isinstance(error, (WireError, OSError)) and self._again(error):
            self.log("the request is sent again")
            self.line = None
            self._reset_response()
            self._take_line()
            return
        self._fail(failure(error, self.hop.endpoint))

    def _again(self, error: Exception) -> bool:
        """Return whether the request is to be sent again: nothing was answered, and repeating does no harm."""
        from netaccess._transport.errormap import CLOSED as CLOSED_CONNECTION
        from netaccess._transport.errormap import failure
        from netaccess._transport.http1 import WireError

        hop = self.hop
        if isinstance(error, WireError):
            if not error.unanswered:
                return False
        elif self._decoder.began or failure(error, hop.endpoint) != CLOSED_CONNECTION:
            return False
        if not hop.idempotent:
            return False
        fresh = self._dialled >= _ATTEMPTS or hop.body is not None or hop.method not in (b"GET", b"HEAD")
        if not self._used and fresh:
            return False
        if hop.body is not None and not isinstance(hop.body, bytes):
            go_back = getattr(hop.body, "go_back", None)
            return go_back is not None and bool(go_back())
        return True

    def _fail(self, failed: Failed) -> None:
        self.report(failed)
        self.log(f"failed: {failed.text}")
        if self.request is not None and not self.request.failure:
            self.request.failure = failed.text
        self._finish()

    def cancelled(self) -> None:
        """The client has given up."""
        if self.over:
            return
        self.log("aborted by the client")
        if self.request is not None and not self.request.failure:
            self.request.failure = "aborted by the client"
        self._finish()

    def cut(self) -> None:
        """The connection breaks, whatever is under way."""
        if not self.over and self.line is not None:
            self._guarded(self._break_off)()

    def _break_off(self) -> None:
        for chore in self._chores:
            chore.cancel()
        self.log("connection reset")
        self._meet(ConnectionResetError(104, "Connection reset by peer"))

    def _rest_line(self) -> None:
        if self.line is not None:
            self.transport.lines.rest(self.line, self.network.turns.now())

    def _finish(self) -> None:
        """The hop is over: free its place, start the next one, and report the last of this one."""
        self.over = True
        for chore in self._chores:
            chore.cancel()
        self.transport.leave(self)
        try:
            following = self.ticket.successor()
        except Exception:
            report_exception()
            following = None
        self._flush()
        if following is not None:
            self.transport.begin(following)
