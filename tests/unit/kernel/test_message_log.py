"""The log from the inside: leniency, old handlers, backtraces, what a message costs when nobody wants it, and threads."""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from netaccess import QtCore
from netaccess._kernel import loggingcategory, messagehandler, messagepattern, runtimefolder
from netaccess._kernel.loggingcategory import QLoggingCategory
from netaccess._kernel.qtwarning import warn
from netaccess._values.logmessage import QMessageLogContext, QtMsgType

PROJECT = Path(__file__).resolve().parents[3]


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """Handler, rules and pattern end with the test."""
    yield
    QtCore.qInstallMessageHandler(None)
    QLoggingCategory.setFilterRules("")
    messagepattern._Pattern.pieces = None


def test_bytes_are_read_as_utf_8(capsys: pytest.CaptureFixture[str]) -> None:
    QtCore.qDebug("ü".encode())  # type: ignore[arg-type]
    assert capsys.readouterr().err == "ü\n"


def test_a_handler_of_qt_4_gets_type_and_text() -> None:
    heard: list[Any] = []

    def listen(*arguments: Any) -> None:
        heard.append(arguments)

    assert QtCore.qInstallMsgHandler(listen) is None
    QtCore.qWarning("text")
    assert heard == [(QtMsgType.QtWarningMsg, "text")]
    assert QtCore.qInstallMsgHandler(None) is listen


def test_without_standard_error_messages_go_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    QtCore.qWarning("text")
    warn("text")


def test_a_context_may_be_kept() -> None:
    kept: list[QMessageLogContext] = []
    QtCore.qInstallMessageHandler(lambda kind, context, text: kept.append(context))
    QtCore.qDebug("text")
    assert (kept[0].category, kept[0].version) == ("default", 2)


def test_what_is_off_reaches_no_formatting(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: Any) -> None:
        pytest.fail("formatted")

    category = QLoggingCategory("off")
    category.setEnabled(QtMsgType.QtDebugMsg, False)
    monkeypatch.setattr(messagehandler, "deliver", fail)
    QtCore.qCDebug(category, "text")


def test_a_logger_logs_in_another_category_too() -> None:
    heard: list[Any] = []
    QtCore.qInstallMessageHandler(lambda kind, context, text: heard.append((context.category, context.line, text)))
    logger = QtCore.QMessageLogger("f.py", 7)
    logger.info(QLoggingCategory("net"), "text")
    logger.noDebug("nothing")
    assert heard == [("net", 7, "text")]
    with pytest.raises(TypeError, match="QLoggingCategory"):
        logger.debug()


def test_an_interrupt_in_the_handler_is_not_swallowed() -> None:
    def listen(*arguments: Any) -> None:
        raise KeyboardInterrupt

    QtCore.qInstallMessageHandler(listen)
    with pytest.raises(KeyboardInterrupt):
        warn("text")


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("%{backtrace depth=2}", "inner|test_a_backtrace_names_the_innermost_functions"),
        ('%{backtrace depth=2 separator=" < "}', "inner < test_a_backtrace_names_the_innermost_functions"),
        ('%{backtrace separator="," depth=1}', "inner"),
    ],
)
def test_a_backtrace_names_the_innermost_functions(pattern: str, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    def inner() -> None:
        QtCore.qDebug("")

    QtCore.qSetMessagePattern(pattern)
    inner()
    line = capsys.readouterr().err.rstrip("\n")
    assert line.replace("test_a_backtrace_names_the_innermost_functions.<locals>.", "") == text


def test_the_threads_name_can_be_written(capsys: pytest.CaptureFixture[str]) -> None:
    QtCore.qSetMessagePattern("%{threadname}: %{message}")
    thread = threading.Thread(target=lambda: QtCore.qDebug("text"), name="worker 7")
    thread.start()
    thread.join()
    assert capsys.readouterr().err == "worker 7: text\n"


def test_categories_that_are_gone_are_forgotten() -> None:
    before = len(loggingcategory._alive)
    categories = [QLoggingCategory(f"c{number}") for number in range(50)]
    assert len(loggingcategory._alive) == before + 50
    del categories
    gc.collect()
    assert len(loggingcategory._alive) == before


def test_rules_and_categories_of_many_threads_agree_in_the_end() -> None:
    start = threading.Barrier(9)
    made: list[QLoggingCategory] = []

    def make() -> None:
        start.wait()
        made.extend(QLoggingCategory("net") for _ in range(200))

    def rule() -> None:
        start.wait()
        for turn in range(100):
            QLoggingCategory.setFilterRules(f"net.debug={'true' if turn % 2 else 'false'}")
        QLoggingCategory.setFilterRules("net.debug=false")

    threads = [threading.Thread(target=make) for _ in range(8)] + [threading.Thread(target=rule)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 1600
    assert not any(category.isDebugEnabled() for category in made)


def test_there_is_one_default_category_however_many_threads_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loggingcategory, "_default", {})
    start = threading.Barrier(8)
    seen: list[int] = []

    def ask() -> None:
        start.wait()
        seen.append(id(QLoggingCategory.defaultCategory()))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(seen)) == 1


def test_messages_of_many_threads_are_whole_lines(capsys: pytest.CaptureFixture[str]) -> None:
    def log(name: str) -> None:
        for _ in range(100):
            QtCore.qDebug(name * 20)

    threads = [threading.Thread(target=log, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(capsys.readouterr().err.splitlines()) == sorted(name * 20 for name in "abcd" for _ in range(100))


def test_a_runtime_folder_that_is_a_link_is_refused(tmp_path: Any, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "real").mkdir(mode=0o700)
    (tmp_path / "link").symlink_to(tmp_path / "real")
    found = runtimefolder.runtime_folder(str(tmp_path / "link"), str(tmp_path))
    assert found.startswith(f"{tmp_path}/runtime-")
    assert "is not a directory, but a symbolic link" in capsys.readouterr().err


def test_a_runtime_folder_of_somebody_else_is_refused(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(runtimefolder.os, "geteuid", lambda: 4711)
    assert runtimefolder.runtime_folder(str(tmp_path / "run"), str(tmp_path)) == ""
    assert "is not owned by UID 4711" in capsys.readouterr().err


def test_a_runtime_folder_that_cannot_be_made_is_told(tmp_path: Any, capsys: pytest.CaptureFixture[str]) -> None:
    runtimefolder.runtime_folder(f"{tmp_path}/none/run", str(tmp_path))
    assert (
        f"error creating runtime directory '{tmp_path}/none/run' (No such file or directory)" in capsys.readouterr().err
    )


def test_nothing_of_the_log_is_loaded_before_it_is_used() -> None:
    import subprocess

    source = (
        "import sys, netaccess.QtCore; print([m for m in sys.modules if 'message' in m and 'kernel' in m"
        " or 'logging' in m or 'standardpaths' in m])"
    )
    command = [sys.executable, "-c", source]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True, cwd=PROJECT)
    assert done.stdout == "[]\n"
