"""HTTP/1.1 responses as bytes in and messages out, without any I/O.

A `ResponseDecoder` reads one response (with the informational ones before it) and appends the messages of
`netaccess._values.messages` to a list. It is strict, and bounded in every length:

* the head, all header lines together: 256 KiB and 1000 fields; the status line 8 KiB; 20 informational responses
* a chunk's size line: 4 KiB, chunk extensions of one response 256 KiB; the trailers: 64 KiB

How the response ends follows RFC 9112 6.3. Lines end with CR LF. A header field whose value holds a NUL or a bare CR is
dropped, and so is a line that is no field, unless it could be about framing: that is an error.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from netaccess._values.errors import NetworkError
from netaccess._values.messages import Data, End, Head, Headers, Informational, Message

from .fields import (
    CONTENT_LENGTH,
    FRAMING,
    HEX,
    LEGAL_IN_RESPONSE,
    TRANSFER_ENCODING,
    kind_of,
    known_names,
    remember,
    seen_lines,
)

MAX_HEAD = 256 * 1024
MAX_STATUS_LINE = 8 * 1024
MAX_FIELDS = 1000
MAX_INFORMATIONAL = 20
MAX_CHUNK_LINE = 4 * 1024
MAX_EXTENSIONS = 256 * 1024
MAX_TRAILERS = 64 * 1024
MAX_BODY = (1 << 63) - 1

Out = list[Message]

NOTHING_READ = b"\r\n\r\n", Head(0, "", []), False, 0, 0
"""In place of a head that was read, when there is none yet: no head holds its own end."""


class WireError(Exception):
    """The peer broke the protocol or the connection: *error* and ``str()`` are what the reply reports.

    *unanswered* tells that nothing of a response was understood, so that the request may be worth another try.
    """

    def __init__(self, error: NetworkError, text: str, unanswered: bool = False) -> None:
        super().__init__(text)
        self.error = error
        self.unanswered = unanswered


def _invalid(rule: str) -> WireError:
    return WireError(NetworkError.ProtocolFailure, f"Invalid response: {rule}")


def _closed(unanswered: bool) -> WireError:
    return WireError(NetworkError.RemoteHostClosedError, "Connection closed", unanswered)


class ResponseDecoder:
    """Reads the response to one request; make a new one for each.

    Attributes, for the caller to read: `done` (the response is complete), `began` (a head was seen), `answered` (the
    final head was seen), `remaining` (bytes that are known to be outstanding of the body or its current chunk),
    `reusable` (done, nothing came after it, and the server keeps the connection), `excess` (bytes came after the
    end), `tolerated` (something was accepted that a stricter recipient may refuse: it is there for the comparison
    with other parsers).
    """

    __slots__ = (
        "_bodiless",
        "_connect",
        "_extensions",
        "_held",
        "_informational",
        "_keep_alive",
        "_pieces",
        "_state",
        "answered",
        "began",
        "done",
        "excess",
        "remaining",
        "tolerated",
    )

    _last: ClassVar[tuple[bytes, Head, bool, int, int]] = NOTHING_READ
    """The last head that was read without complaint, and what it meant. Any thread may read or replace it: it is replaced
    as a whole, and what is in it is not changed."""

    def __init__(self, method: bytes) -> None:
        """:param method: the request's method; HEAD and CONNECT change where a response ends."""
        self._bodiless = method == b"HEAD"
        self._connect = method == b"CONNECT"
        self._state = _HEAD
        self._held: bytearray | None = None
        self._pieces: list[bytes] = []
        self.remaining = 0
        self._extensions = 0
        self._informational = 0
        self._keep_alive = False
        self.began = False
        self.excess = False
        self.answered = False
        self.done = False
        self.tolerated = False

    @property
    def reusable(self) -> bool:
        """Whether the connection can carry another request."""
        return self.done and self._keep_alive and not self.excess

    def feed(self, data: bytes, out: Out) -> None:
        """Take the next bytes (at least one) of the connection and append what they complete to *out*.

        :raises WireError: after the messages of what came before the fault have been appended.
        """
        if self._held is not None:
            joined = self._resume(data)
            if joined is None:
                return
            data = joined
        size = len(data)
        pos = 0
        try:
            while pos < size:
                step = _TABLE[self._state][0]
                new = step(self, data, pos, out)
                if new < 0:
                    self._held = bytearray(data[pos:])
                    self._check_held(0)
                    return
                pos = new
        finally:
            if self._pieces:
                self._emit_pieces(out)

    def eof(self, out: Out) -> None:
        """Take note that the peer closed the connection.

        :raises WireError: when the response is not complete.
        """
        if self.done:
            self._keep_alive = False
            return
        if self._state != _UNTIL_CLOSE:
            raise _closed(unanswered=not self.began)
        self._finish([], out)

    # Bytes that do not complete a line or a head yet.

    def _resume(self, data: bytes) -> bytes | None:
        """Join what was held back with *data*; None when the pair is still incomplete. Linear, however small the
        pieces."""
        held = self._held
        assert held is not None
        known = len(held)
        held += data
        if held.find(_TABLE[self._state][1], max(known - 3, 0)) < 0 and self._state != _CHUNK_END:
            self._check_held(known)
            return None
        self._held = None
        return bytes(held)

    def _check_held(self, known: int) -> None:
        """Refuse what can never become legal, the first *known* bytes having been looked at before."""
        held = self._held
        assert held is not None
        limit, name = _TABLE[self._state][2:]
        if len(held) > limit:
            raise _invalid(f"the {name} is longer than {limit} bytes")
        if held.count(b"\n", known) != held.count(b"\r\n", max(known - 1, 0)):
            raise _invalid(f"a bare line feed in the {name}")
        if self._state == _HEAD:
            if held[:7] != b"HTTP/1."[: len(held)]:
                raise _closed(unanswered=not self.began)
            if known <= MAX_STATUS_LINE < len(held) and held.find(b"\r\n", 0, MAX_STATUS_LINE + 2) < 0:
                raise _invalid(f"the status line is longer than {MAX_STATUS_LINE} bytes")

    # The head.

    def _read_head(self, data: bytes, pos: int, out: Out) -> int:
        end = data.find(b"\r\n\r\n", pos)
        if end < 0:
            return -1
        if end - pos > MAX_HEAD:
            raise _invalid(f"the header section is longer than {MAX_HEAD} bytes")
        head = data[pos:end]
        if head == ResponseDecoder._last[0] and not (self._bodiless or self._connect):
            return self._repeat(ResponseDecoder._last, end, out)
        lines = head.split(b"\r\n")
        status, reason, minor = self._status_line(lines[0])
        controls = head.translate(None, LEGAL_IN_RESPONSE)
        fields, framing = self._fields(lines, controls != b"\r\n" * (len(lines) - 1))
        self.began = True
        if 100 <= status < 200 and status != 101:
            self._informational += 1
            if self._informational > MAX_INFORMATIONAL:
                raise _invalid(f"more than {MAX_INFORMATIONAL} informational responses")
            out.append(Informational(status, reason, fields))
            return end + 4
        length = self._frame(status, minor, framing)
        self.answered = True
        message = Head(status, reason, fields, length)
        if not (self.tolerated or self._bodiless or self._connect):
            ResponseDecoder._last = head, message, self._keep_alive, self._state, self.remaining
        out.append(message)
        if length == 0:
            self._finish([], out)
        return end + 4

    def _repeat(self, known: tuple[bytes, Head, bool, int, int], end: int, out: Out) -> int:
        """Take a head that says the same as the one read last: a server's small answers differ once a second, if that."""
        _, message, self._keep_alive, self._state, self.remaining = known
        self.began = self.answered = True
        out.append(message)
        if message.length == 0:
            self._finish([], out)
        return end + 4

    def _status_line(self, line: bytes) -> tuple[int, str, int]:
        if len(line) > MAX_STATUS_LINE:
            raise _invalid(f"the status line is longer than {MAX_STATUS_LINE} bytes")
        version, code, rest = line[:9], line[9:12], line[12:]
        if version == b"HTTP/1.1 ":
            minor = 1
        elif version[:7] != b"HTTP/1." or not version[7:8].isdigit() or version[8:] != b" ":
            raise _closed(unanswered=not self.began)
        else:
            minor = min(version[7] - 0x30, 1)  # a version yet to come is to be read like this one (RFC 9110 2.5)
            self.tolerated = self.tolerated or version[7] > 0x31
        if rest[:1].isdigit() or not code.isdigit() or len(code) < 3 or code[0] == 0x30:
            if code[:1].isdigit() or code[:1] == b"-":
                raise _invalid(f"the status {line[9:20].decode('latin-1')!r} is not between 100 and 999")
            raise _closed(unanswered=not self.began)
        if (rest and rest[0] != 0x20) or rest.translate(None, LEGAL_IN_RESPONSE):
            raise _closed(unanswered=not self.began)
        return int(code), rest[1:].decode("latin-1"), minor

    def _fields(self, lines: list[bytes], odd: bool) -> tuple[Headers, Headers]:
        """Return the fields of *lines* after the first, and those of them that are about framing.

        :param odd: whether there are control characters besides the line ends.
        """
        if len(lines) > MAX_FIELDS + 1:
            raise _invalid(f"more than {MAX_FIELDS} header fields")
        fields: Headers = []
        framing: Headers = []
        known = known_names
        if not odd:
            for line in lines[1:]:
                seen = seen_lines.get(line)
                if seen is None:
                    name, colon, value = line.partition(b":")
                    kind = known.get(name)
                    if kind is None or not colon:
                        break
                    seen = ((name, value.strip(b" \t")), kind)
                    remember(line, seen)
                fields.append(seen[0])
                if seen[1]:
                    framing.append(seen[0])
            else:
                return fields, framing
        fields = self._unusual_fields(lines, odd)
        return fields, [field for field in fields if kind_of(field[0])]

    def _unusual_fields(self, lines: list[bytes], odd: bool) -> Headers:
        """Do the work of `_fields` for names not seen before, and for lines that are no proper fields."""
        fields: Headers = []
        dropped = True  # a continuation line has nothing to continue yet
        for line in lines[1:]:
            if line[:1] in _BLANKS:
                dropped = self._fold(fields, line, dropped)
                continue
            name, colon, value = line.partition(b":")
            dropped = not colon or kind_of(name) < 0
            if odd:
                dropped = self._check_controls(name, value) or dropped
            if not dropped:
                fields.append((name, value.strip(b" \t")))
                continue
            self.tolerated = True
            if name.strip().lower() in FRAMING:
                raise _invalid(f"the header line {line[:80].decode('latin-1')!r}")
        return fields

    def _fold(self, fields: Headers, line: bytes, dropped: bool) -> bool:
        """Add a continuation line to the field before it, which shares its fate; return whether that is to be
        dropped."""
        self.tolerated = True
        if b"\n" in line:
            raise _invalid("a bare line feed in the header section")
        if dropped:
            return True
        name, value = fields.pop()
        if b"\r" in line or b"\0" in line:
            if name.lower() in FRAMING:
                raise _invalid(f"control characters in {name.decode('latin-1')}")
            return True
        fields.append((name, (value + b" " + line.strip(b" \t")).strip(b" \t")))
        return False

    def _check_controls(self, name: bytes, value: bytes) -> bool:
        """Return whether the value's control characters make the field unusable."""
        if b"\n" in value or b"\n" in name:
            raise _invalid("a bare line feed in the header section")
        if value.translate(None, LEGAL_IN_RESPONSE):
            self.tolerated = True
        return b"\r" in value or b"\0" in value

    def _frame(self, status: int, minor: int, framing: Headers) -> int | None:
        """Set the state in which the body is read, and whether the connection survives; return the body's length."""
        lengths: list[bytes] = []
        codings: list[bytes] = []
        options: list[bytes] = []
        for name, value in framing:
            kind = known_names.get(name) or kind_of(name)
            (lengths if kind == CONTENT_LENGTH else codings if kind == TRANSFER_ENCODING else options).append(value)
        self._keep_alive = minor == 1
        if options:
            tokens = [token.strip(b" \t") for token in b",".join(options).lower().split(b",")]
            self._keep_alive = b"close" not in tokens and (minor == 1 or b"keep-alive" in tokens)
        length = self._content_length(lengths) if lengths else None
        chunked = b",".join(codings).lower() == b"chunked"
        if self._bodiless or status in _WITHOUT_BODY or (self._connect and 200 <= status < 300):
            if status == 101 or (codings and (lengths or not chunked)):
                self._keep_alive = False
                self.tolerated = True
            return 0
        if codings:
            if not chunked:
                raise _invalid(f"the transfer coding {b', '.join(codings)[:80].decode('latin-1')!r}")
            if lengths or minor == 0:
                # Framed twice, or by a coding that HTTP/1.0 does not have: the chunks count, the connection does not.
                self.tolerated = True
                self._keep_alive = False
            self._state = _CHUNK_SIZE
            return None
        if length is None:
            self._keep_alive = False
            self._state = _UNTIL_CLOSE
            return None
        self.remaining = length
        self._state = _SIZED
        return length

    def _content_length(self, values: list[bytes]) -> int:
        """Return the length on which all *values* agree."""
        if len(values) == 1 and len(values[0]) < 19 and values[0].isdigit():
            return int(values[0])
        numbers = set()
        parts = b",".join(values).split(b",")
        for part in parts:
            digits = part.strip(b" \t")
            if not digits.isdigit() or len(digits) > 19 or int(digits) > MAX_BODY:
                raise _invalid(f"the Content-Length {part[:80].decode('latin-1')!r}")
            numbers.add(int(digits))
        if len(numbers) > 1:
            raise _invalid("conflicting Content-Length fields")
        if len(parts) > 1:
            self.tolerated = True
        return numbers.pop()

    # The body.

    def _read_sized(self, data: bytes, pos: int, out: Out) -> int:
        end = pos + self.remaining
        size = len(data)
        if end < size:
            out.append(Data(data[pos:end]))
            self.remaining = 0
        else:
            # A read that is all body is handed on without a copy.
            out.append(Data(data[pos:] if pos else data))
            self.remaining = end - size
            end = size
        if not self.remaining:
            self._finish([], out)
        return end

    def _read_until_close(self, data: bytes, pos: int, out: Out) -> int:
        out.append(Data(data[pos:] if pos else data))
        return len(data)

    def _read_chunk_size(self, data: bytes, pos: int, out: Out) -> int:
        end = data.find(b"\r\n", pos, pos + MAX_CHUNK_LINE + 2)
        if end < 0:
            if len(data) - pos > MAX_CHUNK_LINE + 1:
                raise _invalid(f"the chunk size line is longer than {MAX_CHUNK_LINE} bytes")
            return -1
        line = data[pos:end]
        if line.translate(None, HEX):
            line = self._strip_extension(line)
        if not line or len(line) > 16 or (size := int(line, 16)) > MAX_BODY:
            raise _invalid(f"the chunk size {line[:20].decode('latin-1')!r}")
        if size:
            self.remaining = size
            self._state = _CHUNK_DATA
            return end + 2
        self._state = _TRAILERS
        return end  # the line's end stays: with it, no trailers and some trailers end alike, in an empty line

    def _strip_extension(self, line: bytes) -> bytes:
        """Return the digits of a chunk size line that holds more than digits."""
        digits, _, extension = line.partition(b";")
        self._extensions += len(extension)
        if self._extensions > MAX_EXTENSIONS:
            raise _invalid(f"chunk extensions of more than {MAX_EXTENSIONS} bytes")
        self.tolerated = True
        digits = digits.rstrip(b" \t")
        if digits.translate(None, HEX) or extension.translate(None, LEGAL_IN_RESPONSE):
            raise _invalid(f"the chunk size line {line[:40].decode('latin-1')!r}")
        return digits

    def _read_chunk_data(self, data: bytes, pos: int, out: Out) -> int:
        end = min(pos + self.remaining, len(data))
        self._pieces.append(data[pos:end])
        self.remaining -= end - pos
        if not self.remaining:
            self._state = _CHUNK_END
        return end

    def _read_chunk_end(self, data: bytes, pos: int, out: Out) -> int:
        if data.startswith(b"\r\n", pos):
            self._state = _CHUNK_SIZE
            return pos + 2
        if data[pos:] == b"\r":
            return -1
        raise _invalid("a chunk is not followed by a line end")

    def _read_trailers(self, data: bytes, pos: int, out: Out) -> int:
        end = data.find(b"\r\n\r\n", pos)
        if end < 0:
            return -1
        if end - pos > MAX_TRAILERS:
            raise _invalid(f"the trailer section is longer than {MAX_TRAILERS} bytes")
        fields: Headers = []
        if end > pos:
            section = data[pos:end]
            lines = section.split(b"\r\n")
            controls = section.translate(None, LEGAL_IN_RESPONSE)
            fields, _ = self._fields(lines, controls != b"\r\n" * (len(lines) - 1))
        self._emit_pieces(out)
        self._finish(fields, out)
        return end + 4

    def _read_excess(self, data: bytes, pos: int, out: Out) -> int:
        self.excess = True
        return len(data)

    def _emit_pieces(self, out: Out) -> None:
        """Report the chunks that one read brought as one block: a message for each would cost more than the copy."""
        pieces = self._pieces
        if pieces:
            out.append(Data(pieces[0] if len(pieces) == 1 else b"".join(pieces)))
            self._pieces = []

    def _finish(self, trailers: Headers, out: Out) -> None:
        self.done = True
        self._state = _DONE
        out.append(End(trailers))


_BLANKS = (b" ", b"\t")
_WITHOUT_BODY = frozenset((101, 204, 304))
_HEAD, _SIZED, _UNTIL_CLOSE, _CHUNK_SIZE, _CHUNK_DATA, _CHUNK_END, _TRAILERS, _DONE = range(8)

_Step = Callable[[ResponseDecoder, bytes, int, Out], int]

# What each state does with bytes (returning the position it got to, or -1 when it needs more), the bytes it waits for
# when it needs more, how much may be held back meanwhile, and what that is called.
_TABLE: tuple[tuple[_Step, bytes, int, str], ...] = (
    (ResponseDecoder._read_head, b"\r\n\r\n", MAX_HEAD + 4, "header section"),
    (ResponseDecoder._read_sized, b"", 0, "body"),
    (ResponseDecoder._read_until_close, b"", 0, "body"),
    (ResponseDecoder._read_chunk_size, b"\r\n", MAX_CHUNK_LINE + 2, "chunk size line"),
    (ResponseDecoder._read_chunk_data, b"", 0, "chunk"),
    (ResponseDecoder._read_chunk_end, b"\r\n", 2, "chunk's line end"),
    (ResponseDecoder._read_trailers, b"\r\n\r\n", MAX_TRAILERS + 4, "trailer section"),
    (ResponseDecoder._read_excess, b"", 0, "rest"),
)
