"""Broken answers as bytes, each with the line that says what is right: the table for this folder and for the oracle.

The server sends the bytes and, unless the entry says that it closes, goes on listening: a client that trusts the connection
sends its next request there.
"""

from __future__ import annotations

import zlib
from typing import NamedTuple

CLOSED = "RemoteHostClosedError"
PROTOCOL = "ProtocolFailure"
CONTENT = "UnknownContentError"
OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
EVIL = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil"


class Fault(NamedTuple):
    """A broken answer, and what is right."""

    name: str
    wire: bytes
    rule: str
    error: str = "NoError"
    body: bytes = b""
    closes: bool = False
    """Whether the server closes behind the answer."""
    trusted: bool = False
    """Whether the connection may be used again."""
    sent: int = 1
    """How often a GET is sent where it gets a connection of its own: one that was not answered at all has two tries."""
    method: str = "GET"


def sized(length: object, body: bytes = b"abc") -> bytes:
    """Return an answer with this Content-Length, and one with this body."""
    return OK + b"Content-Length: %s\r\n\r\n" % str(length).encode("latin-1") + body


def coded(body: bytes, coding: bytes = b"gzip") -> bytes:
    """Return an answer with this Content-Encoding."""
    return OK + b"Content-Encoding: %s\r\nContent-Length: %d\r\n\r\n" % (coding, len(body)) + body


def gzipped(data: bytes, level: int = 9) -> bytes:
    """Return *data* in gzip's format, the same bytes every time."""
    packer = zlib.compressobj(level, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


_ZIPPED = gzipped(b"some text, and some more text " * 40)
_TEXT = b"some text, and some more text " * 40


def unanswered(name: str, wire: bytes, rule: str = "it is no answer: one more try, then a closed connection") -> Fault:
    """Return an entry for bytes that are no HTTP."""
    return Fault(name, wire, rule, CLOSED, sent=2)


STATUS_LINES = [
    unanswered("garbage", b"garbage\r\n\r\n"),
    unanswered("binary garbage", b"\x00\xff\x16\x03\x01\r\n\r\n"),
    unanswered("no status line", b"Content-Length: 3\r\n\r\nabc"),
    unanswered("an empty line first", b"\r\n" + sized(3)),
    unanswered("a blank first", b" " + sized(3)),
    unanswered("HTTP/0.9", b"<html>hello</html>\r\n\r\n"),
    unanswered("HTTP/2", b"HTTP/2 200 OK\r\nContent-Length: 3\r\n\r\nabc"),
    unanswered("HTTP/1.10", b"HTTP/1.10 200 OK\r\nContent-Length: 3\r\n\r\nabc"),
    unanswered("HTTP/1.", b"HTTP/1. 200 OK\r\nContent-Length: 3\r\n\r\nabc"),
    unanswered("HTTP in lower case", b"http/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc"),
    unanswered("another protocol", b"ICY 200 OK\r\nContent-Length: 3\r\n\r\nabc"),
    unanswered("no status", b"HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc"),
    unanswered("a status in letters", b"HTTP/1.1 abc OK\r\nContent-Length: 3\r\n\r\nabc"),
    unanswered("no blank before the status", b"HTTP/1.1200 OK\r\nContent-Length: 3\r\n\r\nabc"),
    unanswered("no blank after the status", b"HTTP/1.1 200OK\r\nContent-Length: 3\r\n\r\nabc"),
    unanswered("a NUL in the reason", b"HTTP/1.1 200 O\0K\r\nContent-Length: 3\r\n\r\nabc"),
    unanswered("a bare CR in the reason", b"HTTP/1.1 200 O\rK\r\nContent-Length: 3\r\n\r\nabc"),
    Fault("a status of two digits", b"HTTP/1.1 20 OK\r\nContent-Length: 3\r\n\r\nabc", "no such status", PROTOCOL),
    Fault("a status of four digits", b"HTTP/1.1 2000 OK\r\nContent-Length: 3\r\n\r\nabc", "no such status", PROTOCOL),
    Fault("a negative status", b"HTTP/1.1 -200 OK\r\nContent-Length: 3\r\n\r\nabc", "no such status", PROTOCOL),
    Fault("status 000", b"HTTP/1.1 000 OK\r\nContent-Length: 3\r\n\r\nabc", "no such status", PROTOCOL),
    Fault("status 099", b"HTTP/1.1 099 OK\r\nContent-Length: 3\r\n\r\nabc", "no such status", PROTOCOL),
    Fault(
        "status 600",
        b"HTTP/1.1 600 Odd\r\nContent-Length: 3\r\n\r\nabc",
        "the server's fault, its words readable",
        "UnknownServerError",
        b"abc",
        trusted=True,
    ),
    Fault(
        "status 999",
        b"HTTP/1.1 999 No\r\nContent-Length: 3\r\n\r\nabc",
        "the server's fault, its words readable",
        "UnknownServerError",
        b"abc",
        trusted=True,
    ),
    Fault("HTTP/1.2", b"HTTP/1.2 200 OK\r\nContent-Length: 3\r\n\r\nabc", "read like 1.1", body=b"abc", trusted=True),
    Fault("no reason", b"HTTP/1.1 200\r\nContent-Length: 3\r\n\r\nabc", "none is needed", body=b"abc", trusted=True),
    Fault(
        "a reason in Latin-1",
        b"HTTP/1.1 200 \xe9t\xe9\r\nContent-Length: 3\r\n\r\nabc",
        "it is taken as it is",
        body=b"abc",
        trusted=True,
    ),
    Fault(
        "bare line feeds", b"HTTP/1.1 200 OK\nContent-Length: 3\n\nabc", "no line ends: nothing can follow", PROTOCOL
    ),
    Fault("a status line of 9000 bytes", b"HTTP/1.1 200 " + b"x" * 9000 + b"\r\n\r\n", "too long", PROTOCOL),
]

HEADERS = [
    Fault(
        "a NUL in a value",
        OK + b"X: a\0b\r\nContent-Length: 3\r\n\r\nabc",
        "that field is dropped",
        body=b"abc",
        trusted=True,
    ),
    Fault(
        "a bare CR in a value",
        OK + b"X: a\rY: b\r\nContent-Length: 3\r\n\r\nabc",
        "that field is dropped",
        body=b"abc",
        trusted=True,
    ),
    Fault("a bare LF in a value", OK + b"X: a\nY: b\r\nContent-Length: 3\r\n\r\nabc", "no line end", PROTOCOL),
    Fault(
        "a line without colon",
        OK + b"nonsense\r\nContent-Length: 3\r\n\r\nabc",
        "that line is dropped, the others count",
        body=b"abc",
        trusted=True,
    ),
    Fault(
        "an empty name", OK + b": x\r\nContent-Length: 3\r\n\r\nabc", "that line is dropped", body=b"abc", trusted=True
    ),
    Fault(
        "a name with a blank",
        OK + b"X y: x\r\nContent-Length: 3\r\n\r\nabc",
        "that line is dropped",
        body=b"abc",
        trusted=True,
    ),
    Fault(
        "a name in Latin-1",
        OK + b"X\xe9: x\r\nContent-Length: 3\r\n\r\nabc",
        "that line is dropped",
        body=b"abc",
        trusted=True,
    ),
    Fault(
        "a folded field",
        OK + b"X: a\r\n b\r\nContent-Length: 3\r\n\r\nabc",
        "one field",
        body=b"abc",
        trusted=True,
    ),
    Fault(
        "a fold before any field",
        OK + b" b\r\nContent-Length: 3\r\n\r\nabc",
        "that line is dropped",
        body=b"abc",
        trusted=True,
    ),
    Fault("1001 fields", OK + b"X: y\r\n" * 1001 + b"\r\n", "more than anybody needs", PROTOCOL),
    Fault("a field of 300 KB", OK + b"X: " + b"y" * 300_000 + b"\r\n\r\n", "more than anybody needs", PROTOCOL),
    Fault(
        "a field of 60 KB",
        OK + b"X: " + b"y" * 60_000 + b"\r\nContent-Length: 3\r\n\r\nabc",
        "that is much, but not too much",
        body=b"abc",
        trusted=True,
    ),
    Fault("a name of 300 KB", OK + b"X" * 300_000 + b": y\r\n\r\n", "more than anybody needs", PROTOCOL),
    Fault(
        "a blank before the colon of Content-Length",
        OK + b"Content-Length : 3\r\n\r\nabc",
        "no known end",
        PROTOCOL,
    ),
    Fault(
        "a blank before the colon of Transfer-Encoding",
        OK + b"Transfer-Encoding : chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
        "no known end",
        PROTOCOL,
    ),
    Fault(
        "a blank before Content-Length",
        OK + b"X: y\r\nContent-Length\t: 3\r\n\r\nabc",
        "no known end",
        PROTOCOL,
    ),
    Fault("a NUL in Content-Length", OK + b"Content-Length: 3\0\r\n\r\nabc", "no known end", PROTOCOL),
    Fault("Content-Length without colon", OK + b"Content-Length\r\n\r\nabc", "no known end", PROTOCOL),
]

LENGTHS = [
    Fault(
        "Content-Length twice alike",
        OK + b"Content-Length: 3\r\n" * 2 + b"\r\nabc",
        "one word",
        body=b"abc",
        trusted=True,
    ),
    Fault("Content-Length with a list of equals", sized("3, 3"), "one word", body=b"abc", trusted=True),
    Fault(
        "two different lengths",
        OK + b"Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
        "neither can be believed",
        PROTOCOL,
    ),
    Fault("a list of different lengths", sized("3, 4", b"abcd"), "neither can be believed", PROTOCOL),
    Fault("a negative length", sized(-3), "no number", PROTOCOL),
    Fault("a length with a plus", sized("+3"), "no number", PROTOCOL),
    Fault("a hexadecimal length", sized("0x3"), "no number", PROTOCOL),
    Fault("a length with a fraction", sized("3.0"), "no number", PROTOCOL),
    Fault("an empty length", sized(""), "no number", PROTOCOL),
    Fault("a length in letters", sized("three"), "no number", PROTOCOL),
    Fault("a length with a unit", sized("3 bytes"), "no number", PROTOCOL),
    Fault("a length with an underscore", sized("1_0", b"0123456789"), "no number", PROTOCOL),
    Fault("a length that wraps at 32 bits", sized(2**32 + 3), "it never comes", CLOSED, b"abc", closes=True),
    Fault("a length that wraps at 64 bits", sized(2**64 + 3), "more than there is", PROTOCOL),
    Fault("a length of a hundred digits", sized("9" * 100), "more than there is", PROTOCOL),
    Fault("the largest length", sized(2**63 - 1), "it never comes", CLOSED, b"abc", closes=True),
    Fault("a short body", sized(10), "a closed connection, what came is readable", CLOSED, b"abc", closes=True),
    Fault("no body at all", sized(10, b""), "a closed connection", CLOSED, closes=True),
    Fault("a long body", sized(3, b"abcdef"), "the rest is nobody's", body=b"abc"),
    Fault("an answer behind the body", sized(3, b"abc" + EVIL), "nobody has asked for it", body=b"abc"),
    Fault("an answer behind an empty body", sized(0, EVIL), "nobody has asked for it"),
    Fault("line ends behind the body", sized(3, b"abc\r\n"), "the rest is nobody's", body=b"abc"),
    Fault("zeros before the number", sized("0003"), "a number nevertheless", body=b"abc", trusted=True),
    Fault("no length and a closed connection", OK + b"\r\nabc", "the end is the end", body=b"abc", closes=True),
]

CODINGS = [
    Fault(
        "Transfer-Encoding with Content-Length",
        OK + b"Content-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
        "the chunks count, the connection is not trusted",
        body=b"abc",
    ),
    Fault(
        "Transfer-Encoding with a smaller Content-Length",
        OK + b"Transfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
        "the chunks count, the connection is not trusted",
        body=b"abc",
    ),
    Fault(
        "chunks in HTTP/1.0",
        b"HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
        "the chunks count, the connection is not trusted",
        body=b"abc",
    ),
    Fault("an unknown transfer coding", OK + b"Transfer-Encoding: rot13\r\n\r\nabc", "nobody can read it", PROTOCOL),
    Fault("identity as transfer coding", OK + b"Transfer-Encoding: identity\r\n\r\nabc", "it was abolished", PROTOCOL),
    Fault("an empty transfer coding", OK + b"Transfer-Encoding:\r\n\r\nabc", "nobody can read it", PROTOCOL),
    Fault(
        "gzip as transfer coding",
        OK + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        "it was not asked for",
        PROTOCOL,
    ),
    Fault(
        "chunked twice", OK + b"Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n", "it may be there once", PROTOCOL
    ),
    Fault(
        "two fields of chunked",
        OK + b"Transfer-Encoding: chunked\r\n" * 2 + b"\r\n0\r\n\r\n",
        "it may be there once",
        PROTOCOL,
    ),
    Fault(
        "chunked is not last", OK + b"Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n", "the end is unknown", PROTOCOL
    ),
    Fault(
        "a name that only ends in chunked",
        OK + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        "nobody knows it",
        PROTOCOL,
    ),
    Fault(
        "a vertical tab before chunked",
        OK + b"Transfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n",
        "nobody knows it",
        PROTOCOL,
    ),
]

CHUNKS = [
    Fault("a chunk size in letters", CHUNKED + b"xyz\r\nabc\r\n0\r\n\r\n", "no number", PROTOCOL),
    Fault("an empty chunk size", CHUNKED + b"\r\nabc\r\n0\r\n\r\n", "no number", PROTOCOL),
    Fault("a negative chunk size", CHUNKED + b"-3\r\nabc\r\n0\r\n\r\n", "no number", PROTOCOL),
    Fault("a chunk size with a plus", CHUNKED + b"+3\r\nabc\r\n0\r\n\r\n", "no number", PROTOCOL),
    Fault("a chunk size with 0x", CHUNKED + b"0x3\r\nabc\r\n0\r\n\r\n", "no number", PROTOCOL),
    Fault("a blank before the chunk size", CHUNKED + b" 3\r\nabc\r\n0\r\n\r\n", "no number", PROTOCOL),
    Fault("a chunk size with an underscore", CHUNKED + b"1_0\r\nabc\r\n0\r\n\r\n", "no number", PROTOCOL),
    Fault(
        "a chunk size of 2^64 and more",
        CHUNKED + b"10000000000000003\r\nabc\r\n0\r\n\r\n",
        "more than there is",
        PROTOCOL,
    ),
    Fault(
        "a chunk size of 2^63 and more",
        CHUNKED + b"8000000000000000\r\nabc\r\n0\r\n\r\n",
        "more than there is",
        PROTOCOL,
    ),
    Fault("the largest chunk", CHUNKED + b"7fffffffffffffff\r\nabc", "it never comes", CLOSED, b"abc", closes=True),
    Fault(
        "many zeros before the chunk size",
        CHUNKED + b"0" * 30 + b"3\r\nabc\r\n0\r\n\r\n",
        "not a number",
        PROTOCOL,
    ),
    Fault(
        "a chunk longer than its size", CHUNKED + b"3\r\nabcdef\r\n0\r\n\r\n", "no line end behind it", PROTOCOL, b"abc"
    ),
    Fault(
        "a chunk shorter than its size",
        CHUNKED + b"5\r\nabc\r\n0\r\n\r\n",
        "no line end behind it",
        PROTOCOL,
        b"abc\r\n",
    ),
    Fault("a chunk without line end", CHUNKED + b"3\r\nabc0\r\n\r\n", "no line end behind it", PROTOCOL, b"abc"),
    Fault(
        "a chunk with a bare LF behind it", CHUNKED + b"3\r\nabc\n0\r\n\r\n", "no line end behind it", PROTOCOL, b"abc"
    ),
    Fault("a chunk size with a bare LF", CHUNKED + b"3\nabc\r\n0\r\n\r\n", "no line end", PROTOCOL),
    Fault("a chunk size with a bare CR", CHUNKED + b"3\rabc\r\n0\r\n\r\n", "no number", PROTOCOL),
    Fault("a NUL in a chunk extension", CHUNKED + b"3;a\0b\r\nabc\r\n0\r\n\r\n", "not in an extension", PROTOCOL),
    Fault(
        "a chunk extension of 5000 bytes", CHUNKED + b"3;" + b"x" * 5000 + b"\r\nabc\r\n0\r\n\r\n", "too long", PROTOCOL
    ),
    Fault(
        "a chunk extension", CHUNKED + b"3;name=value\r\nabc\r\n0\r\n\r\n", "it is ignored", body=b"abc", trusted=True
    ),
    Fault("no last chunk", CHUNKED + b"3\r\nabc\r\n", "a closed connection", CLOSED, b"abc", closes=True),
    Fault(
        "no line behind the last chunk",
        CHUNKED + b"3\r\nabc\r\n0\r\n",
        "a closed connection",
        CLOSED,
        b"abc",
        closes=True,
    ),
    Fault(
        "a closed connection within a chunk",
        CHUNKED + b"9\r\nabc",
        "what came is readable",
        CLOSED,
        b"abc",
        closes=True,
    ),
    Fault(
        "an answer behind the last chunk",
        CHUNKED + b"3\r\nabc\r\n0\r\n\r\n" + EVIL,
        "nobody has asked for it",
        body=b"abc",
    ),
    Fault("trailers", CHUNKED + b"3\r\nabc\r\n0\r\nX: y\r\n\r\n", "they are read", body=b"abc", trusted=True),
    Fault(
        "a bad trailer", CHUNKED + b"3\r\nabc\r\n0\r\nX y\r\n\r\n", "that line is dropped", body=b"abc", trusted=True
    ),
    Fault(
        "trailers of 100 KB",
        CHUNKED + b"3\r\nabc\r\n0\r\nX: " + b"y" * 100_000 + b"\r\n\r\n",
        "too long",
        PROTOCOL,
        b"abc",
    ),
    Fault("1001 trailers", CHUNKED + b"3\r\nabc\r\n0\r\n" + b"X: y\r\n" * 1001 + b"\r\n", "too many", PROTOCOL, b"abc"),
    Fault(
        "a trailer cut short",
        CHUNKED + b"3\r\nabc\r\n0\r\nX: y\r\n",
        "a closed connection",
        CLOSED,
        b"abc",
        closes=True,
    ),
]

BODILESS = [
    Fault("a body on 204", b"HTTP/1.1 204 No\r\nContent-Length: 3\r\n\r\nabc", "there is none: the rest is nobody's"),
    Fault("an answer behind 204", b"HTTP/1.1 204 No\r\n\r\n" + EVIL, "nobody has asked for it"),
    Fault(
        "chunks on 204", b"HTTP/1.1 204 No\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n", "there are none"
    ),
    Fault("a body on 304", b"HTTP/1.1 304 Same\r\nContent-Length: 3\r\n\r\nabc", "there is none: the rest is nobody's"),
    Fault(
        "a length on 304", b"HTTP/1.1 304 Same\r\nContent-Length: 3\r\n\r\n", "it is the other answer's", trusted=True
    ),
    Fault("a body on HEAD", sized(3), "there is none: the rest is nobody's", method="HEAD"),
    Fault("chunks on HEAD", CHUNKED + b"3\r\nabc\r\n0\r\n\r\n", "there are none: the rest is nobody's", method="HEAD"),
    Fault("an answer behind HEAD", sized(3, b"") + EVIL, "nobody has asked for it", method="HEAD"),
    Fault(
        "two lengths on HEAD",
        OK + b"Content-Length: 3\r\nContent-Length: 4\r\n\r\n",
        "not believed",
        PROTOCOL,
        method="HEAD",
    ),
    Fault("101 that nobody asked for", b"HTTP/1.1 101 Switch\r\nUpgrade: x\r\n\r\nabc", "no body, no more HTTP here"),
]

INFORMATIONAL = [
    Fault(
        "100 Continue unasked", b"HTTP/1.1 100 Go\r\n\r\n" + sized(3), "it is passed over", body=b"abc", trusted=True
    ),
    Fault(
        "three of 1xx", b"HTTP/1.1 103 Hint\r\nLink: x\r\n\r\n" * 3 + sized(3), "passed over", body=b"abc", trusted=True
    ),
    Fault("21 of 1xx", b"HTTP/1.1 102 Wait\r\n\r\n" * 21 + sized(3), "more than anybody needs", PROTOCOL),
    Fault(
        "a length on 100",
        b"HTTP/1.1 100 Go\r\nContent-Length: 3\r\n\r\n" + sized(3),
        "it has no body whatever it says",
        body=b"abc",
        trusted=True,
    ),
    Fault("a body on 100", b"HTTP/1.1 100 Go\r\nContent-Length: 3\r\n\r\nabc" + sized(3), "no status line", CLOSED),
    Fault(
        "nothing behind 100",
        b"HTTP/1.1 100 Go\r\n\r\n",
        "a closed connection; half an answer came",
        CLOSED,
        closes=True,
    ),
    Fault("garbage behind 100", b"HTTP/1.1 100 Go\r\n\r\ngarbage\r\n\r\n", "no status line", CLOSED),
]

ENCODED = [
    Fault("gzip", coded(_ZIPPED), "the text", body=_TEXT, trusted=True),
    Fault("gzip without its trailer", coded(_ZIPPED[:-8]), "it is not whole, what came is readable", CONTENT, _TEXT),
    Fault("gzip without its last byte", coded(_ZIPPED[:-1]), "it is not whole, what came is readable", CONTENT, _TEXT),
    Fault(
        "gzip with a wrong sum", coded(_ZIPPED[:-8] + b"\0\0\0\0" + _ZIPPED[-4:]), "it is not what was sent", CONTENT
    ),
    Fault("gzip with a wrong size", coded(_ZIPPED[:-4] + b"\0\0\0\0"), "it is not what was sent", CONTENT),
    Fault("gzip of a single byte", coded(b"\x1f"), "it is not whole", CONTENT),
    Fault("gzip with nothing but its head", coded(_ZIPPED[:10]), "it is not whole", CONTENT),
    Fault("text that says it is gzip", coded(b"this is not gzip"), "it is not", CONTENT),
    Fault("an empty gzip body", coded(b""), "nothing is nothing in any coding", trusted=True),
    Fault("two gzip members", coded(gzipped(b"one ") + gzipped(b"two")), "one text", body=b"one two", trusted=True),
    Fault("zeros behind gzip", coded(_ZIPPED + b"\0" * 20), "they are ignored", body=_TEXT, trusted=True),
    Fault(
        "deflate with a wrong sum", coded(zlib.compress(_TEXT)[:-1] + b"\0", b"deflate"), "not what was sent", CONTENT
    ),
    Fault("deflate without its end", coded(zlib.compress(_TEXT)[:-4], b"deflate"), "it is not whole", CONTENT, _TEXT),
    Fault(
        "bare deflate", coded(zlib.compress(_TEXT)[2:-4], b"deflate"), "some servers do that", body=_TEXT, trusted=True
    ),
    Fault("an unknown coding", coded(b"abc", b"rot13"), "the bytes as they are", body=b"abc", trusted=True),
    Fault("x-gzip", coded(_ZIPPED, b"x-gzip"), "the bytes as they are", body=_ZIPPED, trusted=True),
    Fault("identity", coded(b"abc", b"identity"), "the bytes as they are", body=b"abc", trusted=True),
    Fault("an empty coding", coded(b"abc", b""), "the bytes as they are", body=b"abc", trusted=True),
    Fault("gzip in gzip", coded(gzipped(_ZIPPED), b"gzip, gzip"), "the text", body=_TEXT, trusted=True),
    Fault(
        "100 codings", coded(_ZIPPED, b", ".join([b"gzip"] * 100)), "the bytes as they are", body=_ZIPPED, trusted=True
    ),
    Fault("gzip cut by a closed connection", coded(_ZIPPED)[:-8], "a closed connection", CLOSED, _TEXT, closes=True),
]

GROUPS = {
    "status line": STATUS_LINES,
    "header": HEADERS,
    "length": LENGTHS,
    "transfer coding": CODINGS,
    "chunk": CHUNKS,
    "no body": BODILESS,
    "1xx": INFORMATIONAL,
    "content coding": ENCODED,
}
EVERY = [fault for group in GROUPS.values() for fault in group]
