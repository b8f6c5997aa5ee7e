"""The bytes of a body that have come and have not been read: a queue of blocks, joined only when somebody reads across them."""

from __future__ import annotations

from collections import deque


class ChunkQueue:
    """Bytes in, bytes out, first in first out. Used on one thread only."""

    __slots__ = ("_blocks", "_offset", "size")

    def __init__(self) -> None:
        self._blocks: deque[bytes] = deque()
        self._offset = 0  # how much of the first block has been taken
        self.size = 0

    def append(self, block: bytes) -> None:
        """Put *block* behind the others. It is kept, not copied."""
        if block:
            self._blocks.append(block)
            self.size += len(block)

    def take_all(self) -> list[bytes]:
        """Take out everything, as blocks."""
        blocks = list(self._blocks)
        if self._offset:
            blocks[0] = blocks[0][self._offset :]
        self.clear()
        return blocks

    def take(self, limit: int) -> bytes:
        """Take out up to *limit* bytes."""
        if not self._offset and self._blocks and len(self._blocks[0]) <= limit <= len(self._blocks[0]):
            block = self._blocks.popleft()
            self.size -= len(block)
            return block
        parts: list[bytes] = []
        wanted = min(limit, self.size)
        self.size -= wanted
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
        return b"".join(parts)

    def peek(self, limit: int) -> bytes:
        """Return up to *limit* bytes without taking them out."""
        parts: list[bytes] = []
        offset = self._offset
        for block in self._blocks:
            if limit <= 0:
                break
            part = block[offset : offset + limit]
            parts.append(part)
            limit -= len(part)
            offset = 0
        return b"".join(parts)

    def line_length(self, limit: int) -> int:
        """Return the length of the first line, its newline included, 0 when there is no newline in the first *limit* bytes."""
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

    def clear(self) -> None:
        """Forget everything."""
        self._blocks.clear()
        self._offset = 0
        self.size = 0
