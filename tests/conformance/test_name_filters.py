"""The name filters of `QDir`: wildcards, and how several are written."""

from __future__ import annotations

import pytest
from binding import QtCore

QDir = QtCore.QDir


@pytest.mark.parametrize(
    ("pattern", "name", "fits"),
    [
        ("*.txt", "a.TXT", True),
        ("[ab]c", "bc", True),
        ("[!ab]c", "bc", False),
        ("[!ab]c", "dc", True),
        ("?", "ab", False),
        ("a.b", "axb", False),
        ("*", "a/b", False),
        ("*", "", True),
        ("a[", "a[", False),
        ("[]]", "]", True),
        ("[a-c]", "B", True),
        ("É*", "é", True),
    ],
)
def test_wildcards_match_whole_names(pattern: str, name: str, fits: bool) -> None:
    assert QDir.match([pattern], name) is fits


@pytest.mark.differs("name-filter-text")
def test_one_text_of_patterns_is_taken_for_a_list_of_them() -> None:
    assert QDir.match("*.x;*.txt", "a.txt") and not QDir.match("*.x", "a.txt")


@pytest.mark.only("netaccess", "PySide6")
@pytest.mark.parametrize(
    ("text", "patterns"),
    [
        ("*.a *.b", ["*.a", "*.b"]),
        ("*.a; *.b c;*.d", ["*.a", "*.b c", "*.d"]),
        ("", [""]),
        ("*.a  *.b", ["*.a", "", "*.b"]),
    ],
)
def test_patterns_are_separated_by_semicolons_or_blanks(text: str, patterns: list[str]) -> None:
    assert QDir.nameFiltersFromString(text) == patterns


def test_a_blank_name_filter_means_all_names() -> None:
    assert QDir("x", "  ").nameFilters() == ["*"] and QDir("x", "*.a;").nameFilters() == ["*.a", ""]
