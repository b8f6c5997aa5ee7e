"""What temporary files and directories do in forked processes and when no name is left."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from netaccess._kernel import temporarydir
from netaccess._kernel.program import ProgramData
from netaccess._kernel.temporarydir import QTemporaryDir
from netaccess._kernel.temporaryfile import QTemporaryFile
from netaccess._values import nametemplate
from netaccess._values.fileenums import FileError


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_a_forked_process_does_not_remove_the_file_of_its_parent(monkeypatch: pytest.MonkeyPatch) -> None:
    file = QTemporaryFile("t")
    assert file.open()
    name, parent = file.fileName(), os.getpid()
    monkeypatch.setattr(os, "getpid", lambda: parent + 1)
    del file
    assert os.path.exists(name)


def test_a_forked_process_does_not_remove_the_directory_of_its_parent(monkeypatch: pytest.MonkeyPatch) -> None:
    folder = QTemporaryDir("d")
    name, parent = folder.path(), os.getpid()
    monkeypatch.setattr(os, "getpid", lambda: parent + 1)
    del folder
    assert os.path.isdir(name)
    monkeypatch.undo()


def test_a_name_that_is_taken_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    draws = [bytes(6), bytes(6), bytes([1] * 6)]
    monkeypatch.setattr(nametemplate.os, "urandom", lambda count: draws.pop(0))
    first, second = QTemporaryFile("tXXXXXX"), QTemporaryFile("tXXXXXX")
    assert first.open() and second.open()
    assert (first.fileName(), second.fileName()) == ("taaaaaa", "tbbbbbb")


def test_where_all_names_are_taken_opening_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nametemplate.os, "urandom", bytes)
    first, second = QTemporaryFile("tXXXXXX"), QTemporaryFile("tXXXXXX")
    assert first.open() and not second.open()
    assert second.error() == FileError.OpenError and second.fileName() == ""


def test_where_all_names_are_taken_no_directory_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nametemplate.os, "urandom", bytes)
    first, second = QTemporaryDir("d"), QTemporaryDir("d")
    assert first.isValid() and not second.isValid() and second.errorString()


def test_the_stem_of_temporary_names_is_neutral_while_the_program_has_no_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ProgramData, "name_in_force", "")
    monkeypatch.setenv("TMPDIR", "/var/tmp")
    assert temporarydir.default_stem() == "/var/tmp/qt_temp"
