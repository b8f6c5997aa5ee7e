"""Helpers of the object model tests: destroying objects at once, and reading enums of any binding."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from binding import QtCore, number

JOIN_S = 10


def destroy(thing: Any) -> None:
    """Delete the Qt side of an object now, whatever Python references it has."""
    thing.deleteLater()
    QtCore.QCoreApplication.sendPostedEvents(thing, number(QtCore.QEvent.DeferredDelete))


def deaths(thing: Any) -> list[bool]:
    """A list that becomes non-empty when an object is destroyed."""
    seen: list[bool] = []
    thing.destroyed.connect(lambda *_: seen.append(True))
    return seen


def user_event(offset: int = 0) -> Any:
    """A QEvent of a type that is free for programs."""
    return QtCore.QEvent(QtCore.QEvent.Type(number(QtCore.QEvent.User) + offset))


def post(receiver: Any, offset: int = 0, *priority: int) -> None:
    """Post a user event."""
    QtCore.QCoreApplication.postEvent(receiver, user_event(offset), *priority)


def process() -> None:
    """One round of the current thread's events."""
    QtCore.QCoreApplication.processEvents()


def in_plain_thread(function: Callable[[], Any]) -> Any:
    """Call a function in a threading.Thread, wait for it, and hand back its result or exception."""
    results: list[Any] = []
    raised: list[BaseException] = []

    def call() -> None:
        try:
            results.append(function())
        except BaseException as error:  # handed to the caller below
            raised.append(error)

    thread = threading.Thread(target=call)
    thread.start()
    thread.join(JOIN_S)
    assert not thread.is_alive(), "the thread did not end"
    if raised:
        raise raised[0]
    return results[0]


def method(meta: Any, signature: str) -> Any:
    """A method by its signature."""
    return meta.method(meta.indexOfMethod(signature))
