"""The fixtures of the pytest plugin: loops, network, spies, and the application they leave as they found it."""

from __future__ import annotations

from pluginruns import Runs, fails, passes

pytest_plugins = "pytester"


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
