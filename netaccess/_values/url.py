"""`QUrl`: a URL that can be taken apart, changed, resolved and written again.

Copies share their parsed parts, so that making one costs next to nothing; a setter gives its URL parts of its own.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from netaccess._values import urlenums, urlpath, urlwriter
from netaccess._values.qtenum import export_enums
from netaccess._values.urlcodec import utf8_text
from netaccess._values.urlcomponents import text_argument
from netaccess._values.urlenums import (
    DECODED,
    REMOVE_AUTHORITY,
    REMOVE_FRAGMENT,
    REMOVE_PASSWORD,
    REMOVE_PATH,
    REMOVE_PORT,
    REMOVE_QUERY,
    REMOVE_SCHEME,
    REMOVE_USER_INFO,
)
from netaccess._values.urlhost import ace_form
from netaccess._values.urllegacy import LegacyUrl, bytes_argument
from netaccess._values.urlparser import forget_authorities, local_state, parse
from netaccess._values.urlstate import EMPTY, UrlState

if TYPE_CHECKING:
    from netaccess._values.bytearray import QByteArray

_TOLERANT = urlenums.ParsingMode.TolerantMode
_PRETTY = urlenums.ComponentFormattingOption.PrettyDecoded
_ENCODED = urlenums.ComponentFormattingOption.FullyEncoded
_NO_ACE_OPTIONS = urlenums.AceProcessingOption(0)


@export_enums
class QUrl(LegacyUrl):
    """A URL: ``QUrl()`` is empty, ``QUrl(text, mode)`` reads text, ``QUrl(other)`` copies.

    Text is read tolerantly by default: what may not stand in a URL is percent-encoded. A URL that could not be read is
    not valid, writes itself as "", and says why in `errorString`. Raises `TypeError` for other arguments.
    """

    __slots__ = ()

    ParsingMode = urlenums.ParsingMode
    ComponentFormattingOption = urlenums.ComponentFormattingOption
    UrlFormattingOption = urlenums.UrlFormattingOption
    UserInputResolutionOption = urlenums.UserInputResolutionOption
    AceProcessingOption = urlenums.AceProcessingOption
    FormattingOptions = urlenums.ComponentFormattingOption
    ComponentFormattingOptions = urlenums.ComponentFormattingOption
    UserInputResolutionOptions = urlenums.UserInputResolutionOption
    AceProcessingOptions = urlenums.AceProcessingOption

    _qt_state: UrlState

    def __init__(self, url: str | QUrl | None = None, /, mode: int = _TOLERANT) -> None:
        if isinstance(url, str):
            self._qt_state = parse(url, mode) if mode != DECODED else EMPTY
        elif isinstance(url, QUrl):
            self._qt_state = url._qt_state
        elif url is None:
            self._qt_state = EMPTY
        else:
            raise TypeError(f"a QUrl is made of a str or a QUrl, not of {type(url).__name__}: {url!r}")

    def setUrl(self, url: str | None, /, mode: int = _TOLERANT) -> None:
        """Read the URL *url* into this object; `DecodedMode` cannot tell the parts of a URL and leaves it empty."""
        text = text_argument(url, "the URL")
        self._qt_state = parse(text, mode) if mode != DECODED else EMPTY

    def url(self, options: int = _PRETTY) -> str:
        """Return the URL as text, as `toString` does."""
        return urlwriter.to_text(self._qt_state, int(options))

    def toString(self, options: int = _PRETTY) -> str:
        """Return the URL as text: by default what people read, with `FullyEncoded` plain ASCII; "" when not valid."""
        return urlwriter.to_text(self._qt_state, int(options))

    def toDisplayString(self, options: int = _PRETTY) -> str:
        """Return the URL as `toString` does, without the password."""
        return urlwriter.to_text(self._qt_state, int(options) | REMOVE_PASSWORD)

    def toEncoded(self, options: int = _ENCODED) -> QByteArray:
        """Return the URL in its ASCII form, fit for the wire."""
        from netaccess._values.bytearray import QByteArray

        return QByteArray(urlwriter.to_bytes(self._qt_state, int(options)))

    @staticmethod
    def fromEncoded(input: bytes | bytearray | QByteArray, /, mode: int = _TOLERANT) -> QUrl:
        """Return the URL read from bytes in UTF-8."""
        return QUrl(utf8_text(bytes_argument(input, "the encoded URL")), mode)

    def isEmpty(self) -> bool:
        """Return whether the URL has no part at all."""
        return self._qt_state.is_empty()

    def isValid(self) -> bool:
        """Return whether the URL is not empty and was read without error."""
        return self._qt_state.is_valid()

    def errorString(self) -> str:
        """Return why the URL is not valid, with the text that was read and the parts understood; "" when it is."""
        return urlwriter.error_text(self._qt_state)

    def isRelative(self) -> bool:
        """Return whether the URL has no scheme."""
        return not self._qt_state.scheme

    def isLocalFile(self) -> bool:
        """Return whether the scheme is ``file``."""
        return self._qt_state.scheme == "file"

    def isParentOf(self, url: QUrl | str, /) -> bool:
        """Return whether *url* lies below this one: same scheme and authority, and a path that continues this one's."""
        mine, other = self._qt_state, _url_argument(url)._qt_state
        its_authority = urlwriter.authority(other, 0)
        if other.scheme not in ("", mine.scheme) or its_authority not in ("", urlwriter.authority(mine, 0)):
            return False
        path, below = self.path(), _url_argument(url).path()
        return len(below) > len(path) and below.startswith(path) and "/" in (path[-1:], below[len(path)])

    def clear(self) -> None:
        """Make the URL empty."""
        self._qt_state = EMPTY

    def swap(self, other: QUrl, /) -> None:
        """Exchange the contents of this URL and *other*."""
        target = _url_argument(other)
        self._qt_state, target._qt_state = target._qt_state, self._qt_state

    def resolved(self, relative: QUrl | str, /) -> QUrl:
        """Return the URL that the reference *relative* means where this one is the base (RFC 3986, section 5.2)."""
        reference = _url_argument(relative)
        result = QUrl(self)
        base, other = self._qt_state, reference._qt_state
        if base is EMPTY or other is EMPTY:
            result._qt_state = other if base is EMPTY else base
            return result
        state = other.copy()
        state.error = other.error
        if not other.scheme:
            state.scheme = base.scheme
            if not other.has_authority():
                state.user_name, state.password = base.user_name, base.password
                state.host, state.port = base.host, base.port
                if not other.path:
                    state.path = base.path
                    if other.query is None:
                        state.query = base.query
                elif other.path[0] != "/":
                    state.path = urlpath.merge(base.path, bool(base.host), other.path)
        state.path = urlpath.adjust(state.path, urlenums.NORMALIZE_PATH_SEGMENTS, state.scheme == "file")
        if state.path[:2] == "//" and not state.has_authority():
            state.path = "/" + state.path.lstrip("/")
        result._qt_state = state
        return result

    def adjusted(self, options: int, /) -> QUrl:
        """Return a copy without the parts, or with the changes of the path, that `UrlFormattingOption` names."""
        options = int(options)
        result = QUrl(self)
        if not self.isValid():
            return QUrl()
        state = self._qt_state.copy()
        if options & REMOVE_SCHEME:
            state.scheme = ""
        if options & REMOVE_AUTHORITY == REMOVE_AUTHORITY:
            state.user_name = state.password = state.host = None
            state.port = -1
        else:
            if options & REMOVE_USER_INFO == REMOVE_USER_INFO:
                state.user_name = state.password = None
            elif options & REMOVE_PASSWORD:
                state.password = None
            if options & REMOVE_PORT:
                state.port = -1
        if options & REMOVE_QUERY:
            state.query = None
        if options & REMOVE_FRAGMENT:
            state.fragment = None
        if options & REMOVE_PATH:
            state.path = ""
        elif state.path:
            state.path = urlpath.adjust(state.path, options, self.isLocalFile())
        if state.path[:2] == "//" and state.host is None and state.scheme == "file":
            # The path of a local file may start with two slashes; an empty host tells it from an authority.
            state.host = ""
        result._qt_state = state
        return result

    def matches(self, url: QUrl | str, options: int, /) -> bool:
        """Return whether *url* has all that this URL has, apart from what *options* (`UrlFormattingOption`) leave out.

        Parts that are absent here may be present and empty there.
        """
        options = int(options)
        mine = urlwriter.compared(self._qt_state, options)
        other = urlwriter.compared(_url_argument(url)._qt_state, options)
        return all(a == b or (a is None and b == "") for a, b in zip(mine, other, strict=True))

    @staticmethod
    def fromLocalFile(localfile: str | bytes | os.PathLike[str], /) -> QUrl:
        """Return the ``file`` URL of a path; ``//server/share`` puts the server into the host."""
        path = localfile if isinstance(localfile, str) else os.fsdecode(localfile)
        result = QUrl()
        result._qt_state = local_state(path)
        return result

    def toLocalFile(self) -> str:
        """Return the path of a ``file`` URL in the local file system, "" for other schemes."""
        state = self._qt_state
        return urlwriter.local_file(state, state.path) if state.scheme == "file" else ""

    @staticmethod
    def fromUserInput(
        userInput: str,
        /,
        workingDirectory: str = "",
        options: int = urlenums.UserInputResolutionOption.DefaultResolution,
    ) -> QUrl:
        """Return the URL that somebody meant who typed *userInput*: a file, a full URL, or a host without a scheme.

        With a *workingDirectory*, a name that exists in it is that file; *options* may ask that a relative path is
        always taken for a file. An empty URL means that nothing sensible could be made of it.
        """
        from netaccess._values.urluserinput import from_user_input

        return from_user_input(
            text_argument(userInput, "the input"), text_argument(workingDirectory, "the directory"), int(options)
        )

    @staticmethod
    def fromPercentEncoding(input: bytes | bytearray | QByteArray, /) -> str:
        """Return the text whose UTF-8 bytes are percent-encoded in *input*."""
        from netaccess._values.bytecodec import percent_decode

        return utf8_text(percent_decode(bytes_argument(input, "the encoded text"), 0x25))

    @staticmethod
    def toPercentEncoding(
        input: str | None,
        /,
        exclude: bytes | bytearray | QByteArray = b"",
        include: bytes | bytearray | QByteArray = b"",
    ) -> QByteArray:
        """Return *input* in UTF-8 with all but unreserved characters percent-encoded.

        Characters in *exclude* are left alone too, those in *include* are encoded whatever they are.
        """
        from netaccess._values.bytearray import QByteArray
        from netaccess._values.bytecodec import percent_encode

        data = text_argument(input, "the text").encode("utf-8", "surrogatepass")
        left, forced = bytes_argument(exclude, "exclude"), bytes_argument(include, "include")
        return QByteArray(percent_encode(data, left, forced, 0x25))

    @staticmethod
    def toAce(domain: str | None, /, options: int = _NO_ACE_OPTIONS) -> QByteArray:
        """Return the ASCII form of an international domain name, empty when it is not valid."""
        from netaccess._values.bytearray import QByteArray
        from netaccess._values.urlidna import to_ace

        transitional = bool(int(options) & urlenums.AceProcessingOption.AceTransitionalProcessing)
        return QByteArray(to_ace(text_argument(domain, "the domain"), transitional).encode("ascii"))

    @staticmethod
    def fromAce(domain: bytes | bytearray | QByteArray, /, options: int = _NO_ACE_OPTIONS) -> str:
        """Return the readable form of the domain name *domain*, "" when it is not valid.

        Names under top-level domains outside the whitelist stay in ASCII, unless `IgnoreIDNWhitelist` is given.
        """
        from netaccess._values.urlidna import to_ace, to_display

        options = int(options)
        text = bytes_argument(domain, "the domain").decode("latin-1")
        ace = to_ace(text, bool(options & urlenums.AceProcessingOption.AceTransitionalProcessing))
        return to_display(ace, bool(options & urlenums.AceProcessingOption.IgnoreIDNWhitelist))

    @staticmethod
    def idnWhitelist() -> list[str]:
        """Return the top-level domains under which international names are shown in Unicode."""
        from netaccess._values.urlidna import whitelist

        return whitelist()

    @staticmethod
    def setIdnWhitelist(domains: Iterable[str], /) -> None:
        """Replace the list that `idnWhitelist` returns; URLs that exist already keep showing what they show."""
        from netaccess._values.urlidna import set_whitelist

        set_whitelist(list(domains))
        forget_authorities()

    @staticmethod
    def fromStringList(uris: Iterable[str], /, mode: int = _TOLERANT) -> list[QUrl]:
        """Return a URL for each text in *uris*."""
        return [QUrl(uri, mode) for uri in uris]

    @staticmethod
    def toStringList(uris: Iterable[QUrl | str], /, options: int = _PRETTY) -> list[str]:
        """Return the text of each URL in *uris*."""
        return [_url_argument(uri).toString(options) for uri in uris]

    def __eq__(self, other: object) -> bool:
        if isinstance(other, QUrl):
            mine, its = self._qt_state, other._qt_state
            return mine is its or mine.key() == its.key()
        if isinstance(other, str):
            return self._qt_state.key() == parse(other, 0).key()
        return NotImplemented

    def __lt__(self, other: QUrl | str) -> bool:
        return _order(self) < _order(_url_argument(other))

    def __le__(self, other: QUrl | str) -> bool:
        return not _order(_url_argument(other)) < _order(self)

    def __gt__(self, other: QUrl | str) -> bool:
        return _order(_url_argument(other)) < _order(self)

    def __ge__(self, other: QUrl | str) -> bool:
        return not _order(self) < _order(_url_argument(other))

    def __hash__(self) -> int:
        return hash(self._qt_state.key())

    def __repr__(self) -> str:
        kind = type(self)
        name = "netaccess.QtCore.QUrl" if kind is QUrl else f"{kind.__module__}.{kind.__qualname__}"
        return f"{name}('{self.toString()}')"

    def __copy__(self) -> QUrl:
        return type(self)(self)

    def __deepcopy__(self, memo: dict[int, Any]) -> QUrl:
        return type(self)(self)

    def __reduce__(self) -> tuple[type[QUrl], tuple[str]]:
        return type(self), (self.toString(),)


def _url_argument(value: QUrl | str) -> QUrl:
    """Return *value* as a QUrl: a str is read as one; raises `TypeError` for anything else."""
    if isinstance(value, QUrl):
        return value
    if isinstance(value, str):
        return QUrl(value)
    raise TypeError(f"a QUrl or a str is needed, not {type(value).__name__}: {value!r}")


def _order(url: QUrl) -> tuple[str | int, ...]:
    """Return what URLs are sorted by: an absent query or fragment stands before an empty one."""
    state = url._qt_state
    return (
        state.scheme,
        state.user_name or "",
        state.password or "",
        state.host or "",
        state.port,
        state.path,
        state.query is not None,
        state.query or "",
        state.fragment is not None,
        state.fragment or "",
    )


def request_target(url: QUrl) -> bytes:
    """Return the encoded path and query of *url* for the request line of HTTP; "/" stands for an empty path."""
    state = url._qt_state
    target = urlwriter.request_target(state)
    return target.encode("ascii")


def ace_host(url: QUrl) -> str:
    """Return the host of *url* in ASCII, an IPv6 address without brackets: what is dialled and certificates name."""
    host = url._qt_state.host
    return ace_form(host) if host else ""


def origin(url: QUrl) -> tuple[str, str, int]:
    """Return scheme, ASCII host and port of *url*; the port is the scheme's own where the URL names none, else -1."""
    state = url._qt_state
    port = state.port if state.port != -1 else _DEFAULT_PORTS.get(state.scheme, -1)
    return state.scheme, ace_host(url), port


_DEFAULT_PORTS = {"http": 80, "https": 443, "ftp": 21, "ws": 80, "wss": 443}
