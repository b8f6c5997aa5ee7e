"""Paths of URLs: dots, merging and the local file system."""

from __future__ import annotations

import pytest

from netaccess._values import urlpath
from netaccess._values.urlenums import NORMALIZE_PATH_SEGMENTS, REMOVE_FILENAME, STRIP_TRAILING_SLASH


@pytest.mark.parametrize(
    ("path", "clean"),
    [
        ("", ""),
        ("/a/./b/../c", "/a/c"),
        ("/..", "/"),
        ("/../a", "/a"),
        ("../a", "a"),
        ("/a/..", "/"),
        ("/a/b/.", "/a/b/"),
        ("/a//b", "/a//b"),
        ("//./a", "/a"),
        ("a/..//b", "b"),
        ("/...", "/..."),
    ],
)
def test_dots_are_removed(path: str, clean: str) -> None:
    assert urlpath.remove_dots(path) == clean


@pytest.mark.parametrize(
    ("path", "clean"),
    [("", ""), ("/a//b", "/a/b"), ("/../a", "/../a"), ("a/..", "."), ("/a/./b/", "/a/b/"), ("../../a", "../../a")],
)
def test_local_paths_are_cleaned(path: str, clean: str) -> None:
    assert urlpath.clean_local(path) == clean


@pytest.mark.parametrize(
    ("base", "has_host", "merged"), [("", True, "/x"), ("", False, "x"), ("/a/b", True, "/a/x"), ("a", False, "x")]
)
def test_a_reference_takes_the_place_of_the_last_segment(base: str, has_host: bool, merged: str) -> None:
    assert urlpath.merge(base, has_host, "x") == merged


@pytest.mark.parametrize(
    ("path", "options", "adjusted"),
    [
        ("/a/b/", STRIP_TRAILING_SLASH, "/a/b"),
        ("/", STRIP_TRAILING_SLASH, "/"),
        ("/a/b", REMOVE_FILENAME, "/a/"),
        ("a", REMOVE_FILENAME, ""),
        ("/a/b", REMOVE_FILENAME | STRIP_TRAILING_SLASH, "/a"),
        ("/a/../b/", NORMALIZE_PATH_SEGMENTS | STRIP_TRAILING_SLASH, "/b"),
    ],
)
def test_options_change_a_path(path: str, options: int, adjusted: str) -> None:
    assert urlpath.adjust(path, options, False) == adjusted
