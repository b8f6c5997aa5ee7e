"""`capture_exceptions` and `ExceptionCollector`: what nobody can catch is collected, and the hooks are put back."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from signalemitters import Download, emit_in_thread, running_thread

from netaccess.QtCore import QCoreApplication, QEvent, QMetaObject, QObject, Qt, QThread, QTimer
from netaccess.testing import FakeLoop
from netaccess.testing.signals.exceptions import ExceptionCollector, SlotError, capture_exceptions
from netaccess.testing.signals.waits import wait_signal, wait_until

QUEUED = Qt.ConnectionType.QueuedConnection


class Trouble(Exception):
    """What the slots here raise."""


@pytest.fixture(autouse=True)
def outer(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[BaseException]]:
    """What gets past the collectors; the hooks have to be those of this fixture again at the end."""
    seen: list[BaseException] = []

    def hook(kind: Any, value: BaseException, trace: Any) -> None:
        seen.append(value)

    def thread_hook(args: Any) -> None:
        seen.append(args.exc_value)

    monkeypatch.setattr(sys, "excepthook", hook)
    monkeypatch.setattr(threading, "excepthook", thread_hook)
    yield seen
    assert sys.excepthook is hook
    assert threading.excepthook is thread_hook


def fail(*_: object) -> None:
    """The slot."""
    raise Trouble("slot")


def test_an_exception_in_a_slot_is_collected(outer: list[BaseException]) -> None:
    download = Download()
    download.finished.connect(fail)
    with capture_exceptions() as caught:
        download.finished.emit()
    assert [str(each) for each in caught] == ["slot"]
    assert isinstance(caught[0], Trouble)
    assert outer == []


def test_without_an_exception_the_list_is_empty() -> None:
    download = Download()
    with capture_exceptions() as caught:
        download.finished.emit()
    assert caught == []


def test_the_exceptions_of_several_slots_come_in_order() -> None:
    download = Download()
    for text in "abc":

        def slot(text: str = text) -> None:
            raise Trouble(text)

        download.finished.connect(slot)
    with capture_exceptions() as caught:
        download.finished.emit()
    assert [str(each) for each in caught] == ["a", "b", "c"]


def test_an_exception_in_a_queued_slot_is_collected_when_it_runs_in_the_block() -> None:
    download = Download()
    download.started.connect(fail, QUEUED)
    with capture_exceptions() as caught, wait_signal(download.finished):
        download.started.emit()
        assert caught == []
        QTimer.singleShot(0, download.finished.emit)
    assert len(caught) == 1


def test_an_exception_in_a_virtual_is_collected() -> None:
    class Bad(QObject):
        def event(self, event: QEvent) -> bool:
            raise Trouble("virtual")

    bad = Bad()
    with capture_exceptions() as caught:
        QCoreApplication.sendEvent(bad, QEvent(QEvent.Type.User))
    assert [str(each) for each in caught] == ["virtual"]


def test_an_exception_in_a_timer_s_slot_is_collected_on_virtual_time() -> None:
    with FakeLoop() as loop, capture_exceptions() as caught:
        QTimer.singleShot(60_000, fail)
        loop.run_until_idle()
    assert len(caught) == 1


def test_an_exception_in_the_slot_of_another_thread_is_collected() -> None:
    class Worker(Download):
        def work(self) -> None:
            raise Trouble("worker")

    with running_thread() as thread, capture_exceptions() as caught:
        worker = Worker()
        worker.moveToThread(thread)
        QMetaObject.invokeMethod(worker, "work", QUEUED)
        wait_until(lambda: len(caught) == 1)
    assert str(caught[0]) == "worker"


def test_an_exception_in_run_of_a_qthread_is_collected() -> None:
    class Bad(QThread):
        def run(self) -> None:
            raise Trouble("run")

    with capture_exceptions() as caught:
        bad = Bad()
        bad.start()
        assert bad.wait(20_000)
    assert [str(each) for each in caught] == ["run"]


def test_an_exception_in_a_thread_of_python_is_collected(outer: list[BaseException]) -> None:
    with capture_exceptions() as caught:
        emit_in_thread(fail)
    assert [type(each) for each in caught] == [Trouble]
    assert outer == []


def test_a_thread_that_exits_has_raised_nothing() -> None:
    with capture_exceptions() as caught:
        emit_in_thread(sys.exit)
    assert caught == []


def test_after_the_block_exceptions_go_where_they_went_before(outer: list[BaseException]) -> None:
    download = Download()
    download.finished.connect(fail)
    with capture_exceptions() as caught:
        pass
    download.finished.emit()
    emit_in_thread(fail)
    assert caught == []
    assert len(outer) == 2


def test_the_block_s_own_exception_leaves_it_and_the_hooks_are_put_back(outer: list[BaseException]) -> None:
    with pytest.raises(KeyError), capture_exceptions() as caught:
        raise KeyError("mine")
    assert caught == []
    assert outer == []


def test_an_inner_block_keeps_its_exceptions_from_the_outer_one(outer: list[BaseException]) -> None:
    download = Download()
    download.finished.connect(fail)
    with capture_exceptions() as first:
        download.finished.emit()
        with capture_exceptions() as second:
            download.finished.emit()
            download.finished.emit()
        download.finished.emit()
    assert (len(first), len(second), outer) == (2, 2, [])


def test_what_a_test_captures_does_not_fail_it() -> None:
    collector = ExceptionCollector()
    collector.install()
    try:
        download = Download()
        download.finished.connect(fail)
        with capture_exceptions() as caught:
            download.finished.emit()
        collector.raise_if_any()
    finally:
        collector.remove()
    assert len(caught) == 1


def test_a_collector_raises_one_error_for_everything() -> None:
    def other() -> None:
        raise ValueError("second")

    download = Download()
    download.finished.connect(fail)
    download.finished.connect(other)
    collector = ExceptionCollector()
    with collector:
        download.finished.emit()
    with pytest.raises(SlotError) as caught:
        collector.raise_if_any()
    text = str(caught.value)
    assert text.startswith(
        "2 exceptions, the first is Trouble: slot\n"
        "raised in slots, virtuals or threads, where nobody can catch them:\n1) Trouble in thread"
    )
    assert "in fail" in text
    assert "in other" in text
    assert "Trouble: slot" in text
    assert "2) ValueError in thread 'MainThread'" in text
    assert isinstance(caught.value, AssertionError)
    assert isinstance(caught.value.__cause__, Trouble)
    assert [type(each) for each in caught.value.exceptions] == [Trouble, ValueError]


def test_the_thread_of_an_exception_is_named() -> None:
    collector = ExceptionCollector()
    with collector:
        emit_in_thread(fail, "courier")
    with pytest.raises(SlotError, match=r"^Trouble: slot\n.*\n1\) Trouble in thread 'courier'\n.*\n.*in fail\n"):
        collector.raise_if_any()


def test_what_was_raised_once_is_not_raised_again() -> None:
    collector = ExceptionCollector()
    with collector:
        emit_in_thread(fail)
    with pytest.raises(SlotError):
        collector.raise_if_any()
    collector.raise_if_any()
    assert collector.exceptions == []


def test_a_chained_exception_is_shown_with_its_cause() -> None:
    def chained() -> None:
        try:
            fail()
        except Trouble as error:
            raise ValueError("because") from error

    collector = ExceptionCollector()
    with collector:
        emit_in_thread(chained)
    with pytest.raises(SlotError) as caught:
        collector.raise_if_any()
    assert "Trouble: slot" in str(caught.value)
    assert "ValueError: because" in str(caught.value)


def test_exceptions_that_a_test_has_dealt_with_may_be_taken_out() -> None:
    collector = ExceptionCollector()
    with collector as caught:
        emit_in_thread(fail)
        caught.clear()
    collector.raise_if_any()


def test_installing_and_removing_twice_is_doing_it_once(outer: list[BaseException]) -> None:
    collector = ExceptionCollector()
    collector.remove()
    collector.install()
    collector.install()
    emit_in_thread(fail)
    collector.remove()
    collector.remove()
    emit_in_thread(fail)
    assert (len(collector.exceptions), len(outer)) == (1, 1)


def test_a_collector_can_be_installed_again(outer: list[BaseException]) -> None:
    collector = ExceptionCollector()
    for _ in range(2):
        with collector:
            emit_in_thread(fail)
    assert (len(collector.exceptions), len(outer)) == (2, 0)


def test_collectors_that_are_removed_in_the_wrong_order_leave_the_first_hooks(outer: list[BaseException]) -> None:
    first, second = ExceptionCollector(), ExceptionCollector()
    first.install()
    second.install()
    first.remove()
    emit_in_thread(fail)
    second.remove()
    assert len(second.exceptions) == 1
    download = Download()
    download.finished.connect(fail)
    download.finished.emit()
    emit_in_thread(fail)
    assert (len(first.exceptions), len(outer)) == (0, 2)
    # The first one's hooks stand there now, and hand on; they go when somebody puts the own ones back.
    first.install()
    first.remove()


def test_a_hook_that_a_program_has_put_over_ours_stays_and_ours_hands_on(outer: list[BaseException]) -> None:
    before = sys.excepthook
    own: list[BaseException] = []
    collector = ExceptionCollector()
    collector.install()
    ours = sys.excepthook
    sys.excepthook = lambda kind, value, trace: own.append(value)  # type: ignore[assignment]
    collector.remove()
    download = Download()
    download.finished.connect(fail)
    download.finished.emit()
    assert (len(own), len(collector.exceptions)) == (1, 0)
    sys.excepthook = ours  # as a program does that puts back what it has found
    download.finished.emit()
    assert (len(outer), len(collector.exceptions)) == (1, 0)
    sys.excepthook = before


def test_repr_shows_what_was_collected() -> None:
    collector = ExceptionCollector()
    assert repr(collector) == "<ExceptionCollector, not installed: no exceptions>"
    with collector:
        emit_in_thread(fail)
        assert repr(collector) == "<ExceptionCollector, installed: Trouble: slot>"
