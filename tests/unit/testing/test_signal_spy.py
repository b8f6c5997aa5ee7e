"""`SignalSpy`: what it records, how it is asked, and that nobody notices it."""

from __future__ import annotations

import weakref
from typing import Any

import pytest
from signalemitters import Download

from netaccess.QtCore import QMetaMethod, QObject, Qt, QTimer, Signal
from netaccess.testing.signals.signalspy import Emission, SignalSpy


def test_a_spy_records_every_emission_with_its_arguments() -> None:
    download = Download()
    spy = SignalSpy(download.progress)
    download.progress.emit(1, 10)
    download.progress.emit(2, 10)
    assert [each.args for each in spy] == [(1, 10), (2, 10)]


def test_a_new_spy_has_recorded_nothing() -> None:
    download = Download()
    download.finished.emit()
    spy = SignalSpy(download.finished)
    assert (len(spy), spy.count, spy.emissions, bool(spy)) == (0, 0, [], False)


def test_an_emission_is_a_named_tuple_of_name_arguments_time_and_thread() -> None:
    download = Download()
    spy = SignalSpy(download.progress, clock=lambda: 2.5)
    download.progress.emit(3, 4)
    assert spy[0] == ("progress", (3, 4), 2.5, "MainThread")
    assert spy[0] == Emission("progress", (3, 4), 2.5, "MainThread")


def test_the_order_across_signals_is_the_order_of_emission() -> None:
    download = Download()
    spy = SignalSpy(download.finished, download.progress, download.started)
    download.work()
    assert spy.names == ["started", "progress", "progress", "finished"]


def test_signals_of_several_objects_are_told_apart_by_the_signal() -> None:
    first, second = Download(), Download()
    spy = SignalSpy(first.failed, second.failed)
    second.failed.emit("b")
    first.failed.emit("a")
    assert [each.args for each in spy.of(first.failed)] == [("a",)]
    assert [each.args for each in spy.of("failed")] == [("b",), ("a",)]


def test_a_signal_that_is_given_twice_is_recorded_once() -> None:
    download = Download()
    spy = SignalSpy(download.finished, download.finished)
    download.finished.emit()
    assert spy.count == 1


def test_an_emission_inside_a_slot_comes_where_it_was_made() -> None:
    download = Download()
    spy = SignalSpy(download.started, download.finished)
    download.started.connect(download.finished.emit)
    download.started.emit()
    assert spy.names == ["started", "finished"]


def test_indexing_slicing_and_iterating_give_emissions() -> None:
    download = Download()
    spy = SignalSpy(download.progress)
    for number in range(4):
        download.progress.emit(number, 4)
    assert spy[-1].args == (3, 4)
    assert [each.args[0] for each in spy[1:3]] == [1, 2]
    assert list(spy) == spy.emissions
    assert spy[2] in spy


def test_an_index_beyond_the_end_says_what_was_emitted() -> None:
    download = Download()
    spy = SignalSpy(download.progress)
    download.progress.emit(1, 1)
    with pytest.raises(IndexError, match=r"no emission number 1\n(.|\n)*progress\(1, 1\)"):
        spy[1]


def test_iterating_is_not_disturbed_by_new_emissions() -> None:
    download = Download()
    spy = SignalSpy(download.finished)
    download.finished.emit()
    for _ in spy:
        download.finished.emit()
    assert spy.count == 2


def test_args_are_those_of_the_only_emission() -> None:
    download = Download()
    spy = SignalSpy(download.failed)
    download.failed.emit("no")
    assert spy.args == ("no",)


@pytest.mark.parametrize("times", [0, 2])
def test_args_of_no_or_several_emissions_are_an_assertion_error(times: int) -> None:
    download = Download()
    spy = SignalSpy(download.failed)
    for _ in range(times):
        download.failed.emit("no")
    with pytest.raises(AssertionError, match=f"exactly one emission was expected\n{times} emission"):
        spy.args  # noqa: B018


def test_last_is_the_latest_emission() -> None:
    download = Download()
    spy = SignalSpy(download.progress)
    download.progress.emit(1, 2)
    download.progress.emit(2, 2)
    assert spy.last.args == (2, 2)


def test_last_of_nothing_is_an_assertion_error() -> None:
    download = Download()
    with pytest.raises(AssertionError, match="an emission was expected"):
        SignalSpy(download.finished).last  # noqa: B018


def test_clear_forgets_and_goes_on_listening() -> None:
    download = Download()
    spy = SignalSpy(download.failed)
    download.failed.emit("a")
    spy.clear()
    download.failed.emit("b")
    assert spy.args == ("b",)


def test_stop_ends_the_listening_and_keeps_what_was_recorded() -> None:
    download = Download()
    spy = SignalSpy(download.failed)
    download.failed.emit("a")
    spy.stop()
    spy.stop()
    download.failed.emit("b")
    assert spy.args == ("a",)
    assert not download.isSignalConnected(QMetaMethod.fromSignal(download.failed))


def test_the_end_of_the_with_block_stops_the_spy() -> None:
    download = Download()
    with SignalSpy(download.finished) as spy:
        download.finished.emit()
    download.finished.emit()
    assert spy.count == 1


def test_a_spy_that_is_gone_listens_no_more() -> None:
    download = Download()
    spy = SignalSpy(download.finished)
    gone = weakref.ref(spy)
    del spy
    assert gone() is None
    download.finished.emit()
    assert not download.isSignalConnected(QMetaMethod.fromSignal(download.finished))


def test_a_spy_does_not_keep_the_sender_alive() -> None:
    download = Download()
    gone = weakref.ref(download)
    spy = SignalSpy(download.finished, download.failed)
    download.failed.emit("x")
    del download
    assert gone() is None
    assert spy.args == ("x",)


def test_a_spy_of_a_deleted_object_can_be_stopped_asked_and_shown() -> None:
    download = Download()
    signal = download.failed
    spy = SignalSpy(signal)
    signal.emit("x")
    del download
    spy.stop()
    assert [each.args for each in spy.of(signal)] == [("x",)]
    assert "failed(QString) of an object that is gone" in repr(spy)


def test_destroyed_is_recorded_without_the_dying_object() -> None:
    download = Download()
    spy = SignalSpy(download.destroyed)
    del download
    assert (spy.names, spy.args) == (["destroyed"], ())


def test_blocked_signals_are_not_recorded() -> None:
    download = Download()
    spy = SignalSpy(download.finished)
    download.blockSignals(True)
    download.finished.emit()
    assert spy.count == 0


def test_the_default_overload_is_recorded_alone() -> None:
    download = Download()
    spy = SignalSpy(download.value)
    download.value[int].emit(1)
    download.value[str].emit("one")
    assert spy.args == (1,)


def test_an_overload_that_is_asked_for_is_recorded() -> None:
    download = Download()
    spy = SignalSpy(download.value[str])
    download.value[int].emit(1)
    download.value[str].emit("one")
    assert spy.args == ("one",)


def test_several_overloads_are_told_apart_by_signal_and_by_types() -> None:
    download = Download()
    spy = SignalSpy(download.value[int], download.value[str])
    download.value[str].emit("one")
    download.value[int].emit(1)
    assert spy.names == ["value", "value"]
    assert [each.args for each in spy.of(download.value[int])] == [(1,)]
    assert [each.args for each in spy.of("value(QString)")] == [("one",)]
    spy.assert_names(["value(QString)", "value(int)"])


def test_all_of_records_every_signal_of_an_object() -> None:
    download = Download()
    spy = SignalSpy.all_of(download)
    download.work()
    download.value[str].emit("x")
    download.value[int].emit(1)
    download.setObjectName("first")
    assert spy.names == ["started", "progress", "progress", "finished", "value", "value", "objectNameChanged"]


def test_all_of_records_the_death_of_the_object_once() -> None:
    download = Download()
    spy = SignalSpy.all_of(download)
    del download
    assert spy.names == ["destroyed"]


def test_all_of_takes_objects_only() -> None:
    with pytest.raises(TypeError, match="only QObjects have signals, not 'x'"):
        SignalSpy.all_of("x")  # type: ignore[arg-type]


def test_of_an_unknown_signal_names_those_that_are_known() -> None:
    download = Download()
    spy = SignalSpy(download.finished)
    with pytest.raises(ValueError, match=r"'finishd': it listens to finished\(\)"):
        spy.of("finishd")


def test_a_right_count_asserts_nothing() -> None:
    download = Download()
    spy = SignalSpy(download.progress, download.finished)
    download.work()
    spy.assert_count(3)
    spy.assert_count(2, "progress")
    spy.assert_count(1, download.finished)


def test_a_wrong_count_lists_what_was_emitted_with_times() -> None:
    download = Download()
    download.setObjectName("first")
    spy = SignalSpy(download.progress, clock=lambda: 1.25)
    download.progress.emit(1, 2)
    with pytest.raises(AssertionError) as caught:
        spy.assert_count(2)
    assert str(caught.value) == (
        "2 emission(s) expected, 1 recorded\n"
        "1 emission(s) of progress(int,int) of Download 'first'\n"
        "  at 1.250 s  progress(1, 2)"
    )


def test_the_right_names_assert_nothing() -> None:
    download = Download()
    spy = SignalSpy.all_of(download)
    download.work()
    spy.assert_names(["started", "progress", "progress(int,int)", "finished"])


@pytest.mark.parametrize(
    ("names", "text"),
    [
        (["finished", "started"], "emission 0 is started(), not 'finished'"),
        (["started"], "emitted beyond: ['finished']"),
        (["started", "finished", "failed"], "not emitted: ['failed']"),
        ([], "emitted beyond: ['started', 'finished']"),
    ],
)
def test_wrong_names_say_where_they_differ(names: list[str], text: str) -> None:
    download = Download()
    spy = SignalSpy(download.started, download.finished)
    download.started.emit()
    download.finished.emit()
    with pytest.raises(AssertionError) as caught:
        spy.assert_names(names)
    assert str(caught.value).startswith(f"{text}; expected: {names}\n2 emission(s) of started()")


def test_a_single_text_is_no_list_of_names() -> None:
    download = Download()
    with pytest.raises(TypeError, match="list of names, not the text 'finished'"):
        SignalSpy(download.finished).assert_names("finished")


def test_a_long_record_shows_its_beginning_and_its_end() -> None:
    download = Download()
    spy = SignalSpy(download.progress)
    for number in range(1000):
        download.progress.emit(number, 1000)
    lines = spy.lines()
    assert len(lines) == 51
    assert "progress(0, 1000)" in lines[0]
    assert lines[25] == "  ... 950 more ..."
    assert "progress(999, 1000)" in lines[-1]


def test_repr_shows_signals_and_emissions() -> None:
    download = Download()
    spy = SignalSpy(download.failed)
    assert repr(spy) == "<SignalSpy on failed(QString) of Download; 0 emission(s)>"
    for text in "abcdefg":
        download.failed.emit(text)
    assert repr(spy) == (
        "<SignalSpy on failed(QString) of Download; 7 emission(s): failed('a'), failed('b'), ..., failed('f'), failed('g')>"
    )


def test_long_arguments_and_those_that_refuse_to_be_shown_are_shown_briefly() -> None:
    class Sour:
        def __repr__(self) -> str:
            raise RuntimeError("no")

    class Box(QObject):
        filled = Signal(object)

    box = Box()
    spy = SignalSpy(box.filled)
    box.filled.emit("x" * 1000)
    box.filled.emit(Sour())
    first, second = spy.lines()
    assert len(first) < 150
    assert "filled(<Sour: no>)" in second


@pytest.mark.parametrize("wrong", [None, "finished", print, 7])
def test_what_is_no_signal_of_an_object_is_refused(wrong: Any) -> None:
    with pytest.raises(TypeError, match="a SignalSpy takes signals of objects, not"):
        SignalSpy(wrong)


def test_the_signal_of_a_class_is_refused_with_a_hint() -> None:
    with pytest.raises(TypeError, match=r"write object\.finished"):
        SignalSpy(Download.finished)  # type: ignore[arg-type]


def test_no_signal_at_all_is_refused() -> None:
    with pytest.raises(TypeError, match="at least one signal"):
        SignalSpy()


def test_a_refused_signal_leaves_the_others_unconnected() -> None:
    download = Download()
    with pytest.raises(TypeError):
        SignalSpy(download.finished, "x")  # type: ignore[arg-type]
    assert not download.isSignalConnected(QMetaMethod.fromSignal(download.finished))


def test_the_signal_of_a_deleted_object_is_refused() -> None:
    signal = Download().finished
    with pytest.raises(RuntimeError, match="Signal source has been deleted"):
        SignalSpy(signal)


def test_a_clock_has_to_be_callable() -> None:
    download = Download()
    with pytest.raises(TypeError, match="a clock is a callable"):
        SignalSpy(download.finished, clock=3.0)  # type: ignore[arg-type]


def test_other_slots_are_called_as_without_a_spy() -> None:
    download, heard = Download(), []
    download.failed.connect(lambda text: heard.append(("auto", text)))
    SignalSpy(download.failed)
    spy = SignalSpy(download.failed)
    download.failed.connect(lambda text: heard.append(("queued", text)), Qt.ConnectionType.QueuedConnection)
    download.failed.emit("x")
    assert heard == [("auto", "x")]
    assert spy.args == ("x",)


def test_the_sender_in_slots_is_what_it_is_without_a_spy() -> None:
    class Receiver(QObject):
        def take(self) -> None:
            seen.append(self.sender())

    seen: list[Any] = []
    download, receiver = Download(), Receiver()
    spy = SignalSpy(download.finished)
    download.finished.connect(receiver.take)
    download.finished.emit()
    assert seen == [download]
    assert download.sender() is None
    assert spy.count == 1


def test_a_timer_without_interval_is_waited_for() -> None:
    timer = QTimer()
    timer.setSingleShot(True)
    spy = SignalSpy(timer.timeout)
    timer.start(0)
    emission = spy.wait()
    assert emission == spy.last
    assert spy.names == ["timeout"]
