"""The test's own thread waits for a lock of Python's that nobody gives back: it is told so, instead of hanging."""

from __future__ import annotations

import queue
import signal
import threading
from typing import Any

import pytest
from turnsupport import started

from netaccess.QtCore import QThread, QTimer
from netaccess.testing import FakeLoop, Stalled

PATIENCE = 0.05


class Holder(QThread):
    """Holds a lock across a wait in the loop's time."""

    def __init__(self, lock: Any) -> None:
        super().__init__()
        self.lock = lock
        self.holds = False
        self.setObjectName("holder")
        self.start()

    def run(self) -> None:
        with self.lock:
            self.holds = True
            QThread.sleep(3600)


@pytest.fixture
def patient() -> Any:
    """A loop with little patience."""
    with FakeLoop(patience=PATIENCE) as loop:
        yield loop


@pytest.mark.parametrize("make", [threading.Lock, threading.RLock, threading.Condition])
def test_a_lock_that_a_waiting_thread_holds_is_a_stall(patient: FakeLoop, make: Any) -> None:
    lock = make()
    holder = Holder(lock)
    patient.run_until(lambda: holder.holds)
    with pytest.raises(Stalled, match=r"has waited for a lock of Python's for 0\.05 real seconds"), lock:
        patient.advance(1)


def test_it_is_told_who_waits_where(patient: FakeLoop) -> None:
    lock = threading.Lock()
    holder = Holder(lock)
    patient.run_until(lambda: holder.holds)
    with pytest.raises(Stalled) as caught:
        lock.acquire()
    text = str(caught.value)
    assert "test_lock_watch.py" in text
    assert "lock.acquire()" in text
    assert "'holder' stands at" in text
    assert "(run)" in text
    assert "'holder' waits in" in text
    assert "QMutex" in text


def test_the_loop_is_of_use_afterwards(patient: FakeLoop) -> None:
    lock = threading.Lock()
    holder = Holder(lock)
    patient.run_until(lambda: holder.holds)
    with pytest.raises(Stalled):
        lock.acquire()
    assert holder.wait()
    assert lock.acquire(blocking=False)
    assert patient.now == 3600


def test_it_is_raised_in_a_slot_and_comes_out_of_the_loop(patient: FakeLoop, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Any] = []
    monkeypatch.setattr("sys.excepthook", lambda *args: seen.append(args[0]))
    lock = threading.Lock()
    holder = Holder(lock)
    patient.run_until(lambda: holder.holds)
    QTimer.singleShot(10, lambda: lock.acquire())
    patient.advance(1)
    assert seen == [Stalled]


def test_waiting_alone_for_what_nobody_brings_is_a_stall(patient: FakeLoop) -> None:
    with pytest.raises(Stalled, match="nobody gives it back"):
        threading.Event().wait()
    with pytest.raises(Stalled, match="nobody gives it back"):
        queue.Queue[int]().get()


def test_a_wait_that_comes_to_an_end_in_time_is_none(patient: FakeLoop) -> None:
    done = threading.Event()
    threading.Timer(PATIENCE / 5, done.set).start()
    assert done.wait()


def test_real_work_is_waited_for(patient: FakeLoop) -> None:
    done = threading.Event()
    threading.Timer(PATIENCE * 4, done.set).start()
    with patient.real_work():
        assert done.wait()


def test_a_thread_that_works_does_not_wait(patient: FakeLoop) -> None:
    thread = started(lambda: QThread.sleep(1))
    end = threading.Event()
    threading.Timer(PATIENCE * 4, end.set).start()
    rounds = 0
    while not end.is_set():
        rounds += 1
    thread.wait()
    assert rounds


def test_a_call_that_takes_its_time_is_no_wait_for_a_lock(patient: FakeLoop) -> None:
    import select

    started(lambda: QThread.sleep(1))
    select.select([], [], [], PATIENCE * 4)
    assert patient.now == 0


def test_the_signal_is_nobodys_afterwards() -> None:
    before = signal.getsignal(signal.SIGURG)
    with FakeLoop():
        assert signal.getsignal(signal.SIGURG) is not before
    assert signal.getsignal(signal.SIGURG) is before


def test_a_program_that_uses_the_signal_keeps_it() -> None:
    def handler(*args: Any) -> None:
        heard.append(args[0])

    heard: list[int] = []
    before = signal.signal(signal.SIGURG, handler)
    try:
        with FakeLoop():
            signal.raise_signal(signal.SIGURG)
        assert signal.getsignal(signal.SIGURG) is handler
    finally:
        signal.signal(signal.SIGURG, before)
    assert heard == [signal.SIGURG]


def test_a_signal_of_somebody_else_is_ignored_as_ever(patient: FakeLoop) -> None:
    signal.raise_signal(signal.SIGURG)
    patient.advance(1)


def test_a_loop_on_another_thread_is_not_watched() -> None:
    before = signal.getsignal(signal.SIGURG)
    during: list[Any] = []

    def run() -> None:
        with FakeLoop() as loop:
            during.append(signal.getsignal(signal.SIGURG))
            loop.advance(1)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert during == [before]
