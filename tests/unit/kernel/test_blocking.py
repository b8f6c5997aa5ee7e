"""Waiting for a slot in another thread: circles of waiting threads, and notes that end with their wait."""

from __future__ import annotations

import threading

import pytest

from netaccess._kernel import blocking
from netaccess._kernel.blocking import Gate, will_deliver
from netaccess._kernel.qobject import QObject
from netaccess._kernel.thread import QThread
from netaccess._kernel.threaddata import DEAD, ThreadData, current


def living_in(data: ThreadData) -> QObject:
    """Return an object whose thread is *data*."""
    made = QObject()
    made._qt_thread = data
    return made


def test_a_circle_is_found_when_it_would_close() -> None:
    a, b, c = (ThreadData(number, f"thread {number}") for number in (101, 102, 103))
    gates = [Gate(a, living_in(b), "sender"), Gate(b, living_in(c), "sender")]
    with pytest.raises(RuntimeError, match="Dead lock detected"):
        Gate(c, living_in(a), "sender")
    for gate in gates:
        gate.release()


def test_an_opened_gate_is_noted_no_more() -> None:
    a, b = ThreadData(101, "a"), ThreadData(102, "b")
    gate = Gate(a, living_in(b), "sender")
    gate.release()
    gate.wait()
    other = Gate(b, living_in(a), "sender")
    other.release()
    assert not blocking._waits


def test_two_that_wait_for_the_same_thread_are_no_circle() -> None:
    a, b, c = (ThreadData(number, f"thread {number}") for number in (101, 102, 103))
    gates = [Gate(a, living_in(c), "sender"), Gate(b, living_in(c), "sender")]
    for gate in gates:
        gate.release()
    assert not blocking._waits


def test_a_refused_wait_leaves_no_note() -> None:
    a, b = ThreadData(101, "a"), ThreadData(102, "b")
    gate = Gate(a, living_in(b), "sender")
    with pytest.raises(RuntimeError):
        Gate(b, living_in(a), "sender")
    gate.release()
    assert not blocking._waits


def test_an_interrupted_wait_leaves_no_note(monkeypatch: pytest.MonkeyPatch) -> None:
    class Interrupted:
        def acquire(self) -> None:
            raise KeyboardInterrupt

    gate = Gate(ThreadData(101, "a"), living_in(ThreadData(102, "b")), "sender")
    gate._lock = Interrupted()  # type: ignore[assignment]
    with pytest.raises(KeyboardInterrupt):
        gate.wait()
    assert not blocking._waits


def test_the_dead_and_the_ended_deliver_nothing() -> None:
    assert not will_deliver(DEAD)
    assert not will_deliver(QThread()._qt_data)
    assert will_deliver(current())


def test_a_thread_that_has_run_delivers_nothing_more() -> None:
    thread = QThread()
    thread.start()
    assert will_deliver(thread._qt_data)
    thread.quit()
    assert thread.wait(10_000)
    assert not will_deliver(thread._qt_data)


def test_a_plain_thread_that_has_ended_delivers_nothing_more() -> None:
    found: list[ThreadData] = []
    plain = threading.Thread(target=lambda: found.append(current()))
    plain.start()
    plain.join(10)
    assert not will_deliver(found[0])
