"""The connections of one manager to fake servers: who has one, which are kept, and when they go."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from netaccess._values.messages import Endpoint

IDLE_SECONDS = 30.0
"""How long a connection is kept without being used."""


class Line:
    """One connection. `used` tells whether a request went over it before."""

    __slots__ = ("endpoint", "idle_since", "number", "used")

    def __init__(self, endpoint: Endpoint, number: int) -> None:
        self.endpoint = endpoint
        self.number = number
        self.used = False
        self.idle_since = 0.0

    def is_kept(self, now: float) -> bool:
        """Return whether the connection, which is idle, can still be used."""
        return now - self.idle_since < IDLE_SECONDS


class Lines:
    """The idle connections of one transport, those used last at the end."""

    __slots__ = ("_idle",)

    def __init__(self) -> None:
        self._idle: dict[Endpoint, list[Line]] = {}

    def take(self, endpoint: Endpoint, now: float) -> Line | None:
        """Return the idle connection to *endpoint* that was used last, None when there is none any more."""
        idle = [line for line in self._idle.pop(endpoint, ()) if line.is_kept(now)]
        if not idle:
            return None
        line = idle.pop()
        if idle:
            self._idle[endpoint] = idle
        return line

    def rest(self, line: Line, now: float) -> None:
        """Keep *line*, over which nothing goes just now."""
        line.idle_since = now
        self._idle.setdefault(line.endpoint, []).append(line)

    def drop(self, endpoint: Endpoint | None = None) -> list[Line]:
        """Close the idle connections, those to one endpoint only if it is given, and return them."""
        dropped = self._idle
        if endpoint is None:
            self._idle = {}
        else:
            dropped = {endpoint: self._idle.pop(endpoint, [])}
        return [line for lines in dropped.values() for line in lines]

    def count(self, now: float) -> int:
        """Return how many connections are idle."""
        return sum(line.is_kept(now) for lines in self._idle.values() for line in lines)
