"""The Qt namespace: names and numbers of its enumerations, what an enumeration lists, and numbers without a name."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest
from binding import QtCore, enum_name, number

Qt = QtCore.Qt
only_qt6 = pytest.mark.only("netaccess", "PySide6")
zero_default = pytest.mark.only("netaccess", "PySide2")  # PySide6 has it in some calls and not in others

ENUMERATIONS = {
    "ConnectionType": {
        "AutoConnection": 0,
        "DirectConnection": 1,
        "QueuedConnection": 2,
        "BlockingQueuedConnection": 3,
        "UniqueConnection": 128,
    },
    "TimerType": {"PreciseTimer": 0, "CoarseTimer": 1, "VeryCoarseTimer": 2},
    "EventPriority": {"HighEventPriority": 1, "NormalEventPriority": 0, "LowEventPriority": -1},
    "FindChildOption": {"FindDirectChildrenOnly": 0, "FindChildrenRecursively": 1},
    "CaseSensitivity": {"CaseInsensitive": 0, "CaseSensitive": 1},
    "SplitBehaviorFlags": {"KeepEmptyParts": 0, "SkipEmptyParts": 1},
    "SortOrder": {"AscendingOrder": 0, "DescendingOrder": 1},
    "MatchFlag": {
        "MatchExactly": 0,
        "MatchContains": 1,
        "MatchStartsWith": 2,
        "MatchEndsWith": 3,
        "MatchWildcard": 5,
        "MatchFixedString": 8,
        "MatchCaseSensitive": 16,
        "MatchWrap": 32,
        "MatchRecursive": 64,
    },
    "DateFormat": {"TextDate": 0, "ISODate": 1, "RFC2822Date": 8, "ISODateWithMs": 9},
    "TimeSpec": {"LocalTime": 0, "UTC": 1, "OffsetFromUTC": 2, "TimeZone": 3},
    "DayOfWeek": {
        "Monday": 1,
        "Tuesday": 2,
        "Wednesday": 3,
        "Thursday": 4,
        "Friday": 5,
        "Saturday": 6,
        "Sunday": 7,
    },
    "ApplicationState": {
        "ApplicationSuspended": 0,
        "ApplicationHidden": 1,
        "ApplicationInactive": 2,
        "ApplicationActive": 4,
    },
    "ApplicationAttribute": {
        "AA_DontShowIconsInMenus": 2,
        "AA_PluginApplication": 5,
        "AA_UseHighDpiPixmaps": 13,
        "AA_ShareOpenGLContexts": 18,
        "AA_EnableHighDpiScaling": 20,
        "AA_DisableSessionManager": 31,
        "AA_AttributeCount": 32,
    },
}
MEMBERS = [(enum, name, value) for enum, members in ENUMERATIONS.items() for name, value in members.items()]


@pytest.mark.parametrize(("enum", "name", "value"), MEMBERS)
def test_a_member_stands_on_qt_and_on_its_enumeration(enum: str, name: str, value: int) -> None:
    assert number(getattr(Qt, name)) == value
    assert getattr(getattr(Qt, enum), name) == getattr(Qt, name)


@only_qt6
def test_regular_expressions_match_by_a_number_of_their_own() -> None:
    assert number(Qt.MatchRegularExpression) == 4


@only_qt6
@pytest.mark.parametrize(
    "enum", ["ConnectionType", "TimerType", "EventPriority", "SortOrder", "DateFormat", "TimeSpec", "DayOfWeek"]
)
def test_an_enumeration_lists_all_its_members(enum: str) -> None:
    listed = {member.name: member.value for member in getattr(Qt, enum)}
    expected = dict(ENUMERATIONS[enum])
    if enum == "ConnectionType":
        expected["SingleShotConnection"] = 256
    assert listed == expected


@only_qt6
def test_attributes_are_listed_without_the_names_that_are_gone() -> None:
    listed = list(Qt.ApplicationAttribute)
    assert len(listed) == 31
    assert listed[0].name == "AA_QtQuickUseDefaultSizePolicy"


@only_qt6
@pytest.mark.parametrize(
    ("enum", "names"),
    [
        ("FindChildOption", ["FindChildrenRecursively"]),
        ("SplitBehaviorFlags", ["SkipEmptyParts"]),
        ("ApplicationState", ["ApplicationHidden", "ApplicationInactive", "ApplicationActive"]),
    ],
)
def test_a_flag_type_lists_its_single_bits(enum: str, names: list[str]) -> None:
    assert [member.name for member in getattr(Qt, enum)] == names


@only_qt6
@pytest.mark.parametrize(
    ("plural", "singular"),
    [
        ("FindChildOptions", "FindChildOption"),
        ("MatchFlags", "MatchFlag"),
        ("SplitBehavior", "SplitBehaviorFlags"),
        ("ApplicationStates", "ApplicationState"),
    ],
)
def test_a_flag_type_has_two_names(plural: str, singular: str) -> None:
    assert getattr(Qt, plural) is getattr(Qt, singular)


@pytest.mark.only("netaccess", "PySide2")
@pytest.mark.parametrize(("name", "value"), [("AA_X11InitThreads", 10), ("AA_ImmediateWidgetCreation", 0)])
def test_old_attributes_still_have_a_name(name: str, value: int) -> None:
    assert int(getattr(Qt, name)) == value


@only_qt6
def test_qt_is_a_namespace_without_objects() -> None:
    with pytest.raises(Exception, match="cannot be instantiated") as caught:
        Qt()
    assert isinstance(caught.value, (TypeError, NotImplementedError))


# -- numbers without a name -------------------------------------------------------------------------------------------


def unnamed(number: int) -> Any:
    """A day of the week that there is not."""
    return Qt.DayOfWeek(number)


@pytest.mark.parametrize("value", [0, 8, 12345, -5])
def test_an_enumeration_takes_any_number(value: int) -> None:
    assert number(unnamed(value)) == value


@only_qt6
@pytest.mark.parametrize("value", [8, -5])
def test_a_number_without_a_name_is_called_by_its_number(value: int) -> None:
    assert unnamed(value).name == str(value)
    assert str(unnamed(value)) == f"DayOfWeek.{value}"
    assert repr(unnamed(value)) == f"<DayOfWeek.{value}: {value}>"


def test_a_number_without_a_name_equals_itself_alone() -> None:
    assert unnamed(9) == unnamed(9)
    assert unnamed(9) != unnamed(10)
    assert unnamed(9) != Qt.Monday


@only_qt6
def test_a_number_without_a_name_is_not_listed() -> None:
    before = len(Qt.DayOfWeek)
    unnamed(77)
    assert len(Qt.DayOfWeek) == before
    assert unnamed(77) not in list(Qt.DayOfWeek)


def test_a_number_without_a_name_is_hashed_like_its_equal() -> None:
    assert len({unnamed(9), unnamed(9), unnamed(10)}) == 2


@pytest.mark.parametrize("value", ["x", "Monday", None, []])
def test_what_is_no_number_is_no_member(value: Any) -> None:
    with pytest.raises((ValueError, TypeError)):
        Qt.DayOfWeek(value)


@zero_default
def test_without_a_number_the_member_zero_comes() -> None:
    assert number(Qt.ConnectionType()) == 0
    assert enum_name(Qt.ConnectionType()) == "AutoConnection"


def test_a_network_error_of_the_future_is_a_network_error() -> None:
    from binding import QtNetwork

    error = QtNetwork.QNetworkReply.NetworkError(12345)
    assert isinstance(error, QtNetwork.QNetworkReply.NetworkError)
    assert number(error) == 12345


@only_qt6
@pytest.mark.parametrize("member", ["Monday", "QueuedConnection", "UTC", "MatchWrap"])
def test_a_member_survives_copies_and_pickles(member: str) -> None:
    value = getattr(Qt, member)
    assert copy.copy(value) is value
    assert copy.deepcopy(value) is value
    assert pickle.loads(pickle.dumps(value)) is value


# -- flags ------------------------------------------------------------------------------------------------------------


@only_qt6
def test_flags_are_combined_and_taken_apart() -> None:
    both = Qt.MatchContains | Qt.MatchWrap
    assert both.value == 33
    assert Qt.MatchWrap in both
    assert Qt.MatchRecursive not in both
    assert (both & Qt.MatchWrap) == Qt.MatchWrap
    assert (both ^ Qt.MatchWrap) == Qt.MatchContains


@only_qt6
def test_unknown_bits_are_kept() -> None:
    assert Qt.MatchFlag(0x200).value == 0x200
    assert repr(Qt.FindChildOption(5)) == "<FindChildOption.FindChildrenRecursively|4: 5>"


@only_qt6
def test_no_flags_are_false() -> None:
    assert not Qt.MatchFlag(0)


@zero_default
def test_an_empty_set_of_flags_can_be_made() -> None:
    assert int(getattr(Qt.FindChildOptions(), "value", Qt.FindChildOptions())) == 0
