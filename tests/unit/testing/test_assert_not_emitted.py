"""`assert_not_emitted` on the real clock: what it hears, and until when."""

from __future__ import annotations

import pytest
from signalemitters import PATIENCE, Download, connected, emit_in_thread, later

from netaccess.QtCore import Qt
from netaccess.testing.signals.timeouts import UnexpectedSignal
from netaccess.testing.signals.waits import assert_not_emitted

QUEUED = Qt.ConnectionType.QueuedConnection


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
