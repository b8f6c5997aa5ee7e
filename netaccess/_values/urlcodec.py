"""Percent-encoding of URL components: the stored form, the forms that are written, and plain encoding and decoding.

A component is kept in one canonical form. What can be decoded without changing its meaning is decoded, what would
change it (an encoded delimiter, a control character, bytes that are no UTF-8) stays ``%XX`` with capital digits.
Writing a component therefore only ever encodes: one `str.translate` with a table chosen by the options.
"""

from __future__ import annotations

from netaccess._values.urlenums import (
    DECODE_RESERVED,
    ENCODE_DELIMITERS,
    ENCODE_SPACES,
    ENCODE_UNICODE,
    FULLY_DECODED,
)

UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
SUB_DELIMITERS = "!$&'()*+,;="
UNWISE = '"<>\\^{|}'
# Where a component is written: by itself, or within something larger whose delimiters it must not be taken for.
ALONE = 0
IN_USER_INFO = 1
IN_AUTHORITY = 2
IN_URL = 3

HEX_DIGITS = frozenset("0123456789ABCDEFabcdef")

_ESCAPES = tuple(f"%{code:02X}" for code in range(256))
_CONTROLS = {code: _ESCAPES[code] for code in (*range(32), 127)}
_DECODABLE = frozenset(UNRESERVED + UNWISE + " `")
_NEVER_LITERAL = frozenset(map(chr, (*range(33), 127))) | frozenset(UNWISE + "`")


class Component:
    """One kind of component, and how it treats the delimiters of the URL syntax.

    *guarded* delimiters would end the component early inside a URL: they are decoded in the component's own text and
    encoded in the URL's; which of them already within the user info and the authority say *in_user_info* and
    *in_authority*. *strict* ones may not stand in it literally when it is read in strict mode. *bracketless* components
    encode square brackets that come from decoded text.
    """

    __slots__ = ("bracketless", "decodable", "encoded_in", "forbidden", "guarded", "name", "tables")

    def __init__(
        self,
        name: str,
        guarded: str,
        strict: str,
        bracketless: bool = False,
        in_user_info: str = "",
        in_authority: str = "",
    ) -> None:
        self.name = name
        self.guarded = guarded
        self.encoded_in = ("", in_user_info, in_authority, guarded)
        self.decodable = _DECODABLE | frozenset(guarded)
        self.forbidden = _NEVER_LITERAL | frozenset(strict)
        self.bracketless = bracketless
        self.tables: dict[tuple[int, int], EscapeTable] = {}


USER_NAME = Component("user name", "#/:?@[]", "#/:?@[]", in_user_info=":", in_authority=":@[]")
PASSWORD = Component("password", "#/?@[]", "#/:?@[]", in_authority="@[]")
USER_INFO = Component("user info", "#/?@[]", "#/?@[]")
PATH = Component("path", "#?", "", bracketless=True)
QUERY = Component("query", "#", "", bracketless=True)
FRAGMENT = Component("fragment", "", "", bracketless=True)
HOST = Component("host", "", "")
HOST.decodable = frozenset(UNRESERVED + " :")


class EscapeTable(dict[int, "str | int"]):
    """A table for `str.translate` that encodes *characters*, and all beyond ASCII where *encodes_unicode* says so.

    Characters that are not encoded, or lie beyond ASCII, are answered by `__missing__` and not kept.
    """

    __slots__ = ("_encodes_unicode",)

    def __init__(self, characters: str, encodes_unicode: bool) -> None:
        super().__init__({ord(character): _ESCAPES[ord(character)] for character in characters})
        self._encodes_unicode = encodes_unicode

    def __missing__(self, code: int) -> str | int:
        if code < 0x80 or not self._encodes_unicode:
            return code
        return escape_all(chr(code))


def escape_all(text: str) -> str:
    """Return *text* with every byte of its UTF-8 form percent-encoded."""
    return "".join([_ESCAPES[byte] for byte in text.encode("utf-8", "surrogatepass")])


def _table(component: Component, options: int, place: int) -> EscapeTable:
    """Return the table that writes *component* with *options* in *place*."""
    encoded = ""
    if options & ENCODE_SPACES:
        encoded += " "
    delimiters = options & ENCODE_DELIMITERS
    if not options & DECODE_RESERVED:
        encoded += "`"
        if delimiters or place == IN_URL:
            encoded += UNWISE
    encoded += component.guarded if delimiters else component.encoded_in[place]
    if delimiters and component is FRAGMENT:
        encoded += "#"
    return EscapeTable(encoded, bool(options & ENCODE_UNICODE))


_TABLE_OPTIONS = ENCODE_SPACES | ENCODE_UNICODE | ENCODE_DELIMITERS | DECODE_RESERVED


def write(component: Component, stored: str, options: int, place: int = ALONE) -> str:
    """Return the *stored* text of *component* in *place* as *options* (`ComponentFormattingOption`) ask for it."""
    if place == ALONE and (options & FULLY_DECODED) == FULLY_DECODED:
        return decode_fully(stored)
    key = (options & _TABLE_OPTIONS, place)
    table = component.tables.get(key)
    if table is None:
        table = component.tables[key] = _table(component, options, place)
    return stored.translate(table)


def store(component: Component, text: str) -> str:
    """Return the stored form of *text* read tolerantly: when one ``%`` is no escape, then none of them is."""
    if "%" in text:
        parts = text.split("%")
        text = _canonical(component.decodable, parts) if _well_formed(parts) else text.replace("%", "%25")
    if not text.isprintable():
        text = text.translate(_CONTROLS)
    return text


def store_decoded(component: Component, text: str) -> str:
    """Return the stored form of *text* that holds no escapes: a ``%`` in it is a ``%``."""
    text = text.replace("%", "%25")
    if component.bracketless:
        text = text.replace("[", "%5B").replace("]", "%5D")
    return text.translate(_CONTROLS)


def forbidden_at(component: Component, text: str) -> int:
    """Return the index of the first character that strict mode forbids in *text*, or -1."""
    forbidden = component.forbidden
    for index, character in enumerate(text):
        if character in forbidden:
            return index
        if character == "%":
            digits = text[index + 1 : index + 3]
            if len(digits) < 2 or not HEX_DIGITS.issuperset(digits):
                return index
    return -1


def decode_fully(stored: str) -> str:
    """Return *stored* with all escapes decoded; each byte that is no UTF-8 becomes U+FFFD."""
    if "%" not in stored:
        return stored
    return _canonical(None, stored.split("%"))


def store_host(text: str) -> str:
    """Return *text*, a host read tolerantly, with what no host may hold escaped, so that a ``%`` shows its presence."""
    return store(HOST, text).translate(_UNWISE_ESCAPES)


_UNWISE_ESCAPES = {ord(character): _ESCAPES[ord(character)] for character in UNWISE + "`"}


def _well_formed(parts: list[str]) -> bool:
    """Return whether each of *parts* but the first, which followed a ``%``, starts with two hexadecimal digits."""
    return all(len(part) >= 2 and HEX_DIGITS.issuperset(part[:2]) for part in parts[1:])


def _canonical(decodable: frozenset[str] | None, parts: list[str]) -> str:
    """Join *parts*, split at ``%``: decode ASCII in *decodable* (all with None) and UTF-8, else write ``%XX``."""
    out = [parts[0]]
    index = 1
    count = len(parts)
    while index < count:
        part = parts[index]
        index += 1
        code = int(part[:2], 16)
        if code < 0x80:
            character = chr(code)
            out.append(character if decodable is None or character in decodable else _ESCAPES[code])
            out.append(part[2:])
            continue
        run = bytearray((code,))
        while len(part) == 2 and index < count and parts[index][0] > "7":
            part = parts[index]
            index += 1
            run.append(int(part[:2], 16))
        out.append(_decode_run(bytes(run), decodable is None))
        out.append(part[2:])
    return "".join(out)


def _decode_run(run: bytes, replace: bool) -> str:
    """Decode bytes above 0x7F: what is no UTF-8, or no character for interchange, stays escaped or becomes U+FFFD."""
    text = run.decode("utf-8", "surrogateescape")
    if text.isprintable():
        return text
    out = []
    for character in text:
        code = ord(character)
        if 0xDC80 <= code <= 0xDCFF:
            out.append("\ufffd" if replace else _ESCAPES[code - 0xDC00])
        elif _is_noncharacter(code):
            out.append("\ufffd" * len(character.encode()) if replace else escape_all(character))
        else:
            out.append(character)
    return "".join(out)


def _is_noncharacter(code: int) -> bool:
    """Return whether *code* is one of Unicode's 66 noncharacters."""
    return (code & 0xFFFE) == 0xFFFE or 0xFDD0 <= code <= 0xFDEF


def utf8_text(data: bytes) -> str:
    """Return *data* decoded as UTF-8, with one U+FFFD for each byte that belongs to no character."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("utf-8", "surrogateescape").translate(_UNDECODABLE)


_UNDECODABLE = dict.fromkeys(range(0xDC80, 0xDD00), "\ufffd")
