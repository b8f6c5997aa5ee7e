"""Making a date and a time of the fields that were read, where some are missing and some say the same twice."""

from __future__ import annotations

from .gregorian import days_in_month, julian_day, shifted_month, shifted_year, weekday

_CENTURIES = (-1, 1, 2)
"""Where else a year of two digits may lie; after four centuries the calendar repeats itself."""


def resolve_date(values: dict[str, int], base_year: int) -> tuple[int, int, int] | None:
    """Return year, month and day; None when the fields contradict each other or are no day.

    A missing year is *base_year*, a missing month January, a missing day the first. The name of a day of the week
    chooses what else is missing: the day, else the nearest month, else the century of the year.

    :param values: what was read, under ``yyyy``, ``yy``, ``M``, ``d`` and ``weekday``.
    """
    full, short = values.get("yyyy"), values.get("yy")
    if full is not None and short is not None and abs(full) % 100 != short:
        return None
    if full is not None:
        year = full
    elif short is not None:
        year = base_year + (short - base_year) % 100
    else:
        year = base_year
    if year == 0:
        return None
    day_name = values.get("weekday")
    if day_name is None:
        return _without_weekday(values, year)
    if "d" not in values:
        month = values.get("M", 1)
        first = julian_day(year, month, 1)
        return None if first is None else (year, month, (day_name - weekday(first)) % 7 + 1)
    if "M" not in values:
        return _nearest_month(values, year, day_name)
    return _fitting_century(values, year, day_name)


def _without_weekday(values: dict[str, int], year: int) -> tuple[int, int, int] | None:
    month, day = values.get("M", 1), values.get("d", 1)
    if julian_day(year, month, day) is not None:
        return year, month, day
    if "yy" in values and "yyyy" not in values:
        for centuries in _CENTURIES:
            other = shifted_year(year, 100 * centuries)
            if julian_day(other, month, day) is not None:
                return other, month, day
    return None


def _falls_on(year: int, month: int, day: int, day_name: int) -> bool:
    number = julian_day(year, month, day)
    return number is not None and weekday(number) == day_name


def _nearest_month(values: dict[str, int], year: int, day_name: int) -> tuple[int, int, int] | None:
    """Return the day in the month nearest to January in which it falls on the day of the week."""
    free = "yyyy" not in values and "yy" not in values
    for distance in range(12):
        for months in (distance, -distance) if free else (distance,):
            other, month = shifted_month(year, 1, months)
            if _falls_on(other, month, values["d"], day_name):
                return other, month, values["d"]
    return None


def _fitting_century(values: dict[str, int], year: int, day_name: int) -> tuple[int, int, int] | None:
    """Return the day in the century in which it falls on the day of the week."""
    month, day = values["M"], values["d"]
    if _falls_on(year, month, day, day_name):
        return year, month, day
    if "yyyy" in values or day > days_in_month(year, month):
        return None
    for centuries in _CENTURIES:
        other = shifted_year(year, 100 * centuries)
        if _falls_on(other, month, day, day_name):
            return other, month, day
    return None


def resolve_time(values: dict[str, int]) -> int | None:
    """Return milliseconds since midnight; None when the hour and AM or PM contradict each other.

    :param values: what was read, under ``H``, ``h`` (1 to 12), ``a`` (0 for AM, 1 for PM), ``m``, ``s`` and ``z``.
    """
    half = values.get("a")
    hour = values.get("H")
    if "h" in values and half is not None:
        twelve = values["h"] % 12 + 12 * half
        if hour is not None and hour != twelve:
            return None
        hour = twelve
    elif half is not None:
        if hour is not None and hour // 12 != half:
            return None
        hour = 12 * half if hour is None else hour
    return (((hour or 0) * 60 + values.get("m", 0)) * 60 + values.get("s", 0)) * 1000 + values.get("z", 0)
