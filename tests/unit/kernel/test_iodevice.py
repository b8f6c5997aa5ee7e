"""QIODevice from the inside: the plug-in rules for devices with a buffer of their own, warnings, lenient arguments."""

from __future__ import annotations

from typing import Any

import pytest

from netaccess._kernel.iodevice import QIODevice
from netaccess._values.bytearray import QByteArray


class Chunky(QIODevice):
    """A stream that holds its data itself and short-cuts ``read`` and ``readAll``, as replies do."""

    _qt_own_buffer = True

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.store = bytearray(data)
        self.asked: list[int] = []
        self.short_cuts = 0

    def isSequential(self) -> bool:
        """A stream."""
        return True

    def bytesAvailable(self) -> int:
        """Its own bytes and those of the base."""
        return len(self.store) + super().bytesAvailable()

    def canReadLine(self) -> bool:
        """A newline here or in the base."""
        return b"\n" in self.store or super().canReadLine()

    def readData(self, maxlen: int) -> bytes:
        """The next bytes."""
        self.asked.append(maxlen)
        data = bytes(self.store[:maxlen])
        del self.store[:maxlen]
        return data

    def readLineData(self, maxlen: int) -> bytes:
        """The next bytes up to a newline."""
        end = self.store.find(b"\n", 0, maxlen)
        return self.readData(maxlen if end < 0 else end + 1)

    def readAll(self) -> QByteArray:
        """Everything at once, where nothing was looked ahead."""
        if self._qt_ahead is not None or self._qt_mode != 1:
            return super().readAll()
        self.short_cuts += 1
        data, self.store = self.store, bytearray()
        return QByteArray(data)


def chunky(data: bytes = b"ab\ncd\nef", mode: int = 1) -> Chunky:
    """An open one."""
    device = Chunky(data)
    device.open(mode)
    return device


def test_a_device_costs_nothing_beyond_its_object() -> None:
    assert "__init__" not in vars(QIODevice)
    device = QIODevice()
    state = set(vars(device))
    device.open(QIODevice.ReadOnly)
    assert set(vars(device)) - state == {"_qt_mode"}


def test_an_own_buffer_is_asked_for_what_is_wanted() -> None:
    device = chunky()
    assert device.read(2) == b"ab" and device.asked == [2] and device.openMode() == QIODevice.ReadOnly


def test_a_short_cut_is_taken_while_nothing_was_looked_ahead() -> None:
    device = chunky()
    device.read(1)
    assert device.readAll() == b"b\ncd\nef" and device.short_cuts == 1


@pytest.mark.parametrize(
    ("disturb", "expected"),
    [
        (lambda device: device.peek(2), b"ab\ncd\nef"),
        (lambda device: device.ungetChar("Z"), b"Zab\ncd\nef"),
        (lambda device: device.startTransaction(), b"ab\ncd\nef"),
        (lambda device: device.setTextModeEnabled(True), b"ab\ncd\nef"),
    ],
)
def test_a_short_cut_is_not_taken_over_bytes_that_were_looked_ahead(disturb: Any, expected: bytes) -> None:
    device = chunky()
    disturb(device)
    available = device.bytesAvailable()
    assert device.readAll() == expected and device.short_cuts == 0 and available == len(expected)


def test_a_short_cut_is_taken_again_when_the_look_ahead_is_used_up() -> None:
    device = chunky()
    device.peek(2)
    device.read(2)
    assert device.readAll() == b"\ncd\nef" and device.short_cuts == 1


def test_a_transaction_keeps_what_a_short_cut_would_give_away() -> None:
    device = chunky()
    device.startTransaction()
    assert device.readAll() == b"ab\ncd\nef" and device.atEnd() and device.bytesAvailable() == 0
    device.rollbackTransaction()
    assert device.readAll() == b"ab\ncd\nef" and device._qt_ahead is None


def test_a_committed_transaction_leaves_no_look_ahead() -> None:
    device = chunky()
    device.startTransaction()
    device.read(8)
    device.commitTransaction()
    assert device._qt_ahead is None and device.atEnd()


def test_lines_are_asked_of_the_device_in_one_piece() -> None:
    device = chunky()
    assert [device.readLine() for _ in range(4)] == [b"ab\n", b"cd\n", b"ef", b""] and device.asked[:2] == [3, 3]


def test_lines_of_the_device_can_be_taken_back() -> None:
    device = chunky()
    device.startTransaction()
    assert device.readLine() == b"ab\n" and device.readLine() == b"cd\n"
    device.rollbackTransaction()
    assert device.readLine() == b"ab\n"


def test_a_line_begins_with_what_was_put_back() -> None:
    device = chunky()
    device.ungetChar("Z")
    assert device.canReadLine() and device.readLine() == b"Zab\n"


def test_reads_can_fill_a_bytearray() -> None:
    device, target = chunky(), bytearray(4)
    assert device.peek(target, 2) == 2 and target == b"ab\0\0"
    assert device.read(target, 1) == 1 and device.readLine(target, 10) == 2 and target == b"b\n\0\0"
    assert QIODevice().read(target, 1) == -1


def test_a_line_can_be_read_into_an_array() -> None:
    device, line = chunky(b"ab\n"), QByteArray()
    assert device.readLineInto(line) and line == b"ab\n" and not device.readLineInto(line) and line == b""


@pytest.mark.parametrize("answer", ["ab", bytearray(b"ab"), memoryview(b"ab"), QByteArray(b"ab"), b"abXX"])
def test_devices_may_answer_with_any_bytes_but_no_more_than_asked(answer: Any) -> None:
    class Odd(QIODevice):
        def isSequential(self) -> bool:
            return True

        def readData(self, maxlen: int) -> Any:
            return answer

    device = Odd()
    device.open(QIODevice.ReadOnly | QIODevice.Unbuffered)
    assert device.read(2) == b"ab"


def test_an_exception_in_a_device_comes_out_of_the_read() -> None:
    class Broken(QIODevice):
        def readData(self, maxlen: int) -> bytes:
            raise OSError("broken")

    device = Broken()
    device.open(QIODevice.ReadOnly)
    with pytest.raises(OSError, match="broken"):
        device.read(1)


def test_a_device_without_read_data_has_nothing() -> None:
    device = QIODevice()
    device.open(QIODevice.ReadWrite)
    assert device.read(1) == b"" and device.write(b"x") == -1


def test_a_write_that_tells_no_number_counts_as_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    class Silent(QIODevice):
        def writeData(self, data: bytes, len: int) -> Any:
            return None

    device = Silent()
    device.open(QIODevice.WriteOnly)
    assert device.write(b"abc") == 0
    assert "Silent.writeData() must return the number of bytes written, not NoneType" in capsys.readouterr().err


def test_text_is_written_as_utf_8() -> None:
    class Sink(QIODevice):
        def writeData(self, data: bytes, len: int) -> int:
            self.taken = data
            return len

    device = Sink()
    device.open(QIODevice.WriteOnly)
    assert device.write("é") == 2 and device.taken == b"\xc3\xa9" and device.write(b"abc", 2) == 2


@pytest.mark.parametrize(
    ("act", "warning"),
    [
        (lambda device: device.read(1), "QIODevice::read (Chunky): device not open"),
        (lambda device: device.write(b""), "QIODevice::write (Chunky): device not open"),
        (lambda device: device.readLine(), "QIODevice::readLineInto (Chunky): device not open"),
        (lambda device: device.skip(1), "QIODevice::skip (Chunky): device not open"),
        (lambda device: device.seek(1), "QIODevice::seek (Chunky): Cannot call seek on a sequential device"),
        (
            lambda device: device.setTextModeEnabled(True),
            "QIODevice::setTextModeEnabled (Chunky): The device is not open",
        ),
    ],
)
def test_misuse_is_told_on_standard_error(act: Any, warning: str, capsys: pytest.CaptureFixture[str]) -> None:
    act(Chunky(b""))
    assert capsys.readouterr().err == warning + "\n"


def test_warnings_name_the_object(capsys: pytest.CaptureFixture[str]) -> None:
    device = Chunky(b"")
    device.setObjectName("mine")
    device.peek(1)
    assert capsys.readouterr().err == 'QIODevice::peek (Chunky, "mine"): device not open\n'


def test_the_read_channel_stays_during_a_transaction(capsys: pytest.CaptureFixture[str]) -> None:
    device = chunky()
    device.startTransaction()
    device.setCurrentReadChannel(1)
    assert device.currentReadChannel() == 0 and "transaction being in progress" in capsys.readouterr().err


def test_a_device_sees_its_place_while_it_looks_ahead_further() -> None:
    class Places(QIODevice):
        def size(self) -> int:
            return 100

        def readData(self, maxlen: int) -> bytes:
            self.place = self.pos()
            return b"0123456789"[self.place : self.place + 4]

    device = Places()
    device.open(QIODevice.ReadOnly)
    assert device.peek(2) == b"01" and device.peek(8) == b"01234567" and device.place == 4 and device.pos() == 0


def test_writing_behind_looked_ahead_bytes_goes_to_the_position() -> None:
    class Tape(QIODevice):
        data = bytearray(b"0123456789")

        def size(self) -> int:
            return len(self.data)

        def readData(self, maxlen: int) -> bytes:
            return bytes(self.data[self.pos() : self.pos() + maxlen])

        def writeData(self, data: bytes, len: int) -> int:
            self.data[self.pos() : self.pos() + len] = data
            return len

    device = Tape()
    device.open(QIODevice.ReadWrite)
    assert device.read(2) == b"01" and device.write(b"XX") == 2 and device.readAll() == b"456789"
    assert device.data == b"01XX456789"
