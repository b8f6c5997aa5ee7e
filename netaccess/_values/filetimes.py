"""The times of files in milliseconds, and the same as dates."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

from .fileenums import FileTime

if TYPE_CHECKING:
    from .qdatetime import QDateTime

_STATX_SIZE = 256
_STATX_BIRTH = 0x800
_BIRTH_PLACE = 80
_HERE = -100


def milliseconds(found: os.stat_result, which: FileTime, file: str | int) -> int | None:
    """One of the times of a file, in milliseconds since 1970 UTC; None if nobody knows it.

    :param found: what ``os.stat`` said about *file*.
    """
    if which == FileTime.FileAccessTime:
        return found.st_atime_ns // 1_000_000
    if which == FileTime.FileModificationTime:
        return found.st_mtime_ns // 1_000_000
    if which == FileTime.FileMetadataChangeTime:
        return found.st_ctime_ns // 1_000_000
    birth = getattr(found, "st_birthtime", None)
    if birth is not None:
        return int(birth * 1000)
    return _linux_birth(file) if sys.platform == "linux" else None


def _linux_birth(file: str | int) -> int | None:
    """Ask the system call that ``os.stat`` does not make. A C library without it, or a file system, may not know."""
    import ctypes
    import struct

    try:
        statx = ctypes.CDLL(None).statx
    except (AttributeError, OSError):
        return None
    answer = ctypes.create_string_buffer(_STATX_SIZE)
    if isinstance(file, int):
        failed = statx(file, b"", 0x1000, _STATX_BIRTH, answer)  # the file that is open there
    else:
        failed = statx(_HERE, os.fsencode(file), 0, _STATX_BIRTH, answer)
    if failed or not struct.unpack_from("=I", answer.raw)[0] & _STATX_BIRTH:
        return None
    seconds, nanoseconds = struct.unpack_from("=qI", answer.raw, _BIRTH_PLACE)
    return int(seconds * 1000 + nanoseconds // 1_000_000)


def as_date(ms: int | None, zone: Any = None) -> QDateTime:
    """*ms* as a `QDateTime`, of local time unless a time zone is given; an invalid one for None."""
    from .qdatetime import QDateTime

    if ms is None:
        return QDateTime()
    return QDateTime.fromMSecsSinceEpoch(ms) if zone is None else QDateTime.fromMSecsSinceEpoch(ms, zone)
