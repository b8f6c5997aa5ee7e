"""One batch of messages, and slots that do not let it pass quietly: nested loops, and moves to another thread."""

from __future__ import annotations

import threading

import pytest
from faketransport import FakeTransport, answer, request
from looping import drain

from netaccess._access.manager import QNetworkAccessManager
from netaccess._kernel.loop import QEventLoop
from netaccess._kernel.thread import QThread

SECONDS = 10


@pytest.mark.parametrize(("name", "status"), [("metaDataChanged", 200), ("readyRead", 200), ("errorOccurred", 404)])
def test_a_reply_moved_by_its_slot_ends_in_the_other_thread(wire: FakeTransport, name: str, status: int) -> None:
    wire.script = lambda ticket: answer(b"hello", status)
    manager, thread = QNetworkAccessManager(), QThread()
    thread.start()
    done, where = threading.Event(), list[str]()
    reply = manager.get(request())

    def move(*arguments: object) -> None:
        manager.moveToThread(thread)

    def end() -> None:
        where.append(threading.current_thread().name)
        done.set()

    getattr(reply, name).connect(move)
    reply.finished.connect(end)
    drain()
    assert done.wait(SECONDS)
    assert where != [threading.current_thread().name]
    thread.quit()
    assert thread.wait(SECONDS * 1000)


@pytest.mark.parametrize("name", ["metaDataChanged", "readyRead"])
def test_a_nested_loop_hears_the_rest_of_the_batch_once(
    manager: QNetworkAccessManager, wire: FakeTransport, name: str
) -> None:
    wire.script = lambda ticket: answer(b"hello")
    reply, heard = manager.get(request()), list[str]()

    def nest() -> None:
        loop = QEventLoop()
        reply.finished.connect(loop.quit)
        loop.exec()

    getattr(reply, name).connect(nest)
    reply.finished.connect(lambda: heard.append("finished"))
    drain()
    assert heard == ["finished"]


def test_a_nested_loop_without_the_network_hears_nothing_of_it(
    manager: QNetworkAccessManager, wire: FakeTransport
) -> None:
    wire.script = lambda ticket: answer(b"hello")
    reply, heard = manager.get(request()), list[str]()

    def nest() -> None:
        QEventLoop().processEvents(QEventLoop.ProcessEventsFlag.ExcludeSocketNotifiers)
        heard.append("nested over")

    reply.metaDataChanged.connect(nest)
    reply.readyRead.connect(lambda: heard.append("readyRead"))
    drain()
    assert heard == ["nested over", "readyRead"]
