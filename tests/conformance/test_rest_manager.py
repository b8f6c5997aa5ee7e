"""`QRestAccessManager`, its replies, and the lives of the two managers."""

from __future__ import annotations

import gc
from typing import Any

import pytest
from binding import BINDING, IS_ORACLE, QtCore, enum_name, octets
from loops import run_until, spin
from shortcuts import request

pytestmark = pytest.mark.only("netaccess", "PySide6")

if BINDING != "PySide2":
    from binding import QtNetwork

    RestManager = QtNetwork.QRestAccessManager


# Replies.


def test_a_reply_is_the_managers(rest: Any, manager: Any, server: Any) -> None:
    reply = rest.get(request(server.on("/x", body=b"hi")))
    assert (reply.parent(), reply.manager()) == (manager, manager)
    run_until(reply.isFinished)
    assert octets(reply.readAll()) == b"hi"


def test_replies_are_not_deleted(rest: Any, server: Any, context: Any) -> None:
    called: list[Any] = []
    reply = rest.get(request(server.on("/x")), context, lambda answer: called.append(answer))
    run_until(lambda: called)
    spin()
    assert reply.isFinished()


def test_the_managers_auto_deletion_counts(rest: Any, manager: Any, server: Any, context: Any) -> None:
    manager.setAutoDeleteReplies(True)
    bodies: list[bytes] = []
    reply = rest.get(
        request(server.on("/x", body=b"hi")), context, lambda answer: bodies.append(octets(answer.readBody()))
    )
    gone: list[int] = []
    reply.destroyed.connect(lambda *_: gone.append(1))
    run_until(lambda: gone)
    assert bodies == [b"hi"]


def test_a_manager_of_the_programs_own_makes_the_replies(server: Any, context: Any) -> None:
    asked: list[tuple[str, bytes]] = []

    class Manager(QtNetwork.QNetworkAccessManager):  # type: ignore[misc, name-defined]
        def createRequest(self, op: Any, request: Any, outgoingData: Any = None) -> Any:
            asked.append((enum_name(op), octets(request.rawHeader("content-type"))))
            return super().createRequest(op, request, outgoingData)

    manager = Manager()
    rest = RestManager(manager)
    answers: list[int] = []
    rest.post(request(server.on("/x")), {"a": 1}, context, lambda answer: answers.append(answer.httpStatus()))
    run_until(lambda: answers)
    assert asked == [("PostOperation", b"application/json")]
    assert answers == [200]
    rest.deleteLater()
    manager.deleteLater()
    spin()


# The managers' lives.


def test_it_knows_its_manager_and_its_parent(manager: Any) -> None:
    parent = QtCore.QObject()
    rest = RestManager(manager, parent)
    assert rest.networkAccessManager() is manager
    assert rest.parent() is parent
    assert RestManager(manager).parent() is None


def test_the_manager_can_be_its_parent(manager: Any) -> None:
    rest = RestManager(manager, parent=manager)
    assert rest.parent() is manager
    assert rest.networkAccessManager() is manager


@pytest.mark.parametrize("wrong", [(), (5,), (QtCore.QObject,)])
def test_it_is_made_for_a_network_access_manager(wrong: tuple[Any, ...]) -> None:
    with pytest.raises(TypeError):
        RestManager(*wrong)


def test_without_a_manager_nothing_is_sent(rest_warnings: list[str]) -> None:
    rest = RestManager(None)
    assert rest.networkAccessManager() is None
    assert rest.get(request("http://127.0.0.1/")) is None
    assert rest.post(request("http://127.0.0.1/"), {"a": 1}) is None
    assert rest_warnings == [
        "QRestAccessManager: QNetworkAccesManager is nullptr",
        "QRestAccessManager: QNetworkAccessManager not set",
        "QRestAccessManager: QNetworkAccessManager not set",
    ]


def test_its_deletion_ends_the_callbacks_but_not_the_requests(
    manager: Any, server: Any, context: Any, rest_warnings: list[str]
) -> None:
    bodies: list[bytes] = []
    manager.finished.connect(lambda reply: bodies.append(octets(reply.readAll())))
    rest = RestManager(manager)
    gate = server.gate()
    called: list[Any] = []
    rest.get(request(server.on("/x", body=b"hi", gate=gate)), context, called.append)
    rest.get(request(server.on("/y", body=b"ho", gate=gate)))
    rest.deleteLater()
    spin()
    assert rest_warnings == ["Access manager destroyed while 2 requests were still in progress"]
    gate.open()
    run_until(lambda: len(bodies) == 2)
    spin()
    assert (called, sorted(bodies)) == ([], [b"hi", b"ho"])


def test_its_deletion_is_silent_when_all_has_finished(
    manager: Any, server: Any, context: Any, rest_warnings: list[str]
) -> None:
    rest = RestManager(manager)
    run_until(rest.get(request(server.on("/x")), context, lambda answer: None).isFinished)
    spin()
    rest.deleteLater()
    spin()
    assert rest_warnings == []


@pytest.mark.only("netaccess")
def test_a_manager_without_a_parent_is_kept_alive(server: Any, context: Any) -> None:
    rest = RestManager(QtNetwork.QNetworkAccessManager())
    gc.collect()
    called: list[Any] = []
    rest.get(request(server.on("/x")), context, called.append)
    run_until(lambda: called)
    assert called[0].isSuccess()


@pytest.mark.only("netaccess")
def test_with_a_deleted_manager_nothing_can_be_sent(application: Any) -> None:
    manager = QtNetwork.QNetworkAccessManager()
    rest = RestManager(manager)
    manager.deleteLater()
    spin()
    assert rest.networkAccessManager() is None
    with pytest.raises(RuntimeError, match="the QNetworkAccessManager has been deleted"):
        rest.get(request("http://127.0.0.1/"))


@pytest.mark.only("netaccess")
def test_a_rest_reply_can_be_kept_after_the_callback(rest: Any, server: Any, context: Any) -> None:
    assert not IS_ORACLE  # where it points to memory that is free again
    kept: list[Any] = []
    reply = rest.get(request(server.on("/x", body=b"hi")), context, kept.append)
    run_until(lambda: kept)
    spin()
    assert (kept[0].networkReply(), kept[0].readText()) == (reply, "hi")
