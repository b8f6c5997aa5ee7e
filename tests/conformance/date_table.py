"""A table of dates written and read, with real Qt's answers, kept in ``date_table.json`` beside this file.

The file is the list of what is asked and the answers in one: ``python tests/conformance/date_table.py PySide6`` asks the
oracle all of it anew and writes the answers (``--print`` shows them instead), so that a new case is added by writing it
into its group with ``null`` for an answer. The tests in ``test_date_formats.py`` compare the binding under test with it.

Everything is asked in the time zone of Berlin. Groups:

- ``written``: a moment, then format strings or names of `Qt.DateFormat`;
- ``dates`` and ``times``: the same for `QDate` and `QTime`;
- ``read``: a format, then texts, read as a `QDateTime`; ``read dates`` and ``read times`` as the other two;
- ``read from 2000``: the same with a base year.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

TABLE = Path(__file__).with_suffix(".json")
ZONE = "Europe/Berlin"
FORMS = ("TextDate", "ISODate", "ISODateWithMs", "RFC2822Date")


def use_zone(name: str | None) -> None:
    """Make *name* the local time zone of this process; None leaves the system's own."""
    if name is None:
        os.environ.pop("TZ", None)
    else:
        os.environ["TZ"] = name
    time.tzset()


def form(QtCore: Any, text: str) -> Any:
    """A format string, or the member of `Qt.DateFormat` that *text* names."""
    return getattr(QtCore.Qt, text) if text in FORMS else text


def moment(QtCore: Any, text: str) -> Any:
    """The moment that ``2024 2 9 3 4 5 70 UTC`` names; a last word is UTC, an offset in seconds or a zone's id."""
    words = text.split()
    numbers = [int(word) for word in words[:7]]
    date, clock = QtCore.QDate(*numbers[:3]), QtCore.QTime(*numbers[3:])
    if len(words) == 7:
        return QtCore.QDateTime(date, clock)
    if words[7] == "UTC":
        return QtCore.QDateTime(date, clock, QtCore.Qt.UTC)
    if words[7].lstrip("-").isdigit():
        return QtCore.QDateTime(date, clock, QtCore.Qt.OffsetFromUTC, int(words[7]))
    return QtCore.QDateTime(date, clock, QtCore.QTimeZone(words[7].encode()))


def described(QtCore: Any, value: Any) -> str:
    """All that a date or a time that was read can tell, nothing when it is invalid."""
    if isinstance(value, QtCore.QDate):
        return str(value.toString("yyyy-MM-dd"))
    if isinstance(value, QtCore.QTime):
        return str(value.toString("HH:mm:ss.zzz"))
    spec = value.timeSpec()
    zone = "" if spec == QtCore.Qt.LocalTime else f" {getattr(spec, 'name', spec)} {value.offsetFromUtc()}"
    return f"{value.toString('yyyy-MM-dd HH:mm:ss.zzz')}{zone}" if value.isValid() else ""


def written(QtCore: Any, group: str, what: str, how: str) -> str:
    """A date, a time or a moment as text."""
    numbers = [] if group == "written" else [int(word) for word in what.split()]
    if group == "dates":
        value = QtCore.QDate(*numbers)
    elif group == "times":
        value = QtCore.QTime(*numbers)
    else:
        value = moment(QtCore, what)
    return str(value.toString(form(QtCore, how)))


def read(QtCore: Any, group: str, how: str, text: str) -> str:
    """What *text* is read as."""
    if group == "read from 2000":
        return described(QtCore, QtCore.QDateTime.fromString(text, how, 2000))
    kind = {"read dates": QtCore.QDate, "read times": QtCore.QTime}.get(group, QtCore.QDateTime)
    return described(QtCore, kind.fromString(text, form(QtCore, how)))


def expected() -> dict[str, dict[str, dict[str, str | None]]]:
    """The table as real Qt answered it."""
    loaded: dict[str, dict[str, dict[str, str | None]]] = json.loads(TABLE.read_text(encoding="utf-8"))
    return loaded


def answer(QtCore: Any, group: str, first: str, second: str) -> str:
    """One answer of the binding."""
    return (read if group.startswith("read") else written)(QtCore, group, first, second)


def answers(QtCore: Any) -> dict[str, dict[str, dict[str, str]]]:
    """The whole table as the binding answers it."""
    return {
        group: {
            first: {second: answer(QtCore, group, first, second) for second in seconds}
            for first, seconds in rows.items()
        }
        for group, rows in expected().items()
    }


def main(arguments: list[str]) -> None:
    """Ask the binding named in *arguments* (PySide6) and write the table file, or print it."""
    use_zone(ZONE)
    names = [argument for argument in arguments if not argument.startswith("-")]
    QtCore = importlib.import_module(f"{names[0] if names else 'PySide6'}.QtCore")
    text = json.dumps(answers(QtCore), indent=1) + "\n"
    if "--print" in arguments:
        sys.stdout.write(text)
    else:
        TABLE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
