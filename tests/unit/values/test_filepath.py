"""Names of files, patterns of names, and times that nobody knows."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from netaccess._values import dirfilter, filepath, filetimes
from netaccess._values.bytearray import QByteArray
from netaccess._values.fileenums import FileTime, Permission
from netaccess._values.filepermissions import from_mode, mode_of
from netaccess._values.nametemplate import make_unique, taken_apart


@pytest.mark.parametrize("name", ["a/b", b"a/b", Path("a/b"), QByteArray(b"a/b")])
def test_names_are_taken_in_many_forms(name: Any) -> None:
    assert filepath.as_name(name) == "a/b"


def test_nothing_is_no_name() -> None:
    assert filepath.as_name(None) == ""


def test_a_number_is_no_name() -> None:
    with pytest.raises(TypeError, match="not 3"):
        filepath.as_name(3)


@pytest.mark.parametrize("path", ["a//b", "/a/../../b/.", "..", "./.", "/", "../x/..//y", "a/b/../../.."])
def test_cleaning_twice_changes_nothing(path: str) -> None:
    once = filepath.clean(path)
    assert filepath.clean(once) == once


def test_a_name_with_a_zero_byte_exists_nowhere() -> None:
    assert not filepath.exists("a\0b") and filepath.canonical("a\0b") == "" and filepath.link_target("a\0b") == ""


def test_a_loop_of_links_has_no_canonical_name(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    assert filepath.canonical(str(tmp_path / "a")) == "" and filepath.link_target(str(tmp_path / "a")).endswith("/b")


def test_windows_names_are_written_with_slashes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filepath, "_BACKSLASHES", True)
    assert filepath.slashes("C:\\a\\b") == "C:/a/b" and filepath.native("C:/a/b") == "C:\\a\\b"


def test_a_move_across_file_systems_copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, target = tmp_path / "a", tmp_path / "b"
    source.write_bytes(b"x")
    system_rename = os.rename

    def refuse(old: Any, new: Any) -> None:
        if os.fspath(old) == str(source):
            raise OSError(18, "Invalid cross-device link")
        system_rename(old, new)

    monkeypatch.setattr(os, "rename", refuse)
    filepath.move(str(source), str(target))
    assert target.read_bytes() == b"x" and not source.exists()


@pytest.mark.parametrize("mode", [0o000, 0o755, 0o640, 0o777, 0o421])
def test_permissions_survive_the_way_there_and_back(mode: int) -> None:
    assert mode_of(from_mode(mode, 0)) == mode


def test_what_the_user_may_counts_for_the_owner() -> None:
    assert mode_of(Permission.ReadUser | Permission.ExeOwner) == 0o500


@pytest.mark.parametrize(
    ("template", "parts"),
    [
        ("a", ("a.", 6, "")),
        ("XXXXXX", ("", 6, "")),
        ("XXXXXXXX.b", ("", 8, ".b")),
        ("XXXXXX/a", ("XXXXXX/a.", 6, "")),
        ("/x/aXXXXXXbXXXXX", ("/x/a", 6, "bXXXXX")),
    ],
)
def test_a_template_is_taken_apart(template: str, parts: tuple[str, int, str]) -> None:
    assert taken_apart(template) == parts


def test_other_errors_than_a_name_that_is_taken_are_not_hidden() -> None:
    def fail(name: str) -> None:
        raise PermissionError(13, "Permission denied")

    with pytest.raises(PermissionError):
        make_unique("a", fail)


@pytest.mark.parametrize(
    "pattern", ["[", "[]", "[!]", "a[b", "[z-a]", "[^", "[!^]", "[\\]", "(", "a{2}", "$", "[[:x:]]"]
)
def test_no_pattern_raises(pattern: str) -> None:
    assert dirfilter.name_matcher([pattern], True)("anything else") is None


def test_no_pattern_at_all_matches_nothing() -> None:
    assert dirfilter.name_matcher([], True)("") is None


def test_a_directory_that_cannot_be_read_has_no_entries() -> None:
    assert list(dirfilter.entries("/no/such")) == [] and list(dirfilter.entries("a\0b")) == []


def test_a_birth_that_nobody_knows_is_no_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filetimes.sys, "platform", "plan9")
    found = os.stat(tmp_path)
    assert filetimes.milliseconds(found, FileTime.FileBirthTime, str(tmp_path)) is None
    assert filetimes.milliseconds(found, FileTime.FileModificationTime, str(tmp_path)) == found.st_mtime_ns // 1_000_000


def test_the_birth_of_a_missing_file_is_not_known(tmp_path: Path) -> None:
    assert filetimes._linux_birth(str(tmp_path / "no")) is None
