"""A worker: one thread that does one hop after the other of an endpoint, on one connection as long as that lasts.

A worker decides nothing about a request. It dials, sends, reads, and reports messages in batches; when a hop is over it
asks the ticket for its successor and goes on. Nothing that happens in a hop ends this chain: each ends with `End` or
`Failed`, or silently when its ticket was cancelled, and each calls `successor` once.

A cancelled ticket interrupts the connection. While a connection is being dialled there is nothing to interrupt: then
the pool puts a fresh worker in this one's place at once, and this one ends as soon as the system lets go of it.
"""

from __future__ import annotations

import sys
from threading import Lock, Thread
from typing import TYPE_CHECKING

from netaccess._values.messages import Connecting, Data, End, Endpoint, Head, Hop, Message, Sent

from .base import Ticket
from .decode import Decoding, decoding_for
from .dial import dial, is_loopback, resolve
from .errormap import CLOSED, failure
from .http1 import ResponseDecoder, WireError
from .outbox import Cancelled, Outbox
from .sending import Sender, head_of

if TYPE_CHECKING:
    from .connection import Connection
    from .pool import Pool

FIRST_READ = 64 * 1024
LARGE_READ = 256 * 1024
DISCARD_LIMIT = 1024 * 1024
"""Bytes of an unwanted body that are read for the sake of the connection."""
_DISCARD_PATIENCE = 1000
"""Milliseconds that an unwanted body may keep the worker waiting."""
_ATTEMPTS = 2
"""How often a request that gets no answer at all is sent on fresh connections, if it is one that may be repeated."""


class _Detached(Exception):
    """The ticket was cancelled while dialling, and another worker has taken over."""


class _Undialled(Exception):
    """Dialling failed for *reason*."""

    def __init__(self, reason: Exception) -> None:
        super().__init__(reason)
        self.reason = reason


class Worker:
    """Runs tickets of one endpoint. Made by the pool, which also tells it what comes next.

    `ticket` and `gate` are the pool's way of waking a parked worker: the pool sets `ticket` (None: end) and releases
    `gate`, having taken the worker off its list of idle ones under its lock, so that only one thread ever does so.
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
        self.ending = False  # the pool's: whether the hop's last word is out, and the worker about to be free
        self._ended = ended
        self._unreported: Outbox | None = None  # the last words of the hop before

    def start(self) -> None:
        """Start the thread. :raises RuntimeError: when the system has none left."""
        name = f"netaccess {self.endpoint.host}:{self.endpoint.port}"
        Thread(target=self._run, name=name, daemon=True).start()

    def _run(self) -> None:
        ticket = self.ticket
        self.ticket = None
        if self._ended is not None:
            ticket, self._ended = self._successor(self._ended), None
        try:
            while True:
                while ticket is not None:
                    outbox = self._serve(ticket)
                    if outbox is None:
                        return
                    ticket = self._go_on(ticket, outbox)
                    self.rested = False
                ticket = self.pool.park(self)
                self.rested = True
                if ticket is None:
                    return
        finally:
            self._drop()

    def _go_on(self, ticket: Ticket, outbox: Outbox) -> Ticket | None:
        """Report the end of the ticket's hop, and return the next ticket.

        When that is a plain request on the same connection, it is sent first: the server then works on it while the loop
        hears of the one before.
        """
        following = self._successor(ticket)
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

    def _successor(self, ticket: Ticket) -> Ticket | None:
        try:
            following = ticket.successor()
        except Exception:
            sys.excepthook(*sys.exc_info())
            return None
        if following is not None and following.hop.endpoint != self.endpoint:
            self._drop()
            self.pool.move(self, following.hop.endpoint)
        return following

    def _drop(self) -> None:
        """Close the connection, if there is one."""
        connection, self.connection = self.connection, None
        if connection is not None:
            connection.close()

    # One hop.

    def _serve(self, ticket: Ticket) -> Outbox | None:
        """Do the ticket's hop and return what is left to report of it; None when another worker has taken over.

        Raises nothing.
        """
        outbox = Outbox(ticket)
        try:
            _Hopper(self, ticket, outbox).run()
        except _Detached:
            return None
        except Cancelled:
            self._drop()
        except Exception as error:
            self._drop()
            if isinstance(error, _Undialled):
                outbox.messages.append(failure(error.reason, self.endpoint, dialling=True))
            else:
                outbox.messages.append(failure(error, self.endpoint))
        finally:
            self.report()
        # From here on a late cancel() finds nothing to interrupt, and the connection belongs to the next hop.
        if not ticket.interruptible(None):
            self._drop()
        return outbox


class _Hopper:
    """One hop on its way, through as many connections as it takes."""

    __slots__ = ("_decoder", "_decoding", "_fresh", "_hop", "_outbox", "_sent", "_ticket", "_worker")

    def __init__(self, worker: Worker, ticket: Ticket, outbox: Outbox) -> None:
        self._worker = worker
        self._ticket = ticket
        self._outbox = outbox
        self._hop: Hop = ticket.hop
        self._decoder = ResponseDecoder(self._hop.method)
        self._decoding: Decoding | None = None
        self._fresh = 0  # how many connections were dialled for this hop
        self._sent = False  # whether it was sent at all

    def run(self) -> None:
        """Put everything from Connecting to End into the outbox.

        :raises Exception: whatever went wrong; `failure` knows its name.
        """
        head = head_of(self._hop)
        worker = self._worker
        while True:
            connection = self._take_connection()
            used, connection.used = connection.used, True
            try:
                self._exchange(connection, head)
            except (WireError, OSError) as error:
                worker._drop()
                if self._ticket.cancelled:
                    raise Cancelled from None
                if not self._again(error, used):
                    raise
                self._decoder = ResponseDecoder(self._hop.method)
                continue
            if not self._decoder.reusable:
                worker._drop()
            return

    def _again(self, error: Exception, used: bool) -> bool:
        """Return whether the request can be sent again after *error*: nothing was answered, and repeating does no harm.

        A connection that was *used* before may have been closed while it was idle. On a fresh one only a GET or HEAD
        without a body has another try.
        """
        hop = self._hop
        if isinstance(error, WireError):
            if not error.unanswered:
                return False
        elif self._decoder.began or failure(error, hop.endpoint) != CLOSED:
            return False
        if not hop.idempotent:
            return False
        if not used and (self._fresh >= _ATTEMPTS or hop.body is not None or hop.method not in (b"GET", b"HEAD")):
            return False
        return hop.body is None or isinstance(hop.body, bytes) or hop.body.rewind()

    def _take_connection(self) -> Connection:
        """Return the kept-alive connection if it is good, else a new one; from then on the ticket can interrupt it."""
        worker = self._worker
        connection = worker.connection
        if connection is not None:
            if not self._ticket.interruptible(connection.interrupt):
                raise Cancelled
            # A connection that has not rested since its last answer is looked at only for a request that must not be
            # lost: asking the system costs as much as a part of the hop itself.
            if (worker.rested or not self._hop.idempotent) and connection.stale():
                worker._drop()
            else:
                return connection
        connection = worker.connection = self._dial()
        if not self._ticket.interruptible(connection.interrupt):
            raise _Detached
        return connection

    def _dial(self) -> Connection:
        self._worker.report()
        from .connection import Connection, TlsConnection  # with socket and select, which a program may never need

        ticket, outbox, worker = self._ticket, self._outbox, self._worker
        endpoint = worker.endpoint
        if not ticket.interruptible(lambda: worker.pool.replace(worker, ticket)):
            raise Cancelled
        try:
            addresses = resolve(endpoint)
            if not self._sent and not self._fresh:
                outbox.messages.append(Connecting())
                if not is_loopback(endpoint):
                    outbox.flush()  # packets have to travel: too long to keep the news
            self._fresh += 1
            sock, encrypted = dial(endpoint, self._hop.connect_timeout, addresses)
        except Exception as error:
            # The outcome of `interruptible` tells for certain whether the replacement is under way.
            if not ticket.interruptible(None):
                raise _Detached from error
            raise _Undialled(error) from error
        if encrypted is None:
            return Connection(sock)
        if not self._sent:
            outbox.messages.append(encrypted)
        return TlsConnection(sock)

    def _exchange(self, connection: Connection, head: bytes) -> None:
        sender = Sender(self._hop, connection, self._outbox, self._early)
        try:
            complete = sender.send(head)
        except OSError:
            if self._ticket.cancelled:
                raise Cancelled from None
            if self._hop.body is None:
                raise
            complete = False  # the server may have said why before it closed
        self._sent = True
        self._worker.report()
        if complete:
            self._outbox.messages.append(Sent())
        self._receive(connection)
        if not complete:
            # Nobody knows what the server makes of the half request.
            self._worker._drop()

    def _early(self, data: bytes) -> bool:
        """Take what came before the request was out; return whether it is the final answer."""
        self._take(data)
        return self._decoder.answered

    # The response.

    def _receive(self, connection: Connection) -> None:
        decoder, outbox, ticket = self._decoder, self._outbox, self._ticket
        size = FIRST_READ
        while not decoder.done:
            wanted = size
            if decoder.answered:
                if ticket.discarding:
                    if not self._discard(connection):
                        return
                    continue
                wanted = outbox.readable(size)
            data = connection.read(wanted, outbox.patience())
            if data is None:
                outbox.flush()
                # Within a body it looks up now and then: the rest may have become unwanted.
                data = connection.read(wanted, _DISCARD_PATIENCE if decoder.answered else None)
            if ticket.cancelled:
                raise Cancelled
            if data is None:
                continue
            self._take(data)
            if len(data) == size:
                size = LARGE_READ

    def _take(self, data: bytes) -> None:
        """Decode *data* and report what it brought, also when it ends in a fault."""
        fresh: list[Message] = []
        try:
            if data:
                self._decoder.feed(data, fresh)
            else:
                self._decoder.eof(fresh)
        finally:
            outbox = self._outbox
            for message in fresh:
                if type(message) is Data:
                    if self._decoding is None:
                        outbox.report(message.data)
                    else:
                        for block in self._decoding.decode(message.data):
                            outbox.report(block)
                    continue
                if type(message) is Head:
                    message = self._begin(message)
                elif type(message) is End and self._decoding is not None and not self._ticket.discarding:
                    self._decoding.finish()
                outbox.messages.append(message)
                outbox.progress = True

    def _begin(self, head: Head) -> Head:
        if self._hop.decode:
            self._decoding = decoding_for(head, self._hop.decode_limit)
            if self._decoding is not None:
                return head._replace(decoded=True)
        return head

    def _discard(self, connection: Connection) -> bool:
        """Read on for the sake of the connection; False when it is not worth it, and the hop is over."""
        outbox = self._outbox
        self._decoding = None
        if outbox.discarded + self._decoder.remaining <= DISCARD_LIMIT:
            outbox.flush()
            data = connection.read(LARGE_READ, _DISCARD_PATIENCE)
            if self._ticket.cancelled:
                raise Cancelled
            if data is not None:
                self._take(data)
                return True
        outbox.messages.append(End([]))
        self._worker._drop()
        return False
