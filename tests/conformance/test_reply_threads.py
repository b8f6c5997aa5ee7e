"""Replies that are moved to other threads, or read there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from binding import QtCore
from loops import run_until
from recorder import Recorder
from shortcuts import get, half_way


@pytest.fixture
def thread() -> Iterator[Any]:
    """A running thread with an event loop."""
    running = QtCore.QThread()
    running.start()
    yield running
    running.quit()
    running.wait()


def test_a_reply_moved_to_another_thread_finishes_there(server: Any, manager: Any, thread: Any) -> None:
    class Receiver(QtCore.QObject):
        def __init__(self) -> None:
            super().__init__()
            self.heard: list[Any] = []

        def hear(self) -> None:
            self.heard.append(QtCore.QThread.currentThread())

    reply, gate = half_way(server, manager)
    receiver = Receiver()
    reply.finished.connect(receiver.hear, QtCore.Qt.DirectConnection)
    reply.setParent(None)
    reply.moveToThread(thread)
    assert reply.thread() is thread
    gate.open()
    run_until(lambda: bool(receiver.heard))
    assert receiver.heard == [thread]
    assert reply.isFinished()


def test_the_manager_hears_of_a_moved_reply_in_its_own_thread(server: Any, manager: Any, thread: Any) -> None:
    class Receiver(QtCore.QObject):
        def __init__(self) -> None:
            super().__init__()
            self.heard: list[Any] = []

        def hear(self, reply: Any) -> None:
            self.heard.append((QtCore.QThread.currentThread(), reply))

    receiver = Receiver()
    manager.finished.connect(receiver.hear)
    reply, gate = half_way(server, manager)
    reply.setParent(None)
    reply.moveToThread(thread)
    gate.open()
    run_until(lambda: bool(receiver.heard))
    assert receiver.heard == [(QtCore.QThread.currentThread(), reply)]


def test_a_reply_with_a_parent_cannot_be_moved(server: Any, manager: Any, thread: Any) -> None:
    reply, gate = half_way(server, manager)
    try:
        reply.moveToThread(thread)
    except ValueError:
        pass  # here it is an error, there a printed line
    assert reply.thread() is QtCore.QThread.currentThread()
    gate.open()
    run_until(reply.isFinished)


def test_a_finished_reply_is_read_in_another_thread(server: Any, manager: Any, thread: Any) -> None:
    reply = Recorder(get(manager, server.on("/a", body=b"hello"))).run().reply
    reply.setParent(None)
    reply.moveToThread(thread)

    class Reader(QtCore.QObject):
        def __init__(self) -> None:
            super().__init__()
            self.bodies: list[bytes] = []

        @QtCore.Slot()
        def read(self) -> None:
            self.bodies.append(bytes(reply.readAll()))

    reader = Reader()
    reader.moveToThread(thread)
    QtCore.QMetaObject.invokeMethod(reader, "read", QtCore.Qt.QueuedConnection)
    run_until(lambda: bool(reader.bodies))
    assert reader.bodies == [b"hello"]
