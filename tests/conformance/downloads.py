"""What the tests of bodies that come down share: bodies whole and in pieces, and waiting for them."""

from __future__ import annotations

from typing import Any

from loops import run_until
from recorder import Recorder
from shortcuts import get


def done(server: Any, manager: Any, body: bytes = b"one\ntwo\nthree") -> Any:
    """A finished reply with a body."""
    return Recorder(get(manager, server.on("/a", body=body))).run().reply


def dripping(server: Any, pieces: list[bytes], announced: int | None = None) -> tuple[str, list[Any]]:
    """The URL of a body in pieces, and the gates: each lets one piece more come, the last one the end."""
    gates = [server.gate() for _ in pieces]

    def script(talk: Any) -> None:
        talk.head(200, [] if announced is None else [("Content-Length", str(announced))])
        for piece, gate in zip(pieces, gates, strict=True):
            talk.send(piece)
            gate.wait()
        if announced is None:
            talk.close()

    return server.script("/drip", script), gates


def avail(reply: Any, size: int) -> None:
    """Wait until so many bytes can be read."""
    run_until(lambda: reply.bytesAvailable() == size)
