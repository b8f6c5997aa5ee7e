"""QBuffer: a device on a QByteArray that it shares."""

from __future__ import annotations

from typing import Any

import pytest
from binding import QtCore, number, octets
from loops import run_until

QBuffer, QByteArray, QIODevice = QtCore.QBuffer, QtCore.QByteArray, QtCore.QIODevice
READ, WRITE, BOTH = QIODevice.ReadOnly, QIODevice.WriteOnly, QIODevice.ReadWrite


def opened(data: bytes, mode: Any = READ) -> Any:
    """An open buffer with a copy of *data*."""
    buffer = QBuffer()
    buffer.setData(data)
    assert buffer.open(mode)
    return buffer


def test_writing_changes_the_shared_array() -> None:
    array = QByteArray(b"hello")
    buffer = QBuffer(array)
    buffer.open(BOTH)
    assert octets(buffer.read(2)) == b"he" and buffer.write(b"XXXXX") == 5
    assert octets(array) == octets(buffer.data()) == octets(buffer.buffer()) == b"heXXXXX" and buffer.pos() == 7


def test_what_others_append_can_be_read() -> None:
    array = QByteArray(b"ab")
    buffer = QBuffer(array)
    buffer.open(READ)
    buffer.readAll()
    array.append(b"!")
    assert buffer.size() == 3 and octets(buffer.readAll()) == b"!"


def test_set_buffer_shares_another_array() -> None:
    array = QByteArray(b"hello")
    buffer = QBuffer()
    buffer.setBuffer(array)
    buffer.open(WRITE)
    buffer.write(b"J")
    assert octets(array) == b"Jello"


def test_the_array_of_an_open_buffer_is_not_exchanged() -> None:
    buffer, other = opened(b"abc"), QByteArray(b"x")
    buffer.setBuffer(other)
    buffer.setData(b"zz")
    assert octets(buffer.data()) == b"abc"


def test_set_data_fills_the_shared_array() -> None:
    array = QByteArray(b"hello")
    buffer = QBuffer(array)
    buffer.setData(b"new")
    assert octets(array) == b"new"


def test_an_unopened_buffer_knows_its_size_and_reads_nothing() -> None:
    buffer = QBuffer()
    buffer.setData(b"abc")
    assert buffer.size() == 3 and octets(buffer.read(2)) == b"" and not buffer.seek(0) and buffer.atEnd()


@pytest.mark.parametrize(
    ("mode", "shown", "position", "data"),
    [
        (READ, 33, 0, b"hello"),
        (WRITE, 34, 0, b"hello"),
        (BOTH, 35, 0, b"hello"),
        (QIODevice.Append, 38, 5, b"hello"),
        (QIODevice.Truncate, 42, 0, b""),
        (READ | QIODevice.Text, 49, 0, b"hello"),
    ],
)
def test_opening_sets_mode_and_position(mode: Any, shown: int, position: int, data: bytes) -> None:
    buffer = opened(b"hello", mode)
    assert number(buffer.openMode()) == shown and buffer.pos() == position and octets(buffer.data()) == data


@pytest.mark.parametrize("mode", [QIODevice.NotOpen, QIODevice.NewOnly, QIODevice.Text])
def test_opening_without_reading_or_writing_fails(mode: Any) -> None:
    buffer = QBuffer()
    assert not buffer.open(mode) and not buffer.isOpen()


def test_writing_overwrites_and_extends() -> None:
    buffer = opened(b"abc", WRITE)
    buffer.seek(2)
    assert buffer.write(b"XYZ") == 3 and octets(buffer.data()) == b"abXYZ" and buffer.pos() == 5


def test_seeking_behind_the_end_fills_a_writable_buffer_with_zeros() -> None:
    buffer = opened(b"ab", BOTH)
    assert buffer.seek(4) and buffer.size() == 4 and octets(buffer.data()) == b"ab\0\0" and buffer.atEnd()
    assert buffer.write(b"Q") == 1 and octets(buffer.data()) == b"ab\0\0Q"


def test_a_buffer_open_for_reading_does_not_seek_behind_the_end() -> None:
    buffer = opened(b"abcde")
    assert not buffer.seek(10) and buffer.pos() == 0 and buffer.seek(5) and buffer.atEnd() and not buffer.seek(-1)


def test_lines_are_seen_before_they_are_read() -> None:
    buffer = opened(b"ab\ncd")
    assert buffer.canReadLine() and octets(buffer.readLine()) == b"ab\n" and not buffer.canReadLine()
    assert octets(buffer.readLine()) == b"cd" and buffer.bytesAvailable() == 0


def test_writes_are_announced_once_from_the_loop() -> None:
    buffer, log = QBuffer(), []
    buffer.bytesWritten.connect(lambda count: log.append(count))
    buffer.readyRead.connect(lambda: log.append("ready"))
    buffer.open(BOTH)
    buffer.write(b"abc")
    buffer.write(b"de")
    assert log == [] and buffer.bytesToWrite() == 0
    run_until(lambda: len(log) > 1)
    assert log == [5, "ready"]


def test_writes_are_announced_even_after_close() -> None:
    buffer, log = QBuffer(), []
    buffer.bytesWritten.connect(log.append)
    buffer.open(WRITE)
    buffer.write(b"ab")
    buffer.close()
    run_until(lambda: log)
    assert log == [2]


def test_a_buffer_is_not_sequential() -> None:
    assert not QBuffer().isSequential()


def test_a_character_put_back_hides_nothing_of_the_array() -> None:
    buffer = opened(b"abc")
    buffer.read(1)
    buffer.ungetChar("Q")
    assert buffer.pos() == 0 and octets(buffer.readAll()) == b"Qbc" and octets(buffer.data()) == b"abc"


def test_closing_rewinds() -> None:
    buffer = opened(b"abc")
    buffer.read(2)
    buffer.close()
    assert buffer.pos() == 0
    buffer.open(READ)
    assert octets(buffer.readAll()) == b"abc"


def test_a_buffer_has_a_parent() -> None:
    owner, array = QtCore.QObject(), QByteArray(b"abc")
    buffer = QBuffer(array, owner)
    assert buffer.parent() is owner and QBuffer(owner).parent() is owner


def test_data_is_a_copy() -> None:
    buffer = opened(b"abc", BOTH)
    copy = buffer.data()
    buffer.write(b"X")
    assert octets(copy) == b"abc"


def test_text_and_numbers_are_no_array() -> None:
    with pytest.raises(TypeError):
        QBuffer(3)
