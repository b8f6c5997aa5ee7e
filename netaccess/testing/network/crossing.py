"""`Crossing`: one hop on its way through the fake network, on virtual time.

It does what a worker of the real transport does (`netaccess._transport.hopper`), with the same decoder of HTTP, the same
decoding of bodies and the same words for what goes wrong; only the connection is made up.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from netaccess._kernel.posting import report_exception
from netaccess._values.messages import Connecting, Encrypted, End, Failed, Message, Sent, UploadBroken

from . import callables, telling
from .arrival import proxy_refusal, request_of
from .downstream import Downstream
from .faults import DIALLING, Fault
from .ranges import ranged
from .upstream import Upstream

if TYPE_CHECKING:
    from netaccess._transport.base import Ticket

    from ..virtualtime.chores import Chore
    from .fakenetwork import FakeNetwork
    from .line import Line
    from .sentrequest import SentRequest
    from .transport import FakeTransport

_ATTEMPTS = 2
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
        self.upstream: Upstream | None = None
        self.told = False  # whether the transcript has the request's head
        self.downstream = Downstream(self)

    # Waiting.

    def start(self) -> None:
        """Begin, as soon as the test's thread comes to it."""
        if self.ticket.interruptible(self.cancelled):
            self.after(0.0, self._begin)
        else:
            self._finish()

    def after(self, seconds: float, work: Callable[[], Any]) -> Chore:
        """Go on with *work* in so many seconds; what there is to report is reported before."""
        self._flush()
        turns = self.network.turns
        return self._keep(lambda run: turns.call_at(turns.now() + seconds, run), work)

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
        return self._keep(lambda run: self.network.turns.call_when(ready, run, where), work)

    def when_online(self, work: Callable[[], Any]) -> None:
        """Go on with *work* as soon as the network is back."""
        network = self.network
        self.when(lambda: not network.offline, work, "the network is offline")

    def _keep(self, ask: Callable[[Callable[[], None]], Chore], work: Callable[[], Any]) -> Chore:
        """Have *work* done by the chore that *ask* asks for."""

        def run() -> None:
            if chore in self._chores:
                self._chores.remove(chore)
            self._do(work)

        chore = ask(run)
        self._chores.append(chore)
        return chore

    def _do(self, work: Callable[[], Any]) -> None:
        """Do *work*; what goes wrong in it ends the hop. What only the test's own code can have raised is reported too."""
        if self.over:
            return
        try:
            work()
        except UploadBroken as error:
            self.meet(error)
        except Exception as error:
            if not isinstance(error, OSError) or callables.place_of(error):
                callables.begin_with_the_test(error)
                report_exception()
            self.meet(error)
        if not self.over:
            self._flush()

    def _forget_chores(self) -> None:
        chores, self._chores = self._chores, []
        for chore in chores:
            chore.cancel()

    # Reporting.

    def report(self, message: Message) -> None:
        """Tell the reply of *message*, together with what happens at the same moment."""
        self._batch.append(message)

    def _flush(self) -> None:
        batch = self._batch
        if batch and not self.ticket.cancelled:
            self._batch = []
            self.ticket.sink(batch)

    def log(self, text: str, details: Sequence[str] = (), outcome: Callable[[], str] | None = None) -> None:
        """Write down what happens on the connection; *outcome*: see `Transcript.add`."""
        number = self.line.number if self.line is not None else 0
        self.network.transcribed.add(self.network.turns.now(), number, text, details, outcome)

    def describe(self) -> str:
        """Return the hop in a few words."""
        if not self.hop.method:
            return f"connection to {self.network.origin_text(self.hop.endpoint)}"
        return f"{self.hop.method.decode('latin-1')} {self.network.url_of(self.hop)}"

    def enter(self, state: str) -> None:
        """Note what the hop does from now on."""
        self.state = state
        self.since = self.network.turns.now()

    # Connecting.

    def _begin(self) -> None:
        if self.hop.method:
            from netaccess._transport.sending import head_of

            try:
                head_of(self.hop)
            except ValueError as error:  # the request cannot be written
                self.meet(error)
                return
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
        if fault is not None and not fault.resolves:
            self.soon(network.latency, lambda: self._fail_dialling(fault))
            return
        if not self._sent and not self._dialled:
            self.report(Connecting())
        self._dialled += 1
        self.line = self.transport.new_line(endpoint)
        proxy = f" through the proxy {endpoint.proxy.host}:{endpoint.proxy.port}" if endpoint.proxy else ""
        self.log(f"connecting to {network.origin_text(endpoint)}{proxy}")
        self.enter("is connecting")
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
        self._fail(fault.failed(self.hop.endpoint), f"{fault.name} ({self.describe()})")

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
        self.enter("sends its request")
        try:
            self.upstream = Upstream(self, self._request_is_out)
        except ValueError as error:  # nobody could tell where its body ends
            self.meet(error)
            return
        self.upstream.start()

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
        self.enter("waits for 100 Continue")

    def _request_is_out(self, complete: bool) -> None:
        self._sent = True
        self._complete = complete
        if complete:
            self.report(Sent())
        self.enter("waits for its response")
        self.soon(self.network.latency / 2, self._arrive)

    def _arrive(self) -> None:
        """The server has the request: it answers."""
        network = self.network
        if network.offline:
            self.when_online(self._arrive)
            return
        assert self.upstream is not None
        request = self.request = request_of(self.hop, network, bytes(self.upstream.body))
        network.note(request)
        telling.tell_request(self, request)
        try:
            answer = network.answer(request, self.hop.endpoint)
        except Exception as error:
            self._meet_the_tests_own(error, request)
            return
        if self.over:
            return  # the callable has made the client give up
        if isinstance(answer, Failed):
            request.failure = answer.text
            cause = f"no route for {request.method} {request.url}"
            self.soon(network.latency / 2, lambda: self._fail(answer, cause))
        elif isinstance(answer, Fault):
            self._suffer(answer)
        else:
            self.downstream.begin(ranged(answer, request) if answer.ranges else answer)

    def _meet_the_tests_own(self, error: Exception, request: SentRequest) -> None:
        """Report what a function of the test has raised, and let the hop fail."""
        from netaccess._transport.errormap import failure

        place = callables.place_of(error)
        callables.begin_with_the_test(error)
        report_exception()
        request.failure = f"{type(error).__name__} in the route's callable"
        if not self.over:
            where = f" ({place})" if place else ""
            self._fail(failure(error, self.hop.endpoint), f"{request.failure}{where}: {error}")

    def _suffer(self, fault: Fault) -> None:
        """Let the request meet *fault*."""
        assert self.request is not None
        self.request.failure = fault.name
        if fault.stage == DIALLING:
            self._fail(fault.failed(self.hop.endpoint), fault.name)
        elif fault.silent:
            self.log("the server never answers")
            self.enter("waits for an answer that never comes")
        else:
            cause = f"{fault.name} by the server" if fault.name.startswith("connection ") else fault.name
            self.soon(self.network.latency / 2, lambda: self.meet(fault.error(), cause))

    # The end.

    def response_is_over(self, reusable: bool) -> None:
        """The last of the response has been reported. :param reusable: whether the server keeps the connection."""
        if reusable and self._complete and self.ticket.interruptible(None):
            self._rest_line()
        self._finish()

    def meet(self, error: Exception, cause: str = "") -> None:
        """The hop has met *error*: send it again where that is safe, else let it fail.

        :param cause: what has happened, for the transcript; by default what the reply is told.
        """
        from netaccess._transport.errormap import failure
        from netaccess._transport.http1 import WireError

        if self.over:
            return
        self._forget_chores()
        if isinstance(error, (WireError, OSError)) and self._again(error):
            self.log(f"{cause or failure(error, self.hop.endpoint).text}; the request is sent again")
            self.line = self.upstream = None
            self.told = False
            self.downstream = Downstream(self)
            self._take_line()
            return
        self._fail(failure(error, self.hop.endpoint), cause)

    def _again(self, error: Exception) -> bool:
        """Return whether the request is to be sent again: nothing was answered, and repeating does no harm."""
        from netaccess._transport.errormap import CLOSED as CLOSED_CONNECTION
        from netaccess._transport.errormap import failure
        from netaccess._transport.http1 import WireError

        hop = self.hop
        if isinstance(error, WireError):
            if not error.unanswered:
                return False
        elif self.downstream.decoder.began or failure(error, hop.endpoint) != CLOSED_CONNECTION:
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

    def _fail(self, failed: Failed, cause: str = "") -> None:
        self.report(failed)
        self.log(f"{cause or failed.text} -> {failed.error.name}", self.downstream.what_came())
        if self.request is not None and not self.request.failure:
            self.request.failure = failed.text
        self._finish()

    def cancelled(self) -> None:
        """The client has given up."""
        if self.over:
            return
        telling.tell_abort(self)
        if self.request is not None and not self.request.failure:
            self.request.failure = "aborted by the client"
        self._finish()

    def cut(self) -> None:
        """The connection breaks, whatever is under way."""
        if not self.over and self.line is not None:
            self._do(self._break_off)

    def _break_off(self) -> None:
        self.meet(ConnectionResetError(104, "Connection reset by peer"), f"connection broken{self.downstream.so_far()}")

    def _rest_line(self) -> None:
        if self.line is not None:
            self.transport.lines.rest(self.line, self.network.turns.now())

    def _finish(self) -> None:
        """The hop is over: free its place, start the next one, and report the last of this one."""
        if self.over:
            return
        self.over = True
        self._forget_chores()
        self.transport.leave(self)
        try:
            following = self.ticket.successor()
        except Exception:
            report_exception()
            following = None
        self._flush()
        if following is not None:
            self.transport.begin(following)
