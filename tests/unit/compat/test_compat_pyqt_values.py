"""PyQt's properties, enumerations, variants, devices and JSON."""

from __future__ import annotations

import importlib
from enum import Enum
from typing import Any

import pytest
from pyqtsupport import enumerators, make

from netaccess import QtCore, compat

# -- properties ------------------------------------------------------------------------------------------------------


def test_a_property_is_read_written_reset_and_deleted(pyqt5: Any) -> None:
    class Thing(pyqt5.QObject):  # type: ignore[misc, name-defined]
        _level = 1

        @pyqt5.pyqtProperty(int)
        def level(self) -> int:
            return self._level

        @level.setter
        def level(self, value: int) -> None:
            self._level = value

        @level.deleter
        def level(self) -> None:
            self._level = -1

        @level.reset
        def level(self) -> None:
            self._level = 0

    thing = Thing()
    thing.level = 5
    assert (thing.level, thing.property("level")) == (5, 5)
    thing.setProperty("level", 6)
    assert thing.level == 6
    del thing.level
    assert thing.level == -1


def test_a_property_without_a_deleter_cannot_be_deleted(pyqt5: Any) -> None:
    class Thing(pyqt5.QObject):  # type: ignore[misc, name-defined]
        level = pyqt5.pyqtProperty(int, lambda self: 1)

    thing = Thing()
    with pytest.raises(AttributeError, match="cannot be deleted"):
        del thing.level


def test_enumerations_are_registered_in_the_class(pyqt5: Any) -> None:
    class Thing(pyqt5.QObject):  # type: ignore[misc, name-defined]
        class Kind(Enum):
            """A kind."""

            ONE = 1

        class Plain:
            """No enumeration."""

        pyqt5.Q_ENUM(Kind)
        pyqt5.Q_ENUMS(Plain)
        pyqt5.Q_CLASSINFO("author", "me")

    assert enumerators(Thing) == ["Kind"]


# -- variants --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("value", ["text", b"bytes", 5, 2.5, [1, 2], {"a": 1}, (1, 2)], ids=str)
def test_a_variant_is_its_value(pyqt5: Any, value: Any) -> None:
    variant = pyqt5.QVariant(value)
    assert variant == value
    assert isinstance(variant, type(value))
    assert (variant.value(), type(variant.value())) == (value, type(value))
    assert (variant.isValid(), variant.isNull()) == (True, False)


@pytest.mark.parametrize("value", [True, None, object()], ids=["True", "None", "object"])
def test_a_variant_of_what_cannot_be_subclassed_is_the_value_itself(pyqt5: Any, value: Any) -> None:
    assert pyqt5.QVariant(value) is value


def test_a_variant_of_nothing_is_none(pyqt5: Any) -> None:
    assert pyqt5.QVariant() is None


def test_a_variant_of_a_variant_is_the_same(pyqt5: Any) -> None:
    variant = pyqt5.QVariant("x")
    assert pyqt5.QVariant(variant) is variant


def test_only_variants_are_instances(pyqt5: Any) -> None:
    assert isinstance(pyqt5.QVariant("x"), pyqt5.QVariant)
    assert not isinstance("x", pyqt5.QVariant)


def test_a_variant_names_its_type(pyqt5: Any) -> None:
    assert [pyqt5.QVariant(each).typeName() for each in ("x", 1, 1.5, [], {})] == [
        "QString",
        "int",
        "double",
        "QVariantList",
        "QVariantMap",
    ]


def test_a_variant_goes_where_values_go(pyqt5: Any) -> None:
    from netaccess.QtNetwork import QNetworkRequest

    request = QNetworkRequest(pyqt5.QUrl("http://example.org/"))
    request.setHeader(QNetworkRequest.KnownHeaders.UserAgentHeader, pyqt5.QVariant("agent"))
    request.setAttribute(QNetworkRequest.Attribute.User, pyqt5.QVariant(5))
    assert bytes(request.rawHeader(b"User-Agent")) == b"agent"
    assert request.attribute(QNetworkRequest.Attribute.User) == 5
    timer = pyqt5.QTimer()
    assert timer.setProperty("interval", pyqt5.QVariant(9))
    assert timer.interval() == 9


# -- devices ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def buffer(pyqt5: Any) -> Any:
    made = pyqt5.QBuffer()
    made.setData(b"one\ntwo")
    made.open(pyqt5.QIODevice.ReadOnly)
    return made


@pytest.mark.parametrize(("method", "expected"), [("readLine", b"one\n"), ("peek", b"one"), ("read", b"one")])
def test_devices_give_bytes(buffer: Any, method: str, expected: bytes) -> None:
    found = getattr(buffer, method)(4 if method == "readLine" else 3)
    assert type(found) is bytes
    assert found in (expected, b"one")


def test_reading_all_gives_a_byte_array(pyqt5: Any, buffer: Any) -> None:
    assert type(buffer.readAll()) is pyqt5.QByteArray


def test_a_byte_array_s_data_are_bytes(pyqt5: Any) -> None:
    assert type(pyqt5.QByteArray(b"x").data()) is bytes


def test_without_pyqt_devices_give_byte_arrays() -> None:
    with compat.installed("PyQt5"):
        importlib.import_module("PyQt5.QtCore")
    made = QtCore.QBuffer()
    made.setData(b"one")
    made.open(QtCore.QIODevice.OpenModeFlag.ReadOnly)
    assert type(made.read(3)) is QtCore.QByteArray


def test_receivers_are_counted_by_the_signal_itself(pyqt5: Any) -> None:
    thing = make(pyqt5)
    signal = thing.destroyed
    assert thing.receivers(signal) == 0
    signal.connect(print)
    assert thing.receivers(signal) == 1


# -- JSON ------------------------------------------------------------------------------------------------------------


def test_members_of_an_object_are_values(pyqt5: Any) -> None:
    found = pyqt5.QJsonDocument.fromJson(b'{"a": 1, "l": ["x", {"y": true}]}').object()
    assert found["a"].toInt() == 1
    assert found["l"].toArray()[1].toObject()["y"].toBool() is True


def test_members_of_an_array_are_values(pyqt5: Any) -> None:
    found = pyqt5.QJsonDocument.fromJson(b'["x", null]').array()
    assert (type(found), found[0].toString(), found[1].isNull()) == (list, "x", True)


def test_what_is_no_object_gives_an_empty_one(pyqt5: Any) -> None:
    assert pyqt5.QJsonValue(5).toObject() == {}
    assert pyqt5.QJsonValue(5).toArray() == []


def test_an_object_of_values_can_be_written_again(pyqt5: Any) -> None:
    found = pyqt5.QJsonDocument.fromJson(b'{"a": [1, {"b": null}]}')
    assert pyqt5.QJsonDocument(found.object()).toJson(pyqt5.QJsonDocument.Compact) == b'{"a":[1,{"b":null}]}'


def test_plain_values_stay_plain(pyqt5: Any) -> None:
    assert pyqt5.QJsonDocument.fromJson(b'{"a": [1]}').toVariant() == {"a": [1]}


def test_without_pyqt_members_are_plain() -> None:
    with compat.installed("PyQt5"):
        assert importlib.import_module("PyQt5.QtCore").QJsonDocument
    assert QtCore.QJsonDocument.fromJson(b'{"a": 1}').object() == {"a": 1}
