"""QFile and QFileDevice: times, permissions, links, and what goes wrong."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from binding import QtCore, enum_name, number, octets
from openfiles import fault, opened

QFile, QFileDevice, QIODevice, QDateTime = QtCore.QFile, QtCore.QFileDevice, QtCore.QIODevice, QtCore.QDateTime
READ, WRITE = QIODevice.ReadOnly, QIODevice.WriteOnly
MOMENT = 1_234_567_890_123


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file."""
    file = tmp_path / "a.txt"
    file.write_bytes(b"hello")
    return file


# -- times -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", [READ, QIODevice.ReadWrite])
def test_the_times_of_an_open_file_are_set_and_told(path: Path, mode: Any) -> None:
    file = opened(path, mode)
    assert file.setFileTime(QDateTime.fromMSecsSinceEpoch(MOMENT), QFileDevice.FileModificationTime)
    assert file.setFileTime(QDateTime.fromMSecsSinceEpoch(MOMENT + 1), QFileDevice.FileAccessTime)
    found = path.stat()
    assert (found.st_mtime_ns, found.st_atime_ns) == (MOMENT * 1_000_000, (MOMENT + 1) * 1_000_000)
    assert file.fileTime(QFileDevice.FileModificationTime).toMSecsSinceEpoch() == MOMENT
    assert file.fileTime(QFileDevice.FileAccessTime).toMSecsSinceEpoch() == MOMENT + 1


def test_the_times_of_a_file_are_told_by_name_in_utc(path: Path) -> None:
    os.utime(path, ns=(0, MOMENT * 1_000_000))
    told = QFile(str(path)).fileTime(QFileDevice.FileModificationTime)
    assert told.toMSecsSinceEpoch() == MOMENT and told.offsetFromUtc() == 0
    assert not QFile(f"{path}2").fileTime(QFileDevice.FileModificationTime).isValid()


def test_the_times_of_a_closed_file_are_not_set(path: Path) -> None:
    file = QFile(str(path))
    assert not file.setFileTime(QDateTime.fromMSecsSinceEpoch(MOMENT), QFileDevice.FileModificationTime)
    assert fault(file) == ("PermissionsError", "Permission denied")


@pytest.mark.parametrize("which", ["FileBirthTime", "FileMetadataChangeTime"])
def test_the_birth_of_a_file_is_not_set(path: Path, which: str) -> None:
    file = opened(path)
    assert not file.setFileTime(QDateTime.fromMSecsSinceEpoch(MOMENT), getattr(QFileDevice, which))
    assert fault(file) == ("PermissionsError", "Invalid argument")


def test_an_invalid_time_is_not_set(path: Path) -> None:
    file = opened(path)
    assert not file.setFileTime(QDateTime(), QFileDevice.FileModificationTime)


@pytest.mark.only("netaccess", "PySide6")
def test_the_birth_and_the_last_change_are_told(path: Path) -> None:
    file = opened(path)
    assert file.fileTime(QFileDevice.FileBirthTime).isValid()
    changed = file.fileTime(QFileDevice.FileMetadataChangeTime).toMSecsSinceEpoch()
    assert changed == path.stat().st_ctime_ns // 1_000_000


# -- permissions -----------------------------------------------------------------------------------------------------


@pytest.mark.only("netaccess", "PySide6")
def test_a_new_file_is_made_with_the_permissions_asked_for(tmp_path: Path) -> None:
    file = QFile(str(tmp_path / "new"))
    assert file.open(WRITE, QFile.ReadOwner | QFile.WriteOwner) and file.isOpen()
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o600


@pytest.mark.only("netaccess", "PySide6")
def test_permissions_of_a_file_that_is_there_stay(path: Path) -> None:
    path.chmod(0o644)
    assert QFile(str(path)).open(WRITE, QFile.ReadOwner) and path.stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize(
    ("flag", "mode"),
    [
        ("ReadOwner", 0o400),
        ("WriteOwner", 0o200),
        ("ExeOwner", 0o100),
        ("ReadGroup", 0o040),
        ("WriteGroup", 0o020),
        ("ExeGroup", 0o010),
        ("ReadOther", 0o004),
        ("WriteOther", 0o002),
        ("ExeOther", 0o001),
        ("ReadUser", 0o400),
        ("WriteUser", 0o200),
        ("ExeUser", 0o100),
    ],
)
def test_each_permission_is_set_alone(path: Path, flag: str, mode: int) -> None:
    assert QFile.setPermissions(str(path), getattr(QFile, flag)) and path.stat().st_mode & 0o777 == mode


def test_permissions_of_an_open_file_are_set(path: Path) -> None:
    file = opened(path)
    assert file.setPermissions(QFile.ReadOwner | QFile.WriteOwner) and path.stat().st_mode & 0o777 == 0o600
    assert number(QFile.permissions(str(path))) & 0xF0FF == 0x6000


# -- files by name ---------------------------------------------------------------------------------------------------


def test_a_link_is_written_as_it_was_named(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(path.parent)
    assert QFile("a.txt").link("link") and os.readlink("link") == "a.txt"
    assert QFile.link("a.txt", "other") and os.readlink("other") == "a.txt"


@pytest.mark.only("netaccess", "PySide6")
def test_the_target_of_a_link_is_absolute_and_clean(path: Path) -> None:
    (path.parent / "sub").mkdir()
    link = path.parent / "sub" / "link"
    link.symlink_to("../sub/../a.txt")
    assert QFile(str(link)).symLinkTarget() == str(path) == QFile.symLinkTarget(str(link))
    assert QFile(str(path)).symLinkTarget() == ""


def test_a_broken_link_exists_for_an_object_and_not_by_name(path: Path) -> None:
    link = path.parent / "broken"
    link.symlink_to("nowhere")
    assert QFile(str(link)).exists() and not QFile.exists(str(link)) and not QtCore.QFileInfo.exists(str(link))
    assert QFile(str(link)).remove() and not os.path.lexists(link)


def test_copying_a_link_copies_the_file(path: Path) -> None:
    link, target = path.parent / "link", path.parent / "copy"
    link.symlink_to("a.txt")
    assert QFile.copy(str(link), str(target)) and not target.is_symlink() and target.read_bytes() == b"hello"


def test_a_copy_into_a_missing_directory_fails(path: Path) -> None:
    file = QFile(str(path))
    assert not file.copy(str(path.parent / "no" / "x")) and enum_name(file.error()) == "CopyError"
    assert path.read_bytes() == b"hello"


def test_a_directory_is_neither_copied_nor_removed(tmp_path: Path) -> None:
    file = QFile(str(tmp_path))
    assert not file.remove() and fault(file) == ("RemoveError", "Is a directory")
    assert not file.copy(f"{tmp_path}2") and enum_name(file.error()) == "CopyError"


def test_a_directory_can_be_renamed(tmp_path: Path) -> None:
    (tmp_path / "d").mkdir()
    assert QFile.rename(str(tmp_path / "d"), str(tmp_path / "e")) and (tmp_path / "e").is_dir()


@pytest.mark.only("netaccess", "PySide6")
def test_a_file_is_not_renamed_to_itself(path: Path) -> None:
    file = QFile(str(path))
    assert not file.rename(str(path)) and fault(file) == ("RenameError", "Destination file is the same file.")


def test_a_rename_into_a_missing_directory_keeps_the_file(path: Path) -> None:
    file = QFile(str(path))
    assert not file.rename(str(path.parent / "no" / "x")) and enum_name(file.error()) == "RenameError"
    assert file.fileName() == str(path) and path.exists()


def test_files_are_resized_by_name(path: Path) -> None:
    assert QFile(str(path)).resize(7) and path.read_bytes() == b"hello\0\0"
    assert QFile.resize(str(path), 2) and path.read_bytes() == b"he" and not QFile.resize(f"{path}2", 1)


def test_an_error_is_forgotten_by_what_succeeds(path: Path) -> None:
    file = QFile(str(path))
    assert not file.copy(str(path)) and enum_name(file.error()) == "CopyError"
    assert file.resize(1) and enum_name(file.error()) == "NoError"


def test_names_that_are_no_text_survive(tmp_path: Path) -> None:
    name = os.fsdecode(os.fsencode(tmp_path) + b"/\xc3\xa9\xe2\x82\xac")
    file = QFile(name)
    assert file.open(WRITE) and file.write(b"x") == 1 and QFile.exists(name)
    assert octets(QFile.encodeName("é€")) == b"\xc3\xa9\xe2\x82\xac" and QFile.decodeName(b"\xe2\x82\xac") == "€"


# -- enumerations ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("owner", "names"),
    [
        (QFileDevice, {"NoError": 0, "FatalError": 3, "TimeOutError": 7, "CopyError": 14, "ResizeError": 12}),
        (QFileDevice, {"AutoCloseHandle": 1, "DontCloseHandle": 0, "NoOptions": 0, "MapPrivateOption": 1}),
        (
            QFileDevice,
            {"FileAccessTime": 0, "FileBirthTime": 1, "FileMetadataChangeTime": 2, "FileModificationTime": 3},
        ),
        (QFileDevice, {"ReadOwner": 0x4000, "WriteUser": 0x200, "ExeGroup": 0x10, "ExeOther": 1}),
        (QIODevice, {"NotOpen": 0, "ReadWrite": 3, "Append": 4, "Truncate": 8, "Text": 16, "Unbuffered": 32}),
        (QIODevice, {"NewOnly": 64, "ExistingOnly": 128}),
    ],
)
def test_the_numbers_of_enumerations_are_those_of_qt(owner: Any, names: dict[str, int]) -> None:
    assert {name: number(getattr(owner, name)) for name in names} == names
