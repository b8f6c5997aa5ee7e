"""Reading and writing HAR files: forgiving about what browsers leave out, plain about what cannot do without."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from .har import (
    INTERIM,
    TRAILERS,
    HarContent,
    HarEntry,
    HarError,
    HarField,
    HarInterim,
    HarLog,
    HarRequest,
    HarResponse,
    HarTimings,
    bytes_of,
    text_of,
)

if TYPE_CHECKING:
    from os import PathLike

_NAMES = {str: "a text", list: "a list", dict: "an object", float: "a number"}
_REQUIRED = object()
_BODILESS = (204, 304)


def load(path: str | PathLike[str]) -> HarLog:
    """Read the HAR file at *path*. Raises `HarError` for what is none, `OSError` for what cannot be read."""
    __tracebackhide__ = True  # pytest shows the test's line
    from os import fspath

    with open(path, "rb") as file:
        data = file.read()
    return parse(data, fspath(path))


def parse(data: bytes | str, where: str = "the HAR") -> HarLog:
    """Read a HAR from its bytes or text. Raises `HarError`.

    :param where: what messages call it.
    """
    __tracebackhide__ = True
    import json

    try:
        text = data if isinstance(data, str) else data.decode("utf-8-sig")
        document = json.loads(text)
    except ValueError as error:
        raise HarError(f"{where}: it is not JSON: {error}") from None
    if not isinstance(document, dict) or "log" not in document:
        raise HarError(f"{where}: it is no HAR: there is no object with a log")
    log = _Part(document, where).part("log")
    entries = []
    for number, value in enumerate(log.items("entries", _REQUIRED), 1):
        place = f"{where}: entry {number}"
        entries.append(_entry(_Part(_checked(value, dict, place, ""), place)))
    return HarLog(tuple(entries), log.rest("version", "entries"))


class _Part:
    """An object of the file, and where it stands."""

    def __init__(self, values: dict[str, Any], place: str, path: str = "") -> None:
        self._values = values
        self._place = place
        self._path = path

    def name(self, key: str) -> str:
        """Return the full name of a member, for messages."""
        return f"{self._path}.{key}" if self._path else key

    def complain(self, key: str, what: str) -> HarError:
        """Return an error about a member."""
        return HarError(f"{self._place}: {self.name(key)} {what}")

    def get(self, key: str, kind: type, default: Any) -> Any:
        """Return a member, *default* when it is missing or null. Raises `HarError` when it is of another kind, or required."""
        value = self._values.get(key)
        if value is None:
            if default is _REQUIRED:
                raise self.complain(key, "is missing")
            return default
        return _checked(value, kind, self._place, self.name(key))

    def text(self, key: str, default: Any = "") -> str:
        """Return a text."""
        value: str = self.get(key, str, default)
        return value

    def number(self, key: str, default: Any) -> float:
        """Return a number."""
        value: float = self.get(key, float, default)
        return value

    def items(self, key: str, default: Any = ()) -> Any:
        """Return a list."""
        return self.get(key, list, default)

    def part(self, key: str, required: bool = True) -> _Part:
        """Return an object; an empty one when it is missing and not required."""
        values = self.get(key, dict, _REQUIRED if required else {})
        return _Part(values, self._place, self.name(key))

    def has(self, key: str) -> bool:
        """Return whether a member is there, and not null."""
        return self._values.get(key) is not None

    def parts(self, key: str) -> Iterator[_Part]:
        """Yield the objects of a list."""
        for index, value in enumerate(self.items(key)):
            path = f"{self.name(key)}[{index}]"
            yield _Part(_checked(value, dict, self._place, path), self._place, path)

    def fields(self, key: str) -> tuple[HarField, ...]:
        """Return a list of names and values."""
        found = []
        for each in self.parts(key):
            content = each._values.get("value")
            found.append(HarField(each.text("name", _REQUIRED), "" if content is None else str(content)))
        return tuple(found)

    def rest(self, *known: str) -> Mapping[str, Any]:
        """Return the members that are not *known*."""
        return {key: value for key, value in self._values.items() if key not in known}


def _checked(value: Any, kind: type, place: str, name: str) -> Any:
    fits = isinstance(value, (int, float)) and not isinstance(value, bool) if kind is float else isinstance(value, kind)
    if not fits:
        from reprlib import repr as short

        raise HarError(f"{place}: {name or 'it'} is {short(value)}, where {_NAMES[kind]} is wanted")
    return value


def _entry(entry: _Part) -> HarEntry:
    request = _request(entry.part("request"))
    cache = () if entry.get("cache", dict, {}) else ("cache",)
    return HarEntry(
        request,
        _response(entry.part("response"), request.method),
        entry.text("startedDateTime"),
        _timings(entry.part("timings", required=False)),
        entry.rest("request", "response", "startedDateTime", "timings", "time", *cache),
    )


def _request(request: _Part) -> HarRequest:
    return HarRequest(
        request.text("method", _REQUIRED),
        request.text("url", _REQUIRED),
        request.fields("headers"),
        _posted(request.part("postData")) if request.has("postData") else None,
        request.text("httpVersion", "HTTP/1.1"),
        request.rest(
            "method", "url", "headers", "postData", "httpVersion", "cookies", "queryString", "headersSize", "bodySize"
        ),
    )


def _posted(post: _Part) -> HarContent:
    mime_type = post.text("mimeType")
    known = ("mimeType", "text", "encoding", "_encoding", "params")
    if post.has("text"):
        encoding = "_encoding" if post.has("_encoding") else "encoding"
        return HarContent(_body(post, mime_type, encoding), mime_type, post.rest(*known))
    fields = post.fields("params")
    if fields and mime_type.partition(";")[0].strip().lower() == "application/x-www-form-urlencoded":
        from urllib.parse import urlencode

        return HarContent(urlencode(fields).encode(), mime_type, post.rest(*known))
    return HarContent(None if fields else b"", mime_type, post.rest(*known))


def _response(response: _Part, method: str) -> HarResponse:
    status = int(response.number("status", _REQUIRED))
    content = response.part("content", required=False)
    mime_type = content.text("mimeType")
    body: bytes | None = b""
    if content.has("text"):
        body = _body(content, mime_type, "encoding")
    elif content.number("size", 0) > 0 and method != "HEAD" and status not in _BODILESS and not 300 <= status < 400:
        body = None
    size = () if body is None else ("size",)  # what is left of a body that was not saved
    return HarResponse(
        status,
        response.text("statusText"),
        response.fields("headers"),
        HarContent(body, mime_type, content.rest("mimeType", "text", "encoding", "compression", *size)),
        response.text("httpVersion", "HTTP/1.1"),
        response.rest(
            "status",
            "statusText",
            "headers",
            "content",
            "httpVersion",
            "cookies",
            "redirectURL",
            "headersSize",
            "bodySize",
            INTERIM,
            TRAILERS,
        ),
        tuple(map(_interim, response.parts(INTERIM))),
        response.fields(TRAILERS),
    )


def _interim(response: _Part) -> HarInterim:
    status = int(response.number("status", _REQUIRED))
    if not 100 <= status <= 199 or status == 101:
        raise response.complain("status", f"is {status}, where 1xx but not 101 is wanted")
    return HarInterim(status, response.text("statusText"), response.fields("headers"))


def _body(part: _Part, mime_type: str, encoding: str) -> bytes:
    """Return the bytes of the text of *part*."""
    coding, text = part.text(encoding), part.text("text")
    if not coding:
        return bytes_of(text, mime_type)
    if coding.lower() != "base64":
        raise part.complain(encoding, f"is {coding!r}; only base64 is known")
    from base64 import b64decode

    try:
        return b64decode("".join(text.split()), validate=True)
    except ValueError as error:
        raise part.complain("text", f"is no base64: {error}") from None


def _timings(timings: _Part) -> HarTimings:
    return HarTimings(
        *(timings.number(name, default) for name, default in zip(HarTimings._fields, HarTimings(), strict=True))
    )


# Writing.


def save(log: HarLog, path: str | PathLike[str]) -> None:
    """Write *log* to the file at *path*, whole or not at all: readers see the old file or the new one. Raises `OSError`."""
    import os

    target = os.path.realpath(path)
    draft = f"{target}.{os.getpid()}.part"
    try:
        with open(draft, "wb") as file:
            file.write(dump(log))
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, target)
    except BaseException:
        try:
            os.unlink(draft)
        except OSError:
            pass  # it was not made, or has become the file
        raise


def dump(log: HarLog) -> bytes:
    """Return the file's contents: indented, members in the standard's order, so that two versions of it compare well."""
    import json

    from netaccess import __version__

    document = {
        "log": {
            "version": "1.2",
            "creator": {"name": "netaccess", "version": __version__},
            **log.extra,
            "entries": [_entry_json(entry) for entry in log.entries],
        }
    }
    # A lone surrogate, which UTF-8 cannot have, becomes an escape, which JSON can.
    return json.dumps(document, indent=2, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"


def _entry_json(entry: HarEntry) -> dict[str, Any]:
    return {
        "startedDateTime": entry.started,
        "time": _rounded(entry.timings.total),
        "request": _request_json(entry.request),
        "response": _response_json(entry.response),
        "cache": {},
        "timings": {name: _rounded(value) for name, value in entry.timings._asdict().items()},
        **entry.extra,
    }


def _request_json(request: HarRequest) -> dict[str, Any]:
    from urllib.parse import parse_qsl, urlsplit

    content = request.content
    cookies = [pair for name, value in request.headers if name.lower() == "cookie" for pair in value.split(";")]
    found: dict[str, Any] = {
        "method": request.method,
        "url": request.url,
        "httpVersion": request.http_version,
        "cookies": [_cookie_json(pair) for pair in cookies],
        "headers": _fields_json(request.headers),
        "queryString": _fields_json(parse_qsl(urlsplit(request.url).query, keep_blank_values=True)),
        "headersSize": -1,
        "bodySize": -1 if content is not None and content.body is None else len((content and content.body) or b""),
    }
    if content is not None:
        posted: dict[str, Any] = {"mimeType": content.mime_type}
        if content.body is not None:
            text, coding = _text(content)
            posted |= {"text": text, **({"_encoding": coding} if coding else {})}
        found["postData"] = {**posted, **content.extra}
    return {**found, **request.extra}


def _response_json(response: HarResponse) -> dict[str, Any]:
    content = response.content
    written: dict[str, Any] = {"size": len(content.body or b""), "mimeType": content.mime_type}
    if content.body is not None:
        text, coding = _text(content)
        written |= {"text": text, **({"encoding": coding} if coding else {})}
    return {
        "status": response.status,
        "statusText": response.reason,
        "httpVersion": response.http_version,
        "cookies": [_cookie_json(value) for name, value in response.headers if name.lower() == "set-cookie"],
        "headers": _fields_json(response.headers),
        "content": {**written, **content.extra},
        "redirectURL": response.header("location") or "",
        "headersSize": -1,
        "bodySize": -1,
        **({INTERIM: [_interim_json(each) for each in response.interim]} if response.interim else {}),
        **({TRAILERS: _fields_json(response.trailers)} if response.trailers else {}),
        **response.extra,
    }


def _interim_json(interim: HarInterim) -> dict[str, Any]:
    return {"status": interim.status, "statusText": interim.reason, "headers": _fields_json(interim.headers)}


def _text(content: HarContent) -> tuple[str, str]:
    """Return how the file has a body: its text, and the name of the encoding if it is none."""
    body = content.body or b""
    text = text_of(body, content.mime_type)
    if text is not None:
        return text, ""
    from base64 import b64encode

    return b64encode(body).decode("ascii"), "base64"


def _cookie_json(text: str) -> dict[str, Any]:
    """Return what the standard wants to know of a cookie besides its header."""
    pair, *attributes = text.split(";")
    name, _, value = pair.strip().partition("=")
    found: dict[str, Any] = {"name": name, "value": value}
    for attribute in attributes:
        key, _, value = attribute.strip().partition("=")
        match key.lower():
            case "path" | "domain":
                found[key.lower()] = value
            case "httponly":
                found["httpOnly"] = True
            case "secure":
                found["secure"] = True
    return found


def _fields_json(fields: Any) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in fields]


def _rounded(milliseconds: float) -> float:
    return round(milliseconds, 3)
