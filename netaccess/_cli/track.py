"""How far a transfer is, how fast it goes and how long it will take; and the same for all of them together."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .jobs import Result

WINDOW = 3.0
"""Seconds over which a speed is averaged: long enough not to flicker, short enough to show a stall."""


class Meter:
    """A speed, from samples of a growing count; times are seconds on any clock that only goes forward."""

    def __init__(self) -> None:
        """Start without samples: the speed is not known yet."""
        self._samples: deque[tuple[float, int]] = deque()

    def sample(self, now: float, count: int) -> None:
        """Note that count bytes had arrived at the time now (seconds)."""
        self._samples.append((now, count))
        while len(self._samples) > 2 and now - self._samples[1][0] >= WINDOW:
            self._samples.popleft()

    @property
    def speed(self) -> float | None:
        """Bytes a second over the last seconds, None when there is too little to tell."""
        if len(self._samples) < 2:
            return None
        (since, before), (until, after) = self._samples[0], self._samples[-1]
        return (after - before) / (until - since) if until - since > 0.05 else None


class Track:
    """The course of one transfer, as the progress views see it."""

    def __init__(self, name: str) -> None:
        """Make the track of a transfer that waits; name is what people see."""
        self.name = name
        self.received = 0
        self.total: int | None = None
        self.started: float | None = None
        self.result: Result | None = None
        self._meter = Meter()

    def begin(self, now: float) -> None:
        """Note that the request was made at the time now (seconds)."""
        self.started = now
        self._meter.sample(now, 0)

    def sample(self, now: float) -> None:
        """Note how much has arrived until now (seconds), for the speed."""
        self._meter.sample(now, self.received)

    @property
    def active(self) -> bool:
        """Whether the transfer has begun and not ended."""
        return self.started is not None and self.result is None

    @property
    def speed(self) -> float | None:
        """Bytes a second: the present speed while it runs, the average once it has ended."""
        if self.result is None:
            return self._meter.speed
        return self.result.size / self.result.seconds if self.result.seconds > 0 else None

    @property
    def fraction(self) -> float | None:
        """How much of it is here, from 0 to 1; None while its size is not known."""
        if self.result is not None and not self.result.canceled:
            return 1.0
        if self.started is None:
            return 0.0
        return min(self.received / self.total, 1.0) if self.total else None

    @property
    def seconds_left(self) -> float | None:
        """The seconds until it ends at the present speed, None when that cannot be told."""
        if self.result is not None:
            return 0.0
        speed = self.speed
        return (self.total - self.received) / speed if self.total and speed else None


class Overall:
    """All transfers of a run together."""

    def __init__(self, tracks: Sequence[Track]) -> None:
        """Sum up tracks, which may go on changing."""
        self.tracks = tracks
        self._meter = Meter()
        self._first: float | None = None
        self._last = 0.0

    def sample(self, now: float) -> None:
        """Note how much has arrived until now (seconds), for the speed."""
        if self._first is None:
            self._first = now
        self._last = now
        self._meter.sample(now, self.received)

    @property
    def elapsed(self) -> float:
        """The seconds from the first sample to the last."""
        return self._last - self._first if self._first is not None else 0.0

    @property
    def received(self) -> int:
        """The bytes that have arrived so far."""
        return sum(track.received for track in self.tracks)

    @property
    def done(self) -> int:
        """How many transfers have ended by themselves."""
        return sum(track.result is not None and not track.result.canceled for track in self.tracks)

    @property
    def complete(self) -> bool:
        """Whether every transfer has ended by itself."""
        return self.done == len(self.tracks)

    @property
    def speed(self) -> float | None:
        """Bytes a second now; the average once everything has ended."""
        if not self.complete:
            return self._meter.speed
        return self.received / self.elapsed if self.elapsed > 0 else None

    @property
    def fraction(self) -> float:
        """How much of the work is done, from 0 to 1; sizes are known late or never, so each file counts the same."""
        return sum(track.fraction or 0.0 for track in self.tracks) / len(self.tracks) if self.tracks else 1.0

    @property
    def seconds_left(self) -> float | None:
        """The seconds until everything has ended, None when that cannot be told.

        Exact as long as the sizes are known; before that the share done in the time passed is carried forward.
        """
        if self.complete:
            return 0.0
        speed = self.speed
        rest = [track for track in self.tracks if track.result is None]
        if speed and all(track.total for track in rest):
            together = sum((track.total or 0) - track.received for track in rest) / speed
            return max([together, *(track.seconds_left or 0.0 for track in rest)])
        if self.fraction < 0.05 or self.elapsed < 0.5:
            return None
        return self.elapsed / self.fraction * (1 - self.fraction)
