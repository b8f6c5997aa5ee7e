"""`SentRequest`: one request as the fake server got it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .route import Route


class SentRequest:
    """One HTTP request message. A redirect that is followed makes another one, and so does a request that is sent again.

    Attributes: `number` (1 is the first), `time` (virtual seconds), `method`, `url` (without fragment), `target` (as it stands on
    the request line), `headers` (name and value as sent, in order), `body`, `proxy` (host and port, None without one), `route`
    (that answered it, None when there was none), `status` (of the answer, None before and without one), `failure` (what went
    wrong instead, "" when nothing did).
    """

    __slots__ = (
        "body",
        "failure",
        "headers",
        "method",
        "number",
        "proxy",
        "route",
        "status",
        "target",
        "time",
        "url",
    )

    def __init__(
        self,
        method: str,
        url: str,
        headers: list[tuple[str, str]] | None = None,
        body: bytes = b"",
        *,
        number: int = 0,
        time: float = 0.0,
        target: str | None = None,
        proxy: tuple[str, int] | None = None,
    ) -> None:
        """See the class for what the arguments are; *target* is made of *url* where it is not given."""
        self.number = number
        self.time = time
        self.method = method
        self.url = url
        self.target = _target(url) if target is None else target
        self.headers = headers or []
        self.body = body
        self.proxy = proxy
        self.route: Route | None = None
        self.status: int | None = None
        self.failure = ""

    def header(self, name: str) -> str | None:
        """Return the value of the header *name* in any case, several joined by ", "; None without one."""
        wanted = name.lower()
        values = [value for key, value in self.headers if key.lower() == wanted]
        return ", ".join(values) if values else None

    def text(self) -> str:
        """Return the body as text, by its charset, UTF-8 by default; what does not fit is replaced."""
        charset = (self.header("content-type") or "").lower().partition("charset=")[2].partition(";")[0].strip(' "')
        try:
            return self.body.decode(charset or "utf-8", "replace")
        except LookupError:
            return self.body.decode("utf-8", "replace")

    def json(self) -> Any:
        """Return what the body says as JSON. Raises `ValueError` when it is none."""
        import json

        return json.loads(self.body)

    def form(self) -> dict[str, list[str]]:
        """Return the fields of a body like ``a=1&b=2``, or those of a multipart form, each with its values in order."""
        parts = self.parts()
        if not parts:
            return _fields(self.body.decode("latin-1"))
        fields: dict[str, list[str]] = {}
        for headers, content in parts:
            name = _parameter(headers.get("content-disposition", ""), "name")
            if name is not None:
                fields.setdefault(name, []).append(content.decode("utf-8", "replace"))
        return fields

    def parts(self) -> list[tuple[dict[str, str], bytes]]:
        """Return the parts of a multipart body, each with its headers (names in lower case); nothing for another body."""
        kind = self.header("content-type") or ""
        boundary = _parameter(kind, "boundary")
        if not kind.lower().startswith("multipart/") or not boundary:
            return []
        parts: list[tuple[dict[str, str], bytes]] = []
        for piece in (b"\r\n" + self.body).split(b"\r\n--" + boundary.encode("latin-1"))[1:]:
            if piece.startswith(b"--"):
                break
            head, _, content = piece.partition(b"\r\n\r\n")
            lines = [line.partition(":") for line in head.decode("utf-8", "replace").split("\r\n") if line]
            parts.append(({name.strip().lower(): value.strip() for name, _, value in lines}, content))
        return parts

    @property
    def query(self) -> dict[str, list[str]]:
        """The fields of the URL's query, each with its values in order."""
        return _fields(self.url.partition("?")[2])

    def __repr__(self) -> str:
        return f"<SentRequest {self.number} {self.method} {self.url}>"


def _fields(text: str) -> dict[str, list[str]]:
    from urllib.parse import parse_qs

    return parse_qs(text, keep_blank_values=True)


def _parameter(value: str, name: str) -> str | None:
    """Return the parameter *name* of a header's value, None without one."""
    for part in value.split(";")[1:]:
        key, equals, content = part.strip().partition("=")
        if equals and key.strip().lower() == name:
            return content.strip().strip('"')
    return None


def _target(url: str) -> str:
    rest = url.partition("://")[2]
    slash = len(rest)
    for mark in "/?":
        found = rest.find(mark)
        if 0 <= found < slash:
            slash = found
    target = rest[slash:]
    return target if target.startswith("/") else "/" + target
