"""`qCompress` and `qUncompress`: zlib data behind its uncompressed length in four bytes, high byte first."""

from __future__ import annotations

from contextlib import suppress

from .bytearray import QByteArray
from .bytereading import ByteSource, as_bytes
from .valuewarning import warn


def qCompress(data: ByteSource, compressionLevel: int = -1) -> QByteArray:
    """Compress *data* with zlib at level 0 to 9 (-1: zlib's default); other levels count as the default."""
    import zlib

    source = _bytes(data)
    if not source:
        return QByteArray(b"\0\0\0\0")
    level = compressionLevel if -1 <= compressionLevel <= 9 else -1
    return QByteArray.from_chunks((len(source).to_bytes(4, "big"), zlib.compress(source, level)))


def qUncompress(data: ByteSource) -> QByteArray:
    """Undo `qCompress`; an empty array, and a warning, if *data* is damaged.

    The length in front is a hint, as in Qt, and what comes behind the compressed data is ignored.
    """
    import zlib

    source = _bytes(data)
    if len(source) > 4:
        inflater = zlib.decompressobj()
        with suppress(zlib.error):
            plain = inflater.decompress(memoryview(source)[4:])
            if inflater.eof:
                return QByteArray(plain)
    elif source == b"\0\0\0\0":
        return QByteArray()
    warn("qUncompress: Input data is corrupted")
    return QByteArray()


def _bytes(data: ByteSource) -> bytes | bytearray:
    """The bytes of *data*. Raises TypeError for a number, which would be one byte elsewhere."""
    if isinstance(data, int):
        raise TypeError(f"only bytes can be compressed, not {data!r}")
    return as_bytes(data)
