"""The codec against h11 and httptools, over generated and mangled responses and over requests. The same examples every time."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import h11
import httptools
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from netaccess._transport import fields as fields_module
from netaccess._transport.fields import encode_head, known_names, seen_lines
from netaccess._transport.http1 import NOTHING_READ, ResponseDecoder, WireError
from netaccess._values.messages import Data, End, Head, Headers, Informational, Message

QUICK = settings(
    max_examples=150, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)

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


# Whole responses with a few bytes changed anywhere: less like a response than the above, and longer.
SEEDS = (
    b"HTTP/1.1 200 OK\r\nContent-Length: 12\r\nX-A: b\r\n\r\nHello, world",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\nHello\r\nA\r\n, my world\r\n0\r\nT: u\r\n\r\n",
    b"HTTP/1.1 103 Hint\r\nLink: x\r\n\r\nHTTP/1.1 404 No\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno",
    b"HTTP/1.0 200 OK\r\nServer: old\r\n\r\nuntil the end",
    b'HTTP/1.1 304 Same\r\nContent-Length: 5\r\nETag: "x"\r\n\r\n',
)
NASTY = [b"", b"\r", b"\n", b"\r\n", b"\r\n\r\n", b"\0", b"\xff", *(bytes((byte,)) for byte in b" \t:;,019f-+")]


def change(wire: bytes, edits: list[tuple[int, int, bytes]]) -> bytes:
    """Return *wire* with parts replaced: place, length and what comes there."""
    for place, length, new in edits:
        place %= len(wire) + 1
        wire = wire[:place] + new + wire[place + length :]
    return wire


mutants = st.builds(
    change,
    st.sampled_from(SEEDS),
    st.lists(st.tuples(st.integers(0, 400), st.integers(0, 2), st.sampled_from(NASTY)), max_size=4),
)
wires = st.one_of(responses, mutants)


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
@given(wire=wires, cuts=st.lists(st.integers(0, 1000), max_size=8))
@example(wire=b"HTTP/1.1 200 OK\r\n\n", cuts=[16])
@example(wire=b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n", cuts=[51])
def test_any_split_of_the_same_bytes_gives_the_same_messages(wire: bytes, cuts: list[int]) -> None:
    whole, _, accepted = ours([wire])
    parts, _, also = ours(split(wire, cuts))
    single, _, too = ours([bytes((byte,)) for byte in wire])
    assert (parts, also) == (whole, accepted)
    assert (single, too) == (whole, accepted)


@QUICK
@given(wire=wires, method=st.sampled_from([b"GET", b"HEAD"]))
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
@given(wire=wires)
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


def reading(decoder: ResponseDecoder, accepted: bool, messages: list[Message]) -> tuple[Any, ...]:
    """Return all that a worker looks at after a response."""
    return messages, accepted, decoder.done, decoder.reusable, decoder.excess, decoder.answered, decoder.began


def forgetful(parts: list[bytes], method: bytes) -> tuple[Any, ...]:
    """Read a response with nothing remembered of those before it."""
    before = ResponseDecoder._last
    ResponseDecoder._last = NOTHING_READ
    seen_lines.clear()
    known_names.clear()
    try:
        messages, decoder, accepted = ours(parts, method)
    finally:
        ResponseDecoder._last = before
    return reading(decoder, accepted, messages)


@settings(QUICK, max_examples=60)
@given(wire=wires)
def test_every_cut_in_two_gives_the_same_messages(wire: bytes) -> None:
    whole = ours([wire] if wire else [])
    for place in range(1, len(wire)):
        messages, decoder, accepted = ours([wire[:place], wire[place:]])
        assert (messages, accepted, decoder.reusable) == (whole[0], whole[2], whole[1].reusable), place


@settings(QUICK, max_examples=60)
@given(
    pool=st.lists(wires, min_size=1, max_size=3),
    order=st.lists(
        st.tuples(st.integers(0, 2), st.sampled_from([b"GET", b"GET", b"HEAD", b"POST", b"CONNECT"])),
        min_size=2,
        max_size=8,
    ),
    cuts=st.lists(st.integers(0, 1000), max_size=3),
)
def test_what_was_read_before_does_not_change_what_is_read(
    pool: list[bytes], order: list[tuple[int, bytes]], cuts: list[int]
) -> None:
    for index, method in order:
        parts = split(pool[index % len(pool)], cuts)
        messages, decoder, accepted = ours(parts, method)
        assert reading(decoder, accepted, messages) == forgetful(parts, method)


@QUICK
@given(
    head=st.sampled_from([seed[: seed.index(b"\r\n\r\n") + 4] for seed in SEEDS]),
    bodies=st.lists(st.binary(max_size=30), min_size=2, max_size=4),
)
def test_a_repeated_head_with_other_bodies_is_read_alike(head: bytes, bodies: list[bytes]) -> None:
    for body in bodies:
        messages, decoder, accepted = ours([head + body])
        assert reading(decoder, accepted, messages) == forgetful([head + body], b"GET")


@QUICK
@given(wire=wires, behind=st.binary(min_size=1, max_size=20), cuts=st.lists(st.integers(0, 1000), max_size=3))
def test_bytes_behind_a_response_change_nothing_but_the_connection(wire: bytes, behind: bytes, cuts: list[int]) -> None:
    decoder = ResponseDecoder(b"GET")
    messages: list[Message] = []
    try:
        if wire:
            decoder.feed(wire, messages)
    except WireError:
        assume(False)
    assume(decoder.done)
    longer, after, accepted = ours(split(wire + behind, cuts))
    shorter, _, _ = ours([wire])
    assert accepted
    assert longer == shorter
    assert after.excess
    assert not after.reusable


@QUICK
@given(wire=wires, cuts=st.lists(st.integers(0, 1000), max_size=8))
def test_no_more_is_held_back_than_the_bounds_allow(wire: bytes, cuts: list[int]) -> None:
    decoder = ResponseDecoder(b"GET")
    fed = 0
    messages: list[Message] = []
    try:
        for part in split(wire, cuts):
            decoder.feed(part, messages)
            fed += len(part)
            given_out = sum(len(message.data) for message in messages if isinstance(message, Data))
            assert len(decoder._held or b"") <= fed - given_out
            assert not decoder._pieces
    except WireError:
        assert not decoder.done


# Requests.

methods = st.sampled_from([b"GET", b"POST", b"PUT", b"DELETE", b"HEAD", b"OPTIONS", b"PATCH", b"PROPFIND"])
targets = st.text("abcXYZ09-_.~/?=&%;:@!$'()*+,", max_size=40).map(lambda text: b"/" + text.encode())
request_fields = st.lists(st.tuples(tokens.map(lambda token: b"X-" + token), values), max_size=6)


class _Request:
    def __init__(self) -> None:
        self.target = b""
        self.fields: Headers = []
        self.complete = 0

    def on_url(self, url: bytes) -> None:
        self.target += url

    def on_header(self, name: bytes, value: bytes) -> None:
        self.fields.append((name, value))

    def on_message_complete(self) -> None:
        self.complete += 1


def h11_request(wire: bytes) -> tuple[bytes, bytes, Headers] | None:
    """Return method, target and fields (names in lower case) as h11 reads a request; None when it refuses."""
    connection = h11.Connection(h11.SERVER)
    connection.receive_data(wire)
    try:
        event = connection.next_event()
    except h11.RemoteProtocolError:
        return None
    if not isinstance(event, h11.Request):
        return None
    assert isinstance(connection.next_event(), h11.EndOfMessage)
    assert connection.trailing_data == (b"", False)
    return event.method, event.target, [(bytes(name), bytes(value)) for name, value in event.headers]


def httptools_request(wire: bytes) -> tuple[bytes, bytes, Headers] | None:
    """Return the same as httptools reads it (names as they are)."""
    request = _Request()
    parser = httptools.HttpRequestParser(request)
    try:
        parser.feed_data(wire)
    except httptools.HttpParserError:
        return None
    assert request.complete == 1
    return parser.get_method(), request.target, request.fields


@QUICK
@given(method=methods, target=targets, own=request_fields)
def test_what_we_write_h11_and_httptools_read(method: bytes, target: bytes, own: Headers) -> None:
    section = [(b"Host", b"example.org"), *own]
    wire = encode_head(method, target, section)
    assert h11_request(wire) == (method, target, [(name.lower(), value) for name, value in section])
    theirs = httptools_request(wire)
    assert theirs is not None
    # llhttp takes away white space behind values only where it is a blank.
    assert (theirs[0], theirs[1], [name for name, _ in theirs[2]]) == (method, target, [name for name, _ in section])
    assert [value.strip(b" \t") for _, value in theirs[2]] == [value for _, value in section]


anything = st.text("abC \t\r\n\0:;,/?\x01\x7f\u00e9", max_size=12).map(lambda text: text.encode("latin-1"))


@QUICK
@given(method=st.one_of(methods, anything), target=st.one_of(targets, anything), name=anything, value=anything)
@example(method=b"GET / HTTP/1.1\r\nX:", target=b"/", name=b"A", value=b"b")
@example(method=b"GET", target=b"/ HTTP/1.1\r\nX: y\r\n", name=b"A", value=b"b")
@example(method=b"GET", target=b"/", name=b"A: b\r\nX", value=b"b")
@example(method=b"GET", target=b"/", name=b"A", value=b"b\r\n\r\nGET / HTTP/1.1\r\n")
def test_nothing_written_is_more_than_one_request_with_these_fields(
    method: bytes, target: bytes, name: bytes, value: bytes
) -> None:
    section = [(b"Host", b"example.org"), (name, value)]
    try:
        wire = encode_head(method, target, section)
    except ValueError:
        bad = any(byte in method + target + name + value for byte in b"\r\n\0")
        odd = not method or not target or not name or not (method + name).isascii()
        separators = any(byte in method + name for byte in b" \t:;,/?\x01\x7f")
        assert bad or odd or separators or any(byte <= 0x20 or byte == 0x7F for byte in target)
        return
    assert wire.count(b"\r\n") == 4
    assert wire.count(b"\n") == wire.count(b"\r") == 4
    assert wire.endswith(b"\r\n\r\n")
    theirs = h11_request(wire)
    if theirs is not None:
        assert theirs == (method, target, [(b"host", b"example.org"), (name.lower(), value.strip(b" \t"))])


@QUICK
@given(
    sections=st.lists(request_fields, min_size=1, max_size=3), order=st.lists(st.integers(0, 2), min_size=2, max_size=6)
)
def test_a_section_that_was_written_before_is_written_alike(sections: list[Headers], order: list[int]) -> None:
    for index in order:
        section = sections[index % len(sections)]
        known = encode_head(b"GET", b"/", section)
        fields_module._last_section = ([], b"")
        assert encode_head(b"GET", b"/", list(section)) == known
