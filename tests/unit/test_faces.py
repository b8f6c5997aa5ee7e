"""The faces: every name is there, is documented, comes lazily, and nothing heavy comes with it."""

from __future__ import annotations

import ast
import inspect
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import netaccess
from netaccess import QtCore, QtNetwork

ROOT = Path(__file__).resolve().parents[2]
FACES = {"QtCore": QtCore, "QtNetwork": QtNetwork}
NAMES = [(face, name) for face, module in FACES.items() for name in module.__all__]
CLASSES = sorted(
    {value for face, name in NAMES if isinstance(value := getattr(FACES[face], name), type)},
    key=lambda cls: cls.__name__,
)
HEAVY = ("ssl", "urllib3", "http", "asyncio", "socket", "certifi", "email", "logging", "subprocess", "idna")


def loaded_by(statement: str) -> set[str]:
    """Return the modules that a fresh interpreter has loaded after *statement* and had not before."""
    source = (
        f"import sys, json; sys.path.insert(0, {str(ROOT)!r}); before = set(sys.modules); {statement}; "
        "print(json.dumps(sorted(set(sys.modules) - before)))"
    )
    done = subprocess.run([sys.executable, "-I", "-c", source], capture_output=True, text=True, timeout=60, check=True)
    return set(json.loads(done.stdout))


# -- names -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("face", "name"), NAMES)
def test_a_name_of_a_face_exists(face: str, name: str) -> None:
    assert getattr(FACES[face], name) is not None


@pytest.mark.parametrize(("face", "name"), NAMES)
def test_a_name_of_a_face_can_be_had_from_the_package(face: str, name: str) -> None:
    assert getattr(netaccess, name) is getattr(FACES[face], name)


@pytest.mark.parametrize("face", FACES)
def test_the_names_of_a_face_are_sorted_and_named_once(face: str) -> None:
    names = FACES[face].__all__
    assert len(names) == len(set(names))
    assert [name for name in names if name.startswith("_")] == []


def test_no_name_stands_in_both_faces() -> None:
    assert set(QtCore.__all__) & set(QtNetwork.__all__) == set()


def test_the_package_lists_all_names() -> None:
    assert {*QtCore.__all__, *QtNetwork.__all__, "__version__"} <= set(dir(netaccess))


def test_a_name_that_nobody_has_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'netaccess' has no attribute 'QWidget'"):
        _ = netaccess.QWidget


# -- documentation ---------------------------------------------------------------------------------------------------


def commented(cls: type) -> set[str]:
    """Return the attributes of *cls* that have a ``#:`` comment above or beside them, or a string below."""
    try:
        source = inspect.getsource(cls)
    except (OSError, TypeError):
        return set()
    lines = inspect.cleandoc("\n" + source).splitlines()
    tree = ast.parse("\n".join(lines))
    body = tree.body[0].body  # type: ignore[attr-defined]
    found: set[str] = set()
    for node, following in zip(body, [*body[1:], None], strict=True):
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        above = lines[node.lineno - 2].strip() if node.lineno > 1 else ""
        beside = "#:" in lines[node.lineno - 1]
        below = isinstance(following, ast.Expr) and isinstance(following.value, ast.Constant)
        if above.startswith("#:") or beside or below:
            found |= {target.id for target in targets if isinstance(target, ast.Name)}
    return found


def public_members(cls: type) -> Iterator[tuple[str, Any]]:
    """Yield the public attributes that *cls* itself defines or inherits inside this package."""
    for base in cls.__mro__:
        if base.__module__.startswith("netaccess."):
            for name, value in vars(base).items():
                if not name.startswith("_"):
                    yield name, value


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
def test_a_class_is_documented(cls: type) -> None:
    assert cls.__doc__ and len(cls.__doc__.strip()) > 15


@pytest.mark.parametrize(
    ("face", "name"), [pair for pair in NAMES if inspect.isfunction(getattr(FACES[pair[0]], pair[1]))]
)
def test_a_function_is_documented(face: str, name: str) -> None:
    assert getattr(FACES[face], name).__doc__


def undocumented_methods(cls: type) -> list[str]:
    missing = []
    for name, value in public_members(cls):
        function = value.__func__ if isinstance(value, (staticmethod, classmethod)) else value
        if isinstance(function, property):
            function = function.fget
        if inspect.isfunction(function) and not (function.__doc__ or "").strip():
            missing.append(name)
    return sorted(set(missing))


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
def test_every_public_method_is_documented(cls: type) -> None:
    assert undocumented_methods(cls) == []


def undocumented_signals(cls: type) -> list[str]:
    signals = {name for name, value in public_members(cls) if isinstance(value, QtCore.Signal)}
    said = {name for base in cls.__mro__ if base.__module__.startswith("netaccess.") for name in commented(base)}
    return sorted(signals - said)


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
def test_every_signal_is_documented(cls: type) -> None:
    assert undocumented_signals(cls) == []


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
def test_every_enum_of_a_class_is_documented(cls: type) -> None:
    from enum import Enum

    enums = {value for name, value in public_members(cls) if isinstance(value, type) and issubclass(value, Enum)}
    assert [value.__qualname__ for value in enums if not (value.__doc__ or "").strip()] == []


# -- what an import costs --------------------------------------------------------------------------------------------


def test_the_package_alone_loads_nothing() -> None:
    loaded = loaded_by("import netaccess")
    assert {name for name in loaded if name.startswith("netaccess")} == {"netaccess"}
    assert [name for name in loaded if name.partition(".")[0] in (*HEAVY, "blinker")] == []


@pytest.mark.parametrize("face", FACES)
def test_a_face_loads_nothing_heavy(face: str) -> None:
    loaded = loaded_by(f"import netaccess.{face}")
    assert sorted(name for name in loaded if name.partition(".")[0] in HEAVY) == []


@pytest.mark.parametrize("face", FACES)
@pytest.mark.parametrize("module", ["blinker", "dataclasses", "datetime"])
def test_a_face_loads_no_module_that_takes_long(face: str, module: str) -> None:
    assert module not in loaded_by(f"import netaccess.{face}")


def test_the_network_does_without_blinker_until_something_is_connected() -> None:
    assert {"blinker", "inspect"} & loaded_by("import netaccess.QtNetwork") == set()


def test_asking_for_one_name_of_the_core_does_not_load_the_network() -> None:
    loaded = loaded_by("import netaccess; netaccess.QObject")
    assert "netaccess.QtNetwork" not in loaded


def test_a_manager_loads_nothing_heavy_before_its_first_request() -> None:
    loaded = loaded_by("from netaccess.QtNetwork import *; manager = QNetworkAccessManager(); r = QNetworkRequest()")
    assert sorted(name for name in loaded if name.partition(".")[0] in HEAVY) == []
