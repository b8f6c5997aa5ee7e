"""How the time of a recorded hop is divided, from the moments at which its messages came."""

from __future__ import annotations

from time import perf_counter

from netaccess._values.messages import Connecting, Head, Message, Sent

from .har import HarTimings


class Stages:
    """Divides the time of a hop into the stages of `HarTimings`.

    A worker reports in batches. The time between two of them goes to the stage that took most of it: waiting, when the later
    one brings the response's head; receiving behind that; before it sending, or connecting.
    """

    def __init__(self) -> None:
        self._last = perf_counter()
        self._connect: float | None = None
        self._send = self._wait = self._receive = 0.0
        self._head = self._sent = False

    def note(self, batch: list[Message]) -> None:
        """Take note of messages that have come just now."""
        now = perf_counter()
        passed, self._last = (now - self._last) * 1000, now
        kinds = {type(message) for message in batch}
        fresh = Connecting in kinds or self._connect is not None
        if fresh and self._connect is None:
            self._connect = 0.0
        if self._head:
            self._receive += passed
        elif Head in kinds or self._sent:
            self._wait += passed
        elif Sent in kinds or not fresh:
            self._send += passed
        else:
            self._connect = (self._connect or 0.0) + passed
        self._head = self._head or Head in kinds
        self._sent = self._sent or Sent in kinds

    def timings(self) -> HarTimings:
        """Return the stages so far, in milliseconds. How much of connecting was TLS is not known."""
        connect = -1.0 if self._connect is None else self._connect
        return HarTimings(connect=connect, send=self._send, wait=self._wait, receive=self._receive)
