"""The bytes of a body that have come and have not been read.

They wait as the blocks they came in, so that a reader who keeps up gets them without a copy. When many have gathered, because
nobody reads before the end, they are piled up in one array while more are coming, and the blocks' memory is used again for
the next ones: the array is what ``readAll`` finally hands out. Where it is known how much will come, the array has that size
from the beginning, and is filled, at best by the worker that receives the body: then nothing is copied any more.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from netaccess._values.bytearray import QByteArray
from netaccess._values.place import Place

from .reservation import RESERVE_AT_MOST, RESERVE_FROM, reserved

_PILE_FROM = 1024 * 1024
"""Bytes that wait before they are piled up."""


class ChunkQueue:
    """Bytes in, bytes out, first in first out. Used on one thread only."""

    __slots__ = ("_blocks", "_expected", "_offset", "_pile", "_prepare", "_room", "place", "size")

    def __init__(self, expected: int = -1) -> None:
        """:param expected: how many bytes will come, if they are told the truth; -1 when that is not known."""
        self._blocks: deque[bytes] = deque()
        self._pile: QByteArray | None = None  # in front of the blocks
        self._prepare: Callable[[int], None]  # of the room
        self._room: memoryview | None = None  # of the pile, when that is larger than what has come: up to offset + size
        self._offset = 0  # how much of what is in front has been taken
        self._expected = expected
        self.place: Place | None = None
        """The pile with its room, for a worker to receive into. The blocks that come from there are views of it."""
        self.size = 0

    def append(self, block: bytes | memoryview) -> None:
        """Put *block* behind the others. A memoryview is one of a `place`, and is released."""
        if isinstance(block, memoryview):
            view = block
            if view.obj is self._pile:
                self.size += len(view)  # it is where it belongs
                view.release()
                return
            block = bytes(view)  # of an array that was given up while it was on its way
            view.release()
        room = self._room
        if room is not None:
            start = self._offset + self.size
            end = start + len(block)
            if end <= len(room):
                room[start:end] = block
                self.size += len(block)
                return
            self._pile = self._close_room()  # more has come than was announced
        self.size += len(block)
        if self._pile is not None:
            bytearray.__iadd__(self._pile, block)
        elif block:
            self._blocks.append(block)
            if self.size >= _PILE_FROM:
                self._pile_up()

    def _pile_up(self) -> None:
        """Put the blocks into one array, with room for the rest when it is known how much will come."""
        expected, self._expected = min(self._expected, RESERVE_AT_MOST), -1
        reservation = reserved(expected) if expected >= RESERVE_FROM and expected > self.size else None
        blocks = self._take_blocks()
        if reservation is None:
            self._pile = QByteArray.from_chunks(blocks)
            return
        self._pile, self._prepare = reservation
        self._room = room = memoryview(self._pile)
        self.place = Place(self._pile)
        end = 0
        for block in blocks:
            start, end = end, end + len(block)
            room[start:end] = block

    def get_ready(self) -> None:
        """Have memory made for some of what is still to come, if there is room for it. Takes a millisecond, or what a huge
        page takes, which may be ten times as long, once."""
        if self._room is not None:
            self._prepare(self._offset + self.size)

    def _close_room(self) -> QByteArray | None:
        """Return the pile without the room behind what has come; a copy while a worker is writing into that."""
        pile, room, place = self._pile, self._room, self.place
        if pile is None or room is None or place is None:
            return pile
        end = self._offset + self.size
        if place.close(end):
            room.release()
            bytearray.__delitem__(pile, slice(end, None))
        else:
            with room[self._offset : end] as come:
                pile = QByteArray.from_chunks((come,))
            self._offset = 0
            room.release()
        self._room = self.place = None
        return pile

    def _take_blocks(self) -> list[bytes]:
        blocks = list(self._blocks)
        if self._offset:
            blocks[0] = blocks[0][self._offset :]
        self._blocks.clear()
        self._offset = 0
        return blocks

    def take_all(self) -> QByteArray:
        """Take out everything."""
        self._expected = -1
        pile = self._close_room()
        if pile is None:
            self.size = 0
            if len(self._blocks) == 1 and not self._offset:
                return QByteArray(self._blocks.popleft())
            return QByteArray.from_chunks(self._take_blocks())
        if self._offset:
            bytearray.__delitem__(pile, slice(0, self._offset))
        self._pile = None
        self._offset = 0
        self.size = 0
        return pile

    def take(self, limit: int) -> bytes:
        """Take out up to *limit* bytes."""
        self._expected = -1  # whoever takes parts is not going to want all of it in one
        if self._pile is not None:
            return self._take_from_pile(self._pile, min(limit, self.size))
        wanted = min(limit, self.size)
        self.size -= wanted
        parts: list[bytes] = []
        while wanted:
            block = self._blocks[0]
            rest = len(block) - self._offset
            if rest <= wanted:
                parts.append(block[self._offset :] if self._offset else block)
                self._blocks.popleft()
                self._offset = 0
                wanted -= rest
            else:
                parts.append(block[self._offset : self._offset + wanted])
                self._offset += wanted
                wanted = 0
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def _take_from_pile(self, pile: QByteArray, wanted: int) -> bytes:
        with memoryview(pile) as view:
            data = bytes(view[self._offset : self._offset + wanted])
        self._offset += wanted
        self.size -= wanted
        if not self.size:
            self.take_all()
        elif self._offset > _PILE_FROM and self._offset > self.size:  # what has been read need not be kept
            rest = self._close_room()
            if rest is not None and self._offset:
                bytearray.__delitem__(rest, slice(0, self._offset))
                self._offset = 0
            self._pile = rest
        return data

    def line_length(self, limit: int) -> int:
        """Return the length of the first line, its newline included, 0 when there is no newline in the first *limit* bytes."""
        if self._pile is not None:
            found = bytearray.find(self._pile, b"\n", self._offset, self._offset + min(limit, self.size))
            return found - self._offset + 1 if found >= 0 else 0
        passed = 0
        offset = self._offset
        for block in self._blocks:
            found = block.find(b"\n", offset)
            if found >= 0:
                length = passed + found - offset + 1
                return length if length <= limit else 0
            passed += len(block) - offset
            if passed >= limit:
                break
            offset = 0
        return 0
