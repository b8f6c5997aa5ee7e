"""What a worker has to report of one hop: messages gathered into batches, body bytes within the ticket's credit."""

from __future__ import annotations

from time import monotonic

from netaccess._values.messages import Data, Message

from .base import Ticket

PATIENCE = 20
"""Milliseconds to wait for an answer before the messages that precede it are reported on their own."""
FLUSH_AT = 256 * 1024
"""Body bytes that are reported without waiting for more."""
FLUSH_IN_PLACE_AT = 1024 * 1024
"""The same for bytes that are where the reader gathers them already: nobody is waiting for them, and each report has the
loop, the worker and the system take turns."""
_LULL = 1
"""Milliseconds without bytes after which a part of a response is reported."""
_LATEST = 0.02
"""Seconds for which a part of a response may be held back while more keeps coming."""


class Cancelled(Exception):
    """The ticket was cancelled: nothing more is to be reported, and the connection is of no use."""


class Outbox:
    """The messages of one hop that its sink has not got yet. The worker's thread only."""

    __slots__ = ("_held_since", "_size", "discarded", "messages", "progress", "ticket", "waits")

    def __init__(self, ticket: Ticket, waits: bool = True) -> None:
        """:param waits: whether the thread may wait for credit; see `waits`."""
        self.ticket = ticket
        self.waits = waits
        """False on a carousel, where others would have to wait too: a limit that is set while a read is being taken,
        decoding included, counts from the next read on, which is a worker's own."""
        self.messages: list[Message] = []
        self.progress = False
        """Whether a part of the response is among the messages, so that they should not wait long."""
        self.discarded = 0
        self._size = 0
        self._held_since = 0.0

    def flush(self) -> None:
        """Hand what there is to the sink, unless the ticket was cancelled."""
        messages = self.messages
        if messages:
            self.messages = []
            self._size = 0
            self.progress = False
            if not self.ticket.cancelled:
                self.ticket.sink(messages)

    def patience(self) -> int | None:
        """Return how many milliseconds the next read may wait before `flush` is due; None when nothing is held."""
        if not self.messages:
            self._held_since = 0.0
            return None
        if not self.progress:
            return PATIENCE
        now = monotonic()
        if not self._held_since:
            self._held_since = now
        elif now - self._held_since > _LATEST:
            self._held_since = 0.0
            return 0
        return _LULL

    def report(self, block: Data) -> None:
        """Add *block* of the body, in parts as credit comes; nothing when the ticket discards.

        :raises Cancelled: when the ticket was cancelled while there was no credit.
        """
        ticket, data = self.ticket, block.data
        size = len(data)
        start = 0
        while not ticket.discarding:
            allowed = size - start
            if self.waits and not ticket.unlimited:
                if isinstance(data, memoryview):  # of a `Place`, which is not reported in parts
                    data = bytes(block.data)
                    block.data.release()
                    block = Data(data)
                allowed = self._allowed(allowed, take=True)
                if ticket.discarding:
                    break
            self._size += allowed
            self.progress = True
            end = start + allowed
            self.messages.append(block if allowed == size else Data(data[start:end]))
            if self._size >= FLUSH_AT and (self._size >= FLUSH_IN_PLACE_AT or not isinstance(data, memoryview)):
                self.flush()
            if end == size:
                return
            start = end
        self.discarded += size - start

    def readable(self, wanted: int) -> int:
        """Return how many bytes of body may be read now, up to *wanted*, waiting for credit.

        :raises Cancelled: see `report`.
        """
        return self._allowed(wanted, take=False)

    def _allowed(self, wanted: int, take: bool) -> int:
        """Ask for *wanted* bytes of credit; when there is none, report what is held, then wait."""
        allowed = self.ticket.allowance(wanted, False, take)
        if not allowed:
            self.flush()
            allowed = self.ticket.allowance(wanted, True, take)
            if not allowed:
                raise Cancelled
        return allowed
