"""The one line that a run's summary has for a failure says what is wrong: the first line of its text, and a short name."""

from __future__ import annotations

import pickle

import pytest
from pluginruns import Runs, fails

import netaccess.testing
from netaccess.QtCore import QObject, Signal
from netaccess.testing import FakeLoop, UnexpectedSignal, assert_not_emitted, wait_signals

pytest_plugins = "pytester"


class Download(QObject):
    """A sender."""

    started = Signal()
    finished = Signal()


def summary(result: pytest.RunResult) -> str:
    """Return the line that the summary has for the one test."""
    (line,) = [line for line in result.outlines if line.startswith("FAILED ")]
    return line


def test_the_exception_of_a_slot_is_named(run: Runs) -> None:
    result = run("""
        def test_it(fake_loop):
            QTimer.singleShot(0, lambda: 1 / 0)
            fake_loop.advance(0)
    """)
    fails(result)
    assert "Failed: ZeroDivisionError: division by zero" in summary(result)


def test_exceptions_begin_at_the_programs_own_line(run: Runs) -> None:
    result = run("""
        def test_it(fake_loop):
            QTimer.singleShot(0, lambda: 1 / 0)
            fake_loop.advance(0)
    """)
    fails(result, "*Traceback (most recent call last):*", "*test_it.py*in <lambda>*")
    assert "_kernel" not in result.stdout.str()


def test_frames_of_the_library_that_the_program_called_are_shown(run: Runs) -> None:
    fails(
        run("""
        def test_it(fake_loop):
            QTimer.singleShot(0, lambda: QTimer(5))
            fake_loop.advance(1)
        """),
        "*TypeError*",
        "*test_it.py*in <lambda>*",
        "*_kernel*qobject.py*",
    )


def test_a_single_leak_is_named(run: Runs) -> None:
    result = run("""
        def test_it(fake_loop):
            kept.append(QTimer())
            kept[-1].start(1000)
    """)
    fails(result, "left at the end of the test: QTimer is still active, every 1 s", "  started at test_it.py:*")
    assert "Failed: left at the end of the test: QTimer" in summary(result)


def test_several_leaks_are_counted(run: Runs) -> None:
    result = run("""
        def test_it(fake_loop, fake_network):
            fake_network.get("http://server/").respond("x", delay=9)
            kept.append(QTimer())
            kept[-1].start(1000)
            kept.append(QTimer())
            kept[-1].start(1000)
            kept.append(QNetworkAccessManager())
            kept.append(get(kept[-1]))
            fake_loop.advance(1)
    """)
    fails(
        result, "left at the end of the test: 1 reply, 2 timers", "  the reply to GET http://server/ is still running"
    )


def test_the_host_that_was_not_to_be_reached_is_named(run: Runs) -> None:
    result = run("""
        def test_it(fake_loop):
            with pytest.raises(OSError):
                socket.create_connection(("server.example", 80))
    """)
    fails(result)
    assert "Failed: real network: look up server.example" in summary(result)


def test_errors_go_by_the_names_that_programs_import() -> None:
    for name in ("LeakWarning", "NetworkBlocked", "ScheduleFailed", "SignalTimeout", "SlotError", "WaitTimeout"):
        assert getattr(netaccess.testing, name).__module__ == "netaccess.testing"
        assert pickle.loads(pickle.dumps(getattr(netaccess.testing, name))) is getattr(netaccess.testing, name)


def test_a_signal_that_came_has_nobody_waiting_for_it() -> None:
    download = Download()
    with FakeLoop(), pytest.raises(UnexpectedSignal) as caught, assert_not_emitted(download.started):
        download.started.emit()
    assert "who waits" not in str(caught.value)


def test_signals_out_of_order_have_nobody_waiting_for_them() -> None:
    download = Download()
    with (
        FakeLoop(),
        pytest.raises(AssertionError, match="came out of turn") as caught,
        wait_signals([download.started, download.finished], order="strict"),
    ):
        download.finished.emit()
    assert "who waits" not in str(caught.value)
