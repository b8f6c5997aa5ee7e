"""The codec alone: bytes in, messages out."""

from __future__ import annotations

import pytest

from netaccess._transport import http1
from netaccess._transport.fields import encode_head
from netaccess._transport.http1 import ResponseDecoder, WireError
from netaccess._values.errors import NetworkError
from netaccess._values.messages import Data, End, Head, Informational, Message


def decode(*pieces: bytes, method: bytes = b"GET", close: bool = False) -> tuple[list[Message], ResponseDecoder]:
    decoder = ResponseDecoder(method)
    messages: list[Message] = []
    for piece in pieces:
        decoder.feed(piece, messages)
    if close:
        decoder.eof(messages)
    return messages, decoder


def fault(*pieces: bytes, method: bytes = b"GET", close: bool = False) -> WireError:
    with pytest.raises(WireError) as caught:
        decode(*pieces, method=method, close=close)
    return caught.value


def body_of(messages: list[Message]) -> bytes:
    return b"".join(message.data for message in messages if isinstance(message, Data))


OK = b"HTTP/1.1 200 OK\r\n"


def test_a_sized_response_gives_head_data_and_end() -> None:
    messages, decoder = decode(OK + b"Content-Length: 3\r\nX-A: b\r\n\r\nabc")
    assert messages == [
        Head(200, "OK", [(b"Content-Length", b"3"), (b"X-A", b"b")], 3),
        Data(b"abc"),
        End([]),
    ]
    assert decoder.reusable


def test_a_read_that_is_all_body_is_handed_on_without_a_copy() -> None:
    decoder = ResponseDecoder(b"GET")
    messages: list[Message] = []
    decoder.feed(OK + b"Content-Length: 10\r\n\r\n", messages)
    piece = b"0123456789"
    decoder.feed(piece, messages)
    assert isinstance(messages[1], Data)
    assert messages[1].data is piece


def test_an_empty_body_has_no_data() -> None:
    messages, decoder = decode(OK + b"Content-Length: 0\r\n\r\n")
    assert [type(message) for message in messages] == [Head, End]
    assert decoder.reusable


@pytest.mark.parametrize("status", [b"204", b"304"])
def test_some_statuses_have_no_body_whatever_the_fields_say(status: bytes) -> None:
    messages, decoder = decode(b"HTTP/1.1 " + status + b" X\r\nContent-Length: 5\r\n\r\n")
    assert [type(message) for message in messages] == [Head, End]
    assert decoder.reusable


def test_an_answer_to_head_has_no_body() -> None:
    messages, decoder = decode(OK + b"Content-Length: 500\r\n\r\n", method=b"HEAD")
    assert messages == [Head(200, "OK", [(b"Content-Length", b"500")], 0), End([])]
    assert decoder.reusable


def test_informational_responses_come_before_the_final_one() -> None:
    messages, _ = decode(
        b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nLink: a\r\n\r\n" + OK + b"\r\n", close=True
    )
    assert messages == [
        Informational(100, "Continue", []),
        Informational(103, "Early", [(b"Link", b"a")]),
        Head(200, "OK", [], None),
        End([]),
    ]


def test_a_switch_of_protocols_is_final_and_ends_the_connection() -> None:
    messages, decoder = decode(b"HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\nabc")
    assert [type(message) for message in messages] == [Head, End]
    assert not decoder.reusable


def test_endless_informational_responses_are_an_error() -> None:
    error = fault(b"HTTP/1.1 102 Processing\r\n\r\n" * (http1.MAX_INFORMATIONAL + 1))
    assert error.error == NetworkError.ProtocolFailure


def test_chunks_are_joined_and_trailers_follow() -> None:
    messages, decoder = decode(
        OK + b"Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nA;x=y\r\n0123456789\r\n0\r\nT: u\r\n\r\n"
    )
    assert messages[1:] == [Data(b"abc0123456789"), End([(b"T", b"u")])]
    assert decoder.reusable


def test_a_body_without_a_length_ends_with_the_connection() -> None:
    messages, decoder = decode(OK + b"\r\n", b"ab", b"c", close=True)
    assert body_of(messages) == b"abc"
    assert messages[-1] == End([])
    assert not decoder.reusable


@pytest.mark.parametrize(
    ("head", "kept"),
    [
        (b"HTTP/1.1 200 OK\r\n", True),
        (b"HTTP/1.1 200 OK\r\nConnection: Close\r\n", False),
        (b"HTTP/1.1 200 OK\r\nConnection: foo, close\r\n", False),
        (b"HTTP/1.0 200 OK\r\n", False),
        (b"HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\n", True),
        (b"HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nconnection: close\r\n", False),
    ],
)
def test_keep_alive_follows_version_and_connection_options(head: bytes, kept: bool) -> None:
    _, decoder = decode(head + b"Content-Length: 0\r\n\r\n")
    assert decoder.reusable is kept


def test_bytes_after_the_end_make_the_connection_unusable() -> None:
    messages, decoder = decode(OK + b"Content-Length: 1\r\n\r\nabc")
    assert messages[1:] == [Data(b"a"), End([])]
    assert not decoder.reusable


def test_equal_content_lengths_count_as_one() -> None:
    messages, _ = decode(OK + b"Content-Length: 3, 3\r\nContent-Length: 3\r\n\r\nabc")
    assert body_of(messages) == b"abc"


@pytest.mark.parametrize(
    "fields",
    [
        b"Content-Length: 3\r\nContent-Length: 4\r\n",
        b"Content-Length: -1\r\n",
        b"Content-Length: +3\r\n",
        b"Content-Length: 3x\r\n",
        b"Content-Length: \r\n",
        b"Content-Length: 0x3\r\n",
        b"Content-Length: 99999999999999999999\r\n",
        b"Content-Length: 9999999999999999999\r\n",
        b"Content-Length : 3\r\n",
        b"Content-Length: 3\0\r\n",
        b"Transfer-Encoding: gzip, chunked\r\n",
        b"Transfer-Encoding: chunked, gzip\r\n",
        b"Transfer-Encoding: chunked, chunked\r\n",
        b"Transfer-Encoding: chun\r\n ked\r\n",
        b"Transfer-Encoding: chunked\r\n \0\r\n",
        b"Transfer-Encoding : chunked\r\n",
        b"Transfer-Encoding\r\n",
        b"X: a\nTransfer-Encoding: chunked\r\n",
    ],
)
def test_doubtful_framing_is_an_error(fields: bytes) -> None:
    assert fault(OK + fields + b"\r\nabc").error == NetworkError.ProtocolFailure


def test_chunks_beat_a_content_length_and_the_connection_is_not_used_again() -> None:
    messages, decoder = decode(OK + b"Content-Length: 99\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n")
    assert body_of(messages) == b"a"
    assert decoder.done
    assert not decoder.reusable


@pytest.mark.parametrize(
    "chunks",
    [
        b"zz\r\nabc",
        b"\r\nabc",
        b"-1\r\nabc",
        b"0x3\r\nabc\r\n",
        b"3_0\r\nabc\r\n",
        b"11111111111111111\r\n",
        b"ffffffffffffffff\r\n",
        b"3\r\nabcd\r\n",
        b"3\nabc\r\n",
        b"3;a\rb\r\nabc\r\n",
        b"3;" + b"x" * http1.MAX_CHUNK_LINE + b"\r\n",
        b"3;" + b"x" * (http1.MAX_CHUNK_LINE + 9),
    ],
)
def test_a_bad_chunk_is_an_error(chunks: bytes) -> None:
    assert fault(OK + b"Transfer-Encoding: chunked\r\n\r\n" + chunks).error == NetworkError.ProtocolFailure


def test_endless_chunk_extensions_are_an_error() -> None:
    chunk = b"1;" + b"x" * 4000 + b"\r\na\r\n"
    decoder = ResponseDecoder(b"GET")
    messages: list[Message] = []
    decoder.feed(OK + b"Transfer-Encoding: chunked\r\n\r\n", messages)
    with pytest.raises(WireError):
        for _ in range(100):
            decoder.feed(chunk, messages)


def test_endless_trailers_are_an_error() -> None:
    head = OK + b"Transfer-Encoding: chunked\r\n\r\n0\r\n"
    assert fault(head + b"a: b\r\n" * 20000).error == NetworkError.ProtocolFailure


@pytest.mark.parametrize("tail", [b"", b"\r\n\r\n"])
def test_an_endless_head_is_an_error(tail: bytes) -> None:
    assert fault(OK + b"a: " + b"b" * http1.MAX_HEAD + tail).error == NetworkError.ProtocolFailure


def test_too_many_fields_are_an_error() -> None:
    assert fault(OK + b"a: b\r\n" * (http1.MAX_FIELDS + 1) + b"\r\n").error == NetworkError.ProtocolFailure


@pytest.mark.parametrize("tail", [b"", b"\r\n\r\n"])
def test_an_endless_status_line_is_an_error(tail: bytes) -> None:
    assert fault(b"HTTP/1.1 200 " + b"x" * 9000 + tail).error == NetworkError.ProtocolFailure


def test_a_head_that_drips_in_is_read_in_linear_time() -> None:
    decoder = ResponseDecoder(b"GET")
    messages: list[Message] = []
    for byte in OK + b"a: " + b"b" * 100_000 + b"\r\nContent-Length: 0\r\n\r\n":
        decoder.feed(bytes((byte,)), messages)
    assert decoder.done


@pytest.mark.parametrize("status", [b"20 OK", b"2000 OK", b"000 OK", b"099 OK", b"-200 OK", b"1e2 OK"])
def test_a_status_of_other_than_three_digits_is_a_protocol_error(status: bytes) -> None:
    assert fault(b"HTTP/1.1 " + status + b"\r\n\r\n").error == NetworkError.ProtocolFailure


@pytest.mark.parametrize(
    "garbage",
    [
        b"hello world\r\n\r\n",
        b"ICY 200 OK\r\n\r\n",
        b"<html>",
        b"HTTP/1.1 abc\r\n\r\n",
        b"HTTP/1.1  200 OK\r\n\r\n",
        b"HTTP/2.0 200 OK\r\n\r\n",
        b"\r\n\r\n",
    ],
)
def test_garbage_instead_of_a_status_line_counts_as_no_answer(garbage: bytes) -> None:
    error = fault(garbage)
    assert (error.error, str(error), error.unanswered) == (
        NetworkError.RemoteHostClosedError,
        "Connection closed",
        True,
    )


def test_a_status_line_may_lack_its_reason() -> None:
    messages, _ = decode(b"HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n")
    assert messages[0] == Head(200, "", [(b"Content-Length", b"0")], 0)


def test_the_reason_is_latin_1() -> None:
    messages, _ = decode(b"HTTP/1.1 404 Na\xefve\r\nContent-Length: 0\r\n\r\n")
    assert isinstance(messages[0], Head)
    assert messages[0].reason == "Naïve"


def test_a_folded_value_is_joined_by_a_space() -> None:
    messages, _ = decode(OK + b"A: one\r\n \t two\r\n\tthree\r\nContent-Length: 0\r\n\r\n")
    assert isinstance(messages[0], Head)
    assert messages[0].headers[0] == (b"A", b"one two three")


@pytest.mark.parametrize(
    "line", [b"A: x\0y", b"A: x\ry", b"A: x\r\n y\0", b"no colon", b"B : c", b": c", b" lone fold"]
)
def test_an_unusable_field_is_dropped_and_the_others_stay(line: bytes) -> None:
    messages, _ = decode(OK + line + b"\r\nContent-Length: 0\r\n\r\n")
    assert isinstance(messages[0], Head)
    assert messages[0].headers == [(b"Content-Length", b"0")]


def test_bare_line_feeds_are_refused_without_waiting_for_more() -> None:
    assert fault(b"HTTP/1.1 200 OK\nContent-Length: 0\n\n").error == NetworkError.ProtocolFailure


@pytest.mark.parametrize(
    ("wire", "body", "unanswered"),
    [
        (b"", b"", True),
        (b"HTTP/1.1 2", b"", True),
        (OK + b"Content-Length: 9\r\n\r\nabc", b"abc", False),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n9\r\nabc", b"abc", False),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n", b"abc", False),
        (b"HTTP/1.1 100 Continue\r\n\r\n", b"", False),
    ],
)
def test_an_early_close_is_an_error_after_the_bytes_that_came(wire: bytes, body: bytes, unanswered: bool) -> None:
    decoder = ResponseDecoder(b"GET")
    messages: list[Message] = []
    if wire:
        decoder.feed(wire, messages)
    with pytest.raises(WireError, match="Connection closed") as caught:
        decoder.eof(messages)
    assert body_of(messages) == body
    assert (caught.value.error, caught.value.unanswered) == (NetworkError.RemoteHostClosedError, unanswered)


def test_what_came_before_a_fault_is_delivered() -> None:
    decoder = ResponseDecoder(b"GET")
    messages: list[Message] = []
    with pytest.raises(WireError):
        decoder.feed(OK + b"Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nzz\r\n", messages)
    assert body_of(messages) == b"abc"


def test_a_tunnel_begins_after_the_head() -> None:
    messages, _ = decode(b"HTTP/1.1 200 Established\r\nContent-Length: 7\r\n\r\n", method=b"CONNECT")
    assert [type(message) for message in messages] == [Head, End]


def test_a_request_head_is_written_as_given() -> None:
    head = encode_head(b"GET", b"/a?b", [(b"Host", b"h"), (b"X-Tab", b"a\tb\xff")])
    assert head == b"GET /a?b HTTP/1.1\r\nHost: h\r\nX-Tab: a\tb\xff\r\n\r\n"


@pytest.mark.parametrize(
    ("method", "target", "name", "value"),
    [
        (b"GET\r\nX: y", b"/", b"A", b"b"),
        (b"", b"/", b"A", b"b"),
        (b"GET", b"/ HTTP/1.1\r\nX: y", b"A", b"b"),
        (b"GET", b"", b"A", b"b"),
        (b"GET", b"/a b", b"A", b"b"),
        (b"GET", b"/", b"A\r\nB", b"b"),
        (b"GET", b"/", b"A:", b"b"),
        (b"GET", b"/", b"", b"b"),
        (b"GET", b"/", b"A", b"b\r\nX: y"),
        (b"GET", b"/", b"A", b"b\n"),
        (b"GET", b"/", b"A", b"b\0"),
    ],
)
def test_a_request_that_could_be_misread_is_refused(method: bytes, target: bytes, name: bytes, value: bytes) -> None:
    with pytest.raises(ValueError, match="The "):
        encode_head(method, target, [(name, value)])


def test_an_empty_head_is_no_answer_even_when_no_other_was_read_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ResponseDecoder, "_last", http1.NOTHING_READ)
    error = fault(b"\r\n\r\n")
    assert (error.error, error.unanswered) == (NetworkError.RemoteHostClosedError, True)
