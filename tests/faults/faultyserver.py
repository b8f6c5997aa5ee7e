"""The hostile server as a process of its own, for the soak: it behaves as each request's path asks.

``python faultyserver.py [CERTIFICATE KEY]`` prints the ports of its three listeners, and serves until its input ends. ``/stats``
tells what a client cannot know: how many requests came, and which POSTs came twice.
"""

from __future__ import annotations

import json
import random
import ssl
import sys
import threading
from collections.abc import Callable

from brokenanswers import EVERY, gzipped, sized
from hostile import Hostile, Script, Talk, unread

PORTS = 3
LINE = b"0123456789abcdef"


def body_for(path: str, size: int) -> bytes:
    """Return the body of so many bytes that belongs to a path and to no other."""
    mark = path.encode() + b"\n"
    return (mark * (size // len(mark) + 1))[:size]


class Statistics:
    """What was asked, over all listeners."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.requests = 0
        self._posts: set[str] = set()
        self._twice: list[str] = []

    def note(self, talk: Talk) -> None:
        """Write down a request."""
        with self._lock:
            self.requests += 1
            if talk.method == "POST":
                if talk.path in self._posts:
                    self._twice.append(talk.path)
                self._posts.add(talk.path)

    def answer(self, talk: Talk) -> None:
        """Answer ``/stats``."""
        with self._lock:
            seen = {"requests": self.requests, "posts": len(self._posts), "twice": self._twice[:10]}
        talk.answer(json.dumps(seen).encode())


def _number(talk: Talk) -> int:
    return int(talk.path.split("/")[2])


def plain(talk: Talk) -> None:
    """``/size/N/...``: a proper answer of N bytes."""
    talk.answer(body_for(talk.path, _number(talk)))


def chunked(talk: Talk) -> None:
    """``/chunked/N/...``: the same in chunks."""
    body = body_for(talk.path, _number(talk))
    pieces = [body[place : place + 5000] for place in range(0, len(body), 5000)]
    wire = b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces)
    talk.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    if talk.method != "HEAD":
        talk.send(wire + b"0\r\n\r\n")


def coded(talk: Talk) -> None:
    """``/gzip/N/...``: the same in gzip's format."""
    talk.answer(gzipped(body_for(talk.path, _number(talk))), "Content-Encoding: gzip")


def pieces(talk: Talk) -> None:
    """``/pieces/N/...``: the same in small pieces, with pauses."""
    body = body_for(talk.path, _number(talk))
    if talk.method == "HEAD":
        talk.answer(body)
        return
    wire = sized(len(body), body)
    for place in range(0, len(wire), 700):
        talk.send(wire[place : place + 700])
        if place % 7000 == 0 and talk.ends_within(0.001):
            talk.close()
            return


def until_close(talk: Talk) -> None:
    """``/close/N/...``: the same, ended by closing."""
    talk.send(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
    if talk.method != "HEAD":
        talk.send(body_for(talk.path, _number(talk)))
    talk.close()


def then_close(talk: Talk) -> None:
    """``/bye/N/...``: a proper answer that promises more, and a closed connection."""
    plain(talk)
    talk.close()


def broken(talk: Talk) -> None:
    """``/fault/N/...``: one of the table's broken answers."""
    talk.send(EVERY[_number(talk) % len(EVERY)].wire)
    talk.close()


def cut(talk: Talk) -> None:
    """``/cut/N/...``: a proper answer that ends after N bytes."""
    talk.send(sized(48, LINE * 3)[: _number(talk)])
    talk.close()


def reset(talk: Talk) -> None:
    """``/reset/N/...``: the same, ended with a RST."""
    talk.send(sized(48, LINE * 3)[: _number(talk)])
    talk.reset()


def silent(talk: Talk) -> None:
    """``/silent/...``: nothing."""
    talk.hold()


def stalled(talk: Talk) -> None:
    """``/stalled/...``: half an answer, and then nothing."""
    talk.send(sized(40, LINE))
    talk.hold()


def redirect(talk: Talk) -> None:
    """``/redirect/N/...``: to ``/redirect/N-1/...``, in the end to 100 bytes; now and then with a body."""
    left = _number(talk)
    rest = "/".join(talk.path.split("/")[3:])
    target = f"/redirect/{left - 1}/{rest}" if left else f"/size/100/{rest}"
    talk.answer(b"moved" * random.choice((0, 1, 100_000)), f"Location: {target}", status="302 Found")


def excess(talk: Talk) -> None:
    """``/excess/...``: a proper answer, and bytes that nobody asked for."""
    body = body_for(talk.path, _number(talk))
    evil = sized(4, b"evil") if random.random() < 0.5 else b"junk"
    talk.send(sized(len(body), b"" if talk.method == "HEAD" else body) + evil)
    talk.close()


def failing(talk: Talk) -> None:
    """``/status/N/...``: that status, with 20 bytes."""
    talk.answer(body_for(talk.path, 20), status=f"{_number(talk)} Whatever")


@unread
def early(talk: Talk) -> None:
    """``/early/...``: an answer before the body was read, and the end."""
    talk.answer(b"no", "Connection: close", status="413 Too Large")
    talk.close()


@unread
def unwanted(talk: Talk) -> None:
    """``/unread/...``: the body is never read, and there is no answer."""
    while not talk.ends_within(0.01):
        pass
    if talk.method == "POST" or talk.fields.get("content-length"):
        with talk.server.changed:
            talk.server.changed.wait(0.2)
    talk.close()


SCRIPTS: dict[str, Script] = {
    "size": plain,
    "chunked": chunked,
    "gzip": coded,
    "pieces": pieces,
    "close": until_close,
    "bye": then_close,
    "fault": broken,
    "cut": cut,
    "reset": reset,
    "silent": silent,
    "stalled": stalled,
    "redirect": redirect,
    "excess": excess,
    "status": failing,
    "early": early,
    "unread": unwanted,
}


def counted(script: Script, note: Callable[[Talk], None]) -> Script:
    """Return *script* with each request written down."""

    def wrapped(talk: Talk) -> None:
        note(talk)
        script(talk)

    return unread(wrapped) if getattr(script, "unread", False) else wrapped


def main(arguments: list[str]) -> int:
    """Serve until the input ends."""
    context = None
    if arguments:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*arguments)
    statistics = Statistics()
    servers = [Hostile(context) for _ in range(PORTS)]
    for server in servers:
        server.remembers = False
        for name, script in SCRIPTS.items():
            server.on(f"/{name}/", counted(script, statistics.note))
        server.on("/stats", statistics.answer)
    print(*(server.port for server in servers), flush=True)
    sys.stdin.read()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
