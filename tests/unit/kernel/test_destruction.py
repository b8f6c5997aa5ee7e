"""How objects die: levels of `deleteLater`, parents, cycles, other threads, and what is left of them."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator
from typing import Any

import pytest
from kernelsupport import PATIENCE, ended, in_thread, started_thread
from looping import drain
from virtualclock import VirtualClock

from netaccess._kernel.application import QCoreApplication
from netaccess._kernel.destruction import destroy
from netaccess._kernel.events import QEvent
from netaccess._kernel.loop import QEventLoop
from netaccess._kernel.posting import PostedCall, post
from netaccess._kernel.qobject import QObject
from netaccess._kernel.signal import Signal
from netaccess._kernel.threaddata import current
from netaccess._kernel.timer import QTimer
from netaccess._kernel.tombstone import is_buried


class Own(QObject):
    happened = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.note = "kept"

    def own_method(self) -> str:
        return self.note


@pytest.fixture
def no_collection() -> Iterator[None]:
    """The collector runs only when the test says so."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def test_an_object_deleted_later_is_deleted_by_the_loop(clock: VirtualClock) -> None:
    target, log = Own(), []
    target.destroyed.connect(lambda: log.append("destroyed"))
    target.deleteLater()
    assert log == []
    loop = QEventLoop()
    QTimer.singleShot(0, loop.quit)
    loop.exec()
    assert log == ["destroyed"]


def test_processing_events_outside_a_loop_does_not_delete() -> None:
    target = Own()
    target.deleteLater()
    drain()
    assert not is_buried(target)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert is_buried(target)


def test_an_object_deleted_in_a_slot_survives_a_loop_nested_in_that_slot(clock: VirtualClock) -> None:
    target, log = Own(), []
    target.destroyed.connect(lambda: log.append("destroyed"))
    outer = QEventLoop()

    def slot() -> None:
        target.deleteLater()
        inner = QEventLoop()
        QTimer.singleShot(10, inner.quit)
        inner.exec()
        log.append("inner loop over")

    QTimer.singleShot(0, slot)
    QTimer.singleShot(50, outer.quit)
    outer.exec()
    assert log == ["inner loop over", "destroyed"]


def test_an_object_deleted_in_a_nested_loop_dies_in_it(clock: VirtualClock) -> None:
    target, log = Own(), []
    target.destroyed.connect(lambda: log.append("destroyed"))
    outer = QEventLoop()

    def slot() -> None:
        inner = QEventLoop()
        QTimer.singleShot(5, target.deleteLater)
        QTimer.singleShot(10, inner.quit)
        inner.exec()
        log.append("inner loop over")

    QTimer.singleShot(0, slot)
    QTimer.singleShot(50, outer.quit)
    outer.exec()
    assert log == ["destroyed", "inner loop over"]


def test_an_object_deleted_in_a_slot_survives_events_processed_in_that_slot(clock: VirtualClock) -> None:
    target, alive = Own(), []
    loop = QEventLoop()

    def slot() -> None:
        target.deleteLater()
        loop.processEvents()
        alive.append(not is_buried(target))

    QTimer.singleShot(0, slot)
    QTimer.singleShot(20, loop.quit)
    loop.exec()
    assert alive == [True]
    assert is_buried(target)


def test_deleting_later_twice_deletes_once() -> None:
    target, log = Own(), []
    target.destroyed.connect(lambda: log.append(1))
    target.deleteLater()
    target.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert log == [1]


def test_an_object_is_kept_until_it_is_deleted() -> None:
    target, log = Own(), []
    target.destroyed.connect(lambda: log.append(1))
    target.deleteLater()
    del target
    gc.collect()
    assert log == []
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert log == [1]


def test_deletion_from_another_thread_happens_in_the_objects_own() -> None:
    thread, target = started_thread(), Own()
    gone = threading.Event()
    where: list[int] = []
    target.destroyed.connect(lambda: (where.append(threading.get_ident()), gone.set()))
    target.moveToThread(thread)
    target.deleteLater()
    assert gone.wait(PATIENCE)
    assert where != [threading.get_ident()]
    assert ended(thread)


def test_deletion_before_exec_happens_when_the_loop_starts(application: QCoreApplication, clock: VirtualClock) -> None:
    target = Own()
    target.deleteLater()
    QTimer.singleShot(0, application.quit)
    application.exec()
    assert is_buried(target)


def test_deletion_in_the_slot_that_quits_happens_before_exec_returns(
    application: QCoreApplication, clock: VirtualClock
) -> None:
    target = Own()
    QTimer.singleShot(0, lambda: (target.deleteLater(), application.quit()))
    application.exec()
    assert is_buried(target)


def test_a_parent_takes_its_descendants_with_it() -> None:
    top = QObject()
    middle = Own(top)
    low = Own(middle)
    destroy(top)
    assert is_buried(middle) and is_buried(low)


def test_destroyed_comes_from_the_parent_first() -> None:
    top, log = QObject(), []
    child = Own(top)
    top.destroyed.connect(lambda: log.append("parent"))
    child.destroyed.connect(lambda: log.append("child"))
    destroy(top)
    assert log == ["parent", "child"]


def test_the_last_reference_destroys_an_object_without_a_parent() -> None:
    target, log = Own(), []
    target.destroyed.connect(lambda: log.append(1))
    del target
    assert log == [1]


def test_methods_of_a_deleted_object_raise() -> None:
    target = Own()
    destroy(target)
    for call in (target.objectName, target.deleteLater, target.children, lambda: repr(target)):
        with pytest.raises(RuntimeError, match=r"Internal C\+\+ object \(Own\) already deleted\."):
            call()


def test_what_a_program_defined_goes_on_working_on_a_deleted_object() -> None:
    target = Own()
    destroy(target)
    assert target.own_method() == "kept"
    target.note = "changed"
    assert target.note == "changed"


def test_a_deleted_object_keeps_its_type_and_identity() -> None:
    target = Own()
    code = hash(target)
    destroy(target)
    assert isinstance(target, Own)
    assert target.__class__ is Own
    assert hash(target) == code
    assert {target: 1}[target] == 1


def test_deleting_in_destroyed_again_does_nothing() -> None:
    target, log = Own(), []
    target.destroyed.connect(lambda: (log.append(1), destroy(target)))
    destroy(target)
    assert log == [1]


def test_an_exception_in_destroyed_does_not_stop_the_deletion(uncaught: list[BaseException]) -> None:
    target = Own()
    target.destroyed.connect(lambda: 1 / 0)
    destroy(target)
    assert is_buried(target)
    assert [type(error) for error in uncaught] == [ZeroDivisionError]


def test_destroyed_is_heard_while_signals_are_blocked() -> None:
    target, log = Own(), []
    target.destroyed.connect(lambda: log.append(1))
    target.blockSignals(True)
    destroy(target)
    assert log == [1]


def test_a_deleted_object_leaves_its_timers() -> None:
    timer = QTimer()
    timer.start(5)
    destroy(timer)
    assert not current().timers


def test_a_cycle_is_collected_and_says_goodbye(no_collection: None) -> None:
    target, log = Own(), []
    target.itself = target  # type: ignore[attr-defined]
    target.destroyed.connect(lambda: log.append(1))
    del target
    gc.collect()
    assert log == [1]


def test_a_cycle_with_children_is_collected_with_them(no_collection: None) -> None:
    parent, log = Own(), []
    child = Own(parent)
    child.up = parent  # type: ignore[attr-defined]
    parent.destroyed.connect(lambda: log.append("parent"))
    child.destroyed.connect(lambda: log.append("child"))
    del parent, child
    gc.collect()
    assert log == ["parent", "child"]


def test_a_cycle_collected_on_another_thread_dies_on_its_own(no_collection: None) -> None:
    target = Own()
    target.itself = target  # type: ignore[attr-defined]
    where: list[int] = []
    target.destroyed.connect(lambda: where.append(threading.get_ident()))
    del target
    in_thread(gc.collect)
    assert where == []
    drain()
    assert where == [threading.get_ident()]


def test_a_timer_in_a_cycle_collected_on_another_thread_stops(no_collection: None, clock: VirtualClock) -> None:
    timer = QTimer()
    timer.itself = timer  # type: ignore[attr-defined]
    timer.start(5)
    del timer
    in_thread(gc.collect)
    drain()
    assert not current().timers


def test_a_cycle_of_a_running_thread_collected_here_dies_there(no_collection: None) -> None:
    thread = started_thread()
    where: list[int] = []
    gone = threading.Event()

    def make() -> None:
        target = Own()
        target.itself = target  # type: ignore[attr-defined]
        target.destroyed.connect(lambda: (where.append(threading.get_ident()), gone.set()))

    there = QObject()
    there.moveToThread(thread)
    made = threading.Event()
    post(there, PostedCall(weakref.ref(there), lambda receiver: (make(), made.set())))
    assert made.wait(PATIENCE)
    gc.collect()
    assert gone.wait(PATIENCE)
    assert where != [threading.get_ident()]
    assert ended(thread)


def test_an_object_of_a_thread_that_has_ended_dies_where_it_is_let_go() -> None:
    target: list[Any] = [in_thread(Own)]
    log: list[int] = []
    gone = weakref.ref(target[0])
    target[0].destroyed.connect(lambda: log.append(1))
    target.clear()
    assert gone() is None


def test_a_subclass_with_slots_of_its_own_can_be_deleted() -> None:
    class Slotted(QObject):
        __slots__ = ("value",)

    target = Slotted()
    destroy(target)
    assert target.__dict__.get("_qt_thread") is not current()


def test_methods_of_other_objects_hear_of_a_collected_cycle() -> None:
    class Listener(QObject):
        heard = 0

        def hear(self) -> None:
            self.heard += 1

    target, listener = QObject(), Listener()
    target.itself = target  # type: ignore[attr-defined]
    target.destroyed.connect(listener.hear)
    del target
    gc.collect()
    assert listener.heard == 1
