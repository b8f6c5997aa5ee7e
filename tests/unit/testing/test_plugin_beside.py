"""The pytest plugin beside others: that run tests again, ask for a loop by its name, or stop at the first failure."""

from __future__ import annotations

import pytest
from pluginruns import Runs, fails, passes

pytest_plugins = ["pytester"]

# What a plugin does that runs failed tests again: it keeps the reports until a run is over.
AGAIN = """
    from _pytest.runner import runtestprotocol

    def pytest_runtest_protocol(item, nextitem):
        if item.get_closest_marker("again") is None:
            return None
        for attempt in range(3):
            item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
            reports = runtestprotocol(item, nextitem=nextitem, log=False)
            failed = any(report.failed for report in reports)
            if not failed or attempt == 2:
                break
        for report in reports:
            item.ihook.pytest_runtest_logreport(report=report)
        item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
        return True

    def pytest_configure(config):
        config.addinivalue_line("markers", "again: run it up to three times")
"""
LEAK = "kept.append(QTimer()); kept[-1].start(1000)"

# Tests that another plugin runs.


def test_a_test_that_fails_once_is_run_again(run: Runs) -> None:
    result = run(
        """
        runs = []

        @pytest.mark.again
        def test_it(fake_loop):
            runs.append(fake_loop.now)
            assert len(runs) == 2
        """,
        conftest=AGAIN,
    )
    passes(result)


def test_what_is_found_at_the_end_of_a_run_makes_it_run_again_too(run: Runs) -> None:
    result = run(
        f"""
        runs = []

        @pytest.mark.again
        def test_it(fake_loop):
            runs.append(1)
            if len(runs) < 3:
                {LEAK}
        """,
        conftest=AGAIN,
    )
    passes(result)


def test_a_test_that_another_plugin_runs_fails_in_its_call(run: Runs) -> None:
    result = run(
        f"""
        @pytest.mark.again
        def test_it(fake_loop):
            {LEAK}
        """,
        conftest=AGAIN,
    )
    fails(result, "*QTimer is still active*")


def test_each_run_is_told_of_by_itself(run: Runs) -> None:
    result = run(
        """
        runs = []

        @pytest.mark.again
        def test_it(fake_loop, fake_network):
            runs.append(1)
            fake_network.get("http://server/").respond(f"answer {len(runs)}")
            manager = QNetworkAccessManager()
            fake_loop.run_until(get(manager).finished)
            assert not "at all"
        """,
        conftest=AGAIN,
    )
    fails(result, "*netaccess transcript*", "*< answer 3")
    assert "answer 1" not in result.stdout.str()


def test_a_test_that_the_other_plugin_leaves_alone_is_run_as_ever(run: Runs) -> None:
    result = run(
        f"""
        def test_leak(fake_loop):
            {LEAK}

        @pytest.mark.again
        @pytest.mark.explore(seeds=range(3))
        def test_explored(fake_loop):
            assert fake_loop.seed < 3
        """,
        conftest=AGAIN,
    )
    fails(result, "*QTimer is still active*", passed=1)


def test_a_conftest_of_another_folder_does_not_run_it(run: Runs) -> None:
    run.write("def test_it(fake_loop): fake_loop.advance(1)", conftest=AGAIN)
    (run.pytester.mkdir("elsewhere") / "conftest.py").write_text("def pytest_runtest_protocol(item): assert not item")
    (run.pytester.path / "elsewhere" / "test_other.py").write_text("")
    passes(run.pytester.runpytest_inprocess("-p", "no:cacheprovider", "-p", "no:hypothesispytest", ".", "elsewhere"))


def test_what_is_asked_before_a_test_is_run_is_asked_once(run: Runs) -> None:
    wrapper = """
        @pytest.hookimpl(wrapper=True)
        def pytest_runtest_protocol(item, nextitem):
            print("begins", item.name)
            return (yield)
    """
    source = """
        @pytest.mark.again
        def test_it(fake_loop):
            fake_loop.advance(1)
    """
    run.pytester.syspathinsert()
    result = run(source, "-s", conftest=AGAIN, plugin=wrapper, ini="addopts = -p plugin")
    passes(result)
    assert result.stdout.str().count("begins test_it") == 1


# Loops that are asked for by name.


@pytest.mark.parametrize("name", ["fake_loop", "fake_network", "real_loop"])
def test_a_test_that_asks_for_a_loop_by_its_name_fails_in_its_call(run: Runs, name: str) -> None:
    result = run(f"""
        def test_it(request):
            request.getfixturevalue("{name}")
            {LEAK}
    """)
    fails(result, "*QTimer is still active*")


def test_a_fixture_that_asks_for_a_loop_by_its_name_does_not_change_that(run: Runs) -> None:
    result = run(f"""
        @pytest.fixture
        def loop(request):
            def named(name="fake_loop"):
                return request.getfixturevalue("fake_loop")
            yield named()

        def test_it(loop):
            {LEAK}
    """)
    fails(result, "*QTimer is still active*")


def test_the_name_may_be_a_parameter(run: Runs) -> None:
    result = run(f"""
        @pytest.mark.parametrize("name", ["fake_loop", "real_loop", "tmp_path"])
        def test_it(request, name):
            request.getfixturevalue(name)
            if name != "tmp_path":
                {LEAK}
    """)
    fails(result, failed=2, passed=1)


def test_the_test_may_be_wrapped_by_a_decorator(run: Runs) -> None:
    result = run(f"""
        import functools

        def logged(function):
            @functools.wraps(function)
            def wrapper(*args, **kwargs):
                return function(*args, **kwargs)
            return wrapper

        @logged
        def test_it(request):
            request.getfixturevalue("fake_loop")
            {LEAK}
    """)
    fails(result, "*QTimer is still active*")


def test_what_fixtures_of_such_a_test_end_is_no_leak(run: Runs) -> None:
    passes(
        run("""
        @pytest.fixture
        def timer():
            timer = QTimer()
            yield timer
            timer.stop()

        def test_it(request):
            request.getfixturevalue("fake_loop")
            request.getfixturevalue("timer").start(1000)
    """)
    )


def test_a_loop_whose_name_nobody_could_see_beforehand_is_an_error_of_the_teardown(run: Runs) -> None:
    result = run(
        f"""
        from helper import give

        def test_it(request):
            give(request)
            {LEAK}
        """,
        helper="""
        def give(request):
            return request.getfixturevalue("fake_loop")
        """,
    )
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(["*QTimer is still active*"])


# Runs that stop early.

WIDER = """
        @pytest.fixture(scope="module")
        def server():
            yield
            print("the server", "is down")
            assert not "a server that cannot be stopped"
"""


@pytest.mark.parametrize("problem", ["assert not 'at all'", LEAK])
@pytest.mark.parametrize("options", [("-x",), ("--maxfail=1",)])
def test_a_run_that_stops_at_a_failure_tears_wider_fixtures_down_with_it(
    run: Runs, problem: str, options: tuple[str, ...]
) -> None:
    result = run(
        f"""
        {WIDER}
        def test_bad(server, fake_loop):
            {problem}

        def test_next(server, fake_loop):
            pass
        """,
        *options,
    )
    result.assert_outcomes(failed=1, errors=1)
    result.stdout.fnmatch_lines(
        ["*ERROR at teardown of test_bad*", "*the server is down*", "*stopping after 2 failures*"]
    )


def test_a_run_that_may_fail_more_often_goes_on(run: Runs) -> None:
    result = run(
        f"""
        {WIDER}
        def test_bad(server, fake_loop):
            {LEAK}

        def test_expected(server, fake_loop, request):
            request.applymarker(pytest.mark.xfail)
            {LEAK}

        def test_worse(server, fake_loop):
            {LEAK}

        def test_never(server, fake_loop):
            pass
        """,
        "--maxfail=2",
    )
    result.assert_outcomes(failed=2, xfailed=1, errors=1)
    result.stdout.fnmatch_lines(["*ERROR at teardown of test_worse*"])


# Parts of tests.


def test_a_part_of_a_test_case_may_fail_and_the_others_go_on(run: Runs) -> None:
    result = run("""
        class Tests(FakeLoopTestCase):
            def test_it(self):
                for seconds in range(3):
                    with self.subTest(seconds=seconds):
                        self.loop.advance(seconds)
                        self.assertNotEqual(seconds, 1)
                self.assertEqual(self.loop.now, 3)
    """)
    text = result.stdout.str()
    assert "(seconds='1')" in text or "(seconds=1)" in text
    assert "SubtestReport" not in text


def test_a_test_case_whose_parts_are_all_fine_passes(run: Runs) -> None:
    result = run("""
        class Tests(FakeLoopTestCase):
            def test_it(self):
                for seconds in range(3):
                    with self.subTest(seconds=seconds):
                        self.loop.advance(seconds)
    """)
    assert result.ret == 0
    assert "1 passed" in result.stdout.str()


def test_what_is_found_at_the_end_counts_though_a_part_has_failed(run: Runs) -> None:
    result = run(f"""
        class Tests(FakeLoopTestCase):
            def test_it(self):
                with self.subTest():
                    self.assertEqual(1, 2)
                {LEAK}
    """)
    text = result.stdout.str()
    assert "1 != 2" in text
    assert "FAILED test_it.py::Tests::test_it - Failed: left at the end of the test" in text


def test_the_tests_own_failure_counts_though_a_part_was_fine(run: Runs) -> None:
    result = run(f"""
        class Tests(FakeLoopTestCase):
            def test_it(self):
                with self.subTest():
                    self.assertEqual(1, 1)
                {LEAK}
                self.assertEqual(3, 4)
    """)
    text = result.stdout.str()
    assert "3 != 4" in text
    assert "QTimer is still active" in text


def test_exploring_stops_where_a_part_fails_and_names_the_seed(run: Runs) -> None:
    result = run("""
        @pytest.mark.explore(seeds=range(9))
        class Tests(FakeLoopTestCase):
            def test_it(self):
                self.network.get("http://server/").respond("x")
                manager = QNetworkAccessManager()
                self.loop.run_until(get(manager).finished)
                with self.subTest():
                    self.assertLess(self.loop.seed, 3)
    """)
    text = result.stdout.str()
    assert text.count("AssertionError: 3 not less than 3") >= 1
    assert "4 not less than 3" not in text
    assert "seed 3, times in virtual seconds" in text
