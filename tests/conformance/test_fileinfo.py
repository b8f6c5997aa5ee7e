"""QFileInfo: what names say, and what the file system says."""

from __future__ import annotations

import copy
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from binding import QtCore, number

QDir, QFile, QFileInfo = QtCore.QDir, QtCore.QFile, QtCore.QFileInfo


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Path]:
    """A directory with files, links and a pipe, which is the current one."""
    (tmp_path / "sub").mkdir()
    (tmp_path / "f.tar.gz").write_bytes(b"12345")
    (tmp_path / "f.tar.gz").chmod(0o640)
    (tmp_path / "link").symlink_to("f.tar.gz")
    (tmp_path / "second").symlink_to("link")
    (tmp_path / "broken").symlink_to("nowhere")
    (tmp_path / "linked").symlink_to("sub")
    os.mkfifo(tmp_path / "pipe")
    before = os.getcwd()
    os.chdir(tmp_path)
    yield tmp_path
    os.chdir(before)


def kinds(name: str) -> set[str]:
    """What a file is."""
    info = QFileInfo(name)
    questions = ("exists", "isFile", "isDir", "isSymLink", "isHidden", "isRoot")
    return {question for question in questions if getattr(info, question)()}


# -- names -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("a.tar.gz", ("a.tar.gz", "gz", "tar.gz", "a", "a.tar")),
        (".bashrc", (".bashrc", "bashrc", "bashrc", "", "")),
        ("/x.d/a", ("a", "", "", "a", "a")),
        ("a.", ("a.", "", "", "a", "a")),
        ("a..b", ("a..b", "b", ".b", "a", "a.")),
        ("x/", ("", "", "", "", "")),
        ("..", ("..", "", ".", "", ".")),
        (".a.b", (".a.b", "b", "a.b", "", ".a")),
        ("", ("", "", "", "", "")),
    ],
)
def test_a_file_name_is_taken_apart_at_its_dots(name: str, parts: tuple[str, ...]) -> None:
    info = QFileInfo(name)
    found = info.fileName(), info.suffix(), info.completeSuffix(), info.baseName(), info.completeBaseName()
    assert found == parts


@pytest.mark.parametrize(
    ("name", "path"), [("a", "."), ("/a", "/"), ("x/a", "x"), ("x/", "x"), ("/", "/"), ("a//b/c", "a//b"), ("", "")]
)
def test_the_path_is_what_stands_before_the_name(name: str, path: str) -> None:
    assert QFileInfo(name).path() == path and QFileInfo(name).filePath() == name


@pytest.mark.parametrize(
    ("name", "absolute", "folder"),
    [
        ("a", "{}/a", "{}"),
        ("x/../a", "{}/a", "{}"),
        ("a//b", "{}/a/b", "{}/a"),
        ("./a/.", "{}/a", "{}"),
        ("/x/../y", "/y", "/"),
        ("~/x", "{}/~/x", "{}/~"),
    ],
)
def test_the_absolute_path_is_cleaned(here: Path, name: str, absolute: str, folder: str) -> None:
    info = QFileInfo(name)
    assert info.absoluteFilePath() == absolute.format(here) and info.absolutePath() == folder.format(here)


def test_the_absolute_path_of_a_directory_keeps_its_slash(here: Path) -> None:
    assert QFileInfo("sub/").absoluteFilePath() == f"{here}/sub/" and QFileInfo("sub/").absolutePath() == f"{here}/sub"


def test_the_canonical_path_is_behind_links_and_only_of_what_exists(here: Path) -> None:
    for name in ("f.tar.gz", "second", "sub/../link", "linked/../f.tar.gz"):
        assert QFileInfo(name).canonicalFilePath() == f"{here}/f.tar.gz"
    assert QFileInfo("second").canonicalPath() == str(here)
    assert QFileInfo("broken").canonicalFilePath() == "" == QFileInfo("no").canonicalFilePath()
    assert QFileInfo("f.tar.gz/").canonicalFilePath() == ""


def test_the_directory_of_a_file_is_a_qdir(here: Path) -> None:
    assert QFileInfo("sub/x").dir().path() == "sub" and QFileInfo("f").dir().path() == "."
    assert QFileInfo("sub/x").absoluteDir().path() == f"{here}/sub"


def test_absolute_relative_and_root_are_told_from_the_name() -> None:
    assert QFileInfo("/a").isAbsolute() and QFileInfo("a").isRelative() and not QFileInfo("/a").isRelative()
    assert QFileInfo("/").isRoot() and not QFileInfo("/.").isRoot()


def test_a_name_is_made_absolute_once(here: Path) -> None:
    info = QFileInfo("a/../b")
    assert info.makeAbsolute() and info.filePath() == f"{here}/b" and not info.makeAbsolute()


def test_an_empty_info_knows_nothing() -> None:
    info = QFileInfo()
    assert (info.filePath(), info.absoluteFilePath(), info.path(), info.size()) == ("", "", "", 0)
    assert not info.exists() and not info.isFile() and info.isRelative()


def test_an_info_is_made_from_a_directory_and_a_name(here: Path) -> None:
    assert QFileInfo(QDir("sub"), "x").filePath() == "sub/x" and QFileInfo(QDir("sub"), "/x").filePath() == "/x"
    assert QFileInfo(QDir(), "x").filePath() == "./x"


def test_an_info_is_made_from_a_file_or_another_info() -> None:
    assert QFileInfo(QFile("a/b")).filePath() == "a/b" and QFileInfo(QFileInfo("q")).filePath() == "q"
    assert QFileInfo(QtCore.QTemporaryFile()).filePath() == ""


@pytest.mark.only("netaccess", "PySide6")
@pytest.mark.parametrize("name", [b"abc", Path("abc")])
def test_names_are_bytes_or_path_objects_too(name: Any) -> None:
    assert QFileInfo(name).filePath() == "abc"


@pytest.mark.only("netaccess", "PySide6")
@pytest.mark.parametrize("name", [3, None, 1.5])
def test_other_things_are_no_file(name: Any) -> None:
    with pytest.raises(TypeError):
        QFileInfo(name)


def test_another_file_can_be_set(here: Path) -> None:
    info = QFileInfo("f.tar.gz")
    assert info.size() == 5
    info.setFile("no")
    assert info.filePath() == "no" and info.size() == 0 and not info.exists()
    info.setFile(QDir("sub"), "k")
    assert info.filePath() == "sub/k"
    info.setFile(QFile("f.tar.gz"))
    assert info.size() == 5


# -- the file system -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("f.tar.gz", {"exists", "isFile"}),
        ("link", {"exists", "isFile", "isSymLink"}),
        ("sub", {"exists", "isDir"}),
        ("linked", {"exists", "isDir", "isSymLink"}),
        ("linked/", {"exists", "isDir"}),
        ("broken", {"isSymLink"}),
        ("pipe", {"exists"}),
        ("no", set()),
        ("/", {"exists", "isDir", "isRoot"}),
        ("..", {"exists", "isDir", "isHidden"}),
    ],
)
def test_the_kind_of_a_file_is_told_behind_links(here: Path, name: str, found: set[str]) -> None:
    assert kinds(name) == found


@pytest.mark.only("netaccess", "PySide6")
def test_pipes_and_devices_are_other_things(here: Path) -> None:
    assert QFileInfo("pipe").isOther() and QFileInfo("/dev/null").isOther()
    assert not any(QFileInfo(name).isOther() for name in ("f.tar.gz", "sub", "link", "broken", "no"))


def test_hidden_files_begin_with_a_dot(here: Path) -> None:
    (here / ".x").touch()
    assert QFileInfo(".x").isHidden() and not QFileInfo("f.tar.gz").isHidden()


def test_exists_can_be_asked_by_name(here: Path) -> None:
    assert QFileInfo.exists("link") and not QFileInfo.exists("broken") and not QFileInfo.exists("")


def test_links_tell_where_they_point(here: Path) -> None:
    assert QFileInfo("second").symLinkTarget() == f"{here}/link" and QFileInfo("broken").symLinkTarget() == (
        f"{here}/nowhere"
    )
    assert QFileInfo("f.tar.gz").symLinkTarget() == "" and QFileInfo("sub/../linked").symLinkTarget() == f"{here}/sub"


@pytest.mark.only("netaccess", "PySide6")
def test_links_tell_what_is_written_in_them(here: Path) -> None:
    assert QFileInfo("second").readSymLink() == "link" and QFileInfo("no").readSymLink() == ""


def test_the_size_is_that_of_the_file_behind_a_link(here: Path) -> None:
    assert [QFileInfo(name).size() for name in ("f.tar.gz", "second", "broken", "no")] == [5, 5, 0, 0]


def test_owner_and_group_are_told_by_number_and_name(here: Path) -> None:
    import grp
    import pwd

    found, info = os.stat("f.tar.gz"), QFileInfo("f.tar.gz")
    assert (info.ownerId(), info.groupId()) == (found.st_uid, found.st_gid)
    assert info.owner() == pwd.getpwuid(found.st_uid).pw_name and info.group() == grp.getgrgid(found.st_gid).gr_name
    assert QFileInfo("no").owner() == "" and QFileInfo("no").ownerId() == 0xFFFFFFFE == QFileInfo("no").groupId()


@pytest.mark.only("netaccess", "PySide6")
def test_permissions_are_those_behind_a_link(here: Path) -> None:
    info = QFileInfo("link")
    assert number(info.permissions()) & 0xF0FF == 0x6040
    assert info.permission(QFile.ReadOwner | QFile.ReadGroup) and not info.permission(QFile.ReadOwner | QFile.ReadOther)
    assert number(QFileInfo("no").permissions()) == 0


def test_what_this_process_may_do_is_told(here: Path) -> None:
    info = QFileInfo("f.tar.gz")
    assert info.isReadable() and info.isWritable() and not info.isExecutable() and QFileInfo("sub").isExecutable()
    assert not QFileInfo("no").isReadable()


# -- times -----------------------------------------------------------------------------------------------------------


@pytest.mark.only("netaccess", "PySide6")
def test_times_are_dates_in_local_time(here: Path) -> None:
    os.utime("f.tar.gz", ns=(1_500_000_000_250_000_000, 1_600_000_000_999_000_000))
    info = QFileInfo("f.tar.gz")
    assert info.lastModified().toMSecsSinceEpoch() == 1_600_000_000_999
    assert info.lastRead().toMSecsSinceEpoch() == 1_500_000_000_250
    assert info.lastModified().timeSpec() == QtCore.Qt.LocalTime
    assert info.fileTime(QFile.FileModificationTime) == info.lastModified()
    assert info.fileTime(QFile.FileAccessTime) == info.lastRead()


@pytest.mark.only("netaccess", "PySide6")
def test_times_come_in_a_time_zone_that_is_asked_for(here: Path) -> None:
    os.utime("f.tar.gz", (1_600_000_000, 1_600_000_000))
    there = QFileInfo("f.tar.gz").lastModified(QtCore.QTimeZone(3600))
    assert there.toMSecsSinceEpoch() == 1_600_000_000_000 and there.offsetFromUtc() == 3600


@pytest.mark.only("netaccess", "PySide6")
def test_the_birth_and_the_last_change_of_a_file_are_known(here: Path) -> None:
    found, info = os.stat("f.tar.gz"), QFileInfo("f.tar.gz")
    assert info.metadataChangeTime().toMSecsSinceEpoch() == found.st_ctime_ns // 1_000_000
    assert 0 <= found.st_ctime_ns // 1_000_000 - info.birthTime().toMSecsSinceEpoch() < 60_000


def test_a_file_that_is_not_there_has_no_times(here: Path) -> None:
    assert not QFileInfo("no").lastModified().isValid() and not QFileInfo("broken").birthTime().isValid()


# -- what is remembered ----------------------------------------------------------------------------------------------


def test_the_answers_of_the_file_system_are_remembered_until_refresh(here: Path) -> None:
    info = QFileInfo("f.tar.gz")
    assert info.caching() and info.size() == 5
    (here / "f.tar.gz").write_bytes(b"1234567")
    assert info.size() == 5
    info.refresh()
    assert info.size() == 7


def test_a_file_that_was_not_there_is_looked_for_again(here: Path) -> None:
    info = QFileInfo("late")
    assert not info.exists()
    (here / "late").write_bytes(b"1")
    assert info.exists() and info.size() == 1


def test_without_caching_every_answer_is_fresh(here: Path) -> None:
    info = QFileInfo("f.tar.gz")
    info.setCaching(False)
    assert not info.caching() and info.size() == 5
    (here / "f.tar.gz").unlink()
    assert not info.exists() and info.size() == 0


# -- values ----------------------------------------------------------------------------------------------------------


def test_infos_are_equal_if_they_speak_of_one_file(here: Path) -> None:
    assert QFileInfo("f.tar.gz") == QFileInfo(str(here / "f.tar.gz")) == QFileInfo("second")
    assert QFileInfo("f.tar.gz") != QFileInfo("sub") and QFileInfo("no") == QFileInfo("./no")
    assert QFileInfo() != QFileInfo() and QFileInfo("no") != QFileInfo("f.tar.gz")


@pytest.mark.differs("fileinfo-equality")
def test_two_files_that_do_not_exist_are_not_one(here: Path) -> None:
    assert QFileInfo("no") != QFileInfo("neither")


def test_an_info_is_no_key() -> None:
    with pytest.raises(TypeError):
        hash(QFileInfo("a"))


def test_a_copy_goes_its_own_way() -> None:
    first = QFileInfo("a")
    second = copy.copy(first)
    first.setFile("b")
    assert second.filePath() == "a"


def test_swapped_infos_change_places() -> None:
    first, second = QFileInfo("a"), QFileInfo("b")
    first.swap(second)
    assert (first.filePath(), second.filePath()) == ("b", "a")
