"""What a test leaves that is Python's own: open sockets, and threads that are no QThread.

What threads do that were running before the test, a server of the whole suite for one, is not the test's, and neither is
what is done by the threads that those start.

Thread safety: notes are appends to lists and sets, from whatever thread; they are read when the test is over.
"""

from __future__ import annotations

import socket
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from typing import Any

from .leak import Ender, Leak
from .origins import Origin, capture

_LAST_WAIT = 1.0
"""Real seconds that threads have to end by themselves."""


class PythonLeaks:
    """Notes which sockets are opened and which threads are started."""

    def __init__(self) -> None:
        self._strangers: weakref.WeakSet[threading.Thread] = weakref.WeakSet()
        self._sockets: list[tuple[weakref.ref[socket.socket], Origin]] = []
        self._threads: list[tuple[weakref.ref[threading.Thread], Origin]] = []

    def begin(self, replace: Callable[[type, str, Callable[[Callable[..., Any]], Callable[..., Any]]], None]) -> None:
        """Begin to note. *replace* puts a function in the place of a method, which it is made from."""
        here = threading.current_thread()
        self._strangers.update(thread for thread in threading.enumerate() if thread is not here)
        replace(socket.socket, "__init__", self._noting_sockets)
        replace(threading.Thread, "start", self._noting_threads)

    def _noting_sockets(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def __init__(sock: Any, *args: Any, **kwargs: Any) -> None:
            function(sock, *args, **kwargs)
            if threading.current_thread() not in self._strangers:
                self._sockets.append((weakref.ref(sock), capture()))

        return __init__

    def _noting_threads(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def start(thread: threading.Thread) -> None:
            if threading.current_thread() in self._strangers:
                self._strangers.add(thread)
            elif not thread.daemon:  # whoever makes a daemon has said that nobody waits for it; QThreads are such
                self._threads.append((weakref.ref(thread), capture()))
            function(thread)

        return start

    def wait(self) -> None:
        """Let threads come to their ends that are about to."""
        until = time.monotonic() + _LAST_WAIT
        for reference, _ in self._threads:
            thread = reference()
            if thread is not None:
                thread.join(max(0.0, until - time.monotonic()))

    def found(self) -> Iterator[Leak]:
        """Yield what is still there."""
        for reference, origin in self._threads:
            thread = reference()
            if thread is not None and thread.is_alive():
                yield Leak("threads", f"Python's thread {thread.name!r} is still running", "started", origin, _nothing)
        for known, origin in self._sockets:
            sock = known()
            # The library's own connections are kept for later requests; who still uses one shows as a reply.
            if sock is not None and sock.fileno() != -1 and not origin.passes_through("_transport"):
                yield Leak("sockets", f"{_socket_text(sock)} is still open", "opened", origin, Ender(sock.close))


def _nothing() -> None:
    """Nobody but itself can end a thread of Python's."""


def _socket_text(sock: socket.socket) -> str:
    kind = {socket.SOCK_STREAM: "TCP", socket.SOCK_DGRAM: "UDP"}.get(sock.type, "")
    if sock.family not in (socket.AF_INET, socket.AF_INET6):
        return f"a {getattr(sock.family, 'name', sock.family)} socket"
    ends = []
    for mark, ask in (("on", sock.getsockname), ("to", sock.getpeername)):
        try:
            address = ask()
        except OSError:
            continue
        if address[1]:
            ends.append(f"{mark} {address[0]}:{address[1]}")
    return " ".join([f"a {kind} socket".replace("  ", " "), *ends])
