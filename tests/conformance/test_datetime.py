"""QDateTime: moments in time zones."""

from __future__ import annotations

import copy
import datetime
import pickle
import time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from binding import BINDING, QtCore
from zones import berlin  # noqa: F401

D, T, DT, Z = QtCore.QDate, QtCore.QTime, QtCore.QDateTime, QtCore.QTimeZone
Qt = QtCore.Qt
NOON = 1625133600000  # 2021-07-01 12:00 in Berlin

pytestmark = pytest.mark.only("netaccess", "PySide6")


def zone(name: str) -> Any:
    return Z(name.encode())


def local(*parts: int) -> Any:
    return DT(D(*parts[:3]), T(*(*parts[3:], 0, 0)[:4]))


def utc(*parts: int) -> Any:
    return DT(D(*parts[:3]), T(*(*parts[3:], 0, 0)[:4]), Qt.UTC)


def clock(moment: Any) -> str:
    """The wall clock and the offset of a moment."""
    return f"{moment.toString('yyyy-MM-dd HH:mm:ss')} {moment.offsetFromUtc() // 3600:+}"


# -- making one ------------------------------------------------------------------------------------------------------


def test_without_arguments_it_is_null_and_local() -> None:
    nothing = DT()
    assert nothing.isNull() and not nothing.isValid() and not nothing
    assert nothing.timeSpec() == Qt.LocalTime
    assert (nothing.toMSecsSinceEpoch(), nothing.offsetFromUtc(), nothing.timeZoneAbbreviation()) == (0, 0, "")
    assert nothing.date().isNull() and nothing.time().isNull()


def test_a_date_without_a_time_is_its_midnight() -> None:
    moment = DT(D(2020, 1, 1), T())
    assert moment.isValid() and moment.time() == T(0, 0)


def test_a_time_without_a_date_is_neither_valid_nor_null() -> None:
    moment = DT(D(), T(1, 2))
    assert not moment.isValid() and not moment.isNull() and bool(moment)
    assert moment.time() == T(1, 2) and moment.date().isNull()


@pytest.mark.parametrize(
    ("args", "spec", "offset"),
    [
        ((), Qt.LocalTime, 3600),
        ((Qt.LocalTime,), Qt.LocalTime, 3600),
        ((Qt.UTC,), Qt.UTC, 0),
        ((Qt.OffsetFromUTC, 5400), Qt.OffsetFromUTC, 5400),
        ((Qt.OffsetFromUTC,), Qt.UTC, 0),
        ((Qt.OffsetFromUTC, 0), Qt.UTC, 0),
        ((Z.UTC,), Qt.UTC, 0),
        ((Z.LocalTime,), Qt.LocalTime, 3600),
        ((Z.utc(),), Qt.TimeZone, 0),
        ((Z(5400),), Qt.TimeZone, 5400),
        ((Z.fromSecondsAheadOfUtc(5400),), Qt.OffsetFromUTC, 5400),
        ((zone("Asia/Tokyo"),), Qt.TimeZone, 32400),
    ],
)
def test_a_date_and_a_time_in_a_zone(args: tuple[Any, ...], spec: Any, offset: int) -> None:
    moment = DT(D(2020, 1, 1), T(12, 0), *args)
    assert (moment.timeSpec(), moment.offsetFromUtc()) == (spec, offset)
    assert moment.toSecsSinceEpoch() == 1577880000 - offset


def test_an_offset_can_be_given_by_its_name() -> None:
    assert DT(D(2020, 1, 1), T(12, 0), Qt.OffsetFromUTC, offsetSeconds=5400).offsetFromUtc() == 5400


def test_an_invalid_zone_makes_an_invalid_moment_that_keeps_its_date() -> None:
    moment = DT(D(2020, 1, 1), T(1, 2), Z())
    assert not moment.isValid() and not moment.isNull() and moment.timeSpec() == Qt.TimeZone
    assert moment.date() == D(2020, 1, 1) and moment.time() == T(1, 2)


def test_it_is_made_of_numbers() -> None:
    assert DT(2020, 1, 1, 1, 2, 3) == local(2020, 1, 1, 1, 2, 3)
    assert DT(2020, 1, 1, 1, 2, 3, 4).time().msec() == 4
    assert DT(2020, 1, 1, 1, 2, 3, 4, Qt.UTC) == DT(2020, 1, 1, 1, 2, 3, 4, 1)
    assert DT(2020, 1, 1, 1, 2, 3, 4, Z(60)).offsetFromUtc() == 60
    assert DT(2020, 1, 1, 1, 2, 3, 4, 2).timeSpec() == Qt.LocalTime


@pytest.mark.parametrize("wrong", [("2020",), ([1],), (2020, 1, 1), (D(2020, 1, 1), "x")])
def test_anything_else_is_a_type_error(wrong: tuple[Any, ...]) -> None:
    with pytest.raises(TypeError):
        DT(*wrong)


def test_pythons_date_and_time_are_taken() -> None:
    assert DT(datetime.date(2020, 1, 2), datetime.time(1, 2)) == local(2020, 1, 2, 1, 2)
    assert DT(datetime.datetime(2020, 1, 2, 3, 4, 5, 678901)) == local(2020, 1, 2, 3, 4, 5, 678)


@pytest.mark.differs("aware-datetimes")
@pytest.mark.parametrize(
    ("tzinfo", "spec", "offset"),
    [
        (datetime.UTC, Qt.UTC, 0),
        (datetime.timezone(datetime.timedelta(hours=2)), Qt.OffsetFromUTC, 7200),
        (ZoneInfo("America/New_York"), Qt.TimeZone, -18000),
    ],
)
def test_an_aware_datetime_keeps_its_moment_and_its_zone(tzinfo: Any, spec: Any, offset: int) -> None:
    aware = datetime.datetime(2020, 1, 2, 3, 4, 5, tzinfo=tzinfo)
    moment = DT(aware)
    assert (moment.timeSpec(), moment.offsetFromUtc()) == (spec, offset)
    assert moment.toSecsSinceEpoch() == aware.timestamp()


def test_it_becomes_a_naive_datetime() -> None:
    assert local(2020, 1, 1, 1, 2, 3, 4).toPython() == datetime.datetime(2020, 1, 1, 1, 2, 3, 4000)
    assert utc(2020, 1, 1, 1, 2, 3).toPython() == datetime.datetime(2020, 1, 1, 1, 2, 3)
    with pytest.raises(ValueError, match="out of range"):
        utc(20200, 1, 1, 1, 2).toPython()


# -- milliseconds ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("args", "shown"),
    [
        ((), "1970-01-01 01:00:00 +1"),
        ((Qt.UTC,), "1970-01-01 00:00:00 +0"),
        ((Qt.OffsetFromUTC, -7200), "1969-12-31 22:00:00 -2"),
        ((zone("America/New_York"),), "1969-12-31 19:00:00 -5"),
    ],
)
def test_a_moment_made_of_milliseconds(args: tuple[Any, ...], shown: str) -> None:
    moment = DT.fromMSecsSinceEpoch(0, *args)
    assert clock(moment) == shown and moment.toMSecsSinceEpoch() == 0
    assert DT.fromSecsSinceEpoch(0, *args) == moment


def test_an_invalid_zone_makes_no_moment_of_milliseconds() -> None:
    assert not DT.fromMSecsSinceEpoch(0, Z()).isValid()


def test_seconds_are_cut_off_towards_1970() -> None:
    assert DT.fromMSecsSinceEpoch(-1999, Qt.UTC).toSecsSinceEpoch() == -1
    assert DT.fromMSecsSinceEpoch(1999, Qt.UTC).toSecsSinceEpoch() == 1
    assert DT.fromMSecsSinceEpoch(-1, Qt.UTC).time() == T(23, 59, 59, 999)


def test_the_first_and_the_last_moment() -> None:
    last, first = DT.fromMSecsSinceEpoch(2**63 - 1, Qt.UTC), DT.fromMSecsSinceEpoch(-(2**63), Qt.UTC)
    assert last.isValid() and last.date() == D(292278994, 8, 17) and last.toMSecsSinceEpoch() == 2**63 - 1
    assert first.isValid() and first.date() == D(-292275056, 5, 16)
    assert (DT.YearRange.First.value, DT.YearRange.Last.value) == (-292275056, 292278994)
    assert not last.addMSecs(1).isValid() and not last.addDays(1).isValid()
    assert not DT.fromMSecsSinceEpoch(2**63 - 1).isValid()
    assert not DT.fromSecsSinceEpoch(9223372036854776, Qt.UTC).isValid()


@pytest.mark.parametrize("year", [-300, 1, 1800, 1900, 1944, 2500, 20000])
def test_local_time_is_that_of_the_zone_in_every_year(year: int) -> None:
    there = DT(D(year, 7, 1), T(12, 0), zone("Europe/Berlin"))
    here = local(year, 7, 1, 12)
    assert here == there and clock(here) == clock(there)
    assert here.timeZoneAbbreviation() == there.timeZoneAbbreviation()


@pytest.mark.real_time("compares the time with Python's clock")
def test_now_is_the_time_of_day() -> None:
    before = int(time.time() * 1000)
    moments = [
        DT.currentMSecsSinceEpoch(),
        DT.currentDateTime().toMSecsSinceEpoch(),
        DT.currentDateTimeUtc().toMSecsSinceEpoch(),
    ]
    after = int(time.time() * 1000) + 1
    assert all(before <= moment <= after for moment in moments)
    assert before // 1000 <= DT.currentSecsSinceEpoch() <= after // 1000
    assert (DT.currentDateTime().timeSpec(), DT.currentDateTimeUtc().timeSpec()) == (Qt.LocalTime, Qt.UTC)
    assert DT.currentDateTime(zone("Asia/Tokyo")).offsetFromUtc() == 32400


# -- daylight saving time --------------------------------------------------------------------------------------------

RESOLVED = {
    "Reject": ("", ""),
    "RelativeToBefore": ("2021-03-28 03:30:00 +2", "2021-10-31 02:30:00 +2"),
    "RelativeToAfter": ("2021-03-28 01:30:00 +1", "2021-10-31 02:30:00 +1"),
    "PreferBefore": ("2021-03-28 01:30:00 +1", "2021-10-31 02:30:00 +2"),
    "PreferAfter": ("2021-03-28 03:30:00 +2", "2021-10-31 02:30:00 +1"),
    "PreferStandard": ("2021-03-28 01:30:00 +1", "2021-10-31 02:30:00 +1"),
    "PreferDaylightSaving": ("2021-03-28 03:30:00 +2", "2021-10-31 02:30:00 +2"),
    "LegacyBehavior": ("2021-03-28 03:30:00 +2", "2021-10-31 02:30:00 +2"),
}


@pytest.mark.parametrize("how", RESOLVED)
@pytest.mark.parametrize("where", [None, "Europe/Berlin"])
def test_times_that_are_skipped_or_come_twice(how: str, where: str | None) -> None:
    resolution = getattr(DT.TransitionResolution, how)
    place = (zone(where),) if where else ()
    spring = DT(D(2021, 3, 28), T(2, 30), *place, resolution)
    autumn = DT(D(2021, 10, 31), T(2, 30), *place, resolve=resolution)
    assert (spring.isValid(), autumn.isValid()) == (how != "Reject", how != "Reject")
    assert tuple(clock(moment) if moment.isValid() else "" for moment in (spring, autumn)) == RESOLVED[how]


def test_where_winter_is_the_daylight_saving_time() -> None:
    dublin = zone("Europe/Dublin")
    prefer = DT.TransitionResolution.PreferStandard
    assert clock(DT(D(2021, 3, 28), T(1, 30), dublin, prefer)) == "2021-03-28 02:30:00 +1"
    assert clock(DT(D(2021, 10, 31), T(1, 30), dublin, prefer)) == "2021-10-31 01:30:00 +1"
    assert DT(D(2021, 1, 1), T(1, 30), dublin).isDaylightTime()


def test_a_rejected_time_keeps_its_date() -> None:
    moment = DT(D(2021, 3, 28), T(2, 30), DT.TransitionResolution.Reject)
    assert moment.date() == D(2021, 3, 28) and moment.time() == T(2, 30) and moment.toString() == ""


def test_utc_rejects_nothing() -> None:
    assert DT(D(2021, 3, 28), T(2, 30), Z.UTC, DT.TransitionResolution.Reject).isValid()


def test_steps_into_a_gap_come_out_in_their_direction() -> None:
    assert clock(local(2021, 3, 27, 2, 30).addDays(1)) == "2021-03-28 03:30:00 +2"
    assert clock(local(2021, 3, 29, 2, 30).addDays(-1)) == "2021-03-28 01:30:00 +1"
    assert clock(local(2021, 2, 28, 2, 30).addMonths(1)) == "2021-03-28 03:30:00 +2"
    assert clock(local(2021, 4, 28, 2, 30).addMonths(-1)) == "2021-03-28 01:30:00 +1"
    assert clock(local(2022, 3, 28, 2, 30).addYears(-1)) == "2021-03-28 01:30:00 +1"


def test_steps_into_an_hour_that_comes_twice_take_the_nearer_one() -> None:
    assert clock(local(2021, 10, 30, 2, 30).addDays(1)) == "2021-10-31 02:30:00 +2"
    assert clock(local(2021, 11, 1, 2, 30).addDays(-1)) == "2021-10-31 02:30:00 +1"


def test_seconds_pass_through_a_change_of_the_clocks() -> None:
    assert clock(local(2021, 3, 28, 1, 59, 59).addSecs(1)) == "2021-03-28 03:00:00 +2"
    assert clock(local(2021, 10, 31, 1, 59, 59).addSecs(3601)) == "2021-10-31 02:00:00 +1"
    assert clock(local(2021, 10, 31, 3, 0).addMSecs(-3601000)) == "2021-10-31 02:59:59 +2"
    assert local(2021, 10, 31, 1, 0).secsTo(local(2021, 10, 31, 4, 0)) == 4 * 3600


def test_daylight_saving_time_has_a_name() -> None:
    summer, winter = local(2021, 7, 1, 12), local(2021, 1, 1, 12)
    assert (summer.isDaylightTime(), winter.isDaylightTime()) == (True, False)
    assert (summer.timeZoneAbbreviation(), winter.timeZoneAbbreviation()) == ("CEST", "CET")
    assert utc(2021, 7, 1, 12).timeZoneAbbreviation() == "UTC"
    assert utc(2021, 7, 1, 12).toOffsetFromUtc(-3600).timeZoneAbbreviation() == "UTC-01:00"


# -- zones -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("convert", "shown", "spec"),
    [
        (lambda moment: moment.toUTC(), "2021-07-01 10:00:00 +0", Qt.UTC),
        (lambda moment: moment.toLocalTime(), "2021-07-01 12:00:00 +2", Qt.LocalTime),
        (lambda moment: moment.toOffsetFromUtc(-3600), "2021-07-01 09:00:00 -1", Qt.OffsetFromUTC),
        (lambda moment: moment.toOffsetFromUtc(0), "2021-07-01 10:00:00 +0", Qt.UTC),
        (lambda moment: moment.toTimeZone(zone("America/New_York")), "2021-07-01 06:00:00 -4", Qt.TimeZone),
        (lambda moment: moment.toTimeZone(Z.UTC), "2021-07-01 10:00:00 +0", Qt.UTC),
        (lambda moment: moment.toTimeSpec(Qt.UTC), "2021-07-01 10:00:00 +0", Qt.UTC),
        (lambda moment: moment.toTimeSpec(Qt.LocalTime), "2021-07-01 12:00:00 +2", Qt.LocalTime),
    ],
)
def test_the_same_moment_elsewhere(convert: Any, shown: str, spec: Any) -> None:
    moment = convert(local(2021, 7, 1, 12))
    assert (clock(moment), moment.timeSpec(), moment.toMSecsSinceEpoch()) == (shown, spec, NOON)


def test_no_offset_is_larger_than_sixteen_hours() -> None:
    assert local(2021, 7, 1, 12).toOffsetFromUtc(57600).isValid()
    assert not local(2021, 7, 1, 12).toOffsetFromUtc(57601).isValid()
    assert not local(2021, 7, 1, 12).toTimeZone(Z()).isValid()


@pytest.mark.parametrize(
    ("change", "shown", "spec"),
    [
        (lambda moment: moment.setTimeSpec(Qt.UTC), "2021-07-01 12:00:00 +0", Qt.UTC),
        (lambda moment: moment.setTimeSpec(Qt.OffsetFromUTC), "2021-07-01 12:00:00 +0", Qt.UTC),
        (lambda moment: moment.setOffsetFromUtc(3600), "2021-07-01 12:00:00 +1", Qt.OffsetFromUTC),
        (lambda moment: moment.setTimeZone(zone("America/New_York")), "2021-07-01 12:00:00 -4", Qt.TimeZone),
        (lambda moment: moment.setTimeZone(Z.UTC), "2021-07-01 12:00:00 +0", Qt.UTC),
        (lambda moment: moment.setDate(D(2020, 1, 1)), "2020-01-01 12:00:00 +1", Qt.LocalTime),
        (lambda moment: moment.setDate(datetime.date(2020, 1, 1)), "2020-01-01 12:00:00 +1", Qt.LocalTime),
        (lambda moment: moment.setTime(T(3, 4)), "2021-07-01 03:04:00 +2", Qt.LocalTime),
        (lambda moment: moment.setTime(T()), "2021-07-01 00:00:00 +2", Qt.LocalTime),
        (lambda moment: moment.setMSecsSinceEpoch(0), "1970-01-01 01:00:00 +1", Qt.LocalTime),
        (lambda moment: moment.setSecsSinceEpoch(5), "1970-01-01 01:00:05 +1", Qt.LocalTime),
    ],
)
def test_setting_a_part_keeps_the_others(change: Any, shown: str, spec: Any) -> None:
    moment = local(2021, 7, 1, 12)
    change(moment)
    assert (clock(moment), moment.timeSpec()) == (shown, spec)


def test_a_setter_resolves_transitions_too() -> None:
    moment = local(2021, 7, 1, 2, 30)
    moment.setDate(D(2021, 3, 28), DT.TransitionResolution.PreferBefore)
    assert clock(moment) == "2021-03-28 01:30:00 +1"
    moment = local(2021, 3, 28, 12)
    moment.setTime(T(2, 30), resolve=DT.TransitionResolution.Reject)
    assert not moment.isValid()


def test_setting_no_date_or_no_zone_makes_it_invalid() -> None:
    moment = local(2021, 7, 1, 12)
    moment.setDate(D())
    assert not moment.isValid() and moment.time() == T(12, 0)
    moment = local(2021, 7, 1, 12)
    moment.setTimeZone(Z())
    assert not moment.isValid() and moment.date() == D(2021, 7, 1)


def test_a_null_moment_can_be_filled() -> None:
    moment = DT()
    moment.setDate(D(2020, 1, 1))
    assert clock(moment) == "2020-01-01 00:00:00 +1"
    moment.setMSecsSinceEpoch(5)
    assert moment.toMSecsSinceEpoch() == 5


def test_swapping_exchanges() -> None:
    first, second = DT(), utc(2020, 1, 1, 0, 0)
    first.swap(second)
    assert first == utc(2020, 1, 1, 0, 0) and first.timeSpec() == Qt.UTC and second.isNull()


def test_a_moment_knows_its_zone() -> None:
    assert bytes(local(2021, 7, 1, 12).timeZone().id()) == b"Europe/Berlin"
    assert bytes(utc(2021, 7, 1, 12).timeZone().id()) == b"UTC"
    assert bytes(utc(2021, 7, 1, 12).toOffsetFromUtc(3600).timeZone().id()) == b"UTC+01:00"
    assert local(2021, 7, 1, 12).timeRepresentation() == Z(Z.LocalTime)
    assert utc(2021, 7, 1, 12).toOffsetFromUtc(3600).timeRepresentation() == Z.fromSecondsAheadOfUtc(3600)
    assert DT(D(2021, 7, 1), T(), zone("Europe/Paris")).timeRepresentation() == zone("Europe/Paris")


# -- computing and comparing -----------------------------------------------------------------------------------------


def test_differences() -> None:
    first, second = utc(2021, 7, 1, 12, 0, 0, 1), utc(2021, 7, 2, 11, 0)
    assert (first.msecsTo(second), second.msecsTo(first)) == (82799999, -82799999)
    assert (first.secsTo(second), second.secsTo(first)) == (82799, -82799)
    assert (first.msecsTo(DT()), DT().secsTo(first), first.daysTo(DT())) == (0, 0, 0)


def test_days_between_moments_are_those_of_their_own_calendars() -> None:
    assert utc(2021, 10, 31, 23, 30).daysTo(utc(2021, 11, 1, 0, 0)) == 1
    assert utc(2021, 10, 31, 1, 0).daysTo(local(2021, 11, 1, 0, 0)) == 1


def test_sums_and_differences_are_milliseconds() -> None:
    moment = utc(2021, 7, 1, 12)
    assert (moment + 5).toMSecsSinceEpoch() == (5 + moment).toMSecsSinceEpoch() == moment.toMSecsSinceEpoch() + 5
    assert (moment - 5).toMSecsSinceEpoch() == moment.toMSecsSinceEpoch() - 5
    assert (moment + 5) - moment == 5
    assert moment.addDuration(5) == moment + 5


def test_in_place_sums_change_the_object() -> None:
    moment = same = utc(2021, 7, 1, 12)
    moment += 1000
    assert moment is same and same.time() == T(12, 0, 1)
    moment -= 2000
    assert moment is same and same.time() == T(11, 59, 59)


def test_computing_with_nothing_gives_nothing() -> None:
    assert DT().addDays(1).isNull() and DT().addMSecs(1).isNull() and DT().addMonths(1).isNull()


def test_month_ends_are_kept_to() -> None:
    assert utc(2024, 1, 31, 12).addMonths(1).date() == D(2024, 2, 29)
    assert utc(2024, 2, 29, 12).addYears(1).date() == D(2025, 2, 28)


def test_moments_are_equal_whatever_their_zones() -> None:
    here, there = local(2020, 1, 1, 2, 2), utc(2020, 1, 1, 1, 2)
    assert here == there == there.toOffsetFromUtc(3600) and hash(here) == hash(there)
    assert utc(2020, 1, 1, 1, 2) < utc(2020, 1, 1, 1, 2).toOffsetFromUtc(-7200).addMSecs(1)
    assert here >= there and here <= there and not here > there and not here < there and (here != there) is False


def test_what_is_invalid_is_equal_and_comes_first() -> None:
    assert DT() == DT(D(), T(), Qt.UTC) == DT(D(2020, 1, 1), T(1, 2), Z())
    assert DT() < utc(-1000, 1, 1, 0, 0) and DT() != DT.fromMSecsSinceEpoch(0)


def test_moments_compare_with_naive_datetimes() -> None:
    assert local(2020, 1, 1, 1, 2) == datetime.datetime(2020, 1, 1, 1, 2)
    assert local(2020, 1, 1, 1, 2) < datetime.datetime(2020, 1, 1, 1, 3)
    assert local(2020, 1, 1, 1, 2) != 3


# -- as Python sees it -----------------------------------------------------------------------------------------------


def test_it_prints_like_a_call() -> None:
    moment = utc(2020, 1, 1, 1, 2, 3, 4)
    assert repr(moment) == str(moment) == f"{BINDING}.QtCore.QDateTime(2020, 1, 1, 1, 2, 3, 4, 1)"
    assert repr(DT()) == f"{BINDING}.QtCore.QDateTime(0, 0, 0, -1, -1, -1, -1, 0)"
    assert repr(moment.toTimeZone(zone("Europe/Berlin"))).endswith("(2020, 1, 1, 2, 2, 3, 4, 3)")


def test_copies_keep_the_zone_and_are_independent() -> None:
    moment = DT(D(2020, 1, 1), T(1, 2), zone("America/New_York"))
    other = copy.copy(moment)
    assert other == moment and other.timeZone() == moment.timeZone()
    other.setDate(D(1999, 1, 1))
    assert moment.date() == D(2020, 1, 1)
    assert DT(moment).timeSpec() == Qt.TimeZone


@pytest.mark.parametrize("make", [lambda: local(2020, 1, 1, 1, 2, 3, 4), lambda: utc(2020, 1, 1, 1, 2, 3, 4), DT])
def test_pickles_of_local_time_and_utc(make: Any) -> None:
    moment = make()
    again = pickle.loads(pickle.dumps(moment))
    assert repr(again) == repr(moment) and again == moment


@pytest.mark.differs("date-pickles")
@pytest.mark.parametrize(
    "moment",
    [
        utc(2020, 1, 1, 1, 2, 3, 4).toOffsetFromUtc(5400),
        DT(D(2020, 1, 1), T(1, 2), zone("America/New_York")),
        DT(D(2021, 10, 31), T(2, 30), zone("Europe/Berlin"), DT.TransitionResolution.PreferAfter),
    ],
    ids=str,
)
def test_pickles_keep_offset_and_zone(moment: Any) -> None:
    for again in (pickle.loads(pickle.dumps(moment)), copy.deepcopy(moment)):
        assert again.timeRepresentation() == moment.timeRepresentation() and again == moment


@pytest.mark.differs("time-spec-without-zone")
def test_a_time_spec_that_needs_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="pass a QTimeZone"):
        DT(D(2020, 1, 1), T(1, 2), Qt.TimeZone)
    with pytest.raises(ValueError, match="pass a QTimeZone"):
        DT.fromMSecsSinceEpoch(0, Qt.TimeZone)
