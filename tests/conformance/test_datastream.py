"""`QDataStream`: the bytes of every version, both ways; single values, and hostile input."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from typing import Any

import pytest
from binding import QtCore, enum_name, number, octets
from stream_table import VERSIONS, ZONE, expected, read, written
from streaming import Reading, opened

QByteArray = QtCore.QByteArray
QBuffer = QtCore.QBuffer
QDataStream = QtCore.QDataStream
QIODevice = QtCore.QIODevice
TABLE = expected()

pytestmark = pytest.mark.only("netaccess", "PySide6")


@pytest.fixture(scope="module", autouse=True)
def one_place() -> Iterator[None]:
    """Local time is that of the place the table was made in."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = ZONE
    time.tzset()
    yield
    if before is None:
        del os.environ["TZ"]
    else:
        os.environ["TZ"] = before
    time.tzset()


def rows(writer: str) -> Iterator[tuple[int, list[str]]]:
    """The table's answers for each version."""
    for version in VERSIONS:
        yield version, next(row[1:] for row in reversed(TABLE[writer]) if row[0] <= version)


@pytest.mark.parametrize("writer", TABLE)
def test_every_version_is_written_as_qt_writes_it(writer: str) -> None:
    for version, (big, little, _) in rows(writer):
        assert written(QtCore, writer, version).hex() == big, version
        assert written(QtCore, writer, version, little=True).hex() == little, version


@pytest.mark.parametrize("writer", TABLE)
def test_what_qt_wrote_in_any_version_is_read(writer: str) -> None:
    for version, (big, little, seen) in rows(writer):
        assert read(QtCore, writer, bytes.fromhex(big), version) == seen, version
        assert read(QtCore, writer, bytes.fromhex(little), version, little=True) == seen, version


def test_a_new_stream_has_the_newest_layout_and_the_high_byte_first() -> None:
    stream = QDataStream()
    assert number(stream.version()) == number(QDataStream.Qt_6_12) == 24
    assert enum_name(stream.byteOrder()) == "BigEndian"
    assert enum_name(stream.floatingPointPrecision()) == "DoublePrecision"
    assert enum_name(stream.status()) == "Ok"


def test_a_stream_without_a_device_reads_nothing_and_writes_nothing() -> None:
    stream = QDataStream()
    assert stream.device() is None
    assert (stream.atEnd(), stream.readInt32(), stream.readQString(), stream.readBytes(3)) == (True, 0, "", None)
    assert (stream.readRawData(3), stream.skipRawData(3), stream.writeRawData(b"x")) == (None, -1, -1)
    assert enum_name(stream.status()) == "Ok"


def test_bytes_opened_for_writing_are_written_over() -> None:
    array = QByteArray(b"abc")
    opened(array).writeInt8(1)
    assert octets(array) == b"\1bc"


def test_bytes_opened_for_appending_grow() -> None:
    array = QByteArray(b"abc")
    opened(array, QIODevice.WriteOnly | QIODevice.Append).writeInt8(1)
    assert octets(array) == b"abc\1"


def test_bytes_without_a_mode_are_read_as_they_were() -> None:
    array = QByteArray(b"abc")
    stream = QDataStream(array)
    array.append(b"d")
    assert stream.readRawData(9) == b"abc"


def test_a_device_is_what_it_was_made_with() -> None:
    buffer = QBuffer()
    stream = QDataStream(buffer)
    assert stream.device() is buffer
    stream.setDevice(None)
    assert stream.device() is None


def test_an_unopened_device_is_an_error_of_the_stream(capfd: Any) -> None:
    buffer = QBuffer()
    stream = QDataStream(buffer)
    stream.writeInt32(3)
    assert enum_name(stream.status()) == "WriteFailed"
    other = QDataStream(buffer)
    assert other.readInt32() == 0
    assert enum_name(other.status()) == "ReadPastEnd"


@pytest.mark.parametrize(
    ("method", "value"),
    [
        ("writeInt8", 128),
        ("writeUInt8", -1),
        ("writeInt16", 2**15),
        ("writeUInt16", 70000),
        ("writeInt32", 2**31),
        ("writeUInt32", -1),
        ("writeInt64", 2**63),
        ("writeUInt64", 2**64),
    ],
)
def test_numbers_that_have_no_room_are_refused(method: str, value: int, slot_errors: list[BaseException]) -> None:
    array = QByteArray()
    stream = opened(array)
    with pytest.raises(OverflowError):
        getattr(stream, method)(value)
    assert octets(array) == b""
    slot_errors.clear()


def test_floats_of_four_bytes_are_chosen_by_their_precision() -> None:
    array = QByteArray()
    stream = opened(array)
    stream.setFloatingPointPrecision(QDataStream.SinglePrecision)
    stream.writeFloat(1.5)
    stream.writeDouble(0.1)
    assert octets(array).hex() == "3fc000003dcccccd"


def test_a_float_is_rounded_even_where_eight_bytes_are_written() -> None:
    array = QByteArray()
    opened(array).writeFloat(0.1)
    assert octets(array).hex() == "3fb99999a0000000"


def test_a_double_too_large_for_four_bytes_is_infinite() -> None:
    array = QByteArray()
    opened(array).writeFloat(1e300)
    assert octets(array).hex() == "7ff0000000000000"


@pytest.mark.differs("datastream-char")
def test_a_character_beyond_ascii_is_written() -> None:
    array = QByteArray()
    opened(array).writeQChar("€")
    assert octets(array).hex() == "20ac"


def test_a_character_is_one_utf16_unit() -> None:
    array = QByteArray()
    opened(array).writeQChar("a")
    assert octets(array).hex() == "0061"
    with Reading(b"\xd8\0") as stream:
        assert stream.readQChar() == "\ud800"


def test_write_bytes_returns_the_stream() -> None:
    array = QByteArray()
    stream = opened(array)
    assert stream.writeBytes(b"a") is stream
    assert stream.writeRawData(b"bc") == 2
    assert octets(array) == b"\0\0\0\1abc"


def test_read_bytes_reads_as_many_as_were_written_whatever_is_asked_for() -> None:
    with Reading(b"\0\0\0\3abcd") as stream:
        assert stream.readBytes(1) == b"abc"
        assert stream.readRawData(5) == b"d"


@pytest.mark.parametrize(
    ("data", "status"),
    [(b"\0\0\0\0", "Ok"), (b"\0\0\0\x08abc", "ReadPastEnd"), (b"\xff\xff\xff\xff", "SizeLimitExceeded")],
)
def test_read_bytes_gives_none_where_there_is_nothing(data: bytes, status: str) -> None:
    reading = Reading(data)
    with reading as stream:
        assert stream.readBytes(9) is None
        assert reading.status() == status


def test_raw_data_may_be_cut_short() -> None:
    reading = Reading(b"abcd")
    with reading as stream:
        assert stream.readRawData(9) == b"abcd"
        assert reading.status() == "ReadPastEnd"


def test_raw_data_is_skipped() -> None:
    reading = Reading(b"abcd")
    with reading as stream:
        assert stream.skipRawData(2) == 2
        assert stream.readRawData(1) == b"c"
        assert stream.skipRawData(9) == 1
        assert reading.status() == "ReadPastEnd"


@pytest.mark.parametrize("method", ["readInt8", "readUInt16", "readInt32", "readInt64", "readDouble", "readBool"])
def test_a_number_that_is_not_there_is_zero(method: str) -> None:
    reading = Reading(b"")
    with reading as stream:
        assert getattr(stream, method)() == 0
        assert reading.status() == "ReadPastEnd"


def test_a_number_that_is_half_there_is_used_up() -> None:
    reading = Reading(b"\0\1")
    with reading as stream:
        assert stream.readInt32() == 0
        assert stream.atEnd()


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"\0\0\0\3\0a\0b", "ReadCorruptData"),
        (b"\0\0\0\x08\0a\0b", "ReadPastEnd"),
        (b"\x7f\xff\xff\xfe\0a", "ReadPastEnd"),
        (b"\xff\xff\xff\xfe\0\0\0\0\0\0\0\x7f", "ReadCorruptData"),
        (b"\xff\xff\xff\xf0", "ReadPastEnd"),
        (b"\xff\xff\xff\xff", "Ok"),
    ],
)
def test_texts_of_a_hostile_length_are_empty(data: bytes, status: str) -> None:
    reading = Reading(data)
    with reading as stream:
        assert stream.readQString() == ""
        assert reading.status() == status


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"\0\0\0\5\0\0\0\2\0a", "ReadPastEnd"),
        (b"\x7f\xff\xff\xff\0\0\0\2\0a", "ReadPastEnd"),
        (b"\xff\xff\xff\xff", "SizeLimitExceeded"),
    ],
)
def test_lists_of_a_hostile_length_are_empty(data: bytes, status: str) -> None:
    reading = Reading(data)
    with reading as stream:
        assert stream.readQStringList() == []
        assert reading.status() == status


@pytest.mark.only("netaccess")  # Qt reserves the memory and ends the process
def test_a_list_of_variants_costs_no_more_than_what_is_there() -> None:
    reading = Reading(bytes.fromhex("00000009007fffffff"))
    with reading as stream:
        assert stream.readQVariant() == []
        assert reading.status() == "ReadPastEnd"


@pytest.mark.only("netaccess")  # Qt's stack overflows
def test_lists_in_lists_without_end_are_corrupt() -> None:
    reading = Reading(bytes.fromhex("000000090000000001") * 5000)
    with reading as stream:
        assert stream.readQVariant() == []
        assert reading.status() == "ReadCorruptData"


@pytest.mark.parametrize(
    ("data", "value"),
    [
        ("00000003 00 00000007", 7),
        ("00000005 00 0000000000000007", 7),
        ("00000007 00 0041", "A"),
        ("00000026 00 3fe0000000000000", 0.5),
        ("00000021 00 ffff", -1),
        ("00000022 00 41", "A"),
        ("00000025 00 41", 65),
        ("00000028 00 ff", -1),
        ("00000024 00 ffff", 65535),
        ("00000020 00 0000000000000001", 1),
        ("00000033 00", None),
        ("0000000a 01 ffffffff", ""),
        ("0000001c 00 00000001 00000002 0061 00000002 00 00000005", {"a": 5}),
        ("0000002e 00 00000009 7b2261223a5b315d7d", {"a": [1]}),
    ],
)
def test_variants_of_types_that_python_never_writes_are_read(data: str, value: Any) -> None:
    reading = Reading(bytes.fromhex(data))
    with reading as stream:
        found = stream.readQVariant()
        assert (found, type(found)) == (value, type(value))
        assert (reading.status(), stream.atEnd()) == ("Ok", True)


@pytest.mark.parametrize("data", ["", "00000001", "0000000200", "000000080000000005"])
def test_variants_that_are_cut_short_are_an_error(data: str) -> None:
    reading = Reading(bytes.fromhex(data))
    with reading as stream:
        assert not stream.readQVariant()
        assert reading.status() == "ReadPastEnd"


def test_plain_data_that_pyside_pickled_is_read() -> None:
    pickled = "000100000000000018507953696465"  # the user type, "PySide::PyObjectWrapper"
    pickled += "3a3a50794f626a6563745772617070657200" + "00000011" + "80049506000000000000004302616294" + "2e"
    with Reading(bytes.fromhex(pickled)) as stream:
        assert stream.readQVariant() == b"ab"


@pytest.mark.only("netaccess")  # PySide6 refuses as well, but leaves its error to whatever call comes next
def test_a_pickle_that_calls_something_is_corrupt_data() -> None:
    pickled = b"cbuiltins\nlen\n(S'abc'\ntR."
    name = b"PySide::PyObjectWrapper\0"
    data = bytes.fromhex("0001000000") + len(name).to_bytes(4, "big") + name + len(pickled).to_bytes(4, "big") + pickled
    reading = Reading(data)
    with reading as stream:
        assert stream.readQVariant() is None
        assert reading.status() == "ReadCorruptData"


@pytest.mark.differs("datastream-pickle")
def test_objects_of_python_are_not_written() -> None:
    with pytest.raises(TypeError):
        opened(QByteArray()).writeQVariant({1, 2})


@pytest.mark.differs("datastream-shift-number")
@pytest.mark.parametrize("value", [5, True])
def test_a_number_without_a_size_is_refused(value: Any) -> None:
    with pytest.raises(TypeError):
        opened(QByteArray()) << value


def test_shifts_can_be_chained() -> None:
    array = QByteArray()
    stream = opened(array)
    assert (stream << QByteArray(b"a") << "b" << None) is stream
    assert octets(array).hex() == "0000000161000000020062ffffffff"


def test_a_dict_is_shifted_as_json_and_a_list_as_a_variant() -> None:
    array = QByteArray()
    opened(array) << {"a": 1} << ["x"]
    assert octets(array).hex() == "000000077b2261223a317d" + "0000000b00" + "00000001" + "000000020078"


def test_a_value_is_read_in_place() -> None:
    array, url = QByteArray(b"old"), QtCore.QUrl("old:")
    with Reading(b"\0\0\0\2ab\0\0\0\4x:/y") as stream:
        assert (stream >> array >> url) is stream
        assert octets(array) == b"ab"
        assert url.toString() == "x:/y"


def test_a_value_that_is_not_there_becomes_an_empty_one() -> None:
    moment = QtCore.QTime(1, 2)
    reading = Reading(b"\0\0")
    with reading as stream:
        stream >> moment
        assert moment == QtCore.QTime(0, 0)
        assert reading.status() == "ReadPastEnd"


@pytest.mark.differs("datastream-read-into-immutable")
@pytest.mark.parametrize("value", ["", 0, b""])
def test_what_cannot_be_changed_cannot_be_read_into(value: Any) -> None:
    with Reading(bytes(8)) as stream, pytest.raises(TypeError):
        stream >> value


@pytest.mark.differs("datastream-read-into-immutable")
def test_lists_and_dicts_are_read_into() -> None:
    items: list[Any] = ["old"]
    table: dict[str, Any] = {"old": 1}
    array = QByteArray()
    opened(array) << [1, "x"] << {"a": 1}
    with Reading(octets(array)) as stream:
        stream >> items >> table
    assert (items, table) == ([1, "x"], {"a": 1})
