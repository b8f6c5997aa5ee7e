"""The enumerations of `QSettings`."""

from __future__ import annotations

from netaccess._values.qtenum import QtEnum, export_enums


@export_enums
class SettingsEnums:
    """What `QSettings` inherits to have its enumerations."""

    class Format(QtEnum):
        """How settings are stored. There are INI files only: the native format is one as well, on every system."""

        NativeFormat = 0
        IniFormat = 1
        InvalidFormat = 16
        CustomFormat1 = 17
        CustomFormat2 = 18
        CustomFormat3 = 19
        CustomFormat4 = 20
        CustomFormat5 = 21
        CustomFormat6 = 22
        CustomFormat7 = 23
        CustomFormat8 = 24
        CustomFormat9 = 25
        CustomFormat10 = 26
        CustomFormat11 = 27
        CustomFormat12 = 28
        CustomFormat13 = 29
        CustomFormat14 = 30
        CustomFormat15 = 31
        CustomFormat16 = 32

    class Scope(QtEnum):
        """Whose settings they are."""

        UserScope = 0
        SystemScope = 1

    class Status(QtEnum):
        """How reading and writing went so far."""

        NoError = 0
        AccessError = 1
        FormatError = 2
