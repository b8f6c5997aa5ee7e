"""Time zones (the class `QTimeZone`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import offsetdata, wallclock, zoneids
from .bytearray import QByteArray
from .localclock import local_period
from .qtenum import QtEnum, export_enums
from .qtnamespace import Qt
from .zonerules import FixedRules, Period

if TYPE_CHECKING:
    from collections.abc import Callable

    from .qdatetime import QDateTime

_LOCAL, _UTC, _OFFSET, _ZONE = range(4)


@export_enums
class QTimeZone:
    """A time zone: the local clock, UTC, a fixed offset from it, or a zone of the IANA database with its history.

    The database is the system's, or that of the tzdata package where the system has none (Windows). Long names are the
    zones' ids, because the names of zones in human languages belong to locales.
    """

    class Initialization(QtEnum):
        """The two zones that need no name."""

        LocalTime = 0
        UTC = 1

    class TimeType(QtEnum):
        """Whether a name is wanted for standard time, for daylight saving time, or for both."""

        StandardTime = 0
        DaylightTime = 1
        GenericTime = 2

    class NameType(QtEnum):
        """Which of a zone's names is wanted."""

        DefaultName = 0
        LongName = 1
        ShortName = 2
        OffsetName = 3

    OffsetData = offsetdata.OffsetData
    MinUtcOffsetSecs = -zoneids.MAX_OFFSET
    MaxUtcOffsetSecs = zoneids.MAX_OFFSET

    __slots__ = ("__weakref__", "_id", "_kind", "_name", "_offset", "_rules")

    _kind: int
    _offset: int
    _id: str
    _name: str
    _rules: FixedRules | None

    def __init__(self, *args: Any, territory: Any = None, comment: str = "") -> None:
        """Make a time zone.

        :param args: nothing (an invalid zone), an `Initialization`, another zone, an IANA id (bytes, `QByteArray` or
            str; an empty one means the system's zone), an offset from UTC in seconds, or the id, offset, name and
            abbreviation of a zone of one's own.
        :param territory: not used.
        :param comment: not used.

        An unknown id or an offset of more than 16 hours gives an invalid zone. Raises TypeError for anything else.
        """
        self._kind, self._offset, self._id, self._name, self._rules = _ZONE, 0, "", "", None
        if len(args) in (4, 5, 6):
            self._make_own(args[0], args[1], str(args[2]), str(args[3]))
        elif len(args) == 1:
            self._make(args[0])
        elif args:
            raise TypeError(f"QTimeZone takes an id, an offset in seconds or a zone, not {args!r}")

    def _make(self, value: Any) -> None:
        if isinstance(value, QTimeZone):
            self._take(value)
        elif isinstance(value, QTimeZone.Initialization):
            self._kind = int(value)
        elif isinstance(value, int) and not isinstance(value, QtEnum):
            if abs(value) <= zoneids.MAX_OFFSET:
                self._set_rules(zoneids.offset_id(value), None)
        elif value is None:
            self._set_id(zoneids.system_id())
        else:
            self._set_id(_text(value) or zoneids.system_id())

    def _take(self, other: QTimeZone) -> None:
        self._kind, self._offset, self._id = other._kind, other._offset, other._id
        self._name, self._rules = other._name, other._rules

    def _set_id(self, name: str) -> None:
        offset = zoneids.offset_of_id(name)
        rules = None if offset is not None else zoneids.rules_of(name)
        if offset is not None:
            name = zoneids.offset_id(offset)
        if offset is not None or rules is not None:
            self._set_rules(name, rules)

    def _set_rules(self, name: str, rules: FixedRules | None) -> None:
        """Become the zone *name*; without *rules* it names a fixed offset."""
        self._id, self._rules = name, rules
        if rules is None:
            self._name = "Coordinated Universal Time" if name == "UTC" else name
            self._rules = FixedRules(zoneids.offset_of_id(name) or 0, name)

    def _make_own(self, name: Any, offset: int, long_name: str, abbreviation: str) -> None:
        text = _text(name)
        if not zoneids.is_available(text):
            self._id, self._name, self._rules = text, long_name, FixedRules(int(offset), abbreviation)

    # -- which zone it is --------------------------------------------------------------------------------------------

    def isValid(self) -> bool:
        """Return whether there is such a zone."""
        return self._kind != _ZONE or self._rules is not None

    def id(self) -> QByteArray:
        """Return the zone's name: an IANA id such as ``Europe/Berlin``, or ``UTC+01:00``."""
        return QByteArray(self._backend()._id.encode("utf-8"))

    def timeSpec(self) -> Qt.TimeSpec:
        """Return which kind of zone it is."""
        return Qt.TimeSpec(self._kind)

    def comment(self) -> str:
        """Return the remark that the IANA database has about the zone, nothing where it has none."""
        return zoneids.comment_of(self._backend()._id)

    def fixedSecondsAheadOfUtc(self) -> int:
        """Return the offset of a zone made with `fromSecondsAheadOfUtc`, 0 of all others."""
        return self._offset if self._kind == _OFFSET else 0

    def isUtcOrFixedOffset(*args: Any) -> bool:
        """Return whether this is UTC or a fixed offset without a name, or whether a `Qt.TimeSpec` is for these."""
        kind = args[0]._kind if isinstance(args[0], QTimeZone) and len(args) == 1 else int(args[-1])
        return kind in (_UTC, _OFFSET)

    def asBackendZone(self) -> QTimeZone:
        """Return the zone as one with a name: local time as the system's zone, UTC and offsets as zones of the list."""
        return QTimeZone(self._backend())

    def _backend(self) -> QTimeZone:
        if self._kind == _ZONE:
            return self
        if self._kind == _LOCAL:
            return QTimeZone.systemTimeZone()
        return QTimeZone(self._offset)

    # -- its clocks --------------------------------------------------------------------------------------------------

    def _clock(self) -> Callable[[int], Period] | None:
        """Return the function that says what is in force at a moment in seconds since 1970; None for no zone."""
        if self._kind == _LOCAL:
            return local_period
        if self._kind == _ZONE:
            return None if self._rules is None else self._rules.at
        return FixedRules(self._offset, zoneids.offset_id(self._offset)).at

    def _period(self, moment: QDateTime) -> Period | None:
        clock = self._clock()
        return None if clock is None else clock(moment.toMSecsSinceEpoch() // 1000)

    def offsetFromUtc(self, atDateTime: QDateTime) -> int:
        """Return the offset from UTC in seconds, east of it positive."""
        period = self._period(_moment(atDateTime))
        return 0 if period is None else period.offset

    def standardTimeOffset(self, atDateTime: QDateTime) -> int:
        """Return the offset of standard time in seconds, without daylight saving time."""
        return self.offsetData(atDateTime).standardTimeOffset if self.isValid() else 0

    def daylightTimeOffset(self, atDateTime: QDateTime) -> int:
        """Return how many seconds daylight saving time adds to standard time at a moment."""
        return self.offsetData(atDateTime).daylightTimeOffset if self.isValid() else 0

    def isDaylightTime(self, atDateTime: QDateTime) -> bool:
        """Return whether daylight saving time is in force."""
        period = self._period(_moment(atDateTime))
        return period is not None and period.is_daylight

    def abbreviation(self, atDateTime: QDateTime) -> str:
        """Return the abbreviation in use, such as ``CEST``."""
        period = self._period(_moment(atDateTime))
        return "" if period is None else period.abbreviation

    def offsetData(self, forDateTime: QDateTime) -> offsetdata.OffsetData:
        """Return what the clocks show at a moment."""
        moment = _moment(forDateTime)
        zone = self._backend()
        if not moment.isValid() or zone._rules is None:
            return offsetdata.data(None, None)
        return offsetdata.data(moment.toUTC(), zone._period(moment))

    def hasDaylightTime(self) -> bool:
        """Return whether the zone has ever had daylight saving time, or will."""
        rules = self._backend()._rules
        return rules is not None and rules.has_daylight_time()

    def hasTransitions(self) -> bool:
        """Return whether the zone is one whose clocks can change."""
        rules = self._backend()._rules
        return rules is not None and rules.has_changes()

    def nextTransition(self, afterDateTime: QDateTime) -> offsetdata.OffsetData:
        """Return the first change of the clocks after a moment; its ``atUtc`` is invalid when there is none."""
        rules = self._backend()._rules
        moment = _moment(afterDateTime)
        if rules is None or not moment.isValid():
            return offsetdata.data(None, None)
        return offsetdata.change_data(rules.after(moment.toMSecsSinceEpoch() // 1000))

    def previousTransition(self, beforeDateTime: QDateTime) -> offsetdata.OffsetData:
        """Return the last change of the clocks before a moment; its ``atUtc`` is invalid when there is none."""
        rules = self._backend()._rules
        moment = _moment(beforeDateTime)
        if rules is None or not moment.isValid():
            return offsetdata.data(None, None)
        return offsetdata.change_data(rules.before(-(-moment.toMSecsSinceEpoch() // 1000)))

    def transitions(self, fromDateTime: QDateTime, toDateTime: QDateTime) -> list[offsetdata.OffsetData]:
        """Return all changes of the clocks between two moments, these included."""
        rules = self._backend()._rules
        first, last = _moment(fromDateTime), _moment(toDateTime)
        found: list[offsetdata.OffsetData] = []
        if rules is None or not first.isValid() or not last.isValid():
            return found
        change = rules.after(-(-first.toMSecsSinceEpoch() // 1000) - 1)
        while change is not None and change.moment * 1000 <= last.toMSecsSinceEpoch():
            found.append(offsetdata.change_data(change))
            change = rules.after(change.moment)
        return found

    def displayName(self, at: QDateTime | TimeType, nameType: NameType = NameType.DefaultName) -> str:
        """Return a name of the zone.

        :param at: a moment, or a `TimeType`.
        :param nameType: `ShortName` is the abbreviation, `OffsetName` is ``UTC+01:00``, `LongName` the zone's id (or
            the name given to a zone of one's own). By default the long name at a moment, the offset for a `TimeType`.
        """
        zone = self._backend()
        if zone._rules is None:
            return ""
        if isinstance(at, QTimeZone.TimeType):
            period = _typical(zone._rules, daylight=at == QTimeZone.TimeType.DaylightTime)
            if nameType == QTimeZone.NameType.DefaultName and not zone._name:
                nameType = QTimeZone.NameType.OffsetName
        else:
            period = zone._rules.at(_moment(at).toMSecsSinceEpoch() // 1000)
        if nameType == QTimeZone.NameType.ShortName:
            return period.abbreviation
        if nameType == QTimeZone.NameType.OffsetName:
            return zoneids.short_offset_id(period.offset)
        return zone._name or zone._id

    # -- zones of the system -----------------------------------------------------------------------------------------

    @staticmethod
    def utc() -> QTimeZone:
        """Return UTC as a zone with a name."""
        return QTimeZone(0)

    @staticmethod
    def systemTimeZone() -> QTimeZone:
        """Return the system's zone with its name and its history; invalid when the database does not have it."""
        return QTimeZone(None)

    @staticmethod
    def systemTimeZoneId() -> QByteArray:
        """Return the name of the system's zone."""
        return QByteArray(zoneids.system_id().encode("utf-8"))

    @staticmethod
    def fromSecondsAheadOfUtc(offset: int) -> QTimeZone:
        """Return a fixed offset in seconds without a name; UTC for 0, an invalid zone beyond 16 hours."""
        zone = QTimeZone()
        if abs(offset) <= zoneids.MAX_OFFSET:
            zone._kind, zone._offset = (_OFFSET if offset else _UTC), int(offset)
        return zone

    @staticmethod
    def fromDurationAheadOfUtc(offset: int) -> QTimeZone:
        """Return what `fromSecondsAheadOfUtc` returns."""
        return QTimeZone.fromSecondsAheadOfUtc(offset)

    @staticmethod
    def isTimeZoneIdAvailable(ianaId: Any) -> bool:
        """Return whether there is a zone of that name (bytes, `QByteArray` or str)."""
        return zoneids.is_available(_text(ianaId))

    @staticmethod
    def availableTimeZoneIds(offsetSeconds: int | None = None) -> list[QByteArray]:
        """Return the names of all zones, or of those whose standard time has that offset now."""
        names = zoneids.available_ids()
        if offsetSeconds is not None:
            names = [name for name in names if _standard_offset_now(name) == offsetSeconds]
        return [QByteArray(name.encode("utf-8")) for name in names]

    def swap(self, other: QTimeZone) -> None:
        """Exchange this zone with *other*."""
        mine = QTimeZone(self)
        self._take(other)
        other._take(mine)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, QTimeZone.Initialization):
            other = QTimeZone(other)
        if not isinstance(other, QTimeZone):
            return NotImplemented
        mine, theirs = (self._kind, self._offset, self._id), (other._kind, other._offset, other._id)
        return mine == theirs and self.isValid() == other.isValid()

    __hash__ = None  # type: ignore[assignment]

    def __copy__(self) -> QTimeZone:
        return QTimeZone(self)

    def __deepcopy__(self, memo: dict[int, Any]) -> QTimeZone:
        return QTimeZone(self)

    def __getstate__(self) -> tuple[Any, ...]:
        own = self._rules.period if type(self._rules) is FixedRules else None
        return self._kind, self._offset, self._id, self._name, own and tuple(own)

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        self._kind, self._offset, self._id, self._name, own = state
        self._rules = FixedRules(own[0], own[3]) if own else zoneids.rules_of(self._id) if self._id else None

    def __repr__(self) -> str:
        text = f'"{self._id}"'
        if self._kind == _OFFSET:
            text = f"AheadOfUtcBy{self._offset}"
        elif self._kind != _ZONE:
            text = f"QTimeZone::{QTimeZone.Initialization(self._kind).name}"
        return f"<netaccess.QtCore.QTimeZone({text}) at {id(self):#x}>"


def _text(name: Any) -> str:
    if isinstance(name, str):
        return name
    if not isinstance(name, (bytes, bytearray, memoryview, QByteArray)):
        raise TypeError(f"the id of a time zone is bytes, a QByteArray or a str, not {name!r}")
    return bytes(name).decode("utf-8", "replace")


def _moment(value: Any) -> QDateTime:
    from .momentargs import as_moment

    return as_moment(value)


def _typical(rules: FixedRules, *, daylight: bool) -> Period:
    """Return what is in force in standard or in daylight saving time, now or when there last was such a time."""
    now = int(wallclock.now())
    coming = rules.after(now)
    if coming is not None and rules.at(now).is_daylight != daylight and coming.period.is_daylight == daylight:
        return coming.period
    moment = now
    while rules.at(moment).is_daylight != daylight:
        change = rules.before(moment)
        if change is None:
            return rules.at(now)
        moment = change.moment - 1
    return rules.at(moment)


def _standard_offset_now(name: str) -> int | None:
    offset = zoneids.offset_of_id(name)
    if offset is not None:
        return offset
    rules = zoneids.rules_of(name)
    return None if rules is None else rules.at(int(wallclock.now())).standard
