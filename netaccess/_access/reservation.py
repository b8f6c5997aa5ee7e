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
from time import thread_time_ns
from typing import NamedTuple

from netaccess._values.bytearray import QByteArray

RESERVE_FROM = 4 * 1024 * 1024
"""Bytes from which on a body is worth it."""
RESERVE_AT_MOST = 256 * 1024 * 1024
"""Bytes that are set aside on the mere word of a server; a longer body grows on from there."""
STEP = 2 * 1024 * 1024
"""Bytes whose pages are asked for at once."""
AHEAD = 16 * 1024 * 1024
"""Bytes that have their pages before anything has come for them, at most."""
LONG = 1_500_000
"""Nanoseconds of the processor after which a huge page is not worth it: more than its small pages take."""
_MADV_HUGEPAGE = 14
_MADV_NOHUGEPAGE = 15
_MADV_POPULATE_WRITE = 23  # Linux 5.14


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


class Pages:
    """The memory of an array that nothing has been written to.

    Pages are asked for a little ahead of where the body has come to, by the loop's thread while it has nothing else to do: the
    worker that receives finds them ready. Huge ones are quick where the system has them at hand. A virtual machine that has
    given them back to its host has to wait for each, and that can take longer than all the small pages in its place: of
    these a system keeps some, and the rest of the array is made of them then.

    Used on one thread only. That the worker writes to the same pages meanwhile does no harm: they are made, not changed.
    """

    __slots__ = ("_end", "_first", "_huge", "_next", "_start", "_tools")

    def __init__(self, tools: _Tools, start: int, size: int) -> None:
        """:param start: an array's address. :param size: its size."""
        self._tools = tools
        self._start = start
        # All pages of the array, the first and the last too: what is told of a part only makes two mappings of one, and a
        # large array could then not grow in place any more.
        self._first = start // tools.page * tools.page
        self._end = -(-(start + size + 1) // tools.page) * tools.page
        self._next = self._first  # the page to be asked for next
        self._huge = self._advise(_MADV_HUGEPAGE)

    def _advise(self, advice: int) -> bool:
        return self._tools.advise(self._first, self._end - self._first, advice) == 0

    def prepare(self, position: int) -> None:
        """Ask for some of what will be written to soon, when the array has been filled up to *position*. It has to be alive."""
        reached = self._start + position
        first = max(self._next, reached // self._tools.page * self._tools.page)
        if first >= min(reached + AHEAD, self._end):
            return
        before = thread_time_ns()  # what others do meanwhile is not these pages' fault
        self._next = min(first + STEP, self._end)
        if self._tools.advise(first, self._next - first, _MADV_POPULATE_WRITE):
            self._next = self._end  # refused: a page comes when it is written to
        elif self._huge and thread_time_ns() - before > LONG:
            self._huge = False
            self._advise(_MADV_NOHUGEPAGE)


def reserved(size: int) -> tuple[QByteArray, Callable[[int], None]] | None:
    """Return an array of *size* bytes, which hold anything until they are written to, and a function that gets its memory
    ready in time (`Pages.prepare`); None when that cannot be had."""
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
    return array, Pages(tools, tools.address(array) or 0, size).prepare
