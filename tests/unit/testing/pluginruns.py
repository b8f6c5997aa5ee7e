"""Runs test files with the plugin inside a test, in this very process."""

from __future__ import annotations

import importlib
import pkgutil
import textwrap

import pytest

import netaccess

_PARTS = ("netaccess._values", "netaccess._kernel", "netaccess._policies", "netaccess._transport", "netaccess._access")

for _heavy in ("urllib3", "urllib3.util.connection"):  # workers import these, maybe while a run inside ends
    importlib.import_module(_heavy)
# Modules that a run inside loads first are forgotten with it, and their classes would exist twice.
for _part in (*_PARTS, "netaccess.Qt", "netaccess.testing"):
    for _found in pkgutil.walk_packages(netaccess.__path__, "netaccess."):
        if _found.name.startswith(_part):
            importlib.import_module(_found.name)

_QUIET = ("-p", "no:cacheprovider", "-p", "no:hypothesispytest", "-p", "no:randomly")

PREAMBLE = """
    import gc
    import socket
    import sys
    import threading
    import unittest

    import pytest
    from netaccess.QtCore import QCoreApplication, QEvent, QObject, QThread, QThreadPool, QTimer, QUrl, Signal
    from netaccess.QtNetwork import QNetworkAccessManager, QNetworkReply, QNetworkRequest
    from netaccess.testing import FakeLoop, FakeLoopTestCase, capture_exceptions

    kept = []

    def get(manager, url="http://server/"):
        return manager.get(QNetworkRequest(QUrl(url)))
"""
"""What every test file begins with."""


class Runs:
    """Runs test files."""

    def __init__(self, pytester: pytest.Pytester) -> None:
        self.pytester = pytester

    def __call__(self, source: str, *args: str, ini: str = "", **files: str) -> pytest.RunResult:
        """Run a file of that source with pytest, and return what came of it.

        :param args: more of the command line. :param ini: lines of pytest.ini. :param files: other modules, by their names.
        """
        self.write(source, ini=ini, **files)
        return self.pytester.runpytest_inprocess(*_QUIET, *args)

    def write(self, source: str, ini: str = "", **files: str) -> None:
        """Write the files."""
        self.pytester.makeini("[pytest]\n" + textwrap.dedent(ini))
        self.pytester.makepyfile(test_it=textwrap.dedent(PREAMBLE) + textwrap.dedent(source))
        for name, text in files.items():
            self.pytester.makepyfile(**{name: textwrap.dedent(PREAMBLE) + textwrap.dedent(text)})


def passes(result: pytest.RunResult, number: int = 1) -> None:
    """Assert that so many tests passed, and nothing else came of the run."""
    result.assert_outcomes(passed=number)


def fails(result: pytest.RunResult, *lines: str, failed: int = 1, passed: int = 0) -> None:
    """Assert that so many tests failed, in their call, and that these lines were printed in this order (``*`` for anything)."""
    result.assert_outcomes(failed=failed, passed=passed)
    result.stdout.fnmatch_lines([_literal(line) for line in lines])


def _literal(line: str) -> str:
    return line.replace("[", "[[]")
