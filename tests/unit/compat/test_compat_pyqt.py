"""PyQt's signals and slots."""

from __future__ import annotations

import importlib
import warnings
from typing import Any

import pytest
from pyqtsupport import make

from netaccess import QtCore, compat


def test_a_signal_is_connected_and_emitted(pyqt5: Any) -> None:
    thing = make(pyqt5)
    thing.number.connect(thing.both)
    thing.number.emit(5)
    assert thing.seen == [5]


def test_overloads_are_lists(pyqt5: Any) -> None:
    thing = make(pyqt5)
    thing.either[str].connect(thing.both)
    thing.either["QString"].emit("x")
    thing.either.emit(5)
    assert thing.seen == ["x"]


def test_types_may_be_names_of_c(pyqt5: Any) -> None:
    thing = make(pyqt5)
    thing.named.connect(thing.undecorated)
    thing.named.emit("x", 1)
    assert thing.seen == [("x", 1)]


@pytest.mark.parametrize("signal", ["value", "thing"])
def test_variants_and_objects_go_through_as_they_are(pyqt5: Any, signal: str) -> None:
    thing, payload = make(pyqt5), object()
    getattr(thing, signal).connect(thing.undecorated)
    getattr(thing, signal).emit(payload)
    assert thing.seen[0][0] is payload


def test_too_many_arguments_are_a_type_error(pyqt5: Any) -> None:
    thing = make(pyqt5)
    with pytest.raises(TypeError):
        thing.plain.emit(1)


def test_a_wrong_argument_is_a_type_error(pyqt5: Any) -> None:
    thing = make(pyqt5)
    with pytest.raises(TypeError):
        thing.number.emit("text")


def test_the_connection_type_may_be_a_keyword(pyqt5: Any) -> None:
    thing = make(pyqt5)
    thing.plain.connect(thing.none, type=pyqt5.Qt.QueuedConnection)
    thing.plain.emit()
    assert thing.seen == []
    pyqt5.QCoreApplication.sendPostedEvents(thing)
    assert thing.seen == [7]


def test_the_check_of_the_receiver_may_be_left_out(pyqt5: Any) -> None:
    thing = make(pyqt5)
    thing.plain.connect(thing.none, no_receiver_check=True)
    thing.plain.emit()
    assert thing.seen == [7]


def test_a_signal_of_qt_s_own_is_connected_alike(pyqt5: Any) -> None:
    thing = make(pyqt5)
    thing.objectNameChanged.connect(thing.undecorated, type=pyqt5.Qt.DirectConnection)
    thing.setObjectName("x")
    assert thing.seen == [("x",)]


# -- disconnecting ---------------------------------------------------------------------------------------------------


def test_disconnecting_what_was_connected_works(pyqt5: Any) -> None:
    thing = make(pyqt5)
    thing.plain.connect(thing.none)
    thing.plain.disconnect(thing.none)
    thing.plain.emit()
    assert thing.seen == []


def test_disconnecting_without_any_connection_is_a_type_error(pyqt5: Any) -> None:
    thing = make(pyqt5)
    with pytest.raises(TypeError, match=r"disconnect\(\) failed between 'plain\(\)' and all its connections"):
        thing.plain.disconnect()


def test_disconnecting_another_slot_is_a_type_error(pyqt5: Any) -> None:
    thing = make(pyqt5)
    thing.plain.connect(thing.none)
    with pytest.raises(TypeError, match="is not connected to"):
        thing.plain.disconnect(thing.undecorated)


def test_disconnecting_a_signal_of_qt_s_own_raises_as_well(pyqt5: Any) -> None:
    timer = pyqt5.QTimer()
    with pytest.raises(TypeError):
        timer.timeout.disconnect()


def test_after_pyqt_disconnecting_warns_again() -> None:
    with compat.installed("PyQt5"):
        importlib.import_module("PyQt5.QtCore")
    timer = QtCore.QTimer()
    with pytest.warns(RuntimeWarning, match="Failed to disconnect"):
        assert timer.timeout.disconnect() is False


def test_nothing_is_warned_of_under_pyqt(pyqt5: Any) -> None:
    timer = pyqt5.QTimer()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(TypeError):
            timer.timeout.disconnect(print)


# -- kinds -----------------------------------------------------------------------------------------------------------


def test_bound_and_unbound_signals_are_told_apart(pyqt5: Any) -> None:
    thing = make(pyqt5)
    assert isinstance(thing.plain, pyqt5.pyqtBoundSignal)
    assert isinstance(type(thing).plain, pyqt5.pyqtSignal)
    assert not isinstance(thing.plain, pyqt5.pyqtSignal)


def test_signals_of_qt_s_own_are_of_pyqt_s_kinds(pyqt5: Any) -> None:
    timer = pyqt5.QTimer()
    assert isinstance(timer.timeout, pyqt5.pyqtBoundSignal)
    assert isinstance(pyqt5.QTimer.timeout, pyqt5.pyqtSignal)


@pytest.mark.parametrize(
    ("name", "text"), [("plain", "2plain()"), ("number", "2number(int)"), ("either", "2either(int)")]
)
def test_a_bound_signal_tells_its_old_spelling(pyqt5: Any, name: str, text: str) -> None:
    thing = make(pyqt5)
    assert getattr(thing, name).signal == text


# -- slots -----------------------------------------------------------------------------------------------------------


def test_a_slot_gets_no_more_than_it_declares(pyqt5: Any) -> None:
    thing = make(pyqt5)
    thing.number.connect(thing.none)
    thing.named.connect(thing.none)
    thing.number.emit(5)
    assert thing.seen == [7]


def test_a_slot_gets_as_many_as_it_declares(pyqt5: Any) -> None:
    class Sender(pyqt5.QObject):  # type: ignore[misc, name-defined]
        pair = pyqt5.pyqtSignal(int, int)

    sender, thing = Sender(), make(pyqt5)
    sender.pair.connect(thing.one)
    sender.pair.emit(1, 2)
    assert thing.seen == [(1, 8)]


def test_a_slot_that_is_not_decorated_gets_all_it_takes(pyqt5: Any) -> None:
    thing = make(pyqt5)
    thing.named.connect(thing.undecorated)
    thing.named.emit("x", 1)
    assert thing.seen == [("x", 1)]


def test_a_slot_can_be_called_with_everything(pyqt5: Any) -> None:
    thing = make(pyqt5)
    thing.none(3)
    thing.one(1, 2)
    assert thing.seen == [3, (1, 2)]


def test_an_exception_in_a_slot_goes_to_the_hook(pyqt5: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    hooked: list[Any] = []
    monkeypatch.setattr("sys.excepthook", lambda kind, error, trace: hooked.append(kind))
    thing = make(pyqt5)
    thing.plain.connect(lambda: 1 / 0)
    thing.plain.connect(thing.none)
    thing.plain.emit()
    assert (hooked, thing.seen) == ([ZeroDivisionError], [7])


def test_a_slot_can_be_invoked_by_name(pyqt5: Any) -> None:
    thing = make(pyqt5)
    assert pyqt5.QMetaObject.invokeMethod(thing, "both", pyqt5.Qt.DirectConnection, pyqt5.Q_ARG(int, 4))
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
