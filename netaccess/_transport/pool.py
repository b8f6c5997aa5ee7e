"""The transport with worker threads and sockets: made on demand, parked with their connections, ended when idle."""

from __future__ import annotations

from collections import deque
from threading import Lock
from typing import TYPE_CHECKING

from netaccess._values.errors import NetworkError
from netaccess._values.messages import Endpoint, Failed

from .base import Ticket
from .worker import Worker

if TYPE_CHECKING:
    from .carousel import Carousel
    from .connection import Connection
    from .hopper import Hopper

IDLE_SECONDS = 30.0
_MOST_IDLE_HOSTS = 32
"""Endpoints whose connections are kept while nobody uses them."""


class Pool:
    """Implements `netaccess._transport.base.Transport`. One for each manager; any thread may call it.

    How many hops run at once is the caller's business: every `start` that finds no parked worker makes a new one.

    Thread safety: `_lock` guards `_idle`, `_busy` and `_closed`, and is never held during I/O, thread starts or calls
    of others. A parked worker is woken by whoever takes it off `_idle`, which happens under the lock and so only once.
    """

    def __init__(self, idle_seconds: float = IDLE_SECONDS) -> None:
        """:param idle_seconds: how long a worker without work keeps its thread and its connection."""
        self._idle_seconds = idle_seconds
        self._lock = Lock()
        self._idle: dict[Endpoint, list[Worker]] = {}  # the one used last is the last, those without a connection first
        self._busy: dict[Endpoint, int] = {}
        # A reply's slots often send the next request, before the worker whose last word they heard has come to rest.
        # Such a ticket is promised to it, so that it does not dial anew.
        self._ending: dict[Endpoint, int] = {}
        self._promised: dict[Endpoint, deque[Ticket]] = {}
        self._carousels: dict[Endpoint, Carousel] = {}
        self._closed = False

    # The caller's side.

    def start(self, ticket: Ticket) -> None:
        """Begin the ticket's hop on the worker that was busy last, or on a new one; returns at once.

        :raises RuntimeError: after `shutdown`.
        """
        if self._closed:
            raise RuntimeError("The transport has been shut down")
        self.begin(ticket)

    def begin(self, ticket: Ticket) -> None:
        """Begin the ticket's hop, as `start` does, also after `shutdown`: what was queued by then is still sent."""
        endpoint = ticket.hop.endpoint
        with self._lock:
            self._busy[endpoint] = self._busy.get(endpoint, 0) + 1
            worker = self._unpark(endpoint)
            if worker is not None:
                self._wake(worker, ticket)
                return
            promised = self._promised.setdefault(endpoint, deque())
            if self._ending.get(endpoint, 0) > len(promised):
                promised.append(ticket)
                return
        self._launch(Worker(self, endpoint, ticket), ticket)

    def close_idle(self) -> None:
        """Close the connections that no hop is using, and end their workers."""
        with self._lock:
            idle, self._idle = self._idle, {}
            for workers in idle.values():
                for worker in workers:
                    self._wake(worker, None)

    def shutdown(self) -> None:
        """Close idle connections and let workers end once their hop is over; nothing can be started any more."""
        with self._lock:
            self._closed = True
        self.close_idle()

    def busy(self, endpoint: Endpoint) -> int:
        """The number of hops under way to *endpoint*."""
        with self._lock:
            return self._busy.get(endpoint, 0)

    def idle(self, endpoint: Endpoint) -> int:
        """The number of parked workers of *endpoint*."""
        with self._lock:
            return len(self._idle.get(endpoint, ()))

    # The workers' side.

    def carousel(self, endpoint: Endpoint) -> Carousel:
        """The carousel of *endpoint*."""
        from .carousel import Carousel

        with self._lock:
            found = self._carousels.get(endpoint)
            if found is None:
                found = self._carousels[endpoint] = Carousel(self, endpoint)
            return found

    def forget(self, carousel: Carousel) -> None:
        """The carousel stands still: the next line of its endpoint may have another."""
        with self._lock:
            if self._carousels.get(carousel.endpoint) is carousel:
                del self._carousels[carousel.endpoint]

    def rest(self, endpoint: Endpoint, connection: Connection) -> None:
        """Let a parked worker that has no connection keep *connection*, or a new one. Any worker's thread."""
        with self._lock:
            if not self._closed:
                parked = self._idle.get(endpoint)
                if parked and parked[0].connection is None:
                    worker = parked.pop(0)
                    worker.connection = connection
                    parked.append(worker)
                    return
        worker = Worker(self, endpoint, None)
        worker.charged = False
        worker.connection = connection
        try:
            worker.start()
        except RuntimeError:  # no thread to be had: a connection less
            worker.drop()

    def take_over(self, endpoint: Endpoint, hopper: Hopper) -> None:
        """Let a worker of its own bring *hopper* to its end: a parked one without a connection, or a new one."""
        with self._lock:
            worker = self._unpark(endpoint, connected=False)
            if worker is not None:
                self._assign(worker, hopper)
                self._wake(worker, hopper.ticket)
                return
        worker = Worker(self, endpoint, hopper.ticket)
        self._assign(worker, hopper)
        self._launch(worker, hopper.ticket)

    @staticmethod
    def _assign(worker: Worker, hopper: Hopper) -> None:
        worker.connection = hopper.connection
        worker.hopper = hopper
        hopper.worker = worker
        hopper.outbox.waits = True

    def over(self, endpoint: Endpoint) -> None:
        """Count one hop less."""
        with self._lock:
            self._leave(endpoint)

    def expect(self, worker: Worker) -> None:
        """The worker is about to report the end of its hop, and will then be parked. Called on the worker's thread."""
        with self._lock:
            worker.ending = True
            self._ending[worker.endpoint] = self._ending.get(worker.endpoint, 0) + 1

    def park(self, worker: Worker) -> Ticket | None:
        """Wait for the worker's next ticket; None tells it to end. Called on the worker's thread."""
        with self._lock:
            if worker.charged:
                self._leave(worker.endpoint)
                worker.charged = False
            ticket = self._promise(worker)
            if ticket is not None:
                worker.charged = True
                return ticket
            if self._closed:
                return None
            parked = self._idle.setdefault(worker.endpoint, [])
            parked.insert(0 if worker.connection is None else len(parked), worker)
            self._thin_out()
        if not worker.gate.acquire(timeout=self._idle_seconds):
            with self._lock:
                parked = self._idle.get(worker.endpoint, [])
                if worker in parked:
                    parked.remove(worker)
                    if not parked:
                        self._idle.pop(worker.endpoint, None)
                    return None
            # Somebody took the worker off the list just before: a ticket or the word to end is waiting behind the gate.
            worker.gate.acquire()
        ticket, worker.ticket = worker.ticket, None
        return ticket

    def move(self, worker: Worker, endpoint: Endpoint) -> None:
        """Count the worker's hop for *endpoint* from now on: its ticket's successor goes elsewhere."""
        with self._lock:
            self._leave(worker.endpoint)
            worker.endpoint = endpoint
            self._busy[endpoint] = self._busy.get(endpoint, 0) + 1

    def replace(self, worker: Worker, ticket: Ticket) -> None:
        """Let a new worker go on after *ticket*, which was cancelled while *worker* was dialling. Called on any
        thread."""
        self._launch(Worker(self, worker.endpoint, None, ticket), ticket)

    # Inside.

    def _launch(self, worker: Worker, ticket: Ticket) -> None:
        """Start *worker*, whose first hop is *ticket*'s, or that of its successor. Without a thread to be had, that one
        and all that follow it fail."""
        try:
            worker.start()
        except RuntimeError as error:
            worker.drop()
            failed: Ticket | None = ticket if worker.ticket is ticket else ticket.successor()
            while failed is not None:
                failed.sink([Failed(NetworkError.UnknownNetworkError, str(error))])
                failed = failed.successor()
            with self._lock:
                self._leave(worker.endpoint)

    def _promise(self, worker: Worker) -> Ticket | None:
        """Count the worker as ending no more, and return the ticket that was promised to it. The lock is held."""
        if not worker.ending:
            return None
        worker.ending = False
        endpoint = worker.endpoint
        left = self._ending[endpoint] - 1
        if left:
            self._ending[endpoint] = left
        else:
            del self._ending[endpoint]
        promised = self._promised.get(endpoint)
        ticket = promised.popleft() if promised else None
        if promised is not None and not promised:
            del self._promised[endpoint]
        return ticket

    def _wake(self, worker: Worker, ticket: Ticket | None) -> None:
        """Send a worker on its way that has just been taken off the idle list. The lock is held."""
        worker.ticket = ticket
        worker.charged = ticket is not None
        worker.gate.release()

    def _unpark(self, endpoint: Endpoint, connected: bool = True) -> Worker | None:
        """Take a worker off the idle list: the one used last, or one that has no connection. The lock is held."""
        parked = self._idle.get(endpoint)
        if not parked or (not connected and parked[0].connection is not None):
            return None
        worker = parked.pop() if connected else parked.pop(0)
        if not parked:
            del self._idle[endpoint]
        return worker

    def _thin_out(self) -> None:
        """End the workers of the endpoint that came to rest first, if there are too many. The lock is held."""
        if len(self._idle) > _MOST_IDLE_HOSTS:
            for worker in self._idle.pop(next(iter(self._idle))):
                self._wake(worker, None)

    def _leave(self, endpoint: Endpoint) -> None:
        """Count one hop less. The lock is held."""
        left = self._busy.get(endpoint, 0) - 1
        if left > 0:
            self._busy[endpoint] = left
        else:
            self._busy.pop(endpoint, None)
