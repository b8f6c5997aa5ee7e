"""The server that the tests of the command line talk to, and the types their fixtures hand out."""

from __future__ import annotations

import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from typing import Any, NamedTuple


class Seen(NamedTuple):
    """A request as the server got it; header names are in lower case."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


class Peer:
    """The server's address, the requests it saw, and the switch that ends answers that hang."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.seen: list[Seen] = []
        self.release = threading.Event()


class PeerHandler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    peer: Peer

    def handle_any(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.peer.seen.append(Seen(self.command, self.path, headers, body))
        kind = self.path.strip("/").partition("/")[0]
        getattr(self, f"answer_{kind}", self.answer_ok)()

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = do_PATCH = handle_any

    def answer_ok(self) -> None:
        self.send(200, f"{self.command} {self.path}".encode())

    def answer_error(self) -> None:
        self.send(500, b"an error page")

    def answer_named(self) -> None:
        """The name to suggest comes in the query."""
        self.send(200, b"x", ("Content-Disposition", f'attachment; filename="{self.path.partition("?")[2]}"'))

    def answer_redirect(self) -> None:
        self.send(302, b"", ("Location", "/ok/elsewhere.txt"))

    def answer_short(self) -> None:
        self.send_head(100)
        self.wfile.write(b"too little")
        self.close_connection = True

    def answer_hang(self) -> None:
        self.send_head(100_000)
        self.wfile.write(b"x" * 1000)
        self.peer.release.wait(60)
        self.close_connection = True

    def send(self, status: int, body: bytes, *headers: tuple[str, str]) -> None:
        self.send_head(len(body), status, *headers)
        if self.command != "HEAD":
            self.wfile.write(body)

    def send_head(self, length: int, status: int = 200, *headers: tuple[str, str]) -> None:
        self.send_response(status)
        for name, value in (("Content-Length", str(length)), *headers):
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


class Ran(NamedTuple):
    """How a command ended, and what it wrote."""

    code: int
    out: str
    err: str


Runner = Callable[..., Ran]
