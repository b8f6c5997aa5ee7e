"""Where a worker leaves what it has to say, and the loop finds it: one wake-up for however much has come."""

from __future__ import annotations

import weakref
from collections import deque
from typing import TYPE_CHECKING, Any

from netaccess._kernel.posting import Posted, post
from netaccess._kernel.threaddata import DEAD
from netaccess._values.messages import Message

if TYPE_CHECKING:
    from netaccess._values.place import Place

    from .preconnect import PreconnectReply
    from .transfer import TransferReply


class Inbox(Posted):
    """The messages of one hop on their way to its reply. A closed inbox takes no more notice of its worker.

    It is itself what is posted to the reply's thread, at most once at a time.

    Thread safety: the worker appends and then asks whether a delivery is pending; the loop declares that none is and then
    empties the queue. Whichever comes first, nothing is left behind: a message appended after the loop has looked finds no
    delivery pending, and posts one. Both operations on the deque are atomic.
    """

    __slots__ = ("_messages", "_pending", "closed", "place")

    from_network = True

    def __init__(self, reply: TransferReply | PreconnectReply) -> None:
        self.receiver = weakref.ref(reply)
        # Made by the first message: thousands of requests may wait in the queue, each with its inbox.
        self._messages: deque[Message] | None = None
        self._pending = False
        self.closed = False
        self.place: Place | None = None
        """Where the worker may put what it receives of the body. The loop sets it, the worker looks before each read."""

    def __call__(self, batch: list[Message]) -> None:
        """Take messages from the worker, in order."""
        if self._messages is None:
            self._messages = deque(batch)
        else:
            self._messages.extend(batch)
        if not self._pending and not self.closed:
            self._ask_for_delivery(self.receiver())

    def look_again(self) -> None:
        """Have delivered what the reply had no room for before, if there is anything. On the reply's thread."""
        if self._messages and not self._pending and not self.closed:
            self._ask_for_delivery(self.receiver())

    def _ask_for_delivery(self, reply: Any) -> None:
        self._pending = True
        if reply is not None:
            post(reply, self)

    def deliver(self, receiver: Any) -> None:
        """Hand everything to the reply, on its thread."""
        self._pending = False
        if self._messages is None:
            return
        here = receiver._qt_thread
        # A slot may run a nested loop, which has to hear the rest of the batch.
        resume = self._resume
        here.draining.append(resume)
        try:
            receiver._qt_receive(self, self._messages)
        finally:
            here.draining.remove(resume)
        if receiver._qt_thread is here or receiver._qt_thread is DEAD:
            return
        if receiver._qt_actions or (self._messages and not self.closed):
            # A slot has moved the reply to another thread: the rest is that one's.
            self._ask_for_delivery(receiver)

    def _resume(self) -> None:
        reply: Any = self.receiver()
        if reply is not None:
            reply._qt_receive(self, self._messages)
