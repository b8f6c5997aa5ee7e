"""The device that reads a multipart body: sizes, positions, and reads of any size at any place."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netaccess._access.httppart import QHttpPart
from netaccess._access.multipart import QHttpMultiPart
from netaccess._kernel.buffer import QBuffer
from netaccess._kernel.destruction import destroy
from netaccess._kernel.iodevice import QIODevice

READ_ONLY = QIODevice.OpenModeFlag.ReadOnly


def body_of(parts: list[tuple[bytes, bool]]) -> tuple[Any, bytes]:
    """Return a body of such parts, each from a device or not, and what it has to read as."""
    body, expected = QHttpMultiPart(), b""
    body.setBoundary(b"BB")
    for content, from_device in parts:
        part = QHttpPart()
        if from_device:
            device = QBuffer(content)
            device.open(READ_ONLY)
            part.setBodyDevice(device)
        else:
            part.setBody(content)
        body.append(part)
        expected += b"--BB\r\n\r\n" + content + b"\r\n"
    return body, expected + b"--BB--\r\n"


PARTS = st.lists(st.tuples(st.binary(max_size=30) | st.integers(4000, 9000).map(bytes), st.booleans()), max_size=5)


@given(PARTS, st.lists(st.integers(1, 5000), min_size=1, max_size=6))
def test_it_reads_the_same_in_blocks_of_any_size(parts: list[tuple[bytes, bool]], sizes: list[int]) -> None:
    body, expected = body_of(parts)
    device, read, turn = body.device(), b"", 0
    assert device.size() == len(expected)
    while block := bytes(device.read(sizes[turn % len(sizes)])):
        read += block
        turn += 1
    assert read == expected
    assert device.atEnd()


@given(PARTS, st.data())
def test_it_can_be_read_from_any_place(parts: list[tuple[bytes, bool]], data: st.DataObject) -> None:
    body, expected = body_of(parts)
    device = body.device()
    for _ in range(4):
        place = data.draw(st.integers(0, len(expected)))
        size = data.draw(st.integers(0, 6000))
        assert device.seek(place)
        assert bytes(device.peek(size)) == expected[place : place + size]
        assert bytes(device.read(size)) == expected[place : place + size]
        assert device.pos() == min(len(expected), place + size)
        assert device.bytesAvailable() == len(expected) - device.pos()


def test_it_is_open_for_reading_only() -> None:
    device = body_of([])[0].device()
    assert (device.openMode(), device.isWritable()) == (READ_ONLY, False)
    assert device.write(b"x") == -1


def test_a_part_moved_by_somebody_else_is_read_from_its_place() -> None:
    shared = QBuffer(b"0123456789")
    shared.open(READ_ONLY)
    body, part = QHttpMultiPart(), QHttpPart()
    body.setBoundary(b"BB")
    part.setBodyDevice(shared)
    body.append(part)
    device = body.device()
    assert bytes(device.read(12)) == b"--BB\r\n\r\n0123"
    shared.seek(9)
    assert bytes(device.read(6)) == b"456789"


@pytest.mark.parametrize("how", ["close", "destroy"])
def test_it_cannot_be_rewound_without_its_devices(how: str) -> None:
    inner = QBuffer(b"0123456789")
    inner.open(READ_ONLY)
    body, part = QHttpMultiPart(), QHttpPart()
    part.setBodyDevice(inner)
    body.append(part)
    device = body.device()
    device.readAll()
    if how == "close":
        inner.close()
    else:
        destroy(inner)
    assert not device.seek(0)
    assert "part 1" in device.problem()


def test_what_a_device_says_it_has_is_all_that_is_read_of_it() -> None:
    array = QBuffer(b"0123456789")
    array.open(READ_ONLY)
    body, part = QHttpMultiPart(), QHttpPart()
    body.setBoundary(b"BB")
    part.setBodyDevice(array)
    body.append(part)
    device = body.device()
    array.buffer().append(b"more")
    assert bytes(device.readAll()) == b"--BB\r\n\r\n0123456789\r\n--BB--\r\n"


def test_of_a_sequential_part_what_can_be_read_now_is_told() -> None:
    class Pipe:
        def read(self, size: int) -> bytes:
            return b""

    body, part = QHttpMultiPart(), QHttpPart()
    body.setBoundary(b"BB")
    part.setBodyDevice(Pipe())
    body.append(part)
    device = body.device()
    assert device.isSequential()
    assert device.size() == device.bytesAvailable() == len(b"--BB\r\n\r\n")
    assert bytes(device.readAll()) == b"--BB\r\n\r\n\r\n--BB--\r\n"
    assert device.bytesAvailable() == 0
