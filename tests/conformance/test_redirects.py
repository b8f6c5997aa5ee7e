"""Redirects under the default policy: which are followed, how, and what they look like; the other policies in brief."""

from __future__ import annotations

from typing import Any

import pytest
from binding import QtCore, QtNetwork, enum_name
from recorder import Recorder
from server import Server, refused_port
from shortcuts import DIALLED, LAST, REUSED, get, pairs, request, status, typed

pytestmark = pytest.mark.unsteady

Request = QtNetwork.QNetworkRequest
FOLLOWED = [301, 302, 303, 305, 307, 308]


def told(log: Any) -> list[tuple[Any, ...]]:
    """What a reply told, without how often it connected or sent a thing again.

    After a redirect Qt now and then opens another connection, or sends the request once more.
    """
    events: list[tuple[Any, ...]] = []
    for event in log.collapsed():
        if event[0] != "socketStartedConnecting" and event not in events[-1:]:
            events.append(event)
    return events


def targets(server: Any) -> list[str]:
    """What the server was asked for, without immediate repetitions, for the same reason."""
    asked = server.targets()
    return [target for index, target in enumerate(asked) if target != asked[index - 1] or index == 0]


def last(server: Any) -> Any:
    """The last request that the server got."""
    return server.requests[-1]


def redirect(server: Any, path: str, location: str, code: int = 302, body: bytes = b"") -> str:
    """Set a redirect and return its URL."""
    return server.on(path, status=code, headers=[("Location", location)], body=body)


@pytest.mark.parametrize("code", FOLLOWED)
def test_a_get_follows(server: Any, manager: Any, code: int) -> None:
    end = server.on("/end", body=b"final")
    log = Recorder(get(manager, redirect(server, "/a", "/end", code, b"go there"))).run()
    tail = [("readyRead",), ("downloadProgress", 5, 5), *LAST]
    assert told(log) == [*REUSED, ("redirected", end), *REUSED, *tail]
    assert bytes(log.reply.readAll()) == b"final"
    assert status(log.reply) == 200


@pytest.mark.parametrize("code", [300, 304, 306])
def test_a_status_that_is_not_followed(server: Any, manager: Any, code: int) -> None:
    log = Recorder(get(manager, redirect(server, "/a", "/end", code))).run()
    assert log.count("redirected") == 0
    assert status(log.reply) == code
    assert server.targets() == ["GET /a"]


def test_a_chain(server: Any, manager: Any) -> None:
    redirect(server, "/1", "/2?x=1")
    redirect(server, "/2", "3")
    server.on("/3", body=b"3")
    log = Recorder(get(manager, server.url("/1"))).run()
    assert log.arguments("redirected") == [(server.url("/2?x=1"),), (server.url("/3"),)]
    assert log.count("finished") == 1
    assert log.count("metaDataChanged") == 3


@pytest.mark.only("netaccess")
@pytest.mark.parametrize("verb", ["get", "head"])
def test_a_redirect_on_one_server_uses_one_connection_and_sends_nothing_twice(
    server: Any, manager: Any, verb: str
) -> None:
    server.on("/2", status=302, headers=[("Location", "/3")], body=b"x" * 1000)
    server.on("/3", body=b"3")
    Recorder(getattr(manager, verb)(request(redirect(server, "/1", "/2")))).run()
    assert [sent.target for sent in server.requests] == ["/1", "/2", "/3"]
    assert server.connections == 1


def test_the_reply_after_a_redirect(server: Any, manager: Any) -> None:
    server.on("/end", headers=[("X-End", "1")], body=b"final")
    start = redirect(server, "/a", "/end")
    reply = Recorder(get(manager, start)).run().reply
    assert reply.url().toString() == server.url("/end")
    assert reply.request().url().toString() == start
    assert pairs(reply) == [("x-end", "1"), ("content-length", "5")]
    assert reply.attribute(Request.RedirectionTargetAttribute) is None


def test_the_url_is_the_new_one_inside_redirected(server: Any, manager: Any) -> None:
    server.on("/end")
    reply = get(manager, redirect(server, "/a", "/end"))
    seen: list[str] = []
    Recorder(reply, hooks={"redirected": lambda: seen.append(reply.url().toString())}).run()
    assert seen == [server.url("/end")]


@pytest.mark.parametrize("code", [301, 302, 303, 305])
@pytest.mark.parametrize("verb", ["post", "put", "deleteResource", "sendCustomRequest"])
def test_everything_but_head_becomes_get(server: Any, manager: Any, code: int, verb: str) -> None:
    server.on("/end", body=b"x")
    arguments = {"post": (b"abc",), "put": (b"abc",), "sendCustomRequest": (b"PATCH", b"abc")}.get(verb, ())
    reply = getattr(manager, verb)(typed(redirect(server, "/a", "/end", code)), *arguments)
    Recorder(reply).run()
    sent = last(server)
    assert (sent.method, sent.target, sent.body) == ("GET", "/end", b"")
    assert sent.header("Content-Type") is None
    assert sent.header("Content-Length") is None
    assert enum_name(reply.operation()) == "GetOperation"


@pytest.mark.parametrize("code", FOLLOWED)
def test_head_stays_head(server: Any, manager: Any, code: int) -> None:
    server.on("/end", body=b"hello")
    log = Recorder(manager.head(request(redirect(server, "/a", "/end", code)))).run()
    assert targets(server) == ["HEAD /a", "HEAD /end"]
    assert log.events[-4:] == [("downloadProgress", 0, 5), *LAST]


@pytest.mark.parametrize("code", [307, 308])
@pytest.mark.parametrize("verb", ["post", "put", "sendCustomRequest"])
def test_307_and_308_keep_verb_and_body(server: Any, manager: Any, code: int, verb: str) -> None:
    server.on("/end", body=b"x")
    arguments = (b"PATCH", b"abc") if verb == "sendCustomRequest" else (b"abc",)
    Recorder(getattr(manager, verb)(typed(redirect(server, "/a", "/end", code)), *arguments)).run()
    sent = last(server)
    assert sent.target == "/end"
    assert sent.method == server.requests[0].method
    assert sent.body == b"abc"
    assert sent.header("Content-Type") == "text/plain"
    assert sent.header("Content-Length") == "3"


def test_a_307_uploads_again(server: Any, manager: Any) -> None:
    server.on("/end", body=b"x")
    log = Recorder(manager.post(typed(redirect(server, "/a", "/end", 307)), b"abc")).run()
    assert told(log) == [
        ("uploadProgress", 3, 3),
        ("requestSent",),
        ("metaDataChanged",),
        ("redirected", server.url("/end")),
        ("uploadProgress", 3, 3),
        ("requestSent",),
        ("metaDataChanged",),
        ("readyRead",),
        ("downloadProgress", 1, 1),
        ("uploadProgress", 0, 0),
        *LAST,
    ]


def test_a_post_that_became_a_get_ends_like_a_get(server: Any, manager: Any) -> None:
    server.on("/end", body=b"x")
    log = Recorder(manager.post(typed(redirect(server, "/a", "/end")), b"abc")).run()
    tail = [("readyRead",), ("downloadProgress", 1, 1), *LAST]
    assert told(log)[-8:] == [("redirected", server.url("/end")), *REUSED, *tail]


def test_a_307_rewinds_a_device(server: Any, manager: Any) -> None:
    server.on("/end", body=b"x")
    device = QtCore.QBuffer()
    device.setData(b"0123456789")
    device.open(QtCore.QIODevice.ReadOnly)
    device.seek(4)
    Recorder(manager.put(typed(redirect(server, "/a", "/end", 307)), device)).run()
    assert {asked.body for asked in server.requests} == {b"456789"}
    assert targets(server) == ["PUT /a", "PUT /end"]


@pytest.mark.parametrize(
    ("location", "target"),
    [
        ("/end", "/end"),
        ("end", "/dir/end"),
        ("../end", "/end"),
        ("?q=1", "/dir/a?q=1"),
        (" /end ", "/end"),
        ("/e nd", "/e%20nd"),
        ("/end?x=1&y=2", "/end?x=1&y=2"),
    ],
)
def test_a_relative_location_is_resolved(server: Any, manager: Any, location: str, target: str) -> None:
    def script(talk: Any) -> None:
        if talk.request.target == "/dir/a?first":
            talk.answer(302, [("Location", location)])
        else:
            talk.answer(body=b"x")

    for path in ("/dir/a", "/end", "/dir/end", "/e%20nd"):
        server.script(path, script)
    Recorder(get(manager, server.url("/dir/a?first"))).run()
    assert server.requests[-1].target == target


def test_a_location_without_scheme_keeps_the_scheme(server: Any, manager: Any) -> None:
    server.on("/end", body=b"x")
    location = server.url("/end").removeprefix("http:")
    log = Recorder(get(manager, redirect(server, "/a", location))).run()
    assert log.arguments("redirected") == [(server.url("/end"),)]


@pytest.mark.differs("redirect-fragment")
def test_a_redirect_inherits_the_fragment_of_the_request(server: Any, manager: Any) -> None:
    server.on("/end")
    log = Recorder(get(manager, redirect(server, "/a", "/end") + "#one")).run()
    assert log.reply.url().toString() == server.url("/end#one")


def test_a_redirect_takes_the_fragment_of_the_location(server: Any, manager: Any) -> None:
    server.on("/end")
    log = Recorder(get(manager, redirect(server, "/a", "/end#two"))).run()
    assert log.reply.url().toString() == server.url("/end#two")
    assert targets(server) == ["GET /a", "GET /end"]


@pytest.mark.parametrize(
    "location", ["", "foo://x/", "file:///etc/passwd", "data:,x", "http://[bad", "ftp://127.0.0.1/x"]
)
def test_a_bad_location_is_an_error(server: Any, manager: Any, location: str) -> None:
    url = redirect(server, "/a", location, body=b"hi")
    log = Recorder(get(manager, url)).run()
    assert log.events == [*DIALLED, ("errorOccurred", "ProtocolUnknownError"), ("downloadProgress", 0, 2), *LAST]
    assert log.reply.errorString() == "Unknown protocol specified"
    assert status(log.reply) == 302
    assert log.reply.url().toString() == url
    assert bytes(log.reply.readAll()) == b""
    assert log.reply.hasRawHeader("location")


def test_no_location_is_an_error(server: Any, manager: Any) -> None:
    log = Recorder(get(manager, server.on("/a", status=302))).run()
    assert enum_name(log.reply.error()) == "ProtocolUnknownError"


def test_too_many_redirects(server: Any, manager: Any) -> None:
    url = redirect(server, "/a", "/a")
    log = Recorder(get(manager, url)).run()
    assert enum_name(log.reply.error()) == "TooManyRedirectsError"
    assert log.reply.errorString() == "Too many redirects"
    assert log.events[-5:] == [("errorOccurred", "TooManyRedirectsError"), ("downloadProgress", 0, 0), *LAST]
    assert log.count("redirected") == 50
    assert len(server.requests) >= 51  # Qt sometimes sends one again


@pytest.mark.parametrize("limit", [0, 1, 3])
def test_the_number_of_redirects_can_be_limited(server: Any, manager: Any, limit: int) -> None:
    asked = request(redirect(server, "/a", "/a"))
    asked.setMaximumRedirectsAllowed(limit)
    log = Recorder(manager.get(asked)).run()
    assert enum_name(log.reply.error()) == "TooManyRedirectsError"
    assert log.count("redirected") == limit
    assert log.count("requestSent") >= limit + 1


def test_a_redirect_to_an_error(server: Any, manager: Any) -> None:
    log = Recorder(get(manager, redirect(server, "/a", "/missing"))).run()
    assert enum_name(log.reply.error()) == "ContentNotFoundError"
    assert log.reply.errorString() == f"Error transferring {server.url('/missing')} - server replied: Not Found"


def test_a_redirect_to_a_refused_port(server: Any, manager: Any) -> None:
    target = f"http://127.0.0.1:{refused_port()}/"
    log = Recorder(get(manager, redirect(server, "/a", target))).run()
    assert told(log) == [
        *REUSED,
        ("redirected", target),
        ("errorOccurred", "ConnectionRefusedError"),
        ("downloadProgress", 0, 0),
        *LAST,
    ]
    assert log.reply.url().toString() == target
    assert pairs(log.reply) == []


def test_a_redirect_to_another_server(server: Any, manager: Any) -> None:
    with Server() as other:
        target = other.on("/end", body=b"other")
        asked = request(redirect(server, "/a", target), {"X-Mine": "1"})
        log = Recorder(manager.get(asked)).run()
        assert told(log)[:5] == [*REUSED, ("redirected", target), *REUSED]
        assert other.requests[0].header("Host") == f"127.0.0.1:{other.port}"
        assert other.requests[0].header("X-Mine") == "1"


@pytest.mark.differs("credentials-stay-home")
@pytest.mark.parametrize("name", ["Authorization", "Cookie"])
def test_credentials_do_not_cross_to_another_server(server: Any, manager: Any, name: str) -> None:
    with Server() as other:
        asked = request(redirect(server, "/a", other.on("/end")), {name: "secret=1"})
        Recorder(manager.get(asked)).run()
        assert other.requests[0].header(name) is None


@pytest.mark.parametrize("name", ["Authorization", "Cookie"])
def test_credentials_follow_on_the_same_server(server: Any, manager: Any, name: str) -> None:
    server.on("/end")
    Recorder(manager.get(request(redirect(server, "/a", "/end"), {name: "secret=1"}))).run()
    assert last(server).target == "/end"
    assert last(server).header(name) == "secret=1"


def test_the_body_of_a_redirect_is_skipped(server: Any, manager: Any) -> None:
    server.on("/end", body=b"final")
    log = Recorder(get(manager, redirect(server, "/a", "/end", body=b"x" * 1000000))).run()
    assert bytes(log.reply.readAll()) == b"final"
    assert [received for received, _ in log.arguments("downloadProgress")] == [5]


def test_the_manual_policy_delivers_the_redirect(server: Any, manager: Any) -> None:
    asked = request(redirect(server, "/a", "/end", body=b"go there"))
    asked.setAttribute(Request.RedirectPolicyAttribute, Request.ManualRedirectPolicy)
    log = Recorder(manager.get(asked)).run()
    assert log.collapsed() == [*DIALLED, ("readyRead",), ("downloadProgress", 8, 8), *LAST]
    assert log.reply.attribute(Request.RedirectionTargetAttribute) == QtCore.QUrl("/end")
    assert enum_name(log.reply.error()) == "NoError"


def test_a_request_started_in_redirected_does_not_disturb(server: Any, manager: Any) -> None:
    server.on("/end", body=b"final")
    started: list[Recorder] = []
    reply = get(manager, redirect(server, "/a", "/end"))
    url = server.on("/b", body=b"b")
    log = Recorder(reply, hooks={"redirected": lambda: started.append(Recorder(get(manager, url)))}).run()
    started[0].run()
    assert bytes(log.reply.readAll()) == b"final"
    assert bytes(started[0].reply.readAll()) == b"b"
