"""QUuid: texts, bytes, kinds and order."""

from __future__ import annotations

import copy
import pickle
import uuid
from typing import Any

import pytest
from binding import QtCore, enum_name, octets

QUuid = QtCore.QUuid
TEXT = "67c8770b-44f1-410a-ab9a-f9b5446f13ee"
NULL = "{00000000-0000-0000-0000-000000000000}"
DNS = "6ba7b810-9dad-11d1-80b4-00c04fd430c8"


def with_bytes(**places: int) -> Any:
    """A UUID of zeros but for some of its bytes: ``b8=0x80``."""
    data = bytearray(16)
    for name, value in places.items():
        data[int(name[1:])] = value
    return QUuid.fromRfc4122(QtCore.QByteArray(bytes(data)))


def test_a_uuid_is_written_with_braces() -> None:
    assert QUuid(TEXT).toString() == f"{{{TEXT}}}" and QUuid(TEXT.upper()).toString() == f"{{{TEXT}}}"


@pytest.mark.parametrize(
    ("form", "text"),
    [
        (QUuid.WithBraces, f"{{{TEXT}}}"),
        (QUuid.WithoutBraces, TEXT),
        (QUuid.Id128, TEXT.replace("-", "")),
    ],
)
def test_a_uuid_is_written_in_three_forms(form: Any, text: str) -> None:
    assert QUuid(TEXT).toString(form) == text and octets(QUuid(TEXT).toByteArray(form)) == text.encode()


@pytest.mark.parametrize("text", [TEXT, f"{{{TEXT}}}", TEXT.upper(), f"{{{TEXT}", f"{TEXT}}}", f"{TEXT}xyz"])
def test_a_text_is_read_with_or_without_braces(text: str) -> None:
    assert QUuid(text).toString(QUuid.WithoutBraces) == TEXT


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        TEXT.replace("-", ""),
        f" {TEXT}",
        TEXT[:-1],
        f"({TEXT})",
        f"urn:uuid:{TEXT}",
        TEXT.replace("-", "_"),
        f"g{TEXT[1:]}",
        f"+{TEXT[1:]}",
        "67c8770b-44f1-410a-ab9af-9b5446f13ee",
    ],
)
def test_other_texts_give_the_null_uuid(text: str) -> None:
    assert QUuid(text).isNull() and QUuid(text).toString() == NULL


@pytest.mark.only("netaccess", "PySide6")
def test_a_uuid_is_read_by_a_function_too() -> None:
    assert QUuid.fromString(TEXT) == QUuid(TEXT) and QUuid.fromString("nope").isNull()


def test_the_null_uuid_is_false() -> None:
    assert QUuid().isNull() and not QUuid() and QUuid(TEXT) and not QUuid(TEXT).isNull() and QUuid() == QUuid("")


def test_a_uuid_is_made_of_eleven_numbers() -> None:
    assert QUuid(0x67C8770B, 0x44F1, 0x410A, 0xAB, 0x9A, 0xF9, 0xB5, 0x44, 0x6F, 0x13, 0xEE) == QUuid(TEXT)


@pytest.mark.parametrize("place", [0, 1, 3, 10])
def test_a_number_that_does_not_fit_is_an_overflow(place: int, slot_errors: list[BaseException]) -> None:
    numbers = [0] * 11
    numbers[place] = 1 << 32
    with pytest.raises(OverflowError):
        QUuid(*numbers)
    slot_errors.clear()  # PySide6 reports the same error there too


@pytest.mark.parametrize("arguments", [(3,), (1, 2), (1.5,)])
def test_other_arguments_are_refused(arguments: tuple[Any, ...]) -> None:
    with pytest.raises(TypeError):
        QUuid(*arguments)


def test_the_bytes_are_those_of_the_rfc() -> None:
    assert octets(QUuid(TEXT).toRfc4122()) == uuid.UUID(TEXT).bytes
    assert QUuid.fromRfc4122(QtCore.QByteArray(uuid.UUID(TEXT).bytes)) == QUuid(TEXT)
    assert QUuid.fromRfc4122(QtCore.QByteArray(b"short")).isNull()
    assert QUuid.fromRfc4122(QtCore.QByteArray(bytes(range(17)))).isNull()


def test_a_random_uuid_says_so_and_is_new() -> None:
    made = {QUuid.createUuid().toString() for _ in range(100)}
    assert len(made) == 100
    one = QUuid(made.pop())
    assert enum_name(one.variant()) == "DCE" and enum_name(one.version()) == "Random"


def test_a_name_gives_the_same_uuid_everywhere() -> None:
    name = QtCore.QByteArray(b"www.example.com")
    for create, standard in ((QUuid.createUuidV3, uuid.uuid3), (QUuid.createUuidV5, uuid.uuid5)):
        made = create(QUuid(DNS), name)
        assert made.toString(QUuid.WithoutBraces) == str(standard(uuid.NAMESPACE_DNS, "www.example.com"))


@pytest.mark.only("netaccess", "PySide6")
@pytest.mark.real_time("compares the time with Python's clock")
def test_uuids_of_the_time_sort_by_it_and_carry_it() -> None:
    import time

    before = time.time_ns() // 1_000_000
    made = QUuid.createUuidV7()
    after = time.time_ns() // 1_000_000
    assert before <= int.from_bytes(octets(made.toRfc4122())[:6], "big") <= after
    assert enum_name(made.version()) == "UnixEpoch" and enum_name(made.variant()) == "DCE"
    assert len({QUuid.createUuidV7().toString() for _ in range(100)}) == 100


@pytest.mark.parametrize(
    ("byte", "variant"),
    [
        (16, "NCS"),
        (127, "NCS"),
        (128, "DCE"),
        (191, "DCE"),
        (192, "Microsoft"),
        (223, "Microsoft"),
        (224, "Reserved"),
        (255, "Reserved"),
    ],
)
def test_the_variant_is_in_the_ninth_byte(byte: int, variant: str) -> None:
    assert enum_name(with_bytes(b8=byte).variant()) == variant


@pytest.mark.only("netaccess", "PySide6")
@pytest.mark.parametrize(
    ("number", "version"),
    [
        (0, "VerUnknown"),
        (1, "Time"),
        (2, "EmbeddedPOSIX"),
        (3, "Md5"),
        (4, "Random"),
        (5, "Sha1"),
        (6, "VerUnknown"),
        (7, "UnixEpoch"),
        (8, "VerUnknown"),
        (15, "VerUnknown"),
    ],
)
def test_the_version_is_in_the_seventh_byte(number: int, version: str) -> None:
    assert enum_name(with_bytes(b6=number << 4 | 3, b8=0x80).version()) == version


def test_only_uuids_of_the_rfc_have_a_version() -> None:
    assert enum_name(with_bytes(b6=0x40, b8=0x20).version()) == "VerUnknown" == enum_name(QUuid().version())
    assert enum_name(QUuid().variant()) == "VarUnknown"


@pytest.mark.only("netaccess", "PySide6")
def test_uuids_are_ordered_by_variant_then_by_number() -> None:
    low, high = with_bytes(b0=1, b8=0x80), with_bytes(b0=2, b8=0x80)
    other = with_bytes(b0=9, b8=0x10)
    assert low < high and high > low and low <= high and high >= low and low <= QUuid(low)
    assert other < low and QUuid() < other


@pytest.mark.only("netaccess", "PySide6")
def test_uuids_are_compared_with_uuids() -> None:
    assert QUuid(TEXT) == QUuid(TEXT) and QUuid(TEXT) != QUuid() and QUuid(TEXT) != TEXT


@pytest.mark.only("netaccess", "PySide6")
def test_a_uuid_is_a_key() -> None:
    assert {QUuid(TEXT): 1}[QUuid(f"{{{TEXT}}}")] == 1


@pytest.mark.only("netaccess", "PySide6")
def test_a_uuid_can_be_copied_and_pickled() -> None:
    value = QUuid(TEXT)
    assert copy.copy(value) == value == pickle.loads(pickle.dumps(value)) == QUuid(value)


@pytest.mark.only("netaccess", "PySide6")
def test_a_uuid_is_shown_with_its_text() -> None:
    assert repr(QUuid(TEXT)).endswith(f"QtCore.QUuid('{{{TEXT}}}')")
