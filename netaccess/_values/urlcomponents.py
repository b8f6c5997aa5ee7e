"""The parts of a `QUrl`: the getters and setters of scheme, user, host, port, path, query and fragment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netaccess._values import urlwriter
from netaccess._values.urlcodec import (
    FRAGMENT,
    PASSWORD,
    PATH,
    QUERY,
    USER_INFO,
    USER_NAME,
    Component,
    forbidden_at,
    store,
    store_decoded,
    write,
)
from netaccess._values.urlenums import DECODED, FULLY_DECODED, STRICT, ComponentFormattingOption, ParsingMode
from netaccess._values.urlhost import HostError, normalize_bare, write_host
from netaccess._values.urlparser import first_forbidden, forbidden, is_scheme, set_authority, set_user_info
from netaccess._values.urlstate import EMPTY, UrlError, UrlState

if TYPE_CHECKING:
    from netaccess._values.urlquery import QUrlQuery

_PRETTY = ComponentFormattingOption.PrettyDecoded
_DECODED = ComponentFormattingOption.FullyDecoded


def text_argument(value: object, what: str) -> str:
    """Return *value* when it is a str, "" for None, and raise `TypeError` otherwise; *what* names the argument."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    raise TypeError(f"{what} must be a str, not {type(value).__name__}: {value!r}")


class UrlComponents:
    """The base of `QUrl`: one shared, unchanging `UrlState`, replaced by every setter.

    Getters take a `ComponentFormattingOption` that says what is written percent-encoded. Setters take a `ParsingMode`
    and raise `TypeError` for anything but a str or None; text that cannot be the part makes the URL invalid instead.
    """

    __slots__ = ("__weakref__", "_qt_state")

    def __init__(self) -> None:
        self._qt_state: UrlState = EMPTY

    def scheme(self) -> str:
        """Return the scheme in lower case, without its colon."""
        return self._qt_state.scheme

    def setScheme(self, scheme: str | None, /) -> None:
        """Set the scheme; one that is no letter followed by letters, digits, ``+``, ``-`` or ``.`` is an error."""
        text = text_argument(scheme, "the scheme")
        state = self._qt_state.copy()
        state.scheme = ""
        if text and is_scheme(text):
            state.scheme = text.lower()
        elif text:
            state.error = _scheme_error(text)
        self._qt_state = state

    def authority(self, options: int = _PRETTY) -> str:
        """Return user, host and port as they stand between ``//`` and the path."""
        options = int(options)
        if options & FULLY_DECODED == FULLY_DECODED:
            return ""
        return urlwriter.authority(self._qt_state, options)

    def setAuthority(self, authority: str | None, mode: int = ParsingMode.TolerantMode) -> None:
        """Set user, host and port at once; None removes all three."""
        text = text_argument(authority, "the authority")
        state = self._qt_state.copy()
        if mode == DECODED:
            self._qt_state = state
            return
        state.user_name = state.password = state.host = None
        state.port = -1
        if text:
            state.error = set_authority(state, text, mode, text)
        elif authority is not None:
            state.host = ""
        self._qt_state = state

    def userInfo(self, options: int = _PRETTY) -> str:
        """Return the user name and the password, joined by a colon."""
        options = int(options)
        if options & FULLY_DECODED == FULLY_DECODED:
            return ""
        return urlwriter.user_info(self._qt_state, options)

    def setUserInfo(self, userInfo: str | None, mode: int = ParsingMode.TolerantMode) -> None:
        """Set user name and password from text in which the first colon parts them."""
        text = text_argument(userInfo, "the user info")
        state = self._qt_state.copy()
        if mode == DECODED:
            self._qt_state = state
            return
        state.user_name = state.password = None
        if userInfo is not None:
            if mode == STRICT:
                state.error = first_forbidden(((USER_INFO, text),), text)
            if state.error is None:
                set_user_info(state, text.strip())
        self._qt_state = state

    def userName(self, options: int = _DECODED) -> str:
        """Return the user name."""
        return write(USER_NAME, self._qt_state.user_name or "", int(options))

    def setUserName(self, userName: str | None, mode: int = ParsingMode.DecodedMode) -> None:
        """Set the user name; None removes it."""
        state = self._qt_state.copy()
        state.user_name, state.error = _read(USER_NAME, userName, mode)
        self._qt_state = state

    def password(self, options: int = _DECODED) -> str:
        """Return the password."""
        return write(PASSWORD, self._qt_state.password or "", int(options))

    def setPassword(self, password: str | None, mode: int = ParsingMode.DecodedMode) -> None:
        """Set the password; None removes it."""
        state = self._qt_state.copy()
        state.password, state.error = _read(PASSWORD, password, mode)
        self._qt_state = state

    def host(self, options: int = _DECODED) -> str:
        """Return the host, an IPv6 address without its brackets."""
        host = self._qt_state.host
        if not host:
            return ""
        if host[0] == "[":
            return write_host(host, int(options))[1:-1]
        return host if host.isascii() else write_host(host, int(options))

    def setHost(self, host: str | None, mode: int = ParsingMode.DecodedMode) -> None:
        """Set the host: a name, an address, an IPv6 address with or without brackets; None removes it."""
        text = text_argument(host, "the host")
        state = self._qt_state.copy()
        try:
            state.host = None if host is None and not state.has_user_info() else normalize_bare(text, mode)
        except HostError as failure:
            state.host = None
            state.error = UrlError(failure.reason, failure.source or text)
        self._qt_state = state

    def port(self, defaultPort: int = -1) -> int:
        """Return the port, or *defaultPort* when the URL names none."""
        port = self._qt_state.port
        return port if port != -1 else defaultPort

    def setPort(self, port: int, /) -> None:
        """Set the port, 0 to 65535, or remove it with -1; other numbers make the URL invalid."""
        number = int(port)
        state = self._qt_state.copy()
        if -1 <= number <= 65535:
            state.port = number
            if number != -1 and state.host is None:
                state.host = ""
        else:
            state.port = -1
            state.error = UrlError("Invalid port or port number out of range", str(number))
        self._qt_state = state

    def path(self, options: int = _DECODED) -> str:
        """Return the path; *options* may also ask for the changes that `adjusted` makes to it."""
        path = self._qt_state.path
        if options is _DECODED:
            return path if "%" not in path else write(PATH, path, FULLY_DECODED)
        return urlwriter.path_text(self._qt_state, int(options))

    def setPath(self, path: str | None, mode: int = ParsingMode.DecodedMode) -> None:
        """Set the path."""
        state = self._qt_state.copy()
        stored, state.error = _read(PATH, path, mode)
        state.path = stored or ""
        self._qt_state = state

    def fileName(self, options: int = _DECODED) -> str:
        """Return what follows the last slash of the path."""
        path = self.path(options)
        return path[path.rfind("/") + 1 :]

    def hasQuery(self) -> bool:
        """Return whether there is a query, be it empty."""
        return self._qt_state.query is not None

    def query(self, options: int = _PRETTY) -> str:
        """Return the query, without its question mark."""
        return write(QUERY, self._qt_state.query or "", int(options))

    def setQuery(self, query: str | QUrlQuery | None, mode: int = ParsingMode.TolerantMode) -> None:
        """Set the query from text or from a `QUrlQuery`; None removes it."""
        if query is not None and not isinstance(query, str):
            from netaccess._values.urlquery import QUrlQuery

            if not isinstance(query, QUrlQuery):
                raise TypeError(f"the query must be a str or a QUrlQuery, not {type(query).__name__}: {query!r}")
            query = None if query.isEmpty() else query.stored()
        state = self._qt_state.copy()
        state.query, state.error = _read(QUERY, query, mode)
        self._qt_state = state

    def hasFragment(self) -> bool:
        """Return whether there is a fragment, be it empty."""
        return self._qt_state.fragment is not None

    def fragment(self, options: int = _PRETTY) -> str:
        """Return the fragment, without its hash."""
        return write(FRAGMENT, self._qt_state.fragment or "", int(options))

    def setFragment(self, fragment: str | None, mode: int = ParsingMode.TolerantMode) -> None:
        """Set the fragment; None removes it."""
        state = self._qt_state.copy()
        state.fragment, state.error = _read(FRAGMENT, fragment, mode)
        self._qt_state = state


def _read(component: Component, value: str | None, mode: int) -> tuple[str | None, UrlError | None]:
    """Return the stored form of a part that a setter was given, and what is wrong with it."""
    if value is None:
        return None, None
    text = text_argument(value, "the " + component.name)
    if mode == DECODED:
        return store_decoded(component, text), None
    if mode == STRICT:
        at = forbidden_at(component, text)
        if at >= 0:
            return "", forbidden(component, text[at], text)
    return store(component, text), None


def _scheme_error(text: str) -> UrlError:
    """Return the error of a scheme that is none."""
    wrong = next((character for character in text if not is_scheme("a" + character)), text[0])
    return UrlError(f"Invalid scheme (character '{wrong}' not permitted)", text)
