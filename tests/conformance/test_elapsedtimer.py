"""QElapsedTimer: validity, the kinds of its answers, and comparisons."""

from __future__ import annotations

from typing import Any

import pytest
from binding import QtCore

HOUR_MS = 3_600_000


def started() -> Any:
    """A running timer."""
    timer = QtCore.QElapsedTimer()
    timer.start()
    return timer


def test_a_fresh_timer_is_not_valid() -> None:
    assert QtCore.QElapsedTimer().isValid() is False


def test_a_started_timer_is_valid_until_it_is_invalidated() -> None:
    timer = started()
    assert timer.isValid() is True
    timer.invalidate()
    assert timer.isValid() is False


def test_elapsed_times_are_whole_numbers_that_do_not_fall() -> None:
    timer = started()
    first, second = timer.elapsed(), timer.elapsed()
    assert type(first) is int
    assert 0 <= first <= second
    first, second = timer.nsecsElapsed(), timer.nsecsElapsed()
    assert type(first) is int
    assert 0 <= first <= second


def test_milliseconds_and_nanoseconds_agree() -> None:
    timer = started()
    before = timer.elapsed()
    nanoseconds = timer.nsecsElapsed()
    after = timer.elapsed()
    assert before - 1 <= nanoseconds // 1_000_000 <= after + 1


def test_start_returns_nothing_and_restart_the_time_so_far() -> None:
    timer = QtCore.QElapsedTimer()
    assert timer.start() is None
    elapsed = timer.restart()
    assert type(elapsed) is int
    assert elapsed >= 0
    assert timer.isValid()


def test_a_time_expires() -> None:
    timer = started()
    assert timer.hasExpired(HOUR_MS) is False
    assert timer.hasExpired(-1) is False


def test_an_invalid_timer_has_always_expired() -> None:
    assert QtCore.QElapsedTimer().hasExpired(HOUR_MS) is True


def test_an_expiry_that_is_no_number_is_a_type_error() -> None:
    with pytest.raises(TypeError):
        started().hasExpired("x")


def test_the_distance_of_two_timers_is_measured_from_start_to_start() -> None:
    first = started()
    second = started()
    assert 0 <= first.msecsTo(second) < HOUR_MS
    assert -HOUR_MS < second.msecsTo(first) <= 0
    assert type(first.secsTo(second)) is int


def test_timers_are_equal_when_they_started_together() -> None:
    timer = started()
    assert timer == timer
    assert timer == QtCore.QElapsedTimer(timer)
    assert QtCore.QElapsedTimer() == QtCore.QElapsedTimer()
    assert timer != QtCore.QElapsedTimer()


def test_timers_are_not_hashable() -> None:
    with pytest.raises(TypeError):
        hash(started())


def test_the_clock_is_monotonic() -> None:
    assert QtCore.QElapsedTimer.isMonotonic() is True
    assert QtCore.QElapsedTimer.clockType() == QtCore.QElapsedTimer.MonotonicClock
    assert type(started().msecsSinceReference()) is int
