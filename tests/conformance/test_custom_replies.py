"""Replies of the program's own that are complete in memory, returned from createRequest."""

from __future__ import annotations

import gc
from typing import Any

import pytest
from binding import QtCore, QtNetwork, enum_name
from loops import flush_deletions, run_until, spin
from programreplies import InMemory, Stored, fetch
from recorder import Recorder
from shortcuts import request, status, typed

Manager = QtNetwork.QNetworkAccessManager
Reply = QtNetwork.QNetworkReply
Request = QtNetwork.QNetworkRequest
ReadOnly = QtCore.QIODevice.ReadOnly
Unbuffered = QtCore.QIODevice.Unbuffered


@pytest.mark.only("netaccess", "PySide6")
def test_what_it_says_of_itself_is_what_the_program_sees(answering: Any) -> None:
    manager = answering(InMemory)
    reply = manager.get(request("mem:x"))
    assert reply is manager.made[0]
    assert reply.manager() is manager
    assert enum_name(reply.operation()) == "GetOperation"
    assert status(reply) == 203
    assert reply.attribute(Request.HttpReasonPhraseAttribute) == "Remembered"
    assert reply.attribute(Request.User) == {"any": "object"}
    assert reply.header(Request.ContentTypeHeader) == "text/plain"
    assert reply.header(Request.ContentLengthHeader) == 13
    assert bytes(reply.rawHeader("x-mine")) == b"1"
    assert reply.hasRawHeader("X-MINE")
    run_until(reply.isFinished)


def test_its_signals_and_the_managers(answering: Any) -> None:
    log = fetch(answering(InMemory))
    assert log.events == [
        ("metaDataChanged",),
        ("readyRead",),
        ("downloadProgress", 13, 13),
        ("readChannelFinished",),
        ("manager.finished",),
        ("finished",),
    ]


def test_the_manager_hands_over_the_very_object(answering: Any) -> None:
    manager = answering(InMemory)
    heard: list[Any] = []
    manager.finished.connect(heard.append)
    reply = fetch(manager).reply
    assert heard == [reply]
    assert heard[0] is reply is manager.made[0]
    assert type(heard[0]) is InMemory


@pytest.mark.parametrize(
    ("read", "results"),
    [
        (lambda reply: reply.readLine(), [b"one\n", b"two\n", b"three", b""]),
        (lambda reply: reply.read(6), [b"one\ntw", b"o\nthre", b"e", b""]),
        (lambda reply: reply.readAll(), [b"one\ntwo\nthree", b""]),
    ],
)
def test_it_is_read_through_its_virtuals(read: Any, results: list[bytes], answering: Any) -> None:
    reply = fetch(answering(InMemory)).reply
    assert [bytes(read(reply)) for _ in results] == results


def test_it_can_be_peeked_at(answering: Any) -> None:
    reply = fetch(answering(InMemory)).reply
    assert bytes(reply.peek(3)) == b"one"
    assert bytes(reply.readAll()) == b"one\ntwo\nthree"


def test_it_finds_lines_without_being_asked_to(answering: Any) -> None:
    reply = fetch(answering(InMemory)).reply
    assert bytes(reply.readLine()) == b"one\n"
    assert reply.bytesAvailable() == 9


def test_it_takes_part_in_transactions(answering: Any) -> None:
    reply = fetch(answering(InMemory)).reply
    reply.startTransaction()
    assert bytes(reply.read(5)) == b"one\nt"
    reply.rollbackTransaction()
    assert bytes(reply.readAll()) == b"one\ntwo\nthree"


def test_reading_it_in_ready_read(answering: Any) -> None:
    manager = answering(InMemory)
    reply = manager.get(request("mem:x"))
    bodies: list[bytes] = []
    reply.readyRead.connect(lambda: bodies.append(bytes(reply.readAll())))
    Recorder(reply, manager).run()
    assert bodies == [b"one\ntwo\nthree"]


@pytest.mark.parametrize("verb", ["get", "head", "post", "put", "deleteResource", "sendCustomRequest"])
def test_every_verb_may_be_answered(verb: str, answering: Any) -> None:
    manager = answering(InMemory)
    arguments = {"post": (b"x",), "put": (b"x",), "sendCustomRequest": (b"FOO",)}.get(verb, ())
    reply = getattr(manager, verb)(typed("mem:x"), *arguments)
    log = Recorder(reply, manager).run()
    assert log.count("manager.finished") == 1


def test_a_body_is_read_inside_create_request() -> None:
    bodies: list[bytes] = []

    class Reading(Manager):
        def createRequest(self, operation: Any, asked: Any, outgoing: Any = None) -> Any:
            bodies.append(bytes(outgoing.readAll()))
            return InMemory(self, operation, asked)

    reading = Reading()
    reply = reading.post(typed("mem:x"), b"abc")
    Recorder(reply, reading).run()
    assert bodies == [b"abc"]


@pytest.mark.only("netaccess")  # a binding may have let go of the device
def test_a_body_is_read_later() -> None:
    class Echo(Stored):
        def __init__(self, parent: Any, operation: Any, asked: Any, device: Any) -> None:
            super().__init__(parent, operation, asked)
            self.device = device
            QtCore.QTimer.singleShot(0, self.echo)

        def echo(self) -> None:
            self.data = bytes(self.device.readAll())[::-1]
            self.readyRead.emit()
            self.end()

    class Echoing(Manager):
        def createRequest(self, operation: Any, asked: Any, outgoing: Any = None) -> Any:
            return Echo(self, operation, asked, outgoing)

    echoing = Echoing()
    reply = Recorder(echoing.post(typed("mem:x"), b"abc"), echoing).run().reply
    assert bytes(reply.readAll()) == b"cba"


def test_its_setters_take_what_the_getters_give(answering: Any) -> None:
    manager = answering(InMemory)
    reply = fetch(manager).reply
    reply.setUrl(QtCore.QUrl("mem:other"))
    reply.setOperation(Manager.PostOperation)
    reply.setRequest(request("mem:asked"))
    reply.setError(Reply.ContentNotFoundError, "gone fishing")
    reply.setFinished(False)
    assert reply.url().toString() == "mem:other"
    assert enum_name(reply.operation()) == "PostOperation"
    assert reply.request().url().toString() == "mem:asked"
    assert (enum_name(reply.error()), reply.errorString()) == ("ContentNotFoundError", "gone fishing")
    assert (reply.isFinished(), reply.isRunning()) == (False, True)


def test_setters_emit_nothing(answering: Any) -> None:
    manager = answering(InMemory)
    log = fetch(manager)
    before = len(log.events)
    log.reply.setError(Reply.ContentNotFoundError, "x")
    log.reply.setFinished(True)
    log.reply.setRawHeader(b"X-A", b"1")
    log.reply.setUrl(QtCore.QUrl("mem:y"))
    spin(5)
    assert log.events[before:] == []


@pytest.mark.only("netaccess", "PySide6")
def test_a_header_is_replaced_and_removed(answering: Any) -> None:
    reply = fetch(answering(InMemory)).reply
    reply.setRawHeader(b"x-MINE", b"2")
    assert bytes(reply.rawHeader("X-Mine")) == b"2"
    assert [bytes(name).lower() for name in reply.rawHeaderList()].count(b"x-mine") == 1
    reply.setAttribute(Request.User, None)
    assert reply.attribute(Request.User) is None


def test_cookies_are_a_header_of_it(answering: Any) -> None:
    reply = fetch(answering(InMemory)).reply
    reply.setRawHeader(b"Set-Cookie", b"a=1\nb=2")
    cookies = reply.header(Request.SetCookieHeader)
    assert [bytes(cookie.name()) for cookie in cookies] == [b"a", b"b"]


def test_its_error_reaches_the_program(answering: Any) -> None:
    class Failing(InMemory):
        def tell(self) -> None:
            self.setError(Reply.ContentAccessDenied, "no")
            self.errorOccurred.emit(Reply.ContentAccessDenied)
            self.end()

    log = fetch(answering(Failing))
    assert log.events[0] == ("errorOccurred", "ContentAccessDenied")
    assert log.events[-2:] == [("manager.finished",), ("finished",)]
    assert log.reply.errorString() == "no"


def test_it_may_finish_before_it_is_returned(answering: Any) -> None:
    class Early(Stored):
        def __init__(self, parent: Any, operation: Any, asked: Any) -> None:
            super().__init__(parent, operation, asked)
            self.data = b"early"
            self.end()

    manager = answering(Early)
    heard: list[Any] = []
    manager.finished.connect(heard.append)
    reply = manager.get(request("mem:x"))
    spin(5)
    assert reply.isFinished()
    assert bytes(reply.readAll()) == b"early"
    assert heard == []  # it was nobody's when it said so


def test_it_may_emit_finished_twice(answering: Any) -> None:
    class Twice(InMemory):
        def tell(self) -> None:
            self.end()
            self.end()

    manager = answering(Twice)
    heard: list[Any] = []
    manager.finished.connect(heard.append)
    fetch(manager)
    spin(5)
    assert len(heard) == 2


def test_its_base_constructor_takes_no_parent(answering: Any) -> None:
    class Orphan(InMemory):
        def __init__(self, _parent: Any, operation: Any, asked: Any) -> None:
            super().__init__(None, operation, asked)

    manager = answering(Orphan)
    reply = manager.get(request("mem:x"))
    assert reply.manager() is manager
    log = Recorder(reply, manager).run()
    assert log.count("manager.finished") == 1


def test_it_may_have_a_parent_of_its_own(answering: Any) -> None:
    parent = QtCore.QObject()

    class Adopted(InMemory):
        def __init__(self, _parent: Any, operation: Any, asked: Any) -> None:
            super().__init__(parent, operation, asked)

    manager = answering(Adopted)
    reply = manager.get(request("mem:x"))
    assert reply.parent() is parent
    log = Recorder(reply, manager).run()
    assert log.count("manager.finished") == 1


@pytest.mark.only("netaccess", "PySide6")
def test_the_managers_automatic_deletion_is_for_replies_of_its_own(answering: Any) -> None:
    manager = answering(InMemory)
    manager.setAutoDeleteReplies(True)
    reply = fetch(manager).reply
    for _ in range(3):
        spin(2)
        flush_deletions()
    assert reply.isFinished()


def test_it_dies_with_its_manager(answering: Any) -> None:
    manager = answering(Stored)
    reply = manager.get(request("mem:x"))
    gone: list[bool] = []
    reply.destroyed.connect(lambda *_: gone.append(True))
    manager.deleteLater()
    flush_deletions()
    assert gone == [True]


@pytest.mark.only("netaccess", "PySide6")
def test_it_is_deleted_automatically_when_its_request_says_so(answering: Any) -> None:
    asked = request("mem:x")
    asked.setAttribute(Request.AutoDeleteReplyOnFinishAttribute, True)
    reply = answering(InMemory).get(asked)
    gone: list[bool] = []
    reply.destroyed.connect(lambda *_: gone.append(True))
    run_until(lambda: bool(gone))


def test_it_is_kept_by_the_manager_alone() -> None:
    manager = Manager()
    bodies: list[bytes] = []

    def create(operation: Any, asked: Any, outgoing: Any = None) -> Any:
        return InMemory(manager, operation, asked)

    manager.createRequest = create
    manager.finished.connect(lambda reply: bodies.append(bytes(reply.readAll())))
    manager.get(request("mem:x"))
    gc.collect()
    run_until(lambda: bool(bodies))
    assert bodies == [b"one\ntwo\nthree"]


def test_abort_is_the_programs(answering: Any) -> None:
    class Silent(Stored):
        pass

    manager = answering(Silent)
    reply = manager.get(request("mem:x"))
    log = Recorder(reply, manager)
    reply.abort()
    assert reply.aborted == 1
    assert log.events == [
        ("errorOccurred", "OperationCanceledError"),
        ("readChannelFinished",),
        ("manager.finished",),
        ("finished",),
    ]


def test_close_does_not_abort_it(answering: Any) -> None:
    reply = fetch(answering(InMemory)).reply
    reply.close()
    assert not reply.isOpen()
    assert reply.aborted == 0


def test_it_is_its_own_sender(answering: Any) -> None:
    class Receiver(QtCore.QObject):
        def __init__(self) -> None:
            super().__init__()
            self.senders: list[Any] = []

        def hear(self) -> None:
            self.senders.append(self.sender())

    manager = answering(InMemory)
    receiver = Receiver()
    reply = manager.get(request("mem:x"))
    reply.finished.connect(receiver.hear)
    run_until(reply.isFinished)
    assert receiver.senders == [reply]


def test_it_may_have_signals_and_members_of_its_own(answering: Any) -> None:
    class Chatty(InMemory):
        said = QtCore.Signal(str)

        def tell(self) -> None:
            self.said.emit("hello")
            super().tell()

    manager = answering(Chatty)
    reply = manager.get(request("mem:x"))
    heard: list[str] = []
    reply.said.connect(heard.append)
    run_until(reply.isFinished)
    assert heard == ["hello"]


def test_one_that_is_not_sequential_can_be_sought(answering: Any) -> None:
    class Random(InMemory):
        def isSequential(self) -> bool:
            return False

        def size(self) -> int:
            return len(self.body)

        def bytesAvailable(self) -> int:
            return len(self.body) - self.pos()

        def readData(self, size: int) -> bytes:
            return self.body[self.pos() : self.pos() + size]

    reply = fetch(answering(Random)).reply
    assert reply.seek(4)
    assert bytes(reply.readLine()) == b"two\n"
    assert reply.seek(0)
    assert bytes(reply.read(3)) == b"one"


def test_an_exception_in_read_data_is_not_lost(slot_errors: list[BaseException], answering: Any) -> None:
    class Broken(InMemory):
        def readData(self, _size: int) -> bytes:
            raise ValueError("on purpose")

    reply = fetch(answering(Broken)).reply
    try:
        assert bytes(reply.readAll()) == b""
    except ValueError:
        pass  # whether the caller sees it or the except hook is the binding's affair
    slot_errors.clear()
