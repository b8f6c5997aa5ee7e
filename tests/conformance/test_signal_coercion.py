"""What arrives of the values a signal is emitted with, for the types that ``test_signal_arguments.py`` leaves out."""

from __future__ import annotations

import enum
from typing import Any

import pytest
from binding import QtCore, number

Signal = QtCore.Signal


class Level(enum.IntEnum):
    """An enumeration of the program's."""

    LOW = 3


class Mark(enum.Flag):
    """A flag type of the program's."""

    A = 1
    B = 2


class Text(str):
    """A str with a name of its own."""


class Octets(QtCore.QByteArray):
    """A QByteArray of the program's."""


class Item(QtCore.QObject):
    """A QObject class of the program's."""


class Emitter(QtCore.QObject):
    """A signal of each type."""

    number = Signal(int)
    real = Signal(float)
    text = Signal(str)
    truth = Signal(bool)
    octets = Signal(QtCore.QByteArray)
    both = Signal(int, QtCore.QByteArray)
    items = Signal(list)
    table = Signal(dict)
    url = Signal(QtCore.QUrl)
    kind = Signal(QtCore.Qt.ConnectionType)
    level = Signal(Level)
    mark = Signal(Mark)
    raw = Signal(bytes)
    several = Signal(tuple)
    item = Signal(Item)
    timer = Signal(QtCore.QTimer)
    long = Signal("qint64")
    variant = Signal("QVariant")
    names = Signal("QStringList")
    pair = Signal(object, object)


@pytest.fixture
def emitter() -> Any:
    """A fresh emitter."""
    return Emitter()


def arriving(signal: Any, *values: Any) -> Any:
    """Emit and return what arrived: one argument, or the tuple of several."""
    calls: list[Any] = []

    def take(*arguments: Any) -> None:
        calls.append(arguments)

    signal.connect(take)
    signal.emit(*values)
    assert len(calls) == 1
    return calls[0][0] if len(values) == 1 else calls[0]


def test_none_arrives_as_zero_and_as_empty_bytes(emitter: Any) -> None:
    value, octets = arriving(emitter.both, None, None)
    assert (value, bytes(octets)) == (0, b"")
    assert type(octets) is QtCore.QByteArray


def test_an_enumeration_arrives_as_a_plain_int_where_an_int_is_declared(emitter: Any) -> None:
    arrived = arriving(emitter.number, Level.LOW)
    assert (arrived, type(arrived)) == (3, int)


def test_a_bool_arrives_as_a_plain_int(emitter: Any) -> None:
    arrived = arriving(emitter.number, True)
    assert (arrived, type(arrived)) == (1, int)


def test_an_int_arrives_as_a_float(emitter: Any) -> None:
    arrived = arriving(emitter.real, 3)
    assert (arrived, type(arrived)) == (3.0, float)


def test_an_int_arrives_as_a_bool(emitter: Any) -> None:
    assert arriving(emitter.truth, 2) is True


def test_a_subclass_of_str_arrives_as_a_plain_str(emitter: Any) -> None:
    arrived = arriving(emitter.text, Text("a"))
    assert (arrived, type(arrived)) == ("a", str)


def test_text_outside_the_basic_plane_arrives_whole(emitter: Any) -> None:
    assert arriving(emitter.text, "\u20ac\U0001f600") == "\u20ac\U0001f600"


def test_a_subclass_of_qbytearray_keeps_its_bytes(emitter: Any) -> None:
    assert bytes(arriving(emitter.octets, Octets(b"ab"))) == b"ab"


@pytest.mark.parametrize("given", [(1, 2), [1, 2], range(1, 3)], ids=["tuple", "list", "range"])
def test_any_sequence_arrives_as_a_list(emitter: Any, given: Any) -> None:
    assert arriving(emitter.items, given) == [1, 2]


def test_an_empty_dict_arrives_as_one(emitter: Any) -> None:
    assert arriving(emitter.table, {}) == {}


def test_a_url_arrives_equal(emitter: Any) -> None:
    assert arriving(emitter.url, QtCore.QUrl("http://a/b")) == QtCore.QUrl("http://a/b")


@pytest.mark.only("netaccess", "PySide6")
def test_a_text_arrives_as_a_url(emitter: Any) -> None:
    assert arriving(emitter.url, "http://a/b") == QtCore.QUrl("http://a/b")


def test_none_arrives_as_an_empty_url(emitter: Any) -> None:
    assert arriving(emitter.url, None).isEmpty()


def test_an_enumeration_of_qt_arrives_as_it_is(emitter: Any) -> None:
    arrived = arriving(emitter.kind, QtCore.Qt.QueuedConnection)
    assert arrived == QtCore.Qt.QueuedConnection


@pytest.mark.only("netaccess", "PySide6")
def test_none_arrives_as_the_member_zero(emitter: Any) -> None:
    assert arriving(emitter.kind, None) == QtCore.Qt.AutoConnection


@pytest.mark.differs("integer-enums")
def test_a_number_arrives_as_the_member_of_an_enumeration_of_qt(emitter: Any) -> None:
    assert number(arriving(emitter.kind, 2)) == 2


@pytest.mark.parametrize("given", [Level.LOW, 3, None, "x"])
def test_an_enumeration_of_the_program_takes_anything_as_it_is(emitter: Any, given: Any) -> None:
    assert arriving(emitter.level, given) is given


def test_flags_of_the_program_arrive_as_they_are(emitter: Any) -> None:
    assert arriving(emitter.mark, Mark.A | Mark.B) is Mark.A | Mark.B


@pytest.mark.parametrize("given", [b"1", None, "1", 5])
def test_bytes_are_not_converted(emitter: Any, given: Any) -> None:
    assert arriving(emitter.raw, given) is given


@pytest.mark.parametrize("given", [(1, 2), [1], None])
def test_tuples_are_not_converted(emitter: Any, given: Any) -> None:
    assert arriving(emitter.several, given) is given


def test_any_object_fits_a_signal_of_an_object_class(emitter: Any) -> None:
    timer, item = QtCore.QTimer(), Item()
    assert arriving(emitter.item, item) is item
    assert arriving(Emitter().timer, timer) is timer


@pytest.mark.only("netaccess", "PySide6")
def test_an_object_of_another_class_fits_too(emitter: Any) -> None:
    item = Item()
    assert arriving(emitter.timer, item) is item


def test_none_fits_a_signal_of_an_object_class(emitter: Any) -> None:
    assert arriving(emitter.item, None) is None


@pytest.mark.only("netaccess")  # real Qt crashes
@pytest.mark.parametrize("given", [5, "x", object()], ids=["int", "str", "object"])
def test_what_is_no_object_is_a_type_error(emitter: Any, given: Any) -> None:
    emitter.item.connect(print)
    with pytest.raises(TypeError):
        emitter.item.emit(given)


def test_a_wide_number_arrives_whole_where_it_is_declared(emitter: Any) -> None:
    assert arriving(emitter.long, 2**40) == 2**40


@pytest.mark.differs("wide-integers")
def test_a_wide_number_arrives_whole_as_an_int(emitter: Any, slot_errors: list[BaseException]) -> None:
    try:
        assert arriving(emitter.number, 2**40) == 2**40
    finally:
        slot_errors.clear()


@pytest.mark.parametrize("given", [2**31 - 1, -(2**31)])
def test_the_limits_of_an_int_arrive(emitter: Any, given: int) -> None:
    assert arriving(emitter.number, given) == given


@pytest.mark.parametrize("given", [5, "x", [1, "a"], {"a": 1}, None])
def test_a_variant_takes_any_value(emitter: Any, given: Any) -> None:
    assert arriving(emitter.variant, given) == given


def test_a_list_of_texts_arrives_equal(emitter: Any) -> None:
    assert arriving(emitter.names, ["a", "b"]) == ["a", "b"]


def test_two_objects_arrive_identical(emitter: Any) -> None:
    one, two = object(), [object()]
    arrived = arriving(emitter.pair, one, two)
    assert arrived[0] is one
    assert arrived[1] is two


@pytest.mark.differs("wrong-argument-raises")
@pytest.mark.parametrize(
    ("signal", "given"),
    [
        ("number", "5"),
        ("number", b"5"),
        ("text", b"abc"),
        ("text", 5),
        ("octets", "abc"),
        ("items", {1, 2}),
        ("table", [("a", 1)]),
        ("truth", ""),
    ],
)
def test_a_value_of_a_wrong_type_is_a_type_error(emitter: Any, signal: str, given: Any) -> None:
    with pytest.raises(TypeError):
        getattr(emitter, signal).emit(given)


def test_conversion_comes_before_a_queued_delivery(emitter: Any) -> None:
    calls: list[Any] = []
    emitter.octets.connect(lambda value: calls.append(type(value)), QtCore.Qt.QueuedConnection)
    emitter.octets.emit(b"ab")
    QtCore.QCoreApplication.processEvents()
    assert calls == [QtCore.QByteArray]


def test_a_slot_with_fewer_parameters_gets_the_converted_ones(emitter: Any) -> None:
    calls: list[Any] = []
    emitter.both.connect(lambda value: calls.append(value))
    emitter.both.emit(2.9, b"x")
    assert calls == [2]
