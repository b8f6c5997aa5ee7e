"""QFile: opening, reading, writing, errors, and files by name."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from binding import QtCore, enum_name, number, octets
from openfiles import fault, opened

QFile, QIODevice = QtCore.QFile, QtCore.QIODevice
READ, WRITE, BOTH = QIODevice.ReadOnly, QIODevice.WriteOnly, QIODevice.ReadWrite
APPEND, TRUNCATE = QIODevice.Append, QIODevice.Truncate


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file with two lines."""
    file = tmp_path / "a.txt"
    file.write_bytes(b"hello\nworld\n")
    return file


def test_a_missing_file_is_not_opened(tmp_path: Path) -> None:
    file = QFile(str(tmp_path / "none"))
    assert not file.exists() and file.size() == 0 and file.handle() == -1
    assert not file.open(READ) and fault(file) == ("OpenError", "No such file or directory")
    file.unsetError()
    assert fault(file) == ("NoError", "Unknown error")


@pytest.mark.parametrize("mode", [QIODevice.NotOpen, QIODevice.Text, TRUNCATE])
def test_a_mode_without_access_opens_nothing(path: Path, mode: Any) -> None:
    file = QFile(str(path))
    assert not file.open(mode) and enum_name(file.error()) == "NoError" and path.stat().st_size == 12


@pytest.mark.parametrize(
    ("mode", "shown", "left"),
    [
        (READ, 1, b"hello\nworld\n"),
        (WRITE, 2, b""),
        (BOTH, 3, b"hello\nworld\n"),
        (APPEND, 6, b"hello\nworld\n"),
        (BOTH | TRUNCATE, 11, b""),
        (WRITE | QIODevice.Unbuffered, 34, b""),
        (WRITE | QIODevice.ExistingOnly, 130, b""),
    ],
)
def test_opening_keeps_or_empties_the_file(path: Path, mode: Any, shown: int, left: bytes) -> None:
    file = opened(path, mode)
    assert number(file.openMode()) == shown and path.read_bytes() == left and file.handle() > 2
    file.close()


def test_new_only_refuses_a_file_that_exists(path: Path, tmp_path: Path) -> None:
    file = QFile(str(path))
    assert not file.open(WRITE | QIODevice.NewOnly) and fault(file) == ("OpenError", "File exists")
    other = opened(tmp_path / "new", QIODevice.NewOnly)
    assert number(other.openMode()) == 66


def test_existing_only_makes_no_file(tmp_path: Path) -> None:
    file = QFile(str(tmp_path / "none"))
    assert not file.open(BOTH | QIODevice.ExistingOnly) and not file.exists()


def test_a_directory_is_not_opened(tmp_path: Path) -> None:
    file = QFile(str(tmp_path))
    assert not file.open(READ) and fault(file) == ("OpenError", "file to open is a directory")
    assert not file.open(WRITE) and fault(file) == ("OpenError", "Is a directory")


def test_a_file_without_name_is_not_opened() -> None:
    file = QFile()
    assert not file.open(READ) and fault(file) == ("OpenError", "No file name specified")
    assert not file.remove() and not file.rename("x") and not file.copy("y")


def test_an_open_file_is_not_opened_again(path: Path) -> None:
    file = opened(path)
    assert not file.open(READ) and file.isOpen() and enum_name(file.error()) == "NoError"


def test_reading_moves_through_the_file(path: Path) -> None:
    file = opened(path)
    assert (file.size(), file.bytesAvailable(), file.isSequential()) == (12, 12, False)
    assert octets(file.read(3)) == b"hel" and file.pos() == 3 and octets(file.readLine()) == b"lo\n"
    assert file.canReadLine() and octets(file.peek(2)) == b"wo" and not file.atEnd()
    assert octets(file.readAll()) == b"world\n" and file.atEnd() and octets(file.read(1)) == b"" and file.pos() == 12


def test_seeking_may_go_behind_the_end_only(path: Path) -> None:
    file = opened(path)
    assert file.seek(100) and file.pos() == 100 and octets(file.read(2)) == b""
    assert file.seek(6) and octets(file.readAll()) == b"world\n"
    assert not file.seek(-1) and enum_name(file.error()) == "PositionError"


def test_size_and_position_count_what_was_written(path: Path) -> None:
    file = opened(path, WRITE)
    assert file.write(b"abc") == 3 and file.pos() == 3 and file.size() == 3 and path.stat().st_size == 3


def test_what_was_written_is_on_disk_after_close(path: Path) -> None:
    file = opened(path, WRITE)
    for _ in range(5000):
        file.write(b"0123456789")
    assert file.pos() == 50000
    file.close()
    assert path.stat().st_size == 50000 and file.size() == 50000 and file.handle() == -1


def test_flush_writes_to_disk(path: Path) -> None:
    file = opened(path, WRITE)
    file.write(b"abc")
    assert file.flush() and path.read_bytes() == b"abc"


def test_an_unbuffered_file_is_written_at_once(path: Path) -> None:
    file = opened(path, WRITE | QIODevice.Unbuffered)
    file.write(b"abc")
    assert path.read_bytes() == b"abc"
    file.close()


def test_reading_and_writing_share_one_position(path: Path) -> None:
    file = opened(path, BOTH)
    assert octets(file.read(2)) == b"he" and file.write(b"XX") == 2 and file.pos() == 4
    assert octets(file.read(2)) == b"o\n" and file.seek(0) and octets(file.readLine()) == b"heXXo\n"


def test_append_always_writes_at_the_end(path: Path) -> None:
    file = opened(path, APPEND)
    assert file.pos() == 12 and file.write(b"++") == 2 and file.pos() == 14
    assert file.seek(0) and file.write(b"--") == 2 and file.pos() == 2
    file.close()
    assert path.read_bytes() == b"hello\nworld\n++--"


def test_text_mode_drops_carriage_returns(path: Path) -> None:
    path.write_bytes(b"x\r\ny\n")
    assert octets(opened(path, READ | QIODevice.Text).readAll()) == b"x\ny\n"


def test_resize_cuts_and_extends(path: Path) -> None:
    file = opened(path, BOTH)
    file.seek(8)
    assert file.resize(5) and file.size() == 5 and file.pos() == 5 and file.resize(7)
    file.seek(0)
    assert octets(file.readAll()) == b"hello\0\0"


def test_a_negative_size_or_a_file_open_for_reading_is_not_resized(path: Path) -> None:
    file = opened(path)
    assert not file.resize(3) and fault(file) == ("ResizeError", "Invalid argument")
    assert not QFile(str(path)).resize(-1)


def test_other_writers_are_seen(path: Path) -> None:
    file = opened(path)
    with path.open("ab") as other:
        other.write(b"more")
    assert file.size() == 16 and octets(file.readAll()) == b"hello\nworld\nmore"


def test_writing_a_file_open_for_reading_fails(path: Path) -> None:
    assert opened(path).write(b"x") == -1


def test_a_full_disk_is_told_when_it_is_noticed() -> None:
    file = opened(Path("/dev/full"), WRITE)
    assert file.write(b"x") == 1 and not file.flush() and fault(file) == ("ResourceError", "No space left on device")
    file.close()
    assert enum_name(file.error()) == "ResourceError"


def test_an_unbuffered_write_to_a_full_disk_fails() -> None:
    file = opened(Path("/dev/full"), WRITE | QIODevice.Unbuffered)
    assert file.write(b"x") == -1 and enum_name(file.error()) == "ResourceError"


def test_a_character_device_is_sequential() -> None:
    file = opened(Path("/dev/zero"))
    assert file.isSequential() and file.size() == 0 and octets(file.read(3)) == b"\0\0\0" and file.pos() == 0


def test_a_file_without_size_is_read_to_its_end() -> None:
    file = opened(Path("/proc/self/status"))
    assert file.size() == 0 and octets(file.readLine()).startswith(b"Name:") and file.readAll().size() > 100


def test_a_descriptor_is_read_from_where_it_stands(path: Path) -> None:
    fd = os.open(path, os.O_RDONLY)
    os.lseek(fd, 6, os.SEEK_SET)
    file = QFile()
    assert file.open(fd, READ) and file.fileName() == "" and file.handle() == fd and file.pos() == 6
    assert octets(file.readAll()) == b"world\n"
    file.close()
    assert os.fstat(fd).st_size == 12
    os.close(fd)


def test_a_descriptor_can_be_closed_with_the_file(path: Path) -> None:
    fd = os.open(path, os.O_RDONLY)
    file = QFile()
    assert file.open(fd, READ, QtCore.QFileDevice.AutoCloseHandle)
    file.close()
    with pytest.raises(OSError):
        os.fstat(fd)


def test_a_pipe_is_sequential() -> None:
    reader, writer = os.pipe()
    os.write(writer, b"piped")
    os.close(writer)
    file = QFile()
    file.open(reader, READ)
    assert file.isSequential() and octets(file.read(3)) == b"pip" and octets(file.readAll()) == b"ed"
    file.close()
    os.close(reader)


def test_a_bad_descriptor_shows_when_it_is_read() -> None:
    file = QFile()
    assert file.open(999, READ) and octets(file.read(1)) == b"" and fault(file) == ("ReadError", "Bad file descriptor")


def test_remove_closes_and_removes(path: Path) -> None:
    file = opened(path)
    assert file.remove() and not file.isOpen() and not path.exists()
    assert not file.remove() and fault(file) == ("RemoveError", "No such file or directory")


def test_rename_closes_and_follows(path: Path) -> None:
    file, target = opened(path), str(path) + "2"
    assert file.rename(target) and not file.isOpen() and file.fileName() == target and os.path.exists(target)


def test_rename_overwrites_nothing(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.write_bytes(b"x")
    file = QFile(str(path))
    assert not file.rename(str(other)) and fault(file) == ("RenameError", "Destination file exists")
    gone = QFile(str(tmp_path / "gone"))
    assert not gone.rename("y") and fault(gone) == ("RenameError", "Source file does not exist.")


def test_copy_keeps_contents_and_permissions(path: Path) -> None:
    path.chmod(0o640)
    target = Path(str(path) + "2")
    file = opened(path)
    assert (
        file.copy(str(target)) and target.read_bytes() == b"hello\nworld\n" and target.stat().st_mode & 0o777 == 0o640
    )
    assert not file.copy(str(target)) and fault(file) == ("CopyError", "Destination file exists")


def test_a_missing_file_is_not_copied(tmp_path: Path) -> None:
    name = str(tmp_path / "gone")
    file = QFile(name)
    assert not file.copy(name + "2") and fault(file) == ("CopyError", f"Cannot open {name} for input")


def test_links_point_to_their_file(path: Path) -> None:
    name = str(path) + ".link"
    assert QFile(str(path)).link(name) and QFile(name).symLinkTarget() == str(path) == QFile.symLinkTarget(name)
    again = QFile(str(path))
    assert not again.link(name) and fault(again) == ("RenameError", "File exists") and again.symLinkTarget() == ""


def test_permissions_are_read_and_set(path: Path) -> None:
    path.chmod(0o640)
    assert number(QFile(str(path)).permissions()) & 0xF0FF == 0x6040
    assert QFile(str(path)).setPermissions(QFile.ReadOwner | QFile.ReadOther) and path.stat().st_mode & 0o777 == 0o404


def test_a_missing_file_has_no_permissions(tmp_path: Path) -> None:
    file = QFile(str(tmp_path / "gone"))
    assert number(file.permissions()) == 0
    assert not file.setPermissions(QFile.ReadOwner) and enum_name(file.error()) == "PermissionsError"


def test_files_are_handled_by_name_alone(path: Path) -> None:
    name = str(path)
    assert QFile.exists(name) and QFile.copy(name, name + "2") and QFile.rename(name + "2", name + "3")
    assert QFile.resize(name, 2) and path.stat().st_size == 2 and QFile.setPermissions(name, QFile.ReadOwner)
    assert QFile.remove(name + "3") and not QFile.remove(name + "3") and not QFile.exists(name + "3")


@pytest.mark.only("netaccess", "PySide6")
@pytest.mark.parametrize("name", ["abc", b"abc", Path("abc")])
def test_names_are_text_bytes_or_paths(name: Any) -> None:
    assert QFile(name).fileName() == "abc"


def test_a_number_is_no_name() -> None:
    with pytest.raises(TypeError):
        QFile(3)


def test_names_are_encoded_for_the_system() -> None:
    assert octets(QFile.encodeName("é")) == b"\xc3\xa9" and QFile.decodeName(b"\xc3\xa9") == "é"


def test_naming_another_file_closes_the_open_one(path: Path) -> None:
    file = opened(path)
    file.setFileName("zzz")
    assert file.fileName() == "zzz" and not file.isOpen()


def test_a_file_has_a_parent(path: Path) -> None:
    owner = QtCore.QObject()
    assert QFile(owner).parent() is owner and QFile(str(path), owner).parent() is owner


def test_a_file_that_dies_is_written() -> None:
    reader, writer = os.pipe()
    file = QFile()
    file.open(writer, WRITE)
    file.write(b"last words")
    del file
    os.close(writer)
    assert os.read(reader, 100) == b"last words"
    os.close(reader)
