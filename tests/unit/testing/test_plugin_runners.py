"""The pytest plugin under pytest-xdist, in unittest classes and in doctests; `FakeLoopTestCase` without it."""

from __future__ import annotations

import sys
import unittest

import pytest
from pluginruns import Runs, fails, passes

from netaccess.QtCore import QTimer
from netaccess.testing import FakeLoop, FakeLoopTestCase

pytest_plugins = "pytester"


# pytest-xdist.


def test_workers_of_xdist_run_guarded_tests_and_report_problems(run: Runs) -> None:
    run.write(
        """
        @pytest.mark.parametrize("number", range(3))
        def test_fine(fake_loop, fake_network, number):
            fake_network.get("http://server/").respond(text="x")
            manager = QNetworkAccessManager()
            fake_loop.run_until(get(manager).finished)

        def test_problem(fake_network):
            fake_network.get("http://server/never")

        @pytest.mark.explore(seeds=range(9))
        def test_explored(fake_loop, fake_network):
            assert fake_loop.seed != 4
        """,
        ini="netaccess_block_network = true",
    )
    result = run.pytester.runpytest_subprocess("-n1", "-p", "no:cacheprovider", "-p", "no:hypothesispytest")
    result.assert_outcomes(passed=3, failed=2)
    text = result.stdout.str()
    assert "route GET http://server/never was never called" in text
    assert "fails with seed 4, after passing with 4 others" in text
    assert "netaccess transcript" in text


# unittest.


def test_a_unittest_class_uses_the_fixtures(run: Runs) -> None:
    result = run("""
        @pytest.mark.usefixtures("fake_network")
        class Tests(unittest.TestCase):
            def test_fine(self):
                FakeLoop.current().advance(5)

            def test_leak(self):
                kept.append(QTimer())
                kept[-1].start(1000)

            def test_own_failure(self):
                kept.append(QTimer())
                kept[-1].start(1000)
                self.assertEqual(1, 2)
    """)
    result.assert_outcomes(passed=1, failed=2)
    text = result.stdout.str()
    assert "1 != 2" in text
    assert text.count("QTimer is still active") >= 2


def test_a_test_case_of_ours_has_loop_and_network_under_pytest(run: Runs) -> None:
    passes(
        run("""
        class Tests(FakeLoopTestCase):
            date = "2030-05-06T07:08:09Z"

            def setUp(self):
                self.network.get("http://server/").respond(text="x", delay=3)

            def test_it(self):
                manager = QNetworkAccessManager()
                reply = get(manager)
                self.loop.run_until(reply.finished)
                self.assertEqual(self.loop.now, 3.0)
                self.assertEqual(len(self.network.requests), 1)

            @pytest.mark.seed(4)
            def test_seed(self):
                self.assertEqual(self.loop.seed, 4)
                self.network.routes.clear()
        """),
        2,
    )


def test_a_test_case_of_ours_uses_the_fixtures_it_asks_for(run: Runs) -> None:
    passes(
        run("""
        @pytest.mark.usefixtures("fake_network")
        class Tests(FakeLoopTestCase):
            def test_it(self):
                self.assertIs(self.loop, FakeLoop.current())
                self.network.get("http://server/", optional=True)
        """)
    )


def test_a_problem_fails_a_test_case_of_ours_in_its_call(run: Runs) -> None:
    fails(
        run("""
        class Tests(FakeLoopTestCase):
            def test_route(self):
                self.network.get("http://server/never")

            @pytest.mark.allow_leaks("timers")
            def test_allowed(self):
                QTimer.singleShot(1000, print)

            @pytest.mark.explore(seeds=range(9))
            def test_explored(self):
                self.assertNotEqual(self.loop.seed, 2)
        """),
        failed=2,
        passed=1,
    )


class Plain(FakeLoopTestCase):
    """Tests that are run by unittest alone, in the tests below."""

    __test__ = False

    def setUp(self) -> None:
        self.addCleanup(self.stop_timer)
        self.timer = QTimer()

    def stop_timer(self) -> None:
        self.timer.stop()

    def test_fine(self) -> None:
        self.timer.start(500)
        self.loop.advance(2)
        self.assertEqual(self.loop.now, 2.0)

    def test_route(self) -> None:
        self.network.get("http://server/never")

    def test_leak(self) -> None:
        QTimer.singleShot(1000, print)

    def test_both(self) -> None:
        QTimer.singleShot(1000, print)
        self.fail("its own")

    def test_skip(self) -> None:
        self.skipTest("not today")

    @unittest.expectedFailure
    def test_expected(self) -> None:
        self.network.get("http://server/never")
        self.fail("as expected")

    @unittest.expectedFailure
    def test_unexpected(self) -> None:
        self.network.get("http://server/never")

    @unittest.skip("never")
    def test_never(self) -> None:
        self.fail()


def run_plain(name: str) -> unittest.TestResult:
    result = unittest.TestResult()
    Plain(name).run(result)
    assert FakeLoop.current() is None
    return result


def test_unittest_alone_gives_a_loop() -> None:
    result = run_plain("test_fine")
    assert result.testsRun == 1 and result.wasSuccessful()


@pytest.mark.parametrize(("name", "text"), [("test_route", "never called"), ("test_leak", "a single shot in 1 s")])
def test_unittest_alone_fails_for_problems(name: str, text: str) -> None:
    result = run_plain(name)
    assert result.errors == []
    ((_, told),) = result.failures
    assert text in told


def test_unittest_alone_keeps_the_tests_own_failure() -> None:
    told = [text for _, text in run_plain("test_both").failures]
    assert len(told) == 2 and "its own" in told[0] and "single shot" in told[1]


def test_unittest_alone_expects_failures_with_all_that_follows_from_them() -> None:
    result = run_plain("test_expected")
    assert len(result.expectedFailures) == 1 and result.wasSuccessful()
    assert not run_plain("test_unexpected").wasSuccessful()


@pytest.mark.parametrize("name", ["test_skip", "test_never"])
def test_unittest_alone_skips(name: str) -> None:
    result = run_plain(name)
    assert len(result.skipped) == 1 and result.wasSuccessful()


def test_unittest_alone_reports_that_it_cannot_begin() -> None:
    with FakeLoop():
        result = unittest.TestResult()
        Plain("test_fine").run(result)
    ((_, told),) = result.errors
    assert "a FakeLoop has been entered already" in told


def test_a_test_case_can_be_debugged() -> None:
    with pytest.raises(AssertionError, match="single shot"):
        Plain("test_leak").debug()
    assert FakeLoop.current() is None


def test_the_unittest_runner_of_python_runs_it(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        test_plain="""
        import unittest
        from netaccess.testing import FakeLoopTestCase

        class Tests(FakeLoopTestCase):
            def test_fine(self):
                self.loop.advance(5)

            def test_route(self):
                self.network.get("http://server/never")
        """
    )
    result = pytester.run(sys.executable, "-m", "unittest", "test_plain")
    result.stderr.fnmatch_lines(
        ["*AssertionError: the route GET http://server/never was never called*", "Ran 2 tests*"]
    )
    assert "FAILED (failures=1)" in result.stderr.str()


# Doctests.


DOCTEST = '''
def poll():
    """
    >>> loop = getfixture("fake_loop")
    >>> from netaccess.QtCore import QTimer
    >>> timer = QTimer()
    >>> timer.start(1000)
    >>> loop.advance(5)
    >>> loop.now
    5.0
    %s
    """
'''


def test_a_doctest_gets_the_loop(run: Runs) -> None:
    passes(run("", "--doctest-modules", "polling.py", polling=DOCTEST % ">>> timer.stop()"))


def test_a_doctest_is_checked(run: Runs) -> None:
    fails(
        run("", "--doctest-modules", "polling.py", polling=DOCTEST % ">>> QTimer.singleShot(1000, print)"),
        "*a single shot in 1 s is still to come, of print*",
    )


def test_a_doctest_that_fails_shows_what_else_is_wrong(run: Runs) -> None:
    result = run("", "--doctest-modules", "polling.py", polling=DOCTEST % ">>> QTimer.singleShot(1000, print); 1")
    fails(result, "*Expected nothing*", "*- netaccess leaks -*", "*a single shot in 1 s*")
