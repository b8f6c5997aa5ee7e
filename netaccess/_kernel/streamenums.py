"""The enumerations of `QDataStream`."""

from __future__ import annotations

from netaccess._values.qtenum import QtEnum, export_enums

from .iodevice import QIODevice


@export_enums
class StreamEnums:
    """What `QDataStream` inherits to have its enumerations."""

    class ByteOrder(QtEnum):
        """Which byte of a number comes first."""

        BigEndian = 0
        LittleEndian = 1

    class FloatingPointPrecision(QtEnum):
        """How many bytes a float has: four or eight."""

        SinglePrecision = 0
        DoublePrecision = 1

    class Status(QtEnum):
        """How reading and writing went so far."""

        Ok = 0
        ReadPastEnd = 1
        ReadCorruptData = 2
        WriteFailed = 3
        SizeLimitExceeded = 4

    class Version(QtEnum):
        """The layouts, named after the version of Qt that brought them."""

        Qt_1_0 = 1
        Qt_2_0 = 2
        Qt_2_1 = 3
        Qt_3_0 = 4
        Qt_3_1 = 5
        Qt_3_3 = 6
        Qt_4_0 = Qt_4_1 = 7
        Qt_4_2 = 8
        Qt_4_3 = 9
        Qt_4_4 = 10
        Qt_4_5 = 11
        Qt_4_6 = Qt_4_7 = Qt_4_8 = Qt_4_9 = 12
        Qt_5_0 = 13
        Qt_5_1 = 14
        Qt_5_2 = Qt_5_3 = 15
        Qt_5_4 = Qt_5_5 = 16
        Qt_5_6 = Qt_5_7 = Qt_5_8 = Qt_5_9 = Qt_5_10 = Qt_5_11 = 17
        Qt_5_12 = 18
        Qt_5_13 = Qt_5_14 = Qt_5_15 = 19
        Qt_6_0 = Qt_6_1 = Qt_6_2 = Qt_6_3 = Qt_6_4 = Qt_6_5 = 20
        Qt_6_6 = 21
        Qt_6_7 = Qt_6_8 = Qt_6_9 = 22
        Qt_6_10 = 23
        Qt_6_11 = Qt_6_12 = 24
        Qt_DefaultCompiledVersion = 24

    OpenModeFlag = QIODevice.OpenModeFlag
