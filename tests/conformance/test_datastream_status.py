"""`QDataStream`: its status, its transactions, and its version."""

from __future__ import annotations

from typing import Any

import pytest
from binding import QtCore, number, octets
from streaming import Reading, opened

QByteArray = QtCore.QByteArray
QDataStream = QtCore.QDataStream

pytestmark = pytest.mark.only("netaccess", "PySide6")

NUMBERS = b"\0\0\0\5\0\0\0\6\0\0"


def test_the_first_error_stays_until_it_is_reset() -> None:
    reading = Reading(NUMBERS)
    with reading as stream:
        stream.setStatus(QDataStream.ReadPastEnd)
        stream.setStatus(QDataStream.ReadCorruptData)
        assert reading.status() == "ReadPastEnd"
        assert stream.readInt32() == 5
        stream.resetStatus()
        assert reading.status() == "Ok"


def test_nothing_is_written_after_an_error() -> None:
    array = QByteArray()
    stream = opened(array)
    stream.setStatus(QDataStream.WriteFailed)
    stream.writeInt32(4)
    assert stream.writeRawData(b"x") == -1
    assert octets(array) == b""


def test_a_device_that_takes_nothing_is_a_failed_write(capfd: Any) -> None:
    reading = Reading(b"")
    with reading as stream:
        assert stream.writeRawData(b"ab") == -1
        assert reading.status() == "WriteFailed"


def test_a_transaction_that_succeeds_goes_on() -> None:
    with Reading(NUMBERS) as stream:
        stream.startTransaction()
        assert stream.isDeviceTransactionStarted()
        assert stream.readInt32() == 5
        assert stream.commitTransaction() is True
        assert not stream.isDeviceTransactionStarted()
        assert stream.readInt32() == 6


def test_a_transaction_in_which_something_is_missing_can_be_read_again() -> None:
    reading = Reading(NUMBERS)
    with reading as stream:
        stream.startTransaction()
        assert [stream.readInt32() for _ in range(3)] == [5, 6, 0]
        assert stream.readInt8() == 0
        assert stream.commitTransaction() is False
        assert reading.status() == "ReadPastEnd"
        assert stream.readInt32() == 5


def test_a_transaction_can_be_taken_back() -> None:
    reading = Reading(NUMBERS)
    with reading as stream:
        stream.startTransaction()
        stream.readInt32()
        stream.rollbackTransaction()
        assert reading.status() == "ReadPastEnd"
        assert stream.readInt32() == 5


def test_an_aborted_transaction_stays_read_and_is_corrupt() -> None:
    reading = Reading(NUMBERS)
    with reading as stream:
        stream.startTransaction()
        stream.readInt32()
        stream.abortTransaction()
        assert reading.status() == "ReadCorruptData"
        assert stream.readInt32() == 6


def test_corrupt_data_in_a_transaction_is_not_read_again() -> None:
    reading = Reading(NUMBERS)
    with reading as stream:
        stream.startTransaction()
        stream.readInt32()
        stream.setStatus(QDataStream.ReadCorruptData)
        assert stream.commitTransaction() is False
        assert stream.readInt32() == 6


def test_starting_a_transaction_forgets_errors() -> None:
    reading = Reading(NUMBERS)
    with reading as stream:
        stream.setStatus(QDataStream.ReadPastEnd)
        stream.startTransaction()
        assert reading.status() == "Ok"


def test_the_outer_transaction_decides() -> None:
    with Reading(NUMBERS) as stream:
        stream.startTransaction()
        stream.readInt32()
        stream.startTransaction()
        stream.readInt32()
        assert stream.commitTransaction() is True
        stream.rollbackTransaction()
        assert stream.readInt32() == 5


def test_an_inner_transaction_taken_back_takes_back_the_outer_one() -> None:
    with Reading(NUMBERS) as stream:
        stream.startTransaction()
        stream.readInt32()
        stream.startTransaction()
        stream.rollbackTransaction()
        assert stream.commitTransaction() is False
        assert stream.readInt32() == 5


def test_ending_a_transaction_that_was_not_started_is_warned_of(capfd: Any) -> None:
    with Reading(NUMBERS) as stream:
        assert stream.commitTransaction() is False
    assert "QDataStream: No transaction in progress" in capfd.readouterr().err


def test_a_version_is_a_number_or_a_name() -> None:
    stream = QDataStream()
    stream.setVersion(QDataStream.Qt_5_0)
    assert number(stream.version()) == 13
    stream.setVersion(7)
    assert number(stream.version()) == number(QDataStream.Qt_4_0)
    with pytest.raises(TypeError):
        stream.setVersion("5")
