"""How the pytest plugin reports what went wrong: as a failure of the test itself, with the conversation."""

from __future__ import annotations

import pytest
from pluginruns import Runs, fails, passes

pytest_plugins = "pytester"


def test_a_request_without_a_route_fails_the_test_though_it_was_swallowed(run: Runs) -> None:
    fails(
        run("""
        def test_it(fake_loop, fake_network):
            manager = QNetworkAccessManager()
            reply = get(manager, "http://elsewhere/x")
            fake_loop.run_until_idle()
            assert reply.error() != QNetworkReply.NoError
        """),
        "*no route for*",
        "*GET http://elsewhere/x*",
    )


def test_a_route_that_was_never_called_fails_the_test(run: Runs) -> None:
    fails(
        run("""
        def test_it(fake_network):
            fake_network.get("http://server/never")
        """),
        "*route GET http://server/never was never called*",
    )


def test_an_exception_in_a_slot_fails_the_test(run: Runs) -> None:
    fails(
        run("""
        def test_it(fake_loop):
            QTimer.singleShot(10, lambda: 1 / 0)
            fake_loop.run_until_idle()
        """),
        "ZeroDivisionError: division by zero",
        "raised in a slot, a virtual or a thread*",
        "*ZeroDivisionError*",
    )


def test_an_exception_in_a_virtual_fails_the_test(run: Runs) -> None:
    fails(
        run("""
        class Receiver(QObject):
            def event(self, event):
                raise LookupError("in event()")

        def test_it(real_loop):
            receiver = Receiver()
            QCoreApplication.sendEvent(receiver, QEvent(QEvent.Type.User))
        """),
        "*LookupError: in event()*",
    )


@pytest.mark.parametrize("loop", ["fake_loop", "real_loop"])
def test_an_exception_on_a_worker_thread_fails_the_test(run: Runs, loop: str) -> None:
    fails(
        run(f"""
        class Worker(QThread):
            def run(self):
                raise LookupError("in the worker")

        def test_it({loop}):
            worker = Worker(objectName="the worker")
            worker.start()
            worker.wait()
        """),
        "*LookupError in thread 'the worker'*",
    )


def test_an_exception_in_a_plain_thread_fails_the_test(run: Runs) -> None:
    fails(
        run("""
        def fall_over():
            raise LookupError("in a thread")

        def test_it(real_loop):
            thread = threading.Thread(target=fall_over)
            thread.start()
            thread.join()
        """),
        "*LookupError: in a thread*",
    )


def test_an_exception_that_is_captured_fails_nothing(run: Runs) -> None:
    passes(
        run("""
        def test_it(fake_loop):
            QTimer.singleShot(10, lambda: 1 / 0)
            with capture_exceptions() as caught:
                fake_loop.run_until_idle()
            assert len(caught) == 1
        """)
    )


def test_the_hooks_are_put_back(run: Runs) -> None:
    passes(
        run("""
        before = sys.excepthook

        def test_first(fake_loop):
            assert sys.excepthook is not before

        def test_second():
            assert sys.excepthook is before
        """),
        2,
    )


def test_several_problems_are_one_failure(run: Runs) -> None:
    result = run("""
        def test_it(fake_loop, fake_network):
            fake_network.get("http://server/never")
            kept.append(QTimer())
            kept[0].start(1000)
            QTimer.singleShot(0, lambda: 1 / 0)
            fake_loop.advance(0)
    """)
    fails(
        result,
        "3 problems at the end of the test: requests, exceptions, leaks",
        "1) *never called*",
        "2) ZeroDivisionError: *",
        "3) left at the end of the test: *",
    )
    assert result.ret == pytest.ExitCode.TESTS_FAILED


def test_the_tests_own_failure_is_shown_first(run: Runs) -> None:
    fails(
        run("""
        def test_it(fake_loop, fake_network):
            kept.append(QTimer())
            kept[0].start(1000)
            assert "own" == "failure"
        """),
        "E *'own' == 'failure'*",
        "*- netaccess leaks -*",
        "*QTimer is still active*",
        "FAILED test_it.py::test_it - *'own' == 'failure'*",
    )


def test_a_failing_test_shows_the_conversation(run: Runs) -> None:
    fails(
        run("""
        @pytest.mark.seed(7)
        def test_it(fake_loop, fake_network):
            fake_network.get("http://server/").respond(status=404, delay=1.5)
            manager = QNetworkAccessManager()
            reply = get(manager)
            fake_loop.run_until(reply.finished)
            assert reply.error() == QNetworkReply.NoError
        """),
        "*- netaccess transcript -*",
        "seed 7, times in virtual seconds",
        "*0.000 s*> GET / HTTP/1.1",
        "*1.500 s*< 404*",
    )


def test_a_test_that_failed_in_its_setup_shows_the_conversation(run: Runs) -> None:
    result = run("""
        @pytest.fixture
        def client(fake_loop, fake_network):
            fake_network.get("http://server/").respond(text="x")
            manager = QNetworkAccessManager()
            fake_loop.run_until(get(manager).finished)
            raise LookupError("no client")

        def test_it(client):
            pass
    """)
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*LookupError: no client*", "*- netaccess transcript -*", "*> GET / HTTP/1.1"])


def test_a_passing_test_shows_nothing(run: Runs) -> None:
    result = run("""
        def test_it(fake_loop, fake_network):
            fake_network.get("http://server/").respond(text="x")
            manager = QNetworkAccessManager()
            fake_loop.run_until(get(manager).finished)
    """)
    passes(result)
    assert "transcript" not in result.stdout.str()


def test_an_exception_while_fixtures_are_torn_down_fails_the_call(run: Runs) -> None:
    fails(
        run("""
        class Sender(QObject):
            sent = Signal()

        @pytest.fixture
        def sender(fake_loop):
            sender = Sender()
            sender.sent.connect(lambda: 1 / 0)
            yield sender
            sender.sent.emit()

        def test_it(sender):
            pass
        """),
        "*ZeroDivisionError*",
    )


def test_a_fixture_that_raises_in_its_teardown_is_still_an_error_of_its_own(run: Runs) -> None:
    result = run("""
        @pytest.fixture
        def broken(fake_loop):
            yield
            raise LookupError("in the teardown")

        def test_it(broken):
            pass
    """)
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(["*ERROR at teardown*", "*LookupError: in the teardown*"])


def test_a_skipped_test_stays_skipped(run: Runs) -> None:
    run("""
        def test_it(fake_network):
            fake_network.get("http://server/never")
            pytest.skip("not today")
    """).assert_outcomes(skipped=1)


def test_a_problem_of_a_test_that_is_expected_to_fail_is_expected(run: Runs) -> None:
    run("""
        @pytest.mark.xfail(strict=True)
        def test_it(fake_network):
            fake_network.get("http://server/never")
    """).assert_outcomes(xfailed=1)


def test_hooks_of_the_suite_see_the_failure_with_the_fixtures_values(run: Runs) -> None:
    result = run(
        """
        def test_it(fake_network):
            fake_network.get("http://server/never")
        """,
        conftest="""
        @pytest.hookimpl(wrapper=True)
        def pytest_runtest_makereport(item, call):
            report = yield
            if report.when == "call":
                print("SEEN", report.outcome, sorted(item.funcargs))
            return report
        """,
    )
    fails(result)
    assert "SEEN failed ['fake_loop', 'fake_network', 'request']" in result.stdout.str()


def test_output_of_the_test_is_in_the_report_of_a_problem(run: Runs) -> None:
    fails(
        run("""
        def test_it(fake_network):
            print("printed by the test")
            fake_network.get("http://server/never")
        """),
        "*Captured stdout call*",
        "printed by the test",
    )


def test_the_loop_is_clean_for_the_next_test(run: Runs) -> None:
    fails(
        run("""
        fired = []

        def test_first(fake_loop):
            kept.append(QTimer())
            kept[0].timeout.connect(lambda: fired.append(1))
            kept[0].start(10)
            QTimer.singleShot(5, lambda: fired.append(2))
            thread = QThread()
            thread.start()
            kept.append(thread)

        def test_second(fake_loop):
            fake_loop.advance(100)
            assert fired == []
            assert not kept[0].isActive() and not kept[1].isRunning()
        """),
        passed=1,
    )
