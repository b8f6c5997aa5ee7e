"""PythonFileDevice: Python's binary file objects as devices."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Any

import pytest

from netaccess._kernel.iodevice import QIODevice
from netaccess._kernel.pyfile import PythonFileDevice


class Stream:
    """An object that can read and nothing else."""

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)

    def read(self, size: int) -> Any:
        """The next answer, raised if it is an exception."""
        answer = self.answers.pop(0) if self.answers else b""
        if isinstance(answer, Exception):
            raise answer
        return answer


def opened(file: Any) -> PythonFileDevice:
    """An open device."""
    device = PythonFileDevice(file)
    assert device.open(QIODevice.ReadOnly)
    return device


def test_a_seekable_object_is_read_from_where_it_stands() -> None:
    file = io.BytesIO(b"0123456789")
    file.seek(4)
    device = opened(file)
    assert (device.isSequential(), device.size(), device.pos()) == (False, 6, 0)
    assert device.read(2) == b"45" and device.pos() == 2 and device.readAll() == b"6789" and device.atEnd()


def test_rewinding_goes_to_where_the_object_stood() -> None:
    file = io.BytesIO(b"0123456789")
    file.seek(4)
    device = opened(file)
    device.readAll()
    assert device.reset() and device.readAll() == b"456789" and device.seek(1) and device.read(1) == b"5"


def test_a_real_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(bytes(100000))
    with (tmp_path / "f").open("rb") as file:
        assert len(opened(file).readAll()) == 100000


def test_an_object_that_cannot_seek_is_a_stream() -> None:
    device = opened(Stream(b"ab", b"c", b""))
    assert device.isSequential() and not device.atEnd() and device.readAll() == b"abc" and device.atEnd()


def test_a_pipe_is_a_stream() -> None:
    reader, writer = os.pipe()
    os.write(writer, b"piped")
    os.close(writer)
    with open(reader, "rb", buffering=0) as file:
        device = opened(file)
        assert device.isSequential() and device.read(3) == b"pip" and device.readAll() == b"ed"


def test_no_more_is_read_than_is_wanted() -> None:
    file = io.BytesIO(b"0123456789")
    opened(file).read(3)
    assert file.tell() == 3


def test_an_exception_ends_in_the_error_string() -> None:
    failure = OSError(5, "Input/output error")
    device = opened(Stream(b"ab", failure))
    assert device.read(2) == b"ab" and device.readData(2) is None
    assert device.exception is failure and "Input/output error" in device.errorString()


def test_a_text_file_is_an_error() -> None:
    device = opened(io.StringIO("text"))
    assert device.readData(2) is None and isinstance(device.exception, TypeError) and "bytes" in device.errorString()


def test_a_closed_file_is_an_error() -> None:
    file = io.BytesIO(b"abc")
    device = opened(file)
    file.close()
    assert device.readData(1) is None and isinstance(device.exception, ValueError)


def test_a_non_blocking_object_with_nothing_now_is_not_at_its_end() -> None:
    device = opened(Stream(None, b"ab"))
    assert device.readData(2) == b"" and not device.atEnd() and device.read(2) == b"ab"


def test_an_object_that_fails_to_tell_is_a_stream() -> None:
    class Liar(io.BytesIO):
        def tell(self) -> int:
            raise OSError("no")

    assert opened(Liar(b"abc")).isSequential()


def test_a_failed_seek_is_an_error() -> None:
    class Stuck(io.BytesIO):
        def seek(self, *args: Any) -> int:
            raise OSError("stuck")

    device = opened(Stuck(b"abc"))
    assert not device.seek(1) and device.errorString() == "stuck" and device.size() == 0


def test_the_file_cannot_be_opened_for_writing() -> None:
    device = PythonFileDevice(io.BytesIO())
    assert not device.open(QIODevice.ReadWrite) and not device.isOpen() and "only be read" in device.errorString()


def test_the_object_is_not_closed_with_the_device() -> None:
    file = io.BytesIO(b"abc")
    opened(file).close()
    assert not file.closed and opened(file).file() is file


def test_peeking_and_transactions_work_on_streams() -> None:
    device = opened(Stream(b"ab", b"cd"))
    assert device.peek(2) == b"ab"
    device.startTransaction()
    assert device.read(2) == b"ab"
    device.rollbackTransaction()
    assert device.readAll() == b"abcd"


@pytest.mark.parametrize("wrong", [b"bytes", None, object()])
def test_an_object_that_cannot_read_is_refused(wrong: Any) -> None:
    with pytest.raises(TypeError, match=r"read\(\)"):
        PythonFileDevice(wrong)
