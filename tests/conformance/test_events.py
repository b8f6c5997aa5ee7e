"""Events: sending, posting, priorities, filters, the default handlers and QObject's own timers."""

from __future__ import annotations

from typing import Any

import pytest
from binding import QtCore, enum_name, number
from loops import run_until
from objects import post, process, user_event

USER = number(QtCore.QEvent.User)


class Receiver(QtCore.QObject):
    """Notes the events it sees."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self.events: list[int] = []
        self.custom: list[int] = []
        self.ticks: list[Any] = []

    def event(self, event: Any) -> bool:
        """Note and hand on."""
        self.events.append(number(event.type()))
        return bool(super().event(event))

    def customEvent(self, event: Any) -> None:
        """Note a user event."""
        self.custom.append(number(event.type()) - USER)

    def timerEvent(self, event: Any) -> None:
        """Note and stop a timer."""
        self.ticks.append(event)
        self.killTimer(event.timerId())


class Filter(QtCore.QObject):
    """An event filter that notes what passes and may stop it."""

    def __init__(self, name: str, log: list[Any], stops: bool = False) -> None:
        super().__init__()
        self.name = name
        self.log = log
        self.stops = stops

    def eventFilter(self, watched: Any, event: Any) -> bool:
        """Note, and answer as told."""
        self.log.append((self.name, watched, enum_name(event.type())))
        return self.stops


def send(receiver: Any, event: Any) -> bool:
    """Send an event."""
    return bool(QtCore.QCoreApplication.sendEvent(receiver, event))


def test_a_sent_event_is_handled_at_once() -> None:
    receiver = Receiver()
    assert send(receiver, user_event(3)) is True
    assert receiver.custom == [3]


def test_an_event_nobody_handles_is_reported_so() -> None:
    assert send(QtCore.QObject(), QtCore.QEvent(QtCore.QEvent.Polish)) is False


def test_the_base_handles_user_events() -> None:
    assert QtCore.QObject().event(user_event()) is True
    assert QtCore.QObject().event(QtCore.QEvent(QtCore.QEvent.Polish)) is False
    assert QtCore.QObject().eventFilter(QtCore.QObject(), user_event()) is False


@pytest.mark.parametrize(("answer", "result"), [(True, True), (False, False), (1, True), (0, False)])
def test_the_answer_of_event_is_the_answer_of_send_event(answer: Any, result: bool) -> None:
    class Answering(QtCore.QObject):
        def event(self, _event: Any) -> Any:
            return answer

    assert send(Answering(), user_event()) is result


def test_a_posted_event_waits() -> None:
    receiver = Receiver()
    assert QtCore.QCoreApplication.postEvent(receiver, user_event(1)) is None
    assert receiver.custom == []
    process()
    assert receiver.custom == [1]


def test_posted_events_come_in_order_of_priority_then_of_posting() -> None:
    receiver = Receiver()
    for offset, priority in ((1, 0), (2, 5), (3, -5), (4, 5), (5, 1), (6, 0)):
        post(receiver, offset, priority)
    process()
    assert receiver.custom == [2, 4, 5, 1, 6, 3]


def test_send_posted_events_delivers_now() -> None:
    first, second = Receiver(), Receiver()
    post(first, 1)
    post(second, 2)
    QtCore.QCoreApplication.sendPostedEvents(first, 0)
    assert (first.custom, second.custom) == ([1], [])
    QtCore.QCoreApplication.sendPostedEvents()
    assert second.custom == [2]


def test_removed_events_do_not_come() -> None:
    receiver = Receiver()
    for offset in (1, 2, 1):
        post(receiver, offset)
    QtCore.QCoreApplication.removePostedEvents(receiver, USER + 1)
    process()
    assert receiver.custom == [2]
    post(receiver, 3)
    QtCore.QCoreApplication.removePostedEvents(receiver)
    process()
    assert receiver.custom == [2]


def test_an_event_posted_by_a_handler_comes_in_a_later_round_or_the_same_but_after() -> None:
    class Chain(Receiver):
        def customEvent(self, event: Any) -> None:
            super().customEvent(event)
            if len(self.custom) < 3:
                post(self, len(self.custom))
            ended.append(len(self.custom))

    ended: list[int] = []
    chain = Chain()
    post(chain, 0)
    run_until(lambda: len(ended) == 3)
    assert chain.custom == [0, 1, 2]
    assert ended == [1, 2, 3]


def test_an_event_subclass_arrives_as_itself() -> None:
    class Message(QtCore.QEvent):
        def __init__(self, text: str) -> None:
            super().__init__(QtCore.QEvent.User)
            self.text = text

    class Reader(QtCore.QObject):
        def customEvent(self, event: Any) -> None:
            read.append((type(event), event.text))

    read: list[Any] = []
    reader = Reader()
    QtCore.QCoreApplication.postEvent(reader, Message("posted"))
    process()
    send(reader, Message("sent"))
    assert read == [(Message, "posted"), (Message, "sent")]


def test_posting_what_is_no_event_is_a_type_error() -> None:
    with pytest.raises(TypeError):
        QtCore.QCoreApplication.postEvent(QtCore.QObject(), 5)
    with pytest.raises(TypeError):
        QtCore.QCoreApplication.sendEvent(QtCore.QObject(), "event")


def test_an_event_is_born_accepted() -> None:
    event = user_event()
    assert event.isAccepted() is True
    event.ignore()
    assert event.isAccepted() is False
    event.accept()
    assert event.isAccepted() is True
    event.setAccepted(False)
    assert event.isAccepted() is False
    assert event.spontaneous() is False


def test_an_event_has_a_type() -> None:
    assert user_event().type() == QtCore.QEvent.User
    assert number(user_event(7).type()) == USER + 7
    with pytest.raises(TypeError):
        QtCore.QEvent("user")
    with pytest.raises(TypeError):
        QtCore.QEvent()


def test_event_types_can_be_registered() -> None:
    first, second = QtCore.QEvent.registerEventType(), QtCore.QEvent.registerEventType()
    assert USER <= second < first <= number(QtCore.QEvent.MaxUser)
    hinted = QtCore.QEvent.registerEventType(4321)
    assert hinted == 4321
    assert QtCore.QEvent.registerEventType(4321) not in (4321, first, second)


def test_the_event_types_have_qts_numbers() -> None:
    expected = {"Timer": 1, "Quit": 20, "ThreadChange": 22, "ChildAdded": 68, "ChildRemoved": 71, "DeferredDelete": 52}
    expected |= {"DynamicPropertyChange": 170, "MetaCall": 43, "User": 1000, "MaxUser": 65535}
    assert {name: number(getattr(QtCore.QEvent, name)) for name in expected} == expected


def test_a_filter_sees_events_first() -> None:
    log: list[Any] = []
    receiver, guard = Receiver(), Filter("guard", log)
    receiver.installEventFilter(guard)
    send(receiver, user_event())
    assert log == [("guard", receiver, "User")]
    assert log[0][1] is receiver
    assert receiver.custom == [0]


def test_the_last_filter_comes_first() -> None:
    log: list[Any] = []
    receiver = Receiver()
    first, second = Filter("first", log), Filter("second", log)
    receiver.installEventFilter(first)
    receiver.installEventFilter(second)
    send(receiver, user_event())
    assert [entry[0] for entry in log] == ["second", "first"]


def test_installing_a_filter_again_moves_it_to_the_front() -> None:
    log: list[Any] = []
    receiver = Receiver()
    first, second = Filter("first", log), Filter("second", log)
    for guard in (first, second, first):
        receiver.installEventFilter(guard)
    send(receiver, user_event())
    assert [entry[0] for entry in log] == ["first", "second"]


def test_a_filter_that_says_true_stops_the_event() -> None:
    log: list[Any] = []
    receiver = Receiver()
    first, second = Filter("first", log), Filter("second", log, stops=True)
    receiver.installEventFilter(first)
    receiver.installEventFilter(second)
    assert send(receiver, QtCore.QEvent(QtCore.QEvent.Polish)) is True
    assert [entry[0] for entry in log] == ["second"]
    assert receiver.events == []


def test_a_removed_filter_sees_nothing() -> None:
    log: list[Any] = []
    receiver, guard = Receiver(), Filter("guard", log)
    receiver.installEventFilter(guard)
    receiver.removeEventFilter(guard)
    receiver.removeEventFilter(guard)
    send(receiver, user_event())
    assert log == []


def test_a_filter_may_remove_itself_while_filtering() -> None:
    class Once(Filter):
        def eventFilter(self, watched: Any, event: Any) -> bool:
            watched.removeEventFilter(self)
            return super().eventFilter(watched, event)

    log: list[Any] = []
    receiver = Receiver()
    other, once = Filter("other", log), Once("once", log)
    receiver.installEventFilter(other)
    receiver.installEventFilter(once)
    send(receiver, user_event())
    send(receiver, user_event())
    assert [entry[0] for entry in log] == ["once", "other", "other"]


def test_a_filter_on_the_application_sees_every_object(application: Any) -> None:
    log: list[Any] = []
    receiver = Receiver()
    own, everywhere = Filter("own", log), Filter("everywhere", log)
    receiver.installEventFilter(own)
    application.installEventFilter(everywhere)
    try:
        send(receiver, QtCore.QEvent(QtCore.QEvent.Polish))
    finally:
        application.removeEventFilter(everywhere)
    assert [entry[0] for entry in log] == ["everywhere", "own"]


def test_calling_event_directly_passes_the_filters_by() -> None:
    log: list[Any] = []
    receiver, guard = Receiver(), Filter("guard", log, stops=True)
    receiver.installEventFilter(guard)
    receiver.event(user_event())
    assert log == []


def test_filters_stop_posted_events_too() -> None:
    log: list[Any] = []
    receiver, guard = Receiver(), Filter("guard", log, stops=True)
    receiver.installEventFilter(guard)
    post(receiver)
    process()
    assert receiver.custom == []
    assert len(log) == 1


def test_a_filter_is_a_qobject() -> None:
    with pytest.raises(TypeError):
        QtCore.QObject().installEventFilter(5)


def test_a_raising_event_handler_is_not_lost(slot_errors: list[BaseException]) -> None:
    class Raising(QtCore.QObject):
        def event(self, _event: Any) -> bool:
            raise ValueError("in event")

    try:
        QtCore.QCoreApplication.sendEvent(Raising(), user_event())
    except ValueError as error:
        slot_errors.append(error)
    assert [type(error) for error in slot_errors] == [ValueError]
    assert "in event" in str(slot_errors[0])
    slot_errors.clear()


def test_start_timer_calls_timer_event_with_its_number() -> None:
    receiver = Receiver()
    first, second = receiver.startTimer(0), receiver.startTimer(0)
    assert type(first) is int
    assert 0 < first != second > 0
    run_until(lambda: len(receiver.ticks) == 2)
    assert {type(event).__name__ for event in receiver.ticks} == {"QTimerEvent"}
    assert receiver.events.count(1) == 2


def test_a_killed_timer_does_not_tick() -> None:
    receiver = Receiver()
    receiver.killTimer(receiver.startTimer(0))
    process()
    process()
    assert receiver.ticks == []


def test_a_timer_of_an_object_repeats() -> None:
    class Repeating(QtCore.QObject):
        def timerEvent(self, event: Any) -> None:
            ticks.append(event.timerId())
            if len(ticks) == 3:
                self.killTimer(event.timerId())

    ticks: list[int] = []
    repeating = Repeating()
    started = repeating.startTimer(1)
    run_until(lambda: len(ticks) == 3)
    process()
    assert ticks == [started] * 3


def test_start_timer_takes_a_timer_type() -> None:
    receiver = Receiver()
    assert receiver.startTimer(60000, QtCore.Qt.PreciseTimer) > 0


@pytest.mark.parametrize("interval", ["x", None, [1]])
def test_a_timer_interval_that_is_no_number_is_a_type_error(interval: Any) -> None:
    with pytest.raises(TypeError):
        QtCore.QObject().startTimer(interval)


def test_notify_delivers_an_event(application: Any) -> None:
    receiver = Receiver()
    assert application.notify(receiver, user_event(2)) is True
    assert receiver.custom == [2]


@pytest.mark.parametrize("name", ["ApplicationActivated", "ApplicationDeactivated"])
def test_application_activation_has_its_older_names(name: str) -> None:
    assert getattr(QtCore.QEvent, name) == getattr(QtCore.QEvent, name.removesuffix("d"))


def test_an_event_type_prints_as_its_number() -> None:
    assert str(QtCore.QEvent.Timer) == f"{QtCore.QEvent.Timer}" == "1"
