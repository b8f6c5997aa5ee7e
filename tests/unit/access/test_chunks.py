"""The queue of blocks a body waits in."""

from __future__ import annotations

import random

import pytest

from netaccess._access.chunks import ChunkQueue


def queue(*blocks: bytes) -> ChunkQueue:
    made = ChunkQueue()
    for block in blocks:
        made.append(block)
    return made


def test_an_empty_queue_gives_nothing() -> None:
    chunks = ChunkQueue()
    assert (chunks.size, chunks.take(5), chunks.take_all(), chunks.line_length(5)) == (0, b"", b"", 0)


def test_empty_blocks_leave_no_trace() -> None:
    assert queue(b"", b"a", b"").take_all() == b"a"


def test_a_whole_block_is_handed_out_without_a_copy() -> None:
    block = b"block" * 100
    assert queue(block).take(len(block)) is block


def test_bytes_are_taken_across_blocks() -> None:
    chunks = queue(b"abc", b"def", b"g")
    assert [chunks.take(2), chunks.take(3), chunks.take(9)] == [b"ab", b"cde", b"fg"]
    assert chunks.size == 0


def test_taking_all_begins_where_reading_has_stopped() -> None:
    chunks = queue(b"abc", b"def")
    chunks.take(1)
    assert chunks.take_all() == b"bcdef"
    assert chunks.size == 0


@pytest.mark.parametrize(
    ("blocks", "limit", "length"),
    [
        ([b"ab\ncd\n"], 99, 3),
        ([b"ab", b"c\nd"], 99, 4),
        ([b"ab", b"c\nd"], 4, 4),
        ([b"ab", b"c\nd"], 3, 0),
        ([b"abc"], 99, 0),
        ([b"\n"], 1, 1),
    ],
)
def test_the_length_of_a_line_counts_its_newline(blocks: list[bytes], limit: int, length: int) -> None:
    assert queue(*blocks).line_length(limit) == length


def test_the_length_of_a_line_is_counted_from_where_reading_has_stopped() -> None:
    chunks = queue(b"ab\ncd", b"e\n")
    chunks.take(3)
    assert chunks.line_length(99) == 4


def test_many_bytes_that_nobody_reads_become_one_array() -> None:
    blocks = [bytes((number,)) * 100_000 for number in range(30)]
    chunks = queue(*blocks)
    assert chunks.size == 3_000_000
    assert chunks.take_all() == b"".join(blocks)
    assert chunks.size == 0


def test_a_line_is_found_where_many_bytes_wait() -> None:
    chunks = queue(b"x" * 2_000_000, b"ab\n", b"c")
    chunks.take(2_000_000)
    assert (chunks.line_length(99), chunks.line_length(2)) == (3, 0)


@pytest.mark.parametrize("size", [40, 300_000], ids=["small", "large"])
def test_any_mixture_of_reading_and_arriving_gives_the_same_bytes(size: int) -> None:
    dice = random.Random(7)
    for _ in range(200 if size < 100 else 10):
        chunks, whole, got = ChunkQueue(), b"", b""
        for _ in range(dice.randrange(12)):
            block = dice.randbytes(dice.randrange(size))
            whole += block
            chunks.append(block)
            while dice.random() < 0.6:
                got += chunks.take_all() if dice.random() < 0.05 else chunks.take(dice.randrange(1, size))
                assert chunks.size == len(whole) - len(got)
        got += chunks.take_all()
        assert got == whole
