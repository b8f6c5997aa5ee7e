"""How long a reply waits, on virtual time: for the next sign of life, for the whole transfer, for a connection."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from faketransport import FakeTransport, Recorder, answer, head, request
from looping import run_for
from virtualclock import VirtualClock

from netaccess._access.manager import QNetworkAccessManager
from netaccess._values.errors import NetworkError
from netaccess._values.messages import Connecting, Data, Sent
from netaccess._values.request import QNetworkRequest

ATTRIBUTE = QNetworkRequest.Attribute


# -- the transfer timeout --------------------------------------------------------------------------------------------


def timed(milliseconds: int, url: str = "http://host/") -> QNetworkRequest:
    made = request(url)
    made.setTransferTimeout(milliseconds)
    return made


def test_a_server_that_says_nothing_more_times_out(
    manager: QNetworkAccessManager, wire: FakeTransport, clock: VirtualClock
) -> None:
    reply = manager.get(timed(500))
    moments: list[float] = []
    reply.finished.connect(lambda: moments.append(round(clock.now(), 3)))
    wire.say_at(100, wire.tickets[0], Connecting(), Sent())
    run_for(5000)
    assert moments == [0.6]
    assert (reply.error(), reply.errorString()) == (NetworkError.TimeoutError, "Operation timed out")


def test_a_timeout_cancels_the_hop(manager: QNetworkAccessManager, wire: FakeTransport) -> None:
    manager.get(timed(500))
    wire.say(wire.tickets[0], Connecting())
    run_for(1000)
    assert wire.tickets[0].cancelled


def test_every_sign_of_life_starts_the_timeout_anew(
    manager: QNetworkAccessManager, wire: FakeTransport, clock: VirtualClock
) -> None:
    reply = manager.get(timed(500))
    moments: list[float] = []
    reply.finished.connect(lambda: moments.append(round(clock.now(), 3)))
    ticket = wire.tickets[0]
    wire.say(ticket, Sent(), head())
    for place in range(1, 11):
        wire.say_at(place * 400, ticket, Data(b"x"))
    run_for(10_000)
    assert moments == [4.5]
    assert reply.readAll() == b"" or reply.error() == NetworkError.TimeoutError


def test_time_in_the_queue_does_not_count(
    manager: QNetworkAccessManager, wire: FakeTransport, clock: VirtualClock
) -> None:
    replies = [manager.get(timed(500, f"http://host/{number}")) for number in range(7)]
    moments: list[float] = []
    replies[6].finished.connect(lambda: moments.append(round(clock.now(), 3)))
    wire.say_at(10_000, wire.tickets[0], *answer(b"x"))
    run_for(10_050)
    assert moments == []
    wire.say(wire.tickets[6], Connecting())
    run_for(2000)
    assert moments == [10.55]


def test_a_manager_gives_requests_its_timeout_unless_they_have_their_own(
    manager: QNetworkAccessManager, wire: FakeTransport, clock: VirtualClock
) -> None:
    manager.setTransferTimeout(1000)
    ends: dict[str, float] = {}
    for name, made in (("theirs", request("http://a/")), ("own", timed(300, "http://b/"))):
        manager.get(made).finished.connect(lambda name=name: ends.update({name: round(clock.now(), 3)}))
    for ticket in wire.tickets:
        wire.say(ticket, Connecting())
    run_for(3000)
    assert ends == {"theirs": 1.0, "own": 0.3}


def test_a_finished_reply_does_not_time_out(manager: QNetworkAccessManager, wire: FakeTransport) -> None:
    from netaccess._kernel.threaddata import current

    wire.script = lambda ticket: answer(b"x")
    reply = manager.get(timed(500))
    recorder = Recorder(manager, reply)
    run_for(5000)
    assert recorder.log.count("finished") == 1
    assert reply.error() == NetworkError.NoError
    assert not current().timers


# -- our own timeouts ------------------------------------------------------------------------------------------------


def test_a_total_timeout_counts_from_the_call_and_whatever_progress_there_is(
    manager: QNetworkAccessManager, wire: FakeTransport
) -> None:
    asked = request()
    asked.setAttribute(ATTRIBUTE.TotalTimeoutAttribute, 500)
    reply = manager.get(asked)
    recorder = Recorder(manager, reply)
    wire.say(wire.tickets[0], Connecting(), Sent(), head(length=1000))
    for step in range(1, 10):
        wire.say_at(step * 100, wire.tickets[0], Data(b"x"))
    run_for(499)
    assert not reply.isFinished()
    run_for(2)
    assert recorder.of("errorOccurred") == [(NetworkError.TimeoutError,)]
    assert recorder.log.count("finished") == 1


def test_a_total_timeout_includes_the_time_in_the_queue(manager: QNetworkAccessManager, wire: FakeTransport) -> None:
    for _ in range(6):
        manager.get(request())
    asked = request()
    asked.setAttribute(ATTRIBUTE.TotalTimeoutAttribute, 200)
    reply = manager.get(asked)
    run_for(201)
    assert reply.error() == NetworkError.TimeoutError


def test_a_total_timeout_of_a_reply_that_has_finished_does_nothing(
    manager: QNetworkAccessManager, wire: FakeTransport
) -> None:
    wire.script = lambda ticket: answer(b"body")
    asked = request()
    asked.setAttribute(ATTRIBUTE.TotalTimeoutAttribute, 200)
    reply = manager.get(asked)
    recorder = Recorder(manager, reply)
    run_for(300)
    assert recorder.log.count("finished") == 1
    assert reply.error() == NetworkError.NoError


def test_a_connect_timeout_reaches_the_wire_in_seconds(manager: QNetworkAccessManager, wire: FakeTransport) -> None:
    asked = request()
    asked.setAttribute(ATTRIBUTE.ConnectTimeoutAttribute, timedelta(seconds=1.5))
    manager.get(asked)
    manager.get(request())
    assert [ticket.hop.connect_timeout for ticket in wire.tickets] == [1.5, 30]


@pytest.mark.parametrize("value", [0, -1, timedelta(0)])
def test_a_timeout_that_leaves_no_time_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match="TotalTimeoutAttribute is a time of more than 0 milliseconds"):
        request().setAttribute(ATTRIBUTE.TotalTimeoutAttribute, value)
