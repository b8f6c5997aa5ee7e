"""How the time of a recorded hop is divided, from the moments at which its messages came."""

from __future__ import annotations

from time import perf_counter

from netaccess._values.messages import Connecting, Encrypted, Head, Message, Sent, UploadProgress

from .har import HarTimings


class Stages:
    """Divides the time of a hop into the stages of `HarTimings`.

    A worker reports in batches, several stages in one where they go fast. The time between two batches goes to the stage that
    was under way at the earlier one; the time before the first, to the one that took most of it as a rule: waiting, when it
    brings the response's head.
    """

    def __init__(self) -> None:
        self._last = perf_counter()
        self._fresh = False
        self._stage = ""
        self._spent = {"connect": 0.0, "send": 0.0, "wait": 0.0, "receive": 0.0}

    def note(self, batch: list[Message]) -> None:
        """Take note of messages that have come just now."""
        now = perf_counter()
        passed, self._last = (now - self._last) * 1000, now
        kinds = {type(message) for message in batch}
        self._fresh = self._fresh or Connecting in kinds
        if not self._stage:
            self._stage = "wait" if Head in kinds else "connect" if self._fresh else "send"
        self._spent[self._stage] += passed
        if Head in kinds:
            self._stage = "receive"
        elif Sent in kinds and self._stage != "receive":
            self._stage = "wait"
        elif (Encrypted in kinds or UploadProgress in kinds) and self._stage == "connect":
            self._stage = "send"

    def timings(self) -> HarTimings:
        """Return the stages so far, in milliseconds. How much of connecting was TLS is not known."""
        spent = self._spent
        connect = spent["connect"] if self._fresh else -1
        return HarTimings(connect=connect, send=spent["send"], wait=spent["wait"], receive=spent["receive"])
