"""qDebug and its sisters, the message handler, the pattern of what is written, and messages that end the process."""

from __future__ import annotations

import gc
import signal
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from binding import QtCore, enum_name, number
from objects import in_plain_thread
from scripts import run_script

only_qt6 = pytest.mark.only("netaccess", "PySide6")
ABORTED = -signal.SIGABRT


class Recorder:
    """A message handler that keeps what it is given."""

    def __init__(self) -> None:
        self.types: list[str] = []
        self.texts: list[str] = []
        self.contexts: list[tuple[Any, ...]] = []
        self.threads: list[threading.Thread] = []

    def __call__(self, kind: Any, context: Any, text: str) -> None:
        self.types.append(enum_name(kind))
        self.texts.append(text)
        self.contexts.append((context.category, context.file, context.line, context.function))
        self.threads.append(threading.current_thread())


@pytest.fixture
def handler(application: Any) -> Iterator[Recorder]:
    """A recorder that gets every message of the test."""
    recorder = Recorder()
    QtCore.qInstallMessageHandler(recorder)
    yield recorder
    QtCore.qInstallMessageHandler(None)


@pytest.fixture
def default_output(application: Any) -> Iterator[None]:
    """No handler during the test, and none after it."""
    QtCore.qInstallMessageHandler(None)
    yield
    QtCore.qInstallMessageHandler(None)


# -- the handler ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("function", "kind"),
    [("qDebug", "QtDebugMsg"), ("qWarning", "QtWarningMsg"), ("qCritical", "QtCriticalMsg")],
)
def test_a_handler_gets_the_type_and_the_text(handler: Recorder, function: str, kind: str) -> None:
    getattr(QtCore, function)("text")
    assert (handler.types, handler.texts) == ([kind], ["text"])


@only_qt6
def test_information_is_a_type_of_its_own(handler: Recorder) -> None:
    QtCore.qInfo("text")
    assert handler.types == ["QtInfoMsg"]


def test_a_message_comes_from_the_default_category_and_no_known_place(handler: Recorder) -> None:
    QtCore.qDebug("text")
    assert handler.contexts == [("default", None, 0, None)]


@pytest.mark.parametrize("text", ["", "100%", "%s %d %n", "ü €", "two\nlines", "end\n"])
def test_a_text_arrives_as_it_is(handler: Recorder, text: str) -> None:
    QtCore.qWarning(text)
    assert handler.texts == [text]


def test_none_is_an_empty_message(handler: Recorder) -> None:
    QtCore.qDebug(None)
    assert handler.texts == [""]


@pytest.mark.parametrize("arguments", [(), ("a", "b"), ("%s", 1), (5,), ([],), (1.5,)])
def test_a_message_is_one_text(handler: Recorder, arguments: tuple[Any, ...]) -> None:
    with pytest.raises(TypeError):
        QtCore.qDebug(*arguments)
    assert handler.texts == []


def test_logging_returns_nothing(handler: Recorder) -> None:
    assert QtCore.qDebug("text") is None


def test_installing_returns_the_handler_before(application: Any) -> None:
    first, second = Recorder(), Recorder()
    assert QtCore.qInstallMessageHandler(first) is None
    assert QtCore.qInstallMessageHandler(second) is first
    assert QtCore.qInstallMessageHandler(None) is second
    assert QtCore.qInstallMessageHandler(None) is None


def test_a_replaced_handler_hears_nothing(handler: Recorder) -> None:
    other = Recorder()
    QtCore.qInstallMessageHandler(other)
    QtCore.qDebug("text")
    assert (handler.texts, other.texts) == ([], ["text"])


@pytest.mark.parametrize("thing", [5, "handler", []])
def test_a_handler_must_be_callable(handler: Recorder, thing: Any) -> None:
    with pytest.raises(TypeError, match="callable"):
        QtCore.qInstallMessageHandler(thing)
    QtCore.qDebug("still heard")
    assert handler.texts == ["still heard"]


def test_a_bound_method_as_handler_keeps_its_object_alive(default_output: None) -> None:
    heard: list[str] = []

    class Ear:
        def listen(self, _kind: Any, _context: Any, text: str) -> None:
            heard.append(text)

    QtCore.qInstallMessageHandler(Ear().listen)
    gc.collect()
    QtCore.qDebug("text")
    assert heard == ["text"]


def test_the_handler_is_called_in_the_thread_that_logs(handler: Recorder) -> None:
    def log() -> threading.Thread:
        QtCore.qDebug("text")
        return threading.current_thread()

    thread = in_plain_thread(log)
    assert handler.threads == [thread]


def test_what_a_handler_logs_does_not_come_back_to_it(default_output: None, capfd: Any) -> None:
    heard: list[str] = []

    def listen(_kind: Any, _context: Any, text: str) -> None:
        heard.append(text)
        QtCore.qDebug("from within")

    QtCore.qInstallMessageHandler(listen)
    QtCore.qDebug("from without")
    assert heard == ["from without"]
    assert capfd.readouterr().err.splitlines() == ["from within"]


def test_a_handler_of_one_thread_does_not_keep_another_threads_messages_away(default_output: None) -> None:
    heard: list[str] = []

    def listen(_kind: Any, _context: Any, text: str) -> None:
        heard.append(text)
        if text == "outer":
            in_plain_thread(lambda: QtCore.qDebug("other thread"))

    QtCore.qInstallMessageHandler(listen)
    QtCore.qDebug("outer")
    assert heard == ["outer", "other thread"]


def test_an_exception_in_the_handler_reaches_whoever_logs(default_output: None) -> None:
    def listen(_kind: Any, _context: Any, text: str) -> None:
        raise ValueError(f"no {text}")

    QtCore.qInstallMessageHandler(listen)
    with pytest.raises(ValueError, match="no text"):
        QtCore.qDebug("text")


def test_after_an_exception_the_handler_is_called_again(default_output: None) -> None:
    heard: list[str] = []

    def listen(_kind: Any, _context: Any, text: str) -> None:
        heard.append(text)
        raise ValueError(text)

    QtCore.qInstallMessageHandler(listen)
    for text in ("one", "two"):
        with pytest.raises(ValueError, match=text):
            QtCore.qDebug(text)
    assert heard == ["one", "two"]


# -- Qt's own warnings ------------------------------------------------------------------------------------------------


def test_qts_own_warnings_reach_the_handler(handler: Recorder) -> None:
    QtCore.QBuffer().write(b"x")
    assert handler.types == ["QtWarningMsg"]
    assert "device not open" in handler.texts[0]
    assert handler.contexts[0][0] == "default"


def test_qts_own_warnings_are_written_without_a_handler(default_output: None, capfd: Any) -> None:
    QtCore.QBuffer().write(b"x")
    assert "device not open" in capfd.readouterr().err


@pytest.mark.differs("handler-exception")
def test_an_exception_in_the_handler_does_not_stop_what_warns(
    default_output: None, slot_errors: list[BaseException]
) -> None:
    def listen(_kind: Any, _context: Any, text: str) -> None:
        raise ValueError(text)

    QtCore.qInstallMessageHandler(listen)
    try:
        assert QtCore.QBuffer().write(b"x") == -1
    finally:
        QtCore.qInstallMessageHandler(None)
        kinds = [type(error) for error in slot_errors]
        slot_errors.clear()
    assert kinds == [ValueError]


# -- types and contexts -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("QtDebugMsg", 0),
        ("QtWarningMsg", 1),
        ("QtCriticalMsg", 2),
        ("QtFatalMsg", 3),
        ("QtInfoMsg", 4),
        ("QtSystemMsg", 2),
    ],
)
def test_the_types_have_qts_numbers(name: str, value: int) -> None:
    assert number(getattr(QtCore.QtMsgType, name)) == value


@pytest.mark.only("netaccess", "PySide2")
def test_the_types_stand_in_the_module_as_well() -> None:
    assert QtCore.QtDebugMsg == QtCore.QtMsgType.QtDebugMsg
    assert QtCore.QtSystemMsg == QtCore.QtCriticalMsg


def test_a_context_without_anything_knows_nothing() -> None:
    context = QtCore.QMessageLogContext()
    assert (context.file, context.line, context.function, context.category) == (None, 0, None, None)


def test_a_context_keeps_what_it_is_given() -> None:
    context = QtCore.QMessageLogContext("f.py", 3, "call", "net")
    assert (context.file, context.line, context.function, context.category) == ("f.py", 3, "call", "net")


@only_qt6
@pytest.mark.parametrize("method", ["debug", "info", "warning", "critical"])
def test_a_logger_says_where_it_stands(handler: Recorder, method: str) -> None:
    logger = QtCore.QMessageLogger("f.py", 3, "call", "net")
    getattr(logger, method)("text")
    assert handler.contexts == [("net", "f.py", 3, "call")]
    assert handler.types == [f"Qt{method.capitalize()}Msg"]


# -- what is written --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("function", ["qDebug", "qWarning", "qCritical"])
def test_without_a_handler_messages_are_lines_of_standard_error(
    default_output: None, capfd: Any, function: str
) -> None:
    getattr(QtCore, function)("text")
    captured = capfd.readouterr()
    assert (captured.out, captured.err) == ("", "text\n")


def test_the_environment_sets_the_pattern() -> None:
    run = run_script("QtCore.qWarning('w'); QtCore.qDebug('d')", QT_MESSAGE_PATTERN="[%{type}] %{message}")
    assert run.err == ["[warning] w", "[debug] d"]


@only_qt6
def test_the_environments_pattern_counts_more_than_the_programs() -> None:
    run = run_script("QtCore.qSetMessagePattern('x%{message}'); QtCore.qDebug('d')", QT_MESSAGE_PATTERN="%{message}!")
    assert run.err == ["d!"]


FORMATS = [
    ("%{message}", "msg"),
    ("%{message}%{message}", "msgmsg"),
    ("%{type}", "info"),
    ("%{category}", "net"),
    ("%{file}:%{line}", "f.py:3"),
    ("%{function}", "A::call"),
    ("%{if-debug}d%{endif}%{if-info}i%{endif}", "i"),
    ("%{if-fatal}f%{endif}.", "."),
    ("%{if-category}[%{category}] %{endif}%{message}", "[net] msg"),
    ("100%", "100%"),
    ("%%{message}", "%msg"),
    ("%{", "%{"),
    ("%{message", "%{message"),
    ("}", "}"),
    ("a\nb", "a\nb"),
    ("", ""),
    ("%{unknown}%{message}", "msg"),
    ("%{if-info}x", "x"),
    ("%{endif}x", "x"),
]


@only_qt6
@pytest.mark.parametrize(("pattern", "text"), FORMATS)
def test_a_pattern_is_filled_in(application: Any, capfd: Any, pattern: str, text: str) -> None:
    context = QtCore.QMessageLogContext("f.py", 3, "int A::call(char)", "net")
    QtCore.qSetMessagePattern(pattern)
    try:
        assert QtCore.qFormatLogMessage(QtCore.QtMsgType.QtInfoMsg, context, "msg") == text
    finally:
        QtCore.qSetMessagePattern("%{if-category}%{category}: %{endif}%{message}")


@only_qt6
@pytest.mark.parametrize(
    ("pattern", "mistake"),
    [
        ("%{unknown}", "Unknown placeholder %{unknown}"),
        ("%{if-debug}x", "missing %{endif}"),
        ("x%{endif}", "%{endif} without an %{if-*}"),
        ("%{if-debug}%{if-info}x%{endif}%{endif}", "%{if-*} cannot be nested"),
    ],
)
def test_mistakes_in_a_pattern_are_told(pattern: str, mistake: str) -> None:
    run = run_script(f"QtCore.qSetMessagePattern({pattern!r})")
    assert run.err == [f"QT_MESSAGE_PATTERN: {mistake}"]


@only_qt6
def test_an_empty_pattern_writes_nothing() -> None:
    assert run_script("QtCore.qSetMessagePattern(''); QtCore.qWarning('w')").err == []


@only_qt6
@pytest.mark.parametrize(
    ("placeholder", "shape"),
    [
        ("%{pid}", r"\d+"),
        ("%{threadid}", r"\d+"),
        ("%{qthreadptr}", r"0x[0-9a-f]+"),
        ("%{time}", r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d"),
        ("%{time process}", r" +\d+\.\d{3}"),
        ("%{time boot}", r" *\d+\.\d{3}"),
        ("%{time hh:mm:ss.zzz}", r"\d\d:\d\d:\d\d\.\d{3}"),
        ("%{appname}", "prog"),
    ],
)
def test_a_placeholder_has_its_shape(placeholder: str, shape: str) -> None:
    import re

    run = run_script(
        f"app = QtCore.QCoreApplication(['/x/prog']); QtCore.qSetMessagePattern({placeholder!r}); QtCore.qDebug('')"
    )
    assert len(run.err) == 1
    assert re.fullmatch(shape, run.err[0])


@only_qt6
def test_a_pattern_is_a_text(application: Any) -> None:
    with pytest.raises(TypeError):
        QtCore.qSetMessagePattern(5)


# -- messages that end the process ------------------------------------------------------------------------------------


def test_a_fatal_message_ends_the_process() -> None:
    run = run_script("QtCore.qFatal('boom'); print('survived')")
    assert (run.code, run.out) == (ABORTED, [])
    assert run.err[0] == "boom"


def test_the_handler_hears_of_the_fatal_message() -> None:
    run = run_script(
        "QtCore.qInstallMessageHandler(lambda k, c, t: print(t, flush=True)); QtCore.qFatal('boom'); print('survived')"
    )
    assert run.code == ABORTED
    assert run.out[0] == "boom"
    assert "survived" not in run.out


@pytest.mark.parametrize(
    ("value", "survived"), [("1", 0), ("yes", 0), ("3", 2), ("0", 3), ("", 3)], ids=["1", "yes", "3", "0", "empty"]
)
def test_the_environment_makes_a_warning_fatal(value: str, survived: int) -> None:
    run = run_script("for number in range(3): QtCore.qWarning('w'); print(number, flush=True)", QT_FATAL_WARNINGS=value)
    assert len(run.out) == survived
    assert run.code == (0 if survived == 3 else ABORTED)


def test_fatal_warnings_leave_critical_messages_alone() -> None:
    assert run_script("QtCore.qCritical('c'); print('on')", QT_FATAL_WARNINGS="1").out == ["on"]


@only_qt6
def test_the_environment_makes_a_critical_message_fatal() -> None:
    run = run_script("QtCore.qWarning('w'); print('on', flush=True); QtCore.qCritical('c')", QT_FATAL_CRITICALS="1")
    assert (run.code, run.out) == (ABORTED, ["on"])


def test_a_fatal_warning_goes_to_the_handler_first() -> None:
    run = run_script(
        "QtCore.qInstallMessageHandler(lambda k, c, t: print(t, flush=True)); QtCore.qWarning('w')",
        QT_FATAL_WARNINGS="1",
    )
    assert (run.code, run.out) == (ABORTED, ["w"])
