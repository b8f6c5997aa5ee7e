"""QIODevice as the base of devices written in Python: sequential and random-access, buffered and unbuffered."""

from __future__ import annotations

from typing import Any

import pytest
from binding import QtCore, number, octets

QIODevice = QtCore.QIODevice
READ, WRITE, BOTH = QIODevice.ReadOnly, QIODevice.WriteOnly, QIODevice.ReadWrite
UNBUFFERED, TEXT = QIODevice.Unbuffered, QIODevice.Text


class Device(QIODevice):
    """A device over bytes that notes how it is asked."""

    def __init__(self, data: bytes = b"", sequential: bool = True, portion: int = 1 << 30) -> None:
        super().__init__()
        self.source = data
        self.place = 0
        self.sequential = sequential
        self.portion = portion
        self.asked: list[int] = []
        self.taken = b""

    def isSequential(self) -> bool:
        """As told."""
        return self.sequential

    def size(self) -> int:
        """The size of the data."""
        return len(self.source)

    def bytesAvailable(self) -> int:
        """What is left."""
        return (len(self.source) - self.place if self.sequential else 0) + super().bytesAvailable()

    def readData(self, maxlen: int) -> bytes:
        """The next bytes, no more than a portion."""
        self.asked.append(maxlen)
        start = self.place if self.sequential else self.pos()
        data = self.source[start : start + min(maxlen, self.portion)]
        self.place = start + len(data)
        return data

    def writeData(self, data: Any, length: int) -> int:
        """Take all."""
        self.taken += data.encode("latin-1") if isinstance(data, str) else bytes(data)
        return length


def opened(data: bytes = b"hello world\nline2\r\nline3", sequential: bool = True, mode: Any = READ, **more: Any) -> Any:
    """An open device."""
    device = Device(data, sequential, **more)
    assert device.open(mode)
    return device


BOTH_KINDS = pytest.mark.parametrize("sequential", [True, False])


@BOTH_KINDS
def test_reading_an_unopened_device_gives_nothing(sequential: bool) -> None:
    device = Device(b"abc", sequential)
    assert (
        octets(device.read(2)) == octets(device.readAll()) == octets(device.readLine()) == octets(device.peek(1)) == b""
    )
    assert device.write(b"x") == -1 and device.skip(1) == -1 and device.atEnd() and not device.isOpen()
    assert device.asked == []


def test_open_tells_the_mode() -> None:
    device = opened(mode=BOTH)
    assert number(device.openMode()) == 3 and device.isOpen() and device.isReadable() and device.isWritable()


def test_a_buffered_device_is_asked_for_16_kib() -> None:
    device = opened()
    assert octets(device.read(3)) == b"hel" and device.asked == [16384]
    assert octets(device.read(3)) == b"lo " and device.asked == [16384]


def test_an_unbuffered_device_is_asked_for_what_is_wanted() -> None:
    device = opened(mode=READ | UNBUFFERED)
    assert octets(device.read(3)) == b"hel" and device.asked == [3]


def test_a_large_read_goes_straight_to_the_device() -> None:
    device = opened(bytes(50000))
    assert device.read(40000).size() == 40000 and device.asked == [40000]


@BOTH_KINDS
def test_only_a_random_access_device_has_a_position(sequential: bool) -> None:
    device = opened(sequential=sequential)
    device.read(3)
    assert device.pos() == (0 if sequential else 3)


@BOTH_KINDS
@pytest.mark.parametrize("mode", [READ, READ | UNBUFFERED])
def test_peeking_leaves_the_bytes(sequential: bool, mode: Any) -> None:
    device = opened(sequential=sequential, mode=mode)
    device.read(3)
    assert octets(device.peek(4)) == b"lo w" == octets(device.peek(4)) == octets(device.read(4))


@BOTH_KINDS
def test_a_read_ends_with_a_short_answer_of_the_device(sequential: bool) -> None:
    device = opened(b"0123456789", sequential, portion=4)
    assert octets(device.read(6)) == b"0123" and octets(device.peek(6)) == b"4567"


@BOTH_KINDS
def test_a_negative_size_reads_nothing(sequential: bool) -> None:
    device = opened(sequential=sequential)
    assert octets(device.read(-1)) == octets(device.peek(-1)) == b"" and device.skip(-1) == -1 and device.asked == []


@BOTH_KINDS
def test_read_all_reads_to_the_end(sequential: bool) -> None:
    device = opened(bytes(50000), sequential)
    device.read(1)
    assert device.readAll().size() == 49999 and device.atEnd() and octets(device.readAll()) == b""


def test_read_all_of_a_stream_goes_on_after_short_answers() -> None:
    assert octets(opened(b"0123456789", portion=4).readAll()) == b"0123456789"


@BOTH_KINDS
@pytest.mark.parametrize("mode", [READ, READ | UNBUFFERED])
def test_lines_end_with_their_newline(sequential: bool, mode: Any) -> None:
    device = opened(sequential=sequential, mode=mode)
    lines = [octets(device.readLine()) for _ in range(4)]
    assert lines == [b"hello world\n", b"line2\r\n", b"line3", b""]


@BOTH_KINDS
def test_lines_are_put_together_from_short_answers(sequential: bool) -> None:
    device = opened(b"0123456789\nab\n", sequential, portion=4)
    assert octets(device.readLine()) in (b"0123", b"01234567", b"0123456789\n")


@BOTH_KINDS
def test_a_line_of_limited_size_leaves_room_for_a_terminator(sequential: bool) -> None:
    device = opened(b"abc\ndef", sequential)
    assert octets(device.readLine(3)) == b"ab" and octets(device.readLine(0)) == b"c\n"
    assert octets(device.readLine(1)) == octets(device.readLine(-1)) == b""


def test_a_whole_line_is_seen_only_in_what_was_looked_ahead() -> None:
    device = opened(b"ab\ncd")
    assert not device.canReadLine()
    device.read(1)
    assert device.canReadLine() and octets(device.readLine()) == b"b\n" and not device.canReadLine()


def test_get_char_tells_whether_there_was_one() -> None:
    device = opened(b"a")
    assert tuple(device.getChar()) == (True, "a") and tuple(device.getChar()) == (False, "\0")


@pytest.mark.differs("get-char")
def test_get_char_gives_any_byte() -> None:
    assert tuple(opened(b"\xe9").getChar()) == (True, "\xe9")


@BOTH_KINDS
def test_a_character_put_back_is_read_next(sequential: bool) -> None:
    device = opened(b"abc", sequential)
    device.read(2)
    device.ungetChar("Z")
    assert device.pos() == (0 if sequential else 1) and octets(device.readAll()) == b"Zc"


@BOTH_KINDS
def test_skip_passes_over_bytes_and_stops_at_the_end(sequential: bool) -> None:
    device = opened(b"abcdef", sequential)
    device.read(1)
    assert device.skip(2) == 2 and octets(device.read(1)) == b"d" and device.skip(10) == 2 and device.skip(0) == 0


def test_a_stream_does_not_seek() -> None:
    device = opened(b"abc")
    assert not device.seek(1) and not device.reset()


def test_seek_goes_anywhere_but_before_the_start() -> None:
    device = opened(b"abcdef", sequential=False)
    assert device.seek(2) and octets(device.read(2)) == b"cd" and device.pos() == 4
    assert device.seek(100) and device.pos() == 100 and device.atEnd() and not device.seek(-1)
    assert device.reset() and device.pos() == 0


@BOTH_KINDS
def test_bytes_available_counts_what_was_looked_ahead(sequential: bool) -> None:
    device = opened(b"abcdef", sequential)
    assert device.bytesAvailable() == 6
    device.read(1)
    assert device.bytesAvailable() == 5 and not device.atEnd()


@BOTH_KINDS
def test_written_bytes_go_straight_to_the_device(sequential: bool) -> None:
    device = opened(b"", sequential, WRITE)
    assert (
        device.write(b"12") == 2 and device.write(bytearray(b"3")) == 1 and device.write(QtCore.QByteArray(b"4")) == 1
    )
    assert device.putChar("c") and device.taken == b"1234c" and device.bytesToWrite() == 0
    assert device.pos() == (0 if sequential else 5)


def test_a_device_open_for_reading_is_not_written() -> None:
    device = opened()
    assert device.write(b"x") == -1 and not device.putChar("x") and device.taken == b""


def test_a_device_open_for_writing_is_not_read() -> None:
    device = opened(mode=WRITE)
    assert octets(device.read(1)) == octets(device.readLine()) == b"" and device.asked == []


def test_what_write_data_returns_is_returned() -> None:
    class Full(Device):
        def writeData(self, data: Any, length: int) -> int:
            return -1

    device = Full()
    device.open(WRITE)
    assert device.write(b"abc") == -1


@pytest.mark.parametrize("answer", [b"", None])
def test_a_device_that_gives_nothing_reads_as_empty(answer: Any) -> None:
    class Dry(Device):
        def readData(self, maxlen: int) -> Any:
            return answer

    device = Dry(b"abc")
    device.open(READ)
    assert (
        octets(device.read(2)) == octets(device.readAll()) == octets(device.readLine()) == octets(device.peek(1)) == b""
    )
    assert tuple(device.getChar()) == (False, "\0") and device.errorString() == "Unknown error"


def test_append_starts_at_the_end() -> None:
    assert opened(b"abc", sequential=False, mode=BOTH | QIODevice.Append).pos() == 3


def test_text_mode_drops_carriage_returns() -> None:
    device = opened(b"a\r\nb\rc\r\n", sequential=False, mode=READ | TEXT)
    assert octets(device.read(2)) == b"a\n" and device.pos() == 3 and octets(device.readAll()) == b"bc\n"
    assert device.isTextModeEnabled()


def test_a_line_in_text_mode_ends_with_a_newline_alone() -> None:
    device = opened(b"a\r\nb\rc\r\n", sequential=False, mode=READ | TEXT)
    assert octets(device.readLine()) == b"a\n" and device.pos() == 3 and octets(device.readLine()) == b"b\rc\n"


def test_text_mode_can_be_switched_on_an_open_device() -> None:
    device = opened(b"a\r\nb")
    device.setTextModeEnabled(True)
    assert number(device.openMode()) == 17 and octets(device.readAll()) == b"a\nb"
    closed = Device()
    closed.setTextModeEnabled(True)
    assert not closed.isTextModeEnabled()


@BOTH_KINDS
def test_a_transaction_can_be_taken_back(sequential: bool) -> None:
    device = opened(b"0123456789", sequential)
    device.startTransaction()
    assert device.isTransactionStarted() and octets(device.read(3)) == b"012" and device.bytesAvailable() == 7
    device.rollbackTransaction()
    assert (
        not device.isTransactionStarted()
        and device.bytesAvailable() == 10
        and octets(device.readAll()) == b"0123456789"
    )


@BOTH_KINDS
def test_a_committed_transaction_stays_read(sequential: bool) -> None:
    device = opened(b"0123456789", sequential)
    device.startTransaction()
    device.read(3)
    device.commitTransaction()
    assert octets(device.readAll()) == b"3456789"


@BOTH_KINDS
@pytest.mark.parametrize("mode", [READ, READ | UNBUFFERED])
def test_all_ways_of_reading_can_be_taken_back(sequential: bool, mode: Any) -> None:
    device = opened(b"ab\ncd\nefgh", sequential, mode)
    device.startTransaction()
    assert octets(device.readLine()) == b"ab\n" and octets(device.peek(2)) == b"cd" and device.skip(1) == 1
    assert tuple(device.getChar()) == (True, "d") and octets(device.readAll()) == b"\nefgh"
    device.rollbackTransaction()
    assert octets(device.readAll()) == b"ab\ncd\nefgh"


def test_transactions_out_of_place_do_nothing() -> None:
    device = opened(b"abc")
    device.commitTransaction()
    device.rollbackTransaction()
    device.startTransaction()
    device.startTransaction()
    device.close()
    assert not device.isTransactionStarted()


def test_close_announces_itself_while_the_device_is_open() -> None:
    device, seen = opened(), []
    device.aboutToClose.connect(lambda: seen.append(device.isOpen()))
    device.close()
    device.close()
    assert seen == [True] and number(device.openMode()) == 0 and octets(device.read(1)) == b""


def test_reopening_forgets_the_old_bytes_and_errors() -> None:
    device = opened(b"abc", sequential=False)
    device.read(1)
    device.setErrorString("boo")
    device.close()
    assert device.errorString() == "boo" and device.pos() == 0
    device.open(READ)
    assert device.errorString() == "Unknown error" and octets(device.readAll()) == b"abc"


def test_nothing_is_waited_for() -> None:
    device = opened()
    assert not device.waitForReadyRead(10) and not device.waitForBytesWritten(10)


def test_an_open_device_has_a_channel_each_way() -> None:
    device = Device()
    assert (device.readChannelCount(), device.writeChannelCount()) == (0, 0)
    device.open(BOTH)
    assert (device.readChannelCount(), device.writeChannelCount()) == (1, 1)
    device.setCurrentReadChannel(3)
    device.setCurrentWriteChannel(2)
    assert (device.currentReadChannel(), device.currentWriteChannel()) == (3, 2)


def test_a_mode_set_by_hand_makes_the_device_open() -> None:
    device = Device(b"abc")
    device.setOpenMode(READ)
    assert device.isOpen() and octets(device.read(2)) == b"ab"


def test_a_read_line_data_of_the_device_is_used_for_lines() -> None:
    class Lines(Device):
        def readLineData(self, maxlen: int) -> bytes:
            return b"a line\n"

    device = Lines()
    device.open(READ)
    assert octets(device.readLine()) == b"a line\n"


@pytest.mark.parametrize("mode", ["r", None, 1.5])
def test_a_mode_is_a_mode(mode: Any) -> None:
    with pytest.raises(TypeError):
        Device().open(mode)


@pytest.mark.parametrize("data", [3, [b"x"], object()])
def test_only_bytes_are_written(data: Any) -> None:
    with pytest.raises(TypeError):
        opened(mode=WRITE).write(data)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("NotOpen", 0),
        ("ReadOnly", 1),
        ("WriteOnly", 2),
        ("ReadWrite", 3),
        ("Append", 4),
        ("Truncate", 8),
        ("Text", 16),
        ("Unbuffered", 32),
        ("NewOnly", 64),
        ("ExistingOnly", 128),
    ],
)
def test_an_open_mode_has_its_number(name: str, value: int) -> None:
    assert number(getattr(QIODevice, name)) == value and isinstance(getattr(QIODevice, name), QIODevice.OpenModeFlag)


@BOTH_KINDS
def test_nothing_is_put_back_in_a_transaction(sequential: bool) -> None:
    device = opened(b"abc", sequential)
    device.startTransaction()
    device.read(1)
    device.ungetChar("Z")
    assert octets(device.read(1)) == b"b"


@BOTH_KINDS
def test_carriage_returns_do_not_count_in_text_mode(sequential: bool) -> None:
    device = opened(b"\ra\rba\r\r", sequential, READ | TEXT)
    assert octets(device.read(2)) == b"ab" and octets(device.read(2)) == b"a" and device.atEnd()


def test_the_first_line_in_text_mode_has_no_carriage_returns_at_all() -> None:
    device = opened(b"\ra\rb\nc\rd\r\n", mode=READ | TEXT)
    assert octets(device.readLine()) == b"ab\n" and octets(device.readLine()) == b"c\rd\n"
