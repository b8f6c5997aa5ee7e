"""Header fields as bytes: which names are good, which are about framing, and how the head of a request is written."""

from __future__ import annotations

from netaccess._values.messages import Headers

_TOKEN = b"!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
HEX = b"0123456789abcdefABCDEF"
_LEGAL_IN_REQUEST = bytes(range(1, 10)) + b"\x0b\x0c" + bytes(range(14, 256))  # all but NUL, CR and LF
LEGAL_IN_RESPONSE = b"\t" + bytes(range(0x20, 0x7F)) + bytes(range(0x80, 256))
_VISIBLE = bytes(range(0x21, 0x7F)) + bytes(range(0x80, 256))

PLAIN, CONTENT_LENGTH, TRANSFER_ENCODING, CONNECTION = range(4)
FRAMING = {
    b"content-length": CONTENT_LENGTH,
    b"transfer-encoding": TRANSFER_ENCODING,
    b"connection": CONNECTION,
}
# Field names known to be tokens, as they were spelled, and what they mean for framing. Shared by all threads: an entry
# never changes, so a lost or doubled write is harmless, and the size is bounded.
known_names: dict[bytes, int] = {}
_KNOWN_NAMES_LIMIT = 2048


# Header lines of responses as they came, with the field and its kind: a server says most of them again and again. Shared
# likewise; when it is full it is emptied.
seen_lines: dict[bytes, tuple[tuple[bytes, bytes], int]] = {}
_SEEN_LINES_LIMIT = 512
_SEEN_LINE_LENGTH = 128


def remember(line: bytes, field: tuple[tuple[bytes, bytes], int]) -> None:
    """Keep what a header line means, for the next response that has it."""
    if len(line) <= _SEEN_LINE_LENGTH:
        if len(seen_lines) >= _SEEN_LINES_LIMIT:
            seen_lines.clear()
        seen_lines[line] = field


def kind_of(name: bytes) -> int:
    """Return what the field name means for framing, -1 when it is no token."""
    if not name or name.translate(None, _TOKEN):
        return -1
    kind = FRAMING.get(name.lower(), PLAIN)
    if len(known_names) < _KNOWN_NAMES_LIMIT:
        known_names[name] = kind
    return kind


# The header section encoded last. Requests without fields of their own share one list, which nobody changes. Replaced as a
# whole, so that threads see either pair.
_last_section: tuple[Headers, bytes] = ([], b"")


def encode_head(method: bytes, target: bytes, headers: Headers) -> bytes:
    """Return the request line and header section, empty line included.

    :param method: a token.
    :param target: the request-target, not empty, without spaces and controls.
    :raises ValueError: when a part could not be told from its neighbours on the wire (a CR, LF or NUL anywhere, a
        method or field name that is no token): the last gate before the socket.
    """
    if not method or method.translate(None, _TOKEN):
        raise ValueError(f"The method {method!r} is not an HTTP token")
    if not target or target.translate(None, _VISIBLE):
        raise ValueError(f"The request target {target!r} is empty or holds spaces or control characters")
    known, section = _last_section
    if headers is not known:
        section = _encode_section(headers)
    return b"%b %b HTTP/1.1%b" % (method, target, section)


def _encode_section(headers: Headers) -> bytes:
    """Return a header section from the end of the request line on, empty line included."""
    global _last_section
    lines = [b""]
    for name, value in headers:
        if name not in known_names and kind_of(name) < 0:
            raise ValueError(f"The header name {name!r} is not an HTTP token")
        lines.append(name + b": " + value)
    lines.append(b"\r\n")
    section = b"\r\n".join(lines)
    if section.translate(None, _LEGAL_IN_REQUEST) != b"\r\n" * len(lines):
        for name, value in headers:
            if value.translate(None, _LEGAL_IN_REQUEST):
                raise ValueError(f"The value of header {name!r} holds CR, LF or NUL: {value!r}")
    _last_section = (headers, section)
    return section
