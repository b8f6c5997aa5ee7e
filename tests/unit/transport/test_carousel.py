"""The carousel: one worker for the connections of an endpoint, for as long as the answers are short."""

from __future__ import annotations

import random
import ssl
import threading
import zlib
from collections import Counter, deque
from collections.abc import Callable

import pytest
import trustme
from wiresupport import WAIT, Peer, Run, hop, serving

from netaccess._transport import carousel as carousel_module
from netaccess._transport.base import UNLIMITED, Ticket
from netaccess._transport.pool import Pool
from netaccess._transport.worker import Worker
from netaccess._values.messages import Endpoint, Failed, Head, Hop, Message

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc"
PLACES = 6

pytestmark = pytest.mark.skipif(not carousel_module._WORTH_IT, reason="threads are not shared on this Python")


class Line:
    """Hops that wait in line for six places; each is a `Run`."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._lock = threading.Lock()
        self._waiting: deque[Run] = deque()
        self.runs: list[Run] = []
        self.threads: Counter[int] = Counter()

    def add(self, one: Hop, credit: int = UNLIMITED, react: Callable[[Run, Message], None] | None = None) -> Run:
        def reacting(run: Run, message: Message) -> None:
            self.threads[threading.get_ident()] += 1
            if react is not None:
                react(run, message)

        run = Run(one, credit, self._next, reacting)
        self._waiting.append(run)
        self.runs.append(run)
        return run

    def _next(self) -> Ticket | None:
        with self._lock:
            return self._waiting.popleft().ticket if self._waiting else None

    def start(self) -> Line:
        """Give the six places to the first in line, as far as those at work have left somebody there."""
        for _ in range(PLACES):
            first = self._next()
            if first is not None:
                self._pool.start(first)
        return self

    def wait(self) -> Line:
        for run in self.runs:
            run.wait()
        return self


def gated(answer: Callable[[Peer, bytes], None]) -> Callable[[Peer, int], None]:
    """Return a handler that holds back the first answers until all six connections have asked, so that the line is long
    when they come; then *answer* is given every request's first line."""
    meet = threading.Barrier(PLACES)

    def handler(peer: Peer, number: int) -> None:
        request = peer.request()
        if number <= PLACES:
            meet.wait(WAIT)
        while request:
            answer(peer, request.split(b"\r\n")[0])
            request = peer.request()

    return handler


def short(peer: Peer, line: bytes) -> None:
    peer.send(OK)


def line_of(pool: Pool, port: int, count: int) -> Line:
    line = Line(pool)
    for _ in range(count):
        line.add(hop(port))
    return line


def test_one_thread_brings_most_of_a_long_line_of_short_answers(pool: Pool) -> None:
    with serving(gated(short)) as server:
        line = line_of(pool, server.port, 300).start().wait()
        assert [run.body for run in line.runs] == [b"abc"] * 300
        assert server.connections == PLACES
    assert line.threads.most_common(1)[0][1] > sum(line.threads.values()) * 0.8


def test_every_hop_of_a_line_reports_the_same_messages_and_asks_for_one_successor(pool: Pool) -> None:
    with serving(gated(short)) as server:
        line = line_of(pool, server.port, 60).start().wait()
    assert {tuple(run.kinds) for run in line.runs[PLACES:]} == {("Sent", "Head", "Data", "End")}
    assert {run.successors for run in line.runs} == {1}


def test_after_a_line_the_connections_rest_and_are_used_again(pool: Pool) -> None:
    with serving(gated(short)) as server:
        endpoint = Endpoint("http", "127.0.0.1", server.port)
        line_of(pool, server.port, 60).start().wait()
        while pool.busy(endpoint) or pool.idle(endpoint) < PLACES:
            threading.Event().wait(0.001)
        line_of(pool, server.port, 60).start().wait()
        assert server.connections == PLACES


def test_a_connection_that_has_nothing_to_do_is_there_for_others_while_the_carousel_turns(pool: Pool) -> None:
    go_on = threading.Event()

    def answer(peer: Peer, line: bytes) -> None:
        if b"/stuck" in line:
            go_on.wait(WAIT)
        peer.send(OK)

    with serving(gated(answer)) as server:
        endpoint = Endpoint("http", "127.0.0.1", server.port)
        line = line_of(pool, server.port, 40)
        stuck = line.add(hop(server.port, target=b"/stuck"))
        line.start()
        for run in line.runs[:-1]:
            run.wait()
        while pool.idle(endpoint) < PLACES - 1:
            threading.Event().wait(0.001)
        more = line_of(pool, server.port, PLACES - 1).start().wait()
        assert not stuck.over.is_set()
        go_on.set()
        stuck.wait()
        assert [run.body for run in more.runs] == [b"abc"] * (PLACES - 1)
        assert server.connections == PLACES


def test_an_answer_in_two_pieces_does_not_hold_up_the_others(pool: Pool) -> None:
    rest_over = threading.Event()

    def answer(peer: Peer, line: bytes) -> None:
        if b"/slow" in line:
            peer.send(OK[:-2])
            rest_over.wait(WAIT)
            peer.send(OK[-2:])
        else:
            peer.send(OK)

    with serving(gated(answer)) as server:
        line = line_of(pool, server.port, 40)
        slow = line.add(hop(server.port, target=b"/slow"))
        others = [line.add(hop(server.port)) for _ in range(40)]
        line.start()
        for run in others:
            run.wait()
        assert not slow.over.is_set()
        rest_over.set()
        assert slow.wait().body == b"abc"


def test_a_request_without_answer_is_reported_as_sent_while_others_go_on(pool: Pool) -> None:
    told = threading.Event()

    def answer(peer: Peer, line: bytes) -> None:
        if b"/late" in line:
            told.wait(WAIT)
        peer.send(OK)

    def react(run: Run, message: Message) -> None:
        if type(message).__name__ == "Sent":
            told.set()

    with serving(gated(answer)) as server:
        line = line_of(pool, server.port, 20)
        late = line.add(hop(server.port, target=b"/late"), react=react)
        for _ in range(20):
            line.add(hop(server.port))
        line.start().wait()
        assert late.kinds == ["Sent", "Head", "Data", "End"]
        assert len(late.batches) == 2


def test_a_cancelled_rider_loses_its_connection_and_its_successor_is_served(pool: Pool) -> None:
    asked = threading.Event()

    def answer(peer: Peer, line: bytes) -> None:
        if b"/stuck" in line:
            asked.set()
            peer.request()
        else:
            peer.send(OK)

    with serving(gated(answer)) as server:
        line = line_of(pool, server.port, 20)
        stuck = line.add(hop(server.port, target=b"/stuck"))
        line.start()
        assert asked.wait(WAIT)
        stuck.ticket.cancel()
        assert stuck.wait().successors == 1
        assert "End" not in stuck.kinds
        for _ in range(20):
            line.add(hop(server.port))
        line.start().wait()


def test_hops_that_are_cancelled_in_line_are_never_sent(pool: Pool) -> None:
    seen: list[bytes] = []

    def answer(peer: Peer, line: bytes) -> None:
        seen.append(line)
        peer.send(OK)

    with serving(gated(answer)) as server:
        line = line_of(pool, server.port, 20)
        for _ in range(10):
            line.add(hop(server.port, target=b"/gone")).ticket.cancel()
        line.add(hop(server.port, target=b"/last"))
        line.start().wait()
    assert [each for each in seen if b"/gone" in each] == []
    assert [each for each in seen if b"/last" in each] != []


def test_a_connection_that_closes_instead_of_answering_costs_nobody_an_answer(pool: Pool) -> None:
    closed: list[int] = []

    def answer(peer: Peer, line: bytes) -> None:
        if b"/close" in line and not closed:
            closed.append(1)
            peer.sock.close()
            raise OSError("closed")
        peer.send(OK)

    with serving(gated(answer)) as server:
        line = line_of(pool, server.port, 20)
        again = line.add(hop(server.port, target=b"/close"))
        for _ in range(20):
            line.add(hop(server.port))
        line.start().wait()
    assert again.body == b"abc"
    assert [run.body for run in line.runs] == [b"abc"] * 41


def test_garbage_fails_its_own_hop_alone(pool: Pool) -> None:
    def answer(peer: Peer, line: bytes) -> None:
        peer.send(b"HTP/1.1 two hundred\r\n\r\n" if b"/bad" in line else OK)

    with serving(gated(answer)) as server:
        line = line_of(pool, server.port, 20)
        bad = line.add(hop(server.port, target=b"/bad"))
        for _ in range(20):
            line.add(hop(server.port))
        line.start().wait()
    assert isinstance(bad.last, Failed)
    assert [run.body for run in line.runs if run is not bad] == [b"abc"] * 40


def test_a_body_to_send_gets_a_worker_of_its_own_and_is_sent_once(pool: Pool) -> None:
    posts: list[bytes] = []

    def answer(peer: Peer, line: bytes) -> None:
        if line.startswith(b"POST"):
            posts.append(line)
        peer.send(OK)

    with serving(gated(answer)) as server:
        line = line_of(pool, server.port, 20)
        line.add(hop(server.port, b"POST", body=b"x", idempotent=False))
        for _ in range(20):
            line.add(hop(server.port))
        line.start().wait()
    assert len(posts) == 1


def test_a_reader_with_limits_gets_a_worker_of_its_own(pool: Pool) -> None:
    with serving(gated(short)) as server:
        line = line_of(pool, server.port, 20)
        limited = line.add(hop(server.port), credit=2)
        for _ in range(20):
            line.add(hop(server.port))
        line.start()
        limited.wait_for(lambda: limited.body == b"ab")
        assert not limited.over.is_set()
        limited.ticket.grant(1)
        assert limited.wait().body == b"abc"
        line.wait()


def test_a_limit_set_while_riding_holds_back_what_comes(pool: Pool) -> None:
    asked, go_on = threading.Event(), threading.Event()

    def answer(peer: Peer, line: bytes) -> None:
        if b"/limited" in line:
            asked.set()
            go_on.wait(WAIT)
        peer.send(OK)

    with serving(gated(answer)) as server:
        line = line_of(pool, server.port, 20)
        limited = line.add(hop(server.port, target=b"/limited"))
        line.start()
        assert asked.wait(WAIT)
        limited.ticket.set_credit(1)
        go_on.set()
        limited.wait_for(lambda: limited.body == b"a")
        assert not limited.over.is_set()
        limited.ticket.grant(UNLIMITED)
        assert limited.wait().body == b"abc"


def test_connections_that_the_server_ends_are_replaced(pool: Pool) -> None:
    def answer(peer: Peer, line: bytes) -> None:
        if b"/close" in line:
            peer.send(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 3\r\n\r\nabc")
            peer.sock.close()
            raise OSError("closed")
        peer.send(OK)

    with serving(gated(answer)) as server:
        line = line_of(pool, server.port, 20)
        for _ in range(3):
            line.add(hop(server.port, target=b"/close"))
            for _ in range(20):
                line.add(hop(server.port))
        line.start().wait()
        assert [run.body for run in line.runs] == [b"abc"] * 83
        assert server.connections > PLACES


def test_without_a_thread_to_be_had_every_hop_still_ends(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(peer: Peer, line: bytes) -> None:
        peer.send(OK[:-1] if b"/half" in line else OK)

    def none_left(self: Worker) -> None:
        raise RuntimeError("can't start new thread")

    with serving(gated(answer)) as server:
        line = line_of(pool, server.port, 40)
        halves = [line.add(hop(server.port, target=b"/half")) for _ in range(PLACES + 1)]
        tail = [line.add(hop(server.port)) for _ in range(5)]
        line.start()
        monkeypatch.setattr(Worker, "start", none_left)
        for run in tail:
            run.wait()
        for run in halves:
            run.ticket.cancel()
            assert run.over.wait(WAIT)


def test_a_line_over_tls_is_served_in_the_same_way(pool: Pool) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(context)
    with serving(gated(short), context) as server:
        line = Line(pool)
        for _ in range(200):
            line.add(hop(server.port, scheme="https", verify=False))
        line.start().wait()
        assert [run.body for run in line.runs] == [b"abc"] * 200
        assert server.connections == PLACES
    assert line.threads.most_common(1)[0][1] > sum(line.threads.values()) * 0.6


def test_a_storm_of_sizes_and_cancellations_ends_every_hop_once(pool: Pool) -> None:
    dice = random.Random(7)

    def answer(peer: Peer, line: bytes) -> None:
        size = int(line.split(b" ")[1].removeprefix(b"/") or b"0")
        peer.send(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % size + b"x" * size)

    with serving(gated(answer)) as server:
        endpoint = Endpoint("http", "127.0.0.1", server.port)
        line = Line(pool)
        for number in range(1500):
            size = dice.choice((0, 3, 3, 3, 1000, 1000, 200_000))
            run = line.add(hop(server.port, target=b"/%d" % size))
            if number > 50 and dice.random() < 0.15:
                victim = line.runs[dice.randrange(number - 20, number)]

                def react(run: Run, message: Message, victim: Run = victim) -> None:
                    victim.ticket.cancel()

                run._react = react
        line.start()
        for run in line.runs:
            assert run.over.wait(WAIT)
        assert {run.successors for run in line.runs} == {1}
        whole = [run for run in line.runs if not run.ticket.cancelled]
        for run in whole:
            assert len(run.wait().body) == int(run.ticket.hop.target[1:])
        while pool.busy(endpoint):
            threading.Event().wait(0.001)


def test_a_head_that_cannot_be_sent_fails_its_own_hop_alone(pool: Pool) -> None:
    with serving(gated(short)) as server:
        line = line_of(pool, server.port, 20)
        bad = line.add(hop(server.port, extra=[(b"Cookie", b"a\r\nb")]))
        for _ in range(20):
            line.add(hop(server.port))
        line.start().wait()
    assert isinstance(bad.last, Failed)
    assert [run.body for run in line.runs if run is not bad] == [b"abc"] * 40


def test_a_long_head_gets_a_worker_of_its_own(pool: Pool) -> None:
    with serving(gated(short)) as server:
        line = line_of(pool, server.port, 20)
        for _ in range(3):
            line.add(hop(server.port, extra=[(b"X", b"y" * 100_000)]))
            for _ in range(20):
                line.add(hop(server.port))
        line.start().wait()
        assert [run.body for run in line.runs] == [b"abc"] * 83
        assert server.connections > PLACES


def test_a_limit_set_while_a_long_decoded_answer_is_taken_holds_up_nobody(pool: Pool) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    packed = packer.compress(bytes(4_000_000)) + packer.flush()
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(packed)

    def answer(peer: Peer, line: bytes) -> None:
        peer.send(head + packed if b"/coded" in line else OK)

    def react(run: Run, message: Message) -> None:
        if isinstance(message, Head):
            run.ticket.set_credit(1000)

    with serving(gated(answer)) as server:
        line = line_of(pool, server.port, 20)
        coded = line.add(hop(server.port, target=b"/coded", decode=True), react=react)
        for _ in range(40):
            line.add(hop(server.port))
        line.start()
        for run in line.runs:
            if run is not coded:
                run.wait()
        coded.ticket.set_credit(UNLIMITED)
        assert len(coded.wait().body) == 4_000_000
