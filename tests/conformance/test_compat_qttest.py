"""QSignalSpy and QTest."""

from __future__ import annotations

import importlib
import threading
from typing import Any

import pytest
from binding import BINDING, QtCore, octets
from loops import flush_deletions

QtTest: Any = importlib.import_module("netaccess.compat.qttest" if BINDING == "netaccess" else f"{BINDING}.QtTest")
# PySide2 has neither the spy nor qWait.
pytestmark = [pytest.mark.only("netaccess", "PySide6"), pytest.mark.usefixtures("application")]


class Source(QtCore.QObject):
    both = QtCore.Signal(int, str)
    plain = QtCore.Signal()
    either = QtCore.Signal((int,), (str,))
    anything = QtCore.Signal(object)


@pytest.fixture
def source() -> Any:
    return Source()


def spy_on(*arguments: Any) -> Any:
    return QtTest.QSignalSpy(*arguments)


def test_a_spy_counts_emissions(source: Any) -> None:
    spy = spy_on(source.plain)
    assert (spy.count(), spy.size()) == (0, 0)
    source.plain.emit()
    source.plain.emit()
    assert (spy.count(), spy.size()) == (2, 2)


def test_a_spy_keeps_the_arguments_of_each_emission_as_a_list(source: Any) -> None:
    spy = spy_on(source.both)
    source.both.emit(1, "x")
    source.both.emit(2, "y")
    assert [spy.at(0), spy.at(1)] == [[1, "x"], [2, "y"]]


def test_what_a_spy_hands_out_is_a_copy(source: Any) -> None:
    spy = spy_on(source.both)
    source.both.emit(1, "x")
    spy.at(0).append("more")
    assert spy.at(0) == [1, "x"]


def test_an_emission_without_arguments_is_an_empty_list(source: Any) -> None:
    spy = spy_on(source.plain)
    source.plain.emit()
    assert spy.at(0) == []


def test_a_spy_keeps_the_very_object(source: Any) -> None:
    spy = spy_on(source.anything)
    thing = [1]
    source.anything.emit(thing)
    assert spy.at(0)[0] is thing


def test_a_spy_sees_arguments_as_the_signal_converts_them(source: Any) -> None:
    spy = spy_on(source.both)
    source.both.emit(1.9, None)
    assert spy.at(0) == [1, ""]


def test_a_spy_names_its_signal(source: Any) -> None:
    spy = spy_on(source.both)
    assert isinstance(spy.signal(), QtCore.QByteArray)
    assert octets(spy.signal()) == b"both(int,QString)"


def test_a_spy_is_valid_when_it_has_a_signal(source: Any) -> None:
    assert spy_on(source.both).isValid()


def test_a_spy_watches_the_default_overload(source: Any) -> None:
    spy = spy_on(source.either)
    source.either[str].emit("x")
    source.either.emit(4)
    assert (spy.count(), spy.at(0), octets(spy.signal())) == (1, [4], b"either(int)")


def test_a_spy_watches_the_overload_it_is_given(source: Any) -> None:
    spy = spy_on(source.either[str])
    source.either[str].emit("x")
    source.either.emit(4)
    assert (spy.count(), spy.at(0), octets(spy.signal())) == (1, ["x"], b"either(QString)")


def test_a_spy_can_be_told_the_signal_as_text(source: Any) -> None:
    spy = spy_on(source, QtCore.SIGNAL("both(int,QString)"))
    source.both.emit(3, "z")
    assert (spy.isValid(), spy.at(0)) == (True, [3, "z"])


def test_a_spy_can_be_told_the_signal_as_a_meta_method(source: Any) -> None:
    spy = spy_on(source, QtCore.QMetaMethod.fromSignal(source.both))
    source.both.emit(3, "z")
    assert spy.at(0) == [3, "z"]


def test_a_spy_on_a_signal_that_is_not_there_is_not_valid(source: Any, capfd: pytest.CaptureFixture[str]) -> None:
    spy = spy_on(source, QtCore.SIGNAL("nothing()"))
    assert (spy.isValid(), spy.count(), octets(spy.signal())) == (False, 0, b"")
    assert "QSignalSpy: No such signal: 'nothing()'" in capfd.readouterr().err


def test_a_spy_wants_the_macro(source: Any, capfd: pytest.CaptureFixture[str]) -> None:
    assert not spy_on(source, "anything(PyObject)").isValid()
    assert "QSignalSpy: Not a valid signal, use the SIGNAL macro" in capfd.readouterr().err


@pytest.mark.parametrize("wrong", [None, 5, "x", Source.both], ids=str)
def test_a_spy_refuses_what_is_no_signal(wrong: Any) -> None:
    with pytest.raises(TypeError):
        spy_on(wrong)


def test_a_spy_refuses_an_object_without_a_signal(source: Any) -> None:
    with pytest.raises(TypeError):
        spy_on(source)


def test_a_spy_wants_an_argument() -> None:
    with pytest.raises(TypeError):
        spy_on()


def test_a_spy_without_emissions_is_true(source: Any) -> None:
    assert spy_on(source.plain)


def test_two_spies_on_one_signal_both_see_it(source: Any) -> None:
    first, second = spy_on(source.plain), spy_on(source.plain)
    source.plain.emit()
    assert (first.count(), second.count()) == (1, 1)


def test_a_spy_sees_nothing_of_a_blocked_object(source: Any) -> None:
    spy = spy_on(source.plain)
    source.blockSignals(True)
    source.plain.emit()
    assert spy.count() == 0


def test_disconnecting_all_slots_disconnects_the_spy(source: Any) -> None:
    spy = spy_on(source.plain)
    source.plain.disconnect()
    source.plain.emit()
    assert spy.count() == 0


def test_a_spy_hears_another_thread_at_once(source: Any) -> None:
    spy = spy_on(source.plain)
    thread = threading.Thread(target=source.plain.emit)
    thread.start()
    thread.join()
    assert spy.count() == 1


def test_a_spy_outlives_the_object(source: Any) -> None:
    spy = spy_on(source.plain)
    source.plain.emit()
    source.deleteLater()
    flush_deletions()
    assert spy.count() == 1


def test_a_spy_sees_a_signal_of_qt_itself(source: Any) -> None:
    spy = spy_on(source.objectNameChanged)
    source.setObjectName("named")
    assert spy.at(0) == ["named"]


def test_a_spy_sees_an_object_go(source: Any) -> None:
    spy = spy_on(source.destroyed)
    source.deleteLater()
    flush_deletions()
    assert spy.count() == 1


def test_waiting_ends_with_the_next_emission(source: Any) -> None:
    spy = spy_on(source.plain)
    QtCore.QTimer.singleShot(1, source.plain.emit)
    assert spy.wait(5000) is True
    assert spy.count() == 1


def test_waiting_does_not_count_what_was_before(source: Any) -> None:
    spy = spy_on(source.plain)
    source.plain.emit()
    assert spy.wait(1) is False


def test_waiting_sees_all_of_one_turn_of_the_loop(source: Any) -> None:
    spy = spy_on(source.plain)
    QtCore.QTimer.singleShot(1, lambda: (source.plain.emit(), source.plain.emit()))
    assert spy.wait(5000) is True
    assert spy.count() == 2


def test_waiting_ends_with_an_emission_in_another_thread(source: Any) -> None:
    spy = spy_on(source.plain)
    thread = threading.Thread(target=source.plain.emit)
    QtCore.QTimer.singleShot(0, thread.start)
    assert spy.wait(5000) is True
    thread.join()


def test_waiting_is_over_when_the_time_is(source: Any) -> None:
    assert spy_on(source.plain).wait(2) is False


def test_a_negative_time_to_wait_is_short(source: Any) -> None:
    assert spy_on(source.plain).wait(-5) is False


def test_a_time_to_wait_is_a_number(source: Any) -> None:
    with pytest.raises(TypeError):
        spy_on(source.plain).wait("long")


def test_qwait_runs_the_loop() -> None:
    fired: list[int] = []
    QtCore.QTimer.singleShot(0, lambda: fired.append(1))
    QtTest.QTest.qWait(50)
    assert fired == [1]


def test_qwait_takes_as_long_as_it_is_told() -> None:
    clock = QtCore.QElapsedTimer()
    clock.start()
    assert QtTest.QTest.qWait(20) is None
    assert clock.elapsed() >= 19


def test_qwait_of_nothing_carries_out_deferred_deletions(source: Any) -> None:
    gone: list[int] = []
    source.destroyed.connect(lambda: gone.append(1))
    source.deleteLater()
    QtTest.QTest.qWait(0)
    assert gone == [1]


def test_qwait_delivers_posted_events(source: Any) -> None:
    spy = spy_on(source.plain)
    QtCore.QTimer.singleShot(0, source.plain.emit)
    QtTest.QTest.qWait(0)
    assert spy.count() == 1


@pytest.mark.parametrize("ms", [0, -1])
def test_qwait_of_no_time_returns(ms: int) -> None:
    assert QtTest.QTest.qWait(ms) is None


def test_qwait_wants_a_number() -> None:
    with pytest.raises(TypeError):
        QtTest.QTest.qWait("x")


def test_qsleep_runs_no_loop() -> None:
    fired: list[int] = []
    QtCore.QTimer.singleShot(0, lambda: fired.append(1))
    assert QtTest.QTest.qSleep(5) is None
    assert fired == []
    QtTest.QTest.qWait(0)
