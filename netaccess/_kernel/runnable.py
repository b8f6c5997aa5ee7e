"""`QRunnable`: a piece of work for a `QThreadPool`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class QRunnable:
    """Something to be run in a thread of a pool: a subclass overrides `run` (``QRunnable``).

    The pool keeps it until it has run. It may be started again, also in several threads at once.
    """

    _qt_auto_delete = True

    def __init__(self, *args: Any, **keywords: Any) -> None:
        """Arguments go to the next class behind QRunnable, if there is one.

        Raises `RuntimeError` for a QRunnable that is no subclass: there would be nothing to run.
        """
        if type(self) is QRunnable:
            raise RuntimeError(
                "a QRunnable has nothing to run: subclass it and override run(), or use QRunnable.create(function)"
            )
        super().__init__(*args, **keywords)

    def run(self) -> None:
        """Do the work. To be overridden; an exception goes to ``sys.excepthook``."""
        raise RuntimeError(f"{self.__class__.__name__} does not override run()")

    def autoDelete(self) -> bool:
        """Return whether the pool lets go of the runnable when it has run. A program that still refers to it keeps it."""
        return self._qt_auto_delete

    def setAutoDelete(self, autoDelete: bool) -> None:
        """Set what `autoDelete` returns. Python keeps what is referred to, so that is all it does."""
        self._qt_auto_delete = bool(autoDelete)

    @staticmethod
    def create(functionToRun: Callable[[], Any]) -> QRunnable:
        """Return a runnable that calls *functionToRun*. Raises `TypeError` for what cannot be called."""
        return FunctionRunnable(functionToRun)


class FunctionRunnable(QRunnable):
    """Calls a function."""

    def __init__(self, function: Callable[[], Any]) -> None:
        """:param function: called without arguments."""
        if not callable(function):
            raise TypeError(f"a function to run is a callable, not {function!r}")
        super().__init__()
        self._qt_function = function

    def run(self) -> None:
        """Call the function."""
        self._qt_function()
