"""deleteLater without a running loop, in handlers, and in loops inside those: when the object goes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from binding import QtCore

send_posted = QtCore.QCoreApplication.sendPostedEvents
process = QtCore.QCoreApplication.processEvents
DELETIONS = QtCore.QEvent.DeferredDelete


class Doer(QtCore.QObject):
    """Does in its event handler what an event brings."""

    def event(self, event: Any) -> bool:
        deed = getattr(event, "deed", None)
        if deed is None:
            return super().event(event)
        deed()
        return True


def deed_event(deed: Callable[[], Any]) -> Any:
    event = QtCore.QEvent(QtCore.QEvent.User)
    event.deed = deed
    return event


def by_pass(doer: Any, deed: Callable[[], Any]) -> None:
    """Do it in a handler that a pass calls, without a loop."""
    QtCore.QCoreApplication.postEvent(doer, deed_event(deed))
    send_posted(doer)


def by_sending(doer: Any, deed: Callable[[], Any]) -> None:
    """Do it in a handler that is called directly, without a loop."""
    QtCore.QCoreApplication.sendEvent(doer, deed_event(deed))


def run_loop() -> None:
    """Run a loop that ends at once."""
    loop = QtCore.QEventLoop()
    QtCore.QTimer.singleShot(0, loop.quit)
    loop.exec()


WAYS = pytest.mark.parametrize("way", [by_pass, by_sending])


class Victim:
    """An object, and whether it is gone."""

    def __init__(self) -> None:
        self.object = QtCore.QObject()
        self.gone = False
        self.object.destroyed.connect(self._go)

    def _go(self) -> None:
        self.gone = True


def test_without_a_loop_it_stays() -> None:
    victim = Victim()
    victim.object.deleteLater()
    send_posted()
    process()
    assert not victim.gone
    run_loop()
    assert victim.gone


@WAYS
def test_a_handler_is_no_loop(way: Any) -> None:
    victim, doer, seen = Victim(), Doer(), []
    victim.object.deleteLater()
    way(doer, lambda: (send_posted(), seen.append(victim.gone)))
    send_posted()
    assert (seen, victim.gone) == ([False], False)
    run_loop()
    assert victim.gone


@WAYS
def test_what_a_handler_deletes_goes_when_it_has_returned(way: Any) -> None:
    victim, doer, seen = Victim(), Doer(), []
    way(doer, lambda: (victim.object.deleteLater(), send_posted(), seen.append(victim.gone)))
    assert (seen, victim.gone) == ([False], False)
    send_posted()
    assert victim.gone


@WAYS
def test_what_a_handler_deletes_without_a_loop_goes_in_a_loop_that_is_started_afterwards(way: Any) -> None:
    victim, doer = Victim(), Doer()
    way(doer, victim.object.deleteLater)
    assert not victim.gone
    run_loop()
    assert victim.gone


@WAYS
def test_what_a_handler_deletes_without_a_loop_goes_in_a_loop_inside_it(way: Any) -> None:
    victim, doer, seen = Victim(), Doer(), []
    way(doer, lambda: (victim.object.deleteLater(), run_loop(), seen.append(victim.gone)))
    assert seen == [True]


@WAYS
def test_what_a_handler_deletes_in_a_loop_stays_in_a_loop_inside_it(way: Any) -> None:
    victim, doer, seen = Victim(), Doer(), []

    def deed() -> None:
        victim.object.deleteLater()
        run_loop()
        seen.append(victim.gone)

    loop = QtCore.QEventLoop()
    QtCore.QTimer.singleShot(0, lambda: (way(doer, deed), loop.quit()))
    loop.exec()
    assert seen == [False]
    run_loop()
    assert victim.gone


@WAYS
def test_asked_for_by_type_it_goes_at_once(way: Any) -> None:
    victim, doer, seen = Victim(), Doer(), []
    way(doer, lambda: (victim.object.deleteLater(), send_posted(None, DELETIONS), seen.append(victim.gone)))
    assert seen == [True]


def test_a_pass_for_the_object_leaves_its_deletion_to_the_pass_around_it() -> None:
    victim, doer, seen = Victim(), Doer(), []

    def deed() -> None:
        victim.object.deleteLater()
        send_posted(victim.object)
        seen.append(victim.gone)

    QtCore.QCoreApplication.postEvent(doer, deed_event(deed))
    send_posted()
    assert (seen, victim.gone) == ([False], True)
