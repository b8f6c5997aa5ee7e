"""The fixtures of the pytest plugin, and how what is found at the end of a test is reported."""

from __future__ import annotations

import pytest
from pluginruns import Runs, fails, passes

pytest_plugins = "pytester"


@pytest.fixture
def run(pytester: pytest.Pytester) -> Runs:
    """Runs test files with the plugin."""
    return Runs(pytester)


# Fixtures.


def test_fake_loop_is_a_loop_that_has_been_entered(run: Runs) -> None:
    passes(
        run("""
        def test_it(fake_loop):
            assert FakeLoop.current() is fake_loop and fake_loop.now == 0.0
            fake_loop.advance(3600)
            assert fake_loop.now == 3600.0
        """)
    )


def test_fake_loop_is_left_at_the_end_of_the_test(run: Runs) -> None:
    passes(
        run("""
        def test_first(fake_loop):
            fake_loop.advance(1)

        def test_second():
            assert FakeLoop.current() is None
        """),
        2,
    )


def test_each_test_has_a_loop_of_its_own(run: Runs) -> None:
    passes(
        run("""
        @pytest.mark.parametrize("number", range(3))
        def test_it(fake_loop, number):
            assert fake_loop.now == 0.0
            fake_loop.advance(number)
        """),
        3,
    )


def test_fake_network_serves_on_the_fake_loop(run: Runs) -> None:
    passes(
        run("""
        def test_it(fake_loop, fake_network):
            fake_network.get("http://server/").respond(text="hello", delay=2)
            manager = QNetworkAccessManager()
            reply = get(manager)
            fake_loop.run_until(reply.finished)
            assert bytes(reply.readAll()) == b"hello" and fake_loop.now == 2.0
        """)
    )


def test_fake_network_alone_brings_the_loop(run: Runs) -> None:
    passes(
        run("""
        def test_it(fake_network):
            assert FakeLoop.current() is not None
        """)
    )


def test_an_own_fixture_of_the_same_name_is_used_instead(run: Runs) -> None:
    passes(
        run("""
        @pytest.fixture
        def fake_loop():
            return "mine"

        @pytest.mark.explore(seeds="anything")
        def test_it(fake_loop):
            assert fake_loop == "mine"
        """)
    )


def test_real_loop_runs_until_a_signal_comes(run: Runs) -> None:
    passes(
        run("""
        def test_it(real_loop):
            class Sender(QObject):
                sent = Signal(int, str)

            sender = Sender()
            QTimer.singleShot(0, lambda: sender.sent.emit(1, "a"))
            assert real_loop.run_until(sender.sent) == (1, "a")
        """)
    )


def test_real_loop_hears_a_signal_of_another_thread(run: Runs) -> None:
    passes(
        run("""
        def test_it(real_loop):
            thread = QThread()
            QTimer.singleShot(0, thread.start)
            real_loop.run_until(thread.started)
            thread.quit()
            assert thread.wait(5000)
        """)
    )


def test_real_loop_runs_until_a_function_is_true(run: Runs) -> None:
    passes(
        run("""
        def test_it(real_loop):
            done = []
            QTimer.singleShot(1, lambda: done.append(7))
            assert real_loop.run_until(lambda: done) == [7]
            assert real_loop.now > 0
        """)
    )


def test_real_loop_says_what_it_waited_for_in_vain(run: Runs) -> None:
    fails(
        run("""
        def test_it(real_loop):
            thread = QThread()
            real_loop.run_until(thread.finished, timeout=0.01)
        """),
        ">*real_loop.run_until(thread.finished, timeout=0.01)",
        "E *TimeoutError: waited 0.01 s in vain for finished() of QThread, from now on",
        "E *after * nothing is left to come in this thread",
        "test_it.py:*TimeoutError",
    )
    passes(
        run("""
        @pytest.mark.allow_leaks("timers")
        def test_it(real_loop):
            timer = QTimer(objectName="late")
            timer.start(50_000)
            with pytest.raises(TimeoutError, match=r"(?s)waited 0.01 s in vain for .*timer of QTimer 'late', every"):
                real_loop.run_until(lambda: False, timeout=0.01)
        """)
    )


def test_real_loop_becomes_idle_when_single_shots_have_fired(run: Runs) -> None:
    passes(
        run("""
        def test_it(real_loop):
            fired = []
            QTimer.singleShot(2, lambda: QTimer.singleShot(2, lambda: fired.append(1)))
            ticker = QTimer()
            ticker.start(1)
            real_loop.run_until_idle()
            assert fired == [1]
        """)
    )


def test_real_loop_processes_what_is_ready(run: Runs) -> None:
    passes(
        run("""
        def test_it(real_loop):
            seen, gone = [], []
            QTimer.singleShot(0, lambda: seen.append(1))
            doomed = QObject()
            doomed.destroyed.connect(lambda: gone.append(1))
            doomed.deleteLater()
            assert real_loop.process_events()
            assert seen == [1] and gone == [1]
            assert not real_loop.process_events()
        """)
    )


def test_both_loops_in_one_test_are_refused(run: Runs) -> None:
    result = run("""
        def test_it(fake_loop, real_loop):
            pass
    """)
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*a test runs in real time or on virtual time, not on both*"])


def test_signal_spy_makes_spies_that_end_with_the_test(run: Runs) -> None:
    passes(
        run("""
        class Sender(QObject):
            sent = Signal(int)

        sender = Sender()

        def test_spy(signal_spy):
            spy = signal_spy(sender.sent)
            sender.sent.emit(1)
            assert spy.args == (1,)
            kept.append(spy)

        def test_ended():
            sender.sent.emit(2)
            assert kept[0].count == 1

        def test_all(signal_spy):
            spy = signal_spy.all_of(sender)
            sender.sent.emit(3)
            sender.setObjectName("x")
            spy.assert_names(["sent", "objectNameChanged"])
        """),
        3,
    )


def test_an_application_left_by_the_test_is_shut_down(run: Runs) -> None:
    passes(
        run("""
        def test_first(fake_loop):
            kept.append(QCoreApplication([]))

        def test_second(fake_loop):
            assert QCoreApplication.instance() is None
        """),
        2,
    )


def test_an_application_that_was_there_before_stays(run: Runs) -> None:
    passes(
        run("""
        @pytest.fixture(scope="module")
        def application():
            made = QCoreApplication([])
            yield made
            made.shutdown()

        def test_first(application, fake_loop):
            assert QCoreApplication.instance() is application

        def test_second(application, fake_loop):
            assert QCoreApplication.instance() is application
        """),
        2,
    )


# Failures.


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


def test_what_fixtures_of_the_test_end_is_no_leak(run: Runs) -> None:
    passes(
        run("""
        @pytest.fixture
        def client(fake_loop):
            timer = QTimer()
            yield timer
            timer.stop()

        @pytest.fixture
        def independent():
            timer = QTimer()
            yield timer
            timer.stop()

        def test_it(client, independent):
            client.start(1000)
            independent.start(1000)
        """)
    )


def test_what_was_there_before_the_test_is_no_leak_and_goes_on(run: Runs) -> None:
    passes(
        run("""
        @pytest.fixture(scope="module")
        def wide():
            timer = QTimer()
            timer.start(1000)
            yield timer
            timer.stop()

        def test_first(wide, fake_loop):
            fake_loop.advance(3)

        def test_second(wide, fake_loop):
            assert wide.isActive() and wide.remainingTime() <= 1000
        """),
        2,
    )


def test_what_is_to_be_deleted_is_deleted_before_the_look_for_leaks(run: Runs) -> None:
    passes(
        run("""
        @pytest.mark.parametrize("number", range(2))
        @pytest.mark.parametrize("loop", ["fake_loop", "real_loop"])
        def test_it(request, loop, number, deleting):
            pass

        @pytest.fixture
        def deleting(request, loop):
            request.getfixturevalue(loop)
            kept.append(QTimer())
            kept[-1].start(1000)
            kept[-1].deleteLater()
        """),
        4,
    )


@pytest.mark.parametrize("loop", ["fake_loop", "real_loop"])
def test_what_is_ready_is_delivered_before_the_look_for_leaks(run: Runs, loop: str) -> None:
    passes(
        run(f"""
        seen = []

        class Receiver(QObject):
            def customEvent(self, event):
                seen.append(event.type())

        def test_first({loop}):
            kept.append(Receiver())
            QCoreApplication.postEvent(kept[0], QEvent(QEvent.Type.User))
            QTimer.singleShot(0, lambda: seen.append("shot"))

        def test_second():
            assert seen == [QEvent.Type.User, "shot"]
        """),
        2,
    )


@pytest.mark.parametrize("loop", ["fake_loop", "real_loop"])
def test_a_thread_that_was_told_to_quit_is_waited_for(run: Runs, loop: str) -> None:
    passes(
        run(f"""
        def test_it({loop}):
            thread = QThread()
            thread.start()
            kept.append(thread)
            thread.quit()
        """)
    )


def test_a_thread_in_real_time_is_ended_after_it_was_reported(run: Runs) -> None:
    fails(
        run("""
        class Busy(QThread):
            def run(self):
                while not self.isInterruptionRequested():
                    self.msleep(1)

        def test_first(real_loop):
            kept.append(Busy())
            kept[0].start()

        def test_second(real_loop):
            assert kept[0].isFinished()
        """),
        "*Busy is still running*",
        passed=1,
    )


def test_a_slot_that_ends_the_program_at_the_end_fails_the_test(run: Runs) -> None:
    fails(
        run("""
        def test_it(fake_loop):
            QTimer.singleShot(0, sys.exit)
        """),
        "SystemExit: ",
    )


def test_what_is_begun_without_a_line_of_the_program_is_not_put_down_to_the_runner(run: Runs) -> None:
    fails(
        run("""
        class Sender(QObject):
            sent = Signal()

        def test_it(fake_loop):
            from netaccess.QtCore import Qt
            kept.append(Sender())
            kept[0].sent.connect(kept[0].sent.emit, Qt.ConnectionType.QueuedConnection)
            kept[0].sent.emit()
        """),
        "*for Sender was never delivered",
        "*posted at (not by a line of the program)",
    )


def test_the_pool_of_all_serves_one_test_after_the_other(run: Runs) -> None:
    passes(
        run("""
        @pytest.mark.parametrize("number", range(3))
        def test_virtual(fake_loop, number):
            done = []
            QThreadPool.globalInstance().start(lambda: done.append(number))
            fake_loop.run_until(lambda: done)

        def test_real(real_loop):
            done = []
            QThreadPool.globalInstance().start(lambda: done.append(1))
            real_loop.run_until(lambda: done)

        def test_virtual_again(fake_loop):
            done = []
            QThreadPool.globalInstance().start(lambda: done.append(1))
            fake_loop.run_until(lambda: done)
        """),
        5,
    )


def test_a_cassette_is_recorded_by_a_test_that_passes_and_by_no_other(run: Runs) -> None:
    run(
        """
        import http.server, pathlib

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(204)
                self.end_headers()
            def log_message(self, *args):
                pass

        @pytest.fixture(scope="module")
        def url():
            with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
                thread = threading.Thread(target=server.serve_forever)
                thread.start()
                yield f"http://127.0.0.1:{server.server_address[1]}/"
                server.shutdown()
                thread.join()

        def ask(fake_loop, fake_network, url, path):
            assert fake_network.cassette(path) is None
            manager = QNetworkAccessManager()
            fake_loop.run_until(get(manager, url).finished)

        @pytest.mark.real_network
        def test_passes(fake_loop, fake_network, url):
            ask(fake_loop, fake_network, url, "good.har")

        @pytest.mark.real_network
        def test_fails(fake_loop, fake_network, url):
            ask(fake_loop, fake_network, url, "bad.har")
            assert False

        def test_recorded():
            assert [path.name for path in pathlib.Path().glob("*.har")] == ["good.har"]
        """
    ).assert_outcomes(passed=2, failed=1)


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


def test_a_loop_requested_by_name_is_checked_too(run: Runs) -> None:
    result = run("""
        def test_it(request):
            loop = request.getfixturevalue("fake_loop")
            kept.append(QTimer())
            kept[0].start(10)
    """)
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(["*QTimer is still active*"])
