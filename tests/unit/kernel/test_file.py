"""QFile from the inside: what is held back, names nobody can open, death."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from netaccess._kernel.destruction import destroy
from netaccess._kernel.file import QFile
from netaccess._kernel.iodevice import QIODevice
from netaccess._values.bytearray import QByteArray
from netaccess._values.fileenums import FileError, Permission


def test_small_writes_are_held_back_and_large_ones_are_not(tmp_path: Path) -> None:
    path = tmp_path / "f"
    file = QFile(path)
    file.open(QIODevice.WriteOnly)
    file.write(b"abc")
    assert path.stat().st_size == 0
    file.write(bytes(20000))
    assert path.stat().st_size == 20003


def test_the_descriptor_is_handed_out_with_everything_written(tmp_path: Path) -> None:
    path = tmp_path / "f"
    file = QFile(path)
    file.open(QIODevice.WriteOnly)
    file.write(b"abc")
    os.write(file.handle(), b"def")
    assert path.read_bytes() == b"abcdef"


def test_deleting_a_file_object_writes_and_closes_it(tmp_path: Path) -> None:
    file = QFile(tmp_path / "f")
    file.open(QIODevice.WriteOnly)
    fd = file.handle()
    file.write(b"abc")
    destroy(file)
    assert (tmp_path / "f").read_bytes() == b"abc"
    with pytest.raises(OSError):
        os.fstat(fd)


def test_a_name_with_nul_is_an_open_error() -> None:
    file = QFile("a\0b")
    assert not file.open(QIODevice.ReadOnly) and file.error() == FileError.OpenError and "null" in file.errorString()
    assert not file.exists() and file.size() == 0 and file.permissions() == Permission(0) and not file.remove()


def test_an_array_is_a_name() -> None:
    assert QFile(QByteArray(b"abc")).fileName() == "abc"


def test_new_and_existing_exclude_each_other(tmp_path: Path) -> None:
    file = QFile(tmp_path / "f")
    assert not file.open(QIODevice.WriteOnly | QIODevice.NewOnly | QIODevice.ExistingOnly)
    assert file.error() == FileError.OpenError and not file.exists()


def test_a_successful_close_forgets_earlier_errors(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(b"abc")
    file = QFile(tmp_path / "f")
    file.open(QIODevice.ReadOnly)
    file.resize(1)
    assert file.error() == FileError.ResizeError
    file.close()
    assert file.error() == FileError.NoError and file.errorString() == "Unknown error"


def test_error_members_stand_on_the_class() -> None:
    assert (
        QFile.OpenError is FileError.OpenError
        and QFile.ReadOwner is Permission.ReadOwner
        and QFile.DontCloseHandle == 0
    )


def test_a_relative_link_has_an_absolute_target(tmp_path: Path) -> None:
    os.symlink("f", tmp_path / "link")
    assert QFile.symLinkTarget(tmp_path / "link") == str(tmp_path / "f")


def test_a_copy_that_cannot_be_made_says_why(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(b"abc")
    file = QFile(tmp_path / "f")
    assert not file.copy(tmp_path / "none" / "g") and file.error() == FileError.CopyError
    assert file.errorString() == "Cannot open for output: No such file or directory"


def test_a_copy_that_fails_on_the_way_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import shutil

    def half(source: str, target: str) -> None:
        Path(target).write_bytes(b"a")
        raise OSError(28, "No space left on device")

    (tmp_path / "f").write_bytes(b"abc")
    monkeypatch.setattr(shutil, "copy", half)
    assert not QFile.copy(tmp_path / "f", tmp_path / "g") and not (tmp_path / "g").exists()


def test_the_handle_flag_says_who_closes(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(b"abc")
    fd = os.open(tmp_path / "f", os.O_RDONLY)
    file = QFile()
    file.open(fd, QIODevice.ReadOnly, QFile.FileHandleFlag.DontCloseHandle)
    file.close()
    os.close(fd)


def test_appending_to_a_descriptor_starts_at_its_end(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(b"abc")
    fd = os.open(tmp_path / "f", os.O_RDWR)
    file = QFile()
    file.open(fd, QIODevice.Append)
    assert file.pos() == 3 and file.write(b"d") == 1
    file.close()
    os.close(fd)
    assert (tmp_path / "f").read_bytes() == b"abcd"


def test_misuse_is_told_on_standard_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = QFile(tmp_path / "f")
    file.open(0)
    file.open(QIODevice.WriteOnly)
    file.open(QIODevice.WriteOnly)
    file.read(1)
    file.close()
    file.seek(0)
    QFile().remove()
    assert capsys.readouterr().err.splitlines() == [
        "QIODevice::open: File access not specified",
        f"QFile::open: File ({tmp_path / 'f'}) already open",
        f'QIODevice::read (QFile, "{tmp_path / "f"}"): WriteOnly device',
        "QFileDevice::seek: IODevice is not open",
        "QFile::remove: Empty or null file name",
    ]


def test_two_names_or_parents_are_too_much() -> None:
    with pytest.raises(TypeError, match="too much"):
        QFile("a", None, None)


def test_asking_for_more_than_there_can_be_takes_no_memory(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(bytes(2_000_000))
    file = QFile(tmp_path / "f")
    file.open(QIODevice.ReadOnly)
    assert len(file.read(1 << 60)) == 2_000_000
