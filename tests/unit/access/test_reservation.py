"""Memory for long bodies, set aside in one piece where the system lets us."""

from __future__ import annotations

import builtins
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from netaccess._access import reservation
from netaccess._access.chunks import ChunkQueue
from netaccess._access.reservation import AHEAD, RESERVE_FROM, STEP, Pages, reserved
from netaccess._values.bytearray import QByteArray

WHERE_IT_WORKS = sys.platform == "linux" and sys.implementation.name == "cpython"


@pytest.fixture
def unlooked(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nobody has looked yet what the system offers."""
    monkeypatch.setattr(reservation, "_tools", None)
    monkeypatch.setattr(reservation, "_looked", False)
    yield


def gathered() -> QByteArray:
    """Let a long body pass through a queue."""
    chunks = ChunkQueue(RESERVE_FROM)
    for number in range(8):
        chunks.append(bytes((number,)) * (RESERVE_FROM // 8))
    return chunks.take_all()


BODY = b"".join(bytes((number,)) * (RESERVE_FROM // 8) for number in range(8))


def test_a_reserved_array_has_its_size_and_can_be_written_to() -> None:
    reservation = reserved(RESERVE_FROM)
    assert (reservation is not None) == WHERE_IT_WORKS
    if reservation is not None:
        array, _ = reservation
        assert len(array) == RESERVE_FROM
        array[RESERVE_FROM - 1 :] = b"end"
        assert array.endsWith(b"end")
        array.append(b"more")
        assert len(array) == RESERVE_FROM + 6


def test_a_size_that_no_memory_has_is_not_reserved() -> None:
    assert reserved(1 << 61) is None


def test_elsewhere_the_array_grows(unlooked: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "elsewhere")
    assert reserved(RESERVE_FROM) is None
    assert gathered() == BODY


def test_without_ctypes_the_array_grows(unlooked: None, monkeypatch: pytest.MonkeyPatch) -> None:
    original = builtins.__import__

    def refuse(name: str, *arguments: Any) -> Any:
        if name == "ctypes":
            raise ImportError(name)
        return original(name, *arguments)

    monkeypatch.setattr(builtins, "__import__", refuse)
    assert reserved(RESERVE_FROM) is None
    assert gathered() == BODY


def test_without_huge_pages_the_small_ones_do(unlooked: None, monkeypatch: pytest.MonkeyPatch) -> None:
    found = reservation._look()
    if found is not None:
        found = found._replace(advise=lambda first, size, advice: -1)
    monkeypatch.setattr(reservation, "_look", lambda: found)
    assert (reserved(RESERVE_FROM) is not None) == WHERE_IT_WORKS
    assert gathered() == BODY


# Pages are made before they are written to.

PAGE = 4096
START = 10 * PAGE + 16
SIZE = 64 * 1024 * 1024
END = START - 16 + SIZE + PAGE


class System:
    """A system that is asked for pages, and what it takes for those that are asked for at a time."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, **cost: int) -> None:
        self.cost = cost.get("cost", 0)
        self.refuses = cost.get("refuses", 0)
        self.asked: list[tuple[int, int, str]] = []
        self.time = 0
        monkeypatch.setattr(reservation, "thread_time_ns", lambda: self.time)
        nothing = reservation._Tools(lambda array, size: 0, lambda array: START, self.advise, PAGE)
        self.pages = Pages(nothing, START, SIZE)

    def advise(self, first: int, size: int, advice: int) -> int:
        name = {14: "huge", 15: "small", 23: "make"}[advice]
        self.asked.append((first, first + size, name))
        if advice == 23:
            self.time += self.cost
        return -(advice == self.refuses)

    def named(self, name: str) -> list[tuple[int, int]]:
        return [(first, end) for first, end, what in self.asked if what == name]


def test_the_whole_array_is_to_be_of_huge_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    system = System(monkeypatch)
    assert system.asked == [(START - 16, END, "huge")]


def test_pages_are_made_in_steps_and_a_certain_way_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    system = System(monkeypatch)
    for _ in range(100):
        system.pages.prepare(0)
    made = system.named("make")
    assert len(made) == AHEAD // STEP + 1
    assert [first for first, _ in made] == [START - 16 + number * STEP for number in range(len(made))]
    assert {end - first for first, end in made} == {STEP}


def test_pages_are_made_to_the_end_and_not_beyond(monkeypatch: pytest.MonkeyPatch) -> None:
    system = System(monkeypatch)
    for position in range(0, SIZE + 1, STEP // 4):
        system.pages.prepare(position)
    made = system.named("make")
    assert sum(end - first for first, end in made) == SIZE + PAGE
    assert made[-1][1] == END


def test_pages_that_have_been_written_to_are_not_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    system = System(monkeypatch)
    system.pages.prepare(20 * STEP)
    assert [first for first, _ in system.named("make")] == [START - 16 + 20 * STEP]


def test_huge_pages_that_take_long_are_followed_by_small_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    system = System(monkeypatch, cost=reservation.LONG + 1)
    system.pages.prepare(0)
    assert system.named("small") == [(START - 16, END)]
    system.pages.prepare(0)
    assert len(system.named("make")) == 2
    assert len(system.named("small")) == 1


def test_huge_pages_that_are_quick_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    system = System(monkeypatch, cost=reservation.LONG)
    for position in range(0, SIZE, STEP):
        system.pages.prepare(position)
    assert system.named("small") == []


def test_a_system_that_makes_no_pages_is_not_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    system = System(monkeypatch, refuses=23)
    system.pages.prepare(0)
    system.pages.prepare(STEP)
    assert len(system.named("make")) == 1


def test_where_there_are_no_huge_pages_the_small_ones_are_not_asked_for_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    system = System(monkeypatch, refuses=14, cost=reservation.LONG + 1)
    system.pages.prepare(0)
    assert system.named("small") == []
    assert len(system.named("make")) == 1


def test_making_pages_changes_nothing_that_has_been_written() -> None:
    reservation = reserved(RESERVE_FROM)
    if reservation is None:
        assert not WHERE_IT_WORKS
        return
    array, prepare = reservation
    with memoryview(array) as view:
        view[:] = BODY
    prepare(0)
    prepare(RESERVE_FROM - 1)
    assert array == BODY
