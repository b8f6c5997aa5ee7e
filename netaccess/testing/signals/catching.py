"""The emissions of a signal for the length of a block."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from netaccess._kernel.signal import SignalInstance
from netaccess._values.qtnamespace import Qt

__tracebackhide__ = True  # a test is shown where it called this


@contextmanager
def catching(signal: SignalInstance, then: Callable[[], object] | None = None) -> Iterator[list[tuple[Any, ...]]]:
    """Give a list to which the arguments of every emission of *signal* are added, in whatever thread it is emitted.

    :param then: called after each.
    """
    caught: list[tuple[Any, ...]] = []

    def catch(*arguments: Any) -> None:
        caught.append(arguments)
        if then is not None:
            then()

    signal.connect(catch, Qt.ConnectionType.DirectConnection)
    try:
        yield caught
    finally:
        try:
            signal.disconnect(catch)
        except (RuntimeError, TypeError):
            pass  # the sender is gone
