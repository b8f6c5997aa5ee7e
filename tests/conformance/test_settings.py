"""`QSettings`: INI files that Qt writes and reads, groups, arrays, types, places, fallbacks and several writers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from binding import BINDING, QtCore, enum_name, octets
from loops import spin

QByteArray = QtCore.QByteArray
QSettings = QtCore.QSettings

pytestmark = pytest.mark.only("netaccess", "PySide6")  # Qt 5 writes other than ASCII as numbers

CHILD = Path(__file__).with_name("settings_child.py")
Child = Callable[[str], Any]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "settings.ini"


@pytest.fixture
def settings(path: Path) -> Any:
    """Settings on a file of their own that does not exist yet."""
    return ini(path)


@pytest.fixture
def child(tmp_path: Path) -> Child:
    """Run code in a process whose home is *tmp_path*, and return its ``result``."""

    def run(code: str) -> Any:
        command = [sys.executable, str(CHILD), BINDING, str(tmp_path)]
        done = subprocess.run(command, input=code, capture_output=True, text=True, timeout=60, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    return run


def ini(path: Path) -> Any:
    return QSettings(str(path), QSettings.IniFormat)


def stored(settings: Any, path: Path) -> str:
    settings.sync()
    return path.read_text(encoding="utf-8")


def line_of(settings: Any, path: Path, value: Any) -> str:
    """What stands in the file for *value*."""
    settings.setValue("k", value)
    text = stored(settings, path)
    assert text.startswith("[General]\nk=")
    return text.removeprefix("[General]\nk=").removesuffix("\n")


def reading(path: Path, text: str) -> Any:
    path.write_bytes(text.encode("utf-8"))
    return ini(path)


# -- what is written -------------------------------------------------------------------------------------------------

WRITTEN = [
    (None, "@Invalid()"),
    (True, "true"),
    (False, "false"),
    (-5, "-5"),
    (2**40, "1099511627776"),
    (2.5, "2.5"),
    (1.0, "1"),
    (1e100, "1e+100"),
    (1e-05, "1e-05"),
    ("x", "x"),
    ("", ""),
    (" a b ", '" a b "'),
    ("a;b", '"a;b"'),
    ("a,b", '"a,b"'),
    ("a=b", '"a=b"'),
    ('a"b', 'a\\"b'),
    ("a\\b", "a\\\\b"),
    ("a\nb\r\t\a\b\f\v", "a\\nb\\r\\t\\a\\b\\f\\v"),
    ("\x01f", "\\x1\\x66"),
    ("\x01g", "\\x1g"),
    ("\x1fé", "\\x1fé"),
    ("a\0b", "@String(a\\0\\x62)"),
    ("é€\U0001f600", "é€\U0001f600"),
    ("@x", "@@x"),
    ("#a:b[c]%d", "#a:b[c]%d"),
    (["a", "b"], "a, b"),
    (["a"], "a"),
    ([], "@Invalid()"),
    (["a,b", '"', "\\", "", " x", "@y"], '"a,b", \\", \\\\, , " x", @@y'),
    ([1, 2.5, None, True], "1, 2.5, @Invalid(), true"),
    ([1], "@Variant(\\0\\0\\0\\t\\0\\0\\0\\x1\\0\\0\\0\\x2\\0\\0\\0\\x1)"),
    (
        [["a"], ["b"]],
        "@Variant(\\0\\0\\0\\v\\0\\0\\0\\x1\\0\\0\\0\\x2\\0\\x61), "
        "@Variant(\\0\\0\\0\\v\\0\\0\\0\\x1\\0\\0\\0\\x2\\0\\x62)",
    ),
    ({}, "@Variant(\\0\\0\\0\\b\\0\\0\\0\\0)"),
    ({"a": 1}, "@Variant(\\0\\0\\0\\b\\0\\0\\0\\x1\\0\\0\\0\\x2\\0\\x61\\0\\0\\0\\x2\\0\\0\\0\\x1)"),
    (QByteArray(b"ab\0\xff\x7f,;\n"), '"@ByteArray(ab\\0\\xff\\x7f,;\\n)"'),
    (QByteArray(b""), "@ByteArray()"),
    (QtCore.QUrl("http://a/b c"), "@Variant(\\0\\0\\0\\x11\\0\\0\\0\\xehttp://a/b%20c)"),
    (QtCore.QDate(2020, 1, 2), "@Variant(\\0\\0\\0\\xe\\0%\\x84\\xe3)"),
    (QtCore.QTime(1, 2, 3), "@Variant(\\0\\0\\0\\xf\\0\\x38\\xce\\xf8)"),
    (
        QtCore.QDateTime(QtCore.QDate(2020, 1, 2), QtCore.QTime(3, 4, 5)),
        "@DateTime(\\0\\0\\0\\x10\\0\\0\\0\\0\\0\\0%\\x84\\xe3\\0\\xa8\\x88\\x88\\0)",
    ),
    (
        QtCore.QUuid("{12345678-1234-1234-1234-123456789abc}"),
        "@Variant(\\0\\0\\0\\x7f\\0\\0\\0\\x6QUuid\\0\\x12\\x34Vx\\x12\\x34\\x12\\x34\\x12\\x34\\x12\\x34Vx\\x9a\\xbc)",
    ),
]
TAGS = [f"value-{number}" for number in range(len(WRITTEN))]


@pytest.mark.parametrize(("value", "text"), WRITTEN, ids=TAGS)
def test_a_value_is_written_as_qt_writes_it(settings: Any, path: Path, value: Any, text: str) -> None:
    assert line_of(settings, path, value) == text


@pytest.mark.parametrize(("value", "text"), WRITTEN, ids=TAGS)
def test_a_value_that_qt_wrote_is_read(path: Path, value: Any, text: str) -> None:
    found = reading(path, f"[General]\nk={text}\n").value("k")
    if isinstance(value, (bool, int, float)):
        assert found == text  # a file does not say that it is a number
    elif value == []:
        assert found is None
    elif isinstance(value, list) and value[0] == 1:
        assert found in (value, ["1", "2.5", None, "true"])
    else:
        assert found == (value[0] if value == ["a"] else value)


def test_keys_are_escaped(settings: Any, path: Path) -> None:
    for number, key in enumerate(["a b", "%41", "é", "€", "a=b;c", "A.b-c_d", "back\\slash"]):
        settings.setValue(key, number)
    assert stored(settings, path) == (
        "[General]\n%2541=1\nA.b-c_d=5\na%20b=0\na%3Db%3Bc=4\nback%5Cslash=6\n%E9=2\n%U20AC=3\n"
    )
    assert ini(path).value("€") is not None


def test_sections_are_the_first_parts_of_keys_in_order(settings: Any, path: Path) -> None:
    for key in ["grp/b", "grp/sub/x y", "top", "a b/é/c", "Zed/z"]:
        settings.setValue(key, 1)
    assert stored(settings, path) == (
        "[General]\ntop=1\n\n[Zed]\nz=1\n\n[a%20b]\n%E9\\c=1\n\n[grp]\nb=1\nsub\\x%20y=1\n"
    )


def test_a_group_named_general_is_told_from_no_group(settings: Any, path: Path) -> None:
    settings.setValue("General/x", 1)
    settings.setValue("x", 2)
    assert stored(settings, path) == "[General]\nx=2\n\n[%General]\nx=1\n"


def test_slashes_are_made_regular(settings: Any) -> None:
    settings.setValue("/a//b/", 1)
    assert settings.allKeys() == ["a/b"]
    assert settings.value("a/b") == settings.value("//a/b//") == 1


# -- what is read ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("a = 5 ", {"a": "5"}),
        ('a="quoted ; str"  ', {"a": "quoted ; str"}),
        ("a=x;y\nb=2", {"a": "x", "b": "2"}),
        ("a=x # y", {"a": "x # y"}),
        ("; a=1\nb=2", {"b": "2"}),
        ("#a=1", {"#a": "1"}),
        ("a=b=c", {"a": "b=c"}),
        ('"a=b"=1', {'"a=b"': "1"}),
        ("a=", {"a": ""}),
        ("a=,", {"a": ["", ""]}),
        ("a=b, c ,d", {"a": ["b", "c", "d"]}),
        ('a="b","c d " , ', {"a": ["b", "c d ", ""]}),
        ('a="x"y', {"a": "xy"}),
        ("a=\\x41g\\xe9", {"a": "Agé"}),
        ("a=\\x1F600", {"a": "\uf600"}),
        ("a=\\101\\477\\0", {"a": "A\u013f\0"}),
        ("a=\\q\\xzz\\'\\?", {"a": "zz'?"}),
        ("a=x\\\n  y", {"a": "x  y"}),
        ('a="x\ny"', {"a": "x\ny"}),
        ("a=\\t x\\t ", {"a": "\t x\t"}),
        ("a=1\rb=2\r\nc=3", {"a": "1", "b": "2", "c": "3"}),
        ("\ufeffa=1", {"a": "1"}),
        ("a=@", {"a": "@"}),
        ("a=@Nope(x)", {"a": "@Nope(x)"}),
        ("a=@String(x)", {"a": "x"}),
        ("a=@Variant(\\0\\0\\0\\x2\\0\\0\\0\\x5)", {"a": 5}),
        ("a=@Invalid()x", {"a": "@Invalid()x"}),
        ("%41=1\n%zz=2\n%u0041=3\n%U00e9=4", {"A": "1", "%zz": "2", "%u0041": "3", "é": "4"}),
        ("a\\b=1\nc/d=2", {"a/b": "1", "c/d": "2"}),
        ("a=1\na=2", {"a": "2"}),
        ("[s]\na=1\n[t]\na=2\n[s]\nb=3", {"s/a": "1", "t/a": "2", "s/b": "3"}),
        ("[GENERAL]\na=1\n[%General]\nb=2\n[%general]\nc=3", {"a": "1", "General/b": "2", "general/c": "3"}),
        ("[ s p ] junk\na=1", {"s p/a": "1"}),
        ("[%41%U20AC]\na=1", {"A€/a": "1"}),
    ],
)
def test_a_file_is_read_as_qt_reads_it(path: Path, text: str, values: dict[str, Any]) -> None:
    settings = reading(path, text)
    assert {key: settings.value(key) for key in settings.allKeys()} == values
    assert enum_name(settings.status()) == "NoError"


@pytest.mark.parametrize(("text", "key"), [("[s\na=1", "s/a"), ("[s/t]\na=1", "s/t/a")])
def test_a_section_that_is_not_well_formed_is_a_format_error(path: Path, text: str, key: str) -> None:
    settings = reading(path, text)
    assert enum_name(settings.status()) == "FormatError"
    assert settings.value(key) == "1"


@pytest.mark.parametrize("line", ["a", "# x", "]", "a\\=1", "a;b=1", '"a'])
def test_a_line_that_is_no_key_and_value_is_a_format_error_once_its_section_is_looked_into(
    path: Path, line: str
) -> None:
    settings = reading(path, f"[s]\nb=1\n{line}\n")
    assert settings.value("other") is None
    assert enum_name(settings.status()) == "NoError"
    assert settings.value("s/b") == "1"
    assert enum_name(settings.status()) == "FormatError"


def test_all_sections_are_looked_into_for_the_keys(path: Path) -> None:
    settings = reading(path, "[s]\nb=1\na\n")
    assert settings.allKeys() == ["s/b"]
    assert enum_name(settings.status()) == "FormatError"


def test_a_byte_array_is_read(path: Path) -> None:
    found = reading(path, 'a="@ByteArray(x, \\xff\\0)"').value("a")
    assert isinstance(found, QByteArray)
    assert octets(found) == b"x, \xff\0"


def test_a_list_of_byte_arrays_is_read(path: Path) -> None:
    found = reading(path, "a=@ByteArray(x), y").value("a")
    assert found == [QByteArray(b"x"), "y"]


def test_a_broken_variant_is_none(path: Path) -> None:
    assert reading(path, "a=@Variant(junk)\nb=@Variant()").value("a", 5) is None


@pytest.mark.only("netaccess")
def test_what_is_not_known_here_is_left_as_it_was(path: Path) -> None:
    line = "k=@Variant(\\0\\0\\0\\x43\\x1\\xff\\xff\\0\\0\\0\\0\\0\\0\\0\\0)"
    settings = reading(path, f"[General]\n{line}\ns=@Size(10 20)\n")
    assert settings.value("s") is None
    settings.setValue("new", 1)
    assert stored(settings, path) == f"[General]\n{line}\nnew=1\ns=@Size(10 20)\n"


def test_plain_data_that_pyside_pickled_into_a_file_is_read(path: Path) -> None:
    text = (
        "k=@Variant(\\0\\0\\0\\x7f\\0\\0\\0\\x18PySide::PyObjectWrapper\\0\\0\\0\\0\\x12\\x80\\x4\\x95\\a"
        "\\0\\0\\0\\0\\0\\0\\0K\\x1K\\x2\\x86\\x94.)"
    )
    assert reading(path, text).value("k") == (1, 2)


# -- values and types ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("value", [5, 2.5, True, None, "x", [], [1, "a", None], ["a"], {"a": [1]}])
def test_a_value_keeps_its_type_in_the_process(settings: Any, path: Path, value: Any) -> None:
    settings.setValue("k", value)
    settings.sync()
    assert (settings.value("k"), type(settings.value("k"))) == (value, type(value))
    assert type(ini(path).value("k")) is type(value)


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


def test_a_stored_none_is_not_missing(path: Path) -> None:
    settings = reading(path, "a=@Invalid()")
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
def test_texts_of_a_file_become_the_type_that_is_asked_for(path: Path, text: str, results: dict[type, Any]) -> None:
    settings = reading(path, f"k={text}")
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
def test_bytes_and_tuples_are_stored_without_a_pickle(settings: Any, path: Path) -> None:
    settings.setValue("b", b"x\xff")
    settings.setValue("t", ("a", "b"))
    assert stored(settings, path) == "[General]\nb=@ByteArray(x\\xff)\nt=a, b\n"


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


# -- groups and arrays -----------------------------------------------------------------------------------------------


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


def test_clear_empties_everything_also_in_a_group(settings: Any, path: Path) -> None:
    settings.setValue("a", 1)
    settings.setValue("g/b", 1)
    settings.sync()
    settings.beginGroup("g")
    settings.clear()
    settings.endGroup()
    assert settings.allKeys() == []
    assert stored(settings, path) == ""


# -- the file --------------------------------------------------------------------------------------------------------


def test_settings_know_their_file(settings: Any, path: Path) -> None:
    assert settings.fileName() == str(path)
    assert (enum_name(settings.format()), enum_name(settings.scope())) == ("IniFormat", "UserScope")
    assert (settings.organizationName(), settings.applicationName()) == ("", "")
    assert enum_name(settings.status()) == "NoError"
    assert settings.isWritable()
    assert settings.fallbacksEnabled()


def test_settings_are_objects_with_a_parent(path: Path, application: Any) -> None:
    parent = QtCore.QObject()
    settings = QSettings(str(path), QSettings.IniFormat, parent)
    assert isinstance(settings, QtCore.QObject)
    assert settings.parent() is parent


def test_changes_are_written_when_the_loop_is_idle(settings: Any, path: Path, application: Any) -> None:
    settings.setValue("k", 1)
    assert not path.exists()
    spin()
    assert path.read_text() == "[General]\nk=1\n"


def test_changes_are_written_when_the_object_dies(path: Path) -> None:
    settings = ini(path)
    settings.setValue("k", 1)
    del settings
    assert path.read_text() == "[General]\nk=1\n"


def test_nothing_is_written_where_nothing_has_changed(settings: Any, path: Path) -> None:
    settings.sync()
    settings.setValue("k", 1)
    settings.remove("k")
    settings.sync()
    assert not path.exists() or path.read_text() == ""


def test_objects_on_one_file_share_what_is_not_written_yet(settings: Any, path: Path) -> None:
    other = ini(path)
    settings.setValue("k", 1)
    assert other.value("k") == 1
    other.remove("k")
    assert not settings.contains("k")


def test_changes_of_others_are_seen_after_a_sync(path: Path) -> None:
    settings = reading(path, "[General]\nk=1\n")
    path.write_text("[General]\nk=2000\n")
    assert settings.value("k") == "1"
    settings.sync()
    assert settings.value("k") == "2000"


def test_changes_of_others_are_kept_when_writing(path: Path) -> None:
    settings = reading(path, "[General]\nk=1\ngone=1\n")
    settings.setValue("mine", 1)
    settings.remove("gone")
    path.write_text("[General]\nk=2\ngone=1\ntheirs=33\n")
    assert stored(settings, path) == "[General]\nk=2\nmine=1\ntheirs=33\n"


def test_folders_are_made(tmp_path: Path) -> None:
    path = tmp_path / "new" / "sub" / "x.ini"
    settings = ini(path)
    settings.setValue("k", 1)
    settings.sync()
    assert enum_name(settings.status()) == "NoError"
    assert os.listdir(path.parent) == ["x.ini"]


def test_a_place_that_cannot_be_written_is_an_access_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    settings = ini(tmp_path / "file" / "x.ini")
    settings.setValue("k", 1)
    settings.sync()
    assert enum_name(settings.status()) == "AccessError"
    assert settings.value("k") == 1
    assert not settings.isWritable()


def test_a_symbolic_link_stays_one(tmp_path: Path) -> None:
    link, target = tmp_path / "link.ini", tmp_path / "target.ini"
    target.write_text("")
    link.symlink_to(target)
    settings = ini(link)
    settings.setValue("k", 1)
    settings.sync()
    assert link.is_symlink()
    assert target.read_text() == "[General]\nk=1\n"


def test_the_permissions_of_a_file_stay(path: Path) -> None:
    path.write_text("")
    path.chmod(0o600)
    settings = ini(path)
    settings.setValue("k", 1)
    settings.sync()
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_format_that_nobody_registered_is_an_access_error(tmp_path: Path) -> None:
    settings = QSettings(str(tmp_path / "x"), QSettings.CustomFormat1)
    settings.setValue("k", 1)
    assert settings.value("k") == 1
    assert enum_name(settings.status()) == "AccessError"
    assert not settings.isWritable()


def test_an_atomic_sync_is_required_until_it_is_not(settings: Any, path: Path) -> None:
    assert settings.isAtomicSyncRequired()
    settings.setAtomicSyncRequired(False)
    assert not settings.isAtomicSyncRequired()
    assert line_of(settings, path, "x") == "x"


# -- places and fallbacks: in processes of their own ------------------------------------------------------------------


def test_native_settings_lie_in_the_configuration_folder(child: Child, tmp_path: Path) -> None:
    code = """
S = QtCore.QSettings
result = [
    S("Org", "App").fileName(),
    S("Org").fileName(),
    S(S.SystemScope, "Org", "App").fileName(),
    S(S.IniFormat, S.UserScope, "Org", "App").fileName(),
    S(S.IniFormat, S.SystemScope, "Org").fileName(),
]
"""
    names = ["user/Org/App.conf", "user/Org.conf", "system/Org/App.conf", "user/Org/App.ini", "system/Org.ini"]
    assert child(code) == [str(tmp_path / name) for name in names]


def test_without_a_configuration_folder_it_is_dot_config(child: Child, tmp_path: Path) -> None:
    code = """
import os
del os.environ["XDG_CONFIG_HOME"]
result = QtCore.QSettings("Org", "App").fileName()
"""
    assert child(code) == str(tmp_path / ".config/Org/App.conf")


def test_settings_without_names_are_those_of_the_application(child: Child, tmp_path: Path) -> None:
    code = """
app = QtCore.QCoreApplication(["prog"])
app.setOrganizationName("Org")
app.setApplicationName("App")
s = QtCore.QSettings()
result = [s.fileName(), s.organizationName(), s.applicationName(), QtCore.QSettings(app).parent() is app]
app.setOrganizationName("")
app.setOrganizationDomain("example.org")
result.append(QtCore.QSettings().fileName())
"""
    expected = [str(tmp_path / "user/Org/App.conf"), "Org", "App", True, str(tmp_path / "user/example.org/App.conf")]
    assert child(code) == expected


def test_settings_without_an_organisation_are_an_access_error(child: Child, tmp_path: Path) -> None:
    code = """
s = QtCore.QSettings("", "App")
result = [s.fileName(), s.status() == QtCore.QSettings.AccessError]
"""
    assert child(code) == [str(tmp_path / "user/Unknown Organization/App.conf"), True]


def test_the_default_format_is_that_of_settings_without_names(child: Child, tmp_path: Path) -> None:
    code = """
S = QtCore.QSettings
app = QtCore.QCoreApplication(["prog"])
app.setOrganizationName("Org")
app.setApplicationName("App")
S.setDefaultFormat(S.IniFormat)
result = [S.defaultFormat() == S.IniFormat, S().fileName(), S("Org", "App").fileName()]
"""
    assert child(code) == [True, str(tmp_path / "user/Org/App.ini"), str(tmp_path / "user/Org/App.conf")]


def test_set_path_moves_one_format_and_scope(child: Child, tmp_path: Path) -> None:
    code = """
S = QtCore.QSettings
S.setPath(S.IniFormat, S.UserScope, folder + "/elsewhere")
ini = S(S.IniFormat, S.UserScope, "Org", "App")
ini.setValue("k", 1)
ini.sync()
result = [ini.fileName(), S("Org", "App").fileName()]
"""
    assert child(code) == [str(tmp_path / "elsewhere/Org/App.ini"), str(tmp_path / "user/Org/App.conf")]
    assert (tmp_path / "elsewhere/Org/App.ini").exists()


def fill_places(tmp_path: Path) -> None:
    """Files at all places that one application's settings are looked for, each with what the ones before have not."""
    places = {
        "user/Org/App.conf": "a=1\nonly=1\n[g]\nx=1\n",
        "user/Org.conf": "a=2\nb=2\n[g]\ny=2\n",
        "system/Org/App.conf": "a=3\nb=3\nc=3\n",
        "more/Org/App.conf": "c=4\nd=4\n",
        "system/Org.conf": "d=5\ne=5\n",
        "more/Org.conf": "e=6\nf=6\n",
    }
    for name, text in places.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def test_what_one_file_has_not_is_looked_for_in_the_next(child: Child, tmp_path: Path) -> None:
    fill_places(tmp_path)
    code = """
s = QtCore.QSettings("Org", "App")
result = [[s.value(k) for k in "abcdef"], s.allKeys(), s.childGroups(), s.contains("f")]
"""
    keys = ["a", "b", "c", "d", "e", "f", "g/x", "g/y", "only"]
    assert child(code) == [["1", "2", "3", "4", "5", "6"], keys, ["g"], True]


def test_fallbacks_can_be_switched_off(child: Child, tmp_path: Path) -> None:
    fill_places(tmp_path)
    code = """
s = QtCore.QSettings("Org", "App")
s.setFallbacksEnabled(False)
result = [s.value("b"), s.allKeys()]
"""
    assert child(code) == [None, ["a", "g/x", "only"]]


def test_removing_and_clearing_touch_the_first_file_only(child: Child, tmp_path: Path) -> None:
    fill_places(tmp_path)
    code = """
s = QtCore.QSettings("Org", "App")
s.remove("a")
result = [s.value("a")]
s.clear()
s.setValue("new", 1)
s.sync()
result.append(s.contains("only"))
"""
    assert child(code) == ["2", False]
    assert (tmp_path / "user/Org/App.conf").read_text() == "[General]\nnew=1\n"
    assert (tmp_path / "user/Org.conf").read_text().startswith("a=2")


def test_system_settings_do_not_look_at_the_users(child: Child, tmp_path: Path) -> None:
    fill_places(tmp_path)
    code = """
S = QtCore.QSettings
s = S(S.SystemScope, "Org", "App")
result = [s.value("a"), s.value("only"), s.scope() == S.SystemScope]
"""
    assert child(code) == ["3", None, True]


def test_another_process_reads_texts(child: Child, tmp_path: Path) -> None:
    settings = ini(tmp_path / "x.ini")
    settings.setValue("n", 5)
    settings.setValue("t", True)
    settings.setValue("l", [1, 2])
    settings.sync()
    code = """
s = QtCore.QSettings(folder + "/x.ini", QtCore.QSettings.IniFormat)
result = [s.value("n"), s.value("t"), s.value("l"), s.value("n", type=int), s.value("t", type=bool)]
"""
    assert child(code) == ["5", "true", ["1", "2"], 5, True]


def test_changes_are_written_when_the_process_ends(child: Child, tmp_path: Path) -> None:
    child(
        """
s = QtCore.QSettings(folder + "/x.ini", QtCore.QSettings.IniFormat)
s.setValue("k", 1)
"""
    )
    assert (tmp_path / "x.ini").read_text() == "[General]\nk=1\n"


def test_several_processes_lose_no_change(tmp_path: Path) -> None:
    code = """
import os
for number in range(30):
    s = QtCore.QSettings(folder + "/shared.ini", QtCore.QSettings.IniFormat)
    s.setValue(f"p{os.getpid()}/k{number}", number)
    s.sync()
    assert s.status() == QtCore.QSettings.NoError
"""
    command = [sys.executable, str(CHILD), BINDING, str(tmp_path)]
    running = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) for _ in range(3)]
    for process in running:
        assert process.stdin is not None
        process.stdin.write(code)
        process.stdin.close()
    assert [process.wait(60) for process in running] == [0, 0, 0]
    assert len(ini(tmp_path / "shared.ini").allKeys()) == 90
    assert os.listdir(tmp_path) == ["shared.ini"]
