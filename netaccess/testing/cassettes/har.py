"""HAR 1.2, the archive format of HTTP conversations: its values. `harfile` reads and writes its files.

Only what HTTP needs is modelled. Whatever else a file says (pages, caches, a browser's own fields) stays in the `extra` of the
part that had it, and is written back. Bodies are bytes here; a file has text, or base64 where they are none. The format counts
milliseconds, and so does `HarTimings`; everything else in `netaccess.testing` counts seconds. All values are immutable.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from os import PathLike

NOTHING: Mapping[str, Any] = MappingProxyType({})
"""The `extra` of a part that holds nothing but what is modelled."""
ABORTED = "_aborted"
"""The entry's field that says that the program gave the request up."""
FAILURE = "_failure"
"""The entry's field with the error's number and text (``code``, ``text``) of a hop that failed."""
CODED = "_coded"
"""The content's field that says that the body is still in its Content-Encoding."""

INTERIM = "_interim"
"""The response's field with the interim responses that came before it: ``status``, ``statusText``, ``headers``."""
TRAILERS = "_trailers"
"""The response's field with the header fields behind its body."""


class HarError(ValueError):
    """A file is no HAR; ``str()`` names the file, the entry (counted from 1), and what is wrong or missing."""


class HarField(NamedTuple):
    """A header field."""

    name: str
    value: str


class HarContent(NamedTuple):
    """A body, of a request or a response."""

    body: bytes | None = b""
    """The bytes, decoded; None for a body that the file mentions without holding it."""
    mime_type: str = ""
    """The media type with its parameters, as in Content-Type."""
    extra: Mapping[str, Any] = NOTHING

    @property
    def coded(self) -> bool:
        """Whether the body is still in its Content-Encoding: the program had asked for one, and got it as it came."""
        return bool(self.extra.get(CODED))


class HarRequest(NamedTuple):
    """A request as it was sent."""

    method: str
    url: str
    headers: tuple[HarField, ...] = ()
    content: HarContent | None = None
    """The body; None without one."""
    http_version: str = "HTTP/1.1"
    extra: Mapping[str, Any] = NOTHING

    def header(self, name: str) -> str | None:
        """Return the value of the first header of that name in any case, None without one."""
        return header_value(self.headers, name)


class HarInterim(NamedTuple):
    """A response that comes before the real one (1xx)."""

    status: int
    reason: str = ""
    headers: tuple[HarField, ...] = ()


class HarResponse(NamedTuple):
    """A response as it came; status 0 when there was none."""

    status: int
    reason: str = ""
    headers: tuple[HarField, ...] = ()
    content: HarContent = HarContent()
    http_version: str = "HTTP/1.1"
    extra: Mapping[str, Any] = NOTHING
    interim: tuple[HarInterim, ...] = ()
    """What came before it; in a file of ours `INTERIM`, as the standard has no place for them."""
    trailers: tuple[HarField, ...] = ()
    """The fields behind its body; in a file of ours `TRAILERS`."""

    def header(self, name: str) -> str | None:
        """Return the value of the first header of that name in any case, None without one."""
        return header_value(self.headers, name)


class HarTimings(NamedTuple):
    """Where the time went, in milliseconds; -1 for what does not apply or is not known. `ssl` is a part of `connect`."""

    blocked: float = -1
    dns: float = -1
    connect: float = -1
    ssl: float = -1
    send: float = 0
    wait: float = 0
    receive: float = 0

    @property
    def total(self) -> float:
        """All of it together, in milliseconds."""
        parts = (self.blocked, self.dns, self.connect, self.send, self.wait, self.receive)
        return sum(part for part in parts if part > 0)


class HarEntry(NamedTuple):
    """One request and what became of it."""

    request: HarRequest
    response: HarResponse
    started: str = ""
    """When, as ISO 8601 with milliseconds and zone."""
    timings: HarTimings = HarTimings()
    extra: Mapping[str, Any] = NOTHING

    @property
    def aborted(self) -> bool:
        """Whether the program gave the request up before the response was complete."""
        return bool(self.extra.get(ABORTED))

    @property
    def failure(self) -> tuple[int, str] | None:
        """The number and the text of the network error that ended the hop, None when none did or the file does not say."""
        found = self.extra.get(FAILURE)
        if not isinstance(found, Mapping) or not isinstance(found.get("code"), int):
            return None
        return found["code"], str(found.get("text", ""))


class HarLog(NamedTuple):
    """What a file holds: entries in the order of their requests."""

    entries: tuple[HarEntry, ...] = ()
    extra: Mapping[str, Any] = NOTHING
    """What else the file's ``log`` says: ``creator``, ``pages``, fields of its writer's own."""

    @staticmethod
    def load(path: str | PathLike[str]) -> HarLog:
        """Read the file at *path*. Raises `HarError` for what is no HAR, `OSError` for what cannot be read."""
        __tracebackhide__ = True
        from .harfile import load

        return load(path)

    def save(self, path: str | PathLike[str]) -> None:
        """Write the file at *path*, whole or not at all. Raises `OSError` when that cannot be done."""
        from .harfile import save

        save(self, path)


def header_value(headers: tuple[HarField, ...], name: str) -> str | None:
    """Return the value of the first of *headers* that has this name in any case, None without one."""
    wanted = name.lower()
    return next((value for key, value in headers if key.lower() == wanted), None)


def charset_of(mime_type: str) -> str:
    """Return the character set that a media type names, ``utf-8`` when it names none that is known."""
    from codecs import lookup

    for parameter in mime_type.split(";")[1:]:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            try:
                return lookup(value.strip(" \t\"'")).name
            except LookupError:
                break
    return "utf-8"


def text_of(body: bytes, mime_type: str) -> str | None:
    """Return a body as text from which `bytes_of` makes the same bytes again; None when it is no text."""
    try:
        text = body.decode(charset_of(mime_type))
    except (ValueError, LookupError):
        return None
    if any(character < " " and character not in "\t\r\n" for character in text):
        return None
    return text if bytes_of(text, mime_type) == body else None


def bytes_of(text: str, mime_type: str) -> bytes:
    """Return the bytes of a body whose *text* was decoded from its character set, or of UTF-8 if that cannot be."""
    try:
        return text.encode(charset_of(mime_type))
    except (ValueError, LookupError):
        return text.encode("utf-8", "surrogatepass")
