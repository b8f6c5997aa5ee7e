"""The redirect policy that asks the program: consent at once, later, never, twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from binding import QtCore, QtNetwork, enum_name
from loops import flush_deletions, run_for, run_until, spin
from recorder import Recorder
from redirecting import allow, redirect, under
from shortcuts import CANCELLED, LAST, get, pairs, status

pytestmark = [pytest.mark.unsteady, pytest.mark.only("netaccess", "PySide6")]

Request = QtNetwork.QNetworkRequest
USER_VERIFIED = Request.UserVerifiedRedirectPolicy


def verified(manager: Any, url: str, hooks: dict[str, Callable[[Any], Any]]) -> Recorder:
    """Record a GET under the policy; the hooks are handed the reply."""
    reply = manager.get(under(USER_VERIFIED, url))
    return Recorder(reply, hooks={name: lambda hook=hook: hook(reply) for name, hook in hooks.items()})


def allow_later(reply: Any) -> None:
    QtCore.QTimer.singleShot(0, lambda: QtCore.QTimer.singleShot(20, reply.redirectAllowed.emit))


def held(server: Any, manager: Any, **hooks: Callable[[Any], Any]) -> Recorder:
    """A reply whose redirect waits for consent."""
    server.on("/end", body=b"final")
    log = verified(manager, redirect(server, "/end"), hooks)
    run_until(lambda: "redirected" in log.names)
    spin(10)
    return log


@pytest.mark.parametrize("consent", [allow, allow_later])
def test_a_redirect_that_is_allowed_is_followed(server: Any, manager: Any, consent: Callable[[Any], Any]) -> None:
    server.on("/end", body=b"final")
    log = verified(manager, redirect(server, "/end"), {"redirected": consent}).run()
    names = [name for name in log.names if name != "requestSent"]
    assert names[names.index("redirected") :] == [
        "redirected",
        "redirectAllowed",
        "metaDataChanged",
        "readyRead",
        "downloadProgress",
        "readChannelFinished",
        "manager.finished",
        "finished",
    ]
    assert bytes(log.reply.readAll()) == b"final"


def test_a_redirect_that_is_not_allowed_waits(server: Any, manager: Any) -> None:
    log = held(server, manager)
    run_for(50)
    assert log.names[-1] == "redirected"
    assert not log.reply.isFinished()
    assert server.targets() == ["GET /a"]


def test_a_waiting_redirect_shows_its_answer(server: Any, manager: Any) -> None:
    reply = held(server, manager).reply
    assert status(reply) == 302
    assert pairs(reply) == [("location", "/end"), ("content-length", "2")]
    assert reply.bytesAvailable() == 0
    assert reply.url().toString() == server.url("/end")
    assert reply.attribute(Request.RedirectionTargetAttribute) is None


def test_a_waiting_redirect_goes_on_when_it_is_allowed(server: Any, manager: Any) -> None:
    log = held(server, manager)
    allow(log.reply)
    log.run()
    assert bytes(log.reply.readAll()) == b"final"


@pytest.mark.parametrize("way", ["abort", "close"])
def test_a_waiting_redirect_can_be_ended(server: Any, manager: Any, way: str) -> None:
    log = held(server, manager)
    before = len(log.events)
    getattr(log.reply, way)()
    assert log.events[before:] == [*CANCELLED, ("downloadProgress", 0, 2), *LAST]
    spin(10)
    assert server.targets() == ["GET /a"]


@pytest.mark.differs("signals-after-finished")
def test_consent_after_the_end_does_nothing(server: Any, manager: Any) -> None:
    log = held(server, manager)
    log.reply.abort()
    before = len(log.events)
    allow(log.reply)
    run_for(50)
    assert log.events[before:] == [("redirectAllowed",)]
    assert server.targets() == ["GET /a"]


@pytest.mark.differs("signals-after-finished")
def test_consent_withdrawn_at_once_by_an_abort(server: Any, manager: Any) -> None:
    server.on("/end", body=b"final")

    def both(reply: Any) -> None:
        allow(reply)
        reply.abort()

    log = verified(manager, redirect(server, "/end"), {"redirected": both}).run()
    run_for(50)
    assert log.names[-1] == "finished"
    assert server.targets() == ["GET /a"]


@pytest.mark.differs("consent-once")
def test_consent_given_twice_counts_once(server: Any, manager: Any) -> None:
    server.on("/end", body=b"final")

    def twice(reply: Any) -> None:
        allow(reply)
        allow(reply)

    log = verified(manager, redirect(server, "/end"), {"redirected": twice}).run()
    assert bytes(log.reply.readAll()) == b"final"
    assert server.targets() == ["GET /a", "GET /end"]


@pytest.mark.differs("consent-once")
def test_consent_given_before_there_is_a_redirect_is_none(server: Any, manager: Any) -> None:
    url = redirect(server, "/end")
    reply = manager.get(under(USER_VERIFIED, url))
    log = Recorder(reply)
    allow(reply)
    run_until(lambda: "redirected" in log.names)
    run_for(50)
    assert log.names[-1] == "redirected"


def test_every_redirect_of_a_chain_is_asked_for(server: Any, manager: Any) -> None:
    redirect(server, "/b")
    redirect(server, "/end", "/b")
    server.on("/end", body=b"final")
    log = verified(manager, server.url("/a"), {"redirected": allow}).run()
    assert log.arguments("redirected") == [(server.url("/b"),), (server.url("/end"),)]
    assert log.count("redirectAllowed") == 2


def test_an_insecure_redirect_can_be_allowed(server: Any, tls_server: Any, manager: Any) -> None:
    server.on("/end", body=b"final")
    log = verified(manager, redirect(tls_server, server.url("/end")), {"redirected": allow}).run()
    assert bytes(log.reply.readAll()) == b"final"


@pytest.mark.parametrize("location", ["", "file:///etc/passwd", "data:,x"])
def test_what_is_never_followed_is_not_asked_for(server: Any, manager: Any, location: str) -> None:
    log = verified(manager, redirect(server, location), {"redirected": allow}).run()
    assert log.count("redirected") == 0
    assert enum_name(log.reply.error()) == "ProtocolUnknownError"


def test_the_limit_holds_for_allowed_redirects(server: Any, manager: Any) -> None:
    asked = under(USER_VERIFIED, redirect(server, "/a"))
    asked.setMaximumRedirectsAllowed(2)
    reply = manager.get(asked)
    log = Recorder(reply, hooks={"redirected": lambda: allow(reply)}).run()
    assert log.count("redirected") == 2
    assert enum_name(reply.error()) == "TooManyRedirectsError"


def test_the_managers_policy_can_ask(server: Any, manager: Any) -> None:
    server.on("/end", body=b"final")
    manager.setRedirectPolicy(USER_VERIFIED)
    reply = get(manager, redirect(server, "/end"))
    Recorder(reply, hooks={"redirected": lambda: allow(reply)}).run()
    assert bytes(reply.readAll()) == b"final"


def test_a_waiting_redirect_does_not_time_out(server: Any, manager: Any) -> None:
    asked = under(USER_VERIFIED, redirect(server, "/end"))
    asked.setTransferTimeout(600)  # enough for the redirect to come
    reply = manager.get(asked)
    log = Recorder(reply)
    run_until(lambda: "redirected" in log.names)
    run_for(700)
    assert log.count("finished") == 0


def test_a_waiting_redirect_can_be_deleted(server: Any, manager: Any) -> None:
    log = held(server, manager)
    log.reply.deleteLater()
    flush_deletions()
    spin(10)
    assert log.names[-1] == "redirected"
    assert server.targets() == ["GET /a"]


@pytest.mark.only("netaccess")
def test_a_waiting_redirect_leaves_its_place_to_others(server: Any, manager: Any) -> None:
    server.on("/end")
    url = redirect(server, "/end")
    waiting = [Recorder(manager.get(under(USER_VERIFIED, url))) for _ in range(6)]
    run_until(lambda: all("redirected" in log.names for log in waiting))
    free = get(manager, server.on("/b", body=b"b"))
    Recorder(free).run()
    assert bytes(free.readAll()) == b"b"
