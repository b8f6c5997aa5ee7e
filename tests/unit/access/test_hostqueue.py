"""Six at a time to one host, by priority, and what waits may be cancelled."""

from __future__ import annotations

import threading

import pytest
from faketransport import FakeTransport, answer, request
from looping import drain

from netaccess._access.hostqueue import CONNECTIONS_PER_HOST, HostQueue
from netaccess._access.manager import QNetworkAccessManager
from netaccess._access.places import Places
from netaccess._transport.base import Ticket
from netaccess._values.messages import Endpoint, Failed, Hop, Message
from netaccess._values.request import QNetworkRequest

HIGH, NORMAL, LOW = 1, 3, 5
ENDPOINT = Endpoint("http", "host", 80)


class Started(list[Ticket]):
    """A transport that does nothing but count."""

    def start(self, ticket: Ticket) -> None:
        self.append(ticket)

    def close_idle(self) -> None: ...

    def shutdown(self) -> None: ...

    def busy(self, endpoint: Endpoint) -> int:
        return len(self)


def ticket(queue: HostQueue, name: str = "x") -> Ticket:
    return Ticket(Hop(ENDPOINT, b"GET", name.encode(), []), lambda batch: None, queue)


def filled() -> tuple[HostQueue, Started]:
    started = Started()
    queue = HostQueue(ENDPOINT, started, Places())
    for _ in range(CONNECTIONS_PER_HOST):
        queue.submit(ticket(queue), NORMAL)
    return queue, started


def names(queue: HostQueue) -> str:
    """Take everything out of the queue; return the order it came in."""
    order = b""
    while (following := queue()) is not None:
        order += following.hop.target
    return order.decode()


def test_six_are_started_and_the_seventh_waits() -> None:
    queue, started = filled()
    queue.submit(ticket(queue), NORMAL)
    assert len(started) == CONNECTIONS_PER_HOST == 6


def test_the_one_that_waits_is_handed_to_whoever_ends() -> None:
    queue, started = filled()
    waiting = ticket(queue)
    queue.submit(waiting, NORMAL)
    assert queue() is waiting
    assert waiting not in started


def test_first_come_first_served_within_a_priority() -> None:
    queue, _ = filled()
    for name in "abcdef":
        queue.submit(ticket(queue, name), NORMAL)
    assert names(queue) == "abcdef"


def test_high_goes_before_normal_before_low() -> None:
    queue, _ = filled()
    for name, priority in zip("abcdef", (LOW, NORMAL, HIGH, LOW, HIGH, NORMAL), strict=True):
        queue.submit(ticket(queue, name), priority)
    assert names(queue) == "cebfad"


def test_a_cancelled_ticket_that_waits_is_passed_over() -> None:
    queue, _ = filled()
    waiting = {name: ticket(queue, name) for name in "abc"}
    for each in waiting.values():
        queue.submit(each, NORMAL)
    waiting["a"].cancel()
    waiting["b"].cancel()
    assert queue() is waiting["c"]


def test_a_place_that_nobody_takes_is_free() -> None:
    queue, started = filled()
    waiting = ticket(queue)
    queue.submit(waiting, NORMAL)
    waiting.cancel()
    assert queue() is None
    queue.submit(ticket(queue), NORMAL)
    assert len(started) == 7


def test_a_queue_is_idle_when_all_have_ended() -> None:
    queue, _ = filled()
    assert not queue.idle()
    for _ in range(CONNECTIONS_PER_HOST):
        assert queue() is None
    assert queue.idle()


def test_never_more_than_six_are_under_way_whoever_submits_and_ends() -> None:
    under_way, most, lock = [0], [0], threading.Lock()
    total, done = 400, threading.Semaphore(0)

    class Pool(Started):
        def start(self, ticket: Ticket) -> None:
            threading.Thread(target=self.work, args=(ticket,), daemon=True).start()

        def work(self, first: Ticket) -> None:
            following: Ticket | None = first
            while following is not None:
                with lock:
                    under_way[0] += 1
                    most[0] = max(most[0], under_way[0])
                with lock:
                    under_way[0] -= 1
                done.release()
                following = following.successor()

    queue = HostQueue(ENDPOINT, Pool(), Places())
    for number in range(total):
        queue.submit(ticket(queue), (HIGH, NORMAL, LOW)[number % 3])
    for _ in range(total):
        assert done.acquire(timeout=20)
    assert most[0] <= CONNECTIONS_PER_HOST


@pytest.mark.parametrize(
    ("endpoint", "host"),
    [
        (Endpoint("http", "host", 80), b"host"),
        (Endpoint("http", "host", 8080), b"host:8080"),
        (Endpoint("https", "host", 443), b"host"),
        (Endpoint("https", "host", 80), b"host:80"),
        (Endpoint("http", "::1", 80), b"[::1]"),
        (Endpoint("http", "::1", 81), b"[::1]:81"),
    ],
)
def test_the_host_field_names_the_port_where_it_is_not_the_usual_one(endpoint: Endpoint, host: bytes) -> None:
    assert HostQueue(endpoint, Started(), Places()).plain_fields[0] == (b"Host", host)


def test_a_manager_has_six_under_way_to_each_host(manager: QNetworkAccessManager, wire: FakeTransport) -> None:
    for number in range(20):
        manager.get(request(f"http://host{number % 2}/{number}"))
    assert [ticket.hop.endpoint.host for ticket in wire.tickets].count("host0") == 6
    assert len(wire.tickets) == 12


def test_ports_and_schemes_are_hosts_of_their_own(manager: QNetworkAccessManager, wire: FakeTransport) -> None:
    for url in ("http://host/", "http://host:81/", "https://host/"):
        for _ in range(7):
            manager.get(request(url))
    assert len(wire.tickets) == 18


def test_requests_of_a_manager_go_by_priority(manager: QNetworkAccessManager, wire: FakeTransport) -> None:
    for number in range(6):
        manager.get(request(f"http://host/first{number}"))
    for name, priority in (("low", "LowPriority"), ("normal", "NormalPriority"), ("high", "HighPriority")):
        made = request(f"http://host/{name}")
        made.setPriority(QNetworkRequest.Priority[priority])
        manager.get(made)
    wire.script = lambda ticket: answer(b"x")
    wire.say(wire.tickets[0], *answer(b"x"))
    drain()
    assert [ticket.hop.target for ticket in wire.tickets[6:]] == [b"/high", b"/normal", b"/low"]


def test_a_reply_aborted_while_it_waits_is_never_started(manager: QNetworkAccessManager, wire: FakeTransport) -> None:
    replies = [manager.get(request(f"http://host/{number}")) for number in range(8)]
    replies[6].abort()
    wire.say(wire.tickets[0], *answer(b"x"))
    assert [ticket.hop.target for ticket in wire.tickets[6:]] == [b"/7"]


def test_a_reply_aborted_under_way_makes_room(manager: QNetworkAccessManager, wire: FakeTransport) -> None:
    replies = [manager.get(request(f"http://host/{number}")) for number in range(7)]
    replies[0].abort()
    assert len(wire.tickets) == 7
    assert wire.busy(wire.tickets[0].hop.endpoint) == 6


# -- how many there may be -------------------------------------------------------------------------------------------


def test_the_request_that_came_last_says_how_many_connections_there_may_be() -> None:
    started = Started()
    queue = HostQueue(ENDPOINT, started, Places())
    for _ in range(5):
        queue.submit(ticket(queue), NORMAL, 2)
    assert len(started) == 2
    queue.submit(ticket(queue), NORMAL, 4)
    assert len(started) == 3


def test_a_host_shrinks_to_a_smaller_number_as_its_hops_end() -> None:
    queue, _ = filled()
    for _ in range(10):
        queue.submit(ticket(queue), NORMAL, 2)
    assert [queue() is None for _ in range(6)] == [True, True, True, True, False, False]


def full_house(count: int, each: int = 1) -> tuple[Places, list[HostQueue], Started]:
    """Return *count* queues with *each* tickets submitted to every one of them, in turns."""
    places, started = Places(), Started()
    queues = [HostQueue(Endpoint("http", f"host{number}", 80), started, places) for number in range(count)]
    for _ in range(each):
        for queue in queues:
            queue.submit(ticket(queue), NORMAL)
    return places, queues, started


def test_every_host_gets_a_first_place_where_there_are_no_further_ones() -> None:
    _, queues, started = full_house(100, 3)
    assert len(started) == 100
    assert {each.successor for each in started} == set(queues)


def test_a_host_grows_when_there_is_room_again() -> None:
    _, queues, started = full_house(64, 4)
    assert len(started) == 64
    for queue in queues[1:32]:
        while queue() is not None:
            pass
    before = len(started)
    assert queues[0]() is not None
    assert len(started) == before + 1


def test_beyond_the_most_that_run_at_all_hosts_take_turns() -> None:
    places, queues, started = full_house(257, 2)
    assert len(started) == 256
    assert len(places.waiting) == 1
    assert queues[0]() is None  # it gives its place away, and stands in line for another
    assert started[-1].successor is queues[256]
    assert list(places.waiting) == [queues[0]]
    assert not queues[0].idle()
    assert queues[256]() is None
    assert started[-1].successor is queues[0]


def test_a_host_whose_waiting_tickets_were_cancelled_passes_its_turn_on() -> None:
    places, queues, started = full_house(256)
    gone, last = (HostQueue(Endpoint("http", name, 80), started, places) for name in ("gone", "last"))
    unwanted = ticket(gone)
    gone.submit(unwanted, NORMAL)
    last.submit(ticket(last), NORMAL)
    unwanted.cancel()
    assert queues[0]() is None
    assert started[-1].successor is last
    assert gone.idle()


# -- connections in advance, and ends that come at a bad moment ------------------------------------------------------


def test_a_connection_given_up_while_it_waited_keeps_nobody_waiting() -> None:
    queue, started = filled()
    queue.connect(lambda batch: None).cancel()
    while queue() is not None:
        pass
    for _ in range(CONNECTIONS_PER_HOST - 1):
        queue()
    before = len(started)
    queue.submit(ticket(queue), NORMAL)
    assert len(started) == before + 1


def test_a_connection_in_advance_leaves_the_number_of_connections_as_it_was() -> None:
    started = Started()
    queue = HostQueue(ENDPOINT, started, Places())
    for _ in range(3):
        queue.submit(ticket(queue), NORMAL, 1)
    queue.connect(lambda batch: None)
    assert queue() is not None
    assert len(started) == 1


def test_a_queue_that_finds_all_places_free_again_is_not_left_in_the_line() -> None:
    places, queues, started = full_house(256)
    late = HostQueue(Endpoint("http", "late", 80), started, places)
    wait = Places.wait

    def all_end_first(self: Places, queue: HostQueue) -> None:
        for each in queues:
            each()
        wait(self, queue)

    Places.wait = all_end_first  # type: ignore[method-assign]
    try:
        late.submit(ticket(late), NORMAL)
    finally:
        Places.wait = wait  # type: ignore[method-assign]
    assert started[-1].successor is late


def test_a_host_that_would_grow_after_the_shutdown_fails_the_ticket_and_goes_on() -> None:
    class ShutDown(Started):
        down = False

        def start(self, ticket: Ticket) -> None:
            if self.down:
                raise RuntimeError("The transport has been shut down")
            super().start(ticket)

    transport = ShutDown()
    queue = HostQueue(ENDPOINT, transport, Places())
    heard: list[Message] = []
    queue.submit(ticket(queue), NORMAL, 1)
    first, second = ticket(queue, "first"), Ticket(Hop(ENDPOINT, b"GET", b"second", []), heard.extend, queue)
    queue.submit(first, NORMAL, 1)
    queue.submit(second, NORMAL, 1)
    queue._limit = 2  # there was no room for a second hop before
    transport.down = True
    assert queue() is first
    assert [type(message) for message in heard] == [Failed]
    assert queue() is None
    assert queue.idle()
