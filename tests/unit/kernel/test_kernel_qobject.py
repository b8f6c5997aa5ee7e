"""Objects: the tree, names, events and their filters, timers of objects, and moving between threads."""

from __future__ import annotations

import copy
import gc
import re
import threading
import weakref
from typing import Any

import pytest
from kernelsupport import PATIENCE, ended, in_thread, started_thread
from looping import drain, run_for
from virtualclock import VirtualClock

from netaccess._kernel.application import QCoreApplication
from netaccess._kernel.events import QChildEvent, QEvent, QTimerEvent
from netaccess._kernel.qobject import QObject
from netaccess._kernel.signal import Signal
from netaccess._kernel.thread import QThread
from netaccess._values.qtnamespace import Qt

USER = QEvent.Type(1500)


class Own(QObject):
    changed = Signal(int)

    def __init__(self, parent: QObject | None = None, **keywords: Any) -> None:
        super().__init__(parent, **keywords)
        self.events: list[int] = []

    def event(self, event: QEvent) -> bool:
        self.events.append(int(event.type()))
        return super().event(event)


class Filter(QObject):
    def __init__(self, takes: bool = False, log: list[Any] | None = None) -> None:
        super().__init__()
        self.takes = takes
        self.log: list[Any] = [] if log is None else log

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.log.append((self, watched, int(event.type())))
        return self.takes


def test_children_are_kept_in_the_order_they_came() -> None:
    parent = QObject()
    made = [QObject(parent) for _ in range(5)]
    assert parent.children() == made


def test_a_parent_keeps_its_children_alive() -> None:
    parent = QObject()
    child = weakref.ref(QObject(parent))
    gc.collect()
    assert child() is parent.children()[0]


def test_a_child_does_not_keep_its_parent_alive() -> None:
    parent = QObject()
    child, gone = QObject(parent), weakref.ref(parent)
    del parent
    assert gone() is None
    with pytest.raises(RuntimeError, match="already deleted"):
        child.objectName()


def test_setting_another_parent_moves_a_child() -> None:
    one, other = QObject(), QObject()
    child = QObject(one)
    child.setParent(other)
    assert (one.children(), other.children(), child.parent()) == ([], [child], other)


def test_a_child_without_a_parent_any_more_dies_with_its_last_reference() -> None:
    parent = QObject()
    child = QObject(parent)
    child.setParent(None)
    gone = weakref.ref(child)
    del child
    assert gone() is None


def test_an_object_cannot_become_the_child_of_its_descendant() -> None:
    top = QObject()
    below = QObject(QObject(top))
    with pytest.raises(ValueError, match="which it owns"):
        top.setParent(below)


def test_a_parent_is_an_object() -> None:
    with pytest.raises(TypeError, match="not 5"):
        QObject(5)  # type: ignore[arg-type]


def test_a_parent_lives_in_the_same_thread() -> None:
    parent = QObject()

    def make() -> str:
        with pytest.raises(RuntimeError) as caught:
            QObject(parent)
        return str(caught.value)

    assert "MainThread" in in_thread(make)


def test_a_deleted_object_cannot_become_a_parent() -> None:
    parent = QObject()
    parent.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    with pytest.raises(RuntimeError, match="already deleted"):
        QObject(parent)


def test_children_are_announced_to_the_parent() -> None:
    class Parent(QObject):
        def __init__(self) -> None:
            super().__init__()
            self.seen: list[tuple[bool, QObject]] = []

        def childEvent(self, event: QChildEvent) -> None:
            self.seen.append((event.added(), event.child()))

    parent = Parent()
    child = QObject(parent)
    child.setParent(None)
    assert parent.seen == [(True, child), (False, child)]


def test_an_object_is_found_by_class_and_name() -> None:
    root = QObject()
    deep = Own(QObject(root), objectName="x")
    near = Own(root, objectName="y")
    assert root.findChild(Own) is near
    assert root.findChild(Own, "x") is deep
    assert root.findChild(QThread) is None


def test_finding_children_can_be_limited_to_direct_ones() -> None:
    root = QObject()
    Own(QObject(root))
    near = Own(root)
    assert root.findChildren(Own, options=Qt.FindChildOption.FindDirectChildrenOnly) == [near]
    assert len(root.findChildren(Own)) == 2


def test_children_are_found_by_a_pattern() -> None:
    root = QObject()
    found = QObject(root, objectName="row 12")
    QObject(root, objectName="column")
    assert root.findChildren(QObject, re.compile(r"\d+")) == [found]


def test_an_object_can_be_searched_by_classes_only() -> None:
    with pytest.raises(TypeError, match="by a class"):
        QObject().findChildren("QObject")  # type: ignore[arg-type]


def test_a_name_that_changes_is_announced_once() -> None:
    named = QObject()
    log: list[str] = []
    named.objectNameChanged.connect(log.append)
    named.setObjectName("a")
    named.setObjectName("a")
    assert log == ["a"]


def test_constructor_keywords_are_properties_and_slots() -> None:
    log: list[int] = []
    made = Own(objectName="x", changed=log.append)
    made.changed.emit(3)
    assert (made.objectName(), log) == ("x", [3])


def test_an_unknown_constructor_keyword_is_named() -> None:
    with pytest.raises(AttributeError, match="'colour' is not a Qt property or a signal"):
        QObject(colour="red")


def test_keywords_of_another_base_class_go_there() -> None:
    class Mixin:
        def __init__(self, colour: str = "none") -> None:
            self.colour = colour

    class Both(QObject, Mixin):
        pass

    made = Both(colour="red", objectName="x")
    assert (made.colour, made.objectName()) == ("red", "x")


def test_an_object_whose_init_was_not_called_says_so() -> None:
    class Lazy(QObject):
        def __init__(self) -> None:
            pass

    with pytest.raises(RuntimeError, match=r"'__init__' method of object's base class \(Lazy\) not called"):
        Lazy().objectName()


def test_the_names_a_subclass_uses_are_its_own() -> None:
    class Busy(QObject):
        def __init__(self) -> None:
            super().__init__()
            self._thread = self._parent = self._children = self._name = self._timers = self._data = "mine"

    busy = Busy()
    child = QObject(busy)
    assert busy.children() == [child]
    assert (busy.parent(), busy.objectName()) == (None, "")


def test_an_object_cannot_be_copied() -> None:
    with pytest.raises(TypeError, match="cannot pickle or copy"):
        copy.copy(QObject())


def test_a_repr_names_class_and_object() -> None:
    made = QObject(objectName="nm")
    assert re.fullmatch(r'<netaccess\S*QObject\(0x[0-9a-f]+, name = "nm"\) at 0x[0-9a-f]+>', repr(made))


def test_sending_delivers_at_once() -> None:
    target = Own()
    assert QCoreApplication.sendEvent(target, QEvent(USER)) is True
    assert target.events == [1500]


def test_an_event_nobody_handles_is_reported_as_such() -> None:
    assert QCoreApplication.sendEvent(QObject(), QEvent(QEvent.Type.None_)) is False


def test_the_filter_installed_last_is_asked_first() -> None:
    log: list[Any] = []
    target, one, other = Own(), Filter(log=log), Filter(log=log)
    target.installEventFilter(one)
    target.installEventFilter(other)
    QCoreApplication.sendEvent(target, QEvent(USER))
    assert log == [(other, target, 1500), (one, target, 1500)]
    assert target.events == [1500]


def test_a_filter_that_takes_an_event_keeps_it_from_the_others() -> None:
    log: list[Any] = []
    target, one, other = Own(), Filter(log=log), Filter(True, log)
    target.installEventFilter(one)
    target.installEventFilter(other)
    assert QCoreApplication.sendEvent(target, QEvent(USER)) is True
    assert [entry[0] for entry in log] == [other]
    assert target.events == []


def test_a_filter_installed_twice_is_asked_once() -> None:
    target, watching = Own(), Filter()
    target.installEventFilter(watching)
    target.installEventFilter(watching)
    QCoreApplication.sendEvent(target, QEvent(USER))
    assert len(watching.log) == 1


def test_a_filter_that_died_is_passed_over() -> None:
    target = Own()
    target.installEventFilter(Filter(True))
    gc.collect()
    QCoreApplication.sendEvent(target, QEvent(USER))
    assert target.events == [1500]


def test_a_filter_of_another_thread_is_refused() -> None:
    thread, watching = started_thread(), Filter()
    watching.moveToThread(thread)
    with pytest.raises(RuntimeError, match="cannot filter events for objects in a different thread"):
        QObject().installEventFilter(watching)
    assert ended(thread)


def test_a_filter_of_the_application_sees_the_events_of_all(application: QCoreApplication) -> None:
    target, watching = Own(), Filter()
    application.installEventFilter(watching)
    QCoreApplication.sendEvent(target, QEvent(USER))
    assert watching.log == [(watching, target, 1500)]


def test_an_exception_in_a_filter_goes_to_the_hook(uncaught: list[BaseException]) -> None:
    class Raising(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            raise ValueError("in a filter")

    target, watching = Own(), Raising()
    target.installEventFilter(watching)
    assert QCoreApplication.sendEvent(target, QEvent(USER)) is False
    assert [str(error) for error in uncaught] == ["in a filter"]


def test_a_timer_of_an_object_sends_events_with_its_number(clock: VirtualClock) -> None:
    class Timed(QObject):
        def __init__(self) -> None:
            super().__init__()
            self.seen: list[tuple[int, float]] = []

        def timerEvent(self, event: QTimerEvent) -> None:
            self.seen.append((event.timerId(), clock.now()))

    timed = Timed()
    number = timed.startTimer(10)
    run_for(25)
    timed.killTimer(number)
    run_for(25)
    assert timed.seen == [(number, 0.01), (number, 0.02)]


def test_a_timer_of_an_object_cannot_be_started_from_another_thread() -> None:
    target = QObject()

    def start() -> str:
        with pytest.raises(RuntimeError) as caught:
            target.startTimer(5)
        return str(caught.value)

    assert "lives in thread 'MainThread'" in in_thread(start)


def test_a_negative_interval_is_refused() -> None:
    with pytest.raises(ValueError, match="-1"):
        QObject().startTimer(-1)


def test_moving_takes_children_and_timers_along() -> None:
    thread = started_thread()
    fired = threading.Event()

    class Timed(QObject):
        def timerEvent(self, event: QTimerEvent) -> None:
            self.killTimer(event.timerId())
            where.append(QThread.currentThread())
            fired.set()

    where: list[QThread] = []
    parent = QObject()
    child = Timed(parent)
    child.startTimer(1)
    parent.moveToThread(thread)
    assert child.thread() is thread
    assert fired.wait(PATIENCE)
    assert where == [thread]
    assert ended(thread)


def test_an_object_is_told_that_it_moves() -> None:
    thread, target = started_thread(), Own()
    target.moveToThread(thread)
    assert QEvent.Type.ThreadChange in target.events
    assert ended(thread)


def test_an_object_with_a_parent_cannot_move() -> None:
    parent, thread = QObject(), QThread()
    child = QObject(parent)
    with pytest.raises(ValueError, match="objects with a parent"):
        child.moveToThread(thread)


def test_an_object_cannot_be_pulled_from_another_thread() -> None:
    target, thread = QObject(), QThread()

    def pull() -> str:
        with pytest.raises(RuntimeError) as caught:
            target.moveToThread(thread)
        return str(caught.value)

    assert "moveToThread" in in_thread(pull)


def test_moving_to_the_thread_it_is_in_does_nothing() -> None:
    target = Own()
    assert target.moveToThread(QThread.currentThread()) is True
    assert target.events == []


def test_objects_belong_to_the_thread_that_makes_them() -> None:
    assert in_thread(lambda: QObject().thread() is QThread.currentThread())


def test_an_override_of_event_sees_queued_calls() -> None:
    target, emitter = Own(), Own()
    log: list[int] = []
    target.changed.connect(log.append)
    emitter.changed.connect(target.changed, Qt.ConnectionType.QueuedConnection)
    emitter.changed.emit(4)
    drain()
    assert log == [4]
    assert QEvent.Type.MetaCall in target.events
