"""QTime: times of the day."""

from __future__ import annotations

import copy
import datetime
import pickle
from typing import Any

import pytest
from binding import BINDING, QtCore
from zones import berlin  # noqa: F401

T = QtCore.QTime


def parts(time: Any) -> tuple[int, int, int, int]:
    return time.hour(), time.minute(), time.second(), time.msec()


def test_without_arguments_it_is_null() -> None:
    time = T()
    assert time.isNull() and not time.isValid() and not time
    assert parts(time) == (-1, -1, -1, -1)
    assert time.msecsSinceStartOfDay() == 0


def test_midnight_is_a_time() -> None:
    assert T(0, 0).isValid() and not T(0, 0).isNull() and bool(T(0, 0))


def test_seconds_and_milliseconds_may_be_left_out() -> None:
    assert parts(T(1, 2)) == (1, 2, 0, 0)
    assert parts(T(1, 2, 3)) == (1, 2, 3, 0)
    assert parts(T(1, 2, 3, 4)) == (1, 2, 3, 4)
    assert parts(T(1, 2, ms=4)) == (1, 2, 0, 4)


@pytest.mark.parametrize("wrong", [(24, 0), (-1, 0), (0, 60), (0, -1), (0, 0, 60), (0, 0, 0, 1000), (0, 0, 0, -1)])
def test_what_no_clock_shows_is_null(wrong: tuple[int, ...]) -> None:
    assert T(*wrong).isNull()


def test_validity_of_numbers() -> None:
    assert T.isValid(23, 59, 59, 999) and T.isValid(0, 0, 0)
    assert not T.isValid(24, 0, 0) and not T.isValid(1, 2, 3, 1000)


def test_it_is_made_of_another_one_or_of_pythons() -> None:
    assert T(T(1, 2, 3, 4)) == T(1, 2, 3, 4)
    assert parts(T(datetime.time(1, 2, 3, 456789))) == (1, 2, 3, 456)


@pytest.mark.parametrize("wrong", [(1,), ("x",), ("1", 2)])
def test_anything_else_is_a_type_error(wrong: tuple[Any, ...]) -> None:
    with pytest.raises(TypeError):
        T(*wrong)


def test_setting_a_time_says_whether_there_is_one() -> None:
    time = T(1, 2)
    assert time.setHMS(23, 1, 2, 3) is True and parts(time) == (23, 1, 2, 3)
    assert time.setHMS(25, 0, 0) is False and time.isNull()


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(2, (0, 0, 1, 0)), (-86399, (0, 0, 0, 0)), (86400 * 3, (23, 59, 59, 0)), (-3600, (22, 59, 59, 0))],
)
def test_adding_seconds_wraps_around_at_midnight(seconds: int, expected: tuple[int, ...]) -> None:
    assert parts(T(23, 59, 59).addSecs(seconds)) == expected


def test_adding_milliseconds_wraps_around_at_midnight() -> None:
    assert parts(T(0, 0, 1).addMSecs(-86400000 * 3 - 2000)) == (23, 59, 59, 0)
    assert parts(T(23, 59, 59, 999).addMSecs(1)) == (0, 0, 0, 0)


def test_adding_to_a_null_time_gives_null() -> None:
    assert T().addSecs(1).isNull() and T().addMSecs(1).isNull()


def test_seconds_between_times_leave_milliseconds_out() -> None:
    assert T(0, 0, 1, 999).secsTo(T(0, 0, 3, 0)) == 2
    assert T(0, 0, 3, 0).secsTo(T(0, 0, 1, 999)) == -2
    assert T(0, 0, 3, 0).msecsTo(T(0, 0, 1, 999)) == -1001


def test_nothing_lies_between_a_time_and_none() -> None:
    assert (T().secsTo(T(1, 0)), T(1, 0).msecsTo(T())) == (0, 0)


def test_milliseconds_since_midnight() -> None:
    assert T(1, 2, 3, 4).msecsSinceStartOfDay() == 3723004
    assert T.fromMSecsSinceStartOfDay(3723004) == T(1, 2, 3, 4)
    assert not T.fromMSecsSinceStartOfDay(-1).isValid() and not T.fromMSecsSinceStartOfDay(86400000).isValid()
    assert T.fromMSecsSinceStartOfDay(86399999) == T(23, 59, 59, 999)


def test_times_are_ordered_and_null_comes_first() -> None:
    assert T(1, 2) < T(1, 3) <= T(1, 3)
    assert T(1, 3) > T(1, 2) >= T(1, 2)
    assert T() < T(0, 0)


def test_times_compare_with_those_of_python() -> None:
    assert T(1, 2) == datetime.time(1, 2) and T(1, 2) < datetime.time(1, 3)
    assert T(1, 2) != 3


def test_equal_times_are_one_key_of_a_dict() -> None:
    assert {T(1, 2): "a"}[T(1, 1).addSecs(60)] == "a"


def test_it_prints_like_a_call() -> None:
    assert repr(T(1, 2, 3, 4)) == str(T(1, 2, 3, 4)) == f"{BINDING}.QtCore.QTime(1, 2, 3, 4)"
    assert repr(T()) == f"{BINDING}.QtCore.QTime(-1, -1, -1, -1)"


def test_copies_and_pickles_are_equal() -> None:
    time = T(1, 2, 3, 4)
    assert copy.copy(time) == copy.deepcopy(time) == pickle.loads(pickle.dumps(time)) == time
    assert pickle.loads(pickle.dumps(T())).isNull()


def test_it_becomes_a_time_of_python() -> None:
    assert T(1, 2, 3, 4).toPython() == datetime.time(1, 2, 3, 4000)
    with pytest.raises(ValueError, match="hour must be in"):
        T().toPython()


def test_the_current_time_is_a_time() -> None:
    assert T.currentTime().isValid()


@pytest.mark.only("netaccess", "PySide2")
def test_it_measures_as_in_qt_5() -> None:
    time = T()
    time.start()
    assert time.isValid()
    assert 0 <= time.elapsed() < 60000
    assert 0 <= time.restart() < 60000
