"""Servers for the worker tests: a listening socket whose connections are handled by a script, one thread each."""

from __future__ import annotations

import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from netaccess._transport import connection, outbox
from netaccess._transport.base import UNLIMITED, Ticket
from netaccess._transport.pool import Pool
from netaccess._values.errors import NetworkError
from netaccess._values.messages import Data, End, Endpoint, Failed, Headers, Hop, Message, ProxyRoute, Upload

WAIT = 20.0
"""Seconds after which something that should have happened counts as never happening."""
CLOSED = Failed(NetworkError.RemoteHostClosedError, "Connection closed")


class Peer:
    """The server's end of one connection."""

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock
        self.buffer = b""

    def request(self) -> bytes:
        """Return the next request, head and body; what there is of it when the client closed."""
        head = self.until(b"\r\n\r\n")
        fields = {line.partition(b":")[0].lower(): line.partition(b":")[2].strip() for line in head.split(b"\r\n")}
        body = self.take(int(fields.get(b"content-length", b"0")))
        if b"transfer-encoding" in fields:
            body += self.until(b"0\r\n\r\n")
        return head + body

    def until(self, mark: bytes) -> bytes:
        while mark not in self.buffer:
            data = self.sock.recv(65536)
            if not data:
                return self.take(len(self.buffer))
            self.buffer += data
        return self.take(self.buffer.index(mark) + len(mark))

    def take(self, size: int) -> bytes:
        while len(self.buffer) < size:
            data = self.sock.recv(65536)
            if not data:
                break
            self.buffer += data
        taken, self.buffer = self.buffer[:size], self.buffer[size:]
        return taken

    def send(self, data: bytes) -> None:
        self.sock.sendall(data)

    def reset(self) -> None:
        """Close with a RST."""
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.sock.close()


class Server:
    """Runs a handler for each connection; counts them."""

    def __init__(self, handler: Callable[[Peer, int], None], context: ssl.SSLContext | None = None) -> None:
        self.connections = 0
        self.errors: list[BaseException] = []
        self._handler = handler
        self._context = context
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=50)
        self.port: int = self._listener.getsockname()[1]
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._socks: list[socket.socket] = []
        self._threads[0].start()

    def _accept(self) -> None:
        while True:
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._socks.append(sock)
            thread = threading.Thread(target=self._handle, args=(sock, self.connections), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _handle(self, sock: socket.socket, number: int) -> None:
        try:
            if self._context is not None:
                sock = self._context.wrap_socket(sock, server_side=True)
                self._socks.append(sock)
            self._handler(Peer(sock), number)
        except OSError:
            pass  # clients under test go away as they please
        except BaseException as error:
            self.errors.append(error)
        finally:
            sock.close()

    def close(self) -> None:
        # The listener is shut down first: closing alone would leave the accepting thread in its call.
        for sock in (self._listener, *self._socks):
            try:
                socket.socket.shutdown(sock, socket.SHUT_RDWR)
            except OSError:
                pass
            sock.close()
        for thread in self._threads:
            thread.join(WAIT)
        assert not self.errors


@contextmanager
def serving(handler: Callable[[Peer, int], None], context: ssl.SSLContext | None = None) -> Iterator[Server]:
    server = Server(handler, context)
    try:
        yield server
    finally:
        server.close()


def answering(*answers: bytes) -> Callable[[Peer, int], None]:
    """Return a handler that gives one answer after the other on each connection, then closes."""

    def handler(peer: Peer, number: int) -> None:
        for answer in answers:
            if not peer.request():
                return
            peer.send(answer)

    return handler


def keeping(answer: bytes) -> Callable[[Peer, int], None]:
    """Return a handler that gives the same answer to every request."""

    def handler(peer: Peer, number: int) -> None:
        while peer.request():
            peer.send(answer)

    return handler


class Run:
    """One hop and what became of it."""

    def __init__(
        self,
        hop: Hop,
        credit: int = UNLIMITED,
        following: Callable[[], Ticket | None] = lambda: None,
        react: Callable[[Run, Message], None] = lambda run, message: None,
    ) -> None:
        self.batches: list[list[Message]] = []
        self.successors = 0
        self.over = threading.Event()
        self.changed = threading.Condition()
        self._following = following
        self._react = react
        self.ticket = Ticket(hop, self._sink, self._successor, credit)

    def _sink(self, batch: list[Message]) -> None:
        with self.changed:
            self.batches.append(batch)
            self.changed.notify_all()
        for message in batch:
            self._react(self, message)

    def _successor(self) -> Ticket | None:
        self.successors += 1
        following = self._following()
        self.over.set()
        return following

    @property
    def messages(self) -> list[Message]:
        return [message for batch in self.batches for message in batch]

    @property
    def kinds(self) -> list[str]:
        """The names of the messages, neighbouring equal ones once."""
        names = [type(message).__name__ for message in self.messages]
        return [name for index, name in enumerate(names) if index == 0 or names[index - 1] != name]

    @property
    def body(self) -> bytes:
        return b"".join(message.data for message in self.messages if isinstance(message, Data))

    @property
    def last(self) -> Message:
        return self.messages[-1]

    def wait(self) -> Run:
        """Return when the hop is over: its successor was asked for, and unless it was cancelled its end is reported."""
        assert self.over.wait(WAIT)
        self.wait_for(lambda: self.ticket.cancelled or (bool(self.batches) and isinstance(self.last, (End, Failed))))
        return self

    def wait_for(self, condition: Callable[[], bool]) -> None:
        with self.changed:
            assert self.changed.wait_for(condition, WAIT)


def hop(
    port: int,
    method: bytes = b"GET",
    target: bytes = b"/",
    body: bytes | Upload | None = None,
    extra: Headers | None = None,
    scheme: str = "http",
    host: str = "127.0.0.1",
    proxy: ProxyRoute | None = None,
    verify: bool = True,
    decode: bool = False,
    idempotent: bool = True,
    connect_timeout: float = 10.0,
) -> Hop:
    headers: Headers = [(b"Host", b"h"), *(extra or [])]
    if isinstance(body, bytes):
        headers.append((b"Content-Length", b"%d" % len(body)))
    elif body is not None:
        length = body.length
        if length is None:
            headers.append((b"Transfer-Encoding", b"chunked"))
        else:
            headers.append((b"Content-Length", b"%d" % length))
    endpoint = Endpoint(scheme, host, port, proxy, verify)
    return Hop(endpoint, method, target, headers, body, decode, idempotent, connect_timeout)


def be_patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make workers wait for answers as long as a busy machine may take, before they report what precedes them."""
    for module in (connection, outbox):
        monkeypatch.setattr(module, "PATIENCE", int(WAIT * 1000))
    monkeypatch.setattr(outbox, "_LULL", int(WAIT * 1000))
    monkeypatch.setattr(outbox, "_LATEST", WAIT)


def fetch(pool: Pool, one: Hop, credit: int = UNLIMITED) -> Run:
    """Do one hop, and wait for it."""
    run = Run(one, credit)
    pool.start(run.ticket)
    return run.wait()


class Blocks:
    """An upload of fixed blocks."""

    def __init__(self, blocks: list[bytes], length: int | None = None, rewinds: bool = True) -> None:
        self.blocks = blocks
        self.length = length
        self.rewinds = rewinds
        self._next = 0

    def read(self) -> bytes:
        self._next += 1
        return self.blocks[self._next - 1] if self._next <= len(self.blocks) else b""

    def rewind(self) -> bool:
        self._next = 0
        return self.rewinds
