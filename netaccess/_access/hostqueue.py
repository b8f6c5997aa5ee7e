"""The queue in front of one host: how many hops may be under way to it, and which of the waiting ones is next."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from threading import Lock

from netaccess._transport.base import Ticket, Transport
from netaccess._values.errors import NetworkError
from netaccess._values.httpconfig import CONNECTIONS_PER_HOST
from netaccess._values.messages import Endpoint, Failed, Hop, Message

from .outgoing import plain_section
from .places import Places

_FIRST = 0  # goes before requests of high priority


class HostQueue:
    """Starts a few hops to one endpoint at a time, six by default: high before normal before low priority, else first come
    first served. How many there may be is said by the request that came last.

    Thread safety: the loop's thread submits, workers take the next ticket themselves when theirs is over (a trip through the
    loop between two hops of one host would be lost time). Both touch the count and the lines under `_lock` only, and the
    transport is called outside it.
    """

    __slots__ = (
        "_connecting",
        "_limit",
        "_lines",
        "_lock",
        "_places",
        "_running",
        "_transport",
        "_waits",
        "endpoint",
        "plain_fields",
    )

    def __init__(self, endpoint: Endpoint, transport: Transport, places: Places) -> None:
        """:param places: those of all hosts together."""
        self.endpoint = endpoint
        self._transport = transport
        self._places = places
        self._lock = Lock()
        self._running = 0
        self._connecting = 0  # how many of those under way only make a connection
        self._limit = CONNECTIONS_PER_HOST
        self._waits = False  # whether the queue stands in the line for a first place
        self._lines: dict[int, deque[Ticket]] = {}
        self.plain_fields = plain_section((b"Host", _authority(endpoint)))

    def submit(self, ticket: Ticket, priority: int, limit: int | None = None) -> None:
        """Start *ticket*, or let it wait in the line of its *priority* (1 high, 3 normal, 5 low).

        :param limit: how many hops to the host may be under way; None leaves that as it is.
        """
        with self._lock:
            if limit is not None:
                self._limit = limit
            waits = (
                self._running >= self._limit
                or (self._connecting > self._waiting() and ticket.hop.method != b"")
                or not self._places.take(self._running == 0)
            )
            if waits:
                line = self._lines.get(priority)
                if line is None:
                    line = self._lines[priority] = deque()
                line.append(ticket)
                if not self._running:
                    self._stand_in_line()
            else:
                self._count(ticket)
        if not waits:
            self._transport.start(ticket)
        elif self._places.waiting:
            self._places.look_again()  # a place may have come free before this queue stood in the line

    def __call__(self) -> Ticket | None:
        """A hop is over: return the next ticket, which takes its place, or None. Called on the worker's thread."""
        more: Ticket | None = None
        with self._lock:
            following = None
            if self._running <= self._limit and not self._places.waiting:
                following = self._next()
            if following is None:
                self._running -= 1
                self._stand_in_line()
            else:
                if not following.hop.method:
                    self._connecting += 1
                if self._running < self._limit and self._places.take(False):
                    # There was no room for the host to grow to its full number before; now there is.
                    more = self._next()
                    if more is None:
                        self._places.forgo()
                    else:
                        self._count(more)
        if following is None:
            self._places.give_back()
        if more is not None:
            self._start(more)
        return following

    def connect(self, sink: Callable[[list[Message]], None]) -> Ticket:
        """Submit a ticket whose hop only makes a connection. The first tickets that come meanwhile wait for it."""
        ticket = Ticket(Hop(self.endpoint, b"", b"", []), sink, self._connected)
        self.submit(ticket, _FIRST)
        return ticket

    def _connected(self) -> Ticket | None:
        """A connection has been made, or not: return the next ticket, as for any other hop."""
        with self._lock:
            self._connecting -= 1
        return self()

    def resume(self) -> bool:
        """Start a waiting ticket on the place that the line for first places has brought; False when it is not wanted."""
        with self._lock:
            self._waits = False
            ticket = self._next() if self._running < self._limit else None
            if ticket is None:
                return False
            self._count(ticket)
        self._start(ticket)
        return True

    def idle(self) -> bool:
        """Return whether nothing is under way and nothing waits."""
        with self._lock:
            return self._running == 0 and not self._waits

    def _start(self, ticket: Ticket) -> None:
        """Start a ticket that has waited; one that comes after the transport's shutdown fails, and its place is free."""
        try:
            self._transport.start(ticket)
        except RuntimeError:
            with self._lock:
                self._running -= 1
                self._connecting -= ticket.hop.method == b""
            self._places.give_back()
            ticket.sink([Failed(NetworkError.OperationCanceledError, "Operation canceled")])

    def _count(self, ticket: Ticket) -> None:
        """Count a hop more. The lock is held."""
        self._running += 1
        self._connecting += ticket.hop.method == b""

    def _waiting(self) -> int:
        return sum(map(len, self._lines.values()))

    def _next(self) -> Ticket | None:
        """Take out the next ticket that is still wanted. The lock is held."""
        for priority in sorted(self._lines):
            line = self._lines[priority]
            while line:
                ticket = line.popleft()
                if not ticket.cancelled:
                    return ticket
        return None

    def _stand_in_line(self) -> None:
        """Wait for a first place, if there is something to send and nothing under way. The lock is held."""
        if not self._running and not self._waits and any(self._lines.values()):
            self._waits = True
            self._places.wait(self)


def _authority(endpoint: Endpoint) -> bytes:
    """Return the value of the Host field: the port only where it is not the scheme's own."""
    host = f"[{endpoint.host}]" if ":" in endpoint.host else endpoint.host
    usual = 443 if endpoint.scheme == "https" else 80
    return (host if endpoint.port == usual else f"{host}:{endpoint.port}").encode("ascii", "replace")
