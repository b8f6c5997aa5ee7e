"""Dates of HTTP and of cookies."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netaccess._values import httpdate, wallclock

LEAP_DAY = 1709210096  # 2024-02-29T12:34:56Z


@pytest.fixture
def in_2024() -> Iterator[None]:
    replaced = wallclock.set_source(lambda: float(LEAP_DAY))
    yield
    wallclock.set_source(replaced)


def test_a_date_is_written_in_the_preferred_form() -> None:
    assert httpdate.format_http_date(LEAP_DAY) == "Thu, 29 Feb 2024 12:34:56 GMT"


def test_a_date_is_written_with_dashes_for_cookies() -> None:
    assert httpdate.format_http_date(LEAP_DAY, "-") == "Thu, 29-Feb-2024 12:34:56 GMT"


def test_fractions_of_a_second_are_cut_off() -> None:
    assert httpdate.format_http_date(LEAP_DAY + 0.9) == "Thu, 29 Feb 2024 12:34:56 GMT"


def test_moments_beyond_four_digit_years_are_written_as_their_end() -> None:
    assert httpdate.format_http_date(1e15) == "Fri, 31 Dec 9999 23:59:59 GMT"


@pytest.mark.parametrize(
    "text",
    [
        "Thu, 29 Feb 2024 12:34:56 GMT",
        "Thursday, 29-Feb-24 12:34:56 GMT",
        "Thu Feb 29 12:34:56 2024",
        "Thu, 29 Feb 2024 12:34:56",
        "Thu, 29 Feb 2024 12:34:56 UTC",
    ],
)
def test_all_forms_of_an_http_date_are_read(text: str, in_2024: None) -> None:
    assert httpdate.parse_http_date(text) == LEAP_DAY


@pytest.mark.parametrize(
    "text",
    [
        "",
        "junk",
        "0",
        "2024-02-29T12:34:56Z",
        "29 Feb 2024 12:34:56 GMT",
        "Thu, 30 Feb 2024 12:34:56 GMT",
        "Thu, 29 Feb 2024 25:34:56 GMT",
        "Thu, 29 Feb 2024 12:34:56 +0100",
        "Thu, 29 Fub 2024 12:34:56 GMT",
        "Thu, 29 Feb 2024 12-34-56 GMT",
        "Thu, ²9 Feb 2024 12:34:56 GMT",
    ],
)
def test_what_is_no_http_date_is_none(text: str) -> None:
    assert httpdate.parse_http_date(text) is None


def test_a_year_of_two_digits_lies_less_than_fifty_years_ahead(in_2024: None) -> None:
    assert httpdate.parse_http_date("Sunday, 06-Nov-94 08:49:37 GMT") == 784111777
    assert httpdate.parse_http_date("Sunday, 06-Nov-70 08:49:37 GMT") == httpdate.seconds(2070, 11, 6, 8, 49, 37)


@pytest.mark.parametrize(
    "text",
    [
        "Wed, 09 Jun 2021 10:18:14 GMT",
        "Wed, 09-Jun-2021 10:18:14 GMT",
        "Wednesday, 09-Jun-21 10:18:14 GMT",
        "Wed Jun  9 10:18:14 2021",
        "2021-06-09T10:18:14Z",
        "6/9/2021 10:18:14",
        "10:18:14 9 June 2021",
        "Wed, 09 Jun 2021 10:18:14 +0200",
    ],
)
def test_dates_of_cookies_are_read_in_any_order(text: str) -> None:
    assert httpdate.parse_cookie_date(text) == 1623233894


def test_a_cookie_date_without_a_time_is_midnight() -> None:
    assert httpdate.parse_cookie_date("09 Jun 2021") == httpdate.seconds(2021, 6, 9)


@pytest.mark.parametrize("text", ["", "junk", "0", "Wed, 31 Feb 2021 10:18:14 GMT", "9 Jun", "Jun 2021", "9 Jun 1600"])
def test_what_is_no_date_of_a_cookie_is_none(text: str) -> None:
    assert httpdate.parse_cookie_date(text) is None


@pytest.mark.parametrize(("year", "meant"), [("70", 1970), ("99", 1999), ("00", 2000), ("69", 2069)])
def test_two_digit_years_of_cookies_turn_at_1970(year: str, meant: int) -> None:
    assert httpdate.parse_cookie_date(f"9 Jun {year} 00:00:00") == httpdate.seconds(meant, 6, 9)


@settings(deadline=None)
@given(st.datetimes(min_value=datetime(1, 1, 1), max_value=datetime(9999, 12, 31)))
def test_every_moment_of_the_calendar_survives_writing_and_reading(moment: datetime) -> None:
    aware = moment.replace(microsecond=0, tzinfo=UTC)
    epoch = (aware - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(seconds=1)
    parts = (aware.year, aware.month, aware.day, aware.hour, aware.minute, aware.second)
    assert httpdate.seconds(*parts) == epoch
    assert httpdate.parse_http_date(httpdate.format_http_date(epoch)) == epoch
    assert httpdate.to_moment(epoch) == aware


@settings(deadline=None)
@given(st.text(max_size=60))
def test_no_text_makes_the_readers_raise(text: str) -> None:
    httpdate.parse_http_date(text)
    httpdate.parse_cookie_date(text)


def test_an_aware_datetime_is_converted_to_utc() -> None:
    moment = datetime(2024, 2, 29, 14, 34, 56, tzinfo=timezone(timedelta(hours=2)))
    assert httpdate.from_moment(moment) == LEAP_DAY


def test_a_date_is_its_midnight() -> None:
    assert httpdate.from_moment(date(1970, 1, 2)) == 86400


def test_numbers_are_seconds_since_1970() -> None:
    assert httpdate.from_moment(5) == 5.0


@pytest.mark.parametrize("value", ["x", None, True, [1]])
def test_what_is_no_date_is_a_type_error(value: object) -> None:
    with pytest.raises(TypeError, match="seconds since 1970"):
        httpdate.from_moment(value)


def test_the_clock_can_be_replaced_and_given_back() -> None:
    replaced = wallclock.set_source(lambda: 5.0)
    assert wallclock.now() == 5.0
    wallclock.set_source(replaced)
    assert wallclock.now() > 1e9


def test_no_source_means_the_system_clock() -> None:
    wallclock.set_source(lambda: 5.0)
    wallclock.set_source(None)
    assert wallclock.now() > 1e9
