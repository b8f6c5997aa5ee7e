"""Signals between threads: blocking delivery, deadlocks that are noticed, relays, threads that end, objects that move."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from binding import QtCore
from loops import run_until
from objects import destroy, in_plain_thread, process
from oldstyle import SIGNAL, SLOT, Emitter, Receiver, connect

Qt = QtCore.Qt
WAIT_MS = 10_000


class Worker(QtCore.QObject):
    """Notes its calls and the thread they came in."""

    done = QtCore.Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[tuple[int, int]] = []

    @QtCore.Slot(int)
    def work(self, value: int) -> None:
        """Note, and tell."""
        self.calls.append((value, threading.get_ident()))
        self.done.emit(value)

    def values(self) -> list[int]:
        """Return what came."""
        return [value for value, _thread in self.calls]


@pytest.fixture
def worker(thread: Any) -> Any:
    """A worker in that thread."""
    made = Worker()
    made.moveToThread(thread)
    return made


@pytest.fixture
def emitter() -> Any:
    """An emitter in the main thread."""
    return Emitter()


# Queued.


def test_a_slot_by_text_runs_in_the_receivers_thread(emitter: Any, worker: Any) -> None:
    connect(emitter, SIGNAL("number(int)"), worker, SLOT("work(int)"))
    emitter.number.emit(1)
    run_until(lambda: worker.calls)
    assert worker.calls[0][1] != threading.get_ident()


def test_emission_by_text_crosses_threads_too(emitter: Any, worker: Any) -> None:
    emitter.number.connect(worker.work)
    emitter.emit(SIGNAL("number(int)"), 2)
    run_until(lambda: worker.calls)
    assert worker.values() == [2]


def test_there_and_back_again(emitter: Any, worker: Any) -> None:
    receiver = Receiver()
    emitter.number.connect(worker.work)
    worker.done.connect(receiver.take_int)
    for value in range(20):
        emitter.number.emit(value)
    run_until(lambda: len(receiver.heard) == 20)
    assert receiver.heard == list(range(20))
    assert receiver.senders == [worker] * 20


def test_a_relay_in_another_thread_emits_there(emitter: Any, thread: Any) -> None:
    relay, heard = Receiver(), []
    relay.moveToThread(thread)
    emitter.plain.connect(relay.relayed)
    relay.relayed.connect(lambda: heard.append(threading.get_ident()), Qt.DirectConnection)
    emitter.plain.emit()
    run_until(lambda: heard)
    assert heard[0] != threading.get_ident()


def test_what_the_emitter_changes_after_a_queued_emission_is_seen(emitter: Any, worker: Any) -> None:
    seen: list[Any] = []

    class Taker(QtCore.QObject):
        def take(self, value: Any) -> None:
            seen.append(list(value))

    taker = Taker()
    emitter.anything.connect(taker.take, Qt.QueuedConnection)
    value = [1]
    emitter.anything.emit(value)
    value.append(2)
    process()
    assert seen == [[1, 2]]


def test_a_receiver_moved_between_emission_and_delivery_hears_in_its_new_thread(emitter: Any, thread: Any) -> None:
    worker = Worker()
    emitter.number.connect(worker.work, Qt.QueuedConnection)
    emitter.number.emit(1)
    worker.moveToThread(thread)
    run_until(lambda: worker.calls)
    assert worker.calls[0][1] != threading.get_ident()


def test_a_moved_receiver_hears_the_old_emissions_before_the_new(emitter: Any, thread: Any) -> None:
    worker = Worker()
    emitter.number.connect(worker.work, Qt.QueuedConnection)
    for value in range(10):
        emitter.number.emit(value)
    worker.moveToThread(thread)
    for value in range(10, 20):
        emitter.number.emit(value)
    run_until(lambda: len(worker.calls) == 20)
    assert worker.values() == list(range(20))


def test_a_receiver_deleted_in_its_thread_drops_what_is_queued(emitter: Any, worker: Any) -> None:
    gate = threading.Event()
    held: list[bool] = []

    class Holder(QtCore.QObject):
        def hold(self) -> None:
            held.append(gate.wait(10))

    holder = Holder()
    holder.moveToThread(worker.thread())
    emitter.plain.connect(holder.hold)
    emitter.number.connect(worker.work)
    gone: list[bool] = []
    worker.destroyed.connect(lambda: gone.append(True), Qt.DirectConnection)
    emitter.plain.emit()
    worker.deleteLater()
    emitter.number.emit(1)
    calls = worker.calls
    gate.set()
    run_until(lambda: gone)
    process()
    assert calls == []  # the call lay behind the deletion


def test_disconnecting_from_another_thread_stops_later_emissions(emitter: Any) -> None:
    receiver = Receiver()
    emitter.plain.connect(receiver.ping)
    in_plain_thread(lambda: emitter.plain.disconnect(receiver.ping))
    emitter.plain.emit()
    assert receiver.heard == []


def test_blocking_signals_holds_for_every_thread(emitter: Any) -> None:
    receiver = Receiver()
    emitter.plain.connect(receiver.ping)
    emitter.blockSignals(True)
    in_plain_thread(emitter.plain.emit)
    process()
    assert receiver.heard == []


def test_an_object_made_in_a_plain_thread_emits_to_the_main_loop() -> None:
    receiver = Receiver()

    def make() -> None:
        emitter = Emitter()
        emitter.number.connect(receiver.take_int)
        emitter.number.emit(7)

    in_plain_thread(make)
    assert receiver.heard == []
    process()
    assert receiver.heard == [7]


# Blocking.


def test_a_blocking_emission_runs_every_slot_before_it_returns(emitter: Any, worker: Any) -> None:
    emitter.number.connect(worker.work, Qt.BlockingQueuedConnection)
    emitter.number.connect(worker.work, Qt.BlockingQueuedConnection)
    emitter.number.emit(1)
    assert worker.values() == [1, 1]


@pytest.mark.only("netaccess", "PySide6")  # PySide2 prints the error later
def test_a_blocking_slot_that_raises_lets_the_emitter_go_on(
    emitter: Any, thread: Any, slot_errors: list[BaseException]
) -> None:
    class Raising(QtCore.QObject):
        def slot(self) -> None:
            raise ValueError("on purpose")

    raising = Raising()
    raising.moveToThread(thread)
    emitter.plain.connect(raising.slot, Qt.BlockingQueuedConnection)
    assert emitter.plain.emit() is True
    assert [type(error) for error in slot_errors] == [ValueError]
    slot_errors.clear()


def test_a_blocking_emission_comes_after_what_was_queued_before(emitter: Any, worker: Any) -> None:
    emitter.number.connect(worker.work, Qt.QueuedConnection)
    other = Emitter()
    other.number.connect(worker.work, Qt.BlockingQueuedConnection)
    for value in range(5):
        emitter.number.emit(value)
    other.number.emit(5)
    assert worker.values() == list(range(6))


def test_a_slot_called_blocking_knows_its_sender(emitter: Any, thread: Any) -> None:
    receiver = Receiver()
    receiver.moveToThread(thread)
    emitter.plain.connect(receiver.ping, Qt.BlockingQueuedConnection)
    emitter.plain.emit()
    assert receiver.senders == [emitter]


def test_a_slot_called_blocking_may_emit_queued_to_the_waiting_thread(emitter: Any, worker: Any) -> None:
    receiver = Receiver()
    emitter.number.connect(worker.work, Qt.BlockingQueuedConnection)
    worker.done.connect(receiver.take_int)
    emitter.number.emit(3)
    assert receiver.heard == []
    process()
    assert receiver.heard == [3]


def test_a_blocking_chain_through_two_threads_returns(emitter: Any, worker: Any) -> None:
    second_thread = QtCore.QThread()
    second_thread.start()
    second = Worker()
    second.moveToThread(second_thread)
    emitter.number.connect(worker.work, Qt.BlockingQueuedConnection)
    worker.done.connect(second.work, Qt.BlockingQueuedConnection)
    emitter.number.emit(4)
    assert second.values() == [4]
    second_thread.quit()
    assert second_thread.wait(WAIT_MS)


def test_a_blocking_emission_from_a_plain_thread_waits_for_the_main_loop(emitter: Any) -> None:
    receiver = Receiver()
    emitter.number.connect(receiver.take_int, Qt.BlockingQueuedConnection)
    order: list[str] = []

    def run() -> None:
        emitter.number.emit(1)
        order.append(f"returned after {receiver.heard}")

    plain = threading.Thread(target=run)
    plain.start()
    run_until(lambda: order)
    plain.join(10)
    assert order == ["returned after [1]"]


@pytest.mark.only("netaccess")  # real Qt prints a line and hangs for ever
def test_a_blocking_emission_inside_one_thread_is_an_error(emitter: Any) -> None:
    receiver = Receiver()
    emitter.plain.connect(receiver.ping, Qt.BlockingQueuedConnection)
    with pytest.raises(RuntimeError, match="Dead lock detected"):
        emitter.plain.emit()
    assert receiver.heard == []


@pytest.mark.only("netaccess")  # real Qt hangs for ever
def test_two_threads_that_would_wait_for_each_other_are_noticed(
    emitter: Any, worker: Any, slot_errors: list[BaseException]
) -> None:
    receiver = Receiver()
    emitter.number.connect(worker.work, Qt.BlockingQueuedConnection)
    worker.done.connect(receiver.take_int, Qt.BlockingQueuedConnection)
    assert emitter.number.emit(1) is True
    assert [type(error) for error in slot_errors] == [RuntimeError]
    assert "Dead lock detected" in str(slot_errors[0])
    slot_errors.clear()
    assert receiver.heard == []


@pytest.mark.only("netaccess")  # real Qt hangs for ever
def test_three_threads_in_a_circle_are_noticed(emitter: Any, worker: Any, slot_errors: list[BaseException]) -> None:
    second_thread = QtCore.QThread()
    second_thread.start()
    second, receiver = Worker(), Receiver()
    second.moveToThread(second_thread)
    emitter.number.connect(worker.work, Qt.BlockingQueuedConnection)
    worker.done.connect(second.work, Qt.BlockingQueuedConnection)
    second.done.connect(receiver.take_int, Qt.BlockingQueuedConnection)
    emitter.number.emit(1)
    assert [type(error) for error in slot_errors] == [RuntimeError]
    slot_errors.clear()
    assert (worker.values(), second.values(), receiver.heard) == ([1], [1], [])
    second_thread.quit()
    assert second_thread.wait(WAIT_MS)


@pytest.mark.only("netaccess")  # real Qt hangs for ever
def test_after_a_noticed_deadlock_blocking_works_again(
    emitter: Any, worker: Any, slot_errors: list[BaseException]
) -> None:
    receiver = Receiver()
    emitter.number.connect(worker.work, Qt.BlockingQueuedConnection)
    worker.done.connect(receiver.take_int, Qt.BlockingQueuedConnection)
    emitter.number.emit(1)
    slot_errors.clear()
    worker.done.disconnect(receiver.take_int)
    emitter.number.emit(2)
    assert worker.values() == [1, 2]


@pytest.mark.only("netaccess")  # real Qt hangs for ever
def test_a_blocking_emission_to_a_thread_that_does_not_run_is_an_error(emitter: Any) -> None:
    idle = QtCore.QThread()
    worker = Worker()
    worker.moveToThread(idle)
    emitter.number.connect(worker.work, Qt.BlockingQueuedConnection)
    with pytest.raises(RuntimeError, match="does not run"):
        emitter.number.emit(1)


@pytest.mark.only("netaccess")  # real Qt hangs for ever
@pytest.mark.real_time("waits for a QThread by an Event of Python's")
def test_a_thread_that_ends_lets_those_who_wait_for_it_go_on(emitter: Any) -> None:
    started, emitting, finish = threading.Event(), threading.Event(), threading.Event()

    class Busy(QtCore.QThread):
        def run(self) -> None:
            started.set()
            finish.wait(10)

    busy, worker = Busy(), Worker()
    worker.moveToThread(busy)
    emitter.number.connect(lambda number: emitting.set(), Qt.DirectConnection)
    emitter.number.connect(worker.work, Qt.BlockingQueuedConnection)
    busy.start()
    assert started.wait(10)

    def emit() -> None:
        try:
            emitter.number.emit(1)
        except RuntimeError:
            pass  # the thread has ended just before the wait: who would wait is told so

    plain = threading.Thread(target=emit)
    plain.start()
    assert emitting.wait(10)
    finish.set()
    assert busy.wait(WAIT_MS)
    plain.join(10)
    assert not plain.is_alive()
    assert worker.values() == []


def test_a_queued_emission_to_a_thread_that_ended_is_never_delivered(emitter: Any) -> None:
    thread = QtCore.QThread()
    worker = Worker()
    worker.moveToThread(thread)
    thread.start()
    thread.quit()
    assert thread.wait(WAIT_MS)
    emitter.number.connect(worker.work)
    assert emitter.number.emit(1) is True
    process()
    assert worker.values() == []


def test_a_worker_destroyed_by_its_threads_end_leaves_the_emitter_usable(emitter: Any) -> None:
    thread = QtCore.QThread()
    worker = Worker()
    worker.moveToThread(thread)
    emitter.number.connect(worker.work)
    thread.finished.connect(worker.deleteLater)
    thread.start()
    thread.quit()
    assert thread.wait(WAIT_MS)
    process()
    assert emitter.number.emit(1) is True


def test_destroying_a_receiver_while_another_thread_emits_is_safe() -> None:
    emitter = Emitter()
    receivers = [Receiver() for _ in range(50)]
    for receiver in receivers:
        emitter.number.connect(receiver.take_int)

    def emit_on() -> None:
        for _ in range(200):
            emitter.number.emit(1)

    plain = threading.Thread(target=emit_on)
    plain.start()
    while receivers:
        destroy(receivers.pop())
    plain.join(10)
    assert not plain.is_alive()
    process()
    assert emitter.receivers(SIGNAL("number(int)")) == 0
