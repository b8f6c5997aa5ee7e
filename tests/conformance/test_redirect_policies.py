"""The redirect policies that ask nobody, per request and per manager; odd targets, limits and loops."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from binding import QtCore, QtNetwork, enum_name
from recorder import Recorder
from redirecting import redirect, run, under
from shortcuts import LAST, get, request, status

pytestmark = [pytest.mark.unsteady, pytest.mark.only("netaccess", "PySide6")]

Request = QtNetwork.QNetworkRequest
MANUAL = Request.ManualRedirectPolicy
NO_LESS_SAFE = Request.NoLessSafeRedirectPolicy
SAME_ORIGIN = Request.SameOriginRedirectPolicy


def is_followed(reply: Any) -> bool:
    """Whether a reply has arrived at ``/end``; fails the test unless it is a followed or a refused redirect."""
    if enum_name(reply.error()) == "InsecureRedirectError":
        assert reply.errorString() == "Insecure redirect"
        assert status(reply) == 302
        assert bytes(reply.readAll()) == b""
        return False
    assert enum_name(reply.error()) == "NoError"
    assert bytes(reply.readAll()) == b"final"
    return True


@pytest.mark.parametrize(
    ("policy", "followed"),
    [(NO_LESS_SAFE, [True, True, True, False]), (SAME_ORIGIN, [True, True, False, False])],
    ids=["no-less-safe", "same-origin"],
)
@pytest.mark.parametrize("way", range(4), ids=["http-http", "https-https", "http-https", "https-http"])
def test_which_schemes_a_policy_follows(
    server: Any, tls_server: Any, manager: Any, policy: Any, followed: list[bool], way: int
) -> None:
    server.on("/end", body=b"final")
    source, target = [(server, server), (tls_server, tls_server), (server, tls_server), (tls_server, server)][way]
    reply = run(manager, under(policy, redirect(source, target.url("/end"))))
    assert is_followed(reply) is followed[way]


def test_an_insecure_redirect_shows_where_it_would_have_led(server: Any, tls_server: Any, manager: Any) -> None:
    reply = run(manager, under(NO_LESS_SAFE, redirect(tls_server, server.url("/end"))))
    assert reply.url().toString() == server.url("/end")
    assert reply.attribute(Request.RedirectionTargetAttribute) is None
    assert server.requests == []


def test_an_insecure_redirect_ends_like_any_error(server: Any, tls_server: Any, manager: Any) -> None:
    log = Recorder(manager.get(under(NO_LESS_SAFE, redirect(tls_server, server.url("/end"))))).run()
    assert log.events[-6:] == [
        ("metaDataChanged",),
        ("errorOccurred", "InsecureRedirectError"),
        ("downloadProgress", 0, 2),
        *LAST,
    ]


def test_the_same_origin_policy_looks_at_the_port(server: Any, other_server: Any, manager: Any) -> None:
    url = redirect(server, other_server.url("/end"))
    reply = run(manager, under(SAME_ORIGIN, url))
    assert not is_followed(reply)
    assert reply.url().toString() == url
    assert other_server.requests == []


def test_the_same_origin_policy_looks_at_the_host(server: Any, manager: Any) -> None:
    url = redirect(server, server.url("/end").replace("127.0.0.1", "localhost"))
    assert not is_followed(run(manager, under(SAME_ORIGIN, url)))


@pytest.mark.parametrize("change", [str, lambda url: url.replace("http:", "HTTP:"), lambda url: url[5:]])
def test_the_same_origin_policy_follows_its_own(server: Any, manager: Any, change: Callable[[str], str]) -> None:
    url = redirect(server, change(server.on("/end", body=b"final")))
    assert is_followed(run(manager, under(SAME_ORIGIN, url)))


def test_the_managers_policy_is_for_requests_without_one(server: Any, other_server: Any, manager: Any) -> None:
    url = redirect(server, other_server.url("/end"))
    manager.setRedirectPolicy(SAME_ORIGIN)
    assert manager.redirectPolicy() == SAME_ORIGIN
    assert not is_followed(run(manager, request(url)))
    assert is_followed(run(manager, under(NO_LESS_SAFE, url)))


def test_the_managers_policy_can_be_manual(server: Any, manager: Any) -> None:
    manager.setRedirectPolicy(MANUAL)
    reply = run(manager, request(redirect(server, "/end")))
    assert (status(reply), bytes(reply.readAll())) == (302, b"go")


def test_the_managers_policy_is_asked_when_the_request_is_made(server: Any, manager: Any) -> None:
    server.on("/end", body=b"final")
    reply = get(manager, redirect(server, "/end"))
    manager.setRedirectPolicy(MANUAL)
    Recorder(reply).run()
    assert is_followed(reply)


@pytest.mark.parametrize(("number", "policy"), [(0, MANUAL), (1, NO_LESS_SAFE), (2, SAME_ORIGIN)])
def test_a_policy_may_be_a_number(server: Any, other_server: Any, manager: Any, number: int, policy: Any) -> None:
    url = redirect(server, other_server.url("/end"))
    by_number, by_name = run(manager, under(number, url)), run(manager, under(policy, url))
    assert (status(by_number), by_number.error()) == (status(by_name), by_name.error())


def test_a_policy_that_is_none_follows_nothing(server: Any, manager: Any) -> None:
    reply = run(manager, under("some text", redirect(server, "/end")))
    assert (status(reply), enum_name(reply.error())) == (302, "NoError")


# Manual.


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_the_manual_policy_tells_the_target_as_it_was_written(server: Any, manager: Any, code: int) -> None:
    reply = run(manager, under(MANUAL, redirect(server, "../end?q#f", "/dir/a", code)))
    assert reply.attribute(Request.RedirectionTargetAttribute) == QtCore.QUrl("../end?q#f")
    assert reply.url().toString() == server.url("/dir/a")


@pytest.mark.parametrize("code", [200, 201, 300, 304, 305, 306, 310, 404])
def test_other_statuses_have_no_target(server: Any, manager: Any, code: int) -> None:
    reply = run(manager, under(MANUAL, redirect(server, "/end", code=code)))
    assert reply.attribute(Request.RedirectionTargetAttribute) is None


@pytest.mark.parametrize("location", [None, "", "http://[bad", "http://127.0.0.1:99999/"])
def test_a_target_that_is_none_is_an_empty_url(server: Any, manager: Any, location: str | None) -> None:
    url = server.on("/a", status=302, headers=[] if location is None else [("Location", location)])
    target = run(manager, under(MANUAL, url)).attribute(Request.RedirectionTargetAttribute)
    assert isinstance(target, QtCore.QUrl)
    assert not target.isValid()
    assert target.toString() == ""


@pytest.mark.parametrize("location", ["mailto:x@y", "data:,x", "file:///etc/passwd", "javascript:1", "//host/x"])
def test_the_manual_policy_tells_targets_that_are_never_followed(server: Any, manager: Any, location: str) -> None:
    reply = run(manager, under(MANUAL, redirect(server, location)))
    assert reply.attribute(Request.RedirectionTargetAttribute) == QtCore.QUrl(location)
    assert enum_name(reply.error()) == "NoError"


def test_a_redirect_can_be_followed_by_hand(server: Any, manager: Any) -> None:
    server.on("/end", body=b"final")
    first = run(manager, under(MANUAL, redirect(server, "../end", "/dir/a")))
    target = first.url().resolved(first.attribute(Request.RedirectionTargetAttribute))
    second = run(manager, Request(target))
    assert bytes(second.readAll()) == b"final"


def test_a_refused_redirect_tells_no_target(server: Any, manager: Any) -> None:
    reply = run(manager, under(NO_LESS_SAFE, redirect(server, "mailto:x@y")))
    assert reply.attribute(Request.RedirectionTargetAttribute) is None
    assert bytes(reply.rawHeader("location")) == b"mailto:x@y"


# Targets, limits, loops.


@pytest.mark.parametrize(
    ("location", "target"),
    [
        ("/caf\xc3\xa9", "/caf%C3%A9"),
        ("/a%20b", "/a%20b"),
        ("/%zz", "/%25zz"),
        ("/end?x= y", "/end?x=%20y"),
        ("/[x]", "/[x]"),
        ("/<x>", "/%3Cx%3E"),
        ("\\end", "/dir/%5Cend"),
        ("/end\t", "/end"),
        ("./x/../end", "/dir/end"),
        ("http:end", None),
    ],
)
def test_odd_targets_of_the_same_server(server: Any, manager: Any, location: str, target: str | None) -> None:
    log = Recorder(get(manager, redirect(server, location, "/dir/a"))).run()
    last = server.requests[-1].target
    assert (last if log.count("redirected") and last != "/dir/a" else None) == target


@pytest.mark.parametrize("location", ["http:///end", "http://", "http:/end"])
def test_a_target_without_a_host_is_a_host_that_is_not_found(server: Any, manager: Any, location: str) -> None:
    log = Recorder(get(manager, redirect(server, location))).run()
    if log.count("redirected"):
        assert enum_name(log.reply.error()) == "HostNotFoundError"
    else:
        assert enum_name(log.reply.error()) == "ProtocolUnknownError"
    assert {asked.target for asked in server.requests} == {"/a"}


@pytest.mark.parametrize("limit", [-1, -5])
def test_a_negative_limit_follows_nothing(server: Any, manager: Any, limit: int) -> None:
    asked = request(redirect(server, "/end"))
    asked.setMaximumRedirectsAllowed(limit)
    reply = run(manager, asked)
    assert enum_name(reply.error()) == "TooManyRedirectsError"
    assert reply.url().toString() == server.url("/a")


def test_the_limit_does_not_concern_the_manual_policy(server: Any, manager: Any) -> None:
    asked = under(MANUAL, redirect(server, "/end"))
    asked.setMaximumRedirectsAllowed(0)
    assert enum_name(run(manager, asked).error()) == "NoError"


def test_a_limit_that_is_just_enough(server: Any, manager: Any) -> None:
    redirect(server, "/b")
    redirect(server, "/end", "/b")
    server.on("/end", body=b"final")
    asked = request(server.url("/a"))
    asked.setMaximumRedirectsAllowed(2)
    assert bytes(run(manager, asked).readAll()) == b"final"


def test_two_servers_that_send_to_each_other(server: Any, other_server: Any, manager: Any) -> None:
    redirect(other_server, server.url("/a"), "/b")
    asked = request(redirect(server, other_server.url("/b")))
    asked.setMaximumRedirectsAllowed(5)
    log = Recorder(manager.get(asked)).run()
    assert log.count("redirected") == 5
    assert enum_name(log.reply.error()) == "TooManyRedirectsError"
    assert log.reply.url().toString() == other_server.url("/b")


def test_the_original_length_is_of_the_last_answer(server: Any, manager: Any) -> None:
    import gzip

    packed = gzip.compress(b"final" * 100)
    server.on("/end", headers=[("Content-Encoding", "gzip")], body=packed)
    reply = run(manager, request(redirect(server, "/end")))
    assert reply.attribute(Request.OriginalContentLengthAttribute) == len(packed)
    assert bytes(reply.readAll()) == b"final" * 100


def test_the_original_length_is_only_told_of_decoded_bodies(server: Any, manager: Any) -> None:
    reply = run(manager, request(server.on("/a", body=b"plain")))
    assert reply.attribute(Request.OriginalContentLengthAttribute) is None


def test_the_argument_of_redirected_is_a_url_of_its_own(server: Any, manager: Any) -> None:
    end = server.on("/end", body=b"final")
    reply = get(manager, redirect(server, "/end"))
    reply.redirected.connect(lambda url: url.setPath("/changed"))
    Recorder(reply).run()
    assert reply.url().toString() == end
