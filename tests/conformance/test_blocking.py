"""Waiting for replies in nested loops: the classic pattern, loops within loops, in slots, with timeouts, on many managers."""

from __future__ import annotations

from typing import Any

import pytest
from binding import QtCore, QtNetwork, enum_name, run_loop
from loops import call_in_loop, run_for, run_until, spin
from recorder import Recorder
from shortcuts import get, half, request, status, typed

Manager = QtNetwork.QNetworkAccessManager
Request = QtNetwork.QNetworkRequest


def wait(reply: Any, timeout: int = 5000) -> Any:
    """The classic way to block until a reply has finished; aborts it when it takes too long."""
    loop = QtCore.QEventLoop()
    timer = QtCore.QTimer()
    timer.setSingleShot(True)
    timer.timeout.connect(loop.quit)
    reply.finished.connect(loop.quit)
    timer.start(timeout)
    run_loop(loop)
    if timer.isActive():
        timer.stop()
    else:
        reply.finished.disconnect(loop.quit)
        reply.abort()
    return reply


def fetch(manager: Any, url: str) -> bytes:
    return bytes(wait(get(manager, url)).readAll())


def test_the_classic_pattern(server: Any, manager: Any) -> None:
    assert fetch(manager, server.on("/a", body=b"hello")) == b"hello"


def test_the_classic_pattern_with_an_error(server: Any, manager: Any) -> None:
    reply = wait(get(manager, server.on("/a", status=404, body=b"sorry")))
    assert enum_name(reply.error()) == "ContentNotFoundError"
    assert bytes(reply.readAll()) == b"sorry"


def test_the_classic_pattern_with_a_timeout(server: Any, manager: Any) -> None:
    reply = wait(get(manager, server.on("/a", gate=server.gate())), 30)
    assert enum_name(reply.error()) == "OperationCanceledError"
    assert reply.isFinished()


def test_the_managers_finished_ends_a_loop(server: Any, manager: Any) -> None:
    loop = QtCore.QEventLoop()
    manager.finished.connect(loop.quit)
    reply = get(manager, server.on("/a", body=b"x"))
    run_loop(loop)
    assert reply.isFinished()


def test_one_after_another(server: Any, manager: Any) -> None:
    urls = [server.on(f"/{index}", body=b"%d" % index) for index in range(20)]
    assert [fetch(manager, url) for url in urls] == [b"%d" % index for index in range(20)]


@pytest.mark.only("netaccess")
def test_one_after_another_uses_one_connection(server: Any, manager: Any) -> None:
    for index in range(20):
        fetch(manager, server.on(f"/{index}", body=b"x"))
    assert server.connections == 1


def test_a_reply_that_has_finished_already_is_not_waited_for(server: Any, manager: Any) -> None:
    reply = Recorder(get(manager, server.on("/a", body=b"x"))).run().reply
    assert not reply.isRunning()
    assert bytes(reply.readAll()) == b"x"


def test_polling_with_process_events(server: Any, manager: Any) -> None:
    reply = get(manager, server.on("/a", body=b"x"))
    clock = QtCore.QElapsedTimer()
    clock.start()
    while not reply.isFinished() and clock.elapsed() < 5000:
        QtCore.QCoreApplication.processEvents(QtCore.QEventLoop.AllEvents, 50)
    assert bytes(reply.readAll()) == b"x"


def test_a_loop_without_user_input_hears_replies(server: Any, manager: Any) -> None:
    reply = get(manager, server.on("/a", body=b"x"))
    loop = QtCore.QEventLoop()
    reply.finished.connect(loop.quit)
    execute = loop.exec if hasattr(loop, "exec") else loop.exec_
    execute(QtCore.QEventLoop.ExcludeUserInputEvents)
    assert reply.isFinished()


@pytest.mark.parametrize("signal", ["metaDataChanged", "readyRead", "downloadProgress", "finished"])
def test_waiting_inside_a_slot_of_another_reply(server: Any, manager: Any, signal: str) -> None:
    url = server.on("/b", body=b"inner")
    inner: list[bytes] = []

    def nest() -> None:
        if not inner:
            inner.append(b"")
            inner[0] = fetch(manager, url)

    log = Recorder(get(manager, server.on("/a", body=b"outer")), hooks={signal: nest}).run()
    run_until(lambda: inner[0] != b"")
    assert inner == [b"inner"]
    assert bytes(log.reply.readAll()) == b"outer"
    assert log.count("finished") == log.count("metaDataChanged") == 1


def test_waiting_inside_the_managers_finished(server: Any, manager: Any) -> None:
    bodies: list[bytes] = []

    def nest(reply: Any) -> None:
        bodies.append(bytes(reply.readAll()))
        if len(bodies) < 4:
            wait(get(manager, server.on(f"/{len(bodies)}", body=b"%d" % len(bodies))))

    manager.finished.connect(nest)
    wait(get(manager, server.on("/0", body=b"0")))
    assert bodies == [b"0", b"1", b"2", b"3"]


def test_waiting_for_the_same_reply_inside_its_ready_read(server: Any, manager: Any) -> None:
    url, gate = half(server)
    reply = get(manager, url)
    order: list[str] = []

    def nest() -> None:
        if order:
            return
        order.append("in")
        gate.open()
        wait(reply)
        order.append("out")

    log = Recorder(reply, hooks={"readyRead": nest})
    reply.finished.connect(lambda: order.append("finished"))
    run_until(lambda: "out" in order)
    assert order == ["in", "finished", "out"]
    assert bytes(reply.readAll()) == b"helloworld"
    assert log.count("finished") == 1


@pytest.mark.only("netaccess", "PySide6")
def test_waiting_for_the_same_reply_inside_its_first_signal(server: Any, manager: Any) -> None:
    reply = get(manager, server.on("/a", body=b"hello"))
    log = Recorder(reply, hooks={"metaDataChanged": lambda: wait(reply)})
    run_until(lambda: "finished" in log.names)
    spin(5)
    assert log.names[-4:] == ["downloadProgress", "readChannelFinished", "manager.finished", "finished"]
    assert bytes(reply.readAll()) == b"hello"


def test_two_loops_one_in_the_other_end_inside_out(server: Any, manager: Any) -> None:
    order: list[str] = []
    slow_gate = server.gate()
    fast = server.on("/fast", body=b"fast")
    slow = get(manager, server.on("/slow", body=b"slow", gate=slow_gate))

    def inner() -> None:
        order.append(fetch(manager, fast).decode())
        slow_gate.open()

    QtCore.QTimer.singleShot(0, inner)
    wait(slow)
    order.append(bytes(slow.readAll()).decode())
    assert order == ["fast", "slow"]


def test_a_reply_of_the_outer_loop_that_ends_in_the_inner_one(server: Any, manager: Any) -> None:
    order: list[str] = []
    inner_gate = server.gate()
    outer = get(manager, server.on("/outer", body=b"o"))
    inner = get(manager, server.on("/inner", body=b"i", gate=inner_gate))
    outer.finished.connect(lambda: (order.append("outer heard"), inner_gate.open()))

    def nest() -> None:
        wait(inner)
        order.append("inner loop over")

    QtCore.QTimer.singleShot(0, nest)
    wait(outer)
    run_until(lambda: len(order) == 2)
    assert order == ["outer heard", "inner loop over"]


def test_loops_five_deep(server: Any, manager: Any) -> None:
    depths: list[int] = []

    def dive(depth: int) -> None:
        if depth:
            reply = get(manager, server.on(f"/{depth}", body=b"x"))
            reply.finished.connect(lambda: dive(depth - 1))
            wait(reply)
            depths.append(depth)

    dive(5)
    assert sorted(depths) == [1, 2, 3, 4, 5]


def test_a_reply_deleted_in_a_nested_loop_dies_outside(server: Any, manager: Any) -> None:
    gone: list[bool] = []

    def act() -> list[bool]:
        reply = get(manager, server.on("/a", body=b"x"))
        reply.destroyed.connect(lambda *_: gone.append(True))
        reply.finished.connect(reply.deleteLater)
        wait(reply)
        return list(gone)

    call_in_loop(act)
    run_until(lambda: bool(gone))
    assert gone == [True]


def test_timers_run_while_a_loop_waits(server: Any, manager: Any) -> None:
    gate = server.gate()
    ticks: list[int] = []
    timer = QtCore.QTimer()
    timer.timeout.connect(lambda: (ticks.append(1), gate.open() if len(ticks) == 5 else None))
    timer.start(2)
    assert fetch(manager, server.on("/a", body=b"x", gate=gate)) == b"x"
    timer.stop()
    assert len(ticks) >= 5


def test_a_blocking_upload(server: Any, manager: Any) -> None:
    device = QtCore.QBuffer()
    device.setData(bytes(3_000_000))
    device.open(QtCore.QIODevice.ReadOnly)
    reply = wait(manager.put(typed(server.on("/a", body=b"ok")), device))
    assert bytes(reply.readAll()) == b"ok"
    assert len(server.requests[-1].body) == 3_000_000


@pytest.mark.only("netaccess", "PySide6")
def test_a_blocking_redirect(server: Any, manager: Any) -> None:
    server.on("/end", body=b"final")
    assert fetch(manager, server.on("/a", status=302, headers=[("Location", "/end")])) == b"final"


def test_consent_from_a_nested_loop(server: Any, manager: Any) -> None:
    server.on("/end", body=b"final")
    asked = request(server.on("/a", status=302, headers=[("Location", "/end")]))
    asked.setAttribute(Request.RedirectPolicyAttribute, Request.UserVerifiedRedirectPolicy)
    reply = manager.get(asked)

    def ask(_url: Any) -> None:
        run_for(20)
        reply.redirectAllowed.emit()

    reply.redirected.connect(ask)
    run_until(reply.isFinished)
    assert bytes(reply.readAll()) == b"final"


def test_aborting_from_a_nested_loop(server: Any, manager: Any) -> None:
    gate = server.gate()

    def script(talk: Any) -> None:
        talk.head(200, [("Content-Length", "10")])
        talk.send(b"hello")
        gate.wait()

    reply = get(manager, server.script("/a", script))

    def nest() -> None:
        QtCore.QTimer.singleShot(0, reply.abort)
        run_for(20)

    log = Recorder(reply, hooks={"readyRead": nest})
    run_until(reply.isFinished)
    spin(5)
    assert log.count("finished") == 1
    assert log.names[-1] == "finished"
    assert enum_name(reply.error()) == "OperationCanceledError"
    gate.open()


def test_local_urls_in_the_classic_pattern(manager: Any) -> None:
    assert fetch(manager, "data:,hello") == b"hello"


def test_an_unknown_scheme_in_the_classic_pattern(manager: Any) -> None:
    reply = wait(get(manager, "foo:bar"))
    assert enum_name(reply.error()) == "ProtocolUnknownError"


# Many managers.


def test_many_managers_at_once(server: Any) -> None:
    managers = [Manager() for _ in range(20)]
    url = server.on("/a", body=b"x")
    replies = [get(manager, url) for manager in managers]
    run_until(lambda: all(reply.isFinished() for reply in replies))
    assert [bytes(reply.readAll()) for reply in replies] == [b"x"] * 20


def test_a_manager_for_each_request(server: Any) -> None:
    url = server.on("/a", body=b"x")
    for _ in range(20):
        manager = Manager()
        assert fetch(manager, url) == b"x"


def test_managers_hear_only_of_their_own(server: Any) -> None:
    managers = [Manager() for _ in range(3)]
    heard: list[list[Any]] = [[] for _ in managers]
    for manager, box in zip(managers, heard, strict=True):
        manager.finished.connect(box.append)
    replies = [get(manager, server.on("/a")) for manager in managers]
    run_until(lambda: all(heard))
    assert heard == [[reply] for reply in replies]


def test_a_slot_of_one_manager_waits_for_another(server: Any, manager: Any) -> None:
    other = Manager()
    bodies: list[bytes] = []
    url = server.on("/b", body=b"other")
    manager.finished.connect(lambda _reply: bodies.append(fetch(other, url)))
    get(manager, server.on("/a"))
    run_until(lambda: bool(bodies))
    assert bodies == [b"other"]


def test_deleting_one_manager_leaves_the_others_alone(server: Any, manager: Any) -> None:
    gate = server.gate()
    other = Manager()
    mine = get(manager, server.on("/a", body=b"x", gate=gate))
    get(other, server.on("/b", gate=gate))
    run_until(lambda: len(server.requests) == 2)
    other.deleteLater()
    spin(3)
    gate.open()
    assert bytes(wait(mine).readAll()) == b"x"
    assert status(mine) == 200


def test_blocking_in_a_thread_of_its_own(server: Any) -> None:
    url = server.on("/a", body=b"x")

    class Fetching(QtCore.QThread):
        def run(self) -> None:
            manager = Manager()
            self.body = fetch(manager, url)

    threads = [Fetching() for _ in range(3)]
    for thread in threads:
        thread.start()
    run_until(lambda: all(thread.isFinished() for thread in threads))
    assert [thread.body for thread in threads] == [b"x"] * 3
