"""The seam between the access layer and whatever moves bytes: a `Transport` starts tickets, a `Ticket` is one hop
under way."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Protocol

from netaccess._values.messages import Endpoint, Hop, Message

UNLIMITED = 1 << 62
"""The credit of a ticket without back-pressure."""


class Ticket:
    """One hop under way. The loop's thread cancels and grants; the worker reports, asks for credit and moves on.

    Thread safety: `cancelled`, `discarding` and the credit are written under the ticket's lock and read without it by
    the worker, which at worst sees a cancellation one block late. `_gate` is a binary semaphore: held while the
    worker has to wait, released (by any thread) to let it look again. No user code runs under either lock.
    """

    __slots__ = ("_credit", "_gate", "_interrupt", "_lock", "cancelled", "discarding", "hop", "sink", "successor")

    def __init__(
        self,
        hop: Hop,
        sink: Callable[[list[Message]], None],
        successor: Callable[[], Ticket | None],
        credit: int = UNLIMITED,
    ) -> None:
        """
        :param sink: takes a batch of messages, in order; called on the worker's thread, returns at once.
        :param successor: called once, when the hop is over: frees the hop's place and returns the next ticket for the
            same endpoint, to be run by the same worker, or None. The end of this hop reaches the sink at the latest
            when the worker has sent that one.
        :param credit: body bytes that may be reported before `grant` gives more.
        """
        self.hop = hop
        self.sink = sink
        self.successor = successor
        self.cancelled = False
        self.discarding = False
        self._credit = credit
        self._lock = Lock()
        self._gate: Lock | None = None
        self._interrupt: Callable[[], None] | None = None

    # The access layer's side.

    def cancel(self) -> None:
        """Stop the hop: the worker's wait on the socket or for credit ends, and whatever it still reports is stale."""
        with self._lock:
            self.cancelled = True
            interrupt, self._interrupt = self._interrupt, None
            self._open_gate()
        if interrupt is not None:
            interrupt()

    def discard(self) -> None:
        """The rest of the body is not wanted: the worker reads on, reporting no data, as long as that saves the
        connection."""
        with self._lock:
            self.discarding = True
            self._open_gate()

    def grant(self, size: int) -> None:
        """Allow *size* more bytes of body to be reported (`UNLIMITED` ends the back-pressure)."""
        with self._lock:
            self._credit += size
            self._open_gate()

    def set_credit(self, size: int) -> None:
        """Allow *size* more bytes of body, whatever was allowed before: the reader has changed how much it holds."""
        with self._lock:
            self._credit = size
            self._open_gate()

    # The worker's side.

    @property
    def unlimited(self) -> bool:
        """Whether no reader holds the worker back. Read without the lock: a limit set meanwhile counts from the next
        block on."""
        return self._credit > UNLIMITED >> 1

    def interruptible(self, interrupt: Callable[[], None] | None) -> bool:
        """Name what ends the worker's current wait on a socket (None: nothing does). False when already cancelled."""
        with self._lock:
            if self.cancelled:
                return False
            self._interrupt = interrupt
            return True

    def allowance(self, wanted: int, wait: bool = True, take: bool = True) -> int:
        """Take up to *wanted* bytes of credit, waiting while there is none; 0 when the ticket was cancelled.

        A discarding ticket has all the credit it asks for. With *wait* False, 0 also means that there is none just now:
        the worker then reports what it holds before it asks again and waits. With *take* False nothing is taken: the
        worker only asks how much it may read, and takes what it comes to report; `set_credit` may lower it meanwhile.
        """
        while True:
            with self._lock:
                if self.cancelled:
                    return 0
                if self.discarding:
                    return wanted
                if self._credit > 0:
                    allowed = min(wanted, self._credit)
                    if take:
                        self._credit -= allowed
                    return allowed
                if not wait:
                    return 0
                gate = self._gate = Lock()
                gate.acquire()
            gate.acquire()  # opened by cancel, discard or grant

    def _open_gate(self) -> None:
        gate, self._gate = self._gate, None
        if gate is not None:
            gate.release()


class Transport(Protocol):
    """Moves hops. The real one has worker threads and sockets; a fake one has a script and a virtual clock."""

    def start(self, ticket: Ticket) -> None:
        """Begin the ticket's hop; returns at once. Failures arrive as a `Failed` message. Any thread may call it."""

    def close_idle(self) -> None:
        """Close the connections that no hop is using."""

    def shutdown(self) -> None:
        """Close idle connections and let workers end once their hop is over; nothing can be started any more."""

    def busy(self, endpoint: Endpoint) -> int:
        """The number of hops under way to *endpoint*."""
