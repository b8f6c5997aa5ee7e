"""`Matcher`: which requests a route is for, and in what another request differs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from .urlpattern import UrlPattern

if TYPE_CHECKING:
    from .sentrequest import SentRequest

__tracebackhide__ = True  # pytest shows the test's line instead of those here

ANY: Any = object()
"""Stands for a body or a JSON value that is not looked at."""


class Matcher:
    """A request as it should be; whatever is left out may be anything.

    * *method*: in any case; ``"*"`` or None for all
    * *url*: see `UrlPattern`
    * *query*, *headers*, *form*: a dict of names, each with what its value must be: text (equal), a list of texts (all values of
      that name, in order), a compiled pattern (``search``), a callable (gets the value), None (it must not be there), or ``...``
      (it must be there). Names that are not in the dict may be there too. Header names count in any case.
    * *body*: bytes or text (equal), a compiled pattern (``search``, for text or bytes), or a callable that gets the bytes
    * *json*: the body must be JSON that holds at least this: of a dict every key that is named here, with a value that is
      compared the same way; lists element by element, equally long; anything else must be equal and of one type (``1`` is not
      ``True``, but ``1`` is ``1.0``). A callable gets the value at its place, ``...`` stands for any value.
    * *where*: a callable that gets the `SentRequest`

    Callables may be asked several times about one request.
    """

    __slots__ = ("body", "form", "headers", "json", "method", "query", "url", "where")

    def __init__(
        self,
        method: str | None,
        url: Any,
        *,
        headers: Mapping[str, Any] | None = None,
        body: Any = None,
        json: Any = ANY,
        form: Mapping[str, Any] | None = None,
        query: Mapping[str, Any] | None = None,
        where: Callable[[SentRequest], Any] | None = None,
    ) -> None:
        """See the class. Raises `TypeError` or `ValueError` for what cannot be matched."""
        self.method = "*" if method is None else method.upper()
        self.url = UrlPattern("**" if url is None else url)
        self.headers = dict(headers or {})
        self.query = dict(query or {})
        self.form = None if form is None else dict(form)
        self.body = body.encode("utf-8") if isinstance(body, str) else body
        self.json = json
        self.where = where
        if body is not None and not isinstance(self.body, bytes) and not hasattr(body, "search") and not callable(body):
            raise TypeError(f"a body is matched by bytes, text, a compiled pattern or a callable, not {body!r}")

    @property
    def looks_at_body(self) -> bool:
        """Whether the body has to be known to tell."""
        return self.body is not None or self.json is not ANY or self.form is not None or self.where is not None

    def compare(self, request: SentRequest, with_body: bool = True) -> tuple[list[str], dict[str, str]]:
        """Return in what *request* differs, a line each (nothing: it matches), and the named parts of its URL.

        :param with_body: whether the body is there to be looked at.
        """
        different: list[str] = []
        if self.method != "*" and self.method != request.method.upper():
            different.append(f"method: expected {self.method}, got {request.method}")
        unlike, parts = self.url.compare(request.url)
        different += unlike
        different += compare_fields("query", self.query, request.query)
        for name, wanted in self.headers.items():
            values = [value for key, value in request.headers if key.lower() == name.lower()]
            different += compare_fields("header", {name: wanted}, {name: values} if values else {})
        if with_body:
            different += self._compare_body(request)
        return different, parts

    def _compare_body(self, request: SentRequest) -> list[str]:
        different: list[str] = []
        if self.body is not None and not _holds(self.body, request.body):
            different += body_difference(self.body, request.body)
        if self.json is not ANY:
            try:
                found = request.json()
            except ValueError:
                different.append(f"json: the body is none: {shown(request.body)}")
            else:
                different += compare_json(self.json, found)
        if self.form is not None:
            different += compare_fields("form field", self.form, request.form())
        if self.where is not None and not different and not self.where(request):
            different.append(f"where: {getattr(self.where, '__qualname__', self.where)} does not hold")
        return different

    def describe(self) -> str:
        """Return the matcher in one line."""
        text = f"{self.method} {self.url.text}"
        for name, wanted in (("query", self.query), ("headers", self.headers), ("form", self.form)):
            if wanted:
                text += f" {name}={_short(wanted)}"
        if self.body is not None:
            text += f" body={_short(self.body)}"
        if self.json is not ANY:
            text += f" json={_short(self.json)}"
        if self.where is not None:
            text += f" where={getattr(self.where, '__qualname__', self.where)}"
        return text


def compare_fields(what: str, wanted: Mapping[str, Any], found: Mapping[str, list[str]]) -> list[str]:
    """Return in what the named fields of *found* differ from what is *wanted* of them; see `Matcher`."""
    different: list[str] = []
    for name, rule in wanted.items():
        values = found.get(name)
        if rule is None:
            if values is not None:
                different.append(f"{what} {name}: expected none, got {_listed(values)}")
        elif values is None:
            different.append(f"{what} {name}: expected {_rule(rule)}, got none")
        elif rule is ...:
            continue
        elif isinstance(rule, (list, tuple)):
            if [str(each) for each in rule] != values:
                different.append(f"{what} {name}: expected {list(rule)!r}, got {_listed(values)}")
        elif not _holds(rule, values[0] if len(values) == 1 else ", ".join(values)):
            different.append(f"{what} {name}: expected {_rule(rule)}, got {_listed(values)}")
    return different


def compare_json(wanted: Any, found: Any, path: str = "") -> list[str]:
    """Return in what *found* lacks what is *wanted* of it; see `Matcher`."""
    place = f"json{path}"
    if wanted is ...:
        return []
    if callable(wanted):
        return [] if wanted(found) else [f"{place}: {found!r} is not one for {_rule(wanted)}"]
    if isinstance(wanted, Mapping):
        if not isinstance(found, dict):
            return [f"{place}: expected {_short(wanted)}, got {_short(found)}"]
        different = []
        for key, value in wanted.items():
            if key not in found:
                different.append(f"{place}[{key!r}]: expected {_rule(value)}, got none")
            else:
                different += compare_json(value, found[key], f"{path}[{key!r}]")
        return different
    if isinstance(wanted, (list, tuple)):
        if not isinstance(found, list) or len(found) != len(wanted):
            return [f"{place}: expected {_short(list(wanted))}, got {_short(found)}"]
        return [
            line for index, value in enumerate(wanted) for line in compare_json(value, found[index], f"{path}[{index}]")
        ]
    if isinstance(wanted, bool) is not isinstance(found, bool) or wanted != found:
        return [f"{place}: expected {_short(wanted)}, got {_short(found)}"]
    return []


def body_difference(wanted: Any, found: bytes) -> list[str]:
    """Return lines that show how two bodies differ; text line by line."""
    if not isinstance(wanted, bytes):
        return [f"body: expected {_rule(wanted)}, got {shown(found)}"]
    left, right = _as_text(wanted), _as_text(found)
    if left is None or right is None or ("\n" not in left and "\n" not in right):
        return [f"body: expected {shown(wanted)}, got {shown(found)}"]
    from difflib import unified_diff

    lines = list(unified_diff(left.splitlines(), right.splitlines(), "expected", "got", lineterm=""))
    return ["body:", *(f"  {line}" for line in lines[:40])]


def shown(body: bytes, most: int = 200) -> str:
    """Return *body* for a message: short text as it is, else how long it is and how it begins."""
    if not body:
        return "nothing"
    text = _as_text(body)
    if text is not None and len(text) <= most:
        return repr(text)
    return f"[{len(body)} bytes] {body[:40]!r}..."


def _as_text(body: bytes) -> str | None:
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return None if any(ord(letter) < 32 and letter not in "\t\r\n" for letter in text) else text


def _holds(rule: Any, value: Any) -> bool:
    """Return whether a *value* is what *rule* says."""
    if hasattr(rule, "search") and hasattr(rule, "pattern"):
        if isinstance(value, bytes) and isinstance(rule.pattern, str):
            value = value.decode("utf-8", "replace")
        return rule.search(value) is not None
    if callable(rule):
        return bool(rule(value))
    if isinstance(value, str) and not isinstance(rule, str):
        rule = rule.decode("utf-8") if isinstance(rule, bytes) else str(rule)
    return bool(rule == value)


def _rule(rule: Any) -> str:
    if hasattr(rule, "search") and hasattr(rule, "pattern"):
        return f"/{rule.pattern}/"
    if rule is ...:
        return "some value"
    if callable(rule):
        return f"<{getattr(rule, '__qualname__', type(rule).__name__)}>"
    return _short(rule)


def _listed(values: list[str]) -> str:
    return repr(values[0]) if len(values) == 1 else repr(values)


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 120 else text[:117] + "..."
