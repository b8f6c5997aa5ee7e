"""Managers on other threads than the main one, and programs that end with transfers running."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from binding import BINDING, QtCore, QtNetwork
from loops import run_until
from recorder import Recorder
from shortcuts import get, request

Manager = QtNetwork.QNetworkAccessManager
START_MS = 60_000
"""Time for a program to start on a machine that has much else to do."""


class Fetcher(QtCore.QObject):
    """Lives on a thread of its own and fetches there."""

    fetched = QtCore.Signal(object, object)

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url = url
        self.manager: Any = None

    @QtCore.Slot()
    def start(self) -> None:
        self.manager = Manager()
        reply = get(self.manager, self.url)
        reply.finished.connect(lambda: self.tell(reply))

    def tell(self, reply: Any) -> None:
        self.fetched.emit(bytes(reply.readAll()), threading.get_ident())
        self.manager = None


def test_a_manager_on_a_worker_thread(server: Any) -> None:
    thread = QtCore.QThread()
    fetcher = Fetcher(server.on("/a", body=b"hello"))
    fetcher.moveToThread(thread)
    thread.started.connect(fetcher.start)
    got: list[tuple[bytes, int]] = []
    heard_on: list[int] = []

    def hear(body: bytes, ident: int) -> None:
        got.append((body, ident))
        heard_on.append(threading.get_ident())

    class Receiver(QtCore.QObject):
        def hear(self, body: Any, ident: Any) -> None:
            hear(body, ident)

    receiver = Receiver()
    fetcher.fetched.connect(receiver.hear)
    thread.start()
    run_until(lambda: bool(got))
    thread.quit()
    assert thread.wait(5000)
    assert got[0][0] == b"hello"
    assert got[0][1] != threading.get_ident()
    assert heard_on == [threading.get_ident()]


def test_a_loop_of_ones_own_in_run(server: Any) -> None:
    url = server.on("/a", body=b"hello")
    bodies: list[bytes] = []

    class Worker(QtCore.QThread):
        def run(self) -> None:
            manager = Manager()
            loop = QtCore.QEventLoop()
            reply = get(manager, url)
            reply.finished.connect(loop.quit)
            (loop.exec if hasattr(loop, "exec") else loop.exec_)()
            bodies.append(bytes(reply.readAll()))

    worker = Worker()
    worker.start()
    run_until(worker.isFinished)
    assert worker.wait(5000)
    assert bodies == [b"hello"]


def test_slots_run_on_the_managers_thread(server: Any, manager: Any) -> None:
    reply = get(manager, server.on("/a", body=b"hello"))
    idents: set[int] = set()
    names = ("requestSent", "metaDataChanged", "readyRead", "downloadProgress", "finished")
    Recorder(reply, hooks={name: lambda: idents.add(threading.get_ident()) for name in names}).run()
    assert idents == {threading.get_ident()}


@pytest.mark.only("netaccess")
@pytest.mark.parametrize("verb", ["get", "head", "deleteResource"])
def test_a_call_from_a_foreign_thread_is_an_error(server: Any, manager: Any, verb: str) -> None:
    asked = request(server.on("/a"))
    raised: list[BaseException] = []

    def call() -> None:
        try:
            getattr(manager, verb)(asked)
        except RuntimeError as error:
            raised.append(error)

    thread = threading.Thread(target=call)
    thread.start()
    thread.join()
    assert len(raised) == 1
    assert "thread" in str(raised[0])
    assert server.requests == []


@pytest.mark.only("netaccess")
@pytest.mark.parametrize("running", [1, 20])
def test_a_program_that_ends_with_transfers_running_ends_at_once_and_quietly(
    server: Any, running: int, tmp_path: Path
) -> None:
    closed: list[bool] = []
    url = server.script("/a", lambda talk: closed.append(talk.closed_by_peer()))  # never an answer
    enough = tmp_path / "enough"  # is there as soon as the server has seen the requests
    program = (
        "import os\n"
        "from binding import QtCore, QtNetwork\n"
        "application = QtCore.QCoreApplication([])\n"
        "manager = QtNetwork.QNetworkAccessManager()\n"
        f"for _ in range({running}):\n"
        f"    reply = manager.get(QtNetwork.QNetworkRequest(QtCore.QUrl({url!r})))\n"
        "timer = QtCore.QTimer()\n"
        f"timer.timeout.connect(lambda: os.path.exists({str(enough)!r}) and application.quit())\n"
        "timer.start(5)\n"
        "application.exec()\n"
        "print('end')\n"
    )
    here = Path(__file__).resolve().parent
    paths = os.pathsep.join([str(here), str(here.parent.parent)])
    environment = {**os.environ, "PYTHONPATH": paths, "NETACCESS_BINDING": BINDING}
    with subprocess.Popen(
        [sys.executable, "-c", program], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as child:
        run_until(lambda: len(server.requests) == min(running, 6) or child.poll() is not None, START_MS)
        enough.touch()
        out, err = child.communicate()
    assert (child.returncode, out.split(), err) == (0, [b"end"], b"")
    run_until(lambda: len(closed) == min(running, 6))
    assert all(closed)
