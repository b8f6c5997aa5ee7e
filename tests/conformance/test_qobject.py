"""QObject: construction, the tree of parents and children, names, properties and look-up."""

from __future__ import annotations

import copy
import weakref
from typing import Any

import pytest
from binding import QtCore, enum_name
from objects import destroy


class Thing(QtCore.QObject):
    """A QObject with a name of its own, a signal and a property."""

    changed = QtCore.Signal(int)

    def __init__(self, name: str = "", parent: Any = None, **keywords: Any) -> None:
        super().__init__(parent, **keywords)
        self.name = name
        self._level = 1

    def _read(self) -> int:
        return self._level

    def _write(self, value: int) -> None:
        self._level = value
        self.changed.emit(value)

    level = QtCore.Property(int, _read, _write, notify=changed)

    @QtCore.Property(str)
    def fixed(self) -> str:
        """A property that cannot be written."""
        return "fixed"


def names(things: Any) -> list[str]:
    """The names of Things."""
    return [thing.name for thing in things]


def test_the_parent_is_the_first_argument_or_a_keyword() -> None:
    parent = QtCore.QObject()
    assert QtCore.QObject(parent).parent() is parent
    assert QtCore.QObject(parent=parent).parent() is parent
    assert QtCore.QObject(None).parent() is None
    assert QtCore.QObject().parent() is None


@pytest.mark.parametrize("parent", [1, "x", 2.5, object()])
def test_a_parent_that_is_no_qobject_is_a_type_error(parent: Any) -> None:
    with pytest.raises(TypeError):
        QtCore.QObject(parent)


def test_too_many_arguments_are_a_type_error() -> None:
    with pytest.raises(TypeError):
        QtCore.QObject(None, None)


def test_properties_and_signals_are_keywords_of_the_constructor() -> None:
    fired: list[bool] = []
    timer = QtCore.QTimer(interval=5, singleShot=True, objectName="t", timeout=lambda: fired.append(True))
    assert (timer.interval(), timer.isSingleShot(), timer.objectName()) == (5, True, "t")
    timer.timeout.emit()
    assert fired == [True]


def test_declared_signals_and_properties_are_keywords_of_subclasses() -> None:
    heard: list[int] = []
    thing = Thing(changed=heard.append)
    thing.changed.emit(4)
    assert heard == [4]


def test_an_unknown_keyword_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="'foo' is not a Qt property or a signal"):
        QtCore.QObject(foo=1)
    with pytest.raises(AttributeError, match="bogus"):
        QtCore.QTimer(bogus=1)


def test_a_read_only_property_is_no_keyword() -> None:
    with pytest.raises(AttributeError, match="active"):
        QtCore.QTimer(active=True)


def test_a_keyword_of_the_wrong_type_is_a_type_error() -> None:
    with pytest.raises(TypeError):
        QtCore.QObject(objectName=1)


def test_a_subclass_that_forgot_to_initialise_says_so() -> None:
    class Forgetful(QtCore.QObject):
        tick = QtCore.Signal()

        def __init__(self) -> None:
            self.own = 1

    forgetful = Forgetful()
    assert forgetful.own == 1
    for use in (forgetful.objectName, forgetful.deleteLater, lambda: QtCore.QObject(forgetful)):
        with pytest.raises(RuntimeError, match=r"'__init__' method of object's base class \(Forgetful\) not called"):
            use()


def test_initialising_twice_is_a_runtime_error() -> None:
    class Twice(QtCore.QObject):
        def __init__(self) -> None:
            QtCore.QObject.__init__(self)
            QtCore.QObject.__init__(self)

    with pytest.raises(RuntimeError, match="twice"):
        Twice()


def test_a_mixin_after_qobject_is_initialised_with_the_rest_of_the_keywords() -> None:
    class Mixin:
        def __init__(self, *, colour: str = "none", **keywords: Any) -> None:
            super().__init__(**keywords)
            self.colour = colour

    class Mixed(QtCore.QObject, Mixin):
        def __init__(self, **keywords: Any) -> None:
            super().__init__(**keywords)

    assert Mixed(colour="red").colour == "red"
    assert Mixed().colour == "none"


def test_a_mixin_before_qobject_hands_the_parent_on() -> None:
    class Mixin:
        def __init__(self, *, colour: str = "none", **keywords: Any) -> None:
            super().__init__(**keywords)
            self.colour = colour

    class Mixed(Mixin, QtCore.QObject):
        pass

    parent = QtCore.QObject()
    mixed = Mixed(colour="red", parent=parent)
    assert mixed.colour == "red"
    assert mixed.parent() is parent


def test_two_qobject_bases_make_one_object() -> None:
    class First(QtCore.QObject):
        one = QtCore.Signal()

    class Second(QtCore.QObject):
        two = QtCore.Signal()

    class Both(First, Second):
        pass

    both = Both()
    heard: list[str] = []
    both.one.connect(lambda: heard.append("one"))
    both.two.connect(lambda: heard.append("two"))
    both.one.emit()
    both.two.emit()
    assert heard == ["one", "two"]


def test_objects_compare_by_identity_and_are_true() -> None:
    one, two = QtCore.QObject(), QtCore.QObject()
    assert one == one
    assert one != two
    assert len({one, two, one}) == 2
    assert bool(one)
    with pytest.raises(TypeError):
        one < two  # noqa: B015


def test_objects_can_be_weakly_referenced_but_not_copied() -> None:
    thing = QtCore.QObject()
    assert weakref.ref(thing)() is thing
    with pytest.raises(TypeError):
        copy.copy(thing)


def test_the_text_of_an_object_names_its_class_and_its_name() -> None:
    thing = Thing()
    assert "Thing(0x" in repr(thing)
    thing.setObjectName("nm")
    assert 'name = "nm"' in repr(thing)
    assert "QTimer(0x" in repr(QtCore.QTimer())


def test_object_names_are_strings() -> None:
    thing = QtCore.QObject()
    assert thing.objectName() == ""
    thing.setObjectName("é")
    assert thing.objectName() == "é"
    for wrong in (1, b"x"):
        with pytest.raises(TypeError):
            thing.setObjectName(wrong)


def test_the_name_signal_comes_only_with_a_change() -> None:
    thing = QtCore.QObject()
    heard: list[str] = []
    thing.objectNameChanged.connect(heard.append)
    thing.setObjectName("a")
    thing.setObjectName("a")
    thing.setObjectName("")
    assert heard == ["a", ""]


def test_a_missing_attribute_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'nope'"):
        _ = QtCore.QObject().nope


def test_children_come_in_the_order_of_their_birth() -> None:
    parent = QtCore.QObject()
    kept = [Thing(name, parent) for name in "abc"]
    assert names(parent.children()) == ["a", "b", "c"]
    assert [child is mine for child, mine in zip(parent.children(), kept, strict=True)] == [True] * 3


def test_the_list_of_children_is_a_copy() -> None:
    parent = QtCore.QObject()
    Thing("a", parent)
    parent.children().clear()
    assert len(parent.children()) == 1


def test_a_reparented_child_goes_to_the_end() -> None:
    parent = QtCore.QObject()
    kept = [Thing(name, parent) for name in "abc"]
    kept[0].setParent(None)
    assert kept[0].parent() is None
    assert names(parent.children()) == ["b", "c"]
    kept[0].setParent(parent)
    assert names(parent.children()) == ["b", "c", "a"]


def test_setting_a_parent_that_is_no_qobject_is_a_type_error() -> None:
    with pytest.raises(TypeError):
        QtCore.QObject().setParent(1)


def test_a_parent_is_told_of_its_children() -> None:
    class Parent(QtCore.QObject):
        def childEvent(self, event: Any) -> None:
            told.append((enum_name(event.type()), event.added(), event.removed()))

    told: list[Any] = []
    parent = Parent()
    child = QtCore.QObject(parent)
    child.setParent(None)
    child.setParent(parent)
    destroy(child)
    added, removed = ("ChildAdded", True, False), ("ChildRemoved", False, True)
    assert told == [added, removed, added, removed]


def test_a_dying_parent_is_told_nothing() -> None:
    class Parent(QtCore.QObject):
        def childEvent(self, event: Any) -> None:
            told.append(enum_name(event.type()))

    told: list[str] = []
    parent = Parent()
    Thing("a", parent)
    destroy(parent)
    assert told == ["ChildAdded"]


@pytest.fixture
def family() -> Any:
    """root -> (branch -> (leaf timer, twig), timer)."""
    root = Thing("root")
    branch = Thing("branch", root)
    branch.setObjectName("branch")
    timer = QtCore.QTimer(root)
    timer.setObjectName("timer")
    leaf = QtCore.QTimer(branch)
    leaf.setObjectName("leaf")
    twig = Thing("twig", branch)
    twig.setObjectName("branch")
    return root


def object_names(things: Any) -> list[str]:
    """The object names of a list of objects."""
    return [thing.objectName() for thing in things]


def test_find_children_walks_depth_first(family: Any) -> None:
    assert object_names(family.findChildren(QtCore.QObject)) == ["branch", "leaf", "branch", "timer"]


def test_find_children_of_a_type(family: Any) -> None:
    assert object_names(family.findChildren(QtCore.QTimer)) == ["leaf", "timer"]
    assert names(family.findChildren(Thing)) == ["branch", "twig"]
    assert family.findChildren(QtCore.QThread) == []


def test_find_children_by_name(family: Any) -> None:
    assert names(family.findChildren(QtCore.QObject, "branch")) == ["branch", "twig"]
    assert family.findChildren(QtCore.QTimer, "branch") == []


@pytest.mark.only("netaccess", "PySide6")
def test_find_children_among_the_direct_ones_only(family: Any) -> None:
    direct = QtCore.Qt.FindDirectChildrenOnly
    assert object_names(family.findChildren(QtCore.QObject, options=direct)) == ["branch", "timer"]
    assert family.findChild(QtCore.QObject, "leaf", direct) is None


def test_find_child_prefers_the_nearest(family: Any) -> None:
    assert family.findChild(QtCore.QTimer).objectName() == "timer"
    assert family.findChild(QtCore.QTimer, "leaf").objectName() == "leaf"
    assert family.findChild(QtCore.QObject, "nobody") is None


def test_find_child_needs_a_type(family: Any) -> None:
    with pytest.raises(TypeError):
        family.findChild("branch")
    with pytest.raises(TypeError):
        family.findChild()


def test_setting_a_dynamic_property_returns_false() -> None:
    thing = QtCore.QObject()
    assert thing.property("x") is None
    assert thing.setProperty("x", 1) is False
    assert thing.setProperty("x", 2) is False
    assert thing.property("x") == 2


def test_the_names_of_dynamic_properties_are_byte_arrays_in_order() -> None:
    thing = QtCore.QObject()
    for name in ("zebra", "ape"):
        thing.setProperty(name, 1)
    assert [bytes(name) for name in thing.dynamicPropertyNames()] == [b"zebra", b"ape"]


def test_none_removes_a_dynamic_property() -> None:
    thing = QtCore.QObject()
    thing.setProperty("x", 1)
    thing.setProperty("x", None)
    assert thing.property("x") is None
    assert list(thing.dynamicPropertyNames()) == []


def test_a_qt_property_is_set_by_name() -> None:
    timer = QtCore.QTimer()
    assert timer.setProperty("interval", 7) is True
    assert timer.interval() == timer.property("interval") == 7
    assert timer.setProperty("objectName", "n") is True
    assert timer.objectName() == "n"
    assert list(timer.dynamicPropertyNames()) == []


def test_a_read_only_property_is_not_set_by_name() -> None:
    timer = QtCore.QTimer()
    assert timer.setProperty("active", True) is False
    assert timer.property("active") is False


@pytest.mark.only("netaccess", "PySide6")
def test_the_name_of_a_property_is_a_str() -> None:
    with pytest.raises(TypeError):
        QtCore.QObject().setProperty(1, 1)


def test_a_plain_python_attribute_is_no_property() -> None:
    thing = QtCore.QObject()
    thing.plain = 1
    assert thing.property("plain") is None


@pytest.mark.parametrize("value", ["x", 1.5, True, b"x", [1, "x"], {"a": 1}])
def test_dynamic_properties_keep_python_values(value: Any) -> None:
    thing = QtCore.QObject()
    thing.setProperty("x", value)
    assert thing.property("x") == value


def test_changes_of_dynamic_properties_are_events() -> None:
    class Watching(QtCore.QObject):
        def event(self, event: Any) -> bool:
            if event.type() == QtCore.QEvent.DynamicPropertyChange:
                changed.append(bytes(event.propertyName()))
            return bool(super().event(event))

    changed: list[bytes] = []
    watching = Watching()
    watching.setProperty("a", 1)
    watching.setProperty("a", 1)
    watching.setProperty("a", 2)
    watching.setProperty("a", None)
    watching.setProperty("objectName", "n")
    assert changed == [b"a", b"a", b"a"]


def test_declared_properties_are_attributes_and_properties() -> None:
    thing = Thing()
    heard: list[int] = []
    thing.changed.connect(heard.append)
    thing.level = 5
    assert thing.property("level") == 5
    assert thing.setProperty("level", 6) is True
    assert thing.level == 6
    assert heard == [5, 6]


def test_a_declared_property_without_setter_is_read_only() -> None:
    thing = Thing()
    assert thing.fixed == thing.property("fixed") == "fixed"
    with pytest.raises(AttributeError):
        thing.fixed = "other"
    assert thing.setProperty("fixed", "other") is False


def test_inherits_knows_class_names() -> None:
    thing = Thing()
    assert thing.inherits("QObject")
    assert thing.inherits("Thing")
    assert not thing.inherits("QTimer")


def test_tr_gives_the_text_back() -> None:
    assert QtCore.QObject().tr("hello") == "hello"
