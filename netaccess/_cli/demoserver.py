"""A small HTTP server for demonstrations: it makes up its files, and knows their digests."""

from __future__ import annotations

import gzip
import hashlib
import random
import socket
import threading
import time
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from socketserver import TCPServer, ThreadingMixIn
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

BLOCK = 16 * 1024
_POOL_SIZE = 1_000_003  # a prime, so that files repeat themselves in no round numbers


@dataclass(frozen=True, slots=True)
class DemoFile:
    """A file of the demo: size in bytes (decoded), seconds that sending it takes, and how its body is framed."""

    name: str
    size: int
    seconds: float = 0.0
    framing: Literal["length", "chunked", "gzip"] = "length"


FILES = (
    DemoFile("readme.bin", 700),
    DemoFile("photo.bin", 300 * 1024, 0.4),
    DemoFile("song.bin", 5 * 1024**2, 1.6),
    DemoFile("film.bin", 32 * 1024**2, 2.4),
    DemoFile("slowly.bin", 192 * 1024, 3.0),
    DemoFile("words.txt", 2 * 1024**2, 0.8, "gzip"),
    DemoFile("stream-of-unknown-length.bin", 1024**2, 1.2, "chunked"),
    DemoFile("moved.bin", 640 * 1024, 0.8),
)
REDIRECTS = {"/old/moved.bin": "/files/moved.bin"}
MISSING = "/files/missing.bin"


@dataclass(frozen=True, slots=True)
class DemoTarget:
    """A URL of the demo, and what has to come of it: a digest, or an HTTP error."""

    url: str
    sha256: str | None = None
    status: int | None = None


class Content:
    """The bytes of the demo's files; the same in every run."""

    def __init__(self) -> None:
        """Make up the bytes that every file is cut from."""
        self._pool = random.Random(1).randbytes(_POOL_SIZE)
        self._text: bytes | None = None

    def blocks(self, file: DemoFile) -> Iterator[bytes]:
        """Yield the file's bytes before any encoding, in blocks of at most BLOCK bytes."""
        if file.framing == "gzip":
            text = self._words(file.size)
            yield from (text[start : start + BLOCK] for start in range(0, file.size, BLOCK))
            return
        place, left = len(file.name) * 977, file.size
        while left:
            place %= _POOL_SIZE - BLOCK
            block = self._pool[place : place + min(BLOCK, left)]
            yield block
            place += BLOCK + 1
            left -= len(block)

    def wire_blocks(self, file: DemoFile) -> list[bytes] | Iterator[bytes]:
        """Return the file's bytes as they are sent: compressed for a gzip file."""
        if file.framing != "gzip":
            return self.blocks(file)
        packed = gzip.compress(b"".join(self.blocks(file)), 6, mtime=0)
        return [packed[start : start + BLOCK] for start in range(0, len(packed), BLOCK)]

    def digest(self, file: DemoFile) -> str:
        """Return the SHA-256 of the file, in hexadecimal digits."""
        digest = hashlib.sha256()
        for block in self.blocks(file):
            digest.update(block)
        return digest.hexdigest()

    def _words(self, size: int) -> bytes:
        """Return size bytes of text that compresses well."""
        if self._text is None or len(self._text) != size:
            chance = random.Random(2)
            words = ["signal", "slot", "reply", "request", "loop", "header", "manager", "redirect", "cookie", "proxy"]
            lines: list[str] = []
            length = 0
            while length < size:
                lines.append(" ".join(chance.choices(words, k=12)) + "\n")
                length += len(lines[-1])
            self._text = "".join(lines).encode("ascii")[:size]
        return self._text


class DemoServer:
    """The server, as a context manager: it listens on a free port of 127.0.0.1 while the block runs."""

    def __init__(self) -> None:
        """Make up the files; nothing listens yet."""
        self.content = Content()
        self.stopping = threading.Event()
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None

    def __enter__(self) -> DemoServer:
        """Listen and serve, on threads of its own. Raises OSError when no port can be had."""
        self._server = _Server(self)
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, name="demo server", daemon=True
        )
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop serving: close the port and every connection, and wait for the threads to end."""
        self.stopping.set()
        if self._server is not None and self._thread is not None:
            self._server.shutdown()
            self._thread.join()
            self._server.hang_up()
            self._server.server_close()

    @property
    def url(self) -> str:
        """The server's address, such as "http://127.0.0.1:40000"."""
        if self._server is None:
            raise RuntimeError("the demo server has no address before it is started")
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def targets(self) -> list[DemoTarget]:
        """Return everything there is to fetch, the long ones first, so that they overlap with all the others."""
        redirected = {target: source for source, target in REDIRECTS.items()}
        targets = []
        for file in sorted(FILES, key=lambda file: file.seconds, reverse=True):
            path = f"/files/{file.name}"
            targets.append(DemoTarget(self.url + redirected.get(path, path), self.content.digest(file)))
        return [*targets, DemoTarget(self.url + MISSING, status=404)]


class _Server(ThreadingMixIn, TCPServer):
    """Listens on 127.0.0.1, with a thread for each connection.

    Not the standard HTTPServer, for that one looks up the host's name first, which can take seconds.
    """

    request_queue_size = 64
    daemon_threads = False  # they are waited for; `hang_up` makes that short

    def __init__(self, demo: DemoServer) -> None:
        self.demo = demo
        self._connections: set[socket.socket] = set()
        self._lock = threading.Lock()
        super().__init__(("127.0.0.1", 0), _Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Remember the connection, so that it can be closed while its thread waits for the next request."""
        with self._lock:
            self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """Close the connection and forget it."""
        with self._lock:
            self._connections.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        """End every connection."""
        with self._lock:
            for connection in self._connections:
                try:
                    connection.shutdown(socket.SHUT_RDWR)
                except OSError:
                    continue  # the client was quicker

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing about clients that go away, which is what Ctrl-C looks like from here."""


class _Handler(BaseHTTPRequestHandler):
    """Answers on one connection, request after request."""

    protocol_version = "HTTP/1.1"
    server_version = "netaccess-demo"
    disable_nagle_algorithm = True
    server: _Server

    def do_GET(self) -> None:
        """Send a file, a redirect, or a 404."""
        path = self.path.partition("?")[0]
        if path in REDIRECTS:
            self._send_short(302, "moved\n", Location=REDIRECTS[path])
            return
        for file in FILES:
            if path == f"/files/{file.name}":
                self._send_file(file)
                return
        self._send_short(404, f"there is no {path} here\n")

    def do_HEAD(self) -> None:
        """Send the headers that GET would have."""
        self.do_GET()

    def log_message(self, format: str, *args: Any) -> None:
        """Keep the terminal for the client's bars."""

    def _send_short(self, status: int, text: str, **headers: str) -> None:
        """Send an answer with a few words in it."""
        body = text.encode("utf-8", "replace")
        self.send_response(status)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _send_file(self, file: DemoFile) -> None:
        """Send a file at the pace it was given."""
        blocks = self.server.demo.content.wire_blocks(file)
        self.send_response(200)
        self.send_header("Content-Type", "application/octet-stream" if file.framing != "gzip" else "text/plain")
        if file.framing == "chunked":
            self.send_header("Transfer-Encoding", "chunked")
        elif isinstance(blocks, list):
            self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(sum(map(len, blocks))))
        else:
            self.send_header("Content-Length", str(file.size))
        self.end_headers()
        if self.command == "HEAD":
            return
        count = len(blocks) if isinstance(blocks, list) else -(-file.size // BLOCK)
        started = time.monotonic()
        for index, block in enumerate(blocks, 1):
            if file.seconds and self._wait(started + file.seconds * index / count):
                self.close_connection = True
                return
            self.wfile.write(b"%x\r\n%b\r\n" % (len(block), block) if file.framing == "chunked" else block)
        if file.framing == "chunked":
            self.wfile.write(b"0\r\n\r\n")

    def _wait(self, until: float) -> bool:
        """Wait until a time on the monotonic clock; True when the server stops in the meantime."""
        left = until - time.monotonic()
        stopping = self.server.demo.stopping
        return stopping.wait(left) if left > 0 else stopping.is_set()
