"""Files appear under their names when they are complete, and never before."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from netaccess._cli.targets import Folder


def listing(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_an_incomplete_file_does_not_have_its_name(tmp_path: Path) -> None:
    sink = Folder(str(tmp_path)).open_derived("a.zip")
    sink.write(b"x")
    assert not (tmp_path / "a.zip").exists()
    assert len(listing(tmp_path)) == 1
    sink.discard()


def test_the_hidden_file_is_in_the_folder_of_the_target(tmp_path: Path) -> None:
    sink = Folder(str(tmp_path)).open_derived("a.zip")
    assert os.path.dirname(sink.temporary) == str(tmp_path)
    assert os.path.basename(sink.temporary).startswith(".a.zip.")
    sink.discard()


def test_a_complete_file_gets_its_name(tmp_path: Path) -> None:
    sink = Folder(str(tmp_path)).open_derived("a.zip")
    sink.write(b"x")
    sink.write(memoryview(b"yz"))
    assert sink.commit() == str(tmp_path / "a.zip")
    assert listing(tmp_path) == ["a.zip"]
    assert (tmp_path / "a.zip").read_bytes() == b"xyz"


def test_a_discarded_file_leaves_nothing(tmp_path: Path) -> None:
    sink = Folder(str(tmp_path)).open_derived("a.zip")
    sink.write(b"x")
    sink.discard()
    sink.discard()
    assert listing(tmp_path) == []


def test_discarding_after_the_end_keeps_the_file(tmp_path: Path) -> None:
    sink = Folder(str(tmp_path)).open_derived("a.zip")
    sink.commit()
    sink.discard()
    assert listing(tmp_path) == ["a.zip"]


def test_files_have_the_rights_of_any_new_file(tmp_path: Path) -> None:
    (tmp_path / "other").write_bytes(b"")
    sink = Folder(str(tmp_path)).open_derived("a.zip")
    sink.commit()
    assert (tmp_path / "a.zip").stat().st_mode == (tmp_path / "other").stat().st_mode


def test_an_existing_file_is_not_replaced_by_a_derived_name(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"old")
    sink = Folder(str(tmp_path)).open_derived("a.zip")
    assert sink.commit() == str(tmp_path / "a-1.zip")
    assert (tmp_path / "a.zip").read_bytes() == b"old"


def test_a_dangling_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "a.zip").symlink_to(tmp_path / "elsewhere")
    Folder(str(tmp_path)).open_derived("a.zip").commit()
    assert listing(tmp_path) == ["a-1.zip", "a.zip"]


def test_two_downloads_of_one_name_get_two_files(tmp_path: Path) -> None:
    folder = Folder(str(tmp_path))
    first, second = folder.open_derived("a.zip"), folder.open_derived("A.ZIP")
    first.commit()
    second.commit()
    assert listing(tmp_path) == ["A-1.ZIP", "a.zip"]


def test_a_file_that_appears_meanwhile_is_not_replaced(tmp_path: Path) -> None:
    sink = Folder(str(tmp_path)).open_derived("a.zip")
    (tmp_path / "a.zip").write_bytes(b"somebody else's")
    assert sink.commit() == str(tmp_path / "a-1.zip")


def test_the_name_of_a_failed_download_is_free_again(tmp_path: Path) -> None:
    folder = Folder(str(tmp_path))
    folder.open_derived("a.zip").discard()
    assert folder.reserve("a.zip") == "a.zip"


def test_a_suggested_name_is_preferred(tmp_path: Path) -> None:
    sink = Folder(str(tmp_path)).open_derived("download")
    assert sink.commit("b.zip") == str(tmp_path / "b.zip")


def test_a_named_file_is_replaced_at_the_end(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"old")
    sink = Folder(str(tmp_path)).open_named("a.zip")
    sink.write(b"new")
    assert (tmp_path / "a.zip").read_bytes() == b"old"
    sink.commit("suggested")
    assert listing(tmp_path) == ["a.zip"]
    assert (tmp_path / "a.zip").read_bytes() == b"new"


def test_a_named_file_that_fails_leaves_the_old_one(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"old")
    sink = Folder(str(tmp_path)).open_named("a.zip")
    sink.write(b"new")
    sink.discard()
    assert (tmp_path / "a.zip").read_bytes() == b"old"


def test_a_folder_is_no_target(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError):
        Folder(str(tmp_path.parent)).open_named(tmp_path.name)


def test_the_output_folder_is_made(tmp_path: Path) -> None:
    Folder(str(tmp_path / "new" / "one")).open_derived("a").commit()
    assert listing(tmp_path / "new" / "one") == ["a"]


def test_a_missing_folder_of_a_named_file_is_an_error_that_names_the_file(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as caught:
        Folder(str(tmp_path)).open_named("no/a.zip")
    assert caught.value.filename == str(tmp_path / "no/a.zip")


def test_nothing_can_be_written_after_the_end(tmp_path: Path) -> None:
    sink = Folder(str(tmp_path)).open_derived("a")
    sink.commit()
    with pytest.raises(ValueError, match="closed"):
        sink.write(b"x")
