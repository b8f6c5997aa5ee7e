"""Ways to run the event loop until something has happened, with a guard that fails the test instead of hanging it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from binding import BINDING, QtCore, number, run_loop

GUARD_MS = 20_000 if BINDING == "netaccess" else 5000  # the oracle waits in vain where it differs
POLL_MS = 1


def run_until(condition: Any, timeout_ms: int = GUARD_MS) -> None:
    """Run an event loop until a signal is emitted or a predicate becomes true.

    ``condition`` is a bound signal or a callable without arguments, which is asked about once a millisecond.
    Raises AssertionError when ``timeout_ms`` pass first.
    """
    if hasattr(condition, "connect"):
        fired: list[bool] = []
        loop = QtCore.QEventLoop()

        def stop(*_arguments: Any) -> None:
            fired.append(True)
            loop.quit()

        condition.connect(stop)
        _run_guarded(loop, timeout_ms)
        if not fired:
            raise AssertionError(f"{condition!r} was not emitted within {timeout_ms} ms")
        try:
            condition.disconnect(stop)
        except RuntimeError:
            pass  # the sender died in the meantime, and its connections with it
        return
    if condition():
        return
    loop = QtCore.QEventLoop()
    met: list[bool] = []
    raised: list[BaseException] = []

    def look() -> None:
        try:
            if condition():
                met.append(True)
                loop.quit()
        except BaseException as error:  # a slot may not raise; the caller of run_until shall see it
            raised.append(error)
            loop.quit()

    poll = QtCore.QTimer()
    poll.timeout.connect(look)
    poll.start(POLL_MS)
    _run_guarded(loop, timeout_ms)
    poll.stop()
    if raised:
        raise raised[0]
    if not met:
        raise AssertionError(f"the condition did not become true within {timeout_ms} ms")


def run_for(milliseconds: int) -> None:
    """Run an event loop for a while: only to show that something does NOT happen."""
    loop = QtCore.QEventLoop()
    QtCore.QTimer.singleShot(milliseconds, loop.quit)
    run_loop(loop)


def spin(times: int = 5) -> None:
    """Let queued calls and deferred deletions happen, without waiting for anything."""
    for _ in range(times):
        loop = QtCore.QEventLoop()
        QtCore.QTimer.singleShot(0, loop.quit)
        run_loop(loop)


def flush_deletions() -> None:
    """Carry out every deferred deletion that is due at the outermost level."""
    QtCore.QCoreApplication.sendPostedEvents(None, number(QtCore.QEvent.DeferredDelete))
    QtCore.QCoreApplication.processEvents()


def call_in_loop(function: Callable[[], Any]) -> Any:
    """Call a function from inside a running event loop and hand back its result or exception."""
    loop = QtCore.QEventLoop()
    results: list[Any] = []
    raised: list[BaseException] = []

    def call() -> None:
        try:
            results.append(function())
        except BaseException as error:  # handed to the caller below
            raised.append(error)
        loop.quit()

    QtCore.QTimer.singleShot(0, call)
    _run_guarded(loop, GUARD_MS)
    if raised:
        raise raised[0]
    assert results, "the function was not called"
    return results[0]


def _run_guarded(loop: Any, timeout_ms: int) -> None:
    guard = QtCore.QTimer()
    guard.setSingleShot(True)
    guard.timeout.connect(loop.quit)
    guard.start(timeout_ms)
    run_loop(loop)
    guard.stop()
