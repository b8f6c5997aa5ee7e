"""MD4 and Keccak against what is written about them."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netaccess._values.olddigests import Keccak, Md4


@pytest.mark.parametrize(
    ("text", "digest"),
    [
        (b"", "31d6cfe0d16ae931b73c59d7e0c089c0"),
        (b"a", "bde52cb31de33e46245e05fbdbd6fb24"),
        (b"message digest", "d9130a8164549fe818874806e1c7014b"),
        (b"abcdefghijklmnopqrstuvwxyz", "d79e1c308aa5bbcdeea8ed63df412da9"),
        (b"1234567890" * 8, "e33b4ddc9c38f2199c3e7b164fcc0536"),
    ],
)
def test_md4_gives_the_digests_of_its_rfc(text: bytes, digest: str) -> None:
    made = Md4()
    made.update(text)
    assert made.hexdigest() == digest


class Sha3(Keccak):
    """Keccak with the padding of the standard, so that the standard library can judge the rest."""

    def digest(self) -> bytes:
        """The digest."""
        ending = self.copy()
        padding = bytearray(self.block_size - len(self._rest))
        padding[0] |= 0x06
        padding[-1] |= 0x80
        ending.update(padding)
        return b"".join(lane.to_bytes(8, "little") for lane in ending._lanes)[: self.digest_size]


@pytest.mark.parametrize("bits", [224, 256, 384, 512])
@given(pieces=st.lists(st.binary(max_size=200), max_size=4))
def test_keccak_is_sha3_but_for_its_padding(bits: int, pieces: list[bytes]) -> None:
    made = Sha3(bits)
    for piece in pieces:
        made.update(piece)
    assert made.digest() == hashlib.new(f"sha3_{bits}", b"".join(pieces)).digest()


@pytest.mark.parametrize("digest", [Md4(), Keccak(256)])
def test_a_copy_goes_its_own_way(digest: Md4 | Keccak) -> None:
    before = digest.hexdigest()
    other = digest.copy()
    other.update(b"more")
    assert digest.hexdigest() == before != other.hexdigest()
