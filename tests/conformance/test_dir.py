"""`QDir` and `QDirIterator`: paths, entries, and what is done in directories."""

from __future__ import annotations

import copy
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from binding import QtCore

QDir, QDirIterator = QtCore.QDir, QtCore.QDirIterator
SUBDIRECTORIES, FOLLOW = QDirIterator.Subdirectories, QDirIterator.FollowSymlinks
NO_DOTS = QDir.NoDotAndDotDot


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Path]:
    """A directory with a little of everything, which is the current one."""
    (tmp_path / "sub" / "deep").mkdir(parents=True)
    (tmp_path / "a.txt").write_bytes(b"12")
    (tmp_path / "B.TXT").write_bytes(b"12345")
    (tmp_path / "c.py").write_bytes(b"1")
    (tmp_path / ".hidden").write_bytes(b"123")
    (tmp_path / "sub" / "x.txt").write_bytes(b"x")
    (tmp_path / "sub" / "deep" / "y.txt").write_bytes(b"y")
    (tmp_path / "link").symlink_to("sub")
    (tmp_path / "broken").symlink_to("nowhere")
    os.mkfifo(tmp_path / "pipe")
    before = os.getcwd()
    os.chdir(tmp_path)
    yield tmp_path
    os.chdir(before)


def went(start: str, *steps: str) -> list[tuple[bool, str]]:
    """Where cd() led, step by step."""
    folder = QDir(start)
    return [(folder.cd(step), folder.path()) for step in steps]


def walked(iterator: Any) -> list[str]:
    """All that an iterator finds, in an order of our own."""
    found = []
    while iterator.hasNext():
        found.append(iterator.next())
    return sorted(found)


# -- paths -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "cleaned"),
    [
        ("", ""),
        (".", "."),
        ("./a", "a"),
        ("a//b/./c/", "a/b/c"),
        ("a/../b", "b"),
        ("a/..", "."),
        ("a/../..", ".."),
        ("../../a/..", "../.."),
        ("/", "/"),
        ("///a", "/a"),
        ("/a/..", "/"),
        ("a/.../b", "a/.../b"),
    ],
)
def test_a_path_is_cleaned(path: str, cleaned: str) -> None:
    assert QDir.cleanPath(path) == cleaned


@pytest.mark.only("netaccess", "PySide6")
def test_what_leads_above_the_root_stays_written() -> None:
    assert QDir.cleanPath("/..") == "/.." and QDir.cleanPath("/../a/../b") == "/../b"


@pytest.mark.parametrize(
    ("given", "kept"), [("", "."), ("a/", "a"), ("/", "/"), ("a//b/../c/", "a//b/../c"), ("/a/.", "/a/.")]
)
def test_a_path_is_kept_as_it_was_given_without_a_slash_at_its_end(given: str, kept: str) -> None:
    assert QDir(given).path() == kept


def test_the_absolute_path_is_cleaned(here: Path) -> None:
    assert QDir("a/../sub").absolutePath() == f"{here}/sub" and QDir("/a/./b/").absolutePath() == "/a/b"


def test_the_canonical_path_is_behind_links(here: Path) -> None:
    assert QDir("link").canonicalPath() == f"{here}/sub" and QDir("link").absolutePath() == f"{here}/link"
    assert QDir("nowhere").canonicalPath() == ""


@pytest.mark.parametrize(("path", "name"), [("/a/b/", "b"), ("a/..", ".."), ("/", ""), (".", "."), ("a.b/c.d", "c.d")])
def test_the_name_of_a_directory_is_the_last_part_of_its_path(path: str, name: str) -> None:
    assert QDir(path).dirName() == name


@pytest.mark.parametrize(
    ("folder", "name", "path"),
    [
        ("a", "b", "a/b"),
        ("/", "b", "/b"),
        (".", "b", "./b"),
        ("a", "", "a"),
        ("a", "/b", "/b"),
        ("a", "../b//c/", "a/../b//c/"),
    ],
)
def test_a_file_path_is_joined_and_not_cleaned(folder: str, name: str, path: str) -> None:
    assert QDir(folder).filePath(name) == path


def test_an_absolute_file_path_starts_at_the_root(here: Path) -> None:
    assert QDir("a/..").absoluteFilePath("b") == f"{here}/b"
    assert QDir("a").absoluteFilePath("../b") == f"{here}/a/../b"
    assert QDir("a").absoluteFilePath("/x/../y") == "/x/../y"


@pytest.mark.parametrize(
    ("folder", "name", "relative"),
    [
        ("/a/b", "/a/c/d", "../c/d"),
        ("/a/b", "/a/b", "."),
        ("/a/b", "/a/b/c", "c"),
        ("/a/b", "c/../d", "d"),
        ("/a/b", "/", "../../"),
        ("/", "/a", "a"),
        ("/a/b", "/a/b/../x", "../x"),
        ("/a/bc", "/a/b", "../b"),
        ("/a/b", "", ""),
    ],
)
def test_a_relative_path_has_as_many_dots_as_it_takes(folder: str, name: str, relative: str) -> None:
    assert QDir(folder).relativeFilePath(name) == relative


def test_absolute_relative_and_root_are_told_from_the_name() -> None:
    assert QDir("/a").isAbsolute() and QDir("a").isRelative() and not QDir("/a").isRelative()
    assert QDir("/").isRoot() and not QDir("/a/..").isRoot() and not QDir("").isRoot()
    assert QDir.isAbsolutePath("/a") and QDir.isRelativePath("") and QDir.isRelativePath("~")


def test_separators_are_those_of_the_system() -> None:
    assert QDir.toNativeSeparators("a/b") == os.path.join("a", "b") and QDir.fromNativeSeparators("a/b") == "a/b"
    assert QDir.listSeparator() == os.pathsep


def test_the_directories_of_the_system_are_known(here: Path) -> None:
    assert QDir.currentPath() == str(here) == QDir.current().path()
    assert QDir.homePath() == os.path.expanduser("~") == QDir.home().path()
    assert QDir.rootPath() == "/" == QDir.root().path() and [drive.filePath() for drive in QDir.drives()] == ["/"]


def test_the_temporary_directory_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TMPDIR", f"{tmp_path}//x/..")
    assert QDir.tempPath() == str(tmp_path) == QDir.temp().path()
    monkeypatch.delenv("TMPDIR")
    assert QDir.tempPath() == "/tmp"


def test_the_current_directory_can_be_changed(here: Path) -> None:
    assert QDir.setCurrent("sub") and os.getcwd() == f"{here}/sub" and not QDir.setCurrent("nowhere")


def test_a_path_is_made_absolute(here: Path) -> None:
    folder = QDir("x/../y")
    assert folder.makeAbsolute() and folder.path() == f"{here}/y"


# -- going about -----------------------------------------------------------------------------------------------------


def test_cd_goes_down_and_up(here: Path) -> None:
    assert went("sub", "deep", "..", "../sub/deep", "../..") == [
        (True, "sub/deep"),
        (True, "sub"),
        (True, "sub/deep"),
        (True, "."),
    ]


def test_cd_above_the_current_directory_makes_the_path_absolute(here: Path) -> None:
    assert went(".", "..") == [(True, str(here.parent))]
    assert went("sub", "../..") == [(True, str(here.parent))]


def test_cd_stays_where_there_is_no_such_directory(here: Path) -> None:
    assert went("sub", "nowhere", "x.txt", "../a.txt") == [(False, "sub")] * 3


def test_cd_does_not_go_above_the_root() -> None:
    assert went("/", "..", "../..") == [(False, "/"), (False, "/")]


def test_cd_takes_absolute_paths_and_dots(here: Path) -> None:
    assert went("sub", "", ".", f"{here}//sub/./deep/") == [(True, "sub"), (True, "sub"), (True, f"{here}/sub/deep")]


def test_cd_up_goes_by_the_name_not_by_the_link(here: Path) -> None:
    folder = QDir("link")
    assert folder.cdUp() and folder.path() == "."


def test_exists_speaks_of_directories_and_with_a_name_of_anything(here: Path) -> None:
    assert QDir("sub").exists() and QDir("link").exists() and not QDir("a.txt").exists() and not QDir("no").exists()
    assert QDir("sub").exists("x.txt") and QDir().exists("sub") and QDir("no").exists(str(here))
    assert not QDir().exists("broken") and not QDir().exists("")


# -- entries ---------------------------------------------------------------------------------------------------------


def test_entries_are_sorted_without_regard_to_case_and_include_the_dots(here: Path) -> None:
    assert QDir().entryList() == [".", "..", "a.txt", "B.TXT", "c.py", "link", "sub"]


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        (QDir.Files, ["a.txt", "B.TXT", "c.py"]),
        (QDir.Dirs | NO_DOTS, ["link", "sub"]),
        (QDir.Dirs | QDir.NoDot, ["..", "link", "sub"]),
        (QDir.Files | QDir.Hidden, [".hidden", "a.txt", "B.TXT", "c.py"]),
        (QDir.Files | QDir.System, ["a.txt", "B.TXT", "broken", "c.py", "pipe"]),
        (QDir.AllEntries | NO_DOTS | QDir.NoSymLinks, ["a.txt", "B.TXT", "c.py", "sub"]),
        (QDir.AllEntries | NO_DOTS, ["a.txt", "B.TXT", "c.py", "link", "sub"]),
    ],
)
def test_filters_choose_the_entries(here: Path, filters: Any, names: list[str]) -> None:
    assert QDir().entryList(filters) == names


def test_only_executable_files_are_listed_if_that_is_asked(here: Path) -> None:
    (here / "c.py").chmod(0o755)
    assert QDir().entryList(QDir.Files | QDir.Executable) == ["c.py"]
    assert len(QDir().entryList(QDir.Files | QDir.Readable | QDir.Writable)) == 3


def test_names_are_chosen_by_patterns_without_regard_to_case(here: Path) -> None:
    assert QDir().entryList(["*.txt"]) == ["a.txt", "B.TXT"]
    assert QDir().entryList(["*.txt"], QDir.Files | QDir.CaseSensitive) == ["a.txt"]
    assert QDir().entryList(["?.py", "S*"], QDir.Files | QDir.Dirs) == ["c.py", "sub"]


def test_all_dirs_are_listed_whatever_the_patterns(here: Path) -> None:
    assert QDir().entryList(["*.py"], QDir.Files | QDir.AllDirs | NO_DOTS) == ["c.py", "link", "sub"]


@pytest.mark.parametrize(
    ("sort", "names"),
    [
        (QDir.Name, ["B.TXT", "a.txt", "c.py"]),
        (QDir.Name | QDir.IgnoreCase, ["a.txt", "B.TXT", "c.py"]),
        (QDir.Name | QDir.Reversed, ["c.py", "a.txt", "B.TXT"]),
        (QDir.Size, ["B.TXT", "a.txt", "c.py"]),
        (QDir.Size | QDir.Reversed, ["c.py", "a.txt", "B.TXT"]),
        (QDir.Time, ["c.py", "a.txt", "B.TXT"]),
        (QDir.Type, ["B.TXT", "c.py", "a.txt"]),
        (QDir.Type | QDir.IgnoreCase, ["c.py", "a.txt", "B.TXT"]),
    ],
)
def test_entries_are_sorted(here: Path, sort: Any, names: list[str]) -> None:
    for age, name in enumerate(("c.py", "a.txt", "B.TXT")):
        os.utime(name, (1_600_000_000 - age * 1000,) * 2)
    assert QDir().entryList(QDir.Files, sort) == names


def test_directories_come_first_or_last(here: Path) -> None:
    filters = QDir.AllEntries | NO_DOTS
    assert QDir().entryList(filters, QDir.Name | QDir.DirsFirst)[:2] == ["link", "sub"]
    assert QDir().entryList(filters, QDir.Name | QDir.DirsLast)[-2:] == ["link", "sub"]
    assert QDir().entryList(filters, QDir.Name | QDir.DirsFirst | QDir.Reversed)[:2] == ["sub", "link"]


def test_what_is_set_holds_where_nothing_is_said(here: Path) -> None:
    folder = QDir(".", "*.txt;*.py", QDir.Name, QDir.Files)
    assert folder.entryList() == ["B.TXT", "a.txt", "c.py"] and folder.count() == 3
    folder.setNameFilters(["*.py"])
    assert folder.entryList() == ["c.py"] and folder.nameFilters() == ["*.py"]
    folder.setNameFilters([])
    folder.setFilter(QDir.Dirs | NO_DOTS)
    folder.setSorting(QDir.Name | QDir.Reversed)
    assert folder.entryList() == ["sub", "link"] and folder.entryList(QDir.Files)[0] == "c.py"


def test_entries_come_as_file_infos_with_the_path_of_the_directory(here: Path) -> None:
    assert [info.filePath() for info in QDir("sub").entryInfoList(QDir.Files)] == ["sub/x.txt"]
    assert [info.filePath() for info in QDir().entryInfoList(["c*"])] == ["./c.py"]


def test_a_directory_that_is_not_there_has_no_entries(here: Path) -> None:
    assert QDir("no").entryList() == [] and QDir("a.txt").entryList() == [] and QDir("no").count() == 0


def test_a_plain_listing_is_remembered_until_refresh(here: Path) -> None:
    folder = QDir("sub")
    before = folder.count()
    (here / "sub" / "new").touch()
    assert folder.count() == before and len(folder.entryList(QDir.Files)) == 2
    folder.refresh()
    assert folder.count() == before + 1


def test_a_directory_is_empty_when_nothing_but_hidden_files_is_in_it(here: Path) -> None:
    (here / "bare").mkdir()
    (here / "bare" / ".x").touch()
    assert QDir("bare").isEmpty() and QDir("no").isEmpty() and not QDir("sub").isEmpty()
    assert not QDir("bare").isEmpty(QDir.Files | QDir.Hidden)


# -- changing things -------------------------------------------------------------------------------------------------


def test_mkdir_makes_one_directory(here: Path) -> None:
    assert QDir().mkdir("new") and (here / "new").is_dir() and not QDir().mkdir("new")
    assert not QDir().mkdir("no/such") and not QDir().mkdir("") and QDir("sub").mkdir("z") and Path("sub/z").is_dir()


@pytest.mark.only("netaccess", "PySide6")
def test_directories_are_made_with_permissions(here: Path) -> None:
    permissions = QtCore.QFile.ReadOwner | QtCore.QFile.WriteOwner | QtCore.QFile.ExeOwner
    assert QDir().mkdir("mine", permissions) and (here / "mine").stat().st_mode & 0o777 == 0o700
    assert QDir().mkpath("m/n", permissions) and (here / "m" / "n").stat().st_mode & 0o777 == 0o700
    assert (here / "m").stat().st_mode & 0o777 == 0o700


def test_mkpath_makes_what_is_missing(here: Path) -> None:
    assert QDir().mkpath("p/q/r") and (here / "p/q/r").is_dir() and QDir().mkpath("p/q/r")
    assert QDir("fresh").mkpath(".") and (here / "fresh").is_dir()
    assert not QDir().mkpath("a.txt/x") and not QDir().mkpath("")


def test_rmdir_removes_an_empty_directory(here: Path) -> None:
    assert not QDir().rmdir("sub") and not QDir().rmdir("link") and not QDir().rmdir("a.txt") and not QDir().rmdir("")
    (here / "e").mkdir()
    assert QDir().rmdir("e") and not (here / "e").exists()


def test_rmpath_removes_as_far_up_as_it_can(here: Path) -> None:
    (here / "p/q/r").mkdir(parents=True)
    (here / "p/other").touch()
    assert QDir().rmpath("p/q/r") and not (here / "p/q").exists() and (here / "p").is_dir()
    assert not QDir().rmpath("p/q/r") and not QDir().rmpath("")


def test_remove_takes_files_and_links_and_no_directories(here: Path) -> None:
    assert QDir().remove("broken") and QDir("sub").remove("x.txt") and not QDir().remove("sub")
    assert not os.path.lexists("broken") and not QDir().remove("no") and not QDir().remove("")


def test_rename_moves_and_overwrites_nothing(here: Path) -> None:
    assert QDir().rename("a.txt", "sub/moved") and (here / "sub/moved").read_bytes() == b"12"
    assert not QDir().rename("c.py", "B.TXT") and not QDir().rename("no", "x") and not QDir().rename("c.py", "no/x")
    assert QDir().rename("sub", "other") and not QDir().rename("", "x") and not QDir().rename("c.py", "")


def test_remove_recursively_removes_links_and_not_what_they_point_to(here: Path) -> None:
    (here / "sub" / "out").symlink_to(here)
    (here / "sub" / ".h").touch(0o400)
    assert QDir("sub").removeRecursively() and not (here / "sub").exists() and (here / "a.txt").exists()


def test_removing_a_directory_that_is_not_there_succeeds(here: Path) -> None:
    assert QDir("no").removeRecursively() and QDir("a.txt").removeRecursively() and (here / "a.txt").exists()


@pytest.mark.differs("remove-recursively-link")
def test_a_directory_that_is_a_link_is_not_emptied(here: Path) -> None:
    assert not QDir("link").removeRecursively() and (here / "sub/x.txt").exists()


# -- values ----------------------------------------------------------------------------------------------------------


def test_directories_are_equal_if_they_are_one_and_list_the_same(here: Path) -> None:
    assert QDir("sub") == QDir(str(here / "sub")) == QDir("link") == QDir("sub/deep/..")
    assert QDir("no") == QDir("./no") and QDir("no") != QDir("sub") and QDir("sub", "*.a") != QDir("sub")
    other = QDir("sub")
    other.setFilter(QDir.Files)
    assert other != QDir("sub")


def test_a_copy_goes_its_own_way(here: Path) -> None:
    first = QDir("sub")
    second = copy.copy(first)
    third = QDir(first)
    first.setPath("x")
    assert second.path() == "sub" == third.path()


def test_a_directory_is_no_key() -> None:
    with pytest.raises(TypeError):
        hash(QDir())


@pytest.mark.only("netaccess", "PySide6")
@pytest.mark.parametrize("name", ["abc", b"abc", Path("abc")])
def test_paths_are_text_bytes_or_path_objects(name: Any) -> None:
    assert QDir(name).path() == "abc"


def test_a_number_is_no_directory() -> None:
    with pytest.raises(TypeError):
        QDir(3)


def test_swapped_directories_change_places() -> None:
    first, second = QDir("a"), QDir("b")
    first.swap(second)
    assert (first.path(), second.path()) == ("b", "a")


# -- QDirIterator ----------------------------------------------------------------------------------------------------


def test_an_iterator_gives_paths_that_begin_with_the_directory(here: Path) -> None:
    assert walked(QDirIterator("sub")) == ["sub/.", "sub/..", "sub/deep", "sub/x.txt"]
    assert walked(QDirIterator("sub/", QDir.Files)) == ["sub/x.txt"]


def test_an_iterator_goes_down_whether_or_not_directories_are_listed(here: Path) -> None:
    assert walked(QDirIterator(".", ["*.txt"], QDir.Files, SUBDIRECTORIES)) == [
        "./B.TXT",
        "./a.txt",
        "./sub/deep/y.txt",
        "./sub/x.txt",
    ]


def test_an_iterator_enters_links_if_it_is_told_and_never_twice(here: Path) -> None:
    (here / "sub" / "loop").symlink_to("..")
    plain = walked(QDirIterator("sub", QDir.AllEntries | NO_DOTS, SUBDIRECTORIES))
    assert plain == ["sub/deep", "sub/deep/y.txt", "sub/loop", "sub/x.txt"]
    followed = walked(QDirIterator("sub", QDir.Files, SUBDIRECTORIES | FOLLOW))
    assert "sub/loop/a.txt" in followed and len(followed) < 12


def test_an_iterator_enters_hidden_directories_if_they_are_listed(here: Path) -> None:
    (here / ".dir").mkdir()
    (here / ".dir" / "z").touch()
    assert "./.dir/z" not in walked(QDirIterator(".", QDir.Files, SUBDIRECTORIES))
    assert "./.dir/z" in walked(QDirIterator(".", QDir.Files | QDir.Hidden, SUBDIRECTORIES))


def test_an_iterator_stands_at_what_it_gave_last(here: Path) -> None:
    iterator = QDirIterator("sub", ["x*"], QDir.Files)
    assert (iterator.path(), iterator.fileName(), iterator.filePath()) == ("sub", "", "")
    assert iterator.next() == "sub/x.txt" == iterator.filePath() == iterator.fileInfo().filePath()
    assert iterator.fileName() == "x.txt" and not iterator.hasNext()


def test_an_iterator_takes_the_choice_of_a_directory(here: Path) -> None:
    assert walked(QDirIterator(QDir(".", "*.py", QDir.Name, QDir.Files))) == ["./c.py"]


def test_an_iterator_of_nothing_ends_at_once(here: Path) -> None:
    assert not QDirIterator("no").hasNext() and not QDirIterator("a.txt").hasNext() and not QDirIterator("").hasNext()
