"""Parents and children: who owns whom, in which order they come and go, and what collecting garbage does to them."""

from __future__ import annotations

import gc
import weakref
from typing import Any

import pytest
from binding import QtCore
from objects import destroy


class Node(QtCore.QObject):
    """Tells a log of its end."""

    def __init__(self, name: str, log: list[str], parent: Any = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.destroyed.connect(lambda *_: log.append(name))


@pytest.fixture
def log() -> list[str]:
    """Names of the dead, in order."""
    return []


def names(target: Any) -> list[str]:
    """The names of an object's children."""
    return [child.objectName() for child in target.children()]


def test_an_object_is_born_without_parent_and_children() -> None:
    target = QtCore.QObject()
    assert (target.parent(), target.children()) == (None, [])


def test_a_new_parent_takes_a_child_from_the_old_one(log: list[str]) -> None:
    old, new = Node("old", log), Node("new", log)
    child = Node("child", log, old)
    child.setParent(new)
    assert (names(old), names(new), child.parent() is new) == ([], ["child"], True)


def test_setting_the_same_parent_leaves_the_order(log: list[str]) -> None:
    root = Node("root", log)
    kept = [Node("a", log, root), Node("b", log, root)]
    kept[0].setParent(root)
    assert names(root) == ["a", "b"]


def test_a_child_that_comes_back_comes_last_and_dies_last(log: list[str]) -> None:
    root = Node("root", log)
    first, second = Node("a", log, root), Node("b", log, root)
    first.setParent(None)
    first.setParent(root)
    assert names(root) == ["b", "a"]
    destroy(root)
    assert log == ["root", "b", "a"]
    del second


def test_a_subtree_moves_as_a_whole(log: list[str]) -> None:
    one, other = Node("one", log), Node("other", log)
    branch = Node("branch", log, one)
    Node("leaf", log, branch)
    branch.setParent(other)
    destroy(one)
    assert log == ["one"]
    assert names(branch) == ["leaf"]


def test_each_child_dies_with_its_descendants_before_the_next(log: list[str]) -> None:
    root = Node("root", log)
    for name in ("a", "b"):
        branch = Node(name, log, root)
        Node(f"{name}1", log, branch)
        Node(f"{name}2", log, branch)
    destroy(root)
    assert log == ["root", "a", "a1", "a2", "b", "b1", "b2"]


def test_the_children_still_live_when_their_parent_says_goodbye(log: list[str]) -> None:
    root = Node("root", log)
    child = Node("child", log, root)
    root.destroyed.connect(lambda: log.append(f"{child.objectName()} lives"))
    destroy(root)
    assert log == ["root", "child lives", "child"]


def test_a_dying_child_is_gone_from_its_parent_afterwards(log: list[str]) -> None:
    root = Node("root", log)
    doomed, kept = Node("doomed", log, root), Node("kept", log, root)
    destroy(doomed)
    assert names(root) == ["kept"]
    del kept


def test_grandchildren_live_by_the_root_alone(log: list[str]) -> None:
    root = Node("root", log)
    Node("leaf", log, Node("branch", log, root))
    gc.collect()
    assert log == []
    del root
    assert log == ["root", "branch", "leaf"]


def test_a_childs_reference_does_not_save_it_from_its_parents_end(log: list[str]) -> None:
    root = Node("root", log)
    child = Node("child", log, root)
    del root
    assert log == ["root", "child"]
    with pytest.raises(RuntimeError):
        child.parent()


def test_a_parent_and_child_that_know_each_other_are_collected(log: list[str]) -> None:
    root = Node("root", log)
    child = Node("child", log, root)
    root.child, child.root = child, root
    seen = weakref.ref(root), weakref.ref(child)
    del root, child
    gc.collect()
    assert [each() for each in seen] == [None, None]
    assert sorted(log) == ["child", "root"]


def test_two_objects_that_know_each_other_are_collected(log: list[str]) -> None:
    one, other = Node("one", log), Node("other", log)
    one.other, other.one = other, one
    seen = weakref.ref(one)
    del one, other
    gc.collect()
    assert seen() is None
    assert sorted(log) == ["one", "other"]


@pytest.mark.differs("captured-sender")
def test_an_object_that_its_own_slot_captures_is_collected() -> None:
    timer = QtCore.QTimer()
    timer.timeout.connect(lambda captured=timer: captured.stop())
    seen = weakref.ref(timer)
    del timer
    gc.collect()
    assert seen() is None


def test_a_child_in_a_cycle_lives_as_long_as_its_parent(log: list[str]) -> None:
    root = Node("root", log)
    child = Node("child", log, root)
    child.me = child
    del child
    gc.collect()
    assert (log, names(root)) == ([], ["child"])


def test_an_object_in_a_container_of_its_own_is_collected(log: list[str]) -> None:
    target = Node("target", log)
    target.bag = [{"me": target}]
    del target
    gc.collect()
    assert log == ["target"]


def test_a_child_keeps_its_python_half_without_references(log: list[str]) -> None:
    root = Node("root", log)
    Node("child", log, root).extra = [1, 2]
    gc.collect()
    found = root.children()[0]
    assert (type(found), found.extra) == (Node, [1, 2])


def test_destroyed_comes_with_the_object_when_the_slot_takes_one() -> None:
    target = QtCore.QObject()
    target.setObjectName("named")
    got: list[Any] = []
    target.destroyed.connect(lambda which: got.append(which.objectName()))
    destroy(target)
    assert got == ["named"]


def test_destroyed_comes_without_arguments_for_those_who_take_none(log: list[str]) -> None:
    target = QtCore.QObject()
    target.destroyed.connect(lambda: log.append("gone"))
    destroy(target)
    assert log == ["gone"]


def test_both_forms_of_destroyed_can_be_chosen(log: list[str]) -> None:
    target = QtCore.QObject()
    target.destroyed[QtCore.QObject].connect(lambda which: log.append(type(which).__name__))
    destroy(target)
    assert log == ["QObject"]


def test_destroyed_can_be_disconnected(log: list[str]) -> None:
    target = QtCore.QObject()

    def gone() -> None:
        log.append("gone")

    target.destroyed.connect(gone)
    target.destroyed.disconnect(gone)
    destroy(target)
    assert log == []


@pytest.mark.only("netaccess", "PySide6")
def test_the_death_of_a_sender_ends_its_connections(log: list[str]) -> None:
    source, target = QtCore.QTimer(), Node("target", log)
    connection = source.timeout.connect(target.deleteLater)
    destroy(source)
    assert not connection


@pytest.mark.only("netaccess", "PySide6")
def test_kinds_that_need_a_window_are_not_there() -> None:
    target = QtCore.QObject()
    assert (target.isWidgetType(), target.isWindowType(), target.isQuickItemType()) == (False, False, False)


def test_inherits_goes_up_the_bases_of_qt_only() -> None:
    class Mixin:
        """No QObject."""

    class Own(QtCore.QTimer, Mixin):
        """A timer and more."""

    own = Own()
    assert all(own.inherits(name) for name in ("Own", "QTimer", "QObject"))
    assert not any(own.inherits(name) for name in ("Mixin", "QThread", "own", ""))


@pytest.mark.parametrize("n", [0, 1, 3])
def test_a_number_in_a_text_is_filled_in(n: int) -> None:
    assert QtCore.QObject().tr("%n files", None, n) == f"{n} files"


@pytest.mark.only("netaccess", "PySide6")
def test_tr_takes_text_only_and_works_on_the_class() -> None:
    target = QtCore.QObject()
    assert (target.tr(None), target.tr("x", "hint"), QtCore.QObject.tr("y")) == ("", "x", "y")
    for wrong in (5, b"x"):
        with pytest.raises(TypeError):
            target.tr(wrong)


@pytest.mark.only("netaccess")  # Qt takes it, and crashes when one of the two goes
def test_an_object_cannot_be_its_own_ancestor(log: list[str]) -> None:
    root = Node("root", log)
    child = Node("child", log, root)
    with pytest.raises(ValueError, match="cannot be the child"):
        root.setParent(child)


# -- blockers --------------------------------------------------------------------------------------------------------


class Source(QtCore.QObject):
    """Has a signal."""

    told = QtCore.Signal()


@pytest.mark.only("netaccess", "PySide6")
def test_a_blocker_restores_what_it_found_even_after_an_exception() -> None:
    source = Source()
    with pytest.raises(KeyError), QtCore.QSignalBlocker(source):
        assert source.signalsBlocked()
        raise KeyError
    assert not source.signalsBlocked()


def test_a_blocker_leaves_blocked_what_was_blocked() -> None:
    source = Source()
    source.blockSignals(True)
    blocker = QtCore.QSignalBlocker(source)
    blocker.unblock()
    assert source.signalsBlocked()
    del blocker


def test_a_blocker_can_be_lifted_and_set_again() -> None:
    source = Source()
    blocker = QtCore.QSignalBlocker(source)
    blocker.unblock()
    lifted = source.signalsBlocked()
    blocker.reblock()
    assert (lifted, source.signalsBlocked()) == (False, True)
    del blocker  # before its object: Qt's looks at it again


@pytest.mark.only("netaccess", "PySide6")
def test_a_dismissed_blocker_leaves_things_as_they_are() -> None:
    source = Source()
    blocker = QtCore.QSignalBlocker(source)
    blocker.dismiss()
    blocker.unblock()
    del blocker
    assert source.signalsBlocked()


def test_a_blocker_that_goes_away_unblocks() -> None:
    source = Source()
    blocker = QtCore.QSignalBlocker(source)
    del blocker
    assert not source.signalsBlocked()


@pytest.mark.parametrize("thing", [None, 5, "x"])
def test_only_the_signals_of_objects_are_blocked(thing: Any) -> None:
    with pytest.raises(TypeError):
        QtCore.QSignalBlocker(thing)
