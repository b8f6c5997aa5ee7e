"""Who keeps a reply alive, and what happens when it or its manager is deleted early."""

from __future__ import annotations

import gc
import weakref
from typing import Any

import pytest
from binding import QtCore, QtNetwork
from loops import call_in_loop, flush_deletions, run_until, spin
from objects import deaths
from recorder import Recorder
from shortcuts import get, half

Manager = QtNetwork.QNetworkAccessManager


def test_a_reply_needs_no_reference(server: Any, manager: Any) -> None:
    bodies: list[bytes] = []
    manager.finished.connect(lambda reply: bodies.append(bytes(reply.readAll())))
    get(manager, server.on("/a", body=b"hello"))
    gc.collect()
    run_until(lambda: bool(bodies))
    assert bodies == [b"hello"]


def test_replies_are_children_of_their_manager(server: Any, manager: Any) -> None:
    reply = get(manager, server.on("/a"))
    assert reply in manager.findChildren(QtNetwork.QNetworkReply)
    Recorder(reply).run()
    assert reply.parent() is manager


def test_a_reply_is_a_dictionary_key(server: Any, manager: Any) -> None:
    waiting = {get(manager, server.on(f"/{index}", body=b"%d" % index)): index for index in range(5)}
    seen: dict[int, bytes] = {}
    manager.finished.connect(lambda reply: seen.__setitem__(waiting[reply], bytes(reply.readAll())))
    run_until(lambda: len(seen) == 5)
    assert seen == {index: b"%d" % index for index in range(5)}


def test_a_reply_can_be_referenced_weakly(server: Any, manager: Any) -> None:
    reply = get(manager, server.on("/a"))
    reference = weakref.ref(reply)
    Recorder(reply).run()
    assert reference() is reply


def test_a_reply_takes_attributes_of_the_user(server: Any, manager: Any) -> None:
    held = get(manager, server.on("/a", body=b"x"))
    held.label = "mine"
    labels: list[str] = []
    manager.finished.connect(lambda reply: labels.append(reply.label))
    run_until(lambda: bool(labels))
    assert labels == ["mine"]


def test_the_sender_of_finished_is_the_reply(server: Any, manager: Any) -> None:
    class Receiver(QtCore.QObject):
        def __init__(self) -> None:
            super().__init__()
            self.senders: list[Any] = []

        def hear(self) -> None:
            self.senders.append(self.sender())

    receiver = Receiver()
    reply = get(manager, server.on("/a"))
    reply.finished.connect(receiver.hear)
    manager.finished.connect(receiver.hear)
    run_until(reply.finished)
    assert receiver.senders == [manager, reply]
    assert receiver.senders[1] is reply


@pytest.mark.parametrize("signal", ["manager.finished", "finished"])
def test_delete_later_in_finished(server: Any, manager: Any, signal: str) -> None:
    reply = get(manager, server.on("/a", body=b"x"))
    gone = deaths(reply)
    log = Recorder(reply, manager, hooks={signal: reply.deleteLater})
    run_until(lambda: bool(gone))
    assert log.names[-2:] == ["manager.finished", "finished"]


def test_delete_later_in_ready_read_of_an_unfinished_body(server: Any, manager: Any) -> None:
    url, gate = half(server)
    reply = get(manager, url)
    gone = deaths(reply)
    log = Recorder(reply, manager, hooks={"readyRead": reply.deleteLater})
    run_until(lambda: bool(gone))
    gate.open()
    spin(20)
    assert log.collapsed()[-1] == ("readyRead",)
    assert log.count("finished") == log.count("manager.finished") == 0


@pytest.mark.parametrize("signal", ["socketStartedConnecting", "requestSent", "metaDataChanged"])
def test_delete_later_before_the_body(server: Any, manager: Any, signal: str) -> None:
    gate = server.gate()

    def script(talk: Any) -> None:
        talk.head(200, [("Content-Length", "10")])
        gate.wait()
        talk.send(b"helloworld")

    reply = get(manager, server.script("/a", script))
    gone = deaths(reply)
    log = Recorder(reply, manager, hooks={signal: reply.deleteLater})
    run_until(lambda: bool(gone))
    gate.open()
    spin(20)
    assert log.count("finished") == log.count("manager.finished") == 0


def test_delete_later_right_after_get(server: Any, manager: Any) -> None:
    reply = get(manager, server.on("/a"))
    log = Recorder(reply, manager)
    gone = deaths(reply)
    reply.deleteLater()
    flush_deletions()
    assert gone == [True]
    spin(10)
    assert log.events == []


def test_a_deleted_reply_cannot_be_used(server: Any, manager: Any) -> None:
    reply = get(manager, server.on("/a"))
    reply.deleteLater()
    flush_deletions()
    with pytest.raises(RuntimeError, match="already deleted"):
        reply.isFinished()


def test_a_deleted_reply_frees_its_slot(server: Any, manager: Any) -> None:
    url = server.on("/held", gate=server.gate())
    held = [get(manager, url) for _ in range(6)]
    run_until(lambda: len(server.requests) == 6)
    waiting = Recorder(get(manager, server.on("/a", body=b"x")))
    held[0].deleteLater()
    waiting.run()
    assert bytes(waiting.reply.readAll()) == b"x"


def test_a_manager_takes_its_replies_along(server: Any) -> None:
    manager = Manager()
    gate = server.gate()
    replies = [get(manager, server.on("/a", gate=gate)) for _ in range(8)]
    logs = [Recorder(reply, manager) for reply in replies]
    gone = [deaths(reply) for reply in replies]
    run_until(lambda: len(server.requests) == 6)
    before = [len(log.events) for log in logs]
    manager.deleteLater()
    flush_deletions()
    assert gone == [[True]] * 8
    gate.open()
    spin(20)
    assert [len(log.events) for log in logs] == before


def test_a_manager_without_references_takes_its_replies_along(server: Any) -> None:
    manager = Manager()
    gate = server.gate()
    reply = get(manager, server.on("/a", gate=gate))
    gone = deaths(reply)
    run_until(gate.reached)
    del manager
    gc.collect()
    flush_deletions()
    assert gone == [True]
    gate.open()


def test_a_manager_deleted_in_the_finished_of_its_reply(server: Any) -> None:
    manager = Manager()
    reply = get(manager, server.on("/a", body=b"x"))
    gone = deaths(reply)
    log = Recorder(reply, manager, hooks={"finished": manager.deleteLater})
    run_until(lambda: bool(gone))
    assert log.count("finished") == 1


def test_delete_later_inside_a_nested_loop_waits_for_the_outer_one(server: Any, manager: Any) -> None:
    reply = get(manager, server.on("/a", body=b"x"))
    gone = deaths(reply)
    Recorder(reply).run()

    def act() -> list[bool]:
        reply.deleteLater()
        inner = get(manager, server.on("/b"))
        Recorder(inner).run()
        return list(gone)

    assert call_in_loop(act) == []
    run_until(lambda: bool(gone))


def test_an_exception_in_a_slot_does_not_stop_the_reply(
    server: Any, manager: Any, slot_errors: list[BaseException]
) -> None:
    reply = get(manager, server.on("/a", body=b"x"))

    def fail() -> None:
        raise ValueError("on purpose")

    reply.readyRead.connect(fail)
    reply.finished.connect(fail)
    log = Recorder(reply).run()
    assert log.names[-1] == "finished"
    assert {type(error) for error in slot_errors} == {ValueError}
    slot_errors.clear()


def test_slots_of_a_dead_receiver_are_not_called(server: Any, manager: Any) -> None:
    class Receiver(QtCore.QObject):
        heard: list[str] = []

        def hear(self) -> None:
            self.heard.append("heard")

    receiver = Receiver()
    reply = get(manager, server.on("/a"))
    reply.finished.connect(receiver.hear)
    del receiver
    gc.collect()
    Recorder(reply).run()
    assert Receiver.heard == []
