"""What lies under QTimeZone: POSIX rules, zone files, the local clock."""

from __future__ import annotations

import os
import struct
import time
from collections.abc import Iterator
from typing import Any

import pytest

from netaccess._values import localclock, zoneids, zonerules
from netaccess._values.posixrule import parse_posix_rule
from netaccess._values.zonerules import FixedRules, Period, rules_of_file, rules_of_posix

JULY, JANUARY = 1625140800, 1609502400  # 2021


@pytest.fixture
def zone() -> Iterator[Any]:
    before = os.environ.get("TZ")

    def use(name: str) -> None:
        os.environ["TZ"] = name
        time.tzset()

    yield use
    if before is None:
        os.environ.pop("TZ", None)
    else:
        os.environ["TZ"] = before
    time.tzset()


@pytest.mark.parametrize(
    ("text", "july", "january"),
    [
        ("CET-1CEST,M3.5.0,M10.5.0/3", (7200, "CEST"), (3600, "CET")),
        ("EST5EDT,M3.2.0,M11.1.0", (-14400, "EDT"), (-18000, "EST")),
        ("NZST-12NZDT,M9.5.0,M4.1.0/3", (43200, "NZST"), (46800, "NZDT")),
        ("IST-1GMT0,M10.5.0,M3.5.0/1", (3600, "IST"), (0, "GMT")),
        ("<+0330>-3:30", (12600, "+0330"), (12600, "+0330")),
        ("<-03>3<-02>,M3.5.0/-1,M10.5.0/0:30:15", (-7200, "-02"), (-10800, "-03")),
        ("AAA0BBB-2,J60,J300", (7200, "BBB"), (0, "AAA")),
        ("AAA0BBB,59,299/1", (3600, "BBB"), (0, "AAA")),
    ],
)
def test_posix_rules_say_what_clocks_show(text: str, july: tuple[int, str], january: tuple[int, str]) -> None:
    rules = rules_of_posix(text)
    assert rules is not None
    shown = [(period.offset, period.abbreviation) for period in (rules.at(JULY), rules.at(JANUARY))]
    assert shown == [july, january]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "CET",
        "CE-1",
        "CET-1CEST",
        "CET-1CEST,M3.5.0",
        "CET-1CEST,M13.5.0,M10.5.0",
        "CET-1CEST,M3.6.0,M10.5.0",
        "<CET-1",
        "CET-1CEST,M3.5.0,M10.5.0x",
        "CET-1CEST,M3.5,M10.5.0",
        "1CET",
        "CET-1:x",
    ],
)
def test_what_is_no_posix_rule_is_none(text: str) -> None:
    assert parse_posix_rule(text) is None


def test_a_julian_day_passes_over_the_leap_day() -> None:
    rule = parse_posix_rule("AAA0BBB,J60/0,J300")
    assert rule is not None
    starts = [time.gmtime(rule.changes(year)[0][0])[1:3] for year in (2023, 2024)]
    assert starts == [(3, 1), (3, 1)]
    zero = parse_posix_rule("AAA0BBB,59/0,299")
    assert zero is not None
    assert [time.gmtime(zero.changes(year)[0][0])[1:3] for year in (2023, 2024)] == [(3, 1), (2, 29)]


def test_changes_by_rule_alternate() -> None:
    rules = rules_of_posix("CET-1CEST,M3.5.0,M10.5.0/3")
    assert rules is not None
    change = rules.after(JANUARY)
    seen = []
    while change is not None and len(seen) < 6:
        seen.append(change.period.abbreviation)
        previous = rules.before(change.moment + 1)
        assert previous == change
        change = rules.after(change.moment)
    assert seen == ["CEST", "CET"] * 3


def zone_file(
    times: list[int], types: list[int], kinds: list[tuple[int, int, int]], names: bytes, tail: bytes
) -> bytes:
    """The bytes of a zone file of version 2 whose first block is empty."""
    empty = b"TZif2" + bytes(15) + struct.pack(">6l", 0, 0, 0, 0, 1, 1) + struct.pack(">lBB", 0, 0, 0) + b"\0"
    head = b"TZif2" + bytes(15) + struct.pack(">6l", 0, 0, 0, len(times), len(kinds), len(names))
    body = (
        struct.pack(f">{len(times)}q", *times) + bytes(types) + b"".join(struct.pack(">lBB", *kind) for kind in kinds)
    )
    return empty + head + body + names + b"\n" + tail + b"\n"


def test_a_zone_file_is_its_table_and_the_rule_at_its_end() -> None:
    data = zone_file([0, 1000], [1, 0], [(3600, 0, 0), (7200, 1, 4)], b"AAA\0BBB\0", b"CCC-3")
    rules = rules_of_file(data)
    assert rules is not None
    assert [rules.at(moment) for moment in (-5, 0, 999, 1000)] == [
        Period(3600, 3600, False, "AAA"),
        Period(7200, 3600, True, "BBB"),
        Period(7200, 3600, True, "BBB"),
        Period(10800, 10800, False, "CCC"),
    ]


def test_the_birth_of_time_is_no_change() -> None:
    data = zone_file([-(1 << 59), 1000], [0, 1], [(60, 0, 0), (120, 0, 4)], b"AAA\0BBB\0", b"")
    rules = rules_of_file(data)
    assert rules is not None
    first = rules.after(-(1 << 60))
    assert first is not None and first.moment == 1000 and rules.before(1000) is None


def test_what_is_no_zone_file_has_no_rules() -> None:
    assert rules_of_file(b"") is None and rules_of_file(b"#!/bin/sh") is None


@pytest.mark.parametrize(
    ("offset", "previous", "following", "standard"),
    [
        (7200, 3600, 3600, 3600),
        (7200, 0, 0, 0),
        (50400, -39600, 46800, 46800),
        (0, 3600, 3600, 3600),
        (-18000, -18000, -21600, -21600),
        (-10800, -10800, -10800, -10800),
        (50400, None, None, 46800),
    ],
)
def test_standard_time_is_guessed_from_its_neighbours(
    offset: int, previous: int | None, following: int | None, standard: int
) -> None:
    assert zonerules._standard_offset(offset, previous, following) == standard


@pytest.mark.parametrize("name", ["", "../x", "/etc/passwd", "Europe/..", "a//b", "Europe/Ber lin", "é", "."])
def test_names_that_leave_the_database_are_refused(name: str) -> None:
    assert zoneids.rules_of(name) is None
    assert not zoneids.has_file(name)


def test_the_tzdata_package_is_asked_where_the_system_has_no_database(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    import sys
    import zoneinfo

    package = tmp_path / "tzdata"
    (package / "zoneinfo" / "Test").mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "zoneinfo" / "Test" / "Town").write_bytes(zone_file([], [], [(60, 0, 0)], b"TWN\0", b"TWN-0:01"))
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "tzdata", raising=False)
    monkeypatch.setattr(zoneinfo, "TZPATH", ())
    try:
        rules = zoneids.rules_of("Test/Town")
        assert rules is not None and rules.at(0).abbreviation == "TWN"
        assert zoneids.rules_of("Test/Nowhere") is None
    finally:
        zoneids._rules.pop("Test/Town", None)
        sys.modules.pop("tzdata", None)


def test_the_systems_zone_is_read_from_the_environment(zone: Any) -> None:
    zone(":Asia/Tokyo")
    assert zoneids.system_id() == "Asia/Tokyo"
    assert localclock.local_period(0) == Period(32400, 32400, False, "JST")


def test_a_clock_that_cannot_convert_a_moment_is_asked_about_one_that_it_can(
    monkeypatch: pytest.MonkeyPatch, zone: Any
) -> None:
    zone("CET-1CEST,M3.5.0,M10.5.0/3")
    real = time.localtime

    def narrow(seconds: float) -> time.struct_time:
        if not 0 <= seconds < 32503680000:
            raise OSError(22, "Invalid argument")
        return real(seconds)

    monkeypatch.setattr(localclock.time, "localtime", narrow)
    july_12021 = JULY + 146097 * 86400 * 25
    assert localclock.local_period(july_12021).offset == 7200
    assert localclock.local_period(-(10**10)).offset == 3600


def test_fixed_rules_never_change() -> None:
    rules = FixedRules(60, "X")
    assert rules.after(0) is None and rules.before(0) is None and not rules.has_daylight_time()
