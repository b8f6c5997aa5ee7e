"""Layers over several bindings: what they do to QtCore while they are imported, and that the loop runs afterwards."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

import pytest

from netaccess import compat
from netaccess.QtCore import Qt

LAYER = """
from netaccess import compat
compat.install("{binding}")
from {binding} import QtCore
from {binding}.QtCore import *
{changes}
QDate.toPyDate = lambda self: self.toPython()
application = QCoreApplication([])
QTimer.singleShot(0, lambda: application.exit(3))
print(application.{call}(), end=" ")
loop = QEventLoop()
QTimer.singleShot(0, lambda: loop.exit(4))
print(loop.{call}(), end=" ")
thread = QThread()
thread.start()
thread.quit()
print(thread.wait(5000), QDate(2024, 5, 6).toPyDate())
"""
EXEC = """
QEventLoop.{new} = lambda self, *a, **k: self.{old}(*a, **k)
QThread.{new} = lambda self, *a, **k: self.{old}(*a, **k)
QTextStreamManipulator.{new} = lambda self, *a, **k: self.{old}(*a, **k)
original = QCoreApplication.{old}
QCoreApplication.{new} = lambda *a, **k: original()
"""


@pytest.mark.parametrize(
    ("binding", "new", "old"), [("PySide2", "exec", "exec_"), ("PySide6", "exec_", "exec"), ("PyQt6", "exec_", "exec")]
)
def test_a_layer_can_define_one_exec_by_the_other(
    program: Callable[..., str], binding: str, new: str, old: str
) -> None:
    source = LAYER.format(binding=binding, changes=EXEC.format(new=new, old=old), call=new)
    assert program(source) == "3 4 True 2024-05-06\n"


def test_a_layer_can_rename_members_of_the_namespace(program: Callable[..., str]) -> None:
    changes = "Qt.BackgroundColorRole = Qt.ItemDataRole.BackgroundColorRole = Qt.BackgroundRole\n"
    changes += "Qt.MidButton = Qt.MouseButton.MidButton = Qt.MiddleButton\nassert Qt.mightBeRichText\nQt.ItemFlag(0)"
    assert program(LAYER.format(binding="PySide6", changes=changes, call="exec")) == "3 4 True 2024-05-06\n"


def test_a_layer_can_give_pyqt6_its_unscoped_members_back(program: Callable[..., str]) -> None:
    changes = """
import enum
from PyQt6 import sip
for cls in [getattr(QtCore, name) for name in dir(QtCore) if name.startswith("Q")]:
    if isinstance(cls, sip.wrappertype):
        for found in [getattr(cls, name) for name in dir(cls) if name[0].isupper()]:
            for name, member in getattr(found, "__members__", {}).items():
                setattr(cls, name, member)
assert QIODevice.ReadOnly == QIODevice.OpenModeFlag.ReadOnly
"""
    assert program(LAYER.format(binding="PyQt6", changes=changes, call="exec")) == "3 4 True 2024-05-06\n"


@pytest.mark.parametrize("binding", ["PySide2", "PySide6", "PyQt5", "PyQt6"])
def test_library_paths_are_empty(binding: str) -> None:
    with compat.installed(binding):
        info = importlib.import_module(f"{binding}.QtCore").QLibraryInfo
        assert info.location(info.LibraryPath.TranslationsPath) == info.path(info.LibraryLocation.PluginsPath) == ""


def test_there_are_no_text_streams_to_manipulate() -> None:
    with compat.installed("PySide2"):
        manipulator: Any = importlib.import_module("PySide2.QtCore").QTextStreamManipulator
    with pytest.raises(TypeError, match="io module"):
        manipulator()


def test_rich_text_is_refused_with_the_reason() -> None:
    with compat.installed("PySide6"):
        core = importlib.import_module("PySide6.QtCore")
        with pytest.raises(RuntimeError, match="draws"):
            core.Qt.mightBeRichText("<b>bold</b>")


def test_the_namespace_is_as_before_without_a_binding() -> None:
    with compat.installed("PyQt5"):
        assert importlib.import_module("PyQt5.QtCore").Qt.UserRole == 256
    assert not hasattr(Qt, "UserRole")
    assert not hasattr(Qt, "ItemDataRole")
