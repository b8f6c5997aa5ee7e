"""Bodies on real sockets: coded ones that come down, and those that are sent."""

from __future__ import annotations

import gzip
import threading

import pytest
from wiresupport import CLOSED, Blocks, Peer, be_patient, fetch, hop, keeping, serving

from netaccess._transport.pool import Pool
from netaccess._values.errors import NetworkError
from netaccess._values.messages import End, Failed, Head, Sent, UploadBroken, UploadProgress

PACKED = gzip.compress(b"text", mtime=0)  # the same bytes whenever it is asked for


# Decoding.


def coded(body: bytes, fields: bytes = b"Content-Encoding: gzip\r\n", status: bytes = b"200 OK") -> bytes:
    return b"HTTP/1.1 %b\r\n%bContent-Length: %d\r\n\r\n%b" % (status, fields, len(body), body)


def test_a_coded_body_is_decoded_and_the_head_says_so(pool: Pool) -> None:
    with serving(keeping(coded(PACKED))) as server:
        run = fetch(pool, hop(server.port, decode=True))
        plain = fetch(pool, hop(server.port))
    head = run.messages[2]
    assert isinstance(head, Head)
    assert head.decoded
    assert run.body == b"text"
    assert plain.body == PACKED


def test_a_redirect_is_decoded_as_it_may_be_delivered(pool: Pool) -> None:
    answer = coded(PACKED, b"Content-Encoding: gzip\r\nLocation: /x\r\n", b"302 Found")
    with serving(keeping(answer)) as server:
        run = fetch(pool, hop(server.port, decode=True))
    assert (run.body, run.last) == (b"text", End([]))


@pytest.mark.parametrize("body", [b"not gzip", PACKED[:-3]])
def test_a_body_that_cannot_be_decoded_fails(pool: Pool, body: bytes) -> None:
    with serving(keeping(coded(body))) as server:
        run = fetch(pool, hop(server.port, decode=True))
    assert isinstance(run.last, Failed)
    assert run.last.error == NetworkError.UnknownContentError
    assert run.last.text.startswith("Decompression failed: ")


def test_a_bomb_fails(pool: Pool) -> None:
    with serving(keeping(coded(gzip.compress(bytes(12 << 20))))) as server:
        run = fetch(pool, hop(server.port, decode=True))
    assert isinstance(run.last, Failed)
    assert run.last.error == NetworkError.UnknownContentError


# Uploads.


def echoing(peer: Peer, number: int) -> None:
    while request := peer.request():
        body = request.partition(b"\r\n\r\n")[2]
        peer.send(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body))


def test_a_small_upload_reports_its_end_with_the_answer(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    be_patient(monkeypatch)
    with serving(echoing) as server:
        run = fetch(pool, hop(server.port, b"POST", body=b"body"))
    assert len(run.batches) == 1
    assert run.messages[1:3] == [UploadProgress(4, 4), Sent()]
    assert run.body == b"body"


def test_an_empty_upload_reports_no_progress(pool: Pool) -> None:
    with serving(echoing) as server:
        run = fetch(pool, hop(server.port, b"POST", body=b""))
    assert run.kinds == ["Connecting", "Sent", "Head", "End"]


def test_a_large_upload_arrives_whole(pool: Pool) -> None:
    body = bytes(range(256)) * 8192
    with serving(echoing) as server:
        run = fetch(pool, hop(server.port, b"PUT", body=body))
    assert run.body == body
    assert [message for message in run.messages if isinstance(message, UploadProgress)][-1] == UploadProgress(
        len(body), len(body)
    )


def test_an_upload_of_known_length_is_sent_plain(pool: Pool) -> None:
    with serving(echoing) as server:
        run = fetch(pool, hop(server.port, b"PUT", body=Blocks([b"ab", b"c" * 300_000, b"d"], 300_003)))
    assert run.body == b"ab" + b"c" * 300_000 + b"d"
    assert UploadProgress(300_003, 300_003) in run.messages


def test_an_upload_of_unknown_length_is_sent_in_chunks(pool: Pool) -> None:
    with serving(echoing) as server:
        run = fetch(pool, hop(server.port, b"PUT", body=Blocks([b"ab", b"cde"])))
    assert run.body == b"2\r\nab\r\n3\r\ncde\r\n0\r\n\r\n"
    assert UploadProgress(5, 5) in run.messages


@pytest.mark.parametrize(
    "body",
    [Blocks([b"abc"], 5), Blocks([b"abc", b"def"], 5), Blocks([b"abc", b"def"], 3)],
    ids=["short", "long", "one block too many"],
)
def test_an_upload_that_is_not_as_long_as_announced_fails(pool: Pool, body: Blocks) -> None:
    with serving(echoing) as server:
        run = fetch(pool, hop(server.port, b"PUT", body=body))
    assert isinstance(run.last, Failed)
    assert run.last.error == NetworkError.UnknownNetworkError
    assert "announced length" in run.last.text


def test_an_upload_that_breaks_fails_with_its_reason(pool: Pool) -> None:
    class Broken(Blocks):
        def read(self) -> bytes:
            raise UploadBroken("the disk is gone")

    with serving(echoing) as server:
        run = fetch(pool, hop(server.port, b"PUT", body=Broken([])))
    assert run.last == Failed(NetworkError.UnknownNetworkError, "the disk is gone")


@pytest.mark.parametrize(
    "extra", [[(b"Content-Length", b"9")], [(b"Transfer-Encoding", b"chunked")], [(b"Transfer-Encoding", b"gzip")]]
)
def test_a_request_framed_twice_or_wrongly_is_not_sent(pool: Pool, extra: list[tuple[bytes, bytes]]) -> None:
    with serving(echoing) as server:
        run = fetch(pool, hop(server.port, b"PUT", body=b"abc", extra=extra))
    assert isinstance(run.last, Failed)
    assert run.last.error == NetworkError.ProtocolInvalidOperationError


def test_an_early_answer_ends_the_upload_and_is_delivered(pool: Pool) -> None:
    def handler(peer: Peer, number: int) -> None:
        peer.until(b"\r\n\r\n")
        peer.send(b"HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\n\r\nbig")
        if number == 1:
            done.wait(20)

    done = threading.Event()
    with serving(handler) as server:
        run = fetch(pool, hop(server.port, b"PUT", body=bytes(64 << 20)))
        done.set()
        assert "Sent" not in run.kinds
        assert (run.body, run.last) == (b"big", End([]))
        fetch(pool, hop(server.port))
    assert server.connections == 2


def test_an_early_answer_followed_by_a_reset_is_delivered_or_the_close_reported(pool: Pool) -> None:
    def handler(peer: Peer, number: int) -> None:
        peer.until(b"\r\n\r\n")
        peer.send(b"HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\n\r\nbig")

    with serving(handler) as server:
        run = fetch(pool, hop(server.port, b"POST", body=bytes(64 << 20), idempotent=False))
    assert run.last in (End([]), CLOSED)


def test_a_continue_does_not_end_the_upload(pool: Pool) -> None:
    def handler(peer: Peer, number: int) -> None:
        head = peer.until(b"\r\n\r\n")
        peer.send(b"HTTP/1.1 100 Continue\r\n\r\n")
        assert b"PUT" in head
        body = peer.take(8 << 20)
        peer.send(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%d" % (len(b"%d" % len(body)), len(body)))

    with serving(handler) as server:
        run = fetch(pool, hop(server.port, b"PUT", body=bytes(8 << 20)))
    assert run.body == b"8388608"
    assert "Informational" in run.kinds
    assert "Sent" in run.kinds
