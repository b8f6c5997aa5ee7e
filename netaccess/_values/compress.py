"""`qCompress` and `qUncompress`: zlib data behind its uncompressed length in four bytes, high byte first."""

from __future__ import annotations

from .bytearray import QByteArray
from .bytereading import ByteSource, as_bytes


def qCompress(data: ByteSource, compressionLevel: int = -1) -> QByteArray:
    """Compress *data* with zlib at level 0 to 9 (-1: zlib's default); other levels count as the default."""
    import zlib

    source = as_bytes(data)
    if not source:
        return QByteArray(b"\0\0\0\0")
    level = compressionLevel if -1 <= compressionLevel <= 9 else -1
    return QByteArray.from_chunks((len(source).to_bytes(4, "big"), zlib.compress(source, level)))


def qUncompress(data: ByteSource) -> QByteArray:
    """Undo `qCompress`; an empty array if *data* is damaged. The length in front is a hint, as in Qt."""
    import zlib

    source = as_bytes(data)
    if len(source) <= 4:
        return QByteArray()
    try:
        return QByteArray(zlib.decompress(memoryview(source)[4:]))
    except zlib.error:
        return QByteArray()
