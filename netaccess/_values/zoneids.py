"""The names of time zones: those of the IANA database, Qt's for fixed offsets (``UTC+01:00``), and the system's own."""

from __future__ import annotations

import os

from .zonerules import FixedRules, rules_of_file, rules_of_posix

MAX_OFFSET = 16 * 3600
"""The furthest that a zone may be from UTC, in seconds."""

# The fixed offsets that are listed among the available zones, in minutes.
_LISTED = (
    *(-60 * hours for hours in range(14, 0, -1)),
    *(-570, -270, -210),
    *(60 * hours for hours in (*range(1, 15),)),
    *(210, 270, 330, 345, 390, 510, 525, 570, 630, 765),
)

_rules: dict[str, FixedRules] = {}


def offset_id(offset: int) -> str:
    """Return the name of a fixed offset in seconds: ``UTC``, ``UTC+05:30``, ``UTC-00:00:01``."""
    if not offset:
        return "UTC"
    rest = abs(offset)
    seconds = f":{rest % 60:02}" if rest % 60 else ""
    return f"UTC{'-' if offset < 0 else '+'}{rest // 3600:02}:{rest // 60 % 60:02}{seconds}"


def short_offset_id(offset: int) -> str:
    """Return the name of a fixed offset without its seconds, and with a sign for UTC too: ``UTC+00:00``."""
    rest = abs(offset)
    return f"UTC{'-' if offset < 0 else '+'}{rest // 3600:02}:{rest // 60 % 60:02}"


def offset_of_id(name: str) -> int | None:
    """Return the offset in seconds that ``UTC``, ``UTC+1`` or ``UTC-05:30:15`` names, None for another name."""
    if name == "UTC":
        return 0
    if not name.startswith(("UTC+", "UTC-")):
        return None
    parts = name[4:].split(":")
    if len(parts) > 3 or not all(part.isascii() and part.isdigit() and len(part) <= 2 for part in parts):
        return None
    hours, minutes, seconds = (int(part) for part in (*parts, "0", "0")[:3])
    offset = hours * 3600 + minutes * 60 + seconds
    if minutes > 59 or seconds > 59 or offset > MAX_OFFSET:
        return None
    return -offset if name[3] == "-" else offset


def _is_plain(name: str) -> bool:
    """Return whether *name* can only mean a file below the folders of zone files."""
    return bool(name) and all(
        part
        and part.isascii()
        and part.strip(".")
        and part.replace("_", "a").replace("+", "a").replace("-", "a").isalnum()
        for part in name.split("/")
    )


def _read(name: str) -> bytes | None:
    """Return the zone file called *name* from the system's folders, or from the tzdata package."""
    import zoneinfo

    for folder in zoneinfo.TZPATH:
        path = os.path.join(folder, *name.split("/"))
        if os.path.isfile(path):
            with open(path, "rb") as file:
                return file.read()
    from importlib import resources

    try:
        return resources.files("tzdata").joinpath("zoneinfo", *name.split("/")).read_bytes()
    except (OSError, ModuleNotFoundError):
        return None


def rules_of(name: str) -> FixedRules | None:
    """Return the rules of an IANA zone or of a POSIX zone string, None when there is no such zone."""
    rules = _rules.get(name)
    if rules is None:
        data = _read(name) if _is_plain(name) else None
        rules = rules_of_file(data) if data else None
        if rules is None:
            return rules_of_posix(name)
        # Two threads may both read a file; which of the equal results stays in the table does not matter.
        _rules[name] = rules
    return rules


def has_file(name: str) -> bool:
    """Return whether the database has a zone of that name."""
    return _is_plain(name) and (_read(name) or b"").startswith(b"TZif")


def available_ids() -> list[str]:
    """Return the names of all zones that are known, sorted."""
    import zoneinfo

    names = {"UTC", "UTC+00:00", "UTC-00:00", *zoneinfo.available_timezones()}
    names.update(offset_id(minutes * 60) for minutes in _LISTED)
    return sorted(names - {"localtime", "posixrules"})


def is_available(name: str) -> bool:
    """Return whether there is a zone of that name."""
    return bool(name) and (offset_of_id(name) is not None or rules_of(name) is not None)


def system_id() -> str:
    """Return the name of the system's time zone: what ``TZ`` says, else what /etc/localtime links to, else an offset."""
    name = os.environ.get("TZ", "").removeprefix(":")
    if name:
        return name
    target = os.path.realpath("/etc/localtime")
    _, found, rest = target.replace(os.sep, "/").partition("/zoneinfo/")
    if found and _is_plain(rest):
        return rest.removeprefix("posix/").removeprefix("right/")
    import time

    return offset_id(-time.timezone)


def comment_of(name: str) -> str:
    """Return the remark on a zone in the database's table of zones, nothing where it has none."""
    table = _read("zone.tab") or b""
    for line in table.decode("utf-8", "replace").splitlines():
        columns = line.split("\t")
        if not line.startswith("#") and len(columns) > 3 and columns[2] == name:
            return columns[3]
    return ""
