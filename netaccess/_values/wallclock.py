"""The time of day for everything that expires, replaceable for virtual time."""

from __future__ import annotations

import time
from collections.abc import Callable

_source: Callable[[], float] = time.time


def now() -> float:
    """Return the time of day in seconds since 1970-01-01T00:00:00Z."""
    return _source()


def set_source(source: Callable[[], float] | None) -> Callable[[], float]:
    """Read the time of day from *source* from now on (None: from the system again); returns the source it replaces.

    :param source: returns seconds since 1970-01-01T00:00:00Z; may be called on any thread.
    """
    global _source
    replaced = _source
    _source = time.time if source is None else source
    return replaced
