"""Writing URLs: a `UrlState` to text, whole or in parts."""

from __future__ import annotations

from netaccess._values import urlpath
from netaccess._values.urlcodec import (
    FRAGMENT,
    IN_AUTHORITY,
    IN_URL,
    IN_USER_INFO,
    PASSWORD,
    PATH,
    QUERY,
    USER_NAME,
    write,
)
from netaccess._values.urlenums import (
    DECODE_RESERVED,
    FULLY_DECODED,
    FULLY_ENCODED,
    PREFER_LOCAL_FILE,
    REMOVE_AUTHORITY,
    REMOVE_FRAGMENT,
    REMOVE_PASSWORD,
    REMOVE_PATH,
    REMOVE_PORT,
    REMOVE_QUERY,
    REMOVE_SCHEME,
    REMOVE_USER_INFO,
)
from netaccess._values.urlhost import write_host
from netaccess._values.urlstate import UrlState

_REMOVE_PARTS = 0x1FFF


def to_text(state: UrlState, options: int) -> str:
    """Return the whole URL as *options* ask for, "" when it is not valid."""
    if not options and state.text is not None:
        return state.text
    text = _to_text(state, options) if state.is_valid() else ""
    if not options:
        state.text = text
    return text


def to_bytes(state: UrlState, options: int) -> bytes:
    """Return the whole URL, fully encoded, as *options* ask for otherwise."""
    if options | FULLY_ENCODED == FULLY_ENCODED:
        if state.encoded is None:
            state.encoded = to_text(state, FULLY_ENCODED).encode("ascii")
        return state.encoded
    return to_text(state, options & ~DECODE_RESERVED | FULLY_ENCODED).encode("latin-1", "replace")


def _to_text(state: UrlState, options: int) -> str:
    """Write the valid URL *state*."""
    if options & FULLY_DECODED == FULLY_DECODED:
        # A URL that is decoded wholly is a URL no more.
        options &= ~FULLY_DECODED
    if options & PREFER_LOCAL_FILE and state.scheme == "file":
        local = _local_path(state, options)
        if local is not None:
            return local
    out = []
    if state.scheme and not options & REMOVE_SCHEME:
        out.append(state.scheme + ":")
    if state.has_authority() and options & REMOVE_AUTHORITY != REMOVE_AUTHORITY:
        out.append("//" + authority(state, options, IN_URL))
    elif state.scheme == "file" and state.path[:1] == "/":
        out.append("//")
    if not options & REMOVE_PATH:
        path = urlpath.adjust(state.path, options, state.scheme == "file")
        out.append(write(PATH, path, options, IN_URL))
    if state.query is not None and not options & REMOVE_QUERY:
        out.append("?" + write(QUERY, state.query, options, IN_URL))
    if state.fragment is not None and not options & REMOVE_FRAGMENT:
        out.append("#" + write(FRAGMENT, state.fragment, options, IN_URL))
    return "".join(out)


def _local_path(state: UrlState, options: int) -> str | None:
    """Return the path of a file URL alone, when it has nothing else that is to be written."""
    if options & REMOVE_PATH or (state.query is not None and not options & REMOVE_QUERY):
        return None
    if state.fragment is not None and not options & REMOVE_FRAGMENT:
        return None
    return local_file(state, urlpath.adjust(state.path, options, True))


def local_file(state: UrlState, path: str) -> str:
    """Return *path* as a file name: decoded, with the host in front when there is one."""
    path = write(PATH, path, FULLY_DECODED)
    if not state.host:
        return path
    slash = "/" if path and path[0] != "/" else ""
    return f"//{write_host(state.host, 0)}{slash}{path}"


def authority(state: UrlState, options: int, place: int = IN_AUTHORITY) -> str:
    """Return user, host and port as *options* ask for, by themselves or for a whole URL."""
    out = user_info(state, options, place)
    if options & REMOVE_USER_INFO != REMOVE_USER_INFO and (
        state.user_name is not None or (state.password is not None and not options & REMOVE_PASSWORD)
    ):
        out += "@"
    if state.host:
        out += write_host(state.host, options)
    if state.port != -1 and not options & REMOVE_PORT:
        out += f":{state.port}"
    return out


def user_info(state: UrlState, options: int, place: int = IN_USER_INFO) -> str:
    """Return the user name and the password as *options* ask for."""
    if options & REMOVE_USER_INFO == REMOVE_USER_INFO and place != IN_USER_INFO:
        return ""
    out = write(USER_NAME, state.user_name or "", options, place)
    if state.password is not None and not options & REMOVE_PASSWORD:
        out += ":" + write(PASSWORD, state.password, options, place)
    return out


def error_text(state: UrlState) -> str:
    """Return what is wrong with *state* in words, with the parts that were understood; "" when nothing is."""
    error = state.validity_error()
    if error is None:
        return ""
    source = error.source if state.error else write(PATH, error.source, 0)
    parts = []
    if state.scheme:
        parts.append(f'scheme = "{state.scheme}"')
    if state.has_user_info():
        parts.append(f'userinfo = "{write(USER_NAME, state.user_name or "", 0)}"')
    if state.host is not None:
        parts.append(f'host = "{write_host(state.host, 0)}"')
    if state.port != -1:
        parts.append(f'port = "{state.port}"')
    if state.path:
        parts.append(f'path = "{write(PATH, state.path, 0)}"')
    if state.query is not None:
        parts.append(f'query = "{write(QUERY, state.query, 0)}"')
    if state.fragment is not None:
        parts.append(f'fragment = "{write(FRAGMENT, state.fragment, 0)}"')
    text = f'{error.reason}; source was "{source}";'
    return f"{text} {', '.join(parts)}" if parts else text


def path_text(state: UrlState, options: int) -> str:
    """Return the path alone, changed and written as *options* ask for."""
    return write(PATH, urlpath.adjust(state.path, options, state.scheme == "file"), options)


def request_target(state: UrlState) -> str:
    """Return path and query as the request line of HTTP wants them."""
    path = write(PATH, state.path, FULLY_ENCODED, IN_URL) if state.path else "/"
    if "/." in path:
        path = urlpath.remove_dots(path) or "/"
    if path[0] != "/":
        path = "/" + path
    return path if state.query is None else f"{path}?{write(QUERY, state.query, FULLY_ENCODED, IN_URL)}"


def compared(state: UrlState, options: int) -> tuple[str | int | None, ...]:
    """Return the parts that `QUrl.matches` compares: a part that *options* leave out counts as absent."""
    no_user = options & REMOVE_USER_INFO == REMOVE_USER_INFO
    no_authority = options & REMOVE_AUTHORITY == REMOVE_AUTHORITY
    is_local = state.scheme == "file"
    return (
        None if options & REMOVE_SCHEME else state.scheme,
        None if no_user else state.user_name,
        None if options & REMOVE_PASSWORD else state.password,
        None if no_authority or (is_local and not state.host) else state.host,
        None if options & REMOVE_PORT else state.port,
        None if options & REMOVE_PATH else urlpath.adjust(state.path, options, is_local),
        None if options & REMOVE_QUERY else state.query,
        None if options & REMOVE_FRAGMENT else state.fragment,
    )
