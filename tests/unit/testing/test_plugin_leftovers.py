"""What the pytest plugin takes for a leak at the end of a test, and what not; what is recorded, and shared by tests."""

from __future__ import annotations

import pytest
from pluginruns import Runs, fails, passes

pytest_plugins = "pytester"


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
