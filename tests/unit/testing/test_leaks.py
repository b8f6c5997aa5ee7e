"""What `LeakTracker` finds, what it does not, and that it leaves nothing behind."""

from __future__ import annotations

import gc
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

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
from netaccess.testing.checks.leak import Leak
from netaccess.testing.checks.leaks import LeakTracker, describe
from netaccess.testing.checks.origins import Origin, capture, is_program


@pytest.fixture
def loop() -> Iterator[FakeLoop]:
    """Virtual time."""
    with FakeLoop() as entered:
        yield entered


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


def place(leak: Leak) -> tuple[str, int]:
    found = leak.origin.where()
    assert found is not None
    return found


def the_only(tracker: LeakTracker) -> Leak:
    (leak,) = tracker.find()
    return leak


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


# Sockets.


@pytest.fixture
def sockets() -> Iterator[LeakTracker]:
    """A tracker in real time."""
    tracker = LeakTracker()
    tracker.begin()
    yield tracker
    for leak in tracker.find():
        leak.end()
    tracker.stop()


def test_an_open_socket_is_left(sockets: LeakTracker) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        leak = the_only(sockets)
        assert leak.text == f"a TCP socket on 127.0.0.1:{server.getsockname()[1]} is still open"
        assert leak.verb == "opened" and place(leak)[0] == __file__


def test_a_closed_or_forgotten_socket_is_not_left(sockets: LeakTracker) -> None:
    socket.socket().close()
    with pytest.warns(ResourceWarning):
        socket.socket()
    assert sockets.find() == []


def test_a_connection_that_the_library_keeps_is_not_left(sockets: LeakTracker) -> None:
    from netaccess._transport.dial import dial
    from netaccess._values.messages import Endpoint

    with socket.create_server(("127.0.0.1", 0)) as server:
        address = server.getsockname()
        connection, _ = dial(Endpoint("http", "127.0.0.1", address[1], None, False), 5.0, [address])
        assert [leak.text for leak in sockets.find()] == [f"a TCP socket on 127.0.0.1:{address[1]} is still open"]
        connection.close()


def test_a_socket_of_a_thread_that_ran_before_is_not_the_tests() -> None:
    asked, opened = threading.Event(), threading.Event()
    kept: list[socket.socket] = []

    def open_one() -> None:
        kept.append(socket.socket())
        opened.set()

    def serve() -> None:
        asked.wait(10)
        threading.Thread(target=open_one, name="handler").start()

    server = threading.Thread(target=serve, daemon=True)
    server.start()
    tracker = LeakTracker()
    tracker.begin()
    asked.set()
    opened.wait(10)
    assert tracker.find() == []
    tracker.stop()
    kept[0].close()


# Threads of Python's own.


def test_a_thread_of_pythons_own_is_left(sockets: LeakTracker) -> None:
    over = threading.Event()
    thread = threading.Thread(target=over.wait, args=(10,), name="watcher")
    thread.start()
    leak = the_only(sockets)
    over.set()
    thread.join()
    assert (leak.kind, leak.text, leak.verb) == ("threads", "Python's thread 'watcher' is still running", "started")
    assert place(leak)[0] == __file__
    assert sockets.find() == []


def test_a_daemon_is_not_waited_for_by_anybody(sockets: LeakTracker) -> None:
    over = threading.Event()
    threading.Thread(target=over.wait, args=(10,), daemon=True).start()
    assert sockets.find() == []
    over.set()


def test_a_thread_that_is_about_to_end_is_not_left(sockets: LeakTracker) -> None:
    over = threading.Event()
    thread = threading.Thread(target=over.wait, args=(10,))
    thread.start()
    threading.Timer(0.05, over.set).start()
    assert sockets.find() == []
    thread.join()


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


def test_the_whole_stack_begins_at_the_test() -> None:
    def inner() -> Origin:
        return capture(0)

    lines = inner().lines(whole=True)
    assert "in test_the_whole_stack_begins_at_the_test" in lines[0] and "in inner" in lines[-1]
    assert len(lines) == 2


def test_an_origin_keeps_no_frame_alive() -> None:
    class Local:
        pass

    def inner(value: Any) -> Origin:
        return capture(0)

    import weakref

    value = Local()
    alive = weakref.ref(value)
    origin = inner(value)
    del value
    assert alive() is None and origin.where() is not None


def in_library(function: Callable[[], Origin]) -> Origin:
    """Have *function* called by Python's library."""
    from functools import reduce
    from re import sub

    found: list[Origin] = []
    sub("x", lambda match: found.append(function()) or "", "x")
    return reduce(lambda one, other: one, found)


def test_the_innermost_line_of_the_program_is_the_origin() -> None:
    found = in_library(lambda: capture(0)).where()
    assert found is not None and found[0] == __file__


def test_library_package_and_runner_are_not_the_program() -> None:
    assert is_program(__file__)
    assert not is_program("<frozen importlib._bootstrap>")
    for module in (socket, sys.modules["netaccess._kernel.qobject"], sys.modules["_pytest.python"]):
        assert not is_program(str(module.__file__))


def test_a_stack_without_the_programs_lines_says_so() -> None:
    assert Origin([]).lines() == ["(not by a line of the program)"]
    assert Origin([]).where() is None
