"""The pool of workers: reuse, idleness, cancelling, back-pressure."""

from __future__ import annotations

import subprocess
import sys
import threading

import pytest
from wiresupport import WAIT, Peer, Run, fetch, hop, keeping, serving

from netaccess._transport import hopper as hopper_module
from netaccess._transport.base import UNLIMITED
from netaccess._transport.pool import Pool
from netaccess._values.messages import Connecting, Data, End, Endpoint, Head, Message, Sent

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc"


def named(port: int) -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == f"netaccess 127.0.0.1:{port}"]


def at_end_of(thread: threading.Thread) -> None:
    thread.join(WAIT)
    assert not thread.is_alive()


def test_six_at_once_use_six_connections_and_later_ones_reuse_them(pool: Pool) -> None:
    meet = threading.Barrier(6)

    def handler(peer: Peer, number: int) -> None:
        peer.request()
        meet.wait(WAIT)
        peer.send(OK)
        while peer.request():
            peer.send(OK)

    with serving(handler) as server:
        runs = [Run(hop(server.port)) for _ in range(6)]
        for run in runs:
            pool.start(run.ticket)
        for run in runs:
            run.wait()
        for _ in range(6):
            assert fetch(pool, hop(server.port)).body == b"abc"
        assert server.connections == 6


def test_busy_counts_the_hops_under_way(pool: Pool) -> None:
    go_on = threading.Event()

    def handler(peer: Peer, number: int) -> None:
        peer.request()
        go_on.wait(WAIT)
        peer.send(OK)

    with serving(handler) as server:
        endpoint = Endpoint("http", "127.0.0.1", server.port)
        runs = [Run(hop(server.port)) for _ in range(2)]
        for run in runs:
            pool.start(run.ticket)
        assert pool.busy(endpoint) == 2
        assert pool.busy(Endpoint("http", "127.0.0.1", 1)) == 0
        go_on.set()
        for run in runs:
            run.wait()


def test_endpoints_do_not_share_connections(pool: Pool) -> None:
    with serving(keeping(OK)) as server:
        fetch(pool, hop(server.port))
        fetch(pool, hop(server.port, verify=False))
    assert server.connections == 2


def test_an_idle_worker_ends_after_its_time() -> None:
    pool = Pool(idle_seconds=0.01)
    with serving(keeping(OK)) as server:
        threads: list[threading.Thread] = []
        run = Run(hop(server.port), react=lambda run, message: threads.append(threading.current_thread()))
        pool.start(run.ticket)
        run.wait()
        at_end_of(threads[0])
        assert fetch(pool, hop(server.port)).body == b"abc"
        assert server.connections == 2


def test_close_idle_ends_parked_workers_and_leaves_the_pool_usable(pool: Pool) -> None:
    with serving(keeping(OK)) as server:
        fetch(pool, hop(server.port))
        threads = named(server.port)
        while not pool.idle(Endpoint("http", "127.0.0.1", server.port)):
            threads[0].join(0.001)
        pool.close_idle()
        at_end_of(threads[0])
        assert fetch(pool, hop(server.port)).body == b"abc"
        assert server.connections == 2


def test_after_shutdown_nothing_starts_and_running_hops_end() -> None:
    pool = Pool()
    go_on = threading.Event()

    def handler(peer: Peer, number: int) -> None:
        peer.request()
        go_on.wait(WAIT)
        peer.send(OK)

    with serving(handler) as server:
        run = Run(hop(server.port))
        pool.start(run.ticket)
        thread = named(server.port)[0]
        pool.shutdown()
        with pytest.raises(RuntimeError, match="shut down"):
            pool.start(Run(hop(server.port)).ticket)
        go_on.set()
        assert run.wait().body == b"abc"
        at_end_of(thread)


# Cancelling.


def test_cancel_ends_a_wait_for_the_answer_and_reports_nothing_more(pool: Pool) -> None:
    with serving(lambda peer, number: (peer.request(), peer.request(), None)[2]) as server:
        run = Run(hop(server.port))
        pool.start(run.ticket)
        run.wait_for(lambda: Sent() in run.messages)
        run.ticket.cancel()
        run.wait()
    assert run.messages == [Connecting(), Sent()]
    assert run.successors == 1


def test_cancel_ends_a_blocked_upload(pool: Pool) -> None:
    started = threading.Event()

    def handler(peer: Peer, number: int) -> None:
        peer.until(b"\r\n\r\n")
        started.set()
        over.wait(WAIT)

    over = threading.Event()
    with serving(handler) as server:
        run = Run(hop(server.port, b"PUT", body=bytes(256 << 20)))
        pool.start(run.ticket)
        assert started.wait(WAIT)
        run.ticket.cancel()
        run.wait()
        over.set()
    assert "End" not in run.kinds
    assert "Failed" not in run.kinds


def test_cancel_ends_a_wait_for_credit(pool: Pool) -> None:
    with serving(keeping(b"HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n12345678")) as server:
        run = Run(hop(server.port), credit=3)
        pool.start(run.ticket)
        run.wait_for(lambda: run.body == b"123")
        run.ticket.cancel()
        run.wait()
    assert run.body == b"123"


def test_a_cancelled_connection_is_not_used_again(pool: Pool) -> None:
    def handler(peer: Peer, number: int) -> None:
        peer.request()
        if number > 1:
            peer.send(OK)
        peer.request()

    with serving(handler) as server:
        run = Run(hop(server.port))
        pool.start(run.ticket)
        run.wait_for(lambda: Sent() in run.messages)
        run.ticket.cancel()
        run.wait()
        assert fetch(pool, hop(server.port)).body == b"abc"
    assert server.connections == 2


def test_a_ticket_cancelled_before_it_starts_reports_nothing(pool: Pool) -> None:
    with serving(keeping(OK)) as server:
        run = Run(hop(server.port))
        run.ticket.cancel()
        pool.start(run.ticket)
        run.wait()
    assert run.messages == []
    assert run.successors == 1


def test_cancel_while_dialling_frees_the_place_at_once(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    dialling, let_go, ended = threading.Event(), threading.Event(), threading.Event()
    real = hopper_module.dial

    def slow(endpoint: Endpoint, timeout: float, addresses: list[tuple[str, int]]) -> object:
        if not dialling.is_set():
            dialling.set()
            assert let_go.wait(WAIT)
            ended.set()
        return real(endpoint, timeout, addresses)

    monkeypatch.setattr(hopper_module, "dial", slow)
    with serving(keeping(OK)) as server:
        following = Run(hop(server.port))
        run = Run(hop(server.port), following=lambda: following.ticket)
        pool.start(run.ticket)
        assert dialling.wait(WAIT)
        assert pool.busy(run.ticket.hop.endpoint) == 1
        stuck = named(server.port)[0]
        run.ticket.cancel()
        assert following.wait().body == b"abc"
        let_go.set()
        at_end_of(stuck)
        assert ended.is_set()
    assert run.messages == []
    assert run.successors == 1


def test_cancelling_at_any_moment_ends_each_hop_once(pool: Pool) -> None:
    with serving(keeping(OK)) as server:
        for index in range(200):
            run = Run(hop(server.port))
            pool.start(run.ticket)
            if index % 2:
                run.wait_for(lambda run=run: bool(run.messages))
            run.ticket.cancel()
            run.wait()
            assert run.successors == 1
            assert not any(isinstance(message, Data) and message.data != b"abc" for message in run.messages)
        assert fetch(pool, hop(server.port)).body == b"abc"


# Back-pressure.


def test_no_more_than_the_credit_is_reported(pool: Pool) -> None:
    with serving(keeping(b"HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n12345678")) as server:
        run = Run(hop(server.port), credit=3)
        pool.start(run.ticket)
        run.wait_for(lambda: run.body == b"123")
        run.ticket.grant(2)
        run.wait_for(lambda: run.body == b"12345")
        run.ticket.grant(UNLIMITED)
        run.wait()
    assert run.body == b"12345678"
    assert run.last == End([])


def test_a_server_is_held_back_when_the_credit_is_used_up(pool: Pool) -> None:
    size = 64 << 20
    sent: list[int] = []

    def handler(peer: Peer, number: int) -> None:
        peer.request()
        peer.send(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % size)
        peer.sock.settimeout(0.2)
        block = bytes(1 << 16)
        total = 0
        try:
            while total < size:
                total += peer.sock.send(block)
        except TimeoutError:
            pass
        sent.append(total)

    with serving(handler) as server:
        run = Run(hop(server.port), credit=100_000)
        pool.start(run.ticket)
        run.wait_for(lambda: len(run.body) == 100_000)
        while not sent:
            run.over.wait(0.01)
        run.ticket.cancel()
        run.wait()
    assert sent[0] < size
    assert len(run.body) == 100_000


def test_lowered_credit_holds_from_then_on(pool: Pool) -> None:
    go_on = threading.Event()

    def handler(peer: Peer, number: int) -> None:
        peer.request()
        peer.send(b"HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n1234")
        go_on.wait(WAIT)
        peer.send(b"5678")

    with serving(handler) as server:
        run = Run(hop(server.port))
        pool.start(run.ticket)
        run.wait_for(lambda: run.body == b"1234")
        run.ticket.set_credit(1)
        go_on.set()
        run.wait_for(lambda: run.body == b"12345")
        run.ticket.grant(UNLIMITED)
        assert run.wait().body == b"12345678"


def discard_at_head(run: Run, message: Message) -> None:
    if isinstance(message, Head):
        run.ticket.discard()


@pytest.mark.parametrize(("size", "connections"), [(200_000, 1), (64 << 20, 2)])
def test_a_discarded_body_is_read_only_as_far_as_that_saves_the_connection(
    pool: Pool, size: int, connections: int
) -> None:
    def handler(peer: Peer, number: int) -> None:
        while peer.request():
            peer.send(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % size)
            seen.wait(WAIT)
            peer.send(bytes(size))

    seen = threading.Event()

    def react(run: Run, message: Message) -> None:
        discard_at_head(run, message)
        seen.set()

    with serving(handler) as server:
        run = Run(hop(server.port), react=react)
        pool.start(run.ticket)
        run.wait()
        assert run.last == End([])
        assert len(run.body) < size
        again = Run(hop(server.port), react=react)
        pool.start(again.ticket)
        again.wait()
        assert server.connections == connections


def test_a_discarded_body_that_does_not_come_gives_the_place_back(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hopper_module, "_DISCARD_PATIENCE", 10)
    over = threading.Event()

    def handler(peer: Peer, number: int) -> None:
        peer.request()
        peer.send(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n")
        over.wait(WAIT)

    with serving(handler) as server:
        run = Run(hop(server.port))
        pool.start(run.ticket)
        run.wait_for(lambda: "Head" in run.kinds)
        run.ticket.discard()
        assert run.wait().last == End([])
        over.set()


def test_importing_the_pool_loads_nothing_heavy() -> None:
    heavy = "ssl", "socket", "urllib3", "certifi", "http.client", "select", "zlib", "email"
    code = (
        "import sys; before = set(sys.modules); import netaccess._transport.pool; "
        f"print([name for name in {heavy!r} if name in set(sys.modules) - before])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_ticket_started_when_a_hop_has_ended_waits_for_its_worker(pool: Pool) -> None:
    with serving(keeping(OK)) as server:
        second = Run(hop(server.port))

        def go_on(run: Run, message: Message) -> None:
            if isinstance(message, End):
                pool.start(second.ticket)

        pool.start(Run(hop(server.port), react=go_on).ticket)
        assert second.wait().kinds[-1] == "End"
        assert server.connections == 1


def test_a_promised_ticket_gets_a_new_worker_when_the_promised_one_goes_on(pool: Pool) -> None:
    with serving(keeping(OK)) as server:
        promised, following = Run(hop(server.port)), Run(hop(server.port))

        def go_on(run: Run, message: Message) -> None:
            if isinstance(message, End):
                pool.start(promised.ticket)

        pool.start(Run(hop(server.port), react=go_on, following=lambda: following.ticket).ticket)
        assert promised.wait().kinds[-1] == "End"
        assert following.wait().kinds[-1] == "End"
