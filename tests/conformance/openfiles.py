"""What the tests of files share: an open file, and what has gone wrong with one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from binding import QtCore, enum_name

QFile, QIODevice = QtCore.QFile, QtCore.QIODevice
READ = QIODevice.ReadOnly


def opened(path: Path, mode: Any = READ) -> Any:
    """An open file."""
    file = QFile(str(path))
    assert file.open(mode), file.errorString()
    return file


def fault(file: Any) -> tuple[str, str]:
    """The name of the error and the text."""
    return enum_name(file.error()), file.errorString()
