"""qCompress and qUncompress, and the base class that has the modes of devices."""

from __future__ import annotations

import zlib
from typing import Any

import pytest
from binding import QtCore, octets

QByteArray, qCompress, qUncompress = QtCore.QByteArray, QtCore.qCompress, QtCore.qUncompress

DATA = b"hello " * 40


def packed(data: bytes, length: int | None = None) -> bytes:
    return (len(data) if length is None else length).to_bytes(4, "big") + zlib.compress(data)


@pytest.mark.parametrize("level", range(10))
def test_a_level_is_that_of_zlib(level: int) -> None:
    assert octets(qCompress(DATA, compressionLevel=level)) == len(DATA).to_bytes(4, "big") + zlib.compress(DATA, level)


@pytest.mark.parametrize("level", [-7, -1, 10, 100])
def test_other_levels_are_the_default(level: int) -> None:
    assert octets(qCompress(DATA, compressionLevel=level)) == packed(DATA)


@pytest.mark.differs("compress-level")
def test_the_second_argument_is_the_level() -> None:
    assert octets(qCompress(QByteArray(DATA), 1)) == len(DATA).to_bytes(4, "big") + zlib.compress(DATA, 1)


@pytest.mark.parametrize("kind", [bytes, bytearray, QByteArray])
def test_any_bytes_are_compressed(kind: Any) -> None:
    assert octets(qCompress(kind(DATA))) == packed(DATA)
    assert octets(qUncompress(kind(packed(DATA)))) == DATA


@pytest.mark.parametrize("argument", [5, 1.5])
@pytest.mark.parametrize("function", [qCompress, qUncompress])
def test_what_is_no_bytes_is_refused(function: Any, argument: Any) -> None:
    with pytest.raises(TypeError):
        function(argument)


def test_nothing_is_a_length_of_zero_and_the_other_way_round() -> None:
    assert octets(qCompress(b"")) == b"\0\0\0\0"
    assert octets(qUncompress(b"\0\0\0\0")) == b""


@pytest.mark.parametrize("length", [0, 1, 100, 1 << 30])
def test_the_length_in_front_is_a_hint(length: int) -> None:
    assert octets(qUncompress(packed(DATA, length))) == DATA


def test_what_comes_behind_is_ignored() -> None:
    assert octets(qUncompress(packed(DATA) + b"more")) == DATA


@pytest.mark.parametrize("damaged", [b"", b"\0", b"abc", b"\0\0\0\5junk", packed(DATA)[:-1], packed(DATA)[:9]])
def test_damaged_data_are_nothing_and_warned_of(damaged: bytes, heard: list[str]) -> None:
    assert octets(qUncompress(damaged)) == b""
    assert heard == ["qUncompress: Input data is corrupted"]


def test_devices_have_their_modes_from_a_base_class() -> None:
    assert issubclass(QtCore.QFile, QtCore.QIODeviceBase)
    assert issubclass(QtCore.QIODevice, QtCore.QIODeviceBase)
    assert QtCore.QIODeviceBase.OpenModeFlag is QtCore.QIODevice.OpenModeFlag
    buffer = QtCore.QBuffer()
    assert isinstance(buffer, QtCore.QIODeviceBase)
    assert buffer.open(QtCore.QIODeviceBase.OpenModeFlag.WriteOnly)
    assert buffer.openMode() & QtCore.QIODeviceBase.WriteOnly
