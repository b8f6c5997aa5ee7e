"""Connections: their types, the thread a slot runs in, and order and delivery across threads."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from kernelsupport import PATIENCE, ended, in_thread, started_thread
from looping import drain

from netaccess._kernel.connection import Connection
from netaccess._kernel.destruction import destroy
from netaccess._kernel.qobject import QObject
from netaccess._kernel.signal import Signal
from netaccess._kernel.thread import QThread
from netaccess._values.qtnamespace import Qt

QUEUED = Qt.ConnectionType.QueuedConnection
DIRECT = Qt.ConnectionType.DirectConnection
BLOCKING = Qt.ConnectionType.BlockingQueuedConnection
UNIQUE = Qt.ConnectionType.UniqueConnection
ONCE = Qt.ConnectionType.SingleShotConnection


class Emitter(QObject):
    plain = Signal()
    number = Signal(int)
    mark = Signal(int, int)


class Receiver(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[Any] = []
        self.senders: list[Any] = []
        self.threads: list[int] = []
        self.heard = threading.Event()

    def take(self, value: int = -1) -> None:
        self.seen.append(value)
        self.senders.append(self.sender())
        self.threads.append(threading.get_ident())
        self.heard.set()


def test_a_queued_slot_runs_from_the_loop() -> None:
    emitter, receiver = Emitter(), Receiver()
    emitter.number.connect(receiver.take, QUEUED)
    emitter.number.emit(1)
    assert receiver.seen == []
    drain()
    assert receiver.seen == [1]


def test_the_sender_is_known_inside_direct_and_queued_slots() -> None:
    emitter, receiver = Emitter(), Receiver()
    emitter.number.connect(receiver.take)
    emitter.number.connect(receiver.take, QUEUED)
    emitter.number.emit(1)
    drain()
    assert receiver.senders == [emitter, emitter]
    assert receiver.sender() is None


def test_a_queued_call_is_still_made_after_disconnecting() -> None:
    emitter, receiver = Emitter(), Receiver()
    emitter.number.connect(receiver.take, QUEUED)
    emitter.number.emit(1)
    emitter.number.disconnect(receiver.take)
    drain()
    assert receiver.seen == [1]


def test_a_queued_call_to_a_receiver_that_died_is_dropped() -> None:
    emitter, receiver = Emitter(), Receiver()
    emitter.number.connect(receiver.take, QUEUED)
    emitter.number.emit(1)
    destroy(receiver)
    drain()
    assert receiver.seen == []


def test_the_sender_of_a_queued_call_that_died_is_none() -> None:
    emitter, receiver = Emitter(), Receiver()
    emitter.number.connect(receiver.take, QUEUED)
    emitter.number.emit(1)
    del emitter
    drain()
    assert receiver.senders == [None]


def test_a_unique_connection_is_not_made_twice() -> None:
    emitter, receiver = Emitter(), Receiver()
    assert emitter.number.connect(receiver.take, UNIQUE)
    assert not emitter.number.connect(receiver.take, UNIQUE)
    emitter.number.emit(1)
    assert receiver.seen == [1]


def test_a_unique_connection_counts_an_ordinary_one() -> None:
    emitter, receiver = Emitter(), Receiver()
    emitter.number.connect(receiver.take)
    assert not emitter.number.connect(receiver.take, UNIQUE | QUEUED)


def test_a_unique_connection_can_be_made_again_after_disconnecting() -> None:
    emitter, receiver = Emitter(), Receiver()
    emitter.number.connect(receiver.take, UNIQUE)
    emitter.number.disconnect(receiver.take)
    assert emitter.number.connect(receiver.take, UNIQUE)


def test_a_single_shot_fires_once() -> None:
    emitter, receiver = Emitter(), Receiver()
    handle = emitter.number.connect(receiver.take, ONCE)
    emitter.number.emit(1)
    emitter.number.emit(2)
    assert receiver.seen == [1]
    assert not handle


def test_a_single_shot_that_emits_in_its_own_slot_fires_once() -> None:
    emitter = Emitter()
    log: list[int] = []
    emitter.number.connect(lambda value: (log.append(value), emitter.number.emit(value + 1)), ONCE)
    emitter.number.emit(1)
    assert log == [1]


def test_a_queued_single_shot_is_queued_once() -> None:
    emitter, receiver = Emitter(), Receiver()
    emitter.number.connect(receiver.take, ONCE | QUEUED)
    emitter.number.emit(1)
    emitter.number.emit(2)
    drain()
    assert receiver.seen == [1]


def test_a_single_shot_emitted_from_many_threads_fires_once() -> None:
    emitter = Emitter()
    count = []
    start = threading.Barrier(4)
    emitter.plain.connect(lambda: count.append(1), ONCE | DIRECT)

    def emit() -> None:
        start.wait(PATIENCE)
        emitter.plain.emit()

    threads = [threading.Thread(target=emit) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert count == [1]


def test_a_handle_is_true_while_the_connection_stands() -> None:
    emitter, receiver = Emitter(), Receiver()
    handle = emitter.number.connect(receiver.take)
    assert handle
    emitter.number.disconnect(handle)
    assert not handle
    assert not Connection()


def test_an_object_disconnects_a_handle_once() -> None:
    emitter = Emitter()
    handle = emitter.plain.connect(lambda: None)
    assert QObject.disconnect(handle) is True
    assert QObject.disconnect(handle) is False


def test_a_slot_runs_in_the_thread_of_its_receiver() -> None:
    emitter, receiver, thread = Emitter(), Receiver(), started_thread()
    receiver.moveToThread(thread)
    emitter.number.connect(receiver.take)
    emitter.number.emit(1)
    assert receiver.heard.wait(PATIENCE)
    assert receiver.threads != [threading.get_ident()]
    assert ended(thread)


def test_a_direct_slot_runs_in_the_emitting_thread() -> None:
    emitter, receiver = Emitter(), Receiver()
    emitter.number.connect(receiver.take, DIRECT)
    ident = in_thread(lambda: (emitter.number.emit(1), threading.get_ident())[1])
    assert receiver.threads == [ident]


def test_a_function_runs_in_the_thread_of_the_sender() -> None:
    emitter = Emitter()
    threads: list[int] = []
    emitter.plain.connect(lambda: threads.append(threading.get_ident()))
    in_thread(emitter.plain.emit)
    assert threads == []
    drain()
    assert threads == [threading.get_ident()]


def test_a_blocking_call_returns_when_the_slot_has_run() -> None:
    emitter, receiver, thread = Emitter(), Receiver(), started_thread()
    receiver.moveToThread(thread)
    emitter.number.connect(receiver.take, BLOCKING)
    emitter.number.emit(1)
    assert receiver.seen == [1]
    assert receiver.threads != [threading.get_ident()]
    assert ended(thread)


def test_a_blocking_call_returns_when_the_slot_raises(uncaught: list[BaseException]) -> None:
    emitter, thread = Emitter(), started_thread()

    class Raising(QObject):
        def take(self, value: int) -> None:
            raise ValueError("in a blocking slot")

    receiver = Raising()
    receiver.moveToThread(thread)
    emitter.number.connect(receiver.take, BLOCKING)
    emitter.number.emit(1)
    assert [str(error) for error in uncaught] == ["in a blocking slot"]
    assert ended(thread)


def test_a_blocking_call_returns_when_its_receiver_dies_first() -> None:
    emitter, thread = Emitter(), started_thread()
    receiver, busy, go_on = Receiver(), threading.Event(), threading.Event()

    class Killer(QObject):
        def kill(self) -> None:
            busy.set()
            go_on.wait(PATIENCE)
            destroy(receiver)

    killer = Killer()
    for each in (killer, receiver):
        each.moveToThread(thread)
    emitter.plain.connect(killer.kill)
    emitter.number.connect(receiver.take, BLOCKING)
    emitter.plain.emit()
    assert busy.wait(PATIENCE)
    over = threading.Event()
    threading.Thread(target=lambda: (emitter.number.emit(1), over.set()), daemon=True).start()
    go_on.set()
    assert over.wait(PATIENCE)
    assert receiver.seen == []
    assert ended(thread)


def test_a_blocking_call_inside_one_thread_raises() -> None:
    emitter, receiver = Emitter(), Receiver()
    emitter.number.connect(receiver.take, BLOCKING)
    with pytest.raises(RuntimeError, match="waits for itself"):
        emitter.number.emit(1)


def test_queued_arguments_are_converted_when_they_are_emitted() -> None:
    emitter, receiver = Emitter(), Receiver()
    emitter.number.connect(receiver.take, QUEUED)
    with pytest.raises(TypeError):
        emitter.number.emit("x")
    drain()
    assert receiver.seen == []


def test_a_signal_connected_to_a_signal_of_another_thread_is_emitted_there() -> None:
    emitter, relay, thread = Emitter(), Emitter(), started_thread()
    where: list[int] = []
    done = threading.Event()
    relay.number.connect(lambda value: (where.append(threading.get_ident()), done.set()), DIRECT)
    relay.moveToThread(thread)
    emitter.number.connect(relay.number)
    emitter.number.emit(1)
    assert done.wait(PATIENCE)
    assert where != [threading.get_ident()]
    assert ended(thread)


def test_queued_calls_keep_the_order_of_each_sender_while_the_receiver_moves_about() -> None:
    senders, emissions = 3, 1500
    threads = [started_thread() for _ in range(3)]
    emitters = [Emitter() for _ in range(senders)]
    done = threading.Event()

    class Nomad(QObject):
        def __init__(self) -> None:
            super().__init__()
            self.seen: list[tuple[int, int]] = []
            self.homes: set[int] = set()

        def take(self, sender: int, number: int) -> None:
            self.seen.append((sender, number))
            self.homes.add(threading.get_ident())
            if len(self.seen) == senders * emissions:
                done.set()
            elif len(self.seen) % 7 == 0:
                self.moveToThread(threads[len(self.seen) // 7 % 3])

    nomad = Nomad()
    for emitter in emitters:
        emitter.mark.connect(nomad.take)
    nomad.moveToThread(threads[0])
    start = threading.Barrier(senders)

    def emit(place: int) -> None:
        start.wait(PATIENCE)
        for number in range(emissions):
            emitters[place].mark.emit(place, number)

    workers = [threading.Thread(target=emit, args=(place,), daemon=True) for place in range(senders)]
    for worker in workers:
        worker.start()
    so_far = -1
    while not done.wait(PATIENCE) and len(nomad.seen) > so_far:
        so_far = len(nomad.seen)
    for place in range(senders):
        assert [number for sender, number in nomad.seen if sender == place] == list(range(emissions))
    assert len(nomad.homes) == 3
    assert all(ended(thread) for thread in threads)


def test_connecting_and_disconnecting_while_others_emit_loses_no_call_of_a_standing_connection() -> None:
    emitter = Emitter()
    count: list[int] = []
    emitter.plain.connect(lambda: count.append(1), DIRECT)
    stop = threading.Event()

    def churn() -> None:
        while not stop.is_set():
            emitter.plain.disconnect(emitter.plain.connect(lambda: None, DIRECT))

    worker = threading.Thread(target=churn, daemon=True)
    worker.start()
    for _ in range(2000):
        emitter.plain.emit()
    stop.set()
    worker.join(PATIENCE)
    assert len(count) == 2000


def test_a_queued_call_to_a_thread_that_has_ended_is_harmless() -> None:
    emitter, receiver, thread = Emitter(), Receiver(), started_thread()
    receiver.moveToThread(thread)
    assert ended(thread)
    emitter.number.connect(receiver.take)
    emitter.number.emit(1)
    assert receiver.seen == []


def test_a_queued_call_waits_for_a_thread_that_has_not_begun() -> None:
    emitter, receiver, thread = Emitter(), Receiver(), QThread()
    receiver.moveToThread(thread)
    emitter.number.connect(receiver.take)
    emitter.number.emit(1)
    thread.start()
    assert receiver.heard.wait(PATIENCE)
    assert ended(thread)
