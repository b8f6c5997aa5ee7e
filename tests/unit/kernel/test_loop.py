"""Event loops and the application's: passes, nesting, exit codes, and exceptions that leave them."""

from __future__ import annotations

import weakref
from typing import Any

import pytest
from kernelsupport import in_thread
from looping import run_for
from virtualclock import VirtualClock

from netaccess._kernel.application import QCoreApplication
from netaccess._kernel.events import QEvent
from netaccess._kernel.loop import QEventLoop
from netaccess._kernel.posting import PostedCall, post
from netaccess._kernel.qobject import QObject
from netaccess._kernel.thread import QThread
from netaccess._kernel.threaddata import current
from netaccess._kernel.timer import QTimer
from netaccess.testing import Stalled


def test_a_loop_returns_the_code_it_is_given(clock: VirtualClock) -> None:
    loop = QEventLoop()
    QTimer.singleShot(0, lambda: loop.exit(7))
    assert loop.exec() == 7


def test_the_last_code_given_in_a_slot_counts(clock: VirtualClock) -> None:
    loop = QEventLoop()
    QTimer.singleShot(0, lambda: (loop.exit(1), loop.exit(2)))
    assert loop.exec() == 2


def test_a_loop_can_run_again(clock: VirtualClock) -> None:
    loop = QEventLoop()
    for code in (1, 2):
        QTimer.singleShot(0, lambda code=code: loop.exit(code))
        assert loop.exec() == code


def test_quitting_a_loop_that_does_not_run_has_no_effect(clock: VirtualClock) -> None:
    loop = QEventLoop()
    loop.quit()
    QTimer.singleShot(5, lambda: loop.exit(3))
    assert loop.exec() == 3


def test_an_outer_loop_that_was_told_to_quit_waits_for_the_inner_one(clock: VirtualClock) -> None:
    outer, inner, log = QEventLoop(), QEventLoop(), []

    def slot() -> None:
        QTimer.singleShot(5, lambda: (outer.quit(), log.append(outer.isRunning())))
        QTimer.singleShot(10, inner.quit)
        inner.exec()
        log.append("inner")

    QTimer.singleShot(0, slot)
    outer.exec()
    log.append("outer")
    assert log == [False, "inner", "outer"]


def test_a_loop_that_runs_cannot_be_run_again(clock: VirtualClock, capsys: pytest.CaptureFixture[str]) -> None:
    loop, codes = QEventLoop(), []
    QTimer.singleShot(0, lambda: (codes.append(loop.exec()), loop.quit()))
    loop.exec()
    assert codes == [-1]
    assert "already called exec()" in capsys.readouterr().err


def test_a_loop_runs_in_its_own_thread_only() -> None:
    loop = QEventLoop()

    def run() -> str:
        with pytest.raises(RuntimeError) as caught:
            loop.exec()
        return str(caught.value)

    assert "exec of a QEventLoop" in in_thread(run)


def test_another_thread_can_end_a_loop() -> None:
    loop = QEventLoop()
    receiver = QObject()
    post(receiver, PostedCall(weakref.ref(receiver), lambda target: in_thread(lambda: loop.exit(5) or True)))
    assert loop.exec() == 5


def test_a_loop_with_nothing_to_wait_for_stalls_on_virtual_time(clock: VirtualClock) -> None:
    with pytest.raises(Stalled):
        QEventLoop().exec()


@pytest.mark.parametrize("leaving", [SystemExit, KeyboardInterrupt])
def test_what_ends_a_program_leaves_the_loop_in_order(clock: VirtualClock, leaving: type[BaseException]) -> None:
    loop = QEventLoop()

    def leave() -> None:
        raise leaving

    QTimer.singleShot(1, leave)
    with pytest.raises(leaving):
        loop.exec()
    assert not loop.isRunning()
    assert (current().level, current().loops) == (0, [])
    run_for(5)


def test_processing_events_says_whether_there_were_any() -> None:
    loop, receiver = QEventLoop(), QObject()
    assert loop.processEvents() is False
    post(receiver, PostedCall(weakref.ref(receiver), lambda target: None))
    assert loop.processEvents() is True


def test_processing_events_for_a_time_returns_when_nothing_is_left(clock: VirtualClock) -> None:
    receiver, log = QObject(), []

    def again(count: int) -> Any:
        def call(target: QObject) -> None:
            log.append(count)
            if count:
                post(receiver, PostedCall(weakref.ref(receiver), again(count - 1)))

        return call

    post(receiver, PostedCall(weakref.ref(receiver), again(5)))
    assert QEventLoop().processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 1000) is None
    assert log == [5, 4, 3, 2, 1, 0]


def test_processing_events_for_a_time_ends_when_it_is_over(clock: VirtualClock) -> None:
    receiver, count = QObject(), []

    def endless(target: QObject) -> None:
        count.append(1)
        clock.advance(0.010)
        post(receiver, PostedCall(weakref.ref(receiver), endless))

    post(receiver, PostedCall(weakref.ref(receiver), endless))
    QEventLoop().processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 100)
    assert len(count) <= 12
    QCoreApplication.removePostedEvents(receiver)


def test_processing_events_may_wait_for_the_first(clock: VirtualClock) -> None:
    log: list[float] = []
    QTimer.singleShot(30, lambda: log.append(clock.now()))
    QEventLoop().processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    assert log == [0.03]


def test_the_application_returns_the_code_of_exit(application: QCoreApplication, clock: VirtualClock) -> None:
    QTimer.singleShot(0, lambda: QCoreApplication.exit(4))
    assert application.exec() == 4


def test_exit_of_the_application_ends_nested_loops_too(application: QCoreApplication, clock: VirtualClock) -> None:
    codes: list[int] = []

    def slot() -> None:
        QTimer.singleShot(1, lambda: QCoreApplication.exit(6))
        codes.append(QEventLoop().exec())
        codes.append(QEventLoop().exec())

    QTimer.singleShot(0, slot)
    assert application.exec() == 6
    assert codes == [6, -1]


def test_loops_run_again_after_the_application_has_quit(application: QCoreApplication, clock: VirtualClock) -> None:
    QTimer.singleShot(0, application.quit)
    application.exec()
    run_for(5)
    assert clock.now() == 0.005


def test_about_to_quit_comes_once_for_quit_and_for_exit(application: QCoreApplication, clock: VirtualClock) -> None:
    log: list[str] = []
    application.aboutToQuit.connect(lambda: log.append("quitting"))
    QTimer.singleShot(0, lambda: (application.quit(), log.append("after quit")))
    application.exec()
    QTimer.singleShot(0, lambda: (application.exit(1), log.append("after exit")))
    application.exec()
    assert log == ["quitting", "after quit", "quitting", "after exit"]


def test_the_applications_loop_does_not_nest(
    application: QCoreApplication, clock: VirtualClock, capsys: pytest.CaptureFixture[str]
) -> None:
    codes: list[int] = []
    QTimer.singleShot(0, lambda: (codes.append(application.exec()), application.quit()))
    application.exec()
    assert codes == [-1]
    assert "already running" in capsys.readouterr().err


def test_there_is_one_application(application: QCoreApplication) -> None:
    assert QCoreApplication.instance() is application
    with pytest.raises(RuntimeError, match="singleton"):
        QCoreApplication([])


def test_another_application_can_follow() -> None:
    QCoreApplication(["a"]).shutdown()
    assert QCoreApplication.instance() is None
    made = QCoreApplication(["b"])
    assert made.arguments() == ["b"]
    made.shutdown()


def test_exec_without_an_application_says_what_is_missing() -> None:
    with pytest.raises(RuntimeError, match="there is no QCoreApplication"):
        QCoreApplication.exec()


def test_quit_from_another_thread_ends_exec(application: QCoreApplication) -> None:
    QTimer.singleShot(0, lambda: in_thread(lambda: QCoreApplication.quit() or True))
    assert application.exec() == 0


def test_an_overridden_notify_sees_every_event() -> None:
    class Watching(QCoreApplication):
        def __init__(self) -> None:
            super().__init__([])
            self.seen: list[int] = []

        def notify(self, receiver: QObject, event: QEvent) -> bool:
            self.seen.append(int(event.type()))
            return super().notify(receiver, event)

    application, target = Watching(), QObject()
    QCoreApplication.sendEvent(target, QEvent(QEvent.Type(1234)))
    application.shutdown()
    assert 1234 in application.seen


def test_the_level_of_loops_is_known(clock: VirtualClock) -> None:
    levels = [QThread.currentThread().loopLevel()]
    QTimer.singleShot(0, lambda: (levels.append(QThread.currentThread().loopLevel()), run_for(1)))
    QTimer.singleShot(1, lambda: levels.append(QThread.currentThread().loopLevel()))
    run_for(5)
    assert levels == [0, 1, 2]
