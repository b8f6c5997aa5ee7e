"""`QCryptographicHash`: digests of bytes and devices, nearly all of them from ``hashlib``."""

from __future__ import annotations

from typing import Any, TypeAlias

from .bytearray import QByteArray
from .bytereading import as_bytes
from .qtenum import QtEnum, export_enums

_CHUNK = 1 << 18


class HashAlgorithm(QtEnum):
    """The digests there are."""

    Md4 = 0
    Md5 = 1
    Sha1 = 2
    Sha224 = 3
    Sha256 = 4
    Sha384 = 5
    Sha512 = 6
    Keccak_224 = 7
    Keccak_256 = 8
    Keccak_384 = 9
    Keccak_512 = 10
    RealSha3_224 = 11
    RealSha3_256 = 12
    RealSha3_384 = 13
    RealSha3_512 = 14
    Sha3_224 = 11
    Sha3_256 = 12
    Sha3_384 = 13
    Sha3_512 = 14
    Blake2b_160 = 15
    Blake2b_256 = 16
    Blake2b_384 = 17
    Blake2b_512 = 18
    Blake2s_128 = 19
    Blake2s_160 = 20
    Blake2s_224 = 21
    Blake2s_256 = 22
    NumAlgorithms = 23


def new_digest(algorithm: HashAlgorithm) -> Any:
    """A fresh object like those of ``hashlib`` for *algorithm*; None for ``NumAlgorithms``, which is none."""
    if algorithm == HashAlgorithm.NumAlgorithms:
        return None
    family, _, bits = algorithm.name.partition("_")
    if family in ("Md4", "Keccak"):
        from . import olddigests

        return olddigests.Keccak(int(bits)) if bits else olddigests.Md4()
    import hashlib

    if family in ("Blake2b", "Blake2s"):
        return getattr(hashlib, family.lower())(digest_size=int(bits) // 8)
    name = f"sha3_{bits}" if bits else family.lower()
    # Whoever asks for MD5 in Qt gets it, on machines too whose OpenSSL is told to refuse it for signatures.
    return hashlib.new(name, usedforsecurity=False)


def digest_bytes(data: Any) -> bytes | bytearray:
    """What may be digested, as bytes. Raises TypeError for numbers, which `as_bytes` takes for a byte."""
    if isinstance(data, int):
        raise TypeError(f"a digest is made of bytes, not of the number {data!r}")
    return as_bytes(data)


def feed(digest: Any, data: Any, length: int | None) -> bool | None:
    """Add *data* to a digest: bytes, or a device to its end. For a device returns whether it was read to its end."""
    if not hasattr(data, "readAll"):
        digest.update(digest_bytes(data)[:length])
        return None
    if not data.isReadable():
        return False
    while chunk := bytes(data.read(_CHUNK)):
        digest.update(chunk)
    return bool(data.atEnd())


@export_enums
class QCryptographicHash:
    """The digest of what was added to it."""

    __slots__ = ("__weakref__", "_algorithm", "_digest")

    Algorithm: TypeAlias = HashAlgorithm

    def __init__(self, method: int) -> None:
        """
        :param method: the digest to make.
        Raises `ValueError` for a number that is no digest's.
        """
        self._algorithm = HashAlgorithm(method)
        self._digest = new_digest(self._algorithm)

    def algorithm(self) -> HashAlgorithm:
        """Which digest is made."""
        return self._algorithm

    def addData(self, data: Any, length: int | None = None) -> bool | None:
        """Add bytes (the first *length* of them), or what an open device has left to read.

        For a device returns whether it was read to its end, False if it cannot be read. Raises `TypeError` for what is
        neither.
        """
        return feed(self._digest, data, length) if self._digest is not None else None

    def reset(self) -> None:
        """Begin anew."""
        self._digest = new_digest(self._algorithm)

    def result(self) -> QByteArray:
        """The digest of what was added until now; more may be added."""
        return QByteArray(self.resultView())

    def resultView(self) -> bytes:
        """As `result`, as ``bytes``."""
        return b"" if self._digest is None else bytes(self._digest.digest())

    def swap(self, other: QCryptographicHash) -> None:
        """Exchange everything with *other*."""
        self._algorithm, other._algorithm = other._algorithm, self._algorithm
        self._digest, other._digest = other._digest, self._digest

    @staticmethod
    def hash(data: Any, method: int) -> QByteArray:
        """The digest of *data*."""
        made = QCryptographicHash(method)
        made.addData(digest_bytes(data))
        return made.result()

    @staticmethod
    def hashLength(method: int) -> int:
        """How many bytes the digest has; 0 for what is none."""
        digest = new_digest(HashAlgorithm(method))
        return 0 if digest is None else int(digest.digest_size)

    @staticmethod
    def supportsAlgorithm(method: int) -> bool:
        """Whether the digest can be made here."""
        try:
            return new_digest(HashAlgorithm(method)) is not None
        except ValueError:
            return False
