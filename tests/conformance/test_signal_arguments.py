"""What emit takes, and as what it arrives."""

from __future__ import annotations

from typing import Any

import pytest
from binding import QtCore
from objects import process
from signalclasses import heard_by


class Emitter(QtCore.QObject):
    """A signal of every type."""

    plain = QtCore.Signal()
    number = QtCore.Signal(int)
    text = QtCore.Signal(str)
    flag = QtCore.Signal(bool)
    real = QtCore.Signal(float)
    octets = QtCore.Signal(QtCore.QByteArray)
    anything = QtCore.Signal(object)
    values = QtCore.Signal(list)
    mapping = QtCore.Signal(dict)
    thing = QtCore.Signal(QtCore.QObject)
    progress = QtCore.Signal(int, int, QtCore.QByteArray)


@pytest.fixture
def emitter() -> Any:
    """A fresh emitter."""
    return Emitter()


def test_too_few_arguments_are_a_type_error(emitter: Any) -> None:
    with pytest.raises(TypeError, match=r"number\(int\) needs 1 argument\(s\), 0 given"):
        emitter.number.emit()
    with pytest.raises(TypeError, match=r"needs 3 argument\(s\), 1 given"):
        emitter.progress.emit(1)


def test_too_many_arguments_are_a_type_error(emitter: Any) -> None:
    with pytest.raises(TypeError, match=r"plain\(\) only accepts 0 argument\(s\), 1 given"):
        emitter.plain.emit(1)
    with pytest.raises(TypeError, match=r"only accepts 3 argument\(s\), 4 given"):
        emitter.progress.emit(1, 2, b"", 4)


def test_emit_takes_no_keywords(emitter: Any) -> None:
    with pytest.raises(TypeError, match="keyword"):
        emitter.number.emit(value=1)


@pytest.mark.parametrize(
    ("given", "arrives"), [(1, 1), (1.9, 1), (-1.9, -1), (True, 1), (None, 0), (-(2**31), -(2**31))]
)
def test_an_int_signal_delivers_an_int(emitter: Any, given: Any, arrives: int) -> None:
    calls = heard_by(emitter.number)
    emitter.number.emit(given)
    assert calls == [(arrives,)]
    assert type(calls[0][0]) is int


@pytest.mark.parametrize(("given", "arrives"), [("x", "x"), ("", ""), ("a\0b", "a\0b"), ("é€😀", "é€😀"), (None, "")])
def test_a_str_signal_delivers_a_str(emitter: Any, given: Any, arrives: str) -> None:
    calls = heard_by(emitter.text)
    emitter.text.emit(given)
    assert calls == [(arrives,)]


@pytest.mark.parametrize(("given", "arrives"), [(True, True), (1, True), (0, False), (None, False)])
def test_a_bool_signal_delivers_a_bool(emitter: Any, given: Any, arrives: bool) -> None:
    calls = heard_by(emitter.flag)
    emitter.flag.emit(given)
    assert calls == [(arrives,)]
    assert type(calls[0][0]) is bool


@pytest.mark.parametrize(("given", "arrives"), [(1.5, 1.5), (2, 2.0), (True, 1.0), (None, 0.0)])
def test_a_float_signal_delivers_a_float(emitter: Any, given: Any, arrives: float) -> None:
    calls = heard_by(emitter.real)
    emitter.real.emit(given)
    assert calls == [(arrives,)]
    assert type(calls[0][0]) is float


@pytest.mark.parametrize(("given", "arrives"), [(b"x", b"x"), (bytearray(b"y"), b"y"), (None, b"")])
def test_a_bytearray_signal_delivers_a_qbytearray(emitter: Any, given: Any, arrives: bytes) -> None:
    calls = heard_by(emitter.octets)
    emitter.octets.emit(given)
    assert isinstance(calls[0][0], QtCore.QByteArray)
    assert bytes(calls[0][0]) == arrives


def test_none_becomes_the_empty_value_of_each_type(emitter: Any) -> None:
    calls = heard_by(emitter.progress)
    emitter.progress.emit(7, None, None)
    assert calls[0][:2] == (7, 0)
    assert bytes(calls[0][2]) == b""


@pytest.mark.parametrize("given", [None, 1, "x", b"x", [1], {1: 2}, object, print, 2**80])
def test_an_object_signal_delivers_the_identical_object(emitter: Any, given: Any) -> None:
    calls = heard_by(emitter.anything)
    emitter.anything.emit(given)
    assert calls[0][0] is given


def test_a_list_signal_delivers_an_equal_list(emitter: Any) -> None:
    calls = heard_by(emitter.values)
    emitter.values.emit([1, "x", None])
    emitter.values.emit((1, 2))
    assert calls == [([1, "x", None],), ([1, 2],)]


def test_a_dict_signal_delivers_an_equal_dict(emitter: Any) -> None:
    calls = heard_by(emitter.mapping)
    emitter.mapping.emit({"a": 1, "b": [2]})
    assert calls == [({"a": 1, "b": [2]},)]


def test_an_object_type_signal_delivers_the_identical_wrapper_or_none(emitter: Any) -> None:
    calls = heard_by(emitter.thing)
    timer = QtCore.QTimer()
    emitter.thing.emit(timer)
    emitter.thing.emit(None)
    assert calls[0][0] is timer
    assert calls[1] == (None,)


def test_a_queued_object_argument_is_not_copied(emitter: Any) -> None:
    calls: list[Any] = []
    emitter.anything.connect(calls.append, QtCore.Qt.QueuedConnection)
    given = [1]
    emitter.anything.emit(given)
    given.append(2)
    process()
    assert calls[0] is given
