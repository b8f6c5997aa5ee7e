"""The signals of a reply on a scripted transport: which come when, with a body, an error, progress and uploads."""

from __future__ import annotations

import itertools

import pytest
from faketransport import ENDING, REFUSED, FakeTransport, Recorder, answer, head, request, secured
from looping import drain, run_for
from virtualclock import VirtualClock

from netaccess._access.manager import QNetworkAccessManager
from netaccess._access.reply import QNetworkReply
from netaccess._values.errors import NetworkError
from netaccess._values.messages import Connecting, Data, End, Failed, Informational, Sent, UploadProgress

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


def test_a_reply_knows_its_class(manager: QNetworkAccessManager, wire: FakeTransport) -> None:
    assert isinstance(manager.get(request()), QNetworkReply)
