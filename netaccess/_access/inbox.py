"""Where a worker leaves what it has to say, and the loop finds it: one wake-up for however much has come."""

from __future__ import annotations

import weakref
from collections import deque
from typing import TYPE_CHECKING, Any

from netaccess._kernel.posting import NetworkCall, post
from netaccess._kernel.threaddata import DEAD, current
from netaccess._values.messages import Message

if TYPE_CHECKING:
    from .preconnect import PreconnectReply
    from .transfer import TransferReply


class Inbox:
    """The messages of one hop on their way to its reply. A closed inbox takes no more notice of its worker.

    Thread safety: the worker appends and then asks whether a delivery is pending; the loop declares that none is and then
    empties the queue. Whichever comes first, nothing is left behind: a message appended after the loop has looked finds no
    delivery pending, and posts one. Both operations on the deque are atomic.
    """

    __slots__ = ("_messages", "_pending", "_reply", "closed")

    def __init__(self, reply: TransferReply | PreconnectReply) -> None:
        self._reply: weakref.ref[TransferReply | PreconnectReply] = weakref.ref(reply)
        # Made by the first message: thousands of requests may wait in the queue, each with its inbox.
        self._messages: deque[Message] | None = None
        self._pending = False
        self.closed = False

    def __call__(self, batch: list[Message]) -> None:
        """Take messages from the worker, in order."""
        if self._messages is None:
            self._messages = deque(batch)
        else:
            self._messages.extend(batch)
        if not self._pending and not self.closed:
            self._ask_for_delivery(self._reply())

    def look_again(self) -> None:
        """Have delivered what the reply had no room for before, if there is anything. On the reply's thread."""
        if self._messages and not self._pending and not self.closed:
            self._ask_for_delivery(self._reply())

    def _ask_for_delivery(self, reply: Any) -> None:
        self._pending = True
        if reply is not None:
            post(reply, NetworkCall(self._reply, self._deliver))  # type: ignore[arg-type]

    def _deliver(self, reply: Any) -> None:
        """Hand everything to the reply, on its thread."""
        self._pending = False
        if self._messages is None:
            return
        data = current()

        def resume() -> None:
            reply._qt_receive(self, self._messages)

        # A slot may run a nested loop, which has to hear the rest of the batch.
        data.draining.append(resume)
        try:
            resume()
        finally:
            data.draining.remove(resume)
        if reply._qt_thread is data or reply._qt_thread is DEAD:
            return
        if reply._qt_actions or (self._messages and not self.closed):
            # A slot has moved the reply to another thread: the rest is that one's.
            self._ask_for_delivery(reply)
