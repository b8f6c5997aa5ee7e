"""`QUrlQuery`: the key-value pairs of a URL's query."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from netaccess._values.url import QUrl
from netaccess._values.urlcodec import QUERY, UNWISE, Component, EscapeTable, decode_fully, store
from netaccess._values.urlcomponents import text_argument
from netaccess._values.urlenums import (
    DECODE_RESERVED,
    ENCODE_DELIMITERS,
    ENCODE_RESERVED,
    ENCODE_SPACES,
    ENCODE_UNICODE,
    FULLY_DECODED,
    FULLY_ENCODED,
    ComponentFormattingOption,
)

_PRETTY = ComponentFormattingOption.PrettyDecoded
_ENCODING_UNWISE = ENCODE_SPACES | ENCODE_UNICODE | ENCODE_DELIMITERS | ENCODE_RESERVED
_TABLE_OPTIONS = _ENCODING_UNWISE | DECODE_RESERVED


def _component(value_delimiter: str, pair_delimiter: str) -> Component:
    """Return how keys and values are kept where these are the delimiters; made once for each pair of them."""
    delimiters = value_delimiter + pair_delimiter
    component = _components.get(delimiters)
    if component is None:
        component = Component("query item", delimiters, "")
        component.decodable = (QUERY.decodable | frozenset(delimiters)) - {"%"}
        _components[delimiters] = component
    return component


_components: dict[str, Component] = {}


def _escapes(component: Component, options: int, whole: bool) -> EscapeTable:
    """Return the table that writes a key or a value with *options*, alone or within the *whole* query."""
    key = (options & _TABLE_OPTIONS, whole)
    table = component.tables.get(key)
    if table is None:
        encoded = " " if options & ENCODE_SPACES else ""
        if not options & DECODE_RESERVED and (whole or options & _ENCODING_UNWISE):
            encoded += UNWISE + "`"
        if options & ENCODE_DELIMITERS:
            encoded += "#"
        if whole or options & ENCODE_DELIMITERS:
            encoded += "".join(
                [character for character in component.guarded if character.isascii() and character != "%"]
            )
        table = component.tables[key] = EscapeTable(encoded, bool(options & ENCODE_UNICODE))
    return table


class QUrlQuery:
    """The pairs of a query, in order: ``QUrlQuery("a=1&b=2")``, of a `QUrl`, or a copy of another one.

    Keys and values are given and returned in the form that people read: percent-encoding is kept only where it means
    something else than the character. A key may occur more than once. Raises `TypeError` for other arguments.
    """

    __slots__ = ("__weakref__", "_qt_component", "_qt_items", "_qt_pair", "_qt_value")

    def __init__(self, query: str | QUrl | QUrlQuery | None = None, /) -> None:
        self._qt_value = "="
        self._qt_pair = "&"
        self._qt_component = _component("=", "&")
        # Pairs in stored form; the value is None where the query had no delimiter after the key.
        self._qt_items: list[tuple[str, str | None]] = []
        if isinstance(query, QUrlQuery):
            self._qt_value, self._qt_pair = query._qt_value, query._qt_pair
            self._qt_component = query._qt_component
            self._qt_items = list(query._qt_items)
        elif isinstance(query, str):
            self._read(query)
        elif isinstance(query, QUrl):
            self._read(query.query(QUrl.ComponentFormattingOption.FullyEncoded))
        elif query is not None:
            raise TypeError(f"a QUrlQuery is made of a str, a QUrl or a QUrlQuery, not of {type(query).__name__}")

    def _read(self, query: str) -> None:
        """Take the pairs out of the text *query*."""
        component, items = self._qt_component, self._qt_items
        items.clear()
        parts = query.split(self._qt_pair)
        if not parts[-1]:
            parts.pop()
        for part in parts:
            key, delimiter, value = part.partition(self._qt_value)
            items.append((store(component, key), store(component, value) if delimiter else None))

    def setQuery(self, queryString: str | None, /) -> None:
        """Replace the pairs by those of *queryString*, parted by the delimiters in force."""
        self._read(text_argument(queryString, "the query"))

    def query(self, encoding: int = _PRETTY) -> str:
        """Return the query as text, with *encoding* (`QUrl.ComponentFormattingOption`) for keys and values."""
        encoding = int(encoding)
        out = ""
        for key, value in self._qt_items:
            if out:
                out += self._qt_pair
            out += self._write(key, encoding, True)
            if value is not None:
                out += self._qt_value + self._write(value, encoding, True)
        return out

    def toString(self, encoding: int = _PRETTY) -> str:
        """Return the same as `query`."""
        return self.query(encoding)

    def stored(self) -> str:
        """Return the query fully encoded, for `QUrl.setQuery`."""
        return self.query(FULLY_ENCODED)

    def setQueryDelimiters(self, valueDelimiter: str, pairDelimiter: str, /) -> None:
        """Set the character between key and value and the one between pairs; pairs already read stay."""
        for delimiter in (valueDelimiter, pairDelimiter):
            if len(text_argument(delimiter, "a delimiter")) != 1:
                raise ValueError(f"a delimiter must be one character, not {delimiter!r}")
        self._qt_value, self._qt_pair = valueDelimiter, pairDelimiter
        self._qt_component = _component(valueDelimiter, pairDelimiter)

    def queryValueDelimiter(self) -> str:
        """Return the character between a key and its value, "=" at first."""
        return self._qt_value

    def queryPairDelimiter(self) -> str:
        """Return the character between pairs, "&" at first."""
        return self._qt_pair

    @staticmethod
    def defaultQueryValueDelimiter() -> str:
        """Return "="."""
        return "="

    @staticmethod
    def defaultQueryPairDelimiter() -> str:
        """Return "&"."""
        return "&"

    def isEmpty(self) -> bool:
        """Return whether there are no pairs."""
        return not self._qt_items

    def clear(self) -> None:
        """Remove all pairs; the delimiters stay."""
        self._qt_items.clear()

    def swap(self, other: QUrlQuery, /) -> None:
        """Exchange the contents of this query and *other*."""
        if not isinstance(other, QUrlQuery):
            raise TypeError(f"a QUrlQuery is needed, not {type(other).__name__}: {other!r}")
        for name in ("_qt_value", "_qt_pair", "_qt_component", "_qt_items"):
            mine = getattr(self, name)
            setattr(self, name, getattr(other, name))
            setattr(other, name, mine)

    def addQueryItem(self, key: str | None, value: str | None, /) -> None:
        """Append a pair; a *value* of None writes the key alone."""
        component = self._qt_component
        stored = store(component, text_argument(key, "the key"))
        self._qt_items.append((stored, None if value is None else store(component, text_argument(value, "the value"))))

    def setQueryItems(self, query: Iterable[tuple[str, str]], /) -> None:
        """Replace all pairs by those in *query*."""
        pairs = list(query)
        self.clear()
        for key, value in pairs:
            self.addQueryItem(key, value)

    def queryItems(self, encoding: int = _PRETTY) -> list[tuple[str, str]]:
        """Return all pairs in order."""
        encoding = int(encoding)
        return [(self._write(key, encoding), self._write(value or "", encoding)) for key, value in self._qt_items]

    def hasQueryItem(self, key: str | None, /) -> bool:
        """Return whether a pair has the key *key*."""
        return self._find(key) >= 0

    def queryItemValue(self, key: str | None, /, encoding: int = _PRETTY) -> str:
        """Return the value of the first pair with the key *key*, "" when there is none."""
        index = self._find(key)
        return self._write(self._qt_items[index][1] or "", int(encoding)) if index >= 0 else ""

    def allQueryItemValues(self, key: str | None, /, encoding: int = _PRETTY) -> list[str]:
        """Return the values of all pairs with the key *key*, in order."""
        wanted = store(self._qt_component, text_argument(key, "the key"))
        encoding = int(encoding)
        return [self._write(value or "", encoding) for key_, value in self._qt_items if key_ == wanted]

    def removeQueryItem(self, key: str | None, /) -> None:
        """Remove the first pair with the key *key*."""
        index = self._find(key)
        if index >= 0:
            del self._qt_items[index]

    def removeAllQueryItems(self, key: str | None, /) -> None:
        """Remove all pairs with the key *key*."""
        wanted = store(self._qt_component, text_argument(key, "the key"))
        self._qt_items = [pair for pair in self._qt_items if pair[0] != wanted]

    def _find(self, key: str | None) -> int:
        """Return the index of the first pair with the key *key*, or -1."""
        wanted = store(self._qt_component, text_argument(key, "the key"))
        return next((index for index, pair in enumerate(self._qt_items) if pair[0] == wanted), -1)

    def _write(self, stored: str, options: int, whole: bool = False) -> str:
        """Return a *stored* key or value as *options* ask for; for the *whole* query its delimiters are encoded."""
        if options & FULLY_DECODED == FULLY_DECODED:
            return decode_fully(stored)
        return stored.translate(_escapes(self._qt_component, options, whole))

    def _same(self) -> tuple[Any, ...]:
        """Return what two equal queries have in common."""
        return self._qt_value, self._qt_pair, tuple([(key, value or "") for key, value in self._qt_items])

    def __eq__(self, other: object) -> bool:
        return self._same() == other._same() if isinstance(other, QUrlQuery) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._same())

    def __copy__(self) -> QUrlQuery:
        return type(self)(self)

    def __deepcopy__(self, memo: dict[int, Any]) -> QUrlQuery:
        return type(self)(self)

    def __reduce__(self) -> tuple[Any, ...]:
        return _restore, (type(self), self._qt_value, self._qt_pair, list(self._qt_items))


def _restore(kind: type[QUrlQuery], value: str, pair: str, items: list[tuple[str, str | None]]) -> QUrlQuery:
    """Make a pickled query again."""
    query = kind()
    query.setQueryDelimiters(value, pair)
    query._qt_items = items
    return query
