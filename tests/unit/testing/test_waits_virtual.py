"""The waits on virtual time: they cost nothing, neither spin nor hang, and say who waits for what."""

from __future__ import annotations

import pytest
from signalemitters import Download

from netaccess.QtCore import QMetaObject, QObject, Qt, QThread, QTimer
from netaccess.testing import FakeLoop
from netaccess.testing.signals.signalspy import SignalSpy
from netaccess.testing.signals.timeouts import SignalTimeout, UnexpectedSignal, WaitTimeout
from netaccess.testing.signals.waits import assert_not_emitted, wait_signal, wait_signals, wait_until

QUEUED = Qt.ConnectionType.QueuedConnection


def test_time_jumps_to_the_signal() -> None:
    download = Download()
    with FakeLoop() as loop:
        with wait_signal(download.finished, timeout=7200) as waited:
            QTimer.singleShot(3_600_000, download.finished.emit)
        assert loop.now == 3600.0
        assert waited.emissions[0].time == 3600.0


def test_time_stops_where_the_signal_came() -> None:
    download = Download()
    with FakeLoop() as loop:
        later: list[float] = []
        QTimer.singleShot(1000, download.finished.emit)
        QTimer.singleShot(1001, lambda: later.append(loop.now))
        wait_signal(download.finished).wait()
        assert later == []
        assert loop.now == 1.0


def test_milliseconds_by_mistake_cost_nothing() -> None:
    download = Download()
    with FakeLoop() as loop:
        with pytest.raises(SignalTimeout, match=r"within 5000 s \(virtual time\)"):
            wait_signal(download.finished, timeout=5000).wait()
        assert loop.now == 5000.0


@pytest.mark.parametrize("timeout", [0.0, 0.001, 0.07, 0.5, 5.0, 86400.0, 1e6])
def test_a_wait_in_vain_takes_its_timeout(timeout: float) -> None:
    download = Download()
    with FakeLoop() as loop:
        assert not wait_signal(download.finished, timeout=timeout, raising=False).wait()
        assert loop.now == pytest.approx(timeout)


def test_a_part_of_a_millisecond_is_rounded_up() -> None:
    download = Download()
    with FakeLoop() as loop:
        assert not wait_signal(download.finished, timeout=0.0002, raising=False).wait()
        assert loop.now == 0.001


def test_a_signal_at_the_very_end_of_the_time_counts() -> None:
    download = Download()
    with FakeLoop():
        QTimer.singleShot(5000, download.finished.emit)
        assert wait_signal(download.finished, timeout=5).wait()


def test_the_text_of_a_timeout_tells_who_waits_for_what() -> None:
    download = Download()
    with FakeLoop():
        timer = QTimer()
        timer.setObjectName("retry")
        timer.start(60_000)
        with pytest.raises(SignalTimeout) as caught, wait_signal(download.finished, timeout=10):
            QTimer.singleShot(500, lambda: download.failed.emit("no route"))
    text = str(caught.value)
    assert text.startswith("finished() of Download was not emitted within 10 s (virtual time)\n")
    assert "what else its object emitted meanwhile:\n  at 0.500 s  failed('no route')\n" in text
    assert "who waits for what:\n  at 10.000 s of virtual time:\n" in text
    assert "timer of QTimer 'retry', every 60 s, due at 60.000 s" in text
    assert "limit of" not in text


def test_an_outer_wait_is_among_those_who_wait() -> None:
    download, texts = Download(), []

    def inner() -> None:
        with pytest.raises(SignalTimeout) as caught:
            wait_signal(download.started, timeout=1).wait()
        texts.append(str(caught.value))
        download.finished.emit()

    with FakeLoop():
        QTimer.singleShot(0, inner)
        wait_signal(download.finished, timeout=5).wait()
    assert "limit of wait for finished() of Download" in texts[0]


def test_reporters_of_the_loop_are_asked() -> None:
    download = Download()
    with FakeLoop() as loop:
        loop.add_reporter(lambda: ["GET /a waits for its head"])
        with pytest.raises(SignalTimeout, match="GET /a waits for its head"):
            wait_signal(download.finished, timeout=1).wait()


def test_a_signal_that_is_not_to_come_is_listened_for_as_long_as_told() -> None:
    download = Download()
    with FakeLoop() as loop:
        QTimer.singleShot(61_000, download.finished.emit)
        with assert_not_emitted(download.finished, wait=60):
            pass
        assert loop.now == 60.0
        with (
            pytest.raises(UnexpectedSignal, match=r"\(virtual time\)\nemitted:\n  at 61.000 s  finished\(\)"),
            assert_not_emitted(download.finished, wait=60),
        ):
            pass
        assert loop.now == 61.0


def test_without_a_time_to_wait_no_time_passes() -> None:
    download = Download()
    with FakeLoop() as loop:
        with assert_not_emitted(download.finished):
            QTimer.singleShot(1, download.finished.emit)
        assert loop.now == 0.0


def test_a_condition_is_asked_from_event_to_event() -> None:
    asked: list[float] = []
    with FakeLoop() as loop:
        QTimer.singleShot(1000, lambda: None)
        QTimer.singleShot(2000, lambda: None)

        def two_seconds() -> bool:
            asked.append(loop.now)
            return loop.now >= 2

        wait_until(two_seconds)
        assert loop.now == 2.0
    assert len(asked) < 20


def test_a_condition_that_never_holds_neither_spins_nor_hangs() -> None:
    asked: list[float] = []
    with FakeLoop() as loop:

        def never() -> bool:
            asked.append(loop.now)
            return False

        with pytest.raises(
            WaitTimeout, match=r"never \(test_waits_virtual.py:.* did not hold within 3600 s \(virtual time\)"
        ):
            wait_until(never, timeout=3600)
        assert loop.now == 3600.0
    assert len(asked) < 20


def test_a_timer_without_interval_does_not_stop_the_time_of_a_wait() -> None:
    download = Download()
    with FakeLoop():
        idle = QTimer()
        idle.start(0)
        with pytest.raises(SignalTimeout):
            wait_signal(download.finished, timeout=2).wait()
        with pytest.raises(WaitTimeout):
            wait_until(lambda: False, timeout=2)


def test_a_queued_chain_that_never_ends_does_not_stop_the_time_of_a_wait() -> None:
    download = Download()
    with FakeLoop():

        def again() -> None:
            if chain:
                QTimer.singleShot(0, again)

        chain = [1]
        again()
        with pytest.raises(SignalTimeout):
            wait_signal(download.finished, timeout=0.01).wait()
        chain.clear()


def test_a_repeating_timer_is_counted_in_virtual_time() -> None:
    with FakeLoop() as loop:
        timer = QTimer()
        spy = SignalSpy(timer.timeout)
        timer.start(250)
        wait_until(lambda: spy.count == 4)
        assert loop.now == 1.0
        assert [each.time for each in spy] == [0.25, 0.5, 0.75, 1.0]


def test_a_qthread_that_sleeps_for_an_hour_is_waited_for() -> None:
    class Sleeper(QThread):
        def run(self) -> None:
            QThread.sleep(3600)

    with FakeLoop() as loop:
        sleeper = Sleeper()
        with wait_signals([sleeper.started, sleeper.finished], order="strict", timeout=4000) as waited:
            sleeper.start()
        assert loop.now == 3600.0
        assert [each.thread for each in waited.emissions] == ["Sleeper", "Sleeper"]


def test_a_worker_in_a_qthread_is_waited_for() -> None:
    with FakeLoop():
        thread = QThread()
        download = Download()
        download.moveToThread(thread)
        thread.start()
        with wait_signals([download.started, download.progress, download.finished], order="simple") as waited:
            QMetaObject.invokeMethod(download, "work", QUEUED)
        thread.quit()
        assert thread.wait()
    assert waited.all_args == [(), (1, 2), (2, 2), ()]


def test_a_wait_in_a_qthread_is_on_the_same_clock() -> None:
    class Waiter(QThread):
        def run(self) -> None:
            times.append(wait_signal(download.finished, timeout=100).wait())

    times: list[bool] = []
    download = Download()
    with FakeLoop() as loop:
        waiter = Waiter()
        waiter.start()
        QTimer.singleShot(50_000, download.finished.emit)
        wait_signal(waiter.finished, timeout=100).wait()
        assert loop.now == 50.0
    assert times == [True]


@pytest.mark.parametrize("seed", range(8))
def test_no_order_of_threads_loses_a_signal(seed: int) -> None:
    class Sender(QThread):
        def run(self) -> None:
            download.progress.emit(self.number, 3)

        number = 0

    download = Download()
    with FakeLoop(seed=seed):
        senders = [Sender() for _ in range(3)]
        for number, each in enumerate(senders):
            each.number = number
        with wait_signals([download.progress] * 3) as waited:
            for each in senders:
                each.start()
        for each in senders:
            assert each.wait()
    assert sorted(waited.all_args) == [(0, 3), (1, 3), (2, 3)]


def test_an_object_that_dies_ends_the_wait_at_its_moment() -> None:
    with FakeLoop() as loop:
        download = Download()
        waited = wait_signal(download.finished, timeout=3600)
        QTimer.singleShot(1500, download.deleteLater)
        with pytest.raises(SignalTimeout, match=r"its object was deleted 1\.5 s into the wait \(virtual time\)"):
            waited.wait()
        assert loop.now == 1.5


@pytest.mark.parametrize("seed", [None, *range(8)])
def test_an_object_that_dies_in_a_qthread_ends_the_wait_at_its_moment(seed: int | None) -> None:
    with FakeLoop(seed=seed) as loop:
        thread = QThread()
        download = Download()
        download.moveToThread(thread)
        thread.start()
        waited = wait_signal(download.finished, timeout=3600)
        QTimer.singleShot(1500, download.deleteLater)
        with pytest.raises(SignalTimeout, match="its object was deleted"):
            waited.wait()
        assert loop.now < 2.0
        thread.quit()
        assert thread.wait()


def test_an_object_that_takes_long_to_die_in_its_thread_ends_the_wait_when_it_says_so() -> None:
    with FakeLoop() as loop:
        thread = QThread()
        download = Download()
        download.moveToThread(thread)
        thread.start()
        waited = wait_signal(download.finished, timeout=3600)
        download.destroyed.connect(lambda: QThread.sleep(100))
        download.deleteLater()
        with pytest.raises(SignalTimeout, match="its object was deleted"):
            waited.wait()
        assert loop.now < 100.0
        thread.quit()
        assert thread.wait()


def test_the_limit_of_an_outer_wait_passes_during_an_inner_one() -> None:
    download = Download()
    with FakeLoop() as loop:

        def inner() -> None:
            wait_signal(download.started, timeout=100, raising=False).wait()

        QTimer.singleShot(0, inner)
        with pytest.raises(SignalTimeout):
            wait_signal(download.finished, timeout=10).wait()
        assert loop.now == 100.0


def test_the_slots_of_the_program_run_before_the_wait_ends() -> None:
    class Receiver(QObject):
        def take(self) -> None:
            seen.append(1)

    seen: list[int] = []
    download, receiver = Download(), Receiver()
    with FakeLoop():
        with wait_signal(download.finished):
            download.finished.connect(receiver.take)
            QTimer.singleShot(10, download.finished.emit)
        assert seen == [1]
