"""Objects that were moved to no thread at all, and how a thread fetches them to itself."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from binding import QtCore, number
from loops import run_until, spin
from objects import in_plain_thread, post


class Worker(QtCore.QObject):
    """Notes what reaches it."""

    sent = QtCore.Signal(int)

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self.seen: list[Any] = []

    def customEvent(self, event: Any) -> None:
        """An event."""
        self.seen.append(("event", number(event.type()) - number(QtCore.QEvent.User)))

    def timerEvent(self, event: Any) -> None:
        """A timer."""
        self.killTimer(event.timerId())
        self.seen.append(("timer", threading.get_ident()))

    def slot(self, value: int) -> None:
        """A slot."""
        self.seen.append(("slot", value))


@pytest.fixture
def nowhere(application: Any) -> Worker:
    """Return an object without a thread."""
    worker = Worker()
    assert worker.moveToThread(None)
    return worker


def test_an_object_moved_to_none_has_no_thread(nowhere: Worker) -> None:
    assert nowhere.thread() is None


def test_children_are_moved_to_none_with_their_parent(application: Any) -> None:
    parent = Worker()
    child = Worker(parent)
    parent.moveToThread(None)
    assert child.thread() is None


def test_events_wait_for_an_object_without_a_thread(nowhere: Worker, application: Any) -> None:
    post(nowhere, 7)
    spin()
    assert nowhere.seen == []
    nowhere.moveToThread(application.thread())
    run_until(lambda: nowhere.seen)
    assert nowhere.seen == [("event", 7)]


def test_slots_of_an_object_without_a_thread_wait(nowhere: Worker, application: Any) -> None:
    sender = Worker()
    sender.sent.connect(nowhere.slot)
    sender.sent.emit(3)
    spin()
    assert nowhere.seen == []
    nowhere.moveToThread(application.thread())
    run_until(lambda: nowhere.seen)
    assert nowhere.seen == [("slot", 3)]


def test_signals_of_an_object_without_a_thread_reach_this_one_at_once(nowhere: Worker) -> None:
    receiver = Worker()
    nowhere.sent.connect(receiver.slot)
    nowhere.sent.emit(4)
    assert receiver.seen == [("slot", 4)]


def test_timers_stand_still_without_a_thread(application: Any) -> None:
    worker = Worker()
    worker.startTimer(0)
    worker.moveToThread(None)
    spin()
    assert worker.seen == []
    worker.moveToThread(application.thread())
    run_until(lambda: worker.seen)
    assert worker.seen == [("timer", threading.get_ident())]


def test_deletion_waits_for_an_object_without_a_thread(nowhere: Worker, application: Any) -> None:
    gone: list[bool] = []
    nowhere.deleteLater()
    spin()
    nowhere.moveToThread(application.thread())
    nowhere.destroyed.connect(lambda: gone.append(True))
    run_until(lambda: gone)


def test_any_thread_can_fetch_an_object_without_one(nowhere: Worker, application: Any) -> None:
    def fetch() -> bool:
        here = QtCore.QThread.currentThread()
        moved = nowhere.moveToThread(here) and nowhere.thread() is here
        return moved and nowhere.moveToThread(application.thread())

    assert in_plain_thread(fetch)
    assert nowhere.thread() is application.thread()


def test_what_is_no_thread_is_refused(application: Any) -> None:
    with pytest.raises(TypeError):
        Worker().moveToThread(3)


@pytest.mark.differs("thread-rules")
def test_an_object_without_a_thread_cannot_be_pushed_into_another(nowhere: Worker) -> None:
    with pytest.raises(RuntimeError, match="calling thread"):
        nowhere.moveToThread(QtCore.QThread())
