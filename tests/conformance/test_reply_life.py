"""Who owns a reply and when it dies: other parents, deletion at every stage, automatic deletion."""

from __future__ import annotations

import gc
from typing import Any

import pytest
from binding import QtCore, QtNetwork
from loops import flush_deletions, run_until, spin
from objects import deaths
from recorder import Recorder
from shortcuts import CANCELLED, LAST, get, half_way, request, typed

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
