"""QMetaObject.invokeMethod: by name, with arguments and results, now or later."""

from __future__ import annotations

from typing import Any

import pytest
from binding import QtCore
from objects import destroy, process

DIRECT = QtCore.Qt.DirectConnection
QUEUED = QtCore.Qt.QueuedConnection
invoke = QtCore.QMetaObject.invokeMethod


class Target(QtCore.QObject):
    """Slots to invoke."""

    fired = QtCore.Signal()
    valued = QtCore.Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[Any] = []

    @QtCore.Slot()
    def ping(self) -> None:
        """No argument."""
        self.calls.append("ping")

    @QtCore.Slot(int)
    def take(self, value: int) -> None:
        """One argument."""
        self.calls.append(value)

    @QtCore.Slot(int, str, result=str)
    def join(self, left: int, right: str) -> str:
        """Two arguments and a result."""
        return f"{left}{right}"

    @QtCore.Slot()
    def fail(self) -> None:
        """Raise."""
        raise ValueError("invoked")


@pytest.fixture
def target() -> Any:
    """A fresh target."""
    return Target()


def refused(*arguments: Any) -> bool:
    """Whether an invocation is answered with False, which Qt accompanies by a printed warning, or with an exception."""
    try:
        return invoke(*arguments) is False
    except (TypeError, ValueError, AttributeError, RuntimeError):
        return True


def test_in_its_own_thread_a_slot_is_called_at_once(target: Any) -> None:
    assert invoke(target, "ping") is True
    assert target.calls == ["ping"]


def test_a_direct_invocation_is_immediate(target: Any) -> None:
    assert invoke(target, "ping", DIRECT) is True
    assert target.calls == ["ping"]


def test_a_queued_invocation_waits_for_the_loop(target: Any) -> None:
    assert invoke(target, "ping", QUEUED) is True
    assert target.calls == []
    process()
    assert target.calls == ["ping"]


def test_arguments_are_wrapped(target: Any) -> None:
    assert invoke(target, "take", DIRECT, QtCore.Q_ARG(int, 5)) is True
    assert invoke(target, "take", QtCore.Q_ARG(int, 6)) is True
    assert target.calls == [5, 6]


def test_queued_arguments_arrive(target: Any) -> None:
    invoke(target, "take", QUEUED, QtCore.Q_ARG(int, 5))
    invoke(target, "take", QUEUED, QtCore.Q_ARG(int, 6))
    process()
    assert target.calls == [5, 6]


@pytest.mark.only("netaccess", "PySide6")
def test_a_result_is_returned(target: Any) -> None:
    result = QtCore.Q_RETURN_ARG(str)
    assert invoke(target, "join", DIRECT, result, QtCore.Q_ARG(int, 1), QtCore.Q_ARG(str, "z")) == "1z"
    assert invoke(target, "join", result, QtCore.Q_ARG(int, 2), QtCore.Q_ARG(str, "y")) == "2y"


@pytest.mark.only("netaccess", "PySide6")
def test_a_queued_invocation_has_no_result(target: Any) -> None:
    arguments = (QtCore.Q_ARG(int, 1), QtCore.Q_ARG(str, "z"))
    with pytest.raises(RuntimeError):
        invoke(target, "join", QUEUED, QtCore.Q_RETURN_ARG(str), *arguments)


def test_an_unknown_name_is_refused(target: Any) -> None:
    assert refused(target, "nope")


def test_missing_or_wrong_arguments_are_refused(target: Any) -> None:
    assert refused(target, "take")
    assert refused(target, "take", DIRECT, QtCore.Q_ARG(str, "x"))
    assert target.calls == []


def test_signals_can_be_invoked(target: Any) -> None:
    heard: list[Any] = []
    target.fired.connect(lambda: heard.append("fired"))
    target.valued.connect(heard.append)
    assert invoke(target, "fired", DIRECT) is True
    assert invoke(target, "valued", DIRECT, QtCore.Q_ARG(int, 3)) is True
    assert heard == ["fired", 3]


def test_slots_of_qt_classes_can_be_invoked() -> None:
    timer = QtCore.QTimer()
    assert invoke(timer, "start", DIRECT, QtCore.Q_ARG(int, 60000)) is True
    assert timer.isActive()
    assert timer.interval() == 60000
    assert invoke(timer, "stop", DIRECT) is True
    assert not timer.isActive()


def test_a_queued_invocation_of_a_dead_object_is_dropped(target: Any) -> None:
    calls = target.calls
    invoke(target, "ping", QUEUED)
    destroy(target)
    process()
    assert calls == []


def test_the_name_is_a_str(target: Any) -> None:
    with pytest.raises(TypeError):
        invoke(target, 5, DIRECT)


def test_a_raising_slot_goes_to_the_excepthook(target: Any, slot_errors: list[BaseException]) -> None:
    assert invoke(target, "fail", DIRECT) is True
    assert [str(error) for error in slot_errors] == ["invoked"]
    slot_errors.clear()


def test_an_invoked_slot_has_no_other_sender(target: Any) -> None:
    class Curious(Target):
        @QtCore.Slot()
        def ping(self) -> None:
            self.calls.append(self.sender())

    curious = Curious()
    invoke(curious, "ping", QUEUED)
    process()
    assert curious.calls == [None]
