"""The rule of imports, proved over every import statement of the package, inside functions and TYPE_CHECKING too."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2] / "netaccess"
FILES = sorted(ROOT.rglob("*.py"))

FLOORS: dict[str, frozenset[str]] = {
    "_values": frozenset(),
    "_kernel": frozenset({"_values"}),
    "_policies": frozenset({"_values"}),
    "_transport": frozenset({"_values"}),
    "_access": frozenset({"_values", "_kernel", "_policies", "_transport"}),
}
"""What each floor may import besides itself."""

FACES = frozenset({"", "QtCore", "QtNetwork"})
"""The package itself and its modules that hand on names."""

ABOVE = frozenset({"_cli", "compat"})
"""What stands on the faces."""

SEAMS = {
    "compat": frozenset(
        {
            "netaccess._kernel.liveness",  # shiboken and sip ask what no name of Qt's tells
            "netaccess._kernel.capacity",  # a slot of PyQt says how many arguments it takes
            "netaccess._values.qtenum",  # what a binding has beside the faces' names includes enumerations
            "netaccess._values.lazynames",  # modules made here answer for absent names as the faces do
        }
    ),
}
"""What lies below the faces and is open to a part above them all the same."""

TESTING = frozenset(
    {
        "netaccess._transport.base",  # the seam that the fake network and recordings stand at
        "netaccess._transport.decode",  # what a worker does to a body, the fake network does too,
        "netaccess._transport.errormap",  # and fails in the same words,
        "netaccess._transport.http1",  # for the same breaches of the protocol,
        "netaccess._transport.sending",  # and reports as much of an upload at a time
        "netaccess._access.manager",  # where a transport is plugged in
        "netaccess._access.reply",  # what may be left running
    }
)
"""What `testing` may use of transport and access layer; values and kernel, whose clock it replaces, are open to it."""

LICENSED = {
    "urllib3": {"_transport"},
    "certifi": {"_transport"},
    "blinker": {"_kernel"},
    "idna": {"_values"},
    "publicsuffixlist": {"_access"},
}
"""Which floor may import which distribution."""


def floor_of(path: Path) -> str:
    """Return the top-level part of the package that a file belongs to: ``_kernel``, ``QtCore``, "" for the package."""
    part = path.relative_to(ROOT).parts[0].removesuffix(".py")
    return "" if part == "__init__" else part


@cache
def imported(path: Path) -> tuple[tuple[int, str], ...]:
    """Return line and absolute name of every module that a file imports."""
    package = ["netaccess", *path.relative_to(ROOT).parts[:-1]]
    return tuple(imports_of(path.read_text(encoding="utf-8"), package))


def imports_of(source: str, package: list[str]) -> Iterator[tuple[int, str]]:
    """Yield line and absolute name of every module that *source*, a module of *package*, imports.

    What is taken out of the package itself is named with it, because it may be a module or a face's name.
    """
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            name = ".".join([*base, *([node.module] if node.module else [])])
            if name == "netaccess":
                yield from ((node.lineno, f"netaccess.{alias.name}") for alias in node.names)
            else:
                yield node.lineno, name
        elif isinstance(node, ast.Call) and _called(node) in ("import_module", "__import__"):
            for argument in node.args[:1]:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield node.lineno, argument.value


def _called(node: ast.Call) -> str:
    return getattr(node.func, "attr", None) or getattr(node.func, "id", "")


def part_of(name: str) -> str | None:
    """Return the top-level part of the package that a module's name belongs to, None for somebody else's module."""
    first, _, rest = name.partition(".")
    return rest.partition(".")[0] if first == "netaccess" else None


def identify(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("import netaccess.QtCore", "netaccess.QtCore"),
        ("from netaccess import QtCore", "netaccess.QtCore"),
        ("from netaccess._kernel.loop import QEventLoop", "netaccess._kernel.loop"),
        ("from . import timers", "netaccess._kernel"),
        ("from .loop import QEventLoop", "netaccess._kernel.loop"),
        ("from ..QtCore import QObject", "netaccess.QtCore"),
        ("from .. import QtCore", "netaccess.QtCore"),
        ("def f():\n    import urllib3.util", "urllib3.util"),
        ("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import blinker", "blinker"),
        ("try:\n    import ssl\nexcept ImportError:\n    ssl = None", "ssl"),
        ("import importlib\nimportlib.import_module('netaccess.QtCore')", "netaccess.QtCore"),
        ("__import__('certifi')", "certifi"),
    ],
)
def test_no_way_of_importing_is_overlooked(source: str, name: str) -> None:
    assert name in [found for _, found in imports_of(source, ["netaccess", "_kernel"])]


def test_the_package_was_found() -> None:
    assert len(FILES) > 60
    assert {floor_of(path) for path in FILES} >= {*FLOORS, *FACES}


@pytest.mark.parametrize("path", [path for path in FILES if floor_of(path) in FLOORS], ids=identify)
def test_a_floor_imports_only_what_lies_below_it(path: Path) -> None:
    floor = floor_of(path)
    allowed = {floor, *FLOORS[floor]}
    assert [
        found for found in imported(path) if part_of(found[1]) is not None and part_of(found[1]) not in allowed
    ] == []


@pytest.mark.parametrize("path", FILES, ids=identify)
def test_only_its_floor_imports_a_distribution(path: Path) -> None:
    floor = floor_of(path)
    strangers = [
        (line, name)
        for line, name in imported(path)
        if name.partition(".")[0] in LICENSED and floor not in LICENSED[name.partition(".")[0]]
    ]
    assert strangers == []


@pytest.mark.parametrize(
    "path", [path for path in FILES if floor_of(path) in {*FLOORS, *FACES, "compat"}], ids=identify
)
def test_nothing_is_imported_but_the_standard_library_and_what_is_licensed(path: Path) -> None:
    known = {*sys.stdlib_module_names, *LICENSED, "netaccess"}
    assert [found for found in imported(path) if found[1].partition(".")[0] not in known] == []


def test_the_middle_floors_do_not_know_each_other() -> None:
    middle = ("_kernel", "_policies", "_transport")
    crossings = [
        (identify(path), line, name)
        for path in FILES
        if floor_of(path) in middle
        for line, name in imported(path)
        if part_of(name) in middle and part_of(name) != floor_of(path)
    ]
    assert crossings == []


def test_nothing_below_a_face_imports_it() -> None:
    upward = [
        (identify(path), line, name)
        for path in FILES
        if floor_of(path) in FLOORS
        for line, name in imported(path)
        if part_of(name) is not None and part_of(name) not in FLOORS
    ]
    assert upward == []


def test_what_stands_on_the_faces_reaches_below_them_for_nothing() -> None:
    around = [
        (identify(path), line, name)
        for path in FILES
        if floor_of(path) in ABOVE
        for line, name in imported(path)
        if part_of(name) in FLOORS and name not in SEAMS.get(floor_of(path), ())
    ]
    assert around == []


def test_testing_stands_at_the_seams() -> None:
    reached = {
        name
        for path in FILES
        if floor_of(path) == "testing"
        for _, name in imported(path)
        if part_of(name) in {"_transport", "_access", "_policies", "_cli", "compat"}
    }
    assert reached == TESTING


def test_nothing_else_needs_testing() -> None:
    users = [
        (identify(path), line)
        for path in FILES
        if floor_of(path) != "testing"
        for line, name in imported(path)
        if part_of(name) == "testing"
    ]
    assert users == []


@pytest.mark.parametrize("part", SEAMS)
def test_no_seam_is_open_without_need(part: str) -> None:
    used = {name for path in FILES if floor_of(path) == part for _, name in imported(path)}
    assert SEAMS[part] <= used


def test_what_stands_on_the_faces_was_found() -> None:
    assert {floor_of(path) for path in FILES} >= ABOVE


@pytest.mark.parametrize("face", ["QtCore.py", "QtNetwork.py"])
def test_a_face_holds_no_logic(face: str) -> None:
    tree = ast.parse((ROOT / face).read_text(encoding="utf-8"))
    kinds = (ast.Import, ast.ImportFrom, ast.Assign, ast.AnnAssign, ast.Expr)
    rest = [node for node in tree.body if not isinstance(node, kinds)]
    # What is loaded lazily is imported once more for type checkers.
    assert [ast.unparse(node.test) if isinstance(node, ast.If) else ast.unparse(node) for node in rest] in (
        [],
        ["TYPE_CHECKING"],
    )


@pytest.mark.parametrize("path", FILES, ids=identify)
def test_every_module_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
