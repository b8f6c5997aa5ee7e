"""The callbacks of `QRestAccessManager`: when they are called, with what, and when not."""

from __future__ import annotations

import gc
import weakref
from typing import Any

import pytest
from binding import BINDING, QtCore, enum_name, octets
from loops import run_until, spin
from server import refused_port
from shortcuts import request, typed

pytestmark = pytest.mark.only("netaccess", "PySide6")

if BINDING != "PySide2":
    from binding import QtNetwork

    RestManager = QtNetwork.QRestAccessManager
    Json = QtCore.QJsonDocument

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
