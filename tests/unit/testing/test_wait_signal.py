"""`wait_signal` on the real clock, with threads, deaths, nested waits, and misuse."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from signalemitters import PATIENCE, Download, connected, later, running_thread

from netaccess._kernel.threaddata import current
from netaccess.QtCore import QCoreApplication, QMetaMethod, QMetaObject, QObject, Qt, QThread
from netaccess.testing.signals.exceptions import capture_exceptions
from netaccess.testing.signals.signalspy import SignalSpy
from netaccess.testing.signals.timeouts import SignalTimeout
from netaccess.testing.signals.waits import assert_not_emitted, wait_signal, wait_signals, wait_until

QUEUED = Qt.ConnectionType.QueuedConnection


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
