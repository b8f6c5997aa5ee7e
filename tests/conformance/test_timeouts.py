"""Transfer timeouts of requests and managers."""

from __future__ import annotations

from typing import Any

import pytest
from binding import QtNetwork, enum_name
from loops import run_until
from recorder import Recorder
from shortcuts import LAST, get, request, status, typed

pytestmark = pytest.mark.only("netaccess", "PySide6")  # Qt 5 reports a timeout as a cancelled operation
LONG = 600
"""Milliseconds that are enough for an answer on a machine that has much else to do."""
TIMED_OUT = [("aboutToClose",), ("errorOccurred", "TimeoutError")]


def stalled(server: Any, after: bytes = b"") -> str:
    """The URL of an answer of ten bytes that stops after some of them; of no answer at all when there are none."""
    gate = server.gate()

    def script(talk: Any) -> None:
        if after:
            talk.head(200, [("Content-Length", "10")])
            talk.send(after)
        gate.wait()

    return server.script("/stalled", script)


def limited(url: str, milliseconds: int = 100) -> Any:
    """A request with a transfer timeout."""
    asked = typed(url)
    asked.setTransferTimeout(milliseconds)
    return asked


def test_a_server_that_never_answers(server: Any, manager: Any) -> None:
    log = Recorder(manager.get(limited(stalled(server)))).run()
    assert log.events[-6:] == [*TIMED_OUT, ("downloadProgress", 0, 0), *LAST]
    assert log.reply.errorString() == "Operation timed out"
    assert not log.reply.isOpen()
    assert status(log.reply) is None


def test_a_server_that_stops_in_the_body(server: Any, manager: Any) -> None:
    log = Recorder(manager.get(limited(stalled(server, b"hello"), LONG))).run()
    assert log.events[-6:] == [*TIMED_OUT, ("downloadProgress", 5, 10), *LAST]
    assert status(log.reply) == 200
    assert bytes(log.reply.readAll()) == b""


def test_a_post_that_is_never_answered(server: Any, manager: Any) -> None:
    log = Recorder(manager.post(limited(stalled(server)), b"abc")).run()
    assert log.events[-7:] == [*TIMED_OUT, ("downloadProgress", 0, 0), ("uploadProgress", 0, 0), *LAST]


def test_the_managers_timeout_counts_for_its_requests(server: Any, manager: Any) -> None:
    manager.setTransferTimeout(100)
    assert manager.transferTimeout() == 100
    log = Recorder(get(manager, stalled(server))).run()
    assert enum_name(log.reply.error()) == "TimeoutError"


def test_the_requests_timeout_wins_over_the_managers(server: Any, manager: Any) -> None:
    manager.setTransferTimeout(60000)
    log = Recorder(manager.get(limited(stalled(server)))).run()
    assert enum_name(log.reply.error()) == "TimeoutError"


def test_data_that_keeps_coming_is_no_timeout(server: Any, manager: Any) -> None:
    gates = [server.gate() for _ in range(4)]

    def script(talk: Any) -> None:
        talk.head(200, [("Content-Length", "4")])
        for gate in gates:
            gate.wait()
            talk.send(b"x")

    reply = manager.get(limited(server.script("/a", script), 2000))
    log = Recorder(reply)
    for index, gate in enumerate(gates):
        gate.open()
        run_until(lambda wanted=index + 1: reply.bytesAvailable() == wanted)
    log.run()
    assert enum_name(reply.error()) == "NoError"


def test_a_reply_that_timed_out_can_be_aborted_without_effect(server: Any, manager: Any) -> None:
    log = Recorder(manager.get(limited(stalled(server)))).run()
    before = len(log.events)
    log.reply.abort()
    assert log.events[before:] == []
    assert enum_name(log.reply.error()) == "TimeoutError"


def test_the_manager_is_usable_after_a_timeout(server: Any, manager: Any) -> None:
    Recorder(manager.get(limited(stalled(server)))).run()
    log = Recorder(get(manager, server.on("/a", body=b"x"))).run()
    assert bytes(log.reply.readAll()) == b"x"


def test_a_finished_reply_does_not_time_out(server: Any, manager: Any) -> None:
    log = Recorder(manager.get(limited(server.on("/a", body=b"x"), LONG))).run()
    slow = Recorder(manager.get(limited(stalled(server), LONG + 100))).run()
    assert enum_name(log.reply.error()) == "NoError"
    assert enum_name(slow.reply.error()) == "TimeoutError"


def test_no_timeout_is_the_default(manager: Any) -> None:
    assert manager.transferTimeout() == 0
    assert QtNetwork.QNetworkRequest().transferTimeout() == 0
    assert request("http://x/").transferTimeout() == 0
