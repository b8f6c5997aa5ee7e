"""What the clocks of a time zone show at a moment, as `QTimeZone` tells it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .zonerules import Change, Period

if TYPE_CHECKING:
    from .qdatetime import QDateTime

_INVALID = -(1 << 31)


class OffsetData:
    """What a zone's clocks show from a moment on; what `QTimeZone.offsetData` and the transitions are made of.

    Attributes: ``abbreviation``, ``atUtc`` (a `QDateTime` in UTC), ``offsetFromUtc``, ``standardTimeOffset`` and
    ``daylightTimeOffset`` in seconds. Where there is none, ``atUtc`` is invalid and the offsets are -2147483648.
    """

    __slots__ = ("abbreviation", "atUtc", "daylightTimeOffset", "offsetFromUtc", "standardTimeOffset")

    abbreviation: str
    atUtc: QDateTime
    offsetFromUtc: int
    standardTimeOffset: int
    daylightTimeOffset: int

    def __init__(self, other: OffsetData | None = None) -> None:
        """Make data with offsets of 0 and no moment, or a copy."""
        from .qdatetime import QDateTime

        self.abbreviation = other.abbreviation if other else ""
        self.atUtc = QDateTime(other.atUtc) if other else QDateTime()
        self.offsetFromUtc = other.offsetFromUtc if other else 0
        self.standardTimeOffset = other.standardTimeOffset if other else 0
        self.daylightTimeOffset = other.daylightTimeOffset if other else 0

    def __copy__(self) -> OffsetData:
        return OffsetData(self)


def data(moment: QDateTime | None, period: Period | None) -> OffsetData:
    """Return what *period* says of a moment in UTC, data without a moment when either is None."""
    found = OffsetData()
    if moment is None or period is None:
        found.offsetFromUtc = found.standardTimeOffset = found.daylightTimeOffset = _INVALID
        return found
    found.abbreviation, found.atUtc = period.abbreviation, moment
    found.offsetFromUtc, found.standardTimeOffset = period.offset, period.standard
    found.daylightTimeOffset = period.offset - period.standard
    return found


def change_data(change: Change | None) -> OffsetData:
    """Return what is in force from a change of the clocks on."""
    if change is None:
        return data(None, None)
    from .qdatetime import QDateTime
    from .qtnamespace import Qt

    return data(QDateTime.fromSecsSinceEpoch(change.moment, Qt.TimeSpec.UTC), change.period)
