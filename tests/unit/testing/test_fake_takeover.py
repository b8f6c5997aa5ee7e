"""One manager in several fake networks, and before and after them: each time it uses what there is."""

from __future__ import annotations

import pytest

from netaccess._access.manager import Seam
from netaccess.QtCore import QUrl
from netaccess.QtNetwork import QNetworkAccessManager, QNetworkReply, QNetworkRequest
from netaccess.testing import FakeLoop, FakeNetwork, no_answer


def ask(manager: QNetworkAccessManager, loop: FakeLoop) -> str:
    """Return what comes."""
    reply = manager.get(QNetworkRequest(QUrl("https://server.test/")))
    loop.run_until(reply.finished)
    return bytes(reply.readAll()).decode() or reply.errorString()


def test_a_manager_is_served_by_one_fake_network_after_the_other() -> None:
    manager = QNetworkAccessManager()
    for text in ("one", "two"):
        with FakeLoop() as loop, FakeNetwork(loop) as network:
            network.get("https://server.test/").respond(text)
            assert ask(manager, loop) == text
            assert network.connections == 1


def test_a_manager_that_has_connections_of_its_own_is_served_by_a_fake_network(monkeypatch: pytest.MonkeyPatch) -> None:
    manager = QNetworkAccessManager()
    with FakeLoop() as loop:
        real = FakeNetwork(loop)  # stands for the real one
        real.get("https://server.test/").respond("real")
        monkeypatch.setattr(Seam, "make_transport", staticmethod(real.make_transport))
        assert ask(manager, loop) == "real"
        own = manager._qt_transport
        with FakeNetwork(loop) as network:
            network.get("https://server.test/").respond("fake")
            assert ask(manager, loop) == "fake"
        assert ask(manager, loop) == "real"
        assert manager._qt_transport is own and real.connections == 1


def test_what_was_under_way_before_goes_on_beside_it(monkeypatch: pytest.MonkeyPatch) -> None:
    manager = QNetworkAccessManager()
    with FakeLoop() as loop:
        real = FakeNetwork(loop)
        real.get("https://server.test/").respond("real", delay=5)
        monkeypatch.setattr(Seam, "make_transport", staticmethod(real.make_transport))
        earlier = [manager.get(QNetworkRequest(QUrl("https://server.test/"))) for _ in range(8)]
        with FakeNetwork(loop) as network:
            network.get("https://server.test/").respond("fake")
            assert ask(manager, loop) == "fake"
            loop.run_until_idle()
        assert [bytes(reply.readAll()) for reply in earlier] == [b"real"] * 8


def test_requests_left_by_one_test_take_no_place_of_the_next() -> None:
    manager = QNetworkAccessManager()
    left: list[QNetworkReply] = []
    with FakeLoop() as loop, FakeNetwork(loop, strict=False) as network:
        network.get("https://server.test/").respond(no_answer())
        left += [manager.get(QNetworkRequest(QUrl("https://server.test/"))) for _ in range(6)]
        loop.advance(1)
    with FakeLoop() as loop, FakeNetwork(loop) as network:
        network.get("https://server.test/").respond("soon")
        assert ask(manager, loop) == "soon"
    for reply in left:
        reply.abort()


def test_connections_of_a_manager_that_has_died_meanwhile_are_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    manager = QNetworkAccessManager()
    with FakeLoop() as loop:
        real = FakeNetwork(loop)
        real.get("https://server.test/").respond("real")
        monkeypatch.setattr(Seam, "make_transport", staticmethod(real.make_transport))
        ask(manager, loop)
        own = manager._qt_transport
        with FakeNetwork(loop) as network:
            network.get("https://server.test/").respond("fake")
            ask(manager, loop)
            del manager
    assert own is not None
    with pytest.raises(RuntimeError, match="shut down"):
        own.start(None)  # type: ignore[arg-type]


def test_managers_are_as_before_afterwards() -> None:
    before = QNetworkAccessManager._qt_queue
    with FakeLoop() as loop, FakeNetwork(loop):
        assert QNetworkAccessManager._qt_queue is not before
    assert QNetworkAccessManager._qt_queue is before
