"""Replies of the program's own that are fed by a thread or by a real reply, returned from createRequest."""

from __future__ import annotations

from typing import Any

import pytest
from binding import QtCore, QtNetwork, enum_name, run_loop
from loops import flush_deletions, run_until, spin
from programreplies import Forwarding, InMemory, Threaded, fetch
from recorder import Recorder
from shortcuts import get, request, status

Manager = QtNetwork.QNetworkAccessManager


# Threaded.


def test_a_reply_fed_by_a_thread_comes_whole(answering: Any) -> None:
    manager = answering(Threaded)
    log = fetch(manager)
    assert bytes(log.reply.readAll()) == b"".join(Threaded.pieces)
    assert log.count("readyRead") == 50
    assert log.count("manager.finished") == 1
    log.reply.worker.wait()


def test_a_reply_fed_by_a_thread_lives_in_its_own(answering: Any) -> None:
    log = fetch(answering(Threaded))
    assert log.reply.threads == {QtCore.QThread.currentThread()}
    log.reply.worker.wait()


def test_a_reply_fed_by_a_thread_is_read_meanwhile(answering: Any) -> None:
    manager = answering(Threaded)
    reply = manager.get(request("mem:x"))
    pieces: list[bytes] = []
    reply.readyRead.connect(lambda: pieces.append(bytes(reply.read(5))))
    Recorder(reply, manager).run()
    pieces.append(bytes(reply.readAll()))
    assert b"".join(pieces) == b"".join(Threaded.pieces)
    reply.worker.wait()


def test_several_replies_fed_by_threads(answering: Any) -> None:
    manager = answering(Threaded)
    logs = [Recorder(manager.get(request("mem:x")), manager) for _ in range(5)]
    for log in logs:
        log.run()
    assert {bytes(log.reply.readAll()) for log in logs} == {b"".join(Threaded.pieces)}
    for log in logs:
        log.reply.worker.wait()


# Forwarding.


@pytest.mark.only("netaccess", "PySide6")
def test_a_reply_that_forwards_another(server: Any, answering: Any) -> None:
    manager = answering(Forwarding)
    log = fetch(manager, server.on("/a", headers=[("X-A", "1")], body=b"hello"))
    assert bytes(log.reply.readAll()) == b"HELLO"
    assert status(log.reply) == 200
    assert bytes(log.reply.rawHeader("X-A")) == b"1"
    assert enum_name(log.reply.error()) == "NoError"


def test_the_manager_hears_of_the_wrapper_alone(server: Any, answering: Any) -> None:
    manager = answering(Forwarding)
    heard: list[Any] = []
    manager.finished.connect(heard.append)
    reply = fetch(manager, server.on("/a", body=b"x")).reply
    assert heard == [reply]
    assert reply.inner.manager() is None
    assert reply.inner.parent() is manager


def test_what_the_base_makes_is_the_managers_when_it_is_handed_on(server: Any) -> None:
    class Passing(Manager):
        def createRequest(self, operation: Any, asked: Any, outgoing: Any = None) -> Any:
            self.made = super().createRequest(operation, asked, outgoing)
            self.before = self.made.manager()
            return self.made

    passing = Passing()
    reply = get(passing, server.on("/a", body=b"x"))
    log = Recorder(reply, passing).run()
    assert (passing.made is reply, passing.before, reply.manager() is passing) == (True, None, True)
    assert log.count("manager.finished") == log.count("finished") == 1


def test_a_reply_of_another_manager_may_be_handed_on(server: Any, manager: Any) -> None:
    class Borrowing(Manager):
        def createRequest(self, _operation: Any, asked: Any, _outgoing: Any = None) -> Any:
            return manager.get(asked)

    borrowing = Borrowing()
    heard: list[Any] = []
    borrowing.finished.connect(lambda reply: heard.append(("borrowing", reply)))
    manager.finished.connect(lambda reply: heard.append(("lending", reply)))
    reply = get(borrowing, server.on("/a", body=b"x"))
    run_until(lambda: len(heard) > 1)
    spin(3)
    assert sorted(heard, key=lambda each: str(each[0])) == [("borrowing", reply), ("lending", reply)]
    assert bytes(reply.readAll()) == b"x"


def test_an_error_is_forwarded(server: Any, answering: Any) -> None:
    log = fetch(answering(Forwarding), server.on("/a", status=404, body=b"sorry"))
    assert enum_name(log.reply.error()) == "ContentNotFoundError"
    assert "Not Found" in log.reply.errorString()
    assert bytes(log.reply.readAll()) == b"SORRY"


@pytest.mark.only("netaccess", "PySide6")
def test_a_redirect_is_forwarded(server: Any, answering: Any) -> None:
    end = server.on("/end", body=b"x")
    log = fetch(answering(Forwarding), server.on("/a", status=302, headers=[("Location", "/end")]))
    assert log.reply.url().toString() == end


def test_an_abort_is_forwarded(server: Any, answering: Any) -> None:
    manager = answering(Forwarding)
    gate = server.gate()
    reply = get(manager, server.on("/a", gate=gate))
    log = Recorder(reply, manager)
    run_until(gate.reached)
    reply.abort()
    assert enum_name(reply.error()) == "OperationCanceledError"
    assert log.count("finished") == 1
    assert reply.inner.isFinished()
    gate.open()


@pytest.mark.only("netaccess")  # real Qt crashes when the manager dies
def test_a_forwarded_reply_may_die_with_its_wrapper(server: Any, answering: Any) -> None:
    manager = answering(Forwarding)
    gate = server.gate()
    reply = get(manager, server.on("/a", gate=gate))
    reply.inner.setParent(reply)
    gone: list[bool] = []
    reply.inner.destroyed.connect(lambda *_: gone.append(True))
    run_until(gate.reached)
    reply.deleteLater()
    flush_deletions()
    assert gone == [True]
    gate.open()


def test_a_large_body_is_forwarded(server: Any, answering: Any) -> None:
    body = bytes(range(97, 123)) * 40000
    log = fetch(answering(Forwarding), server.on("/a", body=body))
    assert bytes(log.reply.readAll()) == body.upper()


# All three in old loops.


@pytest.mark.parametrize("kind", [InMemory, Threaded, Forwarding], ids=["memory", "threaded", "forwarding"])
def test_waiting_for_it_in_a_loop_of_ones_own(server: Any, kind: Any, answering: Any) -> None:
    manager = answering(kind)
    reply = manager.get(request(server.on("/a", body=b"wire")))
    loop = QtCore.QEventLoop()
    reply.finished.connect(loop.quit)
    QtCore.QTimer.singleShot(5000, loop.quit)
    run_loop(loop)
    assert reply.isFinished()
    assert len(bytes(reply.readAll())) > 0
    if kind is Threaded:
        reply.worker.wait()
