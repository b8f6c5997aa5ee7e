"""The queue of blocks a body waits in."""

from __future__ import annotations

import random

import pytest

from netaccess._access import chunks as chunks_module
from netaccess._access.chunks import ChunkQueue
from netaccess._access.reservation import RESERVE_FROM
from netaccess._values.bytearray import QByteArray


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


# A body whose length is known.

MIB = 1024 * 1024
LONG = 6 * MIB


@pytest.fixture(autouse=True)
def _any_system_reserves(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have reservations on systems, too, that know none; they remember what they were asked to get ready."""
    monkeypatch.setattr(chunks_module, "reserved", lambda size: (QByteArray(size, b"?"), READY.append))
    READY.clear()


READY: list[int] = []
"""Up to where the array in use was filled when more of it was got ready."""


def body(size: int) -> bytes:
    return random.Random(size).randbytes(size)


def fill(chunks: ChunkQueue, data: bytes, step: int = 300_000) -> None:
    for start in range(0, len(data), step):
        chunks.append(data[start : start + step])


class Worker:
    """Does what a worker does: it writes into the queue's place, and hands over views of it."""

    def __init__(self, chunks: ChunkQueue, data: bytes) -> None:
        assert chunks.place is not None
        self.place = chunks.place
        self.data = data
        self.done = chunks.size
        view = self.place.enter()
        assert view is not None
        self.view = view

    def write(self, size: int) -> memoryview:
        start, self.done = self.done, self.done + size
        self.view[start : self.done] = self.data[start : self.done]
        return self.view[start : self.done]

    def leave(self) -> None:
        self.place.leave(self.done)


def test_a_body_of_known_length_is_gathered_in_an_array_of_that_length() -> None:
    chunks, data = ChunkQueue(LONG), body(LONG)
    fill(chunks, data[: 2 * MIB])
    pile = chunks._pile
    assert pile is not None and len(pile) == LONG
    fill(chunks, data[2 * MIB :])
    assert chunks.take_all() is pile
    assert pile == data and chunks.size == 0


def test_a_body_that_is_too_short_is_handed_out_as_it_is() -> None:
    chunks, data = ChunkQueue(LONG), body(2 * MIB)
    fill(chunks, data)
    whole = chunks.take_all()
    assert (len(whole), whole == data) == (2 * MIB, True)
    whole.append(b"x")


def test_a_body_that_is_longer_than_announced_is_complete() -> None:
    chunks, data = ChunkQueue(LONG), body(LONG + 2 * MIB)
    fill(chunks, data)
    assert chunks.size == len(data)
    assert chunks.take_all() == data


def test_an_absurd_length_costs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr(chunks_module, "reserved", asked.append)
    chunks, data = ChunkQueue(1 << 60), body(2 * MIB)
    fill(chunks, data)
    assert chunks.take_all() == data
    assert asked == [chunks_module.RESERVE_AT_MOST]


def test_memory_is_got_ready_from_where_the_body_has_come_to() -> None:
    chunks, data = ChunkQueue(RESERVE_FROM), body(RESERVE_FROM)
    chunks.get_ready()
    assert READY == []
    fill(chunks, data[: 2 * MIB], MIB)
    chunks.get_ready()
    worker = Worker(chunks, data)
    chunks.append(worker.write(MIB))
    chunks.get_ready()
    assert READY == [2 * MIB, 3 * MIB]


def test_no_memory_is_got_ready_for_what_is_read_as_it_comes() -> None:
    chunks, data = ChunkQueue(RESERVE_FROM), body(RESERVE_FROM)
    fill(chunks, data[: 2 * MIB], MIB)
    chunks.take_all()
    chunks.append(data[2 * MIB :])
    chunks.get_ready()
    assert READY == []


@pytest.mark.parametrize("expected", [-1, RESERVE_FROM - 1], ids=["unknown", "short"])
def test_nothing_is_set_aside_for_a_body_of_unknown_or_small_length(expected: int) -> None:
    chunks = ChunkQueue(expected)
    fill(chunks, body(2 * MIB))
    assert chunks.place is None


def test_nothing_is_set_aside_for_a_reader_who_takes_what_has_come() -> None:
    chunks, data = ChunkQueue(LONG), body(LONG)
    fill(chunks, data[:MIB])
    got = bytes(chunks.take(10)) + bytes(chunks.take_all())
    fill(chunks, data[MIB:])
    assert chunks.place is None
    assert got + chunks.take_all() == data


def test_what_has_come_can_be_read_in_parts_while_the_rest_is_coming() -> None:
    chunks, data = ChunkQueue(LONG), body(LONG)
    fill(chunks, data[: 3 * MIB])
    got = b"".join(chunks.take(100_000) for _ in range(25))
    fill(chunks, data[3 * MIB :])
    while chunks.size:
        got += chunks.take(1_000_000)
    assert got == data


def test_a_line_ends_where_the_bytes_that_have_come_end() -> None:
    chunks = ChunkQueue(LONG)
    chunks.append(b"x" * 2 * MIB)
    pile = chunks._pile
    assert pile is not None
    pile[2 * MIB : 2 * MIB + 1] = b"\n"  # what has not come may be anything
    assert chunks.line_length(LONG) == 0
    chunks.append(b"yy\n")
    assert chunks.line_length(LONG) == 2 * MIB + 3


def test_taking_all_in_the_middle_gives_what_has_come() -> None:
    chunks, data = ChunkQueue(LONG), body(LONG)
    fill(chunks, data[: 3 * MIB])
    chunks.take(5)
    first = chunks.take_all()
    fill(chunks, data[3 * MIB :])
    assert first == data[5 : 3 * MIB]
    assert chunks.take_all() == data[3 * MIB :]


def test_what_a_worker_has_put_in_its_place_is_not_copied() -> None:
    chunks, data = ChunkQueue(LONG), body(LONG)
    fill(chunks, data[: 2 * MIB])
    pile = chunks._pile
    worker = Worker(chunks, data)
    for _ in range(4):
        chunks.append(worker.write(MIB))
    worker.leave()
    whole = chunks.take_all()
    assert whole is pile and whole == data
    whole.append(b"its size can change")


def test_an_array_that_a_worker_writes_into_is_not_handed_out() -> None:
    chunks, data = ChunkQueue(LONG), body(LONG)
    fill(chunks, data[: 2 * MIB])
    worker = Worker(chunks, data)
    chunks.append(worker.write(MIB))
    chunks.take(7)
    first = chunks.take_all()
    assert first == data[7 : 3 * MIB]
    first.append(b"its size can change")
    assert not worker.place.wanted
    chunks.append(worker.write(MIB))  # was already being received
    worker.leave()
    fill(chunks, data[4 * MIB :])
    assert chunks.take_all() == data[3 * MIB :]


def test_an_array_whose_last_bytes_are_on_their_way_is_not_handed_out() -> None:
    chunks, data = ChunkQueue(LONG), body(LONG)
    fill(chunks, data[: 2 * MIB])
    worker = Worker(chunks, data)
    last = worker.write(4 * MIB)
    worker.leave()
    first = chunks.take_all()
    first.append(b"")
    assert first == data[: 2 * MIB]
    chunks.append(last)
    assert chunks.take_all() == data[2 * MIB :]


def test_reading_in_parts_goes_on_while_a_worker_writes() -> None:
    chunks, data = ChunkQueue(LONG), body(LONG)
    fill(chunks, data[: 2 * MIB])
    worker = Worker(chunks, data)
    got = b""
    while worker.done < LONG:
        coming = worker.write(MIB // 2)
        got += chunks.take(MIB)
        chunks.append(coming)
        got += chunks.take(MIB // 4)
    worker.leave()
    assert got + chunks.take_all() == data


def test_a_worker_that_fails_leaves_what_has_come() -> None:
    chunks, data = ChunkQueue(LONG), body(LONG)
    fill(chunks, data[: 2 * MIB])
    worker = Worker(chunks, data)
    chunks.append(worker.write(MIB))
    worker.leave()
    assert chunks.take_all() == data[: 3 * MIB]


def test_any_mixture_of_reading_and_arriving_gives_the_same_bytes_when_the_length_is_known() -> None:
    dice = random.Random(11)
    data = body(LONG)
    for expected in (LONG, LONG - 3 * MIB // 2, LONG + MIB) * 4:
        chunks, got, come = ChunkQueue(expected), b"", 0
        worker: Worker | None = None
        while come < LONG:
            step = min(dice.randrange(1, MIB), LONG - come)
            if worker is None and chunks.place is not None and chunks.place.wanted and dice.random() < 0.5:
                worker = Worker(chunks, data)
                worker.done = come
            if worker is not None and (not worker.place.wanted or come + step > len(worker.view)):
                worker.leave()
                worker = None
            chunks.append(data[come : come + step] if worker is None else worker.write(step))
            come += step
            while dice.random() < 0.2:
                got += chunks.take_all() if dice.random() < 0.2 else chunks.take(dice.randrange(1, 2 * MIB))
                assert chunks.size == come - len(got)
        if worker is not None:
            worker.leave()
        assert got + chunks.take_all() == data
