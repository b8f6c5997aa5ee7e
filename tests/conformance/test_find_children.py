"""findChild and findChildren: by class, by name, near ones first, direct ones only."""

from __future__ import annotations

import re
from typing import Any

import pytest
from binding import QtCore

Qt = QtCore.Qt
modern = pytest.mark.only("netaccess", "PySide6")


class Mixin:
    """No QObject."""


class Special(QtCore.QObject, Mixin):
    """A class to be found by."""


def named(cls: Any, name: str, parent: Any = None) -> Any:
    """An object with a name."""
    made = cls(parent)
    made.setObjectName(name)
    return made


@pytest.fixture
def tree() -> Any:
    """root(a(a1(deep)), b(b1)): deep and b1 are named "twin", a1 is special, b a timer."""
    root = named(QtCore.QObject, "root")
    a = named(QtCore.QObject, "a", root)
    b = named(QtCore.QTimer, "b", root)
    named(QtCore.QObject, "twin", named(Special, "a1", a))
    named(QtCore.QObject, "twin", b)
    return root


def names(found: Any) -> list[str]:
    """The names of objects."""
    return [each.objectName() for each in found]


def test_children_of_a_subclass_are_found_by_the_base(tree: Any) -> None:
    assert names(tree.findChildren(QtCore.QObject)) == ["a", "a1", "twin", "b", "twin"]


def test_the_object_itself_is_not_among_its_children(tree: Any) -> None:
    assert tree.findChild(QtCore.QObject, "root") is None


def test_equal_names_are_all_found(tree: Any) -> None:
    assert names(tree.findChildren(QtCore.QObject, "twin")) == ["twin", "twin"]


def test_the_first_of_equal_names_is_below_the_first_child(tree: Any) -> None:
    assert tree.findChild(QtCore.QObject, "twin").parent().objectName() == "a1"


def test_a_direct_child_is_preferred_to_a_deeper_one(tree: Any) -> None:
    late = named(QtCore.QObject, "twin", tree)
    assert tree.findChild(QtCore.QObject, "twin") is late


def test_class_and_name_must_both_fit(tree: Any) -> None:
    assert tree.findChild(QtCore.QTimer, "a") is None
    assert tree.findChild(QtCore.QTimer, "b").objectName() == "b"


def test_a_class_nobody_has_finds_nothing(tree: Any) -> None:
    assert tree.findChildren(QtCore.QThread) == []
    assert tree.findChild(QtCore.QThread) is None


def test_a_python_class_finds_its_objects_as_themselves(tree: Any) -> None:
    found = tree.findChildren(Special)
    assert names(found) == ["a1"]
    assert type(found[0]) is Special


@modern
def test_a_mixin_finds_those_who_have_it(tree: Any) -> None:
    assert names(tree.findChildren(Mixin)) == ["a1"]


@modern
def test_object_finds_everything(tree: Any) -> None:
    assert len(tree.findChildren(object)) == 5


@modern
def test_only_direct_children_when_asked_so(tree: Any) -> None:
    direct = Qt.FindDirectChildrenOnly
    assert names(tree.findChildren(QtCore.QObject, options=direct)) == ["a", "b"]
    assert tree.findChild(QtCore.QObject, "a1", direct) is None
    assert tree.findChild(QtCore.QObject, "a", direct).objectName() == "a"


@modern
def test_name_and_options_are_keywords(tree: Any) -> None:
    found = tree.findChildren(QtCore.QObject, name="a1", options=Qt.FindChildrenRecursively)
    assert names(found) == ["a1"]
    assert tree.findChild(QtCore.QObject, name="b").objectName() == "b"


@modern
def test_none_is_any_name_and_empty_means_no_name(tree: Any) -> None:
    nameless = QtCore.QObject(tree)
    assert len(tree.findChildren(QtCore.QObject, None)) == 6
    assert tree.findChildren(QtCore.QObject, "") == [nameless]
    assert tree.findChild(QtCore.QObject, "") is nameless


@pytest.mark.parametrize("name", [5, b"a", Qt.FindDirectChildrenOnly])
@modern
def test_a_name_is_a_str(tree: Any, name: Any) -> None:
    with pytest.raises(TypeError):
        tree.findChildren(QtCore.QObject, name)


@pytest.mark.parametrize("kind", [None, "QObject", 5])
def test_children_are_found_by_a_class(tree: Any, kind: Any) -> None:
    with pytest.raises(TypeError):
        tree.findChildren(kind)


def test_children_that_left_or_died_are_not_found(tree: Any) -> None:
    kept = tree.findChild(QtCore.QObject, "a")
    kept.setParent(None)
    assert names(tree.findChildren(QtCore.QObject)) == ["b", "twin"]


@pytest.mark.differs("find-pattern")
def test_a_compiled_pattern_is_searched_for_in_the_names(tree: Any) -> None:
    assert names(tree.findChildren(QtCore.QObject, re.compile("^a"))) == ["a", "a1"]
    assert tree.findChild(QtCore.QObject, re.compile("win$")).objectName() == "twin"


@pytest.mark.differs("find-classes")
def test_a_tuple_of_classes_finds_objects_of_any(tree: Any) -> None:
    assert names(tree.findChildren((QtCore.QTimer, Special))) == ["a1", "b"]
