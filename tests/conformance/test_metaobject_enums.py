"""The enumerations, notes and constructors that a meta-object tells of."""

from __future__ import annotations

import enum
from typing import Any

import pytest
from binding import BINDING, QtCore, number, octets

# PySide2 knows little of this, and its meta-objects die under the hands of their users.
pytestmark = pytest.mark.only("netaccess", "PySide6")

if BINDING != "PySide2":

    class Coloured(QtCore.QObject):
        """Has enumerations that Qt knows."""

        @QtCore.QEnum
        class Color(enum.Enum):
            """Colours."""

            Red = 1
            Green = 2

        @QtCore.QFlag
        class Option(enum.Flag):
            """Options."""

            A = 1
            B = 2
            C = 4

        class Unknown(enum.Enum):
            """Not marked."""

            X = 1

    @QtCore.ClassInfo(author="somebody", version="3")
    class Noted(QtCore.QObject):
        """Has notes."""

    @QtCore.ClassInfo(**{"a name": "a text"})
    class NotedToo(Noted):
        """Has one more."""


def enumeration(name: str) -> Any:
    """An enumeration of the class above."""
    meta = Coloured.staticMetaObject
    return meta.enumerator(meta.indexOfEnumerator(name))


def test_marked_enumerations_are_listed() -> None:
    meta = Coloured.staticMetaObject
    names = [meta.enumerator(index).name() for index in range(meta.enumeratorOffset(), meta.enumeratorCount())]
    assert names == ["Color", "Option"]


def test_an_enumeration_tells_its_keys_and_values() -> None:
    color = enumeration("Color")
    assert [(color.key(index), color.value(index)) for index in range(color.keyCount())] == [("Red", 1), ("Green", 2)]
    assert (color.key(9), color.value(9)) == (None, -1)


def test_keys_and_values_are_looked_up() -> None:
    color = enumeration("Color")
    assert (color.keyToValue("Green"), color.keyToValue("Blue")) == ((2, True), (-1, False))
    assert (color.valueToKey(2), color.valueToKey(77)) == ("Green", None)


@pytest.mark.parametrize(
    ("key", "value"), [("Coloured::Green", 2), ("Coloured::Color::Green", 2), ("Color::Green", -1)]
)
def test_a_key_may_stand_behind_its_class(key: str, value: int) -> None:
    assert enumeration("Color").keyToValue(key)[0] == value


def test_flags_are_joined_and_taken_apart() -> None:
    option = enumeration("Option")
    assert option.keysToValue("A|C") == (5, True)
    assert option.keysToValue("A|Z") == (-1, False)
    assert octets(option.valueToKeys(5)) == b"A|C"
    assert option.valueToKey(5) is None


def test_an_enumeration_knows_its_class_and_kind() -> None:
    color, option = enumeration("Color"), enumeration("Option")
    assert (color.scope(), color.isFlag(), option.isFlag(), color.isScoped()) == ("Coloured", False, True, True)


def test_an_enumeration_nobody_has_is_invalid() -> None:
    nothing = Coloured.staticMetaObject.enumerator(99)
    assert (nothing.isValid(), nothing.name(), nothing.keyCount()) == (False, None, 0)
    assert Coloured.staticMetaObject.indexOfEnumerator("Unknown") == -1


def test_only_enumerations_of_integers_are_marked() -> None:
    with pytest.raises(TypeError, match="does not inherit from 'Enum' or 'Flag'"):
        QtCore.QEnum(type("NoEnum", (), {}))
    with pytest.raises(TypeError, match="expected 'Flag' but got 'Enum'"):
        QtCore.QFlag(enum.Enum("Some", {"A": 1}))


def test_notes_are_listed_behind_those_of_the_base() -> None:
    meta = NotedToo().metaObject()
    notes = [(meta.classInfo(index).name(), meta.classInfo(index).value()) for index in range(meta.classInfoCount())]
    assert notes == [("author", "somebody"), ("version", "3"), ("a name", "a text")]
    assert meta.classInfoOffset() == 2


def test_notes_are_found_by_name() -> None:
    meta = NotedToo().metaObject()
    assert [meta.indexOfClassInfo(name) for name in ("author", "a name", "none")] == [0, 2, -1]


def test_notes_are_strings_with_names() -> None:
    with pytest.raises(TypeError, match="must be strings"):
        QtCore.ClassInfo(a=1)
    with pytest.raises(TypeError, match="keyword argument"):
        QtCore.ClassInfo("x")


def test_only_classes_of_qobjects_take_notes() -> None:
    with pytest.raises(TypeError):
        QtCore.ClassInfo(a="b")(int)


def test_the_kinds_of_methods_have_qts_numbers() -> None:
    kinds = QtCore.QMetaMethod
    assert [number(each) for each in (kinds.Method, kinds.Signal, kinds.Slot, kinds.Constructor)] == [0, 1, 2, 3]


def test_qobject_lists_its_constructors() -> None:
    meta = QtCore.QObject.staticMetaObject
    texts = [octets(meta.constructor(index).methodSignature()) for index in range(meta.constructorCount())]
    assert texts == [b"QObject(QObject*)", b"QObject()"]
    assert meta.indexOfConstructor("QObject()") == 1
