"""QTemporaryFile and QTemporaryDir: names nobody has, and what is left over."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from binding import BINDING, QtCore, enum_name, number, octets

QTemporaryFile, QTemporaryDir, QIODevice = QtCore.QTemporaryFile, QtCore.QTemporaryDir, QtCore.QIODevice

# Names in the current directory are absolute on PySide2.
pytestmark = pytest.mark.only("netaccess", "PySide6")


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Path]:
    """An empty directory, which is the current one."""
    before = os.getcwd()
    os.chdir(tmp_path)
    yield tmp_path
    os.chdir(before)


def opened(template: str = "tXXXXXX") -> Any:
    """An open temporary file, whose name has been asked for."""
    file = QTemporaryFile(template)
    assert file.open(), file.errorString()
    assert file.fileName()
    return file


def in_new_process(source: str, folder: Path) -> str:
    """What a program in a process of its own prints."""
    program = f"import os; from {BINDING}.QtCore import *; {source}"
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=folder, env=environment, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


# -- files -----------------------------------------------------------------------------------------------------------


def test_a_file_is_made_by_open(here: Path) -> None:
    file = QTemporaryFile("tXXXXXX")
    assert file.fileName() == "" and not file.exists() and file.autoRemove() and os.listdir(here) == []
    assert file.open() and file.fileName() in os.listdir(here) and number(file.openMode()) == 3


@pytest.mark.parametrize(
    ("template", "pattern"),
    [
        ("abc", r"abc\.[A-Za-z]{6}"),
        ("abcXXXXXX.txt", r"abc[A-Za-z]{6}\.txt"),
        ("abcXXX.txt", r"abcXXX\.txt\.[A-Za-z]{6}"),
        ("XXXXXXaXXXXXX", r"XXXXXXa[A-Za-z]{6}"),
        ("abXXXXXXXXcd", r"ab[A-Za-z]{8}cd"),
        ("a.XXXXXX.b.XXXXX", r"a\.[A-Za-z]{6}\.b\.XXXXX"),
        ("xxxxxx", r"xxxxxx\.[A-Za-z]{6}"),
    ],
)
def test_letters_are_drawn_for_the_last_six_or_more(here: Path, template: str, pattern: str) -> None:
    file = opened(template)
    assert re.fullmatch(pattern, file.fileName()) and file.fileTemplate() == template


def test_two_files_have_two_names(here: Path) -> None:
    assert opened().fileName() != opened().fileName()


def test_a_template_may_name_a_directory(tmp_path: Path) -> None:
    file = opened(f"{tmp_path}/t_XXXXXX")
    assert os.path.dirname(file.fileName()) == str(tmp_path)


def test_without_a_template_the_file_is_named_after_the_application(
    application: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    before = application.applicationName()
    application.setApplicationName("proper name")
    try:
        assert QTemporaryFile().fileTemplate() == f"{tmp_path}/proper name.XXXXXX"
        assert QTemporaryDir().path().startswith(f"{tmp_path}/proper name-")
    finally:
        application.setApplicationName(before)


def test_without_an_application_the_name_is_neutral(tmp_path: Path) -> None:
    assert in_new_process("print(os.path.basename(QTemporaryFile().fileTemplate()))", tmp_path) == "qt_temp.XXXXXX"


def test_nobody_else_may_open_the_file(here: Path) -> None:
    assert os.stat(opened().fileName()).st_mode & 0o777 == 0o600


def test_a_directory_that_is_missing_is_told(here: Path) -> None:
    file = QTemporaryFile("no/XXXXXX")
    assert not file.open() and enum_name(file.error()) == "OpenError" and file.fileName() == ""
    assert file.errorString() == "No such file or directory"


def test_closing_keeps_the_file(here: Path) -> None:
    file = opened()
    name = file.fileName()
    assert file.write(b"abc") == 3
    file.close()
    assert file.fileName() == name and Path(name).read_bytes() == b"abc"
    assert file.open() and file.fileName() == name and octets(file.readAll()) == b"abc"


def test_opening_for_writing_alone_cuts_nothing_off(here: Path) -> None:
    file = opened()
    file.write(b"abc")
    file.close()
    assert file.open(QIODevice.WriteOnly) and number(file.openMode()) == 2 and file.size() == 3


def test_opening_an_open_file_changes_its_mode(here: Path) -> None:
    file = opened()
    file.write(b"abc")
    assert file.open(QIODevice.ReadOnly) and number(file.openMode()) == 1 and file.pos() == 3 and file.write(b"x") == -1


def test_a_mode_without_access_makes_no_file(here: Path) -> None:
    file = QTemporaryFile("tXXXXXX")
    assert not file.open(QIODevice.NotOpen) and not file.isOpen() and os.listdir(here) == []


def test_the_file_goes_with_the_object(here: Path) -> None:
    file = opened()
    name = file.fileName()
    assert os.path.exists(name)
    del file
    assert not os.path.exists(name)


def test_a_file_that_is_to_stay_stays(here: Path) -> None:
    file = opened()
    file.setAutoRemove(False)
    name = file.fileName()
    del file
    assert os.path.exists(name)


def test_the_file_goes_with_the_parent_of_the_object(here: Path) -> None:
    owner = QtCore.QObject()
    file = QTemporaryFile("tXXXXXX", owner)
    assert file.open() and file.parent() is owner
    name = file.fileName()
    del file
    assert os.path.exists(name)
    del owner
    assert not os.path.exists(name)


def test_the_file_goes_with_the_program(here: Path) -> None:
    name = in_new_process("f = QTemporaryFile('tXXXXXX'); f.open(); print(f.fileName())", here)
    assert name and os.listdir(here) == []


def test_a_renamed_file_still_goes_with_the_object(here: Path) -> None:
    file = opened()
    assert file.rename("kept") and file.fileName() == "kept" and os.listdir(here) == ["kept"] and file.autoRemove()
    del file
    assert os.listdir(here) == []


def test_a_rename_overwrites_nothing(here: Path) -> None:
    (here / "there").touch()
    file = opened()
    assert not file.rename("there") and enum_name(file.error()) == "RenameError" and file.fileName() != "there"


def test_a_rename_overwrites_if_it_is_told_to(here: Path) -> None:
    (here / "there").write_bytes(b"old")
    file = opened()
    file.write(b"new")
    assert file.renameOverwrite("there") and file.fileName() == "there" and (here / "there").read_bytes() == b"new"


def test_a_file_that_was_not_made_is_not_renamed(here: Path) -> None:
    assert not QTemporaryFile("tXXXXXX").rename("x") and os.listdir(here) == []


def test_a_removed_file_is_made_anew_by_open(here: Path) -> None:
    file = opened()
    assert file.remove() and file.fileName() == "" and os.listdir(here) == []
    assert file.open() and file.fileName() and os.listdir(here) == [file.fileName()]


def test_the_template_can_be_changed_before_the_file_is_made(here: Path) -> None:
    file = QTemporaryFile("aXXXXXX")
    file.setFileTemplate("bXXXXXX")
    assert file.open() and file.fileName().startswith("b")
    file.setFileTemplate("cXXXXXX")
    assert file.fileName().startswith("b") and file.fileTemplate() == "cXXXXXX"


@pytest.mark.differs("temporary-current-directory")
def test_the_file_goes_though_the_program_has_changed_directories(here: Path) -> None:
    file = opened()
    (here / "sub").mkdir()
    os.chdir("sub")
    del file
    assert os.listdir(here) == ["sub"]


def test_it_is_a_file_like_others(here: Path) -> None:
    file = opened()
    file.write(b"contents")
    assert file.copy("copy") and (here / "copy").read_bytes() == b"contents" and QtCore.QFileInfo(file).size() == 8
    assert file.setPermissions(QtCore.QFile.ReadOwner) and isinstance(file, QtCore.QFile)


# -- directories -----------------------------------------------------------------------------------------------------


def test_a_directory_is_made_at_once_for_its_owner_alone(here: Path) -> None:
    folder = QTemporaryDir("d")
    assert folder.isValid() and folder.autoRemove() and folder.errorString() == ""
    assert re.fullmatch(r"d\.[A-Za-z]{6}", folder.path()) and os.stat(folder.path()).st_mode & 0o7777 == 0o700


@pytest.mark.parametrize(
    ("template", "pattern"),
    [
        ("abcXXXXXX", r"abc[A-Za-z]{6}"),
        ("abcXXXXXX.d", r"abc[A-Za-z]{6}\.d"),
        ("abXXX", r"abXXX\.[A-Za-z]{6}"),
        ("XXXXXXX", r"[A-Za-z]{7}"),
    ],
)
def test_the_name_of_a_directory_is_drawn_too(here: Path, template: str, pattern: str) -> None:
    assert re.fullmatch(pattern, QTemporaryDir(template).path())


def test_the_directory_goes_with_all_that_is_in_it(here: Path) -> None:
    (here / "outside").mkdir()
    (here / "outside" / "f").touch()
    folder = QTemporaryDir("d")
    os.makedirs(folder.filePath("a/b"))
    Path(folder.filePath("a/b/.f")).touch()
    os.symlink(here / "outside", folder.filePath("link"))
    del folder
    assert os.listdir(here) == ["outside"] and os.listdir(here / "outside") == ["f"]


def test_a_directory_that_is_to_stay_stays(here: Path) -> None:
    folder = QTemporaryDir("d")
    folder.setAutoRemove(False)
    name = folder.path()
    del folder
    assert os.path.isdir(name)


def test_a_directory_that_is_to_stay_may_change_its_mind(here: Path) -> None:
    folder = QTemporaryDir("d")
    folder.setAutoRemove(False)
    folder.setAutoRemove(True)
    del folder
    assert os.listdir(here) == []


def test_a_directory_goes_with_the_program(here: Path) -> None:
    name = in_new_process("d = QTemporaryDir('d'); open(d.filePath('f'), 'w').close(); print(d.path())", here)
    assert name and os.listdir(here) == []


def test_a_directory_is_removed_when_it_is_told(here: Path) -> None:
    folder = QTemporaryDir("d")
    Path(folder.filePath("f")).touch()
    assert folder.remove() and os.listdir(here) == [] and folder.path() and folder.isValid() and folder.remove()


def test_names_in_the_directory_are_joined(here: Path) -> None:
    folder = QTemporaryDir("d")
    assert folder.filePath("x") == f"{folder.path()}/x" and folder.filePath("../x") == f"{folder.path()}/../x"
    assert folder.filePath("/x") == "" and folder.filePath("") == folder.path()


def test_a_directory_that_could_not_be_made_says_why(here: Path) -> None:
    folder = QTemporaryDir("no/d")
    assert not folder.isValid() and folder.errorString() == "No such file or directory" and folder.path() == ""
    assert folder.filePath("x") == "" and not folder.remove()


def test_swapped_directories_change_places(here: Path) -> None:
    first, second = QTemporaryDir("a"), QTemporaryDir("b")
    second.setAutoRemove(False)
    first.swap(second)
    assert first.path().startswith("b") and not first.autoRemove() and second.autoRemove()
    name = first.path()
    del first, second
    assert os.listdir(here) == [name]


def test_a_number_is_no_template() -> None:
    with pytest.raises(TypeError):
        QTemporaryFile(3)
    with pytest.raises(TypeError):
        QTemporaryDir(3)
