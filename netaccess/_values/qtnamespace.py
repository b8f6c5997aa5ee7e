"""The part of the ``Qt`` namespace that programs without windows use. Numbers and names are Qt 6's."""

from __future__ import annotations

from .qtapplicationenums import OLD_ATTRIBUTES
from .qtapplicationenums import ApplicationAttribute as _Attribute
from .qtapplicationenums import ApplicationState as _State
from .qtenum import QtEnum, QtFlag, export_enums


@export_enums
class Qt:
    """Namespace for enumerations that belong to no class (Qt's ``Qt`` namespace)."""

    ApplicationAttribute = _Attribute
    ApplicationState = _State
    ApplicationStates = _State

    class ConnectionType(QtEnum):
        """How a signal reaches a slot: at once, through the receiver's event queue, or whichever fits the threads.

        ``UniqueConnection`` and ``SingleShotConnection`` are combined with another one by ``|``.
        """

        AutoConnection = 0
        DirectConnection = 1
        QueuedConnection = 2
        BlockingQueuedConnection = 3
        UniqueConnection = 0x80
        SingleShotConnection = 0x100

    class TimerType(QtEnum):
        """How exact a timer is: to the clock, late by a twentieth of its interval at most, or to the full second."""

        PreciseTimer = 0
        CoarseTimer = 1
        VeryCoarseTimer = 2

    class TimerId(QtEnum):
        """The number of a running timer as a type of its own; any positive number is one."""

        Invalid = 0

    class EventPriority(QtEnum):
        """Named priorities for `QCoreApplication.postEvent`; any integer is allowed."""

        HighEventPriority = 1
        NormalEventPriority = 0
        LowEventPriority = -1

    class FindChildOption(QtFlag):
        """Where `QObject.findChild` looks: at the direct children only, or at all descendants."""

        FindDirectChildrenOnly = 0
        FindChildrenRecursively = 1

    FindChildOptions = FindChildOption

    class CaseSensitivity(QtEnum):
        """Whether a comparison tells upper from lower case."""

        CaseInsensitive = 0
        CaseSensitive = 1

    class SplitBehaviorFlags(QtFlag):
        """Whether splitting a text keeps the empty parts between two separators."""

        KeepEmptyParts = 0
        SkipEmptyParts = 1

    SplitBehavior = SplitBehaviorFlags

    class SortOrder(QtEnum):
        """Smallest first, or largest first."""

        AscendingOrder = 0
        DescendingOrder = 1

    class MatchFlag(QtFlag):
        """How a text is compared with a pattern. The first four bits are one number, the others are independent."""

        MatchExactly = 0
        MatchContains = 1
        MatchStartsWith = 2
        MatchEndsWith = 3
        MatchRegularExpression = 4
        MatchWildcard = 5
        MatchFixedString = 8
        MatchTypeMask = 0x0F
        MatchCaseSensitive = 0x10
        MatchWrap = 0x20
        MatchRecursive = 0x40

    MatchFlags = MatchFlag

    class DateFormat(QtEnum):
        """How a date or time is written as text."""

        TextDate = 0
        ISODate = 1
        RFC2822Date = 8
        ISODateWithMs = 9

    class TimeSpec(QtEnum):
        """What a date and time refers to: the local clock, UTC, a fixed distance from UTC, or a named time zone."""

        LocalTime = 0
        UTC = 1
        OffsetFromUTC = 2
        TimeZone = 3

    class DayOfWeek(QtEnum):
        """The days of the week, from Monday as 1."""

        Monday = 1
        Tuesday = 2
        Wednesday = 3
        Thursday = 4
        Friday = 5
        Saturday = 6
        Sunday = 7

    def __init__(self) -> None:
        """A namespace has no instances: raises `TypeError`."""
        raise TypeError("Namespace 'Qt' cannot be instantiated.")


for _name, _number in OLD_ATTRIBUTES.items():
    setattr(Qt, _name, _Attribute(_number))
