"""The settings and markers of the pytest plugin: leaks that are warned of or allowed, and the network that is kept away."""

from __future__ import annotations

import pytest
from pluginruns import Runs, fails, passes

pytest_plugins = "pytester"
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


def test_the_markers_are_known(run: Runs) -> None:
    result = run("", "--markers", "--strict-markers")
    for name in ("seed(number)", "explore(seeds=range(50))", "allow_leaks(*kinds)", "real_network(*hosts)"):
        assert f"@pytest.mark.{name}" in result.stdout.str()
