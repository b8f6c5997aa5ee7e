"""`QElapsedTimer` on virtual time."""

from __future__ import annotations

import pytest
from virtualclock import VirtualClock

from netaccess._kernel.elapsedtimer import QElapsedTimer


def test_a_new_timer_is_invalid() -> None:
    assert not QElapsedTimer().isValid()


def test_it_measures_milliseconds_and_nanoseconds(clock: VirtualClock) -> None:
    timer = QElapsedTimer()
    timer.start()
    clock.advance(1.5)
    assert (timer.elapsed(), timer.nsecsElapsed()) == (1500, 1_500_000_000)


def test_restarting_returns_what_has_passed_and_begins_anew(clock: VirtualClock) -> None:
    timer = QElapsedTimer()
    timer.start()
    clock.advance(0.25)
    assert timer.restart() == 250
    assert timer.elapsed() == 0


def test_it_has_expired_after_more_than_the_time(clock: VirtualClock) -> None:
    timer = QElapsedTimer()
    timer.start()
    clock.advance(0.5)
    assert not timer.hasExpired(500)
    clock.advance(0.25)
    assert timer.hasExpired(500)
    assert not timer.hasExpired(-1)


def test_an_invalid_timer_has_expired() -> None:
    assert QElapsedTimer().hasExpired(1000)


def test_invalidating_makes_it_invalid(clock: VirtualClock) -> None:
    timer = QElapsedTimer()
    timer.start()
    timer.invalidate()
    assert not timer.isValid()


def test_the_distance_of_two_starts_is_known(clock: VirtualClock) -> None:
    one, other = QElapsedTimer(), QElapsedTimer()
    one.start()
    clock.advance(2.5)
    other.start()
    assert (one.msecsTo(other), other.msecsTo(one), one.secsTo(other)) == (2500, -2500, 2)


def test_timers_are_equal_by_their_start(clock: VirtualClock) -> None:
    one = QElapsedTimer()
    one.start()
    copy = QElapsedTimer(one)
    assert one == copy
    clock.advance(1)
    copy.start()
    assert one != copy


def test_a_timer_cannot_be_hashed() -> None:
    with pytest.raises(TypeError, match="unhashable"):
        hash(QElapsedTimer())


def test_the_clock_is_monotonic() -> None:
    assert QElapsedTimer.isMonotonic()
    assert QElapsedTimer.clockType() == QElapsedTimer.MonotonicClock
