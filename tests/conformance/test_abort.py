"""abort() and close() at every stage and from inside every signal: both do the same on a reply in flight."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from binding import enum_name
from loops import run_until, spin
from recorder import Recorder
from shortcuts import CANCELLED, LAST, get, pairs, typed

pytestmark = pytest.mark.parametrize("way", ["abort", "close"])


def half_sent(server: Any) -> str:
    """The URL of an answer that announces ten bytes and stops after five until the test is over."""
    gate = server.gate()

    def script(talk: Any) -> None:
        talk.head(200, [("Content-Length", "10")])
        talk.send(b"hello")
        gate.wait()

    return server.script("/half", script)


def never_answered(server: Any) -> str:
    """The URL of a request that is read and not answered until the test is over."""
    return server.on("/never", gate=server.gate())


def record_with(reply: Any, signal: str, way: str, inside: list[Any]) -> Recorder:
    """Record a reply that is ended from inside a signal's first emission; ``inside`` gets what the call emitted."""

    def end() -> None:
        if inside:
            return
        before = len(log.events)
        inside.append(None)
        getattr(reply, way)()
        inside[:] = log.events[before:] or ["nothing"]

    log = Recorder(reply, hooks={signal: end})
    return log


def is_ended(reply: Any) -> bool:
    return reply.isFinished() and not reply.isRunning() and not reply.isOpen()


def test_right_after_get(server: Any, manager: Any, way: str) -> None:
    log = Recorder(get(manager, never_answered(server)))
    getattr(log.reply, way)()
    assert log.events == [*CANCELLED, ("downloadProgress", 0, 0), *LAST]
    assert is_ended(log.reply)
    assert enum_name(log.reply.error()) == "OperationCanceledError"
    assert log.reply.errorString() == "Operation canceled"


def test_while_waiting_for_the_answer(server: Any, manager: Any, way: str) -> None:
    gate = server.gate()
    log = Recorder(get(manager, server.on("/a", gate=gate)))
    run_until(gate.reached)
    run_until(lambda: "requestSent" in log.names)
    before = len(log.events)
    getattr(log.reply, way)()
    assert log.events[before:] == [*CANCELLED, ("downloadProgress", 0, 0), *LAST]


def test_after_ready_read(server: Any, manager: Any, way: str) -> None:
    log = Recorder(get(manager, half_sent(server)))
    run_until(lambda: log.reply.bytesAvailable() == 5)
    before = len(log.events)
    getattr(log.reply, way)()
    assert log.events[before:] == [*CANCELLED, ("downloadProgress", 5, 10), *LAST]
    assert is_ended(log.reply)
    assert bytes(log.reply.readAll()) == b""
    assert pairs(log.reply) == [("content-length", "10")]


def test_a_second_call_does_nothing(server: Any, manager: Any, way: str) -> None:
    log = Recorder(get(manager, half_sent(server)))
    run_until(lambda: log.reply.bytesAvailable() == 5)
    log.reply.abort()
    before = len(log.events)
    getattr(log.reply, way)()
    spin(10)
    assert log.events[before:] == []


def test_on_a_finished_reply_it_does_nothing(server: Any, manager: Any, way: str) -> None:
    log = Recorder(get(manager, server.on("/a", body=b"hello"))).run()
    before = len(log.events)
    getattr(log.reply, way)()
    spin(10)
    assert log.events[before:] == []
    assert log.reply.isOpen()
    assert bytes(log.reply.readAll()) == b"hello"
    assert enum_name(log.reply.error()) == "NoError"


@pytest.mark.parametrize("signal", ["socketStartedConnecting", "requestSent"])
def test_inside_the_signals_before_the_answer(server: Any, manager: Any, way: str, signal: str) -> None:
    inside: list[Any] = []
    log = record_with(get(manager, never_answered(server)), signal, way, inside)
    log.run()
    assert inside == [*CANCELLED, ("downloadProgress", 0, 0), *LAST]
    assert is_ended(log.reply)


def test_inside_meta_data_changed(server: Any, manager: Any, way: str) -> None:
    inside: list[Any] = []
    log = record_with(get(manager, half_sent(server)), "metaDataChanged", way, inside)
    log.run()
    assert inside == [*CANCELLED, ("downloadProgress", 0, 10), *LAST]
    assert log.count("readyRead") == 0


def test_inside_ready_read(server: Any, manager: Any, way: str) -> None:
    inside: list[Any] = []
    log = record_with(get(manager, half_sent(server)), "readyRead", way, inside)
    log.run()
    assert inside == [*CANCELLED, ("downloadProgress", 5, 10), *LAST]
    spin(10)
    assert log.events[-1] == ("finished",)


def test_inside_ready_read_after_reading(server: Any, manager: Any, way: str) -> None:
    reply = get(manager, half_sent(server))
    read: list[bytes] = []

    def read_and_end() -> None:
        read.append(bytes(reply.read(3)))
        getattr(reply, way)()

    log = Recorder(reply, hooks={"readyRead": read_and_end}).run()
    assert read == [b"hel"]
    assert log.arguments("downloadProgress")[-1] == (5, 10)


@pytest.mark.parametrize("signal", ["downloadProgress", "readChannelFinished", "manager.finished", "finished"])
def test_inside_the_last_signals_it_does_nothing(server: Any, manager: Any, way: str, signal: str) -> None:
    inside: list[Any] = []
    log = record_with(get(manager, server.on("/a", body=b"hello")), signal, way, inside)
    log.run()
    assert inside == ["nothing"]
    assert log.collapsed()[-5:] == [("readyRead",), ("downloadProgress", 5, 5), *LAST]
    assert log.reply.isOpen()
    assert bytes(log.reply.readAll()) == b"hello"
    assert enum_name(log.reply.error()) == "NoError"


def test_inside_error_occurred_it_ends_the_reply_at_once(server: Any, manager: Any, way: str) -> None:
    inside: list[Any] = []
    log = record_with(get(manager, server.on("/a", status=404, body=b"hello")), "errorOccurred", way, inside)
    log.run()
    assert inside == [("aboutToClose",), ("downloadProgress", 5, 5), *LAST]
    assert is_ended(log.reply)
    assert enum_name(log.reply.error()) == "ContentNotFoundError"
    spin(10)
    assert log.count("finished") == 1


def test_of_a_post(server: Any, manager: Any, way: str) -> None:
    inside: list[Any] = []
    log = record_with(manager.post(typed(never_answered(server)), b"abc"), "requestSent", way, inside)
    log.run()
    assert inside == [*CANCELLED, ("downloadProgress", 0, 0), ("uploadProgress", 0, 0), *LAST]


def test_inside_redirected(server: Any, manager: Any, way: str) -> None:
    server.on("/a", status=302, headers=[("Location", "/never")])
    target = never_answered(server)
    inside: list[Any] = []
    log = record_with(get(manager, server.url("/a")), "redirected", way, inside)
    log.run()
    assert inside == [*CANCELLED, ("downloadProgress", 0, 0), *LAST]
    assert log.reply.url().toString() == target


def test_all_replies_from_inside_one_finished(server: Any, manager: Any, way: str) -> None:
    replies = [get(manager, never_answered(server)) for _ in range(4)]
    logs = [Recorder(reply) for reply in replies]

    def end_all() -> None:
        for reply in replies:
            getattr(reply, way)()

    first = Recorder(get(manager, server.on("/a")), hooks={"finished": end_all})
    first.run()
    assert [log.count("finished") for log in logs] == [1, 1, 1, 1]
    assert all(is_ended(reply) for reply in replies)


def test_a_new_get_in_the_finished_of_an_ended_reply(server: Any, manager: Any, way: str) -> None:
    url = server.on("/a", body=b"x")
    started: list[Recorder] = []

    def again() -> None:
        started.append(Recorder(get(manager, url)))

    reply = get(manager, never_answered(server))
    Recorder(reply, hooks={"finished": again})
    getattr(reply, way)()
    started[0].run()
    assert bytes(started[0].reply.readAll()) == b"x"


def test_of_an_unknown_scheme_before_its_signals(manager: Any, way: str) -> None:
    log = Recorder(get(manager, "foo:bar"))
    getattr(log.reply, way)()
    assert log.events == [*CANCELLED, ("downloadProgress", 0, 0), *LAST]


def test_it_can_be_a_slot(server: Any, manager: Any, way: str) -> None:
    reply = get(manager, half_sent(server))
    slot: Callable[[], None] = getattr(reply, way)
    reply.readyRead.connect(slot)
    log = Recorder(reply).run()
    assert enum_name(log.reply.error()) == "OperationCanceledError"
