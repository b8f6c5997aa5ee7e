"""What devices announce and warn of at their edges: writes of nothing, places that are none, devices that are closed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from binding import QtCore
from loops import run_until

QBuffer, QFile, QIODevice = QtCore.QBuffer, QtCore.QFile, QtCore.QIODevice


@pytest.fixture
def buffer() -> Any:
    """An empty buffer, open for both, that writes down what it announces."""
    made = QBuffer()
    made.open(QIODevice.ReadWrite)
    made.said = []
    made.bytesWritten.connect(lambda count: made.said.append(count))
    made.readyRead.connect(lambda: made.said.append("readyRead"))
    return made


@pytest.mark.parametrize("pieces", [[b"", b"ab"], [b"ab", b""], [b"", b"", b"ab", b""]])
def test_writes_of_nothing_are_announced_with_the_others(buffer: Any, pieces: list[bytes]) -> None:
    for piece in pieces:
        buffer.write(piece)
    run_until(lambda: len(buffer.said) > 1)
    QtCore.QCoreApplication.processEvents()
    assert buffer.said == [2, "readyRead"]


def test_a_write_of_nothing_is_announced(buffer: Any) -> None:
    buffer.write(b"")
    run_until(lambda: len(buffer.said) > 1)
    QtCore.QCoreApplication.processEvents()
    assert buffer.said == [0, "readyRead"]


@pytest.mark.parametrize("place", [-1, 4])
def test_a_closed_buffer_has_no_place_outside_its_array(heard: list[str], place: int) -> None:
    buffer = QBuffer()
    buffer.setData(b"abc")
    assert not buffer.seek(place)
    assert heard == [f"QBuffer::seek: Invalid pos: {place}"]


def test_a_closed_buffer_cannot_be_sought_in(heard: list[str]) -> None:
    buffer = QBuffer()
    buffer.setData(b"abc")
    assert not buffer.seek(2)
    assert heard == ["QIODevice::seek (QBuffer): The device is not open"]


def test_a_character_for_a_file_that_does_not_take_it(tmp_path: Path, heard: list[str]) -> None:
    (tmp_path / "a").write_bytes(b"x")
    file = QFile(str(tmp_path / "a"))
    assert not file.putChar("y")
    file.open(QIODevice.ReadOnly)
    assert not file.putChar("y")
    file.close()
    assert heard == ["QIODevice::putChar: Closed device", "QIODevice::putChar: ReadOnly device"]


def test_a_character_for_a_buffer_that_does_not_take_it(heard: list[str]) -> None:
    buffer = QBuffer()
    assert not buffer.putChar("y")
    buffer.open(QIODevice.ReadOnly)
    assert not buffer.putChar("y")
    assert heard == ["QIODevice::write (QBuffer): device not open", "QIODevice::write (QBuffer): ReadOnly device"]
