"""The methods of `QUrl` that Qt 4 had and PySide 1 programs call: queries as pairs, and parts as encoded bytes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from netaccess._values.urlcodec import utf8_text
from netaccess._values.urlcomponents import UrlComponents
from netaccess._values.urlenums import FULLY_DECODED, FULLY_ENCODED, TOLERANT
from netaccess._values.urlparser import parse

if TYPE_CHECKING:
    from netaccess._values.bytearray import QByteArray
    from netaccess._values.urlquery import QUrlQuery


def bytes_argument(value: object, what: str) -> bytes:
    """Return *value* as bytes: a bytes-like object or a `QByteArray`; raises `TypeError` for anything else."""
    if isinstance(value, bytes):
        return value
    if isinstance(value, (bytearray, memoryview)):
        return bytes(value)
    from netaccess._values.bytearray import QByteArray

    if isinstance(value, QByteArray):
        return bytes(value)
    raise TypeError(f"{what} must be bytes or a QByteArray, not {type(value).__name__}: {value!r}")


class LegacyUrl(UrlComponents):
    """What `QUrl` keeps of Qt 4. New code uses `QUrlQuery`, and the formatting options and parsing modes of `QUrl`."""

    __slots__ = ()

    def _pairs(self) -> QUrlQuery:
        """Return the query as pairs."""
        from netaccess._values.urlquery import QUrlQuery

        return QUrlQuery(self.query(FULLY_ENCODED))

    def addQueryItem(self, key: str, value: str) -> None:
        """Append a pair of plain text to the query; what has a meaning in a query is encoded in it."""
        pairs = self._pairs()
        pairs.addQueryItem(key.replace("%", "%25"), value.replace("%", "%25"))
        self.setQuery(pairs)

    def setQueryItems(self, query: Iterable[tuple[str, str]]) -> None:
        """Replace the query by pairs of plain text."""
        self.setQuery(None)
        for key, value in query:
            self.addQueryItem(key, value)

    def queryItems(self) -> list[tuple[str, str]]:
        """Return the pairs of the query, decoded."""
        return self._pairs().queryItems(FULLY_DECODED)

    def hasQueryItem(self, key: str) -> bool:
        """Return whether the query has a pair with the plain key *key*."""
        return any(name == key for name, _ in self.queryItems())

    def queryItemValue(self, key: str) -> str:
        """Return the decoded value of the first pair with the plain key *key*, "" when there is none."""
        return next((value for name, value in self.queryItems() if name == key), "")

    def allQueryItemValues(self, key: str) -> list[str]:
        """Return the decoded values of all pairs with the plain key *key*."""
        return [value for name, value in self.queryItems() if name == key]

    def removeQueryItem(self, key: str) -> None:
        """Remove the first pair with the plain key *key*."""
        pairs = self._pairs()
        pairs.removeQueryItem(key.replace("%", "%25"))
        self.setQuery(pairs)

    def removeAllQueryItems(self, key: str) -> None:
        """Remove all pairs with the plain key *key*."""
        pairs = self._pairs()
        pairs.removeAllQueryItems(key.replace("%", "%25"))
        self.setQuery(pairs)

    def encodedQueryItems(self) -> list[tuple[QByteArray, QByteArray]]:
        """Return the pairs of the query, percent-encoded."""
        return [(_encoded(key), _encoded(value)) for key, value in self._pairs().queryItems(FULLY_ENCODED)]

    def encodedQueryItemValue(self, key: bytes | bytearray | QByteArray) -> QByteArray:
        """Return the percent-encoded value of the first pair with the encoded key *key*."""
        return _encoded(self._pairs().queryItemValue(_text(key), FULLY_ENCODED))

    def addEncodedQueryItem(self, key: bytes | bytearray | QByteArray, value: bytes | bytearray | QByteArray) -> None:
        """Append a pair that is percent-encoded already."""
        pairs = self._pairs()
        pairs.addQueryItem(_text(key), _text(value))
        self.setQuery(pairs)

    def encodedUserName(self) -> QByteArray:
        """Return the user name, percent-encoded."""
        return _encoded(self.userName(FULLY_ENCODED))

    def encodedPassword(self) -> QByteArray:
        """Return the password, percent-encoded."""
        return _encoded(self.password(FULLY_ENCODED))

    def encodedHost(self) -> QByteArray:
        """Return the host in ASCII."""
        return _encoded(self.host(FULLY_ENCODED))

    def encodedPath(self) -> QByteArray:
        """Return the path, percent-encoded."""
        return _encoded(self.path(FULLY_ENCODED))

    def encodedQuery(self) -> QByteArray:
        """Return the query, percent-encoded."""
        return _encoded(self.query(FULLY_ENCODED))

    def encodedFragment(self) -> QByteArray:
        """Return the fragment, percent-encoded."""
        return _encoded(self.fragment(FULLY_ENCODED))

    def setEncodedUrl(self, url: bytes | bytearray | QByteArray, mode: int = TOLERANT) -> None:
        """Read the URL from its encoded form."""
        self._qt_state = parse(_text(url), mode)

    def setEncodedUserName(self, userName: bytes | bytearray | QByteArray) -> None:
        """Set the user name from its encoded form."""
        self.setUserName(_text(userName), TOLERANT)

    def setEncodedPassword(self, password: bytes | bytearray | QByteArray) -> None:
        """Set the password from its encoded form."""
        self.setPassword(_text(password), TOLERANT)

    def setEncodedHost(self, host: bytes | bytearray | QByteArray) -> None:
        """Set the host from its encoded form."""
        self.setHost(_text(host), TOLERANT)

    def setEncodedPath(self, path: bytes | bytearray | QByteArray) -> None:
        """Set the path from its encoded form."""
        self.setPath(_text(path), TOLERANT)

    def setEncodedQuery(self, query: bytes | bytearray | QByteArray) -> None:
        """Set the query from its encoded form."""
        self.setQuery(_text(query), TOLERANT)

    def setEncodedFragment(self, fragment: bytes | bytearray | QByteArray) -> None:
        """Set the fragment from its encoded form."""
        self.setFragment(_text(fragment), TOLERANT)


def _encoded(text: str) -> QByteArray:
    """Return encoded *text* as bytes."""
    from netaccess._values.bytearray import QByteArray

    return QByteArray(text.encode("ascii"))


def _text(data: bytes | bytearray | QByteArray) -> str:
    """Return encoded bytes as text."""
    return utf8_text(bytes_argument(data, "an encoded part"))
