"""A request on its way to the fake server: its body drained block by block, progress told as the real sender tells it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netaccess._values.messages import UploadBroken, UploadProgress

from .arrival import request_of
from .telling import tell_head
from .transcript import plural

if TYPE_CHECKING:
    from collections.abc import Callable

    from .crossing import Crossing

_TICK = 0.05
"""Seconds that a block may take under a limited bandwidth."""
_STEP = 16 * 1024
_INTERVAL = 0.1
_PATIENCE = 1.0
"""Seconds for which a client waits for the word to go on with the body (the real sender's numbers)."""


class Upstream:
    """Sends one request once. Blocks that the loop has not read yet are waited for without holding anything up."""

    def __init__(self, crossing: Crossing, done: Callable[[bool], None]) -> None:
        """:param done: told when the request is out, with False when an early answer has cut it short."""
        from netaccess._transport.sending import BLOCK, TOGETHER, expects_consent, framing_of

        self._crossing = crossing
        self._done = done
        hop = crossing.hop
        self.body = bytearray()
        """What has arrived at the server."""
        self._source = hop.body
        self._read = 0
        self._rest = b""
        self._announced: int | None = None
        self._total = -1
        self._sent = self._told = 0
        self._reported: float | None = None
        self._interval = _INTERVAL
        self._block = BLOCK
        self._together = TOGETHER
        self._chunked = False
        self._expects = expects_consent(hop)
        if hop.body is not None:
            self._announced, self._chunked = framing_of(hop)
            length = len(hop.body) if isinstance(hop.body, bytes) else hop.body.length
            self._total = self._announced if self._announced is not None else -1 if length is None else length
            if getattr(hop.body, "tells_all", False):
                self._block, self._interval = _STEP, 0.0

    def so_far(self) -> str:
        """Return how much of the body has gone out, in words."""
        return f"{self._sent} of {plural(self._total, 'byte')}" if self._total >= 0 else plural(self._sent, "byte")

    def start(self) -> None:
        """Send the head, and what follows it."""
        source, crossing = self._source, self._crossing
        if source is None:
            self._done(True)
            return
        if isinstance(source, bytes) and self._announced is not None and self._announced != len(source):
            raise UploadBroken(f"The request's body has {len(source)} bytes, but {self._announced} were announced")
        if self._expects:
            network = crossing.network
            answer = crossing.peek()
            crossing.request_head_is_out()
            if getattr(answer, "early", False):
                crossing.soon(network.latency, lambda: self._done(False))
            elif getattr(answer, "expect_continue", True):
                crossing.soon(network.latency / 2, self._give_word)
            else:
                crossing.after(_PATIENCE, self._pull)
            return
        self._pull()

    def _give_word(self) -> None:
        """The server has the head, and wants the body."""
        crossing = self._crossing
        tell_head(crossing, request_of(crossing.hop, crossing.network))
        crossing.soon(crossing.network.latency / 2, self._go_on_at_last)

    def _go_on_at_last(self) -> None:
        self._crossing.downstream.continue_()
        self._pull()

    def _pull(self) -> None:
        """Send what there is, until something has to be waited for."""
        while True:
            block = self._next()
            if block is None:
                self._crossing.when(self._has_more, self._pull, "the upload's device")
                return
            if not block:
                self._end()
                return
            if not self._send(block):
                return

    def _has_more(self) -> bool:
        return isinstance(self._source, bytes) or self._source is None or self._source.readable

    def _next(self) -> bytes | None:
        """Return the next block of the body, ``b""`` at its end, None when it has to be waited for."""
        source, size = self._source, self._size()
        if isinstance(source, bytes):
            block = source[self._read : self._read + size]
            self._read += len(block)
            return block
        if not self._rest:
            assert source is not None
            got = source.try_read()
            if not got:
                return got
            self._read += len(got)
            if self._announced is not None and self._read > self._announced:
                raise UploadBroken(f"The upload is longer than its announced length of {self._announced} bytes")
            self._rest = got
        block, self._rest = self._rest[:size], self._rest[size:]
        return block

    def _size(self) -> int:
        """Return how many bytes go out at once."""
        bandwidth = self._crossing.network.bandwidth
        return self._block if not bandwidth else min(self._block, max(1, int(bandwidth * _TICK)))

    def _send(self, block: bytes) -> bool:
        """Let *block* go out; False when the rest goes on later, or not at all."""
        crossing = self._crossing
        network = crossing.network
        if network.bandwidth:
            now = network.turns.now()
            due = network.uplink.through(now, len(block), network.bandwidth)
            if due > now:
                crossing.after(due - now, lambda: self._go_on_behind(block))
                return False
        return self._arrived(block)

    def _go_on_behind(self, block: bytes) -> None:
        if self._arrived(block):
            self._pull()

    def _arrived(self, block: bytes) -> bool:
        """Note that *block* has got there; False when an early answer makes the rest pointless."""
        self.body += block
        self._sent += len(block)
        crossing = self._crossing
        whole = isinstance(self._source, bytes) and len(self._source) <= self._together and not self._chunked
        if not whole:
            now = crossing.network.turns.now()
            if self._reported is None or now - self._reported >= self._interval:
                self._reported = now
                self._told = self._sent
                crossing.report(UploadProgress(self._sent, self._total))
            if len(self.body) == len(block) and getattr(crossing.peek(), "early", False):
                self._done(False)
                return False
        return True

    def _end(self) -> None:
        if self._announced is not None and self._sent < self._announced:
            left = self._announced - self._sent
            raise UploadBroken(f"The upload ended {left} bytes before its announced length of {self._announced}")
        if self._sent != self._told:
            total = self._sent if self._total < 0 else self._total
            self._crossing.report(UploadProgress(self._sent, total))
        self._done(True)
