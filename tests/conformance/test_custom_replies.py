"""Replies of the program's own, returned from createRequest: in memory, fed by a thread, and wrapped around a real one."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from binding import QtCore, QtNetwork, enum_name, run_loop
from loops import flush_deletions, run_until, spin
from recorder import Recorder
from shortcuts import get, request, status, typed

Manager = QtNetwork.QNetworkAccessManager
Reply = QtNetwork.QNetworkReply
Request = QtNetwork.QNetworkRequest
ReadOnly = QtCore.QIODevice.ReadOnly
Unbuffered = QtCore.QIODevice.Unbuffered


class Stored(Reply):
    """What the replies here have in common: bytes that have come, and the virtuals to read them."""

    def __init__(self, parent: Any, operation: Any, asked: Any) -> None:
        super().__init__(parent)
        self.data = b""
        self.aborted = 0
        self.setRequest(asked)
        self.setUrl(asked.url())
        self.setOperation(operation)
        self.open(ReadOnly | Unbuffered)

    def abort(self) -> None:
        self.aborted += 1
        if self.isFinished():
            return
        self.setError(Reply.OperationCanceledError, "given up")
        self.errorOccurred.emit(Reply.OperationCanceledError)
        self.end()

    def end(self) -> None:
        self.setFinished(True)
        self.readChannelFinished.emit()
        self.finished.emit()

    def isSequential(self) -> bool:
        return True

    def bytesAvailable(self) -> int:
        return len(self.data) + super().bytesAvailable()

    def readData(self, size: int) -> bytes:
        data, self.data = self.data[:size], self.data[size:]
        return data


class InMemory(Stored):
    """Complete from the beginning; its signals come from the loop."""

    body = b"one\ntwo\nthree"

    def __init__(self, parent: Any, operation: Any, asked: Any) -> None:
        super().__init__(parent, operation, asked)
        self.data = self.body
        self.setHeader(Request.ContentTypeHeader, "text/plain")
        self.setHeader(Request.ContentLengthHeader, len(self.data))
        self.setRawHeader(b"X-Mine", b"1")
        self.setAttribute(Request.HttpStatusCodeAttribute, 203)
        self.setAttribute(Request.HttpReasonPhraseAttribute, "Remembered")
        self.setAttribute(Request.User, {"any": "object"})
        QtCore.QTimer.singleShot(0, self.tell)

    def tell(self) -> None:
        self.metaDataChanged.emit()
        self.readyRead.emit()
        self.downloadProgress.emit(len(self.body), len(self.body))
        self.end()


class Worker(QtCore.QThread):
    """Produces pieces in a thread of its own."""

    made = QtCore.Signal(bytes)
    over = QtCore.Signal()

    def __init__(self, pieces: list[bytes]) -> None:
        super().__init__()
        self.pieces = pieces

    def run(self) -> None:
        for piece in self.pieces:
            self.made.emit(piece)
        self.over.emit()


class Threaded(Stored):
    """Fed by a worker thread through queued signals."""

    pieces = [b"%d," % index for index in range(50)]

    def __init__(self, parent: Any, operation: Any, asked: Any) -> None:
        super().__init__(parent, operation, asked)
        self.threads: set[Any] = set()
        self.worker = Worker(self.pieces)
        self.worker.made.connect(self.take, QtCore.Qt.QueuedConnection)
        self.worker.over.connect(self.end, QtCore.Qt.QueuedConnection)
        self.worker.start()

    def take(self, piece: bytes) -> None:
        self.threads.add(QtCore.QThread.currentThread())
        self.data += bytes(piece)
        self.readyRead.emit()


class Forwarding(Stored):
    """Wraps the reply of another manager and hands everything on, in capitals."""

    def __init__(self, parent: Any, operation: Any, asked: Any, inner: Any) -> None:
        super().__init__(parent, operation, asked)
        self.inner = inner
        inner.metaDataChanged.connect(self.copy_head)
        inner.readyRead.connect(self.take)
        inner.downloadProgress.connect(self.downloadProgress)
        inner.errorOccurred.connect(self.fail)
        inner.finished.connect(self.end)

    def copy_head(self) -> None:
        for name, value in self.inner.rawHeaderPairs():
            self.setRawHeader(name, value)
        code = Request.HttpStatusCodeAttribute
        self.setAttribute(code, self.inner.attribute(code))
        self.metaDataChanged.emit()

    def take(self) -> None:
        self.data += bytes(self.inner.readAll()).upper()
        self.readyRead.emit()

    def fail(self, error: Any) -> None:
        self.setError(error, self.inner.errorString())
        self.errorOccurred.emit(error)

    def end(self) -> None:
        self.setUrl(self.inner.url())
        super().end()

    def abort(self) -> None:
        self.aborted += 1
        self.inner.abort()


class Answering(Manager):
    """Answers every request with replies of one class."""

    def __init__(self, kind: Any) -> None:
        super().__init__()
        self.kind = kind
        self.made: list[Any] = []

    def createRequest(self, operation: Any, asked: Any, outgoing: Any = None) -> Any:
        if self.kind is Forwarding:
            inner = super().createRequest(operation, asked, outgoing)
            self.made.append(Forwarding(self, operation, asked, inner))
        else:
            self.made.append(self.kind(self, operation, asked))
        return self.made[-1]


@pytest.fixture
def answering() -> Iterator[Callable[[Any], Answering]]:
    """Makes managers that answer with replies of a class, and keeps them until the test is over."""
    made: list[Answering] = []

    def make(kind: Any) -> Answering:
        made.append(Answering(kind))
        return made[-1]

    yield make
    made.clear()
    gc.collect()


def fetch(manager: Any, url: str = "mem:x") -> Recorder:
    """Run a GET to its end."""
    return Recorder(manager.get(request(url)), manager).run()


# In memory.


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
