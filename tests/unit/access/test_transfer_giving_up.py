"""What a program does inside the signals of a reply: abort, close, delete, wait, raise."""

from __future__ import annotations

from typing import Any

import pytest
from faketransport import ENDING, REFUSED, FakeTransport, Recorder, answer, head, redirect, request, secured
from looping import drain, run_for

from netaccess._access.manager import QNetworkAccessManager
from netaccess._kernel.destruction import destroy
from netaccess._kernel.tombstone import is_buried
from netaccess._transport.base import Ticket
from netaccess._values.errors import NetworkError
from netaccess._values.messages import Connecting, Data, End, Failed, Sent, UploadProgress
from netaccess._values.request import QNetworkRequest

ATTRIBUTE = QNetworkRequest.Attribute
POLICY = QNetworkRequest.RedirectPolicy


def everything(ticket: Ticket) -> list[Any]:
    """Say what makes a reply emit each of its signals: a redirect, then a body that ends in an error."""
    if ticket.hop.target == b"/":
        return secured(redirect(b"/next"))
    failure = Failed(NetworkError.RemoteHostClosedError, "Connection closed")
    start = [Connecting(), UploadProgress(1, 1), Sent(), head(length=9), Data(b"body")]
    return [*start, failure]


SIGNALS = [name for name in Recorder.NAMES if name != "aboutToClose"]


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
