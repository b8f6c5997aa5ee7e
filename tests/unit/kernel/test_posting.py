"""Posted events and calls: order, priorities, receivers that die or move, and what a loop may leave lying."""

from __future__ import annotations

import gc
import threading
import weakref
from typing import Any

import pytest
from kernelsupport import PATIENCE, ended, started_thread
from looping import drain
from virtualclock import VirtualClock

from netaccess._kernel.application import QCoreApplication
from netaccess._kernel.events import QEvent
from netaccess._kernel.loop import QEventLoop, run_once
from netaccess._kernel.posting import NetworkCall, PostedCall, deliver_posted, post
from netaccess._kernel.qobject import QObject
from netaccess._kernel.threaddata import current

USER = 1000


class Receiver(QObject):
    """Remembers the events it was sent."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[int] = []

    def customEvent(self, event: QEvent) -> None:
        self.seen.append(int(event.type()))


class Call(PostedCall):
    """A posted call that remembers being dropped."""

    __slots__ = ("dropped",)

    def __init__(self, receiver: QObject, function: Any = lambda receiver: None) -> None:
        super().__init__(weakref.ref(receiver), function)
        self.dropped = 0

    def drop(self) -> None:
        self.dropped += 1


def send(receiver: QObject, number: int, priority: int = 0) -> None:
    QCoreApplication.postEvent(receiver, QEvent(QEvent.Type(USER + number)), priority)


def test_events_arrive_in_the_order_they_were_posted() -> None:
    receiver = Receiver()
    for number in range(5):
        send(receiver, number)
    drain()
    assert receiver.seen == [1000, 1001, 1002, 1003, 1004]


def test_higher_priorities_go_first_and_equal_ones_keep_their_order() -> None:
    receiver = Receiver()
    for number, priority in enumerate((0, 5, -5, 5, 1, 0)):
        send(receiver, number, priority)
    drain()
    assert receiver.seen == [1001, 1003, 1004, 1000, 1005, 1002]


def test_what_is_posted_during_a_pass_waits_for_the_next() -> None:
    receiver = Receiver()
    post(receiver, PostedCall(weakref.ref(receiver), lambda target: send(target, 1)))
    run_once(current(), 0, may_wait=False)
    assert receiver.seen == []
    run_once(current(), 0, may_wait=False)
    assert receiver.seen == [1001]


def test_a_queue_does_not_keep_its_receiver_alive() -> None:
    receiver = Receiver()
    gone = weakref.ref(receiver)
    send(receiver, 1)
    del receiver
    assert gone() is None
    drain()


def test_what_is_posted_to_an_object_that_dies_is_dropped() -> None:
    receiver = Receiver()
    entry = Call(receiver)
    post(receiver, entry)
    del receiver
    drain()
    assert entry.dropped == 1


def test_what_is_posted_to_a_deleted_object_is_dropped_at_once() -> None:
    receiver = Receiver()
    receiver.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    entry = Call(receiver)
    post(receiver, entry)
    assert entry.dropped == 1
    assert not current().queue


def test_removed_events_do_not_arrive() -> None:
    one, other = Receiver(), Receiver()
    send(one, 1)
    send(other, 2)
    QCoreApplication.removePostedEvents(one)
    drain()
    assert (one.seen, other.seen) == ([], [1002])


def test_events_can_be_removed_by_their_type() -> None:
    receiver = Receiver()
    send(receiver, 1)
    send(receiver, 2)
    QCoreApplication.removePostedEvents(receiver, 1001)
    drain()
    assert receiver.seen == [1002]


def test_sending_posted_events_of_one_object_leaves_the_others_in_place() -> None:
    one, other = Receiver(), Receiver()
    for number in range(4):
        send((one, other)[number % 2], number)
    QCoreApplication.sendPostedEvents(other)
    assert (one.seen, other.seen) == ([], [1001, 1003])
    drain()
    assert one.seen == [1000, 1002]


def test_sending_posted_events_of_one_type_leaves_the_others_in_place() -> None:
    receiver = Receiver()
    for number in (1, 2, 1, 3):
        send(receiver, number)
    QCoreApplication.sendPostedEvents(receiver, 1001)
    assert receiver.seen == [1001, 1001]
    drain()
    assert receiver.seen == [1001, 1001, 1002, 1003]


def test_an_exception_in_a_handler_does_not_keep_the_next_event_from_arriving(uncaught: list[BaseException]) -> None:
    class Raising(Receiver):
        def customEvent(self, event: QEvent) -> None:
            super().customEvent(event)
            raise ValueError("in a handler")

    receiver = Raising()
    send(receiver, 1)
    send(receiver, 2)
    drain()
    assert receiver.seen == [1001, 1002]
    assert [str(error) for error in uncaught] == ["in a handler"] * 2


def test_what_has_not_arrived_when_a_handler_exits_arrives_later() -> None:
    receiver = Receiver()

    def leave(target: QObject) -> None:
        raise SystemExit(3)

    post(receiver, PostedCall(weakref.ref(receiver), leave))
    send(receiver, 1)
    with pytest.raises(SystemExit):
        drain()
    drain()
    assert receiver.seen == [1001]


def test_the_level_of_the_thread_is_restored_when_a_handler_exits() -> None:
    receiver = Receiver()
    level = current().level

    def leave(target: QObject) -> None:
        raise SystemExit(3)

    post(receiver, PostedCall(weakref.ref(receiver), leave))
    with pytest.raises(SystemExit):
        drain()
    assert current().level == level


def test_network_arrivals_wait_while_a_loop_excludes_them() -> None:
    receiver = Receiver()
    log: list[str] = []
    post(receiver, NetworkCall(weakref.ref(receiver), lambda target: log.append("network")))
    post(receiver, PostedCall(weakref.ref(receiver), lambda target: log.append("other")))
    QEventLoop().processEvents(QEventLoop.ProcessEventsFlag.ExcludeSocketNotifiers)
    assert log == ["other"]
    drain()
    assert log == ["other", "network"]


def test_network_arrivals_that_were_kept_back_keep_their_order() -> None:
    receiver = Receiver()
    log: list[int] = []
    for number in range(4):
        post(receiver, NetworkCall(weakref.ref(receiver), lambda target, number=number: log.append(number)))
    for _ in range(2):
        QEventLoop().processEvents(QEventLoop.ProcessEventsFlag.ExcludeSocketNotifiers)
    drain()
    assert log == [0, 1, 2, 3]


def test_a_nested_pass_inside_a_handler_delivers_each_event_once() -> None:
    class Nesting(Receiver):
        def customEvent(self, event: QEvent) -> None:
            super().customEvent(event)
            deliver_posted(current())

    receiver = Nesting()
    for number in range(6):
        send(receiver, number)
    drain()
    assert receiver.seen == [1000, 1001, 1002, 1003, 1004, 1005]


def test_events_go_with_an_object_that_moves() -> None:
    thread = started_thread()
    there = threading.Event()

    class Mover(Receiver):
        def customEvent(self, event: QEvent) -> None:
            self.seen.append(int(event.type()))
            self.where = current()
            if len(self.seen) == 3:
                there.set()

    receiver = Mover()
    for number in range(3):
        send(receiver, number)
    receiver.moveToThread(thread)
    drain()
    assert there.wait(PATIENCE)
    assert receiver.seen == [1000, 1001, 1002]
    assert receiver.where is thread._qt_data
    assert ended(thread)


def test_a_post_wakes_a_loop_that_sleeps_in_another_thread() -> None:
    thread = started_thread()
    receiver = Receiver()
    receiver.moveToThread(thread)
    for _ in range(200):
        arrived = threading.Event()
        post(receiver, PostedCall(weakref.ref(receiver), lambda target, arrived=arrived: arrived.set()))
        assert arrived.wait(PATIENCE)
    assert ended(thread)


def test_a_loop_on_virtual_time_delivers_before_it_jumps(clock: VirtualClock) -> None:
    receiver = Receiver()
    moments: list[float] = []
    loop = QEventLoop()
    post(receiver, PostedCall(weakref.ref(receiver), lambda target: (moments.append(clock.now()), loop.quit())))
    loop.exec()
    assert moments == [0.0]


def test_the_queue_keeps_nothing_of_a_delivered_event() -> None:
    receiver = Receiver()
    event = QEvent(QEvent.Type(USER))
    kept = weakref.ref(event) if hasattr(event, "__weakref__") else None
    QCoreApplication.postEvent(receiver, event)
    del event
    drain()
    gc.collect()
    assert kept is None or kept() is None
