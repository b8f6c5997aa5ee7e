"""Whether an object is alive, its deletion here and now, and what is left of a deleted one."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from binding import BINDING, QtCore

# PySide2 crashes in what PySide6 answers with an exception.
pytestmark = pytest.mark.only("netaccess", "PySide6")

if BINDING == "netaccess":
    from netaccess._kernel.liveness import delete, is_valid, owned_by_python
else:
    from shiboken6 import delete
    from shiboken6 import isValid as is_valid
    from shiboken6 import ownedByPython as owned_by_python


class Own(QtCore.QObject):
    """A class with things of its own."""

    told = QtCore.Signal()
    level = QtCore.Property(int, lambda self: self.value)

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self.value = 3

    def mine(self) -> int:
        """Use nothing of Qt's."""
        return self.value


class Forgetful(QtCore.QObject):
    """Does not initialise its base."""

    def __init__(self) -> None:
        self.value = 1


@pytest.mark.parametrize("thing", [None, 5, "text", QtCore.QUrl("http://h/")])
def test_what_is_no_object_is_valid(thing: Any) -> None:
    assert is_valid(thing)


def test_an_object_is_valid_until_it_is_deleted() -> None:
    target = QtCore.QObject()
    assert is_valid(target)
    delete(target)
    assert not is_valid(target)


def test_an_object_that_was_never_initialised_is_not_valid() -> None:
    assert not is_valid(Forgetful())


def test_a_condemned_object_is_valid_still() -> None:
    target = QtCore.QObject()
    target.deleteLater()
    assert is_valid(target)


def test_an_object_dies_with_its_parent() -> None:
    parent = QtCore.QObject()
    child = QtCore.QObject(parent)
    delete(parent)
    assert not is_valid(child)


def test_deleting_emits_destroyed_at_once_from_the_root_down() -> None:
    parent = QtCore.QObject()
    child = QtCore.QObject(parent)
    heard: list[str] = []
    parent.destroyed.connect(lambda: heard.append("parent"))
    child.destroyed.connect(lambda: heard.append("child"))
    delete(parent)
    assert heard == ["parent", "child"]


def test_deleting_twice_does_nothing() -> None:
    target = QtCore.QObject()
    delete(target)
    assert delete(target) is None


@pytest.mark.parametrize("thing", [5, None, "text"])
def test_only_objects_of_qt_are_deleted(thing: Any) -> None:
    with pytest.raises(TypeError):
        delete(thing)


def test_a_parent_takes_an_object_from_python() -> None:
    parent = QtCore.QObject()
    child = QtCore.QObject(parent)
    assert (owned_by_python(parent), owned_by_python(child)) == (True, False)
    child.setParent(None)
    assert owned_by_python(child)


def test_a_slot_may_delete_the_sender() -> None:
    target = Own()
    heard: list[str] = []
    target.told.connect(lambda: (heard.append("first"), delete(target)))
    target.told.connect(lambda: heard.append("second"))
    target.told.emit()
    assert (heard, is_valid(target)) == (["first"], False)


def test_a_childs_destroyed_may_delete_its_sibling() -> None:
    parent = QtCore.QObject()
    one, other = QtCore.QObject(parent), QtCore.QObject(parent)
    dead: list[str] = []
    other.destroyed.connect(lambda: dead.append("other"))
    one.destroyed.connect(lambda: delete(other))
    delete(parent)
    assert (dead, is_valid(other)) == (["other"], False)


def test_a_child_can_be_rescued_when_its_parent_dies() -> None:
    parent = QtCore.QObject()
    child = QtCore.QObject(parent)
    parent.destroyed.connect(lambda: child.setParent(None))
    delete(parent)
    assert is_valid(child)
    assert child.parent() is None


@pytest.mark.parametrize(
    "use",
    [
        lambda dead: dead.metaObject(),
        lambda dead: dead.inherits("QObject"),
        lambda dead: dead.property("level"),
        lambda dead: dead.setProperty("x", 1),
        lambda dead: dead.findChild(QtCore.QObject),
        lambda dead: dead.event(QtCore.QEvent(QtCore.QEvent.User)),
        lambda dead: dead.blockSignals(True),
        lambda dead: dead.startTimer(0),
        lambda dead: dead.thread(),
        lambda dead: QtCore.QMetaObject.invokeMethod(dead, "deleteLater"),
        lambda dead: QtCore.QSignalBlocker(dead),
    ],
    ids=[
        "metaObject", "inherits", "property", "setProperty", "findChild", "event", "blockSignals", "startTimer", "thread",
        "invokeMethod", "QSignalBlocker",
    ],
)  # fmt: skip
def test_a_deleted_object_can_be_asked_nothing(use: Any) -> None:
    dead = Own()
    delete(dead)
    with pytest.raises(RuntimeError, match="already deleted"):
        use(dead)


def test_the_python_half_of_a_deleted_object_works() -> None:
    dead = Own()
    delete(dead)
    dead.more = 1
    assert (dead.mine(), dead.value, dead.more) == (3, 3, 1)
    assert isinstance(dead, Own) and type(dead).__name__ == "Own"


def test_a_deleted_object_still_knows_its_class() -> None:
    dead = QtCore.QTimer()
    delete(dead)
    assert dead.staticMetaObject.className() == "QTimer"


def test_a_blocker_outlives_its_object() -> None:
    target = QtCore.QObject()
    blocker = QtCore.QSignalBlocker(target)
    delete(target)
    assert not is_valid(target)
    if BINDING == "netaccess":  # Qt itself reads freed memory here
        blocker.unblock()
        blocker.reblock()
    else:
        blocker.dismiss()


@pytest.mark.differs("delete-thread")
def test_an_object_is_not_deleted_from_a_thread_it_does_not_live_in() -> None:
    target = QtCore.QObject()
    raised: list[BaseException] = []

    def attempt() -> None:
        try:
            delete(target)
        except RuntimeError as error:
            raised.append(error)

    thread = threading.Thread(target=attempt)
    thread.start()
    thread.join()
    assert len(raised) == 1 and is_valid(target)


def test_deletion_does_not_announce_a_subclass() -> None:
    announced: list[str] = []

    class Registered(QtCore.QObject):
        """Wants to know its subclasses."""

        def __init_subclass__(cls) -> None:
            announced.append(cls.__name__)

    class One(Registered):
        """One of them."""

    for cls in (Registered, One):
        target = cls()
        delete(target)
        assert not is_valid(target)
    assert announced == ["One"]


@pytest.mark.parametrize("slots", [(), ("extra",), ("extra", "more")])
def test_objects_of_classes_with_slots_die_like_others(slots: tuple[str, ...]) -> None:
    cls = type("Slotted", (QtCore.QTimer,), {"__slots__": slots})
    target = cls()
    for name in slots:
        setattr(target, name, name)
    delete(target)
    assert [getattr(target, name) for name in slots] == list(slots)
    with pytest.raises(RuntimeError, match="already deleted"):
        target.stop()
