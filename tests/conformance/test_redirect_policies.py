"""The four redirect policies, per request and per manager, odd targets, limits, and what never goes to another server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from binding import QtCore, QtNetwork, enum_name
from loops import flush_deletions, run_for, run_until, spin
from recorder import Recorder
from server import Server
from shortcuts import CANCELLED, LAST, get, pairs, request, status
from tlsserver import TlsServer, unverified

pytestmark = [pytest.mark.unsteady, pytest.mark.only("netaccess", "PySide6")]

Request = QtNetwork.QNetworkRequest
MANUAL = Request.ManualRedirectPolicy
NO_LESS_SAFE = Request.NoLessSafeRedirectPolicy
SAME_ORIGIN = Request.SameOriginRedirectPolicy
USER_VERIFIED = Request.UserVerifiedRedirectPolicy


@pytest.fixture
def tls() -> Iterator[TlsServer]:
    """A server over TLS."""
    with TlsServer() as running:
        running.on("/end", body=b"final")
        yield running


@pytest.fixture
def other() -> Iterator[Server]:
    """A second server, and so another origin."""
    with Server() as running:
        running.on("/end", body=b"final")
        yield running


def redirect(server: Any, location: str, path: str = "/a", code: int = 302) -> str:
    """Set a redirect and return its URL."""
    return server.on(path, status=code, headers=[("Location", location)], body=b"go")


def under(policy: Any, url: str, headers: dict[str, str] | None = None) -> Any:
    """A request with a redirect policy."""
    asked = unverified(url, headers)
    asked.setAttribute(Request.RedirectPolicyAttribute, policy)
    return asked


def run(manager: Any, asked: Any) -> Any:
    """The finished reply of a GET."""
    return Recorder(manager.get(asked)).run().reply


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
    server: Any, tls: Any, manager: Any, policy: Any, followed: list[bool], way: int
) -> None:
    server.on("/end", body=b"final")
    source, target = [(server, server), (tls, tls), (server, tls), (tls, server)][way]
    reply = run(manager, under(policy, redirect(source, target.url("/end"))))
    assert is_followed(reply) is followed[way]


def test_an_insecure_redirect_shows_where_it_would_have_led(server: Any, tls: Any, manager: Any) -> None:
    reply = run(manager, under(NO_LESS_SAFE, redirect(tls, server.url("/end"))))
    assert reply.url().toString() == server.url("/end")
    assert reply.attribute(Request.RedirectionTargetAttribute) is None
    assert server.requests == []


def test_an_insecure_redirect_ends_like_any_error(server: Any, tls: Any, manager: Any) -> None:
    log = Recorder(manager.get(under(NO_LESS_SAFE, redirect(tls, server.url("/end"))))).run()
    assert log.events[-6:] == [
        ("metaDataChanged",),
        ("errorOccurred", "InsecureRedirectError"),
        ("downloadProgress", 0, 2),
        *LAST,
    ]


def test_the_same_origin_policy_looks_at_the_port(server: Any, other: Any, manager: Any) -> None:
    url = redirect(server, other.url("/end"))
    reply = run(manager, under(SAME_ORIGIN, url))
    assert not is_followed(reply)
    assert reply.url().toString() == url
    assert other.requests == []


def test_the_same_origin_policy_looks_at_the_host(server: Any, manager: Any) -> None:
    url = redirect(server, server.url("/end").replace("127.0.0.1", "localhost"))
    assert not is_followed(run(manager, under(SAME_ORIGIN, url)))


@pytest.mark.parametrize("change", [str, lambda url: url.replace("http:", "HTTP:"), lambda url: url[5:]])
def test_the_same_origin_policy_follows_its_own(server: Any, manager: Any, change: Callable[[str], str]) -> None:
    url = redirect(server, change(server.on("/end", body=b"final")))
    assert is_followed(run(manager, under(SAME_ORIGIN, url)))


def test_the_managers_policy_is_for_requests_without_one(server: Any, other: Any, manager: Any) -> None:
    url = redirect(server, other.url("/end"))
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
def test_a_policy_may_be_a_number(server: Any, other: Any, manager: Any, number: int, policy: Any) -> None:
    url = redirect(server, other.url("/end"))
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


# UserVerified.


def verified(manager: Any, url: str, hooks: dict[str, Callable[[Any], Any]]) -> Recorder:
    """Record a GET under the policy; the hooks are handed the reply."""
    reply = manager.get(under(USER_VERIFIED, url))
    return Recorder(reply, hooks={name: lambda hook=hook: hook(reply) for name, hook in hooks.items()})


def allow(reply: Any) -> None:
    reply.redirectAllowed.emit()


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


def test_an_insecure_redirect_can_be_allowed(server: Any, tls: Any, manager: Any) -> None:
    server.on("/end", body=b"final")
    log = verified(manager, redirect(tls, server.url("/end")), {"redirected": allow}).run()
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
    asked.setTransferTimeout(60)
    reply = manager.get(asked)
    log = Recorder(reply)
    run_until(lambda: "redirected" in log.names)
    run_for(150)
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


def test_two_servers_that_send_to_each_other(server: Any, other: Any, manager: Any) -> None:
    redirect(other, server.url("/a"), "/b")
    asked = request(redirect(server, other.url("/b")))
    asked.setMaximumRedirectsAllowed(5)
    log = Recorder(manager.get(asked)).run()
    assert log.count("redirected") == 5
    assert enum_name(log.reply.error()) == "TooManyRedirectsError"
    assert log.reply.url().toString() == other.url("/b")


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


# What stays at home.


@pytest.mark.differs("credentials-stay-home")
@pytest.mark.parametrize("name", ["Authorization", "Cookie", "Proxy-Authorization", "Host"])
@pytest.mark.parametrize("policy", [NO_LESS_SAFE, USER_VERIFIED], ids=["no-less-safe", "user-verified"])
def test_what_is_meant_for_one_server_is_not_sent_to_another(
    server: Any, other: Any, manager: Any, name: str, policy: Any
) -> None:
    reply = manager.get(under(policy, redirect(server, other.url("/end")), {name: "secret.1"}))
    reply.redirected.connect(lambda _url: allow(reply))
    Recorder(reply).run()
    assert server.requests[0].header(name) == "secret.1"
    assert other.requests[0].header(name) != "secret.1"


@pytest.mark.differs("credentials-stay-home")
def test_credentials_do_not_come_back_either(server: Any, other: Any, manager: Any) -> None:
    redirect(other, server.on("/end", body=b"final"), "/b")
    run(manager, request(redirect(server, other.url("/b")), {"Authorization": "Basic x"}))
    assert server.requests[-1].target == "/end"
    assert server.requests[-1].header("Authorization") is None


@pytest.mark.differs("credentials-stay-home")
def test_credentials_do_not_go_to_the_same_host_without_tls(server: Any, tls: Any, manager: Any) -> None:
    server.on("/end", body=b"final")
    url = redirect(tls, server.url("/end"))
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


def test_a_users_name_in_the_url_is_sent_to_nobody_unasked(server: Any, other: Any, manager: Any) -> None:
    run(manager, request(redirect(server, other.url("/end")).replace("http://", "http://u:p@")))
    assert [asked.header("Authorization") for asked in server.requests + other.requests] == [None, None]


def test_other_headers_of_the_user_go_along(server: Any, other: Any, manager: Any) -> None:
    mine = {"X-Mine": "1", "Accept": "text/html", "Referer": "http://r/", "User-Agent": "me"}
    run(manager, request(redirect(server, other.url("/end")), mine))
    assert {name: other.requests[0].header(name) for name in mine} == mine
