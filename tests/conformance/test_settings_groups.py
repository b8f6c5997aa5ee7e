"""Groups and arrays in `QSettings`, and what is removed with them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from settingssupport import stored

pytestmark = pytest.mark.only("netaccess", "PySide6")  # Qt 5 writes other than ASCII as numbers


def test_groups_are_prefixes(settings: Any) -> None:
    settings.beginGroup("g")
    settings.beginGroup("/h//i/")
    settings.setValue("k", 1)
    assert (settings.group(), settings.allKeys(), settings.contains("k")) == ("g/h/i", ["k"], True)
    settings.endGroup()
    assert (settings.group(), settings.childGroups(), settings.childKeys()) == ("g", ["h"], [])
    settings.endGroup()
    assert (settings.group(), settings.allKeys()) == ("", ["g/h/i/k"])


def test_children_are_told_from_groups(settings: Any) -> None:
    for key in ["b", "a", "g/x", "g/y/z", "h/x"]:
        settings.setValue(key, 1)
    assert settings.childKeys() == ["a", "b"]
    assert settings.childGroups() == ["g", "h"]
    assert settings.allKeys() == ["a", "b", "g/x", "g/y/z", "h/x"]


def test_an_empty_group_changes_nothing(settings: Any) -> None:
    settings.beginGroup("")
    settings.setValue("k", 1)
    assert settings.group() == ""
    settings.endGroup()
    assert settings.allKeys() == ["k"]


@pytest.mark.parametrize(
    ("begin", "end", "warning"),
    [
        (None, "endGroup", "QSettings::endGroup: No matching beginGroup()"),
        (None, "endArray", "QSettings::endArray: No matching beginArray()"),
        ("beginReadArray", "endGroup", "QSettings::endGroup: Expected endArray() instead"),
        ("beginGroup", "endArray", "QSettings::endArray: Expected endGroup() instead"),
    ],
)
def test_ends_without_their_beginnings_are_warned_of(
    settings: Any, capfd: Any, begin: str | None, end: str, warning: str
) -> None:
    if begin is not None:
        getattr(settings, begin)("x")
    getattr(settings, end)()
    assert warning in capfd.readouterr().err
    assert settings.group() == ""


def test_an_array_index_without_an_array_is_warned_of(settings: Any, capfd: Any) -> None:
    settings.setArrayIndex(1)
    assert "QSettings::setArrayIndex: Missing beginArray()" in capfd.readouterr().err


def test_an_array_is_counted_from_one_and_its_size_is_written(settings: Any) -> None:
    settings.beginWriteArray("arr")
    for index in range(2):
        settings.setArrayIndex(index)
        settings.setValue("a", index * 10)
    assert settings.group() == "arr/2"
    settings.endArray()
    assert settings.allKeys() == ["arr/1/a", "arr/2/a", "arr/size"]
    assert settings.value("arr/size") == 2


def test_an_array_is_read(settings: Any) -> None:
    settings.setValue("g/arr/size", 2)
    settings.setValue("g/arr/2/a", "x")
    settings.beginGroup("g")
    assert settings.beginReadArray("arr") == 2
    settings.setArrayIndex(1)
    assert settings.value("a") == "x"
    settings.setArrayIndex(0)
    assert settings.value("a") is None
    settings.endArray()
    assert settings.group() == "g"


def test_a_missing_array_is_empty(settings: Any) -> None:
    assert settings.beginReadArray("nope") == 0
    settings.endArray()
    assert settings.allKeys() == []


def test_the_size_of_an_array_may_be_said_beforehand(settings: Any) -> None:
    settings.beginWriteArray("arr", 3)
    settings.setArrayIndex(0)
    settings.setValue("a", 1)
    settings.endArray()
    assert settings.value("arr/size") == 3


def test_an_array_written_anew_keeps_elements_behind_its_end(settings: Any) -> None:
    for count in (3, 1):
        settings.beginWriteArray("arr")
        for index in range(count):
            settings.setArrayIndex(index)
            settings.setValue("a", index)
        settings.endArray()
    assert settings.value("arr/size") == 1
    assert settings.contains("arr/3/a")


def test_remove_takes_what_is_below_too(settings: Any) -> None:
    for key in ["a", "a/b", "a/b/c", "ab"]:
        settings.setValue(key, 1)
    settings.remove("a")
    assert settings.allKeys() == ["ab"]


def test_remove_of_nothing_empties_the_group(settings: Any) -> None:
    for key in ["g/a", "g/h/b", "x"]:
        settings.setValue(key, 1)
    settings.beginGroup("g")
    settings.remove("")
    settings.endGroup()
    assert settings.allKeys() == ["x"]


def test_clear_empties_everything_also_in_a_group(settings: Any, ini_path: Path) -> None:
    settings.setValue("a", 1)
    settings.setValue("g/b", 1)
    settings.sync()
    settings.beginGroup("g")
    settings.clear()
    settings.endGroup()
    assert settings.allKeys() == []
    assert stored(settings, ini_path) == ""
