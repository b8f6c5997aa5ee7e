"""The transport with worker threads and sockets: made on demand, parked with their connections, ended when idle."""

from __future__ import annotations

from collections import deque
from threading import Lock

from netaccess._values.errors import NetworkError
from netaccess._values.messages import Endpoint, Failed

from .base import Ticket
from .worker import Worker

IDLE_SECONDS = 30.0


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
        self._closed = False

    # The caller's side.

    def start(self, ticket: Ticket) -> None:
        """Begin the ticket's hop on the worker that was busy last, or on a new one; returns at once.

        :raises RuntimeError: after `shutdown`.
        """
        endpoint = ticket.hop.endpoint
        with self._lock:
            if self._closed:
                raise RuntimeError("The transport has been shut down")
            self._busy[endpoint] = self._busy.get(endpoint, 0) + 1
            parked = self._idle.get(endpoint)
            worker = parked.pop() if parked else None
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

    def expect(self, worker: Worker) -> None:
        """The worker is about to report the end of its hop, and will then be parked. Called on the worker's thread."""
        with self._lock:
            worker.ending = True
            self._ending[worker.endpoint] = self._ending.get(worker.endpoint, 0) + 1

    def park(self, worker: Worker) -> Ticket | None:
        """Wait for the worker's next ticket; None tells it to end. Called on the worker's thread."""
        with self._lock:
            self._leave(worker.endpoint)
            ticket = self._promise(worker)
            if ticket is not None:
                return ticket
            if self._closed:
                return None
            parked = self._idle.setdefault(worker.endpoint, [])
            parked.insert(0 if worker.connection is None else len(parked), worker)
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
        return promised.popleft() if promised else None

    def _wake(self, worker: Worker, ticket: Ticket | None) -> None:
        """Send a worker on its way that has just been taken off the idle list. The lock is held."""
        worker.ticket = ticket
        worker.gate.release()

    def _leave(self, endpoint: Endpoint) -> None:
        """Count one hop less. The lock is held."""
        left = self._busy.get(endpoint, 0) - 1
        if left > 0:
            self._busy[endpoint] = left
        else:
            self._busy.pop(endpoint, None)
