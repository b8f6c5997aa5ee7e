"""Who owns a reply and when it dies: other parents, other threads, deletion at every stage, automatic deletion."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from binding import QtCore, QtNetwork, enum_name
from loops import flush_deletions, run_until, spin
from recorder import Recorder
from shortcuts import CANCELLED, LAST, get, request, status, typed

Manager = QtNetwork.QNetworkAccessManager
Reply = QtNetwork.QNetworkReply
Request = QtNetwork.QNetworkRequest
SIGNALS = [
    "socketStartedConnecting",
    "requestSent",
    "metaDataChanged",
    "readyRead",
    "downloadProgress",
    "readChannelFinished",
    "manager.finished",
    "finished",
]


def half_way(server: Any, manager: Any) -> tuple[Any, Any]:
    """A reply of whose ten bytes five have come, and the gate that keeps the rest."""
    gate = server.gate()

    def script(talk: Any) -> None:
        talk.head(200, [("Content-Length", "10")])
        talk.send(b"hello")
        gate.wait()
        talk.send(b"world")

    reply = get(manager, server.script("/half", script))
    run_until(lambda: reply.bytesAvailable() == 5)
    return reply, gate


def deaths(thing: Any) -> list[bool]:
    """A list that becomes non-empty when an object is destroyed."""
    seen: list[bool] = []
    thing.destroyed.connect(lambda *_: seen.append(True))
    return seen


def is_dead(thing: Any) -> bool:
    """Whether an object has been deleted."""
    try:
        thing.objectName()
    except RuntimeError:
        return True
    return False


# Parents.


@pytest.mark.parametrize("kind", ["object", "manager", "nothing"])
def test_a_reply_with_another_parent_goes_on(server: Any, manager: Any, kind: str) -> None:
    reply, gate = half_way(server, manager)
    log = Recorder(reply, manager)
    parent = {"object": QtCore.QObject, "manager": Manager, "nothing": lambda: None}[kind]()
    reply.setParent(parent)
    assert reply.parent() is parent
    assert reply.manager() is manager
    gate.open()
    log.run()
    assert log.collapsed() == [("readyRead",), ("downloadProgress", 10, 10), *LAST]
    assert bytes(reply.readAll()) == b"helloworld"


def test_a_reply_dies_with_its_new_parent(server: Any, manager: Any) -> None:
    reply, gate = half_way(server, manager)
    log = Recorder(reply, manager)
    gone = deaths(reply)
    parent = QtCore.QObject()
    reply.setParent(parent)
    parent.deleteLater()
    flush_deletions()
    assert gone == [True]
    gate.open()
    spin(10)
    assert log.events == []


def test_a_reply_of_a_parent_that_dies_frees_its_place(server: Any, manager: Any) -> None:
    gate = server.gate()
    held = [get(manager, server.on("/held", gate=gate)) for _ in range(6)]
    run_until(lambda: len(server.requests) == 6)
    parent = QtCore.QObject()
    held[0].setParent(parent)
    waiting = Recorder(get(manager, server.on("/a", body=b"x")))
    parent.deleteLater()
    del parent
    waiting.run()
    assert bytes(waiting.reply.readAll()) == b"x"


@pytest.mark.only("netaccess")  # real Qt crashes
def test_a_reply_with_another_parent_outlives_its_manager(server: Any) -> None:
    manager = Manager()
    reply, gate = half_way(server, manager)
    log = Recorder(reply, manager)
    parent = QtCore.QObject()
    reply.setParent(parent)
    manager.deleteLater()
    flush_deletions()
    assert is_dead(manager)
    assert reply.manager() is None
    assert bytes(reply.read(5)) == b"hello"
    gate.open()
    log.run()
    assert log.count("finished") == 1
    assert reply.isFinished()


@pytest.mark.only("netaccess")  # real Qt crashes
@pytest.mark.parametrize("end", ["abort", "deleteLater"])
def test_a_reply_that_outlived_its_manager_can_be_ended(server: Any, end: str) -> None:
    manager = Manager()
    reply, gate = half_way(server, manager)
    log = Recorder(reply, manager)
    reply.setParent(None)
    manager.deleteLater()
    flush_deletions()
    getattr(reply, end)()
    flush_deletions()
    expected = [*CANCELLED, ("downloadProgress", 5, 10), ("readChannelFinished",), ("finished",)]
    assert log.events == (expected if end == "abort" else [])
    gate.open()


@pytest.mark.only("netaccess")  # real Qt crashes
def test_a_queued_reply_that_outlives_its_manager_fails(server: Any) -> None:
    manager = Manager()
    gate = server.gate()
    replies = [get(manager, server.on("/a", gate=gate)) for _ in range(7)]
    run_until(lambda: len(server.requests) == 6)
    last = replies[-1]
    last.setParent(None)
    log = Recorder(last, manager)
    manager.deleteLater()
    flush_deletions()
    gate.open()
    log.run()
    assert log.count("finished") == 1


@pytest.mark.only("netaccess")  # what a binding does with a C++ object that has no owner is its own affair
def test_a_reply_without_a_parent_dies_with_its_last_reference(server: Any, manager: Any) -> None:
    reply, gate = half_way(server, manager)
    gone = deaths(reply)
    reply.setParent(None)
    del reply
    gc.collect()
    flush_deletions()
    assert gone == [True]
    gate.open()


def test_forgetting_a_reply_keeps_it(server: Any, manager: Any) -> None:
    reply, gate = half_way(server, manager)
    gone = deaths(reply)
    bodies: list[bytes] = []
    manager.finished.connect(lambda finished: bodies.append(bytes(finished.readAll())))
    del reply
    gc.collect()
    assert gone == []
    assert len(manager.findChildren(Reply)) == 1
    gate.open()
    run_until(lambda: bool(bodies))
    assert bodies == [b"helloworld"]


# Deletion at every stage.


@pytest.mark.parametrize("stage", ["at once", "queued", "sent", "half", "held back", "finished"])
def test_delete_later_at_every_stage(server: Any, manager: Any, stage: str) -> None:
    gate = server.gate()
    if stage == "half":
        reply, gate = half_way(server, manager)
    elif stage == "held back":
        reply = get(manager, server.on("/a", body=bytes(1000000)))
        reply.setReadBufferSize(1000)
        run_until(lambda: reply.bytesAvailable() == 1000)
    elif stage == "finished":
        reply = Recorder(get(manager, server.on("/a", body=b"x"))).run().reply
    else:
        count = 7 if stage == "queued" else 1
        reply = [get(manager, server.on("/a", gate=gate)) for _ in range(count)][-1]
        if stage != "at once":
            run_until(lambda: len(server.requests) == min(count, 6))
    log = Recorder(reply, manager)
    gone = deaths(reply)
    reply.deleteLater()
    flush_deletions()
    assert gone == [True]
    assert is_dead(reply)
    gate.open()
    spin(10)
    assert log.events == []


@pytest.mark.only("netaccess", "PySide6")
@pytest.mark.parametrize("signal", SIGNALS)
def test_delete_later_in_every_signal(server: Any, manager: Any, signal: str) -> None:
    reply = get(manager, server.on("/a", body=b"hello"))
    gone = deaths(reply)
    log = Recorder(reply, manager, hooks={signal: reply.deleteLater})
    run_until(lambda: bool(gone))
    before = list(log.events)
    spin(10)
    assert log.events == before
    assert log.count("finished") <= 1


@pytest.mark.only("netaccess", "PySide6")
@pytest.mark.parametrize("signal", SIGNALS)
def test_a_manager_deleted_in_every_signal(server: Any, signal: str) -> None:
    manager = Manager()
    reply = get(manager, server.on("/a", body=b"hello"))
    gone = deaths(reply)
    log = Recorder(reply, manager, hooks={signal: manager.deleteLater})
    run_until(lambda: bool(gone))
    before = list(log.events)
    spin(10)
    assert log.events == before
    assert is_dead(reply)


def test_abort_and_delete_later(server: Any, manager: Any) -> None:
    reply, gate = half_way(server, manager)
    log = Recorder(reply, manager)
    gone = deaths(reply)
    reply.abort()
    reply.deleteLater()
    flush_deletions()
    assert gone == [True]
    assert log.events == [*CANCELLED, ("downloadProgress", 5, 10), *LAST]
    gate.open()


def test_delete_later_and_abort(server: Any, manager: Any) -> None:
    reply, gate = half_way(server, manager)
    log = Recorder(reply, manager)
    gone = deaths(reply)
    reply.deleteLater()
    reply.abort()
    flush_deletions()
    assert gone == [True]
    assert log.count("finished") == 1
    gate.open()


def test_all_replies_deleted_in_the_finished_of_one(server: Any, manager: Any) -> None:
    gate = server.gate()
    replies = [get(manager, server.on("/held", gate=gate)) for _ in range(4)]
    gone = [deaths(reply) for reply in replies]
    last = get(manager, server.on("/a"))

    def delete() -> None:
        for reply in (*replies, last):
            reply.deleteLater()

    last.finished.connect(delete)
    run_until(lambda: all(gone))
    assert gone == [[True]] * 4
    gate.open()


def test_a_reply_deleted_while_its_upload_runs(server: Any, manager: Any) -> None:
    gate = server.gate()

    def script(_talk: Any) -> None:
        gate.wait()

    device = QtCore.QBuffer()
    device.setData(bytes(20_000_000))
    device.open(QtCore.QIODevice.ReadOnly)
    reply = manager.put(typed(server.script("/a", script, read_body=False)), device)
    gone = deaths(reply)
    run_until(lambda: bool(server.requests))
    reply.deleteLater()
    run_until(lambda: bool(gone))
    assert not is_dead(device)
    gate.open()


def test_many_replies_come_and_go(server: Any, manager: Any) -> None:
    url = server.on("/a", body=b"x")
    for _ in range(20):
        replies = [get(manager, url) for _ in range(5)]
        replies[0].abort()
        replies[1].deleteLater()
        run_until(lambda replies=replies: all(reply.isFinished() for reply in (replies[0], *replies[2:])))
        for reply in (replies[0], *replies[2:]):
            reply.deleteLater()
        flush_deletions()
    assert manager.findChildren(Reply) == []


# Automatic deletion.


@pytest.mark.only("netaccess", "PySide6")
@pytest.mark.parametrize(
    ("managers", "own", "deleted"),
    [
        (True, None, True),
        (True, False, False),
        (False, True, True),
        (False, False, False),
        (False, None, False),
        (False, 1, True),
        (True, 0, False),
    ],
)
def test_whose_word_counts_about_automatic_deletion(
    server: Any, manager: Any, managers: bool, own: Any, deleted: bool
) -> None:
    manager.setAutoDeleteReplies(managers)
    asked = request(server.on("/a", body=b"x"))
    if own is not None:
        asked.setAttribute(Request.AutoDeleteReplyOnFinishAttribute, own)
    reply = manager.get(asked)
    gone = deaths(reply)
    Recorder(reply).run()
    for _ in range(3):
        spin(2)
        flush_deletions()
    assert bool(gone) is deleted


@pytest.mark.only("netaccess", "PySide6")
@pytest.mark.parametrize("end", ["abort", "error", "data", "unknown scheme"])
def test_automatic_deletion_after_every_kind_of_end(server: Any, manager: Any, end: str) -> None:
    manager.setAutoDeleteReplies(True)
    if end == "abort":
        reply, gate = half_way(server, manager)
        gone = deaths(reply)
        reply.abort()
        gate.open()
    else:
        url = {"error": server.on("/a", status=500), "data": "data:,x", "unknown scheme": "foo:bar"}[end]
        gone = deaths(get(manager, url))
    run_until(lambda: bool(gone))


@pytest.mark.only("netaccess", "PySide6")
def test_an_automatically_deleted_reply_can_be_read_in_finished(server: Any, manager: Any) -> None:
    manager.setAutoDeleteReplies(True)
    bodies: list[bytes] = []
    manager.finished.connect(lambda reply: bodies.append(bytes(reply.readAll())))
    gone = deaths(get(manager, server.on("/a", body=b"x")))
    run_until(lambda: bool(gone))
    assert bodies == [b"x"]


@pytest.mark.only("netaccess", "PySide6")
def test_automatic_deletion_and_delete_later_go_together(server: Any, manager: Any) -> None:
    manager.setAutoDeleteReplies(True)
    reply = get(manager, server.on("/a"))
    gone = deaths(reply)
    reply.finished.connect(reply.deleteLater)
    run_until(lambda: bool(gone))
    spin(5)
    assert gone == [True]


# Threads.


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


# Subclasses of requests, and requests of subclasses.


class Labelled(Request):
    """A request that knows more than its base."""

    def __init__(self, url: str, label: str) -> None:
        super().__init__(QtCore.QUrl(url))
        self.label = label


def test_a_request_may_be_of_a_subclass(server: Any, manager: Any) -> None:
    asked = Labelled(server.on("/a", body=b"x"), "mine")
    reply = Recorder(manager.get(asked)).run().reply
    assert bytes(reply.readAll()) == b"x"
    assert reply.request().url() == asked.url()
    assert asked.label == "mine"


def test_a_request_of_a_subclass_reaches_create_request(server: Any) -> None:
    class Seeing(Manager):
        def createRequest(self, operation: Any, asked: Any, outgoing: Any = None) -> Any:
            self.url = asked.url().toString()
            return super().createRequest(operation, asked, outgoing)

    seeing = Seeing()
    url = server.on("/a")
    Recorder(seeing.get(Labelled(url, "x"))).run()
    assert seeing.url == url


def test_the_originating_object_is_known_to_the_reply(server: Any, manager: Any) -> None:
    origin = QtCore.QObject()
    asked = request(server.on("/a"))
    asked.setOriginatingObject(origin)
    reply = Recorder(manager.get(asked)).run().reply
    assert reply.request().originatingObject() is origin


def test_a_reply_does_not_keep_its_originating_object(server: Any, manager: Any) -> None:
    origin = QtCore.QObject()
    asked = request(server.on("/a"))
    asked.setOriginatingObject(origin)
    reply = Recorder(manager.get(asked)).run().reply
    del origin
    gc.collect()
    assert reply.request().originatingObject() is None


@pytest.mark.parametrize("value", [None, 7, "text", b"bytes", {"k": [1]}, [1, 2], (1, 2), 1.5, print])
def test_user_attributes_hold_what_they_are_given(server: Any, manager: Any, value: Any) -> None:
    asked = request(server.on("/a"))
    asked.setAttribute(Request.User, value)
    asked.setAttribute(Request.UserMax, value)
    reply = Recorder(manager.get(asked)).run().reply
    for code in (Request.User, Request.UserMax):
        held = reply.request().attribute(code)
        assert held == value or list(held) == list(value)


def test_user_attributes_keep_the_very_object(server: Any, manager: Any) -> None:
    class Thing:
        pass

    thing = Thing()
    asked = request(server.on("/a"))
    asked.setAttribute(Request.User, thing)
    assert Recorder(manager.get(asked)).run().reply.request().attribute(Request.User) is thing


def test_the_status_of_a_finished_reply_stays(server: Any, manager: Any) -> None:
    reply = Recorder(get(manager, server.on("/a", status=404))).run().reply
    reply.abort()
    assert status(reply) == 404
    assert enum_name(reply.error()) == "ContentNotFoundError"


# Replies that need no network.


@pytest.fixture(params=["data", "file"])
def local(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of three lines in a data: URL and in a file."""
    if request.param == "data":
        return "data:,one%0Atwo%0Athree"
    path = tmp_path / "lines"
    path.write_bytes(b"one\ntwo\nthree")
    return str(QtCore.QUrl.fromLocalFile(str(path)).toString())


def test_a_local_reply_with_another_parent_still_reaches_the_manager(manager: Any, local: str) -> None:
    parent = QtCore.QObject()
    reply = get(manager, local)
    reply.setParent(parent)
    log = Recorder(reply, manager).run()
    assert log.names[-2:] == ["manager.finished", "finished"]


def test_a_local_reply_dies_with_its_manager(local: str) -> None:
    manager = Manager()
    reply = get(manager, local)
    log = Recorder(reply, manager)
    gone = deaths(reply)
    manager.deleteLater()
    flush_deletions()
    assert gone == [True]
    spin(5)
    assert log.count("manager.finished") == 0


@pytest.mark.parametrize("signal", ["metaDataChanged", "downloadProgress", "readyRead", "manager.finished", "finished"])
def test_a_local_reply_is_read_in_every_signal(manager: Any, local: str, signal: str) -> None:
    reply = get(manager, local)
    bodies: list[bytes] = []
    Recorder(reply, hooks={signal: lambda: bodies.append(bytes(reply.readAll()))}).run()
    assert bodies == [b"one\ntwo\nthree"]


@pytest.mark.parametrize("way", ["abort", "close"])
@pytest.mark.parametrize("signal", ["metaDataChanged", "readyRead", "finished"])
def test_a_local_reply_ended_in_a_signal_still_finishes_without_an_error(
    manager: Any, local: str, signal: str, way: str
) -> None:
    reply = get(manager, local)
    log = Recorder(reply, hooks={signal: getattr(reply, way)}).run()
    spin(5)
    assert log.count("finished") == log.count("manager.finished") == 1
    assert enum_name(reply.error()) == "NoError"
    assert not reply.isOpen()


@pytest.mark.only("netaccess", "PySide6")
def test_a_local_reply_takes_part_in_transactions(manager: Any, local: str) -> None:
    reply = get(manager, local)
    reply.startTransaction()
    assert bytes(reply.read(5)) == b"one\nt"
    reply.rollbackTransaction()
    assert bytes(reply.readLine()) == b"one\n"
    assert reply.skip(1) == 1
    assert bytes(reply.readAll()) == b"wo\nthree"
    run_until(reply.finished)


def test_a_read_buffer_means_nothing_to_a_local_reply(manager: Any, local: str) -> None:
    reply = get(manager, local)
    reply.setReadBufferSize(2)
    assert bytes(reply.readAll()) == b"one\ntwo\nthree"
    run_until(reply.finished)
