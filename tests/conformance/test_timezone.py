"""QTimeZone: zones of the IANA database, fixed offsets, local time."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from binding import BINDING, QtCore
from zones import berlin  # noqa: F401

Z = QtCore.QTimeZone
Qt = QtCore.Qt

pytestmark = pytest.mark.only("netaccess", "PySide6")


def zone(name: str) -> Any:
    return Z(name.encode())


def utc(*parts: int) -> Any:
    date, time = parts[:3], (*parts[3:], 0, 0)[:4]
    return QtCore.QDateTime(QtCore.QDate(*date), QtCore.QTime(*time), Qt.UTC)


SUMMER, WINTER = utc(2021, 7, 1, 12), utc(2021, 1, 1, 12)


def seen(zone: Any, method: str, *moments: Any) -> tuple[Any, ...]:
    """What an `OffsetData` says; its members are read at once, for PySide's live as short as it does."""
    data = getattr(zone, method)(*moments)
    return values(data)


def values(data: Any) -> tuple[Any, ...]:
    moment = data.atUtc
    text = moment.toString(Qt.ISODate)
    return data.abbreviation, text, data.offsetFromUtc, data.standardTimeOffset, data.daylightTimeOffset


def test_a_zone_is_made_of_its_id() -> None:
    berlin_ = zone("Europe/Berlin")
    assert berlin_.isValid() and bytes(berlin_.id()) == b"Europe/Berlin"
    assert berlin_.timeSpec() == Qt.TimeZone
    assert Z(QtCore.QByteArray(b"Asia/Tokyo")).id() == b"Asia/Tokyo"


@pytest.mark.parametrize(
    "name", ["No/Where", "europe/berlin", "../../../etc/passwd", "XYZ", "Europe", "Europe/", "CET-1CEST"]
)
def test_an_unknown_id_makes_an_invalid_zone(name: str) -> None:
    assert not zone(name).isValid()
    assert bytes(zone(name).id()) == b""
    assert not Z.isTimeZoneIdAvailable(name.encode())


def test_nothing_makes_an_invalid_zone() -> None:
    nothing = Z()
    assert not nothing.isValid() and bytes(nothing.id()) == b"" and nothing == Z()
    assert (nothing.abbreviation(SUMMER), nothing.offsetFromUtc(SUMMER), nothing.displayName(SUMMER)) == ("", 0, "")


@pytest.mark.parametrize(
    ("offset", "name"),
    [(0, b"UTC"), (3600, b"UTC+01:00"), (-5400, b"UTC-01:30"), (1, b"UTC+00:00:01"), (57600, b"UTC+16:00")],
)
def test_a_zone_is_made_of_an_offset(offset: int, name: bytes) -> None:
    assert bytes(Z(offset).id()) == name
    assert Z(offset).offsetFromUtc(SUMMER) == offset
    assert Z(offset).timeSpec() == Qt.TimeZone


@pytest.mark.parametrize("offset", [57601, -57601])
def test_no_zone_is_further_than_sixteen_hours_from_utc(offset: int) -> None:
    assert not Z(offset).isValid()
    assert not Z.fromSecondsAheadOfUtc(offset).isValid()
    assert (Z.MinUtcOffsetSecs, Z.MaxUtcOffsetSecs) == (-57600, 57600)


@pytest.mark.parametrize(("name", "id"), [("UTC+1", b"UTC+01:00"), ("UTC-05:30:15", b"UTC-05:30:15"), ("UTC", b"UTC")])
def test_offsets_are_names_too(name: str, id: bytes) -> None:
    assert bytes(zone(name).id()) == id and Z.isTimeZoneIdAvailable(name.encode())


def test_a_posix_string_is_a_zone() -> None:
    eastern = zone("EST5EDT,M3.2.0,M11.1.0")
    assert eastern.isValid() and eastern.hasDaylightTime()
    assert [eastern.abbreviation(moment) for moment in (SUMMER, WINTER)] == ["EDT", "EST"]


def test_a_light_offset_has_a_spec_of_its_own() -> None:
    light = Z.fromSecondsAheadOfUtc(3600)
    assert light.timeSpec() == Qt.OffsetFromUTC and light.fixedSecondsAheadOfUtc() == 3600
    assert light.isUtcOrFixedOffset() and not Z(3600).isUtcOrFixedOffset()
    assert bytes(light.id()) == b"UTC+01:00" and bytes(light.asBackendZone().id()) == b"UTC+01:00"
    assert light.asBackendZone().timeSpec() == Qt.TimeZone
    assert Z.fromSecondsAheadOfUtc(0).timeSpec() == Qt.UTC


def test_local_time_and_utc_need_no_name() -> None:
    assert Z(Z.LocalTime).timeSpec() == Qt.LocalTime and bytes(Z(Z.LocalTime).id()) == b"Europe/Berlin"
    assert Z(Z.UTC).timeSpec() == Qt.UTC and bytes(Z(Z.UTC).id()) == b"UTC"
    assert Z(Z.Initialization.UTC) == Z.UTC and Z(Z.UTC) != Z.utc()
    assert Z.isUtcOrFixedOffset(Qt.UTC) and not Z.isUtcOrFixedOffset(Qt.LocalTime)


def test_the_systems_zone_is_that_of_the_environment() -> None:
    assert bytes(Z.systemTimeZoneId()) == b"Europe/Berlin"
    assert Z.systemTimeZone() == zone("Europe/Berlin")


def test_zones_are_equal_when_their_ids_are() -> None:
    assert zone("Europe/Berlin") == zone("Europe/Berlin") != zone("Europe/Paris")
    assert Z(60) == Z(60) and Z(60) != Z.fromSecondsAheadOfUtc(60) and Z(0) == Z.utc() == zone("UTC")
    assert zone("Etc/UTC") != Z.utc() and zone("Europe/Berlin") != 3


def test_zones_are_no_keys() -> None:
    with pytest.raises(TypeError, match="unhashable"):
        hash(Z.utc())


def test_a_zone_prints_its_id() -> None:
    def printed(zone: Any) -> str:
        return repr(zone).removeprefix(f"<{BINDING}.QtCore.QTimeZone(").rpartition(") at 0x")[0]

    assert printed(zone("Europe/Berlin")) == '"Europe/Berlin"' and printed(Z()) == '""'
    assert printed(Z.fromSecondsAheadOfUtc(60)) == "AheadOfUtcBy60" and printed(Z(Z.UTC)) == "QTimeZone::UTC"


def test_a_copy_is_equal_and_swapping_exchanges() -> None:
    first, second = Z(60), Z(120)
    first.swap(second)
    assert (bytes(first.id()), bytes(second.id())) == (b"UTC+00:02", b"UTC+00:01")
    assert copy.copy(first) == first and Z(first) == first


def test_what_is_in_force_in_summer_and_in_winter() -> None:
    berlin_ = zone("Europe/Berlin")
    assert [berlin_.offsetFromUtc(moment) for moment in (SUMMER, WINTER)] == [7200, 3600]
    assert [berlin_.standardTimeOffset(moment) for moment in (SUMMER, WINTER)] == [3600, 3600]
    assert [berlin_.daylightTimeOffset(moment) for moment in (SUMMER, WINTER)] == [3600, 0]
    assert [berlin_.isDaylightTime(moment) for moment in (SUMMER, WINTER)] == [True, False]
    assert [berlin_.abbreviation(moment) for moment in (SUMMER, WINTER)] == ["CEST", "CET"]


@pytest.mark.parametrize(
    ("name", "moment", "expected"),
    [
        ("Europe/Berlin", (1800, 7, 1), ("LMT", "1800-07-01T00:00:00Z", 3208, 3208, 0)),
        ("Europe/London", (1944, 7, 1), ("BDST", "1944-07-01T00:00:00Z", 7200, 0, 7200)),
        ("Europe/Dublin", (2020, 1, 1), ("GMT", "2020-01-01T00:00:00Z", 0, 3600, -3600)),
        ("Europe/Dublin", (2020, 7, 1), ("IST", "2020-07-01T00:00:00Z", 3600, 3600, 0)),
        ("Africa/Casablanca", (2020, 5, 1), ("+00", "2020-05-01T00:00:00Z", 0, 3600, -3600)),
        ("Pacific/Apia", (2012, 1, 1), ("+14", "2012-01-01T00:00:00Z", 50400, 46800, 3600)),
        ("America/New_York", (2090, 7, 1), ("EDT", "2090-07-01T00:00:00Z", -14400, -18000, 3600)),
        ("Asia/Kolkata", (2020, 7, 1), ("IST", "2020-07-01T00:00:00Z", 19800, 19800, 0)),
        ("Etc/GMT+5", (2020, 7, 1), ("-05", "2020-07-01T00:00:00Z", -18000, -18000, 0)),
        ("UTC+05:30", (2020, 7, 1), ("UTC+05:30", "2020-07-01T00:00:00Z", 19800, 19800, 0)),
        ("America/Sao_Paulo", (2020, 1, 1), ("-03", "2020-01-01T00:00:00Z", -10800, -10800, 0)),
    ],
)
def test_history_and_rules_of_zones(name: str, moment: tuple[int, ...], expected: tuple[Any, ...]) -> None:
    assert seen(zone(name), "offsetData", utc(*moment)) == expected


def test_the_next_and_the_previous_change() -> None:
    berlin_ = zone("Europe/Berlin")
    autumn = ("CET", "2021-10-31T01:00:00Z", 3600, 3600, 0)
    assert seen(berlin_, "nextTransition", SUMMER) == autumn
    assert seen(berlin_, "previousTransition", SUMMER) == ("CEST", "2021-03-28T01:00:00Z", 7200, 3600, 3600)
    assert seen(berlin_, "nextTransition", utc(2021, 10, 31, 0, 59, 59)) == autumn
    assert seen(berlin_, "nextTransition", utc(2021, 10, 31, 1))[1] == "2022-03-27T01:00:00Z"
    assert seen(berlin_, "previousTransition", utc(2021, 10, 31, 1))[1] == "2021-03-28T01:00:00Z"
    assert seen(berlin_, "previousTransition", utc(2021, 10, 31, 1, 0, 0, 1)) == autumn


def test_changes_go_on_by_rule_for_ever() -> None:
    assert seen(zone("Europe/Berlin"), "nextTransition", utc(9000, 1, 1))[1] == "9000-03-30T01:00:00Z"
    assert seen(zone("Europe/Berlin"), "previousTransition", utc(9000, 1, 1))[1] == "8999-10-27T01:00:00Z"


@pytest.mark.parametrize("name", ["UTC", "UTC+01:00", "Asia/Tokyo"])
def test_where_no_clock_changes_any_more_there_is_no_next_change(name: str) -> None:
    assert seen(zone(name), "nextTransition", SUMMER) == ("", "", -(1 << 31), -(1 << 31), -(1 << 31))


def test_before_the_first_change_there_is_none() -> None:
    assert seen(zone("Europe/Berlin"), "nextTransition", utc(1700, 1, 1))[1] == "1893-03-31T23:06:32Z"
    assert seen(zone("Europe/Berlin"), "previousTransition", utc(1700, 1, 1))[1] == ""


def test_all_changes_between_two_moments() -> None:
    found = [values(data)[:3] for data in zone("Europe/Berlin").transitions(utc(2020, 1, 1), utc(2021, 3, 28, 1))]
    assert found == [
        ("CEST", "2020-03-29T01:00:00Z", 7200),
        ("CET", "2020-10-25T01:00:00Z", 3600),
        ("CEST", "2021-03-28T01:00:00Z", 7200),
    ]
    assert list(Z(3600).transitions(utc(2020, 1, 1), utc(2022, 1, 1))) == []


def test_a_change_of_standard_time_alone_is_a_change() -> None:
    found = [values(data) for data in zone("Europe/London").transitions(utc(1968, 1, 1), utc(1972, 1, 1))]
    assert found == [
        ("BST", "1968-02-18T02:00:00Z", 3600, 0, 3600),
        ("BST", "1968-10-26T23:00:00Z", 3600, 3600, 0),
        ("GMT", "1971-10-31T02:00:00Z", 0, 0, 0),
    ]


@pytest.mark.differs("transitions-after-2037")
def test_changes_by_rule_are_listed_as_well() -> None:
    assert len(zone("Europe/Berlin").transitions(utc(2036, 1, 1), utc(2040, 1, 1))) == 8


def test_whether_a_zone_has_daylight_time_and_changes() -> None:
    assert zone("Europe/Berlin").hasDaylightTime() and zone("Asia/Tokyo").hasDaylightTime()
    assert not zone("Asia/Dubai").hasDaylightTime() and not Z(3600).hasDaylightTime()
    assert zone("Asia/Tokyo").hasTransitions() and not Z(3600).hasTransitions() and not zone("UTC").hasTransitions()


def test_short_names_and_offsets_of_a_kind_of_time() -> None:
    berlin_ = zone("Europe/Berlin")
    kinds = (Z.StandardTime, Z.DaylightTime, Z.GenericTime)
    assert [berlin_.displayName(kind, Z.ShortName) for kind in kinds] == ["CET", "CEST", "CET"]
    assert [berlin_.displayName(kind, Z.OffsetName) for kind in kinds] == ["UTC+01:00", "UTC+02:00", "UTC+01:00"]
    assert berlin_.displayName(Z.StandardTime) == "UTC+01:00"
    assert zone("Asia/Tokyo").displayName(Z.DaylightTime, Z.ShortName) == "JDT"


def test_short_names_and_offsets_at_a_moment() -> None:
    berlin_ = zone("Europe/Berlin")
    assert [berlin_.displayName(moment, Z.ShortName) for moment in (SUMMER, WINTER)] == ["CEST", "CET"]
    assert [berlin_.displayName(moment, Z.OffsetName) for moment in (SUMMER, WINTER)] == ["UTC+02:00", "UTC+01:00"]


def test_names_of_utc_and_of_offsets() -> None:
    assert Z.utc().displayName(SUMMER) == "Coordinated Universal Time"
    assert Z.utc().displayName(SUMMER, Z.OffsetName) == "UTC+00:00"
    assert Z(5400).displayName(SUMMER) == Z(5400).abbreviation(SUMMER) == "UTC+01:30"


def test_a_zone_of_ones_own() -> None:
    mine = Z(b"My/Zone", 3600, "My name", "MYZ")
    assert mine.isValid() and bytes(mine.id()) == b"My/Zone"
    assert (mine.abbreviation(SUMMER), mine.offsetFromUtc(SUMMER), mine.displayName(SUMMER)) == ("MYZ", 3600, "My name")
    assert not Z(b"Europe/Berlin", 3600, "My name", "MYZ").isValid()


def test_the_comment_of_the_database() -> None:
    assert zone("Europe/Berlin").comment() == "most of Germany"
    assert zone("Asia/Tokyo").comment() == zone("Asia/Kolkata").comment() == ""


def test_the_available_zones_are_sorted_and_many() -> None:
    names = [bytes(name) for name in Z.availableTimeZoneIds()]
    assert len(names) > 400 and names == sorted(names)
    assert {b"Europe/Berlin", b"UTC", b"UTC+01:00", b"UTC-03:30", b"Etc/UTC"} <= set(names)


def test_the_available_zones_of_an_offset() -> None:
    names = [bytes(name) for name in Z.availableTimeZoneIds(20700)]
    assert {b"Asia/Kathmandu", b"UTC+05:45"} <= set(names) and b"Europe/Berlin" not in names


@pytest.mark.parametrize("name", [b"Europe/Berlin", b"UTC", b"UTC+1", b"EST5EDT", b"GMT"])
def test_available_ids(name: bytes) -> None:
    assert Z.isTimeZoneIdAvailable(name)
    assert not Z.isTimeZoneIdAvailable(b"")
