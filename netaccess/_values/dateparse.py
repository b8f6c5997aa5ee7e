"""Reading dates and times with Qt's format strings.

A format is read from left to right. A field of numbers takes all digits that it may, but leaves those that the fields
directly behind it need, and gives one back where its number would be out of range. Only a time zone is read again,
shorter, when what follows it does not fit.
"""

from __future__ import annotations

from typing import NamedTuple

from .dateformat import ALL_FIELDS, DATE_FIELDS, TIME_FIELDS, Field, has_half_days, split_format
from .dateresolve import resolve_date, resolve_time
from .gregorian import LONG_DAYS, LONG_MONTHS, SHORT_DAYS, SHORT_MONTHS

DATE, TIME, BOTH = DATE_FIELDS, TIME_FIELDS, ALL_FIELDS
"""Which letters of a format are fields."""

_HIGHEST = {"d": 31, "M": 12, "H": 23, "m": 59, "s": 59}
_SPACES = {0xA0: " ", 0x202F: " "}


class Found(NamedTuple):
    """What was read: a date, milliseconds since midnight, and the name or offset of the zone (None: none was there)."""

    date: tuple[int, int, int]
    msecs: int
    zone: str | int | None


class _Failure(Exception):
    """The text is not written as the format says."""


class _Reader:
    """Reads one text; numbers and names end up in `values` under the letter of their field."""

    def __init__(self, text: str, fields: tuple[Field, ...]) -> None:
        self.text = text.translate(_SPACES)
        self.fields = fields
        self.at = 0
        self.half_days = has_half_days(fields)
        self.values: dict[str, int] = {}
        self.zone: str | int | None = None

    def read(self, first: int = 0) -> None:
        """Read everything from the field *first* on. Raises _Failure."""
        for index in range(first, len(self.fields)):
            field = self.fields[index]
            if not field.is_field:
                self._literal(field.text.translate(_SPACES))
            elif field.text[0] in "aA":
                self._keep("a", self._one_of(("AM", "PM")))
            elif field.text[0] == "t":
                self._zone(index)
                return
            elif field.text[0] in "dM" and len(field.text) > 2:
                self._name(field.text)
            else:
                self._number(field.text, self._reserved(index))
        if self.at != len(self.text):
            raise _Failure

    def _zone(self, index: int) -> None:
        """Read the zone of the field *index* in the longest of the ways in which what follows can be read as well."""
        from .zonetext import read_zone

        values, zone = dict(self.values), self.zone
        for found, end in read_zone(self.text, self.at, len(self.fields[index].text)):
            self.zone, self.at = found, end
            try:
                if zone is None or zone == found:
                    return self.read(index + 1)
            except _Failure:
                self.values = dict(values)
        raise _Failure

    def _keep(self, key: str, value: int) -> None:
        if self.values.setdefault(key, value) != value:
            raise _Failure

    def _literal(self, text: str) -> None:
        if not self.text.startswith(text, self.at):
            raise _Failure
        self.at += len(text)

    def _one_of(self, names: tuple[str, ...]) -> int:
        """Read the longest of *names* that stands here, whatever its case; return its index."""
        rest = self.text[self.at :].lower()
        fitting = [index for index, name in enumerate(names) if rest.startswith(name.lower())]
        if not fitting:
            raise _Failure
        found = max(fitting, key=lambda index: len(names[index]))
        self.at += len(names[found])
        return found

    def _name(self, field: str) -> None:
        long = len(field) == 4
        if field[0] == "d":
            self._keep("weekday", self._one_of(LONG_DAYS if long else SHORT_DAYS) + 1)
        else:
            self._keep("M", self._one_of(LONG_MONTHS if long else SHORT_MONTHS) + 1)

    def _reserved(self, index: int) -> int:
        """Return how many digits the fields directly behind field *index* need at least."""
        count = 0
        for field in self.fields[index + 1 :]:
            if not field.is_field or field.text[0] in "aAt" or (field.text[0] in "dM" and len(field.text) > 2):
                break
            count += _shortest(field.text)
        return count

    def _number(self, field: str, reserved: int) -> None:
        letter = field[0]
        sign = 1
        if field == "yyyy" and self.text[self.at : self.at + 1] in ("+", "-"):
            sign = -1 if self.text[self.at] == "-" else 1
            self.at += 1
        available = self._digits_here()
        longest = 3 if letter == "z" else len(field) if letter == "y" else 2
        size = min(longest, available if available < reserved else available - reserved)
        if size < _shortest(field):
            raise _Failure
        number = int(self.text[self.at : self.at + size])
        if letter == "z":
            number *= 10 ** (3 - size)
        lowest, highest = self._range(letter)
        if number > highest and size > _shortest(field):
            size -= 1
            number = int(self.text[self.at : self.at + size])
        if not lowest <= number <= highest:
            raise _Failure
        self.at += size
        if letter == "y":
            self._keep(field, sign * number)
        else:  # without AM or PM an h counts like an H
            self._keep("H" if letter == "h" and not self.half_days else letter, number)

    def _range(self, letter: str) -> tuple[int, int]:
        if letter == "h":
            return (1, 12) if self.half_days else (0, 23)
        return (1 if letter in "dM" else 0), _HIGHEST.get(letter, 9999)

    def _digits_here(self) -> int:
        count = 0
        while self.at + count < len(self.text) and self.text[self.at + count] in "0123456789":
            count += 1
        return count


def _shortest(field: str) -> int:
    """Return how many digits a field of numbers needs at least."""
    if field[0] == "z":
        return 3 if len(field) == 3 else 1
    return len(field)


def parse(text: str, pattern: str, letters: str, base_year: int = 1900) -> Found | None:
    """Read *text*, None when it is not written as *pattern* says or means no day or no time.

    :param letters: `DATE`, `TIME` or `BOTH`; what they leave out is literal text in the pattern.
    :param base_year: two-digit years are those of the hundred years from this one on; it is the year where none stands.
    """
    if pattern.count("'") % 2:  # quoted text that does not end
        return None
    reader = _Reader(text, split_format(pattern, letters))
    try:
        reader.read()
    except _Failure:
        return None
    date = resolve_date(reader.values, base_year)
    msecs = resolve_time(reader.values)
    return None if date is None or msecs is None else Found(date, msecs, reader.zone)
