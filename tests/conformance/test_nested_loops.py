"""Event loops within event loops, polling loops, chains and many requests at once."""

from __future__ import annotations

from typing import Any

from binding import QtCore, enum_name, run_loop
from loops import call_in_loop, run_until
from recorder import Recorder
from server import refused_port
from shortcuts import get


def fetch(manager: Any, url: str) -> bytes:
    """Fetch synchronously, the way many programs do: a local loop that the reply ends."""
    loop = QtCore.QEventLoop()
    reply = get(manager, url)
    reply.finished.connect(loop.quit)
    run_loop(loop)
    assert reply.isFinished()
    return bytes(reply.readAll())


def test_a_local_loop_that_the_reply_ends(server: Any, manager: Any) -> None:
    assert fetch(manager, server.on("/a", body=b"hello")) == b"hello"


def test_a_local_loop_that_the_manager_ends(server: Any, manager: Any) -> None:
    loop = QtCore.QEventLoop()
    manager.finished.connect(loop.quit)
    reply = get(manager, server.on("/a", body=b"hello"))
    run_loop(loop)
    assert bytes(reply.readAll()) == b"hello"


def test_one_after_another_in_local_loops(server: Any, manager: Any) -> None:
    bodies = [fetch(manager, server.on(f"/{index}", body=b"%d" % index)) for index in range(10)]
    assert bodies == [b"%d" % index for index in range(10)]
    assert server.connections == 1


def test_a_local_loop_inside_a_running_loop(server: Any, manager: Any) -> None:
    url = server.on("/a", body=b"hello")
    assert call_in_loop(lambda: fetch(manager, url)) == b"hello"


def test_a_local_loop_inside_finished(server: Any, manager: Any) -> None:
    server.on("/b", body=b"inner")
    got: list[bytes] = []
    reply = get(manager, server.on("/a", body=b"outer"))
    log = Recorder(reply, hooks={"finished": lambda: got.append(fetch(manager, server.url("/b")))})
    run_until(lambda: bool(got))
    assert got == [b"inner"]
    assert bytes(reply.readAll()) == b"outer"
    assert log.count("finished") == 1


def test_a_local_loop_inside_the_managers_finished(server: Any, manager: Any) -> None:
    server.on("/b", body=b"inner")
    order: list[str] = []

    def hear(reply: Any) -> None:
        path = reply.url().path()
        order.append(f"{path} begins")
        if path == "/a":
            fetch(manager, server.url("/b"))
        order.append(f"{path} ends")

    manager.finished.connect(hear)
    get(manager, server.on("/a"))
    run_until(lambda: "/a ends" in order)
    assert order == ["/a begins", "/b begins", "/b ends", "/a ends"]


def test_a_local_loop_inside_ready_read_lets_the_reply_go_on(server: Any, manager: Any) -> None:
    gate = server.gate()

    def script(talk: Any) -> None:
        talk.head(200, [("Content-Length", "10")])
        talk.send(b"hello")
        gate.wait()
        talk.send(b"world")

    server.on("/b", body=b"inner")
    reply = get(manager, server.script("/a", script))
    got: list[bytes] = []

    def once() -> None:
        if not got:
            got.append(b"")
            got[0] = fetch(manager, server.url("/b"))
            gate.open()

    log = Recorder(reply, hooks={"readyRead": once}).run()
    assert got == [b"inner"]
    assert bytes(reply.readAll()) == b"helloworld"
    assert log.count("finished") == 1


def test_three_loops_deep(server: Any, manager: Any) -> None:
    url = server.on("/a", body=b"x")

    def dive(depth: int) -> bytes:
        body = fetch(manager, url)
        return body if depth == 0 else body + call_in_loop(lambda: dive(depth - 1))

    assert dive(3) == b"xxxx"


def test_a_polling_loop_with_process_events(server: Any, manager: Any) -> None:
    reply = get(manager, server.on("/a", body=b"hello"))
    clock = QtCore.QElapsedTimer()
    clock.start()
    while not reply.isFinished():
        QtCore.QCoreApplication.processEvents()
        assert clock.elapsed() < 5000
    assert bytes(reply.readAll()) == b"hello"


def test_a_polling_loop_that_waits(server: Any, manager: Any) -> None:
    reply = get(manager, server.on("/a", body=b"hello"))
    log = Recorder(reply)
    guard = QtCore.QTimer()
    guard.start(50)  # so that a wait for events never lasts longer
    rounds = 0
    while "finished" not in log.names:
        QtCore.QCoreApplication.processEvents(QtCore.QEventLoop.WaitForMoreEvents)
        rounds += 1
        assert rounds < 500
    assert bytes(reply.readAll()) == b"hello"


def test_process_events_inside_a_slot(server: Any, manager: Any) -> None:
    logs = [Recorder(get(manager, server.on(f"/{index}", body=b"x"))) for index in range(5)]
    Recorder(get(manager, server.on("/a")), hooks={"finished": QtCore.QCoreApplication.processEvents}).run()
    for log in logs:
        log.run()
        assert log.count("finished") == 1


def test_a_chain_in_finished(server: Any, manager: Any) -> None:
    for index in range(10):
        server.on(f"/{index}", body=b"%d" % index)
    bodies: list[bytes] = []

    def hear(reply: Any) -> None:
        bodies.append(bytes(reply.readAll()))
        reply.deleteLater()
        if len(bodies) < 10:
            get(manager, server.url(f"/{len(bodies)}"))

    manager.finished.connect(hear)
    get(manager, server.url("/0"))
    run_until(lambda: len(bodies) == 10)
    assert bodies == [b"%d" % index for index in range(10)]
    assert server.connections == 1


def test_twenty_at_once(server: Any, manager: Any) -> None:
    bodies = {server.on(f"/{index}", body=b"%d" % index * 1000): b"%d" % index * 1000 for index in range(20)}
    logs = [Recorder(get(manager, url)) for url in bodies]
    for log in logs:
        log.run()
    assert {log.reply.url().toString(): bytes(log.reply.readAll()) for log in logs} == bodies
    assert all(log.count("finished") == log.count("manager.finished") == 1 for log in logs)
    assert server.connections <= 6


def test_good_and_bad_ones_at_once(server: Any, manager: Any) -> None:
    good = [Recorder(get(manager, server.on(f"/{index}"))) for index in range(3)]
    bad = [Recorder(get(manager, url)) for url in ("foo:x", f"http://127.0.0.1:{refused_port()}/", server.url("/no"))]
    for log in good + bad:
        log.run()
    assert [enum_name(log.reply.error()) for log in good] == ["NoError"] * 3
    assert [enum_name(log.reply.error()) for log in bad] == [
        "ProtocolUnknownError",
        "ConnectionRefusedError",
        "ContentNotFoundError",
    ]


def test_many_started_in_one_finished(server: Any, manager: Any) -> None:
    url = server.on("/b", body=b"x")
    logs: list[Recorder] = []
    first = get(manager, server.on("/a"))
    Recorder(first, hooks={"finished": lambda: logs.extend(Recorder(get(manager, url)) for _ in range(12))}).run()
    for log in logs:
        log.run()
    assert [log.count("finished") for log in logs] == [1] * 12


def test_timers_run_while_a_reply_waits(server: Any, manager: Any) -> None:
    gate = server.gate()
    reply = get(manager, server.on("/a", gate=gate))
    ticks: list[int] = []
    timer = QtCore.QTimer()
    timer.timeout.connect(lambda: ticks.append(1))
    timer.start(1)
    run_until(lambda: len(ticks) >= 10)
    assert not reply.isFinished()
    gate.open()
    Recorder(reply).run()


def test_a_slot_may_be_a_method_of_another_object(server: Any, manager: Any) -> None:
    timer = QtCore.QTimer()
    timer.setSingleShot(True)
    timer.setInterval(0)
    reply = get(manager, server.on("/a"))
    reply.finished.connect(timer.start)
    run_until(timer.timeout)
    assert reply.isFinished()


def test_slots_get_as_many_arguments_as_they_take(server: Any, manager: Any) -> None:
    reply = get(manager, server.on("/a", body=b"hello"))
    got: list[tuple[Any, ...]] = []
    reply.downloadProgress.connect(lambda: got.append(()))
    reply.downloadProgress.connect(lambda received: got.append((received,)))
    reply.downloadProgress.connect(lambda received, total: got.append((received, total)))
    Recorder(reply).run()
    assert got[-3:] == [(), (5,), (5, 5)]


def test_application_exec_and_quit_around_a_reply(application: Any, server: Any, manager: Any) -> None:
    reply = get(manager, server.on("/a", body=b"hello"))
    reply.finished.connect(application.quit)
    assert run_loop(application) == 0
    assert bytes(reply.readAll()) == b"hello"
