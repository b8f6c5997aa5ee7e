"""How many arguments a slot is given."""

from __future__ import annotations

import functools
from typing import Any

import pytest

from netaccess._kernel.capacity import UNBOUNDED, capacity, native_slot
from netaccess._kernel.qobject import QObject
from netaccess._kernel.signal import Signal
from netaccess._kernel.timer import QTimer


class Callable:
    def __call__(self, a: Any, b: Any) -> None: ...


class Holder:
    def method(self, a: Any, b: Any = 1) -> None: ...

    @classmethod
    def of_class(cls, a: Any) -> None: ...

    @staticmethod
    def static(a: Any, b: Any) -> None: ...


@pytest.mark.parametrize(
    ("slot", "expected"),
    [
        (lambda: None, 0),
        (lambda a: None, 1),
        (lambda a, b=2: None, 2),
        (lambda *args: None, UNBOUNDED),
        (lambda a, *, key=1: None, 1),
        (lambda a, **kw: None, 1),
        (Holder().method, 2),
        (Holder.of_class, 1),
        (Holder.static, 2),
        (Callable(), 2),
        (print, UNBOUNDED),
        (int, UNBOUNDED),
        (functools.partial(lambda a, b, c: None, 1), 2),
        (functools.partial(lambda a: None, 1), 0),
        (functools.partial(lambda *args: None, 1), UNBOUNDED),
        (functools.partial(functools.partial(lambda a, b, c: None, 1), 2), 1),
    ],
)
def test_a_slot_takes_as_many_as_its_parameters(slot: Any, expected: int) -> None:
    assert capacity(slot, (int, int, int)) == expected


class Emitter(QObject):
    three = Signal(int, int, int)
    number = Signal(int)
    text = Signal(str)


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_a_function_is_given_no_more_than_it_takes(count: int) -> None:
    emitter = Emitter()
    got: list[tuple[int, ...]] = []
    slots = [
        lambda: got.append(()),
        lambda a: got.append((a,)),
        lambda a, b: got.append((a, b)),
        lambda a, b, c: got.append((a, b, c)),
    ]
    emitter.three.connect(slots[count])
    emitter.three.emit(1, 2, 3)
    assert got == [(1, 2, 3)[:count]]


def test_a_slot_that_needs_more_than_there_is_raises_into_the_hook(uncaught: list[BaseException]) -> None:
    emitter = Emitter()
    emitter.number.connect(lambda a, b: None)
    emitter.number.emit(1)
    assert [type(error) for error in uncaught] == [TypeError]


def test_a_native_slot_takes_the_first_overload_that_fits() -> None:
    @native_slot((int, int), (int,), ())
    def slot(*args: Any) -> None: ...

    assert capacity(slot, (int, int, str)) == 2
    assert capacity(slot, (int, str)) == 1
    assert capacity(slot, (str,)) == 0


def test_start_of_a_timer_takes_a_number_and_no_text() -> None:
    emitter, timer = Emitter(), QTimer()
    emitter.number.connect(timer.start)
    emitter.number.emit(123)
    assert timer.interval() == 123
    emitter.text.connect(timer.start)
    emitter.text.emit("7")
    assert timer.interval() == 123
    timer.stop()
