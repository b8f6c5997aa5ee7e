"""Attributes of requests and replies: their types, their defaults, and what a reply knows when."""

from __future__ import annotations

import copy
import gc
import gzip
from typing import Any

import pytest
from binding import QtCore, QtNetwork, number
from programreplies import Answer
from recorder import Recorder
from server import refused_port
from shortcuts import get, request

Request = QtNetwork.QNetworkRequest
Attribute = Request.Attribute
ALWAYS = ("HttpStatusCode", "HttpReasonPhrase", "ConnectionEncrypted", "HttpPipeliningWasUsed", "Http2WasUsed")
# PySide cannot show what Qt keeps there, a pointer to memory, and raises.
UNREADABLE = ("DownloadBufferAttribute",)
NUMBERS = {
    "HttpStatusCodeAttribute": 0,
    "HttpReasonPhraseAttribute": 1,
    "RedirectionTargetAttribute": 2,
    "ConnectionEncryptedAttribute": 3,
    "CacheLoadControlAttribute": 4,
    "CacheSaveControlAttribute": 5,
    "SourceIsFromCacheAttribute": 6,
    "DoNotBufferUploadDataAttribute": 7,
    "HttpPipeliningAllowedAttribute": 8,
    "HttpPipeliningWasUsedAttribute": 9,
    "CustomVerbAttribute": 10,
    "CookieLoadControlAttribute": 11,
    "AuthenticationReuseAttribute": 12,
    "CookieSaveControlAttribute": 13,
    "MaximumDownloadBufferSizeAttribute": 14,
    "DownloadBufferAttribute": 15,
    "SynchronousRequestAttribute": 16,
    "BackgroundRequestAttribute": 17,
    "EmitAllUploadProgressSignalsAttribute": 18,
    "Http2AllowedAttribute": 19,
    "Http2WasUsedAttribute": 20,
    "OriginalContentLengthAttribute": 21,
    "RedirectPolicyAttribute": 22,
    "Http2DirectAttribute": 23,
    "ResourceTypeAttribute": 24,
    "AutoDeleteReplyOnFinishAttribute": 25,
    "ConnectionCacheExpiryTimeoutSecondsAttribute": 26,
    "Http2CleartextAllowedAttribute": 27,
    "UseCredentialsAttribute": 28,
    "FullLocalServerNameAttribute": 29,
}

pytestmark = pytest.mark.only("netaccess", "PySide6")  # Qt 5 has other numbers, and fewer


def attributes(reply: Any) -> dict[str, Any]:
    """The attributes that a reply has, by short name."""
    found = {}
    for name in NUMBERS:
        if name not in UNREADABLE and (value := reply.attribute(getattr(Request, name))) is not None:
            found[name.removesuffix("Attribute")] = value
    return found


def fetched(server: Any, manager: Any, asked: Any = None, **answer: Any) -> Any:
    """The finished reply to a GET."""
    url = server.on("/a", **{"body": b"x", **answer})
    if asked is None:
        asked = request(url)
    asked.setUrl(QtCore.QUrl(url))
    return Recorder(manager.get(asked)).run().reply


# Requests.


@pytest.mark.parametrize("name", NUMBERS)
def test_every_attribute_has_qts_number_and_can_be_set(name: str) -> None:
    code = getattr(Request, name)
    assert number(code) == NUMBERS[name] and code == getattr(Attribute, name)
    asked = Request()
    assert asked.attribute(code) is None and asked.attribute(code, 5) == 5
    asked.setAttribute(code, "x")
    assert asked.attribute(code) == "x"
    asked.setAttribute(code, None)
    assert asked.attribute(code) is None


class Anything:
    """An object of the program."""


@pytest.mark.parametrize(
    "value",
    [
        True,
        5,
        -1,
        1.5,
        "text",
        b"bytes",
        (1, 2),
        [1, "a"],
        {"k": [1]},
        Anything(),
        len,
        Anything,
        QtCore.QUrl("http://x/"),
    ],
    ids=lambda value: type(value).__name__,
)
@pytest.mark.parametrize("code", [1000, 1001, 20000, 32767])
def test_attributes_of_the_program_hold_anything(code: int, value: Any) -> None:
    asked = Request()
    asked.setAttribute(Attribute(code), value)
    assert asked.attribute(Attribute(code)) == value
    assert Request(asked).attribute(Attribute(code)) == value


def test_an_object_is_given_back_as_itself() -> None:
    asked, thing = Request(), Anything()
    asked.setAttribute(Request.User, thing)
    assert asked.attribute(Request.User) is thing
    assert copy.copy(asked).attribute(Request.User) is thing


def test_members_of_enumerations_stay_members() -> None:
    asked = Request()
    asked.setAttribute(Request.RedirectPolicyAttribute, Request.ManualRedirectPolicy)
    assert asked.attribute(Request.RedirectPolicyAttribute) is Request.ManualRedirectPolicy


def test_attributes_of_copies_are_independent() -> None:
    asked = Request()
    asked.setAttribute(Request.User, 1)
    twin = Request(asked)
    twin.setAttribute(Request.User, 2)
    assert (asked.attribute(Request.User), twin.attribute(Request.User)) == (1, 2)
    assert asked != twin


@pytest.mark.differs("attributes-keep-alive")
def test_an_attribute_is_the_very_object_and_keeps_it_alive() -> None:
    asked, thing = Request(), [1]
    asked.setAttribute(Request.User, thing)
    assert asked.attribute(Request.User) is thing


# Requests as replies give them back.


def test_a_reply_gives_back_the_requests_attributes(server: Any, manager: Any) -> None:
    thing = Anything()
    asked = request(server.on("/a"))
    asked.setAttribute(Request.User, thing)
    asked.setAttribute(Request.UserMax, {"a": 1})
    reply = Recorder(manager.get(asked)).run().reply
    assert reply.request().attribute(Request.User) is thing
    assert reply.request().attribute(Request.UserMax) == {"a": 1}
    assert reply.attribute(Request.User) is None


def test_a_request_changed_after_sending_leaves_the_reply_alone(server: Any, manager: Any) -> None:
    asked = request(server.on("/a"))
    asked.setAttribute(Request.User, 1)
    reply = manager.get(asked)
    asked.setAttribute(Request.User, 2)
    asked.setRawHeader(b"X-Late", b"1")
    Recorder(reply).run()
    assert reply.request().attribute(Request.User) == 1
    assert server.requests[-1].header("X-Late") is None


def test_a_reply_knows_the_object_its_request_was_made_for(server: Any, manager: Any) -> None:
    origin = QtCore.QObject()
    asked = request(server.on("/a"))
    asked.setOriginatingObject(origin)
    reply = Recorder(manager.get(asked)).run().reply
    assert reply.request().originatingObject() is origin
    del asked, origin
    gc.collect()
    assert reply.request().originatingObject() is None


def test_the_object_a_request_was_made_for_can_be_forgotten() -> None:
    origin = QtCore.QObject()
    asked = Request()
    asked.setOriginatingObject(origin)
    asked.setOriginatingObject(None)
    assert asked.originatingObject() is None


class Named(Request):
    """A request with something of its own."""

    def __init__(self, url: Any, name: str) -> None:
        super().__init__(url)
        self.name = name

    def url(self) -> Any:
        return QtCore.QUrl("http://never.invalid/")


def test_a_request_may_be_of_a_class_derived_from_it(server: Any, manager: Any) -> None:
    asked = Named(QtCore.QUrl(server.on("/a", body=b"hi")), "first")
    asked.setRawHeader(b"X-A", b"1")
    reply = Recorder(manager.get(asked)).run().reply
    assert bytes(reply.readAll()) == b"hi" and server.requests[-1].header("X-A") == "1"
    assert asked.name == "first"


# Replies of the network.


def test_a_new_reply_knows_only_that_its_connection_is_not_encrypted(server: Any, manager: Any) -> None:
    reply = get(manager, server.on("/a"))
    assert attributes(reply) == {"ConnectionEncrypted": False}
    Recorder(reply).run()


def test_what_a_reply_knows_when_its_head_has_come(server: Any, manager: Any) -> None:
    reply = get(manager, server.on("/a", body=b"x"))
    seen: list[Any] = []
    Recorder(reply, hooks={"metaDataChanged": lambda: seen.append(attributes(reply))}).run()
    assert seen == [
        {
            "HttpStatusCode": 200,
            "HttpReasonPhrase": "OK",
            "ConnectionEncrypted": False,
            "HttpPipeliningWasUsed": False,
            "Http2WasUsed": False,
        }
    ]
    assert attributes(reply) == seen[0]


def test_types_of_what_a_reply_knows(server: Any, manager: Any) -> None:
    found = attributes(fetched(server, manager))
    assert {name: type(value) for name, value in found.items()} == {
        "HttpStatusCode": int,
        "HttpReasonPhrase": str,
        "ConnectionEncrypted": bool,
        "HttpPipeliningWasUsed": bool,
        "Http2WasUsed": bool,
    }


@pytest.mark.parametrize("reason", ["", "Nicht gefunden", "Grüße", "a<b>&c"])
def test_the_reason_is_what_the_server_says(server: Any, manager: Any, reason: str) -> None:
    reply = fetched(server, manager, reason=reason)
    assert reply.attribute(Request.HttpReasonPhraseAttribute) == reason


def test_a_status_line_without_a_reason(server: Any, manager: Any) -> None:
    reply = fetched(server, manager, raw=b"HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n")
    assert reply.attribute(Request.HttpStatusCodeAttribute) == 200
    assert reply.attribute(Request.HttpReasonPhraseAttribute) == ""


@pytest.mark.parametrize("kind", ["chunked", "closed", "empty", "head", "custom"])
def test_every_kind_of_response_has_the_same_attributes(server: Any, manager: Any, kind: str) -> None:
    answer: dict[str, Any] = {
        "chunked": {"chunks": [b"abc"]},
        "closed": {"raw": b"HTTP/1.0 200 OK\r\n\r\nx", "close": True},
        "empty": {"status": 204},
    }.get(kind, {"body": b"abc"})
    asked = request(server.on("/a", **answer))
    if kind == "head":
        reply = manager.head(asked)
    elif kind == "custom":
        reply = manager.sendCustomRequest(asked, QtCore.QByteArray(b"FOO"))
    else:
        reply = manager.get(asked)
    assert tuple(attributes(Recorder(reply).run().reply)) == ALWAYS


def test_the_length_on_the_wire_is_kept_when_the_body_is_decoded(server: Any, manager: Any) -> None:
    packed = gzip.compress(b"x" * 1000)
    reply = fetched(server, manager, headers=[("Content-Encoding", "gzip")], body=packed)
    length = reply.attribute(Request.OriginalContentLengthAttribute)
    assert (length, type(length)) == (len(packed), int)
    assert reply.header(Request.ContentLengthHeader) is None and not reply.hasRawHeader("Content-Length")
    assert bytes(reply.readAll()) == b"x" * 1000


def test_a_coded_body_of_unknown_length_has_no_original_length(server: Any, manager: Any) -> None:
    reply = fetched(server, manager, headers=[("Content-Encoding", "gzip")], chunks=[gzip.compress(b"x")])
    assert reply.attribute(Request.OriginalContentLengthAttribute) is None


def test_a_body_that_is_left_coded_keeps_its_length(server: Any, manager: Any) -> None:
    asked = Request()
    asked.setRawHeader(b"Accept-Encoding", b"gzip")
    packed = gzip.compress(b"x" * 1000)
    reply = fetched(server, manager, asked, headers=[("Content-Encoding", "gzip")], body=packed)
    assert reply.attribute(Request.OriginalContentLengthAttribute) is None
    assert reply.header(Request.ContentLengthHeader) == len(packed)


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_the_target_of_a_redirect_that_is_not_followed(server: Any, manager: Any, code: int) -> None:
    asked = Request()
    asked.setAttribute(Request.RedirectPolicyAttribute, Request.ManualRedirectPolicy)
    reply = fetched(server, manager, asked, status=code, headers=[("Location", "/b?c=d#e")])
    target = reply.attribute(Request.RedirectionTargetAttribute)
    assert isinstance(target, QtCore.QUrl) and target.toString() == "/b?c=d#e"
    assert reply.attribute(Request.HttpStatusCodeAttribute) == code


@pytest.mark.parametrize("code", [200, 201, 300, 304, 306])
def test_the_location_of_another_response_is_no_target(server: Any, manager: Any, code: int) -> None:
    reply = fetched(server, manager, status=code, headers=[("Location", "/b")])
    assert reply.attribute(Request.RedirectionTargetAttribute) is None
    assert bytes(reply.rawHeader("Location")) == b"/b"


def test_attributes_after_a_redirect_are_those_of_the_last_response(server: Any, manager: Any) -> None:
    server.on("/b", status=404, reason="Gone fishing")
    reply = fetched(server, manager, status=302, headers=[("Location", "/b")])
    found = attributes(reply)
    assert (found["HttpStatusCode"], found["HttpReasonPhrase"]) == (404, "Gone fishing")
    assert "RedirectionTarget" not in found


HINTS = {
    "HttpPipeliningAllowedAttribute": True,
    "Http2AllowedAttribute": False,
    "Http2DirectAttribute": False,
    "MaximumDownloadBufferSizeAttribute": 4096,
    "BackgroundRequestAttribute": True,
    "ConnectionCacheExpiryTimeoutSecondsAttribute": 5,
    "UseCredentialsAttribute": True,
    "ResourceTypeAttribute": 2,
    "EmitAllUploadProgressSignalsAttribute": True,
    "AuthenticationReuseAttribute": 0,
    "CacheSaveControlAttribute": True,
}


@pytest.mark.parametrize("name", HINTS)
def test_hints_are_accepted_and_do_not_show_on_the_reply(server: Any, manager: Any, name: str) -> None:
    asked = Request()
    asked.setAttribute(getattr(Request, name), HINTS[name])
    reply = fetched(server, manager, asked, body=b"abc")
    assert bytes(reply.readAll()) == b"abc"
    assert tuple(attributes(reply)) == ALWAYS
    assert reply.request().attribute(getattr(Request, name)) == HINTS[name]


def test_a_body_larger_than_the_download_buffer_is_whole(server: Any, manager: Any) -> None:
    asked = Request()
    asked.setAttribute(Request.MaximumDownloadBufferSizeAttribute, 16)
    assert bytes(fetched(server, manager, asked, body=b"x" * 5000).readAll()) == b"x" * 5000


@pytest.mark.only("netaccess")  # PySide6 raises RuntimeError: it has no converter for Qt's pointer
def test_there_is_no_download_buffer(server: Any, manager: Any) -> None:
    assert fetched(server, manager).attribute(Request.DownloadBufferAttribute) is None


def test_what_a_request_says_of_a_response_does_not_count(server: Any, manager: Any) -> None:
    asked = Request()
    asked.setAttribute(Request.HttpStatusCodeAttribute, 5)
    asked.setAttribute(Request.SourceIsFromCacheAttribute, True)
    found = attributes(fetched(server, manager, asked))
    assert found["HttpStatusCode"] == 200 and "SourceIsFromCache" not in found


# Replies without a response.


@pytest.mark.parametrize("url", ["foo:x", "http://nonexistent.invalid/", "", "data:,hello", "file:///nonexistent"])
def test_a_reply_without_a_response_knows_only_of_its_connection(manager: Any, url: str) -> None:
    reply = get(manager, url)
    assert attributes(reply) == {"ConnectionEncrypted": False}
    Recorder(reply).run()
    assert attributes(reply) == {"ConnectionEncrypted": False}


def test_a_reply_to_https_means_to_be_encrypted_from_the_beginning(manager: Any) -> None:
    reply = get(manager, f"https://127.0.0.1:{refused_port()}/")
    assert attributes(reply) == {"ConnectionEncrypted": True}
    Recorder(reply).run()
    assert attributes(reply) == {"ConnectionEncrypted": True}


def test_an_aborted_reply_keeps_what_it_knows(server: Any, manager: Any) -> None:
    reply = get(manager, server.on("/a", body=b"x"))
    Recorder(reply, hooks={"metaDataChanged": reply.abort}).run()
    assert tuple(attributes(reply)) == ALWAYS


# Replies of the program's own.


def test_a_reply_of_the_programs_own_has_no_attributes_but_one() -> None:
    assert attributes(Answer()) == {"ConnectionEncrypted": False}


@pytest.mark.parametrize(
    "value", [5, "x", Anything(), [1, 2], QtCore.QUrl("http://x/")], ids=lambda v: type(v).__name__
)
def test_a_reply_of_the_programs_own_is_given_attributes(value: Any) -> None:
    reply = Answer()
    for code in (Request.HttpStatusCodeAttribute, Request.User, Attribute(1005), Request.UserMax):
        reply.setAttribute(code, value)
        assert reply.attribute(code) == value
        reply.setAttribute(code, None)
        assert reply.attribute(code) is None


def test_a_reply_of_the_programs_own_may_be_encrypted() -> None:
    reply = Answer()
    reply.setAttribute(Request.ConnectionEncryptedAttribute, True)
    assert reply.attribute(Request.ConnectionEncryptedAttribute) is True
