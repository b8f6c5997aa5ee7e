"""What `QRestAccessManager` sends: verbs, and bodies from bytes, devices, JSON and multiparts."""

from __future__ import annotations

from typing import Any

import pytest
from binding import BINDING, QtCore, enum_name
from loops import run_until
from server import Request
from shortcuts import request, typed

pytestmark = pytest.mark.only("netaccess", "PySide6")

if BINDING != "PySide2":
    from binding import QtNetwork

    Json = QtCore.QJsonDocument


def buffer(data: bytes) -> Any:
    """An open device with some bytes."""
    device = QtCore.QBuffer()
    device.setData(data)
    device.open(QtCore.QIODevice.ReadOnly)
    return device


def sent(server: Any, reply: Any) -> Request:
    """What came to the server for a reply."""
    run_until(reply.isFinished)
    found: Request = server.requests[-1]
    return found


@pytest.mark.parametrize(
    ("send", "method", "operation"),
    [
        pytest.param(lambda rest, asked: rest.get(asked), "GET", "GetOperation", id="get"),
        pytest.param(lambda rest, asked: rest.head(asked), "HEAD", "HeadOperation", id="head"),
        pytest.param(lambda rest, asked: rest.deleteResource(asked), "DELETE", "DeleteOperation", id="delete"),
        pytest.param(lambda rest, asked: rest.post(asked, b"x"), "POST", "PostOperation", id="post"),
        pytest.param(lambda rest, asked: rest.put(asked, b"x"), "PUT", "PutOperation", id="put"),
        pytest.param(lambda rest, asked: rest.patch(asked, b"x"), "PATCH", "CustomOperation", id="patch"),
        pytest.param(
            lambda rest, asked: rest.sendCustomRequest(asked, b"brew", b"x"), "brew", "CustomOperation", id="custom"
        ),
    ],
)
def test_each_method_sends_its_verb(rest: Any, server: Any, send: Any, method: str, operation: str) -> None:
    reply = send(rest, typed(server.on("/x")))
    assert sent(server, reply).method == method
    assert enum_name(reply.operation()) == operation


@pytest.mark.parametrize("make", [bytes, bytearray, QtCore.QByteArray, buffer])
@pytest.mark.parametrize("name", ["get", "post", "put", "patch"])
def test_a_body_may_be_bytes_or_a_device(rest: Any, server: Any, name: str, make: Any) -> None:
    data = make(b"abc")
    found = sent(server, getattr(rest, name)(typed(server.on("/x")), data))
    assert (found.body, found.header("Content-Length")) == (b"abc", "3")


@pytest.mark.parametrize("make", [bytes, QtCore.QByteArray, buffer])
def test_a_custom_request_may_have_bytes_or_a_device(rest: Any, server: Any, make: Any) -> None:
    data = make(b"abc")
    assert sent(server, rest.sendCustomRequest(typed(server.on("/x")), b"BREW", data)).body == b"abc"


@pytest.mark.parametrize("name", ["get", "post", "put", "patch"])
def test_a_document_is_sent_as_compact_json(rest: Any, server: Any, name: str) -> None:
    document = Json.fromJson(b'{ "b": [1.5, "\\u00fc", true, null], "a": {} }')
    found = sent(server, getattr(rest, name)(request(server.on("/x")), document))
    assert found.body == '{"a":{},"b":[1.5,"ü",true,null]}'.encode()
    assert found.header("Content-Type") == "application/json"


@pytest.mark.parametrize("name", ["post", "put", "patch"])
def test_a_dict_is_sent_as_compact_json(rest: Any, server: Any, name: str) -> None:
    found = sent(server, getattr(rest, name)(request(server.on("/x")), {"b": [1.5, "ü", True, None], "a": {"c": "d"}}))
    assert found.body == '{"a":{"c":"d"},"b":[1.5,"ü",true,null]}'.encode()
    assert found.header("Content-Type") == "application/json"


def test_an_empty_dict_is_an_object(rest: Any, server: Any) -> None:
    assert sent(server, rest.post(request(server.on("/x")), {})).body == b"{}"


def test_a_document_may_be_an_array(rest: Any, server: Any) -> None:
    assert sent(server, rest.post(request(server.on("/x")), Json.fromJson(b"[1, 2]"))).body == b"[1,2]"


def test_a_null_document_is_an_empty_body(rest: Any, server: Any) -> None:
    found = sent(server, rest.post(request(server.on("/x")), Json()))
    assert (found.body, found.header("Content-Length")) == (b"", "0")


@pytest.mark.parametrize(
    ("value", "json"),
    [
        (QtCore.QUrl("http://h/"), b'"http://h/"'),
        (QtCore.QByteArray(b"x"), b'"x"'),
        (2**62, b"4611686018427387904"),
        (float("nan"), b"null"),
        (object(), b"null"),
        ({1: 2}, b"null"),
        (1.0, b"1"),
    ],
)
def test_a_dict_may_hold_other_values(rest: Any, server: Any, value: Any, json: bytes) -> None:
    assert sent(server, rest.post(request(server.on("/x")), {"a": value})).body == b'{"a":' + json + b"}"


@pytest.mark.parametrize("data", [{"a": 1}, Json.fromJson(b'{"a":1}') if BINDING != "PySide2" else None])
def test_a_content_type_of_the_request_stays(rest: Any, server: Any, data: Any) -> None:
    asked = request(server.on("/x"), {"Content-Type": "application/vnd.api+json"})
    assert sent(server, rest.post(asked, data)).header("Content-Type") == "application/vnd.api+json"


def test_the_request_of_the_program_is_not_changed(rest: Any, server: Any) -> None:
    asked = request(server.on("/x"))
    run_until(rest.post(asked, {"a": 1}).isFinished)
    assert asked.rawHeaderList() == []


def test_a_get_without_body_has_no_length(rest: Any, server: Any) -> None:
    assert sent(server, rest.get(request(server.on("/x")), b"")).header("Content-Length") is None
    assert sent(server, rest.get(request(server.on("/x")), None)).header("Content-Length") is None


@pytest.mark.parametrize("name", ["post", "put"])
def test_a_multipart_is_sent_with_its_boundary(rest: Any, server: Any, name: str) -> None:
    parts = QtNetwork.QHttpMultiPart(QtNetwork.QHttpMultiPart.FormDataType)
    parts.setBoundary(b"BBB")
    part = QtNetwork.QHttpPart()
    part.setBody(b"data")
    parts.append(part)
    found = sent(server, getattr(rest, name)(request(server.on("/x")), parts))
    assert found.header("Content-Type") == 'multipart/form-data; boundary="BBB"'
    assert b"data" in found.body and found.body.endswith(b"--BBB--\r\n")


@pytest.mark.parametrize("data", ["text", [1], 5, {1: 2}, {b"a": 1}])
def test_other_bodies_are_refused(rest: Any, server: Any, data: Any) -> None:
    with pytest.raises(TypeError):
        rest.post(request(server.on("/x")), data)


@pytest.mark.parametrize("name", ["get", "head", "deleteResource"])
def test_a_url_is_no_request(rest: Any, name: str) -> None:
    with pytest.raises(TypeError):
        getattr(rest, name)(QtCore.QUrl("http://127.0.0.1/"))


@pytest.mark.parametrize("name", ["post", "put", "patch"])
def test_a_body_has_to_be_given(rest: Any, name: str) -> None:
    with pytest.raises(TypeError):
        getattr(rest, name)(request("http://127.0.0.1/"))
