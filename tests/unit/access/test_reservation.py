"""Memory for long bodies, set aside in one piece where the system lets us."""

from __future__ import annotations

import builtins
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from netaccess._access import reservation
from netaccess._access.chunks import ChunkQueue
from netaccess._access.reservation import RESERVE_FROM, reserved
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
    array = reserved(RESERVE_FROM)
    assert (array is not None) == WHERE_IT_WORKS
    if array is not None:
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
