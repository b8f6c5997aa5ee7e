"""PyQt6, the newest: names that are gone, members in their enumerations only, decorators of classes."""

from __future__ import annotations

import ast
import importlib
from enum import Enum, EnumMeta
from pathlib import Path
from typing import Any

import pytest
from pyqtsupport import enumerators

from netaccess import QtCore, compat


def test_the_newest_registers_enumerations_by_a_decorator(pyqt6: Any) -> None:
    class Thing(pyqt6.QObject):  # type: ignore[misc, name-defined]
        @pyqt6.pyqtEnum
        class Kind(Enum):
            """A kind."""

            ONE = 1

        @pyqt6.pyqtEnum()
        class Other(Enum):
            """Another one."""

            TWO = 2

    assert sorted(enumerators(Thing)) == ["Kind", "Other"]


def test_the_newest_notes_classes_by_a_decorator(pyqt6: Any) -> None:
    @pyqt6.pyqtClassInfo("author", "me")
    class Thing(pyqt6.QObject):  # type: ignore[misc, name-defined]
        """An object."""

    assert Thing.staticMetaObject.classInfo(0).value() == "me"


@pytest.mark.parametrize("name", ["QCoreApplication", "QEventLoop", "QThread"])
def test_exec_has_lost_its_underscore(pyqt6: Any, name: str) -> None:
    assert not hasattr(getattr(pyqt6, name), "exec_")
    assert hasattr(getattr(pyqt6, name), "exec")


@pytest.mark.parametrize("binding", ["PySide", "PySide2", "PySide6", "PyQt4", "PyQt5"])
def test_older_bindings_have_the_underscore(binding: str) -> None:
    compat.install(binding)
    assert hasattr(importlib.import_module(f"{binding}.QtCore").QEventLoop, "exec_")


@pytest.mark.parametrize(
    ("cls", "enumeration", "member"),
    [
        ("Qt", "ConnectionType", "QueuedConnection"),
        ("QIODevice", "OpenModeFlag", "ReadOnly"),
        ("QEvent", "Type", "User"),
        ("QEventLoop", "ProcessEventsFlag", "AllEvents"),
    ],
)
def test_members_are_found_in_their_enumeration_only(pyqt6: Any, cls: str, enumeration: str, member: str) -> None:
    owner = getattr(pyqt6, cls)
    assert not hasattr(owner, member)
    assert hasattr(getattr(owner, enumeration), member)


def test_an_object_has_no_members_either(pyqt6: Any) -> None:
    assert not hasattr(pyqt6.QEventLoop(), "AllEvents")


def test_names_that_are_gone_are_not_listed_either(pyqt6: Any) -> None:
    assert not {"exec_", "AllEvents"} & set(dir(pyqt6.QEventLoop))


def test_the_old_names_are_back_when_the_binding_is_gone() -> None:
    with compat.installed("PyQt6"):
        assert not hasattr(importlib.import_module("PyQt6.QtCore").QEventLoop, "exec_")
    assert QtCore.QEventLoop.AllEvents is QtCore.QEventLoop.ProcessEventsFlag.AllEvents  # type: ignore[attr-defined]
    assert QtCore.QEventLoop.exec_ is QtCore.QEventLoop.exec


def test_netaccess_itself_needs_none_of_the_names_that_go() -> None:
    faces = [importlib.import_module(f"netaccess.{name}") for name in ("QtCore", "QtNetwork")]
    found = {name: getattr(face, name) for face in faces for name in face.__all__}
    classes = {name: each for name, each in found.items() if not isinstance(each, EnumMeta)}
    used: list[str] = []
    for path in Path(compat.__file__).parents[1].rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                member = getattr(classes.get(node.value.id), node.attr, None)
                stands_outside = isinstance(member, Enum) and node.attr in type(member).__members__
                if node.attr == "exec_" or stands_outside:
                    used.append(f"{path.name}:{node.lineno}: {ast.unparse(node)}")
    assert used == []


def test_the_network_s_members_are_in_their_enumerations(pyqt6: Any) -> None:
    network = importlib.import_module("PyQt6.QtNetwork")
    assert not hasattr(network.QNetworkReply, "NoError")
    assert network.QNetworkReply.NetworkError.NoError == 0
    assert not hasattr(network.QNetworkRequest, "UserAgentHeader")


def test_the_newest_has_no_strings_for_signals(pyqt6: Any) -> None:
    assert not hasattr(pyqt6, "SIGNAL")
