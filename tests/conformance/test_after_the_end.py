"""An ended transfer is over: it frees its slot and its connection, and emits nothing more.

Qt's abort() keeps the first two promises and its close() neither; both break the third here and there.
"""

from __future__ import annotations

from typing import Any

import pytest
from binding import enum_name
from loops import run_until, spin
from recorder import Recorder
from shortcuts import get

WAYS = [
    "abort",
    pytest.param("close", marks=pytest.mark.differs("close-ends-transfer")),
]


@pytest.mark.parametrize("way", WAYS)
def test_a_queued_request_that_is_ended_is_never_sent(server: Any, manager: Any, way: str) -> None:
    gate = server.gate()
    url = server.on("/a", gate=gate)
    others = [get(manager, url) for _ in range(6)]
    waiting = get(manager, server.on("/seventh"))
    run_until(lambda: len(server.requests) == 6)
    getattr(waiting, way)()
    gate.open()
    run_until(lambda: all(reply.isFinished() for reply in others))
    Recorder(get(manager, server.on("/last"))).run()
    assert "GET /seventh" not in server.targets()


@pytest.mark.parametrize("way", WAYS)
def test_an_ended_request_frees_its_slot(server: Any, manager: Any, way: str) -> None:
    url = server.on("/held", gate=server.gate())
    held = [get(manager, url) for _ in range(6)]
    run_until(lambda: len(server.requests) == 6)
    waiting = Recorder(get(manager, server.on("/a", body=b"x")))
    getattr(held[0], way)()
    waiting.run(timeout_ms=1500)
    assert bytes(waiting.reply.readAll()) == b"x"


@pytest.mark.parametrize("way", WAYS)
def test_an_ended_request_closes_its_connection(server: Any, manager: Any, way: str) -> None:
    closed: list[bool] = []

    def script(talk: Any) -> None:
        talk.head(200, [("Content-Length", "10")])
        talk.send(b"hello")
        closed.append(talk.closed_by_peer())
        talk.close()

    reply = get(manager, server.script("/a", script))
    run_until(lambda: reply.bytesAvailable() == 5)
    getattr(reply, way)()
    run_until(lambda: bool(closed), timeout_ms=1500)
    assert closed == [True]


@pytest.mark.unsteady  # on a busy machine real Qt may be too late to tell it
@pytest.mark.parametrize("way", WAYS)
def test_an_answer_that_comes_after_the_end_is_not_told(server: Any, manager: Any, way: str) -> None:
    gate = server.gate()
    log = Recorder(get(manager, server.on("/a", body=b"x", gate=gate)))
    run_until(lambda: "requestSent" in log.names)
    run_until(gate.reached)
    getattr(log.reply, way)()
    gate.open()
    for path in ("/c", "/d"):
        Recorder(get(manager, server.on(path))).run()
    assert log.names[-1] == "finished"


@pytest.mark.differs("signals-after-finished")
def test_nothing_follows_an_abort_in_redirected(server: Any, manager: Any) -> None:
    reply = get(manager, server.on("/a", status=302, headers=[("Location", "/b")]))
    server.on("/b", body=b"x")
    log = Recorder(reply, hooks={"redirected": reply.abort}).run()
    for path in ("/c", "/d"):
        Recorder(get(manager, server.on(path))).run()
    assert log.names[-1] == "finished"
    assert "GET /b" not in server.targets()


@pytest.mark.differs("signals-after-finished")
def test_finished_comes_once_when_an_unknown_scheme_is_aborted_early(manager: Any) -> None:
    log = Recorder(get(manager, "foo:bar"))
    log.reply.abort()
    spin(10)
    assert log.count("finished") == log.count("manager.finished") == 1
    assert enum_name(log.reply.error()) == "OperationCanceledError"
