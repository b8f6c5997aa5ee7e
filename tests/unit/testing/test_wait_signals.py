"""`wait_signals` on the real clock: in any order and in a strict one, with checks, threads and deaths."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from signalemitters import PATIENCE, Download, later

from netaccess.testing.signals.timeouts import SignalTimeout
from netaccess.testing.signals.waits import wait_signals


def test_all_signals_are_waited_for_in_any_order() -> None:
    download = Download()
    with wait_signals([download.started, download.failed, download.finished]) as waited:
        later(lambda: download.failed.emit("x"))
        later(download.finished.emit)
        later(download.started.emit)
    assert waited.args == [(), ("x",), ()]
    assert waited.all_args == [("x",), (), ()]
    assert [each.signal_name for each in waited.emissions] == ["failed", "finished", "started"]


def test_a_signal_that_is_listed_twice_has_to_come_twice() -> None:
    download = Download()
    waited = wait_signals([download.progress, download.progress], timeout=0, raising=False)
    with waited:
        download.progress.emit(1, 2)
    assert waited.args == [(1, 2), None]
    with wait_signals([download.progress, download.progress]) as waited:
        download.progress.emit(1, 2)
        download.progress.emit(2, 2)
    assert waited.args == [(1, 2), (2, 2)]


def test_checks_belong_to_the_signals_in_their_order() -> None:
    download = Download()
    checks = [lambda now, total: now == total, None]
    with wait_signals([download.progress, download.failed], checks=checks) as waited:
        download.failed.emit("x")
        download.progress.emit(1, 2)
        later(lambda: download.progress.emit(2, 2))
    assert waited.args == [(2, 2), ("x",)]


def test_checks_of_one_signal_choose_among_its_emissions() -> None:
    download = Download()
    checks = [lambda text: text == "b", lambda text: text == "a"]
    with wait_signals([download.failed, download.failed], checks=checks) as waited:
        download.failed.emit("a")
        download.failed.emit("b")
    assert waited.args == [("b",), ("a",)]


def emit_by_letters(download: Download, letters: str) -> None:
    """Emit started, failed and finished as s, f and e stand in *letters*."""
    for letter in letters:
        {"s": download.started.emit, "f": lambda: download.failed.emit("x"), "e": download.finished.emit}[letter]()


@pytest.mark.parametrize(
    ("order", "letters", "triggered"),
    [
        ("none", "sfe", True),
        ("none", "efs", True),
        ("none", "eesfs", True),
        ("none", "se", False),
        ("simple", "sfe", True),
        ("simple", "ssfse", True),
        ("simple", "efsfe", True),
        ("simple", "efs", False),
        ("simple", "sef", False),
        ("strict", "sfe", True),
        ("strict", "sfes", True),
        ("strict", "ssfe", False),
        ("strict", "sefe", False),
        ("strict", "esfe", False),
        ("strict", "sf", False),
    ],
)
def test_the_order_decides_what_counts(order: Any, letters: str, triggered: bool) -> None:
    download = Download()
    signals = [download.started, download.failed, download.finished]
    with wait_signals(signals, order=order, timeout=0, raising=False) as waited:
        emit_by_letters(download, letters)
    assert waited.signal_triggered is triggered


def test_other_signals_in_between_do_not_matter_in_strict_order() -> None:
    download = Download()
    with wait_signals([download.started, download.finished], order="strict"):
        download.work()


def test_what_comes_out_of_turn_fails_a_strict_wait_at_once_and_is_named() -> None:
    download = Download()
    with (
        pytest.raises(SignalTimeout) as caught,
        wait_signals([download.started, download.finished], order="strict", timeout=PATIENCE),
    ):
        download.finished.emit()
        download.started.emit()
    text = str(caught.value)
    assert text.startswith(
        "finished() came out of turn, where started() of Download was next; expected in strict order: "
    )
    assert "\nemitted:\n  after 0." in text


def test_arguments_that_a_check_does_not_accept_break_a_strict_order() -> None:
    download = Download()
    signals, checks = [download.progress, download.finished], [lambda now, total: now == 1, None]
    with wait_signals(signals, order="strict", checks=checks, timeout=0, raising=False) as waited:
        download.progress.emit(0, 2)
        download.progress.emit(1, 2)
        download.finished.emit()
    assert not waited.signal_triggered


def test_the_missing_ones_of_several_signals_are_named() -> None:
    download = Download()
    with (
        pytest.raises(SignalTimeout) as caught,
        wait_signals([download.started, download.failed, download.finished], timeout=0),
    ):
        download.failed.emit("x")
    text = str(caught.value)
    assert text.startswith("started() of Download and finished() of Download were not emitted within 0 s\nemitted:\n")
    assert text.endswith("failed('x')")


def test_the_death_of_one_of_several_objects_ends_the_wait() -> None:
    first, held = Download(), [Download()]
    waited = wait_signals([first.finished, held[0].finished], timeout=PATIENCE)
    later(held.clear)
    with pytest.raises(SignalTimeout, match="was deleted"):
        waited.wait()


def test_the_death_of_an_object_that_has_emitted_is_no_reason_to_stop() -> None:
    first, held = Download(), [Download()]
    with wait_signals([first.finished, held[0].finished], timeout=PATIENCE) as waited:
        held[0].finished.emit()
        held.clear()
        later(lambda: later(first.finished.emit))
    assert waited.signal_triggered


def test_signals_of_many_threads_are_all_counted() -> None:
    download = Download()
    threads = [
        threading.Thread(target=lambda: [download.finished.emit() for _ in range(20)], daemon=True) for _ in range(8)
    ]
    with wait_signals([download.finished] * 160, timeout=PATIENCE) as waited:
        for each in threads:
            each.start()
    for each in threads:
        each.join(PATIENCE)
    assert len(waited.all_args) == 160


@pytest.mark.parametrize("order", ["none", "simple"])
def test_two_threads_cannot_claim_one_place(order: Any) -> None:
    download, meeting = Download(), threading.Barrier(2)

    def check(text: str) -> bool:
        if text in ("a", "b"):  # both are looked at while nobody has the place
            meeting.wait(PATIENCE)
        return text != "no"

    threads = [threading.Thread(target=lambda text=each: download.failed.emit(text), daemon=True) for each in "ab"]
    waited = wait_signals(
        [download.failed, download.failed], checks=[check, lambda text: True], order=order, timeout=PATIENCE
    )
    with waited:
        for each in threads:
            each.start()
    for each in threads:
        each.join(PATIENCE)
    assert sorted(each[0] for each in waited.args if each) == ["a", "b"]


def test_one_signal_alone_is_no_list_of_signals() -> None:
    download = Download()
    with pytest.raises(TypeError, match=r"takes a list of signals: for one there is wait_signal\(\)"):
        wait_signals(download.finished)  # type: ignore[arg-type]


def test_no_signals_are_refused() -> None:
    with pytest.raises(TypeError, match="at least one signal"):
        wait_signals([])


def test_an_unknown_order_is_refused() -> None:
    download = Download()
    with pytest.raises(ValueError, match="'none', 'simple', 'strict', not 'loose'"):
        wait_signals([download.finished], order="loose")  # type: ignore[arg-type]


def test_checks_are_as_many_as_signals() -> None:
    download = Download()
    with pytest.raises(ValueError, match="for each signal: 1, not 2"):
        wait_signals([download.finished], checks=[None, None])
