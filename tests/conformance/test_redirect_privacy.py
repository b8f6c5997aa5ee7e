"""What never goes to another server when a redirect is followed, and what does."""

from __future__ import annotations

from typing import Any

import pytest
from binding import QtNetwork
from recorder import Recorder
from redirecting import allow, redirect, run, under
from shortcuts import request

pytestmark = [pytest.mark.unsteady, pytest.mark.only("netaccess", "PySide6")]

Request = QtNetwork.QNetworkRequest
NO_LESS_SAFE = Request.NoLessSafeRedirectPolicy
USER_VERIFIED = Request.UserVerifiedRedirectPolicy


@pytest.mark.differs("credentials-stay-home")
@pytest.mark.parametrize("name", ["Authorization", "Cookie", "Proxy-Authorization", "Host"])
@pytest.mark.parametrize("policy", [NO_LESS_SAFE, USER_VERIFIED], ids=["no-less-safe", "user-verified"])
def test_what_is_meant_for_one_server_is_not_sent_to_another(
    server: Any, other_server: Any, manager: Any, name: str, policy: Any
) -> None:
    reply = manager.get(under(policy, redirect(server, other_server.url("/end")), {name: "secret.1"}))
    reply.redirected.connect(lambda _url: allow(reply))
    Recorder(reply).run()
    assert server.requests[0].header(name) == "secret.1"
    assert other_server.requests[0].header(name) != "secret.1"


@pytest.mark.differs("credentials-stay-home")
def test_credentials_do_not_come_back_either(server: Any, other_server: Any, manager: Any) -> None:
    redirect(other_server, server.on("/end", body=b"final"), "/b")
    run(manager, request(redirect(server, other_server.url("/b")), {"Authorization": "Basic x"}))
    assert server.requests[-1].target == "/end"
    assert server.requests[-1].header("Authorization") is None


@pytest.mark.differs("credentials-stay-home")
def test_credentials_do_not_go_to_the_same_host_without_tls(server: Any, tls_server: Any, manager: Any) -> None:
    server.on("/end", body=b"final")
    url = redirect(tls_server, server.url("/end"))
    reply = manager.get(under(USER_VERIFIED, url, {"Authorization": "Basic x"}))
    reply.redirected.connect(lambda _url: allow(reply))
    Recorder(reply).run()
    assert server.requests[0].header("Authorization") is None


@pytest.mark.parametrize(("location", "shown"), [("/end", "u:p@127.0.0.1"), ("//127.0.0.1:{port}/end", "127.0.0.1")])
def test_the_users_name_in_the_url_stays_with_the_authority(
    server: Any, manager: Any, location: str, shown: str
) -> None:
    server.on("/end")
    url = redirect(server, location.format(port=server.port)).replace("http://", "http://u:p@")
    reply = run(manager, request(url))
    assert reply.url().toString() == f"http://{shown}:{server.port}/end"


def test_a_users_name_in_the_url_is_sent_to_nobody_unasked(server: Any, other_server: Any, manager: Any) -> None:
    run(manager, request(redirect(server, other_server.url("/end")).replace("http://", "http://u:p@")))
    assert [asked.header("Authorization") for asked in server.requests + other_server.requests] == [None, None]


def test_other_headers_of_the_user_go_along(server: Any, other_server: Any, manager: Any) -> None:
    mine = {"X-Mine": "1", "Accept": "text/html", "Referer": "http://r/", "User-Agent": "me"}
    run(manager, request(redirect(server, other_server.url("/end")), mine))
    assert {name: other_server.requests[0].header(name) for name in mine} == mine
