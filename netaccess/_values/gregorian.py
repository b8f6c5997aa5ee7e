"""The Gregorian calendar as Qt counts it: Julian day numbers, for years far beyond those of the datetime module.

The calendar is carried on before 1582 as if it had always been in force, and there is no year 0: the year before 1
is -1. Years are those of a 32-bit integer.
"""

from __future__ import annotations

EPOCH = 2440588
"""The Julian day of 1970-01-01."""
FIRST_DAY = -784350574879
"""The Julian day of the first day of the year -2147483648, the earliest that a date can be."""
LAST_DAY = 784354017364
"""The Julian day of the last day of the year 2147483647, the latest that a date can be."""

_DAYS_BEFORE_MARCH_OF_YEAR_0 = (
    1721120  # the Julian day of 1 March in the year that astronomers call 0, which is -1 here
)

SHORT_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
LONG_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SHORT_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LONG_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def is_leap(year: int) -> bool:
    """Return whether *year* has a 29 February; -1, -5, -9 have, because there is no year 0."""
    if year == 0:
        return False
    if year < 0:
        year += 1
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def days_in_month(year: int, month: int) -> int:
    """Return how many days the month has, 0 when *year* is 0 or *month* is not 1..12."""
    if year == 0 or not 1 <= month <= 12:
        return 0
    if month == 2:
        return 29 if is_leap(year) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def is_date(year: int, month: int, day: int) -> bool:
    """Return whether the calendar has that day."""
    return 1 <= day <= days_in_month(year, month)


def julian_day(year: int, month: int, day: int) -> int | None:
    """Return the number of a day, None for a day that the calendar does not have."""
    if not is_date(year, month, day):
        return None
    if year < 0:
        year += 1
    # Years are taken to begin in March, so that the leap day is the last of its year.
    month -= 3
    if month < 0:
        month += 12
        year -= 1
    days = 365 * year + year // 4 - year // 100 + year // 400 + (153 * month + 2) // 5 + day
    return days + _DAYS_BEFORE_MARCH_OF_YEAR_0 - 1


def civil(day: int) -> tuple[int, int, int]:
    """Return year, month and day of the month of the day with that Julian number."""
    cycles, rest = divmod(day - _DAYS_BEFORE_MARCH_OF_YEAR_0, 146097)
    century = min(rest // 36524, 3)
    rest -= century * 36524
    fours, rest = divmod(rest, 1461)
    single = min(rest // 365, 3)
    rest -= single * 365
    month = (5 * rest + 2) // 153
    year = cycles * 400 + century * 100 + fours * 4 + single + (month >= 10)
    return year if year > 0 else year - 1, month + 3 if month < 10 else month - 9, rest - (153 * month + 2) // 5 + 1


def weekday(day: int) -> int:
    """Return the day of the week of the day with that Julian number: 1 for Monday to 7 for Sunday."""
    return day % 7 + 1


def shifted_month(year: int, month: int, months: int) -> tuple[int, int]:
    """Return the year and the month that lie *months* after a month, stepping over the year 0."""
    count = (year + 1 if year < 0 else year) * 12 + month - 1 + months
    year, index = divmod(count, 12)
    return year if year > 0 else year - 1, index + 1


def shifted_year(year: int, years: int) -> int:
    """Return the year that lies *years* after a year, stepping over the year 0."""
    shifted = (year + 1 if year < 0 else year) + years
    return shifted if shifted > 0 else shifted - 1
