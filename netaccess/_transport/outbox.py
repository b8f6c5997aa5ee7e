"""What a worker has to report of one hop: messages gathered into batches, body bytes within the ticket's credit."""

from __future__ import annotations

from time import monotonic

from netaccess._values.messages import Data, Message

from .base import Ticket
from .connection import PATIENCE

FLUSH_AT = 256 * 1024
"""Body bytes that are reported without waiting for more."""
_LULL = 1
"""Milliseconds without bytes after which a part of a response is reported."""
_LATEST = 0.02
"""Seconds for which a part of a response may be held back while more keeps coming."""


class Cancelled(Exception):
    """The ticket was cancelled: nothing more is to be reported, and the connection is of no use."""


class Outbox:
    """The messages of one hop that its sink has not got yet. The worker's thread only."""

    __slots__ = ("_credit", "_held_since", "_size", "discarded", "messages", "progress", "ticket")

    def __init__(self, ticket: Ticket) -> None:
        self.ticket = ticket
        self.messages: list[Message] = []
        self.progress = False
        """Whether a part of the response is among the messages, so that they should not wait long."""
        self.discarded = 0
        self._size = 0
        self._credit = 0  # taken from the ticket, not used yet
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

    def report(self, data: bytes) -> None:
        """Add *data* of the body, as credit comes; nothing when the ticket discards.

        :raises Cancelled: when the ticket was cancelled while there was no credit.
        """
        ticket = self.ticket
        size = len(data)
        while not ticket.discarding:
            if self._credit < size:
                self._take(size - self._credit)
                continue_with = min(size, self._credit)
            else:
                continue_with = size
            self._credit -= continue_with
            self._size += continue_with
            self.progress = True
            if continue_with == size:
                self.messages.append(Data(data))
                if self._size >= FLUSH_AT:
                    self.flush()
                return
            self.messages.append(Data(data[:continue_with]))
            data = data[continue_with:]
            size -= continue_with
        self.discarded += size

    def reserve(self, wanted: int) -> int:
        """Return how many bytes of body may be read now, up to *wanted*, waiting for credit.

        :raises Cancelled: see `report`.
        """
        if self._credit < wanted:
            self._take(wanted - self._credit, need=not self._credit)
        return min(wanted, self._credit)

    def release(self) -> None:
        """Give back the credit that was reserved and not used: the access layer may count on it."""
        if self._credit:
            self.ticket.give_back(self._credit)
            self._credit = 0

    def _take(self, wanted: int, need: bool = True) -> None:
        """Take up to *wanted* bytes of credit; when there is none and it is a *need*, report what is held, then
        wait."""
        taken = self.ticket.allowance(wanted, False)
        if not taken and need:
            self.flush()
            taken = self.ticket.allowance(wanted)
            if not taken:
                raise Cancelled
        self._credit += taken
