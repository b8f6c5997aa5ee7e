"""QBuffer where Qt is unsafe, and what it leaves undone when nobody listens."""

from __future__ import annotations

import pytest

from netaccess._kernel.buffer import QBuffer
from netaccess._kernel.iodevice import QIODevice
from netaccess._kernel.qobject import QObject
from netaccess._values.bytearray import QByteArray


def test_a_buffer_keeps_an_array_nobody_else_refers_to() -> None:
    buffer = QBuffer(QByteArray(b"abc"))
    buffer.open(QIODevice.ReadOnly)
    assert buffer.readAll() == b"abc"


def test_bytes_are_copied() -> None:
    source = bytearray(b"abc")
    buffer = QBuffer(source)
    buffer.open(QIODevice.WriteOnly)
    buffer.write(b"X")
    assert source == b"abc" and buffer.data() == b"Xbc"


def test_setting_no_array_makes_an_own_one() -> None:
    array = QByteArray(b"abc")
    buffer = QBuffer(array)
    buffer.setBuffer(None)
    buffer.setData(b"x")
    assert array == b"abc" and buffer.size() == 1


def test_writing_posts_nothing_when_nobody_listens() -> None:
    buffer = QBuffer()
    buffer.open(QIODevice.WriteOnly)
    buffer.write(b"abc")
    assert buffer._qt_unsaid is None


def test_an_array_that_became_shorter_reads_as_ended() -> None:
    array = QByteArray(b"abcdef")
    buffer = QBuffer(array)
    buffer.open(QIODevice.ReadWrite)
    buffer.seek(5)
    array.truncate(2)
    assert buffer.read(1) == b"" and buffer.atEnd() and buffer.write(b"X") == 1 and array == b"ab\0\0\0X"


def test_the_array_can_grow_right_after_a_read() -> None:
    array = QByteArray(b"abc")
    buffer = QBuffer(array)
    buffer.open(QIODevice.ReadOnly)
    kept = buffer.read(2)
    array.append(b"def")
    assert kept == b"ab" and buffer.readAll() == b"cdef"


def test_only_so_much_data_are_set() -> None:
    buffer = QBuffer()
    buffer.setData(b"abc", 2)
    assert buffer.data() == b"ab"


@pytest.mark.parametrize("wrong", [3, "abc", [b"x"]])
def test_a_buffer_works_on_bytes(wrong: object) -> None:
    with pytest.raises(TypeError, match="QByteArray"):
        QBuffer(wrong)


def test_a_second_parent_is_too_much() -> None:
    owner = QObject()
    with pytest.raises(TypeError, match="too much"):
        QBuffer(QByteArray(), owner, parent=owner)
    assert QBuffer(parent=owner).parent() is owner


def test_properties_and_signals_are_given_to_the_constructor() -> None:
    assert QBuffer(objectName="b").objectName() == "b"


def test_misuse_is_told_on_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    buffer = QBuffer()
    buffer.open(0)
    buffer.open(QIODevice.ReadOnly)
    buffer.setData(b"x")
    buffer.setBuffer(None)
    buffer.seek(10)
    assert capsys.readouterr().err.splitlines() == [
        "QBuffer::open: Buffer access not specified",
        "QBuffer::setData: Buffer is open",
        "QBuffer::setBuffer: Buffer is open",
        "QBuffer::seek: Invalid pos: 10",
    ]
