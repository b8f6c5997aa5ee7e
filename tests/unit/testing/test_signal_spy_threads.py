"""`SignalSpy` and other threads, its waiting, and its times on the real clock and on virtual time."""

from __future__ import annotations

import threading

import pytest
from signalemitters import PATIENCE, Download, emit_in_thread, running_thread

from netaccess.QtCore import QMetaObject, Qt, QThread, QTimer
from netaccess.testing import FakeLoop
from netaccess.testing.signals.signalspy import SignalSpy
from netaccess.testing.signals.timeouts import SignalTimeout, WaitTimeout
from netaccess.testing.signals.waits import wait_until

QUEUED = Qt.ConnectionType.QueuedConnection


def test_an_emission_of_another_thread_is_recorded_before_emit_returns() -> None:
    download = Download()
    spy = SignalSpy(download.failed)
    seen: list[int] = []

    def work() -> None:
        download.failed.emit("x")
        seen.append(spy.count)

    emit_in_thread(work, "courier")
    assert seen == [1]
    assert spy.last.thread == "courier"


def test_the_object_of_another_thread_keeps_delivering_to_it() -> None:
    with running_thread("worker") as thread:
        download = Download()
        download.moveToThread(thread)
        names: list[str] = []
        download.finished.connect(lambda: names.append(QThread.currentThread().objectName()))
        spy = SignalSpy(download.started, download.finished)
        QMetaObject.invokeMethod(download, "work", QUEUED)
        wait_until(lambda: "finished" in spy.names, timeout=PATIENCE)
    assert names == ["worker"]
    assert {each.thread for each in spy} == {"worker"}


def test_no_emission_of_many_threads_is_lost() -> None:
    download = Download()
    spy = SignalSpy(download.progress, download.finished)

    def work(number: int) -> None:
        for step in range(200):
            download.progress.emit(number, step)
        download.finished.emit()

    threads = [threading.Thread(target=work, args=(number,), daemon=True) for number in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(PATIENCE)
    assert (len(spy.of("progress")), len(spy.of("finished"))) == (1600, 8)
    for number in range(8):
        assert [each.args[1] for each in spy.of("progress") if each.args[0] == number] == list(range(200))


def test_a_spy_can_be_read_while_another_thread_emits() -> None:
    download = Download()
    spy = SignalSpy(download.progress)
    thread = threading.Thread(target=lambda: [download.progress.emit(n, n) for n in range(2000)], daemon=True)
    thread.start()
    before = 0
    while thread.is_alive():
        seen = [each.args[0] for each in spy]
        assert seen == list(range(len(seen)))
        assert len(seen) >= before
        before = len(seen)
    assert spy.count == 2000


def test_wait_ends_with_an_emission_of_another_thread() -> None:
    download = Download()
    spy = SignalSpy(download.failed)
    thread = threading.Thread(target=lambda: download.failed.emit("x"), daemon=True)
    QTimer.singleShot(0, thread.start)
    emission = spy.wait(PATIENCE)
    thread.join(PATIENCE)
    assert emission is not None
    assert emission.args == ("x",)


def test_wait_returns_the_next_emission_not_an_earlier_one() -> None:
    download = Download()
    spy = SignalSpy(download.failed)
    download.failed.emit("a")
    QTimer.singleShot(0, lambda: download.failed.emit("b"))
    emission = spy.wait()
    assert emission is not None
    assert emission.args == ("b",)


def test_wait_ends_although_the_record_is_cleared_meanwhile() -> None:
    download = Download()
    spy = SignalSpy(download.failed)

    def emit_and_clear() -> None:
        download.failed.emit("a")
        spy.clear()

    QTimer.singleShot(0, emit_and_clear)
    assert spy.wait() is not None
    assert spy.count == 0


def test_waits_of_one_spy_nest() -> None:
    download = Download()
    spy = SignalSpy(download.failed)
    inner: list[object] = []
    QTimer.singleShot(0, lambda: inner.append(spy.wait()))
    QTimer.singleShot(0, lambda: download.failed.emit("x"))
    outer = spy.wait()
    assert inner == [outer]


def test_wait_without_an_emission_raises_and_says_what_came_before() -> None:
    download = Download()
    with FakeLoop():
        spy = SignalSpy(download.failed)
        download.failed.emit("early")
        with pytest.raises(SignalTimeout) as caught:
            spy.wait(timeout=30)
    text = str(caught.value)
    assert text.startswith(
        "none of these signals was emitted within 30 s: failed(QString) of Download (virtual time)\n"
    )
    assert "before the wait there were:\n  at 0.000 s  failed('early')" in text
    assert "who waits for what:\n  at 30.000 s of virtual time:" in text
    assert isinstance(caught.value, WaitTimeout)
    assert isinstance(caught.value, AssertionError)


def test_wait_that_is_not_raising_returns_none() -> None:
    download = Download()
    with FakeLoop() as loop:
        assert SignalSpy(download.finished).wait(7, raising=False) is None
        assert loop.now == 7.0


@pytest.mark.parametrize(
    ("wrong", "error"), [(-1, ValueError), ("5", TypeError), (float("inf"), ValueError), (True, TypeError)]
)
def test_a_timeout_is_a_finite_number_of_seconds(wrong: object, error: type[Exception]) -> None:
    download = Download()
    with pytest.raises(error, match=r"a timeout is a (finite )?number of seconds"):
        SignalSpy(download.finished).wait(wrong)  # type: ignore[arg-type]


def test_times_are_virtual_under_a_fake_loop() -> None:
    download = Download()
    with FakeLoop() as loop:
        spy = SignalSpy(download.started, download.finished)
        QTimer.singleShot(1500, download.started.emit)
        QTimer.singleShot(3_600_000, download.finished.emit)
        loop.run_until_idle()
        assert [(each.signal_name, each.time) for each in spy] == [("started", 1.5), ("finished", 3600.0)]
        assert "at 3600.000 s  finished()" in spy.describe()


def test_times_on_the_real_clock_do_not_go_back() -> None:
    download = Download()
    spy = SignalSpy(download.progress)
    for number in range(20):
        download.progress.emit(number, 20)
    times = [each.time for each in spy]
    assert times == sorted(times)
    assert " after 0." in spy.describe()


def test_a_clock_of_ones_own_gives_the_times() -> None:
    download = Download()
    ticks = iter(range(100))
    spy = SignalSpy(download.finished, clock=lambda: float(next(ticks)))
    download.finished.emit()
    download.finished.emit()
    assert [each.time for each in spy] == [1.0, 2.0]


def test_a_qthread_under_a_fake_loop_is_recorded_with_its_name_and_virtual_times() -> None:
    class Worker(QThread):
        def run(self) -> None:
            QThread.sleep(60)
            download.failed.emit("late")

    download = Download()
    with FakeLoop() as loop:
        worker = Worker()
        worker.setObjectName("worker")
        spy = SignalSpy(download.failed, worker.finished)
        worker.start()
        spy.wait(timeout=100)
        assert loop.now == 60.0
        loop.run_until_idle()
        assert spy[0] == ("failed", ("late",), 60.0, "worker")
        assert spy.names == ["failed", "finished"]


def test_the_thread_is_named_in_the_list_when_it_is_another() -> None:
    download = Download()
    spy = SignalSpy(download.failed)
    emit_in_thread(lambda: download.failed.emit("x"), "courier")
    download.failed.emit("y")
    first, second = spy.lines()
    assert first.endswith("failed('x')  (thread 'courier')")
    assert second.endswith("failed('y')")
