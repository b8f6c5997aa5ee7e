"""QSaveFile: the whole file or nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from binding import BINDING, QtCore, enum_name, number, octets
from openfiles import fault

QSaveFile, QIODevice = QtCore.QSaveFile, QtCore.QIODevice
WRITE = QIODevice.WriteOnly


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file with contents, alone in its directory."""
    file = tmp_path / "file.txt"
    file.write_bytes(b"old")
    file.chmod(0o640)
    return file


def begun(path: Path, data: bytes = b"new") -> Any:
    """A QSaveFile that has been written to."""
    file = QSaveFile(str(path))
    assert file.open(WRITE), file.errorString()
    assert file.write(data) == len(data)
    return file


def test_a_fresh_file_is_closed_and_has_a_name() -> None:
    file = QSaveFile("a")
    assert file.fileName() == "a" and not file.isOpen() and not file.directWriteFallback() and file.size() == 0
    assert QSaveFile().fileName() == "" and fault(file) == ("NoError", "Unknown error")


def test_nothing_changes_before_commit(path: Path) -> None:
    file = begun(path)
    assert file.flush() and path.read_bytes() == b"old"
    assert file.commit() and path.read_bytes() == b"new" and not file.isOpen()


def test_commit_makes_a_file_that_was_not_there(tmp_path: Path) -> None:
    target = tmp_path / "fresh"
    file = begun(target, b"data")
    assert not target.exists()
    assert file.commit() and target.read_bytes() == b"data"


def test_a_new_file_has_the_permissions_that_the_process_gives(tmp_path: Path) -> None:
    (tmp_path / "plain").touch()
    assert begun(tmp_path / "fresh").commit()
    assert (tmp_path / "fresh").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_the_permissions_of_a_file_that_is_replaced_are_kept(path: Path) -> None:
    assert begun(path).commit() and path.stat().st_mode & 0o777 == 0o640


def test_permissions_can_be_set_before_commit(path: Path) -> None:
    file = begun(path)
    assert file.setPermissions(QtCore.QFile.ReadOwner) and file.commit() and path.stat().st_mode & 0o777 == 0o400


def test_nothing_else_is_left_in_the_directory(path: Path) -> None:
    assert begun(path).commit() and os.listdir(path.parent) == ["file.txt"]


def test_readers_of_the_old_file_keep_it(path: Path) -> None:
    with path.open("rb") as reader:
        assert begun(path).commit()
        assert reader.read() == b"old"


def test_a_file_that_dies_before_commit_changes_nothing(path: Path) -> None:
    file = begun(path)
    del file
    assert path.read_bytes() == b"old" and os.listdir(path.parent) == ["file.txt"]


def test_a_process_that_is_killed_leaves_nothing_behind(tmp_path: Path) -> None:
    source = (
        f"import os; from {BINDING}.QtCore import QSaveFile, QIODevice; f = QSaveFile('killed'); "
        "assert f.open(QIODevice.WriteOnly); f.write(b'x'); f.flush(); os.kill(os.getpid(), 9)"
    )
    root = str(Path(__file__).resolve().parents[2])
    environment = {**os.environ, "PYTHONPATH": root}
    done = subprocess.run([sys.executable, "-c", source], cwd=tmp_path, env=environment, timeout=60)
    assert done.returncode == -9 and os.listdir(tmp_path) == []


@pytest.mark.only("netaccess", "PySide6")
def test_cancelled_writing_commits_nothing(path: Path) -> None:
    file = begun(path)
    file.cancelWriting()
    assert file.isOpen() and fault(file) == ("WriteError", "Writing canceled by application")
    assert file.write(b"more") == -1 and not file.commit() and not file.isOpen()
    assert enum_name(file.error()) == "WriteError" and path.read_bytes() == b"old"
    assert os.listdir(path.parent) == ["file.txt"]


def test_after_a_cancelled_writing_the_file_can_be_begun_again(path: Path) -> None:
    file = begun(path)
    file.cancelWriting()
    file.commit()
    assert file.open(WRITE) and file.write(b"second") == 6 and file.commit() and path.read_bytes() == b"second"
    assert enum_name(file.error()) == "NoError"


def test_committing_a_closed_file_fails(path: Path) -> None:
    file = QSaveFile(str(path))
    assert not file.commit()
    assert file.open(WRITE) and file.commit() and not file.commit() and path.read_bytes() == b""


@pytest.mark.parametrize(
    "mode",
    [
        QIODevice.ReadOnly,
        QIODevice.ReadWrite,
        QIODevice.Append,
        WRITE | QIODevice.Append,
        WRITE | QIODevice.NewOnly,
        WRITE | QIODevice.ExistingOnly,
        QIODevice.NotOpen,
    ],
)
def test_only_plain_writing_is_possible(path: Path, mode: Any) -> None:
    file = QSaveFile(str(path))
    assert not file.open(mode) and not file.isOpen() and path.read_bytes() == b"old"


def test_text_mode_and_no_buffer_may_be_asked_for(path: Path) -> None:
    file = QSaveFile(str(path))
    assert file.open(WRITE | QIODevice.Text | QIODevice.Unbuffered | QIODevice.Truncate)
    assert number(file.openMode()) & number(QIODevice.Unbuffered)
    file.write(b"a\n")
    assert file.commit() and path.read_bytes() == os.linesep.encode().join((b"a", b""))


def test_an_open_file_is_not_opened_again(path: Path) -> None:
    file = begun(path)
    assert not file.open(WRITE) and file.isOpen()
    file.cancelWriting()


def test_it_is_written_anywhere_and_never_read(path: Path) -> None:
    file = begun(path, b"hello")
    assert (file.pos(), file.size(), file.isSequential()) == (5, 5, False)
    assert file.seek(0) and file.write(b"J") == 1 and file.size() == 5 and not file.isReadable()
    assert octets(file.read(1)) == b"" and file.commit() and path.read_bytes() == b"Jello"


def test_it_can_be_cut(path: Path) -> None:
    file = begun(path, b"hello")
    assert file.resize(2) and file.commit() and path.read_bytes() == b"he"


def test_close_is_not_for_it(path: Path) -> None:
    file = begun(path)
    with pytest.raises((TypeError, AttributeError)):
        file.close()
    assert file.isOpen() and path.read_bytes() == b"old"


def test_its_name_can_be_changed_for_the_next_time(path: Path) -> None:
    file = begun(path)
    file.setFileName("other")
    assert file.fileName() == "other" and file.commit() and path.read_bytes() == b"new"


def test_a_link_is_followed(path: Path) -> None:
    link = path.parent / "link"
    link.symlink_to("file.txt")
    assert begun(link).commit() and link.is_symlink() and path.read_bytes() == b"new"


def test_a_link_to_nowhere_makes_the_file(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("target")
    assert begun(tmp_path / "link").commit() and (tmp_path / "link").is_symlink()
    assert (tmp_path / "target").read_bytes() == b"new"


def test_a_directory_is_not_replaced(tmp_path: Path) -> None:
    file = QSaveFile(str(tmp_path))
    assert not file.open(WRITE) and fault(file) == ("WriteError", "Filename refers to a directory")


def test_a_directory_that_came_in_the_way_makes_commit_fail(path: Path) -> None:
    file = begun(path)
    path.unlink()
    path.mkdir()
    assert not file.commit() and fault(file) == ("RenameError", "Is a directory") and path.is_dir()
    assert os.listdir(path.parent) == ["file.txt"]


def test_a_directory_that_is_missing_is_told(tmp_path: Path) -> None:
    file = QSaveFile(str(tmp_path / "no" / "file"))
    assert not file.open(WRITE) and fault(file) == ("OpenError", "No such file or directory")


@pytest.mark.only("netaccess", "PySide6")
def test_a_full_disk_makes_commit_fail() -> None:
    file = QSaveFile("/dev/full")
    file.setDirectWriteFallback(True)
    assert file.directWriteFallback() and file.open(WRITE) and file.write(b"xx") == 2 and not file.flush()
    assert not file.commit() and fault(file) == ("ResourceError", "No space left on device")


def test_it_announces_its_end(path: Path) -> None:
    file, heard = begun(path), []
    file.aboutToClose.connect(lambda: heard.append("end"))
    assert file.commit() and heard == ["end"]


def test_it_has_a_parent(path: Path) -> None:
    owner = QtCore.QObject()
    assert QSaveFile(owner).parent() is owner and QSaveFile(str(path), owner).parent() is owner


def test_a_parent_that_dies_takes_it_along_without_a_commit(path: Path) -> None:
    owner = QtCore.QObject()
    file = QSaveFile(str(path), owner)
    assert file.open(WRITE) and file.write(b"new") == 3
    del file, owner
    assert path.read_bytes() == b"old"


def test_a_number_is_no_name() -> None:
    with pytest.raises(TypeError):
        QSaveFile(3)


@pytest.mark.differs("savefile-current-directory")
def test_the_file_is_where_it_was_when_it_was_opened(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (path.parent / "sub").mkdir()
    monkeypatch.chdir(path.parent)
    file = QSaveFile("file.txt")
    assert file.open(WRITE) and file.write(b"new") == 3
    os.chdir("sub")
    assert file.commit() and path.read_bytes() == b"new"


@pytest.mark.differs("savefile-no-name")
def test_a_file_without_name_is_not_opened() -> None:
    file = QSaveFile()
    assert not file.open(WRITE) and fault(file) == ("OpenError", "No file name specified")
