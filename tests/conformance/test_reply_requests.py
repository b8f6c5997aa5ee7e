"""What a reply tells of its request: a subclass, the originating object, attributes of the program."""

from __future__ import annotations

import gc
from typing import Any

import pytest
from binding import QtCore, QtNetwork, enum_name
from recorder import Recorder
from shortcuts import get, request, status

Manager = QtNetwork.QNetworkAccessManager
Request = QtNetwork.QNetworkRequest


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
