"""Keeping secrets out of cassettes: what is taken out of requests and responses before anything is written.

A secret stands in many places: headers, the URL and those that other headers hold, form and JSON fields. When in doubt, more
goes than needs to: a body that claims to be JSON, cannot be read, and may hold a field that is to go is replaced whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from .har import CODED, HarContent, HarEntry, HarField, HarRequest, HarResponse, header_value

_AUTHORIZATION = ("authorization", "proxy-authorization")
_URLS = ("location", "content-location", "referer")
_SCHEMES = frozenset(
    ("basic", "bearer", "digest", "dpop", "hoba", "mutual", "negotiate", "ntlm", "token", "apikey", "aws4-hmac-sha256")
)
"""What an Authorization may begin with that is no secret, in lower case."""
_USERINFO = re.compile(r"^((?:[A-Za-z][A-Za-z0-9+.-]*:)?//)[^/?#]*@")
_PART_NAME = re.compile(rb"""[;\s]name\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))""", re.IGNORECASE)
_PART_TYPE = re.compile(rb"^content-type\s*:\s*([^\r\n]*)", re.IGNORECASE | re.MULTILINE)
_KINDS = ("headers", "query", "form", "json")


class Redaction:
    """What is taken out of a recording, by name. Case does not matter in names.

    Always: the values of Authorization and Proxy-Authorization (the scheme stays), of every cookie in Cookie and Set-Cookie
    (names and attributes stay), and the user information of URLs, those in Location, Content-Location and Referer too.
    """

    def __init__(
        self,
        *,
        headers: Iterable[str] = (),
        query: Iterable[str] = (),
        form: Iterable[str] = (),
        json: Iterable[str] = (),
        on_request: Callable[[HarRequest], HarRequest] | None = None,
        on_response: Callable[[HarResponse], HarResponse] | None = None,
        replacement: str = "REDACTED",
    ) -> None:
        """
        :param headers: further header fields, of requests and responses.
        :param query: parameters of URLs, in the query and in the fragment.
        :param form: fields of bodies that are forms, URL-encoded or multipart.
        :param json: members of JSON bodies, at any depth, with everything in them; each line of JSON lines is looked at.
        :param on_request: called last with each request, and returns what is kept of it. In a replay it sees the live ones, and
            those of the cassette once more: what it has changed has to stay as it is.
        :param on_response: the same for responses, while recording only.
        :param replacement: what stands in place of what was taken out.
        Raises `TypeError` for names that are one text instead of several.
        """
        for kind, names in zip(_KINDS, (headers, query, form, json), strict=True):
            if isinstance(names, str):
                raise TypeError(f"{kind} is a list of names, not the text {names!r}")
        self.headers = frozenset(name.lower() for name in headers)
        self.query = frozenset(name.lower() for name in query)
        self.form = frozenset(name.lower() for name in form)
        self.json = frozenset(name.lower() for name in json)
        self.on_request = on_request
        self.on_response = on_response
        self.replacement = replacement

    def __repr__(self) -> str:
        names = ", ".join(f"{kind}={sorted(getattr(self, kind))}" for kind in _KINDS if getattr(self, kind))
        return f"Redaction({names})"

    # What is remembered in the cassette, so that a replay takes the same out of live requests.

    def names(self) -> dict[str, Any]:
        """Return the names and the replacement, as a cassette keeps them."""
        return {**{kind: sorted(getattr(self, kind)) for kind in _KINDS}, "replacement": self.replacement}

    def with_names(self, names: Mapping[str, Any]) -> Redaction:
        """Return the same with the *names* that a cassette has kept besides, and its replacement."""
        kept = {kind: [*getattr(self, kind), *map(str, names.get(kind) or ())] for kind in _KINDS}
        return Redaction(
            **kept,
            on_request=self.on_request,
            on_response=self.on_response,
            replacement=str(names.get("replacement", self.replacement)),
        )

    # The parts of a recording.

    def entry(self, entry: HarEntry) -> HarEntry:
        """Return *entry* without what is to be taken out."""
        return entry._replace(request=self.request(entry.request), response=self.response(entry.response))

    def request(self, request: HarRequest) -> HarRequest:
        """Return *request* without what is to be taken out. Doing that twice changes no more than doing it once."""
        content = request.content
        if content is not None:
            coding = (request.header("content-encoding") or "identity").strip().lower()
            content = self._content(content, request.headers, coding != "identity")
        kept = request._replace(url=self.url(request.url), headers=self._fields(request.headers), content=content)
        return kept if self.on_request is None else self.on_request(kept)

    def response(self, response: HarResponse) -> HarResponse:
        """Return *response* without what is to be taken out."""
        content = self._content(response.content, response.headers, response.content.coded)
        kept = response._replace(
            headers=self._fields(response.headers),
            content=content,
            interim=tuple(each._replace(headers=self._fields(each.headers)) for each in response.interim),
            trailers=self._fields(response.trailers),
        )
        return kept if self.on_response is None else self.on_response(kept)

    def url(self, url: str) -> str:
        """Return *url*, which may be a relative one, without what is to be taken out."""
        url = _USERINFO.sub(lambda found: f"{found[1]}{self.replacement}@", url)
        if not self.query:
            return url
        rest, sharp, fragment = url.partition("#")
        path, mark, query = rest.partition("?")
        return f"{path}{mark}{self._pairs(query, self.query)}{sharp}{self._pairs(fragment, self.query)}"

    def _pairs(self, text: str, names: frozenset[str]) -> str:
        """Return ``name=value&...`` with the values of *names* replaced."""
        from urllib.parse import unquote_plus

        pairs = text.split("&")
        for index, pair in enumerate(pairs):
            name, sign, _ = pair.partition("=")
            if sign and unquote_plus(name).lower() in names:
                pairs[index] = f"{name}={self.replacement}"
        return "&".join(pairs)

    # Headers.

    def _fields(self, fields: tuple[HarField, ...]) -> tuple[HarField, ...]:
        return tuple(HarField(name, self._value(name.lower(), value)) for name, value in fields)

    def _value(self, name: str, value: str) -> str:
        if name in self.headers:
            return self.replacement
        if name in _AUTHORIZATION:
            scheme, blank, _ = value.partition(" ")
            return f"{scheme} {self.replacement}" if blank and scheme.lower() in _SCHEMES else self.replacement
        if name == "cookie":
            return "; ".join(self._cookie(pair.strip()) for pair in value.split(";"))
        if name == "set-cookie":  # some browsers put several into one field, a line each
            return "\n".join(self._set_cookie(line) for line in value.split("\n"))
        return self.url(value) if name in _URLS else value

    def _cookie(self, pair: str) -> str:
        name, sign, value = pair.partition("=")
        if not sign:
            return self.replacement if pair else pair
        return f"{name}={self.replacement}" if value else pair

    def _set_cookie(self, line: str) -> str:
        pair, semicolon, attributes = line.partition(";")
        return f"{self._cookie(pair)}{semicolon}{attributes}"

    # Bodies.

    def _content(self, content: HarContent, headers: tuple[HarField, ...], coded: bool) -> HarContent:
        """Return a body without what is to be taken out.

        :param coded: it is in a Content-Encoding. Nobody looks into it here, so that it cannot be vouched for, and goes whole.
        """
        body = content.body
        if not body or not (self.form or self.json):
            return content
        if coded:
            extra = {key: value for key, value in content.extra.items() if key != CODED}
            return content._replace(body=self.replacement.encode(), extra=extra)
        return content._replace(body=self._body(body, header_value(headers, "content-type") or content.mime_type))

    def _body(self, body: bytes, mime_type: str) -> bytes:
        kind = mime_type.partition(";")[0].strip().lower()
        if kind == "application/x-www-form-urlencoded":
            if not self.form:
                return body
            return self._pairs(body.decode("latin-1"), self.form).encode("latin-1", "replace")
        if kind.startswith("multipart/"):
            return self._multipart(body, mime_type)
        return self._json_body(body, "json" in kind) if self.json else body

    def _multipart(self, body: bytes, mime_type: str) -> bytes:
        found = boundary_of(mime_type)
        if found is None:
            return self.replacement.encode()
        first, *parts = body.split(b"--" + found)
        return (b"--" + found).join([first, *map(self._part, parts)])

    def _part(self, part: bytes) -> bytes:
        """Return a part of a multipart body: from behind its boundary to the next one."""
        head, empty_line, content = part.partition(b"\r\n\r\n")
        if not empty_line:
            return part
        named = _PART_NAME.search(head)
        name = (named[1] or named[2] or b"").decode("utf-8", "replace").lower() if named else ""
        end = b"\r\n" if content.endswith(b"\r\n") else b""
        content = content.removesuffix(b"\r\n")
        if name in self.form:
            content = self.replacement.encode()
        else:
            kind = _PART_TYPE.search(head)
            content = self._body(content, kind[1].decode("latin-1") if kind else "")
        return b"".join((head, empty_line, content, end))

    def _json_body(self, body: bytes, declared: bool) -> bytes:
        """Return a body that may be JSON; *declared*: it says that it is."""
        if not declared and body.lstrip()[:1] not in (b"{", b"["):
            return body
        whole = self._json(body)
        if whole is not None:
            return whole
        lines = [self._json(line) if line.strip() else line for line in body.split(b"\n")]
        if None not in lines:
            return b"\n".join(line for line in lines if line is not None)
        text = body.decode("utf-8", "replace").lower()
        # It is cut short, or something else. A name may be written with escapes.
        if "\\u" in text or any(name in text for name in self.json):
            return self.replacement.encode()
        return body

    def _json(self, data: bytes) -> bytes | None:
        """Return JSON with members replaced, the very bytes where there are none; None for what is no JSON."""
        import json

        found = False

        def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
            nonlocal found
            # Also called for objects that a second member of the same name takes the place of.
            found = found or any(name.lower() in self.json for name, _ in pairs)
            return {name: self.replacement if name.lower() in self.json else value for name, value in pairs}

        try:
            value = json.loads(data, object_pairs_hook=members)
        except (ValueError, RecursionError):
            return None
        return json.dumps(value, ensure_ascii=False).encode("utf-8", "backslashreplace") if found else data


def boundary_of(mime_type: str) -> bytes | None:
    """Return what separates the parts of a multipart body; None when its media type does not say."""
    found = re.search(r""";\s*boundary\s*=\s*(?:"([^"]*)"|([^;\s]+))""", mime_type, re.IGNORECASE)
    return (found[1] or found[2] or "").encode("latin-1", "replace") or None if found else None
