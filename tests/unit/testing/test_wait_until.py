"""`wait_until` on the real clock: conditions that are asked again and again until they hold."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from signalemitters import PATIENCE, Download, later

from netaccess._kernel.threaddata import current
from netaccess.QtCore import QCoreApplication, QEvent, QObject
from netaccess.testing.signals.signalspy import SignalSpy
from netaccess.testing.signals.timeouts import WaitTimeout
from netaccess.testing.signals.waits import wait_signal, wait_until


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
    assert "never (test_wait_until.py:" in text
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
