"""Properties, declared and dynamic."""

from __future__ import annotations

import pytest

from netaccess._kernel.events import QDynamicPropertyChangeEvent, QEvent
from netaccess._kernel.qobject import QObject
from netaccess._kernel.timer import QTimer


class Watching(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.changes: list[bytes] = []

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QDynamicPropertyChangeEvent):
            self.changes.append(bytes(event.propertyName()))
        return super().event(event)


def test_a_declared_property_is_read_and_set_through_its_methods() -> None:
    timer = QTimer()
    assert timer.setProperty("interval", 25) is True
    assert (timer.interval(), timer.property("interval")) == (25, 25)


def test_inherited_properties_are_declared_too() -> None:
    timer = QTimer()
    assert timer.setProperty("objectName", "x") is True
    assert timer.objectName() == "x"


def test_a_read_only_property_is_not_set() -> None:
    timer = QTimer()
    assert timer.setProperty("active", True) is False
    assert timer.property("active") is False
    assert timer.dynamicPropertyNames() == []


def test_a_property_nobody_declared_is_dynamic() -> None:
    target, value = QObject(), object()
    assert target.setProperty("own", value) is False
    assert target.property("own") is value
    assert target.dynamicPropertyNames() == [b"own"]


def test_none_removes_a_dynamic_property() -> None:
    target = QObject()
    target.setProperty("own", 1)
    target.setProperty("own", None)
    assert target.property("own") is None
    assert target.dynamicPropertyNames() == []


def test_a_property_that_is_not_there_is_none() -> None:
    assert QObject().property("nothing") is None


def test_changes_of_dynamic_properties_are_told() -> None:
    target, value = Watching(), object()
    target.setProperty("own", value)
    target.setProperty("own", value)
    target.setProperty("own", 2)
    target.setProperty("own", None)
    target.setProperty("own", None)
    assert target.changes == [b"own", b"own", b"own"]


def test_a_property_has_a_name() -> None:
    with pytest.raises(TypeError, match="a property's name is a str"):
        QObject().setProperty(5, 1)  # type: ignore[arg-type]


def test_a_read_only_property_is_no_constructor_keyword() -> None:
    with pytest.raises(AttributeError, match="'active' is read-only"):
        QTimer(active=True)
