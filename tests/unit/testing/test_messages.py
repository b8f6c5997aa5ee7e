"""What a failed test shows: its own line, and Qt's names for what it deals with."""

from __future__ import annotations

import pytest
from pluginruns import Runs

from netaccess.QtCore import QUrl
from netaccess.QtNetwork import QNetworkAccessManager, QNetworkRequest
from netaccess.testing import FakeLoop, FakeNetwork, SignalSpy

pytest_plugins = "pytester"

FAILING = {
    "wait_signal": "with wait_signal(timer.timeout): pass",
    "wait": "wait_signal(timer.timeout).wait()",
    "wait_until": "wait_until(lambda: False)",
    "assert_not_emitted": "with assert_not_emitted(timer.objectNameChanged): timer.setObjectName('x')",
    "args": "SignalSpy(timer.timeout).args",
    "last": "SignalSpy(timer.timeout).last",
    "spy.wait": "SignalSpy(timer.timeout).wait()",
    "assert_count": "SignalSpy(timer.timeout).assert_count(1)",
    "assert_names": "SignalSpy(timer.timeout).assert_names(['timeout'])",
}


def test_a_failure_points_to_the_line_of_the_test(pytester: pytest.Pytester) -> None:
    source = "from netaccess.testing import SignalSpy, assert_not_emitted, wait_signal, wait_until\n"
    for number, statement in enumerate(FAILING.values()):
        source += f"def test_{number}(fake_loop):\n    timer = QTimer()\n    {statement}\n"
    result = Runs(pytester)(source, "--tb=short")
    result.assert_outcomes(failed=len(FAILING))
    frames = [line for line in result.outlines if ".py:" in line and ": in " in line]
    assert len(frames) == len(FAILING)
    assert all(line.startswith("test_it.py") for line in frames)


def test_a_reply_goes_by_its_name_in_qt() -> None:
    with FakeLoop() as loop, FakeNetwork(loop) as network:
        network.get("https://api.test/")
        manager = QNetworkAccessManager()
        spy = SignalSpy(manager.get(QNetworkRequest(QUrl("https://api.test/"))).finished)
        assert "finished() of QNetworkReply" in repr(spy)
        loop.run_until_idle()
