"""The queue in front of one host: how many hops may be under way to it, and which of the waiting ones is next."""

from __future__ import annotations

from collections import deque
from threading import Lock

from netaccess._transport.base import Ticket, Transport
from netaccess._values.messages import Endpoint

from .outgoing import plain_section

CONNECTIONS_PER_HOST = 6


class HostQueue:
    """Starts at most six hops to one endpoint at a time: high before normal before low priority, else first come first served.

    Thread safety: the loop's thread submits, workers take the next ticket themselves when theirs is over (a trip through the
    loop between two hops of one host would be lost time). Both touch `_running` and the lines under `_lock` only, and the
    transport is called outside it.
    """

    __slots__ = ("_lines", "_lock", "_running", "_transport", "endpoint", "plain_fields")

    def __init__(self, endpoint: Endpoint, transport: Transport) -> None:
        self.endpoint = endpoint
        self._transport = transport
        self._lock = Lock()
        self._running = 0
        self._lines: dict[int, deque[Ticket]] = {}
        self.plain_fields = plain_section((b"Host", _authority(endpoint)))

    def submit(self, ticket: Ticket, priority: int) -> None:
        """Start *ticket*, or let it wait in the line of its *priority* (1 high, 3 normal, 5 low)."""
        with self._lock:
            if self._running >= CONNECTIONS_PER_HOST:
                self._lines.setdefault(priority, deque()).append(ticket)
                return
            self._running += 1
        self._transport.start(ticket)

    def __call__(self) -> Ticket | None:
        """A hop is over: return the next ticket, which takes its place, or None. Called on the worker's thread."""
        with self._lock:
            for priority in sorted(self._lines):
                line = self._lines[priority]
                while line:
                    ticket = line.popleft()
                    if not ticket.cancelled:
                        return ticket
            self._running -= 1
            return None

    def idle(self) -> bool:
        """Return whether nothing is under way and nothing waits."""
        with self._lock:
            return self._running == 0


def _authority(endpoint: Endpoint) -> bytes:
    """Return the value of the Host field: the port only where it is not the scheme's own."""
    host = f"[{endpoint.host}]" if ":" in endpoint.host else endpoint.host
    usual = 443 if endpoint.scheme == "https" else 80
    return (host if endpoint.port == usual else f"{host}:{endpoint.port}").encode("ascii", "replace")
