"""The codec against h11 and httptools, over generated and mangled responses."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import h11
import httptools
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from netaccess._transport.http1 import ResponseDecoder, WireError
from netaccess._values.messages import Data, End, Head, Informational, Message

QUICK = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))

tokens = st.text("abcXYZ09-_!", min_size=1, max_size=8).map(str.encode)
values = st.text("abc XYZ;=,09\u00e9\t", max_size=20).map(lambda text: text.encode("latin-1").strip(b" \t"))
plain_fields = st.lists(st.tuples(tokens.map(lambda token: b"x-" + token), values), max_size=5)
bodies = st.lists(st.binary(min_size=1, max_size=40), max_size=5)

# Fragments from which responses that are almost right are put together.
status_lines = st.sampled_from(
    [
        b"HTTP/1.1 200 OK\r\n",
        b"HTTP/1.1 999\r\n",
        b"HTTP/1.0 404 Not \xff Found\r\n",
        b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 \r\n",
        b"HTTP/1.1 204 No\tContent\r\n",
        b"HTTP/1.1 304 Same\r\n",
        b"HTTP/1.1 20 Short\r\n",
    ]
)
field_lines = st.sampled_from(
    [
        b"X: y\r\n",
        b"X-empty:\r\n",
        b"X: \xe9 ;\t,\r\n",
        b"Connection: close\r\n",
        b"Connection: keep-alive, x\r\n",
        b"Content-Length: 3\r\n",
        b"Content-Length: 03\r\n",
        b"content-length: 3, 3\r\n",
        b"Content-Length: 4\r\n",
        b"Content-Length: +3\r\n",
        b"Transfer-Encoding: gzip, chunked\r\n",
        b"transfer-encoding: \tChunked \r\n",
        b"X : y\r\n",
        b"X: \x01\r\n",
        b"X: \0\r\n",
        b" folded\r\n",
    ]
)
body_pieces = st.sampled_from(
    [b"3\r\nabc\r\n", b"03\r\nabc\r\n", b"3;x=y\r\nabc\r\n", b"3 \r\nabc\r\n", b"abc", b"\r\n"]
)
endings = st.sampled_from([b"", b"0\r\n\r\n", b"0\r\nT: u\r\n\r\n", b"00\r\n\r\n", b"0\r\n"])


def assemble(
    line: bytes, framing: bytes, fields: list[bytes], body: list[bytes], ending: bytes, place: int, change: bytes | None
) -> bytes:
    """Return a response, with one byte taken out or others put in where *change* is not None."""
    wire = line + framing + b"".join(fields) + b"\r\n" + b"".join(body) + ending
    if change is None:
        return wire
    place %= len(wire)
    return wire[:place] + change + wire[place + (not change) :]


responses = st.builds(
    assemble,
    status_lines,
    st.sampled_from([b"", b"Content-Length: 3\r\n", b"Transfer-Encoding: chunked\r\n"]),
    st.lists(field_lines, max_size=3),
    st.lists(body_pieces, max_size=3),
    endings,
    st.integers(0, 1000),
    st.one_of(
        st.none(), st.sampled_from([b"", b"\r", b"\n", b"\0", b" ", b":", b"\t", b"1", b"\r\n", b"\x7f", b"\xff", b";"])
    ),
)


def split(wire: bytes, cuts: list[int]) -> list[bytes]:
    places = sorted({cut % (len(wire) + 1) for cut in cuts} | {0, len(wire)})
    return [wire[start:end] for start, end in pairwise(places) if start < end]


def ours(parts: list[bytes], method: bytes = b"GET") -> tuple[list[Message], ResponseDecoder, bool]:
    """Return the messages with neighbouring Data joined, the decoder, and whether the response was accepted."""
    decoder = ResponseDecoder(method)
    messages: list[Message] = []
    accepted = True
    try:
        for part in parts:
            decoder.feed(part, messages)
        decoder.eof(messages)
    except WireError:
        accepted = False
    joined: list[Message] = []
    for message in messages:
        if isinstance(message, Data) and joined and isinstance(joined[-1], Data):
            joined[-1] = Data(joined[-1].data + message.data)
        else:
            joined.append(message)
    return joined, decoder, accepted


def h11_of(wire: bytes, method: bytes = b"GET") -> tuple[int, list[tuple[bytes, bytes]], bytes] | None:
    """Return status, fields (names in lower case) and body as h11 reads the response; None when it refuses."""
    connection = h11.Connection(h11.CLIENT, max_incomplete_event_size=1 << 20)
    connection.send(h11.Request(method=method, target="/", headers=[("Host", "x")]))
    connection.send(h11.EndOfMessage())
    connection.receive_data(wire)
    status, fields, body, ended = 0, [], b"", False
    try:
        while True:
            event = connection.next_event()
            if event is h11.NEED_DATA:
                if ended:
                    return None
                ended = True
                connection.receive_data(b"")
            elif isinstance(event, h11.Response):
                status, fields = event.status_code, list(event.headers)
            elif isinstance(event, h11.Data):
                body += bytes(event.data)
            elif isinstance(event, h11.EndOfMessage):
                return status, fields, body
            elif not isinstance(event, h11.InformationalResponse):
                return None
    except h11.RemoteProtocolError:
        return None


class _Collector:
    def __init__(self) -> None:
        self.body = b""
        self.statuses: list[int] = []
        self.complete = 0
        self.parser: Any = None

    def on_headers_complete(self) -> None:
        self.statuses.append(self.parser.get_status_code())

    def on_body(self, body: bytes) -> None:
        if self.statuses[-1] >= 200:
            self.body += body

    def on_message_complete(self) -> None:
        self.complete += self.statuses[-1] >= 200


def httptools_of(wire: bytes) -> tuple[int, bytes] | None:
    """Return status and body as httptools reads the response, None when it refuses."""
    collector = _Collector()
    collector.parser = httptools.HttpResponseParser(collector)
    try:
        collector.parser.feed_data(wire)
    except (httptools.HttpParserError, httptools.HttpParserUpgrade):
        return None
    return collector.statuses[-1], collector.body


@QUICK
@given(wire=responses, cuts=st.lists(st.integers(0, 1000), max_size=8))
@example(wire=b"HTTP/1.1 200 OK\r\n\n", cuts=[16])
@example(wire=b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n", cuts=[51])
def test_any_split_of_the_same_bytes_gives_the_same_messages(wire: bytes, cuts: list[int]) -> None:
    whole, _, accepted = ours([wire])
    parts, _, also = ours(split(wire, cuts))
    single, _, too = ours([bytes((byte,)) for byte in wire])
    assert (parts, also) == (whole, accepted)
    assert (single, too) == (whole, accepted)


@QUICK
@given(wire=responses, method=st.sampled_from([b"GET", b"HEAD"]))
def test_what_we_accept_h11_accepts_alike(wire: bytes, method: bytes) -> None:
    messages, decoder, accepted = ours([wire], method)
    assume(accepted and not decoder.tolerated)
    theirs = h11_of(wire, method)
    assert theirs is not None
    head = next(message for message in messages if isinstance(message, Head))
    assert theirs[0] == head.status
    assert [value.lower() for _, value in theirs[1]] == [value.lower() for _, value in head.headers]
    assert theirs[2] == b"".join(message.data for message in messages if isinstance(message, Data))


@QUICK
@given(wire=responses)
def test_what_we_accept_httptools_accepts_alike(wire: bytes) -> None:
    messages, decoder, accepted = ours([wire])
    assume(accepted and not decoder.tolerated and not decoder.excess)
    # llhttp takes a tab after "chunked" for a part of the name; RFC 9110 5.6.3 says that it is white space.
    assume(b"chunked\t" not in wire.lower() and b"chunked \t" not in wire.lower())
    head = next(message for message in messages if isinstance(message, Head))
    body = b"".join(message.data for message in messages if isinstance(message, Data))
    assert httptools_of(wire) == (head.status, body)


@QUICK
@given(
    status=st.integers(200, 999).filter(lambda status: status not in (204, 304)),
    fields=plain_fields,
    blocks=bodies,
    framing=st.sampled_from(["length", "chunked", "close"]),
    informational=st.integers(0, 3),
    trailers=plain_fields,
    cuts=st.lists(st.integers(0, 1000), max_size=8),
)
def test_what_h11_writes_we_read(
    status: int,
    fields: list[tuple[bytes, bytes]],
    blocks: list[bytes],
    framing: str,
    informational: int,
    trailers: list[tuple[bytes, bytes]],
    cuts: list[int],
) -> None:
    body = b"".join(blocks)
    server = h11.Connection(h11.SERVER)
    version = b"1.0" if framing == "close" else b"1.1"
    server.receive_data(b"GET / HTTP/" + version + b"\r\nHost: x\r\n\r\n")
    while server.next_event() is not h11.NEED_DATA and server.their_state is not h11.DONE:
        continue
    headers = list(fields)
    if framing == "length":
        headers.append((b"content-length", str(len(body)).encode()))
    elif framing == "chunked":
        headers.append((b"transfer-encoding", b"chunked"))
    wire = b""
    for _ in range(informational if framing != "close" else 0):
        wire += server.send(h11.InformationalResponse(status_code=103, headers=[])) or b""
    wire += server.send(h11.Response(status_code=status, headers=headers, reason=b"Fine")) or b""
    for block in blocks:
        wire += server.send(h11.Data(data=block)) or b""
    ending = h11.EndOfMessage(headers=trailers if framing == "chunked" else [])
    wire += server.send(ending) or b""
    messages, decoder, accepted = ours(split(wire, cuts))
    assert accepted
    assert decoder.done
    assert sum(isinstance(message, Informational) for message in messages) == (
        informational if framing != "close" else 0
    )
    head = next(message for message in messages if isinstance(message, Head))
    assert (head.status, head.reason) == (status, "Fine")
    assert head.headers[: len(fields)] == fields
    assert b"".join(message.data for message in messages if isinstance(message, Data)) == body
    assert messages[-1] == End(trailers if framing == "chunked" else [])


@QUICK
@given(wire=st.binary(max_size=200), prefix=st.sampled_from([b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 "]))
def test_noise_ends_in_messages_or_in_a_wire_error(wire: bytes, prefix: bytes) -> None:
    messages, decoder, accepted = ours([prefix + wire] if prefix + wire else [])
    assert not accepted or decoder.done
    assert not accepted or isinstance(messages[-1], End)
