"""qCompress and qUncompress."""

from __future__ import annotations

import zlib

import pytest

from netaccess._values.compress import qCompress, qUncompress


def test_compressed_data_begin_with_their_length() -> None:
    data = b"hello" * 10
    packed = qCompress(data).data()
    assert packed[:4] == b"\0\0\0\x32" and zlib.decompress(packed[4:]) == data


@pytest.mark.parametrize("level", [-1, 0, 9, 100])
def test_what_was_compressed_comes_back(level: int) -> None:
    assert qUncompress(qCompress(b"abc" * 1000, level)) == b"abc" * 1000


def test_nothing_compresses_to_a_length_of_zero() -> None:
    assert qCompress(b"") == b"\0\0\0\0" and qUncompress(b"\0\0\0\0") == b""


@pytest.mark.parametrize("damaged", [b"", b"abc", b"\0\0\0\5junk", qCompress(b"abc").data()[:-1]])
def test_damaged_data_give_nothing(damaged: bytes) -> None:
    assert qUncompress(damaged) == b""
