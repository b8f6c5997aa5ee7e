"""shiboken: is an object alive, and its deletion now."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from typing import Any

import pytest
from binding import BINDING, QtCore

# PySide2 crashes on some of these.
pytestmark = [pytest.mark.only("netaccess", "PySide6"), pytest.mark.usefixtures("application")]


@pytest.fixture(scope="module")
def shiboken() -> Iterator[Any]:
    """The module of the binding under test; on netaccess that of PySide6."""
    if BINDING != "netaccess":
        yield importlib.import_module("shiboken6")
        return
    from netaccess import compat

    with compat.installed("PySide6"):
        yield importlib.import_module("shiboken6")


def test_an_object_is_valid(shiboken: Any) -> None:
    assert shiboken.isValid(QtCore.QObject())


@pytest.mark.parametrize("value", [5, None, "x", QtCore.QObject], ids=str)
def test_what_is_no_object_of_qt_is_valid(shiboken: Any, value: Any) -> None:
    assert shiboken.isValid(value)


def test_a_value_of_qt_is_valid(shiboken: Any) -> None:
    assert shiboken.isValid(QtCore.QUrl("http://example.org/"))


def test_an_object_that_never_was_initialised_is_not_valid(shiboken: Any) -> None:
    class Never(QtCore.QObject):
        def __init__(self) -> None:
            """Forget the base."""

    assert not shiboken.isValid(Never())


def test_a_deleted_object_is_not_valid(shiboken: Any) -> None:
    target = QtCore.QObject()
    assert shiboken.delete(target) is None
    assert not shiboken.isValid(target)


def test_methods_of_a_deleted_object_raise(shiboken: Any) -> None:
    target = QtCore.QObject()
    shiboken.delete(target)
    with pytest.raises(RuntimeError, match="already deleted"):
        target.objectName()


def test_deleting_emits_destroyed_at_once(shiboken: Any) -> None:
    gone: list[int] = []
    target = QtCore.QObject()
    target.destroyed.connect(lambda: gone.append(1))
    shiboken.delete(target)
    assert gone == [1]


def test_deleting_deletes_the_children(shiboken: Any) -> None:
    parent = QtCore.QObject()
    child = QtCore.QTimer(parent)
    shiboken.delete(parent)
    assert not shiboken.isValid(child)


def test_deleting_a_child_takes_it_from_its_parent(shiboken: Any) -> None:
    parent = QtCore.QObject()
    child = QtCore.QObject(parent)
    shiboken.delete(child)
    assert (parent.children(), shiboken.isValid(parent)) == ([], True)


def test_deleting_twice_does_nothing(shiboken: Any) -> None:
    target = QtCore.QObject()
    shiboken.delete(target)
    assert shiboken.delete(target) is None


def test_deleting_stops_a_timer(shiboken: Any) -> None:
    fired: list[int] = []
    timer = QtCore.QTimer()
    timer.timeout.connect(lambda: fired.append(1))
    timer.start(0)
    shiboken.delete(timer)
    QtCore.QCoreApplication.processEvents()
    assert fired == []


@pytest.mark.parametrize("wrong", [5, None, "x"], ids=str)
def test_only_objects_of_qt_can_be_deleted(shiboken: Any, wrong: Any) -> None:
    with pytest.raises(TypeError):
        shiboken.delete(wrong)


def test_an_object_without_a_parent_is_owned_by_python(shiboken: Any) -> None:
    assert shiboken.ownedByPython(QtCore.QObject())


def test_a_child_is_not_owned_by_python(shiboken: Any) -> None:
    parent = QtCore.QObject()
    assert not shiboken.ownedByPython(QtCore.QObject(parent))


def test_an_object_made_in_python_was_created_by_it(shiboken: Any) -> None:
    assert shiboken.createdByPython(QtCore.QObject())


@pytest.mark.parametrize("name", ["createdByPython", "ownedByPython", "getCppPointer"])
def test_questions_about_objects_refuse_what_is_none(shiboken: Any, name: str) -> None:
    with pytest.raises(TypeError):
        getattr(shiboken, name)(5)


def test_an_object_has_an_address(shiboken: Any) -> None:
    target, other = QtCore.QObject(), QtCore.QObject()
    (address,) = shiboken.getCppPointer(target)
    assert isinstance(address, int)
    assert shiboken.getCppPointer(target) == (address,) != shiboken.getCppPointer(other)


def test_the_version_is_told(shiboken: Any) -> None:
    numbers = ".".join(str(part) for part in shiboken.__version_info__[:3])
    assert shiboken.__version__.startswith(numbers.split(".")[0] + ".")


def test_an_object_can_be_dumped(shiboken: Any) -> None:
    assert isinstance(shiboken.dump(QtCore.QObject()), str)
