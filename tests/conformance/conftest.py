"""Options, markers and fixtures of the conformance tests, which run unchanged on netaccess and on real Qt.

``pytest tests/conformance/test_x.py --binding PySide6`` runs a file on the oracle; the default is netaccess.

Markers:

- ``differs("key", on=("PySide6",))``: a deliberate difference. netaccess must pass; the oracle must fail, and the run
  fails where it passes. ``on`` limits the oracles that differ; without it all do, and an oracle that is not listed
  must pass. The key stands, in backticks, in the table of differences of README.md (``test_differences.py`` checks).
- ``unsteady``: real Qt does not always do this (it resends after redirects now and then). The oracle has three
  attempts, netaccess one.
- ``only("netaccess", "PySide2")``: the test is about something the other bindings do not have; there it is deselected.
- ``real_time("reason")``: the test cannot be on virtual time, and why. ``--time virtual``, for netaccess alone, runs the
  tests that can, and have to do with time, loops or threads, on a ``FakeLoop``: it has to do what Qt does.
"""

from __future__ import annotations

import gc
import os
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parent.parent
BINDINGS = ("netaccess", "PySide6", "PySide2")
ORACLE_ATTEMPTS = 3
THREAD_END_MS = 10_000
"""How long a thread may take to end; reached by failing tests only."""

for folder in (str(HERE), str(PROJECT)):
    if folder not in sys.path:
        sys.path.insert(0, folder)

from timekeeping import Timekeeper, virtual_time  # noqa: E402 - the lines above make it known

TIMEKEEPER: pytest.StashKey[Timekeeper] = pytest.StashKey()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--binding`` and ``--time``."""
    parser.addoption("--binding", choices=BINDINGS, default=os.environ.get("NETACCESS_BINDING", "netaccess"))
    parser.addoption("--time", choices=("real", "virtual"), default="real")


def pytest_configure(config: pytest.Config) -> None:
    """Choose the binding before the first test module is imported, and register the markers."""
    binding = config.getoption("--binding", default="netaccess")
    os.environ["NETACCESS_BINDING"] = binding
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    config.addinivalue_line("markers", "differs(key, on=(...)): netaccess differs from the oracle on purpose")
    config.addinivalue_line("markers", "unsteady: the oracle has three attempts")
    config.addinivalue_line("markers", "only(binding, ...): run on these bindings alone")
    config.addinivalue_line("markers", "real_time(reason): cannot be on virtual time")
    if config.getoption("--time", default="real") == "virtual":
        if binding != "netaccess":
            raise pytest.UsageError(f"--time virtual is for netaccess: {binding} has no virtual time")
        config.stash[TIMEKEEPER] = Timekeeper()
    if binding != "netaccess":
        # Warnings of somebody else's package on somebody else's Python are not ours to mend.
        config.addinivalue_line("filterwarnings", "ignore::DeprecationWarning")
        config.addinivalue_line("filterwarnings", "ignore::RuntimeWarning")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Drop what is not for this binding; expect the declared differences to fail on the oracle."""
    binding = os.environ["NETACCESS_BINDING"]
    timekeeper = config.stash.get(TIMEKEEPER, None)
    kept: list[pytest.Item] = []
    dropped: list[pytest.Item] = []
    for item in items:
        only = item.get_closest_marker("only")
        if only is not None and binding not in only.args:
            dropped.append(item)
            continue
        if timekeeper is not None and not timekeeper.choose(item):
            dropped.append(item)
            continue
        kept.append(item)
        for mark in item.iter_markers("differs"):
            oracles = mark.kwargs.get("on", ("PySide6", "PySide2"))
            if binding in ((oracles,) if isinstance(oracles, str) else oracles):
                item.add_marker(pytest.mark.xfail(strict=True, reason=f"declared difference {mark.args[0]!r}"))
    if dropped:
        config.hook.pytest_deselected(items=dropped)
        items[:] = kept


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say how many tests were on virtual time, and why the others were not."""
    if TIMEKEEPER in config.stash:
        terminalreporter.write_line(f"note: {config.stash[TIMEKEEPER]}")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    """Give an unsteady test further attempts on the oracle, each with fixtures of its own."""
    if os.environ["NETACCESS_BINDING"] == "netaccess" or item.get_closest_marker("unsteady") is None:
        return None
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    for _attempt in range(ORACLE_ATTEMPTS):
        reports = runtestprotocol(item, nextitem=nextitem, log=False)
        if not any(report.failed for report in reports):
            break
    for report in reports:
        item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True


@pytest.fixture(scope="module", autouse=True)
def small_heap() -> None:
    """Take what pytest and the test modules hold out of the sight of the collections that end each test.

    Objects of the tests themselves are all made later, and are looked at as ever.
    """
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def application() -> Iterator[Any]:
    """The one application object of the process."""
    from binding import QtCore

    instance = QtCore.QCoreApplication.instance() or QtCore.QCoreApplication(["conformance"])
    yield instance


@pytest.fixture
def slot_errors(monkeypatch: pytest.MonkeyPatch) -> list[BaseException]:
    """The exceptions that slots and virtuals raised; a test that provokes some empties the list itself."""
    errors: list[BaseException] = []

    def remember(_kind: type[BaseException], error: BaseException, _trace: Any) -> None:
        errors.append(error)

    monkeypatch.setattr(sys, "excepthook", remember)
    return errors


@pytest.fixture(autouse=True)
def time_of_the_test(application: Any, pytestconfig: pytest.Config) -> Iterator[None]:
    """Real time, or virtual time if that was asked for."""
    if TIMEKEEPER not in pytestconfig.stash:
        yield
        return
    with virtual_time():
        yield


@pytest.fixture(autouse=True)
def clean_loop(time_of_the_test: None, application: Any, slot_errors: list[BaseException]) -> Iterator[None]:
    """Fail a test one of whose slots raised, and leave no deferred deletion or garbage to the next test."""
    yield
    from loops import flush_deletions

    flush_deletions()
    gc.collect()
    flush_deletions()
    if slot_errors:
        text = "".join("".join(traceback.format_exception(type(e), e, e.__traceback__)) for e in slot_errors)
        slot_errors.clear()
        pytest.fail(f"an exception was raised in a slot:\n{text}", pytrace=False)


@pytest.fixture
def server() -> Iterator[Any]:
    """A scripted HTTP server on 127.0.0.1."""
    from server import Server

    with Server() as running:
        yield running


@pytest.fixture
def manager(application: Any) -> Iterator[Any]:
    """A fresh QNetworkAccessManager, deleted with its replies when the test ends."""
    from binding import QtNetwork
    from loops import flush_deletions

    instance = QtNetwork.QNetworkAccessManager()
    yield instance
    try:
        instance.deleteLater()
    except RuntimeError:
        return  # the test deleted it
    flush_deletions()


@pytest.fixture
def rest_warnings() -> Iterator[list[str]]:
    """What is logged meanwhile under the category of the REST classes."""
    from binding import QtCore

    heard: list[str] = []

    def hear(kind: Any, context: Any, text: str) -> None:
        if context.category == "qt.network.access.rest":
            heard.append(text)

    previous = QtCore.qInstallMessageHandler(hear)
    yield heard
    QtCore.qInstallMessageHandler(previous)


@pytest.fixture
def rest(manager: Any) -> Iterator[Any]:
    """A QRestAccessManager for the fresh manager."""
    from binding import QtNetwork
    from loops import spin

    made = QtNetwork.QRestAccessManager(manager)
    yield made
    made.deleteLater()
    spin()


@pytest.fixture
def context() -> Any:
    """An object to bind callbacks to."""
    from binding import QtCore

    return QtCore.QObject()


@pytest.fixture
def answering() -> Iterator[Any]:
    """Makes managers that answer with replies of a class, and keeps them until the test is over."""
    from programreplies import Answering

    made: list[Any] = []

    def make(kind: Any) -> Any:
        made.append(Answering(kind))
        return made[-1]

    yield make
    made.clear()
    gc.collect()


@pytest.fixture
def tls_server() -> Iterator[Any]:
    """A server over TLS, where redirects may end."""
    from tlsserver import TlsServer

    with TlsServer() as running:
        running.on("/end", body=b"final")
        yield running


@pytest.fixture
def other_server() -> Iterator[Any]:
    """A second server, and so another origin, where redirects may end."""
    from server import Server

    with Server() as running:
        running.on("/end", body=b"final")
        yield running


@pytest.fixture
def old_emitter() -> Any:
    """A fresh object with signals that old programs name in texts."""
    from oldstyle import Emitter

    return Emitter()


@pytest.fixture
def old_receiver() -> Any:
    """A fresh object with slots that old programs name in texts."""
    from oldstyle import Receiver

    return Receiver()


@pytest.fixture
def ini_path(tmp_path: Path) -> Path:
    """The INI file of `settings`."""
    return tmp_path / "settings.ini"


@pytest.fixture
def settings(ini_path: Path) -> Any:
    """Settings on a file of their own that does not exist yet."""
    from settingssupport import ini

    return ini(ini_path)


@pytest.fixture
def thread() -> Any:
    """A started thread with a loop, ended after the test."""
    from binding import QtCore

    made = QtCore.QThread()
    made.start()
    yield made
    made.quit()
    assert made.wait(THREAD_END_MS)


@pytest.fixture
def timer() -> Any:
    """A fresh timer, stopped at the end."""
    from binding import QtCore

    made = QtCore.QTimer()
    yield made
    made.stop()


@pytest.fixture
def heard() -> Iterator[list[str]]:
    """What is logged meanwhile."""
    from binding import QtCore

    texts: list[str] = []
    previous = QtCore.qInstallMessageHandler(lambda kind, context, text: texts.append(text))
    yield texts
    QtCore.qInstallMessageHandler(previous)
