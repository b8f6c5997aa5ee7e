"""What PySide 1 and 2 had and PySide6 dropped; proven on PySide2."""

from __future__ import annotations

from typing import Any

import pytest
from binding import QtCore, QtNetwork
from loops import run_until
from server import refused_port
from shortcuts import get, request

pytestmark = pytest.mark.only("netaccess", "PySide2")

Manager = QtNetwork.QNetworkAccessManager
Reply = QtNetwork.QNetworkReply
Request = QtNetwork.QNetworkRequest


def test_error_is_a_signal_with_an_overload(server: Any, manager: Any) -> None:
    reply = get(manager, server.on("/a", status=404))
    heard: list[Any] = []
    reply.error[Reply.NetworkError].connect(heard.append)
    run_until(reply.finished)
    assert heard == [Reply.ContentNotFoundError]


def test_error_is_a_signal_without_an_overload(manager: Any) -> None:
    reply = get(manager, f"http://127.0.0.1:{refused_port()}/")
    heard: list[Any] = []
    reply.error.connect(heard.append)
    run_until(reply.finished)
    assert heard == [Reply.ConnectionRefusedError]


def test_error_is_a_method_too(server: Any, manager: Any) -> None:
    reply = get(manager, server.on("/a", status=404))
    run_until(reply.finished)
    assert reply.error() == Reply.ContentNotFoundError


def test_error_is_no_signal_before_it_happens(server: Any, manager: Any) -> None:
    reply = get(manager, server.on("/a"))
    heard: list[Any] = []
    reply.error.connect(heard.append)
    run_until(reply.finished)
    assert heard == []
    assert reply.error() == Reply.NoError


def test_no_error_is_false(server: Any, manager: Any) -> None:
    reply = get(manager, server.on("/a"))
    run_until(reply.finished)
    assert not reply.error()
    assert not Reply.NoError


def test_an_error_is_true_and_a_number(server: Any, manager: Any) -> None:
    reply = get(manager, server.on("/a", status=404))
    run_until(reply.finished)
    assert reply.error()
    assert int(reply.error()) == 203


def test_enumerations_are_integers() -> None:
    assert int(Request.HighPriority) == 1
    assert Request.HttpStatusCodeAttribute == 0
    assert Request.User + 1 == 1001
    assert Manager.GetOperation == 2


def test_an_attribute_beyond_user_can_be_a_sum() -> None:
    asked = Request()
    asked.setAttribute(Request.Attribute(Request.User + 1), "x")
    assert asked.attribute(Request.Attribute(Request.User + 1)) == "x"


def test_raw_headers_are_found_by_bytes(server: Any, manager: Any) -> None:
    reply = get(manager, server.on("/a", headers=[("X-One", "1")]))
    run_until(reply.finished)
    assert bytes(reply.rawHeader(b"X-One")) == b"1"
    assert reply.hasRawHeader(b"X-One")


def test_requests_find_raw_headers_by_bytes() -> None:
    asked = Request()
    asked.setRawHeader(b"X-One", b"1")
    assert bytes(asked.rawHeader(b"X-One")) == b"1"
    assert asked.hasRawHeader(b"x-one")


def test_exec_has_an_underscore(server: Any, manager: Any) -> None:
    loop = QtCore.QEventLoop()
    reply = get(manager, server.on("/a", body=b"hello"))
    reply.finished.connect(loop.quit)
    assert loop.exec_() == 0
    assert bytes(reply.readAll()) == b"hello"


def test_the_first_program_of_the_old_manual(server: Any) -> None:
    class Fetcher(QtCore.QObject):
        def __init__(self) -> None:
            super().__init__()
            self.body = b""
            self.manager = Manager(self)
            self.manager.finished[QtNetwork.QNetworkReply].connect(self.reply_finished)

        def reply_finished(self, reply: Any) -> None:
            self.body = bytes(reply.readAll())
            reply.deleteLater()

    fetcher = Fetcher()
    fetcher.manager.get(request(server.on("/a", body=b"hello")))
    run_until(lambda: fetcher.body == b"hello")


def test_the_second_program_of_the_old_manual(server: Any, manager: Any) -> None:
    class Listener(QtCore.QObject):
        def __init__(self) -> None:
            super().__init__()
            self.heard: list[Any] = []

        def ready_read(self) -> None:
            self.heard.append("ready")

        def slot_error(self, code: Any) -> None:
            self.heard.append(code)

        def slot_ssl_errors(self, errors: Any) -> None:
            self.heard.append(errors)

    listener = Listener()
    asked = Request()
    asked.setUrl(QtCore.QUrl(server.on("/a", status=404, body=b"hello")))
    asked.setRawHeader(b"User-Agent", b"MyOwnBrowser 1.0")
    reply = manager.get(asked)
    reply.readyRead.connect(listener.ready_read)
    reply.error[Reply.NetworkError].connect(listener.slot_error)
    reply.sslErrors.connect(listener.slot_ssl_errors)
    run_until(reply.finished)
    assert listener.heard == ["ready", Reply.ContentNotFoundError]
    assert server.request_for("/a").header("User-Agent") == "MyOwnBrowser 1.0"


@pytest.mark.only("netaccess")
def test_a_raw_header_may_be_given_as_text_as_in_the_old_manual(server: Any, manager: Any) -> None:
    asked = request(server.on("/a"))
    asked.setRawHeader("User-Agent", "MyOwnBrowser 1.0")
    run_until(manager.get(asked).finished)
    assert server.request_for("/a").header("User-Agent") == "MyOwnBrowser 1.0"


@pytest.mark.only("netaccess")
def test_the_new_error_signal_is_there_too(server: Any, manager: Any) -> None:
    reply = get(manager, server.on("/a", status=404))
    heard: list[Any] = []
    reply.errorOccurred.connect(heard.append)
    reply.error.connect(heard.append)
    run_until(reply.finished)
    assert heard == [Reply.ContentNotFoundError] * 2
