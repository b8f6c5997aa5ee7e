"""QSaveFile where the system has no files without names, where no file can be made, and where syncing fails."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from netaccess._kernel import savefile
from netaccess._kernel.savefile import QSaveFile
from netaccess._values.fileenums import FileError
from netaccess._values.openmode import OpenModeFlag

WRITE = OpenModeFlag.WriteOnly


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "file"
    file.write_bytes(b"old")
    return file


@pytest.fixture
def _with_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """A system on which every file has a name."""
    monkeypatch.delattr(os, "O_TMPFILE", raising=False)


def begun(path: Path) -> QSaveFile:
    file = QSaveFile(path)
    assert file.open(WRITE)
    assert file.write(b"new") == 3
    return file


@pytest.mark.usefixtures("_with_names")
def test_a_file_with_a_name_stands_beside_and_takes_the_place(path: Path) -> None:
    file = begun(path)
    beside = [name for name in os.listdir(path.parent) if name != "file"]
    assert len(beside) == 1 and beside[0].startswith("file.")
    assert file.commit()
    assert path.read_bytes() == b"new" and os.listdir(path.parent) == ["file"]


@pytest.mark.usefixtures("_with_names")
def test_a_file_with_a_name_is_removed_when_writing_is_cancelled(path: Path) -> None:
    file = begun(path)
    file.cancelWriting()
    assert not file.commit()
    assert os.listdir(path.parent) == ["file"] and path.read_bytes() == b"old"


@pytest.mark.usefixtures("_with_names")
def test_a_file_with_a_name_is_removed_with_the_object(path: Path) -> None:
    file = begun(path)
    del file
    assert os.listdir(path.parent) == ["file"]


def test_a_file_system_without_nameless_files_gets_one_with_a_name(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    system_open = os.open

    def refuse(name: str, flags: int, mode: int = 0o777) -> int:
        if flags & os.O_TMPFILE == os.O_TMPFILE:
            raise OSError(95, "Operation not supported")
        return system_open(name, flags, mode)

    monkeypatch.setattr(os, "open", refuse)
    file = begun(path)
    assert len(os.listdir(path.parent)) == 2 and file.commit() and path.read_bytes() == b"new"


def refused(target: str) -> tuple[int, str | None]:
    raise PermissionError(13, "Permission denied")


def test_without_the_fallback_a_directory_that_takes_no_file_is_an_error(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(savefile, "_open_beside", refused)
    file = QSaveFile(path)
    assert not file.open(WRITE)
    assert (file.error(), file.errorString()) == (FileError.OpenError, "Permission denied")
    assert path.read_bytes() == b"old"


def test_with_the_fallback_the_file_itself_is_written(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(savefile, "_open_beside", refused)
    file = QSaveFile(path)
    file.setDirectWriteFallback(True)
    inode = path.stat().st_ino
    assert file.open(WRITE) and file.write(b"new") == 3 and file.commit()
    assert path.read_bytes() == b"new" and path.stat().st_ino == inode


def test_a_device_is_not_replaced_by_a_file() -> None:
    file = QSaveFile("/dev/null")
    assert not file.open(WRITE) and file.error() == FileError.OpenError


def test_a_failed_sync_keeps_the_old_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(fd: int) -> None:
        raise OSError(5, "Input/output error")

    file = begun(path)
    monkeypatch.setattr(os, "fsync", fail)
    assert not file.commit()
    assert file.errorString() == "Input/output error" and path.read_bytes() == b"old"
    assert os.listdir(path.parent) == ["file"] and not file.isOpen()


def test_a_file_that_cannot_be_written_by_us_is_not_replaced(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda name, question: False)
    file = QSaveFile(path)
    assert not file.open(WRITE)
    assert (file.error(), file.errorString()) == (FileError.WriteError, f"Existing file {path} is not writable")


def test_whoever_hears_of_the_end_may_still_write(path: Path) -> None:
    file = begun(path)
    file.aboutToClose.connect(lambda: file.write(b"er"))
    assert file.commit() and path.read_bytes() == b"newer"


def test_an_error_in_the_last_piece_makes_commit_fail(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(fd: int, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    file = begun(path)
    monkeypatch.setattr(os, "write", fail)
    committed = file.commit()
    monkeypatch.undo()
    assert not committed and file.error() == FileError.ResourceError and path.read_bytes() == b"old"
