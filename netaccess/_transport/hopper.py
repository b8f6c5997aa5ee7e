"""One hop on its way: connect, send, receive, and once more on a fresh connection where that is safe.

Everything here blocks as long as it takes, on the thread of the worker that serves the hop. A hop whose request went out
on a carousel comes here when its answer turns out to take longer than one read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from netaccess._values.messages import Connecting, Data, End, Head, Hop, Message, Sent

from .base import Ticket
from .decode import Decoding, decoding_for
from .dial import dial, is_loopback, keep_alive, resolve
from .errormap import CLOSED, failure
from .http1 import ResponseDecoder, WireError
from .outbox import Cancelled, Outbox
from .sending import Sender, head_of

if TYPE_CHECKING:
    from netaccess._values.place import Place

    from .connection import Connection
    from .worker import Worker

FIRST_READ = 64 * 1024
LARGE_READ = 256 * 1024
DISCARD_LIMIT = 1024 * 1024
"""Bytes of an unwanted body that are read for the sake of the connection."""
_DISCARD_PATIENCE = 1000
"""Milliseconds that an unwanted body may keep the worker waiting."""
_SHORT_HEAD = 8 * 1024
"""Bytes that the system takes from an idle connection at once, whatever the server does."""
_ATTEMPTS = 2
"""How often a request that gets no answer at all is sent on fresh connections, if it is one that may be repeated."""


_SENT = Sent()


class Detached(Exception):
    """The ticket was cancelled while dialling, and another worker has taken over."""


class Undialled(Exception):
    """Dialling failed for *reason*."""

    def __init__(self, reason: Exception) -> None:
        super().__init__(reason)
        self.reason = reason


class Hopper:
    """One hop on its way, through as many connections as it takes."""

    __slots__ = (
        "_decoding",
        "_fresh",
        "_hop",
        "_length",
        "_sent",
        "arrived",
        "connection",
        "decoder",
        "outbox",
        "short",
        "since",
        "ticket",
        "worker",
    )

    _uncoded: ClassVar[Head | None] = None
    """The last head that was found to be without a content coding. Any thread may read or replace it."""

    def __init__(self, worker: Worker, ticket: Ticket, outbox: Outbox) -> None:
        self.worker = worker
        self.ticket = ticket
        self.outbox = outbox
        self._hop: Hop = ticket.hop
        self.decoder = ResponseDecoder(self._hop.method)
        self._decoding: Decoding | None = None
        self._length = 0  # of the body as it is reported, if it is known
        self._fresh = 0  # how many connections were dialled for this hop
        self._sent = False  # whether it was sent at all
        self.short = False
        """Whether the answer came in one read."""
        self.connection: Connection | None = None
        """On a carousel, and when it has just left one: the connection that the request went out on."""
        self.since = 0.0
        """On a carousel: when that was."""
        self.arrived = b""
        """What has come of the answer and could not be taken on the carousel."""

    def run(self) -> None:
        """Put everything from Connecting to End into the outbox; what has been done on a carousel is not done again.

        :raises Exception: whatever went wrong; `failure` knows its name.
        """
        head = head_of(self._hop) if self._hop.method else b""
        worker = self.worker
        riding, self.connection = self.connection, None
        while True:
            connection = self._take_connection() if riding is None else riding
            if not self._hop.method:
                self.outbox.messages.append(End([]))
                return
            used, connection.used = connection.used, True
            try:
                if riding is None:
                    self._exchange(connection, head)
                else:
                    self._receive(connection)
            except (WireError, OSError) as error:
                worker.drop()
                if self.ticket.cancelled:
                    raise Cancelled from None
                if not self.again(error, used):
                    raise
                riding = None
                continue
            if not self.decoder.reusable:
                worker.drop()
            return

    def again(self, error: Exception, used: bool) -> bool:
        """Return whether the request is to be sent again after *error*: nothing was answered, and repeating does no harm.

        A connection that was *used* before may have been closed while it was idle. On a fresh one only a GET or HEAD
        without a body has another try.
        """
        hop = self._hop
        if isinstance(error, WireError):
            if not error.unanswered:
                return False
        elif self.decoder.began or failure(error, hop.endpoint) != CLOSED:
            return False
        if not hop.idempotent:
            return False
        if not used and (self._fresh >= _ATTEMPTS or hop.body is not None or hop.method not in (b"GET", b"HEAD")):
            return False
        if hop.body is not None and not isinstance(hop.body, bytes) and not hop.body.rewind():
            return False
        self.decoder = ResponseDecoder(hop.method)
        return True

    def _take_connection(self) -> Connection:
        """Return the kept-alive connection if it is good, else a new one; from then on the ticket can interrupt it."""
        worker = self.worker
        connection = worker.connection
        if connection is not None:
            if not self.ticket.interruptible(connection.interrupt):
                raise Cancelled
            # A connection that has not rested since its last answer is looked at only for a request that must not be
            # lost: asking the system costs as much as a part of the hop itself.
            if (worker.rested or not self._hop.idempotent) and connection.stale():
                worker.drop()
            else:
                return connection
        connection = worker.connection = self._dial()
        if not self.ticket.interruptible(connection.interrupt):
            raise Detached
        return connection

    def _dial(self) -> Connection:
        self.worker.report()
        from .connection import connection_over  # with socket and select, which a program may never need

        ticket, outbox, worker = self.ticket, self.outbox, self.worker
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
                raise Detached from error
            raise Undialled(error) from error
        if any(self._hop.keep_alive):
            keep_alive(sock, *self._hop.keep_alive)
        if encrypted is not None and not self._sent:
            outbox.messages.append(encrypted)
        return connection_over(sock, encrypted is not None)

    def _exchange(self, connection: Connection, head: bytes) -> None:
        sender = Sender(self._hop, connection, self.outbox, self._early)
        try:
            complete = sender.send(head)
        except OSError:
            if self.ticket.cancelled:
                raise Cancelled from None
            if self._hop.body is None:
                raise
            complete = False  # the server may have said why before it closed
        self._sent = True
        self.worker.report()
        if complete:
            self.outbox.messages.append(_SENT)
        self._receive(connection)
        if not complete:
            # Nobody knows what the server makes of the half request.
            self.worker.drop()

    def board(self, connection: Connection, now: float) -> bool:
        """Send the request, which has no body, on a carousel's *connection*; False when that might take time, and was not
        done.

        :raises OSError: when the connection fails.
        """
        head = head_of(self._hop)
        if len(head) > _SHORT_HEAD:
            return False
        self.connection = connection
        self.since = now
        connection.send(head)
        self._sent = True
        self.outbox.messages.append(_SENT)
        return True

    def _early(self, data: bytes) -> bool:
        """Take what came before the request was out; return whether it is the final answer."""
        self.take(data)
        return self.decoder.answered

    # The response.

    def _receive(self, connection: Connection) -> None:
        decoder, outbox, ticket = self.decoder, self.outbox, self.ticket
        size = FIRST_READ
        reads = 0
        arrived, self.arrived = self.arrived, b""
        if arrived:
            self.take(arrived)
        while not decoder.done:
            wanted = size
            if decoder.answered:
                if ticket.discarding:
                    if not self._discard(connection):
                        return
                    continue
                if self._length and ticket.unlimited:
                    place: Place | None = getattr(ticket.sink, "place", None)
                    view = None if place is None else place.enter()
                    if place is not None and view is not None:
                        self._receive_into(connection, place, view)
                        continue
                wanted = outbox.readable(size)
            elif reads:
                outbox.flush()  # a head that comes in pieces may take for ever: what precedes it is not kept back
            data = connection.read(wanted, outbox.patience())
            if data is None:
                outbox.flush()
                # Within a body it looks up now and then: the rest may have become unwanted.
                data = connection.read(wanted, _DISCARD_PATIENCE if decoder.answered else None)
            if ticket.cancelled:
                raise Cancelled
            if data is None:
                continue
            self.take(data)
            reads += 1
            if len(data) == size:
                size = LARGE_READ
        self.short = reads == 1

    def _receive_into(self, connection: Connection, place: Place, view: memoryview) -> None:
        """Receive into *place*, whose *view* is, as long as that is wanted and holds the body."""
        decoder, outbox, ticket = self.decoder, self.outbox, self.ticket
        begin = self._length - decoder.remaining
        limit = min(self._length, len(view))
        try:
            while begin < limit and place.wanted and ticket.unlimited and not ticket.discarding:
                with view[begin : min(begin + LARGE_READ, limit)] as window:
                    count = connection.read_into(window, outbox.patience())
                if ticket.cancelled:
                    raise Cancelled
                if count is None:
                    outbox.flush()
                    connection.readable(_DISCARD_PATIENCE)
                    continue
                block = view[begin : begin + count]
                begin += count
                self.take(block)
        finally:
            place.leave(begin)  # the end has not been reported yet: whoever hears of it finds the array free

    def take(self, data: bytes | memoryview) -> None:
        """Decode *data* and report what it brought, also when it ends in a fault."""
        fresh: list[Message] = []
        try:
            if data:
                self.decoder.feed(data, fresh)  # type: ignore[arg-type]  # a view is all body: it is handed on as it is
            else:
                self.decoder.eof(fresh)
        finally:
            outbox = self.outbox
            for message in fresh:
                if type(message) is Data:
                    if self._decoding is None:
                        outbox.report(message)
                    else:
                        for block in self._decoding.decode(message.data):
                            outbox.report(Data(block))
                    continue
                if type(message) is Head:
                    message = self._begin(message)
                elif type(message) is End and self._decoding is not None and not self.ticket.discarding:
                    self._decoding.finish()
                outbox.messages.append(message)
                outbox.progress = True

    def _begin(self, head: Head) -> Head:
        self._length = head.length or 0
        if self._hop.decode and head is not Hopper._uncoded:
            self._decoding = decoding_for(head, self._hop.decode_limit)
            if self._decoding is not None:
                self._length = 0
                return head._replace(decoded=True)
            Hopper._uncoded = head
        return head

    def _discard(self, connection: Connection) -> bool:
        """Read on for the sake of the connection; False when it is not worth it, and the hop is over."""
        outbox = self.outbox
        self._decoding = None
        if outbox.discarded + self.decoder.remaining <= DISCARD_LIMIT:
            outbox.flush()
            data = connection.read(LARGE_READ, _DISCARD_PATIENCE)
            if self.ticket.cancelled:
                raise Cancelled
            if data is not None:
                self.take(data)
                return True
        outbox.messages.append(End([]))
        self.worker.drop()
        return False
