"""Content codings: bodies are decoded on their way, within limits, unless the program has asked for a coding itself."""

from __future__ import annotations

import gzip
import importlib
import os
import zlib
from collections.abc import Callable
from typing import Any

import brotli
import pytest
from binding import QtNetwork, enum_name
from recorder import Recorder
from shortcuts import LAST, pairs, request, status

pytestmark = pytest.mark.only("netaccess", "PySide6")

Request = QtNetwork.QNetworkRequest
TEXT = b"hello world " * 100


def zstandard(data: bytes) -> bytes:
    """Data as zstd, by the standard library or by its backport."""
    try:
        module = importlib.import_module("compression.zstd")
    except ImportError:
        module = importlib.import_module("backports.zstd")
    return bytes(module.compress(data))


def bare_deflate(data: bytes) -> bytes:
    """Data as deflate without the frame that the standard asks for."""
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


def quick_brotli(data: bytes) -> bytes:
    return bytes(brotli.compress(data, quality=4))


CODINGS: list[tuple[str, Callable[[bytes], bytes]]] = [
    ("gzip", gzip.compress),
    ("deflate", zlib.compress),
    ("deflate", bare_deflate),
    ("br", quick_brotli),
    ("zstd", zstandard),
]
each_coding = pytest.mark.parametrize(
    ("coding", "pack"), CODINGS, ids=["gzip", "deflate", "bare-deflate", "br", "zstd"]
)


def coded(server: Any, coding: str, body: bytes, code: int = 200) -> str:
    """The URL of a body with a Content-Encoding."""
    return str(server.on("/a", status=code, headers=[("Content-Encoding", coding)], body=body))


def fetch(manager: Any, url: str, headers: dict[str, str] | None = None, threshold: int | None = None) -> Recorder:
    """Run a GET to its end."""
    asked = request(url, headers)
    if threshold is not None:
        asked.setDecompressedSafetyCheckThreshold(threshold)
    return Recorder(manager.get(asked)).run(20000)


def body(log: Recorder) -> bytes:
    return bytes(log.reply.readAll())


@each_coding
def test_a_coded_body_is_decoded(server: Any, manager: Any, coding: str, pack: Callable[[bytes], bytes]) -> None:
    log = fetch(manager, coded(server, coding, pack(TEXT)))
    assert body(log) == TEXT
    assert enum_name(log.reply.error()) == "NoError"
    assert log.collapsed()[-5:] == [("readyRead",), ("downloadProgress", len(TEXT), len(TEXT)), *LAST]


@each_coding
def test_what_the_headers_of_a_decoded_body_say(
    server: Any, manager: Any, coding: str, pack: Callable[[bytes], bytes]
) -> None:
    packed = pack(TEXT)
    reply = fetch(manager, coded(server, coding, packed)).reply
    assert pairs(reply) == [("content-encoding", coding)]
    assert reply.header(Request.ContentLengthHeader) is None
    assert reply.attribute(Request.OriginalContentLengthAttribute) == len(packed)


@each_coding
def test_a_coded_body_in_chunks(server: Any, manager: Any, coding: str, pack: Callable[[bytes], bytes]) -> None:
    packed = pack(TEXT)
    pieces = [packed[index : index + 7] for index in range(0, len(packed), 7)]
    url = server.on("/a", headers=[("Content-Encoding", coding)], chunks=pieces)
    log = fetch(manager, url)
    assert body(log) == TEXT
    assert log.reply.attribute(Request.OriginalContentLengthAttribute) is None


@each_coding
def test_a_coded_body_ended_by_close(server: Any, manager: Any, coding: str, pack: Callable[[bytes], bytes]) -> None:
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: {coding}\r\n\r\n".encode()
    assert body(fetch(manager, server.on("/a", raw=head + pack(TEXT), close=True))) == TEXT


@each_coding
def test_the_name_of_a_coding_in_capitals(
    server: Any, manager: Any, coding: str, pack: Callable[[bytes], bytes]
) -> None:
    assert body(fetch(manager, coded(server, coding.upper(), pack(TEXT)))) == TEXT


@each_coding
def test_a_program_that_asks_for_a_coding_decodes_it_itself(
    server: Any, manager: Any, coding: str, pack: Callable[[bytes], bytes]
) -> None:
    packed = pack(TEXT)
    log = fetch(manager, coded(server, coding, packed), {"Accept-Encoding": coding})
    assert body(log) == packed
    assert log.reply.header(Request.ContentLengthHeader) == len(packed)
    assert log.reply.attribute(Request.OriginalContentLengthAttribute) is None
    assert server.requests[-1].header("Accept-Encoding") == coding


@pytest.mark.parametrize("wish", ["identity", ""])
def test_a_program_that_asks_for_no_coding_decodes_nothing(server: Any, manager: Any, wish: str) -> None:
    packed = gzip.compress(TEXT)
    assert body(fetch(manager, coded(server, "gzip", packed), {"Accept-Encoding": wish})) == packed


@each_coding
def test_the_body_of_an_error_is_decoded(
    server: Any, manager: Any, coding: str, pack: Callable[[bytes], bytes]
) -> None:
    log = fetch(manager, coded(server, coding, pack(TEXT), 404))
    assert body(log) == TEXT
    assert enum_name(log.reply.error()) == "ContentNotFoundError"


def test_the_body_of_a_delivered_redirect_is_decoded(server: Any, manager: Any) -> None:
    manager.setRedirectPolicy(Request.ManualRedirectPolicy)
    url = server.on(
        "/a", status=302, headers=[("Location", "/x"), ("Content-Encoding", "gzip")], body=gzip.compress(TEXT)
    )
    assert body(fetch(manager, url)) == TEXT


@pytest.mark.differs("redirect-body-ignored")
def test_a_corrupt_body_of_a_followed_redirect_does_not_matter(server: Any, manager: Any) -> None:
    server.on("/end", body=b"final")
    url = server.on("/a", status=302, headers=[("Location", "/end"), ("Content-Encoding", "gzip")], body=b"not gzip")
    log = fetch(manager, url)
    assert (enum_name(log.reply.error()), body(log)) == ("NoError", b"final")


@each_coding
def test_a_head_of_a_coded_body(server: Any, manager: Any, coding: str, pack: Callable[[bytes], bytes]) -> None:
    packed = pack(TEXT)
    reply = Recorder(manager.head(request(coded(server, coding, packed)))).run().reply
    assert reply.attribute(Request.OriginalContentLengthAttribute) == len(packed)
    assert not reply.hasRawHeader("content-length")
    assert enum_name(reply.error()) == "NoError"


@each_coding
def test_an_empty_body_needs_no_decoding(
    server: Any, manager: Any, coding: str, pack: Callable[[bytes], bytes]
) -> None:
    log = fetch(manager, coded(server, coding, b""))
    assert (enum_name(log.reply.error()), body(log)) == ("NoError", b"")


@each_coding
def test_a_body_of_nothing_that_is_coded(
    server: Any, manager: Any, coding: str, pack: Callable[[bytes], bytes]
) -> None:
    log = fetch(manager, coded(server, coding, pack(b"")))
    assert (enum_name(log.reply.error()), body(log)) == ("NoError", b"")
    assert log.count("readyRead") == 0


@pytest.mark.parametrize("coding", ["foo", "x-gzip", "gzip, foo", "gzip;q=1", ""])
def test_a_coding_that_is_not_known_is_left_as_it_is(server: Any, manager: Any, coding: str) -> None:
    packed = gzip.compress(TEXT)
    log = fetch(manager, coded(server, coding, packed))
    assert body(log) == packed
    assert log.reply.header(Request.ContentLengthHeader) == len(packed)


def test_identity_is_no_coding(server: Any, manager: Any) -> None:
    log = fetch(manager, coded(server, "identity", TEXT))
    assert body(log) == TEXT
    assert log.reply.header(Request.ContentLengthHeader) == len(TEXT)


@pytest.mark.differs("several-codings")
@pytest.mark.parametrize(
    ("coding", "packed"),
    [
        ("gzip, gzip", gzip.compress(gzip.compress(TEXT))),
        ("deflate, gzip", gzip.compress(zlib.compress(TEXT))),
        ("br, gzip", gzip.compress(quick_brotli(TEXT))),
        ("gzip, zstd", zstandard(gzip.compress(TEXT))),
        ("identity, gzip", gzip.compress(TEXT)),
    ],
    ids=["gzip-gzip", "deflate-gzip", "br-gzip", "gzip-zstd", "identity-gzip"],
)
def test_several_codings_are_undone_from_the_last_to_the_first(
    server: Any, manager: Any, coding: str, packed: bytes
) -> None:
    log = fetch(manager, coded(server, coding, packed))
    assert body(log) == TEXT
    assert log.reply.attribute(Request.OriginalContentLengthAttribute) == len(packed)


@pytest.mark.differs("several-codings")
def test_codings_in_several_headers(server: Any, manager: Any) -> None:
    twice = [("Content-Encoding", "deflate"), ("Content-Encoding", "gzip")]
    url = server.on("/a", headers=twice, body=gzip.compress(zlib.compress(TEXT)))
    assert body(fetch(manager, url)) == TEXT


def test_too_many_codings_are_left_as_they_are(server: Any, manager: Any) -> None:
    packed = gzip.compress(TEXT)
    assert body(fetch(manager, coded(server, ", ".join(["gzip"] * 6), packed))) == packed


@pytest.mark.parametrize(("coding", "pack"), [CODINGS[0], CODINGS[1], CODINGS[4]], ids=["gzip", "deflate", "zstd"])
def test_two_streams_in_a_row_are_one_body(
    server: Any, manager: Any, coding: str, pack: Callable[[bytes], bytes]
) -> None:
    assert body(fetch(manager, coded(server, coding, pack(b"one ") + pack(b"two")))) == b"one two"


@pytest.mark.parametrize(
    ("coding", "pack"), [CODINGS[0], CODINGS[1], CODINGS[2], CODINGS[4]], ids=["gzip", "deflate", "bare", "zstd"]
)
def test_a_body_that_is_not_coded_as_it_says(
    server: Any, manager: Any, coding: str, pack: Callable[[bytes], bytes]
) -> None:
    log = fetch(manager, coded(server, coding, b"\xffplain text, and no coding"))
    assert log.events[-5:] == [("errorOccurred", "UnknownContentError"), ("downloadProgress", 0, 0), *LAST]
    assert log.reply.errorString().startswith("Decompression failed: ")
    assert status(log.reply) == 200
    assert log.reply.isOpen()


@each_coding
def test_a_damaged_body(server: Any, manager: Any, coding: str, pack: Callable[[bytes], bytes]) -> None:
    packed = pack(os.urandom(5000) + TEXT)
    damaged = b"\xff" * 60 + packed[60:] if coding != "gzip" else packed[:-8] + b"\0" * 8
    log = fetch(manager, coded(server, coding, damaged))
    assert enum_name(log.reply.error()) == "UnknownContentError"
    assert log.count("finished") == 1


@pytest.mark.differs("truncated-coding")
@each_coding
def test_coded_data_that_end_early(server: Any, manager: Any, coding: str, pack: Callable[[bytes], bytes]) -> None:
    log = fetch(manager, coded(server, coding, pack(TEXT)[:-4]))
    assert enum_name(log.reply.error()) == "UnknownContentError"
    assert TEXT.startswith(body(log))


@pytest.mark.differs("truncated-coding")
@each_coding
def test_a_coded_body_whose_connection_ends_early(
    server: Any, manager: Any, coding: str, pack: Callable[[bytes], bytes]
) -> None:
    packed = pack(TEXT)
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: {coding}\r\nContent-Length: {len(packed)}\r\n\r\n".encode()
    log = fetch(manager, server.on("/a", raw=head + packed[:-4], close=True))
    assert enum_name(log.reply.error()) == "RemoteHostClosedError"
    assert TEXT.startswith(body(log))


# Bombs.


def test_the_threshold_is_10_mebibytes() -> None:
    assert request("http://host/").decompressedSafetyCheckThreshold() == 10 * 1024 * 1024


@each_coding
def test_a_bomb_is_an_error(server: Any, manager: Any, coding: str, pack: Callable[[bytes], bytes]) -> None:
    log = fetch(manager, coded(server, coding, pack(bytes(12 << 20))))
    assert enum_name(log.reply.error()) == "UnknownContentError"
    assert log.reply.errorString() == (
        "Decompression failed: The decompressed output exceeds the limits specified by "
        "QNetworkRequest::decompressedSafetyCheckThreshold()"
    )
    assert log.count("finished") == 1
    assert len(body(log)) <= 11 << 20


@each_coding
def test_a_body_up_to_the_threshold_may_be_coded_ever_so_well(
    server: Any, manager: Any, coding: str, pack: Callable[[bytes], bytes]
) -> None:
    log = fetch(manager, coded(server, coding, pack(bytes(10 << 20))))
    assert len(body(log)) == 10 << 20


@pytest.mark.parametrize(
    ("threshold", "passes"), [(0, False), (1000, False), (99999, False), (100000, True), (-1, True)]
)
def test_the_threshold_can_be_set(server: Any, manager: Any, threshold: int, passes: bool) -> None:
    log = fetch(manager, coded(server, "gzip", gzip.compress(bytes(100000))), threshold=threshold)
    assert (enum_name(log.reply.error()) == "NoError") is passes


def test_without_a_threshold_nothing_is_a_bomb(server: Any, manager: Any) -> None:
    log = fetch(manager, coded(server, "gzip", gzip.compress(bytes(20 << 20))), threshold=-1)
    assert len(body(log)) == 20 << 20


@pytest.mark.parametrize(
    ("coding", "pack", "noise"),
    [("gzip", gzip.compress, 700), ("zstd", zstandard, 300), ("deflate", zlib.compress, 700)],
    ids=["gzip", "zstd", "deflate"],
)
def test_a_large_body_that_is_coded_reasonably_is_no_bomb(
    server: Any, manager: Any, coding: str, pack: Callable[[bytes], bytes], noise: int
) -> None:
    data = os.urandom(noise * 1024) + bytes(12 << 20)
    log = fetch(manager, coded(server, coding, pack(data)))
    assert enum_name(log.reply.error()) == "NoError"
    assert body(log) == data


@pytest.mark.differs("large-brotli")
def test_a_large_brotli_body_comes_whole(server: Any, manager: Any) -> None:
    data = os.urandom(2400 * 1024) + bytes(12 << 20)
    log = fetch(manager, coded(server, "br", quick_brotli(data)))
    assert body(log) == data


def test_a_bomb_does_not_disturb_its_neighbours(server: Any, manager: Any) -> None:
    bomb = Recorder(manager.get(request(coded(server, "gzip", gzip.compress(bytes(12 << 20))))))
    other = Recorder(manager.get(request(server.on("/b", body=b"fine"))))
    bomb.run(20000)
    other.run(20000)
    assert bytes(other.reply.readAll()) == b"fine"


@each_coding
def test_a_decoded_body_keeps_to_the_read_buffer(
    server: Any, manager: Any, coding: str, pack: Callable[[bytes], bytes]
) -> None:
    data = os.urandom(3000) * 100
    reply = manager.get(request(coded(server, coding, pack(data))))
    reply.setReadBufferSize(10000)
    held: list[int] = []
    read: list[bytes] = []

    def take() -> None:
        held.append(reply.bytesAvailable())
        read.append(bytes(reply.readAll()))

    reply.readyRead.connect(take)
    Recorder(reply).run()
    take()
    assert b"".join(read) == data
    assert max(held[:-2] or [0]) <= 20000  # Qt lets some of the last pieces exceed it
