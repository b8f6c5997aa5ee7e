"""Digests that the standard library lacks, or has only where OpenSSL's legacy provider is loaded: MD4 and Keccak.

They are here to read what others have written, not for new uses, and take up to two seconds for a megabyte.
"""

from __future__ import annotations

import struct

_MASK = 0xFFFFFFFF
_MASK64 = (1 << 64) - 1


class _Blocks:
    """A digest that eats blocks: the shape of the objects of ``hashlib``."""

    block_size = 64
    digest_size = 16
    name = ""

    def __init__(self) -> None:
        self._rest = b""
        self._length = 0

    def update(self, data: bytes | bytearray | memoryview) -> None:
        """Add *data*."""
        self._length += len(data)
        waiting = self._rest + data
        whole = len(waiting) - len(waiting) % self.block_size
        for place in range(0, whole, self.block_size):
            self._eat(waiting[place : place + self.block_size])
        self._rest = waiting[whole:]

    def hexdigest(self) -> str:
        """The digest of what was added, in hexadecimal."""
        return self.digest().hex()

    def digest(self) -> bytes:
        """The digest of what was added; more may be added afterwards."""
        raise AttributeError(f"{type(self).__name__} has no digest of its own")

    def _eat(self, block: bytes) -> None:
        """Mix one block in: every digest has its own way."""


class Md4(_Blocks):
    """The MD4 message digest of RFC 1320."""

    name = "md4"

    def __init__(self) -> None:
        super().__init__()
        self._state = [0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476]

    def copy(self) -> Md4:
        """An independent digest of the same data."""
        other = Md4()
        other._rest, other._length, other._state = self._rest, self._length, list(self._state)
        return other

    def digest(self) -> bytes:
        """The 16 bytes of the digest."""
        ending = self.copy()
        bits = self._length * 8 & _MASK64
        ending.update(b"\x80" + bytes((55 - self._length) % 64) + struct.pack("<Q", bits))
        return struct.pack("<4I", *ending._state)

    def _eat(self, block: bytes) -> None:
        words = struct.unpack("<16I", block)
        a, b, c, d = self._state
        for turn in range(48):
            if turn < 16:
                mixed, word, shift = (b & c) | (~b & d), words[turn], (3, 7, 11, 19)[turn % 4]
            elif turn < 32:
                mixed = ((b & c) | (b & d) | (c & d)) + 0x5A827999
                word, shift = words[turn % 4 * 4 + (turn - 16) // 4], (3, 5, 9, 13)[turn % 4]
            else:
                mixed, shift = (b ^ c ^ d) + 0x6ED9EBA1, (3, 9, 11, 15)[turn % 4]
                word = words[(0, 8, 4, 12)[turn % 4] + (0, 2, 1, 3)[(turn - 32) // 4]]
            total = (a + mixed + word) & _MASK
            a, d, c, b = d, c, b, (total << shift | total >> (32 - shift)) & _MASK
        self._state = [(old + new) & _MASK for old, new in zip(self._state, (a, b, c, d), strict=True)]


class Keccak(_Blocks):
    """The digest that won the competition for SHA-3, with its padding of then."""

    def __init__(self, bits: int) -> None:
        """
        :param bits: the size of the digest.
        """
        super().__init__()
        self.digest_size = bits // 8
        self.block_size = 200 - bits // 4
        self._lanes = [0] * 25

    def copy(self) -> Keccak:
        """An independent digest of the same data."""
        other = Keccak(self.digest_size * 8)
        other._rest, other._length, other._lanes = self._rest, self._length, list(self._lanes)
        return other

    def digest(self) -> bytes:
        """The bytes of the digest."""
        ending = self.copy()
        padding = bytearray(self.block_size - len(self._rest))
        padding[0] |= 0x01
        padding[-1] |= 0x80
        ending.update(padding)
        return struct.pack("<25Q", *ending._lanes)[: self.digest_size]

    def _eat(self, block: bytes) -> None:
        for place, lane in enumerate(struct.unpack(f"<{len(block) // 8}Q", block)):
            self._lanes[place] ^= lane
        self._lanes = _permuted(self._lanes)


def _turned(lane: int, by: int) -> int:
    return ((lane << by) | (lane >> (64 - by))) & _MASK64


def _round_constants() -> list[int]:
    """The 24 constants, from the shift register that defines them."""
    register, constants = 1, []
    for _ in range(24):
        constant = 0
        for power in range(7):
            if register & 1:
                constant |= 1 << ((1 << power) - 1)
            register = register << 1 ^ (0x171 if register & 0x80 else 0)
        constants.append(constant)
    return constants


def _walk() -> list[tuple[int, int]]:
    """The order in which lanes move, with how far each is turned."""
    x, y, steps, turn = 1, 0, [], 0
    for step in range(1, 25):
        turn += step
        x, y = y, (2 * x + 3 * y) % 5
        steps.append((x + 5 * y, turn % 64))
    return steps


_CONSTANTS = _round_constants()
_STEPS = _walk()


def _permuted(lanes: list[int]) -> list[int]:
    """The permutation of the 25 lanes, lane (x, y) at place x + 5y."""
    a = lanes
    for constant in _CONSTANTS:
        columns = [a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20] for x in range(5)]
        effects = [columns[x - 1] ^ _turned(columns[(x + 1) % 5], 1) for x in range(5)]
        a = [lane ^ effects[place % 5] for place, lane in enumerate(a)]
        moving = a[1]
        for place, turn in _STEPS:
            a[place], moving = _turned(moving, turn), a[place]
        a = [a[row + x] ^ (~a[row + (x + 1) % 5] & a[row + (x + 2) % 5]) for row in range(0, 25, 5) for x in range(5)]
        a[0] ^= constant
    return a
