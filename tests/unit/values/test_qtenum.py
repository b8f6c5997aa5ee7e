"""Enumerations: both spellings, numbers without a name, and what is asked of them when a setting must have one."""

from __future__ import annotations

import copy
import pickle
import threading
from typing import Any

import pytest

from netaccess._values.qtenum import QtEnum, QtFlag, export_enums, named
from netaccess._values.qtnamespace import Qt


class Colour(QtEnum):
    """Three colours."""

    Red = 1
    Green = 2
    Blue = 4


class Side(QtFlag):
    """Two sides."""

    None_ = 0
    Left = 1
    Right = 2
    Both = 3


def test_a_number_with_a_name_must_have_one_where_it_is_asked_for() -> None:
    assert named(Colour, 2) is Colour.Green


@pytest.mark.parametrize("value", [0, 3, -1, "Red", None])
def test_a_number_without_a_name_can_be_refused(value: Any) -> None:
    with pytest.raises(ValueError, match=f"{value!r} is not a valid Colour"):
        named(Colour, value)


def test_a_number_seen_before_is_still_without_a_name() -> None:
    assert Colour(9) is Colour(9)
    with pytest.raises(ValueError, match="is not a valid Colour"):
        named(Colour, Colour(9))


def test_numbers_without_a_name_are_not_among_the_members() -> None:
    assert Colour(77).name == "77"
    assert list(Colour) == [Colour.Red, Colour.Green, Colour.Blue]
    assert "77" not in Colour.__members__


@pytest.mark.parametrize("value", [Colour.Red, Colour(55), Side.Both, Side(12)])
def test_members_survive_copies_and_pickles(value: Any) -> None:
    for twin in (copy.copy(value), copy.deepcopy(value), pickle.loads(pickle.dumps(value))):
        assert twin == value
        assert type(twin) is type(value)


def test_the_same_number_of_two_enumerations_are_two_members() -> None:
    assert type(Colour(1234)) is Colour
    assert type(Qt.DayOfWeek(1234)) is Qt.DayOfWeek


def test_threads_that_ask_for_one_number_get_one_member() -> None:
    start, seen = threading.Barrier(8), []

    def ask() -> None:
        start.wait()
        seen.extend(id(Colour(number)) for number in range(100_000, 100_200))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(seen)) == 200


def test_without_an_argument_the_member_zero_comes() -> None:
    assert int(Colour()) == 0  # type: ignore[call-arg]
    assert Side() is Side.None_  # type: ignore[call-arg]


def test_members_are_exported_to_the_owner_unless_the_name_is_taken() -> None:
    @export_enums
    class Owner:
        class Kind(QtEnum):
            One = 1
            Two = 2

        Two = "mine"

    assert Owner.One is Owner.Kind.One  # type: ignore[attr-defined]
    assert Owner.Two == "mine"


@pytest.mark.parametrize(
    ("spec", "text"), [("", "Colour.Green"), (">14", "  Colour.Green"), ("d", "2"), ("03x", "002")]
)
def test_a_member_is_formatted_as_its_name_or_as_a_number(spec: str, text: str) -> None:
    assert format(Colour.Green, spec) == text


def test_a_flag_says_which_bits_are_set() -> None:
    assert Side.Both.testFlag(Side.Left)
    assert not Side.Left.testFlag(Side.Both)
    assert Side.Left.testFlag(Side.Right, False)
    assert Side.None_.testFlag(Side.None_)
    assert not Side.Left.testFlag(Side.None_)


def test_names_that_qt_6_dropped_are_there_and_not_listed() -> None:
    assert int(Qt.AA_X11InitThreads) == 10  # type: ignore[attr-defined]
    assert int(Qt.AA_ImmediateWidgetCreation) == 0  # type: ignore[attr-defined]
    assert 0 not in [int(member) for member in Qt.ApplicationAttribute]
