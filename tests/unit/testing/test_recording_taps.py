"""Taps by themselves: what they hear of a hop, in whatever order its ends come, and how long virtual time stands still."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Iterator

import pytest

from netaccess._transport.base import Ticket
from netaccess._values.errors import NetworkError
from netaccess._values.messages import (
    Connecting,
    Data,
    Encrypted,
    End,
    Endpoint,
    Failed,
    Head,
    Hop,
    Message,
    ProxyRoute,
    Sent,
    UploadProgress,
)
from netaccess.testing.cassettes import stages
from netaccess.testing.cassettes.har import HarTimings
from netaccess.testing.cassettes.recording import Recorder, RecordingTransport, TappedTicket, TappedUpload, url_of
from netaccess.testing.cassettes.stages import Stages
from netaccess.testing.virtualtime.outside import Outside

ENDPOINT = Endpoint("http", "host", 80)
HEAD = Head(200, "OK", [(b"Content-Type", b"text/plain")], 2)
ANSWER: list[Message] = [Connecting(), Sent(), HEAD, Data(b"ok"), End([])]


class Counter(Outside):
    """Counts what is under way outside."""

    def __init__(self) -> None:
        super().__init__(patience=1.0)
        self.value = 0
        self.highest = 0

    def begins(self) -> None:
        self.value += 1
        self.highest = max(self.highest, self.value)

    def ends(self) -> None:
        self.value -= 1


class Inner:
    """A transport that keeps what it is given."""

    def __init__(self) -> None:
        self.tickets: list[Ticket] = []
        self.calls: list[str] = []
        self.closed = False

    def start(self, ticket: Ticket) -> None:
        if self.closed:
            raise RuntimeError("shut down")
        self.tickets.append(ticket)

    def close_idle(self) -> None:
        self.calls.append("close_idle")

    def shutdown(self) -> None:
        self.calls.append("shutdown")

    def busy(self, endpoint: Endpoint) -> int:
        return len(self.tickets)


class Bench:
    """A ticket on a recording transport, and what the program hears of it."""

    def __init__(self, hop: Hop | None = None, following: Ticket | None = None) -> None:
        self.counter = Counter()
        self.recorder = Recorder(self.counter)
        self.inner = Inner()
        self.transport = RecordingTransport(self.inner, self.recorder)
        self.heard: list[Message] = []
        self.left = 0
        self._following = following
        self.ticket = Ticket(hop or Hop(ENDPOINT, b"GET", b"/", []), self.heard.extend, self._successor)

    def _successor(self) -> Ticket | None:
        self.left += 1
        return self._following


def test_what_is_heard_is_handed_on() -> None:
    bench = Bench()
    bench.transport.start(bench.ticket)
    bench.inner.tickets[0].sink(ANSWER)
    assert bench.heard == ANSWER
    assert bench.ticket.successor() is None
    assert bench.left == 1
    (entry,) = bench.recorder.entries()
    assert entry.response.content.body == b"ok"


def test_the_ticket_that_is_started_is_the_programs_own() -> None:
    bench = Bench()
    bench.transport.start(bench.ticket)
    assert bench.inner.tickets == [bench.ticket]
    assert isinstance(bench.ticket, TappedTicket)


def test_virtual_time_stands_still_until_the_hop_is_told_of_and_left() -> None:
    steps: list[Callable[[Bench], object]] = [
        lambda bench: bench.ticket.sink(ANSWER),
        lambda bench: bench.ticket.successor(),
    ]
    for order in itertools.permutations(steps):
        bench = Bench()
        bench.transport.start(bench.ticket)
        order[0](bench)
        assert bench.counter.value == 1
        order[1](bench)
        assert bench.counter.value == 0


def test_the_program_has_been_told_before_virtual_time_goes_on() -> None:
    bench = Bench()
    values: list[int] = []
    bench.ticket.sink = lambda batch: values.append(bench.counter.value)
    bench.transport.start(bench.ticket)
    bench.ticket.successor()
    bench.ticket.sink(ANSWER)
    assert values == [1]
    assert bench.counter.value == 0


def test_a_sink_that_raises_does_not_stop_virtual_time_for_ever() -> None:
    bench = Bench()

    def broken(batch: list[Message]) -> None:
        raise LookupError

    bench.ticket.sink = broken
    bench.transport.start(bench.ticket)
    bench.ticket.successor()
    with pytest.raises(LookupError):
        bench.ticket.sink(ANSWER)
    assert bench.counter.value == 0


@pytest.mark.parametrize("before", [True, False], ids=["before the worker leaves", "after it has left"])
def test_a_hop_that_is_cancelled_is_over_when_its_worker_leaves(before: bool) -> None:
    bench = Bench()
    bench.transport.start(bench.ticket)
    bench.ticket.sink([Connecting(), Sent()])
    if before:
        bench.ticket.cancel()
        assert bench.counter.value == 1
        bench.ticket.successor()
    else:
        bench.ticket.successor()
        assert bench.counter.value == 1
        bench.ticket.cancel()
    assert bench.counter.value == 0
    assert bench.recorder.entries()[0].aborted


def test_a_hop_that_was_cancelled_before_it_was_started_is_over_when_its_worker_leaves() -> None:
    bench = Bench()
    bench.ticket.cancel()
    bench.transport.start(bench.ticket)
    bench.ticket.successor()
    assert bench.counter.value == 0


def test_what_comes_after_a_cancellation_is_not_recorded() -> None:
    bench = Bench()
    bench.transport.start(bench.ticket)
    bench.ticket.cancel()
    bench.ticket.sink(ANSWER)
    (entry,) = bench.recorder.entries()
    assert entry.aborted
    assert entry.response.status == 0


def test_cancelling_after_the_end_changes_nothing() -> None:
    bench = Bench()
    bench.transport.start(bench.ticket)
    bench.ticket.sink(ANSWER)
    bench.ticket.cancel()
    bench.ticket.successor()
    bench.ticket.cancel()
    assert bench.counter.value == 0
    assert not bench.recorder.entries()[0].aborted


def test_cancelling_interrupts_the_worker_as_ever() -> None:
    bench = Bench()
    bench.transport.start(bench.ticket)
    interrupted: list[None] = []
    assert bench.ticket.interruptible(lambda: interrupted.append(None))
    bench.ticket.cancel()
    assert interrupted == [None]
    assert bench.ticket.cancelled
    assert not bench.ticket.interruptible(None)


def test_the_ticket_that_follows_is_listened_to() -> None:
    heard: list[Message] = []
    second = Ticket(Hop(ENDPOINT, b"GET", b"/second", []), heard.extend, lambda: None)
    bench = Bench(following=second)
    bench.transport.start(bench.ticket)
    assert bench.ticket.successor() is second
    assert bench.counter.value == 2
    bench.ticket.sink(ANSWER)
    second.sink(ANSWER)
    assert second.successor() is None
    assert heard == ANSWER
    assert bench.counter.value == 0
    assert [entry.request.url for entry in bench.recorder.entries()] == ["http://host/", "http://host/second"]


def test_the_ticket_that_follows_can_be_handed_back() -> None:
    second = Ticket(Hop(ENDPOINT, b"GET", b"/second", []), lambda batch: None, lambda: None)
    bench = Bench(following=second)
    back: list[Ticket | None] = []
    transport = RecordingTransport(bench.inner, bench.recorder, back.append)
    transport.start(bench.ticket)
    assert bench.ticket.successor() is None
    assert back == [second]
    assert not isinstance(second, TappedTicket)


def test_a_ticket_that_cannot_be_started_is_forgotten() -> None:
    bench = Bench()
    bench.inner.closed = True
    with pytest.raises(RuntimeError, match="shut down"):
        bench.transport.start(bench.ticket)
    assert bench.counter.value == 0
    assert bench.recorder.entries() == []
    failed = Failed(NetworkError.OperationCanceledError, "Operation canceled")
    bench.ticket.sink([failed])
    assert bench.heard == [failed]


def test_a_closed_recorder_listens_to_nothing_more() -> None:
    bench = Bench()
    bench.recorder.close()
    bench.transport.start(bench.ticket)
    assert not isinstance(bench.ticket, TappedTicket)
    assert bench.counter.highest == 0


def test_hops_under_way_when_the_recorder_is_closed_go_on() -> None:
    bench = Bench()
    bench.transport.start(bench.ticket)
    bench.recorder.close()
    assert bench.counter.value == 1
    bench.ticket.sink(ANSWER)
    bench.ticket.successor()
    assert bench.counter.value == 0
    assert bench.heard == ANSWER
    assert bench.recorder.entries()[0].aborted


def test_the_other_calls_go_to_the_real_transport() -> None:
    bench = Bench()
    bench.transport.start(bench.ticket)
    bench.transport.close_idle()
    bench.transport.shutdown()
    assert bench.inner.calls == ["close_idle", "shutdown"]
    assert bench.transport.busy(ENDPOINT) == 1


def test_many_threads_leave_nothing_behind() -> None:
    counter = Counter()
    recorder = Recorder(counter)
    transport = RecordingTransport(Inner(), recorder)
    tickets = [Ticket(Hop(ENDPOINT, b"GET", b"/%d" % n, []), lambda batch: None, lambda: None) for n in range(400)]
    barrier = threading.Barrier(4)

    def work(mine: list[Ticket]) -> None:
        barrier.wait()
        for ticket in mine:
            transport.start(ticket)
            for message in ANSWER:
                ticket.sink([message])
            ticket.successor()

    def cancel() -> None:
        barrier.wait()
        for ticket in tickets:
            ticket.cancel()

    threads = [threading.Thread(target=work, args=(tickets[n::3],)) for n in range(3)]
    threads.append(threading.Thread(target=cancel))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counter.value == 0
    assert sorted(entry.request.url for entry in recorder.entries()) == sorted(f"http://host/{n}" for n in range(400))


# Parts.


class Blocks:
    """An upload of blocks."""

    length = None

    def __init__(self, *blocks: bytes) -> None:
        self._blocks = blocks
        self._rest: Iterator[bytes] = iter(blocks)
        self.tells_all = True
        self.readable = True

    def read(self) -> bytes:
        return next(self._rest, b"")

    def try_read(self) -> bytes | None:
        return self.read()

    def rewind(self) -> bool:
        self._rest = iter(self._blocks)
        return True


def test_an_upload_is_kept_as_it_is_read() -> None:
    upload = TappedUpload(Blocks(b"a", b"b"))
    assert [upload.read(), upload.try_read(), upload.read()] == [b"a", b"b", b""]
    assert upload.sent() == b"ab"
    assert (upload.length, upload.tells_all, upload.readable) == (None, True, True)


def test_an_upload_that_is_sent_again_is_kept_once() -> None:
    upload = TappedUpload(Blocks(b"a", b"b"))
    upload.read()
    assert upload.rewind()
    assert upload.sent() == b""
    assert [upload.read(), upload.read()] == [b"a", b"b"]
    assert upload.sent() == b"ab"


@pytest.mark.parametrize(
    ("endpoint", "target", "url"),
    [
        (Endpoint("http", "host", 80), b"/a?b=c", "http://host/a?b=c"),
        (Endpoint("https", "host", 443), b"/", "https://host/"),
        (Endpoint("https", "host", 80), b"/", "https://host:80/"),
        (Endpoint("http", "::1", 8080), b"/", "http://[::1]:8080/"),
        (Endpoint("http", "host", 80, ProxyRoute("proxy", 3128)), b"http://host/a", "http://host/a"),
        (Endpoint("https", "host", 443, ProxyRoute("proxy", 3128)), b"/a", "https://host/a"),
    ],
)
def test_a_hops_url_is_put_together(endpoint: Endpoint, target: bytes, url: str) -> None:
    assert url_of(Hop(endpoint, b"GET", target, [])) == url


def test_what_a_proxy_is_told_is_recorded_where_it_is_a_header_of_the_request() -> None:
    proxy = ProxyRoute("proxy", 3128, b"Basic dTpw")
    bench = Bench(Hop(Endpoint("http", "host", 80, proxy), b"GET", b"http://host/", [(b"Host", b"host")]))
    bench.transport.start(bench.ticket)
    (entry,) = bench.recorder.entries()
    assert [name for name, _ in entry.request.headers] == ["Host", "Proxy-Authorization"]


@pytest.mark.parametrize(
    ("batches", "timings"),
    [
        ([(1.0, [Connecting(), Sent(), HEAD, End([])])], HarTimings(connect=0, wait=1000)),
        ([(1.0, [Sent(), HEAD]), (2.0, [Data(b"")]), (4.0, [End([])])], HarTimings(wait=1000, receive=6000)),
        ([(1.0, [Connecting()]), (2.0, [Sent()]), (4.0, [HEAD, End([])])], HarTimings(connect=3000, wait=4000)),
        ([(1.0, [Connecting()]), (2.0, [Sent(), HEAD]), (4.0, [End([])])], HarTimings(connect=3000, receive=4000)),
        ([(1.0, [Connecting()]), (2.0, [Encrypted()]), (4.0, [Sent(), HEAD])], HarTimings(connect=3000, send=4000)),
        ([(1.0, [Sent()]), (2.0, [HEAD]), (4.0, [End([])])], HarTimings(send=1000, wait=2000, receive=4000)),
        ([(1.0, [UploadProgress(1, 2)]), (2.0, [Sent()]), (4.0, [HEAD])], HarTimings(send=3000, wait=4000)),
        ([(1.0, [HEAD]), (2.0, [Sent()]), (4.0, [End([])])], HarTimings(wait=1000, receive=6000)),
        ([(1.0, [Connecting()]), (2.0, [Failed(NetworkError.TimeoutError, "")])], HarTimings(connect=3000)),
        ([], HarTimings()),
    ],
)
def test_the_time_between_batches_goes_to_the_stage_that_was_under_way(
    monkeypatch: pytest.MonkeyPatch, batches: list[tuple[float, list[Message]]], timings: HarTimings
) -> None:
    now = [0.0]
    monkeypatch.setattr(stages, "perf_counter", lambda: now[0])
    clock = Stages()
    for seconds, batch in batches:
        now[0] += seconds
        clock.note(batch)
    assert clock.timings() == timings
