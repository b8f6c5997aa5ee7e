"""Properties that Python classes declare: as attributes, by name, converted, reset, inherited, and as meta-objects list them."""

from __future__ import annotations

from typing import Any

import pytest
from binding import QtCore, octets

Property, Signal, Qt = QtCore.Property, QtCore.Signal, QtCore.Qt
modern = pytest.mark.only("netaccess", "PySide6")


class Item(QtCore.QObject):
    """Properties of every kind."""

    changed = Signal(int)

    def __init__(self, **keywords: Any) -> None:
        self.value: Any = 1
        self.text: Any = "t"
        self.gone = False
        super().__init__(**keywords)

    def _get(self) -> Any:
        return self.value

    def _set(self, value: Any) -> None:
        self.value = value

    def _reset(self) -> None:
        self.value = 0

    def _get_text(self) -> Any:
        return self.text

    def _set_text(self, text: Any) -> None:
        self.text = text

    full = Property(int, _get, _set, _reset, doc="What it is.", notify=changed)
    fixed = Property(int, _get)
    words = Property(str, _get_text, _set_text)
    constant = Property(int, _get, constant=True)
    odd = Property(int, _get, _set, designable=False, stored=False, scriptable=False, user=True, final=True)

    @Property(int, notify=changed)
    def made(self) -> int:
        """Made by decorators."""
        return int(self.value)

    @made.setter
    def made(self, value: int) -> None:
        self.value = value

    @made.resetter
    def made(self) -> None:
        self.value = 7

    @Property(int)
    def removable(self) -> int:
        """Can be deleted."""
        return 1

    @removable.deleter
    def removable(self) -> None:
        self.gone = True


class Special(Item):
    """Refines a property of its base."""

    @Item.full.getter
    def full(self) -> int:
        """Ten times the value."""
        return int(self.value) * 10

    own = Property(float, lambda self: 1.5)


class Broken(QtCore.QObject):
    """Getter and setter raise."""

    def _get(self) -> int:
        raise ValueError("get")

    def _set(self, value: int) -> None:
        raise ValueError("set")

    level = Property(int, _get, _set)


@pytest.fixture
def item() -> Any:
    """A fresh item."""
    return Item()


def holder(declared: Any) -> Any:
    """An object with one property ``held`` of a type, which remembers what its setter is given."""

    class Holder(QtCore.QObject):
        """Remembers what it is given."""

        def __init__(self) -> None:
            super().__init__()
            self.given: list[Any] = []

        def _get(self) -> Any:
            return self.given[-1]

        def _set(self, value: Any) -> None:
            self.given.append(value)

        held = Property(declared, _get, _set)

    return Holder()


def meta(target: Any, name: str) -> Any:
    """A property of an object's class."""
    found = target.metaObject()
    return found.property(found.indexOfProperty(name))


# -- as an attribute -------------------------------------------------------------------------------------------------


def test_an_attribute_is_set_without_conversion(item: Any) -> None:
    item.full = "12"
    assert item.value == "12"


def test_a_property_on_the_class_is_itself() -> None:
    assert isinstance(Item.full, Property)


@modern
def test_a_property_gives_its_functions() -> None:
    assert Item.full.fget is Item._get
    assert Item.full.fset is Item._set
    assert Item.full.freset is Item._reset
    assert Item.fixed.fset is None


@modern
def test_a_property_has_its_own_documentation_or_its_getters() -> None:
    assert (Item.full.__doc__, Item.made.__doc__, Item.fixed.__doc__) == ("What it is.", "Made by decorators.", None)


def test_decorators_make_a_property(item: Any) -> None:
    item.made = 5
    assert (item.made, item.value) == (5, 5)


@modern
def test_deleting_an_attribute_calls_the_deleter(item: Any) -> None:
    del item.removable
    assert item.gone is True


@pytest.mark.parametrize("name", ["full", "fixed", "made"])
@modern
def test_deleting_an_attribute_without_a_deleter_is_an_error(item: Any, name: str) -> None:
    with pytest.raises(AttributeError, match="Attribute is read only"):
        delattr(item, name)


@modern
def test_setting_a_read_only_attribute_is_an_error(item: Any) -> None:
    with pytest.raises(AttributeError, match="Attribute is read only"):
        item.fixed = 1


@modern
def test_a_subclass_refines_a_property_and_leaves_the_base_alone() -> None:
    assert (Special().full, Item().full) == (10, 1)


def test_the_getter_that_was_given_is_called_whatever_a_subclass_defines() -> None:
    class Renamed(Item):
        """Has a function of the getter's name."""

        def _get(self) -> int:
            return 99

    assert Renamed().full == 1


def test_exceptions_of_an_attributes_functions_reach_the_caller() -> None:
    broken = Broken()
    with pytest.raises(ValueError, match="get"):
        _ = broken.level
    with pytest.raises(ValueError, match="set"):
        broken.level = 1


@modern
def test_keywords_of_the_constructor_set_properties_as_attributes() -> None:
    assert Item(full=5, words="w").value == 5
    assert Item(full="x").value == "x"


def test_a_property_needs_a_type() -> None:
    with pytest.raises(TypeError):
        Property()


@modern
def test_a_getter_must_be_callable() -> None:
    with pytest.raises(TypeError, match="Non-callable"):
        Property(int, 5)


def test_an_unknown_option_is_a_type_error() -> None:
    with pytest.raises(TypeError, match="bogus"):
        Property(int, bogus=True)


# -- by name ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("declared", "given", "arrived"),
    [
        (int, 1.5, 2),
        (int, 2.5, 3),
        (int, -1.5, -2),
        (int, "12", 12),
        (int, " 7 ", 7),
        (int, True, 1),
        (int, QtCore.QByteArray(b"12"), 12),
        (str, 5, "5"),
        (str, 1.5, "1.5"),
        (str, 5.0, "5"),
        (str, True, "true"),
        (str, QtCore.QByteArray(b"ab"), "ab"),
        (str, QtCore.QUrl("http://h/"), "http://h/"),
        (float, "1.5", 1.5),
        (float, 3, 3.0),
        (bool, "false", False),
        (bool, "0", False),
        (bool, "", False),
        (bool, "x", True),
        (bool, 0.5, True),
        (list, [1, "a"], [1, "a"]),
        (list, "ab", ["a", "b"]),
        (dict, {"a": 1}, {"a": 1}),
        ("QStringList", "one", ["one"]),
        ("QStringList", ["a", 1], ["a", "1"]),
        ("QVariant", (1, 2), (1, 2)),
        ("qint64", 2**40, 2**40),
    ],
)
@modern
def test_a_value_set_by_name_is_converted(declared: Any, given: Any, arrived: Any) -> None:
    target = holder(declared)
    assert target.setProperty("held", given) is True
    assert target.given == [arrived]
    assert type(target.given[0]) is type(arrived)


def test_a_str_becomes_an_address() -> None:
    target = holder(QtCore.QUrl)
    assert target.setProperty("held", "http://h/") is True
    assert target.given == [QtCore.QUrl("http://h/")]


@modern
def test_a_number_becomes_a_byte_array() -> None:
    target = holder(QtCore.QByteArray)
    target.setProperty("held", 5)
    assert octets(target.given[0]) == b"5"


@modern
def test_a_number_becomes_an_enumeration() -> None:
    target = holder(Qt.TimerType)
    target.setProperty("held", 1)
    assert target.given == [Qt.TimerType.CoarseTimer]


@pytest.mark.parametrize(
    ("declared", "given"),
    [
        (int, "x"),
        (int, "1.5"),
        (int, ""),
        (int, "0x10"),
        (int, [1]),
        (int, float("nan")),
        (float, "x"),
        (str, [1]),
        (str, {"a": 1}),
        (list, 5),
        (dict, [1]),
        (dict, {1: 2}),
        (QtCore.QUrl, 5),
        (QtCore.QObject, 5),
        (QtCore.QTimer, "x"),
    ],
)
@modern
def test_a_value_that_does_not_fit_is_not_set(declared: Any, given: Any) -> None:
    target = holder(declared)
    assert target.setProperty("held", given) is False
    assert target.given == []


@pytest.mark.parametrize(
    ("declared", "nothing"), [(int, 0), (str, ""), (float, 0.0), (bool, False), (list, []), (dict, {}), (object, None)]
)
@modern
def test_none_is_the_empty_value_of_a_type(declared: Any, nothing: Any) -> None:
    target = holder(declared)
    assert target.setProperty("held", None) is True
    assert target.given == [nothing]


def test_none_resets_a_property_that_can_be(item: Any) -> None:
    assert item.setProperty("full", None) is True
    assert item.value == 0


def test_an_object_is_set_as_it_is() -> None:
    target, timer = holder(QtCore.QObject), QtCore.QTimer()
    assert target.setProperty("held", timer) is True
    assert target.given[0] is timer


@modern
def test_properties_of_qt_convert_too() -> None:
    timer = QtCore.QTimer()
    assert timer.setProperty("interval", "25") is True
    assert timer.setProperty("interval", "soon") is False
    assert timer.setProperty("timerType", 0) is True
    assert timer.setProperty("objectName", 5) is True
    assert (timer.interval(), timer.timerType(), timer.objectName()) == (25, Qt.TimerType.PreciseTimer, "5")


def test_a_read_only_property_refuses_every_value(item: Any) -> None:
    assert item.setProperty("fixed", 5) is False
    assert item.value == 1


def test_a_value_read_by_name_is_of_the_declared_type(item: Any) -> None:
    item.value = 2.5
    assert item.property("full") == 2


def test_exceptions_of_functions_called_by_name_do_not_reach_the_caller(slot_errors: list[BaseException]) -> None:
    broken = Broken()
    assert broken.property("level") in (0, None)
    broken.setProperty("level", 1)
    slot_errors.clear()


@modern
def test_exceptions_of_functions_called_by_name_are_reported(slot_errors: list[BaseException]) -> None:
    broken = Broken()
    assert broken.property("level") == 0
    assert broken.setProperty("level", 1) is True
    assert [str(error) for error in slot_errors] == ["get", "set"]
    slot_errors.clear()


def test_a_property_set_by_name_emits_what_the_setter_emits() -> None:
    class Telling(QtCore.QObject):
        """Says what it is set to."""

        changed = Signal(int)
        level = Property(int, lambda self: 1, lambda self, value: self.changed.emit(value), notify=changed)

    telling = Telling()
    heard: list[int] = []
    telling.changed.connect(heard.append)
    telling.setProperty("level", 5)
    assert heard == [5]


def test_lists_and_dicts_are_copied_into_dynamic_properties() -> None:
    target = QtCore.QObject()
    given = [1]
    target.setProperty("own", given)
    given.append(2)
    target.property("own").append(3)
    assert target.property("own") == [1]


def test_names_of_dynamic_properties_are_byte_arrays(item: Any) -> None:
    item.setProperty("own", 1)
    item.setProperty("full", 2)
    assert [octets(name) for name in item.dynamicPropertyNames()] == [b"own"]


# -- as the meta-object lists them -----------------------------------------------------------------------------------


@modern
def test_properties_are_listed_in_the_order_of_declaration() -> None:
    found = Item.staticMetaObject
    names = [found.property(index).name() for index in range(found.propertyOffset(), found.propertyCount())]
    assert names == ["full", "fixed", "words", "constant", "odd", "made", "removable"]


@modern
def test_a_property_declared_anew_keeps_its_number() -> None:
    found = Special.staticMetaObject
    names = [found.property(index).name() for index in range(found.propertyOffset(), found.propertyCount())]
    assert names == ["own"]
    assert found.indexOfProperty("full") == Item.staticMetaObject.indexOfProperty("full")


@pytest.mark.parametrize(
    ("declared", "spelled"),
    [
        (int, "int"),
        (str, "QString"),
        (float, "double"),
        (bool, "bool"),
        (list, "QVariantList"),
        (dict, "QVariantMap"),
        (object, "PySide::PyObjectWrapper"),
        (QtCore.QUrl, "QUrl"),
        (QtCore.QTimer, "QTimer*"),
        (QtCore.Qt.TimerType, "Qt::TimerType"),
        ("QVariant", "QVariant"),
        ("qint64", "qlonglong"),
    ],
)
@modern
def test_a_property_tells_its_type(declared: Any, spelled: str) -> None:
    assert meta(holder(declared), "held").typeName() == spelled


def test_a_property_tells_what_can_be_done_with_it(item: Any) -> None:
    full, fixed = meta(item, "full"), meta(item, "fixed")
    assert (full.isReadable(), full.isWritable(), full.isResettable()) == (True, True, True)
    assert (fixed.isReadable(), fixed.isWritable(), fixed.isResettable()) == (True, False, False)


def test_a_property_knows_its_signal(item: Any) -> None:
    full, fixed = meta(item, "full"), meta(item, "fixed")
    assert full.hasNotifySignal() and not fixed.hasNotifySignal()
    assert octets(full.notifySignal().methodSignature()) == b"changed(int)"
    assert full.notifySignalIndex() == item.metaObject().indexOfSignal("changed(int)")
    assert fixed.notifySignalIndex() == -1


@modern
def test_a_property_keeps_its_options(item: Any) -> None:
    full, odd = meta(item, "full"), meta(item, "odd")
    asked = ("isDesignable", "isStored", "isScriptable", "isUser", "isFinal")
    assert [getattr(full, name)() for name in asked] == [True, True, True, False, False]
    assert [getattr(odd, name)() for name in asked] == [False, False, False, True, True]
    assert meta(item, "constant").isConstant() and not full.isConstant()


def test_the_user_property_is_found() -> None:
    assert Item.staticMetaObject.userProperty().name() == "odd"
    assert not QtCore.QObject.staticMetaObject.userProperty().isValid()


def test_a_property_can_be_read_written_and_reset(item: Any) -> None:
    full = meta(item, "full")
    assert full.write(item, 5) is True
    assert full.read(item) == 5
    assert full.reset(item) is True
    assert item.value == 0


def test_writing_and_resetting_say_when_they_cannot(item: Any) -> None:
    fixed = meta(item, "fixed")
    assert (fixed.write(item, 5), fixed.reset(item)) == (False, False)
    assert meta(item, "full").write(item, "x") is False


@modern
def test_a_property_is_read_as_the_objects_class_has_it() -> None:
    found = Item.staticMetaObject
    assert found.property(found.indexOfProperty("full")).read(Special()) == 10


@modern
def test_a_property_of_qt_is_listed_with_type_and_signal() -> None:
    name = meta(QtCore.QObject(), "objectName")
    assert (name.typeName(), octets(name.notifySignal().name())) == ("QString", b"objectNameChanged")
    timer = QtCore.QTimer()
    assert (meta(timer, "active").typeName(), meta(timer, "active").isWritable()) == ("bool", False)
    assert (meta(timer, "timerType").typeName(), meta(timer, "timerType").isEnumType()) == ("Qt::TimerType", True)


@modern
def test_a_property_nobody_has_is_invalid() -> None:
    found = Item.staticMetaObject
    nothing = found.property(999)
    assert (nothing.isValid(), nothing.name(), nothing.typeName()) == (False, None, None)
    assert found.indexOfProperty("nope") == -1
