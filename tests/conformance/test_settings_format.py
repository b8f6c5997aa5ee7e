"""The INI files of `QSettings`: what Qt writes into them, and what it makes of what stands there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from binding import QtCore, enum_name, octets
from settingssupport import ini, line_of, reading, stored

QByteArray = QtCore.QByteArray

pytestmark = pytest.mark.only("netaccess", "PySide6")  # Qt 5 writes other than ASCII as numbers


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
def test_a_value_is_written_as_qt_writes_it(settings: Any, ini_path: Path, value: Any, text: str) -> None:
    assert line_of(settings, ini_path, value) == text


@pytest.mark.parametrize(("value", "text"), WRITTEN, ids=TAGS)
def test_a_value_that_qt_wrote_is_read(ini_path: Path, value: Any, text: str) -> None:
    found = reading(ini_path, f"[General]\nk={text}\n").value("k")
    if isinstance(value, (bool, int, float)):
        assert found == text  # a file does not say that it is a number
    elif value == []:
        assert found is None
    elif isinstance(value, list) and value[0] == 1:
        assert found in (value, ["1", "2.5", None, "true"])
    else:
        assert found == (value[0] if value == ["a"] else value)


def test_keys_are_escaped(settings: Any, ini_path: Path) -> None:
    for number, key in enumerate(["a b", "%41", "é", "€", "a=b;c", "A.b-c_d", "back\\slash"]):
        settings.setValue(key, number)
    assert stored(settings, ini_path) == (
        "[General]\n%2541=1\nA.b-c_d=5\na%20b=0\na%3Db%3Bc=4\nback%5Cslash=6\n%E9=2\n%U20AC=3\n"
    )
    assert ini(ini_path).value("€") is not None


def test_sections_are_the_first_parts_of_keys_in_order(settings: Any, ini_path: Path) -> None:
    for key in ["grp/b", "grp/sub/x y", "top", "a b/é/c", "Zed/z"]:
        settings.setValue(key, 1)
    assert stored(settings, ini_path) == (
        "[General]\ntop=1\n\n[Zed]\nz=1\n\n[a%20b]\n%E9\\c=1\n\n[grp]\nb=1\nsub\\x%20y=1\n"
    )


def test_a_group_named_general_is_told_from_no_group(settings: Any, ini_path: Path) -> None:
    settings.setValue("General/x", 1)
    settings.setValue("x", 2)
    assert stored(settings, ini_path) == "[General]\nx=2\n\n[%General]\nx=1\n"


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
def test_a_file_is_read_as_qt_reads_it(ini_path: Path, text: str, values: dict[str, Any]) -> None:
    settings = reading(ini_path, text)
    assert {key: settings.value(key) for key in settings.allKeys()} == values
    assert enum_name(settings.status()) == "NoError"


@pytest.mark.parametrize(("text", "key"), [("[s\na=1", "s/a"), ("[s/t]\na=1", "s/t/a")])
def test_a_section_that_is_not_well_formed_is_a_format_error(ini_path: Path, text: str, key: str) -> None:
    settings = reading(ini_path, text)
    assert enum_name(settings.status()) == "FormatError"
    assert settings.value(key) == "1"


@pytest.mark.parametrize("line", ["a", "# x", "]", "a\\=1", "a;b=1", '"a'])
def test_a_line_that_is_no_key_and_value_is_a_format_error_once_its_section_is_looked_into(
    ini_path: Path, line: str
) -> None:
    settings = reading(ini_path, f"[s]\nb=1\n{line}\n")
    assert settings.value("other") is None
    assert enum_name(settings.status()) == "NoError"
    assert settings.value("s/b") == "1"
    assert enum_name(settings.status()) == "FormatError"


def test_all_sections_are_looked_into_for_the_keys(ini_path: Path) -> None:
    settings = reading(ini_path, "[s]\nb=1\na\n")
    assert settings.allKeys() == ["s/b"]
    assert enum_name(settings.status()) == "FormatError"


def test_a_byte_array_is_read(ini_path: Path) -> None:
    found = reading(ini_path, 'a="@ByteArray(x, \\xff\\0)"').value("a")
    assert isinstance(found, QByteArray)
    assert octets(found) == b"x, \xff\0"


def test_a_list_of_byte_arrays_is_read(ini_path: Path) -> None:
    found = reading(ini_path, "a=@ByteArray(x), y").value("a")
    assert found == [QByteArray(b"x"), "y"]


def test_a_broken_variant_is_none(ini_path: Path) -> None:
    assert reading(ini_path, "a=@Variant(junk)\nb=@Variant()").value("a", 5) is None


@pytest.mark.only("netaccess")
def test_what_is_not_known_here_is_left_as_it_was(ini_path: Path) -> None:
    line = "k=@Variant(\\0\\0\\0\\x43\\x1\\xff\\xff\\0\\0\\0\\0\\0\\0\\0\\0)"
    settings = reading(ini_path, f"[General]\n{line}\ns=@Size(10 20)\n")
    assert settings.value("s") is None
    settings.setValue("new", 1)
    assert stored(settings, ini_path) == f"[General]\n{line}\nnew=1\ns=@Size(10 20)\n"


def test_plain_data_that_pyside_pickled_into_a_file_is_read(ini_path: Path) -> None:
    text = (
        "k=@Variant(\\0\\0\\0\\x7f\\0\\0\\0\\x18PySide::PyObjectWrapper\\0\\0\\0\\0\\x12\\x80\\x4\\x95\\a"
        "\\0\\0\\0\\0\\0\\0\\0K\\x1K\\x2\\x86\\x94.)"
    )
    assert reading(ini_path, text).value("k") == (1, 2)
