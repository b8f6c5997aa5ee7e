"""Request bodies from -d and its relatives."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def join_pieces(pieces: Sequence[tuple[str, str]]) -> bytes | None:
    """Return the body that a list of data options makes, joined by "&"; None when there is none.

    Each piece is (kind, value): "data" and "binary" read a file where the value begins with "@" ("@-" is standard
    input), and "data" drops line ends and NULs from what it read; "raw" is taken as it stands. Raises OSError when a
    file cannot be read.
    """
    if not pieces:
        return None
    return b"&".join(_piece(kind, value) for kind, value in pieces)


def _piece(kind: str, value: str) -> bytes:
    """Return the bytes of one data option."""
    if kind == "raw" or not value.startswith("@"):
        return os.fsencode(value)
    content = _read(value[1:])
    return content.translate(None, b"\r\n\0") if kind == "data" else content


def _read(name: str) -> bytes:
    """Return what is in the file name, or what standard input holds when it is "-"."""
    if name == "-":
        return sys.stdin.buffer.read()
    with open(name, "rb") as file:
        return file.read()
