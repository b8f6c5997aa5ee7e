"""Text that comes in pieces, in whatever charset its Content-Type names."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from codecs import IncrementalDecoder

_LONGEST_NAME = 64

# Names on the web that Python's codecs do not have, without their punctuation.
_ALIASES = {
    "unicode11utf8": "utf-8",
    "xutf8": "utf-8",
    "utf16le": "utf-16-le",
    "utf16be": "utf-16-be",
    "utf32le": "utf-32-le",
    "utf32be": "utf-32-be",
    "unicode": "utf-16-be",
    "ucs2": "utf-16-be",
    "iso10646ucs2": "utf-16-be",
    "windows874": "cp874",
    "xcp1252": "cp1252",
    "windows949": "cp949",
    "iso88598i": "iso8859-8",
    "xmacroman": "mac-roman",
    "xmaccyrillic": "mac-cyrillic",
    "xgbk": "gbk",
    "xxbig5": "big5",
    "xeucjp": "euc-jp",
    "xsjis": "cp932",  # what the web calls by these names are Microsoft's extensions of them
    "sjis": "cp932",
    "shiftjis": "cp932",
    "mskanji": "cp932",
    "windows31j": "cp932",
    "ksc56011987": "cp949",
}
# Codecs of Python that are no charsets.
_REFUSED = ("idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape", "charmap", "mbcs", "oem")
_WITH_MARK = ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
_WINDOWS = ("cp125", "cp874")
_BROKEN = {"utf-16": "ignore", "utf-32": "replace"}  # what Qt does with halves of pairs and with what is no character


def charset_of(content_type: bytes) -> str:
    """Return the ``charset`` that a Content-Type names, empty when it names none. The first one counts."""
    for parameter in _split(content_type.decode("latin-1"))[1:]:
        name, equals, value = parameter.partition("=")
        if equals and name.strip().lower() == "charset":
            value = value.strip()
            return _unquoted(value[1:]) if value.startswith('"') else value
    return ""


def _split(text: str) -> list[str]:
    """Return what stands between the semicolons that are not in quotes."""
    parts, begin, quoted, escaped = [], 0, False, False
    for position, character in enumerate(text):
        if escaped:
            escaped = False
        elif quoted and character == "\\":
            escaped = True
        elif character == '"':
            quoted = not quoted
        elif character == ";" and not quoted:
            parts.append(text[begin:position])
            begin = position + 1
    parts.append(text[begin:])
    return parts


def _unquoted(text: str) -> str:
    """Return what stands before the closing quotation mark, each backslash taken off the character behind it."""
    made, characters = "", iter(text)
    for character in characters:
        if character == '"':
            break
        made += next(characters, "") if character == "\\" else character
    return made


class TextDecoder:
    """Decodes one text, piece by piece. After bytes that cannot be decoded there is no more text."""

    __slots__ = ("_begun", "_decoder", "_drops_mark", "_head", "_order", "_table", "problem")

    problem: str
    """What is wrong, empty as long as nothing is."""

    def __init__(self, charset: str) -> None:
        """:param charset: the name of a charset, empty for UTF-8. Case and punctuation in it do not matter."""
        self._begun = False
        self.problem = ""
        self._drops_mark = False
        self._table = ""
        self._order = ""  # "utf-16" or "utf-32" as long as the order of bytes in it is not known
        self._head = b""
        self._decoder: IncrementalDecoder | None = None
        if not charset:
            charset = "utf-8"
        if not self._open(charset):
            self.problem = f'Charset "{charset}" is not supported'

    def _open(self, charset: str) -> bool:
        """Find the decoder; False when there is none."""
        import codecs

        plain = "".join([character for character in charset if character.isascii() and character.isalnum()]).lower()
        if not plain or len(charset) > _LONGEST_NAME:
            return False
        try:
            found = codecs.lookup(_ALIASES.get(plain, charset.strip("'_- ")))
        except (LookupError, ValueError):
            return False
        name = found.name.replace("_", "-")
        if name in _REFUSED or not found._is_text_encoding or found.incrementaldecoder is None:
            return False
        if name in ("utf-16", "utf-32"):
            self._order = name
        self._drops_mark = name in _WITH_MARK or bool(self._order)
        if name.startswith(_WINDOWS):
            self._table = _with_controls(name)
        self._decoder = found.incrementaldecoder(_BROKEN.get(name[:6], "strict"))
        return True

    def decode(self, data: bytes) -> str:
        """Return the text of *data*, and of what was left over before. Empty, with a `problem`, if it is none."""
        if self._decoder is None:
            return ""
        try:
            if self._table:
                from codecs import charmap_decode

                return charmap_decode(data, "strict", self._table)[0]
            if self._order:
                data = self._find_order(data)
            text = self._decoder.decode(data)
        except UnicodeError:
            self._decoder = None
            self.problem = "Decoding error occurred"
            return ""
        if text and not self._begun:
            self._begun = True
            if self._drops_mark and text[0] == "\ufeff":
                return text[1:]
        return text

    def _find_order(self, data: bytes) -> bytes:
        """Choose the decoder by the mark at the beginning, little-endian without one; return what it is to begin with."""
        import codecs

        self._head += data
        width = 2 if self._order == "utf-16" else 4
        if len(self._head) < width:
            return b""
        mark = self._head[:width]
        big = mark == (codecs.BOM_UTF16_BE if width == 2 else codecs.BOM_UTF32_BE)
        kind = codecs.getincrementaldecoder(self._order + ("-be" if big else "-le"))
        self._decoder = kind(_BROKEN[self._order])
        self._order = ""
        head, self._head = self._head, b""
        return head


def _with_controls(name: str) -> str:
    """Return the characters of a Windows code page, where a byte of 0x80 to 0x9F without one is a control character."""
    table = ""
    for byte in range(256):
        character = bytes((byte,)).decode(name, "replace")
        if character == "\ufffd":
            character = chr(byte) if 0x80 <= byte < 0xA0 else "\ufffe"  # which means: none
        table += character
    return table
