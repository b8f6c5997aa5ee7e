"""Queues under fire: many threads at one queue, with the interpreter switching between them as often as it can."""

from __future__ import annotations

import threading
import weakref

import pytest
from kernelsupport import PATIENCE, ended, started_thread

from netaccess._kernel.application import QCoreApplication
from netaccess._kernel.events import QEvent
from netaccess._kernel.posting import PostedCall, post
from netaccess._kernel.qobject import QObject
from netaccess._kernel.thread import QThread

pytestmark = pytest.mark.usefixtures("eager_switching")

EVENTS = 3000


class Counter(QObject):
    """Counts the events it is sent."""

    count = 0

    def customEvent(self, event: QEvent) -> None:
        self.count += 1


def counter_on_a_thread() -> tuple[Counter, QThread]:
    thread, receiver = started_thread(), Counter()
    receiver.moveToThread(thread)
    return receiver, thread


def wait_for_all(receiver: Counter, thread: QThread) -> None:
    """Return when everything posted before has been delivered and the thread has ended."""
    done = threading.Event()
    post(receiver, PostedCall(weakref.ref(receiver), lambda target: done.set()))
    assert done.wait(PATIENCE)
    assert ended(thread)


def test_events_with_priorities_posted_from_many_threads_all_arrive() -> None:
    receiver, thread = counter_on_a_thread()
    errors: list[Exception] = []

    def work() -> None:
        try:
            for number in range(EVENTS):
                QCoreApplication.postEvent(receiver, QEvent(QEvent.Type(1001)), number % 3)
        except Exception as error:
            errors.append(error)

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    # The call below has the lowest priority, and so comes last.
    wait_for_all(receiver, thread)
    assert errors == []
    assert receiver.count == 3 * EVENTS


def test_removing_events_from_another_thread_does_not_disturb_delivery() -> None:
    receiver, thread = counter_on_a_thread()
    errors: list[Exception] = []

    def remove() -> None:
        try:
            for _ in range(EVENTS):  # not until all are posted: it can be the one that keeps them from being posted
                QCoreApplication.removePostedEvents(receiver, 1005)
        except Exception as error:
            errors.append(error)

    worker = threading.Thread(target=remove)
    worker.start()
    for _ in range(EVENTS):
        QCoreApplication.postEvent(receiver, QEvent(QEvent.Type(1001)))
    worker.join()
    wait_for_all(receiver, thread)
    assert errors == []
    assert receiver.count == EVENTS
