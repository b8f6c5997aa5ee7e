"""Redirects on a scripted transport: which are followed, with what method, body and headers, and with whose consent."""

from __future__ import annotations

from typing import Any

import pytest
from faketransport import ENDING, FakeTransport, Recorder, answer, field, follow, redirect, request
from looping import drain

from netaccess._access.manager import QNetworkAccessManager
from netaccess._values.errors import NetworkError
from netaccess._values.request import QNetworkRequest

ATTRIBUTE = QNetworkRequest.Attribute
POLICY = QNetworkRequest.RedirectPolicy


def test_a_redirect_is_followed_and_shown(manager: QNetworkAccessManager, wire: FakeTransport) -> None:
    wire.script = follow((b"/a", redirect(b"/b")))
    reply = manager.get(request("http://host/a"))
    recorder = Recorder(manager, reply)
    drain()
    assert recorder.log == [
        *("socketStartedConnecting", "requestSent", "metaDataChanged", "redirected"),
        *("socketStartedConnecting", "requestSent", "metaDataChanged", "readyRead", *ENDING),
    ]
    assert reply.url().toString() == "http://host/b"
    assert reply.readAll() == b"end"


def test_the_body_of_a_redirect_is_not_shown(manager: QNetworkAccessManager, wire: FakeTransport) -> None:
    wire.script = follow((b"/a", answer(b"moved", 302, (b"Location", b"/b"))))
    reply = manager.get(request("http://host/a"))
    drain()
    assert reply.readAll() == b"end"


@pytest.mark.parametrize("status", [301, 302, 303, 305])
def test_these_redirects_make_a_get_without_a_body(
    manager: QNetworkAccessManager, wire: FakeTransport, status: int
) -> None:
    wire.script = follow((b"/a", redirect(b"/b", status)))
    made = request("http://host/a")
    made.setRawHeader(b"Content-Type", b"text/plain")
    reply = manager.post(made, b"data")
    drain()
    second = wire.tickets[1]
    assert (second.hop.method, second.hop.body, field(second, b"content-length")) == (b"GET", None, None)
    assert field(second, b"content-type") is None
    assert reply.operation() == QNetworkAccessManager.Operation.GetOperation


@pytest.mark.parametrize("status", [307, 308])
def test_these_redirects_keep_method_and_body(manager: QNetworkAccessManager, wire: FakeTransport, status: int) -> None:
    wire.script = follow((b"/a", redirect(b"/b", status)))
    manager.post(request("http://host/a"), b"data")
    drain()
    second = wire.tickets[1]
    assert (second.hop.method, second.hop.body, field(second, b"content-length")) == (b"POST", b"data", b"4")


@pytest.mark.parametrize("status", [300, 304, 306])
def test_these_are_no_redirects(manager: QNetworkAccessManager, wire: FakeTransport, status: int) -> None:
    wire.script = follow((b"/a", redirect(b"/b", status)))
    reply = manager.get(request("http://host/a"))
    drain()
    assert len(wire.tickets) == 1
    assert reply.attribute(ATTRIBUTE.HttpStatusCodeAttribute) == status


def test_a_head_stays_a_head(manager: QNetworkAccessManager, wire: FakeTransport) -> None:
    wire.script = follow((b"/a", redirect(b"/b", 303)))
    manager.head(request("http://host/a"))
    drain()
    assert wire.tickets[1].hop.method == b"HEAD"


@pytest.mark.parametrize(
    ("target", "kept"),
    [
        (b"/b", True),
        (b"http://host:80/b", True),
        (b"http://other/b", False),
        (b"http://host:81/b", False),
        (b"https://host/b", False),
    ],
)
def test_credentials_stay_within_the_origin(
    manager: QNetworkAccessManager, wire: FakeTransport, target: bytes, kept: bool
) -> None:
    wire.script = follow((b"/a", redirect(target)))
    made = request("http://host/a")
    for name in (b"Authorization", b"Cookie", b"Proxy-Authorization"):
        made.setRawHeader(name, b"secret=1")
    made.setRawHeader(b"X-Own", b"1")
    manager.get(made)
    drain()
    second = wire.tickets[1]
    assert field(second, b"X-Own") == b"1"
    for name in (b"Authorization", b"Proxy-Authorization"):
        assert (field(second, name) is not None) == kept
    if not kept:
        assert field(second, b"Cookie") is None


def test_a_redirect_to_less_safety_is_refused(manager: QNetworkAccessManager, wire: FakeTransport) -> None:
    wire.script = follow((b"/a", redirect(b"http://host/b")))
    reply = manager.get(request("https://host/a"))
    recorder = Recorder(manager, reply)
    drain()
    assert reply.error() == NetworkError.InsecureRedirectError
    assert recorder.log.count("finished") == 1
    assert len(wire.tickets) == 1


@pytest.mark.parametrize("location", [None, b"", b"file:///etc/passwd", b"foo:bar", b"data:,x"])
def test_a_redirect_to_nowhere_is_an_error(
    manager: QNetworkAccessManager, wire: FakeTransport, location: bytes | None
) -> None:
    wire.script = follow((b"/a", answer(b"", 302) if location is None else redirect(location)))
    reply = manager.get(request("http://host/a"))
    drain()
    assert reply.error() == NetworkError.ProtocolUnknownError
    assert reply.attribute(ATTRIBUTE.HttpStatusCodeAttribute) == 302


def test_redirects_are_followed_up_to_the_limit(manager: QNetworkAccessManager, wire: FakeTransport) -> None:
    wire.script = lambda ticket: redirect(b"/again")
    made = request("http://host/a")
    made.setMaximumRedirectsAllowed(3)
    reply = manager.get(made)
    recorder = Recorder(manager, reply)
    drain()
    assert reply.error() == NetworkError.TooManyRedirectsError
    assert recorder.log.count("redirected") == 3
    assert len(wire.tickets) == 4


def test_a_manual_policy_shows_the_redirect(manager: QNetworkAccessManager, wire: FakeTransport) -> None:
    wire.script = follow((b"/a", redirect(b"/b")))
    manager.setRedirectPolicy(POLICY.ManualRedirectPolicy)
    reply = manager.get(request("http://host/a"))
    drain()
    assert len(wire.tickets) == 1
    assert reply.error() == NetworkError.NoError
    assert reply.attribute(ATTRIBUTE.RedirectionTargetAttribute).toString() == "/b"


def held(manager: QNetworkAccessManager, wire: FakeTransport) -> Any:
    manager.setRedirectPolicy(POLICY.UserVerifiedRedirectPolicy)
    wire.script = follow((b"/a", redirect(b"/b")))
    return manager.get(request("http://host/a"))


def test_a_redirect_waits_for_the_users_consent(manager: QNetworkAccessManager, wire: FakeTransport) -> None:
    reply = held(manager, wire)
    drain()
    assert (len(wire.tickets), reply.isFinished()) == (1, False)
    reply.redirectAllowed.emit()
    drain()
    assert (len(wire.tickets), reply.readAll()) == (2, b"end")


def test_consent_may_be_given_inside_redirected(manager: QNetworkAccessManager, wire: FakeTransport) -> None:
    reply = held(manager, wire)
    reply.redirected.connect(lambda url: reply.redirectAllowed.emit())
    drain()
    assert (len(wire.tickets), reply.readAll()) == (2, b"end")


def test_a_held_redirect_can_be_given_up(manager: QNetworkAccessManager, wire: FakeTransport) -> None:
    reply = held(manager, wire)
    reply.redirected.connect(reply.abort)
    recorder = Recorder(manager, reply)
    drain()
    reply.redirectAllowed.emit()
    drain()
    assert len(wire.tickets) == 1
    assert recorder.log.count("finished") == 1


def test_consent_that_nobody_asked_for_does_nothing(manager: QNetworkAccessManager, wire: FakeTransport) -> None:
    reply = held(manager, wire)
    reply.redirectAllowed.emit()
    drain()
    reply.redirectAllowed.emit()
    reply.redirectAllowed.emit()
    drain()
    assert len(wire.tickets) == 2


def test_a_redirect_to_another_host_frees_its_place_first(manager: QNetworkAccessManager, wire: FakeTransport) -> None:
    wire.script = follow((b"/a", redirect(b"http://host/b")))
    for _ in range(20):
        manager.get(request("http://host/a"))
    drain()
    assert len(wire.tickets) == 40
