"""Cookies on a scripted transport: which are kept, and which are sent with the next request or hop."""

from __future__ import annotations

import pytest
from faketransport import FakeTransport, answer, field, follow, redirect, request
from looping import drain

from netaccess._access.manager import QNetworkAccessManager
from netaccess._values.request import QNetworkRequest

ATTRIBUTE = QNetworkRequest.Attribute


def test_a_cookie_that_is_set_is_sent_back(manager: QNetworkAccessManager, wire: FakeTransport) -> None:
    wire.script = lambda ticket: answer(b"", 200, (b"Set-Cookie", b"a=1; Path=/"), (b"Set-Cookie", b"b=2; Path=/"))
    manager.get(request("http://host/"))
    drain()
    manager.get(request("http://host/next"))
    assert (field(wire.tickets[0], b"Cookie"), field(wire.tickets[1], b"Cookie")) == (None, b"a=1; b=2")


def test_a_cookie_does_not_go_to_another_host(manager: QNetworkAccessManager, wire: FakeTransport) -> None:
    wire.script = lambda ticket: answer(b"", 200, (b"Set-Cookie", b"a=1"))
    manager.get(request("http://host/"))
    drain()
    manager.get(request("http://other/"))
    assert field(wire.tickets[1], b"Cookie") is None


def test_a_cookie_set_by_a_redirect_is_sent_with_the_next_hop(
    manager: QNetworkAccessManager, wire: FakeTransport
) -> None:
    wire.script = follow((b"/a", redirect(b"/b", 302, (b"Set-Cookie", b"a=1; Path=/"))))
    manager.get(request("http://host/a"))
    drain()
    assert field(wire.tickets[1], b"Cookie") == b"a=1"


def test_a_cookie_of_the_first_host_stays_behind_on_a_redirect(
    manager: QNetworkAccessManager, wire: FakeTransport
) -> None:
    wire.script = lambda ticket: answer(b"", 200, (b"Set-Cookie", b"a=1; Path=/"))
    manager.get(request("http://host/"))
    drain()
    wire.script = follow((b"/a", redirect(b"http://other/b")))
    manager.get(request("http://host/a"))
    drain()
    assert [field(ticket, b"Cookie") for ticket in wire.tickets[1:]] == [b"a=1", None]


@pytest.mark.parametrize("attribute", ["CookieLoadControlAttribute", "CookieSaveControlAttribute"])
def test_a_request_may_leave_the_jar_alone(manager: QNetworkAccessManager, wire: FakeTransport, attribute: str) -> None:
    wire.script = lambda ticket: answer(b"", 200, (b"Set-Cookie", b"a=1; Path=/"))
    made = request("http://host/")
    made.setAttribute(ATTRIBUTE[attribute], QNetworkRequest.LoadControl.Manual)
    for _ in range(2):
        manager.get(made)
        drain()
    assert field(wire.tickets[1], b"Cookie") is None


def test_the_users_own_cookie_gives_way_to_the_jars(manager: QNetworkAccessManager, wire: FakeTransport) -> None:
    wire.script = lambda ticket: answer(b"", 200, (b"Set-Cookie", b"a=1; Path=/"))
    made = request("http://host/")
    made.setRawHeader(b"Cookie", b"own=1")
    manager.get(made)
    drain()
    manager.get(made)
    assert [field(ticket, b"Cookie") for ticket in wire.tickets] == [b"own=1", b"a=1"]
