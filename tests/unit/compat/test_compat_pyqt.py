"""PyQt's signals, slots, properties, variants and devices."""

from __future__ import annotations

import ast
import importlib
import warnings
from collections.abc import Iterator
from enum import Enum, EnumMeta
from pathlib import Path
from typing import Any

import pytest

from netaccess import QtCore, compat


@pytest.fixture
def qt() -> Iterator[Any]:
    """PyQt5.QtCore."""
    with compat.installed("PyQt5"):
        yield importlib.import_module("PyQt5.QtCore")


def make(qt: Any) -> Any:
    class Thing(qt.QObject):  # type: ignore[misc, name-defined]
        """An object with signals of each kind."""

        plain = qt.pyqtSignal()
        number = qt.pyqtSignal(int)
        either = qt.pyqtSignal([int], ["QString"])
        named = qt.pyqtSignal("QString", int, name="named", arguments=["text", "number"], revision=2)
        value = qt.pyqtSignal(qt.QVariant)
        thing = qt.pyqtSignal("PyQt_PyObject")

        def __init__(self) -> None:
            super().__init__()
            self.seen: list[Any] = []

        @qt.pyqtSlot()
        def none(self, first: int = 7) -> None:
            self.seen.append(first)

        @qt.pyqtSlot(int)
        def one(self, first: int = 7, second: int = 8) -> None:
            self.seen.append((first, second))

        @qt.pyqtSlot(int)
        @qt.pyqtSlot("QString")
        def both(self, value: Any) -> None:
            self.seen.append(value)

        def undecorated(self, *values: Any) -> None:
            self.seen.append(values)

    return Thing()


def test_a_signal_is_connected_and_emitted(qt: Any) -> None:
    thing = make(qt)
    thing.number.connect(thing.both)
    thing.number.emit(5)
    assert thing.seen == [5]


def test_overloads_are_lists(qt: Any) -> None:
    thing = make(qt)
    thing.either[str].connect(thing.both)
    thing.either["QString"].emit("x")
    thing.either.emit(5)
    assert thing.seen == ["x"]


def test_types_may_be_names_of_c(qt: Any) -> None:
    thing = make(qt)
    thing.named.connect(thing.undecorated)
    thing.named.emit("x", 1)
    assert thing.seen == [("x", 1)]


@pytest.mark.parametrize("signal", ["value", "thing"])
def test_variants_and_objects_go_through_as_they_are(qt: Any, signal: str) -> None:
    thing, payload = make(qt), object()
    getattr(thing, signal).connect(thing.undecorated)
    getattr(thing, signal).emit(payload)
    assert thing.seen[0][0] is payload


def test_too_many_arguments_are_a_type_error(qt: Any) -> None:
    thing = make(qt)
    with pytest.raises(TypeError):
        thing.plain.emit(1)


def test_a_wrong_argument_is_a_type_error(qt: Any) -> None:
    thing = make(qt)
    with pytest.raises(TypeError):
        thing.number.emit("text")


def test_the_connection_type_may_be_a_keyword(qt: Any) -> None:
    thing = make(qt)
    thing.plain.connect(thing.none, type=qt.Qt.QueuedConnection)
    thing.plain.emit()
    assert thing.seen == []
    qt.QCoreApplication.sendPostedEvents(thing)
    assert thing.seen == [7]


def test_the_check_of_the_receiver_may_be_left_out(qt: Any) -> None:
    thing = make(qt)
    thing.plain.connect(thing.none, no_receiver_check=True)
    thing.plain.emit()
    assert thing.seen == [7]


def test_a_signal_of_qt_s_own_is_connected_alike(qt: Any) -> None:
    thing = make(qt)
    thing.objectNameChanged.connect(thing.undecorated, type=qt.Qt.DirectConnection)
    thing.setObjectName("x")
    assert thing.seen == [("x",)]


# -- disconnecting ---------------------------------------------------------------------------------------------------


def test_disconnecting_what_was_connected_works(qt: Any) -> None:
    thing = make(qt)
    thing.plain.connect(thing.none)
    thing.plain.disconnect(thing.none)
    thing.plain.emit()
    assert thing.seen == []


def test_disconnecting_without_any_connection_is_a_type_error(qt: Any) -> None:
    thing = make(qt)
    with pytest.raises(TypeError, match=r"disconnect\(\) failed between 'plain\(\)' and all its connections"):
        thing.plain.disconnect()


def test_disconnecting_another_slot_is_a_type_error(qt: Any) -> None:
    thing = make(qt)
    thing.plain.connect(thing.none)
    with pytest.raises(TypeError, match="is not connected to"):
        thing.plain.disconnect(thing.undecorated)


def test_disconnecting_a_signal_of_qt_s_own_raises_as_well(qt: Any) -> None:
    timer = qt.QTimer()
    with pytest.raises(TypeError):
        timer.timeout.disconnect()


def test_after_pyqt_disconnecting_warns_again() -> None:
    with compat.installed("PyQt5"):
        importlib.import_module("PyQt5.QtCore")
    timer = QtCore.QTimer()
    with pytest.warns(RuntimeWarning, match="Failed to disconnect"):
        assert timer.timeout.disconnect() is False


def test_nothing_is_warned_of_under_pyqt(qt: Any) -> None:
    timer = qt.QTimer()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(TypeError):
            timer.timeout.disconnect(print)


# -- kinds -----------------------------------------------------------------------------------------------------------


def test_bound_and_unbound_signals_are_told_apart(qt: Any) -> None:
    thing = make(qt)
    assert isinstance(thing.plain, qt.pyqtBoundSignal)
    assert isinstance(type(thing).plain, qt.pyqtSignal)
    assert not isinstance(thing.plain, qt.pyqtSignal)


def test_signals_of_qt_s_own_are_of_pyqt_s_kinds(qt: Any) -> None:
    timer = qt.QTimer()
    assert isinstance(timer.timeout, qt.pyqtBoundSignal)
    assert isinstance(qt.QTimer.timeout, qt.pyqtSignal)


@pytest.mark.parametrize(
    ("name", "text"), [("plain", "2plain()"), ("number", "2number(int)"), ("either", "2either(int)")]
)
def test_a_bound_signal_tells_its_old_spelling(qt: Any, name: str, text: str) -> None:
    thing = make(qt)
    assert getattr(thing, name).signal == text


# -- slots -----------------------------------------------------------------------------------------------------------


def test_a_slot_gets_no_more_than_it_declares(qt: Any) -> None:
    thing = make(qt)
    thing.number.connect(thing.none)
    thing.named.connect(thing.none)
    thing.number.emit(5)
    assert thing.seen == [7]


def test_a_slot_gets_as_many_as_it_declares(qt: Any) -> None:
    class Sender(qt.QObject):  # type: ignore[misc, name-defined]
        pair = qt.pyqtSignal(int, int)

    sender, thing = Sender(), make(qt)
    sender.pair.connect(thing.one)
    sender.pair.emit(1, 2)
    assert thing.seen == [(1, 8)]


def test_a_slot_that_is_not_decorated_gets_all_it_takes(qt: Any) -> None:
    thing = make(qt)
    thing.named.connect(thing.undecorated)
    thing.named.emit("x", 1)
    assert thing.seen == [("x", 1)]


def test_a_slot_can_be_called_with_everything(qt: Any) -> None:
    thing = make(qt)
    thing.none(3)
    thing.one(1, 2)
    assert thing.seen == [3, (1, 2)]


def test_an_exception_in_a_slot_goes_to_the_hook(qt: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    hooked: list[Any] = []
    monkeypatch.setattr("sys.excepthook", lambda kind, error, trace: hooked.append(kind))
    thing = make(qt)
    thing.plain.connect(lambda: 1 / 0)
    thing.plain.connect(thing.none)
    thing.plain.emit()
    assert (hooked, thing.seen) == ([ZeroDivisionError], [7])


def test_a_slot_can_be_invoked_by_name(qt: Any) -> None:
    thing = make(qt)
    assert qt.QMetaObject.invokeMethod(thing, "both", qt.Qt.DirectConnection, qt.Q_ARG(int, 4))
    assert thing.seen == [4]


def test_old_signatures_declare_slots() -> None:
    with compat.installed("PyQt4"):
        qt = importlib.import_module("PyQt4.QtCore")

        class Thing(qt.QObject):  # type: ignore[misc, name-defined]
            got: list[Any] = []

            @qt.pyqtSignature("take(int)")
            def take(self, number: int, more: int = 5) -> None:
                self.got.append((number, more))

        thing = Thing()
        assert qt.QMetaObject.invokeMethod(thing, "take", qt.Q_ARG(int, 4))
        assert Thing.got == [(4, 5)]


# -- properties ------------------------------------------------------------------------------------------------------


def test_a_property_is_read_written_reset_and_deleted(qt: Any) -> None:
    class Thing(qt.QObject):  # type: ignore[misc, name-defined]
        _level = 1

        @qt.pyqtProperty(int)
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


def test_a_property_without_a_deleter_cannot_be_deleted(qt: Any) -> None:
    class Thing(qt.QObject):  # type: ignore[misc, name-defined]
        level = qt.pyqtProperty(int, lambda self: 1)

    thing = Thing()
    with pytest.raises(AttributeError, match="cannot be deleted"):
        del thing.level


# -- enumerations ----------------------------------------------------------------------------------------------------


def enumerators(cls: Any) -> list[str]:
    meta = cls.staticMetaObject
    return [meta.enumerator(index).name() for index in range(meta.enumeratorOffset(), meta.enumeratorCount())]


def test_enumerations_are_registered_in_the_class(qt: Any) -> None:
    class Thing(qt.QObject):  # type: ignore[misc, name-defined]
        class Kind(Enum):
            """A kind."""

            ONE = 1

        class Plain:
            """No enumeration."""

        qt.Q_ENUM(Kind)
        qt.Q_ENUMS(Plain)
        qt.Q_CLASSINFO("author", "me")

    assert enumerators(Thing) == ["Kind"]


def test_the_newest_registers_enumerations_by_a_decorator(newest: Any) -> None:
    class Thing(newest.QObject):  # type: ignore[misc, name-defined]
        @newest.pyqtEnum
        class Kind(Enum):
            """A kind."""

            ONE = 1

        @newest.pyqtEnum()
        class Other(Enum):
            """Another one."""

            TWO = 2

    assert sorted(enumerators(Thing)) == ["Kind", "Other"]


def test_the_newest_notes_classes_by_a_decorator(newest: Any) -> None:
    @newest.pyqtClassInfo("author", "me")
    class Thing(newest.QObject):  # type: ignore[misc, name-defined]
        """An object."""

    assert Thing.staticMetaObject.classInfo(0).value() == "me"


# -- variants --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("value", ["text", b"bytes", 5, 2.5, [1, 2], {"a": 1}, (1, 2)], ids=str)
def test_a_variant_is_its_value(qt: Any, value: Any) -> None:
    variant = qt.QVariant(value)
    assert variant == value
    assert isinstance(variant, type(value))
    assert (variant.value(), type(variant.value())) == (value, type(value))
    assert (variant.isValid(), variant.isNull()) == (True, False)


@pytest.mark.parametrize("value", [True, None, object()], ids=str)
def test_a_variant_of_what_cannot_be_subclassed_is_the_value_itself(qt: Any, value: Any) -> None:
    assert qt.QVariant(value) is value


def test_a_variant_of_nothing_is_none(qt: Any) -> None:
    assert qt.QVariant() is None


def test_a_variant_of_a_variant_is_the_same(qt: Any) -> None:
    variant = qt.QVariant("x")
    assert qt.QVariant(variant) is variant


def test_only_variants_are_instances(qt: Any) -> None:
    assert isinstance(qt.QVariant("x"), qt.QVariant)
    assert not isinstance("x", qt.QVariant)


def test_a_variant_names_its_type(qt: Any) -> None:
    assert [qt.QVariant(each).typeName() for each in ("x", 1, 1.5, [], {})] == [
        "QString",
        "int",
        "double",
        "QVariantList",
        "QVariantMap",
    ]


def test_a_variant_goes_where_values_go(qt: Any) -> None:
    from netaccess.QtNetwork import QNetworkRequest

    request = QNetworkRequest(qt.QUrl("http://example.org/"))
    request.setHeader(QNetworkRequest.KnownHeaders.UserAgentHeader, qt.QVariant("agent"))
    request.setAttribute(QNetworkRequest.Attribute.User, qt.QVariant(5))
    assert bytes(request.rawHeader(b"User-Agent")) == b"agent"
    assert request.attribute(QNetworkRequest.Attribute.User) == 5
    timer = qt.QTimer()
    assert timer.setProperty("interval", qt.QVariant(9))
    assert timer.interval() == 9


# -- devices ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def buffer(qt: Any) -> Any:
    made = qt.QBuffer()
    made.setData(b"one\ntwo")
    made.open(qt.QIODevice.ReadOnly)
    return made


@pytest.mark.parametrize(("method", "expected"), [("readLine", b"one\n"), ("peek", b"one"), ("read", b"one")])
def test_devices_give_bytes(buffer: Any, method: str, expected: bytes) -> None:
    found = getattr(buffer, method)(4 if method == "readLine" else 3)
    assert type(found) is bytes
    assert found in (expected, b"one")


def test_reading_all_gives_a_byte_array(qt: Any, buffer: Any) -> None:
    assert type(buffer.readAll()) is qt.QByteArray


def test_a_byte_array_s_data_are_bytes(qt: Any) -> None:
    assert type(qt.QByteArray(b"x").data()) is bytes


def test_without_pyqt_devices_give_byte_arrays() -> None:
    with compat.installed("PyQt5"):
        importlib.import_module("PyQt5.QtCore")
    made = QtCore.QBuffer()
    made.setData(b"one")
    made.open(QtCore.QIODevice.OpenModeFlag.ReadOnly)
    assert type(made.read(3)) is QtCore.QByteArray


def test_receivers_are_counted_by_the_signal_itself(qt: Any) -> None:
    thing = make(qt)
    signal = thing.destroyed
    assert thing.receivers(signal) == 0
    signal.connect(print)
    assert thing.receivers(signal) == 1


# -- JSON ------------------------------------------------------------------------------------------------------------


def test_members_of_an_object_are_values(qt: Any) -> None:
    found = qt.QJsonDocument.fromJson(b'{"a": 1, "l": ["x", {"y": true}]}').object()
    assert found["a"].toInt() == 1
    assert found["l"].toArray()[1].toObject()["y"].toBool() is True


def test_members_of_an_array_are_values(qt: Any) -> None:
    found = qt.QJsonDocument.fromJson(b'["x", null]').array()
    assert (type(found), found[0].toString(), found[1].isNull()) == (list, "x", True)


def test_what_is_no_object_gives_an_empty_one(qt: Any) -> None:
    assert qt.QJsonValue(5).toObject() == {}
    assert qt.QJsonValue(5).toArray() == []


def test_an_object_of_values_can_be_written_again(qt: Any) -> None:
    found = qt.QJsonDocument.fromJson(b'{"a": [1, {"b": null}]}')
    assert qt.QJsonDocument(found.object()).toJson(qt.QJsonDocument.Compact) == b'{"a":[1,{"b":null}]}'


def test_plain_values_stay_plain(qt: Any) -> None:
    assert qt.QJsonDocument.fromJson(b'{"a": [1]}').toVariant() == {"a": [1]}


def test_without_pyqt_members_are_plain() -> None:
    with compat.installed("PyQt5"):
        assert importlib.import_module("PyQt5.QtCore").QJsonDocument
    assert QtCore.QJsonDocument.fromJson(b'{"a": 1}').object() == {"a": 1}


# -- the newest ------------------------------------------------------------------------------------------------------


@pytest.fixture
def newest() -> Iterator[Any]:
    """PyQt6.QtCore."""
    with compat.installed("PyQt6"):
        yield importlib.import_module("PyQt6.QtCore")


@pytest.mark.parametrize("name", ["QCoreApplication", "QEventLoop", "QThread"])
def test_exec_has_lost_its_underscore(newest: Any, name: str) -> None:
    assert not hasattr(getattr(newest, name), "exec_")
    assert hasattr(getattr(newest, name), "exec")


@pytest.mark.parametrize("binding", ["PySide", "PySide2", "PySide6", "PyQt4", "PyQt5"])
def test_older_bindings_have_the_underscore(binding: str) -> None:
    compat.install(binding)
    assert hasattr(importlib.import_module(f"{binding}.QtCore").QEventLoop, "exec_")


@pytest.mark.parametrize(
    ("cls", "enumeration", "member"),
    [
        ("Qt", "ConnectionType", "QueuedConnection"),
        ("QIODevice", "OpenModeFlag", "ReadOnly"),
        ("QEvent", "Type", "User"),
        ("QEventLoop", "ProcessEventsFlag", "AllEvents"),
    ],
)
def test_members_are_found_in_their_enumeration_only(newest: Any, cls: str, enumeration: str, member: str) -> None:
    owner = getattr(newest, cls)
    assert not hasattr(owner, member)
    assert hasattr(getattr(owner, enumeration), member)


def test_an_object_has_no_members_either(newest: Any) -> None:
    assert not hasattr(newest.QEventLoop(), "AllEvents")


def test_names_that_are_gone_are_not_listed_either(newest: Any) -> None:
    assert not {"exec_", "AllEvents"} & set(dir(newest.QEventLoop))


def test_the_old_names_are_back_when_the_binding_is_gone() -> None:
    with compat.installed("PyQt6"):
        assert not hasattr(importlib.import_module("PyQt6.QtCore").QEventLoop, "exec_")
    assert QtCore.QEventLoop.AllEvents is QtCore.QEventLoop.ProcessEventsFlag.AllEvents  # type: ignore[attr-defined]
    assert QtCore.QEventLoop.exec_ is QtCore.QEventLoop.exec


def test_netaccess_itself_needs_none_of_the_names_that_go() -> None:
    faces = [importlib.import_module(f"netaccess.{name}") for name in ("QtCore", "QtNetwork")]
    found = {name: getattr(face, name) for face in faces for name in face.__all__}
    classes = {name: each for name, each in found.items() if not isinstance(each, EnumMeta)}
    used: list[str] = []
    for path in Path(compat.__file__).parents[1].rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                member = getattr(classes.get(node.value.id), node.attr, None)
                stands_outside = isinstance(member, Enum) and node.attr in type(member).__members__
                if node.attr == "exec_" or stands_outside:
                    used.append(f"{path.name}:{node.lineno}: {ast.unparse(node)}")
    assert used == []


def test_the_network_s_members_are_in_their_enumerations(newest: Any) -> None:
    network = importlib.import_module("PyQt6.QtNetwork")
    assert not hasattr(network.QNetworkReply, "NoError")
    assert network.QNetworkReply.NetworkError.NoError == 0
    assert not hasattr(network.QNetworkRequest, "UserAgentHeader")


def test_the_newest_has_no_strings_for_signals(newest: Any) -> None:
    assert not hasattr(newest, "SIGNAL")
