"""From a request to a `Hop`: the request line's target, and the header section as Qt sends it."""

from __future__ import annotations

from collections.abc import Sequence

from netaccess._kernel.qtwarning import warn
from netaccess._values.messages import Headers

from .language import accept_language

_CONNECTION = (b"Connection", b"Keep-Alive")
_AGENT = (b"User-Agent", b"Mozilla/5.0")
_FORM = (b"Content-Type", b"application/x-www-form-urlencoded")
_CHUNKED = (b"Transfer-Encoding", b"chunked")
_FRAMING = frozenset((b"content-length", b"transfer-encoding"))
_NO_CACHE = ((b"Cache-Control", b"no-cache"), (b"Pragma", b"no-cache"))
_IDEMPOTENT = frozenset((b"GET", b"HEAD", b"PUT", b"DELETE", b"OPTIONS", b"TRACE"))

_spelled: dict[bytes, bytes] = {}
_negotiated: list[tuple[bytes, bytes]] = []


def is_idempotent(method: bytes) -> bool:
    """Return whether sending a request twice does what sending it once does (RFC 9110 9.2.2)."""
    return method in _IDEMPOTENT


def spelled(name: bytes) -> bytes:
    """Return a header's name as it goes out: every word between hyphens capitalised."""
    found = _spelled.get(name)
    if found is None:
        found = b"-".join(word.capitalize() for word in name.split(b"-"))
        if len(_spelled) < 512:
            _spelled[name] = found
    return found


def plain_section(host_field: tuple[bytes, bytes]) -> Headers:
    """Return the header fields of a request that has none of its own and no body; shared by all such, never changed."""
    return [host_field, _CONNECTION, *_negotiation(), _AGENT]


def header_section(
    plain: Headers,
    own: Sequence[tuple[bytes, bytes]],
    length: int | None,
    chunked: bool,
    form: bool,
    no_cache: bool,
) -> tuple[Headers, bool]:
    """Return the header fields of a request in the order Qt sends them, and whether the response is to be decoded.

    :param plain: what a request without fields of its own sends (`plain_section`).
    :param own: the user's fields (and Cookie), which replace the defaults where they stand.
    :param length: the body's length in bytes, None without a body or when it is not known.
    :param chunked: the body's length is not known.
    :param form: announce the body as a form unless the user says what it is.
    :param no_cache: tell caches on the way to ask the origin.
    """
    if not own and length is None and not (chunked or form or no_cache):
        return plain, True
    fields: Headers = [plain[0]]
    if no_cache:
        fields += _NO_CACHE
    given: set[bytes] = set()
    for name, value in own:
        lower = name.lower()
        if lower == b"user-agent" and not value:
            continue
        if lower == b"host":
            fields[0] = (b"Host", value)
            continue
        given.add(lower)
        fields.append((spelled(name), value))
    if not given.isdisjoint(_FRAMING):
        fields = _framed(fields, length, chunked)
    elif chunked:
        fields.append(_CHUNKED)
    elif length is not None:
        fields.append((b"Content-Length", b"%d" % length))
    encoding, language = _negotiation()
    decode = b"accept-encoding" not in given
    if not given:
        fields += (_CONNECTION, encoding, language, _AGENT)
    else:
        for lower, field in (
            (b"connection", _CONNECTION),
            (b"accept-encoding", encoding),
            (b"accept-language", language),
            (b"user-agent", _AGENT),
        ):
            if lower not in given:
                fields.append(field)
    if form and b"content-type" not in given:
        warn(
            "content-type missing in HTTP POST, defaulting to application/x-www-form-urlencoded. "
            "Use QNetworkRequest::setHeader() to fix this problem."
        )
        fields.append(_FORM)
    return fields, decode


def _framed(fields: Headers, length: int | None, chunked: bool) -> Headers:
    """Return *fields*, which say something about where the body ends, so that they say it once and truly.

    A program may announce the length of a stream, and may have a body of any kind sent in chunks. A length that is not
    the body's is replaced by it, as Qt does; without a body only ``Content-Length: 0`` may stand.
    """
    own = {name: value for name, value in fields if name.lower() in _FRAMING}
    others = [field for field in fields if field[0].lower() not in _FRAMING]
    announced, coding = own.get(b"Content-Length"), own.get(b"Transfer-Encoding")
    if length is None and not chunked:
        return fields if own == {b"Content-Length": b"0"} else others
    if coding is not None and coding.lower() == b"chunked":
        return [*others, _CHUNKED]
    if chunked:
        return [*others, _CHUNKED]
    exact = b"%d" % (length or 0)
    return fields if announced == exact and coding is None else [*others, (b"Content-Length", exact)]


def _negotiation() -> list[tuple[bytes, bytes]]:
    """Return Accept-Encoding and Accept-Language, found out once."""
    if not _negotiated:
        from netaccess._transport.decode import accepted_encodings

        _negotiated[:] = [(b"Accept-Encoding", accepted_encodings()), (b"Accept-Language", accept_language())]
    return _negotiated
