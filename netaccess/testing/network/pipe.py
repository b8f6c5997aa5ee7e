"""`Pipe`: a shared way with limited bandwidth."""

from __future__ import annotations


class Pipe:
    """Lets bytes through one after the other, those first that come first."""

    def __init__(self) -> None:
        self._free_at = 0.0

    def through(self, when: float, size: int, bandwidth: float) -> float:
        """Return when *size* bytes that come at *when* are through, at *bandwidth* bytes a second."""
        self._free_at = max(when, self._free_at) + size / bandwidth
        return self._free_at
