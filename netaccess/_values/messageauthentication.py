"""`QMessageAuthenticationCode`: proof that a message came from somebody who knows a key, made with ``hmac``."""

from __future__ import annotations

from typing import Any

from .bytearray import QByteArray
from .hash import HashAlgorithm, digest_bytes, feed, new_digest


class QMessageAuthenticationCode:
    """The HMAC (RFC 2104) of what was added to it."""

    __slots__ = ("__weakref__", "_algorithm", "_code", "_key")

    def __init__(self, method: int, key: Any = b"") -> None:
        """
        :param method: the digest to use, of `QCryptographicHash.Algorithm`.
        :param key: the bytes that both sides know.
        Raises `ValueError` for a number that is no digest's.
        """
        self._algorithm = HashAlgorithm(method)
        self.setKey(key)

    def setKey(self, key: Any) -> None:
        """Set the key and begin anew."""
        self._key = bytes(digest_bytes(key))
        self.reset()

    def reset(self) -> None:
        """Begin anew, with the same key."""
        import hmac

        algorithm = self._algorithm

        def begin(data: bytes = b"") -> Any:
            digest = new_digest(algorithm)
            digest.update(data)
            return digest

        known = algorithm != HashAlgorithm.NumAlgorithms
        self._code: Any = hmac.new(self._key, digestmod=begin) if known else None

    def addData(self, data: Any, length: int | None = None) -> bool | None:
        """Add bytes (the first *length* of them), or what an open device has left to read.

        For a device returns whether it was read to its end. Raises `TypeError` for what is neither.
        """
        return feed(self._code, data, length) if self._code is not None else None

    def result(self) -> QByteArray:
        """The code of what was added until now; more may be added."""
        return QByteArray(self.resultView())

    def resultView(self) -> bytes:
        """As `result`, as ``bytes``."""
        return b"" if self._code is None else bytes(self._code.digest())

    def swap(self, other: QMessageAuthenticationCode) -> None:
        """Exchange everything with *other*."""
        for name in ("_algorithm", "_key", "_code"):
            mine = getattr(self, name)
            setattr(self, name, getattr(other, name))
            setattr(other, name, mine)

    @staticmethod
    def hash(message: Any, key: Any, method: int) -> QByteArray:
        """The code of *message* under *key*."""
        made = QMessageAuthenticationCode(method, key)
        made.addData(digest_bytes(message))
        return made.result()
