"""Dates and times as text, against the table of real Qt's answers."""

from __future__ import annotations

from typing import Any

import date_table
import pytest
from binding import QtCore
from zones import berlin  # noqa: F401

TABLE = date_table.expected()
ROWS = [(group, first) for group, rows in TABLE.items() for first in rows]

# The table holds Qt 6's answers; Qt 5 reads and writes many things otherwise.
pytestmark = pytest.mark.only("netaccess", "PySide6")


@pytest.mark.parametrize(("group", "first"), ROWS)
def test_text_is_written_and_read_as_in_the_table(group: str, first: str) -> None:
    expected = TABLE[group][first]
    found = {second: date_table.answer(QtCore, group, first, second) for second in expected}
    assert {key: (found[key], expected[key]) for key in expected if found[key] != expected[key]} == {}


def test_the_table_holds_more_than_a_thousand_answers() -> None:
    assert sum(len(cases) for rows in TABLE.values() for cases in rows.values()) > 1000


@pytest.mark.parametrize("form", date_table.FORMS)
def test_a_moment_survives_every_form_but_for_its_milliseconds(form: str) -> None:
    moment = QtCore.QDateTime(QtCore.QDate(2024, 2, 29), QtCore.QTime(3, 4, 5), QtCore.Qt.UTC)
    chosen = getattr(QtCore.Qt, form)
    assert QtCore.QDateTime.fromString(moment.toString(chosen), chosen) == moment


@pytest.mark.parametrize("pattern", ["yyyy-MM-dd hh:mm:ss.zzz t", "d MMMM yyyy, h:m:s.z AP ttt", "yyyyMMddhhmmsszzztt"])
def test_a_moment_survives_a_format_string(pattern: str) -> None:
    moment = QtCore.QDateTime(QtCore.QDate(2024, 2, 29), QtCore.QTime(13, 4, 5, 70), QtCore.Qt.OffsetFromUTC, -19800)
    assert QtCore.QDateTime.fromString(moment.toString(pattern), pattern) == moment


def test_what_is_invalid_is_written_as_nothing() -> None:
    values: list[Any] = [QtCore.QDate(), QtCore.QTime(), QtCore.QDateTime()]
    assert [value.toString() for value in values] == ["", "", ""]
    assert [value.toString("'x'") for value in values] == ["", "", ""]


def test_text_date_is_the_default_form() -> None:
    assert QtCore.QDate(2024, 2, 9).toString() == "Fri Feb 9 2024"
    assert QtCore.QTime(1, 2, 3, 4).toString() == "01:02:03"
    assert QtCore.QDate.fromString("Fri Feb 9 2024") == QtCore.QDate(2024, 2, 9)


def test_a_time_writes_the_zone_of_now() -> None:
    assert QtCore.QTime(1, 2).toString("h t") in ("1 CET", "1 CEST")


def test_utc_has_a_long_name() -> None:
    moment = QtCore.QDateTime(QtCore.QDate(2024, 2, 9), QtCore.QTime(3, 4), QtCore.Qt.UTC)
    assert moment.toString("tttt") == "Coordinated Universal Time"


def test_a_zone_is_read_by_its_long_name_id_or_offset() -> None:
    read = QtCore.QDateTime.fromString
    assert read("12:00 Europe/Paris", "hh:mm tttt").timeZone().id() == b"Europe/Paris"
    assert read("12:00 Coordinated Universal Time", "hh:mm tttt").offsetFromUtc() == 0


@pytest.mark.differs("zone-long-names")
def test_the_long_name_of_a_zone_is_its_id() -> None:
    moment = QtCore.QDateTime(QtCore.QDate(2024, 2, 9), QtCore.QTime(3, 4), QtCore.QTimeZone(b"Europe/Paris"))
    assert moment.toString("tttt") == "Europe/Paris"
    assert QtCore.QDateTime.fromString(moment.toString("d.M.yyyy h:m tttt"), "d.M.yyyy h:m tttt") == moment


def test_a_base_year_chooses_the_century() -> None:
    read = QtCore.QDate.fromString
    assert read("9.2.50", "d.M.yy").year() == 1950
    assert read("9.2.50", "d.M.yy", 2000).year() == 2050
    assert read("9.2.54", "d.M.yy", 1955).year() == 2054
    assert read("9.2.55", "d.M.yy", baseYear=1955).year() == 1955
