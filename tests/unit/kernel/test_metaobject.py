"""`QMetaObject.invokeMethod`: by name, in the object's thread, with and without a result."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from kernelsupport import PATIENCE, ended, started_thread
from looping import drain

from netaccess._kernel.metaobject import Q_ARG, Q_RETURN_ARG, QMetaObject
from netaccess._kernel.qobject import QObject
from netaccess._kernel.signal import Signal
from netaccess._kernel.slot import Slot
from netaccess._kernel.timer import QTimer
from netaccess._values.qtnamespace import Qt

TYPES = Qt.ConnectionType
invoke = QMetaObject.invokeMethod


class Worker(QObject):
    told = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[Any] = []
        self.done = threading.Event()

    @Slot(int)
    def take(self, value: int) -> None:
        self.seen.append((value, threading.get_ident()))
        self.done.set()

    @Slot(int, result=int)
    def double(self, value: int) -> int:
        return value * 2

    @Slot(name="alias")
    def under_another_name(self) -> None:
        self.seen.append("alias")

    @Slot()
    def fail(self) -> None:
        raise ValueError("in a method")

    def undecorated(self) -> None:
        self.seen.append("undecorated")


def test_a_slot_is_called_at_once_in_its_own_thread() -> None:
    worker = Worker()
    assert invoke(worker, "take", Q_ARG(int, 5)) is True
    assert worker.seen == [(5, threading.get_ident())]


def test_a_queued_call_comes_from_the_loop() -> None:
    worker = Worker()
    assert invoke(worker, "take", TYPES.QueuedConnection, Q_ARG(int, 5)) is True
    assert worker.seen == []
    drain()
    assert len(worker.seen) == 1


def test_a_result_is_returned() -> None:
    assert invoke(Worker(), "double", Q_RETURN_ARG(int), Q_ARG(int, 21)) == 42


def test_a_call_to_another_thread_is_queued_there() -> None:
    thread, worker = started_thread(), Worker()
    worker.moveToThread(thread)
    invoke(worker, "take", Q_ARG(int, 1))
    assert worker.done.wait(PATIENCE)
    assert worker.seen[0][1] != threading.get_ident()
    assert ended(thread)


def test_a_blocking_call_brings_the_result_of_another_thread() -> None:
    thread, worker = started_thread(), Worker()
    worker.moveToThread(thread)
    assert invoke(worker, "double", TYPES.BlockingQueuedConnection, Q_RETURN_ARG(int), Q_ARG(int, 4)) == 8
    assert ended(thread)


def test_a_blocking_call_inside_one_thread_raises() -> None:
    with pytest.raises(RuntimeError, match="waits for itself"):
        invoke(Worker(), "take", TYPES.BlockingQueuedConnection, Q_ARG(int, 4))


def test_a_queued_call_cannot_return_a_result() -> None:
    with pytest.raises(RuntimeError, match="cannot return a result"):
        invoke(Worker(), "double", TYPES.QueuedConnection, Q_RETURN_ARG(int), Q_ARG(int, 4))


def test_a_slot_is_known_by_the_name_it_was_given() -> None:
    worker = Worker()
    assert invoke(worker, "alias") is True
    assert worker.seen == ["alias"]


def test_a_signal_is_emitted() -> None:
    worker, log = Worker(), []
    worker.told.connect(log.append)
    assert invoke(worker, "told", Q_ARG(int, 3)) is True
    assert log == [3]


def test_a_method_of_the_library_can_be_invoked() -> None:
    timer = QTimer(interval=5)
    assert invoke(timer, "start") is True
    assert timer.isActive()
    timer.stop()


@pytest.mark.parametrize("arguments", [("nothing",), ("take",), ("take", Q_ARG(str, "x")), ("undecorated",)])
def test_what_is_not_there_is_reported(arguments: tuple[Any, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert invoke(Worker(), *arguments) is False
    assert f"No such method Worker::{arguments[0]}" in capsys.readouterr().err


def test_an_exception_goes_to_the_hook(uncaught: list[BaseException]) -> None:
    assert invoke(Worker(), "fail") is True
    assert [str(error) for error in uncaught] == ["in a method"]


def test_a_blocking_call_returns_when_the_method_raises(uncaught: list[BaseException]) -> None:
    thread, worker = started_thread(), Worker()
    worker.moveToThread(thread)
    invoke(worker, "fail", TYPES.BlockingQueuedConnection)
    assert [str(error) for error in uncaught] == ["in a method"]
    assert ended(thread)


def test_a_call_goes_to_an_object_and_a_name() -> None:
    with pytest.raises(TypeError, match="a QObject and a method's name"):
        invoke(None, "x")  # type: ignore[arg-type]
