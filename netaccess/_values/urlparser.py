"""Reading URLs: text to a `UrlState`.

Almost every URL that a program meets is plain ASCII under a well-known scheme with nothing to encode. `parse`
recognises these in a few steps and takes the long way with all others.
"""

from __future__ import annotations

from netaccess._values.urlcodec import (
    FRAGMENT,
    HOST,
    PASSWORD,
    PATH,
    QUERY,
    SUB_DELIMITERS,
    UNRESERVED,
    USER_INFO,
    USER_NAME,
    Component,
    forbidden_at,
    store,
    store_decoded,
)
from netaccess._values.urlenums import STRICT
from netaccess._values.urlhost import INVALID_NAME, HostError, normalize
from netaccess._values.urlstate import BLANK, EMPTY, UrlError, UrlState

_PLAIN = frozenset(UNRESERVED + SUB_DELIMITERS + "/:@?#")
_COMMON_SCHEMES = {scheme: scheme for scheme in ("http", "https", "file", "ftp", "ws", "wss")}
_SCHEME = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-.")
_DIGITS = frozenset("0123456789")

# Authorities read lately: host, port, and whether that is how they are written. Never one with user information.
_authorities: dict[str, tuple[str, int, bool]] = {}
_MOST_AUTHORITIES = 512


def parse(text: str, mode: int) -> UrlState:
    """Return the state of the URL *text* read in *mode*, tolerant or strict; errors are noted in it, not raised."""
    if not text:
        return BLANK
    colon = text.find("://")
    if colon > 0 and (scheme := _COMMON_SCHEMES.get(text[:colon])) is not None and _PLAIN.issuperset(text):
        rest, hash_mark, fragment = text[colon + 3 :].partition("#")
        rest, question_mark, query = rest.partition("?")
        slash = rest.find("/")
        if slash < 0:
            authority, path = rest, ""
        else:
            authority, path = rest[:slash], rest[slash:]
        known = _authorities.get(authority)
        if known is not None and "#" not in fragment:
            host, port, canonical = known
            return UrlState(
                scheme,
                host,
                port,
                path,
                query if question_mark else None,
                fragment if hash_mark else None,
                text if canonical else None,
            )
    return _parse(text, mode)


def forget_authorities() -> None:
    """Forget the authorities read lately: what their hosts look like has changed."""
    _authorities.clear()


def _parse(text: str, mode: int) -> UrlState:
    """Read any URL, part by part."""
    state = UrlState()
    rest = text
    hash_at = rest.find("#")
    if hash_at >= 0:
        rest, fragment = rest[:hash_at], rest[hash_at + 1 :]
        state.fragment = store(FRAGMENT, fragment)
    question_at = rest.find("?")
    if question_at >= 0:
        rest, query = rest[:question_at], rest[question_at + 1 :]
        state.query = store(QUERY, query)
    colon = rest.find(":")
    if colon > 0 and is_scheme(rest[:colon]):
        state.scheme = rest[:colon].lower()
        rest = rest[colon + 1 :]
    if rest[:2] == "//":
        slash = rest.find("/", 2)
        authority, rest = (rest[2:], "") if slash < 0 else (rest[2:slash], rest[slash:])
        state.error = set_authority(state, authority, mode, text)
    state.path = store(PATH, rest)
    if mode == STRICT and state.error is None:
        state.error = first_forbidden(((PATH, rest), (QUERY, query if question_at >= 0 else "")), text)
        if state.error is None and hash_at >= 0:
            state.error = first_forbidden(((FRAGMENT, fragment),), text)
    return state


def is_scheme(text: str) -> bool:
    """Return whether *text* is a scheme: a letter, then letters, digits, ``+``, ``-`` and ``.``."""
    return _SCHEME.issuperset(text) and text[:1].isalpha()


def first_forbidden(parts: tuple[tuple[Component, str], ...], source: str) -> UrlError | None:
    """Return the error of the first character that strict mode forbids in one of *parts*."""
    for component, text in parts:
        at = forbidden_at(component, text)
        if at >= 0:
            return forbidden(component, text[at], source)
    return None


def forbidden(component: Component, character: str, source: str) -> UrlError:
    """Return the error of a *character* that *component* may not hold."""
    return UrlError(f"Invalid {component.name} (character '{character}' not permitted)", source)


def set_authority(state: UrlState, authority: str, mode: int, source: str) -> UrlError | None:
    """Put user, host and port of *authority* into *state*; return what is wrong with it."""
    user_info, at_sign, rest = authority.rpartition("@")
    if "@" in user_info:
        user_info, at_sign, rest = authority.partition("@")
    if not at_sign:
        known = _authorities.get(authority)
        if known is not None:
            state.host, state.port, _ = known
            return None
    host, port, port_error = _split_port(rest)
    error = UrlError("Invalid port or port number out of range", source) if port_error else None
    if mode == STRICT:
        error = first_forbidden(((USER_INFO, user_info),), source) or error
        if error is None and forbidden_at(HOST, host) >= 0:
            error = UrlError(INVALID_NAME, source)
        if error is not None:
            return error
    if at_sign:
        set_user_info(state, user_info)
    state.port = port
    try:
        state.host = normalize(host, mode)
    except HostError as failure:
        state.host = ""
        return error or UrlError(failure.reason, failure.source or source)
    if error is None and not at_sign and "%" not in authority:
        if len(_authorities) >= _MOST_AUTHORITIES:
            _authorities.clear()
        written = state.host if port < 0 else f"{state.host}:{port}"
        _authorities[authority] = (state.host, port, written == authority)
    return error


def _split_port(text: str) -> tuple[str, int, bool]:
    """Return the host in *text*, its port or -1, and whether the port is wrong."""
    host, colon, digits = text.rpartition(":")
    if not colon or (text[:1] == "[" and ("]" in digits or "]" not in text)):
        return text, -1, False
    if not digits:
        return host, -1, False
    port = int(digits) if _DIGITS.issuperset(digits) and len(digits.lstrip("0")) < 6 else 65536
    return (host, port, False) if port < 65536 else (host, -1, True)


def set_user_info(state: UrlState, user_info: str) -> None:
    """Put the user name and the password in *user_info* into *state*."""
    user_name, colon, password = user_info.partition(":")
    state.user_name = store(USER_NAME, user_name)
    state.password = store(PASSWORD, password) if colon else None


def local_state(path: str) -> UrlState:
    """Return the state of the ``file`` URL of *path*; the server of ``//server/share`` becomes the host."""
    if not path:
        return EMPTY
    state = UrlState("file", "")
    if len(path) > 1 and path[1] == ":" and path[0] != "/":
        path = "/" + path
    elif path[:2] == "//":
        slash = path.find("/", 2)
        server = path[2:] if slash < 0 else path[2:slash]
        if server[-4:].lower() == "@ssl":
            server = server[:-4]
            state.scheme = "webdavs"
        try:
            state.host = normalize(server, STRICT)
            path = path[slash:] if slash > 2 else ""
        except HostError:
            pass
    if path and path[0] != "/" and not state.host:
        state.host = None
    state.path = store_decoded(PATH, path)
    return state
