"""What `LeakTracker` finds of Qt's things, what it does not, and that it leaves nothing behind."""

from __future__ import annotations

import gc
import socket
import sys
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from leaksupport import place, the_only

from netaccess._kernel.threaddata import ThreadData, current
from netaccess.QtCore import (
    QBasicTimer,
    QCoreApplication,
    QEvent,
    QObject,
    QRunnable,
    QThread,
    QThreadPool,
    QTimer,
    QUrl,
)
from netaccess.QtNetwork import QNetworkAccessManager, QNetworkReply, QNetworkRequest
from netaccess.testing import FakeLoop, FakeNetwork
from netaccess.testing.checks.leaks import LeakTracker, describe


@pytest.fixture
def tracker(loop: FakeLoop) -> Iterator[LeakTracker]:
    """A tracker that has begun, on virtual time."""
    tracker = LeakTracker()
    tracker.begin()
    yield tracker
    for leak in tracker.find():
        leak.end()
    loop.turns.run_others()
    tracker.stop()


@pytest.fixture
def network(loop: FakeLoop) -> Iterator[FakeNetwork]:
    """A fake network."""
    with FakeNetwork(loop) as network:
        yield network


def here() -> int:
    """Return the number of the calling line."""
    return sys._getframe(1).f_lineno


# Timers.


def test_a_timer_that_is_active_is_left(tracker: LeakTracker) -> None:
    timer = QTimer(objectName="poll")
    timer.start(1500)
    line = here() - 1
    leak = the_only(tracker)
    assert (leak.kind, leak.text, leak.verb) == ("timers", "QTimer 'poll' is still active, every 1.5 s", "started")
    assert place(leak) == (__file__, line)


def test_a_single_shot_timer_that_is_active_is_left(tracker: LeakTracker, loop: FakeLoop) -> None:
    owner = QObject()
    timer = QTimer(owner, singleShot=True)
    timer.start(5000)
    loop.advance(2)
    assert the_only(tracker).text == "QTimer of QObject is still active, once in 3 s"


def test_a_timer_that_was_stopped_or_has_fired_is_not_left(tracker: LeakTracker, loop: FakeLoop) -> None:
    stopped, fired = QTimer(), QTimer(singleShot=True)
    stopped.start(1000)
    fired.start(1000)
    loop.advance(1)
    stopped.stop()
    assert tracker.find() == []


def test_a_timer_that_was_started_anew_is_told_by_its_last_start(tracker: LeakTracker) -> None:
    timer = QTimer()
    timer.start(1000)
    timer.start(2000)
    line = here() - 1
    assert place(the_only(tracker)) == (__file__, line)


def test_a_timer_that_is_gone_is_not_left(tracker: LeakTracker) -> None:
    timer = QTimer()
    timer.start(1000)
    del timer
    assert tracker.find() == []


def test_a_timer_in_a_circle_of_references_is_not_left(tracker: LeakTracker) -> None:
    timer: Any = QTimer()
    timer.me = timer
    timer.start(1000)
    del timer
    assert tracker.find() == []


def test_a_pending_single_shot_is_left(tracker: LeakTracker) -> None:
    QTimer.singleShot(3000, gc.collect)
    leak = the_only(tracker)
    assert leak.text == "a single shot in 3 s is still to come, of collect"


def test_a_single_shot_whose_context_is_gone_is_not_left(tracker: LeakTracker) -> None:
    context = QObject()
    QTimer.singleShot(3000, context, gc.collect)
    assert len(tracker.find()) == 1
    del context
    assert tracker.find() == []


@pytest.mark.parametrize("basic", [False, True], ids=["startTimer", "QBasicTimer"])
def test_a_timer_of_an_object_is_left(tracker: LeakTracker, basic: bool) -> None:
    owner, timer = QObject(objectName="owner"), QBasicTimer()
    if basic:
        timer.start(250, owner)
    else:
        owner.startTimer(250)
    assert the_only(tracker).text == "a timer of QObject 'owner' is still active, every 0.25 s"


def test_a_timer_that_ran_before_is_not_this_tests(loop: FakeLoop) -> None:
    timer = QTimer()
    timer.start(1000)
    tracker = LeakTracker()
    tracker.begin()
    loop.advance(5)
    assert tracker.find() == []
    tracker.stop()


def test_a_timer_that_moved_to_another_thread_keeps_its_origin(tracker: LeakTracker) -> None:
    thread, timer = QThread(), QTimer()
    timer.start(1000)
    line = here() - 1
    timer.moveToThread(thread)
    assert place(the_only(tracker)) == (__file__, line)


# Replies.


def ask(manager: QNetworkAccessManager, url: str = "http://server/x") -> QNetworkReply:
    return manager.get(QNetworkRequest(QUrl(url)))


def test_a_running_reply_is_left_with_its_origin(tracker: LeakTracker, network: FakeNetwork) -> None:
    network.get("http://server/x", optional=True)
    manager = QNetworkAccessManager()
    ask(manager)
    leak = the_only(tracker)
    assert (leak.kind, leak.text) == ("replies", "the reply to GET http://server/x is still running")
    assert leak.verb == "sent" and place(leak)[0] == __file__


def test_the_time_limit_of_a_reply_is_no_leak_of_its_own(
    tracker: LeakTracker, network: FakeNetwork, loop: FakeLoop
) -> None:
    network.get("http://server/x").respond(delay=60)
    manager = QNetworkAccessManager()
    manager.setTransferTimeout(30_000)
    ask(manager)
    loop.advance(1)
    assert [leak.kind for leak in tracker.find()] == ["replies"]


def test_a_finished_or_aborted_reply_is_not_left(tracker: LeakTracker, network: FakeNetwork, loop: FakeLoop) -> None:
    network.get("http://server/*").respond(text="x")
    manager = QNetworkAccessManager()
    finished, aborted = ask(manager), ask(manager, "http://server/y")
    loop.run_until(finished.finished)
    aborted.abort()
    loop.advance(0)
    assert tracker.find() == []


def test_a_reply_of_a_manager_that_is_gone_is_not_left(
    tracker: LeakTracker, network: FakeNetwork, loop: FakeLoop
) -> None:
    network.get("http://server/x", optional=True)
    manager = QNetworkAccessManager()
    ask(manager)
    del manager
    loop.advance(0)
    assert tracker.find() == []


def test_a_reply_of_the_programs_own_is_left(tracker: LeakTracker) -> None:
    class Slow(QNetworkReply):
        def abort(self) -> None:
            self.setFinished(True)

    class Manager(QNetworkAccessManager):
        def createRequest(self, op: Any, request: Any, data: Any = None) -> QNetworkReply:
            reply = Slow(self)
            reply.setUrl(request.url())
            reply.setOperation(op)
            return reply

    manager = Manager()
    ask(manager, "own://x")
    assert the_only(tracker).text == "the reply to GET own://x is still running"


# Threads.


def test_a_thread_that_runs_is_left(tracker: LeakTracker) -> None:
    thread = QThread(objectName="worker")
    thread.start()
    line = here() - 1
    leak = the_only(tracker)
    assert (leak.kind, leak.text) == ("threads", "QThread 'worker' is still running")
    assert place(leak) == (__file__, line)


def test_a_thread_that_has_ended_is_not_left(tracker: LeakTracker) -> None:
    thread = QThread()
    thread.start()
    thread.quit()
    thread.wait()
    assert tracker.find() == []


def test_a_thread_that_does_not_heed_quit_is_told_apart(tracker: LeakTracker) -> None:
    class Deaf(QThread):
        def run(self) -> None:
            while not self.isInterruptionRequested():
                self.msleep(1)

    thread = Deaf()
    thread.start()
    thread.quit()
    assert the_only(tracker).text == "Deaf is still running, though it was told to quit"


def test_a_pools_thread_without_work_is_not_left(tracker: LeakTracker, loop: FakeLoop) -> None:
    pool = QThreadPool()
    pool.start(lambda: None)
    loop.advance(0)
    assert tracker.find() == []


def test_a_pools_thread_with_work_is_left(tracker: LeakTracker, loop: FakeLoop) -> None:
    class Long(QRunnable):
        def run(self) -> None:
            QThread.sleep(3600)

    pool = QThreadPool()
    pool.start(Long())
    loop.advance(1)
    leak = the_only(tracker)
    assert leak.kind == "threads" and place(leak)[0] == __file__
    loop.advance(3600)


# Events.


def test_an_event_for_a_thread_that_does_not_run_is_left(tracker: LeakTracker, loop: FakeLoop) -> None:
    thread, target = QThread(), QObject(objectName="target")
    target.moveToThread(thread)
    QCoreApplication.postEvent(target, QEvent(QEvent.Type.User))
    line = here() - 1
    loop.advance(0)
    leak = the_only(tracker)
    assert leak.kind == "events" and place(leak) == (__file__, line)
    assert (
        leak.text
        == "an event of type User for QObject 'target' was never delivered, which lives in thread 'QThread', which does not run"
    )


def test_an_event_with_a_priority_is_noted(tracker: LeakTracker) -> None:
    thread, target = QThread(), QObject()
    target.moveToThread(thread)
    QCoreApplication.postEvent(target, QEvent(QEvent.Type.User), 5)
    assert the_only(tracker).verb == "posted"


def test_an_event_for_an_object_that_is_gone_is_not_left(tracker: LeakTracker) -> None:
    thread, target = QThread(), QObject()
    target.moveToThread(thread)
    QCoreApplication.postEvent(target, QEvent(QEvent.Type.User))
    del target
    assert tracker.find() == []


def test_a_delivered_event_is_not_left(tracker: LeakTracker, loop: FakeLoop) -> None:
    target = QObject()
    QCoreApplication.postEvent(target, QEvent(QEvent.Type.User))
    assert [leak.kind for leak in tracker.find()] == ["events"]
    loop.advance(0)
    assert tracker.find() == []


# Leaving no trace.


def test_everything_is_as_before_when_it_stops(loop: FakeLoop) -> None:
    def state() -> list[Any]:
        return [
            ThreadData.__init__,
            QThread.__dict__["_qt_launch"],
            QNetworkAccessManager.__dict__["_qt_send"],
            socket.socket.__init__,
            threading.Thread.start,
            type(current().timers),
            type(current().queue),
        ]

    before = state()
    tracker = LeakTracker()
    tracker.begin()
    assert all(one is not other for one, other in zip(state(), before, strict=True))
    tracker.stop()
    assert state() == before


def test_what_runs_goes_on_when_it_stops(loop: FakeLoop) -> None:
    fired: list[float] = []
    tracker = LeakTracker()
    tracker.begin()
    timer = QTimer()
    timer.timeout.connect(lambda: fired.append(loop.now))
    timer.start(1000)
    QTimer.singleShot(0, lambda: fired.append(-1.0))
    tracker.stop()
    loop.advance(2)
    assert fired == [-1.0, 1.0, 2.0]
    timer.stop()


def test_ending_a_leak_ends_it(tracker: LeakTracker, network: FakeNetwork, loop: FakeLoop) -> None:
    network.get("http://server/x", optional=True)
    heard: list[str] = []
    manager, timer, thread = QNetworkAccessManager(), QTimer(), QThread()
    reply = ask(manager)
    reply.finished.connect(lambda: heard.append("finished"))
    timer.start(1000)
    thread.start()
    for leak in tracker.find():
        leak.end()
    loop.turns.run_others()
    assert reply.isFinished() and not timer.isActive() and not thread.isRunning()
    assert tracker.find() == [] and heard == []


def test_a_thousand_finished_replies_are_not_remembered(
    tracker: LeakTracker, network: FakeNetwork, loop: FakeLoop
) -> None:
    network.get("http://server/x").respond(text="")
    manager = QNetworkAccessManager()
    manager.setAutoDeleteReplies(True)
    for _ in range(1010):
        ask(manager)
        loop.advance(0)
    assert tracker.find() == [] and len(tracker._replies) < 500


def test_timers_that_were_stopped_are_not_remembered(tracker: LeakTracker) -> None:
    timer = QTimer()
    for number in range(3000):
        timer.start(number)
    assert len(tracker._timers.running) == 1 and len(tracker._timers.stopped) < 1000
    timer.stop()


# Texts and origins.


def test_the_text_lists_leaks_with_file_and_source(tracker: LeakTracker) -> None:
    timer = QTimer()
    timer.start(777)
    lines = describe(tracker.find()).splitlines()
    assert lines[0] == "left at the end of the test: QTimer is still active, every 0.777 s"
    assert lines[1].endswith(": timer.start(777)") and "test_leaks.py:" in lines[1]
    assert lines[2] == '  (@pytest.mark.allow_leaks("timers") lets a test leave them)'


def test_the_text_is_cut_off_after_twenty(tracker: LeakTracker) -> None:
    timers = [QTimer() for _ in range(25)]
    for timer in timers:
        timer.start(1000)
    lines = describe(tracker.find()).splitlines()
    assert lines[0] == "left at the end of the test: 25 timers"
    assert "  ... and 5 more" in lines and len(lines) == 1 + 20 * 2 + 2
