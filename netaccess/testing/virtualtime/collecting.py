"""Garbage collections at set places: where a thread could give up its turn anyway.

The destructors that an automatic collection runs are the program's code, and may post, wait or run loops anywhere: in the middle
of a choice between threads, or inside a section under a lock of the kernel's, which another thread would then wait for in real
time. What a collection finds, and when, would also decide how a test goes.

Thread safety: used by whoever has the turn.
"""

from __future__ import annotations

import gc


class Collecting:
    """Stands in for the automatic collections of young objects. Old ones wait until it ends."""

    def __init__(self) -> None:
        self._on = False
        self.under_way = False
        """Whether `catch_up` is at it: what is found depends on what other tests have left, and is to decide nothing."""

    def begin(self) -> None:
        """Switch automatic collections off, unless the program has done so."""
        self._on = gc.isenabled()
        gc.disable()

    def end(self) -> None:
        """Switch automatic collections on again if they were."""
        if self._on:
            self._on = False
            gc.enable()

    def catch_up(self) -> None:
        """Make the collection that is due, if one is. The caller holds no lock, and is in the middle of nothing."""
        if not self._on or self.under_way:
            return
        young, middle, _ = gc.get_count()
        most_young, most_middle, _ = gc.get_threshold()
        if young > most_young > 0:
            self.under_way = True
            try:
                gc.collect(1 if middle > most_middle > 0 else 0)
            finally:
                self.under_way = False
