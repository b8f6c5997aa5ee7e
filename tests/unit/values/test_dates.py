"""What is ours in dates: the replaceable clock, leniency, and names of other bindings."""

from __future__ import annotations

import copy
import datetime
import pickle
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netaccess._values import gregorian, wallclock
from netaccess.QtCore import QDate, QDateTime, Qt, QTime, QTimeZone

ROOT = Path(__file__).resolve().parents[3]
UTC = Qt.TimeSpec.UTC


@pytest.fixture
def clock() -> Iterator[list[float]]:
    now = [1_700_000_000.25]
    before = wallclock.set_source(lambda: now[0])
    yield now
    wallclock.set_source(before)


def test_the_current_moment_is_that_of_the_wall_clock(clock: list[float]) -> None:
    assert QDateTime.currentMSecsSinceEpoch() == 1_700_000_000_250
    assert QDateTime.currentSecsSinceEpoch() == 1_700_000_000
    assert QDateTime.currentDateTimeUtc().toString(Qt.DateFormat.ISODateWithMs) == "2023-11-14T22:13:20.250Z"
    local = QDateTime.fromSecsSinceEpoch(1_700_000_000)
    assert QDate.currentDate() == local.date()
    assert QTime.currentTime() == local.time().addMSecs(250)


def test_a_time_measures_on_the_wall_clock(clock: list[float]) -> None:
    measured = QTime()
    assert measured.elapsed() == 0
    measured.start()
    clock[0] += 1.5
    assert measured.elapsed() == 1500
    assert measured.restart() == 1500
    assert measured.elapsed() == 0


@settings(deadline=None)
@given(st.integers(gregorian.FIRST_DAY, gregorian.LAST_DAY))
def test_every_day_has_a_date_of_its_own(day: int) -> None:
    year, month, number = gregorian.civil(day)
    assert gregorian.julian_day(year, month, number) == day
    assert year != 0


@settings(deadline=None)
@given(st.dates())
def test_days_agree_with_those_of_python(date: datetime.date) -> None:
    ours = QDate(date)
    assert ours.toJulianDay() - 1721425 == date.toordinal()
    assert ours.dayOfWeek() == date.isoweekday()
    assert ours.weekNumber() == (date.isocalendar().week, date.isocalendar().year)
    assert ours.toPython() == date


@settings(deadline=None)
@given(st.text(max_size=30), st.text(alphabet="dMyhHmszaApPt':/-. T", max_size=20))
def test_no_text_and_no_format_makes_the_readers_raise(text: str, pattern: str) -> None:
    QDateTime.fromString(text, pattern)
    QDateTime.fromString(QDateTime(2024, 2, 29, 13, 2, 3).toString(pattern), pattern)
    for form in Qt.DateFormat:
        QDateTime.fromString(text, form)
        QDate.fromString(text, form)
        QTime.fromString(text, form)


def test_formats_may_be_numbers_as_in_old_programs() -> None:
    assert QDate(2024, 2, 9).toString(1) == "2024-02-09"
    assert QDate.fromString("2024-02-09", 1) == QDate(2024, 2, 9)
    with pytest.raises(TypeError, match="DateFormat"):
        QDate(2024, 2, 9).toString([])


def test_a_moment_may_be_made_of_a_date_as_in_qt_5() -> None:
    assert QDateTime(QDate(2024, 2, 9)) == QDateTime(2024, 2, 9, 0, 0, 0)
    assert QDateTime(datetime.date(2024, 2, 9)).time() == QTime(0, 0)
    assert QDateTime(2024, 2, 9, 1, 2) == QDateTime(2024, 2, 9, 1, 2, 0)


def test_pyqts_names_are_there() -> None:
    assert QDate(2024, 2, 9).toPyDate() == datetime.date(2024, 2, 9)
    assert QTime(1, 2).toPyTime() == datetime.time(1, 2)
    assert QDateTime(2024, 2, 9, 1, 2).toPyDateTime() == datetime.datetime(2024, 2, 9, 1, 2)


def test_the_seconds_of_qt_5_are_there() -> None:
    moment = QDateTime.fromTime_t(5, UTC)
    assert moment.toTime_t() == 5
    assert QDateTime().toTime_t() == QDateTime.fromSecsSinceEpoch(-1, UTC).toTime_t() == 2**32 - 1
    moment.setTime_t(7)
    assert moment.toSecsSinceEpoch() == 7
    moment.setUtcOffset(60)
    assert moment.utcOffset() == 60


def test_ids_of_zones_may_be_text() -> None:
    assert QTimeZone("Europe/Berlin") == QTimeZone(b"Europe/Berlin")
    assert QTimeZone.isTimeZoneIdAvailable("UTC")
    with pytest.raises(TypeError, match="id of a time zone"):
        QTimeZone([])


@pytest.mark.parametrize(
    "zone",
    [
        QTimeZone(),
        QTimeZone(b"Europe/Berlin"),
        QTimeZone(5400),
        QTimeZone.fromSecondsAheadOfUtc(5400),
        QTimeZone(QTimeZone.Initialization.UTC),
        QTimeZone(b"My/Zone", 3600, "My name", "MYZ"),
        QTimeZone(b"EST5EDT,M3.2.0,M11.1.0"),
    ],
    ids=["none", "named", "offset-as-name", "offset", "utc", "own", "posix"],
)
def test_zones_can_be_copied_and_pickled(zone: QTimeZone) -> None:
    moment = QDateTime(2024, 7, 1, 0, 0, 0, 0, UTC)
    for again in (copy.copy(zone), copy.deepcopy(zone), pickle.loads(pickle.dumps(zone))):
        assert again == zone and again.isValid() == zone.isValid()
        assert again.abbreviation(moment) == zone.abbreviation(moment)


def test_a_zone_given_to_a_moment_stays_as_it_was() -> None:
    zone = QTimeZone(3600)
    moment = QDateTime(QDate(2024, 7, 1), QTime(), zone)
    zone.swap(QTimeZone(7200))
    assert moment.timeZone() == QTimeZone(3600)


def test_ordering_with_something_else_is_a_type_error() -> None:
    for value in (QDate(2024, 2, 9), QTime(1, 2), QDateTime(2024, 2, 9, 1, 2)):
        with pytest.raises(TypeError):
            _ = value < 3  # type: ignore[operator]
    with pytest.raises(TypeError):
        _ = QDateTime(2024, 2, 9, 1, 2) + 1.5  # type: ignore[operator]


def test_an_aware_datetime_compares_by_its_moment() -> None:
    aware = datetime.datetime(2024, 2, 9, 1, 2, tzinfo=datetime.timezone(datetime.timedelta(hours=5)))
    assert QDateTime(2024, 2, 8, 20, 2, 0, 0, UTC) == aware
    assert QDateTime(2024, 2, 8, 20, 2, 0, 1, UTC) > aware


def test_a_request_without_dates_loads_no_dates() -> None:
    source = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
        "from netaccess.QtNetwork import QNetworkCookie, QNetworkRequest\n"
        "request = QNetworkRequest('http://e.com/')\n"
        "request.setHeader(QNetworkRequest.ContentTypeHeader, 'text/plain')\n"
        "request.setRawHeader(b'Last-Modified', b'Sun, 06 Nov 1994 08:49:37 GMT')\n"
        "QNetworkCookie.parseCookies(b'a=b; expires=Wed, 09 Jun 2021 10:18:14 GMT; max-age=5')\n"
        "assert not {'datetime', 'zoneinfo', 'netaccess._values.qdatetime'} & set(sys.modules)\n"
        "assert request.header(QNetworkRequest.LastModifiedHeader).isValid()\n"
        "assert not {'datetime', 'zoneinfo'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-I", "-c", source], check=True, timeout=60)


@pytest.mark.parametrize(
    "text", ["2024-02-30", "2024-02-29T24:01", "x" * 5000, "9" * 5000, "\0", "2024-02-29T" + "1" * 5000]
)
def test_long_and_odd_text_is_no_date(text: str) -> None:
    assert not QDateTime.fromString(text, Qt.DateFormat.ISODate).isValid()
    assert not QDateTime.fromString(text, Qt.DateFormat.RFC2822Date).isValid()
    assert not QDateTime.fromString(text, "yyyy-MM-dd").isValid()


def test_a_zone_that_stands_in_a_text_often_is_read_once() -> None:
    read = QDateTime.fromString("+01:00:00 " * 100, "ttt " * 100)
    assert read.offsetFromUtc() == 3600
    assert not QDateTime.fromString("+01:00 +02:00", "ttt ttt").isValid()
