"""Request bodies on their way to the fake network."""

from __future__ import annotations

from typing import Any

import pytest
from fakenetworksupport import Client, Error, Forward, Heard, request, status
from streamdevice import Stream

from netaccess.QtCore import QTemporaryFile, QTimer
from netaccess.QtNetwork import QHttpMultiPart, QHttpPart, QNetworkRequest
from netaccess.testing import Stalled
from netaccess.testing.network import Response, redirect, refused, reset

BASE = "http://api.example"
LARGE = bytes(range(256)) * 4096


def asked(**headers: str) -> QNetworkRequest:
    return request(BASE, {"Content-Type": "text/plain", **headers})


def on_disk(data: bytes) -> QTemporaryFile:
    """Return a device that is read while it is sent, at its beginning."""
    device = QTemporaryFile()
    device.open()
    device.write(data)
    device.seek(0)
    return device


def unbuffered(**headers: str) -> QNetworkRequest:
    made = asked(**headers)
    made.setAttribute(QNetworkRequest.Attribute.DoNotBufferUploadDataAttribute, True)
    return made


def test_a_small_body_goes_out_at_once(client: Client) -> None:
    client.network.post(BASE)
    heard = Heard(client.manager.post(asked(), b"hello"))
    client.finish(heard.reply)
    assert heard.of("uploadProgress") == [(5, 5), (0, 0)]
    assert heard.names.index("uploadProgress") < heard.names.index("requestSent")


def test_a_device_is_read_to_its_end(client: Client) -> None:
    route = client.network.post(BASE)
    device = on_disk(LARGE)
    heard = Heard(client.manager.post(asked(), device))
    client.finish(heard.reply)
    assert route.last.body == LARGE
    assert route.last.header("Content-Length") == str(len(LARGE))
    assert heard.of("uploadProgress")[-2:] == [(len(LARGE), len(LARGE)), (0, 0)]


def test_a_python_file_is_read_to_its_end(client: Client) -> None:
    route = client.network.put(BASE)
    client.finish(client.manager.put(asked(), Forward(LARGE)))
    assert route.last.body == LARGE
    assert route.last.header("Transfer-Encoding") == "chunked"


def test_a_stream_is_sent_as_it_comes(client: Client) -> None:
    route = client.network.post(BASE)
    stream = Stream()
    reply = client.manager.post(unbuffered(**{"Content-Length": "2"}), stream)
    for moment, data in ((1000, b"a"), (2000, b"b")):
        QTimer.singleShot(moment, lambda data=data: stream.feed(data))
    client.finish(reply)
    assert (route.last.body, route.last.time) == (b"ab", 2.0)


def test_a_stream_that_never_ends_stalls_the_loop_which_says_for_what_it_waits(client: Client) -> None:
    client.network.post(BASE, optional=True)
    stream = Stream()
    reply = client.manager.post(unbuffered(**{"Content-Length": "2"}), stream)
    with pytest.raises(Stalled, match=r"POST http://api.example/: the upload's device"):
        client.loop.run_until(reply.isFinished)
    reply.abort()


def test_a_stream_that_is_shorter_than_announced_fails(client: Client) -> None:
    client.network.post(BASE, optional=True)
    stream = Stream()
    reply = client.manager.post(unbuffered(**{"Content-Length": "10"}), stream)
    stream.feed(b"hello")
    stream.finish()
    client.finish(reply)
    assert (reply.error(), reply.errorString()) == (
        Error.UnknownNetworkError,
        "the upload device ended after 5 of 10 bytes",
    )
    assert client.network.requests == []


def test_an_upload_is_slowed_by_the_bandwidth_and_tells_of_its_progress(client: Client) -> None:
    client.network.bandwidth = 100_000
    client.network.post(BASE)
    heard = Heard(client.manager.post(asked(), on_disk(bytes(200_000))))
    client.loop.advance(1)
    sent = heard.of("uploadProgress")
    assert 90_000 <= sent[-1][0] <= 100_000
    assert len(sent) <= 11
    client.finish(heard.reply)
    assert client.loop.now == pytest.approx(2.0)


def test_an_abort_ends_an_upload(client: Client) -> None:
    client.network.bandwidth = 1000
    client.network.post(BASE, optional=True)
    reply = client.manager.post(asked(), on_disk(bytes(2000)))
    client.loop.advance(1)
    reply.abort()
    client.loop.run_until_idle()
    assert client.network.requests == []


def test_a_redirect_rewinds_the_device(client: Client) -> None:
    client.network.post(BASE).respond(redirect("/next", 307))
    target = client.network.post(BASE + "/next")
    client.finish(client.manager.post(asked(), on_disk(LARGE)))
    assert target.last.body == LARGE


def test_a_put_that_is_sent_again_rewinds_the_device(client: Client) -> None:
    route = client.network.put(BASE).respond("a").fail(reset()).then("ok")
    client.finish(client.manager.put(asked(), b"x"))
    reply = client.finish(client.manager.put(asked(), on_disk(LARGE)))
    assert reply.error() == Error.NoError
    assert [len(sent.body) for sent in route.requests] == [1, len(LARGE), len(LARGE)]


def test_a_server_is_asked_whether_it_wants_the_body(client: Client) -> None:
    client.network.latency = 0.1
    client.network.post(BASE)
    client.finish(client.manager.post(asked(Expect="100-continue"), b"hello"))
    assert "< 100 Continue" in client.network.transcript()
    assert client.loop.now == pytest.approx(0.3)


def test_a_server_that_says_nothing_to_that_gets_the_body_after_a_second(client: Client) -> None:
    route = client.network.post(BASE).respond(Response(expect_continue=False))
    client.finish(client.manager.post(asked(Expect="100-continue"), b"hello"))
    assert (route.last.body, client.loop.now) == (b"hello", 1.0)


def test_a_server_may_refuse_the_body_before_it_is_sent(client: Client) -> None:
    route = client.network.post(BASE).respond(Response(413, early=True))
    heard = Heard(client.manager.post(asked(Expect="100-continue"), b"hello"))
    client.finish(heard.reply)
    assert (status(heard.reply), route.last.body) == (413, b"")
    assert "requestSent" not in heard.names
    assert client.network.idle_connections == 0


def test_an_early_answer_cuts_a_streamed_body_short(client: Client) -> None:
    route = client.network.post(BASE).respond(Response(413, early=True))
    reply = client.finish(client.manager.post(asked(), on_disk(LARGE)))
    assert status(reply) == 413
    assert 0 < len(route.last.body) < len(LARGE)


def test_a_multipart_form_is_read_by_its_fields(client: Client) -> None:
    form = QHttpMultiPart(QHttpMultiPart.ContentType.FormDataType)
    for name, text in (("title", "hello"), ("file", "content")):
        part = QHttpPart()
        part.setRawHeader(b"Content-Disposition", f'form-data; name="{name}"'.encode())
        part.setBody(text.encode())
        form.append(part)
    client.network.post(BASE, form={"title": "hello"})
    reply = client.manager.post(request(BASE), form)
    form.setParent(reply)
    client.finish(reply)
    assert client.network.requests[0].form() == {"title": ["hello"], "file": ["content"]}


def test_bodies_of_streams_choose_between_routes(client: Client) -> None:
    client.network.post(BASE, body=b"other", optional=True).respond(500)
    client.network.post(BASE, body=LARGE).respond(201)
    assert status(client.finish(client.manager.post(asked(), on_disk(LARGE)))) == 201


def test_a_fault_of_a_route_for_another_body_is_not_met_by_a_stream(client: Client) -> None:
    client.network.post(BASE, body=b"other", optional=True).fail(refused())
    client.network.post(BASE).respond(201)
    assert status(client.finish(client.manager.post(asked(), on_disk(LARGE)))) == 201


def test_a_fault_of_a_route_for_the_body_is_met_when_the_stream_has_been_read(client: Client) -> None:
    client.network.post(BASE, body=LARGE).fail(refused())
    reply = client.finish(client.manager.post(asked(), on_disk(LARGE)))
    assert reply.error() == Error.ConnectionRefusedError


@pytest.mark.parametrize("ask", [True, False])
def test_a_block_can_be_had_without_waiting(client: Client, ask: bool) -> None:
    from netaccess._access.upload import DeviceUpload
    from netaccess.QtCore import QObject

    owner = QObject()
    device = on_disk(b"hello")
    upload = DeviceUpload(device, 5, owner)
    assert not upload.readable
    assert upload.try_read() is None
    client.loop.run_until_idle()
    assert upload.readable
    blocks: list[Any] = [upload.try_read(), upload.try_read(), upload.read() if ask else upload.try_read()]
    assert blocks == [b"hello", b"", b""]
