"""One worker for several connections of an endpoint, for as long as the answers are short.

Where many small requests wait in line, threads that block on a connection each spend more time handing the interpreter's
lock to one another than on the requests. So the worker that first finds itself in such a line serves the connections of
all: it sends a request on each, and takes whichever answer comes. The others give it their connections and rest.

Nothing that takes time happens here. An answer that is not whole after one read, that nobody has room for, or that never
comes because the connection broke, leaves for a worker of its own, and so does a request that needs a new connection.
"""

from __future__ import annotations

import select
import sys
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING

from .errormap import failure
from .hopper import FIRST_READ, Hopper
from .http1 import WireError
from .outbox import PATIENCE, Outbox

if TYPE_CHECKING:
    from netaccess._values.messages import Endpoint

    from .base import Ticket
    from .connection import Connection
    from .pool import Pool
    from .worker import Worker

_LOCKED = getattr(sys, "_is_gil_enabled", lambda: True)()
_WORTH_IT = hasattr(select, "poll") and _LOCKED
"""Whether one thread is faster than six: not where each runs on a processor of its own."""


class Carousel:
    """The carousel of one endpoint, which at most one worker leads at a time.

    Thread safety: `_lock` guards `_leading`, `_waiting` and the bell, and is not held during I/O that could block (a byte
    into a pipe that is empty or has been rung already) or calls of others. A leader that finds nobody waiting stops leading
    under the lock, so that whoever comes later becomes the leader.
    """

    __slots__ = ("_bell", "_leading", "_lock", "_pool", "_waiting", "endpoint")

    def __init__(self, pool: Pool, endpoint: Endpoint) -> None:
        self._pool = pool
        self.endpoint = endpoint
        self._lock = Lock()
        self._leading = False
        self._waiting: list[tuple[Connection, Ticket]] = []
        self._bell = -1

    def ride(self, worker: Worker, ticket: Ticket) -> Ticket | None:
        """Let *worker*'s connection and its next *ticket* ride. Called on the worker's thread.

        Returns the ticket when it is to be served as usual, None when it was taken, and the worker is free.
        """
        connection = worker.connection
        if not _WORTH_IT or connection is None or not self.takes(ticket):
            return ticket
        alone = self._pool.busy(self.endpoint) < 2
        with self._lock:
            if self._leading:
                self._waiting.append((connection, ticket))
                self._ring()
                worker.connection = None
            elif alone:
                return ticket
            self._leading = True
        worker.charged = False  # the hop is the carousel's now
        if worker.connection is None:
            worker.report()
        else:
            _Turn(self, self._pool, self.endpoint, worker).run(connection, ticket)
            self._pool.forget(self)
        return None

    def takes(self, ticket: Ticket) -> bool:
        """Return whether the hop is one that may ride: nothing to send but a head, and no harm in sending that twice."""
        hop = ticket.hop
        return (
            hop.body is None
            and hop.idempotent
            and hop.method != b""
            and hop.endpoint == self.endpoint
            and ticket.unlimited
        )

    def open(self) -> int:
        """Hang up the bell, and return the file number that can be read when it was rung. The leader only."""
        import os

        heard, bell = os.pipe()
        os.set_blocking(bell, False)
        with self._lock:
            self._bell = bell
            if self._waiting:
                self._ring()
        return heard

    def _ring(self) -> None:
        """Tell the leader that somebody is waiting. The lock is held."""
        if self._bell >= 0:
            import os

            try:
                os.write(self._bell, b"!")
            except BlockingIOError:
                pass  # rung more often than the pipe can hold

    def waiting(self) -> list[tuple[Connection, Ticket]]:
        """Return who has come to ride. The leader only."""
        with self._lock:
            waiting, self._waiting = self._waiting, []
            return waiting

    def close(self) -> bool:
        """Stop leading, unless somebody is waiting; return whether that was done. The leader only."""
        import os

        with self._lock:
            if self._waiting:
                return False
            self._leading = False
            bell, self._bell = self._bell, -1
        os.close(bell)
        return True


class _Turn:
    """A leader's work, from its first rider to its last. Used on its thread only."""

    def __init__(self, carousel: Carousel, pool: Pool, endpoint: Endpoint, worker: Worker) -> None:
        self._carousel = carousel
        self._pool = pool
        self._endpoint = endpoint
        self._worker = worker
        self._poll = select.poll()
        self._riders: dict[int, Hopper] = {}  # by file number, in the order they were sent
        self._ended: list[Outbox] = []  # what the loop has not been told of yet
        self._now = 0.0

    def run(self, connection: Connection, ticket: Ticket) -> None:
        """Serve *ticket* on *connection*, and everybody that comes, until nobody is left."""
        import os

        heard = self._carousel.open()
        self._poll.register(heard, select.POLLIN)
        self._worker.connection = None
        self._now = monotonic()
        self._take_up(connection, ticket)
        self._worker.report()
        patience: int | None = PATIENCE
        while True:
            ready = self._poll.poll(patience) if self._riders else ()
            self._now = monotonic()
            for number, _ in ready:
                rider = self._riders.get(number)
                if rider is not None:
                    self._serve(number, rider)
                elif number == heard:
                    os.read(heard, 64)
            for newcomer in self._carousel.waiting():
                self._take_up(*newcomer)
            if not self._riders and self._carousel.close():
                break
            self._report()
            patience = self._comfort(None if ready else PATIENCE)
        os.close(heard)
        self._pool.expect(self._worker)
        self._report()

    def _report(self) -> None:
        """Tell the loop what has ended: all of a round at once, when the requests that follow are out."""
        for outbox in self._ended:
            self._worker.flush(outbox)
        self._ended.clear()

    def _comfort(self, quiet: int | None) -> int | None:
        """Report that requests were sent which have had no answer for a while (all of them when *quiet*); return how long
        to wait for the next event."""
        latest = self._now if quiet is not None else self._now - PATIENCE / 1000
        for rider in self._riders.values():
            if rider.since > latest:
                return PATIENCE
            rider.outbox.flush()
        return None

    # One rider.

    def _take_up(self, connection: Connection, ticket: Ticket) -> None:
        """Send *ticket*'s request on *connection*, or that of the first of its successors that is wanted still."""
        if not self._board(connection, ticket):
            self._go_on(connection, ticket)

    def _board(self, connection: Connection, ticket: Ticket) -> bool:
        """Send the request; False when the ticket was cancelled before that."""
        if not ticket.interruptible(connection.interrupt):
            return False
        rider = Hopper(self._worker, ticket, Outbox(ticket, waits=False))
        number = connection.fileno()
        self._riders[number] = rider
        try:
            boarded = rider.board(connection, self._now)
        except Exception as error:  # the connection has failed, or the head is none that can be sent
            rider.connection = connection
            self._poll.register(number, 0)
            self._break(number, rider, error)
            return True
        if boarded:
            self._poll.register(number, select.POLLIN)
        else:
            del self._riders[number]
            self._keep(connection)
            self._pool.take_over(self._endpoint, rider)
        return True

    def _serve(self, number: int, rider: Hopper) -> None:
        """Take what has come on the rider's connection."""
        connection, ticket = rider.connection, rider.ticket
        assert connection is not None
        try:
            data = connection.arrived(FIRST_READ)
            if data is None:
                return
            if ticket.unlimited or ticket.cancelled:
                rider.take(data)
            else:
                rider.arrived = data
        except (WireError, OSError) as error:
            self._break(number, rider, error)
            return
        except Exception as error:
            self._fail(number, rider, error)
            return
        if rider.decoder.done:
            del self._riders[number]
            self._ended.append(rider.outbox)
            # From here on a late cancel() finds nothing to interrupt, and the connection belongs to the next hop.
            if ticket.interruptible(None) and rider.decoder.reusable:
                self._go_on(connection, ticket)
            else:
                self._lose(number, connection)
                self._go_on(None, ticket)
        elif ticket.cancelled:
            self._break(number, rider, OSError())
        else:
            self._leave(number, rider)

    def _leave(self, number: int, rider: Hopper) -> None:
        """Let a worker of its own bring the rider to its end."""
        del self._riders[number]
        self._poll.unregister(number)
        self._pool.take_over(self._endpoint, rider)

    def _break(self, number: int, rider: Hopper, error: Exception) -> None:
        """The rider's connection is of no use any more, or what came on it is no HTTP."""
        if not rider.ticket.cancelled and rider.again(error, used=True):
            assert rider.connection is not None
            self._lose(number, rider.connection)
            rider.connection = None
            del self._riders[number]
            self._pool.take_over(self._endpoint, rider)
        else:
            self._fail(number, rider, error)

    def _fail(self, number: int, rider: Hopper, error: Exception) -> None:
        """The rider's hop has failed, or was cancelled."""
        assert rider.connection is not None
        del self._riders[number]
        self._lose(number, rider.connection)
        rider.outbox.messages.append(failure(error, self._endpoint))
        self._ended.append(rider.outbox)
        rider.ticket.interruptible(None)
        self._go_on(None, rider.ticket)

    def _lose(self, number: int, connection: Connection) -> None:
        self._poll.unregister(number)
        connection.close()

    def _go_on(self, connection: Connection | None, ticket: Ticket) -> None:
        """The ticket's hop is over: give its *connection*, if that is left, something to do, or a rest."""
        while True:
            following = self._worker.successor(ticket)
            if following is None:
                self._pool.over(self._endpoint)
                self._keep(connection)
                return
            if connection is None or not self._carousel.takes(following):
                self._pool.over(self._endpoint)
                self._keep(connection)
                self._pool.begin(following)
                return
            if self._board(connection, following):
                return
            ticket = following

    def _keep(self, connection: Connection | None) -> None:
        """Keep a connection that has nothing to do: another worker's from now on, so that it can be used while this one
        leads, or with the last rider gone the leader's own."""
        if connection is None:
            return
        try:
            self._poll.unregister(connection.fileno())
        except KeyError:
            pass  # it has not carried anything here
        if self._riders or self._worker.connection is not None:
            self._pool.rest(self._endpoint, connection)
        else:
            self._worker.connection = connection


__all__ = ["Carousel"]
