"""A scripted HTTP server on 127.0.0.1: what it answers, byte by byte, and what it was asked.

Routes are set by path, either as a ready answer (``server.on("/a", body=b"hi")``) or as a script, a function that is
called in the connection's thread with a ``Conversation`` and writes what it likes. Nothing here sleeps: a script that
must wait for the test waits for a gate (``server.gate()``), which opens by itself when the server stops.
"""

from __future__ import annotations

import atexit
import functools
import socket
import threading
from collections.abc import Callable, Iterable
from typing import Any

WAIT_S = 10.0
Script = Callable[["Conversation"], None]
Headers = Iterable["tuple[str, str]"]


class Request:
    """One request as it came over the wire: the head as bytes, the head in parts, and the body."""

    def __init__(self, head: bytes, connection: int) -> None:
        self.head = head
        self.connection = connection
        lines = head.decode("latin-1").split("\r\n")
        self.line = lines[0]
        self.method, self.target, self.version = ([*lines[0].split(" ", 2), "", ""])[:3]
        self.headers: list[tuple[str, str]] = []
        for line in lines[1:]:
            if line:
                name, _, value = line.partition(":")
                self.headers.append((name, value.strip(" \t")))
        self.body = b""

    def header(self, name: str) -> str | None:
        """The value of the first header of that name in any case, or None."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)

    def names(self) -> list[str]:
        """The header names in the order and the case in which they were sent."""
        return [name for name, _ in self.headers]

    def __repr__(self) -> str:
        return f"<Request {self.line!r}>"


class Gate:
    """A point at which a script waits until the test opens it."""

    def __init__(self) -> None:
        self._event = threading.Event()
        self._reached = threading.Event()

    def open(self) -> None:
        """Let the scripts that wait here, and those that come later, go on."""
        self._event.set()

    def wait(self) -> None:
        """Called by a script: wait for the test."""
        self._reached.set()
        self._event.wait(WAIT_S)

    def reached(self) -> bool:
        """Whether a script has come here."""
        return self._reached.is_set()


class Conversation:
    """What a script sees: the request, the socket, and short ways to write an answer."""

    def __init__(self, server: Server, sock: socket.socket, request: Request) -> None:
        self.server = server
        self.sock = sock
        self.request = request
        self.closing = False

    def send(self, data: bytes) -> None:
        """Write bytes as they are."""
        self.sock.sendall(data)

    def head(self, status: int = 200, headers: Headers = (), reason: str | None = None) -> None:
        """Write a status line and a header block."""
        self.send(make_head(status, headers, reason))

    def chunk(self, data: bytes) -> None:
        """Write one chunk of a chunked body; an empty one ends it."""
        self.send(b"%x\r\n%s\r\n" % (len(data), data))

    def answer(self, status: int = 200, headers: Headers = (), body: bytes = b"") -> None:
        """Write a whole answer with its Content-Length."""
        self.send(make_head(status, [*headers, ("Content-Length", str(len(body)))]) + body)

    def close(self) -> None:
        """Close the connection when the script returns."""
        self.closing = True

    def closed_by_peer(self) -> bool:
        """Wait until the client closes the connection; False when it does not."""
        self.sock.settimeout(WAIT_S)
        try:
            while self.sock.recv(65536):
                pass
        except TimeoutError:
            return False
        except OSError:
            return True
        return True


class Server:
    """The server: a thread that accepts, and a thread a connection."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port: int = self._listener.getsockname()[1]
        self._lock = threading.Lock()
        self._routes: dict[str, tuple[Script, bool]] = {}
        self._gates: list[Gate] = []
        self._sockets: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self._stopping = False
        self._active = 0
        self.requests: list[Request] = []
        self.connections = 0
        self.max_active = 0

    def __enter__(self) -> Server:
        thread = threading.Thread(target=self._accept, daemon=True)
        self._threads.append(thread)
        thread.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        self.stop()

    def stop(self) -> None:
        """Open all gates, close all connections and end the threads."""
        with self._lock:
            self._stopping = True
            gates, sockets = list(self._gates), list(self._sockets)
        for gate in gates:
            gate.open()
        _hang_up(self._listener)
        for sock in sockets:
            _hang_up(sock)
        for thread in list(self._threads):
            thread.join(WAIT_S)

    def url(self, path: str = "/") -> str:
        """The http URL of a path on this server."""
        return f"http://127.0.0.1:{self.port}{path}"

    def gate(self) -> Gate:
        """A new gate for a script to wait at."""
        gate = Gate()
        with self._lock:
            self._gates.append(gate)
        return gate

    def on(
        self,
        path: str,
        *,
        status: int = 200,
        headers: Headers = (),
        body: bytes = b"",
        chunks: Iterable[bytes] | None = None,
        raw: bytes | None = None,
        close: bool = False,
        gate: Gate | None = None,
        reason: str | None = None,
    ) -> str:
        """Set a ready answer for a path; return its URL.

        ``chunks`` sends a chunked body instead of ``body``; ``raw`` sends bytes as they are instead of all else;
        ``close`` closes the connection afterwards; ``gate`` holds the answer back until it is opened.
        """
        fixed = list(headers)
        pieces = None if chunks is None else list(chunks)

        def script(talk: Conversation) -> None:
            if gate is not None:
                gate.wait()
            if raw is not None:
                talk.send(raw)
            elif pieces is not None:
                talk.head(status, [*fixed, ("Transfer-Encoding", "chunked")], reason)
                for piece in [*pieces, b""]:
                    talk.chunk(piece)
            else:
                length = [] if status in (204, 304) or status < 200 else [("Content-Length", str(len(body)))]
                talk.head(status, [*fixed, *length], reason)
                if talk.request.method != "HEAD":
                    talk.send(body)
            if close:
                talk.close()

        return self.script(path, script)

    def script(self, path: str, script: Script, read_body: bool = True) -> str:
        """Set a script for a path; return its URL. Without ``read_body`` the script is called after the head."""
        with self._lock:
            self._routes[path] = (script, read_body)
        return self.url(path)

    def request_for(self, path: str) -> Request:
        """The only request that came for a path."""
        found = [request for request in self.requests if request.target.split("?")[0] == path]
        assert len(found) == 1, f"{len(found)} requests for {path}: {self.requests}"
        return found[0]

    def targets(self) -> list[str]:
        """The method and target of every request, in the order of arrival."""
        return [f"{request.method} {request.target}" for request in self.requests]

    def _accept(self) -> None:
        while True:
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            with self._lock:
                if self._stopping:
                    _hang_up(sock)
                    return
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self.connections += 1
                number = self.connections
                self._sockets.add(sock)
                thread = threading.Thread(target=self._serve, args=(sock, number), daemon=True)
                self._threads.append(thread)
            thread.start()

    def _serve(self, sock: socket.socket, number: int) -> None:
        try:
            stream = sock.makefile("rb")
            while self._serve_one(sock, stream, number):
                pass
            stream.close()
        except (OSError, ValueError):
            pass  # the client went away, or the test stopped the server
        finally:
            with self._lock:
                self._sockets.discard(sock)
            _hang_up(sock)

    def _serve_one(self, sock: socket.socket, stream: Any, number: int) -> bool:
        head = _read_head(stream)
        if head is None:
            return False
        request = Request(head, number)
        with self._lock:
            route = self._routes.get(request.target.split("?")[0])
            if route is None or route[1]:
                pass
            else:
                self.requests.append(request)
        if route is None or route[1]:
            request.body = _read_body(stream, request)
            with self._lock:
                self.requests.append(request)
        talk = Conversation(self, sock, request)
        with self._lock:
            self._active += 1
            self.max_active = max(self.max_active, self._active)
        try:
            if route is None:
                talk.answer(404, body=b"no such route")
            else:
                route[0](talk)
        finally:
            with self._lock:
                self._active -= 1
        return not talk.closing


def make_head(status: int, headers: Headers = (), reason: str | None = None) -> bytes:
    """A status line and header block as bytes."""
    reasons = {200: "OK", 404: "Not Found", 500: "Internal Server Error", 302: "Found"}
    text = reasons.get(status, "Whatever") if reason is None else reason
    lines = [f"HTTP/1.1 {status} {text}", *(f"{name}: {value}" for name, value in headers), "", ""]
    return "\r\n".join(lines).encode("latin-1")


@functools.cache
def refused_port() -> int:
    """A port of 127.0.0.1 at which nobody listens: it stays taken, so that no server of another process gets it."""
    holder = socket.socket()
    atexit.register(holder.close)
    holder.bind(("127.0.0.1", 0))
    return int(holder.getsockname()[1])


def _read_head(stream: Any) -> bytes | None:
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        line = stream.readline(65536)
        if not line:
            return None
        head += line
    return head


def _read_body(stream: Any, request: Request) -> bytes:
    if (request.header("Transfer-Encoding") or "").lower() == "chunked":
        body = b""
        while size := int(stream.readline().split(b";")[0], 16):
            body += stream.read(size)
            stream.readline()
        stream.readline()
        return body
    return bytes(stream.read(int(request.header("Content-Length") or 0)))


def _hang_up(sock: socket.socket) -> None:
    try:
        sock.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass  # not connected any more
    sock.close()
