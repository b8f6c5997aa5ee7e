"""The bytes of a body that have come and have not been read.

They wait as the blocks they came in, so that a reader who keeps up gets them without a copy. When many have gathered, because
nobody reads before the end, they are piled up in one array while more are coming, and the blocks' memory is used again for
the next ones: the array is what ``readAll`` finally hands out.
"""

from __future__ import annotations

from collections import deque

from netaccess._values.bytearray import QByteArray

_PILE_FROM = 1024 * 1024
"""Bytes that wait before they are piled up."""


class ChunkQueue:
    """Bytes in, bytes out, first in first out. Used on one thread only."""

    __slots__ = ("_blocks", "_offset", "_pile", "size")

    def __init__(self) -> None:
        self._blocks: deque[bytes] = deque()
        self._pile: QByteArray | None = None  # in front of the blocks
        self._offset = 0  # how much of what is in front has been taken
        self.size = 0

    def append(self, block: bytes) -> None:
        """Put *block* behind the others."""
        self.size += len(block)
        if self._pile is not None:
            bytearray.__iadd__(self._pile, block)
        elif block:
            self._blocks.append(block)
            if self.size >= _PILE_FROM:
                self._pile = QByteArray.from_chunks(self._take_blocks())

    def _take_blocks(self) -> list[bytes]:
        blocks = list(self._blocks)
        if self._offset:
            blocks[0] = blocks[0][self._offset :]
        self._blocks.clear()
        self._offset = 0
        return blocks

    def take_all(self) -> QByteArray:
        """Take out everything."""
        pile = self._pile
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
        wanted = min(limit, self.size)
        self.size -= wanted
        if self._pile is not None:
            with memoryview(self._pile) as view:
                data = bytes(view[self._offset : self._offset + wanted])
            self._offset += wanted
            if not self.size:
                self._pile = None
                self._offset = 0
            elif self._offset > _PILE_FROM and self._offset > self.size:
                bytearray.__delitem__(self._pile, slice(0, self._offset))  # what has been read need not be kept
                self._offset = 0
            return data
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

    def line_length(self, limit: int) -> int:
        """Return the length of the first line, its newline included, 0 when there is no newline in the first *limit* bytes."""
        if self._pile is not None:
            found = bytearray.find(self._pile, b"\n", self._offset, self._offset + limit)
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
