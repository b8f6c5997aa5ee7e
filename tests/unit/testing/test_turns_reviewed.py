"""What a review of the fake loop from outside has found."""

from __future__ import annotations

import threading

import pytest

from netaccess.QtCore import QCoreApplication, QDeadlineTimer, QEventLoop, QTimer, QUrl
from netaccess.QtNetwork import QNetworkAccessManager, QNetworkRequest
from netaccess.testing import FakeLoop, FakeNetwork, Stalled


def test_polling_with_a_time_limit_lets_time_pass(fake_loop: FakeLoop) -> None:
    until = QDeadlineTimer(3000)
    while not until.hasExpired():
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 100)
    assert 3 <= fake_loop.now <= 3.1


def test_a_predicate_that_a_plain_thread_makes_true_is_seen(fake_loop: FakeLoop) -> None:
    out: list[int] = []
    asked = threading.Event()

    def holds() -> list[int]:
        asked.set()
        return out

    thread = threading.Thread(target=lambda: (asked.wait(10), out.append(1)))
    thread.start()
    assert fake_loop.run_until(holds, timeout=100) == [1]
    thread.join()


def test_a_poll_sees_an_event_at_its_moment(fake_loop: FakeLoop, fake_network: FakeNetwork) -> None:
    fake_network.get("https://a.test/").respond("x", delay=2)
    manager = QNetworkAccessManager()
    reply = manager.get(QNetworkRequest(QUrl("https://a.test/")))
    while not reply.isFinished():
        QCoreApplication.processEvents()
    assert fake_loop.now == 2


def test_a_signal_waited_for_in_vain_is_named_with_its_object(fake_loop: FakeLoop) -> None:
    timer = QTimer(objectName="late")
    with pytest.raises(Stalled, match="of QTimer 'late'"):
        fake_loop.run_until(timer.timeout, timeout=1)


def test_the_test_itself_is_not_among_those_who_wait(fake_loop: FakeLoop) -> None:
    QTimer.singleShot(50_000, lambda: None)
    with pytest.raises(TimeoutError) as caught:
        fake_loop.run_until(lambda: False, timeout=1)
    assert "has its turn" not in str(caught.value)
    fake_loop.run_until_idle()


def test_a_stall_goes_by_its_public_name() -> None:
    assert f"{Stalled.__module__}.{Stalled.__qualname__}" == "netaccess.testing.Stalled"


def test_a_stalled_loop_points_to_the_programs_line(fake_loop: FakeLoop) -> None:
    with pytest.raises(Stalled) as caught:
        QEventLoop().exec()
    shown = [entry.name for entry in caught.traceback.filter(caught)]
    assert "_rest" not in shown
