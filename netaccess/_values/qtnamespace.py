"""The part of the ``Qt`` namespace that objects, signals and timers need."""

from __future__ import annotations

from .qtenum import QtEnum, QtFlag, export_enums


@export_enums
class Qt:
    """Namespace for enumerations that belong to no class (Qt's ``Qt`` namespace)."""

    class ConnectionType(QtFlag):
        """How a signal reaches a slot: at once, through the receiver's event queue, or whichever fits the threads."""

        AutoConnection = 0
        DirectConnection = 1
        QueuedConnection = 2
        BlockingQueuedConnection = 3
        UniqueConnection = 0x80
        SingleShotConnection = 0x100

    class TimerType(QtEnum):
        """How exact a timer is. Every timer here is exact to the clock; the type is kept for the programs that set it."""

        PreciseTimer = 0
        CoarseTimer = 1
        VeryCoarseTimer = 2

    class EventPriority(QtEnum):
        """Named priorities for `QCoreApplication.postEvent`; any integer is allowed."""

        HighEventPriority = 1
        NormalEventPriority = 0
        LowEventPriority = -1

    class FindChildOption(QtFlag):
        """Where `QObject.findChild` looks: at the direct children only, or at all descendants."""

        FindDirectChildrenOnly = 0
        FindChildrenRecursively = 1

    class CaseSensitivity(QtEnum):
        """Whether a comparison tells upper from lower case."""

        CaseInsensitive = 0
        CaseSensitive = 1
