"""The manager: its defaults, its queue and connections, and the virtual createRequest with replies of one's own."""

from __future__ import annotations

from typing import Any

import pytest
from binding import IS_QT6, QtCore, QtNetwork, enum_name
from loops import run_until
from recorder import Recorder
from shortcuts import get, request, status, typed

Manager = QtNetwork.QNetworkAccessManager
Reply = QtNetwork.QNetworkReply
Request = QtNetwork.QNetworkRequest


class Noting(Manager):
    """Notes what createRequest is called with, and lets it do its work."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[tuple[Any, ...]] = []

    def createRequest(self, operation: Any, asked: Any, outgoing: Any = None) -> Any:
        body = None if outgoing is None else bytes(outgoing.peek(100))
        verb = bytes(asked.attribute(Request.CustomVerbAttribute) or b"")
        self.calls.append((enum_name(operation), body, verb))
        return super().createRequest(operation, asked, outgoing)


class Memory(Reply):
    """A reply made of bytes in memory."""

    def __init__(self, parent: Any, operation: Any, asked: Any, data: bytes, finish: bool = True) -> None:
        super().__init__(parent)
        self.data = data
        self.offset = 0
        self.finish = finish
        self.setRequest(asked)
        self.setUrl(asked.url())
        self.setOperation(operation)
        self.setHeader(Request.ContentLengthHeader, len(data))
        self.setRawHeader(b"X-Mine", b"1")
        self.setAttribute(Request.HttpStatusCodeAttribute, 200)
        self.open(QtCore.QIODevice.ReadOnly | QtCore.QIODevice.Unbuffered)
        QtCore.QTimer.singleShot(0, self.tell)

    def tell(self) -> None:
        self.metaDataChanged.emit()
        self.readyRead.emit()
        self.downloadProgress.emit(len(self.data), len(self.data))
        if self.finish:
            self.setFinished(True)
        self.finished.emit()

    def abort(self) -> None:
        self.data = b""

    def isSequential(self) -> bool:
        return True

    def bytesAvailable(self) -> int:
        return len(self.data) - self.offset + super().bytesAvailable()

    def readData(self, size: int) -> bytes:
        piece = self.data[self.offset : self.offset + size]
        self.offset += len(piece)
        return piece


class Broken(Memory):
    """A reply of one's own that fails."""

    def tell(self) -> None:
        self.setError(Reply.ContentNotFoundError, "gone fishing")
        self.errorOccurred.emit(Reply.ContentNotFoundError)
        self.setFinished(True)
        self.finished.emit()


class MemoryManager(Manager):
    """Answers everything from memory."""

    kind: Any = Memory
    finish = True

    def createRequest(self, operation: Any, asked: Any, outgoing: Any = None) -> Any:
        return self.kind(self, operation, asked, b"memory", self.finish)


def test_the_defaults_of_a_manager(manager: Any) -> None:
    assert manager.cache() is None
    assert isinstance(manager.cookieJar(), QtNetwork.QNetworkCookieJar)
    assert manager.cookieJar().parent() is manager
    assert manager.parent() is None
    assert manager.autoDeleteReplies() is False
    if IS_QT6:
        assert manager.redirectPolicy() == Request.NoLessSafeRedirectPolicy
        assert manager.transferTimeout() == 0


def test_a_manager_can_have_a_parent() -> None:
    parent = QtCore.QObject()
    manager = Manager(parent)
    assert manager.parent() is parent


def test_http_and_https_are_supported(manager: Any) -> None:
    assert {"http", "https"} <= set(manager.supportedSchemes())


def test_six_requests_at_once_to_one_server(server: Any, manager: Any) -> None:
    gate = server.gate()
    url = server.on("/a", body=b"x", gate=gate)
    logs = [Recorder(get(manager, url)) for _ in range(20)]
    run_until(lambda: len(server.requests) == 6)
    gate.open()
    for log in logs:
        log.run()
    assert server.max_active == 6
    assert server.connections == 6
    assert all(bytes(log.reply.readAll()) == b"x" for log in logs)
    assert all(log.count("finished") == 1 for log in logs)


def test_two_managers_have_six_each(server: Any, manager: Any) -> None:
    gate = server.gate()
    url = server.on("/a", gate=gate)
    other = Manager()
    replies = [get(which, url) for which in (manager, other) for _ in range(8)]
    run_until(lambda: len(server.requests) == 12)
    gate.open()
    run_until(lambda: all(reply.isFinished() for reply in replies))
    assert server.max_active == 12


def test_requests_of_one_priority_are_sent_in_order(server: Any, manager: Any) -> None:
    gate = server.gate()
    held = [get(manager, server.on("/held", gate=gate)) for _ in range(6)]
    run_until(lambda: len(server.requests) == 6)
    waiting = [get(manager, server.on(f"/{index}")) for index in range(8)]
    held[0].abort()
    run_until(lambda: all(reply.isFinished() for reply in waiting))
    assert server.targets()[6:] == [f"GET /{index}" for index in range(8)]
    gate.open()


def test_a_high_priority_goes_first(server: Any, manager: Any) -> None:
    gate = server.gate()
    held = [get(manager, server.on("/held", gate=gate)) for _ in range(6)]
    run_until(lambda: len(server.requests) == 6)
    replies = []
    for path, priority in (
        ("/normal", Request.NormalPriority),
        ("/high", Request.HighPriority),
    ):
        asked = request(server.on(path))
        asked.setPriority(priority)
        replies.append(manager.get(asked))
    held[0].abort()
    run_until(lambda: all(reply.isFinished() for reply in replies))
    assert server.targets()[6:] == ["GET /high", "GET /normal"]
    gate.open()


@pytest.mark.differs("low-priority-last")
def test_a_low_priority_goes_last(server: Any, manager: Any) -> None:
    gate = server.gate()
    held = [get(manager, server.on("/held", gate=gate)) for _ in range(6)]
    run_until(lambda: len(server.requests) == 6)
    replies = []
    for path, priority in (("/low", Request.LowPriority), ("/normal", Request.NormalPriority)):
        asked = request(server.on(path))
        asked.setPriority(priority)
        replies.append(manager.get(asked))
    held[0].abort()
    run_until(lambda: all(reply.isFinished() for reply in replies))
    assert server.targets()[6:] == ["GET /normal", "GET /low"]
    gate.open()


def test_a_request_in_finished_uses_the_same_connection(server: Any, manager: Any) -> None:
    url = server.on("/a", body=b"x")
    logs: list[Recorder] = []

    def go_on() -> None:
        if len(logs) < 10:
            logs.append(Recorder(get(manager, url), hooks={"finished": go_on}))

    go_on()
    run_until(lambda: len(logs) == 10 and logs[-1].reply.isFinished())
    assert server.connections == 1


def test_clear_connection_cache_closes_idle_connections(server: Any, manager: Any) -> None:
    url = server.on("/a", body=b"x")
    Recorder(get(manager, url)).run()
    manager.clearConnectionCache()
    Recorder(get(manager, url)).run()
    assert server.connections == 2


def test_the_managers_finished_hands_over_the_object_that_get_returned(server: Any, manager: Any) -> None:
    heard: list[Any] = []
    manager.finished.connect(heard.append)
    replies = [get(manager, server.on(f"/{index}")) for index in range(3)]
    run_until(lambda: len(heard) == 3)
    assert {id(reply) for reply in heard} == {id(reply) for reply in replies}


def test_replies_delete_themselves_when_asked_to(server: Any, manager: Any) -> None:
    manager.setAutoDeleteReplies(True)
    reply = get(manager, server.on("/a"))
    log = Recorder(reply)
    gone: list[bool] = []
    reply.destroyed.connect(lambda *_: gone.append(True))
    run_until(lambda: bool(gone))
    assert log.names[-1] == "finished"


def test_one_reply_deletes_itself_when_asked_to(server: Any, manager: Any) -> None:
    asked = request(server.on("/a"))
    asked.setAttribute(Request.AutoDeleteReplyOnFinishAttribute, True)
    gone: list[bool] = []
    reply = manager.get(asked)
    reply.destroyed.connect(lambda *_: gone.append(True))
    run_until(lambda: bool(gone))


@pytest.mark.parametrize(
    ("verb", "arguments", "call"),
    [
        ("get", (), ("GetOperation", None, b"")),
        ("head", (), ("HeadOperation", None, b"")),
        ("post", (b"abc",), ("PostOperation", b"abc", b"")),
        ("post", (b"",), ("PostOperation", b"", b"")),
        ("post", (None,), ("PostOperation", b"", b"")),
        ("put", (b"abc",), ("PutOperation", b"abc", b"")),
        ("deleteResource", (), ("DeleteOperation", None, b"")),
        ("sendCustomRequest", (b"FOO",), ("CustomOperation", None, b"FOO")),
        ("sendCustomRequest", (b"FOO", b"abc"), ("CustomOperation", b"abc", b"FOO")),
    ],
)
def test_what_create_request_is_called_with(
    server: Any, verb: str, arguments: tuple[Any, ...], call: tuple[Any, ...]
) -> None:
    noting = Noting()
    reply = getattr(noting, verb)(typed(server.on("/a")), *arguments)
    run_until(reply.finished)
    assert noting.calls == [call]


def test_create_request_gets_the_users_device(server: Any) -> None:
    seen: list[Any] = []

    class Seeing(Manager):
        def createRequest(self, operation: Any, asked: Any, outgoing: Any = None) -> Any:
            seen.append(outgoing)
            return super().createRequest(operation, asked, outgoing)

    seeing = Seeing()
    device = QtCore.QBuffer()
    device.setData(b"abc")
    device.open(QtCore.QIODevice.ReadOnly)
    run_until(seeing.post(typed(server.on("/a")), device).finished)
    assert seen == [device]


def test_create_request_gets_an_open_device_for_bytes(server: Any) -> None:
    seen: list[Any] = []

    class Seeing(Manager):
        def createRequest(self, operation: Any, asked: Any, outgoing: Any = None) -> Any:
            seen.append((isinstance(outgoing, QtCore.QIODevice), outgoing.isOpen(), outgoing.isSequential()))
            return super().createRequest(operation, asked, outgoing)

    seeing = Seeing()
    run_until(seeing.post(typed(server.on("/a")), b"abc").finished)
    assert seen == [(True, True, False)]


def test_create_request_may_change_the_request(server: Any) -> None:
    class Adding(Manager):
        def createRequest(self, operation: Any, asked: Any, outgoing: Any = None) -> Any:
            changed = Request(asked)
            changed.setRawHeader(b"X-Added", b"1")
            return super().createRequest(operation, changed, outgoing)

    adding = Adding()
    asked = request(server.on("/a"))
    reply = adding.get(asked)
    run_until(reply.finished)
    assert server.request_for("/a").header("X-Added") == "1"
    assert reply.request().hasRawHeader("X-Added")
    assert not asked.hasRawHeader("X-Added")


def test_create_request_may_turn_a_verb_into_another(server: Any) -> None:
    class Turning(Manager):
        def createRequest(self, operation: Any, asked: Any, outgoing: Any = None) -> Any:
            return super().createRequest(Manager.HeadOperation, asked, None)

    turning = Turning()
    run_until(turning.get(request(server.on("/a"))).finished)
    assert server.targets() == ["HEAD /a"]


def test_create_request_set_on_the_instance_is_called(server: Any, manager: Any) -> None:
    calls: list[str] = []

    def create(operation: Any, asked: Any, outgoing: Any = None) -> Any:
        calls.append(enum_name(operation))
        return Manager.createRequest(manager, operation, asked, outgoing)

    manager.createRequest = create
    reply = manager.get(request(server.on("/a", body=b"x")))
    run_until(reply.finished)
    assert calls == ["GetOperation"]
    assert bytes(reply.readAll()) == b"x"


@pytest.mark.parametrize("finish", [True, False])
def test_a_reply_of_ones_own(finish: bool) -> None:
    manager = MemoryManager()
    manager.finish = finish
    reply = manager.get(request("mem:x"))
    assert isinstance(reply, Memory)
    log = Recorder(reply, manager).run()
    assert log.events == [
        ("metaDataChanged",),
        ("readyRead",),
        ("downloadProgress", 6, 6),
        ("manager.finished",),
        ("finished",),
    ]
    assert reply.isFinished() is finish
    assert reply.isRunning() is not finish
    assert bytes(reply.readAll()) == b"memory"


def test_what_a_reply_of_ones_own_was_told() -> None:
    manager = MemoryManager()
    reply = manager.get(request("mem:x"))
    assert reply.manager() is manager
    assert reply.parent() is manager
    assert reply.url().toString() == "mem:x"
    assert reply.request().url().toString() == "mem:x"
    assert enum_name(reply.operation()) == "GetOperation"
    assert reply.header(Request.ContentLengthHeader) == 6
    assert bytes(reply.rawHeader("X-Mine")) == b"1"
    assert status(reply) == 200
    assert enum_name(reply.error()) == "NoError"
    assert reply.errorString() == "Unknown error"
    Recorder(reply, manager).run()


def test_a_reply_of_ones_own_can_fail() -> None:
    manager = MemoryManager()
    manager.kind = Broken
    log = Recorder(manager.get(request("mem:x")), manager).run()
    assert log.events == [("errorOccurred", "ContentNotFoundError"), ("manager.finished",), ("finished",)]
    assert log.reply.errorString() == "gone fishing"
    assert log.reply.error() == Reply.ContentNotFoundError


def test_a_reply_of_ones_own_is_read_in_pieces() -> None:
    manager = MemoryManager()
    reply = Recorder(manager.get(request("mem:x")), manager).run().reply
    assert bytes(reply.read(2)) == b"me"
    assert bytes(reply.read(100)) == b"mory"
    assert bytes(reply.readAll()) == b""


def test_a_manager_that_answers_some_itself(server: Any) -> None:
    class Mixed(Manager):
        def createRequest(self, operation: Any, asked: Any, outgoing: Any = None) -> Any:
            if asked.url().scheme() == "mem":
                return Memory(self, operation, asked, b"memory")
            return super().createRequest(operation, asked, outgoing)

    mixed = Mixed()
    logs = [Recorder(get(mixed, url), mixed) for url in ("mem:x", server.on("/a", body=b"wire"))]
    for log in logs:
        log.run()
    assert [bytes(log.reply.readAll()) for log in logs] == [b"memory", b"wire"]
