"""Which signal the running slot was called by, read from the frames of the calls: emission itself keeps no record of it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from .connection import Connection, MethodConnection
from .signal import SignalInstance

if TYPE_CHECKING:
    from types import FrameType

    from .qobject import QObject

_EMIT = SignalInstance.emit.__code__
_CALL = Connection.call.__code__


def calling_signal(receiver: QObject) -> SignalInstance | None:
    """Return the bound signal whose emission called the slot of *receiver* that is running; None when there is none."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        if frame.f_code is _EMIT:
            names = frame.f_locals
            # A method's context is its object, a function's the emitting object (see `SignalInstance.emit`).
            of_method = isinstance(names.get("connection"), MethodConnection)
            if names.get("context" if of_method else "owner") is receiver:
                return names["self"]  # type: ignore[no-any-return]
        elif frame.f_code is _CALL:
            names = frame.f_locals
            if names["context"] is receiver:
                return names["self"].listing.bound  # type: ignore[no-any-return]
        frame = frame.f_back
    return None
