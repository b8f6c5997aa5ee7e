"""What objects tell whoever debugs a program, through the program's message handler."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from binding import QtCore

pytestmark = pytest.mark.only("netaccess", "PySide6")


class Talker(QtCore.QObject):
    """Has a signal and a slot."""

    told = QtCore.Signal(int)

    @QtCore.Slot(int)
    def hear(self, value: int) -> None:
        """Do nothing."""


@pytest.fixture
def lines() -> Iterator[list[str]]:
    """What is logged during the test."""
    logged: list[str] = []
    previous = QtCore.qInstallMessageHandler(lambda kind, context, text: logged.append(text))
    yield logged
    QtCore.qInstallMessageHandler(previous)


@pytest.fixture
def family() -> Any:
    """root(first(deep), a timer without name)."""
    root = Talker()
    root.setObjectName("root")
    first = Talker(root)
    first.setObjectName("first")
    QtCore.QObject(first).setObjectName("deep")
    QtCore.QTimer(root)
    return root


def test_a_tree_is_dumped_with_a_line_for_each_object(family: Any, lines: list[str]) -> None:
    family.dumpObjectTree()
    assert lines == ["Talker::root ", "    Talker::first ", "        QObject::deep ", "    QTimer:: "]


def test_an_object_without_connections_has_none(family: Any, lines: list[str]) -> None:
    family.dumpObjectInfo()
    assert lines == ["OBJECT Talker::root", "  SIGNALS OUT", "        <None>", "  SIGNALS IN", "        <None>"]


def test_connections_are_dumped_at_their_sender(family: Any, lines: list[str]) -> None:
    family.told.connect(family.children()[0].hear)
    family.dumpObjectInfo()
    assert lines[1:4] == ["  SIGNALS OUT", "        signal: told(int)", "          --> Talker::first hear(int)"]


def test_connections_are_dumped_at_their_receiver(family: Any, lines: list[str]) -> None:
    first = family.children()[0]
    family.told.connect(first.hear)
    first.dumpObjectInfo()
    assert lines[3:] == ["  SIGNALS IN", "          <-- Talker::root hear(int)"]


def test_functions_are_dumped_without_a_name(family: Any, lines: list[str]) -> None:
    family.told.connect(lambda value: None)
    family.dumpObjectInfo()
    assert lines[lines.index("        signal: told(int)") + 1] == "          <functor or function pointer>"


def test_a_timer_nobody_has_is_told_of_when_it_is_stopped(family: Any, lines: list[str]) -> None:
    family.killTimer(99999)
    assert len(lines) == 1
    assert lines[0].startswith("QObject::killTimer(): Error: timer id 99999 is not valid for object 0x")
    assert lines[0].endswith("(Talker, root), timer has not been killed")


def test_a_method_nobody_has_is_told_of_with_candidates(family: Any, lines: list[str]) -> None:
    QtCore.QMetaObject.invokeMethod(family, "nope")
    QtCore.QMetaObject.invokeMethod(family, "hear", QtCore.Q_ARG(str, "x"))
    assert lines == [
        "QMetaObject::invokeMethod: No such method Talker::nope()",
        "QMetaObject::invokeMethod: No such method Talker::hear(QString)\nCandidates are:\n    hear(int)",
    ]


def test_arguments_that_do_not_fit_an_invoked_method_are_told_of(family: Any, lines: list[str]) -> None:
    meta = family.metaObject()
    hear = meta.method(meta.indexOfSlot("hear(int)"))
    hear.invoke(family, QtCore.Q_ARG(str, "x"))
    assert lines == ["QMetaMethod::invoke: cannot convert formal parameter 0 from QString in call to Talker::hear(int)"]
