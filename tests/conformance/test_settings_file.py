"""`QSettings` and the file: when it is written, what others write meanwhile, and what cannot be written."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from binding import QtCore, enum_name
from loops import spin
from settingssupport import ini, line_of, reading, stored

QSettings = QtCore.QSettings

pytestmark = pytest.mark.only("netaccess", "PySide6")  # Qt 5 writes other than ASCII as numbers


def test_settings_know_their_file(settings: Any, ini_path: Path) -> None:
    assert settings.fileName() == str(ini_path)
    assert (enum_name(settings.format()), enum_name(settings.scope())) == ("IniFormat", "UserScope")
    assert (settings.organizationName(), settings.applicationName()) == ("", "")
    assert enum_name(settings.status()) == "NoError"
    assert settings.isWritable()
    assert settings.fallbacksEnabled()


def test_settings_are_objects_with_a_parent(ini_path: Path, application: Any) -> None:
    parent = QtCore.QObject()
    settings = QSettings(str(ini_path), QSettings.IniFormat, parent)
    assert isinstance(settings, QtCore.QObject)
    assert settings.parent() is parent


def test_changes_are_written_when_the_loop_is_idle(settings: Any, ini_path: Path, application: Any) -> None:
    settings.setValue("k", 1)
    assert not ini_path.exists()
    spin()
    assert ini_path.read_text() == "[General]\nk=1\n"


def test_changes_are_written_when_the_object_dies(ini_path: Path) -> None:
    settings = ini(ini_path)
    settings.setValue("k", 1)
    del settings
    assert ini_path.read_text() == "[General]\nk=1\n"


def test_nothing_is_written_where_nothing_has_changed(settings: Any, ini_path: Path) -> None:
    settings.sync()
    settings.setValue("k", 1)
    settings.remove("k")
    settings.sync()
    assert not ini_path.exists() or ini_path.read_text() == ""


def test_objects_on_one_file_share_what_is_not_written_yet(settings: Any, ini_path: Path) -> None:
    other = ini(ini_path)
    settings.setValue("k", 1)
    assert other.value("k") == 1
    other.remove("k")
    assert not settings.contains("k")


def test_changes_of_others_are_seen_after_a_sync(ini_path: Path) -> None:
    settings = reading(ini_path, "[General]\nk=1\n")
    ini_path.write_text("[General]\nk=2000\n")
    assert settings.value("k") == "1"
    settings.sync()
    assert settings.value("k") == "2000"


def test_changes_of_others_are_kept_when_writing(ini_path: Path) -> None:
    settings = reading(ini_path, "[General]\nk=1\ngone=1\n")
    settings.setValue("mine", 1)
    settings.remove("gone")
    ini_path.write_text("[General]\nk=2\ngone=1\ntheirs=33\n")
    assert stored(settings, ini_path) == "[General]\nk=2\nmine=1\ntheirs=33\n"


def test_folders_are_made(tmp_path: Path) -> None:
    path = tmp_path / "new" / "sub" / "x.ini"
    settings = ini(path)
    settings.setValue("k", 1)
    settings.sync()
    assert enum_name(settings.status()) == "NoError"
    assert os.listdir(path.parent) == ["x.ini"]


def test_a_place_that_cannot_be_written_is_an_access_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    settings = ini(tmp_path / "file" / "x.ini")
    settings.setValue("k", 1)
    settings.sync()
    assert enum_name(settings.status()) == "AccessError"
    assert settings.value("k") == 1
    assert not settings.isWritable()


def test_a_symbolic_link_stays_one(tmp_path: Path) -> None:
    link, target = tmp_path / "link.ini", tmp_path / "target.ini"
    target.write_text("")
    link.symlink_to(target)
    settings = ini(link)
    settings.setValue("k", 1)
    settings.sync()
    assert link.is_symlink()
    assert target.read_text() == "[General]\nk=1\n"


def test_the_permissions_of_a_file_stay(ini_path: Path) -> None:
    ini_path.write_text("")
    ini_path.chmod(0o600)
    settings = ini(ini_path)
    settings.setValue("k", 1)
    settings.sync()
    assert ini_path.stat().st_mode & 0o777 == 0o600


def test_a_format_that_nobody_registered_is_an_access_error(tmp_path: Path) -> None:
    settings = QSettings(str(tmp_path / "x"), QSettings.CustomFormat1)
    settings.setValue("k", 1)
    assert settings.value("k") == 1
    assert enum_name(settings.status()) == "AccessError"
    assert not settings.isWritable()


def test_an_atomic_sync_is_required_until_it_is_not(settings: Any, ini_path: Path) -> None:
    assert settings.isAtomicSyncRequired()
    settings.setAtomicSyncRequired(False)
    assert not settings.isAtomicSyncRequired()
    assert line_of(settings, ini_path, "x") == "x"
