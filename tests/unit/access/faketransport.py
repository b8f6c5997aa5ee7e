"""A transport without threads and sockets: what it says is scripted, and comes when the test or virtual time has it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from netaccess._access.manager import QNetworkAccessManager
from netaccess._kernel import timers
from netaccess._kernel.threaddata import current
from netaccess._transport.base import Ticket
from netaccess._values.errors import NetworkError
from netaccess._values.messages import Connecting, Data, Encrypted, End, Endpoint, Failed, Head, Message, Sent
from netaccess._values.request import QNetworkRequest
from netaccess._values.url import QUrl

REFUSED = Failed(NetworkError.ConnectionRefusedError, "Connection refused")
Headers = list[tuple[bytes, bytes]]
ENDING = ["downloadProgress", "readChannelFinished", "manager.finished", "finished"]
"""What a `Recorder` hears at the end of every reply."""


def head(status: int = 200, *headers: tuple[bytes, bytes], reason: str = "OK", length: int | None = None) -> Head:
    """Return the head of a response; a *length* is announced too."""
    fields = [*headers, (b"Content-Length", b"%d" % length)] if length is not None else list(headers)
    return Head(status, reason, fields, length)


def answer(body: bytes = b"", status: int = 200, *headers: tuple[bytes, bytes], reason: str = "OK") -> list[Message]:
    """Return what a worker says of a whole response on a new connection."""
    blocks: list[Message] = [Data(body)] if body else []
    return [Connecting(), Sent(), head(status, *headers, reason=reason, length=len(body)), *blocks, End([])]


def redirect(location: bytes, status: int = 302, *headers: tuple[bytes, bytes]) -> list[Message]:
    """Return what a worker says of a redirect without a body."""
    return answer(b"", status, (b"Location", location), *headers, reason="Found")


def secured(messages: list[Message]) -> list[Message]:
    """Return *messages* with the handshake of a new TLS connection."""
    return [messages[0], Encrypted(), *messages[1:]]


class FakeTransport:
    """Implements the seam. Without a script, tickets wait until the test lets them `say` something."""

    def __init__(self) -> None:
        self.tickets: list[Ticket] = []  # all that were started, in order
        self.running: list[Ticket] = []
        self.script: Callable[[Ticket], list[Message] | None] | None = None
        self.idle_closed = 0
        self.shut_down = False
        self._rest: dict[int, tuple[bytes, bool]] = {}

    # The seam.

    def start(self, ticket: Ticket) -> None:
        """Take a ticket; with a script, say at once what that returns."""
        assert not self.shut_down, "a ticket was started after the shutdown"
        self.tickets.append(ticket)
        self.running.append(ticket)
        if not ticket.interruptible(lambda: self._over(ticket)):
            self._over(ticket)
        elif self.script is not None:
            self.say(ticket, *(self.script(ticket) or ()))

    def close_idle(self) -> None:
        """Remember being asked."""
        self.idle_closed += 1

    def shutdown(self) -> None:
        """Refuse tickets from now on."""
        self.shut_down = True

    def busy(self, endpoint: Endpoint) -> int:
        """Return how many hops to *endpoint* are under way."""
        return sum(ticket.hop.endpoint == endpoint for ticket in self.running)

    # The test's side.

    def say(self, ticket: Ticket, *messages: Message) -> None:
        """Report *messages* in one batch; `End` and `Failed` end the hop and bring the next one."""
        if ticket not in self.running or not messages:
            return
        ticket.sink(list(messages))
        if isinstance(messages[-1], (End, Failed)):
            self._over(ticket)

    def say_at(self, milliseconds: float, ticket: Ticket, *messages: Message) -> None:
        """Report *messages* so many milliseconds from now on the thread's clock."""

        def fire(entry: timers.TimerEntry) -> None:
            timers.stop(current(), entry)
            self.say(ticket, *messages)

        timers.start(current(), milliseconds, fire, None)

    def stream(self, ticket: Ticket, body: bytes) -> None:
        """Report *body* as far as the ticket has credit, the rest in `pump`; then the end."""
        self._rest[id(ticket)] = (body, True)
        self.pump(ticket)

    def pump(self, ticket: Ticket) -> int:
        """Report as much of the streamed body as there is credit for now; return how much that is."""
        body, _ = self._rest[id(ticket)]
        allowed = ticket.allowance(len(body), wait=False) if body else 0
        self._rest[id(ticket)] = (body[allowed:], True)
        if allowed:
            self.say(ticket, Data(body[:allowed]))
        if not body[allowed:]:
            self.say(ticket, End([]))
        return allowed

    def _over(self, ticket: Ticket) -> None:
        if ticket in self.running:
            self.running.remove(ticket)
            following = ticket.successor()
            if following is not None:
                self.start(following)


class Recorder:
    """Writes down every signal of a reply and its manager, in order."""

    NAMES = (
        "socketStartedConnecting",
        "encrypted",
        "requestSent",
        "metaDataChanged",
        "redirected",
        "readyRead",
        "downloadProgress",
        "uploadProgress",
        "errorOccurred",
        "error",
        "aboutToClose",
        "readChannelFinished",
        "finished",
    )

    def __init__(self, manager: QNetworkAccessManager, reply: Any) -> None:
        self.log: list[str] = []
        self.details: list[tuple[Any, ...]] = []
        manager.finished.connect(lambda which: which is reply and self._note("manager.finished", which))
        for name in self.NAMES:
            getattr(reply, name).connect(self._slot(name))

    def _slot(self, name: str) -> Callable[..., None]:
        return lambda *arguments: self._note(name, *arguments)

    def _note(self, name: str, *arguments: Any) -> None:
        self.log.append(name)
        self.details.append((name, *arguments))

    def of(self, name: str) -> list[tuple[Any, ...]]:
        """Return the arguments of every emission of *name*."""
        return [detail[1:] for detail in self.details if detail[0] == name]


def request(url: str = "http://host/path") -> QNetworkRequest:
    """Return a request for *url*."""
    return QNetworkRequest(QUrl(url))


def field(ticket: Ticket, name: bytes) -> bytes | None:
    """Return the value of a header of the ticket's hop, None without one."""
    return next((value for key, value in ticket.hop.headers if key.lower() == name.lower()), None)


def follow(*routes: tuple[bytes, list[Any]]) -> Any:
    """Return a script that answers some targets with their messages, and any other with the body "end"."""
    table = dict(routes)
    return lambda ticket: table.get(ticket.hop.target, answer(b"end"))
