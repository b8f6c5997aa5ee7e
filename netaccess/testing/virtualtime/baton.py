"""Who has the turn: handing it from thread to thread, and noticing that a thread keeps it.

Thread safety: everything belongs to whoever has the turn, and is handed over with it, by releasing the next thread's gate after
the last change. Four things are read from elsewhere. `is_ours` compares the caller's own identifier with one store: only the
thread that has the turn finds its own there. The test's thread reads `given`, `running` and `Outside.looks` while it waits, to
see that they change. `broken` is set by the test's thread, in one store, when the rest can no longer be relied on.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from threading import get_ident

from .stalled import Stalled
from .turn import Turn

__tracebackhide__ = True  # a test is shown where it called this


class Baton:
    """The turn itself, of which there is one."""

    def __init__(self, main: Turn, patience: float, looks: Callable[[], int] = int) -> None:
        """
        :param main: the test's thread, which has the turn.
        :param patience: real seconds that any other thread may keep it.
        :param looks: how often whoever has the turn has looked for what it waits for, with a patience of its own.
        """
        self._main = main
        self._looks = looks
        self._patience = patience
        self._ident = main.ident
        self.running = main
        """Who has the turn."""
        self.given = 0
        """How often it has been handed on."""
        self.broken = False
        """Whether a thread has kept its turn for too long, so that several run at once."""

    def is_ours(self) -> bool:
        """Return whether the calling thread has the turn."""
        return get_ident() == self._ident

    def arrives(self) -> None:
        """The calling thread, whose gate has just been opened, has the turn."""
        self._ident = get_ident()

    def check(self) -> None:
        """End the calling thread with `SystemExit` when it has lost its turn; raise `Stalled` in the test's own."""
        if self.broken:
            if get_ident() != self._main.ident:
                raise SystemExit
            raise Stalled(
                "the fake loop is of no more use: a wait of the test was broken off while another thread had its turn"
            )

    def give(self, chosen: Turn) -> None:
        """Let *chosen* go on; the caller does nothing any more until its own gate is opened."""
        self.given += 1
        self.running = chosen
        self._ident = chosen.ident
        chosen.gate.release()

    def exchange(self, turn: Turn, chosen: Turn) -> None:
        """Let *chosen* go on instead of *turn*, the caller, and return when it is *turn* again."""
        if turn is self._main:
            self._give_and_watch(chosen)
        else:
            self.give(chosen)
            turn.gate.acquire()
            if self.broken:
                raise SystemExit
        self.arrives()

    def _give_and_watch(self, chosen: Turn) -> None:
        """Wait on the test's thread, as long as patience lasts for each thread that has its turn meanwhile."""
        back = False
        try:
            self.give(chosen)
            while not back:
                before = self.given, self._looks()
                back = self._main.gate.acquire(timeout=self._patience)
                if not back and (self.given, self._looks()) == before:
                    break
        finally:
            if not back:  # also after Ctrl-C
                kept = self.running
                self.broken = True
                self.running, self._ident = self._main, get_ident()
        if not back:
            raise Stalled(self._kept(kept))

    def _kept(self, turn: Turn) -> str:
        """Return what to say of a thread that does not give up its turn."""
        import traceback

        frame = sys._current_frames().get(turn.ident)
        stack = "".join(traceback.format_stack(frame)) if frame is not None else "(it has no stack any more)\n"
        return (
            f"{turn.data.describe()} has kept its turn for {self._patience:g} real seconds: it waits for something that the fake "
            f"loop does not know of (a lock of Python's, a socket, time.sleep), or works that long\n{stack}"
        )
