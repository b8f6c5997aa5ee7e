"""Exceptions that nobody can catch: those of slots, virtuals and threads, which go to ``sys.excepthook``.

`capture_exceptions` collects them where a test expects some; `ExceptionCollector` serves whoever wants to make a test fail
because of them.

Thread safety: exceptions arrive on any thread, and each is one append to a list, which readers copy. Hooks are put in place
and taken away by the thread that runs the test.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterable
from types import TracebackType
from typing import TYPE_CHECKING

from .wording import indented

if TYPE_CHECKING:
    from collections.abc import Callable
    from traceback import TracebackException

    _Hook = Callable[[type[BaseException], BaseException, TracebackType | None], object]
    _ThreadHook = Callable[[threading.ExceptHookArgs], object]


class SlotError(AssertionError):
    """Exceptions were raised in slots, virtuals or threads. The text has all their tracebacks; the first is the ``__cause__``.

    `exceptions` lists them in the order they were raised.
    """

    __module__ = "netaccess.testing"

    exceptions: tuple[BaseException, ...] = ()


class ExceptionCollector:
    """Collects, while it is installed, what would have gone to ``sys.excepthook`` and ``threading.excepthook``.

    Collectors nest: the one installed last gets everything, those behind it nothing. Also a context manager, which gives
    the list of exceptions.
    """

    def __init__(self) -> None:
        self.exceptions: list[BaseException] = []
        """What was collected, in the order it came. It may be emptied by whoever has dealt with it."""
        self._threads: dict[int, str] = {}  # by the identity of exceptions that the list above keeps
        self._before: _Hook | None = None
        self._thread_before: _ThreadHook | None = None

    def install(self) -> None:
        """Begin to collect. Does nothing when this has been done already."""
        if self in _installed:
            return
        # Compared by value: each look at a method makes a new object. Ours can be there still, put back by somebody who had
        # put his own over it.
        if sys.excepthook != self._collect:
            self._before, sys.excepthook = sys.excepthook, self._collect
        if threading.excepthook != self._collect_thread:
            self._thread_before, threading.excepthook = threading.excepthook, self._collect_thread
        _installed.append(self)

    def remove(self) -> None:
        """Put the hooks back that stood there before. Does nothing when not installed.

        Where somebody has put a hook over this one's, it stays, and this one hands on what it is given.
        """
        if self not in _installed:
            return
        _installed.remove(self)
        if sys.excepthook == self._collect and self._before is not None:
            sys.excepthook = self._before
        if threading.excepthook == self._collect_thread and self._thread_before is not None:
            threading.excepthook = self._thread_before

    def raise_if_any(self) -> None:
        """Raise one `SlotError` for everything that was collected so far, and forget it. Nothing collected: do nothing."""
        taken = tuple(self.exceptions)
        del self.exceptions[: len(taken)]  # not what has come meanwhile
        if taken:
            error = SlotError(self._describe(taken))
            error.exceptions = taken
            self._threads.clear()
            raise error from taken[0]

    def summary(self, first: int = 0) -> list[str]:
        """Return one line for each exception, those before number *first* left out."""
        return [f"{type(each).__name__}: {each}" for each in tuple(self.exceptions)[first:]]

    def _describe(self, taken: tuple[BaseException, ...]) -> str:
        from traceback import TracebackException

        first = (str(taken[0]).splitlines() or [""])[0]
        lines = [f"{type(taken[0]).__name__}{': ' if first else ''}{first}"]
        if len(taken) > 1:
            lines[0] = f"{len(taken)} exceptions, the first is {lines[0]}"
        place = "a slot, a virtual or a thread" if len(taken) == 1 else "slots, virtuals or threads"
        lines.append(f"raised in {place}, where nobody can catch {'it' if len(taken) == 1 else 'them'}:")
        for number, each in enumerate(taken, 1):
            thread = self._threads.get(id(each), "")
            lines.append(f"{number}) {type(each).__name__} in thread {thread!r}" if thread else f"{number})")
            told = TracebackException.from_exception(each)
            _begin_at_the_program(told)
            lines += indented(told.format(), "   ")
        return "\n".join(lines)

    def _keep(self, error: BaseException, thread: str) -> None:
        self._threads[id(error)] = thread
        self.exceptions.append(error)

    def _collect(self, kind: type[BaseException], value: BaseException, trace: TracebackType | None) -> None:
        """Stand in for ``sys.excepthook``."""
        if self in _installed:
            self._keep(value, threading.current_thread().name)
        elif self._before is not None:
            self._before(kind, value, trace)

    def _collect_thread(self, args: threading.ExceptHookArgs) -> None:
        """Stand in for ``threading.excepthook``; as with Python's own, `SystemExit` ends a thread and is no error."""
        if self not in _installed:
            if self._thread_before is not None:
                self._thread_before(args)
        elif args.exc_type is not SystemExit:
            value = args.exc_type() if args.exc_value is None else args.exc_value
            self._keep(value, args.thread.name if args.thread is not None else "")

    def __enter__(self) -> list[BaseException]:
        self.install()
        return self.exceptions

    def __exit__(self, *exc: object) -> None:
        self.remove()

    def __repr__(self) -> str:
        state = "installed" if self in _installed else "not installed"
        return f"<ExceptionCollector, {state}: {', '.join(self.summary()) or 'no exceptions'}>"


def _begin_at_the_program(told: TracebackException) -> None:
    """Leave out how library and threads came to call the program. What has no frame of the program keeps all."""
    around = (_PACKAGE, threading.__file__)
    outside = [number for number, frame in enumerate(told.stack) if not frame.filename.startswith(around)]
    if outside:
        del told.stack[: outside[0]]


_PACKAGE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))) + os.sep
_installed: list[ExceptionCollector] = []
"""The collectors that collect, the innermost last."""


def capture_exceptions() -> ExceptionCollector:
    """Return a context manager that collects the exceptions of slots, virtuals and threads, so that they fail no test.

    It gives the list they are put into: ``with capture_exceptions() as caught: ...``. Only what is raised inside the block
    is collected: what a queued slot raises later goes to whoever collected before. The block's own exceptions leave it as ever.
    """
    return ExceptionCollector()


class Since:
    """Remembers a moment, and tells what the innermost collector has collected after it."""

    __slots__ = ("_collector", "_first")

    def __init__(self) -> None:
        self._collector = _installed[-1] if _installed else None
        self._first = 0 if self._collector is None else len(self._collector.exceptions)

    def summary(self) -> Iterable[str]:
        """Return one line for each exception raised since, as far as a collector was there."""
        return () if self._collector is None else self._collector.summary(self._first)
