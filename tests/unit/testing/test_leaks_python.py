"""What `LeakTracker` finds of Python's own sockets and threads, and what it does not."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import pytest
from leaksupport import place, the_only

from netaccess.testing.checks.leaks import LeakTracker

# Sockets.


@pytest.fixture
def sockets() -> Iterator[LeakTracker]:
    """A tracker in real time."""
    tracker = LeakTracker()
    tracker.begin()
    yield tracker
    for leak in tracker.find():
        leak.end()
    tracker.stop()


def test_an_open_socket_is_left(sockets: LeakTracker) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        leak = the_only(sockets)
        assert leak.text == f"a TCP socket on 127.0.0.1:{server.getsockname()[1]} is still open"
        assert leak.verb == "opened" and place(leak)[0] == __file__


def test_a_closed_or_forgotten_socket_is_not_left(sockets: LeakTracker) -> None:
    socket.socket().close()
    with pytest.warns(ResourceWarning):
        socket.socket()
    assert sockets.find() == []


def test_a_connection_that_the_library_keeps_is_not_left(sockets: LeakTracker) -> None:
    from netaccess._transport.dial import dial
    from netaccess._values.messages import Endpoint

    with socket.create_server(("127.0.0.1", 0)) as server:
        address = server.getsockname()
        connection, _ = dial(Endpoint("http", "127.0.0.1", address[1], None, False), 5.0, [address])
        assert [leak.text for leak in sockets.find()] == [f"a TCP socket on 127.0.0.1:{address[1]} is still open"]
        connection.close()


def test_a_socket_of_a_thread_that_ran_before_is_not_the_tests() -> None:
    asked, opened = threading.Event(), threading.Event()
    kept: list[socket.socket] = []

    def open_one() -> None:
        kept.append(socket.socket())
        opened.set()

    def serve() -> None:
        asked.wait(10)
        threading.Thread(target=open_one, name="handler").start()

    server = threading.Thread(target=serve, daemon=True)
    server.start()
    tracker = LeakTracker()
    tracker.begin()
    asked.set()
    opened.wait(10)
    assert tracker.find() == []
    tracker.stop()
    kept[0].close()


# Threads of Python's own.


def test_a_thread_of_pythons_own_is_left(sockets: LeakTracker) -> None:
    over = threading.Event()
    thread = threading.Thread(target=over.wait, args=(10,), name="watcher")
    thread.start()
    leak = the_only(sockets)
    over.set()
    thread.join()
    assert (leak.kind, leak.text, leak.verb) == ("threads", "Python's thread 'watcher' is still running", "started")
    assert place(leak)[0] == __file__
    assert sockets.find() == []


def test_a_daemon_is_not_waited_for_by_anybody(sockets: LeakTracker) -> None:
    over = threading.Event()
    threading.Thread(target=over.wait, args=(10,), daemon=True).start()
    assert sockets.find() == []
    over.set()


def test_a_thread_that_is_about_to_end_is_not_left(sockets: LeakTracker) -> None:
    over = threading.Event()
    thread = threading.Thread(target=over.wait, args=(10,))
    thread.start()
    threading.Timer(0.05, over.set).start()
    assert sockets.find() == []
    thread.join()
