"""A worker: one thread that does one hop after the other of an endpoint, on one connection as long as that lasts.

A worker decides nothing about a request. It dials, sends, reads, and reports messages in batches; when a hop is over it
asks the ticket for its successor and goes on. Nothing that happens in a hop ends this chain: each ends with `End` or
`Failed`, or silently when its ticket was cancelled, and each calls `successor` once.

A cancelled ticket interrupts the connection. While a connection is being dialled there is nothing to interrupt: then
the pool puts a fresh worker in this one's place at once, and this one ends as soon as the system lets go of it.

While short answers come from several connections of an endpoint, one worker serves them all (`Carousel`): the others
give it their connections and rest.
"""

from __future__ import annotations

import sys
from threading import Lock, Thread
from typing import TYPE_CHECKING

from netaccess._values.messages import Endpoint

from .base import Ticket
from .errormap import failure
from .hopper import Detached, Hopper, Undialled
from .outbox import Cancelled, Outbox

if TYPE_CHECKING:
    from .connection import Connection
    from .pool import Pool


class Worker:
    """Runs tickets of one endpoint. Made by the pool, which also tells it what comes next.

    `ticket` and `gate` are the pool's way of waking a parked worker: the pool sets `ticket` (None: end) and releases
    `gate`, having taken the worker off its list of idle ones under its lock, so that only one thread ever does so.
    While a worker is parked, its `connection` and its `hopper` are the pool's to set.
    """

    def __init__(self, pool: Pool, endpoint: Endpoint, ticket: Ticket | None, ended: Ticket | None = None) -> None:
        """
        :param ticket: the first hop; or None, and
        :param ended: the ticket whose successor is the first hop.
        """
        self.pool = pool
        self.endpoint = endpoint
        self.ticket = ticket
        self.gate = Lock()
        self.gate.acquire()
        self.connection: Connection | None = None
        self.rested = False  # whether the connection has been idle since its last hop
        self.hopper: Hopper | None = None  # a hop that others have begun, for this worker to bring to its end
        self.ending = False  # the pool's: whether the hop's last word is out, and the worker about to be free
        self.charged = True  # the pool's: whether one of the hops under way is this worker's
        self._ended = ended
        self._unreported: Outbox | None = None  # the last words of the hop before
        self._short = False  # whether the answer to it came in one read

    def start(self) -> None:
        """Start the thread. :raises RuntimeError: when the system has none left."""
        name = f"netaccess {self.endpoint.host}:{self.endpoint.port}"
        Thread(target=self._run, name=name, daemon=True).start()

    def _run(self) -> None:
        ticket = self.ticket
        self.ticket = None
        if self._ended is not None:
            ticket, self._ended = self.successor(self._ended), None
        try:
            while True:
                while ticket is not None:
                    outbox = self._serve(ticket)
                    if outbox is None:
                        return
                    ticket = self._go_on(ticket, outbox)
                    self.rested = False
                    if self._unreported is not None and ticket is not None and self._short:
                        ticket = self.pool.carousel(self.endpoint).ride(self, ticket)
                ticket = self.pool.park(self)
                self.rested = True
                if ticket is None:
                    return
        finally:
            self.drop()

    def _go_on(self, ticket: Ticket, outbox: Outbox) -> Ticket | None:
        """Report the end of the ticket's hop, and return the next ticket.

        When that is a plain request on the same connection, it is sent first: the server then works on it while the loop
        hears of the one before.
        """
        following = self.successor(ticket)
        if following is not None and following.hop.endpoint != self.endpoint:
            self.drop()
            self.pool.move(self, following.hop.endpoint)
        if following is None:
            self.pool.expect(self)
        elif following.hop.body is None and self.connection is not None:
            self._unreported = outbox
            return following
        self.flush(outbox)
        return following

    def report(self) -> None:
        """Report the end of the hop before, unless that has been done. Called before anything that may take time."""
        outbox, self._unreported = self._unreported, None
        if outbox is not None:
            self.flush(outbox)

    @staticmethod
    def flush(outbox: Outbox) -> None:
        """Hand over a hop's last messages."""
        try:
            outbox.flush()
        except Exception:
            sys.excepthook(*sys.exc_info())

    @staticmethod
    def successor(ticket: Ticket) -> Ticket | None:
        """Return what follows *ticket*, whose hop is over."""
        try:
            return ticket.successor()
        except Exception:
            sys.excepthook(*sys.exc_info())
            return None

    def drop(self) -> None:
        """Close the connection, if there is one."""
        connection, self.connection = self.connection, None
        if connection is not None:
            connection.close()

    # One hop.

    def _serve(self, ticket: Ticket) -> Outbox | None:
        """Do the ticket's hop and return what is left to report of it; None when another worker has taken over.

        Raises nothing.
        """
        hopper, self.hopper = self.hopper, None
        if hopper is None:
            hopper = Hopper(self, ticket, Outbox(ticket))
        outbox = hopper.outbox
        try:
            hopper.run()
        except Detached:
            return None
        except Cancelled:
            self.drop()
        except Exception as error:
            self.drop()
            if isinstance(error, Undialled):
                outbox.messages.append(failure(error.reason, self.endpoint, dialling=True))
            else:
                outbox.messages.append(failure(error, self.endpoint))
        finally:
            self.report()
        self._short = hopper.short
        # From here on a late cancel() finds nothing to interrupt, and the connection belongs to the next hop.
        if not ticket.interruptible(None):
            self.drop()
        return outbox
