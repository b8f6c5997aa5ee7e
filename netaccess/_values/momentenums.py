"""The enumerations of `QDateTime`."""

from __future__ import annotations

from .qtenum import QtEnum


class TransitionResolution(QtEnum):
    """What a time means that the clocks of a zone skip or show twice: relative to the offset before or after the change.

    "Prefer" means the side of the change on which the result is to lie.
    """

    Reject = 0
    RelativeToBefore = 1
    LegacyBehavior = 1
    RelativeToAfter = 2
    PreferBefore = 3
    PreferAfter = 4
    PreferStandard = 5
    PreferDaylightSaving = 6


class YearRange(QtEnum):
    """The first and the last year that a `QDateTime` can have."""

    First = -292275056
    Last = 292278994
