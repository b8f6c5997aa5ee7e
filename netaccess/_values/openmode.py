"""How a device is opened: the flags of `QIODevice`, by themselves because requests and files speak of them too."""

from __future__ import annotations

from typing import TypeAlias

from .qtenum import QtFlag, export_enums


class OpenModeFlag(QtFlag):
    """The modes a device can be opened in, combined with ``|``."""

    NotOpen = 0
    ReadOnly = 1
    WriteOnly = 2
    ReadWrite = 3
    Append = 4
    Truncate = 8
    Text = 16
    Unbuffered = 32
    NewOnly = 64
    ExistingOnly = 128


_Flag: TypeAlias = OpenModeFlag


@export_enums
class QIODeviceBase:
    """Carries the enumerations of devices under the name PySide6 has for them."""

    OpenModeFlag: TypeAlias = _Flag
    OpenMode: TypeAlias = _Flag
