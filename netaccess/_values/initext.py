"""The text of INI files as Qt's settings write it: sections, keys and values with their escapes."""

from __future__ import annotations

from collections.abc import Iterator

_PLAIN_KEY = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.")
_HEX = frozenset("0123456789abcdefABCDEF")
_LETTERS = {"\a": "a", "\b": "b", "\f": "f", "\n": "n", "\r": "r", "\t": "t", "\v": "v", '"': '"', "\\": "\\"}
_MEANINGS = {letter: char for char, letter in _LETTERS.items()} | {"?": "?", "'": "'"}
# Values that hold bytes, one to a character: all of them but ASCII are escaped.
_BYTES_INSIDE = ("@ByteArray(", "@Variant(", "@DateTime(")
_BLANK = " \t"


# -- writing ---------------------------------------------------------------------------------------------------------


def escape_key(key: str) -> str:
    """*key* as it stands in a file: a slash as a backslash, everything unusual as a hexadecimal number."""
    units = []
    for char in key:
        if char == "/":
            units.append("\\")
        elif char in _PLAIN_KEY:
            units.append(char)
        elif ord(char) <= 0xFF:
            units.append(f"%{ord(char):02X}")
        else:
            data = char.encode("utf-16-be", "surrogatepass")
            units += [f"%U{data[at : at + 2].hex().upper()}" for at in range(0, len(data), 2)]
    return "".join(units)


def section_header(section: str) -> str:
    """The line that starts *section*; the keys of no section are in General, and a section of that name is marked."""
    if not section:
        return "[General]"
    return "[%General]" if section.lower() == "general" else f"[{escape_key(section)}]"


def escape_value(text: str) -> str:
    """*text* as a value, or as one of the values of a list, in quotation marks where it needs them."""
    spell_out = text.startswith(_BYTES_INSIDE)
    pieces = []
    number = False  # the last piece was a number, which another digit would continue
    for char in text:
        code = ord(char)
        if number and char in _HEX:
            pieces.append(f"\\x{code:x}")
            continue
        number = False
        if char == "\0":
            pieces.append("\\0")
            number = True
        elif char in _LETTERS:
            pieces.append("\\" + _LETTERS[char])
        elif code <= 0x1F or (code >= 0x7F and spell_out):
            pieces.append(f"\\x{code:x}")
            number = True
        else:
            pieces.append(char)
    result = "".join(pieces)
    if any(char in text for char in ";,=") or result[:1] == " " or result[-1:] == " ":
        return f'"{result}"'
    return result


def escape_values(texts: list[str]) -> str:
    """*texts* as one value that is a list."""
    return ", ".join(map(escape_value, texts)) if texts else "@Invalid()"


# -- reading ---------------------------------------------------------------------------------------------------------


def unescape_key(text: str) -> str:
    """The key that stands in a file as *text*. What is no proper escape stays."""
    if "%" not in text:
        return text.replace("\\", "/")
    result = []
    at = 0
    while at < len(text):
        char = text[at]
        size = 0
        if char == "%":
            digits = text[at + 2 : at + 6] if text[at + 1 : at + 2] == "U" else text[at + 1 : at + 3]
            wanted = 4 if text[at + 1 : at + 2] == "U" else 2
            if len(digits) == wanted and _HEX.issuperset(digits):
                size = wanted + wanted // 2  # the digits with what stands in front of them
                char = chr(int(digits, 16))
        result.append("/" if char == "\\" and not size else char)
        at += size or 1
    return _joined("".join(result))


def unescape_value(text: str) -> str | list[str]:
    """The value that stands in a file as *text*: one text, or a list if there is a comma outside of quotation marks."""
    return _ValueReader(text).read()


def _joined(text: str) -> str:
    """*text* with surrogates that belong together made one character."""
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


class _ValueReader:
    """Reads one value."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.result: list[str] = []
        self.kept = 0  # how much of the result is not to be trimmed

    def read(self) -> str | list[str]:
        """The value."""
        items: list[str] = []
        several = quoted = False
        self._skip_blanks()
        while self.at < len(self.text):
            char = self.text[self.at]
            self.at += 1
            if char == "\\":
                self._escape()
            elif char == '"':
                quoted = not quoted
                self.kept = len(self.result)
                if not quoted:
                    self._skip_blanks()
            elif char == "," and not quoted:
                several = True
                items.append(self._take(quoted))
                self._skip_blanks()
            else:
                self.result.append(char)
        last = self._take(quoted)
        return [*items, last] if several else last

    def _take(self, quoted: bool) -> str:
        """What has been read so far, without blanks behind it."""
        result = self.result
        while not quoted and len(result) > self.kept and result[-1] in _BLANK:
            result.pop()
        self.result, self.kept = [], 0
        return _joined("".join(result))

    def _skip_blanks(self) -> None:
        while self.at < len(self.text) and self.text[self.at] in _BLANK:
            self.at += 1

    def _escape(self) -> None:
        """What stands behind a backslash. An unknown letter means nothing, a line break joins two lines."""
        text = self.text
        if self.at >= len(text):
            return
        char = text[self.at]
        self.at += 1
        if char in _MEANINGS:
            self.result.append(_MEANINGS[char])
        elif char == "x":
            self._number(16)
        elif char in "01234567":
            self.at -= 1
            self._number(8)
        elif char in "\r\n":
            if text[self.at : self.at + 1] in ("\r", "\n") and text[self.at] != char:
                self.at += 1
            return
        self.kept = len(self.result)

    def _number(self, base: int) -> None:
        """A character by its number, which goes on as long as there are digits and is cut to 16 bits."""
        digits = _HEX if base == 16 else frozenset("01234567")
        start = self.at
        while self.at < len(self.text) and self.text[self.at] in digits:
            self.at += 1
        if self.at > start:
            self.result.append(chr(int(self.text[start : self.at], base) & 0xFFFF))


def read_lines(text: str) -> Iterator[tuple[str, int]]:
    """The lines of an INI file with the place of the first equals sign outside of quotation marks, -1 for none.

    Comments and empty lines are left out; a backslash or an open quotation mark lets a line go on behind its end.
    """
    at, end = 0, len(text)
    while at < end:
        while at < end and text[at] in " \t\r\n":
            at += 1
        if at >= end:
            return
        if text[at] == ";":
            at = _line_end(text, at)
            continue
        start, equals, quoted = at, -1, False
        stop = -1
        while at < end and stop < 0:
            char = text[at]
            if char == "\\":
                at += 2 if text[at + 1 : at + 3] != "\r\n" else 3
                continue
            if char == '"':
                quoted = not quoted
            elif char == "=" and not quoted and equals < 0:
                equals = at - start
            elif char in "\r\n;" and not quoted:
                stop = at
                at = _line_end(text, at)
                continue
            at += 1
        yield text[start : end if stop < 0 else stop], equals


def _line_end(text: str, at: int) -> int:
    """Where the line that *at* is in ends."""
    while at < len(text) and text[at] not in "\r\n":
        at += 1
    return at


def parse_ini(text: str) -> tuple[dict[str, str], bool, frozenset[str]]:
    """The values of an INI file, still escaped, by key; whether its sections were well-formed; those with other lines.

    What is not well-formed is left out, or taken for what it resembles.
    """
    values: dict[str, str] = {}
    section = ""
    fine = True
    strange: set[str] = set()  # sections with lines that are no key and value, by the first part of their keys
    for line, equals in read_lines(text):
        if line.startswith("["):
            close = line.find("]")
            fine = fine and close >= 0
            name = line[1 : close if close >= 0 else None].strip()
            if name.lower() == "general":
                section = ""
            elif name.lower() == "%general":
                section = name[1:] + "/"
            else:
                name = unescape_key(name)
                fine = fine and "/" not in name
                section = name + "/" if name else ""
        elif equals >= 0:
            values[section + unescape_key(line[:equals].strip())] = line[equals + 1 :]
        else:
            strange.add(section.partition("/")[0])
    return values, fine, frozenset(strange)
