"""The pytest plugin with seeds, pytest-xdist, unittest classes, doctests, settings, and where nobody uses it."""

from __future__ import annotations

import subprocess
import sys
import unittest
from pathlib import Path

import pytest
from pluginruns import Runs, fails, passes

from netaccess.QtCore import QTimer
from netaccess.testing import FakeLoop, FakeLoopTestCase

pytest_plugins = "pytester"

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def run(pytester: pytest.Pytester) -> Runs:
    """Runs test files with the plugin."""
    return Runs(pytester)


# Seeds.


def test_without_a_seed_nothing_is_permuted(run: Runs) -> None:
    passes(
        run("""
        def test_it(fake_loop):
            assert fake_loop.seed is None and fake_loop.turns.random is None
        """)
    )


def test_a_marker_gives_the_seed(run: Runs) -> None:
    passes(
        run("""
        @pytest.mark.seed(7)
        def test_it(fake_loop):
            assert fake_loop.seed == 7
        """)
    )


def test_the_command_line_gives_the_seed_before_the_marker(run: Runs) -> None:
    passes(
        run(
            """
        @pytest.mark.seed(7)
        def test_it(fake_loop):
            assert fake_loop.seed == 17
        """,
            "--netaccess-seed",
            "17",
        )
    )


def test_a_seed_that_is_no_number_is_refused(run: Runs) -> None:
    result = run("""
        @pytest.mark.seed("seven")
        def test_it(fake_loop):
            pass
    """)
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*seed takes one number*"])


def test_explore_runs_the_test_once_for_each_seed(run: Runs) -> None:
    result = run("""
        seeds, loops = [], []

        @pytest.mark.explore(seeds=range(5, 8))
        def test_it(fake_loop, fake_network):
            assert fake_loop.now == 0.0 and fake_network.requests == []
            fake_network.get("http://server/").respond(text="x")
            manager = QNetworkAccessManager()
            fake_loop.run_until(get(manager).finished)
            seeds.append(fake_loop.seed)
            loops.append(fake_loop)

        def test_afterwards():
            assert seeds == [5, 6, 7] and len(set(map(id, loops))) == 3
    """)
    passes(result, 2)


def test_explore_makes_the_fixtures_of_the_test_anew_and_keeps_wider_ones(run: Runs) -> None:
    passes(
        run("""
        made = []

        @pytest.fixture(scope="module")
        def wide():
            made.append("wide")
            yield
            made.append("wide ends")

        @pytest.fixture
        def own(fake_loop):
            made.append(f"own {fake_loop.seed}")
            yield
            made.append("own ends")

        @pytest.mark.explore(seeds=[1, 2])
        def test_it(wide, own):
            pass

        def test_afterwards():
            assert made == ["wide", "own 1", "own ends", "own 2", "own ends"]
        """),
        2,
    )


def test_explore_names_the_seed_that_fails_and_how_to_see_it_again(run: Runs) -> None:
    result = run("""
        runs = []

        @pytest.mark.explore(seeds=range(50))
        def test_it(fake_loop, fake_network):
            fake_network.get("http://server/").respond(text="x")
            manager = QNetworkAccessManager()
            fake_loop.run_until(get(manager).finished)
            runs.append(fake_loop.seed)
            assert fake_loop.seed < 17

        def test_afterwards():
            assert runs[-1] == 17
    """)
    fails(
        result,
        "*- netaccess schedule -*",
        "test_it fails with seed 17, after passing with 17 others",
        "*pytest 'test_it.py::test_it' --netaccess-seed 17",
        "*- netaccess transcript -*",
        "seed 17, times in virtual seconds",
        "*> GET / HTTP/1.1",
        "FAILED test_it.py::test_it - [seed 17] *",
        passed=1,
    )


def test_explore_stops_at_a_problem_found_at_the_end(run: Runs) -> None:
    fails(
        run("""
        @pytest.mark.explore(seeds=range(50))
        def test_it(fake_loop, fake_network):
            if fake_loop.seed == 3:
                fake_network.get("http://server/never")
        """),
        "*never called*",
        "test_it fails with seed 3, after passing with 3 others",
        "FAILED test_it.py::test_it - [seed 3] *",
    )


def test_explore_tears_wider_fixtures_down_when_it_stops_early(run: Runs) -> None:
    result = run(
        """
        @pytest.fixture(scope="module")
        def wide():
            yield
            print("wide ends")

        @pytest.mark.explore(seeds=range(50))
        def test_it(wide, fake_loop):
            assert False
        """,
        "-s",
        test_other="""
        def test_other(fake_loop):
            print("other runs")
        """,
    )
    result.assert_outcomes(failed=1, passed=1)
    result.stdout.fnmatch_lines(["*wide ends*", "*other runs*"])


def test_explore_with_a_seed_of_the_command_line_runs_that_one(run: Runs) -> None:
    passes(
        run(
            """
        seen = []

        @pytest.mark.explore(seeds=range(50))
        def test_it(fake_loop):
            seen.append(fake_loop.seed)

        def test_afterwards():
            assert seen == [17]
        """,
            "--netaccess-seed=17",
        ),
        2,
    )


def test_explore_finds_a_race(run: Runs) -> None:
    fails(
        run("""
        @pytest.mark.explore(seeds=range(50))
        def test_it(fake_loop, fake_network):
            fake_network.get("http://server/*").respond(text="x")
            manager = QNetworkAccessManager()
            finished = []
            for name in ("a", "b", "c"):
                reply = get(manager, f"http://server/{name}")
                reply.finished.connect(lambda name=name: finished.append(name))
            fake_loop.run_until_idle()
            assert finished == ["a", "b", "c"]
        """),
        "*fails with seed*",
    )


def test_explore_reports_a_skip_as_one(run: Runs) -> None:
    run("""
        @pytest.mark.explore(seeds=range(50))
        def test_it(fake_loop):
            pytest.skip("not today")
    """).assert_outcomes(skipped=1)


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


# Settings.

LEAKING = """
    def test_it(fake_loop):
        kept.append(QTimer())
        kept[-1].start(1000)
"""


def test_leaks_may_only_be_warned_of(run: Runs) -> None:
    result = run(LEAKING, ini="netaccess_leaks = warn\nfilterwarnings = default")
    result.assert_outcomes(passed=1, warnings=1)
    result.stdout.fnmatch_lines(["*LeakWarning: left at the end of the test: QTimer is still active*"])


def test_a_suite_that_makes_errors_of_warnings_fails_for_leaks(run: Runs) -> None:
    fails(run(LEAKING, ini="netaccess_leaks = warn\nfilterwarnings = error"), "*QTimer is still active*")


def test_leaks_can_be_left_alone(run: Runs) -> None:
    passes(run(LEAKING, ini="netaccess_leaks = off"))


def test_an_unknown_setting_is_refused(run: Runs) -> None:
    result = run(LEAKING, ini="netaccess_leaks = maybe")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["ERROR: netaccess_leaks is one of fail, warn, off, not 'maybe'"])


def test_a_marker_allows_leaks_of_one_kind(run: Runs) -> None:
    fails(
        run("""
        @pytest.mark.allow_leaks("timers")
        def test_allowed(fake_loop):
            kept.append(QTimer())
            kept[-1].start(1000)

        @pytest.mark.allow_leaks("replies")
        def test_not_allowed(fake_loop):
            kept.append(QTimer())
            kept[-1].start(1000)

        @pytest.mark.allow_leaks
        def test_all(fake_loop):
            kept.append(QTimer())
            kept[-1].start(1000)
        """),
        "FAILED test_it.py::test_not_allowed*",
        passed=2,
    )


def test_an_unknown_kind_of_leak_is_refused(run: Runs) -> None:
    result = run("""
        @pytest.mark.allow_leaks("clocks")
        def test_it(fake_loop):
            pass
    """)
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*replies, timers, threads, sockets, events, not 'clocks'*"])


def test_the_whole_stack_of_a_leak_is_shown_when_asked_for(run: Runs) -> None:
    source = """
        def begin():
            kept.append(QTimer())
            kept[-1].start(1000)

        def test_it(fake_loop):
            begin()
    """
    fails(run(source), "*started at test_it.py:*kept[-1].start(1000)")
    result = run(source, "-vv")
    fails(result, "*test_it.py:* in test_it: begin()", "*test_it.py:* in begin: kept[-1].start(1000)")
    assert "pluggy" not in result.stdout.str().partition("innermost last")[2]


NETWORKING = """
    def test_swallowed():
        try:
            socket.create_connection(("server.example", 80))
        except OSError:
            pass

    def test_loopback():
        with socket.create_server(("127.0.0.1", 0)) as server:
            socket.create_connection(server.getsockname()).close()

    @pytest.mark.real_network
    def test_asked_for():
        from netaccess.testing.checks.networkguard import NetworkGuard
        assert NetworkGuard._up is None

    def test_nothing():
        pass
"""


def test_a_whole_suite_can_be_kept_from_the_network(run: Runs) -> None:
    fails(
        run(NETWORKING, ini="netaccess_block_network = true"),
        "real network: look up server.example",
        "  at test_it.py:*create_connection*",
        passed=3,
    )


def test_a_request_to_the_real_network_is_named(run: Runs) -> None:
    fails(
        run("""
        def test_it(fake_loop):
            manager = QNetworkAccessManager()
            reply = get(manager, "http://server.example/1")
            fake_loop.run_until(reply.finished)
        """),
        "real network: look up server.example",
        "  for GET http://server.example/1",
        "  sent at test_it.py:*",
        "  (the fixture fake_network answers requests; @pytest.mark.real_network allows it)",
    )


def test_a_test_on_a_fake_loop_does_not_even_reach_this_machine(run: Runs) -> None:
    fails(
        run("""
        def test_it(fake_loop):
            with socket.create_server(("127.0.0.1", 0)) as server:
                with pytest.raises(ConnectionRefusedError, match="test_it.py::test_it"):
                    socket.create_connection(server.getsockname())
        """),
        "*connect to 127.0.0.1:*",
    )


def test_a_test_on_a_real_loop_reaches_this_machine_and_no_other(run: Runs) -> None:
    fails(
        run("""
        def test_here(real_loop):
            with socket.create_server(("127.0.0.1", 0)) as server:
                socket.create_connection(server.getsockname()).close()

        def test_there(real_loop):
            manager = QNetworkAccessManager()
            reply = get(manager, "http://server.example/")
            real_loop.run_until(reply.finished)
            assert reply.error() == QNetworkReply.HostNotFoundError
        """),
        "*look up server.example*",
        passed=1,
    )


# Where nobody uses it.


def test_tests_that_use_nothing_are_run_as_without_the_plugin(run: Runs) -> None:
    passes(
        run(
            """
        def test_it(request):
            import _pytest.runner
            frame, callers = sys._getframe(), set()
            while frame is not None:
                callers.add(frame.f_code.co_filename)
                frame = frame.f_back
            assert not any(name.endswith("itemrun.py") for name in callers)
            assert sys.excepthook is sys.__excepthook__
        """
        )
    )


def test_the_plugin_imports_nothing_before_it_is_used(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import sys

        def test_it():
            ours = sorted(name for name in sys.modules if name.partition(".")[0] == "netaccess")
            print(ours)
            assert "netaccess.testing.plugin" in ours
            assert {name for name in ours if name.count(".") > 1} <= {
                "netaccess.testing.plugin", "netaccess._values.lazynames",
            "netaccess.testing.checks", "netaccess.testing.checks.settings",
            }
            assert "netaccess.QtCore" not in ours
            assert not {"urllib3", "blinker", "certifi"} & set(sys.modules)
        """
    )
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider", "-p", "no:hypothesispytest")
    passes(result)


def test_the_plugin_costs_no_import_of_weight() -> None:
    code = (
        "import sys, pytest; before = set(sys.modules); import netaccess.testing.plugin; "
        "print(*sorted(set(sys.modules) - before))"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT, timeout=60
    )
    assert {name for name in told.stdout.split() if not name.startswith("netaccess")} == set()


def test_the_markers_are_known(run: Runs) -> None:
    result = run("", "--markers", "--strict-markers")
    for name in ("seed(number)", "explore(seeds=range(50))", "allow_leaks(*kinds)", "real_network(*hosts)"):
        assert f"@pytest.mark.{name}" in result.stdout.str()


def test_the_entry_point_names_the_plugin() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert '[project.entry-points.pytest11]\nnetaccess = "netaccess.testing.plugin"' in text


EXPLORING = """
    from netaccess.testing import explore

    def test_it():
        explore(lambda loop: kept.append(loop.seed), seeds=range(5))
        assert kept == {expected}
"""


def test_the_option_gives_explore_its_only_seed(run: Runs) -> None:
    passes(run(EXPLORING.format(expected=[77]), "--netaccess-seed", "77"))


def test_the_option_is_forgotten_with_its_run(run: Runs) -> None:
    run(EXPLORING.format(expected=[77]), "--netaccess-seed", "77")
    passes(run(EXPLORING.format(expected=[0, 1, 2, 3, 4])))


# What a test has to do with threads and sockets of Python's own.


def test_a_server_of_the_whole_module_is_none_of_the_tests(run: Runs) -> None:
    passes(
        run("""
        import http.server

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *args):
                pass

        @pytest.fixture(scope="module")
        def url():
            with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
                thread = threading.Thread(target=server.serve_forever)
                thread.start()
                yield f"http://127.0.0.1:{server.server_port}/"
                server.shutdown()
                thread.join()

        @pytest.mark.parametrize("number", [1, 2])
        def test_it(real_loop, url, number):
            manager = QNetworkAccessManager()
            kept.append(manager)  # its connection is kept alive
            reply = get(manager, url)
            real_loop.run_until(reply.finished)
            assert reply.error() == QNetworkReply.NoError

        def test_end():
            kept.clear()
        """),
        3,
    )


def test_threads_and_sockets_of_python_are_left_on_virtual_time_too(run: Runs) -> None:
    fails(
        run("""
        over = threading.Event()

        def test_it(fake_loop):
            kept.append(socket.socket())
            threading.Thread(target=over.wait, args=(10,), name="watcher").start()

        def test_end():
            over.set()
            kept[0].close()
        """),
        "left at the end of the test: 1 thread, 1 socket",
        "  Python's thread 'watcher' is still running",
        "    started at test_it.py:*",
        "  a TCP socket is still open",
        passed=1,
    )
