"""Threads under a `FakeLoop` that wait for what never comes: the stall is told, and who waits for what."""

from __future__ import annotations

import threading

import pytest
from turnsupport import Doing, Worker, started

from netaccess.QtCore import QEventLoop, QMetaObject, QMutex, QSemaphore, Qt, QThread, QTimer
from netaccess.testing import FakeLoop, Stalled
from netaccess.testing.virtualtime import pace


def test_an_event_loop_without_anything_to_wait_for_stalls(loop: FakeLoop) -> None:
    with pytest.raises(Stalled, match=r"can never go on[\s\S]*'MainThread' waits for events, in an event loop"):
        QEventLoop().exec()


def test_threads_that_wait_for_each_other_stall_and_are_named(loop: FakeLoop) -> None:
    first, second = QMutex(), QMutex()

    def take(one: QMutex, other: QMutex) -> None:
        one.lock()
        QThread.msleep(10)
        other.lock()

    a, b = Doing(lambda: take(first, second)), Doing(lambda: take(second, first))
    a.setObjectName("reader")
    b.setObjectName("writer")
    a.start()
    b.start()
    with pytest.raises(Stalled) as stalled:
        a.wait()
    text = str(stalled.value)
    assert "thread 'reader' waits in QMutex.lock()" in text
    assert "thread 'writer' waits in QMutex.lock()" in text
    assert "thread 'MainThread' waits in QThread.wait()" in text


def test_a_stall_is_reported_to_the_test_whoever_finds_it(loop: FakeLoop) -> None:
    forever = QSemaphore()
    thread = started(lambda: (QThread.msleep(10), forever.acquire()))
    with pytest.raises(Stalled, match=r"QSemaphore.acquire\(1\)"):
        thread.wait()
    assert loop.now == 0.01


def test_a_stall_lists_calls_that_nobody_delivers(loop: FakeLoop) -> None:
    receiver = Worker()
    thread = QThread()
    receiver.moveToThread(thread)  # and never started
    other = started(lambda: QSemaphore().acquire())
    QMetaObject.invokeMethod(receiver, "work", Qt.ConnectionType.QueuedConnection)
    with pytest.raises(Stalled):
        other.wait()


def test_a_thread_that_keeps_its_turn_is_shown_with_its_stack() -> None:
    blocked = threading.Event()
    with FakeLoop(patience=0.05):
        thread = started(lambda: blocked.wait(30))
        with pytest.raises(Stalled, match=r"has kept its turn[\s\S]*blocked.wait"):
            thread.wait()
        blocked.set()


def test_a_stall_names_threads_that_take_no_turns() -> None:
    go = threading.Event()
    stranger = threading.Thread(target=go.wait, args=(30,), name="stranger")
    with FakeLoop(patience=0.05) as loop:
        stranger.start()
        with pytest.raises(Stalled, match="stranger takes no turns"):
            loop.run_until(lambda: False)
        with pytest.raises(Stalled, match="stranger takes no turns"):
            QEventLoop().exec()
    go.set()
    stranger.join()


def test_waiting_for_ever_while_a_timer_repeats_is_a_stall(loop: FakeLoop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "MOST_JUMPS", 1000)
    timer = QTimer(interval=100, objectName="heartbeat")
    timer.start()
    with pytest.raises(Stalled, match=r"on and on[\s\S]*QTimer 'heartbeat', every 0.1 s"):
        QEventLoop().exec()
