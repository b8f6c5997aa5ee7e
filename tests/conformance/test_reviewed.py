"""Behaviour that reviews found broken: nested loops in the middle of a batch, timers beside each other, shadowed names."""

from __future__ import annotations

from typing import Any

import pytest
from binding import QtCore, QtNetwork
from loops import run_until
from objects import destroy
from shortcuts import typed

Manager = QtNetwork.QNetworkAccessManager
Request = QtNetwork.QNetworkRequest


@pytest.mark.parametrize("name", ["metaDataChanged", "readyRead"])
def test_a_nested_loop_in_a_signal_hears_the_rest_of_a_small_response(server: Any, manager: Any, name: str) -> None:
    reply = manager.get(typed(server.on("/a", body=b"hello")))
    heard: list[str] = []

    def wait_here() -> None:
        if not heard:
            heard.append("begin")
            loop = QtCore.QEventLoop()
            reply.finished.connect(loop.quit)
            loop.exec()
            heard.append("end" if reply.isFinished() else "early")

    getattr(reply, name).connect(wait_here)
    run_until(lambda: len(heard) == 2)
    assert heard == ["begin", "end"]
    assert bytes(reply.readAll()) == b"hello"


@pytest.mark.real_time("waits busily, by the clock")
def test_a_timer_due_with_another_fires_in_a_nested_loop_of_that_one() -> None:
    first, second, loop = QtCore.QTimer(), QtCore.QTimer(), QtCore.QEventLoop()
    heard: list[str] = []

    def nest() -> None:
        heard.append("first")
        loop.exec()
        heard.append("over")

    def end() -> None:
        heard.append("second")
        loop.quit()

    for timer, slot in ((first, nest), (second, end)):
        timer.setSingleShot(True)
        timer.timeout.connect(slot)
        timer.start(5)
    deadline = QtCore.QElapsedTimer()
    deadline.start()
    while not deadline.hasExpired(20):
        pass  # so that both are due in one pass
    run_until(lambda: "over" in heard)
    assert heard == ["first", "second", "over"]


def test_objects_whose_parent_method_is_shadowed_die_like_others() -> None:
    class Child(QtCore.QObject):  # type: ignore[misc]
        def __init__(self, parent: Any) -> None:
            super().__init__(parent)
            self.parent = parent
            self.children = []

    root = QtCore.QObject()
    gone: list[int] = []
    for number in range(3):
        Child(root).destroyed.connect(lambda *nothing, number=number: gone.append(number))
    destroy(root)
    assert gone == [0, 1, 2]


def test_create_request_may_change_its_request_without_changing_the_callers(server: Any) -> None:
    class Changing(Manager):  # type: ignore[misc]
        def createRequest(self, operation: Any, request: Any, outgoing: Any = None) -> Any:
            request.setRawHeader(b"X-Added", b"1")
            return super().createRequest(operation, request, outgoing)

    changing = Changing()
    request = typed(server.on("/a"))
    run_until(changing.get(request).finished)
    assert not request.hasRawHeader("X-Added")
    assert b"x-added: 1" in server.request_for("/a").head.lower()


def test_a_cookie_jar_that_raises_does_not_stop_the_reply(server: Any, manager: Any, slot_errors: Any) -> None:
    class Jar(QtNetwork.QNetworkCookieJar):  # type: ignore[misc]
        def setCookiesFromUrl(self, cookies: Any, url: Any) -> bool:
            raise ValueError("jar")

    manager.setCookieJar(Jar(manager))
    reply = manager.get(typed(server.on("/a", headers=[("Set-Cookie", "a=b")], body=b"hello")))
    run_until(reply.finished)
    assert bytes(reply.readAll()) == b"hello"
    slot_errors.clear()


def test_a_smaller_read_buffer_holds_from_then_on(server: Any, manager: Any) -> None:
    reply = manager.get(typed(server.on("/a", body=bytes(4_000_000))))
    run_until(reply.readyRead)
    reply.setReadBufferSize(1000)
    taken = bytearray()
    most = 0

    def read() -> None:
        nonlocal most
        taken.extend(bytes(reply.readAll()))
        most = max(most, reply.bytesAvailable())

    reply.readyRead.connect(read)
    read()
    if not reply.isFinished():  # all of it may have come in the loop's first pass
        run_until(reply.finished, timeout_ms=20000)
    taken.extend(bytes(reply.readAll()))
    assert len(taken) == 4_000_000
    assert most <= 1000
