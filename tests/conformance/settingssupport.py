"""What the tests of `QSettings` share: settings on INI files, and what stands in them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from binding import QtCore

QSettings = QtCore.QSettings


def ini(path: Path) -> Any:
    """Settings on an INI file."""
    return QSettings(str(path), QSettings.IniFormat)


def stored(settings: Any, path: Path) -> str:
    """What stands in the file when the settings have been written."""
    settings.sync()
    return path.read_text(encoding="utf-8")


def line_of(settings: Any, path: Path, value: Any) -> str:
    """What stands in the file for *value*."""
    settings.setValue("k", value)
    text = stored(settings, path)
    assert text.startswith("[General]\nk=")
    return text.removeprefix("[General]\nk=").removesuffix("\n")


def reading(path: Path, text: str) -> Any:
    """Settings on an INI file with that text."""
    path.write_bytes(text.encode("utf-8"))
    return ini(path)
