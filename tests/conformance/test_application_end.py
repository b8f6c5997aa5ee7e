"""How QCoreApplication ends: quit and exit from slots, nested loops and threads, aboutToQuit, shutdown, post routines."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from binding import QtCore, run_loop
from objects import process
from scripts import run_script

Application = QtCore.QCoreApplication
single_shot = QtCore.QTimer.singleShot
only_qt6 = pytest.mark.only("netaccess", "PySide6")
QUIT = getattr(QtCore.QEvent, "Quit", None)


@pytest.fixture
def log(application: Any) -> Iterator[list[Any]]:
    """What happened, with ``aboutToQuit`` in it."""
    happened: list[Any] = []
    slot = lambda: happened.append("about")  # noqa: E731
    application.aboutToQuit.connect(slot)
    yield happened
    application.aboutToQuit.disconnect(slot)


def run(application: Any, log: list[Any], function: Any) -> None:
    """Run the application and call a function in its loop."""
    single_shot(0, function)
    log.append(run_loop(application))


@only_qt6
def test_quitting_says_so_before_it_returns(application: Any, log: list[Any]) -> None:
    run(application, log, lambda: (log.append("in"), application.quit(), log.append("out")))
    assert log == ["in", "about", "out", 0]


@only_qt6
def test_exiting_says_so_before_it_returns(application: Any, log: list[Any]) -> None:
    run(application, log, lambda: (log.append("in"), application.exit(4), log.append("out")))
    assert log == ["in", "about", "out", 4]


def test_it_is_said_once(application: Any, log: list[Any]) -> None:
    run(application, log, lambda: (application.exit(4), application.exit(5), application.quit(), application.exit(6)))
    assert log == ["about", 6]


def test_it_is_said_again_in_the_next_run(application: Any, log: list[Any]) -> None:
    run(application, log, application.quit)
    run(application, log, application.quit)
    assert log == ["about", 0, "about", 0]


def test_exiting_without_a_run_says_nothing(application: Any, log: list[Any]) -> None:
    application.exit(3)
    application.quit()
    assert log == []
    run(application, log, lambda: application.exit(1))
    assert log == ["about", 1]


@only_qt6
def test_quitting_inside_a_nested_loop_ends_both(application: Any, log: list[Any]) -> None:
    def nest() -> None:
        loop = QtCore.QEventLoop()
        single_shot(0, application.quit)
        log.append(("inner", run_loop(loop), loop.isRunning()))

    run(application, log, nest)
    assert log == ["about", ("inner", 0, False), 0]


@only_qt6
def test_exiting_inside_a_nested_loop_ends_both_with_the_code(application: Any, log: list[Any]) -> None:
    def nest() -> None:
        loop = QtCore.QEventLoop()
        single_shot(0, lambda: application.exit(6))
        log.append(("inner", run_loop(loop)))

    run(application, log, nest)
    assert log == ["about", ("inner", 6), 6]


@only_qt6
def test_quitting_ends_loops_nested_twice(application: Any, log: list[Any]) -> None:
    def nest_again() -> None:
        single_shot(0, application.quit)
        log.append(("innermost", run_loop(QtCore.QEventLoop())))

    def nest() -> None:
        single_shot(0, nest_again)
        log.append(("inner", run_loop(QtCore.QEventLoop())))

    run(application, log, nest)
    assert log == ["about", ("innermost", 0), ("inner", 0), 0]


@only_qt6
def test_a_loop_begun_after_quitting_ends_at_once(application: Any, log: list[Any]) -> None:
    def quit_and_nest() -> None:
        application.quit()
        log.append(("inner", run_loop(QtCore.QEventLoop())))

    run(application, log, quit_and_nest)
    assert log == ["about", ("inner", -1), 0]


def test_a_loop_in_about_to_quit_runs(application: Any, log: list[Any]) -> None:
    def about() -> None:
        loop = QtCore.QEventLoop()
        single_shot(0, loop.quit)
        log.append(("loop", run_loop(loop)))

    application.aboutToQuit.connect(about)
    run(application, log, application.quit)
    application.aboutToQuit.disconnect(about)
    assert log == ["about", ("loop", 0), 0]


def test_exiting_a_plain_loop_by_the_application(application: Any, log: list[Any]) -> None:
    loop = QtCore.QEventLoop()
    single_shot(0, lambda: application.exit(5))
    assert run_loop(loop) == 5
    assert run_loop(QtCore.QEventLoop()) == -1  # the thread has been told to quit
    run(application, log, application.quit)  # and forgets it
    assert log == ["about", 0]


def test_after_an_exit_without_a_run_plain_loops_end_at_once(application: Any, log: list[Any]) -> None:
    application.exit(3)
    assert run_loop(QtCore.QEventLoop()) == -1
    run(application, log, application.quit)


@only_qt6
def test_quitting_does_not_end_a_loop_without_the_application(application: Any, log: list[Any]) -> None:
    loop = QtCore.QEventLoop()
    single_shot(0, application.quit)
    single_shot(2, lambda: loop.exit(8))
    assert run_loop(loop) == 8
    assert log == []


def test_any_thread_may_quit(application: Any, log: list[Any]) -> None:
    run(application, log, lambda: threading.Thread(target=application.quit).start())
    assert log == ["about", 0]


def test_any_thread_may_exit(application: Any) -> None:
    single_shot(0, lambda: threading.Thread(target=lambda: application.exit(5)).start())
    assert run_loop(application) == 5
    process()


def test_a_quit_connected_to_a_signal_of_another_thread_arrives(application: Any, log: list[Any]) -> None:
    thread = QtCore.QThread()
    thread.started.connect(thread.quit)
    thread.finished.connect(application.quit)
    run(application, log, thread.start)
    assert thread.wait()
    assert log == ["about", 0]


def test_a_posted_quit_event_ends_the_run(application: Any, log: list[Any]) -> None:
    run(application, log, lambda: Application.postEvent(application, QtCore.QEvent(QUIT)))
    assert log == ["about", 0]


def test_a_quit_event_posted_before_the_run_does_not_count(application: Any, log: list[Any]) -> None:
    Application.postEvent(application, QtCore.QEvent(QUIT))
    single_shot(3, lambda: application.exit(9))
    log.append(run_loop(application))
    assert log == ["about", 9]


@only_qt6
def test_a_filter_on_the_application_can_keep_it_running(application: Any, log: list[Any]) -> None:
    class Keeper(QtCore.QObject):
        kept = 0

        def eventFilter(self, _watched: Any, event: Any) -> bool:
            if event.type() != QUIT:
                return False
            log.append("seen")
            Keeper.kept += 1
            return Keeper.kept == 1

    keeper = Keeper()
    application.installEventFilter(keeper)
    single_shot(0, application.quit)
    single_shot(3, application.quit)
    log.append(run_loop(application))
    application.removeEventFilter(keeper)
    assert log == ["seen", "seen", "about", 0]


def test_deletions_wanted_in_about_to_quit_are_done_before_the_run_returns(application: Any, log: list[Any]) -> None:
    thing = QtCore.QObject()
    thing.destroyed.connect(lambda: log.append("destroyed"))

    def about() -> None:
        thing.deleteLater()

    application.aboutToQuit.connect(about)
    run(application, log, application.quit)
    application.aboutToQuit.disconnect(about)
    assert log == ["about", "destroyed", 0]


def test_a_failing_slot_does_not_end_the_run(
    application: Any, log: list[Any], slot_errors: list[BaseException]
) -> None:
    single_shot(1, application.quit)
    run(application, log, lambda: 1 / 0)
    assert log == ["about", 0]
    assert [type(error) for error in slot_errors] == [ZeroDivisionError]
    slot_errors.clear()


# -- exit codes and flags ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("given", "code"), [(True, 1), (-3, -3)])
def test_an_exit_code_is_a_number(application: Any, given: Any, code: int) -> None:
    single_shot(0, lambda: application.exit(given))
    assert run_loop(application) == code


@pytest.mark.parametrize("arguments", [(None,), ("x",), (1, 2), ([],)])
def test_what_is_no_exit_code_is_refused(application: Any, arguments: tuple[Any, ...]) -> None:
    with pytest.raises((TypeError, ValueError)):
        application.exit(*arguments)


def test_quitting_takes_no_code(application: Any) -> None:
    with pytest.raises(TypeError):
        application.quit(1)


def test_a_plain_number_is_no_flag(application: Any) -> None:
    with pytest.raises(TypeError):
        Application.processEvents(5)


@pytest.mark.parametrize("limit", [-1, 0, 5])
def test_processing_events_with_a_limit_returns(application: Any, limit: int) -> None:
    seen: list[int] = []
    single_shot(0, lambda: seen.append(limit))
    Application.processEvents(QtCore.QEventLoop.AllEvents, limit)
    process()
    assert seen == [limit]


@only_qt6
def test_processing_events_takes_a_deadline(application: Any) -> None:
    seen: list[int] = []
    single_shot(0, lambda: seen.append(1))
    Application.processEvents(QtCore.QEventLoop.AllEvents, QtCore.QDeadlineTimer(5))
    assert seen == [1]


@pytest.mark.only("netaccess", "PySide2")
def test_it_can_be_asked_whether_events_wait(application: Any) -> None:
    process()
    assert Application.hasPendingEvents() is False
    Application.postEvent(application, QtCore.QEvent(QtCore.QEvent.User))
    assert Application.hasPendingEvents() is True
    process()
    assert Application.flush() is None


@pytest.mark.parametrize("receiver", [5, "x"])
def test_events_go_to_objects(application: Any, receiver: Any) -> None:
    for function in (Application.sendPostedEvents, Application.removePostedEvents):
        with pytest.raises(TypeError):
            function(receiver, 0)
    with pytest.raises(TypeError):
        Application.postEvent(receiver, QtCore.QEvent(QtCore.QEvent.User))


def test_a_priority_is_a_number(application: Any) -> None:
    with pytest.raises(TypeError):
        Application.postEvent(application, QtCore.QEvent(QtCore.QEvent.User), "high")


def test_an_overridden_notify_sees_every_delivery() -> None:
    run = run_script(
        """
        class App(QtCore.QCoreApplication):
            seen = 0
            def notify(self, receiver, event):
                App.seen += 1
                return super().notify(receiver, event)
        app = App(["x"])
        thing = QtCore.QObject()
        App.seen = 0
        QtCore.QCoreApplication.sendEvent(thing, QtCore.QEvent(QtCore.QEvent.User))
        print(App.seen)
        """
    )
    assert run.out == ["1"]


# -- the end of the object --------------------------------------------------------------------------------------------


def test_shutting_down_makes_room_for_another(application: Any) -> None:
    run = run_script(
        """
        A = QtCore.QCoreApplication
        first = A(["one"]); first.shutdown()
        second = A(["two"])
        print(A.instance() is second, second.arguments())
        """
    )
    assert run.out == ["True ['two']"]


def test_a_second_application_runs_like_the_first() -> None:
    run = run_script(
        """
        A = QtCore.QCoreApplication
        for code in (3, 4):
            app = A(["x"])
            QtCore.QTimer.singleShot(0, lambda: app.exit(code))
            print((app.exec if hasattr(app, "exec") else app.exec_)())
            app.shutdown()
        """
    )
    assert run.out == ["3", "4"]


def test_the_old_object_is_dead() -> None:
    run = run_script(
        """
        app = QtCore.QCoreApplication(["x"]); app.shutdown()
        try:
            app.objectName()
        except RuntimeError as error:
            print("already deleted" in str(error))
        """
    )
    assert run.out == ["True"]


POST_ROUTINES = """
    QtCore.qAddPostRoutine(lambda: print("first", QtCore.QCoreApplication.instance() is not None))
    QtCore.qAddPostRoutine(lambda: print("second"))
    app = QtCore.QCoreApplication(["x"])
    child = QtCore.QObject(app)
    child.destroyed.connect(lambda: print("child"))
"""


def test_post_routines_run_when_the_application_is_deleted() -> None:
    run = run_script(POST_ROUTINES + "\n    app.shutdown(); print('end')")
    assert run.out[:2] == ["first True", "second"]
    assert run.out[-1] == "end"


def test_post_routines_run_once() -> None:
    run = run_script(POST_ROUTINES + "\n    app.shutdown(); QtCore.QCoreApplication(['y']).shutdown()")
    assert run.out.count("second") == 1


def test_post_routines_run_when_the_process_ends() -> None:
    run = run_script(POST_ROUTINES + "\n    print('end')")
    assert run.out[:3] == ["end", "first True", "second"]


@only_qt6
def test_what_belongs_to_the_application_dies_when_the_process_ends() -> None:
    run = run_script(POST_ROUTINES + "\n    print('end')")
    assert run.out == ["end", "first True", "second", "child"]


def test_a_post_routine_is_callable() -> None:
    with pytest.raises(TypeError, match="callable"):
        QtCore.qAddPostRoutine(5)
