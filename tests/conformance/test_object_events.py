"""Events of objects: child events, filters that change the list of filters, events' own attributes, timers."""

from __future__ import annotations

from typing import Any

import pytest
from binding import QtCore, enum_name, number, octets
from objects import destroy, in_plain_thread, post, process, user_event

QEvent, Application = QtCore.QEvent, QtCore.QCoreApplication
modern = pytest.mark.only("netaccess", "PySide6")


class Watching(QtCore.QObject):
    """Logs its events and the handlers that are called."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self.log: list[Any] = []

    def event(self, event: Any) -> bool:
        """Log the type."""
        self.log.append(enum_name(event.type()))
        return bool(super().event(event))

    def childEvent(self, event: Any) -> None:
        """Log what kind of child event it is."""
        self.log.append((event.added(), event.removed(), event.polished()))

    def timerEvent(self, event: Any) -> None:
        """Log the number."""
        self.log.append(event.timerId())

    def customEvent(self, event: Any) -> None:
        """Log the number of the type."""
        self.log.append(number(event.type()))


class Filter(QtCore.QObject):
    """Logs what it sees, and does what it was told to."""

    def __init__(self, name: str, log: list[str], act: Any = None) -> None:
        super().__init__()
        self.name, self.log, self.act = name, log, act

    def eventFilter(self, watched: Any, event: Any) -> bool:
        """Log, act, and say what the action says."""
        self.log.append(self.name)
        return bool(self.act(watched, event)) if self.act else False


@pytest.fixture
def target() -> Any:
    """An object whose events are sent."""
    return QtCore.QObject()


def send(receiver: Any) -> bool:
    """Send a user event."""
    return bool(Application.sendEvent(receiver, user_event()))


# -- what an object is told ------------------------------------------------------------------------------------------


def test_a_child_that_comes_and_goes_makes_two_events() -> None:
    parent = Watching()
    child = QtCore.QObject(parent)
    child.setParent(None)
    assert parent.log == ["ChildAdded", (True, False, False), "ChildRemoved", (False, True, False)]


def test_a_child_that_dies_is_removed() -> None:
    parent = Watching()
    child = QtCore.QObject(parent)
    parent.log.clear()
    destroy(child)
    assert parent.log == ["ChildRemoved", (False, True, False)]


def test_a_polished_child_is_a_child_event() -> None:
    parent = Watching()
    child = QtCore.QObject()
    Application.sendEvent(parent, QtCore.QChildEvent(QEvent.ChildPolished, child))
    assert parent.log == ["ChildPolished", (False, False, True)]


def test_the_new_parent_hears_after_the_old_one() -> None:
    log: list[str] = []

    class Parent(QtCore.QObject):
        """Logs its name."""

        def childEvent(self, event: Any) -> None:
            log.append(f"{self.objectName()} {event.added()}")

    old, new = Parent(), Parent()
    old.setObjectName("old")
    new.setObjectName("new")
    child = QtCore.QObject(old)
    log.clear()
    child.setParent(new)
    assert log == ["old False", "new True"]


def test_a_declared_property_is_changed_without_an_event() -> None:
    watching = Watching()
    watching.setProperty("objectName", "x")
    watching.setProperty("own", 1)
    assert watching.log == ["DynamicPropertyChange"]


def test_a_user_event_reaches_the_custom_handler() -> None:
    watching = Watching()
    Application.sendEvent(watching, user_event(5))
    assert watching.log[-1] == number(QEvent.User) + 5


def test_moving_to_another_thread_is_told_before() -> None:
    thread = QtCore.QThread()
    watching = Watching()
    watching.moveToThread(thread)
    assert watching.log == ["ThreadChange"]


def test_a_zero_timer_ticks_with_every_round() -> None:
    watching = Watching()
    timer = watching.startTimer(0)
    process()
    process()
    watching.killTimer(timer)
    process()
    assert watching.log == ["Timer", timer, "Timer", timer]


# -- filters ---------------------------------------------------------------------------------------------------------


def test_a_filter_may_remove_one_that_would_come_after_it(target: Any) -> None:
    log: list[str] = []
    late = Filter("late", log)
    early = Filter("early", log, lambda watched, event: watched.removeEventFilter(late))
    target.installEventFilter(late)
    target.installEventFilter(early)
    send(target)
    assert log == ["early"]


def test_a_filter_may_delete_one_that_would_come_after_it(target: Any) -> None:
    log: list[str] = []
    late = Filter("late", log)
    early = Filter("early", log, lambda watched, event: destroy(late))
    target.installEventFilter(late)
    target.installEventFilter(early)
    send(target)
    assert log == ["early"]


def test_a_filter_may_delete_the_object_and_keep_the_event(target: Any) -> None:
    log: list[str] = []
    deleting = Filter("deleting", log, lambda watched, event: event.type() == QEvent.User and not destroy(watched))
    target.installEventFilter(deleting)
    assert send(target) is True
    with pytest.raises(RuntimeError):
        target.objectName()


def test_a_filter_may_remove_itself_and_the_rest_goes_on(target: Any) -> None:
    log: list[str] = []
    one = Filter("one", log)
    leaving = Filter("leaving", log, lambda watched, event: watched.removeEventFilter(leaving))
    target.installEventFilter(one)
    target.installEventFilter(leaving)
    send(target)
    send(target)
    assert log == ["leaving", "one", "one"]


def test_the_applications_filters_come_before_the_objects(application: Any, target: Any) -> None:
    log: list[str] = []
    first, second, own = Filter("first", log), Filter("second", log), Filter("own", log)
    application.installEventFilter(first)
    application.installEventFilter(second)
    target.installEventFilter(own)
    try:
        send(target)
    finally:
        application.removeEventFilter(first)
        application.removeEventFilter(second)
    assert log == ["second", "first", "own"]


def test_an_applications_filter_can_keep_an_event(application: Any) -> None:
    log: list[str] = []
    keeping = Filter("keeping", log, lambda watched, event: event.type() == QEvent.User)
    watching = Watching()
    application.installEventFilter(keeping)
    try:
        assert send(watching) is True
    finally:
        application.removeEventFilter(keeping)
    assert watching.log == []


def test_one_filter_may_watch_several_objects() -> None:
    seen: list[Any] = []
    both = Filter("both", [], lambda watched, event: seen.append(watched))
    one, other = QtCore.QObject(), QtCore.QObject()
    one.installEventFilter(both)
    other.installEventFilter(both)
    send(other)
    send(one)
    assert seen == [other, one]


def test_a_filter_sees_the_events_of_children_coming() -> None:
    kinds: list[str] = []
    parent = QtCore.QObject()
    watching = Filter("f", [], lambda watched, event: kinds.append(enum_name(event.type())))
    parent.installEventFilter(watching)
    child = QtCore.QObject(parent)
    child.setParent(None)
    assert kinds == ["ChildAdded", "ChildRemoved"]


def test_a_filter_can_keep_a_deferred_deletion(target: Any) -> None:
    keeping = Filter("f", [], lambda watched, event: event.type() == QEvent.DeferredDelete)
    target.installEventFilter(keeping)
    destroy(target)
    assert target.objectName() == ""


def test_removing_a_filter_that_was_never_installed_is_nothing(target: Any) -> None:
    assert target.removeEventFilter(QtCore.QObject()) is None


@modern
def test_no_filter_is_nothing(target: Any) -> None:
    assert target.installEventFilter(None) is None
    assert target.removeEventFilter(None) is None


def test_an_object_may_filter_itself() -> None:
    log: list[str] = []
    own = Filter("own", log)
    own.installEventFilter(own)
    send(own)
    assert log == ["own"]


# -- events ----------------------------------------------------------------------------------------------------------


def test_a_handler_may_leave_an_event_ignored() -> None:
    class Ignoring(QtCore.QObject):
        """Handles everything, accepts nothing."""

        def event(self, event: Any) -> bool:
            event.ignore()
            return True

    event = user_event()
    ignoring = Ignoring()
    assert Application.sendEvent(ignoring, event) is True
    assert event.isAccepted() is False


@modern
def test_a_clone_has_type_and_acceptance() -> None:
    event = user_event(7)
    event.ignore()
    copy = event.clone()
    assert (copy is not event, copy.type() == event.type(), copy.isAccepted()) == (True, True, False)


@modern
def test_an_event_is_no_input() -> None:
    event = user_event()
    assert (event.isInputEvent(), event.isPointerEvent(), event.isSinglePointEvent()) == (False, False, False)


@modern
def test_acceptance_is_a_bool() -> None:
    event = user_event()
    event.setAccepted(0)
    assert event.isAccepted() is False
    with pytest.raises(TypeError):
        event.setAccepted("x")


def test_events_differ_however_alike() -> None:
    assert user_event() != user_event()


def test_timer_events_can_be_made() -> None:
    event = QtCore.QTimerEvent(5)
    assert (event.timerId(), event.type() == QEvent.Timer) == (5, True)


@modern
def test_property_events_can_be_made() -> None:
    event = QtCore.QDynamicPropertyChangeEvent(QtCore.QByteArray(b"x"))
    assert (octets(event.propertyName()), event.type() == QEvent.DynamicPropertyChange) == (b"x", True)


@pytest.mark.parametrize(("number_given", "name"), [(1001, "1001"), (300, "300"), (1000, "User")])
@modern
def test_any_number_makes_an_event_type(number_given: int, name: str) -> None:
    kind = QEvent.Type(number_given)
    assert (kind.name, kind.value, QEvent(kind).type() == kind) == (name, number_given, True)


@modern
def test_the_text_of_an_event_names_its_type() -> None:
    assert repr(QEvent(QEvent.Type.Quit)).endswith("QEvent(QEvent::Quit)>")
    assert repr(QEvent(QEvent.Type(1001))).endswith("QEvent(QEvent::Type(1001))>")


def test_registered_types_are_all_different() -> None:
    kinds = [QEvent.registerEventType() for _ in range(20)]
    assert len(set(kinds)) == 20
    assert all(number(QEvent.User) <= kind <= number(QEvent.MaxUser) for kind in kinds)


def test_a_registered_type_is_delivered() -> None:
    kind = QEvent.registerEventType()
    watching = Watching()
    Application.postEvent(watching, QEvent(QEvent.Type(kind)))
    process()
    assert watching.log[-1] == kind


# -- threads ---------------------------------------------------------------------------------------------------------


def test_an_object_moves_with_what_was_posted_to_it() -> None:
    watching = Watching()
    thread = QtCore.QThread()
    post(watching)
    watching.moveToThread(thread)
    process()
    assert watching.log == ["ThreadChange"]


def test_children_live_where_their_parent_lives() -> None:
    parent = QtCore.QObject()
    child = QtCore.QObject(parent)
    thread = QtCore.QThread()
    parent.moveToThread(thread)
    assert child.thread() is thread


def test_an_object_lives_in_the_thread_that_made_it() -> None:
    def make() -> Any:
        target = QtCore.QObject()
        return target.thread() is QtCore.QThread.currentThread()

    assert in_plain_thread(make) is True


@pytest.mark.parametrize(
    ("attempt", "text"),
    [
        (lambda target: target.startTimer(5), "timers cannot be started from another thread"),
        (lambda target: target.killTimer(5), "timers cannot be stopped from another thread"),
        (lambda target: QtCore.QObject(target), "for a parent that is in a different thread"),
        (lambda target: QtCore.QObject().setParent(target), "for a parent that is in a different thread"),
        (lambda target: QtCore.QObject().installEventFilter(target), "cannot filter events for objects in a different"),
        (lambda target: target.moveToThread(QtCore.QThread.currentThread()), "only an object's own thread can push it"),
    ],
)
@pytest.mark.differs("thread-rules")
def test_what_qt_refuses_across_threads_is_an_error(attempt: Any, text: str) -> None:
    target = QtCore.QObject()

    def try_it() -> str:
        try:
            attempt(target)
        except RuntimeError as error:
            return str(error)
        return ""

    assert text in in_plain_thread(try_it)


@pytest.mark.differs("send-thread")
def test_events_are_not_sent_to_objects_of_other_threads() -> None:
    target = Watching()

    def try_it() -> str:
        try:
            send(target)
        except RuntimeError as error:
            return str(error)
        return ""

    assert "owned by a different thread" in in_plain_thread(try_it)
    assert target.log == []
