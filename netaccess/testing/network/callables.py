"""Functions of the test that the fake network calls: which line of theirs an exception comes from."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from types import TracebackType

_OWN = "netaccess."


def begin_with_the_test(error: BaseException) -> None:
    """Let the traceback of *error* begin with the first frame that is not this library's; without one it stays whole."""
    frame = _first_foreign(error)
    if frame is not None:
        error.__traceback__ = frame


def place_of(error: BaseException) -> str:
    """Return file and line of the first frame that is not this library's, "" without one."""
    frame = _first_foreign(error)
    return "" if frame is None else _place(frame.tb_frame.f_code.co_filename, frame.tb_lineno)


def name_of(function: Callable[..., Any]) -> str:
    """Return what *function* is called, and where it stands."""
    name = getattr(function, "__qualname__", None) or repr(function)
    code = getattr(function, "__code__", None)
    return name if code is None else f"{name} ({_place(code.co_filename, code.co_firstlineno)})"


def _first_foreign(error: BaseException) -> TracebackType | None:
    frame = error.__traceback__
    while frame is not None and str(frame.tb_frame.f_globals.get("__name__", "")).startswith(_OWN):
        frame = frame.tb_next
    return frame


def _place(path: str, line: int) -> str:
    return f"{path.replace(chr(92), '/').rpartition('/')[2]}:{line}"
