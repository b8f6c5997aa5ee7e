"""QDeadlineTimer: moments in the future, "never", arithmetic and comparison, and the calls that take one."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from binding import QtCore, number

pytestmark = pytest.mark.only("netaccess", "PySide6")
Deadline = QtCore.QDeadlineTimer
Qt = QtCore.Qt
LONG_MS = 3_600_000
NEVER = 2**63 - 1
MS = 1_000_000


def at(milliseconds: int) -> Any:
    """A deadline at a fixed moment of the clock."""
    made = Deadline()
    made.setDeadline(milliseconds)
    return made


def test_a_fresh_deadline_has_expired() -> None:
    fresh = Deadline()
    assert fresh.hasExpired() is True
    assert fresh.isForever() is False
    assert (fresh.remainingTime(), fresh.remainingTimeNSecs(), fresh.deadline()) == (0, 0, 0)
    assert number(fresh.timerType()) == number(Qt.CoarseTimer)


def test_a_deadline_is_so_many_milliseconds_ahead() -> None:
    deadline = Deadline(LONG_MS)
    assert deadline.hasExpired() is False
    assert LONG_MS - 1000 < deadline.remainingTime() <= LONG_MS
    assert (LONG_MS - 1000) * MS < deadline.remainingTimeNSecs() <= LONG_MS * MS


def test_what_remains_is_rounded_up() -> None:
    before = Deadline.current()
    deadline = Deadline(LONG_MS)
    nanoseconds, milliseconds = deadline.remainingTimeNSecs(), deadline.remainingTime()
    passed = Deadline.current() - before
    assert nanoseconds / MS - passed - 1 <= milliseconds <= -(-nanoseconds // MS)


@pytest.mark.parametrize("made", [lambda: Deadline(-1), lambda: Deadline(-5), lambda: Deadline(Deadline.Forever)])
def test_never_is_for_ever(made: Any) -> None:
    never = made()
    assert never.isForever() is True
    assert never.hasExpired() is False
    assert (never.remainingTime(), never.remainingTimeNSecs()) == (-1, -1)
    assert (never.deadline(), never.deadlineNSecs()) == (NEVER, NEVER)


def test_the_constant_has_a_class_and_a_number() -> None:
    assert number(Deadline.ForeverConstant.Forever) == 0
    assert Deadline.Forever == Deadline.ForeverConstant.Forever


def test_now_has_expired() -> None:
    assert Deadline(0).hasExpired() is True
    assert Deadline.current().hasExpired() is True
    assert Deadline.current().isForever() is False


def test_the_type_is_remembered() -> None:
    assert number(Deadline(Qt.PreciseTimer).timerType()) == number(Qt.PreciseTimer)
    assert Deadline(Qt.PreciseTimer).hasExpired() is True
    assert number(Deadline(100, Qt.VeryCoarseTimer).timerType()) == number(Qt.VeryCoarseTimer)
    assert number(Deadline(100, type=Qt.PreciseTimer).timerType()) == number(Qt.PreciseTimer)
    assert number(Deadline(Deadline.Forever, Qt.PreciseTimer).timerType()) == number(Qt.PreciseTimer)
    assert number(Deadline.current(Qt.PreciseTimer).timerType()) == number(Qt.PreciseTimer)


def test_the_type_can_be_set() -> None:
    deadline = Deadline(100)
    deadline.setTimerType(Qt.PreciseTimer)
    assert number(deadline.timerType()) == number(Qt.PreciseTimer)
    deadline.setRemainingTime(5)
    assert number(deadline.timerType()) == number(Qt.CoarseTimer)


def test_a_copy_is_equal_and_independent() -> None:
    deadline = at(1000)
    for other in (Deadline(deadline), copy.copy(deadline)):
        assert other == deadline
        other.setDeadline(5)
        assert deadline.deadline() == 1000


@pytest.mark.parametrize("wrong", ["5", None, object()])
def test_a_deadline_of_something_else_is_a_type_error(wrong: Any) -> None:
    with pytest.raises(TypeError):
        Deadline(wrong)


@pytest.mark.parametrize(
    ("set_it", "milliseconds", "nanoseconds"),
    [
        (lambda d: d.setDeadline(12345), 12345, 12345 * MS),
        (lambda d: d.setDeadline(-1), -1, -MS),
        (lambda d: d.setPreciseDeadline(12), 12000, 12_000_000_000),
        (lambda d: d.setPreciseDeadline(12, 34), 12000, 12_000_000_034),
        (lambda d: d.setPreciseDeadline(1, 999_999), 1000, 1_000_999_999),
        (lambda d: d.setPreciseDeadline(12, 2_500_000_000), 14500, 14_500_000_000),
        (lambda d: d.setDeadline(NEVER), NEVER, NEVER),
    ],
)
def test_a_deadline_can_be_set_to_a_moment(set_it: Any, milliseconds: int, nanoseconds: int) -> None:
    deadline = Deadline(5)
    set_it(deadline)
    assert (deadline.deadline(), deadline.deadlineNSecs()) == (milliseconds, nanoseconds)
    assert deadline.isForever() is (nanoseconds == NEVER)


def test_a_moment_long_past_has_expired() -> None:
    assert at(-1).hasExpired() is True
    assert at(-1).remainingTime() == 0


def test_a_remaining_time_can_be_set() -> None:
    deadline = Deadline()
    deadline.setRemainingTime(LONG_MS, Qt.PreciseTimer)
    assert LONG_MS - 1000 < deadline.remainingTime() <= LONG_MS
    assert number(deadline.timerType()) == number(Qt.PreciseTimer)
    deadline.setRemainingTime(0)
    assert deadline.hasExpired() is True
    deadline.setRemainingTime(-1)
    assert deadline.isForever() is True


def test_a_precise_remaining_time_can_be_set() -> None:
    deadline = Deadline()
    deadline.setPreciseRemainingTime(3600, 5)
    assert 3_599_000_000_000 < deadline.remainingTimeNSecs() <= 3_600_000_000_005
    deadline.setPreciseRemainingTime(-1)
    assert deadline.isForever() is True
    deadline.setPreciseRemainingTime(0, -5)
    assert deadline.hasExpired() is True


def test_times_too_far_away_are_never() -> None:
    assert Deadline(2**62).isForever() is True
    assert Deadline(2**50).remainingTime() == -1


def test_the_distance_of_two_deadlines_is_in_milliseconds() -> None:
    assert at(1500) - at(1000) == 500
    assert at(1000) - at(1500) == -500
    assert Deadline(-1) - Deadline(-1) == 0


def test_a_deadline_is_put_off_and_brought_forward() -> None:
    deadline = at(1000)
    deadline += 10
    assert deadline.deadline() == 1010
    deadline -= 20
    assert deadline.deadline() == 990
    assert (deadline - 90).deadline() == 900
    assert deadline.deadline() == 990


@pytest.mark.only("netaccess")  # PySide6 6.12 cannot evaluate this operator
def test_a_later_deadline_is_made_by_adding() -> None:
    assert (at(1000) + 500).deadline() == 1500
    assert (5 + at(1000)).deadline() == 1005


def test_never_stays_never() -> None:
    never = Deadline(-1)
    never += 5
    assert never.isForever() is True
    assert (never - 5).isForever() is True
    assert Deadline.addNSecs(never, 3).isForever() is True


def test_nanoseconds_can_be_added() -> None:
    assert Deadline.addNSecs(at(1000), 15).deadlineNSecs() == 1000 * MS + 15
    assert Deadline.addNSecs(at(1000), 1_500_000) - at(1000) == 1


def test_deadlines_are_ordered() -> None:
    earlier, later, never = at(1000), at(1500), Deadline(-1)
    assert earlier < later < never
    assert later > earlier
    assert earlier <= at(1000) <= later
    assert later >= earlier
    assert earlier == at(1000)
    assert earlier != later
    assert never == Deadline.Forever
    assert (earlier == "x") is False


def test_a_deadline_is_no_key() -> None:
    with pytest.raises(TypeError):
        hash(Deadline())


def test_deadlines_change_places() -> None:
    one, two = at(1000), Deadline(-1)
    one.swap(two)
    assert (one.isForever(), two.deadline()) == (True, 1000)


def test_a_deadline_is_true_even_when_it_has_passed() -> None:
    assert bool(Deadline(0)) is True


def test_all_deadlines_and_elapsed_timers_read_one_clock() -> None:
    timer = QtCore.QElapsedTimer()
    timer.start()
    assert 0 <= Deadline.current().deadline() - timer.msecsSinceReference() < 10_000
