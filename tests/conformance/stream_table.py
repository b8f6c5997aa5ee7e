"""A table of values, the bytes real Qt's `QDataStream` writes for each in every version, and what it reads from them.

The answers stand in ``stream_table.json`` beside this file. ``python tests/conformance/stream_table.py PySide6`` asks the
oracle all of it anew and writes them. The tests in ``test_datastream.py`` compare the binding under test with the file,
in both directions: what it writes, and what it reads from what Qt wrote.
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
VERSIONS = range(7, 25)
ZONE = "Europe/Berlin"

UUID = "QUuid('{12345678-9abc-def0-1234-56789abcdef0}')"
MOMENT = "QDate(2020, 7, 2), QTime(3, 4, 5, 6)"

NUMBERS = [
    "writeBool(True)",
    "writeInt8(-3)",
    "writeUInt8(200)",
    "writeInt16(-300)",
    "writeUInt16(65000)",
    "writeInt32(-70000)",
    "writeUInt32(4000000000)",
    "writeInt64(-5000000000)",
    "writeUInt64(18446744073709551615)",
    "writeFloat(0.1)",
    "writeDouble(0.1)",
]
TEXTS = [
    "writeQString('')",
    "writeQString(None)",
    "writeQString('a\\u00e9\\u20ac\\U0001f600\\0z')",
    "writeString('text')",
    "writeQStringList([])",
    "writeQStringList(['a', '', '\\u20ac'])",
    "writeBytes(b'ab\\0')",
]
VALUES = [
    "QByteArray(b'a\\0\\xff')",
    "QByteArray(b'')",
    "QByteArray()",
    "QUrl('http://\\u00fc.de/\\u00fc?x y#f')",
    "QUrl()",
    UUID,
    "QUuid()",
    "QDate(2020, 7, 2)",
    "QDate(-4, 1, 1)",
    "QDate()",
    "QTime(0, 0)",
    "QTime(23, 59, 59, 999)",
    "QTime()",
    f"QDateTime({MOMENT})",
    f"QDateTime({MOMENT}, QTimeZone(QTimeZone.UTC))",
    f"QDateTime({MOMENT}, QTimeZone.utc())",
    f"QDateTime({MOMENT}, QTimeZone.fromSecondsAheadOfUtc(-5400))",
    f"QDateTime({MOMENT}, QTimeZone(7200))",
    f"QDateTime({MOMENT}, QTimeZone(b'America/New_York'))",
    "QDateTime()",
    "QTimeZone(QTimeZone.UTC)",
    "QTimeZone.fromSecondsAheadOfUtc(3600)",
    "QTimeZone(QTimeZone.LocalTime)",
    "QTimeZone.utc()",
    "QTimeZone(-5400)",
    "QTimeZone(b'Asia/Tokyo')",
    "QTimeZone()",
    "QJsonDocument.fromJson(b'[1, {\"a\": null}]')",
    "QJsonDocument()",
    "QJsonValue(2.5)",
    "QJsonValue('x')",
    "QJsonValue(True)",
    "QJsonValue()",
]
VARIANTS = [
    "None",
    "True",
    "5",
    "-2147483648",
    "2147483648",
    "-5000000000",
    "2.5",
    "''",
    "'x\\u20ac'",
    "[]",
    "[1, 'a', None, [True], {'k': 2.5}]",
    "['a', 'b']",
    "{}",
    "{'b': 1, 'a': [2], '\\u00e9': 'x'}",
    "QByteArray(b'ab')",
    "QByteArray()",
    "QUrl('http://h/p')",
    "QDate(2020, 7, 2)",
    "QTime(1, 2, 3)",
    f"QDateTime({MOMENT})",
    f"QDateTime({MOMENT}, QTimeZone(QTimeZone.UTC))",
    UUID,
    "QTimeZone(b'Asia/Tokyo')",
    "QJsonValue(5)",
    "QJsonDocument.fromJson(b'{}')",
]
WRITERS = [
    *NUMBERS,
    *TEXTS,
    *(f"__lshift__({value})" for value in VALUES),
    *(f"writeQVariant({value})" for value in VARIANTS),
]


def names(QtCore: Any) -> dict[str, Any]:
    """What the expressions of the table may name."""
    return {name: getattr(QtCore, name) for name in dir(QtCore) if name.startswith("Q")}


def stream_on(QtCore: Any, array: Any, mode: Any, version: int, little: bool) -> Any:
    """A stream of a version and a byte order on a byte array."""
    stream = QtCore.QDataStream(array, mode)
    stream.setVersion(version)
    if little:
        stream.setByteOrder(QtCore.QDataStream.LittleEndian)
    return stream


def written(QtCore: Any, writer: str, version: int, little: bool = False) -> bytes:
    """The bytes that *writer*, a call of a stream's method, writes."""
    array = QtCore.QByteArray()
    stream = stream_on(QtCore, array, QtCore.QIODevice.WriteOnly, version, little)
    eval(f"stream.{writer}", names(QtCore), {"stream": stream})
    assert stream.status() == QtCore.QDataStream.Ok
    return bytes(array)


def read(QtCore: Any, writer: str, data: bytes, version: int, little: bool = False) -> str:
    """What is read from *data*, which *writer* wrote, as a text that all bindings share."""
    array = QtCore.QByteArray(data)  # on the oracle a stream does not keep it alive
    stream = stream_on(QtCore, array, QtCore.QIODevice.ReadOnly, version, little)
    method, _, argument = writer.partition("(")
    if method == "__lshift__":
        value = eval(argument[:-1].partition("(")[0].partition(".")[0], names(QtCore))()
        stream >> value
    elif method == "writeBytes":
        value = stream.readBytes(0)
    else:
        value = getattr(stream, method.replace("write", "read"))()
    return f"{view(QtCore, value)} {stream.status().name} {stream.atEnd()}"


def view(QtCore: Any, value: Any) -> str:
    """*value* as a text that does not depend on the binding."""
    if isinstance(value, list):
        return "[" + ", ".join(view(QtCore, item) for item in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key!a}: {view(QtCore, value[key])}" for key in sorted(value)) + "}"
    if isinstance(value, QtCore.QByteArray):
        return f"QByteArray {bytes(value)!r} {value.isNull()}"
    if isinstance(value, QtCore.QUrl):
        return f"QUrl {bytes(value.toEncoded())!r}"
    if isinstance(value, QtCore.QUuid):
        return f"QUuid {value.toString()}"
    if isinstance(value, QtCore.QDate):
        return f"QDate {value.toJulianDay() if value.isValid() else None}"
    if isinstance(value, QtCore.QTime):
        return f"QTime {value.msecsSinceStartOfDay() if value.isValid() else None}"
    if isinstance(value, QtCore.QDateTime):
        spec = getattr(value.timeSpec(), "value", value.timeSpec())
        date, time_ = view(QtCore, value.date()), view(QtCore, value.time())
        offset = value.offsetFromUtc() if value.isValid() else None
        return f"QDateTime {date} {time_} {int(spec)} {offset} {value.isValid()}"
    if isinstance(value, QtCore.QTimeZone):
        spec = getattr(value.timeSpec(), "value", value.timeSpec())
        return f"QTimeZone {bytes(value.id())!r} {int(spec)} {value.isValid()}"
    if isinstance(value, (QtCore.QJsonValue, QtCore.QJsonDocument)):
        kind = "QJsonValue" if isinstance(value, QtCore.QJsonValue) else "QJsonDocument"
        return f"{kind} {bytes(value.toJson(QtCore.QJsonDocument.Compact))!r}"
    return ascii(value)


def in_zone() -> None:
    """Let local time be that of one place, so that the table is the same everywhere."""
    os.environ["TZ"] = ZONE
    time.tzset()


def expected() -> dict[str, Any]:
    """The table as real Qt answered it."""
    loaded: dict[str, Any] = json.loads(TABLE.read_text(encoding="utf-8"))
    return loaded


def answers(QtCore: Any) -> dict[str, Any]:
    """The whole table as the binding answers it: for each writer, first versions of a layout, bytes, what is read."""
    table: dict[str, Any] = {}
    for writer in WRITERS:
        rows: list[list[Any]] = []
        for version in VERSIONS:
            data = written(QtCore, writer, version)
            little = written(QtCore, writer, version, little=True)
            row = [data.hex(), little.hex(), read(QtCore, writer, data, version)]
            if not rows or rows[-1][1:] != row:
                rows.append([version, *row])
        table[writer] = rows
    return table


def main() -> None:
    """Ask the binding named on the command line and write its answers."""
    in_zone()
    table = answers(importlib.import_module(f"{sys.argv[1]}.QtCore"))
    text = json.dumps(table, indent=0)
    if "--print" in sys.argv:
        print(text)
    else:
        TABLE.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
