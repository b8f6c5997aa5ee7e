"""The values and types of `QSettings`: what is kept, and what becomes of it where another type is asked for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from binding import QtCore
from settingssupport import ini, reading, stored

QByteArray = QtCore.QByteArray

pytestmark = pytest.mark.only("netaccess", "PySide6")  # Qt 5 writes other than ASCII as numbers


@pytest.mark.parametrize("value", [5, 2.5, True, None, "x", [], [1, "a", None], ["a"], {"a": [1]}])
def test_a_value_keeps_its_type_in_the_process(settings: Any, ini_path: Path, value: Any) -> None:
    settings.setValue("k", value)
    settings.sync()
    assert (settings.value("k"), type(settings.value("k"))) == (value, type(value))
    assert type(ini(ini_path).value("k")) is type(value)


def test_what_is_stored_is_a_copy(settings: Any) -> None:
    value = [1]
    settings.setValue("k", value)
    value.append(2)
    settings.value("k").append(3)
    assert settings.value("k") == [1]


def test_a_missing_key_gives_the_default_as_it_is(settings: Any) -> None:
    default = (1, {"a": 2})
    assert settings.value("k") is None
    assert settings.value("k", default) == default
    assert settings.value("k", defaultValue=5) == 5


def test_a_stored_none_is_not_missing(ini_path: Path) -> None:
    settings = reading(ini_path, "a=@Invalid()")
    assert settings.contains("a")
    assert settings.value("a", 5) is None


CONVERSIONS = [
    ("5", {int: 5, float: 5.0, bool: True, str: "5", list: ["5"], bytes: b"5"}),
    ("-7", {int: -7, float: -7.0, bool: True, str: "-7", list: ["-7"], bytes: b"-7"}),
    ("2.5", {int: 0, float: 2.5, bool: True, str: "2.5", list: ["2.5"], bytes: b"2.5"}),
    ("true", {int: 0, float: 0.0, bool: True, str: "true"}),
    ("false", {int: 0, bool: False, str: "false"}),
    ("FALSE", {bool: False}),
    ("0", {int: 0, bool: False}),
    ("yes", {int: 0, bool: True}),
    ("", {int: 0, float: 0.0, bool: False, str: "", list: [""], bytes: b""}),
    ('" 5 "', {int: 5, float: 5.0, str: " 5 "}),
    ("0x10", {int: 0}),
    ("1e3", {int: 0, float: 1000.0}),
    ("a, b", {int: 0, bool: False, str: "", list: ["a", "b"], bytes: b""}),
    ("@Invalid()", {int: 0, float: 0.0, bool: False, str: "", list: [], bytes: b""}),
    ("@ByteArray(7)", {int: 7, float: 7.0, bool: True, str: "7"}),
]


@pytest.mark.parametrize(("text", "results"), CONVERSIONS)
def test_texts_of_a_file_become_the_type_that_is_asked_for(ini_path: Path, text: str, results: dict[type, Any]) -> None:
    settings = reading(ini_path, f"k={text}")
    for kind, expected in results.items():
        found = settings.value("k", type=kind)
        assert (found, type(found)) == (expected, kind)


@pytest.mark.parametrize(
    ("value", "results"),
    [
        (2.5, {int: 3, str: "2.5", list: [2.5], bool: True}),
        (-2.5, {int: -3}),
        (True, {int: 1, float: 1.0, str: "true", list: [True]}),
        (5, {float: 5.0, str: "5", list: [5], bytes: b"5"}),
        ([1], {int: 0, str: "", bool: False, list: [1]}),
        ({"a": 1}, {int: 0, str: "", list: [], bool: False}),
        (None, {int: 0, str: "", list: []}),
    ],
)
def test_values_of_the_process_become_the_type_that_is_asked_for(
    settings: Any, value: Any, results: dict[type, Any]
) -> None:
    settings.setValue("k", value)
    for kind, expected in results.items():
        found = settings.value("k", type=kind)
        assert (found, type(found)) == (expected, kind)


def test_the_default_becomes_the_type_as_well(settings: Any) -> None:
    assert settings.value("k", "7", type=int) == 7
    assert settings.value("k", "x", int) == 0
    assert settings.value("k", True, bool) is True
    assert settings.value("k", type=bool) is False
    assert settings.value("k", [], list) == []


def test_an_unknown_type_is_refused(settings: Any) -> None:
    settings.setValue("k", "1")
    with pytest.raises(TypeError):
        settings.value("k", type="QString")


@pytest.mark.only("netaccess")
def test_dicts_and_byte_arrays_may_be_asked_for(settings: Any) -> None:
    settings.setValue("k", {"a": 1})
    settings.setValue("s", "x")
    assert settings.value("k", type=dict) == {"a": 1}
    assert settings.value("missing", type=dict) == {}
    assert settings.value("s", type=QByteArray) == QByteArray(b"x")


@pytest.mark.differs("settings-objects")
@pytest.mark.parametrize("value", [{1, 2}, {1: 2}, object()], ids=["set", "int-keys", "object"])
def test_what_a_file_has_no_form_for_is_refused(settings: Any, value: Any) -> None:
    with pytest.raises(TypeError):
        settings.setValue("k", value)


@pytest.mark.only("netaccess")
def test_bytes_and_tuples_are_stored_without_a_pickle(settings: Any, ini_path: Path) -> None:
    settings.setValue("b", b"x\xff")
    settings.setValue("t", ("a", "b"))
    assert stored(settings, ini_path) == "[General]\nb=@ByteArray(x\\xff)\nt=a, b\n"


def test_integers_beyond_sixty_four_bits_are_refused(settings: Any, slot_errors: list[BaseException]) -> None:
    with pytest.raises(OverflowError):
        settings.setValue("k", 2**64)
    slot_errors.clear()


def test_an_empty_key_is_warned_of(settings: Any, capfd: Any) -> None:
    settings.setValue("", 1)
    assert settings.value("") is None
    assert not settings.contains("")
    error = capfd.readouterr().err
    assert "QSettings::setValue: Empty key passed" in error
    assert "QSettings::value: Empty key passed" in error


def test_a_key_is_text(settings: Any) -> None:
    with pytest.raises(TypeError):
        settings.value(5)
    with pytest.raises(TypeError):
        settings.setValue(5, 1)
