"""The headers that `QNetworkRequest.header` knows: their names, and their values as Python objects and as bytes."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Any

from . import httpdate
from .bytearray import QByteArray
from .headers import HeaderFields, field_value
from .qtenum import QtEnum, named
from .valuewarning import warn

if TYPE_CHECKING:
    from collections.abc import Callable


class KnownHeaders(QtEnum):
    """Headers with a typed value (``QNetworkRequest::KnownHeaders``)."""

    ContentTypeHeader = 0
    ContentLengthHeader = 1
    LocationHeader = 2
    LastModifiedHeader = 3
    CookieHeader = 4
    SetCookieHeader = 5
    ContentDispositionHeader = 6
    UserAgentHeader = 7
    ServerHeader = 8
    IfModifiedSinceHeader = 9
    ETagHeader = 10
    IfMatchHeader = 11
    IfNoneMatchHeader = 12
    NumKnownHeaders = 13


_NAMES = (
    b"Content-Type",
    b"Content-Length",
    b"Location",
    b"Last-Modified",
    b"Cookie",
    b"Set-Cookie",
    b"Content-Disposition",
    b"User-Agent",
    b"Server",
    b"If-Modified-Since",
    b"ETag",
    b"If-Match",
    b"If-None-Match",
)


_COOKIES = (KnownHeaders.CookieHeader, KnownHeaders.SetCookieHeader)
_SEPARATORS: dict[int, bytes] = {KnownHeaders.CookieHeader: b"; ", KnownHeaders.SetCookieHeader: b"\n"}
_TAGS = (KnownHeaders.IfMatchHeader, KnownHeaders.IfNoneMatchHeader)
_DATES = (KnownHeaders.LastModifiedHeader, KnownHeaders.IfModifiedSinceHeader)


def _known(header: int) -> KnownHeaders:
    """Return *header* as an enum member. Raises ValueError unless it is the number of a header with a name."""
    if isinstance(header, int) and 0 <= header < len(_NAMES):
        return header if type(header) is KnownHeaders else KnownHeaders(header)
    raise ValueError(f"{header!r} is not one of QNetworkRequest.KnownHeaders")


def raw_name(header: int) -> bytes:
    """Return the name of a known header as it is written on the wire."""
    return _NAMES[_known(header)]


# From Python objects to bytes.


def _date_to_raw(value: Any) -> bytes:
    return httpdate.format_http_date(httpdate.from_moment(value)).encode("ascii")


def _url_to_raw(value: Any) -> bytes | None:
    from .url import QUrl

    return bytes(value.toEncoded()) if isinstance(value, QUrl) else None


def _cookies_to_raw(value: Any, separator: bytes, form: int) -> bytes | None:
    from .cookie import QNetworkCookie

    cookies = [value] if isinstance(value, QNetworkCookie) else value
    if not isinstance(cookies, (list, tuple)) or not all(isinstance(cookie, QNetworkCookie) for cookie in cookies):
        return None
    return separator.join(bytes(cookie.toRawForm(named(QNetworkCookie.RawForm, form))) for cookie in cookies)


def _tags_to_raw(value: Any) -> bytes | None:
    if not isinstance(value, (list, tuple)) or not all(isinstance(tag, str) for tag in value):
        return None
    return ", ".join(value).encode("utf-8")


def _length_to_raw(value: Any) -> bytes:
    digits = b"%d" % value if isinstance(value, int) else (_plain_to_raw(value) or b"").strip(b" \t")
    if not digits.isdigit():
        raise ValueError(f"ContentLengthHeader is {value!r}; it must be a number of bytes, 0 or more")
    return digits


def _decimal(value: float) -> bytes:
    return repr(value).removesuffix(".0").encode("ascii")


def _plain_to_raw(value: Any) -> bytes | None:
    if isinstance(value, str):
        return value.encode("utf-8")
    if isinstance(value, (bytes, bytearray, memoryview, QByteArray)):
        return bytes(value)
    if isinstance(value, bool):
        return b"true" if value else b"false"
    if isinstance(value, float):
        return _decimal(value)
    if isinstance(value, int):
        return b"%d" % value
    return None


_RULES = {
    KnownHeaders.LocationHeader: "a QUrl or a str",
    KnownHeaders.LastModifiedHeader: "a QDateTime, a QDate, a datetime, a date, seconds since 1970 or a str",
    KnownHeaders.IfModifiedSinceHeader: "a QDateTime, a QDate, a datetime, a date, seconds since 1970 or a str",
    KnownHeaders.CookieHeader: "a list of QNetworkCookie",
    KnownHeaders.SetCookieHeader: "a list of QNetworkCookie",
    KnownHeaders.IfMatchHeader: "a list of str",
    KnownHeaders.IfNoneMatchHeader: "a list of str",
}


def to_raw(header: int, value: Any) -> bytes:
    """Return *value* as the raw value of a known header.

    Raises TypeError for a value that the header cannot have, ValueError for one that must not be sent.
    """
    known = _known(header)
    raw: bytes | None = None
    if known is KnownHeaders.ContentLengthHeader:
        raw = _length_to_raw(value)
    elif known in _DATES:
        raw = _plain_to_raw(value) if isinstance(value, (str, bytes, QByteArray)) else _date_to_raw(value)
    elif known is KnownHeaders.LocationHeader:
        raw = _url_to_raw(value)
    elif known is KnownHeaders.CookieHeader:
        raw = _cookies_to_raw(value, b"; ", 0)
    elif known is KnownHeaders.SetCookieHeader:
        raw = _cookies_to_raw(value, b"\n", 1)
    elif known in _TAGS:
        raw = _tags_to_raw(value)
    if raw is None:
        raw = _plain_to_raw(value)
    if raw is None:
        raise TypeError(f"{known.name} must be {_RULES.get(known, 'a str')}, not {value!r}")
    return field_value(_NAMES[known], raw)


# From bytes to Python objects.


def _text(raw: bytes) -> Any:
    return raw.decode("latin-1")


def _length(raw: bytes) -> Any:
    digits = raw[1:] if raw[:1] in (b"+", b"-") else raw
    if not digits.isdigit() or len(digits.lstrip(b"0")) > 19:
        return None
    number = int(digits.lstrip(b"0") or b"0")  # Python reads no number of thousands of digits
    return None if number >= 1 << 63 else -number if raw[:1] == b"-" else number


def _location(raw: bytes) -> Any:
    from .url import QUrl

    url = QUrl.fromEncoded(raw, QUrl.ParsingMode.StrictMode)
    return url if url.isValid() and url.scheme() else None


def _date(raw: bytes) -> Any:
    moment = httpdate.parse_http_date(raw.decode("latin-1"))
    return None if moment is None else httpdate.to_moment(moment)


def _cookies(raw: bytes) -> Any:
    """Read the cookies of a request; a part that cannot be one, an empty one too, makes all of them unreadable."""
    from .cookie import QNetworkCookie

    cookies: list[QNetworkCookie] = []
    for part in raw.split(b";"):
        name, equals, value = part.partition(b"=")
        name, value = name.strip(), value.strip()
        if not name or not equals:
            return []
        cookies.append(QNetworkCookie(name, value))
    return cookies


def _set_cookies(raw: bytes) -> Any:
    from .cookie import QNetworkCookie

    return QNetworkCookie.parseCookies(raw)


def _is_tag(text: str, weak: bool) -> bool:
    body = text.removeprefix("W/") if weak else text
    return body[:1] == body[-1:] == '"'


def _tag(raw: bytes) -> Any:
    text = _text(raw)
    return text if _is_tag(text, weak=True) else None


def _tags(raw: bytes, weak: bool) -> Any:
    text = _text(raw).strip()
    if text == "*":
        return ["*"]
    return [tag for tag in (part.strip() for part in text.split(",")) if _is_tag(tag, weak)]


_PARSERS: dict[int, Callable[[bytes], Any]] = {
    KnownHeaders.ContentLengthHeader: _length,
    KnownHeaders.LocationHeader: _location,
    KnownHeaders.LastModifiedHeader: _date,
    KnownHeaders.IfModifiedSinceHeader: _date,
    KnownHeaders.CookieHeader: _cookies,
    KnownHeaders.SetCookieHeader: _set_cookies,
    KnownHeaders.ETagHeader: _tag,
    KnownHeaders.IfMatchHeader: lambda raw: _tags(raw, weak=False),
    KnownHeaders.IfNoneMatchHeader: lambda raw: _tags(raw, weak=True),
}


def from_raw(header: int, raw: bytes) -> Any:
    """Return the Python object that *raw* means as the value of a known header, None where it means nothing.

    Text is a str (Latin-1, as Qt reads it), a length an int, a date a `QDateTime` in UTC, a location a `QUrl`,
    cookies are a list of `QNetworkCookie`, entity tags a list of str.
    """
    return _PARSERS.get(_known(header), _text)(raw)


def _from_several(header: int, values: list[bytes]) -> Any:
    """Return what the values of all fields of one known header mean: lists are joined, of the others the first counts."""
    if header in _TAGS:
        return [tag for raw in values for tag in from_raw(header, raw)]
    return from_raw(header, _SEPARATORS[header].join(values) if header in _SEPARATORS else values[0])


def _kept(header: int, value: Any) -> Any:
    """Return the copy of *value* that `known` gives back, None where the raw value says as much."""
    if isinstance(value, str):
        plain = header not in _PARSERS and value.isascii() and value == value.strip(" \t")
        return None if plain else value
    if isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, QByteArray):
        return QByteArray(value)
    if isinstance(value, (bytes, bytearray, memoryview)) or header in _COOKIES:
        return None
    if header in _DATES:
        return _kept_date(value)
    return copy(value) if header == KnownHeaders.LocationHeader else list(value) if _is_list(value) else value


def _kept_date(value: Any) -> Any:
    """Return a copy of a `QDateTime` or a `QDate`, and Python's moments and dates as these."""
    from .date import QDate
    from .momentargs import maybe_moment

    moment = maybe_moment(value)
    return QDate(value) if moment is None else copy(moment)


def _is_list(value: Any) -> bool:
    return isinstance(value, (list, tuple))


def with_known(fields: HeaderFields, header: int, value: Any) -> HeaderFields:
    """Return *fields* after a ``setHeader(header, value)``; None removes the header. Raises what `to_raw` raises.

    As on Qt empty text changes nothing, with a warning: an empty header is set raw.
    """
    name = raw_name(header)
    if value is None:
        return fields.without(name)
    if isinstance(value, str) and not value and header != KnownHeaders.ContentLengthHeader:
        text = name.decode("ascii").lower()
        warn(f"QNetworkRequest::setHeader: QVariant of type QString cannot be used with header {text}")
        return fields
    return fields.replaced(name, to_raw(header, value), _kept(header, value))


def known(fields: HeaderFields, header: int) -> Any:
    """Return what ``header(header)`` gives: the value it was set from, else what its raw value means, else None."""
    if header == KnownHeaders.NumKnownHeaders:
        return None
    name = raw_name(header)
    value = fields.typed(name)
    if value is None:
        values = fields.values(name)
        return _from_several(header, values) if values else None
    return value if isinstance(value, (str, int, float)) else copy(value)
