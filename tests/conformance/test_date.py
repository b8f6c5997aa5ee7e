"""QDate: days of the calendar."""

from __future__ import annotations

import copy
import datetime
import pickle
from typing import Any

import pytest
from binding import BINDING, QtCore
from zones import berlin  # noqa: F401

D = QtCore.QDate
Qt = QtCore.Qt


def zone(name: str) -> Any:
    return QtCore.QTimeZone(name.encode())


def test_without_arguments_it_is_null() -> None:
    date = D()
    assert date.isNull() and not date.isValid() and not date
    assert (date.year(), date.month(), date.day()) == (0, 0, 0)
    assert (date.dayOfWeek(), date.dayOfYear(), date.daysInMonth(), date.daysInYear()) == (0, 0, 0, 0)


@pytest.mark.parametrize("parts", [(2023, 2, 29), (2024, 13, 1), (2024, 0, 1), (2024, 1, 0), (2024, 4, 31), (0, 1, 1)])
def test_a_day_that_the_calendar_does_not_have_is_null(parts: tuple[int, int, int]) -> None:
    assert D(*parts).isNull()
    assert not D.isValid(*parts)


def test_it_is_made_of_year_month_and_day() -> None:
    date = D(2024, 2, 29)
    assert (date.year(), date.month(), date.day()) == (2024, 2, 29)
    assert tuple(date.getDate()) == (2024, 2, 29)
    assert date.isValid() and D.isValid(2024, 2, 29) and bool(date)


def test_it_is_made_of_another_one_or_of_pythons() -> None:
    assert D(D(2024, 2, 29)) == D(2024, 2, 29)
    assert D(datetime.date(2024, 2, 29)) == D(2024, 2, 29)
    assert D(datetime.datetime(2024, 2, 29, 23, 59)) == D(2024, 2, 29)


@pytest.mark.parametrize("wrong", [("x",), (2020, 1), (2020, 1, "1"), ([1],)])
def test_anything_else_is_a_type_error(wrong: tuple[Any, ...]) -> None:
    with pytest.raises(TypeError):
        D(*wrong)


def test_a_year_beyond_32_bits_is_an_overflow(slot_errors: list[BaseException]) -> None:
    with pytest.raises(OverflowError):
        D(1 << 31, 1, 1)
    slot_errors.clear()  # PySide reports it there as well


def test_fractions_are_cut_off() -> None:
    assert D(2020.9, 1.5, 1) == D(2020, 1, 1)


@pytest.mark.parametrize(
    ("day", "number"),
    [
        ((1970, 1, 1), 2440588),
        ((1, 1, 1), 1721426),
        ((-1, 12, 31), 1721425),
        ((-4714, 11, 24), 0),
        ((-4714, 11, 23), -1),
        ((2147483647, 12, 31), 784354017364),
        ((-2147483648, 1, 1), -784350574879),
        ((12024, 2, 29), 6112795),
    ],
)
def test_days_are_counted_from_the_beginning_of_the_julian_period(day: tuple[int, int, int], number: int) -> None:
    assert D(*day).toJulianDay() == number
    assert tuple(D.fromJulianDay(number).getDate()) == day


@pytest.mark.parametrize("number", [784354017365, -784350574880, (1 << 63) - 1, -(1 << 63)])
def test_days_beyond_the_years_of_32_bits_are_null(number: int) -> None:
    assert D.fromJulianDay(number).isNull()


def test_a_null_date_has_the_smallest_number_as_its_day() -> None:
    assert D().toJulianDay() == -(1 << 63)


def test_the_year_before_1_is_minus_1() -> None:
    assert D(1, 1, 1).addDays(-1) == D(-1, 12, 31)
    assert D(-1, 12, 31).addDays(1) == D(1, 1, 1)
    assert D(1, 1, 31).addMonths(-1) == D(-1, 12, 31)
    assert D(-1, 6, 1).addYears(1) == D(1, 6, 1)


@pytest.mark.parametrize(
    ("year", "leap"),
    [
        (2024, True),
        (2023, False),
        (1900, False),
        (2000, True),
        (0, False),
        (-1, True),
        (-4, False),
        (-5, True),
        (-101, False),
    ],
)
def test_leap_years(year: int, leap: bool) -> None:
    assert D.isLeapYear(year) is leap


def test_days_in_month_and_year() -> None:
    assert [D(2024, month, 1).daysInMonth() for month in range(1, 13)] == [
        31,
        29,
        31,
        30,
        31,
        30,
        31,
        31,
        30,
        31,
        30,
        31,
    ]
    assert (D(2023, 2, 1).daysInMonth(), D(2024, 1, 1).daysInYear(), D(2023, 1, 1).daysInYear()) == (28, 366, 365)


def test_day_of_week_and_of_year() -> None:
    assert [D(2024, 2, day).dayOfWeek() for day in range(5, 12)] == [1, 2, 3, 4, 5, 6, 7]
    assert (D(1, 1, 1).dayOfWeek(), D(-1, 12, 31).dayOfWeek(), D(-4713, 1, 1).dayOfWeek()) == (1, 7, 4)
    assert (D(2024, 12, 31).dayOfYear(), D(2024, 3, 1).dayOfYear(), D(-1, 12, 31).dayOfYear()) == (366, 61, 366)


@pytest.mark.parametrize(
    ("day", "week"),
    [
        ((2021, 1, 3), (53, 2020)),
        ((2021, 1, 4), (1, 2021)),
        ((2018, 12, 31), (1, 2019)),
        ((2020, 12, 31), (53, 2020)),
        ((1, 1, 1), (1, 1)),
        ((-1, 1, 1), (52, -2)),
    ],
)
def test_weeks_are_those_of_iso_8601(day: tuple[int, int, int], week: tuple[int, int]) -> None:
    assert tuple(D(*day).weekNumber()) == week


def test_adding_days_goes_anywhere_on_the_calendar() -> None:
    assert D(2024, 2, 28).addDays(2) == D(2024, 3, 1)
    assert D(2024, 3, 1).addDays(-1) == D(2024, 2, 29)
    assert D(1, 1, 1).addDays(3652059) == D(10000, 1, 1)
    assert D(2020, 1, 1).addDays(784354017364).isNull()


@pytest.mark.parametrize(
    ("months", "day"),
    [
        (1, (2020, 2, 29)),
        (-1, (2019, 12, 31)),
        (-11, (2019, 2, 28)),
        (13, (2021, 2, 28)),
        (36000, (5020, 1, 31)),
        (0, (2020, 1, 31)),
    ],
)
def test_adding_months_stays_within_the_month(months: int, day: tuple[int, int, int]) -> None:
    assert D(2020, 1, 31).addMonths(months) == D(*day)


@pytest.mark.parametrize(
    ("years", "day"), [(1, (2021, 2, 28)), (4, (2024, 2, 29)), (-2020, (-1, 2, 29)), (-2021, (-2, 2, 28))]
)
def test_adding_years_makes_the_leap_day_the_28th(years: int, day: tuple[int, int, int]) -> None:
    assert D(2020, 2, 29).addYears(years) == D(*day)


def test_computing_with_a_null_date_gives_null() -> None:
    assert D().addDays(1).isNull() and D().addMonths(1).isNull() and D().addYears(1).isNull()
    assert (D().daysTo(D(2020, 1, 1)), D(2020, 1, 1).daysTo(D())) == (0, 0)


def test_days_between_dates() -> None:
    assert D(2020, 1, 1).daysTo(D(2021, 1, 1)) == 366
    assert D(2021, 1, 1).daysTo(D(2020, 1, 1)) == -366
    assert D(-1, 12, 31).daysTo(D(1, 1, 1)) == 1


def test_setting_a_date_says_whether_there_is_one() -> None:
    date = D(2020, 1, 1)
    assert date.setDate(2024, 2, 29) is True and date == D(2024, 2, 29)
    assert date.setDate(2023, 2, 29) is False and date.isNull()


def test_dates_are_ordered_and_null_comes_first() -> None:
    assert D(2020, 1, 1) < D(2020, 1, 2) <= D(2020, 1, 2)
    assert D(2020, 1, 2) > D(-1, 1, 1) >= D(-1, 1, 1)
    assert D() < D(-2000, 1, 1) and D() == D()


def test_dates_compare_with_those_of_python() -> None:
    assert D(2020, 1, 1) == datetime.date(2020, 1, 1)
    assert D(2020, 1, 1) < datetime.date(2020, 1, 2)
    assert D(2020, 1, 1) != 3 and (D(2020, 1, 1) == "x") is False


def test_equal_dates_are_one_key_of_a_dict() -> None:
    assert {D(2020, 1, 1): "a"}[D(2019, 12, 31).addDays(1)] == "a"


def test_it_prints_like_a_call() -> None:
    assert repr(D(2024, 2, 9)) == str(D(2024, 2, 9)) == f"{BINDING}.QtCore.QDate(2024, 2, 9)"
    assert repr(D()) == f"{BINDING}.QtCore.QDate(0, 0, 0)"


def test_copies_and_pickles_are_equal() -> None:
    date = D(-5, 2, 9)
    assert copy.copy(date) == copy.deepcopy(date) == pickle.loads(pickle.dumps(date)) == date
    assert pickle.loads(pickle.dumps(D())).isNull()


def test_a_copy_is_independent() -> None:
    date = D(2024, 2, 9)
    other = copy.copy(date)
    other.setDate(1999, 1, 1)
    assert date == D(2024, 2, 9)


def test_it_becomes_a_date_of_python() -> None:
    assert D(2024, 2, 29).toPython() == datetime.date(2024, 2, 29)


@pytest.mark.parametrize("day", [(10000, 1, 1), (-1, 1, 1)])
def test_python_has_no_such_years(day: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="out of range"):
        D(*day).toPython()


def test_a_day_begins_and_ends_in_a_zone() -> None:
    utc = D(2024, 7, 1).startOfDay(Qt.UTC)
    assert utc.toMSecsSinceEpoch() == 1719792000000
    assert D(2024, 7, 1).startOfDay().toMSecsSinceEpoch() == 1719792000000 - 7200000
    assert D(2024, 7, 1).endOfDay(Qt.UTC).toMSecsSinceEpoch() == 1719792000000 + 86400000 - 1
    assert D(2024, 7, 1).startOfDay(Qt.OffsetFromUTC, 3600).toMSecsSinceEpoch() == 1719792000000 - 3600000
    assert D(2024, 7, 1).startOfDay(zone("Asia/Tokyo")).toMSecsSinceEpoch() == 1719792000000 - 9 * 3600000


def test_a_day_whose_midnight_is_skipped_begins_at_one() -> None:
    assert D(2018, 11, 4).startOfDay(zone("America/Sao_Paulo")).time() == QtCore.QTime(1, 0)


def test_a_day_whose_last_hour_comes_twice_ends_with_the_second() -> None:
    assert D(2018, 2, 17).endOfDay(zone("America/Sao_Paulo")).offsetFromUtc() == -10800


def test_a_day_that_a_zone_skips_has_neither_beginning_nor_end() -> None:
    assert not D(2011, 12, 30).startOfDay(zone("Pacific/Apia")).isValid()
    assert not D(2011, 12, 30).endOfDay(zone("Pacific/Apia")).isValid()
    assert D(2011, 12, 31).startOfDay(zone("Pacific/Apia")).isValid()


def test_a_null_day_has_no_beginning() -> None:
    assert not D().startOfDay().isValid() and not D().endOfDay(Qt.UTC).isValid()


@pytest.mark.real_time("compares the time with Python's clock")
def test_today_is_the_date_of_now() -> None:
    before = datetime.date.today()
    today = D.currentDate()
    assert before <= today.toPython() <= datetime.date.today()


@pytest.mark.only("netaccess", "PySide2")
def test_names_of_days_and_months_as_in_qt_5() -> None:
    assert (D.shortDayName(1), D.longDayName(7), D.shortMonthName(2), D.longMonthName(12)) == (
        "Mon",
        "Sunday",
        "Feb",
        "December",
    )
