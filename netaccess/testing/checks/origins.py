"""Where something was made: a call stack, kept cheaply, and told as the line of the program that matters."""

from __future__ import annotations

import os
import sys
from types import CodeType, FrameType

_DEPTH = 80
_PACKAGE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))) + os.sep
_LIBRARY = os.path.dirname(os.path.abspath(os.__file__)) + os.sep
_INSTALLED = (f"{os.sep}site-packages{os.sep}", f"{os.sep}dist-packages{os.sep}")
_EDGES = frozenset(("pytest_pyfunc_call", "call_fixture_func", "_callTestMethod", "_multicall"))
"""Functions of test runners that call those of a test, or come before all that do: what is around them is the runner's."""
_RUNNERS = tuple(f"{os.sep}{name}{os.sep}" for name in ("_pytest", "pluggy", "xdist", "execnet"))


class Origin:
    """The stack of the calling thread at one moment, innermost frame first.

    Only code objects and positions in them are kept: no frame, no local variable lives longer because of it, and what a
    line's number is gets worked out when somebody wants to read it.
    """

    __slots__ = ("_frames",)

    def __init__(self, frames: list[tuple[CodeType, int]]) -> None:
        self._frames = frames

    def where(self) -> tuple[str, int] | None:
        """Return file and line of the innermost frame of the program's own code, None when there is none."""
        for code, position in self._frames:
            if is_program(code.co_filename):
                return code.co_filename, _line(code, position)
        return None

    def passes_through(self, folder: str) -> bool:
        """Return whether a function of this part of the package (``_transport``) is in the stack."""
        start = f"{_PACKAGE}{folder}{os.sep}"
        return any(code.co_filename.startswith(start) for code, _ in self._frames)

    def lines(self, whole: bool = False) -> list[str]:
        """Return lines that tell where it was: file, line and source of the program's own innermost frame.

        :param whole: every frame instead, the outermost first, but for those of the test runner around it.
        """
        if not whole:
            found = self.where()
            return ["(not by a line of the program)"] if found is None else _told(*found)
        told: list[str] = []
        for code, position in reversed(self._inside_the_test()):
            told += _told(code.co_filename, _line(code, position), code.co_name)
        return told

    def _inside_the_test(self) -> list[tuple[CodeType, int]]:
        for index, (code, _) in enumerate(self._frames):
            if any(part in code.co_filename for part in _RUNNERS):
                return self._frames[:index]
        return self._frames


def capture(skipped: int = 1) -> Origin:
    """Return where the caller is. *skipped*: frames to leave out, with 1 that of the caller itself."""
    frames: list[tuple[CodeType, int]] = []
    try:
        frame: FrameType | None = sys._getframe(skipped + 1)
    except ValueError:
        return Origin(frames)
    while frame is not None and len(frames) < _DEPTH:
        code = frame.f_code
        if code.co_name in _EDGES:
            break
        frames.append((code, frame.f_lasti))
        frame = frame.f_back
    return Origin(frames)


def is_program(filename: str) -> bool:
    """Return whether a file is the program's own: not of this package, Python's library or a test runner."""
    if filename.startswith((_PACKAGE, "<frozen ", "<string>")):
        return False
    if filename.startswith(_LIBRARY) and not any(part in filename for part in _INSTALLED):
        return False
    return not any(part in filename for part in _RUNNERS)


def _line(code: CodeType, position: int) -> int:
    """Return the number of the line that the instruction at *position* belongs to."""
    for start, end, line in code.co_lines():
        if start <= position < end and line is not None:
            return line
    return code.co_firstlineno


def _told(filename: str, line: int, function: str = "") -> list[str]:
    import linecache

    place = f"{_shortened(filename)}:{line}" + (f" in {function}" if function else "")
    source = linecache.getline(filename, line).strip()
    return [f"{place}: {source}" if source else place]


def _shortened(filename: str) -> str:
    """Return the path from the current folder on, where the file is below it."""
    here = os.getcwd() + os.sep
    return filename.removeprefix(here)
