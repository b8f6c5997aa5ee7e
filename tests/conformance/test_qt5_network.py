"""What network code of PySide 2 uses and Qt 6 has not: it works on netaccess as there."""

from __future__ import annotations

from typing import Any

import pytest
from binding import QtCore, QtNetwork, enum_name, number, octets
from loops import run_until, spin
from recorder import Recorder
from server import refused_port
from shortcuts import request, status

pytestmark = pytest.mark.only("netaccess", "PySide2")

Manager = QtNetwork.QNetworkAccessManager
Reply = QtNetwork.QNetworkReply
Request = QtNetwork.QNetworkRequest


@pytest.fixture
def changes(manager: Any) -> list[str]:
    """The names that networkAccessibleChanged tells."""
    heard: list[str] = []
    manager.networkAccessibleChanged.connect(lambda accessible: heard.append(enum_name(accessible)))
    return heard


# Accessibility.


@pytest.mark.parametrize(("name", "value"), [("UnknownAccessibility", -1), ("NotAccessible", 0), ("Accessible", 1)])
def test_an_accessibility_has_its_number_and_both_spellings(name: str, value: int) -> None:
    assert number(getattr(Manager, name)) == value
    assert getattr(Manager.NetworkAccessibility, name) == getattr(Manager, name)


def test_the_network_is_accessible_unless_the_program_says_else(manager: Any) -> None:
    assert manager.networkAccessible() == Manager.Accessible
    manager.setNetworkAccessible(Manager.NotAccessible)
    assert manager.networkAccessible() == Manager.NotAccessible


def test_changes_of_the_accessibility_are_told_once(manager: Any, changes: list[str]) -> None:
    for value in (Manager.Accessible, Manager.NotAccessible, Manager.NotAccessible, Manager.UnknownAccessibility):
        manager.setNetworkAccessible(value)
    assert changes == ["NotAccessible", "UnknownAccessibility"]


def test_accessibility_belongs_to_one_manager(manager: Any) -> None:
    manager.setNetworkAccessible(Manager.NotAccessible)
    assert Manager().networkAccessible() == Manager.Accessible


@pytest.mark.parametrize("value", ["Accessible", "UnknownAccessibility"])
def test_requests_go_when_nothing_is_known_of_the_network(manager: Any, server: Any, value: str) -> None:
    manager.setNetworkAccessible(getattr(Manager, value))
    reply = manager.get(request(server.on("/x", body=b"hi")))
    run_until(reply.isFinished)
    assert octets(reply.readAll()) == b"hi"


@pytest.mark.differs("not-accessible-fails")
def test_requests_fail_when_the_network_is_not_accessible(manager: Any, server: Any) -> None:
    manager.setNetworkAccessible(Manager.NotAccessible)
    events = Recorder(manager.get(request(server.on("/x")))).run()
    assert events.events == [
        ("errorOccurred", "UnknownNetworkError"),
        ("downloadProgress", 0, 0),
        ("readChannelFinished",),
        ("manager.finished",),
        ("finished",),
    ]
    assert events.reply.errorString() == "Network access is disabled."
    assert server.requests == []


@pytest.mark.differs("not-accessible-fails")
@pytest.mark.parametrize(
    "send",
    [
        pytest.param(lambda manager, asked: manager.post(asked, b"x"), id="post"),
        pytest.param(lambda manager, asked: manager.deleteResource(asked), id="delete"),
        pytest.param(lambda manager, asked: manager.sendCustomRequest(asked, b"BREW"), id="custom"),
    ],
)
def test_every_method_fails_when_the_network_is_not_accessible(manager: Any, server: Any, send: Any) -> None:
    manager.setNetworkAccessible(Manager.NotAccessible)
    reply = send(manager, request(server.on("/x"), {"Content-Type": "text/plain"}))
    run_until(reply.isFinished)
    assert enum_name(reply.error()) == "UnknownNetworkError"
    assert server.requests == []


@pytest.mark.parametrize("url", ["data:text/plain,here", "file"])
def test_what_needs_no_network_goes_all_the_same(manager: Any, tmp_path: Any, url: str) -> None:
    (tmp_path / "f").write_bytes(b"here")
    manager.setNetworkAccessible(Manager.NotAccessible)
    asked = request(url) if url != "file" else Request(QtCore.QUrl.fromLocalFile(str(tmp_path / "f")))
    reply = manager.get(asked)
    run_until(reply.isFinished)
    assert octets(reply.readAll()) == b"here"


def test_a_request_on_its_way_is_not_stopped(manager: Any, server: Any) -> None:
    gate = server.gate()
    reply = manager.get(request(server.on("/x", body=b"hi", gate=gate)))
    run_until(gate.reached)
    manager.setNetworkAccessible(Manager.NotAccessible)
    gate.open()
    run_until(reply.isFinished)
    assert octets(reply.readAll()) == b"hi"


def test_the_network_can_be_switched_on_again(manager: Any, server: Any) -> None:
    manager.setNetworkAccessible(Manager.NotAccessible)
    manager.setNetworkAccessible(Manager.Accessible)
    reply = manager.get(request(server.on("/x", body=b"hi")))
    run_until(reply.isFinished)
    assert octets(reply.readAll()) == b"hi"


@pytest.mark.parametrize("wrong", [7, "Accessible", None])
def test_an_accessibility_is_one_of_three(manager: Any, wrong: Any) -> None:
    with pytest.raises((TypeError, ValueError)):
        manager.setNetworkAccessible(wrong)


# Attributes.


@pytest.mark.parametrize(
    ("old", "new"),
    [("HTTP2AllowedAttribute", "Http2AllowedAttribute"), ("HTTP2WasUsedAttribute", "Http2WasUsedAttribute")],
)
def test_old_spellings_are_the_new_attributes(old: str, new: str) -> None:
    assert getattr(Request, old) == getattr(Request, new)
    assert getattr(Request.Attribute, old) == getattr(Request.Attribute, new)


@pytest.mark.parametrize("name", ["FollowRedirectsAttribute", "SpdyAllowedAttribute", "SpdyWasUsedAttribute"])
def test_attributes_that_are_gone_can_be_set_and_removed(name: str) -> None:
    asked, code = Request(), getattr(Request, name)
    assert asked.attribute(code) is None
    asked.setAttribute(code, True)
    assert asked.attribute(code) is True
    asked.setAttribute(code, None)
    assert asked.attribute(code) is None


def test_redirects_are_followed_when_that_is_asked_for(manager: Any, server: Any) -> None:
    server.on("/end", body=b"there")
    asked = request(server.on("/x", status=302, headers=[("Location", "/end")]))
    asked.setAttribute(Request.FollowRedirectsAttribute, True)
    reply = manager.get(asked)
    run_until(reply.isFinished)
    assert (status(reply), octets(reply.readAll())) == (200, b"there")


def test_redirects_are_not_followed_when_that_is_asked_for(manager: Any, server: Any) -> None:
    asked = request(server.on("/x", status=302, headers=[("Location", "/end")]))
    asked.setAttribute(Request.FollowRedirectsAttribute, False)
    reply = manager.get(asked)
    run_until(reply.isFinished)
    assert status(reply) == 302
    assert reply.attribute(Request.RedirectionTargetAttribute) == QtCore.QUrl("/end")


def test_a_request_remembers_who_it_was_made_for() -> None:
    asked, owner = Request(), QtCore.QObject()
    assert asked.originatingObject() is None
    asked.setOriginatingObject(owner)
    assert asked.originatingObject() is owner


# The error signal.


def refused(manager: Any) -> Any:
    """A reply that will fail."""
    return manager.get(request(f"http://127.0.0.1:{refused_port()}/"))


def test_error_is_a_signal_and_a_method(manager: Any) -> None:
    reply = refused(manager)
    heard: list[str] = []
    reply.error.connect(lambda code: heard.append(enum_name(code)))
    assert enum_name(reply.error()) == "NoError"
    run_until(reply.isFinished)
    assert heard == ["ConnectionRefusedError"]
    assert enum_name(reply.error()) == "ConnectionRefusedError"


def test_the_error_signal_can_be_chosen_by_its_type(manager: Any) -> None:
    reply = refused(manager)
    heard: list[str] = []
    reply.error[Reply.NetworkError].connect(lambda code: heard.append(enum_name(code)))
    run_until(reply.isFinished)
    assert heard == ["ConnectionRefusedError"]


def test_the_error_signal_can_be_named_as_text(manager: Any) -> None:
    reply = refused(manager)
    heard: list[str] = []
    text = QtCore.SIGNAL("error(QNetworkReply::NetworkError)")
    assert QtCore.QObject.connect(reply, text, lambda code: heard.append(enum_name(code)))
    run_until(reply.isFinished)
    assert heard == ["ConnectionRefusedError"]


@pytest.mark.parametrize("url", ["http", "foo://host/", "file:///nowhere/at-all"])
def test_error_and_its_successor_both_come_before_the_end(manager: Any, url: str) -> None:
    reply = refused(manager) if url == "http" else manager.get(request(url))
    heard: list[str] = []
    reply.errorOccurred.connect(lambda code: heard.append("errorOccurred"))
    reply.error.connect(lambda code: heard.append("error"))
    reply.finished.connect(lambda: heard.append("finished"))
    run_until(lambda: "finished" in heard)
    assert (sorted(heard[:2]), heard[2:]) == (["error", "errorOccurred"], ["finished"])


def test_an_aborted_reply_tells_its_error_too(manager: Any, server: Any) -> None:
    reply = manager.get(request(server.on("/x", gate=server.gate())))
    heard: list[str] = []
    reply.error.connect(lambda code: heard.append(enum_name(code)))
    reply.abort()
    spin()
    assert heard == ["OperationCanceledError"]


def test_the_error_signal_reaches_a_slot_with_a_type(manager: Any) -> None:
    heard: list[Any] = []

    class Receiver(QtCore.QObject):  # type: ignore[misc, name-defined]
        @QtCore.Slot(Reply.NetworkError)
        def hear(self, code: Any) -> None:
            heard.append(code)

    receiver, reply = Receiver(), refused(manager)
    reply.error.connect(receiver.hear)
    run_until(reply.isFinished)
    assert heard == [Reply.ConnectionRefusedError]
    assert int(heard[0]) == 1
