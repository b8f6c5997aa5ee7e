"""Reading JSON as Qt does: what it accepts, what it refuses, with which error and at which byte.

Most documents go through the standard library's scanner in C. What that refuses (because it is wrong, or because Qt is
more lenient: ``\\x`` in strings, ``.5``, ``1.``) is read again, byte by byte, by `Parser`, which knows Qt's errors.
"""

from __future__ import annotations

from typing import Any

from .jsonerror import QJsonParseError
from .jsonnumbers import number_of_text

DEEPEST = 1024
"""How many arrays and objects may stand in one another."""

_Error = QJsonParseError.ParseError
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_SPACE = b" \t\n\r"
_ESCAPES = {b"b"[0]: "\b", b"f"[0]: "\f", b"n"[0]: "\n", b"r"[0]: "\r", b"t"[0]: "\t"}
_WORDS: dict[int, tuple[bytes, Any]] = {b"t"[0]: (b"rue", True), b"f"[0]: (b"alse", False), b"n"[0]: (b"ull", None)}
_HEX = b"0123456789abcdefABCDEF"


class JsonError(Exception):
    """What stopped a `Parser`, and where."""

    def __init__(self, error: QJsonParseError.ParseError, offset: int) -> None:
        super().__init__(error, offset)
        self.error = error
        self.offset = offset


def parse(data: bytes) -> Any:
    """The value that *data* is the JSON of. The keys of objects are sorted. Raises `JsonError`."""
    try:
        return _parse_fast(data)
    except (ValueError, RecursionError):
        return Parser(data).document()


def sorted_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of *pairs*, ordered by key (by code points); the last of several with one key counts."""
    found = dict(pairs)
    names = list(found)
    ordered = sorted(names)
    return found if ordered == names else {name: found[name] for name in ordered}


def _parse_fast(data: bytes) -> Any:
    """As `parse`; raises `ValueError` for what needs a closer look."""
    import json

    if data.startswith(_BYTE_ORDER_MARK):
        data = data[3:]
    if data.count(b"[") + data.count(b"{") > DEEPEST and _depth(data) > DEEPEST:
        raise ValueError("too deep")
    text = data.decode("utf-8")
    return json.loads(
        text,
        strict=False,
        parse_float=number_of_text,
        parse_int=_integer,
        parse_constant=_refuse,
        object_pairs_hook=sorted_object,
    )


def _depth(data: bytes) -> int:
    """An upper bound of the depth of *data*: brackets in strings are counted as well."""
    deepest = depth = 0
    for byte in data.translate(None, _NO_BRACKETS):
        if byte in b"[{":
            depth += 1
            deepest = max(deepest, depth)
        else:
            depth -= 1
    return deepest


_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))


def _integer(text: str) -> int | float:
    return int(text) if len(text) < 19 else number_of_text(text)


def _refuse(text: str) -> Any:
    raise ValueError(f"{text!r} is no JSON")


class Parser:
    """A reader of one JSON text, without recursion: the depth of a document is not the depth of a call stack."""

    def __init__(self, data: bytes) -> None:
        """:param data: the text in UTF-8, with or without a byte order mark."""
        self.data = data
        self.at = 3 if data.startswith(_BYTE_ORDER_MARK) else 0

    def document(self) -> Any:
        """The value of the whole text. Raises `JsonError`."""
        value = self._value()
        if self._space():
            raise JsonError(_Error.GarbageAtEnd, self.at)
        return value

    # -- structure -------------------------------------------------------------------------------------------------

    def _value(self) -> Any:
        """One value, with all that is in it."""
        open_ones: list[tuple[list[Any] | list[tuple[str, Any]], str | None]] = []  # and the key that waits for a value
        if not self._space():
            raise JsonError(_Error.IllegalValue, self.at)
        while True:
            byte = self.data[self.at] if self.at < len(self.data) else 0
            if byte in b"[{":
                self.at += 1
                if len(open_ones) >= DEEPEST:
                    raise JsonError(_Error.DeepNesting, self.at)
                closed = self._open(byte == b"["[0], open_ones)
                if closed is None:
                    continue
                value = closed
            else:
                value = self._scalar(byte)
            while open_ones:
                container, key = open_ones[-1]
                container.append(value if key is None else (key, value))
                if not self._closed(open_ones):
                    break
                value = container if key is None else sorted_object(container)
                open_ones.pop()
            else:
                return value

    def _open(self, array: bool, open_ones: list[tuple[Any, str | None]]) -> Any:
        """Behind an opening bracket: the empty container if it is closed at once, else None, with a value to come."""
        if array:
            if not self._space():
                raise JsonError(_Error.UnterminatedArray, self.at)
            if self.data[self.at] == b"]"[0]:
                self.at += 1
                return []
            open_ones.append(([], None))
            return None
        token = self._token()
        if token == b"}":
            return {}
        if token != b'"':
            raise JsonError(_Error.UnterminatedObject, self.at)
        open_ones.append(([], self._key()))
        return None

    def _closed(self, open_ones: list[tuple[Any, str | None]]) -> bool:
        """Behind a value: whether the innermost container ends here; if not, what stands in front of the next value is read."""
        container, key = open_ones[-1]
        token = self._token()
        if key is None:
            if token == b"]":
                return True
            if token != b",":
                more = bool(token) and self._space()
                raise JsonError(_Error.MissingValueSeparator if more else _Error.UnterminatedArray, self.at)
            if not self._space():
                raise JsonError(_Error.UnterminatedArray, self.at)
            return False
        if token == b"}":
            return True
        if token == b",":
            token = self._token()
            if token == b'"':
                open_ones[-1] = (container, self._key())
                return False
            if token == b"}":
                raise JsonError(_Error.MissingObject, self.at)
        raise JsonError(_Error.UnterminatedObject, self.at)

    def _key(self) -> str:
        """A key, whose quotation mark has been read, with its colon, up to the value."""
        key = self._string()
        if self._token() != b":":
            raise JsonError(_Error.MissingNameSeparator, self.at)
        if not self._space():
            raise JsonError(_Error.UnterminatedObject, self.at)
        return key

    def _space(self) -> bool:
        """Pass over white space; whether something is behind it."""
        data, at = self.data, self.at
        while at < len(data) and data[at] in _SPACE:
            at += 1
        self.at = at
        return at < len(data)

    def _token(self) -> bytes:
        """The next byte that is no space, and past it; none at the end."""
        if not self._space():
            return b""
        self.at += 1
        return self.data[self.at - 1 : self.at]

    # -- leaves ----------------------------------------------------------------------------------------------------

    def _scalar(self, byte: int) -> Any:
        """A string, a number or a word that starts with *byte*."""
        if byte == b'"'[0]:
            self.at += 1
            return self._string()
        if byte in _WORDS:
            self.at += 1
            return self._word(*_WORDS[byte])
        if byte in b"]}":
            raise JsonError(_Error.MissingObject, self.at + 1)
        if byte == b","[0]:
            raise JsonError(_Error.IllegalValue, self.at + 1)
        return self._number()

    def _word(self, rest: bytes, value: Any) -> Any:
        if len(self.data) - self.at < len(rest):
            raise JsonError(_Error.IllegalValue, self.at)
        for expected in rest:
            self.at += 1
            if self.data[self.at - 1] != expected:
                raise JsonError(_Error.IllegalValue, self.at)
        return value

    def _number(self) -> int | float:
        data, start, end = self.data, self.at, len(self.data)
        at = start
        if data[at : at + 1] == b"-":
            at += 1
        if data[at : at + 1] == b"0":
            at += 1
        else:
            at = self._digits(at)
        if data[at : at + 1] == b".":
            at = self._digits(at + 1)
        if at < end and data[at] in b"eE":
            at += 1
            if at < end and data[at] in b"+-":
                at += 1
            at = self._digits(at)
        self.at = at
        try:
            return number_of_text(data[start:at].decode("ascii"))
        except ValueError:
            raise JsonError(_Error.IllegalNumber, at) from None

    def _digits(self, at: int) -> int:
        while at < len(self.data) and 0x30 <= self.data[at] <= 0x39:
            at += 1
        return at

    def _string(self) -> str:
        """A string whose opening quotation mark has been read."""
        data, end = self.data, len(self.data)
        pieces: list[str] = []
        start = self.at
        while True:
            stop = start
            while stop < end and data[stop] not in b'"\\':
                stop += 1
            pieces.append(self._plain(start, stop))
            if stop >= end:
                raise JsonError(_Error.UnterminatedString, end + 1)
            self.at = stop + 1
            if data[stop] == b'"'[0]:
                break
            pieces.append(self._escape())
            start = self.at
        text = "".join(pieces)
        # Two escaped surrogates side by side are one character.
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")

    def _plain(self, start: int, stop: int) -> str:
        try:
            return self.data[start:stop].decode("utf-8")
        except UnicodeDecodeError as error:
            raise JsonError(_Error.IllegalUTF8String, start + error.start) from None

    def _escape(self) -> str:
        """What stands behind a backslash that has been read."""
        data, at = self.data, self.at
        if at >= len(data):
            raise JsonError(_Error.IllegalEscapeSequence, at)
        self.at = at = at + 1
        byte = data[at - 1]
        if byte != b"u"[0]:
            return _ESCAPES.get(byte) or chr(byte)
        if len(data) - at < 4:
            raise JsonError(_Error.IllegalEscapeSequence, at)
        for place in range(at, at + 4):
            if data[place] not in _HEX:
                raise JsonError(_Error.IllegalEscapeSequence, place)
        self.at = at + 4
        return chr(int(data[at : at + 4], 16))
