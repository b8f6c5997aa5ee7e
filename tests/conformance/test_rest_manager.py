"""`QRestAccessManager`: requests with JSON and callbacks."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator
from typing import Any

import pytest
from binding import BINDING, IS_ORACLE, QtCore, enum_name, octets
from loops import run_until, spin
from server import Request, refused_port
from shortcuts import request, typed

pytestmark = pytest.mark.only("netaccess", "PySide6")

if BINDING != "PySide2":
    from binding import QtNetwork

    RestManager = QtNetwork.QRestAccessManager
    Json = QtCore.QJsonDocument


@pytest.fixture
def rest(manager: Any) -> Iterator[Any]:
    """A QRestAccessManager for the fresh manager."""
    made = RestManager(manager)
    yield made
    made.deleteLater()
    spin()


@pytest.fixture
def context() -> Any:
    """An object to bind callbacks to."""
    return QtCore.QObject()


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


# What is sent.


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


# Replies.


def test_a_reply_is_the_managers(rest: Any, manager: Any, server: Any) -> None:
    reply = rest.get(request(server.on("/x", body=b"hi")))
    assert (reply.parent(), reply.manager()) == (manager, manager)
    run_until(reply.isFinished)
    assert octets(reply.readAll()) == b"hi"


def test_replies_are_not_deleted(rest: Any, server: Any, context: Any) -> None:
    called: list[Any] = []
    reply = rest.get(request(server.on("/x")), context, lambda answer: called.append(answer))
    run_until(lambda: called)
    spin()
    assert reply.isFinished()


def test_the_managers_auto_deletion_counts(rest: Any, manager: Any, server: Any, context: Any) -> None:
    manager.setAutoDeleteReplies(True)
    bodies: list[bytes] = []
    reply = rest.get(
        request(server.on("/x", body=b"hi")), context, lambda answer: bodies.append(octets(answer.readBody()))
    )
    gone: list[int] = []
    reply.destroyed.connect(lambda *_: gone.append(1))
    run_until(lambda: gone)
    assert bodies == [b"hi"]


def test_a_manager_of_the_programs_own_makes_the_replies(server: Any, context: Any) -> None:
    asked: list[tuple[str, bytes]] = []

    class Manager(QtNetwork.QNetworkAccessManager):  # type: ignore[misc, name-defined]
        def createRequest(self, op: Any, request: Any, outgoingData: Any = None) -> Any:
            asked.append((enum_name(op), octets(request.rawHeader("content-type"))))
            return super().createRequest(op, request, outgoingData)

    manager = Manager()
    rest = RestManager(manager)
    answers: list[int] = []
    rest.post(request(server.on("/x")), {"a": 1}, context, lambda answer: answers.append(answer.httpStatus()))
    run_until(lambda: answers)
    assert asked == [("PostOperation", b"application/json")]
    assert answers == [200]
    rest.deleteLater()
    manager.deleteLater()
    spin()


# Callbacks.


CALLS = [
    pytest.param(lambda rest, asked, *call: rest.get(asked, *call), id="get"),
    pytest.param(lambda rest, asked, *call: rest.get(asked, b"x", *call), id="get bytes"),
    pytest.param(lambda rest, asked, *call: rest.get(asked, Json(), *call), id="get document"),
    pytest.param(lambda rest, asked, *call: rest.head(asked, *call), id="head"),
    pytest.param(lambda rest, asked, *call: rest.deleteResource(asked, *call), id="delete"),
    pytest.param(lambda rest, asked, *call: rest.post(asked, b"x", *call), id="post bytes"),
    pytest.param(lambda rest, asked, *call: rest.post(asked, {"a": 1}, *call), id="post dict"),
    pytest.param(lambda rest, asked, *call: rest.post(asked, Json(), *call), id="post document"),
    pytest.param(lambda rest, asked, *call: rest.put(asked, {"a": 1}, *call), id="put dict"),
    pytest.param(lambda rest, asked, *call: rest.put(asked, b"x", *call), id="put bytes"),
    pytest.param(lambda rest, asked, *call: rest.patch(asked, {"a": 1}, *call), id="patch dict"),
    pytest.param(lambda rest, asked, *call: rest.patch(asked, b"x", *call), id="patch bytes"),
    pytest.param(lambda rest, asked, *call: rest.sendCustomRequest(asked, b"BREW", b"x", *call), id="custom"),
]


@pytest.mark.parametrize("send", CALLS)
def test_every_method_takes_a_context_and_a_callback(rest: Any, server: Any, context: Any, send: Any) -> None:
    seen: list[Any] = []
    reply = send(rest, typed(server.on("/x")), context, lambda answer: seen.append(answer.networkReply()))
    run_until(lambda: seen)
    assert seen == [reply]


def test_a_callback_gets_a_rest_reply_that_is_finished(rest: Any, server: Any, context: Any) -> None:
    seen: list[Any] = []

    def hear(answer: Any) -> None:
        seen.append((type(answer) is QtNetwork.QRestReply, answer.networkReply().isFinished()))
        seen.append((answer.httpStatus(), answer.isSuccess(), octets(answer.readBody())))

    rest.get(request(server.on("/x", body=b"hi")), context, hear)
    run_until(lambda: seen)
    assert seen == [(True, True), (200, True, b"hi")]


def test_a_callback_comes_between_the_managers_finished_and_later_slots(
    rest: Any, manager: Any, server: Any, context: Any
) -> None:
    order: list[str] = []
    manager.finished.connect(lambda reply: order.append("manager.finished"))
    reply = rest.get(request(server.on("/x")), context, lambda answer: order.append("callback"))
    reply.finished.connect(lambda: order.append("finished"))
    run_until(lambda: "finished" in order)
    assert order == ["manager.finished", "callback", "finished"]


@pytest.mark.parametrize("status", [404, 500])
def test_a_failure_is_called_back_too(rest: Any, server: Any, context: Any, status: int) -> None:
    seen: list[Any] = []
    rest.get(request(server.on("/x", status=status)), context, lambda answer: seen.append(answer.httpStatus()))
    run_until(lambda: seen)
    assert seen == [status]


def test_a_refused_connection_is_called_back(rest: Any, context: Any) -> None:
    seen: list[Any] = []
    asked = request(f"http://127.0.0.1:{refused_port()}/")
    rest.get(asked, context, lambda answer: seen.append((answer.isSuccess(), enum_name(answer.error()))))
    run_until(lambda: seen)
    assert seen == [(False, "ConnectionRefusedError")]


def test_an_abort_is_called_back_inside_the_call(rest: Any, server: Any, context: Any) -> None:
    seen: list[Any] = []
    asked = request(server.on("/x", gate=server.gate()))
    reply = rest.get(asked, context, lambda answer: seen.append(enum_name(answer.error())))
    reply.abort()
    assert seen == ["OperationCanceledError"]


def test_a_data_url_is_called_back_from_the_loop(rest: Any, context: Any) -> None:
    seen: list[bytes] = []
    rest.get(request("data:text/plain,abc"), context, lambda answer: seen.append(octets(answer.readBody())))
    assert seen == []
    run_until(lambda: seen)
    assert seen == [b"abc"]


class Receiver(QtCore.QObject):  # type: ignore[misc, name-defined]
    """An object with a slot."""

    def __init__(self, heard: list[str]) -> None:
        super().__init__()
        self.heard = heard

    def slot(self, answer: Any) -> None:
        """Note that an answer came."""
        self.heard.append(type(answer).__name__)


def test_a_callback_may_be_a_method(rest: Any, server: Any) -> None:
    heard: list[str] = []
    receiver = Receiver(heard)
    rest.get(request(server.on("/x")), receiver, receiver.slot)
    run_until(lambda: heard)
    assert heard == ["QRestReply"]


def test_a_callback_may_be_a_builtin_method(rest: Any, server: Any, context: Any) -> None:
    heard: list[Any] = []
    rest.get(request(server.on("/x")), context, heard.append)
    run_until(lambda: heard)
    assert [type(each).__name__ for each in heard] == ["QRestReply"]


def test_the_object_of_a_method_is_kept_alive_until_the_call(rest: Any, server: Any, context: Any) -> None:
    heard: list[str] = []
    receiver = Receiver(heard)
    watched = weakref.ref(receiver)
    rest.get(request(server.on("/x")), context, receiver.slot)
    del receiver
    gc.collect()
    run_until(lambda: heard)
    spin()
    gc.collect()
    assert (heard, watched()) == (["QRestReply"], None)


def test_a_deleted_context_is_not_called(rest: Any, server: Any) -> None:
    called: list[Any] = []
    context = QtCore.QObject()
    gate = server.gate()
    reply = rest.get(request(server.on("/x", gate=gate)), context, called.append)
    context.deleteLater()
    spin()
    gate.open()
    run_until(reply.isFinished)
    spin()
    assert called == []


def test_a_context_without_references_is_not_called(rest: Any, server: Any) -> None:
    called: list[Any] = []
    reply = rest.get(request(server.on("/x")), QtCore.QObject(), called.append)
    gc.collect()
    run_until(reply.isFinished)
    spin()
    assert called == []


def test_a_deleted_reply_calls_nobody(rest: Any, server: Any, context: Any) -> None:
    called: list[Any] = []
    gone: list[int] = []
    reply = rest.get(request(server.on("/x", gate=server.gate())), context, called.append)
    reply.destroyed.connect(lambda *_: gone.append(1))
    reply.deleteLater()
    run_until(lambda: gone)
    spin()
    assert called == []


def test_a_callback_may_delete_the_reply_later(rest: Any, server: Any, context: Any) -> None:
    order: list[str] = []

    def hear(answer: Any) -> None:
        order.append("callback")
        answer.networkReply().deleteLater()

    reply = rest.get(request(server.on("/x")), context, hear)
    reply.finished.connect(lambda: order.append("finished"))
    reply.destroyed.connect(lambda *_: order.append("destroyed"))
    run_until(lambda: "destroyed" in order)
    assert order == ["callback", "finished", "destroyed"]


def test_a_callback_may_send_the_next_request(rest: Any, server: Any, context: Any) -> None:
    seen: list[bytes] = []
    second = request(server.on("/2", body=b"two"))

    def hear(answer: Any) -> None:
        seen.append(octets(answer.readBody()))
        if len(seen) == 1:
            rest.get(second, context, hear)

    rest.get(request(server.on("/1", body=b"one")), context, hear)
    run_until(lambda: len(seen) == 2)
    assert seen == [b"one", b"two"]


@pytest.mark.differs("rest-callback-exception")
def test_an_exception_in_a_callback_goes_to_the_hook(
    rest: Any, server: Any, context: Any, slot_errors: list[BaseException]
) -> None:
    def fail(answer: Any) -> None:
        raise ValueError("bad answer")

    run_until(rest.get(request(server.on("/x")), context, fail).isFinished)
    spin()
    assert [str(error) for error in slot_errors] == ["bad answer"]
    slot_errors.clear()


def test_every_request_has_its_own_callback(rest: Any, server: Any, context: Any) -> None:
    seen: list[tuple[int, bytes]] = []
    for number in range(8):
        url = server.on(f"/{number}", body=b"%d" % number)
        rest.get(request(url), context, lambda answer, number=number: seen.append((number, octets(answer.readBody()))))
    run_until(lambda: len(seen) == 8)
    assert sorted(seen) == [(number, b"%d" % number) for number in range(8)]


def test_a_reply_that_says_finished_twice_calls_back_once(context: Any) -> None:
    class Reply(QtNetwork.QNetworkReply):  # type: ignore[misc, name-defined]
        def abort(self) -> None:
            """Nothing is under way."""

    class Manager(QtNetwork.QNetworkAccessManager):  # type: ignore[misc, name-defined]
        def createRequest(self, op: Any, request: Any, outgoingData: Any = None) -> Any:
            return Reply(self)

    manager, called = Manager(), []
    rest = RestManager(manager)
    reply = rest.get(request("http://127.0.0.1/"), context, called.append)
    reply.setFinished(True)
    reply.finished.emit()
    reply.finished.emit()
    assert len(called) == 1
    rest.deleteLater()
    manager.deleteLater()
    spin()


@pytest.mark.parametrize(
    "call", [(None, print), (5, print), (print, print)], ids=["no context", "a number for context", "a function for it"]
)
def test_a_callback_needs_an_object_for_context(rest: Any, call: tuple[Any, Any]) -> None:
    with pytest.raises(TypeError):
        rest.get(request("http://127.0.0.1/"), *call)


@pytest.mark.parametrize("slot", [None, 5, "slot"])
def test_what_cannot_be_called_is_no_callback(rest: Any, context: Any, slot: Any) -> None:
    with pytest.raises(TypeError):
        rest.get(request("http://127.0.0.1/"), context, slot)


def test_a_context_in_another_thread_is_warned_of_and_called_here(
    rest: Any, server: Any, rest_warnings: list[str]
) -> None:
    thread = QtCore.QThread()
    thread.start()
    context = QtCore.QObject()
    context.moveToThread(thread)
    here = QtCore.QThread.currentThread()
    called: list[bool] = []
    try:
        rest.get(
            request(server.on("/x")), context, lambda answer: called.append(QtCore.QThread.currentThread() is here)
        )
        run_until(lambda: called)
    finally:
        context.deleteLater()
        thread.quit()
        thread.wait()
    assert called == [True]
    assert rest_warnings == ["QRestAccessManager: the context object must reside in the same thread"]


@pytest.mark.differs("rest-callback-arguments")
def test_a_callback_may_do_without_the_reply(rest: Any, server: Any, context: Any) -> None:
    called: list[int] = []

    def hear() -> None:
        called.append(1)

    run_until(rest.get(request(server.on("/x")), context, hear).isFinished)
    spin()
    assert called == [1]


# The managers' lives.


def test_it_knows_its_manager_and_its_parent(manager: Any) -> None:
    parent = QtCore.QObject()
    rest = RestManager(manager, parent)
    assert rest.networkAccessManager() is manager
    assert rest.parent() is parent
    assert RestManager(manager).parent() is None


def test_the_manager_can_be_its_parent(manager: Any) -> None:
    rest = RestManager(manager, parent=manager)
    assert rest.parent() is manager
    assert rest.networkAccessManager() is manager


@pytest.mark.parametrize("wrong", [(), (5,), (QtCore.QObject,)])
def test_it_is_made_for_a_network_access_manager(wrong: tuple[Any, ...]) -> None:
    with pytest.raises(TypeError):
        RestManager(*wrong)


def test_without_a_manager_nothing_is_sent(rest_warnings: list[str]) -> None:
    rest = RestManager(None)
    assert rest.networkAccessManager() is None
    assert rest.get(request("http://127.0.0.1/")) is None
    assert rest.post(request("http://127.0.0.1/"), {"a": 1}) is None
    assert rest_warnings == [
        "QRestAccessManager: QNetworkAccesManager is nullptr",
        "QRestAccessManager: QNetworkAccessManager not set",
        "QRestAccessManager: QNetworkAccessManager not set",
    ]


def test_its_deletion_ends_the_callbacks_but_not_the_requests(
    manager: Any, server: Any, context: Any, rest_warnings: list[str]
) -> None:
    bodies: list[bytes] = []
    manager.finished.connect(lambda reply: bodies.append(octets(reply.readAll())))
    rest = RestManager(manager)
    gate = server.gate()
    called: list[Any] = []
    rest.get(request(server.on("/x", body=b"hi", gate=gate)), context, called.append)
    rest.get(request(server.on("/y", body=b"ho", gate=gate)))
    rest.deleteLater()
    spin()
    assert rest_warnings == ["Access manager destroyed while 2 requests were still in progress"]
    gate.open()
    run_until(lambda: len(bodies) == 2)
    spin()
    assert (called, sorted(bodies)) == ([], [b"hi", b"ho"])


def test_its_deletion_is_silent_when_all_has_finished(
    manager: Any, server: Any, context: Any, rest_warnings: list[str]
) -> None:
    rest = RestManager(manager)
    run_until(rest.get(request(server.on("/x")), context, lambda answer: None).isFinished)
    spin()
    rest.deleteLater()
    spin()
    assert rest_warnings == []


@pytest.mark.only("netaccess")
def test_a_manager_without_a_parent_is_kept_alive(server: Any, context: Any) -> None:
    rest = RestManager(QtNetwork.QNetworkAccessManager())
    gc.collect()
    called: list[Any] = []
    rest.get(request(server.on("/x")), context, called.append)
    run_until(lambda: called)
    assert called[0].isSuccess()


@pytest.mark.only("netaccess")
def test_with_a_deleted_manager_nothing_can_be_sent(application: Any) -> None:
    manager = QtNetwork.QNetworkAccessManager()
    rest = RestManager(manager)
    manager.deleteLater()
    spin()
    assert rest.networkAccessManager() is None
    with pytest.raises(RuntimeError, match="the QNetworkAccessManager has been deleted"):
        rest.get(request("http://127.0.0.1/"))


@pytest.mark.only("netaccess")
def test_a_rest_reply_can_be_kept_after_the_callback(rest: Any, server: Any, context: Any) -> None:
    assert not IS_ORACLE  # where it points to memory that is free again
    kept: list[Any] = []
    reply = rest.get(request(server.on("/x", body=b"hi")), context, kept.append)
    run_until(lambda: kept)
    spin()
    assert (kept[0].networkReply(), kept[0].readText()) == (reply, "hi")
