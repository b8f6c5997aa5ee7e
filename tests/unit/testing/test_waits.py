"""`wait_signal`, `wait_signals`, `assert_not_emitted` and `wait_until` on the real clock, with threads, and misused."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from signalemitters import PATIENCE, Download, emit_in_thread, running_thread

from netaccess._kernel.threaddata import current
from netaccess.QtCore import QCoreApplication, QEvent, QMetaMethod, QMetaObject, QObject, Qt, QThread, QTimer
from netaccess.testing.signals.exceptions import capture_exceptions
from netaccess.testing.signals.signalspy import SignalSpy
from netaccess.testing.signals.timeouts import SignalTimeout, UnexpectedSignal, WaitTimeout
from netaccess.testing.signals.waits import assert_not_emitted, wait_signal, wait_signals, wait_until

QUEUED = Qt.ConnectionType.QueuedConnection


def later(work: Any) -> None:
    """Call *work* in the next pass of the loop."""
    QTimer.singleShot(0, work)


def connected(signal: Any, owner: QObject) -> bool:
    """Return whether anything is connected to *signal*."""
    return owner.isSignalConnected(QMetaMethod.fromSignal(signal))


# One signal.


def test_a_signal_that_comes_in_the_loop_ends_the_wait() -> None:
    download = Download()
    with wait_signal(download.failed) as waited:
        later(lambda: download.failed.emit("x"))
    assert waited.signal_triggered
    assert waited.args == ("x",)


def test_a_signal_that_comes_in_the_block_needs_no_loop() -> None:
    download, turned = Download(), []
    later(lambda: turned.append(1))
    with wait_signal(download.failed) as waited:
        download.failed.emit("x")
    assert waited.args == ("x",)
    assert turned == []
    QCoreApplication.processEvents()


def test_a_wait_needs_no_block() -> None:
    download = Download()
    later(lambda: download.failed.emit("x"))
    waited = wait_signal(download.failed)
    assert waited.wait() is True
    assert waited.args == ("x",)


def test_what_was_emitted_before_the_wait_was_made_does_not_count() -> None:
    download = Download()
    download.finished.emit()
    assert not wait_signal(download.finished, timeout=0, raising=False).wait()


def test_args_are_none_until_the_signal_comes() -> None:
    download = Download()
    waited = wait_signal(download.failed, timeout=0, raising=False)
    assert (waited.args, waited.all_args, waited.signal_triggered) == (None, [], False)
    assert waited.wait() is False
    assert waited.args is None


def test_args_are_those_of_the_first_emission() -> None:
    download = Download()
    with wait_signal(download.failed) as waited:
        download.failed.emit("a")
        download.failed.emit("b")
    assert waited.args == ("a",)
    assert waited.all_args == [("a",), ("b",)]
    assert [str(each) for each in waited.emissions] == ["failed('a')", "failed('b')"]


def test_a_check_chooses_the_emission() -> None:
    download = Download()
    with wait_signal(download.progress, check=lambda now, total: now == total) as waited:
        download.progress.emit(1, 2)
        later(lambda: download.progress.emit(2, 2))
    assert waited.args == (2, 2)
    assert waited.all_args == [(1, 2), (2, 2)]


def test_a_check_is_not_asked_after_it_has_accepted() -> None:
    asked: list[str] = []
    download = Download()
    with wait_signal(download.failed, check=lambda text: asked.append(text) or True):
        download.failed.emit("a")
        download.failed.emit("b")
    assert asked == ["a"]


def test_an_exception_of_a_check_ends_the_wait_and_is_raised() -> None:
    download = Download()
    with pytest.raises(ZeroDivisionError), wait_signal(download.progress, check=lambda now, total: now / 0):
        later(lambda: download.progress.emit(1, 2))


def test_a_signal_that_does_not_come_raises() -> None:
    download = Download()
    download.setObjectName("first")
    with pytest.raises(SignalTimeout) as caught:
        wait_signal(download.finished, timeout=0).wait()
    assert str(caught.value) == "finished() of Download 'first' was not emitted within 0 s"
    assert isinstance(caught.value, AssertionError)


def test_a_timeout_of_zero_does_what_is_due() -> None:
    download = Download()
    download.started.connect(download.finished.emit, QUEUED)
    download.started.emit()
    assert wait_signal(download.finished, timeout=0).wait()


def test_what_the_check_did_not_accept_is_told() -> None:
    download = Download()
    with pytest.raises(SignalTimeout) as caught, wait_signal(download.progress, timeout=0, check=lambda a, b: a == b):
        download.progress.emit(1, 3)
        download.progress.emit(2, 3)
    text = str(caught.value)
    assert "not accepted by the check:\n  after 0." in text
    assert "s  progress(1, 3)\n" in text
    assert text.endswith("s  progress(2, 3)")


def test_what_the_object_emitted_instead_is_told() -> None:
    download = Download()
    with pytest.raises(SignalTimeout) as caught, wait_signal(download.finished, timeout=0):
        download.failed.emit("host not found")
    assert "what else its object emitted meanwhile:\n" in str(caught.value)
    assert "failed('host not found')" in str(caught.value)


def test_of_very_many_other_emissions_the_last_are_told() -> None:
    download = Download()
    with pytest.raises(SignalTimeout) as caught, wait_signal(download.finished, timeout=0):
        for number in range(100):
            download.progress.emit(number, 100)
    assert "... 80 more before these ..." in str(caught.value)
    assert "progress(99, 100)" in str(caught.value)


def test_an_exception_in_a_slot_is_told_when_a_collector_has_seen_it() -> None:
    download = Download()

    def broken() -> None:
        raise ValueError("not today")

    with (
        capture_exceptions() as errors,
        pytest.raises(SignalTimeout, match="exceptions raised meanwhile:\n  ValueError: not today"),
    ):
        later(broken)
        wait_signal(download.finished, timeout=0).wait()
    assert len(errors) == 1


def test_nothing_stays_connected_after_a_wait() -> None:
    download = Download()
    with wait_signal(download.finished):
        download.finished.emit()
    with pytest.raises(SignalTimeout):
        wait_signal(download.finished, timeout=0).wait()
    assert not connected(download.finished, download)
    assert not connected(download.failed, download)


def test_an_exception_in_the_block_is_not_masked_and_nothing_is_waited_for() -> None:
    download, turned = Download(), []
    later(lambda: turned.append(1))
    with pytest.raises(KeyError, match="mine"), wait_signal(download.finished, timeout=PATIENCE):
        raise KeyError("mine")
    assert turned == []
    assert not connected(download.finished, download)
    QCoreApplication.processEvents()


def test_an_explicit_wait_in_the_block_is_not_repeated_at_its_end() -> None:
    download = Download()
    with wait_signal(download.finished, timeout=0, raising=False) as waited:
        assert waited.wait() is False
        download.finished.emit()
    assert waited.signal_triggered is False
    assert waited.wait() is False


def test_an_object_that_wants_to_be_told_of_connections_hears_of_the_awaited_signal_only() -> None:
    class Curious(Download):
        def connectNotify(self, signal: QMetaMethod) -> None:
            told.append(bytes(signal.name()).decode())

    told: list[str] = []
    curious = Curious()
    with wait_signal(curious.finished):
        curious.finished.emit()
    assert told == ["finished"]


def test_arguments_of_other_signals_are_not_kept_alive() -> None:
    class Box(QObject):
        pass

    class Shelf(Download):
        from netaccess.QtCore import Signal

        taken = Signal(object)

    shelf, spied = Shelf(), []
    with wait_signal(shelf.finished):
        box = Box()
        spy = SignalSpy(box.destroyed)
        shelf.taken.emit(box)
        del box
        spied.append(spy.count)
        shelf.finished.emit()
    assert spied == [1]


def test_an_object_that_dies_ends_the_wait_at_once() -> None:
    download = Download()
    waited = wait_signal(download.finished, timeout=PATIENCE)
    later(download.deleteLater)
    with pytest.raises(SignalTimeout, match=r"was not emitted, and its object was deleted .* into the wait") as caught:
        waited.wait()
    assert "destroyed()" in str(caught.value)


def test_an_object_whose_last_reference_goes_ends_the_wait_at_once() -> None:
    held = [Download()]
    waited = wait_signal(held[0].finished, timeout=PATIENCE)
    later(held.clear)
    with pytest.raises(SignalTimeout, match="was deleted"):
        waited.wait()


def test_the_death_of_an_object_can_be_waited_for() -> None:
    download = Download()
    with wait_signal(download.destroyed, timeout=PATIENCE) as waited:
        download.deleteLater()
    assert waited.args == ()


def test_a_signal_emitted_just_before_the_object_dies_counts() -> None:
    held = [Download()]

    def finish_and_die() -> None:
        held[0].failed.emit("last words")
        held.clear()

    with wait_signal(held[0].failed) as waited:
        later(finish_and_die)
    assert waited.args == ("last words",)


def test_a_signal_of_a_thread_of_python_ends_the_wait() -> None:
    download = Download()
    with wait_signal(download.failed, timeout=PATIENCE) as waited:
        thread = threading.Thread(target=lambda: download.failed.emit("x"), daemon=True)
        later(thread.start)
    thread.join(PATIENCE)
    assert waited.args == ("x",)


def test_the_signals_of_a_qthread_are_waited_for() -> None:
    thread = QThread()
    with wait_signals([thread.started, thread.finished], order="strict", timeout=PATIENCE):
        thread.started.connect(thread.quit)
        thread.start()
    assert thread.wait(int(PATIENCE * 1000))


def test_a_worker_in_a_qthread_is_waited_for_and_its_check_runs_there() -> None:
    names: list[str] = []

    def check(now: int, total: int) -> bool:
        names.append(QThread.currentThread().objectName())
        return now == total

    with running_thread("worker") as thread:
        download = Download()
        download.moveToThread(thread)
        with wait_signal(download.progress, check=check, timeout=PATIENCE) as waited:
            QMetaObject.invokeMethod(download, "work", QUEUED)
    assert waited.args == (2, 2)
    assert names == ["worker", "worker"]


def test_an_object_that_dies_in_its_thread_ends_the_wait() -> None:
    with running_thread() as thread:
        download = Download()
        download.moveToThread(thread)
        with pytest.raises(SignalTimeout, match="was deleted"), wait_signal(download.finished, timeout=PATIENCE):
            download.deleteLater()


def test_an_overload_is_waited_for_by_its_type() -> None:
    download = Download()
    with wait_signal(download.value[str]) as waited:
        download.value[int].emit(1)
        later(lambda: download.value[str].emit("one"))
    assert waited.all_args == [("one",)]


def test_waits_nest_in_blocks() -> None:
    download = Download()
    with wait_signal(download.finished) as outer, wait_signal(download.started) as inner:
        later(download.work)
    assert outer.signal_triggered
    assert inner.signal_triggered


def test_a_wait_in_a_slot_runs_inside_another_wait() -> None:
    download, order = Download(), []

    def on_started() -> None:
        later(lambda: download.failed.emit("inner"))
        order.append(wait_signal(download.failed).wait())
        download.finished.emit()

    download.started.connect(on_started)
    with wait_signal(download.finished):
        later(download.started.emit)
    assert order == [True]


def test_what_ends_the_outer_wait_during_an_inner_one_counts() -> None:
    download = Download()

    def on_started() -> None:
        later(download.finished.emit)
        later(lambda: download.failed.emit("inner"))
        wait_signal(download.failed).wait()

    download.started.connect(on_started)
    with wait_signal(download.finished) as outer:
        later(download.started.emit)
    assert outer.signal_triggered


@pytest.fixture
def application() -> Iterator[QCoreApplication]:
    """An application, and a thread that has been told nothing when it is gone."""
    made = QCoreApplication([])
    yield made
    made.shutdown()
    current().quit_now = False


def test_a_program_that_quits_does_not_end_the_wait(application: QCoreApplication) -> None:
    download = Download()

    def quit_and_finish() -> None:
        QCoreApplication.exit(3)
        later(download.finished.emit)

    with wait_signal(download.finished):
        later(quit_and_finish)
    with wait_signal(download.started):
        later(download.started.emit)


def test_an_exit_meanwhile_is_told(application: QCoreApplication) -> None:
    download = Download()
    later(lambda: QCoreApplication.exit(3))
    with pytest.raises(SignalTimeout, match="the program was told to quit meanwhile"):
        wait_signal(download.finished, timeout=0).wait()


def test_what_is_to_be_deleted_later_is_deleted_during_the_wait() -> None:
    download, other = Download(), Download()
    spy = SignalSpy(other.destroyed)
    other.deleteLater()
    with wait_signal(download.finished):
        later(lambda: later(download.finished.emit))
    assert spy.count == 1


def test_a_wait_that_nobody_waits_for_warns() -> None:
    download = Download()
    with pytest.warns(RuntimeWarning, match=r"nobody waited for finished\(\) of Download"):
        wait_signal(download.finished)
        gc.collect()


def test_repr_of_a_wait_tells_how_it_stands() -> None:
    download = Download()
    with wait_signal(download.finished) as waited:
        assert repr(waited) == "<SignalWait for finished() of Download: waiting, 0 emission(s)>"
        download.finished.emit()
    assert repr(waited) == "<SignalWait for finished() of Download: triggered, 1 emission(s)>"


@pytest.mark.parametrize("wrong", [None, "finished", [], Download.finished])
def test_what_is_no_signal_of_an_object_cannot_be_waited_for(wrong: Any) -> None:
    for function in (wait_signal, assert_not_emitted):
        with pytest.raises(TypeError, match="takes signals of objects"):
            function(wrong)


def test_a_check_has_to_be_callable() -> None:
    download = Download()
    with pytest.raises(TypeError, match="a check is called"):
        wait_signal(download.finished, check=True)  # type: ignore[arg-type]


@pytest.mark.parametrize("wrong", [-1, -0.5, float("nan"), float("inf")])
def test_a_negative_or_endless_timeout_is_refused(wrong: float) -> None:
    download = Download()
    for function in (
        lambda: wait_signal(download.finished, timeout=wrong),
        lambda: wait_signals([download.finished], timeout=wrong),
        lambda: assert_not_emitted(download.finished, wait=wrong),
        lambda: wait_until(lambda: True, timeout=wrong),
    ):
        with pytest.raises(ValueError, match="finite number of seconds >= 0"):
            function()


# Several signals.


def test_all_signals_are_waited_for_in_any_order() -> None:
    download = Download()
    with wait_signals([download.started, download.failed, download.finished]) as waited:
        later(lambda: download.failed.emit("x"))
        later(download.finished.emit)
        later(download.started.emit)
    assert waited.args == [(), ("x",), ()]
    assert waited.all_args == [("x",), (), ()]
    assert [each.signal_name for each in waited.emissions] == ["failed", "finished", "started"]


def test_a_signal_that_is_listed_twice_has_to_come_twice() -> None:
    download = Download()
    waited = wait_signals([download.progress, download.progress], timeout=0, raising=False)
    with waited:
        download.progress.emit(1, 2)
    assert waited.args == [(1, 2), None]
    with wait_signals([download.progress, download.progress]) as waited:
        download.progress.emit(1, 2)
        download.progress.emit(2, 2)
    assert waited.args == [(1, 2), (2, 2)]


def test_checks_belong_to_the_signals_in_their_order() -> None:
    download = Download()
    checks = [lambda now, total: now == total, None]
    with wait_signals([download.progress, download.failed], checks=checks) as waited:
        download.failed.emit("x")
        download.progress.emit(1, 2)
        later(lambda: download.progress.emit(2, 2))
    assert waited.args == [(2, 2), ("x",)]


def test_checks_of_one_signal_choose_among_its_emissions() -> None:
    download = Download()
    checks = [lambda text: text == "b", lambda text: text == "a"]
    with wait_signals([download.failed, download.failed], checks=checks) as waited:
        download.failed.emit("a")
        download.failed.emit("b")
    assert waited.args == [("b",), ("a",)]


def emit_by_letters(download: Download, letters: str) -> None:
    """Emit started, failed and finished as s, f and e stand in *letters*."""
    for letter in letters:
        {"s": download.started.emit, "f": lambda: download.failed.emit("x"), "e": download.finished.emit}[letter]()


@pytest.mark.parametrize(
    ("order", "letters", "triggered"),
    [
        ("none", "sfe", True),
        ("none", "efs", True),
        ("none", "eesfs", True),
        ("none", "se", False),
        ("simple", "sfe", True),
        ("simple", "ssfse", True),
        ("simple", "efsfe", True),
        ("simple", "efs", False),
        ("simple", "sef", False),
        ("strict", "sfe", True),
        ("strict", "sfes", True),
        ("strict", "ssfe", False),
        ("strict", "sefe", False),
        ("strict", "esfe", False),
        ("strict", "sf", False),
    ],
)
def test_the_order_decides_what_counts(order: Any, letters: str, triggered: bool) -> None:
    download = Download()
    signals = [download.started, download.failed, download.finished]
    with wait_signals(signals, order=order, timeout=0, raising=False) as waited:
        emit_by_letters(download, letters)
    assert waited.signal_triggered is triggered


def test_other_signals_in_between_do_not_matter_in_strict_order() -> None:
    download = Download()
    with wait_signals([download.started, download.finished], order="strict"):
        download.work()


def test_what_comes_out_of_turn_fails_a_strict_wait_at_once_and_is_named() -> None:
    download = Download()
    with (
        pytest.raises(SignalTimeout) as caught,
        wait_signals([download.started, download.finished], order="strict", timeout=PATIENCE),
    ):
        download.finished.emit()
        download.started.emit()
    text = str(caught.value)
    assert text.startswith(
        "finished() came out of turn, where started() of Download was next; expected in strict order: "
    )
    assert "\nemitted:\n  after 0." in text


def test_arguments_that_a_check_does_not_accept_break_a_strict_order() -> None:
    download = Download()
    signals, checks = [download.progress, download.finished], [lambda now, total: now == 1, None]
    with wait_signals(signals, order="strict", checks=checks, timeout=0, raising=False) as waited:
        download.progress.emit(0, 2)
        download.progress.emit(1, 2)
        download.finished.emit()
    assert not waited.signal_triggered


def test_the_missing_ones_of_several_signals_are_named() -> None:
    download = Download()
    with (
        pytest.raises(SignalTimeout) as caught,
        wait_signals([download.started, download.failed, download.finished], timeout=0),
    ):
        download.failed.emit("x")
    text = str(caught.value)
    assert text.startswith("started() of Download and finished() of Download were not emitted within 0 s\nemitted:\n")
    assert text.endswith("failed('x')")


def test_the_death_of_one_of_several_objects_ends_the_wait() -> None:
    first, held = Download(), [Download()]
    waited = wait_signals([first.finished, held[0].finished], timeout=PATIENCE)
    later(held.clear)
    with pytest.raises(SignalTimeout, match="was deleted"):
        waited.wait()


def test_the_death_of_an_object_that_has_emitted_is_no_reason_to_stop() -> None:
    first, held = Download(), [Download()]
    with wait_signals([first.finished, held[0].finished], timeout=PATIENCE) as waited:
        held[0].finished.emit()
        held.clear()
        later(lambda: later(first.finished.emit))
    assert waited.signal_triggered


def test_signals_of_many_threads_are_all_counted() -> None:
    download = Download()
    threads = [
        threading.Thread(target=lambda: [download.finished.emit() for _ in range(20)], daemon=True) for _ in range(8)
    ]
    with wait_signals([download.finished] * 160, timeout=PATIENCE) as waited:
        for each in threads:
            each.start()
    for each in threads:
        each.join(PATIENCE)
    assert len(waited.all_args) == 160


@pytest.mark.parametrize("order", ["none", "simple"])
def test_two_threads_cannot_claim_one_place(order: Any) -> None:
    download, meeting = Download(), threading.Barrier(2)

    def check(text: str) -> bool:
        if text in ("a", "b"):  # both are looked at while nobody has the place
            meeting.wait(PATIENCE)
        return text != "no"

    threads = [threading.Thread(target=lambda text=each: download.failed.emit(text), daemon=True) for each in "ab"]
    waited = wait_signals(
        [download.failed, download.failed], checks=[check, lambda text: True], order=order, timeout=PATIENCE
    )
    with waited:
        for each in threads:
            each.start()
    for each in threads:
        each.join(PATIENCE)
    assert sorted(each[0] for each in waited.args if each) == ["a", "b"]


def test_one_signal_alone_is_no_list_of_signals() -> None:
    download = Download()
    with pytest.raises(TypeError, match=r"takes a list of signals: for one there is wait_signal\(\)"):
        wait_signals(download.finished)  # type: ignore[arg-type]


def test_no_signals_are_refused() -> None:
    with pytest.raises(TypeError, match="at least one signal"):
        wait_signals([])


def test_an_unknown_order_is_refused() -> None:
    download = Download()
    with pytest.raises(ValueError, match="'none', 'simple', 'strict', not 'loose'"):
        wait_signals([download.finished], order="loose")  # type: ignore[arg-type]


def test_checks_are_as_many_as_signals() -> None:
    download = Download()
    with pytest.raises(ValueError, match="for each signal: 1, not 2"):
        wait_signals([download.finished], checks=[None, None])


# No signal.


def test_a_signal_that_is_not_emitted_asserts_nothing() -> None:
    download = Download()
    with assert_not_emitted(download.failed) as spy:
        download.work()
    assert spy.count == 0
    assert not connected(download.failed, download)


def test_a_signal_in_the_block_fails_and_is_shown() -> None:
    download = Download()
    with pytest.raises(UnexpectedSignal) as caught, assert_not_emitted(download.failed):
        download.failed.emit("x")
    text = str(caught.value)
    assert text.startswith("failed(QString) of Download was emitted, which it should not be\nemitted:\n  after 0.")
    assert text.endswith("failed('x')")
    assert isinstance(caught.value, AssertionError)


def test_what_is_due_at_the_end_of_the_block_is_still_heard() -> None:
    download = Download()
    download.started.connect(download.finished.emit, QUEUED)
    with pytest.raises(UnexpectedSignal), assert_not_emitted(download.finished):
        download.started.emit()


def test_an_unexpected_signal_ends_a_long_wait_at_once() -> None:
    download = Download()
    with pytest.raises(UnexpectedSignal), assert_not_emitted(download.finished, wait=PATIENCE):
        later(download.finished.emit)


def test_a_signal_of_another_thread_is_unexpected_too() -> None:
    download = Download()
    with pytest.raises(UnexpectedSignal, match="thread 'courier'"), assert_not_emitted(download.finished):
        emit_in_thread(download.finished.emit, "courier")


def test_an_exception_in_the_block_is_shown_rather_than_the_signal() -> None:
    download = Download()
    with pytest.raises(KeyError, match="mine"), assert_not_emitted(download.finished):
        download.finished.emit()
        raise KeyError("mine")
    assert not connected(download.finished, download)


def test_a_signal_after_the_block_is_nobody_s_business() -> None:
    download = Download()
    with assert_not_emitted(download.finished):
        pass
    download.finished.emit()


# Conditions.


def test_a_condition_that_holds_needs_no_loop() -> None:
    turned: list[int] = []
    later(lambda: turned.append(1))
    wait_until(lambda: True)
    assert turned == []
    QCoreApplication.processEvents()


def test_a_condition_is_asked_after_every_pass() -> None:
    seen: list[int] = []

    def next_one() -> None:
        seen.append(len(seen))
        if len(seen) < 5:
            later(next_one)

    later(next_one)
    wait_until(lambda: len(seen) == 3)
    assert len(seen) == 3
    wait_until(lambda: len(seen) == 5)


def test_a_condition_may_make_assertions() -> None:
    seen: list[int] = []
    later(lambda: later(lambda: seen.append(7)))

    def has_come() -> None:
        assert seen == [7]

    wait_until(has_come)


def test_the_last_assertion_is_shown_and_is_the_cause() -> None:
    calls: list[int] = []

    def never() -> None:
        calls.append(1)
        raise AssertionError(f"call number {len(calls)}")

    with pytest.raises(WaitTimeout) as caught:
        wait_until(never, timeout=0)
    text = str(caught.value)
    assert "never (test_waits.py:" in text
    assert "did not hold within 0 s" in text
    assert f"it said last:\n  AssertionError: call number {len(calls)}" in text
    assert isinstance(caught.value.__cause__, AssertionError)
    assert len(calls) >= 2


def test_a_condition_that_says_no_last_has_no_assertion_to_show() -> None:
    answers = iter([AssertionError("first")])

    def changing() -> bool:
        for error in answers:
            raise error
        return False

    with pytest.raises(WaitTimeout) as caught:
        wait_until(changing, timeout=0)
    assert "it said last" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_another_exception_of_a_condition_ends_the_wait() -> None:
    with pytest.raises(ZeroDivisionError):
        wait_until(lambda: 1 / 0 == 1, timeout=PATIENCE)


@pytest.mark.parametrize("answer", [0, 1, "yes", []])
def test_a_condition_that_returns_something_else_is_refused(answer: object) -> None:
    with pytest.raises(TypeError, match="returns True, False, or None after its assertions"):
        wait_until(lambda: answer)


def test_a_condition_has_to_be_callable() -> None:
    with pytest.raises(TypeError, match="a condition is a callable, not True"):
        wait_until(True)  # type: ignore[arg-type]


def test_a_flag_that_a_thread_sets_without_an_event_is_seen() -> None:
    flag = threading.Event()
    thread = threading.Thread(target=flag.set, daemon=True)
    later(thread.start)
    wait_until(flag.is_set, timeout=PATIENCE)
    thread.join(PATIENCE)


def test_a_condition_is_asked_again_and_again_without_any_event() -> None:
    asked: list[int] = []

    def fifth_time() -> bool:
        asked.append(1)
        return len(asked) == 5

    wait_until(fifth_time, timeout=PATIENCE)


def test_a_condition_sees_what_was_deleted_later() -> None:
    download = Download()
    spy = SignalSpy(download.destroyed)
    download.deleteLater()
    wait_until(lambda: spy.count == 1)


def test_a_condition_may_wait_itself() -> None:
    download = Download()
    later(lambda: later(download.finished.emit))
    wait_until(lambda: wait_signal(download.finished).wait())


def test_no_timer_and_no_loop_is_left_by_a_wait() -> None:
    before = (len(current().timers), list(current().loops), current().level)
    with pytest.raises(WaitTimeout):
        wait_until(lambda: False, timeout=0)
    with pytest.raises(ZeroDivisionError):
        wait_until(lambda: bool(1 / 0), timeout=1)
    assert (len(current().timers), list(current().loops), current().level) == before


def test_events_posted_meanwhile_are_delivered() -> None:
    class Receiver(QObject):
        def event(self, event: QEvent) -> bool:
            seen.append(event.type())
            return True

    seen: list[Any] = []
    receiver = Receiver()
    QCoreApplication.postEvent(receiver, QEvent(QEvent.Type.User))
    wait_until(lambda: len(seen) == 1)
    assert seen == [QEvent.Type.User]
