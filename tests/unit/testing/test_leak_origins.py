"""Where a leak comes from: the innermost line of the program, or the whole stack."""

from __future__ import annotations

import socket
import sys
from collections.abc import Callable
from typing import Any

from netaccess.testing.checks.origins import Origin, capture, is_program


def test_the_whole_stack_begins_at_the_test() -> None:
    def inner() -> Origin:
        return capture(0)

    lines = inner().lines(whole=True)
    assert "in test_the_whole_stack_begins_at_the_test" in lines[0] and "in inner" in lines[-1]
    assert len(lines) == 2


def test_an_origin_keeps_no_frame_alive() -> None:
    class Local:
        pass

    def inner(value: Any) -> Origin:
        return capture(0)

    import weakref

    value = Local()
    alive = weakref.ref(value)
    origin = inner(value)
    del value
    assert alive() is None and origin.where() is not None


def in_library(function: Callable[[], Origin]) -> Origin:
    """Have *function* called by Python's library."""
    from functools import reduce
    from re import sub

    found: list[Origin] = []
    sub("x", lambda match: found.append(function()) or "", "x")
    return reduce(lambda one, other: one, found)


def test_the_innermost_line_of_the_program_is_the_origin() -> None:
    found = in_library(lambda: capture(0)).where()
    assert found is not None and found[0] == __file__


def test_library_package_and_runner_are_not_the_program() -> None:
    assert is_program(__file__)
    assert not is_program("<frozen importlib._bootstrap>")
    for module in (socket, sys.modules["netaccess._kernel.qobject"], sys.modules["_pytest.python"]):
        assert not is_program(str(module.__file__))


def test_a_stack_without_the_programs_lines_says_so() -> None:
    assert Origin([]).lines() == ["(not by a line of the program)"]
    assert Origin([]).where() is None
