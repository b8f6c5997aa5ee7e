"""A watch over the test's own thread: it may wait for a lock of Python's that a thread holds which has no turn, for ever.

The loop cannot see such a wait, and whoever could end it never gets a turn. So a thread beside looks at the test's thread from
time to time; when that has not moved in a wait for a lock as long as patience lasts, it is sent a signal, which interrupts the
wait, and whose handler raises `Stalled` there. Only the main thread of Python handles signals, and only where the system can send
them to a thread: elsewhere there is no watch, and such a test hangs.

Thread safety: the watch reads `Baton.running`, `Baton.given`, `Outside.looks`, and where the test's thread stands; any of them
may be out of date. What it has found is handed over in one store, and looked at again by the handler, on the test's thread.
"""

from __future__ import annotations

import _thread
import sys
import threading
from typing import TYPE_CHECKING, Any

from .stalled import Stalled

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import CodeType, FrameType

    from .turns import Turns

__tracebackhide__ = True  # a test is shown where it called this

_LOOKS = 4
"""How often the thread is looked at before it is taken to hang."""
_WAITS = frozenset(("acquire", "__enter__", "join", "get"))
"""Methods of Python's own, without a frame, that wait for a lock."""
_DEBUGGERS = frozenset(("pydevd", "_pydevd_bundle", "debugpy", "bdb"))
"""Modules that halt a thread on purpose, with locks."""
_OWN = __name__.rpartition(".")[0]


class LockWatch:
    """Watches the test's thread while other threads take turns with it, or it waits with Python's own means."""

    def __init__(self, turns: Turns, patience: float, describe: Callable[[], str]) -> None:
        """
        :param turns: of the loop.
        :param patience: real seconds that the thread may wait for a lock.
        :param describe: tells who waits for what.
        """
        self._turns = turns
        self._patience = patience
        self._describe = describe
        self._before: Any = None
        self._ready = False
        self._ends = _thread.allocate_lock()
        self._watched = False
        self._found: tuple[int, int] | None = None

    # On the test's thread.

    def install(self) -> None:
        """Be ready to interrupt the calling thread, where that can be done without anybody else minding."""
        if threading.current_thread() is not threading.main_thread():
            return
        import signal

        number = getattr(signal, "SIGURG", None)  # means nothing to anybody as a rule, and is ignored by default
        if number is None or not hasattr(signal, "pthread_kill") or signal.getsignal(number) is not signal.SIG_DFL:
            return
        self._before = signal.signal(number, self._interrupt)
        self._ready = True
        self._ends.acquire()

    def remove(self) -> None:
        """Watch no more."""
        if not self._ready:
            return
        import signal

        self._ready = False
        self._ends.release()
        if signal.getsignal(signal.SIGURG) == self._interrupt:
            signal.signal(signal.SIGURG, self._before)

    def _interrupt(self, number: int, frame: FrameType | None) -> None:
        """Raise `Stalled` if the thread still stands where it was found."""
        found, self._found = self._found, None
        if found is None or frame is None or found != _place(frame):
            return
        failure = Stalled(self._text(frame))
        self._turns.raises(failure)
        raise failure

    def _text(self, frame: FrameType) -> str:
        import linecache

        code = frame.f_code
        line = linecache.getline(code.co_filename, frame.f_lineno).strip()
        held = [
            f"  {turn.data.describe()} stands at {where}"
            for turn in self._turns.turns
            if turn is not self._turns.main and (where := _stand_of(turn.ident))
        ]
        cure = [
            "a thread that waits in the loop's time with the lock held never gets a turn to give it back: "
            "let it use QMutex and QWaitCondition, which the loop knows, or give the lock back before it waits"
        ]
        return "\n".join(
            [
                f"the test's thread has waited for a lock of Python's for {self._patience:g} real seconds; nobody gives it back",
                f"  {code.co_filename}:{frame.f_lineno}: {line}",
                *(cure if held else ()),
                *held,
                self._describe(),
            ]
        )

    # On any thread.

    def begin(self) -> None:
        """Begin to watch: from now on the thread may come to wait for a lock. A second call does nothing."""
        if self._ready and not self._watched:
            self._watched = True
            _thread.start_new_thread(self._watch, ())

    # On the thread of its own.

    def _watch(self) -> None:
        seen: Any = None
        looks = 0
        while not self._ends.acquire(timeout=self._patience / _LOOKS):
            now = self._seen()
            looks = looks + 1 if now is not None and now == seen else 0
            seen = now
            if looks < _LOOKS:
                continue
            looks = 0
            if self._hangs():
                import signal

                self._found = now[0]
                signal.pthread_kill(self._turns.main.ident, signal.SIGURG)

    def _seen(self) -> Any:
        """Return where the test's thread stands and what has happened so far; None while another thread has the turn."""
        turns = self._turns
        if turns.baton.running is not turns.main or turns.outside.at_work():
            return None
        frame = sys._current_frames().get(turns.main.ident)
        return None if frame is None else (_place(frame), turns.baton.given, turns.outside.looks)

    def _hangs(self) -> bool:
        frame = sys._current_frames().get(self._turns.main.ident)
        if frame is None or _module(frame).startswith(_OWN) or not _waits_for_a_lock(frame.f_code, frame.f_lasti):
            return False
        outer: FrameType | None = frame
        while outer is not None:
            if _module(outer).partition(".")[0] in _DEBUGGERS:
                return False
            outer = outer.f_back
        return True


def _place(frame: FrameType) -> tuple[int, int]:
    """Return where a thread stands, without keeping its frame alive."""
    return id(frame), frame.f_lasti


def _module(frame: FrameType) -> str:
    return str(frame.f_globals.get("__name__", ""))


def _stand_of(ident: int) -> str:
    """Return where the program has come to in a thread: the innermost line outside the package."""
    frame = sys._current_frames().get(ident)
    while frame is not None and _module(frame).partition(".")[0] in ("netaccess", "threading"):
        frame = frame.f_back
    return "" if frame is None else f"{frame.f_code.co_filename}:{frame.f_lineno} ({frame.f_code.co_name})"


def _waits_for_a_lock(code: CodeType, position: int) -> bool:
    """Return whether the instruction at *position* takes a lock: it enters a with statement, or calls a method that does."""
    from dis import get_instructions

    name = ""
    begins: dict[Any, str] = {}
    for instruction in get_instructions(code):
        start = instruction.positions and (instruction.positions.lineno, instruction.positions.col_offset)
        if instruction.offset == position:
            return instruction.opname == "BEFORE_WITH" or begins.get(start, name) in _WAITS
        if instruction.opname in ("LOAD_METHOD", "LOAD_ATTR"):
            name = begins[start] = str(instruction.argval)
        elif instruction.opname == "LOAD_SPECIAL":
            name = begins[start] = "__enter__"
    return False
