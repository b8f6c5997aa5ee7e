"""A reply on a scripted transport and virtual time: signals, progress, timeouts, back-pressure, redirects, cookies."""

from __future__ import annotations

import itertools
from datetime import timedelta
from typing import Any

import pytest
from faketransport import (
    REFUSED,
    FakeTransport,
    Recorder,
    answer,
    drain,
    field,
    head,
    redirect,
    request,
    run_for,
    secured,
)
from virtualclock import VirtualClock

from netaccess._access.manager import QNetworkAccessManager
from netaccess._access.reply import QNetworkReply
from netaccess._kernel.destruction import destroy
from netaccess._kernel.tombstone import is_buried
from netaccess._transport.base import Ticket
from netaccess._values.errors import NetworkError
from netaccess._values.messages import Connecting, Data, End, Failed, Informational, Sent, UploadProgress
from netaccess._values.request import QNetworkRequest

ATTRIBUTE = QNetworkRequest.Attribute
POLICY = QNetworkRequest.RedirectPolicy
ENDING = ["downloadProgress", "readChannelFinished", "manager.finished", "finished"]


# -- signals ---------------------------------------------------------------------------------------------------------


def test_nothing_is_emitted_before_the_call_returns(manager: QNetworkAccessManager, wire: FakeTransport) -> None:
    wire.script = lambda ticket: answer(b"body")
    recorder = Recorder(manager, manager.get(request()))
    assert recorder.log == []
    drain()
    assert recorder.log[-1] == "finished"


def test_a_response_with_a_body(manager: QNetworkAccessManager, wire: FakeTransport) -> None:
    wire.script = lambda ticket: answer(b"body")
    reply = manager.get(request())
    recorder = Recorder(manager, reply)
    drain()
    assert recorder.log == ["socketStartedConnecting", "requestSent", "metaDataChanged", "readyRead", *ENDING]
    assert recorder.of("downloadProgress") == [(4, 4)]
    assert reply.readAll() == b"body"


def test_a_response_without_a_body_has_nothing_to_read(manager: QNetworkAccessManager, wire: FakeTransport) -> None:
    wire.script = lambda ticket: answer(b"", 204)
    recorder = Recorder(manager, manager.get(request()))
    drain()
    assert "readyRead" not in recorder.log


def test_an_error_status_is_said_before_the_last_progress(manager: QNetworkAccessManager, wire: FakeTransport) -> None:
    wire.script = lambda ticket: answer(b"gone", 404, reason="Not Found")
    reply = manager.get(request("http://host/x"))
    recorder = Recorder(manager, reply)
    finished: list[bool] = []
    reply.errorOccurred.connect(lambda error: finished.append(reply.isFinished()))
    drain()
    assert recorder.log[3:] == ["readyRead", "errorOccurred", "error", *ENDING]
    assert finished == [False]
    assert reply.errorString() == "Error transferring http://host/x - server replied: Not Found"
    assert reply.readAll() == b"gone"


def test_a_failure_of_the_transport(manager: QNetworkAccessManager, wire: FakeTransport) -> None:
    wire.script = lambda ticket: [Connecting(), REFUSED]
    reply = manager.get(request())
    recorder = Recorder(manager, reply)
    drain()
    assert recorder.log == ["socketStartedConnecting", "errorOccurred", "error", *ENDING]
    assert (reply.error(), reply.errorString()) == (NetworkError.ConnectionRefusedError, "Connection refused")


def test_a_failure_in_the_body_keeps_what_has_come(manager: QNetworkAccessManager, wire: FakeTransport) -> None:
    failure = Failed(NetworkError.RemoteHostClosedError, "Connection closed")
    wire.script = lambda ticket: [Sent(), head(length=10), Data(b"half"), failure]
    reply = manager.get(request())
    recorder = Recorder(manager, reply)
    drain()
    assert recorder.log.count("errorOccurred") == recorder.log.count("finished") == 1
    assert recorder.of("downloadProgress") == [(4, 10)]
    assert reply.readAll() == b"half"


def test_an_unknown_scheme_fails_from_the_loop(manager: QNetworkAccessManager, wire: FakeTransport) -> None:
    reply = manager.get(request("foo://host/"))
    recorder = Recorder(manager, reply)
    assert recorder.log == []
    drain()
    assert recorder.log == ["errorOccurred", "error", *ENDING]
    assert reply.errorString() == 'Protocol "foo" is unknown'
    assert wire.tickets == []


@pytest.mark.parametrize(
    ("url", "error"),
    [("http://", "HostNotFoundError"), ("", "ProtocolUnknownError"), ("http:///x", "HostNotFoundError")],
)
def test_a_url_that_leads_nowhere_fails_from_the_loop(
    manager: QNetworkAccessManager, wire: FakeTransport, url: str, error: str
) -> None:
    reply = manager.get(request(url))
    recorder = Recorder(manager, reply)
    drain()
    assert reply.error() is NetworkError[error]
    assert recorder.log.count("finished") == 1


def test_an_informational_response_is_not_shown(manager: QNetworkAccessManager, wire: FakeTransport) -> None:
    wire.script = lambda ticket: [Informational(103, "Early Hints", []), *answer(b"x")[1:]]
    recorder = Recorder(manager, manager.get(request()))
    drain()
    assert recorder.log.count("metaDataChanged") == 1


def test_an_encrypted_connection_is_announced_by_the_manager_first(
    manager: QNetworkAccessManager, wire: FakeTransport
) -> None:
    wire.script = lambda ticket: secured(answer(b"x"))
    reply = manager.get(request("https://host/"))
    order: list[str] = []
    manager.encrypted.connect(lambda which: order.append("manager"))
    reply.encrypted.connect(lambda: order.append("reply"))
    drain()
    assert order == ["manager", "reply"]


def test_blocks_that_come_together_are_announced_together(manager: QNetworkAccessManager, wire: FakeTransport) -> None:
    reply = manager.get(request())
    recorder = Recorder(manager, reply)
    wire.say(wire.tickets[0], Sent(), head(length=6), Data(b"ab"), Data(b"cd"))
    wire.say(wire.tickets[0], Data(b"ef"), End([]))
    drain()
    assert recorder.log.count("readyRead") == 1
    assert reply.readAll() == b"abcdef"


def test_however_much_comes_one_wake_up_lies_in_the_queue(manager: QNetworkAccessManager, wire: FakeTransport) -> None:
    from netaccess._kernel.threaddata import current

    manager.get(request())
    wire.say(wire.tickets[0], Sent(), head())
    for _ in range(100):
        wire.say(wire.tickets[0], Data(b"x"))
    assert len(current().queue) == 1


def test_a_body_can_be_read_line_by_line(manager: QNetworkAccessManager, wire: FakeTransport) -> None:
    wire.script = lambda ticket: [Sent(), head(), Data(b"one\ntw"), Data(b"o\nrest"), End([])]
    reply = manager.get(request())
    drain()
    assert [reply.readLine(), reply.readLine(), reply.canReadLine(), reply.readAll()] == [
        b"one\n",
        b"two\n",
        False,
        b"rest",
    ]


# -- progress --------------------------------------------------------------------------------------------------------


def test_progress_is_said_once_in_a_tenth_of_a_second(
    manager: QNetworkAccessManager, wire: FakeTransport, clock: VirtualClock
) -> None:
    reply = manager.get(request())
    moments: list[float] = []
    reply.downloadProgress.connect(lambda received, total: moments.append(round(clock.now(), 3)))
    ready: list[int] = []
    reply.readyRead.connect(lambda: ready.append(1))
    ticket = wire.tickets[0]
    wire.say(ticket, Sent(), head(length=100))
    for place in range(1, 101):
        wire.say_at(place * 10, ticket, Data(b"x"))
    wire.say_at(1005, ticket, End([]))
    run_for(2000)
    assert len(ready) == 100
    assert moments[-1] == 1.005
    assert 9 <= len(moments) - 1 <= 10
    assert all(later - earlier >= 0.099 for earlier, later in itertools.pairwise(moments[:-1]))


def test_progress_never_comes_without_something_to_read(manager: QNetworkAccessManager, wire: FakeTransport) -> None:
    reply = manager.get(request())
    recorder = Recorder(manager, reply)
    ticket = wire.tickets[0]
    wire.say(ticket, Sent(), head(length=2))
    wire.say_at(500, ticket, Data(b"x"))
    wire.say_at(1000, ticket, Data(b"x"), End([]))
    run_for(2000)
    assert recorder.log[2:] == ["readyRead", "downloadProgress", "readyRead", "downloadProgress", *ENDING]
    assert recorder.of("downloadProgress") == [(1, 2), (2, 2), (2, 2)]


def test_an_unknown_length_is_minus_one_until_the_end(manager: QNetworkAccessManager, wire: FakeTransport) -> None:
    recorder = Recorder(manager, manager.get(request()))
    ticket = wire.tickets[0]
    wire.say(ticket, Sent(), head())
    wire.say_at(500, ticket, Data(b"abc"))
    wire.say_at(600, ticket, End([]))
    run_for(1000)
    assert recorder.of("downloadProgress") == [(3, -1), (3, 3)]


def test_an_upload_says_how_much_is_sent_and_ends_with_zero(
    manager: QNetworkAccessManager, wire: FakeTransport
) -> None:
    wire.script = lambda ticket: [UploadProgress(2, 4), UploadProgress(4, 4), *answer(b"")[1:]]
    recorder = Recorder(manager, manager.post(request(), b"data"))
    drain()
    assert recorder.of("uploadProgress") == [(2, 4), (4, 4), (0, 0)]


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


# -- back-pressure ---------------------------------------------------------------------------------------------------


def test_a_reader_without_a_limit_takes_everything(manager: QNetworkAccessManager, wire: FakeTransport) -> None:
    reply = manager.get(request())
    wire.say(wire.tickets[0], Sent(), head())
    wire.stream(wire.tickets[0], bytes(10_000_000))
    drain()
    assert reply.bytesAvailable() == 10_000_000


def test_no_more_waits_than_the_buffer_holds(manager: QNetworkAccessManager, wire: FakeTransport) -> None:
    reply = manager.get(request())
    reply.setReadBufferSize(1000)
    ticket = wire.tickets[0]
    wire.say(ticket, Sent(), head(length=5000))
    wire.stream(ticket, bytes(range(250)) * 20)
    drain()
    assert reply.bytesAvailable() == 1000
    assert wire.pump(ticket) == 0


@pytest.mark.parametrize("how", ["read", "readAll", "readLine"])
def test_what_is_read_is_granted_to_the_worker(manager: QNetworkAccessManager, wire: FakeTransport, how: str) -> None:
    reply = manager.get(request())
    reply.setReadBufferSize(1000)
    ticket, body, got, most = wire.tickets[0], bytes(i % 251 for i in range(5000)), b"", 0
    wire.say(ticket, Sent(), head(length=5000))
    wire.stream(ticket, body)
    for _ in range(100_000):
        drain()
        most = max(most, reply.bytesAvailable())
        if reply.isFinished() and not reply.bytesAvailable():
            break
        got += bytes({"read": lambda: reply.read(300), "readAll": reply.readAll, "readLine": reply.readLine}[how]())
        if ticket in wire.running:
            wire.pump(ticket)
    assert got == body
    assert most <= 1000


def test_a_limit_set_before_anything_came_holds_from_the_start(
    manager: QNetworkAccessManager, wire: FakeTransport
) -> None:
    for _ in range(6):
        manager.get(request())
    reply = manager.get(request())
    reply.setReadBufferSize(10)
    wire.say(wire.tickets[0], *answer(b""))
    drain()
    assert wire.tickets[6].allowance(100, wait=False, take=False) == 10


def test_lifting_the_limit_lets_the_rest_in(manager: QNetworkAccessManager, wire: FakeTransport) -> None:
    reply = manager.get(request())
    reply.setReadBufferSize(10)
    ticket = wire.tickets[0]
    wire.say(ticket, Sent(), head(length=100))
    wire.stream(ticket, bytes(100))
    drain()
    reply.setReadBufferSize(0)
    wire.pump(ticket)
    drain()
    assert reply.bytesAvailable() == 100


def test_a_smaller_limit_counts_what_waits_already(manager: QNetworkAccessManager, wire: FakeTransport) -> None:
    reply = manager.get(request())
    ticket = wire.tickets[0]
    wire.say(ticket, Sent(), head(), Data(bytes(50)))
    drain()
    reply.setReadBufferSize(20)
    assert ticket.allowance(100, wait=False, take=False) == 0
    reply.setReadBufferSize(80)
    assert ticket.allowance(100, wait=False, take=False) == 30


def test_a_discarded_body_needs_no_credit(manager: QNetworkAccessManager, wire: FakeTransport) -> None:
    reply = manager.get(request())
    reply.setReadBufferSize(1)
    wire.say(wire.tickets[0], Sent(), head(302, (b"Location", b"/next"), length=100))
    drain()
    assert wire.tickets[0].discarding
    assert wire.tickets[0].allowance(100, wait=False) == 100


# -- what a program does inside signals ------------------------------------------------------------------------------


def everything(ticket: Ticket) -> list[Any]:
    """Say what makes a reply emit each of its signals: a redirect, then a body that ends in an error."""
    if ticket.hop.target == b"/":
        return secured(redirect(b"/next"))
    failure = Failed(NetworkError.RemoteHostClosedError, "Connection closed")
    start = [Connecting(), UploadProgress(1, 1), Sent(), head(length=9), Data(b"body")]
    return [*start, failure]


SIGNALS = [name for name in Recorder.NAMES if name != "aboutToClose"]
MOMENTS = [*SIGNALS, "manager.finished", "manager.encrypted", "aboutToClose"]


def provoked(manager: QNetworkAccessManager, wire: FakeTransport, moment: str, act: Any) -> tuple[Recorder, Any]:
    """Run a request that emits everything, and do *act* with the reply inside the signal *moment*."""
    wire.script = everything
    made = request("https://host/")
    made.setAttribute(ATTRIBUTE.RedirectPolicyAttribute, POLICY.NoLessSafeRedirectPolicy)
    reply = manager.sendCustomRequest(made, b"GET", b"x")
    recorder = Recorder(manager, reply)
    acted: list[bool] = []

    def slot(*arguments: Any) -> None:
        if not acted:
            acted.append(True)
            recorder.log.append("act")
            act(reply)
            recorder.log.append("acted")

    if moment.startswith("manager."):
        getattr(manager, moment.partition(".")[2]).connect(slot)
    else:
        getattr(reply, moment).connect(slot)
    run_for(1000)
    if moment == "aboutToClose":
        reply.abort()
        run_for(1000)
    return recorder, reply


@pytest.mark.parametrize("how", ["abort", "close"])
@pytest.mark.parametrize("moment", [name for name in SIGNALS if name != "errorOccurred"])
def test_giving_up_inside_a_signal_ends_the_reply_once(
    manager: QNetworkAccessManager, wire: FakeTransport, moment: str, how: str, uncaught: list[BaseException]
) -> None:
    recorder, reply = provoked(manager, wire, moment, lambda which: getattr(which, how)())
    assert "act" in recorder.log
    assert uncaught == []
    for name in ("errorOccurred", "finished", "manager.finished", "readChannelFinished"):
        assert recorder.log.count(name) == 1, recorder.log
    assert recorder.log.index("errorOccurred") < recorder.log.index("finished")
    assert [name for name in recorder.log[recorder.log.index("finished") + 1 :] if name not in ("act", "acted")] == []
    assert reply.isFinished()


@pytest.mark.parametrize("moment", [*SIGNALS, "manager.finished", "manager.encrypted"])
def test_deleting_inside_a_signal_ends_everything_there(
    manager: QNetworkAccessManager, wire: FakeTransport, moment: str, uncaught: list[BaseException]
) -> None:
    recorder, reply = provoked(manager, wire, moment, destroy)
    assert "acted" in recorder.log
    assert uncaught == []
    assert is_buried(reply)
    following = recorder.log[recorder.log.index("acted") + 1 :]
    assert [name for name in following if name != "manager.finished"] == []
    assert all(ticket.cancelled for ticket in wire.running)


@pytest.mark.parametrize("moment", [*SIGNALS, "manager.finished", "manager.encrypted"])
def test_deleting_the_manager_inside_a_signal_ends_everything_there(
    manager: QNetworkAccessManager, wire: FakeTransport, moment: str, uncaught: list[BaseException]
) -> None:
    recorder, reply = provoked(manager, wire, moment, lambda which: destroy(manager))
    assert "acted" in recorder.log
    assert uncaught == []
    assert is_buried(reply)
    assert recorder.log[recorder.log.index("acted") + 1 :] == []
    assert all(ticket.cancelled for ticket in wire.running)


@pytest.mark.parametrize("moment", [*SIGNALS, "manager.finished"])
def test_deleting_later_inside_a_signal_deletes_from_the_loop(
    manager: QNetworkAccessManager, wire: FakeTransport, moment: str, uncaught: list[BaseException]
) -> None:
    recorder, reply = provoked(manager, wire, moment, lambda which: which.deleteLater())
    assert "acted" in recorder.log
    assert uncaught == []
    assert is_buried(reply)
    assert recorder.log.count("finished") <= 1


@pytest.mark.parametrize("how", ["abort", "close"])
def test_a_finished_reply_cannot_be_given_up(manager: QNetworkAccessManager, wire: FakeTransport, how: str) -> None:
    wire.script = lambda ticket: answer(b"body")
    reply = manager.get(request())
    recorder = Recorder(manager, reply)
    drain()
    before = list(recorder.log)
    getattr(reply, how)()
    assert recorder.log == before
    assert reply.readAll() == b"body"


def test_giving_up_at_once_says_everything_inside_the_call(manager: QNetworkAccessManager, wire: FakeTransport) -> None:
    reply = manager.get(request())
    recorder = Recorder(manager, reply)
    reply.abort()
    assert recorder.log == ["aboutToClose", "errorOccurred", "error", *ENDING]
    assert (reply.error(), reply.errorString()) == (NetworkError.OperationCanceledError, "Operation canceled")
    assert not reply.isOpen()
    assert wire.tickets[0].cancelled


def test_what_a_worker_says_after_a_cancellation_is_not_heard(
    manager: QNetworkAccessManager, wire: FakeTransport
) -> None:
    reply = manager.get(request())
    recorder = Recorder(manager, reply)
    sink = wire.tickets[0].sink
    reply.abort()
    before = list(recorder.log)
    sink(answer(b"late"))
    drain()
    assert recorder.log == before


def test_a_batch_is_dropped_from_where_the_program_gave_up(manager: QNetworkAccessManager, wire: FakeTransport) -> None:
    wire.script = lambda ticket: answer(b"body")
    reply = manager.get(request())
    recorder = Recorder(manager, reply)
    reply.metaDataChanged.connect(reply.abort)
    drain()
    assert "readyRead" not in recorder.log


def test_a_loop_nested_in_ready_read_goes_on_with_the_reply(
    manager: QNetworkAccessManager, wire: FakeTransport
) -> None:
    reply = manager.get(request())
    recorder = Recorder(manager, reply)
    nested: list[int] = []
    ticket = wire.tickets[0]

    def slot() -> None:
        if not nested:
            nested.append(1)
            run_for(100)
            recorder.log.append("nested loop over")

    reply.readyRead.connect(slot)
    wire.say(ticket, Sent(), head(length=4), Data(b"ab"))
    wire.say_at(50, ticket, Data(b"cd"), End([]))
    run_for(1000)
    assert recorder.log.count("finished") == 1
    assert recorder.log.index("finished") < recorder.log.index("nested loop over")
    assert reply.readAll() == b"abcd"


def test_an_exception_in_a_slot_does_not_stop_the_reply(
    manager: QNetworkAccessManager, wire: FakeTransport, uncaught: list[BaseException]
) -> None:
    wire.script = lambda ticket: answer(b"body")
    reply = manager.get(request())
    recorder = Recorder(manager, reply)
    for name in ("metaDataChanged", "readyRead", "finished"):
        getattr(reply, name).connect(lambda: 1 / 0)
    drain()
    assert recorder.log[-1] == "finished"
    assert len(uncaught) == 3


# -- redirects -------------------------------------------------------------------------------------------------------


def follow(*routes: tuple[bytes, list[Any]]) -> Any:
    table = dict(routes)
    return lambda ticket: table.get(ticket.hop.target, answer(b"end"))


def test_a_redirect_is_followed_and_shown(manager: QNetworkAccessManager, wire: FakeTransport) -> None:
    wire.script = follow((b"/a", redirect(b"/b")))
    reply = manager.get(request("http://host/a"))
    recorder = Recorder(manager, reply)
    drain()
    assert recorder.log == [
        *("socketStartedConnecting", "requestSent", "metaDataChanged", "redirected"),
        *("socketStartedConnecting", "requestSent", "metaDataChanged", "readyRead", *ENDING),
    ]
    assert reply.url().toString() == "http://host/b"
    assert reply.readAll() == b"end"


def test_the_body_of_a_redirect_is_not_shown(manager: QNetworkAccessManager, wire: FakeTransport) -> None:
    wire.script = follow((b"/a", answer(b"moved", 302, (b"Location", b"/b"))))
    reply = manager.get(request("http://host/a"))
    drain()
    assert reply.readAll() == b"end"


@pytest.mark.parametrize("status", [301, 302, 303, 305])
def test_these_redirects_make_a_get_without_a_body(
    manager: QNetworkAccessManager, wire: FakeTransport, status: int
) -> None:
    wire.script = follow((b"/a", redirect(b"/b", status)))
    made = request("http://host/a")
    made.setRawHeader(b"Content-Type", b"text/plain")
    reply = manager.post(made, b"data")
    drain()
    second = wire.tickets[1]
    assert (second.hop.method, second.hop.body, field(second, b"content-length")) == (b"GET", None, None)
    assert field(second, b"content-type") is None
    assert reply.operation() == QNetworkAccessManager.Operation.GetOperation


@pytest.mark.parametrize("status", [307, 308])
def test_these_redirects_keep_method_and_body(manager: QNetworkAccessManager, wire: FakeTransport, status: int) -> None:
    wire.script = follow((b"/a", redirect(b"/b", status)))
    manager.post(request("http://host/a"), b"data")
    drain()
    second = wire.tickets[1]
    assert (second.hop.method, second.hop.body, field(second, b"content-length")) == (b"POST", b"data", b"4")


@pytest.mark.parametrize("status", [300, 304, 306])
def test_these_are_no_redirects(manager: QNetworkAccessManager, wire: FakeTransport, status: int) -> None:
    wire.script = follow((b"/a", redirect(b"/b", status)))
    reply = manager.get(request("http://host/a"))
    drain()
    assert len(wire.tickets) == 1
    assert reply.attribute(ATTRIBUTE.HttpStatusCodeAttribute) == status


def test_a_head_stays_a_head(manager: QNetworkAccessManager, wire: FakeTransport) -> None:
    wire.script = follow((b"/a", redirect(b"/b", 303)))
    manager.head(request("http://host/a"))
    drain()
    assert wire.tickets[1].hop.method == b"HEAD"


@pytest.mark.parametrize(
    ("target", "kept"),
    [
        (b"/b", True),
        (b"http://host:80/b", True),
        (b"http://other/b", False),
        (b"http://host:81/b", False),
        (b"https://host/b", False),
    ],
)
def test_credentials_stay_within_the_origin(
    manager: QNetworkAccessManager, wire: FakeTransport, target: bytes, kept: bool
) -> None:
    wire.script = follow((b"/a", redirect(target)))
    made = request("http://host/a")
    for name in (b"Authorization", b"Cookie", b"Proxy-Authorization"):
        made.setRawHeader(name, b"secret=1")
    made.setRawHeader(b"X-Own", b"1")
    manager.get(made)
    drain()
    second = wire.tickets[1]
    assert field(second, b"X-Own") == b"1"
    for name in (b"Authorization", b"Proxy-Authorization"):
        assert (field(second, name) is not None) == kept
    if not kept:
        assert field(second, b"Cookie") is None


def test_a_redirect_to_less_safety_is_refused(manager: QNetworkAccessManager, wire: FakeTransport) -> None:
    wire.script = follow((b"/a", redirect(b"http://host/b")))
    reply = manager.get(request("https://host/a"))
    recorder = Recorder(manager, reply)
    drain()
    assert reply.error() == NetworkError.InsecureRedirectError
    assert recorder.log.count("finished") == 1
    assert len(wire.tickets) == 1


@pytest.mark.parametrize("location", [None, b"", b"file:///etc/passwd", b"foo:bar", b"data:,x"])
def test_a_redirect_to_nowhere_is_an_error(
    manager: QNetworkAccessManager, wire: FakeTransport, location: bytes | None
) -> None:
    wire.script = follow((b"/a", answer(b"", 302) if location is None else redirect(location)))
    reply = manager.get(request("http://host/a"))
    drain()
    assert reply.error() == NetworkError.ProtocolUnknownError
    assert reply.attribute(ATTRIBUTE.HttpStatusCodeAttribute) == 302


def test_redirects_are_followed_up_to_the_limit(manager: QNetworkAccessManager, wire: FakeTransport) -> None:
    wire.script = lambda ticket: redirect(b"/again")
    made = request("http://host/a")
    made.setMaximumRedirectsAllowed(3)
    reply = manager.get(made)
    recorder = Recorder(manager, reply)
    drain()
    assert reply.error() == NetworkError.TooManyRedirectsError
    assert recorder.log.count("redirected") == 3
    assert len(wire.tickets) == 4


def test_a_manual_policy_shows_the_redirect(manager: QNetworkAccessManager, wire: FakeTransport) -> None:
    wire.script = follow((b"/a", redirect(b"/b")))
    manager.setRedirectPolicy(POLICY.ManualRedirectPolicy)
    reply = manager.get(request("http://host/a"))
    drain()
    assert len(wire.tickets) == 1
    assert reply.error() == NetworkError.NoError
    assert reply.attribute(ATTRIBUTE.RedirectionTargetAttribute).toString() == "/b"


def held(manager: QNetworkAccessManager, wire: FakeTransport) -> Any:
    manager.setRedirectPolicy(POLICY.UserVerifiedRedirectPolicy)
    wire.script = follow((b"/a", redirect(b"/b")))
    return manager.get(request("http://host/a"))


def test_a_redirect_waits_for_the_users_consent(manager: QNetworkAccessManager, wire: FakeTransport) -> None:
    reply = held(manager, wire)
    drain()
    assert (len(wire.tickets), reply.isFinished()) == (1, False)
    reply.redirectAllowed.emit()
    drain()
    assert (len(wire.tickets), reply.readAll()) == (2, b"end")


def test_consent_may_be_given_inside_redirected(manager: QNetworkAccessManager, wire: FakeTransport) -> None:
    reply = held(manager, wire)
    reply.redirected.connect(lambda url: reply.redirectAllowed.emit())
    drain()
    assert (len(wire.tickets), reply.readAll()) == (2, b"end")


def test_a_held_redirect_can_be_given_up(manager: QNetworkAccessManager, wire: FakeTransport) -> None:
    reply = held(manager, wire)
    reply.redirected.connect(reply.abort)
    recorder = Recorder(manager, reply)
    drain()
    reply.redirectAllowed.emit()
    drain()
    assert len(wire.tickets) == 1
    assert recorder.log.count("finished") == 1


def test_consent_that_nobody_asked_for_does_nothing(manager: QNetworkAccessManager, wire: FakeTransport) -> None:
    reply = held(manager, wire)
    reply.redirectAllowed.emit()
    drain()
    reply.redirectAllowed.emit()
    reply.redirectAllowed.emit()
    drain()
    assert len(wire.tickets) == 2


def test_a_redirect_to_another_host_frees_its_place_first(manager: QNetworkAccessManager, wire: FakeTransport) -> None:
    wire.script = follow((b"/a", redirect(b"http://host/b")))
    for _ in range(20):
        manager.get(request("http://host/a"))
    drain()
    assert len(wire.tickets) == 40


# -- cookies ---------------------------------------------------------------------------------------------------------


def test_a_cookie_that_is_set_is_sent_back(manager: QNetworkAccessManager, wire: FakeTransport) -> None:
    wire.script = lambda ticket: answer(b"", 200, (b"Set-Cookie", b"a=1; Path=/"), (b"Set-Cookie", b"b=2; Path=/"))
    manager.get(request("http://host/"))
    drain()
    manager.get(request("http://host/next"))
    assert (field(wire.tickets[0], b"Cookie"), field(wire.tickets[1], b"Cookie")) == (None, b"a=1; b=2")


def test_a_cookie_does_not_go_to_another_host(manager: QNetworkAccessManager, wire: FakeTransport) -> None:
    wire.script = lambda ticket: answer(b"", 200, (b"Set-Cookie", b"a=1"))
    manager.get(request("http://host/"))
    drain()
    manager.get(request("http://other/"))
    assert field(wire.tickets[1], b"Cookie") is None


def test_a_cookie_set_by_a_redirect_is_sent_with_the_next_hop(
    manager: QNetworkAccessManager, wire: FakeTransport
) -> None:
    wire.script = follow((b"/a", redirect(b"/b", 302, (b"Set-Cookie", b"a=1; Path=/"))))
    manager.get(request("http://host/a"))
    drain()
    assert field(wire.tickets[1], b"Cookie") == b"a=1"


def test_a_cookie_of_the_first_host_stays_behind_on_a_redirect(
    manager: QNetworkAccessManager, wire: FakeTransport
) -> None:
    wire.script = lambda ticket: answer(b"", 200, (b"Set-Cookie", b"a=1; Path=/"))
    manager.get(request("http://host/"))
    drain()
    wire.script = follow((b"/a", redirect(b"http://other/b")))
    manager.get(request("http://host/a"))
    drain()
    assert [field(ticket, b"Cookie") for ticket in wire.tickets[1:]] == [b"a=1", None]


@pytest.mark.parametrize("attribute", ["CookieLoadControlAttribute", "CookieSaveControlAttribute"])
def test_a_request_may_leave_the_jar_alone(manager: QNetworkAccessManager, wire: FakeTransport, attribute: str) -> None:
    wire.script = lambda ticket: answer(b"", 200, (b"Set-Cookie", b"a=1; Path=/"))
    made = request("http://host/")
    made.setAttribute(ATTRIBUTE[attribute], QNetworkRequest.LoadControl.Manual)
    for _ in range(2):
        manager.get(made)
        drain()
    assert field(wire.tickets[1], b"Cookie") is None


def test_the_users_own_cookie_gives_way_to_the_jars(manager: QNetworkAccessManager, wire: FakeTransport) -> None:
    wire.script = lambda ticket: answer(b"", 200, (b"Set-Cookie", b"a=1; Path=/"))
    made = request("http://host/")
    made.setRawHeader(b"Cookie", b"own=1")
    manager.get(made)
    drain()
    manager.get(made)
    assert [field(ticket, b"Cookie") for ticket in wire.tickets] == [b"own=1", b"a=1"]


def test_a_reply_knows_its_class(manager: QNetworkAccessManager, wire: FakeTransport) -> None:
    assert isinstance(manager.get(request()), QNetworkReply)


@pytest.mark.parametrize("how", ["abort", "close"])
def test_giving_up_inside_error_occurred_says_nothing_after_finished(
    manager: QNetworkAccessManager, wire: FakeTransport, how: str
) -> None:
    wire.script = lambda ticket: [Connecting(), REFUSED]
    reply = manager.get(request())
    recorder = Recorder(manager, reply)
    reply.errorOccurred.connect(lambda error: getattr(reply, how)())
    drain()
    assert recorder.log[-1] == "finished"


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


def test_connections_made_in_advance_are_hops_without_a_method(
    manager: QNetworkAccessManager, wire: FakeTransport
) -> None:
    manager.connectToHost("Host", 81)
    manager.connectToHostEncrypted("host")
    hops = [ticket.hop for ticket in wire.tickets]
    assert [(each.method, *each.endpoint[:3]) for each in hops] == [
        (b"", "http", "host", 81),
        (b"", "https", "host", 443),
    ]


def test_a_connection_in_the_making_can_be_given_up(manager: QNetworkAccessManager, wire: FakeTransport) -> None:
    heard: list[Any] = []
    manager.finished.connect(heard.append)
    manager.connectToHost("host")
    (reply,) = manager.findChildren(QNetworkReply)
    reply.abort()
    reply.abort()
    assert heard == [reply]
    assert reply.error() == NetworkError.OperationCanceledError
    assert wire.running == []


@pytest.mark.parametrize("port", [0, -1, 65536])
def test_a_port_that_is_none_is_refused(manager: QNetworkAccessManager, port: int) -> None:
    with pytest.raises(ValueError, match="a port is a number from 1 to 65535"):
        manager.connectToHost("host", port)


# -- a limit that is set while bytes are on their way ----------------------------------------------------------------


def test_what_was_on_its_way_when_the_buffer_was_limited_waits_for_room(
    manager: QNetworkAccessManager, wire: FakeTransport
) -> None:
    wire.script = lambda ticket: answer(b"0123456789" * 10)
    reply = manager.get(request())
    reply.setReadBufferSize(7)
    recorder = Recorder(manager, reply)
    drain()
    assert reply.bytesAvailable() == 7
    assert not reply.isFinished()
    seen = b""
    while reply.bytesAvailable():
        seen += bytes(reply.read(5))
        drain()
        assert reply.bytesAvailable() <= 7
    assert seen == b"0123456789" * 10
    assert recorder.log.count("finished") == 1


def test_lifting_the_limit_lets_in_what_waited(manager: QNetworkAccessManager, wire: FakeTransport) -> None:
    wire.script = lambda ticket: answer(b"0123456789" * 10)
    reply = manager.get(request())
    reply.setReadBufferSize(7)
    drain()
    reply.setReadBufferSize(0)
    drain()
    assert reply.isFinished()
    assert reply.bytesAvailable() == 100
