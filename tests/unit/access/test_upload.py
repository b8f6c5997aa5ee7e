"""Bodies from devices: read on the thread of the manager, a little ahead of the worker, whatever the device does."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from faketransport import field, redirect, request
from streamdevice import Stream
from uploadsupport import Device, Uploading, ended

from netaccess._access.manager import QNetworkAccessManager
from netaccess._kernel.buffer import QBuffer
from netaccess._kernel.destruction import destroy
from netaccess._kernel.iodevice import QIODevice
from netaccess._kernel.loop import QEventLoop
from netaccess._kernel.tombstone import is_buried
from netaccess._values.errors import NetworkError
from netaccess._values.request import QNetworkRequest

READ_ONLY = QIODevice.OpenModeFlag.ReadOnly
MIB = 1024 * 1024


@pytest.fixture
def clock() -> None:
    """Real time: workers are real threads here."""


@pytest.fixture
def wire(monkeypatch: pytest.MonkeyPatch) -> Iterator[Uploading]:
    from netaccess._access.manager import Seam

    transport = Uploading()
    monkeypatch.setattr(Seam, "make_transport", staticmethod(lambda: transport))
    yield transport
    transport.join()


@pytest.mark.parametrize(
    "data",
    [b"body", bytearray(b"body"), memoryview(b"body"), io.BytesIO(b"body"), QBuffer(b"body")],
    ids=lambda data: type(data).__name__,
)
def test_whatever_holds_bytes_can_be_sent(manager: QNetworkAccessManager, wire: Uploading, data: Any) -> None:
    ended(manager, manager.post(request(), data))
    assert wire.bodies == [b"body"]


@pytest.mark.parametrize("data", ["text", 5, object(), ["a"]])
def test_what_holds_none_is_refused(manager: QNetworkAccessManager, wire: Uploading, data: Any) -> None:
    with pytest.raises(TypeError, match="the data to send are bytes"):
        manager.post(request(), data)


def test_none_is_an_empty_body(manager: QNetworkAccessManager, wire: Uploading) -> None:
    ended(manager, manager.post(request(), None))
    assert (wire.bodies, field(wire.tickets[0], b"content-length")) == ([b""], b"0")


def test_a_device_is_read_from_where_it_stands(manager: QNetworkAccessManager, wire: Uploading) -> None:
    file = io.BytesIO(b"0123456789")
    file.seek(4)
    ended(manager, manager.put(request(), file))
    assert (wire.bodies, field(wire.tickets[0], b"content-length")) == ([b"456789"], b"6")


def test_a_device_is_read_on_the_managers_thread(manager: QNetworkAccessManager, wire: Uploading) -> None:
    device = Device(3 * MIB)
    ended(manager, manager.post(request(), device))
    assert device.threads == {threading.get_ident()}
    assert len(wire.bodies[0]) == 3 * MIB


def test_a_device_of_64_mib_is_never_read_far_ahead(manager: QNetworkAccessManager, wire: Uploading) -> None:
    device = Device(64 * MIB)
    wire.keeps = False
    taken, most = [0], [0]

    def on_block(block: bytes) -> None:
        taken[0] += len(block)
        most[0] = max(most[0], device.given - taken[0])

    wire.on_block = on_block
    recorder = ended(manager, manager.post(request(), device))
    assert taken[0] == 64 * MIB
    assert most[0] <= MIB
    assert "errorOccurred" not in recorder.log


def test_nothing_is_read_while_the_worker_does_not_ask(manager: QNetworkAccessManager, wire: Uploading) -> None:
    device, go_on, stuck = Device(64 * MIB), threading.Event(), threading.Event()
    loop = QEventLoop()
    wire.keeps = False

    def wait(block: bytes) -> None:
        stuck.set()
        loop.wakeUp()
        go_on.wait(20)

    wire.on_block = wait
    reply = manager.post(request(), device)
    while not stuck.is_set():
        loop.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    for _ in range(100):
        loop.processEvents()
    assert device.given <= MIB
    go_on.set()
    assert ended(manager, reply).log.count("finished") == 1


def raises(device: Device) -> bytes:
    raise ValueError("the disk is gone")


def shrinks(device: Device) -> None:
    device.length = device.given


def closes(device: Device) -> bytes:
    device.close()
    return b""


@pytest.mark.parametrize(
    ("act", "text"),
    [(raises, "the disk is gone"), (shrinks, "ended after"), (closes, "")],
    ids=["raises", "shrinks", "closed"],
)
def test_a_device_that_breaks_is_one_error_and_one_end(
    manager: QNetworkAccessManager, wire: Uploading, act: Any, text: str
) -> None:
    reply = manager.post(request(), Device(8 * MIB, 2 * MIB, act))
    recorder = ended(manager, reply)
    assert recorder.log.count("errorOccurred") == recorder.log.count("finished") == 1
    assert recorder.log.index("errorOccurred") < recorder.log.index("finished")
    assert reply.error() == NetworkError.UnknownNetworkError
    assert text in reply.errorString()
    assert wire.bodies == []


def test_a_file_object_that_raises_is_one_error_and_one_end(manager: QNetworkAccessManager, wire: Uploading) -> None:
    class Broken(io.RawIOBase):
        def read(self, size: int = -1) -> bytes:
            raise OSError("read error")

    reply = manager.post(request(), Broken())
    recorder = ended(manager, reply)
    assert recorder.log.count("errorOccurred") == recorder.log.count("finished") == 1
    assert "read error" in reply.errorString()


def test_a_file_object_without_a_length_is_sent_in_chunks(manager: QNetworkAccessManager, wire: Uploading) -> None:
    class Pipe:
        def __init__(self) -> None:
            self.blocks = [b"one", b"two", b"three"]

        def read(self, size: int) -> bytes:
            return self.blocks.pop(0) if self.blocks else b""

    ended(manager, manager.post(request(), Pipe()))
    assert wire.bodies == [b"onetwothree"]
    assert field(wire.tickets[0], b"transfer-encoding") == b"chunked"
    assert field(wire.tickets[0], b"content-length") is None


def test_a_sequential_device_is_collected_before_it_is_sent(manager: QNetworkAccessManager, wire: Uploading) -> None:
    device = Stream(b"one")
    reply = manager.post(request(), device)
    QEventLoop().processEvents()
    assert wire.tickets == []
    device.feed(b"two")
    device.finish()
    ended(manager, reply)
    assert wire.bodies == [b"onetwo"]
    assert field(wire.tickets[0], b"content-length") == b"6"


def unbuffered(length: int) -> QNetworkRequest:
    made = request()
    made.setAttribute(QNetworkRequest.Attribute.DoNotBufferUploadDataAttribute, True)
    made.setHeader(QNetworkRequest.KnownHeaders.ContentLengthHeader, length)
    return made


def test_a_sequential_device_of_known_length_is_sent_as_it_comes(
    manager: QNetworkAccessManager, wire: Uploading
) -> None:
    device, loop = Stream(b"one"), QEventLoop()
    reply = manager.post(unbuffered(8), device)
    while not wire.blocks:
        loop.processEvents()
    device.feed(b"two")
    device.feed(b"33")
    device.finish()
    ended(manager, reply)
    assert wire.bodies == [b"onetwo33"]
    assert reply.error() == NetworkError.NoError


def test_a_sequential_device_that_ends_early_is_an_error(manager: QNetworkAccessManager, wire: Uploading) -> None:
    device, loop = Stream(b"one"), QEventLoop()
    reply = manager.post(unbuffered(8), device)
    while not wire.blocks:
        loop.processEvents()
    device.finish()
    recorder = ended(manager, reply)
    assert recorder.log.count("errorOccurred") == 1
    assert reply.error() == NetworkError.UnknownNetworkError


def test_a_body_is_sent_again_after_a_redirect_that_keeps_it(manager: QNetworkAccessManager, wire: Uploading) -> None:
    wire.answers[b"/a"] = redirect(b"/b", 307)
    file = io.BytesIO(bytes(range(256)) * 5000)
    file.seek(100)
    ended(manager, manager.post(request("http://host/a"), file))
    assert len(wire.bodies) == 2
    assert wire.bodies[0] == wire.bodies[1] == (bytes(range(256)) * 5000)[100:]


def test_a_body_that_cannot_be_sent_again_is_an_error(manager: QNetworkAccessManager, wire: Uploading) -> None:
    wire.answers[b"/a"] = redirect(b"/b", 307)

    class Pipe:
        blocks = (b"once", b"")

        def __init__(self) -> None:
            self.left = list(self.blocks)

        def read(self, size: int) -> bytes:
            return self.left.pop(0)

    reply = manager.post(request("http://host/a"), Pipe())
    recorder = ended(manager, reply)
    assert reply.error() == NetworkError.ContentReSendError
    assert recorder.log.count("errorOccurred") == recorder.log.count("finished") == 1
    assert len(wire.tickets) == 1


def test_a_device_that_was_closed_meanwhile_cannot_be_sent_again(
    manager: QNetworkAccessManager, wire: Uploading
) -> None:
    wire.answers[b"/a"] = redirect(b"/b", 308)
    device = Device(1000)
    reply = manager.post(request("http://host/a"), device)
    reply.redirected.connect(lambda url: device.close())
    ended(manager, reply)
    assert reply.error() == NetworkError.ContentReSendError


def test_a_body_in_memory_is_sent_again_after_a_redirect(manager: QNetworkAccessManager, wire: Uploading) -> None:
    wire.answers[b"/a"] = redirect(b"/b", 307)
    ended(manager, manager.post(request("http://host/a"), b"data"))
    assert wire.bodies == [b"data", b"data"]


def test_a_redirect_that_drops_the_body_leaves_the_device_alone(
    manager: QNetworkAccessManager, wire: Uploading
) -> None:
    wire.answers[b"/a"] = redirect(b"/b", 303)
    device = Device(1000)
    ended(manager, manager.post(request("http://host/a"), device))
    assert device.given == 1000
    assert wire.tickets[1].hop.body is None


def test_a_worker_may_rewind_the_device(manager: QNetworkAccessManager, wire: Uploading) -> None:
    file, rewound = io.BytesIO(bytes(range(256)) * 4000), []

    def once(block: bytes) -> None:
        if not rewound:
            rewound.append(wire.tickets[0].hop.body.rewind())  # type: ignore[union-attr]

    wire.on_block = once
    ended(manager, manager.post(request(), file))
    assert rewound == [True]
    assert wire.bodies[0][len(wire.bodies[0]) - 1_024_000 :] == file.getvalue()


@pytest.mark.parametrize("how", ["abort", "destroy"])
def test_a_worker_that_waits_for_the_device_is_let_go(
    manager: QNetworkAccessManager, wire: Uploading, how: str
) -> None:
    device, loop = Stream(b"one"), QEventLoop()
    reply = manager.post(unbuffered(8), device)
    while not wire.blocks:
        loop.processEvents()
    if how == "abort":
        reply.abort()
    else:
        destroy(reply)
        assert is_buried(reply)
    wire.join()
    assert wire.bodies == []


def test_a_file_object_is_not_closed(manager: QNetworkAccessManager, wire: Uploading) -> None:
    file = io.BytesIO(b"body")
    ended(manager, manager.post(request(), file))
    assert not file.closed


def test_a_device_that_is_not_open_is_an_error(manager: QNetworkAccessManager, wire: Uploading) -> None:
    device = Device(100)
    device.close()
    reply = manager.post(request(), device)
    ended(manager, reply)
    assert reply.error() == NetworkError.UnknownNetworkError


def test_an_unopened_buffer_is_sent_whole(manager: QNetworkAccessManager, wire: Uploading) -> None:
    ended(manager, manager.post(request(), QBuffer(b"whole")))
    assert wire.bodies == [b"whole"]


def test_a_device_that_is_deleted_meanwhile_is_one_error_and_one_end(manager: QNetworkAccessManager, wire: Any) -> None:
    reply = manager.post(request(), Device(8 * MIB, 2 * MIB, destroy))
    recorder = ended(manager, reply)
    assert recorder.log.count("errorOccurred") == recorder.log.count("finished") == 1


def test_a_device_that_dies_with_the_reply_does_no_harm(manager: QNetworkAccessManager, wire: Any) -> None:
    device = Device(8 * MIB)
    reply = manager.post(request(), device)
    device.setParent(reply)
    assert ended(manager, reply).log.count("finished") == 1


def test_a_sequential_device_that_has_nothing_just_now_is_waited_for(manager: QNetworkAccessManager, wire: Any) -> None:
    class Pipe(Stream):
        def atEnd(self) -> bool:
            return QIODevice.atEnd(self)

    device, loop = Pipe(b"one"), QEventLoop()
    reply = manager.post(unbuffered(8), device)
    while not wire.blocks and not reply.isFinished():
        loop.processEvents()
    for _ in range(200):
        loop.processEvents()
    device.feed(b"two33")
    device.finish()
    ended(manager, reply)
    assert wire.bodies == [b"onetwo33"]


def multipart(*devices: QIODevice) -> Any:
    from netaccess._access.httppart import QHttpPart
    from netaccess._access.multipart import QHttpMultiPart

    body = QHttpMultiPart()
    body.setBoundary(b"BB")
    for device in devices:
        part = QHttpPart()
        part.setBodyDevice(device)
        body.append(part)
    return body


def test_a_multipart_body_is_never_held_in_memory(manager: QNetworkAccessManager, wire: Uploading) -> None:
    devices = [Device(32 * MIB), Device(32 * MIB)]
    wire.keeps = False
    taken, most = [0], [0]

    def on_block(block: bytes) -> None:
        taken[0] += len(block)
        most[0] = max(most[0], sum(device.given for device in devices) - taken[0])

    wire.on_block = on_block
    ended(manager, manager.post(request(), multipart(*devices)))
    assert field(wire.tickets[0], b"content-length") == str(taken[0]).encode()
    assert taken[0] > 64 * MIB
    assert most[0] <= MIB


def test_the_devices_of_parts_are_read_on_the_managers_thread(manager: QNetworkAccessManager, wire: Uploading) -> None:
    devices = [Device(MIB), Device(MIB)]
    ended(manager, manager.post(request(), multipart(*devices)))
    assert devices[0].threads == devices[1].threads == {threading.get_ident()}


def test_a_worker_may_rewind_a_multipart_body(manager: QNetworkAccessManager, wire: Uploading) -> None:
    first, second = QBuffer(b"1" * 300_000), QBuffer(b"2" * 300_000)
    for each in (first, second):
        each.open(READ_ONLY)
    rewound: list[bool] = []

    def once(block: bytes) -> None:
        if sum(wire.blocks) > 400_000 and not rewound:
            rewound.append(wire.tickets[0].hop.body.rewind())  # type: ignore[union-attr]

    wire.on_block = once
    body = multipart(first, second)
    ended(manager, manager.post(request(), body))
    assert rewound == [True]
    whole = b"--BB\r\n\r\n" + b"1" * 300_000 + b"\r\n--BB\r\n\r\n" + b"2" * 300_000 + b"\r\n--BB--\r\n"
    assert wire.bodies[0].endswith(whole)
    assert len(wire.bodies[0]) > len(whole)


def test_small_parts_in_memory_are_sent_in_one_piece(manager: QNetworkAccessManager, wire: Uploading) -> None:
    from netaccess._access.httppart import QHttpPart

    body, part = multipart(), QHttpPart()
    part.setBody(b"x")
    body.append(part)
    ended(manager, manager.post(request(), body))
    assert wire.tickets[0].hop.body is None or isinstance(wire.tickets[0].hop.body, bytes)
    assert wire.bodies == [b"--BB\r\n\r\nx\r\n--BB--\r\n"]


def test_a_stream_that_has_been_sent_is_left_alone(manager: QNetworkAccessManager, wire: Uploading) -> None:
    device, loop = Stream(b"whole"), QEventLoop()
    reply = manager.post(unbuffered(5), device)
    ended(manager, reply)
    device.feed(b"more")
    loop.processEvents()
    assert device.waiting == b"more"


def test_a_stream_that_has_been_collected_is_left_alone(manager: QNetworkAccessManager, wire: Uploading) -> None:
    device = Stream(b"whole")
    reply = manager.post(request(), device)
    device.finish()
    ended(manager, reply)
    device.feed(b"more")
    QEventLoop().processEvents()
    assert device.waiting == b"more"
