"""Memory for a long body in one piece, set aside before the body has come.

An array that grows with what comes is given its memory anew, page by page, and on its way to 100 MiB that costs more than
all the copying. Where the length is known the array can have its whole size at once, without touching it, and the system
can be told to hand out the memory in huge pages, hundreds of which make up such a body instead of tens of thousands of
small ones. Memory that is not touched is not used: a length that turns out wrong costs addresses, nothing else.

Python offers neither, the interpreter's own library and the system's do. Where they cannot be asked, or say no, there is
no reservation, and the array grows.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import NamedTuple

from netaccess._values.bytearray import QByteArray

RESERVE_FROM = 4 * 1024 * 1024
"""Bytes from which on a body is worth it."""
RESERVE_AT_MOST = 256 * 1024 * 1024
"""Bytes that are set aside on the mere word of a server; a longer body grows on from there."""
_MADV_HUGEPAGE = 14


class _Tools(NamedTuple):
    resize: Callable[[bytearray, int], int]
    """Gives an array a size; what is new in it is not set to anything. Raises MemoryError."""
    address: Callable[[bytearray], int | None]
    """Returns where an array's bytes are."""
    advise: Callable[[int, int, int], int]
    """Tells the system how so many bytes from an address on will be used."""
    page: int
    """The size of a small page."""


_tools: _Tools | None = None
_looked = False
# Any thread may look, two at once too: they find the same.


def _look() -> _Tools | None:
    """Find what it takes, if it is there."""
    if sys.platform != "linux" or sys.implementation.name != "cpython":
        return None  # elsewhere memory that is set aside may count as used
    try:
        import ctypes as c
        import os

        resize = c.PYFUNCTYPE(c.c_int, c.py_object, c.c_ssize_t)(("PyByteArray_Resize", c.pythonapi))
        address = c.PYFUNCTYPE(c.c_void_p, c.py_object)(("PyByteArray_AsString", c.pythonapi))
        advise = c.CFUNCTYPE(c.c_int, c.c_void_p, c.c_size_t, c.c_int)(("madvise", c.CDLL(None)))
        page = os.sysconf("SC_PAGESIZE")
    except (ImportError, AttributeError, OSError, ValueError):
        return None
    return _Tools(resize, address, advise, page)


def reserved(size: int) -> QByteArray | None:
    """Return an array of *size* bytes, which hold anything until they are written to; None when that cannot be had."""
    global _tools, _looked
    if not _looked:
        _tools = _look()
        _looked = True
    tools = _tools
    if tools is None:
        return None
    array = QByteArray.from_chunks(())
    try:
        tools.resize(array, size)
    except MemoryError:
        return None
    start = tools.address(array) or 0
    # All pages of the array, the first and the last too: what is told of a part only makes two mappings of one, and a large
    # array could then not grow in place any more.
    first = start // tools.page * tools.page
    end = -(-(start + size + 1) // tools.page) * tools.page
    tools.advise(first, end - first, _MADV_HUGEPAGE)  # if it is refused, the pages are small ones
    return array
