"""`FakeLoop` is driven: until idle, until something happens, step by step, or by programs that go round."""

from __future__ import annotations

import pytest
from turnsupport import every

from netaccess.QtCore import QElapsedTimer, QEventLoop, QObject, QTimer, Signal
from netaccess.testing import FakeLoop, Stalled

# Driving.


def test_run_until_idle_runs_everything_that_fires_once(loop: FakeLoop) -> None:
    seen: list[float] = []
    QTimer.singleShot(1000, lambda: QTimer.singleShot(2000, lambda: seen.append(loop.now)))
    loop.run_until_idle()
    assert seen == [3.0]


def test_a_repeating_timer_does_not_keep_the_loop_from_being_idle(loop: FakeLoop) -> None:
    ticks: list[float] = []
    timer = every(1000, lambda: ticks.append(loop.now))
    QTimer.singleShot(2500, lambda: None)
    loop.run_until_idle()
    assert ticks == [1.0, 2.0]
    assert timer.isActive()


def test_a_single_shot_timer_keeps_the_loop_busy(loop: FakeLoop) -> None:
    timer = QTimer(singleShot=True, interval=5000)
    timer.start()
    loop.run_until_idle()
    assert (loop.now, timer.isActive()) == (5.0, False)


def test_a_loop_that_never_becomes_idle_says_who_keeps_it_busy(loop: FakeLoop) -> None:
    def again() -> None:
        QTimer.singleShot(60_000, again)

    again()
    with pytest.raises(Stalled, match="timer of singleShot, once, due at 600"):
        loop.run_until_idle(limit=599)
    assert loop.now <= 600


def test_what_is_deleted_later_is_gone_when_the_loop_is_idle(loop: FakeLoop) -> None:
    gone: list[int] = []
    doomed = QObject()
    doomed.destroyed.connect(lambda: gone.append(1))
    doomed.deleteLater()
    loop.run_until_idle()
    assert gone == [1]


def test_what_is_deleted_later_in_a_slot_is_gone_when_the_loop_is_idle(loop: FakeLoop) -> None:
    gone: list[int] = []
    doomed = QObject()
    doomed.destroyed.connect(lambda: gone.append(1))
    QTimer.singleShot(10, doomed.deleteLater)
    loop.run_until_idle()
    assert gone == [1]


def test_run_until_returns_what_the_function_returned(loop: FakeLoop) -> None:
    found: list[str] = []
    QTimer.singleShot(700, lambda: found.append("it"))
    assert loop.run_until(lambda: found) == ["it"]
    assert loop.now == 0.7


def test_run_until_returns_the_arguments_of_the_signal(loop: FakeLoop) -> None:
    class Sender(QObject):
        sent = Signal(int, str)

    sender = Sender()
    QTimer.singleShot(700, lambda: sender.sent.emit(5, "x"))
    assert loop.run_until(sender.sent) == (5, "x")
    assert loop.now == 0.7


def test_run_until_stops_before_anything_later_happens(loop: FakeLoop) -> None:
    ticks: list[float] = []
    timer = every(100, lambda: ticks.append(loop.now))
    loop.run_until(lambda: len(ticks) == 3)
    assert ticks == [0.1, 0.2, 0.3]
    timer.stop()


def test_run_until_gives_up_when_its_time_is_up(loop: FakeLoop) -> None:
    timer = every(100, lambda: None)
    with pytest.raises(TimeoutError, match="waited 2 seconds in vain"):
        loop.run_until(lambda: False, timeout=2)
    assert loop.now == 2.0
    assert timer.isActive()


def test_run_until_something_that_can_never_happen_stalls(loop: FakeLoop) -> None:
    with pytest.raises(Stalled, match="nothing is left that could happen"):
        loop.run_until(lambda: False)


def test_run_until_names_the_signal_that_did_not_come(loop: FakeLoop) -> None:
    timer = QTimer()
    with pytest.raises(Stalled, match=r"timeout\(\) of QTimer to be emitted from now on"):
        loop.run_until(timer.timeout)


def test_run_until_takes_a_function_or_a_signal(loop: FakeLoop) -> None:
    with pytest.raises(TypeError, match="'finished'"):
        loop.run_until("finished")  # type: ignore[arg-type]


def test_run_until_leaves_no_connection_behind(loop: FakeLoop) -> None:
    class Sender(QObject):
        sent = Signal()

    sender = Sender()
    QTimer.singleShot(1, sender.sent.emit)
    loop.run_until(sender.sent)
    assert sender.receivers("2sent()") == 0


def test_run_until_gives_up_after_a_day_if_it_is_not_told_when(loop: FakeLoop) -> None:
    timer = every(60_000, lambda: None)
    with pytest.raises(TimeoutError, match="waited 86400 seconds in vain"):
        loop.run_until(lambda: False)
    timer.stop()


def test_step_does_what_is_ready_before_time_jumps(loop: FakeLoop) -> None:
    seen: list[str] = []
    QTimer.singleShot(1000, lambda: seen.append("later"))
    QTimer.singleShot(0, lambda: seen.append("now"))
    assert loop.step()
    assert (seen, loop.now) == (["now"], 0.0)
    assert loop.step()
    assert (seen, loop.now) == (["now", "later"], 1.0)
    assert not loop.step()


def test_chores_are_done_at_their_moment_in_the_order_they_were_asked_for(loop: FakeLoop) -> None:
    done: list[tuple[str, float]] = []
    for name, moment in (("c", 2.0), ("a", 1.0), ("b", 1.0)):
        loop.turns.call_at(moment, lambda name=name: done.append((name, loop.now)))  # type: ignore[misc]
    loop.run_until_idle()
    assert done == [("a", 1.0), ("b", 1.0), ("c", 2.0)]


def test_a_cancelled_chore_is_not_done(loop: FakeLoop) -> None:
    done: list[int] = []
    loop.turns.call_at(1.0, lambda: done.append(1)).cancel()
    loop.run_until_idle()
    assert (done, loop.now) == ([], 0.0)


def test_a_chore_in_the_background_is_no_reason_to_let_time_pass(loop: FakeLoop) -> None:
    done: list[int] = []
    loop.turns.call_at(30.0, lambda: done.append(1), background=True)
    loop.run_until_idle()
    assert (done, loop.now) == ([], 0.0)
    loop.advance(30)
    assert done == [1]


def test_a_chore_waits_for_what_it_was_told_to(loop: FakeLoop) -> None:
    seen: list[float] = []
    ready: list[int] = []
    loop.turns.call_when(lambda: bool(ready), lambda: seen.append(loop.now), "a sign")
    assert "waited for: a sign" in loop.describe_waiting()
    QTimer.singleShot(250, lambda: ready.append(1))
    loop.run_until_idle()
    assert seen == [0.25]


def test_an_exception_in_a_chore_goes_to_the_excepthook(loop: FakeLoop, monkeypatch: pytest.MonkeyPatch) -> None:
    caught: list[BaseException] = []
    monkeypatch.setattr("sys.excepthook", lambda kind, value, traceback: caught.append(value))
    loop.turns.call_at(0.0, lambda: [][0])
    loop.run_until_idle()
    assert [type(each) for each in caught] == [IndexError]


# Coming and going.


def test_there_is_one_virtual_time_in_a_process(loop: FakeLoop) -> None:
    with pytest.raises(RuntimeError, match="one virtual time"), FakeLoop():
        pass


def test_a_loop_is_entered_once() -> None:
    loop = FakeLoop()
    with loop:
        pass
    with pytest.raises(RuntimeError, match="only once"), loop:
        pass


def test_a_loop_that_was_not_entered_says_so() -> None:
    with pytest.raises(RuntimeError, match="with statement"):
        FakeLoop().advance(1)


def test_the_current_loop_can_be_asked_for(loop: FakeLoop) -> None:
    assert FakeLoop.current() is loop


def test_there_is_no_current_loop_on_real_time() -> None:
    assert FakeLoop.current() is None


# Programs that go round.


def test_polling_with_process_events_lets_time_pass(loop: FakeLoop) -> None:
    done: list[int] = []
    QTimer.singleShot(5000, lambda: done.append(1))
    polling = QEventLoop()
    while not done:
        polling.processEvents()
    assert 5.0 <= loop.now < 5.5


def test_a_few_looks_for_something_to_do_take_no_time(loop: FakeLoop) -> None:
    polling = QEventLoop()
    for _ in range(500):
        polling.processEvents()
    assert loop.now == 0.0


def test_polling_until_a_moment_ends(loop: FakeLoop) -> None:
    elapsed = QElapsedTimer()
    elapsed.start()
    polling = QEventLoop()
    while elapsed.elapsed() < 2000:
        polling.processEvents()
    assert 2.0 <= loop.now < 3.0


def test_process_events_for_some_time_ends_though_there_is_always_something(loop: FakeLoop) -> None:
    def again() -> None:
        QTimer.singleShot(0, again)

    again()
    QEventLoop().processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 1)
    assert 0.001 <= loop.now < 0.01


def test_timers_without_an_interval_do_not_stop_the_clock(loop: FakeLoop) -> None:
    timer = every(0, lambda: None)
    nested = QEventLoop()
    QTimer.singleShot(3000, nested.quit)
    nested.exec()
    assert 3.0 <= loop.now < 4.1
    timer.stop()


def test_a_timer_without_an_interval_does_not_keep_advance_from_ending(loop: FakeLoop) -> None:
    ticks: list[int] = []
    timer = every(0, lambda: ticks.append(1))
    loop.advance(0.05)
    assert loop.now == 0.05
    assert len(ticks) > 50
    timer.stop()


def test_calls_that_follow_each_other_without_a_delay_do_not_stop_the_clock(loop: FakeLoop) -> None:
    nested = QEventLoop()

    def again() -> None:
        QTimer.singleShot(0, again)

    again()
    QTimer.singleShot(10, nested.quit)
    nested.exec()
    assert 0.01 <= loop.now < 0.02


def test_calls_that_follow_each_other_for_ever_do_not_keep_advance_from_ending(loop: FakeLoop) -> None:
    running = [True]

    def again() -> None:
        if running:
            QTimer.singleShot(0, again)

    again()
    loop.advance(0.01)
    assert loop.now == 0.01
    running.clear()


def test_polling_for_what_never_comes_stalls(loop: FakeLoop) -> None:
    polling = QEventLoop()

    def poll() -> None:
        while True:
            polling.processEvents()

    with pytest.raises(Stalled, match="goes round for ever"):
        poll()


def test_progress_at_steps_of_a_tenth_of_a_second_is_told_at_every_one(loop: FakeLoop) -> None:
    from netaccess.QtCore import QUrl
    from netaccess.QtNetwork import QNetworkAccessManager, QNetworkRequest
    from netaccess.testing import FakeNetwork

    moments: list[float] = []
    with FakeNetwork(loop) as network:
        network.get("http://host/").respond(chunks=[b"x" * 10] * 8, chunk_delay=0.1)
        manager = QNetworkAccessManager()
        reply = manager.get(QNetworkRequest(QUrl("http://host/")))
        reply.downloadProgress.connect(lambda received, total: moments.append(loop.now))
        loop.run_until(reply.finished)
    assert moments[:7] == [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7]
