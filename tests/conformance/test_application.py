"""QCoreApplication: the single instance, its names, exec and its exit codes, aboutToQuit and processEvents."""

from __future__ import annotations

import os
from typing import Any

import pytest
from binding import QtCore, run_loop
from objects import post, process

single_shot = QtCore.QTimer.singleShot


def test_the_instance_is_the_application(application: Any) -> None:
    assert QtCore.QCoreApplication.instance() is application
    assert application.instance() is application


def test_a_second_application_is_a_runtime_error(application: Any) -> None:
    with pytest.raises(RuntimeError, match="QCoreApplication"):
        QtCore.QCoreApplication([])


def test_the_application_is_a_qobject_of_the_main_thread(application: Any) -> None:
    assert isinstance(application, QtCore.QObject)
    assert application.thread() is QtCore.QThread.currentThread()
    assert application.parent() is None


def test_arguments_are_a_list_of_str(application: Any) -> None:
    arguments = application.arguments()
    assert isinstance(arguments, list)
    assert all(isinstance(argument, str) for argument in arguments)


@pytest.mark.parametrize("what", ["applicationName", "organizationName", "organizationDomain", "applicationVersion"])
def test_the_names_of_the_application_can_be_set(application: Any, what: str) -> None:
    setter = getattr(application, "set" + what[0].upper() + what[1:])
    before = getattr(application, what)()
    setter("néw")
    assert getattr(QtCore.QCoreApplication, what)() == "néw"
    with pytest.raises(TypeError):
        setter(1)
    setter(before)


def test_the_application_knows_its_process(application: Any) -> None:
    assert application.applicationPid() == os.getpid()


@pytest.mark.parametrize("code", [0, 5, -1, 300])
def test_exec_returns_the_code_given_to_exit(application: Any, code: int) -> None:
    single_shot(0, lambda: application.exit(code))
    assert run_loop(application) == code


def test_quit_is_exit_with_zero(application: Any) -> None:
    single_shot(0, application.quit)
    assert run_loop(application) == 0


def test_the_last_exit_code_wins(application: Any) -> None:
    single_shot(0, lambda: (application.exit(1), application.exit(2)))
    assert run_loop(application) == 2


def test_quitting_before_exec_has_no_effect(application: Any) -> None:
    application.quit()
    application.exit(9)
    single_shot(1, lambda: application.exit(7))
    assert run_loop(application) == 7


def test_exec_inside_exec_returns_minus_one(application: Any) -> None:
    codes: list[int] = []
    single_shot(0, lambda: codes.append(run_loop(application)))
    single_shot(1, application.quit)
    assert run_loop(application) == 0
    assert codes == [-1]


def test_an_exit_code_that_is_no_number_is_a_type_error(application: Any) -> None:
    with pytest.raises(TypeError):
        application.exit("x")


def test_exec_may_be_called_again(application: Any) -> None:
    for code in (1, 2, 3):
        single_shot(0, lambda code=code: application.exit(code))
        assert run_loop(application) == code


def test_exec_can_be_called_on_the_class(application: Any) -> None:
    single_shot(0, lambda: QtCore.QCoreApplication.exit(2))
    assert run_loop(QtCore.QCoreApplication) == 2


def count_about_to_quit(application: Any, trigger: Any) -> list[str]:
    """Run the application until the trigger ends it; what happened, in order."""
    log: list[str] = []

    def about() -> None:
        log.append("aboutToQuit")

    application.aboutToQuit.connect(about)
    single_shot(0, lambda: (log.append("slot"), trigger()))
    run_loop(application)
    log.append("returned")
    application.aboutToQuit.disconnect(about)
    return log


@pytest.mark.parametrize("way", ["quit", "exit"])
def test_about_to_quit_comes_once_before_exec_returns(application: Any, way: str) -> None:
    assert count_about_to_quit(application, getattr(application, way)) == ["slot", "aboutToQuit", "returned"]


def test_a_zero_timer_started_after_quit_waits_for_the_next_loop(application: Any) -> None:
    log: list[str] = []
    single_shot(0, lambda: (application.quit(), single_shot(0, lambda: log.append("late"))))
    run_loop(application)
    assert log == []
    process()
    assert log == ["late"]


def test_process_events_runs_what_is_due_and_returns(application: Any) -> None:
    log: list[str] = []
    single_shot(0, lambda: log.append("timer"))
    assert application.processEvents() is None
    assert log == ["timer"]
    application.processEvents()
    assert log == ["timer"]


def test_process_events_takes_flags_and_a_time(application: Any) -> None:
    log: list[str] = []
    flags = QtCore.QEventLoop.AllEvents
    single_shot(0, lambda: log.append("first"))
    application.processEvents(flags)
    single_shot(0, lambda: log.append("second"))
    application.processEvents(flags, 5)
    assert log == ["first", "second"]


def test_process_events_can_wait_for_more(application: Any) -> None:
    log: list[str] = []
    single_shot(3, lambda: log.append("timer"))
    for _ in range(100):
        if log:
            break
        application.processEvents(QtCore.QEventLoop.WaitForMoreEvents)
    assert log == ["timer"]


@pytest.mark.only("netaccess", "PySide6")
def test_process_events_without_flags_takes_no_number(application: Any) -> None:
    with pytest.raises(TypeError):
        application.processEvents("x")


def test_process_events_delivers_posted_events(application: Any) -> None:
    class Receiver(QtCore.QObject):
        def customEvent(self, _event: Any) -> None:
            seen.append("event")

    seen: list[str] = []
    receiver = Receiver()
    post(receiver)
    application.processEvents()
    assert seen == ["event"]


def test_the_quit_event_is_understood_by_the_application(application: Any) -> None:
    single_shot(0, lambda: QtCore.QCoreApplication.sendEvent(application, QtCore.QEvent(QtCore.QEvent.Quit)))
    assert run_loop(application) == 0


def test_translate_gives_the_text_back(application: Any) -> None:
    assert QtCore.QCoreApplication.translate("context", "hello") == "hello"
