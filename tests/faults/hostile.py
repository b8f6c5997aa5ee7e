"""A server on 127.0.0.1 that breaks the rules on demand: scripts write what they like on the bare socket.

``server.on("/path", script)`` has *script* called with a `Talk` for each request for that path; bytes in place of a script are
sent as they are. ``/good/...`` and ``/held/...`` always behave: they answer with their own path, the latter when the test lets
them. What was asked, on which connection, and how much the client let itself be sent is written down.

Only the standard library is used, so that any binding's Python can run it, in this process or in one of its own.
"""

from __future__ import annotations

import select
import socket
import ssl
import struct
import threading
from collections.abc import Callable
from typing import Any, NamedTuple

WAIT = 20.0
"""Seconds after which something that should have happened counts as never happening."""
ENOUGH = 256 * 1024 * 1024
"""Bytes after which a client that takes everything is given no more."""

Script = Callable[["Talk"], None]


class Asked(NamedTuple):
    """A request as it came."""

    method: str
    path: str
    connection: int


class Talk:
    """One request on one connection, for a script to answer. What goes wrong on the socket ends the connection."""

    def __init__(self, server: Hostile, sock: socket.socket, connection: int) -> None:
        self.server = server
        self.sock: Any = sock
        self.connection = connection
        self.method = ""
        self.path = ""
        self.fields: dict[str, str] = {}
        self.body = b""
        self.closing = False
        self.buffer = b""

    # Reading.

    def read_request(self) -> bool:
        """Read the next request and its body; False when the client has closed."""
        if not self.read_head():
            return False
        self.read_body()
        return True

    def read_head(self) -> bool:
        """Read the next request's head; False when the client has closed."""
        head = self._until(b"\r\n\r\n")
        if not head:
            return False
        lines = head.decode("latin-1").split("\r\n")
        self.method, self.path = lines[0].split(" ")[:2]
        self.fields = {line.partition(":")[0].lower(): line.partition(":")[2].strip() for line in lines[1:] if line}
        self.body = b""
        self.server.note(Asked(self.method, self.path, self.connection))
        return True

    def read_body(self) -> None:
        """Read the body that the head has announced."""
        if self.fields.get("transfer-encoding") == "chunked":
            self.body = self._until(b"0\r\n\r\n")
        else:
            self.body = self._take(int(self.fields.get("content-length", "0")))

    def _until(self, mark: bytes) -> bytes:
        while mark not in self.buffer:
            data = self.sock.recv(65536)
            if not data:
                return b""
            self.buffer += data
        return self._take(self.buffer.index(mark) + len(mark))

    def _take(self, size: int) -> bytes:
        while len(self.buffer) < size:
            data = self.sock.recv(65536)
            if not data:
                raise ConnectionResetError("the client has closed")
            self.buffer += data
        taken, self.buffer = self.buffer[:size], self.buffer[size:]
        return taken

    # Writing.

    def send(self, data: bytes) -> None:
        """Send bytes as they are."""
        self.sock.sendall(data)

    def answer(self, body: bytes, *fields: str, status: str = "200 OK") -> None:
        """Send a proper answer."""
        lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *fields, "", ""]
        self.send("\r\n".join(lines).encode("latin-1") + (b"" if self.method == "HEAD" else body))

    def pour(self, block: bytes) -> None:
        """Send *block* again and again until the client closes, and write down how many bytes it took."""
        sent = 0
        try:
            while sent < ENOUGH:
                self.sock.sendall(block)
                sent += len(block)
        except OSError:
            self.closing = True
        with self.server.changed:
            self.server.poured = max(self.server.poured, sent)

    def drip(self, data: bytes, pause: float) -> None:
        """Send *data* byte by byte, *pause* seconds apart, for as long as the client listens."""
        for byte in data:
            self.send(bytes((byte,)))
            if self.ends_within(pause):
                raise ConnectionResetError("the client has closed")

    def ends_within(self, seconds: float) -> bool:
        """Wait so long; return whether the client has closed, or sent something, by then."""
        return bool(select.select([self.sock], [], [], seconds)[0])

    # Ending.

    def close(self) -> None:
        """Close in an orderly way when the script returns."""
        self.closing = True

    def goodbye(self) -> None:
        """End TLS as it should be ended, then close."""
        self.sock = self.sock.unwrap()
        self.closing = True

    def reset(self) -> None:
        """Close at once, with a RST."""
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.sock.close()
        raise ConnectionAbortedError("reset")

    def ignore(self) -> None:
        """Read nothing, and say nothing, until the client has gone."""
        poll = select.poll()
        poll.register(self.sock, select.POLLRDHUP)
        poll.poll(WAIT * 1000)
        self.closing = True

    def hold(self) -> None:
        """Say nothing (more) until the client closes."""
        try:
            while self.sock.recv(65536):
                pass
        finally:
            self.closing = True


class Hostile:
    """The server: a thread that accepts, and a thread for each connection."""

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        """:param context: for TLS."""
        self._context = context
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=100)
        self.port: int = self._listener.getsockname()[1]
        self._scripts: dict[str, Script] = {}
        self._greeting: Script | None = None
        self._live: set[socket.socket] = set()
        self._closed = False
        self.changed = threading.Condition()
        self.asked: list[Asked] = []
        self.remembers = True
        """Whether what is asked is written down; not where there will be very many requests."""
        self.connections = 0
        self.poured = 0
        """The most that a client has taken of what a script poured out."""
        self.errors: list[BaseException] = []
        self._release = threading.Event()
        threading.Thread(target=self._accept, daemon=True).start()

    # For the test.

    def __enter__(self) -> Hostile:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.stop()

    def url(self, path: str) -> str:
        """Return the URL of a path here."""
        return f"{'http' if self._context is None else 'https'}://127.0.0.1:{self.port}{path}"

    def on(self, path: str, script: Script | bytes) -> str:
        """Let *script* answer the requests for *path*, or bytes that are sent as they are; return the URL.

        A path like ``/name/`` is good for all that begin so.
        """
        with self.changed:
            self._scripts[path] = script if callable(script) else _sending(script)
        return self.url(path)

    def greet(self, script: Script) -> None:
        """Let *script* have the next connection, before anything was read from it."""
        with self.changed:
            self._greeting = script

    def forget(self) -> None:
        """Forget what was asked, and hold ``/held/...`` again."""
        with self.changed:
            self.asked.clear()
            self.poured = 0
            self._release.clear()

    def release(self) -> None:
        """Let ``/held/...`` answer."""
        self._release.set()

    def requests_for(self, path: str) -> list[Asked]:
        """Return the requests for *path*, in order of their arrival."""
        with self.changed:
            return [each for each in self.asked if each.path == path]

    def note(self, asked: Asked) -> None:
        """Write down a request."""
        with self.changed:
            if self.remembers:
                self.asked.append(asked)

    def live(self) -> int:
        """Return how many connections are open."""
        with self.changed:
            return len(self._live)

    def wait_for(self, condition: Callable[[], bool]) -> bool:
        """Wait until *condition* holds, asked whenever a connection ends; False when it never does."""
        with self.changed:
            return self.changed.wait_for(condition, WAIT)

    def hang_up(self) -> None:
        """Close every connection that is open."""
        with self.changed:
            live = list(self._live)
        for sock in live:
            _shut(sock)

    def stop(self) -> None:
        """Close everything."""
        self._closed = True
        self.release()
        _shut(self._listener)
        self._listener.close()
        self.hang_up()
        self.wait_for(lambda: not self._live)

    # Inside.

    def _accept(self) -> None:
        while True:
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            if self._closed:
                sock.close()
                return
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with self.changed:
                self.connections += 1
                number = self.connections
                self._live.add(sock)
                greeting, self._greeting = self._greeting, None
            threading.Thread(target=self._serve, args=(sock, number, greeting), daemon=True).start()

    def _serve(self, plain: socket.socket, number: int, greeting: Script | None) -> None:
        sock: Any = plain
        try:
            if greeting is not None:
                talk = Talk(self, sock, number)
                greeting(talk)
                if talk.closing:
                    return
            if self._context is not None:
                sock = self._context.wrap_socket(plain, server_side=True)
                sock.settimeout(None)
                with self.changed:
                    self._live.discard(plain)  # it has been detached
                    self._live.add(sock)
            talk = Talk(self, sock, number)
            while not talk.closing and talk.read_head():
                self._answer(talk)
        except (OSError, ValueError):
            pass  # clients go away as they please
        except BaseException as error:
            self.errors.append(error)
        finally:
            _shut(sock)
            sock.close()
            with self.changed:
                self._live.discard(plain)
                self._live.discard(sock)
                self.changed.notify_all()

    def _answer(self, talk: Talk) -> None:
        with self.changed:
            script = self._scripts.get(talk.path) or self._scripts.get(f"/{talk.path.split('/')[1]}/")
        if script is None or not getattr(script, "unread", False):
            talk.read_body()
        if script is not None:
            script(talk)
            return
        if talk.path.startswith("/held/"):
            self._release.wait(WAIT)
        elif not talk.path.startswith("/good/"):
            talk.answer(b"no such path", status="404 Not Found")
            return
        talk.answer(talk.path.encode())


def unread(script: Script) -> Script:
    """Mark a script as one that is called when the head is there, and reads the body itself if it wants it."""
    script.unread = True  # type: ignore[attr-defined]
    return script


def _sending(data: bytes) -> Script:
    def script(talk: Talk) -> None:
        talk.send(data)

    return script


def _shut(sock: socket.socket) -> None:
    try:
        socket.socket.shutdown(sock, socket.SHUT_RDWR)
    except OSError:
        pass  # not connected any more
