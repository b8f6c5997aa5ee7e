"""Sending a request: head and a small body at once, a large body block by block, with an ear for an early answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import monotonic
from typing import TYPE_CHECKING

from netaccess._values.messages import Headers, Hop, Informational, Upload, UploadBroken, UploadProgress

from .fields import encode_head
from .outbox import Outbox

if TYPE_CHECKING:
    from .connection import Connection

BLOCK = 256 * 1024
"""The most bytes that are handed to the socket at once."""
TOGETHER = 64 * 1024
"""A body block up to this size goes out with the head."""
_INTERVAL = 0.1
"""Seconds between two reports of progress."""
_STEP = 16 * 1024
"""Bytes between two reports of progress to a program that wants to hear of all."""
_CONTINUE_PATIENCE = 1.0
"""Seconds for which a server that was asked whether it wants the body may think about it."""


def head_of(hop: Hop) -> bytes:
    """Return the bytes of the hop's request head.

    :raises ValueError: when it cannot be sent as it is.
    """
    global _last_head
    headers = hop.headers
    endpoint = hop.endpoint
    if endpoint.proxy is not None and endpoint.scheme == "http" and endpoint.proxy.authorization is not None:
        headers = [*headers, (b"Proxy-Authorization", endpoint.proxy.authorization)]
    method, target, known, head = _last_head
    if headers is not known or hop.target is not target or hop.method != method:
        head = encode_head(hop.method, hop.target, headers)
        _last_head = hop.method, hop.target, headers, head
    return head


# The head encoded last and what it was made of: the same resource is often asked for again. Replaced as a whole, so that
# threads see it as it was made.
_last_head: tuple[bytes, bytes, Headers, bytes] = (b"", b"", [], b"")


class Sender:
    """Sends one request on one connection."""

    def __init__(self, hop: Hop, connection: Connection, outbox: Outbox, answered: Callable[[bytes], bool]) -> None:
        """
        :param answered: takes what the server sends before the request is out (``b""``: it closed); returns whether
            that makes the rest of the request pointless.
        """
        self._hop = hop
        self._connection = connection
        self._outbox = outbox
        self._answered = answered
        self._sent = 0
        self._total = -1
        self._reported = 0.0  # so that the first block is told of at once
        self._interval = _INTERVAL
        self._told = 0

    def send(self, head: bytes) -> bool:
        """Send the request; return False when the server's early answer ended that.

        :raises UploadBroken: when the body cannot be had, or is not as long as announced.
        :raises OSError: when the connection fails.
        """
        body = self._hop.body
        if body is None:
            self._connection.send(head)
            return True
        announced, chunked = framing_of(self._hop)
        length = len(body) if isinstance(body, bytes) else body.length
        self._total = announced if announced is not None else -1 if length is None else length
        if expects_consent(self._hop):
            self._connection.send(head)
            head = b""
            if not self._may_continue():
                return False
        if isinstance(body, bytes):
            if announced is not None and announced != len(body):
                raise UploadBroken(f"The request's body has {len(body)} bytes, but {announced} were announced")
            if len(body) <= TOGETHER and not chunked:
                self._connection.send(head + body)
                self._progress(len(body), last=True)
                return True
            return self._stream(head, _slices(body), chunked)
        return self._stream(head, self._blocks(body, announced), chunked)

    def _may_continue(self) -> bool:
        """Wait for the server's word on the body: 100 Continue, or nothing for a while. False when it has answered
        without it (RFC 9110 10.1.1)."""
        ends = monotonic() + _CONTINUE_PATIENCE
        while (left := ends - monotonic()) > 0:
            data = self._connection.read(TOGETHER, int(left * 1000) + 1)
            if data is None:
                break
            known = len(self._outbox.messages)
            if self._answered(data):
                return False
            if any(isinstance(each, Informational) and each.status == 100 for each in self._outbox.messages[known:]):
                break
        return True

    def _stream(self, head: bytes, blocks: Iterator[bytes | memoryview], chunked: bool) -> bool:
        for block in blocks:
            size = len(block)
            payload: bytes | memoryview = b"".join((b"%x\r\n" % size, block, b"\r\n")) if chunked else block
            if head:
                if len(payload) <= TOGETHER:
                    payload = b"".join((head, payload))
                elif not self._send_block(memoryview(head), 0):
                    return False
                head = b""
            if not self._send_block(memoryview(payload), size):
                return False
        tail = head + (b"0\r\n\r\n" if chunked else b"")
        if tail and not self._send_block(memoryview(tail), 0):
            return False
        self._progress(0, last=True)
        return True

    def _blocks(self, upload: Upload, announced: int | None) -> Iterator[bytes | memoryview]:
        """Yield the blocks of *upload*, holding it to what was announced."""
        left = announced
        step = BLOCK
        if getattr(upload, "tells_all", False):
            step, self._interval = _STEP, 0.0
        while left != 0:
            # Reading may wait for the loop's thread, which should know by then what has happened.
            self._outbox.flush()
            block = upload.read()
            if not block:
                if left:
                    raise UploadBroken(f"The upload ended {left} bytes before its announced length of {announced}")
                return
            if left is not None:
                if len(block) > left:
                    raise UploadBroken(f"The upload is longer than its announced length of {announced} bytes")
                left -= len(block)
            yield from _slices(block, step)
        if upload.read():  # the end, as a rule: everything has gone out
            raise UploadBroken(f"The upload is longer than its announced length of {announced} bytes")

    def _send_block(self, view: memoryview, size: int) -> bool:
        """Send all of *view*, which carries *size* bytes of body; False when an early answer ended that."""
        connection = self._connection
        while view:
            readable, writable = connection.ready(0 if self._outbox.messages else None)
            if not readable and not writable:
                self._outbox.flush()
                readable, writable = connection.ready(None)
            if readable:
                data = connection.read_ready(TOGETHER)
                if data is not None and self._answered(data):
                    return False
            if writable:
                sent = connection.send_some(view)
                view = view[sent:]
                # Progress counts body bytes; the few of framing go in first and are not worth telling apart.
                self._progress(min(sent, size))
                size -= min(sent, size)
        return True

    def _progress(self, size: int, last: bool = False) -> None:
        self._sent += size
        if last:
            if self._sent != self._told:
                self._outbox.messages.append(UploadProgress(self._sent, self._sent if self._total < 0 else self._total))
            return
        now = monotonic()
        if size and now - self._reported >= self._interval:
            self._reported = now
            self._told = self._sent
            self._outbox.messages.append(UploadProgress(self._sent, self._total))


def expects_consent(hop: Hop) -> bool:
    """Return whether the request asks the server for its consent before the body."""
    return any(name.lower() == b"expect" and value.lower() == b"100-continue" for name, value in hop.headers)


def framing_of(hop: Hop) -> tuple[int | None, bool]:
    """Return the announced length of the hop's body and whether it goes out in chunks.

    :raises ValueError: when the headers do not tell the server where the body ends, or tell it twice.
    """
    announced: int | None = None
    chunked = False
    for name, value in hop.headers:
        lower = name.lower()
        if lower == b"content-length":
            if announced is not None or not value.isdigit():
                raise ValueError(f"The request's Content-Length {value!r} is given twice or is no number")
            announced = int(value)
        elif lower == b"transfer-encoding":
            if value.strip().lower() != b"chunked":
                raise ValueError(f"The request's Transfer-Encoding {value!r} is not chunked")
            chunked = True
    if chunked == (announced is not None):
        raise ValueError("A request with a body needs either a Content-Length or Transfer-Encoding: chunked")
    return announced, chunked


def _slices(body: bytes, step: int = BLOCK) -> Iterator[bytes | memoryview]:
    """Yield *body* in blocks of *step* bytes, without copying."""
    if len(body) <= step:
        if body:
            yield memoryview(body)
        return
    view = memoryview(body)
    for start in range(0, len(view), step):
        yield view[start : start + step]
